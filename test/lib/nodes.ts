/** Chains that run as processes of their own, and scripts that run on them as a user runs them. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PUBLIC_NETWORKS } from "../../sdk/src/config/networks.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const START_SECONDS = 60;

/** How a script ended. */
export interface Outcome {
  /** null when it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/**
 * Runs a script as a user does, but for tsx: Node strips the types as well, and starts sooner. `env` is all that it has
 * of secrets.
 */
export async function runScript({
  script,
  args,
  env = {},
}: {
  /** In scripts/. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env?: Record<string, string>;
}): Promise<Outcome> {
  const child = spawn(process.execPath, [join("scripts", script), ...args], {
    cwd: ROOT,
    env: { ...withoutSecrets(process.env), ...env },
  });
  children.set(child, env["LOCALHOST_RPC_URL"]);
  let out = "";
  let error = "";
  child.stdout.setEncoding("utf8").on("data", (data: string) => (out += data));
  child.stderr.setEncoding("utf8").on("data", (data: string) => (error += data));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  children.delete(child);
  return { code, out, error };
}

// ---------------------------------------------------------------- nodes

/** A development node in a process of its own. */
export interface DevelopmentNode {
  readonly url: string;
  stop(): Promise<void>;
}

/** `hardhat node`; with `interval` it makes a block a second instead of one a transaction. */
export async function startHardhatNode({ interval = false } = {}): Promise<DevelopmentNode> {
  const port = await freePort();
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("hardhat/package.json")),
    "dist/src/cli.js",
  );
  const node = await start(
    process.execPath,
    [cli, "node", "--hostname", "127.0.0.1", "--port", String(port)],
    port,
  );
  if (interval) {
    await request(node.url, "evm_setAutomine", [false]);
    await request(node.url, "evm_setIntervalMining", [1_000]);
  }
  return node;
}

/** anvil; with `interval` it makes a block a second instead of one a transaction. */
export async function startAnvil({ interval = false } = {}): Promise<DevelopmentNode> {
  const port = await freePort();
  // As many accounts as Hardhat's.
  const options = [
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--accounts",
    "20",
    ...(interval ? ["--block-time", "1"] : []),
  ];
  return start(anvilBinary(), options, port);
}

/** The binary of the npm package @foundry-rs/anvil for this machine. */
function anvilBinary(): string {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const platform = `@foundry-rs/anvil-${process.platform}-${arch}/package.json`;
  const found = createRequire(import.meta.url).resolve(platform);
  return join(dirname(found), "bin", process.platform === "win32" ? "anvil.exe" : "anvil");
}

async function start(command: string, args: readonly string[], port: number): Promise<DevelopmentNode> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(command, args, { cwd: ROOT, stdio: "ignore", env: withoutSecrets(process.env) });
  const ended = once(child, "close");
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  for (let tries = START_SECONDS * 10; tries > 0 && child.exitCode === null; --tries) {
    if (await request(url, "eth_chainId", []).then(Boolean, () => false)) return { url, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`${command} did not start on ${url}`);
}

/** One JSON-RPC request; its result. */
export async function request(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

// ---------------------------------------------------------------- killing

/** Stands before a node. */
interface Proxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Passes requests on; what the node answers is passed back once `answered` agrees, or another answer instead. */
export async function startProxy(
  node: string,
  answered: (body: string) => boolean | string | Promise<boolean | string>,
): Promise<Proxy> {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const answer = await fetch(node, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const told = await answer.text();
    const passed = await answered(body);
    if (passed === false) {
      response.destroy();
      return;
    }
    response.setHeader("content-type", "application/json");
    response.end(passed === true ? told : passed);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The scripts that run, by the node that they use: a proxy kills its own only. */
const children = new Map<ChildProcess, string | undefined>();

/**
 * While armed, it kills who sends a transaction that matches, once the node has it and before it is told. Who runs in this
 * process gets no answer any more: nothing of theirs happens after that, as if they were killed.
 */
export interface KillingProxy extends Proxy {
  armed: RegExp | undefined;
  /** Waits for what is done through the proxy; undefined if it is killed before its end. */
  killable<T>(doing: Promise<T>): Promise<T | undefined>;
}

export async function startKillingProxy(node: string): Promise<KillingProxy> {
  let killed: () => void = () => undefined;
  const killing: KillingProxy = Object.assign(
    await startProxy(node, async (body) => {
      if (killing.armed?.test(body) !== true || !/"eth_send(Raw)?Transaction"/.test(body)) return true;
      killing.armed = undefined;
      for (const [child, used] of children) if (used === killing.url) child.kill("SIGKILL");
      killed();
      return new Promise<boolean>(() => undefined);
    }),
    {
      armed: undefined,
      killable<T>(doing: Promise<T>): Promise<T | undefined> {
        const death = new Promise<undefined>((resolve) => {
          killed = () => {
            resolve(undefined);
          };
        });
        return Promise.race([doing, death]);
      },
    },
  );
  return killing;
}

/** The environment of a user who has not set anything up. */
function withoutSecrets(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const clean = { ...environment };
  const secrets = Object.values(PUBLIC_NETWORKS).map(({ urlVariable }) => urlVariable);
  // HH_TEST makes Hardhat look for keys in another place.
  for (const name of [...secrets, "DEPLOYER_PRIVATE_KEY", "ETHERSCAN_API_KEY", "HH_TEST", "NODE_ENV"]) {
    Reflect.deleteProperty(clean, name);
  }
  return clean;
}
