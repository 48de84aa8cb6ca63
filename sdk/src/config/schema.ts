/**
 * The launch configuration as people write it: a JSON file with amounts in whole units, durations and dates in words,
 * and percentages. Every key may stand beside a `"$comment"`; no other unknown key is accepted.
 */
import { id, ZeroAddress, ZeroHash } from "ethers";
import { z } from "zod";
import type { ICdpoFactory } from "../../typechain-types/CdpoFactory.ts";
import {
  account,
  address,
  amount,
  DAY,
  duration,
  formatAmount,
  formatBps,
  formatDuration,
  HOUR,
  list,
  object,
  objectError,
  percentage,
  problemsOf,
  hash,
  text,
  time,
  WHOLE_BPS,
  wholeNumber,
  yesOrNo,
  lineOf,
  type ResolveAccount,
} from "./fields.ts";

const YEAR = 365n * DAY;
const TOKEN_DECIMALS = 18;
const WHOLE_TOKEN = 10n ** 18n;
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

/** The factory's `LaunchConfig`, with each number as a bigint. */
export interface LaunchConfig extends ICdpoFactory.LaunchConfigStruct {
  name: string;
  symbol: string;
  contractURI: string;
  daoURI: string;
  governance: {
    timelockDelay: bigint;
    vetoBps: bigint;
    guardian: string;
    founders: string[];
    votingDelay: bigint;
    votingPeriod: bigint;
    proposalThresholdBps: bigint;
    quorumBps: bigint;
    governorProposes: boolean;
  };
  reserve: {
    asset: string;
    reserveRatioBps: bigint;
    minimumReserve: bigint;
    entryTributeBps: bigint;
    exitTributeBps: bigint;
    dripPeriod: bigint;
    dissolveBps: bigint;
  };
  issuance: {
    period: bigint;
    baseAmount: bigint;
    closedGrowthBps: bigint;
    openGrowthBps: bigint;
    giftIssuanceBps: bigint;
  };
  registry: {
    reviewWindow: bigint;
    quorum: bigint;
    maxProduction: bigint;
    maxUse: bigint;
    maxMaintenance: bigint;
    curationStake: bigint;
    deposit: bigint;
    reviewerRewardBps: bigint;
    curators: string[];
  };
  epochs: { challengeWindow: bigint; objectionQuorum: bigint; claimPeriod: bigint };
  withPresale: boolean;
  presale: {
    trustee: string;
    price: bigint;
    minimum: bigint;
    maximum: bigint;
    perPartnerMaximum: bigint;
    opens: bigint;
    closes: bigint;
    releaseBy: bigint;
    founderBps: bigint;
    foundersVestWithBudget: boolean;
    founders: { account: string; bps: bigint }[];
    founderVesting: Vesting;
    partnerVesting: Vesting;
    maxResourceBps: bigint;
    challengeWindow: bigint;
    resourceVesting: Vesting;
    allowlistRoot: string;
  };
  budget: {
    objectionWindow: bigint;
    gracePeriod: bigint;
    milestones: { bps: bigint; dueAfter: bigint; descriptionHash: string }[];
  };
}

/** Seconds from release. */
export interface Vesting {
  cliff: bigint;
  duration: bigint;
}

/** What the reserve holds: a token that exists, or one to be made for a test. */
export type AssetChoice =
  | { readonly address: string }
  | { readonly test: { readonly name: string; readonly symbol: string; readonly decimals: number } };

/** The token in the reserve, as far as it is known; a test asset has no address before it is deployed. */
export interface ReserveAsset {
  readonly address: string | undefined;
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** A launch configuration is wrong; each of `problems` is one line, `field.path: what is expected`. */
export class LaunchConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "LaunchConfigError";
    this.problems = problems;
  }
}

/**
 * The configuration for the factory. A test asset stands in it as the zero address: put the real one there once it is
 * deployed. Throws {@link LaunchConfigError} with everything that is wrong.
 */
