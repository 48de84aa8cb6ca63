/** Finding an organisation: in a book of deployments, or in the factory's directory. */
import { cdpoFactoryAbi } from "../abi/CdpoFactory.ts";
import { cdpoTokenAbi } from "../abi/CdpoToken.ts";
import { erc20Abi } from "../abi/Erc20.ts";
import { liquidityReserveAbi } from "../abi/LiquidityReserve.ts";
import { addressesOfListed, suiteOf, type Deployments } from "../addresses/book.ts";
import type { Address, OrganisationAddresses, Rpc, SuiteAddresses } from "../types.ts";
import { CONTRACT_NAMES } from "./contracts.ts";
import { latestBlock, read, readAll, readOne } from "./read.ts";
import { RefusedError } from "./rpc.ts";

/** What is known of an organisation before it is asked for more. */
export interface Organisation {
  /** Its number in the factory's directory. */
  readonly index: number;
  readonly name: string;
  readonly symbol: string;
  /** No event of it is in an older block. */
  readonly block: bigint;
  readonly addresses: OrganisationAddresses;
  readonly asset: Asset;
  /** What it shares with others; undefined while the suite's deployment is not finished. */
  readonly suite: SuiteAddresses | undefined;
}

/** The token in the reserve. */
export interface Asset {
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
}

/** There is no such organisation, or more than one, or no directory to look in. */
export class OrganisationError extends Error {
  readonly reason: "no factory" | "none" | "several" | "other chain";
  /** Of several: two of them. */
  readonly candidates: readonly { readonly index: number; readonly name: string }[];

  constructor(
    reason: OrganisationError["reason"],
    message: string,
    candidates: OrganisationError["candidates"] = [],
  ) {
    super(message);
    this.name = "OrganisationError";
    this.reason = reason;
    this.candidates = candidates;
  }
}

/** Organisations of the directory that are asked for at once. */
const PAGE = 50;

/**
 * The organisation of this token address, number, name or symbol; the only one when `which` is left out. Looks in the book
 * first, then in the directory of the book's factory. Throws {@link OrganisationError} when there is none, or more than one.
 */
export async function openOrganisation({
  rpc,
  book,
  which,
}: {
  readonly rpc: Rpc;
  readonly book: Deployments;
  readonly which?: string | number | undefined;
}): Promise<Organisation> {
  const { factory } = book;
  if (factory === null) {
    throw new OrganisationError(
      "no factory",
      `no factory is deployed on chain ${book.chainId}: deploy the suite first`,
    );
  }
  const wanted = which === undefined ? undefined : String(which);
  const count = await countOf(rpc, factory);
  const listed = book.organisations
    .map((each) => ({
      ...each,
      addresses: addressesOfListed(each),
      asset: each.asset,
    }))
    .filter((each) => wanted === undefined || matches(each, wanted));
  const found: readonly Match[] =
    listed.length > 0
      ? listed
      : await searchDirectory({ rpc, factory, count, wanted, block: book.block ?? 0 });
  const [match, second] = found;
  if (match === undefined) {
    throw new OrganisationError(
      "none",
      wanted === undefined
        ? `no organisation is launched on chain ${book.chainId} yet`
        : `there is no organisation "${wanted}" on chain ${book.chainId}: name it by its token's address, number, name or symbol`,
    );
  }
  if (second !== undefined) {
    const all = [match, second].map(({ index, name }) => ({ index, name }));
    throw new OrganisationError(
      "several",
      `more than one organisation fits, such as ${all.map(({ index, name }) => `${index} (${name})`).join(", ")}: say which by its number`,
      all,
    );
  }
  if (match.index >= count) {
    throw new OrganisationError(
      "other chain",
      `organisation ${match.index} is not on this chain: the book is of another one`,
      [match],
    );
  }
  const { index, name, symbol, block, addresses } = match;
  const asset = await assetOf({ rpc, reserve: addresses.reserve, address: match.asset });
  return { index, name, symbol, block: BigInt(block), addresses, asset, suite: suiteOf(book) };
}

