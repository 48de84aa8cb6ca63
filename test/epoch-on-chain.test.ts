import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { network } from "hardhat";
import { runEpoch } from "../scripts/epoch.ts";
import { proposalOn } from "../scripts/ledgers/on-chain.ts";
import { ChainError } from "../scripts/lib/chain.ts";
import { buildEpoch } from "../ledger/builder/build.ts";
import { readEpochConfig } from "../ledger/builder/config.ts";
import { formulaOf } from "../ledger/builder/format.ts";
import { compareWith, type Facts } from "../ledger/builder/summary.ts";
import { checkLedger, treeOf } from "../ledger/verifier/verify.ts";
import { EpochStatus } from "./lib/epochs.ts";
import { createTestFolder, refusalOf, runHere } from "./lib/files.ts";
import { WHOLE, launchGrowing } from "./lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const folder = createTestFolder("epoch-on-chain");

/** A repository of five commits in March 2027 by three people, one of them together with another. */
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
  const commit = (who: string, day: number, lines: number, message: string): void => {
    writeFileSync(join(path, `file-${day}.ts`), "line\n".repeat(lines));
    git(["add", "--all"]);
    const stamp = `2027-03-${String(day).padStart(2, "0")}T12:00:00Z`;
    git(["commit", "--quiet", `--message=${message}`], {
      ...{ GIT_AUTHOR_NAME: who, GIT_AUTHOR_EMAIL: `${who}@example.org`, GIT_AUTHOR_DATE: stamp },
      ...{ GIT_COMMITTER_NAME: who, GIT_COMMITTER_EMAIL: `${who}@example.org`, GIT_COMMITTER_DATE: stamp },
    });
  };
  commit("ann", 1, 100, "Begin");
  commit("bo", 2, 7, "Mend");
  commit("bo", 3, 9, "Mend more\n\nCo-authored-by: cy <cy@example.org>");
  commit("cy", 4, 5_000, "Paste");
  commit("ann", 5, 1, "Finish");
  return path;
}

