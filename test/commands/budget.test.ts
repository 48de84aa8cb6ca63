import { expect } from "chai";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import {
  DAY,
  launchMarket,
  ROLES,
  said,
  timeOf,
  UNIT,
  waitUntil,
  type LaunchedSale,
} from "../lib/command-stages.ts";

const { partner, second, trustee } = ROLES;
const by = (account: number): string[] => ["--from", String(account)];

describe("commands: the production budget", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  let releasedAt: bigint;
  /** What the release brought: all that was given, less what the market's reserve took. */
  let received: bigint;
  before(async () => {
    node = await startCommandNode();
    sale = await launchMarket(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
    releasedAt = await sale.presale.releasedAt();
    ({ received } = await sale.budget.account());
  });
  after(() => node.close());

  it("lists milestones with their dates, and what comes next", async () => {
    const day = (days: bigint): string => said(releasedAt + days * BigInt(DAY));
    // Half of the value of 16,000 tokens, of founders' 15 % on top and of the opening's 0.001 opens the market.
    expect(received).to.equal(40_000n * UNIT - 23_000_001_250n);
    expect(await node.succeeds("milestone list")).to.equal(
      [
        "milestone  part  brings            due                   state    objections until  objecting",
        "---------  ----  ----------------  --------------------  -------  ----------------  ---------",
        `        0  60 %  10199.99925 tUSD  ${day(30n)}  planned`,
        `        1  30 %  5099.999625 tUSD  ${day(120n)}  planned`,
        `        2  10 %  1699.999875 tUSD  ${day(365n)}  planned`,
        `Received 16999.99875 tUSD: 0 tUSD paid, 0 tUSD owed to the partners (0 tUSD fetched), 16999.99875 tUSD left.`,
        `Milestone 0: the trustee can approve it from ${day(14n)} until ${day(120n)}.`,
      ].join("\n"),
    );
  });

  it("is approved, objected to, approved again and paid", async () => {
    expect(await node.fails("milestone approve", ...by(trustee))).to.match(
      /^the contracts refuse: A milestone can be approved from .* UTC .* on, so that partners can stake first\.$/,
    );
    await sale.cdpo.token.connect(node.signer(partner)).approve(sale.cdpo.stake, 2n ** 256n - 1n);
    await sale.cdpo.stake.connect(node.signer(partner)).stake(12_000n * 10n ** 18n);
    await node.wait(14 * DAY);
    expect(await node.succeeds("milestone approve", "0", "--dry-run", ...by(trustee))).to.contain(
      "Dry run: Approve milestone 0. 1 call of ",
    );
    expect(await node.fails("milestone approve", "0", ...by(partner))).to.equal(
      "the contracts refuse: Only the trustee may do this, not 0x976E…0aa9.",
    );
    const approved = await node.succeeds("milestone approve", ...by(trustee));
    const until = said((await timeOf(node)) + BigInt(7 * DAY));
    expect(approved).to.equal(
      `Approved milestone 0: partners can object until ${until}, then anyone can pay it.`,
    );
    expect(await node.succeeds("milestone list")).to.match(
      new RegExp(`Milestone 0: partners can object until ${until}\\.$`),
    );
    expect(await node.succeeds("milestone object", "0", ...by(partner))).to.equal(
      "Objected to milestone 0 with 30000 tUSD. It is the trustee's to approve again.",
    );
    expect(await node.fails("milestone pay")).to.equal(
      "the contracts refuse: Milestone 0 is planned, which this does not fit.",
    );
    await node.succeeds("milestone approve", ...by(trustee));
    await node.wait(7 * DAY);
    expect(await node.succeeds("milestone list")).to.match(
      /Milestone 0: anyone can pay it \(milestone pay\)\.$/,
    );
    expect(await node.json("milestone pay")).to.include({ milestone: "0", amount: String(10_199_999_250n) });
    expect(await sale.asset.balanceOf(sale.cdpo.addresses.timelock)).to.equal(10_199_999_250n);
  });

  it("goes back to the partners when a milestone is refused or missed", async () => {
    expect(await node.fails("budget fetch", ...by(partner))).to.equal(
      "the contracts refuse: There is nothing for 0x976E…0aa9 to take now.",
    );
    expect(await node.succeeds("milestone refuse", "1", ...by(trustee))).to.equal(
      "Refused milestone 1: 5099.999625 tUSD are the partners' again.",
    );
    // Of 40,000 the partner gave 30,000.
    const before = await sale.asset.balanceOf(node.signer(partner));
    expect(await node.succeeds("budget fetch", ...by(partner))).to.equal("Fetched 3824.999718 tUSD.");
    expect(await sale.asset.balanceOf(node.signer(partner))).to.equal(before + 3_824_999_718n);

    expect(await node.fails("milestone fail")).to.match(
      /^the contracts refuse: The milestone can be given up from .* UTC .* on\.$/,
    );
    await waitUntil(node, await sale.budget.deadline());
    expect(await node.succeeds("milestone list")).to.match(
      /Milestone 2: it was missed, and anyone can say so \(milestone fail\)\.$/,
    );
    expect(await node.succeeds("milestone fail")).to.equal(
      "Milestone 2 failed, and with it the plan: 1699.999875 tUSD are the partners' again.",
    );
    expect(await node.succeeds("milestone list")).to.match(
      /6799\.9995 tUSD owed to the partners \(3824\.999718 tUSD fetched\), 0 tUSD left\.\nAll milestones are settled\.$/,
    );
    expect(await node.fails("milestone fail")).to.equal(
      'all milestones are settled: "cdpo milestone list" tells how; partners take theirs with "cdpo budget fetch"',
    );
    expect(await node.succeeds("budget fetch", "--to", "signer:9", ...by(second))).to.equal(
      "Fetched 1699.999875 tUSD.",
    );
    expect(await sale.asset.balanceOf(node.signer(9))).to.equal(1_699_999_875n);
    expect(await sale.budget.account()).to.deep.equal([
      received,
      10_199_999_250n,
      6_799_999_500n,
      0n,
      3_824_999_718n + 1_699_999_875n,
    ]);
  });
});
