import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { parseCount, parseInstant, type Activity } from "../ledger/sources/activity.ts";
import { DEFAULT_COLUMNS, readCsv } from "../ledger/sources/csv.ts";
import { readGithub } from "../ledger/sources/github.ts";
import { readLines, readText } from "../ledger/sources/input.ts";
import { readItems } from "../ledger/sources/json-items.ts";
import { readDump } from "../ledger/sources/mediawiki-dump.ts";
import { createJudge, REVERT_RADIUS, type Revision } from "../ledger/sources/mediawiki.ts";
import { readMakers, readPageViews } from "../ledger/sources/page-views.ts";
import { readUsercontribs } from "../ledger/sources/usercontribs.ts";
import { all, createTestFolder, refusalOf } from "./lib/files.ts";

const folder = createTestFolder("sources");
const ACCOUNT = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const MARCH = Date.UTC(2027, 2, 1) / 1_000;

/** Counts what an importer leaves out. */
function createCounter() {
  const counts: Record<string, number> = {};
  return { counts, leaveOut: (reason: string): void => void (counts[reason] = (counts[reason] ?? 0) + 1) };
}

/** Who did what, in short. */
const brief = ({ id, kind, people, size }: Activity): string =>
  `${id} ${kind} ${people.map(({ name }) => name).join("+")} ${size}`;

