import { expect } from "chai";
import { ZeroHash, type Result } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import {
  MOST_GIFT_CREDIT,
  awardShare,
  contributionTaken,
  fetchableOf,
  fitsSupply,
  forfeitedTokens,
  milestoneAmount,
  milestoneDeadline,
  moneyPathOf,
  mostResourceTokens,
  mostToEnter,
  nextPayment,
  payBatch,
  positionTokens,
  previewClaim,
  refundableOf,
  roomOf,
  saleStateAt,
  SALE_STATES,
  tokensFor,
  tokensToMint,
  usableGiftCredit,
  valueOf,
  type Cohort,
  type Position,
  type ReleasedSale,
  type SaleTerms,
  type VestingTerms,
} from "../../sdk/src/market/index.ts";
import {
  DAY,
  WHOLE,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  type PresaleScenario,
} from "../lib/fixtures.ts";

/* Presale, budget, issuance and standing gifts beside the sdk, to the unit, through random sales from launch to dissolution. */

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const SALES = 8;
const SEED = 20_261_132;

const randomSale = fc.record({
  decimals: fc.constantFrom(6, 18),
  priceDivisor: fc.constantFrom(2n, 3n, 7n),
  ratioBps: fc.bigInt(1_000n, 6_000n),
  founderBps: fc.constantFrom(0n, 1n, 1_999n, 3_333n),
  maxResourceBps: fc.bigInt(1n, 2_500n),
  withBudget: fc.boolean(),
  partnerDuration: fc.constantFrom(0n, 100n * DAY),
  cut: fc.bigInt(1n, 9_998n),
  given: fc.array(fc.bigInt(1n, 3_333_333_332n), { minLength: 3, maxLength: 3 }),
  resource: fc.bigInt(1n, 60_000_000n),
  settle: fc.array(fc.constantFrom("pay", "refuse"), { minLength: 3, maxLength: 3 }),
  waits: fc.array(fc.bigInt(0n, 200n * DAY), { minLength: 3, maxLength: 3 }),
});

/** What ethers decodes, as an object that can be spread. */
const termsOf = (decoded: object) =>
  (decoded as Result).toObject(true) as unknown as SaleTerms & VestingTerms;

