/**
 * What each operation cost when it was last measured, and that it costs no more than 1 % above: no later change raises it
 * unseen. Every transaction is in a block of its own, cold; `gasUsed` of its receipt. Default build profile: production is
 * a little cheaper, see docs/performance.md. When an operation gets cheaper, write the new figure here.
 */
import { expect } from "chai";
import { network } from "hardhat";
import type { ContractTransactionResponse } from "ethers";
import { DAY, HOUR, WHOLE, launchGrowing, launchOpenMarket, launchPresale } from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";
import { signPermit } from "./lib/permits.ts";

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
  "reject a resource": 78_723n,
  "confirm a resource": 105_595n,
  "withdraw a resource": 63_218n,
  "approve a milestone": 49_120n,
  "stop a milestone": 78_786n,
  "pay a milestone": 91_951n,
  "fail a milestone": 159_948n,
  "announce a trustee": 100_774n,
  consent: 170_258n,
  leave: 233_105n,
  "complete a trustee": 41_439n,
  "refund, the trustee changes": 56_015n,
  "launch, bootstrapped": 3_044_381n,
  "launch, growing": 2_162_574n,
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

  it("of a launch", async () => {
    const { factory, config } = await launchPresale(connection);
    await costs("launch, bootstrapped", factory.launch(config));
    await costs("launch, growing", factory.launch({ ...config, name: "Growing", withPresale: false }));
  });
});
