/** Small inputs that were once paid wrongly, or refused without a word that helps. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { buildEpoch } from "../../ledger/builder/build.ts";
import { readEpochConfig } from "../../ledger/builder/config.ts";
import { createTestFolder, refusalOf } from "../lib/files.ts";

const CASES = join(import.meta.dirname, "cases");
const folder = createTestFolder("cases");
const ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const DIGITS = ADDRESS.slice(2);
const DEMO = "people have demo accounts, whose keys everyone can compute: publish this on test chains only.";

const build = async (name: string) =>
  buildEpoch({
    config: await readEpochConfig(join(CASES, name, "c.json")),
    folder: join(folder.fresh(name), "epoch"),
  });

/** What somebody reads of a ledger: rows as "id kind size tokens", what was left out, what is warned of. */
async function ledgerOf(name: string): Promise<{
  readonly rows: readonly string[];
  readonly leftOut: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}> {
  const place = join(folder.fresh(name), "epoch");
  const config = await readEpochConfig(join(CASES, name, "c.json"));
  const { header, warnings } = await buildEpoch({ config, folder: place });
  const lines = readFileSync(join(place, "ledger.jsonl"), "utf8").trimEnd().split("\n");
  const rows = lines.slice(1, 1 + header.rows).map((line) => {
    const { id, kind, size, parts } = JSON.parse(line) as {
      readonly id: string;
      readonly kind: string;
      readonly size: number;
      readonly parts: readonly { readonly value: string }[];
    };
    const tokens = parts.reduce((sum, { value }) => sum + BigInt(value), 0n) / 10n ** 18n;
    return `${id} ${kind} ${size} ${tokens}`;
  });
  return { rows, leftOut: header.sources[0]?.leftOut ?? {}, warnings };
}

