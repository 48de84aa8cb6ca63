/** The page's one file of configuration, `config.json` beside `index.html`: the chains, and where to ask what. */
import { defineDeployments, type Deployments } from "cdpo-sdk/addresses";
import { publicNetworkOf } from "cdpo-sdk/config";

/** A chain that the page shows. */
export interface ChainConfig {
  readonly chainId: number;
  /** What people call it. */
  readonly title: string;
  /** A node; without one the page reads through the wallet. */
  readonly rpc: string | undefined;
  /** A page of blocks; a transaction is at `/tx/` and its hash. */
  readonly explorer: string | undefined;
  /** An indexer of this suite; without one the page reads all history from the node. */
  readonly indexer: string | undefined;
  /** Symbol of the coin that gas is paid in. */
  readonly coin: string;
  readonly book: Deployments;
  /** How often the newest block is asked for (ms): as often as the chain has one. */
  readonly every: number;
  /** How many of a long list are read at once, the newest first. */
  readonly listed: bigint;
  /** Whether the node signs for people who try the page; only of local chains. */
  readonly testWallet: boolean;
}

/** Where `config.json` says nothing. */
const USUAL_SECONDS = 4;
const USUAL_LISTED = 200;

/** Reads it. Throws an Error that says what is wrong with it. */
export async function loadConfig(url = "config.json"): Promise<readonly ChainConfig[]> {
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${url} is missing: copy it from config.example.json, and fill it in`);
  const json = (await response.json()) as { readonly chains?: unknown };
  if (!Array.isArray(json.chains) || json.chains.length === 0) {
    throw new Error(`${url} names no chains: give a list "chains"`);
  }
  return json.chains.map(chainOf);
}

const LOCAL = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;

function chainOf(json: unknown): ChainConfig {
  const fields = json as Readonly<Record<string, unknown>>;
  const [book] = Object.values(defineDeployments(fields["book"]));
  if (book === undefined) throw new Error(`a chain of config.json has no "book" of deployments`);
  const { chainId } = book;
  const known = publicNetworkOf(chainId);
  const rpc = textOf(fields["rpc"]);
  return {
    chainId,
    title: textOf(fields["title"]) ?? known?.title ?? `chain ${chainId}`,
    rpc,
    explorer: textOf(fields["explorer"]) ?? known?.explorer,
    indexer: textOf(fields["indexer"]),
    coin: textOf(fields["coin"]) ?? known?.coin ?? "ETH",
    book,
    every: aboveZero(fields, "everySeconds", USUAL_SECONDS) * 1_000,
    listed: BigInt(Math.ceil(aboveZero(fields, "listed", USUAL_LISTED))),
    testWallet: fields["testWallet"] === true && rpc !== undefined && LOCAL.test(rpc),
  };
}

function aboveZero(fields: Readonly<Record<string, unknown>>, name: string, usual: number): number {
  const value = fields[name];
  if (value === undefined) return usual;
  if (typeof value === "number" && value > 0) return value;
  throw new Error(`"${name}" of config.json is not a number above 0`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.replace(/\/$/, "") : undefined;
}
