/** Growing liquidity through the page: work first, no money anywhere; a gift later makes the same token liquid. */
import { expect } from "chai";
import type { Address } from "../../sdk/src/types.ts";
import type { Launched } from "../../test/lib/commands.ts";
import { openStage, type Stage } from "./lib/stage.ts";

const DAY = 86_400;
const MONEY = 10n ** 6n;
const TOKEN = 10n ** 18n;
/** As in examples/growing.json. */
const [CURATOR, SECOND_CURATOR] = [4, 5];
const [MAKER, DONOR, GIVER] = [6, 7, 8];

describe("page: growing liquidity", () => {
  let stage: Stage;
  let field: Launched;
  before(async () => {
    stage = await openStage({ wrapped: true });
    field = await stage.node.launch({
      ...{ example: "growing", name: "Field guide", symbol: "FIELD" },
      change: (config) => {
        config.issuance.baseAmount = 200n * TOKEN;
        config.reserve.minimumReserve = 100n * MONEY;
      },
    });
    await field.asset.mint(stage.node.accounts[DONOR] ?? "", 1_000n * MONEY);
  });
  after(() => stage.close());

  const tokensOf = (account: number) => field.cdpo.token.balanceOf(stage.node.accounts[account] ?? "");

  it("issues tokens for work that two curators approved, and pays its maker", async () => {
    const maker = await stage.person(MAKER);
    await maker.go("/o/0/contribute");
    await maker.page.getByLabel("How much it should earn").fill("250");
    await maker.page.getByLabel("Where it can be seen").fill("https://example.org/article");
    await maker.act("Submit it");
    for (const account of [CURATOR, SECOND_CURATOR]) {
      const { go, act, context } = await stage.person(account);
      await go("/o/0/contribute");
      await act("Approve");
      await context.close();
    }
    await stage.node.wait(10 * DAY);
    await maker.page.reload();
    await maker.act("Decide on it");
    await stage.node.wait(8 * DAY);
    await maker.page.reload();
    await maker.act("Claim all that is owed");
    // 250 and 2 % on top for the reviewers wait; the first window pays 200 of it, of which they get 200 · 2/102.
    const paid = 200n * TOKEN;
    expect(await tokensOf(MAKER)).to.equal(paid - (paid * 2n) / 102n);
    await maker.context.close();
  });

  it("becomes liquid by a gift: the market opens, and who was recognised sells", async () => {
    const donor = await stage.person(DONOR);
    await donor.go("/o/0/pledges");
    await donor.page.getByLabel("Amount", { exact: true }).first().fill("500");
    await donor.act("Donate");
    const { reserve } = field.cdpo;
    expect(await reserve.donatedBy(stage.node.accounts[DONOR] ?? "")).to.equal(500n * MONEY);
    await donor.go("/o/0/market");
    await donor.act("Open the market");
    expect(await reserve.marketState()).to.equal(1n);
    await donor.context.close();

    const maker = await stage.person(MAKER, { language: "fi" });
    await maker.go("/o/0/market");
    await maker.page.getByLabel("Mitä", { exact: true }).selectOption("sell");
    await maker.page.getByLabel("Myy", { exact: true }).fill("1,5");
    await maker.act("Myy");
    const account = stage.node.accounts[MAKER] ?? "";
    const [sold] = await reserve.queryFilter(reserve.filters.Sold(account));
    expect(sold?.args.tokensIn).to.equal(15n * 10n ** 17n);
    expect(await field.asset.balanceOf(account)).to.equal(sold?.args.assetOut);
    await maker.context.close();
  });

  it("is given what waited for a condition of another contract, once that holds", async () => {
    const { pledgeBook, reserve } = field.cdpo;
    const condition = await stage.node.ethers.deployContract("TestCondition");
    const donor = await stage.person(DONOR);
    const { page, go, act } = donor;
    await go("/o/0/pledges");
    await page.locator("summary", { hasText: "Make a pledge, or a grant" }).click();
    await page.getByLabel("When it goes to the reserve", { exact: true }).selectOption("contract");
    await page.getByLabel("How much you lock", { exact: true }).fill("40");
    await page.getByLabel("The contract", { exact: true }).fill(await condition.getAddress());
    await page.getByLabel("What it is asked with", { exact: true }).fill("0x12f");
    await page.getByText("Write hexadecimal digits after 0x.").waitFor();
    await page.getByLabel("What it is asked with", { exact: true }).fill("0x12ff");
    await page.getByLabel("What for, for all to read", { exact: true }).fill("When it says so");
    await act("Pledge it");
    const [made] = await pledgeBook.queryFilter(pledgeBook.filters.Pledged());
    expect([made?.args.arbiter, made?.args.data, made?.args.amount]).to.deep.equal([
      ...[await condition.getAddress(), "0x12ff", 40n * MONEY],
    ]);
    const card = page.locator("li.card", { hasText: "When it says so" });
    const check = card.getByRole("button", { name: "Check whether it is met" });
    await card.locator(".reason").waitFor();
    expect(await check.getAttribute("aria-disabled")).to.equal("true");
    await condition.getFunction("behave")(1);
    const before = await field.asset.balanceOf(reserve);
    await act("Check whether it is met", card);
    expect((await field.asset.balanceOf(reserve)) - before).to.equal(40n * MONEY);
    await donor.context.close();
  });

  it("takes the chain's own coin where the asset is its wrapped form, and gives it back as such", async () => {
    const { node } = stage;
    const through = node.suite.periphery.gateway ?? "";
    const gateway = await node.ethers.getContractAt("NativeGateway", through);
    const asset = (await gateway.wrapped()) as Address;
    const { cdpo: shop } = await node.launch({
      example: "bootstrapped",
      name: "Shop",
      symbol: "SHOP",
      asset,
    });
    await node.wait(DAY);
    const { presale } = shop;
    if (presale === undefined) throw new Error("the example has a presale");
    const giver = await stage.person(GIVER);
    const { page, go, act, wallet } = giver;
    const coins = () => node.ethers.provider.getBalance(wallet.account);
    await go("/o/1/presale");
    await page.getByLabel("Pay with", { exact: true }).selectOption("coin");
    await page.getByLabel("Amount", { exact: true }).first().fill("30");
    const before = await coins();
    await act("Contribute");
    const sent = wallet.asked.filter(({ method }) => method === "eth_sendTransaction");
    expect(sent).to.have.length(1);
    expect((await presale.positionOf(wallet.account)).contributed).to.equal(30n * TOKEN);
    expect(before - (await coins()) - 30n * TOKEN).to.be.lessThan(TOKEN / 10n);

    await node.wait(61 * DAY);
    await go("/o/1/presale");
    const poorer = await coins();
    await act("Take it back as ETH");
    expect(30n * TOKEN - ((await coins()) - poorer)).to.be.lessThan(TOKEN / 10n);
    expect([
      await presale.refundableOf(wallet.account),
      await presale.isOperator(wallet.account, through),
    ]).to.deep.equal([...[0n, false]]);
    await giver.context.close();
  });
});
