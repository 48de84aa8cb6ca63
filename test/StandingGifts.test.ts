import { expect } from "chai";
import { network } from "hardhat";
import type { StandingGifts } from "../typechain-types/index.ts";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  type Scenario,
} from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";
import { receiptOf } from "./lib/third-parties.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

/** As IStandingGifts.GiftState. */
const State = { None: 0n, Running: 1n, Ended: 2n } as const;
const NEVER = 2n ** 256n - 1n;
const MONTH = 30n * DAY;
const NOTICE = 14n * DAY;

type GiftScenario = Scenario & { readonly gifts: StandingGifts };

const now = async (): Promise<bigint> => BigInt(await time.latest());

/** Standing gifts beside an organisation; the donor lets them take what they have. */
async function beside<T extends Scenario>(scenario: T): Promise<T & GiftScenario> {
  const gifts = await ethers.deployContract("StandingGifts", [await scenario.factory.getAddress()]);
  await scenario.asset.connect(scenario.actors.donor).approve(gifts, NEVER);
  return { ...scenario, gifts };
}

const open = async (): Promise<GiftScenario> => beside(await launchOpenMarket(connection));

/** The donor gives 100 units a month, and has paid once. */
async function running(): Promise<GiftScenario & { readonly startedAt: bigint }> {
  const scenario = await open();
  const { gifts, token, actors, unit } = scenario;
  await gifts.connect(actors.donor).start(token, 100n * unit, MONTH, "for the server");
  return { ...scenario, startedAt: await now() };
}

/** The producers have staked all for long; the first of them consents and gives notice. */
async function announce({ stake, token, actors }: Scenario): Promise<void> {
  const [first] = actors.producers;
  const amount = await token.balanceOf(first);
  await token.connect(first).approve(stake, amount);
  await stake.connect(first).stake(amount);
  await time.increase(31n * DAY);
  await stake.connect(first).consentToDissolve();
}

