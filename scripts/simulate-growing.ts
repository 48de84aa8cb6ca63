/** The flow of growing liquidity, simulated; writes `reports/growing/`. */
import { runCommand } from "../simulation/command.ts";
import { GROWING } from "../simulation/flows.ts";

await runCommand(GROWING);
