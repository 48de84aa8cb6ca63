/** Fields of forms: each keeps what was written, and tells what it means or what is wrong with it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { AddressError, parseAddress } from "cdpo-sdk/config";
import type { Address } from "cdpo-sdk/state";
import { formatAmount, parseAmount, parseBps, parseDuration, parseTime } from "cdpo-sdk/units";
import { useId, useState, type ReactNode } from "react";
import { useChain } from "../../chain/context.tsx";
import { useBlock } from "../../chain/queries.ts";
import { useLanguage } from "../../frame/language.tsx";

/** What a field holds: what was written, what it means, and why it means nothing. */
export interface Field<T> {
  readonly written: string;
  readonly write: (written: string) => void;
  /** Undefined while it is empty or wrong. */
  readonly value: T | undefined;
  readonly problem: string | undefined;
}

/** An amount of whole units as people write it. `most` is the largest that makes sense, said by `tooMuch`. */
export function useAmountField({
  decimals = 18,
  most,
  tooMuch,
  initial = "",
}: {
  readonly decimals?: number | undefined;
  readonly most?: bigint | undefined;
  readonly tooMuch?: string | undefined;
  readonly initial?: string | undefined;
} = {}): Field<bigint> {
  const { t } = useLingui();
  const { language } = useLanguage();
  const [written, write] = useState(initial);
  if (written.trim() === "") return { written, write, value: undefined, problem: undefined };
  const value = parseAmount(written.trim(), decimals, language);
  const bad = (problem: string): Field<bigint> => ({ written, write, value: undefined, problem });
  if (value === undefined) {
    return bad(
      t`Write a number with at most ${decimals} decimals, such as ${formatAmount(15n, 1, { language })}.`,
    );
  }
  if (value === 0n) return bad(t`Write more than zero.`);
  if (most !== undefined && value > most) {
    const all = formatAmount(most, decimals, { language });
    return bad(tooMuch ?? t`That is more than the ${all} there are.`);
  }
  return { written, write, value, problem: undefined };
}

/** An address: its checksum counts; names and `eth:` are refused with the reason. */
export function useAddressField(initial = ""): Field<Address> {
  const { language } = useLanguage();
  const [written, write] = useState(initial);
  if (written.trim() === "") return { written, write, value: undefined, problem: undefined };
  try {
    return { written, write, value: parseAddress(written.trim(), language), problem: undefined };
  } catch (thrown) {
    if (!(thrown instanceof AddressError)) throw thrown;
    return { written, write, value: undefined, problem: thrown.message };
  }
}

/** A whole number. */
export function useNumberField({
  initial = "",
  most,
}: { readonly initial?: string; readonly most?: bigint } = {}): Field<bigint> {
  const { t } = useLingui();
  const [written, write] = useState(initial);
  const text = written.trim();
  if (text === "") return { written, write, value: undefined, problem: undefined };
  const value = /^\d{1,30}$/.test(text) ? BigInt(text) : undefined;
  if (value === undefined) return { written, write, value, problem: t`Write a whole number.` };
  if (most !== undefined && value > most) {
    return { written, write, value: undefined, problem: t`The largest possible is ${String(most)}.` };
  }
  return { written, write, value, problem: undefined };
}

/** What is read from a text; `problem` where nothing can be. */
function useRead<T>(initial: string, read: (text: string) => T | undefined, problem: string): Field<T> {
  const [written, write] = useState(initial);
  const text = written.trim();
  if (text === "") return { written, write, value: undefined, problem: undefined };
  const value = read(text);
  return { written, write, value, problem: value === undefined ? problem : undefined };
}

/** A share in percent, as basis points. */
export function useShareField(initial = ""): Field<bigint> {
  const { t } = useLingui();
  const { language } = useLanguage();
  return useRead(initial, (text) => parseBps(text, language), t`Write a percentage, such as 2.5 %.`);
}

/** A span of time in words, such as "30 days". */
export function useSpanField(initial = ""): Field<bigint> {
  const { t } = useLingui();
  const { language } = useLanguage();
  return useRead(initial, (text) => parseDuration(text, language), t`Write a span of time, such as 30 days.`);
}

/** A moment: a date, or how long from now. */
export function useTimeField(initial = ""): Field<bigint> {
  const { t } = useLingui();
  const { data: block } = useBlock();
  return useRead(initial, (text) => parseTime(text, block?.time ?? 0n), t`Write a date such as 2030-12-31.`);
}

