/** The sdk as who installs it from a registry has it: packed, installed in an empty project, used from there. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer } from "hardhat/types/network";
import { publint } from "publint";
import { emptyAddressBook, listedAddressesOf, type AddressBook } from "../../scripts/lib/address-book.ts";
import { MULTICALL3 } from "../../sdk/src/state/index.ts";
import { launchOpenMarket } from "../lib/fixtures.ts";
import { installMulticall } from "../lib/multicall.ts";
import { manifestIn, npm, pack, startRegistry } from "../lib/registry.ts";
import {
  bundle,
  documentedSizes,
  documentSizes,
  measureSizes,
  SIZE_LIMITS,
  tableOfSizes,
  type Size,
} from "../lib/sdk-sizes.ts";
import { compileProject } from "../lib/typescript.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SDK = join(ROOT, "sdk");
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

const manifest = manifestIn(SDK);
/** What can be imported, `abi`, `state` …, and the code of each. */
const ENTRIES = Object.entries(manifest.exports ?? {}).flatMap(([path, target]) =>
  typeof target === "string" ? [] : [[path.slice(2), target as { types: string; default: string }] as const],
);
const EXPORTS = ENTRIES.map(([name]) => name).filter((name) =>
  [`${name}.ts`, `${name}/index.ts`].some((source) => existsSync(join(SDK, "src", source))),
);

const TYPED = `import { liquidityReserveAbi } from "cdpo-sdk/abi";
import { defineDeployments, type Deployments } from "cdpo-sdk/addresses";
import { fromEthers, contractsOf } from "cdpo-sdk/ethers";
import { readEvents } from "cdpo-sdk/history";
import { contractsAt, httpRpc, readOrganisation, type Organisation } from "cdpo-sdk/state";

type Functions = Extract<(typeof liquidityReserveAbi)[number], { readonly type: "function" }>["name"];
export const known: Functions = "buy";
// @ts-expect-error: the types know that there is no such function
export const unknown: Functions = "withdrawReserve";

export async function shown(organisation: Organisation): Promise<bigint> {
  const rpc = httpRpc({ url: "http://127.0.0.1:8545" });
  const { contracts, decisions } = await readOrganisation({ rpc, organisation });
  const state: "Closed" | "Open" | "Dissolved" = contracts.reserve.marketState;
  // @ts-expect-error: there may be no presale
  contracts.presale.raised satisfies bigint;
  const { reserve } = contractsAt(organisation.addresses);
  for (const each of await readEvents({ rpc, contracts: { reserve }, from: 0n, to: 9n })) {
    if (each.event === "Donated") each.args.note satisfies string;
  }
  return state === "Open" ? contracts.reserve.spotPrice : (decisions[0]?.votesFor ?? 0n);
}
export type Book = Deployments;
export { defineDeployments, fromEthers, contractsOf };
`;

const PLAIN = `import { liquidityReserveAbi } from "cdpo-sdk/abi";
import { deployments } from "cdpo-sdk/addresses";
import { read, encodeRead } from "cdpo-sdk/state";
const address = "0x00000000000000000000000000000000000000aa";
const data = encodeRead(read({ address, abi: liquidityReserveAbi, functionName: "quoteBuy", args: [5n] }));
console.log(JSON.stringify({ data, deployments }));
`;

