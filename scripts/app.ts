/**
 * The page on a chain of this machine, to click through all of it: the organisations of both simulations after their first year,
 * one whose presale has begun, an indexer of their history, and a wallet that plays everyone. Runs until it is stopped.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startLiving, type Living } from "../simulation/index.ts";
import { createProgress, fail, messageOf } from "./lib/cli.ts";
import { installIndexer, startIndexer, type IndexerProcess } from "./lib/indexer.ts";

const APP = join(import.meta.dirname, "..", "app");
const VITE = join(APP, "node_modules", "vite", "bin", "vite.js");
const HELP = `Serves the page on a chain of this machine with living organisations, an indexer of their history, and a test wallet.

Usage: npm run app -- [options]

  --port N          where the page is (default: 8080)
  --rpc-port N      where the chain is (default: 8545)
  --indexer-port N  where the indexer is (default: 42069)
  --no-indexer      none: the page reads all history from the chain
  --seed N          of the simulations (default: 1)
  --help            this text`;

interface Options {
  readonly port: number;
  readonly rpcPort: number;
  /** Undefined: no indexer. */
  readonly indexerPort: number | undefined;
  readonly seed: number;
}

try {
  const text = (value: string) => ({ type: "string", default: value }) as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    options: {
      port: text("8080"),
      "rpc-port": text("8545"),
      "indexer-port": text("42069"),
      "no-indexer": flag,
      seed: text("1"),
      help: flag,
    },
  });
  if (values.help) console.log(HELP);
  else {
    await serve({
      port: numberOf(values, "port"),
      rpcPort: numberOf(values, "rpc-port"),
      indexerPort: values["no-indexer"] ? undefined : numberOf(values, "indexer-port"),
      seed: numberOf(values, "seed"),
    });
  }
} catch (thrown) {
  fail(messageOf(thrown));
}

function numberOf<Name extends string>(values: { readonly [N in Name]: string }, name: Name): number {
  if (/^\d{1,9}$/.test(values[name])) return Number(values[name]);
  throw new Error(`--${name} is not a whole number`);
}

async function serve({ port, rpcPort, indexerPort, seed }: Options): Promise<void> {
  if (indexerPort !== undefined) await installIndexer();
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
  /** What is to be ended, the newest first. */
  const closing: (() => Promise<unknown>)[] = [];
  const begin = async (): Promise<void> => {
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
    closing.unshift(() => living.close());
    const indexer =
      indexerPort === undefined
        ? undefined
        : await index({ living, port: indexerPort, closing, signal: stopping.signal });
    const chain = {
      title: "this machine",
      rpc: living.url,
      everySeconds: 1,
      testWallet: true,
      book: living.book,
    };
    const config = { chains: [{ ...chain, ...(indexer && { indexer: indexer.url }) }] };
    await writeFile(join(APP, "dist", "config.json"), `${JSON.stringify(config, null, 2)}\n`);
    const page = start("preview", "--host", "127.0.0.1", "--port", String(port), "--strictPort");
    const ended = once(page, "exit");
    closing.unshift(() => {
      page.kill();
      return ended;
    });
    const history =
      indexer === undefined
        ? "The history is read from the chain, without an indexer."
        : `The indexer: ${indexer.url}/graphql (also feeds and calendars, which the page links to)`;
    console.log(`
The page:    http://127.0.0.1:${port}/
The chain:   ${living.url} (chain id ${living.book.chainId}; for a wallet of your own, too)
${history}
Connect the "Test wallet" there and choose who you are; time passes by its button. Nothing of it is worth anything.
Press Ctrl-C to stop.`);
    await ended;
    throw new Error(`the page cannot be served at port ${port}: choose another by --port`);
  };
  try {
    await Promise.race([stopped, begin()]);
  } finally {
    stopping.abort();
    for (const close of closing) await close();
  }
  // Whatever had begun meanwhile.
  process.exit();
}

/** Starts the indexer of a chain, whose tables are forgotten with it; it is added to what is to be ended. */
async function index({
  living: { url, book },
  port,
  closing,
  signal,
}: {
  readonly living: Living;
  readonly port: number;
  readonly closing: (() => Promise<unknown>)[];
  readonly signal: AbortSignal;
}): Promise<IndexerProcess> {
  console.log("Indexing what happened …");
  const progress = createProgress();
  const folder = await mkdtemp(join(tmpdir(), "cdpo-indexer-"));
  closing.unshift(() => rm(folder, { recursive: true, force: true }));
  const indexer = await startIndexer({
    settings: {
      CDPO_RPC_URL: url,
      CDPO_FACTORY: book.factory ?? "",
      CDPO_STANDING_GIFTS: book.periphery.standingGifts ?? "",
      CDPO_START_BLOCK: String(book.block ?? 1),
      CDPO_INDEXER_FOLDER: folder,
    },
    ...{ port, signal },
    tell: (block) => {
      progress.update(`the indexer has read block ${block}`);
    },
  }).finally(() => {
    progress.done();
  });
  let isClosing = false;
  closing.unshift(() => {
    isClosing = true;
    return indexer.stop();
  });
  void indexer.ended.then((code) => {
    if (!isClosing)
      console.error(`The indexer ended (${code ?? "killed"}): the page reads the chain instead.`);
  });
  return indexer;
}

function start(...args: readonly string[]): ChildProcess {
  const [command = "", ...options] = args;
  const child = spawn(process.execPath, [VITE, command, APP, ...options], {
    cwd: APP,
    stdio: ["ignore", "ignore", "inherit"],
  });
  process.once("exit", () => child.kill());
  return child;
}

async function vite(...args: readonly string[]): Promise<void> {
  const [code] = (await once(start(...args), "exit")) as [number | null];
  if (code !== 0) throw new Error("the page could not be built, as told above");
}
