/** Offers whose partner the treasury is. */
import { useLingui } from "@lingui/react/macro";
import { offers } from "cdpo-sdk/calls";
import type { ActionContext, ActionGroup } from "./action.ts";

/** What the treasury offers for tokens. */
export function useOfferActions({ organisation: { addresses } }: ActionContext): ActionGroup {
  const { t } = useLingui();
  const dates = t`A date such as 2030-12-31, or +90 days.`;
  const free = t`0: any number.`;
  return {
    title: t`Offers of the treasury`,
    actions: [
      {
        key: "offer-publish",
        title: t`Publish an offer for tokens`,
        note: t`The treasury is its partner. Its terms never change.`,
        fields: [
          { name: "name", label: t`What is offered`, kind: "text" },
          { name: "uri", label: t`Where it is described`, kind: "text" },
          { name: "price", label: t`Price of a voucher`, kind: "tokens" },
          { name: "stock", label: t`How many vouchers at most`, kind: "count" },
          { name: "opens", label: t`Sold from`, kind: "time", hint: dates },
          { name: "closes", label: t`Sold until`, kind: "time", hint: dates },
          { name: "valid", label: t`Good until`, kind: "time", hint: dates },
          { name: "account", label: t`For one account at most`, kind: "count", isOptional: true, hint: free },
          { name: "quota", label: t`In a period at most`, kind: "count", isOptional: true, hint: free },
          { name: "period", label: t`How long a period is`, kind: "span", isOptional: true },
          {
            name: "settlement",
            label: t`What becomes of the tokens`,
            kind: "choice",
            among: [
              ["Keep", t`the treasury keeps them`],
              ["Burn", t`they are burnt, a gift to all other holders`],
            ],
          },
          {
            name: "fee",
            label: t`What an expired voucher that comes back loses`,
            kind: "share",
            isOptional: true,
          },
          { name: "bound", label: t`Vouchers cannot be given on`, kind: "yes" },
        ],
        calls: (v) =>
          offers.publish({
            organisation: addresses,
            terms: {
              ...{ name: v.text("name"), uri: v.text("uri") },
              ...{ price: v.number("price"), stock: v.number("stock") },
              ...{ opens: v.number("opens"), closes: v.number("closes"), validUntil: v.number("valid") },
              ...{ periodQuota: v.number("quota"), period: v.number("period") },
              ...{ perAccount: v.number("account"), feeBps: v.number("fee"), bound: v.yes("bound") },
              settlement: v.text("settlement") === "Burn" ? "Burn" : "Keep",
              treasuryBps: 0n,
            },
          }),
      },
      {
        key: "offer-withdraw",
        title: t`Withdraw an offer of the treasury for good`,
        fields: [{ name: "id", label: t`Its number`, kind: "count" }],
        calls: (v) => offers.withdraw({ organisation: addresses, id: v.number("id") }),
      },
      {
        key: "offer-gate",
        title: t`Let somebody redeem vouchers of the treasury's offers, or no longer`,
        fields: [
          { name: "gate", label: t`Who`, kind: "address" },
          { name: "yes", label: t`They may`, kind: "yes", now: "yes" },
        ],
        calls: (v) =>
          offers.setGate({ organisation: addresses, gate: v.account("gate"), allowed: v.yes("yes") }),
      },
    ],
  };
}
