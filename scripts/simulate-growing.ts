/** The flow of growing liquidity, simulated, as `cdpo simulate growing` does; writes `reports/growing/`. */
import { main } from "./commands/tools/main.ts";

main("simulate", "growing");
