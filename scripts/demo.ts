/** Both flows, one after the other, and where to look then. */
import { pathToFileURL } from "node:url";
import { fail, messageOf } from "./lib/cli.ts";
import { OPTIONS_HELP, readOptions, simulate } from "../simulation/command.ts";
import { BOOTSTRAPPED, GROWING } from "../simulation/flows.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    console.log(
      `Simulates both flows through the real contracts and writes a report of each.\n\nUsage: npm run demo -- [options]\n\n${OPTIONS_HELP}`,
    );
  } else {
    const pages: string[] = [];
    for (const flow of [BOOTSTRAPPED, GROWING]) pages.push(await simulate(flow, options));
    console.log("Open these pages in a browser:");
    for (const page of pages) console.log(`  ${pathToFileURL(page).href}`);
  }
} catch (error) {
  fail(messageOf(error));
}
