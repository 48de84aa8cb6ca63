/** What an account gets of a released sale: a claim, what it stakes, and how it vests. */
import { Trans, useLingui } from "@lingui/react/macro";
import { budget as budgets, presale as sales } from "cdpo-sdk/calls";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, useAddressField } from "../../parts/forms/fields.tsx";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import type { SaleProps } from "./sale.ts";
import { Vesting } from "./Vesting.tsx";

export function Claim({ sale }: SaleProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, account } = sale;
  const own = account?.presale;
  const recipient = useAddressField();
  const to = recipient.written.trim() === "" ? actor?.address : recipient.value;
  if (own === undefined) {
    return (
      <Section title={t`Your tokens`}>
        <p>
          <Trans>
            Partners and founders claim their tokens once: what has vested is sent to them, and what still
            vests is staked in their name, where it has a voice at once.
          </Trans>
        </p>
        <Act label={t`Claim`} organisation={organisation} deed={undefined} />
      </Section>
    );
  }
  const { claimable, tokens, position } = own;
  const all = tokens.vested + tokens.vesting + tokens.founderVesting;
  const isClaimed = position.standing === "Claimed" || position.standing === "Staked";
  if (all + tokens.forfeited === 0n) {
    return (
      <Section title={t`Your tokens`}>
        <p>
          <Trans>This account has no place in this sale.</Trans>
        </p>
        <Unspent sale={sale} />
      </Section>
    );
  }
  return (
    <Section title={t`Your tokens`}>
      <Facts
        facts={[
          [t`Vested`, <Tokens key="v" of={organisation} units={tokens.vested} />],
          [
            t`Still vesting`,
            <Tokens key="s" of={organisation} units={tokens.vesting + tokens.founderVesting} />,
          ],
          tokens.forfeited > 0n
            ? [t`Can never vest`, <Tokens key="f" of={organisation} units={tokens.forfeited} />]
            : undefined,
        ]}
      />
      {isClaimed ? (
        <p>
          <Trans>
            You have claimed. What vests is freed in your stake:{" "}
            <a href={`#/o/${organisation.index}/stake`}>unstake it there</a>.
          </Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>
              A claim now sends <Tokens of={organisation} units={claimable.vested} /> and stakes{" "}
              <Tokens of={organisation} units={claimable.vesting} /> in your name: they vote at once, and can
              be unstaked as they vest.
            </Trans>
          </p>
          <details>
            <summary>
              <Trans>Send what has vested elsewhere</Trans>
            </summary>
            <AddressInput label={t`Recipient`} field={recipient} hint={t`Empty: yourself.`} />
          </details>
          <Act
            label={t`Claim`}
            organisation={organisation}
            deed={to && plain(sales.claim({ organisation: organisation.addresses, recipient: to }))}
            onDone={() => {
              recipient.write("");
            }}
          />
        </>
      )}
      <Vesting sale={sale} position={position} />
      <Unspent sale={sale} />
    </Section>
  );
}

/** Production money that was not spent. */
function Unspent({ sale: { organisation, account } }: SaleProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const fetchable = account?.budget?.fetchable ?? 0n;
  if (fetchable === 0n) return null;
  return (
    <>
      <h3>
        <Trans>Production money that was not spent</Trans>
      </h3>
      <p>
        <Trans>
          <Money of={organisation} units={fetchable} /> of it are yours. You can fetch them whenever you like.
        </Trans>
      </p>
      <Act
        label={t`Fetch my part`}
        organisation={organisation}
        deed={
          actor && plain(budgets.fetch({ organisation: organisation.addresses, recipient: actor.address }))
        }
      />
    </>
  );
}
