/** What the fields of a launch configuration must be to each other; the contracts refuse the same. */
import type * as z from "zod";
import { DAY, formatAmount, formatBps, WHOLE_BPS, WHOLE_TOKEN } from "../units.ts";
import type { SayProblem } from "./sentences/problems.ts";
import type { Vesting } from "./types.ts";

/** Vesting of founders and of resources takes this long at least (seconds). */
const LONG_VESTING = 180n * DAY;
/** What is left for the release after the last challenge of a resource (seconds). */
const RELEASE_TIME = 14n * DAY;
/** Minted to a dead address when the market opens, and the most tokens that there can be (18 decimals). */
const DEAD_SUPPLY = WHOLE_TOKEN / 1_000n;
const SUPPLY_CAP = 2n ** 112n - 1n;

/** In an open market windows grow the supply by this much in this time at most, and by as much in proportion. */
export const MAX_OPEN_GROWTH = { bps: 1_000n, period: 30n * DAY } as const;

/** The largest `openGrowth` (bps) of windows of `period` seconds. */
export function maxOpenGrowth(period: bigint): bigint {
  return (MAX_OPEN_GROWTH.bps * period) / MAX_OPEN_GROWTH.period;
}

/** How a check tells what is wrong, and in which words. */
interface Refusing {
  readonly wrong: Wrong;
  readonly say: SayProblem;
}

interface PresaleTerms {
  readonly trustee: string;
  readonly price: bigint;
  readonly minimum: bigint;
  readonly maximum: bigint;
  readonly perPartnerMaximum?: bigint | undefined;
  readonly opens: bigint;
  readonly closes: bigint;
  readonly releaseBy: bigint;
  readonly founderShare: bigint;
  readonly founders: readonly { readonly account: string; readonly share: bigint }[];
  readonly founderVesting?: Vesting | undefined;
  readonly partnerVesting?: Vesting | undefined;
  readonly maxResources: bigint;
  readonly challengeWindow: bigint;
  readonly resourceVesting?: Vesting | undefined;
}

/** What the presale's fields must be to each other; the contract refuses the same. */
export function checkPresale({
  terms,
  now,
  wrong,
  say,
}: Refusing & {
  readonly terms: PresaleTerms;
  readonly now: bigint;
}): void {
  if (terms.minimum > terms.maximum) wrong(["minimum"], say("aboveMaximum"));
  if (terms.perPartnerMaximum !== undefined && terms.perPartnerMaximum > terms.maximum) {
    wrong(["perPartnerMaximum"], say("aboveMaximum"));
  }
  if (terms.closes <= now) wrong(["closes"], say("notInFuture"));
  if (terms.closes > now + 366n * DAY) wrong(["closes"], say("tooFar"));
  if (terms.opens >= terms.closes) wrong(["opens"], say("opensLate"));
  if (terms.perPartnerMaximum !== undefined && (terms.perPartnerMaximum * WHOLE_TOKEN) / terms.price === 0n) {
    wrong(["perPartnerMaximum"], say("buysNothing"));
  }
  if (terms.releaseBy <= terms.closes) wrong(["releaseBy"], say("releaseBeforeClose"));
  else if (terms.closes + terms.challengeWindow + RELEASE_TIME > terms.releaseBy) {
    wrong(["releaseBy"], say("releaseEarly"));
  }
  if (terms.releaseBy > terms.closes + 180n * DAY) {
    wrong(["releaseBy"], say("releaseLate"));
  }
  for (const field of ["founderVesting", "partnerVesting", "resourceVesting"] as const) {
    const vesting = terms[field];
    if (vesting !== undefined && vesting.cliff > vesting.duration) {
      wrong([field, "cliff"], say("cliffLong"));
    }
  }
  const { resourceVesting } = terms;
  if (terms.maxResources > 0n && resourceVesting !== undefined && resourceVesting.duration < LONG_VESTING) {
    wrong(["resourceVesting", "duration"], say("halfYear"));
  }
  checkFounders({ terms, wrong, say });
}

