/** The bootstrapped organisation's first year on the market. */
import { only, type Agent } from "../world/agents.ts";
import { DAY, HOUR } from "../world/chain.ts";
import { Decision, proposerOf, schedule, type Outcome, type Scheduled } from "../people/governance.ts";
import { Market } from "../people/market.ts";
import type { Random } from "../world/random.ts";
import type { Recognition } from "../people/recognition.ts";
import { percent, plural, tokens as inTokens } from "../report/format.ts";
import type { Staking } from "../people/staking.ts";
import { EURO, TIMELOCK_DELAY, upTo } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import {
  CLIFF,
  EXIT_TRIBUTE_BPS,
  LAST_DAY,
  PARTNER_CLIFF,
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
/** Days between the times at which partners take back what has vested, and how many of those do who do not keep all. */
const UNSTAKING_DAYS = 30;
const UNSTAKES_BPS = 6_000;
const KEEPS_ALL_BPS = 10_000;

/** Recognition, trades, decisions, vesting that ends, a large partner who leaves, and a gift. */
export async function firstYear({
  world,
  random,
  commons,
  recognition,
  staking,
  opening,
  at,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly commons: Organisation;
  readonly recognition: Recognition;
  readonly staking: Staking;
  readonly opening: BootstrappedRun["opening"];
  readonly at: At;
  readonly tell: (day: number) => void;
}): Promise<Outcome> {
  const { chain, cast } = world;
  const own = random.fork("first year");
  const market = new Market({
    ...{ world, organisation: commons, random: random.fork("market"), step: "8", openingPrice: PRICE },
    trendBps: TREND_BPS,
    days: LAST_DAY - RELEASE_DAY,
    staking,
  });
  const arrivals = holdersArrive({ own, holders: cast.of("holder"), total: (opening.reserve * 75n) / 100n });
  let waiting: { readonly scheduled: Scheduled; readonly then: () => void } | undefined;
  const founder = own.pick(cast.of("founder"));
  let decision: Decision | undefined;
  let outcome: Outcome | undefined;

  for (let day = RELEASE_DAY + 1; day <= LAST_DAY; day++) {
    chain.passTo(at(day) + 8 * HOUR);
    for (const { agent, amount } of arrivals.filter((arrival) => arrival.day === day)) {
      await world.fund("8", agent, amount);
    }
    await recognition.day(day);
    await staking.day(day);
    for (const [account, amount] of recognition.earned) {
      const agent = cast.byAddress(account);
      if (agent !== undefined) market.earned(agent, amount);
    }
    recognition.earned.clear();

    if (day === CURATOR_DAY) {
      const curator = cast.of("curator").at(-1);
      if (curator === undefined) throw new Error("there is no curator to name");
      const action = commons.call("registry", "setCurator", [curator.address, true]);
      const scheduled = await schedule({
        ...{ world, organisation: commons, step: "6", founder, action, delay: TIMELOCK_DELAY },
      });
      waiting = {
        scheduled,
        then: () => {
          recognition.addCurator(curator);
          world.note(
            "6",
            `The organisation named ${curator.label}: ${founder.label} scheduled it in the timelock, and two days later, as nobody had vetoed it, anyone could execute it.`,
          );
        },
      };
    }
    if (day === TRIBUTE_DAY) decision = await proposeTribute({ world, random, commons });
    outcome ??= await decision?.day(own.pick(cast.of("reader")));
    if (waiting !== undefined && chain.now >= waiting.scheduled.dueAt) {
      await waiting.scheduled.execute("6", own.pick(cast.of("reader")));
      waiting.then();
      waiting = undefined;
    }
    await milestonesOn(day, world, commons);
    if (day === LEAVING_DAY) await partnerLeaves({ world, commons, market });
    if (day === GIFT_DAY) await gift({ world, commons });
    const sinceRelease = chain.now - opening.time;
    if (sinceRelease >= CLIFF && sinceRelease - DAY < CLIFF)
      await foundersUnstake({ world, staking, market });
    if (sinceRelease >= PARTNER_CLIFF && (day - RELEASE_DAY) % UNSTAKING_DAYS === 1) {
      await partnersUnstake({ world, own, staking, market });
    }
    if (day === TRIBUTE_OUT_DAY && commons.books.tribute > 0n) {
      await world.act("8", founder, commons.call("reserve", "collectTribute"));
    }
    if (day === LAST_DAY) await foundersUnstake({ world, staking, market });
    await market.day();
    await world.sample(commons);
    tell(day);
  }
  if (outcome === undefined) throw new Error("the stakeholders decided nothing");
  world.note("7", sentenceOf(outcome));
  return outcome;
}

/** A stakeholder proposes a tribute on sales, which pays for upkeep. */
async function proposeTribute({
  world,
  random,
  commons,
}: {
  readonly world: World;
  readonly random: Random;
  readonly commons: Organisation;
}): Promise<Decision> {
  const own = random.fork("vote");
  return Decision.propose({
    ...{ world, organisation: commons, step: "7", random: own },
    proposer: await proposerOf(world, commons, own),
    action: commons.call("reserve", "setTributes", [0n, EXIT_TRIBUTE_BPS]),
    description: "A tribute of 1% on sales pays the treasury for upkeep",
  });
}

function sentenceOf({ executed, voters, inFavour, against, quorum }: Outcome): string {
  return (
    `They decided on a tribute of 1% on sales, which pays the treasury for upkeep: ${plural(voters, "stakeholder")} voted, ` +
    `${percent(inFavour, inFavour + against)} of ${inTokens(inFavour + against)} staked tokens in favour, where ` +
    `${inTokens(quorum)} were needed. ` +
    (executed
      ? "It was carried out two days later. What still vested voted as well, and who had voted for it was held for a week after that."
      : "It was defeated, and nothing changed.")
  );
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
    .toSorted((a, b) => (commons.books.holdingOf(b.address) > commons.books.holdingOf(a.address) ? 1 : -1));
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

/** Founders take back what has vested. */
async function foundersUnstake({
  world,
  staking,
  market,
}: {
  readonly world: World;
  readonly staking: Staking;
  readonly market: Market;
}): Promise<void> {
  for (const founder of world.cast.of("founder")) {
    const amount = await staking.free(founder);
    if (amount > 0n) market.earned(founder, amount);
  }
}

/** Partners take back what has vested, but for those who keep all. */
async function partnersUnstake({
  world,
  own,
  staking,
  market,
}: {
  readonly world: World;
  readonly own: Random;
  readonly staking: Staking;
  readonly market: Market;
}): Promise<void> {
  for (const partner of world.cast.of("partner")) {
    if (partner.keepsBps >= KEEPS_ALL_BPS || !own.chance(UNSTAKES_BPS)) continue;
    const amount = await staking.free(partner);
    if (amount > 0n) market.earned(partner, amount / 4n);
  }
}
