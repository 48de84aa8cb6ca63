import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { buildEpoch } from "../../ledger/builder/build.ts";
import { readEpochConfig } from "../../ledger/builder/config.ts";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import { asTreasury, DAY, ROLES, said, timeOf, UNIT } from "../lib/command-stages.ts";

const { curator, partner, second } = ROLES;
const commoner = 9;
const YEAR = 365n * BigInt(DAY);
const by = (account: number): string[] => ["--from", String(account)];
const TEXT = "Print it, and share alike.\n";

describe("commands: licences", () => {
  let node: CommandNode;
  let growing: Launched;
  let accounts: readonly string[];
  before(async () => {
    node = await startCommandNode();
    ({ accounts } = node);
    growing = await node.launch({ example: "growing", name: "Open Field Guide", symbol: "FIELD" });
    for (const account of [partner, second]) await growing.asset.mint(node.signer(account), 100n * UNIT);
  });
  after(() => node.close());

  it("have tiers, which the treasury sets", async () => {
    expect(await node.succeeds("tier list")).to.equal(
      'Open Field Guide has no tiers of licences: the treasury adds them ("cdpo tier add").',
    );
    const file = join(node.folder, "terms.txt");
    writeFileSync(file, TEXT);
    const terms = [
      "Print",
      "12",
      "--uri",
      "ipfs://terms",
      "--text",
      file,
      "--makers",
      "40 %",
      "--free-from",
      "10",
    ];
    expect(await node.fails("tier add", ...terms)).to.match(/^only the treasury can do this: /);
    expect(await node.succeeds("tier add", ...terms, "--dry-run")).to.contain(
      'Dry run: Add the tier of licences "Print" at 12 tUSD for 1 year. 1 call of ',
    );
    await asTreasury(node, "tier add", ...terms);
    await asTreasury(node, "tier add", ...terms, "--duration", "30 days", "--closed");
    expect(await growing.cdpo.licenceOffice.tierOf(1n)).to.deep.equal([
      ...["Print", "ipfs://terms", keccak256(toUtf8Bytes(TEXT)), 12n * UNIT, 10n * 10n ** 18n],
      ...[YEAR, 4_000n, true],
    ]);
    expect(await node.succeeds("tier list")).to.equal(
      [
        "tier  name   price    for      makers' part  free from  sold  terms",
        "----  -----  -------  -------  ------------  ---------  ----  ------------",
        "   1  Print  12 tUSD  1 year   40 %          10 FIELD   yes   ipfs://terms",
        "   2  Print  12 tUSD  30 days  40 %          10 FIELD   no    ipfs://terms",
      ].join("\n"),
    );
  });

  it("are bought, extended and ended by whoever pays", async () => {
    const { asset, cdpo } = growing;
    const licensee = accounts[partner] ?? "";
    const bought = await node.succeeds("licence buy", "1", ...by(partner));
    const expires = (await timeOf(node)) + YEAR;
    expect(bought).to.equal(
      "Signed a permit for 12 tUSD.\n" +
        `Bought licence 1 of ${licensee} for 12 tUSD, 4.8 tUSD of it the makers' part: valid until ${said(expires)}.`,
    );
    expect(await asset.balanceOf(licensee)).to.equal(88n * UNIT);
    expect(await asset.allowance(licensee, cdpo.licenceOffice)).to.equal(0n);
    expect(await asset.balanceOf(cdpo.reserve)).to.equal(7_200_000n);
    // Somebody else pays for another year, more than which is not sold ahead.
    const extended = await node.json("licence extend", "1", ...by(second));
    expect(extended).to.include({ licence: "1", price: String(12n * UNIT), expires: String(expires + YEAR) });
    expect(await asset.balanceOf(node.signer(second))).to.equal(88n * UNIT);
    expect(await node.fails("licence buy", "1", "--for", licensee, ...by(second))).to.match(
      /^the contracts refuse: The licence would run until .* UTC .*, and .* UTC .* is the latest\. Buy for a shorter time, or later\.$/,
    );
    await node.wait(Number(YEAR));
    expect(await node.succeeds("licence buy", "1", "--for", licensee, ...by(second))).to.match(
      new RegExp(
        `Extended licence 1 of ${licensee} for 12 tUSD, 4\\.8 tUSD of it the makers' part: valid until `,
      ),
    );
    expect(await asset.allowance(node.signer(second), cdpo.licenceOffice)).to.equal(0n);
    expect(await node.fails("licence extend", "7", ...by(second))).to.equal(
      'there is no licence 7: "cdpo licence list" shows all',
    );

    expect(await node.fails("licence cancel", "1", ...by(second))).to.equal(
      "the contracts refuse: Licence 1 is not that of 0x14dC…9955. Check its number.",
    );
    expect(await node.succeeds("licence cancel", "1", ...by(partner))).to.equal("Ended licence 1.");
    expect(await cdpo.licenceOffice.isLicensed(licensee, 1n)).to.equal(false);
  });

  it("change price only as the treasury says, and never above what the buyer accepts", async () => {
    const { licenceOffice } = growing.cdpo;
    await asTreasury(node, "tier set", "1", "--price", "20");
    expect((await licenceOffice.tierOf(1n)).price).to.equal(20n * UNIT);
    expect((await licenceOffice.tierOf(1n)).slice(4)).to.deep.equal([10n * 10n ** 18n, YEAR, 4_000n, true]);
    expect(await node.fails("licence buy", "1", "--max", "15", ...by(second))).to.match(
      /^the contracts refuse: .*20 tUSD/,
    );
    const bought = await node.succeeds("licence buy", "1", "--max", "25", ...by(second));
    expect(bought).to.match(/Bought licence 2 of 0x\w{40} for 20 tUSD, 8 tUSD of it the makers' part/);
    expect(await growing.asset.allowance(node.signer(second), licenceOffice)).to.equal(0n);
    await asTreasury(node, "tier set", "1", "--free-from", "11", "--makers", "50 %", "--sold", "no");
    expect((await licenceOffice.tierOf(1n)).slice(3)).to.deep.equal([
      ...[20n * UNIT, 11n * 10n ** 18n, YEAR, 5_000n, false],
    ]);
    expect(await node.fails("licence buy", "1", ...by(second))).to.equal(
      "the contracts refuse: Tier 1 of licences is not sold now. Choose another.",
    );
  });

  it("bring the makers' part to the treasury, or where it sends it", async () => {
    const { asset, cdpo } = growing;
    // 4.8 of each of three and 8 of one.
    const part = 22_400_000n;
    expect(await node.json("licence collect")).to.include({ amount: String(part) });
    expect(await asset.balanceOf(cdpo.timelock)).to.equal(part);
    await asTreasury(node, "tier set", "1", "--sold", "yes");
    await asset.mint(node.signer(second), 20n * UNIT);
    await node.succeeds("licence buy", "1", "--for", "signer:10", ...by(second));
    await asTreasury(node, "tier collect", "signer:11");
    expect(await asset.balanceOf(node.signer(11))).to.equal(10n * UNIT);
  });

  it("are free for who contributed, also by awards of epochs", async () => {
    const { epochs, registry, licenceOffice } = growing.cdpo;
    const march = await ledgerOf(node, accounts[commoner] ?? "");
    await node.succeeds("epoch propose", march, "--uri", "ipfs://march", ...by(curator));
    for (let weeks = 0; (await epochs.epochAt(1n)).status !== 6n && weeks < 9; ++weeks) {
      await node.wait(7 * DAY);
      await node.succeeds("tend");
    }
    await node.succeeds("epoch claim", "1", march, ...by(commoner));
    expect(await node.fails("licence claim", "1", ...by(commoner))).to.equal(
      "the contracts refuse: 0xa0Ee…9720 was recognised for 0 FIELD, and a free licence takes 11 FIELD. Buy one, or contribute more.",
    );
    const claimed = await node.succeeds("licence claim", "1", "--award", `1=${march}`, ...by(commoner));
    const until = said((await timeOf(node)) + YEAR);
    expect(claimed).to.equal(
      `Licence 4 of ${accounts[commoner] ?? ""} is free for 11 FIELD of recognised contributions: valid until ${until}.`,
    );
    expect(await licenceOffice.recognisedOf(accounts[commoner] ?? "")).to.equal(11n * 10n ** 18n);
    // It counts for ever, and claiming again renews.
    await node.wait(DAY);
    expect(await node.json("licence claim", "1", ...by(commoner))).to.include({ licence: "4" });

    await asTreasury(node, "tier sources", await registry.getAddress(), "signer:12");
    expect(await licenceOffice.recognitionSources()).to.deep.equal([
      await registry.getAddress(),
      accounts[12],
    ]);
  });

  it("are listed, all or those of an account", async () => {
    const all = (await node.json("licence list")) as unknown as { id: string; valid: boolean }[];
    expect(all.map(({ id, valid }) => [id, valid])).to.deep.equal([
      ["1", false],
      ["2", true],
      ["3", true],
      ["4", true],
    ]);
    expect(await node.succeeds("licence list", accounts[commoner] ?? "")).to.match(
      new RegExp(`^licence  tier  of .*\n-.*\n      4  1     ${accounts[commoner] ?? ""}  yes    20`),
    );
    expect(await node.succeeds("licence list", accounts[12] ?? "")).to.equal(
      `${accounts[12] ?? ""} has no licence.`,
    );
  });
});

/** A ledger that awards an account 11 tokens, for a commit of 100 lines. */
async function ledgerOf({ folder }: CommandNode, account: string): Promise<string> {
  const path = join(folder, "history");
  mkdirSync(path);
  const who = { NAME: "ann", EMAIL: "ann@example.org", DATE: "2027-03-05T12:00:00Z" };
  const as = (role: string) =>
    Object.fromEntries(Object.entries(who).map(([name, value]) => [`GIT_${role}_${name}`, value]));
  const env = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
  const git = (...args: readonly string[]): void => {
    const people = { ...as("AUTHOR"), ...as("COMMITTER") };
    execFileSync("git", ["-C", path, ...args], { env: { ...env, ...people }, stdio: "ignore" });
  };
  git("init", "--quiet", "--initial-branch=main");
  writeFileSync(join(path, "article.ts"), "line\n".repeat(100));
  git("add", "--all");
  git("commit", "--quiet", "--message=Write");
  writeFileSync(join(folder, "accounts.json"), JSON.stringify({ "ann@example.org": account }));
  const config = join(folder, "epoch.json");
  const rules = [
    {
      ...{ name: "code", formula: "square-root/1" },
      parameters: { base: "1", unit: "1", sizeCap: 2_500, max: "51" },
    },
  ];
  const sources = [{ name: "code", type: "git", path }];
  const span = { since: "2027-03-01", until: "2027-03-31" };
  writeFileSync(
    config,
    JSON.stringify({ name: "march", ...span, accounts: "accounts.json", sources, rules }),
  );
  await buildEpoch({ config: await readEpochConfig(config), folder: join(folder, "march") });
  return join(folder, "march");
}