describe("StandingGifts", () => {
  it("knows its factory, and needs one", async () => {
    const { gifts, factory } = await loadFixture(open);
    expect(await gifts.factory()).to.equal(await factory.getAddress());
    expect(await gifts.giftCount()).to.equal(0n);
    await expect(ethers.deployContract("StandingGifts", [ZERO_ADDRESS])).to.be.revertedWithCustomError(
      gifts,
      "ZeroAddress",
    );
  });

  describe("start", () => {
    it("makes the first payment, as a donation of the donor, and holds nothing", async () => {
      const scenario = await loadFixture(open);
      const { gifts, token, reserve, asset, actors, unit, addresses } = scenario;
      const { donor } = actors;
      const before = await reserve.donatedBy(donor);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      const sent = gifts.connect(donor).start(token, 100n * unit, MONTH, "for the server");
      await expect(sent)
        .to.emit(gifts, "StandingGiftStarted")
        .withArgs(1n, donor.address, addresses.token, 100n * unit, MONTH, "for the server");
      await expect(sent)
        .to.emit(gifts, "StandingGiftPaid")
        .withArgs(1n, donor.address, 100n * unit, 0n);
      await expect(sent)
        .to.emit(reserve, "Donated")
        .withArgs(donor.address, await gifts.getAddress(), 100n * unit, "for the server");
      await expect(sent).to.changeTokenBalances(
        ethers,
        asset,
        [donor, gifts, reserve],
        [-100n * unit, 0n, 100n * unit],
      );
      expect(await reserve.donatedBy(donor)).to.equal(before + 100n * unit);
      expect(await asset.allowance(gifts, reserve)).to.equal(0n);
      expect(await gifts.giftOf(1n)).to.deep.equal([
        ...[donor.address, MONTH, at, false],
        ...[addresses.reserve, 1n, 0n, 0n, 100n * unit],
      ]);
      expect(await gifts.stateOf(1n)).to.equal(State.Running);
      expect(await gifts.dueFrom(1n)).to.equal(at + MONTH);
      expect(await gifts.giftCount()).to.equal(1n);
    });

    it("is who calls that gives, an account with code, too, and never who sent the transaction", async () => {
      const { gifts, token, asset, actors, unit } = await loadFixture(open);
      const wallet = await ethers.deployContract("TestWallet", [actors.stranger.address]);
      await asset.mint(wallet, unit);
      const approval = asset.interface.encodeFunctionData("approve", [await gifts.getAddress(), unit]);
      await wallet.execute(asset, approval);
      const start = gifts.interface.encodeFunctionData("start", [await token.getAddress(), unit, DAY, ""]);
      await expect(wallet.connect(actors.donor).execute(gifts, start)).to.changeTokenBalances(
        ethers,
        asset,
        [wallet, actors.donor],
        [-unit, 0n],
      );
      expect((await gifts.giftOf(1n)).donor).to.equal(await wallet.getAddress());
    });

    it("takes intervals from 1 to 366 days, no others", async () => {
      const { gifts, token, actors } = await loadFixture(open);
      const giver = gifts.connect(actors.donor);
      for (const interval of [0n, DAY - 1n, 366n * DAY + 1n]) {
        await expect(giver.start(token, 1n, interval, ""))
          .to.be.revertedWithCustomError(gifts, "IntervalOutOfRange")
          .withArgs(interval);
      }
      for (const interval of [DAY, 366n * DAY]) await giver.start(token, 1n, interval, "");
      expect(await gifts.giftCount()).to.equal(2n);
    });

    it("refuses what the factory did not launch, nothing, more than fits, and what is not allowed", async () => {
      const { gifts, token, asset, reserve, actors, unit } = await loadFixture(open);
      const giver = gifts.connect(actors.donor);
      await expect(giver.start(asset, unit, MONTH, ""))
        .to.be.revertedWithCustomError(gifts, "UnknownOrganisation")
        .withArgs(await asset.getAddress());
      await expect(giver.start(token, 0n, MONTH, "")).to.be.revertedWithCustomError(reserve, "ZeroAmount");
      await expect(giver.start(token, 2n ** 112n, MONTH, ""))
        .to.be.revertedWithCustomError(gifts, "SafeCastOverflowedUintDowncast")
        .withArgs(112n, 2n ** 112n);
      await expect(gifts.connect(actors.stranger).start(token, unit, MONTH, ""))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientAllowance")
        .withArgs(await gifts.getAddress(), 0n, unit);
    });

    it("waits for a presale's release, and works while a growing market is closed", async () => {
      const bootstrapped = await beside(await launchPresale(connection));
      await expect(
        bootstrapped.gifts.connect(bootstrapped.actors.donor).start(bootstrapped.token, 1n, MONTH, ""),
      )
        .to.be.revertedWithCustomError(bootstrapped.reserve, "PresalePending")
        .withArgs(bootstrapped.addresses.presale);
      const { gifts, token, reserve, actors } = await beside(await launchGrowing(connection));
      await gifts.connect(actors.donor).start(token, 5n, MONTH, "");
      expect(await reserve.pendingGifts()).to.deep.equal([5n, 0n]);
    });
  });

  describe("pay", () => {
    it("pays once an interval, whoever calls and when, to the second", async () => {
      const { gifts, reserve, asset, actors, unit, startedAt } = await loadFixture(running);
      const anyone = gifts.connect(actors.stranger);
      let from = startedAt + MONTH;
      for (const [interval, second] of [
        [1n, 0n],
        [2n, MONTH - 1n],
        [3n, 0n],
      ] as const) {
        if (interval === 1n) {
          await time.setNextBlockTimestamp(from - 1n);
          await expect(anyone.pay(1n))
            .to.be.revertedWithCustomError(gifts, "NotDueBefore")
            .withArgs(1n, from);
        }
        await time.setNextBlockTimestamp(from + second);
        const sent = anyone.pay(1n);
        await expect(sent)
          .to.emit(gifts, "StandingGiftPaid")
          .withArgs(1n, actors.donor.address, 100n * unit, interval);
        await expect(sent).to.changeTokenBalances(
          ethers,
          asset,
          [actors.donor, actors.stranger, gifts, reserve],
          [-100n * unit, 0n, 0n, 100n * unit],
        );
        from = startedAt + (interval + 1n) * MONTH;
        expect(await gifts.dueFrom(1n)).to.equal(from);
        if (second === 0n) {
          await expect(anyone.pay(1n))
            .to.be.revertedWithCustomError(gifts, "NotDueBefore")
            .withArgs(1n, from);
        }
      }
      expect((await gifts.giftOf(1n)).paid).to.equal(4n);
    });

    it("lets missed intervals lapse: after a year one payment is due, not twelve", async () => {
      const { gifts, asset, actors, unit, startedAt } = await loadFixture(running);
      await time.setNextBlockTimestamp(startedAt + 12n * MONTH + 5n);
      await expect(gifts.pay(1n)).to.changeTokenBalance(ethers, asset, actors.donor, -100n * unit);
      await expect(gifts.pay(1n))
        .to.be.revertedWithCustomError(gifts, "NotDueBefore")
        .withArgs(1n, startedAt + 13n * MONTH);
      const { paid, lastInterval } = await gifts.giftOf(1n);
      expect([paid, lastInterval]).to.deep.equal([2n, 12n]);
    });

    it("takes no more than the allowance, and nothing from who has too little; both may come back", async () => {
      const { gifts, asset, actors, unit, startedAt } = await loadFixture(running);
      const { donor, stranger } = actors;
      await time.increaseTo(startedAt + MONTH);
      await asset.connect(donor).approve(gifts, 100n * unit - 1n);
      await expect(gifts.pay(1n))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientAllowance")
        .withArgs(await gifts.getAddress(), 100n * unit - 1n, 100n * unit);
      await asset.connect(donor).approve(gifts, NEVER);
      const balance = await asset.balanceOf(donor);
      await asset.connect(donor).transfer(stranger, balance);
      await expect(gifts.pay(1n))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientBalance")
        .withArgs(donor.address, 0n, 100n * unit);
      await asset.connect(stranger).transfer(donor, balance);
      await expect(gifts.pay(1n)).to.emit(gifts, "StandingGiftPaid");
    });

    it("keeps donors apart: none pays for another, and each may have several", async () => {
      const scenario = await loadFixture(running);
      const { gifts, token, asset, actors, unit } = scenario;
      const { donor, stranger } = actors;
      await asset.connect(stranger).approve(gifts, NEVER);
      await gifts.connect(stranger).start(token, 7n * unit, DAY, "");
      await gifts.connect(donor).start(token, 3n * unit, 2n * DAY, "");
      await time.increase(2n * DAY);
      await expect(gifts.pay(2n)).to.changeTokenBalances(ethers, asset, [donor, stranger], [0n, -7n * unit]);
      await expect(gifts.pay(3n)).to.changeTokenBalances(ethers, asset, [donor, stranger], [-3n * unit, 0n]);
      await expect(gifts.pay(1n)).to.be.revertedWithCustomError(gifts, "NotDueBefore");
    });

    it("stops in a pause of the reserve, and goes on after it without what was missed", async () => {
      const { gifts, reserve, owner, startedAt } = await loadFixture(running);
      await time.increaseTo(startedAt + 2n * MONTH - 1n);
      await reserve.connect(owner).pause();
      const until = await reserve.pausedUntil();
      await expect(gifts.pay(1n)).to.be.revertedWithCustomError(reserve, "Paused").withArgs(until);
      await time.increaseTo(until);
      await expect(gifts.pay(1n)).to.emit(gifts, "StandingGiftPaid");
      expect((await gifts.giftOf(1n)).paid).to.equal(2n);
    });

    it("knows none that was not started", async () => {
      const { gifts } = await loadFixture(running);
      for (const id of [0n, 2n]) {
        expect(await gifts.stateOf(id)).to.equal(State.None);
        expect(await gifts.dueFrom(id)).to.equal(NEVER);
        await expect(gifts.pay(id)).to.be.revertedWithCustomError(gifts, "NotRunning").withArgs(id);
      }
    });
  });

  describe("cancel", () => {
    it("ends it at once, for ever, and is the donor's alone", async () => {
      const { gifts, actors, startedAt } = await loadFixture(running);
      await time.increaseTo(startedAt + MONTH);
      for (const signer of [actors.stranger, actors.founders[0], actors.deployer]) {
        await expect(gifts.connect(signer).cancel(1n))
          .to.be.revertedWithCustomError(gifts, "NotGiver")
          .withArgs(1n, signer.address);
      }
      const donor = gifts.connect(actors.donor);
      await expect(donor.cancel(1n)).to.emit(gifts, "StandingGiftCancelled").withArgs(1n);
      expect(await gifts.stateOf(1n)).to.equal(State.Ended);
      expect(await gifts.dueFrom(1n)).to.equal(NEVER);
      await expect(gifts.pay(1n)).to.be.revertedWithCustomError(gifts, "NotRunning").withArgs(1n);
      await expect(donor.cancel(1n)).to.be.revertedWithCustomError(gifts, "NotRunning").withArgs(1n);
    });
  });

  describe("a dissolution", () => {
    it("ends it by its notice, even if nobody dissolves in the end", async () => {
      const scenario = await loadFixture(running);
      const { gifts } = scenario;
      await announce(scenario);
      expect(await gifts.stateOf(1n)).to.equal(State.Ended);
      await expect(gifts.pay(1n)).to.be.revertedWithCustomError(gifts, "NotRunning").withArgs(1n);
      await time.increase(3n * NOTICE);
      await expect(gifts.pay(1n)).to.be.revertedWithCustomError(gifts, "NotRunning").withArgs(1n);
      await expect(gifts.connect(scenario.actors.donor).cancel(1n))
        .to.be.revertedWithCustomError(gifts, "NotRunning")
        .withArgs(1n);
    });

    it("does not end it by consents without a notice, and does by the notice of any later round", async () => {
      const scenario = await loadFixture(running);
      const { gifts, stake, token, actors } = scenario;
      const [first, second] = actors.producers;
      for (const holder of [first, second]) {
        const amount = await token.balanceOf(holder);
        await token.connect(holder).approve(stake, amount);
        await stake.connect(holder).stake(amount);
      }
      await time.increase(31n * DAY);
      for (let round = 1n; round <= 3n; ++round) {
        await stake.connect(second).consentToDissolve();
        expect(await stake.roundCount()).to.equal(round);
        await time.increase(15n * DAY);
        expect(await gifts.stateOf(1n)).to.equal(State.Running);
      }
      // The third round is still the last one, and could have been the one that ends it.
      await gifts.pay(1n);
      expect((await gifts.giftOf(1n)).round).to.equal(2n);
      await stake.connect(first).consentToDissolve();
      expect((await stake.roundOf(4n)).noticeAt).to.equal(await now());
      expect(await gifts.stateOf(1n)).to.equal(State.Ended);
      // After notice, term and rest another round opens: the notice before it still counts.
      await time.increase(3n * NOTICE);
      await stake.connect(second).consentToDissolve();
      expect(await stake.roundCount()).to.equal(5n);
      expect(await gifts.stateOf(1n)).to.equal(State.Ended);
    });

    it("ends it by the notice of a round that had begun without one, the very first, too", async () => {
      const scenario = await loadFixture(open);
      const { gifts, stake, token, actors, unit } = scenario;
      for (const holder of actors.producers.slice(0, 2)) {
        const amount = await token.balanceOf(holder);
        await token.connect(holder).approve(stake, amount);
        await stake.connect(holder).stake(amount);
      }
      await time.increase(31n * DAY);
      await stake.connect(actors.producers[1]).consentToDissolve();
      expect(await stake.roundCount()).to.equal(1n);
      await gifts.connect(actors.donor).start(token, unit, DAY, "");
      expect((await gifts.giftOf(1n)).round).to.equal(0n);
      await time.increase(DAY);
      await gifts.pay(1n);
      await stake.connect(actors.producers[0]).consentToDissolve();
      expect((await stake.roundOf(1n)).noticeAt).to.equal(await now());
      await time.increase(DAY);
      await expect(gifts.pay(1n)).to.be.revertedWithCustomError(gifts, "NotRunning").withArgs(1n);
    });

    it("does not end by a notice given before it started", async () => {
      const scenario = await loadFixture(running);
      const { gifts, token, actors, unit } = scenario;
      await announce(scenario);
      await gifts.connect(actors.donor).start(token, unit, DAY, "all the same");
      expect((await gifts.giftOf(2n)).round).to.equal(1n);
      await time.increase(DAY);
      await expect(gifts.pay(2n)).to.emit(gifts, "StandingGiftPaid");
    });

    it("ends it by itself, and none starts after it", async () => {
      const scenario = await loadFixture(running);
      const { gifts, reserve, owner, token, actors, startedAt } = scenario;
      await reserve.connect(owner).dissolve();
      const since = await now();
      await time.increaseTo(startedAt + MONTH);
      expect(await gifts.stateOf(1n)).to.equal(State.Ended);
      await expect(gifts.pay(1n)).to.be.revertedWithCustomError(gifts, "NotRunning").withArgs(1n);
      await expect(gifts.connect(actors.donor).start(token, 1n, DAY, ""))
        .to.be.revertedWithCustomError(reserve, "AlreadyDissolved")
        .withArgs(since);
    });
  });

  it("shows gifts page by page, with their states", async () => {
    const { gifts, token, actors } = await loadFixture(open);
    const giver = gifts.connect(actors.donor);
    for (let amount = 1n; amount <= 4n; ++amount) await giver.start(token, amount, DAY, "");
    await giver.cancel(3n);
    for (const [from, count, ids] of [
      [1n, 4n, [1n, 2n, 3n, 4n]],
      [2n, 2n, [2n, 3n]],
      [4n, NEVER, [4n]],
      [5n, 1n, []],
      [0n, 4n, []],
      [NEVER, 4n, []],
    ] as const) {
      const { page, states } = await gifts.gifts(from, count);
      expect(page.map(({ amount }) => amount)).to.deep.equal(ids);
      expect([...states]).to.deep.equal(ids.map((id) => (id === 3n ? State.Ended : State.Running)));
    }
  });

  describe("with a hostile asset", () => {
    it("cannot be entered while money moves, and refuses fees", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const scenario = await beside(await launchGrowing(connection, { asset: await hostile.getAddress() }));
      const { gifts, token, actors } = scenario;
      const { donor } = actors;
      await hostile.mint(donor, 100n * WHOLE);
      await hostile.connect(donor).approve(gifts, NEVER);
      const giver = gifts.connect(donor);
      const guard = gifts.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      const entries = [
        gifts.interface.encodeFunctionData("start", [await token.getAddress(), 1n, DAY, ""]),
        gifts.interface.encodeFunctionData("pay", [1n]),
      ];
      for (const entry of entries) {
        await hostile.setHook(gifts, entry);
        await giver.start(token, WHOLE, DAY, "");
        expect(await hostile.hookResult()).to.equal(guard);
        await time.increase(DAY);
        await hostile.setHook(gifts, entry);
        await gifts.pay(1n);
        expect(await hostile.hookResult()).to.equal(guard);
      }
      await hostile.setFee(100);
      await time.increase(DAY);
      await expect(gifts.pay(1n))
        .to.be.revertedWithCustomError(gifts, "UnsupportedAsset")
        .withArgs(await hostile.getAddress(), WHOLE, (WHOLE * 99n) / 100n);
      expect(await hostile.balanceOf(gifts)).to.equal(0n);
    });
  });

  describe("gas", () => {
    it("stays below the ceilings", async () => {
      const { gifts, token, actors, startedAt } = await loadFixture(running);
      await time.increaseTo(startedAt + MONTH);
      const paid = (await receiptOf(gifts.pay(1n))).gasUsed;
      const started = (await receiptOf(gifts.connect(actors.donor).start(token, 1n, DAY, ""))).gasUsed;
      expect(paid).to.be.at.most(gasCeiling(190_000n));
      expect(started).to.be.at.most(gasCeiling(260_000n));
    });
  });
});
