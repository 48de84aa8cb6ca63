/** A design: its JSON, what is wrong with it, and what it leads to. */
import {
  assetOf,
  LaunchConfigError,
  parseLaunchConfig,
  type AssetChoice,
  type LaunchConfig,
  type ReserveAsset,
} from "cdpo-sdk/config";
import type { Language } from "cdpo-sdk/units";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useChain } from "../../../chain/context.tsx";
import { useBlock } from "../../../chain/queries.ts";
import { isContract } from "../../../chain/sending.ts";
import { testWalletOf } from "../../../chain/test-wallet.ts";
import { keep, kept } from "../../../frame/kept.ts";
import { useLanguage } from "../../../frame/language.tsx";
import { problemsByField, type Json, type JsonObject } from "./draft.ts";
import { EXAMPLES } from "./examples.ts";
import { useAsset } from "./use-asset.ts";

const KEPT = "launch";
const NOBODY: readonly string[] = [];

/** All of it. */
export interface Design {
  readonly json: JsonObject;
  readonly write: (json: JsonObject) => void;
  readonly asset: ReserveAsset | undefined;
  readonly isAssetMissing: boolean;
  /** By the names of fields. */
  readonly problems: ReadonlyMap<string, string>;
  /** Undefined while something is wrong. */
  readonly config: LaunchConfig | undefined;
  /** What it was when nothing was wrong, to show what it leads to. */
  readonly lastConfig: LaunchConfig | undefined;
  readonly lastAsset: ReserveAsset | undefined;
  readonly trusteeHasCode: boolean;
}

/** The design that was written here last, or the first example. */
export function useDesign(): Design {
  const { chain, rpc } = useChain();
  const { language } = useLanguage();
  const { data: block } = useBlock();
  const [json, set] = useState<JsonObject>(initial);
  const choice = choiceOf(json, language);
  const { asset, isMissing } = useAsset("problems" in choice ? undefined : choice);
  const { data: signers = NOBODY } = useQuery({
    queryKey: [chain.chainId, "test accounts"],
    queryFn: async () => (await testWalletOf(chain.chainId)?.accounts()) ?? [],
    staleTime: Infinity,
  });
  // Times from now need no more than minutes, and each new time is another launch to try.
  const time = block?.time ?? BigInt(Math.floor(Date.now() / 1_000));
  const now = time - (time % 60n);
  const assetDecimals = asset?.decimals ?? 18;
  const parsed = useMemo(
    () => parse({ json, assetDecimals, now, signers, language }),
    [json, assetDecimals, now, signers, language],
  );
  const config = asset?.address === undefined ? undefined : withAsset(parsed.config, asset.address);
  const [last, setLast] = useState<{ config: LaunchConfig; asset: ReserveAsset }>();
  if (parsed.config !== undefined && asset !== undefined) {
    if (last?.config !== parsed.config || last.asset.symbol !== asset.symbol) {
      setLast({ config: parsed.config, asset });
    }
  }
  const trustee = last?.config.withPresale === true ? last.config.presale.trustee : undefined;
  const { data: trusteeHasCode = false } = useQuery({
    queryKey: [chain.chainId, "has code", trustee],
    queryFn: () => rpc !== undefined && trustee !== undefined && isContract(rpc, trustee),
    enabled: rpc !== undefined && trustee !== undefined,
  });
  return {
    json,
    write: (next) => {
      keep(KEPT, JSON.stringify(next));
      set(next);
    },
    asset,
    isAssetMissing: isMissing,
    problems: parsed.problems,
    config,
    lastConfig: last?.config,
    lastAsset: last?.asset,
    trusteeHasCode,
  };
}

function initial(): JsonObject {
  const text = kept(KEPT);
  if (text === undefined) return EXAMPLES.bootstrapped;
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return EXAMPLES.bootstrapped;
  }
}

function choiceOf(json: Json, language: Language): AssetChoice | { readonly problems: readonly string[] } {
  try {
    return assetOf(json, language);
  } catch (thrown) {
    if (thrown instanceof LaunchConfigError) return thrown;
    throw thrown;
  }
}

function parse({
  json,
  assetDecimals,
  now,
  signers,
  language,
}: {
  readonly json: Json;
  readonly assetDecimals: number;
  readonly now: bigint;
  readonly signers: readonly string[];
  readonly language: Language;
}): { readonly config: LaunchConfig | undefined; readonly problems: ReadonlyMap<string, string> } {
  const resolveAccount = (index: number) => signers[index];
  try {
    const config = parseLaunchConfig({ json, assetDecimals, now, resolveAccount, language });
    return { config, problems: new Map() };
  } catch (thrown) {
    if (!(thrown instanceof LaunchConfigError)) throw thrown;
    return { config: undefined, problems: problemsByField(thrown.problems) };
  }
}

function withAsset(
  config: LaunchConfig | undefined,
  asset: LaunchConfig["reserve"]["asset"],
): LaunchConfig | undefined {
  return config && { ...config, reserve: { ...config.reserve, asset } };
}
