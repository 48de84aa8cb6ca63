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

const choose = (language: Language, en: string, fi: string): string => (language === "fi" ? fi : en);

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
  const [first = "", second = ""] = runRisksOf(reserveRatioBps).map(({ sold, taken }) =>
    choose(
      language,
      `the first ${sold * 100} % of the tokens take ${percent(taken, language)} of the reserve`,
      `ensimmäiset ${sold * 100} % poleteista vievät ${percent(taken, language)} varannosta`,
    ),
  );
  return choose(
    language,
    `If everyone sells at once, ${first}, ${second}.`,
    `Jos kaikki myyvät yhtä aikaa, ${first}, ${second}.`,
  );
}

/** Until when founders decide, in one sentence. */
export function describeFloor(config: LaunchConfig, language: Language = "en"): string {
  const { withPresale, issuance, symbol } = config;
  const tokens = (units: bigint) => `${formatAmount(units, TOKEN_DECIMALS, { language })} ${symbol}`;
  const contributions = (floor: bigint): string => {
    const count = leastContributionsOf(config, floor);
    if (count === undefined) return choose(language, "by epochs", "kausin");
    return choose(
      language,
      `at least ${count} ${count === 1n ? "contribution" : "contributions"}`,
      `vähintään ${count} ${count === 1n ? "kontribuutio" : "kontribuutiota"}`,
    );
  };
  const floor = tokens(floorOf(config));
  const base = `${tokens(issuance.baseAmount)}, ${contributions(issuance.baseAmount)}`;
  const how = withPresale
    ? choose(
        language,
        `what the presale's minimum buys; after a failed sale ${base}`,
        `minkä ennakkomyynnin vähimmäismäärällä saa; epäonnistuneen myynnin jälkeen ${base}`,
      )
    : contributions(floorOf(config));
  return choose(
    language,
    `Until ${floor} exist (${how}) there is no market and no vote; founders decide.`,
    `Ennen kuin on olemassa ${floor} (${how}), ei ole markkinaa eikä äänestyksiä; perustajat päättävät.`,
  );
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
  const money = (units: bigint) => `${formatAmount(units, asset.decimals, { language })} ${asset.symbol}`;
  const names = [
    choose(language, "At the minimum, of", "Vähimmäismäärällä"),
    choose(language, "At the maximum, of", "Enimmäismäärällä"),
    choose(language, "With full resources, of", "Täysin resurssein"),
  ];
  return moneyPathsOf(config).map(({ raised, reserve, production, milestones, takenByResources }, at) => {
    const [first = 0n] = milestones;
    const taken = money(takenByResources);
    return choose(
      language,
      `${names[at] ?? ""} ${money(raised)}: ${money(reserve)} reserve, ${money(production)} production, ` +
        `${money(first)} first milestone${takenByResources === 0n ? "" : ` (resources take ${taken} from production)`}.`,
      `${names[at] ?? ""} (${money(raised)}): varantoon ${money(reserve)}, tuotantoon ${money(production)}, ` +
        `ensimmäinen välitavoite ${money(first)}${takenByResources === 0n ? "" : ` (resurssit vievät tuotannolta ${taken})`}.`,
    );
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
  const { reserve, issuance, presale, withPresale } = config;
  const money = (units: bigint) => `${formatAmount(units, asset.decimals, { language })} ${asset.symbol}`;
  const { reserveRatioBps } = reserve;
  const facts: [AdviceTopic, string][] = [
    ["run", describeRunRisk(reserveRatioBps, language)],
    ["floor", describeFloor(config, language)],
    ...describeMoney({ config, asset, language }).map((sentence): [AdviceTopic, string] => [
      "money",
      sentence,
    ]),
  ];
  if (withPresale && presale.founderBps > 0n) {
    const share = percent(foundersExitOf({ founderBps: presale.founderBps, reserveRatioBps }), language);
    facts.push([
      "founders",
      choose(
        language,
        `If the founders sell all of their tokens once they have vested, they take ${share} of the reserve.`,
        `Jos perustajat myyvät kaikki polettinsa niiden kerryttyä, he vievät ${share} varannosta.`,
      ),
    ]);
  }
  const dilution = percent(yearlyDilutionOf(issuance), language);
  const votes = voteCostOf({ reserveRatioBps, turnout: TURNOUT });
  const lost = `${multiple(votes.lostIfAllLeave, language)}·R`;
  const paid = `${multiple(votes.paid, language)}·R`;
  facts.push(
    [
      "dilution",
      choose(
        language,
        `If an open market issues all it may, who does not contribute loses ${dilution} of their share in a year.`,
        `Jos avoimessa markkinassa lasketaan liikkeelle kaikki sallittu, osallistumatta jäävän osuudesta häviää vuodessa ${dilution}.`,
      ),
    ],
    [
      "votes",
      choose(
        language,
        `Outvoting ${TURNOUT * 100} % of the supply with bought votes takes ${paid} (R: the reserve), of which ${lost} are lost if all others sell first: (1 + t)^(1/w) − 1 − t^(1/w) for a turnout t.`,
        `Ostetuin äänin ${TURNOUT * 100} %:n voittamiseen kuluu ${paid} (R: varanto), ja siitä menetetään ${lost}, jos kaikki muut myyvät ensin: (1 + t)^(1/w) − 1 − t^(1/w), kun äänestäneiden osuus on t.`,
      ),
    ],
    [
      "grants",
      choose(
        language,
        `Once the market is open with a reserve of ${money(leastReserveOf(config))}, grants match at most ${money(mostMatchedOf(config))} in ${formatDuration(reserve.dripPeriod)}; give larger ones as pledges with a condition.`,
        `Kun markkina on auki ja varannossa ${money(leastReserveOf(config))}, apurahat vastaavat lahjoihin enintään näin (jakso ${formatDuration(reserve.dripPeriod, "fi")}): ${money(mostMatchedOf(config))}; anna suuremmat ehdollisina lupauksina.`,
      ),
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
  const tokens = (units: bigint) => `${formatAmount(units, TOKEN_DECIMALS, { language })} ${symbol}`;
  const warnings: [AdviceTopic, string][] = [];
  if (reserve.reserveRatioBps >= CHEAP_VOTES_BPS) {
    const ratio = formatBps(reserve.reserveRatioBps, language);
    warnings.push([
      "votes",
      choose(
        language,
        `reserve.ratio ${ratio}: at such a ratio votes can be bought on the market and sold ` +
          "again for little (at 100 % for nothing). What protects the treasury there is the veto, not the price.",
        `reserve.ratio ${ratio}: näin suurella suhteella ääniä voi ostaa markkinalta ja myydä taas lähes ilmaiseksi ` +
          "(100 %:lla ilmaiseksi). Kassaa suojaa silloin esto, ei hinta.",
      ),
    ]);
  }
  const needed = registry.quorum + 2n;
  const curators = registry.curators.length;
  if (BigInt(curators) < needed) {
    warnings.push([
      "curators",
      choose(
        language,
        `registry.curators lists ${curators}, the quorum is ${registry.quorum}: who is named in a ` +
          `contribution cannot approve it, so that joint work of two curators could never be accepted. Name ${needed} or more.`,
        `registry.curators luettelee ${curators}, ja hyväksyntöjä tarvitaan ${registry.quorum}: kontribuutiossa nimetty ei voi ` +
          `hyväksyä sitä, joten kahden kuraattorin yhteistyötä ei voitaisi koskaan hyväksyä. Nimeä vähintään ${needed}.`,
      ),
    ]);
  }
  const most = 3n * issuance.baseAmount;
  for (const [field, reward] of [
    ["production", registry.maxProduction],
    ["use", registry.maxUse],
    ["maintenance", registry.maxMaintenance],
  ] as const) {
    if (reward <= most) continue;
    warnings.push([
      "rewards",
      choose(
        language,
        `registry.maxReward.${field} ${tokens(reward)} is more than three windows of a young organisation issue ` +
          `(${tokens(most)}): what is above that is void when a contribution is accepted.`,
        `registry.maxReward.${field} ${tokens(reward)} on enemmän kuin nuori organisaatio laskee liikkeelle kolmessa jaksossa ` +
          `(${tokens(most)}): sen ylittävä osa mitätöityy, kun kontribuutio hyväksytään.`,
      ),
    ]);
  }
  if (withPresale && !trusteeHasCode) {
    warnings.push([
      "trustee",
      choose(
        language,
        `presale.trustee ${presale.trustee} is an account without code: if its key is lost, what it holds goes back to the ` +
          "partners. A Safe, whose signers can change, is safer; such a change is one that nobody sees here.",
        `presale.trustee ${presale.trustee} on tili ilman sopimusta: jos sen avain katoaa, sen hallussa oleva palaa kumppaneille. ` +
          "Safe, jonka allekirjoittajat voivat vaihtua, on turvallisempi; sellaista vaihtoa ei täällä näe kukaan.",
      ),
    ]);
  }
  return warnings;
}
