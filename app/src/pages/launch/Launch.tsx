/** The design of an organisation, in words and pictures, and its launch. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import { Section } from "../../parts/states.tsx";
import { Tick } from "../../parts/forms/fields.tsx";
import { AssetField } from "./Asset.tsx";
import { Consequences } from "./Consequences.tsx";
import { at, commentOf, withAt, type Json, type JsonObject } from "./design/draft.ts";
import { EXAMPLES } from "./design/examples.ts";
import { Fields } from "./Fields.tsx";
import { useGovernanceFields, useMoneyFields, useRecognitionFields } from "./organisation-fields.ts";
import { Files } from "./Files.tsx";
import { Finish } from "./Finish.tsx";
import { Accounts } from "./Lists.tsx";
import { PresaleFields } from "./PresaleFields.tsx";
import { useDesign } from "./design/use-design.ts";

export default function Launch() {
  const { t } = useLingui();
  const design = useDesign();
  const { json, write } = design;
  const { organisation, governance } = useGovernanceFields();
  const { reserve, issuance } = useMoneyFields();
  const { registry, epochs } = useRecognitionFields();
  const hasPresale = at(json, ["presale"]) !== undefined;
  // What stood there comes back when the presale does.
  const removed = useRef<{ readonly presale?: Json; readonly budget?: Json }>({});
  const switchPresale = (wanted: boolean) => {
    if (wanted) {
      const { presale, budget } = removed.current;
      write({
        ...json,
        presale: presale ?? EXAMPLES.bootstrapped["presale"] ?? {},
        budget: budget ?? EXAMPLES.bootstrapped["budget"] ?? {},
      });
      return;
    }
    const { presale, budget } = json;
    removed.current = { ...(presale !== undefined && { presale }), ...(budget !== undefined && { budget }) };
    write(withAt(withAt(json, ["presale"], undefined), ["budget"], undefined) as JsonObject);
  };
  return (
    <>
      <header className="hero">
        <h1>
          <Trans>Design an organisation</Trans>
        </h1>
        <p>
          <Trans>
            Begin with an example, and change what you like. Each field tells what is wrong with it, and you
            see what the design leads to. Nothing is sent before you launch it.
          </Trans>
        </p>
      </header>
      <div className="studio">
        <div>
          <Files design={design} />
          <Section title={t`The organisation`}>
            <Comment json={json} />
            <Fields design={design} fields={organisation} />
          </Section>
          <Section title={t`The reserve`}>
            <Comment json={at(json, ["reserve"])} />
            <AssetField design={design} />
            <Fields design={design} fields={reserve} />
          </Section>
          <Section title={t`Presale`}>
            <Tick
              label={t`A presale comes first: partners give money before it works`}
              value={hasPresale}
              tick={switchPresale}
            />
            {hasPresale ? (
              <PresaleFields design={design} />
            ) : (
              <p>
                <Trans>
                  Without it the organisation grows: tokens are issued for contributions, and become liquid
                  once the reserve was given enough.
                </Trans>
              </p>
            )}
          </Section>
          <Section title={t`Issuance`}>
            <Comment json={at(json, ["issuance"])} />
            <Fields design={design} fields={issuance} />
          </Section>
          <Section title={t`Recognition of contributions`}>
            <Comment json={at(json, ["registry"])} />
            <Fields design={design} fields={registry} />
            <Accounts
              design={design}
              path={["registry", "curators"]}
              title={t`Curators: who reviews at first`}
              of={(number) => t`Curator ${number}`}
            />
            <h3>
              <Trans>Epochs: many awards at once</Trans>
            </h3>
            <Comment json={at(json, ["epochs"])} />
            <Fields design={design} fields={epochs} />
          </Section>
          <Section title={t`Who decides`}>
            <Comment json={at(json, ["governance"])} />
            <Accounts
              design={design}
              path={["governance", "founders"]}
              title={t`Founders: who decides at first`}
              of={(number) => t`Founder ${number}`}
            />
            <Fields design={design} fields={governance} />
          </Section>
        </div>
        <div>
          <Consequences checked={design.checked} />
          <Finish checked={design.checked} />
        </div>
      </div>
    </>
  );
}

/** What the file says of a part. */
export function Comment({ json }: { readonly json: Json | undefined }) {
  const comment = commentOf(json);
  return comment === undefined ? null : <p className="hint">{comment}</p>;
}
