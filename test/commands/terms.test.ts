import { expect } from "chai";
import type { LaunchedCdpo } from "../../launch/index.ts";
import type { TestAsset } from "../../typechain-types/index.ts";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import { timeOf } from "../lib/command-stages.ts";

const TOKEN = 10n ** 18n;
const DAY = 86_400n;
const WHO = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

/** Commands of the treasury, and what each would do, as it is told. */
const LINES: readonly (readonly [name: string, args: readonly string[], means: RegExp])[] = [
  ["set-tributes", ["0.5 %", "1 %"], /0\.5 %.*1 %/],
  ["set-curator", [WHO, "yes"], /curator/],
  ["set-curation-stake", ["25"], /25 TOOL/],
  ["set-incentives", ["1", "2 %"], /1 TOOL.*2 %/],
  ["set-kind", ["3", "maps", "100"], /maps/],
  ["set-review-terms", ["9 days", "2"], /9 days/],
  ["set-growth", ["5 %", "2 %", "50 %"], /5 %/],
  ["set-issuer", [WHO, "yes"], /0x5FbD…0aa3/],
  ["epoch set-terms", ["7 days", "2", "180 days"], /7 days/],
  ["pause-one", ["reserve"], /reserve/],
  ["grant-role", ["proposer", WHO], /0x5FbD…0aa3.*proposer|proposer.*0x5FbD…0aa3/],
  ["revoke-role", ["guardian", WHO], /guardian/],
  ["set-delay", ["3 days"], /3 days/],
  ["set-dao-uri", ["https://example.org/dao.json"], /dao\.json/],
  ["set-token-uri", ["https://example.org/token.json"], /token\.json/],
  ["transfer-ownership", ["registry", WHO], /0x5FbD…0aa3/],
  ["renounce-ownership", ["pledgeBook"], /pledges/],
  ["set-quorum", ["5 %"], /5 %/],
  ["set-proposal-threshold", ["1 %"], /1 %/],
  ["set-voting-delay", ["2 days"], /2 days/],
  ["set-voting-period", ["7 days"], /7 days/],
  ["set-late-quorum", ["1 day"], /1 day/],
  ["trustee announce", [WHO], /0x5FbD…0aa3/],
];

