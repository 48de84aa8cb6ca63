/** Steps 5 to 7 of the growing flow: gifts, the opening, the market. */
import { DAY, HOUR, START_TIME } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { Market } from "../people/market.ts";
import type { Random } from "../world/random.ts";
import type { Recognition } from "../people/recognition.ts";
import type { Staking } from "../people/staking.ts";
import { downTo, EURO } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { Epochs } from "./epochs.ts";
import type { Giving } from "./giving.ts";
import { FIRST_GIFT_DAY, LAST_DAY, OPENING_DAY, type GrowingRun } from "./model.ts";

const TREND_BPS = 2_500;

/** Steps 5 and 6: a first gift is not enough to open the market, a pledge kept is; anyone may open it. */
export async function becomeLiquid({
  world,
  random,
  garden,
  recognition,
  epochs,
  staking,
  giving,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly garden: Organisation;
  readonly recognition: Recognition;
  readonly epochs: Epochs;
  readonly staking: Staking;
  readonly giving: Giving;
  readonly tell: (day: number) => void;
}): Promise<GrowingRun["opening"]> {
  const { chain, cast } = world;
  const opener = random.fork("opening").pick(cast.of("reader"));
  for (let day = FIRST_GIFT_DAY; day < OPENING_DAY; day++) {
    chain.passTo(START_TIME + day * DAY + 8 * HOUR);
    await epochs.day(day);
    await recognition.day(day);
    await staking.day(day);
    await giving.day(day);
    if (day === FIRST_GIFT_DAY && !(await world.refuses(garden.call("reserve", "open"), "ReserveTooSmall"))) {
      throw new ConservationBroken("the market could have been opened below its minimum reserve");
    }
    await world.sample(garden);
    tell(day);
  }
  chain.passTo(START_TIME + OPENING_DAY * DAY + 11 * HOUR);
  await world.act("6", opener, garden.call("reserve", "open"));
  const time = chain.now;
  const { price, reserve, supply } = await world.sample(garden);
  return { time, opener, reserve, supply, spot: price };
}

/** Steps 7 to 11: the same tokens on a market, and what others pay, promise and take them for. */
export async function onTheMarket({
  world,
  random,
  garden,
  recognition,
  epochs,
  staking,
  others,
  raid,
  opening,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly garden: Organisation;
  readonly recognition: Recognition;
  readonly epochs: Epochs;
  readonly staking: Staking;
  /** All that goes on beside the market, day by day. */
  readonly others: readonly { readonly day: (day: number) => Promise<void> }[];
  /** Somebody tries to buy the votes. */
  readonly raid: { readonly day: (day: number, market: Market) => Promise<void> };
  readonly opening: GrowingRun["opening"];
  readonly tell: (day: number) => void;
}): Promise<void> {
  const { chain, cast } = world;
  const own = random.fork("market year");
  const market = new Market({
    ...{ world, organisation: garden, random: random.fork("market"), step: "7" },
    openingPrice: opening.spot,
    trendBps: TREND_BPS,
    days: LAST_DAY - OPENING_DAY,
    staking,
  });
  // What was earned without money is what some now live on; others keep all of it.
  for (const [account, amount] of recognition.earned) {
    const agent = cast.byAddress(account);
    if (agent !== undefined) market.earned(agent, amount / 3n);
  }
  recognition.earned.clear();
  const arrivals = cast.of("holder").map((agent) => ({
    agent,
    day: own.int(OPENING_DAY + 1, LAST_DAY - 25),
    amount: downTo(own.part(opening.reserve, 200, 1_100), EURO),
  }));
  for (let day = OPENING_DAY + 1; day <= LAST_DAY; day++) {
    chain.passTo(START_TIME + day * DAY + 8 * HOUR);
    for (const arrival of arrivals) {
      if (arrival.day === day) await world.fund("7", arrival.agent, arrival.amount);
    }
    await epochs.day(day);
    await recognition.day(day);
    await staking.day(day);
    for (const other of others) await other.day(day);
    await raid.day(day, market);
    for (const [account, amount] of recognition.earned) {
      const agent = cast.byAddress(account);
      if (agent !== undefined) market.earned(agent, amount);
    }
    recognition.earned.clear();
    await market.day();
    await world.sample(garden);
    tell(day);
  }
}
