import { readFileSync } from "node:fs";
import { expect } from "chai";
import { Decimal } from "decimal.js";
import { getAddress } from "ethers";
import fc from "fast-check";
import {
  adviceOf,
  AddressError,
  checksumAddress,
  describeFloor,
  describeMoney,
  foundersExitOf,
  JsonError,
  leastReserveOf,
  looksLikeAddress,
  moneyPathsOf,
  mostMatchedOf,
  parseAddress,
  parseJson,
  parseLaunchConfig,
  runRisksOf,
  voteCostOf,
  yearlyDilutionOf,
  type LaunchConfig,
} from "../../sdk/src/config/index.ts";
import type { Address } from "../../sdk/src/types.ts";
import { DAY } from "../../sdk/src/units.ts";

Decimal.set({ precision: 60 });

const ACCOUNT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const ACCOUNTS = Array.from({ length: 8 }, (_, at) =>
  getAddress(`0x${(at + 1).toString(16).padStart(40, "a")}`),
);

function example(
  name: "bootstrapped" | "growing",
  change: (json: Record<string, unknown>) => void = () => undefined,
): LaunchConfig {
  const json = parseJson(readFileSync(new URL(`../../examples/${name}.json`, import.meta.url), "utf8"));
  change(json as Record<string, unknown>);
  return parseLaunchConfig({
    json,
    assetDecimals: name === "growing" ? 18 : 6,
    now: 0n,
    resolveAccount: (index) => ACCOUNTS[index],
  });
}

const EURO = { symbol: "tEUR", decimals: 6 };
const DOLLAR = { symbol: "tUSD", decimals: 18 };

