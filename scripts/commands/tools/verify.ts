/** The command that publishes the sources of the suite and its organisations on a block explorer. */
import { z } from "zod";
import { tool } from "../../frame/command.ts";
import { build, BUILDING, buildingShape } from "./building.ts";
import { createHardhatRuntimeEnvironment, importUserConfig, resolveHardhatConfigPath } from "hardhat/hre";
import { addressBookFile, readAddressBook } from "../../lib/address-book.ts";
import { ChainError, openReader, READER_KEY, type ChainReader } from "../../lib/chain.ts";
import { fromAClone, HAS_SOURCES, typed } from "../../lib/place.ts";
import { publicNetworkOf } from "../../../sdk/src/config/networks.ts";
import {
  clonesOf,
  ExplorerError,
  EXPLORERS,
  verificationsOf,
  verify,
  verifyClone,
  type Explorer,
  type Outcome,
} from "../../lib/verification.ts";

export const VERIFY = [
  tool({
    ...{ name: "verify", group: "organisations", takes: "reading" },
    summary: "publishes the sources of what the records list on a block explorer, for anyone to read",
    details:
      "What is published already stays; running it again goes on. Etherscan wants a key: npx hardhat keystore set ETHERSCAN_API_KEY",
    options: {
      explorer: `${Object.keys(EXPLORERS).join(", ")} (default: sourcify, which needs no key)`,
      "wrapped-native": "what NativeGateway was deployed for, where that is not the usual",
      ...BUILDING,
    },
    schema: () =>
      z.object({
        explorer: z.string().default("sourcify"),
        "wrapped-native": z.string().optional(),
        ...buildingShape,
      }),
    async run({ io, common, say, opened }, { explorer, "wrapped-native": wrappedNative, ...building }) {
      const { network, deployments: folder } = common;
      if (!HAS_SOURCES) throw new ChainError(fromAClone("verification compiles the sources"));
      if (network === undefined) {
        throw new ChainError("--network NAME is missing: verification is for public networks");
      }
      if (!isExplorer(explorer)) {
        throw new ChainError(`there is no explorer "${explorer}", only ${Object.keys(EXPLORERS).join(", ")}`);
      }
      const buildProfile = await build({ network, building, say });
      const chain = await openReader(network, { override: io.override });
      opened.chain = chain;
      try {
        await publish({ chain, explorer, buildProfile, folder, wrapped: wrappedNative, say });
      } catch (thrown) {
        throw thrown instanceof ExplorerError ? new ChainError(thrown.message, { cause: thrown }) : thrown;
      }
    },
  }),
];

async function publish({
  chain,
  explorer,
  buildProfile,
  folder,
  wrapped,
  say,
}: {
  readonly chain: ChainReader;
  readonly explorer: Explorer;
  readonly buildProfile: string;
  readonly folder: string;
  readonly wrapped: string | undefined;
  readonly say: (sentence: string) => void;
}): Promise<void> {
  const { chainId, network } = chain;
  if (chain.local) throw new ChainError("verification is for public networks: a local chain has no explorer");
  const book = await readAddressBook({ folder, chainId });
  const file = addressBookFile({ folder, chainId });
  if (book.factory === null) {
    throw new ChainError(`${file} lists no factory: run "${typed("deploy")} --network ${network}" first`);
  }
  const config = await importUserConfig(await resolveHardhatConfigPath());
  const networks = { ...config.networks };
  const configured = networks[network];
  if (configured?.type === "http") networks[network] = { ...configured, accounts: [READER_KEY] };
  const hre = await createHardhatRuntimeEnvironment({ ...config, networks }, { network, buildProfile });
  const wrappedNative = wrapped ?? publicNetworkOf(chainId)?.wrappedNative;
  let failures = 0;
  const tell = (contract: string, address: string, outcome: Outcome): void => {
    if (outcome !== "verified") ++failures;
    say(
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
    say(`The organisations' contracts are clones, which ${EXPLORERS[explorer]} recognises by itself.`);
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
