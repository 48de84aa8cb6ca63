/** What commits change: counted and fingerprinted as git writes it, a line at a time. */
import { createHash, hash, type Hash } from "node:crypto";
import type { Changes } from "./commits.ts";
import type { Repository } from "./repository.ts";
import { linesOf, streamBytes } from "./run-git.ts";

/** Which files count, and which of them are maintenance. */
export interface Files {
  counts(path: string): boolean;
  isMaintenance(path: string): boolean;
}

/**
 * Lines by the Myers algorithm, whatever spaces they have; renames at git's default of 50 %; no program and no setting of
 * the machine. What git answers begins with `commit` and the hash of each.
 */
const DIFF = [
  ...["diff-tree", "--stdin", "-r", "--root", "--always", "--format=commit %H", "--patch", "--unified=3"],
  ...["--ignore-all-space", "--diff-algorithm=myers", "--find-renames=50%", "-l1000", "--full-index"],
  ...["--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=none", "--submodule=short"],
  ...["--src-prefix=a/", "--dst-prefix=b/"],
];

/** The changes of commits with at most one parent, in the order of their hashes. */
export async function* readChanges({
  place,
  hashes,
  files,
}: Pick<Repository, "place"> & {
  readonly hashes: Iterable<string>;
  readonly files: Files;
}): AsyncGenerator<{ readonly hash: string; readonly changes: Changes }, void, void> {
  let commit = null as Patch | null;
  let hashNow = "";
  let rest = "";
  for await (const chunk of streamBytes({ place, args: DIFF, input: linesOf(hashes) })) {
    // Bytes as letters, so that no encoding of a file matters.
    const text = rest + chunk.toString("latin1");
    let from = 0;
    for (let at; (at = text.indexOf("\n", from)) !== -1; from = at + 1) {
      const line = text.slice(from, at);
      if (commit?.take(line) === true) continue;
      if (!line.startsWith("commit ")) continue;
      if (commit !== null) yield { hash: hashNow, changes: commit.end() };
      hashNow = line.slice("commit ".length);
      commit = createCommit(files);
    }
    rest = text.slice(from);
  }
  if (commit !== null) yield { hash: hashNow, changes: commit.end() };
}

const SPACE = /[ \t\r\v\f]+/g;
/** Different lines of one commit of which it is remembered whether they were moved; of more, none was. */
const MOST_LINES = 1_000_000;
/** Digits of a fingerprint. */
const DIGITS = 40;

/** One commit's patch, while it is read. */
interface Patch {
  /** Takes a line; answers whether it belongs to the patch. */
  take(line: string): boolean;
  end(): Changes;
}

function createCommit(files: Files): Patch {
  /** Lines of the hunk that are still to come. */
  let before = 0;
  let after = 0;
  let file: ReturnType<typeof createFile> | null = null;
  const ended: ReturnType<ReturnType<typeof createFile>["end"]>[] = [];
  const moved = createMoves();
  let added = 0;
  let removed = 0;

  function endFile(): void {
    if (file?.counts() === true) ended.push(file.end());
    file = null;
  }

  function change(line: string): void {
    const kind = line[0];
    if (kind !== "+") before--;
    if (kind !== "-") after--;
    if (file?.counts() !== true) return;
    const plain = line.slice(1).replace(SPACE, "");
    file.line(kind, plain);
    if (plain === "" || kind === " ") return;
    if (kind === "+") added++;
    else removed++;
    moved.line(plain, kind === "+" ? 1 : -1);
  }

  return {
    take(line) {
      if (before > 0 || after > 0) {
        if (line.startsWith("\\")) return true;
        change(line);
        return true;
      }
      if (line.startsWith("commit ")) return false;
      if (line.startsWith("diff --git ")) {
        endFile();
        file = createFile(files, line.slice("diff --git ".length));
      } else if (line.startsWith("@@ ")) {
        const [, old, now] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? [];
        before = Number(old ?? 1);
        after = Number(now ?? 1);
      } else file?.header(line);
      return true;
    },
    end() {
      endFile();
      const touched = ended.filter(({ binary, changed }) => binary || changed);
      const binary = touched.some((each) => each.binary);
      const linesAdded = added - moved.count();
      const linesRemoved = removed - moved.count();
      const adds = binary || linesAdded > 0;
      const nothing = !binary && linesAdded === 0 && linesRemoved === 0;
      return {
        kind: adds && touched.some(({ maintenance }) => !maintenance) ? "production" : "maintenance",
        files: touched.length,
        linesAdded,
        linesRemoved,
        fingerprint: nothing
          ? null
          : {
              patch: digestOf(ended.map(({ around }) => around.join(" "))),
              inverse: digestOf(ended.map(({ around: [a, b, c, d] }) => [b, a, d, c].join(" "))),
              bare: digestOf(ended.map(({ bare }) => bare.join(" "))),
              bareInverse: digestOf(ended.map(({ bare: [a, b, c, d] }) => [b, a, d, c].join(" "))),
            },
      };
    },
  };
}

