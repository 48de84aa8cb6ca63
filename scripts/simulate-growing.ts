/** The flow of growing liquidity, simulated; writes `reports/growing/`. */
import { GROWING } from "../simulation/index.ts";
import { runSimulation } from "./lib/simulating.ts";

await runSimulation(GROWING);
