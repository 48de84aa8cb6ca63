/**
 * Hashes of terms, as who buys vouchers or backs a proposal passes them on: of what they have read, and not of what stands
 * under that number by then. Compute them from the terms that were shown, never by asking the contract for its hash.
 */
import * as AbiParameters from "ox/AbiParameters";
import * as Hash from "ox/Hash";
import { partnerAcceptanceAbi } from "../abi/PartnerAcceptance.ts";
import { productionProposalsAbi } from "../abi/ProductionProposals.ts";
import type { Hex } from "../types.ts";
import { functionIn, plainOf, type Abi } from "./call-of.ts";
import type { OfferTerms } from "./nouns/offers.ts";
import type { ProposalTerms } from "./nouns/proposals.ts";

/** Terms as any library writes or decodes them: integers also as text; addresses and hashes are checked when they are encoded. */
export type Written<T> = T extends bigint | number
  ? bigint | number | string
  : T extends Hex
    ? unknown
    : T extends readonly (infer Element)[]
      ? readonly Written<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]: Written<T[Key]> }
        : T;

/** Of an offer: whose it is, and all that it says. */
export function offerTermsHash(partner: string, terms: Written<OfferTerms>): Hex {
  return hashOf({ abi: partnerAcceptanceAbi, name: "publish", terms, before: [["address", partner]] });
}

/** Of a proposal: all that it says. */
export function proposalTermsHash(terms: Written<ProposalTerms>): Hex {
  return hashOf({ abi: productionProposalsAbi, name: "open", terms, before: [] });
}

/** Of a text that was published elsewhere, byte by byte: what a tier of licences keeps of its terms. */
export function textHash(text: Uint8Array): Hex {
  return Hash.keccak256(text, { as: "Hex" });
}

/** The hash of the only argument of a function, and of what stands before it. */
function hashOf({
  abi,
  name,
  terms,
  before,
}: {
  readonly abi: Abi;
  readonly name: string;
  readonly terms: object;
  readonly before: readonly (readonly [type: string, value: unknown])[];
}): Hex {
  const [input] = functionIn(abi, name, 1).inputs;
  if (input === undefined) throw new Error(`${name} takes no terms`);
  const parameters = [...before.map(([type]) => ({ type })), input];
  const values = [...before.map(([, value]) => value), plainOf(input, terms)];
  return Hash.keccak256(AbiParameters.encode(parameters as never, values as never));
}
