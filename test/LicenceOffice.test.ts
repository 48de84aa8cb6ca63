import { expect } from "chai";
import { network } from "hardhat";
import type { ILicenceOffice } from "../typechain-types/interfaces/ILicenceOffice.ts";
import {
  accepted,
  cloneOf,
  cloneWith,
  everyoneBut,
  paidOut,
  sharesOf,
  WHOLE_BPS,
} from "./lib/contributions.ts";
import {
  Ledger,
  activated,
  challengeEnd,
  entryOf,
  opened,
  paidFor,
  payoutOf,
  propose,
} from "./lib/epochs.ts";
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
import { signPermit } from "./lib/permits.ts";
import { PAUSE, REST, receiptOf, withLicenceOffice, type LicenceScenario } from "./lib/third-parties.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const YEAR = 365n * DAY;
const DRIP_PERIOD = 7n * DAY;
const TIER = 1n;
const TERMS_HASH = ethers.id("the terms");

/** 100 units and a bit, a third of it for the makers: nothing divides evenly. */
const tierTerms = (
  unit: bigint,
  changes: Partial<ILicenceOffice.TierStruct> = {},
): ILicenceOffice.TierStruct => ({
  name: "Publishing",
  termsURI: "ipfs://terms",
  termsHash: TERMS_HASH,
  price: 100n * unit + 7n,
  commonsMinimum: 40n * WHOLE,
  duration: YEAR,
  makersBps: 3_333n,
  active: true,
  ...changes,
});

async function office(overrides: Overrides = {}): Promise<LicenceScenario> {
  const scenario = await withLicenceOffice(connection, await launchOpenMarket(connection, overrides));
  await scenario.office.connect(scenario.owner).addTier(tierTerms(scenario.unit));
  return scenario;
}
const launched = (): Promise<LicenceScenario> => office();

/** The first partner has licence 1. */
async function bought(): Promise<LicenceScenario> {
  const scenario = await launched();
  const { actors, unit } = scenario;
  await scenario.office.connect(actors.partners[0]).buy(TIER, actors.partners[0], 200n * unit);
  return scenario;
}

/** The third producer was awarded 40 tokens, the fewest for a free licence; the second 39.9…. */
async function recognised(): Promise<LicenceScenario> {
  const scenario = await launched();
  const [, second, third] = scenario.actors.producers;
  for (const [account, reward] of [
    [third, 40n * WHOLE],
    [second, 40n * WHOLE - 1n],
  ] as const) {
    const shares = sharesOf([account, WHOLE_BPS]);
    // The room of an open window is too small for both at once.
    const id = await accepted(connection, scenario, { reward, shares });
    await paidOut(connection, scenario, id);
    await scenario.registry.settle(id, shares);
  }
  return scenario;
}

const now = async (): Promise<bigint> => BigInt(await time.latest());

