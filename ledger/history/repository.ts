/**
 * A repository of which nothing is seen but its commits. Git reads them through an empty repository of its own whose objects
 * are those of the one that was named: so no configuration, replacement, graft, attribute or mailmap counts that is not in
 * the commit, and a bare clone, a worktree and a normal one are the same.
 */
import { copyFile, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { withDrafts } from "../drafts.ts";
import { ImportError } from "../import-error.ts";
import { ask, stream, streamBytes, type Place } from "./run-git.ts";

export interface Repository {
  /** Where git is run. */
  readonly place: Place;
  /** The name of the repository's folder. */
  readonly name: string;
  /** Hash of the commit that is read. */
  readonly head: string;
  /** The commits whose parents a shallow clone left behind; null when the history is whole. */
  readonly edge: ReadonlySet<string> | null;
  /** Whether files of the commit say which others are generated or vendored. */
  readonly marksFiles: boolean;
}

/** Arguments that make git read the `.mailmap` of the commit. */
export function withMailmap(head: string): string[] {
  return ["-c", `mailmap.blob=${head}:.mailmap`];
}

/**
 * Finds the repository and does work with it. `revision` names the commit: a branch, a tag, a hash.
 * Throws {@link ImportError} for a missing path, a path in no repository, no git, and a history without commits.
 */
export async function withRepository<T>(
  { path, revision = "HEAD" }: { readonly path: string; readonly revision?: string | undefined },
  work: (repository: Repository) => Promise<T>,
): Promise<T> {
  await checkFolder(path);
  const source: Place = { folder: path, path, configured: true };
  await ask(source, ["rev-parse", "--git-dir"]);
  const head = await ask(source, [
    ...["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
  ]).catch(() => {
    throw new ImportError(
      revision === "HEAD"
        ? `${path} has no commits on its current branch.`
        : `${path} has no commit ${JSON.stringify(revision)}.`,
    );
  });
  const objects = resolve(path, await ask(source, ["rev-parse", "--git-path", "objects"]));
  const folder = await mkdtemp(join(tmpdir(), "cdpo-history-"));
  return withDrafts([folder], async () => {
    const place: Place = { folder, path, configured: false };
    const format = head.length === 64 ? "sha256" : "sha1";
    await ask(place, ["init", "--quiet", "--template=", `--object-format=${format}`]);
    await writeFile(join(folder, ".git/objects/info/alternates"), `${quoted(objects)}\n`);
    const edge = await shallowEdge({ source, folder });
    const marksFiles = await indexAttributes(place, head);
    const repository = { place, name: await folderName(source), head, edge, marksFiles };
    try {
      return await work(repository);
    } catch (error) {
      throw (await isPartial(objects)) && isMissing(error) ? partial(path) : error;
    }
  });
}

/** As git reads a path with odd characters from a list of them. */
function quoted(path: string): string {
  return /^["#]|[\n\\]/.test(path) ? JSON.stringify(path) : path;
}

async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(
      code === "ENOENT" ? `${path} does not exist.` : `${path} cannot be read (${code}).`,
    );
  });
  if (!found.isDirectory()) throw new ImportError(`${path} is not a folder.`);
}

async function folderName(source: Place): Promise<string> {
  // Worktrees are called as what they are worktrees of.
  const common = resolve(source.folder, await ask(source, ["rev-parse", "--git-common-dir"]));
  return basename(common) === ".git" ? basename(dirname(common)) : basename(common, ".git");
}

async function shallowEdge({
  source,
  folder,
}: {
  readonly source: Place;
  readonly folder: string;
}): Promise<Set<string> | null> {
  if ((await ask(source, ["rev-parse", "--is-shallow-repository"])) !== "true") return null;
  const file = resolve(source.folder, await ask(source, ["rev-parse", "--git-path", "shallow"]));
  await copyFile(file, join(folder, ".git/shallow"));
  return new Set((await readFile(file, "utf8")).split("\n").filter((line) => line !== ""));
}

/** Puts the commit's `.gitattributes` where git looks for them; answers whether they mark files for linguist. */
async function indexAttributes(place: Place, head: string): Promise<boolean> {
  const found: string[] = [];
  let marksFiles = false;
  for await (const entry of stream({ place, args: ["ls-tree", "-r", "-z", "--full-tree", head] })) {
    const [, blob] = /^100\d{3} blob (\w+)\t(?:[\s\S]*\/)?\.gitattributes$/.exec(entry) ?? [];
    if (blob === undefined) continue;
    found.push(`${entry}\0`);
    marksFiles ||= /\blinguist-(?:generated|vendored)\b/.test(await ask(place, ["cat-file", "blob", blob]));
  }
  const args = ["update-index", "-z", "--index-info"];
  await streamBytes({ place, args, input: found }).next();
  return marksFiles;
}

async function isPartial(objects: string): Promise<boolean> {
  const packs = await readdir(join(objects, "pack")).catch(() => []);
  return packs.some((name) => name.endsWith(".promisor"));
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof ImportError &&
    /unable to read|could not (?:read|get|parse)|missing|bad (?:object|file)|not a valid object/i.test(
      error.message,
    )
  );
}

function partial(path: string): ImportError {
  return new ImportError(
    `${path} is a partial clone without the files of its history: complete it with "git fetch --refetch --no-filter" first.`,
  );
}
