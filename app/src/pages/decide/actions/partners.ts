/** Licences, partners and the presale's trustee. */
import { useLingui } from "@lingui/react/macro";
import { licences, offers, presale } from "cdpo-sdk/calls";
import type { Address, Hex } from "cdpo-sdk/state";
import type { ActionContext, ActionGroup } from "./action.ts";

/** What the organisation lets others do. */
export function usePartnerActions({ organisation }: ActionContext): ActionGroup {
  const { t } = useLingui();
  const { addresses } = organisation;
  const price = { name: "price", label: t`Price for its duration`, kind: "asset", isOptional: true } as const;
  const free = {
    name: "free",
    label: t`Free from how many recognised tokens on`,
    kind: "tokens",
    isOptional: true,
    hint: t`0: never free.`,
  } as const;
  const makers = {
    name: "makers",
    label: t`The makers' part of the price`,
    kind: "share",
    isOptional: true,
  } as const;
  const active = { name: "active", label: t`It is sold`, kind: "yes", now: "yes" } as const;
  return {
    title: t`Licences and partners`,
    actions: [
      {
        key: "tier-add",
        title: t`Add a kind of licence`,
        note: t`Its name, duration and terms never change.`,
        fields: [
          { name: "name", label: t`What it is called`, kind: "text" },
          { name: "uri", label: t`Where its terms can be read`, kind: "text" },
          { name: "hash", label: t`The text of the terms, as a file`, kind: "hash", isOptional: true },
          price,
          { name: "duration", label: t`How long a licence runs`, kind: "span" },
          free,
          makers,
          active,
        ],
        calls: (v) =>
          licences.addTier({
            organisation: addresses,
            terms: {
              name: v.text("name"),
              termsURI: v.text("uri"),
              termsHash: (v.text("hash") === "" ? `0x${"0".repeat(64)}` : v.text("hash")) as Hex,
              price: v.number("price"),
              commonsMinimum: v.number("free"),
              duration: v.number("duration"),
              makersBps: v.small("makers"),
              active: v.yes("active"),
            },
          }),
      },
      {
        key: "tier-set",
        title: t`Change what a kind of licence costs`,
        fields: [{ name: "tier", label: t`Its number`, kind: "count" }, price, free, makers, active],
        calls: (v) =>
          licences.setTierOffer({
            organisation: addresses,
            tier: v.number("tier"),
            price: v.number("price"),
            commonsMinimum: v.number("free"),
            makersBps: v.small("makers"),
            active: v.yes("active"),
          }),
      },
      {
        key: "tier-sources",
        title: t`Set whose word on contributions counts for free licences`,
        fields: [{ name: "sources", label: t`Addresses, one a line`, kind: "addresses", isOptional: true }],
        calls: (v) =>
          licences.setRecognitionSources({
            organisation: addresses,
            sources: v.text("sources").split(/\s+/).filter(Boolean) as Address[],
          }),
      },
      {
        key: "makers",
        title: t`Send the makers' part of licences elsewhere`,
        fields: [{ name: "to", label: t`To whom`, kind: "address" }],
        calls: (v) => licences.collectMakersPart({ organisation: addresses, recipient: v.account("to") }),
      },
      {
        key: "verify",
        title: t`Say under what name the organisation knows a partner`,
        fields: [
          { name: "partner", label: t`The partner`, kind: "address" },
          { name: "name", label: t`The name`, kind: "text", isOptional: true, hint: t`Empty: it does not.` },
        ],
        calls: (v) =>
          offers.setVerified({
            organisation: addresses,
            partner: v.account("partner"),
            name: v.text("name"),
          }),
      },
      ...(addresses.presale === undefined
        ? []
        : [
            {
              key: "trustee",
              title: t`Announce another trustee`,
              note: t`Refunds are open for 14 days, so that who disagrees can leave first.`,
              fields: [{ name: "who", label: t`Who`, kind: "address" as const }],
              calls: (v: { account: (name: string) => Address }) =>
                presale.announceTrustee({ organisation: addresses, candidate: v.account("who") }),
            },
            {
              key: "trustee-keep",
              title: t`Take the announcement of another trustee back`,
              fields: [],
              calls: () => presale.cancelTrustee({ organisation: addresses }),
            },
          ]),
    ],
  };
}