/** A text; `pattern` and `hint` for those that must look a certain way. */
export function useTextField({
  initial = "",
  pattern,
  hint,
}: { readonly initial?: string; readonly pattern?: RegExp; readonly hint?: string } = {}): Field<string> {
  const [written, write] = useState(initial);
  const text = written.trim();
  if (text === "") return { written, write, value: undefined, problem: undefined };
  if (pattern !== undefined && !pattern.test(text))
    return { written, write, value: undefined, problem: hint };
  return { written, write, value: text, problem: undefined };
}

interface InputProps {
  readonly label: string;
  readonly field: Pick<Field<unknown>, "written" | "write" | "problem">;
  /** What follows the number, such as a symbol. */
  readonly unit?: string | undefined;
  /** Written by the button "all". */
  readonly all?: string | undefined;
  readonly hint?: ReactNode;
  readonly rows?: number | undefined;
  readonly isNumeric?: boolean | undefined;
  readonly placeholder?: string | undefined;
}

/** A field with its label, its unit, a hint, and what is wrong. */
export function Input({ label, field, unit, all, hint, rows, isNumeric = false, placeholder }: InputProps) {
  const id = useId();
  const shared = {
    id,
    value: field.written,
    placeholder,
    "aria-invalid": field.problem !== undefined,
    "aria-describedby": `${id}-told`,
    autoComplete: "off",
    spellCheck: rows !== undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="control">
        {rows === undefined ? (
          <input
            {...shared}
            inputMode={isNumeric ? "decimal" : undefined}
            onChange={(event) => {
              field.write(event.target.value);
            }}
          />
        ) : (
          <textarea
            {...shared}
            rows={rows}
            onChange={(event) => {
              field.write(event.target.value);
            }}
          />
        )}
        {unit !== undefined && <span className="unit">{unit}</span>}
        {all !== undefined && (
          <button
            type="button"
            className="minor"
            onClick={() => {
              field.write(all);
            }}
          >
            <Trans>all</Trans>
          </button>
        )}
      </div>
      <p id={`${id}-told`} className={field.problem === undefined ? "hint" : "reason"} aria-live="polite">
        {field.problem ?? hint}
      </p>
    </div>
  );
}

/** A field of tokens or money that the actor has: with its unit, and a button for all of it. */
export function AmountInput({
  label,
  field,
  symbol,
  decimals = 18,
  has,
  hint,
}: {
  readonly label: string;
  readonly field: Field<bigint>;
  readonly symbol: string;
  readonly decimals?: number | undefined;
  /** What the actor has at hand. */
  readonly has?: bigint | undefined;
  readonly hint?: ReactNode;
}) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const told =
    has === undefined ? undefined : `${formatAmount(has, decimals, { language, digits: 4 })} ${symbol}`;
  return (
    <Input
      isNumeric
      {...{ label, field }}
      unit={symbol}
      all={has === undefined || has === 0n ? undefined : formatAmount(has, decimals, { language })}
      hint={hint ?? (told === undefined ? undefined : t`You have ${told}.`)}
    />
  );
}

/** An address, with a button for the actor's own. */
export function AddressInput({
  label,
  field,
  hint,
}: {
  readonly label: string;
  readonly field: Field<Address>;
  readonly hint?: ReactNode;
}) {
  const { t } = useLingui();
  const { actor } = useChain();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="control">
        <input
          id={id}
          value={field.written}
          placeholder="0x…"
          aria-invalid={field.problem !== undefined}
          aria-describedby={`${id}-told`}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            field.write(event.target.value);
          }}
        />
        {actor && field.written !== actor.address && (
          <button
            type="button"
            className="minor"
            onClick={() => {
              field.write(actor.address);
            }}
          >
            {t`mine`}
          </button>
        )}
      </div>
      <p id={`${id}-told`} className={field.problem === undefined ? "hint" : "reason"} aria-live="polite">
        {field.problem ?? hint}
      </p>
    </div>
  );
}

/** One of a few. */
export function Choice<T extends string>({
  label,
  value,
  choose,
  among,
  hint,
}: {
  readonly label: string;
  readonly value: T;
  readonly choose: (value: T) => void;
  /** Values and their words. */
  readonly among: readonly (readonly [value: T, words: string])[];
  readonly hint?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="control">
        <select
          id={id}
          value={value}
          onChange={(event) => {
            choose(event.target.value as T);
          }}
        >
          {among.map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
      </div>
      {hint !== undefined && <p className="hint">{hint}</p>}
    </div>
  );
}

/** Yes or no. */
export function Tick({
  label,
  value,
  tick,
}: {
  readonly label: ReactNode;
  readonly value: boolean;
  readonly tick: (value: boolean) => void;
}) {
  return (
    <label className="tick">
      <input
        type="checkbox"
        checked={value}
        onChange={(event) => {
          tick(event.target.checked);
        }}
      />
      {label}
    </label>
  );
}
