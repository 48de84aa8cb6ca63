/** Which contract an address is, what it answers to, and its actions in words. */
import { cdpoFactoryAbi } from "../abi/CdpoFactory.ts";
import { cdpoGovernorAbi } from "../abi/CdpoGovernor.ts";
import { cdpoTimelockAbi } from "../abi/CdpoTimelock.ts";
import { cdpoTokenAbi } from "../abi/CdpoToken.ts";
import { contributionEpochsAbi } from "../abi/ContributionEpochs.ts";
import { contributionRegistryAbi } from "../abi/ContributionRegistry.ts";
import { erc20Abi } from "../abi/Erc20.ts";
import { issuanceAbi } from "../abi/Issuance.ts";
import { iWrappedNativeAbi } from "../abi/IWrappedNative.ts";
import { licenceOfficeAbi } from "../abi/LicenceOffice.ts";
import { liquidityReserveAbi } from "../abi/LiquidityReserve.ts";
import { nativeGatewayAbi } from "../abi/NativeGateway.ts";
import { partnerAcceptanceAbi } from "../abi/PartnerAcceptance.ts";
import { pledgeBookAbi } from "../abi/PledgeBook.ts";
import { presaleAbi } from "../abi/Presale.ts";
import { productionBudgetAbi } from "../abi/ProductionBudget.ts";
import { productionProposalsAbi } from "../abi/ProductionProposals.ts";
import { resourceCustodyAbi } from "../abi/ResourceCustody.ts";
import { stakeAbi } from "../abi/Stake.ts";
import { standingGiftsAbi } from "../abi/StandingGifts.ts";
import type { OrganisationAddresses, SuiteAddresses } from "../types.ts";
import type { Abi } from "./call-of.ts";
import { FACTORY, GOVERNOR, STAKE, TIMELOCK } from "./words/governance.ts";
import {
  ERC20,
  GATEWAY,
  LICENCES,
  OFFERS,
  PLEDGES,
  RESERVE,
  STANDING_GIFTS,
  TOKEN,
  WRAPPED,
} from "./words/money.ts";
import { BUDGET, CUSTODY, EPOCHS, ISSUANCE, PRESALE, PROPOSALS, REGISTRY } from "./words/production.ts";
import type { Words } from "./words/table.ts";

/** What a contract answers to, and what its actions are called. */
export interface Spoken {
  readonly abi: Abi;
  readonly words: Words;
}

/** The contracts of an organisation. */
export const ORGANISATION: Readonly<Record<keyof OrganisationAddresses, Spoken>> = {
  token: { abi: cdpoTokenAbi, words: TOKEN },
  issuance: { abi: issuanceAbi, words: ISSUANCE },
  registry: { abi: contributionRegistryAbi, words: REGISTRY },
  epochs: { abi: contributionEpochsAbi, words: EPOCHS },
  stake: { abi: stakeAbi, words: STAKE },
  proposals: { abi: productionProposalsAbi, words: PROPOSALS },
  reserve: { abi: liquidityReserveAbi, words: RESERVE },
  presale: { abi: presaleAbi, words: PRESALE },
  custody: { abi: resourceCustodyAbi, words: CUSTODY },
  budget: { abi: productionBudgetAbi, words: BUDGET },
  pledgeBook: { abi: pledgeBookAbi, words: PLEDGES },
  licenceOffice: { abi: licenceOfficeAbi, words: LICENCES },
  partnerAcceptance: { abi: partnerAcceptanceAbi, words: OFFERS },
  timelock: { abi: cdpoTimelockAbi, words: TIMELOCK },
  governor: { abi: cdpoGovernorAbi, words: GOVERNOR },
};

/** What organisations of a chain share and people call. */
export const SUITE: Readonly<Partial<Record<keyof SuiteAddresses, Spoken>>> = {
  factory: { abi: cdpoFactoryAbi, words: FACTORY },
  standingGifts: { abi: standingGiftsAbi, words: STANDING_GIFTS },
  gateway: { abi: nativeGatewayAbi, words: GATEWAY },
};

/** Any other token, and the chain's coin in its wrapped form. */
export const ANY_TOKEN: Spoken = { abi: erc20Abi, words: ERC20 };
export const WRAPPED_COIN: Spoken = { abi: [...iWrappedNativeAbi, ...erc20Abi], words: WRAPPED };

/** All of them by name, as tests and writers of documentation go through them. */
export const SPOKEN: Readonly<Record<string, Spoken>> = {
  ...ORGANISATION,
  ...SUITE,
  asset: ANY_TOKEN,
  wrapped: WRAPPED_COIN,
};
