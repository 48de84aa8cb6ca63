/** Which formula values which rows, and how a pool is shared out; the same when an epoch is built and when it is verified. */
import { ImportError } from "../import-error.ts";
import { FULL_BPS, type Kind, type Share } from "../history/model.ts";
import type { Formula } from "./formulas.ts";

/** One rule of an epoch. Of several that fit a row, the first values it. */
export interface Rule {
  readonly name: string;
  /** Names of sources, and kinds, that it is for; all when empty. */
  readonly sources: readonly string[];
  readonly kinds: readonly Kind[];
  readonly formula: Formula;
  /** Token wei that are shared out in proportion to the values; without it, the values are token wei. */
  readonly pool: bigint | null;
  /** Token wei that one account gets by the rule in the period at most; null without a limit, and under a pool. */
  readonly maxPerPerson: bigint | null;
}

/** What rules see of a row. */
export interface Valued {
  readonly source: string;
  readonly kind: Kind;
  readonly date: number;
  readonly size: number;
  readonly shares: readonly Share[];
}

/** What one account gets for one row, in token wei or, under a pool, points. */
export interface Part extends Share {
  readonly value: bigint;
}

/** Values rows in the order in which they are given, which is by date. */
export interface Valuation {
  /** The rule that fits and each share's value; null when no rule fits. */
  value(row: Valued): { readonly rule: Rule; readonly parts: readonly Part[] } | null;
  /** What every account gets in all, in token wei, without those that get nothing, by address. */
  amounts(): { readonly account: string; readonly amount: bigint }[];
  /** What one account gets by each rule: its sum of values, and in token wei. */
  accountOf(
    account: string,
  ): readonly { readonly rule: Rule; readonly value: bigint; readonly amount: bigint }[];
}

/** What an account has under one rule. */
interface Standing {
  day: number;
  rowsOfDay: number;
  rows: number;
  value: bigint;
}

const DAY = 86_400;

export function createValuation(rules: readonly Rule[]): Valuation {
  const standings = new Map<Rule, Map<string, Standing>>(rules.map((rule) => [rule, new Map()]));
  const paid = new Map<Rule, Map<string, bigint>>();

  /** What an account did before, which counts one more from now. */
  function stand(rule: Rule, account: string, day: number): Standing {
    const ofRule = standings.get(rule) ?? new Map<string, Standing>();
    let standing = ofRule.get(account);
    if (standing === undefined) {
      standing = { day, rowsOfDay: 0, rows: 0, value: 0n };
      ofRule.set(account, standing);
    } else if (standing.day !== day) {
      standing.day = day;
      standing.rowsOfDay = 0;
    }
    return standing;
  }

  /** Token wei of each account under a rule. */
  function paidBy(rule: Rule): Map<string, bigint> {
    let ofRule = paid.get(rule);
    if (ofRule === undefined) {
      const values = new Map<string, bigint>();
      const { maxPerPerson: most } = rule;
      for (const [account, { value }] of standings.get(rule) ?? [])
        if (value > 0n) values.set(account, most !== null && value > most ? most : value);
      ofRule = rule.pool === null ? values : shareOut({ rule, pool: rule.pool, values });
      paid.set(rule, ofRule);
    }
    return ofRule;
  }

  return {
    value(row) {
      const rule = rules.find(
        ({ sources, kinds }) =>
          (sources.length === 0 || sources.includes(row.source)) &&
          (kinds.length === 0 || kinds.includes(row.kind)),
      );
      if (rule === undefined) return null;
      paid.clear();
      const day = Math.floor(row.date / DAY);
      const parts = row.shares.map(({ account, bps }, at): Part => {
        const standing = stand(rule, account, day);
        const whole = rule.formula.valueOf({
          size: row.size,
          before: standing.rowsOfDay,
          beforeInEpoch: standing.rows,
        });
        const value = rule.formula.shared ? shareOf({ whole, shares: row.shares, at }) : whole;
        standing.rowsOfDay++;
        standing.rows++;
        standing.value += value;
        return { account, bps, value };
      });
      return { rule, parts };
    },
    amounts() {
      const sums = new Map<string, bigint>();
      for (const rule of rules) {
        for (const [account, amount] of paidBy(rule)) sums.set(account, (sums.get(account) ?? 0n) + amount);
      }
      return [...sums]
        .filter(([, amount]) => amount > 0n)
        .map(([account, amount]) => ({ account, amount }))
        .sort((a, b) => byAddress(a.account, b.account));
    },
    accountOf(account) {
      return rules.flatMap((rule) => {
        const value = standings.get(rule)?.get(account)?.value;
        return value === undefined ? [] : [{ rule, value, amount: paidBy(rule).get(account) ?? 0n }];
      });
    },
  };
}

/** Addresses as numbers: the case of their letters, which is their checksum, does not matter. */
function byAddress(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** One share of a value, rounded down; the first one's gets what the others leave. */
function shareOf({
  whole,
  shares,
  at,
}: {
  readonly whole: bigint;
  readonly shares: readonly Share[];
  readonly at: number;
}): bigint {
  const part = (bps: number): bigint => (whole * BigInt(bps)) / BigInt(FULL_BPS);
  if (at > 0) return part(shares[at]?.bps ?? 0);
  return shares.slice(1).reduce((rest, { bps }) => rest - part(bps), whole);
}

/**
 * Shares a pool out in proportion to the values, to the wei, by largest remainder: everyone's part is rounded down, and
 * the wei that are left go one each to those whose remainder is largest, of equal ones to the smaller address.
 */
function shareOut({
  rule,
  pool,
  values,
}: {
  readonly rule: Rule;
  readonly pool: bigint;
  readonly values: ReadonlyMap<string, bigint>;
}): Map<string, bigint> {
  let sum = 0n;
  for (const value of values.values()) sum += value;
  if (sum === 0n) {
    throw new ImportError(
      `The rule "${rule.name}" has a pool, but no row under it is worth anything: leave the rule out, or mend its sources.`,
    );
  }
  const parts = new Map<string, bigint>();
  const remainders: { readonly account: string; readonly remainder: bigint }[] = [];
  let left = pool;
  for (const [account, value] of values) {
    const part = (pool * value) / sum;
    parts.set(account, part);
    remainders.push({ account, remainder: (pool * value) % sum });
    left -= part;
  }
  remainders.sort((a, b) =>
    a.remainder === b.remainder ? byAddress(a.account, b.account) : a.remainder > b.remainder ? -1 : 1,
  );
  // Less than one wei for each account is left.
  for (const { account } of remainders.slice(0, Number(left))) {
    parts.set(account, (parts.get(account) ?? 0n) + 1n);
  }
  return parts;
}
