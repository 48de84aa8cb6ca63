/** The command that launches one organisation from a configuration file, and records it. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { cdpoFactoryAbi } from "../../../sdk/src/abi/CdpoFactory.ts";
import { fromEthers } from "../../../sdk/src/ethers.ts";
import { readEvents, topicOfAccount } from "../../../sdk/src/history/read.ts";
import type { Address } from "../../../sdk/src/types.ts";
import { terminalOf } from "../../frame/send.ts";
import { tool } from "../../frame/command.ts";
import { build, BUILDING, buildingShape } from "./building.ts";
import { entryOf, fileOf, findListed, record } from "./launch-records.ts";
import { findSuite, type Running } from "./launch-suite.ts";
import { rehearse, writeSafe } from "./launch-trying.ts";
import type { CdpoFactory } from "../../../typechain-types/index.ts";
import {
  adviceOf,
  assetOf,
  describeTerms,
  LaunchConfigError,
  parseJson,
  parseLaunchConfig,
  type AssetChoice,
  type LaunchConfig,
  type ReserveAsset,
} from "../../../sdk/src/config/index.ts";
import { type AddressBook, cdpoAddressesOf, type Organisation } from "../../lib/address-book.ts";
import { deployTestAsset, estimateTestAsset, readAsset } from "../../lib/asset.ts";
import { ChainError, ListedError, openSender, type Chain, type Sender } from "../../lib/chain.ts";
import { formatTable, messageOf } from "../../lib/cli.ts";
import { launchCdpo, readLaunch, settleSent, type CdpoAddresses } from "../../../launch/index.ts";
import { confirmationsOf, confirmCost, parseConfirmations } from "../../lib/sending.ts";

export const LAUNCH = [
  tool({
    ...{ name: "launch", group: "organisations", takes: "sending" },
    summary: "launches one organisation in one transaction, and records it",
    details:
      "Begin with examples/bootstrapped.json or examples/growing.json. The records are deployments/<chain id>.json. Without " +
      '--network it is a rehearsal on "default", a chain in memory.',
    options: {
      config: { what: "what to launch", takes: "file" },
      "dry-run": {
        what: "check the configuration, ask the chain whether it would accept it, and send nothing",
        flag: true,
      },
      safe: {
        what: "check it as --dry-run does, and write it for the Transaction Builder of the Safe --from",
        takes: "file",
      },
      ...BUILDING,
    },
    schema: () =>
      z.object({
        config: z.string({ error: "is missing; examples/growing.json is one to begin with" }),
        "dry-run": z.boolean().default(false),
        safe: z.string().optional(),
        ...buildingShape,
      }),
    async run({ io, common, say, opened }, { config: file, "dry-run": dryRun, safe, ...building }) {
      const { deployments: folder, yes } = common;
      const network = common.network ?? "default";
      try {
        const json = await readJson(file);
        const choice = assetOf(json);
        const confirmations = parseConfirmations(common.confirmations);
        await build({ network, building, say });
        const signs = !dryRun && safe === undefined;
        const sender = await openSender(network, { from: common.from, override: io.override, signs });
        opened.chain = sender;
        const chain = { ...sender, signer: sender.signer ?? (await foreign(sender)) };
        const running: Running = { folder, say, yes, confirmations, terminal: terminalOf(io) };
        await launch({ chain, json, choice, dryRun, safe, running });
      } catch (thrown) {
        if (!(thrown instanceof LaunchConfigError)) throw thrown;
        throw new ListedError(
          [`${file} cannot be launched; mend it and run this again:`, ...thrown.problems].join("\n  "),
        );
      }
    },
  }),
];

/** An account whose key is elsewhere, such as a Safe: nothing is sent as it. */
async function foreign({ ethers, sender }: Sender): Promise<Chain["signer"]> {
  return ethers.getSigner(sender);
}

async function launch({
  chain,
  json,
  choice,
  dryRun,
  safe,
  running,
}: {
  readonly chain: Chain;
  readonly json: unknown;
  readonly choice: AssetChoice;
  readonly dryRun: boolean;
  readonly safe: string | undefined;
  readonly running: Running;
}): Promise<void> {
  const { say, folder } = running;
  // An earlier run may have sent the test asset, or the launch.
  if (!dryRun && safe === undefined) await settle(chain.ethers, chain.signer.address);
  const asset = await readAsset({ chain, choice });
  const config = parseLaunchConfig({
    json,
    assetDecimals: asset.decimals,
    now: chain.now,
    resolveAccount: (index) => (chain.local ? chain.signers[index]?.address : undefined),
  });
  say(`network ${chain.network} (chain ${chain.chainId}), sender ${chain.signer.address}`);
  printTable({ say, titles: ["term", "value"], rows: describeTerms({ config, asset }) });
  const trusteeHasCode = (await chain.ethers.provider.getCode(config.presale.trustee)) !== "0x";
  for (const { warning, sentence } of adviceOf({ config, asset, trusteeHasCode })) {
    say(warning ? `Warning: ${sentence}` : sentence);
  }

  const { factory, book } = await findSuite(chain, running);
  if (safe !== undefined) {
    await writeSafe({ chain, factory, config, asset, file: safe, say });
    return;
  }
  if (dryRun) {
    await rehearse({ chain, factory, config, asset, say });
    return;
  }
  const finished = await finishPending({ chain, factory, book, folder });
  const listed = findListed({ book, config });
  if (finished !== undefined && finished === listed) {
    say("The launch that an earlier run sent has succeeded.");
    printAddresses({ say, chain, addresses: cdpoAddressesOf(finished), asset: finished.asset });
    return;
  }
  if (listed !== undefined) {
    throw new ChainError(
      `${fileOf(chain, folder)} lists "${config.name}" as launched in block ${listed.block}: choose another name`,
    );
  }
  await send({ chain, factory, book, config, asset, running });
}

