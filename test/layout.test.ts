import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { ROOT, createTestFolder } from "./lib/files.ts";

const CHECK = join(ROOT, "scripts/check-layout.mjs");

describe("layout", () => {
  const folder = createTestFolder("layout");
  let count = 0;
  after(() => {
    folder.remove();
  });

  /** What the check says of a repository with these files and nothing else. */
  function said(files: Readonly<Record<string, string>>): { status: number | null; problems: string[] } {
    const root = join(folder.path, `${++count}`);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    spawnSync("git", ["init", "-q", root]);
    const { status, stderr } = spawnSync(process.execPath, [CHECK, root], { encoding: "utf8" });
    const problems = stderr.split("\n").filter((line) => line !== "" && !line.includes("list of long files"));
    return { status, problems: problems.map((line) => line.replace(/^error: /, "")) };
  }

  const only = (files: Readonly<Record<string, string>>): string => {
    const { status, problems } = said(files);
    expect([status, problems.length]).to.deep.equal([1, 1], problems.join("\n"));
    return problems[0] ?? "";
  };
  const importing = (target: string): string => `import { a } from "${target}";\n`;

  it("finds nothing in this repository", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CHECK], { encoding: "utf8" });
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 0,
      stdout: "Everything is where it belongs.\n",
      stderr: "",
    });
  });

  for (const [from, target, sentence] of [
    ["sdk/src/a.ts", "ledger/b.ts", "sdk may import no other folder"],
    ["launch/a.ts", "scripts/lib/b.ts", "launch may import sdk only"],
    ["ledger/a.ts", "simulation/index.ts", "ledger may import sdk only"],
    ["ledger/sources/a.ts", "launch/index.ts", "ledger may import sdk only"],
    ["indexer/a.ts", "ledger/b.ts", "indexer may import sdk only"],
    ["simulation/world/a.ts", "scripts/lib/cli.ts", "simulation may import sdk, launch, ledger only"],
    ["app/a.ts", "scripts/lib/cli.ts", "app may import sdk, indexer only"],
    ["scripts/a.ts", "app/b.ts", "scripts may import sdk, launch, ledger, simulation, indexer only"],
    ["scripts/a.ts", "simulation/world/b.ts", "commands take what simulation/index.ts has, add it there"],
  ] as const) {
    it(`refuses that ${from} imports ${target}`, () => {
      const up = "../".repeat(from.split("/").length - 1);
      const expected = `${from} imports ${target}: ${sentence}`;
      expect(only({ [from]: importing(`${up}${target}`) })).to.equal(expected);
      expect(only({ [from]: `export * from "${up}${target}";\n` })).to.equal(expected);
      expect(only({ [from]: `const a = await import("${up}${target}");\n` })).to.equal(expected);
    });
  }

  it("refuses Node, Hardhat, TypeChain's types and ethers in the sdk", () => {
    const file = "sdk/src/state/a.ts";
    const say = (target: string): string => only({ [file]: importing(target) });
    const browser = "the sdk runs in browsers, where there is neither Node nor Hardhat";
    for (const target of ["node:fs", "hardhat", "hardhat/hre", "@nomicfoundation/hardhat-ethers/types"]) {
      expect(say(target)).to.equal(`${file} imports ${target}: ${browser}`);
    }
    expect(say("../../../typechain-types/index.ts")).to.equal(
      `${file} imports typechain-types/index.ts: the sdk has ABIs of its own, in sdk/src/abi`,
    );
    expect(say("ethers")).to.equal(
      `${file} imports ethers: only sdk/src/ethers.ts may, so that users of other libraries need not install it`,
    );
  });

  it("refuses a folder of sixteen files and files too long for one reading", () => {
    const many = Array.from({ length: 16 }, (_, at) => [`ledger/sources/${at}.ts`, ""]);
    expect(only(Object.fromEntries(many) as Record<string, string>)).to.equal(
      "ledger/sources has 16 files, more than 15: make folders in it that say what a reading finds there",
    );
    const split = "split it where another subject begins";
    expect(only({ "simulation/a.ts": "\n".repeat(301) })).to.equal(
      `simulation/a.ts has 301 lines, more than 300: ${split}`,
    );
    expect(only({ "contracts/A.sol": "\n".repeat(401) })).to.equal(
      `contracts/A.sol has 401 lines, more than 400: ${split}`,
    );
  });

  it("takes off the list what is no longer long", () => {
    const root = join(folder.path, "short");
    mkdirSync(join(root, "scripts/docs"), { recursive: true });
    writeFileSync(join(root, "scripts/docs/permissions.ts"), "\n");
    spawnSync("git", ["init", "-q", root]);
    const { status, stderr } = spawnSync(process.execPath, [CHECK, root], { encoding: "utf8" });
    expect(status).to.equal(1);
    expect(stderr).to.include(
      "error: scripts/docs/permissions.ts is on the list of long files, but is none: take it off the list in scripts/check-layout.mjs\n",
    );
  });

  it("lets pass what is at the limits, tests, generated files, and imports that go the right way", () => {
    const fifteen = Array.from({ length: 15 }, (_, at) => [`ledger/sources/${at}.ts`, "\n".repeat(300)]);
    const { problems } = said({
      ...(Object.fromEntries(fifteen) as Record<string, string>),
      "test/a.test.ts": `${importing("../simulation/world/b.ts")}${"\n".repeat(900)}`,
      "sdk/src/abi/a.ts": "\n".repeat(900),
      "sdk/src/ethers.ts": importing("ethers"),
      "contracts/A.sol": "\n".repeat(400),
      "launch/a.ts": importing("../sdk/src/addresses/index.ts"),
      "ledger/a.ts": `${importing("../sdk/src/ledger.ts")}${importing("node:fs")}`,
      "simulation/world/a.ts": `${importing("../../launch/index.ts")}${importing("../../ledger/csv.ts")}`,
      "scripts/a.ts": `${importing("../simulation/index.ts")}${importing("ethers")}${importing("hardhat")}`,
      "app/src/a.ts": `${importing("cdpo-sdk/state")}${importing("../../indexer/a.ts")}`,
    });
    expect(problems).to.deep.equal([]);
  });
});
