/** What users of other pages complain of, where it is about wallets, transactions and what is shown of them. */
import { expect } from "chai";
import { openStage, type Person, type Stage } from "./lib/stage.ts";
import { WalletError } from "./lib/wallet.ts";

const DAY = 86_400;

describe("page: wallets and transactions", () => {
  let stage: Stage;
  let somebody: Person;
  before(async () => {
    stage = await openStage();
    const { cdpo, asset } = await stage.node.launch({ example: "bootstrapped", name: "Car", symbol: "CAR" });
    await asset.mint(stage.node.accounts[6] ?? "", 1_000_000_000n);
    expect(cdpo.index).to.equal(0n);
    await stage.node.wait(2 * DAY);
    somebody = await stage.person(6);
  });
  after(() => stage.close());

  it("is useful without a wallet, and says what a wallet is needed for", async () => {
    const { page, go, errors } = await stage.person(0, { isReader: true });
    await page.getByRole("link", { name: "Car" }).click();
    await go("/o/0/market");
    await page.getByText("The market is not open yet.").waitFor();
    await page
      .getByRole("button", { name: /Connect a wallet/ })
      .first()
      .waitFor();
    expect(errors).to.deep.equal([]);
  });

  it("is not connected any more after disconnecting, nor when it is loaded again", async () => {
    const { page, connect } = await stage.person(7);
    const account = page.getByRole("banner").getByRole("button", { name: /^0x/ });
    await account.click();
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("banner").getByRole("button", { name: "Connect" }).waitFor();
    await page.reload();
    await page.getByRole("banner").getByRole("button", { name: "Connect" }).waitFor();
    await connect();
    await page.reload();
    await account.waitFor();
  });

  it("says that the wallet shows another chain, and switches it", async () => {
    const { page, wallet, go } = await stage.person(8);
    wallet.chainId = 1;
    await page.reload();
    await go("/o/0/market");
    await page.getByText("Your wallet shows another chain; this page shows Test chain.").waitFor();
    await page.getByRole("button", { name: "Switch the wallet", exact: true }).click();
    await page.getByText("Your wallet shows another chain").waitFor({ state: "detached" });
    expect(wallet.chainId).to.equal(31_337);
  });

  it("says that nothing was sent when somebody says no in the wallet", async () => {
    const { page, wallet, go } = somebody;
    await go("/o/0/presale");
    await page.getByLabel("Amount", { exact: true }).fill("100");
    wallet.answering = ({ method }) => {
      if (method === "eth_signTypedData_v4") throw new WalletError(4001, "no");
      return undefined;
    };
    await page
      .locator("main")
      .getByRole("button", { name: "Contribute", exact: true, disabled: false })
      .first()
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Contribute", exact: true }).click();
    await page.getByText("Rejected in the wallet. Nothing was sent.").waitFor();
    wallet.answering = undefined;
    expect(wallet.asked.some(({ method }) => method === "eth_sendTransaction")).to.equal(false);
  });

  it("keeps what it knows when the node goes away, and says as of which block", async () => {
    const { page, go, context } = await stage.person(0, { isReader: true });
    await go("/o/0/market");
    await page.getByText("The market is not open yet.").waitFor();
    await context.route(`${stage.node.url}/**`, (route) => route.abort());
    await page.getByText(/does not answer; shown as of block \d+/).waitFor();
    await page.getByText("The market is not open yet.").waitFor();
    await context.unroute(`${stage.node.url}/**`);
    await page.getByText(/does not answer/).waitFor({ state: "detached" });
  });
});
