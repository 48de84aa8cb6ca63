/** The flow of growing liquidity: recognised work first, no money anywhere; later a gift makes the same token liquid. */
import { createCast } from "../world/agents.ts";
import { DAY, HOUR, START_TIME } from "../world/chain.ts";
import { everyoneSells } from "../world/everyone-sells.ts";
import type { RealWork } from "../people/history.ts";
import { planContributions } from "../people/plan.ts";
import { Random } from "../world/random.ts";
import { Recognition } from "../people/recognition.ts";
import { Staking } from "../people/staking.ts";
import { downTo, EURO, ISSUANCE_PERIOD, launchConfig, TOKEN } from "../people/terms.ts";
import { World } from "../world/world.ts";
import type { Organisation } from "../world/organisation.ts";
import { audit } from "./audit.ts";
import { Epochs } from "./epochs.ts";
import { Giving } from "./giving.ts";
import { Licensing } from "./licensing.ts";
import { becomeLiquid, onTheMarket } from "./liquid.ts";
import {
  CLOSED_GROWTH_BPS,
  FIRST_GIFT_DAY,
  LAST_DAY,
  OPEN_GROWTH_BPS,
  type GrowingRun,
  type Worth,
} from "./model.ts";
import { monthsWithoutMoney } from "./months.ts";
import { Proposing } from "./proposing.ts";
import { Raid } from "./raid.ts";
import { Ticketing } from "./ticketing.ts";
import { QUARTERS } from "./use.ts";
import { planValue, withProposals } from "./value-plan.ts";

/** Token wei that are asked for at least. */
const FLOOR = 800n * TOKEN;
/** Windows of issuance until there is a market. */
const CLOSED_WINDOWS = BigInt(Math.floor((FIRST_GIFT_DAY * DAY) / ISSUANCE_PERIOD));
/** Of all that is asked for one by one, what each epoch awards beside it, in bps. */
const EPOCH_BPS = 1_000n;
/** Of all that is asked for one by one, what makes a curator of whoever stakes it, in bps. */
const CURATION_BPS = 30n;
/** The first curators are named at launch, the last one later. */
const FIRST_CURATORS = 4;

/** Days on which real work is submitted: most of it before there is any money. */
const STRETCHES = [
  { bps: 9_000, fromDay: 3, toDay: 238 },
  { bps: 1_000, fromDay: 256, toDay: 345 },
];
const COUNTS = {
  ...{ founder: 3, reader: 14, visitor: 24, curator: 5, holder: 14, donor: 9 },
  ...{ foundation: 1, institution: 2, sponsor: 1, verifier: 1, company: 3, maker: 3, city: 1, gate: 1 },
  raider: 1,
} as const;

/** Runs the whole flow. `onProgress` is told the day of {@link LAST_DAY}. */
export async function runGrowing({
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
}): Promise<GrowingRun> {
  const random = new Random(seed).fork("growing");
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
    const tell = (day: number): void => {
      onProgress(day, LAST_DAY, world.chain.transactions);
    };
    world.chain.passTo(START_TIME + DAY + 10 * HOUR);
    const award = downTo((plan.total * EPOCH_BPS) / 10_000n, TOKEN);
    const inEpochs = award * BigInt(QUARTERS.length);
    // About the room that will be asked for: so in some windows all are paid in full, and in others a part.
    const usual = ((plan.total * 9n) / 10n + inEpochs) / CLOSED_WINDOWS;
    const baseAmount = downTo((usual * 105n) / 100n, TOKEN);
    const curationStake = downTo((plan.total * CURATION_BPS) / 10_000n, TOKEN);
    // One euro for each token that is expected by then.
    const minimumReserve = downTo((((plan.total * 9n) / 10n + inEpochs) * EURO) / TOKEN, 10n * EURO);
    const value = planValue({ random: random.fork("value"), plan, minimumReserve });
    const garden = await world.launch(
      "1",
      "Garden",
      launchConfig({
        name: "Garden token",
        symbol: "GARDEN",
        asset: world.assetAddress,
        founders: cast.of("founder"),
        curators: cast.of("curator").slice(0, FIRST_CURATORS),
        plan: withProposals(plan, value),
        minimumReserve,
        baseAmount,
        closedGrowthBps: CLOSED_GROWTH_BPS,
        openGrowthBps: OPEN_GROWTH_BPS,
        curationStake,
      }),
    );
    const own = { world, organisation: garden };
    const staking = new Staking({ ...own, random: random.fork("staking"), step: "3" });
    const recognition = new Recognition({
      world,
      organisation: garden,
      plan,
      random: random.fork("recognition"),
      staking,
      curators: cast.of("curator").slice(0, FIRST_CURATORS),
      curationStake,
      step: "2",
    });
    const epochs = new Epochs({
      ...{ world, organisation: garden, random: random.fork("epochs"), plan, real, award, recognition },
    });
    const outside = { world, organisation: garden, plan: value };
    const giving = new Giving({ ...outside, random: random.fork("giving"), minimumReserve });
    const licensing = new Licensing({ ...outside, random: random.fork("licences") });
    const proposing = new Proposing({ ...outside, random: random.fork("proposals"), recognition });
    const ticketing = new Ticketing({ ...outside, random: random.fork("tickets"), recognition });
    const raid = new Raid({ ...own, random: random.fork("raid"), staking });
    const early = new Map<string, bigint>();
    const all = { world, random, garden, recognition, epochs, staking, giving, tell };
    const { thanks, decision } = await monthsWithoutMoney({ ...all, early });
    const opening = await becomeLiquid(all);
    const worthAtOpening = await worthOf({ world, garden, early });
    await onTheMarket({ ...all, opening, others: [giving, licensing, ticketing, proposing], raid });
    await recognition.finish();
    await world.sample(garden);
    const audited = await audit({ world, organisation: garden });
    const worthAtEnd = await worthOf({ world, garden, early });

    const order = random.fork("everyone").shuffle(cast.all);
    const sales = { world, organisation: garden, vestedAt: world.chain.now };
    const run: GrowingRun = {
      ...{ seed, real, world, cast, plan, garden, minimumReserve, baseAmount, recognition, epochs, thanks },
      ...{ curationStake, decision, raid: raid.outcome, value, giving, opening, audited },
      worthAtOpening,
      worthAtEnd,
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

/** What those who were recognised early have now, the largest first. */
async function worthOf({
  world,
  garden,
  early,
}: {
  readonly world: World;
  readonly garden: Organisation;
  readonly early: ReadonlyMap<string, bigint>;
}): Promise<Worth[]> {
  const { chain, cast } = world;
  const spot = await chain.readAmount(garden.call("reserve", "spotPrice"));
  const worth: Worth[] = [];
  for (const [account, earned] of early) {
    const agent = cast.byAddress(account);
    if (agent === undefined) continue;
    const held = garden.books.holdingOf(account);
    worth.push({
      ...{ agent, earned, held },
      earlyAtSpot: (earned * spot) / TOKEN,
      atSpot: (held * spot) / TOKEN,
      ifSold:
        held < TOKEN / 1_000n ? 0n : await chain.readAmount(garden.call("reserve", "quoteSell", [held])),
      received: await world.moneyOf(account),
    });
  }
  return worth.sort((a, b) => (a.earned === b.earned ? 0 : a.earned > b.earned ? -1 : 1));
}
