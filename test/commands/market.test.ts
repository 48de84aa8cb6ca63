import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { formatEther, formatUnits } from "ethers";
import { callsOfBatch, type SafeBatch } from "../../sdk/src/safe.ts";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import {
  DAY,
  launchMarket,
  ROLES,
  said,
  stakes,
  TOKEN,
  UNIT,
  waitUntil,
  type LaunchedSale,
} from "../lib/command-stages.ts";
import { ceilCost, floorBuy, floorSell, type Market } from "../lib/oracle.ts";

const { partner, second, third } = ROLES;
const by = (account: number): string[] => ["--from", String(account)];
const own = ["--organisation", "KYYTI"];

describe("commands: trades and the end", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  before(async () => {
    node = await startCommandNode();
    sale = await launchMarket(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
    await sale.asset.mint(node.signer(third), 5_000n * UNIT);
  });
  after(() => node.close());

  /** Supply and reserve, to which half of the market value belongs. */
  async function market(): Promise<Market> {
    const { token, reserve } = sale.cdpo;
    const [supply, balance] = [await token.totalSupply(), await reserve.reserveBalance()];
    return { supply, reserve: balance, ratioBps: 5_000n };
  }

  it("sell tokens for an amount, and exactly so many, to whom one likes", async () => {
    const { asset } = sale;
    const { token, reserve } = sale.cdpo;
    const before = await market();
    expect(before).to.deep.include({ supply: 18_400_001n * 10n ** 15n, reserve: 23_000_001_250n });
    // 1 % of it is tribute.
    const bought = floorBuy({ ...before, assetIn: 990n * UNIT });
    expect(await node.succeeds("quote", "buy", "1000", ...own)).to.equal(
      `1000 tUSD buy ${formatEther(bought)} KYYTI, 10 tUSD of it tribute.`,
    );
    expect(await node.succeeds("buy", "1000", ...by(third), ...own)).to.equal(
      `Signed a permit for 1000 tUSD.\nBought ${formatEther(bought)} KYYTI for 1000 tUSD, 10 tUSD of it tribute.`,
    );
    expect(await token.balanceOf(node.signer(third))).to.equal(bought);
    expect(await asset.balanceOf(node.signer(third))).to.equal(4_000n * UNIT);
    expect(await reserve.tributeOwed()).to.equal(10n * UNIT);
    expect(await asset.allowance(node.signer(third), reserve)).to.equal(0n);
    expect(await asset.nonces(node.signer(third))).to.equal(1n);

    const cost = ceilCost({ ...(await market()), tokensOut: 100n * TOKEN });
    const paid = (cost * 10_000n + 9_899n) / 9_900n;
    const exact = await node.json("buy-exact", "100", "--to", "signer:9", ...by(third), ...own);
    expect(exact).to.include({
      tokensOut: String(100n * TOKEN),
      assetIn: String(paid),
      tribute: String(paid - cost),
    });
    expect(await token.balanceOf(node.signer(9))).to.equal(100n * TOKEN);
    expect(await asset.balanceOf(node.signer(third))).to.equal(4_000n * UNIT - paid);
    expect(await asset.allowance(node.signer(third), reserve)).to.equal(0n);
  });

  it("buy tokens back", async () => {
    const { asset } = sale;
    const { token } = sale.cdpo;
    const gross = floorSell({ ...(await market()), tokensIn: 400n * TOKEN });
    const tribute = (gross + 99n) / 100n;
    const told = (to: string): string =>
      `Sold 400 KYYTI for ${formatUnits(gross - tribute, 6)} tUSD, after ${formatUnits(tribute, 6)} tUSD of tribute.${to}`;
    const before = await asset.balanceOf(node.signer(9));
    expect(await node.succeeds("sell", "400", "--to", "signer:9", ...by(second), ...own)).to.equal(told(""));
    expect((await asset.balanceOf(node.signer(9))) - before).to.equal(gross - tribute);
    expect(await token.balanceOf(node.signer(second))).to.equal(3_600n * TOKEN);
  });

  it("end by dissolution, and everyone takes their part", async () => {
    const { asset } = sale;
    const { reserve, stake, token } = sale.cdpo;
    await stakes(node, sale, [partner, 12_000n]);
    await stakes(node, sale, [second, 3_000n]);
    await node.wait(31 * DAY);
    expect(await node.fails("dissolve", ...own)).to.equal(
      "the contracts refuse: The organisation cannot be dissolved now: stakeholders have not consented, or their notice has not passed, or it has lapsed.",
    );
    await node.succeeds("consent", ...by(partner), ...own);
    const consented = await node.succeeds("consent", ...by(second), ...own);
    const [notice] = await stake.queryFilter(stake.filters.DissolutionNotice());
    const { from, until } = notice?.args ?? { from: 0n, until: 0n };
    expect(consented).to.equal(
      `Consented to dissolve Kallio Shared Car with 3000 KYYTI; 15000 KYYTI consent: it can be dissolved from ${said(from)} to ${said(until)}.`,
    );
    await waitUntil(node, from);
    const { supply: before, reserve: balance } = await market();
    // No milestone was paid, so that nothing of the founders' 2,400 has vested.
    const supply = before - 2_400n * TOKEN;
    expect(await node.succeeds("dissolve", ...by(third), ...own)).to.equal(
      `Kallio Shared Car is dissolved: ${formatUnits(balance, 6)} tUSD for ${formatEther(supply)} KYYTI.`,
    );
    expect(await reserve.marketState()).to.equal(2n);

    await node.succeeds("unstake", ...by(partner), ...own);
    const part = (balance * 1_000n * TOKEN) / supply;
    expect(await node.succeeds("redeem", "1000", "--to", "signer:9", ...by(partner), ...own)).to.equal(
      `Redeemed 1000 KYYTI for ${formatUnits(part, 6)} tUSD.`,
    );
    const rest = ((balance - part) * 11_000n * TOKEN) / (supply - 1_000n * TOKEN);
    expect(await node.succeeds("redeem", ...by(partner), ...own)).to.equal(
      `Redeemed 11000 KYYTI for ${formatUnits(rest, 6)} tUSD.`,
    );
    expect(await asset.balanceOf(node.signer(partner))).to.equal(rest);
    expect(await token.balanceOf(node.signer(partner))).to.equal(0n);
    expect(await node.fails("redeem", ...by(partner), ...own)).to.equal(
      `${node.accounts[partner] ?? ""} has no KYYTI to redeem`,
    );
  });
});

