import { expect } from "chai";
import { network } from "hardhat";
import { fromEthers } from "../../sdk/src/ethers.ts";
import {
  askPart,
  leafReads,
  readAccount,
  type Organisation,
  type OwedRecognition,
  type OwedReward,
} from "../../sdk/src/state/index.ts";
import type { Address, OrganisationAddresses } from "../../sdk/src/types.ts";
import { paidOut, reviewEnd, sharesOf, submitted, WHOLE_BPS, type Share } from "../lib/contributions.ts";
import { activated, entryOf, Ledger, paidFor } from "../lib/epochs.ts";
import { launchGrowing, launchPresale, WHOLE, type Connection, type Scenario } from "../lib/fixtures.ts";
import { deliver, funded, launchWithStakeholders } from "../lib/proposals.ts";

const REVIEWERS_BPS = 777n;
const DEPOSIT = 7n * WHOLE;

function reader({ ethers }: Connection, { addresses, asset }: Scenario) {
  const rpc = fromEthers(ethers.provider);
  return async (who: { readonly address: string }): Promise<OwedRecognition> => {
    const organisation: Organisation = {
      ...{ index: 0, name: "Shared car", symbol: "CAR", block: 0n, suite: undefined },
      addresses: addresses as unknown as OrganisationAddresses,
      asset: { address: (await asset.getAddress()) as Address, symbol: "EURT", decimals: 18 },
    };
    const { owed } = await readAccount({ rpc, organisation, account: who.address as Address });
    if (owed === undefined) throw new Error("events were read");
    return owed;
  };
}

const NOTHING: OwedRecognition = { awards: [], reviewRewards: [], epochs: [], deposits: [] };

