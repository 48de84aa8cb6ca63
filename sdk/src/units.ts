/**
 * Amounts, percentages, durations and times as people write and read them, in English and Finnish. All numbers are bigint;
 * nothing here is computed with floating point.
 *
 * @module
 */

export { shownText } from "./text.ts";

/** What people can be spoken to in. */
export type Language = "en" | "fi";

const MINUTE = 60n;
/** Seconds of an hour. */
export const HOUR = 60n * MINUTE;
/** Seconds of a day. */
export const DAY = 24n * HOUR;
/** Seconds of a year of 365 days. */
export const YEAR = 365n * DAY;
/** 100 % in basis points. */
export const WHOLE_BPS = 10_000n;
/** Decimals of every project token. */
export const TOKEN_DECIMALS = 18;
/** One whole project token. */
export const WHOLE_TOKEN = 10n ** 18n;

/** Between groups of three digits, and before the decimals. Finnish groups with a space that breaks no line. */
const SIGNS: Readonly<Record<Language, { readonly group: string; readonly decimal: string }>> = {
  en: { group: ",", decimal: "." },
  fi: { group: "\u00a0", decimal: "," },
};

// ---------------------------------------------------------------- for people to read

/** How an amount is shown. */
export interface AmountFormat {
  /** Groups of digits and the decimal sign; without it "1234.5", as configurations are written. */
  readonly language?: Language | undefined;
  /** Decimals shown at most; all if not given. What is cut off is rounded down, and what would read 0 is "less than". */
  readonly digits?: number | undefined;
}

/** An amount of smallest units in whole ones of `decimals` decimals, without trailing zeros. */
export function formatAmount(
  units: bigint,
  decimals: number,
  { language, digits = decimals }: AmountFormat = {},
): string {
  if (units < 0n) return `-${formatAmount(-units, decimals, { language, digits })}`;
  const { group, decimal } = language === undefined ? { group: "", decimal: "." } : SIGNS[language];
  const text = units.toString().padStart(decimals + 1, "0");
  const whole = text.slice(0, text.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, group);
  const fraction = text
    .slice(text.length - decimals)
    .slice(0, digits)
    .replace(/0+$/, "");
  if (whole === "0" && fraction === "" && units > 0n) {
    const least = formatAmount(1n, digits, { language });
    return language === "fi" ? `alle ${least}` : `less than ${least}`;
  }
  return fraction === "" ? whole : `${whole}${decimal}${fraction}`;
}

/** Basis points as a percentage: "2.5 %", in Finnish "2,5 %". */
export function formatBps(bps: bigint, language?: Language): string {
  return `${formatAmount(bps, 2, { language })} %`;
}

/** Names of a unit of time for one and for more. */
const UNIT_NAMES: Readonly<Record<Language, Readonly<Record<string, readonly [one: string, more: string]>>>> =
  {
    en: {
      year: ["year", "years"],
      day: ["day", "days"],
      hour: ["hour", "hours"],
      minute: ["minute", "minutes"],
      second: ["second", "seconds"],
    },
    fi: {
      year: ["vuosi", "vuotta"],
      day: ["päivä", "päivää"],
      hour: ["tunti", "tuntia"],
      minute: ["minuutti", "minuuttia"],
      second: ["sekunti", "sekuntia"],
    },
  };

const UNIT_SECONDS: Readonly<Record<string, bigint>> = {
  second: 1n,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  week: 7n * DAY,
  year: YEAR,
};

function counted({
  count,
  unit,
  language,
}: {
  readonly count: bigint;
  readonly unit: string;
  readonly language: Language;
}): string {
  const [one = unit, more = unit] = UNIT_NAMES[language][unit] ?? [];
  return `${formatAmount(count, 0, { language })} ${count === 1n ? one : more}`;
}

/** Seconds, exactly, in the largest unit that fits: "3 days", "61 seconds", "0". */
export function formatDuration(seconds: bigint, language: Language = "en"): string {
  if (seconds === 0n) return "0";
  const fitting = ["year", "day", "hour", "minute"].find(
    (unit) => seconds % (UNIT_SECONDS[unit] ?? 1n) === 0n,
  );
  const unit = fitting ?? "second";
  return counted({ count: seconds / (UNIT_SECONDS[unit] ?? 1n), unit, language });
}

/** Seconds in the two largest units that matter, the rest rounded down: "3 days 4 hours". */
export function formatSpan(seconds: bigint, language: Language = "en"): string {
  const units = ["year", "day", "hour", "minute", "second"];
  const first = units.findIndex((unit) => seconds >= (UNIT_SECONDS[unit] ?? 1n));
  if (first === -1) return formatDuration(0n, language);
  let rest = seconds;
  const parts: string[] = [];
  for (const unit of units.slice(first, first + 2)) {
    const length = UNIT_SECONDS[unit] ?? 1n;
    if (rest >= length) parts.push(counted({ count: rest / length, unit, language }));
    rest %= length;
  }
  return parts.join(" ");
}

/** The last moment that calendars of computers can name, in seconds. */
const LAST_TIME = 8_640_000_000_000n;

