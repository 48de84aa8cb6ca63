/** What a history tells of its commits and of the people whom they name. */

/** Who a commit names; the email may be empty. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** What tells two people apart: the email in lower case, or the name of who has no email. */
export function identityOf({ name, email }: Person): string {
  return email.trim().toLowerCase() || name.trim();
}

/** One file that a commit touches. */
export interface FileChange {
  /** Relative to the root of the repository, with `/`; after a rename the new path. */
  readonly path: string;
  /** Only of a rename. */
  readonly previousPath?: string;
  /** Lines; 0 of a binary file. */
  readonly added: number;
  /** Lines; 0 of a binary file. */
  readonly removed: number;
  readonly binary: boolean;
}

/** One commit with at most one parent. */
export interface Commit {
  readonly hash: string;
  readonly author: Person;
  /** From `Co-authored-by:` trailers, in their order, without the author and without repetitions. */
  readonly coAuthors: readonly Person[];
  /** When it was written: seconds since 1970; 0 when the commit has no usable date. */
  readonly date: number;
  /** The message's first paragraph on one line. */
  readonly subject: string;
  /** Empty for a commit at the edge of a shallow history, whose changes are unknown. */
  readonly files: readonly FileChange[];
}

/** A history that was looked through and is ready to be read. */
export interface History {
  /** The name of the repository's folder. */
  readonly name: string;
  /** Hash of the commit that was checked out. */
  readonly head: string;
  /** How many commits {@link commits} yields. */
  readonly total: number;
  readonly mergesSkipped: number;
  /** Commits, merges not counted, older than `since` or younger than `until`. */
  readonly outsideWindow: number;
  /** Sentences about what is missing or was left out. */
  readonly warnings: readonly string[];
  /** Oldest first, by author date and then by hash. */
  commits(): AsyncGenerator<Commit, void, void>;
}
