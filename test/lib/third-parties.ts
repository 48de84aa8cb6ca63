/** What brings value from outside to an organisation, set up beside its other contracts. */
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import type { LicenceOffice, PartnerAcceptance, PledgeBook } from "../../typechain-types/index.ts";
import { cloneOf } from "./contributions.ts";
import type { Connection, Scenario } from "./fixtures.ts";

/** Lengths of a pause, and from the end of one to the next, in seconds. */
export const PAUSE = 14n * 86_400n;
export const REST = 14n * 86_400n;

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

export type PartnerScenario = Scenario & { readonly acceptance: PartnerAcceptance };

/** A partner acceptance for a launched organisation; whoever has tokens has approved it. */
export async function withPartnerAcceptance(
  connection: Connection,
  scenario: Scenario,
): Promise<PartnerScenario> {
  const { clone } = await cloneOf(connection, "PartnerAcceptance");
  const acceptance = await connection.ethers.getContractAt("PartnerAcceptance", clone);
  await acceptance.initialize(scenario.addresses.token, scenario.addresses.timelock);
  const { actors, token } = scenario;
  for (const holder of [...actors.partners, ...actors.producers, actors.stranger]) {
    await token.connect(holder).approve(clone, connection.ethers.MaxUint256);
  }
  return { ...scenario, acceptance };
}
