/** The objects of a JSON file one by one, so that a file of any size fits. */
import { malformed } from "./activity.ts";
import { MAX_ITEM, readText } from "./input.ts";

/** An object and the line that it begins on. */
export interface Item {
  readonly value: unknown;
  readonly line: number;
}

const SPACE = /[ \t\r\n]/;

/**
 * The objects of a file that holds one, an array of them, an array of such arrays, several of these one after the other
 * (what paging tools write), or one object a line. Throws `ImportError` with the line of what is not JSON.
 */
export async function* readItems(file: string): AsyncGenerator<Item, void, void> {
  let line = 1;
  /** Arrays around, and what may come next: a value, or what follows one. */
  let arrays = 0;
  let expected: "value" | "value or end" | "separator" = "value";
  /** The object that is being read: its text so far, the line it began on, and where in it the scan is. */
  let item = "";
  let start = 1;
  let depth = 0;
  let quoted = false;
  let escaped = false;

  const wrong = (reason: string): Error => malformed(file, line, reason);
  for await (const text of readText(file)) {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const letter = text[at] ?? "";
      if (letter === "\n") line++;
      if (depth > 0) {
        if (escaped) escaped = false;
        else if (quoted) {
          if (letter === '"') quoted = false;
          else if (letter === "\\") escaped = true;
          // A string cannot span lines: the quote that ends it is missing.
          else if (letter === "\n") throw malformed(file, line - 1, "a text has no closing quote");
        } else if (letter === '"') quoted = true;
        else if (letter === "{" || letter === "[") depth++;
        else if (letter === "}" || letter === "]") {
          depth--;
          if (depth === 0) {
            yield { value: parse(item + text.slice(from, at + 1)), line: start };
            item = "";
            expected = "separator";
          }
        }
      } else if (SPACE.test(letter)) continue;
      else if (letter === "{" && (expected !== "separator" || arrays === 0)) {
        depth = 1;
        start = line;
        from = at;
      } else if (letter === "[" && (expected !== "separator" || arrays === 0)) {
        arrays++;
        expected = "value or end";
      } else if (letter === "]" && arrays > 0 && expected !== "value") {
        arrays--;
        expected = "separator";
      } else if (letter === "," && arrays > 0 && expected === "separator") expected = "value";
      else throw wrong(`${JSON.stringify(letter)} is not where an object or an array begins or ends`);
    }
    if (depth > 0) item += text.slice(from);
    if (item.length > MAX_ITEM) throw malformed(file, start, "the object is longer than 64 MiB");
  }
  if (depth > 0) throw malformed(file, start, "the file ends within the object that begins here");
  if (arrays > 0) throw wrong("the file ends within an array");

  function parse(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch {
      throw malformed(file, start, "the object that begins here is not JSON");
    }
  }
}
