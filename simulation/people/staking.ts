/** How people become a voice: they stake a part of what they have, and take it back when nothing holds it. */
import type { Agent } from "../world/agents.ts";
import { DAY } from "../world/chain.ts";
import type { Random } from "../world/random.ts";
import { OPEN, VETO } from "../books/stakes.ts";
import { least } from "./terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

/** Of those who get their first tokens, how many stake; and the part of what they have that they mean to stake. */
const STAKES_BPS = 7_500;
const PART_BPS = [3_000, 8_000] as const;
/** Chance of a day on which a stakeholder brings the stake up to that part, unless it is less than a token. */
const TOP_UP_BPS = 250;
const LEAST_STAKE = 10n ** 18n;
const WHOLE_BPS = 10_000n;
/** Days between the rounds of whoever closes holds that are over. */
const CLOSING_DAYS = 7;
/** For which the winning side of a decision and a successful veto are held. */
const WINNERS_HOLD = 7 * DAY;

/** The stakes of one organisation. */
export class Staking {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #step: string;
  /** The part of what they have that stakeholders mean to stake, in bps; 0 for who does not want a voice. */
  readonly #parts = new Map<Agent, bigint>();

  constructor({
    world,
    organisation,
    random,
    step,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly random: Random;
    /** The step of the flow in which people become stakeholders. */
    readonly step: string;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#step = step;
  }

  /** Someone has tokens for the first time, and may want a voice. */
  async welcome(agent: Agent): Promise<void> {
    if (this.#parts.has(agent)) return;
    const wants = this.#random.chance(STAKES_BPS);
    this.#parts.set(agent, wants ? BigInt(this.#random.int(...PART_BPS)) : 0n);
    if (wants) await this.#topUp(agent);
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    for (const [agent, part] of this.#parts) {
      if (part > 0n && this.#random.chance(TOP_UP_BPS)) await this.#topUp(agent);
    }
    if (day % CLOSING_DAYS === 0) await this.close();
  }

  /** Someone who agrees no longer leaves, and does not come back. */
  async leave(agent: Agent): Promise<bigint> {
    this.#parts.set(agent, 0n);
    return this.free(agent);
  }

  /** Unstakes what nothing holds and does not vest any more, up to an amount; returns how much it was. */
  async free(agent: Agent, amount = OPEN): Promise<bigint> {
    if (this.#organisation.books.stakes.stakeOf(agent.address) === 0n) return 0n;
    const { chain } = this.#world;
    // What vests is a matter of the block's time.
    await chain.mine();
    const free = await chain.readAmount(this.#organisation.call("stake", "unstakable", [agent.address]));
    const taken = least(free, amount);
    if (taken === 0n) return 0n;
    await this.#act(agent, "unstake", [taken, agent.address]);
    return taken;
  }

  async stake(agent: Agent, amount: bigint): Promise<void> {
    const spender = this.#organisation.address("stake");
    await this.#world.approve(this.#step, agent, spender, this.#organisation);
    await this.#act(agent, "stake", [amount]);
  }

  /** Anyone closes what is over; each hold by itself. */
  async close(): Promise<void> {
    const { chain, cast } = this.#world;
    const { stakes } = this.#organisation.books;
    const { holds } = stakes;
    if (holds.length === 0) return;
    await chain.mine();
    const anyone = this.#random.pick(cast.of("reader"));
    const until = await chain.readAmounts(
      holds.map(({ forum, id, tag }) => ({ ...this.#forum(forum), name: "heldUntil", args: [id, tag] })),
    );
    for (const [at, hold] of holds.entries()) {
      const { forum, id, tag, account, atMost } = hold;
      const reachedAt = stakes.reachedAt(hold);
      const end = reachedAt > 0 && tag === VETO ? BigInt(reachedAt + WINNERS_HOLD) : (until[at] ?? OPEN);
      if (least(end, atMost) > BigInt(chain.now)) continue;
      await this.#act(anyone, "close", [forum, id, tag, account]);
    }
  }

  async #topUp(agent: Agent): Promise<void> {
    const { books } = this.#organisation;
    const wanted = (books.holdingOf(agent.address) * (this.#parts.get(agent) ?? 0n)) / WHOLE_BPS;
    const missing = wanted - books.stakes.stakeOf(agent.address);
    const amount = least(missing, books.balanceOf(agent.address));
    if (amount >= LEAST_STAKE) await this.stake(agent, amount);
  }

  /** Where somebody acted with their stake; vetoes of decisions lie with the timelock. */
  #forum(address: string) {
    const { contracts } = this.#organisation;
    for (const name of ["registry", "epochs", "governor", "timelock", "budget"] as const) {
      if (contracts[name] !== undefined && this.#organisation.address(name) === address)
        return this.#organisation.call(name, "heldUntil");
    }
    throw new Error(`${address} is no place where stakes are held`);
  }

  #act(agent: Agent, name: string, args: readonly unknown[]): ReturnType<World["act"]> {
    return this.#world.act(this.#step, agent, this.#organisation.call("stake", name, args));
  }
}
