/** Places in a sale move whole, from who offers one to who takes it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { presale as sales } from "cdpo-sdk/calls";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, Input, useAddressField } from "../../parts/forms/fields.tsx";
import { isSame } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { Account } from "../../parts/words.tsx";
import { useProof } from "./Contribute.tsx";
import { useSaleHistory, type SaleProps } from "./sale.ts";

const NOBODY = "0x0000000000000000000000000000000000000000";

export function Positions({ sale }: SaleProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, account, presale } = sale;
  const { data: history } = useSaleHistory(sale);
  const recipient = useAddressField();
  const proof = useProof();
  const needsProof = BigInt(presale.terms.allowlistRoot) !== 0n;
  const position = account?.presale?.position;
  const hasPlace =
    position !== undefined &&
    position.standing !== "PassedOn" &&
    (position.contributed > 0n || position.resourceTokens > 0n || position.founderBps > 0n);
  const offers = [...(history?.offers ?? [])];
  const [, offered] = offers.find(([from]) => isSame(from, actor?.address)) ?? [];
  const toMe = offers.filter(([, to]) => isSame(to, actor?.address));
  const { addresses } = organisation;
  return (
    <Section title={t`Pass a place on`}>
      <p>
        <Trans>
          A place in this sale moves whole, with its money, its resources and what still vests in the stake:
          to an account that has none and takes it.
        </Trans>
      </p>
      {toMe.length > 0 && needsProof && (
        <Input label={t`Proof that you are on the list of this sale`} field={proof} rows={3} />
      )}
      {toMe.map(([from]) => (
        <div key={from}>
          <p>
            <Trans>
              <Account address={from} /> offers you their place.
            </Trans>
          </p>
          <Act
            label={t`Take this place`}
            organisation={organisation}
            deed={
              needsProof && proof.hashes.length === 0
                ? undefined
                : plain(
                    sales.takePosition({
                      organisation: addresses,
                      account: from,
                      proof: needsProof ? proof.hashes : [],
                    }),
                  )
            }
          />
        </div>
      ))}
      {offered !== undefined && (
        <>
          <p>
            <Trans>
              Your place is offered to <Account address={offered} />.
            </Trans>
          </p>
          <Act
            isMinor
            label={t`Take the offer back`}
            organisation={organisation}
            deed={plain(sales.offerPosition({ organisation: addresses, recipient: NOBODY }))}
          />
        </>
      )}
      <details open={hasPlace}>
        <summary>
          <Trans>Offer your place</Trans>
        </summary>
        <AddressInput label={t`To whom`} field={recipient} />
        <Act
          isMinor
          label={t`Offer my place`}
          organisation={organisation}
          blocked={
            position !== undefined && !hasPlace ? t`This account has no place in this sale.` : undefined
          }
          deed={
            recipient.value &&
            plain(sales.offerPosition({ organisation: addresses, recipient: recipient.value }))
          }
          onDone={() => {
            recipient.write("");
          }}
        />
      </details>
    </Section>
  );
}
