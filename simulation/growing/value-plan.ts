/** What others will give, pay and promise, and what holders will do with their tokens: amounts and days. */
import { DAY } from "../world/chain.ts";
import type { Plan } from "../people/plan.ts";
import { downTo, EURO, TOKEN } from "../people/terms.ts";
import type { Random } from "../world/random.ts";

/** A money amount between two parts of the market's least reserve in bps, in whole steps of ten euros. */
function money(random: Random, minimumReserve: bigint, fromBps: number, toBps: number): bigint {
  return downTo(random.part(minimumReserve, fromBps, toBps), 10n * EURO);
}

/** Days are counted since the start, amounts are asset units and token wei. */
export type ValuePlan = ReturnType<typeof planValue>;

/** Plans all that comes from outside, in proportion to the market's least reserve and to the work that is planned. */
export function planValue({
  random,
  plan,
  minimumReserve,
}: {
  readonly random: Random;
  readonly plan: Plan;
  readonly minimumReserve: bigint;
}) {
  const pledgeOf = (fromBps: number, toBps: number): bigint => money(random, minimumReserve, fromBps, toBps);
  return {
    /** The first gift does not suffice to open the market. */
    firstGift: { day: 236, amount: pledgeOf(2_500, 4_000) },
    /** Doubles what donors who choose it give, as far as the bound of all grants allows. */
    matching: { day: 237, until: 330, cap: pledgeOf(1_200, 1_600) },
    donors: { fromDay: 239, toDay: 318, leastBps: 150, mostBps: 450 },
    /** Given again and again from an allowance, until its donor ends it; the payment of one interval nobody makes. */
    standing: {
      ...{ day: 254, everyDays: 10, missed: 3, cancelledDay: 322 },
      amount: pledgeOf(40, 80),
    },
    /** Goes to the reserve when a verifier confirms; suffices to open the market. */
    verified: { day: 240, confirmedDay: 250, until: 300, amount: pledgeOf(9_000, 13_000) },
    /** Goes to the reserve when so much more work is recognised. */
    conditional: {
      ...{ day: 243, until: 345, amount: pledgeOf(3_000, 4_500) },
      moreRecognised: downTo((plan.total * 8n) / 100n, TOKEN),
    },
    /** Is never confirmed, and goes back. */
    broken: { day: 246, until: 310, reclaimedDay: 312, amount: pledgeOf(2_000, 3_000) },
    /** Money sent to the reserve past its functions, and when someone has it counted. */
    stray: { day: 290, countedDay: 292, amount: pledgeOf(50, 150) },
    licences: {
      /** When the tier is decided; the owner's path takes days. */
      tierDay: 254,
      firstDay: 259,
      lastDay: 310,
      price: pledgeOf(300, 400),
      duration: 30 * DAY,
      makersBps: 4_000,
      /** Recognised contribution from which the licence is free. */
      commonsMinimum: downTo(plan.total / 150n, TOKEN),
      commonsFromDay: 262,
      commonsToDay: 320,
    },
    tickets: {
      /** When the city is decided to be known; the owner's path takes days. */
      verifyDay: 255,
      publishDay: 258,
      /** The sale, and how long its vouchers are good. */
      opensDay: 259,
      closesDay: 325,
      validUntilDay: 345,
      /** What a ride costs, at the price when the market opened; whole cents of a token. */
      worth: (EURO * 24n) / 10n,
      stock: 400n,
      /** Vouchers sold in a week, at most. */
      quota: 60n,
      riders: 24,
      fewest: 3,
      most: 14,
    },
    proposals: {
      /** The funded one, and the one that nobody delivers. */
      openDays: [261, 268],
      fundingDays: 14,
      deliverDay: 280,
      deliverWithinDays: 40,
      reward: downTo((plan.total * 6n) / 100n, TOKEN),
      goal: downTo((plan.total * 2n) / 100n, TOKEN),
      backersBps: 4_500,
    },
  } as const;
}

/** The plan with a largest reward that leaves room for what proposals ask. */
export function withProposals(plan: Plan, { proposals: { reward } }: ValuePlan): Plan {
  const { greatest } = plan;
  const production = greatest.production > reward ? greatest.production : reward;
  return { ...plan, greatest: { ...greatest, production } };
}
