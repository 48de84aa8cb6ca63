/** What a history tells of its commits and of the people whom they name. */
import type { Kind } from "./model.ts";

/** Who a commit names; the email may be empty. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** What tells two people apart: the email in lower case, or the name of who has no email. */
export function identityOf({ name, email }: Person): string {
  return email.trim().toLowerCase() || name.trim();
}

/** A commit before its changes are read; merges among them. */
export interface Entry {
  readonly hash: string;
  readonly parents: readonly string[];
  /** When it was written: seconds since 1970; 0 when the commit has no usable date. */
  readonly date: number;
  /** The committer's date, likewise. */
  readonly committed: number;
  readonly author: Person;
  /** From `Co-authored-by:` trailers, in their order, without the author and without repetitions. */
  readonly coAuthors: readonly Person[];
  /** The message's first paragraph on one line. */
  readonly subject: string;
  /** Hashes of other commits that the message names. */
  readonly names: readonly string[];
}

/** What the same changes have wherever they are made, and what the changes have that take them back. */
export interface Fingerprint {
  /** Of the changed lines with three lines around each change, in hexadecimal. */
  readonly patch: string;
  readonly inverse: string;
  /** Likewise of the changed lines alone: the same where what is around was changed by others. */
  readonly bare: string;
  readonly bareInverse: string;
}

/** How much a commit changes. */
export interface Measure {
  readonly kind: Kind;
  /** Files in which something counts. */
  readonly files: number;
  /** Lines that are not blank, were not moved, and changed by more than their spaces. */
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

/** What one commit changes. */
export interface Changes extends Measure {
  /** Null when nothing in it counts. */
  readonly fingerprint: Fingerprint | null;
}

/** A commit whose work stands. */
export interface Commit extends Measure, Omit<Entry, "parents" | "committed" | "names"> {
  /** When it entered the branch: seconds since 1970. */
  readonly entered: number;
  /** See {@link Fingerprint.patch}. */
  readonly patch: string;
}

/** Why a commit's work does not count. */
export type Reason =
  | "changes nothing that counts"
  | "the same work again"
  | "taken back later"
  | "takes other work back"
  | "restores what was taken back"
  | "changes unknown, at the edge of a shallow history";

/** A history as it was read. */
export interface History {
  /** The name of the repository's folder. */
  readonly name: string;
  /** Hash of the commit whose history this is. */
  readonly head: string;
  /** By when they were written, and then by hash. */
  readonly commits: readonly Commit[];
  /** How many commits do not count, by reason. */
  readonly leftOut: ReadonlyMap<Reason, number>;
  readonly mergesSkipped: number;
  /** Commits, merges not counted, that entered before `since` or after `until`. */
  readonly outsideWindow: number;
  /** Sentences about what is missing or was left out. */
  readonly warnings: readonly string[];
}

/**
 * How many lines a commit's size is: those that it adds, and those that it removes as far as it puts others in their place.
 * So deleting is a commit, and no lines.
 */
export function sizeOf({ linesAdded, linesRemoved }: Measure): number {
  return linesAdded + Math.min(linesAdded, linesRemoved);
}
