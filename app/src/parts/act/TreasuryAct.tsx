/** What only the treasury can do: founders schedule it, or stakeholders decide it; never at once. */
import { Trans, useLingui } from "@lingui/react/macro";
import { decisions, treasury, type Call } from "cdpo-sdk/calls";
import type { OrganisationState } from "cdpo-sdk/state";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "./Act.tsx";
import { Input, useTextField } from "../forms/fields.tsx";
import { Span } from "../words.tsx";

/** Two buttons for calls in the treasury's name; `calls` are undefined while something is not filled in. */
export function TreasuryAct({
  state,
  calls,
  onDone,
}: {
  readonly state: OrganisationState;
  readonly calls: readonly Call[] | undefined;
  readonly onDone?: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, contracts, roles } = state;
  const why = useTextField();
  const delay = contracts.timelock.getMinDelay;
  const isFounder = (roles.PROPOSER_ROLE ?? []).some(
    (account) => account.toLowerCase() === actor?.address.toLowerCase(),
  );
  const description = why.value;
  const ready = calls !== undefined && description !== undefined ? { calls, description } : undefined;
  const of = { organisation: organisation.addresses };
  const done = () => {
    why.write("");
    onDone?.();
  };
  return (
    <>
      <Input label={t`Why, for all to read`} field={why} rows={2} />
      {isFounder && (
        <Act
          label={t`Schedule it as a founder`}
          organisation={organisation}
          deed={
            ready &&
            plain(treasury.schedule({ ...of, ...ready, delay, salt: treasury.saltOf(ready.description) }))
          }
          onDone={done}
        />
      )}
      <Act
        label={t`Propose it to the stakeholders`}
        isMinor={isFounder}
        organisation={organisation}
        deed={ready && plain(decisions.propose({ ...of, ...ready }))}
        onDone={done}
      />
      <p className="hint">
        {isFounder ? (
          <Trans>
            What you schedule can be carried out after <Span seconds={delay} />; stakeholders can stop it
            until then.
          </Trans>
        ) : (
          <Trans>Stakeholders vote on it; only founders can schedule it without a vote.</Trans>
        )}
      </p>
    </>
  );
}
