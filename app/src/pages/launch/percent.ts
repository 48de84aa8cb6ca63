/** Shares that are floating point numbers, for people to read. */
import { formatBps, type Language } from "cdpo-sdk/units";

/** With one decimal: "22.9 %". */
export function percentOf(share: number, language: Language): string {
  return formatBps(BigInt(Math.round(share * 1_000)) * 10n, language);
}
