/** The flow of bootstrapped liquidity: a presale that fails, one that succeeds, and the organisation's first year. */
import { createCast, only } from "../world/agents.ts";
import { DAY, HOUR, START_TIME } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { everyoneSells } from "../world/everyone-sells.ts";
import type { RealWork } from "../people/history.ts";
import { planContributions } from "../people/plan.ts";
import { Random } from "../world/random.ts";
import { Recognition } from "../people/recognition.ts";
import { Staking } from "../people/staking.ts";
import {
  downTo,
  EURO,
  ISSUANCE_PERIOD,
  RESERVE_RATIO_BPS,
  TOKEN,
  upTo,
  WHOLE_BPS,
  type PresalePlan,
} from "../people/terms.ts";
import { World } from "../world/world.ts";
import type { Organisation } from "../world/organisation.ts";
import {
  CLIFF,
  FIRST_CURATORS,
  FOUNDER_BPS,
  LAST_DAY,
  MAX_RESOURCE_BPS,
  OPEN_GROWTH_BPS,
  PARTNER_CLIFF,
  PARTNER_VESTING,
  PRICE,
  RELEASE_DAY,
  RESOURCE_VESTING,
  SECOND_SALE,
  VESTING,
  type At,
  type BootstrappedRun,
} from "./model.ts";
import { MILESTONES } from "./milestones.ts";
import { Resources } from "./resources.ts";
import { firstAttempt, launch, secondSale } from "./sales.ts";
import { firstYear } from "./year.ts";

/** Token wei that are asked for at least. */
const FLOOR = 800n * TOKEN;
/** Windows of issuance in the market's months. */
const MARKET_WINDOWS = BigInt(Math.floor(((LAST_DAY - RELEASE_DAY) * DAY) / ISSUANCE_PERIOD));
/** Of the tokens that are to be sold, what makes a curator of whoever stakes it. */
const CURATION_PART = 500n;

/** Days on which real work is submitted: the founding work during the sale, the rest over the market's months. */
const STRETCHES = [
  { bps: 600, fromDay: 55, toDay: 91 },
  { bps: 9_400, fromDay: 98, toDay: 345 },
];

const COUNTS = { founder: 3, trustee: 1, partner: 14, reader: 10, curator: 5, holder: 14, donor: 1 } as const;

