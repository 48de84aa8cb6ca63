/** The contracts of an organisation with their ABIs. */
import { cdpoGovernorAbi } from "../abi/CdpoGovernor.ts";
import { cdpoTimelockAbi } from "../abi/CdpoTimelock.ts";
import { cdpoTokenAbi } from "../abi/CdpoToken.ts";
import { contributionEpochsAbi } from "../abi/ContributionEpochs.ts";
import { contributionRegistryAbi } from "../abi/ContributionRegistry.ts";
import { issuanceAbi } from "../abi/Issuance.ts";
import { licenceOfficeAbi } from "../abi/LicenceOffice.ts";
import { liquidityReserveAbi } from "../abi/LiquidityReserve.ts";
import { partnerAcceptanceAbi } from "../abi/PartnerAcceptance.ts";
import { pledgeBookAbi } from "../abi/PledgeBook.ts";
import { presaleAbi } from "../abi/Presale.ts";
import { productionBudgetAbi } from "../abi/ProductionBudget.ts";
import { productionProposalsAbi } from "../abi/ProductionProposals.ts";
import { resourceCustodyAbi } from "../abi/ResourceCustody.ts";
import { stakeAbi } from "../abi/Stake.ts";
import type { Address, OrganisationAddresses } from "../types.ts";
import type { Abi } from "./read.ts";

/**
 * What each contract of an organisation answers to, in the order in which they are listed everywhere: its ABI by its name.
 *
 * @hidden Its type is all ABIs, longer than a page.
 */
export const ORGANISATION_ABIS = {
  token: cdpoTokenAbi,
  issuance: issuanceAbi,
  registry: contributionRegistryAbi,
  epochs: contributionEpochsAbi,
  stake: stakeAbi,
  proposals: productionProposalsAbi,
  reserve: liquidityReserveAbi,
  presale: presaleAbi,
  custody: resourceCustodyAbi,
  budget: productionBudgetAbi,
  pledgeBook: pledgeBookAbi,
  licenceOffice: licenceOfficeAbi,
  partnerAcceptance: partnerAcceptanceAbi,
  timelock: cdpoTimelockAbi,
  governor: cdpoGovernorAbi,
} as const satisfies Record<keyof OrganisationAddresses, Abi>;

/** A contract of an organisation by its name. */
export type ContractName = keyof OrganisationAddresses;

/** What only an organisation with a presale has. */
export type PresaleName = "presale" | "custody" | "budget";

/** Names of the contracts, in the order in which they are listed everywhere. */
export const CONTRACT_NAMES = Object.keys(ORGANISATION_ABIS) as readonly ContractName[];

/** Where a contract is, and what it answers to. */
export interface ContractAt<A extends Abi = Abi> {
  readonly address: Address;
  readonly abi: A;
}

/** The contracts of an organisation, as `cdpo-sdk/history` and viem take them. */
export type OrganisationContracts = {
  readonly [Name in ContractName]: Name extends PresaleName
    ? ContractAt<(typeof ORGANISATION_ABIS)[Name]> | undefined
    : ContractAt<(typeof ORGANISATION_ABIS)[Name]>;
};

/** Addresses and ABIs together; without presale its contracts are undefined. */
export function contractsAt(addresses: OrganisationAddresses): OrganisationContracts {
  return Object.fromEntries(
    CONTRACT_NAMES.map((name) => {
      const address = addresses[name];
      return [name, address === undefined ? undefined : { address, abi: ORGANISATION_ABIS[name] }];
    }),
  ) as unknown as OrganisationContracts;
}
