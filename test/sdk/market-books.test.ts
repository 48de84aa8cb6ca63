import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ContractTransactionResponse } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import {
  MarketError,
  buy,
  buyExact,
  give,
  giftCreditAt,
  marketOfViews,
  pendingAt,
  backingAt,
  previewBuy,
  previewBuyExact,
  previewSell,
  quoteBuy,
  quoteBuyExact,
  quoteRedeem,
  quoteSell,
  quoteSellExact,
  readMarket,
  renewDrip,
  renewableFrom,
  reserveAt,
  rhoAt,
  runRisk,
  sell,
  spotPriceAt,
  type Market,
  type MarketReading,
  type Preview,
  type Trade,
} from "../../sdk/src/market/index.ts";
import type { Address, Rpc } from "../../sdk/src/types.ts";
import type { MarketLens } from "../../typechain-types/index.ts";
import { inOneBlock } from "../lib/contributions.ts";
import { DAY, HOUR, WHOLE, launchOpenMarket, launchPresale, type Scenario } from "../lib/fixtures.ts";

/*
 * Whole markets beside the sdk: random actions, several in a block; after each block the books in the contract's storage, all
 * its views and the previews of the lens must be what the sdk says, to the wei.
 */

const connection = await network.create();
const { ethers } = connection;
const rpc: Rpc = connection.provider;

const MARKETS = 12;
const BLOCKS = 20;
const SEED = 20_261_131;
const GAS = { gasLimit: 1_000_000n };
const NEVER = 2n ** 256n - 1n;

interface Step {
  readonly kind: "buy" | "buyExact" | "sell" | "gift" | "renew";
  readonly who: number;
  /** Parts of a billion of what the step is measured by; and how many digits of it are kept. */
  readonly part: bigint;
  readonly digits: number;
}
const steps: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("buy", "buy", "buyExact", "sell", "sell", "gift", "gift", "renew"),
  who: fc.nat(5),
  part: fc.bigInt(1n, 10n ** 9n),
  digits: fc.constantFrom(40, 40, 3, 9),
});
const blocks = fc.array(
  fc.record({
    wait: fc.constantFrom(1n, 12n, HOUR, DAY, 6n * DAY, 20n * DAY),
    steps: fc.array(steps, { minLength: 1, maxLength: 5 }),
  }),
  { minLength: BLOCKS, maxLength: BLOCKS },
);
const terms = fc.record({
  reserveRatioBps: fc.oneof(fc.constantFrom(100n, 5_000n, 10_000n), fc.bigInt(100n, 10_000n)),
  entryTributeBps: fc.constantFrom(0n, 1n, 300n, 1_000n),
  exitTributeBps: fc.constantFrom(0n, 1n, 300n, 1_000n),
  dripPeriod: fc.bigInt(DAY, 90n * DAY),
  giftIssuanceBps: fc.constantFrom(0n, 1_000n, 10_000n),
  decimals: fc.integer({ min: 6, max: 18 }),
});

