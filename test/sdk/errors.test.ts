import { expect } from "chai";
import { AbiCoder, id, Interface, type InterfaceAbi } from "ethers";
import { artifacts, network } from "hardhat";
import * as abis from "../../sdk/src/abi/index.ts";
import {
  ENUM_TYPES,
  ENUM_WORDS,
  explainError,
  SENTENCES,
  type ExplainOptions,
} from "../../sdk/src/errors/index.ts";
import { KINDS } from "../../sdk/src/errors/say.ts";
import { parseSignature, placeholdersOf } from "../../sdk/src/errors/table.ts";
import { launchPresale } from "../lib/fixtures.ts";

const connection = await network.create();
const { ethers } = connection;

const ACCOUNT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const TIMELOCK = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const EURO = 1_000_000n;
const WHOLE = 10n ** 18n;
/** 2027-03-01T12:00:00Z. */
const NOON = 1_803_902_400n;
const DAY = 86_400n;

const organisation = {
  symbol: "CAR",
  asset: { symbol: "EURO", decimals: 6 },
  addresses: { timelock: TIMELOCK },
} as const;

/** Every error of the suite and of what its contracts are made from, with the names of its arguments. */
const known = new Map(
  Object.keys(SENTENCES).map((signature) => [parseSignature(signature).canonical, signature] as const),
);

function encode(name: string, values: readonly unknown[] = []): `0x${string}` {
  const found = [...known].find(([canonical]) => canonical.startsWith(`${name}(`));
  if (found === undefined) throw new Error(`no error ${name}`);
  const [canonical, signature] = found;
  const types = parseSignature(signature).inputs.map(({ type }) => type);
  return `${id(canonical).slice(0, 10)}${AbiCoder.defaultAbiCoder().encode(types, values).slice(2)}` as `0x${string}`;
}

function say(data: `0x${string}`, options: Omit<ExplainOptions, "data"> = {}): string | undefined {
  return explainError({ data, organisation, ...options })?.sentence;
}

