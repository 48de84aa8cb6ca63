/** Launches one organisation from a configuration file, and records it in deployments/<chain id>.json. */
import { readFile } from "node:fs/promises";
import type { CdpoFactory } from "../typechain-types/index.ts";
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
} from "../sdk/src/config/index.ts";
import {
  type AddressBook,
  addressBookFile,
  cdpoAddressesOf,
  emptyAddressBook,
  listedAddressesOf,
  type Organisation,
  readAddressBook,
  writeAddressBook,
} from "./lib/address-book.ts";
import { deployTestAsset, estimateTestAsset, readAsset } from "./lib/asset.ts";
import { buildContracts, profileFor } from "./lib/build.ts";
import { ChainError, explain, openChain, type Chain } from "./lib/chain.ts";
import { fail, formatTable, messageOf } from "./lib/cli.ts";
import {
  deploySuite,
  ForeignCodeError,
  isBuiltAt,
  launchCdpo,
  readLaunch,
  settleSent,
  type CdpoAddresses,
  type LaunchedCdpo,
} from "../launch/index.ts";
import { BUILDING, BUILDING_HELP, readOptions, SENDING, SENDING_HELP } from "./lib/options.ts";
import { confirmationsOf, confirmCost, parseConfirmations } from "./lib/sending.ts";

const HELP = `Launches one organisation in one transaction, and records it in deployments/<chain id>.json.

Usage: npm run launch -- --config FILE [options]

  --config FILE       what to launch; begin with examples/bootstrapped.json or examples/growing.json
  --dry-run           check the configuration, ask the chain whether it would accept it, and send nothing
${BUILDING_HELP}
${SENDING_HELP}`;

const options = readLaunchOptions();
const folder = options.deployments;
let chain: Chain | undefined;
try {
  const json = await readJson(options.config);
  const choice = assetOf(json);
  parseConfirmations(options.confirmations);
  if (!options.noBuild) await buildContracts(options.buildProfile ?? profileFor(options.network));
  chain = await openChain(options.network, { from: options.from });
  await launch({ chain, json, choice });
  await chain.close();
} catch (thrown) {
  if (thrown instanceof LaunchConfigError) {
    fail(
      [`${options.config} cannot be launched; mend it and run this again:`, ...thrown.problems].join("\n  "),
    );
  }
  fail(await explain({ thrown, network: options.network, chain }));
}

async function launch({
  chain,
  json,
  choice,
}: {
  readonly chain: Chain;
  readonly json: unknown;
  readonly choice: AssetChoice;
}): Promise<void> {
  const asset = await readAsset({ chain, choice });
  const config = parseLaunchConfig({
    json,
    assetDecimals: asset.decimals,
    now: chain.now,
    resolveAccount: (index) => (chain.local ? chain.signers[index]?.address : undefined),
  });
  console.log(`network ${chain.network} (chain ${chain.chainId}), sender ${chain.signer.address}`);
  printTable({ titles: ["term", "value"], rows: describeTerms({ config, asset }) });
  const trusteeHasCode = (await chain.ethers.provider.getCode(config.presale.trustee)) !== "0x";
  for (const { warning, sentence } of adviceOf({ config, asset, trusteeHasCode })) {
    console.log(warning ? `Warning: ${sentence}` : sentence);
  }

  const { factory, book } = await findSuite(chain);
  if (options.dryRun) {
    await rehearse({ chain, factory, config, asset });
    return;
  }
  const finished = await finishPending({ chain, factory, book });
  const listed = findListed({ book, config });
  if (finished !== undefined && finished === listed) {
    console.log("The launch that an earlier run sent has succeeded.");
    printAddresses({ chain, addresses: cdpoAddressesOf(finished), asset: finished.asset });
    return;
  }
  if (listed !== undefined) {
    throw new ChainError(
      `${fileOf(chain)} lists "${config.name}" as launched in block ${listed.block}: choose another name`,
    );
  }
  await send({ chain, factory, book, config, asset });
}

/** Deploys the test asset if one is wanted, launches, and records it. */
async function send({
  chain,
  factory,
  book,
  config,
  asset,
}: {
  readonly chain: Chain;
  readonly factory: CdpoFactory;
  readonly book: AddressBook;
  readonly config: LaunchConfig;
  readonly asset: ReserveAsset;
}): Promise<void> {
  const { ethers, signer } = chain;
  const { name, symbol } = config;
  const { yes } = options;
  let { address: assetAddress } = asset;
  if (assetAddress === undefined) {
    await confirmCost({ chain, gas: await estimateTestAsset({ chain, asset }), yes });
    assetAddress = await deployTestAsset({ chain, asset });
    console.log(`Deployed the test asset ${asset.symbol} at ${assetAddress}; anyone may mint it.`);
  }
  const complete: LaunchConfig = { ...config, reserve: { ...config.reserve, asset: assetAddress } };
  await confirmCost({ chain, gas: await factory.launch.estimateGas(complete), yes });
  const launched = await launchCdpo({
    ethers,
    factory,
    signer,
    config: complete,
    confirmations: confirmationsOf({ chain, confirmations: parseConfirmations(options.confirmations) }),
    beforeSending: async (nonce) => {
      const block = await ethers.provider.getBlockNumber();
      book.pendingLaunch = { name, symbol, from: signer.address, nonce, block };
      await record({ chain, book });
    },
  });
  book.organisations.push(entryOf({ launched, name, symbol, asset: assetAddress }));
  delete book.pendingLaunch;
  await record({ chain, book });
  console.log(`Launched in block ${launched.receipt.blockNumber} with ${launched.receipt.gasUsed} gas.`);
  printAddresses({ chain, addresses: launched.addresses, asset: assetAddress });
  console.log(
    chain.inMemory
      ? "This was a rehearsal: the chain was in memory and is gone. For one that stays: --network NAME."
      : `Recorded in ${fileOf(chain)}.`,
  );
}

