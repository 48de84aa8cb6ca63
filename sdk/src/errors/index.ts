/**
 * Every error of the suite as a sentence for people, in English and Finnish: what is wrong, and what to do next, with
 * amounts, shares, times and states in words.
 *
 * @module
 */
import * as AbiParameters from "ox/AbiParameters";
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import type { Hex } from "../types.ts";
import { formatTime, shortAddress, type Language } from "../units.ts";
import { answersIn, callIn } from "./dig.ts";
import { sayPlaceholder, type RefusingOrganisation, type Speech, type Value } from "./say.ts";
import { COMMON } from "./sentences/common.ts";
import { CONTRIBUTIONS } from "./sentences/contributions.ts";
import { GOVERNANCE } from "./sentences/governance.ts";
import { LAUNCH } from "./sentences/launch.ts";
import { MARKET } from "./sentences/market.ts";
import { OPENZEPPELIN } from "./sentences/openzeppelin.ts";
import { PARTNERS } from "./sentences/partners.ts";
import { PRESALE } from "./sentences/presale.ts";
import { fill, parseSignature, placeholdersOf, type Argument, type Sentences } from "./table.ts";

export { ENUM_TYPES, ENUM_WORDS } from "./enums.ts";
export type { RefusingOrganisation } from "./say.ts";

/** All sentences, by the error's signature with the names of its arguments. */
export const SENTENCES: Sentences = {
  ...COMMON,
  ...LAUNCH,
  ...GOVERNANCE,
  ...CONTRIBUTIONS,
  ...PRESALE,
  ...MARKET,
  ...PARTNERS,
  ...OPENZEPPELIN,
};

/** An error of a contract in words. */
export interface Explanation {
  readonly name: string;
  /** Its values as they were sent, by name. */
  readonly args: Readonly<Record<string, Value>>;
  readonly sentence: string;
  readonly selector: Hex;
}

/** What is to be explained, and how. */
export interface ExplainOptions {
  /** The contract's answer as it was sent, when that is known; otherwise `thrown`. */
  readonly data?: Hex | undefined;
  /** What ethers, viem, a wallet (EIP-1193), Hardhat or a JSON-RPC node threw. */
  readonly thrown?: unknown;
  /** The data of the call that was refused: tells for some amounts whether they are tokens or money. */
  readonly call?: Hex | undefined;
  readonly organisation?: RefusingOrganisation | undefined;
  /** English if not given. */
  readonly language?: Language | undefined;
  /** The present (seconds): moments are told with their distance. */
  readonly now?: bigint | undefined;
  /** An IANA name such as "Europe/Helsinki"; UTC if not given. */
  readonly timeZone?: string | undefined;
}

/**
 * An error of the suite in words; errors that stand inside others (a call that failed within a call) are found, too.
 * Undefined when there is none, or none that the suite knows.
 */
export function explainError(options: ExplainOptions): Explanation | undefined {
  const { data, thrown, call = callIn(thrown) } = options;
  for (const answer of data === undefined ? answersIn(thrown) : [data]) {
    const found = decode(answer) ?? decodeInside(answer);
    if (found === undefined) continue;
    const { entry, args } = found;
    return {
      name: entry.name,
      args,
      sentence: sentenceOf({ entry, args, call, options }),
      selector: entry.selector,
    };
  }
  return undefined;
}

// ---------------------------------------------------------------- decoding

interface Entry {
  readonly name: string;
  readonly inputs: readonly Argument[];
  readonly selector: Hex;
  readonly sentences: readonly [en: string, fi: string];
}

let entries: ReadonlyMap<string, Entry> | undefined;

/** By selector; hashed when the first is asked for, as most pages never ask. */
function known(): ReadonlyMap<string, Entry> {
  entries ??= new Map(
    Object.entries(SENTENCES).map(([signature, sentences]) => {
      const { name, inputs, canonical } = parseSignature(signature);
      const selector = OxHex.slice(Hash.keccak256(OxHex.fromString(canonical)), 0, 4);
      return [selector, { name, inputs, selector, sentences }];
    }),
  );
  return entries;
}

