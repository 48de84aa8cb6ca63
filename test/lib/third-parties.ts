/** What brings value from outside to an organisation, set up beside its other contracts. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Signature, type ContractTransactionReceipt, type ContractTransactionResponse } from "ethers";
import type { CdpoToken, LicenceOffice, PledgeBook, TestAsset } from "../../typechain-types/index.ts";
import { cloneOf } from "./contributions.ts";
import type { Connection, Scenario } from "./fixtures.ts";

/** Lengths of a pause, and from the start of one to the next, in seconds. */
export const PAUSE = 14n * 86_400n;
export const PAUSE_INTERVAL = 28n * 86_400n;

export type PledgeScenario = Scenario & { readonly book: PledgeBook };

/** A pledge book for a launched organisation; whoever has money has approved it. */
export async function withPledgeBook(connection: Connection, scenario: Scenario): Promise<PledgeScenario> {
  const { clone } = await cloneOf(connection, "PledgeBook");
  const book = await connection.ethers.getContractAt("PledgeBook", clone);
  await book.initialize(scenario.addresses.reserve, scenario.addresses.timelock);
  await approveAll(connection, scenario, clone);
  return { ...scenario, book };
}

/** Everyone who has the asset lets `spender` take it. */
export async function approveAll(connection: Connection, scenario: Scenario, spender: string): Promise<void> {
  const { actors, asset } = scenario;
  for (const holder of [...actors.partners, ...actors.producers, actors.donor, actors.stranger]) {
    await asset.connect(holder).approve(spender, connection.ethers.MaxUint256);
  }
}

/** The receipt of a transaction that must have been mined. */
export async function receiptOf(
  sent: Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt;
}

/** An ERC-2612 permit of `token` by `owner`, split as contracts take it. */
export async function signPermit(
  connection: Connection,
  {
    token,
    owner,
    spender,
    value,
    deadline,
  }: {
    readonly token: CdpoToken | TestAsset;
    readonly owner: HardhatEthersSigner;
    readonly spender: string;
    readonly value: bigint;
    readonly deadline: bigint;
  },
): Promise<{ v: number; r: string; s: string }> {
  const { chainId } = await connection.ethers.provider.getNetwork();
  const domain = {
    name: await token.name(),
    version: "1",
    chainId,
    verifyingContract: await token.getAddress(),
  };
  const types = {
    Permit: [
      { name: "owner", type: "address" },
      { name: "spender", type: "address" },
      { name: "value", type: "uint256" },
      { name: "nonce", type: "uint256" },
      { name: "deadline", type: "uint256" },
    ],
  };
  const nonce = await token.nonces(owner);
  const message = { owner: owner.address, spender, value, nonce, deadline };
  return Signature.from(await owner.signTypedData(domain, types, message));
}

export type LicenceScenario = Scenario & { readonly office: LicenceOffice };

/** A licence office for a launched organisation; whoever has money has approved it. */
export async function withLicenceOffice(
  connection: Connection,
  scenario: Scenario,
): Promise<LicenceScenario> {
  const { clone } = await cloneOf(connection, "LicenceOffice");
  const office = await connection.ethers.getContractAt("LicenceOffice", clone);
  const { reserve, registry, timelock } = scenario.addresses;
  await office.initialize(reserve, registry, timelock);
  await approveAll(connection, scenario, clone);
  return { ...scenario, office };
}
