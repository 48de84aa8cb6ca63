/**
 * docs/deploy.md is followed literally: its commands in their order, on nodes of this process, and what they print is what it
 * shows. UPDATE_DOCS=1 writes the addresses of changed contracts into it.
 */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { HDNodeWallet, Mnemonic } from "ethers";
import { network } from "hardhat";
import type { JsonRpcServer } from "hardhat/types/network";
import config from "../hardhat.config.ts";
import { ensureProxy } from "../launch/proxy.ts";
import { wordsOf } from "../scripts/commands/governance/actions.ts";
import { runCdpo } from "../scripts/commands/index.ts";
import { publicNetworkOf } from "../sdk/src/config/networks.ts";
import { commandsIn, refreshed } from "./lib/docs.ts";
import { explorersAt, startExplorer, type Answer, type StandIn } from "./lib/explorers.ts";
import { createTestFolder, ROOT } from "./lib/files.ts";
import { request } from "./lib/nodes.ts";

const FILE = join(ROOT, "docs/deploy.md");
const SEPOLIA = 11_155_111;
const MNEMONIC = Mnemonic.fromPhrase("test test test test test test test test test test test junk");

/** What a reader sets up for themselves. */
const SECRETS: Record<string, string> = {
  DEPLOYER_PRIVATE_KEY: HDNodeWallet.fromMnemonic(MNEMONIC).privateKey,
  ETHERSCAN_API_KEY: "secret-key",
};

/** An explorer that has the sources already; how they get there, verify.test.ts shows. */
const knows: Answer = ({ path, method }) => {
  if (path.startsWith("/sourcify")) {
    const [, chainId, address] = /\/(\d+)\/(0x\w+)$/.exec(path) ?? [];
    const match = "exact_match";
    return { json: { chainId, address, match, creationMatch: match, runtimeMatch: match } };
  }
  const result = method === "POST" ? "receipt" : [{ SourceCode: "contract" }];
  return { json: { status: "1", message: "OK", result } };
};

