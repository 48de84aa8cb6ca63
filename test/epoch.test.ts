import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { Decimal } from "decimal.js";
import { getAddress, keccak256, toBeHex } from "ethers";
import { demoWallet } from "../ledger/contributors.ts";
import { buildEpoch } from "../ledger/builder/build.ts";
import { readEpochConfig } from "../ledger/builder/config.ts";
import { createContentHasher, namesOf } from "../ledger/builder/content.ts";
import { describe as describeAward, explain } from "../ledger/verifier/explain.ts";
import { FORMULAS, FORMULA_NAMES, type Formula } from "../ledger/formulas/formulas.ts";
import { createValuation, type Rule } from "../ledger/formulas/rules.ts";
import { readSummary } from "../ledger/builder/summary.ts";
import { checkLedger, treeOf } from "../ledger/verifier/verify.ts";
import { rootOf, shardDigits, shardOf } from "../sdk/src/ledger.ts";
import { runEpoch } from "../scripts/epoch.ts";
import { createTestRepository } from "./lib/repositories.ts";
import { ROOT, createTestFolder, refusalOf, runHere, runScript } from "./lib/files.ts";
import { z } from "zod";

const folder = createTestFolder("epoch");
const TOKEN = 10n ** 18n;
const MARCH = Date.UTC(2027, 2, 1) / 1_000;
const DAY = 86_400;
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_DOWN });

/** Made-up accounts, the smallest address first. */
const ACCOUNTS = Array.from({ length: 40 }, (_, at) =>
  getAddress(`0x${keccak256(toBeHex(at + 1)).slice(26)}`),
).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
const [A = "", B = "", C = ""] = ACCOUNTS;

function formulaOf(name: string, parameters: Record<string, bigint | number>): Formula {
  const read = FORMULAS[name]?.({ tokens: z.bigint(), whole: z.number() });
  if (read === undefined) throw new Error(`no formula ${name}`);
  return read.parse(parameters);
}

const ruleOf = (formula: Formula, more: Partial<Rule> = {}): Rule => ({
  ...{ name: formula.name, sources: [], kinds: [], formula, pool: null, maxPerPerson: null },
  ...more,
});

