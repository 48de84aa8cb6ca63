/** Deploys the suite, once per chain: implementations and factory. Running it again continues or changes nothing. */
import { parseArgs } from "node:util";
import {
  addressBookFile,
  DEPLOYMENTS,
  emptyAddressBook,
  readAddressBook,
  suiteAddressesOf,
  writeAddressBook,
  type AddressBook,
} from "./lib/address-book.ts";
import { ChainError, explain, openChain, type Chain } from "./lib/chain.ts";
import { fail, formatTable, messageOf } from "./lib/cli.ts";
import {
  deploySuite,
  ForeignCodeError,
  IMPLEMENTATION_NAMES,
  IMPLEMENTATIONS,
  isBuiltAt,
} from "./lib/deployment.ts";

const HELP = `Deploys implementations and factory of the suite, and records them in deployments/<chain id>.json.

Usage: tsx scripts/deploy.ts [options]

  --network NAME      a network of hardhat.config.ts (default: "default", a chain in memory: a rehearsal)
  --deployments DIR   where the records are (default: deployments)
  --help              this text

What is deployed already is not deployed again; a run that was interrupted continues.`;

const options = readOptions();
const folder = options.deployments;
let chain: Chain | undefined;
try {
  chain = await openChain(options.network);
  await deploy(chain);
  await chain.close();
} catch (thrown) {
  fail(await explain({ thrown, network: options.network, chain }));
}

async function deploy(chain: Chain): Promise<void> {
  const { ethers, chainId, signer } = chain;
  const file = addressBookFile({ folder, chainId });
  let book = chain.inMemory
    ? emptyAddressBook(chainId)
    : await startingBook({ chain, book: await readAddressBook({ folder, chainId }) });
  console.log(`network ${chain.network} (chain ${chainId}), deployer ${signer.address}`);

  const rows: string[][] = [];
  let deployments = 0;
  await deploySuite({
    ethers,
    signer,
    addresses: suiteAddressesOf(book),
    onStep: async ({ contract, address, reused, block, addresses }) => {
      const name = contract === "factory" ? "CdpoFactory" : IMPLEMENTATIONS[contract];
      rows.push([name, address, reused ? "was deployed" : `deployed in block ${block ?? "?"}`]);
      if (reused) return;
      ++deployments;
      book = {
        ...book,
        block: contract === "factory" ? (block ?? null) : null,
        factory: addresses.factory ?? null,
        implementations: addresses.implementations ?? {},
      };
      if (!chain.inMemory) await writeAddressBook({ folder, book });
    },
  });

  console.log(formatTable({ columns: [{ title: "contract" }, { title: "address" }, { title: "" }], rows }));
  if (chain.inMemory) {
    console.log(
      "This was a rehearsal: the chain was in memory and is gone. For one that stays: --network NAME.",
    );
  } else if (deployments === 0) {
    console.log(`Nothing to deploy: all is on the chain, as ${file} says.`);
  } else {
    console.log(`Recorded in ${file}.`);
  }
}

/**
 * The book to go on from. A local chain that was started anew, or contracts changed since, begin a new one there; on a
 * public chain that is for the user to decide.
 */
async function startingBook({
  chain,
  book,
}: {
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
  console.log(`The chain is another one than ${file} tells of, or the contracts changed: deploying anew.`);
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
    ["CdpoFactory", book.factory],
    ...IMPLEMENTATION_NAMES.map((name) => [IMPLEMENTATIONS[name], book.implementations[name]] as const),
  ];
  for (const [contract, address] of listed) {
    if (address && !(await isBuiltAt({ ethers, contract, address }))) return contract;
  }
  return undefined;
}

function readOptions(): { network: string; deployments: string } {
  try {
    const { values } = parseArgs({
      options: {
        network: { type: "string", default: "default" },
        deployments: { type: "string", default: DEPLOYMENTS },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    return values;
  } catch (thrown) {
    fail(`${messageOf(thrown)} (--help lists the options)`);
  }
}
