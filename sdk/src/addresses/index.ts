/**
 * Where the suite and the organisations launched with it are: books of deployments, and addresses that follow from code.
 *
 * @module
 */
export {
  addressesOfListed,
  defineDeployments,
  deployments,
  suiteOf,
  type Deployments,
  type DeploymentsByChain,
  type ImplementationName,
  type ListedOrganisation,
} from "./book.ts";
export { deterministicAddress, deterministicDeployment, DETERMINISTIC_PROXY, SALT } from "./create2.ts";
export {
  contractNameOf,
  IMPLEMENTATION_NAMES,
  IMPLEMENTATIONS,
  PERIPHERY,
  PERIPHERY_NAMES,
  PRESALE_NAMES,
  SUITE_CONTRACTS,
  type PeripheryName,
  type PresaleName,
  type SuiteName,
} from "./suite.ts";
