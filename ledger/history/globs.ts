/** Patterns of file paths, as people write them. */

/**
 * Whether a path matches one of the globs: `*` and `?` stand for anything but `/`, `**` for anything. A glob
 * whose only `/` is at its end is a folder's name, anywhere, with everything in it; one without `/` a file's
 * name, anywhere; every other glob begins at the root. Case does not matter. A glob after `!` takes back what those before it
 * matched: the last one that fits a path decides.
 */
export function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const at = globs.findLastIndex((glob) => glob.startsWith("!"));
  if (at === -1) return patternOf(globs);
  const before = matcherOf(globs.slice(0, at));
  const exception = patternOf([(globs[at] ?? "").slice(1)]);
  const after = patternOf(globs.slice(at + 1));
  return (path) => after(path) || (!exception(path) && before(path));
}

function patternOf(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.map((glob) => {
    const anywhere = !glob.slice(0, -1).includes("/");
    const body = glob.replace(/\*\*\/|\*\*|\*|\?|[\\^$.|+()[\]{}]/g, (found) => {
      if (found === "**/") return "(?:.*/)?";
      if (found === "**") return ".*";
      if (found === "*") return "[^/]*";
      return found === "?" ? "[^/]" : `\\${found}`;
    });
    return `${anywhere ? "(?:.*/)?" : ""}${body}${glob.endsWith("/") ? ".*" : ""}`;
  });
  const pattern = new RegExp(`^(?:${patterns.join("|")})$`, "isu");
  return (path) => pattern.test(path);
}
