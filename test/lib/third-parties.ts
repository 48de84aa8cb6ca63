/** What brings value from outside to an organisation. */
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import type { LicenceOffice, PledgeBook } from "../../typechain-types/index.ts";
import type { Connection, Scenario } from "./fixtures.ts";

/** Lengths of a pause, and from the end of one to the next, in seconds. */
export const PAUSE = 14n * 86_400n;
export const REST = 14n * 86_400n;

export type PledgeScenario = Scenario & { readonly book: PledgeBook };

/** A launched organisation whose pledge book is approved by whoever has money. */
export async function withPledgeBook(connection: Connection, scenario: Scenario): Promise<PledgeScenario> {
  await approveAll(connection, scenario, scenario.addresses.pledgeBook);
  return { ...scenario, book: scenario.pledgeBook };
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

/** A launched organisation whose licence office is approved by whoever has money. */
export async function withLicenceOffice(
  connection: Connection,
  scenario: Scenario,
): Promise<LicenceScenario> {
  await approveAll(connection, scenario, scenario.addresses.licenceOffice);
  return { ...scenario, office: scenario.licenceOffice };
}
