/** Figures of a report as JSON. */

/** Anything that goes into a JSON file. */
export type Json =
  string | number | boolean | null | bigint | readonly Json[] | { readonly [key: string]: Json };

/** JSON with sorted keys, and whole numbers of any size as strings of digits. */
export function toJson(value: Json): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: Json): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
