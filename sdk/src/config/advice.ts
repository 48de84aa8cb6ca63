/** What a launch configuration leads to, and what of it will be regretted, in sentences: English and Finnish. */
import { formatAmount, formatBps, formatDuration, TOKEN_DECIMALS, type Language } from "../units.ts";
import {
  floorOf,
  foundersExitOf,
  leastContributionsOf,
  leastReserveOf,
  moneyPathsOf,
  mostMatchedOf,
  runRisksOf,
  voteCostOf,
  yearlyDilutionOf,
} from "./figures.ts";
import { ADVICE } from "./sentences/advice.ts";
import { sayIn } from "./sentences/say.ts";
import type { LaunchConfig, ReserveAsset } from "./types.ts";

/** From this ratio on, votes that are bought on the market cost so little that only the veto protects. */
const CHEAP_VOTES_BPS = 8_000n;
/** The part of the supply for which the cost of votes is told. */
const TURNOUT = 0.25;

/** What a sentence is about. */
export type AdviceTopic =
  | "run"
  | "floor"
  | "money"
  | "founders"
  | "dilution"
  | "votes"
  | "grants"
  | "curators"
  | "rewards"
  | "trustee";

/** One sentence for who is about to launch. */
export interface Advice {
  readonly topic: AdviceTopic;
  /** Whether it will be regretted by who does not know it; otherwise it is what the terms simply mean. */
  readonly warning: boolean;
  readonly sentence: string;
}

/** A share from 0 to 1 with one decimal. */
function percent(share: number, language: Language): string {
  const text = (share * 100).toFixed(1);
  return `${language === "fi" ? text.replace(".", ",") : text} %`;
}

/** A multiple of the reserve: three significant digits. */
function multiple(times: number, language: Language): string {
  const rounded = Number(times.toPrecision(3));
  return new Intl.NumberFormat(language === "fi" ? "fi-FI" : "en-GB", { maximumSignificantDigits: 3 }).format(
    Math.abs(rounded) < 1e-9 ? 0 : rounded,
  );
}

/** The risk of a run in one sentence, to be shown wherever w is chosen. */
export function describeRunRisk(reserveRatioBps: bigint, language: Language = "en"): string {
  const say = sayIn(ADVICE, language);
  const [first = "", second = ""] = runRisksOf(reserveRatioBps).map(({ sold, taken }) =>
    say("runPart", { sold: sold * 100, taken: percent(taken, language) }),
  );
  return say("run", { first, second });
}

/** Until when founders decide, in one sentence. */
export function describeFloor(config: LaunchConfig, language: Language = "en"): string {
  const say = sayIn(ADVICE, language);
  const { withPresale, issuance, symbol } = config;
  const tokens = (units: bigint) => `${formatAmount(units, TOKEN_DECIMALS, { language })} ${symbol}`;
  const contributions = (floor: bigint): string => {
    const count = leastContributionsOf(config, floor);
    if (count === undefined) return say("byEpochs");
    return count === 1n ? say("byContribution", { count }) : say("byContributions", { count });
  };
  const base = `${tokens(issuance.baseAmount)}, ${contributions(issuance.baseAmount)}`;
  const floor = floorOf(config);
  const how = withPresale ? say("floorOfPresale", { base }) : contributions(floor);
  return say("floor", { floor: tokens(floor), how });
}

/** Where the money of a presale goes, one sentence each for minimum, maximum and full resources. */
export function describeMoney({
  config,
  asset,
  language = "en",
}: {
  readonly config: LaunchConfig;
  readonly asset: Pick<ReserveAsset, "symbol" | "decimals">;
  readonly language?: Language | undefined;
}): string[] {
  const say = sayIn(ADVICE, language);
  const money = (units: bigint) => `${formatAmount(units, asset.decimals, { language })} ${asset.symbol}`;
  const keys = ["moneyAtMinimum", "moneyAtMaximum", "moneyWithResources"] as const;
  return moneyPathsOf(config).map(({ raised, reserve, production, milestones, takenByResources }, at) => {
    const [first = 0n] = milestones;
    const figures = { reserve: money(reserve), production: money(production), milestone: money(first) };
    const parts = say("moneyParts", figures);
    const taken = money(takenByResources);
    return say(keys[at] ?? "moneyAtMinimum", {
      raised: money(raised),
      parts: takenByResources === 0n ? parts : say("moneyTaken", { parts, taken }),
    });
  });
}

