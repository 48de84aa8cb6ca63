/** JSON as people's editors write it, read without guessing. */
import type { Language } from "../units.ts";
import { problemsIn, type SayProblem } from "./sentences/problems.ts";

/** Something is wrong with a JSON text; the message goes on after the file's name: "is not JSON: …". */
export class JsonError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "JsonError";
  }
}

/**
 * The value of a JSON text. A byte order mark in front is left out. A key that stands twice in one object is refused, as
 * only the last would count. Throws {@link JsonError}.
 */
export function parseJson(text: string, language: Language = "en"): unknown {
  const say = problemsIn(language);
  const plain = text.replace(/^\ufeff/, "");
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    // Engines say in English what is wrong, and most of them where.
    throw new JsonError(say("notJson", { reason: language === "en" ? message : placeIn(message, say) }));
  }
  refuseDoubleKeys(plain, say);
  return value;
}

function placeIn(message: string, say: SayProblem): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined && column !== undefined) return say("jsonAt", { line, column });
  return /\bend\b/i.test(message) ? say("jsonEnds") : say("jsonSomewhere");
}

/** In a text that is JSON: texts, and what objects and lists begin, separate and end with. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

function refuseDoubleKeys(json: string, say: SayProblem): void {
  /** The objects and lists that are open; a list has no keys. */
  const open: (Set<string> | undefined)[] = [];
  let last = "";
  for (const found of json.matchAll(TOKENS)) {
    const [token] = found;
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const key = JSON.parse(last) as string;
      const keys = open.at(-1);
      if (keys?.has(key) === true) {
        const line = json.slice(0, found.index).split("\n").length;
        throw new JsonError(say("doubleKey", { key: last, line }));
      }
      keys?.add(key);
    }
    last = token;
  }
}
