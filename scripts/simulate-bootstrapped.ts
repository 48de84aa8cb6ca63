/** The flow of bootstrapped liquidity, simulated; writes `reports/bootstrapped/`. */
import { runCommand } from "./lib/simulation/command.ts";
import { BOOTSTRAPPED } from "./lib/simulation/flows.ts";

await runCommand(BOOTSTRAPPED);
