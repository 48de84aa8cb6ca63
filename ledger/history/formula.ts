/** What one commit is worth, and how an award is shared. */
import { FULL_BPS, type FormulaParameters, type Ledger, type Row, type Share } from "./model.ts";

/** The square root of a non-negative integer, rounded down. */
export function sqrtDown(value: bigint): bigint {
  if (value < 2n) return value;
  // At least the root to begin with: Newton's steps then only go down.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * The formula `git-capped-sqrt/2`: what one commit is worth, in token wei, rounded down.
 * min(maxAward, base + unit·√min(lines, lineCap)); the root is what keeps one large file from winning.
 */
export function awardFor({
  lines,
  parameters: { base, unit, lineCap, maxAward },
}: {
  /** See `sizeOf`. */
  readonly lines: number;
  readonly parameters: FormulaParameters;
}): bigint {
  const award = base + sqrtDown(unit * unit * BigInt(Math.min(lines, lineCap)));
  return award < maxAward ? award : maxAward;
}

/** Equal parts that sum to 10,000 bps; the first gets the remainder too. Between 1 and 10,000 accounts. */
export function equalShares(accounts: readonly string[]): Share[] {
  const part = Math.floor(FULL_BPS / accounts.length);
  const first = FULL_BPS - part * (accounts.length - 1);
  return accounts.map((account, at) => ({ account, bps: at === 0 ? first : part }));
}

/** Each share's token wei, rounded down; the first gets the remainder too, so that they sum to the award. */
export function splitAward({ award, shares }: Pick<Row, "award" | "shares">): bigint[] {
  const parts = shares.map(({ bps }) => (award * BigInt(bps)) / BigInt(FULL_BPS));
  const remainder = parts.reduce((rest, part) => rest - part, award);
  return parts.map((part, at) => (at === 0 ? part + remainder : part));
}

/** Token wei and number of contributions of each account, the largest sum first, then by account. */
export function totalsByAccount(
  ledger: Ledger,
): { readonly account: string; readonly award: bigint; readonly contributions: number }[] {
  const totals = new Map<string, { award: bigint; contributions: number }>();
  for (const row of ledger.rows) {
    const parts = splitAward(row);
    row.shares.forEach(({ account }, at) => {
      const total = totals.get(account) ?? { award: 0n, contributions: 0 };
      totals.set(account, {
        award: total.award + (parts[at] ?? 0n),
        contributions: total.contributions + 1,
      });
    });
  }
  return [...totals]
    .map(([account, total]) => ({ account, ...total }))
    .sort((a, b) => (a.award === b.award ? (a.account < b.account ? -1 : 1) : a.award > b.award ? -1 : 1));
}
