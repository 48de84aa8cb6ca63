#!/usr/bin/env node
/** Everything that people do with an organisation, from the command line. */
import { main } from "./commands/tools/main.ts";

main();
