import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import { network } from "hardhat";
import { uniformBigInt } from "pure-rand/distribution/uniformBigInt";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { LiquidityReserve } from "../typechain-types/index.ts";
import { inOneBlock } from "./lib/contributions.ts";
import { DAY, DEAD_SUPPLY, HOUR, WHOLE, launchOpenMarket, type Scenario } from "./lib/fixtures.ts";
import {
  TradeTooSmallError,
  buy,
  buyExact,
  creditAt,
  give,
  noDrip,
  packedPrice,
  pendingAt,
  renew,
  reserveAt,
  rhoAt,
  sell,
  type MarketModel,
  type Trade,
} from "./lib/market-model.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const MARKETS = 14;
const BLOCKS = 14; // of each market
const MOST_ACTIONS = 5; // in one block
const LEAST_TRADES = 300;
const LEAST_LIMITED = 50;
const GAS = { gasLimit: 1_000_000n }; // no estimate: the pending block is not there yet
const NEVER = 2n ** 256n - 1n;

const rng = xoroshiro128plus(20_261_123);
const upTo = (max: bigint): bigint => uniformBigInt(rng, 0n, max);
const oneOf = <T>(values: readonly [T, ...T[]]): T =>
  values[uniformInt(rng, 0, values.length - 1)] ?? values[0];

/** 1 to `max`: one in three of any length, so that single units are as common as fortunes. */
function amountUpTo(max: bigint): bigint {
  const length = uniformInt(rng, 1, max.toString().length);
  const most = oneOf([false, false, true]) ? 10n ** BigInt(length) : max;
  return 1n + upTo((most < max ? most : max) - 1n);
}

/** An action to send, and what it must say in its event. */
interface Planned {
  readonly event: string;
  readonly args: readonly unknown[];
  readonly send: () => Promise<ContractTransactionResponse>;
}

/** One market beside its model, and who holds how many tokens. */
class Pair {
  readonly counts = { buys: 0, exact: 0, sells: 0, gifts: 0, renewals: 0, limited: 0, dripping: 0 };
  private readonly holders: readonly HardhatEthersSigner[];
  private readonly tokens = new Map<string, bigint>();
  private readonly scenario: Scenario;
  private model: MarketModel;

  constructor(scenario: Scenario, model: MarketModel) {
    this.scenario = scenario;
    this.model = model;
    this.holders = [...scenario.actors.producers, ...scenario.actors.partners];
    const [first, second] = scenario.actors.producers;
    this.tokens.set(first.address, 1_000n * WHOLE).set(second.address, 500n * WHOLE);
  }

  /** Plans some actions on the model, sends all in one block, compares each event and then the whole state. */
  async block(time: bigint): Promise<void> {
    const planned: Planned[] = [];
    for (let count = uniformInt(rng, 1, MOST_ACTIONS); count > 0; --count) {
      const next = this.plan(time);
      if (next) planned.push(next);
    }
    if (planned.length === 0) return;
    const sent = await inOneBlock(
      connection,
      planned.map(({ send }) => send),
      time,
    );
    const { reserve } = this.scenario;
    for (const [i, transaction] of sent.entries()) {
      const { event, args } = planned[i] as Planned;
      const receipt = await transaction.wait();
      expect((await receipt?.getBlock())?.timestamp, "one timestamp").to.equal(Number(time));
      const log = receipt?.logs
        .filter(({ address }) => address === this.scenario.addresses.reserve)
        .map((entry) => reserve.interface.parseLog(entry))[0];
      expect([log?.name, log?.args.toArray()], `action ${String(i)}`).to.deep.equal([event, args]);
    }
    await this.compare(time);
  }

  private async compare(time: bigint): Promise<void> {
    const { reserve, token, asset, addresses } = this.scenario;
    const pending = pendingAt(this.model, time);
    const { drip, dripPeriod } = this.model;
    const [rate, end] = pending > 0n ? [drip.rate, drip.end] : [0n, 0n];
    const { dripped, pending: toDrip } = creditAt(this.model, time);
    expect(await token.totalSupply(), "S").to.equal(this.model.supply);
    expect(await reserve.reserveBalance(), "R").to.equal(reserveAt(this.model, time));
    expect(await reserve.pendingGifts(), "P").to.deep.equal([pending, end]);
    expect(await reserve.drip(), "drip").to.deep.equal([
      pending,
      rate,
      rhoAt(this.model, time),
      end,
      drip.renewedAt + dripPeriod,
    ]);
    expect(await reserve.giftCredit(), "credit").to.deep.equal([dripped, toDrip]);
    expect(await reserve.tributeOwed(), "tribute").to.equal(this.model.tributeOwed);
    const real = await asset.balanceOf(addresses.reserve);
    expect(real, "real balance").to.equal(this.model.total + this.model.tributeOwed);
  }

