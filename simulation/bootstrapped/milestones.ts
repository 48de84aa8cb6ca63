/** The milestones of the production budget: met and paid, refused after two objections of the partners, and missed. */
import { only, type Agent } from "../world/agents.ts";
import { DAY } from "../world/chain.ts";
import { euros, plural } from "../report/format.ts";
import { MILESTONE_GRACE, OBJECTION_WINDOW } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import { RELEASE_DAY } from "./model.ts";

/** Parts of the budget in bps; days from the release. */
export const MILESTONES = [
  { name: "The car is on the road", bps: 3_500n, due: 30, approved: [24] },
  { name: "The server carries the readers", bps: 2_000n, due: 70, approved: [42, 52] },
  { name: "A hundred pages are reviewed", bps: 2_500n, due: 120, approved: [110] },
  { name: "A second town takes part", bps: 2_000n, due: 200, approved: [] },
] as const;
/** The one that the trustee approves twice, on reports that partners doubt. */
const DOUBTED = 1;

const WINDOW_DAYS = OBJECTION_WINDOW / DAY;
const GRACE_DAYS = MILESTONE_GRACE / DAY;
/** Days from the release on which partners fetch what is theirs again, and every which of them does each time. */
const FETCHING_DAYS = [58, 75, 236, 250];
const FETCHERS = 2;

/** Partners by what they gave and did not take back, the largest first. */
export function biggestPartners(world: World, { books }: Organisation): Agent[] {
  const gave = (agent: Agent): bigint => books.contributed.get(agent.address) ?? 0n;
  return world.cast
    .of("partner")
    .filter((agent) => gave(agent) > 0n)
    .sort((a, b) => (gave(a) === gave(b) ? 0 : gave(a) > gave(b) ? -1 : 1));
}

/** What happens to the milestones on a day since the start. */
export async function milestonesOn(day: number, world: World, commons: Organisation): Promise<void> {
  const since = day - RELEASE_DAY;
  const trustee = only(world.cast, "trustee");
  const reader = world.cast.of("reader")[0] ?? trustee;
  const act = (agent: Agent, name: string, index: number) =>
    world.act("8", agent, commons.call("budget", name, [BigInt(index)]));
  for (const [index, { name, due, approved }] of MILESTONES.entries()) {
    const days: readonly number[] = approved;
    const last = days.at(-1);
    if (last === undefined) {
      if (since !== due + GRACE_DAYS + 1) continue;
      await act(reader, "failMilestone", index);
      world.note(
        "8",
        `Nobody approved “${name}”. A reader said so on chain: the plan was over, and its part of the budget the partners’ again.`,
      );
    } else if (days.includes(since)) {
      await act(trustee, "approveMilestone", index);
      if (index === DOUBTED) await object({ world, commons, index, last: since === last });
    } else if (since === last + WINDOW_DAYS + 1 && index !== DOUBTED) {
      await act(reader, "payMilestone", index);
      world.note(
        "8",
        `“${name}”: met, approved by the trustee, and paid to the treasury when not enough partners objected.`,
      );
    }
  }
  const round = FETCHING_DAYS.indexOf(since);
  if (round >= 0) await fetch({ world, commons, round });
}

/** Partners object until more than half of the money does. */
async function object({
  world,
  commons,
  index,
  last,
}: {
  readonly world: World;
  readonly commons: Organisation;
  readonly index: number;
  readonly last: boolean;
}): Promise<void> {
  const decided = last ? "MilestoneRefused" : "MilestoneReturned";
  let objecting = 0;
  for (const partner of biggestPartners(world, commons)) {
    const weight = commons.call("budget", "objectionWeightOf", [partner.address]);
    if ((await world.chain.readAmount(weight)) === 0n) continue;
    objecting++;
    const events = await world.act(
      "8",
      partner,
      commons.call("budget", "objectToMilestone", [BigInt(index)]),
    );
    if (!events.some(({ name }) => name === decided)) continue;
    world.note(
      "8",
      last
        ? `The trustee approved it once more; ${plural(objecting, "partner")} objected again. It was refused, and its part of the budget is the partners’ again.`
        : `The trustee approved “${MILESTONES[DOUBTED].name}” on a report that partners doubted: ${plural(objecting, "partner")}, with more than half of the money and as much staked, objected, and it went back to the trustee.`,
    );
    return;
  }
  throw new Error(`the partners could not object to milestone ${index}`);
}

/** Every second partner fetches what is theirs again, the others the next time. */
async function fetch({
  world,
  commons,
  round,
}: {
  readonly world: World;
  readonly commons: Organisation;
  readonly round: number;
}): Promise<void> {
  const { budget } = commons.books;
  const before = budget.fetched;
  let fetching = 0;
  for (const [at, partner] of biggestPartners(world, commons).entries()) {
    if (at % FETCHERS !== round % FETCHERS) continue;
    const due = commons.call("budget", "fetchable", [partner.address]);
    if ((await world.chain.readAmount(due)) === 0n) continue;
    await world.act("8", partner, commons.call("budget", "fetch", [partner.address]));
    fetching++;
  }
  world.note(
    "8",
    `${plural(fetching, "partner")} fetched ${euros(budget.fetched - before)} of the money that was not spent, each by what they had given; no price moved by it.`,
  );
}
