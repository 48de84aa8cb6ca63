/** Publishes sources on an explorer, as `cdpo verify` does. */
import { main } from "./commands/tools/main.ts";

main("verify");
