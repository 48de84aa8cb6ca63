/** The one way in which tests, scripts and simulations deploy the suite and launch an organisation. */
export {
  contractNameOf,
  IMPLEMENTATION_NAMES,
  IMPLEMENTATIONS,
  PERIPHERY,
  PERIPHERY_NAMES,
  PRESALE_NAMES,
  SUITE_CONTRACTS,
  type ImplementationName,
  type PeripheryName,
  type PresaleName,
  type SuiteName,
} from "../sdk/src/addresses/index.ts";
export {
  addressesOf,
  type CdpoAddresses,
  type ImplementationAddresses,
  type PartialSuiteAddresses,
  type PeripheryAddresses,
  type SuiteAddresses,
} from "./addresses.ts";
export { ForeignCodeError, isBuiltAt } from "./built.ts";
export {
  committedCode,
  contractAt,
  initCodeOf,
  interfaceOf,
  type ChainEthers,
  type CodeSource,
  type CompiledName,
  type ContractOf,
} from "./compiled.ts";
export { attachCdpo, launchCdpo, readLaunch, type CdpoContracts, type LaunchedCdpo } from "./organisation.ts";
export { deployOnce, isProxyThere } from "./proxy.ts";
export { settleSent } from "./sender.ts";
export {
  deploySuite,
  estimateSuite,
  type DeploymentIntent,
  type DeploymentStep,
  type Suite,
} from "./suite.ts";
