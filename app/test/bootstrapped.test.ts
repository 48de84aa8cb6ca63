/** Bootstrapped liquidity through the page, by several people with wallets of their own. */
import { expect } from "chai";
import type { Launched } from "../../test/lib/commands.ts";
import { openStage, type Stage } from "./lib/stage.ts";

const DAY = 86_400;
const MONEY = 10n ** 6n;
const TOKEN = 10n ** 18n;
/** As in examples/bootstrapped.json. */
const [TRUSTEE, CURATOR, SECOND_CURATOR] = [3, 4, 5];
const [PARTNER, SECOND_PARTNER, MAKER] = [6, 7, 8];

describe("page: bootstrapped liquidity", () => {
  let stage: Stage;
  let car: Launched;
  before(async () => {
    stage = await openStage();
    car = await stage.node.launch({
      ...{ example: "bootstrapped", name: "Car", symbol: "CAR" },
      change: (config) => {
        config.presale.minimum = 10_000n * MONEY;
        config.presale.maximum = 40_000n * MONEY;
        config.presale.perPartnerMaximum = 8_000n * MONEY;
        config.reserve.minimumReserve = 1_000n * MONEY;
      },
    });
    for (const partner of [PARTNER, SECOND_PARTNER, MAKER]) {
      await car.asset.mint(stage.node.accounts[partner] ?? "", 20_000n * MONEY);
    }
    await stage.node.wait(2 * DAY);
  });
  after(() => stage.close());

  const moneyOf = (account: number) => car.asset.balanceOf(stage.node.accounts[account] ?? "");
  const tokensOf = (account: number) => car.cdpo.token.balanceOf(stage.node.accounts[account] ?? "");

  it("takes partners' money with one signature and one transaction each, and gives it back to who asks in time", async () => {
    for (const account of [PARTNER, SECOND_PARTNER]) {
      const { page, go, act, wallet, context } = await stage.person(account);
      await go("/o/0/presale");
      await page.getByLabel("Amount", { exact: true }).fill("6000.5");
      await act("Contribute");
      expect(await moneyOf(account)).to.equal(20_000n * MONEY - 6_000_500_000n);
      const methods = wallet.asked.map(({ method }) => method);
      expect(methods.filter((method) => method === "eth_sendTransaction")).to.have.length(1);
      expect(methods).to.include("eth_signTypedData_v4");
      expect(
        await car.asset.allowance(stage.node.accounts[account] ?? "", car.cdpo.addresses.presale ?? ""),
      ).to.equal(0n);
      await page.getByText("You gave 6,000.5 tUSD so far.").waitFor();
      await context.close();
    }
    expect(await car.cdpo.presale?.raised()).to.equal(12_001n * MONEY);
  });

  it("releases it when the trustee says so, and not before the sale has closed", async () => {
    const { page, go, act, context } = await stage.person(TRUSTEE);
    await go("/o/0/presale");
    const release = page.getByRole("button", { name: "Release the money" });
    await release.waitFor();
    expect(await release.getAttribute("aria-disabled")).to.equal("true");
    await stage.node.wait(50 * DAY);
    await act("Release the money");
    expect(await car.cdpo.presale?.state()).to.equal(3n);
    await context.close();
  });

  it("lets a partner claim, stake, buy and sell, to the unit what the market says", async () => {
    const { page, go, act, context } = await stage.person(PARTNER);
    await go("/o/0/presale");
    await act("Claim");
    const { stake, reserve, token } = car.cdpo;
    const account = stage.node.accounts[PARTNER] ?? "";
    // 6,000.50 at 2.50 each; nothing has vested in the first minutes but what the seconds gave.
    const [atHand, staked] = [await tokensOf(PARTNER), await stake.getVotes(account)];
    expect(atHand + staked).to.equal(2_400_200n * 10n ** 15n);
    await go("/o/0/market");
    await page.getByLabel("Spend").fill("100");
    await act("Buy");
    const bought = (await tokensOf(PARTNER)) - atHand;
    const [event] = await reserve.queryFilter(reserve.filters.Bought(account));
    expect([event?.args.assetIn, event?.args.tokensOut]).to.deep.equal([100n * MONEY, bought]);
    await page.getByLabel("What", { exact: true }).selectOption("sell");
    await page.getByLabel("Sell", { exact: true }).fill("10");
    const before = await moneyOf(PARTNER);
    await act("Sell");
    const [sold] = await reserve.queryFilter(reserve.filters.Sold(account));
    expect([sold?.args.tokensIn, sold?.args.assetOut]).to.deep.equal([
      10n * TOKEN,
      (await moneyOf(PARTNER)) - before,
    ]);
    expect(await token.allowance(account, car.cdpo.addresses.reserve)).to.equal(0n);
    await go("/o/0/stake");
    await page.getByLabel("How many", { exact: true }).fill("5");
    const votes = await stake.getVotes(account);
    await act("Stake");
    expect(await stake.getVotes(account)).to.equal(votes + 5n * TOKEN);
    await context.close();
  });

  it("recognises work: submitted, approved by two curators, paid by the batch of its week", async () => {
    const maker = await stage.person(MAKER);
    await maker.go("/o/0/market");
    await maker.page.getByLabel("Spend").fill("50");
    await maker.act("Buy");
    const bought = await tokensOf(MAKER);
    await maker.go("/o/0/contribute");
    await maker.page.getByLabel("How much it should earn").fill("10");
    await maker.page.getByLabel("Where it can be seen").fill("https://example.org/parking-place");
    await maker.act("Submit it");
    const { registry } = car.cdpo;
    expect((await registry.contribution(1n)).reward).to.equal(10n * TOKEN);
    for (const account of [CURATOR, SECOND_CURATOR]) {
      const { page, go, act, context } = await stage.person(account);
      await go("/o/0/contribute");
      await page.getByRole("button", { name: "Approve", exact: true }).first().waitFor();
      await act("Approve");
      await context.close();
    }
    await stage.node.wait(10 * DAY);
    await maker.page.reload();
    await maker.act("Decide on it");
    await stage.node.wait(8 * DAY);
    await maker.page.reload();
    await maker.act("Claim all that is owed");
    // 10 is far below what the window may issue: it is paid in full.
    expect(await tokensOf(MAKER)).to.equal(bought + 10n * TOKEN);
    await maker.context.close();
  });
});
