import { expect } from "chai";
import { network } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { HostileAsset } from "../typechain-types/index.ts";
import { accepted, cloneOf, everyoneBut, sharesOf, paidOut } from "./lib/contributions.ts";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  type Overrides,
} from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";
import { PAUSE, REST, receiptOf, withPledgeBook, type PledgeScenario } from "./lib/third-parties.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

/** As IPledgeBook.Form. */
const Form = { None: 0n, Verified: 1n, Conditional: 2n, Goal: 3n, Matching: 4n } as const;
/** As IPledgeBook.PledgeState. */
const State = { None: 0n, Open: 1n, Owed: 2n, Fulfilled: 3n, Returnable: 4n, Returned: 5n } as const;
const NEVER = 2n ** 256n - 1n;
const DISSOLVED = 2n;
const DRIP_PERIOD = 7n * DAY;
const TERM = 30n * DAY;
const MAX_TERM = 3_650n * DAY;

const abi = ethers.AbiCoder.defaultAbiCoder();

const open = async (): Promise<PledgeScenario> =>
  withPledgeBook(connection, await launchOpenMarket(connection));

const deadlineIn = async (seconds: bigint): Promise<bigint> => BigInt(await time.latest()) + seconds;

interface Pledging {
  readonly amount?: bigint;
  readonly donor?: HardhatEthersSigner;
  readonly term?: bigint;
}

/** The donor pledges 700 units until the first partner confirms. */
async function verified(scenario: PledgeScenario, changes: Pledging = {}): Promise<bigint> {
  const { book, actors, unit } = scenario;
  const { amount = 700n * unit, donor = actors.donor, term = TERM } = changes;
  await book.connect(donor).pledge(amount, actors.partners[0], await deadlineIn(term), "ipfs://promise");
  return book.pledgeCount();
}

async function matching(scenario: PledgeScenario, changes: Pledging = {}): Promise<bigint> {
  const { book, actors, unit } = scenario;
  const { amount = 700n * unit, donor = actors.donor, term = TERM } = changes;
  await book.connect(donor).pledgeMatching(amount, await deadlineIn(term), "ipfs://match");
  return book.pledgeCount();
}

async function conditional(
  scenario: PledgeScenario,
  condition: string,
  data: string,
  changes: Pledging = {},
): Promise<bigint> {
  const { book, actors, unit } = scenario;
  const { amount = 700n * unit, donor = actors.donor, term = TERM } = changes;
  await book.connect(donor).pledgeOn(amount, condition, data, await deadlineIn(term), "");
  return book.pledgeCount();
}

/** The donor pledges 700 units on others donating so much. */
async function onDonations(scenario: PledgeScenario, goal: bigint, changes: Pledging = {}): Promise<bigint> {
  const { book, actors, unit } = scenario;
  const { amount = 700n * unit, donor = actors.donor, term = TERM } = changes;
  await book.connect(donor).pledgeOnDonations(amount, goal, await deadlineIn(term), "ipfs://goal");
  return book.pledgeCount();
}

async function testCondition() {
  return ethers.deployContract("TestCondition");
}

