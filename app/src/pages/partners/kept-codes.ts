/** Codes that were signed on this device, kept by the browser so that they can be shown without a network. */
import type { Address } from "cdpo-sdk/state";
import { parseVoucherCode, type VoucherCode } from "cdpo-sdk/vouchers";
import { keep, kept } from "../../frame/kept.ts";

interface Of {
  readonly chainId: number;
  /** The organisation's PartnerAcceptance. */
  readonly contract: Address;
  readonly holder: Address;
}

const keyOf = ({ chainId, contract, holder }: Of): string =>
  `codes.${chainId}.${contract.toLowerCase()}.${holder.toLowerCase()}`;

/** The codes of a holder, as texts, those that ended left out. */
export function codesOf(
  of: Of,
  now: bigint,
): readonly { readonly text: string; readonly code: VoucherCode }[] {
  const texts = (kept(keyOf(of)) ?? "").split("\n").filter((text) => text !== "");
  return texts.flatMap((text) => {
    try {
      const code = parseVoucherCode(text);
      return code.deadline >= now ? [{ text, code }] : [];
    } catch {
      return [];
    }
  });
}

/** Keeps these and no others. */
export function keepCodes(of: Of, texts: readonly string[]): void {
  keep(keyOf(of), texts.length === 0 ? undefined : texts.join("\n"));
}
