/** Decisions of the stakeholders. What they do is a list of calls, such as the other builders give. */
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import { cdpoGovernorAbi } from "../../abi/CdpoGovernor.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(cdpoGovernorAbi, "governor");

/** What is decided: calls, and a description; together they are the decision's number. */
export interface Decision {
  readonly calls: readonly Call[];
  readonly description: string;
}

const columns = (calls: readonly Call[]) =>
  [calls.map(({ to }) => to), calls.map(({ value }) => value), calls.map(({ data }) => data)] as const;

const hashed = ({ calls, description }: Decision) =>
  [...columns(calls), Hash.keccak256(OxHex.fromString(description))] as const;

/** Proposes a decision. */
export const propose = ({ organisation, calls, description }: For<Decision>): Call[] => [
  call(organisation, "propose", ...columns(calls), description),
];

/** Puts a decision that was agreed on into the timelock; anyone may. */
export const queue = ({ organisation, ...decision }: For<Decision>): Call[] => [
  call(organisation, "queue", ...hashed(decision)),
];

/** Carries a decision out after its delay; anyone may. */
export const execute = ({ organisation, ...decision }: For<Decision>): Call[] => [
  call(organisation, "execute", ...hashed(decision)),
];

/** Takes a decision back before its vote. Only who proposed it. */
export const cancel = ({ organisation, ...decision }: For<Decision>): Call[] => [
  call(organisation, "cancel", ...hashed(decision)),
];

/** How someone votes. */
export const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;

interface Vote {
  readonly id: bigint;
  readonly support: keyof typeof SUPPORT;
  readonly reason?: string | undefined;
  readonly params?: Hex | undefined;
}

/** Votes with the caller's stake. */
export const vote = ({ organisation, id, support, reason, params }: For<Vote>): Call[] => {
  if (params !== undefined) {
    return [call(organisation, "castVoteWithReasonAndParams", id, SUPPORT[support], reason ?? "", params)];
  }
  if (reason === undefined) return [call(organisation, "castVote", id, SUPPORT[support])];
  return [call(organisation, "castVoteWithReason", id, SUPPORT[support], reason)];
};

/** Brings in a ballot that `voter` signed; anyone may. */
export const voteBySignature = ({
  organisation,
  id,
  support,
  voter,
  signature,
  reason,
  params,
}: For<Vote & { voter: Address; signature: Hex }>): Call[] => [
  reason === undefined && params === undefined
    ? call(organisation, "castVoteBySig", id, SUPPORT[support], voter, signature)
    : call(
        organisation,
        "castVoteWithReasonAndParamsBySig",
        id,
        SUPPORT[support],
        voter,
        reason ?? "",
        params ?? "0x",
        signature,
      ),
];

/** Lowers the quorum of a decision to the present figure before its vote; anyone may. */
export const lowerQuorum = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "lowerQuorum", id),
];

// Only by a decision: what founders schedule is refused by the Governor.

/** Sets the quorum of decisions to come, in bps of the electorate. */
export const setQuorumBps = ({ organisation, bps }: For<{ bps: number }>): Call[] => [
  call(organisation, "setQuorumBps", bps),
];

/** Sets the time between proposing and voting, seconds. */
export const setVotingDelay = ({ organisation, delay }: For<{ delay: number }>): Call[] => [
  call(organisation, "setVotingDelay", delay),
];

/** Sets how long is voted, seconds. */
export const setVotingPeriod = ({ organisation, period }: For<{ period: number }>): Call[] => [
  call(organisation, "setVotingPeriod", period),
];

/** Sets what proposing takes, in bps of the electorate. */
export const setProposalThreshold = ({ organisation, bps }: For<{ bps: number }>): Call[] => [
  call(organisation, "setProposalThreshold", bps),
];

/** Sets by how much a quorum reached late extends the vote, seconds. */
export const setLateQuorumVoteExtension = ({
  organisation,
  extension,
}: For<{ extension: number }>): Call[] => [call(organisation, "setLateQuorumVoteExtension", extension)];