describe("PledgeBook", () => {
  describe("initialize", () => {
    it("knows its reserve and owner", async () => {
      const { book, addresses } = await loadFixture(open);
      expect(await book.reserve()).to.equal(addresses.reserve);
      expect(await book.owner()).to.equal(addresses.timelock);
      expect(await book.pledgeCount()).to.equal(0n);
      expect(await book.pausedUntil()).to.equal(0n);
      expect(await book.stateOf(1n)).to.equal(State.None);
      expect(await book.matchable(1n)).to.equal(0n);
    });

    it("is locked on the implementation and works once on a clone", async () => {
      const { book, addresses } = await loadFixture(open);
      const { implementation } = await cloneOf(connection, "PledgeBook");
      for (const target of [book, book.attach(implementation) as typeof book]) {
        await expect(target.initialize(addresses.reserve, addresses.timelock)).to.be.revertedWithCustomError(
          book,
          "InvalidInitialization",
        );
      }
    });

    it("refuses to be without reserve or owner", async () => {
      const { book, addresses } = await loadFixture(open);
      const { clone } = await cloneOf(connection, "PledgeBook");
      const bare = book.attach(clone) as typeof book;
      await expect(bare.initialize(ZERO_ADDRESS, addresses.timelock)).to.be.revertedWithCustomError(
        book,
        "ZeroAddress",
      );
      await expect(bare.initialize(addresses.reserve, ZERO_ADDRESS))
        .to.be.revertedWithCustomError(book, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("pledge", () => {
    it("is of who calls, an account with code, too, and never of who sent the transaction", async () => {
      const { book, actors, asset, unit } = await loadFixture(open);
      const wallet = await ethers.deployContract("TestWallet", [actors.stranger.address]);
      await asset.mint(wallet, unit);
      const approval = asset.interface.encodeFunctionData("approve", [await book.getAddress(), unit]);
      await wallet.execute(asset, approval);
      const pledge = book.interface.encodeFunctionData("pledge", [
        unit,
        actors.partners[0].address,
        await deadlineIn(TERM),
        "",
      ]);
      await expect(wallet.connect(actors.donor).execute(book, pledge)).to.changeTokenBalances(
        ethers,
        asset,
        [wallet, actors.donor, book],
        [-unit, 0n, unit],
      );
      expect((await book.pledgeOf(1n)).donor).to.equal(await wallet.getAddress());
    });

    it("locks the money and says what for", async () => {
      const { book, actors, asset, unit, reserve } = await loadFixture(open);
      const { donor, partners } = actors;
      const backing = await reserve.reserveBalance();
      const deadline = await deadlineIn(TERM);
      const sent = book.connect(donor).pledge(700n * unit, partners[0], deadline, "ipfs://promise");
      await expect(sent)
        .to.emit(book, "Pledged")
        .withArgs(
          1n,
          donor.address,
          partners[0].address,
          Form.Verified,
          700n * unit,
          deadline,
          "0x",
          "ipfs://promise",
        );
      await expect(sent).to.changeTokenBalances(ethers, asset, [donor, book], [-700n * unit, 700n * unit]);
      expect([...(await book.pledgeOf(1n))]).to.deep.equal([
        donor.address,
        deadline,
        Form.Verified,
        false,
        false,
        700n * unit,
        0n,
        partners[0].address,
        ethers.ZeroHash,
        0n,
      ]);
      expect(await book.stateOf(1n)).to.equal(State.Open);
      expect(await book.pledgeCount()).to.equal(1n);
      expect(await reserve.reserveBalance()).to.equal(backing);
      expect(await reserve.giftsReceived()).to.equal(3_000n * unit);
    });

    it("refuses no verifier, and no contract as a condition", async () => {
      const { book, actors, unit } = await loadFixture(open);
      const deadline = await deadlineIn(TERM);
      const { donor, stranger } = actors;
      await expect(
        book.connect(donor).pledge(unit, ZERO_ADDRESS, deadline, ""),
      ).to.be.revertedWithCustomError(book, "ZeroAddress");
      await expect(book.connect(donor).pledgeOn(unit, stranger, "0x", deadline, ""))
        .to.be.revertedWithCustomError(book, "ConditionWithoutCode")
        .withArgs(stranger.address);
    });

    it("refuses a goal of donations below what is pledged on it", async () => {
      const { book, actors, unit } = await loadFixture(open);
      const deadline = await deadlineIn(TERM);
      const { donor } = actors;
      await expect(book.connect(donor).pledgeOnDonations(unit, unit - 1n, deadline, ""))
        .to.be.revertedWithCustomError(book, "GoalBelowPledge")
        .withArgs(unit - 1n, unit);
      await expect(book.connect(donor).pledgeOnDonations(unit, unit, deadline, "ipfs://goal"))
        .to.emit(book, "Pledged")
        .withArgs(1n, donor.address, ZERO_ADDRESS, Form.Goal, unit, deadline, "0x", "ipfs://goal");
    });

    // What all forms refuse alike.
    const forms = {
      pledge: (s: PledgeScenario, amount: bigint, deadline: bigint) =>
        s.book.connect(s.actors.donor).pledge(amount, s.actors.partners[0], deadline, ""),
      pledgeOn: async (s: PledgeScenario, amount: bigint, deadline: bigint) =>
        s.book.connect(s.actors.donor).pledgeOn(amount, s.addresses.token, "0x", deadline, ""),
      pledgeOnDonations: (s: PledgeScenario, amount: bigint, deadline: bigint) =>
        s.book.connect(s.actors.donor).pledgeOnDonations(amount, 2n ** 128n, deadline, ""),
      pledgeMatching: (s: PledgeScenario, amount: bigint, deadline: bigint) =>
        s.book.connect(s.actors.donor).pledgeMatching(amount, deadline, ""),
    } as const;
    for (const [name, make] of Object.entries(forms)) {
      describe(`by ${name}`, () => {
        it("refuses nothing, and more than fits", async () => {
          const scenario = await loadFixture(open);
          const { book } = scenario;
          const deadline = await deadlineIn(TERM);
          await expect(make(scenario, 0n, deadline)).to.be.revertedWithCustomError(book, "ZeroAmount");
          await expect(make(scenario, 2n ** 112n, deadline))
            .to.be.revertedWithCustomError(book, "SafeCastOverflowedUintDowncast")
            .withArgs(112, 2n ** 112n);
        });

        it("takes deadlines from the next second to ten years, no others", async () => {
          const scenario = await loadFixture(open);
          const { book, unit } = scenario;
          const now = (await deadlineIn(0n)) + 100n;
          for (const [deadline, fits] of [
            [now, false],
            [now + 1n, true],
            [now + MAX_TERM, true],
            [now + MAX_TERM + 1n, false],
            [2n ** 64n - 1n, false],
          ] as const) {
            await networkHelpers.mine();
            const snapshot = await networkHelpers.takeSnapshot();
            await time.setNextBlockTimestamp(now);
            if (fits) await expect(make(scenario, unit, deadline)).to.emit(book, "Pledged");
            else {
              await expect(make(scenario, unit, deadline))
                .to.be.revertedWithCustomError(book, "DeadlineOutOfRange")
                .withArgs(deadline, now + 1n, now + MAX_TERM);
            }
            await snapshot.restore();
          }
        });

        it("refuses new pledges after dissolution", async () => {
          const scenario = await loadFixture(open);
          await scenario.reserve.connect(scenario.owner).dissolve();
          await expect(make(scenario, 1n, await deadlineIn(TERM)))
            .to.be.revertedWithCustomError(scenario.reserve, "WrongMarketState")
            .withArgs(DISSOLVED, 1n);
        });

        it("is stopped by a pause until it ends by itself", async () => {
          const scenario = await loadFixture(open);
          const { book, owner, unit } = scenario;
          await book.connect(owner).pause();
          const until = await deadlineIn(PAUSE);
          expect(await book.pausedUntil()).to.equal(until);
          await time.setNextBlockTimestamp(until - 1n);
          await expect(make(scenario, unit, until + DAY))
            .to.be.revertedWithCustomError(book, "Paused")
            .withArgs(until);
          await time.setNextBlockTimestamp(until);
          await expect(make(scenario, unit, until + DAY)).to.emit(book, "Pledged");
        });
      });
    }

    it("refuses an asset that takes a fee", async () => {
      const { scenario, hostile } = await onHostileAsset();
      const { book, actors } = scenario;
      await hostile.setFee(100);
      await expect(book.connect(actors.donor).pledgeMatching(WHOLE, await deadlineIn(TERM), ""))
        .to.be.revertedWithCustomError(book, "UnsupportedAsset")
        .withArgs(await hostile.getAddress(), WHOLE, (WHOLE * 99n) / 100n);
    });
  });

  describe("confirm", () => {
    it("sends the pledge to the reserve as a gift that is no donation", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, asset, unit, reserve } = scenario;
      await verified(scenario, { amount: 5n * unit });
      const id = await verified(scenario);
      const backing = await reserve.reserveBalance();
      const at = await deadlineIn(10n);
      await time.setNextBlockTimestamp(at);
      const sent = book.connect(actors.partners[0]).confirm(id);
      await expect(sent)
        .to.emit(book, "PledgeMet")
        .withArgs(id, 700n * unit);
      await expect(sent)
        .to.emit(book, "PledgePassedOn")
        .withArgs(id, 700n * unit, 700n * unit);
      await expect(sent).to.changeTokenBalances(
        ethers,
        asset,
        [book, reserve, actors.donor, actors.partners[0]],
        [-700n * unit, 700n * unit, 0n, 0n],
      );
      expect(await book.stateOf(id)).to.equal(State.Fulfilled);
      expect((await book.pledgeOf(id)).passedOn).to.equal(700n * unit);
      expect(await reserve.reserveBalance()).to.equal(backing);
      expect(await reserve.pendingGifts()).to.deep.equal([700n * unit, at + DRIP_PERIOD]);
      expect(await reserve.giftsReceived()).to.equal(3_700n * unit);
      expect(await reserve.donationsReceived()).to.equal(3_000n * unit);
      expect(await reserve.donatedBy(actors.donor)).to.equal(3_000n * unit);
      expect(await asset.allowance(book, reserve)).to.equal(0n);
      expect(await book.stateOf(1n)).to.equal(State.Open);
      await time.increaseTo(at + DRIP_PERIOD);
      expect(await reserve.reserveBalance()).to.equal(backing + 700n * unit);
    });

    it("is for the verifier alone", async () => {
      const scenario = await loadFixture(open);
      const id = await verified(scenario);
      for (const { role, signer } of await everyoneBut(connection, scenario, "partner")) {
        await expect(scenario.book.connect(signer).confirm(id), role)
          .to.be.revertedWithCustomError(scenario.book, "NotVerifier")
          .withArgs(id, signer.address);
      }
    });

    it("works until the last second before the deadline", async () => {
      const scenario = await loadFixture(open);
      const { book, actors } = scenario;
      const id = await verified(scenario);
      const { deadline } = await book.pledgeOf(id);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(deadline - 1n);
      await expect(book.connect(actors.partners[0]).confirm(id)).to.emit(book, "PledgePassedOn");
      await snapshot.restore();
      await time.setNextBlockTimestamp(deadline);
      await expect(book.connect(actors.partners[0]).confirm(id))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Returnable, State.Open);
    });

    it("is owed while the reserve takes nothing, beyond the deadline; then anyone passes it on", async () => {
      const { presale, ...rest } = await launchPresale(connection);
      const scenario = await withPledgeBook(connection, { ...rest, presale });
      const { book, actors, reserve, asset, unit, addresses } = scenario;
      const id = await verified(scenario, { term: DAY / 2n });
      const late = await verified(scenario, { term: DAY / 2n });
      const sent = book.connect(actors.partners[0]).confirm(id);
      await expect(sent)
        .to.emit(book, "PledgeMet")
        .withArgs(id, 700n * unit);
      await expect(sent).not.to.emit(book, "PledgePassedOn");
      await expect(sent).to.changeTokenBalances(ethers, asset, [book, reserve], [0n, 0n]);
      expect(await asset.allowance(book, reserve)).to.equal(0n);
      const { met, passedOn } = await book.pledgeOf(id);
      expect([met, passedOn]).to.deep.equal([true, 0n]);
      await expect(book.passOn(id))
        .to.be.revertedWithCustomError(reserve, "PresalePending")
        .withArgs(addresses.presale);
      await time.increaseTo((await book.pledgeOf(late)).deadline);
      expect(await book.stateOf(id)).to.equal(State.Owed);
      expect(await book.stateOf(late)).to.equal(State.Returnable);
      await expect(book.connect(actors.donor).reclaim(id, actors.donor))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Owed, State.Returnable);
      for (const again of [
        () => book.connect(actors.partners[0]).confirm(id),
        () => book.connect(actors.partners[0]).decline(id),
      ]) {
        await expect(again())
          .to.be.revertedWithCustomError(book, "WrongPledgeState")
          .withArgs(id, State.Owed, State.Open);
      }
      await expect(book.passOn(late))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(late, State.Returnable, State.Owed);

      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(2_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const passed = book.connect(actors.stranger).passOn(id);
      await expect(passed)
        .to.emit(book, "PledgePassedOn")
        .withArgs(id, 700n * unit, 700n * unit);
      await expect(passed).to.changeTokenBalances(
        ethers,
        asset,
        [book, reserve],
        [-700n * unit, 700n * unit],
      );
      expect(await book.stateOf(id)).to.equal(State.Fulfilled);
      expect((await reserve.pendingGifts()).pending).to.equal(700n * unit);
      await expect(book.passOn(id))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Fulfilled, State.Owed);
    });

    it("is owed while the asset does not move, and goes back to the donor at a dissolution", async () => {
      const { scenario, hostile } = await onHostileAsset();
      const { book, actors, reserve, owner } = scenario;
      const id = await verified(scenario, { amount: WHOLE });
      await hostile.setBlocked(reserve, true);
      await book.connect(actors.partners[0]).confirm(id);
      expect(await book.stateOf(id)).to.equal(State.Owed);
      await expect(book.passOn(id))
        .to.be.revertedWithCustomError(hostile, "Blocked")
        .withArgs(await reserve.getAddress());
      const blocked = await networkHelpers.takeSnapshot();
      await hostile.setBlocked(reserve, false);
      await expect(book.passOn(id)).to.changeTokenBalances(ethers, hostile, [book, reserve], [-WHOLE, WHOLE]);
      await blocked.restore();
      await reserve.connect(owner).dissolve();
      expect(await book.stateOf(id)).to.equal(State.Returnable);
      await expect(book.connect(actors.donor).reclaim(id, actors.donor)).to.changeTokenBalances(
        ethers,
        hostile,
        [book, actors.donor],
        [-WHOLE, WHOLE],
      );
    });

    it("waits for passOn when the call had too little gas to pass it on", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, reserve } = scenario;
      const id = await verified(scenario);
      await book.connect(actors.partners[0]).confirm(id, { gasLimit: 130_000n });
      expect(await book.stateOf(id)).to.equal(State.Owed);
      await expect(book.passOn(id)).to.emit(reserve, "GiftReceived");
    });
  });

  describe("decline", () => {
    it("gives the donor their money back at once", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, asset, unit } = scenario;
      const id = await verified(scenario);
      const at = await deadlineIn(10n);
      await time.setNextBlockTimestamp(at);
      await expect(book.connect(actors.partners[0]).decline(id))
        .to.emit(book, "PledgeDeclined")
        .withArgs(id, actors.partners[0].address);
      expect((await book.pledgeOf(id)).deadline).to.equal(at);
      expect(await book.stateOf(id)).to.equal(State.Returnable);
      await expect(book.connect(actors.partners[0]).confirm(id))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Returnable, State.Open);
      await expect(book.connect(actors.donor).reclaim(id, actors.donor)).to.changeTokenBalances(
        ethers,
        asset,
        [book, actors.donor],
        [-700n * unit, 700n * unit],
      );
    });

    it("is for the verifier alone", async () => {
      const scenario = await loadFixture(open);
      const id = await verified(scenario);
      for (const { role, signer } of await everyoneBut(connection, scenario, "partner")) {
        await expect(scenario.book.connect(signer).decline(id), role)
          .to.be.revertedWithCustomError(scenario.book, "NotVerifier")
          .withArgs(id, signer.address);
      }
    });
  });

  describe("fulfil", () => {
    it("passes a pledge on once enough was recognised, to the wei", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, asset, unit, reserve, registry, addresses } = scenario;
      const condition = await ethers.deployContract("TotalRecognised");
      const data = (minimum: bigint): string =>
        abi.encode(["address", "uint256"], [addresses.registry, minimum]);
      const id = await conditional(scenario, await condition.getAddress(), data(24n * WHOLE), {
        term: 300n * DAY,
      });
      const never = await conditional(scenario, await condition.getAddress(), data(24n * WHOLE + 1n), {
        term: 300n * DAY,
      });
      expect((await book.pledgeOf(id)).dataHash).to.equal(ethers.keccak256(data(24n * WHOLE)));
      await expect(book.fulfil(id, data(24n * WHOLE)))
        .to.be.revertedWithCustomError(book, "ConditionNotMet")
        .withArgs(id);

      const shares = sharesOf([actors.producers[0], 7_000n], [actors.producers[1], 3_000n]);
      for (const reward of [20n * WHOLE, 4n * WHOLE]) {
        const contribution = await accepted(connection, scenario, { reward, shares });
        await paidOut(connection, scenario, contribution);
        await registry.settle(contribution, shares);
      }
      expect(await registry.totalRecognised()).to.equal(24n * WHOLE);
      expect(await condition.isMet(data(24n * WHOLE))).to.equal(true);
      const sent = book.connect(actors.stranger).fulfil(id, data(24n * WHOLE));
      await expect(sent)
        .to.emit(book, "PledgePassedOn")
        .withArgs(id, 700n * unit, 700n * unit);
      await expect(sent).to.changeTokenBalances(ethers, asset, [book, reserve], [-700n * unit, 700n * unit]);
      expect(await book.stateOf(id)).to.equal(State.Fulfilled);
      await expect(book.fulfil(never, data(24n * WHOLE + 1n)))
        .to.be.revertedWithCustomError(book, "ConditionNotMet")
        .withArgs(never);
    });

    it("passes a pledge on once others have donated enough; only their donations count", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, unit, reserve, asset } = scenario;
      const { donor, stranger, partners } = actors;
      await reserve.connect(stranger).donate(11n * unit, "before");
      const id = await onDonations(scenario, 300n * unit, { amount: 290n * unit });
      expect((await book.pledgeOf(id)).goal).to.equal(311n * unit);
      const other = await verified(scenario, { donor: stranger, amount: 900n * unit });

      await reserve.connect(donor).donate(400n * unit, "mine");
      await reserve.connect(stranger).donateFor(donor, 400n * unit, "mine, through a gateway");
      await reserve.connect(stranger).receiveGift(500n * unit);
      await asset.connect(stranger).transfer(reserve, 600n * unit);
      await reserve.connect(stranger).absorb();
      await book.connect(partners[0]).confirm(other);
      await reserve.connect(stranger).donate(200n * unit, "");
      await reserve.connect(partners[1]).donate(100n * unit - 1n, "");
      await expect(book.fulfil(id, "0x")).to.be.revertedWithCustomError(book, "ConditionNotMet").withArgs(id);
      await reserve.connect(donor).donateFor(partners[1], 1n, "through a gateway");
      await expect(book.fulfil(id, "0x00"))
        .to.be.revertedWithCustomError(book, "ConditionDataMismatch")
        .withArgs(id, ethers.keccak256("0x"), ethers.keccak256("0x00"));
      await expect(book.fulfil(id, "0x"))
        .to.emit(book, "PledgePassedOn")
        .withArgs(id, 290n * unit, 290n * unit);
    });

    it("asks for the data that were pledged on", async () => {
      const scenario = await loadFixture(open);
      const condition = await testCondition();
      await condition.behave(1);
      const id = await conditional(scenario, await condition.getAddress(), "0x1234");
      await expect(scenario.book.fulfil(id, "0x1235"))
        .to.be.revertedWithCustomError(scenario.book, "ConditionDataMismatch")
        .withArgs(id, ethers.keccak256("0x1234"), ethers.keccak256("0x1235"));
      await expect(scenario.book.fulfil(id, "0x1234")).to.emit(scenario.book, "PledgePassedOn");
    });

    for (const [behaviour, title] of [
      [0, "says no"],
      [2, "reverts"],
      [3, "burns all gas"],
      [4, "floods the caller"],
      [5, "answers with less than a word"],
      [6, "answers with neither yes nor no"],
      [7, "tries to change something"],
    ] as const) {
      it(`takes for a no a condition that ${title}, at a bounded cost, and hurts no other pledge`, async () => {
        const scenario = await loadFixture(open);
        const { book, actors } = scenario;
        const condition = await testCondition();
        const id = await conditional(scenario, await condition.getAddress(), "0x");
        const other = await verified(scenario);
        await condition.behave(behaviour);
        await expect(
          book.fulfil(id, "0x", { gasLimit: gasCeiling(300_000n) < 2n ** 30n ? 300_000n : 15_000_000n }),
        )
          .to.be.revertedWithCustomError(book, "ConditionNotMet")
          .withArgs(id);
        await book.connect(actors.partners[0]).confirm(other);
        await time.increaseTo((await book.pledgeOf(id)).deadline);
        await expect(book.connect(actors.donor).reclaim(id, actors.donor)).to.emit(book, "PledgeReturned");
      });
    }
  });

  describe("donateMatched", () => {
    const CAP_BPS = 200n;

    it("doubles a donation from the grant that the donor chose, both as gifts, and credits the donor", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, unit, reserve, asset } = scenario;
      const { donor, stranger, partners } = actors;
      const id = await matching(scenario, { amount: 70n * unit });
      const other = await matching(scenario, { donor: partners[1], amount: 90n * unit });
      await asset.connect(stranger).approve(book, NEVER);
      expect(await book.matchable(id)).to.equal(60n * unit); // 2 % of 3,000
      const at = await deadlineIn(10n);
      await time.setNextBlockTimestamp(at);
      const sent = book.connect(stranger).donateMatched(id, 40n * unit, partners[2]);
      await expect(sent)
        .to.emit(book, "DonationMatched")
        .withArgs(id, partners[2].address, stranger.address, 40n * unit);
      await expect(sent)
        .to.emit(book, "PledgePassedOn")
        .withArgs(id, 40n * unit, 40n * unit);
      await expect(sent)
        .to.emit(reserve, "Donated")
        .withArgs(partners[2].address, await book.getAddress(), 40n * unit, "");
      await expect(sent).to.changeTokenBalances(
        ethers,
        asset,
        [stranger, book, reserve, donor, partners[2]],
        [-40n * unit, -40n * unit, 80n * unit, 0n, 0n],
      );
      expect(await reserve.donatedBy(partners[2])).to.equal(40n * unit);
      expect(await reserve.donatedBy(stranger)).to.equal(0n);
      expect(await reserve.donationsReceived()).to.equal(3_040n * unit);
      expect(await reserve.giftsReceived()).to.equal(3_080n * unit);
      // What the two drip at together is what one gift of both would.
      const { pending, rate } = await reserve.drip();
      expect(pending).to.equal(80n * unit);
      const whole = (80n * unit * 2n ** 24n + DRIP_PERIOD - 1n) / DRIP_PERIOD;
      expect(rate).to.be.within(whole, whole + 1n);
      expect(await book.stateOf(id)).to.equal(State.Open);
      expect((await book.pledgeOf(other)).passedOn).to.equal(0n);
      expect(await asset.allowance(book, reserve)).to.equal(0n);
    });

    it("ends a grant with its last unit, and refuses a donation that it cannot match whole", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, unit, asset } = scenario;
      const id = await matching(scenario, { amount: 50n * unit });
      const giver = book.connect(actors.stranger);
      await asset.connect(actors.stranger).approve(book, NEVER);
      await giver.donateMatched(id, 20n * unit, actors.stranger);
      await expect(giver.donateMatched(id, 30n * unit + 1n, actors.stranger))
        .to.be.revertedWithCustomError(book, "MatchUnavailable")
        .withArgs(id, 30n * unit + 1n, 30n * unit);
      await giver.donateMatched(id, 30n * unit, actors.stranger);
      expect(await book.stateOf(id)).to.equal(State.Fulfilled);
      expect(await book.matchable(id)).to.equal(0n);
      await expect(giver.donateMatched(id, 1n, actors.stranger))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Fulfilled, State.Open);
      expect(await asset.balanceOf(book)).to.equal(0n);
    });

    it("matches, over all grants of an open market, at most 2 % of ρ at once, and that again in each drip period", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, unit, reserve, asset } = scenario;
      const first = await matching(scenario, { amount: 500n * unit, term: 300n * DAY });
      const second = await matching(scenario, {
        ...{ donor: actors.partners[1], amount: 900n * unit, term: 300n * DAY },
      });
      const giver = book.connect(actors.stranger);
      await asset.connect(actors.stranger).approve(book, NEVER);
      const cap = 60n * unit;
      expect((await reserve.drip()).rho).to.equal(3_000n * unit);
      expect(await book.matchingLeft()).to.equal(cap);
      await expect(giver.donateMatched(first, cap + 1n, actors.stranger))
        .to.be.revertedWithCustomError(book, "MatchUnavailable")
        .withArgs(first, cap + 1n, cap);
      const start = await deadlineIn(10n);
      await time.setNextBlockTimestamp(start);
      await giver.donateMatched(first, 45n * unit, actors.stranger);
      expect(await book.matchingLeft()).to.equal(15n * unit);
      expect(await book.matchable(second)).to.equal(15n * unit);
      await time.setNextBlockTimestamp(start + 10n);
      await giver.donateMatched(second, 15n * unit, actors.stranger);
      // ρ is R, which drips meanwhile: at most the 120 given. It comes free again in proportion to the time.
      const expectLeft = async (used: bigint, since: bigint): Promise<bigint> => {
        const now = BigInt(await time.latest());
        const { rho } = await reserve.drip();
        const most = (rho * CAP_BPS) / 10_000n;
        const free = (most * (now - since)) / DRIP_PERIOD;
        const left = most - (used > free ? used - free : 0n);
        expect(await book.matchingLeft()).to.equal(left);
        expect(rho).to.be.within(3_000n * unit, 3_240n * unit);
        return left;
      };
      const used = 60n * unit - (((await reserve.drip()).rho / 50n) * 10n) / DRIP_PERIOD;
      for (const seconds of [2n, 3n, DAY, 3n * DAY, 7n * DAY, 70n * DAY]) {
        await time.increaseTo(start + 10n + seconds);
        expect((await expectLeft(used, start + 10n)) / unit).to.be.within(0n, 64n);
      }
      await giver.donateMatched(second, await book.matchingLeft(), actors.stranger);
      expect(await book.matchingLeft()).to.equal(0n);
      // Over years it is 2 % a period, whatever the steps.
      let sum = 0n;
      const began = BigInt(await time.latest());
      const least = (await reserve.drip()).rho;
      for (let step = 0; step < 20; ++step) {
        await time.increase(DAY);
        const left = await book.matchingLeft();
        await giver.donateMatched(second, left, actors.stranger);
        sum += left;
      }
      const elapsed = BigInt(await time.latest()) - began;
      const most = (await reserve.drip()).rho;
      expect(sum).to.be.within(
        (least * elapsed) / (51n * DRIP_PERIOD),
        (most * elapsed) / (49n * DRIP_PERIOD),
      );
    });

    it("has nothing left to match where ρ fell below what was matched, whoever asks", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, unit, reserve, asset, token } = scenario;
      const id = await matching(scenario, { amount: 500n * unit, term: 300n * DAY });
      const giver = book.connect(actors.stranger);
      await asset.connect(actors.stranger).approve(book, NEVER);
      await giver.donateMatched(id, 60n * unit, actors.stranger);
      for (const producer of actors.producers.slice(0, 2)) {
        await reserve.connect(producer).sell(await token.balanceOf(producer), 0n, producer, NEVER);
      }
      expect(((await reserve.drip()).rho * CAP_BPS) / 10_000n < 30n * unit).to.equal(true);
      expect(await book.matchingLeft()).to.equal(0n);
      expect(await book.matchable(id)).to.equal(0n);
      await expect(giver.donateMatched(id, 1n, actors.stranger))
        .to.be.revertedWithCustomError(book, "MatchUnavailable")
        .withArgs(id, 1n, 0n);
    });

    it("is not bounded before the market opens, as nobody can buy in front of it", async () => {
      const scenario = await withPledgeBook(connection, await launchGrowing(connection));
      const { book, actors, unit, reserve, asset } = scenario;
      const id = await matching(scenario, { amount: 700n * unit });
      await asset.connect(actors.stranger).approve(book, NEVER);
      expect(await book.matchingLeft()).to.equal(NEVER);
      expect(await book.matchable(id)).to.equal(700n * unit);
      await book.connect(actors.stranger).donateMatched(id, 700n * unit, actors.stranger);
      expect(await reserve.pendingGifts()).to.deep.equal([1_400n * unit, 0n]);
    });

    it("refuses nothing, nobody, a pause of the reserve, and what comes too late; what was not matched goes back", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, unit, reserve, asset, owner } = scenario;
      const { donor, stranger } = actors;
      const id = await matching(scenario);
      await asset.connect(stranger).approve(book, NEVER);
      const giver = book.connect(stranger);
      await expect(giver.donateMatched(id, 0n, stranger)).to.be.revertedWithCustomError(
        reserve,
        "ZeroAmount",
      );
      await expect(giver.donateMatched(id, unit, ZERO_ADDRESS)).to.be.revertedWithCustomError(
        reserve,
        "ZeroAddress",
      );
      await giver.donateMatched(id, 30n * unit, stranger);
      await reserve.connect(owner).pause();
      await expect(giver.donateMatched(id, unit, stranger))
        .to.be.revertedWithCustomError(reserve, "Paused")
        .withArgs(await reserve.pausedUntil());
      const { deadline } = await book.pledgeOf(id);
      await time.increaseTo(deadline);
      await expect(giver.donateMatched(id, unit, stranger))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Returnable, State.Open);
      expect(await book.matchable(id)).to.equal(0n);
      await expect(book.connect(donor).reclaim(id, donor)).to.changeTokenBalances(
        ethers,
        asset,
        [book, donor],
        [-670n * unit, 670n * unit],
      );
    });
  });

  it("shows pledges page by page, with their states", async () => {
    const scenario = await loadFixture(open);
    const { book, actors, unit } = scenario;
    for (let id = 1n; id <= 5n; ++id) await verified(scenario, { amount: id * unit });
    await book.connect(actors.partners[0]).confirm(2n);
    await book.connect(actors.partners[0]).decline(4n);
    const all = [State.Open, State.Fulfilled, State.Open, State.Returnable, State.Open];
    for (const [from, count, ids] of [
      [1n, 5n, [1, 2, 3, 4, 5]],
      [1n, 99n, [1, 2, 3, 4, 5]],
      [2n, 3n, [2, 3, 4]],
      [5n, NEVER, [5]],
      [6n, 2n, []],
      [0n, 5n, []],
      [NEVER, 5n, []],
      [3n, 0n, []],
    ] as const) {
      const { page, states } = await book.pledges(from, count);
      expect(page.map(({ amount }) => amount)).to.deep.equal(ids.map((id) => BigInt(id) * unit));
      expect([...states]).to.deep.equal(ids.map((id) => all[id - 1]));
    }
  });

  it("fulfils each form only by its own call", async () => {
    const scenario = await loadFixture(open);
    const { book, actors } = scenario;
    const condition = await testCondition();
    await condition.behave(1);
    const ids = {
      [String(Form.Verified)]: await verified(scenario),
      [String(Form.Conditional)]: await conditional(scenario, await condition.getAddress(), "0x"),
      [String(Form.Goal)]: await onDonations(scenario, 700n * scenario.unit),
      [String(Form.Matching)]: await matching(scenario),
    };
    const calls = [
      [Form.Verified, (id: bigint) => book.connect(actors.partners[0]).confirm(id)],
      [Form.Verified, (id: bigint) => book.connect(actors.partners[0]).decline(id)],
      [Form.Conditional, (id: bigint) => book.fulfil(id, "0x")],
      [Form.Matching, (id: bigint) => book.donateMatched(id, 1n, actors.donor)],
    ] as const;
    for (const [form, call] of calls) {
      await expect(call(99n))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(99n, State.None, State.Open);
      for (const [actual, id] of Object.entries(ids)) {
        if (actual === String(form)) continue;
        // A goal is fulfilled by the same call, once it is reached.
        if (form === Form.Conditional && actual === String(Form.Goal)) continue;
        await expect(call(id))
          .to.be.revertedWithCustomError(book, "WrongPledgeForm")
          .withArgs(id, BigInt(actual), form);
      }
    }
  });

  describe("reclaim", () => {
    it("gives all back from the deadline on, also to another account, once", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, asset, unit, reserve } = scenario;
      const { donor, partners } = actors;
      const id = await verified(scenario);
      const { deadline } = await book.pledgeOf(id);
      await time.setNextBlockTimestamp(deadline - 1n);
      await expect(book.connect(donor).reclaim(id, donor))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Open, State.Returnable);
      await time.setNextBlockTimestamp(deadline);
      const sent = book.connect(donor).reclaim(id, partners[2]);
      await expect(sent)
        .to.emit(book, "PledgeReturned")
        .withArgs(id, donor.address, partners[2].address, 700n * unit);
      await expect(sent).to.changeTokenBalances(
        ethers,
        asset,
        [book, donor, partners[2], reserve],
        [-700n * unit, 0n, 700n * unit, 0n],
      );
      expect(await book.stateOf(id)).to.equal(State.Returned);
      for (const call of [
        () => book.connect(donor).reclaim(id, donor),
        () => book.connect(donor).reclaim(id, donor),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(book, "WrongPledgeState")
          .withArgs(id, State.Returned, State.Returnable);
      }
    });

    it("is for the donor alone", async () => {
      const scenario = await loadFixture(open);
      const id = await verified(scenario);
      await time.increaseTo((await scenario.book.pledgeOf(id)).deadline);
      for (const { role, signer } of await everyoneBut(connection, scenario, "donor")) {
        await expect(scenario.book.connect(signer).reclaim(id, signer), role)
          .to.be.revertedWithCustomError(scenario.book, "NotDonor")
          .withArgs(id, signer.address);
      }
    });

    it("refuses recipients from which the money would not come back", async () => {
      const scenario = await loadFixture(open);
      const { book, actors } = scenario;
      const id = await verified(scenario);
      await time.increaseTo((await book.pledgeOf(id)).deadline);
      for (const recipient of [ZERO_ADDRESS, await book.getAddress()]) {
        await expect(book.connect(actors.donor).reclaim(id, recipient))
          .to.be.revertedWithCustomError(book, "InvalidRecipient")
          .withArgs(recipient);
      }
    });

    it("has nothing to give of a pledge that was fulfilled", async () => {
      const scenario = await loadFixture(open);
      const { book, actors } = scenario;
      const id = await verified(scenario);
      await book.connect(actors.partners[0]).confirm(id);
      await time.increase(TERM);
      await expect(book.connect(actors.donor).reclaim(id, actors.donor))
        .to.be.revertedWithCustomError(book, "WrongPledgeState")
        .withArgs(id, State.Fulfilled, State.Returnable);
    });

    it("gives open pledges of each form back at dissolution, and nothing goes to the reserve any more", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, asset, unit, reserve, owner } = scenario;
      const { donor, stranger, partners } = actors;
      const condition = await testCondition();
      await condition.behave(1);
      const ids = [
        await verified(scenario),
        await conditional(scenario, await condition.getAddress(), "0x"),
        await matching(scenario),
      ];
      const done = await verified(scenario);
      await book.connect(partners[0]).confirm(done);
      await asset.connect(stranger).approve(book, NEVER);
      await book.connect(stranger).donateMatched(ids[2] ?? 0n, 30n * unit, stranger);
      await reserve.connect(owner).dissolve();
      for (const [i, id] of ids.entries()) {
        for (const call of [
          () => book.connect(partners[0]).confirm(id),
          () => book.fulfil(id, "0x"),
          () => book.connect(stranger).donateMatched(id, 1n, stranger),
        ]) {
          await expect(call())
            .to.be.revertedWithCustomError(book, "WrongPledgeState")
            .withArgs(id, State.Returnable, State.Open);
        }
        const left = i === 2 ? 670n * unit : 700n * unit;
        await expect(book.connect(donor).reclaim(id, donor)).to.changeTokenBalances(
          ethers,
          asset,
          [book, donor],
          [-left, left],
        );
      }
      expect(await book.stateOf(done)).to.equal(State.Fulfilled);
      expect(await asset.balanceOf(book)).to.equal(0n);
    });
  });

  describe("pause", () => {
    it("is for the owner alone, and so is its end", async () => {
      const scenario = await loadFixture(open);
      const { book } = scenario;
      for (const { role, signer } of await everyoneBut(connection, scenario, "owner")) {
        for (const call of [() => book.connect(signer).pause(), () => book.connect(signer).unpause()]) {
          await expect(call(), role)
            .to.be.revertedWithCustomError(book, "OwnableUnauthorizedAccount")
            .withArgs(signer.address);
        }
      }
    });

    it("cannot be strung together, and can end early", async () => {
      const scenario = await loadFixture(open);
      const { book, owner } = scenario;
      const start = await deadlineIn(10n);
      await time.setNextBlockTimestamp(start);
      await expect(book.connect(owner).pause())
        .to.emit(book, "PausedUntilSet")
        .withArgs(start + PAUSE);
      await time.setNextBlockTimestamp(start + 5n);
      await expect(book.connect(owner).unpause())
        .to.emit(book, "PausedUntilSet")
        .withArgs(start + 5n);
      await verified(scenario);
      const notBefore = start + 5n + REST;
      await time.setNextBlockTimestamp(notBefore - 1n);
      await expect(book.connect(owner).pause())
        .to.be.revertedWithCustomError(book, "PauseTooSoon")
        .withArgs(notBefore);
      await time.setNextBlockTimestamp(notBefore);
      await expect(book.connect(owner).pause())
        .to.emit(book, "PausedUntilSet")
        .withArgs(notBefore + PAUSE);
    });

    it("has no end where there is none", async () => {
      const { book, owner } = await loadFixture(open);
      await expect(book.connect(owner).unpause()).to.not.emit(book, "PausedUntilSet");
      expect(await book.pausedUntil()).to.equal(0n);
    });

    it("stops neither what goes to the reserve nor what goes back", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, owner, asset } = scenario;
      const condition = await testCondition();
      await condition.behave(1);
      await asset.connect(actors.stranger).approve(book, NEVER);
      const ids = [
        await verified(scenario),
        await conditional(scenario, await condition.getAddress(), "0x"),
        await matching(scenario),
        await verified(scenario, { term: 60n }),
      ] as const;
      await time.increase(60n);
      await book.connect(owner).pause();
      await expect(book.connect(actors.partners[0]).confirm(ids[0])).to.emit(book, "PledgePassedOn");
      await expect(book.fulfil(ids[1], "0x")).to.emit(book, "PledgePassedOn");
      await expect(book.connect(actors.stranger).donateMatched(ids[2], 1n, actors.stranger)).to.emit(
        book,
        "PledgePassedOn",
      );
      await expect(book.connect(actors.donor).reclaim(ids[3], actors.donor)).to.emit(book, "PledgeReturned");
    });
  });

  /** An organisation on an asset that calls back, blocks and takes fees; the donor has pledged 100 twice. */
  async function onHostileAsset(): Promise<{ scenario: PledgeScenario; hostile: HostileAsset }> {
    const hostile = await ethers.deployContract("HostileAsset", [18]);
    const overrides: Overrides = { asset: await hostile.getAddress() };
    const scenario = await withPledgeBook(connection, await launchGrowing(connection, overrides));
    const { donor, stranger } = scenario.actors;
    for (const holder of [donor, stranger]) {
      await hostile.mint(holder, 1_000n * WHOLE);
      for (const spender of [scenario.book, scenario.reserve]) {
        await hostile.connect(holder).approve(spender, ethers.MaxUint256);
      }
    }
    return { scenario, hostile };
  }

  describe("with a hostile asset", () => {
    it("pays a blocked donor at another account", async () => {
      const { scenario, hostile } = await onHostileAsset();
      const { book, actors } = scenario;
      const id = await verified(scenario, { amount: WHOLE });
      await time.increase(TERM);
      await hostile.setBlocked(actors.donor, true);
      await expect(book.connect(actors.donor).reclaim(id, actors.donor))
        .to.be.revertedWithCustomError(hostile, "Blocked")
        .withArgs(actors.donor.address);
      await expect(book.connect(actors.donor).reclaim(id, actors.stranger)).to.changeTokenBalances(
        ethers,
        hostile,
        [book, actors.stranger],
        [-WHOLE, WHOLE],
      );
    });

    it("is entered by nobody while money moves", async () => {
      const { scenario, hostile } = await onHostileAsset();
      const { book, actors } = scenario;
      const condition = await testCondition();
      await condition.behave(1);
      const deadline = await deadlineIn(TERM);
      const id = await verified(scenario, { amount: WHOLE });
      const conditionalId = await conditional(scenario, await condition.getAddress(), "0x", {
        amount: WHOLE,
      });
      const matchingId = await matching(scenario, { amount: WHOLE });
      const returned = await verified(scenario, { amount: WHOLE, term: 60n });
      await time.increase(60n);
      const guarded = [
        book.interface.encodeFunctionData("pledge", [1n, actors.donor.address, deadline, ""]),
        book.interface.encodeFunctionData("pledgeOn", [1n, await condition.getAddress(), "0x", deadline, ""]),
        book.interface.encodeFunctionData("pledgeOnDonations", [1n, 1n, deadline, ""]),
        book.interface.encodeFunctionData("pledgeMatching", [1n, deadline, ""]),
        book.interface.encodeFunctionData("donateMatched", [matchingId, 1n, actors.donor.address]),
        book.interface.encodeFunctionData("confirm", [1n]),
        book.interface.encodeFunctionData("fulfil", [1n, "0x"]),
        book.interface.encodeFunctionData("reclaim", [1n, actors.donor.address]),
      ];
      const moves = [
        () => book.connect(actors.donor).pledge(1n, actors.partners[0], deadline, ""),
        () => book.connect(actors.donor).pledgeMatching(1n, deadline, ""),
        async () => book.connect(actors.donor).pledgeOn(1n, await condition.getAddress(), "0x", deadline, ""),
        () => book.connect(actors.donor).pledgeOnDonations(1n, 1n, deadline, ""),
        () => book.connect(actors.donor).donateMatched(matchingId, 1n, actors.donor),
        () => book.connect(actors.partners[0]).confirm(id),
        () => book.fulfil(conditionalId, "0x"),
        () => book.connect(actors.donor).reclaim(returned, actors.donor),
      ];
      const refused = book.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      for (const [i, move] of moves.entries()) {
        await hostile.setHook(book, guarded[i] ?? "0x");
        await move();
        expect(await hostile.hookResult(), String(i)).to.equal(refused);
      }
      for (const entry of guarded) {
        await hostile.setHook(book, entry);
        await book.connect(actors.donor).pledgeMatching(1n, deadline, "");
        expect(await hostile.hookResult()).to.equal(refused);
      }
    });

    it("passes nothing on twice, though passing on is entered while it goes on", async () => {
      const { scenario, hostile } = await onHostileAsset();
      const { book, actors, reserve } = scenario;
      const id = await verified(scenario, { amount: WHOLE });
      const other = await verified(scenario, { amount: WHOLE });
      await hostile.setBlocked(reserve, true);
      for (const pledge of [id, other]) await book.connect(actors.partners[0]).confirm(pledge);
      await hostile.setBlocked(reserve, false);
      await hostile.setHook(book, book.interface.encodeFunctionData("passOn", [id]));
      await book.passOn(id);
      expect(await hostile.hookResult()).to.equal(
        book.interface.encodeErrorResult("WrongPledgeState", [id, State.Fulfilled, State.Owed]),
      );
      // Another one meets the reserve's own guard.
      const third = await verified(scenario, { amount: WHOLE });
      await hostile.setHook(book, book.interface.encodeFunctionData("passOn", [other]));
      await book.connect(actors.partners[0]).confirm(third);
      expect(await hostile.hookResult()).to.equal(
        book.interface.encodeErrorResult("ReentrancyGuardReentrantCall"),
      );
      expect(await book.stateOf(other)).to.equal(State.Owed);
      expect(await hostile.balanceOf(book)).to.equal(WHOLE);
      expect(await hostile.balanceOf(reserve)).to.equal(2n * WHOLE);
    });
  });

  it("works with assets whose transfers return nothing", async () => {
    const dollars = await ethers.deployContract("NoReturnAsset");
    const scenario = await withPledgeBook(
      connection,
      await launchGrowing(connection, { asset: await dollars.getAddress() }),
    );
    const { book, actors, reserve } = scenario;
    await dollars.mint(actors.donor, 1_000n);
    await dollars.connect(actors.donor).approve(book, 1_000n);
    const first = await verified(scenario, { amount: 600n });
    const second = await verified(scenario, { amount: 400n });
    await book.connect(actors.partners[0]).confirm(first);
    expect(await dollars.balanceOf(reserve)).to.equal(600n);
    await time.increase(TERM);
    await book.connect(actors.donor).reclaim(second, actors.donor);
    expect(await dollars.balanceOf(actors.donor)).to.equal(400n);
  });

  describe("gas", () => {
    it("stays below the ceilings", async () => {
      const scenario = await loadFixture(open);
      const { book, actors, unit, asset } = scenario;
      const { donor, partners, stranger } = actors;
      const deadline = await deadlineIn(TERM);
      await asset.connect(stranger).approve(book, NEVER);
      await matching(scenario);
      const used: Record<string, bigint> = {};
      const measure = async (name: string, sent: Parameters<typeof receiptOf>[0]): Promise<void> => {
        used[name] = (await receiptOf(sent)).gasUsed;
      };
      await measure("pledge", book.connect(donor).pledge(unit, partners[0], deadline, "ipfs://promise"));
      await measure("pledgeMatching", book.connect(donor).pledgeMatching(unit, deadline, "ipfs://promise"));
      await measure("confirm", book.connect(partners[0]).confirm(2n));
      await measure("donateMatched", book.connect(stranger).donateMatched(3n, unit / 2n, stranger));
      await time.increaseTo(deadline);
      await measure("reclaim", book.connect(donor).reclaim(3n, donor));
      const ceilings: Record<string, bigint> = {
        pledge: 137_300n,
        pledgeMatching: 125_600n,
        confirm: 156_200n,
        donateMatched: 233_300n,
        reclaim: 54_300n,
      };
      for (const [name, ceiling] of Object.entries(ceilings)) {
        expect(used[name], name).to.be.at.most(gasCeiling(ceiling));
      }
    });
  });
});
