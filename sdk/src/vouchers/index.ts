/**
 * Vouchers at the gate: codes that holders sign, what checks them, and gates without a connection.
 *
 * @module
 */
export { isSignedByHolder, unusedNonce } from "./check.ts";
export {
  VoucherCodeError,
  encodeVoucherCode,
  parseVoucherCode,
  redemptionOf,
  refusalOf,
  signRedemption,
  typedDataOf,
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
  type Shown,
} from "./offline-gate.ts";
