/** People who are probably one, though nothing says so. */
import { identityOf, type Person } from "../history/commits.ts";

/** Names that differ in nothing that a reader would see as another person, and their identities. */
export interface Double {
  readonly names: readonly string[];
  readonly identities: readonly string[];
}

/** As names are compared: without marks, case, and all that is no letter or digit; with their prefix. */
export function likenessOf(name: string): string {
  const [, prefix = "", bare = name] = /^([a-z0-9-]{1,32}:)(.*)$/s.exec(name) ?? [];
  const letters = bare
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
  return letters === "" ? "" : `${prefix}${letters}`;
}

/**
 * Finds people of one name with several identities. `accountOf` tells whom the organisation has already made one: those with
 * one account are one. In the order of the names.
 */
export function doublesAmong(
  people: Iterable<Person>,
  accountOf: (person: Person) => string | null = () => null,
): Double[] {
  const byLikeness = new Map<string, Map<string, Person>>();
  for (const person of people) {
    const likeness = likenessOf(person.name);
    if (likeness === "") continue;
    const alike = byLikeness.get(likeness) ?? new Map<string, Person>();
    const identity = accountOf(person) ?? identityOf(person);
    if (!alike.has(identity)) alike.set(identity, person);
    byLikeness.set(likeness, alike);
  }
  return [...byLikeness]
    .filter(([, alike]) => alike.size > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, alike]) => {
      const found = [...alike.values()];
      return {
        names: [...new Set(found.map(({ name }) => name))].sort(),
        identities: found.map(identityOf).sort(),
      };
    });
}
