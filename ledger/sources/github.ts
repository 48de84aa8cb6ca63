/**
 * Merged pull requests (production), their reviews and issues that were closed as done (maintenance), as GitHub writes them:
 * the REST API (`gh api --paginate`), GraphQL, `gh pr list --json`, in pages one after the other, which may overlap.
 */
import { createTypes, reasonOf, type TypeOf } from "../people/types.ts";
import type { Activities, Activity, Actor, LeaveOut } from "./activity.ts";
import { readAnswers } from "./forge.ts";
import { isNode, issueOf, pullOf, reviewOf, type Place, type Pull, type Review } from "./github-shapes.ts";

interface Reading {
  readonly where: string;
  readonly typeOf: TypeOf;
  readonly leaveOut: LeaveOut;
  readonly onWarning: (sentence: string) => void;
}

/**
 * Reads pull requests, and then the reviews of those, and issues. A pull request's size is its lines added and removed, where
 * the export has them, else 0; a review's and an issue's size is 1. Bots, deleted users, pull requests that were not merged,
 * reviews of one's own, dismissed and pending reviews, and all but the earliest of one reviewer and pull request (of two of
 * one second that with the smaller id) are left out, in whatever order the files have them. Of a pull request that is there
 * several times the merged, then the last, then the fullest counts.
 */
export async function* readGithub({
  pulls,
  reviews,
  issues = [],
  typeOf = createTypes(),
  onWarning = () => undefined,
  ...rest
}: {
  readonly pulls: readonly string[];
  readonly reviews: readonly string[];
  readonly issues?: readonly string[];
  readonly where: string;
  readonly typeOf?: TypeOf;
  readonly leaveOut: LeaveOut;
  readonly onWarning?: (sentence: string) => void;
}): Activities {
  const reading: Reading = { ...rest, typeOf, onWarning };
  const known = await readPulls(pulls, reading);
  yield* rowsOf(known, reading);
  yield* readReviews({ reviews, known, reading });
  yield* readIssues(issues, reading);
}

async function* placesOf(
  files: readonly string[],
  { where, onWarning }: Reading,
): AsyncGenerator<Place, void, void> {
  for (const file of files) {
    const onUnfinished = (): void => {
      onWarning(`${file}: the last page says that others follow, which are not in it: ask for the rest.`);
    };
    for await (const item of readAnswers({ file, service: "GitHub", isItem: isNode, onUnfinished })) {
      yield { item, file, where };
    }
  }
}

/** Whether somebody is nobody in particular; they are left out with their name. */
function isNobody(actor: Actor, { typeOf, leaveOut }: Reading): boolean {
  const type = typeOf(actor);
  if (type === undefined) return false;
  leaveOut(reasonOf(type), actor);
  return true;
}

async function readPulls(files: readonly string[], reading: Reading): Promise<Map<string, Pull>> {
  const known = new Map<string, Pull>();
  for await (const place of placesOf(files, reading)) {
    const pull = pullOf(place);
    const before = known.get(pull.id);
    if (before !== undefined) reading.leaveOut("the same again");
    known.set(
      pull.id,
      before === undefined || isBetter(pull, before) ? joined(pull, before) : joined(before, pull),
    );
  }
  return known;
}

function isBetter(pull: Pull, other: Pull): boolean {
  const rank = ({ merged, updated, size, author }: Pull): readonly number[] => [
    ...[merged === null ? 0 : 1, updated, size === null ? 0 : 1, author.type === "ghost" ? 0 : 1],
  ];
  const [mine, others] = [rank(pull), rank(other)];
  const at = mine.findIndex((value, place) => value !== others[place]);
  if (at !== -1) return (mine[at] ?? 0) > (others[at] ?? 0);
  return JSON.stringify(pull) < JSON.stringify(other);
}

/** A pull request with what only another export of it says. */
function joined(pull: Pull, other: Pull | undefined): Pull {
  if (other === undefined) return pull;
  return {
    ...pull,
    size: pull.size ?? other.size,
    reviews: [...pull.reviews, ...other.reviews],
    cut: pull.cut || other.cut,
  };
}

function* rowsOf(known: ReadonlyMap<string, Pull>, reading: Reading): Generator<Activity, void, void> {
  const { leaveOut, onWarning } = reading;
  let sizeless = 0;
  let cut = 0;
  for (const { id, author, title, merged, size, cut: isCut } of known.values()) {
    if (isCut) cut++;
    if (merged === null) leaveOut("pull requests that are not merged");
    else if (!isNobody(author, reading)) {
      if (size === null) sizeless++;
      yield { id, kind: "production", date: merged, people: [author], size: size ?? 0, note: title };
    }
  }
  if (sizeless > 0) {
    onWarning(
      `pull requests that do not say their size: ${sizeless}; they count 0 lines, ask for each one alone, or for additions and deletions.`,
    );
  }
  if (cut > 0)
    onWarning(`pull requests of which not all reviews are in the files: ${cut}; ask for the rest.`);
}

async function* readReviews({
  reviews,
  known,
  reading,
}: {
  readonly reviews: readonly string[];
  readonly known: ReadonlyMap<string, Pull>;
  readonly reading: Reading;
}): Activities {
  const { leaveOut } = reading;
  /** The earliest review that was read, by pull request and reviewer. */
  const first = new Map<string, Review>();
  const seen = new Set<string>();
  const take = (review: Review): void => {
    const pull = known.get(review.pull);
    const name = `${review.pull}/review/${review.id}`;
    if (seen.has(name)) {
      leaveOut("the same again");
      return;
    }
    seen.add(name);
    if (!review.stands) leaveOut("reviews that do not stand");
    else if (isNobody(review.reviewer, reading)) return;
    else if (pull === undefined) leaveOut("reviews of pull requests that are not in the files");
    else if (pull.author.name === review.reviewer.name) leaveOut("reviews of one's own pull request");
    else {
      const pair = `${review.pull} ${review.reviewer.name}`;
      const before = first.get(pair);
      if (before !== undefined) leaveOut("further reviews of the same pull request");
      if (before === undefined || isEarlier(review, before)) first.set(pair, review);
    }
  };
  for (const pull of known.values()) pull.reviews.forEach(take);
  for await (const place of placesOf(reviews, reading)) take(reviewOf(place));
  for (const { id, pull, reviewer, date } of first.values()) {
    yield {
      ...{ id: `${pull}/review/${id}`, kind: "maintenance", date, people: [reviewer], size: 1 },
      note: known.get(pull)?.title ?? "",
    };
  }
}

function isEarlier(review: Review, other: Review): boolean {
  if (review.date !== other.date) return review.date < other.date;
  const [mine, others] = [Number(review.id), Number(other.id)];
  return Number.isNaN(mine) || Number.isNaN(others) ? review.id < other.id : mine < others;
}

async function* readIssues(files: readonly string[], reading: Reading): Activities {
  const { leaveOut } = reading;
  const seen = new Set<string>();
  for await (const place of placesOf(files, reading)) {
    const issue = issueOf(place);
    if (issue === null) {
      leaveOut("pull requests among issues");
      continue;
    }
    if (seen.has(issue.id)) {
      leaveOut("the same again");
      continue;
    }
    seen.add(issue.id);
    if (issue.done === null) leaveOut("issues that were not closed as done");
    else if (!isNobody(issue.author, reading)) {
      const { id, author, title, created, done } = issue;
      yield {
        id: `${id}/issue`,
        kind: "maintenance",
        date: created,
        entered: done,
        people: [author],
        size: 1,
        note: title,
      };
    }
  }
}
