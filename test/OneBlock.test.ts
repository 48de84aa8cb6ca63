import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroHash, type ContractTransactionResponse } from "ethers";
import { network } from "hardhat";
import { inOneBlock } from "./lib/contributions.ts";
import { DAY, DEAD_SUPPLY, WHOLE, launchOpenMarket, type Scenario } from "./lib/fixtures.ts";
import { buy, give, noDrip, reserveAt, sell, type MarketModel, type Trade } from "./lib/market-model.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const GAS = { gasLimit: 1_000_000n }; // no estimate: the pending block is not there yet
const NEVER = 2n ** 256n - 1n;
const SUPPLY = 1_500n * WHOLE + DEAD_SUPPLY;
const RESERVE = 3_000n * WHOLE;

// Asset units and tokens, 18 decimals each, worked out by the model in test/lib/market-model.ts.
const PLAIN_SANDWICH = 240_880827169651274084n;
const RULED_SANDWICH = -71_796769724490825895n;
const PLAIN_REVERSE = 168_857620966496802876n;
const RULED_REVERSE = -83_333277777814814791n;
const FLASH_LOAN = -428_308_301601779872017855n;
const PLAIN_SNIPE = 14_999_999999999999999990n;
const RULED_SNIPE = -514_718625761429707193n;
const SELL_AFTER_BUYS = [1_079_999360000373333120n, 1_199_999200000533332977n];
const BUY_AFTER_SELLS = [165_833235451184780738n, 175_000116666666666666n];

/** What an account holds of both. */
interface Purse {
  readonly assets: bigint;
  readonly tokens: bigint;
}

/** w = 50 %, no tribute, 3,000 asset units behind 1,500.001 tokens, which two producers hold. */
const market = (): Promise<Scenario> => launchOpenMarket(connection);

/** The market as its model, at rest since its opening; without the rule it is a plain curve. */
function modelOf(oneBlockRule: boolean): MarketModel {
  return {
    ratioBps: 5_000n,
    entryTributeBps: 0n,
    exitTributeBps: 0n,
    dripPeriod: 7n * DAY,
    supply: SUPPLY,
    total: RESERVE,
    tributeOwed: 0n,
    drip: noDrip(RESERVE, 0n),
    giftIssuanceBps: 1_000n,
    first: { time: 0n, reserve: RESERVE, supply: SUPPLY },
    oneBlockRule,
  };
}

async function purseOf({ asset, token }: Scenario, { address }: { address: string }): Promise<Purse> {
  return { assets: await asset.balanceOf(address), tokens: await token.balanceOf(address) };
}

/** How a purse changed. */
async function changeOf(scenario: Scenario, who: HardhatEthersSigner, before: Purse): Promise<Purse> {
  const after = await purseOf(scenario, who);
  return { assets: after.assets - before.assets, tokens: after.tokens - before.tokens };
}

/** A second after which nothing was traded yet. */
async function nextTime(): Promise<bigint> {
  return BigInt(await networkHelpers.time.latest()) + 100n;
}

const buying = (s: Scenario, who: HardhatEthersSigner, assets: bigint) => () =>
  s.reserve.connect(who).buy(assets, 0n, who, NEVER, GAS);
const selling = (s: Scenario, who: HardhatEthersSigner, tokens: bigint) => () =>
  s.reserve.connect(who).sell(tokens, 0n, who, NEVER, GAS);

/** Sends all in one block at `time`, all to succeed. */
async function together(
  time: bigint,
  ...calls: (() => Promise<ContractTransactionResponse>)[]
): Promise<void> {
  for (const sent of await inOneBlock(connection, calls, time)) {
    const receipt = await sent.wait();
    expect(receipt?.status).to.equal(1);
    expect((await receipt?.getBlock())?.timestamp).to.equal(Number(time));
  }
}

/** An attacker buys, a victim buys, the attacker sells all they bought; each at its own time. */
function sandwich(model: MarketModel, front: bigint, victim: bigint, times: [bigint, bigint, bigint]) {
  const first = buy(model, front, times[0]);
  const second = buy(first.after, victim, times[1]);
  const third = sell(second.after, first.tokens, times[2]);
  return { first, second, third, gain: third.assets - front };
}

