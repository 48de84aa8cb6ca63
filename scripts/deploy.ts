/** Deploys the suite, as `cdpo deploy` does. */
import { main } from "./commands/tools/main.ts";

main("deploy");
