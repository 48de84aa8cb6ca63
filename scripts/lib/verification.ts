/** Publishing the sources of what is deployed on block explorers. */
import { artifacts } from "hardhat";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { AddressBook } from "./address-book.ts";
import { peripheryOf } from "./address-book.ts";
import { contractNameOf, IMPLEMENTATION_NAMES, type SuiteName } from "../../launch/index.ts";
import { messageOf } from "./cli.ts";

/** Explorers that Hardhat knows, with their own spelling. */
export const EXPLORERS = { etherscan: "Etherscan", blockscout: "Blockscout", sourcify: "Sourcify" } as const;
export type Explorer = keyof typeof EXPLORERS;

/** A contract whose sources are to be published. */
export interface Verification {
  readonly contract: string;
  readonly address: string;
  readonly constructorArgs: readonly unknown[];
}

/** An organisation's contract, which delegates to an implementation. */
export interface Clone {
  readonly contract: string;
  readonly organisation: string;
  readonly address: string;
  readonly implementation: string;
}

/** How it went. */
export type Outcome = "verified" | { readonly failed: string };

/** The explorer cannot be asked at all; the message is the sentence to show. */
export class ExplorerError extends Error {}

/** The contracts of the suite in a book, with what their constructors were given. */
export function verificationsOf({
  book,
  wrappedNative,
}: {
  readonly book: AddressBook;
  /** What the gateway was deployed for. */
  readonly wrappedNative: string | undefined;
}): Verification[] {
  const { factory, implementations } = book;
  const entries: (readonly [name: SuiteName, address: string, args: readonly unknown[]])[] = [];
  for (const name of IMPLEMENTATION_NAMES) {
    const address = implementations[name];
    if (address !== undefined) entries.push([name, address, []]);
  }
  if (factory !== null) entries.push(["factory", factory, [implementations]]);
  for (const [name, address] of peripheryOf(book)) {
    const given = { gateway: [factory, wrappedNative], standingGifts: [factory] };
    entries.push([name, address, name in given ? given[name as keyof typeof given] : []]);
  }
  return entries.map(([name, address, constructorArgs]) => ({
    contract: contractNameOf(name),
    address,
    constructorArgs,
  }));
}

/** The contracts of all organisations in a book. */
export function clonesOf(book: AddressBook): Clone[] {
  return book.organisations.flatMap((organisation) =>
    IMPLEMENTATION_NAMES.flatMap((name): Clone[] => {
      const address = organisation[name];
      const implementation = book.implementations[name];
      if (!address || implementation === undefined) return [];
      return [{ contract: contractNameOf(name), organisation: organisation.name, address, implementation }];
    }),
  );
}

/** Publishes one contract. Throws {@link ExplorerError} when the explorer cannot be asked at all. */
export async function verify({
  hre,
  explorer,
  verification,
}: {
  readonly hre: HardhatRuntimeEnvironment;
  readonly explorer: Explorer;
  readonly verification: Verification;
}): Promise<Outcome> {
  const { contract, address, constructorArgs } = verification;
  const { verifyContract } = await import("@nomicfoundation/hardhat-verify/verify");
  const { sourceName } = await artifacts.readArtifact(contract);
  try {
    await quietly(() =>
      verifyContract(
        {
          address,
          constructorArgs: [...constructorArgs],
          contract: `${sourceName}:${contract}`,
          provider: explorer,
        },
        hre,
      ),
    );
    return "verified";
  } catch (thrown) {
    return outcomeOf({ thrown, explorer });
  }
}

/**
 * Tells Etherscan that a contract is a proxy of an implementation. Blockscout and Sourcify see by themselves what an
 * EIP-1167 clone delegates to; of those with values behind their code (see ICdpoFactory) Blockscout may not, as it compares
 * the code up to its end: there the implementation's page has the sources.
 */
export async function verifyClone({
  hre,
  clone,
}: {
  readonly hre: HardhatRuntimeEnvironment;
  readonly clone: Clone;
}): Promise<Outcome> {
  const connection = await hre.network.create();
  try {
    const answer: unknown = await connection.verification.etherscan.customApiCall(
      { module: "contract", action: "verifyproxycontract" },
      { method: "POST", body: { address: clone.address, expectedimplementation: clone.implementation } },
    );
    const { status, result } = answer as { readonly status: unknown; readonly result: unknown };
    return status === "1" ? "verified" : { failed: String(result) };
  } catch (thrown) {
    return outcomeOf({ thrown, explorer: "etherscan" });
  } finally {
    await connection.close();
  }
}

// ---------------------------------------------------------------- internals

// Numbers of errors of Hardhat's plugin.
const NO_ANSWER: readonly unknown[] = [80_001, 80_002];
const NOT_SUPPORTED: readonly unknown[] = [80_000, 80_027];
const ALREADY_VERIFIED = 80_022;
const KEY_EMPTY = 80_029;
const VERIFICATION_FAILED = 80_026;

function outcomeOf({ thrown, explorer }: { readonly thrown: unknown; readonly explorer: Explorer }): Outcome {
  const name = EXPLORERS[explorer];
  const { number, messageArguments } = thrown as {
    readonly number?: number;
    readonly messageArguments?: Readonly<Record<string, unknown>>;
  };
  if (number === ALREADY_VERIFIED) return "verified";
  if (NO_ANSWER.includes(number)) {
    throw new ExplorerError(
      `${name} does not answer as it should: look whether it works, and run this again, which goes on where it stopped`,
    );
  }
  if (NOT_SUPPORTED.includes(number)) {
    throw new ExplorerError(`${name} does not know this chain: choose another explorer with --explorer`);
  }
  if (number === KEY_EMPTY) throw new ExplorerError(`the key for ${name} is empty: set ETHERSCAN_API_KEY`);
  // What is wrong with the key, the node or the network is for who calls.
  if (number === undefined || number < 80_000) throw thrown;
  const reason = number === VERIFICATION_FAILED ? messageArguments?.["reason"] : undefined;
  return { failed: typeof reason === "string" ? reason : messageOf(thrown) };
}

/** Runs something that tells the console more than users want to know. */
async function quietly<T>(run: () => Promise<T>): Promise<T> {
  const { log } = console;
  console.log = () => undefined;
  try {
    return await run();
  } finally {
    console.log = log;
  }
}
