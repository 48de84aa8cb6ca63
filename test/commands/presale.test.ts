import { expect } from "chai";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import {
  asTreasury,
  DAY,
  launchSale,
  ROLES,
  TOKEN,
  UNIT,
  waitUntil,
  type LaunchedSale,
} from "../lib/command-stages.ts";

const { founder, partner, second, third, trustee } = ROLES;
const by = (account: number): string[] => ["--from", String(account)];

describe("commands: the presale", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  before(async () => {
    node = await startCommandNode();
    sale = await launchSale(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
    for (const account of [partner, second]) await sale.asset.mint(node.signer(account), 30_000n * UNIT);
  });
  after(() => node.close());

  it("takes what partners give, for themselves and for others", async () => {
    const { asset, presale } = sale;
    expect(await node.succeeds("contribute", "30000", ...by(partner))).to.equal(
      "Signed a permit for 30000 tUSD.\nContributed 30000 tUSD; raised so far: 30000 tUSD.",
    );
    await node.succeeds("contribute", "15000", ...by(second));
    expect(await node.succeeds("contribute", "2500", "--for", "signer:8", ...by(second))).to.equal(
      "Approved 2500 tUSD.\nContributed 2500 tUSD; raised so far: 47500 tUSD.",
    );
    expect((await presale.positionOf(node.signer(third))).contributed).to.equal(2_500n * UNIT);
    expect((await presale.positionOf(node.signer(second))).contributed).to.equal(15_000n * UNIT);
    expect(await asset.balanceOf(presale)).to.equal(47_500n * UNIT);
    for (const account of [partner, second])
      expect(await asset.allowance(node.signer(account), presale)).to.equal(0n);
    expect(await asset.balanceOf(node.signer(second))).to.equal(12_500n * UNIT);
  });

  it("has another trustee once refunds were open for 14 days", async () => {
    const { asset, presale } = sale;
    await asTreasury(node, "trustee announce", "signer:10");
    expect(await node.fails("trustee complete")).to.match(
      /^the contracts refuse: Partners may take their money back until .* UTC \(in 14 days\)\. Try again afterwards\.$/,
    );
    // Meanwhile who gave may leave.
    expect(await node.succeeds("refund", "--to", "signer:9", ...by(third))).to.equal("Refunded 2500 tUSD.");
    expect(await asset.balanceOf(node.signer(9))).to.equal(2_500n * UNIT);
    await node.wait(14 * DAY);
    expect(await node.succeeds("trustee complete", ...by(third))).to.equal(
      `The trustee is ${node.accounts[10] ?? ""}.`,
    );
    expect(await presale.trustee()).to.equal(node.accounts[10]);

    await asTreasury(node, "trustee announce", "signer:11");
    await asTreasury(node, "trustee cancel");
    expect(await node.fails("trustee complete")).to.equal(
      "the contracts refuse: No change of the trustee was announced. Announce one first.",
    );
    expect(await presale.trustee()).to.equal(node.accounts[10]);
  });

  it("is released by its trustee, and claimed by partners and founders", async () => {
    const { asset, presale, budget } = sale;
    const { reserve, stake, token } = sale.cdpo;
    await waitUntil(node, (await presale.terms()).closes);
    expect(await node.fails("release", ...by(trustee))).to.equal(
      "the contracts refuse: Only the trustee may do this, not 0x90F7…b906.",
    );
    // 45,000 at 2.50, and 15 % of these tokens for the founders; half of what all are worth is the reserve's.
    expect(await node.succeeds("release", ...by(10))).to.equal(
      "Released: 18000 KYYTI sold, 2700 KYYTI for the founders; 25875.00125 tUSD opened the market.",
    );
    expect(await asset.balanceOf(reserve)).to.equal(25_875_001_250n);
    expect(await asset.balanceOf(budget)).to.equal(45_000n * UNIT - 25_875_001_250n);
    expect(await node.succeeds("claim", ...by(partner))).to.equal("Claimed 12000 KYYTI.");
    expect(await token.balanceOf(node.signer(partner))).to.equal(12_000n * TOKEN);
    expect(await node.succeeds("claim", "--to", "signer:9", ...by(second))).to.equal("Claimed 6000 KYYTI.");
    expect(await token.balanceOf(node.signer(9))).to.equal(6_000n * TOKEN);
    expect(await node.succeeds("claim", ...by(founder))).to.equal(
      "Claimed 0 KYYTI; 1620 KYYTI that vest are staked: they have a voice, and can be unstaked as they vest.",
    );
    expect(await stake.getVotes(node.signer(founder))).to.equal(1_620n * TOKEN);
    expect(await node.fails("claim", ...by(partner))).to.equal(
      "the contracts refuse: There is nothing for 0x976E…0aa9 to take now.",
    );
  });
});
