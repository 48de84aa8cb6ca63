/** What users of other pages complain of, where it is about wallets, transactions and what is shown of them. */
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { shortAddress } from "../../sdk/src/units.ts";
import type { SafeBatch } from "../../sdk/src/safe.ts";
import type { Launched } from "../../test/lib/commands.ts";
import { request } from "../../test/lib/nodes.ts";
import { button, openStage, press, type Person, type Stage } from "./lib/stage.ts";
import { WalletError } from "./lib/wallet.ts";

const DAY = 86_400;

describe("page: wallets and transactions", () => {
  let stage: Stage;
  let somebody: Person;
  let car: Launched;
  before(async () => {
    stage = await openStage();
    car = await stage.node.launch({ example: "bootstrapped", name: "Car", symbol: "CAR" });
    await car.asset.mint(stage.node.accounts[6] ?? "", 1_000_000_000n);
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
    await press(page, "Contribute");
    await page.getByText("Rejected in the wallet. Nothing was sent.").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Not now" }).click();
    wallet.answering = undefined;
    expect(wallet.asked.some(({ method }) => method === "eth_sendTransaction")).to.equal(false);
  });

  it("says that a transaction was replaced in the wallet, and that it was not done", async () => {
    const { page, wallet, go } = somebody;
    const { url } = stage.node;
    await go("/o/0/presale");
    await page.getByLabel("Amount", { exact: true }).fill("100");
    await request(url, "evm_setAutomine", [false]);
    await press(page, "Contribute");
    await page.getByText("Sent, waiting for its block.").waitFor();
    const block = (await request(url, "eth_getBlockByNumber", ["pending", true])) as {
      readonly transactions: readonly { readonly nonce: string; readonly maxFeePerGas: string }[];
    };
    const sent = block.transactions.at(-1);
    const fee = `0x${(BigInt(sent?.maxFeePerGas ?? 0) * 3n).toString(16)}`;
    const [from, nonce] = [wallet.account, sent?.nonce];
    const fees = { maxFeePerGas: fee, maxPriorityFeePerGas: fee };
    await request(url, "eth_sendTransaction", [{ from, to: from, value: "0x0", nonce, ...fees }]);
    await request(url, "evm_mine", []);
    await request(url, "evm_setAutomine", [true]);
    await page.getByText("Replaced in the wallet by another transaction: this one was not done.").waitFor();
    expect(await car.cdpo.presale?.raised()).to.equal(0n);
  });

  it("writes for a Safe what it would send, decoded, and sends nothing", async () => {
    const { page, go, wallet } = await stage.person(9);
    const safe = stage.node.accounts[10] ?? "";
    await car.asset.mint(safe, 1_000_000_000n);
    await page.getByRole("banner").getByRole("button", { name: /^0x/ }).click();
    await page.getByRole("dialog").getByLabel("Address of the Safe").fill(safe);
    await page.getByRole("dialog").getByRole("button", { name: "Act for it" }).click();
    await page.getByText("nothing is sent, every button writes a file for its Safe").waitFor();
    await go("/o/0/presale");
    await page.getByLabel("Amount", { exact: true }).fill("100");
    await button(page, "Contribute").click();
    const downloading = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Write the file for the Safe" }).click();
    const batch = JSON.parse(await text(await (await downloading).createReadStream())) as SafeBatch;
    const [presale, asset] = [car.cdpo.addresses.presale ?? "", await car.asset.getAddress()];
    expect([batch.chainId, batch.meta.createdFromSafeAddress]).to.deep.equal(["31337", safe]);
    expect(batch.transactions.map(({ to }) => to.toLowerCase())).to.deep.equal(
      [asset, presale].map((address) => address.toLowerCase()),
    );
    expect(batch.transactions[0]?.data).to.equal(
      car.asset.interface.encodeFunctionData("approve", [presale, 100_000_000n]),
    );
    expect(batch.transactions[1]?.data).to.equal(
      car.cdpo.presale?.interface.encodeFunctionData("contribute", [100_000_000n, []]),
    );
    expect(batch.meta.description).to.match(/^1\. Lets the presale \(0x.*\) take 100 tUSD\.\n/);
    expect(wallet.asked.some(({ method }) => method === "eth_sendTransaction")).to.equal(false);
  });

  it("opens as a Safe App: the Safe is connected, and what is sent waits there for its owners", async () => {
    const { context } = await stage.person(11, { isReader: true });
    const safe = stage.node.accounts[12] ?? "";
    await car.asset.mint(safe, 1_000_000_000n);
    await request(stage.node.url, "hardhat_setCode", [safe, "0x00"]);
    const page = await context.newPage();
    await page.route(`${stage.url}/safe.html`, (route) =>
      route.fulfill({ contentType: "text/html", body: safePage(`${stage.url}/#/o/0/presale`, safe) }),
    );
    await page.goto(`${stage.url}/safe.html`);
    const inside = page.frameLocator("iframe");
    await inside
      .getByRole("banner")
      .getByRole("button", { name: shortAddress(safe) })
      .waitFor();
    await inside.getByLabel("Amount", { exact: true }).fill("100");
    await inside
      .locator("main")
      .getByRole("button", { name: "Contribute", exact: true, disabled: false })
      .click();
    await inside.getByRole("dialog").getByRole("button", { name: "Contribute", exact: true }).click();
    await inside.getByText("Proposed to the Safe").waitFor();
    const sent =
      await page.evaluate<readonly { readonly to: string; readonly data: string }[]>("window.proposed");
    expect(sent.map(({ to }) => to.toLowerCase())).to.deep.equal(
      [await car.asset.getAddress(), car.cdpo.addresses.presale ?? ""].map((each) => each.toLowerCase()),
    );
    await context.close();
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

  it("says in words why a transaction failed that was right when it was tried", async () => {
    const { page, wallet, go } = somebody;
    await go("/o/0/presale");
    await page.getByLabel("Amount", { exact: true }).fill("100");
    wallet.answering = async ({ method }) => {
      // The sale closes while the wallet asks.
      if (method === "eth_signTypedData_v4") await stage.node.wait(60 * DAY);
      return undefined;
    };
    await press(page, "Contribute");
    await page.getByText(/^Failed: /).waitFor();
    wallet.answering = undefined;
    const [notice = ""] = await page.locator(".notice.bad").allInnerTexts();
    expect(notice).to.match(/Failed: [A-Z][^0]*sale/);
    expect(await car.cdpo.presale?.raised()).to.equal(0n);
  });
});

/** A page that shows another as a Safe does. */
function safePage(address: string, safe: string): string {
  return `<!doctype html><title>Safe</title><iframe src="${address}" width="1200" height="860"></iframe><script>
    const answers = {
      getSafeInfo: () => ({ safeAddress: "${safe}", chainId: 31337, threshold: 2, owners: [], isReadOnly: false }),
      sendTransactions: ({ txs }) => { window.proposed = txs; return { safeTxHash: "0x${"ab".repeat(32)}" }; },
      getTxBySafeTxHash: () => ({ txStatus: "AWAITING_CONFIRMATIONS" }),
    };
    window.addEventListener("message", ({ data, source }) => {
      const answer = answers[data.method];
      if (!answer) return;
      source.postMessage({ id: data.id, success: true, version: "9.1.0", data: answer(data.params) }, "*");
    });
  </script>`;
}
