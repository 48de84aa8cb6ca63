import hre from "hardhat";

/** A gas ceiling to assert; out of reach while coverage is measured, as its counters cost gas themselves. */
export function gasCeiling(limit: bigint): bigint {
  return hre.globalOptions.coverage ? 2n ** 64n : limit;
}
