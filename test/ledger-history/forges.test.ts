import { expect } from "chai";
import { readGithub } from "../../ledger/sources/github.ts";
import { readGitlab } from "../../ledger/sources/gitlab.ts";
import type { Activity, Actor } from "../../ledger/sources/activity.ts";
import { createTypes } from "../../ledger/people/types.ts";
import { all, createTestFolder, refusalOf, type TestFolder } from "../lib/files.ts";

const MARCH = Date.UTC(2027, 2, 1) / 1_000;
const API = "https://api.github.com/repos/Commons/Wiki";
const WEB = "https://github.com/commons/wiki";

interface Read {
  readonly rows: readonly string[];
  readonly leftOut: Readonly<Record<string, number>>;
  readonly listed: readonly string[];
  readonly warnings: readonly string[];
}

/** Who did what, in short. */
const brief = ({ id, kind, people, size }: Activity): string =>
  `${id} ${kind} ${people.map(({ name }) => name).join("+")} ${size}`;

describe("Forges", () => {
  let folder: TestFolder;
  before(() => (folder = createTestFolder("forges")));
  after(() => {
    folder.remove();
  });

  const fileOf = (content: unknown): string =>
    folder.file("answer.json", typeof content === "string" ? content : JSON.stringify(content));

  function listener() {
    const leftOut: Record<string, number> = {};
    const listed: string[] = [];
    const warnings: string[] = [];
    return {
      ...{ leftOut, listed, warnings },
      leaveOut: (reason: string, who?: Actor): void => {
        leftOut[reason] = (leftOut[reason] ?? 0) + 1;
        if (who !== undefined) listed.push(`${who.name} ${reason}`);
      },
      onWarning: (warning: string): void => void warnings.push(warning),
    };
  }

  async function github(
    {
      pulls = [],
      reviews = [],
      issues = [],
    }: Readonly<Partial<Record<"pulls" | "reviews" | "issues", readonly unknown[]>>>,
    more: Partial<Parameters<typeof readGithub>[0]> = {},
  ): Promise<Read> {
    const { leaveOut, onWarning, leftOut, listed, warnings } = listener();
    const rows = await all(
      readGithub({
        pulls: pulls.map(fileOf),
        reviews: reviews.map(fileOf),
        issues: issues.map(fileOf),
        ...{ where: "github", leaveOut, onWarning },
        ...more,
      }),
    );
    return { rows: rows.map(brief), leftOut, listed, warnings };
  }

  async function gitlab(...contents: unknown[]): Promise<Read> {
    const { leaveOut, onWarning, leftOut, listed, warnings } = listener();
    const rows = await all(readGitlab({ files: contents.map(fileOf), where: "gitlab", leaveOut, onWarning }));
    return { rows: rows.map(brief), leftOut, listed, warnings };
  }

  const pull = (number: number, login: string | null, more: object = {}) => ({
    url: `${API}/pulls/${number}`,
    user: login === null ? null : { login, type: "User" },
    title: `Change ${number}`,
    merged_at: "2027-03-01T00:00:10Z",
    updated_at: "2027-03-01T00:00:10Z",
    ...more,
  });
  const nodeReview = (id: string, login: string, submittedAt: string | null, state = "APPROVED") => ({
    ...{ id, author: { login }, state, submittedAt },
  });

  describe("GitHub", () => {
    it("reads what gh writes, with the reviews that are in it", async () => {
      const { rows, warnings } = await github({
        pulls: [
          [
            {
              ...{ number: 7, url: `${WEB}/pull/7`, title: "Seven", author: { login: "Ann", is_bot: false } },
              ...{ mergedAt: "2027-03-01T00:00:00Z", additions: 3, deletions: 4 },
              reviews: [
                nodeReview("PRR_2", "bob", "2027-03-01T01:00:00Z"),
                nodeReview("PRR_1", "Bob", "2027-03-01T00:00:00Z", "COMMENTED"),
                nodeReview("PRR_3", "ann", "2027-03-01T00:00:00Z"),
                nodeReview("PRR_4", "cat", null, "PENDING"),
              ],
            },
          ],
        ],
      });
      expect(rows).to.deep.equal([
        "commons/wiki#7 production github:ann 7",
        "commons/wiki#7/review/PRR_1 maintenance github:bob 1",
      ]);
      expect(warnings).to.deep.equal([]);
    });

    it("reads GraphQL's pages one after the other, and says when the last is missing", async () => {
      const node = (number: number, more: object = {}) => ({
        ...{ url: `${WEB}/pull/${number}`, title: `${number}`, author: { login: "ann", __typename: "User" } },
        ...{ mergedAt: "2027-03-01T00:00:00Z", additions: 1, deletions: 0 },
        ...more,
      });
      const page = (hasNextPage: boolean, ...nodes: object[]) => ({
        data: { repository: { pullRequests: { nodes, pageInfo: { hasNextPage, endCursor: "x" } } } },
      });
      const reviews = (hasNextPage: boolean) => ({
        reviews: { nodes: [nodeReview("R", "bob", "2027-03-01T00:00:00Z")], pageInfo: { hasNextPage } },
      });
      const first = page(
        true,
        node(1, reviews(false)),
        node(2, { author: { login: "d", __typename: "Bot" } }),
      );
      const last = page(false, node(3, { author: null }), node(4, reviews(true)));
      const both = `${JSON.stringify(first)}\n${JSON.stringify(last)}`;
      expect(await github({ pulls: [both] })).to.deep.equal({
        rows: [
          ...["commons/wiki#1 production github:ann 1", "commons/wiki#4 production github:ann 1"],
          ...[
            "commons/wiki#1/review/R maintenance github:bob 1",
            "commons/wiki#4/review/R maintenance github:bob 1",
          ],
        ],
        leftOut: { "of bots": 1, "of deleted users": 1 },
        listed: ["github:d of bots", "github:ghost of deleted users"],
        warnings: ["pull requests of which not all reviews are in the files: 1; ask for the rest."],
      });
      const { warnings } = await github({ pulls: [first] });
      expect(warnings).to.have.lengthOf(1);
      expect(warnings[0]).to.match(
        /answer\.json: the last page says that others follow, which are not in it: ask for the rest\.$/,
      );
    });

    it("counts what is on several pages once, and joins what each says", async () => {
      const open = pull(1, "ann", {
        merged_at: null,
        updated_at: "2027-02-01T00:00:00Z",
        additions: 9,
        deletions: 1,
      });
      const merged = pull(1, "ann");
      const deleted = pull(1, null, { updated_at: "2027-01-01T00:00:00Z" });
      const review = {
        id: 5,
        user: { login: "bob" },
        state: "APPROVED",
        submitted_at: "2027-03-01T00:00:00Z",
      };
      const reviews = [{ ...review, pull_request_url: `${API}/pulls/1` }];
      for (const pulls of [
        [[open, merged], [deleted]],
        [[deleted], [merged], [open]],
        [`${JSON.stringify([merged])}${JSON.stringify([deleted, open])}`],
      ]) {
        expect(await github({ pulls, reviews: [reviews, reviews] })).to.deep.equal({
          rows: [
            "commons/wiki#1 production github:ann 10",
            "commons/wiki#1/review/5 maintenance github:bob 1",
          ],
          leftOut: { "the same again": 3 },
          ...{ listed: [], warnings: [] },
        });
      }
      const again = await github({ pulls: [[merged, merged]] });
      expect(again.rows).to.deep.equal(["commons/wiki#1 production github:ann 0"]);
      expect(again.warnings).to.deep.equal([
        "pull requests that do not say their size: 1; they count 0 lines, ask for each one alone, or for additions and deletions.",
      ]);
    });

    it("leaves out bots and ghosts with their names, whatever their type", async () => {
      const logins = [
        "ghost",
        "dependabot[bot]",
        "renovate-bot",
        "Codecov-IO",
        "web-flow",
        "ann",
        "our-helper",
      ];
      const pulls = [logins.map((login, at) => pull(at + 1, login, { additions: 1 }))];
      const { rows, listed } = await github({ pulls });
      expect(rows).to.deep.equal([
        "commons/wiki#6 production github:ann 1",
        "commons/wiki#7 production github:our-helper 1",
      ]);
      expect(listed).to.deep.equal([
        "github:ghost of deleted users",
        ...["dependabot[bot]", "renovate-bot", "codecov-io", "web-flow"].map(
          (login) => `github:${login} of bots`,
        ),
      ]);
      const typeOf = createTypes(["our-*", "!renovate-bot"]);
      expect((await github({ pulls }, { typeOf })).rows).to.deep.equal([
        "commons/wiki#3 production github:renovate-bot 1",
        "commons/wiki#6 production github:ann 1",
      ]);
    });

    it("reads issues that were closed as done, when they were", async () => {
      const issue = (number: number, more: object = {}) => ({
        ...{ url: `${API}/issues/${number}`, user: { login: "Ann" }, title: "Broken", state: "closed" },
        ...{
          created_at: "2027-03-01T00:00:00Z",
          closed_at: "2027-03-03T00:00:00Z",
          state_reason: "completed",
        },
        ...more,
      });
      const node = {
        ...{
          url: `${WEB}/issues/9`,
          author: { login: "bob" },
          title: "Nine",
          createdAt: "2027-03-01T00:00:00Z",
        },
        ...{ closedAt: "2027-03-02T00:00:00Z", stateReason: "COMPLETED" },
      };
      const issues = [
        [
          issue(1),
          issue(2, { state_reason: "not_planned" }),
          issue(3, { closed_at: null, state_reason: null }),
        ],
        { total_count: 3, items: [issue(1), issue(4, { pull_request: {} }), issue(5, { user: null })] },
        { data: { repository: { issues: { nodes: [node] } } } },
      ];
      const { rows, leftOut } = await github({ issues });
      expect(rows).to.deep.equal([
        "commons/wiki#1/issue maintenance github:ann 1",
        "commons/wiki#9/issue maintenance github:bob 1",
      ]);
      expect(leftOut).to.deep.equal({
        "issues that were not closed as done": 2,
        "the same again": 1,
        "pull requests among issues": 1,
        "of deleted users": 1,
      });
      const leaveOut = (): void => undefined;
      const [first] = await all(
        readGithub({ pulls: [], reviews: [], issues: [fileOf(issue(1))], where: "github", leaveOut }),
      );
      expect(first).to.deep.include({ date: MARCH, entered: MARCH + 2 * 86_400 });
    });

    it("says what GitHub says instead of an answer", async () => {
      for (const [content, words] of [
        [{ message: "Not Found", documentation_url: "x" }, "Not Found"],
        [
          { data: null, errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] },
          "API rate limit exceeded",
        ],
      ] as const) {
        for (const place of ["pulls", "reviews", "issues"]) {
          expect(await refusalOf(github({ [place]: [content] }))).to.match(
            new RegExp(`, line 1: is an answer of GitHub that says "${words}": ask it again\\.$`),
          );
        }
      }
    });
  });

  describe("GitLab", () => {
    const merge = (number: number, username: string | null, more: object = {}) => ({
      ...{ iid: number, title: `Change ${number}`, merged_at: "2027-03-01T00:00:00.500Z" },
      web_url: `https://gitlab.example/Commons/tools/wiki/-/merge_requests/${number}`,
      author: username === null ? null : { username },
      ...more,
    });

    it("reads merged merge requests once, with their sizes where they are", async () => {
      const node = {
        ...{ title: "Change 1", mergedAt: "2027-03-01T00:00:00Z", author: { username: "Ann" } },
        webUrl: "https://gitlab.example/commons/tools/wiki/-/merge_requests/1",
        diffStatsSummary: { additions: 5, deletions: 6 },
      };
      const list = [
        ...[merge(1, "ann"), merge(2, "ann", { merged_at: null }), merge(2, "ann"), merge(3, null)],
        ...[
          merge(4, "ghost"),
          merge(5, "project_12_bot_ab"),
          merge(6, "x", { author: { username: "x", bot: true } }),
        ],
        merge(7, "bob", { merged_at: null }),
      ];
      expect(await gitlab(list, { data: { project: { mergeRequests: { nodes: [node] } } } })).to.deep.equal({
        rows: [
          "commons/tools/wiki!1 production gitlab:ann 11",
          "commons/tools/wiki!2 production gitlab:ann 0",
        ],
        leftOut: {
          "the same again": 2,
          "of deleted users": 2,
          "of bots": 2,
          "merge requests that are not merged": 1,
        },
        listed: [
          ...["gitlab:ghost of deleted users", "gitlab:ghost of deleted users"],
          ...["gitlab:project_12_bot_ab of bots", "gitlab:x of bots"],
        ],
        warnings: [
          "merge requests that do not say their size: 1; they count 0 lines, ask GraphQL for diffStatsSummary.",
        ],
      });
    });

    it("says what GitLab says instead of an answer, and what is no merge request", async () => {
      for (const [content, words] of [
        [{ message: "401 Unauthorized" }, "401 Unauthorized"],
        [{ error: "invalid_token", error_description: "Token was revoked." }, "Token was revoked."],
      ] as const) {
        expect(await refusalOf(gitlab(content))).to.match(
          new RegExp(`, line 1: is an answer of GitLab that says "${words}": ask it again\\.$`),
        );
      }
      expect(await refusalOf(gitlab([merge(1, "ann", { web_url: "https://gitlab.example/x" })]))).to.match(
        /, line 1: "https:\/\/gitlab\.example\/x" is not a merge request\.$/,
      );
      expect(await refusalOf(gitlab([merge(1, "ann", { merged_at: "now" })]))).to.match(
        /, line 1: the object that begins here is refused, merged_at: is not a time\.$/,
      );
    });
  });
});