/** Writes files and a config beside them; answers the config's path. */
function configFile(files: Readonly<Record<string, string>>, config: object): string {
  const place = folder.fresh("config");
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
  const path = join(place, "epoch.json");
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const PERIOD = { name: "March", since: "2027-03-01", until: "2027-03-31" };
const EACH = { formula: "per-row/1", parameters: { each: "1", maxPerDay: 100 } };
const HEAD = "id,date,person,kind,size,note\n";

const hours = (rows: string, more: object = {}): string =>
  configFile(
    { "hours.csv": `${HEAD}${rows}` },
    {
      ...PERIOD,
      sources: [{ name: "hours", type: "csv", files: ["hours.csv"] }],
      rules: [{ name: "all", ...EACH }],
      ...more,
    },
  );

async function build(config: string, out = join(folder.fresh("out"), "epoch")) {
  return { out, ...(await buildEpoch({ config: await readEpochConfig(config), folder: out })) };
}

const linesOf = (out: string): string[] => readFileSync(join(out, "ledger.jsonl"), "utf8").split("\n");

describe("Epoch", () => {
  after(() => {
    folder.remove();
  });

  describe("formulas", () => {
    const deed = { size: 0, before: 0, beforeInEpoch: 0 };

    it("gives each row its award, up to so many a day", () => {
      const formula = formulaOf("per-row/1", { each: 3n, maxPerDay: 2 });
      const values = [0, 1, 2, 9].map((before) => formula.valueOf({ ...deed, before, beforeInEpoch: 50 }));
      expect(values).to.deep.equal([3n, 3n, 0n, 0n]);
      expect(formula.shared).to.equal(true);
    });

    it("takes the square root of the size, with two caps, exactly", () => {
      const parameters = { base: TOKEN / 3n, unit: 7n * TOKEN + 1n, sizeCap: 2_500, max: 300n * TOKEN };
      const formula = formulaOf("square-root/1", parameters);
      for (const size of [0, 1, 2, 3, 99, 1_000, 1_835, 2_500, 2_501, 1e9]) {
        const root = new Exact(Math.min(size, 2_500)).sqrt().times((7n * TOKEN + 1n).toString());
        const expected = BigInt(root.floor().toFixed(0)) + TOKEN / 3n;
        const capped = expected < 300n * TOKEN ? expected : 300n * TOKEN;
        expect(formula.valueOf({ ...deed, size }), `${size}`).to.equal(capped);
      }
      expect(formula.valueOf({ ...deed, size: 2_500 })).to.equal(300n * TOKEN);
    });

    it("counts sizes up to a cap", () => {
      const formula = formulaOf("per-size/1", { each: 5n, sizeCap: 10 });
      expect([0, 9, 10, 11].map((size) => formula.valueOf({ ...deed, size }))).to.deep.equal([
        0n,
        45n,
        50n,
        50n,
      ]);
    });

    it("pays an active day once, and an active account once", () => {
      const day = formulaOf("active-day/1", { each: 5n });
      expect([0, 1].map((before) => day.valueOf({ ...deed, before, beforeInEpoch: 8 }))).to.deep.equal([
        5n,
        0n,
      ]);
      const once = formulaOf("once-active/1", { each: 5n, minRows: 3 });
      expect([0, 1, 2, 3].map((beforeInEpoch) => once.valueOf({ ...deed, beforeInEpoch }))).to.deep.equal([
        ...[0n, 0n, 5n, 0n],
      ]);
      expect([day.shared, once.shared]).to.deep.equal([false, false]);
    });

    it("has names with versions, and refuses other parameters", () => {
      expect(FORMULA_NAMES).to.deep.equal([
        ...["per-row/1", "square-root/1", "per-size/1", "active-day/1", "once-active/1"],
      ]);
      expect(() => formulaOf("active-day/1", { each: 1n, more: 1 })).to.throw("more");
    });
  });

  describe("rules", () => {
    const row = (account: string, date: number, more: object = {}) => ({
      ...{ source: "wiki", kind: "production" as const, date, size: 4 },
      shares: [{ account, bps: 10_000 }],
      ...more,
    });

    it("values a row by the first rule that fits", () => {
      const one = formulaOf("per-row/1", { each: 1n, maxPerDay: 9 });
      const valuation = createValuation([
        ruleOf(one, { name: "reviews", sources: ["code"], kinds: ["maintenance"] }),
        ruleOf(one, { name: "wiki", sources: ["wiki", "mirror"] }),
        ruleOf(one, { name: "use", kinds: ["use"] }),
      ]);
      const named = (source: string, kind: "production" | "use" | "maintenance") =>
        valuation.value(row(A, MARCH, { source, kind }))?.rule.name;
      expect(named("code", "maintenance")).to.equal("reviews");
      expect(named("wiki", "use")).to.equal("wiki");
      expect(named("mirror", "maintenance")).to.equal("wiki");
      expect(named("code", "use")).to.equal("use");
      expect(named("code", "production")).to.equal(undefined);
      expect(valuation.amounts()).to.deep.equal([{ account: A, amount: 4n }]);
    });

    it("counts days in UTC, each account and each rule for itself", () => {
      const valuation = createValuation([ruleOf(formulaOf("active-day/1", { each: 10n }))]);
      const valueOf = (account: string, date: number) => valuation.value(row(account, date))?.parts[0]?.value;
      expect(valueOf(A, MARCH)).to.equal(10n);
      expect(valueOf(A, MARCH + DAY - 1)).to.equal(0n);
      expect(valueOf(B, MARCH + DAY - 1)).to.equal(10n);
      expect(valueOf(A, MARCH + DAY)).to.equal(10n);
      expect(valuation.amounts()).to.deep.equal([
        { account: A, amount: 20n },
        { account: B, amount: 10n },
      ]);
    });

    it("splits what people did together to the wei, and pays each an active day whole", () => {
      const shares = [
        { account: C, bps: 3_334 },
        { account: A, bps: 3_333 },
        { account: B, bps: 3_333 },
      ];
      const valuation = createValuation([
        ruleOf(formulaOf("per-row/1", { each: 101n, maxPerDay: 9 }), { kinds: ["production"] }),
        ruleOf(formulaOf("active-day/1", { each: 7n }), { kinds: ["use"] }),
      ]);
      const values = (kind: "production" | "use") =>
        valuation.value(row(A, MARCH, { kind, shares }))?.parts.map(({ value }) => value);
      // 101 · 3,333 / 10,000 is 33.66: the first gets what the others leave.
      expect(values("production")).to.deep.equal([35n, 33n, 33n]);
      expect(values("use")).to.deep.equal([7n, 7n, 7n]);
    });

    it("shares pools out by largest remainder, to the wei, equal ones by address", () => {
      const pool = (wei: bigint, weights: readonly bigint[]): bigint[] => {
        const valuation = createValuation([
          ruleOf(formulaOf("per-size/1", { each: 1n, sizeCap: 1_000_000 }), { pool: wei }),
        ]);
        weights.forEach((weight, at) => {
          valuation.value(row(ACCOUNTS[weights.length - 1 - at] ?? "", MARCH, { size: Number(weight) }));
        });
        const amounts = new Map(valuation.amounts().map(({ account, amount }) => [account, amount]));
        return weights.map((_, at) => amounts.get(ACCOUNTS[weights.length - 1 - at] ?? "") ?? 0n);
      };
      expect(pool(10n, [1n, 1n, 1n])).to.deep.equal([3n, 3n, 4n]);
      expect(pool(100n, [1n, 2n, 4n])).to.deep.equal([14n, 29n, 57n]);
      expect(pool(2n, [5n, 1n, 1n])).to.deep.equal([2n, 0n, 0n]);
      expect(pool(7n, [0n, 3n])).to.deep.equal([0n, 7n]);
      // Against an independent computation with remainders as fractions.
      const weights = Array.from({ length: 37 }, (_, at) => BigInt((at * 7_919) % 1_009));
      const sum = weights.reduce((total, weight) => total + weight, 0n);
      const wei = 10n ** 18n + 17n;
      const exact = weights.map((weight) =>
        new Exact(wei.toString()).times(weight.toString()).div(sum.toString()),
      );
      const floors = exact.map((part) => BigInt(part.floor().toFixed(0)));
      const left = Number(wei - floors.reduce((total, part) => total + part, 0n));
      const order = exact
        .map((part, at) => ({ rest: part.minus(part.floor()), at }))
        .sort((a, b) => b.rest.comparedTo(a.rest) || b.at - a.at);
      for (const { at } of order.slice(0, left)) floors[at] = (floors[at] ?? 0n) + 1n;
      expect(pool(wei, weights)).to.deep.equal(floors);
    });

    it("tells what an account has by each rule, and refuses a pool for nobody", () => {
      const rule = ruleOf(formulaOf("per-row/1", { each: 2n, maxPerDay: 1 }), { pool: 9n });
      const valuation = createValuation([rule]);
      expect(() => valuation.amounts()).to.throw(
        'The rule "per-row/1" has a pool, but no row under it is worth anything: leave the rule out, or mend its sources.',
      );
      valuation.value(row(A, MARCH));
      valuation.value(row(A, MARCH));
      valuation.value(row(B, MARCH));
      expect(valuation.accountOf(A)).to.deep.equal([{ rule, value: 2n, amount: 5n }]);
      expect(valuation.accountOf(B)).to.deep.equal([{ rule, value: 2n, amount: 4n }]);
      expect(valuation.accountOf(C)).to.deep.equal([]);
    });
  });

  describe("content names", () => {
    it("are SHA-256 and CIDv1 as public documentation has them", async () => {
      // Of the packages ipfs-cid (PyPI), cid (crates.io) and excid (hex.pm).
      const vectors = {
        "Hello world": "bafkreide5semuafsnds3ugrvm6fbwuyw2ijpj43gwjdxemstjkfozi37hq",
        "beep boop": "bafkreieq5jui4j25lacwomsqgjeswwl3y5zcdrresptwgmfylxo2depppq",
        hello: "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq",
      };
      for (const [text, cid] of Object.entries(vectors)) {
        const hasher = createContentHasher();
        hasher.update(text.slice(0, 3));
        hasher.update(Buffer.from(text.slice(3)));
        const contentHash = `0x${createHash("sha256").update(text).digest("hex")}`;
        expect(hasher.names()).to.deep.equal({ contentHash, cid });
        expect(await namesOf(folder.file("text", text))).to.deep.equal({ contentHash, cid });
      }
      // FIPS 180-2, appendix B.1.
      const hasher = createContentHasher();
      hasher.update("abc");
      expect(hasher.names().contentHash).to.equal(
        "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      );
    });
  });

  describe("build", () => {
    const ROWS =
      `3,2027-03-02,${C},use,1,later\n1,2027-03-01,${A},production,2500,"first, big"\n` +
      `2,2027-03-01T00:00:01Z,${B},maintenance,1,\n4,2027-03-31T23:59:59Z,${A},production,0,last second\n` +
      `5,2027-04-01,${A},production,1,too late\n6,2027-02-28,${A},production,1,too early\n`;
    const RULES = [
      {
        ...{ name: "make", kinds: ["production"], formula: "square-root/1" },
        parameters: { base: "1", unit: "0.5", sizeCap: 900, max: "15.5" },
      },
      { name: "care", kinds: ["maintenance"], formula: "active-day/1", parameters: { each: "2" } },
      {
        name: "use",
        formula: "once-active/1",
        parameters: { each: "1", minRows: 1 },
        pool: "0.000000000000000007",
      },
    ];

    it("writes the canonical ledger, byte for byte", async () => {
      const { out, summary, header, warnings } = await build(hours(ROWS, { rules: RULES }));
      const rule = (name: string, kinds: string, formula: string, parameters: string, pool: string) =>
        `{"name":"${name}","sources":[],"kinds":[${kinds}],"formula":"${formula}","parameters":{${parameters}},"pool":${pool},"maxPerPerson":null}`;
      const row = (
        id: string,
        kind: string,
        date: number,
        size: number,
        note: string,
        by: string,
        part: string,
      ) =>
        `{"source":"hours","id":"${id}","kind":"${kind}","date":${date},"entered":${date},"patch":null,"size":${size},"note":"${note}","rule":"${by}","parts":[${part}]}`;
      const part = (account: string, value: bigint) =>
        `{"account":"${account}","bps":10000,"value":"${value}"}`;
      const expected = [
        `{"format":"cdpo-epoch/2","name":"March","since":${MARCH},"until":${MARCH + 31 * DAY - 1},` +
          `"sources":[{"name":"hours","type":"csv","rows":4,"leftOut":{"outside the period":2}}],"rules":[` +
          `${rule("make", '"production"', "square-root/1", `"base":"${TOKEN}","unit":"${TOKEN / 2n}","sizeCap":900,"max":"${(31n * TOKEN) / 2n}"`, "null")},` +
          `${rule("care", '"maintenance"', "active-day/1", `"each":"${2n * TOKEN}"`, "null")},` +
          `${rule("use", "", "once-active/1", `"each":"${TOKEN}","minRows":1`, '"7"')}],` +
          `"rows":4,"leaves":3,"total":"${(37n * TOKEN) / 2n + 7n}","previous":null,"earlier":[],"nextIndex":3}`,
        // 1 + 0.5·√900 is 16, above the maximum; 1 + 0 for the last.
        row("1", "production", MARCH, 2_500, "first, big", "make", part(A, (31n * TOKEN) / 2n)),
        row("2", "maintenance", MARCH + 1, 1, "", "care", part(B, 2n * TOKEN)),
        row("3", "use", MARCH + DAY, 1, "later", "use", part(C, TOKEN)),
        row("4", "production", MARCH + 31 * DAY - 1, 0, "last second", "make", part(A, TOKEN)),
        `{"index":0,"account":"${A}","amount":"${(33n * TOKEN) / 2n}"}`,
        `{"index":1,"account":"${B}","amount":"${2n * TOKEN}"}`,
        `{"index":2,"account":"${C}","amount":"7"}`,
        "",
      ].join("\n");
      expect(readFileSync(join(out, "ledger.jsonl"), "utf8")).to.equal(expected);

      const root = StandardMerkleTree.of(
        [
          [0, A, (33n * TOKEN) / 2n],
          [1, B, 2n * TOKEN],
          [2, C, 7n],
        ],
        ["uint256", "address", "uint256"],
      ).root;
      const contentHash = `0x${createHash("sha256").update(expected).digest("hex")}`;
      expect(summary).to.deep.include({
        ...{
          format: "cdpo-epoch/2",
          name: "March",
          root,
          total: (37n * TOKEN) / 2n + 7n,
          count: 3,
          contentHash,
        },
        ...{ formula: "square-root/1+active-day/1+once-active/1", rows: 4, ledgerBytes: expected.length },
      });
      expect(JSON.parse(readFileSync(join(out, "epoch.json"), "utf8"))).to.deep.equal({
        ...summary,
        total: summary.total.toString(),
      });
      expect(header.total).to.equal(summary.total);
      expect(warnings).to.deep.equal([]);
      expect(readdirSync(dirname(out))).to.deep.equal([basename(out)]);
    });

    it("gives the same bytes from the same rows in another order and in overlapping files", async () => {
      const first = await build(hours(ROWS, { rules: RULES }));
      const lines = ROWS.trim().split("\n");
      const shuffled = configFile(
        {
          "a.csv": `${HEAD}${lines.toReversed().join("\n")}\n`,
          "b.csv": `${HEAD}${lines.slice(0, 2).join("\n")}\n`,
        },
        {
          ...PERIOD,
          $comment: "a comment changes nothing",
          sources: [{ name: "hours", type: "csv", files: ["a.csv", "b.csv"] }],
          rules: RULES,
        },
      );
      const second = await build(shuffled);
      expect(second.summary.root).to.equal(first.summary.root);
      expect(second.header.sources[0]?.leftOut).to.deep.equal({
        "outside the period": 2,
        "the same again": 2,
      });
      expect(linesOf(second.out).slice(1)).to.deep.equal(linesOf(first.out).slice(1));
      const again = await build(hours(ROWS, { rules: RULES }), first.out);
      expect(again.summary).to.deep.equal(first.summary);
    });

    it("finds accounts by prefixed name, and leaves out, refuses or invents the others as told", async () => {
      const files = {
        "hours.csv": `${HEAD}1,2027-03-01,ann,use,1,\n2,2027-03-01,bo,use,1,\n3,2027-03-01,bot,use,1,\n`,
        "accounts.json": JSON.stringify({ "team:ann": A, bo: B }),
      };
      const config = (more: object) =>
        configFile(files, {
          ...PERIOD,
          ...{ accounts: "accounts.json", without: ["team:bot"], rules: [{ name: "all", ...EACH }] },
          sources: [{ name: "hours", type: "csv", files: ["hours.csv"], people: "team" }],
          ...more,
        });
      expect(await refusalOf(build(config({})))).to.equal(
        '1 people have no account, such as "team:bo": write them into the accounts file, or set unknownPeople to "leave-out".',
      );
      const left = await build(config({ unknownPeople: "leave-out" }));
      expect(left.header.sources[0]).to.deep.include({
        rows: 1,
        leftOut: { "of people whom the config leaves out": 1, "of people without an account": 1 },
      });
      const demo = await build(config({ unknownPeople: "demo" }));
      const { leaves } = await checkLedger({ file: join(demo.out, "ledger.jsonl") });
      expect(leaves.map(({ account }) => account)).to.have.members([A, demoWallet("team:bo").address]);
      expect(demo.warnings).to.deep.equal([
        "1 people have demo accounts, whose keys everyone can compute: publish this on test chains only.",
      ]);
    });

    it("reads every file with a byte order mark in front, and refuses a key that stands twice, where it is", async () => {
      const marked = "\ufeff";
      const files = {
        "hours.csv": `${marked}${HEAD}1,2027-03-01,ann,use,1,\n`,
        "pulls.json": `${marked}[]`,
        "accounts.json": `${marked}{"team:ann": "${A}"}`,
      };
      const config = configFile(files, {
        ...PERIOD,
        ...{ accounts: "accounts.json", rules: [{ name: "all", ...EACH }] },
        sources: [
          { name: "hours", type: "csv", files: ["hours.csv"], people: "team" },
          { name: "hub", type: "github", pulls: ["pulls.json"] },
        ],
      });
      const text = readFileSync(config, "utf8");
      writeFileSync(config, marked + text);
      const { out, summary } = await build(config);
      expect(summary.count).to.equal(1);
      const facts = join(out, "epoch.json");
      const written = readFileSync(facts, "utf8");
      writeFileSync(facts, marked + written);
      expect(await readSummary(out)).to.deep.equal(summary);

      writeFileSync(facts, written.replace("{", '{"root": "0x",\n'));
      expect(await refusalOf(readSummary(out))).to.equal(
        `${facts} has the key "root" twice in one object, again in line 5: leave one of them out; build the epoch again.`,
      );
      writeFileSync(join(dirname(config), "accounts.json"), `{"team:ann": "${A}",\n\n"team:ann": "${B}"}`);
      expect(await refusalOf(build(config))).to.equal(
        `The file of people ${join(dirname(config), "accounts.json")} has the key "team:ann" twice in one object, again in line 3: leave one of them out.`,
      );
      writeFileSync(config, text.replace("{", '{"name": "April",'));
      expect(await refusalOf(build(config))).to.match(
        / has the key "name" twice in one object, again in line 1: leave one of them out\.$/,
      );
    });

    it("removes no folder that has the name of what it makes beside the epoch", async () => {
      const place = folder.fresh("beside");
      const theirs = join(place, `.march.${process.pid}.tmp`);
      mkdirSync(theirs);
      writeFileSync(join(theirs, "work"), "of a year");
      const out = join(place, "march");
      const config = await readEpochConfig(hours(`1,2027-03-01,${A},use,1,\n`));
      expect(await refusalOf(buildEpoch({ config, folder: out }))).to.match(
        /march cannot be written: EEXIST: file already exists/,
      );
      expect(readFileSync(join(theirs, "work"), "utf8")).to.equal("of a year");
      expect(readdirSync(place)).to.deep.equal([`.march.${process.pid}.tmp`]);
    });

    it("replaces nothing that came into the folder while it was built", async () => {
      const { out } = await build(hours(`1,2027-03-01,${A},use,1,\n`));
      const before = readFileSync(join(out, "ledger.jsonl"), "utf8");
      const letter = join(out, "letter.txt");
      const config = await readEpochConfig(hours(`1,2027-03-01,${B},use,1,\n`));
      const onStep = (): void => {
        writeFileSync(letter, "mine");
      };
      expect(await refusalOf(buildEpoch({ config, folder: out, onStep }))).to.equal(
        `${letter} was not written by a build, and would be lost: move it, or name another folder.`,
      );
      expect(readFileSync(letter, "utf8")).to.equal("mine");
      expect(readFileSync(join(out, "ledger.jsonl"), "utf8")).to.equal(before);
    });

    it("pays nobody in particular from no source, and names them", async () => {
      const rows = ["ClueBot NG", "~2027-12345-6", "192.0.2.7", "Ann"].map(
        (person, at) => `${at + 1},2027-03-01,${person},use,1,\n`,
      );
      const { header, warnings } = await build(
        configFile(
          { "edits.csv": `${HEAD}${rows.join("")}` },
          {
            ...{ ...PERIOD, unknownPeople: "demo", rules: [{ name: "all", ...EACH }] },
            sources: [{ name: "edits", type: "csv", files: ["edits.csv"], people: "wiki" }],
          },
        ),
      );
      expect(header.sources[0]).to.deep.include({
        rows: 1,
        leftOut: { "of bots": 1, "of people without an account of their own": 2 },
      });
      expect(header.total).to.equal(TOKEN);
      expect(warnings.slice(0, 2)).to.deep.equal([
        "left out of bots: wiki:ClueBot NG.",
        "left out of people without an account of their own: wiki:192.0.2.7, wiki:~2027-12345-6.",
      ]);
    });

    it("gives no work away by a .mailmap that nobody agreed to", async () => {
      const { path, commit } = createTestRepository(join(folder.fresh("mapped"), "commons"));
      const by = { name: "Ann", email: "ann@example.org" };
      const date = MARCH + DAY;
      commit({ date, by, files: { "a.ts": "export const a = 1;\n" } });
      const stolen = "Mallory <mallory@example.org> <ann@example.org>\n";
      const taking = commit({ date: date + 1, by, files: { ".mailmap": stolen } });
      const accounts = { "ann@example.org": A, "mallory@example.org": B };
      const configured = (more: object): string =>
        configFile(
          { "accounts.json": JSON.stringify(accounts) },
          {
            ...{ ...PERIOD, accounts: "accounts.json", rules: [{ name: "all", ...EACH }] },
            sources: [{ name: "code", type: "git", path, ...more }],
          },
        );
      expect(await refusalOf(build(configured({})))).to.equal(
        `The .mailmap of ${path} gives work to others than its commits name: Ann <ann@example.org> was Ann <ann@example.org>, and is Mallory <mallory@example.org>. Look at it, and say yes with the hash of the commit that is read as "mailmap".`,
      );
      const { out } = await build(configured({ mailmap: taking }));
      const { leaves } = await checkLedger({ file: join(out, "ledger.jsonl") });
      expect(leaves.map(({ account }) => account)).to.deep.equal([B]);
    });

    it("tells names without what a terminal would act on", async () => {
      const { warnings } = await build(
        hours("1,2027-03-01,a\u001b[2Jnn,use,1,\n2,2027-03-01,A\u001b[2JNN,use,1,\n", {
          unknownPeople: "demo",
        }),
      );
      expect(warnings[0]).to.equal(
        '"hours:A?[2JNN" and "hours:a?[2Jnn" are probably one person: hours:A?[2JNN, hours:a?[2Jnn. Write them into one entry of the file of people, if so.',
      );
    });

    it("keeps the indices of an earlier epoch", async () => {
      const first = await build(hours(`1,2027-03-01,${B},use,1,\n2,2027-03-01,${C},use,1,\n`));
      const second = hours(`1,2027-03-02,${A},use,1,\n2,2027-03-02,${C},use,1,\n`, {
        previous: join(first.out, "ledger.jsonl"),
      });
      const { out, header } = await build(second);
      const { leaves } = await checkLedger({ file: join(out, "ledger.jsonl") });
      expect(leaves).to.deep.equal([
        { index: 2, account: A, amount: TOKEN },
        { index: 1, account: C, amount: TOKEN },
      ]);
      expect(header).to.deep.include({ previous: first.summary.contentHash, nextIndex: 3 });
    });

    it("does not recognise again what any earlier epoch has", async () => {
      const first = await build(hours(`1,2027-03-01,${A},use,1,\n`));
      const second = await build(
        hours(`1,2027-03-01,${A},use,1,\n2,2027-03-02,${B},use,1,\n`, {
          previous: join(first.out, "ledger.jsonl"),
        }),
      );
      expect(second.header.sources[0]).to.deep.include({ rows: 1, leftOut: { "already recognised": 1 } });
      const third = await build(
        hours(`1,2027-03-01,${A},use,1,\n2,2027-03-02,${B},use,1,\n3,2027-03-03,${C},use,1,\n`, {
          previous: join(second.out, "ledger.jsonl"),
          earlier: [join(first.out, "ledger.jsonl")],
        }),
      );
      expect(third.header).to.deep.include({
        rows: 1,
        total: TOKEN,
        previous: second.summary.contentHash,
        earlier: [first.summary.contentHash, second.summary.contentHash],
      });
      expect(third.header.sources[0]?.leftOut).to.deep.equal({ "already recognised": 2 });
      // The same number on another day is something else, in tables that count from 1 each month.
      const other = hours(`1,2027-03-03,${A},use,1,\n`, { previous: join(first.out, "ledger.jsonl") });
      expect((await build(other)).header.rows).to.equal(1);
    });

    it("pays one account by a rule so much in the period at most, and says so", async () => {
      const rows = `1,2027-03-01,${A},use,1,\n2,2027-03-02,${A},use,1,\n3,2027-03-03,${B},use,1,\n`;
      const rule = { name: "all", ...EACH, maxPerPerson: "1.5" };
      const { out, summary } = await build(hours(rows, { rules: [rule] }));
      const file = join(out, "ledger.jsonl");
      expect((await checkLedger({ file })).leaves).to.deep.equal([
        { index: 0, account: A, amount: (3n * TOKEN) / 2n },
        { index: 1, account: B, amount: TOKEN },
      ]);
      expect(summary.total).to.equal((5n * TOKEN) / 2n);
      expect(describeAward(await explain({ file, account: A }))).to.include(
        "values 2.0, of which at most 1.5 tokens are paid in a period",
      );
      expect(await refusalOf(build(hours(rows, { rules: [{ ...rule, pool: "9" }] })))).to.include(
        "rules[0].maxPerPerson: is not for a rule with a pool, whose values are points",
      );
    });

    it("writes proofs in shards that lead to the root, one small file for each account", async () => {
      const rows = ACCOUNTS.map((account, at) => `${at},2027-03-01,${account},use,${at},`).join("\n");
      const config = hours(`${rows}\n`, {
        rules: [{ name: "all", formula: "per-size/1", parameters: { each: "1", sizeCap: 1_000 } }],
      });
      const { out, summary } = await build(config);
      const shards = readdirSync(join(out, "proofs"));
      expect(shards.every((name) => /^[0-9a-f]\.json$/.test(name))).to.equal(true);
      let accounts = 0;
      for (const account of ACCOUNTS) {
        // The first row is worth nothing.
        const at = ACCOUNTS.indexOf(account);
        const shard = shardOf(account, summary.shardDigits);
        if (!shards.includes(shard)) continue;
        const all = JSON.parse(readFileSync(join(out, "proofs", shard), "utf8")) as Record<
          string,
          { index: number; amount: string; proof: string[] } | undefined
        >;
        const own = all[account.toLowerCase()];
        if (at === 0) {
          expect(own).to.equal(undefined);
          continue;
        }
        if (own === undefined) throw new Error(`no proof of ${account}`);
        expect(own.amount).to.equal((BigInt(at) * TOKEN).toString());
        expect(rootOf({ index: own.index, account, amount: BigInt(own.amount) }, own.proof)).to.equal(
          summary.root,
        );
        accounts++;
      }
      expect(accounts).to.equal(39);
      expect([1, 64 * 16, 64 * 16 + 1, 1_000_000].map(shardDigits)).to.deep.equal([1, 1, 2, 4]);
    });

    it("leaves what was there when anything goes wrong, and nothing half-written", async () => {
      const { out } = await build(hours(`1,2027-03-01,${A},use,1,\n`));
      const before = linesOf(out);
      const cases: [string, RegExp][] = [
        [
          hours(`1,2027-03-01,${A},use,1,\n2,2027-03-01,${A},use,x,\n`),
          /hours\.csv, line 3: the size "x" is not/,
        ],
        [
          hours(`1,2027-03-01,${A},use,1,\n1,2027-03-01,${A},use,2,\n`),
          /^The source "hours" has the id "1" twice, with different contents: look for it in its files\.$/,
        ],
        [
          hours(`1,2027-04-01,${A},use,1,\n`),
          /^Nothing is awarded to anyone \(hours: 1 outside the period\): look at period, sources and rules\.$/,
        ],
        [
          hours(`1,2027-03-01,${A},use,1,\n`, { rules: [{ name: "no", kinds: ["production"], ...EACH }] }),
          /^Nothing is awarded to anyone \(hours: 1 no rule is for them\)/,
        ],
        [
          hours(`1,2027-03-01,${A},use,0,\n2,2027-03-01,${B},use,0,\n`, {
            rules: [{ name: "all", formula: "per-size/1", parameters: { each: "1", sizeCap: 9 } }],
          }),
          /^Nothing is awarded to anyone \(hours: 2 worth 0 by the rules, such as those of size 0\): look at period, sources and rules\.$/,
        ],
        [
          configFile(
            {
              "u.json":
                '{"continue":{"uccontinue":"x"},"query":{"usercontribs":[{"userid":1,"user":"Ann","revid":10,"ns":0,"title":"A",' +
                '"timestamp":"2027-03-05T10:00:00Z","tags":[]}]}}',
            },
            {
              ...PERIOD,
              unknownPeople: "demo",
              sources: [{ name: "uc", type: "usercontribs", files: ["u.json"] }],
              rules: [{ name: "all", formula: "per-size/1", parameters: { each: "1", sizeCap: 9 } }],
            },
          ),
          /^Nothing .* and rules\. uc: .*u\.json, line 1: the answer goes on, .* uc: edits that do not say their size: 1; .*$/,
        ],
        [
          hours(`1,2027-03-01,${A},use,1,\n`, {
            rules: [{ name: "all", ...EACH, pool: "79228162514.264337593543950336" }],
          }),
          /^The total of 79228162514264337593543950336 token wei is above 2\^96 − 1/,
        ],
      ];
      for (const [config, reason] of cases) {
        expect(await refusalOf(build(config, out))).to.match(reason);
        expect(linesOf(out)).to.deep.equal(before);
        expect(readdirSync(dirname(out))).to.deep.equal([basename(out)]);
      }
      // A wei less fits.
      const most = hours(`1,2027-03-01,${A},use,1,\n`, {
        rules: [{ name: "all", ...EACH, pool: "79228162514.264337593543950335" }],
      });
      expect((await build(most)).summary.total).to.equal(2n ** 96n - 1n);
    });

    it("refuses a place that holds something else", async () => {
      const config = hours(`1,2027-03-01,${A},use,1,\n`);
      const other = folder.fresh("other");
      writeFileSync(join(other, "letter.txt"), "");
      expect(await refusalOf(build(config, other))).to.equal(
        `${other} holds something else than an epoch: name another folder.`,
      );
      expect(await refusalOf(build(config, join(other, "letter.txt")))).to.equal(
        `${join(other, "letter.txt")} is a file: name a folder for the epoch.`,
      );
      expect(await refusalOf(build(config, join(other, "no", "epoch")))).to.equal(
        `${join(other, "no", "epoch")} cannot be written: its folder does not exist.`,
      );
      const empty = folder.fresh("empty");
      expect((await build(config, empty)).summary.count).to.equal(1);
    });

    it("replaces only what a build wrote and nobody changed, not the folder of a config", async () => {
      const config = hours(`1,2027-03-01,${A},use,1,\n`);
      const text = readFileSync(config, "utf8");
      expect(await refusalOf(build(config, dirname(config)))).to.equal(
        `${dirname(config)} holds something else than an epoch: name another folder.`,
      );
      expect(readFileSync(config, "utf8")).to.equal(text);

      const { out, summary } = await build(config);
      expect((await build(config, out)).summary).to.deep.equal(summary);
      const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as { files: object };
      const hashOf = (path: string): string =>
        `0x${createHash("sha256")
          .update(readFileSync(join(out, path)))
          .digest("hex")}`;
      const written = [
        "epoch.json",
        "ledger.jsonl",
        ...readdirSync(join(out, "proofs")).map((name) => `proofs/${name}`),
      ];
      expect(manifest.files).to.deep.equal(Object.fromEntries(written.map((path) => [path, hashOf(path)])));

      const letter = join(out, "proofs", "letter.txt");
      writeFileSync(letter, "mine");
      expect(await refusalOf(build(config, out))).to.equal(
        `${letter} was not written by a build, and would be lost: move it, or name another folder.`,
      );
      expect(readFileSync(letter, "utf8")).to.equal("mine");
      rmSync(letter);
      writeFileSync(join(out, "ledger.jsonl"), "mine");
      expect(await refusalOf(build(config, out))).to.equal(
        `${join(out, "ledger.jsonl")} was changed since it was written, and would be lost: move it, or name another folder.`,
      );
      expect(readdirSync(dirname(out))).to.deep.equal([basename(out)]);
    });
  });

  describe("config", () => {
    it("names every field that is wrong", async () => {
      const file = configFile(
        {},
        {
          ...{ name: "", since: "2027-04-01", until: "March", unknownPeople: "guess", typo: 1 },
          sources: [
            { name: "a", type: "csv", files: [] },
            { name: "B", type: "git", path: "." },
            { name: "c", type: "paper" },
          ],
          rules: [
            { name: "x", formula: "square-root/1", parameters: { base: "1", unit: 1, sizeCap: 0 } },
            { name: "y", formula: "cube-root/1", kinds: ["fun"], pool: "0" },
          ],
        },
      );
      const said = (await refusalOf(readEpochConfig(file))).split("\n  ");
      expect(said[0]).to.equal(`${file} is refused; mend it and run this again:`);
      expect(said.slice(1).map((line) => line.split(":")[0])).to.have.members([
        ...[
          "name",
          "until",
          "unknownPeople",
          "typo",
          "sources[0].files",
          "sources[1].name",
          "sources[2].type",
        ],
        ...["rules[0].parameters.unit", "rules[0].parameters.sizeCap", "rules[0].parameters.max"],
        ...["rules[1].formula", "rules[1].kinds[0]", "rules[1].pool"],
      ]);
    });

    it("reads the example", async () => {
      const { sources, rules, since, until } = await readEpochConfig(join(ROOT, "examples", "epoch.json"));
      expect(sources.map(({ type }) => type)).to.deep.equal([
        ...["git", "github", "mediawiki-dump", "page-views", "csv"],
      ]);
      expect(rules.map(({ pool }) => pool)).to.deep.equal([null, null, null, 1_000n * TOKEN]);
      expect([since, until]).to.deep.equal([MARCH, MARCH + 31 * DAY - 1]);
    });

    it("sees what does not fit together", async () => {
      const file = configFile(
        {},
        {
          ...{ name: "x", since: "2027-04-01", until: "2027-03-31" },
          sources: [
            { name: "a", type: "git", path: "." },
            { name: "a", type: "git", path: "." },
          ],
          rules: [
            { name: "r", ...EACH, sources: ["b"] },
            { name: "r", ...EACH },
          ],
        },
      );
      expect((await refusalOf(readEpochConfig(file))).split("\n  ").slice(1)).to.deep.equal([
        "since: is later than until",
        'sources[1].name: there are two of the name "a"',
        'rules[1].name: there are two of the name "r"',
        'rules[0].sources[0]: there is no source "b"',
      ]);
      expect(await refusalOf(readEpochConfig("none.json"))).to.equal("none.json does not exist.");
      expect(await refusalOf(readEpochConfig(folder.file("x.json", "{")))).to.match(
        /x\.json is not JSON: .*\.$/,
      );
    });
  });

  describe("verify", () => {
    const EDITS = `1,2027-03-01,${A},production,5,\n2,2027-03-02,${B},production,7,\n3,2027-03-03,${A},use,9,\n`;

    it("takes a ledger alone, plain or compressed, and computes the same", async () => {
      const { out, summary } = await build(hours(EDITS));
      const checked = await checkLedger({ file: join(out, "ledger.jsonl") });
      expect(treeOf(checked).root).to.equal(summary.root);
      expect(checked).to.deep.include({ contentHash: summary.contentHash, cid: summary.cid });
      expect(checked.bytes).to.equal(summary.ledgerBytes);
      const compressed = folder.file("ledger.jsonl.gz", gzipSync(readFileSync(join(out, "ledger.jsonl"))));
      expect(await checkLedger({ file: compressed })).to.deep.include({ contentHash: summary.contentHash });
    });

    it("finds every change, with the line", async () => {
      const { out } = await build(hours(EDITS));
      const original = linesOf(out);
      const change = async (at: number, from: string | RegExp, to: string): Promise<string> => {
        const lines = original.map((line, place) => (place === at ? line.replace(from, to) : line));
        expect(lines).to.not.deep.equal(original);
        const file = folder.file("ledger.jsonl", lines.join("\n"));
        return (await refusalOf(checkLedger({ file }))).replace(file, "FILE");
      };
      const said = async (at: number, from: string | RegExp, to: string, line: number, reason: string) => {
        expect(await change(at, from, to)).to.equal(`FILE, line ${line}: ${reason}.`);
      };
      await said(0, "cdpo-epoch/2", "cdpo-epoch/1", 1, "format: is not cdpo-epoch/2");
      await said(0, '"rows":3,"leaves"', '"rows":2,"leaves"', 1, 'the source "hours" has 2 rows, not 3');
      await said(0, '"rows":3,"leftOut"', '"rows":4,"leftOut"', 1, 'the source "hours" has 3 rows, not 4');
      await said(0, '"leaves":2', '"leaves":3', 1, "2 accounts get something, not 3");
      await said(0, '"nextIndex":2', '"nextIndex":3', 1, "nextIndex is not 2");
      await said(0, '"nextIndex":2', '"nextIndex":1', 6, "the index is not below the header's nextIndex");
      await said(
        0,
        `"total":"${3n * TOKEN}"`,
        `"total":"${4n * TOKEN}"`,
        1,
        `the total is not ${3n * TOKEN}, the sum of the leaves`,
      );
      await said(
        0,
        "per-row/1",
        "per-row/9",
        1,
        "rules[0].formula: per-row/9 is not a formula that is known here",
      );
      await said(0, '"maxPerDay":100', '"maxPerDay":0', 1, "rules[0].parameters: maxPerDay: is below 1");
      await said(0, `"each":"${TOKEN}"`, '"each":"7"', 2, `the value of ${A} is not 7`);
      await said(0, '"name":"March"', '"name": "March"', 1, "is not written canonically");
      await said(0, /^{/, "[", 1, "is not JSON");
      await said(1, `"value":"${TOKEN}"`, '"value":"5"', 2, `the value of ${A} is not ${TOKEN}`);
      await said(1, '"rule":"all"', '"rule":"each"', 2, 'the rule is not "all", the first that fits');
      await said(1, '"source":"hours"', '"source":"days"', 2, 'the header has no source "days"');
      await said(1, `"entered":${MARCH}`, `"entered":${MARCH - 1}`, 2, "it did not enter in the period");
      await said(1, '"patch":null', '"patch":"x"', 2, "patch: is not hexadecimal");
      await said(
        1,
        `"date":${MARCH}`,
        `"date":${MARCH + 9 * DAY}`,
        3,
        "the row is not after the one before it, by date, source and id",
      );
      await said(2, '"id":"2"', '"id":"1"', 3, 'the id "1" is in the source twice');
      await said(2, '"bps":10000', '"bps":9999', 3, "parts: do not sum to 10,000 bps");
      await said(
        2,
        B,
        B.toLowerCase(),
        3,
        "parts[0].account: is not an address with a valid EIP-55 checksum",
      );
      await said(2, B, `0x${"0".repeat(40)}`, 3, "parts[0].account: is the zero address");
      await said(2, '"kind":"production"', '"kind":"fun"', 3, "kind: is not production, use or maintenance");
      await said(2, `"date":${MARCH + DAY}`, '"date":9640000000000', 3, "date: is too late a date");
      await said(
        4,
        `"amount":"${2n * TOKEN}"`,
        '"amount":"1"',
        5,
        `the amount is not ${2n * TOKEN}, what the rows add up to`,
      );
      await said(4, A, C, 5, `the account is not ${A}, the next by address`);
      await said(4, '"index":0', '"index":1', 5, "the index is not 0");
      await said(5, /.*/, "", 6, "is not JSON");
      await said(6, /$/, original[5] ?? "", 7, "the ledger should end before");
    });

    it("finds work that is in it twice", async () => {
      const { out } = await build(hours(EDITS));
      const patched = linesOf(out).join("\n").replaceAll('"patch":null', '"patch":"abcd"');
      const file = folder.file("ledger.jsonl", patched);
      expect(await refusalOf(checkLedger({ file }))).to.equal(
        `${file}, line 3: the same work is in a row before.`,
      );
    });

    it("sees indices that are taken twice, lines that end otherwise, and a missing end", async () => {
      const first = await build(hours(EDITS));
      const later = EDITS.replaceAll("2027-03-0", "2027-03-1");
      const next = await build(hours(later, { previous: join(first.out, "ledger.jsonl") }));
      const twice = folder.file(
        "ledger.jsonl",
        linesOf(next.out).join("\n").replace('{"index":1', '{"index":0'),
      );
      expect(await refusalOf(checkLedger({ file: twice }))).to.equal(
        `${twice}, line 6: the index 0 is in the ledger twice.`,
      );
      const text = linesOf(first.out).join("\n");
      for (const other of [text.replaceAll("\n", "\r\n"), `\ufeff${text}`, text.slice(0, -1)]) {
        const file = folder.file("ledger.jsonl", other);
        expect(await refusalOf(checkLedger({ file }))).to.equal(
          `${file}, line 6: the lines do not end in single line feeds, as the canonical ones do.`,
        );
      }
      const cut = folder.file("ledger.jsonl", `${linesOf(first.out).slice(0, 3).join("\n")}\n`);
      expect(await refusalOf(checkLedger({ file: cut }))).to.equal(
        `${cut}, line 4: the file ends where a row is expected.`,
      );
      const empty = folder.file("ledger.jsonl", "");
      expect(await refusalOf(checkLedger({ file: empty }))).to.equal(
        `${empty}, line 1: the file ends where a header is expected.`,
      );
    });
  });

  describe("explain", () => {
    it("prints every row behind an award, and how pools were shared", async () => {
      const config = hours(
        `1,2027-03-01,${A},production,9,Wrote\n2,2027-03-02,${B},production,16,Drew\n3,2027-03-02,${A},use,3,Read\n4,2027-03-03,${A},use,2,Read more\n`,
        {
          rules: [
            { name: "use", kinds: ["use"], formula: "active-day/1", parameters: { each: "0.5" } },
            {
              ...{ name: "make", formula: "square-root/1", pool: "14" },
              parameters: { base: "0", unit: "1", sizeCap: 100, max: "10" },
            },
          ],
        },
      );
      const { out } = await build(config);
      const file = join(out, "ledger.jsonl");
      const told = await explain({ file, account: A });
      expect(told.rows.map(({ row, bps, value }) => [row.id, bps, value])).to.deep.equal([
        ["1", 10_000, 3n * TOKEN],
        ["3", 10_000, TOKEN / 2n],
        ["4", 10_000, TOKEN / 2n],
      ]);
      // 3 of 3 + 4 parts of 14 tokens, and two days.
      expect(told).to.deep.include({ amount: 7n * TOKEN, index: 0 });
      const lines = describeAward(told).split("\n");
      expect(lines[2]).to.match(
        /^2027-03-01T00:00:00Z +hours +1 +production +9 +100\.00 % +make +3\.0 +Wrote$/,
      );
      expect(lines.slice(-3)).to.deep.equal([
        "Rule use: active-day/1 (each 0.5), values 1.0",
        "Rule make: square-root/1 (base 0.0, unit 1.0, sizeCap 100, max 10.0), values 3.0, of a pool of 14.0 in proportion: 6.0 tokens",
        `${A} gets 7.0 tokens in March, at index 0.`,
      ]);
      expect(await refusalOf(explain({ file, account: C }))).to.equal(
        `${C} is in no row of ${file}: check the address and the epoch.`,
      );
    });
  });

  describe("command line", () => {
    const epoch = (...args: readonly string[]) => runHere(runEpoch, args);

    it("builds, verifies, proves and explains", async () => {
      const config = hours(`1,2027-03-01,${A},production,5,\n2,2027-03-02,${B},production,7,\n`);
      const out = join(folder.fresh("cli"), "epoch");
      const built = await epoch("build", "--config", config, "--out", out);
      expect(built).to.include({ status: 0, stderr: "" });
      const { root, contentHash, cid } = JSON.parse(readFileSync(join(out, "epoch.json"), "utf8")) as Record<
        string,
        string
      >;
      for (const fact of [root, contentHash, cid, "2.0 tokens (2000000000000000000 wei)", "per-row/1"]) {
        expect(built.stdout).to.include(fact);
      }
      const given = [
        "--root",
        root ?? "",
        "--total",
        `${2n * TOKEN}`,
        "--count",
        "2",
        "--content-hash",
        contentHash ?? "",
      ];
      for (const args of [
        ["--ledger", out, ...given],
        ["--ledger", join(out, "ledger.jsonl"), ...given],
      ]) {
        const { status, stdout } = await epoch("verify", ...args);
        expect(status).to.equal(0);
        expect(stdout).to.match(/The ledger is what its rows and rules make it\.\n$/);
      }
      const proof = await epoch("proof", "--ledger", out, "--account", B);
      const {
        amount,
        index,
        proof: path,
      } = JSON.parse(proof.stdout) as { amount: string; index: number; proof: string[] };
      expect(rootOf({ index, account: B, amount: BigInt(amount) }, path)).to.equal(root);
      const told = await epoch("explain", "--ledger", out, "--account", A);
      expect(told.stdout).to.include(`${A} gets 1.0 tokens in March, at index 0.`);
      expect(runScript("epoch.ts", ["--help"]).stdout).to.match(/^Makes epochs[\s\S]*docs\/ledger\.md\.\n$/);
    });

    it("needs little memory for many rows", () => {
      // The heap has 56 MB, and the program takes 40 of them: at most 400 bytes are left for each row.
      const rows = Array.from({ length: 40_000 }, (_, at) => {
        const account = ACCOUNTS[at % ACCOUNTS.length] ?? "";
        return `${at},2027-03-${String(1 + ((at * 7) % 31)).padStart(2, "0")},${account},production,${at % 99},a note on it`;
      });
      const config = hours(`${rows.join("\n")}\n`);
      const out = join(folder.fresh("many"), "epoch");
      const options = { NODE_OPTIONS: "--max-old-space-size=56" };
      const built = runScript("epoch.ts", ["build", "--config", config, "--out", out], options);
      expect(built).to.include({ status: 0, stderr: "" });
      expect(built.stdout).to.match(/^rows +40000$/m);
      // 40 accounts, 31 days, at most 100 rows each on a day: all count.
      expect(built.stdout).to.include(`(${40_000n * TOKEN} wei)`);
    });

    it("fails in one sentence that says what to do, with exit code 1", async () => {
      const { out } = await build(hours(`1,2027-03-01,${A},production,5,\n`));
      const zero = `0x${"0".repeat(64)}`;
      const other = folder.fresh("other");
      mkdirSync(join(other, "x"));
      const [, row = ""] = linesOf(out);
      const damaged = (await build(hours(`1,2027-03-01,${A},production,5,\n`))).out;
      const [shard = ""] = readdirSync(join(damaged, "proofs"));
      writeFileSync(join(damaged, "proofs", shard), "{}");
      const cases: [[string[], RegExp], [string[], RegExp], ...[string[], string | RegExp][]] = [
        [[], /^Name a command: build, verify, proof, explain.*; --help tells more\.$/],
        [["biuld"], /^There is no command "biuld": use build, verify, /],
        [["build", "--out", "x"], "--config is missing; --help lists the options."],
        [["build", "--config", "none.json", "--out", "x"], "none.json does not exist."],
        [["verify", "--ledger", "none"], "none does not exist."],
        [["verify", "--ledgre", out], "Unknown option '--ledgre'; --help lists the options."],
        [
          ["verify", "--ledger", other],
          /ledger\.jsonl does not exist\.$|epoch\.json cannot be read: name the folder/,
        ],
        [
          ["verify", "--ledger", out, "--root", "0x1"],
          "--root is not 0x and 64 hexadecimal digits; --help lists the options.",
        ],
        [
          ["verify", "--ledger", out, "--root", zero],
          /^The ledger's root is 0x[0-9a-f]{64}, but the command line says 0x0+: this is not the ledger/,
        ],
        [
          ["verify", "--ledger", out, "--total", "1"],
          /^The ledger's total is 1000000000000000000, but the command line says 1:/,
        ],
        [
          ["verify", "--ledger", out, "--count", "2"],
          /^The ledger's count is 1, but the command line says 2:/,
        ],
        [["verify", "--ledger", out, "--content-hash", zero], /^The ledger's contentHash is /],
        [
          ["verify", "--ledger", damaged],
          `${join(damaged, "proofs", shard)} is not what the ledger gives: build the epoch again.`,
        ],
        [["verify", "--ledger", folder.file("l.jsonl", `${row}\n`)], /l\.jsonl, line 1: /],
        [
          ["proof", "--ledger", out, "--account", B],
          `${B} gets nothing in ${join(out, "ledger.jsonl")}: check the address and the epoch.`,
        ],
        [
          ["proof", "--ledger", out, "--account", A.toLowerCase()],
          /^--account is not an address with its checksum such as /,
        ],
      ];
      const [, [unknown]] = cases;
      expect(runScript("epoch.ts", unknown), "as a script").to.deep.equal(await epoch(...unknown));
      for (const [args, sentence] of cases) {
        const { status, stdout, stderr } = await epoch(...args);
        expect({ status, stdout }, args.join(" ")).to.deep.equal({ status: 1, stdout: "" });
        const said = stderr.slice("error: ".length, -1);
        expect(said.split("\n")).to.have.length(1);
        if (typeof sentence === "string") expect(said).to.equal(sentence);
        else expect(said).to.match(sentence);
      }
    });
  });
});