  private plan(time: bigint): Planned | undefined {
    const kinds = [
      "buy",
      "buy",
      "buyExact",
      "buyExact",
      "sell",
      "sell",
      "sell",
      "gift",
      "gift",
      "renew",
    ] as const;
    const kind = oneOf(kinds);
    const who = oneOf(this.holders as [HardhatEthersSigner, ...HardhatEthersSigner[]]);
    const reserve = this.scenario.reserve.connect(who);
    if (pendingAt(this.model, time) > 0n) ++this.counts.dripping;
    try {
      if (kind === "gift") return this.planGift(time);
      if (kind === "renew") return this.planRenewal(time);
      if (kind === "sell") return this.planSell(time, who, reserve);
      return kind === "buy" ? this.planBuy(time, who, reserve) : this.planExact(time, who, reserve);
    } catch (error) {
      if (error instanceof TradeTooSmallError) return undefined;
      throw error;
    }
  }

  private planBuy(time: bigint, who: HardhatEthersSigner, reserve: LiquidityReserve): Planned {
    const trade = buy(this.model, amountUpTo(2n * this.model.total), time);
    this.counts.buys += 1;
    const send = () => reserve.buy(trade.assets, trade.tokens, who, NEVER, GAS);
    return this.bought(trade, time, who, send);
  }

  private planExact(time: bigint, who: HardhatEthersSigner, reserve: LiquidityReserve): Planned | undefined {
    // A low ratio makes much of the supply cost fortunes.
    const trade = buyExact(this.model, amountUpTo(this.model.supply / 20n), time);
    if (trade.assets > 100n * this.model.total) return undefined;
    this.counts.exact += 1;
    const send = () => reserve.buyExact(trade.tokens, trade.assets, who, NEVER, GAS);
    return this.bought(trade, time, who, send);
  }

  private planSell(time: bigint, who: HardhatEthersSigner, reserve: LiquidityReserve): Planned | undefined {
    const held = this.held(who);
    if (held === 0n) return undefined;
    const trade = sell(this.model, amountUpTo(held), time);
    this.counts.sells += 1;
    this.noteLimit(time, trade, sell);
    this.tokens.set(who.address, held - trade.tokens);
    this.model = trade.after;
    const args = [who.address, who.address, trade.tokens, trade.assets, trade.tribute];
    const send = () => reserve.sell(trade.tokens, trade.assets, who, NEVER, GAS);
    return { event: "Sold", args, send };
  }

  /** Dust, small ones, and some of up to a hundred times the reserve. */
  private planGift(time: bigint): Planned {
    const { reserve, actors } = this.scenario;
    const amount = amountUpTo(reserveAt(this.model, time) * oneOf([1n, 1n, 10n, 100n]));
    this.counts.gifts += 1;
    this.model = give(this.model, amount, time);
    const { rate, end } = this.model.drip;
    const send = () => reserve.connect(actors.donor).receiveGift(amount, GAS);
    return { event: "DripRateSet", args: [rate, end], send };
  }

  private planRenewal(time: bigint): Planned | undefined {
    if (time < this.model.drip.renewedAt + this.model.dripPeriod) return undefined;
    this.counts.renewals += 1;
    this.model = renew(this.model, time);
    const { reserve, actors } = this.scenario;
    const { rate, end } = this.model.drip;
    const send = () => reserve.connect(actors.stranger).renewDrip(GAS);
    return { event: "DripRateSet", args: [end > time ? rate : 0n, end], send };
  }

