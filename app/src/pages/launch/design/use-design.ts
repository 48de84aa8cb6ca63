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
import { useDeferredValue, useMemo, useState } from "react";
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

/** What became of a design once it was checked: a moment after it was written, as a key must show at once. */
export interface Checked {
  readonly json: JsonObject;
  readonly asset: ReserveAsset | undefined;
  /** By the names of fields. */
  readonly problems: ReadonlyMap<string, string>;
  /** Undefined while something is wrong. */
  readonly config: LaunchConfig | undefined;
  /** What it was when nothing was wrong, to show what it leads to. */
  readonly lastConfig: LaunchConfig | undefined;
  readonly lastAsset: ReserveAsset | undefined;
  readonly trusteeHasCode: boolean;
}

/** All of it. */
export interface Design {
  readonly json: JsonObject;
  readonly write: (json: JsonObject) => void;
  readonly isAssetMissing: boolean;
  /** The same object until something in it changes. */
  readonly checked: Checked;
}

/** The design that was written here last, or the first example. */
export function useDesign(): Design {
  const { chain, rpc } = useChain();
  const { language } = useLanguage();
  const { data: block } = useBlock();
  const [written, set] = useState<JsonObject>(initial);
  const json = useDeferredValue(written);
  const choice = useMemo(() => choiceOf(json, language), [json, language]);
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
  const checked = useMemo(
    () => ({
      json,
      asset,
      problems: parsed.problems,
      config: asset?.address === undefined ? undefined : withAsset(parsed.config, asset.address),
      lastConfig: last?.config,
      lastAsset: last?.asset,
      trusteeHasCode,
    }),
    [json, asset, parsed, last, trusteeHasCode],
  );
  return {
    json: written,
    write: (next) => {
      keep(KEPT, JSON.stringify(next));
      set(next);
    },
    isAssetMissing: isMissing,
    checked,
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
