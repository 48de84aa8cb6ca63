/** What the treasury can be told to do, as forms: each field's kind says how it is written and checked. */
import type { Call } from "cdpo-sdk/calls";
import type { Address, Organisation, OrganisationState } from "cdpo-sdk/state";

/** What a field means. */
export type Value = bigint | string | boolean;

/** A field of a form. */
export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly kind:
    | "tokens"
    | "asset"
    | "coins"
    | "address"
    | "addresses"
    | "share"
    | "span"
    | "time"
    | "count"
    | "text"
    | "hash"
    | "bytes"
    | "yes"
    | "choice";
  /** What it is now, as it would be written; the form begins with it. */
  readonly now?: string | undefined;
  readonly hint?: string | undefined;
  /** Whether it may be left empty, or be zero. */
  readonly isOptional?: boolean | undefined;
  readonly among?: readonly (readonly [value: string, words: string])[] | undefined;
}

/** One thing that can be done. */
export interface Action {
  readonly key: string;
  readonly title: string;
  readonly note?: string | undefined;
  readonly fields: readonly FieldSpec[];
  readonly calls: (values: Values) => readonly Call[];
  /** Whether only a decision can do it: the Governor refuses what founders schedule. */
  readonly byDecisionOnly?: boolean | undefined;
}

/** Actions under a heading. */
export interface ActionGroup {
  readonly title: string;
  readonly actions: readonly Action[];
}

/** What hooks of actions take. */
export interface ActionContext {
  readonly organisation: Organisation;
  readonly state: OrganisationState;
}

/** The values of a form that is filled in. */
export class Values {
  readonly #values: Readonly<Record<string, Value>>;

  constructor(values: Readonly<Record<string, Value>>) {
    this.#values = values;
  }

  /** A number; 0 where the field was left empty. */
  number(name: string): bigint {
    const value = this.#values[name];
    return typeof value === "bigint" ? value : 0n;
  }

  /** The same for builders that take small ones. */
  small(name: string): number {
    return Number(this.number(name));
  }

  text(name: string): string {
    const value = this.#values[name];
    return typeof value === "string" ? value : "";
  }

  account(name: string): Address {
    return this.text(name) as Address;
  }

  yes(name: string): boolean {
    return this.#values[name] === true;
  }
}