function checkFounders({ terms, wrong, say }: Refusing & { readonly terms: PresaleTerms }): void {
  if (terms.founderShare === 0n) {
    if (terms.founders.length > 0) wrong(["founders"], say("foundersWithoutShare"));
    return;
  }
  if (terms.founders.length === 0) {
    wrong(["founders"], say("shareWithoutFounders"));
    return;
  }
  refuseDoubles({
    say,
    accounts: terms.founders.map(({ account }) => account),
    wrong: ([at = 0], message) => {
      wrong(["founders", at, "account"], message);
    },
  });
  terms.founders.forEach(({ account }, at) => {
    if (account !== terms.trustee) return;
    wrong(["founders", at, "account"], say("trusteeGets"));
  });
  const sum = terms.founders.reduce((total, { share }) => total + share, 0n);
  if (sum !== WHOLE_BPS) wrong(["founders"], say("sharesSum", { sum: formatBps(sum) }));
  if (terms.founderVesting === undefined) {
    wrong(["founderVesting"], say("noFounderVesting"));
  } else if (terms.founderVesting.duration < LONG_VESTING) {
    wrong(["founderVesting", "duration"], say("halfYear"));
  }
}

/** Parts of the production budget, in the order in which they are due. */
export function checkMilestones({
  milestones,
  wrong,
  say,
}: Refusing & {
  readonly milestones: readonly { readonly share: bigint; readonly dueAfter: bigint }[];
}): void {
  if (milestones.length > 32) wrong(["milestones"], say("manyMilestones"));
  milestones.forEach(({ dueAfter }, at) => {
    if (dueAfter >= (milestones[at - 1]?.dueAfter ?? 0n)) return;
    wrong(["milestones", at, "dueAfter"], say("milestoneOrder"));
  });
  const sum = milestones.reduce((total, { share }) => total + share, 0n);
  if (sum !== WHOLE_BPS) wrong(["milestones"], say("sharesSum", { sum: formatBps(sum) }));
}

/**
 * The money of the smallest successful sale must pay for the opening reserve, and the tokens of the largest one fit under the
 * supply's cap; the contract refuses the same.
 */
export function checkSums({
  ratioBps,
  terms,
  assetDecimals,
  wrong,
  say,
}: Refusing & {
  readonly ratioBps: bigint;
  readonly terms: PresaleTerms;
  readonly assetDecimals: number;
}): void {
  // ⌈w · (minimum · (1 + founders)/(1 − resources) + price · 0.001)⌉: 0.001 token is minted to a dead address at opening.
  const money = WHOLE_BPS - terms.maxResources;
  const scaled = ratioBps * (terms.minimum * (WHOLE_BPS + terms.founderShare) * 1_000n + terms.price * money);
  const whole = 1_000n * WHOLE_BPS * money;
  const required = ceilDiv(scaled, whole);
  if (required > terms.minimum) {
    wrong(["presale", "minimum"], say("reserveUnpaid", { required: formatAmount(required, assetDecimals) }));
  }
  const sold = ceilDiv(terms.maximum * WHOLE_TOKEN * WHOLE_BPS, terms.price * money);
  const issued = ceilDiv(sold * (WHOLE_BPS + terms.founderShare), WHOLE_BPS) + DEAD_SUPPLY;
  if (issued > SUPPLY_CAP) {
    wrong(["presale", "maximum"], say("aboveCap"));
  }
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

type Path = readonly (string | number)[];
export type Wrong = (path: readonly [] | Path, message: string) => void;

/** Adds problems with fields below the one that is being checked. */
export function wrongIn(context: z.RefinementCtx): Wrong {
  return (path, message) => {
    context.addIssue({ code: "custom", path: [...path], message });
  };
}

export function refuseDoubles({
  accounts,
  wrong,
  say,
}: Refusing & { readonly accounts: readonly string[] }): void {
  accounts.forEach((listed, at) => {
    if (accounts.indexOf(listed) !== at) wrong([at], say("twice", { account: listed }));
  });
}
