/** Where a design comes from, and the file that it is saved as: the same that the command `cdpo launch` takes. */
import { Trans, useLingui } from "@lingui/react/macro";
import { JsonError, parseJson } from "cdpo-sdk/config";
import { useId, useState } from "react";
import { download } from "../../frame/download.ts";
import { useLanguage } from "../../frame/language.tsx";
import { Section } from "../../parts/states.tsx";
import { fileOf, isObject, type Json } from "./design/draft.ts";
import { EXAMPLES, type Example } from "./design/examples.ts";
import type { Design } from "./design/use-design.ts";

export function Files({ design }: { readonly design: Design }) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const begin = (example: Example) => () => {
    setProblem(undefined);
    design.write(EXAMPLES[example]);
  };
  const load = async (file: File) => {
    try {
      const json = parseJson(await file.text(), language) as Json;
      if (!isObject(json)) throw new JsonError(t`holds no object`);
      setProblem(undefined);
      design.write(json);
    } catch (thrown) {
      if (!(thrown instanceof JsonError)) throw thrown;
      setProblem(`${file.name} ${thrown.message}`);
    }
  };
  const symbol = typeof design.json["symbol"] === "string" ? design.json["symbol"] : "design";
  return (
    <Section title={t({ message: "Begin", context: "launch" })}>
      <p className="choices">
        <button type="button" className="minor" onClick={begin("bootstrapped")}>
          <Trans>Example: a presale first</Trans>
        </button>{" "}
        <button type="button" className="minor" onClick={begin("growing")}>
          <Trans>Example: growing without money</Trans>
        </button>
      </p>
      <div className="field">
        <label htmlFor={id}>{t`Load a design from a file`}</label>
        <div className="control">
          <input
            id={id}
            type="file"
            accept="application/json,.json"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file !== undefined) void load(file);
              event.target.value = "";
            }}
          />
        </div>
        <p className={problem === undefined ? "hint" : "reason"} aria-live="polite">
          {problem ?? t`The file is the same that the command cdpo launch takes.`}
        </p>
      </div>
      <button
        type="button"
        className="minor"
        onClick={() => {
          download(`${symbol.toLowerCase()}.json`, fileOf(design.json), "application/json");
        }}
      >
        <Trans>Save the design as a file</Trans>
      </button>
    </Section>
  );
}
