/** What people write into fields of actions, and what it means. */
import { useLingui } from "@lingui/react/macro";
import { AddressError, parseAddress } from "cdpo-sdk/config";
import type { Organisation } from "cdpo-sdk/state";
import { parseAmount, parseBps, parseDuration, parseTime, type Language } from "cdpo-sdk/units";
import { useBlock } from "../../chain/queries.ts";
import { useLanguage } from "../../frame/language.tsx";
import type { FieldSpec, Value } from "./actions/action.ts";

/** What is written means, or why it means nothing; neither while it is empty. */
export interface Parsed {
  readonly value?: Value;
  readonly problem?: string;
}

function addressOf(written: string, language: Language): Parsed {
  try {
    return { value: parseAddress(written, language) };
  } catch (thrown) {
    if (!(thrown instanceof AddressError)) throw thrown;
    return { problem: thrown.message };
  }
}

/** Reads fields in the reader's language. */
export function useParse(organisation: Organisation): (spec: FieldSpec, written: string) => Parsed {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { data: block } = useBlock();
  const now = block?.time ?? 0n;
  const or = (value: bigint | undefined, problem: string): Parsed =>
    value === undefined ? { problem } : { value };
  return ({ kind, isOptional = false }, raw) => {
    const written = raw.trim();
    if (kind === "yes") return { value: written === "yes" };
    if (written === "") {
      if (!isOptional) return {};
      return { value: ["text", "hash", "bytes", "addresses"].includes(kind) ? "" : 0n };
    }
    const amount = (decimals: number): Parsed => {
      const value = parseAmount(written, decimals, language);
      if (value === 0n && !isOptional) return { problem: t`Write more than zero.` };
      return or(value, t`Write a number with at most ${decimals} decimals.`);
    };
    switch (kind) {
      case "tokens":
      case "coins":
        return amount(18);
      case "asset":
        return amount(organisation.asset.decimals);
      case "address":
        return addressOf(written, language);
      case "addresses": {
        const all = written.split(/\s+/).map((each) => addressOf(each, language));
        const wrong = all.find(({ problem }) => problem !== undefined);
        return wrong ?? { value: all.map(({ value }) => String(value)).join("\n") };
      }
      case "share":
        return or(
          parseBps(written, language) ?? parseBps(`${written} %`, language),
          t`Write a percentage, such as 2.5 %.`,
        );
      case "span":
        return or(parseDuration(written, language), t`Write a span of time, such as 30 days.`);
      case "time":
        return or(parseTime(written, now), t`Write a date such as 2030-12-31.`);
      case "count":
        return or(/^\d{1,70}$/.test(written) ? BigInt(written) : undefined, t`Write a whole number.`);
      case "bytes":
        return /^0x(?:[0-9a-fA-F]{2})*$/.test(written)
          ? { value: written }
          : { problem: t`Write bytes as 0x…` };
      default:
        return { value: written };
    }
  };
}
