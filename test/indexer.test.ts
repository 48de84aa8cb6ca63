import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { startCommandNode, type CommandNode } from "./lib/commands.ts";
import { launchMarket, ROLES, stakes, TOKEN, UNIT, type LaunchedSale } from "./lib/command-stages.ts";
import { installIndexer, startIndexer, type RunningIndexer } from "./lib/indexer.ts";

describe("the indexer", () => {
  let node: CommandNode;
  let car: LaunchedSale;
  let indexer: RunningIndexer;
  let data: string;

  before(async () => {
    installIndexer();
    data = mkdtempSync(join(tmpdir(), "indexer-"));
    node = await startCommandNode({ anvil: true });
    car = await launchMarket(node, { name: "Shared car", symbol: "CAR" });
    await stakes(node, car, [ROLES.partner, 100n]);
    await trade();
    indexer = await startIndexer({ rpcUrl: node.url, deployments: node.folder, data });
    await indexer.reaches(node.url);
  });

  after(async () => {
    await indexer.stop();
    await node.close();
    rmSync(data, { recursive: true });
  });

  /** The third account buys, and sells a part of it. */
  async function trade(): Promise<void> {
    const { asset } = car;
    const { token, reserve } = car.cdpo;
    const buyer = node.signer(ROLES.third);
    await asset.mint(buyer, 1_000n * UNIT);
    await asset.connect(buyer).approve(reserve, 1_000n * UNIT);
    const latest = async (): Promise<number> =>
      (await node.ethers.provider.getBlock("latest"))?.timestamp ?? 0;
    await reserve.connect(buyer).buy(1_000n * UNIT, 0n, buyer, (await latest()) + 600);
    await node.wait(86_400);
    await token.connect(buyer).approve(reserve, 10n * TOKEN);
    await reserve.connect(buyer).sell(10n * TOKEN, 0n, buyer, (await latest()) + 600);
  }

  it("knows every organisation of the factory, and whose contracts are whose", async () => {
    const { addresses, index } = car.cdpo;
    const [organisation, ...others] = await indexer.rows(
      "organisations",
      "id name symbol token presale governor",
    );
    expect(others).to.deep.equal([]);
    expect(organisation).to.deep.equal({
      id: Number(index),
      name: "Shared car",
      symbol: "CAR",
      token: addresses.token.toLowerCase(),
      presale: addresses.presale?.toLowerCase(),
      governor: addresses.governor.toLowerCase(),
    });
    const contracts = await indexer.rows("contracts", "address organisation name");
    expect(contracts).to.have.deep.members(
      Object.entries(addresses).map(([name, address]) => ({
        address: address?.toLowerCase(),
        organisation: 0,
        name,
      })),
    );
  });

  it("has what every account holds and has staked, to the unit", async () => {
    const { token, stake } = car.cdpo;
    const holders = await indexer.rows("holders", "account balance");
    expect(holders.length).to.be.greaterThan(5);
    for (const { account, balance } of holders)
      expect(balance).to.equal(String(await token.balanceOf(String(account))), String(account));
    expect(await indexer.rows("tokens", "supply")).to.deep.equal([
      { supply: String(await token.totalSupply()) },
    ]);
    const sum = holders.reduce((total, { balance }) => total + BigInt(String(balance)), 0n);
    expect(sum).to.equal(await token.totalSupply());
    const stakers = await indexer.rows("stakers", "account amount");
    expect(stakers.length).to.be.greaterThan(0);
    for (const { account, amount } of stakers)
      expect(amount).to.equal(String(await stake.getVotes(String(account))), String(account));
  });

  it("has every trade with its price, and the prices of each day", async () => {
    const trades = await indexer.rows("trades", "kind asset tokens tribute price time");
    expect(trades.map(({ kind }) => kind)).to.deep.equal(["Buy", "Sell"]);
    expect(await indexer.rows("priceDays", "first highest lowest last trades")).to.deep.equal(
      trades.map(({ price }) => ({ first: price, highest: price, lowest: price, last: price, trades: 1 })),
    );
  });
});
