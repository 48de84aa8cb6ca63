/** How each kind of argument is said. */
import {
  formatAmount,
  formatBps,
  formatDuration,
  formatTime,
  shortAddress,
  type Language,
} from "../units.ts";
import type { OrganisationAddresses } from "../types.ts";
import { ENUM_WORDS, PANICS } from "./enums.ts";
import type { Argument, Placeholder } from "./table.ts";

/** What is known of the organisation whose contracts refuse; more of it makes better sentences. */
export interface RefusingOrganisation {
  /** The project token's. */
  readonly symbol?: string | undefined;
  /** What the reserve holds. */
  readonly asset?: { readonly symbol: string; readonly decimals: number } | undefined;
  /** Its contracts, which are called by their role. */
  readonly addresses?: Partial<Record<keyof OrganisationAddresses, string | undefined>> | undefined;
  /** The coin that gas is paid in, "ETH" if not given. */
  readonly coin?: string | undefined;
}

/** How and to whom it is said. */
export interface Speech {
  readonly language: Language;
  readonly organisation: RefusingOrganisation;
  /** The present (seconds). */
  readonly now: bigint | undefined;
  readonly timeZone: string | undefined;
  /** What came out of the trade that was refused, when its call is known. */
  readonly out: "tokens" | "money" | undefined;
  /** Decimals of amounts at most; all if undefined. */
  readonly digits: number | undefined;
}

/** A value as it was decoded. */
export type Value = bigint | string | boolean;

type Say = (value: Value, speech: Speech) => string | undefined;

const ZERO = /^0x0*$/;

const ROLES: Readonly<Record<keyof OrganisationAddresses, readonly [en: string, fi: string]>> = {
  token: ["the token", "poletti"],
  issuance: ["the issuance", "liikkeeseenlasku"],
  registry: ["the registry of contributions", "kontribuutiorekisteri"],
  epochs: ["the epochs", "kaudet"],
  stake: ["the stakes", "panokset"],
  proposals: ["the proposals", "ehdotukset"],
  reserve: ["the reserve", "varanto"],
  presale: ["the presale", "ennakkomyynti"],
  custody: ["the custody of resources", "resurssien säilytys"],
  budget: ["the production budget", "tuotantobudjetti"],
  pledgeBook: ["the pledges", "lupaukset"],
  licenceOffice: ["the licences", "lisenssit"],
  partnerAcceptance: ["the partners' offers", "kumppanien tarjoukset"],
  timelock: ["the treasury", "kassa"],
  governor: ["the decisions", "päätökset"],
};

const TIMELOCK_ROLES: Readonly<Record<string, readonly [en: string, fi: string]>> = {
  // keccak256 of PROPOSER_ROLE and so on; the administrator's is zero.
  "0xb09aa5aeb3702cfd50b6b62bc4532604938f21248a27a1d5ca736082b6819cc1": ["a proposer", "esittäjä"],
  "0xd8aa0f3194971a2a116679f7c2090f6939c8d4e01a2a8d7e41d55e5351469e63": ["an executor", "toimeenpanija"],
  "0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783": ["a canceller", "peruuttaja"],
  "0x55435dd261a4b9b3364963f7738a7a662ad9c84396d64be3365284bb7f0a5041": ["the guardian", "vartija"],
  "0x0000000000000000000000000000000000000000000000000000000000000000": ["the administrator", "hallinnoija"],
};

const choose = (language: Language, [en, fi]: readonly [en: string, fi: string]): string =>
  language === "fi" ? fi : en;

const tokens: Say = (value, { language, organisation: { symbol }, digits }) => {
  const amount = formatAmount(BigInt(value), 18, { language, digits });
  if (symbol !== undefined) return `${amount} ${symbol}`;
  const one = BigInt(value) === 10n ** 18n;
  return `${amount} ${language === "fi" ? (one ? "poletti" : "polettia") : one ? "token" : "tokens"}`;
};

const money: Say = (value, { language, organisation: { asset }, digits }) => {
  if (asset !== undefined) {
    return `${formatAmount(BigInt(value), asset.decimals, { language, digits })} ${asset.symbol}`;
  }
  const units = formatAmount(BigInt(value), 0, { language });
  return language === "fi"
    ? `${units} varannon rahan pienintä yksikköä`
    : `${units} smallest units of the reserve's asset`;
};

