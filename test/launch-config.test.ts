import { readFileSync } from "node:fs";
import { expect } from "chai";
import { id } from "ethers";
import { network } from "hardhat";
import ts from "typescript";
import {
  assetOf,
  LaunchConfigError,
  parseAddress,
  parseJson,
  parseLaunchConfig,
  type AssetChoice,
  type LaunchConfig,
} from "../sdk/src/config/index.ts";
import { ADVICE } from "../sdk/src/config/sentences/advice.ts";
import { ODD_SIGNS, PROBLEMS } from "../sdk/src/config/sentences/problems.ts";
import type { Address, Hex } from "../sdk/src/types.ts";
import { deploySuite, launchCdpo, type CdpoContracts } from "../launch/index.ts";
import { formatAmount, formatBps, formatDuration, type Language } from "../sdk/src/units.ts";
import {
  describeFloor,
  describeRunRisk,
  describeTerms,
  runRisksOf,
  warningsOf,
} from "../sdk/src/config/index.ts";
import { DAY, HOUR, WHOLE, ZERO_ADDRESS } from "./lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const signers = await ethers.getSigners();

/** Noon of the first of January 2027. */
const NOW = 1_798_804_800n;
const FOUNDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const GUARDIAN = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc";
const TRUSTEE = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const CURATOR = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const ASSET = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ROOT: Hex = `0x${"ab".repeat(32)}`;
const MAX_AMOUNT = 2n ** 112n - 1n;

type Json = Record<string, unknown>;
type Path = readonly (string | number)[];

/** Every field is given, none of them as the default says. */
function complete(): Json {
  return {
    $comment: "everything",
    name: "Shared car",
    symbol: "CAR",
    contractURI: "ipfs://car",
    daoURI: "ipfs://car-dao",
    governance: {
      $comment: ["a", "list"],
      timelockDelay: "72 hours",
      founders: [FOUNDER],
      guardian: GUARDIAN,
      veto: "7.5 %",
      votingDelay: "36 hours",
      votingPeriod: "2 weeks",
      proposalThreshold: "1.5 %",
      quorum: "4.25 %",
      governorProposes: true,
    },
    reserve: {
      asset: ASSET,
      ratio: "33.25 %",
      minimumReserve: "1234.567891",
      entryTribute: "1.5 %",
      exitTribute: "25 bps",
      dripPeriod: "10 days",
      dissolveShare: "75 %",
    },
    issuance: {
      period: "2 weeks",
      baseAmount: "1.000000000000000001",
      closedGrowth: "50 %",
      openGrowth: "4.5 %",
      giftIssuance: "12.34 %",
    },
    registry: {
      reviewWindow: "90 minutes",
      quorum: 1,
      maxReward: { production: "1000", use: "0.5", maintenance: "0" },
      curationStake: "12.5",
      deposit: "0.25",
      reviewerReward: "3 %",
      curators: [CURATOR],
    },
    epochs: { challengeWindow: "10 days", objectionQuorum: 3, claimPeriod: "1 year" },
    presale: {
      trustee: TRUSTEE,
      price: "0.25",
      minimum: "1000",
      maximum: "2500.5",
      perPartnerMaximum: "100",
      opens: "2027-02-01",
      closes: "2027-03-01T12:00:00+02:00",
      releaseBy: "+90 days",
      founderShare: "20 %",
      founders: [
        { $comment: "first", account: FOUNDER, share: "99.99 %" },
        { account: CURATOR, share: "1 bps" },
      ],
      founderVesting: { cliff: "1 day", duration: "1 year" },
      foundersVestWithBudget: false,
      partnerVesting: { cliff: "3600 seconds", duration: "2 years" },
      maxResources: "10.5 %",
      challengeWindow: "3 days",
      resourceVesting: { cliff: "1 hour", duration: "200 days" },
      allowlistRoot: ROOT,
    },
    budget: {
      objectionWindow: "10 days",
      gracePeriod: "480 hours",
      milestones: [
        { $comment: "first", description: "The first car is ordered", share: "60 %", dueAfter: "0" },
        { description: "Kärry, 100 km", share: "40 %", dueAfter: "1 year" },
      ],
    },
  };
}

const GOVERNANCE =
  "timelockDelay, founders, guardian, veto, votingDelay, votingPeriod, proposalThreshold, quorum, governorProposes";

/** Only what has no default. */
function smallest(): Json {
  return {
    name: "Field guide",
    symbol: "FIELD",
    governance: { founders: [FOUNDER] },
    reserve: { asset: ASSET, minimumReserve: "1" },
    issuance: { baseAmount: "1" },
    registry: {
      quorum: 1,
      maxReward: { production: "1", use: "1", maintenance: "1" },
      curators: [CURATOR],
    },
  };
}

/** The configuration with another value at `path`; undefined takes the field away. */
function changed(json: Json, path: Path, value: unknown): Json {
  const copy = structuredClone(json);
  let holder = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  const last = path.at(-1);
  if (last === undefined) throw new Error("the path is empty");
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

function parse(json: unknown, assetDecimals = 6, now = NOW, language?: Language): LaunchConfig {
  return parseLaunchConfig({
    ...{ json, assetDecimals, now, language },
    resolveAccount: (index) => signers[index]?.address,
  });
}

function problemsOf(json: unknown, assetDecimals = 6, language?: Language): readonly string[] {
  try {
    parse(json, assetDecimals, NOW, language);
  } catch (thrown) {
    if (thrown instanceof LaunchConfigError) return thrown.problems;
    throw thrown;
  }
  return [];
}

function refused(read: () => AssetChoice): readonly string[] {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof LaunchConfigError) return thrown.problems;
    throw thrown;
  }
  return [];
}

const AMOUNT = (decimals: number): string =>
  `an amount in quotes such as "250" or "0.25", with at most ${decimals} decimals`;
const DURATION = 'a duration such as "30 days", "72 hours", "1 year" (365 days) or "0"';
const TIME = 'a time such as "2027-03-01", "2027-03-01T12:00:00Z" or "+7 days" (from now)';
const PERCENTAGE = 'a percentage such as "50 %" or "2.25 %", or "225 bps"';
const ACCOUNT = 'an address with its checksum, or on a local chain "signer:0" for the node\'s first account';
const ROOT_EXPECTED = 'the root of a Merkle tree of addresses: "0x" and 64 hexadecimal digits';

/** Configurations that are refused, each for another reason: what the tests of problems have. */
const wrong: Json[] = [];

