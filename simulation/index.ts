/** What commands use of the simulations: the two flows, and how one is run. */
export { OPTIONS_HELP, readOptions, simulate, simulatedInWords } from "./command.ts";
export { BOOTSTRAPPED, GROWING } from "./flows.ts";
export { startLiving, type Living } from "./living/living.ts";
