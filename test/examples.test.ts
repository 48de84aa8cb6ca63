/** The examples that integrators copy must run as they stand. */
import { expect } from "chai";
import { getAddress } from "ethers";
import { parseVoucherCode } from "../scripts/lib/voucher-code.ts";
import { runScript } from "./lib/files.ts";

function run(example: string): string {
  const { status, stdout, stderr } = runScript(`examples/${example}`, []);
  expect([stderr, status]).to.deep.equal(["", 0]);
  return stdout;
}

describe("examples", () => {
  it("buy a voucher and redeem it at a gate", () => {
    const out = run("redeem-voucher.ts");
    const [shown = ""] = /CDPO-VOUCHER:\S+/.exec(out) ?? [];
    const code = parseVoucherCode(shown);
    expect([code.chainId, code.offer, code.quantity, code.nonce]).to.deep.equal([31_337n, 1n, 1n, 0n]);
    expect(out).to.contain("The bus redeemed 1: the city has 2.0 FIELD.");
    expect(out).to.contain(
      `Shown again, the contracts refuse: NonceAlreadyUsed(${getAddress(code.holder)}, 0).`,
    );
    expect(out).to.contain("sold 2, open 1, redeemed 1, quota left today 48, waiting 2.0 FIELD.");
  }).timeout(60_000);
});