describe("sdk/market: the books", () => {
  let lens: MarketLens;
  const counts = { trades: 0, limited: 0, dripping: 0, gifts: 0, renewals: 0 };
  before(async () => {
    lens = await ethers.deployContract("MarketLens");
  });

  const read = (scenario: Scenario): Promise<MarketReading> =>
    readMarket({ rpc, reserve: scenario.addresses.reserve as Address });

  for (const [index, { giftIssuanceBps, decimals, ...reserveTerms }] of fc
    .sample(terms, { numRuns: MARKETS, seed: SEED })
    .entries()) {
    it(`agree to the wei in market ${String(index + 1)}`, async () => {
      const scenario = await launchOpenMarket(connection, {
        decimals,
        launch: { name: `Market ${String(index + 1)}` },
        reserve: reserveTerms,
        issuance: { giftIssuanceBps },
      });
      const { actors, asset, reserve } = scenario;
      const people = [...actors.producers, ...actors.partners];
      for (const holder of [...people, actors.donor]) await asset.mint(holder, 10n ** 30n);
      const reading = await read(scenario);
      let { market } = reading;
      let { time } = reading;
      expect(reading.asset).to.equal((await asset.getAddress()).toLowerCase());
      const held = new Map(people.map((holder) => [holder.address, 0n]));
      held.set(actors.producers[0].address, 1_000n * WHOLE).set(actors.producers[1].address, 500n * WHOLE);

      for (const block of fc.sample(blocks, { numRuns: 1, seed: SEED + index })[0] ?? []) {
        time += block.wait;
        const sends: (() => Promise<ContractTransactionResponse>)[] = [];
        for (const step of block.steps) {
          const who = people[step.who] as HardhatEthersSigner;
          const planned = plan({ market, time, step, scenario, who, held, partBps: giftIssuanceBps });
          if (planned === undefined) continue;
          market = planned.market;
          sends.push(planned.send);
          if (pendingAt(market, time) > 0n) ++counts.dripping;
        }
        if (sends.length === 0) continue;
        for (const sent of await inOneBlock(connection, sends, time)) {
          expect((await sent.wait())?.status, "went through").to.equal(1);
        }
        const now = await read(scenario);
        expect(now.time).to.equal(time);
        // All of the books, with fractions that no view shows.
        expect(now.market).to.deep.equal(market);
        expect(await reserve.reserveBalance(), "R").to.equal(reserveAt(market, time));
        expect((await reserve.pendingGifts()).pending, "P").to.equal(pendingAt(market, time));
        const credit = giftCreditAt(market, time);
        expect(await reserve.giftCredit(), "credit").to.deep.equal([credit.dripped, credit.pending]);
        expect(await reserve.spotPrice(), "spot price").to.equal(spotPriceAt(market, time));
        expect(await reserve.backing(), "backing").to.equal(backingAt(market, time));
        const drip = await reserve.drip();
        expect([drip.rho, drip.renewable]).to.deep.equal([rhoAt(market, time), renewableFrom(market)]);
        await compareQuotes(scenario, market, time);
      }
    });
  }

  it("saw trades limited by the one-block rule, dripping gifts and renewals", () => {
    for (const [name, least] of [
      ["trades", 120],
      ["limited", 20],
      ["dripping", 60],
      ["gifts", 40],
      ["renewals", 8],
    ] as const) {
      expect(counts[name], name).to.be.at.least(least);
    }
  });

  interface Planned {
    readonly market: Market;
    readonly send: () => Promise<ContractTransactionResponse>;
  }

  /** A step on the sdk's market, and how it is sent; undefined where the market refuses it. */
  function plan({
    market,
    time,
    step,
    scenario: { reserve, actors },
    who,
    held,
    partBps,
  }: {
    readonly market: Market;
    readonly time: bigint;
    readonly step: Step;
    readonly scenario: Scenario;
    readonly who: HardhatEthersSigner;
    readonly held: Map<string, bigint>;
    readonly partBps: bigint;
  }): Planned | undefined {
    const amountOf = (whole: bigint): bigint => {
      const text = ((whole * step.part) / 10n ** 9n).toString();
      return BigInt(text.slice(0, step.digits)) || 1n;
    };
    const own = held.get(who.address) ?? 0n;
    const traded = (trade: Trade, send: Planned["send"], plain: bigint): Planned => {
      ++counts.trades;
      if (plain !== trade.quote.amountOut && step.kind !== "buyExact") ++counts.limited;
      return { market: trade.market, send };
    };
    const without = { ...market, first: { ...market.first, time: -1n } };
    try {
      switch (step.kind) {
        case "buy": {
          const request = { market, amount: amountOf(2n * market.total), time };
          const trade = buy(request);
          const { amountIn, amountOut } = trade.quote;
          held.set(who.address, own + amountOut);
          const plain = quoteBuy({ ...request, market: without }).amountOut;
          return traded(trade, () => reserve.connect(who).buy(amountIn, amountOut, who, NEVER, GAS), plain);
        }
        case "buyExact": {
          const trade = buyExact({ market, amount: amountOf(market.supply / 20n), time });
          const { amountIn, amountOut } = trade.quote;
          if (amountIn > 100n * market.total) return undefined; // a low ratio makes much of the supply cost fortunes
          held.set(who.address, own + amountOut);
          return traded(trade, () => reserve.connect(who).buyExact(amountOut, amountIn, who, NEVER, GAS), 0n);
        }
        case "sell": {
          if (own === 0n) return undefined;
          const request = { market, amount: amountOf(own), time };
          const trade = sell(request);
          const { amountIn, amountOut } = trade.quote;
          held.set(who.address, own - amountIn);
          const plain = quoteSell({ ...request, market: without }).amountOut;
          return traded(trade, () => reserve.connect(who).sell(amountIn, amountOut, who, NEVER, GAS), plain);
        }
        case "gift": {
          const amount = amountOf(10n * reserveAt(market, time));
          ++counts.gifts;
          return {
            market: give({ market, amount, time, partBps }),
            send: () => reserve.connect(actors.donor).receiveGift(amount, GAS),
          };
        }
        case "renew": {
          if (time < renewableFrom(market)) return undefined;
          ++counts.renewals;
          return { market: renewDrip(market, time), send: () => reserve.connect(who).renewDrip(GAS) };
        }
      }
    } catch (error) {
      if (error instanceof MarketError && error.error === "TradeTooSmall") return undefined;
      throw error;
    }
  }

  /** Quotes and previews at this timestamp and as the lens gives them for the next one. */
  async function compareQuotes(scenario: Scenario, market: Market, time: bigint): Promise<void> {
    const { reserve, addresses } = scenario;
    const views = await lens.summary(addresses.reserve);
    const fresh = marketOfViews(views, time);
    const next = { ...market, first: { ...market.first, time: -1n } };
    const money = market.total / 7n + 1n;
    const tokens = market.supply / 9n + 1n;
    const buying = quoteBuy({ market, amount: money, time });
    expect(await reserve.quoteBuy(money)).to.deep.equal([buying.amountOut, buying.tribute]);
    const exact = quoteBuyExact({ market, amount: tokens / 50n, time });
    expect(await reserve.quoteBuyExact(tokens / 50n)).to.deep.equal([exact.amountIn, exact.tribute]);
    const selling = quoteSell({ market, amount: tokens, time });
    expect(await reserve.quoteSell(tokens)).to.deep.equal([selling.amountOut, selling.tribute]);
    for (const one of [next, fresh]) {
      const preview = previewBuy({ market: one, amount: money, time });
      expect(await lens.previewBuy(reserve, money)).to.deep.equal(listed(preview));
      const previewExact = previewBuyExact({ market: one, amount: tokens / 50n, time });
      expect(await lens.previewBuyExact(reserve, tokens / 50n)).to.deep.equal(listed(previewExact));
      const previewSale = previewSell({ market: one, amount: tokens, time });
      expect(await lens.previewSell(reserve, tokens)).to.deep.equal(listed(previewSale));
    }
    // The inverse: the fewest tokens that bring as much.
    const { amountOut } = previewSell({ market: next, amount: tokens, time });
    const least = quoteSellExact({ market: next, amount: amountOut, time });
    expect(least.amountIn <= tokens && least.amountOut >= amountOut).to.equal(true);
    if (least.amountIn > 1n) {
      const fewer = (): bigint => quoteSell({ market: next, amount: least.amountIn - 1n, time }).amountOut;
      let brings = 0n;
      try {
        brings = fewer();
      } catch (error) {
        if (!(error instanceof MarketError)) throw error;
      }
      expect(brings < amountOut, "one token fewer brings less").to.equal(true);
    }
  }

  const listed = (p: Preview): bigint[] => [
    p.amountIn,
    p.amountOut,
    p.tribute,
    p.spotPriceBefore,
    p.spotPriceAfter,
    p.impactBps,
  ];

  it("read a closed market, and a dissolved one that redeems pro rata", async () => {
    const closed = await launchPresale(connection, { launch: { name: "Not open yet" } });
    const early = await read(closed);
    expect(early.market.state).to.equal("Closed");
    expect(() => quoteBuy({ market: early.market, amount: 1n, time: early.time })).to.throw(
      MarketError,
      "WrongMarketState",
    );
    const scenario = await launchOpenMarket(connection, { decimals: 6, launch: { name: "Dissolved" } });
    const { reserve, actors, owner, asset } = scenario;
    await reserve.connect(actors.donor).receiveGift(777_777_777n);
    await reserve.connect(owner).dissolve();
    const { market, time } = await read(scenario);
    expect(market.state).to.equal("Dissolved");
    expect([pendingAt(market, time), reserveAt(market, time)]).to.deep.equal([0n, market.total]);
    expect(await reserve.backing()).to.equal(backingAt(market, time));
    const [holder] = actors.producers;
    const before = await asset.balanceOf(holder);
    const amount = 123_456_789_012_345_678n;
    await reserve.connect(holder).redeem(amount, holder);
    expect((await asset.balanceOf(holder)) - before).to.equal(quoteRedeem({ market, amount }));
  });

  it("say what a run would take as the lens does", async () => {
    for (const ratioBps of [100n, 2_500n, 3_333n, 5_000n, 10_000n]) {
      for (const sold of [0n, 1_000n, 2_000n, 10_000n]) {
        expect(await lens.runRisk(ratioBps, sold)).to.equal(runRisk(ratioBps, sold));
      }
    }
  });
});
