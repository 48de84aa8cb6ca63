import { expect } from "chai";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import { asTreasury, DAY, ROLES, said, TOKEN } from "../lib/command-stages.ts";

const { curator, partner, second } = ROLES;
const issuer = 9;
const other = 5;
const by = (account: number): string[] => ["--from", String(account)];

describe("commands: contributions and awards", () => {
  let node: CommandNode;
  let field: Launched;
  before(async () => {
    node = await startCommandNode();
    field = await node.launch({ example: "growing", name: "Open Field Guide", symbol: "FIELD" });
  });
  after(() => node.close());

  it("are submitted, reviewed and decided, and pay who made and who reviewed them", async () => {
    const { registry, token } = field.cdpo;
    const [maker, helper] = [node.accounts[partner] ?? "", node.accounts[second] ?? ""];
    const shares = ["--share", "signer:6=75%", "--share", "signer:7=25%"];
    expect(await node.succeeds("submit", "100", ...shares, ...by(partner))).to.equal(
      `Submitted contribution 1 for 100 FIELD: 75 % to ${maker}, 25 % to ${helper}.`,
    );
    const { reviewEnd } = await registry.contribution(1n);
    const reviewed = (approvals: number): string =>
      `Approved contribution 1: ${approvals} for it, 0 against; it can be decided from ${said(reviewEnd)} on.`;
    expect(await node.succeeds("review", "1", "approve", ...by(curator))).to.equal(reviewed(1));
    const last = await node.succeeds("review", "1", "approve", "--note", "fine", ...by(other));
    const { reviewEnd: sooner } = await registry.contribution(1n);
    expect(last).to.equal(reviewed(2).replace(said(reviewEnd), said(sooner)));
    await node.wait(9 * DAY);
    const decided = await node.succeeds("decide", "1");
    const { end } = await field.cdpo.issuance.runningBatch();
    expect(decided).to.equal(
      `Contribution 1 is accepted: award 1, in the batch that is paid from ${said(end)} on.`,
    );
    expect(await node.fails("settle-batch")).to.equal(
      `no batch pays anything now: the running one ends ${said(end)}`,
    );
    await node.wait(7 * DAY);
    // With 2 % for who reviewed it.
    expect(await node.succeeds("settle-batch")).to.equal(
      "Paid the batches whose windows are over: 102 FIELD.",
    );
    expect(await node.succeeds("settle", "1")).to.equal(
      "Paid 100 FIELD of contribution 1; no more will come.",
    );
    expect(await token.balanceOf(maker)).to.equal(75n * TOKEN);
    expect(await token.balanceOf(helper)).to.equal(25n * TOKEN);
    const reviewer = node.accounts[curator] ?? "";
    expect(await node.succeeds("collect-reviews", "1", reviewer, ...by(second))).to.equal(
      `Paid ${reviewer} 1 FIELD for reviews.`,
    );
    expect(await token.balanceOf(reviewer)).to.equal(TOKEN);
    expect(await node.succeeds("collect-reviews", "1", ...by(other))).to.equal(
      `Paid ${node.accounts[other] ?? ""} 1 FIELD for reviews.`,
    );
    expect(await token.balanceOf(node.signer(other))).to.equal(TOKEN);
    expect(await node.fails("collect-reviews", "1", ...by(other))).to.equal(
      "the contracts refuse: There is nothing to pay to 0x9965…A4dc for these reviews now.",
    );
  });

  it("come from other issuers, whom the treasury names", async () => {
    const { issuance, token } = field.cdpo;
    expect(await node.fails("award enter", "5", ...by(issuer))).to.equal(
      "the contracts refuse: 0xa0Ee…9720 may not issue tokens for contributions.",
    );
    await asTreasury(node, "set-issuer", "signer:9", "yes");
    expect(await issuance.isIssuer(node.signer(issuer))).to.equal(true);
    expect(await node.succeeds("award enter", "5", ...by(issuer))).to.equal(
      "Entered award 2: 5 FIELD wait for this batch and the next two.",
    );
    expect((await issuance.awardOf(2n)).entered).to.equal(5n * TOKEN);
    expect(await node.fails("award take", "2", ...by(issuer))).to.equal(
      "nothing more was paid for award 2 by now",
    );
    await node.wait(7 * DAY);
    expect(await node.succeeds("award take", "2", "--to", "signer:10", ...by(issuer))).to.equal(
      `Took 5 FIELD of award 2 for ${node.accounts[10] ?? ""}.`,
    );
    expect(await token.balanceOf(node.signer(10))).to.equal(5n * TOKEN);
    expect(await node.fails("award take", "2", ...by(issuer))).to.equal(
      "nothing more was paid for award 2 by now",
    );
  });
});
