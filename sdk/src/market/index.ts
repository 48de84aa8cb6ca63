/**
 * Exact quotes of the market, and the maths of presale, budget, issuance and gifts, equal to the contracts to the wei.
 *
 * @module
 */
export * from "./budget.ts";
export * from "./curve/curve.ts";
export * from "./drip.ts";
export * from "./issuance.ts";
export * from "./limits.ts";
export * from "./curve/market-error.ts";
export * from "./one-block.ts";
export * from "./presale.ts";
export * from "./quotes.ts";
export * from "./read.ts";
export * from "./rewards.ts";
export * from "./standing-gifts.ts";
export * from "./trades.ts";
export * from "./vesting.ts";
