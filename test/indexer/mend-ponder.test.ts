import { expect } from "chai";
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mendPonder } from "../../indexer/mend-ponder.ts";

const line = (topic: number, comparison: string): string =>
  `                const hasTopic${topic} = filter.topic${topic} ${comparison};`;
const source = (...comparisons: readonly string[]): string =>
  ["before", ...comparisons.map((comparison, at) => line(at + 1, comparison)), "after"].join("\n");
const WRONG = "!== undefined";
const RIGHT = "!= null";
const UNKNOWN =
  "Ponder's requests are no longer what indexer/mend-ponder.ts mends: see whether that is still needed.";

describe("indexer: what is mended in Ponder", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cdpo-mend-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const written = (text: string): string => {
    const file = join(folder, "index.js");
    writeFileSync(file, text);
    return file;
  };

  it("mends the three lines and nothing else, once", () => {
    const file = written(source(WRONG, WRONG, WRONG));
    const copy = join(folder, "copy.js");
    linkSync(file, copy);
    mendPonder(file);
    mendPonder(file);
    expect(readFileSync(file, "utf8")).to.equal(source(RIGHT, RIGHT, RIGHT));
    // What shares the file on the disk is somebody else's.
    expect(readFileSync(copy, "utf8")).to.equal(source(WRONG, WRONG, WRONG));
    expect(readdirSync(folder)).to.have.members(["index.js", "copy.js"]);
  });

  for (const [what, text] of [
    ["one line is another", source(WRONG, WRONG, "!== null")],
    ["one line is missing", source(WRONG, WRONG)],
    ["some are mended", source(RIGHT, WRONG, WRONG)],
    ["one is there twice", `${source(WRONG, WRONG, WRONG)}\n${line(1, WRONG)}`],
  ] as const) {
    it(`touches nothing and says so when ${what}`, () => {
      const file = written(text);
      expect(() => {
        mendPonder(file);
      }).to.throw(Error, UNKNOWN);
      expect(readFileSync(file, "utf8")).to.equal(text);
    });
  }
});