export function parseLaunchConfig({
  json,
  assetDecimals,
  now,
  resolveAccount,
}: {
  readonly json: unknown;
  /** Decimals of the asset in the reserve; find out with {@link assetOf}. */
  readonly assetDecimals: number;
  /** The chain's time (seconds), from which "+7 days" counts. */
  readonly now: bigint;
  /** What "signer:0" stands for: on a local chain its node's accounts, elsewhere nothing. */
  readonly resolveAccount: ResolveAccount;
}): LaunchConfig {
  const parsed = launchSchema({ assetDecimals, now, resolveAccount }).safeParse(json);
  if (!parsed.success) throw new LaunchConfigError(problemsOf(parsed.error).map(lineOf));
  const { governance, reserve, issuance, registry, epochs, presale, budget, ...texts } = parsed.data;
  const { name, symbol, contractURI, daoURI } = texts;
  return {
    name,
    symbol,
    contractURI,
    daoURI,
    governance: {
      timelockDelay: governance.timelockDelay,
      founders: governance.founders,
      guardian: governance.guardian ?? ZeroAddress,
      vetoBps: governance.veto,
      votingDelay: governance.votingDelay,
      votingPeriod: governance.votingPeriod,
      proposalThresholdBps: governance.proposalThreshold,
      quorumBps: governance.quorum,
      governorProposes: governance.governorProposes,
    },
    reserve: {
      asset: "address" in reserve.asset ? reserve.asset.address : ZeroAddress,
      reserveRatioBps: reserve.ratio,
      minimumReserve: reserve.minimumReserve,
      entryTributeBps: reserve.entryTribute,
      exitTributeBps: reserve.exitTribute,
      dripPeriod: reserve.dripPeriod,
      dissolveBps: reserve.dissolveShare,
    },
    issuance: {
      period: issuance.period,
      baseAmount: issuance.baseAmount,
      closedGrowthBps: issuance.closedGrowth,
      openGrowthBps: issuance.openGrowth,
      giftIssuanceBps: issuance.giftIssuance,
    },
    registry: {
      reviewWindow: registry.reviewWindow,
      quorum: registry.quorum,
      maxProduction: registry.maxReward.production,
      maxUse: registry.maxReward.use,
      maxMaintenance: registry.maxReward.maintenance,
      curationStake: registry.curationStake,
      deposit: registry.deposit,
      reviewerRewardBps: registry.reviewerReward,
      curators: registry.curators,
    },
    epochs: {
      challengeWindow: epochs.challengeWindow,
      objectionQuorum: epochs.objectionQuorum,
      claimPeriod: epochs.claimPeriod,
    },
    withPresale: presale !== undefined,
    presale:
      presale === undefined
        ? noPresale()
        : {
            trustee: presale.trustee,
            price: presale.price,
            minimum: presale.minimum,
            maximum: presale.maximum,
            perPartnerMaximum: presale.perPartnerMaximum ?? presale.maximum,
            opens: presale.opens,
            closes: presale.closes,
            releaseBy: presale.releaseBy,
            founderBps: presale.founderShare,
            foundersVestWithBudget: presale.foundersVestWithBudget,
            founders: presale.founders.map(({ account, share }) => ({ account, bps: share })),
            founderVesting: vestingOf(presale.founderVesting),
            partnerVesting: vestingOf(presale.partnerVesting),
            maxResourceBps: presale.maxResources,
            challengeWindow: presale.challengeWindow,
            resourceVesting: vestingOf(
              presale.resourceVesting ?? defaultResourceVesting(presale.maxResources),
            ),
            allowlistRoot: presale.allowlistRoot,
          },
    budget: {
      objectionWindow: budget?.objectionWindow ?? 0n,
      gracePeriod: budget?.gracePeriod ?? 0n,
      milestones: (budget?.milestones ?? []).map(({ share, dueAfter, description }) => ({
        bps: share,
        dueAfter,
        descriptionHash: id(description),
      })),
    },
  };
}

/** What the configuration says that the reserve holds. Throws {@link LaunchConfigError} when that cannot be told. */
export function assetOf(json: unknown): AssetChoice {
  const parsed = z
    .looseObject(
      { reserve: z.looseObject({ asset: asset() }, objectError(["asset"])) },
      objectError(["reserve"]),
    )
    .safeParse(json);
  if (!parsed.success) throw new LaunchConfigError(problemsOf(parsed.error).map(lineOf));
  return parsed.data.reserve.asset;
}

