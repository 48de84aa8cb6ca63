/** Figures of what came from outside and of what tokens bought, for charts, tables and sentences. */
import { only, type Agent } from "../../world/agents.ts";
import type { ProposalRecord } from "../../books/backings.ts";
import type { Source } from "../../books/gifts.ts";
import { TOKEN } from "../../people/terms.ts";
import type { OfferRecord } from "../../books/vouchers.ts";
import type { GrowingRun } from "../model.ts";

/** Sources of gifts as people call them. */
export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  donations: "Donations",
  matching: "A grant that doubled donations",
  verified: "A pledge that a verifier confirmed",
  conditions: "A pledge on a condition read from chain",
  licences: "Licences: the holders’ part",
  absorbed: "Sent by mistake, then counted",
};

/** The city's offer, what a ticket was worth in euros when it was bought, and what the city did with its tokens. */
export function ticketFigures({ garden, world, cast }: GrowingRun): {
  readonly offer: OfferRecord;
  /** Asset units for one ticket, at the market's price of the moment. */
  readonly cheapest: bigint;
  readonly dearest: bigint;
  /** Asset units for all tickets sold, at the market's price of the moment. */
  readonly worthWhenBought: bigint;
  /** Holders who bought. */
  readonly riders: number;
  /** Token wei that the city sold, and asset units that it got for them. */
  readonly citySold: bigint;
  readonly cityGot: bigint;
} {
  const [offer] = garden.books.vouchers.offers.values();
  if (offer === undefined) throw new Error("a city's offer is part of the flow");
  const bought = world.events.filter(({ name }) => name === "VouchersBought");
  const prices = bought.map((event) => {
    const sample = garden.samples.findLast(({ time }) => time <= event.time);
    return ((sample?.price ?? 0n) * offer.price) / TOKEN;
  });
  const worthWhenBought = bought.reduce(
    (sum, { args }, at) => sum + (args.getValue("quantity") as bigint) * (prices[at] ?? 0n),
    0n,
  );
  const sales = world.events.filter(
    ({ name, actor }) => name === "Sold" && actor === only(cast, "city").label,
  );
  const sorted = prices.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    ...{ offer, worthWhenBought, cheapest: sorted[0] ?? 0n, dearest: sorted.at(-1) ?? 0n },
    riders: new Set(bought.map(({ actor }) => actor)).size,
    citySold: sales.reduce((sum, { tokens }) => sum + (tokens ?? 0n), 0n),
    cityGot: sales.reduce((sum, { asset }) => sum + (asset ?? 0n), 0n),
  };
}

/** A backer of a proposal; token wei. */
export interface Backer {
  readonly agent: Agent;
  readonly backing: bigint;
  /** The backer's part of what was issued, and what of it was claimed. */
  readonly reward: bigint;
  readonly claimed: bigint;
}

/** A proposal's backers, the largest first. */
export function backersOf(
  { cast }: GrowingRun,
  { backings, claims, minted, goal }: ProposalRecord,
): Backer[] {
  return [...backings]
    .flatMap(([account, backing]): Backer[] => {
      const agent = cast.byAddress(account);
      if (agent === undefined || backing === 0n) return [];
      return [{ agent, backing, reward: (minted * backing) / goal, claimed: claims.get(account) ?? 0n }];
    })
    .sort((a, b) => (a.backing === b.backing ? 0 : a.backing > b.backing ? -1 : 1));
}

/** What backs a proposal now, whoever it belongs to once it is completed. */
export function backingOf({ backings }: ProposalRecord): bigint {
  let sum = 0n;
  for (const backing of backings.values()) sum += backing;
  return sum;
}
