/** Amounts, times and addresses as people read them. */
import { useLingui } from "@lingui/react/macro";
import { formatAmount, formatBps, formatDuration, formatTime, shortAddress } from "cdpo-sdk/units";
import { useState } from "react";
import { useChain } from "../chain/context.tsx";
import { useBlock } from "../chain/queries.ts";
import { useLanguage } from "../frame/language.tsx";

/** Digits after the point that are shown; the exact amount is told when one points at it. */
const DIGITS = 4;
const LAST_TIME = 8_640_000_000_000n;

/** An amount of smallest units; exact in its title. */
export function Amount({
  units,
  decimals = 18,
  symbol,
  digits = DIGITS,
}: {
  readonly units: bigint;
  readonly decimals?: number | undefined;
  readonly symbol?: string | undefined;
  readonly digits?: number | undefined;
}) {
  const { language } = useLanguage();
  const unit = symbol === undefined ? "" : ` ${symbol}`;
  return (
    <span className="amount" title={`${formatAmount(units, decimals, { language })}${unit}`}>
      {formatAmount(units, decimals, { language, digits })}
      {unit}
    </span>
  );
}

/** A share in basis points. */
export function Share({ bps }: { readonly bps: bigint }) {
  const { language } = useLanguage();
  return <span className="amount">{formatBps(bps, language)}</span>;
}

/** A moment where the reader is, with its distance from the chain's present. */
export function Time({ at }: { readonly at: bigint }) {
  const { language, timeZone } = useLanguage();
  const { data: block } = useBlock();
  const told = formatTime(at, { language, timeZone, now: block?.time });
  // No calendar goes further.
  if (at > LAST_TIME) return <>{told}</>;
  return <time dateTime={new Date(Number(at) * 1_000).toISOString()}>{told}</time>;
}

/** A span of time. */
export function Span({ seconds }: { readonly seconds: bigint }) {
  const { language } = useLanguage();
  return <>{formatDuration(seconds, language)}</>;
}

/** An address: short, whole in its title, copied by a press, shown by the explorer where there is one. */
export function Account({ address, name }: { readonly address: string; readonly name?: string | undefined }) {
  const { t } = useLingui();
  const { chain, actor } = useChain();
  const isOwn = actor?.address.toLowerCase() === address.toLowerCase();
  const told = name ?? (isOwn ? t`you` : undefined);
  return (
    <span className="account">
      {chain.explorer === undefined ? (
        <code title={address}>{shortAddress(address)}</code>
      ) : (
        <a href={`${chain.explorer}/address/${address}`} title={address} target="_blank" rel="noreferrer">
          {shortAddress(address)}
        </a>
      )}
      {told !== undefined && ` (${told})`}
      <Copy text={address} title={t`Copy the address`} label={t`Copy the address ${shortAddress(address)}`} />
    </span>
  );
}

/** A button that copies a text. */
export function Copy({
  text,
  label,
  title = label,
}: {
  readonly text: string;
  readonly label: string;
  readonly title?: string | undefined;
}) {
  const [isCopied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="icon"
      title={title}
      aria-label={label}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
          setTimeout(() => {
            setCopied(false);
          }, 2_000);
        });
      }}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        {isCopied ? <path d="M2 7 L6 11 L12 3" /> : <path d="M4 4 V1 H13 V10 H10 M1 4 H10 V13 H1 Z" />}
      </svg>
    </button>
  );
}
