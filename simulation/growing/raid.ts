/** Somebody buys as many tokens as all others have staked, to vote themselves the treasury; and what comes of it. */
import { id as hashOf, MaxUint256 } from "ethers";
import { only, type Agent } from "../world/agents.ts";
import type { Call } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { amountOf, textOf } from "../world/events.ts";
import { stakeholders } from "../people/governance.ts";
import type { Market } from "../people/market.ts";
import type { Random } from "../world/random.ts";
import type { Staking } from "../people/staking.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

/** The step of the flow in which it happens. */
const STEP = "11";
/** Days since the start. */
const BUY_DAY = 300;
/** Of what all others have staked, what the raider buys, in bps: more than can vote against it. */
const BOUGHT_BPS = 11_000n;
const WHOLE_BPS = 10_000n;
/** Of stakeholders, how many leave at once, but who has a large part of all tokens; of the others, how many vote against it. */
const LEAVES_BPS = 3_500;
const LARGE_BPS = 1_000n;
const TURNOUT_BPS = 8_000;
const DESCRIPTION = "Pay the raider for what the raider did";
const AGAINST = 0n;
const FOR = 1n;
/** What the Governor calls having proposed. */
const PROPOSED = 3n;
/** Of IGovernor.ProposalState. */
const CANCELED = 2n;
const SUCCEEDED = 4n;

/** What it cost whom; token wei, asset units, seconds. */
export interface RaidOutcome {
  readonly time: number;
  /** What the treasury had, and still has. */
  readonly treasury: bigint;
  /** What the others had staked when it began. */
  readonly othersStaked: bigint;
  readonly bought: bigint;
  readonly paid: bigint;
  /** Asset units for one token, before the raider bought and right after. */
  readonly priceBefore: bigint;
  readonly priceAfter: bigint;
  readonly leavers: number;
  /** What those sold who left before the snapshot, and got for it. */
  readonly leftWith: bigint;
  readonly leaversGot: bigint;
  readonly inFavour: bigint;
  readonly against: bigint;
  readonly votersAgainst: number;
  readonly vetoers: number;
  readonly vetoed: bigint;
  readonly vetoThreshold: bigint;
  readonly vetoedAt: number;
  /** What the raider got by selling all of it again. */
  readonly got: bigint;
  readonly endedAt: number;
}

/** One attempt on one organisation. */
export class Raid {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #staking: Staking;
  readonly #raider: Agent;
  #figures: Partial<RaidOutcome> = {};
  #operation: readonly unknown[] = [];
  #id = 0n;
  #proposedAt = 0;
  #snapshot = 0;
  #deadline = 0;
  #stage: "before" | "proposed" | "voted" | "over" = "before";

