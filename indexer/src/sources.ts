/** Every event of the suite: what changes the tables, what is history only, what is left out and why. */
import { cdpoFactoryAbi } from "../../sdk/src/abi/CdpoFactory.ts";
import { standingGiftsAbi } from "../../sdk/src/abi/StandingGifts.ts";
import { ORGANISATION_ABIS } from "../../sdk/src/state/contracts.ts";

/** The contracts that are watched, by their names in ponder.config.ts. */
export const SOURCES = {
  factory: cdpoFactoryAbi,
  ...ORGANISATION_ABIS,
  standingGifts: standingGiftsAbi,
} as const;

/** What no contract of an organisation says in a way that anyone acts on. */
const LEFT_OUT_EVERYWHERE: Readonly<Record<string, string>> = {
  Initialized: "a clone is made once, at the launch",
  EIP712DomainChanged: "no contract of the suite ever changes its domain",
};

/** Events that are not even kept as history, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "token:Approval": "an allowance says what may happen; what happened is a Transfer",
  "licenceOffice:Approval": "licences cannot be passed on",
  "licenceOffice:ApprovalForAll": "licences cannot be passed on",
  "licenceOffice:Locked": "every licence is locked",
  "stake:DelegateChanged": "each account is its own delegate",
};

/** Events that are kept as history only, as no table tells more than they do, and why. */
export const HISTORY_ONLY: Readonly<Record<string, string>> = {
  "token:ContractURIUpdated": "the description is read where it is told",
  "licenceOffice:ContractURIUpdated": "the description is read where it is told",
  "partnerAcceptance:ContractURIUpdated": "the description is read where it is told",
  "licenceOffice:MetadataUpdate": "the description is read where it is told",
  "partnerAcceptance:URI": "the description is read where it is told",
  "timelock:DAOURIUpdate": "the description is read where it is told",
  "timelock:CallSalt": "an operation's number says all that its salt does",
  "timelock:MinDelayChange": "each operation has its own time",
  "timelock:RoleAdminChanged": "roles are told by who has them",
  "timelock:GuardianPaused": "each paused contract tells it as well",
  "governor:LateQuorumVoteExtensionSet": "each decision has its own times",
  "governor:ProposalThresholdSet": "each decision has its own times",
  "governor:QuorumBpsSet": "each decision has its own quorum, which the governor tells",
  "governor:TimelockChange": "it is the organisation's, set at the launch",
  "governor:VotingDelaySet": "each decision has its own times",
  "governor:VotingPeriodSet": "each decision has its own times",
  "stake:Staked": "DelegateVotesChanged tells the stake, whatever moved it",
  "stake:Unstaked": "DelegateVotesChanged tells the stake, whatever moved it",
  "stake:StakeForfeited": "DelegateVotesChanged tells the stake, whatever moved it",
  "stake:VestingMoved": "DelegateVotesChanged tells the stake, whatever moved it",
  "stake:Swept": "what was sent past the functions is no stake",
  "stake:VetoTakenBack": "HoldClosed goes before it, which ends the veto",
  "stake:Matured": "it happens once",
  "epochs:EpochOverruled": "EpochActivated follows it at once",
  "issuance:GrowthSet": "it says what may be issued; what was issued is in the batches",
  "reserve:TreasuryBurned": "the token's Transfer tells it",
  "presale:OperatorSet": "it says what may happen",
  "presale:StraySwept": "what was sent past the functions counts nowhere",
  "custody:StraySwept": "what was sent past the functions counts nowhere",
  "budget:StraySwept": "what was sent past the functions counts nowhere",
  "proposals:DeliveryDepositReturned": "the contribution's deposit is in its row",
  "proposals:DeliveryWithdrawn": "the contribution's status tells it",
  "proposals:DeliveryVetoed": "a veto that rejects is decided in the registry, which tells it",
  "pledgeBook:DonationMatched": "the reserve's Donated and PledgePassedOn tell it",
  "licenceOffice:AwardCounted": "the epoch's AwardClaimed tells the same award",
  "licenceOffice:MakersPartCollected": "it leaves the suite",
  "licenceOffice:RecognitionSourcesSet": "it says what may be counted",
  "licenceOffice:Transfer":
    "licences are made with LicenceBought or CommonsLicenceClaimed, and never passed on",
  "partnerAcceptance:ApprovalForAll": "it says what may happen",
  "partnerAcceptance:NoncesCancelled": "codes are no rows",
  "partnerAcceptance:RedemptionRefused": "nothing changed",
};

/** Why an event is left out; undefined if it is not. */
export function whyLeftOut(source: string, event: string): string | undefined {
  return LEFT_OUT[`${source}:${event}`] ?? LEFT_OUT_EVERYWHERE[event];
}

/** The names of a contract's events. */
export function eventsOf(source: keyof typeof SOURCES): string[] {
  return SOURCES[source].flatMap((item) => (item.type === "event" ? [item.name] : []));
}