describe("sdk: what recognition owes", () => {
  it("tells of everyone's parts what the contracts send, batch after batch, to the wei", async () => {
    const connection = await network.create();
    const scenario = await launchGrowing(connection, {
      registry: { reviewerRewardBps: REVIEWERS_BPS, maxProduction: 2_000n * WHOLE },
    });
    const { registry, issuance, actors } = scenario;
    const { networkHelpers } = connection;
    const [a, b, c] = actors.producers;
    const owedTo = reader(connection, scenario);
    expect(await owedTo(a)).to.deep.equal(NOTHING);

    // Two of them are also curators, of whom one objects to what it has a part in.
    const objecting = actors.curators[2];
    const first = sharesOf([a, 3_334n], [objecting, 1n], [b, 2_222n], [c, 4_443n]);
    const second = sharesOf([c, WHOLE_BPS]);
    const ids = [
      await submitted(scenario, { shares: first, reward: 1_999n * WHOLE + 17n }),
      await submitted(scenario, { shares: second, reward: 777n * WHOLE + 5n }),
    ] as const;
    const sharesFor = new Map<bigint, readonly Share[]>([
      [ids[0], first],
      [ids[1], second],
    ]);
    for (const id of ids) {
      await registry.connect(objecting).review(id, false, "too much");
      for (const curator of actors.curators.slice(0, 2)) await registry.connect(curator).review(id, true, "");
    }
    // Nothing is owed before a decision.
    expect(await owedTo(a)).to.deep.equal(NOTHING);
    // The second was submitted later.
    await networkHelpers.time.increaseTo(await reviewEnd(registry, ids[1]));
    for (const id of ids) await registry.decide(id);

    const everyone = [a, b, c, ...actors.curators, actors.stranger];
    const sent = new Map<string, bigint>();
    /** What each account has of each contribution, as told now, compared with what the registry would send. */
    const compare = async (): Promise<Map<string, readonly OwedReward[]>> => {
      const all = new Map<string, readonly OwedReward[]>();
      const running = await issuance.runningBatch();
      for (const who of everyone) {
        const owed = await owedTo(who);
        all.set(who.address, [...owed.awards, ...owed.reviewRewards]);
        for (const id of ids) {
          const parts = [...owed.awards, ...owed.reviewRewards].filter(
            ({ contribution }) => contribution === id,
          );
          const due = parts.reduce((sum, part) => sum + part.due, 0n);
          const claimed = await registry.claimFor
            .staticCall(id, [...(sharesFor.get(id) ?? [])], who)
            .catch(() => 0n);
          expect(due).to.equal(claimed);
          const taken = parts.reduce((sum, part) => sum + part.taken, 0n);
          if (parts.length > 0) expect(taken).to.equal(sent.get(`${id} ${who.address}`) ?? 0n);
          const { award } = await registry.contribution(id);
          const { isFinal } = await issuance.paidOf(award);
          for (const part of parts) {
            expect([part.award, part.batch]).to.deep.equal([award, 1n]);
            expect(part.nextPayment).to.equal(isFinal ? undefined : running.end);
            expect(part.paid - part.taken).to.equal(part.due);
          }
          const reviews = owed.reviewRewards.find(({ contribution }) => contribution === id);
          expect(reviews?.due ?? 0n).to.equal(await registry.reviewRewardOf(id, who));
        }
      }
      return all;
    };
    const claim = async (id: bigint, who: (typeof everyone)[number]): Promise<void> => {
      const before = await scenario.token.balanceOf(who);
      await registry.claimFor(id, [...(sharesFor.get(id) ?? [])], who);
      sent.set(
        `${id} ${who.address}`,
        (sent.get(`${id} ${who.address}`) ?? 0n) + (await scenario.token.balanceOf(who)) - before,
      );
    };

    let told = await compare();
    expect(told.get(actors.stranger.address)).to.deep.equal([]);
    expect((await owedTo(a)).awards.map(({ bps }) => bps)).to.deep.equal([3_334n]);
    for (let batch = 1; batch <= 3; batch++) {
      await networkHelpers.time.increaseTo((await issuance.runningBatch()).end);
      await networkHelpers.mine();
      const before = told;
      told = await compare();
      for (const [account, parts] of before) {
        for (const [at, { expected }] of parts.entries()) {
          expect(told.get(account)?.[at]?.paid).to.equal(expected);
        }
      }
      // Some take what they have in between, so that running totals differ.
      if (batch < 3) for (const who of [a, objecting]) await claim(ids[0], who);
      told = await compare();
    }

    // All that was entered was paid, and the last one listed has what rounding left.
    for (const parts of told.values()) {
      for (const { paid, entered, expected } of parts)
        expect([paid, expected]).to.deep.equal([entered, entered]);
    }
    for (const id of ids) {
      await registry.settle(id, [...(sharesFor.get(id) ?? [])]);
      for (const curator of actors.curators) await registry.collectReviewRewards(curator, [id]);
    }
    for (const who of everyone) expect(await owedTo(who)).to.deep.equal(NOTHING);
  });

  it("tells what lapses: three batches pay only a part, and the owner's overruling leaves reviewers nothing", async () => {
    const connection = await network.create();
    const scenario = await launchGrowing(connection, {
      registry: { reviewerRewardBps: REVIEWERS_BPS, maxProduction: 5_000n * WHOLE },
    });
    const { registry, actors, owner } = scenario;
    const [a, b] = actors.producers;
    const owedTo = reader(connection, scenario);
    const shares = sharesOf([a, 5_001n], [b, 4_999n]);
    const id = await submitted(scenario, { shares, reward: 5_000n * WHOLE });
    for (const curator of actors.curators.slice(0, 2)) await registry.connect(curator).review(id, false, "");
    await connection.networkHelpers.time.increaseTo(await reviewEnd(registry, id));
    await registry.decide(id);
    expect(await owedTo(a)).to.deep.equal(NOTHING);
    await registry.connect(owner).overrule(id);
    const [early] = (await owedTo(a)).awards;
    expect(early).to.deep.include({
      contribution: id,
      bps: 5_001n,
      entered: (3_000n * WHOLE * 5_001n) / 10_000n,
    });
    expect((await owedTo(actors.curators[0])).reviewRewards).to.deep.equal([]);
    await paidOut(connection, scenario, id);
    const [late] = (await owedTo(a)).awards;
    const [other] = (await owedTo(b)).awards;
    expect(late).to.deep.include({
      due: await registry.claimFor.staticCall(id, shares, a),
      nextPayment: undefined,
    });
    expect((late?.due ?? 0n) + (other?.due ?? 0n)).to.equal(await registry.settle.staticCall(id, shares));
  });

  it("tells of epochs what the chain knows, and with a leaf of the ledger what is due", async () => {
    const connection = await network.create();
    const scenario = await launchGrowing(connection);
    const { epochs, issuance, actors } = scenario;
    const [a, b] = actors.producers;
    const owedTo = reader(connection, scenario);
    const ledger = new Ledger([
      { index: 0n, account: a.address, amount: 1_234n * WHOLE + 5n },
      { index: 1n, account: b.address, amount: 1_900n * WHOLE + 7n },
    ]);
    const epoch = await activated(connection, scenario, ledger);
    const { award } = await epochs.epochAt(epoch);
    const running = await issuance.runningBatch();
    const active = {
      ...{ epoch, award, batch: 1n, nextPayment: running.end, status: "Active", total: ledger.total },
      ...{ paid: 0n, expected: await issuance.previewPaid(award), claimsUntil: undefined, claimed: 0n },
    };
    expect(await owedTo(a)).to.deep.equal({ ...NOTHING, epochs: [active] });
    await paidFor(connection, scenario, epoch);
    const [final] = (await owedTo(a)).epochs;
    const { paid } = await issuance.paidOf(award);
    expect(paid).to.equal(3_000n * WHOLE);
    expect(final).to.deep.equal({ ...active, nextPayment: undefined, paid, expected: paid });

    await epochs.open(epoch);
    const { expiresAt } = await epochs.epochAt(epoch);
    const open = { ...final, status: "Open", claimsUntil: expiresAt };
    expect((await owedTo(a)).epochs).to.deep.equal([open]);
    const leaves = [ledger.leaf(0), ledger.leaf(1)].map(({ index, amount }) => ({ epoch, index, amount }));
    const organisation = { addresses: scenario.addresses as unknown as OrganisationAddresses };
    const due = () => askPart(fromEthers(connection.ethers.provider), leafReads({ organisation, leaves }));
    const payouts = await Promise.all(leaves.map(({ amount }) => epochs.payoutOf(epoch, amount)));
    expect(await due()).to.deep.equal(
      leaves.map((leaf, at) => ({ ...leaf, isClaimed: false, due: payouts[at] })),
    );
    await epochs.claimMany(a, [entryOf(epoch, ledger.leaf(0))]);
    expect((await owedTo(a)).epochs).to.deep.equal([{ ...open, claimed: payouts[0] }]);
    expect((await owedTo(b)).epochs).to.deep.equal([open]);
    expect((await due()).map((leaf) => [leaf.isClaimed, leaf.due])).to.deep.equal([
      [true, 0n],
      [false, payouts[1]],
    ]);
    await connection.networkHelpers.time.increaseTo(expiresAt);
    await epochs.expire(epoch);
    expect(await owedTo(a)).to.deep.equal(NOTHING);
  });

  it("tells of deposits whether they are held, at risk or due", async () => {
    const connection = await network.create();
    const scenario = await launchWithStakeholders(
      connection,
      { registry: { deposit: DEPOSIT } },
      launchPresale,
    );
    const { registry, proposals, token, actors } = scenario;
    const [submitter] = actors.partners;
    const [deliverer] = actors.producers;
    const owedTo = reader(connection, scenario);
    for (const holder of [submitter, deliverer]) {
      for (const spender of [registry, proposals]) await token.connect(holder).approve(spender, 2n ** 255n);
    }
    const id = await submitted(scenario, { submitter });
    const held = { contribution: id, amount: DEPOSIT, state: "held", isAtRisk: false };
    expect((await owedTo(submitter)).deposits).to.deep.equal([held]);
    expect((await owedTo(deliverer)).deposits).to.deep.equal([]);
    await registry.connect(actors.curators[0]).review(id, false, "");
    expect((await owedTo(submitter)).deposits).to.deep.equal([held]);
    await registry.connect(actors.curators[1]).review(id, false, "");
    expect((await owedTo(submitter)).deposits).to.deep.equal([{ ...held, isAtRisk: true }]);
    await registry.connect(submitter).withdraw(id);
    expect((await owedTo(submitter)).deposits).to.deep.equal([]);

    const proposal = await funded(connection, scenario);
    const delivery = await deliver(scenario, proposal);
    expect((await owedTo(deliverer)).deposits).to.deep.equal([{ ...held, contribution: delivery }]);
    await connection.networkHelpers.time.increaseTo(await reviewEnd(registry, delivery));
    await registry.decide(delivery);
    expect((await owedTo(deliverer)).deposits).to.deep.equal([
      { ...held, contribution: delivery, state: "due" },
    ]);
    await expect(proposals.returnDeposit(delivery)).to.changeTokenBalance(
      connection.ethers,
      token,
      deliverer,
      DEPOSIT,
    );
    expect((await owedTo(deliverer)).deposits).to.deep.equal([]);
  });
});
