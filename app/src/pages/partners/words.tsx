/** What offers say, in words. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { offerTermsHash } from "cdpo-sdk/calls";
import { contractsAt, listOf, mapped, one, read, type Offer, type OrganisationState } from "cdpo-sdk/state";
import { Source } from "../../parts/Source.tsx";
import { Facts } from "../../parts/states.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Amount, Share, Span, Time } from "../../parts/words.tsx";

/** States of offers in words. */
export function useOfferState(): (state: Offer["state"]) => string {
  const { t } = useLingui();
  const words = {
    None: t`unknown`,
    Announced: t`announced, not on sale yet`,
    OnSale: t`on sale`,
    SaleOver: t`no longer sold, vouchers are honoured`,
    Withdrawn: t`withdrawn by its partner, vouchers can be returned whole`,
    Expired: t`expired, vouchers can be returned`,
  };
  return (state) => words[state];
}

/** Names by which the organisation knows partners; empty where it does not. */
export function usePartnerNames(state: OrganisationState): ReadonlyMap<string, string> {
  const { partnerAcceptance } = contractsAt(state.organisation.addresses);
  const partners = [...new Set(state.offers.map(({ partner }) => partner))];
  const names = usePart(
    partners.length === 0
      ? undefined
      : listOf(
          partners.map((partner) =>
            mapped(
              one(read({ ...partnerAcceptance, functionName: "partnerName", args: [partner] })),
              (name) => [partner, name] as const,
            ),
          ),
        ),
  );
  return new Map(names.data ?? []);
}

/** Whether the terms that are shown are those whose hash the contract keeps. */
export const isAsHashed = ({ partner, terms, termsHash }: Offer): boolean =>
  offerTermsHash(partner, terms) === termsHash.toLowerCase();

/** All that an offer says. */
export function OfferTermsFacts({ offer, symbol }: { readonly offer: Offer; readonly symbol: string }) {
  const { t } = useLingui();
  const { terms, termsHash } = offer;
  const period = terms.period;
  const each =
    period === 0n ? (
      <Trans>in all</Trans>
    ) : (
      <>
        / <Span seconds={period} />
      </>
    );
  return (
    <>
      <Facts
        facts={[
          [t`Stock`, <Plural key="stock" value={Number(terms.stock)} one="# voucher" other="# vouchers" />],
          terms.periodQuota > 0n
            ? [
                t`Sold at most`,
                <span key="quota">
                  {String(terms.periodQuota)} {each}
                </span>,
              ]
            : undefined,
          terms.perAccount > 0n
            ? [
                t`One account buys at most`,
                <span key="account">
                  {String(terms.perAccount)} {each}
                </span>,
              ]
            : undefined,
          [t`Sale begins`, <Time key="opens" at={terms.opens} />],
          [t`Sale ends`, <Time key="closes" at={terms.closes} />],
          [t`Vouchers are good until`, <Time key="until" at={terms.validUntil} />],
          [t`Tokens of redeemed vouchers`, <Settled key="settled" terms={terms} />],
          [
            t`Fee of vouchers returned after they expired`,
            terms.feeBps === 0n ? t`none` : <Share key="fee" bps={terms.feeBps} />,
          ],
          [t`Can be given on`, terms.bound ? t`no` : t`yes`],
          [t`Described at`, <Source key="uri" uri={terms.uri} />],
          [t`Hash of these terms`, <code key="hash">{termsHash}</code>],
        ]}
      />
      <p className={isAsHashed(offer) ? "hint" : "reason"}>
        {isAsHashed(offer) ? (
          <Trans>
            ✓ Computed here from what you read, it is the hash on the chain. Buying passes it on: other terms
            would be refused. Price: <Amount units={terms.price} symbol={symbol} />.
          </Trans>
        ) : (
          <Trans>✗ The terms shown have another hash than the chain keeps: do not buy.</Trans>
        )}
      </p>
    </>
  );
}

function Settled({ terms: { settlement, treasuryBps } }: { readonly terms: Offer["terms"] }) {
  if (settlement === "Keep") return <Trans>go to the partner</Trans>;
  if (settlement === "Burn") return <Trans>are burned: a gift to all holders</Trans>;
  return (
    <Trans>
      <Share bps={treasuryBps} /> to the treasury, the rest to the partner
    </Trans>
  );
}
