import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect } from "chai";
import { addressOf } from "../../ledger/people/addresses.ts";
import { doublesAmong } from "../../ledger/people/doubles.ts";
import { mailmapChanges } from "../../ledger/people/mailmap.ts";
import { dueNow, keyOf, monthsBefore, openPeople, type People } from "../../ledger/people/people.ts";
import { createTypes } from "../../ledger/people/types.ts";
import { readGit } from "../../ledger/sources/git.ts";
import type { Actor } from "../../ledger/sources/activity.ts";
import { all, createTestFolder, refusalOf, type TestFolder } from "../lib/files.ts";
import { createTestRepository, textOf } from "../lib/repositories.ts";

const ACCOUNT = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const OTHER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const named = (name: string): Actor => ({ name, email: "" });

describe("People", () => {
  let folder: TestFolder;
  before(() => (folder = createTestFolder("people")));
  after(() => {
    folder.remove();
  });
  const open = async (content: unknown): Promise<People> =>
    openPeople(folder.file("people.json", typeof content === "string" ? content : JSON.stringify(content)));

  describe("identity file", () => {
    it("finds one account by each of somebody's names", async () => {
      const people = await open({
        $comment: "Ours",
        people: [
          {
            ...{ name: "Ann", names: ["hours:ann"], emails: ["Ann@Example.org", "ann@home.example"] },
            ...{ github: "@Ann-B", gitlab: ["annb"], wiki: "ann_B.", account: ACCOUNT },
          },
          { name: "Bob", emails: "bob@example.org" },
          { name: "Cat" },
        ],
      });
      for (const person of [
        ...["Ann", "hours:ann", "github:ann-b", "gitlab:annb", "wiki:Ann B.", ACCOUNT].map(named),
        { name: "anything", email: "ANN@example.org" },
        { name: "Ann", email: "elsewhere@example.org" },
      ]) {
        expect(people.accountOf(person), person.name).to.equal(ACCOUNT);
      }
      const bob = { name: "Bob", email: "bob@example.org" };
      expect(people.accountOf(bob)).to.equal(null);
      expect(people.accountOf(named("github:Ann-B"))).to.equal(null);
      expect(people.unpaid()).to.deep.equal([bob, named("github:Ann-B")]);
      expect(people.unused()).to.equal(1);
      expect(people.mailmap).to.equal(undefined);
    });

    it("takes a plain file of emails, names and addresses, and none", async () => {
      const people = await open({ "Ann@example.org": ACCOUNT, "github:bob": OTHER });
      expect(people.accountOf({ name: "A", email: "ann@Example.org" })).to.equal(ACCOUNT);
      expect(people.accountOf(named("github:bob"))).to.equal(OTHER);
      const nobody = await openPeople();
      expect(nobody.accountOf(named("github:bob"))).to.equal(null);
      expect(nobody.accountOf(named(OTHER))).to.equal(OTHER);
    });

    it("refuses what is wrong with its place", async () => {
      const refused = async (content: unknown): Promise<string> => {
        const said = await refusalOf(open(content));
        return said.replace(/^The file of people \S+ /, "");
      };
      const ann = { name: "Ann", emails: "a@b" };
      expect(await refusalOf(openPeople(join(folder.path, "none")))).to.equal(
        `The file of people ${join(folder.path, "none")} does not exist.`,
      );
      expect(await refused("{")).to.match(/^is not JSON: /);
      expect(await refused({ people: [ann, { name: "Bob", emails: "A@B" }] })).to.equal(
        'gives "a@b" to two people, Ann and Bob: a name or an address is one person\'s.',
      );
      expect(await refused({ people: [{ ...ann, emails: "ab" }] })).to.equal(
        "is refused, people[0].emails: has an address without @.",
      );
      expect(await refused({ people: [{ ...ann, account: OTHER.toLowerCase() }] })).to.equal(
        `is refused, people[0].account: the checksum of ${OTHER.toLowerCase()} is wrong, it would be ${OTHER}: compare it with where you copied it from.`,
      );
      expect(await refused({ people: [{ ...ann, gihub: "a" }] })).to.equal(
        "is refused, people[0].gihub: is not a known field.",
      );
      expect(await refused({ people: [], mailmap: "abc" })).to.equal(
        "is refused, mailmap: is not the whole hash of a commit.",
      );
      expect(await refused({ people: [{ emails: "a@b" }] })).to.equal(
        "is refused, people[0].name: is not a text.",
      );
    });
  });

  describe("addresses in place of names", () => {
    it("takes an address, and one in small letters with its checksum told", async () => {
      expect(addressOf(ACCOUNT)).to.deep.equal({ account: ACCOUNT, unchecked: false });
      expect(addressOf(` ${ACCOUNT}`)).to.deep.equal({ account: ACCOUNT, unchecked: false });
      expect(addressOf(ACCOUNT.toLowerCase())).to.deep.equal({ account: ACCOUNT, unchecked: true });
      for (const name of ["ann", "github:ann", "Ann 0x", "hours:ann", "ab12", "wiki:Eth"]) {
        expect(addressOf(name), name).to.equal(null);
      }
      const people = await openPeople();
      expect(people.accountOf(named(ACCOUNT.toLowerCase()))).to.equal(ACCOUNT);
      expect(people.notes()).to.deep.equal([
        `the address ${ACCOUNT.toLowerCase()} is written in small letters, so nothing says that it was copied rightly: compare it with ${ACCOUNT}.`,
      ]);
    });

    it("refuses what looks like one and is none, with the right spelling", async () => {
      const people = await openPeople();
      const bare = ACCOUNT.slice(2);
      for (const [written, said] of [
        [bare, new RegExp(`it would be ${ACCOUNT}`)],
        [`0X${bare}`, new RegExp(`it would be ${ACCOUNT}`)],
        [`eth:${ACCOUNT}`, new RegExp(`it would be ${ACCOUNT}`)],
        [`t:0X${bare}`, new RegExp(`it would be ${ACCOUNT}`)],
        [ACCOUNT.replace("f39F", "f39f"), new RegExp(`it would be ${ACCOUNT}`)],
        [`0x\u200b${bare}`, new RegExp(`it would be ${ACCOUNT}`)],
        [ACCOUNT.slice(0, -1), /has 39 digits after "0x" instead of 40: some are missing/],
        [`${ACCOUNT}0`, /has 41 digits/],
        ["ann.eth", /ann\.eth/],
        [`0x${"0".repeat(40)}`, /zero address/],
      ] as const) {
        const thrown = await refusalOf(Promise.resolve().then(() => people.accountOf(named(written))));
        expect(thrown).to.match(said);
        expect(thrown.startsWith(`A person is named by the address ${JSON.stringify(written)}: `)).to.equal(
          true,
        );
      }
      expect(people.unpaid()).to.deep.equal([]);
    });
  });

  describe("who is nobody", () => {
    it("knows bots, ghosts and temporary accounts by type and name, and no others", async () => {
      const typeOf = createTypes(["ci-*", "!robot-bot"]);
      const types = (...names: string[]): unknown[] => names.map((name) => typeOf(named(name)));
      expect(
        types(
          ...["github:dependabot[bot]", "renovate-bot", "github:codecov-io", "github:web-flow", "ci-runner"],
          ...["github:greenkeeper[bot]", "GitHub-Actions", "wiki:ClueBot NG", "wiki:InternetArchiveBot"],
        ),
      ).to.deep.equal(Array(9).fill("bot"));
      expect(typeOf({ name: "x", email: "49699333+dependabot[bot]@users.noreply.github.com" })).to.equal(
        "bot",
      );
      expect(typeOf({ ...named("github:helper"), type: "bot" })).to.equal("bot");
      expect(types("github:ghost", "gitlab:ghost")).to.deep.equal(["ghost", "ghost"]);
      expect(types("wiki:~2027-12345-6", "wiki:192.0.2.7", "wiki:2001:DB8::1")).to.deep.equal(
        Array(3).fill("temporary"),
      );
      expect(
        types(
          "Abbot",
          "wiki:Talbot",
          "wiki:Abbott",
          "github:robot-bot",
          "ghost",
          "wiki:Ghost",
          "Botond",
          "ann",
        ),
      ).to.deep.equal(Array(8).fill(undefined));
      const people = await open({ people: [], bots: "cron*" });
      expect([people.isBot(named("cronjob")), people.isBot(named("ann"))]).to.deep.equal([true, false]);
    });

    it("reports who is probably one, unless the organisation has said so", async () => {
      const ann = { name: "Ann Ö.", email: "ann@example.org" };
      const also = { name: "ANN O", email: "ann@home.example" };
      const bob = { name: "Bob", email: "bob@example.org" };
      expect(doublesAmong([ann, bob, also, named("wiki:Ann O"), { ...bob, name: "BOB" }])).to.deep.equal([
        { names: ["ANN O", "Ann Ö."], identities: ["ann@example.org", "ann@home.example"] },
      ]);
      expect(doublesAmong(["t:Ann", "t:ann", "t:ANN ", "!?", "??"].map(named))).to.deep.equal([
        { names: ["t:ANN ", "t:Ann", "t:ann"], identities: ["t:ANN", "t:Ann", "t:ann"] },
      ]);
      const emails = [ann.email, also.email];
      const people = await open({ people: [{ name: "Ann", emails, account: ACCOUNT }] });
      for (const person of [ann, also]) people.accountOf(person);
      expect(people.doubles()).to.deep.equal([]);
      for (const person of [bob, { ...bob, email: "bob@home.example" }]) people.accountOf(person);
      expect(people.doubles()).to.deep.equal([
        { names: ["Bob"], identities: ["bob@example.org", "bob@home.example"] },
      ]);
    });
  });

  describe("who has no account yet", () => {
    it("is counted when they name one, up to 24 months back", async () => {
      const ann = { name: "Ann", email: "Ann@example.org" };
      expect(keyOf(ann)).to.equal(createHash("sha256").update("ann@example.org").digest("hex").slice(0, 32));
      const until = Date.UTC(2027, 2, 31, 23, 59, 59) / 1_000;
      const first = Date.UTC(2025, 2, 31, 23, 59, 59) / 1_000;
      const bob = keyOf(named("github:bob"));
      const kept = [
        { key: keyOf(ann), date: first - 1, id: "too old" },
        { key: keyOf(ann), date: first, id: "just in time" },
        { key: bob, date: until, id: "of somebody else" },
        { key: keyOf(ann), date: until, id: "new" },
      ];
      const people = await open({ people: [{ name: "Ann", emails: "ann@example.org", account: ACCOUNT }] });
      const due = [...dueNow({ kept, people, until })];
      expect(due.map(({ unpaid, account }) => [unpaid.id, account])).to.deep.equal([
        ["just in time", ACCOUNT],
        ["new", ACCOUNT],
      ]);
      expect(people.accountOfKey(bob)).to.equal(null);
      expect(new Date(monthsBefore(Date.UTC(2028, 1, 29) / 1_000, 12) * 1_000).toJSON()).to.equal(
        "2027-02-28T00:00:00.000Z",
      );
    });
  });

  describe(".mailmap", () => {
    it("lists whom changes give work to, and refuses them until somebody has said yes", async () => {
      const { path, commit, git } = createTestRepository(join(folder.fresh("mailmap"), "commons"));
      const old = { name: "ann", email: "ann@old.example" };
      const mailmap = "Ann <ann@example.org> <ann@old.example>\n";
      const before = commit({ date: 1, by: old, files: { ".mailmap": mailmap, a: textOf(3) } });
      commit({
        date: 2,
        message: "Fix a typo\n\nCo-authored-by: Ann <ann@old.example>",
        files: { a: textOf(4) },
      });
      expect(await mailmapChanges({ path, accepted: before })).to.deep.equal([]);
      const stolen = "Mallory <mallory@example.org> <ann@old.example>\n";
      const after = commit({ date: 3, message: "Fix another", files: { ".mailmap": stolen } });
      const [ann, mallory] = ["Ann <ann@example.org>", "Mallory <mallory@example.org>"];
      expect(await mailmapChanges({ path, accepted: before })).to.deep.equal([
        { written: "Ann <ann@old.example>", before: ann, now: mallory },
        { written: "ann <ann@old.example>", before: ann, now: mallory },
      ]);
      const read = async (accepted: string | null): Promise<unknown> =>
        all(
          readGit({
            ...{ path, since: 0, until: 9, ignored: [], maintenance: [], mailmap: accepted },
            onWarning: () => undefined,
          }),
        );
      expect(await refusalOf(read(before))).to.equal(
        `The .mailmap of ${path} gives work to others than that of ${before} did: Ann <ann@old.example> was ${ann}, and is ${mallory}; ann <ann@old.example> was ${ann}, and is ${mallory}. Look at it, and say yes with the hash of the commit that is read as "mailmap".`,
      );
      expect(await refusalOf(read(null))).to.equal(
        `The .mailmap of ${path} gives work to others than its commits name: Ann <ann@old.example> was Ann <ann@old.example>, and is ${mallory}; ann <ann@old.example> was ann <ann@old.example>, and is ${mallory}. Look at it, and say yes with the hash of the commit that is read as "mailmap".`,
      );
      expect(await read(after)).to.have.lengthOf(3);
      const unknown = "0".repeat(39);
      expect(await refusalOf(read(`${unknown}1`))).to.equal(
        `${path} has no commit "${unknown}1", whose .mailmap was agreed to.`,
      );
      expect(git("status", "--short")).to.equal("");
    });
  });
});
