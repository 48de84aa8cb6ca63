/** Launches an organisation, as `cdpo launch` does. */
import { main } from "./commands/tools/main.ts";

main("launch");
