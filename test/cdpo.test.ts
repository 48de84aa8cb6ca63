import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ZeroHash } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ActionError, parseAction, writeAction } from "../sdk/src/calls/index.ts";
import type { Address } from "../sdk/src/types.ts";
import type { LaunchedCdpo } from "../launch/index.ts";
import { startCommandNode, type CommandNode } from "./lib/commands.ts";
import { runScript } from "./lib/nodes.ts";

const DAY = 86_400;
const TOKEN = 10n ** 18n;

describe("cdpo, status and handover", () => {
  let node: CommandNode;
  let folder = "";
  let cdpo: LaunchedCdpo;
  let second: LaunchedCdpo;
  let accounts: readonly Address[] = [];

  before(async () => {
    node = await startCommandNode();
    ({ folder, accounts } = node);
    const first = await node.launch({
      ...{ example: "growing", name: "Open Field Guide", symbol: "FIELD" },
      change(config) {
        config.governance.founders = accounts.slice(1, 3);
        config.governance.timelockDelay = BigInt(2 * DAY);
        config.governance.governorProposes = true;
        // Few tokens suffice for decisions.
        config.issuance.baseAmount = 50n * TOKEN;
      },
    });
    cdpo = first.cdpo;
    // One that is in the factory's directory only.
    const other = await node.launch({
      ...{ example: "growing", name: "Second", symbol: "TWO", listed: false },
      asset: (await first.asset.getAddress()) as Address,
      change(config) {
        config.governance.founders = accounts.slice(1, 3);
        config.governance.timelockDelay = BigInt(2 * DAY);
        config.governance.governorProposes = false;
        config.issuance.baseAmount = 50n * TOKEN;
      },
    });
    second = other.cdpo;
  });
  after(() => node.close());

  const succeeds = async (name: string, ...args: readonly string[]): Promise<string> =>
    `${await node.succeeds(name, ...args)}\n`;
  const fails = (name: string, ...args: readonly string[]): Promise<string> => node.fails(name, ...args);
  const wait = (seconds: number): Promise<void> => node.wait(seconds);
  const signer = (at: number): HardhatEthersSigner => node.signer(at);
  /** Someone's work, which two curators approve or object to; decided by nobody yet. */
  async function reviewed(of: LaunchedCdpo, producer: number, approve: boolean): Promise<bigint> {
    const shares = [{ account: accounts[producer] ?? "", bps: 10_000n }];
    await of.registry.connect(signer(producer)).submit(0n, 50n * TOKEN, shares, ZeroHash, "");
    const id = await of.registry.contributionCount();
    for (const curator of [1, 2]) await of.registry.connect(signer(curator)).review(id, approve, "");
    return id;
  }

  describe("an organisation", () => {
    it("is found by the address of its token, its number, name and symbol, in records or directory", async () => {
      const second = JSON.parse(await succeeds("status", "Second", "--json")) as {
        index: number;
        addresses: { token: string };
      };
      expect(second.index).to.equal(1);
      for (const which of ["0", "FIELD", cdpo.addresses.token.toLowerCase()]) {
        expect(await succeeds("status", which), which).to.match(
          /^Open Field Guide \(FIELD\), organisation 0 on /,
        );
      }
      for (const which of ["1", second.addresses.token]) {
        expect(await succeeds("status", which), which).to.match(/^Second \(TWO\), organisation 1 on /);
      }
    });

    it("is not found by anything else", async () => {
      for (const which of ["2", accounts[0] ?? ""]) {
        expect(await fails("status", which)).to.equal(
          `there is no organisation "${which}" in ${join(folder, "31337.json")} or in the factory's directory: ` +
            "--organisation takes the address of its token, its number, name or symbol",
        );
      }
      const { code, error } = await runScript({
        script: "status.ts",
        args: ["--deployments", join(folder, "none")],
        env: { LOCALHOST_RPC_URL: node.url },
      });
      expect(code).to.equal(1);
      expect(error).to.equal(
        `error: ${join(folder, "none", "31337.json")} lists no factory: run "npm run deploy -- --network localhost", ` +
          "or name the folder with --deployments\n",
      );
    });
  });

  describe("commands", () => {
    it("are listed, each with its own help", async () => {
      const { out: all } = await runScript({ script: "cdpo.ts", args: [] });
      const help = await runScript({ script: "cdpo.ts", args: ["help"] });
      expect(help.out).to.equal(all);
      for (const name of [
        "contribute",
        "submit",
        "buy",
        "stake",
        "unstake",
        "close",
        "tend",
        "veto",
        "propose",
        "dissolve",
      ])
        expect(all).to.contain(`\n  ${name} `);
      const submit = await succeeds("submit", "--help");
      expect(submit).to.contain(
        "Usage: cdpo submit REWARD [options]\n\nSubmits a contribution for review.\n",
      );
      expect(submit).to.contain("--share <value>");
    });

    const WRONG: readonly (readonly [args: readonly [string, ...string[]], sentence: string])[] = [
      [["sel", "1"], 'there is no command "sel", did you mean "sell"? ("cdpo" lists them)'],
      [["sell", "1", "2"], '"2" is one argument too many ("cdpo sell --help")'],
      [["sell", "--amount", "1"], `unknown option '--amount' ("cdpo sell --help")`],
      [
        ["donate"],
        'amount: is missing, expected an amount in quotes such as "250" or "0.25", with at most 6 decimals ("cdpo donate --help")',
      ],
      [
        ["donate", "0.0000001"],
        'amount: expected an amount in quotes such as "250" or "0.25", with at most 6 decimals, not "0.0000001" ("cdpo donate --help")',
      ],
      [["review", "1", "maybe"], 'approve|object: expected "approve" or "object" ("cdpo review --help")'],
      [
        ["submit", "5", "--kind", "art"],
        'kind: expected production, use, maintenance or a number ("cdpo submit --help")',
      ],
      [
        ["submit", "5", "--share", "signer:1=120%"],
        'share[0]: must be 0.01 % to 100 %, not 120 % ("cdpo submit --help")',
      ],
      [["submit", "5", "--content", "no-such"], "no-such cannot be read: check the path after --content"],
      [
        ["contribute", "5"],
        "Open Field Guide was launched without a presale: it grows its liquidity by gifts",
      ],
      [["settle", "9"], 'there is no contribution 9: "cdpo status" lists them'],
      [
        ["run", `0x${"1".repeat(64)}`],
        `nothing is scheduled as 0x${"1".repeat(64)}: "cdpo status" lists what is`,
      ],
      [
        ["take-back"],
        'contribution|epoch|decision|consent: expected contribution, epoch, decision or consent ("cdpo take-back --help")',
      ],
      [["take-back", "epoch"], "which epoch? write its number after it"],
      [["take-back", "consent"], "the contracts refuse: 0xf39F…2266 has nothing more to consent with: "],
      [
        ["veto", "proposal", "1"],
        'contribution|epoch|decision: expected contribution, epoch or decision ("cdpo veto --help")',
      ],
      [["veto", "decision", "7"], "the contracts refuse: Operation 0x"],
      [["stake", "1"], "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has 0 FIELD at hand, not 1 FIELD"],
      [["unstake"], "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has staked nothing"],
      [["vote", "5", "for"], "the contracts refuse: There is no decision 5. "],
      [["queue", "5"], 'there is no decision 5: "cdpo status" lists them'],
      [
        ["review", "1,x", "approve"],
        'id: expected the number of a contribution, or several as 3,4,5 ("cdpo review --help")',
      ],
      [
        ["propose", "--call", "reserve.setTributes(1, 1)", "--description", "Early"],
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has staked 0 FIELD, and proposing takes 0.25 FIELD: stake more, or ask someone who has",
      ],
      [["redeem"], "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has no FIELD to redeem"],
      [
        ["donate", "1"],
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has 0 tUSD, not 1 tUSD: get more of it, or take less",
      ],
      [["open"], "the contracts refuse: The reserve holds 0 tUSD, and "],
    ];
    for (const [args, sentence] of WRONG) {
      it(`refuse in one sentence: ${args.join(" ").slice(0, 40)}`, async () => {
        expect(await fails(...args)).to.satisfy((said: string) => said.startsWith(sentence), sentence);
      });
    }

    it("act: submit with shares, object, withdraw", async () => {
      const content = join(folder, "content.txt");
      writeFileSync(content, "a map");
      const shares = [`signer:3=60%`, `signer:4=40%`].flatMap((share) => ["--share", share]);
      const out = await succeeds("submit", "2.5", "--kind", "maintenance", ...shares, "--content", content);
      expect(out).to.equal(
        `Submitted contribution 1 for 2.5 FIELD: 60 % to ${accounts[3] ?? ""}, 40 % to ${accounts[4] ?? ""}.\n`,
      );
      const submitted = await cdpo.registry.contribution(1n);
      expect(submitted.reward).to.equal(25n * 10n ** 17n);
      expect(submitted.kind).to.equal(2n);
      const [event] = await cdpo.registry.queryFilter(cdpo.registry.filters.ContributionSubmitted(1n));
      // keccak256("a map")
      expect(event?.args.contentHash)
        .to.match(/^0x[0-9a-f]{64}$/)
        .and.not.match(/^0x0+$/);
      expect(await succeeds("withdraw", "1")).to.equal("Withdrew contribution 1.\n");
      expect((await cdpo.registry.contribution(1n)).status).to.equal(4n);
    });
  });

  describe("gifts", () => {
    it("pledge, double, confirm, decline and take back", async () => {
      const asset = await cdpo.reserve.asset();
      await succeeds("mint-asset", "1000", "--organisation", "0");
      const { ethers } = node;
      const money = await ethers.getContractAt("TestAsset", asset, signer(0));
      const act = (name: string, ...args: readonly string[]) =>
        succeeds(name, ...args, "--organisation", "0");
      expect(await act("pledge", "100", "--match", "yes")).to.match(
        /Pledge 1 locks 100 tUSD until 20\d\d-[\d-]+T[\d:]+Z\.\n$/,
      );
      expect(await act("donate-matched", "60", "1")).to.contain(
        "Donated 60 tUSD, and grant 1 as much again, to the holders of FIELD.",
      );
      expect(await fails("donate-matched", "60", "1", "--organisation", "0")).to.equal(
        "grant 1 matches up to 40 tUSD now",
      );
      for (const id of [2, 3]) {
        expect(await act("pledge", "30", "--verifier", "signer:3", "--for", "1 day")).to.contain(
          `Pledge ${id} locks`,
        );
      }
      expect(await act("confirm-pledge", "2", "--from", "3")).to.equal(
        "Pledge 2 went to the reserve: 30 tUSD.\n",
      );
      expect(await act("decline-pledge", "3", "--from", "3")).to.equal("Declined pledge 3.\n");
      expect(await act("reclaim-pledge", "3")).to.equal("Pledge 3 gave 30 tUSD back.\n");
      expect(await money.balanceOf(cdpo.addresses.pledgeBook)).to.equal(40n * 10n ** 6n);
      expect(await fails("pledge", "30", "--organisation", "0")).to.equal(
        "a pledge has one of --verifier, --goal, --condition and --match yes",
      );
      expect(await act("pledge", "30", "--goal", "30")).to.contain("Pledge 4 locks 30 tUSD until ");
    });

    it("repeat from an allowance, as tend pays them, until they are ended", async () => {
      const act = (name: string, ...args: readonly string[]) =>
        succeeds(name, ...args, "--organisation", "0");
      const before = await cdpo.reserve.donatedBy(accounts[0] ?? "");
      expect(await act("standing-gift", "5", "--every", "1 day", "--payments", "3")).to.equal(
        "Approved 15 tUSD.\nStanding gift 1 gave 5 tUSD, and can give as much every 1 day, 3 times in all.\n",
      );
      await wait(DAY);
      expect(await act("tend", "--from", "4")).to.contain("Done: pay 5 tUSD of standing gift 1.");
      expect((await cdpo.reserve.donatedBy(accounts[0] ?? "")) - before).to.equal(10n * 10n ** 6n);
      expect(await act("end-standing-gift", "1")).to.equal("Ended standing gift 1.\n");
      await wait(DAY);
      expect(await act("tend", "--from", "4")).to.not.contain("standing gift");
    });
  });

  describe("stakes", () => {
    const own = ["--organisation", "0"];
    const act = (name: string, ...args: readonly string[]): Promise<string> =>
      succeeds(name, ...args, ...own);

    it("are there once tend has paid what is due, and tend says what it did", async () => {
      await reviewed(cdpo, 3, true);
      await reviewed(cdpo, 4, true);
      expect(await act("tend")).to.equal("Nothing is due in Open Field Guide.\n");
      await wait(3 * DAY);
      expect(await act("tend")).to.equal(
        "Done: decide contribution 2.\nDone: decide contribution 3.\nMade 2 calls that were due.\n",
      );
      await wait(7 * DAY);
      expect(await act("tend", "--from", "9")).to.equal(
        [
          "Done: pay the batches whose windows are over.",
          "Done: pay those who made contribution 2.",
          "Done: pay those who made contribution 3.",
          `Done: pay ${accounts[1] ?? ""} for reviews.`,
          `Done: pay ${accounts[2] ?? ""} for reviews.`,
          "Done: record that enough circulates to decide.",
          "Made 6 calls that were due.\n",
        ].join("\n"),
      );
      // The batch had room for 50 of the 102 that two awards with 2 % for reviewers ask for: half of it each.
      const half = (51n * TOKEN * (50n * TOKEN)) / (102n * TOKEN);
      const reviewers = (half * 200n) / 10_200n;
      for (const at of [3, 4]) {
        expect(await cdpo.token.balanceOf(accounts[at] ?? "")).to.equal(half - reviewers);
      }
      expect(await act("tend")).to.equal("Nothing is due in Open Field Guide.\n");
    });

    it("are put down, for oneself and others, and taken back where nothing holds them", async () => {
      expect(await act("stake", "20", "--from", "3")).to.equal(
        `Signed a permit for 20 FIELD.\nStaked 20 FIELD; the stake of ${accounts[3] ?? ""} is 20 FIELD.\n`,
      );
      expect(await cdpo.token.allowance(accounts[3] ?? "", cdpo.stake)).to.equal(0n);
      await act("stake", "10", "--from", "4");
      expect(await act("stake", "1", "--for", "signer:5", "--from", "4")).to.contain(
        `Staked 1 FIELD; the stake of ${accounts[5] ?? ""} is 1 FIELD.\n`,
      );
      expect(await act("unstake", "2", "--from", "3")).to.equal("Unstaked 2 FIELD; the stake is 18 FIELD.\n");
      expect(await act("unstake", "1", "--to", "signer:6", "--from", "3")).to.equal(
        "Unstaked 1 FIELD; the stake is 17 FIELD.\n",
      );
      expect(await cdpo.token.balanceOf(accounts[6] ?? "")).to.equal(TOKEN);
      expect(await cdpo.stake.getVotes(accounts[3] ?? "")).to.equal(17n * TOKEN);
      expect(await fails("unstake", "30", "--from", "3", ...own)).to.equal(
        `${accounts[3] ?? ""} has staked 17 FIELD and can unstake 17 FIELD, not 30 FIELD`,
      );
    });

    it("veto: below the threshold it can be taken back, at the threshold it stops", async () => {
      const id = await reviewed(cdpo, 7, true);
      // A twentieth of the floor of 50.
      expect(await act("veto", "contribution", String(id), "--from", "5")).to.equal(
        `Vetoed with 1 FIELD; all vetoes together have 1 FIELD, and 2.5 FIELD stop it. "cdpo take-back contribution ${id}" takes it back.\n`,
      );
      expect(await fails("unstake", "--from", "5", ...own)).to.equal(
        `${accounts[5] ?? ""} has staked 1 FIELD and can unstake 0 FIELD; the rest is held by a veto of contribution ${id} ("cdpo close" ends what is over)`,
      );
      expect(await act("close", "--from", "5")).to.equal(
        `${accounts[5] ?? ""} can unstake 0 FIELD; 1 of what they did goes on.\n`,
      );
      expect(await act("take-back", "contribution", String(id), "--from", "5")).to.equal(
        `Took the veto of contribution ${id} back.\n`,
      );
      expect(await act("veto", "contribution", String(id), "--from", "4")).to.equal(
        "Vetoed with 10 FIELD; all vetoes together have 10 FIELD, and 2.5 FIELD stop it: it is stopped. The stake is held for a week.\n",
      );
      expect((await cdpo.registry.contribution(id)).status).to.equal(3n);
      expect(await act("tend")).to.equal("Nothing is due in Open Field Guide.\n");

      // Founders overrule it, and anyone carries that out.
      const overruled = await act("overrule", "contribution", String(id), "--from", "1");
      expect(overruled).to.match(
        /^Scheduled as 0x\w{64}; anyone can run it in 2 days, unless stakeholders veto it\. Stakeholders decide it without founders: "cdpo propose --call 'registry\.overrule\(4\)' …"\.\n$/,
      );
      await wait(2 * DAY);
      expect(await act("tend")).to.contain(`Done: run what founders scheduled: registry.overrule(${id}).\n`);
      expect((await cdpo.registry.contribution(id)).status).to.equal(2n);
    });

    it("decide: proposed, voted, queued and carried out by tend, and held until then", async () => {
      await wait(7 * DAY);
      expect(await act("tend")).to.contain(
        `Done: free the stake of ${accounts[4] ?? ""} from a veto of contribution 4.\n`,
      );
      const call = ["--call", "reserve.setTributes(50, 50)", "--description", "Lower the tributes"];
      const proposed = await act("propose", ...call, "--from", "3");
      const [, id = ""] =
        /^Proposed as (\d+); stakes of 20\S+ count, until 20\S+; [\d.]+ FIELD in favour are needed\.\n$/.exec(
          proposed,
        ) ?? [];
      expect(id).to.not.equal("");
      await wait(2 * DAY + 60);
      expect(await act("vote", id, "for", "--from", "3")).to.equal("Voted for with 17 FIELD.\n");
      expect(await act("vote", id, "against", "--from", "4", "--reason", "no")).to.equal(
        "Voted against with 10 FIELD.\n",
      );
      expect(await fails("unstake", "--from", "3", ...own)).to.equal(
        `${accounts[3] ?? ""} has staked 17 FIELD and can unstake 0 FIELD; the rest is held by having proposed decision ${id}, a vote for decision ${id} ("cdpo close" ends what is over)`,
      );
      await wait(9 * DAY);
      const queued = await act("tend");
      expect(queued).to.contain(`Done: queue decision ${id}: reserve.setTributes(50, 50).\n`);
      expect(queued).to.contain(
        `Done: free the stake of ${accounts[4] ?? ""} from a vote against decision ${id}.\n`,
      );
      const { operation } = await cdpo.governor.decisionOf(id);
      expect(await fails("run", operation, ...own)).to.equal(
        `${operation} is a decision of the stakeholders: "cdpo execute" and its number carry it out`,
      );
      expect(await fails("cancel", operation, "--from", "1", ...own)).to.match(
        /^the contracts refuse: Operation \S+ is a decision of the stakeholders: only their veto can cancel it\.$/,
      );
      await wait(2 * DAY);
      expect(await act("tend")).to.contain(`Done: carry out decision ${id}: reserve.setTributes(50, 50).\n`);
      expect((await cdpo.reserve.terms()).entryTributeBps).to.equal(50n);
      await wait(7 * DAY);
      expect(await act("close", "--from", "3")).to.equal(
        `Closed having proposed decision ${id}.\nClosed a vote for decision ${id}.\n${accounts[3] ?? ""} can unstake 17 FIELD.\n`,
      );
    });

    it("stop what is queued, and consent to dissolve", async () => {
      const call = ["--call", "reserve.setTributes(1000, 1000)", "--description", "Raise them"];
      const scheduled = await act("schedule", ...call, "--from", "1");
      const [operation = ""] = /0x\w{64}/.exec(scheduled) ?? [];
      expect(await act("veto", "decision", operation, "--from", "3")).to.contain("it is stopped.");
      expect(await cdpo.timelock.isOperationPending(operation)).to.equal(false);
      await wait(9 * DAY);
      expect(await act("consent", "--from", "4")).to.match(
        /^Consented to dissolve Open Field Guide with 10 FIELD; 10 FIELD consent, more than [\d.]+ FIELD are needed\.\n$/,
      );
      expect(await act("take-back", "consent", "--from", "4")).to.equal(
        "Took the consent to dissolve back.\n",
      );
      const again = await act("schedule", ...call, "--from", "1");
      const [cancelled = ""] = /0x\w{64}/.exec(again) ?? [];
      expect(await act("cancel", cancelled, "--from", "1")).to.equal(
        "Cancelled: reserve.setTributes(1000, 1000).\n",
      );
    });
  });

  describe("handover", () => {
    it("shows what would change, and leaves nobody without a proposer", async () => {
      // More than twice a quorum is staked.
      await succeeds("stake", "15", "--from", "3", "--organisation", "0");
      await wait(60);
      const shown = await succeeds("handover", "--organisation", "0", "--from", "1");
      for (const at of [1, 2]) expect(shown).to.contain(`${accounts[at] ?? ""}  PROPOSER_ROLE`);
      expect(shown).to.contain(`left to propose: ${cdpo.addresses.governor} (governor)\n`);
      expect(shown).to.contain("Nothing was sent: --renounce or --schedule does it.");
      expect(shown).to.not.contain("not yet");
      expect(await fails("handover", "--organisation", "0", "--renounce", "--run")).to.equal(
        "--renounce, --schedule and --run are three ways: choose one",
      );
      expect(await fails("handover", "--organisation", "1", "--schedule", "--from", "1")).to.match(
        /^nobody would be left to propose anything for Second, as its Governor is no proposer yet: "cdpo grant-role proposer 0x\w{40} --schedule WHY" first$/,
      );
    });

    it("refuses while something is pending, a poll runs, or too little is staked, unless told", async () => {
      const call = ["--call", "reserve.setTributes(1, 1)", "--description", "Pending", "--from", "1"];
      const scheduled = await succeeds("schedule", ...call, "--organisation", "0");
      const [operation = ""] = /0x\w{64}/.exec(scheduled) ?? [];
      const handover = ["--organisation", "0", "--from", "1"];
      const shown = await succeeds("handover", ...handover);
      expect(shown).to.match(
        new RegExp(
          `^not yet: reserve\\.setTributes\\(1, 1\\) is scheduled and can be run from 20\\S+ on \\(${operation}\\)$`,
          "m",
        ),
      );
      for (const way of ["--schedule", "--renounce"]) {
        expect(await fails("handover", ...handover, way)).to.equal(
          "one thing speaks against it, see above: settle that first, or say --anyway",
        );
      }
      await succeeds("cancel", operation, "--from", "1", "--organisation", "0");

      // In the other organisation, whose Governor is no proposer, people vote all the same; little is staked.
      const id = await reviewed(second, 3, true);
      await wait(3 * DAY);
      await second.registry.decide(id);
      await wait(7 * DAY);
      await second.registry.settle(id, [{ account: accounts[3] ?? "", bps: 10_000n }]);
      await reviewed(second, 3, true);
      await succeeds("stake", "1", "--from", "3", "--organisation", "1");
      const poll = await succeeds(
        ...["propose", "--call", "reserve.setTributes(1, 1)", "--description", "What if", "--from", "3"],
        ...["--organisation", "1"],
      );
      expect(poll).to.contain("As the Governor is no proposer of the timelock, this is a poll.\n");
      const other = await succeeds(
        "handover",
        "--organisation",
        "1",
        "--from",
        "1",
        "--renounce",
        "--anyway",
      );
      expect(other).to.match(/^not yet: the poll "What if" is pending, and never binds \(\d+\)$/m);
      expect(other).to.match(
        /^not yet: 1 TWO are staked, less than twice the [\d.]+ TWO that carry a decision: few could decide for all$/m,
      );
      expect(other).to.contain(`${accounts[1] ?? ""} gave its rights up.\n`);
      expect(await fails("handover", "--organisation", "1", "--from", "2", "--renounce")).to.match(
        /^nobody would be left to propose anything for Second/,
      );
    });

    it("renounces for the sender, at once", async () => {
      const { timelock } = cdpo;
      const args = ["--organisation", "0", "--renounce", "--keep-cancelling", "--from", "2"];
      const out = await succeeds("handover", ...args);
      expect(out).to.contain(
        `left to propose: ${accounts[1] ?? ""}, ${cdpo.addresses.governor} (governor)\n`,
      );
      expect(out).to.contain(`${accounts[2] ?? ""} gave its rights up.\n`);
      expect(await timelock.hasRole(await timelock.PROPOSER_ROLE(), accounts[2] ?? "")).to.equal(false);
      expect(await timelock.hasRole(await timelock.CANCELLER_ROLE(), accounts[2] ?? "")).to.equal(true);
      expect(await succeeds("handover", ...args)).to.contain("There is nothing to hand over.\n");
    });

    it("schedules for all founders, and runs after the delay", async () => {
      const { timelock } = cdpo;
      const handover = ["--organisation", "0", "--from", "1"];
      expect(await fails("handover", ...handover, "--run")).to.equal(
        "this handover is not scheduled: schedule it with --schedule, and run it with the same options",
      );
      await succeeds("handover", ...handover, "--schedule");
      const status = await succeeds("status", "0");
      expect(status).to.contain(
        `timelock.revokeRole(${await timelock.PROPOSER_ROLE()}, ${accounts[1] ?? ""})`,
      );
      expect(await fails("handover", ...handover, "--schedule")).to.match(
        /^this handover is scheduled already/,
      );
      expect(await fails("handover", ...handover, "--run")).to.match(/^the handover can be run from 20/);
      await wait(2 * DAY);
      expect(await succeeds("handover", ...handover, "--run")).to.contain("Handed over.\n");
      for (const at of [1, 2]) {
        for (const role of [await timelock.PROPOSER_ROLE(), await timelock.CANCELLER_ROLE()]) {
          expect(await timelock.hasRole(role, accounts[at] ?? "")).to.equal(false);
        }
      }
      const governor = cdpo.addresses.governor;
      expect(await timelock.hasRole(await timelock.PROPOSER_ROLE(), governor)).to.equal(true);
    });

    it("is no way in for who has no rights", async () => {
      const args = ["--call", "reserve.setTributes(1, 1)", "--description", "Mine", "--from", "9"];
      expect(await fails("schedule", ...args, "--organisation", "0")).to.match(
        /^the contracts refuse: 0x\S+ does not have the right to do this; it needs to be a proposer\./,
      );
    });
  });

  describe("tend, after a presale", () => {
    it("pays milestones, takes out what founders lost by one that failed, and ends the plan", async () => {
      const { cdpo: third, asset } = await node.launch({
        ...{ example: "bootstrapped", name: "Third", symbol: "THREE" },
      });
      const { presale, budget, stake, token } = third;
      if (presale === undefined || budget === undefined) throw new Error("it was launched with a presale");
      await wait(DAY);
      for (let at = 6; at < 14; at++) {
        const { perPartnerMaximum } = await presale.terms();
        await asset.mint(signer(at), perPartnerMaximum);
        await asset.connect(signer(at)).approve(presale, perPartnerMaximum);
        await presale.connect(signer(at)).contribute(perPartnerMaximum, []);
      }
      await wait(45 * DAY);
      const trustee = signer(3);
      await presale.connect(trustee).release();
      await presale.connect(signer(1)).claim(signer(1));
      const founders = await stake.getVotes(signer(1));
      await wait(14 * DAY);
      await budget.connect(trustee).approveMilestone(0n);
      await wait(7 * DAY);
      const tend = (): Promise<string> => succeeds("tend", "--organisation", token.target as string);
      expect(await tend()).to.contain("Done: pay milestone 0 to the treasury.\n");
      // 30 % of the budget is refused: three tenths of the founders' tokens, rounded up.
      await budget.connect(trustee).refuseMilestone(1n);
      const lost = (founders * 3n + 9n) / 10n;
      expect(await stake.getVotes(signer(1))).to.equal(founders - lost);
      const word = `take out of the stake of ${accounts[1] ?? ""} what they lost as a founder`;
      expect((await tend()).split(word).length - 1).to.equal(1);
      expect((await presale.tokensOf(signer(1))).forfeited).to.equal(lost);
      expect(await tend()).to.not.contain(word);
      await wait(600 * DAY);
      expect(await tend()).to.contain("Done: end milestone 2, which failed.\n");
      expect(await budget.turn()).to.equal(3n);
    });
  });

  describe("parts", () => {
    it("read calls as they are written, and say them the same way", () => {
      const { addresses } = cdpo;
      for (const written of [
        "reserve.setTributes(50, 100)",
        'registry.setKind(3, "maps, \\"old\\" (and new)", 1000, true)',
        `timelock.updateDelay(3600)`,
        `licenceOffice.setRecognitionSources([${addresses.registry}, ${addresses.epochs}])`,
      ]) {
        expect(writeAction({ call: parseAction({ written, addresses }), addresses })).to.equal(written);
      }
      const foreign = { to: accounts[0] as Address, value: 5n, data: "0x12345678" } as const;
      expect(writeAction({ call: foreign, addresses })).to.equal(
        `${accounts[0] ?? ""}.0x12345678(…) with 5 wei`,
      );
    });

    it("refuse what is no call", () => {
      const { addresses } = cdpo;
      const cases: readonly (readonly [written: string, sentence: string])[] = [
        [
          "setTributes(1, 2)",
          '"setTributes(1, 2)" is no call: write it as reserve.setTributes(100, 100), with one of token,',
        ],
        ["presale.release()", '"presale.release()" is no call'],
        ["reserve.setTribute(1)", "reserve has no function setTribute"],
        ["reserve.setTributes(1)", "setTributes takes 2 arguments, not 1: reserve.setTributes(1)"],
        ["reserve.setTributes(1, x)", "an argument of setTributes(uint16,uint16) does not fit: "],
        [
          "reserve.setTributes(1, )",
          '"1, " is no list of arguments: separate them by commas, and write texts in quotes',
        ],
        ["reserve.setTributes(1 2)", '"1 2" is no list of arguments'],
        ["reserve.setTributes([1)", '"[1" is no list of arguments'],
      ];
      for (const [written, sentence] of cases) {
        expect(() => parseAction({ written, addresses }), written)
          .to.throw(ActionError)
          .with.property("message")
          .that.satisfies((said: string) => said.startsWith(sentence), sentence);
      }
    });
  });
});
