/** Steps 2 to 4 of the growing flow: work is recognised, and there is no money. */
import { DAY, HOUR, START_TIME } from "../world/chain.ts";
import { Decision, proposerOf, schedule, type Outcome, type Scheduled } from "../people/governance.ts";
import type { Random } from "../world/random.ts";
import type { Recognition } from "../people/recognition.ts";
import type { Staking } from "../people/staking.ts";
import { plural, tokens } from "../report/format.ts";
import { epochTerms, LONGER_CLAIM_PERIOD, TIMELOCK_DELAY, TOKEN } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { Epochs } from "./epochs.ts";
import { EARLY_DAYS, FIRST_GIFT_DAY } from "./model.ts";

/** Days since the start. */
const CURATOR_DAY = 100;
const VOTE_DAY = 150;

/** Tokens for contributions, no money; people hold and stake, thank each other with tokens, and decide something. */
export async function monthsWithoutMoney({
  world,
  random,
  garden,
  recognition,
  epochs,
  staking,
  early,
  tell,
}: {
  readonly world: World;
  readonly random: Random;
  readonly garden: Organisation;
  readonly recognition: Recognition;
  readonly epochs: Epochs;
  readonly staking: Staking;
  /** Is filled with what was earned in the first months. */
  readonly early: Map<string, bigint>;
  readonly tell: (day: number) => void;
}): Promise<{ readonly thanks: number; readonly decision: Outcome }> {
  const { chain, cast } = world;
  const own = random.fork("without money");
  const founder = own.pick(cast.of("founder"));
  let scheduled: Scheduled | undefined;
  let decision: Decision | undefined;
  let outcome: Outcome | undefined;
  let thanks = 0;
  for (let day = 2; day < FIRST_GIFT_DAY; day++) {
    chain.passTo(START_TIME + day * DAY + 8 * HOUR);
    await epochs.day(day);
    await recognition.day(day);
    await staking.day(day);
    if (day <= EARLY_DAYS) {
      for (const [account, amount] of garden.books.recognised) early.set(account, amount);
    }
    if (own.chance(900)) thanks += await thank({ world, own, garden });
    if (day === CURATOR_DAY) {
      const curator = cast.of("curator").at(-1);
      if (curator === undefined) throw new Error("there is no curator to name");
      const action = garden.call("registry", "setCurator", [curator.address, true]);
      const delay = TIMELOCK_DELAY;
      scheduled = await schedule({ world, organisation: garden, step: "2", founder, action, delay });
    }
    if (scheduled !== undefined && chain.now >= scheduled.dueAt) {
      await scheduled.execute("2", own.pick(cast.of("reader")));
      scheduled = undefined;
      const curator = cast.of("curator").at(-1);
      if (curator !== undefined) {
        recognition.addCurator(curator);
        world.note(
          "2",
          `The organisation named ${curator.label}: ${founder.label} scheduled it in the timelock, and two days later anyone could execute it.`,
        );
      }
    }
    if (day === VOTE_DAY) decision = await proposeLongerClaims({ world, random, garden });
    outcome ??= await decision?.day(own.pick(cast.of("reader")));
    await world.sample(garden);
    tell(day);
  }
  if (outcome === undefined) throw new Error("the stakeholders decided nothing");
  world.note("4", sentenceOf(outcome));
  return { thanks, decision: outcome };
}

/** A stakeholder proposes that what later epochs award can be claimed for longer. */
async function proposeLongerClaims({
  world,
  random,
  garden,
}: {
  readonly world: World;
  readonly random: Random;
  readonly garden: Organisation;
}): Promise<Decision> {
  const own = random.fork("vote");
  const terms = { ...epochTerms(), claimPeriod: LONGER_CLAIM_PERIOD };
  return Decision.propose({
    ...{ world, organisation: garden, step: "4", random: own },
    proposer: await proposerOf(world, garden, own),
    action: garden.call("epochs", "setTerms", [terms]),
    description: "Awards of an epoch can be claimed for three years instead of two",
  });
}

function sentenceOf({ executed, voters, inFavour, against, quorum }: Outcome): string {
  return (
    `They decided together, too: ${plural(voters, "stakeholder")} voted with their stakes on whether awards can be claimed ` +
    `for three years instead of two. ${tokens(inFavour)} were in favour and ${tokens(against)} against; ${tokens(quorum)} in ` +
    `favour were needed: ` +
    (executed
      ? "two days later anyone could carry it out. Who had decided stayed: their stakes were free a week after that."
      : "it was defeated, and nothing changed.")
  );
}

/** Someone with tokens gives a few to someone else: money inside the network, before there is a market. */
async function thank({
  world,
  own,
  garden,
}: {
  readonly world: World;
  readonly own: Random;
  readonly garden: Organisation;
}): Promise<number> {
  const givers = world.cast.all.filter(({ address }) => garden.books.balanceOf(address) >= TOKEN);
  if (givers.length === 0) return 0;
  const giver = own.pick(givers);
  const receiver = own.pick(world.cast.of("reader").filter(({ address }) => address !== giver.address));
  const amount = own.part(garden.books.balanceOf(giver.address), 100, 500);
  await world.act("4", giver, garden.call("token", "transfer", [receiver.address, amount]));
  return 1;
}
