/**
 * Launch configurations: reading, checking and warning; the fields they are made of; networks.
 *
 * @module
 */
export { AddressError, checksumAddress, looksLikeAddress, parseAddress } from "./address.ts";
export * from "./advice.ts";
export { MAX_OPEN_GROWTH, maxOpenGrowth } from "./checks.ts";
export {
  account,
  address,
  amount,
  duration,
  hash,
  lineOf,
  list,
  object,
  percentage,
  problemsOf,
  text,
  time,
  wholeNumber,
  yesOrNo,
  type Problem,
  type ResolveAccount,
} from "./fields.ts";
export * from "./figures.ts";
export { JsonError, parseJson } from "./json.ts";
export * from "./networks.ts";
export { assetOf, parseLaunchConfig } from "./parse.ts";
export * from "./terms.ts";
export * from "./types.ts";
