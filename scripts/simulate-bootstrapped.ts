/** The flow of bootstrapped liquidity, simulated, as `cdpo simulate bootstrapped` does; writes `reports/bootstrapped/`. */
import { main } from "./commands/tools/main.ts";

main("simulate", "bootstrapped");
