import { expect } from "chai";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import { give, launchSale, ROLES, UNIT, type LaunchedSale } from "../lib/command-stages.ts";

const { partner, second, third } = ROLES;
const operator = 9;
const by = (account: number): string[] => ["--from", String(account)];

describe("commands: places in the presale", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  let accounts: readonly string[];
  before(async () => {
    node = await startCommandNode();
    ({ accounts } = node);
    sale = await launchSale(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
    await give(node, sale, [partner, 30_000n]);
    await give(node, sale, [second, 10_000n]);
  });
  after(() => node.close());

  it("move whole, from who offers them to who takes them", async () => {
    const [from, to] = [accounts[partner] ?? "", accounts[third] ?? ""];
    expect(await node.succeeds("position offer", to, "--dry-run", ...by(partner))).to.match(
      /^Dry run: Offer a place to 0x[0-9a-fA-F]{40}\. 1 call of /,
    );
    expect(await node.fails("position take", from, ...by(third))).to.equal(
      "the contracts refuse: 0x976E…0aa9 did not offer its place in the sale to 0x2361…1E8f. Ask them to do that first.",
    );
    expect(await node.succeeds("position offer", to, ...by(partner))).to.equal(
      `Offered: ${to} takes it with "cdpo position take ${from}".`,
    );
    expect(await node.succeeds("position offer", "nobody", ...by(partner))).to.equal(
      "Nobody can take the place any more.",
    );
    expect(await node.fails("position take", from, ...by(third))).to.equal(
      "the contracts refuse: 0x976E…0aa9 did not offer its place in the sale to 0x2361…1E8f. Ask them to do that first.",
    );
    await node.succeeds("position offer", "signer:8", ...by(partner));
    expect(await node.succeeds("position take", from, ...by(third))).to.equal(
      `Took the place of ${from}, who gave 30000 tUSD to the presale.`,
    );
    expect((await sale.presale.positionOf(to)).contributed).to.equal(30_000n * UNIT);
    expect((await sale.presale.positionOf(from)).contributed).to.equal(0n);

    expect(await node.succeeds("position show", to)).to.equal(
      [
        "state: unclaimed",
        `began as that of: ${from}`,
        "gave: 30000 tUSD",
        "can be refunded now: 0 tUSD",
        "a claim sends: 0 KYYTI",
        "a claim stakes, as it still vests: 0 KYYTI",
        "vested in all: 0 KYYTI",
        "still vesting: 0 KYYTI",
      ].join("\n"),
    );
    expect(await node.json("position show", from)).to.have.nested.property("position.standing", "PassedOn");
  });

  it("are refunded by an operator whom their holder allowed", async () => {
    const [from, to] = [accounts[second] ?? "", accounts[operator] ?? ""];
    expect(await node.succeeds("position operator", to, ...by(second))).to.equal(
      `${to} can have ${from} refunded, to any account.`,
    );
    expect(await sale.presale.isOperator(from, to)).to.equal(true);
    expect(await node.succeeds("position operator", to, "--end", ...by(second))).to.equal(
      `${to} can have ${from} refunded no longer.`,
    );
    expect(await sale.presale.isOperator(from, to)).to.equal(false);
    await node.succeeds("position operator", to, ...by(second));

    // A resource that the trustee accepts opens refunds.
    await node.succeeds("resource offer", "100", ...by(third));
    await node.succeeds("resource accept", "1", ...by(ROLES.trustee));
    expect(await node.fails("position refund", from, ...by(partner))).to.equal(
      "the contracts refuse: 0x976E…0aa9 may not act for 0x14dC…9955. They have to allow it first.",
    );
    const told = await node.json("position refund", from, "--to", "signer:9", ...by(operator));
    expect(told).to.include({ amount: String(10_000n * UNIT), recipient: to });
    expect(told["said"]).to.deep.equal([`Refunded 10000 tUSD to ${to}.`]);
    expect(await sale.asset.balanceOf(to)).to.equal(10_000n * UNIT);
    expect((await sale.presale.positionOf(from)).contributed).to.equal(0n);
  });
});
