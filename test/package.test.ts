import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { artifacts } from "hardhat";

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

describe("npm package", () => {
  let project = "";
  let packed: readonly string[] = [];

  before(() => {
    execFileSync(process.execPath, [join("scripts", "package.ts")], { cwd: ROOT });
    project = mkdtempSync(join(tmpdir(), "package-"));
    // Not of this project: an empty one, which has nothing but the tarball and, as npm would install them, its peers.
    const env = { ...process.env, npm_config_cache: join(project, ".npm"), npm_config_workspaces: "false" };
    const json = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
      cwd: ROOT,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [tarball] = JSON.parse(json) as { filename: string; files: { path: string }[] }[];
    if (tarball === undefined) throw new Error("npm pack made nothing");
    packed = tarball.files.map(({ path }) => path);
    writeFileSync(
      join(project, "package.json"),
      JSON.stringify({ type: "module", dependencies: { "cdpo-suite": `file:${tarball.filename}` } }),
    );
    execFileSync("npm", ["install", "--offline", "--legacy-peer-deps", "--no-audit", "--no-fund"], {
      cwd: project,
      env,
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
        /^(contracts\/.*\.sol|dist\/abi\/.*|docs\/reference\/.*\.md|package\.json|LICENSE|README.*\.md)$/,
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

  it("installs from whatever registry npm is set to: the lock names none", () => {
    const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
    expect(lock.match(/"resolved": "(?!sdk"|ledger"|app").*|https?:\/\/registry\..*/gu)).to.equal(null);
  });
});