/** Everything that is to be told before a launch: what the terms mean, then what of it will be regretted. */
export function adviceOf({
  config,
  asset,
  trusteeHasCode,
  language = "en",
}: {
  readonly config: LaunchConfig;
  readonly asset: Pick<ReserveAsset, "symbol" | "decimals">;
  /** Whether the trustee of the presale is a contract, such as a Safe. */
  readonly trusteeHasCode: boolean;
  readonly language?: Language | undefined;
}): Advice[] {
  const say = sayIn(ADVICE, language);
  const { reserve, issuance, presale, withPresale } = config;
  const money = (units: bigint) => `${formatAmount(units, asset.decimals, { language })} ${asset.symbol}`;
  const { reserveRatioBps, dripPeriod } = reserve;
  const facts: [AdviceTopic, string][] = [
    ["run", describeRunRisk(reserveRatioBps, language)],
    ["floor", describeFloor(config, language)],
    ...describeMoney({ config, asset, language }).map((sentence): [AdviceTopic, string] => [
      "money",
      sentence,
    ]),
  ];
  if (withPresale && presale.founderBps > 0n) {
    const exit = foundersExitOf({ founderBps: presale.founderBps, reserveRatioBps });
    facts.push(["founders", say("founders", { share: percent(exit, language) })]);
  }
  const votes = voteCostOf({ reserveRatioBps, turnout: TURNOUT });
  const times = (part: number): string => `${multiple(part, language)}·R`;
  facts.push(
    ["dilution", say("dilution", { share: percent(yearlyDilutionOf(issuance), language) })],
    [
      "votes",
      say("votes", {
        ...{ turnout: TURNOUT * 100, paid: times(votes.paid), lost: times(votes.lostIfAllLeave) },
      }),
    ],
    [
      "grants",
      say("grants", {
        ...{ reserve: money(leastReserveOf(config)), matched: money(mostMatchedOf(config)) },
        period: formatDuration(dripPeriod, language),
      }),
    ],
  );
  return [
    ...facts.map(([topic, sentence]): Advice => ({ topic, sentence, warning: false })),
    ...warningsFor({ config, trusteeHasCode, language }).map(([topic, sentence]): Advice => ({
      topic,
      sentence,
      warning: true,
    })),
  ];
}

/** What is allowed, and will be regretted by who does not know it: one sentence each. */
export function warningsOf({
  config,
  trusteeHasCode,
  language = "en",
}: {
  readonly config: LaunchConfig;
  /** Whether the trustee of the presale is a contract, such as a Safe. */
  readonly trusteeHasCode: boolean;
  readonly language?: Language | undefined;
}): string[] {
  return warningsFor({ config, trusteeHasCode, language }).map(([, sentence]) => sentence);
}

function warningsFor({
  config: { reserve, registry, issuance, withPresale, presale, symbol },
  trusteeHasCode,
  language,
}: {
  readonly config: LaunchConfig;
  readonly trusteeHasCode: boolean;
  readonly language: Language;
}): [AdviceTopic, string][] {
  const say = sayIn(ADVICE, language);
  const tokens = (units: bigint) => `${formatAmount(units, TOKEN_DECIMALS, { language })} ${symbol}`;
  const warnings: [AdviceTopic, string][] = [];
  if (reserve.reserveRatioBps >= CHEAP_VOTES_BPS) {
    warnings.push(["votes", say("cheapVotes", { ratio: formatBps(reserve.reserveRatioBps, language) })]);
  }
  const { quorum } = registry;
  const needed = quorum + 2n;
  const count = registry.curators.length;
  if (BigInt(count) < needed) {
    warnings.push(["curators", say("fewCurators", { count, quorum, needed })]);
  }
  const most = 3n * issuance.baseAmount;
  for (const [kind, reward] of [
    ["production", registry.maxProduction],
    ["use", registry.maxUse],
    ["maintenance", registry.maxMaintenance],
  ] as const) {
    if (reward <= most) continue;
    warnings.push(["rewards", say("largeReward", { kind, reward: tokens(reward), most: tokens(most) })]);
  }
  if (withPresale && !trusteeHasCode) {
    warnings.push(["trustee", say("trusteeWithoutCode", { trustee: presale.trustee })]);
  }
  return warnings;
}