  private bought(
    trade: Trade,
    time: bigint,
    who: HardhatEthersSigner,
    send: () => Promise<ContractTransactionResponse>,
  ): Planned {
    this.noteLimit(time, trade, buy);
    this.tokens.set(who.address, this.held(who) + trade.tokens);
    this.model = trade.after;
    const args = [who.address, who.address, trade.assets, trade.tokens, trade.tribute];
    return { event: "Bought", args, send };
  }

  private held({ address }: HardhatEthersSigner): bigint {
    return this.tokens.get(address) ?? 0n;
  }

  /** Counts the trades that the plain curve would have given more. */
  private noteLimit(time: bigint, trade: Trade, again: typeof buy): void {
    const plain = { ...this.model, oneBlockRule: false };
    const given = again === sell ? trade.tokens : trade.assets;
    const { assets, tokens } = again(plain, given, time);
    if (again === sell ? assets > trade.assets : tokens > trade.tokens) this.counts.limited += 1;
  }
}

async function launched(index: number): Promise<Pair> {
  const ratioBps = [100n, 10_000n, 5_000n, 2_500n][index] ?? 100n + upTo(9_900n);
  const [entryTributeBps, exitTributeBps] = index % 3 === 0 ? [0n, 0n] : [upTo(1_000n), upTo(1_000n)];
  const dripPeriod = DAY + upTo(oneOf([6n, 89n]) * DAY);
  const giftIssuanceBps = oneOf([0n, 1_000n, 10_000n]);
  const scenario = await launchOpenMarket(connection, {
    decimals: index < 13 ? 6 + ((index * 5) % 13) : 18,
    reserve: { reserveRatioBps: ratioBps, entryTributeBps, exitTributeBps, dripPeriod },
    issuance: { giftIssuanceBps },
  });
  const { actors, asset, reserve } = scenario;
  for (const holder of [...actors.producers, ...actors.partners, actors.donor]) {
    await asset.mint(holder, 10n ** 30n);
  }
  const openedAt = await reserve.opening();
  const supply = 1_500n * WHOLE + DEAD_SUPPLY;
  const total = 3_000n * scenario.unit;
  return new Pair(scenario, {
    ratioBps,
    entryTributeBps,
    exitTributeBps,
    dripPeriod,
    supply,
    total,
    tributeOwed: 0n,
    drip: noDrip(total, openedAt),
    giftIssuanceBps,
    first: { time: openedAt, reserve: total, supply },
    oneBlockRule: true,
  });
}

describe("market beside its model", () => {
  const counts = { buys: 0, exact: 0, sells: 0, gifts: 0, renewals: 0, limited: 0, dripping: 0 };

  for (let index = 0; index < MARKETS; ++index) {
    it(`agrees to the wei in random market ${String(index + 1)}`, async () => {
      const pair = await launched(index);
      for (let i = 0; i < BLOCKS; ++i) {
        const now = BigInt(await networkHelpers.time.latest());
        await pair.block(now + 1n + upTo(oneOf([10n, HOUR, DAY, 20n * DAY])));
      }
      for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] += pair.counts[key];
    });
  }

  it(`compared ${String(LEAST_TRADES)} trades, many of them limited by the rule or beside dripping gifts`, () => {
    expect(counts.buys + counts.exact + counts.sells).to.be.at.least(LEAST_TRADES);
    for (const key of ["buys", "exact", "sells", "limited", "dripping"] as const) {
      expect(counts[key], key).to.be.at.least(LEAST_LIMITED);
    }
    expect(counts.gifts).to.be.at.least(LEAST_LIMITED);
    expect(counts.renewals).to.be.at.least(LEAST_LIMITED / 5);
  });

  it("limits within a unit of R0/(w·S0), and beyond 2^102 within 2^-102 of the amount", () => {
    for (let i = 0; i < 2_000; ++i) {
      const supply = amountUpTo(2n ** 112n - 256n) + 255n;
      // Below 2^-40 of the supply the price has fewer digits: see the contract.
      const reserve = amountUpTo(2n ** 112n - 1n - (supply >> 40n)) + (supply >> 40n);
      const amount = amountUpTo(2n ** 112n - 1n);
      const { m, e } = packedPrice(reserve, supply);
      const exact = (amount * reserve) / supply;
      const limit = (amount * m) / 2n ** e;
      expect(limit, "never above").to.be.at.most(exact);
      expect(exact - limit).to.be.at.most(1n + (exact >> 102n));
    }
  });
});
