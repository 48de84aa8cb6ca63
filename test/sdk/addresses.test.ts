import { expect } from "chai";
import { getCreate2Address, keccak256 } from "ethers";
import fc from "fast-check";
import {
  addressesOfListed,
  defineDeployments,
  deployments,
  deterministicAddress,
  deterministicDeployment,
  DETERMINISTIC_PROXY,
  SALT,
  suiteOf,
} from "../../sdk/src/addresses/index.ts";
import type { Hex } from "../../sdk/src/types.ts";

const at = (digit: string): string => `0x${digit.repeat(40)}`;
const NAMES = [
  ...["token", "issuance", "registry", "epochs", "stake", "proposals", "reserve", "pledgeBook"],
  ...["licenceOffice", "partnerAcceptance", "timelock", "governor"],
];
const listed = {
  ...{
    index: 0,
    name: "Shared car",
    symbol: "CAR",
    block: 9,
    transaction: `0x${"ab".repeat(32)}`,
    asset: at("a"),
  },
  ...Object.fromEntries(NAMES.map((name, digit) => [name, at((digit % 10).toString())])),
  ...{ presale: null, custody: null, budget: null },
};
const periphery = { lens: at("1"), totalRecognised: at("2"), standingGifts: at("3") };
const book = {
  ...{ chainId: 5, block: 7, factory: at("f"), implementations: { token: at("b") }, periphery },
  organisations: [listed],
};

describe("sdk: addresses", () => {
  it("publishes no chain yet", () => {
    expect(deployments).to.deep.equal({});
  });

  describe("defineDeployments", () => {
    it("takes the books that scripts write, by chain id", () => {
      const other = { ...book, chainId: 6, organisations: [] };
      expect(defineDeployments(book, other)).to.deep.equal({ 5: book, 6: other });
      expect(defineDeployments(book, { ...book, block: 8 })[5]?.block).to.equal(8);
      expect(defineDeployments({ chainId: 7 })[7]).to.deep.equal({
        ...{ chainId: 7, block: null, factory: null, implementations: {}, periphery: {}, organisations: [] },
      });
      // What only a running deployment needs is not published.
      const pending = { contract: "token", address: at("1"), block: 3 };
      expect(defineDeployments({ ...book, pendingDeployment: pending })[5]).to.deep.equal(book);
    });

    it("names what is wrong", () => {
      const cases: readonly (readonly [unknown, string])[] = [
        [null, "the book"],
        [[], "the book"],
        [{}, "chainId"],
        [{ ...book, block: "7" }, "block"],
        [{ ...book, factory: "0x12" }, "factory"],
        [{ ...book, implementations: { token: 5 } }, "implementations.token"],
        [{ ...book, periphery: [] }, "periphery"],
        [{ ...book, periphery: { lens: null } }, "periphery.lens"],
        [{ ...book, organisations: {} }, "organisations"],
        [{ ...book, organisations: ["car"] }, "organisations.0"],
        [{ ...book, organisations: [listed, { ...listed, index: "1" }] }, "organisations.1.index"],
        [{ ...book, organisations: [{ ...listed, name: 1 }] }, "organisations.0.name"],
        [{ ...book, organisations: [{ ...listed, token: null }] }, "organisations.0.token"],
        [{ ...book, organisations: [{ ...listed, presale: undefined }] }, "organisations.0.presale"],
      ];
      for (const [json, path] of cases) {
        expect(() => defineDeployments(json), path).to.throw(`${path} of the deployments is not `);
      }
    });
  });

  it("knows the suite once it is complete, with a gateway where there is one", () => {
    const of = (changes: object) => {
      const [defined] = Object.values(defineDeployments({ ...book, ...changes }));
      return defined && suiteOf(defined);
    };
    expect(of({})).to.deep.equal({ factory: at("f"), ...periphery, gateway: undefined });
    expect(of({ periphery: { ...periphery, gateway: at("4") } })?.gateway).to.equal(at("4"));
    expect(of({ factory: null })).to.equal(undefined);
    expect(of({ periphery: { lens: at("1"), standingGifts: at("3") } })).to.equal(undefined);
  });

  it("knows the contracts of a listed organisation", () => {
    const [entry] = defineDeployments(book)[5]?.organisations ?? [];
    if (entry === undefined) throw new Error("nothing is listed");
    const addresses = addressesOfListed(entry);
    expect(addresses.presale).to.equal(undefined);
    for (const name of NAMES)
      expect(addresses[name as keyof typeof addresses]).to.equal(entry[name as "token"]);
    expect(Object.keys(addresses)).to.have.lengthOf(15);
    expect(addressesOfListed({ ...entry, presale: entry.token }).presale).to.equal(entry.token);
  });

  it("computes where the deterministic proxy puts a contract, as ethers does", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const code: Hex = `0x${Buffer.from(bytes).toString("hex")}`;
        expect(deterministicAddress(code)).to.equal(
          getCreate2Address(DETERMINISTIC_PROXY, SALT, keccak256(code)),
        );
        expect(deterministicDeployment(code)).to.equal(`${SALT}${code.slice(2)}`);
      }),
    );
  });
});
