import { expect } from "chai";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import { DAY, said, UNIT } from "../lib/command-stages.ts";

const donor = 6;
const by = (account: number): string[] => ["--from", String(account)];

describe("commands: gifts that repeat", () => {
  let node: CommandNode;
  let growing: Launched;
  let spender: string;
  before(async () => {
    node = await startCommandNode();
    growing = await node.launch({ example: "growing", name: "Open Field Guide", symbol: "FIELD" });
    spender = node.suite.periphery.standingGifts;
    await growing.asset.mint(node.signer(donor), 1_000n * UNIT);
  });
  after(() => node.close());

  it("pay at once and are allowed for as many payments, each gift on top of the others", async () => {
    const { asset, cdpo } = growing;
    expect(await node.succeeds("standing-gifts")).to.equal(
      "Nobody gives to Open Field Guide again and again.",
    );
    const gift = ["10", "--every", "30 days", "--payments", "3", "--note", "for the birds"];
    expect(await node.succeeds("standing-gift", ...gift, "--dry-run", ...by(donor))).to.contain(
      "Dry run: Give 10 tUSD every 30 days. 2 calls of ",
    );
    expect(await node.succeeds("standing-gift", ...gift, ...by(donor))).to.equal(
      "Approved 30 tUSD.\nStanding gift 1 gave 10 tUSD, and can give as much every 30 days, 3 times in all.",
    );
    expect(await asset.balanceOf(cdpo.reserve)).to.equal(10n * UNIT);
    expect(await asset.allowance(node.signer(donor), spender)).to.equal(20n * UNIT);
    const second = await node.json("standing-gift", "5", "--payments", "2", ...by(donor));
    expect(second).to.include({ gift: "2" });
    expect(await asset.balanceOf(cdpo.reserve)).to.equal(15n * UNIT);
    // 20 of the first that are left, and 5 of the second.
    expect(await asset.allowance(node.signer(donor), spender)).to.equal(25n * UNIT);
    expect(await cdpo.reserve.donatedBy(node.signer(donor))).to.equal(15n * UNIT);
  });

  it("are listed with their next payment, which anyone has made once it is due", async () => {
    const { asset, cdpo } = growing;
    const { startedAt } = await giftAt(node, 1n);
    const [, , first = ""] = (await node.succeeds("standing-gifts")).split("\n");
    expect(first).to.equal(
      `   1  running  ${node.accounts[donor] ?? ""}  10 tUSD  30 days  1 time  ${said(startedAt + 30n * BigInt(DAY))}  yes`,
    );
    expect(await node.fails("pay-standing-gift", "1")).to.match(
      /^the contracts refuse: Standing gift 1 is paid again from .* UTC .* on\.$/,
    );
    await node.wait(30 * DAY);
    expect(await node.succeeds("standing-gifts")).to.match(/10 tUSD  30 days  1 time  due now +yes/);
    expect(await node.succeeds("pay-standing-gift", "1")).to.equal("Paid standing gift 1.");
    expect(await asset.balanceOf(cdpo.reserve)).to.equal(25n * UNIT);
    expect(await asset.allowance(node.signer(donor), spender)).to.equal(15n * UNIT);
    await asset.connect(node.signer(donor)).approve(spender, 0n);
    const listed = (await node.json("standing-gifts")) as unknown as Record<string, unknown>[];
    expect(listed[0]).to.include({ id: "1", state: "Running", paid: "2", allowance: "0", covered: false });
  });

  it("end when their donor says so", async () => {
    expect(await node.fails("end-standing-gift", "1")).to.equal(
      "the contracts refuse: Only who gives standing gift 1 may do this, not 0xf39F…2266.",
    );
    expect(await node.succeeds("end-standing-gift", "1", ...by(donor))).to.equal("Ended standing gift 1.");
    const [, , first = ""] = (await node.succeeds("standing-gifts")).split("\n");
    expect(first).to.match(/^ {3}1  ended .* 2 times  none/);
  });
});

async function giftAt(node: CommandNode, id: bigint) {
  const address = node.suite.periphery.standingGifts;
  const gifts = await node.ethers.getContractAt("StandingGifts", address);
  return gifts.giftOf(id);
}
