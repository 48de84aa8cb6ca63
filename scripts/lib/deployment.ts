/** The one way in which tests, scripts and simulations deploy the suite and launch an organisation. */
import { setTimeout as sleep } from "node:timers/promises";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { artifacts } from "hardhat";
import {
  Transaction,
  type ContractRunner,
  type Signer,
  type TransactionReceipt,
  type TransactionResponse,
} from "ethers";
import {
  deterministicAddress,
  deterministicDeployment,
  DETERMINISTIC_PROXY,
} from "../../sdk/src/addresses/index.ts";
import type { Hex } from "../../sdk/src/types.ts";
import type { CdpoFactory, CdpoLaunchedEvent, ICdpoFactory } from "../../typechain-types/CdpoFactory.ts";
import type * as typechain from "../../typechain-types/index.ts";

/** The contracts that organisations are clones of, in the order in which they are deployed. */
export const IMPLEMENTATIONS = {
  token: "CdpoToken",
  issuance: "Issuance",
  registry: "ContributionRegistry",
  epochs: "ContributionEpochs",
  stake: "Stake",
  proposals: "ProductionProposals",
  reserve: "LiquidityReserve",
  presale: "Presale",
  custody: "ResourceCustody",
  budget: "ProductionBudget",
  pledgeBook: "PledgeBook",
  licenceOffice: "LicenceOffice",
  partnerAcceptance: "PartnerAcceptance",
  timelock: "CdpoTimelock",
  governor: "CdpoGovernor",
} as const;

/** What all organisations of a chain share, besides the factory, in the order in which it is deployed. */
export const PERIPHERY = {
  lens: "MarketLens",
  totalRecognised: "TotalRecognised",
  standingGifts: "StandingGifts",
  gateway: "NativeGateway",
} as const;

export type ImplementationName = keyof typeof IMPLEMENTATIONS;
export type ImplementationAddresses = Record<ImplementationName, string>;
export type PeripheryName = keyof typeof PERIPHERY;
/** There is no gateway where the wrapped native currency is not known. */
export type PeripheryAddresses = Record<Exclude<PeripheryName, "gateway">, string> & {
  readonly gateway?: string | undefined;
};

export const IMPLEMENTATION_NAMES = Object.keys(IMPLEMENTATIONS) as ImplementationName[];
export const PERIPHERY_NAMES = Object.keys(PERIPHERY) as PeripheryName[];

/** One contract of the suite: an implementation, the factory, or what goes with it. */
export type SuiteName = ImplementationName | "factory" | PeripheryName;

/** Name of the contract in Solidity. */
export function contractNameOf(name: SuiteName): string {
  return { ...IMPLEMENTATIONS, factory: "CdpoFactory", ...PERIPHERY }[name];
}

/** All contracts of the suite that people call, by what they are called here. */
export const SUITE_CONTRACTS = {
  ...IMPLEMENTATIONS,
  factory: "CdpoFactory",
  standingGifts: "StandingGifts",
  gateway: "NativeGateway",
} as const;

/** What only an organisation that bootstraps its liquidity has. */
export const PRESALE_NAMES = ["presale", "custody", "budget"] as const satisfies ImplementationName[];
export type PresaleName = (typeof PRESALE_NAMES)[number];

/** Where the suite is on one chain. */
export interface SuiteAddresses {
  readonly factory: string;
  readonly implementations: ImplementationAddresses;
  readonly periphery: PeripheryAddresses;
}

/** What is deployed of a suite so far; a run that was interrupted leaves some out. */
export interface PartialSuiteAddresses {
  readonly factory?: string | undefined;
  readonly implementations?: { readonly [Name in ImplementationName]?: string | undefined } | undefined;
  readonly periphery?: { readonly [Name in PeripheryName]?: string | undefined } | undefined;
}

/** The suite on one chain: implementations, and the factory that launches organisations. */
export interface Suite {
  readonly factory: CdpoFactory;
  readonly addresses: SuiteAddresses;
}

