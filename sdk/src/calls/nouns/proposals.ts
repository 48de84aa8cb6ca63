/** Proposals of new production and their backing. Tokens with 18 decimals, times in seconds, parts in bps. */
import { productionProposalsAbi } from "../../abi/ProductionProposals.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callsTo, type For } from "../call-of.ts";
import type { Share } from "./recognition.ts";

const call = /* @__PURE__ */ callsTo(productionProposalsAbi, "proposals");

/** What a proposal says. */
export interface ProposalTerms {
  readonly goal: bigint;
  readonly reward: bigint;
  readonly deadline: bigint;
  readonly deliverBy: bigint;
  readonly backersBps: bigint | number;
  readonly kind: bigint | number;
  readonly deliverers: readonly { readonly account: Address; readonly bps: bigint | number }[];
  readonly contentHash: Hex;
  readonly uri: string;
}

type Of<T> = For<T & { readonly id: bigint }>;

/** Opens a proposal; anyone may. */
export const open = ({ organisation, terms }: For<{ terms: ProposalTerms }>): Call[] => [
  call(organisation, "open", terms),
];

/** Puts up to `amount` on a proposal whose terms have `termsHash`: `proposalTermsHash` of what was read. */
export const back = ({
  organisation,
  id,
  amount,
  termsHash,
  ...allowing
}: Of<Allowing & { amount: bigint; termsHash: Hex }>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: organisation.proposals,
    amount,
    call: call(organisation, "back", id, amount, termsHash),
    withPermit: ({ value, deadline, v, r, s }) =>
      call(organisation, "backWithPermit", id, value, termsHash, deadline, v, r, s),
    atMost: true,
  });

/** Takes backing back while a proposal is open or has lapsed. */
export const withdraw = ({ organisation, id, amount }: Of<{ amount: bigint }>): Call[] => [
  call(organisation, "withdraw", id, amount),
];

/** Takes all backing of a proposal back that has failed. */
export const reclaim = ({ organisation, id }: Of<unknown>): Call[] => [call(organisation, "reclaim", id)];

interface Delivery extends Allowing {
  readonly deliverers: readonly Share[];
  readonly contentHash: Hex;
  readonly uri: string;
  /** What the registry asks for now (`incentives`); 0 where it takes none. */
  readonly deposit?: bigint | undefined;
}

/** Delivers a funded proposal: its contribution goes to review. Only its deliverers. */
export const deliver = ({
  organisation,
  id,
  deliverers,
  contentHash,
  uri,
  deposit = 0n,
  ...allowing
}: Of<Delivery>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: organisation.proposals,
    amount: deposit,
    call: call(organisation, "deliver", id, deliverers, contentHash, uri),
  });

/** Takes a delivery back before it is decided on. Only who delivered. */
export const withdrawDelivery = ({
  organisation,
  id,
  deliverers,
}: Of<{ deliverers: readonly Share[] }>): Call[] => [call(organisation, "withdrawDelivery", id, deliverers)];

/** Vetoes a delivery with the caller's backing. */
export const vetoDelivery = ({ organisation, id }: Of<unknown>): Call[] => [
  call(organisation, "vetoDelivery", id),
];

/** Says that the caller, one of the deliverers, will not deliver. */
export const decline = ({ organisation, id, deliverers }: Of<{ deliverers: readonly Share[] }>): Call[] => [
  call(organisation, "decline", id, deliverers),
];

/** Sends the backing of an accepted proposal to its deliverers; anyone may. */
export const complete = ({ organisation, id, deliverers }: Of<{ deliverers: readonly Share[] }>): Call[] => [
  call(organisation, "complete", id, deliverers),
];

/** Sends a delivery's deposit back to who made it; anyone may. */
export const returnDeposit = ({ organisation, contribution }: For<{ contribution: bigint }>): Call[] => [
  call(organisation, "returnDeposit", contribution),
];

/** Sends a backer their part of what was issued; anyone may. */
export const claim = ({ organisation, id, backer }: Of<{ backer: Address }>): Call[] => [
  call(organisation, "claim", id, backer),
];
