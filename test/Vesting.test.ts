import { expect } from "chai";
import { network } from "hardhat";
import { submitted } from "./lib/contributions.ts";
import { DAY, WHOLE, launchPresale, type PresaleScenario } from "./lib/fixtures.ts";
import { actionOf, propose, State, toEnd, toVoting, Vote } from "./lib/votes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const TERM = 200n * DAY;
/** What the partners bought for 3,000, 1,500 and 500 at 0.50, and the founders' 20 % on top in parts of 75 % and 25 %. */
const BOUGHT = [6_000n * WHOLE, 3_000n * WHOLE, 1_000n * WHOLE] as const;
const FOUNDERS = [1_500n * WHOLE, 500n * WHOLE] as const;
const CURATION_STAKE = 50n * WHOLE;

type Scene = PresaleScenario & {
  readonly start: bigint;
  /** What each partner staked by the claim: what had not vested by then. */
  readonly staked: readonly bigint[];
};

/** Of `total`, what has not vested `elapsed` seconds after the release as a partner's, rounded up. */
function barred(total: bigint, elapsed: bigint): bigint {
  return elapsed >= TERM ? 0n : total - (total * elapsed) / TERM;
}

/** All partners and founders have claimed within minutes of the release: all stakes here vest. */
async function claimed(): Promise<Scene> {
  const scenario = await launchPresale(connection, {
    governance: { governorProposes: true },
    registry: { curationStake: CURATION_STAKE },
    presale: { partnerVesting: { cliff: 0n, duration: TERM } },
  });
  const { presale, actors, unit } = scenario;
  await time.increaseTo((await presale.terms()).opens);
  for (const [at, partner] of actors.partners.entries()) {
    await presale.connect(partner).contribute(([3_000n, 1_500n, 500n][at] ?? 0n) * unit, []);
  }
  await time.increaseTo((await presale.terms()).closes);
  await presale.connect(actors.trustee).release();
  const start = await presale.releasedAt();
  const staked: bigint[] = [];
  for (const [at, partner] of actors.partners.entries()) {
    const now = start + 60n * BigInt(at + 1);
    await time.setNextBlockTimestamp(now);
    await presale.connect(partner).claim(partner);
    staked.push(barred(BOUGHT[at as 0 | 1 | 2], now - start));
  }
  for (const founder of actors.founders) await presale.connect(founder).claim(founder);
  await networkHelpers.mine();
  return { ...scenario, start, staked };
}

