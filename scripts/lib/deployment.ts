/** The one way in which tests, scripts and simulations deploy the suite and launch an organisation. */
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { artifacts } from "hardhat";
import type { Signer, TransactionReceipt } from "ethers";
import type { CdpoFactory, CdpoLaunchedEvent, ICdpoFactory } from "../../typechain-types/CdpoFactory.ts";
import type {
  CdpoGovernor,
  CdpoTimelock,
  CdpoToken,
  ContributionEpochs,
  ContributionRegistry,
  Escrow,
  Issuance,
  LicenceOffice,
  LiquidityReserve,
  PartnerAcceptance,
  PledgeBook,
  Presale,
  ProductionProposals,
  StakeLock,
} from "../../typechain-types/index.ts";

/** The contracts that organisations are clones of, in the order in which they are deployed. */
export const IMPLEMENTATIONS = {
  token: "CdpoToken",
  issuance: "Issuance",
  registry: "ContributionRegistry",
  epochs: "ContributionEpochs",
  stakeLock: "StakeLock",
  proposals: "ProductionProposals",
  reserve: "LiquidityReserve",
  presale: "Presale",
  escrow: "Escrow",
  pledgeBook: "PledgeBook",
  licenceOffice: "LicenceOffice",
  partnerAcceptance: "PartnerAcceptance",
  timelock: "CdpoTimelock",
  governor: "CdpoGovernor",
} as const;

export type ImplementationName = keyof typeof IMPLEMENTATIONS;
export type ImplementationAddresses = Record<ImplementationName, string>;

export const IMPLEMENTATION_NAMES = Object.keys(IMPLEMENTATIONS) as ImplementationName[];

/** All contracts of the suite that people call, by what they are called here. */
export const SUITE_CONTRACTS = {
  ...IMPLEMENTATIONS,
  factory: "CdpoFactory",
  gateway: "NativeGateway",
} as const;

/** What only an organisation that bootstraps its liquidity has. */
export const PRESALE_NAMES = ["presale", "escrow"] as const satisfies ImplementationName[];
export type PresaleName = (typeof PRESALE_NAMES)[number];

/** Where the suite is on one chain. */
export interface SuiteAddresses {
  readonly factory: string;
  readonly implementations: ImplementationAddresses;
}

/** What is deployed of a suite so far; a run that was interrupted leaves some out. */
export interface PartialSuiteAddresses {
  readonly factory?: string | undefined;
  readonly implementations?: { readonly [Name in ImplementationName]?: string | undefined } | undefined;
}

/** The suite on one chain: implementations, and the factory that launches organisations. */
export interface Suite {
  readonly factory: CdpoFactory;
  readonly addresses: SuiteAddresses;
}

/** One contract of the suite was deployed, or found where an earlier run had put it. */
export interface DeploymentStep {
  readonly contract: ImplementationName | "factory";
  readonly address: string;
  /** Whether an earlier run had deployed it. */
  readonly reused: boolean;
  /** The block it was deployed in; undefined when reused. */
  readonly block: number | undefined;
  /** All that is on the chain by now, for a record from which an interrupted run continues. */
  readonly addresses: PartialSuiteAddresses;
}

/** Where the contracts of one organisation are; one without a presale grows its liquidity. */
export type CdpoAddresses = Readonly<
  Record<Exclude<ImplementationName, PresaleName>, string> & Record<PresaleName, string | undefined>
>;

/** The contracts of one organisation, typed and connected to a signer. */
export interface CdpoContracts {
  readonly addresses: CdpoAddresses;
  readonly token: CdpoToken;
  readonly issuance: Issuance;
  readonly registry: ContributionRegistry;
  readonly epochs: ContributionEpochs;
  readonly stakeLock: StakeLock;
  readonly proposals: ProductionProposals;
  readonly reserve: LiquidityReserve;
  readonly presale: Presale | undefined;
  readonly escrow: Escrow | undefined;
  readonly pledgeBook: PledgeBook;
  readonly licenceOffice: LicenceOffice;
  readonly partnerAcceptance: PartnerAcceptance;
  readonly timelock: CdpoTimelock;
  readonly governor: CdpoGovernor;
}

/** An organisation just launched. */
export interface LaunchedCdpo extends CdpoContracts {
  /** Its number in the factory's directory, from 0. */
  readonly index: bigint;
  readonly receipt: TransactionReceipt;
}

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
 * Deploys what is missing of the suite: contracts whose code stands at the given `addresses` are reused, so that an
 * interrupted run continues and a complete one changes nothing. `onStep` is awaited after each contract.
 * Throws {@link ForeignCodeError} when other code stands there.
 */
