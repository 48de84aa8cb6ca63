import { expect } from "chai";
import { network } from "hardhat";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchPresale,
  type PresaleScenario,
} from "./lib/fixtures.ts";
import type { TestDeed } from "../typechain-types/index.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

enum State {
  None,
  Offered,
  Accepted,
  Returned,
  Withdrawn,
  Delivered,
}
enum Sale {
  Upcoming,
  Open,
  Ended,
  Released,
  Refunding,
}

const STATES: readonly State[] = [
  State.None,
  State.Offered,
  State.Accepted,
  State.Returned,
  State.Withdrawn,
  State.Delivered,
];

const DEED = ethers.id("deed");

type Scene = PresaleScenario & { readonly deed: TestDeed };

/** Before the sale opens. The stranger offers four resources: 1 and 2 with a deed, worth 300 and 200; 3 and 4 without, 100. */
async function offered(): Promise<Scene> {
  const scenario = await launchPresale(connection);
  const { custody, actors, unit } = scenario;
  const deed = await ethers.deployContract("TestDeed");
  for (const id of [1n, 2n, 3n]) await deed.mint(actors.stranger, id);
  await deed.connect(actors.stranger).setApprovalForAll(custody, true);
  const offer = custody.connect(actors.stranger);
  await offer.offerResource(300n * unit, DEED, "ipfs://1", deed, 1n);
  await offer.offerResource(200n * unit, DEED, "ipfs://2", deed, 2n);
  for (const id of [3n, 4n]) await offer.offerResource(100n * unit, DEED, `ipfs://${id}`, ZERO_ADDRESS, 0n);
  return { ...scenario, deed };
}

/** The sale takes money: 3,000 and 1,000 were given. */
async function open(): Promise<Scene> {
  const scene = await offered();
  const { presale, actors, unit } = scene;
  await time.increaseTo((await presale.terms()).opens);
  await presale.connect(actors.partners[0]).contribute(3_000n * unit, []);
  await presale.connect(actors.partners[1]).contribute(1_000n * unit, []);
  return scene;
}

/** Resources 1, 2 and 3 were accepted, in this order; 4 was returned. */
async function accepted(): Promise<Scene> {
  const scene = await open();
  const trustee = scene.custody.connect(scene.actors.trustee);
  for (const id of [1n, 2n, 3n]) await trustee.acceptResource(id);
  await trustee.returnResource(4n);
  return scene;
}

async function closed(): Promise<Scene> {
  const scene = await accepted();
  await time.increaseTo((await scene.presale.terms()).closes);
  return scene;
}

async function released(): Promise<Scene> {
  const scene = await closed();
  await scene.presale.connect(scene.actors.trustee).release();
  return scene;
}

async function failed(): Promise<Scene> {
  const scene = await closed();
  await time.increaseTo((await scene.presale.terms()).releaseBy);
  return scene;
}

