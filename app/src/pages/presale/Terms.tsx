/** The terms of a sale, fixed at the launch. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Money } from "../../parts/money/money.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import { Account, Share, Span } from "../../parts/words.tsx";
import type { SaleProps } from "./sale.ts";

interface Schedule {
  readonly cliff: bigint;
  readonly duration: bigint;
}

export function Terms({ sale }: SaleProps) {
  const { t } = useLingui();
  const { organisation, presale } = sale;
  const { terms } = presale;
  const hasFounders = terms.founderBps > 0n;
  const takesResources = terms.maxResourceBps > 0n;
  return (
    <Section title={t({ message: "Terms", context: "presale" })}>
      <Facts
        facts={[
          [t`Price of a token`, <Money key="p" of={organisation} units={terms.price} />],
          [t`Minimum`, <Money key="m" of={organisation} units={terms.minimum} />],
          [t`Maximum`, <Money key="x" of={organisation} units={terms.maximum} />],
          [t`Most of one partner`, <Money key="o" of={organisation} units={terms.perPartnerMaximum} />],
          [t`Partners’ tokens vest`, <Vests key="v" schedule={terms.partnerVesting} />],
          hasFounders
            ? [t`Founders’ tokens, on top of those sold`, <Share key="f" bps={terms.founderBps} />]
            : undefined,
          hasFounders ? [t`They vest`, <Vests key="fv" schedule={terms.founderVesting} />] : undefined,
          takesResources
            ? [t`Resources, of the tokens sold at most`, <Share key="r" bps={terms.maxResourceBps} />]
            : undefined,
          takesResources
            ? [t`Tokens for resources vest`, <Vests key="rv" schedule={terms.resourceVesting} />]
            : undefined,
          takesResources
            ? [t`Refunds after one is accepted`, <Span key="c" seconds={terms.challengeWindow} />]
            : undefined,
          BigInt(terms.allowlistRoot) === 0n
            ? [t`Who may contribute`, t`everybody`]
            : [t`Who may contribute`, t`accounts of a list, with a proof`],
        ]}
      />
      {hasFounders && (
        <>
          <h3>
            <Trans>Founders</Trans>
          </h3>
          <ul>
            {terms.founders.map(({ account, bps }) => (
              <li key={account}>
                <Account address={account} />: <Share bps={bps} />
              </li>
            ))}
          </ul>
          {terms.foundersVestWithBudget && (
            <p>
              <Trans>
                Founders’ tokens vest by time, but no faster than the production budget is paid. What can no
                longer vest has no voice, and is burned at a dissolution.
              </Trans>
            </p>
          )}
        </>
      )}
    </Section>
  );
}

function Vests({ schedule: { cliff, duration } }: { readonly schedule: Schedule }) {
  if (duration === 0n) return <Trans context="presale">at once</Trans>;
  if (cliff === 0n) {
    return (
      <Trans>
        over <Span seconds={duration} />
      </Trans>
    );
  }
  return (
    <Trans>
      over <Span seconds={duration} />, nothing before <Span seconds={cliff} />
    </Trans>
  );
}
