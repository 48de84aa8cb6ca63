import { execFileSync, spawnSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import { Decimal } from "decimal.js";
import { keccak256, toUtf8Bytes, verifyMessage } from "ethers";
import { z } from "zod";
import { runImport } from "../scripts/import-contributions.ts";
import { createProgress, fieldErrorOf, formatTable, messageOf } from "../scripts/lib/cli.ts";
import { runHere } from "./lib/files.ts";
import { demoWallet, isChecksummed, readAccounts } from "../ledger/contributors.ts";
import { ImportError } from "../ledger/import-error.ts";
import { sizeOf } from "../ledger/history/commits.ts";
import { readHistory } from "../ledger/history/read.ts";
import { awardFor, equalShares, splitAward, sqrtDown, totalsByAccount } from "../ledger/history/formula.ts";
import { matcherOf } from "../ledger/history/globs.ts";
import { importLedger } from "../ledger/history/import.ts";
import { DEFAULT_PARAMETERS, type Ledger, type Row } from "../ledger/history/model.ts";
import { parseLedger } from "../ledger/history/parse.ts";
import { contentHash, ledgerHash, ledgerToCsv, ledgerToJson } from "../ledger/history/text.ts";

const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_DOWN });

/** The formula in decimals, apart from the code under test: tokens, not wei, in and out as wei. */
function expectedAward(lines: number): bigint {
  const tokens = new Exact(Math.min(lines, 2_500)).sqrt().plus(1);
  return BigInt(tokens.times("1e18").floor().toFixed(0));
}

interface Identity {
  readonly name: string;
  readonly email: string;
}

const ASA: Identity = { name: "Åsa Öberg", email: "asa@example.org" };
const OLD_ASA: Identity = { name: "asa", email: "Asa@Old.example" };
const BEN: Identity = { name: "Ben", email: "ben@example.org" };
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const ACCOUNT_A = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const ACCOUNT_B = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

let folder = "";
const originalEnvironment = { ...process.env };

/** A new folder under the tests' own one. */
function freshFolder(name: string): string {
  return mkdtempSync(join(folder, `${name}-`));
}

function git(path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  return execFileSync("git", ["-C", path, ...args], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

function createRepository(name = "commons"): string {
  const path = join(freshFolder("repository"), name);
  mkdirSync(path);
  git(path, ["init", "--quiet", "--initial-branch=main"]);
  return path;
}

const stamp = (who: Identity, date: number): NodeJS.ProcessEnv => ({
  GIT_AUTHOR_NAME: who.name,
  GIT_AUTHOR_EMAIL: who.email,
  GIT_AUTHOR_DATE: `@${date} +0200`,
  GIT_COMMITTER_NAME: "Committer",
  GIT_COMMITTER_EMAIL: "committer@example.org",
  GIT_COMMITTER_DATE: "@1800000000 +0000",
});

/** Writes files, commits everything there is, and gives the commit's hash. */
function commit(
  path: string,
  {
    by = BEN,
    date,
    message = "Change",
    files = {},
  }: {
    readonly by?: Identity;
    readonly date: number;
    readonly message?: string;
    readonly files?: Readonly<Record<string, string | Buffer | null>>;
  },
): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    if (content === null) rmSync(join(path, name));
    else writeFileSync(join(path, name), content);
  }
  git(path, ["add", "--all"]);
  git(
    path,
    ["commit", "--quiet", "--allow-empty", "--cleanup=verbatim", `--message=${message}`],
    stamp(by, date),
  );
  return git(path, ["rev-parse", "HEAD"]);
}

/** Makes a commit of one file from its exact header lines the only one of the branch; gives its hash. */
function commitRaw(path: string, header: string): string {
  const write = (args: readonly string[], input: string): string =>
    execFileSync("git", ["-C", path, ...args], { input, encoding: "utf8" }).trim();
  const blob = write(["hash-object", "-w", "--stdin"], "odd\n");
  const tree = write(["mktree"], `100644 blob ${blob}\todd\n`);
  const hash = write(
    ["hash-object", "-w", "-t", "commit", "--literally", "--stdin"],
    `tree ${tree}\n${header}\n\nOdd\n`,
  );
  git(path, ["update-ref", "refs/heads/main", hash]);
  return hash;
}

const lines = (count: number, text = "line"): string =>
  Array.from({ length: count }, (_, at) => `${text} ${at}\n`).join("");

/** The rejection of a promise, which must be an ImportError of one line. */
async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.fail("was not refused"),
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(ImportError);
  const message = (error as ImportError).message;
  expect(message).to.match(/^[^\n]+\.$/);
  return message;
}

function thrownBy(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).to.be.instanceOf(ImportError);
    return (error as ImportError).message;
  }
  return expect.fail("was not refused");
}

function runScript(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", TSX, join(ROOT, "scripts/import-contributions.ts"), ...args],
    { encoding: "utf8", cwd: folder, env: { ...process.env, NODE_OPTIONS: "", CI: "true", ...env } },
  );
  return { status, stdout, stderr };
}

