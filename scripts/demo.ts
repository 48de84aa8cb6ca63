/**
 * Both flows, side by side in processes of their own, and where to look then. For who sees them for the first time they are run
 * without the comparisons of books and contracts that take half of the time; the commands of one flow make them.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { BOOTSTRAPPED, GROWING, OPTIONS_HELP, readOptions } from "../simulation/index.ts";
import { refreshTypes } from "./lib/build.ts";
import { fail, messageOf } from "./lib/cli.ts";

const FLOWS = [BOOTSTRAPPED.name, GROWING.name];

try {
  const args = [...process.argv.slice(2), "--no-checks"];
  const options = readOptions(args);
  if (options === null) {
    console.log(
      `Simulates both flows through the real contracts and writes a report of each.\n\nUsage: npm run demo -- [options]\n\n${OPTIONS_HELP}`,
    );
  } else {
    console.log(`Simulating ${FLOWS.join(" and ")} liquidity side by side …`);
    await refreshTypes();
    await Promise.all(FLOWS.map((flow) => simulateAside(flow, args)));
    console.log("Open these pages in a browser:");
    for (const flow of FLOWS) console.log(`  ${pathToFileURL(join(options.out, flow, "index.html")).href}`);
  }
} catch (error) {
  fail(messageOf(error));
}

/** Runs the command of one flow; shows how far it is, and what it tells once it has ended. */
async function simulateAside(flow: string, args: readonly string[]): Promise<void> {
  const child = fork(join(import.meta.dirname, `simulate-${flow}.ts`), args, {
    // By which this process, too, reads TypeScript.
    execArgv: process.execArgv,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = once(child, "close");
  const told = child.stdout === null ? "" : await text(child.stdout);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`the simulation of ${flow} liquidity ended early, as told above`);
  console.log(told.trimEnd(), "\n");
}
