/** Epochs: many awards of a ledger under one root. Tokens with 18 decimals, times in seconds. */
import { contributionEpochsAbi } from "../../abi/ContributionEpochs.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(contributionEpochsAbi, "epochs");

interface Proposed {
  readonly root: Hex;
  /** Sum of all leaves. */
  readonly total: bigint;
  readonly count: number;
  readonly contentHash: Hex;
  readonly uri: string;
  readonly formula: string;
}

/** A leaf of an epoch with its proof. */
export interface EpochClaim {
  readonly epoch: bigint;
  readonly index: bigint;
  readonly amount: bigint;
  readonly proof: readonly Hex[];
}

/** Proposes an epoch. Only curators and those whose stake makes them one. */
export const propose = ({
  organisation,
  root,
  total,
  count,
  contentHash,
  uri,
  formula,
}: For<Proposed>): Call[] => [call(organisation, "propose", root, total, count, contentHash, uri, formula)];

/** Objects to an epoch. Only curators and those whose stake makes them one. */
export const object = ({ organisation, epoch, note = "" }: For<{ epoch: bigint; note?: string }>): Call[] => [
  call(organisation, "object", epoch, note),
];

/** Vetoes an epoch with the caller's stake. */
export const veto = ({ organisation, epoch }: For<{ epoch: bigint }>): Call[] => [
  call(organisation, "veto", epoch),
];

/** Takes an epoch back. Only who proposed it. */
export const withdraw = ({ organisation, epoch }: For<{ epoch: bigint }>): Call[] => [
  call(organisation, "withdraw", epoch),
];

/** Enters an epoch that nobody stopped into a batch; anyone may. */
export const activate = ({ organisation, epoch }: For<{ epoch: bigint }>): Call[] => [
  call(organisation, "activate", epoch),
];

/** Opens an epoch that was paid for claims; anyone may. */
export const open = ({ organisation, epoch }: For<{ epoch: bigint }>): Call[] => [
  call(organisation, "open", epoch),
];

/** Sends `account` what leaves of epochs give it; anyone may. */
export const claim = ({
  organisation,
  account,
  claims,
}: For<{ account: Address; claims: readonly EpochClaim[] }>): Call[] => {
  const [only] = claims;
  if (claims.length !== 1 || only === undefined) return [call(organisation, "claimMany", account, claims)];
  return [call(organisation, "claim", only.epoch, only.index, account, only.amount, only.proof)];
};

/** Sends what nobody claimed in time to the treasury; anyone may. */
export const expire = ({ organisation, epoch }: For<{ epoch: bigint }>): Call[] => [
  call(organisation, "expire", epoch),
];

/** Accepts an epoch that was vetoed or rejected, once. Only the owner: through the timelock. */
export const overrule = ({ organisation, epoch }: For<{ epoch: bigint }>): Call[] => [
  call(organisation, "overrule", epoch),
];

/** Sets the terms of epochs to come. Only the owner: through the timelock. */
export const setTerms = ({
  organisation,
  challengeWindow,
  objectionQuorum,
  claimPeriod,
}: For<{ challengeWindow: number; objectionQuorum: number; claimPeriod: number }>): Call[] => [
  call(organisation, "setTerms", { challengeWindow, objectionQuorum, claimPeriod }),
];
