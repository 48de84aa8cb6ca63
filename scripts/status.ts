/** Shows an organisation, as `cdpo status` does. */
import { main } from "./commands/tools/main.ts";

main("status");
