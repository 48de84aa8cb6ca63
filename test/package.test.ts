import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { artifacts, network } from "hardhat";
import { request } from "./lib/nodes.ts";
import type { JsonRpcServer } from "hardhat/types/network";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const DAPP = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;
import {ILiquidityReserve} from "cdpo-suite/contracts/interfaces/ILiquidityReserve.sol";
import {ICdpoToken} from "cdpo-suite/contracts/interfaces/ICdpoToken.sol";

contract Dapp {
    function priceOf(ICdpoToken token) external view returns (uint256) {
        return ILiquidityReserve(token.reserve()).spotPrice();
    }
}
`;

interface CompilerOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Readonly<
    Record<string, Readonly<Record<string, { readonly abi: readonly unknown[] }>>>
  >;
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly devOptional?: boolean; readonly link?: boolean }>
  >;
}

/** A lock of a project that has the suite only: what this one's has that is not for development. */
function lockOf(own: object, suite: string): unknown {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Lock;
  const { dependencies, engines, bin } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  ) as Record<string, unknown>;
  const needed = Object.entries(packages).filter(
    ([path, { dev, devOptional, link }]) =>
      path.startsWith("node_modules/") && dev !== true && devOptional !== true && link !== true,
  );
  return {
    lockfileVersion: 3,
    packages: {
      "": own,
      ...Object.fromEntries(needed),
      "node_modules/cdpo-suite": { version: "0.1.0", resolved: suite, dependencies, engines, bin },
    },
  };
}

/** The environment, without what this process has for its tests. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of ["HARDHAT_CONFIG", "HH_TEST", "NODE_OPTIONS"]) Reflect.deleteProperty(environment, name);
  return environment;
}

describe("npm package", () => {
  let project = "";
  let packed: readonly string[] = [];

  before(() => {
    execFileSync(process.execPath, ["--import=tsx", join("scripts", "package.ts")], { cwd: ROOT });
    project = mkdtempSync(join(tmpdir(), "package-"));
    const json = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [tarball] = JSON.parse(json) as { filename: string; files: { path: string }[] }[];
    if (tarball === undefined) throw new Error("npm pack made nothing");
    packed = tarball.files.map(({ path }) => path);
    // An empty project, which has nothing but the tarball, what it depends on, of the versions of this lock, and its peers.
    const suite = `file:${tarball.filename}`;
    const own = { name: "project", type: "module", dependencies: { "cdpo-suite": suite } };
    writeFileSync(join(project, "package.json"), JSON.stringify(own));
    writeFileSync(join(project, "package-lock.json"), JSON.stringify(lockOf(own, suite)));
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts"];
    execFileSync("npm", ["ci", "--prefer-offline", "--legacy-peer-deps", ...quiet], {
      cwd: project,
      env: { ...ownEnvironment(), npm_config_workspaces: "false" },
      stdio: "ignore",
    });
    mkdirSync(join(project, "node_modules", "@openzeppelin"));
    for (const peer of ["contracts", "contracts-upgradeable"]) {
      const path = join("node_modules", "@openzeppelin", peer);
      symlinkSync(join(ROOT, path), join(project, path));
    }
  });
  after(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it("has the sources and ABIs of all contracts but the mocks, and nothing that only makes them", async () => {
    const names = [...(await artifacts.getAllFullyQualifiedNames())].filter((name) =>
      name.startsWith("contracts/"),
    );
    for (const name of names) {
      const [source = "", contract = ""] = name.split(":");
      const isMock = source.startsWith("contracts/mocks/");
      expect(packed.includes(source), source).to.equal(!isMock);
      const { abi } = await artifacts.readArtifact(name);
      expect(packed.includes(`dist/abi/${contract}.json`), contract).to.equal(!isMock && abi.length > 0);
    }
    for (const path of packed) {
      expect(path).to.match(
        /^(bin\/cdpo\.mjs|contracts\/.*\.sol|dist\/abi\/.*|dist\/cdpo\/.*\.(js|json)|docs\/reference\/.*\.md|package\.json|LICENSE|README.*\.md)$/,
      );
    }
  });

  it("lets a contract import an interface", () => {
    const { resolve } = createRequire(join(project, "package.json"));
    const solc = createRequire(import.meta.url)("solc") as {
      compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string;
    };
    const input = {
      language: "Solidity",
      sources: { "Dapp.sol": { content: DAPP } },
      settings: { evmVersion: "cancun", outputSelection: { "*": { Dapp: ["abi"] } } },
    };
    const load = (path: string): { contents: string } => ({ contents: readFileSync(resolve(path), "utf8") });
    const { errors = [], contracts } = JSON.parse(
      solc.compile(JSON.stringify(input), { import: load }),
    ) as CompilerOutput;
    expect(
      errors.filter(({ severity }) => severity === "error").map((error) => error.formattedMessage),
    ).to.deep.equal([]);
    expect(contracts?.["Dapp.sol"]?.["Dapp"]?.abi).to.have.lengthOf(1);
  });

  it("lets a page import ABIs as JSON", async () => {
    const json = createRequire(join(project, "package.json")).resolve("cdpo-suite/abi/CdpoToken.json");
    const { abi } = await artifacts.readArtifact("CdpoToken");
    expect(JSON.parse(readFileSync(json, "utf8"))).to.deep.equal(abi);
  });

  describe("cdpo", () => {
    let server: JsonRpcServer;
    let url = "";
    before(async () => {
      server = await network.createServer("default", "127.0.0.1", 0);
      url = `http://127.0.0.1:${(await server.listen()).port}`;
    });
    after(() => server.close());

    /** `npx cdpo …` as it is typed in the project. */
    async function cdpo(
      ...args: readonly string[]
    ): Promise<{ readonly code: number | null; readonly out: string; readonly error: string }> {
      const env = { ...ownEnvironment(), LOCALHOST_RPC_URL: url };
      const child = spawn(join(project, "node_modules", ".bin", "cdpo"), args, { cwd: project, env });
      const ended = once(child, "close");
      const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = (await ended) as [number | null];
      return { code, out, error };
    }
    async function succeeds(...args: readonly string[]): Promise<string> {
      const { code, out, error } = await cdpo(...args);
      expect([error, code], args.join(" ")).to.deep.equal(["", 0]);
      return out;
    }
    const fails = async (...args: readonly string[]): Promise<string> => (await cdpo(...args)).error;

    it("imports nothing that it does not bring along, but what draws charts", async () => {
      const { dependencies, peerDependenciesMeta } = JSON.parse(
        readFileSync(join(ROOT, "package.json"), "utf8"),
      ) as Record<string, Record<string, unknown>>;
      const imported = new Set<string>();
      for (const file of packed.filter((path) => /^dist\/cdpo\/.*\.js$/.test(path))) {
        const code = readFileSync(join(ROOT, file), "utf8");
        for (const [, name = ""] of code.matchAll(/^(?:import|\} from|import .* from) "([^".][^"]*)";$/gm)) {
          if (name.startsWith("node:")) continue;
          imported.add(
            name
              .split("/")
              .slice(0, name.startsWith("@") ? 2 : 1)
              .join("/"),
          );
        }
      }
      const brought = Object.keys(dependencies ?? {});
      expect([...imported].filter((name) => !brought.includes(name))).to.deep.equal([]);
      expect(brought.filter((name) => !imported.has(name))).to.deep.equal([]);
      expect(Object.keys(peerDependenciesMeta ?? {})).to.deep.equal(["vega", "vega-lite"]);
      expect(await fails("simulate", "growing")).to.equal(
        "error: charts are drawn by packages that are not installed: npm install vega vega-lite\n",
      );
    });

    it("deploys the suite, launches an organisation and acts in it, without a compiler", async () => {
      expect(await succeeds("--help")).to.match(/^Usage: cdpo COMMAND \[arguments\] \[options\]\n/);
      expect(await fails("status")).to.equal(
        'error: deployments/31337.json lists no factory: run "npx cdpo deploy --network localhost", or name the folder with --deployments\n',
      );
      expect(await succeeds("deploy", "--network", "localhost")).to.match(
        /\nRecorded in deployments\/31337\.json\.\n$/,
      );
      expect(await succeeds("deploy", "--network", "localhost")).to.match(
        /\nNothing to deploy: all is on the chain, /,
      );
      cpSync(join(ROOT, "examples", "bootstrapped.json"), join(project, "car.json"));
      expect(await succeeds("launch", "--config", "car.json", "--network", "localhost")).to.match(
        /\nRecorded in deployments\/31337\.json\.\n$/,
      );
      await request(url, "evm_increaseTime", [86_400]);
      await request(url, "evm_mine", []);
      expect(await succeeds("mint-asset", "100", "--from", "6")).to.match(/^Minted 100 tEUR to 0x/);
      expect(await succeeds("contribute", "100", "--from", "6")).to.equal(
        "Signed a permit for 100 tEUR.\nContributed 100 tEUR; raised so far: 100 tEUR.\n",
      );
      expect(await succeeds("position", "show", "signer:6")).to.match(/^state: unclaimed\ngave: 100 tEUR\n/);
    });

    it("says what it leaves to a clone, and how its networks get their keys", async () => {
      const noCompiler = "which this package has no compiler for: do it in a clone of the repository\n";
      expect(await fails("deploy", "--network", "sepolia")).to.equal(
        `error: a public chain gets the code of the production profile, ${noCompiler}`,
      );
      expect(await fails("verify", "--network", "sepolia")).to.equal(
        `error: verification compiles the sources, ${noCompiler}`,
      );
      const hardhat = "npx hardhat --config node_modules/cdpo-suite/dist/cdpo/hardhat.config.js";
      expect(await fails("status", "--network", "sepolia")).to.equal(
        `error: SEPOLIA_RPC_URL is not set: run "${hardhat} keystore set SEPOLIA_RPC_URL", or set it in the environment\n`,
      );
    });
  });

  it("installs from whatever registry npm is set to: the lock names none", () => {
    const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
    expect(lock.match(/"resolved": "(?!sdk"|ledger"|app").*|https?:\/\/registry\..*/gu)).to.equal(null);
  });
});
