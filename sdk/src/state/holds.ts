/** What holds an account's stake: known from the events of what began and was closed. */
import { iForumAbi } from "../abi/IForum.ts";
import { readEvents, topicOfAccount } from "../history/read.ts";
import type { Address, Rpc } from "../types.ts";
import { contractsAt, type OrganisationContracts } from "./contracts.ts";
import type { Organisation } from "./open.ts";
import { askPart, listOf, mapped, one, oneIfAny, together, type Part } from "./parts.ts";
import { read } from "./read.ts";

/** The tag of vetoes in Stake. */
export const VETO_TAG = 255n;

/** An act that holds a stake until it is closed. */
export interface Hold {
  readonly account: Address;
  /** The contract it was done in, and the number of the matter there. */
  readonly forum: Address;
  readonly id: bigint;
  /** What was done, see IForum; {@link VETO_TAG} is a veto. */
  readonly tag: bigint;
  /** From when anyone can close it (seconds), as things stand; 2^256 − 1 when that is open. */
  readonly until: bigint;
}

/** All holds as of `block` that nobody has closed, of one account or of all. */
export async function readHolds({
  rpc,
  organisation,
  account,
  block,
  signal,
}: {
  readonly rpc: Rpc;
  readonly organisation: Pick<Organisation, "addresses" | "block">;
  readonly account?: Address | undefined;
  readonly block: bigint;
  readonly signal?: AbortSignal | undefined;
}): Promise<readonly Hold[]> {
  const { stake } = contractsAt(organisation.addresses);
  const range = { rpc, contracts: { stake }, from: organisation.block, to: block, signal };
  const whose = account === undefined ? null : topicOfAccount(account);
  const [held, vetoes] = await Promise.all([
    readEvents({ ...range, events: ["HoldBegun", "HoldClosed"], topics: [whose] }),
    readEvents({ ...range, events: ["VetoCast"], topics: [null, null, whose] }),
  ]);
  const events = [...held, ...vetoes].sort(
    (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex,
  );
  const open = new Map<string, Omit<Hold, "until">>();
  for (const each of events) {
    if (each.event !== "HoldBegun" && each.event !== "HoldClosed" && each.event !== "VetoCast") continue;
    const tag = each.event === "VetoCast" ? VETO_TAG : each.args.tag;
    const hold = { account: each.args.account, forum: each.args.forum, id: each.args.id, tag };
    const key = [hold.account, hold.forum, hold.id, tag].join();
    if (each.event === "HoldClosed") open.delete(key);
    else open.set(key, hold);
  }
  return askPart(rpc, listOf([...open.values()].map((hold) => endOf(stake, hold))), { block });
}

// ---------------------------------------------------------------- internals

/** How long a veto that succeeded holds (seconds): VETO_HOLD of Holds.sol. */
const VETO_HOLD = 7n * 86_400n;
/** A forum that does not say when something ends holds it as long as it may. */
const NEVER = 2n ** 256n - 1n;

/** When a hold can be closed, as Stake itself reckons. */
function endOf(stake: OrganisationContracts["stake"], hold: Omit<Hold, "until">): Part<Hold> {
  const { account, forum, id } = hold;
  const tag = Number(hold.tag);
  const told = oneIfAny(read({ address: forum, abi: iForumAbi, functionName: "heldUntil", args: [id, tag] }));
  if (hold.tag === VETO_TAG) {
    const tally = one(read({ ...stake, functionName: "vetoTally", args: [forum, id] }));
    return mapped(together({ told, tally }), ({ told: end = NEVER, tally: { reachedAt } }) => ({
      ...hold,
      until: reachedAt === 0n ? end : reachedAt + VETO_HOLD,
    }));
  }
  const atMost = one(read({ ...stake, functionName: "holdOf", args: [forum, id, tag, account] }));
  return mapped(together({ told, atMost }), ({ told: end = NEVER, atMost: latest }) => ({
    ...hold,
    until: end < latest ? end : latest,
  }));
}
