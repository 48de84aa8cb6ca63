/** The milestones of the production budget: met and paid, stopped by partners, and missed. */
import { only, type Agent } from "../agents.ts";
import { DAY } from "../chain.ts";
import { ESCROW_GRACE, ESCROW_WINDOW } from "../terms.ts";
import type { Organisation, World } from "../world.ts";
import { RELEASE_DAY } from "./model.ts";

/** Parts of the budget in bps; days from the release. */
export const MILESTONES = [
  { name: "The car is on the road", bps: 3_500n, due: 30, approved: 24 },
  { name: "A hundred pages are reviewed", bps: 2_500n, due: 120, approved: 110 },
  { name: "The server carries the readers", bps: 2_000n, due: 170, approved: 150 },
  { name: "A second town takes part", bps: 2_000n, due: 200, approved: undefined },
] as const;
/** The one that the trustee approves on a report that partners doubt. */
const DOUBTED = 2;

const WINDOW_DAYS = ESCROW_WINDOW / DAY;
const GRACE_DAYS = ESCROW_GRACE / DAY;

/** Partners by what they gave, the largest first. */
export function biggestPartners(world: World, { books }: Organisation): Agent[] {
  const gave = (agent: Agent): bigint => books.contributed.get(agent.address) ?? 0n;
  return world.cast
    .of("partner")
    .filter((agent) => gave(agent) > 0n)
    .sort((a, b) => (gave(a) === gave(b) ? 0 : gave(a) > gave(b) ? -1 : 1));
}

/** What happens to the milestones on a day since the start. */
export async function milestonesOn(day: number, world: World, commons: Organisation): Promise<void> {
  const trustee = only(world.cast, "trustee");
  const reader = world.cast.of("reader")[0] ?? trustee;
  const act = (agent: Agent, name: string, index: number) =>
    world.act("8", agent, commons.call("escrow", name, [BigInt(index)]));
  for (const [index, { name, due, approved }] of MILESTONES.entries()) {
    const since = day - RELEASE_DAY;
    if (approved === undefined) {
      if (since !== due + GRACE_DAYS + 1) continue;
      await act(reader, "failMilestone", index);
      world.note(
        "8",
        `“${name}” was missed. A reader sent its part of the budget to the reserve of all holders.`,
      );
    } else if (since === approved) {
      await act(trustee, "approveMilestone", index);
      if (index === DOUBTED) await stop({ world, commons, index, act });
    } else if (since === approved + WINDOW_DAYS + 1 && index !== DOUBTED) {
      await act(reader, "payMilestone", index);
      world.note(
        "8",
        `“${name}”: met, approved by the trustee, and paid to the treasury when no one objected.`,
      );
    }
  }
}

/** Partners with more than half of the money stop an approval; its part goes to the reserve. */
async function stop({
  world,
  commons,
  index,
  act,
}: {
  readonly world: World;
  readonly commons: Organisation;
  readonly index: number;
  readonly act: (agent: Agent, name: string, index: number) => ReturnType<World["act"]>;
}): Promise<void> {
  let stopping = 0;
  for (const partner of biggestPartners(world, commons)) {
    stopping++;
    const events = await act(partner, "stopMilestone", index);
    if (events.some(({ name }) => name === "MilestoneRefused")) break;
  }
  const [first] = biggestPartners(world, commons);
  if (first === undefined) throw new Error("the sale had no partner");
  await act(first, "failMilestone", index);
  world.note(
    "8",
    `The trustee approved “${MILESTONES[DOUBTED].name}” on a report that partners doubted: ${stopping} of them, with more than half of the money, stopped it, and its part went to the reserve.`,
  );
}
