/** Both flows, one after the other, and where to look then. */
import { pathToFileURL } from "node:url";
import { BOOTSTRAPPED, GROWING, OPTIONS_HELP, readOptions } from "../simulation/index.ts";
import { fail, messageOf } from "./lib/cli.ts";
import { simulateCompiled } from "./lib/simulating.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    console.log(
      `Simulates both flows through the real contracts and writes a report of each.\n\nUsage: npm run demo -- [options]\n\n${OPTIONS_HELP}`,
    );
  } else {
    const pages = await simulateCompiled([BOOTSTRAPPED, GROWING], options);
    console.log("Open these pages in a browser:");
    for (const page of pages) console.log(`  ${pathToFileURL(page).href}`);
  }
} catch (error) {
  fail(messageOf(error));
}
