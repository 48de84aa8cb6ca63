/** Publishes sources on an explorer, as `cdpo verify` does. */
import { main } from "./commands/main.ts";

main("verify");
