/** The flow of bootstrapped liquidity, simulated; writes `reports/bootstrapped/`. */
import { BOOTSTRAPPED } from "../simulation/index.ts";
import { runSimulation } from "./lib/simulating.ts";

await runSimulation(BOOTSTRAPPED);
