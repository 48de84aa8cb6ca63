/** A launch configuration while it is written: the JSON of the file itself, so that what is loaded and saved is the same. */

/** What JSON holds. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** An object of it. */
export type JsonObject = Readonly<Record<string, Json>>;

/** Keys and places from the whole to a part. */
export type Path = readonly (string | number)[];

/** What stands at a path; undefined where nothing does. */
export function at(json: Json | undefined, path: Path): Json | undefined {
  let value = json;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string | number, Json>>)[key];
  }
  return value;
}

/** The same with another value at a path; undefined takes it out, and with it an object that holds nothing more. */
export function withAt(json: Json | undefined, path: Path, value: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const list: Json[] = Array.isArray(json) ? [...(json as readonly Json[])] : [];
    const next = withAt(list[key], rest, value);
    if (next === undefined) list.splice(key, 1);
    else list[key] = next;
    return list;
  }
  const before: JsonObject = isObject(json) ? json : {};
  const next = withAt(before[key], rest, value);
  if (next !== undefined) return { ...before, [key]: next };
  const left = Object.entries(before).filter(([name]) => name !== key);
  const isEmpty = left.every(([name]) => name === "$comment");
  return isEmpty && rest.length === 0 ? undefined : Object.fromEntries(left);
}

/** Whether it is an object, and no list. */
export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** As problems name it: `presale.founders[0].share`. */
export function nameOf(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}

/** Problems by the fields that they are of. */
export function problemsByField(lines: readonly string[]): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(": ");
    const field = line.slice(0, colon);
    const problem = line.slice(colon + 2);
    const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
    problems.set(field, [problems.get(field), sentence].filter(Boolean).join(" "));
  }
  return problems;
}

/** What people wrote in comments beside the fields of an object. */
export function commentOf(json: Json | undefined): string | undefined {
  const comment = at(json, ["$comment"]);
  if (typeof comment === "string") return comment;
  return Array.isArray(comment) ? (comment as readonly Json[]).map(String).join(" ") : undefined;
}

/** The file. */
export function fileOf(json: Json): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}