describe("sdk/market: presale and budget", () => {
  for (const [index, sale] of fc.sample(randomSale, { numRuns: SALES, seed: SEED }).entries()) {
    it(`agree to the unit in sale ${String(index + 1)}`, async () => {
      const { ratioBps, founderBps, maxResourceBps, decimals } = sale;
      const unit = 10n ** BigInt(decimals);
      const scenario = await launchPresale(connection, {
        decimals,
        launch: { name: `Sale ${String(index + 1)}` },
        reserve: { reserveRatioBps: ratioBps },
        presale: {
          price: unit / sale.priceDivisor,
          founderBps,
          ...(founderBps === 0n ? { founders: [] } : {}),
          foundersVestWithBudget: sale.withBudget,
          maxResourceBps,
          partnerVesting: { cliff: sale.partnerDuration / 3n, duration: sale.partnerDuration },
        },
        budget: {
          milestones: [sale.cut, 9_999n - sale.cut, 1n].map((bps, i) => ({
            bps,
            dueAfter: BigInt(i) * 90n * DAY,
            descriptionHash: ZeroHash,
          })),
        },
      });
      const { presale, custody, budget, actors, asset } = scenario;
      const { stranger, trustee, partners, owner } = { ...scenario, ...actors };
      const terms = termsOf(await presale.terms());
      expect(fitsSupply(terms)).to.equal(true);
      const books = async () => ({
        terms,
        raised: await presale.raised(),
        releasedAt: await presale.releasedAt(),
      });
      const now = async (): Promise<bigint> => BigInt(await networkHelpers.time.latest());
      const compareState = async (): Promise<void> => {
        expect(SALE_STATES[Number(await presale.state())]).to.equal(saleStateAt(await books(), await now()));
      };
      await compareState();

      // Money, a resource, and a refund while it can be challenged
      await networkHelpers.time.increaseTo(terms.opens);
      await compareState();
      for (const [i, partner] of partners.entries()) {
        const amount = ((sale.given[i] ?? 1n) * unit) / 1_000_000n + 1n;
        const { contributed } = await presale.positionOf(partner);
        const taken = contributionTaken({ terms, raised: await presale.raised(), contributed, amount });
        expect(await presale.connect(partner).contribute.staticCall(amount, [])).to.equal(taken);
        await presale.connect(partner).contribute(amount, []);
        expect(await presale.tokensFor(amount)).to.equal(tokensFor(terms.price, amount));
        const tokens = amount * 999_999_937n;
        expect(await presale.getFunction("valueOf")(tokens)).to.equal(valueOf(terms.price, tokens));
      }
      if ((await presale.raised()) < terms.minimum)
        await presale.connect(partners[0]).contribute(terms.minimum, []);
      const value = (sale.resource * unit) / 1_000_000n + 1n;
      await custody.connect(stranger).offerResource(value, ZeroHash, "", ethers.ZeroAddress, 0n);
      const before = await presale.raised();
      await compareState();
      await custody.connect(trustee).acceptResource(1n);
      if (before < terms.maximum) await presale.connect(partners[1]).contribute(1n, []);
      const { open, round } = await presale.refunds();
      for (const account of [...partners, stranger]) {
        const position = await presale.positionOf(account);
        const refundable = refundableOf(position, { state: "Open", refundsOpen: open, round });
        expect(await presale.refundableOf(account)).to.equal(refundable);
      }
      const resourceTokens = tokensFor(terms.price, value);
      const raised = await presale.raised();
      const minted = tokensToMint({ ...terms, raised, resourceTokens });
      expect(await presale.tokensForSale()).to.deep.equal([minted.sold, resourceTokens, minted.founders]);

      // Release
      await networkHelpers.time.increaseTo(terms.closes);
      await compareState();
      const tooMany = resourceTokens > mostResourceTokens(terms, raised);
      expect(tooMany).to.equal(resourceTokens > (minted.sold * maxResourceBps) / 10_000n);
      if (tooMany) {
        await expect(presale.connect(trustee).release()).to.be.revertedWithCustomError(
          presale,
          "ResourcesAboveLimit",
        );
        await custody.connect(trustee).returnResource(1n);
      }
      const kept = tooMany ? 0n : resourceTokens;
      const path = moneyPathOf({
        ...terms,
        ratioBps,
        raised,
        resourceTokens: kept,
        milestoneBps: [sale.cut, 9_999n - sale.cut, 1n],
      });
      await expect(presale.connect(trustee).release())
        .to.emit(presale, "Released")
        .withArgs(path.sold, path.founders, path.reserve, path.production);
      await compareState();
      expect(await scenario.token.totalSupply()).to.equal(path.supply);
      expect(path.milestones.reduce((sum, part) => sum + part)).to.equal(path.production);
      const without = moneyPathOf({ ...terms, ratioBps, raised, milestoneBps: [10_000n] });
      expect(path.takenByResources).to.equal(without.production - path.production);

      // Milestones, vesting and what is fetched
      const status = async (): Promise<ReleasedSale> => {
        const [received, paid, owed] = await budget.progress();
        return {
          terms,
          raised,
          resourceTokens: kept,
          releasedAt: await presale.releasedAt(),
          dissolvedAt: await scenario.reserve.dissolvedAt(),
          budget: { received, paid, owed },
        };
      };
      await networkHelpers.time.increase(14n * DAY);
      for (const [i, how] of sale.settle.entries()) {
        const { left } = await budget.account();
        const parts = [sale.cut, 9_999n - sale.cut, 1n];
        const openBps = parts.slice(i).reduce((sum, bps) => sum + bps);
        const amount = milestoneAmount({ left, bps: parts[i] ?? 0n, openBps });
        expect((await budget.milestoneOf(i)).amount).to.equal(amount);
        if (how === "pay") {
          const paidBefore = (await budget.account()).paid;
          await budget.connect(trustee).approveMilestone(i);
          await networkHelpers.time.increase(7n * DAY);
          await budget.payMilestone(i);
          expect((await budget.account()).paid - paidBefore).to.equal(amount);
        } else await budget.connect(trustee).refuseMilestone(i);
        const turnSince = await now();
        if (i < 2) {
          const deadline = milestoneDeadline({
            releasedAt: await presale.releasedAt(),
            dueAfter: BigInt(i + 1) * 90n * DAY,
            turnSince,
            gracePeriod: (await budget.terms()).gracePeriod,
          });
          expect(await budget.deadline()).to.equal(deadline);
        }
        const { owed } = await budget.account();
        for (const partner of partners) {
          const { contributed: given } = await presale.positionOf(partner);
          expect(await budget.fetchable(partner)).to.equal(fetchableOf({ owed, given, raised, fetched: 0n }));
        }
        await comparePositions(scenario, await status());
        await networkHelpers.time.increase((sale.waits[i] ?? 0n) % (29n * DAY));
      }
      const [partner] = partners;
      if ((await budget.fetchable(partner)) > 0n) {
        const { contributed: given } = await presale.positionOf(partner);
        const { owed } = await budget.account();
        const fetched = await budget.fetchable(partner);
        await budget.connect(partner).fetch(partner);
        expect(fetchableOf({ owed, given, raised, fetched })).to.equal(await budget.fetchable(partner));
      }
      for (const wait of sale.waits) {
        await networkHelpers.time.increase(wait + 1n);
        await comparePositions(scenario, await status());
      }
      const balance = await scenario.token.balanceOf(partner);
      await presale.connect(partner).claim(partner);
      const [{ vested }] = [
        previewClaim(await status(), await unclaimed(scenario, partner.address), await now()),
      ];
      expect((await scenario.token.balanceOf(partner)) - balance).to.equal(vested);
      await scenario.reserve.connect(owner).dissolve();
      await comparePositions(scenario, await status());
      expect(await asset.balanceOf(presale)).to.equal(0n);
    });
  }

  it("says when a sale fails", async () => {
    const { presale, actors } = await launchPresale(connection, { launch: { name: "Failing" } });
    const terms = termsOf(await presale.terms());
    const [opens, closes, releaseBy] = [terms.opens, terms.closes, terms.releaseBy].map(BigInt) as [
      bigint,
      bigint,
      bigint,
    ];
    for (const time of [opens - 1n, opens, closes - 1n, closes, releaseBy]) {
      await networkHelpers.time.increaseTo(time);
      const books = { terms, raised: await presale.raised(), releasedAt: 0n };
      expect(SALE_STATES[Number(await presale.state())]).to.equal(saleStateAt(books, time));
    }
    expect(await presale.refundableOf(actors.partners[0])).to.equal(0n);
    expect(() => moneyPathOf({ ...terms, ratioBps: 10_000n, raised: 1n, milestoneBps: [10_000n] })).to.throw(
      RangeError,
    );
  });

  async function unclaimed({ presale }: PresaleScenario, account: string): Promise<Position> {
    const { contributed, late, round, resourceTokens, founderBps } = await presale.positionOf(account);
    return { contributed, late, round, resourceTokens, founderBps, standing: 0n };
  }

  async function comparePositions(scenario: PresaleScenario, status: ReleasedSale): Promise<void> {
    const { presale, actors } = scenario;
    const time = BigInt(await networkHelpers.time.latest());
    for (const account of [...actors.partners, ...actors.founders, actors.stranger]) {
      const position = await presale.positionOf(account);
      const { vested, vesting, founderVesting, forfeited } = positionTokens(status, position, time);
      expect(await presale.tokensOf(account)).to.deep.equal([vested, vesting, founderVesting, forfeited]);
      const claim = previewClaim(status, position, time);
      expect(await presale.previewClaim(account)).to.deep.equal([claim.vested, claim.vesting]);
    }
    expect(await presale.forfeitedTokens()).to.equal(forfeitedTokens(status, time));
  }
});

