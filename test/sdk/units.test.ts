import { expect } from "chai";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import {
  DAY,
  formatAmount,
  formatBps,
  formatDuration,
  formatSpan,
  formatTime,
  parseAmount,
  parseBps,
  parseDuration,
  parseTime,
  shortAddress,
  type Language,
} from "../../sdk/src/units.ts";

Decimal.set({ precision: 100, toExpPos: 200 });

/** 2027-03-01T12:00:00Z. */
const NOON = 1_803_902_400n;
const languages: readonly (Language | undefined)[] = [undefined, "en", "fi"];

describe("sdk units", () => {
  it("shows amounts as people of each language write them", () => {
    expect(formatAmount(1_234_567_891n, 6)).to.equal("1234.567891");
    expect(formatAmount(1_234_567_891n, 6, { language: "en" })).to.equal("1,234.567891");
    expect(formatAmount(1_234_567_891n, 6, { language: "fi" })).to.equal("1\u00a0234,567891");
    expect(formatAmount(-1_500_000n, 6, { language: "fi" })).to.equal("-1,5");
    expect(formatAmount(7n, 0, { language: "en" })).to.equal("7");
    expect(formatAmount(999_999n, 6, { digits: 2 })).to.equal("0.99");
    expect(formatAmount(9_999n, 6, { digits: 2 })).to.equal("less than 0.01");
    expect(formatAmount(9_999n, 6, { digits: 2, language: "fi" })).to.equal("alle 0,01");
    expect(formatAmount(0n, 6, { digits: 2 })).to.equal("0");
  });

  it("is the number that decimal.js has", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 256n), fc.integer({ min: 0, max: 18 }), (units, decimals) => {
        const exact = new Decimal(units.toString()).div(new Decimal(10).pow(decimals)).toFixed();
        expect(formatAmount(units, decimals)).to.equal(exact);
      }),
    );
  });

  it("reads what it shows, in every language", () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 2n ** 112n),
        fc.integer({ min: 0, max: 18 }),
        fc.constantFrom(...languages),
        (units, decimals, language) => {
          expect(parseAmount(formatAmount(units, decimals, { language }), decimals, language)).to.equal(
            units,
          );
        },
      ),
    );
  });

  it("guesses nothing: what could mean two things is no amount", () => {
    for (const [written, language] of [
      ["1,5", "en"],
      ["1,23,456", "en"],
      ["1.500", "fi"],
      ["1,234.5", "fi"],
      ["1,234.5", undefined],
      ["1 2", "fi"],
      ["1e6", "en"],
      ["-1", "en"],
      ["+1", "en"],
      ["", "en"],
      [".5", "en"],
      ["5.", "en"],
      ["0x10", "en"],
      ["１", "en"],
      ["0.1234567", "en"],
    ] as const) {
      expect(parseAmount(written, 6, language), `${written} in ${String(language)}`).to.equal(undefined);
    }
    expect(parseAmount("1,234,567.5", 6, "en")).to.equal(1_234_567_500_000n);
    expect(parseAmount("1 234 567,5", 6, "fi")).to.equal(1_234_567_500_000n);
    expect(parseAmount(" 1234.5 ", 1)).to.equal(12_345n);
  });

  it("reads and shows percentages", () => {
    expect(formatBps(250n)).to.equal("2.5 %");
    expect(formatBps(250n, "fi")).to.equal("2,5 %");
    expect(parseBps("2.25 %")).to.equal(225n);
    expect(parseBps("2,25 %", "fi")).to.equal(225n);
    expect(parseBps("225 bps")).to.equal(225n);
    for (const wrong of ["2,25 %", "2.255 %", "50", "%", "-1 %", "1 bp"])
      expect(parseBps(wrong), wrong).to.equal(undefined);
  });

  it("reads and shows durations", () => {
    expect(
      [0n, 1n, 61n, 90n * 60n, DAY, 14n * DAY, 365n * DAY].map((each) => formatDuration(each)),
    ).to.deep.equal(["0", "1 second", "61 seconds", "90 minutes", "1 day", "14 days", "1 year"]);
    expect([1n, 61n, 3_600n, 2n * DAY, 730n * DAY].map((each) => formatDuration(each, "fi"))).to.deep.equal([
      "1 sekunti",
      "61 sekuntia",
      "1 tunti",
      "2 päivää",
      "2 vuotta",
    ]);
    expect(parseDuration("2 weeks")).to.equal(14n * DAY);
    expect(parseDuration("1 days")).to.equal(DAY);
    expect(parseDuration("2 viikkoa", "fi")).to.equal(14n * DAY);
    expect(parseDuration("3 päivää", "fi")).to.equal(3n * DAY);
    for (const wrong of ["3", "3 months", "1.5 days", "-1 day", "3 päivää"]) {
      expect(parseDuration(wrong), wrong).to.equal(undefined);
    }
    for (const language of ["en", "fi"] as const) {
      fc.assert(
        fc.property(fc.bigInt(0n, 10n ** 9n), (seconds) => {
          const written = formatDuration(seconds, language).replace(/[,\u00a0](?=\d)/g, "");
          expect(parseDuration(written, language)).to.equal(seconds);
        }),
      );
    }
  });

  it("shows spans in the two units that matter", () => {
    expect(formatSpan(3n * DAY + 4n * 3_600n + 59n)).to.equal("3 days 4 hours");
    expect(formatSpan(DAY + 59n)).to.equal("1 day");
    expect(formatSpan(61n, "fi")).to.equal("1 minuutti 1 sekunti");
    expect(formatSpan(0n)).to.equal("0");
  });

  it("shows moments in the reader's language and time zone, with their distance", () => {
    expect(formatTime(NOON)).to.equal("1 March 2027 12:00 UTC");
    expect(formatTime(NOON, { language: "fi" })).to.equal("1.3.2027 klo 12.00 UTC");
    expect(formatTime(NOON, { language: "fi", timeZone: "Europe/Helsinki" })).to.equal(
      "1.3.2027 klo 14.00 UTC+2",
    );
    expect(formatTime(NOON, { now: NOON - DAY })).to.equal("1 March 2027 12:00 UTC (in 1 day)");
    expect(formatTime(NOON, { now: NOON + 120n })).to.equal("1 March 2027 12:00 UTC (2 minutes ago)");
    expect(formatTime(NOON, { now: NOON, language: "fi" })).to.equal("1.3.2027 klo 12.00 UTC (nyt)");
    expect(formatTime(NOON, { now: NOON + 120n, language: "fi" })).to.equal(
      "1.3.2027 klo 12.00 UTC (2 minuuttia sitten)",
    );
    expect(formatTime(2n ** 64n - 1n)).to.equal("for ever");
  });

  it("reads moments, and none that the calendar has not", () => {
    expect(parseTime("2027-03-01T12:00:00Z", 0n)).to.equal(NOON);
    expect(parseTime("2027-03-01T14:00+02:00", 0n)).to.equal(NOON);
    expect(parseTime("2028-02-29", 0n)).to.equal(1_835_395_200n);
    expect(parseTime("+7 days", NOON)).to.equal(NOON + 7n * DAY);
    for (const wrong of [
      "2027-02-29",
      "2027-13-01",
      "2027-03-01T12:00",
      "2027-03-01T25:00Z",
      "1.3.2027",
      "1969-12-31",
      "+x",
    ]) {
      expect(parseTime(wrong, 0n), wrong).to.equal(undefined);
    }
  });

  it("cuts addresses to what people compare", () => {
    expect(shortAddress("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")).to.equal("0x7099…79C8");
  });
});
