import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import { EpochStatus } from "../lib/epochs.ts";
import { createTestFolder } from "../lib/files.ts";
import { runScript } from "../lib/nodes.ts";

const DAY = 86_400;
const folder = createTestFolder("epoch-commands");

/** A repository of three commits in March 2027 by two people. */
function createHistory(): string {
  const path = join(folder.fresh("repository"), "commons");
  mkdirSync(path);
  const git = (args: readonly string[], env: NodeJS.ProcessEnv = {}): void => {
    execFileSync("git", ["-C", path, ...args], {
      env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", ...env },
      stdio: "ignore",
    });
  };
  git(["init", "--quiet", "--initial-branch=main"]);
  for (const [who, day, lines] of [
    ["ann", 1, 100],
    ["bo", 2, 9],
    ["ann", 3, 1],
  ] as const) {
    writeFileSync(join(path, `file-${day}.ts`), "line\n".repeat(lines));
    git(["add", "--all"]);
    const stamp = `2027-03-0${day}T12:00:00Z`;
    const email = `${who}@example.org`;
    git(["commit", "--quiet", "--message=Work"], {
      ...{ GIT_AUTHOR_NAME: who, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: stamp },
      ...{ GIT_COMMITTER_NAME: who, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: stamp },
    });
  }
  return path;
}

