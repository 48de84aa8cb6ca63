/** What a trustee holds, through the page: resources with their deeds, milestones, another trustee, and a sale that failed. */
import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import type { TestDeed } from "../../typechain-types/index.ts";
import {
  DAY,
  give,
  launchSale,
  ROLES,
  TOKEN,
  UNIT,
  waitUntil,
  type LaunchedSale,
} from "../../test/lib/command-stages.ts";
import { openStage, type Person, type Stage } from "./lib/stage.ts";

const { founder: FOUNDER, trustee: TRUSTEE, partner: PARTNER, second: SECOND, third: GIVER } = ROLES;
const [LEAVER, NEXT_TRUSTEE, PASSING, HEIR, OPERATOR] = [9, 10, 11, 12, 13];
const VAN = 7n;
const TEXT = "A van, given for good.\n";

describe("page: escrow", () => {
  let stage: Stage;
  let car: LaunchedSale;
  let deed: TestDeed;
  let giver: Person;
  let partner: Person;
  before(async () => {
    stage = await openStage();
    const { node } = stage;
    car = await launchSale(node, { name: "Car", symbol: "CAR" });
    deed = await node.ethers.deployContract("TestDeed");
    await deed.mint(node.signer(GIVER), VAN);
    for (const [account, amount] of [
      [PARTNER, 30_000n],
      [SECOND, 10_000n],
      [LEAVER, 2_500n],
      [PASSING, 1_000n],
    ] as const) {
      await give(node, car, [account, amount]);
    }
  });
  after(() => stage.close());

  const account = (at: number) => stage.node.accounts[at] ?? "";
  const moneyOf = (at: number) => car.asset.balanceOf(account(at));

  it("takes resources with their deeds into custody, and gives back those that are returned", async () => {
    giver = await stage.person(GIVER);
    const { page, go, act, wallet } = giver;
    await go("/o/0/presale");
    await page.locator("summary", { hasText: "Offer a resource" }).click();
    const worth = page.getByLabel("What it is worth", { exact: true });
    await worth.fill("5000");
    await page.getByText("Tokens for it at the release: 2,000 CAR").waitFor();
    await page.getByLabel("Its deed, a file that says what is given and how").setInputFiles({
      ...{ name: "deed.txt", mimeType: "text/plain", buffer: Buffer.from(TEXT) },
    });
    await page.getByText(`Hash of deed.txt: ${keccak256(toUtf8Bytes(TEXT))}`).waitFor();
    await page.getByLabel("Where anyone finds it", { exact: true }).fill("https://example.org/van");
    await page.getByLabel("An ERC-721 stands for it and goes into custody").check();
    await page.getByLabel("Contract of the ERC-721", { exact: true }).fill(await deed.getAddress());
    await page.getByLabel("Its number there", { exact: true }).fill(String(VAN));
    await act("Offer the resource");
    expect(wallet.asked.filter(({ method }) => method === "eth_sendTransaction")).to.have.length(2);
    const { custody, presale } = car;
    expect(await deed.ownerOf(VAN)).to.equal(await custody.getAddress());
    const [offered] = await custody.queryFilter(custody.filters.ResourceOffered());
    expect([offered?.args.value, offered?.args.deedHash, offered?.args.uri]).to.deep.equal([
      ...[5_000n * UNIT, keccak256(toUtf8Bytes(TEXT)), "https://example.org/van"],
    ]);
    await worth.fill("250");
    await act("Offer the resource");
    // What went with the first offer does not go with the next one unseen.
    const [, next] = await custody.queryFilter(custody.filters.ResourceOffered());
    expect([next?.args.value, BigInt(next?.args.deedHash ?? 1), next?.args.uri]).to.deep.equal([
      ...[250n * UNIT, 0n, ""],
    ]);

    const trustee = await stage.person(TRUSTEE);
    await trustee.go("/o/0/presale");
    await trustee.act("Accept resource 1");
    expect((await presale.positionOf(account(GIVER))).resourceTokens).to.equal(2_000n * TOKEN);
    await trustee.act("Return resource 2");
    await trustee.context.close();
    await act("Take resource 2 back");
    expect((await custody.resourceOf(2n)).state).to.equal(4n);
  });

  it("passes a place on to who takes it, and has an operator take money back for its owner", async () => {
    const { presale } = car;
    const passing = await stage.person(PASSING);
    await passing.go("/o/0/presale");
    await passing.page.getByLabel("To whom", { exact: true }).fill(account(HEIR));
    await passing.act("Offer my place");
    await passing.page.getByText("Your place is offered to").waitFor();
    await passing.context.close();
    const heir = await stage.person(HEIR);
    await heir.go("/o/0/presale");
    await heir.act("Take this place");
    expect([
      await presale.refundableOf(account(PASSING)),
      await presale.refundableOf(account(HEIR)),
    ]).to.deep.equal([...[0n, 1_000n * UNIT]]);
    await heir.page.locator("summary", { hasText: "Let another account have you refunded" }).click();
    await heir.page.getByLabel("Operator", { exact: true }).fill(account(OPERATOR));
    await heir.act("Allow this operator");
    await heir.page.getByText("may have you refunded.").waitFor();
    await heir.context.close();
    const operator = await stage.person(OPERATOR);
    await operator.go("/o/0/presale");
    await operator.page.getByText("who can have 1,000 tUSD back.").waitFor();
    await operator.act("Refund it to that account");
    expect([await moneyOf(HEIR), await moneyOf(OPERATOR), await presale.raised()]).to.deep.equal([
      ...[1_000n * UNIT, 0n, 42_500n * UNIT],
    ]);
    await operator.context.close();
  });

  it("lets go who does not want what was accepted, with all they gave", async () => {
    const { page, go, act, context } = await stage.person(LEAVER);
    await go("/o/0/presale");
    await page.getByText("You can take back 2,500 tUSD of the 2,500 tUSD you gave.").waitFor();
    await act("Take my money back");
    expect([await moneyOf(LEAVER), await car.presale.raised()]).to.deep.equal([
      2_500n * UNIT,
      40_000n * UNIT,
    ]);
    await context.close();
  });

  it("has another trustee only after partners had 14 days to leave", async () => {
    const { page, go, act, context } = await stage.person(FOUNDER);
    await go("/o/0/presale");
    await page.locator("summary", { hasText: "For founders and decisions: another trustee" }).click();
    await page.getByLabel("Candidate", { exact: true }).fill(account(NEXT_TRUSTEE));
    await act("Schedule the announcement");
    await stage.node.wait(2 * DAY);
    await go("/o/0/decide");
    await act("Carry it out");
    await go("/o/0/presale");
    const complete = page.getByRole("button", { name: "Make them the trustee", exact: true });
    await page.getByText(/^Partners may take their money back until .* \(in 14 days\)\./).waitFor();
    expect(await complete.getAttribute("aria-disabled")).to.equal("true");
    expect(await car.presale.trustee()).to.equal(account(TRUSTEE));
    await stage.node.wait(14 * DAY);
    await act("Make them the trustee");
    expect(await car.presale.trustee()).to.equal(account(NEXT_TRUSTEE));
    await context.close();
  });

  it("delivers deeds to the treasury once the money was released", async () => {
    const { presale } = car;
    const deliver = giver.page.getByRole("button", { name: "Deliver deed 1 to the treasury", exact: true });
    expect(await deliver.count()).to.equal(0);
    await waitUntil(stage.node, (await presale.terms()).closes);
    await presale.connect(stage.node.signer(NEXT_TRUSTEE)).release();
    await giver.act("Deliver deed 1 to the treasury");
    expect(await deed.ownerOf(VAN)).to.equal(car.cdpo.addresses.timelock);
    await giver.context.close();
  });

  it("pays a milestone once its trustee approved it and partners of half of the money do not object", async () => {
    const { node } = stage;
    const { budget, presale, cdpo, asset } = car;
    const bySigner = node.signer(PARTNER);
    await presale.connect(bySigner).claim(bySigner);
    await cdpo.token.connect(bySigner).approve(cdpo.stake, 12_000n * TOKEN);
    await cdpo.stake.connect(bySigner).stake(12_000n * TOKEN);
    // 16,000 sold, 2,000 for the van, 2,700 for the founders, 0.001 at the opening: half of their value is the reserve's.
    const received = 40_000n * UNIT - 25_875_001_250n;
    expect((await budget.account()).received).to.equal(received);
    await node.wait(14 * DAY);
    const trustee = await stage.person(NEXT_TRUSTEE);
    partner = await stage.person(PARTNER);
    await trustee.go("/o/0/presale");
    await trustee.act("Approve milestone 0");
    await partner.go("/o/0/presale");
    await partner.page.locator("summary", { hasText: "What each must reach" }).click();
    await partner.page.getByLabel("Text of a milestone", { exact: true }).fill("The first cars are ordered");
    await partner.page.getByText("This is the text of milestone 0.").waitFor();
    await partner.page.getByText("Your objection weighs 30,000 tUSD").waitFor();
    await partner.act("Object to milestone 0");
    expect((await budget.milestoneOf(0n)).state).to.equal(0n);
    // It is the trustee's turn again; this time nobody objects.
    await trustee.act("Approve milestone 0");
    await node.wait(7 * DAY);
    await partner.act("Pay milestone 0");
    expect(await asset.balanceOf(cdpo.addresses.timelock)).to.equal((received * 6_000n) / 10_000n);
    await trustee.act("Refuse milestone 1 for good");
    await trustee.context.close();
  });

  it("gives partners their part of what is not spent", async () => {
    const { budget } = car;
    const { received } = await budget.account();
    const owed = (received * 3_000n) / 10_000n;
    await partner.act("Fetch my part");
    expect(await moneyOf(PARTNER)).to.equal((owed * 30n) / 40n);
    await waitUntil(stage.node, await budget.deadline());
    await partner.act("Say that milestone 2 failed");
    await partner.page.getByText("All milestones are settled. Partners fetch what was not spent.").waitFor();
    const all = received - (received * 6_000n) / 10_000n;
    const second = await stage.person(SECOND);
    await second.go("/o/0/exit");
    await second.act("Fetch my part");
    expect(await moneyOf(SECOND)).to.equal((all * 10n) / 40n);
    await second.context.close();
    expect(partner.errors).to.deep.equal([]);
  });

  it("gives all back when a sale has failed: money, and what is in custody", async () => {
    const { node } = stage;
    const boat = await launchSale(node, {
      ...{ name: "Boat", symbol: "BOAT", asset: (await car.asset.getAddress()) as `0x${string}` },
    });
    await give(node, boat, [PARTNER, 5_000n]);
    const byGiver = node.signer(GIVER);
    await deed.mint(byGiver, 8n);
    await deed.connect(byGiver).approve(boat.custody, 8n);
    await boat.custody.connect(byGiver).offerResource(100n * UNIT, `0x${"1".repeat(64)}`, "", deed, 8n);
    await boat.custody.connect(node.signer(TRUSTEE)).acceptResource(1n);
    await waitUntil(node, (await boat.presale.terms()).closes);
    const before = await moneyOf(PARTNER);
    await partner.go("/o/1/presale");
    await partner.page.getByText("The sale failed. Every partner takes back all they gave").waitFor();
    await partner.act("Take my money back");
    expect(await moneyOf(PARTNER)).to.equal(before + 5_000n * UNIT);
    expect(await car.asset.balanceOf(boat.presale)).to.equal(0n);
    const again = await stage.person(GIVER);
    await again.go("/o/1/presale");
    await again.act("Take resource 1 back");
    expect(await deed.ownerOf(8n)).to.equal(account(GIVER));
    await again.context.close();
  });
});
