/** The two presales of the bootstrapped flow: one that fails and refunds everyone, one that succeeds. */
import { HOUR } from "../world/chain.ts";
import type { Plan } from "../people/plan.ts";
import { give, intentions, refundAll, runPresale } from "../people/presale.ts";
import type { Random } from "../world/random.ts";
import type { Recognition } from "../people/recognition.ts";
import { downTo, EURO, launchConfig, TOKEN, upTo, WHOLE_BPS, type PresalePlan } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import {
  FIRST_CURATORS,
  FIRST_SALE,
  OPEN_GROWTH_BPS,
  RELEASE_DAY,
  SECOND_SALE,
  type At,
  type BootstrappedRun,
} from "./model.ts";
import type { Resources } from "./resources.ts";

/** Of all that is asked for, the room of a window while there is no market, in bps. */
const BASE_BPS = 500n;

/** The terms that both sales share. */
export type CommonTerms = Pick<
  PresalePlan,
  | "trustee"
  | "price"
  | "founderBps"
  | "founderCliff"
  | "founderVesting"
  | "partnerCliff"
  | "partnerVesting"
  | "maxResourceBps"
  | "resourceVesting"
  | "milestones"
>;

/** Launches an organisation with a presale. */
export async function launch({
  world,
  step,
  label,
  symbol,
  plan,
  terms,
  curationStake,
}: {
  readonly world: World;
  readonly step: string;
  readonly label: string;
  readonly symbol: string;
  readonly plan: Plan;
  readonly terms: PresalePlan;
  readonly curationStake: bigint;
}): Promise<Organisation> {
  const config = launchConfig({
    name: `${label} token`,
    symbol,
    asset: world.assetAddress,
    founders: world.cast.of("founder"),
    curators: world.cast.of("curator").slice(0, FIRST_CURATORS),
    plan,
    minimumReserve: terms.minimum,
    baseAmount: downTo((plan.total * BASE_BPS) / WHOLE_BPS, TOKEN),
    closedGrowthBps: 1_000n,
    openGrowthBps: OPEN_GROWTH_BPS,
    curationStake,
    presale: terms,
  });
  return world.launch(step, label, config);
}

/** A sale with a minimum that partners do not reach: each of them takes back all they gave. */
export async function firstAttempt({
  world,
  random,
  plan,
  at,
  target,
  common,
  curationStake,
}: {
  readonly world: World;
  readonly random: Random;
  readonly plan: Plan;
  readonly at: At;
  readonly target: bigint;
  readonly common: CommonTerms;
  readonly curationStake: bigint;
}): Promise<BootstrappedRun["failed"]> {
  const own = random.fork("first sale");
  const partners = own.shuffle(world.cast.of("partner")).slice(0, 9);
  const moneyBefore = new Map<string, bigint>();
  for (const { address } of partners) moneyBefore.set(address, await world.moneyOf(address));
  const terms: PresalePlan = {
    ...common,
    minimum: upTo(100n * EURO, (target * 150n) / 100n),
    maximum: upTo(100n * EURO, target * 3n),
    perPartnerMaximum: moneyBefore.get(partners[0]?.address ?? "") ?? target,
    opens: at(FIRST_SALE.opens),
    closes: at(FIRST_SALE.closes),
    releaseBy: at(FIRST_SALE.closes + 30),
  };
  world.chain.passTo(at(1) + 10 * HOUR);
  const organisation = await launch({
    world,
    step: "0",
    label: "First attempt",
    symbol: "FIRST",
    plan,
    terms,
    curationStake,
  });
  const total = own.part(target, 6_000, 9_500);
  const { opens, closes } = terms;
  const wishes = intentions({ random: own, partners, total, opens, closes });
  await runPresale({ world, organisation, step: "0", terms, wishes });
  world.chain.passTo(closes);
  await world.chain.mine();
  await world.sample(organisation);
  const refunds = await refundAll({
    world,
    organisation,
    step: "0",
    random: own,
    moneyBefore,
    fromTime: closes,
  });
  return { organisation, terms, refunds };
}

/** A smaller sale that succeeds, while the founding work is already submitted and reviewed. */
export async function secondSale({
  world,
  random,
  commons,
  terms,
  target,
  recognition,
  resources,
  at,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly commons: Organisation;
  readonly resources: Resources;
  readonly terms: PresalePlan;
  readonly target: bigint;
  readonly recognition: Recognition;
  readonly at: At;
  readonly tell: (day: number) => void;
}): Promise<void> {
  const own = random.fork("second sale");
  const partners = world.cast.of("partner");
  const { opens, closes } = terms;
  const wishes = intentions({ random: own, partners, total: own.part(target, 9_200, 11_600), opens, closes });
  for (let day = SECOND_SALE.opens; day < SECOND_SALE.closes; day++) {
    const today = wishes.filter(({ time }) => time >= at(day) && time < at(day + 1));
    world.chain.passTo(at(day) + 8 * HOUR);
    await recognition.day(day);
    await resources.day(day);
    await runPresale({ world, organisation: commons, step: "3", terms, wishes: today });
    tell(day);
  }
  for (const partner of partners) {
    const missing = terms.minimum - commons.books.given;
    if (missing <= 0n) break;
    const given = commons.books.contributed.get(partner.address) ?? 0n;
    if (given >= terms.perPartnerMaximum) continue;
    await give({ world, organisation: commons, step: "3", partner, amount: missing });
    world.note("3", `${partner.label} gave what was missing to the minimum on the last day.`);
  }
  for (let day = SECOND_SALE.closes; day < RELEASE_DAY; day++) {
    world.chain.passTo(at(day) + 8 * HOUR);
    await recognition.day(day);
  }
  await world.sample(commons);
}
