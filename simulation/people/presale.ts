/** How partners behave in a presale: they give, and take back what a failed sale owes them. */
import type { Agent } from "../world/agents.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { DAY, HOUR } from "../world/chain.ts";
import type { Random } from "../world/random.ts";
import { EURO, type PresalePlan } from "./terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

const LEAST_GIFT = 10n * EURO;

/** What one partner means to give on one day. */
export interface Intention {
  readonly time: number;
  readonly partner: Agent;
  /** Asset units. */
  readonly amount: bigint;
}

/** Partners of very different means, who together want to give about `total`, in one to three parts each. */
export function intentions({
  random,
  partners,
  total,
  opens,
  closes,
}: {
  readonly random: Random;
  readonly partners: readonly Agent[];
  /** Asset units. */
  readonly total: bigint;
  readonly opens: number;
  readonly closes: number;
}): Intention[] {
  const parts = partners.flatMap((partner) => {
    const means = BigInt(random.int(20, 100)) ** 2n;
    const count = random.int(1, 3);
    return Array.from({ length: count }, () => ({
      partner,
      weight: means / BigInt(count),
      day: random.int(0, Math.floor((closes - opens) / DAY) - 2),
    }));
  });
  const sum = parts.reduce((weights, { weight }) => weights + weight, 0n);
  return parts
    .map(({ partner, weight, day }, at) => {
      const amount = ((total * weight) / sum / EURO) * EURO;
      return {
        at,
        partner,
        time: opens + day * DAY + 9 * HOUR,
        amount: amount < LEAST_GIFT ? LEAST_GIFT : amount,
      };
    })
    .sort((a, b) => a.time - b.time || a.at - b.at)
    .map(({ time, partner, amount }) => ({ time, partner, amount }));
}

/** Runs a presale to its end. Intentions beyond a partner's maximum or the end of the sale are dropped. */
export async function runPresale({
  world,
  organisation,
  step,
  terms,
  wishes,
}: {
  readonly world: World;
  readonly organisation: Organisation;
  readonly step: string;
  readonly terms: PresalePlan;
  readonly wishes: readonly Intention[];
}): Promise<void> {
  const { chain } = world;
  const { books } = organisation;
  chain.passTo(terms.opens);
  await world.sample(organisation);
  for (const { time, partner, amount } of wishes) {
    if (books.given >= terms.maximum) break;
    const given = books.contributed.get(partner.address) ?? 0n;
    if (given >= terms.perPartnerMaximum) continue;
    chain.passTo(time);
    await give({ world, organisation, step, partner, amount });
    await world.sample(organisation);
  }
}

/** One contribution; what is above the sale's or the partner's maximum stays with the partner. */
export async function give({
  world,
  organisation,
  step,
  partner,
  amount,
}: {
  readonly world: World;
  readonly organisation: Organisation;
  readonly step: string;
  readonly partner: Agent;
  readonly amount: bigint;
}): Promise<void> {
  await world.approve(step, partner, organisation.address("presale"));
  await world.act(step, partner, organisation.call("presale", "contribute", [amount, []]));
}

/** Everyone takes back what they gave; fails unless each one ends with exactly the money of before. */
export async function refundAll({
  world,
  organisation,
  step,
  random,
  moneyBefore,
  fromTime,
}: {
  readonly world: World;
  readonly organisation: Organisation;
  readonly step: string;
  readonly random: Random;
  /** Asset units by account, before anyone gave. */
  readonly moneyBefore: ReadonlyMap<string, bigint>;
  readonly fromTime: number;
}): Promise<number> {
  const { chain, cast } = world;
  const { books } = organisation;
  const partners = [...books.contributed].filter(([, amount]) => amount > 0n).map(([account]) => account);
  let time = fromTime;
  for (const account of random.shuffle(partners)) {
    const partner = cast.byAddress(account);
    if (partner === undefined) throw new Error(`a partner at ${account} is nobody's account`);
    time += random.int(3, 20) * HOUR;
    chain.passTo(time);
    await world.act(step, partner, organisation.call("presale", "refund", [account]));
    const money = await world.moneyOf(account);
    if (money !== moneyBefore.get(account)) {
      throw new ConservationBroken(
        `${partner.label} has ${money} asset units after the refund instead of ${moneyBefore.get(account) ?? 0n}`,
      );
    }
    await world.sample(organisation);
  }
  const left = await world.moneyOf(organisation.address("presale"));
  if (left !== 0n || books.refunded !== books.raised) {
    throw new ConservationBroken(`the failed sale keeps ${left} asset units of its partners`);
  }
  return partners.length;
}
