/** Money back: one's own, and that of accounts that allowed it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { gateway as coins, presale as sales } from "cdpo-sdk/calls";
import { contractsAt, one, read } from "cdpo-sdk/state";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, useAddressField } from "../../parts/forms/fields.tsx";
import { isSame, Money } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { useGateway } from "../../parts/money/use-gateway.ts";
import { usePart } from "../../parts/money/use-part.ts";
import { Account, Time } from "../../parts/words.tsx";
import { useSaleHistory, type SaleProps } from "./sale.ts";

export function Refund({ sale }: SaleProps) {
  const { t } = useLingui();
  const { chain, actor } = useChain();
  const { organisation, presale, account } = sale;
  const own = account?.presale;
  const recipient = useAddressField();
  const gateway = useGateway(organisation);
  const isOpen = presale.refunds.open || presale.state === "Refunding";
  const refundable = own?.refundable ?? 0n;
  const to = recipient.written.trim() === "" ? actor?.address : recipient.value;
  const { addresses } = organisation;
  return (
    <Section title={t`Refunds`}>
      <p>
        {presale.state === "Refunding" ? (
          <Trans>The sale failed. Every partner takes back all they gave; this never ends.</Trans>
        ) : isOpen ? (
          <Trans>
            Refunds are open until <Time at={presale.refunds.until} />, for what was given before they were
            opened.
          </Trans>
        ) : (
          <Trans>
            Refunds are closed now. They open when a resource is accepted, when another trustee is announced,
            and for ever if the sale fails.
          </Trans>
        )}
      </p>
      {isOpen && (
        <>
          {own !== undefined && (
            <p>
              <Trans>
                You can take back <Money of={organisation} units={refundable} /> of the{" "}
                <Money of={organisation} units={own.given.contributed} /> you gave.
              </Trans>
            </p>
          )}
          <details>
            <summary>
              <Trans>Send it elsewhere</Trans>
            </summary>
            <AddressInput label={t`Recipient`} field={recipient} hint={t`Empty: yourself.`} />
          </details>
          <Act
            label={t`Take my money back`}
            organisation={organisation}
            deed={to && plain(sales.refund({ organisation: addresses, recipient: to }))}
            blocked={
              own !== undefined && refundable === 0n ? t`You have nothing to take back now.` : undefined
            }
            onDone={() => {
              recipient.write("");
            }}
          />
          {gateway !== undefined && refundable > 0n && (
            <Act
              isMinor
              label={t`Take it back as ${chain.coin}`}
              organisation={organisation}
              deed={
                to &&
                plain([
                  ...sales.setOperator({ organisation: addresses, operator: gateway, allowed: true }),
                  ...coins.refund({ organisation: addresses, gateway, recipient: to }),
                  ...sales.setOperator({ organisation: addresses, operator: gateway, allowed: false }),
                ])
              }
            />
          )}
        </>
      )}
      <Operators sale={sale} />
    </Section>
  );
}

function Operators({ sale }: SaleProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = sale;
  const { data: history } = useSaleHistory(sale);
  const operator = useAddressField();
  const mine = history?.operators.filter(({ account }) => isSame(account, actor?.address)) ?? [];
  const others = history?.operators.filter(({ operator: who }) => isSame(who, actor?.address)) ?? [];
  return (
    <>
      {others.map(({ account }) => (
        <RefundFrom key={account} sale={sale} account={account} />
      ))}
      <details>
        <summary>
          <Trans>Let another account have you refunded</Trans>
        </summary>
        <p className="warning">
          <Trans>
            An operator can take all that you gave, to any account. Allow only contracts that act for you
            alone.
          </Trans>
        </p>
        {mine.map(({ operator: who }) => (
          <div key={who}>
            <p>
              <Trans>
                <Account address={who} /> may have you refunded.
              </Trans>
            </p>
            <Act
              isMinor
              label={t`End this right`}
              organisation={organisation}
              deed={plain(
                sales.setOperator({ organisation: organisation.addresses, operator: who, allowed: false }),
              )}
            />
          </div>
        ))}
        <AddressInput label={t`Operator`} field={operator} />
        <Act
          isMinor
          label={t`Allow this operator`}
          organisation={organisation}
          deed={
            operator.value &&
            plain(
              sales.setOperator({
                organisation: organisation.addresses,
                operator: operator.value,
                allowed: true,
              }),
            )
          }
          onDone={() => {
            operator.write("");
          }}
        />
      </details>
    </>
  );
}

function RefundFrom({ sale, account }: SaleProps & { readonly account: `0x${string}` }) {
  const { t } = useLingui();
  const { organisation } = sale;
  const at = contractsAt(organisation.addresses).presale;
  const { data: refundable = 0n } = usePart(
    at && one(read({ ...at, functionName: "refundableOf", args: [account] })),
  );
  if (refundable === 0n) return null;
  return (
    <>
      <p>
        <Trans>
          You are operator of <Account address={account} />, who can have{" "}
          <Money of={organisation} units={refundable} /> back.
        </Trans>
      </p>
      <Act
        isMinor
        label={t`Refund it to that account`}
        organisation={organisation}
        deed={plain(sales.refundFrom({ organisation: organisation.addresses, account, recipient: account }))}
      />
    </>
  );
}
