/** Launching an organisation through the factory, and its typed contracts. */
import type { ContractRunner, Signer, TransactionReceipt } from "ethers";
import {
  IMPLEMENTATION_NAMES,
  IMPLEMENTATIONS,
  type ImplementationName,
  type PresaleName,
} from "../sdk/src/addresses/index.ts";
import type { CdpoFactory, CdpoLaunchedEvent, ICdpoFactory } from "../typechain-types/CdpoFactory.ts";
import { addressesOf, type CdpoAddresses } from "./addresses.ts";
import { contractAt, type ChainEthers, type ContractOf } from "./compiled.ts";
import { defaultSigner } from "./sender.ts";

type ImplementationOf<Name extends ImplementationName> = ContractOf<(typeof IMPLEMENTATIONS)[Name]>;

/** The contracts of one organisation, typed and connected to a signer. */
export type CdpoContracts = { readonly addresses: CdpoAddresses } & {
  readonly [Name in Exclude<ImplementationName, PresaleName>]: ImplementationOf<Name>;
} & { readonly [Name in PresaleName]: ImplementationOf<Name> | undefined };

/** An organisation just launched. */
export type LaunchedCdpo = CdpoContracts & {
  /** Its number in the factory's directory, from 0. */
  readonly index: bigint;
  readonly receipt: TransactionReceipt;
};

/** Launches an organisation and waits for the receipt. */
export async function launchCdpo({
  ethers,
  factory,
  signer,
  config,
  confirmations = 1,
  beforeSending,
}: {
  readonly ethers: ChainEthers;
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
  readonly ethers: ChainEthers;
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
  readonly ethers: ChainEthers;
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
      address && (await contractAt({ name: IMPLEMENTATIONS[name], address, runner: connected }));
  }
  return contracts as unknown as CdpoContracts; // each name of IMPLEMENTATIONS is set above
}
