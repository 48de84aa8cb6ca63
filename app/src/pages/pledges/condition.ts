/** The suite's own condition: that contributions worth so many tokens have been recognised. */
import type { Hex, Organisation } from "cdpo-sdk/state";
import { isSame } from "../../parts/money/money.tsx";

const WORD = 64;

/** What the condition is asked with: this organisation's registry and a minimum (18 decimals). */
export function recognisedData({ addresses }: Organisation, minimum: bigint): Hex {
  const word = (digits: string): string => digits.padStart(WORD, "0");
  return `0x${word(addresses.registry.slice(2).toLowerCase())}${word(minimum.toString(16))}`;
}

/** The minimum of a pledge on this organisation's contributions; undefined for other conditions. */
export function minimumIn(
  { addresses, suite }: Organisation,
  condition: string,
  data: Hex | undefined,
): bigint | undefined {
  if (!isSame(suite?.totalRecognised, condition) || data?.length !== 2 + 2 * WORD) return undefined;
  if (!isSame(`0x${data.slice(2 + 24, 2 + WORD)}`, addresses.registry)) return undefined;
  return BigInt(`0x${data.slice(2 + WORD)}`);
}