describe("sdk: tarball", () => {
  let project = "";
  let packed: readonly string[] = [];
  let tarball = "";
  let sizes: readonly Size[] = [];
  /** What TypeScript says of what is imported, and of the examples. */
  let errors = "";

  before(async () => {
    project = mkdtempSync(join(tmpdir(), "sdk-"));
    const [made] = await pack([SDK], project);
    if (made === undefined) throw new Error("npm pack made nothing");
    packed = made.files.map(({ path }) => path);
    tarball = join(project, made.filename);
    const dependencies = { [manifest.name]: `file:${made.filename}` };
    writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", dependencies }));
    const registry = await startRegistry(SDK, project);
    const options = ["--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"];
    await npm(project, ["install", "--registry", registry.url, ...options]);
    await registry.close();
    // Peers, and what the examples are written with.
    for (const peer of ["ethers", "viem", "@wagmi/core", "@types/node"]) {
      const path = join(project, "node_modules", peer);
      if (existsSync(path)) continue;
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", peer), path);
    }
    sizes = await measureSizes(project, EXPORTS);
    writeFileSync(join(project, "typed.ts"), TYPED);
    const every = EXPORTS.map((name, at) => `export * as e${at} from "cdpo-sdk/${name}";`);
    writeFileSync(join(project, "every.ts"), every.join("\n"));
    const examples = readdirSync(join(SDK, "examples"));
    for (const file of examples) copyFileSync(join(SDK, "examples", file), join(project, file));
    errors = compileProject(project, ["typed.ts", "every.ts", ...examples]);
  });
  after(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it("has what is exported, its types, README and licence, and no sources", () => {
    for (const path of packed)
      expect(path).to.match(/^(dist\/.*\.(js|d\.ts)|package\.json|README\.md|LICENSE)$/);
    expect(packed).to.include.members(["README.md", "LICENSE"]);
    for (const [name, { types, default: code }] of ENTRIES) {
      expect(packed, name).to.include.members([types.slice(2), code.slice(2)]);
    }
    expect(manifest.version).to.equal(manifestIn(ROOT).version);
  });

  it("imports nothing that a browser has not, and ethers for ./ethers only", () => {
    const folder = join(project, "node_modules", manifest.name, "dist");
    for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
      if (!/\.(js|d\.ts)$/.test(file)) continue;
      const text = readFileSync(join(folder, file), "utf8");
      for (const [, whole, part] of text.matchAll(
        /^(?:import|export)[^"\n]* from "([^"]+)"|import\("([^"]+)"\)/gm,
      )) {
        const from = whole ?? part ?? "";
        if (from.startsWith(".")) continue;
        const allowed = file.startsWith("ethers.") ? /^ethers$/ : /^(ox\/\w+|zod|zod\/\w+)$/;
        expect(from, file).to.match(allowed);
      }
    }
  });

  it("is used from TypeScript, resolved as Node and as bundlers do", () => {
    expect(errors).to.equal("");
    const strict = ["--strict", "--noEmit", "--target", "ES2022", "--lib", "ES2022,DOM", "--types", "node"];
    const bundler = ["--module", "esnext", "--moduleResolution", "bundler", "--skipLibCheck"];
    const { stdout } = spawnSync(process.execPath, [TSC, ...strict, ...bundler, "typed.ts", "every.ts"], {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    expect(stdout).to.equal("");
  });

  it("is used from plain JavaScript", () => {
    writeFileSync(join(project, "plain.js"), PLAIN);
    const out = execFileSync(process.execPath, ["plain.js"], { cwd: project, encoding: "utf8" });
    const { data, deployments } = JSON.parse(out) as { readonly data: string; readonly deployments: object };
    expect(data).to.match(/^0x[0-9a-f]{8}0{63}5$/);
    expect(deployments).to.deep.equal({});
    const every = EXPORTS.map((name) => `await import("cdpo-sdk/${name}");`);
    writeFileSync(join(project, "every.js"), every.join("\n"));
    const { stderr } = spawnSync(process.execPath, ["every.js"], { cwd: project, encoding: "utf8" });
    expect(stderr).to.equal("");
  });

  it("satisfies publint and are-the-types-wrong", async () => {
    const { messages } = await publint({ pkgDir: SDK, strict: true });
    expect(messages).to.deep.equal([]);
    const attw = join(
      dirname(createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json")),
      "dist",
    );
    const checked = spawnSync(
      process.execPath,
      [join(attw, "index.js"), tarball, "--profile", "esm-only", "--no-emoji", "--no-color"],
      { cwd: project, encoding: "utf8" },
    );
    // What only `require` and old resolutions would meet is ignored.
    expect(checked.status, checked.stdout).to.equal(0);
  });

  it("costs no more than it may, as docs/performance.md says", () => {
    for (const { from, what, bytes, limit } of sizes) expect(bytes, `${from}: ${what}`).to.be.at.most(limit);
    const limited = new Set<string>(SIZE_LIMITS.map(([from]) => from));
    expect(EXPORTS.filter((name) => !limited.has(name))).to.deep.equal([]);
    if (process.env["UPDATE_SIZES"] !== undefined) documentSizes(tableOfSizes(sizes));
    const rows = documentedSizes()
      .split("\n")
      .slice(2)
      .map((row) => row.split("|").map((cell) => cell.trim()));
    const measured = tableOfSizes(sizes)
      .split("\n")
      .slice(2)
      .map((row) => row.split("|").map((cell) => cell.trim()));
    const fixed = (cells: readonly string[]): readonly (string | undefined)[] => [
      cells[1],
      cells[2],
      cells[4],
    ];
    expect(rows.map(fixed)).to.deep.equal(measured.map(fixed));
    for (const [at, cells] of rows.entries()) {
      const now = Number(measured[at]?.[3]);
      expect(Math.abs(Number(cells[3]) - now) <= now / 10 + 0.1, cells.join(" | ")).to.equal(true);
    }
  });

  it("shakes: who imports one ABI carries that one only", async () => {
    const one = await bundle(project, "abi", "liquidityReserveAbi");
    expect(one).to.contain("quoteBuy");
    for (const other of ["CdpoLaunched", "castVote", "ContributionSubmitted", "submit"]) {
      expect(one).to.not.contain(`"${other}"`);
    }
    expect(await bundle(project, "addresses", "deployments")).to.have.length.below(100);
    expect(await bundle(project, "ethers", "fromEthers")).to.not.contain("stateMutability");
  });

  describe("examples", () => {
    let node: JsonRpcServer;
    let url = "";
    let book = "";
    const keys = [...Array(3).keys()];
    let accounts: readonly { readonly address: string; readonly key: string }[] = [];

    before(async () => {
      node = await network.createServer("default", "127.0.0.1", 0);
      url = `http://127.0.0.1:${(await node.listen()).port}`;
      const connection = await network.create({ network: "localhost", override: { url } });
      const scenario = await launchOpenMarket(connection);
      await installMulticall(connection);
      const { actors, asset, factory, addresses } = scenario;
      const { HDNodeWallet, Mnemonic } = await import("ethers");
      const mnemonic = Mnemonic.fromPhrase("test test test test test test test test test test test junk");
      const wallets = Array.from({ length: 20 }, (_, at) =>
        HDNodeWallet.fromMnemonic(mnemonic, `m/44'/60'/0'/0/${at}`),
      );
      accounts = keys.map((at) => {
        const { address } = actors.partners[at] ?? { address: "" };
        return { address, key: wallets.find((wallet) => wallet.address === address)?.privateKey ?? "" };
      });
      const listed: AddressBook = {
        ...emptyAddressBook(31_337),
        ...{ block: 0, factory: await factory.getAddress() },
        organisations: [
          {
            ...{ index: 0, name: "Shared car", symbol: "CAR", block: 0, transaction: `0x${"11".repeat(32)}` },
            asset: await asset.getAddress(),
            ...listedAddressesOf(addresses),
          },
        ],
      };
      book = join(project, "31337.json");
      writeFileSync(book, JSON.stringify(listed));
      expect(await connection.ethers.provider.getCode(MULTICALL3)).to.not.equal("0x");
    });
    after(async () => {
      await node.close();
    });

    for (const [at, example] of ["ethers", "viem", "wagmi"].entries()) {
      it(`read, quote and buy with ${example}`, async () => {
        const { address = "", key = "" } = accounts[at] ?? {};
        const env = { RPC_URL: url, BOOK: book, PRIVATE_KEY: key, ACCOUNT: address };
        const { code, out, error } = await run(`${example}.js`, project, env);
        expect([error, code]).to.deep.equal(["", 0]);
        expect(out).to.match(
          /^Shared car: [\d,.]+ CAR exist\na token costs [\d.]+ EURT\nquoted ([\d.]+) CAR, have \1 CAR\n$/,
        );
      });
    }
  });
});

/** Runs a program while the node in this process answers it. */
async function run(
  file: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
  const child = spawn(process.execPath, [file], { cwd, env: { PATH: process.env["PATH"], ...env } });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  const [code, out, error] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, error };
}
