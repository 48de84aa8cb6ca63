import type { organisation } from "../../schema/organisation.ts";

/** A time in which somebody may do something; seconds. */
export interface Window {
  /** The same for ever. */
  readonly uid: string;
  readonly from: bigint;
  /** The first second after it; later than `from`. */
  readonly until: bigint;
  readonly title: string;
  /** Who may do what in it, and what its end means. */
  readonly what: string;
}

export type OrganisationRow = typeof organisation.$inferSelect;

export const DAY = 86_400n;
