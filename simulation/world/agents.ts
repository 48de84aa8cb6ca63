/** Who takes part in a simulation: seeded agents, and the people of a real history as producers. */
import { computeAddress, getAddress, id, Wallet } from "ethers";
import type { Random } from "./random.ts";

export type Role =
  | "founder"
  | "trustee"
  | "partner"
  | "producer"
  | "reader"
  | "visitor"
  | "curator"
  | "holder"
  | "donor"
  | "foundation"
  | "institution"
  | "sponsor"
  | "verifier"
  | "company"
  | "maker"
  | "city"
  | "gate"
  | "raider";

/** Someone who acts. Traits decide what the agent does with money and tokens. */
export interface Agent {
  readonly label: string;
  readonly role: Role;
  readonly address: string;
  /** Of what the agent earns, the part that stays; in bps. */
  readonly keepsBps: number;
  /** How the agent values the token beside the common opinion; in bps, 10,000 for the same. */
  readonly opinionBps: number;
  /** Chance of looking at the market on a day, in bps. */
  readonly activityBps: number;
}

/** Everyone of one simulation. */
export interface Cast {
  readonly all: readonly Agent[];
  /** Seeded agents, not counting the producers of the history. */
  readonly seeded: number;
  of(role: Role): readonly Agent[];
  /** The producer who has this account. */
  byAddress(address: string): Agent | undefined;
}

const TITLES: Readonly<Record<Role, string>> = {
  founder: "Founder",
  trustee: "Trustee",
  partner: "Partner",
  producer: "Producer",
  reader: "Reader",
  visitor: "Visitor",
  curator: "Curator",
  holder: "Holder",
  donor: "Donor",
  foundation: "Foundation",
  institution: "Institution",
  sponsor: "Sponsor",
  verifier: "Verifier",
  company: "Company",
  maker: "Maker",
  city: "City",
  gate: "Ticket gate",
  raider: "Raider",
};

/** Those who do what they are for, and do not trade by opinion. A city sells half of the tokens that it takes. */
const NO_TRADERS: readonly Role[] = [
  ...(["foundation", "institution", "sponsor", "verifier", "company", "city", "gate", "raider"] as const),
];
const NO_TRADER = { keepsBps: 5_000, opinionBps: 10_000, activityBps: 0 } as const;

/** Some live on what they earn, some sell a part, most keep all. */
const KEEPS_BPS = [2_000, 5_000, 7_500, 9_000, 10_000, 10_000, 10_000];

function traits(random: Random, role: Role): Pick<Agent, "keepsBps" | "opinionBps" | "activityBps"> {
  if (NO_TRADERS.includes(role)) return NO_TRADER;
  return {
    keepsBps: random.pick(KEEPS_BPS),
    opinionBps: random.int(7_800, 12_600),
    activityBps: random.int(150, 500),
  };
}

/** The key of a seeded agent. */
function seededKey(label: string): string {
  return id(`cdpo-simulation:key of ${label}`);
}

/** The account of a visitor, one of thousands, who signs nothing. */
export function visitorAccount(label: string): string {
  return getAddress(`0x${id(`cdpo-simulation:${label}`).slice(-40)}`);
}

/** A wallet with which a seeded agent, no visitor, signs; for the simulation's own chain. */
export function walletOf({ label }: Agent): Wallet {
  return new Wallet(seededKey(label));
}

/** Casts the numbers of agents asked for, and the producers with their accounts. */
export function createCast({
  random,
  counts,
  producers,
}: {
  readonly random: Random;
  readonly counts: Partial<Record<Exclude<Role, "producer">, number>>;
  readonly producers: readonly { readonly name: string; readonly account: string }[];
}): Cast {
  const agents: Agent[] = [];
  for (const [role, count] of Object.entries(counts) as [Role, number][]) {
    for (let number = 1; number <= count; number++) {
      const label = count === 1 ? TITLES[role] : `${TITLES[role]} ${number}`;
      const address = role === "visitor" ? visitorAccount(label) : computeAddress(seededKey(label));
      agents.push({ label, role, address, ...traits(random.fork(label), role) });
    }
  }
  const seeded = agents.length;
  const labels = new Set(agents.map(({ label }) => label));
  for (const { name, account } of producers) {
    const base = name.trim() === "" ? "Unnamed author" : name.trim();
    let label = base;
    for (let number = 2; labels.has(label); number++) label = `${base} (${number})`;
    labels.add(label);
    agents.push({ label, role: "producer", address: account, ...traits(random.fork(account), "producer") });
  }
  const known = new Map(agents.map((agent) => [agent.address, agent]));
  return {
    all: agents,
    seeded,
    of: (role) => agents.filter((agent) => agent.role === role),
    byAddress: (address) => known.get(address),
  };
}

/** The one agent of a role. */
export function only(cast: Cast, role: Role): Agent {
  const [agent] = cast.of(role);
  if (agent === undefined) throw new Error(`the simulation has no ${role}`);
  return agent;
}
