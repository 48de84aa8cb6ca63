/** Finding an organisation: in the records, or in the factory's directory. */
import { isAddress } from "ethers";
import {
  addressBookFile,
  cdpoAddressesOf,
  peripheryOf,
  readAddressBook,
  type AddressBook,
} from "./address-book.ts";
import { ChainError, isRefusedCall, type ChainReader } from "./chain.ts";
import { addressesOf, type CdpoAddresses } from "./deployment.ts";

/** What is known of an organisation before it is asked for more. */
export interface FoundOrganisation {
  /** Its number in the factory's directory. */
  readonly index: number;
  readonly name: string;
  readonly symbol: string;
  /** No event of it is in an older block. */
  readonly block: number;
  readonly addresses: CdpoAddresses;
  readonly asset: FoundAsset;
  /** What it shares with others on this chain. */
  readonly periphery: ReadonlyMap<string, string>;
}

/** The token in the reserve. */
export interface FoundAsset {
  readonly address: string;
  readonly symbol: string;
  readonly decimals: number;
}

/**
 * The organisation of this token address, number, name or symbol; the only one when `which` is left out. Looks in the
 * records first, then in the factory's directory. Throws {@link ChainError} when there is none, or more than one.
 */
export async function findOrganisation({
  chain,
  folder,
  which,
}: {
  readonly chain: ChainReader;
  readonly folder: string;
  readonly which: string | undefined;
}): Promise<FoundOrganisation> {
  const book = await readAddressBook({ folder, chainId: chain.chainId });
  const file = addressBookFile({ folder, chainId: chain.chainId });
  if (book.factory === null) {
    throw new ChainError(
      `${file} lists no factory: run "npm run deploy -- --network ${chain.network}", or name the folder with --deployments`,
    );
  }
  const known = book.organisations.map(({ index, name, symbol, block, token }) => ({
    index,
    name,
    symbol,
    block,
    token,
  }));
  const listed = known.filter((entry) => which === undefined || matches(entry, which));
  const [match, second] = listed.length > 0 ? listed : await searchDirectory({ chain, book, which });
  if (match === undefined) {
    throw new ChainError(
      which === undefined
        ? `${file} lists no organisation: launch one, or name one of the factory's directory with --organisation`
        : `there is no organisation "${which}" in ${file} or in the factory's directory: --organisation takes the ` +
            "address of its token, its number, name or symbol",
    );
  }
  if (second !== undefined) {
    const all = [match, second].map(({ index, name }) => `${index} (${name})`).join(", ");
    throw new ChainError(
      `more than one organisation fits, such as ${all}: say which with --organisation NUMBER`,
    );
  }
  return describe({ chain, book, match });
}

// ---------------------------------------------------------------- internals

interface Match {
  readonly index: number;
  readonly name: string;
  readonly symbol: string;
  readonly block: number;
  readonly token: string;
}

function matches({ index, name, symbol, token }: Omit<Match, "block">, which: string): boolean {
  if (isAddress(which)) return token.toLowerCase() === which.toLowerCase();
  if (/^\d+$/.test(which)) return index === Number(which);
  return name === which || symbol === which;
}

/** The organisations of the directory that fit; the latest first, as in a long directory old ones are rarely meant. */
async function searchDirectory({
  chain,
  book,
  which,
}: {
  readonly chain: ChainReader;
  readonly book: AddressBook;
  readonly which: string | undefined;
}): Promise<Match[]> {
  const factory = await chain.ethers.getContractAt("CdpoFactory", book.factory ?? "");
  const count = Number(await countOf(factory, chain));
  const candidates =
    which !== undefined && /^\d+$/.test(which) ? [Number(which)].filter((at) => at < count) : undefined;
  const found: Match[] = [];
  for (const index of candidates ?? Array.from({ length: count }, (_, at) => count - 1 - at)) {
    const { token } = addressesOf(await factory.cdpoAt(index));
    const contract = await chain.ethers.getContractAt("CdpoToken", token);
    const [name, symbol] = [await contract.name(), await contract.symbol()];
    const match = { index, name, symbol, block: book.block ?? 0, token };
    if (which === undefined || matches(match, which)) found.push(match);
    if (found.length > 1) break;
  }
  return found;
}

async function countOf(factory: { cdpoCount(): Promise<bigint> }, chain: ChainReader): Promise<bigint> {
  try {
    return await factory.cdpoCount();
  } catch (thrown) {
    if (!isRefusedCall(thrown)) throw thrown;
    throw new ChainError(
      `the factory of the records is not on network "${chain.network}": run "npm run deploy -- --network ${chain.network}"`,
    );
  }
}

async function describe({
  chain,
  book,
  match,
}: {
  readonly chain: ChainReader;
  readonly book: AddressBook;
  readonly match: Match;
}): Promise<FoundOrganisation> {
  const { ethers } = chain;
  const { index, name, symbol, block } = match;
  const listed = book.organisations.find((entry) => entry.token === match.token);
  const factory = await ethers.getContractAt("CdpoFactory", book.factory ?? "");
  const count = await countOf(factory, chain);
  if (index >= count) {
    throw new ChainError(
      `organisation ${index} is not on network "${chain.network}": its records are of another chain, move them away`,
    );
  }
  const addresses = listed === undefined ? addressesOf(await factory.cdpoAt(index)) : cdpoAddressesOf(listed);
  const reserve = await ethers.getContractAt("LiquidityReserve", addresses.reserve);
  const address = listed?.asset ?? (await reserve.asset());
  const asset = await ethers.getContractAt("TestAsset", address);
  return {
    index,
    name,
    symbol,
    block,
    addresses,
    asset: { address, symbol: await asset.symbol(), decimals: Number(await asset.decimals()) },
    periphery: new Map(peripheryOf(book)),
  };
}
