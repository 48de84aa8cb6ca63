/** What calls of the treasury do: in words, what of the terms changes, and how they would end now. */
import { Trans } from "@lingui/react/macro";
import { writeAction, type Call } from "cdpo-sdk/calls";
import { balanceOf, rehearse } from "cdpo-sdk/rehearsal";
import type { OrganisationState } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { useBlock } from "../../chain/queries.ts";
import { Meaning, useSpeech } from "../../parts/speaking.tsx";
import { Amount } from "../../parts/words.tsx";
import { useChanges } from "./changes.tsx";

/** All of it. `isTried`: whether they may still be carried out; `isTold`: whether sentences stand elsewhere already. */
export function Doing({
  state,
  calls,
  isTried = true,
  isTold = false,
}: {
  readonly state: OrganisationState;
  readonly calls: readonly Call[];
  readonly isTried?: boolean;
  readonly isTold?: boolean;
}) {
  const { organisation } = state;
  const changesOf = useChanges(state);
  const changes = isTried ? calls.flatMap(changesOf) : [];
  return (
    <>
      {!isTold && <Meaning organisation={organisation} calls={calls} />}
      {changes.length > 0 && (
        <ul className="changes">
          {changes.map(({ label, before, after, isSame }, at) => (
            <li key={at}>
              {label}: {before} → <strong>{after}</strong> {isSame && <Trans>(no change)</Trans>}
            </li>
          ))}
        </ul>
      )}
      {isTried && <Preview state={state} calls={calls} />}
      <details>
        <summary>
          <Trans>As calls of contracts</Trans>
        </summary>
        <ul>
          {calls.map((call, at) => (
            <li key={at}>
              <code>{writeAction({ call, addresses: organisation.addresses })}</code>
              <br />
              <small>
                <code>{call.data}</code>
              </small>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** Tries the calls as the timelock. */
export function useRehearsal(state: OrganisationState, calls: readonly Call[]) {
  const { rpc, chain } = useChain();
  const { data: block } = useBlock();
  const { organisation } = state;
  const from = organisation.addresses.timelock;
  return useQuery({
    queryKey: [
      chain.chainId,
      "rehearsal",
      calls.map(({ to, value, data }) => `${to}${value}${data}`).join(),
      String(block?.number),
    ],
    queryFn: () => {
      if (rpc === undefined) throw new Error("there is no node to ask");
      const watch = {
        asset: balanceOf(organisation.asset.address, from),
        tokens: balanceOf(organisation.addresses.token, from),
      };
      return rehearse({ rpc, from, calls, watch, ownCode: true });
    },
    enabled: rpc !== undefined && calls.length > 0,
    placeholderData: (previous) => previous,
    structuralSharing: false,
    gcTime: 30_000,
    retry: 1,
  });
}

function Preview({ state, calls }: { readonly state: OrganisationState; readonly calls: readonly Call[] }) {
  const { organisation } = state;
  const { refusal } = useSpeech(organisation);
  const { data } = useRehearsal(state, calls);
  if (data === undefined) return null;
  const { refused, watched } = data;
  if (refused !== undefined) {
    const why = refusal(refused.data, calls[refused.at]?.data);
    const number = refused.at + 1;
    return (
      <p className="warning">
        <Trans>Carried out now, step {number} would be refused:</Trans>{" "}
        {why === "" ? <Trans>the contracts do not say why.</Trans> : why}
      </p>
    );
  }
  const { asset, symbol } = organisation;
  const isSame =
    watched === undefined ||
    (watched.asset.before === watched.asset.after && watched.tokens.before === watched.tokens.after);
  if (isSame)
    return (
      <p className="hint">
        <Trans>
          Tried on the chain as it is now: all of it would be carried out. The treasury's balances stay.
        </Trans>
      </p>
    );
  return (
    <>
      <p className="hint">
        <Trans>Tried on the chain as it is now: all of it would be carried out. The treasury then has:</Trans>
      </p>
      <ul className="changes">
        {watched.asset.before !== watched.asset.after && (
          <li>
            <Amount units={watched.asset.before} decimals={asset.decimals} /> →{" "}
            <strong>
              <Amount units={watched.asset.after} decimals={asset.decimals} symbol={asset.symbol} />
            </strong>
          </li>
        )}
        {watched.tokens.before !== watched.tokens.after && (
          <li>
            <Amount units={watched.tokens.before} /> →{" "}
            <strong>
              <Amount units={watched.tokens.after} symbol={symbol} />
            </strong>
          </li>
        )}
      </ul>
    </>
  );
}
