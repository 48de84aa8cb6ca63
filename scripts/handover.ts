/** Hands an organisation over, as `cdpo handover` does. */
import { main } from "./commands/tools/main.ts";

main("handover");
