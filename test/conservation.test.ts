import { expect } from "chai";
import { Result, ZeroAddress } from "ethers";
import { Books } from "../simulation/books/books.ts";
import { checkConservation, ConservationBroken } from "../simulation/world/conservation.ts";
import type { RecordedEvent } from "../simulation/world/events.ts";
import type { Organisation } from "../simulation/world/organisation.ts";
import type { World } from "../simulation/world/world.ts";

/** What contracts answer, by question: a function with its arguments; 0 for all others. */
type Answers = Readonly<Record<string, bigint>>;

/** Books of an organisation whose contracts' names are their addresses. */
const booksOf = (): Books => new Books({ issuance: "issuance", proposals: "proposals" });

/** The sentence with which the check stops, or undefined when the contracts agree with the books. */
async function stopOf(books: Books, answers: Answers, contracts: object = {}): Promise<string | undefined> {
  interface Question {
    readonly asks: string;
    readonly field?: string;
  }
  const call = (_contract: string, name: string, args: readonly unknown[] = []): Question => ({
    asks: [name, ...args].join(" "),
  });
  const readAmounts = (calls: readonly Question[]): Promise<bigint[]> =>
    Promise.resolve(
      calls.map(({ asks, field }) => answers[field === undefined ? asks : `${asks}, ${field}`] ?? 0n),
    );
  const world = {
    chain: { readAmounts },
    assetCall: (_name: string, [holder]: string[]): Question => ({ asks: `money of ${holder}` }),
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
  it("stops when epochs hold something else than was paid for them and not claimed", async () => {
    const books = booksOf();
    const common = { total: 9n, award: 0n } as const;
    books.epochs.set(1n, { ...common, id: 1n, paid: 9n, claimed: 4n, claims: 1, status: "open" });
    books.epochs.set(2n, { ...common, id: 2n, paid: 3n, claimed: 0n, claims: 0, status: "active" });
    books.minted.epochs = 12n;
    books.balances.set("anyone", 12n);
    const truth: Answers = { totalSupply: 12n, "balanceOf epochs": 8n, "leftOf 1": 5n };
    expect(await stopOf(books, truth)).to.equal(undefined);
    expect(await stopOf(books, { ...truth, "balanceOf epochs": 9n })).to.equal(
      "the epochs of Garden hold 9 token wei, but 8 were paid for them and not claimed",
    );
    expect(await stopOf(books, { ...truth, "leftOf 1": 4n })).to.equal(
      "epoch 1 of Garden has 4 token wei left for claims instead of 5",
    );
    expect(await stopOf(books, { ...truth, "leftOf 2": 3n })).to.equal(
      "epoch 2 of Garden has 3 token wei left for claims instead of 0",
    );
  });

  it("stops when the reserve's counters, pledges, licences or the makers' part differ by a unit", async () => {
    const books = booksOf();
    const pledged = { donor: "d", amount: 60n, deadline: 9n };
    books.enter([event("pledgeBook", "Pledged", { id: 1n, form: 1n, ...pledged })]);
    books.enter([event("pledgeBook", "Pledged", { id: 2n, form: 4n, ...pledged })]);
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
    books.enter([event("licenceOffice", "MakersPartCollected", { amount: 3n })]);
    books.enter([event("reserve", "Absorbed", { amount: 1n })]);
    expect(books.gifts.given).to.deep.equal({
      ...{ donations: 25n, matching: 25n, licences: 6n, absorbed: 1n },
      ...{ conditions: 0n, verified: 0n },
    });
    const truth: Answers = {
      ...{ reserveBalance: 50n, pendingGifts: 7n, giftsReceived: 57n, donationsReceived: 25n },
      ...{ "money of reserve": 57n, "money of pledgeBook": 35n, "money of timelock": 3n },
      "money of licenceOffice": 1n,
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
      `pledges and licences of Garden hold ${pledges} and ${licences} asset units instead of 35 and 1`;
    expect(await stopOf(books, { ...truth, "money of pledgeBook": 36n })).to.equal(held(36n, 1n));
    expect(await stopOf(books, { ...truth, "money of licenceOffice": 0n })).to.equal(held(35n, 0n));
    expect(await stopOf(books, { ...truth, "money of timelock": 4n })).to.equal(
      "the treasury of Garden holds 4 asset units, but it collected 3 of licences, 0 of tribute, and 0 of milestones",
    );
  });

  it("stops when the production budget holds something else than is left and owed, or the treasury than was paid", async () => {
    const books = booksOf();
    books.enter([event("presale", "Contributed", { partner: "p", amount: 30n })]);
    books.enter([
      event("reserve", "MarketOpened", { reserve: 10n }),
      event("presale", "Released", { toReserve: 10n, toBudget: 20n }),
      event("budget", "BudgetReceived", { amount: 20n }),
    ]);
    books.enter([event("budget", "MilestonePaid", { index: 0n, amount: 9n })]);
    books.enter([
      event("budget", "MilestoneRefused", { index: 1n, amount: 4n }),
      event("budget", "Fetched", { partner: "p", recipient: "q", amount: 1n }),
    ]);
    const { budget, reserve } = books;
    expect([budget.paid, budget.owed, budget.toFetch, budget.left, reserve]).to.deep.equal([
      9n,
      4n,
      3n,
      7n,
      10n,
    ]);
    const truth: Answers = {
      ...{ reserveBalance: 10n, "money of reserve": 10n },
      ...{ "money of timelock": 9n, "money of budget": 10n },
    };
    const sale = { presale: {}, custody: {}, budget: {} };
    expect(await stopOf(books, truth, sale)).to.equal(undefined);
    for (const held of [9n, 11n]) {
      expect(await stopOf(books, { ...truth, "money of budget": held }, sale)).to.equal(
        `the production budget of Garden holds ${held} asset units, but no milestone has settled 7, and partners may fetch 3`,
      );
    }
    books.enter([event("budget", "PlanEnded", { index: 2n, amount: 7n })]);
    expect([budget.owed, budget.toFetch, budget.left]).to.deep.equal([11n, 10n, 0n]);
    expect(await stopOf(books, truth, sale)).to.equal(undefined);
    expect(await stopOf(books, { ...truth, "money of timelock": 10n }, sale)).to.equal(
      "the treasury of Garden holds 10 asset units, but it collected 0 of licences, 0 of tribute, and 9 of milestones",
    );
  });

  it("stops when offers hold something else than what waits for vouchers", async () => {
    const books = booksOf();
    const offer = { id: 1n, partner: "city", terms: terms({ name: "ride", price: 3n, stock: 9n }) };
    books.enter([event("partnerAcceptance", "OfferPublished", offer)]);
    books.enter([event("partnerAcceptance", "VouchersBought", { id: 1n, quantity: 7n })]);
    const split = { toPartner: 6n, toTreasury: 0n, burned: 0n };
    const redeemed = { id: 1n, holder: "h", gate: "h", quantity: 2n, ...split };
    books.enter([event("partnerAcceptance", "VouchersRedeemed", redeemed)]);
    books.enter([event("partnerAcceptance", "VouchersRedeemed", { ...redeemed, gate: "g" })]);
    books.enter([event("partnerAcceptance", "VouchersReturned", { id: 1n, quantity: 1n, fee: 0n })]);
    const [record] = books.vouchers.offers.values();
    expect([record?.redeemedAlone, record?.redeemedAtGate, record?.toPartner]).to.deep.equal([2n, 2n, 12n]);
    expect(await stopOf(books, { "balanceOf partnerAcceptance": 6n })).to.equal(undefined);
    expect(await stopOf(books, { "balanceOf partnerAcceptance": 7n })).to.equal(
      "the partners' offers of Garden hold 7 token wei, but 6 wait for vouchers",
    );
  });

  it("stops when proposals hold something else than backing and what backers did not claim", async () => {
    const books = booksOf();
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
    books.enter([
      event("issuance", "AwardEntered", { award: 1n, batch: 1n, amount: 20n, entered: 20n }),
      event("registry", "ContributionAwarded", { id: 7n, award: 1n }),
    ]);
    books.enter([event("proposals", "ProposalCompleted", { id: 1n })]);
    books.enter([
      event("token", "Transfer", { from: ZeroAddress, to: "issuance", value: 20n }),
      event("issuance", "BatchPaid", { batch: 1n, missing: 20n, paid: 20n }),
      event("token", "Transfer", { from: "issuance", to: "registry", value: 20n }),
      event("issuance", "AwardTaken", { award: 1n, amount: 20n }),
      event("token", "Transfer", { from: "registry", to: "proposals", value: 10n }),
      event("registry", "ContributionPaid", { id: 7n, producer: "proposals", amount: 10n }),
      event("token", "Transfer", { from: "registry", to: "maker", value: 10n }),
      event("registry", "ContributionPaid", { id: 7n, producer: "maker", amount: 10n }),
    ]);
    books.enter([event("proposals", "BackerRewardClaimed", { id: 1n, backer: "a", amount: 6n })]);
    books.enter([event("proposals", "BackingReclaimed", { id: 2n, backer: "a", amount: 6n })]);
    expect([books.backings.backed, books.backings.unclaimed]).to.deep.equal([3n, 4n]);
    const truth: Answers = {
      ...{ totalSupply: 20n, "balanceOf proposals": 7n },
      ...{ "cohortOf 1, entered": 20n, "cohortOf 1, paid": 20n },
    };
    expect(await stopOf(books, truth)).to.equal(undefined);
    expect(await stopOf(books, { ...truth, "balanceOf proposals": 8n })).to.equal(
      "the proposals of Garden hold 8 token wei, but 3 back them and 4 wait for backers",
    );
  });

  it("stops when issuance or the registry hold something else than was paid and not fetched or sent on", async () => {
    const books = booksOf();
    books.enter([
      event("registry", "ContributionSubmitted", { id: 7n, submitter: "maker", kind: 1n, reward: 20n }),
    ]);
    books.enter([
      event("issuance", "AwardEntered", { award: 1n, batch: 1n, amount: 20n, entered: 18n }),
      event("registry", "ContributionAwarded", { id: 7n, award: 1n }),
    ]);
    books.enter([
      event("token", "Transfer", { from: ZeroAddress, to: "issuance", value: 12n }),
      event("issuance", "BatchPaid", { batch: 1n, missing: 18n, paid: 12n }),
    ]);
    const paid: Answers = {
      ...{ totalSupply: 12n, "balanceOf issuance": 12n, "cohortOf 1, entered": 18n, "cohortOf 1, paid": 12n },
    };
    expect(await stopOf(books, paid)).to.equal(undefined);
    expect(await stopOf(books, { ...paid, "balanceOf issuance": 11n })).to.equal(
      "the issuance of Garden holds 11 token wei, but 12 were paid by batches and not fetched",
    );
    for (const [entered, there] of [
      [18n, 13n],
      [17n, 12n],
    ] as const) {
      expect(
        await stopOf(books, { ...paid, "cohortOf 1, entered": entered, "cohortOf 1, paid": there }),
      ).to.equal(
        `batch 1 of Garden was entered with ${entered} and paid ${there} token wei instead of 18 and 12`,
      );
    }
    // A batch that is overdue counts as paid in the views, not in the books.
    expect(await stopOf(books, { ...paid, "runningBatch, number": 3n, "cohortOf 1, paid": 18n })).to.equal(
      undefined,
    );
    books.enter([
      event("token", "Transfer", { from: "issuance", to: "registry", value: 12n }),
      event("issuance", "AwardTaken", { award: 1n, amount: 12n }),
      event("token", "Transfer", { from: "registry", to: "maker", value: 11n }),
      event("registry", "ContributionPaid", { id: 7n, producer: "maker", amount: 11n }),
    ]);
    const fetched: Answers = { ...paid, "balanceOf issuance": 0n, "balanceOf registry": 1n };
    expect(await stopOf(books, fetched)).to.equal(undefined);
    expect(await stopOf(books, { ...fetched, "balanceOf registry": 2n })).to.equal(
      "the registry of Garden holds 2 token wei, but 1 were fetched and not sent on",
    );
  });

  it("stops when the stake holds something else than is staked, vesting claims included", async () => {
    const books = booksOf();
    const staked = (account: string, payer: string, amount: bigint, stake: bigint): RecordedEvent =>
      event("stake", "Staked", { account, payer, amount, stake });
    books.enter([
      event("presale", "Released", { soldTokens: 80n, founderTokens: 20n, toReserve: 0n, toBudget: 0n }),
      event("token", "Transfer", { from: ZeroAddress, to: "presale", value: 100n }),
    ]);
    books.enter([staked("partner", "presale", 60n, 60n), staked("partner", "partner", 5n, 65n)]);
    books.enter([event("stake", "Unstaked", { account: "partner", amount: 40n, stake: 25n })]);
    const truth: Answers = { totalSupply: 100n, "balanceOf stake": 25n };
    expect(await stopOf(books, truth)).to.equal(undefined);
    expect(await stopOf(books, { ...truth, "balanceOf stake": 26n })).to.equal(
      "the stake of Garden holds 26 token wei, but 25 are staked, and 0 were lost by founders",
    );
    // What a founder lost is nobody's stake any more, and still there.
    books.enter([event("stake", "StakeForfeited", { account: "partner", amount: 3n })]);
    expect([books.stakes.stakeOf("partner"), books.stakes.total, books.stakes.forfeited]).to.deep.equal([
      22n,
      22n,
      3n,
    ]);
    expect(await stopOf(books, truth)).to.equal(undefined);
  });

  it("does not know a gift that came in no way that the suite has", () => {
    const books = booksOf();
    expect(() => {
      books.enter([
        event("licenceOffice", "LicenceBought", { price: 10n, toMakers: 4n }),
        event("reserve", "GiftReceived", { amount: 5n }),
      ]);
    }).to.throw("5 asset units were given in none of the ways that the suite has");
  });
});