/** How a moment is shown. */
export interface TimeFormat {
  readonly language?: Language | undefined;
  /** An IANA name such as "Europe/Helsinki"; UTC if not given. */
  readonly timeZone?: string | undefined;
  /** The present (seconds); with it the distance is told as well: "(in 3 days)". */
  readonly now?: bigint | undefined;
}

/**
 * A moment in seconds since 1970: "1 March 2027 12:00 UTC", in Finnish "1.3.2027 klo 12.00 UTC". What no calendar can name
 * is "for ever".
 */
export function formatTime(
  seconds: bigint,
  { language = "en", timeZone = "UTC", now }: TimeFormat = {},
): string {
  if (seconds > LAST_TIME) return language === "fi" ? "ilman loppua" : "for ever";
  const parts = new Map(
    new Intl.DateTimeFormat(language === "fi" ? "fi-FI" : "en-GB", {
      timeZone,
      timeZoneName: "short",
      year: "numeric",
      month: language === "fi" ? "numeric" : "long",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    })
      .formatToParts(Number(seconds) * 1_000)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  const moment =
    language === "fi"
      ? `${part("day")}.${part("month")}.${part("year")} klo ${part("hour")}.${part("minute")} ${part("timeZoneName")}`
      : `${part("day")} ${part("month")} ${part("year")} ${part("hour")}:${part("minute")} ${part("timeZoneName")}`;
  return now === undefined ? moment : `${moment} (${formatDistance({ seconds: seconds - now, language })})`;
}

/** How far away something is: "in 3 days 4 hours", "2 minutes ago". */
function formatDistance({
  seconds,
  language,
}: {
  readonly seconds: bigint;
  readonly language: Language;
}): string {
  if (seconds === 0n) return language === "fi" ? "nyt" : "now";
  const span = formatSpan(seconds < 0n ? -seconds : seconds, language);
  if (seconds < 0n) return language === "fi" ? `${span} sitten` : `${span} ago`;
  return language === "fi" ? `aikaa ${span}` : `in ${span}`;
}

/** An address cut to what people compare: "0x1234…abcd". */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

// ---------------------------------------------------------------- from what people write

/**
 * The smallest units of an amount that was written in whole units, or undefined when that is none: digits with at most
 * `decimals` decimals. Without a language as in configurations, "1234.5". In English "1,234.5" is understood, too, and in
 * Finnish "1 234,5"; nothing is guessed, so that "1,5" in English and "1.500" in Finnish are no amounts.
 */
export function parseAmount(written: string, decimals: number, language?: Language): bigint | undefined {
  const patterns = {
    plain: /^(\d{1,60})(?:\.(\d{1,60}))?$/,
    en: /^(\d{1,3}(?:,\d{3}){1,20}|\d{1,60})(?:\.(\d{1,60}))?$/,
    fi: /^(\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,20}|\d{1,60})(?:,(\d{1,60}))?$/,
  };
  const [, whole, fraction = ""] = patterns[language ?? "plain"].exec(written.trim()) ?? [];
  if (whole === undefined || fraction.length > decimals) return undefined;
  return BigInt(whole.replace(/\D/g, "") + fraction.padEnd(decimals, "0"));
}

/** Basis points of "2.25 %" or "225 bps", or undefined when that is none; with a language also of its "2,25 %". */
export function parseBps(written: string, language?: Language): bigint | undefined {
  const [, percent, bps] = /^(?:(\S{1,9}) ?%|(\d{1,8}) ?bps)$/.exec(written.trim()) ?? [];
  if (bps !== undefined) return BigInt(bps);
  return percent === undefined ? undefined : parseAmount(percent, 2, language);
}

/** Seconds of "30 days", "1 year" (365 days) or "0", in Finnish of "30 päivää"; undefined when that is no duration. */
export function parseDuration(written: string, language: Language = "en"): bigint | undefined {
  const text = written.trim();
  if (text === "0") return 0n;
  const [, count, name = ""] = /^(\d{1,12}) ?(\p{L}{1,12})$/u.exec(text) ?? [];
  if (count === undefined) return undefined;
  const names = {
    ...UNIT_NAMES[language],
    week: language === "fi" ? ["viikko", "viikkoa"] : ["week", "weeks"],
  };
  const unit = Object.entries(names).find(([, forms]) => forms.includes(name))?.[0];
  const length = unit === undefined ? undefined : UNIT_SECONDS[unit];
  return length === undefined ? undefined : BigInt(count) * length;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Seconds since 1970 of "2027-03-01", "2027-03-01T12:00:00Z" or, from `now`, "+7 days"; undefined when that is no time. */
export function parseTime(written: string, now: bigint): bigint | undefined {
  const text = written.trim();
  const delay = text.startsWith("+") ? parseDuration(text.slice(1)) : undefined;
  if (delay !== undefined) return now + delay;
  if (!ISO_TIME.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  // The calendar of JavaScript takes February 30 for March 2.
  const [year, month, day] = text.slice(0, 10).split("-").map(Number);
  const there = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day;
  if (!there || !(milliseconds >= 0)) return undefined;
  return BigInt(Math.floor(milliseconds / 1_000));
}
