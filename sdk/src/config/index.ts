/** Launch configurations: reading, checking and warning; the fields they are made of; networks. */
export { AddressError, looksLikeAddress, parseAddress } from "./address.ts";
export * from "./advice.ts";
export { MAX_OPEN_GROWTH, maxOpenGrowth } from "./checks.ts";
export * from "./fields.ts";
export * from "./figures.ts";
export { JsonError, parseJson } from "./json.ts";
export * from "./networks.ts";
export { assetOf, parseLaunchConfig } from "./parse.ts";
export * from "./terms.ts";
export * from "./types.ts";
