/** Launches an organisation, as `cdpo launch` does. */
import { main } from "./commands/main.ts";

main("launch");
