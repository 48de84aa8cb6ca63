/** Contract events as a simulation records them: decoded, with labels instead of addresses. */
import type { Interface, ParamType, Result } from "ethers";
import { decodeEvent } from "./abi.ts";
import type { RawLog } from "./chain.ts";

/** One contract event. */
export interface RecordedEvent {
  /** The step of the flow that it belongs to. */
  readonly step: string;
  /** Seconds. */
  readonly time: number;
  readonly organisation: string;
  readonly contract: string;
  readonly name: string;
  /** Who sent the transaction. */
  readonly actor: string;
  /** Token wei that the event is about, when it is about tokens. */
  readonly tokens: bigint | null;
  /** Asset units that the event is about, when it is about money. */
  readonly asset: bigint | null;
  readonly args: Result;
  readonly details: string;
}

/** A contract whose events are recorded. */
export interface KnownContract {
  readonly organisation: string;
  readonly contract: string;
  readonly interface: Interface;
}

/** Which arguments of an event are tokens and which are money; sums where there are several. */
const AMOUNTS: Readonly<
  Record<string, { readonly tokens?: readonly string[]; readonly asset?: readonly string[] }>
> = {
  "token.Transfer": { tokens: ["value"] },
  "issuance.AwardEntered": { tokens: ["entered"] },
  "issuance.BatchPaid": { tokens: ["paid"] },
  "issuance.AwardTaken": { tokens: ["amount"] },
  "registry.ContributionSubmitted": { tokens: ["reward"] },
  "registry.ContributionPaid": { tokens: ["amount"] },
  "registry.ReviewRewardPaid": { tokens: ["amount"] },
  "epochs.EpochProposed": { tokens: ["total"] },
  "epochs.EpochOpened": { tokens: ["paid"] },
  "epochs.AwardClaimed": { tokens: ["amount"] },
  "reserve.Bought": { tokens: ["tokensOut"], asset: ["assetIn"] },
  "reserve.Sold": { tokens: ["tokensIn"], asset: ["assetOut"] },
  "reserve.Donated": { asset: ["amount"] },
  "reserve.GiftReceived": { asset: ["amount"] },
  "reserve.Absorbed": { asset: ["amount"] },
  "reserve.MarketOpened": { tokens: ["supply"], asset: ["reserve"] },
  "reserve.TributeCollected": { asset: ["amount"] },
  "standingGifts.StandingGiftStarted": { asset: ["amount"] },
  "standingGifts.StandingGiftPaid": { asset: ["amount"] },
  "pledgeBook.Pledged": { asset: ["amount"] },
  "pledgeBook.PledgePassedOn": { asset: ["amount"] },
  "pledgeBook.PledgeReturned": { asset: ["amount"] },
  "pledgeBook.DonationMatched": { asset: ["amount"] },
  "licenceOffice.LicenceBought": { asset: ["price"] },
  "licenceOffice.LicenceRenewed": { asset: ["price"] },
  "licenceOffice.MakersPartCollected": { asset: ["amount"] },
  "partnerAcceptance.VouchersBought": { tokens: ["cost"] },
  "partnerAcceptance.VouchersRedeemed": { tokens: ["toPartner", "toTreasury", "burned"] },
  "partnerAcceptance.VouchersReturned": { tokens: ["amount", "fee"] },
  "proposals.ProposalBacked": { tokens: ["amount"] },
  "proposals.BackingWithdrawn": { tokens: ["amount"] },
  "proposals.BackingReclaimed": { tokens: ["amount"] },
  "proposals.ProposalCompleted": { tokens: ["amount"] },
  "proposals.BackerRewardClaimed": { tokens: ["amount"] },
  "stake.Staked": { tokens: ["amount"] },
  "stake.Unstaked": { tokens: ["amount"] },
  "stake.StakeForfeited": { tokens: ["amount"] },
  "stake.VetoCast": { tokens: ["weight"] },
  "governor.VoteCast": { tokens: ["weight"] },
  "presale.Contributed": { asset: ["amount"] },
  "presale.Refunded": { asset: ["amount"] },
  "presale.Claimed": { tokens: ["vested", "vesting"] },
  "presale.Released": { tokens: ["soldTokens", "founderTokens"], asset: ["toReserve", "toBudget"] },
  "custody.ResourceOffered": { asset: ["value"] },
  "custody.ResourceAccepted": { tokens: ["tokens"] },
  "budget.BudgetReceived": { asset: ["amount"] },
  "budget.MilestoneObjected": { asset: ["weight"] },
  "budget.MilestonePaid": { asset: ["amount"] },
  "budget.MilestoneRefused": { asset: ["amount"] },
  "budget.MilestoneMissed": { asset: ["amount"] },
  "budget.PlanEnded": { asset: ["amount"] },
  "budget.Fetched": { asset: ["amount"] },
  "asset.Transfer": { asset: ["value"] },
  "asset.Approval": { asset: ["value"] },
};

function sum(args: Result, names: readonly string[] | undefined): bigint | null {
  if (names === undefined) return null;
  return names.reduce((total, name) => total + (args.getValue(name) as bigint), 0n);
}

function describe(value: unknown, type: ParamType, labelOf: (address: string) => string): string {
  if (type.baseType === "address") return labelOf(value as string);
  if (type.baseType === "array") {
    const child = type.arrayChildren;
    return `[${(value as Result).map((item) => (child === null ? String(item) : describe(item, child, labelOf))).join(", ")}]`;
  }
  if (type.baseType === "tuple") {
    return `{${(type.components ?? [])
      .map((part, at) => `${part.name}: ${describe((value as Result)[at], part, labelOf)}`)
      .join(", ")}}`;
  }
  return String(value);
}

/** Decodes a log; throws for one that the contract's interface does not know. */
export function decode({
  log,
  from,
  labelOf,
  step,
  time,
  actor,
}: {
  readonly log: RawLog;
  readonly from: KnownContract;
  readonly labelOf: (address: string) => string;
  readonly step: string;
  readonly time: number;
  readonly actor: string;
}): RecordedEvent {
  const decoded = decodeEvent(from.interface, log);
  if (decoded === undefined) {
    throw new Error(`${from.contract} emitted an event that its interface does not have`);
  }
  const { fragment, args } = decoded;
  const amounts = AMOUNTS[`${from.contract}.${fragment.name}`];
  return {
    step,
    time,
    organisation: from.organisation,
    contract: from.contract,
    name: fragment.name,
    actor,
    tokens: sum(args, amounts?.tokens),
    asset: sum(args, amounts?.asset),
    args,
    details: fragment.inputs
      .map((input, at) => `${input.name}=${describe(args[at], input, labelOf)}`)
      .join("; "),
  };
}

/** A whole number among an event's arguments. */
export function amountOf(event: RecordedEvent, name: string): bigint {
  return event.args.getValue(name) as bigint;
}

/** An address or a text among an event's arguments. */
export function textOf(event: RecordedEvent, name: string): string {
  return event.args.getValue(name) as string;
}
