import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { withDrafts } from "../ledger/drafts.ts";
import { createTestFolder, ROOT } from "./lib/files.ts";

const MODULE = pathToFileURL(join(ROOT, "ledger/drafts.ts")).href;

describe("Drafts", () => {
  const folder = createTestFolder("drafts");
  after(() => {
    folder.remove();
  });

  it("are gone when the work is done, and when it fails, but not what was moved away", async () => {
    const place = folder.fresh("place");
    const draft = join(place, "draft");
    const other = join(place, "other");
    const answer = await withDrafts([draft, other], () => {
      mkdirSync(draft);
      writeFileSync(join(draft, "file"), "");
      writeFileSync(join(place, "kept"), "");
      return Promise.resolve(7);
    });
    expect(answer).to.equal(7);
    expect(readdirSync(place)).to.deep.equal(["kept"]);
    const failed = withDrafts([draft], () => {
      writeFileSync(draft, "");
      return Promise.reject(new Error("the disk is full"));
    });
    expect(await failed.catch((error: unknown) => String(error))).to.equal("Error: the disk is full");
    expect(readdirSync(place)).to.deep.equal(["kept"]);
    const nowhere = withDrafts([join(place, "x".repeat(300))], () => Promise.reject(new Error("too long")));
    expect(await nowhere.catch((error: unknown) => String(error))).to.equal("Error: too long");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      expect(process.listeners(signal).map(({ name }) => name)).not.to.include("end");
    }
  });

  /** Runs a program that holds drafts, sends it a signal, and answers how it ended and what is left. */
  async function interrupt(signal: NodeJS.Signals, program: string) {
    const place = folder.fresh("place");
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program, place], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "", NODE_NO_WARNINGS: "1" },
    });
    await once(child.stdout, "data");
    child.kill(signal);
    const [code, by] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    return { code, by, left: readdirSync(place) };
  }

  const PROGRAM = `
    import { mkdirSync, writeFileSync } from "node:fs";
    import { withDrafts } from ${JSON.stringify(MODULE)};
    const [, place] = process.argv;
    writeFileSync(place + "/kept", "");
    setInterval(() => undefined, 1_000);
    await withDrafts([place + "/a", place + "/b"], () => withDrafts([place + "/c"], () => {
      for (const name of ["/a", "/c"]) {
        mkdirSync(place + name);
        writeFileSync(place + name + "/file", "");
      }
      writeFileSync(place + "/b", "");
      console.log("here they are");
      return new Promise(() => undefined);
    }));
  `;

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`are gone after ${signal}, which ends the process as it does others`, async () => {
      expect(await interrupt(signal, PROGRAM)).to.deep.equal({ code: null, by: signal, left: ["kept"] });
    });
  }

  it("leave it to others who listen to a signal whether the process ends", async () => {
    const ending = `process.on("SIGINT", () => setTimeout(() => process.exit(3), 1));\n${PROGRAM}`;
    expect(await interrupt("SIGINT", ending)).to.deep.equal({ code: 3, by: null, left: ["kept"] });
  });

  it("of an epoch are gone after Ctrl-C, and the epoch that was there stays", async () => {
    const place = folder.fresh("epochs");
    const config = join(folder.fresh("config"), "epoch.json");
    // Nobody ever writes into this one, so the build waits for it.
    const pipe = join(folder.fresh("pipe"), "rows.csv");
    const [made] = (await once(spawn("mkfifo", [pipe]), "exit")) as [number];
    expect(made).to.equal(0);
    writeFileSync(
      config,
      JSON.stringify({
        ...{ name: "March", since: "2027-03-01", until: "2027-03-31" },
        sources: [{ name: "hours", type: "csv", files: [pipe], kind: "use" }],
        rules: [{ name: "all", formula: "per-row/1", parameters: { each: "1", maxPerDay: 1 } }],
      }),
    );
    const out = join(place, "march");
    mkdirSync(out);
    const args = [
      "--import",
      "tsx",
      join(ROOT, "scripts/epoch.ts"),
      "build",
      "--config",
      config,
      "--out",
      out,
    ];
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: "" } });
    const exit = once(child, "exit");
    const draft = join(place, `.march.${child.pid}.tmp`);
    while (!existsSync(join(draft, "new", "runs")) && child.exitCode === null) await sleep(20);
    child.kill("SIGINT");
    expect(await exit).to.deep.equal([null, "SIGINT"]);
    expect(readdirSync(place)).to.deep.equal(["march"]);
  });
});
