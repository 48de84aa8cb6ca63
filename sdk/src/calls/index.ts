/**
 * Every action of every role as calls (`{ to, value, data }`) to be sent in order by one account: with ethers, viem or wagmi one
 * by one, or as one batch (EIP-5792, a Safe: `cdpo-sdk/safe`). Builders are grouped by noun; they are pure and check nothing that
 * only the chain knows.
 *
 * @module
 */
export * as budget from "./nouns/budget.ts";
export * as custody from "./nouns/custody.ts";
export * as decisions from "./nouns/decisions.ts";
export * as epochs from "./nouns/epochs.ts";
export * as gateway from "./nouns/gateway.ts";
export * as gifts from "./nouns/gifts.ts";
export * as licences from "./nouns/licences.ts";
export * as market from "./nouns/market.ts";
export * as offers from "./nouns/offers.ts";
export * as presale from "./nouns/presale.ts";
export * as proposals from "./nouns/proposals.ts";
export * as recognition from "./nouns/recognition.ts";
export * as stake from "./nouns/stake.ts";
export * as token from "./nouns/token.ts";
export * as treasury from "./nouns/treasury.ts";
export type { EpochClaim } from "./nouns/epochs.ts";
export type {
  Owned as TreasuryOwned,
  Pausable as TreasuryPausable,
  Role as TreasuryRole,
} from "./nouns/treasury.ts";
export { approval, permitCall, spending, type Allowing, type SignedPermit } from "./allowing.ts";
export {
  callOf,
  callsTo,
  encodeCall,
  selectorOf,
  type ArgsOf,
  type CallsTo,
  type For,
  type InputOf,
} from "./call-of.ts";
export type { Call } from "../types.ts";
export { ActionError, parseAction, writeAction } from "./actions.ts";
export { SPOKEN, type Spoken } from "./contracts.ts";
export { decodeCall, type DecodedCall } from "./decode.ts";
export { describeCall, describeCalls, type DescribeOptions } from "./describe.ts";
export type { DescribedOrganisation, OtherOrganisation } from "./naming.ts";
export { offerTermsHash, proposalTermsHash, textHash } from "./terms-hash.ts";
