/**
 * The page on a chain of this machine, to click through all of it: the organisations of both simulations after their first year,
 * one whose presale has begun, and a wallet that plays everyone. Runs until it is stopped.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startLiving } from "../simulation/index.ts";
import { createProgress, fail, messageOf } from "./lib/cli.ts";

const APP = join(import.meta.dirname, "..", "app");
const VITE = join(APP, "node_modules", "vite", "bin", "vite.js");
const HELP = `Serves the page on a chain of this machine with living organisations, and a test wallet.

Usage: npm run app -- [options]

  --port N       where the page is (default: 8080)
  --rpc-port N   where the chain is (default: 8545)
  --seed N       of the simulations (default: 1)
  --help         this text`;

try {
  const text = (value: string) => ({ type: "string", default: value }) as const;
  const { values } = parseArgs({
    options: {
      port: text("8080"),
      "rpc-port": text("8545"),
      seed: text("1"),
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) console.log(HELP);
  else await serve(numberOf(values, "port"), numberOf(values, "rpc-port"), numberOf(values, "seed"));
} catch (thrown) {
  fail(messageOf(thrown));
}

function numberOf<Name extends string>(values: { readonly [N in Name]: string }, name: Name): number {
  if (/^\d{1,9}$/.test(values[name])) return Number(values[name]);
  throw new Error(`--${name} is not a whole number`);
}

async function serve(port: number, rpcPort: number, seed: number): Promise<void> {
  console.log("Building the page, and simulating the first year of two organisations …");
  const progress = createProgress();
  const tell = (sentence: string) => {
    progress.update(sentence);
  };
  const [living] = await Promise.all([startLiving({ seed, port: rpcPort, tell }), vite("build")]).finally(
    () => {
      progress.done();
    },
  );
  const config = {
    chains: [{ title: "this machine", rpc: living.url, testWallet: true, book: living.book }],
  };
  await writeFile(join(APP, "dist", "config.json"), `${JSON.stringify(config, null, 2)}\n`);
  const page = start("preview", "--host", "127.0.0.1", "--port", String(port), "--strictPort");
  console.log(`
The page:  http://127.0.0.1:${port}/
The chain: ${living.url} (chain id ${living.book.chainId}; for a wallet of your own, too)
Connect the "Test wallet" there and choose who you are; time passes by its button. Nothing of it is worth anything.
Press Ctrl-C to stop.`);
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  const ended = once(page, "exit").then(() => {
    throw new Error(`the page cannot be served at port ${port}: choose another by --port`);
  });
  try {
    await Promise.race([stopped, ended]);
  } finally {
    page.removeAllListeners("exit");
    page.kill();
    await living.close();
  }
}

function start(...args: readonly string[]): ChildProcess {
  const [command = "", ...options] = args;
  return spawn(process.execPath, [VITE, command, APP, ...options], {
    cwd: APP,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function vite(...args: readonly string[]): Promise<void> {
  const [code] = (await once(start(...args), "exit")) as [number | null];
  if (code !== 0) throw new Error("the page could not be built, as told above");
}