/** One contract of the suite was deployed, or found where an earlier run had put it. */
export interface DeploymentStep {
  readonly contract: SuiteName;
  readonly address: string;
  /** Whether an earlier run had deployed it. */
  readonly reused: boolean;
  /** The block it was deployed in; undefined when reused. */
  readonly block: number | undefined;
  /** All that is on the chain by now, for a record from which an interrupted run continues. */
  readonly addresses: PartialSuiteAddresses;
}

/** One contract is about to be deployed. */
export interface DeploymentIntent {
  readonly contract: SuiteName;
  /** Where it will be. */
  readonly address: string;
  /** The latest block before it. */
  readonly block: number;
}

/** Where the contracts of one organisation are; one without a presale grows its liquidity. */
export type CdpoAddresses = Readonly<
  Record<Exclude<ImplementationName, PresaleName>, string> & Record<PresaleName, string | undefined>
>;

type ContractOf<Name extends ImplementationName> = ReturnType<
  (typeof typechain)[`${(typeof IMPLEMENTATIONS)[Name]}__factory`]["connect"]
>;

/** The contracts of one organisation, typed and connected to a signer. */
export type CdpoContracts = { readonly addresses: CdpoAddresses } & {
  readonly [Name in Exclude<ImplementationName, PresaleName>]: ContractOf<Name>;
} & { readonly [Name in PresaleName]: ContractOf<Name> | undefined };

/** An organisation just launched. */
export type LaunchedCdpo = CdpoContracts & {
  /** Its number in the factory's directory, from 0. */
  readonly index: bigint;
  readonly receipt: TransactionReceipt;
};

/** A contract stands where the suite should be, but it is not what these sources compile to. */
export class ForeignCodeError extends Error {
  readonly contract: string;
  readonly address: string;

  constructor({ contract, address }: { readonly contract: string; readonly address: string }) {
    super(`the ${contract} at ${address} is not what these sources and compiler settings build`);
    this.name = "ForeignCodeError";
    this.contract = contract;
    this.address = address;
  }
}

/**
 * Deploys what is missing of the suite, through the deterministic proxy: so each contract is at the same address on every
 * chain, and what stands there, or at the given `addresses`, is reused; an interrupted run continues, a complete one changes
 * nothing. `beforeStep` and `onStep` are awaited around each
 * deployment. Throws {@link ForeignCodeError} when other code stands there.
 */
export async function deploySuite({
  ethers,
  signer,
  addresses = {},
  wrappedNative,
  confirmations = 1,
  beforeStep,
  onStep,
}: {
  readonly ethers: HardhatEthers;
  readonly signer?: Signer | undefined;
  readonly addresses?: PartialSuiteAddresses | undefined;
  /** The chain's wrapped native currency; without one there is no gateway. */
  readonly wrappedNative?: string | undefined;
  /** Blocks to wait for at the end, from the one with the last contract on. */
  readonly confirmations?: number | undefined;
  readonly beforeStep?: ((intent: DeploymentIntent) => void | Promise<void>) | undefined;
  readonly onStep?: ((step: DeploymentStep) => void | Promise<void>) | undefined;
}): Promise<Suite> {
  const deployer = signer ?? (await defaultSigner(ethers));
  const plan = await planSuite({ ethers, addresses, wrappedNative });
  if (plan.some(({ isThere }) => !isThere)) await ensureProxy({ ethers, signer: deployer });
  const there: Partial<Record<SuiteName, string>> = Object.fromEntries(
    plan.flatMap(({ contract, address, isThere }) => (isThere ? [[contract, address]] : [])),
  );
  let last: TransactionResponse | undefined;
  for (const { contract, address, isThere, initCode } of plan) {
    let block: number | undefined;
    if (!isThere) {
      await beforeStep?.({ contract, address, block: await ethers.provider.getBlockNumber() });
      last = await deployer.sendTransaction({
        to: DETERMINISTIC_PROXY,
        data: deterministicDeployment(initCode),
      });
      block = (await last.wait())?.blockNumber;
      there[contract] = address;
    }
    await onStep?.({ contract, address, reused: isThere, block, addresses: splitAddresses(there) });
  }
  await last?.wait(confirmations);
  const suite = splitAddresses(there) as SuiteAddresses; // the loop above has set each name
  return { factory: await ethers.getContractAt("CdpoFactory", suite.factory, deployer), addresses: suite };
}