describe("LicenceOffice", () => {
  describe("initialize", () => {
    it("takes its name from the token and its first source of recognition from the launch", async () => {
      const { office, addresses } = await loadFixture(launched);
      expect(await office.name()).to.equal("Shared car licence");
      expect(await office.symbol()).to.equal("CAR-L");
      expect(await office.owner()).to.equal(addresses.timelock);
      expect(await office.treasury()).to.equal(addresses.timelock);
      const described = (await office.contractURI()).split(",")[1] ?? "";
      expect(JSON.parse(Buffer.from(described, "base64").toString())).to.deep.equal({
        name: "Shared car licence",
        symbol: "CAR-L",
        description:
          "Licences for commercial use of a commons. Each stays with its licensee until it runs out.",
      });
      expect(await office.recognitionSources()).to.deep.equal([addresses.registry]);
      expect(await office.licenceCount()).to.equal(0n);
      expect(await office.pausedUntil()).to.equal(0n);
      for (const [id, supported] of [
        ["0x80ac58cd", true],
        ["0x5b5e139f", true],
        ["0x49064906", true],
        ["0xb45a3c0e", true],
        ["0x8c65f84d", true],
        ["0x01ffc9a7", true],
        ["0xffffffff", false],
      ] as const) {
        expect(await office.supportsInterface(id), id).to.equal(supported);
      }
    });

    it("is locked on the implementation and works once on a clone", async () => {
      const { office, addresses } = await loadFixture(launched);
      const { implementation } = await cloneOf(connection, "LicenceOffice");
      for (const target of [office, office.attach(implementation) as typeof office]) {
        await expect(target.initialize(addresses.registry)).to.be.revertedWithCustomError(
          office,
          "InvalidInitialization",
        );
      }
    });

    it("refuses zero addresses", async () => {
      const { office, addresses } = await loadFixture(launched);
      const { reserve, registry, epochs } = addresses;
      const { implementation } = await cloneOf(connection, "LicenceOffice");
      const bare = async (...args: string[]) =>
        office.attach(await cloneWith(connection, implementation, args)) as typeof office;
      for (const [r, g] of [
        [ZERO_ADDRESS, registry],
        [reserve, ZERO_ADDRESS],
      ] as const) {
        await expect((await bare(r, epochs, addresses.timelock)).initialize(g)).to.be.revertedWithCustomError(
          office,
          "ZeroAddress",
        );
      }
      await expect((await bare(reserve, epochs, ZERO_ADDRESS)).initialize(registry))
        .to.be.revertedWithCustomError(office, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("tiers", () => {
    it("are added by the owner, with terms that stay", async () => {
      const { office, owner, unit } = await loadFixture(launched);
      const terms = tierTerms(unit, { name: "Broadcast", price: 5n, makersBps: 10_000n, active: false });
      const sent = office.connect(owner).addTier(terms);
      await expect(sent)
        .to.emit(office, "TierAdded")
        .withArgs(2n, "Broadcast", YEAR, TERMS_HASH, "ipfs://terms");
      await expect(sent)
        .to.emit(office, "TierOfferSet")
        .withArgs(2n, 5n, 40n * WHOLE, 10_000n, false);
      expect(await office.tierCount()).to.equal(2n);
      const stored = await office.tierOf(2n);
      expect([...stored]).to.deep.equal(Object.values(terms));
      await expect(office.connect(owner).setTierOffer(2n, 9n, 8n, 7n, true))
        .to.emit(office, "TierOfferSet")
        .withArgs(2n, 9n, 8n, 7n, true);
      expect([...(await office.tierOf(2n))]).to.deep.equal(
        Object.values({ ...terms, price: 9n, commonsMinimum: 8n, makersBps: 7n, active: true }),
      );
      expect((await office.tierOf(1n)).price).to.equal(100n * unit + 7n);
    });

    const refused: readonly [string, Partial<ILicenceOffice.TierStruct>, string, unknown[]][] = [
      ["no name", { name: "" }, "TextLengthOutOfRange", [0n, 64n]],
      ["a name of 65 bytes", { name: "ä".repeat(32) + "x" }, "TextLengthOutOfRange", [65n, 64n]],
      ["a name that hides something", { name: "Print\u202eing" }, "TextNotPlain", [5n]],
      ["no terms", { termsURI: "" }, "TextLengthOutOfRange", [0n, 256n]],
      ["terms at 257 bytes", { termsURI: `ipfs://${"x".repeat(250)}` }, "TextLengthOutOfRange", [257n, 256n]],
      ["a link to run", { termsURI: "javascript:alert(1)" }, "LinkNotAllowed", [0n]],
      ["less than a day", { duration: DAY - 1n }, "LicenceDurationOutOfRange", [DAY - 1n]],
      [
        "more than ten years",
        { duration: 3_650n * DAY + 1n },
        "LicenceDurationOutOfRange",
        [3_650n * DAY + 1n],
      ],
      ["no price", { price: 0n }, "ZeroAmount", []],
      ["more than all for the makers", { makersBps: 10_001n }, "MakersShareOutOfRange", [10_001n, 10_000n]],
    ];
    for (const [title, changes, error, args] of refused) {
      it(`are refused with ${title}`, async () => {
        const { office, owner, unit } = await loadFixture(launched);
        const attempt = expect(
          office.connect(owner).addTier(tierTerms(unit, changes)),
        ).to.be.revertedWithCustomError(office, error);
        await (args.length === 0 ? attempt : attempt.withArgs(...args));
      });
    }

    it("are taken at each bound, and refused beyond when the offer changes", async () => {
      const { office, owner, unit } = await loadFixture(launched);
      for (const changes of [
        { name: "x".repeat(64), duration: DAY, makersBps: 0n },
        { duration: 3_650n * DAY, makersBps: 10_000n, price: 1n, commonsMinimum: 0n },
      ]) {
        await expect(office.connect(owner).addTier(tierTerms(unit, changes))).to.emit(office, "TierAdded");
      }
      await expect(office.connect(owner).setTierOffer(TIER, 0n, 0n, 0n, true)).to.be.revertedWithCustomError(
        office,
        "ZeroAmount",
      );
      await expect(office.connect(owner).setTierOffer(TIER, 1n, 0n, 10_001n, true))
        .to.be.revertedWithCustomError(office, "MakersShareOutOfRange")
        .withArgs(10_001n, 10_000n);
    });

    it("must exist", async () => {
      const { office, owner, actors } = await loadFixture(launched);
      for (const tier of [0n, 2n]) {
        for (const call of [
          () => office.connect(owner).setTierOffer(tier, 1n, 0n, 0n, true),
          () => office.connect(actors.partners[0]).buy(tier, actors.partners[0], 1n),
          () => office.connect(actors.partners[0]).claimCommons(tier, actors.partners[0], []),
          () => office.tierOf(tier),
          () => office.quote(tier),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(office, "UnknownTier").withArgs(tier);
        }
        expect(await office.isLicensed(actors.partners[0], tier)).to.equal(false);
      }
    });
  });

  describe("the owner's calls", () => {
    it("are the owner's alone", async () => {
      const scenario = await loadFixture(launched);
      const { office, unit } = scenario;
      for (const { role, signer } of await everyoneBut(connection, scenario, "owner")) {
        const as = office.connect(signer);
        for (const call of [
          () => as.addTier(tierTerms(unit)),
          () => as.setTierOffer(TIER, 1n, 0n, 0n, true),
          () => as.setRecognitionSources([]),
          () => as.pause(),
          () => as.unpause(),
        ]) {
          await expect(call(), role)
            .to.be.revertedWithCustomError(office, "OwnableUnauthorizedAccount")
            .withArgs(signer.address);
        }
      }
    });
  });

  describe("buy", () => {
    it("gives a licence and splits the price exactly", async () => {
      const { office, actors, unit, asset, reserve, addresses } = await loadFixture(launched);
      const [payer, licensee] = actors.partners;
      const price = 100n * unit + 7n;
      const toMakers = (price * 3_333n) / 10_000n;
      expect(await office.quote(TIER)).to.deep.equal([price, toMakers, price - toMakers]);
      const backing = await reserve.reserveBalance();
      const gifts = await reserve.giftsReceived();
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      const sent = office.connect(payer).buy(TIER, licensee, price);
      await expect(sent)
        .to.emit(office, "LicenceBought")
        .withArgs(1n, TIER, licensee.address, payer.address, price, toMakers, at + YEAR);
      await expect(sent).to.emit(office, "Transfer").withArgs(ZERO_ADDRESS, licensee.address, 1n);
      await expect(sent).to.emit(office, "Locked").withArgs(1n);
      await expect(sent)
        .to.emit(office, "SubscriptionUpdate")
        .withArgs(1n, at + YEAR);
      await expect(sent).to.changeTokenBalances(
        ethers,
        asset,
        [payer, licensee, office, addresses.timelock, reserve],
        [-price, 0n, toMakers, 0n, price - toMakers],
      );
      expect(await office.makersDue()).to.equal(toMakers);
      expect(await reserve.reserveBalance()).to.equal(backing);
      expect(await reserve.pendingGifts()).to.deep.equal([price - toMakers, at + DRIP_PERIOD]);
      expect(await reserve.giftsReceived()).to.equal(gifts + price - toMakers);
      expect(await reserve.donationsReceived()).to.equal(gifts);
      expect(await office.ownerOf(1n)).to.equal(licensee.address);
      expect([...(await office.licence(1n))]).to.deep.equal([TIER, at + YEAR]);
      expect(await office.licenceOf(licensee, TIER)).to.equal(1n);
      expect(await office.licenceOf(payer, TIER)).to.equal(0n);
      expect(await office.licenceCount()).to.equal(1n);
      expect(await office.locked(1n)).to.equal(true);
      expect(await office.expiresAt(1n)).to.equal(at + YEAR);
      expect(await office.isLicensed(licensee, TIER)).to.equal(true);
      expect(await office.isLicensed(payer, TIER)).to.equal(false);
      expect(await asset.allowance(office, reserve)).to.equal(0n);
    });

    for (const makersBps of [0n, 1n, 5_000n, 9_999n, 10_000n]) {
      it(`35: splits sum exactly with ${makersBps} bps for the makers`, async () => {
        const { office, owner, actors, asset, reserve, addresses } = await loadFixture(launched);
        for (const price of [1n, 3n, 9_999n, 10_001n, 123_456_789n]) {
          await office.connect(owner).setTierOffer(TIER, price, 0n, makersBps, true);
          const licensee = ethers.Wallet.createRandom().address;
          const toMakers = (price * makersBps) / 10_000n;
          await expect(office.connect(actors.partners[0]).buy(TIER, licensee, price)).to.changeTokenBalances(
            ethers,
            asset,
            [actors.partners[0], office, reserve, addresses.timelock],
            [-price, toMakers, price - toMakers, 0n],
          );
        }
      });
    }

    it("never costs more than the buyer accepts, when the price changes under way", async () => {
      const { office, owner, actors, unit } = await loadFixture(launched);
      const buyer = actors.partners[0];
      const price = 100n * unit + 7n;
      await office.connect(owner).setTierOffer(TIER, price + 1n, 0n, 0n, true);
      await expect(office.connect(buyer).buy(TIER, buyer, price))
        .to.be.revertedWithCustomError(office, "PriceAboveMaximum")
        .withArgs(price + 1n, price);
      await office.connect(owner).setTierOffer(TIER, price - 1n, 0n, 0n, true);
      await expect(office.connect(buyer).buy(TIER, buyer, price))
        .to.emit(office, "LicenceBought")
        .withArgs(1n, TIER, buyer.address, buyer.address, price - 1n, 0n, (await now()) + 1n + YEAR);
    });

    it("is refused for a tier that is not sold, and for nobody", async () => {
      const { office, owner, actors, unit } = await loadFixture(bought);
      const [holder, other] = actors.partners;
      await expect(office.connect(other).buy(TIER, ZERO_ADDRESS, 200n * unit))
        .to.be.revertedWithCustomError(office, "ERC721InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
      expect(await office.isRenewable(1n)).to.equal(true);
      await office.connect(owner).setTierOffer(TIER, 1n, 0n, 0n, false);
      expect(await office.isRenewable(1n)).to.equal(false);
      for (const call of [
        () => office.connect(other).buy(TIER, other, 200n * unit),
        () => office.connect(holder).buy(TIER, holder, 200n * unit),
        () => office.connect(holder).renewSubscription(1n, YEAR),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(office, "TierNotActive").withArgs(TIER);
      }
      expect(await office.isLicensed(holder, TIER)).to.equal(true);
    });

    it("sells nothing that would pay the reserve while a presale may still be released", async () => {
      const scenario = await withLicenceOffice(connection, await launchPresale(connection));
      const { office, owner, actors, reserve, unit, addresses } = scenario;
      const buyer = actors.partners[0];
      await office.connect(owner).addTier(tierTerms(unit));
      await expect(office.connect(buyer).buy(TIER, buyer, 100n * unit + 7n))
        .to.be.revertedWithCustomError(reserve, "PresalePending")
        .withArgs(addresses.presale);
    });

    it("ends with the organisation, unless all is for the makers", async () => {
      const { office, owner, actors, unit, reserve, asset, addresses } = await loadFixture(bought);
      await reserve.connect(owner).dissolve();
      const since = await now();
      const buyer = actors.partners[1];
      for (const call of [
        () => office.connect(buyer).buy(TIER, buyer, 200n * unit),
        () => office.connect(buyer).renewSubscription(1n, YEAR),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(reserve, "AlreadyDissolved").withArgs(since);
      }
      expect(await office.isLicensed(actors.partners[0], TIER)).to.equal(true);
      await office.connect(owner).setTierOffer(TIER, 5n, 0n, 10_000n, true);
      await expect(office.connect(buyer).buy(TIER, buyer, 5n)).to.changeTokenBalances(
        ethers,
        asset,
        [buyer, office, addresses.timelock, reserve],
        [-5n, 5n, 0n, 0n],
      );
    });
  });

  describe("buyWithPermit", () => {
    it("needs no approval before, and survives a permit that another used first", async () => {
      const { office, actors, unit, asset } = await loadFixture(launched);
      const price = 100n * unit + 7n;
      for (const [i, frontRun] of [false, true].entries()) {
        const buyer = actors.partners[i === 0 ? 0 : 1];
        await asset.connect(buyer).approve(office, 0n);
        const deadline = (await now()) + DAY;
        const spender = await office.getAddress();
        const { v, r, s } = await signPermit(asset, {
          owner: buyer,
          spender,
          value: price,
          deadline,
        });
        if (frontRun) await asset.connect(actors.stranger).permit(buyer, office, price, deadline, v, r, s);
        const sent = office.connect(buyer).buyWithPermit(TIER, buyer, price, deadline, v, r, s);
        await expect(sent).to.changeTokenBalance(ethers, asset, buyer, -price);
        expect(await office.isLicensed(buyer, TIER)).to.equal(true);
        expect(await asset.allowance(buyer, office)).to.equal(0n);
      }
    });

    it("fails by the allowance when the permit is no good", async () => {
      const { office, actors, unit, asset } = await loadFixture(launched);
      const price = 100n * unit + 7n;
      const buyer = actors.partners[0];
      await asset.connect(buyer).approve(office, price - 1n);
      const deadline = (await now()) + DAY;
      const spender = await office.getAddress();
      const { v, r, s } = await signPermit(asset, {
        owner: actors.stranger,
        spender,
        value: price,
        deadline,
      });
      await expect(office.connect(buyer).buyWithPermit(TIER, buyer, price, deadline, v, r, s))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientAllowance")
        .withArgs(spender, price - 1n, price);
    });
  });

  describe("buying for who has a licence", () => {
    it("adds the tier's duration, at the price of the day, for anyone who pays", async () => {
      const { office, owner, actors, asset, reserve, addresses } = await loadFixture(bought);
      const [licensee] = actors.partners;
      const { expires } = await office.licence(1n);
      await office.connect(owner).setTierOffer(TIER, 1_001n, 0n, 5_000n, true);
      const payer = actors.stranger;
      await expect(office.connect(payer).buy(TIER, licensee, 1_000n))
        .to.be.revertedWithCustomError(office, "PriceAboveMaximum")
        .withArgs(1_001n, 1_000n);
      expect(await office.connect(payer).buy.staticCall(TIER, licensee, 1_001n)).to.equal(1n);
      const sent = office.connect(payer).buy(TIER, licensee, 1_001n);
      await expect(sent)
        .to.emit(office, "LicenceRenewed")
        .withArgs(1n, TIER, licensee.address, payer.address, 1_001n, 500n, expires + YEAR);
      await expect(sent).to.emit(office, "MetadataUpdate").withArgs(1n);
      await expect(sent)
        .to.emit(office, "SubscriptionUpdate")
        .withArgs(1n, expires + YEAR);
      await expect(sent).to.not.emit(office, "Transfer");
      await expect(sent).to.not.emit(office, "LicenceBought");
      await expect(sent).to.changeTokenBalances(
        ethers,
        asset,
        [payer, addresses.timelock, reserve, office],
        [-1_001n, 0n, 501n, 500n],
      );
      expect((await office.licence(1n)).expires).to.equal(expires + YEAR);
      expect(await office.ownerOf(1n)).to.equal(licensee.address);
      expect(await office.licenceCount()).to.equal(1n);
    });

    it("goes to two durations from now and no second further", async () => {
      const { office, actors, unit } = await loadFixture(bought);
      const [holder] = actors.partners;
      const { expires } = await office.licence(1n);
      await time.setNextBlockTimestamp(expires - YEAR + 10n);
      await office.connect(holder).buy(TIER, holder, 200n * unit);
      expect(await office.expiresAt(1n)).to.equal(expires + YEAR);
      expect(await office.isRenewable(1n)).to.equal(false);
      for (const [call, at] of [
        [() => office.connect(holder).buy(TIER, holder, 200n * unit), expires - 2n],
        [() => office.connect(holder).renewSubscription(1n, YEAR), expires - 1n],
      ] as const) {
        await time.setNextBlockTimestamp(at);
        await expect(call())
          .to.be.revertedWithCustomError(office, "ExtensionTooLong")
          .withArgs(1n, expires + 2n * YEAR, at + 2n * YEAR);
      }
      await time.setNextBlockTimestamp(expires + 1n);
      await office.connect(holder).buy(TIER, holder, 200n * unit);
      expect(await office.expiresAt(1n)).to.equal(expires + 2n * YEAR);
    });

    it("starts anew from now when the licence has run out, to the second", async () => {
      const { office, actors, unit } = await loadFixture(bought);
      const holder = actors.partners[0];
      const { expires } = await office.licence(1n);
      await time.increaseTo(expires - 1n);
      expect(await office.isLicensed(holder, TIER)).to.equal(true);
      await time.increaseTo(expires);
      expect(await office.isLicensed(holder, TIER)).to.equal(false);
      await time.setNextBlockTimestamp(expires + 50n);
      await office.connect(holder).buy(TIER, holder, 200n * unit);
      expect((await office.licence(1n)).expires).to.equal(expires + 50n + YEAR);
      expect(await office.isLicensed(holder, TIER)).to.equal(true);
    });

    it("goes by ERC-5643, too, for the tier's duration and no other", async () => {
      const { office, actors, unit, asset } = await loadFixture(bought);
      const { expires } = await office.licence(1n);
      const price = 100n * unit + 7n;
      for (const duration of [YEAR - 1n, YEAR + 1n, 0n]) {
        await expect(office.connect(actors.stranger).renewSubscription(1n, duration))
          .to.be.revertedWithCustomError(office, "NotTierDuration")
          .withArgs(duration, YEAR);
      }
      const sent = office.connect(actors.stranger).renewSubscription(1n, YEAR);
      await expect(sent)
        .to.emit(office, "SubscriptionUpdate")
        .withArgs(1n, expires + YEAR);
      await expect(sent).to.changeTokenBalance(ethers, asset, actors.stranger, -price);
      for (const call of [
        () => office.renewSubscription(2n, YEAR),
        () => office.cancelSubscription(2n),
        () => office.expiresAt(2n),
        () => office.isRenewable(2n),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(office, "ERC721NonexistentToken").withArgs(2n);
      }
    });

    it("is undone by nobody but the licensee, who ends their licence without money back", async () => {
      const { office, actors, asset, unit } = await loadFixture(bought);
      const [licensee] = actors.partners;
      await expect(office.connect(actors.stranger).cancelSubscription(1n))
        .to.be.revertedWithCustomError(office, "NotLicensee")
        .withArgs(1n, actors.stranger.address);
      const at = (await now()) + 5n;
      await time.setNextBlockTimestamp(at);
      const sent = office.connect(licensee).cancelSubscription(1n);
      await expect(sent).to.emit(office, "SubscriptionUpdate").withArgs(1n, at);
      await expect(sent).to.changeTokenBalance(ethers, asset, licensee, 0n);
      expect(await office.isLicensed(licensee, TIER)).to.equal(false);
      // Ended again, it did not end later.
      await office.connect(licensee).cancelSubscription(1n);
      expect(await office.expiresAt(1n)).to.equal(at);
      await time.setNextBlockTimestamp(at + 20n);
      await office.connect(licensee).buy(TIER, licensee, 200n * unit);
      expect(await office.expiresAt(1n)).to.equal(at + 20n + YEAR);
    });
  });

  describe("the makers' part", () => {
    it("waits until anyone sends it to the treasury, or the treasury elsewhere", async () => {
      const scenario = await loadFixture(bought);
      const { office, owner, actors, asset, unit, addresses } = scenario;
      const part = ((100n * unit + 7n) * 3_333n) / 10_000n;
      expect(await office.makersDue()).to.equal(part);
      const { timelock } = addresses;
      const sent = office.connect(actors.stranger).collectMakersPart(timelock);
      await expect(sent).to.emit(office, "MakersPartCollected").withArgs(timelock, part);
      await expect(sent).to.changeTokenBalances(ethers, asset, [office, timelock], [-part, part]);
      await expect(office.collectMakersPart(timelock)).to.be.revertedWithCustomError(office, "ZeroAmount");
      await office.connect(actors.partners[1]).buy(TIER, actors.partners[1], 200n * unit);
      for (const { role, signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(office.connect(signer).collectMakersPart(signer), role)
          .to.be.revertedWithCustomError(office, "NotTreasury")
          .withArgs(signer.address);
      }
      for (const recipient of [ZERO_ADDRESS, await office.getAddress()]) {
        await expect(office.connect(owner).collectMakersPart(recipient))
          .to.be.revertedWithCustomError(office, "InvalidRecipient")
          .withArgs(recipient);
      }
      // What was sent past the functions goes the same way.
      await asset.connect(actors.donor).transfer(office, 3n);
      const elsewhere = office.connect(owner).collectMakersPart(actors.donor);
      await expect(elsewhere).to.changeTokenBalances(
        ethers,
        asset,
        [office, timelock, actors.donor],
        [-part - 3n, 0n, part + 3n],
      );
    });
  });

  describe("claimCommons", () => {
    it("is free for who contributed enough, to the wei", async () => {
      const { office, actors, asset, registry } = await loadFixture(recognised);
      const [, second, third] = actors.producers;
      expect(await registry.recognisedOf(third)).to.equal(40n * WHOLE);
      expect(await office.recognisedOf(third)).to.equal(40n * WHOLE);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      const sent = office.connect(third).claimCommons(TIER, third, []);
      await expect(sent)
        .to.emit(office, "CommonsLicenceClaimed")
        .withArgs(1n, TIER, third.address, third.address, 40n * WHOLE, at + YEAR);
      await expect(sent).to.emit(office, "Locked").withArgs(1n);
      await expect(sent).to.changeTokenBalance(ethers, asset, third, 0n);
      expect([...(await office.licence(1n))]).to.deep.equal([TIER, at + YEAR]);
      expect([...(await office.commonsUseOf(third, TIER))]).to.deep.equal([third.address, at + YEAR]);
      expect(await office.licenceOf(third, TIER)).to.equal(1n);
      expect(await office.isLicensed(third, TIER)).to.equal(true);
      expect(await office.locked(1n)).to.equal(true);
      await expect(office.connect(second).claimCommons(TIER, second, []))
        .to.be.revertedWithCustomError(office, "NotEnoughRecognised")
        .withArgs(second.address, 40n * WHOLE - 1n, 40n * WHOLE);
    });

    it("is renewed by claiming again, as one licence", async () => {
      const { office, actors } = await loadFixture(recognised);
      const producer = actors.producers[2];
      await office.connect(producer).claimCommons(TIER, producer, []);
      for (const seconds of [DAY, 2n * YEAR]) {
        await time.increase(seconds);
        const at = (await now()) + 1n;
        const sent = office.connect(producer).claimCommons(TIER, producer, []);
        await expect(sent).to.emit(office, "MetadataUpdate").withArgs(1n);
        await expect(sent).to.not.emit(office, "Transfer");
        expect((await office.licence(1n)).expires).to.equal(at + YEAR);
      }
      expect(await office.licenceCount()).to.equal(1n);
      expect(await office.balanceOf(producer)).to.equal(1n);
    });

    it("is for one account at a time, which the contributor names", async () => {
      const { office, actors } = await loadFixture(recognised);
      const producer = actors.producers[2];
      const [first, second] = actors.partners;
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      await expect(office.connect(producer).claimCommons(TIER, first, []))
        .to.emit(office, "CommonsLicenceClaimed")
        .withArgs(1n, TIER, first.address, producer.address, 40n * WHOLE, at + YEAR);
      expect(await office.isLicensed(first, TIER)).to.equal(true);
      expect(await office.isLicensed(producer, TIER)).to.equal(false);
      // Ending it early frees nothing.
      await office.connect(first).cancelSubscription(1n);
      for (const other of [second, producer]) {
        await expect(office.connect(producer).claimCommons(TIER, other, []))
          .to.be.revertedWithCustomError(office, "CommonsLicenceInUse")
          .withArgs(producer.address, first.address, at + YEAR);
      }
      await time.setNextBlockTimestamp(at + YEAR - 1n);
      await expect(office.connect(producer).claimCommons(TIER, second, [])).to.be.revertedWithCustomError(
        office,
        "CommonsLicenceInUse",
      );
      await time.setNextBlockTimestamp(at + YEAR);
      await office.connect(producer).claimCommons(TIER, second, []);
      expect(await office.isLicensed(second, TIER)).to.equal(true);
      expect(await office.isLicensed(first, TIER)).to.equal(false);
      expect(await office.licencesOf(second, 1n, 9n)).to.deep.equal([2n]);
      await expect(
        office.connect(producer).claimCommons(TIER, ZERO_ADDRESS, []),
      ).to.be.revertedWithCustomError(office, "CommonsLicenceInUse");
    });

    it("needs an account to be for", async () => {
      const { office, actors } = await loadFixture(recognised);
      // No contributor has named anybody yet: the zero address is nobody's licence.
      await expect(office.connect(actors.producers[2]).claimCommons(TIER, ZERO_ADDRESS, []))
        .to.be.revertedWithCustomError(office, "ERC721InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
    });

    it("is not offered where the owner does not offer it", async () => {
      const { office, owner, actors } = await loadFixture(recognised);
      const producer = actors.producers[2];
      await office.connect(owner).setTierOffer(TIER, 1n, 0n, 0n, true);
      await expect(office.connect(producer).claimCommons(TIER, producer, []))
        .to.be.revertedWithCustomError(office, "TierNotForCommons")
        .withArgs(TIER);
    });

    it("is the same licence that was paid for, and ends when the later of both does", async () => {
      const { office, actors, unit, owner } = await loadFixture(recognised);
      const producer = actors.producers[2];
      await office.connect(owner).setTierOffer(TIER, unit, 40n * WHOLE, 0n, true);
      await office.connect(actors.stranger).buy(TIER, producer, unit);
      await office.connect(actors.stranger).buy(TIER, producer, unit);
      const paid = await office.expiresAt(1n);
      await time.increase(YEAR / 2n);
      await office.connect(producer).claimCommons(TIER, producer, []);
      expect(await office.expiresAt(1n)).to.equal(paid);
      await time.increase(YEAR);
      const at = (await now()) + 1n;
      await office.connect(producer).claimCommons(TIER, producer, []);
      expect(await office.expiresAt(1n)).to.equal(at + YEAR);
      expect(await office.balanceOf(producer)).to.equal(1n);
    });

    it("sums all sources of recognition that the owner names", async () => {
      const { office, owner, actors, addresses } = await loadFixture(recognised);
      const second = actors.producers[1];
      // The same people did as much for another organisation.
      const elsewhere = (await recognised()).addresses.registry;
      const sources = [addresses.registry, elsewhere];
      await expect(office.connect(owner).setRecognitionSources(sources))
        .to.emit(office, "RecognitionSourcesSet")
        .withArgs(sources);
      expect(await office.recognitionSources()).to.deep.equal(sources);
      expect(await office.recognisedOf(second)).to.equal(80n * WHOLE - 2n);
      await expect(office.connect(second).claimCommons(TIER, second, [])).to.emit(
        office,
        "CommonsLicenceClaimed",
      );
      await expect(office.connect(owner).setRecognitionSources(Array(5).fill(addresses.registry)))
        .to.be.revertedWithCustomError(office, "TooManySources")
        .withArgs(5n, 4n);
      await expect(
        office.connect(owner).setRecognitionSources([addresses.registry, ZERO_ADDRESS]),
      ).to.be.revertedWithCustomError(office, "ZeroAddress");
      for (const twice of [
        [elsewhere, elsewhere],
        [elsewhere, addresses.registry, owner.address, elsewhere],
      ]) {
        await expect(office.connect(owner).setRecognitionSources(twice))
          .to.be.revertedWithCustomError(office, "SourceNamedTwice")
          .withArgs(elsewhere);
      }
      expect(await office.recognitionSources()).to.deep.equal(sources);
      await office.connect(owner).setRecognitionSources([]);
      expect(await office.recognisedOf(second)).to.equal(0n);
    });
  });

  describe("claimCommons with awards of epochs", () => {
    /** One epoch that is open, and another that is not yet paid; the second producer lacks a wei in the registry. */
    async function awarded() {
      const scenario = await recognised();
      const [, second, third] = scenario.actors.producers;
      const ledger = new Ledger([
        { index: 0n, account: second.address, amount: 1n },
        { index: 1n, account: third.address, amount: 7n },
        { index: 4n, account: second.address, amount: 5n },
      ]);
      const later = new Ledger([{ index: 2n, account: second.address, amount: 11n }]);
      const epoch = await opened(connection, scenario, ledger);
      const unpaid = await activated(connection, scenario, later);
      return { ...scenario, second, third, ledger, later, epoch, unpaid };
    }

    it("counts what was claimed in the epoch, beside what the registry recognised, once and for ever", async () => {
      const { office, epochs, second, ledger, epoch } = await loadFixture(awarded);
      await expect(office.connect(second).claimCommons(TIER, second, []))
        .to.be.revertedWithCustomError(office, "NotEnoughRecognised")
        .withArgs(second.address, 40n * WHOLE - 1n, 40n * WHOLE);
      const awards = [entryOf(epoch, ledger.leaf(2)), entryOf(epoch, ledger.leaf(0))];
      await expect(office.connect(second).claimCommons(TIER, second, awards))
        .to.be.revertedWithCustomError(office, "AwardNotClaimed")
        .withArgs(second.address, epoch, 4n);
      await epochs.claimMany(second, awards);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      // The same leaf twice counts once.
      await expect(office.connect(second).claimCommons(TIER, second, [...awards, ...awards]))
        .to.emit(office, "AwardCounted")
        .withArgs(second.address, epoch, 4n, 5n)
        .and.to.emit(office, "AwardCounted")
        .withArgs(second.address, epoch, 0n, 1n)
        .and.to.emit(office, "CommonsLicenceClaimed")
        .withArgs(1n, TIER, second.address, second.address, 40n * WHOLE + 5n, at + YEAR);
      expect(await office.isLicensed(second, TIER)).to.equal(true);
      expect(await office.isAwardCounted(epoch, 4n)).to.equal(true);
      expect(await office.isAwardCounted(epoch, 1n)).to.equal(false);
      expect(await office.recognisedOf(second)).to.equal(40n * WHOLE + 5n);
      for (const again of [[], awards]) {
        await expect(office.connect(second).claimCommons(TIER, second, again)).to.not.emit(
          office,
          "AwardCounted",
        );
        expect(await office.recognisedOf(second)).to.equal(40n * WHOLE + 5n);
      }
    });

    it("counts leaves of several epochs, in any order, and after they expired", async () => {
      const scenario = await loadFixture(awarded);
      const { office, epochs, second, ledger, later, epoch, unpaid } = scenario;
      await paidFor(connection, scenario, unpaid);
      await epochs.open(unpaid);
      const [early, late] = [entryOf(epoch, ledger.leaf(2)), entryOf(unpaid, later.leaf(0))];
      await epochs.claimMany(second, [early, late]);
      await time.increase(1_000n * DAY);
      for (const number of [epoch, unpaid]) await epochs.expire(number);
      await office.connect(second).claimCommons(TIER, second, [late, early]);
      expect(await office.recognisedOf(second)).to.equal(40n * WHOLE - 1n + 16n);
    });

    it("counts what was really paid of a leaf, and of an epoch no more than was claimed of it", async () => {
      const scenario = await loadFixture(recognised);
      const { office, epochs, issuance, actors } = scenario;
      const [first, second, third] = actors.producers;
      // More than three windows of 2 % pay; and the same index twice, as in no honest ledger.
      const ledger = new Ledger([
        { index: 0n, account: second.address, amount: 200n * WHOLE },
        { index: 1n, account: third.address, amount: 100n * WHOLE },
        { index: 1n, account: first.address, amount: 199n * WHOLE },
        { index: 1n, account: first.address, amount: 301n * WHOLE },
      ]);
      await propose(scenario, { root: ledger.root, awards: ledger.awards, total: 300n * WHOLE });
      const epoch = await epochs.epochCount();
      await time.increaseTo(await challengeEnd(scenario, epoch));
      await epochs.activate(epoch);
      await paidFor(connection, scenario, epoch);
      await epochs.open(epoch);
      const { award, paid } = await epochs.epochAt(epoch);
      expect(paid).to.equal((await issuance.paidOf(award)).paid);
      expect(paid).to.be.below(300n * WHOLE);
      for (const at of [0, 1]) {
        const { index, account, amount, proof } = ledger.leaf(at);
        await epochs.claim(epoch, index, account, amount, proof);
      }
      const part = payoutOf(200n * WHOLE, paid, 300n * WHOLE);
      await office.connect(second).claimCommons(TIER, second, [entryOf(epoch, ledger.leaf(0))]);
      expect(await office.recognisedOf(second)).to.equal(40n * WHOLE - 1n + part);
      // Both leaves of index 1 seem claimed. Together they would count for more than all that was.
      const claimed = await epochs.claimedOf(epoch);
      expect(await epochs.isClaimedAward(epoch, 1n, first, 199n * WHOLE, ledger.leaf(2).proof)).to.equal(
        true,
      );
      await expect(office.connect(first).claimCommons(TIER, first, [entryOf(epoch, ledger.leaf(2))]))
        .to.be.revertedWithCustomError(office, "AwardsExceedClaims")
        .withArgs(epoch, part + payoutOf(199n * WHOLE, paid, 300n * WHOLE), claimed);
      // A leaf above the total counts for nothing.
      await expect(office.connect(first).claimCommons(TIER, first, [entryOf(epoch, ledger.leaf(3))]))
        .to.be.revertedWithCustomError(office, "NotEnoughRecognised")
        .withArgs(first.address, 0n, 40n * WHOLE);
      await office.connect(third).claimCommons(TIER, third, [entryOf(epoch, ledger.leaf(1))]);
    });

    it("refuses others' leaves, wrong proofs, and epochs that are not open", async () => {
      const { office, epochs, second, third, actors, ledger, later, epoch, unpaid } =
        await loadFixture(awarded);
      const own = entryOf(epoch, ledger.leaf(0));
      const others = entryOf(epoch, ledger.leaf(1));
      for (const [account, at] of [
        [second, 0],
        [third, 1],
      ] as const) {
        await epochs.claimMany(account, [entryOf(epoch, ledger.leaf(at))]);
      }
      for (const [account, award] of [
        [second, others],
        [third, own],
        [actors.stranger, own],
        [second, { ...own, amount: 2n }],
        [second, { ...own, index: 4n }],
        [second, { ...own, epoch: 0n }],
        [second, { ...own, epoch: unpaid }],
        [second, { ...own, epoch: 9n }],
        [second, { ...own, proof: others.proof }],
        [second, { ...own, proof: [] }],
        [second, entryOf(unpaid, later.leaf(0))],
      ] as const) {
        await expect(
          office.connect(account).claimCommons(TIER, account, [{ ...award, proof: [...award.proof] }]),
        )
          .to.be.revertedWithCustomError(office, "AwardNotClaimed")
          .withArgs(account.address, award.epoch, award.index);
      }
      // One wrong award spoils the list.
      const wrong = { ...entryOf(epoch, ledger.leaf(2)), amount: 6n };
      await expect(office.connect(second).claimCommons(TIER, second, [own, wrong]))
        .to.be.revertedWithCustomError(office, "AwardNotClaimed")
        .withArgs(second.address, epoch, 4n);
      expect(await office.isAwardCounted(epoch, 0n)).to.equal(false);
    });
  });

  describe("transfers", () => {
    it("are refused, whoever asks, and there is nothing to approve", async () => {
      const { office, actors } = await loadFixture(bought);
      const [licensee, other] = actors.partners;
      await expect(office.connect(licensee).approve(other, 1n))
        .to.be.revertedWithCustomError(office, "LicenceNotTransferable")
        .withArgs(1n);
      await office.connect(licensee).setApprovalForAll(actors.stranger, true);
      for (const signer of [licensee, other, actors.stranger]) {
        const as = office.connect(signer);
        for (const call of [
          () => as.transferFrom(licensee, other, 1n),
          () => as["safeTransferFrom(address,address,uint256)"](licensee, other, 1n),
          () => as["safeTransferFrom(address,address,uint256,bytes)"](licensee, other, 1n, "0x"),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(office, "LicenceNotTransferable").withArgs(1n);
        }
      }
      expect(await office.isLicensed(licensee, TIER)).to.equal(true);
      expect(await office.isLicensed(other, TIER)).to.equal(false);
    });
  });

  describe("licencesOf", () => {
    it("lists an account's licence of each tier, in pages", async () => {
      const { office, owner, actors, unit } = await loadFixture(bought);
      const [licensee, other] = actors.partners;
      for (let i = 0; i < 3; i++) await office.connect(owner).addTier(tierTerms(unit));
      await office.connect(other).buy(3n, licensee, 200n * unit);
      expect(await office.licencesOf(licensee, 0n, 99n)).to.deep.equal([1n, 0n, 2n, 0n]);
      expect(await office.licencesOf(licensee, 2n, 2n)).to.deep.equal([0n, 2n]);
      expect(await office.licencesOf(licensee, 5n, 2n)).to.deep.equal([]);
      expect(await office.licencesOf(other, 1n, 4n)).to.deep.equal([0n, 0n, 0n, 0n]);
    });
  });

  describe("tokenURI", () => {
    async function metadata({ office }: LicenceScenario, id: bigint) {
      const uri = await office.tokenURI(id);
      const prefix = "data:application/json;base64,";
      expect(uri.startsWith(prefix)).to.equal(true);
      const json = JSON.parse(Buffer.from(uri.slice(prefix.length), "base64").toString()) as {
        name: string;
        description: string;
        image: string;
        attributes: unknown;
      };
      const image = "data:image/svg+xml;base64,";
      expect(json.image.startsWith(image)).to.equal(true);
      return { json, svg: Buffer.from(json.image.slice(image.length), "base64").toString() };
    }

    it("says name, tier, terms and until when, in words and as a picture", async () => {
      const scenario = await loadFixture(bought);
      const { expires } = await scenario.office.licence(1n);
      const date = new Date(Number(expires) * 1_000).toISOString().slice(0, 10);
      const { json, svg } = await metadata(scenario, 1n);
      expect(json.name).to.equal("Shared car licence #1");
      expect(json.description).to.equal(`Publishing, valid until ${date} (UTC)`);
      expect(json.attributes).to.deep.equal([
        { trait_type: "Tier", value: "Publishing" },
        { display_type: "date", trait_type: "Valid until", value: Number(expires) },
        { trait_type: "Terms", value: "ipfs://terms" },
        { trait_type: "Terms hash", value: TERMS_HASH },
      ]);
      for (const part of ["Shared car licence<", "Publishing<", `valid until ${date}<`, "#1<"]) {
        expect(svg).to.include(`>${part}/text>`);
      }
      expect(svg.startsWith("<svg ") && svg.endsWith("</svg>")).to.equal(true);
    });

    it("cannot be broken by the words of a tier", async () => {
      const scenario = await loadFixture(launched);
      const { office, owner, actors, unit } = scenario;
      const name = 'Ä "q" \\ </text><script>&';
      await office.connect(owner).addTier(tierTerms(unit, { name }));
      await office.connect(actors.stranger).buy(2n, actors.stranger, 200n * unit);
      const { json, svg } = await metadata(scenario, 1n);
      expect(json.description.startsWith(`${name}, valid`)).to.equal(true);
      expect(svg).to.include('>Ä "q" \\ &lt;/text&gt;&lt;script&gt;&amp;</text>');
    });

    it("shows blanks for what XML and readers of JSON refuse in the organisation's name", async () => {
      const scenario = await withLicenceOffice(
        connection,
        await launchOpenMarket(connection, { launch: { name: "A\ufffeB\u202eC\n" } }),
      );
      const { office, owner, actors, unit } = scenario;
      await office.connect(owner).addTier(tierTerms(unit));
      await office.connect(actors.stranger).buy(TIER, actors.stranger, 200n * unit);
      const { json, svg } = await metadata(scenario, 1n);
      expect(json.name).to.equal("A   B   C  licence #1");
      expect(svg).to.include(">A   B   C  licence<");
    });

    it("names the right day, through leap years and centuries", async () => {
      const scenario = await loadFixture(bought);
      const { office, actors, owner } = scenario;
      const snapshot = await networkHelpers.takeSnapshot();
      // All for the makers: the reserve's clock ends in 2106.
      await office.connect(owner).setTierOffer(TIER, 1n, 0n, 10_000n, true);
      for (const day of [
        "2032-02-28",
        "2032-02-29",
        "2032-03-01",
        "2032-12-31",
        "2033-01-01",
        "2100-02-28",
        "2100-03-01",
        "2400-02-29",
        "2400-12-31",
      ]) {
        const end = BigInt(Date.parse(`${day}T23:59:59Z`) / 1_000);
        await time.setNextBlockTimestamp(end - YEAR);
        await office.connect(actors.stranger).buy(TIER, ethers.Wallet.createRandom().address, 1n);
        const { json } = await metadata(scenario, await office.licenceCount());
        expect(json.description).to.equal(`Publishing, valid until ${day} (UTC)`);
      }
      await snapshot.restore();
    });

    it("is asked only of licences that exist", async () => {
      const { office } = await loadFixture(bought);
      for (const call of [() => office.tokenURI(2n), () => office.locked(2n)]) {
        await expect(call()).to.be.revertedWithCustomError(office, "ERC721NonexistentToken").withArgs(2n);
      }
    });
  });

  it("licenses contracts without asking them", async () => {
    const { office, actors, unit } = await loadFixture(launched);
    const wallet = await ethers.deployContract("TestWallet", [actors.stranger.address]);
    await wallet.setRefuses(true);
    await office.connect(actors.partners[0]).buy(TIER, wallet, 200n * unit);
    expect(await office.isLicensed(wallet, TIER)).to.equal(true);
  });

  it("lets an asset that calls back do nothing in between", async () => {
    const asset = await ethers.deployContract("HostileAsset", [18]);
    const overrides = { asset: await asset.getAddress() };
    const scenario = await withLicenceOffice(connection, await launchGrowing(connection, overrides));
    const { office, actors, owner, addresses } = scenario;
    const buyer = actors.partners[0];
    await office.connect(owner).addTier(tierTerms(1n, { price: 1_000n, makersBps: 2_500n }));
    await asset.mint(buyer.address, 9_000n);
    await asset.connect(buyer).approve(office, 9_000n);
    await office.connect(buyer).buy(TIER, buyer, 1_000n);
    const zero = ethers.ZeroHash;
    const calls = [
      office.interface.encodeFunctionData("buy", [TIER, buyer.address, 1_000n]),
      office.interface.encodeFunctionData("buyWithPermit", [TIER, buyer.address, 1n, 0n, 27, zero, zero]),
      office.interface.encodeFunctionData("renewSubscription", [1n, YEAR]),
      office.interface.encodeFunctionData("claimCommons", [TIER, buyer.address, []]),
      office.interface.encodeFunctionData("collectMakersPart", [addresses.timelock]),
    ];
    for (const data of calls) {
      await asset.setHook(office, data);
      await office.connect(buyer).buy(TIER, ethers.Wallet.createRandom().address, 1_000n);
      expect(await asset.hookSucceeded()).to.equal(false);
      expect(await asset.hookResult()).to.equal(
        office.interface.encodeErrorResult("ReentrancyGuardReentrantCall"),
      );
    }
    expect(await office.makersDue()).to.equal(250n * BigInt(calls.length + 1));
  });

  it("refuses an asset that takes a fee, and works with one that returns nothing", async () => {
    const hostile = await ethers.deployContract("HostileAsset", [18]);
    const dollars = await ethers.deployContract("NoReturnAsset");
    for (const asset of [hostile, dollars]) {
      const overrides = { asset: await asset.getAddress() };
      const scenario = await withLicenceOffice(connection, await launchGrowing(connection, overrides));
      const { office, actors, owner, reserve, addresses } = scenario;
      const buyer = actors.partners[0];
      await office.connect(owner).addTier(tierTerms(1n, { price: 1_000n, makersBps: 2_500n }));
      await asset.mint(buyer.address, 1_000n);
      await asset.connect(buyer).approve(office, 1_000n);
      if (asset === hostile) {
        await hostile.setFee(100);
        await expect(office.connect(buyer).buy(TIER, buyer, 1_000n))
          .to.be.revertedWithCustomError(office, "UnsupportedAsset")
          .withArgs(await hostile.getAddress(), 1_000n, 990n);
      } else {
        await office.connect(buyer).buy(TIER, buyer, 1_000n);
        await office.collectMakersPart(addresses.timelock);
        expect(await dollars.balanceOf(addresses.timelock)).to.equal(250n);
        expect(await dollars.balanceOf(reserve)).to.equal(750n);
      }
    }
  });

  describe("pause", () => {
    it("stops sales for 14 days at most, and nothing else", async () => {
      const { office, owner, actors, unit } = await loadFixture(recognised);
      const [buyer, other] = actors.partners;
      await office.connect(buyer).buy(TIER, buyer, 200n * unit);
      const start = (await now()) + 10n;
      await time.setNextBlockTimestamp(start);
      await expect(office.connect(owner).pause())
        .to.emit(office, "PausedUntilSet")
        .withArgs(start + PAUSE);
      expect(await office.pausedUntil()).to.equal(start + PAUSE);
      const zero = ethers.ZeroHash;
      for (const call of [
        () => office.connect(other).buy(TIER, other, 200n * unit),
        () => office.connect(other).buyWithPermit(TIER, other, 200n * unit, 0n, 27, zero, zero),
        () => office.connect(buyer).buy(TIER, buyer, 200n * unit),
        () => office.connect(buyer).renewSubscription(1n, YEAR),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(office, "Paused")
          .withArgs(start + PAUSE);
      }
      await office.connect(actors.producers[2]).claimCommons(TIER, actors.producers[2], []);
      await office.collectMakersPart(await office.treasury());
      expect(await office.isRenewable(1n)).to.equal(false);
      await time.setNextBlockTimestamp(start + PAUSE);
      await office.connect(buyer).buy(TIER, buyer, 200n * unit);
      await expect(office.connect(owner).pause())
        .to.be.revertedWithCustomError(office, "PauseTooSoon")
        .withArgs(start + PAUSE + REST);
    });

    it("can end early, and not when there is none", async () => {
      const { office, owner, actors, unit } = await loadFixture(launched);
      await expect(office.connect(owner).unpause()).to.not.emit(office, "PausedUntilSet");
      await office.connect(owner).pause();
      const end = (await now()) + 10n;
      await time.setNextBlockTimestamp(end);
      await expect(office.connect(owner).unpause()).to.emit(office, "PausedUntilSet").withArgs(end);
      expect(await office.pausedUntil()).to.equal(end);
      await expect(office.connect(owner).pause())
        .to.be.revertedWithCustomError(office, "PauseTooSoon")
        .withArgs(end + REST);
      await expect(office.connect(actors.partners[0]).buy(TIER, actors.partners[0], 200n * unit)).to.emit(
        office,
        "LicenceBought",
      );
    });
  });

  describe("gas", () => {
    it("stays below the ceilings", async () => {
      const { office, actors, unit } = await loadFixture(recognised);
      const [first, second] = actors.partners;
      await office.connect(first).buy(TIER, first, 200n * unit);
      const used: Record<string, bigint> = {
        buy: (await receiptOf(office.connect(second).buy(TIER, second, 200n * unit))).gasUsed,
        renew: (await receiptOf(office.connect(second).buy(TIER, second, 200n * unit))).gasUsed,
        claimCommons: (
          await receiptOf(office.connect(actors.producers[2]).claimCommons(TIER, actors.producers[2], []))
        ).gasUsed,
      };
      const ceilings: Record<string, bigint> = { buy: 270_900n, renew: 180_000n, claimCommons: 178_000n };
      for (const [name, ceiling] of Object.entries(ceilings)) {
        expect(used[name], name).to.be.at.most(gasCeiling(ceiling));
      }
    });
  });
});
