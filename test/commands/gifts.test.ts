import { expect } from "chai";
import type { TestCondition } from "../../typechain-types/index.ts";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import {
  DAY,
  give,
  launchSale,
  release,
  ROLES,
  said,
  timeOf,
  UNIT,
  type LaunchedSale,
} from "../lib/command-stages.ts";

const { partner, second, third } = ROLES;
const by = (account: number): string[] => ["--from", String(account)];
const growing = ["--organisation", "FIELD"];
const bootstrapped = ["--organisation", "KYYTI"];

describe("commands: gifts", () => {
  let node: CommandNode;
  let field: Launched;
  let sale: LaunchedSale;
  let condition: TestCondition;
  before(async () => {
    node = await startCommandNode();
    field = await node.launch({ example: "growing", name: "Open Field Guide", symbol: "FIELD" });
    sale = await launchSale(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
    condition = await node.ethers.deployContract("TestCondition");
    for (const { asset } of [field, sale]) await asset.mint(node.signer(third), 1_000n * UNIT);
  });
  after(() => node.close());

  it("are given with a name or without one", async () => {
    const { asset, cdpo } = field;
    const { reserve } = cdpo;
    expect(await node.succeeds("give-revenue", "9", ...by(third), ...growing)).to.equal(
      "Approved 9 tUSD.\nGave 9 tUSD to the holders of FIELD.",
    );
    expect(await reserve.giftsReceived()).to.equal(9n * UNIT);
    expect(await reserve.donatedBy(node.signer(third))).to.equal(0n);
    const gift = ["20", "--note", "for the birds"];
    expect(await node.succeeds("donate", ...gift, ...by(third), ...growing)).to.equal(
      "Approved 20 tUSD.\nDonated 20 tUSD to the holders of FIELD.",
    );
    expect(await reserve.donatedBy(node.signer(third))).to.equal(20n * UNIT);
    const [donated] = await reserve.queryFilter(reserve.filters.Donated());
    expect(donated?.args).to.deep.equal([
      ...Array<string>(2).fill(node.accounts[third] ?? ""),
      20n * UNIT,
      "for the birds",
    ]);
    await node.succeeds("donate", "1", "--for", "signer:9", ...by(third), ...growing);
    expect(await reserve.donatedBy(node.signer(9))).to.equal(UNIT);
    expect(await asset.balanceOf(reserve)).to.equal(30n * UNIT);
    expect(await asset.balanceOf(node.signer(third))).to.equal(970n * UNIT);
  });

  it("are pledged until a condition holds, which anyone finds", async () => {
    const { asset, cdpo } = field;
    const { pledgeBook, reserve } = cdpo;
    const at = await condition.getAddress();
    const pledge = ["100", "--condition", at, "--data", "0x1234", "--for", "30 days", "--note", "ripe"];
    const told = await node.succeeds("pledge", ...pledge, ...by(third), ...growing);
    const [pledged] = await pledgeBook.queryFilter(pledgeBook.filters.Pledged());
    const { deadline } = pledged?.args ?? {};
    expect(told).to.equal(`Approved 100 tUSD.\nPledge 1 locks 100 tUSD until ${said(deadline ?? 0)}.`);
    expect(pledged?.args.arbiter).to.equal(at);
    expect(pledged?.args.data).to.equal("0x1234");
    expect(await asset.balanceOf(pledgeBook)).to.equal(100n * UNIT);
    expect(await node.fails("fulfil-pledge", "1", "--data", "0x1234", ...growing)).to.equal(
      "the contracts refuse: The condition of pledge 1 is not met yet. Try again when it is.",
    );
    await condition.behave(1n);
    expect(await node.fails("fulfil-pledge", "1", ...growing)).to.equal(
      "the contracts refuse: The data are not those that pledge 1 was made with. Load them anew.",
    );
    expect(await node.succeeds("fulfil-pledge", "1", "--data", "0x1234", ...growing)).to.equal(
      "Pledge 1 went to the reserve: 100 tUSD.",
    );
    expect(await asset.balanceOf(pledgeBook)).to.equal(0n);
    expect(await asset.balanceOf(reserve)).to.equal(130n * UNIT);
    expect((await pledgeBook.pledgeOf(1n)).passedOn).to.equal(100n * UNIT);
    // A pledge is no donation of anybody.
    expect(await reserve.donatedBy(node.signer(third))).to.equal(20n * UNIT);
  });

  it("are owed before the release of a presale, and passed on after it", async () => {
    const { asset, cdpo } = sale;
    const { pledgeBook, reserve } = cdpo;
    await give(node, sale, [partner, 30_000n]);
    await give(node, sale, [second, 10_000n]);
    const pledge = ["50", "--verifier", "signer:9", "--for", "90 days"];
    await node.succeeds("pledge", ...pledge, ...by(third), ...bootstrapped);
    expect(await node.succeeds("confirm-pledge", "1", ...by(9), ...bootstrapped)).to.equal(
      "Pledge 1 is owed to the reserve, and goes there once that takes it.",
    );
    expect(await node.fails("pass-on-pledge", "1", ...bootstrapped)).to.equal(
      "the contracts refuse: The presale is not over: the market opens by its release, or otherwise only after it has failed.",
    );
    expect(await asset.balanceOf(pledgeBook)).to.equal(50n * UNIT);
    await release(node, sale);
    const before = await asset.balanceOf(reserve);
    expect(await node.succeeds("pass-on-pledge", "1", ...bootstrapped)).to.equal(
      "Pledge 1 went to the reserve: 50 tUSD.",
    );
    expect(await asset.balanceOf(reserve)).to.equal(before + 50n * UNIT);
    expect(await asset.balanceOf(pledgeBook)).to.equal(0n);
  });

  it("come back from a pledge whose condition never held", async () => {
    const { asset, cdpo } = field;
    await condition.behave(0n);
    const pledge = ["10", "--condition", await condition.getAddress(), "--for", "1 day"];
    await node.succeeds("pledge", ...pledge, ...by(third), ...growing);
    const before = await asset.balanceOf(node.signer(9));
    await node.wait(DAY);
    expect(await timeOf(node)).to.be.greaterThan((await cdpo.pledgeBook.pledgeOf(2n)).deadline - 1n);
    expect(await node.succeeds("reclaim-pledge", "2", "--to", "signer:9", ...by(third), ...growing)).to.equal(
      "Pledge 2 gave 10 tUSD back.",
    );
    expect(await asset.balanceOf(node.signer(9))).to.equal(before + 10n * UNIT);
  });
});
