/** What an organisation lives on, through the page: licences, work that is backed, pledges of each kind, and leaving. */
import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import {
  DAY,
  launchMarket,
  ROLES,
  stakes,
  TOKEN,
  UNIT,
  waitUntil,
  type LaunchedSale,
} from "../../test/lib/command-stages.ts";
import { openStage, type Person, type Stage } from "./lib/stage.ts";

const { founder: FOUNDER, partner: BACKER, second: SECOND, third: MAKER } = ROLES;
const [BUYER, DONOR, VERIFIER] = [9, 10, 11];
const TERMS = "Print it, and share alike.\n";

describe("page: works", () => {
  let stage: Stage;
  let car: LaunchedSale;
  let backer: Person;
  let buyer: Person;
  let maker: Person;
  before(async () => {
    stage = await openStage();
    car = await launchMarket(stage.node, {
      ...{ name: "Car", symbol: "CAR" },
      change: (config) => {
        config.reserve.dissolveBps = 5_000n;
      },
    });
    for (const each of [BUYER, DONOR]) await car.asset.mint(account(each), 300n * UNIT);
  });
  after(() => stage.close());

  const account = (at: number) => stage.node.accounts[at] ?? "";
  const moneyOf = (at: number) => car.asset.balanceOf(account(at));
  const tokensOf = (at: number) => car.cdpo.token.balanceOf(account(at));
  const gifts = () => car.cdpo.reserve.giftsReceived();

  it("adds a kind of licence by its founders, bought and extended at its price, its makers' part sent on", async () => {
    const { licenceOffice, addresses } = car.cdpo;
    const founder = await stage.person(FOUNDER);
    await founder.go("/o/0/licences");
    const form = founder.page.locator("details.card", { hasText: "For the organisation: kinds of licences" });
    await form.locator("summary").first().click();
    for (const [label, text] of [
      ["Name", "Print"],
      ["Price", "12"],
      ["How long a licence runs", "1 year"],
      ["The makers' part of the price", "40 %"],
      ["Free from so many recognised tokens", "30"],
      ["Where its terms can be read", "ipfs://terms"],
      ["Why, for all to read", "Printers ask for it"],
    ] as const) {
      await form.getByLabel(label, { exact: true }).first().fill(text);
    }
    const file = { name: "terms.txt", mimeType: "text/plain", buffer: Buffer.from(TERMS) };
    await form.getByLabel("The text of its terms", { exact: true }).setInputFiles(file);
    await form.getByText(keccak256(toUtf8Bytes(TERMS))).waitFor();
    await founder.act("Schedule it as a founder", form);
    // The next kind has a text of its own.
    await form.getByText("Only its hash is kept, so that anyone can compare it.").waitFor();
    await stage.node.wait(2 * DAY);
    await founder.go("/o/0/decide");
    await founder.act("Carry it out");
    await founder.context.close();
    expect(await licenceOffice.tierOf(1n)).to.deep.equal([
      ...["Print", "ipfs://terms", keccak256(toUtf8Bytes(TERMS)), 12n * UNIT, 30n * TOKEN],
      ...[365n * BigInt(DAY), 4_000n, true],
    ]);

    buyer = await stage.person(BUYER);
    const { page, go, act } = buyer;
    await go("/o/0/licences");
    await page.locator("summary", { hasText: "Check the text of the terms" }).click();
    await page.getByLabel("Check a text that you loaded against the hash on the chain").setInputFiles(file);
    await page.getByText("✓ terms.txt is the text that was published, to the byte.").waitFor();
    await act("Buy the licence");
    expect([await moneyOf(BUYER), await gifts()]).to.deep.equal([288n * UNIT, 7_200_000n]);
    expect(await car.asset.allowance(account(BUYER), licenceOffice)).to.equal(0n);
    const { expires } = await licenceOffice.licence(1n);
    await act("Extend the licence");
    expect((await licenceOffice.licence(1n)).expires).to.equal(expires + 365n * BigInt(DAY));
    // More than one year ahead is not sold, and that is told before anything is signed.
    await page.getByText(/^The licence would run until .* is the latest\./).waitFor();
    await page.getByLabel("Account", { exact: true }).fill(account(BUYER));
    await page.getByText("Print: ✓ has a valid licence").waitFor();
    await page.getByLabel("Account", { exact: true }).fill(account(MAKER));
    await page.getByText("Print: ✗ has none").waitFor();
    await act("Send it to the treasury");
    expect(await car.asset.balanceOf(addresses.timelock)).to.equal(9_600_000n);
    await page.locator("summary", { hasText: "End it" }).click();
    await act("End the licence");
    expect(await licenceOffice.isLicensed(account(BUYER), 1n)).to.equal(false);
  });

  it("opens proposals, backed up to their goal, and backing is taken back before", async () => {
    const { proposals, token } = car.cdpo;
    maker = await stage.person(MAKER);
    await maker.go("/o/0/fund");
    const propose = async (goal: string, reward: string, uri: string) => {
      const { page, act } = maker;
      await page.getByLabel("Where it can be read", { exact: true }).fill(uri);
      await page.getByLabel("Backing that it takes", { exact: true }).fill(goal);
      await page.getByLabel("What it asks for, newly issued", { exact: true }).fill(reward);
      await act("Open the proposal");
    };
    await maker.page.getByLabel("Part of account 1", { exact: true }).fill("60 %");
    await maker.page.getByText("The parts sum to 60 %, and should sum to 80 %.").waitFor();
    await maker.page.getByRole("button", { name: "Another account", exact: true }).click();
    await maker.page.getByLabel("Account 2", { exact: true }).fill(account(BUYER));
    await maker.page.getByLabel("Part of account 2", { exact: true }).fill("20");
    await propose("100", "50", "https://example.org/parking");
    await propose("40", "10", "https://example.org/never");
    const { proposal } = await proposals.overview(1n, token);
    expect([proposal.goal, proposal.reward, proposal.backersBps, proposal.kind]).to.deep.equal([
      ...[100n * TOKEN, 50n * TOKEN, 2_000n, 0n],
    ]);

    backer = await stage.person(BACKER);
    await backer.go("/o/0/fund");
    const card = cardOf(backer, "Proposal 1:");
    await card.getByLabel("How many to put on it", { exact: true }).fill("70");
    await backer.act("Back it", card);
    await card.locator("summary", { hasText: "Take back what you put on it" }).click();
    await card.getByLabel("How many to take back", { exact: true }).fill("20");
    await backer.act("Take back", card);
    const other = cardOf(backer, "Proposal 2:");
    await other.getByLabel("How many to put on it", { exact: true }).fill("40");
    await backer.act("Back it", other);
    expect([await tokensOf(BACKER), await token.allowance(account(BACKER), proposals)]).to.deep.equal([
      ...[11_910n * TOKEN, 0n],
    ]);
    const second = await stage.person(SECOND);
    await second.go("/o/0/fund");
    const amount = second.page.getByLabel("How many to put on it", { exact: true });
    await amount.fill("80");
    await second.page.getByText("That is more than it still needs, or than you have at hand.").waitFor();
    await amount.fill("50");
    await second.act("Back it");
    expect(await tokensOf(SECOND)).to.equal(3_950n * TOKEN);
    await second.context.close();
  });

  it("pays deliverers the backing, backers their part of what is issued, and backing back where nobody delivers", async () => {
    const { node } = stage;
    const { proposals, licenceOffice } = car.cdpo;
    const card = cardOf(maker, "Proposal 1:");
    await card.getByLabel("As a text", { exact: true }).fill("Twelve places.");
    await card.getByLabel("Where it can be seen", { exact: true }).fill("https://example.org/made");
    await maker.act("Deliver it", card);
    for (const curator of ["4", "5"]) await node.succeeds("review", "1", "approve", "--from", curator);
    await node.wait(9 * DAY);
    await node.succeeds("decide", "1");
    await maker.act("Send the backing to its deliverers", card);
    // Of the backing 60 of 80 parts and 20 of 80.
    expect([await tokensOf(MAKER), await tokensOf(BUYER)]).to.deep.equal([75n * TOKEN, 25n * TOKEN]);
    await node.wait(7 * DAY);
    await node.succeeds("settle-batch");
    await node.succeeds("settle", "1");
    const mine = cardOf(backer, "Proposal 1:");
    await mine.getByText("Your part of what was issued for it: 5 CAR.").waitFor();
    await backer.act("Claim my part", mine);
    expect(await tokensOf(BACKER)).to.equal(11_915n * TOKEN);
    await backer.page.getByText("You got 5 CAR. Staked, they are a voice:").waitFor();

    // What the work earned its maker is enough for the free licence.
    await maker.go("/o/0/licences");
    await maker.page.locator("summary", { hasText: "I contributed: the free licence" }).click();
    await maker.page.getByText("It needs 30 CAR; of your contributions 30 CAR count already.").waitFor();
    await maker.act("Claim the free licence");
    expect(await licenceOffice.isLicensed(account(MAKER), 1n)).to.equal(true);
    await maker.context.close();

    await waitUntil(node, (await proposals.proposal(2n)).deliverBy);
    await backer.act("Take my backing back", cardOf(backer, "Proposal 2:"));
    expect(await tokensOf(BACKER)).to.equal(11_955n * TOKEN);
  });

  it("takes pledges of each kind, which go to the reserve when they are met and back when they are not", async () => {
    const { pledgeBook, reserve } = car.cdpo;
    const donor = await stage.person(DONOR);
    const { page, go, act } = donor;
    await go("/o/0/pledges");
    await page.locator("summary", { hasText: "Make a pledge, or a grant" }).click();
    const kind = page.getByLabel("When it goes to the reserve", { exact: true });
    const pledge = async (
      form: string,
      amount: string,
      note: string,
      [label, text]: readonly string[] = [],
    ) => {
      await kind.selectOption(form);
      await page.getByLabel("How much you lock", { exact: true }).fill(amount);
      if (label !== undefined) await page.getByLabel(label, { exact: true }).fill(text ?? "");
      await page.getByLabel("What for, for all to read", { exact: true }).fill(note);
      await act(form === "match" ? "Lock the grant" : "Pledge it");
    };
    await pledge("verifier", "20", "An article", ["Who confirms", account(VERIFIER)]);
    await pledge("verifier", "30", "A film", ["Who confirms", account(VERIFIER)]);
    await pledge("goal", "10", "When others give", ["How much others donate before", "25"]);
    await pledge("recognised", "15", "When much is made", ["Recognised in all, ever", "50"]);
    await pledge("match", "40", "Doubled");
    expect([await moneyOf(DONOR), await car.asset.balanceOf(pledgeBook)]).to.deep.equal([
      ...[185n * UNIT, 115n * UNIT],
    ]);
    const start = await gifts();
    await act("Check whether it is met", pledgeCard(donor, "When much is made"));
    expect((await gifts()) - start).to.equal(15n * UNIT);
    const early = pledgeCard(donor, "When others give").getByRole("button", {
      name: "Check whether it is met",
    });
    expect(await early.getAttribute("aria-disabled")).to.equal("true");

    const verifier = await stage.person(VERIFIER);
    await verifier.go("/o/0/pledges");
    await verifier.act("Confirm: it has come true", pledgeCard(verifier, "An article"));
    await verifier.act("Decline: it will not", pledgeCard(verifier, "A film"));
    await verifier.context.close();
    expect((await gifts()) - start).to.equal(35n * UNIT);
    await act("Take back what is left", pledgeCard(donor, "A film"));
    expect(await moneyOf(DONOR)).to.equal(215n * UNIT);

    await buyer.go("/o/0/pledges");
    await buyer.page.getByLabel("Your gift", { exact: true }).fill("25");
    await buyer.page.getByText("All holders get 50 tUSD.").waitFor();
    await buyer.act("Donate, doubled");
    expect([(await gifts()) - start, await reserve.donatedBy(account(BUYER))]).to.deep.equal([
      ...[85n * UNIT, 25n * UNIT],
    ]);
    await page.getByText("15 tUSD left").waitFor();
    await act("Check whether it is met", pledgeCard(donor, "When others give"));
    expect([(await gifts()) - start, await car.asset.balanceOf(pledgeBook)]).to.deep.equal([
      ...[95n * UNIT, 15n * UNIT],
    ]);
    await donor.context.close();
  });

  it("takes gifts that repeat: begun by their donor, paid when due by anyone, ended at once", async () => {
    const { page, act } = buyer;
    const { standingGifts } = stage.node.suite.periphery;
    const before = await moneyOf(BUYER);
    await page.locator("summary", { hasText: "Give again and again" }).click();
    await page.getByLabel("Each payment", { exact: true }).fill("10");
    await page.getByLabel("How often", { exact: true }).fill("30 days");
    await page.getByLabel("How many payments you allow, with the first", { exact: true }).fill("3");
    await page.getByText("You allow 30 tUSD in all; the first is paid at once.").waitFor();
    await act("Begin to give");
    const left = () => car.asset.allowance(account(BUYER), standingGifts);
    expect([before - (await moneyOf(BUYER)), await left()]).to.deep.equal([10n * UNIT, 20n * UNIT]);
    expect(await page.getByRole("button", { name: "Have it paid", exact: true }).count()).to.equal(0);
    await stage.node.wait(30 * DAY);
    await backer.go("/o/0/pledges");
    await backer.act("Have it paid");
    expect([before - (await moneyOf(BUYER)), await left()]).to.deep.equal([20n * UNIT, 10n * UNIT]);
    await act("End it at once");
    await page.getByText("Nobody does so now.").waitFor();
    expect(buyer.errors).to.deep.equal([]);
    await buyer.context.close();
  });

  it("lets everybody leave: by selling all they have, and by their part once stakeholders dissolved it", async () => {
    const { node } = stage;
    const { reserve, stake, token } = car.cdpo;
    await stakes(node, car, [BACKER, 11_900n]);
    await stakes(node, car, [SECOND, 950n]);
    const { page, go, act } = backer;
    await node.wait(31 * DAY);
    await go("/o/0/exit");
    await act("Consent to dissolve");
    expect(await stake.consentOf(1n, account(BACKER))).to.equal(11_900n * TOKEN);
    await page.getByText("Enough consented. The notice runs").waitFor();
    await act("Sell what is at hand");
    expect(await tokensOf(BACKER)).to.equal(0n);
    const second = await stage.person(SECOND);
    await second.go("/o/0/exit");
    await second.act("Leave with everything that is free");
    const [sold] = await reserve.queryFilter(reserve.filters.Sold(account(SECOND)));
    expect([sold?.args.tokensIn, sold?.args.assetOut]).to.deep.equal([3_950n * TOKEN, await moneyOf(SECOND)]);
    expect([await tokensOf(SECOND), await stake.getVotes(account(SECOND))]).to.deep.equal([0n, 0n]);
    await node.wait(14 * DAY);
    await act("Dissolve the organisation");
    expect(await reserve.marketState()).to.equal(2n);
    const [balance, supply] = [await reserve.reserveBalance(), await token.totalSupply()];
    const before = await moneyOf(BACKER);
    await act("Leave with everything that is free");
    expect(await moneyOf(BACKER)).to.equal(before + (balance * 11_900n * TOKEN) / supply);
    await page.getByText("This account has no tokens here.").waitFor();
    expect(backer.errors).to.deep.equal([]);
  });
});

/** The card of a proposal. */
const cardOf = ({ page }: Person, title: string) => page.locator("article.matter", { hasText: title });

/** The card of a pledge. */
const pledgeCard = ({ page }: Person, title: string) => page.locator("li.card", { hasText: title });