/** Deploys the test asset if one is wanted, launches, and records it. */
async function send({
  chain,
  factory,
  book,
  config,
  asset,
  running,
}: {
  readonly chain: Chain;
  readonly factory: CdpoFactory;
  readonly book: AddressBook;
  readonly config: LaunchConfig;
  readonly asset: ReserveAsset;
  readonly running: Running;
}): Promise<void> {
  const { ethers, signer } = chain;
  const { name, symbol } = config;
  const { yes, folder, say, terminal, confirmations } = running;
  let { address: assetAddress } = asset;
  if (assetAddress === undefined) {
    await confirmCost({ chain, gas: await estimateTestAsset({ chain, asset }), yes, terminal });
    assetAddress = await deployTestAsset({ chain, asset });
    say(`The test asset ${asset.symbol} is at ${assetAddress}; anyone may mint it.`);
  }
  const complete: LaunchConfig = { ...config, reserve: { ...config.reserve, asset: assetAddress } };
  await confirmCost({ chain, gas: await factory.launch.estimateGas(complete), yes, terminal });
  const launched = await launchCdpo({
    ethers,
    factory,
    signer,
    config: complete,
    confirmations: confirmationsOf({ chain, confirmations }),
    beforeSending: async (nonce) => {
      const block = await ethers.provider.getBlockNumber();
      book.pendingLaunch = { name, symbol, from: signer.address, nonce, block };
      await record({ chain, book, folder });
    },
  });
  book.organisations.push(entryOf({ launched, name, symbol, asset: assetAddress }));
  delete book.pendingLaunch;
  await record({ chain, book, folder });
  say(`Launched in block ${launched.receipt.blockNumber} with ${launched.receipt.gasUsed} gas.`);
  printAddresses({ say, chain, addresses: launched.addresses, asset: assetAddress });
  say(
    chain.inMemory
      ? "This was a rehearsal: the chain was in memory and is gone. For one that stays: --network NAME."
      : `Recorded in ${fileOf(chain, folder)}.`,
  );
}

/** Records the launch that an interrupted run had sent, if it succeeded. */
async function finishPending({
  chain,
  factory,
  book,
  folder,
}: {
  readonly chain: Chain;
  readonly factory: CdpoFactory;
  readonly book: AddressBook;
  readonly folder: string;
}): Promise<Organisation | undefined> {
  const { pendingLaunch } = book;
  if (pendingLaunch === undefined) return undefined;
  const { ethers, signer } = chain;
  const { name, symbol, from, nonce, block } = pendingLaunch;
  await settle(ethers, from);
  delete book.pendingLaunch;
  let entry: Organisation | undefined;
  const launches = await readEvents({
    rpc: fromEthers(ethers.provider),
    contracts: { factory: { address: (await factory.getAddress()) as Address, abi: cdpoFactoryAbi } },
    ...{ events: ["CdpoLaunched"], topics: [topicOfAccount(from as Address)] },
    ...{ from: BigInt(block), to: BigInt(await ethers.provider.getBlockNumber()) },
  });
  for (const { transactionHash } of launches) {
    const transaction = await ethers.provider.getTransaction(transactionHash);
    const receipt = await ethers.provider.getTransactionReceipt(transactionHash);
    if (transaction?.nonce !== nonce || receipt === null) continue;
    const launched = await readLaunch({ ethers, factory, receipt, signer });
    entry = entryOf({ launched, name, symbol, asset: await launched.reserve.asset() });
    book.organisations.push(entry);
  }
  await record({ chain, book, folder });
  return entry;
}

/** Waits until all that an account has sent is in a block. */
async function settle(ethers: Chain["ethers"], from: string): Promise<void> {
  if (await settleSent({ ethers, from })) return;
  throw new ChainError(
    `${from} has sent a transaction that gets into no block: replace it with your wallet, and run this again`,
  );
}

// ---------------------------------------------------------------- command line

function printTable({
  say,
  titles,
  rows,
}: {
  readonly say: (sentence: string) => void;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): void {
  say(formatTable({ columns: titles.map((title) => ({ title })), rows }));
}

function printAddresses({
  say,
  chain,
  addresses,
  asset,
}: {
  readonly say: (sentence: string) => void;
  readonly chain: Chain;
  readonly addresses: CdpoAddresses;
  readonly asset: string;
}): void {
  const rows = Object.entries({ asset, ...addresses }).map(([role, address]) => [role, address ?? "none"]);
  printTable({ say, titles: ["contract", `address on chain ${chain.chainId}`], rows });
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new ChainError(`${file} cannot be read: check the path after --config`);
  }
  try {
    return parseJson(text);
  } catch (thrown) {
    throw new ChainError(`${file} ${messageOf(thrown)}`);
  }
}
