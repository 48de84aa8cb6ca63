/** Who has how much, for charts and figures. */
import type { Agent, Cast, Role } from "../world/agents.ts";
import type { Organisation } from "../world/organisation.ts";
import type { Holding } from "./charts/tokens.ts";
import { plural } from "./format.ts";

/** Holders that a chart names. */
const NAMED_HOLDERS = 12;

const GROUPS: Readonly<Record<Role, string>> = {
  founder: "Founders",
  trustee: "Everyone else",
  partner: "Partners",
  producer: "Producers",
  reader: "Readers",
  visitor: "Readers",
  curator: "Curators",
  holder: "Holders",
  donor: "Everyone else",
  foundation: "Everyone else",
  institution: "Everyone else",
  sponsor: "Everyone else",
  verifier: "Everyone else",
  company: "Everyone else",
  maker: "Producers",
  city: "City",
  gate: "Everyone else",
  raider: "Everyone else",
};

/** Everyone with tokens, staked or at hand, the largest first. */
export function holdersOf(cast: Cast, { books }: Organisation): { agent: Agent; amount: bigint }[] {
  return cast.all
    .map((agent) => ({ agent, amount: books.holdingOf(agent.address) }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1));
}

/** The largest holders by name with what they staked, the others together, what waits in contracts, and what founders lost. */
export function holdingsOf(cast: Cast, organisation: Organisation): Holding[] {
  const holders = holdersOf(cast, organisation);
  const named = holders.slice(0, NAMED_HOLDERS);
  const others = holders.slice(NAMED_HOLDERS);
  const rest = others.reduce((sum, { amount }) => sum + amount, 0n);
  const inPresale =
    organisation.contracts.presale === undefined
      ? 0n
      : organisation.books.balanceOf(organisation.address("presale"));
  const { unclaimed, inRegistry, issuance, vouchers, backings, stakes } = organisation.books;
  const used = vouchers.waiting + backings.backed + backings.unclaimed;
  const uncollected = unclaimed + inRegistry + issuance.waiting;
  return [
    ...named.map(({ agent, amount }) => ({ label: agent.label, group: GROUPS[agent.role], amount })),
    ...(rest > 0n ? [{ label: plural(others.length, "other"), group: "Everyone else", amount: rest }] : []),
    ...(uncollected > 0n ? [{ label: "Not claimed yet", group: "Unclaimed", amount: uncollected }] : []),
    ...(used > 0n ? [{ label: "Vouchers, proposals", group: "Unclaimed", amount: used }] : []),
    ...(stakes.forfeited > 0n
      ? [{ label: "Lost by founders", group: "Lost", amount: stakes.forfeited }]
      : []),
    ...(inPresale > 0n ? [{ label: "In the presale", group: "Vesting", amount: inPresale }] : []),
  ];
}

/** Gini coefficient of the holders' amounts in per cent: 0 when all have the same. */
export function giniPercent(amounts: readonly bigint[]): number {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const count = BigInt(sorted.length);
  const total = sorted.reduce((sum, amount) => sum + amount, 0n);
  if (count === 0n || total === 0n) return 0;
  const weighted = sorted.reduce((sum, amount, at) => sum + amount * (2n * BigInt(at + 1) - count - 1n), 0n);
  return Number((weighted * 100n + (count * total) / 2n) / (count * total));
}
