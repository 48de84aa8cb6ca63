/** Accounts and what part each has, such as who made a contribution. */
import { Trans, useLingui } from "@lingui/react/macro";
import { parseAddress } from "cdpo-sdk/config";
import type { Address } from "cdpo-sdk/state";
import { formatBps, parseBps, WHOLE_BPS } from "cdpo-sdk/units";
import { useId, useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { useLanguage } from "../../frame/language.tsx";

/** Who has what part. */
export interface ShareRow {
  readonly account: string;
  readonly part: string;
}
/** The rows as written, and what they mean. */
export interface SharesField {
  readonly rows: readonly ShareRow[];
  readonly set: (rows: readonly ShareRow[]) => void;
  /** Undefined while something is missing or wrong. */
  readonly value: readonly { readonly account: Address; readonly bps: number }[] | undefined;
  readonly problem: string | undefined;
}

/** Rows whose parts sum to `whole` (bps). */
export function useShares({
  initial,
  whole = WHOLE_BPS,
}: {
  readonly initial: readonly ShareRow[];
  readonly whole?: bigint;
}): SharesField {
  const { t } = useLingui();
  const { language } = useLanguage();
  const [rows, set] = useState(initial);
  const value: { account: Address; bps: number }[] = [];
  let problem: string | undefined;
  let isMissing = false;
  for (const { account, part } of rows) {
    if (account.trim() === "" || part.trim() === "") {
      isMissing = true;
      continue;
    }
    try {
      const address = parseAddress(account.trim(), language);
      const bps = parseBps(part.trim(), language) ?? parseBps(`${part.trim()} %`, language);
      if (value.some((each) => each.account.toLowerCase() === address.toLowerCase()))
        problem ??= t`Each account stands once.`;
      if (bps === undefined || bps === 0n) problem ??= t`Write parts as percentages, such as 60 %.`;
      else value.push({ account: address, bps: Number(bps) });
    } catch (thrown) {
      problem ??= thrown instanceof Error ? thrown.message : String(thrown);
    }
  }
  const sum = value.reduce((all, { bps }) => all + BigInt(bps), 0n);
  if (problem === undefined && !isMissing && sum !== whole) {
    const has = formatBps(sum, language);
    const needed = formatBps(whole, language);
    problem = t`The parts sum to ${has}, and should sum to ${needed}.`;
  }
  return { rows, set, value: problem === undefined && !isMissing ? value : undefined, problem };
}

/** The rows, with more and fewer. */
export function SharesInput({ label, field }: { readonly label: string; readonly field: SharesField }) {
  const { t } = useLingui();
  const { actor } = useChain();
  const id = useId();
  const { rows, set, problem } = field;
  const change = (at: number, changed: Partial<ShareRow>) => {
    set(rows.map((row, index) => (index === at ? { ...row, ...changed } : row)));
  };
  return (
    <fieldset className="shares" aria-describedby={`${id}-told`}>
      <legend>{label}</legend>
      {rows.map(({ account, part }, at) => (
        <div key={at} className="control">
          <input
            aria-label={t`Account ${at + 1}`}
            placeholder="0x…"
            value={account}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              change(at, { account: event.target.value });
            }}
          />
          <input
            className="part"
            aria-label={t`Part of account ${at + 1}`}
            placeholder="100 %"
            value={part}
            autoComplete="off"
            onChange={(event) => {
              change(at, { part: event.target.value });
            }}
          />
          {rows.length > 1 && (
            <button
              type="button"
              className="icon"
              aria-label={t`Remove account ${at + 1}`}
              onClick={() => {
                set(rows.filter((_, index) => index !== at));
              }}
            >
              ×
            </button>
          )}
        </div>
      ))}
      <p id={`${id}-told`} className={problem === undefined ? "hint" : "reason"} aria-live="polite">
        {problem}
      </p>
      <button
        type="button"
        className="minor"
        onClick={() => {
          set([...rows, { account: "", part: "" }]);
        }}
      >
        <Trans>Another account</Trans>
      </button>
      {actor && rows.length === 1 && rows[0]?.account === "" && (
        <button
          type="button"
          className="minor"
          onClick={() => {
            change(0, { account: actor.address });
          }}
        >
          <Trans>Mine</Trans>
        </button>
      )}
    </fieldset>
  );
}
