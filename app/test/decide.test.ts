/** A decision through the page: put together in words, voted on at once and by a ballot handed over, carried out; another vetoed. */
import { expect } from "chai";
import {
  DAY,
  launchMarket,
  ROLES,
  stakes,
  TOKEN,
  UNIT,
  type LaunchedSale,
} from "../../test/lib/command-stages.ts";
import type { Launched } from "../../test/lib/commands.ts";
import type { Address } from "../../sdk/src/types.ts";
import { openStage, type Stage } from "./lib/stage.ts";

const { partner: PARTNER, second: SECOND, third: THIRD, founder: FOUNDER } = ROLES;
const [CARRIER, FRIEND] = [9, 10];
/** As the contract numbers it. */
const WITHDRAWN = 4n;

describe("page: decisions", () => {
  let stage: Stage;
  let sale: LaunchedSale;
  let bikes: Launched;
  before(async () => {
    stage = await openStage();
    sale = await launchMarket(stage.node, {
      ...{ name: "Car", symbol: "CAR" },
      change: (config) => {
        config.governance.governorProposes = true;
      },
    });
    await stakes(stage.node, sale, [PARTNER, 9_000n]);
    await stakes(stage.node, sale, [SECOND, 3_000n]);
    await sale.cdpo.token.connect(stage.node.signer(PARTNER)).transfer(accountOf(THIRD), 500n * TOKEN);
    await stakes(stage.node, sale, [THIRD, 500n]);
    bikes = await stage.node.launch({
      ...{ example: "growing", name: "Shared bikes", symbol: "BIKE" },
      asset: (await sale.asset.getAddress()) as Address,
    });
    await stage.node.wait(60);
  });
  after(() => stage.close());

  const accountOf = (number: number) => stage.node.accounts[number] ?? "";

  it("is proposed in words, and shows what it changes before anybody votes", async () => {
    const { page, go, act, context } = await stage.person(PARTNER);
    await go("/o/0/decide");
    await page.getByLabel("What should be done").selectOption("Set the tributes of buying and selling");
    await page.getByLabel("Of buys").fill("0.5 %");
    await page.getByLabel("Of sells").fill("0.25 %");
    await page.getByRole("button", { name: "Add this to what is to be done" }).click();
    const changes = page.locator("#propose .changes").first();
    expect(await changes.locator("li").allInnerTexts()).to.deep.equal([
      "Tribute of buys: 1 % → 0.5 %",
      "Tribute of sells: 1 % → 0.25 %",
    ]);
    await page.getByLabel("What for").fill("Trade should cost less");
    await act("Propose");
    await page.getByText("Voting begins").waitFor();
    const { governor } = sale.cdpo;
    const [event] = await governor.queryFilter(governor.filters.ProposalCreated());
    expect(event?.args.proposer).to.equal(accountOf(PARTNER));
    expect(event?.args.calldatas).to.deep.equal([
      sale.cdpo.reserve.interface.encodeFunctionData("setTributes", [50, 25]),
    ]);
    await context.close();
  });

  it("is voted on at once, or by a ballot that somebody else brings in", async () => {
    const { governor } = sale.cdpo;
    const [event] = await governor.queryFilter(governor.filters.ProposalCreated());
    const id = event?.args.proposalId ?? 0n;
    await stage.node.wait(2 * DAY);

    const second = await stage.person(SECOND);
    await second.go("/o/0/decide");
    await second.page.getByLabel("How do you vote?").selectOption("against");
    await second.page.getByLabel("Why (if you like; public)").fill("It pays for the cars");
    await second.page.getByRole("button", { name: "Sign a ballot instead" }).click();
    const ballot = await second.page.locator("pre.ballot").innerText();
    expect(second.wallet.asked.map(({ method }) => method)).to.not.include("eth_sendTransaction");
    await second.context.close();

    const carrier = await stage.person(CARRIER);
    await carrier.go("/o/0/decide");
    const field = carrier.page.getByLabel("The ballot", { exact: true });
    await field.fill(ballot.slice(0, -2));
    await carrier.page.getByText("This is no ballot: paste all of it").waitFor();
    await field.fill(ballot.replace("against", "for"));
    const bringIn = carrier.page.getByRole("button", { name: "Bring it in", exact: true });
    // Changed, it is not what was signed.
    await carrier.page.locator(".act", { has: bringIn }).locator(".reason").waitFor();
    expect(await bringIn.getAttribute("aria-disabled")).to.equal("true");
    await field.fill(ballot);
    await carrier.page.getByText(/votes against “Trade should cost less”/).waitFor();
    await carrier.act("Bring it in");
    expect(await governor.hasVoted(id, accountOf(SECOND))).to.equal(true);
    await carrier.context.close();

    const { page, go, act, context } = await stage.person(PARTNER);
    await go("/o/0/decide");
    await act("Vote");
    await page.getByText("You have voted.").waitFor();
    const { againstVotes, forVotes } = await governor.proposalVotes(id);
    expect([againstVotes, forVotes]).to.deep.equal([3_000n * TOKEN, 9_000n * TOKEN]);
    await page.getByText("It would be agreed on now.").waitFor();
    await context.close();
  });

  it("is queued and carried out by whoever comes by, after the time to leave", async () => {
    const { reserve } = sale.cdpo;
    await stage.node.wait(6 * DAY);
    const { page, go, act, context } = await stage.person(CARRIER);
    await go("/o/0/decide");
    await act("Queue it");
    await page.getByText(/It can be carried out from/).waitFor();
    const carry = page.getByRole("button", { name: "Carry it out", exact: true });
    await page.locator(".act", { has: carry }).locator(".reason").waitFor();
    expect(await carry.getAttribute("aria-disabled")).to.equal("true");
    await stage.node.wait(3 * DAY);
    await act("Carry it out");
    const { entryTributeBps, exitTributeBps } = await reserve.terms();
    expect([entryTributeBps, exitTributeBps]).to.deep.equal([50n, 25n]);
    await context.close();
  });

  it("of founders is stopped by a tenth of the stake: less can veto it, and take that back", async () => {
    const founder = await stage.person(FOUNDER);
    await founder.go("/o/0/decide");
    await founder.page.getByLabel("What should be done").selectOption("Name a curator, or no longer");
    await founder.page.getByLabel("Who", { exact: true }).fill(accountOf(FRIEND));
    await founder.page.getByRole("button", { name: "Add this to what is to be done" }).click();
    await founder.page.getByLabel("What for").fill("A friend of ours");
    await founder.act("Schedule as a founder");
    await founder.context.close();

    const { stake, timelock } = sale.cdpo;
    const [scheduled] = (await timelock.queryFilter(timelock.filters.CallScheduled())).slice(-1);
    const operation = scheduled?.args.id ?? "";
    const { matter } = await timelock.vetoTerms(operation);
    const third = await stage.person(THIRD);
    // A twenty-fifth of what is staked stops nothing.
    for (let round = 0; round < 2; round++) {
      await third.go("/o/0/decide");
      await third.act("Veto");
      await third.page.getByText("You veto it with 500 CAR.").waitFor();
      expect(await stake.vetoOf(timelock, matter, accountOf(THIRD))).to.equal(500n * TOKEN);
      if (round === 0) await third.act("Take my veto back");
      if (round === 0) expect(await stake.vetoOf(timelock, matter, accountOf(THIRD))).to.equal(0n);
    }
    await third.context.close();

    const { page, go, act, context } = await stage.person(PARTNER);
    await go("/o/0/decide");
    await act("Veto");
    await page.getByRole("heading", { name: /Scheduled by founders/ }).waitFor({ state: "detached" });
    expect(await timelock.isOperation(operation)).to.equal(false);
    await context.close();
  });

  it("pledges the treasury's money to another organisation, and publishes and withdraws offers, in words", async () => {
    const { timelock, partnerAcceptance } = sale.cdpo;
    const treasury = await timelock.getAddress();
    await sale.asset.mint(treasury, 500n * UNIT);
    const { page, go, act, context, errors } = await stage.person(FOUNDER);
    await go("/o/0/decide");
    const what = page.getByLabel("What should be done");
    const field = (name: string) => page.locator("#propose .action").getByLabel(name, { exact: true });
    const add = page.getByRole("button", { name: "Add this to what is to be done" });
    const carryOut = async (why: string): Promise<void> => {
      await page.getByLabel("What for").fill(why);
      await act("Schedule as a founder");
      await stage.node.wait(2 * DAY);
      await go("/o/0/decide");
      await act("Carry it out");
    };
    await what.selectOption("Pledge a gift until somebody confirms what it is promised for");
    await field("To whose reserve").selectOption("Shared bikes (BIKE)");
    await field("How much").fill("120");
    await field("Who confirms").fill(accountOf(FRIEND));
    await field("Until when").fill("+90 days");
    await field("Where it is described").fill("ipfs://lanes");
    await add.click();
    await what.selectOption("Publish an offer for tokens");
    await field("What is offered").fill("A seat");
    await field("Where it is described").fill("ipfs://seat");
    await field("Price of a voucher").fill("2");
    await field("How many vouchers at most").fill("40");
    await field("Sold from").fill("+3 days");
    await field("Sold until").fill("+30 days");
    await field("Good until").fill("+60 days");
    await field("What becomes of the tokens").selectOption("they are burnt, a gift to all other holders");
    await add.click();
    expect(await page.locator("#propose .chosen li").allInnerTexts()).to.satisfy(
      ([allow = "", pledge = "", offer = "", ...none]: readonly string[]) =>
        /^Lets the pledges \(0x.{9}\) – Shared bikes take 120 tUSD\./.test(allow) &&
        /^To Shared bikes: Pledges 120 tUSD to the reserve, to be given when 0x/.test(pledge) &&
        /^Publishes the offer “A seat”: 40 vouchers at 2 CAR, sold from/.test(offer) &&
        none.length === 0,
    );
    await page
      .getByText("Tried on the chain as it is now: all of it would be carried out.")
      .first()
      .waitFor();
    await carryOut("Lanes for all, and seats for tokens");
    const pledge = await bikes.cdpo.pledgeBook.pledgeOf(1n);
    expect([pledge.donor, pledge.amount, pledge.arbiter]).to.deep.equal([
      ...[treasury, 120n * UNIT, accountOf(FRIEND)],
    ]);
    expect(await sale.asset.balanceOf(treasury)).to.equal(380n * UNIT);
    const told = await partnerAcceptance.dashboard(1n);
    expect([told.partner, told.terms.price, told.terms.stock, told.terms.settlement]).to.deep.equal([
      ...[treasury, 2n * TOKEN, 40n, 1n],
    ]);

    await what.selectOption("Withdraw an offer of the treasury for good");
    await field("Its number").fill("1");
    await add.click();
    await carryOut("No seats any more");
    expect((await partnerAcceptance.dashboard(1n)).state).to.equal(WITHDRAWN);
    expect(errors).to.deep.equal([]);
    await context.close();
  });
});