// ---------------------------------------------------------------- schema

function launchSchema({
  assetDecimals,
  now,
  resolveAccount,
}: {
  readonly assetDecimals: number;
  readonly now: bigint;
  readonly resolveAccount: ResolveAccount;
}) {
  const who = account(resolveAccount);
  const money = amount({ decimals: assetDecimals, min: 1n });
  const tokens = (min: bigint) => amount({ decimals: TOKEN_DECIMALS, min });
  const moment = time(now);
  const vesting = object({ cliff: duration({ max: 10n * YEAR }), duration: duration({ max: 10n * YEAR }) });

  const presale = object({
    trustee: who,
    price: money,
    minimum: money,
    maximum: money,
    perPartnerMaximum: money.optional(),
    opens: moment.prefault("+0 days"),
    closes: moment,
    releaseBy: moment,
    founderShare: percentage({ max: 5_000n }).prefault("0 %"),
    founders: list(object({ account: who, share: percentage({ min: 1n, max: WHOLE_BPS }) }), {
      each: "founder",
    }).prefault([]),
    foundersVestWithBudget: yesOrNo().prefault(true),
    founderVesting: vesting.optional(),
    partnerVesting: vesting.optional(),
    maxResources: percentage({ max: 5_000n }).prefault("0 %"),
    challengeWindow: duration({ min: 3n * DAY, max: 30n * DAY }).prefault("5 days"),
    resourceVesting: vesting.optional(),
    allowlistRoot: hash().prefault(ZeroHash),
  }).superRefine((terms, context) => {
    checkPresale({ terms, now, wrong: wrongIn(context) });
  });

  const milestone = object({
    description: text("what must be reached, such as 'ten cars on the road'"),
    share: percentage({ min: 1n, max: WHOLE_BPS }),
    dueAfter: duration({ max: 10n * YEAR }),
  });
  const budget = object({
    objectionWindow: duration({ min: 7n * DAY, max: 30n * DAY }).prefault("7 days"),
    gracePeriod: duration({ min: 14n * DAY, max: YEAR }).prefault("90 days"),
    milestones: list(milestone, { each: "milestone", min: 1 }),
  }).superRefine(({ milestones }, context) => {
    checkMilestones({ milestones, wrong: wrongIn(context) });
  });

  return object({
    name: text("the organisation's name, such as 'Shared car'"),
    symbol: text("the token's symbol, such as 'CAR'"),
    contractURI: text("a URI with the token's metadata (ERC-7572), or an empty text", {
      empty: true,
    }).prefault(""),
    daoURI: text("a URI with the organisation's metadata (ERC-4824), or an empty text", {
      empty: true,
    }).prefault(""),
    governance: object({
      timelockDelay: duration({ min: 2n * DAY, max: 30n * DAY }).prefault("2 days"),
      founders: list(who, { each: "founder" }).superRefine((accounts, context) => {
        refuseDoubles({ accounts, wrong: wrongIn(context) });
      }),
      guardian: who.optional(),
      veto: percentage({ min: 100n, max: 2_000n }).prefault("10 %"),
      votingDelay: duration({ min: DAY, max: 30n * DAY }).prefault("1 day"),
      votingPeriod: duration({ min: 3n * DAY, max: 30n * DAY }).prefault("5 days"),
      proposalThreshold: percentage({
        min: 50n,
        max: 200n,
        amountsNow: 'is a part of what circulates, such as "1 %"',
      }).prefault("1 %"),
      quorum: percentage({ min: 100n, max: 2_000n }).prefault("10 %"),
      governorProposes: yesOrNo().prefault(false),
    }),
    reserve: object({
      asset: asset(),
      ratio: percentage({ min: 100n, max: WHOLE_BPS }).prefault("50 %"),
      minimumReserve: money,
      entryTribute: percentage({ max: 1_000n }).prefault("0 %"),
      exitTribute: percentage({ max: 1_000n }).prefault("0 %"),
      dripPeriod: duration({ min: DAY, max: 90n * DAY }).prefault("7 days"),
      dissolveShare: percentage({ min: 5_000n, max: 9_500n }).prefault("66.67 %"),
    }),
    issuance: object({
      period: duration({ min: 7n * DAY, max: 90n * DAY }).prefault("7 days"),
      baseAmount: tokens(WHOLE_TOKEN),
      closedGrowth: percentage({ max: 5_000n }).prefault("2 %"),
      openGrowth: percentage({ max: 3_000n }).prefault("0.5 %"),
      giftIssuance: percentage({ max: WHOLE_BPS }).prefault("10 %"),
    }).superRefine(({ period, openGrowth }, context) => {
      const most = maxOpenGrowth(period);
      if (openGrowth <= most) return;
      const bound = `${formatBps(MAX_OPEN_GROWTH.bps)} in ${formatDuration(MAX_OPEN_GROWTH.period)}`;
      wrongIn(context)(
        ["openGrowth"],
        `must be ${formatBps(most)} at most for a period of ${formatDuration(period)} (${bound}), ` +
          `not ${formatBps(openGrowth)}`,
      );
    }),
    registry: object({
      reviewWindow: duration({ min: HOUR, max: 90n * DAY }).prefault("9 days"),
      quorum: wholeNumber({ min: 1, max: 255 }),
      maxReward: object({ production: tokens(0n), use: tokens(0n), maintenance: tokens(0n) }),
      curationStake: tokens(0n).prefault("0"),
      deposit: tokens(0n).prefault("0"),
      reviewerReward: percentage({ max: 2_000n }).prefault("2 %"),
      curators: list(who, { each: "curator" }).superRefine((accounts, context) => {
        refuseDoubles({ accounts, wrong: wrongIn(context) });
      }),
    }),
    epochs: object({
      challengeWindow: duration({ min: HOUR, max: 90n * DAY }).prefault("3 days"),
      objectionQuorum: wholeNumber({ min: 1, max: 255 }).prefault(2),
      claimPeriod: duration({ min: 180n * DAY, max: 3_650n * DAY }).prefault("730 days"),
    }).prefault({}),
    presale: presale.optional(),
    budget: budget.optional(),
  }).superRefine(({ governance, registry, reserve, presale: terms, budget: plan }, context) => {
    const wrong = wrongIn(context);
    if (registry.quorum > BigInt(registry.curators.length)) {
      wrong(
        ["registry", "curators"],
        `lists ${registry.curators.length}, fewer than registry.quorum (${registry.quorum}): in a young organisation ` +
          "nobody has stake yet, and no contribution could be accepted",
      );
    }
    if (terms === undefined && registry.deposit > 0n) {
      wrong(
        ["registry", "deposit"],
        "must be left out, as there is no presale: newcomers would have no tokens to deposit",
      );
    }
    if (governance.founders.length === 0 && !governance.governorProposes) {
      wrong(
        ["governance", "founders"],
        "names nobody, and governance.governorProposes is false: nobody could ever propose anything",
      );
    }
    if (terms === undefined) {
      if (plan !== undefined) wrong(["budget"], "must be left out, as there is no presale");
      return;
    }
    if (plan === undefined) {
      wrong(["budget"], "is missing: what a presale brings reaches the treasury by budget.milestones");
      return;
    }
    governance.founders.forEach((founder, at) => {
      if (founder !== terms.trustee) return;
      wrong(
        ["governance", "founders", at],
        "is the trustee of the presale, who must be an independent third party",
      );
    });
    checkSums({ ratioBps: reserve.ratio, terms, assetDecimals, wrong });
  });
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
function checkPresale({
  terms,
  now,
  wrong,
}: {
  readonly terms: PresaleTerms;
  readonly now: bigint;
  readonly wrong: Wrong;
}): void {
  if (terms.minimum > terms.maximum) wrong(["minimum"], "must not be above presale.maximum");
  if (terms.perPartnerMaximum !== undefined && terms.perPartnerMaximum > terms.maximum) {
    wrong(["perPartnerMaximum"], "must not be above presale.maximum");
  }
  if (terms.closes <= now) wrong(["closes"], "must lie in the future");
  if (terms.closes > now + 366n * DAY) wrong(["closes"], "must be within 366 days from now");
  if (terms.opens >= terms.closes) wrong(["opens"], "must be before presale.closes");
  if (terms.perPartnerMaximum !== undefined && (terms.perPartnerMaximum * WHOLE_TOKEN) / terms.price === 0n) {
    wrong(["perPartnerMaximum"], "buys no token: nobody could take part");
  }
  if (terms.releaseBy <= terms.closes) wrong(["releaseBy"], "must be after presale.closes");
  else if (terms.closes + terms.challengeWindow + RELEASE_TIME > terms.releaseBy) {
    wrong(
      ["releaseBy"],
      "must be presale.challengeWindow and 14 days after presale.closes at least, so that whatever was accepted can be released",
    );
  }
  if (terms.releaseBy > terms.closes + 180n * DAY) {
    wrong(["releaseBy"], "must be within 180 days after presale.closes");
  }
  for (const field of ["founderVesting", "partnerVesting", "resourceVesting"] as const) {
    const vesting = terms[field];
    if (vesting !== undefined && vesting.cliff > vesting.duration) {
      wrong([field, "cliff"], "must not be longer than the duration");
    }
  }
  const { resourceVesting } = terms;
  if (terms.maxResources > 0n && resourceVesting !== undefined && resourceVesting.duration < LONG_VESTING) {
    wrong(["resourceVesting", "duration"], "must be 180 days at least");
  }
  checkFounders({ terms, wrong });
}

function checkFounders({ terms, wrong }: { readonly terms: PresaleTerms; readonly wrong: Wrong }): void {
  if (terms.founderShare === 0n) {
    if (terms.founders.length > 0) wrong(["founders"], "must be left out, as presale.founderShare is 0 %");
    return;
  }
  if (terms.founders.length === 0) {
    wrong(["founders"], "is missing: somebody must get the presale.founderShare");
    return;
  }
  refuseDoubles({
    accounts: terms.founders.map(({ account }) => account),
    wrong: ([at = 0], message) => {
      wrong(["founders", at, "account"], message);
    },
  });
  terms.founders.forEach(({ account }, at) => {
    if (account !== terms.trustee) return;
    wrong(["founders", at, "account"], "is the trustee, who must be an independent third party");
  });
  const sum = terms.founders.reduce((total, { share }) => total + share, 0n);
  if (sum !== WHOLE_BPS) wrong(["founders"], `their shares sum to ${formatBps(sum)} instead of 100 %`);
  if (terms.founderVesting === undefined) {
    wrong(["founderVesting"], "is missing: founders' tokens vest over 180 days at least");
  } else if (terms.founderVesting.duration < LONG_VESTING) {
    wrong(["founderVesting", "duration"], "must be 180 days at least");
  }
}

/** Parts of the production budget, in the order in which they are due. */
function checkMilestones({
  milestones,
  wrong,
}: {
  readonly milestones: readonly { readonly share: bigint; readonly dueAfter: bigint }[];
  readonly wrong: Wrong;
}): void {
  if (milestones.length > 32) wrong(["milestones"], "lists more than 32 milestones");
  milestones.forEach(({ dueAfter }, at) => {
    if (dueAfter >= (milestones[at - 1]?.dueAfter ?? 0n)) return;
    wrong(["milestones", at, "dueAfter"], "must not be before that of the milestone listed before it");
  });
  const sum = milestones.reduce((total, { share }) => total + share, 0n);
  if (sum !== WHOLE_BPS) wrong(["milestones"], `their shares sum to ${formatBps(sum)} instead of 100 %`);
}

/**
 * The money of the smallest successful sale must pay for the opening reserve, and the tokens of the largest one fit under the
 * supply's cap; the contract refuses the same.
 */
function checkSums({
  ratioBps,
  terms,
  assetDecimals,
  wrong,
}: {
  readonly ratioBps: bigint;
  readonly terms: PresaleTerms;
  readonly assetDecimals: number;
  readonly wrong: Wrong;
}): void {
  // ⌈w · (minimum · (1 + founders)/(1 − resources) + price · 0.001)⌉: 0.001 token is minted to a dead address at opening.
  const money = WHOLE_BPS - terms.maxResources;
  const scaled = ratioBps * (terms.minimum * (WHOLE_BPS + terms.founderShare) * 1_000n + terms.price * money);
  const whole = 1_000n * WHOLE_BPS * money;
  const required = ceilDiv(scaled, whole);
  if (required > terms.minimum) {
    wrong(
      ["presale", "minimum"],
      `does not pay for the opening reserve of ${formatAmount(required, assetDecimals)}: lower reserve.ratio, ` +
        "presale.founderShare or presale.maxResources, or raise the minimum",
    );
  }
  const sold = ceilDiv(terms.maximum * WHOLE_TOKEN * WHOLE_BPS, terms.price * money);
  const issued = ceilDiv(sold * (WHOLE_BPS + terms.founderShare), WHOLE_BPS) + DEAD_SUPPLY;
  if (issued > SUPPLY_CAP) {
    wrong(
      ["presale", "maximum"],
      "would sell more tokens than there can be, and could never be released: lower it, or raise presale.price",
    );
  }
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

/** A token that exists, or one to be made for a test. */
function asset() {
  const known = address().transform((found): AssetChoice => ({ address: found }));
  const made = object({
    test: object({
      name: text("the test asset's name"),
      symbol: text("the test asset's symbol"),
      decimals: wholeNumber({ min: 6, max: 18 }).transform(Number),
    }),
  }).transform(({ test: { name, symbol, decimals } }): AssetChoice => ({ test: { name, symbol, decimals } }));
  const expected =
    'expected the address of an ERC-20 token, or {"test": {"name", "symbol", "decimals"}} on a test network';
  // Not a union of the two: its problems would not say which field of the one meant is wrong.
  return z.unknown().transform((value, context): AssetChoice => {
    if (typeof value !== "string" && (typeof value !== "object" || value === null)) {
      context.addIssue(value === undefined ? `is missing, ${expected}` : expected);
      return z.NEVER;
    }
    const parsed = (typeof value === "string" ? known : made).safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { path, message } of problemsOf(parsed.error)) {
      context.addIssue({ code: "custom", path: [...path], message, input: value });
    }
    return z.NEVER;
  });
}

type Path = readonly (string | number)[];
type Wrong = (path: readonly [] | Path, message: string) => void;

/** Adds problems with fields below the one that is being checked. */
function wrongIn(context: z.RefinementCtx): Wrong {
  return (path, message) => {
    context.addIssue({ code: "custom", path: [...path], message });
  };
}

function refuseDoubles({
  accounts,
  wrong,
}: {
  readonly accounts: readonly string[];
  readonly wrong: Wrong;
}): void {
  accounts.forEach((listed, at) => {
    if (accounts.indexOf(listed) !== at) wrong([at], `${listed} is listed twice`);
  });
}

// ---------------------------------------------------------------- defaults

function vestingOf(vesting: Vesting | undefined): Vesting {
  return { cliff: vesting?.cliff ?? 0n, duration: vesting?.duration ?? 0n };
}

/** Tokens for resources vest over 180 days at least. */
function defaultResourceVesting(maxResources: bigint): Vesting | undefined {
  return maxResources === 0n ? undefined : { cliff: 0n, duration: LONG_VESTING };
}

/** What the factory ignores in a launch without a presale. */
function noPresale(): LaunchConfig["presale"] {
  return {
    trustee: ZeroAddress,
    price: 0n,
    minimum: 0n,
    maximum: 0n,
    perPartnerMaximum: 0n,
    opens: 0n,
    closes: 0n,
    releaseBy: 0n,
    founderBps: 0n,
    foundersVestWithBudget: false,
    founders: [],
    founderVesting: vestingOf(undefined),
    partnerVesting: vestingOf(undefined),
    maxResourceBps: 0n,
    challengeWindow: 0n,
    resourceVesting: vestingOf(undefined),
    allowlistRoot: ZeroHash,
  };
}
