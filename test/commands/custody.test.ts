import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { callsOfBatch, type SafeBatch } from "../../sdk/src/safe.ts";
import type { TestDeed } from "../../typechain-types/index.ts";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import { give, launchSale, release, ROLES, said, UNIT, type LaunchedSale } from "../lib/command-stages.ts";

const { partner, trustee, third } = ROLES;
const byPartner = ["--from", String(partner)];
const byTrustee = ["--from", String(trustee)];

describe("commands: resources", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  let deed: TestDeed;
  let at: string;
  before(async () => {
    node = await startCommandNode();
    sale = await launchSale(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
    deed = await node.ethers.deployContract("TestDeed");
    at = await deed.getAddress();
    await deed.mint(node.signer(partner), 7n);
  });
  after(() => node.close());

  it("are offered with a deed, which goes into custody", async () => {
    expect(await node.succeeds("resource list")).to.equal("No resource was offered to Kallio Shared Car.");
    const text = "A van, given for good.\n";
    const file = join(node.folder, "deed.txt");
    writeFileSync(file, text);
    const kept = ["--text", file, "--uri", "ipfs://deed"];
    const deeded = ["--deed", at, "--id", "7"];
    expect(await node.fails("resource offer", "5000", "--deed", at, ...byPartner)).to.equal(
      "a deed has a contract and a number: write both --deed and --id",
    );
    expect(
      await node.succeeds("resource offer", "5000", ...kept, ...deeded, ...byPartner, "--dry-run"),
    ).to.contain("Dry run: Offer a resource worth 5000 tUSD. 2 calls of ");
    expect(await sale.custody.resourceCount()).to.equal(0n);
    expect(await node.succeeds("resource offer", "5000", ...kept, ...deeded, ...byPartner)).to.equal(
      `Approved 7 of ${at}.\n` +
        "Offered: resource 1, worth 5000 tUSD, with its deed in custody. The trustee accepts or returns it.",
    );
    expect(await deed.ownerOf(7n)).to.equal(await sale.custody.getAddress());
    const [offered] = await sale.custody.queryFilter(sale.custody.filters.ResourceOffered());
    expect(offered?.args.deedHash).to.equal(keccak256(toUtf8Bytes(text)));
    expect(offered?.args.uri).to.equal("ipfs://deed");

    // Without a deed, as words for a Safe.
    const safe = join(node.folder, "safe.json");
    await node.succeeds("resource offer", "250", "--from", node.accounts[third] ?? "", "--safe", safe);
    const calls = callsOfBatch(JSON.parse(readFileSync(safe, "utf8")) as SafeBatch);
    expect(calls.map(({ to }) => to)).to.deep.equal([await sale.custody.getAddress()]);
    expect(await node.json("resource offer", "250", "--from", String(third))).to.include({
      resource: "2",
      value: String(250n * UNIT),
    });
  });

  it("are accepted and returned by the trustee, and withdrawn by who offered them", async () => {
    await give(node, sale, [partner, 30_000n]);
    expect(await node.fails("resource accept", "1", ...byPartner)).to.equal(
      "the contracts refuse: Only the trustee may do this, not 0x976E…0aa9.",
    );
    const accepted = await node.succeeds("resource accept", "1", ...byTrustee);
    const [, until] = await sale.presale.refunds();
    expect(accepted).to.equal(
      `Accepted resource 1: 2000 KYYTI for ${node.accounts[partner] ?? ""} at the release. ` +
        `Who gave before can have their money back until ${said(until)}.`,
    );
    expect((await sale.presale.positionOf(node.signer(partner))).resourceTokens).to.equal(
      2_000n * 10n ** 18n,
    );

    expect(await node.succeeds("resource return", "2", ...byTrustee)).to.equal(
      "Returned resource 2: who offered it withdraws what is in custody.",
    );
    const [first, second] = await listed(node);
    expect(first).to.include({
      id: "1",
      state: "Accepted",
      value: String(5_000n * UNIT),
      withdrawable: false,
    });
    expect(second).to.include({ id: "2", state: "Returned", withdrawable: true });
    expect(await node.succeeds("resource list")).to.equal(
      [
        "resource  state     worth      of                                          deed                                             can be withdrawn",
        "--------  --------  ---------  ------------------------------------------  -----------------------------------------------  ----------------",
        `       1  accepted  5000 tUSD  ${node.accounts[partner] ?? ""}  7 of ${at}  no`,
        `       2  returned  250 tUSD   ${node.accounts[third] ?? ""}  none                                             yes`,
      ].join("\n"),
    );
    expect(await node.succeeds("resource withdraw", "2", "--from", String(third))).to.equal(
      `Withdrew resource 2; what was in custody went to ${node.accounts[third] ?? ""}.`,
    );
    expect((await sale.custody.resourceOf(2n)).state).to.equal(4n);
  });

  it("are delivered to the treasury after the release", async () => {
    await give(node, sale, [third, 20_000n]);
    expect(await node.fails("resource deliver", "1")).to.equal(
      "the contracts refuse: The sale is open; for this it must be one that was released.",
    );
    await release(node, sale);
    expect(await node.succeeds("resource deliver", "1")).to.equal("Delivered resource 1 to the treasury.");
    expect(await deed.ownerOf(7n)).to.equal(sale.cdpo.addresses.timelock);
  });

  it("say where there is no presale", async () => {
    await node.launch({ example: "growing", name: "Open Field Guide", symbol: "FIELD" });
    expect(await node.fails("resource list", "--organisation", "FIELD")).to.equal(
      "Open Field Guide was launched without a presale: it grows its liquidity by gifts",
    );
  });
});

type Row = Readonly<Record<string, unknown>>;

async function listed(node: CommandNode): Promise<Row[]> {
  return (await node.json("resource list")) as unknown as Row[];
}
