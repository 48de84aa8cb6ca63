import { expect } from "chai";
import { network } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { HostileAsset } from "../typechain-types/index.ts";
import {
  DAY,
  DEAD_ADDRESS,
  DEAD_SUPPLY,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
  issue,
  issueBase,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  type Overrides,
  type Scenario,
} from "./lib/fixtures.ts";
import { ceilCost, exactBuy, exactSell, exactSpotPrice, floorOf } from "./lib/oracle.ts";
import { signPermit } from "./lib/permits.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const CLOSED = 0n;
const OPEN = 1n;
const NEVER = 2n ** 256n - 1n;

const closed = (): Promise<Scenario> => launchGrowing(connection);
const open = (): Promise<Scenario> => launchOpenMarket(connection);

/** 6 decimals, w = 20 %, tributes of 3 % and 10 %, and a reserve that is no round number. */
async function odd(): Promise<Scenario> {
  const scenario = await launchOpenMarket(connection, {
    decimals: 6,
    reserve: { reserveRatioBps: 2_000n, entryTributeBps: 300n, exitTributeBps: 1_000n },
  });
  await scenario.reserve.connect(scenario.actors.donor).donate(123_457n, "");
  await time.increase(7n * DAY);
  return scenario;
}

const ceilBps = (amount: bigint, bps: bigint): bigint => (amount * bps + 9_999n) / 10_000n;

/** What a buy gives by the oracle. */
async function expectedBuy({ reserve, token, config }: Scenario, assetIn: bigint) {
  const tribute = ceilBps(assetIn, BigInt(config.reserve.entryTributeBps));
  const exact = exactBuy({
    supply: await token.totalSupply(),
    reserve: (await reserve.reserveBalance()) + (await reserve.pendingGifts()).pending,
    ratioBps: BigInt(config.reserve.reserveRatioBps),
    assetIn: assetIn - tribute,
  });
  return { tokensOut: floorOf(exact), tribute };
}

/** What a sell gives by the oracle. */
async function expectedSell({ reserve, token, config }: Scenario, tokensIn: bigint) {
  const exact = exactSell({
    supply: await token.totalSupply(),
    reserve: await reserve.reserveBalance(),
    ratioBps: BigInt(config.reserve.reserveRatioBps),
    tokensIn,
  });
  const gross = floorOf(exact);
  const tribute = ceilBps(gross, BigInt(config.reserve.exitTributeBps));
  return { assetOut: gross - tribute, gross, tribute };
}

