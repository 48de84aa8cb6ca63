import { execFileSync } from "node:child_process";
import { appendFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readGit } from "../../ledger/sources/git.ts";
import type { Activity } from "../../ledger/sources/activity.ts";
import { createTestFolder, refusalOf, type TestFolder } from "../lib/files.ts";
import { ANN, BOB, createTestRepository, textOf, type TestRepository } from "../lib/repositories.ts";

const DAY = 86_400;
const START = 1_800_000_000;
const END = Number.MAX_SAFE_INTEGER;

interface Read {
  readonly rows: readonly Activity[];
  readonly leftOut: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

async function read(path: string, options: Partial<Parameters<typeof readGit>[0]> = {}): Promise<Read> {
  const leftOut: Record<string, number> = {};
  const warnings: string[] = [];
  const rows: Activity[] = [];
  for await (const row of readGit({
    ...{ path, since: 0, until: END, ignored: [], maintenance: [] },
    leaveOut: (reason) => (leftOut[reason] = (leftOut[reason] ?? 0) + 1),
    onWarning: (warning) => warnings.push(warning),
    ...options,
  })) {
    rows.push(row);
  }
  return { rows, leftOut, warnings };
}

const idsOf = ({ rows }: Read): string[] => rows.map(({ id }) => id);

describe("Git histories", () => {
  let folder: TestFolder;
  let count = 0;
  const repository = (): TestRepository => createTestRepository(join(folder.path, `${++count}`, "commons"));
  before(() => (folder = createTestFolder("histories")));
  after(() => {
    folder.remove();
  });

  describe("the same commit, the same rows", () => {
    let origin: TestRepository;
    let expected: Read;
    before(async () => {
      origin = repository();
      origin.commit({
        date: START,
        by: { name: "ann", email: "ann@old.example" },
        files: {
          ".mailmap": "Ann <ann@example.org> <ann@old.example>\nBob <bob@example.org> <bobby@example.org>\n",
          ".gitattributes": "*.dat binary\n/api/** linguist-generated\nlib/* linguist-vendored=true\n",
          "src/a.c": textOf(20),
        },
      });
      origin.commit({
        date: START + 1,
        message: "Both\n\nCo-authored-by: Bobby <bobby@example.org>\n",
        by: ANN,
        files: {
          ...{ "src/b.c": textOf(7), "b.dat": textOf(9), "api/x.c": textOf(8), "lib/y.c": textOf(6) },
          "sub/.gitattributes": "z.c linguist-generated\n",
          "sub/z.c": textOf(4),
        },
      });
      origin.commit({ date: START + 2, files: { "src/a.c": textOf(25), "b.dat": textOf(10) } });
      expected = await read(origin.path);
    });

    it("reads mailmap and attributes of the commit", () => {
      expect(expected.rows.map(({ people, size }) => ({ people, size }))).to.deep.equal([
        { people: [ANN], size: 25 },
        { people: [ANN, BOB], size: 8 },
        { people: [BOB], size: 5 },
      ]);
      expect(expected.warnings).to.deep.equal([
        "3 files count nothing, as .gitattributes says that they are generated or vendored.",
      ]);
    });

    it("reads the same of a normal, a bare and a mirrored clone, a worktree, and a clone that borrows", async () => {
      const place = folder.fresh("clones");
      const clone = (name: string, ...args: string[]): string => {
        const path = join(place, name, "commons");
        execFileSync("git", ["clone", "--quiet", ...args, `file://${origin.path}`, path], {
          stdio: "ignore",
        });
        return path;
      };
      const worktree = join(place, "tree");
      origin.git("worktree", "add", "--quiet", "--detach", worktree);
      const paths = [
        ...[clone("normal"), clone("bare", "--bare"), clone("mirror", "--mirror"), worktree],
        ...[clone("empty", "--no-checkout"), clone("borrowed", "--shared"), join(clone("inside"), "src")],
        clone("sparse", "--sparse"),
      ];
      for (const path of paths) expect(await read(path), path).to.deep.equal(expected);
      expect(await read(origin.path, { revision: "HEAD~1" })).to.not.deep.equal(expected);
      const main = { revision: origin.git("rev-parse", "HEAD") };
      expect(await read(paths[1] ?? "", main)).to.deep.equal(expected);
    });

    it("reads the same whatever a clone's configuration, files and refs say", async () => {
      const path = join(folder.fresh("odd"), "commons");
      execFileSync("git", ["clone", "--quiet", origin.path, path], { stdio: "ignore" });
      const git = (...args: string[]): string =>
        execFileSync("git", ["-C", path, ...args], { encoding: "utf8" }).trim();
      const mailmap = "Mallory <mallory@example.org> <ann@old.example>\n";
      writeFileSync(join(path, ".mailmap"), mailmap);
      writeFileSync(join(path, ".gitattributes"), "*.c binary\n");
      appendFileSync(join(path, ".git/info/attributes"), "*.c -diff\n");
      writeFileSync(join(path, "other-mailmap"), mailmap);
      for (const [key, value] of [
        ["mailmap.file", join(path, "other-mailmap")],
        ["core.attributesFile", join(path, ".gitattributes")],
        ["diff.algorithm", "patience"],
        ["diff.renames", "false"],
        ["diff.context", "0"],
        ["diff.noprefix", "true"],
        ["diff.suppressBlankEmpty", "true"],
        ["core.quotePath", "false"],
      ] as const) {
        git("config", key, value);
      }
      git("replace", "HEAD~1", "HEAD~2");
      writeFileSync(join(path, ".git/info/grafts"), `${git("rev-parse", "HEAD")}\n`);
      expect(await read(path)).to.deep.equal(expected);
    });

    it("tells that a clone is shallow, and reads the same of what it has", async () => {
      const path = join(folder.fresh("shallow"), "commons");
      execFileSync("git", ["clone", "--quiet", "--depth=2", `file://${origin.path}`, path], {
        stdio: "ignore",
      });
      const { rows, leftOut, warnings } = await read(path);
      expect(rows).to.deep.equal(expected.rows.slice(2));
      expect(leftOut).to.deep.equal({ "changes unknown, at the edge of a shallow history": 1 });
      expect(warnings[0]).to.equal(
        'The history is shallow: what is older is missing, and the commits at its edge are left out, as what they change is unknown ("git fetch --unshallow" completes it).',
      );
    });

    it("refuses a partial clone until it is complete", async () => {
      const path = join(folder.fresh("partial"), "commons");
      origin.git("config", "uploadpack.allowFilter", "true");
      const url = `file://${origin.path}`;
      execFileSync("git", ["clone", "--quiet", "--filter=blob:none", url, path], { stdio: "ignore" });
      expect(await refusalOf(read(path))).to.equal(
        `${path} is a partial clone without the files of its history: complete it with "git fetch --refetch --no-filter" first.`,
      );
      execFileSync("git", ["-C", path, "fetch", "--quiet", "--refetch", "--no-filter"], { stdio: "ignore" });
      expect(await read(path)).to.deep.equal(expected);
    });

    it("leaves nothing behind, and says what it cannot find", async () => {
      const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("cdpo-history-"));
      const before = left();
      expect(await refusalOf(read(origin.path, { revision: "nowhere" }))).to.equal(
        `${origin.path} has no commit "nowhere".`,
      );
      await read(origin.path);
      expect(left().filter((name) => !before.includes(name))).to.deep.equal([]);
    });
  });

  describe("when work entered", () => {
    it("is when the branch merged it, and never earlier than what it follows", async () => {
      const { path, commit, git, at } = repository();
      const first = commit({ date: START, files: { a: textOf(1) } });
      git("checkout", "--quiet", "-b", "side");
      const early = commit({ date: START + 10, files: { b: textOf(2) } });
      const later = commit({ date: START + 20, files: { b: textOf(3) } });
      git("checkout", "--quiet", "main");
      const direct = commit({ date: START + DAY, committed: START + 3 * DAY, files: { c: textOf(4) } });
      const late = commit({ date: START + 2 * DAY, committed: START + DAY, files: { d: textOf(5) } });
      at(START + 40 * DAY, "merge", "--quiet", "--no-ff", "--message=Merge", "side");
      const { rows, warnings } = await read(path);
      const entered = Object.fromEntries(rows.map((row) => [row.id, ((row.entered ?? 0) - START) / DAY]));
      expect(entered).to.deep.equal({ [first]: 0, [direct]: 3, [late]: 3, [early]: 40, [later]: 40 });
      expect(warnings).to.deep.equal([
        "1 commits of the branch say that they were made more than a day before the one that they follow: they entered when that did.",
      ]);
      const month = await read(path, { since: START + 30 * DAY, until: START + 60 * DAY });
      expect(idsOf(month)).to.deep.equal([early, later]);
      expect(rows.find(({ id }) => id === early)?.date).to.equal(START + 10);
      expect(idsOf(await read(path, { until: START + 30 * DAY }))).to.deep.equal([first, direct, late]);
    });
  });

  describe("what stands", () => {
    it("counts work once that is picked, rebased and merged again", async () => {
      const { path, commit, git, at } = repository();
      const base = commit({ date: START, files: { a: textOf(30) } });
      git("checkout", "--quiet", "-b", "side");
      const work = commit({ date: START + 1, by: ANN, files: { a: textOf(31), b: textOf(9) } });
      git("checkout", "--quiet", "main");
      const other = commit({ date: START + 2, files: { c: textOf(3) } });
      const picked = at(START + 50, "cherry-pick", work);
      at(START + 60, "merge", "--quiet", "--no-ff", "--message=Merge", "side");
      const { rows, leftOut } = await read(path);
      expect(rows.map(({ id }) => id)).to.deep.equal([base, picked, other]);
      expect(rows[1]).to.deep.include({ people: [ANN], size: 10, entered: START + 50 });
      expect(leftOut).to.deep.equal({ "the same work again": 1 });
    });

    it("knows picked work where what is around it differs", async () => {
      const { path, commit, git, at } = repository();
      const lines = textOf(9).split("\n");
      commit({ date: START, files: { a: lines.join("\n") } });
      git("checkout", "--quiet", "-b", "side");
      lines[2] = "near";
      commit({ date: START + 1, files: { a: lines.join("\n") } });
      lines[4] = "fixed";
      const work = commit({ date: START + 2, by: ANN, files: { a: lines.join("\n") } });
      git("checkout", "--quiet", "main");
      at(START + 50, "cherry-pick", "--strategy-option=theirs", work);
      commit({ date: START + 51, files: { other: textOf(1) } });
      at(START + 60, "merge", "--quiet", "--no-ff", "--strategy-option=theirs", "--message=Merge", "side");
      const { rows, leftOut } = await read(path);
      expect(rows.filter(({ people }) => people[0]?.name === "Ann")).to.have.lengthOf(1);
      expect(leftOut).to.deep.equal({ "the same work again": 1 });
    });

    it("pays neither what is reverted nor its revert, and a revert of the revert restores it", async () => {
      const { path, commit, at } = repository();
      const base = commit({ date: START, files: { a: textOf(3) } });
      const work = commit({ date: START + DAY, by: ANN, files: { a: textOf(24) } });
      const revert = (day: number): string => at(START + day * DAY, "revert", "--no-edit", "HEAD");
      revert(10);
      expect(await read(path)).to.deep.include({
        leftOut: { "taken back later": 1, "takes other work back": 1 },
      });
      expect(idsOf(await read(path))).to.deep.equal([base]);
      revert(20);
      expect(idsOf(await read(path))).to.deep.equal([base, work]);
      revert(30);
      expect(idsOf(await read(path))).to.deep.equal([base]);
      revert(40);
      const all = await read(path);
      expect(idsOf(all)).to.deep.equal([base, work]);
      expect(all.leftOut).to.deep.equal({ "takes other work back": 2, "restores what was taken back": 2 });
      // As things stood at the end of each period, whatever came later.
      const until = async (day: number): Promise<string[]> =>
        idsOf(await read(path, { until: START + day * DAY }));
      expect([await until(9), await until(19), await until(29), await until(39)]).to.deep.equal([
        ...[[base, work], [base], [base, work], [base]],
      ]);
      // Restoring pays nobody where it is not known what was recognised before.
      const last = { since: START + 35 * DAY };
      expect((await read(path, last)).rows).to.deep.equal([]);
      expect((await read(path, { ...last, remembered: true })).rows).to.deep.equal([
        { ...all.rows[1], entered: START + 40 * DAY },
      ]);
    });

    it("knows a revert by what it does, not by what it says", async () => {
      const { path, commit } = repository();
      commit({ date: START, files: { a: textOf(3) } });
      const work = commit({ date: START + 1, by: ANN, files: { a: textOf(9) } });
      const said = commit({
        date: START + 2,
        message: `Revert "Change"\n\nThis reverts commit ${work}.`,
        files: { b: textOf(4) },
      });
      expect(idsOf(await read(path))).to.include.members([work, said]);
      commit({ date: START + 3, message: "Tidy up", files: { a: textOf(3) } });
      expect((await read(path)).leftOut).to.deep.equal({ "taken back later": 1, "takes other work back": 1 });
    });

    it("knows a revert by its message and lines where what is around it has changed", async () => {
      const { path, commit } = repository();
      const lines = textOf(9).split("\n");
      const write = (date: number, at: number, line: string, message = "Change"): string => {
        lines[at] = line;
        return commit({ date: START + date, message, files: { a: lines.join("\n") } });
      };
      write(0, 0, "first");
      const work = write(1, 4, "better");
      write(2, 3, "near");
      const message = `Revert "Change"\n\nThis reverts commit ${work}.`;
      write(3, 4, "line 4", message);
      expect((await read(path)).leftOut).to.deep.equal({ "taken back later": 1, "takes other work back": 1 });
    });

    it("pays nobody in an edit war beyond what stands of the first", async () => {
      const { path, commit } = repository();
      const base = commit({ date: START, files: { a: "colour\n" } });
      const first = commit({ date: START + 1, by: ANN, files: { a: "color\n" } });
      for (let at = 2; at < 12; at += 2) {
        commit({ date: START + at, by: BOB, files: { a: "colour\n" } });
        commit({ date: START + at + 1, by: ANN, files: { a: "color\n" } });
      }
      expect(idsOf(await read(path))).to.deep.equal([base, first]);
      commit({ date: START + 12, files: { a: "colour\n" } });
      expect(idsOf(await read(path))).to.deep.equal([base]);
    });

    it("counts what stood for ninety days whoever removes it", async () => {
      for (const [days, stands] of [
        [90, true],
        [89, false],
      ] as const) {
        const { path, commit } = repository();
        const base = commit({ date: START, files: { a: textOf(1) } });
        const work = commit({ date: START + 1, files: { b: textOf(5) } });
        commit({ date: START + 1 + days * DAY, files: { b: null } });
        expect(idsOf(await read(path))).to.deep.equal(stands ? [base, work] : [base]);
      }
    });
  });

  describe("what counts", () => {
    /** What one commit is after another. */
    async function change(
      before: Readonly<Record<string, string>>,
      after: Readonly<Record<string, string | Buffer | null>>,
      ignored: readonly string[] = [],
    ): Promise<Pick<Activity, "kind" | "size"> | undefined> {
      const { path, commit } = repository();
      commit({ date: START, files: { base: "x\n", ...before } });
      const id = commit({ date: START + 1, files: after });
      const row = (await read(path, { ignored })).rows.find((each) => each.id === id);
      return row === undefined ? undefined : { kind: row.kind, size: row.size };
    }

    it("leaves out spaces, line ends, blank lines, and what was only moved", async () => {
      const text = textOf(9);
      for (const [before, after] of [
        [{ a: text }, { a: text.replaceAll("\n", "\r\n") }],
        [{ a: text }, { a: text.replace(/^/gm, "    ") }],
        [{ a: text }, { a: text.replaceAll(" ", "\t\t") }],
        [{ a: text }, { a: text.replaceAll("\n", "\n\n") }],
        [{ a: text }, { a: null, b: text }],
        [
          { a: text, b: "other\n" },
          { a: "line 0\n", b: `other\n${text.slice(7)}` },
        ],
        [{ a: text }, { a: text.split("\n").reverse().join("\n").trimStart() }],
      ] as const) {
        expect(await change(before, after), JSON.stringify(after)).to.equal(undefined);
      }
    });

    it("leaves out files that are generated, vendored, locked, data and pictures, unless the config counts them", async () => {
      for (const file of [
        ...["yarn.lock", "go.sum", "vendor/a.go", "app/dist/x.js", "x.min.css", "javadoc/a.html", "a.pb.go"],
        ...["a.svg", "a.PNG", "deep/data.csv", "b.geojson"],
      ]) {
        expect(await change({}, { [file]: textOf(5) }), file).to.equal(undefined);
        expect(await change({}, { [file]: textOf(5) }, ["!**"]), file).to.deep.include({ size: 5 });
      }
      expect(await change({}, { "a.svg": textOf(5), "b.svg": textOf(6) }, ["!a.svg"])).to.deep.equal({
        ...{ kind: "production", size: 5 },
      });
    });

    it("tells production from maintenance, and counts what is put in another's place", async () => {
      const text = textOf(9);
      const sound = Buffer.from([0, 1, 2]);
      const production = (size: number) => ({ kind: "production", size });
      const maintenance = (size: number) => ({ kind: "maintenance", size });
      for (const [before, after, expected] of [
        [{}, { "src/a.c": text }, production(9)],
        [{ a: text }, { a: textOf(4) }, maintenance(0)],
        [{ a: text }, { a: null }, maintenance(0)],
        [{ a: text }, { a: textOf(9, "other") }, production(18)],
        [{ a: text }, { a: textOf(2, "other") }, production(4)],
        [{}, { "a.ogg": sound }, production(0)],
        [{}, { "docs/a.ogg": sound }, maintenance(0)],
        [{}, { "README.md": text, "test/a.c": text }, maintenance(18)],
        [{ "src/a.c": text }, { "README.md": "one\n", "src/a.c": textOf(8) }, production(2)],
        [{ a: text }, { a: null, b: `${text}more\n` }, production(1)],
      ] as const) {
        expect(await change(before, after), JSON.stringify(after)).to.deep.equal(expected);
      }
    });

    it("reads names and lines that look like something else", async () => {
      const odd = 'src/ä "q"\t\nname b/src.c';
      expect(
        await change({}, { [odd]: "--- a\n+++ b\ncommit 1\n@@ -1 +1 @@\ndiff --git a/x b/x\n" }),
      ).to.deep.include({
        size: 5,
      });
      expect(await change({ a: "-- x\nkept\n" }, { a: "++ y\nkept\n" })).to.deep.include({ size: 2 });
      expect(await change({ a: "no end" }, { a: "no end\nmore" })).to.deep.include({ size: 1 });
      expect(await change({ [odd]: textOf(9) }, { [odd]: null, "ö b/ö": `${textOf(9)}x\n` })).to.deep.include(
        {
          size: 1,
        },
      );
    });
  });

  it("agrees with git's own patch-ids on a random history", async () => {
    const { path, commit, git } = repository();
    let seed = 20_270_301;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const files = Object.fromEntries(["a", "b", "c"].map((name) => [name, ["0", "1", "2"]]));
    const hashes: string[] = [];
    for (let at = 0; at < 60; at++) {
      const name = "abc"[random(3)] ?? "a";
      const lines = files[name] ?? [];
      // Few words for few places: the same again, and back, come by chance. No line moves.
      const place = random(3);
      lines[place] = `${place}${["", "a", "b"][random(3)]}`;
      const text = Object.fromEntries(
        Object.entries(files).map(([each, of]) => [each, `${of.join("\n")}\n`]),
      );
      hashes.push(commit({ date: START + at, files: text }));
    }
    const idOf = (hash: string, ...reverse: string[]): string => {
      const diff = git("diff-tree", "-p", "-w", "--root", "--no-prefix", ...reverse, hash);
      return execFileSync("git", ["patch-id", "--stable"], { input: `${diff}\n`, encoding: "utf8" }).slice(
        0,
        40,
      );
    };
    interface Slow {
      readonly id: string;
      readonly back: string;
      readonly first: string;
      stands: boolean;
    }
    const works: Slow[] = [];
    const counted = new Map<string, boolean>();
    for (const hash of hashes) {
      const [id, back] = [idOf(hash), idOf(hash, "-R")];
      if (id === "") continue;
      const makes = works.find((work) => work.id === id);
      const takes = works.find((work) => work.back === id);
      const found = makes ?? takes;
      if (found === undefined) {
        works.push({ id, back, first: hash, stands: true });
        counted.set(hash, true);
      } else {
        found.stands = makes !== undefined;
        counted.set(found.first, found.stands);
      }
    }
    const expected = hashes.filter((hash) => counted.get(hash) === true);
    expect(expected.length).to.be.within(3, 50);
    expect(idsOf(await read(path))).to.deep.equal(expected);
    rmSync(path, { recursive: true });
  });
});
