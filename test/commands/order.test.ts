import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { formatEther } from "ethers";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import {
  asTreasury,
  DAY,
  launchMarket,
  ROLES,
  stakes,
  TOKEN,
  UNIT,
  waitUntil,
  type LaunchedSale,
} from "../lib/command-stages.ts";

const { founder, partner, second, third, trustee } = ROLES;
const ZERO = "the contracts refuse: The amount is zero. Enter one above zero.";
const by = (account: number): string[] => ["--from", String(account)];

describe("commands: what anyone keeps in order", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  let treasury: string;
  before(async () => {
    node = await startCommandNode();
    sale = await launchMarket(node, {
      ...{ name: "Kallio Shared Car", symbol: "KYYTI" },
      change: (config) => {
        config.reserve.dissolveBps = 8_000n;
      },
    });
    treasury = sale.cdpo.addresses.timelock;
    await sale.presale.connect(node.signer(founder)).claim(node.signer(founder));
    await sale.asset.mint(node.signer(third), 400_000n * UNIT);
    await sale.asset.connect(node.signer(third)).approve(sale.cdpo.reserve, 400_000n * UNIT);
  });
  after(() => node.close());

  it("records that enough circulates to decide", async () => {
    const { stake } = sale.cdpo;
    const filter = stake.filters.Matured();
    expect(await stake.queryFilter(filter)).to.deep.equal([]);
    // 16,000 sold and 15 % of that for the founders.
    expect(await node.succeeds("mature")).to.equal("Recorded that 18400 KYYTI circulate, enough to decide.");
    const [matured] = await stake.queryFilter(filter);
    expect(matured?.args).to.deep.equal([18_400n * TOKEN]);
    expect(await node.fails("mature")).to.equal("it is recorded already that enough circulates to decide");
    await stakes(node, sale, [partner, 11_980n]);
  });

  it("makes a gift of what was sent past the functions", async () => {
    const { reserve } = sale.cdpo;
    await sale.asset.mint(reserve, 3n * UNIT);
    expect(await node.succeeds("absorb")).to.equal(
      "3 tUSD that were sent to the reserve past its functions are a gift now.",
    );
    expect(await reserve.giftsReceived()).to.equal(3n * UNIT);
    expect(await node.fails("absorb")).to.equal(ZERO);
  });

  it("sends what came to contracts past their functions to the treasury", async () => {
    const { asset, presale, custody, budget } = sale;
    const { token, stake } = sale.cdpo;
    const holder = token.connect(node.signer(partner));
    for (const [contract, at] of [
      ["stake", stake],
      ["presale", presale],
      ["custody", custody],
      ["budget", budget],
    ] as const) {
      const [tokensBefore, assetBefore] = [await token.balanceOf(treasury), await asset.balanceOf(treasury)];
      const told = (sum: string): string =>
        `Sent ${sum} that came to the ${contract} past its functions to the treasury.`;
      await holder.transfer(at, 5n * TOKEN);
      expect(await node.succeeds("sweep", contract)).to.equal(told("5 KYYTI"));
      expect((await token.balanceOf(treasury)) - tokensBefore).to.equal(5n * TOKEN);
      if (contract === "stake") continue;
      await asset.mint(at, 7n * UNIT);
      expect(await node.succeeds("sweep", contract, "--token", "asset")).to.equal(told("7 tUSD"));
      expect((await asset.balanceOf(treasury)) - assetBefore).to.equal(7n * UNIT);
    }
    expect(await node.fails("sweep", "stake")).to.equal(ZERO);
  });

  it("sends the tribute of trades to the treasury", async () => {
    const { asset } = sale;
    const { reserve } = sale.cdpo;
    await reserve.connect(node.signer(third)).buy(1_000n * UNIT, 0n, node.signer(third), 2n ** 40n);
    const before = await asset.balanceOf(treasury);
    expect(await node.succeeds("collect-tribute")).to.equal("Sent 10 tUSD of tribute to the treasury.");
    expect((await asset.balanceOf(treasury)) - before).to.equal(10n * UNIT);
    expect(await reserve.tributeOwed()).to.equal(0n);
  });

  it("brings the rate at which gifts drip in line with the reserve", async () => {
    const { reserve } = sale.cdpo;
    await reserve.connect(node.signer(third)).donate(300_000n * UNIT, "");
    const before = await reserve.drip();
    expect(await node.fails("renew-drip")).to.match(
      /^the contracts refuse: The rate at which gifts drip can be renewed from .* UTC .* on\.$/,
    );
    await waitUntil(node, before.renewable);
    expect(await node.succeeds("renew-drip")).to.equal("Renewed the rate at which gifts drip.");
    // A quarter of the reserve as it is, in a period, and not of what it was when the market opened.
    const quarter = (await reserve.reserveBalance()) << 24n;
    const period = 4n * 7n * BigInt(DAY);
    const { rate, renewable } = await reserve.drip();
    expect(rate).to.equal((quarter + period - 1n) / period);
    expect(rate).to.be.greaterThan(before.rate);
    expect(renewable).to.be.greaterThan(before.renewable);
  });

  it("sends the makers' part of licences to the treasury", async () => {
    const { asset } = sale;
    const { licenceOffice } = sale.cdpo;
    const text = join(node.folder, "terms.txt");
    writeFileSync(text, "Print it.");
    await asTreasury(
      node,
      "tier add",
      "Print",
      "12",
      "--uri",
      "ipfs://terms",
      "--text",
      text,
      "--makers",
      "40 %",
    );
    await asset.connect(node.signer(third)).approve(licenceOffice, 12n * UNIT);
    await licenceOffice.connect(node.signer(third)).buy(1n, node.signer(third), 12n * UNIT);
    const before = await asset.balanceOf(treasury);
    expect(await node.succeeds("collect-makers-part")).to.equal(
      "Sent 4.8 tUSD, the makers' part of licences, to the treasury.",
    );
    expect((await asset.balanceOf(treasury)) - before).to.equal(4_800_000n);
    expect(await asset.balanceOf(licenceOffice)).to.equal(0n);
  });

  it("takes out of a founder's stake what they lost", async () => {
    const { stake, token } = sale.cdpo;
    const account = node.accounts[founder] ?? "";
    expect(await node.fails("forfeit", "signer:1")).to.equal(
      `${account} has lost nothing as a founder that is still staked`,
    );
    await sale.budget.connect(node.signer(trustee)).refuseMilestone(0n);
    expect(await node.succeeds("forfeit", "signer:1")).to.equal(
      `Took 864 KYYTI out of the stake of ${account}, which they lost as a founder.`,
    );
    // Of 60 % of 2,400 the milestone that was refused would have freed 60 %.
    const [taken] = await stake.queryFilter(stake.filters.StakeForfeited());
    expect(taken?.args).to.deep.equal([account, 864n * TOKEN]);
    expect(await stake.getVotes(account)).to.equal(576n * TOKEN);
    expect(await token.balanceOf(stake)).to.equal((11_980n + 1_440n) * TOKEN);
  });

  it("ends a consent to dissolve whose round is over", async () => {
    const { stake } = sale.cdpo;
    const account = node.accounts[partner] ?? "";
    await node.wait(31 * DAY);
    await stake.connect(node.signer(partner)).consentToDissolve();
    expect(await stake.consentOf(1n, account)).to.equal(11_980n * TOKEN);
    expect(await node.fails("close-consent", "1", ...by(partner))).to.equal(
      "the contracts refuse: Round 1 of consent to a dissolution is not over. Try again when it is.",
    );
    await node.wait(14 * DAY);
    expect(await node.succeeds("close-consent", "1", ...by(partner))).to.equal(
      `Freed the stake of ${account} from the consent to dissolve.`,
    );
    expect(await stake.consentOf(1n, account)).to.equal(0n);
    expect(await stake.unstakable(account)).to.equal(11_980n * TOKEN);
  });

  it("measures a consent to dissolve by what circulates now", async () => {
    const { stake, token } = sale.cdpo;
    await token.connect(node.signer(second)).burn(TOKEN);
    expect(await node.fails("lower-dissolution")).to.equal("no consent to dissolve is being collected");
    // What tend would do: nothing of a round that is over.
    expect(await node.succeeds("tend")).to.not.contain("consent");
    await stake.connect(node.signer(partner)).consentToDissolve();
    // 18,400 less what founders lost, what is the treasury's and what was burned, and what was bought.
    const bought = await token.balanceOf(node.signer(third));
    const before = (18_400n - 1_440n - 20n - 1n) * TOKEN + bought;
    expect((await stake.roundOf(2n)).circulating).to.equal(before);
    expect(await node.fails("lower-dissolution")).to.equal(
      `the consent to dissolve is measured by ${formatEther(before)} KYYTI, and no less circulates`,
    );
    await token.connect(node.signer(second)).burn(9n * TOKEN);
    expect(await node.succeeds("lower-dissolution")).to.equal(
      `The consent to dissolve is measured by ${formatEther(before - 9n * TOKEN)} KYYTI now.`,
    );
    expect((await stake.roundOf(2n)).circulating).to.equal(before - 9n * TOKEN);
    await token.connect(node.signer(second)).burn(3_990n * TOKEN);
    expect(await node.succeeds("lower-dissolution")).to.equal(
      `The consent to dissolve is measured by ${formatEther(before - 3_999n * TOKEN)} KYYTI now, and suffices: its notice has begun.`,
    );
    const { circulating, noticeAt } = await stake.roundOf(2n);
    expect(circulating).to.equal(before - 3_999n * TOKEN);
    expect(noticeAt).to.be.greaterThan(0n);
    // Somebody else frees them once the round is over.
    await node.wait(28 * DAY);
    expect(await node.succeeds("close-consent", "2", "signer:6", ...by(third))).to.equal(
      `Freed the stake of ${node.accounts[partner] ?? ""} from the consent to dissolve.`,
    );
    expect(await stake.consentOf(2n, node.signer(partner))).to.equal(0n);
  });

  it("burns what reached the treasury after a dissolution", async () => {
    const { reserve, stake, token } = sale.cdpo;
    await node.wait(14 * DAY);
    await stake.connect(node.signer(partner)).consentToDissolve();
    await node.wait(14 * DAY);
    await reserve.dissolve();
    expect(await node.fails("burn-treasury")).to.equal("the treasury has no KYYTI to burn");
    await stake.connect(node.signer(partner)).unstake(40n * TOKEN, treasury);
    const supply = await token.totalSupply();
    expect(await node.succeeds("burn-treasury")).to.equal("Burned 40 KYYTI of the dissolved treasury.");
    expect(await token.balanceOf(treasury)).to.equal(0n);
    expect(await token.totalSupply()).to.equal(supply - 40n * TOKEN);
  });
});