describe("commands: epochs and their ledgers", () => {
  let node: CommandNode;
  let field: Launched;
  let curator = "";
  let other = "";
  let place = "";
  let history = "";
  before(async () => {
    place = folder.fresh("epoch");
    history = createHistory();
    node = await startCommandNode();
    field = await node.launch({ example: "growing", name: "Field", symbol: "FIELD" });
    for (const [at, account] of node.accounts.entries()) {
      if ((await field.cdpo.registry.curatorSince(account)) === 0n) continue;
      [other, curator] = [curator, String(at)];
    }
  });
  after(async () => {
    await node.close();
    folder.remove();
  });

  it("are built, verified, explained, proposed, paid, opened, claimed and expired", async () => {
    const ann = node.accounts[3] ?? "";
    const accounts = { "ann@example.org": ann, "bo@example.org": node.accounts[4] };
    writeFileSync(join(place, "accounts.json"), JSON.stringify(accounts));
    writeFileSync(
      join(place, "march.json"),
      JSON.stringify({
        ...{ name: "march", since: "2027-03-01", until: "2027-03-31", accounts: "accounts.json" },
        sources: [{ name: "code", type: "git", path: history }],
        rules: [
          {
            ...{ name: "code", formula: "square-root/1" },
            parameters: { base: "1", unit: "0.1", sizeCap: 2_500, max: "51" },
          },
        ],
      }),
    );
    const out = join(place, "march");
    expect(
      await node.succeeds("ledger build", "--config", join(place, "march.json"), "--out", out),
    ).to.contain(`Written: ${out}`);
    expect(await node.succeeds("ledger verify", "--ledger", out)).to.match(
      /The ledger is what its rows and rules make it\.$/,
    );
    const proof = JSON.parse(await node.succeeds("ledger proof", "--ledger", out, "--account", ann)) as {
      amount: string;
    };
    // 1 + 0.1 · √100, and 1 + 0.1 · √1.
    expect(proof.amount).to.equal("3100000000000000000");
    expect(await node.succeeds("ledger explain", "--ledger", out, "--account", ann)).to.contain("3.1");
    expect(await node.succeeds("ledger import", "--git", history)).to.contain(
      "3 contributions by 2 contributors",
    );
    expect(await node.fails("ledger build", "--config", "none.json", "--out", out)).to.contain("none.json");

    expect(await node.fails("epoch claim", "1", out)).to.equal("epoch 1 is none: check its number");
    const proposed = await node.json("epoch propose", out, "--uri", "ipfs://march", "--from", curator);
    expect(proposed).to.include({ epoch: "1", total: "4400000000000000000" });
    expect(await node.fails("epoch propose", out, "--uri", "ipfs://march", "--from", curator)).to.equal(
      "epoch 1 proposes this ledger already: claims name that number",
    );
    const compared = await runScript({
      script: "epoch.ts",
      args: ["verify", "--ledger", out, "--epochs", await field.cdpo.epochs.getAddress(), "--number", "1"],
      env: { LOCALHOST_RPC_URL: node.url },
    });
    expect([compared.error, compared.code]).to.deep.equal(["", 0]);
    expect(compared.out).to.contain("\nEpoch 1 on chain is this ledger; it is proposed.\n");
    expect(await node.succeeds("epoch object", "1", "--note", "hm", "--from", other, "--dry-run")).to.contain(
      "Dry run: Object to epoch 1. 1 call of ",
    );
    const { challengeWindow, claimPeriod } = await field.cdpo.epochs.terms();
    await node.wait(Number(challengeWindow));
    expect(await node.succeeds("epoch activate", "1")).to.equal(
      "Activated: 4.4 FIELD of epoch 1 are due in this batch of issuance and the next two.",
    );
    await node.wait(8 * DAY);
    await node.succeeds("settle-batch");
    expect(await node.succeeds("epoch open", "1")).to.match(
      /^Opened: 4\.4 FIELD were paid for epoch 1, and can be claimed in proportion until 20/,
    );
    expect(await node.succeeds("epoch claim", "1", out, ann)).to.equal(
      `Claimed: 3.1 FIELD of the 3.1 FIELD that epoch 1 awards to ${ann}.`,
    );
    expect(await field.cdpo.token.balanceOf(ann)).to.equal(31n * 10n ** 17n);
    expect(await node.fails("epoch claim", "1", out, ann)).to.equal(
      `${ann} has claimed their part of epoch 1 already`,
    );
    await node.wait(Number(claimPeriod) + DAY);
    expect(await node.succeeds("epoch expire", "1")).to.equal(
      "Epoch 1 has expired: 1.3 FIELD went to the treasury.",
    );
  });

  it("come to nothing when curators object, or who proposed them takes them back", async () => {
    const { epochs } = field.cdpo;
    const out = join(place, "april");
    writeFileSync(
      join(place, "april.json"),
      JSON.stringify({
        ...{ name: "april", since: "2027-03-01", until: "2027-03-31", accounts: "accounts.json" },
        sources: [{ name: "code", type: "git", path: history }],
        rules: [{ name: "code", formula: "per-row/1", parameters: { each: "2", maxPerDay: 10 } }],
      }),
    );
    await node.succeeds("ledger build", "--config", join(place, "april.json"), "--out", out);
    const proposal = ["epoch propose", out, "--uri", "ipfs://april", "--from", curator] as const;
    expect(await node.succeeds(...proposal)).to.equal(
      "Proposed: epoch 2, 6 FIELD for 2 accounts, for anyone to challenge until its window is over.",
    );
    expect(await node.succeeds("epoch object", "2", "--note", "twice", "--from", other)).to.equal(
      "Objected to epoch 2.",
    );
    expect((await epochs.epochAt(2n)).status).to.equal(EpochStatus.Proposed);
    expect(await node.fails("epoch object", "2", "--from", other)).to.equal(
      "the contracts refuse: 0x15d3…6A65 has objected to epoch 2 already: it counts once.",
    );
    expect(await node.succeeds("epoch object", "2", "--from", "2")).to.equal(
      "Objected to epoch 2, which is rejected.",
    );
    expect((await epochs.epochAt(2n)).status).to.equal(EpochStatus.Rejected);
    expect(await node.fails("epoch activate", "2")).to.equal("epoch 2 is rejected: propose a mended one");

    // What was rejected can be proposed again.
    await node.succeeds(...proposal);
    expect(await node.fails("epoch withdraw", "3", "--from", other)).to.equal(
      "the contracts refuse: Only who proposed epoch 3 may do this, not 0x15d3…6A65.",
    );
    expect(await node.succeeds("epoch withdraw", "3", "--from", curator)).to.equal("Withdrew epoch 3.");
    expect((await epochs.epochAt(3n)).status).to.equal(EpochStatus.Withdrawn);
    expect(await node.fails("epoch open", "3")).to.equal(
      "epoch 3 is withdrawn: propose it again, or a mended one",
    );
  });

  it("of another tool have their help here, too", async () => {
    for (const name of ["simulate bootstrapped", "simulate growing"]) {
      expect(await node.succeeds(name, "--help")).to.contain("--seed <value>");
    }
    expect(await node.fails("verify")).to.equal(
      "--network NAME is missing: verification is for public networks",
    );
  });
});