/** What {@link deploySuite} would deploy, and the gas for each; roughly where the chain cannot tell beforehand. */
export async function estimateSuite({
  ethers,
  signer,
  addresses = {},
  wrappedNative,
}: {
  readonly ethers: HardhatEthers;
  readonly signer: Signer;
  readonly addresses?: PartialSuiteAddresses | undefined;
  readonly wrappedNative?: string | undefined;
}): Promise<{ readonly contract: SuiteName; readonly gas: bigint }[]> {
  const plan = await planSuite({ ethers, addresses, wrappedNative });
  const hasProxy = await isProxyThere(ethers);
  const estimates: { contract: SuiteName; gas: bigint }[] = [];
  for (const { contract, initCode, isThere } of plan) {
    if (isThere) continue;
    // Where the proxy is not there yet, creating the contract directly costs little less.
    const gas = await signer
      .estimateGas(
        hasProxy ? { to: DETERMINISTIC_PROXY, data: deterministicDeployment(initCode) } : { data: initCode },
      )
      // What a constructor asks of contracts that are not there yet fails; the code is most of the cost anyway.
      .catch(() => 100_000n + BigInt(initCode.length / 2) * 216n);
    estimates.push({ contract, gas: hasProxy ? gas : (gas * 102n) / 100n });
  }
  return estimates;
}

/** Whether the proxy is on the chain that puts contracts at the same address everywhere. */
export async function isProxyThere(ethers: HardhatEthers): Promise<boolean> {
  return (await ethers.provider.getCode(DETERMINISTIC_PROXY)) !== "0x";
}

/** Waits until all that an account has sent is in a block. False when it is not within `seconds`. */
export async function settleSent({
  ethers,
  from,
  seconds = 120,
}: {
  readonly ethers: HardhatEthers;
  readonly from: string;
  readonly seconds?: number;
}): Promise<boolean> {
  for (let tries = 2 * seconds; tries > 0; --tries) {
    const sent = await ethers.provider.getTransactionCount(from, "pending");
    if (sent <= (await ethers.provider.getTransactionCount(from, "latest"))) return true;
    await sleep(500);
  }
  return false;
}

/** Launches an organisation and waits for the receipt. */
export async function launchCdpo({
  ethers,
  factory,
  signer,
  config,
  confirmations = 1,
  beforeSending,
}: {
  readonly ethers: HardhatEthers;
  readonly factory: CdpoFactory;
  /** Pays for the launch and is what the contracts returned are connected to; gets no right by it. */
  readonly signer?: Signer | undefined;
  readonly config: ICdpoFactory.LaunchConfigStruct;
  /** Blocks to wait for, from the one with the launch on. */
  readonly confirmations?: number | undefined;
  /** Awaited with the nonce of the transaction that is about to be sent. */
  readonly beforeSending?: ((nonce: number) => void | Promise<void>) | undefined;
}): Promise<LaunchedCdpo> {
  const launcher = signer ?? (await defaultSigner(ethers));
  const overrides: { nonce?: number } = {};
  if (beforeSending !== undefined) {
    overrides.nonce = await launcher.getNonce();
    await beforeSending(overrides.nonce);
  }
  const transaction = await factory.connect(launcher).launch(config, overrides);
  const receipt = await transaction.wait(confirmations);
  if (receipt === null) throw new Error(`launch ${transaction.hash} has no receipt`);
  return readLaunch({ ethers, factory, receipt, signer: launcher });
}

