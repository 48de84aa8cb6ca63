/** The command that deploys the suite, once per chain. Running it again continues or changes nothing. */
import { z } from "zod";
import { terminalOf } from "../../frame/send.ts";
import { tool } from "../../frame/command.ts";
import { build, BUILDING, buildingShape } from "./building.ts";
import {
  addressBookFile,
  emptyAddressBook,
  peripheryOf,
  readAddressBook,
  suiteAddressesOf,
  writeAddressBook,
  type AddressBook,
} from "../../lib/address-book.ts";
import { ChainError, openChain, type Chain } from "../../lib/chain.ts";
import { profileFor } from "../../lib/build.ts";
import { formatTable } from "../../lib/cli.ts";
import { fromAClone, HAS_SOURCES } from "../../lib/place.ts";
import {
  contractNameOf,
  deploySuite,
  estimateSuite,
  ForeignCodeError,
  IMPLEMENTATION_NAMES,
  isBuiltAt,
  isProxyThere,
  settleSent,
  type DeploymentStep,
  type PartialSuiteAddresses,
} from "../../../launch/index.ts";
import { address } from "../../../sdk/src/config/index.ts";
import { publicNetworkOf } from "../../../sdk/src/config/networks.ts";
import { confirmationsOf, confirmCost, parseConfirmations, type Terminal } from "../../lib/sending.ts";

export const DEPLOY = [
  tool({
    ...{ name: "deploy", group: "organisations", takes: "sending" },
    summary: "deploys implementations, factory and periphery of the suite, once per chain, and records them",
    details:
      "The records are deployments/<chain id>.json. What is deployed already is not deployed again; a run that was interrupted " +
      'continues. Without --network it is a rehearsal on "default", a chain in memory.',
    options: {
      "wrapped-native":
        "address of the chain's wrapped native currency, for NativeGateway; known on most public networks",
      ...BUILDING,
    },
    schema: () => z.object({ "wrapped-native": address().optional(), ...buildingShape }),
    async run({ io, common, say, opened }, { "wrapped-native": wrappedNative, ...building }) {
      const confirmations = parseConfirmations(common.confirmations);
      const network = common.network ?? "default";
      if (!HAS_SOURCES && profileFor(network) === "production") {
        throw new ChainError(fromAClone("a public chain gets the code of the production profile"));
      }
      await build({ network, building, say });
      const chain = await openChain(network, { from: common.from, override: io.override });
      opened.chain = chain;
      const { deployments: folder, yes } = common;
      await deploy({ chain, confirmations, wrappedNative, folder, yes, say, terminal: terminalOf(io) });
    },
  }),
];

/** How a run sends and tells. */
interface Running {
  readonly folder: string;
  readonly say: (sentence: string) => void;
}

async function deploy({
  chain,
  confirmations,
  wrappedNative = publicNetworkOf(chain.chainId)?.wrappedNative,
  folder,
  yes,
  say,
  terminal,
}: Running & {
  readonly chain: Chain;
  readonly confirmations: number | undefined;
  readonly wrappedNative: string | undefined;
  readonly yes: boolean;
  readonly terminal: Terminal;
}): Promise<void> {
  const { ethers, chainId, signer } = chain;
  const file = addressBookFile({ folder, chainId });
  say(`network ${chain.network} (chain ${chainId}), deployer ${signer.address}`);
  if (!(await settleSent({ ethers, from: signer.address }))) {
    throw new ChainError(
      `${signer.address} has sent a transaction that gets into no block: replace it with your wallet, and run this again`,
    );
  }
  const book = chain.inMemory
    ? emptyAddressBook(chainId)
    : await startingBook({ chain, folder, say, book: await readAddressBook({ folder, chainId }) });
  const record = async (): Promise<void> => {
    if (!chain.inMemory) await writeAddressBook({ folder, book });
  };
  const { pendingDeployment } = book;
  const addresses = suiteAddressesOf(book);

  const estimates = await estimateSuite({ ethers, signer, addresses, wrappedNative });
  if (estimates.length > 0) {
    if (!(await isProxyThere(ethers))) {
      say(
        `first the deterministic proxy, which is missing on this chain: its deployer gets 0.01 ${chain.coin} for it`,
      );
    }
    say(`to deploy: ${estimates.map(({ contract }) => contractNameOf(contract)).join(", ")}`);
    const gas = estimates.reduce((sum, estimate) => sum + estimate.gas, 0n);
    await confirmCost({ chain, gas, yes, terminal });
  }
  if (wrappedNative === undefined) {
    say("without NativeGateway: no wrapped native currency is known here; --wrapped-native ADDRESS names it");
  }

  const rows: string[][] = [];
  const changed = { any: false };
  const onStep = async (step: DeploymentStep): Promise<void> => {
    const { contract, address, reused, block } = step;
    const found = reused && contract === pendingDeployment?.contract;
    const how = found
      ? "was sent by an earlier run"
      : reused
        ? "was deployed"
        : `deployed in block ${block ?? "?"}`;
    rows.push([contractNameOf(contract), address, how]);
    if (reused && !found && isRecorded(step, addresses)) return;
    changed.any = true;
    // Whoever reads the factory's events from the block before it misses none.
    const unknown = contract === "factory" && reused ? await firstBlockOf({ ethers, address }) : null;
    enter({ book, step, block: found ? pendingDeployment.block : (block ?? unknown) });
    await record();
  };
  await deploySuite({
    ethers,
    signer,
    addresses,
    wrappedNative,
    confirmations: confirmationsOf({ chain, confirmations }),
    beforeStep: async (intent) => {
      book.pendingDeployment = intent;
      await record();
    },
    onStep,
  });

  say(formatTable({ columns: [{ title: "contract" }, { title: "address" }, { title: "" }], rows }));
  if (chain.inMemory) {
    say("This was a rehearsal: the chain was in memory and is gone. For one that stays: --network NAME.");
  } else if (!changed.any) {
    say(`Nothing to deploy: all is on the chain, as ${file} says.`);
  } else {
    say(`Recorded in ${file}.`);
  }
}

