/**
 * Hashes of terms, as who buys vouchers or backs a proposal passes them on: of what they have read, and not of what stands
 * under that number by then. Compute them from the terms that were shown, never by asking the contract for its hash.
 */
import { AbiCoder, keccak256, type FunctionFragment, type ParamType } from "ethers";
import {
  PartnerAcceptance__factory as PartnerAcceptance,
  ProductionProposals__factory as ProductionProposals,
} from "../../typechain-types/index.ts";
import type { IPartnerAcceptance } from "../../typechain-types/partner/PartnerAcceptance.ts";
import type { IProductionProposals } from "../../typechain-types/production/ProductionProposals.ts";

const OFFER_TERMS = onlyInputOf(PartnerAcceptance.createInterface().getFunction("publish"));
const PROPOSAL_TERMS = onlyInputOf(ProductionProposals.createInterface().getFunction("open"));

/** Of an offer: whose it is, and all that it says. */
export function offerTermsHash(partner: string, terms: IPartnerAcceptance.OfferTermsStruct): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["address", OFFER_TERMS], [partner, terms]));
}

/** Of a proposal: all that it says. */
export function proposalTermsHash(terms: IProductionProposals.TermsStruct): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode([PROPOSAL_TERMS], [terms]));
}

function onlyInputOf({ inputs: [input] }: FunctionFragment): ParamType {
  if (input === undefined) throw new Error("the function takes no terms");
  return input;
}
