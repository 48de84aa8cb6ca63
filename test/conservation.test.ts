import { expect } from "chai";
import { Result, ZeroAddress } from "ethers";
import { Books } from "../scripts/lib/simulation/books.ts";
import { checkConservation, ConservationBroken } from "../scripts/lib/simulation/conservation.ts";
import type { RecordedEvent } from "../scripts/lib/simulation/events.ts";
import type { Organisation, World } from "../scripts/lib/simulation/world.ts";

/** What contracts answer, by question: a function with its arguments; 0 for all others. */
type Answers = Readonly<Record<string, bigint>>;

/** The sentence with which the check stops, or undefined when the contracts agree with the books. */
async function stopOf(books: Books, answers: Answers, contracts: object = {}): Promise<string | undefined> {
  const call = (_contract: string, name: string, args: readonly unknown[] = []): string =>
    [name, ...args].join(" ");
  const readAmounts = (calls: readonly string[]): Promise<bigint[]> =>
    Promise.resolve(calls.map((each) => answers[each] ?? 0n));
  const world = {
    chain: { readAmounts },
    assetCall: (_name: string, [holder]: string[]) => `money of ${holder}`,
  } as unknown as World;
  const organisation = { label: "Garden", books, contracts, call, address: String };
  try {
    await checkConservation(world, organisation as unknown as Organisation);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ConservationBroken) return thrown.message;
    throw thrown;
  }
}

/** An event as the simulation records it. */
function event(contract: string, name: string, args: Readonly<Record<string, unknown>>): RecordedEvent {
  return {
    ...{ step: "", time: 1, organisation: "Garden", contract, name, actor: "", details: "" },
    ...{ tokens: null, asset: null, args: Result.fromItems(Object.values(args), Object.keys(args)) },
  };
}

const terms = (fields: Readonly<Record<string, unknown>>): Result =>
  Result.fromItems(Object.values(fields), Object.keys(fields));

