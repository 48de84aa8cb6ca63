/** The commits of a history: who wrote what, when, after what. Their changes are read elsewhere. */
import { identityOf, type Entry, type Person } from "./commits.ts";
import { withMailmap, type Repository } from "./repository.ts";
import { explain, linesOf, stream } from "./run-git.ts";

/** Later than this JavaScript has no date, in seconds. */
const LATEST_DATE = 8_640_000_000_000;

const CO_AUTHORS = "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x0A)";
/** Hashes of one message that are looked at. */
const MAX_NAMES = 100;

export interface Log {
  /** All commits, what is merged before what merges it, and so parents before children. */
  readonly entries: readonly Entry[];
  /** Co-authors whose trailer has no name or no email. */
  readonly malformed: number;
}

/** Reads all commits from the head on; people as the commit's `.mailmap` has them. */
export async function readLog({ place, head }: Repository): Promise<Log> {
  const format = `--format=%H%x00%P%x00%at%x00%ct%x00%aN%x00%aE%x00%s%x00%b%x00${CO_AUTHORS}`;
  const args = [
    ...withMailmap(head),
    ...["log", "-z", "--topo-order", "--no-show-signature", "--encoding=UTF-8", format, head, "--"],
  ];
  const people = createPeople();
  const drafts: (Entry & { readonly trailers: readonly Person[] })[] = [];
  const contacts = new Set<string>();
  let malformed = 0;
  const fields: string[] = [];
  for await (const field of stream({ place, args })) {
    if (fields.push(field) < 9) continue;
    const [
      hash = "",
      parents = "",
      at = "",
      committed = "",
      name = "",
      email = "",
      subject = "",
      body = "",
      also = "",
    ] = fields.splice(0);
    const trailers: Person[] = [];
    for (const person of parseCoAuthors(also)) {
      if (person === null) malformed++;
      else {
        trailers.push(person);
        contacts.add(contactOf(person));
      }
    }
    drafts.push({
      hash,
      parents: parents === "" ? [] : parents.split(" "),
      date: parseDate(at),
      committed: parseDate(committed),
      author: people.of(name, email),
      coAuthors: [],
      trailers,
      subject,
      names: (body.match(/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g) ?? []).slice(0, MAX_NAMES),
    });
  }
  const mapped = await mapContacts({ place, head, contacts });
  const entries = drafts.reverse().map(({ trailers, ...entry }): Entry => {
    const mappedOf = (person: Person): Person => mapped.get(contactOf(person)) ?? person;
    return { ...entry, coAuthors: distinct(entry.author, trailers.map(mappedOf)) };
  });
  return { entries, malformed };
}

function parseDate(text: string): number {
  const date = Number(text);
  return date <= LATEST_DATE ? date : 0;
}

/** The people of `Co-authored-by:` values, one a line; null for a line that is not `Name <email>`. */
function parseCoAuthors(values: string): (Person | null)[] {
  const lines = values.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [, name, email] = /^([^<>]*)<([^<>\s]+)>/.exec(line) ?? [];
    return email === undefined ? null : { name: (name ?? "").trim(), email };
  });
}

/** Authors and co-authors of a history as its commits name them, whatever a `.mailmap` says. */
export async function contactsOf({ place, head }: Pick<Repository, "place" | "head">): Promise<Set<string>> {
  const contacts = new Set<string>();
  const args = [
    "log",
    "-z",
    "--no-show-signature",
    "--encoding=UTF-8",
    `--format=%an%x00%ae%x00${CO_AUTHORS}`,
    head,
    "--",
  ];
  const fields: string[] = [];
  for await (const field of stream({ place, args })) {
    if (fields.push(field) < 3) continue;
    const [name = "", email = "", also = ""] = fields.splice(0);
    for (const person of [{ name, email }, ...parseCoAuthors(also)]) {
      // Nobody can be found by an email that is none.
      if (person !== null && person.email !== "") contacts.add(contactOf(person));
    }
  }
  return contacts;
}

/** Keeps each person once, whatever they wrote. */
function createPeople(): { of(name: string, email: string): Person } {
  const known = new Map<string, Person>();
  return {
    of(name, email) {
      const key = `${name}\0${email}`;
      const person = known.get(key) ?? { name, email };
      known.set(key, person);
      return person;
    },
  };
}

function contactOf({ name, email }: Person): string {
  return name === "" ? `<${email}>` : `${name} <${email}>`;
}

/** What the commit's `.mailmap` makes of each contact. */
export async function mapContacts({
  place,
  head,
  contacts,
}: Pick<Repository, "place" | "head"> & { readonly contacts: ReadonlySet<string> }): Promise<
  Map<string, Person>
> {
  const mapped = new Map<string, Person>();
  if (contacts.size === 0) return mapped;
  const waiting = contacts.values();
  const args = [...withMailmap(head), "check-mailmap", "--stdin"];
  for await (const line of stream({ place, args, input: linesOf(contacts), separator: "\n" })) {
    const contact = waiting.next().value;
    const [, name, email] = /^(.*?) ?<([^<>]*)>$/.exec(line) ?? [];
    if (contact === undefined || email === undefined) {
      throw explain(place.path, `unexpected mailmap answer ${line}`);
    }
    mapped.set(contact, { name: name ?? "", email });
  }
  return mapped;
}

/** The others' identities, each once; the author is left out. */
function distinct(author: Person, people: readonly Person[]): Person[] {
  const seen = new Set([identityOf(author)]);
  return people.filter((person) => {
    const identity = identityOf(person);
    return !seen.has(identity) && seen.add(identity);
  });
}
