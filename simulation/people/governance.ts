/** The two paths to the owner's actions: founders schedule them, or stakeholders vote; then anyone executes. */
import { id, ZeroHash } from "ethers";
import type { Agent } from "../world/agents.ts";
import type { Call } from "../world/chain.ts";
import type { Random } from "../world/random.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

/** Of stakeholders, how many vote; of these, how many are in favour. */
const TURNOUT_BPS = 8_000;
const APPROVAL_BPS = 8_500;
/** Of IGovernor.ProposalState. */
const SUCCEEDED = 4n;

/** Where and by what chance a decision is made. */
interface Place {
  readonly world: World;
  readonly organisation: Organisation;
  readonly step: string;
  readonly random: Random;
}

interface Proposed extends Place {
  readonly operation: readonly unknown[];
  readonly id: bigint;
  /** Seconds: when the stakes that count are read, and when voting ends. */
  readonly snapshot: number;
  readonly deadline: number;
}

/** An owner's action that waits for its delay. */
export interface Scheduled {
  readonly dueAt: number;
  readonly execute: (step: string, anyone: Agent) => Promise<void>;
}

/** Schedules an owner's action in the organisation's timelock. */
export async function schedule({
  world,
  organisation,
  step,
  founder,
  action,
  delay,
}: {
  readonly world: World;
  readonly organisation: Organisation;
  readonly step: string;
  readonly founder: Agent;
  readonly action: Call;
  /** Seconds, at least the timelock's. */
  readonly delay: number;
}): Promise<Scheduled> {
  const data = action.contract.interface.encodeFunctionData(action.name, action.args ?? []);
  const operation = [action.address, 0n, data, ZeroHash, id(`${organisation.label}:${action.name}`)];
  await world.act(step, founder, organisation.call("timelock", "schedule", [...operation, BigInt(delay)]));
  return {
    dueAt: world.chain.now + delay,
    execute: async (executionStep, anyone) => {
      await world.act(executionStep, anyone, organisation.call("timelock", "execute", operation));
    },
  };
}

/** How a vote ended, in token wei. */
export interface Outcome {
  readonly id: bigint;
  /** Otherwise it was defeated. */
  readonly executed: boolean;
  readonly voters: number;
  readonly inFavour: bigint;
  readonly against: bigint;
  /** Votes in favour that were needed. */
  readonly quorum: bigint;
  readonly proposedAt: number;
  /** When it was carried out, or known to be defeated (seconds). */
  readonly endedAt: number;
}

/** The stakeholders' path: one of them proposes, they vote, anyone queues and executes. */
export class Decision {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #step: string;
  readonly #random: Random;
  readonly #id: bigint;
  /** Targets, values, calls and the description's hash. */
  readonly #operation: readonly unknown[];
  readonly #snapshot: number;
  readonly #deadline: number;
  readonly #proposedAt: number;
  #stage: "proposed" | "voted" | "queued" | "over" = "proposed";
  #voters = 0;
  #dueAt = 0;

  private constructor({ world, organisation, step, random, operation, id, snapshot, deadline }: Proposed) {
    this.#world = world;
    this.#organisation = organisation;
    this.#step = step;
    this.#random = random;
    this.#operation = operation;
    this.#id = id;
    this.#snapshot = snapshot;
    this.#deadline = deadline;
    this.#proposedAt = world.chain.now;
  }

  /** Someone with enough of a stake proposes `action` to the organisation's Governor. */
  static async propose({
    proposer,
    action,
    description,
    ...place
  }: Place & {
    readonly proposer: Agent;
    readonly action: Call;
    readonly description: string;
  }): Promise<Decision> {
    const { world, organisation, step } = place;
    const data = action.contract.interface.encodeFunctionData(action.name, action.args ?? []);
    const calls = [[action.address], [0n], [data]];
    await world.act(step, proposer, organisation.call("governor", "propose", [...calls, description]));
    const operation = [...calls, id(description)];
    const proposal = await world.chain.readAmount(organisation.call("governor", "hashProposal", operation));
    const [snapshot, deadline] = await world.chain.readAmounts([
      organisation.call("governor", "proposalSnapshot", [proposal]),
      organisation.call("governor", "proposalDeadline", [proposal]),
    ]);
    return new Decision({
      ...place,
      operation,
      id: proposal,
      snapshot: Number(snapshot),
      deadline: Number(deadline),
    });
  }

