import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroHash } from "ethers";
import { network } from "hardhat";
import * as calls from "../../sdk/src/calls/index.ts";
import type { Address, Call, Hex, OrganisationAddresses } from "../../sdk/src/types.ts";
import { DAY, WHOLE, launchPresale } from "../lib/fixtures.ts";

/* A life of an organisation, from presale to dissolution, in which every step is a call that the sdk built. */

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const ZERO = ZeroHash as Hex;

describe("sdk/calls: a whole life on chain", () => {
  it("is lived with nothing but the sdk's calls", async () => {
    const scenario = await launchPresale(connection, {
      launch: { name: "Common print shop" },
      registry: { deposit: WHOLE },
    });
    const { actors, asset, unit, addresses, presale, budget, reserve, token, registry, owner } = scenario;
    const organisation = addresses as unknown as OrganisationAddresses;
    const money = (await asset.getAddress()) as Address;
    const of = (signer: HardhatEthersSigner): Address => signer.address as Address;
    const [first, second, third] = actors.partners;
    const [founder] = actors.founders;
    const { trustee, donor, stranger, guardian } = actors;
    const steps: string[] = [];
    const run = async (step: string, by: HardhatEthersSigner, built: readonly Call[]): Promise<void> => {
      steps.push(step);
      for (const call of built) {
        const sent = await by.sendTransaction({ ...call });
        expect((await sent.wait())?.status, step).to.equal(1);
      }
    };
    const o = { organisation };
    const now = async (): Promise<bigint> => BigInt(await networkHelpers.time.latest());
    const wait = (days: bigint): Promise<unknown> => networkHelpers.time.increase(days * DAY);
    // Fixtures approve without limit; here nothing is allowed but by calls.
    for (const holder of [...actors.partners, ...actors.producers, donor, stranger]) {
      for (const spender of [reserve, presale]) await asset.connect(holder).approve(spender, 0n);
    }

    // Presale: trustee, resource, refunds, money
    await networkHelpers.time.increaseTo((await presale.terms()).opens);
    for (const partner of [first, second, third]) {
      await run(
        "presale.contribute",
        partner,
        calls.presale.contribute({ ...o, asset: money, amount: 1_000n * unit }),
      );
    }
    await run(
      "presale.contributeFor",
      donor,
      calls.presale.contributeFor({ ...o, asset: money, account: of(second), amount: unit }),
    );
    const offered = { ...o, value: unit, deedHash: ZERO, uri: "ipfs://press" };
    await run("custody.offerResource", stranger, calls.custody.offerResource(offered));
    await run("custody.offerResource", stranger, calls.custody.offerResource(offered));
    await run("custody.acceptResource", trustee, calls.custody.acceptResource({ ...o, id: 1n }));
    await run("custody.returnResource", trustee, calls.custody.returnResource({ ...o, id: 2n }));
    await run(
      "custody.withdrawResource",
      stranger,
      calls.custody.withdrawResource({ ...o, id: 2n, recipient: of(stranger) }),
    );
    await run(
      "presale.setOperator",
      third,
      calls.presale.setOperator({ ...o, operator: of(donor), allowed: true }),
    );
    await run(
      "presale.refundFrom",
      donor,
      calls.presale.refundFrom({ ...o, account: of(third), recipient: of(third) }),
    );
    await run("presale.refund", second, calls.presale.refund({ ...o, recipient: of(second) }));
    await run(
      "presale.contribute",
      second,
      calls.presale.contribute({ ...o, asset: money, amount: 2_000n * unit }),
    );
    await run("presale.offerPosition", second, calls.presale.offerPosition({ ...o, recipient: of(donor) }));
    await run("presale.takePosition", donor, calls.presale.takePosition({ ...o, account: of(second) }));
    await run(
      "presale.announceTrustee",
      owner,
      calls.presale.announceTrustee({ ...o, candidate: of(stranger) }),
    );
    await run("presale.cancelTrustee", owner, calls.presale.cancelTrustee(o));
    await asset.connect(stranger).transfer(presale, 5n);
    await run("presale.sweep", stranger, calls.presale.sweep({ ...o, token: money }));
    await networkHelpers.time.increaseTo((await presale.terms()).closes);
    await run("presale.release", trustee, calls.presale.release(o));
    for (const partner of [first, donor]) {
      await run("presale.claim", partner, calls.presale.claim({ ...o, recipient: of(partner) }));
    }

    // Stakes, milestones
    await run("stake.stake", first, calls.stake.stake({ ...o, amount: 500n * WHOLE }));
    await run(
      "stake.stakeFor",
      donor,
      calls.stake.stakeFor({ ...o, account: of(donor), amount: 300n * WHOLE }),
    );
    await run(
      "stake.unstake",
      donor,
      calls.stake.unstake({ ...o, amount: 50n * WHOLE, recipient: of(donor) }),
    );
    await wait(14n);
    await run("budget.approveMilestone", trustee, calls.budget.approveMilestone({ ...o, index: 0n }));
    await run("budget.objectToMilestone", donor, calls.budget.objectToMilestone({ ...o, index: 0n }));
    await wait(7n);
    await run("budget.payMilestone", stranger, calls.budget.payMilestone({ ...o, index: 0n }));
    await run("budget.refuseMilestone", trustee, calls.budget.refuseMilestone({ ...o, index: 1n }));
    await run("budget.fetch", first, calls.budget.fetch({ ...o, recipient: of(first) }));
    expect((await budget.account()).paid).to.be.above(0n);

    // Founders' operation: tributes, terms
    const admin = [
      ...calls.market.setTributes({ ...o, entryBps: 100, exitBps: 100 }),
      ...calls.recognition.setKind({
        ...o,
        kind: 2,
        name: "cleaning",
        maxReward: 200n * WHOLE,
        active: true,
      }),
      ...calls.recognition.setReviewTerms({ ...o, window: Number(3n * DAY), quorum: 2 }),
      ...calls.recognition.setGrowth({ ...o, closedBps: 1_000, openBps: 200, giftBps: 1_000 }),
      ...calls.epochs.setTerms({
        ...o,
        challengeWindow: Number(3n * DAY),
        objectionQuorum: 2,
        claimPeriod: Number(730n * DAY),
      }),
      ...calls.token.setContractURI({ ...o, uri: "ipfs://token" }),
      ...calls.treasury.setDaoURI({ ...o, uri: "ipfs://dao" }),
      ...calls.treasury.updateDelay({ ...o, delay: 3n * DAY }),
      ...calls.licences.addTier({
        ...o,
        terms: {
          name: "Print",
          termsURI: "ipfs://terms",
          termsHash: `0x${"22".repeat(32)}`,
          price: unit,
          commonsMinimum: WHOLE,
          duration: 365n * DAY,
          makersBps: 4_000,
          active: true,
        },
      }),
      ...calls.offers.setVerified({ ...o, partner: of(stranger), name: "City" }),
    ];
    const operation = { ...o, calls: admin, salt: calls.treasury.saltOf("terms") };
    await run("treasury.schedule", founder, calls.treasury.schedule({ ...operation, delay: 2n * DAY }));
    await wait(2n);
    await run("treasury.execute", stranger, calls.treasury.execute(operation));
    expect((await reserve.terms()).entryTributeBps).to.equal(100n);

    // Market and gifts
    const order = { ...o, asset: money, recipient: of(stranger) };
    const deadline = async () => (await now()) + DAY;
    await run(
      "market.buy",
      stranger,
      calls.market.buy({ ...order, amount: 100n * unit, minimum: 1n, deadline: await deadline() }),
    );
    await run(
      "market.buyExact",
      stranger,
      calls.market.buyExact({
        ...order,
        tokens: 20n * WHOLE,
        maximum: 100n * unit,
        deadline: await deadline(),
      }),
    );
    await run(
      "market.sell",
      stranger,
      calls.market.sell({
        ...o,
        tokens: 5n * WHOLE,
        minimum: 1n,
        recipient: of(stranger),
        deadline: await deadline(),
      }),
    );
    await run("market.collectTribute", stranger, calls.market.collectTribute(o));
    const gift = { ...o, asset: money, amount: 10n * unit };
    await run("gifts.donate", donor, calls.gifts.donate({ ...gift, note: "thanks" }));
    await run("gifts.donateFor", donor, calls.gifts.donateFor({ ...gift, donor: of(first), note: "" }));
    await run("gifts.giveRevenue", donor, calls.gifts.giveRevenue(gift));
    const until = (await now()) + 300n * DAY;
    const pledged = { ...gift, deadline: until, uri: "ipfs://why" };
    await run("gifts.pledge", donor, calls.gifts.pledge({ ...pledged, verifier: of(stranger) }));
    await run("gifts.confirm", stranger, calls.gifts.confirm({ ...o, id: 1n }));
    await run("gifts.pledge", donor, calls.gifts.pledge({ ...pledged, verifier: of(stranger) }));
    await run("gifts.decline", stranger, calls.gifts.decline({ ...o, id: 2n }));
    await run("gifts.reclaim", donor, calls.gifts.reclaim({ ...o, id: 2n, recipient: of(donor) }));
    await run("gifts.pledgeMatching", donor, calls.gifts.pledgeMatching(pledged));
    await run(
      "gifts.donateMatched",
      first,
      calls.gifts.donateMatched({ ...gift, amount: unit, id: 3n, donor: of(first) }),
    );
    await run(
      "gifts.pledgeOnDonations",
      donor,
      calls.gifts.pledgeOnDonations({ ...pledged, goal: 20n * unit }),
    );
    await run("gifts.donate", first, calls.gifts.donate({ ...gift, amount: 30n * unit, note: "" }));
    await run("gifts.fulfil", stranger, calls.gifts.fulfil({ ...o, id: 4n }));
    await asset.connect(stranger).transfer(reserve, 7n);
    await run("market.absorb", stranger, calls.market.absorb(o));
    await wait(8n);
    await run("market.renewDrip", stranger, calls.market.renewDrip(o));

    // Work and its recognition
    const shares = [{ account: of(stranger), bps: 10_000 }];
    const work = {
      ...o,
      kind: "production",
      reward: 10n * WHOLE,
      shares,
      contentHash: ZERO,
      uri: "ipfs://map",
      deposit: WHOLE,
    } as const;
    await run("recognition.submit", stranger, calls.recognition.submit(work));
    await run("recognition.submit", stranger, calls.recognition.submit(work));
    await run("recognition.withdraw", stranger, calls.recognition.withdraw({ ...o, id: 2n }));
    const [one, two] = actors.curators;
    await run(
      "recognition.review",
      one,
      calls.recognition.review({ ...o, ids: [1n], approve: true, note: "good" }),
    );
    await run("recognition.review", two, calls.recognition.review({ ...o, ids: [1n], approve: true }));
    await wait(4n);
    await run("recognition.decide", donor, calls.recognition.decide({ ...o, id: 1n }));
    await wait(95n);
    await run("recognition.settleBatch", donor, calls.recognition.settleBatch(o));
    await run(
      "recognition.claimFor",
      donor,
      calls.recognition.claimFor({ ...o, id: 1n, shares, account: of(stranger) }),
    );
    await run(
      "epochs.propose",
      one,
      calls.epochs.propose({
        ...o,
        root: `0x${"44".repeat(32)}`,
        total: WHOLE,
        count: 1,
        contentHash: ZERO,
        uri: "ipfs://e",
        formula: "x",
      }),
    );
    await run("epochs.object", two, calls.epochs.object({ ...o, epoch: 1n }));
    await run("epochs.withdraw", one, calls.epochs.withdraw({ ...o, epoch: 1n }));
    expect(await registry.contributionCount()).to.equal(2n);

    // Licences, offers, proposals
    await run(
      "licences.buy",
      stranger,
      calls.licences.buy({ ...o, asset: money, tier: 1n, licensee: of(stranger), maxPrice: 2n * unit }),
    );
    await run(
      "licences.renew",
      stranger,
      calls.licences.renew({ ...o, asset: money, id: 1n, duration: 365n * DAY, maxPrice: unit }),
    );
    await run(
      "licences.collectMakersPart",
      stranger,
      calls.licences.collectMakersPart({ ...o, recipient: organisation.timelock }),
    );
    await run("licences.cancel", stranger, calls.licences.cancel({ ...o, id: 1n }));
    const start = await now();
    const terms = {
      name: "Ticket",
      uri: "ipfs://t",
      price: WHOLE,
      stock: 9n,
      periodQuota: 0n,
      period: 0n,
      opens: start,
      closes: start + 90n * DAY,
      validUntil: start + 90n * DAY,
      treasuryBps: 0n,
      settlement: "Keep",
      perAccount: 0n,
      feeBps: 0n,
      bound: false,
    } as const;
    await run("offers.publish", donor, calls.offers.publish({ ...o, terms }));
    const termsHash = calls.offerTermsHash(donor.address, terms);
    await run(
      "offers.purchase",
      stranger,
      calls.offers.purchase({
        ...o,
        id: 1n,
        quantity: 3n,
        cost: 3n * WHOLE,
        termsHash,
        recipient: of(stranger),
      }),
    );
    await run("offers.redeem", stranger, calls.offers.redeem({ ...o, id: 1n, quantity: 1n }));
    await run(
      "offers.transfer",
      stranger,
      calls.offers.transfer({
        ...o,
        from: of(stranger),
        to: of(first),
        vouchers: [{ id: 1n, quantity: 1n }],
      }),
    );
    await run("offers.setGate", donor, calls.offers.setGate({ ...o, gate: of(second), allowed: true }));
    await run("offers.refreshURI", donor, calls.offers.refreshURI({ ...o, id: 1n }));
    await run("offers.withdraw", donor, calls.offers.withdraw({ ...o, id: 1n }));
    await run(
      "offers.returnVoucher",
      stranger,
      calls.offers.returnVoucher({ ...o, id: 1n, quantity: 1n, recipient: of(stranger) }),
    );
    const plan = {
      goal: 5n * WHOLE,
      reward: 5n * WHOLE,
      deadline: start + 30n * DAY,
      deliverBy: start + 60n * DAY,
      backersBps: 1_000,
      kind: 0,
      deliverers: [{ account: of(donor), bps: 9_000 }],
      contentHash: ZERO,
      uri: "ipfs://p",
    };
    await run("proposals.open", donor, calls.proposals.open({ ...o, terms: plan }));
    const planHash = calls.proposalTermsHash(plan);
    await run(
      "proposals.back",
      stranger,
      calls.proposals.back({ ...o, id: 1n, amount: 2n * WHOLE, termsHash: planHash }),
    );
    await run("proposals.withdraw", stranger, calls.proposals.withdraw({ ...o, id: 1n, amount: WHOLE }));
    await run(
      "proposals.back",
      first,
      calls.proposals.back({ ...o, id: 1n, amount: 9n * WHOLE, termsHash: planHash }),
    );
    await run(
      "proposals.deliver",
      donor,
      calls.proposals.deliver({
        ...o,
        id: 1n,
        deliverers: plan.deliverers,
        contentHash: ZERO,
        uri: "",
        deposit: WHOLE,
      }),
    );
    await run("proposals.vetoDelivery", first, calls.proposals.vetoDelivery({ ...o, id: 1n }));

    // A poll, a pause, an end
    const decision = {
      ...o,
      calls: calls.market.setTributes({ ...o, entryBps: 0, exitBps: 0 }),
      description: "No tributes",
    };
    await run("decisions.propose", first, calls.decisions.propose(decision));
    const id = await scenario.governor.lastDecisionOf(first);
    await networkHelpers.time.increaseTo((await scenario.governor.proposalSnapshot(id)) + 1n);
    await run("decisions.vote", first, calls.decisions.vote({ ...o, id, support: "for", reason: "cheaper" }));
    await run(
      "treasury.pause",
      guardian,
      calls.treasury.pause({ ...o, contracts: ["reserve", "proposals"] }),
    );
    await run("treasury.unpause", owner, calls.treasury.unpause({ ...o, contract: "reserve" }));
    await run(
      "token.transfer",
      stranger,
      calls.token.transfer({ token: organisation.token, to: organisation.timelock, amount: WHOLE }),
    );
    await run("token.burn", stranger, calls.token.burn({ ...o, amount: 1n }));
    await run("market.dissolve", owner, calls.market.dissolve(o));
    await networkHelpers.mine();
    await run(
      "market.redeem",
      stranger,
      calls.market.redeem({ ...o, tokens: WHOLE, recipient: of(stranger) }),
    );
    await run("market.burnTreasury", stranger, calls.market.burnTreasury(o));

    // No approval of anyone is left behind.
    for (const holder of [first, donor, stranger]) {
      for (const spender of Object.values(addresses)) {
        if (spender === undefined) continue;
        expect(await asset.allowance(holder, spender), "asset").to.equal(0n);
        expect(await token.allowance(holder, spender), "token").to.equal(0n);
      }
    }
    expect(new Set(steps).size).to.be.at.least(75);
    expect(ethers.isAddress(money)).to.equal(true);
  });
});
