/** Exact quotes of the market, and the maths of presale, budget, issuance and gifts, equal to the contracts to the wei. */
export * from "./curve.ts";
export * from "./drip.ts";
export * from "./limits.ts";
export * from "./market-error.ts";
export * from "./one-block.ts";
export * from "./quotes.ts";
export * from "./read.ts";
export * from "./trades.ts";
