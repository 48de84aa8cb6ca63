/** Pull requests, reviews and issues as GitHub's REST API, GraphQL and `gh` write them, made one. */
import { z } from "zod";
import { malformed, type Actor } from "./activity.ts";
import { actorOf, count, instant, readAs, text } from "./forge.ts";
import type { Item } from "./json-items.ts";

const login = text.min(1, "is empty");
/** REST says `type`, GraphQL `__typename`, `gh` `is_bot`. */
const user = z
  .object(
    { login, type: text.optional(), __typename: text.optional(), is_bot: z.boolean().optional() },
    "is not a user",
  )
  .nullable();

export interface Pull {
  /** `owner/name#7`. */
  readonly id: string;
  readonly author: Actor;
  readonly title: string;
  /** Seconds since 1970; null when it is not merged. */
  readonly merged: number | null;
  /** Lines added and removed; null when the export does not say. */
  readonly size: number | null;
  readonly updated: number;
  readonly reviews: readonly Review[];
  /** Whether it has more reviews than are here. */
  readonly cut: boolean;
}

export interface Review {
  readonly id: string;
  readonly pull: string;
  readonly reviewer: Actor;
  /** Seconds since 1970. */
  readonly date: number;
  /** Whether it is neither pending nor dismissed. */
  readonly stands: boolean;
}

export interface Issue {
  readonly id: string;
  readonly author: Actor;
  readonly title: string;
  readonly created: number;
  /** When it was closed as done, in seconds since 1970; null when it was not. */
  readonly done: number | null;
}

const restPull = z.object({
  url: text,
  user,
  title: text,
  merged_at: instant.nullable(),
  updated_at: instant.optional(),
  additions: count.optional(),
  deletions: count.optional(),
});

const STATES = ["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"] as const;
const state = z.enum(STATES, "is not a known state");

const nodeReview = z.object({
  id: text,
  author: user,
  state,
  submittedAt: instant.nullable().optional(),
});
const nodeReviews = z
  .union([
    z.array(nodeReview),
    z.object({ nodes: z.array(nodeReview), pageInfo: z.object({ hasNextPage: z.boolean() }).optional() }),
  ])
  .optional();

const nodePull = z.object({
  url: text,
  author: user,
  title: text,
  mergedAt: instant.nullable(),
  updatedAt: instant.optional(),
  additions: count.optional(),
  deletions: count.optional(),
  reviews: nodeReviews,
});

const restReview = z.object({
  id: count,
  user,
  state,
  submitted_at: instant.optional(),
  pull_request_url: text,
});

const restIssue = z.object({
  url: text,
  user,
  title: text,
  created_at: instant,
  closed_at: instant.nullable(),
  state_reason: text.nullable().optional(),
});

const nodeIssue = z.object({
  url: text,
  author: user,
  title: text,
  createdAt: instant,
  closedAt: instant.nullable(),
  stateReason: text.nullable().optional(),
});

/** An item, where it is, and what its people's names begin with. */
export interface Place {
  readonly item: Item;
  readonly file: string;
  readonly where: string;
}

function personOf(where: string, who: z.output<typeof user>): Actor {
  if (who === null) return actorOf(where, null);
  const kind = who.type ?? who.__typename;
  if (kind === "Bot" || who.is_bot === true) return actorOf(where, who.login, "bot");
  return actorOf(where, who.login, kind === "Mannequin" ? "ghost" : undefined);
}

/** Whether an object of GraphQL is a pull request or an issue. */
export const isNode = (value: Readonly<Record<string, unknown>>): boolean =>
  typeof value["url"] === "string" && /\/(?:pull|issues)\/\d+$/.test(value["url"]);

/** `owner/name#7` of any address of it. */
function numberOf(url: string, { item, file }: Place, kind: "pull request" | "issue"): string {
  const pattern =
    kind === "issue"
      ? /\/(?:repos\/)?([^/]+\/[^/]+)\/issues\/(\d+)$/
      : /\/(?:repos\/)?([^/]+\/[^/]+)\/pulls?\/(\d+)$/;
  const [, repository, number] = pattern.exec(url) ?? [];
  if (repository === undefined) {
    throw malformed(
      file,
      item.line,
      `${JSON.stringify(url)} is not ${kind === "issue" ? "an issue" : "a pull request"}`,
    );
  }
  return `${repository.toLowerCase()}#${number}`;
}

const isNodeShape = ({ item: { value } }: Place): boolean =>
  typeof value === "object" && value !== null && "author" in value && !("user" in value);

const sizeOf = (added: number | undefined, removed: number | undefined): number | null =>
  added === undefined && removed === undefined ? null : (added ?? 0) + (removed ?? 0);

export function pullOf(place: Place): Pull {
  const { item, file, where } = place;
  if (!isNodeShape(place)) {
    const pull = readAs(restPull, item, file);
    return {
      id: numberOf(pull.url, place, "pull request"),
      author: personOf(where, pull.user),
      title: pull.title,
      merged: pull.merged_at,
      size: sizeOf(pull.additions, pull.deletions),
      updated: pull.updated_at ?? 0,
      reviews: [],
      cut: false,
    };
  }
  const pull = readAs(nodePull, item, file);
  const id = numberOf(pull.url, place, "pull request");
  const reviews = Array.isArray(pull.reviews) ? pull.reviews : (pull.reviews?.nodes ?? []);
  return {
    id,
    author: personOf(where, pull.author),
    title: pull.title,
    merged: pull.mergedAt,
    size: sizeOf(pull.additions, pull.deletions),
    updated: pull.updatedAt ?? 0,
    reviews: reviews.flatMap(({ id: review, author, state: said, submittedAt }) =>
      submittedAt === null || submittedAt === undefined
        ? []
        : [
            {
              id: review,
              pull: id,
              reviewer: personOf(where, author),
              date: submittedAt,
              stands: stands(said),
            },
          ],
    ),
    cut: !Array.isArray(pull.reviews) && pull.reviews?.pageInfo?.hasNextPage === true,
  };
}

const stands = (said: (typeof STATES)[number]): boolean => said !== "PENDING" && said !== "DISMISSED";

export function reviewOf(place: Place): Review {
  const { item, file, where } = place;
  const review = readAs(restReview, item, file);
  if (stands(review.state) && review.submitted_at === undefined) {
    throw malformed(file, item.line, "the review has no submitted_at");
  }
  return {
    id: review.id.toString(),
    pull: numberOf(review.pull_request_url, place, "pull request"),
    reviewer: personOf(where, review.user),
    date: review.submitted_at ?? 0,
    stands: stands(review.state),
  };
}

/** Null for a pull request, which GitHub lists among issues. */
export function issueOf(place: Place): Issue | null {
  const { item, file, where } = place;
  if (typeof item.value === "object" && item.value !== null && "pull_request" in item.value) return null;
  if (!isNodeShape(place)) {
    const issue = readAs(restIssue, item, file);
    const { title, created_at: created, closed_at: closed, state_reason: reason } = issue;
    return {
      ...{ id: numberOf(issue.url, place, "issue"), author: personOf(where, issue.user), title, created },
      done: isDone(reason) ? closed : null,
    };
  }
  const issue = readAs(nodeIssue, item, file);
  const { title, createdAt: created, closedAt: closed, stateReason: reason } = issue;
  return {
    ...{ id: numberOf(issue.url, place, "issue"), author: personOf(where, issue.author), title, created },
    done: isDone(reason) ? closed : null,
  };
}

/** Exports of some years ago do not say why an issue was closed: that it is as done is known of those that say so. */
const isDone = (reason: string | null | undefined): boolean => reason?.toLowerCase() === "completed";
