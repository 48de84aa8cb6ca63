/** The bootstrapped organisation's first year on the market. */
import { only, type Agent } from "../agents.ts";
import { DAY, HOUR } from "../chain.ts";
import { schedule, type Scheduled } from "../governance.ts";
import { Market } from "../market.ts";
import type { Random } from "../random.ts";
import type { Recognition } from "../recognition.ts";
import { EURO, TIMELOCK_DELAY, upTo } from "../terms.ts";
import type { Organisation, World } from "../world.ts";
import {
  CLIFF,
  EXIT_TRIBUTE_BPS,
  LAST_DAY,
  PRICE,
  RELEASE_DAY,
  type At,
  type BootstrappedRun,
} from "./model.ts";
import { milestonesOn } from "./milestones.ts";

/** Days since the start. */
const CURATOR_DAY = 150;
const TRIBUTE_DAY = 185;
const LEAVING_DAY = 235;
const GIFT_DAY = 262;
const TRIBUTE_OUT_DAY = 355;
const TREND_BPS = 2_500;

/** Recognition, trades, owner's decisions, a large partner who leaves, a gift, and the founders' claims. */
export async function firstYear({
  world,
  random,
  commons,
  recognition,
  opening,
  at,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly commons: Organisation;
  readonly recognition: Recognition;
  readonly opening: BootstrappedRun["opening"];
  readonly at: At;
  readonly tell: (day: number) => void;
}): Promise<void> {
  const { chain, cast } = world;
  const own = random.fork("first year");
  const market = new Market({
    ...{ world, organisation: commons, random: random.fork("market"), step: "8", openingPrice: PRICE },
    trendBps: TREND_BPS,
    days: LAST_DAY - RELEASE_DAY,
  });
  const arrivals = holdersArrive({ own, holders: cast.of("holder"), total: (opening.reserve * 75n) / 100n });
  let waiting: { readonly scheduled: Scheduled; readonly then: () => void } | undefined;
  const founder = own.pick(cast.of("founder"));

  for (let day = RELEASE_DAY + 1; day <= LAST_DAY; day++) {
    chain.passTo(at(day) + 8 * HOUR);
    for (const { agent, amount } of arrivals.filter((arrival) => arrival.day === day)) {
      await world.fund("8", agent, amount);
    }
    await recognition.day(day);
    for (const [account, amount] of recognition.earned) {
      const agent = cast.byAddress(account);
      if (agent !== undefined) market.earned(agent, amount);
    }
    recognition.earned.clear();

    if (day === CURATOR_DAY || day === TRIBUTE_DAY) {
      const curator = cast.of("curator").at(-1);
      if (curator === undefined) throw new Error("there is no curator to name");
      const action =
        day === CURATOR_DAY
          ? commons.call("registry", "setCurator", [curator.address, true])
          : commons.call("reserve", "setTributes", [0n, EXIT_TRIBUTE_BPS]);
      const text =
        day === CURATOR_DAY
          ? `The organisation named ${curator.label}: ${founder.label} scheduled it in the timelock, and two days later anyone could execute it.`
          : `By the same path a tribute of 1% on sales was set, which pays the treasury for upkeep.`;
      const scheduled = await schedule({
        ...{ world, organisation: commons, step: "6", founder, action, delay: TIMELOCK_DELAY },
      });
      waiting = {
        scheduled,
        then: () => {
          if (day === CURATOR_DAY) recognition.addCurator(curator);
          world.note("6", text);
        },
      };
    }
    if (waiting !== undefined && chain.now >= waiting.scheduled.dueAt) {
      await waiting.scheduled.execute("6", own.pick(cast.of("reader")));
      waiting.then();
      waiting = undefined;
    }
    await milestonesOn(day, world, commons);
    if (day === LEAVING_DAY) await partnerLeaves({ world, commons, market });
    if (day === GIFT_DAY) await gift({ world, commons });
    const sinceRelease = chain.now - opening.time;
    if (sinceRelease >= CLIFF && sinceRelease - DAY < CLIFF) await foundersClaim({ world, commons, market });
    if (day === TRIBUTE_OUT_DAY && commons.books.tribute > 0n) {
      await world.act("8", founder, commons.call("reserve", "collectTribute"));
    }
    if (day === LAST_DAY) await foundersClaim({ world, commons, market });
    await market.day();
    await world.sampleBudget(commons);
    await world.sample(commons);
    tell(day);
  }
}

interface Arrival {
  readonly day: number;
  readonly agent: Agent;
  readonly amount: bigint;
}

/** Holders hear of the market at different times and bring different means. */
function holdersArrive({
  own,
  holders,
  total,
}: {
  readonly own: Random;
  readonly holders: readonly Agent[];
  readonly total: bigint;
}): Arrival[] {
  const weights = holders.map(() => BigInt(own.int(30, 170)));
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  return holders.map((agent, at) => ({
    agent,
    day: own.int(RELEASE_DAY + 2, LAST_DAY - 60),
    amount: ((total * (weights[at] ?? 0n)) / sum / EURO) * EURO,
  }));
}

/** The largest partner sells everything at once. */
async function partnerLeaves({
  world,
  commons,
  market,
}: {
  readonly world: World;
  readonly commons: Organisation;
  readonly market: Market;
}): Promise<void> {
  const [largest] = world.cast
    .of("partner")
    .toSorted((a, b) => (commons.books.balanceOf(b.address) > commons.books.balanceOf(a.address) ? 1 : -1));
  if (largest === undefined) return;
  const before = await world.chain.readAmount(commons.call("reserve", "spotPrice"));
  const tokens = await market.leave(largest);
  const after = await world.chain.readAmount(commons.call("reserve", "spotPrice"));
  if (tokens === 0n || before === 0n) return;
  const fall = ((before - after) * 1_000n) / before;
  world.note(
    "8",
    `${largest.label}, then the largest among the partners, left and sold everything in one go: the price fell by ${fall / 10n}.${fall % 10n}%, and everyone else could still sell.`,
  );
}

async function gift({
  world,
  commons,
}: {
  readonly world: World;
  readonly commons: Organisation;
}): Promise<void> {
  const donor = only(world.cast, "donor");
  const amount = upTo(10n * EURO, (commons.books.reserve * 12n) / 100n);
  await world.fund("8", donor, amount);
  await world.approve("8", donor, commons.address("reserve"));
  await world.act("8", donor, commons.call("reserve", "donate", [amount, "for those who made this"]));
  await world.sample(commons);
}

async function foundersClaim({
  world,
  commons,
  market,
}: {
  readonly world: World;
  readonly commons: Organisation;
  readonly market: Market;
}): Promise<void> {
  for (const founder of world.cast.of("founder")) {
    const claimable = await world.chain.readAmount(commons.call("presale", "claimableOf", [founder.address]));
    if (claimable === 0n) continue;
    await world.act("8", founder, commons.call("presale", "claim", [founder.address]));
    market.earned(founder, claimable);
  }
}
