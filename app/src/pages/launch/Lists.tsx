/** Lists of a design: accounts, founders' parts, milestones. */
import { Trans, useLingui } from "@lingui/react/macro";
import { at, nameOf, type Json, type Path } from "./design/draft.ts";
import { One, putting } from "./Fields.tsx";
import type { FieldOf } from "./organisation-fields.ts";
import type { Design } from "./design/use-design.ts";

/** A list of what has the same fields; `fields` are those of one entry, with paths from it on. */
export function List({
  design,
  path,
  title,
  add,
  entry,
  fields,
}: {
  readonly design: Design;
  readonly path: Path;
  readonly title: string;
  /** Words of the button that adds one. */
  readonly add: string;
  /** What an added one begins with. */
  readonly entry: Json;
  readonly fields: (number: number) => readonly FieldOf[];
}) {
  const { t } = useLingui();
  const value = at(design.json, path);
  const entries = Array.isArray(value) ? (value as readonly Json[]) : [];
  const problem = design.checked.problems.get(nameOf(path));
  return (
    <fieldset className="design-list">
      <legend>{title}</legend>
      {entries.map((_, place) => {
        const number = place + 1;
        // Entries have no names; they are written anew when one is taken out.
        return (
          <div key={place} className="design-entry">
            {fields(number).map((field) => (
              <One
                key={nameOf(field.path)}
                design={design}
                field={{ ...field, path: [...path, place, ...field.path] }}
              />
            ))}
            <button
              type="button"
              className="minor"
              aria-label={t`Take out number ${number} of: ${title}`}
              onClick={() => {
                putting(design, path)(entries.filter((__, other) => other !== place));
              }}
            >
              <Trans>Take out</Trans>
            </button>
          </div>
        );
      })}
      {problem !== undefined && <p className="reason">{problem}</p>}
      <button
        type="button"
        className="minor"
        onClick={() => {
          putting(design, path)([...entries, entry]);
        }}
      >
        {add}
      </button>
    </fieldset>
  );
}

/** A list of accounts. */
export function Accounts({
  design,
  path,
  title,
  of,
}: {
  readonly design: Design;
  readonly path: Path;
  readonly title: string;
  /** What one of them is called, with its number. */
  readonly of: (number: number) => string;
}) {
  const { t } = useLingui();
  return (
    <List
      {...{ design, path, title }}
      add={t`Add an account`}
      entry=""
      fields={(number) => [{ path: [], label: of(number), kind: "account" }]}
    />
  );
}