describe("sdk config", () => {
  describe("addresses", () => {
    it("have their checksum, however a machine wrote them", () => {
      for (const written of [ACCOUNT, ACCOUNT.toLowerCase(), `0x${ACCOUNT.slice(2).toUpperCase()}`])
        expect(checksumAddress(written as Address)).to.equal(ACCOUNT);
    });

    it("are read as they are, with their checksum", () => {
      expect(parseAddress(ACCOUNT)).to.equal(ACCOUNT);
      expect(parseAddress(` ${ACCOUNT}\n`)).to.equal(ACCOUNT);
      fc.assert(
        fc.property(fc.bigInt(1n, 2n ** 160n - 1n), (number) => {
          const address = getAddress(`0x${number.toString(16).padStart(40, "0")}`);
          expect(parseAddress(address)).to.equal(address);
        }),
      );
    });

    for (const [written, reason] of [
      [
        ACCOUNT.toLowerCase(),
        `the checksum of ${ACCOUNT.toLowerCase()} is wrong, it would be ${ACCOUNT}: compare it with where you copied it from`,
      ],
      [
        ACCOUNT.replace("C5", "c5"),
        `the checksum of ${ACCOUNT.replace("C5", "c5")} is wrong, it would be ${ACCOUNT}: compare it with where you copied it from`,
      ],
      [
        `eth:${ACCOUNT}`,
        'has the prefix "eth:", which is not read, as it could name another network than this: leave it out',
      ],
      [
        `ethereum:${ACCOUNT}`,
        'has the prefix "ethereum:", which is not read, as it could name another network than this: leave it out',
      ],
      [
        "alice.eth",
        '"alice.eth" is a name, and who owns it can change what it stands for: write the address that it stands for now',
      ],
      [
        "pay.alice.example",
        '"pay.alice.example" is a name, and who owns it can change what it stands for: write the address that it stands for now',
      ],
      [ACCOUNT.slice(2), 'lacks the "0x" in front: write it with it'],
      [ACCOUNT.slice(0, -1), 'has 39 digits after "0x" instead of 40: some are missing'],
      [`${ACCOUNT}0`, 'has 41 digits after "0x" instead of 40: some are too many'],
      [
        ACCOUNT.replace("0C7", "OC7"),
        'has "O", and an address has only digits and the letters a to f after "0x"',
      ],
      [
        `${ACCOUNT.slice(0, 20)}\u200b${ACCOUNT.slice(20)}`,
        "holds a zero width space (U+200B), which no address has: type it anew, or copy it from elsewhere",
      ],
      [
        `\u202e${ACCOUNT}`,
        "holds a right-to-left override (U+202E), which no address has: type it anew, or copy it from elsewhere",
      ],
      [
        ACCOUNT.replace("C", "С"),
        'holds "С" (U+0421), which no address has: type it anew, or copy it from elsewhere',
      ],
      [
        `0x7099 ${ACCOUNT.slice(6)}`,
        "holds a control character or space (U+0020), which no address has: type it anew, or copy it from elsewhere",
      ],
      [`0x${"0".repeat(40)}`, "must not be the zero address"],
      ["", '"" is no address'],
      ["Alice", '"Alice" is no address'],
    ] as const) {
      it(`refuse ${JSON.stringify(written)} with the reason`, () => {
        expect(() => parseAddress(written)).to.throw(AddressError, reason);
      });
    }

    it("are told from names of people", () => {
      for (const meant of [
        ACCOUNT.slice(0, -1),
        ACCOUNT.slice(2),
        `eth:${ACCOUNT}`,
        "alice.eth",
        `\u200b${ACCOUNT}`,
      ]) {
        expect(looksLikeAddress(meant), meant).to.equal(true);
      }
      for (const name of ["Alice", "john.doe", "dead beef", "0-day", "ethan"])
        expect(looksLikeAddress(name), name).to.equal(false);
    });
  });

  describe("parseJson", () => {
    it("reads what JSON.parse reads, and a byte order mark before it", () => {
      fc.assert(
        fc.property(fc.jsonValue(), fc.boolean(), (value, marked) => {
          const text = `${marked ? "\ufeff" : ""}${JSON.stringify(value, undefined, marked ? 2 : 0)}`;
          expect(parseJson(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
        }),
      );
    });

    it("refuses a key that stands twice in one object, by its name and line", () => {
      expect(() => parseJson('{"a": 1,\n "b": {"a": 2},\n "a": 3}')).to.throw(
        JsonError,
        'has the key "a" twice in one object, again in line 3: leave one of them out',
      );
      expect(() => parseJson('[{"x": {"y": [], "y": "}"}}]')).to.throw(JsonError, 'has the key "y" twice');
      expect(() => parseJson('{"a": 1, "\\u0061": 2}')).to.throw(JsonError, "twice");
      expect(parseJson('[{"a": "a"}, {"a": ":{"}, "a"]')).to.deep.equal([{ a: "a" }, { a: ":{" }, "a"]);
    });

    it("says what is no JSON", () => {
      expect(() => parseJson("{,}")).to.throw(JsonError, /^is not JSON: /);
      expect(() => parseJson("")).to.throw(JsonError, /^is not JSON: /);
    });
  });

  describe("figures", () => {
    const one = new Decimal(1);
    const ratios = fc.bigInt(100n, 10_000n);
    const close = (found: number, exact: Decimal, what: string): void => {
      const scale = Decimal.max(exact.abs(), 1);
      expect(
        exact.minus(found).abs().div(scale).toNumber(),
        `${what}: ${found}, ${exact.toString()}`,
      ).to.be.lessThan(1e-9);
    };
    const exponent = (bps: bigint) => new Decimal(10_000).div(bps.toString());

    it("of a run, of founders who leave, and of votes are those of the formulas", () => {
      fc.assert(
        fc.property(
          ratios,
          fc.bigInt(0n, 5_000n),
          fc.integer({ min: 1, max: 100 }),
          (reserveRatioBps, founderBps, turnout) => {
            const a = exponent(reserveRatioBps);
            for (const { sold, taken } of runRisksOf(reserveRatioBps))
              close(taken, one.minus(one.minus(sold).pow(a)), "run");
            const f = new Decimal(founderBps.toString()).div(10_000);
            close(
              foundersExitOf({ founderBps, reserveRatioBps }),
              one.minus(one.div(one.plus(f)).pow(a)),
              "founders",
            );
            const t = new Decimal(turnout).div(100);
            const cost = voteCostOf({ reserveRatioBps, turnout: turnout / 100 });
            const grown = one.plus(t).pow(a);
            close(cost.paid, grown.minus(1), "paid");
            close(cost.lostIfAllLeave, grown.minus(1).minus(t.pow(a)), "all leave");
            close(cost.lostIfVotersLeave, grown.plus(one.minus(t).pow(a)).minus(2), "voters leave");
          },
        ),
      );
    });

    it("of votes at w = 50 % are 2·turnout of the reserve, at 100 % nothing", () => {
      for (const turnout of [0.1, 0.25, 0.5, 1]) {
        const half = voteCostOf({ reserveRatioBps: 5_000n, turnout }).lostIfAllLeave;
        expect(Math.abs(half - 2 * turnout)).to.be.lessThan(1e-12);
        const whole = voteCostOf({ reserveRatioBps: 10_000n, turnout }).lostIfAllLeave;
        expect(Math.abs(whole)).to.be.lessThan(1e-12);
      }
    });

    it("of dilution count every window of a year", () => {
      fc.assert(
        fc.property(fc.bigInt(7n * DAY, 90n * DAY), fc.bigInt(0n, 3_000n), (period, openGrowthBps) => {
          const growth = one.plus(new Decimal(openGrowthBps.toString()).div(10_000));
          const windows = new Decimal((365n * DAY).toString()).div(period.toString());
          close(
            yearlyDilutionOf({ period, openGrowthBps }),
            one.minus(growth.pow(windows.neg())),
            "dilution",
          );
        }),
      );
      expect(yearlyDilutionOf({ period: 365n * DAY, openGrowthBps: 10_000n })).to.equal(0.5);
    });

    it("of grants are 2 % of the reserve that the market opens with", () => {
      expect(mostMatchedOf(example("growing"))).to.equal(200n * 10n ** 18n);
      const bootstrapped = example("bootstrapped");
      // 16,000 tokens for 40,000, 15 % more for founders, 0.001 at opening; half of their value at 2.50.
      expect(leastReserveOf(bootstrapped)).to.equal(23_000_001_250n);
      expect(mostMatchedOf(bootstrapped)).to.equal(460_000_025n);
    });

    it("of the money's path divide what was raised at minimum, maximum and with full resources", () => {
      const paths = moneyPathsOf(example("bootstrapped"));
      expect(paths.map(({ raised }) => raised)).to.deep.equal([
        40_000_000_000n,
        120_000_000_000n,
        120_000_000_000n,
      ]);
      for (const { raised, reserve, production, milestones } of paths) {
        expect(reserve + production).to.equal(raised);
        expect(milestones.reduce((sum, part) => sum + part, 0n)).to.equal(production);
      }
      expect(moneyPathsOf(example("growing"))).to.deep.equal([]);
    });
  });

  describe("advice", () => {
    it("tells where the money goes", () => {
      const config = example("bootstrapped");
      expect(describeMoney({ config, asset: EURO })).to.deep.equal([
        "At the minimum, of 40,000 tEUR: 23,000.00125 tEUR reserve, 16,999.99875 tEUR production, 10,199.99925 tEUR first milestone.",
        "At the maximum, of 120,000 tEUR: 69,000.00125 tEUR reserve, 50,999.99875 tEUR production, 30,599.99925 tEUR first milestone.",
        "With full resources, of 120,000 tEUR: 86,250.00125 tEUR reserve, 33,749.99875 tEUR production, 20,249.99925 tEUR first milestone (resources take 17,250 tEUR from production).",
      ]);
      expect(describeMoney({ config, asset: EURO, language: "fi" })[2]).to.equal(
        "Kun resursseja on enimmäismäärä (120\u00a0000 tEUR): varantoon 86\u00a0250,00125 tEUR, tuotantoon 33\u00a0749,99875 tEUR, " +
          "ensimmäinen välitavoite 20\u00a0249,99925 tEUR (resurssit vievät tuotannolta 17\u00a0250 tEUR).",
      );
    });

    it("tells all that the terms mean, in English", () => {
      const advice = adviceOf({ config: example("bootstrapped"), asset: EURO, trusteeHasCode: true });
      expect(advice.map(({ topic, warning }) => `${topic}${warning ? "!" : ""}`)).to.deep.equal([
        "run",
        "floor",
        "money",
        "money",
        "money",
        "founders",
        "dilution",
        "votes",
        "grants",
      ]);
      // 1 − 1/1.15² = 0.2439; 1 − 1.005^(−365/7) = 0.2290; 1.25² − 1 = 0.5625.
      expect(
        advice.map(({ sentence }) => sentence).filter((_, at) => [0, 5, 6, 7, 8].includes(at)),
      ).to.deep.equal([
        "If everyone sells at once, the first 10 % of the tokens take 19.0 % of the reserve, the first 20 % of the tokens take 36.0 % of the reserve.",
        "If the founders sell all of their tokens once they have vested, they take 24.4 % of the reserve.",
        "If an open market issues all it may, who does not contribute loses 22.9 % of their share in a year.",
        "Outvoting 25 % of the supply with bought votes takes 0.563·R (R: the reserve), of which 0.5·R are lost if all others sell first: (1 + t)^(1/w) − 1 − t^(1/w) for a turnout t.",
        "Once the market is open with a reserve of 23,000.00125 tEUR, grants match at most 460.000025 tEUR in 7 days; give larger ones as pledges with a condition.",
      ]);
    });

    it("tells the same in Finnish", () => {
      const advice = adviceOf({
        config: example("growing"),
        asset: DOLLAR,
        trusteeHasCode: false,
        language: "fi",
      });
      expect(advice.map(({ topic }) => topic)).to.deep.equal(["run", "floor", "dilution", "votes", "grants"]);
      expect(advice.map(({ sentence }) => sentence).slice(0, 3)).to.deep.equal([
        "Jos kaikki myyvät yhtä aikaa, ensimmäiset 10 % poleteista vievät varannosta 16,1 %, ensimmäiset 20 % poleteista vievät varannosta 31,1 %.",
        "Ennen kuin on olemassa 5\u00a0000 FIELD (vähintään 20 kontribuutiota), ei ole markkinaa eikä äänestyksiä; perustajat päättävät.",
        "Jos avoimella markkinalla lasketaan liikkeelle kaikki sallittu, se, joka ei tee kontribuutioita, menettää osuudestaan vuodessa 22,9 %.",
      ]);
      expect(describeFloor(example("growing"), "en")).to.equal(
        "Until 5,000 FIELD exist (at least 20 contributions) there is no market and no vote; founders decide.",
      );
    });

    it("warns in both languages of what will be regretted", () => {
      const config = example("bootstrapped");
      config.reserve.reserveRatioBps = 8_000n;
      config.presale.maxResourceBps = 0n;
      config.registry.quorum = 3n;
      config.registry.maxUse = 3_001n * 10n ** 18n;
      for (const language of ["en", "fi"] as const) {
        const warned = adviceOf({ config, asset: EURO, trusteeHasCode: false, language }).filter(
          ({ warning }) => warning,
        );
        expect(warned.map(({ topic }) => topic)).to.deep.equal(["votes", "curators", "rewards", "trustee"]);
      }
    });
  });

  it("names the file's problem in one line each, an address's reason among them", () => {
    const refused = () =>
      example("growing", (json) => {
        (json["registry"] as { curators: unknown }).curators = [`eth:${ACCOUNT}`, "Alice"];
      });
    expect(refused).to.throw(
      'registry.curators[0]: has the prefix "eth:", which is not read, as it could name another network than this: leave it ' +
        'out\nregistry.curators[1]: expected an address with its checksum, or on a local chain "signer:0" for the node\'s ' +
        'first account, not "Alice"',
    );
  });
});
