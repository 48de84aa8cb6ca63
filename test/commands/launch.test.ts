import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { callsOfBatch, type SafeBatch } from "../../sdk/src/safe.ts";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import { request } from "../lib/nodes.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/growing.json", import.meta.url));
const SAFE = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const NAME = "Open Field Guide";

describe("commands: a launch by a Safe", () => {
  let node: CommandNode;
  before(async () => {
    node = await startCommandNode();
  });
  after(() => node.close());

  /** The example with an asset that is there, or as it is. */
  function configured(asset?: string): string {
    const json = JSON.parse(readFileSync(EXAMPLE, "utf8")) as { reserve: { asset: unknown } };
    if (asset !== undefined) json.reserve.asset = asset;
    const file = join(node.folder, "launch.json");
    writeFileSync(file, JSON.stringify(json));
    return file;
  }
  const launch = (config: string, ...more: readonly string[]) =>
    ["launch", "--config", config, "--network", "localhost", "--no-build", "--from", SAFE, ...more] as const;

  it("is written once the chain would accept it, and launches the organisation when the Safe sends it", async () => {
    const asset = await node.ethers.deployContract("TestAsset", ["Test dollar", "tUSD", 6]);
    const config = configured(await asset.getAddress());
    const file = join(node.folder, "launch-safe.json");
    const told = await node.succeeds(...launch(config, "--safe", file));
    expect(told.split("\n").at(0)).to.equal(`network localhost (chain 31337), sender ${SAFE}`);
    expect(told.split("\n").at(-1)).to.equal(
      `Nothing was sent. Written: ${file}, for the Transaction Builder of the Safe ${SAFE}.`,
    );
    const factory = await node.ethers.getContractAt("CdpoFactory", node.suite.factory);
    expect(await factory.queryFilter(factory.filters.CdpoLaunched())).to.deep.equal([]);

    const batch = JSON.parse(readFileSync(file, "utf8")) as SafeBatch;
    expect(batch.meta.name).to.equal(`Launch ${NAME}`);
    const [call, ...others] = callsOfBatch(batch);
    expect(others).to.deep.equal([]);
    expect(call?.to).to.equal(node.suite.factory);
    await request(node.url, "hardhat_impersonateAccount", [SAFE]);
    await request(node.url, "hardhat_setBalance", [SAFE, "0xde0b6b3a7640000"]);
    await request(node.url, "eth_sendTransaction", [{ from: SAFE, to: call?.to, data: call?.data }]);
    const [launched] = await factory.queryFilter(factory.filters.CdpoLaunched(SAFE));
    expect(launched?.args.launcher).to.equal(SAFE);
    // Everyone finds it in the directory.
    expect(await node.succeeds("status", NAME)).to.match(/^Open Field Guide \(FIELD\), organisation 0 on /);
  });

  it("is not written for a test asset, which is not there yet, nor for nobody", async () => {
    const file = join(node.folder, "none.json");
    expect(await node.fails(...launch(configured(), "--safe", file))).to.equal(
      "a test asset is deployed by who launches: write the address of a token for a Safe",
    );
    expect(() => readFileSync(file)).to.throw("ENOENT");
  });
});
