/** What may stand in a launch configuration, field by field. */
import * as z from "zod";
import {
  DAY,
  formatBps,
  formatDuration,
  HOUR,
  TOKEN_DECIMALS,
  WHOLE_BPS,
  WHOLE_TOKEN,
  YEAR,
  type Language,
} from "../units.ts";
import {
  checkMilestones,
  checkPresale,
  checkSums,
  MAX_OPEN_GROWTH,
  maxOpenGrowth,
  refuseDoubles,
  wrongIn,
} from "./checks.ts";
import { fieldsIn, problemsOf, type ResolveAccount } from "./fields.ts";
import { problemsIn } from "./sentences/problems.ts";
import type { AssetChoice } from "./types.ts";

/** The whole of it; amounts of the asset have `assetDecimals`, "+7 days" counts from `now`; problems are said in `language`. */
export function launchSchema({
  assetDecimals,
  now,
  resolveAccount,
  language,
}: {
  readonly assetDecimals: number;
  readonly now: bigint;
  readonly resolveAccount: ResolveAccount;
  readonly language: Language;
}) {
  const say = problemsIn(language);
  const fields = fieldsIn(language);
  const { account, amount, duration, hash, listOf, object } = fields;
  const { percentage, text, time, wholeNumber, yesOrNo } = fields;
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
    founders: listOf(object({ account: who, share: percentage({ min: 1n, max: WHOLE_BPS }) }), {
      all: say("founders"),
    }).prefault([]),
    foundersVestWithBudget: yesOrNo().prefault(true),
    founderVesting: vesting.optional(),
    partnerVesting: vesting.optional(),
    maxResources: percentage({ max: 5_000n }).prefault("0 %"),
    challengeWindow: duration({ min: 3n * DAY, max: 30n * DAY }).prefault("5 days"),
    resourceVesting: vesting.optional(),
    allowlistRoot: hash().prefault(`0x${"0".repeat(64)}`),
  }).superRefine((terms, context) => {
    checkPresale({ terms, now, say, wrong: wrongIn(context) });
  });

  const milestone = object({
    description: text(say("milestone")),
    share: percentage({ min: 1n, max: WHOLE_BPS }),
    dueAfter: duration({ max: 10n * YEAR }),
  });
  const budget = object({
    objectionWindow: duration({ min: 7n * DAY, max: 30n * DAY }).prefault("7 days"),
    gracePeriod: duration({ min: 14n * DAY, max: YEAR }).prefault("90 days"),
    milestones: listOf(milestone, { all: say("milestones"), min: 1 }),
  }).superRefine(({ milestones }, context) => {
    checkMilestones({ milestones, say, wrong: wrongIn(context) });
  });

  return object({
    name: text(say("organisationName")),
    symbol: text(say("tokenSymbol")),
    contractURI: text(say("contractURI"), { empty: true }).prefault(""),
    daoURI: text(say("daoURI"), { empty: true }).prefault(""),
    governance: object({
      timelockDelay: duration({ min: 2n * DAY, max: 30n * DAY }).prefault("2 days"),
      founders: listOf(who, { all: say("founders") }).superRefine((accounts, context) => {
        refuseDoubles({ accounts, say, wrong: wrongIn(context) });
      }),
      guardian: who.optional(),
      veto: percentage({ min: 100n, max: 2_000n }).prefault("10 %"),
      votingDelay: duration({ min: DAY, max: 30n * DAY }).prefault("1 day"),
      votingPeriod: duration({ min: 3n * DAY, max: 30n * DAY }).prefault("5 days"),
      proposalThreshold: percentage({
        min: 50n,
        max: 200n,
        amountsNow: say("thresholdNow"),
      }).prefault("1 %"),
      quorum: percentage({ min: 100n, max: 2_000n }).prefault("10 %"),
      governorProposes: yesOrNo().prefault(false),
    }),
    reserve: object({
      asset: asset(language),
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
      const { bps, period: boundPeriod } = MAX_OPEN_GROWTH;
      wrongIn(context)(
        ["openGrowth"],
        say("growth", {
          ...{ most: formatBps(most), period: formatDuration(period, language), bound: formatBps(bps) },
          ...{ boundPeriod: formatDuration(boundPeriod, language), growth: formatBps(openGrowth) },
        }),
      );
    }),
    registry: object({
      reviewWindow: duration({ min: HOUR, max: 90n * DAY }).prefault("9 days"),
      quorum: wholeNumber({ min: 1, max: 255 }),
      maxReward: object({ production: tokens(0n), use: tokens(0n), maintenance: tokens(0n) }),
      curationStake: tokens(0n).prefault("0"),
      deposit: tokens(0n).prefault("0"),
      reviewerReward: percentage({ max: 2_000n }).prefault("2 %"),
      curators: listOf(who, { all: say("curators") }).superRefine((accounts, context) => {
        refuseDoubles({ accounts, say, wrong: wrongIn(context) });
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
    const { quorum, curators, deposit } = registry;
    if (quorum > BigInt(curators.length)) {
      wrong(["registry", "curators"], say("fewCurators", { count: curators.length, quorum }));
    }
    if (terms === undefined && deposit > 0n) wrong(["registry", "deposit"], say("depositWithoutPresale"));
    if (governance.founders.length === 0 && !governance.governorProposes) {
      wrong(["governance", "founders"], say("nobodyProposes"));
    }
    if (terms === undefined) {
      if (plan !== undefined) wrong(["budget"], say("noPresale"));
      return;
    }
    if (plan === undefined) {
      wrong(["budget"], say("noBudget"));
      return;
    }
    governance.founders.forEach((founder, at) => {
      if (founder === terms.trustee) wrong(["governance", "founders", at], say("trusteeFounds"));
    });
    checkSums({ ratioBps: reserve.ratio, terms, assetDecimals, wrong, say });
  });
}

/** A token that exists, or one to be made for a test. */
export function asset(language: Language) {
  const say = problemsIn(language);
  const { address, object, text, wholeNumber } = fieldsIn(language);
  const known = address().transform((found): AssetChoice => ({ address: found }));
  const made = object({
    test: object({
      name: text(say("assetName")),
      symbol: text(say("assetSymbol")),
      decimals: wholeNumber({ min: 6, max: 18 }).transform(Number),
    }),
  }).transform(({ test: { name, symbol, decimals } }): AssetChoice => ({ test: { name, symbol, decimals } }));
  const expected = say("asset");
  // Not a union of the two: its problems would not say which field of the one meant is wrong.
  return z.unknown().transform((value, context): AssetChoice => {
    if (typeof value !== "string" && (typeof value !== "object" || value === null)) {
      context.addIssue(value === undefined ? say("missing", { expected }) : say("expected", { expected }));
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
