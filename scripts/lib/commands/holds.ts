/** What holds stakes: from the events of what began and was closed. */
import type { CdpoContracts } from "../deployment.ts";
import { eventsSince, type Context } from "./command.ts";

/** The tag of vetoes in the contract of stakes. */
const VETO = 255n;
/** What people did, by forum and tag. */
const ACTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  governor: {
    "0": "a vote against",
    "1": "a vote for",
    "2": "an abstention in",
    "3": "having proposed",
  },
  registry: { "0": "a review of" },
  epochs: { "0": "an objection to", "1": "having proposed" },
};
const MATTERS = {
  governor: "decision",
  registry: "contribution",
  epochs: "epoch",
  timelock: "operation",
} as const;
type Forum = keyof typeof MATTERS;

/** One act that holds the stake of an account. */
export interface Hold {
  readonly account: string;
  readonly forum: string;
  readonly id: bigint;
  readonly tag: bigint;
}

/** A hold that began or was closed, and where in the chain. */
interface Change {
  readonly hold: Hold;
  readonly begins: boolean;
  readonly blockNumber: number;
  readonly index: number;
}

/** All holds that nobody has closed, of one account or of all. */
export async function readHolds(
  { chain, cdpo, organisation }: Pick<Context, "chain" | "cdpo" | "organisation">,
  account?: string,
): Promise<Hold[]> {
  const { stake } = cdpo;
  const since = { ethers: chain.ethers, from: organisation.block };
  const begun = await eventsSince({
    ...since,
    query: (from, to) => stake.queryFilter(stake.filters.HoldBegun(account), from, to),
  });
  const vetoes = await eventsSince({
    ...since,
    query: (from, to) => stake.queryFilter(stake.filters.VetoCast(undefined, undefined, account), from, to),
  });
  const closed = await eventsSince({
    ...since,
    query: (from, to) => stake.queryFilter(stake.filters.HoldClosed(account), from, to),
  });
  const changes: Change[] = [
    ...begun.map(({ args: { account: who, forum, id, tag }, blockNumber, index }) => ({
      ...{ hold: { account: who, forum, id, tag }, begins: true, blockNumber, index },
    })),
    ...vetoes.map(({ args: { account: who, forum, id }, blockNumber, index }) => ({
      ...{ hold: { account: who, forum, id, tag: VETO }, begins: true, blockNumber, index },
    })),
    ...closed.map(({ args: { account: who, forum, id, tag }, blockNumber, index }) => ({
      ...{ hold: { account: who, forum, id, tag }, begins: false, blockNumber, index },
    })),
  ];
  changes.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
  const open = new Map<string, Hold>();
  for (const { hold, begins } of changes) {
    const key = [hold.account, hold.forum, hold.id, hold.tag].join();
    if (begins) open.set(key, hold);
    else open.delete(key);
  }
  return [...open.values()];
}

/** A hold in words: `a vote for decision 3`. */
export function describeHold({ addresses }: CdpoContracts, { forum, id, tag }: Hold): string {
  const name = (Object.keys(MATTERS) as Forum[]).find((known) => addresses[known] === forum);
  if (name === undefined) return `something at ${forum}`;
  const act = tag === VETO ? "a veto of" : (ACTS[name]?.[tag.toString()] ?? "an act in");
  return `${act} ${MATTERS[name]} ${id}`;
}
