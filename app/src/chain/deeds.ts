/** What a person may do: tried on the chain before they are asked to sign, and told in words. */
import type { Call } from "cdpo-sdk/calls";
import { explainError } from "cdpo-sdk/errors";
import { permitDomainOf, type Allowing } from "cdpo-sdk/permits";
import { balanceOf, rehearse, type Change } from "cdpo-sdk/rehearsal";
import { isRefusal, type Organisation } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../frame/language.tsx";
import { useChain } from "./context.tsx";
import { useBlock } from "./queries.ts";
import { allowanceNow, isContract, type Allowed, type Spend } from "./sending.ts";

/** One thing that can be done, of one or more calls. */
export interface Deed {
  /** The calls; `allowing` says how tokens are allowed, for builders that take them. */
  readonly calls: (allowing: Allowing) => readonly Call[];
  /** What of the sender's tokens is taken: then a permit or an approval comes before it. */
  readonly spend?: Spend | undefined;
}

/** How a deed would end. */
export interface Trial {
  /** With an approval where one is needed. */
  readonly calls: readonly Call[];
  readonly spend: Allowed | undefined;
  /** Why it is refused, in the reader's language; undefined when it is not. */
  readonly refusal: string | undefined;
  /** Balances before and after, of the asset and of the project's token; undefined where that is not known. */
  readonly changes: { readonly asset: Change; readonly tokens: Change } | undefined;
}

/** An allowance that is enough for anything. */
const MOST = 2n ** 256n - 1n;

/** A deed by calls that take nothing. */
export const plain = (calls: readonly Call[]): Deed => ({ calls: () => calls });

/** Tries a deed as the actor, again with each block. What was found out about one deed is never shown of another. */
export function useTrial(deed: Deed | undefined, organisation: Organisation | undefined) {
  const { rpc, chain, actor } = useChain();
  const { data: block } = useBlock();
  const { language, timeZone } = useLanguage();
  const spend = deed?.spend;
  const described = deed?.calls({ allowance: MOST });
  const tried = [
    chain.chainId,
    "trial",
    actor?.address,
    language,
    described?.map(({ to, value, data }) => `${to}${value}${data}`).join(),
    spend && `${spend.token}${spend.spender}${spend.amount}`,
  ] as const;
  return useQuery({
    queryKey: [...tried, String(block?.number)],
    queryFn: async (): Promise<Trial> => {
      if (deed === undefined || actor === undefined || rpc === undefined) throw new Error("nothing to try");
      const from = actor.address;
      let allowed: Trial["spend"];
      if (spend !== undefined) {
        const [allowance, domain, byContract] = await Promise.all([
          allowanceNow(rpc, spend, from),
          permitDomainOf(rpc, spend.token),
          isContract(rpc, from),
        ]);
        const takesPermits = domain !== undefined && !byContract;
        allowed = { ...spend, allowance, takesPermits };
      }
      const calls = deed.calls({ allowance: allowed?.allowance });
      const watch = organisation && {
        asset: balanceOf(organisation.asset.address, from),
        tokens: balanceOf(organisation.addresses.token, from),
      };
      const { refused, watched } = await rehearse({ rpc, from, calls, ...(watch && { watch }) });
      if (refused === undefined) {
        return { calls, spend: allowed, refusal: undefined, changes: watched as Trial["changes"] };
      }
      const explained = explainError({
        data: refused.data,
        call: calls[refused.at]?.data,
        organisation,
        language,
        timeZone,
        now: block?.time,
      });
      return { calls, spend: allowed, refusal: explained?.sentence ?? "", changes: undefined };
    },
    enabled: deed !== undefined && actor !== undefined && rpc !== undefined && block !== undefined,
    placeholderData: (previous, query) =>
      tried.every((part, at) => part === query?.queryKey[at]) ? previous : undefined,
    retry: (count, thrown) => count < 2 && isRefusal(thrown) === undefined,
    structuralSharing: false,
    gcTime: 30_000,
  });
}