  constructor({
    world,
    organisation,
    random,
    staking,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly random: Random;
    readonly staking: Staking;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#staking = staking;
    this.#raider = only(world.cast, "raider");
  }

  get outcome(): RaidOutcome {
    if (this.#stage !== "over") throw new Error("the raid is not over");
    return this.#figures as RaidOutcome; // each stage has set its part
  }

  /** What happens on a day; each of the others decides by themselves. */
  async day(day: number, market: Market): Promise<void> {
    const { chain } = this.#world;
    if (day === BUY_DAY) {
      await this.#buy();
      await this.#propose();
      await this.#others(market);
      this.#stage = "proposed";
    } else if (this.#stage === "proposed" && chain.now > this.#snapshot) {
      await this.#vote();
      this.#stage = "voted";
    } else if (this.#stage === "voted" && chain.now > this.#deadline) {
      await this.#queue();
      await this.#veto();
      await this.#leave();
      this.#stage = "over";
    }
  }

  async #buy(): Promise<void> {
    const { chain } = this.#world;
    const reserve = this.#organisation.address("reserve");
    const othersStaked = this.#organisation.books.stakes.total;
    const bought = (othersStaked * BOUGHT_BPS) / WHOLE_BPS;
    const priceBefore = await this.#price();
    await chain.mine();
    const quoted = await chain.readAmount(this.#organisation.call("reserve", "quoteBuyExact", [bought]));
    // Prices drift while the money is on its way.
    const most = (quoted * 102n) / 100n;
    await this.#world.fund(STEP, this.#raider, most);
    await this.#world.approve(STEP, this.#raider, reserve);
    const args = [bought, most, this.#raider.address, MaxUint256];
    await this.#act(this.#raider, this.#organisation.call("reserve", "buyExact", args));
    const paid = most - (await this.#world.moneyOf(this.#raider.address));
    const treasury = await this.#treasury();
    const priceAfter = await this.#price();
    await this.#staking.stake(this.#raider, bought);
    this.#figures = {
      ...{ time: chain.now, treasury, othersStaked, bought, paid, priceBefore, priceAfter },
    };
  }

  /** All that is in the treasury, to the raider. */
  async #propose(): Promise<void> {
    const { chain } = this.#world;
    const transfer = this.#world.assetCall("transfer", [this.#raider.address, this.#figures.treasury]);
    const data = transfer.contract.interface.encodeFunctionData(transfer.name, transfer.args ?? []);
    const calls = [[transfer.address], [0n], [data]];
    await this.#act(this.#raider, this.#governor("propose", [...calls, DESCRIPTION]));
    this.#proposedAt = chain.now;
    this.#operation = [...calls, hashOf(DESCRIPTION)];
    this.#id = await chain.readAmount(this.#governor("hashProposal", this.#operation));
    const [snapshot, deadline] = await chain.readAmounts([
      this.#governor("proposalSnapshot", [this.#id]),
      this.#governor("proposalDeadline", [this.#id]),
    ]);
    this.#snapshot = Number(snapshot);
    this.#deadline = Number(deadline);
  }

  /** Some do not wait: they take their stakes back and sell into what the raider paid. */
  async #others(market: Market): Promise<void> {
    const { books } = this.#organisation;
    const large = (books.supply * LARGE_BPS) / WHOLE_BPS;
    const staked = this.#world.cast.all.filter(
      (agent) =>
        agent !== this.#raider &&
        books.stakes.stakeOf(agent.address) > 0n &&
        books.holdingOf(agent.address) < large,
    );
    let [leavers, leftWith, leaversGot] = [0, 0n, 0n];
    for (const agent of this.#random.shuffle(staked)) {
      if (!this.#random.chance(LEAVES_BPS)) continue;
      const before = await this.#world.moneyOf(agent.address);
      leftWith += await market.leave(agent);
      leaversGot += (await this.#world.moneyOf(agent.address)) - before;
      leavers++;
    }
    this.#figures = { ...this.#figures, leavers, leftWith, leaversGot };
  }

  async #vote(): Promise<void> {
    await this.#act(this.#raider, this.#governor("castVote", [this.#id, FOR]));
    let votersAgainst = 0;
    for (const voter of await stakeholders(this.#world, this.#organisation, this.#snapshot)) {
      if (voter === this.#raider || !this.#random.chance(TURNOUT_BPS)) continue;
      await this.#act(voter, this.#governor("castVote", [this.#id, AGAINST]));
      votersAgainst++;
    }
    const votes = await this.#world.chain.read(this.#governor("proposalVotes", [this.#id]));
    const [against = 0n, inFavour = 0n] = [...votes] as bigint[];
    this.#figures = { ...this.#figures, votersAgainst, against, inFavour };
  }

  /** The raider has more votes than all others. */
  async #queue(): Promise<void> {
    const { chain } = this.#world;
    await chain.mine();
    const state = await chain.readAmount(this.#governor("state", [this.#id]));
    if (state !== SUCCEEDED)
      throw new Error(`the raider's decision is in state ${state}, and should have won`);
    await this.#act(this.#raider, this.#governor("queue", this.#operation));
  }

  /** While it waits in the queue, others veto it, one after the other until it is enough. */
  async #veto(): Promise<void> {
    const { chain } = this.#world;
    const { stakes } = this.#organisation.books;
    const [, , , , operation] = [
      ...(await chain.read(this.#governor("decisionOf", [this.#id]))),
    ][0] as unknown as readonly string[];
    const stakeOf = (agent: Agent): bigint => stakes.stakeOf(agent.address);
    // A veto weighs what was staked before the proposal, too. Those with little first: so it takes several.
    const before = await stakeholders(this.#world, this.#organisation, this.#proposedAt - 1);
    const staked = before
      .filter((agent) => agent !== this.#raider)
      .sort((a, b) => (stakeOf(a) === stakeOf(b) ? 0 : stakeOf(a) < stakeOf(b) ? -1 : 1));
    let vetoers = 0;
    for (const agent of staked) {
      const events = await this.#act(agent, this.#organisation.call("stake", "vetoDecision", [operation]));
      const veto = events.find(({ name }) => name === "VetoCast");
      if (veto === undefined) throw new Error(`the veto of ${agent.label} left no event`);
      vetoers++;
      const [vetoed, vetoThreshold] = [amountOf(veto, "total"), amountOf(veto, "threshold")];
      this.#figures = { ...this.#figures, vetoers, vetoed, vetoThreshold, vetoedAt: chain.now };
      if (events.some((event) => event.name === "OperationVetoed" && textOf(event, "id") === operation))
        break;
    }
    const state = await chain.readAmount(this.#governor("state", [this.#id]));
    if (state !== CANCELED) throw new ConservationBroken("a veto that was reached did not stop the decision");
  }

  /** Nothing holds the raider any more, who sells all: at the price that is left when the others have sold. */
  async #leave(): Promise<void> {
    const { chain } = this.#world;
    const { address } = this.#raider;
    const governor = this.#organisation.address("governor");
    for (const tag of [FOR, PROPOSED]) {
      await this.#act(
        this.#raider,
        this.#organisation.call("stake", "close", [governor, this.#id, tag, address]),
      );
    }
    const bought = await this.#staking.leave(this.#raider);
    const before = await this.#world.moneyOf(address);
    const args = [bought, 0n, address, MaxUint256];
    await this.#act(this.#raider, this.#organisation.call("reserve", "sell", args));
    const got = (await this.#world.moneyOf(address)) - before;
    this.#figures = { ...this.#figures, got, endedAt: chain.now };
    if ((await this.#treasury()) < (this.#figures.treasury ?? 0n)) {
      throw new ConservationBroken("the treasury has less than before the raid");
    }
  }

  async #treasury(): Promise<bigint> {
    return this.#world.moneyOf(this.#organisation.address("timelock"));
  }

  async #price(): Promise<bigint> {
    return this.#world.chain.readAmount(this.#organisation.call("reserve", "spotPrice"));
  }

  #governor(name: string, args: readonly unknown[]): Call {
    return this.#organisation.call("governor", name, args);
  }

  async #act(agent: Agent, call: Call): ReturnType<World["act"]> {
    const events = await this.#world.act(STEP, agent, call);
    await this.#world.sample(this.#organisation);
    return events;
  }
}
