/** What somebody else can do while the page is open: moving the price, the wallet, the chain, and words that are not the page's. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { request } from "../../test/lib/nodes.ts";
import type { Launched } from "../../test/lib/commands.ts";
import { openStage, press, type Person, type Stage } from "./lib/stage.ts";
import { WalletError } from "./lib/wallet.ts";

const DAY = 86_400;
const MONEY = 10n ** 6n;
const [TRUSTEE, BUYER, OTHER] = [3, 6, 7];

describe("page: attacks", () => {
  let stage: Stage;
  let car: Launched;
  let buyer: Person;
  before(async () => {
    stage = await openStage();
    car = await stage.node.launch({
      ...{ example: "bootstrapped", name: "Car \u202e\nraC", symbol: "CAR" },
      change: (config) => {
        config.presale.minimum = 10_000n * MONEY;
        config.presale.perPartnerMaximum = 20_000n * MONEY;
        config.reserve.minimumReserve = 1_000n * MONEY;
      },
    });
    const { presale, token } = car.cdpo;
    for (const account of [BUYER, OTHER]) {
      await car.asset.mint(stage.node.accounts[account] ?? "", 100_000n * MONEY);
    }
    await stage.node.wait(2 * DAY);
    const other = stage.node.signer(OTHER);
    await car.asset.connect(other).approve(car.cdpo.addresses.presale ?? "", 20_000n * MONEY);
    await presale?.connect(other).contribute(20_000n * MONEY, []);
    await stage.node.wait(50 * DAY);
    await presale?.connect(stage.node.signer(TRUSTEE)).release();
    expect(await token.totalSupply()).to.be.greaterThan(0n);
    buyer = await stage.person(BUYER);
  });
  after(() => stage.close());
  beforeEach(() => {
    buyer.wallet.asked.length = 0;
    buyer.wallet.answering = undefined;
    buyer.wallet.chainId = 31_337;
  });

  const moneyOf = (account: number) => car.asset.balanceOf(stage.node.accounts[account] ?? "");
  const transactions = () => buyer.wallet.asked.filter(({ method }) => method === "eth_sendTransaction");

  /** The form of the market with an amount, ready to be pressed. */
  async function toBuy(amount: string): Promise<Page> {
    const { page, go } = buyer;
    await page.goto("about:blank");
    await go("/o/0/market");
    await page.getByLabel("Spend").fill(amount);
    await page.locator("main").getByRole("button", { name: "Buy", exact: true, disabled: false }).waitFor();
    return page;
  }

  it("by moving the price while somebody reads what they confirm: what was promised stays, and is refused", async () => {
    const page = await toBuy("100");
    const before = await moneyOf(BUYER);
    await page.locator("main").getByRole("button", { name: "Buy", exact: true }).click();
    const dialog = page.getByRole("dialog");
    // How far away its end is tells the present, and not the deed.
    const meaning = async () => {
      return (await dialog.locator(".meaning").innerText()).replace(/ \(in [^)]*\)/, "");
    };
    const promised = await meaning();
    expect(promised).to.match(/^Buys tokens for 100 tUSD with a permit|^Buys tokens for 100 tUSD, at least /);
    const other = stage.node.signer(OTHER);
    await car.asset.connect(other).approve(car.cdpo.addresses.reserve, 50_000n * MONEY);
    await stage.node.wait(60);
    await car.cdpo.reserve.connect(other).buy(50_000n * MONEY, 0n, other.address, 2n ** 40n);
    await stage.node.wait(60);
    await dialog.getByRole("alert").waitFor();
    expect(await meaning()).to.equal(promised);
    expect(await dialog.getByRole("alert").innerText()).to.match(/^The price has moved: what you would get/);
    const confirm = dialog.getByRole("button", { name: "Buy", exact: true });
    expect(await confirm.getAttribute("aria-disabled")).to.equal("true");
    await confirm.click({ force: true });
    expect(transactions()).to.deep.equal([]);
    expect(await moneyOf(BUYER)).to.equal(before);
  });

  it("by an amount that is written while another was tried: nothing is confirmed before it was tried itself", async () => {
    const page = await toBuy("100");
    // The node answers no more trials, so that what was found out is of the first amount only.
    await page.route(`${stage.node.url}/**`, () => undefined);
    await page.getByLabel("Spend").fill("5000");
    const button = page.locator("main").getByRole("button", { name: "Buy", exact: true });
    expect(await button.getAttribute("aria-disabled")).to.equal("true");
    await button.click({ force: true });
    expect(await page.getByRole("dialog").count()).to.equal(0);
    await page.unroute(`${stage.node.url}/**`);
  });

  it("by another account of the wallet: what was made for the first one is closed", async () => {
    const page = await toBuy("100");
    await page.locator("main").getByRole("button", { name: "Buy", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    await page.evaluate(`window.tellWalletEvent("accountsChanged", ["${stage.node.accounts[OTHER] ?? ""}"])`);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(transactions()).to.deep.equal([]);
  });

  it("by a wallet that shows another chain without saying so: nothing is signed or sent there", async () => {
    const page = await toBuy("100");
    buyer.wallet.chainId = 1;
    await press(page, "Buy");
    await page.getByText("The wallet shows another chain than Test chain. Nothing was sent.").waitFor();
    expect(buyer.wallet.asked.map(({ method }) => method)).to.not.include("eth_signTypedData_v4");
    expect(transactions()).to.deep.equal([]);
  });

  it("by an approval that stays when the second question is refused: it is told, and taken back", async () => {
    const page = await toBuy("100");
    const allowance = () => car.asset.allowance(stage.node.accounts[BUYER] ?? "", car.cdpo.addresses.reserve);
    const no = new WalletError(4001, "no");
    buyer.wallet.answering = ({ method }) => {
      if (method === "eth_signTypedData_v4") throw new WalletError(4200, "this wallet signs none");
      if (method === "eth_sendTransaction" && transactions().length === 2) throw no;
      return undefined;
    };
    await press(page, "Buy");
    await page.getByText("Rejected in the wallet. 1 of 2 were done before.").waitFor();
    expect(await allowance()).to.equal(100n * MONEY);
    await page.getByRole("button", { name: "Take back what it may take" }).click();
    await page.getByText("Nothing of it stays allowed.").waitFor();
    expect(await allowance()).to.equal(0n);
  });

  it("by a permit that others saw in a transaction that failed: it is told, and made void", async () => {
    const page = await toBuy("100");
    const { url } = stage.node;
    const account = stage.node.accounts[BUYER] ?? "";
    const nonce = await car.asset.nonces(account);
    buyer.wallet.answering = async ({ method, params }) => {
      if (method !== "eth_sendTransaction") return undefined;
      // Mined so late that the order has lapsed; the gas is given, so that the node does not refuse before.
      await stage.node.wait(2 * 3_600);
      await request(url, "evm_setAutomine", [false]);
      const [sent] = params as readonly [Record<string, unknown>];
      const hash = await request(url, "eth_sendTransaction", [{ ...sent, gas: "0x7a120" }]);
      await request(url, "evm_mine", []);
      await request(url, "evm_setAutomine", [true]);
      return hash;
    };
    await press(page, "Buy");
    await page.getByText(/^Failed: .*The contract may still take what was allowed for it\.$/).waitFor();
    expect(await car.asset.nonces(account)).to.equal(nonce);
    buyer.wallet.answering = undefined;
    await page.getByRole("button", { name: "Take back what it may take" }).click();
    await page.getByText("Nothing of it stays allowed.").waitFor();
    expect(await car.asset.nonces(account)).to.equal(nonce + 1n);
    expect(await car.asset.allowance(account, car.cdpo.addresses.reserve)).to.equal(0n);
  });

  it("by a name that turns the direction of what stands beside it: its signs are shown as ?", async () => {
    const { page, go } = buyer;
    await go("/");
    await page.getByRole("link", { name: "Car ??raC" }).waitFor();
    await go("/o/0");
    expect(await page.locator("main h1").innerText()).to.equal("Car ??raC CAR");
    expect(await page.title()).to.equal("Car ??raC · cDPO");
  });

  it("by an address of a description that counts who opens the page: it is asked when its reader says so", async () => {
    const owner = car.cdpo.addresses.timelock;
    await request(stage.node.url, "hardhat_impersonateAccount", [owner]);
    await request(stage.node.url, "hardhat_setBalance", [owner, "0xde0b6b3a7640000"]);
    const timelock = await stage.node.ethers.getSigner(owner);
    await car.cdpo.token.connect(timelock).setContractURI("https://counter.example.org/who.json");
    const { page, go } = await stage.person(9, { isReader: true });
    const asked: string[] = [];
    await page.route("https://counter.example.org/**", (route) => {
      asked.push(route.request().url());
      return route.fulfill({
        json: { description: "A car <b>for all</b>" },
        headers: { "access-control-allow-origin": "*" },
      });
    });
    await go("/o/0");
    const button = page.getByRole("button", { name: "Read how it describes itself there" });
    await button.waitFor();
    expect(asked).to.deep.equal([]);
    await button.click();
    await page.getByText("A car <b>for all</b>").waitFor();
    expect(asked).to.deep.equal(["https://counter.example.org/who.json"]);
  });
});