describe("conservation", () => {
  it("stops when epochs hold something else than was minted for them and not claimed", async () => {
    const books = new Books();
    const common = { total: 9n, parts: 1 } as const;
    books.epochs.set(1n, { ...common, id: 1n, funded: 9n, claimed: 4n, claims: 1, status: "open" });
    books.epochs.set(2n, { ...common, id: 2n, funded: 3n, claimed: 0n, claims: 0, status: "active" });
    books.minted.epochs = 12n;
    books.balances.set("anyone", 12n);
    const truth: Answers = { totalSupply: 12n, "balanceOf epochs": 8n, "leftOf 1": 5n };
    expect(await stopOf(books, truth)).to.equal(undefined);
    expect(await stopOf(books, { ...truth, "balanceOf epochs": 9n })).to.equal(
      "the epochs of Garden hold 9 token wei, but 8 were minted for them and not claimed",
    );
    expect(await stopOf(books, { ...truth, "leftOf 1": 4n })).to.equal(
      "epoch 1 of Garden has 4 token wei left for claims instead of 5",
    );
    expect(await stopOf(books, { ...truth, "leftOf 2": 3n })).to.equal(
      "epoch 2 of Garden has 3 token wei left for claims instead of 0",
    );
  });

  it("stops when the reserve's counters, pledges, licences or the makers' part differ by a unit", async () => {
    const books = new Books();
    const pledged = { donor: "d", amount: 60n, deadline: 9n };
    books.enter([event("pledgeBook", "Pledged", { id: 1n, form: 1n, ...pledged })]);
    books.enter([event("pledgeBook", "Pledged", { id: 2n, form: 3n, ...pledged })]);
    books.enter([event("reserve", "Donated", { amount: 25n })]);
    books.enter([
      event("pledgeBook", "PledgePassedOn", { id: 2n, amount: 25n, passedOn: 25n }),
      event("reserve", "GiftReceived", { amount: 25n }),
    ]);
    books.enter([event("pledgeBook", "PledgeReturned", { id: 1n, amount: 60n })]);
    books.enter([
      event("licenceOffice", "LicenceBought", { price: 10n, toMakers: 4n }),
      event("reserve", "GiftReceived", { amount: 6n }),
    ]);
    books.enter([event("reserve", "Absorbed", { amount: 1n })]);
    expect(books.gifts.given).to.deep.equal({
      ...{ donations: 25n, matching: 25n, licences: 6n, absorbed: 1n },
      ...{ conditions: 0n, verified: 0n, milestones: 0n },
    });
    const truth: Answers = {
      ...{ reserveBalance: 50n, pendingGifts: 7n, giftsReceived: 57n, donationsReceived: 25n },
      ...{ "money of reserve": 57n, "money of pledgeBook": 35n, "money of timelock": 4n },
    };
    expect(await stopOf(books, truth)).to.equal(undefined);
    const counters = (gifts: bigint, donations: bigint): string =>
      `the reserve of Garden counts ${gifts} asset units of gifts and ${donations} of donations, but 57 and 25 were given`;
    expect(await stopOf(books, { ...truth, giftsReceived: 58n })).to.equal(counters(58n, 25n));
    expect(await stopOf(books, { ...truth, donationsReceived: 24n })).to.equal(counters(57n, 24n));
    expect(await stopOf(books, { ...truth, pendingGifts: 6n })).to.equal(
      "the reserve of Garden counts 56 asset units, but 57 came in and did not go out",
    );
    expect(await stopOf(books, { ...truth, "money of reserve": 56n })).to.equal(
      "the reserve of Garden holds 56 asset units, but owes 57 and a tribute of 0",
    );
    const held = (pledges: bigint, licences: bigint): string =>
      `pledges and licences of Garden hold ${pledges} and ${licences} asset units instead of 35 and none`;
    expect(await stopOf(books, { ...truth, "money of pledgeBook": 36n })).to.equal(held(36n, 0n));
    expect(await stopOf(books, { ...truth, "money of licenceOffice": 1n })).to.equal(held(35n, 1n));
    expect(await stopOf(books, { ...truth, "money of timelock": 3n })).to.equal(
      "the treasury of Garden holds 3 asset units, but its part of licences is 4, 0 of tribute, and 0 of milestones",
    );
  });

  it("stops when the escrow holds something else than no milestone has settled, or the treasury than was paid", async () => {
    const books = new Books();
    books.enter([event("presale", "Contributed", { partner: "p", amount: 30n })]);
    books.enter([
      event("reserve", "MarketOpened", { reserve: 10n }),
      event("presale", "Released", { toReserve: 10n, toEscrow: 20n }),
      event("escrow", "BudgetReceived", { amount: 20n }),
    ]);
    books.enter([event("escrow", "MilestonePaid", { index: 0n, amount: 9n })]);
    books.enter([
      event("escrow", "MilestoneFailed", { index: 1n, amount: 4n }),
      event("reserve", "GiftReceived", { amount: 4n }),
    ]);
    const { escrow, gifts, reserve } = books;
    expect([escrow.paid, escrow.failed, escrow.left]).to.deep.equal([9n, 4n, 7n]);
    expect([gifts.given.milestones, reserve]).to.deep.equal([4n, 14n]);
    const truth: Answers = {
      ...{ reserveBalance: 13n, pendingGifts: 1n, giftsReceived: 4n, "money of reserve": 14n },
      ...{ "money of timelock": 9n, "money of escrow": 7n },
    };
    const sale = { presale: {}, escrow: {} };
    expect(await stopOf(books, truth, sale)).to.equal(undefined);
    for (const held of [6n, 8n]) {
      expect(await stopOf(books, { ...truth, "money of escrow": held }, sale)).to.equal(
        `the escrow of Garden holds ${held} asset units of the 7 that no milestone has settled`,
      );
    }
    expect(await stopOf(books, { ...truth, "money of timelock": 10n }, sale)).to.equal(
      "the treasury of Garden holds 10 asset units, but its part of licences is 0, 0 of tribute, and 9 of milestones",
    );
  });

  it("stops when offers hold something else than what waits for vouchers", async () => {
    const books = new Books();
    const offer = { id: 1n, partner: "city", terms: terms({ name: "ride", price: 3n, stock: 9n }) };
    books.enter([event("partnerAcceptance", "OfferPublished", offer)]);
    books.enter([event("partnerAcceptance", "VouchersBought", { id: 1n, quantity: 7n })]);
    const split = { toPartner: 6n, toTreasury: 0n, burned: 0n };
    const redeemed = { id: 1n, holder: "h", gate: "h", quantity: 2n, ...split };
    books.enter([event("partnerAcceptance", "VouchersRedeemed", redeemed)]);
    books.enter([event("partnerAcceptance", "VouchersRedeemed", { ...redeemed, gate: "g" })]);
    books.enter([event("partnerAcceptance", "VouchersReturned", { id: 1n, quantity: 1n })]);
    const [record] = books.vouchers.offers.values();
    expect([record?.redeemedAlone, record?.redeemedAtGate, record?.toPartner]).to.deep.equal([2n, 2n, 12n]);
    expect(await stopOf(books, { "balanceOf partnerAcceptance": 6n })).to.equal(undefined);
    expect(await stopOf(books, { "balanceOf partnerAcceptance": 7n })).to.equal(
      "the partners' offers of Garden hold 7 token wei, but 6 wait for vouchers",
    );
  });

  it("stops when proposals hold something else than stakes and what backers did not claim", async () => {
    const books = new Books();
    for (const id of [1n, 2n]) {
      const opened = { uri: "work", goal: 9n, reward: 20n, backersBps: 5_000n, deliverBy: 9n };
      books.enter([event("proposals", "ProposalOpened", { id, terms: terms(opened) })]);
      books.enter([event("proposals", "ProposalBacked", { id, backer: "a", amount: 6n })]);
      books.enter([event("proposals", "ProposalBacked", { id, backer: "b", amount: 4n })]);
      books.enter([event("proposals", "BackingWithdrawn", { id, backer: "b", amount: 1n })]);
    }
    const submitted = { id: 7n, submitter: "proposals", kind: 0n, reward: 20n };
    books.enter([
      event("registry", "ContributionSubmitted", submitted),
      event("proposals", "ProposalDelivered", { id: 1n, contributionId: 7n }),
    ]);
    books.enter([event("proposals", "ProposalCompleted", { id: 1n })]);
    books.enter([
      event("registry", "ContributionSettled", { id: 7n, settled: 20n }),
      event("issuance", "Issued", { to: "proposals", amount: 10n }),
      event("issuance", "Issued", { to: "maker", amount: 10n }),
      event("token", "Transfer", { from: ZeroAddress, to: "proposals", value: 10n }),
    ]);
    books.enter([event("proposals", "BackerRewardClaimed", { id: 1n, backer: "a", amount: 6n })]);
    books.enter([event("proposals", "BackingReclaimed", { id: 2n, backer: "a", amount: 6n })]);
    expect([books.stakes.staked, books.stakes.unclaimed]).to.deep.equal([3n, 4n]);
    const truth: Answers = { totalSupply: 10n, "balanceOf proposals": 7n };
    expect(await stopOf(books, truth)).to.equal(undefined);
    expect(await stopOf(books, { ...truth, "balanceOf proposals": 8n })).to.equal(
      "the proposals of Garden hold 8 token wei, but 3 are staked and 4 wait for backers",
    );
  });

  it("does not know a gift that came in no way that the suite has", () => {
    const books = new Books();
    expect(() => {
      books.enter([
        event("licenceOffice", "LicenceBought", { price: 10n, toMakers: 4n }),
        event("reserve", "GiftReceived", { amount: 5n }),
      ]);
    }).to.throw("5 asset units were given in none of the ways that the suite has");
  });
});