const account: Say = (value, { language, organisation: { addresses = {} } }) => {
  const address = String(value);
  if (ZERO.test(address)) return undefined;
  const found = Object.entries(addresses).find(([, known]) => known?.toLowerCase() === address.toLowerCase());
  const role = found === undefined ? undefined : ROLES[found[0] as keyof OrganisationAddresses];
  return role === undefined ? shortAddress(address) : `${choose(language, role)} (${shortAddress(address)})`;
};

/** Numbers that were hashed are cut to what people compare. */
const number: Say = (value) => {
  const digits = String(value);
  return digits.length <= 15 ? digits : `${digits.slice(0, 6)}…${digits.slice(-4)}`;
};

/** The members whose bits are set. */
function bitsIn(kind: keyof typeof ENUM_WORDS): Say {
  return (value, { language }) => {
    const bits = BigInt(value);
    const members = ENUM_WORDS[kind][language].filter((_, at) => (bits >> BigInt(at)) & 1n);
    return members.length === 0 ? undefined : members.join(language === "fi" ? " tai " : " or ");
  };
}

/** What can stand after the colon of a placeholder, besides enums and `below`. */
export const KINDS: Readonly<Record<string, Say>> = {
  tokens,
  money,
  out: (value, speech) =>
    speech.out === undefined || (speech.out === "money" && speech.organisation.asset === undefined)
      ? undefined
      : { tokens, money }[speech.out](value, speech),
  coins: (value, { language, organisation: { coin = "ETH" }, digits }) =>
    `${formatAmount(BigInt(value), 18, { language, digits })} ${coin}`,
  bps: (value, { language }) => formatBps(BigInt(value), language),
  duration: (value, { language }) => formatDuration(BigInt(value), language),
  // A moment that no calendar has means "while the matter is open".
  time: (value, { language, now, timeZone }) =>
    BigInt(value) >= 2n ** 63n ? undefined : formatTime(BigInt(value), { language, now, timeZone }),
  account,
  /** The zero address is said, too. */
  address: (value, speech) =>
    ZERO.test(String(value))
      ? choose(speech.language, ["the zero address", "nollaosoite"])
      : account(value, speech),
  number,
  hash: (value) => shortAddress(String(value)),
  text: (value) => String(value),
  role: (value, { language }) => {
    const role = TIMELOCK_ROLES[String(value).toLowerCase()];
    return role === undefined ? shortAddress(String(value)) : choose(language, role);
  },
  Panic: (value, { language }) =>
    choose(language, PANICS[String(value)] ?? [`code ${String(value)}`, `koodi ${String(value)}`]),
  DecisionStates: bitsIn("DecisionState"),
  OperationStates: bitsIn("OperationState"),
};

function kindOf({ type }: Argument): string {
  if (type === "address") return "account";
  if (type === "string") return "text";
  return type.startsWith("bytes") ? "hash" : "number";
}

/** By how much the first is below the second, in hundredths of a per cent, rounded up. */
function below(value: bigint, other: bigint): bigint {
  return other === 0n ? 0n : ((other - value) * 10_000n + other - 1n) / other;
}

/** What a placeholder says; undefined when that cannot be told. */
export function sayPlaceholder({
  placeholder: { name, kind, other },
  inputs,
  args,
  speech,
}: {
  readonly placeholder: Placeholder;
  readonly inputs: readonly Argument[];
  readonly args: Readonly<Record<string, Value>>;
  readonly speech: Speech;
}): string | undefined {
  const input = inputs.find((each) => each.name === name);
  const value = args[name];
  if (input === undefined || value === undefined) return undefined;
  if (kind === "below")
    return formatBps(below(BigInt(value), BigInt(args[other ?? ""] ?? 0n)), speech.language);
  const named = kind ?? kindOf(input);
  if (named in ENUM_WORDS) {
    return (
      ENUM_WORDS[named as keyof typeof ENUM_WORDS][speech.language][Number(value)] ?? number(value, speech)
    );
  }
  return (KINDS[named] ?? number)(value, speech);
}