function digestOf(parts: readonly string[]): string {
  return hash("sha256", parts.toSorted().join("\n"), "hex").slice(0, DIGITS);
}

/** Lines that a commit removes at one place and adds at another. */
function createMoves(): { line(plain: string, side: 1 | -1): void; count(): number } {
  const surplus = new Map<number, number>();
  let moves = 0;
  return {
    line(plain, side) {
      const key = numberOf(plain);
      const before = surplus.get(key);
      if (before === undefined && surplus.size >= MOST_LINES) return;
      if (before !== undefined && before * side < 0) moves++;
      surplus.set(key, (before ?? 0) + side);
    },
    count: () => moves,
  };
}

/** FNV-1a of a text, twice, in the bits that a number has. */
function numberOf(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
  }
  return (a >>> 0) * 0x20_0000 + (b >>> 11);
}

/** One file of a patch: `names` is what follows `diff --git`. */
function createFile(
  files: Files,
  names: string,
): {
  header(line: string): void;
  counts(): boolean;
  line(kind: string | undefined, plain: string): void;
  end(): {
    readonly binary: boolean;
    readonly changed: boolean;
    readonly maintenance: boolean;
    /** Names and digests, before and after. */
    readonly around: readonly string[];
    readonly bare: readonly string[];
  };
} {
  const half = (names.length - 1) / 2;
  // Of what is not renamed both names are the same; else git says them in lines of their own.
  let previous = pathOf(names.slice(0, half), "a/");
  let path = pathOf(names.slice(half + 1), "b/");
  let counted: boolean | undefined;
  let binary = false;
  let changed = false;
  let [old, now] = ["", ""];
  const digests = Array.from({ length: 4 }, createDigest);
  const [around, aroundAfter, bare, bareAfter] = digests as [Digest, Digest, Digest, Digest];
  return {
    header(line) {
      if (line.startsWith("rename from ")) previous = pathOf(line.slice("rename from ".length));
      else if (line.startsWith("rename to ")) path = pathOf(line.slice("rename to ".length));
      else if (line.startsWith("Binary files ")) binary = true;
      else if (line.startsWith("index ")) {
        [, old = "", now = ""] = /^index (\w+)\.\.(\w+)/.exec(line) ?? [];
      }
    },
    counts: () => (counted ??= files.counts(path)),
    line(kind, plain) {
      if (plain === "") return;
      if (kind !== "+") around.add(plain);
      if (kind !== "-") aroundAfter.add(plain);
      if (kind === "-") bare.add(plain);
      if (kind === "+") bareAfter.add(plain);
      changed ||= kind !== " ";
    },
    end() {
      const contents = binary ? [old, now, old, now] : digests.map((digest) => digest.end());
      const [a = "", b = "", c = "", d = ""] = contents;
      const nothing = !binary && !changed;
      return {
        binary,
        changed,
        maintenance: files.isMaintenance(path),
        around: nothing ? ["", "", "", ""] : [previous, path, a, b],
        bare: nothing ? ["", "", "", ""] : [previous, path, c, d],
      };
    },
  };
}

/** A path as git writes it: with a prefix, in quotes when it has letters that are odd. */
function pathOf(written: string, prefix = ""): string {
  const plain = written.startsWith('"') && written.endsWith('"') ? unquoted(written.slice(1, -1)) : written;
  return Buffer.from(plain.slice(prefix.length), "latin1").toString("utf8");
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" },
};

function unquoted(text: string): string {
  return text.replace(
    /\\(?:([0-7]{3})|(.))/gs,
    (_all, octal: string | undefined, letter: string | undefined) =>
      octal === undefined ? (ESCAPES[letter ?? ""] ?? letter ?? "") : String.fromCharCode(parseInt(octal, 8)),
  );
}

interface Digest {
  add(line: string): void;
  end(): string;
}

/** Hashes lines without keeping more than some. */
function createDigest(): Digest {
  let pending = "";
  let hasher: Hash | null = null;
  return {
    add(line) {
      pending += `${line}\n`;
      if (pending.length < 1 << 16) return;
      hasher ??= createHash("sha256");
      hasher.update(pending, "latin1");
      pending = "";
    },
    end() {
      if (hasher === null) {
        return pending === "" ? "" : hash("sha256", Buffer.from(pending, "latin1"), "hex").slice(0, DIGITS);
      }
      return hasher.update(pending, "latin1").digest("hex").slice(0, DIGITS);
    },
  };
}
