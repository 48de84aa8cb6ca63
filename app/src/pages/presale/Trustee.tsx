/** The independent third party who holds what partners gave: what they may do, and how another takes their place. */
import { Trans, useLingui } from "@lingui/react/macro";
import { presale as sales, treasury } from "cdpo-sdk/calls";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, useAddressField } from "../../parts/forms/fields.tsx";
import { isSame } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { Account, Time } from "../../parts/words.tsx";
import type { SaleProps } from "./sale.ts";

export function Trustee({ sale }: SaleProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, presale } = sale;
  const { addresses } = organisation;
  const { trustee, state, refunds } = presale;
  const isTrustee = isSame(actor?.address, trustee);
  const isPending = BigInt(refunds.candidate) !== 0n;
  return (
    <Section title={t`The trustee`}>
      <p>
        <Trans>
          <Account address={trustee} /> holds what partners gave, releases it, accepts resources and approves
          milestones. They can move it nowhere else.
        </Trans>
      </p>
      {state !== "Released" && (
        <>
          {isTrustee ? (
            <Release sale={sale} />
          ) : (
            <details>
              <summary>
                <Trans>For the trustee: release</Trans>
              </summary>
              <Release sale={sale} />
            </details>
          )}
          {isPending && (
            <>
              <h3>
                <Trans>Another trustee</Trans>
              </h3>
              <p>
                <Trans>
                  <Account address={refunds.candidate} /> is announced. Anyone can complete the change once
                  refunds are closed, <Time at={refunds.until} />.
                </Trans>
              </p>
              <Act
                label={t`Make them the trustee`}
                organisation={organisation}
                deed={plain(sales.completeTrustee({ organisation: addresses }))}
              />
            </>
          )}
          <Change sale={sale} isPending={isPending} />
        </>
      )}
    </Section>
  );
}

function Release({ sale: { organisation, presale } }: SaleProps) {
  const { t } = useLingui();
  const { tokensForSale: sold, terms } = presale;
  const allowed = (sold.soldTokens * terms.maxResourceBps) / 10_000n;
  return (
    <>
      <p>
        <Trans>
          The release opens the market at the presale’s price and brings the rest into the production budget.
          It needs the sale closed or full, its minimum reached, and refunds closed.
        </Trans>
      </p>
      {sold.resourceTokens > allowed && (
        <p className="warning">
          <Trans>Resources have more than their part of the tokens sold: return some of them first.</Trans>
        </p>
      )}
      <Act
        label={t`Release the money`}
        organisation={organisation}
        deed={plain(sales.release({ organisation: organisation.addresses }))}
      />
    </>
  );
}

/** The organisation announces another trustee through its timelock. */
function Change({ sale, isPending }: SaleProps & { readonly isPending: boolean }) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, state } = sale;
  const { addresses } = organisation;
  const candidate = useAddressField();
  const proposers = state.roles.PROPOSER_ROLE ?? [];
  const isFounder = proposers.some((each) => isSame(each, actor?.address));
  const delay = state.contracts.timelock.getMinDelay;
  const calls = isPending
    ? sales.cancelTrustee({ organisation: addresses })
    : candidate.value && sales.announceTrustee({ organisation: addresses, candidate: candidate.value });
  return (
    <details open={isFounder && isPending}>
      <summary>
        <Trans>For founders and decisions: another trustee</Trans>
      </summary>
      <p>
        <Trans>
          The organisation can announce another trustee through its timelock. Refunds are then open for 14
          days, so that nobody is held by a change they do not want.
        </Trans>
      </p>
      {!isPending && <AddressInput label={t`Candidate`} field={candidate} />}
      <Act
        isMinor
        label={isPending ? t`Schedule giving the candidate up` : t`Schedule the announcement`}
        organisation={organisation}
        blocked={
          actor !== undefined && !isFounder
            ? t`Only founders schedule; stakeholders propose it as a decision.`
            : undefined
        }
        deed={calls && plain(treasury.schedule({ organisation: addresses, delay, calls }))}
        onDone={() => {
          candidate.write("");
        }}
      />
      <p className="hint">
        <a href={`#/o/${organisation.index}/decide`}>
          <Trans>What waits in the timelock</Trans>
        </a>
      </p>
    </details>
  );
}