describe("docs/deploy.md", () => {
  const folder = createTestFolder("docs");
  const deployments = folder.fresh("deployments");
  const terms = folder.file("my.json", ownTerms());
  const { chainDescriptors, verify } = config;
  const closing: (() => unknown)[] = [];
  let local = "";
  let sepolia = "";

  before(async () => {
    const start = async (override: { readonly chainId?: number }): Promise<string> => {
      const node: JsonRpcServer = await network.createServer(
        { network: "default", override },
        "127.0.0.1",
        0,
      );
      closing.push(() => node.close());
      return `http://127.0.0.1:${(await node.listen()).port}`;
    };
    local = await start({});
    sepolia = await start({ chainId: SEPOLIA });
    SECRETS["SEPOLIA_RPC_URL"] = sepolia;
    await makeSepolia(sepolia);
    const explorer: StandIn = await startExplorer(knows);
    closing.push(() => {
      explorer.close();
    });
    Object.assign(config, explorersAt(explorer.url, SEPOLIA));
  });
  after(async () => {
    Object.assign(config, { chainDescriptors, verify });
    for (const close of closing) await close();
    for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
    folder.remove();
  });

  /** What the commands of a block printed, and how many of them failed. */
  let printed = "";
  let failures = 0;
  /** The functions of the shell so far. */
  let functions = "";
  /** The id that was printed last. */
  let id = "";

  /** Does what a line says. */
  async function follow(line: string): Promise<void> {
    const [, secret] = /^npx hardhat keystore set (\w+)$/.exec(line) ?? [];
    const [, script, rest = ""] = /^npm run (\w+)(?: -- (.*))?$/.exec(line) ?? [];
    if (/^\w+\(\) \{/.test(line)) functions += `${line}\n`;
    else if (line.startsWith("later ")) await pass(line);
    else if (secret !== undefined) process.env[secret] = SECRETS[secret];
    else if (script === undefined) throw new Error(`there is no way to follow "${line}"`);
    else if (script !== "node") {
      const words = wordsOf(rest.replace(/\bID\b/, id));
      await run(script === "cdpo" ? words : [script, ...words]);
    }
  }

  /** Lets the shell's function say what it sends, and sends it. */
  async function pass(line: string): Promise<void> {
    const curl = 'curl() { while [ $# -gt 0 ]; do [ "$1" = -d ] && printf %s "$2"; shift; done; }';
    const { stdout: body } = spawnSync("sh", ["-c", `${curl}\n${functions}\n${line}`], { encoding: "utf8" });
    const headers = { "content-type": "application/json" };
    const response = await fetch(local, { method: "POST", headers, body });
    const answers = (await response.json()) as readonly object[];
    expect(answers.map((answer) => "result" in answer)).to.deep.equal([true, true]);
  }

  async function run(words: readonly string[]): Promise<void> {
    const [name = ""] = words;
    const isPublic = words.includes("sepolia");
    const compiled = name === "verify" ? ["--no-build", "--build-profile", "default"] : ["--no-build"];
    const builds = ["deploy", "launch", "verify"].includes(name) ? compiled : [];
    const argv = words.map((word) => (word === "my.json" ? terms : word));
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const write = (text: string): void => {
      printed += text.replaceAll(deployments, "deployments");
      if (!text.endsWith("[y/N] ")) return;
      printed += "y\n";
      stdin.write("y\n");
    };
    // On a public chain blocks come by themselves.
    const blocks = setInterval(() => void (isPublic && request(sepolia, "evm_mine", [])), 50);
    const code = await runCdpo([...argv, ...builds, "--deployments", deployments], {
      ...{ stdout: { write }, stderr: { write }, stdin },
      ...(!isPublic && { override: { url: local } }),
    });
    clearInterval(blocks);
    failures += code;
    [, id = id] = /as (0x[0-9a-f]{64}|\d{20,})/.exec(printed) ?? [];
  }

  it("shows what its commands print", async () => {
    let document = readFileSync(FILE, "utf8");
    for (const { commands, output } of commandsIn(document)) {
      printed = "";
      failures = 0;
      for (const line of commands) await follow(line);
      const shown = output ?? "…";
      const now = refreshed(shown, printed);
      expect(failures, printed).to.equal(shown.match(/^error: /gm)?.length ?? 0);
      // What does not fit is shown as a whole.
      if (now === undefined) expect(printed).to.equal(shown);
      else if (process.env["UPDATE_DOCS"] === "1") document = document.replace(shown, () => now);
      else expect(now).to.equal(shown);
    }
    if (document !== readFileSync(FILE, "utf8")) writeFileSync(FILE, document);
  });

  it("quotes what is said when something goes wrong", () => {
    const [, table = ""] =
      /## When something goes wrong\n([^]*?)\n## /.exec(readFileSync(FILE, "utf8")) ?? [];
    const quoted = [...table.matchAll(/^\| `(.*?)`/gm)].map(([, sentence = ""]) => sentence);
    expect(quoted.length).to.equal(7);
    const sources = globSync("{scripts,launch,sdk/src/config}/**/*.ts", { cwd: ROOT })
      .map((file) => readFileSync(join(ROOT, file), "utf8"))
      .join("\n")
      .replace(/["`] \+\s+["`]/g, "");
    const parts = quoted.flatMap((sentence) => sentence.split("…").map((part) => part.trim()));
    const unsaid = parts.filter((part) => !sources.includes(part));
    expect(unsaid).to.deep.equal([]);
  });
});

/** Puts on a node what Sepolia has: the deterministic proxy, and its wrapped ether. */
async function makeSepolia(url: string): Promise<void> {
  const connection = await network.create({ network: "localhost", override: { url } });
  const { ethers } = connection;
  const [signer] = await ethers.getSigners();
  if (signer === undefined) throw new Error("the node has no accounts");
  await ensureProxy({ ethers, signer });
  const code = await ethers.provider.getCode(await ethers.deployContract("WrappedNative"));
  await ethers.provider.send("hardhat_setCode", [publicNetworkOf(SEPOLIA)?.wrappedNative, code]);
  await connection.close();
}

/** The terms of an example, with addresses in place of `signer:N`. */
function ownTerms(): string {
  const example = readFileSync(join(ROOT, "examples/growing.json"), "utf8");
  return example.replace(
    /(?<=")signer:(\d)(?=")/g,
    (_, at: string) => HDNodeWallet.fromMnemonic(MNEMONIC, `m/44'/60'/0'/0/${at}`).address,
  );
}

describe("documents that are compared with what commands print", () => {
  const ADDRESS = `0x${"a".repeat(40)}`;

  it("are read as blocks of commands, each with what is shown of it", () => {
    const document = [
      ...["Text `code`", "```sh", "npm run one -- 'a # b'   # why", "# nothing else", "two", "```", ""],
      ...[
        "```",
        "out",
        "put",
        "```",
        "",
        "1. Item",
        "",
        "   ```sh",
        "   f() { # d",
        "     g",
        "   }",
        "   ```",
        "",
      ],
      ...["```json", "{}", "```", ""],
    ].join("\n");
    expect(commandsIn(document)).to.deep.equal([
      { commands: ["npm run one -- 'a # b'", "two"], output: "out\nput" },
      { commands: ["f() { # d\n  g\n}"], output: undefined },
    ]);
  });

  it("may leave out lines and parts of them", () => {
    expect(refreshed("a\n…\nd", "a\nb\nc\nd\n")).to.equal("a\n…\nd");
    expect(refreshed("…\nd", "d\n")).to.equal("…\nd");
    expect(refreshed("a … c (d)", "a b c (d)\n")).to.equal("a … c (d)");
    expect(refreshed("a\nd", "a\nb\nd\n")).to.equal(undefined);
    expect(refreshed("a", "a\nb\n")).to.equal(undefined);
    expect(refreshed("a.c", "abc\n")).to.equal(undefined);
  });

  it("show addresses and ids as they are, and any time and gas", () => {
    expect(refreshed(`at ${ADDRESS}: 5 TOOL`, `at 0x${"b".repeat(40)}: 5 TOOL\n`)).to.equal(
      `at 0x${"b".repeat(40)}: 5 TOOL`,
    );
    expect(refreshed(`at ${ADDRESS}: 5 TOOL`, `at ${ADDRESS}: 6 TOOL\n`)).to.equal(undefined);
    expect(refreshed("as 0x1234…567 and 12…9;", "as 0xabcdef012 and 4567;\n")).to.equal(
      "as 0xabcd…012 and 45…7;",
    );
    const shown = "from 2026-01-01T00:00:00Z on, with 5 gas";
    expect(refreshed(shown, "from 2027-02-03T04:05:06Z on, with 77 gas\n")).to.equal(shown);
  });
});