describe("Sources", () => {
  after(() => {
    folder.remove();
  });

  describe("files", () => {
    it("gives lines with their numbers, from plain and compressed files, without a byte order mark", async () => {
      const text = "\ufeffone\r\n\nthree: ä初😀\nlast";
      const expected = ["one", "", "three: ä初😀", "last"].map((each, at) => ({ text: each, line: at + 1 }));
      expect(await all(readLines(folder.file("a.txt", text)))).to.deep.equal(expected);
      expect(await all(readLines(folder.file("a.txt.gz", gzipSync(text))))).to.deep.equal(expected);
      expect(await all(readLines(folder.file("empty", "")))).to.deep.equal([]);
      expect(await all(readLines(folder.file("one", "\n")))).to.deep.equal([{ text: "", line: 1 }]);
    });

    it("puts characters together that pieces cut", async () => {
      // Pieces are 2^18 bytes: three-byte characters are cut at each possible place.
      for (const shift of [0, 1, 2]) {
        const text = `${"x".repeat(shift)}${"初".repeat(200_000)}`;
        expect((await all(readText(folder.file("long", text)))).join("")).to.equal(text);
      }
    });

    it("says in which line something is not UTF-8", async () => {
      const broken = folder.file(
        "broken",
        Buffer.concat([Buffer.from("a\nb\nc"), Buffer.from([0xff]), Buffer.from("\nd\n")]),
      );
      expect(await refusalOf(all(readText(broken)))).to.equal(`${broken}, line 3: is not UTF-8.`);
      const cut = folder.file("cut", Buffer.concat([Buffer.from("a\nb"), Buffer.from([0xe5, 0x88])]));
      expect(await refusalOf(all(readText(cut)))).to.equal(`${cut}, line 2: is not UTF-8.`);
      const later = folder.file(
        "later",
        Buffer.concat([Buffer.from("0123456\n".repeat(50_000)), Buffer.from([0xc0, 0x80])]),
      );
      expect(await refusalOf(all(readText(later)))).to.equal(`${later}, line 50001: is not UTF-8.`);
    });

    it("says what cannot be read", async () => {
      const none = `${folder.path}/none`;
      expect(await refusalOf(all(readText(none)))).to.equal(`${none} does not exist.`);
      expect(await refusalOf(all(readText(`${none}.gz`)))).to.equal(`${none}.gz does not exist.`);
      expect(await refusalOf(all(readText(folder.path)))).to.equal(`${folder.path} is a folder, not a file.`);
      expect(await refusalOf(all(readText("dump.xml.bz2")))).to.equal(
        "dump.xml.bz2 is compressed in a way that is not read here: decompress it first.",
      );
      const damaged = folder.file("damaged.gz", "no gzip");
      expect(await refusalOf(all(readText(damaged)))).to.equal(
        `${damaged} cannot be read: incorrect header check.`,
      );
    });

    it("reads times and counts that exist, and no others", () => {
      expect(parseInstant("2027-03-01")).to.equal(MARCH);
      expect(parseInstant("2027-03-01T01:00:00+01:00")).to.equal(MARCH);
      expect(parseInstant("2027-03-01T00:00:00.999Z")).to.equal(MARCH);
      for (const wrong of [
        "",
        "2027-02-29",
        "2027-13-01",
        "2027-03-01T00:00:00",
        "1969-12-31",
        "1.3.2027",
        "2027-03-01T25:00:00Z",
      ]) {
        expect(parseInstant(wrong), wrong).to.equal(undefined);
      }
      expect(parseCount("9007199254740991")).to.equal(Number.MAX_SAFE_INTEGER);
      for (const wrong of ["", "-1", "1.5", "1e3", "9007199254740992", " 1"]) {
        expect(parseCount(wrong), wrong).to.equal(undefined);
      }
    });
  });

  describe("CSV", () => {
    const read = (content: string, more: Partial<Parameters<typeof readCsv>[0]> = {}) => {
      const file = folder.file("rows.csv", content);
      return { file, rows: all(readCsv({ file, where: "hours", ...more })) };
    };

    it("reads quoted cells, kinds, sizes, names and addresses", async () => {
      const { rows } = read(
        "id,date,person,kind,size,note\r\n" +
          `1,2027-03-01,${ACCOUNT},use,7,"Rode, ""daily"""\r\n` +
          "2,2027-03-02T12:30:00Z,ann,maintenance,0,\r\n",
      );
      expect(await rows).to.deep.equal([
        {
          id: "1",
          kind: "use",
          date: MARCH,
          people: [{ name: ACCOUNT, email: "" }],
          size: 7,
          note: 'Rode, "daily"',
        },
        {
          id: "2",
          kind: "maintenance",
          date: MARCH + 86_400 + 45_000,
          people: [{ name: "hours:ann", email: "" }],
          size: 0,
          note: "",
        },
      ]);
    });

    it("takes other column names, another delimiter and one kind for all", async () => {
      const { rows } = read("Nr;Tag;Wer\n7;2027-03-01;bo\n", {
        kind: "maintenance",
        delimiter: ";",
        columns: { ...DEFAULT_COLUMNS, id: "Nr", date: "Tag", person: "Wer" },
      });
      expect((await rows).map(brief)).to.deep.equal(["7 maintenance hours:bo 1"]);
    });

    it("finds what stands between cells, by the column names or a first line that says it", async () => {
      const table = (between: string): string =>
        [
          ["id", "date", "person", "note"],
          ["1", "2027-03-01", "ann", '"a, b; c | d"'],
        ]
          .map((cells) => `${cells.join(between)}\n`)
          .join("");
      for (const between of [",", ";", "\t", "|"]) {
        for (const said of ["", `sep=${between}\n`, `\ufeffSEP=${between}\n`, `"sep=${between}"\n`]) {
          for (const delimiter of [undefined, between]) {
            for (const lineEnd of ["\n", "\r\n"]) {
              const content = (said + table(between)).replaceAll("\n", lineEnd);
              const { rows } = read(content, { kind: "use", delimiter });
              expect((await rows).map(({ id, note }) => [id, note])).to.deep.equal([["1", "a, b; c | d"]]);
            }
          }
        }
      }
      // The first of several that fit.
      const both = "id,date,person,x;id;date;person;y\n1,2027-03-01,ann,a;2;2027-03-02;bo;b\n";
      expect((await read(both, { kind: "use" }).rows).map(brief)).to.deep.equal(["1 use hours:ann 1"]);
    });

    it("refuses a first line that contradicts the source, and counts it", async () => {
      const contradicted = read("sep=;\nid;date;person\n", { delimiter: ",", kind: "use" });
      expect(await refusalOf(contradicted.rows)).to.equal(
        `${contradicted.file}, line 1: says sep=;, but the source has the delimiter ",".`,
      );
      const nameless = read("sep=;\nid;date;who\n", { kind: "use" });
      expect(await refusalOf(nameless.rows)).to.equal(
        `${nameless.file}, line 2: there is no column "person".`,
      );
      const wrong = read("sep=;\nid;date;person\n1;2027-03-01;ann\n2;today;ann\n", { kind: "use" });
      expect(await refusalOf(wrong.rows)).to.match(/, line 4: the date "today" is not a date such as /);
    });

    it("skips rows without anything in them, wherever they are", async () => {
      const { rows } = read(
        "\nid,date,person\n\n1,2027-03-01,ann\n , ,\n,,,,\n2,2027-03-01,bo\n  \n\n\n,,\n",
        {
          kind: "use",
        },
      );
      expect((await rows).map(brief)).to.deep.equal(["1 use hours:ann 1", "2 use hours:bo 1"]);
      const { file, rows: short } = read("id,date,person\n\n1,2027-03-01\n", { kind: "use" });
      expect(await refusalOf(short)).to.equal(
        `${file}, line 3: the number of cells is not the number of columns.`,
      );
    });

    it("reports what is malformed with file and line", async () => {
      const head = "id,date,person,kind,size\n1,2027-03-01,ann,use,1\n";
      const cases: [string, number, string][] = [
        [`${head}2,2027-03-01,ann,use\n`, 3, "the number of cells is not the number of columns"],
        [
          `${head}2,2027-03-01,ann,"use,1\n3,`,
          4,
          "a quoted cell before the end of the file has no closing quote",
        ],
        [`${head},2027-03-01,ann,use,1\n`, 3, "the id is empty"],
        [
          `${head}2,2027-03-32,ann,use,1\n`,
          3,
          'the date "2027-03-32" is not a date such as 2027-03-01 or 2027-03-01T12:00:00Z',
        ],
        [`${head}2,2027-03-01, ,use,1\n`, 3, "the person is empty"],
        [
          `${head}2,2027-03-01,0x${ACCOUNT.slice(2).toUpperCase()},use,1\n`,
          3,
          `A person is named by the address "0x${ACCOUNT.slice(2).toUpperCase()}": the checksum of 0x${ACCOUNT.slice(2).toUpperCase()} is wrong, it would be ${ACCOUNT}: compare it with where you copied it from`,
        ],
        [`${head}2,2027-03-01,0x${"0".repeat(40)},use,1\n`, 3, "the zero address can receive nothing"],
        [`${head}2,2027-03-01,ann,fun,1\n`, 3, 'the kind "fun" is not production, use or maintenance'],
        [`${head}2,2027-03-01,ann,use,-1\n`, 3, 'the size "-1" is not a whole number'],
        [`${head}"a\nb",2027-03-01,ann,use,x\n`, 4, 'the size "x" is not a whole number'],
        ["id,date,kind\n", 1, 'there is no column "person"'],
        ["id,date,person\n", 1, 'there is no column "kind", and the source has no kind'],
        ["id,date,person,id\n", 1, 'there are two columns "id"'],
      ];
      for (const [content, line, reason] of cases) {
        const { file, rows } = read(content);
        expect(await refusalOf(rows)).to.equal(`${file}, line ${line}: ${reason}.`);
      }
      const { file, rows } = read(`${head}2,2027-03-01,a"nn,use,1\n`);
      expect(await refusalOf(rows))
        .to.match(/line 3: Invalid Opening Quote: .*[^.]\.$/)
        .and.include(file);
      expect(await refusalOf(all(readCsv({ file: "none.csv", where: "x" })))).to.equal(
        "none.csv does not exist.",
      );
    });
  });

  describe("JSON items", () => {
    const read = (content: string) => {
      const file = folder.file("items.json", content);
      return { file, items: all(readItems(file)) };
    };

    it("reads arrays, arrays of arrays, several after each other, and one object a line", async () => {
      const tricky = { "a]": '}"\\', b: [{ c: "[{" }] };
      const one = JSON.stringify(tricky);
      for (const content of [
        `[${one},${one}]`,
        `[[${one}],[],[${one}]]`,
        `[${one}][${one}]`,
        `${one}\n${one}\n`,
        ` [ ${one} , ${one} ] `,
      ]) {
        expect((await read(content).items).map(({ value }) => value)).to.deep.equal([tricky, tricky]);
      }
      expect(await read('[\n{"a":\n1},\n\n{"a":2}]').items).to.deep.equal([
        { value: { a: 1 }, line: 2 },
        { value: { a: 2 }, line: 5 },
      ]);
      expect(await read("[]").items).to.deep.equal([]);
      expect(await read("").items).to.deep.equal([]);
    });

    it("reads objects that pieces cut anywhere, all on one line", async () => {
      const items = Array.from({ length: 30_000 }, (_, at) => ({ at, text: `"${"\\".repeat(at % 5)}{` }));
      expect((await read(JSON.stringify(items)).items).map(({ value }) => value)).to.deep.equal(items);
    });

    it("reports what is malformed with file and line", async () => {
      const cases: [string, number, string][] = [
        ['[{"a":1},\n{"a":}]', 2, "the object that begins here is not JSON"],
        ['[{"a":1,\n"b":2,\n"c":tru}]', 1, "the object that begins here is not JSON"],
        ['[{"a":1}\n{"a":2}]', 2, '"{" is not where an object or an array begins or ends'],
        ['[{"a":1},\n]', 2, '"]" is not where an object or an array begins or ends'],
        ["[\n1]", 2, '"1" is not where an object or an array begins or ends'],
        ['{"a":1}\n,', 2, '"," is not where an object or an array begins or ends'],
        ['{"a":1}]', 1, '"]" is not where an object or an array begins or ends'],
        ['[\n{"a":"b\n"}]', 2, "a text has no closing quote"],
        ['[\n{"a":1},\n{"a":', 3, "the file ends within the object that begins here"],
        ['[{"a":1}\n', 2, "the file ends within an array"],
      ];
      for (const [content, line, reason] of cases) {
        const { file, items } = read(content);
        expect(await refusalOf(items)).to.equal(`${file}, line ${line}: ${reason}.`);
      }
    });
  });

  describe("GitHub", () => {
    const API = "https://api.github.com/repos/Commons/Wiki";
    const pull = (number: number, login: string | null, more: object = {}) => ({
      url: `${API}/pulls/${number}`,
      id: 1_000 + number,
      number,
      state: "closed",
      title: `Change ${number}`,
      user: login === null ? null : { login, id: 1, type: "User" },
      merged_at: "2027-03-01T00:00:10Z",
      ...more,
    });
    const review = (id: number, number: number, login: string | null, more: object = {}) => ({
      id,
      user: login === null ? null : { login, id: 2, type: "User" },
      body: "Looks right",
      state: "APPROVED",
      submitted_at: "2027-03-02T00:00:00Z",
      pull_request_url: `${API}/pulls/${number}`,
      ...more,
    });

    it("reads merged pull requests as production and others' reviews as maintenance", async () => {
      const pulls = folder.file(
        "pulls.json",
        JSON.stringify([
          pull(1, "Ann", { additions: 30, deletions: 12 }),
          pull(2, "bo"),
          pull(3, "bo", { merged_at: null }),
          pull(4, null),
          pull(5, "helper[bot]", { user: { login: "helper[bot]", type: "Bot" } }),
        ]),
      );
      const reviews = folder.file(
        "reviews.json",
        [
          review(1, 1, "bo"),
          review(2, 1, "BO", { state: "COMMENTED" }),
          review(3, 1, "ann"),
          review(4, 2, "ann", { state: "CHANGES_REQUESTED" }),
          review(5, 2, "ann", { state: "DISMISSED" }),
          review(6, 2, "cy", { state: "PENDING", submitted_at: undefined }),
          review(7, 9, "ann"),
          review(8, 2, null),
          review(9, 2, "b", { user: { login: "b", type: "Bot" } }),
          review(10, 3, "cy"),
        ]
          .map((each) => JSON.stringify(each))
          .join("\n"),
      );
      const { counts, leaveOut } = createCounter();
      const rows = await all(readGithub({ pulls: [pulls], reviews: [reviews], where: "github", leaveOut }));
      expect(rows.map(brief)).to.deep.equal([
        "commons/wiki#1 production github:ann 42",
        "commons/wiki#2 production github:bo 0",
        "commons/wiki#1/review/1 maintenance github:bo 1",
        "commons/wiki#2/review/4 maintenance github:ann 1",
        "commons/wiki#3/review/10 maintenance github:cy 1",
      ]);
      expect(rows[0]).to.deep.include({ date: MARCH + 10, note: "Change 1" });
      expect(rows[2]).to.deep.include({ date: MARCH + 86_400, note: "Change 1" });
      expect(counts).to.deep.equal({
        "pull requests that are not merged": 1,
        "of deleted users": 2,
        "of bots": 2,
        "further reviews of the same pull request": 1,
        "reviews of one's own pull request": 1,
        "reviews that do not stand": 2,
        "reviews of pull requests that are not in the files": 1,
      });
    });

    it("counts the earliest review of each, in whatever order files have them", async () => {
      const pulls = folder.file("pulls.json", JSON.stringify([pull(1, "ann"), pull(2, "ann")]));
      const late = { submitted_at: "2027-03-09T00:00:00Z" };
      const early = { submitted_at: "2027-03-08T23:59:59Z" };
      const given = [
        review(5, 1, "bo", late),
        review(7, 1, "bo", early),
        review(6, 1, "Bo", early),
        review(1, 1, "bo", late),
        review(2, 1, "cy", late),
        review(3, 2, "bo", late),
        review(4, 1, "bo", { submitted_at: "2027-03-01T00:00:00Z", state: "DISMISSED" }),
      ];
      for (const order of [given, given.toReversed()]) {
        for (const cut of [0, 3, 7]) {
          const reviews = [order.slice(0, cut), order.slice(cut)].map((part) =>
            folder.file("reviews.json", JSON.stringify(part)),
          );
          const { counts, leaveOut } = createCounter();
          const rows = await all(readGithub({ pulls: [pulls], reviews, where: "github", leaveOut }));
          expect(rows.slice(2).map(({ id }) => id)).to.have.members([
            "commons/wiki#1/review/6",
            "commons/wiki#1/review/2",
            "commons/wiki#2/review/3",
          ]);
          expect(counts).to.deep.equal({
            "further reviews of the same pull request": 3,
            "reviews that do not stand": 1,
          });
        }
      }
    });

    it("reports what is malformed with file and line", async () => {
      const good = folder.file("pulls.json", JSON.stringify([pull(1, "ann")]));
      const ofPull = async (more: object): Promise<string> => {
        const file = folder.file(
          "pulls.json",
          `[\n${JSON.stringify(pull(1, "ann"))},\n${JSON.stringify(pull(2, "bo", more))}\n]`,
        );
        const said = await refusalOf(
          all(readGithub({ pulls: [file], reviews: [], where: "github", leaveOut: () => undefined })),
        );
        return said.replace(`${file}, line 3: `, "");
      };
      const refused = (reason: string): string => `the object that begins here is refused, ${reason}.`;
      expect(await ofPull({ merged_at: "yesterday" })).to.equal(refused("merged_at: is not a time"));
      expect(await ofPull({ merged_at: undefined })).to.match(/refused, merged_at: .+\.$/);
      expect(await ofPull({ user: 7 })).to.equal(refused("user: is not a user"));
      expect(await ofPull({ user: { login: "" } })).to.equal(refused("user.login: is empty"));
      expect(await ofPull({ title: null })).to.equal(refused("title: is not a text"));
      expect(await ofPull({ additions: 1.5 })).to.equal(refused("additions: is not a whole number"));
      expect(await ofPull({ deletions: -1 })).to.equal(refused("deletions: is negative"));
      expect(await ofPull({ url: `${API}/issues/2` })).to.equal(`"${API}/issues/2" is not a pull request.`);

      const ofReview = async (more: object): Promise<string> => {
        const file = folder.file("reviews.json", `\n${JSON.stringify(review(1, 1, "bo", more))}`);
        const said = await refusalOf(
          all(readGithub({ pulls: [good], reviews: [file], where: "github", leaveOut: () => undefined })),
        );
        return said.replace(`${file}, line 2: `, "");
      };
      expect(await ofReview({ state: "LOVED" })).to.equal(refused("state: is not a known state"));
      expect(await ofReview({ submitted_at: undefined })).to.equal("the review has no submitted_at.");
      expect(await ofReview({ submitted_at: "x" })).to.equal(refused("submitted_at: is not a time"));
      expect(await ofReview({ id: "1" })).to.equal(refused("id: is not a whole number"));
      expect(await ofReview({ pull_request_url: "x" })).to.equal('"x" is not a pull request.');
    });
  });

  describe("reverts", () => {
    /** Judges revisions written as user and text, such as "a1"; gives verdicts in their order. */
    function verdictsOf(...texts: string[]): string[] {
      const judge = createJudge();
      const revisions = texts.map((text, at): Revision => ({
        ...{ id: `${at}`, user: text[0] === "-" ? null : (text[0] ?? ""), date: at, title: "Page" },
        ...{ change: 1, sha1: text.slice(1) },
      }));
      const judged = [...revisions.flatMap((revision) => judge.next(revision)), ...judge.end()];
      expect(judged.map(({ revision: { id } }) => id)).to.deep.equal(revisions.map(({ id }) => id));
      return judged.map(({ verdict }) => verdict);
    }

    it("finds reverts by equal texts, and what they revert", () => {
      expect(verdictsOf("a1", "b2", "c1")).to.deep.equal(["edit", "reverted", "revert"]);
      expect(verdictsOf("a1", "b2", "b3", "c1", "a4")).to.deep.equal([
        ...["edit", "reverted", "reverted", "revert", "edit"],
      ]);
      expect(verdictsOf("a1", "b2", "c3")).to.deep.equal(["edit", "edit", "edit"]);
    });

    it("gives nothing for changing nothing, nor for reverting oneself", () => {
      expect(verdictsOf("a1", "b1")).to.deep.equal(["edit", "changed nothing"]);
      expect(verdictsOf("a1", "b2", "b1")).to.deep.equal(["edit", "reverted", "reverts only oneself"]);
      expect(verdictsOf("a1", "b2", "a1")).to.deep.equal(["edit", "reverted", "revert"]);
      expect(verdictsOf("a1", "-2", "-1")).to.deep.equal(["edit", "reverted", "revert"]);
    });

    it("gives back what a revert of a revert restores", () => {
      expect(verdictsOf("a1", "b2", "c1", "d2")).to.deep.equal(["edit", "edit", "reverted", "revert"]);
      expect(verdictsOf("a1", "b2", "c1", "d2", "e1")).to.deep.equal([
        ...["edit", "reverted", "revert", "reverted", "revert"],
      ]);
    });

    it("looks back as far as the radius, and ignores texts that are unknown", () => {
      const between = (count: number): string[] => Array.from({ length: count }, (_, at) => `b${at + 2}`);
      expect(verdictsOf("a1", ...between(REVERT_RADIUS), "c1").at(-1)).to.equal("revert");
      expect(verdictsOf("a1", ...between(REVERT_RADIUS + 1), "c1").at(-1)).to.equal("edit");
      expect(verdictsOf("a", "b", "c")).to.deep.equal(["edit", "edit", "edit"]);
    });
  });

  describe("MediaWiki dump", () => {
    const revision = (id: number, user: string, bytes: number, sha1: string, more = ""): string =>
      `    <revision>\n      <id>${id}</id>${id % 10 === 1 ? "" : `\n      <parentid>${id - 1}</parentid>`}
      <timestamp>2027-03-01T00:00:${String(id % 60).padStart(2, "0")}Z</timestamp>
      <contributor>${user}</contributor>${more}
      <comment>edited</comment><origin>1</origin><model>wikitext</model><format>text/x-wiki</format>
      <text bytes="${bytes}" xml:space="preserve">text &lt;ref name=&quot;a&quot;&gt; &amp; more</text>
      <sha1>${sha1}</sha1>\n    </revision>\n`;
    const named = (name: string): string => `<username>${name}</username><id>7</id>`;
    const page = (title: string, ns: number, ...revisions: string[]): string =>
      `  <page>\n    <title>${title}</title>\n    <ns>${ns}</ns>\n    <id>${ns + 1}</id>\n${revisions.join("")}  </page>\n`;
    const dump = (...pages: string[]): string =>
      `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>\n    <sitename>Wiki</sitename>\n    <namespaces><namespace key="0" /></namespaces>\n  </siteinfo>
${pages.join("")}</mediawiki>\n`;
    const read = (
      content: string,
      namespaces: readonly number[] = [0],
      slots: readonly string[] = ["main"],
    ) => {
      const file = folder.file("dump.xml", content);
      const { counts, leaveOut } = createCounter();
      const warnings: string[] = [];
      const onWarning = (sentence: string): void => void warnings.push(sentence);
      const rows = all(readDump({ file, namespaces, slots, where: "wiki", leaveOut, onWarning }));
      return { file, counts, warnings, rows };
    };

    it("reads edits with their sizes, reverts as maintenance, and only the namespaces asked for", async () => {
      const content = dump(
        page(
          "Sauna &amp; lake",
          0,
          revision(11, named("Ann_A"), 100, "s1", "\n      <minor />"),
          revision(12, named("Bo"), 40, "s2"),
          revision(13, named("Cy"), 100, "s1"),
          revision(14, "<ip>192.0.2.7</ip>", 130, "s4"),
          revision(15, named("Bo"), 90, "s5"),
          revision(16, named("Bo"), 90, "s5"),
        ),
        page("Talk:Sauna", 1, revision(21, named("Ann A"), 10, "s9")),
        page(
          "Part of a history",
          0,
          revision(32, named("Cy"), 500, "s8"),
          revision(33, named("Bo"), 480, "s7"),
        ),
      );
      const { rows, counts } = read(content);
      const found = await rows;
      expect(found.map(brief)).to.deep.equal([
        "11 production wiki:Ann A 100",
        "13 maintenance wiki:Cy 60",
        "15 production wiki:Bo 40",
        "32 production wiki:Cy 0",
        "33 production wiki:Bo 20",
      ]);
      expect(found[0]).to.deep.include({ date: MARCH + 11, note: "Sauna & lake" });
      expect(counts).to.deep.equal({
        "edits that were reverted": 1,
        "of people without an account": 1,
        "edits that changed nothing": 1,
      });
      expect((await read(content, [1]).rows).map(brief)).to.deep.equal(["21 production wiki:Ann A 10"]);
    });

    const textless = (id: number, user: string, text: string): string =>
      revision(id, named(user), 0, "").replace(/<text .*<\/text>/, text);

    it("guesses no size of what is hidden, and says how many nobody knows", async () => {
      const content = dump(
        page(
          "Page",
          0,
          revision(11, named("Ann"), 100_000, "s1"),
          textless(12, "Bo", '<text deleted="deleted" />'),
          revision(13, named("Cy"), 100_010, "s3"),
          revision(14, named("Di"), 100_040, "s4"),
        ),
        // A stub of the old form names no bytes.
        page("Stub", 0, textless(21, "Ann", '<text id="7" />')),
        page("Blank", 0, textless(31, "Ann", '<text xml:space="preserve" />')),
      );
      const { file, rows, warnings } = read(content);
      expect((await rows).map(brief)).to.deep.equal([
        "11 production wiki:Ann 100000",
        "12 production wiki:Bo 0",
        "13 production wiki:Cy 0",
        "14 production wiki:Di 30",
        "21 production wiki:Ann 0",
        "31 production wiki:Ann 0",
      ]);
      expect(warnings).to.deep.equal([
        `${file}: edits whose size nobody knows, as a text before or after is hidden or not there: 3; they count 0 bytes.`,
      ]);
    });

    it("sees by the texts what was reverted, where a dump has no hashes", async () => {
      const content = dump(
        page(
          "Page",
          0,
          textless(11, "Ann", "<text>good text</text>"),
          textless(12, "Vandal", `<text>${"spam ".repeat(400)}</text>`),
          textless(13, "Bo", "<text>good text</text>"),
        ),
      );
      const { rows, counts } = read(content);
      expect((await rows).map(brief)).to.deep.equal([
        "11 production wiki:Ann 9",
        "13 maintenance wiki:Bo 1991",
      ]);
      expect(counts).to.deep.equal({ "edits that were reverted": 1 });
    });

    it("counts of several contents the text, and others when they are named", async () => {
      const content = dump(
        page(
          "Picture",
          0,
          revision(11, named("Ann"), 50, "zz").replace(
            "<sha1>",
            '<content><role>mediainfo</role><text bytes="700" sha1="y" location="tt:2" /></content><sha1>',
          ),
          revision(12, named("Bo"), 80, "zy")
            .replace("text &lt;", "more &lt;")
            .replace(
              "<sha1>",
              '<content><role>mediainfo</role><text bytes="700" sha1="y" location="tt:2" /></content><sha1>',
            ),
        ),
      );
      expect((await read(content).rows).map(brief)).to.deep.equal([
        "11 production wiki:Ann 50",
        "12 production wiki:Bo 30",
      ]);
      expect((await read(content, [0], ["main", "mediainfo"]).rows).map(brief)).to.deep.equal([
        "11 production wiki:Ann 750",
        "12 production wiki:Bo 30",
      ]);
      expect((await read(content, [0], ["mediainfo"]).rows).map(brief)).to.deep.equal([
        "11 production wiki:Ann 700",
      ]);
    });

    it("counts the bytes of a text itself where the dump does not say them", async () => {
      const content = dump(
        page(
          "Page",
          0,
          revision(11, named("Ann"), 0, "s1").replace(/<text .*<\/text>/, "<text>åä&lt;</text>"),
        ),
      );
      expect((await read(content).rows).map(brief)).to.deep.equal(["11 production wiki:Ann 5"]);
    });

    it("reports what is malformed with file and line", async () => {
      const good = page("Page", 0, revision(11, named("Ann"), 1, "s1"));
      const lineOf = (content: string, what: string): number =>
        content.slice(0, content.indexOf(what)).split("\n").length;
      const cases: [(content: string) => string, string, RegExp][] = [
        [
          (xml) => xml.replace("</contributor>", "</contributer>"),
          "</contributer>",
          /is not XML \(Unexpected close tag\)/,
        ],
        [(xml) => xml.replace("&quot;", "&nosuch;"), "&nosuch;", /is not XML \(Invalid character entity\)/],
        [
          (xml) => xml.replace("<id>11</id>", "<id>x</id>"),
          "<revision>",
          /the revision's id "x" is not a number/,
        ],
        [
          (xml) => xml.replace("2027-03-01T", "yesterday"),
          "<revision>",
          /timestamp "yesterday00:00:11Z" is not a time/,
        ],
        [
          (xml) => xml.replace('bytes="1"', 'bytes="one"'),
          "<revision>",
          /the bytes "one" of the text are not a number/,
        ],
        [
          (xml) => xml.replace("<ns>0</ns>", "<ns>zero</ns>"),
          "</revision>",
          /the namespace "zero" is not a number/,
        ],
        [
          (xml) => xml.replace("<title>Page</title>", ""),
          "<revision>",
          /the page of this revision has no title/,
        ],
        [
          (xml) => xml.replace("edited", "edited").replace("Page", "P".repeat(5_000)),
          "PPP",
          /<title> is too long/,
        ],
      ];
      for (const [change, at, reason] of cases) {
        const content = change(dump(good));
        const { file, rows } = read(content);
        const said = await refusalOf(rows);
        expect(said).to.match(reason);
        expect(said.startsWith(`${file}, line ${lineOf(content, at)}: `), said).to.equal(true);
      }
      const cut = read(dump(good).slice(0, -30));
      expect(await refusalOf(cut.rows)).to.match(/, line \d+: is not XML \(Unclosed root tag\)\.$/);
      const other = read("\n<html></html>");
      expect(await refusalOf(other.rows)).to.equal(
        `${other.file}, line 2: <html> is not a MediaWiki export.`,
      );
      const empty = read(dump());
      expect(await refusalOf(empty.rows)).to.match(/: the export has no page\.$/);
    });

    describe("page views", () => {
      const content = dump(
        page(
          "Sauna",
          0,
          revision(11, named("Ann"), 100, "s1"),
          revision(12, named("Bo"), 400, "s2"),
          revision(13, named("Cy"), 100, "s1"),
          revision(14, named("Bo"), 110, "s4"),
          revision(15, "<ip>192.0.2.7</ip>", 900, "s5"),
        ),
      );
      const views = (name: string, lines: string): string => folder.file(name, lines);

      it("counts views for the makers whose edits stand, most bytes first", async () => {
        const makers = await readMakers({ files: [folder.file("dump.xml", content)], namespaces: [0] });
        expect([...makers]).to.deep.equal([["Sauna", ["Ann", "Bo"]]]);
        const file = views(
          "pageviews-20270301-010000.gz",
          gzipSync("en Sauna 42 0\nen.m Sauna 3 0\nfi Sauna 9 0\nen Lake 1 0\n") as unknown as string,
        );
        const { counts, leaveOut } = createCounter();
        const domains = ["en", "en.m"];
        const rows = await all(readPageViews({ file, domains, makers, where: "wiki", leaveOut }));
        expect(rows.map(brief)).to.deep.equal([
          `en/Sauna@${MARCH} use wiki:Ann+wiki:Bo 42`,
          `en.m/Sauna@${MARCH} use wiki:Ann+wiki:Bo 3`,
        ]);
        // The name of a file has the hour's end.
        expect(rows[0]?.date).to.equal(MARCH);
        expect(counts).to.deep.equal({
          "views in other domains": 1,
          "views of pages without makers in the dumps": 1,
        });
      });

      it("reports what is malformed with file and line", async () => {
        const ofLines = async (name: string, lines: string): Promise<string> => {
          const file = views(name, lines);
          const said = await refusalOf(
            all(
              readPageViews({
                file,
                domains: ["en"],
                makers: new Map(),
                where: "wiki",
                leaveOut: () => undefined,
              }),
            ),
          );
          return said.replace(file, "FILE");
        };
        const hour = "pageviews-20270301-010000";
        expect(await ofLines(hour, "en A 1 0\nen B 1\n")).to.equal(
          "FILE, line 2: is not domain, page, views and bytes with a space between.",
        );
        expect(await ofLines(hour, "\n")).to.match(/^FILE, line 1: /);
        expect(await ofLines(hour, "en A many 0\n")).to.equal(
          'FILE, line 1: the views "many" are not a number.',
        );
        for (const name of ["pageviews.txt", "pageviews-20270231-010000", "pageviews-20270301-250000"]) {
          expect(await ofLines(name, "")).to.equal(
            "FILE does not say its hour: a page-view file is named like pageviews-20270301-130000.gz.",
          );
        }
      });
    });
  });

  describe("MediaWiki usercontribs", () => {
    const edit = (revid: number, more: object = {}) => ({
      ...{ userid: 7, user: "Ann_A", pageid: 1, revid, parentid: revid - 1, ns: 0, title: "Sauna" },
      ...{ timestamp: "2027-03-01T00:00:05Z", sizediff: -12, tags: [] as string[] },
      ...more,
    });
    const read = (...contents: string[]) => {
      const files = contents.map((content) => folder.file("contribs.json", content));
      const { counts, leaveOut } = createCounter();
      const warnings: string[] = [];
      const onWarning = (sentence: string): void => void warnings.push(sentence);
      return {
        ...{ file: files[0] ?? "", files, counts, warnings },
        rows: all(readUsercontribs({ files, namespaces: [0], where: "wiki", leaveOut, onWarning })),
      };
    };

    it("reads answers of the API and bare lists, by the wiki's own tags", async () => {
      const edits = [
        edit(1),
        edit(2, { tags: ["mw-rollback"] }),
        edit(3, { tags: ["visualeditor", "mw-manual-revert"], user: "Bo" }),
        edit(4, { tags: ["mw-reverted"] }),
        edit(5, { tags: ["mw-undo", "mw-reverted"] }),
        edit(6, { ns: 1 }),
        edit(7, { userid: 0, user: "192.0.2.7", anon: "" }),
        edit(8, { user: undefined, userhidden: "" }),
        edit(9, { sizediff: undefined }),
      ];
      const answer = (list: object[]): string =>
        JSON.stringify({ batchcomplete: "", query: { usercontribs: list } });
      for (const content of [JSON.stringify(edits), answer(edits.slice(0, 4)) + answer(edits.slice(4))]) {
        const { rows, counts, warnings } = read(content);
        const found = await rows;
        expect(warnings).to.deep.equal([
          "edits that do not say their size: 1; they count 0 bytes, ask for ucprop=sizediff.",
        ]);
        expect(found.map(brief)).to.deep.equal([
          "1 production wiki:Ann A 12",
          "2 maintenance wiki:Ann A 12",
          "3 maintenance wiki:Bo 12",
          "9 production wiki:Ann A 0",
        ]);
        expect(found[0]).to.deep.include({ date: MARCH + 5, note: "Sauna" });
        expect(counts).to.deep.equal({
          "edits that were reverted": 2,
          "edits in other namespaces": 1,
          "of people without an account": 2,
        });
      }
    });

    it("says when an answer goes on and the next one is not there", async () => {
      const answer = (goesOn: string | undefined, ...revisions: number[]): string =>
        JSON.stringify({
          ...(goesOn === undefined ? {} : { continue: { uccontinue: goesOn, continue: "-||" } }),
          query: { usercontribs: revisions.map((revision) => edit(revision)) },
        });
      const told = async (...contents: string[]): Promise<string[]> => {
        const { rows, files, warnings } = read(...contents);
        await rows;
        return warnings.map((sentence) => {
          const [, at = "", line = "", rest = ""] = /^(.*), line (\d+): (.*)$/.exec(sentence) ?? [];
          expect(rest).to.equal(
            "the answer goes on, but what follows is not in the files: ask the wiki for the rest.",
          );
          return `${files.indexOf(at)}:${line}`;
        });
      };
      const first = answer("20270301000005|10", 12, 11);
      const last = answer(undefined, 10);
      expect(await told(first + last)).to.deep.equal([]);
      expect(await told(last, first)).to.deep.equal([]);
      expect(await told(last)).to.deep.equal([]);
      expect(await told(first)).to.deep.equal(["0:1"]);
      // Another user's answers do not make the first one's whole.
      expect(await told(`\n${first}`, answer(undefined, 9, 8))).to.deep.equal(["0:2"]);
      expect(await told(first, answer("Ann|20270301000005|7", 10), answer(undefined, 6))).to.deep.equal([
        "1:1",
      ]);
      // Where it does not name a revision, whatever is read next follows.
      expect(await told(answer("x", 3) + answer(undefined, 2))).to.deep.equal([]);
      expect(await told(answer("x", 3) + answer("y", 2))).to.deep.equal(["0:1"]);
    });

    it("reports what is malformed with file and line", async () => {
      const refused = async (content: string): Promise<string> => {
        const { file, rows } = read(content);
        return (await refusalOf(rows)).replace(`${file}, line 2: `, "");
      };
      const inEdit = (more: object): Promise<string> => refused(`[\n${JSON.stringify(edit(1, more))}]`);
      const said = (reason: string): string => `the object that begins here is refused, ${reason}.`;
      expect(await inEdit({ timestamp: "now" })).to.equal(said("timestamp: is not a time"));
      expect(await inEdit({ tags: undefined })).to.equal(said("tags: is missing, ask for ucprop=tags"));
      expect(await inEdit({ revid: 0 })).to.equal(said("revid: is not a revision"));
      expect(await inEdit({ ns: "0" })).to.equal(said("ns: is not a whole number"));
      expect(await inEdit({ title: "" })).to.equal(said("title: is empty"));
      expect(await refused('\n{"error":{"code":"badtoken"}}')).to.equal("the answer of the API is an error.");
      expect(await refused('\n{"query":{"usercontribs":{}}}')).to.equal(
        said("query.usercontribs: is not a list"),
      );
      expect(await refused(`\n{"query":{"usercontribs":[${JSON.stringify(edit(1))},{"revid":2}]}}`)).to.match(
        /refused, query\.usercontribs\[1\]\.ns: /,
      );
    });
  });
});
