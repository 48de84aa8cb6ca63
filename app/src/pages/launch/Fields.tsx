/** Fields of a design: what was written, what is wrong beside it. */
import { Trans } from "@lingui/react/macro";
import { AddressInput, Input, Tick } from "../../parts/forms/fields.tsx";
import { at, nameOf, withAt, type Json, type JsonObject, type Path } from "./design/draft.ts";
import type { FieldOf } from "./organisation-fields.ts";
import type { Design } from "./design/use-design.ts";

interface DesignProps {
  readonly design: Design;
}

/** Those without a default first, the others behind "More". */
export function Fields({ design, fields }: DesignProps & { readonly fields: readonly FieldOf[] }) {
  const first = fields.filter(({ ifEmpty }) => ifEmpty === undefined);
  const more = fields.filter(({ ifEmpty }) => ifEmpty !== undefined);
  const isWrong = more.some(({ path }) => design.checked.problems.has(nameOf(path)));
  return (
    <>
      <div className="design-fields">
        {first.map((field) => (
          <One key={nameOf(field.path)} design={design} field={field} />
        ))}
      </div>
      {more.length > 0 && (
        <details open={isWrong || undefined}>
          <summary>
            <Trans context="launch">More</Trans>
          </summary>
          <div className="design-fields">
            {more.map((field) => (
              <One key={nameOf(field.path)} design={design} field={field} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

/** One of them. */
export function One({ design, field }: DesignProps & { readonly field: FieldOf }) {
  const {
    json,
    checked: { problems },
  } = design;
  const { path, label, hint, ifEmpty, kind = "text" } = field;
  const name = nameOf(path);
  const value = at(json, path);
  const put = putting(design, path);
  if (kind === "yes or no") {
    return (
      <div className="field">
        <Tick label={label} value={value === true} tick={put} />
        <p className={problems.has(name) ? "reason" : "hint"}>{problems.get(name) ?? <code>{name}</code>}</p>
      </div>
    );
  }
  const written = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const input = {
    written,
    problem: problems.get(name),
    write: (text: string) => {
      const isNumber = kind === "number" && /^\d{1,9}$/.test(text);
      put(text === "" ? undefined : isNumber ? Number(text) : text);
    },
  };
  const told = (
    <>
      {hint} <code>{name}</code>
    </>
  );
  return kind === "account" ? (
    <AddressInput label={label} field={{ ...input, value: undefined }} hint={told} />
  ) : (
    <Input label={label} field={input} hint={told} placeholder={ifEmpty} />
  );
}

/** What puts another value at a path of the design. */
export function putting({ json, write }: Design, path: Path): (value: Json | undefined) => void {
  return (value) => {
    write((withAt(json, path, value) ?? {}) as JsonObject);
  };
}