/** An attacker sells, a victim sells, the attacker buys with all they got. */
function reverseSandwich(model: MarketModel, front: bigint, victim: bigint, time: bigint) {
  const first = sell(model, front, time);
  const second = sell(first.after, victim, time);
  const third = buy(second.after, first.assets, time);
  return { first, second, third, gain: third.tokens - front };
}

describe("OneBlock", () => {
  describe("a sandwich around a buy", () => {
    const front = 1_000n * WHOLE;
    const victim = 2_000n * WHOLE;

    it("would gain on a plain curve", () => {
      const { gain } = sandwich(modelOf(false), front, victim, [1n, 1n, 1n]);
      expect(gain).to.equal(PLAIN_SANDWICH);
    });

    it("loses in one block", async () => {
      const scenario = await loadFixture(market);
      const [attacker, other] = scenario.actors.partners;
      const time = await nextTime();
      const { first, second, third, gain } = sandwich(modelOf(true), front, victim, [time, time, time]);
      const [before, beforeOther] = [await purseOf(scenario, attacker), await purseOf(scenario, other)];
      await together(
        time,
        buying(scenario, attacker, front),
        buying(scenario, other, victim),
        selling(scenario, attacker, first.tokens),
      );
      expect(await changeOf(scenario, attacker, before)).to.deep.equal({ assets: gain, tokens: 0n });
      expect(await changeOf(scenario, other, beforeOther)).to.deep.equal({
        assets: -victim,
        tokens: second.tokens,
      });
      expect(gain).to.equal(RULED_SANDWICH);
      // ⌊k · R0 / (w · S0)⌋: what the plain curve would pay beyond that stays in the reserve.
      expect(third.assets).to.equal((first.tokens * RESERVE * 2n) / SUPPLY);
      expect(await scenario.reserve.reserveBalance()).to.equal(RESERVE + front + victim - third.assets);
    });

    it("still gains over three blocks, which the rule does not cover", async () => {
      const scenario = await loadFixture(market);
      const [attacker, other] = scenario.actors.partners;
      const time = await nextTime();
      const times: [bigint, bigint, bigint] = [time, time + 1n, time + 2n];
      const { first, gain } = sandwich(modelOf(true), front, victim, times);
      const before = await purseOf(scenario, attacker);
      await together(times[0], buying(scenario, attacker, front));
      await together(times[1], buying(scenario, other, victim));
      await together(times[2], selling(scenario, attacker, first.tokens));
      expect(await changeOf(scenario, attacker, before)).to.deep.equal({ assets: gain, tokens: 0n });
      expect(gain).to.equal(PLAIN_SANDWICH);
    });

    it("is limited by the first trade of the block alone, also over two blocks", async () => {
      const scenario = await loadFixture(market);
      const [attacker, other] = scenario.actors.partners;
      const time = await nextTime();
      const { first, gain } = sandwich(modelOf(true), front, victim, [time, time, time + 1n]);
      const before = await purseOf(scenario, attacker);
      await together(time, buying(scenario, attacker, front), buying(scenario, other, victim));
      await together(time + 1n, selling(scenario, attacker, first.tokens));
      expect(await changeOf(scenario, attacker, before)).to.deep.equal({ assets: gain, tokens: 0n });
      expect(gain).to.equal(PLAIN_SANDWICH);
    });
  });

  describe("a sandwich around a sell", () => {
    const front = 500n * WHOLE;
    const victim = 400n * WHOLE;

    it("would gain on a plain curve", () => {
      expect(reverseSandwich(modelOf(false), front, victim, 1n).gain).to.equal(PLAIN_REVERSE);
    });

    it("loses in one block", async () => {
      const scenario = await loadFixture(market);
      const [other, attacker] = scenario.actors.producers;
      const time = await nextTime();
      const { first, second, third, gain } = reverseSandwich(modelOf(true), front, victim, time);
      const [before, beforeOther] = [await purseOf(scenario, attacker), await purseOf(scenario, other)];
      await together(
        time,
        selling(scenario, attacker, front),
        selling(scenario, other, victim),
        buying(scenario, attacker, first.assets),
      );
      expect(await changeOf(scenario, attacker, before)).to.deep.equal({ assets: 0n, tokens: gain });
      expect(await changeOf(scenario, other, beforeOther)).to.deep.equal({
        assets: second.assets,
        tokens: -victim,
      });
      expect(gain).to.equal(RULED_REVERSE);
      // d · w · S0 / R0, less than a unit of packing.
      expect(third.tokens).to.be.closeTo((first.assets * SUPPLY) / (2n * RESERVE), 1n);
    });
  });

  it("leaves nothing for borrowed money that a contract buys and sells with in one transaction", async () => {
    const scenario = await loadFixture(market);
    const { timelock, asset, reserve, actors, addresses } = scenario;
    const lender = actors.donor;
    const assetAddress = await asset.getAddress();
    const loan = 500_000n * WHOLE;
    await asset.connect(lender).approve(addresses.timelock, loan);
    const time = BigInt(await networkHelpers.time.latest()) + 3n * DAY;
    const bought = buy(modelOf(true), loan, time);
    const sold = sell(bought.after, bought.tokens, time);
    const batch = (repaid: bigint): [string[], bigint[], string[], string, string] => {
      const calls = [
        asset.interface.encodeFunctionData("transferFrom", [lender.address, addresses.timelock, loan]),
        asset.interface.encodeFunctionData("approve", [addresses.reserve, loan]),
        reserve.interface.encodeFunctionData("buy", [loan, bought.tokens, addresses.timelock, NEVER]),
        reserve.interface.encodeFunctionData("sell", [bought.tokens, sold.assets, addresses.timelock, NEVER]),
        asset.interface.encodeFunctionData("transfer", [lender.address, repaid]),
      ];
      const to = [assetAddress, assetAddress, addresses.reserve, addresses.reserve, assetAddress];
      return [to, calls.map(() => 0n), calls, ZeroHash, ZeroHash];
    };
    for (const repaid of [loan, sold.assets]) {
      await timelock.connect(actors.founders[0]).scheduleBatch(...batch(repaid), 2n * DAY);
    }
    await networkHelpers.time.increaseTo(time);
    expect(sold.assets).to.equal((bought.tokens * RESERVE * 2n) / SUPPLY);
    expect(sold.assets - loan).to.equal(FLASH_LOAN);
    await expect(timelock.connect(actors.stranger).executeBatch(...batch(loan)))
      .to.be.revertedWithCustomError(asset, "ERC20InsufficientBalance")
      .withArgs(addresses.timelock, sold.assets, loan);
    const before = await asset.balanceOf(lender);
    await timelock.connect(actors.stranger).executeBatch(...batch(sold.assets));
    expect((await asset.balanceOf(lender)) - before).to.equal(FLASH_LOAN);
    expect(await asset.balanceOf(addresses.timelock)).to.equal(0n);
    expect(await reserve.reserveBalance()).to.equal(RESERVE - FLASH_LOAN);
  });

  it("leaves nothing to who buys before a gift and sells after it in one block", async () => {
    const scenario = await loadFixture(market);
    const [sniper] = scenario.actors.partners;
    const time = await nextTime();
    const [paid, gift] = [3_000n * WHOLE, 30_000n * WHOLE];
    // Were the gift in the reserve at once, on a plain curve:
    const plain = buy(modelOf(false), paid, time);
    const sniped = sell({ ...plain.after, total: plain.after.total + gift }, plain.tokens, time);
    expect(sniped.assets - paid).to.equal(PLAIN_SNIPE);

    const bought = buy(modelOf(true), paid, time);
    const given = give(bought.after, gift, time);
    const sold = sell(given, bought.tokens, time);
    const before = await purseOf(scenario, sniper);
    await together(
      time,
      buying(scenario, sniper, paid),
      () => scenario.reserve.connect(scenario.actors.donor).donate(gift, "for those who were here", GAS),
      selling(scenario, sniper, bought.tokens),
    );
    const change = await changeOf(scenario, sniper, before);
    expect(change).to.deep.equal({ assets: sold.assets - paid, tokens: 0n });
    expect(change.assets).to.equal(RULED_SNIPE);
    // A quarter of R would do it in 40 periods; the model's ρ has had longer to grow than the market's.
    expect((await scenario.reserve.pendingGifts()).pending).to.equal(gift);
    expect(await scenario.reserve.reserveBalance()).to.equal(RESERVE + paid - sold.assets);
  });

  describe("a trader after trades of the opposite direction alone", () => {
    it("sells for at least the quote at R0, S0", async () => {
      const scenario = await loadFixture(market);
      const [victim] = scenario.actors.producers;
      const [one, two] = scenario.actors.partners;
      const time = await nextTime();
      const [a, b, tokens] = [900n * WHOLE, 50n * WHOLE, 300n * WHOLE];
      const after = buy(buy(modelOf(true), a, time).after, b, time).after;
      const expected: Trade = sell(after, tokens, time);
      const before = await purseOf(scenario, victim);
      await together(
        time,
        buying(scenario, one, a),
        buying(scenario, two, b),
        selling(scenario, victim, tokens),
      );
      const got = (await changeOf(scenario, victim, before)).assets;
      expect(got).to.equal(expected.assets);
      const quote = sell(modelOf(true), tokens, time).assets;
      expect(got).to.be.at.least(quote);
      expect([quote, got]).to.deep.equal(SELL_AFTER_BUYS);
    });

    it("buys for at least the quote at R0, S0 while nothing is pending", async () => {
      const scenario = await loadFixture(market);
      const [one, two] = scenario.actors.producers;
      const [victim] = scenario.actors.partners;
      const time = await nextTime();
      const [a, b, paid] = [200n * WHOLE, 100n * WHOLE, 700n * WHOLE];
      const after = sell(sell(modelOf(true), a, time).after, b, time).after;
      const expected = buy(after, paid, time);
      const before = await purseOf(scenario, victim);
      await together(
        time,
        selling(scenario, one, a),
        selling(scenario, two, b),
        buying(scenario, victim, paid),
      );
      const got = (await changeOf(scenario, victim, before)).tokens;
      expect(got).to.equal(expected.tokens);
      const quote = buy(modelOf(true), paid, time).tokens;
      expect(got).to.be.at.least(quote);
      expect([quote, got]).to.deep.equal(BUY_AFTER_SELLS);
    });

    it("buys for less while gifts are pending: those who left left more of them, and the buyer pays for it", async () => {
      const scenario = await loadFixture(market);
      const [seller] = scenario.actors.producers;
      const [victim] = scenario.actors.partners;
      const time = await nextTime();
      const [gift, tokens, paid] = [60_000n * WHOLE, 750n * WHOLE, 700n * WHOLE];
      await networkHelpers.time.setNextBlockTimestamp(time);
      await scenario.reserve.connect(scenario.actors.donor).receiveGift(gift);
      const given = give(modelOf(true), gift, time);
      const sold = sell(given, tokens, time + 1n);
      const expected = buy(sold.after, paid, time + 1n);
      const before = [await purseOf(scenario, victim), await purseOf(scenario, seller)] as const;
      await together(time + 1n, selling(scenario, seller, tokens), buying(scenario, victim, paid));
      const got = (await changeOf(scenario, victim, before[0])).tokens;
      expect(got).to.equal(expected.tokens);
      expect(got).to.be.below(buy(given, paid, time + 1n).tokens);
      // The seller got no more than at the price before, so nobody gained by it.
      const received = (await changeOf(scenario, seller, before[1])).assets;
      expect(received).to.equal(sold.assets);
      const reserve = reserveAt(given, time + 1n);
      expect(received).to.be.below((tokens * reserve * 2n) / SUPPLY);
    });
  });
});
