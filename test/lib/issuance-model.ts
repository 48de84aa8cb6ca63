/**
 * Independent model of the budget of issuance in an open market: the words of IIssuance in integers, never the contract's own
 * sums. Pure: each action takes a budget and gives the next one. Amounts in tokens of 18 decimals, credit in parts of the
 * supply (1e18 = all).
 */
const WHOLE = 10n ** 18n;
const BPS = 10_000n;
const MOST_CREDIT = WHOLE / 5n;

export interface Cohort {
  readonly entered: bigint;
  readonly paid: bigint;
}

export interface BudgetModel {
  readonly period: bigint;
  readonly openGrowthBps: bigint;
  /** The running batch. */
  readonly number: bigint;
  readonly end: bigint;
  /** By batch. */
  readonly cohorts: ReadonlyMap<bigint, Cohort>;
  /** Gift credit not used, and what had dripped ever when it was last looked at. */
  readonly credit: bigint;
  readonly seen: bigint;
}

/** What settling changes: the budget, and what was minted. */
export interface Settled {
  readonly budget: BudgetModel;
  readonly minted: bigint;
}

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const cohortOf = ({ cohorts }: BudgetModel, number: bigint): Cohort =>
  cohorts.get(number) ?? { entered: 0n, paid: 0n };

/** Gift credit that can be used when `dripped` has ever dripped. */
const usable = ({ credit, seen }: BudgetModel, dripped: bigint): bigint =>
  lesser(credit + dripped - seen, MOST_CREDIT);

const windowCredit = ({ openGrowthBps }: BudgetModel): bigint => (openGrowthBps * WHOLE) / BPS;

/** Enters an award as far as three windows and all gift credit would pay it. */
export function enter(
  budget: BudgetModel,
  amount: bigint,
  { supply, dripped, pending }: { supply: bigint; dripped: bigint; pending: bigint },
): { budget: BudgetModel; entered: bigint } {
  const credit = 3n * windowCredit(budget) + usable(budget, dripped) + pending;
  const entered = lesser(amount, (supply * credit) / WHOLE);
  const cohort = cohortOf(budget, budget.number);
  const cohorts = new Map(budget.cohorts);
  cohorts.set(budget.number, { ...cohort, entered: cohort.entered + entered });
  return { budget: { ...budget, cohorts }, entered };
}

/** Pays what is overdue at `time`. */
export function settle(
  budget: BudgetModel,
  { supply, dripped, time }: { supply: bigint; dripped: bigint; time: bigint },
): Settled {
  if (time < budget.end) return { budget, minted: 0n };
  let next: BudgetModel = { ...budget, credit: usable(budget, dripped), seen: dripped };
  let minted = 0n;
  for (let i = 0; i < 3 && next.end <= time; ++i) {
    const paid = payBatch(next, supply + minted);
    minted += paid.minted;
    next = { ...paid.budget, end: next.end + budget.period };
  }
  while (next.end <= time) next = { ...next, end: next.end + budget.period };
  return { budget: next, minted };
}

/** Pays the running batch in proportion. */
function payBatch(budget: BudgetModel, supply: bigint): Settled {
  const numbers = [budget.number - 2n, budget.number - 1n, budget.number];
  const missingOf = (number: bigint): bigint => {
    const { entered, paid } = cohortOf(budget, number);
    return entered - paid;
  };
  const missing = numbers.reduce((sum, number) => sum + missingOf(number), 0n);
  const fromWindow = windowCredit(budget);
  const room = (supply * (fromWindow + budget.credit)) / WHOLE;
  const most = lesser(room, missing);
  const cohorts = new Map(budget.cohorts);
  let minted = 0n;
  for (const number of numbers) {
    const part = missing === 0n ? 0n : (missingOf(number) * most) / missing;
    const cohort = cohortOf(budget, number);
    if (part > 0n) cohorts.set(number, { ...cohort, paid: cohort.paid + part });
    minted += part;
  }
  const used = ceilDiv(minted * WHOLE, supply);
  const credit = used > fromWindow ? budget.credit - (used - fromWindow) : budget.credit;
  return { budget: { ...budget, cohorts, credit, number: budget.number + 1n }, minted };
}
