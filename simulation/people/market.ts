/** What agents do on the market: buy, sell or hold, by what they think the token is worth and what they need. */
import { MaxUint256 } from "ethers";
import type { Agent } from "../world/agents.ts";
import type { Random } from "../world/random.ts";
import type { Staking } from "./staking.ts";
import { least } from "./terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

const WHOLE_BPS = 10_000n;
/** Trades smaller than these are not worth the effort: a hundredth of a token, one euro. */
const LEAST_TOKENS = 10n ** 16n;
const LEAST_MONEY = 1_000_000n;
/** What a trader accepts less than quoted. */
const SLIPPAGE_BPS = 100n;
/** Part of the reserve that one buy may add, and of the supply that one sell may take, at most. */
const LARGEST_BUY_BPS = 400n;
const LARGEST_SELL_BPS = 300n;
/** A price this far below or above one's opinion moves one to act. */
const CHEAP_BPS = 9_700n;
const DEAR_BPS = 10_500n;
const NEEDS_MONEY_BPS = 1_800;
/** Who means to sell more than they have at hand mostly waits, and sometimes gives up a part of their voice. */
const UNSTAKES_BPS = 1_000;
/** Steps of the common opinion. */
const MOOD_BPS = 110;
const MOOD_LIMIT_BPS = 1_800;

/** The market of one organisation. */
export class Market {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #step: string;
  readonly #openingPrice: bigint;
  readonly #trendBps: bigint;
  readonly #days: number;
  readonly #staking: Staking;
  /** Tokens that someone means to sell to live on. */
  readonly #toSell = new Map<string, bigint>();
  #mood = 0;
  #day = 0;

  constructor({
    world,
    organisation,
    random,
    step,
    openingPrice,
    trendBps,
    days,
    staking,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly random: Random;
    readonly step: string;
    /** Asset units per whole token. */
    readonly openingPrice: bigint;
    /** How much more the token is thought to be worth at the end, in bps. */
    readonly trendBps: number;
    /** Length of the market's life. */
    readonly days: number;
    /** Where those take tokens from who mean to sell more than they have at hand. */
    readonly staking: Staking;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#step = step;
    this.#openingPrice = openingPrice;
    this.#trendBps = BigInt(trendBps);
    this.#days = days;
    this.#staking = staking;
  }

  /** Someone earned tokens, and means to sell what they do not keep. */
  earned(agent: Agent, amount: bigint): void {
    const part = (amount * (WHOLE_BPS - BigInt(agent.keepsBps))) / WHOLE_BPS;
    if (part > 0n) this.#toSell.set(agent.address, (this.#toSell.get(agent.address) ?? 0n) + part);
  }

  /** A day on the market. */
  async day(): Promise<void> {
    this.#day++;
    const step = this.#random.int(-MOOD_BPS, MOOD_BPS);
    this.#mood = Math.min(MOOD_LIMIT_BPS, Math.max(-MOOD_LIMIT_BPS, this.#mood + step));
    for (const agent of this.#random.shuffle(this.#world.cast.all)) {
      if (this.#toSell.has(agent.address) && this.#random.chance(NEEDS_MONEY_BPS)) {
        await this.#sellEarnings(agent);
      } else if (this.#random.chance(agent.activityBps)) {
        await this.#consider(agent);
      }
    }
  }

  /** Sells all that the agent has and nothing holds. */
  async leave(agent: Agent): Promise<bigint> {
    await this.#staking.leave(agent);
    const tokens = this.#organisation.books.balanceOf(agent.address);
    if (tokens >= LEAST_TOKENS) await this.#sell(agent, tokens);
    return tokens;
  }

  async #sellEarnings(agent: Agent): Promise<void> {
    const planned = this.#toSell.get(agent.address) ?? 0n;
    const missing = planned - this.#organisation.books.balanceOf(agent.address);
    if (missing >= LEAST_TOKENS && this.#random.chance(UNSTAKES_BPS)) {
      await this.#staking.free(agent, missing);
    }
    const tokens = least(planned, this.#organisation.books.balanceOf(agent.address), this.#largestSell());
    if (tokens < LEAST_TOKENS) return;
    await this.#sell(agent, tokens);
    if (tokens === planned) this.#toSell.delete(agent.address);
    else this.#toSell.set(agent.address, planned - tokens);
  }

  async #consider(agent: Agent): Promise<void> {
    const { chain } = this.#world;
    const [spot, money] = await chain.readAmounts([
      this.#organisation.call("reserve", "spotPrice"),
      this.#world.assetCall("balanceOf", [agent.address]),
    ]);
    const growth = (this.#trendBps * BigInt(this.#day)) / BigInt(this.#days) + BigInt(this.#mood);
    const common = (this.#openingPrice * (WHOLE_BPS + growth)) / WHOLE_BPS;
    const value = (common * BigInt(agent.opinionBps)) / WHOLE_BPS;
    if (spot * WHOLE_BPS < value * CHEAP_BPS) {
      // Partners and founders gave what they meant to give.
      if (agent.role === "partner" || agent.role === "founder") return;
      const largest = (this.#organisation.books.reserve * LARGEST_BUY_BPS) / WHOLE_BPS;
      const spend = least(this.#random.part(money, 1_500, 6_000), largest);
      if (spend >= LEAST_MONEY) await this.#buy(agent, spend);
    } else if (spot * WHOLE_BPS > value * DEAR_BPS && agent.keepsBps < Number(WHOLE_BPS)) {
      const tokens = this.#organisation.books.balanceOf(agent.address);
      const amount = least(this.#random.part(tokens, 1_000, 4_000), this.#largestSell());
      if (amount >= LEAST_TOKENS) await this.#sell(agent, amount);
    }
  }

  async #buy(agent: Agent, money: bigint): Promise<void> {
    const { chain } = this.#world;
    await this.#world.approve(this.#step, agent, this.#organisation.address("reserve"));
    const quoted = await chain.readAmount(this.#organisation.call("reserve", "quoteBuy", [money]));
    const args = [money, accepted(quoted), agent.address, MaxUint256];
    await this.#world.act(this.#step, agent, this.#organisation.call("reserve", "buy", args));
  }

  async #sell(agent: Agent, tokens: bigint): Promise<void> {
    const { chain } = this.#world;
    const quoted = await chain.readAmount(this.#organisation.call("reserve", "quoteSell", [tokens]));
    const args = [tokens, accepted(quoted), agent.address, MaxUint256];
    await this.#world.act(this.#step, agent, this.#organisation.call("reserve", "sell", args));
  }

  #largestSell(): bigint {
    return (this.#organisation.books.supply * LARGEST_SELL_BPS) / WHOLE_BPS;
  }
}

function accepted(quoted: bigint): bigint {
  return quoted - (quoted * SLIPPAGE_BPS) / WHOLE_BPS;
}
