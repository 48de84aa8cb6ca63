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
