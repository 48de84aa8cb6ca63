/** What becomes of codes that are redeemed together. */
import { enums } from "../abi/enums.ts";

/** Codes in a transaction: about 75,000 gas each. */
export const CODES_AT_ONCE = 50;

/** What the contract says of a code. */
export type CodeOutcome = (typeof enums)["IPartnerAcceptance.Outcome"][number];

const WORDS: Readonly<Record<CodeOutcome, string>> = {
  Redeemed: "redeemed",
  OfferOver: "the offer is over",
  CodeExpired: "the code has expired",
  NonceUsed: "the code was used before",
  QuantityOutOfRange: "the code is for another quantity",
  TooFewVouchers: "the holder has too few vouchers",
  WrongSignature: "the holder did not sign it",
};

/** What became of a code, as the end of a sentence about it; `outcome` by its name or number. */
export function outcomeInWords(outcome: CodeOutcome | number): string {
  const name = typeof outcome === "number" ? enums["IPartnerAcceptance.Outcome"][outcome] : outcome;
  return name === undefined ? `outcome ${outcome}` : WORDS[name];
}
