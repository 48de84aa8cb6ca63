/** Which files of a history count. */
import type { Files } from "./changes.ts";
import { matcherOf } from "./globs.ts";
import type { Repository } from "./repository.ts";
import { linesOf, stream } from "./run-git.ts";

/**
 * Asks the globs, and `linguist-generated` and `linguist-vendored` of the commit's `.gitattributes`, which take files away
 * and never bring back what a glob ignores. `marked` is how many were taken away so.
 */
export async function createFiles({
  repository,
  hashes,
  ignored,
  maintenance,
}: {
  readonly repository: Repository;
  readonly hashes: readonly string[];
  readonly ignored: readonly string[];
  readonly maintenance: readonly string[];
}): Promise<Files & { readonly marked: number }> {
  const isIgnored = remembered(matcherOf(ignored));
  const isMaintenance = remembered(matcherOf(maintenance));
  const marked = repository.marksFiles ? await readMarks(repository, hashes, isIgnored) : new Set<string>();
  return {
    counts: (path) => !isIgnored(path) && !marked.has(path),
    isMaintenance,
    marked: marked.size,
  };
}

function remembered(matches: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const answer = matches(path);
    known.set(path, answer);
    return answer;
  };
}

async function readMarks(
  { place }: Repository,
  hashes: readonly string[],
  isIgnored: (path: string) => boolean,
): Promise<Set<string>> {
  const paths = new Set<string>();
  const names = [
    ...[
      "diff-tree",
      "--stdin",
      "-r",
      "-z",
      "--root",
      "--no-commit-id",
      "--name-only",
      "--find-renames=50%",
      "-l1000",
    ],
  ];
  for await (const path of stream({ place, args: names, input: linesOf(hashes) })) {
    if (path !== "" && !isIgnored(path)) paths.add(path);
  }
  const marked = new Set<string>();
  const args = ["check-attr", "--stdin", "-z", "--cached", "linguist-generated", "linguist-vendored"];
  const input = (function* () {
    for (const path of paths) yield `${path}\0`;
  })();
  const answer: string[] = [];
  for await (const field of stream({ place, args, input })) {
    if (answer.push(field) < 3) continue;
    const [path = "", , value = ""] = answer.splice(0);
    if (value === "set" || value === "true") marked.add(path);
  }
  return marked;
}
