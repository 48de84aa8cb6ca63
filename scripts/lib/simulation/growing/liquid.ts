/** Steps 5 to 7 of the growing flow: gifts, the opening, the market. */
import type { Agent } from "../agents.ts";
import { CallReverted, DAY, HOUR, START_TIME } from "../chain.ts";
import { ConservationBroken } from "../conservation.ts";
import { Market } from "../market.ts";
import type { Random } from "../random.ts";
import type { Recognition } from "../recognition.ts";
import { downTo, EURO } from "../terms.ts";
import type { Organisation, World } from "../world.ts";
import type { Epochs } from "./epochs.ts";
import { FIRST_GIFT_DAY, GRANT_DAY, LAST_DAY, OPENING_DAY, type GrowingRun } from "./model.ts";

const TREND_BPS = 2_500;

/** Steps 5 and 6: a first gift is not enough to open the market, a second one is; anyone may open it. */
export async function becomeLiquid({
  world,
  random,
  garden,
  recognition,
  epochs,
  minimumReserve,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly garden: Organisation;
  readonly recognition: Recognition;
  readonly epochs: Epochs;
  readonly minimumReserve: bigint;
  readonly tell: (day: number) => void;
}): Promise<Pick<GrowingRun, "gifts" | "refusal" | "opening">> {
  const { chain, cast } = world;
  const own = random.fork("gifts");
  const [donor, institution] = cast.of("donor");
  if (donor === undefined || institution === undefined) throw new Error("two donors are needed");
  const opener = own.pick(cast.of("reader"));
  const gifts: { time: number; agent: Agent; amount: bigint }[] = [];
  const give = async (agent: Agent, part: bigint, note: string): Promise<void> => {
    const amount = downTo(part, 10n * EURO);
    await world.fund("5", agent, amount);
    await world.approve("5", agent, garden.address("reserve"));
    await world.act("5", agent, garden.call("reserve", "donate", [amount, note]));
    gifts.push({ time: chain.now, agent, amount });
    await world.sample(garden);
  };
  let refusal = "";
  for (let day = FIRST_GIFT_DAY; day < OPENING_DAY; day++) {
    chain.passTo(START_TIME + day * DAY + 8 * HOUR);
    await epochs.day(day);
    await recognition.day(day);
    if (day === FIRST_GIFT_DAY) {
      await give(donor, own.part(minimumReserve, 2_500, 4_000), "thank you for what you made");
      try {
        await chain.read(garden.call("reserve", "open"));
      } catch (error) {
        if (!(error instanceof CallReverted)) throw error;
        refusal = error.message;
      }
      if (!refusal.includes("ReserveTooSmall")) {
        throw new ConservationBroken("the market could have been opened below its minimum reserve");
      }
    }
    if (day === GRANT_DAY) {
      await give(institution, own.part(minimumReserve, 9_000, 13_000), "recognition of two seasons of work");
    }
    await world.sampleBudget(garden);
    await world.sample(garden);
    tell(day);
  }
  chain.passTo(START_TIME + OPENING_DAY * DAY + 11 * HOUR);
  await world.act("6", opener, garden.call("reserve", "open"));
  const time = chain.now;
  const { price, reserve, supply } = await world.sample(garden);
  await world.sampleBudget(garden);
  return { gifts, refusal, opening: { time, opener, reserve, supply, spot: price } };
}

/** Step 7: the same tokens on a market. */
export async function onTheMarket({
  world,
  random,
  garden,
  recognition,
  epochs,
  opening,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly garden: Organisation;
  readonly recognition: Recognition;
  readonly epochs: Epochs;
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
    for (const [account, amount] of recognition.earned) {
      const agent = cast.byAddress(account);
      if (agent !== undefined) market.earned(agent, amount);
    }
    recognition.earned.clear();
    await market.day();
    await world.sampleBudget(garden);
    await world.sample(garden);
    tell(day);
  }
}
