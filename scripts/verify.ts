/** Publishes the sources of the suite and its organisations on a block explorer. */
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import config from "../hardhat.config.ts";
import { addressBookFile, readAddressBook } from "./lib/address-book.ts";
import { buildContracts, profileFor } from "./lib/build.ts";
import { ChainError, explain, openReader, READER_KEY, type ChainReader } from "./lib/chain.ts";
import { fail } from "./lib/cli.ts";
import { publicNetworkOf } from "../sdk/src/config/networks.ts";
import { BUILDING, BUILDING_HELP, READING, readOptions } from "./lib/options.ts";
import {
  clonesOf,
  ExplorerError,
  EXPLORERS,
  verificationsOf,
  verify,
  verifyClone,
  type Explorer,
  type Outcome,
} from "./lib/verification.ts";

const HELP = `Publishes the sources of what deployments/<chain id>.json lists on a block explorer, so that anyone can read them there.
What is published already stays; running it again goes on.

Usage: npm run verify -- --network NAME [options]

  --explorer E        ${Object.keys(EXPLORERS).join(", ")} (default: sourcify, which needs no key)
  --wrapped-native A  what NativeGateway was deployed for, where that is not the usual
${BUILDING_HELP}
  --deployments DIR   where the records are (default: deployments)
  --help              this text

Etherscan wants a key: npx hardhat keystore set ETHERSCAN_API_KEY`;

const { values } = readOptions({
  options: {
    ...READING,
    ...BUILDING,
    network: { type: "string" },
    explorer: { type: "string", default: "sourcify" },
    "wrapped-native": { type: "string" },
  },
  help: HELP,
});
const { network = fail("--network NAME is missing: verification is for public networks"), explorer } = values;
let chain: ChainReader | undefined;
try {
  if (!isExplorer(explorer)) {
    throw new ChainError(`there is no explorer "${explorer}", only ${Object.keys(EXPLORERS).join(", ")}`);
  }
  const buildProfile = values["build-profile"] ?? profileFor(network);
  if (!values["no-build"]) await buildContracts(buildProfile);
  chain = await openReader(network);
  await publish({ chain, explorer, buildProfile });
  await chain.close();
} catch (thrown) {
  fail(thrown instanceof ExplorerError ? thrown.message : await explain({ thrown, network, chain }));
}

async function publish({
  chain,
  explorer,
  buildProfile,
}: {
  readonly chain: ChainReader;
  readonly explorer: Explorer;
  readonly buildProfile: string;
}): Promise<void> {
  const { chainId } = chain;
  if (chain.local) throw new ChainError("verification is for public networks: a local chain has no explorer");
  const book = await readAddressBook({ folder: values.deployments, chainId });
  const file = addressBookFile({ folder: values.deployments, chainId });
  if (book.factory === null) {
    throw new ChainError(`${file} lists no factory: run "npm run deploy -- --network ${network}" first`);
  }
  const networks = { ...config.networks };
  const configured = networks[network];
  if (configured?.type === "http") networks[network] = { ...configured, accounts: [READER_KEY] };
  const hre = await createHardhatRuntimeEnvironment({ ...config, networks }, { network, buildProfile });
  const wrappedNative = values["wrapped-native"] ?? publicNetworkOf(chainId)?.wrappedNative;
  let failures = 0;
  const tell = (contract: string, address: string, outcome: Outcome): void => {
    if (outcome !== "verified") ++failures;
    console.log(
      `${contract} at ${address}: ${outcome === "verified" ? "verified" : `not verified: ${outcome.failed}`}`,
    );
  };
  for (const verification of verificationsOf({ book, wrappedNative })) {
    tell(verification.contract, verification.address, await verify({ hre, explorer, verification }));
  }
  const clones = clonesOf(book);
  if (explorer === "etherscan") {
    for (const clone of clones) {
      tell(`${clone.organisation}: ${clone.contract}`, clone.address, await verifyClone({ hre, clone }));
    }
  } else if (clones.length > 0) {
    console.log(
      `The organisations' contracts are clones, which ${EXPLORERS[explorer]} recognises by itself.`,
    );
  }
  if (failures > 0) {
    throw new ChainError(
      `${failures} of the contracts above ${failures === 1 ? "is" : "are"} not verified: check out the version that was ` +
        "deployed, and run this again",
    );
  }
}

function isExplorer(name: string): name is Explorer {
  return name in EXPLORERS;
}
