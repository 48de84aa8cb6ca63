/** Licences for commercial use, free for commoners. Prices in asset units, recognition in tokens, times in seconds. */
import { licenceOfficeAbi } from "../../abi/LicenceOffice.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callsTo, type For } from "../call-of.ts";
import type { EpochClaim } from "./epochs.ts";

const call = /* @__PURE__ */ callsTo(licenceOfficeAbi, "licenceOffice");

/** What a tier of licences says. */
export interface Tier {
  readonly name: string;
  readonly termsURI: string;
  readonly termsHash: Hex;
  readonly price: bigint;
  /** Recognised tokens from which on it is free; 0: never. */
  readonly commonsMinimum: bigint;
  readonly duration: bigint;
  readonly makersBps: number;
  readonly active: boolean;
}

/** Buys a licence for `licensee`, or extends theirs, for `maxPrice` at most. */
export const buy = ({
  organisation,
  asset,
  tier,
  licensee,
  maxPrice,
  ...allowing
}: For<Allowing & { asset: Address; tier: bigint; licensee: Address; maxPrice: bigint }>): Call[] =>
  spending({
    ...allowing,
    token: asset,
    spender: organisation.licenceOffice,
    amount: maxPrice,
    call: call(organisation, "buy", tier, licensee, maxPrice),
    withPermit: ({ value, deadline, v, r, s }) =>
      call(organisation, "buyWithPermit", tier, licensee, value, deadline, v, r, s),
    atMost: true,
  });

/** Extends a licence (ERC-5643) by `duration`; what the caller approves, `maxPrice`, is the most that they pay. */
export const renew = ({
  organisation,
  asset,
  id,
  duration,
  maxPrice,
  ...allowing
}: For<Allowing & { asset: Address; id: bigint; duration: bigint; maxPrice: bigint }>): Call[] =>
  spending({
    ...allowing,
    token: asset,
    spender: organisation.licenceOffice,
    amount: maxPrice,
    call: call(organisation, "renewSubscription", id, duration),
    atMost: true,
  });

/** Ends a licence, without money back. Only its licensee. */
export const cancel = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "cancelSubscription", id),
];

/** Gives `licensee` the free licence for what the caller contributed; `awards` are claimed leaves that count besides. */
export const claimCommons = ({
  organisation,
  tier,
  licensee,
  awards = [],
}: For<{ tier: bigint; licensee: Address; awards?: readonly EpochClaim[] }>): Call[] => [
  call(organisation, "claimCommons", tier, licensee, awards),
];

/** Sends the makers' part to the treasury; anyone may, and the treasury anywhere. */
export const collectMakersPart = ({ organisation, recipient }: For<{ recipient: Address }>): Call[] => [
  call(organisation, "collectMakersPart", recipient),
];

/** Adds a tier. Only the owner: through the timelock. */
export const addTier = ({ organisation, terms }: For<{ terms: Tier }>): Call[] => [
  call(organisation, "addTier", terms),
];

/** Changes what is still to be sold of a tier. Only the owner: through the timelock. */
export const setTierOffer = ({
  organisation,
  tier,
  price,
  commonsMinimum,
  makersBps,
  active,
}: For<Pick<Tier, "price" | "commonsMinimum" | "makersBps" | "active"> & { tier: bigint }>): Call[] => [
  call(organisation, "setTierOffer", tier, price, commonsMinimum, makersBps, active),
];

/** Sets whose word on contributions counts for free licences. Only the owner: through the timelock. */
export const setRecognitionSources = ({
  organisation,
  sources,
}: For<{ sources: readonly Address[] }>): Call[] => [call(organisation, "setRecognitionSources", sources)];
