/** Whose account what was done is paid to, and who of those who did it is nobody. */
import { createHash } from "node:crypto";
import { identityOf, type Person } from "../history/commits.ts";
import type { Actor } from "../sources/activity.ts";
import { addressOf } from "./addresses.ts";
import { doublesAmong, type Double } from "./doubles.ts";
import { readIdentities, type IdentityFile } from "./file.ts";
import { createTypes, type TypeOf } from "./types.ts";

/** Everyone whom sources name, as the organisation knows them. */
export interface People {
  /**
   * The account of a person, who may be named by an address; null for whoever has none yet.
   * Throws `ImportError` for what looks like an address and is none.
   */
  accountOf(person: Person): string | null;
  /** What the account is, if it is nobody's; undefined for people. */
  readonly typeOf: TypeOf;
  isBot(actor: Actor): boolean;
  /** The account that somebody has by now who had none; null while they have none. See {@link keyOf}. */
  accountOfKey(key: string): string | null;
  /** Those of whom it was asked who are probably one. */
  doubles(): readonly Double[];
  /** Those of whom it was asked who have no account yet, in the order of their names. */
  unpaid(): readonly Person[];
  /** Sentences about addresses in small letters. */
  notes(): readonly string[];
  /** How many people of the file nobody asked for. */
  unused(): number;
  /** The commit whose `.mailmap` the organisation said yes to. */
  readonly mailmap: string | undefined;
}

/** Months for which what somebody did is kept for them until they name an account. */
export const MONTHS_BACK = 24;
/** Digits of {@link keyOf}. */
const KEY_DIGITS = 32;

/** Stands for somebody in a ledger that must not show their email: 32 digits of the SHA-256 of their identity. */
export function keyOf(person: Person): string {
  return createHash("sha256").update(identityOf(person)).digest("hex").slice(0, KEY_DIGITS);
}

/** Opens an identity file; without one nobody has an account, other than those who are named by it. */
export async function openPeople(file?: string): Promise<People> {
  return createPeople(
    file === undefined ? { people: [], bots: [], mailmap: undefined } : await readIdentities(file),
  );
}

export function createPeople({ people, bots, mailmap }: IdentityFile): People {
  const accounts = new Map(people.flatMap(({ keys, account }) => keys.map((key) => [key, account] as const)));
  const owners = new Map(people.flatMap((identity) => identity.keys.map((key) => [key, identity] as const)));
  const typeOf = createTypes(bots);
  const asked = new Map<string, { readonly person: Person; readonly account: string | null }>();
  const unchecked = new Map<string, string>();
  const used = new Set<object>();
  let byKey: Map<string, string | null> | undefined;

  function find(person: Person): string | null {
    const written = person.email === "" ? addressOf(person.name) : null;
    if (written !== null) {
      if (written.unchecked) unchecked.set(person.name.trim(), written.account);
      return written.account;
    }
    const key = [identityOf(person), person.name].find((candidate) => accounts.has(candidate));
    if (key === undefined) return null;
    const owner = owners.get(key);
    if (owner !== undefined) used.add(owner);
    return accounts.get(key) ?? null;
  }

  return {
    accountOf(person) {
      const key = `${identityOf(person)}\n${person.name}`;
      const before = asked.get(key);
      if (before !== undefined) return before.account;
      const account = find(person);
      asked.set(key, { person, account });
      return account;
    },
    typeOf,
    isBot: (actor) => typeOf(actor) === "bot",
    accountOfKey(key) {
      byKey ??= new Map(
        [...accounts].map(([name, account]) => [keyOf({ name, email: "" }), account] as const),
      );
      return byKey.get(key) ?? null;
    },
    doubles: () =>
      doublesAmong(
        [...asked.values()].map(({ person }) => person),
        (person) => asked.get(`${identityOf(person)}\n${person.name}`)?.account ?? null,
      ),
    unpaid: () =>
      [...asked.values()]
        .filter(({ account }) => account === null)
        .map(({ person }) => person)
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    notes: () =>
      [...unchecked].map(
        ([written, account]) =>
          `the address ${written} is written in small letters, so nothing says that it was copied rightly: compare it with ${account}.`,
      ),
    unused: () => people.filter((identity) => !used.has(identity)).length,
    mailmap,
  };
}

/** What a ledger keeps of somebody's work who had no account. */
export interface Unpaid {
  /** See {@link keyOf}. */
  readonly key: string;
  /** When it counted first: seconds since 1970. */
  readonly date: number;
}

/**
 * What earlier ledgers kept for people who have an account now, as far back as {@link MONTHS_BACK} before `until`, the end of
 * the period in seconds since 1970. Older work lapses. Each with the account, in the order in which it is given.
 */
export function* dueNow<T extends Unpaid>({
  kept,
  people,
  until,
}: {
  readonly kept: Iterable<T>;
  readonly people: Pick<People, "accountOfKey">;
  readonly until: number;
}): Generator<{ readonly unpaid: T; readonly account: string }, void, void> {
  const first = monthsBefore(until, MONTHS_BACK);
  for (const unpaid of kept) {
    const account = unpaid.date < first ? null : people.accountOfKey(unpaid.key);
    if (account !== null) yield { unpaid, account };
  }
}

/** The same second of the day so many calendar months before, UTC; the last day of a month that is shorter. */
export function monthsBefore(seconds: number, months: number): number {
  const date = new Date(seconds * 1_000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return Math.floor(date.getTime() / 1_000);
}
