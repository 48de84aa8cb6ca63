import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { wordsOf } from "../../scripts/commands/governance/actions.ts";
import { COMMANDS } from "../../scripts/commands/index.ts";
import { programOf, type Parsed } from "../../scripts/frame/program.ts";
import * as calls from "../../sdk/src/calls/index.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** All TypeScript in a folder, as one text. */
function sourcesIn(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith("all.test.ts"))
    .map((file) => readFileSync(join(ROOT, folder, file), "utf8"))
    .join("\n");
}

describe("commands: all of them", () => {
  it("are named once, and none is a noun of others", () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(names).to.deep.equal([...new Set(names)]);
    const nouns = names.filter((name) => name.includes(" ")).map((name) => name.split(" ")[0] ?? "");
    for (const noun of nouns) expect(names).to.not.include(noun);
  });

  it("make every call that the sdk builds", () => {
    // What is due is made by `tend`, of which the sdk knows the calls.
    const sources = ["scripts/commands", "scripts/frame", "sdk/src/due"].map(sourcesIn).join("");
    const builders = Object.entries(calls).flatMap(([noun, members]) =>
      typeof members === "object" && noun !== "SPOKEN"
        ? Object.entries(members)
            .filter(([, member]) => typeof member === "function")
            .map(([builder]) => `${noun}.${builder}`)
        : [],
    );
    expect(builders).to.include("market.buy");
    const missing = builders.filter(
      (builder) => !new RegExp(`\\b${builder.replace(".", "\\.")}\\b`).test(sources),
    );
    expect(missing).to.deep.equal([]);
  });

  it("are each used by a test", () => {
    const tests = sourcesIn("test");
    const unused = COMMANDS.map(({ name }) => name).filter(
      (name) => !new RegExp(`(["'\`])${name}(\\.ts)?\\1`).test(tests),
    );
    expect(unused).to.deep.equal([]);
  });

  it("are written in the documents as they are parsed", async () => {
    const lines = ["README.md", "README.fi.md", "CONTRIBUTING.md", "docs/deploy.md"].flatMap((file) =>
      [...readFileSync(join(ROOT, file), "utf8").matchAll(/^\s*npm run cdpo -- ([^#\n]*)/gm)].map(
        ([, line = ""]) => line.trim(),
      ),
    );
    expect(lines.length).to.be.greaterThan(15);
    for (const line of lines) {
      let parsed: Parsed | undefined;
      const program = programOf({
        commands: COMMANDS,
        write: () => undefined,
        onParsed: (found) => (parsed = found),
      });
      await program.parseAsync(wordsOf(line), { from: "user" });
      expect(line.startsWith(parsed?.command.name ?? "nothing"), line).to.equal(true);
    }
  });
});
