/** What the treasury gives on a condition, to the organisation's own reserve or to another's. */
import { useLingui } from "@lingui/react/macro";
import { gifts } from "cdpo-sdk/calls";
import type { Hex } from "cdpo-sdk/state";
import { useOthers } from "../../../chain/others.ts";
import type { ActionContext, ActionGroup, FieldSpec, Values } from "./action.ts";

const OWN = "own";

/** Gifts and pledges. */
export function useGiftActions({ organisation }: ActionContext): ActionGroup {
  const { t } = useLingui();
  const others = useOthers(organisation);
  const { addresses, asset, name } = organisation;
  const whose: FieldSpec = {
    name: "whose",
    label: t`To whose reserve`,
    kind: "choice",
    among: [
      [OWN, t`our own: ${name}`],
      ...others.map((other) => [String(other.index), `${other.name} (${other.symbol})`] as const),
    ],
    hint: t`Organisations whose reserve holds ${asset.symbol}.`,
  };
  const toOther: FieldSpec = { ...whose, among: whose.among?.filter(([value]) => value !== OWN) };
  const amount: FieldSpec = { name: "amount", label: t`How much`, kind: "asset" };
  const deadline: FieldSpec = {
    name: "deadline",
    label: t`Until when`,
    kind: "time",
    hint: t`A date such as 2030-12-31, or +90 days.`,
  };
  const uri: FieldSpec = { name: "uri", label: t`Where it is described`, kind: "text" };
  const number: FieldSpec = { name: "id", label: t`Its number`, kind: "count" };
  const chosen = (v: Values) =>
    others.find((other) => String(other.index) === v.text("whose"))?.addresses ?? addresses;
  const gift = (v: Values) => ({
    organisation: chosen(v),
    asset: asset.address,
    amount: v.number("amount"),
  });
  const promise = (v: Values) => ({ ...gift(v), deadline: v.number("deadline"), uri: v.text("uri") });
  const title = t`Gifts and pledges of the treasury`;
  return {
    title,
    actions: [
      ...(others.length === 0
        ? []
        : [
            {
              key: "donate-other",
              title: t`Give ${asset.symbol} to the reserve of another organisation`,
              fields: [
                toOther,
                amount,
                { name: "note", label: t`Public note`, kind: "text", isOptional: true } as const,
              ],
              calls: (v: Values) => gifts.donate({ ...gift(v), note: v.text("note") }),
            },
          ]),
      {
        key: "pledge",
        title: t`Pledge a gift until somebody confirms what it is promised for`,
        fields: [whose, amount, { name: "who", label: t`Who confirms`, kind: "address" }, deadline, uri],
        calls: (v) => gifts.pledge({ ...promise(v), verifier: v.account("who") }),
      },
      {
        key: "pledge-goal",
        title: t`Pledge a gift until others have donated so much`,
        fields: [
          whose,
          amount,
          { name: "goal", label: t`How much others donate before`, kind: "asset" },
          deadline,
          uri,
        ],
        calls: (v) => gifts.pledgeOnDonations({ ...promise(v), goal: v.number("goal") }),
      },
      {
        key: "pledge-contract",
        title: t`Pledge a gift until a contract says that its condition holds`,
        fields: [
          whose,
          amount,
          { name: "condition", label: t`The contract`, kind: "address" },
          { name: "data", label: t`What it is asked with`, kind: "bytes", isOptional: true },
          deadline,
          uri,
        ],
        calls: (v) =>
          gifts.pledgeOn({
            ...promise(v),
            condition: v.account("condition"),
            data: (v.text("data") === "" ? "0x" : v.text("data")) as Hex,
          }),
      },
      {
        key: "match",
        title: t`Lock a matching grant that doubles gifts of donors`,
        fields: [whose, amount, deadline, uri],
        calls: (v) => gifts.pledgeMatching(promise(v)),
      },
      {
        key: "pledge-back",
        title: t`Take back what is left of a pledge of the treasury`,
        fields: [{ ...whose, label: t`Where it was pledged` }, number],
        calls: (v) =>
          gifts.reclaim({ organisation: chosen(v), id: v.number("id"), recipient: addresses.timelock }),
      },
      {
        key: "pledge-confirm",
        title: t`Say whether what was promised for a pledge has come true`,
        note: t`Where the treasury is who confirms it.`,
        fields: [
          { ...whose, label: t`Where it was pledged` },
          number,
          { name: "yes", label: t`It has come true`, kind: "yes", now: "yes" },
        ],
        calls: (v) => {
          const of = { organisation: chosen(v), id: v.number("id") };
          return v.yes("yes") ? gifts.confirm(of) : gifts.decline(of);
        },
      },
    ],
  };
}
