/** What the records of a chain say of launches. */
import type { LaunchedCdpo } from "../../../launch/index.ts";
import type { LaunchConfig } from "../../../sdk/src/config/index.ts";
import {
  addressBookFile,
  listedAddressesOf,
  writeAddressBook,
  type AddressBook,
  type Organisation,
} from "../../lib/address-book.ts";
import type { Chain } from "../../lib/chain.ts";

/** The file of a chain's records. */
export function fileOf({ chainId }: Chain, folder: string): string {
  return addressBookFile({ folder, chainId });
}

/** Writes the records, unless the chain is gone with this process. */
export async function record({
  chain,
  book,
  folder,
}: {
  readonly chain: Chain;
  readonly book: AddressBook;
  readonly folder: string;
}): Promise<void> {
  if (!chain.inMemory) await writeAddressBook({ folder, book });
}

/** The organisation of this name that was launched last. */
export function findListed({
  book,
  config,
}: {
  readonly book: AddressBook;
  readonly config: LaunchConfig;
}): Organisation | undefined {
  return book.organisations.findLast(({ name }) => name === config.name);
}

/** An organisation as the records list it. */
export function entryOf({
  launched,
  name,
  symbol,
  asset,
}: {
  readonly launched: LaunchedCdpo;
  readonly name: string;
  readonly symbol: string;
  readonly asset: string;
}): Organisation {
  const { addresses, index, receipt } = launched;
  return {
    index: Number(index),
    name,
    symbol,
    block: receipt.blockNumber,
    transaction: receipt.hash,
    asset,
    ...listedAddressesOf(addresses),
  };
}
