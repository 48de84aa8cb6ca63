/**
 * Merged pull requests (production) and their reviews (maintenance), as GitHub's REST API writes them:
 * `gh api --paginate repos/OWNER/NAME/pulls?state=all` and, for each, `…/pulls/NUMBER/reviews`.
 */
import { z } from "zod";
import { fieldErrorOf } from "../../sdk/src/text.ts";
import {
  malformed,
  parseInstant,
  personOf,
  type Activities,
  type Activity,
  type LeaveOut,
} from "./activity.ts";
import { readItems, type Item } from "./json-items.ts";

const count = z.int("is not a whole number").min(0, "is negative");
const text = z.string("is not a text");
const instant = text.transform((written, context) => {
  const date = parseInstant(written);
  if (date !== undefined) return date;
  context.addIssue({ code: "custom", message: "is not a time", input: written });
  return z.NEVER;
});
const user = z.object({ login: text.min(1, "is empty"), type: text.optional() }, "is not a user").nullable();
type User = z.output<typeof user>;

/** What is read of a pull request; the two numbers are only in the answer for a single one. */
const pullShape = z.object({
  url: text,
  user,
  title: text,
  merged_at: instant.nullable(),
  additions: count.optional(),
  deletions: count.optional(),
});

const reviewShape = z.object({
  id: count,
  user,
  state: z.enum(
    ["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"],
    "is not a known state",
  ),
  submitted_at: instant.optional(),
  pull_request_url: text,
});

function read<T>(shape: z.ZodType<T>, { value, line }: Item, file: string): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(file, line, `the object that begins here is refused, ${fieldErrorOf(parsed.error)}`);
}

/** `owner/name#7` of `https://api.github.com/repos/owner/name/pulls/7`. */
function pullName(url: string, file: string, line: number): string {
  const [, repository, number] = /\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)$/.exec(url) ?? [];
  if (repository === undefined) throw malformed(file, line, `${JSON.stringify(url)} is not a pull request`);
  return `${repository.toLowerCase()}#${number}`;
}

/** GitHub's logins are the same in any case. */
const loginOf = (who: User): string | null => who?.login.toLowerCase() ?? null;

/**
 * Reads the pull requests first, and then the reviews of those. A pull request's size is its lines added and removed,
 * where the export has them, else 0; a review's size is 1. Bots, deleted users, pull requests that were not merged,
 * reviews of one's own, dismissed and pending reviews, and all but the earliest of one reviewer and pull request (of two of
 * one second that with the smaller id) are left out, in whatever order the files have them.
 */
export async function* readGithub({
  pulls,
  reviews,
  where,
  leaveOut,
}: {
  readonly pulls: readonly string[];
  readonly reviews: readonly string[];
  readonly where: string;
  readonly leaveOut: LeaveOut;
}): Activities {
  const known = new Map<string, { readonly author: string | null; readonly title: string }>();
  for (const file of pulls) {
    for await (const item of readItems(file)) {
      const pull = read(pullShape, item, file);
      const id = pullName(pull.url, file, item.line);
      const author = loginOf(pull.user);
      if (known.has(id)) throw malformed(file, item.line, `pull request ${id} was read before`);
      known.set(id, { author, title: pull.title });
      if (pull.merged_at === null) leaveOut("pull requests that are not merged");
      else if (author === null) leaveOut("of deleted users");
      else if (pull.user?.type === "Bot") leaveOut("of bots");
      else {
        yield {
          id,
          kind: "production",
          date: pull.merged_at,
          people: [personOf(where, author)],
          size: (pull.additions ?? 0) + (pull.deletions ?? 0),
          note: pull.title,
        };
      }
    }
  }
  yield* readReviews({ reviews, known, where, leaveOut });
}

/** What is known of pull requests, by their names. */
type Pulls = ReadonlyMap<string, { readonly author: string | null; readonly title: string }>;

async function* readReviews({
  reviews,
  known,
  where,
  leaveOut,
}: {
  readonly reviews: readonly string[];
  readonly known: Pulls;
  readonly where: string;
  readonly leaveOut: LeaveOut;
}): Activities {
  /** The earliest review that was read, by pull request and reviewer. */
  const first = new Map<string, { readonly id: number; readonly activity: Activity }>();
  for (const file of reviews) {
    for await (const item of readItems(file)) {
      const review = read(reviewShape, item, file);
      const pullId = pullName(review.pull_request_url, file, item.line);
      const pull = known.get(pullId);
      const reviewer = loginOf(review.user);
      if (review.state === "PENDING" || review.state === "DISMISSED") leaveOut("reviews that do not stand");
      else if (review.submitted_at === undefined) {
        throw malformed(file, item.line, "the review has no submitted_at");
      } else if (reviewer === null) leaveOut("of deleted users");
      else if (review.user?.type === "Bot") leaveOut("of bots");
      else if (pull === undefined) leaveOut("reviews of pull requests that are not in the files");
      else if (pull.author === reviewer) leaveOut("reviews of one's own pull request");
      else {
        const pair = `${pullId} ${reviewer}`;
        const before = first.get(pair);
        if (before !== undefined) leaveOut("further reviews of the same pull request");
        const { id, submitted_at: date } = review;
        const isEarlier =
          before === undefined ||
          date < before.activity.date ||
          (date === before.activity.date && id < before.id);
        if (!isEarlier) continue;
        const people = [personOf(where, reviewer)];
        const activity: Activity = {
          ...{ id: `${pullId}/review/${id}`, kind: "maintenance", date, people, size: 1, note: pull.title },
        };
        first.set(pair, { id, activity });
      }
    }
  }
  for (const { activity } of first.values()) yield activity;
}