/** The organisation that a transaction launched. */
export async function readLaunch({
  ethers,
  factory,
  receipt,
  signer,
}: {
  readonly ethers: HardhatEthers;
  readonly factory: CdpoFactory;
  readonly receipt: TransactionReceipt;
  readonly signer?: Signer | undefined;
}): Promise<LaunchedCdpo> {
  const factoryAddress = await factory.getAddress();
  for (const log of receipt.logs) {
    if (log.address !== factoryAddress) continue;
    const event = factory.interface.parseLog(log);
    if (event?.name !== "CdpoLaunched") continue;
    const { index, cdpo } = event.args as unknown as CdpoLaunchedEvent.OutputObject;
    return { ...(await attachCdpo({ ethers, addresses: addressesOf(cdpo), signer })), index, receipt };
  }
  throw new Error(`transaction ${receipt.hash} launched no organisation at factory ${factoryAddress}`);
}

/** The typed contracts of an organisation that exists. */
export async function attachCdpo({
  ethers,
  addresses,
  signer,
  runner,
}: {
  readonly ethers: HardhatEthers;
  readonly addresses: CdpoAddresses;
  readonly signer?: Signer | undefined;
  /** Instead of a signer, what only reads. */
  readonly runner?: ContractRunner | undefined;
}): Promise<CdpoContracts> {
  const connected = signer ?? runner ?? (await defaultSigner(ethers));
  const contracts: Record<string, unknown> = { addresses };
  for (const name of IMPLEMENTATION_NAMES) {
    const address = addresses[name];
    contracts[name] =
      address && (await ethers.getContractAt(IMPLEMENTATIONS[name] as string, address)).connect(connected);
  }
  return contracts as unknown as CdpoContracts; // each name of IMPLEMENTATIONS is set above
}

/** The addresses as the factory returns them, undefined where it says the zero address. */
export function addressesOf(cdpo: ICdpoFactory.CdpoStructOutput): CdpoAddresses {
  const known = IMPLEMENTATION_NAMES.map((name) => {
    const address = cdpo[name];
    return [name, BigInt(address) === 0n ? undefined : address] as const;
  });
  return Object.fromEntries(known) as CdpoAddresses; // only a presale's contracts can be missing
}

/**
 * Whether these sources' `contract` stands at `address`; false when there is no code at all.
 * Throws {@link ForeignCodeError} when there is other code. Immutable variables may differ.
 */
export async function isBuiltAt({
  ethers,
  contract,
  address,
}: {
  readonly ethers: HardhatEthers;
  readonly contract: string;
  readonly address: string;
}): Promise<boolean> {
  const code = await ethers.provider.getCode(address);
  if (code === "0x") return false;
  const { deployedBytecode, immutableReferences } = await artifacts.readArtifact(contract);
  const immutables = Object.values(immutableReferences ?? {}).flat();
  const masked = (hex: string): string => {
    const bytes = Buffer.from(hex.slice(2), "hex");
    for (const { start, length } of immutables) bytes.fill(0, start, start + length);
    return bytes.toString("hex");
  };
  if (masked(code) !== masked(deployedBytecode)) throw new ForeignCodeError({ contract, address });
  return true;
}

// ---------------------------------------------------------------- internals

/** What deploys the proxy, the same on every chain: the signature was chosen, so nobody has a key for its sender. */
const PROXY_TRANSACTION =
  "0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffff" +
  "ffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba0" +
  `${"22".repeat(32)}a0${"22".repeat(32)}`;

/** Puts the proxy on a chain that has none, as local ones begin. */
async function ensureProxy({
  ethers,
  signer,
}: {
  readonly ethers: HardhatEthers;
  readonly signer: Signer;
}): Promise<void> {
  if (await isProxyThere(ethers)) return;
  const { from, gasLimit, gasPrice } = Transaction.from(PROXY_TRANSACTION);
  if (from === null) throw new Error("the transaction that deploys the proxy has no sender");
  const missing = gasLimit * (gasPrice ?? 0n) - (await ethers.provider.getBalance(from));
  if (missing > 0n) await (await signer.sendTransaction({ to: from, value: missing })).wait();
  const sent = await ethers.provider.broadcastTransaction(PROXY_TRANSACTION);
  await sent.wait();
}

/** A contract of the suite, where it is or will be, and the code that creates it there. */
interface PlannedContract {
  readonly contract: SuiteName;
  readonly address: string;
  readonly isThere: boolean;
  readonly initCode: Hex;
}

