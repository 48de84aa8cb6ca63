import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { runCdpo } from "../scripts/commands/index.ts";
import { readAddressBook } from "../scripts/lib/address-book.ts";
import { IMPLEMENTATION_NAMES } from "../launch/index.ts";
import { DETERMINISTIC_PROXY } from "../sdk/src/addresses/index.ts";
import {
  request,
  runScript,
  startAnvil,
  startHardhatNode,
  startKillingProxy,
  type DevelopmentNode,
} from "./lib/nodes.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GROWING = join(ROOT, "examples", "growing.json");

/** The first account of development nodes. */
const DEPLOYER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

/** What `status --json` says, as far as it is looked at here. */
interface Status {
  readonly name: string;
  readonly addresses: Record<string, string>;
  readonly asset: { readonly symbol: string };
  readonly contracts: {
    readonly reserve: Record<string, unknown>;
    readonly registry: Record<string, unknown>;
  };
  readonly contributions: readonly unknown[];
  readonly roles: Record<string, readonly string[]>;
}

describe("nodes in processes of their own", () => {
  it("deploys, launches, acts and tells on hardhat node and anvil, with a block a transaction", async () => {
    for (const start of [startHardhatNode, startAnvil]) await act({ node: await start(), kill: false });
  });

  it("does so with a block a second; killed, it goes on", async () => {
    const nodes = [await startHardhatNode({ interval: true }), await startAnvil({ interval: true })];
    await Promise.all(nodes.map((node) => act({ node, kill: true })));
  });

  /** One short life on a node, which it stops. */
  async function act({
    node,
    kill,
  }: {
    readonly node: DevelopmentNode;
    readonly kill: boolean;
  }): Promise<void> {
    const proxy = await startKillingProxy(node.url);
    const folder = mkdtempSync(join(tmpdir(), "nodes-"));
    const onNode = ["--network", "localhost", "--deployments", folder];
    const run = async (...args: readonly string[]): Promise<string> => {
      let [out, error] = ["", ""];
      const code = await runCdpo([...args, ...onNode], {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (error += text) },
        override: { url: proxy.url },
      });
      expect([error, code], args.join(" ")).to.deep.equal(["", 0]);
      return out;
    };
    try {
      if (kill) {
        proxy.armed = new RegExp(DETERMINISTIC_PROXY.slice(2), "iu");
        const killed = await runScript({
          ...{ script: "deploy.ts", args: ["--no-build", ...onNode] },
          env: { LOCALHOST_RPC_URL: proxy.url },
        });
        expect(killed.code).to.equal(null);
      }
      const deployed = await run("deploy", "--no-build");
      if (kill) expect(deployed).to.match(/CdpoToken +0x\w+ +was sent by an earlier run\n/);
      await run("launch", "--no-build", "--config", GROWING);
      await run("mint-asset", "75");
      expect(await run("donate", "50.5")).to.equal(
        "Approved 50.5 tUSD.\nDonated 50.5 tUSD to the holders of FIELD.\n",
      );
      await run("submit", "3", "--from", "1");

      const status = JSON.parse(await run("status", "--json")) as Status;
      const { name, addresses, asset, contracts, contributions, roles } = status;
      expect([name, asset.symbol]).to.deep.equal(["Open Field Guide", "tUSD"]);
      expect(contracts.reserve).to.include({
        marketState: "Closed",
        donationsReceived: String(505n * 10n ** 17n),
      });
      expect(contracts.registry).to.include({ contributionCount: "1" });
      expect(contributions).to.have.lengthOf(1);
      expect(roles["DEFAULT_ADMIN_ROLE"]).to.deep.equal([addresses["timelock"]]);

      const book = await readAddressBook({ folder, chainId: 31_337 });
      for (const contract of IMPLEMENTATION_NAMES) {
        expect(book.organisations[0]?.[contract] ?? undefined).to.equal(addresses[contract]);
      }
      // Up to the factory each contract was deployed once, the first one before the run was killed.
      const at = `0x${(book.block ?? 0).toString(16)}`;
      const sent = Number(await request(node.url, "eth_getTransactionCount", [DEPLOYER, at]));
      // Where the chain began without the proxy that deploys by CREATE2, its deployment was paid for before.
      const proxyAtFirst = await request(node.url, "eth_getCode", [DETERMINISTIC_PROXY, "0x0"]);
      expect(sent).to.equal(IMPLEMENTATION_NAMES.length + 1 + (proxyAtFirst === "0x" ? 1 : 0));
    } finally {
      await proxy.close();
      await node.stop();
      rmSync(folder, { recursive: true });
    }
  }

  it("lives the whole life of an organisation from the command line", async () => {
    const node = await startHardhatNode();
    const folder = mkdtempSync(join(tmpdir(), "whole-life-"));
    try {
      const { code, out, error } = await runScript({
        script: "examples/whole-life.ts",
        args: ["--no-build", "--deployments", folder],
        env: { LOCALHOST_RPC_URL: node.url },
      });
      expect([error, code]).to.deep.equal(["", 0]);
      for (const told of [
        "Contributed 10000 tEUR; raised so far: 20000 tEUR.",
        // Half of the market value, 2 · (10,000 + 1,000 + 0.001) tEUR.
        "Released: 10000 TOOL sold, 1000 TOOL for the founders; 11000.001 tEUR opened the market.",
        "Claimed 0 TOOL; 5000 TOOL that vest are staked: they have a voice, and can be unstaked as they vest.",
        "Contribution 1 is accepted: award 1, in the batch that is paid from ",
        "Done: pay the batches whose windows are over.",
        "Done: pay those who made contribution 1.",
        "for 2000 tEUR, 20 tEUR of it tribute.",
        "Donated 500 tEUR to the holders of TOOL.",
        "Staked 50 TOOL; the stake of ",
        "Voted for with 5000 TOOL.",
        "Voted against with 500 TOOL.",
        "Closed a vote against decision ",
        "Unstaked 100 TOOL; the stake is 400 TOOL.",
        "Carried out: reserve.setTributes(50, 50).",
        "from a vote for decision ",
        "it is stopped. The stake is held for a week.",
        "Handed over.",
        "Consented to dissolve Harbour Tool Library with 5000 TOOL; 10000 TOOL consent: it can be dissolved from ",
        "Harbour Tool Library is dissolved: ",
      ]) {
        expect(out).to.contain(told);
      }
      expect(out).to.match(/terms entry tribute +0\.5 %\n/);
      expect(out.match(/Redeemed [\d.]+ TOOL for [\d.]+ tEUR\./g)).to.have.lengthOf(4);
    } finally {
      await node.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
