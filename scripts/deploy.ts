/** Deploys the suite, as `cdpo deploy` does. */
import { main } from "./commands/main.ts";

main("deploy");
