/** The form of one action. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { Call } from "cdpo-sdk/calls";
import * as Hash from "ox/Hash";
import type { Organisation } from "cdpo-sdk/state";
import { useId, useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { Input, Tick } from "../../parts/forms/fields.tsx";
import { Values, type Action, type FieldSpec, type Value } from "./actions/action.ts";
import { useParse } from "./parse.ts";

/** Fills in an action; `add` gets its calls. */
export function ActionForm({
  organisation,
  action,
  add,
}: {
  readonly organisation: Organisation;
  readonly action: Action;
  readonly add: (calls: readonly Call[]) => void;
}) {
  const { t } = useLingui();
  const parse = useParse(organisation);
  const { chain } = useChain();
  const [written, setWritten] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      action.fields.map(({ name, now, kind, among }) => [
        name,
        now ?? (kind === "choice" ? (among?.[0]?.[0] ?? "") : ""),
      ]),
    ),
  );
  const fields = action.fields.map((spec) => ({ spec, ...parse(spec, written[spec.name] ?? "") }));
  const values: Record<string, Value> = {};
  for (const { spec, value } of fields) if (value !== undefined) values[spec.name] = value;
  const isWhole = fields.every(({ value }) => value !== undefined);
  const units: Partial<Record<FieldSpec["kind"], string>> = {
    tokens: organisation.symbol,
    asset: organisation.asset.symbol,
    coins: chain.coin,
  };
  return (
    <div className="action">
      {action.note !== undefined && <p className="hint">{action.note}</p>}
      {fields.map(({ spec, problem }) => {
        const text = written[spec.name] ?? "";
        const write = (next: string) => {
          setWritten({ ...written, [spec.name]: next });
        };
        if (spec.kind === "yes")
          return (
            <Tick
              key={spec.name}
              label={spec.label}
              value={text === "yes"}
              tick={(yes) => {
                write(yes ? "yes" : "");
              }}
            />
          );
        if (spec.kind === "choice") return <Select key={spec.name} spec={spec} value={text} write={write} />;
        if (spec.kind === "hash") return <FileHash key={spec.name} spec={spec} write={write} />;
        const now = spec.now === undefined || spec.now === text ? undefined : t`Now: ${spec.now}`;
        return (
          <Input
            key={spec.name}
            label={spec.label}
            field={{ written: text, write, problem }}
            unit={units[spec.kind]}
            hint={now ?? spec.hint}
            rows={spec.kind === "addresses" ? 3 : undefined}
            placeholder={spec.kind === "address" ? "0x…" : undefined}
          />
        );
      })}
      <button
        type="button"
        className="minor"
        aria-disabled={!isWhole}
        onClick={() => {
          if (isWhole) add(action.calls(new Values(values)));
        }}
      >
        <Trans>Add this to what is to be done</Trans>
      </button>
    </div>
  );
}

interface PartProps {
  readonly spec: FieldSpec;
  readonly write: (written: string) => void;
}

function Select({ spec, value, write }: PartProps & { readonly value: string }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{spec.label}</label>
      <div className="control">
        <select
          id={id}
          value={value}
          onChange={(event) => {
            write(event.target.value);
          }}
        >
          {spec.among?.map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

/** A file whose hash is kept. */
function FileHash({ spec, write }: PartProps) {
  const id = useId();
  const [hash, setHash] = useState("");
  return (
    <div className="field">
      <label htmlFor={id}>{spec.label}</label>
      <div className="control">
        <input
          id={id}
          type="file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            void file?.arrayBuffer().then((bytes) => {
              const found = Hash.keccak256(new Uint8Array(bytes), { as: "Hex" });
              setHash(found);
              write(found);
            });
          }}
        />
      </div>
      {hash !== "" && (
        <p className="hint">
          <code>{hash}</code>
        </p>
      )}
    </div>
  );
}
