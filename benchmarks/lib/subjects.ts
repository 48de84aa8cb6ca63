/** The peers: where they come from and how they were built. Versions are read from what is installed. */
import type { Operation } from "./measures.ts";

export interface Peer {
  readonly name: string;
  readonly package: string;
  /** Who compiled it, and how. */
  readonly build: string;
}

const AS_OURS = "sources, compiled as this suite is";

const DISTRIBUTOR: Peer = {
  name: "Uniswap Merkle distributor",
  package: "@uniswap/merkle-distributor",
  build: "published bytecode: solc 0.6.11, optimizer 200 runs",
};

/** What gas is compared with. */
export const GAS_PEERS: readonly Peer[] = [
  {
    name: "Uniswap v2 (pair, factory)",
    package: "@uniswap/v2-core",
    build: "published bytecode: solc 0.5.16, optimizer 999,999 runs",
  },
  {
    name: "Uniswap v2 (router)",
    package: "@uniswap/v2-periphery",
    build: "published bytecode: solc 0.6.6, optimizer on",
  },
  DISTRIBUTOR,
  {
    name: "Juicebox v5",
    package: "@bananapus/core-v5",
    build: "bytecode deployed to Base Sepolia: solc 0.8.23, optimizer 200 runs",
  },
  {
    name: "OpenZeppelin 2.5 crowdsale",
    package: "openzeppelin-solidity",
    build: "published bytecode: solc 0.5.17, optimizer off",
  },
  { name: "OpenZeppelin ERC20, ERC20Votes", package: "@openzeppelin/contracts", build: AS_OURS },
  { name: "Solady ERC20Votes", package: "solady", build: AS_OURS },
];

/** A figure that was not measured in this run: contracts that no npm package holds. */
export interface Documented {
  readonly operation: Operation;
  readonly subject: string;
  readonly conditions: string;
  readonly gas: number;
}

/**
 * Measured once while this suite was designed, outside this repository: the optimizer as each project ships it, osaka rules,
 * receipts' `gasUsed`, an ERC-20 as the asset, a holder as the trader.
 */
export const DOCUMENTED: readonly Documented[] = [
  { operation: "buy", subject: "mint.club v2", conditions: "a curve of 1 step", gas: 92_314 },
  { operation: "buy", subject: "mint.club v2", conditions: "a curve of 10 steps", gas: 121_400 },
  { operation: "buy", subject: "mint.club v2", conditions: "a curve of 500 steps", gas: 1_389_886 },
  { operation: "buy", subject: "Fairmint c-org", conditions: "called directly", gas: 101_281 },
  { operation: "buy", subject: "Fairmint c-org", conditions: "through its proxy", gas: 147_727 },
  { operation: "buy", subject: "augmented bonding curve", conditions: "holder", gas: 234_422 },
  { operation: "buy", subject: "Aragon Fundraising", conditions: "two transactions", gas: 439_399 },
  { operation: "sell", subject: "Fairmint c-org", conditions: "called directly", gas: 69_878 },
  { operation: "sell", subject: "Fairmint c-org", conditions: "through its proxy", gas: 118_481 },
  { operation: "sell", subject: "mint.club v2", conditions: "besides the approval", gas: 91_103 },
  { operation: "sell", subject: "augmented bonding curve", conditions: "holder", gas: 271_066 },
  { operation: "sell", subject: "Aragon Fundraising", conditions: "two transactions", gas: 528_271 },
  {
    operation: "contribute",
    subject: "Aragon Fundraising",
    conditions: "first of the partner",
    gas: 430_842,
  },
  { operation: "contribute", subject: "Aragon Fundraising", conditions: "again", gas: 404_541 },
  { operation: "refund", subject: "Aragon Fundraising", conditions: "ERC-20", gas: 301_190 },
  {
    operation: "merkleClaim",
    subject: "1inch's distributors",
    conditions: "depth 10, holder, bitmap word in use, the cheapest",
    gas: 52_342,
  },
  {
    operation: "merkleClaim",
    subject: "1inch's distributors",
    conditions: "depth 10, holder, bitmap word in use, the dearest",
    gas: 54_609,
  },
  { operation: "launch", subject: "mint.club v2", conditions: "a token and its curve only", gas: 298_874 },
];

/** What Merkle trees, and claims from them, are compared with. */
export const MERKLE_PEERS: readonly Peer[] = [
  DISTRIBUTOR,
  {
    name: "OpenZeppelin's merkle-tree",
    package: "@openzeppelin/merkle-tree",
    build: "published JavaScript, run by the same Node",
  },
];

/** What the curve's mathematics is compared with. */
export const CURVE_PEERS: readonly (Peer & { readonly contract: string })[] = [
  { name: "Solady powWad", contract: "SoladyCurve", package: "solady", build: AS_OURS },
  { name: "PRBMath UD60x18", contract: "PrbCurve", package: "@prb/math", build: AS_OURS },
  { name: "ABDKMath64x64", contract: "Abdk64x64Curve", package: "abdk-libraries-solidity", build: AS_OURS },
  { name: "ABDKMathQuad", contract: "AbdkQuadCurve", package: "abdk-libraries-solidity", build: AS_OURS },
  {
    name: "Bancor formula 0.3",
    contract: "BancorCurve",
    package: "@ablack/fundraising-bancor-formula",
    build: "published bytecode: solc 0.4.24, as Aragon Fundraising used it",
  },
];