describe("sdk/market: issuance and standing gifts", () => {
  for (const isOpen of [false, true]) {
    it(`rooms, batches and shares agree while the market is ${isOpen ? "open" : "closed"}`, async () => {
      const overrides = {
        launch: { name: isOpen ? "Open" : "Closed" },
        issuance: { giftIssuanceBps: 10_000n, openGrowthBps: 100n },
      };
      const scenario = isOpen
        ? await launchOpenMarket(connection, overrides)
        : await launchGrowing(connection, overrides);
      const { issuance, owner, actors, token, reserve, unit } = scenario;
      await issuance.connect(owner).setIssuer(actors.deployer, true);
      if (isOpen) await reserve.connect(actors.donor).receiveGift(2_000n * unit);
      const issuer = issuance.connect(actors.deployer);
      const terms = await issuance.terms();
      const random = fc.sample(fc.bigInt(1n, 3_000n * WHOLE), { numRuns: 40, seed: SEED + Number(isOpen) });
      let cohorts: Cohort[] = [
        { entered: 0n, paid: 0n },
        { entered: 0n, paid: 0n },
      ];
      const awards: { id: bigint; entered: bigint; batch: bigint }[] = [];
      for (let window = 0; window < 6; ++window) {
        const running = await issuance.runningBatch();
        let entered = 0n;
        for (let n = window % 3; n > 0 || (n === 0 && window < 2); --n) {
          const amount = random.pop() ?? 1n;
          await networkHelpers.time.increase(DAY);
          await networkHelpers.mine();
          const { giftCredit, pendingGiftCredit: pending } = await issuance.runningBatch();
          const moment = { open: isOpen, supply: await token.totalSupply(), giftCredit, pending };
          expect((await issuance.runningBatch()).room).to.equal(roomOf(terms, moment));
          const [id, given] = await issuer.enter.staticCall(amount);
          const most = mostToEnter(terms, moment);
          expect(given).to.equal(amount < most ? amount : most);
          // The next block finds a second more of gift credit: what the bound says is compared above.
          await issuer.enter(given);
          const { entered: really } = await issuance.awardOf(id);
          awards.push({ id, entered: really, batch: running.number });
          entered += really;
          if (n === 0) break;
        }
        cohorts = [...cohorts.slice(-2), { entered, paid: 0n }];
        await networkHelpers.time.increaseTo(running.end);
        const supply = await token.totalSupply();
        await issuance.settle();
        const paid = await issuance.cohortOf(running.number);
        // Gift credit as the settlement found it: what is left of it, and what it used.
        const events = await issuance.queryFilter(issuance.filters.BatchPaid(running.number), "latest");
        const minted = (await token.totalSupply()) - supply;
        const after = (await issuance.runningBatch()).giftCredit;
        const giftCredit = giftCreditBefore(minted, supply, after);
        const batch = payBatch(terms, { open: isOpen, supply, giftCredit }, cohorts);
        expect(batch.minted, "minted").to.equal(minted);
        expect(events[0]?.args.paid).to.equal(minted);
        if (isOpen) expect(batch.giftCredit, "credit left").to.equal(after);
        expect(paid).to.deep.equal([batch.cohorts[2]?.entered, batch.cohorts[2]?.paid]);
        cohorts = [...batch.cohorts];
        for (const { id, entered: own, batch: number } of awards) {
          const cohort = cohorts[2 - Number(running.number - number)];
          if (cohort !== undefined)
            expect((await issuance.paidOf(id)).paid).to.equal(awardShare(own, cohort));
        }
      }
      expect(awards.length).to.be.above(4);
      expect([usableGiftCredit(1n, 2n), usableGiftCredit(1n, WHOLE)]).to.deep.equal([3n, MOST_GIFT_CREDIT]);

      /** The gift credit that a batch found: what it left, and what it used beyond its window. */
      function giftCreditBefore(minted: bigint, supply: bigint, left: bigint): bigint {
        if (!isOpen) return 0n;
        const used = minted === 0n ? 0n : (minted * WHOLE - 1n) / supply + 1n;
        const beyond = used - 10n ** 16n;
        return left + (beyond > 0n ? beyond : 0n);
      }
    });
  }

  it("say when a standing gift pays next", async () => {
    const { actors, asset, token, unit, factory } = await launchOpenMarket(connection, {
      launch: { name: "Standing" },
    });
    const gifts = await ethers.deployContract("StandingGifts", [await factory.getAddress()]);
    await asset.connect(actors.donor).approve(gifts, 2n ** 256n - 1n);
    await gifts.connect(actors.donor).start(token, unit, 7n * DAY, "");
    for (const wait of [0n, 7n * DAY, DAY, 30n * DAY, 6n * DAY]) {
      await networkHelpers.time.increase(wait + 1n);
      await networkHelpers.mine();
      const time = BigInt(await networkHelpers.time.latest());
      const next = nextPayment(await gifts.giftOf(1n), time);
      expect(await gifts.dueFrom(1n)).to.equal(next.from);
      expect(next.lapsed).to.equal(next.due ? (time - next.from) / (7n * DAY) : 0n);
      if (next.due) await gifts.pay(1n);
      else await expect(gifts.pay(1n)).to.be.revertedWithCustomError(gifts, "NotDueBefore");
    }
  });
});
