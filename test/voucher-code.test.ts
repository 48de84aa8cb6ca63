import { expect } from "chai";
import fc from "fast-check";
import { Wallet, dataSlice, getAddress, hexlify, verifyTypedData } from "ethers";
import {
  VoucherCodeError,
  encodeVoucherCode,
  parseVoucherCode,
  refusalOf,
  signRedemption,
  typedDataOf,
  type VoucherCode,
} from "../sdk/src/vouchers/index.ts";

const CONTRACT = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const HOLDER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const SIGNATURE = `0x${"ab".repeat(64)}1b`;
const CODE: VoucherCode = {
  chainId: 31_337n,
  contract: CONTRACT,
  offer: 7n,
  quantity: 2n,
  holder: HOLDER,
  nonce: 0n,
  deadline: 1_800_000_000n,
  signature: SIGNATURE,
};
const TEXT =
  "CDPO-VOUCHER:1:31337:5FBDB2315678AFECB367F032D93F642F64180AA3:7:2:" +
  `F39FD6E51AAD88F6F4CE6AB8827279CFFFB92266:0:1800000000:${"AB".repeat(64)}1B`;

/** TEXT with some of its ten parts replaced. */
function changed(parts: Readonly<Record<number, string>>): string {
  return TEXT.split(":")
    .map((part, at) => parts[at] ?? part)
    .join(":");
}

