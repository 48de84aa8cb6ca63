/** Everything that is due and open to anyone, with a button each. */
import { Trans, useLingui } from "@lingui/react/macro";
import { describeCall } from "cdpo-sdk/calls";
import { readDue, readDueChoices, type DueCall } from "cdpo-sdk/due";
import type { OrganisationState } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { useLanguage } from "../../frame/language.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { More, useMore } from "../../parts/More.tsx";
import { Trouble, Waiting } from "../../parts/states.tsx";

/** Buttons are tried with each block: so many are shown at first, and with each press. */
const PAGE = 8;
const FRESH_FOR = 30_000;

export function Due({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { rpc, chain, actor } = useChain();
  const { language, timeZone } = useLanguage();
  const { organisation } = state;
  const [shown, more] = useMore(PAGE);
  const due = useQuery({
    queryKey: [chain.chainId, "due", organisation.index, actor?.address],
    queryFn: async ({ signal }) => {
      if (rpc === undefined) throw new Error("no node");
      const tended = { rpc, state, signal, from: actor?.address };
      const [calls, choices] = await Promise.all([readDue(tended), readDueChoices(tended)]);
      return { calls, choices };
    },
    enabled: rpc !== undefined,
    staleTime: FRESH_FOR,
    refetchInterval: FRESH_FOR,
    structuralSharing: false,
  });
  const speaking = {
    organisation: { ...organisation, coin: chain.coin },
    language,
    timeZone,
    now: state.time,
  };
  const again = () => {
    void due.refetch();
  };
  if (due.isPending) return <Waiting />;
  if (due.isError) return <Trouble thrown={due.error} />;
  const { calls, choices } = due.data;
  const words = ({ call }: DueCall) => describeCall({ call, ...speaking });
  return (
    <>
      <p>
        {calls.length === 0 ? (
          <Trans>Nothing is due now.</Trans>
        ) : (
          <Trans>
            These calls wait for somebody to make them. Who makes one pays its gas; what it pays goes where it
            belongs.
          </Trans>
        )}
      </p>
      <ul className="rows due">
        {calls.slice(0, shown).map((each) => (
          <li key={each.call.to + each.call.data}>
            <span>{words(each)}</span>
            <Act
              isMinor
              label={t`Do it`}
              organisation={organisation}
              deed={plain([each.call])}
              onDone={again}
            />
          </li>
        ))}
        {choices.map(({ choice, calls: chosen }) => (
          <li key={choice}>
            <span>
              {choice === "open" ? (
                <Trans>The market can be opened: from then on anyone buys and sells.</Trans>
              ) : (
                <Trans>Stakeholders consented to dissolve: the market would end for ever.</Trans>
              )}
            </span>
            <Act
              isMinor
              label={choice === "open" ? t`Open the market` : t`Dissolve`}
              organisation={organisation}
              deed={plain(chosen)}
              onDone={again}
            />
          </li>
        ))}
      </ul>
      <More {...{ shown, more }} of={calls.length} />
      {calls.length > PAGE && (
        <p className="hint">
          <Trans>
            The command <code>cdpo tend</code> makes all of them.
          </Trans>
        </p>
      )}
    </>
  );
}