describe("LiquidityReserve", () => {
  describe("initialize", () => {
    it("keeps the terms as launched and starts closed", async () => {
      const { reserve, config, addresses, asset } = await loadFixture(closed);
      const terms = await reserve.terms();
      for (const key of [
        "asset",
        "reserveRatioBps",
        "minimumReserve",
        "entryTributeBps",
        "exitTributeBps",
        "dripPeriod",
        "dissolveBps",
      ] as const) {
        expect(terms[key], key).to.equal(config.reserve[key]);
      }
      expect(await reserve.asset()).to.equal(await asset.getAddress());
      expect(await reserve.token()).to.equal(addresses.token);
      expect(await reserve.presale()).to.equal(ZERO_ADDRESS);
      expect(await reserve.owner()).to.equal(addresses.timelock);
      expect(await reserve.reserveRatioBps()).to.equal(5_000n);
      expect(await reserve.marketState()).to.equal(CLOSED);
      expect(await reserve.opening()).to.equal(0n);
      expect(await reserve.dissolvedAt()).to.equal(0n);
      expect(await reserve.dissolveBps()).to.equal(6_000n);
      expect(await reserve.stake()).to.equal(addresses.stake);
      expect(await reserve.treasury()).to.equal(addresses.timelock);
      expect(await reserve.spotPrice()).to.equal(0n);
      expect(await reserve.backing()).to.equal(0n);
      expect(await reserve.awaitsPresale()).to.equal(false);
      expect(await reserve.giftsReceived()).to.equal(0n);
    });

    it("is locked on the implementation and works once on a clone", async () => {
      const { reserve, factory, addresses, config } = await loadFixture(closed);
      const { reserve: implementation } = await factory.implementations();
      for (const target of [reserve, reserve.attach(implementation) as typeof reserve]) {
        await expect(
          target.initialize(addresses.timelock, ZERO_ADDRESS, addresses.stake, 1n, config.reserve),
        ).to.be.revertedWithCustomError(reserve, "InvalidInitialization");
      }
    });

    const refuses = (
      title: string,
      terms: NonNullable<Overrides["reserve"]>,
      error: string,
      args: unknown[],
    ): void => {
      it(`refuses ${title}`, async () => {
        const { factory, config, reserve } = await loadFixture(closed);
        const launch = expect(
          factory.launch({ ...config, reserve: { ...config.reserve, ...terms } }),
        ).to.be.revertedWithCustomError(reserve, error);
        await (args.length === 0 ? launch : launch.withArgs(...args));
      });
    };
    refuses("no asset", { asset: ZERO_ADDRESS }, "ZeroAddress", []);
    refuses("a ratio below 1 %", { reserveRatioBps: 99n }, "RatioOutOfRange", [99n, 100n, 10_000n]);
    refuses("a ratio above 100 %", { reserveRatioBps: 10_001n }, "RatioOutOfRange", [10_001n, 100n, 10_000n]);
    refuses("a minimum reserve of zero", { minimumReserve: 0n }, "ZeroMinimumReserve", []);
    refuses("an entry tribute above 10 %", { entryTributeBps: 1_001n }, "TributeOutOfRange", [
      1_001n,
      1_000n,
    ]);
    refuses("an exit tribute above 10 %", { exitTributeBps: 1_001n }, "TributeOutOfRange", [1_001n, 1_000n]);
    refuses("gifts that drip in less than a day", { dripPeriod: DAY - 1n }, "DripPeriodOutOfRange", [
      DAY - 1n,
    ]);
    refuses(
      "gifts that drip over more than 90 days",
      { dripPeriod: 90n * DAY + 1n },
      "DripPeriodOutOfRange",
      [90n * DAY + 1n],
    );
    refuses("dissolution by a minority", { dissolveBps: 4_999n }, "DissolveBpsOutOfRange", [4_999n]);
    refuses("dissolution by more than 95 %", { dissolveBps: 9_501n }, "DissolveBpsOutOfRange", [9_501n]);

    it("refuses the organisation's own token as its asset", async () => {
      const { factory, config, reserve, actors } = await loadFixture(closed);
      const { token } = await factory.predict(actors.stranger, config.name, false);
      await expect(factory.launch({ ...config, reserve: { ...config.reserve, asset: token } }))
        .to.be.revertedWithCustomError(reserve, "AssetIsOwnToken")
        .withArgs(token);
    });

    it("refuses assets with fewer than 6 or more than 18 decimals", async () => {
      const { factory, config, reserve } = await loadFixture(closed);
      for (const [decimals, accepted] of [
        [5, false],
        [6, true],
        [18, true],
        [19, false],
      ] as const) {
        const asset = await (await ethers.deployContract("TestAsset", ["A", "A", decimals])).getAddress();
        const name = `With ${decimals} decimals`;
        const launch = factory.launch({ ...config, name, reserve: { ...config.reserve, asset } });
        if (accepted) await expect(launch).to.emit(factory, "CdpoLaunched");
        else {
          await expect(launch)
            .to.be.revertedWithCustomError(reserve, "UnsupportedDecimals")
            .withArgs(asset, decimals);
        }
      }
    });

    it("accepts each bound itself", async () => {
      const { factory, config } = await loadFixture(closed);
      for (const [at, terms] of [
        { reserveRatioBps: 100n, entryTributeBps: 1_000n, exitTributeBps: 1_000n, minimumReserve: 1n },
        { reserveRatioBps: 10_000n, dripPeriod: DAY, dissolveBps: 5_000n },
        { dripPeriod: 90n * DAY, dissolveBps: 9_500n },
      ].entries()) {
        const bounds = { ...config, name: `Bound ${at}`, reserve: { ...config.reserve, ...terms } };
        await expect(factory.launch(bounds)).to.emit(factory, "CdpoLaunched");
      }
    });
  });

  describe("donate", () => {
    it("gives to all holders, before and after opening", async () => {
      const scenario = await loadFixture(closed);
      const { reserve, actors, asset, unit } = scenario;
      const { donor } = actors;
      const gift = reserve.connect(donor).donate(600n * unit, "for the library");
      await expect(gift)
        .to.emit(reserve, "Donated")
        .withArgs(donor.address, donor.address, 600n * unit, "for the library");
      await expect(gift).to.changeTokenBalances(ethers, asset, [donor, reserve], [-600n * unit, 600n * unit]);
      expect(await reserve.reserveBalance()).to.equal(0n);
      expect(await reserve.pendingGifts()).to.deep.equal([600n * unit, 0n]);
      await issueBase(connection, scenario);
      expect(await reserve.backing()).to.equal((600n * unit) / 1_500n);
      await reserve.connect(actors.stranger).donate(400n * unit, "");
      await reserve.open();
      await reserve.connect(donor).donate(7n, "");
      // A rate is rounded up to a 2^24th of a unit a second: of seven units the last is out an hour early.
      const fraction = 2n ** 24n;
      const rate = (7n * fraction + 7n * DAY - 1n) / (7n * DAY);
      const end = BigInt(await time.latest()) + (7n * fraction + rate - 1n) / rate;
      expect(await reserve.reserveBalance()).to.equal(1_000n * unit);
      expect(await reserve.pendingGifts()).to.deep.equal([7n, end]);
      await time.increaseTo(end);
      expect(await reserve.reserveBalance()).to.equal(1_000n * unit + 7n);
      expect(await reserve.pendingGifts()).to.deep.equal([0n, 0n]);
      expect(await reserve.giftsReceived()).to.equal(1_000n * unit + 7n);
      expect(await reserve.donationsReceived()).to.equal(1_000n * unit + 7n);
      expect(await reserve.donatedBy(donor)).to.equal(600n * unit + 7n);
      expect(await reserve.donatedBy(actors.stranger)).to.equal(400n * unit);
      expect(await reserve.backing()).to.equal(
        ((1_000n * unit + 7n) * WHOLE) / (1_500n * WHOLE + DEAD_SUPPLY),
      );
    });

    it("counts what somebody pays in a donor's name as theirs, and names who paid", async () => {
      const { reserve, actors, asset, unit, owner } = await loadFixture(closed);
      const { donor, stranger } = actors;
      await reserve.connect(donor).donate(5n * unit, "");
      const gift = reserve.connect(stranger).donateFor(donor, 30n * unit, "through a gateway");
      await expect(gift)
        .to.emit(reserve, "Donated")
        .withArgs(donor.address, stranger.address, 30n * unit, "through a gateway");
      await expect(gift).to.changeTokenBalances(
        ethers,
        asset,
        [stranger, reserve, donor],
        [-30n * unit, 30n * unit, 0n],
      );
      expect(await reserve.donatedBy(donor)).to.equal(35n * unit);
      expect(await reserve.donatedBy(stranger)).to.equal(0n);
      expect(await reserve.donationsReceived()).to.equal(35n * unit);
      expect(await reserve.giftsReceived()).to.equal(35n * unit);
      expect(await reserve.pendingGifts()).to.deep.equal([35n * unit, 0n]);
      await expect(reserve.connect(stranger).donateFor(ZERO_ADDRESS, 1n, "")).to.be.revertedWithCustomError(
        reserve,
        "ZeroAddress",
      );
      await expect(reserve.connect(stranger).donateFor(donor, 0n, "")).to.be.revertedWithCustomError(
        reserve,
        "ZeroAmount",
      );
      await reserve.connect(owner).pause();
      await expect(reserve.connect(stranger).donateFor(donor, 1n, ""))
        .to.be.revertedWithCustomError(reserve, "Paused")
        .withArgs(await reserve.pausedUntil());
    });

    it("refuses zero, and what would not fit", async () => {
      const { reserve, actors, asset } = await loadFixture(closed);
      const { donor } = actors;
      await expect(reserve.connect(donor).donate(0n, "")).to.be.revertedWithCustomError(
        reserve,
        "ZeroAmount",
      );
      await asset.mint(donor, 2n ** 112n);
      await expect(reserve.connect(donor).donate(2n ** 112n, ""))
        .to.be.revertedWithCustomError(reserve, "SafeCastOverflowedUintDowncast")
        .withArgs(112, 2n ** 112n);
      await expect(reserve.connect(donor).donate(2n ** 112n - 1n, "")).to.emit(reserve, "Donated");
    });

    it("refuses an asset that takes a fee", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { reserve, actors } = await launchGrowing(connection, { asset: await hostile.getAddress() });
      await hostile.mint(actors.donor, WHOLE);
      await hostile.connect(actors.donor).approve(reserve, WHOLE);
      await hostile.setFee(1);
      await expect(reserve.connect(actors.donor).donate(10_000n, ""))
        .to.be.revertedWithCustomError(reserve, "UnsupportedAsset")
        .withArgs(await hostile.getAddress(), 10_000n, 9_999n);
      // An asset that takes all, and then some, still gives the named error.
      await hostile.setFee(10_000);
      await expect(reserve.connect(actors.donor).donate(10_000n, ""))
        .to.be.revertedWithCustomError(reserve, "UnsupportedAsset")
        .withArgs(await hostile.getAddress(), 10_000n, 0n);
    });

    it("ignores assets sent past it", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, asset, unit } = scenario;
      const before = [
        await reserve.reserveBalance(),
        await reserve.spotPrice(),
        await reserve.backing(),
        await reserve.quoteBuy(unit),
        await reserve.quoteSell(WHOLE),
      ];
      await asset.connect(actors.stranger).transfer(reserve, 5_000n * unit);
      expect([
        await reserve.reserveBalance(),
        await reserve.spotPrice(),
        await reserve.backing(),
        await reserve.quoteBuy(unit),
        await reserve.quoteSell(WHOLE),
      ]).to.deep.equal(before);
    });
  });

  describe("open", () => {
    it("opens a growing market once enough was given, by anyone", async () => {
      const scenario = await loadFixture(closed);
      const { reserve, actors, token, unit, asset } = scenario;
      await issueBase(connection, scenario);
      await reserve.connect(actors.donor).donate(1_000n * unit - 1n, "");
      await expect(reserve.connect(actors.stranger).open())
        .to.be.revertedWithCustomError(reserve, "ReserveTooSmall")
        .withArgs(1_000n * unit - 1n, 1_000n * unit);
      await reserve.connect(actors.donor).donate(1n, "");
      const supply = 1_500n * WHOLE + DEAD_SUPPLY;
      const opening = reserve.connect(actors.stranger).open();
      await expect(opening)
        .to.emit(reserve, "MarketOpened")
        .withArgs(1_000n * unit, supply);
      await expect(opening).to.changeTokenBalances(ethers, token, [DEAD_ADDRESS, reserve], [DEAD_SUPPLY, 0n]);
      await expect(opening).to.changeTokenBalance(ethers, asset, reserve, 0n);
      expect(await reserve.marketState()).to.equal(OPEN);
      expect(await reserve.opening()).to.equal(await time.latest());
      const price = exactSpotPrice({ supply, reserve: 1_000n * unit, ratioBps: 5_000n });
      expect(await reserve.spotPrice()).to.equal(floorOf(price));
      await expect(reserve.open())
        .to.be.revertedWithCustomError(reserve, "WrongMarketState")
        .withArgs(OPEN, CLOSED);
    });

    it("does not open before the base amount was issued: nobody can open a market without stakeholders", async () => {
      const scenario = await loadFixture(closed);
      const { reserve, actors, unit } = scenario;
      await reserve.connect(actors.donor).donate(1_000n * unit, "");
      await issue(connection, scenario, [actors.producers[0], 1_000n * WHOLE - 1n]);
      await expect(reserve.open())
        .to.be.revertedWithCustomError(reserve, "SupplyTooSmall")
        .withArgs(1_000n * WHOLE - 1n, 1_000n * WHOLE);
      await issue(connection, scenario, [actors.producers[0], 1n]);
      await expect(reserve.open()).to.emit(reserve, "MarketOpened");
    });

    it("leaves opening at the presale's price to the presale", async () => {
      const growing = await loadFixture(closed);
      for (const sender of [growing.actors.stranger, growing.owner, growing.actors.deployer]) {
        await expect(growing.reserve.connect(sender).openAtPresalePrice(1n))
          .to.be.revertedWithCustomError(growing.reserve, "NotPresale")
          .withArgs(sender.address);
      }
      const bootstrapped = await launchPresale(connection);
      await expect(bootstrapped.reserve.connect(bootstrapped.actors.trustee).openAtPresalePrice(1n))
        .to.be.revertedWithCustomError(bootstrapped.reserve, "NotPresale")
        .withArgs(bootstrapped.actors.trustee.address);
      expect(await bootstrapped.reserve.presale()).to.equal(bootstrapped.addresses.presale);
    });

    it("does not open twice, even if the presale asked", async () => {
      const { reserve, presale, actors, unit } = await launchPresale(connection);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(2_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const address = await presale.getAddress();
      await networkHelpers.impersonateAccount(address);
      await networkHelpers.setBalance(address, WHOLE);
      await expect(reserve.connect(await ethers.getSigner(address)).openAtPresalePrice(1n))
        .to.be.revertedWithCustomError(reserve, "WrongMarketState")
        .withArgs(OPEN, CLOSED);
      expect(await reserve.awaitsPresale()).to.equal(false);
      await expect(reserve.connect(actors.donor).donate(unit, "")).to.emit(reserve, "Donated");
    });
  });

  for (const [name, fixture] of [
    ["18 decimals, w = 50 %, no tribute", open],
    ["6 decimals, w = 20 %, tributes", odd],
  ] as const) {
    describe(`buy (${name})`, () => {
      it("mints what the formula gives and keeps the rest of the account", async () => {
        const scenario = await loadFixture(fixture);
        const { reserve, actors, token, asset, unit } = scenario;
        const [buyer, recipient] = [actors.partners[0], actors.stranger];
        for (const assetIn of [unit, 1_234n * unit + 567n, 100_000n * unit, unit / 1_000n]) {
          const { tokensOut, tribute } = await expectedBuy(scenario, assetIn);
          const before = await reserve.reserveBalance();
          const owed = await reserve.tributeOwed();
          expect(await reserve.quoteBuy(assetIn)).to.deep.equal([tokensOut, tribute]);
          const buy = reserve.connect(buyer).buy(assetIn, tokensOut, recipient, NEVER);
          await expect(buy)
            .to.emit(reserve, "Bought")
            .withArgs(buyer.address, recipient.address, assetIn, tokensOut, tribute);
          await expect(buy).to.changeTokenBalances(ethers, asset, [buyer, reserve], [-assetIn, assetIn]);
          await expect(buy).to.changeTokenBalances(ethers, token, [buyer, recipient], [0n, tokensOut]);
          expect(await reserve.reserveBalance()).to.equal(before + assetIn - tribute);
          expect(await reserve.tributeOwed()).to.equal(owed + tribute);
        }
      });
    });

    describe(`sell (${name})`, () => {
      it("pays what the formula gives, without approval", async () => {
        const scenario = await loadFixture(fixture);
        const { reserve, actors, token, asset } = scenario;
        const [seller, recipient] = [actors.producers[0], actors.stranger];
        for (const tokensIn of [WHOLE, 123n * WHOLE + 456n, 500n * WHOLE, 10n ** 14n]) {
          const { assetOut, gross, tribute } = await expectedSell(scenario, tokensIn);
          const before = await reserve.reserveBalance();
          const owed = await reserve.tributeOwed();
          expect(await reserve.quoteSell(tokensIn)).to.deep.equal([assetOut, tribute]);
          expect(await token.allowance(seller, reserve)).to.equal(0n);
          const sell = reserve.connect(seller).sell(tokensIn, assetOut, recipient, NEVER);
          await expect(sell)
            .to.emit(reserve, "Sold")
            .withArgs(seller.address, recipient.address, tokensIn, assetOut, tribute);
          await expect(sell).to.changeTokenBalances(ethers, token, [seller], [-tokensIn]);
          await expect(sell).to.changeTokenBalances(
            ethers,
            asset,
            [seller, recipient, reserve],
            [0n, assetOut, -assetOut],
          );
          expect(await reserve.reserveBalance()).to.equal(before - gross);
          expect(await reserve.tributeOwed()).to.equal(owed + tribute);
        }
      });

      it("lets everyone sell all, in any order, and the reserve covers the rest", async () => {
        const scenario = await loadFixture(fixture);
        const { reserve, actors, token, asset, unit } = scenario;
        await reserve.connect(actors.partners[0]).buy(500n * unit, 0n, actors.partners[0], NEVER);
        const holders = [actors.producers[1], actors.partners[0], actors.producers[0]];
        for (const order of [holders, [...holders].reverse()]) {
          const snapshot = await networkHelpers.takeSnapshot();
          for (const holder of order) {
            await reserve.connect(holder).sell(await token.balanceOf(holder), 0n, holder, NEVER);
            expect((await asset.balanceOf(reserve)) >= (await reserve.reserveBalance())).to.equal(true);
          }
          expect(await token.totalSupply()).to.equal(DEAD_SUPPLY);
          expect((await reserve.reserveBalance()) > 0n).to.equal(true);
          await snapshot.restore();
        }
      });
    });
  }

  describe("a trade", () => {
    const trades = (scenario: Scenario, sender: HardhatEthersSigner) => {
      const reserve = scenario.reserve.connect(sender);
      return [
        (amount: bigint, min: bigint, to: string, deadline: bigint) => reserve.buy(amount, min, to, deadline),
        (amount: bigint, min: bigint, to: string, deadline: bigint) =>
          reserve.sell(amount, min, to, deadline),
      ] as const;
    };

    it("is refused while the market is closed, and so is its quote", async () => {
      const scenario = await loadFixture(closed);
      const { reserve, actors } = scenario;
      for (const trade of trades(scenario, actors.partners[0])) {
        await expect(trade(1n, 0n, actors.stranger.address, NEVER))
          .to.be.revertedWithCustomError(reserve, "WrongMarketState")
          .withArgs(CLOSED, OPEN);
      }
      for (const quote of [reserve.quoteBuy(1n), reserve.quoteSell(1n)]) {
        await expect(quote).to.be.revertedWithCustomError(reserve, "WrongMarketState").withArgs(CLOSED, OPEN);
      }
    });

    it("keeps to the deadline, to the second", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors } = scenario;
      for (const trade of trades(scenario, actors.producers[0])) {
        await actors.donor.sendTransaction({ to: actors.donor });
        const now = BigInt(await time.latest()) + 10n;
        await scenario.asset.mint(actors.producers[0], WHOLE);
        await time.setNextBlockTimestamp(now);
        await expect(trade(WHOLE, 0n, actors.stranger.address, now - 1n))
          .to.be.revertedWithCustomError(reserve, "DeadlineExpired")
          .withArgs(now - 1n, now);
        await time.setNextBlockTimestamp(now + 1n);
        await trade(WHOLE, 0n, actors.stranger.address, now + 1n);
      }
    });

    it("refuses zero, and recipients at which value would be lost", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, addresses } = scenario;
      for (const trade of trades(scenario, actors.producers[0])) {
        await expect(trade(0n, 0n, actors.stranger.address, NEVER)).to.be.revertedWithCustomError(
          reserve,
          "ZeroAmount",
        );
        for (const quote of [reserve.quoteBuy(0n), reserve.quoteBuyExact(0n), reserve.quoteSell(0n)]) {
          await expect(quote).to.be.revertedWithCustomError(reserve, "ZeroAmount");
        }
        for (const recipient of [ZERO_ADDRESS, addresses.reserve, addresses.token]) {
          await expect(trade(WHOLE, 0n, recipient, NEVER))
            .to.be.revertedWithCustomError(reserve, "InvalidRecipient")
            .withArgs(recipient);
        }
      }
    });

    it("keeps to the caller's minimum, to the wei", async () => {
      const scenario = await loadFixture(odd);
      const { reserve, actors, unit } = scenario;
      const { tokensOut } = await expectedBuy(scenario, 10n * unit);
      await expect(
        reserve.connect(actors.partners[0]).buy(10n * unit, tokensOut + 1n, actors.partners[0], NEVER),
      )
        .to.be.revertedWithCustomError(reserve, "SlippageExceeded")
        .withArgs(tokensOut, tokensOut + 1n);
      const { assetOut } = await expectedSell(scenario, WHOLE);
      await expect(reserve.connect(actors.producers[0]).sell(WHOLE, assetOut + 1n, actors.partners[0], NEVER))
        .to.be.revertedWithCustomError(reserve, "SlippageExceeded")
        .withArgs(assetOut, assetOut + 1n);
    });

    it("refuses what is so small that it would give nothing", async () => {
      const { reserve, actors } = await loadFixture(odd);
      // 1 asset unit is all tribute; 1 wei of a token is worth less than an asset unit.
      for (const quote of [
        reserve.quoteBuy(1n),
        reserve.connect(actors.partners[0]).buy(1n, 0n, actors.donor, NEVER),
      ]) {
        await expect(quote).to.be.revertedWithCustomError(reserve, "TradeTooSmall").withArgs(1n);
      }
      for (const quote of [
        reserve.quoteSell(1n),
        reserve.connect(actors.producers[0]).sell(1n, 0n, actors.donor, NEVER),
      ]) {
        await expect(quote).to.be.revertedWithCustomError(reserve, "TradeTooSmall").withArgs(1n);
      }
    });

    it("cannot sell more than the seller has, nor quote more than there is", async () => {
      const { reserve, actors, token } = await loadFixture(open);
      const supply = await token.totalSupply();
      const [, seller] = actors.producers;
      await expect(reserve.connect(seller).sell(500n * WHOLE + 1n, 0n, seller, NEVER))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(seller.address, 500n * WHOLE, 500n * WHOLE + 1n);
      await expect(reserve.quoteSell(supply + 1n))
        .to.be.revertedWithCustomError(reserve, "AmountAboveSupply")
        .withArgs(supply + 1n, supply);
    });

    it("cannot pay more than the buyer approved", async () => {
      const { reserve, actors, asset, unit } = await loadFixture(open);
      const [buyer] = actors.partners;
      await asset.connect(buyer).approve(reserve, unit - 1n);
      await expect(reserve.connect(buyer).buy(unit, 0n, buyer, NEVER))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientAllowance")
        .withArgs(await reserve.getAddress(), unit - 1n, unit);
    });

    it("refuses an asset that starts to take a fee on buys; a sell still goes through", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { scenario, buyer } = await hostileMarket(hostile);
      const { reserve } = scenario;
      await hostile.setFee(100);
      await expect(reserve.connect(buyer).buy(1_000n, 0n, buyer, NEVER))
        .to.be.revertedWithCustomError(reserve, "UnsupportedAsset")
        .withArgs(await hostile.getAddress(), 1_000n, 990n);
      await expect(reserve.connect(buyer).sell(WHOLE, 0n, buyer, NEVER)).to.emit(reserve, "Sold");
    });

    it("cannot be re-entered by the asset", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { scenario, buyer } = await hostileMarket(hostile);
      const { reserve } = scenario;
      const guard = reserve.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      const calls = [
        reserve.interface.encodeFunctionData("buy", [1n, 0n, buyer.address, NEVER]),
        reserve.interface.encodeFunctionData("sell", [1n, 0n, buyer.address, NEVER]),
        reserve.interface.encodeFunctionData("donate", [1n, ""]),
        reserve.interface.encodeFunctionData("donateFor", [buyer.address, 1n, ""]),
        reserve.interface.encodeFunctionData("open"),
        reserve.interface.encodeFunctionData("openAtPresalePrice", [1n]),
        reserve.interface.encodeFunctionData("collectTribute"),
        reserve.interface.encodeFunctionData("buyExact", [1n, 1n, buyer.address, NEVER]),
        reserve.interface.encodeFunctionData("buyWithPermit", [
          ...[1n, 0n, buyer.address, NEVER, 27, ethers.ZeroHash, ethers.ZeroHash],
        ] as const),
        reserve.interface.encodeFunctionData("receiveGift", [1n]),
        reserve.interface.encodeFunctionData("absorb"),
        reserve.interface.encodeFunctionData("renewDrip"),
        reserve.interface.encodeFunctionData("dissolve"),
        reserve.interface.encodeFunctionData("burnTreasury"),
        reserve.interface.encodeFunctionData("redeem", [1n, buyer.address]),
      ];
      for (const data of calls) {
        for (const outer of [
          () => reserve.connect(buyer).buy(1_000n, 0n, buyer, NEVER),
          () => reserve.connect(buyer).sell(WHOLE, 0n, buyer, NEVER),
          () => reserve.connect(buyer).donate(1_000n, ""),
          () => reserve.collectTribute(),
        ]) {
          await hostile.setHook(reserve, data);
          await outer();
          expect(await hostile.hookSucceeded()).to.equal(false);
          expect(await hostile.hookResult()).to.equal(guard);
          // Tribute for the next round.
          await reserve.connect(buyer).buy(1_000n, 0n, buyer, NEVER);
        }
      }
    });

    it("shows R and S of one moment to whoever asks inside the asset's transfer", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { scenario, buyer } = await hostileMarket(hostile);
      const { reserve } = scenario;
      const spotPrice = reserve.interface.encodeFunctionData("spotPrice");
      for (const trade of [
        () => reserve.connect(buyer).buy(2_000n * WHOLE, 0n, buyer, NEVER),
        () => reserve.connect(buyer).sell(100n * WHOLE, 0n, buyer, NEVER),
      ]) {
        await hostile.setHook(reserve, spotPrice);
        await trade();
        const [seen] = reserve.interface.decodeFunctionResult("spotPrice", await hostile.hookResult());
        expect(seen).to.equal(await reserve.spotPrice());
      }
    });

    it("never lets a blocked treasury stop a sell: tribute is pulled, not pushed", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { scenario, buyer } = await hostileMarket(hostile);
      const { reserve, addresses } = scenario;
      await hostile.setBlocked(addresses.timelock, true);
      await expect(reserve.connect(buyer).sell(WHOLE, 0n, buyer, NEVER)).to.emit(reserve, "Sold");
      await expect(reserve.collectTribute()).to.be.revertedWithCustomError(hostile, "Blocked");
    });
  });

  describe("buyExact", () => {
    for (const [name, fixture] of [
      ["no tribute", open],
      ["tributes", odd],
    ] as const) {
      it(`mints exactly what was asked for the least that the formula asks (${name})`, async () => {
        const scenario = await loadFixture(fixture);
        const { reserve, actors, token, asset, config } = scenario;
        const [buyer, recipient] = [actors.partners[0], actors.stranger];
        const entryBps = BigInt(config.reserve.entryTributeBps);
        for (const tokensOut of [WHOLE, 1n, 987n * WHOLE + 654_321n]) {
          const net = ceilCost({
            supply: await token.totalSupply(),
            reserve: await reserve.reserveBalance(),
            ratioBps: BigInt(config.reserve.reserveRatioBps),
            tokensOut,
          });
          const assetIn = (net * 10_000n + 9_999n - entryBps) / (10_000n - entryBps);
          const before = await reserve.reserveBalance();
          const owed = await reserve.tributeOwed();
          expect(await reserve.quoteBuyExact(tokensOut)).to.deep.equal([assetIn, assetIn - net]);
          await expect(reserve.connect(buyer).buyExact(tokensOut, assetIn - 1n, recipient, NEVER))
            .to.be.revertedWithCustomError(reserve, "CostExceeded")
            .withArgs(assetIn, assetIn - 1n);
          const buy = reserve.connect(buyer).buyExact(tokensOut, assetIn, recipient, NEVER);
          await expect(buy)
            .to.emit(reserve, "Bought")
            .withArgs(buyer.address, recipient.address, assetIn, tokensOut, assetIn - net);
          await expect(buy).to.changeTokenBalances(ethers, asset, [buyer, reserve], [-assetIn, assetIn]);
          await expect(buy).to.changeTokenBalances(ethers, token, [buyer, recipient], [0n, tokensOut]);
          expect(await reserve.reserveBalance()).to.equal(before + net);
          expect(await reserve.tributeOwed()).to.equal(owed + assetIn - net);
        }
      });
    }

    it("keeps to what every trade keeps to", async () => {
      const { reserve, actors, addresses } = await loadFixture(open);
      const [buyer] = actors.partners;
      const buyExact = (tokens: bigint, to: string, deadline: bigint) =>
        reserve.connect(buyer).buyExact(tokens, NEVER, to, deadline);
      await expect(buyExact(0n, buyer.address, NEVER)).to.be.revertedWithCustomError(reserve, "ZeroAmount");
      await expect(buyExact(1n, addresses.token, NEVER))
        .to.be.revertedWithCustomError(reserve, "InvalidRecipient")
        .withArgs(addresses.token);
      const now = BigInt(await time.latest()) + 10n;
      await time.setNextBlockTimestamp(now);
      await expect(buyExact(1n, buyer.address, now - 1n))
        .to.be.revertedWithCustomError(reserve, "DeadlineExpired")
        .withArgs(now - 1n, now);
      const max = 2n ** 112n - 1n;
      await expect(buyExact(max + 1n, buyer.address, NEVER))
        .to.be.revertedWithCustomError(reserve, "AmountTooLarge")
        .withArgs(max + 1n, max);
    });
  });

  describe("buyWithPermit", () => {
    it("takes the asset by a signature, without an approval", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, asset, token, unit } = scenario;
      const [buyer] = actors.partners;
      await asset.connect(buyer).approve(reserve, 0n);
      const deadline = BigInt(await time.latest()) + HOUR;
      const permit = { owner: buyer, spender: await reserve.getAddress(), value: unit, deadline };
      const { v, r, s } = await signPermit(asset, permit);
      const { tokensOut } = await expectedBuy(scenario, unit);
      const buy = reserve.connect(buyer).buyWithPermit(unit, tokensOut, actors.donor, deadline, v, r, s);
      await expect(buy).to.changeTokenBalances(ethers, token, [buyer, actors.donor], [0n, tokensOut]);
      await expect(buy).to.changeTokenBalances(ethers, asset, [buyer, reserve], [-unit, unit]);
      expect(await asset.allowance(buyer, reserve)).to.equal(0n);
    });

    it("goes on when someone else sent the permit first", async () => {
      const { reserve, actors, asset, unit } = await loadFixture(open);
      const [buyer] = actors.partners;
      await asset.connect(buyer).approve(reserve, 0n);
      const deadline = BigInt(await time.latest()) + HOUR;
      const spender = await reserve.getAddress();
      const { v, r, s } = await signPermit(asset, { owner: buyer, spender, value: unit, deadline });
      await asset.connect(actors.stranger).permit(buyer, spender, unit, deadline, v, r, s);
      await expect(
        reserve.connect(buyer).buyWithPermit(unit, 0n, buyer, deadline, v, r, s),
      ).to.changeTokenBalance(ethers, asset, buyer, -unit);
    });

    it("says that nothing was allowed when the signature is another's or too late", async () => {
      const { reserve, actors, asset, unit } = await loadFixture(open);
      const [buyer, other] = actors.partners;
      await asset.connect(buyer).approve(reserve, 0n);
      const deadline = BigInt(await time.latest()) + HOUR;
      const spender = await reserve.getAddress();
      const { v, r, s } = await signPermit(asset, { owner: other, spender, value: unit, deadline });
      await expect(reserve.connect(buyer).buyWithPermit(unit, 0n, buyer, deadline, v, r, s))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientAllowance")
        .withArgs(spender, 0n, unit);
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(reserve.connect(buyer).buyWithPermit(unit, 0n, buyer, deadline, v, r, s))
        .to.be.revertedWithCustomError(reserve, "DeadlineExpired")
        .withArgs(deadline, deadline + 1n);
    });
  });

  describe("tribute", () => {
    it("goes to the treasury when anyone collects it", async () => {
      const scenario = await loadFixture(odd);
      const { reserve, actors, asset, addresses, unit } = scenario;
      await reserve.connect(actors.partners[0]).buy(100n * unit, 0n, actors.partners[0], NEVER);
      const owed = 3n * unit;
      const collect = reserve.connect(actors.stranger).collectTribute();
      await expect(collect).to.emit(reserve, "TributeCollected").withArgs(addresses.timelock, owed);
      await expect(collect).to.changeTokenBalances(
        ethers,
        asset,
        [reserve, addresses.timelock, actors.stranger],
        [-owed, owed, 0n],
      );
      expect(await reserve.tributeOwed()).to.equal(0n);
      await expect(reserve.collectTribute()).to.be.revertedWithCustomError(reserve, "ZeroAmount");
    });

    it("reaches the treasury also when the reserve has no owner any more", async () => {
      const scenario = await loadFixture(odd);
      const { reserve, owner, actors, asset, addresses, unit } = scenario;
      await reserve.connect(actors.partners[0]).buy(100n * unit, 0n, actors.partners[0], NEVER);
      await reserve.connect(owner).renounceOwnership();
      await expect(reserve.collectTribute()).to.changeTokenBalance(
        ethers,
        asset,
        addresses.timelock,
        3n * unit,
      );
    });

    it("is set by the owner alone, within 10 %", async () => {
      const { reserve, actors, owner } = await loadFixture(open);
      for (const sender of [
        actors.deployer,
        actors.founders[0],
        actors.curators[0],
        actors.producers[0],
        actors.stranger,
      ]) {
        await expect(reserve.connect(sender).setTributes(1n, 1n))
          .to.be.revertedWithCustomError(reserve, "OwnableUnauthorizedAccount")
          .withArgs(sender.address);
      }
      await expect(reserve.connect(owner).setTributes(1_001n, 0n))
        .to.be.revertedWithCustomError(reserve, "TributeOutOfRange")
        .withArgs(1_001n, 1_000n);
      await expect(reserve.connect(owner).setTributes(0n, 1_001n))
        .to.be.revertedWithCustomError(reserve, "TributeOutOfRange")
        .withArgs(1_001n, 1_000n);
      await expect(reserve.connect(owner).setTributes(1_000n, 999n))
        .to.emit(reserve, "TributesSet")
        .withArgs(1_000n, 999n);
      const terms = await reserve.terms();
      expect([terms.entryTributeBps, terms.exitTributeBps]).to.deep.equal([1_000n, 999n]);
    });
  });

  describe("a reserve that was run on", () => {
    it("keeps a unit, takes no token for nothing, and pays again once a gift arrives", async () => {
      // At w = 1 % the first two thirds of the supply take all but the last asset unit.
      const scenario = await launchOpenMarket(connection, { reserve: { reserveRatioBps: 100n } });
      const { reserve, actors, token, unit } = scenario;
      const [first, second] = actors.producers;
      await reserve.connect(first).sell(1_000n * WHOLE, 0n, first, NEVER);
      expect(await reserve.reserveBalance()).to.equal(1n);
      await expect(reserve.connect(second).sell(500n * WHOLE, 0n, second, NEVER))
        .to.be.revertedWithCustomError(reserve, "TradeTooSmall")
        .withArgs(500n * WHOLE);
      expect(await token.balanceOf(second)).to.equal(500n * WHOLE);
      await reserve.connect(actors.donor).donate(unit, "again");
      // A quarter of R is nothing: it is out after 52 periods.
      await time.increase(52n * 7n * DAY);
      // Of 1e18 + 1 units the formula leaves (0.001 / 500.001)^100, far below one: all but one are paid.
      await expect(reserve.connect(second).sell(500n * WHOLE, unit, second, NEVER)).to.changeTokenBalance(
        ethers,
        scenario.asset,
        second,
        unit,
      );
    });
  });
});

/** An open market on an asset that can turn hostile, with tributes, and a buyer who holds tokens. */
async function hostileMarket(asset: HostileAsset) {
  const scenario = await launchGrowing(connection, {
    asset: await asset.getAddress(),
    reserve: { entryTributeBps: 100n, exitTributeBps: 100n },
  });
  const { reserve, actors, unit } = scenario;
  const [buyer] = actors.partners;
  await issueBase(connection, scenario);
  await asset.mint(buyer, 10_000n * unit);
  await asset.connect(buyer).approve(reserve, 10_000n * unit);
  await reserve.connect(buyer).donate(3_000n * unit, "");
  await reserve.open();
  await reserve.connect(buyer).buy(1_000n * unit, 0n, buyer, NEVER);
  await time.increase(DAY);
  return { scenario, buyer };
}
