import { expect } from "chai";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";

const UNIT = 10n ** 6n;

describe("commands: what anyone keeps in order", () => {
  let node: CommandNode;
  let field: Launched;
  const own = ["--organisation", "FIELD"];
  before(async () => {
    node = await startCommandNode();
    field = await node.launch({ example: "growing", name: "Field", symbol: "FIELD" });
    await node.launch({ example: "bootstrapped", name: "Tools", symbol: "TOOL" });
  });
  after(() => node.close());

  it("makes a gift of what was sent past the functions", async () => {
    await field.asset.mint(field.cdpo.reserve, 3n * UNIT);
    expect(await node.succeeds("absorb", ...own)).to.equal(
      "What was sent to the reserve past its functions is a gift now.",
    );
    expect(await field.cdpo.reserve.giftsReceived()).to.equal(3n * UNIT);
    await field.asset.mint(node.accounts[6] ?? "", 9n * UNIT);
    expect(await node.succeeds("give-revenue", "9", "--from", "6", ...own)).to.equal(
      "Approved 9 tUSD.\nGave 9 tUSD to the holders of FIELD.",
    );
    expect(await field.cdpo.reserve.giftsReceived()).to.equal(12n * UNIT);
  });

  for (const [name, ...args] of [
    ["renew-drip"],
    ["collect-tribute"],
    ["burn-treasury"],
    ["collect-makers-part"],
    ["sweep", "stake"],
    ["sweep", "budget", "--token", "asset"],
    ["forfeit", "signer:1"],
    ["mature"],
    ["lower-dissolution"],
    ["close-consent", "1"],
    ["settle-batch"],
    ["collect-reviews", "1"],
    ["award enter", "5"],
    ["award take", "1"],
    ["cancel-decision", "1"],
    ["lower-quorum", "1"],
    ["vote-for", "1", "for", "signer:3", "0x12"],
    ["fulfil-pledge", "1"],
    ["pass-on-pledge", "1"],
    ["pay-standing-gift", "1"],
    ["epoch object", "1"],
    ["epoch withdraw", "1"],
    ["epoch activate", "1"],
    ["epoch open", "1"],
    ["epoch expire", "1"],
  ] as const) {
    it(`says in one sentence why not, or does it: ${[name, ...args].join(" ")}`, async () => {
      const { code, out, error } = await node.run(name, ...args, "--organisation", "FIELD");
      if (code === 0) expect(out).to.match(/^[A-Z][^\n]*\.\n$/);
      else expect(error).to.match(/^error: [^\n]+\n$/);
      expect(`${out}${error}`).to.not.match(/without a reason|undefined|\[object/);
    });
  }
});
