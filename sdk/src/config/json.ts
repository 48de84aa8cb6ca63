/** JSON as people's editors write it, read without guessing. */

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
export function parseJson(text: string): unknown {
  const plain = text.replace(/^\ufeff/, "");
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch (thrown) {
    throw new JsonError(`is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  refuseDoubleKeys(plain);
  return value;
}

/** In a text that is JSON: texts, and what objects and lists begin, separate and end with. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

function refuseDoubleKeys(json: string): void {
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
        throw new JsonError(
          `has the key ${last} twice in one object, again in line ${line}: leave one of them out`,
        );
      }
      keys?.add(key);
    }
    last = token;
  }
}