  /** Does what is due today; returns the outcome on the day on which it is executed, or known to be defeated. */
  async day(anyone: Agent): Promise<Outcome | undefined> {
    const { chain } = this.#world;
    if (this.#stage === "over") return undefined;
    if (this.#stage === "proposed" && chain.now > this.#snapshot) {
      await this.#vote();
      this.#stage = "voted";
    }
    if (this.#stage === "voted" && chain.now > this.#deadline) {
      await chain.mine();
      const state = await chain.readAmount(this.#call("state", [this.#id]));
      if (state !== SUCCEEDED) return this.#outcome(false);
      await this.#act(anyone, "queue", this.#operation);
      this.#dueAt = Number(await chain.readAmount(this.#call("proposalEta", [this.#id])));
      this.#stage = "queued";
    }
    if (this.#stage !== "queued" || chain.now < this.#dueAt) return undefined;
    await this.#act(anyone, "execute", this.#operation);
    return this.#outcome(true);
  }

  async #outcome(executed: boolean): Promise<Outcome> {
    const { chain } = this.#world;
    this.#stage = "over";
    const [against = 0n, inFavour = 0n] = [
      ...(await chain.read(this.#call("proposalVotes", [this.#id]))),
    ] as bigint[];
    const [quorum] = await chain.readAmounts([{ ...this.#call("decisionOf", [this.#id]), field: "quorum" }]);
    return {
      ...{ id: this.#id, executed, voters: this.#voters, inFavour, against, quorum },
      ...{ proposedAt: this.#proposedAt, endedAt: chain.now },
    };
  }

  /** Most of those who have a stake vote with it; most of these are in favour. */
  async #vote(): Promise<void> {
    for (const voter of await stakeholders(this.#world, this.#organisation, this.#snapshot)) {
      if (!this.#random.chance(TURNOUT_BPS)) continue;
      const inFavour = this.#random.chance(APPROVAL_BPS);
      await this.#act(voter, "castVote", [this.#id, inFavour ? 1n : 0n]);
      this.#voters++;
    }
  }

  async #act(agent: Agent, name: string, args: readonly unknown[]): Promise<void> {
    await this.#world.act(this.#step, agent, this.#call(name, args));
  }

  #call(name: string, args: readonly unknown[]): Call {
    return this.#organisation.call("governor", name, args);
  }
}

/** Those who have a vote in a decision whose snapshot is at that time: a stake then, and now. */
export async function stakeholders(
  world: World,
  organisation: Organisation,
  snapshot: number,
): Promise<Agent[]> {
  const { stakes } = organisation.books;
  const staked = world.cast.all.filter(({ address }) => stakes.stakeOf(address) > 0n);
  if (staked.length === 0) return [];
  // The stake at a time can be asked for once it is past.
  await world.chain.mine();
  const votes = await world.chain.readAmounts(
    staked.map(({ address }) => organisation.call("governor", "getVotes", [address, BigInt(snapshot)])),
  );
  return staked.filter((_, at) => (votes[at] ?? 0n) > 0n);
}

/** Someone whose stake suffices to propose a decision now; fails when nobody's does. */
export async function proposerOf(world: World, organisation: Organisation, random: Random): Promise<Agent> {
  const { chain, cast } = world;
  const { stakes } = organisation.books;
  const needed = await chain.readAmount(organisation.call("governor", "proposalThreshold"));
  return random.pick(cast.all.filter(({ address }) => stakes.stakeOf(address) >= needed));
}
