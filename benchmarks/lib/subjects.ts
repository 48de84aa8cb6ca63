/** The peers: where they come from and how they were built. Versions are read from what is installed. */

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
