/**
 * Events as sentences, English and Finnish: by contract and name. Placeholders are arguments with how they are told: `a` an
 * account, `m` the asset, `k` tokens, `n` a number, `q` a quoted text, `s` a moment, `b` basis points.
 */
import { WORDS_OF_MONEY } from "./words-of-money.ts";
import { WORDS_OF_PEOPLE } from "./words-of-people.ts";

/** English and Finnish. */
export type Pair = readonly [en: string, fi: string];

/** By contract and event. */
export const EVENT_WORDS: Readonly<Record<string, Pair>> = { ...WORDS_OF_MONEY, ...WORDS_OF_PEOPLE };

/** What repeats what another event tells, or concerns machines only. */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  ...["Initialized", "EIP712DomainChanged", "Approval", "ApprovalForAll", "OwnershipTransferred", "Locked"],
  ...["DelegateChanged", "DelegateVotesChanged", "HoldBegun", "HoldClosed", "CallSalt", "TransferSingle"],
  ...["TransferBatch", "SubscriptionUpdate", "MetadataUpdate", "ContractURIUpdated", "AwardCounted", "URI"],
]);