/**
 * The contracts of the suite in the order of deployment. Each is at the address in the records if it stands there and is
 * meant for the others, otherwise where the proxy puts it.
 */
async function planSuite({
  ethers,
  addresses,
  wrappedNative,
}: {
  readonly ethers: HardhatEthers;
  readonly addresses: PartialSuiteAddresses;
  readonly wrappedNative: string | undefined;
}): Promise<PlannedContract[]> {
  const recorded = { ...addresses.implementations, factory: addresses.factory, ...addresses.periphery };
  const plan: PlannedContract[] = [];
  const known: Partial<Record<SuiteName, string>> = {};
  for (const contract of [...IMPLEMENTATION_NAMES, "factory", ...PERIPHERY_NAMES] as const) {
    if (contract === "gateway" && wrappedNative === undefined) continue;
    const name = contractNameOf(contract);
    const creator = await ethers.getContractFactory(name);
    const given = argumentsOf({ contract, addresses: known, wrappedNative });
    const initCode = (await creator.getDeployTransaction(...given)).data as Hex;
    const predicted = deterministicAddress(initCode);
    let address: string = predicted;
    let isThere = false;
    for (const candidate of new Set([recorded[contract], predicted])) {
      if (candidate === undefined || !(await isBuiltAt({ ethers, contract: name, address: candidate })))
        continue;
      const meant =
        candidate === predicted ||
        (await isMeantFor({ ethers, contract, address: candidate, addresses: known, wrappedNative }));
      if (!meant) continue;
      [address, isThere] = [candidate, true];
      break;
    }
    known[contract] = address;
    plan.push({ contract, address, isThere, initCode });
  }
  return plan;
}

/** Whether what stands there is for these other contracts and this wrapped native currency, where it is for any. */
async function isMeantFor({
  ethers,
  contract,
  address,
  addresses,
  wrappedNative,
}: {
  readonly ethers: HardhatEthers;
  readonly contract: SuiteName;
  readonly address: string;
  readonly addresses: Partial<Record<SuiteName, string>>;
  readonly wrappedNative: string | undefined;
}): Promise<boolean> {
  if (contract === "factory") {
    const factory = await ethers.getContractAt("CdpoFactory", address);
    const implementations = addressesOf(await factory.implementations());
    return IMPLEMENTATION_NAMES.every((name) => implementations[name] === addresses[name]);
  }
  if (contract === "standingGifts") {
    return (await (await ethers.getContractAt("StandingGifts", address)).factory()) === addresses.factory;
  }
  if (contract !== "gateway") return true;
  const gateway = await ethers.getContractAt("NativeGateway", address);
  return (await gateway.factory()) === addresses.factory && (await gateway.wrapped()) === wrappedNative;
}

/** What a constructor is given; `addresses` has all that is deployed before it. */
function argumentsOf({
  contract,
  addresses,
  wrappedNative,
}: {
  readonly contract: SuiteName;
  readonly addresses: Partial<Record<SuiteName, string>>;
  readonly wrappedNative: string | undefined;
}): unknown[] {
  if (contract === "factory") return [splitAddresses(addresses).implementations];
  if (contract === "standingGifts") return [addresses.factory];
  if (contract === "gateway") return [addresses.factory, wrappedNative];
  return [];
}

function splitAddresses(addresses: Partial<Record<SuiteName, string>>): PartialSuiteAddresses {
  const pick = (names: readonly SuiteName[]): Partial<Record<SuiteName, string>> =>
    Object.fromEntries(
      names.flatMap((name) => (addresses[name] === undefined ? [] : [[name, addresses[name]]])),
    );
  return {
    factory: addresses.factory,
    implementations: pick(IMPLEMENTATION_NAMES),
    periphery: pick(PERIPHERY_NAMES),
  };
}

async function defaultSigner(ethers: HardhatEthers): Promise<Signer> {
  const [signer] = await ethers.getSigners();
  if (signer === undefined) throw new Error("the network has no account to send transactions from");
  return signer;
}