describe("launch config", () => {
  describe("conversions", () => {
    it("turns every field into the factory's units", () => {
      expect(parse(complete())).to.deep.equal({
        name: "Shared car",
        symbol: "CAR",
        contractURI: "ipfs://car",
        daoURI: "ipfs://car-dao",
        governance: {
          timelockDelay: 259_200n,
          founders: [FOUNDER],
          guardian: GUARDIAN,
          vetoBps: 750n,
          votingDelay: 129_600n,
          votingPeriod: 1_209_600n,
          proposalThresholdBps: 150n,
          quorumBps: 425n,
          governorProposes: true,
        },
        reserve: {
          asset: ASSET,
          reserveRatioBps: 3_325n,
          minimumReserve: 1_234_567_891n,
          entryTributeBps: 150n,
          exitTributeBps: 25n,
          dripPeriod: 864_000n,
          dissolveBps: 7_500n,
        },
        issuance: {
          period: 1_209_600n,
          baseAmount: 1_000_000_000_000_000_001n,
          closedGrowthBps: 5_000n,
          openGrowthBps: 450n,
          giftIssuanceBps: 1_234n,
        },
        registry: {
          reviewWindow: 5_400n,
          quorum: 1n,
          maxProduction: 1_000_000_000_000_000_000_000n,
          maxUse: 500_000_000_000_000_000n,
          maxMaintenance: 0n,
          curationStake: 12_500_000_000_000_000_000n,
          deposit: 250_000_000_000_000_000n,
          reviewerRewardBps: 300n,
          curators: [CURATOR],
        },
        epochs: { challengeWindow: 864_000n, objectionQuorum: 3n, claimPeriod: 31_536_000n },
        withPresale: true,
        presale: {
          trustee: TRUSTEE,
          price: 250_000n,
          minimum: 1_000_000_000n,
          maximum: 2_500_500_000n,
          perPartnerMaximum: 100_000_000n,
          opens: 1_801_440_000n, // 2027-02-01T00:00:00Z
          closes: 1_803_895_200n, // 2027-03-01T10:00:00Z
          releaseBy: NOW + 7_776_000n,
          founderBps: 2_000n,
          founders: [
            { account: FOUNDER, bps: 9_999n },
            { account: CURATOR, bps: 1n },
          ],
          foundersVestWithBudget: false,
          founderVesting: { cliff: 86_400n, duration: 31_536_000n },
          partnerVesting: { cliff: 3_600n, duration: 63_072_000n },
          maxResourceBps: 1_050n,
          challengeWindow: 259_200n,
          resourceVesting: { cliff: 3_600n, duration: 17_280_000n },
          allowlistRoot: ROOT,
        },
        budget: {
          objectionWindow: 864_000n,
          gracePeriod: 1_728_000n,
          milestones: [
            { bps: 6_000n, dueAfter: 0n, descriptionHash: id("The first car is ordered") as Hex },
            { bps: 4_000n, dueAfter: 31_536_000n, descriptionHash: id("Kärry, 100 km") as Hex },
          ],
        },
      } satisfies LaunchConfig);
    });

    it("fills in the defaults", () => {
      expect(parse(smallest())).to.deep.equal({
        name: "Field guide",
        symbol: "FIELD",
        contractURI: "",
        daoURI: "",
        governance: {
          timelockDelay: 172_800n,
          founders: [FOUNDER],
          guardian: ZERO_ADDRESS,
          vetoBps: 1_000n,
          votingDelay: 86_400n,
          votingPeriod: 432_000n,
          proposalThresholdBps: 100n,
          quorumBps: 1_000n,
          governorProposes: false,
        },
        reserve: {
          asset: ASSET,
          reserveRatioBps: 5_000n,
          minimumReserve: 1_000_000n,
          entryTributeBps: 0n,
          exitTributeBps: 0n,
          dripPeriod: 604_800n,
          dissolveBps: 6_667n,
        },
        issuance: {
          period: 604_800n,
          baseAmount: 1_000_000_000_000_000_000n,
          closedGrowthBps: 200n,
          openGrowthBps: 50n,
          giftIssuanceBps: 1_000n,
        },
        registry: {
          reviewWindow: 777_600n,
          quorum: 1n,
          maxProduction: 1_000_000_000_000_000_000n,
          maxUse: 1_000_000_000_000_000_000n,
          maxMaintenance: 1_000_000_000_000_000_000n,
          curationStake: 0n,
          deposit: 0n,
          reviewerRewardBps: 200n,
          curators: [CURATOR],
        },
        epochs: { challengeWindow: 259_200n, objectionQuorum: 2n, claimPeriod: 63_072_000n },
        withPresale: false,
        presale: {
          trustee: ZERO_ADDRESS,
          price: 0n,
          minimum: 0n,
          maximum: 0n,
          perPartnerMaximum: 0n,
          opens: 0n,
          closes: 0n,
          releaseBy: 0n,
          founderBps: 0n,
          foundersVestWithBudget: false,
          founders: [],
          founderVesting: { cliff: 0n, duration: 0n },
          partnerVesting: { cliff: 0n, duration: 0n },
          maxResourceBps: 0n,
          challengeWindow: 0n,
          resourceVesting: { cliff: 0n, duration: 0n },
          allowlistRoot: `0x${"0".repeat(64)}`,
        },
        budget: { objectionWindow: 0n, gracePeriod: 0n, milestones: [] },
      } satisfies LaunchConfig);
    });

    it("fills in the defaults of a presale", () => {
      const presale = {
        trustee: TRUSTEE,
        price: "1",
        minimum: "10",
        maximum: "20",
        closes: "+2 days",
        releaseBy: "+21 days", // 2, and 5 for a challenge, and 14
      };
      const budget = { milestones: [{ description: "All is ready", share: "100 %", dueAfter: "180 days" }] };
      const parsed = parse({ ...smallest(), presale, budget });
      expect(parsed.budget).to.deep.equal({
        objectionWindow: 604_800n,
        gracePeriod: 7_776_000n,
        milestones: [{ bps: 10_000n, dueAfter: 15_552_000n, descriptionHash: id("All is ready") }],
      });
      expect(parsed.presale).to.deep.equal({
        trustee: TRUSTEE,
        price: 1_000_000n,
        minimum: 10_000_000n,
        maximum: 20_000_000n,
        perPartnerMaximum: 20_000_000n,
        opens: NOW,
        closes: NOW + 172_800n,
        releaseBy: NOW + 1_814_400n,
        founderBps: 0n,
        foundersVestWithBudget: true,
        founders: [],
        founderVesting: { cliff: 0n, duration: 0n },
        partnerVesting: { cliff: 0n, duration: 0n },
        maxResourceBps: 0n,
        challengeWindow: 432_000n,
        resourceVesting: { cliff: 0n, duration: 0n },
        allowlistRoot: `0x${"0".repeat(64)}`,
      });
    });

    it("counts amounts in the asset's decimals, to the last unit and up to 2^112 - 1", () => {
      const at = (value: string, decimals: number) =>
        parse(changed(smallest(), ["reserve", "minimumReserve"], value), decimals).reserve.minimumReserve;
      expect(at("0.000001", 6)).to.equal(1n);
      expect(at("0.000000000000000001", 18)).to.equal(1n);
      expect(at("9007199254740993.1", 6)).to.equal(9_007_199_254_740_993_100_000n);
      expect(at(formatAmount(MAX_AMOUNT, 18), 18)).to.equal(MAX_AMOUNT);
    });

    it("knows every unit of time, in singular and plural, with and without a space", () => {
      const at = (value: string) =>
        parse(changed(complete(), ["presale", "partnerVesting"], { cliff: "0", duration: value })).presale
          .partnerVesting.duration;
      const examples: Record<string, bigint> = {
        "0": 0n,
        "1 second": 1n,
        "90seconds": 90n,
        "1 minute": 60n,
        "2 hours": 7_200n,
        "3 days": 259_200n,
        "1 week": 604_800n,
        "10 years": 315_360_000n,
      };
      for (const [written, seconds] of Object.entries(examples))
        expect(at(written), written).to.equal(seconds);
    });

    it("puts accounts of the node where signer:N stands", () => {
      const config = parse(changed(smallest(), ["governance", "founders"], ["signer:0", "signer:19"]));
      expect(config.governance.founders).to.deep.equal([signers[0]?.address, signers[19]?.address]);
    });

    it("leaves the address of a test asset open", () => {
      const asset = { test: { name: "Test euro", symbol: "tEUR", decimals: 6 } };
      const json = changed(smallest(), ["reserve", "asset"], asset);
      expect(parse(json).reserve.asset).to.equal(ZERO_ADDRESS);
      expect(assetOf(json)).to.deep.equal(asset);
      expect(assetOf(smallest())).to.deep.equal({ address: ASSET });
    });
  });

  describe("errors of one field", () => {
    const cases: readonly (readonly [path: Path, value: unknown, problem: string])[] = [
      [["name"], undefined, "is missing, expected the organisation's name, such as 'Shared car'"],
      [["name"], "  ", "is empty, expected the organisation's name, such as 'Shared car'"],
      [["name"], "a\nb", "has control characters, expected the organisation's name, such as 'Shared car'"],
      [["symbol"], 5, "expected the token's symbol, such as 'CAR'"],
      [["contractURI"], 5, "expected a URI with the token's metadata (ERC-7572), or an empty text"],
      [["daoURI"], 5, "expected a URI with the organisation's metadata (ERC-4824), or an empty text"],
      [["governance"], undefined, `is missing, expected an object with ${GOVERNANCE}`],
      [["governance"], "me", `expected an object with ${GOVERNANCE}`],
      [["governance", "timelockDelay"], "47 hours", "must be 2 days to 30 days, not 47 hours"],
      [["governance", "timelockDelay"], "31 days", "must be 2 days to 30 days, not 31 days"],
      [["governance", "timelockDelay"], "soon", `expected ${DURATION}, not "soon"`],
      [["governance", "timelockDelay"], "1.5 days", `expected ${DURATION}, not "1.5 days"`],
      [["governance", "timelockDelay"], "3 months", `expected ${DURATION}, not "3 months"`],
      [["governance", "timelockDelay"], 172_800, `expected ${DURATION}`],
      [["governance", "founders"], undefined, "is missing, expected a list of at most 64 founders"],
      [["governance", "founders"], "signer:0", "expected a list of at most 64 founders"],
      [
        ["governance", "founders"],
        Array.from({ length: 65 }, (_, at) => account(at)),
        "expected a list of at most 64 founders",
      ],
      [
        ["governance", "founders", 0],
        "alice.eth",
        '"alice.eth" is a name, and who owns it can change what it stands for: write the address that it stands for now',
      ],
      [
        ["governance", "founders", 0],
        FOUNDER.toLowerCase(),
        `the checksum of ${FOUNDER.toLowerCase()} is wrong, it would be ${FOUNDER}: compare it with where you copied it from`,
      ],
      [["governance", "founders", 0], ZERO_ADDRESS, "must not be the zero address"],
      [
        ["governance", "founders", 0],
        "signer:99",
        'there is no account "signer:99" here: write an address with its checksum',
      ],
      [
        ["reserve", "asset"],
        undefined,
        'is missing, expected the address of an ERC-20 token, or {"test": {"name", "symbol", "decimals"}} on a test network',
      ],
      [
        ["reserve", "asset"],
        6,
        'expected the address of an ERC-20 token, or {"test": {"name", "symbol", "decimals"}} on a test network',
      ],
      [
        ["reserve", "asset"],
        "USDC",
        'expected an address with its checksum such as "0x5FbDB2315678afecb367f032d93F642f64180aa3", not "USDC"',
      ],
      [["reserve", "ratio"], "0.99 %", "must be 1 % to 100 %, not 0.99 %"],
      [["reserve", "ratio"], "100.01 %", "must be 1 % to 100 %, not 100.01 %"],
      [["reserve", "ratio"], "50", `expected ${PERCENTAGE}, not "50"`],
      [["reserve", "ratio"], "33.333 %", `expected ${PERCENTAGE}, not "33.333 %"`],
      [["reserve", "ratio"], 0.5, `expected ${PERCENTAGE}`],
      [["reserve", "minimumReserve"], undefined, `is missing, expected ${AMOUNT(6)}`],
      [["reserve", "minimumReserve"], "0", "must be above 0"],
      [["reserve", "minimumReserve"], "0.0000001", `expected ${AMOUNT(6)}, not "0.0000001"`],
      [["reserve", "minimumReserve"], "1e6", `expected ${AMOUNT(6)}, not "1e6"`],
      [["reserve", "minimumReserve"], "-1", `expected ${AMOUNT(6)}, not "-1"`],
      [["reserve", "minimumReserve"], "1,5", `expected ${AMOUNT(6)}, not "1,5"`],
      [["reserve", "minimumReserve"], "", `expected ${AMOUNT(6)}, not ""`],
      [["reserve", "minimumReserve"], 5, `expected ${AMOUNT(6)}`],
      [
        ["reserve", "minimumReserve"],
        formatAmount(MAX_AMOUNT + 1n, 6),
        `must be ${formatAmount(MAX_AMOUNT, 6)} at most`,
      ],
      [["reserve", "entryTribute"], "10.01 %", "must be 0 % to 10 %, not 10.01 %"],
      [["reserve", "exitTribute"], "1001 bps", "must be 0 % to 10 %, not 1001 bps"],
      [["governance", "guardian"], "dora", `expected ${ACCOUNT}, not "dora"`],
      [["reserve", "dripPeriod"], "23 hours", "must be 1 day to 90 days, not 23 hours"],
      [["reserve", "dripPeriod"], "91 days", "must be 1 day to 90 days, not 91 days"],
      [["reserve", "dissolveShare"], "49.99 %", "must be 50 % to 95 %, not 49.99 %"],
      [["reserve", "dissolveShare"], "95.01 %", "must be 50 % to 95 %, not 95.01 %"],
      [["issuance", "giftIssuance"], "100.01 %", "must be 0 % to 100 %, not 100.01 %"],
      [["issuance", "period"], "6 days", "must be 7 days to 90 days, not 6 days"],
      [["issuance", "period"], "91 days", "must be 7 days to 90 days, not 91 days"],
      [["issuance", "baseAmount"], "0.999999999999999999", "must be 1 at least"],
      [["issuance", "closedGrowth"], "50.01 %", "must be 0 % to 50 %, not 50.01 %"],
      [["issuance", "openGrowth"], "30.01 %", "must be 0 % to 30 %, not 30.01 %"],
      [
        ["issuance", "openGrowth"],
        "4.67 %",
        "must be 4.66 % at most for a period of 14 days (10 % in 30 days), not 4.67 %",
      ],
      [["registry", "reviewWindow"], "3599 seconds", "must be 1 hour to 90 days, not 3599 seconds"],
      [["registry", "reviewWindow"], "91 days", "must be 1 hour to 90 days, not 91 days"],
      [["registry", "quorum"], undefined, "is missing, expected a whole number from 1 to 255"],
      [["registry", "quorum"], 0, "expected a whole number from 1 to 255"],
      [["registry", "quorum"], 256, "expected a whole number from 1 to 255"],
      [["registry", "quorum"], 1.5, "expected a whole number from 1 to 255"],
      [["registry", "quorum"], "2", "expected a whole number from 1 to 255"],
      [
        ["registry", "maxReward"],
        undefined,
        "is missing, expected an object with production, use, maintenance",
      ],
      [
        ["registry", "maxReward", "production"],
        "1.0000000000000000001",
        `expected ${AMOUNT(18)}, not "1.0000000000000000001"`,
      ],
      [["registry", "maxReward", "use"], undefined, `is missing, expected ${AMOUNT(18)}`],
      [["registry", "maxReward", "maintenance"], "many", `expected ${AMOUNT(18)}, not "many"`],
      [["governance", "veto"], "0.99 %", "must be 1 % to 20 %, not 0.99 %"],
      [["governance", "veto"], "20.01 %", "must be 1 % to 20 %, not 20.01 %"],
      [["governance", "votingDelay"], "0", "must be 1 day to 30 days, not 0"],
      [["governance", "votingDelay"], "23 hours", "must be 1 day to 30 days, not 23 hours"],
      [["governance", "votingDelay"], "721 hours", "must be 1 day to 30 days, not 721 hours"],
      [["governance", "votingPeriod"], "71 hours", "must be 3 days to 30 days, not 71 hours"],
      [["governance", "votingPeriod"], "721 hours", "must be 3 days to 30 days, not 721 hours"],
      [["governance", "proposalThreshold"], "some", `expected ${PERCENTAGE}, not "some"`],
      [["governance", "proposalThreshold"], "0.49 %", "must be 0.5 % to 2 %, not 0.49 %"],
      [["governance", "proposalThreshold"], "2.01 %", "must be 0.5 % to 2 %, not 2.01 %"],
      // What stood there in configurations of 0.1.
      [
        ["governance", "proposalThreshold"],
        "100",
        'is a part of what circulates, such as "1 %", no longer an amount such as "100"',
      ],
      [
        ["governance", "proposalThreshold"],
        "0.5",
        'is a part of what circulates, such as "1 %", no longer an amount such as "0.5"',
      ],
      [["governance", "quorum"], "0.99 %", "must be 1 % to 20 %, not 0.99 %"],
      [["governance", "quorum"], "20.01 %", "must be 1 % to 20 %, not 20.01 %"],
      [["governance", "governorProposes"], "yes", "expected true or false, without quotes"],
      [["registry", "curationStake"], 5, `expected ${AMOUNT(18)}`],
      [["registry", "deposit"], "-1", `expected ${AMOUNT(18)}, not "-1"`],
      [["registry", "reviewerReward"], "20.01 %", "must be 0 % to 20 %, not 20.01 %"],
      [["epochs"], 5, "expected an object with challengeWindow, objectionQuorum, claimPeriod"],
      [["epochs", "challengeWindow"], "59 minutes", "must be 1 hour to 90 days, not 59 minutes"],
      [["epochs", "challengeWindow"], "91 days", "must be 1 hour to 90 days, not 91 days"],
      [["epochs", "objectionQuorum"], 0, "expected a whole number from 1 to 255"],
      [["epochs", "objectionQuorum"], 256, "expected a whole number from 1 to 255"],
      [["epochs", "claimPeriod"], "179 days", "must be 180 days to 10 years, not 179 days"],
      [["epochs", "claimPeriod"], "3651 days", "must be 180 days to 10 years, not 3651 days"],
      [["registry", "curators"], undefined, "is missing, expected a list of at most 64 curators"],
      [["registry", "curators", 0], 7, `expected ${ACCOUNT}`],
      [["presale", "trustee"], undefined, `is missing, expected ${ACCOUNT}`],
      [["presale", "price"], "0", "must be above 0"],
      [["presale", "price"], "free", `expected ${AMOUNT(6)}, not "free"`],
      [["presale", "minimum"], "0", "must be above 0"],
      [["presale", "maximum"], undefined, `is missing, expected ${AMOUNT(6)}`],
      [["presale", "perPartnerMaximum"], "0", "must be above 0"],
      [["presale", "opens"], "tomorrow", `expected ${TIME}, not "tomorrow"`],
      [["presale", "opens"], "2027-02-30", `expected ${TIME}, not "2027-02-30"`],
      [["presale", "opens"], "2027-02-01T12:00", `expected ${TIME}, not "2027-02-01T12:00"`],
      [["presale", "opens"], "1969-12-31", `expected ${TIME}, not "1969-12-31"`],
      [["presale", "closes"], undefined, `is missing, expected ${TIME}`],
      [["presale", "closes"], 1_803_895_200, `expected ${TIME}`],
      [["presale", "releaseBy"], "+1 month", `expected ${TIME}, not "+1 month"`],
      [["presale", "founderShare"], "50.01 %", "must be 0 % to 50 %, not 50.01 %"],
      [["presale", "founders"], {}, "expected a list of at most 64 founders"],
      [["presale", "founders", 1], FOUNDER, "expected an object with account, share"],
      [["presale", "founders", 1, "account"], undefined, `is missing, expected ${ACCOUNT}`],
      [["presale", "founders", 1, "share"], "0 %", "must be 0.01 % to 100 %, not 0 %"],
      [["presale", "founderVesting", "duration"], "11 years", "must be 0 to 10 years, not 11 years"],
      [["presale", "partnerVesting", "cliff"], undefined, `is missing, expected ${DURATION}`],
      [["presale", "foundersVestWithBudget"], "yes", "expected true or false, without quotes"],
      [["presale", "maxResources"], "50.01 %", "must be 0 % to 50 %, not 50.01 %"],
      [["presale", "challengeWindow"], "71 hours", "must be 3 days to 30 days, not 71 hours"],
      [["presale", "challengeWindow"], "31 days", "must be 3 days to 30 days, not 31 days"],
      [["presale", "resourceVesting", "duration"], "11 years", "must be 0 to 10 years, not 11 years"],
      [["budget"], 5, "expected an object with objectionWindow, gracePeriod, milestones"],
      [["budget", "objectionWindow"], "6 days", "must be 7 days to 30 days, not 6 days"],
      [["budget", "objectionWindow"], "31 days", "must be 7 days to 30 days, not 31 days"],
      [["budget", "gracePeriod"], "13 days", "must be 14 days to 1 year, not 13 days"],
      [["budget", "gracePeriod"], "366 days", "must be 14 days to 1 year, not 366 days"],
      [["budget", "milestones"], undefined, "is missing, expected a list of 1 to 64 milestones"],
      [["budget", "milestones", 0], 5, "expected an object with description, share, dueAfter"],
      [["budget", "milestones", 1, "share"], "0 %", "must be 0.01 % to 100 %, not 0 %"],
      [["budget", "milestones", 1, "dueAfter"], "11 years", "must be 0 to 10 years, not 11 years"],
      [["presale", "allowlistRoot"], "0x12", `expected ${ROOT_EXPECTED}, not "0x12"`],
      [
        ["colour"],
        "red",
        "is no field here, expected name, symbol, contractURI, daoURI, governance, reserve, issuance, registry, epochs, presale, budget",
      ],
      [["presale", "founders", 0, "bps"], 5, "is no field here, expected account, share"],
    ];
    for (const [path, value, problem] of cases) {
      wrong.push(changed(complete(), path, value));
      const field = path
        .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
        .join("")
        .slice(1);
      const shown = value === undefined ? "left out" : JSON.stringify(value).slice(0, 40);
      it(`${field}: ${shown}`, () => {
        const problems = problemsOf(changed(complete(), path, value));
        expect(problems).to.deep.equal([`${field}: ${problem}`]);
      });
    }

    it("shows a long or many-line value cut and on one line", () => {
      const [problem = ""] = problemsOf(changed(complete(), ["presale", "price"], `1\n${"2".repeat(200)}`));
      expect(problem).to.equal(
        `presale.price: expected ${AMOUNT(6)}, not ${JSON.stringify(`1\n${"2".repeat(58)}…`)}`,
      );
    });

    it("names the fields of a test asset", () => {
      const at = (test: unknown) => refused(() => assetOf(changed(smallest(), ["reserve", "asset"], test)));
      expect(at({ test: { name: "", symbol: "T", decimals: 19 } })).to.deep.equal([
        "reserve.asset.test.name: is empty, expected the test asset's name",
        "reserve.asset.test.decimals: expected a whole number from 6 to 18",
      ]);
      expect(at({ address: ASSET })).to.deep.equal([
        "reserve.asset.test: is missing, expected an object with name, symbol, decimals",
        "reserve.asset.address: is no field here, expected test",
      ]);
    });

    it("refuses what is no object at all", () => {
      for (const json of [null, [], "config", 5]) {
        expect(problemsOf(json)).to.deep.equal([
          "the configuration: expected an object with name, symbol, contractURI, daoURI, governance, reserve, issuance, registry, epochs, presale, budget",
        ]);
        expect(refused(() => assetOf(json))).to.deep.equal([
          "the configuration: expected an object with reserve",
        ]);
      }
      expect(refused(() => assetOf({}))).to.deep.equal([
        "reserve: is missing, expected an object with asset",
      ]);
    });

    it("tells all problems at once, one a line", () => {
      const json = changed(changed(complete(), ["symbol"], ""), ["presale", "price"], "free");
      expect(() => parse(json)).to.throw(
        LaunchConfigError,
        /^symbol: is empty, [^\n]+\npresale\.price: expected [^\n]+$/,
      );
    });
  });

  describe("errors between fields", () => {
    const cases: readonly (readonly [
      what: string,
      changes: readonly (readonly [Path, unknown])[],
      problems: string[],
    ])[] = [
      [
        "a founder twice",
        [
          [
            ["governance", "founders"],
            [FOUNDER, CURATOR, FOUNDER],
          ],
        ],
        [`governance.founders[2]: ${FOUNDER} is listed twice`],
      ],
      [
        "nobody who could propose",
        [
          [["governance", "founders"], []],
          [["governance", "governorProposes"], false],
        ],
        [
          "governance.founders: names nobody, and governance.governorProposes is false: nobody could ever propose anything",
        ],
      ],
      [
        "a curator twice",
        [
          [
            ["registry", "curators"],
            [CURATOR, CURATOR],
          ],
        ],
        [`registry.curators[1]: ${CURATOR} is listed twice`],
      ],
      [
        "fewer curators than the quorum, whatever the stake of others",
        [
          [["registry", "quorum"], 2],
          [["registry", "curationStake"], "5"],
        ],
        [
          "registry.curators: lists 1, fewer than registry.quorum (2): in a young organisation nobody has stake yet, and no contribution could be accepted",
        ],
      ],
      [
        "deposits where there is no presale",
        [
          [["presale"], undefined],
          [["budget"], undefined],
        ],
        [
          "registry.deposit: must be left out, as there is no presale: newcomers would have no tokens to deposit",
        ],
      ],
      [
        "a minimum above the maximum",
        [[["presale", "minimum"], "2500.500001"]],
        ["presale.minimum: must not be above presale.maximum"],
      ],
      [
        "a partner's maximum above the maximum",
        [[["presale", "perPartnerMaximum"], "2500.500001"]],
        ["presale.perPartnerMaximum: must not be above presale.maximum"],
      ],
      [
        "closing now",
        [
          [["presale", "opens"], "2026-12-01"],
          [["presale", "closes"], "+0 days"],
        ],
        ["presale.closes: must lie in the future"],
      ],
      [
        "closing in more than 366 days",
        [
          [["presale", "closes"], "+31622401 seconds"],
          [["presale", "releaseBy"], "+400 days"],
        ],
        ["presale.closes: must be within 366 days from now"],
      ],
      [
        "opening when it closes",
        [[["presale", "opens"], "2027-03-01T10:00:00Z"]],
        ["presale.opens: must be before presale.closes"],
      ],
      [
        "a release by the close",
        [[["presale", "releaseBy"], "2027-03-01T10:00:00Z"]],
        ["presale.releaseBy: must be after presale.closes"],
      ],
      [
        "a release 180 days and a second after the close",
        [[["presale", "releaseBy"], "2027-08-28T10:00:01Z"]],
        ["presale.releaseBy: must be within 180 days after presale.closes"],
      ],
      [
        "founders without a share",
        [[["presale", "founderShare"], "0 %"]],
        ["presale.founders: must be left out, as presale.founderShare is 0 %"],
      ],
      [
        "a share without founders",
        [[["presale", "founders"], undefined]],
        ["presale.founders: is missing: somebody must get the presale.founderShare"],
      ],
      [
        "shares above the whole",
        [[["presale", "founders", 1, "share"], "2 bps"]],
        ["presale.founders: their shares sum to 100.01 % instead of 100 %"],
      ],
      [
        "a founder of the presale twice",
        [[["presale", "founders", 1, "account"], FOUNDER]],
        [`presale.founders[1].account: ${FOUNDER} is listed twice`],
      ],
      [
        "founders' tokens without vesting",
        [[["presale", "founderVesting"], undefined]],
        ["presale.founderVesting: is missing: founders' tokens vest over 180 days at least"],
      ],
      [
        "founders' vesting a second too short",
        [[["presale", "founderVesting", "duration"], "15551999 seconds"]],
        ["presale.founderVesting.duration: must be 180 days at least"],
      ],
      [
        "a cliff after the end",
        [[["presale", "partnerVesting", "duration"], "3599 seconds"]],
        ["presale.partnerVesting.cliff: must not be longer than the duration"],
      ],
      [
        "a founders' cliff after the end",
        [[["presale", "founderVesting", "cliff"], "366 days"]],
        ["presale.founderVesting.cliff: must not be longer than the duration"],
      ],
      [
        "the trustee as a founder with tokens",
        [[["presale", "trustee"], CURATOR]],
        ["presale.founders[1].account: is the trustee, who must be an independent third party"],
      ],
      [
        "the trustee as a founder",
        [
          [
            ["governance", "founders"],
            [CURATOR, TRUSTEE],
          ],
        ],
        ["governance.founders[1]: is the trustee of the presale, who must be an independent third party"],
      ],
      // 0.9 · (1,000 · 1.2/0.895 + 0.25 · 0.001) = 1,206.7041356…
      [
        "a presale without a budget",
        [[["budget"], undefined]],
        ["budget: is missing: what a presale brings reaches the treasury by budget.milestones"],
      ],
      [
        "a budget without a presale",
        [
          [["presale"], undefined],
          [["registry", "deposit"], undefined],
        ],
        ["budget: must be left out, as there is no presale"],
      ],
      [
        "a release a second before 14 days after the last challenge",
        [[["presale", "releaseBy"], "2027-03-18T09:59:59Z"]],
        [
          "presale.releaseBy: must be presale.challengeWindow and 14 days after presale.closes at least, so that whatever was accepted can be released",
        ],
      ],
      [
        "tokens for resources that vest a second too fast",
        [[["presale", "resourceVesting", "duration"], "15551999 seconds"]],
        ["presale.resourceVesting.duration: must be 180 days at least"],
      ],
      [
        "a cliff of resources after the end",
        [[["presale", "resourceVesting", "cliff"], "201 days"]],
        ["presale.resourceVesting.cliff: must not be longer than the duration"],
      ],
      [
        "a maximum per partner that buys no token",
        [
          [["presale", "price"], "1000000000000.000001"], // more than 10^18 units
          [["presale", "minimum"], "2000000000000"],
          [["presale", "maximum"], "2000000000000"],
          [["presale", "perPartnerMaximum"], "0.000001"],
        ],
        ["presale.perPartnerMaximum: buys no token: nobody could take part"],
      ],
      // 2^112 − 1 = 5.19 · 10^15 whole tokens; at 0.000001 for a token the maximum would sell 1.2/0.895 of 10^16.
      [
        "a maximum that sells more tokens than there can be",
        [
          [["presale", "price"], "0.000001"],
          [["presale", "maximum"], "10000000000"],
        ],
        [
          "presale.maximum: would sell more tokens than there can be, and could never be released: lower it, or raise presale.price",
        ],
      ],
      [
        "milestones that are not the whole budget",
        [[["budget", "milestones", 1, "share"], "39.99 %"]],
        ["budget.milestones: their shares sum to 99.99 % instead of 100 %"],
      ],
      [
        "a milestone due before the one before it",
        [
          [["budget", "milestones", 0, "dueAfter"], "2 days"],
          [["budget", "milestones", 1, "dueAfter"], "1 day"],
        ],
        ["budget.milestones[1].dueAfter: must not be before that of the milestone listed before it"],
      ],
      [
        "more than 32 milestones",
        [
          [
            ["budget", "milestones"],
            Array.from({ length: 33 }, (_, at) => ({
              description: "more",
              share: at < 32 ? "3 %" : "4 %",
              dueAfter: "0",
            })),
          ],
        ],
        ["budget.milestones: lists more than 32 milestones"],
      ],
      [
        "a minimum that does not pay for the reserve",
        [[["reserve", "ratio"], "90 %"]],
        [
          "presale.minimum: does not pay for the opening reserve of 1206.704136: lower reserve.ratio, presale.founderShare or presale.maxResources, or raise the minimum",
        ],
      ],
    ];
    for (const [what, changes, problems] of cases) {
      const json = changes.reduce((result, [path, value]) => changed(result, path, value), complete());
      wrong.push(json);
      it(`refuses ${what}`, () => {
        expect(problemsOf(json)).to.deep.equal(problems);
      });
    }

    it("takes each of these at its limit", () => {
      const limits: readonly (readonly (readonly [Path, unknown])[])[] = [
        [
          [["registry", "quorum"], 2],
          [
            ["registry", "curators"],
            [CURATOR, FOUNDER],
          ],
        ],
        [
          [["issuance", "period"], "90 days"],
          [["issuance", "openGrowth"], "30 %"],
        ],
        [
          [["presale"], undefined],
          [["budget"], undefined],
          [["registry", "deposit"], "0"],
        ],
        [[["presale", "minimum"], "2500.5"]],
        [[["presale", "perPartnerMaximum"], "2500.5"]],
        [
          [["presale", "opens"], "2026-12-01"],
          [["presale", "closes"], "+1 second"],
        ],
        [
          [["presale", "closes"], "+366 days"],
          [["presale", "releaseBy"], "+383 days"],
        ],
        [[["presale", "opens"], "2027-03-01T09:59:59Z"]],
        [[["presale", "releaseBy"], "2027-08-28T10:00:00Z"]],
        [[["presale", "founderVesting", "duration"], "180 days"]],
        [[["presale", "partnerVesting", "duration"], "1 hour"]],
        // 0.8333 · (1,000 · 1.2 + 0.25 · 0.001) = 999.960208325
        [[["reserve", "ratio"], "74.58 %"]],
      ];
      for (const changes of limits) {
        const json = changes.reduce((result, [path, value]) => changed(result, path, value), complete());
        expect(problemsOf(json)).to.deep.equal([]);
      }
    });
  });

  describe("problems in Finnish", () => {
    const tested = ["", "  ", null].map((name) => ({ test: { name, symbol: name, decimals: 6 } }));
    const configs: readonly unknown[] = [
      ...wrong,
      ...tested.map((asset) => changed(smallest(), ["reserve", "asset"], asset)),
      changed(complete(), ["budget", "milestones", 0, "description"], undefined),
      ...[null, 5],
    ];
    const addresses = [
      ...[ASSET.toLowerCase(), `eth:${ASSET}`, "alice.eth", ASSET.slice(2), ASSET.slice(0, -1), `${ASSET}0`],
      ...[ASSET.replace("5F", "OF"), "0x 12", `${ASSET}\u00e4`, ZERO_ADDRESS, "Alice"],
      ...Object.keys(ODD_SIGNS).map((sign) => `0x${sign}12`),
    ];
    const texts = ['{"a":', '{"a": 1,\n "a": 2}', "{,}", "nonsense"];

    /** Everything that is refused here, in one language. */
    function said(language: Language): string[] {
      const refusal = (read: () => unknown): string => {
        try {
          read();
        } catch (thrown) {
          return (thrown as Error).message;
        }
        throw new Error("it was not refused");
      };
      return [
        ...configs.flatMap((json) => problemsOf(json, 6, language)),
        ...configs.slice(-2).flatMap((json) => refused(() => assetOf(json, language))),
        ...addresses.map((written) => `address: ${refusal(() => parseAddress(written, language))}`),
        ...texts.map((text) => `text: ${refusal(() => parseJson(text, language))}`),
      ];
    }

    it("are at the same fields as in English, and other words", () => {
      const [english, finnish] = [said("en"), said("fi")];
      expect(finnish.length).to.equal(english.length);
      for (const [at, problem] of english.entries()) {
        const [field = "", words = ""] = problem.split(/: (.*)/s);
        const [same = "", others = ""] = (finnish[at] ?? "").split(/: (.*)/s);
        expect(same).to.equal(field === "the configuration" ? "asetukset" : field);
        expect(others, problem).to.not.equal(words);
        // What stays are fields, values and examples, which configurations have in English.
        expect(others, problem).to.not.match(/\b(?:must|expected|such as|with|which|without|is missing)\b/);
      }
    });

    it("are sentences of the catalogue, each of which is said here in both languages", () => {
      for (const language of ["en", "fi"] as const) {
        const all = said(language).join("\n");
        for (const [key, sentence] of [...Object.entries(PROBLEMS), ...Object.entries(ODD_SIGNS)]) {
          // In English the engine itself says where a text is no JSON.
          if (language === "en" && key.startsWith("json")) continue;
          const parts = sentence[language].split(/\{\w+\}/);
          expect(parts.join("").trim(), key).to.not.equal("");
          const pattern = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(".+");
          expect(all, `${key} in ${language}`).to.match(new RegExp(pattern, "u"));
        }
      }
    });

    it("have the same values in both languages", () => {
      const valuesIn = (text: string): string[] =>
        [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).sort();
      for (const [key, { en, fi }] of [...Object.entries(PROBLEMS), ...Object.entries(ADVICE)]) {
        expect(valuesIn(fi), key).to.deep.equal(valuesIn(en));
        expect(fi, key).to.not.equal(en);
      }
    });

    it("leave no sentence to the code", () => {
      for (const file of ["fields", "schema", "checks", "address", "json", "advice"]) {
        const name = new URL(`../sdk/src/config/${file}.ts`, import.meta.url);
        const source = ts.createSourceFile(file, readFileSync(name, "utf8"), ts.ScriptTarget.Latest, true);
        const sentences: string[] = [];
        const visit = (node: ts.Node): void => {
          const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
          // Two words and more, but defaults such as "730 days", and code between backticks.
          if (isText && /\p{L}{2} \p{L}{2}/u.test(node.getText().replace(/\$\{[^}]*\}/g, "0"))) {
            sentences.push(node.getText());
          }
          ts.forEachChild(node, visit);
        };
        visit(source);
        expect(sentences, file).to.deep.equal([]);
      }
    });
  });

  describe("bounds", () => {
    type Change = (config: LaunchConfig) => void;

    /** What stands at a bound of the contracts is launched; what is beyond it they refuse, with this error. */
    const cases: readonly (readonly [
      what: string,
      at: readonly (readonly [Path, unknown])[],
      beyond: Change,
      error: string,
    ])[] = [
      [
        "shortest timelock delay",
        [[["governance", "timelockDelay"], "2 days"]],
        (c) => --c.governance.timelockDelay,
        "TimelockDelayOutOfRange",
      ],
      [
        "longest timelock delay",
        [[["governance", "timelockDelay"], "30 days"]],
        (c) => ++c.governance.timelockDelay,
        "TimelockDelayOutOfRange",
      ],
      [
        "most founders",
        [[["governance", "founders"], Array.from({ length: 64 }, (_, at) => account(at))]],
        (c) => c.governance.founders.push(account(64) as Address),
        "FounderCountOutOfRange",
      ],
      [
        "no founder where votes are executed",
        [
          [["governance", "founders"], []],
          [["governance", "governorProposes"], true],
        ],
        (c) => (c.governance.governorProposes = false),
        "FounderCountOutOfRange",
      ],
      [
        "shortest voting delay",
        [[["governance", "votingDelay"], "1 day"]],
        (c) => --c.governance.votingDelay,
        "VotingDelayOutOfRange",
      ],
      [
        "longest voting delay",
        [[["governance", "votingDelay"], "30 days"]],
        (c) => ++c.governance.votingDelay,
        "VotingDelayOutOfRange",
      ],
      [
        "shortest voting period",
        [[["governance", "votingPeriod"], "3 days"]],
        (c) => --c.governance.votingPeriod,
        "VotingPeriodOutOfRange",
      ],
      [
        "longest voting period",
        [[["governance", "votingPeriod"], "30 days"]],
        (c) => ++c.governance.votingPeriod,
        "VotingPeriodOutOfRange",
      ],
      [
        "lowest threshold of proposals",
        [[["governance", "proposalThreshold"], "0.5 %"]],
        (c) => --c.governance.proposalThresholdBps,
        "ProposalThresholdOutOfRange",
      ],
      [
        "highest threshold of proposals",
        [[["governance", "proposalThreshold"], "2 %"]],
        (c) => ++c.governance.proposalThresholdBps,
        "ProposalThresholdOutOfRange",
      ],
      [
        "smallest quorum",
        [[["governance", "quorum"], "1 %"]],
        (c) => --c.governance.quorumBps,
        "QuorumOutOfRange",
      ],
      [
        "largest quorum",
        [[["governance", "quorum"], "20 %"]],
        (c) => ++c.governance.quorumBps,
        "QuorumOutOfRange",
      ],
      [
        "smallest veto",
        [[["governance", "veto"], "1 %"]],
        (c) => --c.governance.vetoBps,
        "VetoShareOutOfRange",
      ],
      [
        "largest veto",
        [[["governance", "veto"], "20 %"]],
        (c) => ++c.governance.vetoBps,
        "VetoShareOutOfRange",
      ],
      [
        "highest reviewers' reward",
        [[["registry", "reviewerReward"], "20 %"]],
        (c) => ++c.registry.reviewerRewardBps,
        "ReviewerRewardOutOfRange",
      ],
      [
        "shortest challenge",
        [[["epochs", "challengeWindow"], "1 hour"]],
        (c) => --c.epochs.challengeWindow,
        "ChallengeWindowOutOfRange",
      ],
      [
        "longest challenge",
        [[["epochs", "challengeWindow"], "90 days"]],
        (c) => ++c.epochs.challengeWindow,
        "ChallengeWindowOutOfRange",
      ],
      [
        "lowest quorum of objections",
        [[["epochs", "objectionQuorum"], 1]],
        (c) => --c.epochs.objectionQuorum,
        "ZeroObjectionQuorum",
      ],
      [
        "shortest claim period",
        [[["epochs", "claimPeriod"], "180 days"]],
        (c) => --c.epochs.claimPeriod,
        "ClaimPeriodOutOfRange",
      ],
      [
        "longest claim period",
        [[["epochs", "claimPeriod"], "10 years"]],
        (c) => ++c.epochs.claimPeriod,
        "ClaimPeriodOutOfRange",
      ],
      [
        "lowest ratio",
        [[["reserve", "ratio"], "1 %"]],
        (c) => --c.reserve.reserveRatioBps,
        "RatioOutOfRange",
      ],
      [
        "lowest minimum reserve",
        [[["reserve", "minimumReserve"], "0.000001"]],
        (c) => --c.reserve.minimumReserve,
        "ZeroMinimumReserve",
      ],
      [
        "highest tribute in",
        [[["reserve", "entryTribute"], "10 %"]],
        (c) => ++c.reserve.entryTributeBps,
        "TributeOutOfRange",
      ],
      [
        "highest tribute out",
        [[["reserve", "exitTribute"], "10 %"]],
        (c) => ++c.reserve.exitTributeBps,
        "TributeOutOfRange",
      ],
      [
        "shortest period",
        [
          [["issuance", "period"], "7 days"],
          [["issuance", "openGrowth"], "2 %"],
        ],
        (c) => --c.issuance.period,
        "PeriodOutOfRange",
      ],
      [
        "longest period",
        [[["issuance", "period"], "90 days"]],
        (c) => ++c.issuance.period,
        "PeriodOutOfRange",
      ],
      [
        "lowest base amount",
        [[["issuance", "baseAmount"], "1"]],
        (c) => --c.issuance.baseAmount,
        "BaseAmountTooSmall",
      ],
      [
        "highest growth while closed",
        [[["issuance", "closedGrowth"], "50 %"]],
        (c) => ++c.issuance.closedGrowthBps,
        "GrowthOutOfRange",
      ],
      [
        "highest growth while open, in the shortest period",
        [
          [["issuance", "period"], "7 days"],
          [["issuance", "openGrowth"], "2.33 %"], // 10 % · 7/30, rounded down
        ],
        (c) => ++c.issuance.openGrowthBps,
        "GrowthOutOfRange",
      ],
      [
        "highest growth while open, in the longest period",
        [
          [["issuance", "period"], "90 days"],
          [["issuance", "openGrowth"], "30 %"],
        ],
        (c) => ++c.issuance.openGrowthBps,
        "GrowthOutOfRange",
      ],
      [
        "highest growth by gifts",
        [[["issuance", "giftIssuance"], "100 %"]],
        (c) => ++c.issuance.giftIssuanceBps,
        "GrowthOutOfRange",
      ],
      [
        "fewest curators",
        [
          [["registry", "quorum"], 2],
          [
            ["registry", "curators"],
            [CURATOR, FOUNDER],
          ],
        ],
        (c) => c.registry.curators.pop(),
        "TooFewCurators",
      ],
      [
        "shortest review",
        [[["registry", "reviewWindow"], "1 hour"]],
        (c) => --c.registry.reviewWindow,
        "ReviewWindowOutOfRange",
      ],
      [
        "longest review",
        [[["registry", "reviewWindow"], "90 days"]],
        (c) => ++c.registry.reviewWindow,
        "ReviewWindowOutOfRange",
      ],
      ["lowest quorum", [[["registry", "quorum"], 1]], (c) => --c.registry.quorum, "ZeroQuorum"],
      ["lowest price", [[["presale", "price"], "0.000001"]], (c) => --c.presale.price, "ZeroPrice"],
      [
        "highest minimum",
        [[["presale", "minimum"], "2500.5"]],
        (c) => ++c.presale.minimum,
        "LimitsOutOfOrder",
      ],
      [
        "highest partner's maximum",
        [[["presale", "perPartnerMaximum"], "2500.5"]],
        (c) => ++c.presale.perPartnerMaximum,
        "LimitsOutOfOrder",
      ],
      [
        "latest release",
        [
          [["presale", "closes"], "+60 days"],
          [["presale", "releaseBy"], "+240 days"],
        ],
        (c) => ++c.presale.releaseBy,
        "TimesOutOfOrder",
      ],
      [
        "highest founders' share",
        [[["presale", "founderShare"], "50 %"]],
        (c) => ++c.presale.founderBps,
        "FounderShareOutOfRange",
      ],
      [
        "shortest founders' vesting",
        [[["presale", "founderVesting", "duration"], "180 days"]],
        (c) => --c.presale.founderVesting.duration,
        "VestingOutOfRange",
      ],
      [
        "longest vesting",
        [[["presale", "partnerVesting", "duration"], "10 years"]],
        (c) => ++c.presale.partnerVesting.duration,
        "VestingOutOfRange",
      ],
      [
        "earliest release",
        [[["presale", "releaseBy"], "+77 days"]],
        (c) => --c.presale.releaseBy,
        "ReleaseTooEarly",
      ],
      [
        "shortest refunds for a resource",
        [[["presale", "challengeWindow"], "3 days"]],
        (c) => --c.presale.challengeWindow,
        "ResourceWindowOutOfRange",
      ],
      [
        "longest refunds for a resource",
        [
          [["presale", "challengeWindow"], "30 days"],
          [["presale", "releaseBy"], "+110 days"],
        ],
        (c) => ++c.presale.challengeWindow,
        "ResourceWindowOutOfRange",
      ],
      [
        "largest part for resources",
        [
          [["presale", "maxResources"], "50 %"],
          [["reserve", "ratio"], "40 %"],
        ],
        (c) => ++c.presale.maxResourceBps,
        "ResourceShareOutOfRange",
      ],
      [
        "fastest vesting of resources",
        [[["presale", "resourceVesting", "duration"], "180 days"]],
        (c) => --c.presale.resourceVesting.duration,
        "VestingOutOfRange",
      ],
      [
        "shortest objections",
        [[["budget", "objectionWindow"], "7 days"]],
        (c) => --c.budget.objectionWindow,
        "ObjectionWindowOutOfRange",
      ],
      [
        "longest objections",
        [[["budget", "objectionWindow"], "30 days"]],
        (c) => ++c.budget.objectionWindow,
        "ObjectionWindowOutOfRange",
      ],
      [
        "shortest grace",
        [[["budget", "gracePeriod"], "14 days"]],
        (c) => --c.budget.gracePeriod,
        "GracePeriodOutOfRange",
      ],
      [
        "longest grace",
        [[["budget", "gracePeriod"], "1 year"]],
        (c) => ++c.budget.gracePeriod,
        "GracePeriodOutOfRange",
      ],
      // ⌈w · (1,000 · 1.2/0.895 + 0.00025)⌉ ≤ 1,000 up to w = 74.58 %
      [
        "highest ratio that is backed",
        [[["reserve", "ratio"], "74.58 %"]],
        (c) => ++c.reserve.reserveRatioBps,
        "ReserveUnderfunded",
      ],
    ];

    async function suite() {
      const { factory } = await deploySuite({ ethers });
      const asset = await ethers.deployContract("TestAsset", ["Test euro", "tEUR", 6]);
      return { factory, asset: await asset.getAddress() };
    }

    for (const [what, changes, beyond, error] of cases) {
      it(`are the contracts': ${what}`, async () => {
        const { factory, asset } = await networkHelpers.loadFixture(suite);
        const terms: typeof changes = [
          [["presale", "opens"], "+30 days"],
          [["presale", "closes"], "+60 days"],
          [["reserve", "asset"], asset],
          ...changes,
        ];
        const json = terms.reduce((result, [path, value]) => changed(result, path, value), complete());
        const config = parse(json, 6, BigInt(await networkHelpers.time.latest()));
        await launchCdpo({ ethers, factory, config });
        beyond(config);
        const errors = await ethers.getContractAt(ERRORS[error] ?? "CdpoFactory", factory);
        await expect(factory.launch({ ...config, name: "Another" })).to.be.revertedWithCustomError(
          errors,
          error,
        );
      });
    }

    const ERRORS: Record<string, string> = {
      RatioOutOfRange: "BondingCurve",
      ZeroMinimumReserve: "LiquidityReserve",
      TributeOutOfRange: "LiquidityReserve",
      PeriodOutOfRange: "Issuance",
      BaseAmountTooSmall: "Issuance",
      GrowthOutOfRange: "Issuance",
      ReviewWindowOutOfRange: "ContributionRegistry",
      ZeroQuorum: "ContributionRegistry",
      TooFewCurators: "ContributionRegistry",
      DepositsNotTaken: "ContributionRegistry",
      ReviewerRewardOutOfRange: "ContributionRegistry",
      ChallengeWindowOutOfRange: "ContributionEpochs",
      ZeroObjectionQuorum: "ContributionEpochs",
      ClaimPeriodOutOfRange: "ContributionEpochs",
      VetoShareOutOfRange: "Stake",
      TimelockDelayOutOfRange: "CdpoTimelock",
      VotingDelayOutOfRange: "CdpoGovernor",
      VotingPeriodOutOfRange: "CdpoGovernor",
      QuorumOutOfRange: "CdpoGovernor",
      ProposalThresholdOutOfRange: "CdpoGovernor",
      ZeroPrice: "Presale",
      LimitsOutOfOrder: "Presale",
      TimesOutOfOrder: "Presale",
      FounderShareOutOfRange: "Presale",
      VestingOutOfRange: "Presale",
      ReserveUnderfunded: "Presale",
      ReleaseTooEarly: "Presale",
      ResourceShareOutOfRange: "Presale",
      ResourceWindowOutOfRange: "Presale",
      ObjectionWindowOutOfRange: "ProductionBudget",
      GracePeriodOutOfRange: "ProductionBudget",
    };
  });

  describe("examples", () => {
    async function launchExample(file: string): Promise<{ cdpo: CdpoContracts; config: LaunchConfig }> {
      const json: unknown = JSON.parse(readFileSync(new URL(`../examples/${file}`, import.meta.url), "utf8"));
      const choice = assetOf(json);
      if (!("test" in choice)) throw new Error("the examples bring their asset along");
      const { name, symbol, decimals } = choice.test;
      const asset = await ethers.deployContract("TestAsset", [name, symbol, decimals]);
      const config = parseLaunchConfig({
        json,
        assetDecimals: decimals,
        now: BigInt(await networkHelpers.time.latest()),
        resolveAccount: (index) => signers[index]?.address,
      });
      config.reserve.asset = (await asset.getAddress()) as Address;
      const { factory } = await deploySuite({ ethers });
      return { cdpo: await launchCdpo({ ethers, factory, config }), config };
    }

    /** Reads every term back from the chain. */
    async function termsOnChain(cdpo: CdpoContracts, config: LaunchConfig): Promise<unknown> {
      const { token, timelock, governor, reserve, issuance, registry, epochs, stake, presale, budget } = cdpo;
      const among = async (accounts: string[], test: (account: string) => Promise<boolean>) =>
        (await Promise.all(accounts.map(async (listed) => ((await test(listed)) ? [listed] : [])))).flat();
      const everyone = signers.map(({ address }) => address);
      const proposer = await timelock.PROPOSER_ROLE();
      const guardian = await timelock.GUARDIAN_ROLE();
      const reserveTerms = await reserve.terms();
      const issuanceTerms = await issuance.terms();
      const review = await registry.reviewTerms();
      const incentives = await registry.incentives();
      const challenge = await epochs.terms();
      const sale = await presale?.terms();
      const plan = await budget?.terms();
      return {
        name: await token.name(),
        symbol: await token.symbol(),
        contractURI: await token.contractURI(),
        daoURI: await timelock.daoURI(),
        governance: {
          timelockDelay: await timelock.getMinDelay(),
          founders: await among(everyone, (founder) => timelock.hasRole(proposer, founder)),
          guardian: (await among(everyone, (one) => timelock.hasRole(guardian, one)))[0] ?? ZERO_ADDRESS,
          vetoBps: await stake.vetoBps(),
          votingDelay: await governor.votingDelay(),
          votingPeriod: await governor.votingPeriod(),
          proposalThresholdBps: await governor.proposalThresholdBps(),
          quorumBps: await governor.quorumBps(),
          governorProposes: await timelock.hasRole(proposer, governor),
        },
        reserve: {
          asset: reserveTerms.asset,
          reserveRatioBps: reserveTerms.reserveRatioBps,
          minimumReserve: reserveTerms.minimumReserve,
          entryTributeBps: reserveTerms.entryTributeBps,
          exitTributeBps: reserveTerms.exitTributeBps,
          dripPeriod: reserveTerms.dripPeriod,
          dissolveBps: reserveTerms.dissolveBps,
        },
        issuance: {
          period: issuanceTerms.period,
          baseAmount: issuanceTerms.baseAmount,
          closedGrowthBps: issuanceTerms.closedGrowthBps,
          openGrowthBps: issuanceTerms.openGrowthBps,
          giftIssuanceBps: issuanceTerms.giftIssuanceBps,
        },
        registry: {
          reviewWindow: review.reviewWindow,
          quorum: review.quorum,
          maxProduction: (await registry.kindOf(0)).maxReward,
          maxUse: (await registry.kindOf(1)).maxReward,
          maxMaintenance: (await registry.kindOf(2)).maxReward,
          curationStake: await registry.curationStake(),
          deposit: incentives.deposit,
          reviewerRewardBps: incentives.reviewerRewardBps,
          curators: await among(everyone, async (curator) => (await registry.curatorSince(curator)) > 0n),
        },
        epochs: {
          challengeWindow: challenge.challengeWindow,
          objectionQuorum: challenge.objectionQuorum,
          claimPeriod: challenge.claimPeriod,
        },
        withPresale: presale !== undefined,
        presale:
          sale === undefined
            ? config.presale
            : {
                trustee: sale.trustee,
                price: sale.price,
                minimum: sale.minimum,
                maximum: sale.maximum,
                perPartnerMaximum: sale.perPartnerMaximum,
                opens: sale.opens,
                closes: sale.closes,
                releaseBy: sale.releaseBy,
                founderBps: sale.founderBps,
                founders: sale.founders.map(({ account: founder, bps }) => ({ account: founder, bps })),
                foundersVestWithBudget: sale.foundersVestWithBudget,
                founderVesting: {
                  cliff: sale.founderVesting.cliff,
                  duration: sale.founderVesting.duration,
                },
                partnerVesting: {
                  cliff: sale.partnerVesting.cliff,
                  duration: sale.partnerVesting.duration,
                },
                maxResourceBps: sale.maxResourceBps,
                challengeWindow: sale.challengeWindow,
                resourceVesting: {
                  cliff: sale.resourceVesting.cliff,
                  duration: sale.resourceVesting.duration,
                },
                allowlistRoot: sale.allowlistRoot,
              },
        budget:
          plan === undefined
            ? config.budget
            : {
                objectionWindow: plan.objectionWindow,
                gracePeriod: plan.gracePeriod,
                milestones: plan.milestones.map(({ bps, dueAfter, descriptionHash }) => ({
                  bps,
                  dueAfter,
                  descriptionHash,
                })),
              },
      };
    }

    it("launches bootstrapped.json, and the chain has every term of it", async () => {
      const { cdpo, config } = await launchExample("bootstrapped.json");
      expect(await termsOnChain(cdpo, config)).to.deep.equal(config);
      const presale = await cdpo.presale?.terms();
      expect(presale?.price).to.equal(2_500_000n);
      expect(presale?.minimum).to.equal(40_000_000_000n);
      expect(presale?.founderVesting.duration).to.equal(730n * DAY);
      expect(presale?.trustee).to.equal(signers[3]?.address);
      expect((await cdpo.reserve.terms()).reserveRatioBps).to.equal(5_000n);
    });

    it("launches growing.json, and the chain has every term of it", async () => {
      const { cdpo, config } = await launchExample("growing.json");
      expect(await termsOnChain(cdpo, config)).to.deep.equal(config);
      expect(cdpo.presale).to.equal(undefined);
      expect((await cdpo.reserve.terms()).minimumReserve).to.equal(10_000n * WHOLE);
      expect((await cdpo.issuance.terms()).openGrowthBps).to.equal(50n);
      expect((await cdpo.registry.kindOf(1)).maxReward).to.equal(25n * 10n ** 17n);
      expect(await cdpo.timelock.getMinDelay()).to.equal(3n * DAY);
    });
  });

  describe("words", () => {
    it("says what the first 10 % and 20 % of sellers would take", () => {
      // 1 − 0.9^2 = 0.19, 1 − 0.8^2 = 0.36; 1 − 0.9^5 = 0.40951, 1 − 0.8^5 = 0.67232
      expect(runRisksOf(5_000n).map(({ taken }) => taken.toFixed(9))).to.deep.equal([
        "0.190000000",
        "0.360000000",
      ]);
      expect(describeRunRisk(2_000n)).to.equal(
        "If everyone sells at once, the first 10 % of the tokens take 41.0 % of the reserve, " +
          "the first 20 % of the tokens take 67.2 % of the reserve.",
      );
      expect(runRisksOf(10_000n).map(({ taken }) => taken.toFixed(9))).to.deep.equal([
        "0.100000000",
        "0.200000000",
      ]);
    });

    it("shows every term", () => {
      const terms = describeTerms({
        config: parse(complete()),
        asset: { address: ASSET, name: "Euro", symbol: "EUR", decimals: 6 },
      });
      expect(terms).to.deep.equal([
        ["organisation", "Shared car (CAR)"],
        ["flow", "bootstrapped: presale first"],
        ["founder", FOUNDER],
        ["guardian", GUARDIAN],
        ["timelock delay", "3 days"],
        ["votes", "begin after 36 hours, last 14 days, and are carried out by the timelock"],
        ["quorum of a decision", "4.25 % of what circulates, only votes for count"],
        ["needed to propose", "a stake of 1.5 % of what circulates"],
        ["reserve asset", `EUR, 6 decimals, ${ASSET}`],
        ["reserve ratio", "33.25 %"],
        ["minimum reserve", "1234.567891 EUR"],
        ["tribute in, out", "1.5 %, 0.25 %"],
        ["gifts drip over", "10 days"],
        ["dissolved by stakes of", "more than 75 % of what circulates"],
        ["issuance period", "14 days"],
        ["base amount", "1.000000000000000001 CAR"],
        ["floor of decisions", "4000 CAR"], // 1,000 / 0.25
        ["growth closed, open", "50 %, 4.5 % of the supply a period"],
        ["growth by gifts", "12.34 % of what they add to the reserve"],
        ["veto", "7.5 % of the stake"],
        ["review", "90 minutes, quorum 1"],
        ["curation by stake", "12.5 CAR"],
        ["deposit", "0.25 CAR"],
        ["reviewers' reward", "3 % on top"],
        ["largest production", "1000 CAR"],
        ["largest use", "0.5 CAR"],
        ["largest maintenance", "0 CAR"],
        ["curator", CURATOR],
        ["epochs", "10 days to challenge, 3 objections, claims for 1 year"],
        ["trustee", TRUSTEE],
        ["price of a token", "0.25 EUR"],
        ["minimum, maximum", "1000 EUR, 2500.5 EUR"],
        ["maximum per partner", "100 EUR"],
        ["opens", "2027-02-01T00:00:00Z"],
        ["closes", "2027-03-01T10:00:00Z"],
        ["release by", "2027-04-01T12:00:00Z"],
        ["partners' vesting", "over 2 years, nothing before 1 hour"],
        ["founders' tokens", "20 % on top of what is sold"],
        ["of these", `99.99 % to ${FOUNDER}`],
        ["of these", `0.01 % to ${CURATOR}`],
        ["founders' vesting", "over 1 year, nothing before 1 day"],
        ["resources", "at most 10.5 % of what is sold"],
        ["refunds after a resource was accepted", "3 days"],
        ["vesting of tokens for resources", "over 200 days, nothing before 1 hour"],
        ["allowlist root", ROOT],
        ["objections to a milestone", "10 days"],
        ["grace after a milestone", "20 days"],
        ["milestone", "60 % of the budget, due at release"],
        ["milestone", "40 % of the budget, due 1 year after release"],
      ]);
      const growing = describeTerms({
        config: parse(smallest()),
        asset: { address: undefined, name: "Euro", symbol: "EUR", decimals: 6 },
      });
      expect(growing[1]).to.deep.equal(["flow", "growing: contributions first"]);
      expect(growing[4]).to.deep.equal([
        "votes",
        "begin after 1 day, last 5 days, and are polls until founders let them propose",
      ]);
      expect(growing[6]).to.deep.equal(["needed to propose", "a stake of 1 % of what circulates"]);
      expect(growing[7]).to.deep.equal(["reserve asset", "EUR, 6 decimals, deployed for the test"]);
      expect(growing).to.have.lengthOf(28);
      expect(growing[15]).to.deep.equal(["floor of decisions", "1 FIELD"]);
      expect(growing[20]).to.deep.equal(["curation by stake", "none"]);
      expect(growing[21]).to.deep.equal(["deposit", "none"]);
    });

    it("says until when founders decide", () => {
      expect(describeFloor(parse(complete()))).to.equal(
        "Until 4,000 CAR exist (what the presale's minimum buys; after a failed sale 1.000000000000000001 CAR, " +
          "at least 1 contribution) there is no market and no vote; founders decide.",
      );
      const growing = (amount: string, largest: string) =>
        describeFloor(
          parse(
            changed(changed(smallest(), ["issuance", "baseAmount"], amount), ["registry", "maxReward"], {
              production: largest,
              use: "0",
              maintenance: "0",
            }),
          ),
        );
      const said = (floor: string, how: string) =>
        `Until ${floor} FIELD exist (${how}) there is no market and no vote; founders decide.`;
      expect(growing("1000", "300")).to.equal(said("1,000", "at least 4 contributions"));
      expect(growing("1000", "250")).to.equal(said("1,000", "at least 4 contributions"));
      expect(growing("1000", "1000")).to.equal(said("1,000", "at least 1 contribution"));
      expect(growing("1000", "0")).to.equal(said("1,000", "by epochs"));
    });

    it("warns of what will be regretted, and of nothing else", () => {
      const warnings = (changes: readonly (readonly [Path, unknown])[], json = complete(), code = true) =>
        warningsOf({
          config: parse(changes.reduce((result, [path, value]) => changed(result, path, value), json)),
          trusteeHasCode: code,
        });
      const people = [CURATOR, FOUNDER, GUARDIAN, account(1)];
      const fine: readonly (readonly [Path, unknown])[] = [
        [["issuance", "baseAmount"], "334"],
        [["registry", "curators"], people.slice(0, 3)],
      ];
      expect(warnings(fine)).to.deep.equal([]);
      expect(warnings([...fine, [["registry", "quorum"], 2]])).to.deep.equal([
        "registry.curators lists 3, the quorum is 2: who is named in a contribution cannot approve it, so that joint work " +
          "of two curators could never be accepted. Name 4 or more.",
      ]);
      expect(
        warnings([...fine, [["registry", "quorum"], 2], [["registry", "curators"], people]]),
      ).to.deep.equal([]);
      expect(warnings([...fine, [["issuance", "baseAmount"], "333.33"]])).to.deep.equal([
        "registry.maxReward.production 1,000 CAR is more than three windows of a young organisation issue (999.99 CAR): " +
          "what is above that is void when a contribution is accepted.",
      ]);
      expect(warnings(fine, complete(), false)).to.deep.equal([
        `presale.trustee ${TRUSTEE} is an account without code: if its key is lost, what it holds goes back to the ` +
          "partners. A Safe, whose signers can change, is safer; such a change is one that nobody sees here.",
      ]);
      const growing: readonly (readonly [Path, unknown])[] = [[["registry", "curators"], people]];
      expect(warnings(growing, smallest(), false)).to.deep.equal([]);
      expect(warnings([...growing, [["reserve", "ratio"], "79.99 %"]], smallest())).to.deep.equal([]);
      expect(warnings([...growing, [["reserve", "ratio"], "80 %"]], smallest())).to.deep.equal([
        "reserve.ratio 80 %: at such a ratio votes can be bought on the market and sold again for little (at 100 % for " +
          "nothing). What protects the treasury there is the veto, not the price.",
      ]);
    });

    it("formats amounts, percentages and durations", () => {
      expect(formatAmount(0n, 6)).to.equal("0");
      expect(formatAmount(1_500_000n, 6)).to.equal("1.5");
      expect(formatAmount(1n, 18)).to.equal("0.000000000000000001");
      expect(formatBps(1n)).to.equal("0.01 %");
      expect(formatBps(10_000n)).to.equal("100 %");
      expect(formatDuration(0n)).to.equal("0");
      expect(formatDuration(HOUR)).to.equal("1 hour");
      expect(formatDuration(730n * DAY)).to.equal("2 years");
      expect(formatDuration(61n)).to.equal("61 seconds");
    });
  });
});

/** A made-up account. */
function account(index: number): string {
  return ethers.getAddress(`0x${(0xabcdef0000 + index).toString(16).padStart(40, "0")}`);
}
