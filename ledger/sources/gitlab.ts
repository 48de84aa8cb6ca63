/**
 * Merged merge requests (production), as GitLab's REST API (`projects/…/merge_requests?state=merged`) or GraphQL writes them,
 * in pages one after the other, which may overlap.
 */
import { z } from "zod";
import { createTypes, reasonOf, type TypeOf } from "../people/types.ts";
import { malformed, type Activities, type Actor, type LeaveOut } from "./activity.ts";
import { actorOf, count, instant, readAnswers, readAs, text } from "./forge.ts";

const user = z
  .object({ username: text.min(1, "is empty"), bot: z.boolean().optional() }, "is not a user")
  .nullable();

const rest = z.object({ web_url: text, title: text, author: user, merged_at: instant.nullable() });
const node = z.object({
  webUrl: text,
  title: text,
  author: user,
  mergedAt: instant.nullable(),
  diffStatsSummary: z.object({ additions: count, deletions: count }).nullable().optional(),
});

interface Merge {
  readonly id: string;
  readonly author: Actor;
  readonly title: string;
  readonly merged: number | null;
  readonly size: number | null;
}

/** Reads merge requests. A size is lines added and removed, where GraphQL's `diffStatsSummary` says them, else 0. */
export async function* readGitlab({
  files,
  where,
  typeOf = createTypes(),
  leaveOut,
  onWarning,
}: {
  readonly files: readonly string[];
  readonly where: string;
  readonly typeOf?: TypeOf;
  readonly leaveOut: LeaveOut;
  readonly onWarning: (sentence: string) => void;
}): Activities {
  const known = new Map<string, Merge>();
  const isItem = (value: Readonly<Record<string, unknown>>): boolean =>
    "webUrl" in value && "mergedAt" in value;
  for (const file of files) {
    const onUnfinished = (): void => {
      onWarning(`${file}: the last page says that others follow, which are not in it: ask for the rest.`);
    };
    for await (const item of readAnswers({ file, service: "GitLab", isItem, onUnfinished })) {
      const isNode = typeof item.value === "object" && item.value !== null && "webUrl" in item.value;
      const read = isNode ? readAs(node, item, file) : readAs(rest, item, file);
      const url = "webUrl" in read ? read.webUrl : read.web_url;
      const [, project, number] = /^https?:\/\/[^/]+\/(.+?)\/(?:-\/)?merge_requests\/(\d+)$/.exec(url) ?? [];
      if (project === undefined) {
        throw malformed(file, item.line, `${JSON.stringify(url)} is not a merge request`);
      }
      const id = `${project.toLowerCase()}!${number}`;
      const stats = "webUrl" in read ? read.diffStatsSummary : null;
      const merge: Merge = {
        id,
        author: actorOf(where, read.author?.username, read.author?.bot === true ? "bot" : undefined),
        title: read.title,
        merged: "webUrl" in read ? read.mergedAt : read.merged_at,
        size: stats === null || stats === undefined ? null : stats.additions + stats.deletions,
      };
      const before = known.get(id);
      if (before !== undefined) leaveOut("the same again");
      const [best, other] =
        before === undefined || isBetter(merge, before) ? [merge, before] : [before, merge];
      known.set(id, { ...best, size: best.size ?? other?.size ?? null });
    }
  }
  let sizeless = 0;
  for (const { id, author, title, merged, size } of known.values()) {
    const type = typeOf(author);
    if (merged === null) leaveOut("merge requests that are not merged");
    else if (type !== undefined) leaveOut(reasonOf(type), author);
    else {
      if (size === null) sizeless++;
      yield { id, kind: "production", date: merged, people: [author], size: size ?? 0, note: title };
    }
  }
  if (sizeless > 0) {
    onWarning(
      `merge requests that do not say their size: ${sizeless}; they count 0 lines, ask GraphQL for diffStatsSummary.`,
    );
  }
}

/** The merged one of two, and of two alike always the same. */
function isBetter(merge: Merge, other: Merge): boolean {
  if ((merge.merged === null) !== (other.merged === null)) return merge.merged !== null;
  return JSON.stringify(merge) < JSON.stringify(other);
}
