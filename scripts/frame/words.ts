/** Amounts and moments as commands say them. */
import { formatAmount } from "../../sdk/src/units.ts";
import type { ReadingContext, Sum } from "./command.ts";

export const TOKEN_DECIMALS = 18;

type Of = Pick<ReadingContext, "organisation">;

/** Asset units in words. */
export function money({ organisation: { asset } }: Of, units: bigint): string {
  return `${formatAmount(units, asset.decimals)} ${asset.symbol}`;
}

/** Tokens in words. */
export function tokens({ organisation }: Of, units: bigint): string {
  return `${formatAmount(units, TOKEN_DECIMALS)} ${organisation.symbol}`;
}

/** An amount of any token in words: of tokens that are not the organisation's in their smallest units. */
export function sumInWords(context: Of & Pick<ReadingContext, "addresses">, { token, amount }: Sum): string {
  if (token === context.addresses.token) return tokens(context, amount);
  if (token === context.organisation.asset.address) return money(context, amount);
  return `${formatAmount(amount, 0)} of ${token}`;
}

/** Wei of the chain's coin in words. */
export function coins({ chain }: Pick<ReadingContext, "chain">, units: bigint): string {
  return `${formatAmount(units, TOKEN_DECIMALS)} ${chain.coin}`;
}

/** Seconds since 1970 in words; what no calendar reaches stays a number. */
export function moment(seconds: bigint): string {
  return seconds > 8_640_000_000_000n
    ? String(seconds)
    : new Date(Number(seconds) * 1_000).toISOString().replace(".000Z", "Z");
}

/** "1 call", "2 calls". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
