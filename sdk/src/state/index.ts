/**
 * Finding an organisation, its whole state and an account's as of one block, in few calls; as reads and a decoder, or read
 * at once.
 *
 * @module
 */
export { readAccount, accountReads, type AccountState } from "./account.ts";
export { readHolds, VETO_TAG, type Hold } from "./holds.ts";
export { MULTICALL3 } from "./calls.ts";
export {
  CONTRACT_NAMES,
  contractsAt,
  ORGANISATION_ABIS,
  type ContractAt,
  type ContractName,
  type OrganisationContracts,
} from "./contracts.ts";
export {
  readGovernance,
  type Decision,
  type Governance,
  type PendingOperation,
  type RoleName,
} from "./governance.ts";
export {
  listReads,
  type Contribution,
  type Epoch,
  type LicenceTier,
  type Lists,
  type Milestone,
  type Newest,
  type Offer,
  type Pledge,
  type Proposal,
  type Resource,
  type StandingGift,
} from "./lists.ts";
export {
  addressesOfCdpo,
  listOrganisations,
  openOrganisation,
  OrganisationError,
  type Asset,
  type ListedCdpo,
  type Organisation,
} from "./open.ts";
export {
  blockOf,
  organisationReads,
  paymentReads,
  readOrganisation,
  type ContractViews,
  type Kind,
  type OrganisationState,
  type OrganisationViews,
  type Payment,
} from "./organisation.ts";
export { askPart, listOf, mapped, one, oneIfAny, together, type Part } from "./parts.ts";
export {
  encodeRead,
  latestBlock,
  read,
  readAll,
  readOne,
  type Outcome,
  type OutcomesOf,
  type Read,
} from "./read.ts";
export type { OwedAward, OwedDeposit, OwedEpoch, OwedRecognition, OwedReward } from "./recognition/owed.ts";
export { leafReads, readOwed, type EpochLeaf } from "./recognition/read.ts";
export { httpRpc, isRefusal, RefusedError, RpcError } from "./rpc.ts";
export { type ArgumentsOf, type ResultOf, type ValueOf } from "./values.ts";
export { viewsOf, type Views } from "./views.ts";
export type { Address, Hex, OrganisationAddresses, Rpc, SuiteAddresses } from "../types.ts";
