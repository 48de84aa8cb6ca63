/** Shows an organisation, as `cdpo status` does. */
import { main } from "./commands/main.ts";

main("status");
