import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** What an example prints; Node strips the types, so that it starts without tsx. */
function outputOf(example: string): string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join("scripts", "examples", example)], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(stderr).to.equal("");
  expect(status).to.equal(0);
  return stdout.trimEnd().split("\n");
}

describe("examples", () => {
  it("check a licence before and after it is bought, and once it has run out", () => {
    const lines = outputOf("check-licence.ts");
    expect(lines[4]).to.match(/^Until 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(lines.toSpliced(4, 1)).to.deep.equal([
      'Open Field Guide licence, tier 1: "Publishing"',
      "The publisher may publish: false",
      "He paid 120.0: 48.0 to the makers, 72.0 to all holders",
      "The publisher may publish: true",
      "The publisher may publish a year later: false",
    ]);
  });

  it("back a proposal from the stake to the backer's part of the reward", () => {
    // 250 are issued: 20 % to the backer; 70 % and 30 % of the rest to the deliverers, beside the stakes of 150.
    expect(outputOf("back-proposal.ts")).to.deep.equal([
      "The backer holds 200.0 FIELD",
      "He staked 150.0 and holds 50.0",
      "The illustrator got 105.0, the printer 45.0",
      "With the reward the illustrator has 245.0, the printer 105.0",
      "The backer claimed 50.0 and holds 100.0",
    ]);
  });
});
