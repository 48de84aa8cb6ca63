import { expect } from "chai";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import { DAY, launchMarket, ROLES, said, stakes, TOKEN, type LaunchedSale } from "../lib/command-stages.ts";
import { State } from "../lib/votes.ts";

const { partner, second, third } = ROLES;
const by = (account: number): string[] => ["--from", String(account)];
const TRIBUTES = ["--call", "reserve.setTributes(50, 50)"];

describe("commands: decisions", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  before(async () => {
    node = await startCommandNode();
    sale = await launchMarket(node, {
      ...{ name: "Kallio Shared Car", symbol: "KYYTI" },
      change: (config) => {
        config.governance.governorProposes = true;
      },
    });
    await stakes(node, sale, [partner, 12_000n]);
    await stakes(node, sale, [second, 3_000n]);
    await node.wait(60);
  });
  after(() => node.close());

  /** Proposes, and returns the decision's number. */
  async function proposed(...args: readonly string[]): Promise<string> {
    const { decision } = await node.json("propose", ...args, ...by(partner));
    return String(decision);
  }

  it("are taken back before their vote by who proposed them", async () => {
    const { governor } = sale.cdpo;
    const id = await proposed(...TRIBUTES, "--description", "Too soon");
    expect(await governor.state(id)).to.equal(State.Pending);
    expect(await node.fails("cancel-decision", id, ...by(second))).to.match(
      /^the contracts refuse: 0x14dC…9955 cannot cancel decision \d+…\d+: only its proposer can, before voting starts\.$/,
    );
    expect(await node.succeeds("cancel-decision", id, ...by(partner))).to.equal(`Took decision ${id} back.`);
    expect(await governor.state(id)).to.equal(State.Canceled);
  });

  it("need less once less circulates", async () => {
    const { governor, token } = sale.cdpo;
    const told = await node.succeeds(
      "propose",
      ...TRIBUTES,
      "--description",
      "Lower tributes",
      ...by(partner),
    );
    const [, id = ""] = /^Proposed as (\d+);/.exec(told) ?? [];
    const [start, end] = [await governor.proposalSnapshot(id), await governor.proposalDeadline(id)];
    // A tenth of 18,400: what was sold, and 15 % of that for the founders.
    expect(told).to.equal(
      `Proposed as ${id}; stakes of ${said(start)} count, until ${said(end)}; 1840 KYYTI in favour are needed.`,
    );
    expect(await node.fails("lower-quorum", id)).to.match(
      /^the contracts refuse: The quorum of decision \d+…\d+, 1,840 KYYTI, is not above what it would be now, 1,840 KYYTI\. /,
    );
    await token.connect(node.signer(second)).burn(1_000n * TOKEN);
    expect(await node.succeeds("lower-quorum", id)).to.equal("1740 KYYTI in favour are needed now.");
    expect((await governor.decisionOf(id)).quorum).to.equal(1_740n * TOKEN);
  });

  it("are voted on by ballots that others bring in, with and without a reason", async () => {
    const { governor } = sale.cdpo;
    const { id } = await lastDecision();
    await node.wait(Number(await governor.votingDelay()) + 1);
    const voter = node.accounts[second] ?? "";
    const signature = await ballotOf(node.signer(second), id, 0n);
    expect(await node.fails("vote-for", id, "for", voter, signature, ...by(third))).to.equal(
      "the contracts refuse: The signed ballot is not 0x14dC…9955's, or is used, or for something else. Have it signed anew.",
    );
    expect(await node.succeeds("vote-for", id, "against", voter, signature, ...by(third))).to.equal(
      `${voter} voted against with 3000 KYYTI.`,
    );
    expect(await governor.hasVoted(id, voter)).to.equal(true);
    const first = node.accounts[partner] ?? "";
    const reasoned = await ballotOf(node.signer(partner), id, 1n, "more trade");
    const why = ["--reason", "more trade"];
    expect(await node.succeeds("vote-for", id, "for", first, reasoned, ...why, ...by(third))).to.equal(
      `${first} voted for with 12000 KYYTI.`,
    );
    expect(await governor.proposalVotes(id)).to.deep.equal([3_000n * TOKEN, 12_000n * TOKEN, 0n]);
    expect(await node.succeeds("holds", voter)).to.match(
      new RegExp(
        `^${voter} has staked 3000 KYYTI and can unstake 0 KYYTI\n` +
          `held by a vote against decision ${id}, until 20\\d\\d-[\\d-]+T[\\d:]+Z$`,
      ),
    );
  });

  it("are queued and carried out by anyone", async () => {
    const { governor, reserve } = sale.cdpo;
    const { id } = await lastDecision();
    expect(await node.fails("queue", id)).to.match(
      /^the contracts refuse: Decision \d+…\d+ is being voted on, which this does not fit: it must be agreed on\.$/,
    );
    await node.wait(8 * DAY);
    const queued = await node.succeeds("queue", id, ...by(third));
    expect(queued).to.equal(
      `Queued; it can be carried out from ${said(await governor.proposalEta(id))} on, unless stakeholders veto it.`,
    );
    expect(await governor.state(id)).to.equal(State.Queued);
    expect(await node.fails("execute", id)).to.match(
      /^the contracts refuse: Operation 0x\w{4}…\w{4} is in a state that this does not fit: it must be due\. /,
    );
    await node.wait(2 * DAY);
    expect(await node.succeeds("execute", id, ...by(third))).to.equal(
      "Carried out: reserve.setTributes(50, 50).",
    );
    const { entryTributeBps, exitTributeBps } = await reserve.terms();
    expect([entryTributeBps, exitTributeBps]).to.deep.equal([50n, 50n]);
  });

  it("change the terms of decisions, which founders cannot", async () => {
    const { governor } = sale.cdpo;
    // What the Governor would refuse in the end is refused before anybody votes on it.
    for (const [command, why] of [
      ["set-late-quorum '12 hours'", "extension: must be 1 day to 7 days, not 12 hours"],
      ["set-voting-delay '31 days'", "delay: must be 1 day to 30 days, not 31 days"],
      ["set-quorum 0.5%", "part: must be 1 % to 20 %, not 0.5%"],
      ["set-voting-period '2 days'", "period: must be 3 days to 30 days, not 2 days"],
    ] as const) {
      const description = ["--description", "Too far"];
      expect(await node.fails("propose", "--do", command, ...description, ...by(partner))).to.equal(
        `--do '${command}': ${why}`,
      );
    }
    const commands = [
      ...["set-quorum 5%", "set-proposal-threshold 0.5%", "set-voting-delay '1 day'"],
      ...["set-voting-period '5 days'", "set-late-quorum '2 days'"],
    ].flatMap((command) => ["--do", command]);
    const id = await proposed(...commands, "--description", "Quicker decisions");
    await node.wait(Number(await governor.votingDelay()) + 1);
    expect(await node.succeeds("vote", id, "for", ...by(partner))).to.equal("Voted for with 12000 KYYTI.");
    await node.wait(8 * DAY);
    await node.succeeds("queue", id);
    await node.wait(2 * DAY);
    expect(await node.succeeds("execute", id)).to.equal(
      "Carried out: governor.setQuorumBps(500); governor.setProposalThreshold(50); governor.setVotingDelay(86400); " +
        "governor.setVotingPeriod(432000); governor.setLateQuorumVoteExtension(172800).",
    );
    expect(await governor.quorumBps()).to.equal(500n);
    expect(await governor.proposalThresholdBps()).to.equal(50n);
    expect(await governor.votingDelay()).to.equal(86_400n);
    expect(await governor.votingPeriod()).to.equal(432_000n);
    expect(await governor.lateQuorumVoteExtension()).to.equal(172_800n);
  });

  /** The decision that was proposed last. */
  async function lastDecision(): Promise<{ readonly id: string }> {
    const { governor } = sale.cdpo;
    const events = await governor.queryFilter(governor.filters.ProposalCreated());
    return { id: String(events.at(-1)?.args.proposalId) };
  }

  /** What a wallet signs. Nonces are keyed by the decision: its lower 192 bits, and a count of 64 bits. */
  async function ballotOf(
    voter: HardhatEthersSigner,
    id: string,
    support: bigint,
    reason?: string,
  ): Promise<string> {
    const { name, version, chainId, verifyingContract } = await sale.cdpo.governor.eip712Domain();
    const nonce = (BigInt(id) & (2n ** 192n - 1n)) << 64n;
    const fields = [
      ...["proposalId uint256", "support uint8", "voter address", "nonce uint256"],
      ...(reason === undefined ? [] : ["reason string", "params bytes"]),
    ].map((field) => ({ name: field.split(" ")[0] ?? "", type: field.split(" ")[1] ?? "" }));
    const more = reason === undefined ? {} : { reason, params: "0x" };
    return voter.signTypedData(
      { name, version, chainId, verifyingContract },
      { [reason === undefined ? "Ballot" : "ExtendedBallot"]: fields },
      { proposalId: id, support, voter: voter.address, nonce, ...more },
    );
  }
});
