/**
 * Calls in the forms that a Safe and wallets take, each with its meaning in words: a file for Safe's Transaction Builder, the
 * parameters of `wallet_sendCalls` (EIP-5792), and the plain calls.
 *
 * @module
 */
import * as OxAddress from "ox/Address";
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import { describeCalls, type DescribeOptions } from "./calls/describe.ts";
import type { Address, Call, Hex } from "./types.ts";

/** A transaction of a {@link SafeBatch}: raw data, as the Builder fails on nested lists of a decoded method. */
export interface SafeTransaction {
  readonly to: Address;
  /** Wei, decimal. */
  readonly value: string;
  readonly data: Hex;
  readonly contractMethod: null;
  readonly contractInputsValues: null;
}

/** A file of Safe's Transaction Builder, schema 1.0: to be written as JSON, and dragged into the Builder. */
export interface SafeBatch {
  readonly version: "1.0";
  /** Decimal. */
  readonly chainId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly meta: {
    readonly name: string;
    /** The meaning of each transaction, a line each. */
    readonly description: string;
    readonly txBuilderVersion: string;
    readonly createdFromSafeAddress: string;
    readonly createdFromOwnerAddress: string;
    /** As the Builder computes it; it warns where it is another. */
    readonly checksum: Hex;
  };
  readonly transactions: readonly SafeTransaction[];
}

/** What `wallet_sendCalls` takes, version 2.0.0 of EIP-5792. */
export interface SendCallsParameters {
  readonly version: "2.0.0";
  readonly chainId: Hex;
  readonly from: Address;
  /** All or none. */
  readonly atomicRequired: boolean;
  readonly calls: readonly { readonly to: Address; readonly value: Hex; readonly data: Hex }[];
}

/** Calls in all forms. */
export interface SafeForms {
  readonly calls: readonly Call[];
  /** What each call does, in the language asked for. */
  readonly meaning: readonly string[];
  readonly batch: SafeBatch;
  readonly sendCalls: SendCallsParameters;
}

const BUILDER_VERSION = "1.18.0";

/** What is to be signed, and by whom. */
export interface SafeRequest extends DescribeOptions {
  readonly calls: readonly Call[];
  readonly chainId: bigint | number;
  /** The Safe, or another account that sends. */
  readonly from: Address;
  /** What the batch is called in the Safe. */
  readonly name: string;
  /** Milliseconds since 1970; now if not given. */
  readonly createdAt?: number | undefined;
}

/** Makes all forms. Throws an Error without calls. */
export function safeForms({
  calls,
  chainId,
  from,
  name,
  createdAt = Date.now(),
  ...options
}: SafeRequest): SafeForms {
  if (calls.length === 0) throw new Error("there is nothing to sign: give at least one call");
  const meaning = describeCalls({ calls, ...options });
  return {
    calls,
    meaning,
    batch: safeBatch({ calls, chainId, from, name, createdAt, meaning }),
    sendCalls: sendCallsParameters({ calls, chainId, from }),
  };
}

/** The file for the Transaction Builder. */
export function safeBatch({
  calls,
  chainId,
  from,
  name,
  createdAt,
  meaning,
}: Omit<SafeRequest, keyof DescribeOptions> & {
  readonly createdAt: number;
  readonly meaning: readonly string[];
}): SafeBatch {
  const unsigned = {
    version: "1.0",
    chainId: BigInt(chainId).toString(),
    createdAt,
    meta: {
      name,
      description:
        meaning.length > 1 ? meaning.map((each, at) => `${at + 1}. ${each}`).join("\n") : (meaning[0] ?? ""),
      txBuilderVersion: BUILDER_VERSION,
      createdFromSafeAddress: OxAddress.checksum(from),
      createdFromOwnerAddress: "",
    },
    transactions: calls.map(({ to, value, data }) => ({
      to: OxAddress.checksum(to),
      value: value.toString(),
      data,
      contractMethod: null,
      contractInputsValues: null,
    })),
  } as const;
  return { ...unsigned, meta: { ...unsigned.meta, checksum: batchChecksum(unsigned) } };
}

/** The parameters of `wallet_sendCalls`, the only member of its `params`. `atomicRequired` if not told otherwise. */
export function sendCallsParameters({
  calls,
  chainId,
  from,
  atomicRequired = true,
}: Pick<SafeRequest, "calls" | "chainId" | "from"> & {
  readonly atomicRequired?: boolean;
}): SendCallsParameters {
  return {
    version: "2.0.0",
    chainId: OxHex.fromNumber(BigInt(chainId)),
    from,
    atomicRequired,
    calls: calls.map(({ to, value, data }) => ({ to, value: OxHex.fromNumber(value), data })),
  };
}

/** The calls of a file of the Builder, for who checks one. Throws an Error when its checksum is not of what it says. */
export function callsOfBatch(batch: SafeBatch): Call[] {
  if (batchChecksum(batch) !== batch.meta.checksum) {
    throw new Error("the file was changed after it was written: its checksum is that of another one");
  }
  return batch.transactions.map(({ to, value, data }) => ({ to, value: BigInt(value), data }));
}

/**
 * The Builder's checksum: the hash of the file with sorted keys, without name and checksum, in a notation of its own in which
 * the keys of an object stand before its values.
 */
export function batchChecksum(
  batch: Omit<SafeBatch, "meta"> & { readonly meta: Omit<SafeBatch["meta"], "checksum"> },
): Hex {
  const meta = Object.entries({ ...batch.meta, name: null }).filter(([key]) => key !== "checksum");
  return Hash.keccak256(OxHex.fromString(serialized({ ...batch, meta: Object.fromEntries(meta) })));
}

function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const object = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object).sort();
  return `{${JSON.stringify(keys)}${keys.map((key) => `${serialized(object[key])},`).join("")}}`;
}
