/**
 * What each operation cost when it was last measured, and that it costs no more than 1 % above: no later change raises it
 * unseen. Every transaction is in a block of its own, cold; `gasUsed` of its receipt. Default build profile: production is
 * a little cheaper, see docs/performance.md. When an operation gets cheaper, write the new figure here.
 */
import { expect } from "chai";
import { network } from "hardhat";
import type { ContractTransactionResponse } from "ethers";
import { signRedemption } from "../scripts/lib/voucher-code.ts";
import { DAY, HOUR, WHOLE, launchGrowing, launchOpenMarket, launchPresale } from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";
import { signPermit } from "./lib/permits.ts";
import { tier } from "./lib/stages.ts";
import {
  BACKERS_BPS,
  GOAL,
  WORK_HASH,
  contributionShares,
  decide,
  deliver,
  funded,
  launchWithStakeholders,
  opened,
  termsOf,
} from "./lib/proposals.ts";
import { Vote, actionOf, callsOf, hashedOf, idOf, toEnd, toVoting } from "./lib/votes.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;

/** Bars that no change may break, whatever was measured. */
const BARS: Readonly<Record<string, bigint>> = {
  "buy, holder": 98_000n,
  "sell, holder": 94_000n,
  "contribute, first": 90_000n,
  "contribute, again": 72_000n,
  refund: 55_000n,
};

/** Measured with the default build profile. */
const MEASURED: Readonly<Record<string, bigint>> = {
  "buy, first of the hour": 118_675n,
  "buy, first of the buyer": 113_512n,
  "buy, holder": 96_412n,
  "buyExact, holder": 97_139n,
  "sell, holder": 91_073n,
  "sell, first of the hour": 113_336n,
  "buyWithPermit, holder": 128_011n,
  "donate, first": 104_004n,
  "donate, again": 130_970n,
  receiveGift: 123_756n,
  absorb: 109_121n,
  "buy, while a gift drips": 100_021n,
  "sell, while a gift drips": 94_682n,
  lockToDissolve: 126_192n,
  unlock: 64_854n,
  dissolve: 61_276n,
  redeem: 110_860n,
  "issue, first of the hour": 114_739n,
  "issue, first of the producer": 109_588n,
  "issue, again": 92_476n,
  "contribute, first": 87_765n,
  "contribute, again": 70_653n,
  refund: 52_469n,
  release: 363_955n,
  claim: 85_710n,
  "offer a resource, with a deed": 169_959n,
  "accept a resource": 85_240n,
  "reject a resource": 83_160n,
  "confirm a resource": 105_595n,
  "withdraw a resource": 63_218n,
  "approve a milestone": 49_120n,
  "stop a milestone": 83_223n,
  "pay a milestone": 91_951n,
  "fail a milestone": 159_948n,
  "announce a trustee": 100_774n,
  consent: 176_004n,
  leave: 328_127n,
  "complete a trustee": 41_439n,
  "refund, the trustee changes": 56_015n,
  pledge: 135_443n,
  pledgeOn: 160_835n,
  pledgeMatching: 123_837n,
  confirm: 152_224n,
  fulfil: 160_884n,
  matchDonations: 159_577n,
  "reclaim a pledge": 53_784n,
  "buy a licence": 268_567n,
  "renew a licence": 178_529n,
  "claim a free licence": 146_580n,
  "claim it again": 56_242n,
  propose: 75_955n,
  "castVote, first": 91_339n,
  "castVote, again": 74_239n,
  queue: 158_958n,
  execute: 129_832n,
  publish: 276_652n,
  "purchase, first of the buyer": 111_630n,
  "purchase, again": 94_530n,
  purchaseWithPermit: 149_595n,
  redeemVoucher: 73_604n,
  "redeemVoucher, shared": 87_380n,
  "redeemVoucher, burned": 78_654n,
  "redeemFor, first of 256 codes": 107_288n,
  "redeemFor, again": 90_200n,
  withdrawOffer: 34_105n,
  returnVoucher: 72_520n,
  open: 147_348n,
  "back, first": 96_329n,
  "back, again": 79_229n,
  "back, to the goal": 96_341n,
  "withdraw a stake": 76_287n,
  deliver: 280_190n,
  "review of a delivery": 73_767n,
  withdrawDelivery: 72_508n,
  "complete, 3 deliverers": 154_823n,
  "claim of a backer": 83_429n,
  reclaim: 57_162n,
  "launch, bootstrapped": 3_709_594n,
  "launch, growing": 2_807_851n,
};