/** Runs the whole flow. `onProgress` is told the day of {@link LAST_DAY}. */
export async function runBootstrapped({
  seed,
  real,
  checks,
  onProgress = () => undefined,
  onEnd,
}: {
  readonly seed: number;
  readonly real: RealWork;
  /** Whether the books are compared with the contracts after each action. */
  readonly checks: boolean;
  readonly onProgress?: (day: number, days: number, transactions: number) => void;
  /** What is done with the chain before it is closed. */
  readonly onEnd?: ((world: World) => Promise<void>) | undefined;
}): Promise<BootstrappedRun> {
  const random = new Random(seed).fork("bootstrapped");
  const cast = createCast({ random: random.fork("cast"), counts: COUNTS, producers: real.producers });
  const plan = planContributions({
    random: random.fork("plan"),
    cast,
    real,
    stretches: STRETCHES,
    floor: FLOOR,
  });
  const world = await World.create(cast, { checks });
  try {
    const at = (day: number): number => START_TIME + day * DAY;
    const tell = (day: number): void => {
      onProgress(day, LAST_DAY, world.chain.transactions);
    };
    // The presale is sized so that what may be issued in the market's months is about what will be asked for.
    const supply = (plan.total * WHOLE_BPS) / (OPEN_GROWTH_BPS * MARKET_WINDOWS);
    const sold = (supply * WHOLE_BPS) / (WHOLE_BPS + FOUNDER_BPS);
    const target = upTo(100n * EURO, (sold * PRICE) / TOKEN);
    const curationStake = downTo(sold / CURATION_PART, TOKEN);
    const trustee = only(cast, "trustee");
    const common = {
      trustee,
      price: PRICE,
      founderBps: FOUNDER_BPS,
      founderCliff: CLIFF,
      founderVesting: VESTING,
      partnerCliff: PARTNER_CLIFF,
      partnerVesting: PARTNER_VESTING,
      maxResourceBps: MAX_RESOURCE_BPS,
      resourceVesting: RESOURCE_VESTING,
      milestones: MILESTONES,
    };
    const means = upTo(100n * EURO, (target * 22n) / 100n);
    for (const partner of cast.of("partner")) await world.fund("1", partner, means);

    const failed = await firstAttempt({ world, random, plan, at, target, common, curationStake });
    tell(SECOND_SALE.launched);

    world.chain.passTo(at(SECOND_SALE.launched) + 10 * HOUR);
    const terms: PresalePlan = {
      ...common,
      minimum: upTo(100n * EURO, (target * 70n) / 100n),
      maximum: upTo(100n * EURO, (target * 112n) / 100n),
      perPartnerMaximum: means,
      opens: at(SECOND_SALE.opens),
      closes: at(SECOND_SALE.closes),
      releaseBy: at(SECOND_SALE.releaseBy),
    };
    const commons = await launch({
      ...{ world, step: "1", label: "Commons", symbol: "COMMONS", plan, terms, curationStake },
    });
    const own = { world, organisation: commons };
    const staking = new Staking({ ...own, random: random.fork("staking"), step: "7" });
    const recognition = new Recognition({
      world,
      organisation: commons,
      plan,
      random: random.fork("recognition"),
      staking,
      curators: cast.of("curator").slice(0, FIRST_CURATORS),
      curationStake,
      step: "6",
    });
    const resources = new Resources({ world, commons, target });
    await secondSale({ world, random, commons, terms, target, recognition, resources, at, tell });
    const opening = await release({ world, commons, terms, at });
    await resources.deliver();
    await claimAll({ world, random, commons });
    const decision = await firstYear({ world, random, commons, recognition, staking, opening, at, tell });
    await recognition.finish();
    await world.sample(commons);

    const order = random.fork("everyone").shuffle(cast.all);
    const vestedAt = opening.time + VESTING;
    const sales = { world, organisation: commons, vestedAt };
    const run: BootstrappedRun = {
      ...{ seed, real, world, cast, plan, failed, commons, terms, opening, recognition },
      ...{ curationStake, decision },
      sold: await everyoneSells({ ...sales, order }),
      soldReversed: await everyoneSells({ ...sales, order: order.toReversed() }),
    };
    await world.chain.checkClock();
    await onEnd?.(world);
    return run;
  } finally {
    await world.close();
  }
}

/** The trustee releases, and the market must open at exactly the presale's price. */
async function release({
  world,
  commons,
  terms,
  at,
}: {
  readonly world: World;
  readonly commons: Organisation;
  readonly terms: PresalePlan;
  readonly at: At;
}): Promise<BootstrappedRun["opening"]> {
  const { chain } = world;
  chain.passTo(at(RELEASE_DAY) + 9 * HOUR);
  await world.act("5", terms.trustee, commons.call("presale", "release"));
  const time = chain.now;
  const [reserve, supply, spot] = await Promise.all([
    chain.readAmount(commons.call("reserve", "reserveBalance")),
    chain.readAmount(commons.call("token", "totalSupply")),
    chain.readAmount(commons.call("reserve", "spotPrice")),
  ]);
  // R0 − w · price · S in asset units, times WHOLE_BPS · TOKEN so that it stays whole.
  const unit = WHOLE_BPS * TOKEN;
  const excess = reserve * unit - RESERVE_RATIO_BPS * PRICE * supply;
  if (excess < 0n || excess >= unit) {
    throw new ConservationBroken(
      `the market opened with ${reserve} asset units, not within one of w · price · S for ${supply} token wei`,
    );
  }
  await world.sample(commons);
  return { time, reserve, supply, toBudget: commons.books.budget.received, excess, spot };
}

/** Partners and founders claim within two days, and become stakeholders: what vests is staked in their name. */
async function claimAll({
  world,
  random,
  commons,
}: {
  readonly world: World;
  readonly random: Random;
  readonly commons: Organisation;
}): Promise<void> {
  const { chain, cast } = world;
  const own = random.fork("claims");
  for (const agent of own.shuffle([...cast.of("partner"), ...cast.of("founder")])) {
    const preview = commons.call("presale", "previewClaim", [agent.address]);
    const [vested, vesting] = await chain.readAmounts([
      { ...preview, field: "vested" },
      { ...preview, field: "vesting" },
    ]);
    if (vested + vesting === 0n) continue;
    chain.passTo(chain.now + own.int(1, 4) * (HOUR / 2));
    await world.act("4", agent, commons.call("presale", "claim", [agent.address]));
  }
}
