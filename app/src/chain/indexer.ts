/** Asking the indexer, where the page's configuration names one. What somebody has is never asked of it, but of the chain. */
import { checksumAddress } from "cdpo-sdk/config";
import type { Address } from "cdpo-sdk/state";

const PATIENCE = 6_000;

/** The data of a GraphQL query. Throws when it does not answer, or answers with errors. */
export async function askIndexer<Data>(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Data> {
  const patience = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
    signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
  });
  if (!response.ok) throw new Error(`the indexer answers ${response.status}`);
  const { data, errors } = (await response.json()) as {
    readonly data?: Data;
    readonly errors?: readonly { readonly message: string }[];
  };
  if (data === undefined || errors !== undefined) {
    throw new Error(errors?.[0]?.message ?? "the indexer answers nothing");
  }
  return data;
}

/** A part of a list. */
export interface Rows<Row> {
  readonly items: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Where to go on in a list; undefined at its end. */
export function afterOf({ pageInfo: { hasNextPage, endCursor } }: Rows<unknown>): string | undefined {
  return hasNextPage ? (endCursor ?? undefined) : undefined;
}

/** What an indexer tells with addresses as people compare them, also in lists and structs; it writes them in small letters. */
export function withChecksums<T>(told: T): T {
  if (typeof told === "string") return (isAddress(told) ? checksumAddress(told) : told) as T;
  if (Array.isArray(told)) return told.map(withChecksums) as T;
  if (typeof told !== "object" || told === null) return told;
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, withChecksums(value)])) as T;
}

const isAddress = (text: string): text is Address => /^0x[0-9a-f]{40}$/.test(text);

/** The block that an indexer has reached on a chain, of its `_meta.status`. */
export function blockIn(status: unknown, chainId: number): bigint | undefined {
  const chains = Object.values((status ?? {}) as Readonly<Record<string, unknown>>) as readonly {
    readonly id?: number;
    readonly block?: { readonly number?: number };
  }[];
  const found = chains.find(({ id }) => id === chainId) ?? chains[0];
  return found?.block?.number === undefined ? undefined : BigInt(found.block.number);
}