describe("Contribution import", () => {
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cdpo-import-"));
    // Neither the machine's configuration nor a repository above the folder may reach the tests.
    Object.assign(process.env, {
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CEILING_DIRECTORIES: folder,
    });
  });

  after(() => {
    for (const name of Object.keys(process.env))
      if (!(name in originalEnvironment)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, originalEnvironment);
    rmSync(folder, { recursive: true, force: true });
  });

  describe("history", () => {
    /** A history with everything that is odd in real ones, and the rows it must give. */
    function createOddHistory(): { path: string; head: string; rows: Omit<Row, "index">[] } {
      const path = createRepository();
      const asa = demoWallet("asa@example.org").address;
      const ben = demoWallet("ben@example.org").address;
      const carol = demoWallet("carol@example.org").address;
      const rows: Omit<Row, "index">[] = [];
      const expectRow = (row: Partial<Row> & Pick<Row, "id" | "date" | "subject">): void => {
        const linesAdded = row.linesAdded ?? 0;
        const linesRemoved = row.linesRemoved ?? 0;
        rows.push({
          account: ben,
          author: "Ben",
          coAuthors: [],
          kind: "production",
          files: 1,
          linesAdded,
          linesRemoved,
          award: expectedAward(linesAdded + Math.min(linesAdded, linesRemoved)),
          shares: [{ account: row.account ?? ben, bps: 10_000 }],
          ...row,
        });
      };
      const byAsa = { account: asa, author: "Åsa Öberg" };

      const first = commit(path, {
        by: OLD_ASA,
        date: 1_700_000_000,
        message: "Ändra allt: 初めて",
        files: {
          ".mailmap":
            "Åsa Öberg <asa@example.org> <asa@old.example>\nBen <ben@example.org> <BENNY@old.example>\n",
          "src/a.ts": lines(100),
        },
      });
      expectRow({
        ...byAsa,
        id: first,
        date: 1_700_000_000,
        subject: "Ändra allt: 初めて",
        files: 2,
        linesAdded: 102,
      });

      const shared = commit(path, {
        by: { name: "Benny", email: "benny@OLD.example" },
        date: 1_700_000_100,
        message:
          'Say "hi",\tand =SUM(1)\nsecond line; of the subject\n\nBody.\n\n' +
          "Co-authored-by: Åsa (förr) <ASA@old.example>\nco-AUTHORED-by: Åsa <asa@example.org>\n" +
          "Co-authored-by: Carol <carol@example.org>\nCo-authored-by: CAROL\n  <Carol@Example.org>\n" +
          "Co-authored-by: Myself <ben@EXAMPLE.org>\nCo-authored-by: nobody\n",
        files: { "src/b": lines(9), "src/a.ts": lines(97) },
      });
      expectRow({
        id: shared,
        date: 1_700_000_100,
        subject: 'Say "hi",\tand =SUM(1) second line; of the subject',
        coAuthors: ["Åsa Öberg", "Carol"],
        files: 2,
        linesAdded: 9,
        linesRemoved: 3,
        shares: [
          { account: ben, bps: 3_334 },
          { account: asa, bps: 3_333 },
          { account: carol, bps: 3_333 },
        ],
      });

      git(path, ["mv", "src/a.ts", 'src/ä "q"\t\nname.ts']);
      commit(path, { by: ASA, date: 1_700_000_200, message: "Move" });

      const renamed = commit(path, {
        by: ASA,
        date: 1_700_000_300,
        message: "Rename and change",
        files: { 'src/ä "q"\t\nname.ts': null, "lib/c.ts": `${lines(97)}and\nmore\n` },
      });
      expectRow({ ...byAsa, id: renamed, date: 1_700_000_300, subject: "Rename and change", linesAdded: 2 });

      const binary = commit(path, {
        date: 1_700_000_400,
        message: "Add a sound",
        files: { "sound.ogg": Buffer.from([0, 1, 2, 10, 0, 10]), "package-lock.json": lines(10_000) },
      });
      expectRow({ id: binary, date: 1_700_000_400, subject: "Add a sound" });

      const documents = commit(path, {
        date: 1_700_000_500,
        message: "Explain and test",
        files: { "README.md": lines(10), "test/a.ts": lines(6), ".github/workflows/ci.yml": lines(1) },
      });
      expectRow({
        id: documents,
        date: 1_700_000_500,
        subject: "Explain and test",
        kind: "maintenance",
        files: 3,
        linesAdded: 17,
      });

      const large = commit(path, {
        date: 1_700_000_600,
        message: "Paste",
        files: { "src/d": lines(2_501) },
      });
      expectRow({
        id: large,
        date: 1_700_000_600,
        subject: "Paste",
        linesAdded: 2_501,
        award: 51n * 10n ** 18n,
      });

      commit(path, {
        date: 1_700_000_700,
        message: "Build",
        files: {
          ...{ "dist/x.js": lines(4), "app/typechain-types/y.ts": lines(4), "z.min.js": lines(4) },
          ...{ "picture.svg": lines(4), "data.csv": lines(4), "photo.png": Buffer.from([0, 1]) },
        },
      });

      const removed = commit(path, { date: 1_700_000_800, message: "Clean", files: { "src/b": null } });
      expectRow({
        id: removed,
        date: 1_700_000_800,
        subject: "Clean",
        kind: "maintenance",
        linesRemoved: 9,
      });

      git(path, ["checkout", "--quiet", "-b", "side"]);
      const earlier = commit(path, {
        by: ASA,
        date: 1_700_000_050,
        message: "Written early, committed late",
        files: { "src/e": lines(2) },
      });
      expectRow({
        ...byAsa,
        id: earlier,
        date: 1_700_000_050,
        subject: "Written early, committed late",
        linesAdded: 2,
      });
      git(path, ["checkout", "--quiet", "main"]);
      const twin = commit(path, {
        date: 1_700_000_050,
        message: "Same second",
        files: { "src/f": lines(3) },
      });
      expectRow({ id: twin, date: 1_700_000_050, subject: "Same second", linesAdded: 3 });
      git(
        path,
        ["merge", "--quiet", "--no-ff", "--message=Merge all of it", "side"],
        stamp(BEN, 1_700_000_900),
      );
      commit(path, { date: 1_700_001_000, message: "Nothing" });

      rows.sort((a, b) => a.date - b.date || (a.id < b.id ? -1 : 1));
      return { path, head: git(path, ["rev-parse", "HEAD"]), rows };
    }

    let odd: ReturnType<typeof createOddHistory>;
    before(() => {
      odd = createOddHistory();
    });

    it("gives the exact rows and header", async () => {
      const { ledger, contributors } = await importLedger({ path: odd.path });
      expect(ledger.rows).to.deep.equal(odd.rows.map((row, index) => ({ index, ...row })));
      expect(ledger.header).to.deep.equal({
        source: "commons",
        head: odd.head,
        formula: "git-capped-sqrt/2",
        parameters: DEFAULT_PARAMETERS,
        since: null,
        until: null,
        commits: 9,
        mergesSkipped: 1,
        outsideWindow: 0,
        contributors: 3,
        totalAward: odd.rows.reduce((sum, { award }) => sum + award, 0n),
        warnings: [
          "1 Co-authored-by lines without a name and an <email> were ignored.",
          "3 commits were left out: changes nothing that counts.",
          "3 of 3 contributors have demo accounts, whose keys everyone can compute: never send value to them.",
        ],
      });
      expect(contributors).to.deep.equal([
        {
          account: demoWallet("asa@example.org").address,
          name: "Åsa Öberg",
          identity: "asa@example.org",
          demo: true,
        },
        ...(["Ben", "Carol"] as const).map((name) => ({
          account: demoWallet(`${name}@example.org`).address,
          name,
          identity: `${name.toLowerCase()}@example.org`,
          demo: true,
        })),
      ]);
    });

    it("reports progress up to the last commit", async () => {
      const seen: { done: number; total: number }[] = [];
      await importLedger({ path: odd.path, onProgress: (progress) => seen.push(progress) });
      expect(seen).to.deep.equal(Array.from({ length: 12 }, (_, at) => ({ done: at + 1, total: 12 })));
    });

    it("gives the same bytes again, from a folder inside, and from a bare clone", async () => {
      const once = ledgerToJson((await importLedger({ path: odd.path })).ledger);
      expect(ledgerToJson((await importLedger({ path: odd.path })).ledger)).to.equal(once);
      expect(ledgerToJson((await importLedger({ path: join(odd.path, "src") })).ledger)).to.equal(once);
      const bare = join(freshFolder("bare"), "commons.git");
      git(folder, ["clone", "--quiet", "--bare", odd.path, bare]);
      expect(ledgerToJson((await importLedger({ path: bare })).ledger)).to.equal(once);
    });

    it("gives the same bytes whatever the user's configuration and environment say", async () => {
      const once = ledgerToJson((await importLedger({ path: odd.path })).ledger);
      const attributes = join(folder, "attributes");
      writeFileSync(attributes, "* binary\n");
      const config = join(folder, "gitconfig");
      writeFileSync(
        config,
        `[core]\n attributesFile = ${attributes}\n quotePath = true\n[log]\n showSignature = true\n showRoot = false\n` +
          ` mailmap = false\n date = relative\n follow = true\n[diff]\n renames = false\n algorithm = patience\n` +
          ` noprefix = true\n relative = true\n renameLimit = 1\n external = false\n[i18n]\n` +
          ` logOutputEncoding = ISO-8859-1\n[color]\n ui = always\n`,
      );
      const other = createRepository();
      Object.assign(process.env, { GIT_CONFIG_GLOBAL: config, GIT_DIR: join(other, ".git") });
      try {
        expect(ledgerToJson((await importLedger({ path: odd.path })).ledger)).to.equal(once);
        expect(ledgerToJson((await importLedger({ path: join(odd.path, "src") })).ledger)).to.equal(once);
      } finally {
        process.env["GIT_CONFIG_GLOBAL"] = "/dev/null";
        delete process.env["GIT_DIR"];
      }
    });

    it("counts renames, submodules and replaced commits whatever the repository's configuration says", async () => {
      const path = createRepository();
      const first = commit(path, {
        date: 1,
        files: { a: lines(50, "a"), b: lines(50, "b"), c: lines(50, "c") },
      });
      const second = commit(path, {
        date: 2,
        files: {
          ...{ a: null, b: null, c: null },
          ...{ d: lines(51, "a"), e: lines(51, "b"), f: lines(51, "c") },
        },
      });
      git(path, ["update-index", "--add", "--cacheinfo", `160000,${first},module`]);
      git(path, ["commit", "--quiet", "--message=Add a module"], stamp(BEN, 3));
      git(path, ["config", "diff.renameLimit", "1"]);
      git(path, ["config", "diff.ignoreSubmodules", "all"]);
      git(path, ["replace", second, first]);
      const { ledger } = await importLedger({ path });
      const counted = ledger.rows.map(({ files, linesAdded, linesRemoved }) => [
        files,
        linesAdded,
        linesRemoved,
      ]);
      expect(counted).to.deep.equal([
        [3, 150, 0],
        [3, 3, 0],
        [1, 1, 0],
      ]);
    });

    it("keeps author dates within since and until, both inclusive", async () => {
      const { ledger } = await importLedger({
        path: odd.path,
        since: 1_700_000_100,
        until: 1_700_000_300,
        source: "part",
      });
      expect(ledger.rows.map(({ date }) => date)).to.deep.equal([1_700_000_100, 1_700_000_300]);
      expect(ledger.header).to.include({
        source: "part",
        since: 1_700_000_100,
        until: 1_700_000_300,
        commits: 2,
        mergesSkipped: 1,
        outsideWindow: 7,
      });
    });

    it("applies the formula's parameters", async () => {
      const { ledger } = await importLedger({
        path: odd.path,
        since: 1_700_000_600,
        until: 1_700_000_800,
        parameters: { base: 5n, unit: 100n, lineCap: 2_000, maxAward: 300n, ignored: [], maintenance: ["d"] },
      });
      // √2,000 is 44.7: above the maximum. 24 lines: 5 + ⌊489.8⌋ above it too; what is only removed: 5.
      expect(ledger.rows.map(({ award, files }) => ({ award, files }))).to.deep.equal([
        { award: 300n, files: 1 },
        { award: 300n, files: 6 },
        { award: 5n, files: 1 },
      ]);
      expect(ledger.rows[0]?.kind).to.equal("maintenance");
    });

    it("uses mapped accounts and merges people with one account", async () => {
      const accounts = new Map([
        ["asa@example.org", ACCOUNT_A],
        ["Ben", ACCOUNT_B],
        ["carol@example.org", ACCOUNT_B],
        ["unknown@example.org", ACCOUNT_A],
      ]);
      const { ledger, contributors } = await importLedger({ path: odd.path, accounts });
      const shared = ledger.rows.find(({ subject }) => subject.startsWith("Say"));
      expect(shared).to.deep.include({
        account: ACCOUNT_B,
        author: "Ben",
        coAuthors: ["Åsa Öberg"],
        shares: [
          { account: ACCOUNT_B, bps: 5_000 },
          { account: ACCOUNT_A, bps: 5_000 },
        ],
      });
      expect(ledger.header.contributors).to.equal(2);
      expect(ledger.header.warnings.slice(2)).to.deep.equal([
        "1 entries of the accounts file match no contributor.",
      ]);
      expect(contributors.map(({ demo }) => demo)).to.deep.equal([false, false, false]);
    });

    it("leaves out co-authors beyond fifty, and says so", async () => {
      const path = createRepository();
      const trailers = Array.from({ length: 60 }, (_, at) => `Co-authored-by: P${at} <p${at}@example.org>\n`);
      commit(path, { date: 1_700_000_000, message: `Crowd\n\n${trailers.join("")}`, files: { a: "1\n" } });
      const { ledger } = await importLedger({ path });
      expect(ledger.rows[0]?.shares.map(({ bps }) => bps)).to.deep.equal(Array<number>(50).fill(200));
      expect(ledger.header.warnings[0]).to.equal("11 co-authors beyond 50 of one commit were left out.");
    });

    it("keeps 300 characters of a subject, none of them cut", async () => {
      const path = createRepository();
      commit(path, { date: 1, message: "😀".repeat(300), files: { a: "1\n" } });
      commit(path, { date: 2, message: "😀".repeat(301), files: { a: "2\n" } });
      const { ledger } = await importLedger({ path });
      expect(ledger.rows.map(({ subject }) => subject)).to.deep.equal([
        "😀".repeat(300),
        `${"😀".repeat(299)}…`,
      ]);
    });

    it("knows who has no email by the name", async () => {
      const path = createRepository();
      const hash = commitRaw(path, "author Nameless <> nonsense\ncommitter C <c@x> 1 +0000");
      const { ledger, contributors } = await importLedger({ path });
      expect(contributors[0]).to.deep.include({ name: "Nameless", identity: "Nameless" });
      expect(ledger.rows[0]).to.include({
        id: hash,
        date: 0,
        account: demoWallet("Nameless").address,
        subject: "Odd",
      });
    });

    it("takes a date beyond all calendars as none", async () => {
      const path = createRepository();
      commitRaw(path, "author A <a@x> 8640000000000 +0000\ncommitter C <c@x> 1 +0000");
      expect((await importLedger({ path })).ledger.rows[0]?.date).to.equal(8_640_000_000_000);
      commitRaw(path, "author A <a@x> 8640000000001 +0000\ncommitter C <c@x> 1 +0000");
      expect((await importLedger({ path })).ledger.rows[0]?.date).to.equal(0);
    });

    it("orders the commits of one second by hash", async () => {
      const path = createRepository();
      const hashes = Array.from({ length: 8 }, (_, at) =>
        commit(path, { date: 1, message: `${at}`, files: { a: `${at}\n` } }),
      );
      const { ledger } = await importLedger({ path });
      expect(ledger.rows.map(({ id }) => id)).to.deep.equal([...hashes].sort());
    });

    it("yields each co-author once and without the author, in the order of the trailers", async () => {
      const history = await readHistory({ path: odd.path, ...DEFAULT_PARAMETERS });
      const shared = history.commits.find(({ date }) => date === 1_700_000_100);
      expect(shared).to.deep.include({
        author: BEN,
        coAuthors: [ASA, { name: "Carol", email: "carol@example.org" }],
      });
    });

    it("runs no program that the user's configuration names", async () => {
      const path = createRepository();
      const program = join(folder, "program");
      writeFileSync(program, '#!/bin/sh\necho ran >&2\necho "$*" >> "$0.ran"\nexit 1\n', { mode: 0o755 });
      for (const [key, value] of [
        ["log.showSignature", "true"],
        ["gpg.program", program],
        ["diff.external", program],
        ["diff.odd.textconv", program],
        ["diff.odd.command", program],
        ["core.fsmonitor", program],
      ] as const) {
        git(path, ["config", key, value]);
      }
      const signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----";
      commitRaw(path, `author A <a@x> 1 +0000\ncommitter C <c@x> 1 +0000\n${signature}`);
      git(path, ["reset", "--quiet", "--hard"]);
      commit(path, { date: 2, files: { ".gitattributes": "* diff=odd\n", a: lines(2) } });
      rmSync(`${program}.ran`, { force: true });
      const { ledger } = await importLedger({ path });
      expect(ledger.rows.map(({ linesAdded }) => linesAdded)).to.deep.equal([1, 3]);
      expect(existsSync(`${program}.ran`)).to.equal(false);
    });

    it("warns of a shallow clone and leaves out its edge, whose changes are unknown", async () => {
      const path = createRepository();
      commit(path, { date: 1, files: { a: lines(400) } });
      commit(path, { date: 2, files: { b: lines(400) } });
      const last = commit(path, { date: 3, files: { c: lines(400) } });
      const clone = join(freshFolder("shallow"), "commons");
      git(folder, ["clone", "--quiet", "--depth=2", `file://${path}`, clone]);
      const { ledger } = await importLedger({ path: clone });
      expect(ledger.header.warnings.slice(0, 2)).to.deep.equal([
        'The history is shallow: what is older is missing, and the commits at its edge are left out, as what they change is unknown ("git fetch --unshallow" completes it).',
        "1 commits were left out: changes unknown, at the edge of a shallow history.",
      ]);
      expect(
        ledger.rows.map(({ id, files, linesAdded, award }) => ({ id, files, linesAdded, award })),
      ).to.deep.equal([{ id: last, files: 1, linesAdded: 400, award: 21n * 10n ** 18n }]);
    });
  });

  describe("refusals", () => {
    it("names a path that is missing, no folder, or in no repository", async () => {
      const missing = join(folder, "missing");
      expect(await refusal(importLedger({ path: missing }))).to.equal(`${missing} does not exist.`);
      const file = join(folder, "file");
      writeFileSync(file, "");
      expect(await refusal(importLedger({ path: file }))).to.equal(`${file} is not a folder.`);
      expect(await refusal(importLedger({ path: join(file, "x") }))).to.equal(
        `${join(file, "x")} cannot be read (ENOTDIR).`,
      );
      const plain = freshFolder("plain");
      expect(await refusal(importLedger({ path: plain }))).to.equal(`${plain} is not a git repository.`);
    });

    it("says that git is not installed", async () => {
      const path = createRepository();
      const search = process.env["PATH"];
      process.env["PATH"] = freshFolder("no-programs");
      try {
        expect(await refusal(importLedger({ path }))).to.equal("git is not installed, or not on the PATH.");
      } finally {
        process.env["PATH"] = search;
      }
    });

    it("says that a history is empty, or has nothing to import", async () => {
      const path = createRepository();
      expect(await refusal(importLedger({ path }))).to.equal(`${path} has no commits on its current branch.`);
      commit(path, { date: 1_000 });
      const sentence = (outside: number, left: number): string =>
        `${path} has no commit to import: 0 are merges, ${outside} are outside the dates asked for, and ${left} are left out, as what they change does not count or stand.`;
      expect(await refusal(importLedger({ path }))).to.equal(sentence(0, 1));
      commit(path, { date: 1_000, files: { a: "1\n" } });
      expect(await refusal(importLedger({ path, since: 1_001 }))).to.equal(sentence(1, 1));
      expect(await refusal(importLedger({ path, until: 999 }))).to.equal(sentence(1, 1));
    });

    it("says that the repository belongs to another user", async function () {
      if (process.getuid?.() !== 0) this.skip();
      const path = createRepository();
      commit(path, { date: 1 });
      chownSync(path, 12_345, 12_345);
      expect(await refusal(importLedger({ path }))).to.equal(
        `git refuses to read ${path} because it belongs to another user: allow it with "git config --global --add safe.directory".`,
      );
    });

    it("does not fetch what a partial clone lacks", async () => {
      const path = createRepository();
      git(path, ["config", "uploadpack.allowFilter", "true"]);
      commit(path, { date: 1, files: { a: lines(3) } });
      commit(path, { date: 2, files: { a: lines(4) } });
      const clone = join(freshFolder("partial"), "commons");
      git(folder, ["clone", "--quiet", "--no-checkout", "--filter=blob:none", `file://${path}`, clone]);
      expect(await refusal(importLedger({ path: clone }))).to.equal(
        `${clone} is a partial clone without the files of its history: complete it with "git fetch --refetch --no-filter" first.`,
      );
    });

    it("passes on what git says of a damaged repository", async () => {
      const path = createRepository();
      commit(path, { date: 1, files: { a: lines(3) } });
      commit(path, { date: 2, files: { a: lines(4) } });
      const blob = git(path, ["rev-parse", "HEAD~1:a"]);
      rmSync(join(path, ".git/objects", blob.slice(0, 2), blob.slice(2)));
      expect(await refusal(importLedger({ path }))).to.equal(
        `git cannot read ${path}: unable to read ${blob}.`,
      );
    });
  });

  describe("accounts file", () => {
    function accountsFile(content: unknown): string {
      const file = join(freshFolder("accounts"), "accounts.json");
      writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
      return file;
    }

    it("maps emails in any case and names as they are", async () => {
      const accounts = await readAccounts(
        accountsFile({ " Asa@Example.org": ACCOUNT_A, "Ben B": ACCOUNT_B }),
      );
      expect([...accounts]).to.deep.equal([
        ["asa@example.org", ACCOUNT_A],
        ["Ben B", ACCOUNT_B],
      ]);
    });

    it("refuses everything else in one sentence", async () => {
      const missing = join(folder, "no-accounts.json");
      expect(await refusal(readAccounts(missing))).to.equal(`The accounts file ${missing} does not exist.`);
      expect(await refusal(readAccounts(folder))).to.equal(
        `The accounts file ${folder} cannot be read (EISDIR).`,
      );
      const invalid = accountsFile("{");
      expect(await refusal(readAccounts(invalid))).to.match(/^The accounts file .* is not JSON: /);
      for (const content of [[ACCOUNT_A], "3", "null"]) {
        const file = accountsFile(content);
        expect(await refusal(readAccounts(file))).to.equal(
          `The accounts file ${file} is not an object of emails or names and addresses.`,
        );
      }
      const checksum = (written: string): string =>
        `the checksum of ${written} is wrong, it would be ${ACCOUNT_A}: compare it with where you copied it from`;
      for (const [key, value, reason] of [
        ["a@b", ACCOUNT_A.replace("5aA", "5AA"), checksum(ACCOUNT_A.replace("5aA", "5AA"))],
        ["a@b", ACCOUNT_A.toLowerCase(), checksum(ACCOUNT_A.toLowerCase())],
        ["a@b", ACCOUNT_A.slice(0, -1), 'has 39 digits after "0x" instead of 40: some are missing'],
        ["a@b", `0x${"0".repeat(40)}`, "must not be the zero address"],
        ["a@b", 7, "is not an address"],
      ] as const) {
        const file = accountsFile({ [key]: value });
        expect(await refusal(readAccounts(file))).to.equal(
          `In the accounts file ${file}, the entry "${key}": ${reason}.`,
        );
      }
      const blank = accountsFile({ " ": ACCOUNT_A });
      expect(await refusal(readAccounts(blank))).to.equal(
        `In the accounts file ${blank}, an email or a name is empty.`,
      );
      const twice = accountsFile({ "a@b": ACCOUNT_A, "A@B": ACCOUNT_B });
      expect(await refusal(readAccounts(twice))).to.equal(`The accounts file ${twice} names "a@b" twice.`);
    });

    it("gives demo wallets that can sign, from keccak256 of the email", async () => {
      const wallet = demoWallet(" Asa@Example.org ");
      expect(wallet.privateKey).to.equal(keccak256(toUtf8Bytes("cdpo-demo:asa@example.org")));
      expect(isChecksummed(wallet.address)).to.equal(true);
      expect(verifyMessage("commons", await wallet.signMessage("commons"))).to.equal(wallet.address);
    });
  });

  describe("formula", () => {
    it("takes square roots rounded down, at and around squares", () => {
      for (let root = 0n; root <= 1_000n; root++) {
        const square = root * root;
        expect(sqrtDown(square)).to.equal(root);
        expect(sqrtDown(square + 2n * root)).to.equal(root);
      }
      for (const digits of [17, 38, 59, 77]) {
        const value = BigInt("7".repeat(digits));
        const exact = new Exact(value.toString()).sqrt().floor().toFixed(0);
        expect(sqrtDown(value)).to.equal(BigInt(exact));
      }
    });

    it("awards what the decimal formula gives, for each number of lines to the cap and beyond", () => {
      for (let count = 0; count <= 2_600; count++) {
        expect(awardFor({ lines: count, parameters: DEFAULT_PARAMETERS })).to.equal(expectedAward(count));
      }
      expect(awardFor({ lines: Number.MAX_SAFE_INTEGER, parameters: DEFAULT_PARAMETERS })).to.equal(
        51n * 10n ** 18n,
      );
    });

    it("counts no line beyond the cap", () => {
      const parameters = { ...DEFAULT_PARAMETERS, lineCap: 7 };
      expect(awardFor({ lines: 6, parameters })).to.equal(expectedAward(6));
      expect(awardFor({ lines: 7, parameters })).to.equal(expectedAward(7));
      expect(awardFor({ lines: 8, parameters })).to.equal(expectedAward(7));
    });

    it("never awards more than the maximum", () => {
      const parameters = { ...DEFAULT_PARAMETERS, maxAward: 4n * 10n ** 18n };
      expect(awardFor({ lines: 8, parameters })).to.equal(expectedAward(8));
      expect(awardFor({ lines: 9, parameters })).to.equal(4n * 10n ** 18n);
      expect(awardFor({ lines: 10, parameters })).to.equal(4n * 10n ** 18n);
    });

    it("counts removed lines as far as others take their place", () => {
      const size = (linesAdded: number, linesRemoved: number): number =>
        sizeOf({ kind: "production", files: 1, linesAdded, linesRemoved });
      expect([size(9, 0), size(9, 3), size(9, 9), size(3, 9), size(0, 9)]).to.deep.equal([9, 12, 18, 6, 0]);
    });

    it("matches globs", () => {
      const cases: [string, string, boolean][] = [
        ["*.md", "a/b/README.MD", true],
        ["*.md", "a.md/b", false],
        ["dist/", "dist/a", true],
        ["dist/", "a/dist/b/c", true],
        ["dist/", "dist", false],
        ["dist/", "mydist/a", false],
        ["a/dist/", "a/dist/b", true],
        ["a/dist/", "x/a/dist/b", false],
        ["src/*.ts", "src/a.ts", true],
        ["src/*.ts", "src/b/a.ts", false],
        ["src/**/*.ts", "src/a.ts", true],
        ["src/**/*.ts", "src/b/c/a.ts", true],
        ["src/**", "src/b/c", true],
        ["a?c", "abc", true],
        ["a?c", "a/c", false],
        ["a.c", "abc", false],
        ["(a|b)[c]{d}$^+", "(a|b)[c]{d}$^+", true],
        ["*.ts", "odd\nname.ts", true],
      ];
      for (const [glob, path, matches] of cases) {
        expect(matcherOf([glob])(path), `${glob} ${path}`).to.equal(matches);
      }
      expect(matcherOf([])("a")).to.equal(false);
      expect(matcherOf(["x", "a"])("b/a")).to.equal(true);
      const pictures = matcherOf(["*.svg", "dist/", "!logo.svg", "dist/*.svg"]);
      expect(["a.svg", "logo.svg", "dist/logo.svg", "dist/logo.txt"].map(pictures)).to.deep.equal([
        ...[true, false, true, true],
      ]);
      expect(matcherOf(["*.svg", "!**"])("a.svg")).to.equal(false);
    });

    it("splits into parts that sum exactly, the remainder to the first", () => {
      for (let people = 1; people <= 60; people++) {
        const shares = equalShares(Array.from({ length: people }, (_, at) => `p${at}`));
        const bps = shares.map((share) => share.bps);
        expect(bps.reduce((sum, part) => sum + part)).to.equal(10_000);
        expect(new Set(bps.slice(1)).size).to.be.at.most(1);
        expect(Math.floor(10_000 / people)).to.equal(bps.at(-1));
        const award = 10n ** 18n + 7n;
        const parts = splitAward({ award, shares });
        expect(parts.reduce((sum, part) => sum + part)).to.equal(award);
        parts.slice(1).forEach((part) => expect(part).to.equal((award * BigInt(bps.at(-1) ?? 0)) / 10_000n));
      }
    });
  });

  describe("ledger", () => {
    const row: Row = {
      index: 0,
      id: "c0ffee",
      account: ACCOUNT_A,
      author: 'Åsa "A"',
      coAuthors: ["=cmd|' /C calc'!A0"],
      kind: "production",
      date: 1_700_000_000,
      subject: "+1, ok",
      files: 2,
      linesAdded: 3,
      linesRemoved: 1,
      award: 3_000_000_000_000_000_001n,
      shares: [
        { account: ACCOUNT_A, bps: 5_000 },
        { account: ACCOUNT_B, bps: 5_000 },
      ],
    };
    const second: Row = {
      ...row,
      index: 1,
      id: "decade",
      account: ACCOUNT_B,
      coAuthors: [],
      kind: "use",
      award: 10n,
      shares: [{ account: ACCOUNT_B, bps: 10_000 }],
    };
    const sample: Ledger = {
      header: {
        source: "commons",
        head: "decade",
        formula: "git-capped-sqrt/2",
        parameters: { ...DEFAULT_PARAMETERS, ignored: ["a"], maintenance: [] },
        since: null,
        until: 1_700_000_001,
        commits: 2,
        mergesSkipped: 3,
        outsideWindow: 4,
        contributors: 2,
        totalAward: 3_000_000_000_000_000_011n,
        warnings: ["Careful."],
      },
      rows: [row, second],
    };
    const rowJson =
      `"id":"c0ffee","account":"${ACCOUNT_A}","author":"Åsa \\"A\\"","coAuthors":["=cmd|' /C calc'!A0"],` +
      `"kind":"production","date":1700000000,"subject":"+1, ok","files":2,"linesAdded":3,"linesRemoved":1,` +
      `"award":"3000000000000000001","shares":[{"account":"${ACCOUNT_A}","bps":5000},{"account":"${ACCOUNT_B}","bps":5000}]}`;

    it("has one canonical text, whatever the order of the keys, and reads it back", () => {
      const json = ledgerToJson(sample);
      expect(json.split("\n").at(-5)).to.equal(`"rows":[`);
      expect(json.split("\n").at(-4)).to.equal(`{"index":0,${rowJson},`);
      expect(json.endsWith("}\n]}\n")).to.equal(true);
      const reversed = <T extends object>(value: T): T =>
        Object.fromEntries(Object.entries(value).reverse()) as T;
      const shuffled = {
        rows: sample.rows.map((one) => reversed({ ...one, shares: one.shares.map(reversed) })),
        header: reversed({ ...sample.header, parameters: reversed(sample.header.parameters) }),
      };
      expect(ledgerToJson(shuffled)).to.equal(json);
      expect(parseLedger(json)).to.deep.equal(sample);
      expect(ledgerToJson(parseLedger(json))).to.equal(json);
      expect(ledgerHash(sample)).to.equal(keccak256(toUtf8Bytes(json)));
    });

    it("hashes the content of a row, not its index", () => {
      const expected = keccak256(toUtf8Bytes(`{${rowJson}`));
      expect(contentHash(row)).to.equal(expected);
      expect(contentHash({ ...row, index: 7 })).to.equal(expected);
      expect(contentHash({ ...row, award: row.award + 1n })).to.not.equal(expected);
    });

    it("sums each account's part", () => {
      expect(totalsByAccount(sample)).to.deep.equal([
        { account: ACCOUNT_B, award: 1_500_000_000_000_000_010n, contributions: 2 },
        { account: ACCOUNT_A, award: 1_500_000_000_000_000_001n, contributions: 1 },
      ]);
    });

    it("writes CSV that no spreadsheet runs", () => {
      expect(ledgerToCsv(sample)).to.equal(
        "index,id,date,kind,account,author,coAuthors,shares,subject,files,linesAdded,linesRemoved,awardWei\n" +
          `0,c0ffee,2023-11-14T22:13:20.000Z,production,${ACCOUNT_A},"Åsa ""A""","'=cmd|' /C calc'!A0",` +
          `"${ACCOUNT_A}:5000 ${ACCOUNT_B}:5000","'+1, ok",2,3,1,3000000000000000001\n` +
          `1,decade,2023-11-14T22:13:20.000Z,use,${ACCOUNT_B},"Åsa ""A""",,${ACCOUNT_B}:10000,"'+1, ok",2,3,1,10\n`,
      );
      const cellOf = (subject: string): string | undefined =>
        ledgerToCsv({ ...sample, rows: [{ ...second, subject }] }).split(`${ACCOUNT_B}:10000,`)[1];
      for (const sign of ["=", "+", "-", "@", "＝"]) expect(cellOf(`${sign}1`)).to.match(/^'.1,2,3/u);
      expect(cellOf(" =1")).to.match(/^"' =1",/);
      expect(cellOf("\t1")).to.match(/^"'\t1",/);
      expect(cellOf("1-1")).to.match(/^1-1,2,3/);
    });

    it("names the wrong field of what it refuses", () => {
      const refused = (change: (plain: { header: Plain; rows: Plain[] }) => void): string => {
        const plain = JSON.parse(ledgerToJson(sample)) as { header: Plain; rows: Plain[] };
        change(plain);
        return thrownBy(() => parseLedger(JSON.stringify(plain)));
      };
      const inHeader = (field: string, value: unknown) => refused(({ header }) => (header[field] = value));
      const inRow = (field: string, value: unknown) =>
        refused(({ rows }) => Object.assign(rows[0] ?? {}, { [field]: value }));
      const said = (text: string): string => `The ledger is refused, ${text}.`;
      type Plain = Record<string, unknown>;

      expect(thrownBy(() => parseLedger("{"))).to.match(/^The ledger is not JSON: /);
      expect(refused(({ rows }) => Reflect.deleteProperty(rows[1] ?? {}, "kind"))).to.equal(
        said("rows[1].kind: is not production, use or maintenance"),
      );
      expect(inRow("extra", 1)).to.equal(said("rows[0].extra: is not a known field"));
      expect(inRow("index", 1)).to.equal(said("rows[0].index: is not 0"));
      expect(inRow("index", 0.5)).to.equal(said("rows[0].index: is not a whole number"));
      expect(inRow("id", "")).to.equal(said("rows[0].id: is empty"));
      expect(inRow("id", "decade")).to.equal(said("rows[1].id: is in the ledger twice"));
      expect(inRow("account", ACCOUNT_A.toLowerCase())).to.equal(
        said("rows[0].account: is not an address with a valid EIP-55 checksum"),
      );
      expect(inRow("account", ACCOUNT_B)).to.equal(said("rows[0].account: is not the first share's"));
      expect(inRow("author", 1)).to.equal(said("rows[0].author: is not a text"));
      expect(inRow("coAuthors", [])).to.equal(said("rows[0].coAuthors: are not one for each further share"));
      expect(inRow("date", -1)).to.equal(said("rows[0].date: is negative"));
      expect(inRow("date", 8_640_000_000_001)).to.equal(said("rows[0].date: is too late a date"));
      expect(inRow("files", "1")).to.equal(said("rows[0].files: is not a whole number"));
      expect(inRow("award", 1)).to.equal(said("rows[0].award: is not a string of digits"));
      for (const award of ["-1", "01", "1.5", "0x1", "", "9".repeat(79)]) {
        expect(inRow("award", award)).to.equal(said("rows[0].award: is not a whole number of token wei"));
      }
      expect(inRow("shares", [])).to.equal(said("rows[0].shares: is empty"));
      expect(inRow("shares", [{ account: ACCOUNT_A, bps: 9_999 }])).to.equal(
        said("rows[0].shares: do not sum to 10,000 bps"),
      );
      expect(
        inRow("shares", [
          { account: ACCOUNT_A, bps: 9_999 },
          { account: ACCOUNT_A, bps: 1 },
        ]),
      ).to.equal(said("rows[0].shares: name an account twice"));
      expect(inRow("shares", [{ account: ACCOUNT_A, bps: 0 }])).to.equal(
        said("rows[0].shares[0].bps: is below 1"),
      );
      expect(inHeader("formula", "git-capped-sqrt/X")).to.equal(
        said("header.formula: is not git-capped-sqrt/2"),
      );
      expect(inHeader("commits", 3)).to.equal(said("header.commits: is not 2, the number of rows"));
      expect(inHeader("totalAward", "1")).to.equal(
        said("header.totalAward: is not 3000000000000000011, the sum of the awards"),
      );
      expect(inHeader("contributors", 3)).to.equal(
        said("header.contributors: is not 2, the number of accounts with a share"),
      );
      expect(inHeader("parameters", { base: "1" })).to.match(/header\.parameters\.unit: /);
    });
  });

  describe("command line", () => {
    const here = (args: readonly string[]) => runHere(runImport, args);
    let path = "";
    before(() => {
      path = createRepository("wiki");
      commit(path, { by: ASA, date: Date.UTC(2024, 0, 31, 23, 59, 59) / 1_000, files: { a: lines(4) } });
      commit(path, { date: Date.UTC(2024, 1, 1) / 1_000, message: "Two", files: { b: lines(9) } });
    });

    it("writes both files, the same each time, and says where", async () => {
      const target = freshFolder("out");
      const [out, csv] = [join(target, "ledger.json"), join(target, "ledger.csv")];
      const first = await here(["--git", path, "--out", out, "--csv", csv]);
      expect(first).to.include({ status: 0, stderr: "" });
      const { ledger } = await importLedger({ path });
      expect(readFileSync(out, "utf8")).to.equal(ledgerToJson(ledger));
      expect(readFileSync(csv, "utf8")).to.equal(ledgerToCsv(ledger));
      expect(parseLedger(readFileSync(out, "utf8"))).to.deep.equal(ledger);
      const printed = first.stdout.split("\n");
      expect(printed[0]).to.equal(
        `wiki at ${ledger.header.head.slice(0, 12)}: 2 contributions by 2 contributors, 7.00 tokens (0 merges skipped, 0 commits outside the dates).`,
      );
      expect(printed[4]).to.match(/^Ben +0x\w{40} +1 +4\.00 +57\.14 %$/);
      expect(printed[5]).to.match(/^Åsa Öberg +0x\w{40} +1 +3\.00 +42\.85 %$/);
      expect(printed.slice(-3)).to.deep.equal([`Written: ${out}`, `Written: ${csv}`, ""]);

      const before = readFileSync(out);
      const again = await here(["--git", path, "--out", out, "--csv", csv]);
      expect(again.stdout).to.equal(first.stdout);
      expect(readFileSync(out).equals(before)).to.equal(true);
      expect(readdirSync(target)).to.deep.equal(["ledger.csv", "ledger.json"]);
    });

    it("passes every option on", async () => {
      const target = freshFolder("out");
      const accounts = join(target, "accounts.json");
      writeFileSync(accounts, JSON.stringify({ "asa@example.org": ACCOUNT_A }));
      const out = join(target, "ledger.json");
      const { status, stdout } = await here([
        ...["--git", path, "--out", out, "--accounts", accounts, "--source", "Wiki", "--top", "1"],
        ...["--since", "2024-01-31", "--until", "2024-01-31", "--base", "0.5", "--unit", "2"],
        ...["--line-cap", "3", "--max-award", "3.25", "--ignore", "x", "--ignore", "y", "--maintenance", "a"],
      ]);
      expect(status).to.equal(0);
      expect(stdout).to.not.include("demo accounts");
      const { header, rows } = parseLedger(readFileSync(out, "utf8"));
      expect(header).to.deep.include({
        source: "Wiki",
        since: Date.UTC(2024, 0, 31) / 1_000,
        until: Date.UTC(2024, 1, 1) / 1_000 - 1,
        commits: 1,
        outsideWindow: 1,
        parameters: {
          base: 5n * 10n ** 17n,
          unit: 2n * 10n ** 18n,
          lineCap: 3,
          maxAward: 325n * 10n ** 16n,
          ignored: [...DEFAULT_PARAMETERS.ignored, "x", "y"],
          maintenance: [...DEFAULT_PARAMETERS.maintenance, "a"],
        },
      });
      // 0.5 + 2·√3 is 3.96, above the maximum.
      expect(rows.map(({ account, award, kind }) => ({ account, award, kind }))).to.deep.equal([
        { account: ACCOUNT_A, award: 325n * 10n ** 16n, kind: "maintenance" },
      ]);
    });

    it("takes times too, and counts who is not in the summary", async () => {
      const shown = await here(["--git", path, "--until", "2024-02-01T01:00:00+01:00", "--top", "1"]);
      expect(shown.status).to.equal(0);
      expect(shown.stdout).to.include("2 contributions by 2");
      expect(shown.stdout).to.include("… and 1 more\n");
      expect(shown.stdout).to.include("Nothing was written: --out and --csv name the files.\n");
      expect((await here(["--git", path, "--until", "2024-01-31T23:59:59Z"])).stdout).to.include(
        "1 contributions by 1",
      );
    });

    it("helps", () => {
      const { status, stdout, stderr } = runScript(["--help"]);
      expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      expect(stdout).to.match(/^Turns the history[\s\S]*--max-award N/);
    });

    it("fails in one sentence with exit code 1 and leaves nothing behind", async () => {
      const target = freshFolder("out");
      const inTarget = (name: string): string => join(target, name);
      mkdirSync(inTarget("folder"));
      writeFileSync(inTarget("old.json"), "old");
      const cases: [[string[], string], [string[], string], ...[string[], string | RegExp][]] = [
        [["--git", inTarget("none"), "--out", inTarget("old.json")], `${inTarget("none")} does not exist.`],
        [["--git", target], `${target} is not a git repository.`],
        [
          ["--git", path, "--out", inTarget("x.json"), "--csv", inTarget("folder")],
          /folder cannot be written: it is a folder\.$/,
        ],
        [
          ["--git", path, "--out", inTarget("no/x.json")],
          /no\/x.json cannot be written: its folder does not exist\.$/,
        ],
        [
          ["--git", path, "--out", inTarget("old.json"), "--csv", inTarget("x".repeat(250))],
          /^.*x cannot be written: ENAMETOOLONG: .*\.$/,
        ],
        [
          ["--git", path, "--out", inTarget("x"), "--csv", `${target}/./x`],
          "--csv is the same file as --out.",
        ],
        [["--git", path, "--out", inTarget("x"), "--accounts", inTarget("old.json")], /is not JSON: .*\.$/],
        [["--git", path, "--since", "2024-02-30"], /^--since is not a date such as/],
        [["--git", path, "--since", "1969-01-01"], "--since is before 1970."],
        [["--git", path, "--since", "2024-02-02", "--until", "2024-02-01"], "--since is later than --until."],
        [["--git", path, "--max-award=-1"], "--max-award is not a number of tokens such as 25 or 0.5."],
        [["--git", path, "--top", "many"], "--top is not a whole number below a billion."],
        [["--git="], "--git is empty."],
        [["--gti", path], "Unknown option '--gti'; --help lists the options."],
        [[path], /^Unexpected argument '.*'; --help lists the options\.$/],
      ];
      const [, [noRepository]] = cases;
      expect(runScript(noRepository), "as a script").to.deep.equal(await here(noRepository));
      for (const [args, sentence] of cases) {
        const { status, stdout, stderr } = await here(args);
        expect({ status, stdout }, args.join(" ")).to.deep.equal({ status: 1, stdout: "" });
        expect(stderr.split("\n")).to.have.length(2);
        const said = stderr.slice("error: ".length, -1);
        if (typeof sentence === "string") expect(said).to.equal(sentence);
        else expect(said).to.match(sentence);
      }
      expect(readdirSync(target)).to.deep.equal(["folder", "old.json"]);
      expect(readFileSync(inTarget("old.json"), "utf8")).to.equal("old");
    });

    it("says that git is not installed", () => {
      const { status, stderr } = runScript(["--git", path], { PATH: freshFolder("no-programs") });
      expect({ status, stderr }).to.deep.equal({
        status: 1,
        stderr: "error: git is not installed, or not on the PATH.\n",
      });
    });
  });

  describe("command line helpers", () => {
    it("aligns tables and shows control characters as question marks", () => {
      expect(
        formatTable({
          columns: [{ title: "Name" }, { title: "N", align: "right" }],
          rows: [["a\u001b[31mb", "10"], ["ö😀"]],
        }),
      ).to.equal("Name      N\n-------  --\na?[31mb  10\nö😀");
      expect(formatTable({ columns: [{ title: "A" }], rows: [] })).to.equal("A\n-");
    });

    it("gives the first line of anything thrown, and the field of what zod refuses", () => {
      expect(messageOf(new Error("one\ntwo"))).to.equal("one");
      expect(messageOf("text")).to.equal("text");
      const shape = z.strictObject({ rows: z.array(z.strictObject({ n: z.string("is no text") })) });
      const errorOf = (value: unknown): string =>
        fieldErrorOf(shape.safeParse(value).error ?? new z.ZodError([]));
      expect(errorOf({ rows: [{ n: "" }, { n: 1 }] })).to.equal("rows[1].n: is no text");
      expect(errorOf({ rows: [{ n: "", m: 1 }] })).to.equal("rows[0].m: is not a known field");
      expect(fieldErrorOf(z.string("is no text").safeParse(1).error ?? new z.ZodError([]))).to.equal(
        "is no text",
      );
      expect(fieldErrorOf(new z.ZodError([]))).to.equal("is refused");
    });

    it("overwrites its line in a terminal, writes one each ten seconds elsewhere, and none with CI", () => {
      const written: unknown[] = [];
      const { isTTY } = process.stderr;
      const write = process.stderr.write.bind(process.stderr);
      const clock = Date.now;
      let now = 1_000_000;
      Date.now = () => now;
      const draw = (terminal: boolean, ci: string): void => {
        Object.assign(process.stderr, { isTTY: terminal, write: (text: unknown) => written.push(text) });
        process.env["CI"] = ci;
        const progress = createProgress();
        progress.update("one\n");
        progress.update("too soon");
        progress.done();
        progress.done();
      };
      const ci = process.env["CI"];
      try {
        draw(false, "");
        draw(true, "true");
        expect(written).to.deep.equal([]);
        draw(true, "");
        expect(written).to.deep.equal(["\r\u001b[2Kone?", "\r\u001b[2K"]);
        written.length = 0;
        process.stderr.isTTY = false;
        const progress = createProgress();
        for (const [seconds, text] of [
          [9.999, "soon"],
          [0.001, "two\t"],
          [9.999, "soon"],
          [0.001, "three"],
        ] as const) {
          now += seconds * 1_000;
          progress.update(text);
        }
        progress.done();
        expect(written).to.deep.equal(["two?\n", "three\n"]);
      } finally {
        Date.now = clock;
        Object.assign(process.stderr, { isTTY, write });
        if (ci === undefined) delete process.env["CI"];
        else process.env["CI"] = ci;
      }
    });
  });
});