async function costs(operation: string, sent: Promise<ContractTransactionResponse>): Promise<void> {
  const receipt = await (await sent).wait();
  const gas = receipt?.gasUsed ?? NEVER;
  const measured = MEASURED[operation];
  if (measured === undefined) throw new Error(`${operation} costs ${gas}, and no figure is written here`);
  expect(gas, operation).to.be.at.most(gasCeiling((measured * 101n) / 100n));
  const bar = BARS[operation];
  if (bar !== undefined) expect(gas, operation).to.be.at.most(gasCeiling(bar));
}

/** To a little after the turn of the hour: the next change of balances is the first of its hour. */
async function nextHour(): Promise<void> {
  await time.increaseTo((BigInt(await time.latest()) / HOUR + 1n) * HOUR + 10n);
}

async function market() {
  const scenario = await launchOpenMarket(connection);
  const { reserve, actors, unit, token } = scenario;
  const [holder] = actors.partners;
  await reserve.connect(holder).buy(unit, 0n, holder, NEVER);
  await token.connect(holder).approve(reserve, NEVER);
  await nextHour();
  return { ...scenario, holder };
}

describe("gas", () => {
  it("of trades", async () => {
    const { reserve, actors, unit, holder, asset } = await loadFixture(market);
    const [, newcomer, other] = actors.partners;
    await costs("buy, first of the hour", reserve.connect(holder).buy(unit, 0n, holder, NEVER));
    await costs("buy, first of the buyer", reserve.connect(newcomer).buy(unit, 0n, newcomer, NEVER));
    await costs("buy, holder", reserve.connect(holder).buy(unit, 0n, holder, NEVER));
    await costs("buyExact, holder", reserve.connect(holder).buyExact(WHOLE, NEVER, holder, NEVER));
    await costs("sell, holder", reserve.connect(holder).sell(WHOLE / 10n, 0n, holder, NEVER));
    await nextHour();
    await costs("sell, first of the hour", reserve.connect(holder).sell(WHOLE / 10n, 0n, holder, NEVER));
    await reserve.connect(other).buy(unit, 0n, other, NEVER);
    await asset.connect(holder).approve(reserve, 0n);
    const deadline = BigInt(await time.latest()) + HOUR;
    const permit = { owner: holder, spender: await reserve.getAddress(), value: unit, deadline };
    const { v, r, s } = await signPermit(asset, permit);
    await costs(
      "buyWithPermit, holder",
      reserve.connect(holder).buyWithPermit(unit, 0n, holder, deadline, v, r, s),
    );
  });

  it("of gifts, and of trades while one drips", async () => {
    const { reserve, actors, unit, holder, asset } = await loadFixture(market);
    await reserve.connect(holder).buy(unit, 0n, holder, NEVER);
    const donor = reserve.connect(actors.donor);
    await costs("donate, first", donor.donate(unit, ""));
    await costs("donate, again", donor.donate(unit, ""));
    await costs("receiveGift", donor.receiveGift(unit));
    await asset.connect(actors.stranger).transfer(reserve, unit);
    await costs("absorb", reserve.absorb());
    await costs("buy, while a gift drips", reserve.connect(holder).buy(unit, 0n, holder, NEVER));
    await costs("sell, while a gift drips", reserve.connect(holder).sell(WHOLE / 10n, 0n, holder, NEVER));
  });

  it("of dissolution", async () => {
    const { reserve, owner, holder } = await loadFixture(market);
    await costs("lockToDissolve", reserve.connect(holder).lockToDissolve(WHOLE / 10n));
    await costs("unlock", reserve.connect(holder).unlock(WHOLE / 20n));
    await costs("dissolve", reserve.connect(owner).dissolve());
    await costs("redeem", reserve.connect(holder).redeem(WHOLE / 20n, holder));
  });

  it("of what is issued", async () => {
    const { issuance, owner, actors } = await launchGrowing(connection);
    const { deployer, producers } = actors;
    await issuance.connect(owner).setIssuer(deployer, true);
    await issuance.connect(deployer).issue(producers[0], WHOLE);
    await nextHour();
    await costs("issue, first of the hour", issuance.connect(deployer).issue(producers[0], WHOLE));
    await costs("issue, first of the producer", issuance.connect(deployer).issue(producers[1], WHOLE));
    await costs("issue, again", issuance.connect(deployer).issue(producers[0], WHOLE));
  });

  it("of a proposal", async () => {
    const scenario = await launchWithStakeholders(connection);
    const { proposals, registry, actors, deliverers, addresses, issuance } = scenario;
    const [first, second] = actors.partners;
    const [producer] = actors.producers;
    const failing = await funded(connection, scenario);
    await nextHour();
    const terms = await termsOf(connection, scenario, { reward: 500n * WHOLE });
    await costs("open", proposals.open(terms));
    const id = await proposals.proposalCount();
    await costs("back, first", proposals.connect(second).back(id, 10n * WHOLE));
    await costs("back, again", proposals.connect(second).back(id, 10n * WHOLE));
    await costs("withdraw a stake", proposals.connect(second).withdraw(id, WHOLE));
    await costs("back, to the goal", proposals.connect(actors.partners[2]).back(id, 100n * WHOLE));
    const later = await opened(connection, scenario, { reward: 500n * WHOLE, goal: 19n });
    await proposals.connect(actors.partners[2]).back(later, GOAL);
    await costs(
      "deliver",
      proposals.connect(producer).deliver(later, [...deliverers], WORK_HASH, "ipfs://work"),
    );
    const [curator] = actors.curators;
    const { contributionId } = await proposals.proposal(later);
    await costs("review of a delivery", registry.connect(curator).review(contributionId, true, ""));
    await costs("withdrawDelivery", proposals.connect(producer).withdrawDelivery(later, [...deliverers]));
    await decide(connection, scenario, await deliver(scenario, later), true);
    await nextHour();
    await proposals.connect(second).back(id, 1n);
    await costs("complete, 3 deliverers", proposals.complete(later, [...deliverers]));
    await time.increaseTo((await issuance.currentWindow()).end);
    const shares = contributionShares(addresses.proposals, BACKERS_BPS, deliverers);
    await registry.settle((await proposals.proposal(later)).contributionId, shares);
    await costs("claim of a backer", proposals.claim(later, actors.partners[2]));
    await time.increaseTo((await proposals.proposal(failing)).deliverBy);
    await proposals.connect(actors.partners[2]).reclaim(failing);
    await costs("reclaim", proposals.connect(first).reclaim(failing));
  });

  it("of a presale", async () => {
    const { presale, actors, unit } = await launchPresale(connection);
    const [first, second, third] = actors.partners;
    const terms = await presale.terms();
    await time.increaseTo(terms.opens);
    await presale.connect(third).contribute(unit, []);
    await time.increase(HOUR);
    await costs("contribute, first", presale.connect(first).contribute(2_000n * unit, []));
    await costs("contribute, again", presale.connect(first).contribute(unit, []));
    await presale.connect(second).contribute(unit, []);
    const snapshot = await networkHelpers.takeSnapshot();
    await time.increaseTo(terms.releaseBy);
    await presale.connect(second).refund(second);
    await costs("refund", presale.connect(first).refund(first));
    await snapshot.restore();
    await time.increaseTo(terms.closes);
    await costs("release", presale.connect(actors.trustee).release());
    await time.increase(DAY);
    await presale.connect(second).claim(second);
    await costs("claim", presale.connect(first).claim(first));
  });

  it("of a vote", async () => {
    const scenario = await launchOpenMarket(connection, { governance: { governorProposes: true } });
    const { governor, token, registry, actors } = scenario;
    const [first, second] = actors.producers;
    for (const holder of [first, second]) await token.connect(holder).delegate(holder);
    await nextHour();
    const actions = [await actionOf(registry, "setCurator", actors.stranger.address, true)];
    const proposal = { actions, description: "Name a curator" };
    await costs("propose", governor.connect(first).propose(...callsOf(proposal), proposal.description));
    await toVoting(connection, governor, idOf(proposal));
    await costs("castVote, first", governor.connect(first).castVote(idOf(proposal), Vote.For));
    await costs("castVote, again", governor.connect(second).castVote(idOf(proposal), Vote.For));
    await toEnd(connection, governor, idOf(proposal));
    await costs("queue", governor.queue(...hashedOf(proposal)));
    await time.increaseTo(await governor.proposalEta(idOf(proposal)));
    await costs("execute", governor.execute(...hashedOf(proposal)));
  });

  it("of partners' offers", async () => {
    const { partnerAcceptance, actors, holder, token } = await loadFixture(market);
    const [, newcomer, third] = actors.partners;
    const partner = partnerAcceptance.connect(actors.donor);
    for (const buyer of [newcomer, third]) await token.connect(holder).transfer(buyer, WHOLE / 10n);
    for (const buyer of [holder, newcomer]) await token.connect(buyer).approve(partnerAcceptance, NEVER);
    const opens = BigInt(await time.latest());
    const terms = {
      name: "Day ticket",
      uri: "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
      price: WHOLE / 1_000n,
      stock: 1_000n,
      periodQuota: 100n,
      period: DAY,
      opens,
      closes: opens + 30n * DAY,
      validUntil: opens + 60n * DAY,
      treasuryBps: 0n,
      settlement: 0n,
    };
    await partner.publish(terms);
    await costs("publish", partner.publish(terms));
    await partner.publish({ ...terms, settlement: 1n });
    await partner.publish({ ...terms, settlement: 2n, treasuryBps: 1_000n });
    const buy = (id: bigint, buyer: typeof holder) =>
      partnerAcceptance.connect(buyer).purchase(id, 4n, NEVER, buyer);
    await buy(1n, holder);
    await buy(2n, holder);
    await costs("purchase, first of the buyer", buy(2n, newcomer));
    await costs("purchase, again", buy(2n, newcomer));
    const deadline = opens + 30n * DAY;
    const contract = await partnerAcceptance.getAddress();
    const permit = await signPermit(token, { owner: third, spender: contract, value: terms.price, deadline });
    await costs(
      "purchaseWithPermit",
      partnerAcceptance
        .connect(third)
        .purchaseWithPermit(2n, 1n, terms.price, third, deadline, permit.v, permit.r, permit.s),
    );
    for (const id of [3n, 4n]) await buy(id, holder);
    const redeem = (id: bigint) => partnerAcceptance.connect(holder).redeemVoucher(id, 1n);
    for (const id of [2n, 3n, 4n]) await redeem(id);
    await costs("redeemVoucher", redeem(2n));
    await costs("redeemVoucher, shared", redeem(4n));
    await costs("redeemVoucher, burned", redeem(3n));
    const { chainId } = await connection.ethers.provider.getNetwork();
    for (const [nonce, operation] of [
      [0n, "redeemFor, first of 256 codes"],
      [1n, "redeemFor, again"],
    ] as const) {
      const redemption = {
        chainId,
        contract,
        offer: 2n,
        quantity: 1n,
        holder: newcomer.address,
        nonce,
        deadline,
      };
      const { signature } = await signRedemption(newcomer, redemption);
      await costs(operation, partner.redeemFor(newcomer, 2n, 1n, nonce, deadline, signature));
    }
    await costs("withdrawOffer", partner.withdrawOffer(2n));
    await partnerAcceptance.connect(newcomer).returnVoucher(2n, 1n, newcomer);
    await costs("returnVoucher", partnerAcceptance.connect(newcomer).returnVoucher(2n, 1n, newcomer));
  });

  it("of an escrow", async () => {
    const { presale, escrow, actors, unit, owner, token } = await launchPresale(connection);
    const { trustee, stranger } = actors;
    const [first, second, third] = actors.partners;
    const terms = await presale.terms();
    const deed = await connection.ethers.deployContract("TestDeed");
    for (const id of [1n, 2n, 3n]) await deed.mint(stranger, id);
    await deed.connect(stranger).setApprovalForAll(escrow, true);
    await time.increaseTo(terms.opens);
    for (const partner of actors.partners) await presale.connect(partner).contribute(2_000n * unit, []);
    const offer = (id: bigint) =>
      escrow.connect(stranger).offerResource(unit, connection.ethers.id("deed"), "ipfs://deed", deed, id);
    await offer(1n);
    await costs("offer a resource, with a deed", offer(2n));
    await escrow.connect(trustee).acceptResource(1n);
    await costs("accept a resource", escrow.connect(trustee).acceptResource(2n));
    await costs("reject a resource", escrow.connect(first).rejectResource(1n));
    await time.increase(6n * DAY);
    await costs("confirm a resource", escrow.confirmResource(2n));
    await escrow.connect(trustee).returnResource(1n);
    await costs("withdraw a resource", escrow.connect(stranger).withdrawResource(1n, stranger));
    const snapshot = await networkHelpers.takeSnapshot();
    await escrow.connect(owner).announceTrustee(actors.donor);
    await presale.connect(second).refund(second);
    await costs("refund, the trustee changes", presale.connect(first).refund(first));
    await snapshot.restore();
    await time.increaseTo(terms.closes);
    await presale.connect(trustee).release();
    for (const partner of actors.partners) {
      await presale.connect(partner).claim(partner);
      await token.connect(partner).approve(escrow, NEVER);
    }
    await costs("approve a milestone", escrow.connect(trustee).approveMilestone(0));
    await costs("stop a milestone", escrow.connect(first).stopMilestone(0));
    await time.increase(6n * DAY);
    await costs("pay a milestone", escrow.payMilestone(0));
    await escrow.connect(trustee).refuseMilestone(1);
    await costs("fail a milestone", escrow.failMilestone(1));
    await nextHour();
    await costs("announce a trustee", escrow.connect(owner).announceTrustee(actors.donor));
    await escrow.connect(second).consent(4_000n * WHOLE);
    await costs("consent", escrow.connect(third).consent(4_000n * WHOLE));
    await costs("leave", escrow.connect(first).leaveWith(1_000n * WHOLE, 0n, first));
    await time.increase(14n * DAY);
    await costs("complete a trustee", escrow.completeTrustee());
  });

  it("of pledges", async () => {
    const { pledgeBook, reserve, actors, asset, unit, holder } = await loadFixture(market);
    const { donor, stranger } = actors;
    await asset.connect(donor).approve(pledgeBook, NEVER);
    const condition = await connection.ethers.deployContract("TestCondition");
    await condition.behave(1n);
    const deadline = BigInt(await time.latest()) + 30n * DAY;
    const book = pledgeBook.connect(donor);
    for (let i = 0; i < 2; i++) await book.pledge(unit, stranger, deadline, "");
    await costs("pledge", book.pledge(unit, stranger, deadline, ""));
    await costs("pledgeOn", book.pledgeOn(unit, condition, "0x", deadline, ""));
    await costs("pledgeMatching", book.pledgeMatching(2n * unit, deadline, ""));
    await reserve.connect(holder).donate(unit, "");
    await costs("confirm", pledgeBook.connect(stranger).confirm(1n));
    await costs("fulfil", pledgeBook.fulfil(4n, "0x"));
    await costs("matchDonations", pledgeBook.matchDonations(5n));
    await time.increaseTo(deadline);
    await costs("reclaim a pledge", book.reclaim(2n, donor));
  });

  it("of licences", async () => {
    const { licenceOffice, reserve, actors, asset, unit, owner, registry, holder } =
      await loadFixture(market);
    const { donor, producers, curators } = actors;
    await licenceOffice.connect(owner).addTier(tier(unit));
    for (const payer of [donor, holder]) await asset.connect(payer).approve(licenceOffice, NEVER);
    await reserve.connect(donor).donate(unit, "");
    const office = licenceOffice.connect(donor);
    await office.buy(1n, holder, NEVER);
    await costs("buy a licence", office.buy(1n, donor, NEVER));
    await costs("renew a licence", office.renew(2n, NEVER));
    const shares = [{ account: producers[0].address, bps: 10_000n }];
    await registry.connect(donor).submit(0n, WHOLE, shares, connection.ethers.ZeroHash, "");
    for (const curator of curators.slice(0, 2)) await registry.connect(curator).review(1n, true, "");
    await time.increase(3n * DAY);
    await registry.decide(1n);
    await registry.settle(1n, shares);
    await costs("claim a free licence", licenceOffice.connect(producers[0]).claimCommons(1n, []));
    await costs("claim it again", licenceOffice.connect(producers[0]).claimCommons(1n, []));
  });

  it("of a launch", async () => {
    const { factory, config } = await launchPresale(connection);
    await costs("launch, bootstrapped", factory.launch(config));
    await costs("launch, growing", factory.launch({ ...config, name: "Growing", withPresale: false }));
  });
});
