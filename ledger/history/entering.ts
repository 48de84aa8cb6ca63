/** When commits entered a branch. */
import type { Entry } from "./commits.ts";

/** A commit with the time when it became part of the branch. */
export interface Entered {
  readonly entry: Entry;
  /** Seconds since 1970. */
  readonly entered: number;
}

/**
 * The branch is its first parents: what a commit of it merges entered with that merge. That is when its committer says the
 * merge was made, or the commit before it on the branch if that is later: so times never go back, and those of old commits
 * stay what they are, whatever is added. `entries` have parents before children and the head last; so have those that are
 * answered, in the order in which they entered.
 */
export function enteringOf(entries: readonly Entry[]): {
  readonly commits: readonly Entered[];
  readonly jumps: number;
} {
  const byHash = new Map(entries.map((entry, at) => [entry.hash, at]));
  const branch: number[] = [];
  for (let at = entries.length - 1; ;) {
    branch.push(at);
    const parent = byHash.get(entries[at]?.parents[0] ?? "");
    if (parent === undefined) break;
    at = parent;
  }
  const visited = new Uint8Array(entries.length);
  const commits: Entered[] = [];
  let entered = 0;
  let jumps = 0;
  for (const at of branch.reverse()) {
    const date = entries[at]?.committed ?? 0;
    if (date + DAY < entered) jumps++;
    entered = Math.max(entered, date);
    for (const place of mergedWith(at).sort((a, b) => a - b)) {
      const entry = entries[place];
      if (entry !== undefined) commits.push({ entry, entered });
    }
  }
  return { commits, jumps };

  /** What is not yet in the branch and leads to a commit, itself among them. */
  function mergedWith(at: number): number[] {
    const found = [at];
    visited[at] = 1;
    for (const place of found) {
      for (const parent of entries[place]?.parents ?? []) {
        const next = byHash.get(parent);
        if (next === undefined || visited[next] === 1) continue;
        visited[next] = 1;
        found.push(next);
      }
    }
    return found;
  }
}

const DAY = 86_400;
