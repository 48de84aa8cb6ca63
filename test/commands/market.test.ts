import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { callsOfBatch, type SafeBatch } from "../../sdk/src/safe.ts";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";

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
