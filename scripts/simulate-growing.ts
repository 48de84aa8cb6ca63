/** The flow of growing liquidity, simulated; writes `reports/growing/`. */
import { runCommand } from "./lib/simulation/command.ts";
import { GROWING } from "./lib/simulation/flows.ts";

await runCommand(GROWING);
