/** The fields of a presale with its founders and milestones. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Tick } from "../../parts/forms/fields.tsx";
import { at, commentOf, nameOf } from "./design/draft.ts";
import { Fields, putting } from "./Fields.tsx";
import { List } from "./Lists.tsx";
import { usePresaleFields } from "./presale-fields.ts";
import type { Design } from "./design/use-design.ts";

export function PresaleFields({ design }: { readonly design: Design }) {
  const { t } = useLingui();
  const { presale, founders, budget } = usePresaleFields();
  const {
    json,
    checked: { problems },
  } = design;
  const withBudget = ["presale", "foundersVestWithBudget"] as const;
  const ofBudget = problems.get("budget");
  const comments = [commentOf(at(json, ["presale"])), commentOf(at(json, ["budget"]))];
  return (
    <>
      {comments.map(
        (comment) =>
          comment !== undefined && (
            <p key={comment} className="hint">
              {comment}
            </p>
          ),
      )}
      <Fields design={design} fields={presale} />
      <h3>
        <Trans>Founders’ tokens</Trans>
      </h3>
      <Fields design={design} fields={founders} />
      <Tick
        label={t`They vest no faster than the production budget is paid`}
        value={at(json, withBudget) !== false}
        tick={(value) => {
          putting(design, withBudget)(value ? undefined : false);
        }}
      />
      <List
        design={design}
        path={["presale", "founders"]}
        title={t`Who gets them`}
        add={t`Add a founder`}
        entry={{ account: "", share: "" }}
        fields={(number) => [
          { path: ["account"], label: t`Account of founder ${number}`, kind: "account" },
          { path: ["share"], label: t`Part of founder ${number}` },
        ]}
      />
      <h3>
        <Trans>Production budget</Trans>
      </h3>
      {ofBudget !== undefined && <p className="reason">{ofBudget}</p>}
      <List
        design={design}
        path={["budget", "milestones"]}
        title={t`Milestones, in the order of their time`}
        add={t`Add a milestone`}
        entry={{ description: "", share: "", dueAfter: "" }}
        fields={(number) => [
          { path: ["description"], label: t`What milestone ${number} reaches` },
          { path: ["share"], label: t`Part of the budget` },
          { path: ["dueAfter"], label: t`Due after the release by` },
        ]}
      />
      <Fields design={design} fields={budget} />
      {problems.has(nameOf(["presale"])) && <p className="reason">{problems.get("presale")}</p>}
    </>
  );
}