/** Whether the records have a contract where a step found it. */
function isRecorded({ contract, address }: DeploymentStep, known: PartialSuiteAddresses): boolean {
  const { factory, implementations, periphery } = known;
  return { ...implementations, factory, ...periphery }[contract] === address;
}

/** A block before which a contract was not there; 0 where the node has forgotten older states. */
async function firstBlockOf({
  ethers,
  address,
}: Pick<Chain, "ethers"> & { readonly address: string }): Promise<number> {
  let before = 0;
  let after = await ethers.provider.getBlockNumber();
  try {
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if ((await ethers.provider.getCode(address, middle)) === "0x") before = middle;
      else after = middle;
    }
    return before;
  } catch {
    return 0;
  }
}

/** Enters what is on the chain now. A new implementation makes the factory of before no longer the suite's. */
function enter({
  book,
  step,
  block,
}: {
  readonly book: AddressBook;
  readonly step: DeploymentStep;
  readonly block: number | null;
}): void {
  const { contract, addresses } = step;
  if (contract === "factory" || addresses.factory === undefined) {
    book.factory = addresses.factory ?? null;
    book.block = book.factory === null ? null : block;
    delete book.periphery.gateway;
    delete book.periphery.standingGifts;
  }
  book.implementations = { ...book.implementations, ...addresses.implementations };
  book.periphery = { ...book.periphery, ...addresses.periphery };
  delete book.pendingDeployment;
}

/**
 * The book to go on from. A local chain that was started anew, or contracts changed since, begin a new one there; on a
 * public chain that is for the user to decide.
 */
async function startingBook({
  chain,
  book,
  folder,
  say,
}: Running & {
  readonly chain: Chain;
  readonly book: AddressBook;
}): Promise<AddressBook> {
  const file = addressBookFile({ folder, chainId: chain.chainId });
  try {
    const missing = await missingFrom({ chain, book });
    // An unfinished deployment goes on with what is there; a finished one is there as a whole, or not at all.
    if (missing === undefined || book.factory === null) return book;
    if (!chain.local) {
      throw new ChainError(
        `${file} lists a ${missing} that is not on the chain: check that network "${chain.network}" is the right ` +
          "one and in sync, or move the file away to deploy anew",
      );
    }
  } catch (thrown) {
    if (!(thrown instanceof ForeignCodeError)) throw thrown;
    if (!chain.local) {
      throw new ChainError(
        `${thrown.message}: check out the version that was deployed, or move ${file} away to deploy anew`,
      );
    }
  }
  say(`The chain is another one than ${file} tells of, or the contracts changed: deploying anew.`);
  return emptyAddressBook(chain.chainId);
}

/** The first contract in the book whose address has no code. */
async function missingFrom({
  chain,
  book,
}: {
  readonly chain: Chain;
  readonly book: AddressBook;
}): Promise<string | undefined> {
  const { ethers } = chain;
  const listed: (readonly [contract: string, address: string | null | undefined])[] = [
    [contractNameOf("factory"), book.factory],
    ...IMPLEMENTATION_NAMES.map((name) => [contractNameOf(name), book.implementations[name]] as const),
    ...peripheryOf(book).map(([name, address]) => [contractNameOf(name), address] as const),
  ];
  for (const [contract, address] of listed) {
    if (address && !(await isBuiltAt({ ethers, contract, address }))) return contract;
  }
  return undefined;
}
