import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describeSources, replaceFile } from "../scripts/lib/build.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Another file has another one, even under the same name. */
const inodeOf = (file: string): number => statSync(file).ino;

describe("what is built", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "build-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("is of these sources, as the types record, so that a simulation need not compile", async () => {
    const recorded = readFileSync(join(ROOT, "typechain-types", "sources.json"), "utf8");
    expect(await describeSources()).to.equal(recorded);
  });

  it("is another for a character, a name or a file more or less in any contract", async () => {
    const copy = join(folder, "contracts");
    cpSync(join(ROOT, "contracts"), copy, { recursive: true });
    const seen = [await describeSources(copy)];
    expect(seen).to.deep.equal([await describeSources()]);
    for (const change of [
      () => {
        appendFileSync(join(copy, "libraries", "OneBlock.sol"), " ");
      },
      () => {
        renameSync(join(copy, "CdpoToken.sol"), join(copy, "Token.sol"));
      },
      () => {
        rmSync(join(copy, "mocks", "TestDeed.sol"));
      },
    ]) {
      change();
      const now = await describeSources(copy);
      expect(seen).to.not.include(now);
      seen.push(now);
    }
  });

  it("is written where it changes only", async () => {
    const file = join(folder, "abi.ts");
    await replaceFile(file, "one");
    const first = inodeOf(file);
    await replaceFile(file, "one");
    expect(inodeOf(file)).to.equal(first);
    await replaceFile(file, "two");
    expect(readFileSync(file, "utf8")).to.equal("two");
    expect(inodeOf(file)).to.not.equal(first);
  });
});
