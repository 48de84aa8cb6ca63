/** Numbers and dates for people: the same on every machine, whatever its language and time zone. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** A whole number with its thousands apart. */
export function grouped(value: bigint | number): string {
  const [sign, digits] = value < 0 ? ["−", (-value).toString()] : ["", value.toString()];
  return sign + digits.replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A fixed-point number, rounded to the nearest with halves up. */
export function decimal(value: bigint, decimals: number, shown: number): string {
  const unit = 10n ** BigInt(decimals - shown);
  const positive = value < 0n ? -value : value;
  const rounded = (positive + unit / 2n) / unit;
  const digits = rounded.toString().padStart(shown + 1, "0");
  const whole = grouped(BigInt(digits.slice(0, digits.length - shown)));
  const sign = value < 0n && rounded > 0n ? "−" : "";
  return shown === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-shown)}`;
}

/** Asset units of 6 decimals as euros. */
export function euros(units: bigint, shown = 2): string {
  return `€${decimal(units, 6, shown)}`;
}

/** Token wei as tokens. */
export function tokens(wei: bigint, shown = 2): string {
  return decimal(wei, 18, shown);
}

/** A part of a whole in per cent. */
export function percent(part: bigint, whole: bigint, shown = 1): string {
  return whole === 0n ? "–" : `${decimal((part * 10n ** 8n) / whole, 6, shown)}%`;
}

/** Basis points in per cent. */
export function bps(value: bigint | number): string {
  return percent(BigInt(value), 10_000n, BigInt(value) % 100n === 0n ? 0 : 2);
}

/** `4 Mar 2026` in UTC. */
export function day(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}`;
}

/** `2026-03-04T09:12:00Z`. */
export function instant(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
}

/** `1 partner`, `2 partners`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A fixed-point number as what charts draw; exact enough for a picture, not for money. */
export function toPicture(value: bigint, decimals: number): number {
  return Number(value) / 10 ** decimals;
}

/** Text inside HTML and SVG. Control characters, which XML forbids, are shown as `?`. */
export function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
