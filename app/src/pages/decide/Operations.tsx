/** What founders scheduled in the timelock: carried out by anyone, taken back by founders, vetoed by stakeholders. */
import { Trans, useLingui } from "@lingui/react/macro";
import { callOf, stake, treasury, type Call } from "cdpo-sdk/calls";
import {
  contractsAt,
  one,
  read,
  type Hex,
  type OrganisationState,
  type PendingOperation,
} from "cdpo-sdk/state";
import { useAsk } from "../../chain/asking.ts";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Veto } from "../../parts/act/Veto.tsx";
import { Time } from "../../parts/words.tsx";
import { Doing } from "./Doing.tsx";
import { isAmong } from "../../parts/same.ts";

/** The Governor's salts begin with its address; others do not. */
export function foundersOperations({ operations }: OrganisationState): readonly PendingOperation[] {
  return operations.filter(({ salt }) => /^0x0{40}/.test(salt));
}

/** One of them. */
export function Operation(props: PageProps & { readonly operation: PendingOperation }) {
  const { t } = useLingui();
  const { organisation, state, account, operation } = props;
  const { addresses } = organisation;
  const { id, from } = operation;
  const isReady = from <= state.time;
  const calls = operation.calls.map(({ target: to, value, data }) => ({ to, value, data }));
  const execution = useExecution(props);
  const mayCancel = isAmong(account?.account, state.roles.CANCELLER_ROLE);
  return (
    <article className="matter">
      <h3>
        <Trans>Scheduled by founders</Trans>{" "}
        <span className="state">
          {isReady ? <Trans>can be carried out</Trans> : <Trans>waits to be carried out</Trans>}
        </span>
      </h3>
      {isReady ? (
        <p>
          <Trans>Anyone may carry it out now, or veto it with their stake.</Trans>
        </p>
      ) : (
        <p>
          <Trans>
            It can be carried out from <Time at={from} />. Until then who disagrees can leave, or veto it.
          </Trans>
        </p>
      )}
      <Doing state={state} calls={calls} />
      <div className="acts">
        {isReady && (
          <Act label={t`Carry it out`} organisation={organisation} deed={execution && plain(execution)} />
        )}
        {mayCancel && (
          <Act
            isMinor
            label={t`Take it back`}
            organisation={organisation}
            deed={plain(treasury.cancel({ organisation: addresses, operation: id }))}
          />
        )}
      </div>
      <OperationVeto {...props} operation={id} />
    </article>
  );
}

/** The veto of what waits in the timelock. */
export function OperationVeto({ organisation, account, operation }: PageProps & { readonly operation: Hex }) {
  const { addresses } = organisation;
  const { timelock } = contractsAt(addresses);
  const { data } = useAsk(
    ["vetoTerms", operation],
    one(read({ ...timelock, functionName: "vetoTerms", args: [operation] })),
  );
  if (data === undefined) return null;
  return (
    <Veto
      {...{ organisation, account }}
      forum={addresses.timelock}
      id={data.matter}
      terms={data}
      calls={stake.vetoDecision({ organisation: addresses, operation })}
    />
  );
}

/** The calls that carry an operation out: one call may have been scheduled as a batch of one. */
function useExecution({
  organisation: { addresses },
  operation: { id, calls: pending, predecessor, salt },
}: PageProps & { readonly operation: PendingOperation }): readonly Call[] | undefined {
  const calls = pending.map(({ target: to, value, data }) => ({ to, value, data }));
  const { timelock } = contractsAt(addresses);
  const [only] = calls;
  const isOne = calls.length === 1 && only !== undefined;
  const { data: hash } = useAsk(
    ["hashOperation", id],
    isOne
      ? one(
          read({
            ...timelock,
            functionName: "hashOperation",
            args: [only.to, only.value, only.data, predecessor, salt],
          }),
        )
      : undefined,
  );
  if (!isOne || hash === id) return treasury.execute({ organisation: addresses, calls, predecessor, salt });
  if (hash === undefined) return undefined;
  const args = [[only.to], [only.value], [only.data], predecessor, salt] as const;
  return [callOf({ ...timelock, functionName: "executeBatch", args })];
}
