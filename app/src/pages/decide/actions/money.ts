/** What the treasury does with its money, and with the market's terms. */
import { useLingui } from "@lingui/react/macro";
import { gifts, market, token, treasury } from "cdpo-sdk/calls";
import { formatAmount } from "cdpo-sdk/units";
import { useLanguage } from "../../../frame/language.tsx";
import { useChain } from "../../../chain/context.tsx";
import { formatBps } from "cdpo-sdk/units";
import type { ActionContext, ActionGroup } from "./action.ts";

/** Payments and gifts. */
export function useMoneyActions({ organisation, state }: ActionContext): ActionGroup {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { chain } = useChain();
  const { addresses, asset, symbol } = organisation;
  const { entryTributeBps, exitTributeBps } = state.contracts.reserve.terms;
  const hasAsset = formatAmount(state.treasury.asset, asset.decimals, { language, digits: 4 });
  const hasTokens = formatAmount(state.treasury.tokens, 18, { language, digits: 4 });
  const to = { name: "to", label: t`To whom`, kind: "address" } as const;
  const note = { name: "note", label: t`Public note`, kind: "text", isOptional: true } as const;
  return {
    title: t`Money of the treasury`,
    actions: [
      {
        key: "pay-asset",
        title: t`Pay ${asset.symbol}`,
        fields: [
          {
            name: "amount",
            label: t`How much`,
            kind: "asset",
            hint: t`The treasury has ${hasAsset} ${asset.symbol}.`,
          },
          to,
        ],
        calls: (v) =>
          token.transfer({ token: asset.address, to: v.account("to"), amount: v.number("amount") }),
      },
      {
        key: "pay-tokens",
        title: t`Pay ${symbol}`,
        fields: [
          {
            name: "amount",
            label: t`How many`,
            kind: "tokens",
            hint: t`The treasury has ${hasTokens} ${symbol}.`,
          },
          to,
        ],
        calls: (v) =>
          token.transfer({ token: addresses.token, to: v.account("to"), amount: v.number("amount") }),
      },
      {
        key: "pay-coins",
        title: t`Pay ${chain.coin}, the chain's own money`,
        fields: [{ name: "amount", label: t`How much`, kind: "coins" }, to],
        calls: (v) => [{ to: v.account("to"), value: v.number("amount"), data: "0x" }],
      },
      {
        key: "pay-other",
        title: t`Pay another token`,
        fields: [
          { name: "token", label: t`Address of the token`, kind: "address" },
          { name: "amount", label: t`How many of its smallest units`, kind: "count" },
          to,
        ],
        calls: (v) =>
          token.transfer({ token: v.account("token"), to: v.account("to"), amount: v.number("amount") }),
      },
      {
        key: "donate",
        title: t`Give ${asset.symbol} to the reserve of all holders`,
        fields: [{ name: "amount", label: t`How much`, kind: "asset" }, note],
        calls: (v) =>
          gifts.donate({
            organisation: addresses,
            asset: asset.address,
            amount: v.number("amount"),
            note: v.text("note"),
          }),
      },
      {
        key: "burn",
        title: t`Burn ${symbol} of the treasury, a gift to all other holders`,
        fields: [{ name: "amount", label: t`How many`, kind: "tokens" }],
        calls: (v) => token.burn({ organisation: addresses, amount: v.number("amount") }),
      },
      {
        key: "tributes",
        title: t`Set the tributes of buying and selling`,
        note: t`What of each trade goes to the treasury: 10 % at most.`,
        fields: [
          {
            name: "entry",
            label: t`Of buys`,
            kind: "share",
            now: formatBps(entryTributeBps, language),
            isOptional: true,
          },
          {
            name: "exit",
            label: t`Of sells`,
            kind: "share",
            now: formatBps(exitTributeBps, language),
            isOptional: true,
          },
        ],
        calls: (v) =>
          market.setTributes({
            organisation: addresses,
            entryBps: v.small("entry"),
            exitBps: v.small("exit"),
          }),
      },
      {
        key: "token-uri",
        title: t`Say where the token's page of data is`,
        fields: [
          {
            name: "uri",
            label: t`Where`,
            kind: "text",
            now: state.contracts.token.contractURI,
            isOptional: true,
          },
        ],
        calls: (v) => token.setContractURI({ organisation: addresses, uri: v.text("uri") }),
      },
      {
        key: "dao-uri",
        title: t`Say where the organisation's page of data is`,
        fields: [
          {
            name: "uri",
            label: t`Where`,
            kind: "text",
            now: state.contracts.timelock.daoURI,
            isOptional: true,
          },
        ],
        calls: (v) => treasury.setDaoURI({ organisation: addresses, uri: v.text("uri") }),
      },
    ],
  };
}
