/** Finding an organisation: in the records, or in the factory's directory. */
import type { Deployments } from "../../sdk/src/addresses/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import { shownText } from "../../sdk/src/text.ts";
import { openOrganisation, OrganisationError, type Organisation } from "../../sdk/src/state/index.ts";
import { addressBookFile, peripheryOf, readAddressBook } from "./address-book.ts";
import { ChainError, type ChainReader } from "./chain.ts";
import { typed } from "./place.ts";

/** What is known of an organisation before it is asked for more. */
export interface FoundOrganisation extends Organisation {
  /** What it shares with others on this chain. */
  readonly periphery: ReadonlyMap<string, string>;
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
  const { network } = chain;
  const book = await readAddressBook({ folder, chainId: chain.chainId });
  const file = addressBookFile({ folder, chainId: chain.chainId });
  try {
    const rpc = fromEthers(chain.ethers.provider);
    const found = await openOrganisation({ rpc, book: book as Deployments, which });
    return {
      ...found,
      name: shownText(found.name),
      symbol: shownText(found.symbol),
      asset: { ...found.asset, symbol: shownText(found.asset.symbol) },
      periphery: new Map(peripheryOf(book)),
    };
  } catch (thrown) {
    if (!(thrown instanceof OrganisationError)) throw thrown;
    const { reason, candidates } = thrown;
    const [first] = candidates;
    const missing =
      book.factory === null ? `${file} lists no factory` : "the factory of the records is not on network";
    throw new ChainError(
      {
        "no factory":
          book.factory === null
            ? `${missing}: run "${typed("deploy")} --network ${network}", or name the folder with --deployments`
            : `${missing} "${network}": run "${typed("deploy")} --network ${network}"`,
        none:
          which === undefined
            ? `${file} lists no organisation: launch one, or name one of the factory's directory with --organisation`
            : `there is no organisation "${which}" in ${file} or in the factory's directory: --organisation takes the ` +
              "address of its token, its number, name or symbol",
        several:
          `more than one organisation fits, such as ${candidates.map(({ index, name }) => `${index} (${shownText(name)})`).join(", ")}: ` +
          "say which with --organisation NUMBER",
        "other chain": `organisation ${first?.index ?? ""} is not on network "${network}": its records are of another chain, move them away`,
      }[reason],
    );
  }
}
