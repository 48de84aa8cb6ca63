import { expect } from "chai";
import { network } from "hardhat";
import { inOneBlock } from "./lib/contributions.ts";
import { DAY, WHOLE, type Scenario } from "./lib/fixtures.ts";
import { LOOSE, STAKED, STAKES, endow, expectFree, settled as settledWith } from "./lib/stakes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const settled = (): Promise<Scenario> => settledWith(connection);
const now = async (): Promise<bigint> => BigInt(await time.latest());
const FORTNIGHT = 14n * DAY;
/** More than 60 % of the 1,400 tokens that circulate are needed. */
const NEEDED = 840n * WHOLE;

/** 600 consent, 240 short of being enough. */
async function collecting() {
  const scenario = await settled();
  const { stake, actors } = scenario;
  await stake.connect(actors.producers[0]).consentToDissolve();
  return { ...scenario, openedAt: await now() };
}

/** 900 consent: the notice runs. */
async function noticed() {
  const scenario = await settled();
  const { stake, actors } = scenario;
  for (const holder of actors.producers.slice(0, 2)) await stake.connect(holder).consentToDissolve();
  return { ...scenario, noticeAt: await now() };
}

describe("consent to a dissolution", () => {
  it("opens a round, and holds all that it weighs", async () => {
    const { stake, actors } = await loadFixture(settled);
    const [first] = actors.producers;
    expect(await stake.roundCount()).to.equal(0n);
    const openedAt = (await now()) + 10n;
    await time.setNextBlockTimestamp(openedAt);
    await expect(stake.connect(first).consentToDissolve())
      .to.emit(stake, "DissolutionConsented")
      .withArgs(first.address, 1n, STAKES[0], STAKES[0], NEEDED);
    expect(await stake.roundCount()).to.equal(1n);
    expect(await stake.roundOf(1n)).to.deep.equal([openedAt, 0n, STAKES[0], STAKED + LOOSE]);
    expect(await stake.consentOf(1n, first)).to.equal(STAKES[0]);
    await expectFree(stake, first, 0n);
    await stake.connect(actors.partners[0]).stakeFor(first, 5n);
    await expectFree(stake, first, 0n);
  });

  it("takes more than the share, to the wei", async () => {
    const scenario = await loadFixture(settled);
    const { stake, actors } = scenario;
    const [first, second, third] = actors.producers;
    await endow(connection, scenario, [actors.donor, 1n]); // 60 % are 0.6 wei more than 840 tokens
    await stake.connect(second).unstake(60n * WHOLE, second);
    await stake.connect(third).unstake(STAKES[2] - 1n, third);
    await stake.connect(first).consentToDissolve();
    await expect(stake.connect(second).consentToDissolve())
      .to.emit(stake, "DissolutionConsented")
      .withArgs(second.address, 1n, 240n * WHOLE, NEEDED, NEEDED)
      .and.not.to.emit(stake, "DissolutionNotice");
    expect((await stake.roundOf(1n)).noticeAt).to.equal(0n);
    const at = (await now()) + 10n;
    await time.setNextBlockTimestamp(at);
    await expect(stake.connect(third).consentToDissolve())
      .to.emit(stake, "DissolutionNotice")
      .withArgs(1n, at + FORTNIGHT, at + 2n * FORTNIGHT);
    expect((await stake.roundOf(1n)).noticeAt).to.equal(at);
  });

  it("weighs the lesser of the stake now and 30 days before the round opened", async () => {
    const { stake, actors } = await loadFixture(settled);
    const [, second, third] = actors.producers;
    const [partner, other] = actors.partners;
    const at = (await now()) + 100n;
    await time.setNextBlockTimestamp(at);
    await stake.connect(partner).stake(70n * WHOLE);
    await time.setNextBlockTimestamp(at + 1n);
    await stake.connect(other).stake(80n * WHOLE);
    await time.setNextBlockTimestamp(at + 30n * DAY);
    await stake.connect(third).consentToDissolve();
    // Who staked 30 days before the round counts, who came a second later does not, however long the round runs.
    await time.increase(10n * DAY);
    await expect(stake.connect(partner).consentToDissolve())
      .to.emit(stake, "DissolutionConsented")
      .withArgs(partner.address, 1n, 70n * WHOLE, 170n * WHOLE, NEEDED);
    await expect(stake.connect(other).consentToDissolve())
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(other.address);
    // Who left counts with what stayed, and with more of what was there again, not with what is new.
    await stake.connect(second).unstake(200n * WHOLE, second);
    await stake.connect(second).consentToDissolve();
    expect(await stake.consentOf(1n, second)).to.equal(100n * WHOLE);
    await expect(stake.connect(second).consentToDissolve())
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(second.address);
    await stake.connect(second).stake(200n * WHOLE);
    await stake.connect(other).stakeFor(second, 20n * WHOLE);
    await expect(stake.connect(second).consentToDissolve())
      .to.emit(stake, "DissolutionConsented")
      .withArgs(second.address, 1n, STAKES[1], 470n * WHOLE, NEEDED);
    expect((await stake.accountOf(second)).wholeHolds).to.equal(1n);
    await expect(stake.connect(actors.stranger).consentToDissolve())
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(actors.stranger.address);
  });

  it("is taken back at any time before the notice", async () => {
    const { stake, actors } = await loadFixture(collecting);
    const [first, second] = actors.producers;
    await expect(stake.connect(second).takeBackConsent())
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(second.address);
    await stake.connect(actors.producers[2]).consentToDissolve();
    await expect(stake.connect(first).takeBackConsent())
      .to.emit(stake, "ConsentTakenBack")
      .withArgs(first.address, 1n, STAKES[2]);
    await expectFree(stake, first, STAKES[0]);
    expect((await stake.roundOf(1n)).consented).to.equal(STAKES[2]);
    await stake.connect(second).consentToDissolve();
    expect((await stake.roundOf(1n)).noticeAt).to.equal(0n);
    // Given again it counts again, once.
    await stake.connect(first).consentToDissolve();
    expect((await stake.roundOf(1n)).consented).to.equal(STAKED);
    expect((await stake.accountOf(first)).wholeHolds).to.equal(1n);
  });

  it("is over with its round after 14 days without a notice; the next one is measured anew", async () => {
    const { stake, actors, openedAt } = await loadFixture(collecting);
    const [first, second] = actors.producers;
    const close = () => stake.connect(actors.stranger).closeConsent(1n, first);
    await time.setNextBlockTimestamp(openedAt + FORTNIGHT - 1n);
    await expect(close()).to.be.revertedWithCustomError(stake, "RoundRunning").withArgs(1n);
    await stake.connect(actors.partners[0]).stake(1n); // any block a second before the end
    await expectFree(stake, first, 0n);
    const snapshot = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(openedAt + FORTNIGHT);
    await expect(close()).to.emit(stake, "ConsentTakenBack").withArgs(first.address, 1n, 0n);
    await expectFree(stake, first, STAKES[0]);
    await expect(close())
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(first.address);
    await snapshot.restore();
    await time.setNextBlockTimestamp(openedAt + FORTNIGHT);
    await expect(stake.connect(second).consentToDissolve())
      .to.emit(stake, "DissolutionConsented")
      .withArgs(second.address, 2n, STAKES[1], STAKES[1], NEEDED);
    // What was consented in the first round holds until it is closed, and counts no more.
    await expectFree(stake, first, 0n);
    await stake.connect(first).consentToDissolve();
    expect((await stake.roundOf(2n)).consented).to.equal(STAKES[0] + STAKES[1]);
    expect((await stake.accountOf(first)).wholeHolds).to.equal(2n);
    await close();
    expect((await stake.accountOf(first)).wholeHolds).to.equal(1n);
    await expect(stake.closeConsent(2n, first))
      .to.be.revertedWithCustomError(stake, "RoundRunning")
      .withArgs(2n);
  });

  it("a second before the end of the 14 days belongs to the round", async () => {
    const { stake, actors, openedAt } = await loadFixture(collecting);
    await time.setNextBlockTimestamp(openedAt + FORTNIGHT - 1n);
    await expect(stake.connect(actors.producers[1]).consentToDissolve()).to.emit(stake, "DissolutionNotice");
    expect(await stake.roundCount()).to.equal(1n);
  });

  it("allows to dissolve from 14 to 28 days after the notice, and rests until 42", async () => {
    const { stake, actors, noticeAt } = await loadFixture(noticed);
    const [first, , third] = actors.producers;
    const dueAt = async (at: bigint): Promise<boolean> => {
      await time.increaseTo(at);
      return stake.dissolutionDue();
    };
    expect(await stake.dissolutionDue()).to.equal(false);
    await expect(stake.connect(first).takeBackConsent())
      .to.be.revertedWithCustomError(stake, "ConsentHeld")
      .withArgs(first.address, 1n);
    // Consents still come, and change nothing.
    await expect(stake.connect(third).consentToDissolve()).not.to.emit(stake, "DissolutionNotice");
    expect(await dueAt(noticeAt + FORTNIGHT - 1n)).to.equal(false);
    expect(await dueAt(noticeAt + FORTNIGHT)).to.equal(true);
    expect(await dueAt(noticeAt + 2n * FORTNIGHT - 2n)).to.equal(true);
    await expectFree(stake, first, 0n);
    await expect(stake.closeConsent(1n, first))
      .to.be.revertedWithCustomError(stake, "RoundRunning")
      .withArgs(1n);
    expect(await dueAt(noticeAt + 2n * FORTNIGHT)).to.equal(false);
    await stake.closeConsent(1n, first);
    await expectFree(stake, first, STAKES[0]);
    const rests = noticeAt + 3n * FORTNIGHT;
    await time.setNextBlockTimestamp(rests - 1n);
    await expect(stake.connect(first).consentToDissolve())
      .to.be.revertedWithCustomError(stake, "DissolutionRests")
      .withArgs(rests);
    await time.setNextBlockTimestamp(rests);
    await stake.connect(first).consentToDissolve();
    expect(await stake.roundCount()).to.equal(2n);
    expect((await stake.roundOf(2n)).consented).to.equal(STAKES[0]);
  });

  it("is measured by the least that circulated in the round: who buys in front of the notice stops nothing", async () => {
    const scenario = await loadFixture(collecting);
    const { stake, token, actors } = scenario;
    const [, , third] = actors.producers;
    await stake.connect(third).consentToDissolve();
    await endow(connection, scenario, [actors.donor, 5_000n * WHOLE]);
    await expect(stake.connect(actors.stranger).lowerDissolution()).not.to.emit(stake, "DissolutionNotice");
    expect((await stake.roundOf(1n)).circulating).to.equal(STAKED + LOOSE);
    await token.connect(actors.donor).burn(5_000n * WHOLE);
    // 700 consent: more than 60 % of 1,166, not of 1,167.
    await token.connect(actors.partners[0]).burn(200n * WHOLE);
    await token.connect(actors.partners[1]).burn(33n * WHOLE);
    await stake.connect(actors.stranger).lowerDissolution();
    expect(await stake.roundOf(1n)).to.deep.equal([
      (await stake.roundOf(1n)).openedAt,
      0n,
      700n * WHOLE,
      1_167n * WHOLE,
    ]);
    await token.connect(actors.partners[1]).burn(WHOLE);
    const at = (await now()) + 10n;
    await time.setNextBlockTimestamp(at);
    await expect(stake.connect(actors.stranger).lowerDissolution())
      .to.emit(stake, "DissolutionNotice")
      .withArgs(1n, at + FORTNIGHT, at + 2n * FORTNIGHT);
    // The notice stays, whatever is bought after it, and is not given twice.
    await endow(connection, scenario, [actors.donor, 5_000n * WHOLE]);
    await expect(stake.lowerDissolution()).not.to.emit(stake, "DissolutionNotice");
    expect((await stake.roundOf(1n)).noticeAt).to.equal(at);
  });

  it("is measured when it is given, too, and by nothing before a round or after it", async () => {
    const { stake, token, actors, openedAt } = await loadFixture(collecting);
    await token.connect(actors.partners[0]).burn(200n * WHOLE);
    await stake.connect(actors.producers[2]).consentToDissolve();
    expect((await stake.roundOf(1n)).circulating).to.equal(1_200n * WHOLE);
    await time.increaseTo(openedAt + FORTNIGHT);
    await token.connect(actors.partners[1]).burn(200n * WHOLE);
    await expect(stake.lowerDissolution()).not.to.emit(stake, "DissolutionNotice");
    expect((await stake.roundOf(1n)).circulating).to.equal(1_200n * WHOLE);
  });

  it("of nobody makes no round", async () => {
    const { stake } = await loadFixture(settled);
    await stake.lowerDissolution();
    expect(await stake.roundCount()).to.equal(0n);
    expect(await stake.dissolutionDue()).to.equal(false);
    await expect(stake.closeConsent(0n, await stake.getAddress()))
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(await stake.getAddress());
  });

  it("counts one stake once, from whatever account", async () => {
    const { stake, actors } = await loadFixture(collecting);
    const [first] = actors.producers;
    await stake.connect(first).takeBackConsent();
    await stake.connect(first).unstake(STAKES[0], actors.stranger);
    await expect(stake.connect(actors.stranger).consentToDissolve())
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(actors.stranger.address);
  });

  it("ends all holds by the dissolution, and there is none after it", async () => {
    const scenario = await loadFixture(noticed);
    const { stake, reserve, registry, token, actors, noticeAt } = scenario;
    const [first, second, third] = actors.producers;
    await stake.connect(third).unstake(1n, third);
    await registry
      .connect(actors.stranger)
      .submit(0n, WHOLE, [{ account: first.address, bps: 10_000n }], ethers.ZeroHash, "");
    await registry.connect(third).veto(1n);
    await expect(reserve.connect(actors.stranger).dissolve()).to.be.revertedWithCustomError(
      reserve,
      "NotDissolvable",
    );
    const at = noticeAt + FORTNIGHT;
    await time.setNextBlockTimestamp(at);
    await reserve.connect(actors.stranger).dissolve();
    for (const [account, amount] of [
      [first, STAKES[0]],
      [second, STAKES[1]],
      [third, STAKES[2] - 1n],
    ] as const) {
      await expectFree(stake, account, amount);
      await stake.connect(account).unstake(amount, account);
    }
    expect(await token.balanceOf(stake)).to.equal(0n);
    expect((await stake.accountOf(first)).wholeHolds).to.equal(1n);
    await stake.connect(first).stake(5n); // what is staked later is free
    await expectFree(stake, first, 5n);
    await expect(stake.connect(first).consentToDissolve())
      .to.be.revertedWithCustomError(stake, "AlreadyDissolved")
      .withArgs(at);
  });

  it("in one second with the stake weighs nothing", async () => {
    const { stake, actors } = await loadFixture(settled);
    const [partner] = actors.partners;
    const sent = await inOneBlock(connection, [
      () => stake.connect(partner).stake(LOOSE / 2n),
      () => stake.connect(partner).consentToDissolve({ gasLimit: 500_000n }),
    ]);
    await expect(sent[1])
      .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
      .withArgs(partner.address);
    expect(await stake.roundCount()).to.equal(0n);
  });
});