describe("Epoch on chain", () => {
  after(() => {
    folder.remove();
  });

  /** An organisation, and a function that builds an epoch of the history with `unit` tokens for each √line. */
  async function prepare() {
    const scenario = await launchGrowing(connection);
    const place = folder.fresh("epoch");
    const people = { ann: 0, bo: 1, cy: 2 };
    const accounts = Object.fromEntries(
      Object.entries(people).map(([who, at]) => [
        `${who}@example.org`,
        scenario.actors.producers[at]?.address,
      ]),
    );
    writeFileSync(join(place, "accounts.json"), JSON.stringify(accounts));
    const history = createHistory();
    const build = async (name: string, unit: string) => {
      const config = join(place, `${name}.json`);
      writeFileSync(
        config,
        JSON.stringify({
          ...{ name, since: "2027-03-01", until: "2027-03-31", accounts: "accounts.json" },
          sources: [{ name: "code", type: "git", path: history }],
          rules: [
            {
              ...{ name: "code", formula: "square-root/1" },
              parameters: { base: "1", unit, sizeCap: 2_500, max: "51" },
            },
          ],
        }),
      );
      const out = join(place, name);
      await buildEpoch({ config: await readEpochConfig(config), folder: out });
      const checked = await checkLedger({ file: join(out, "ledger.jsonl") });
      const tree = treeOf(checked);
      const facts = {
        ...{ name, root: tree.root, total: checked.header.total, count: checked.leaves.length },
        ...{ contentHash: checked.contentHash, cid: checked.cid, formula: formulaOf(checked.header) },
        rows: checked.header.rows,
      };
      return { checked, tree, facts, out };
    };
    return { scenario, build };
  }

  it("goes from a git history over a challenge to balances that are the ledger's, to the wei", async () => {
    const { scenario, build } = await prepare();
    const { epochs, token, actors } = scenario;
    const [curator, second, third] = actors.curators;
    const propose = ({ root, total, count, contentHash, formula }: Facts, uri: string) =>
      epochs.connect(curator).propose(root, total, count, contentHash, uri, formula);

    // The first proposal pays too much: curators object, and it is rejected.
    const greedy = await build("greedy", "2");
    await propose(greedy.facts, "ipfs://greedy");
    await epochs.connect(second).object(1n, "the unit was not agreed");
    await epochs.connect(third).object(1n, "the unit was not agreed");
    expect((await epochs.epochAt(1n)).status).to.equal(EpochStatus.Rejected);

    const { checked, tree, facts } = await build("march", "1");
    await propose(facts, `ipfs://${facts.cid}`);
    const epoch = 2n;

    // Anyone can tell from the ledger and the chain alone.
    const chain = { ethers, network: "default", chainId: 31_337 };
    const place = { epochs: await epochs.getAddress(), number: epoch };
    const proposal = await proposalOn(chain, place);
    expect(proposal).to.deep.equal({
      ...{ root: facts.root, total: facts.total, count: 3, contentHash: facts.contentHash },
      ...{ formula: "square-root/1", uri: `ipfs://${facts.cid}`, status: "proposed" },
    });
    compareWith({ computed: facts, expected: proposal, where: "the chain" });
    expect(() => {
      compareWith({ computed: greedy.facts, expected: proposal, where: "the chain" });
    }).to.throw(/^The ledger's root is 0x.* but the chain says 0x/);
    expect(await proposalOn(chain, { ...place, number: 1n })).to.deep.include({
      ...{ root: greedy.facts.root, uri: "ipfs://greedy", status: "rejected" },
    });
    for (const number of [0n, 3n]) {
      const thrown = await proposalOn(chain, { ...place, number }).catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(ChainError);
      expect((thrown as Error).message).to.equal(`there is no epoch ${number}: the last one is 2`);
    }

    const { proposedAt, challengeWindow } = await epochs.epochAt(epoch);
    await networkHelpers.time.increaseTo(proposedAt + challengeWindow);
    await epochs.activate(epoch);
    // The window has room for all of it, and when it is over the batch pays.
    const { end } = await scenario.issuance.runningBatch();
    await networkHelpers.time.increaseTo(end);
    await epochs.open(epoch);
    expect((await epochs.epochAt(epoch)).paid).to.equal(facts.total);
    expect(await token.balanceOf(epochs)).to.equal(facts.total);

    for (const [at, { index, account, amount }] of checked.leaves.entries()) {
      await epochs.claim(epoch, index, account, amount, [...tree.proofOf(at)]);
    }
    // 1 + √lines, at most 51; what bo and cy did together is halved, the odd wei to the author.
    const root7 = 2_645_751_311_064_590_590n;
    const balances = await Promise.all(actors.producers.slice(0, 3).map((each) => token.balanceOf(each)));
    expect(balances).to.deep.equal([
      11n * WHOLE + 2n * WHOLE,
      WHOLE + root7 + 2n * WHOLE,
      2n * WHOLE + 51n * WHOLE,
    ]);
    expect(balances.reduce((sum, balance) => sum + balance, 0n)).to.equal(facts.total);
    expect(await token.balanceOf(epochs)).to.equal(0n);
    expect(await token.totalSupply()).to.equal(facts.total);
  });

  it("says in one sentence what is wrong on the command line", async () => {
    const { build } = await prepare();
    const { out } = await build("march", "1");
    const [signer] = await ethers.getSigners();
    const nobody = signer?.address ?? "";
    const onChain = ["--epochs", nobody, "--network", "default"];
    const cases: [string[], RegExp][] = [
      [
        ["verify", "--ledger", out, "--number", "1", ...onChain],
        /^there is no contract at 0x\w+ on network "default": the address of "epochs" is in deployments\/31337\.json\.$/,
      ],
      [["verify", "--ledger", out, "--epochs", nobody], /^--epochs and --number go together/],
      [["verify", "--ledger", out, "--number", "1"], /^--epochs and --number go together/],
      [
        ["verify", "--ledger", out, "--number", "1", "--epochs", nobody, "--network", "nowhere"],
        /^there is no network "nowhere"/,
      ],
      [["publish", "--ledger", out], /^There is no command "publish": use build, verify, proof, explain\.$/],
    ];
    for (const [args, sentence] of cases) {
      const { status, stderr } = await runHere(runEpoch, args);
      expect(status, args.join(" ")).to.equal(1);
      expect(stderr.slice("error: ".length, -1)).to.match(sentence);
    }
    expect(await refusalOf(checkLedger({ file: join(out, "none") }))).to.match(/none does not exist\.$/);
  });
});