describe("voucher codes", () => {
  it("are one line in the alphanumeric mode of QR codes", () => {
    expect(encodeVoucherCode(CODE)).to.equal(TEXT);
    expect(TEXT).to.match(/^[0-9A-Z $%*+\-./:]+$/);
    expect(TEXT.length).to.be.at.most(270);
  });

  it("are read back, in capitals or not, with blanks around them or not", () => {
    for (const text of [TEXT, TEXT.toLowerCase(), ` ${TEXT}\n`]) {
      expect(parseVoucherCode(text)).to.deep.equal(CODE);
    }
  });

  it("are read back whatever they say", () => {
    const uint = (bits: number, min = 0n) => fc.bigInt({ min, max: (1n << BigInt(bits)) - 1n });
    const bytes = (minLength: number, maxLength: number) =>
      fc.uint8Array({ minLength, maxLength }).map((b) => hexlify(b));
    const account = bytes(20, 20)
      .filter((hex) => BigInt(hex) > 0n)
      .map((hex) => getAddress(hex));
    const codes = fc.record({
      chainId: uint(53, 1n),
      contract: account,
      offer: uint(256, 1n),
      quantity: uint(64, 1n),
      holder: account,
      nonce: uint(256),
      deadline: uint(64),
      signature: bytes(1, 200),
    });
    fc.assert(
      fc.property(codes, (code) => {
        expect(parseVoucherCode(encodeVoucherCode(code))).to.deep.equal(code);
      }),
      { seed: 20_270_101 },
    );
  });

  it("are signed by their holder for chain, contract and all fields", async () => {
    const wallet = new Wallet(`0x${"11".repeat(32)}`);
    const redemption = { ...CODE, holder: wallet.address };
    const code = await signRedemption(wallet, redemption);
    const { domain, types, message } = typedDataOf(code);
    expect(verifyTypedData(domain, types, message, code.signature)).to.equal(wallet.address);
    for (const change of [
      { chainId: 1n },
      { contract: HOLDER },
      { offer: 8n },
      { quantity: 1n },
      { holder: CONTRACT },
      { nonce: 1n },
      { deadline: 1_800_000_001n },
    ]) {
      const other = typedDataOf({ ...code, ...change });
      expect(
        verifyTypedData(other.domain, other.types, other.message, code.signature),
        JSON.stringify(Object.keys(change)),
      ).to.not.equal(wallet.address);
    }
  });

  const tooBig = (bits: number): string => (1n << BigInt(bits)).toString();
  const bad: readonly [string, string, string][] = [
    ["nothing", "", 'does not begin with "CDPO-VOUCHER:"'],
    ["another QR code", "https://commons.example/ticket", 'does not begin with "CDPO-VOUCHER:"'],
    ["no version", "CDPO-VOUCHER", 'has the version "", and only 1 is understood here'],
    ["a later version", changed({ 1: "2" }), 'has the version "2", and only 1 is understood here'],
    [
      "a code cut short",
      TEXT.slice(0, TEXT.lastIndexOf(":")),
      "has 7 fields after its version instead of 8: chainId, contract, offer, quantity, holder, nonce, deadline, signature",
    ],
    [
      "a field too many",
      `${TEXT}:1`,
      "has 9 fields after its version instead of 8: chainId, contract, offer, quantity, holder, nonce, deadline, signature",
    ],
    [
      "an endless text",
      `${TEXT}${"0".repeat(4_096)}`,
      `is too long: ${TEXT.length + 4_096} characters instead of 2560 at most`,
    ],
    [
      "no chain",
      changed({ 2: "0" }),
      "is wrong in chainId: expected a whole number from 1 to 2^53 − 1 without leading zeros",
    ],
    [
      "a chain id too large",
      changed({ 2: tooBig(53) }),
      "is wrong in chainId: expected a whole number from 1 to 2^53 − 1 without leading zeros",
    ],
    ["a short contract", changed({ 3: "5FBD" }), "is wrong in contract: expected 40 hexadecimal digits"],
    ["no contract", changed({ 3: "0".repeat(40) }), "is wrong in contract: must not be the zero address"],
    ["an address with 0x", changed({ 6: HOLDER }), "is wrong in holder: expected 40 hexadecimal digits"],
    [
      "a holder that is none",
      changed({ 6: "0".repeat(40) }),
      "is wrong in holder: must not be the zero address",
    ],
    [
      "no offer",
      changed({ 4: "0" }),
      "is wrong in offer: expected a whole number from 1 to 2^256 − 1 without leading zeros",
    ],
    [
      "an offer too large",
      changed({ 4: tooBig(256) }),
      "is wrong in offer: expected a whole number from 1 to 2^256 − 1 without leading zeros",
    ],
    [
      "no quantity",
      changed({ 5: "" }),
      "is wrong in quantity: expected a whole number from 1 to 2^64 − 1 without leading zeros",
    ],
    [
      "a quantity of 0",
      changed({ 5: "0" }),
      "is wrong in quantity: expected a whole number from 1 to 2^64 − 1 without leading zeros",
    ],
    [
      "a negative quantity",
      changed({ 5: "-1" }),
      "is wrong in quantity: expected a whole number from 1 to 2^64 − 1 without leading zeros",
    ],
    [
      "leading zeros",
      changed({ 7: "00" }),
      "is wrong in nonce: expected a whole number from 0 to 2^256 − 1 without leading zeros",
    ],
    [
      "a hexadecimal number",
      changed({ 7: "FF" }),
      "is wrong in nonce: expected a whole number from 0 to 2^256 − 1 without leading zeros",
    ],
    [
      "a deadline too large",
      changed({ 8: tooBig(64) }),
      "is wrong in deadline: expected a whole number from 0 to 2^64 − 1 without leading zeros",
    ],
    [
      "no signature",
      changed({ 9: "" }),
      "is wrong in signature: expected an even number of hexadecimal digits",
    ],
    [
      "half a byte",
      changed({ 9: "ABC" }),
      "is wrong in signature: expected an even number of hexadecimal digits",
    ],
    [
      "other letters",
      changed({ 9: "GG" }),
      "is wrong in signature: expected an even number of hexadecimal digits",
    ],
    [
      "a signature too long",
      changed({ 9: "AB".repeat(1_025) }),
      "is wrong in signature: must be 1024 bytes at most",
    ],
  ];
  for (const [title, text, message] of bad) {
    it(`are refused with a sentence: ${title}`, () => {
      expect(() => parseVoucherCode(text)).to.throw(
        VoucherCodeError,
        new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`),
      );
    });
  }

  it("are refused at once by a gate that they are not for", () => {
    const gate = {
      code: CODE,
      chainId: 31_337n,
      contract: CONTRACT.toLowerCase(),
      offers: [3n, 7n],
      now: CODE.deadline,
    };
    expect(refusalOf(gate)).to.equal(undefined);
    expect(refusalOf({ ...gate, chainId: 1n })).to.equal("the code is for chain 31337, not for 1");
    expect(refusalOf({ ...gate, contract: HOLDER })).to.equal(
      `the code is for the contract ${CONTRACT}, not for ${HOLDER}`,
    );
    expect(refusalOf({ ...gate, offers: [3n] })).to.equal("offer 7 is not delivered here");
    expect(refusalOf({ ...gate, now: CODE.deadline + 1n })).to.equal(
      "the code was good until 1800000000, and it is 1800000001",
    );
  });

  it("take signatures of contracts, which are longer", () => {
    const long = { ...CODE, signature: `0x${"0c".repeat(1_024)}` };
    expect(parseVoucherCode(encodeVoucherCode(long))).to.deep.equal(long);
    expect(dataSlice(long.signature, 0, 1)).to.equal("0x0c");
  });
});