/** The organisations of the directory from number `from` on, `count` at most. */
export async function listOrganisations({
  rpc,
  factory,
  from,
  count,
}: {
  readonly rpc: Rpc;
  readonly factory: Address;
  readonly from: number;
  readonly count: number;
}): Promise<readonly ListedCdpo[]> {
  const block = await latestBlock(rpc);
  const args = [BigInt(from), BigInt(count)] as const;
  const page = await readOne(
    rpc,
    read({ address: factory, abi: cdpoFactoryAbi, functionName: "cdpos", args }),
    {
      block,
    },
  );
  const names = await readAll(
    rpc,
    page.flatMap(({ token }) => [
      read({ address: token, abi: cdpoTokenAbi, functionName: "name" }),
      read({ address: token, abi: cdpoTokenAbi, functionName: "symbol" }),
    ]),
    { block },
  );
  return page.map((cdpo, at) => ({
    index: from + at,
    name: textOf(names[2 * at]),
    symbol: textOf(names[2 * at + 1]),
    addresses: addressesOfCdpo(cdpo),
  }));
}

/** An organisation in the factory's directory. */
export interface ListedCdpo {
  readonly index: number;
  readonly name: string;
  readonly symbol: string;
  readonly addresses: OrganisationAddresses;
}

/** The addresses as the factory tells them, undefined where it says the zero address. */
export function addressesOfCdpo(
  cdpo: Readonly<Record<keyof OrganisationAddresses, Address>>,
): OrganisationAddresses {
  const known = CONTRACT_NAMES.map(
    (name) => [name, BigInt(cdpo[name]) === 0n ? undefined : cdpo[name]] as const,
  );
  return Object.fromEntries(known) as unknown as OrganisationAddresses; // only a presale's contracts can be missing
}

// ---------------------------------------------------------------- internals

interface Match extends ListedCdpo {
  readonly block: number;
  readonly asset?: Address | undefined;
}

function matches({ index, name, symbol, addresses: { token } }: ListedCdpo, wanted: string): boolean {
  if (/^0x[0-9a-fA-F]{40}$/.test(wanted)) return token.toLowerCase() === wanted.toLowerCase();
  if (/^\d+$/.test(wanted)) return index === Number(wanted);
  return name === wanted || symbol === wanted;
}

/** The organisations of the directory that fit; the latest first, as in a long directory old ones are rarely meant. */
async function searchDirectory({
  rpc,
  factory,
  count,
  wanted,
  block,
}: {
  readonly rpc: Rpc;
  readonly factory: Address;
  readonly count: number;
  readonly wanted: string | undefined;
  readonly block: number;
}): Promise<Match[]> {
  const found: Match[] = [];
  if (wanted !== undefined && /^\d+$/.test(wanted)) {
    if (Number(wanted) >= count) return [];
    const single = await listOrganisations({ rpc, factory, from: Number(wanted), count: 1 });
    return single.map((each) => ({ ...each, block }));
  }
  for (let end = count; end > 0 && found.length < 2; end -= PAGE) {
    const from = Math.max(0, end - PAGE);
    const page = await listOrganisations({ rpc, factory, from, count: end - from });
    const fitting = page.filter((each) => wanted === undefined || matches(each, wanted));
    found.push(...[...fitting].reverse().map((each) => ({ ...each, block })));
  }
  return found;
}

async function countOf(rpc: Rpc, factory: Address): Promise<number> {
  try {
    return Number(
      await readOne(rpc, read({ address: factory, abi: cdpoFactoryAbi, functionName: "cdpoCount" })),
    );
  } catch (thrown) {
    if (!(thrown instanceof RefusedError)) throw thrown;
    throw new OrganisationError(
      "no factory",
      `there is no factory at ${factory} on this chain: the book is of another one`,
    );
  }
}

async function assetOf({
  rpc,
  reserve,
  address,
}: {
  readonly rpc: Rpc;
  readonly reserve: Address;
  readonly address: Address | undefined;
}): Promise<Asset> {
  const at =
    address ??
    (await readOne(rpc, read({ address: reserve, abi: liquidityReserveAbi, functionName: "asset" })));
  const [symbol, decimals] = await readAll(rpc, [
    read({ address: at, abi: erc20Abi, functionName: "symbol" }),
    read({ address: at, abi: erc20Abi, functionName: "decimals" }),
  ]);
  if (decimals.status === "failure") throw decimals.error;
  return { address: at, symbol: textOf(symbol), decimals: Number(decimals.result) };
}

function textOf(outcome: { readonly status: string; readonly result?: unknown } | undefined): string {
  return typeof outcome?.result === "string" ? outcome.result : "";
}
