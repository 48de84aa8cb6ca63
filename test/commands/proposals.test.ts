import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import {
  asTreasury,
  DAY,
  launchMarket,
  ROLES,
  said,
  waitUntil,
  type LaunchedSale,
} from "../lib/command-stages.ts";

const { partner: backer, second, third: maker } = ROLES;
const helper = 9;
const by = (account: number): string[] => ["--from", String(account)];
const WHOLE = 10n ** 18n;

const PARKING = {
  ...{ goal: "100", reward: "50", kind: "production", deadline: "+30 days", deliverBy: "+120 days" },
  backers: "20 %",
  deliverers: [
    { account: "signer:8", share: "60 %" },
    { account: "signer:9", share: "20 %" },
  ],
  uri: "https://kyyti.example/parking",
};

describe("commands: proposals", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  let accounts: readonly string[];
  /** Opens a proposal and has it backed whole. */
  let funded: (
    terms: object,
    amounts: readonly (readonly [backer: number, amount: string])[],
  ) => Promise<string>;
  const file = (name: string, terms: object): string => {
    writeFileSync(join(node.folder, name), JSON.stringify(terms));
    return join(node.folder, name);
  };
  /** Has curators approve a contribution, and decides it when its review is over. */
  const accepted = async (contribution: string): Promise<void> => {
    for (const curator of [4, 5]) await node.succeeds("review", contribution, "approve", ...by(curator));
    await node.wait(9 * DAY);
    await node.succeeds("decide", contribution);
  };
  before(async () => {
    node = await startCommandNode();
    ({ accounts } = node);
    sale = await launchMarket(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
    funded = async (terms, amounts) => {
      const { proposal } = await node.json("proposal open", file("next.json", terms));
      for (const [account, amount] of amounts)
        await node.succeeds("proposal back", String(proposal), amount, ...by(account));
      return String(proposal);
    };
  });
  after(() => node.close());

  it("are opened from a file of terms", async () => {
    expect(await node.succeeds("proposal list")).to.equal(
      'There are no proposals: "cdpo proposal open" makes one.',
    );
    const wrong = file("wrong.json", { ...PARKING, backers: "30 %" });
    expect(await node.fails("proposal open", wrong)).to.equal(
      `${wrong}: deliverers: the parts of backers and deliverers sum to 110 %, not to 100 %`,
    );
    const terms = file("parking.json", PARKING);
    expect(await node.succeeds("proposal open", terms, "--dry-run")).to.contain(
      "Dry run: Open a proposal with a goal of 100 KYYTI. 1 call of ",
    );
    const opened = await node.json("proposal open", terms);
    const { proposal } = await sale.cdpo.proposals.overview(1n, sale.cdpo.addresses.token);
    expect(opened).to.include({ proposal: "1", termsHash: proposal.termsHash });
    expect(opened["said"]).to.deep.equal([
      `Opened: proposal 1, to be backed with 100 KYYTI until ${said(proposal.deadline)} and delivered by ${said(proposal.deliverBy)}.`,
    ]);
    expect([proposal.goal, proposal.reward, proposal.backersBps, proposal.kind]).to.deep.equal([
      ...[100n * WHOLE, 50n * WHOLE, 2_000n, 0n],
    ]);
    expect(await node.succeeds("proposal show", "1")).to.equal(
      [
        ...["proposal: 1", "state: open", `goal: 100 KYYTI of backing until ${said(proposal.deadline)}`],
        `asks for: 50 KYYTI, delivered by ${said(proposal.deliverBy)}`,
        "the backers' part: 20 %",
        `deliverer: ${accounts[maker] ?? ""}, 60 %`,
        `deliverer: ${accounts[helper] ?? ""}, 20 %`,
        "described at: https://kyyti.example/parking",
        ...["backing: 0 KYYTI", "issued to backers: 0 KYYTI", "delivering deposits: 0 KYYTI"],
        `hash of the terms: ${proposal.termsHash}`,
      ].join("\n"),
    );
    expect(await node.fails("proposal show", "9")).to.equal(
      'there is no proposal 9: "cdpo proposal list" shows all',
    );
  });

  it("are backed up to their goal, and backing is taken back before", async () => {
    const { token, proposals } = sale.cdpo;
    const { termsHash } = (await proposals.overview(1n, token)).proposal;
    expect(
      await node.fails("proposal back", "1", "60", "--terms", `0x${"1".repeat(64)}`, ...by(backer)),
    ).to.equal('proposal 1 has other terms: "cdpo proposal show 1" tells them');
    expect(await node.fails("proposal take-back", "1", ...by(backer))).to.equal(
      `${accounts[backer] ?? ""} has nothing on proposal 1: "cdpo proposal list" shows all`,
    );
    expect(await node.succeeds("proposal back", "1", "70", "--terms", termsHash, ...by(backer))).to.equal(
      "Signed a permit for 70 KYYTI.\nBacked proposal 1 with 70 KYYTI. It has 70 KYYTI now.",
    );
    expect(await node.succeeds("proposal take-back", "1", "20", ...by(backer))).to.equal(
      "Took 20 KYYTI back from proposal 1.",
    );
    expect(await node.succeeds("proposal back", "1", "80", ...by(second))).to.equal(
      "Signed a permit for 80 KYYTI.\nBacked proposal 1 with 50 KYYTI, as it needed no more. Its goal is reached.",
    );
    expect(await token.balanceOf(node.signer(second))).to.equal(3_950n * WHOLE);
    expect(await token.allowance(node.signer(second), proposals)).to.equal(0n);
    expect(await token.balanceOf(node.signer(backer))).to.equal(11_950n * WHOLE);
  });

  it("are delivered, vetoed and taken back by who may", async () => {
    const { registry } = sale.cdpo;
    const content = "Twelve places on Vaasankatu.\n";
    const kept = join(node.folder, "made.txt");
    writeFileSync(kept, content);
    const made = ["--uri", "https://kyyti.example/made", "--content", kept];
    expect(await node.fails("proposal deliver", "1", ...made, ...by(backer))).to.equal(
      "the contracts refuse: 0x976E…0aa9 is not among those who deliver proposal 1.",
    );
    expect(await node.succeeds("proposal deliver", "1", ...made, ...by(maker))).to.equal(
      "Delivered proposal 1: contribution 1 is under review.",
    );
    const [submitted] = await registry.queryFilter(registry.filters.ContributionSubmitted(1n));
    expect(submitted?.args.contentHash).to.equal(keccak256(toUtf8Bytes(content)));
    expect(await node.succeeds("proposal undeliver", "1", ...by(helper))).to.equal(
      "Took the delivery of proposal 1 back, contribution 1.",
    );
    expect(await node.json("proposal deliver", "1", ...made, ...by(helper))).to.include({
      ...{ proposal: "1", contribution: "2" },
    });
    // Half of the goal rejects nothing.
    expect(await node.succeeds("proposal veto", "1", ...by(backer))).to.equal(
      "Vetoed the delivery of proposal 1 with 50 KYYTI. Vetoes together: 50 KYYTI; more than half of the goal rejects it.",
    );
    expect(await node.fails("proposal complete", "1")).to.equal(
      "the contracts refuse: Proposal 1 was delivered, which this does not fit. Look at its state first.",
    );
  });

  it("pay deliverers the backing, and backers their part of what is issued", async () => {
    const { token, proposals } = sale.cdpo;
    const balances = await Promise.all(
      [maker, helper, backer, second].map((each) => token.balanceOf(node.signer(each))),
    );
    await accepted("2");
    expect(await node.succeeds("proposal complete", "1")).to.equal(
      "Completed proposal 1: 100 KYYTI of backing went to its deliverers.",
    );
    await node.wait(7 * DAY);
    await node.succeeds("settle-batch");
    await node.succeeds("settle", "2");
    expect((await proposals.overview(1n, token)).minted).to.equal(10n * WHOLE);
    expect(await node.succeeds("proposal claim", "1", accounts[backer] ?? "")).to.equal(
      `Sent 5 KYYTI of proposal 1 to ${accounts[backer] ?? ""}.`,
    );
    expect(await node.json("proposal claim", "1", ...by(second))).to.include({ amount: String(5n * WHOLE) });
    expect(await node.fails("proposal claim", "1", ...by(second))).to.equal(
      "the contracts refuse: There is nothing of the reward of proposal 1 for 0x14dC…9955 now.",
    );
    const now = await Promise.all(
      [maker, helper, backer, second].map((each) => token.balanceOf(node.signer(each))),
    );
    expect(now.map((balance, at) => balance - (balances[at] ?? 0n))).to.deep.equal([
      // Of the backing 75 and 25, of the 50 that were issued 30 and 10.
      ...[105n * WHOLE, 35n * WHOLE, 5n * WHOLE, 5n * WHOLE],
    ]);
  });

  it("free backing when they lapse, fail or nobody delivers", async () => {
    const { proposals, token } = sale.cdpo;
    const start = await token.balanceOf(node.signer(backer));
    const lapsed = await funded(PARKING, [[backer, "40"]]);
    await waitUntil(node, (await proposals.proposal(lapsed)).deadline);
    expect(await node.succeeds("proposal take-back", lapsed, ...by(backer))).to.equal(
      `Took 40 KYYTI back from proposal ${lapsed}.`,
    );

    const declined = await funded(PARKING, [[backer, "100"]]);
    expect(await node.succeeds("proposal decline", declined, ...by(helper))).to.equal(
      `Declined to deliver proposal ${declined}; the others still can.`,
    );
    expect(await node.succeeds("proposal decline", declined, ...by(maker))).to.equal(
      `Declined; with that the backing of proposal ${declined} is its backers' again.`,
    );
    expect(await node.json("proposal take-back", declined, "1", ...by(backer))).to.include({
      amount: String(100n * WHOLE),
    });
    expect(await token.balanceOf(node.signer(backer))).to.equal(start);
  });

  it("return deposits, and lose a delivery to a veto of more than half", async () => {
    const { token, proposals } = sale.cdpo;
    await asTreasury(node, "set-incentives", "5", "0 %");
    const id = await funded(PARKING, [
      [backer, "60"],
      [second, "40"],
    ]);
    expect(await node.fails("proposal deliver", id, "--uri", "ipfs://made", ...by(10))).to.equal(
      `${accounts[10] ?? ""} has 0 KYYTI at hand, not 5 KYYTI`,
    );
    const start = await token.balanceOf(node.signer(maker));
    expect(await node.succeeds("proposal deliver", id, "--uri", "ipfs://made", ...by(maker))).to.equal(
      `Approved 5 KYYTI.\nDelivered proposal ${id} with a deposit of 5 KYYTI: contribution 3 is under review.`,
    );
    expect(await token.balanceOf(node.signer(maker))).to.equal(start - 5n * WHOLE);
    expect(await node.succeeds("proposal veto", id, ...by(backer))).to.equal(
      `Vetoed the delivery of proposal ${id} with 60 KYYTI. The delivery is rejected.`,
    );
    expect(await node.fails("proposal return-deposit", "3")).to.equal(
      "the contracts refuse: No deposit of this delivery waits to be fetched.",
    );

    const { contribution } = await node.json("proposal deliver", id, "--uri", "ipfs://again", ...by(maker));
    await accepted(String(contribution));
    const before = await token.balanceOf(node.signer(maker));
    expect(await node.succeeds("proposal return-deposit", String(contribution))).to.equal(
      `Returned 5 KYYTI to ${accounts[maker] ?? ""}.`,
    );
    expect(await token.balanceOf(node.signer(maker))).to.equal(before + 5n * WHOLE);
    expect(await proposals.depositDue(BigInt(String(contribution)))).to.equal(0n);
    expect(await node.json("proposal complete", id)).to.include({ amount: String(100n * WHOLE) });
  });

  it("are listed, with what an account has in them", async () => {
    const listed = (await node.json("proposal list", accounts[second] ?? "")) as unknown as {
      readonly id: string;
      readonly state: string;
      readonly backing: string;
    }[];
    expect(listed.map(({ id, state, backing }) => [id, state, backing])).to.deep.equal([
      ["1", "Completed", String(50n * WHOLE)],
      ["2", "Lapsed", "0"],
      ["3", "Failed", "0"],
      ["4", "Completed", String(40n * WHOLE)],
    ]);
    const [titles = "", , first = ""] = (await node.succeeds("proposal list", accounts[second] ?? "")).split(
      "\n",
    );
    expect(titles).to.match(
      /^proposal  state +backing +of +reward +until +delivered by +backing +can claim$/,
    );
    expect(first).to.match(/^ {7}1  completed  100 KYYTI  100 KYYTI  50 KYYTI  20.*  50 KYYTI  0 KYYTI$/);
  });
});
