/** What every importer of contributions yields, and how it says what is wrong with its input. */
import { ImportError } from "../import-error.ts";
import type { Person } from "../history/commits.ts";
import type { Kind } from "../history/model.ts";

/**
 * Accounts that are nobody's in particular: programs, the name that a service gives to whoever it deleted, and those that
 * a wiki makes for one visitor.
 */
export type AccountType = "bot" | "ghost" | "temporary";

/** Who did something. */
export interface Actor extends Person {
  /** What the source says of the account; of people it says nothing. Whoever has a type is listed, and not paid. */
  readonly type?: AccountType;
}

/** Something that people did, as a source tells it; not valued yet. */
export interface Activity {
  /** Once in its source: a commit's hash, a revision's number. */
  readonly id: string;
  readonly kind: Kind;
  /** When it was done: seconds since 1970. */
  readonly date: number;
  /** When it became part of what is recognised: seconds since 1970. It decides the period; without it, `date` does. */
  readonly entered?: number;
  /** Who did it, in equal parts; at least one. Names other than of git's authors have the prefix of where they count. */
  readonly people: readonly Actor[];
  /** How much, in the source's own unit: lines, bytes, views; a whole number. 0 when nobody knows. */
  readonly size: number;
  /** What it was, for human readers: a subject, a title. */
  readonly note: string;
  /**
   * What the same work has wherever it appears again, in hexadecimal: of git what `patch-id` stands for, see `Fingerprint`. Of
   * several activities with one patch the one that entered first counts, and none when an earlier ledger has it.
   */
  readonly patch?: string;
  /**
   * The id of an activity of the same source that this one takes back. Nobody is paid for either; an activity that takes
   * back this one makes the first stand again. Sources that know a whole history yield only what stands, and need not say it.
   */
  readonly undoes?: string;
}

/** An importer: reads its files as a stream, one activity after the other, in any order. */
export type Activities = AsyncGenerator<Activity, void, void>;

/** Counts what an importer leaves out, by reason; and who it is, where that is somebody whom the organisation should see. */
export type LeaveOut = (reason: string, who?: Actor) => void;

/** Later than this JavaScript has no date, in seconds. */
const LATEST_DATE = 8_640_000_000_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** The sentence for a line that cannot be read. */
export function malformed(file: string, line: number, reason: string): ImportError {
  return new ImportError(`${file}, line ${line}: ${reason}.`);
}

/** A time such as 2027-03-01T12:00:00Z, or a day in UTC, in seconds since 1970; undefined for anything else. */
export function parseInstant(text: string): number | undefined {
  if (!INSTANT.test(text)) return undefined;
  const seconds = Math.floor(Date.parse(text) / 1_000);
  if (!(seconds >= 0 && seconds <= LATEST_DATE)) return undefined;
  // JavaScript takes the 31st of February for a day of March.
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toJSON().startsWith(day) ? seconds : undefined;
}

/** A whole number from 0 that JavaScript counts exactly; undefined for anything else. */
export function parseCount(text: string): number | undefined {
  const count = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(count) ? count : undefined;
}

/** Someone who has no email, named as the people of `where` are named: `github:ann`. */
export function personOf(where: string, name: string): Person {
  return { name: `${where}:${name}`, email: "" };
}