describe("ResourceCustody", () => {
  it("knows its organisation, and does not exist in a growing one", async () => {
    const { custody, addresses } = await loadFixture(offered);
    expect(await custody.presale()).to.equal(addresses.presale);
    expect(await custody.treasury()).to.equal(addresses.timelock);
    expect((await launchGrowing(connection)).addresses.custody).to.equal(undefined);
  });

  describe("offerResource", () => {
    it("keeps the offer, and takes a deed into custody", async () => {
      const { custody, presale, actors, deed, unit } = await loadFixture(offered);
      expect(await custody.resourceCount()).to.equal(4n);
      expect(await custody.resourceOf(1n)).to.deep.equal([
        ...[actors.stranger.address, BigInt(State.Offered), 0n],
        ...[300n * unit, await deed.getAddress(), 1n],
      ]);
      expect(await deed.ownerOf(1n)).to.equal(await custody.getAddress());
      expect((await custody.resourceOf(9n)).state).to.equal(BigInt(State.None));
      await expect(custody.connect(actors.stranger).offerResource(7n, DEED, "ipfs://5", deed, 3n))
        .to.emit(custody, "ResourceOffered")
        .withArgs(5n, actors.stranger.address, 7n, DEED, "ipfs://5", await deed.getAddress(), 3n);
      expect(await presale.tokensForSale()).to.deep.equal([0n, 0n, 0n]);
    });

    it("takes who calls as the offerer, an account with code, too, and never who sent the transaction", async () => {
      const { custody, actors, unit } = await loadFixture(offered);
      const wallet = await ethers.deployContract("TestWallet", [actors.donor.address]);
      const offer = custody.interface.encodeFunctionData("offerResource", [unit, DEED, "", ZERO_ADDRESS, 0n]);
      await wallet.connect(actors.donor).execute(custody, offer);
      expect((await custody.resourceOf(5n)).offerer).to.equal(await wallet.getAddress());
    });

    it("refuses what buys no token, what does not arrive, another's deed, and an asset as a deed", async () => {
      const { custody, presale, actors, deed, asset, unit } = await loadFixture(offered);
      await expect(custody.offerResource(0n, DEED, "", ZERO_ADDRESS, 0n))
        .to.be.revertedWithCustomError(presale, "ContributionTooSmall")
        .withArgs(0n, unit / 2n);
      await deed.setPretends(true);
      await expect(custody.connect(actors.stranger).offerResource(unit, DEED, "", deed, 3n))
        .to.be.revertedWithCustomError(custody, "NotInCustody")
        .withArgs(await deed.getAddress(), 3n);
      await deed.setPretends(false);
      await expect(
        custody.connect(actors.donor).offerResource(unit, DEED, "", deed, 3n),
      ).to.be.revertedWithCustomError(deed, "ERC721IncorrectOwner");
      await asset.connect(actors.stranger).approve(custody, unit);
      await expect(custody.connect(actors.stranger).offerResource(unit, DEED, "", asset, 1n)).to.revert(
        ethers,
      );
      expect(await asset.balanceOf(custody)).to.equal(0n);
    });

    it("cannot be re-entered by a deed", async () => {
      const { custody, presale, actors, deed, unit } = await loadFixture(open);
      await deed.setHook(
        custody,
        custody.interface.encodeFunctionData("withdrawResource", [1n, actors.donor.address]),
      );
      await custody.connect(actors.stranger).offerResource(unit, DEED, "", deed, 3n);
      const guard = custody.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      expect(await deed.hookResult()).to.equal(guard);
      await deed.setHook(
        custody,
        custody.interface.encodeFunctionData("sweep", [await presale.getAddress()]),
      );
      await custody.connect(actors.stranger).withdrawResource(1n, actors.donor);
      expect(await deed.hookResult()).to.equal(guard);
      expect(await deed.ownerOf(1n)).to.equal(actors.donor.address);
    });
  });

  describe("acceptResource", () => {
    it("credits the offerer at the presale's price at once, adds no money, and opens refunds", async () => {
      const { custody, presale, actors, unit } = await loadFixture(open);
      const acceptance = custody.connect(actors.trustee).acceptResource(1n);
      await expect(acceptance)
        .to.emit(custody, "ResourceAccepted")
        .withArgs(1n, actors.stranger.address, 600n * WHOLE); // 300 at 0.50
      const until = BigInt(await time.latest()) + 5n * DAY;
      await expect(acceptance).to.emit(presale, "RefundsOpened").withArgs(1n, until);
      expect((await custody.resourceOf(1n)).state).to.equal(BigInt(State.Accepted));
      expect((await custody.resourceOf(1n)).round).to.equal(1n);
      expect((await presale.positionOf(actors.stranger)).resourceTokens).to.equal(600n * WHOLE);
      expect(await presale.tokensForSale()).to.deep.equal([8_600n * WHOLE, 600n * WHOLE, 1_720n * WHOLE]);
      expect(await presale.raised()).to.equal(4_000n * unit);
    });

    it("rounds its tokens down, and does not count for the minimum", async () => {
      const scenario = await launchPresale(connection, {
        decimals: 6,
        presale: { price: 333_333n, minimum: 1_000_000n, maximum: 10n ** 10n, perPartnerMaximum: 10n ** 10n },
      });
      const { presale, custody, actors } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(999_999n, []);
      await custody.connect(actors.stranger).offerResource(100_000n, DEED, "", ZERO_ADDRESS, 0n);
      await custody.connect(actors.trustee).acceptResource(1n);
      expect((await presale.positionOf(actors.stranger)).resourceTokens).to.equal(300_000_300_000_300_000n);
      await time.increaseTo((await presale.terms()).closes);
      expect(await presale.state()).to.equal(BigInt(Sale.Refunding));
    });

    it("is for a sale that is open, or ended before it closes", async () => {
      const { custody, presale, actors, unit } = await loadFixture(offered);
      const trustee = custody.connect(actors.trustee);
      await expect(trustee.acceptResource(1n))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(BigInt(Sale.Upcoming), BigInt(Sale.Open));
      const { opens, closes } = await presale.terms();
      await time.increaseTo(opens);
      await presale.connect(actors.partners[0]).contribute(6_000n * unit, []);
      await presale.connect(actors.partners[1]).contribute(4_000n * unit, []);
      expect(await presale.state()).to.equal(BigInt(Sale.Ended));
      await time.setNextBlockTimestamp(closes - 1n);
      await trustee.acceptResource(1n);
      await time.setNextBlockTimestamp(closes);
      await expect(trustee.acceptResource(2n))
        .to.be.revertedWithCustomError(presale, "AcceptanceOver")
        .withArgs(closes);
    });
  });

  describe("withdrawResource", () => {
    it("gives back what was offered or returned, whenever its offerer wants", async () => {
      const { custody, actors, deed } = await loadFixture(released);
      await expect(custody.connect(actors.stranger).withdrawResource(4n, actors.stranger))
        .to.emit(custody, "ResourceWithdrawn")
        .withArgs(4n, actors.stranger.address);
      await expect(custody.connect(actors.donor).withdrawResource(1n, actors.donor))
        .to.be.revertedWithCustomError(custody, "NotOfferer")
        .withArgs(1n, actors.donor.address);
      await expect(custody.connect(actors.donor).withdrawResource(9n, actors.donor))
        .to.be.revertedWithCustomError(custody, "NotOfferer")
        .withArgs(9n, actors.donor.address);
      for (const recipient of [ZERO_ADDRESS, await custody.getAddress()]) {
        await expect(custody.connect(actors.stranger).withdrawResource(1n, recipient))
          .to.be.revertedWithCustomError(custody, "InvalidRecipient")
          .withArgs(recipient);
      }
      expect(await deed.ownerOf(1n)).to.equal(await custody.getAddress());
    });

    it("follows the partners' rule for what was accepted: refunds open, and accepted before the newest", async () => {
      const { custody, presale, actors, deed, unit } = await loadFixture(accepted);
      const offerer = custody.connect(actors.stranger);
      expect([await custody.isWithdrawable(2n), await custody.isWithdrawable(3n)]).to.deep.equal([
        true,
        false,
      ]);
      await expect(offerer.withdrawResource(3n, actors.stranger))
        .to.be.revertedWithCustomError(custody, "WrongResourceState")
        .withArgs(3n, BigInt(State.Accepted));
      await offerer.withdrawResource(2n, actors.donor);
      expect(await deed.ownerOf(2n)).to.equal(actors.donor.address);
      expect((await presale.positionOf(actors.stranger)).resourceTokens).to.equal(800n * WHOLE);
      expect((await presale.tokensForSale()).resourceTokens).to.equal(800n * WHOLE);
      await time.increaseTo((await presale.refunds()).until);
      await expect(offerer.withdrawResource(1n, actors.stranger))
        .to.be.revertedWithCustomError(custody, "WrongResourceState")
        .withArgs(1n, BigInt(State.Accepted));
      expect(unit).to.equal(WHOLE);
    });

    it("lets offerers leave while the trustee changes, like partners", async () => {
      const { custody, presale, owner, actors } = await loadFixture(accepted);
      await presale.connect(owner).announceTrustee(actors.donor);
      for (const id of [1n, 2n, 3n])
        await custody.connect(actors.stranger).withdrawResource(id, actors.stranger);
      expect((await presale.tokensForSale()).resourceTokens).to.equal(0n);
    });

    it("gives everything back when the sale failed, and touches no credit then", async () => {
      const { custody, presale, actors, deed } = await loadFixture(failed);
      for (const id of [1n, 2n, 3n]) {
        expect(await custody.isWithdrawable(id)).to.equal(true);
        await custody.connect(actors.stranger).withdrawResource(id, actors.stranger);
      }
      for (const id of [1n, 2n]) expect(await deed.ownerOf(id)).to.equal(actors.stranger.address);
      expect((await presale.tokensForSale()).resourceTokens).to.equal(1_200n * WHOLE);
    });
  });

  describe("returnResource", () => {
    it("takes the credit back, before the release only", async () => {
      const { custody, presale, actors } = await loadFixture(closed);
      await expect(custody.connect(actors.trustee).returnResource(2n))
        .to.emit(custody, "ResourceReturned")
        .withArgs(2n);
      expect((await presale.positionOf(actors.stranger)).resourceTokens).to.equal(800n * WHOLE);
      await expect(custody.connect(actors.trustee).returnResource(2n))
        .to.be.revertedWithCustomError(custody, "WrongResourceState")
        .withArgs(2n, BigInt(State.Returned));
      await presale.connect(actors.trustee).release();
      await expect(custody.connect(actors.trustee).returnResource(1n))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(BigInt(Sale.Released), BigInt(Sale.Ended));
    });

    it("is how the trustee makes a sale with too many resources releasable", async () => {
      const scene = await loadFixture(open);
      const { custody, presale, actors, unit } = scene;
      const trustee = custody.connect(actors.trustee);
      // 20 % of (8,000 + r) tokens are for resources: at most 2,000 = 1,000 units.
      await custody.connect(actors.donor).offerResource(1_000n * unit, DEED, "", ZERO_ADDRESS, 0n);
      await custody.connect(actors.donor).offerResource(1n, DEED, "", ZERO_ADDRESS, 0n);
      await trustee.acceptResource(5n);
      await trustee.acceptResource(6n);
      await time.increaseTo((await presale.terms()).closes);
      const taken = 2_000n * WHOLE + 2n;
      await expect(presale.connect(actors.trustee).release())
        .to.be.revertedWithCustomError(presale, "ResourcesAboveLimit")
        .withArgs(taken, ((8_000n * WHOLE + taken) * 2_000n) / 10_000n);
      await trustee.returnResource(6n);
      await expect(presale.connect(actors.trustee).release())
        .to.emit(presale, "Released")
        // R0 = 0.5 · 0.50 · (10,000 + 2,000 + 0.001)
        .withArgs(
          10_000n * WHOLE,
          2_000n * WHOLE,
          3_000n * unit + unit / 4_000n,
          1_000n * unit - unit / 4_000n,
        );
      expect(await scene.reserve.spotPrice()).to.equal(unit / 2n);
    });
  });

  describe("after the release", () => {
    it("tokens for resources vest over their own term, in the stake", async () => {
      const { presale, stake, token, actors } = await loadFixture(released);
      const start = await presale.releasedAt();
      await time.setNextBlockTimestamp(start + 60n * DAY);
      await expect(presale.connect(actors.stranger).claim(actors.donor))
        .to.emit(presale, "Claimed")
        .withArgs(actors.stranger.address, actors.donor.address, 400n * WHOLE, 800n * WHOLE); // a third of 180 days
      expect(await stake.unstakable(actors.stranger)).to.equal(0n);
      await time.increaseTo(start + 180n * DAY - 1n);
      const left = (await presale.tokensOf(actors.stranger)).vesting;
      expect(left).to.equal((1_200n * WHOLE + (180n * DAY - 1n)) / (180n * DAY));
      await time.setNextBlockTimestamp(start + 180n * DAY);
      await stake.connect(actors.stranger).unstake(800n * WHOLE, actors.stranger);
      expect(await token.balanceOf(stake)).to.equal(0n);
    });

    it("deeds go to the treasury by anyone's call, once", async () => {
      const { custody, deed, addresses, actors } = await loadFixture(released);
      await expect(custody.connect(actors.stranger).deliverResource(1n))
        .to.emit(custody, "ResourceDelivered")
        .withArgs(1n, addresses.timelock);
      expect(await deed.ownerOf(1n)).to.equal(addresses.timelock);
      await expect(custody.deliverResource(1n))
        .to.be.revertedWithCustomError(custody, "WrongResourceState")
        .withArgs(1n, BigInt(State.Delivered));
      await expect(custody.deliverResource(3n))
        .to.be.revertedWithCustomError(custody, "NotInCustody")
        .withArgs(ZERO_ADDRESS, 0n);
      await expect(custody.deliverResource(4n))
        .to.be.revertedWithCustomError(custody, "WrongResourceState")
        .withArgs(4n, BigInt(State.Returned));
    });
  });

  it("saves asset and token that were sent here, and moves nothing else", async () => {
    const { custody, asset, token, deed, presale, actors, addresses } = await loadFixture(released);
    await asset.connect(actors.stranger).transfer(custody, 5n);
    await presale.connect(actors.partners[0]).claim(actors.partners[0]);
    await token.connect(actors.partners[0]).transfer(custody, 7n);
    for (const [erc20, amount] of [
      [asset, 5n],
      [token, 7n],
    ] as const) {
      await expect(custody.sweep(erc20)).to.changeTokenBalances(
        ethers,
        erc20,
        [custody, addresses.timelock],
        [-amount, amount],
      );
      await expect(custody.sweep(erc20)).to.be.revertedWithCustomError(custody, "ZeroAmount");
    }
    await expect(custody.sweep(deed))
      .to.be.revertedWithCustomError(custody, "NotSweepable")
      .withArgs(await deed.getAddress());
  });

  describe("state × call × role", () => {
    // What the interface's table declares, and nothing else. Resources of the stranger: 1 offered, 2 accepted before 3, which is
    // the newest, 4 returned; each as far as the state of the sale allows.
    const states = {
      Upcoming: offered,
      Open: accepted,
      Ended: closed,
      Released: released,
      Refunding: failed,
    } as const;
    for (const sale of ["Upcoming", "Open", "Ended", "Released", "Refunding"] as const) {
      it(`allows only the declared calls when the sale is ${sale}`, async () => {
        const { custody, presale, actors, owner, unit } = await loadFixture(states[sale]);
        expect(await presale.state()).to.equal(BigInt(Sale[sale]));
        const people = [
          actors.trustee,
          actors.stranger,
          actors.partners[0],
          actors.founders[0],
          owner,
          actors.donor,
        ];
        const stateOf = async (id: bigint): Promise<State> =>
          STATES[Number((await custody.resourceOf(id)).state)] ?? State.None;
        for (const person of people) {
          const as = custody.connect(person);
          const isTrustee = person === actors.trustee;
          const canOffer = sale === "Upcoming" || sale === "Open";
          const offer = as.offerResource.staticCall(unit, DEED, "", ZERO_ADDRESS, 0n);
          if (canOffer) await offer;
          else await expect(offer).to.be.revertedWithCustomError(presale, "WrongState");
          for (const id of [1n, 2n, 3n, 4n, 5n]) {
            const state = await stateOf(id);
            const accept = as.acceptResource.staticCall(id);
            if (!isTrustee) {
              await expect(accept)
                .to.be.revertedWithCustomError(presale, "NotTrustee")
                .withArgs(person.address);
            } else if (state !== State.Offered) {
              await expect(accept)
                .to.be.revertedWithCustomError(custody, "WrongResourceState")
                .withArgs(id, BigInt(state));
            } else await expect(accept).to.be.revertedWithCustomError(presale, "WrongState");
            const giveBack = as.returnResource.staticCall(id);
            if (!isTrustee) {
              await expect(giveBack)
                .to.be.revertedWithCustomError(presale, "NotTrustee")
                .withArgs(person.address);
            } else if (sale === "Released" || sale === "Refunding") {
              await expect(giveBack)
                .to.be.revertedWithCustomError(presale, "WrongState")
                .withArgs(BigInt(Sale[sale]), BigInt(Sale.Ended));
            } else if (state === State.Offered || state === State.Accepted) await giveBack;
            else {
              await expect(giveBack)
                .to.be.revertedWithCustomError(custody, "WrongResourceState")
                .withArgs(id, BigInt(state));
            }
            const withdraw = as.withdrawResource.staticCall(id, person);
            const free =
              state === State.Offered ||
              state === State.Returned ||
              (state === State.Accepted && (sale === "Refunding" || (sale === "Open" && id !== 3n)));
            if (person !== actors.stranger || state === State.None) {
              await expect(withdraw)
                .to.be.revertedWithCustomError(custody, "NotOfferer")
                .withArgs(id, person.address);
            } else if (free) await withdraw;
            else {
              await expect(withdraw)
                .to.be.revertedWithCustomError(custody, "WrongResourceState")
                .withArgs(id, BigInt(state));
            }
            const deliver = as.deliverResource.staticCall(id);
            if (sale !== "Released") {
              await expect(deliver)
                .to.be.revertedWithCustomError(presale, "WrongState")
                .withArgs(BigInt(Sale[sale]), BigInt(Sale.Released));
            } else if (state === State.Accepted && id < 3n) await deliver;
            else if (state === State.Accepted) {
              await expect(deliver).to.be.revertedWithCustomError(custody, "NotInCustody");
            } else await expect(deliver).to.be.revertedWithCustomError(custody, "WrongResourceState");
          }
        }
      });
    }
  });
});