export async function deploySuite({
  ethers,
  signer,
  addresses = {},
  onStep,
}: {
  readonly ethers: HardhatEthers;
  readonly signer?: Signer | undefined;
  readonly addresses?: PartialSuiteAddresses | undefined;
  readonly onStep?: ((step: DeploymentStep) => void | Promise<void>) | undefined;
}): Promise<Suite> {
  const deployer = signer ?? (await defaultSigner(ethers));
  const implementations: Partial<ImplementationAddresses> = {};
  let anyNew = false;
  for (const name of IMPLEMENTATION_NAMES) {
    const known = addresses.implementations?.[name];
    const reused =
      known !== undefined && (await isBuiltAt({ ethers, contract: IMPLEMENTATIONS[name], address: known }));
    let address = known ?? "";
    let block: number | undefined;
    if (!reused) {
      const factory = await ethers.getContractFactory(IMPLEMENTATIONS[name] as string, deployer);
      ({ address, block } = await deployed(await factory.deploy()));
      anyNew = true;
    }
    implementations[name] = address;
    const factory = anyNew ? undefined : addresses.factory;
    await onStep?.({
      contract: name,
      address,
      reused,
      block,
      addresses: { factory, implementations: { ...addresses.implementations, ...implementations } },
    });
  }
  const complete = implementations as ImplementationAddresses; // the loop above has set each name

  const known = anyNew ? undefined : addresses.factory;
  const reused =
    known !== undefined && (await isBuiltAt({ ethers, contract: "CdpoFactory", address: known }));
  let factory: CdpoFactory;
  let block: number | undefined;
  if (reused) {
    factory = await ethers.getContractAt("CdpoFactory", known, deployer);
  } else {
    const creator = await ethers.getContractFactory("CdpoFactory", deployer);
    factory = await creator.deploy(complete);
    ({ block } = await deployed(factory));
  }
  const suite: SuiteAddresses = { factory: await factory.getAddress(), implementations: complete };
  await onStep?.({ contract: "factory", address: suite.factory, reused, block, addresses: suite });
  return { factory, addresses: suite };
}

/** Launches an organisation and waits for the receipt. */
export async function launchCdpo({
  ethers,
  factory,
  signer,
  config,
  onSent,
}: {
  readonly ethers: HardhatEthers;
  readonly factory: CdpoFactory;
  /** Pays for the launch and is what the contracts returned are connected to; gets no right by it. */
  readonly signer?: Signer | undefined;
  readonly config: ICdpoFactory.LaunchConfigStruct;
  /** Awaited once the transaction is on its way, before it is in a block. */
  readonly onSent?: ((transaction: string) => void | Promise<void>) | undefined;
}): Promise<LaunchedCdpo> {
  const launcher = signer ?? (await defaultSigner(ethers));
  const transaction = await factory.connect(launcher).launch(config);
  await onSent?.(transaction.hash);
  const receipt = await transaction.wait();
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
}: {
  readonly ethers: HardhatEthers;
  readonly addresses: CdpoAddresses;
  readonly signer?: Signer | undefined;
}): Promise<CdpoContracts> {
  const runner = signer ?? (await defaultSigner(ethers));
  return {
    addresses,
    token: await ethers.getContractAt("CdpoToken", addresses.token, runner),
    issuance: await ethers.getContractAt("Issuance", addresses.issuance, runner),
    registry: await ethers.getContractAt("ContributionRegistry", addresses.registry, runner),
    epochs: await ethers.getContractAt("ContributionEpochs", addresses.epochs, runner),
    stakeLock: await ethers.getContractAt("StakeLock", addresses.stakeLock, runner),
    proposals: await ethers.getContractAt("ProductionProposals", addresses.proposals, runner),
    reserve: await ethers.getContractAt("LiquidityReserve", addresses.reserve, runner),
    presale:
      addresses.presale === undefined
        ? undefined
        : await ethers.getContractAt("Presale", addresses.presale, runner),
    escrow:
      addresses.escrow === undefined
        ? undefined
        : await ethers.getContractAt("Escrow", addresses.escrow, runner),
    pledgeBook: await ethers.getContractAt("PledgeBook", addresses.pledgeBook, runner),
    licenceOffice: await ethers.getContractAt("LicenceOffice", addresses.licenceOffice, runner),
    partnerAcceptance: await ethers.getContractAt("PartnerAcceptance", addresses.partnerAcceptance, runner),
    timelock: await ethers.getContractAt("CdpoTimelock", addresses.timelock, runner),
    governor: await ethers.getContractAt("CdpoGovernor", addresses.governor, runner),
  };
}

/** The addresses as the factory returns them, with no presale where it says the zero address. */
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

interface DeployedContract {
  getAddress(): Promise<string>;
  deploymentTransaction(): { wait(): Promise<TransactionReceipt | null> } | null;
}

async function deployed(contract: DeployedContract): Promise<{ address: string; block: number | undefined }> {
  const receipt = await contract.deploymentTransaction()?.wait();
  return { address: await contract.getAddress(), block: receipt?.blockNumber };
}

async function defaultSigner(ethers: HardhatEthers): Promise<Signer> {
  const [signer] = await ethers.getSigners();
  if (signer === undefined) throw new Error("the network has no account to send transactions from");
  return signer;
}