/** Asks the chain whether it would accept the launch. */
async function rehearse({
  chain,
  factory,
  config,
  asset,
}: {
  readonly chain: Chain;
  readonly factory: CdpoFactory;
  readonly config: LaunchConfig;
  readonly asset: ReserveAsset;
}): Promise<void> {
  if (asset.address === undefined) {
    console.log(
      "Dry run: the configuration is right. The chain was not asked, as the test asset is not there yet.",
    );
    return;
  }
  const gas = await factory.connect(chain.signer).launch.estimateGas(config);
  console.log(
    `Dry run: the configuration is right and the chain would accept it, for ${gas} gas. Nothing was sent.`,
  );
}

// ---------------------------------------------------------------- chain

/** The factory on this chain; in memory it is deployed for this run. */
async function findSuite(chain: Chain): Promise<{ factory: CdpoFactory; book: AddressBook }> {
  const { ethers, chainId, signer, network } = chain;
  if (chain.inMemory) {
    const { factory } = await deploySuite({ ethers, signer });
    console.log("The chain is in memory, so the suite was deployed there first.");
    return { factory, book: emptyAddressBook(chainId) };
  }
  const book = await readAddressBook({ folder, chainId });
  const how = `run "npm run deploy -- --network ${network}" and this again`;
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
    if (await isBuiltAt({ ethers, contract: "CdpoFactory", address: factory })) {
      return { factory: await ethers.getContractAt("CdpoFactory", factory, signer), book };
    }
  } catch (thrown) {
    if (!(thrown instanceof ForeignCodeError)) throw thrown;
    throw new ChainError(`${thrown.message}: ${how}`);
  }
  throw new ChainError(`the factory that ${fileOf(chain)} lists is not on network "${network}": ${how}`);
}

/** Records the launch that an interrupted run had sent, if it succeeded. */
async function finishPending({
  chain,
  factory,
  book,
}: {
  readonly chain: Chain;
  readonly factory: CdpoFactory;
  readonly book: AddressBook;
}): Promise<Organisation | undefined> {
  const { pendingLaunch } = book;
  if (pendingLaunch === undefined) return undefined;
  const { ethers, signer } = chain;
  const { name, symbol, from, nonce, block } = pendingLaunch;
  if (!(await settleSent({ ethers, from }))) {
    throw new ChainError(
      `${from} has sent a transaction that gets into no block: replace it with your wallet, and run this again`,
    );
  }
  delete book.pendingLaunch;
  let entry: Organisation | undefined;
  for (const event of await factory.queryFilter(factory.filters.CdpoLaunched(from), block)) {
    const transaction = await event.getTransaction();
    if (transaction.nonce !== nonce) continue;
    const receipt = await event.getTransactionReceipt();
    const launched = await readLaunch({ ethers, factory, receipt, signer });
    entry = entryOf({ launched, name, symbol, asset: await launched.reserve.asset() });
    book.organisations.push(entry);
  }
  await record({ chain, book });
  return entry;
}

// ---------------------------------------------------------------- records

function fileOf({ chainId }: Chain): string {
  return addressBookFile({ folder, chainId });
}

async function record({ chain, book }: { readonly chain: Chain; readonly book: AddressBook }): Promise<void> {
  if (!chain.inMemory) await writeAddressBook({ folder, book });
}

function findListed({
  book,
  config,
}: {
  readonly book: AddressBook;
  readonly config: LaunchConfig;
}): Organisation | undefined {
  return book.organisations.findLast(({ name }) => name === config.name);
}

function entryOf({
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

// ---------------------------------------------------------------- command line

function printTable({
  titles,
  rows,
}: {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): void {
  console.log(formatTable({ columns: titles.map((title) => ({ title })), rows }));
}

function printAddresses({
  chain,
  addresses,
  asset,
}: {
  readonly chain: Chain;
  readonly addresses: CdpoAddresses;
  readonly asset: string;
}): void {
  const rows = Object.entries({ asset, ...addresses }).map(([role, address]) => [role, address ?? "none"]);
  printTable({ titles: ["contract", `address on chain ${chain.chainId}`], rows });
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

function readLaunchOptions() {
  const { values } = readOptions({
    options: {
      ...SENDING,
      ...BUILDING,
      config: { type: "string" },
      "dry-run": { type: "boolean", default: false },
    },
    help: HELP,
  });
  const { config, "dry-run": dryRun, "no-build": noBuild, "build-profile": buildProfile, ...rest } = values;
  if (config === undefined) fail("--config FILE is missing; examples/growing.json is one to begin with");
  return { ...rest, config, dryRun, noBuild, buildProfile };
}