describe("a stake that still vests", () => {
  it("has a voice from the claim on, as long as it lies there", async () => {
    const { stake, token, presale, actors, staked } = await loadFixture(claimed);
    const all = staked.reduce((sum, each) => sum + each, 0n) + FOUNDERS[0] + FOUNDERS[1];
    const before = BigInt(await time.latest()) - 1n;
    for (const [at, partner] of actors.partners.entries()) {
      expect(await stake.getVotes(partner)).to.equal(staked[at]);
      expect(await stake.getPastVotes(partner, before)).to.equal(staked[at]);
    }
    for (const [at, founder] of actors.founders.entries()) {
      expect(await stake.getVotes(founder)).to.equal(FOUNDERS[at as 0 | 1]);
    }
    expect(await stake.getPastTotalSupply(before)).to.equal(all);
    expect(await token.balanceOf(stake)).to.equal(all);
    expect(await token.balanceOf(presale)).to.equal(0n);
  });

  it("votes, and is held by the vote beyond what vests meanwhile", async () => {
    const scene = await loadFixture(claimed);
    const { governor, stake, actors, asset, staked, start, token } = scene;
    const [partner] = actors.partners;
    const [founder] = actors.founders;
    const actions = [await actionOf(asset, "totalSupply")];
    const id = await propose(governor, partner, { actions, description: "count" });
    await toVoting(connection, governor, id);
    await governor.connect(partner).castVote(id, Vote.For);
    await governor.connect(founder).castVote(id, Vote.Against);
    const votes = await governor.proposalVotes(id);
    expect(votes.forVotes).to.equal(staked[0]);
    expect(votes.againstVotes).to.equal(FOUNDERS[0]);
    await expect(stake.connect(partner).unstake(1n, partner))
      .to.be.revertedWithCustomError(stake, "StakeHeld")
      .withArgs(partner.address, 1n, 0n);
    // It succeeded and nobody queues it: expired, both holds end at once, and what vested meanwhile is free.
    await toEnd(connection, governor, id);
    await time.increase(7n * DAY);
    expect(await governor.state(id)).to.equal(State.Expired);
    await stake.close(governor, id, 1n, partner);
    await stake.close(governor, id, 3n, partner);
    const now = start + 30n * DAY;
    const free = (staked[0] ?? 0n) - barred(BOUGHT[0], now - start);
    await time.setNextBlockTimestamp(now);
    await expect(stake.connect(partner).unstake(free + 1n, partner))
      .to.be.revertedWithCustomError(stake, "StakeHeld")
      .withArgs(partner.address, free + 1n, free);
    await expect(stake.connect(partner).unstake(free, actors.donor)).to.changeTokenBalances(
      ethers,
      token,
      [stake, partner, actors.donor],
      [-free, 0n, free],
    );
    expect(await stake.getVotes(partner)).to.equal(barred(BOUGHT[0], now - start));
  });

  it("vetoes founders' operations, but of a founder's own tokens only what has vested", async () => {
    const { timelock, stake, actors, start, staked } = await loadFixture(claimed);
    const [founder, second] = actors.founders;
    const scheduled = async (salt: string): Promise<string> => {
      const call = [
        actors.donor.address,
        0n,
        "0x",
        ethers.ZeroHash,
        ethers.id(salt).replace(/^0x.{40}/, `0x${"0".repeat(40)}`),
      ] as const;
      await timelock.connect(second).schedule(...call, 2n * DAY);
      return timelock.hashOperation(...call);
    };
    const early = await scheduled("early");
    await expect(stake.connect(founder).vetoDecision(early))
      .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
      .withArgs(founder.address);
    // 1,000 of the 240 that are needed: a tenth of a fifth of 12,000 tokens.
    await expect(stake.connect(actors.partners[2]).vetoDecision(early)).to.emit(timelock, "OperationVetoed");
    const matter = await timelock.matterOf(early);
    expect(await stake.vetoOf(timelock, matter, actors.partners[2])).to.equal(staked[2]);

    await time.increaseTo(start + 90n * DAY);
    const late = await scheduled("late");
    await time.setNextBlockTimestamp(start + 90n * DAY + 60n);
    await stake.connect(founder).vetoDecision(late);
    const weight = (FOUNDERS[0] * (90n * DAY + 60n)) / (360n * DAY);
    expect(await stake.vetoOf(timelock, await timelock.matterOf(late), founder)).to.equal(weight);
  });

  it("vetoes contributions and curates, founders' too", async () => {
    const scene = await loadFixture(claimed);
    const { registry, stake, actors, staked } = scene;
    const [partner, , third] = actors.partners;
    const [founder] = actors.founders;
    const id = await submitted(scene);
    const { submittedAt } = await registry.contribution(id);
    for (const curator of [partner, founder]) {
      expect(await registry.isCurator(curator, submittedAt)).to.deep.equal([true, true]);
      await registry.connect(curator).review(id, true, "good");
    }
    expect((await registry.contribution(id)).approvals).to.equal(2n);
    const other = await submitted(scene);
    await registry.connect(third).veto(other);
    expect(await stake.vetoOf(registry, other, third)).to.equal(staked[2]);
    const another = await submitted(scene);
    await registry.connect(founder).veto(another);
    expect(await stake.vetoOf(registry, another, founder)).to.equal(FOUNDERS[0]);
  });

  it("is barred by what still vests and by what is held, whichever is more, not by both", async () => {
    const scene = await loadFixture(claimed);
    const { registry, stake, actors, start, staked } = scene;
    const [, , third] = actors.partners;
    const id = await submitted(scene);
    await registry.connect(third).review(id, true, "good");
    // A fortieth of the stake is barred after 195 of 200 days, less than what the review holds.
    const at = start + 195n * DAY;
    expect(barred(BOUGHT[2], 195n * DAY)).to.equal(CURATION_STAKE / 2n);
    await time.setNextBlockTimestamp(at);
    const free = (staked[2] ?? 0n) - CURATION_STAKE;
    await expect(stake.connect(third).unstake(free + 1n, third))
      .to.be.revertedWithCustomError(stake, "StakeHeld")
      .withArgs(third.address, free + 1n, free);
    await stake.connect(third).unstake(free, third);
    expect(await stake.getVotes(third)).to.equal(CURATION_STAKE);
  });

  it("consents to a dissolution, which then frees partners and takes what founders had not earned", async () => {
    const { stake, reserve, presale, actors, staked, start, token } = await loadFixture(claimed);
    const [first, second, third] = actors.partners;
    const [founder] = actors.founders;
    await time.increaseTo(start + 31n * DAY);
    for (const partner of [first, second]) await stake.connect(partner).consentToDissolve();
    const round = await stake.roundCount();
    expect(await stake.consentOf(round, first)).to.equal(staked[0]);
    expect(await stake.consentOf(round, second)).to.equal(staked[1]);
    expect((await stake.roundOf(round)).noticeAt).to.be.above(0n);
    const now = start + 50n * DAY;
    await time.setNextBlockTimestamp(now);
    await reserve.connect(actors.stranger).dissolve();
    // Holds are over, and nothing of a partner is barred.
    for (const [at, partner] of [first, second, third].entries()) {
      expect((await presale.tokensOf(partner)).vesting).to.equal(0n);
      await stake.connect(partner).unstake(staked[at] ?? 0n, partner);
      expect(await token.balanceOf(partner)).to.equal(BOUGHT[at as 0 | 1 | 2]);
    }
    // 50 days are before the founders' cliff of 90.
    expect((await presale.tokensOf(founder)).forfeited).to.equal(FOUNDERS[0]);
    for (const one of actors.founders) {
      await expect(stake.connect(one).unstake(1n, one))
        .to.be.revertedWithCustomError(stake, "StakeHeld")
        .withArgs(one.address, 1n, 0n);
    }
    expect(await token.balanceOf(stake)).to.equal(0n);
    expect(await token.totalSupply()).to.equal(BOUGHT.reduce((sum, each) => sum + each, 10n ** 15n));
  });
});
