/** What the suite consists of, by the names that books, calls and programs use. */
import type { ImplementationName } from "./book.ts";

/** The contracts that organisations are clones of, in the order in which they are deployed. */
export const IMPLEMENTATIONS = {
  token: "CdpoToken",
  issuance: "Issuance",
  registry: "ContributionRegistry",
  epochs: "ContributionEpochs",
  stake: "Stake",
  proposals: "ProductionProposals",
  reserve: "LiquidityReserve",
  presale: "Presale",
  custody: "ResourceCustody",
  budget: "ProductionBudget",
  pledgeBook: "PledgeBook",
  licenceOffice: "LicenceOffice",
  partnerAcceptance: "PartnerAcceptance",
  timelock: "CdpoTimelock",
  governor: "CdpoGovernor",
} as const satisfies Record<ImplementationName, string>;

/** What all organisations of a chain share, besides the factory, in the order in which it is deployed. */
export const PERIPHERY = {
  lens: "MarketLens",
  totalRecognised: "TotalRecognised",
  standingGifts: "StandingGifts",
  gateway: "NativeGateway",
} as const;

/** What all organisations of a chain share, by what books call it. */
export type PeripheryName = keyof typeof PERIPHERY;

/** Names of {@link IMPLEMENTATIONS}, in their order. */
export const IMPLEMENTATION_NAMES = Object.keys(IMPLEMENTATIONS) as ImplementationName[];
/** Names of {@link PERIPHERY}, in their order. */
export const PERIPHERY_NAMES = Object.keys(PERIPHERY) as PeripheryName[];

/** One contract of the suite: an implementation, the factory, or what goes with it. */
export type SuiteName = ImplementationName | "factory" | PeripheryName;

const CONTRACTS = { ...IMPLEMENTATIONS, factory: "CdpoFactory", ...PERIPHERY } as const;

/** Name of the contract in Solidity. */
export function contractNameOf<Name extends SuiteName>(name: Name): (typeof CONTRACTS)[Name] {
  return CONTRACTS[name];
}

/** All contracts of the suite that people call, by what they are called here. */
export const SUITE_CONTRACTS = {
  ...IMPLEMENTATIONS,
  factory: "CdpoFactory",
  standingGifts: "StandingGifts",
  gateway: "NativeGateway",
} as const;

/** What only an organisation that bootstraps its liquidity has. */
export const PRESALE_NAMES = ["presale", "custody", "budget"] as const satisfies ImplementationName[];
/** One of {@link PRESALE_NAMES}. */
export type PresaleName = (typeof PRESALE_NAMES)[number];
