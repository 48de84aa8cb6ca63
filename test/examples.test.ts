/** The examples that integrators copy must run as they stand. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { expect } from "chai";
import { parseVoucherCode } from "../sdk/src/vouchers/index.ts";
import { ROOT } from "./lib/files.ts";

/** Runs an example in this process, as if it were the script that was started; what it tells. */
async function run(example: string): Promise<string> {
  const path = join(ROOT, "scripts/examples", example);
  const { log } = console;
  const { argv } = process;
  const told: string[] = [];
  console.log = (...words: unknown[]) => void told.push(format(...words));
  process.argv = [process.execPath, path];
  try {
    // Whatever imported it before in this process, it is run now.
    await import(`${pathToFileURL(path).href}?run`);
  } finally {
    console.log = log;
    process.argv = argv;
  }
  return `${told.join("\n")}\n`;
}

describe("examples", () => {
  it("buy a voucher and redeem it at a gate", async () => {
    const out = await run("redeem-voucher.ts");
    const [shown = ""] = /CDPO-VOUCHER:\S+/.exec(out) ?? [];
    const code = parseVoucherCode(shown);
    expect([code.chainId, code.offer, code.quantity, code.nonce]).to.deep.equal([31_337n, 1n, 1n, 0n]);
    expect(out).to.contain("The bus redeemed 1: the city has 2.0 FIELD.");
    expect(out).to.match(
      /Shown again, the contracts refuse: The code of 0x\S+ is refused: the code was shown before\./,
    );
    expect(out).to.contain("sold 2, open 1, redeemed 1, quota left today 48, waiting 2.0 FIELD.");
  });

  it("let in at fifty buses that have neither a connection nor a key, and settle at night", async () => {
    // 200 tokens for 200 tickets: of 101 codes one is for a ticket that was used at another bus.
    expect((await run("offline-gate.ts")).trimEnd().split("\n")).to.deep.equal([
      "The list of the morning has 100 holders; 50 buses carry it.",
      "The first rider shows the same code to the same bus: refused: the code was shown here before.",
      "They show another code for it there: refused: the holder had 1 this morning, and used as many here.",
      "They show it to another bus: let in.",
      "The depot had 101 codes and redeemed 100.",
      "Refused, nonce 1 of the first rider: the holder has too few vouchers.",
      "The next list has 99 holders: who owes a ticket is not on it.",
      "The rider has a ticket again: the depot redeemed 1, and they are even.",
    ]);
  });

  it("check a licence before and after it is bought, and once it has run out", async () => {
    const lines = (await run("check-licence.ts")).trimEnd().split("\n");
    expect(lines[4]).to.match(/^Until 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(lines.toSpliced(4, 1)).to.deep.equal([
      'Open Field Guide licence, tier 1: "Publishing"',
      "The publisher may publish: false",
      "They paid 120.0: 48.0 to the makers, 72.0 to all holders",
      "The publisher may publish: true",
      "The publisher may publish a year later: false",
    ]);
  });

  it("let in who bought a licence, at a page that asks the chain each time", async () => {
    expect((await run("gated-page.ts")).trimEnd().split("\n")).to.deep.equal([
      "A visitor comes: Sign in first.",
      "They sign in: One of these is enough: You need a stake of 10 FIELD and have 0 FIELD: 10 FIELD are missing. " +
        "You need contributions recognised with 1 FIELD and have 0 FIELD: 1 FIELD are missing. You need a valid licence of tier 1.",
      "They buy the licence: Welcome to the reading room.",
    ]);
  });

  it("back a proposal from the first token to the backer's part of the reward", async () => {
    // 250 are issued: 20 % to the backer; 70 % and 30 % of the rest to the deliverers, beside the backing of 150.
    expect((await run("back-proposal.ts")).trimEnd().split("\n")).to.deep.equal([
      "The backer holds 200.0 FIELD",
      "The backer put 150.0 on it and holds 50.0",
      "For the map the illustrator got 140.0, the printer 60.0",
      "With the backing the illustrator has 245.0, the printer 105.0",
      "The backer claimed 50.0 and holds 100.0",
    ]);
  });
});