describe("Cases", () => {
  const ONE = { rows: ["1 production 5 5"], leftOut: {}, warnings: [`1 ${DEMO}`] };

  for (const name of ["semicolon", "sepline", "trailing-blank", "trailing-commas", "bom"]) {
    it(`csv-${name}: reads what spreadsheets write`, async () => {
      expect(await ledgerOf(`csv-${name}`)).to.deep.equal(ONE);
    });
  }

  it("csv-excel-date: says which dates are read", async () => {
    expect(await refusalOf(build("csv-excel-date"))).to.equal(
      `${join(CASES, "csv-excel-date", "t.csv")}, line 2: the date "02/03/2027" is not a date such as 2027-03-01 or 2027-03-01T12:00:00Z.`,
    );
  });

  for (const [name, written, why] of [
    ["no0x", DIGITS, `lacks the "0x" in front: write it with it; it would be ${ADDRESS}`],
    [
      "0X",
      `0X${DIGITS}`,
      `the checksum of 0X${DIGITS} is wrong, it would be ${ADDRESS}: compare it with where you copied it from`,
    ],
    [
      "eip3770",
      `eth:${ADDRESS}`,
      `has the prefix "eth:", which is not read, as it could name another network than this: leave it out; it would be ${ADDRESS}`,
    ],
    [
      "ens",
      "ann.eth",
      '"ann.eth" is a name, and who owns it can change what it stands for: write the address that it stands for now',
    ],
    ["typo-leaveout", ADDRESS.slice(0, -1), 'has 39 digits after "0x" instead of 40: some are missing'],
  ] as const) {
    it(`csv-addr-${name}: takes no address for a name, and says how it is written`, async () => {
      const said = await refusalOf(build(`csv-addr-${name}`));
      expect(said).to.equal(
        `${join(CASES, `csv-addr-${name}`, "t.csv")}, line 2: A person is named by the address "${written}": ${why}.`,
      );
    });
  }

  it("csv-addr-lower: takes an address as programs write it, and says what to compare it with", async () => {
    expect(await ledgerOf("csv-addr-lower")).to.deep.equal({
      ...ONE,
      warnings: [
        `the address ${ADDRESS.toLowerCase()} is written in small letters, so nothing says that it was copied rightly: compare it with ${ADDRESS}.`,
      ],
    });
  });

  it("csv-case-names: says that three spellings are probably one person", async () => {
    expect(await ledgerOf("csv-case-names")).to.deep.equal({
      rows: ["1 production 5 5", "2 production 5 5", "3 production 5 5"],
      leftOut: {},
      warnings: [
        '"t:ANN" and "t:Ann" and "t:ann" are probably one person: t:ANN, t:Ann, t:ann. Write them into one entry of the file of people, if so.',
        `3 ${DEMO}`,
      ],
    });
  });

  it("gh-bots: pays no program, whatever its type, and names each", async () => {
    expect(await ledgerOf("gh-bots")).to.deep.equal({
      rows: ["o/r#2/review/1 maintenance 1 1"],
      leftOut: { "of bots": 6 },
      warnings: [
        "left out of bots: github:codecov-io, github:copilot, github:dependabot[bot], github:greenkeeper[bot], github:renovate-bot, github:web-flow.",
        `1 ${DEMO}`,
      ],
    });
  });

  const SIZELESS =
    "gh: pull requests that do not say their size: 1; they count 0 lines, ask for each one alone, or for additions and deletions.";

  it("gh-ghost: pays nobody for who was deleted", async () => {
    expect(await ledgerOf("gh-ghost")).to.deep.equal({
      rows: ["o/r#2 production 0 1"],
      leftOut: { "of deleted users": 2 },
      warnings: [SIZELESS, "left out of deleted users: github:ghost.", `1 ${DEMO}`],
    });
  });

  it("gh-overlap: counts once what is on two pages", async () => {
    expect(await ledgerOf("gh-overlap")).to.deep.equal({
      rows: ["o/r#1 production 0 1"],
      leftOut: { "the same again": 1 },
      warnings: [SIZELESS, `1 ${DEMO}`],
    });
  });

  it("gh-error-object: says what GitHub said", async () => {
    expect(await refusalOf(build("gh-error-object"))).to.equal(
      `${join(CASES, "gh-error-object", "pulls.json")}, line 1: is an answer of GitHub that says "API rate limit exceeded for user ID 1.": ask it again.`,
    );
  });

  for (const [name, first] of [
    ["nobytes", 100],
    ["real", 100_000],
  ] as const) {
    it(`mw-deleted-text-${name}: pays nothing for what nobody knows of a hidden text, and says so`, async () => {
      expect(await ledgerOf(`mw-deleted-text-${name}`)).to.deep.equal({
        rows: [`1 production ${first} ${first}`, "2 production 0 0", "3 production 0 0"],
        leftOut: {},
        warnings: [
          `wiki: ${join(CASES, `mw-deleted-text-${name}`, "d.xml")}: edits whose size nobody knows, as a text before or after is hidden or not there: 2; they count 0 bytes.`,
          `3 ${DEMO}`,
        ],
      });
    });
  }

  it("mw-old-revert-nosha1: sees the revert by the texts, and pays no vandal", async () => {
    expect(await ledgerOf("mw-old-revert-nosha1")).to.deep.equal({
      rows: ["1 production 500 500", "3 maintenance 2000 2000"],
      leftOut: { "edits that were reverted": 1 },
      warnings: [`2 ${DEMO}`],
    });
  });

  it("mw-mcr: counts the text of a page, not the data beside it", async () => {
    expect(await ledgerOf("mw-mcr")).to.deep.equal({
      rows: ["1 production 50 50"],
      leftOut: {},
      warnings: [`1 ${DEMO}`],
    });
  });

  it("uc-continue: says that what follows is not there", async () => {
    expect(await ledgerOf("uc-continue")).to.deep.equal({
      rows: ["10 production 50 50"],
      leftOut: {},
      warnings: [
        `uc: ${join(CASES, "uc-continue", "u.json")}, line 1: the answer goes on, but what follows is not in the files: ask the wiki for the rest.`,
        `1 ${DEMO}`,
      ],
    });
  });

  it("uc-nosizediff: says that sizes are not there, and how to ask for them", async () => {
    expect(await refusalOf(build("uc-nosizediff"))).to.equal(
      "Nothing is awarded to anyone (uc: 1 worth 0 by the rules, such as those of size 0): look at period, sources and rules. uc: edits that do not say their size: 1; they count 0 bytes, ask for ucprop=sizediff.",
    );
  });
});