describe("commands: what the treasury does", () => {
  let node: CommandNode;
  let cdpo: LaunchedCdpo;
  let asset: TestAsset;
  before(async () => {
    node = await startCommandNode();
    const launched = await node.launch({
      ...{ example: "bootstrapped", name: "Tools", symbol: "TOOL" },
      change(config) {
        config.governance.guardian = node.accounts[5] ?? WHO;
      },
    });
    ({ cdpo, asset } = launched);
    await launched.asset.mint(cdpo.timelock, 70n * 10n ** 6n);
    await node.signer(0).sendTransaction({ to: cdpo.timelock, value: 5n });
  });
  after(() => node.close());

  for (const [name, args, means] of LINES) {
    it(`${name} would be accepted now, and is told in words`, async () => {
      const told = await node.succeeds(name, ...args, "--dry-run");
      expect(told).to.match(/^(What changes the Governor itself cannot be tried before [^\n]*\n)?Dry run: /);
      expect(told).to.match(means);
      expect(told).to.match(/Nothing was sent\.$/);
    });
  }

  it("pays what it has, and says what is refused", async () => {
    const paid = await node.json("treasury pay", "70", WHO, "--dry-run");
    expect(paid["changes"]).to.deep.equal([
      { what: "asset", symbol: "tUSD", before: "70000000", after: "0" },
    ]);
    expect(await node.fails("treasury pay", "71", WHO, "--dry-run")).to.match(/^the contracts refuse: /);
    expect(await node.succeeds("treasury pay-coins", "0.000000000000000005", WHO, "--dry-run")).to.contain(
      "You give 0.000000000000000005 ETH.",
    );
    expect(await node.fails("trustee cancel", "--dry-run")).to.match(/^the contracts refuse: /);
    expect(await node.fails("trustee complete")).to.match(/^the contracts refuse: /);
    expect(await node.fails("set-tributes", "11 %", "1 %", "--dry-run")).to.equal(
      'entry: must be 0 % to 10 %, not 11 % ("cdpo set-tributes --help")',
    );
  });

  it("is scheduled in words, alone or several at once, and run", async () => {
    const alone = await node.succeeds(
      "set-tributes",
      ...["0.5 %", "0.25 %", "--schedule", "Lower tributes", "--from", "1"],
    );
    expect(alone).to.match(/^Scheduled as 0x\w{64}; anyone can run it in /);
    const together = await node.json(
      "schedule",
      ...[
        "--do",
        "set-tributes 1% '0.5 %'",
        "--do",
        "treasury pay 30 signer:7",
        "--call",
        "timelock.updateDelay(259200)",
      ],
      ...["--description", "Three at once", "--from", "1"],
    );
    const operation = String(together["operation"]);
    await node.wait(Number(together["delay"]));
    expect(await node.succeeds("run", operation)).to.match(/^Carried out: reserve\.setTributes\(100, 50\); /);
    expect((await cdpo.reserve.terms()).exitTributeBps).to.equal(50n);
    expect(await node.fails("set-quorum", "6 %", "--schedule", "No", "--from", "1")).to.equal(
      "only a decision changes the terms of decisions: propose it with --propose WHY",
    );
    expect(await cdpo.timelock.getMinDelay()).to.equal(259_200n);
    expect(
      await node.fails("schedule", "--do", "set-quorm 6%", "--description", "No", "--from", "1"),
    ).to.match(/^--do 'set-quorm 6%': unknown command 'set-quorm' \(Did you mean set-quorum\?\)/);
  });

  it("is done by the treasury once it is run", async () => {
    const { reserve, registry, epochs, issuance, licenceOffice, pledgeBook, timelock, token } = cdpo;
    const commands = [
      ...["set-tributes 2% '1.5 %'", `set-curator ${WHO} yes`, "set-curation-stake 25"],
      ...["set-incentives 1 '2 %'", "set-kind 3 maps 100 --closed", "set-review-terms '8 days' 3"],
      ...["set-growth '5 %' '2 %' '50 %'", `set-issuer ${WHO} yes`, "epoch set-terms '6 days' 3 '180 days'"],
      ...[
        "pause-one issuance",
        "pause-one licenceOffice",
        "unpause licenceOffice",
        `grant-role canceller ${WHO}`,
      ],
      ...["revoke-role proposer signer:2", "set-delay '4 days'", "set-dao-uri ipfs://dao"],
      ...[
        "set-token-uri ipfs://token",
        `transfer-ownership registry ${WHO}`,
        "renounce-ownership pledgeBook",
      ],
      ...[`treasury pay 20 ${WHO}`, `treasury pay-coins 0.000000000000000005 ${WHO}`],
      `trustee announce ${WHO}`,
    ];
    const why = ["--description", "All at once", "--from", "1"];
    const every = commands.flatMap((command) => ["--do", command]);
    const { operation, delay } = await node.json("schedule", ...every, ...why);
    await node.wait(Number(delay));
    const before = await asset.balanceOf(WHO);
    const told = await node.succeeds("run", String(operation), "--from", "9");
    expect(told).to.match(/^Carried out: reserve\.setTributes\(200, 150\); registry\.setCurator\(/);
    expect(told.split("; ")).to.have.lengthOf(commands.length);

    const { entryTributeBps, exitTributeBps } = await reserve.terms();
    expect([entryTributeBps, exitTributeBps]).to.deep.equal([200n, 150n]);
    expect(await registry.curatorSince(WHO)).to.be.greaterThan(0n);
    expect(await registry.incentives()).to.deep.equal([25n * TOKEN, TOKEN, 200n]);
    expect((await registry.kindOf(3n)).slice(0, 2)).to.deep.equal([100n * TOKEN, false]);
    const [named] = await registry.queryFilter(registry.filters.KindSet(3n));
    expect(named?.args.name).to.equal("maps");
    expect(await registry.reviewTerms()).to.deep.equal([8n * DAY, 3n]);
    expect(await epochs.terms()).to.deep.equal([6n * DAY, 3n, 180n * DAY]);
    const { closedGrowthBps, openGrowthBps, giftIssuanceBps } = await issuance.terms();
    expect([closedGrowthBps, openGrowthBps, giftIssuanceBps]).to.deep.equal([500n, 200n, 5_000n]);
    expect(await issuance.isIssuer(WHO)).to.equal(true);
    const now = await timeOf(node);
    expect(await issuance.pausedUntil()).to.be.greaterThan(now);
    expect(await licenceOffice.pausedUntil()).to.equal(now);
    expect(await timelock.hasRole(await timelock.CANCELLER_ROLE(), WHO)).to.equal(true);
    expect(await timelock.hasRole(await timelock.PROPOSER_ROLE(), node.signer(2))).to.equal(false);
    expect(await timelock.getMinDelay()).to.equal(4n * DAY);
    expect(await timelock.daoURI()).to.equal("ipfs://dao");
    expect(await token.contractURI()).to.equal("ipfs://token");
    expect(await registry.owner()).to.equal(WHO);
    expect(await pledgeBook.owner()).to.equal(`0x${"0".repeat(40)}`);
    expect((await asset.balanceOf(WHO)) - before).to.equal(20n * 10n ** 6n);
    expect(await node.ethers.provider.getBalance(WHO)).to.equal(5n);
    expect((await cdpo.presale?.refunds())?.candidate).to.equal(WHO);
  });

  it("has a guardian who pauses at once, and rights that are given up", async () => {
    expect(await node.fails("pause", "reserve")).to.match(/needs to be the guardian/);
    expect(await node.succeeds("pause", "reserve", "proposals", "--from", "5")).to.equal(
      "Paused reserve, proposals for 14 days, or until the treasury ends it.",
    );
    expect(await node.succeeds("unpause", "proposals", "--dry-run")).to.contain("Dry run: End the pause");
    expect(await node.succeeds("renounce-role", "guardian", "--from", "5")).to.equal(
      `${node.accounts[5] ?? ""} is guardian no longer.`,
    );
  });
});
