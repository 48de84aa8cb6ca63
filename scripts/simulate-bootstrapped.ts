/** The flow of bootstrapped liquidity, simulated; writes `reports/bootstrapped/`. */
import { runCommand } from "../simulation/command.ts";
import { BOOTSTRAPPED } from "../simulation/flows.ts";

await runCommand(BOOTSTRAPPED);
