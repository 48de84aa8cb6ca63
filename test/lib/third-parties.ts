/** What brings value from outside to an organisation. */
import {
  ZeroHash,
  type AddressLike,
  type ContractTransactionReceipt,
  type ContractTransactionResponse,
} from "ethers";
import { offerTermsHash } from "../../sdk/src/calls/terms-hash.ts";
import {
  PartnerAcceptance__factory,
  type LicenceOffice,
  type PartnerAcceptance,
  type PledgeBook,
} from "../../typechain-types/index.ts";
import type { IPartnerAcceptance } from "../../typechain-types/partner/PartnerAcceptance.ts";
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

/** What stands in an offer, hashed as {@link offerTermsHash} does; of an offer that is not there, nothing. */
export async function termsHashOf(acceptance: PartnerAcceptance, id: bigint): Promise<string> {
  if (id === 0n || id > (await acceptance.offerCount())) return ZeroHash;
  const { partner, terms } = await acceptance.dashboard(id);
  const names =
    PartnerAcceptance__factory.createInterface().getFunction("publish").inputs[0]?.components ?? [];
  const named = Object.fromEntries(names.map(({ name }, at) => [name, terms[at]]));
  return offerTermsHash(partner, named as unknown as IPartnerAcceptance.OfferTermsStruct);
}

/** Has the account that `acceptance` is connected with buy what the offer says by now. */
export async function purchase(
  acceptance: PartnerAcceptance,
  id: bigint,
  quantity: bigint,
  recipient: AddressLike,
): Promise<ContractTransactionResponse> {
  return acceptance.purchase(id, quantity, await termsHashOf(acceptance, id), recipient);
}

export type PartnerScenario = Scenario & { readonly acceptance: PartnerAcceptance };

/** A launched organisation's partner acceptance; whoever has tokens has approved it. */
export async function withPartnerAcceptance(
  connection: Connection,
  scenario: Scenario,
): Promise<PartnerScenario> {
  const { actors, token, partnerAcceptance } = scenario;
  for (const holder of [...actors.partners, ...actors.producers, actors.stranger]) {
    await token.connect(holder).approve(partnerAcceptance, connection.ethers.MaxUint256);
  }
  return { ...scenario, acceptance: partnerAcceptance };
}