interface Decoded {
  readonly entry: Entry;
  readonly args: Readonly<Record<string, Value>>;
}

function decode(data: Hex): Decoded | undefined {
  const entry = known().get(data.slice(0, 10).toLowerCase());
  if (entry === undefined) return undefined;
  try {
    const values = AbiParameters.decode(
      entry.inputs.map(({ name, type }) => ({ name, type })),
      `0x${data.slice(10)}`,
    ) as readonly unknown[];
    return {
      entry,
      args: Object.fromEntries(entry.inputs.map(({ name }, at) => [name, valueOf(values[at])])),
    };
  } catch {
    return undefined;
  }
}

/** Small integers are decoded as numbers. */
function valueOf(value: unknown): Value {
  return typeof value === "number" ? BigInt(value) : (value as Value);
}

/** An error in the bytes that another one carries: a length of 4 and whole words, then a selector that is known. */
function decodeInside(data: Hex): Decoded | undefined {
  const digits = data.slice(10);
  for (let at = 0; at + 72 <= digits.length; at += 64) {
    const length = BigInt(`0x${digits.slice(at, at + 64)}`);
    if (length < 4n || length % 32n !== 4n || length * 2n > BigInt(digits.length - at - 64)) continue;
    const inner: Hex = `0x${digits.slice(at + 64, at + 64 + Number(length) * 2)}`;
    const found = decode(inner) ?? decodeInside(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

// ---------------------------------------------------------------- words

/** Trades of LiquidityReserve and NativeGateway that can miss the least that was accepted, and what comes out of them. */
const OUT_OF_TRADES: Readonly<Record<string, "tokens" | "money">> = {
  "0x8945257c": "tokens", // buy(uint256,uint256,address,uint256)
  "0xf9bcef0a": "tokens", // buyWithPermit(uint256,uint256,address,uint256,uint8,bytes32,bytes32)
  "0xb3ffb760": "tokens", // buy(address,uint256,address,uint256)
  "0x8a038a54": "money", // sell(uint256,uint256,address,uint256)
  "0x883c18b3": "money", // sell(address,uint256,uint256,address,uint256)
  "0x80e986a7": "money", // sellWithPermit(address,uint256,uint256,address,uint256,uint8,bytes32,bytes32)
};

/** Decimals of amounts in sentences, unless different ones would then read alike. */
const DIGITS = 6;

function sentenceOf({
  entry: { inputs, sentences },
  args,
  call,
  options: { organisation = {}, language = "en", now, timeZone },
}: {
  readonly entry: Entry;
  readonly args: Readonly<Record<string, Value>>;
  readonly call: Hex | undefined;
  readonly options: ExplainOptions;
}): string {
  const sentence = sentences[language === "fi" ? 1 : 0];
  const out = OUT_OF_TRADES[call?.slice(0, 10).toLowerCase() ?? ""];
  const speech: Speech = { language, organisation, now, timeZone, out, digits: DIGITS };
  const say = (digits: number | undefined) =>
    fill({
      sentence,
      say: (placeholder) => sayPlaceholder({ placeholder, inputs, args, speech: { ...speech, digits } }),
      otherwise: ({ name }) => {
        const value = args[name];
        return typeof value === "string" ? shortAddress(value) : formatTime(2n ** 63n, { language });
      },
    });
  const said = new Map<string, Value | undefined>();
  const alike = placeholdersOf(sentence).some((placeholder) => {
    const value = args[placeholder.name];
    const words = sayPlaceholder({ placeholder, inputs, args, speech }) ?? "";
    const before = said.get(words);
    said.set(words, value);
    return before !== undefined && before !== value;
  });
  const told = say(alike ? undefined : DIGITS);
  // "until 1 March (in 3 days)": in Finnish the word for until stands behind, and belongs to the date.
  return language === "fi" ? told.replace(/ \(([^()]*)\) asti/g, " asti ($1)") : told;
}