describe("sdk errors", () => {
  describe("the table", () => {
    it("has a sentence in both languages for every error of every contract, with the arguments' names", async () => {
      const signatures = new Set<string>();
      const collect = (abi: InterfaceAbi): void => {
        Interface.from(abi).forEachError(({ name, inputs }) => {
          signatures.add(`${name}(${inputs.map((input) => `${input.type} ${input.name}`).join(", ")})`);
        });
      };
      for (const abi of Object.values(abis)) if (Array.isArray(abi)) collect(abi as InterfaceAbi);
      for (const contract of await artifacts.getAllFullyQualifiedNames()) {
        if (!contract.startsWith("contracts/") || contract.includes("/mocks/")) continue;
        collect((await artifacts.readArtifact(contract)).abi);
      }
      expect(signatures.size).to.be.greaterThan(300);
      const missing = [...signatures].filter((signature) => SENTENCES[signature as never] === undefined);
      expect(missing, "errors without sentences").to.deep.equal([]);
      const own = ["Error(string message)", "Panic(uint256 code)"];
      const gone = Object.keys(SENTENCES).filter((each) => !signatures.has(each) && !own.includes(each));
      expect(gone, "sentences without errors").to.deep.equal([]);
    });

    it("uses only arguments that there are, and says them as the same kinds in both languages", () => {
      for (const [signature, sentences] of Object.entries(SENTENCES)) {
        const { inputs } = parseSignature(signature);
        const [en, fi] = sentences.map(placeholdersOf);
        const kinds = new Map(
          en?.map((placeholder) => [`${placeholder.name} ${placeholder.kind ?? ""}`, placeholder]),
        );
        for (const { name, kind, other } of [...(en ?? []), ...(fi ?? [])]) {
          expect(
            inputs.map((input) => input.name),
            signature,
          ).to.include.members([name, ...(other === undefined ? [] : [other])]);
          if (kind === undefined || kind === "below") continue;
          expect(kind in KINDS || kind in ENUM_WORDS, `${signature}: ${kind}`).to.equal(true);
          expect(kinds.has(`${name} ${kind}`), `${signature}: ${name} as ${kind} in English`).to.equal(true);
        }
      }
    });

    it("ends each sentence like one, and leaves no name of Solidity's in it", () => {
      for (const [signature, sentences] of Object.entries(SENTENCES)) {
        for (const sentence of sentences) {
          expect(sentence, signature).to.match(/^[A-ZÅÄÖ{][^`]*(?:[.)]|\{message\})$/);
          const words = sentence.replace(/\{[^}]*\}/g, "");
          expect(words, signature).not.to.match(
            /bps|uint|wei\b|[a-z][A-Z]|\(seconds\)|\b(?:he|his|she|her)\b/,
          );
        }
      }
    });

    it("has words in both languages for every member of every enum", () => {
      for (const [kind, words] of Object.entries(ENUM_WORDS)) {
        expect(words.en.length, kind).to.equal(words.fi.length);
        if (kind === "ContributionKind") continue;
        expect(words.en.length, kind).to.equal(
          abis.enums[ENUM_TYPES[kind as keyof typeof ENUM_TYPES]].length,
        );
      }
    });

    it("can be said whatever the values are, with nothing left open", () => {
      for (const [canonical, signature] of known) {
        const { name, inputs } = parseSignature(signature);
        for (const large of [false, true]) {
          const values = inputs.map(({ type }) => {
            if (type === "string") return "no";
            if (type === "address") return large ? `0x${"f".repeat(40)}` : `0x${"0".repeat(40)}`;
            const bits = Number(/\d+/.exec(type)?.[0] ?? "256");
            if (type.startsWith("bytes")) return `0x${(large ? "ff" : "00").repeat(bits)}`;
            return large ? 2n ** BigInt(bits) - 1n : 0n;
          });
          for (const language of ["en", "fi"] as const) {
            for (const known of [organisation, {}]) {
              const sentence = explainError({
                data: encode(name, values),
                language,
                organisation: known,
                now: NOON,
              })?.sentence;
              expect(sentence, canonical).to.match(/\S/);
              expect(sentence, canonical).not.to.match(/[{}[\]]|undefined|NaN/);
            }
          }
        }
      }
    });
  });

  describe("sentences", () => {
    for (const { name, values, en, fi, options } of samples()) {
      it(name + (options === undefined ? "" : ` ${Object.keys(options).join(", ")}`), () => {
        expect(say(encode(name, values), options)).to.equal(en);
        expect(say(encode(name, values), { ...options, language: "fi" })).to.equal(fi);
      });
    }

    it("say amounts of no known organisation in tokens and smallest units", () => {
      expect(say(encode("SupplyTooSmall", [WHOLE, 2n * WHOLE]), { organisation: undefined })).to.match(
        /^There are 1 token, and 2 tokens are needed/,
      );
      expect(
        say(encode("ReserveTooSmall", [1n, 5_000n]), { organisation: undefined, language: "fi" }),
      ).to.equal(
        "Varannossa on 1 varannon rahan pienintä yksikköä; markkinan avaamiseen tarvitaan 5\u00a0000 varannon rahan " +
          "pienintä yksikköä. Se avautuu, kun lahjat ovat tuoneet puuttuvan.",
      );
    });

    it("tell moments in the reader's time zone", () => {
      expect(say(encode("Paused", [NOON]), { timeZone: "Europe/Helsinki", language: "fi" })).to.match(
        /keskeytys päättyy 1\.3\.2027 klo 14\.00 UTC\+2\./,
      );
    });
  });

  describe("explainError", () => {
    it("gives name, selector and values beside the sentence", () => {
      const data = encode("WrongMarketState", [0n, 1n]);
      expect(explainError({ data })).to.deep.equal({
        name: "WrongMarketState",
        args: { actual: 0n, needed: 1n },
        sentence: "The market is closed; for this it must be open.",
        selector: data.slice(0, 10),
      });
    });

    it("knows nothing of answers that are not the suite's, cut short or empty", () => {
      for (const data of ["0x", "0x12345678", encode("StillHeld", [ACCOUNT, 1n]).slice(0, -2)] as const) {
        expect(explainError({ data: data as `0x${string}` })).to.equal(undefined);
      }
      for (const thrown of [undefined, null, 5, "no", new Error("no"), { data: 7 }]) {
        expect(explainError({ thrown })).to.equal(undefined);
      }
    });

    it("digs the answer out of what libraries, wallets and nodes throw", () => {
      const data = encode("ZeroAmount");
      const nested = new Error("outer", {
        cause: new Error("inner", { cause: Object.assign(new Error(), { raw: data }) }),
      });
      const loop: { data?: unknown; cause?: unknown } = { data: { data } };
      loop.cause = loop;
      const thrown = {
        "ethers' CALL_EXCEPTION": {
          code: "CALL_EXCEPTION",
          data,
          transaction: { data: encode("ZeroAddress") },
        },
        "ethers over a wallet": { info: { error: { code: 3, data } } },
        "ethers with the body of the answer": { info: { responseBody: `{"error":{"data":"${data}"}}` } },
        "viem's causes": nested,
        "an EIP-1193 wallet": { code: -32_603, data: { originalError: { code: 3, data } } },
        "a wallet that repeats the node's words": { code: -32_603, data: { data: `Reverted ${data}` } },
        "Hardhat's message": new Error(`reverted with an unrecognized custom error (return data: ${data})`),
        "something that holds itself": loop,
        "several errors at once": new AggregateError([new Error("no"), { data }]),
      };
      for (const [who, what] of Object.entries(thrown))
        expect(explainError({ thrown: what })?.name, who).to.equal("ZeroAmount");
    });

    it("does not take what was asked for the answer", () => {
      const asked = { transaction: { data: encode("ZeroAmount") }, request: { data: encode("ZeroAmount") } };
      expect(explainError({ thrown: asked })).to.equal(undefined);
    });

    it("finds the error of a call that failed inside another", () => {
      const inner = encode("StillHeld", [ACCOUNT, NOON]);
      const wrap = (bytes: string) =>
        `0xdeadbeef${AbiCoder.defaultAbiCoder().encode(["uint256", "bytes"], [7n, bytes]).slice(2)}` as `0x${string}`;
      expect(explainError({ data: wrap(inner) })?.name).to.equal("StillHeld");
      expect(explainError({ data: wrap(wrap(inner)) })?.args["until"]).to.equal(NOON);
      expect(explainError({ data: wrap("0x12345678") })).to.equal(undefined);
    });

    it("explains what the contracts refuse, through ethers and raw", async () => {
      const scenario = await launchPresale(connection);
      const { reserve, presale, actors } = scenario;
      const partner = actors.partners[0];
      const buy: [bigint, bigint, string, bigint] = [1n, 0n, partner.address, 2n ** 63n];
      const thrown = await reserve
        .connect(partner)
        .buy.staticCall(...buy)
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(explainError({ thrown })?.sentence).to.equal("The market is closed; for this it must be open.");
      const raw = await ethers.provider
        .send("eth_call", [
          {
            from: partner.address,
            to: await reserve.getAddress(),
            data: reserve.interface.encodeFunctionData("buy", buy),
          },
          "latest",
        ])
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(explainError({ thrown: raw, language: "fi" })?.sentence).to.equal(
        "Markkina on kiinni; tähän sen pitää olla auki.",
      );
      const sent = await presale
        .connect(partner)
        .contribute(1n, [])
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(explainError({ thrown: sent })?.name).to.be.oneOf([
        "WrongState",
        "SafeERC20FailedOperation",
        "ContributionTooSmall",
      ]);
    });
  });
});

interface Sample {
  readonly name: string;
  readonly values?: readonly unknown[];
  readonly en: string;
  readonly fi: string;
  readonly options?: Omit<ExplainOptions, "data">;
}

function samples(): Sample[] {
  const short = "0x7099…79C8";
  return [
    {
      name: "SlippageExceeded",
      values: [975_000n, EURO],
      en: "The price has moved: what you would get is 2.5 % below the least that you accept. Look at the new price and try again, or accept a larger change.",
      fi: "Hinta on muuttunut: saisit 2,5 % vähemmän kuin vähintään hyväksyt. Katso uusi hinta ja yritä uudelleen, tai hyväksy suurempi muutos.",
    },
    {
      name: "SlippageExceeded",
      values: [975_000n, EURO],
      options: { call: "0x8a038a54" },
      en: "The price has moved: what you would get is 2.5 % below the least that you accept (0.975 EURO instead of 1 EURO). Look at the new price and try again, or accept a larger change.",
      fi: "Hinta on muuttunut: saisit 2,5 % vähemmän kuin vähintään hyväksyt (0,975 EURO, alaraja 1 EURO). Katso uusi hinta ja yritä uudelleen, tai hyväksy suurempi muutos.",
    },
    {
      name: "ReserveTooSmall",
      values: [1_234_567_891n, 2_500_000_500_000n],
      en: "The reserve holds 1,234.567891 EURO, and 2,500,000.5 EURO are needed to open the market. It opens when gifts have brought the rest.",
      fi: "Varannossa on 1\u00a0234,567891 EURO; markkinan avaamiseen tarvitaan 2\u00a0500\u00a0000,5 EURO. Se avautuu, kun lahjat ovat tuoneet puuttuvan.",
    },
    {
      name: "StakeHeld",
      values: [ACCOUNT, 2n * WHOLE, 1n],
      en: `Of the stake of ${short} less than 0.000001 CAR can be taken out now, and 2 CAR were asked for: the rest is held by votes or reviews, or still vests. Take out less, or close votes that are over.`,
      fi: `Tilin ${short} panoksesta voi nyt nostaa vain osan: alle 0,000001 CAR, pyydetty 2 CAR. Muu on sidottu äänestyksiin tai arviointeihin, tai se on vielä kertymättä. Nosta vähemmän, tai vapauta ensin päättyneisiin äänestyksiin sidottu panos.`,
    },
    {
      name: "RewardOutOfRange",
      values: [WHOLE + 1n, WHOLE],
      en: "The reward of 1.000000000000000001 CAR does not fit: it must be above zero, and 1 CAR at most for this kind.",
      fi: "Palkkio 1,000000000000000001 CAR ei käy: sen pitää olla nollaa suurempi, ja tässä lajissa enintään 1 CAR.",
    },
    {
      name: "StillHeld",
      values: [ACCOUNT, NOON],
      options: { now: NOON - 3n * DAY - 4n * 3_600n },
      en: `The stake of ${short} is still held for this matter until 1 March 2027 12:00 UTC (in 3 days 4 hours): who decides, stays until it is carried out or over. Try again afterwards.`,
      fi: `Tilin ${short} panos on yhä sidottu tähän asiaan 1.3.2027 klo 12.00 UTC asti (aikaa 3 päivää 4 tuntia): kuka päättää, pysyy, kunnes asia on toteutettu tai ohi. Yritä sen jälkeen uudelleen.`,
    },
    {
      name: "StillHeld",
      values: [TIMELOCK, 2n ** 256n - 1n],
      en: "The stake of the treasury (0x5FbD…0aa3) is still held for this matter: who decides, stays until it is carried out or over. Try again afterwards.",
      fi: "Tilin kassa (0x5FbD…0aa3) panos on yhä sidottu tähän asiaan: kuka päättää, pysyy, kunnes asia on toteutettu tai ohi. Yritä sen jälkeen uudelleen.",
    },
    {
      name: "WrongState",
      values: [0n, 1n],
      en: "The sale has not begun; for this it must be one that is open.",
      fi: "Myynti ei ole alkanut; tähän tarvitaan myynti, joka on auki.",
    },
    {
      name: "SharesNotWhole",
      values: [9_999n],
      en: "The shares sum to 99.99 % instead of 100 %. Mend them and try again.",
      fi: "Osuuksien summa on 99,99 %, mutta sen pitää olla 100 %. Korjaa osuudet ja yritä uudelleen.",
    },
    {
      name: "PeriodOutOfRange",
      values: [5n],
      en: "The period of issuance, 5 seconds, must be 7 to 90 days.",
      fi: "Liikkeeseenlaskun jakson pitää olla 7–90 päivää; annettu on 5 sekuntia.",
    },
    {
      name: "AccessControlUnauthorizedAccount",
      values: [ACCOUNT, id("PROPOSER_ROLE")],
      en: `${short} does not have the right to do this; it needs to be a proposer. Use another account, or propose it as a decision.`,
      fi: `Tilillä ${short} ei ole tähän oikeutta; tarvittava rooli on esittäjä. Käytä toista tiliä, tai esitä se päätöksenä.`,
    },
    ...(["EXECUTOR_ROLE", "CANCELLER_ROLE", "GUARDIAN_ROLE"] as const).map((role): Sample => {
      const [en = "", fi = ""] = {
        EXECUTOR_ROLE: ["an executor", "toimeenpanija"],
        CANCELLER_ROLE: ["a canceller", "peruuttaja"],
        GUARDIAN_ROLE: ["the guardian", "vartija"],
      }[role];
      return {
        name: "AccessControlUnauthorizedAccount",
        values: [ACCOUNT, id(role)],
        en: `${short} does not have the right to do this; it needs to be ${en}. Use another account, or propose it as a decision.`,
        fi: `Tilillä ${short} ei ole tähän oikeutta; tarvittava rooli on ${fi}. Käytä toista tiliä, tai esitä se päätöksenä.`,
      };
    }),
    {
      name: "GovernorUnexpectedProposalState",
      values: [123_456_789_012_345_678n, 1n, `0x${0b110000n.toString(16).padStart(64, "0")}`],
      en: "Decision 123456…5678 is being voted on, which this does not fit: it must be agreed on or queued.",
      fi: "Tämä ei sovi päätöksen 123456…5678 nykyiseen tilaan (äänestettävänä); tarvittava tila: hyväksytty tai aikalukossa.",
    },
    {
      name: "CodeRefused",
      values: [ACCOUNT, 7n, 3n],
      en: `The code of ${short} is refused: the code was shown before.`,
      fi: `Koodi hylätään (haltija ${short}): koodi on jo näytetty.`,
    },
    {
      name: "NothingDue",
      values: [7n, `0x${"0".repeat(40)}`],
      en: "There is nothing to pay for contribution 7 now. What was accepted is paid when its batch has ended.",
      fi: "Kontribuutiosta 7 ei ole nyt mitään maksettavaa. Hyväksytty maksetaan, kun sen palkkioerä on päättynyt.",
    },
    {
      name: "KindNotActive",
      values: [2n],
      en: "Contributions of kind maintenance are not recognised now. Choose another kind.",
      fi: "Tämän lajin kontribuutioita ei nyt tunnusteta: ylläpito. Valitse toinen laji.",
    },
    { name: "Error", values: ["blocked"], en: "The contract says: blocked", fi: "Sopimus sanoo: blocked" },
    {
      name: "Panic",
      values: [0x11n],
      en: "The contract failed by itself: a number became too large or too small. If your input is right, tell who maintains it.",
      fi: "Sopimus epäonnistui: luku kasvoi liian suureksi tai väheni liian pieneksi. Jos syötteesi on oikein, kerro sopimuksen ylläpitäjille.",
    },
  ];
}
