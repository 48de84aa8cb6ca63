/** The suite that a launch uses: what the records list, or in memory one that is deployed for the run. */
import {
  addressesOf,
  contractAt,
  deploySuite,
  ForeignCodeError,
  IMPLEMENTATION_NAMES,
  isBuiltAt,
} from "../../../launch/index.ts";
import type { CdpoFactory } from "../../../typechain-types/index.ts";
import { emptyAddressBook, readAddressBook, type AddressBook } from "../../lib/address-book.ts";
import { profileFor } from "../../lib/build.ts";
import { ChainError, type Chain } from "../../lib/chain.ts";
import { HAS_SOURCES, typed } from "../../lib/place.ts";
import { fileOf } from "./launch-records.ts";
import type { Terminal } from "../../lib/sending.ts";

/** How a run sends and tells. */
export interface Running {
  readonly folder: string;
  readonly yes: boolean;
  readonly confirmations: number | undefined;
  readonly terminal: Terminal;
  readonly say: (sentence: string) => void;
}

/** The factory on this chain; in memory it is deployed for this run. */
export async function findSuite(
  chain: Chain,
  { folder, say }: Running,
): Promise<{ factory: CdpoFactory; book: AddressBook }> {
  const { ethers, chainId, signer, network } = chain;
  if (chain.inMemory) {
    const { factory } = await deploySuite({ ethers, signer });
    say("The chain is in memory, so the suite was deployed there first.");
    return { factory, book: emptyAddressBook(chainId) };
  }
  const book = await readAddressBook({ folder, chainId });
  const how = `run "${typed("deploy")} --network ${network}" and this again`;
  const { factory } = book;
  if (factory === null) {
    const some = Object.keys(book.implementations).length > 0;
    throw new ChainError(
      some
        ? `the deployment of the suite on network "${network}" (chain ${chainId}) is unfinished: ${how}`
        : `the suite is not deployed on network "${network}" (chain ${chainId}): ${how}`,
    );
  }
  try {
    const found = await contractAt({ name: "CdpoFactory", address: factory, runner: signer });
    if (await isFactory({ chain, found, book })) return { factory: found, book };
  } catch (thrown) {
    if (!(thrown instanceof ForeignCodeError)) throw thrown;
    throw new ChainError(`${thrown.message}: ${how}`);
  }
  throw new ChainError(
    `the factory that ${fileOf(chain, folder)} lists is not on network "${network}": ${how}`,
  );
}

/**
 * Whether what stands where the records list the factory is one. The published package has the code of the default profile, which
 * public chains have not: there it is the factory of the implementations in the records, or none.
 */
async function isFactory({
  chain: { ethers, network },
  found,
  book: { implementations },
}: {
  readonly chain: Chain;
  readonly found: CdpoFactory;
  readonly book: AddressBook;
}): Promise<boolean> {
  const address = await found.getAddress();
  if (HAS_SOURCES || profileFor(network) !== "production") {
    return isBuiltAt({ ethers, contract: "CdpoFactory", address });
  }
  if ((await ethers.provider.getCode(address)) === "0x") return false;
  const meant = addressesOf(await found.implementations());
  return IMPLEMENTATION_NAMES.every((name) => meant[name] === implementations[name]);
}