describe("commands: the market", () => {
  let node: CommandNode;
  let growing: Launched;
  before(async () => {
    node = await startCommandNode();
    growing = await node.launch({ example: "growing", name: "Open Field Guide", symbol: "FIELD" });
  });
  after(() => node.close());

  it("say what is missing, and send nothing", async () => {
    expect(await node.fails("open")).to.match(/^the contracts refuse: The reserve holds 0 tUSD, and /);
    expect(await node.succeeds("mint-asset", "5")).to.equal(`Minted 5 tUSD to ${node.accounts[0] ?? ""}.`);
    expect(await node.fails("buy", "1")).to.match(/^the contracts refuse: /);
    // An approval is never left behind by what is refused.
    expect(await growing.asset.allowance(node.accounts[0] ?? "", growing.cdpo.addresses.reserve)).to.equal(
      0n,
    );
    expect(await node.fails("buy", "9")).to.equal(
      `${node.accounts[0] ?? ""} has 5 tUSD, not 9 tUSD: get more of it, or take less`,
    );
  });

  it("try a decision of the treasury, and say who may do it", async () => {
    expect(await node.fails("set-tributes", "0.5 %", "1 %")).to.match(/^only the treasury can do this: /);
    const tried = await node.succeeds("set-tributes", "0.5 %", "1 %", "--dry-run");
    expect(tried).to.contain("Dry run: Set the tributes. 1 call of ");
    const file = join(node.folder, "safe.json");
    const by = ["--from", "1", "--schedule", "Lower the tributes", "--safe", file];
    const written = await node.succeeds("set-tributes", "0.5 %", "1 %", ...by);
    expect(written).to.contain(
      `Nothing was sent. Written: ${file}, for the Transaction Builder of the Safe.`,
    );
    const batch = JSON.parse(readFileSync(file, "utf8")) as SafeBatch;
    expect(callsOfBatch(batch)[0]?.to).to.equal(growing.cdpo.addresses.timelock);
  });
});
