/** The examples that integrators copy must run as they stand. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { getAddress } from "ethers";
import { parseVoucherCode } from "../scripts/lib/voucher-code.ts";

const ROOT = join(import.meta.dirname, "..");

function run(example: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(ROOT, "scripts", "examples", example)],
    { cwd: ROOT, encoding: "utf8" },
  );
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
