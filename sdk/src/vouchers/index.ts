/**
 * Vouchers at the gate: codes that holders sign, what checks them, and gates without a connection.
 *
 * @module
 */
export { CODES_AT_ONCE, outcomeInWords, type CodeOutcome } from "./outcomes.ts";
export { isSignedByHolder, unusedNonce } from "./check.ts";
export {
  VoucherCodeError,
  encodeVoucherCode,
  parseVoucherCode,
  redemptionOf,
  refusalNameOf,
  refusalOf,
  signRedemption,
  typedDataOf,
  type CodeRefusal,
  type Redemption,
  type VoucherCode,
  type VoucherSigner,
} from "./code.ts";
export {
  OFFLINE_VALIDITY,
  OfflineGate,
  makeHolderList,
  redeemTakings,
  type HolderList,
  type Mined,
  type Refused,
  type ShownRefusal,
  type Shown,
} from "./offline-gate.ts";
