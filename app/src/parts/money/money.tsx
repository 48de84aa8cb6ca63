/** Amounts of an organisation with their units, and whether two addresses are one. */
import type { Organisation } from "cdpo-sdk/state";
import { formatAmount, type Language } from "cdpo-sdk/units";
import { Amount } from "../words.tsx";

/** An amount of the reserve's asset. */
export function Money({ of: { asset }, units }: { readonly of: Organisation; readonly units: bigint }) {
  return <Amount units={units} decimals={asset.decimals} symbol={asset.symbol} />;
}

/** An amount of the project's tokens. */
export function Tokens({ of: { symbol }, units }: { readonly of: Organisation; readonly units: bigint }) {
  return <Amount units={units} symbol={symbol} />;
}

/** An amount of the asset as a text, for attributes and files. */
export function moneyText({ asset }: Organisation, units: bigint, language: Language): string {
  return `${formatAmount(units, asset.decimals, { language, digits: 4 })} ${asset.symbol}`;
}

/** Whether they are the same address, however it is written. */
export function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}
