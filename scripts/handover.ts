/** Hands an organisation over, as `cdpo handover` does. */
import { main } from "./commands/main.ts";

main("handover");
