/** Backing a proposal, taking that back, and one's part of what is issued. */
import { Trans, useLingui } from "@lingui/react/macro";
import { proposals, proposalTermsHash } from "cdpo-sdk/calls";
import { useState } from "react";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AmountInput, useAmountField } from "../../parts/forms/fields.tsx";
import { StakeIt } from "../../parts/act/StakeIt.tsx";
import { Amount, Share } from "../../parts/words.tsx";
import type { ProposalProps } from "./Proposal.tsx";

/** Puts tokens on it. */
export function Back({ organisation, account, proposal: { id, proposal }, opened }: ProposalProps) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const missing = proposal.goal - proposal.raised;
  const amount = useAmountField({
    most: account === undefined || account.tokens > missing ? missing : account.tokens,
    tooMuch: t`That is more than it still needs, or than you have at hand.`,
  });
  const value = amount.value;
  return (
    <>
      <AmountInput label={t`How many to put on it`} field={amount} symbol={symbol} has={account?.tokens} />
      <p className="hint">
        <Trans>
          Once it is backed they wait until the work is delivered or failed. Accepted, they are its
          deliverers', and you get your part of <Share bps={proposal.backersBps} /> of what is issued for it:{" "}
          <Amount units={(proposal.reward * proposal.backersBps) / 10_000n} symbol={symbol} /> for all backers
          at most.
        </Trans>
      </p>
      <Act
        label={t`Back it`}
        organisation={organisation}
        blocked={
          opened === undefined
            ? t`Its terms cannot be read from this node, so nothing is backed unseen.`
            : undefined
        }
        deed={
          value === undefined || opened === undefined
            ? undefined
            : {
                calls: (allowing) =>
                  proposals.back({
                    organisation: addresses,
                    id,
                    amount: value,
                    termsHash: proposalTermsHash(opened.terms),
                    ...allowing,
                  }),
                spend: { token: addresses.token, spender: addresses.proposals, amount: value },
              }
        }
        onDone={() => {
          amount.write("");
        }}
      />
    </>
  );
}

/** Takes tokens back, where the state allows it. */
export function TakeBack({ organisation, proposal: { id, state: how, backing } }: ProposalProps) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const amount = useAmountField({ most: backing, tooMuch: t`That is more than you put on it.` });
  if (backing === 0n || !["Open", "Lapsed", "Failed"].includes(how)) return null;
  if (how === "Failed")
    return (
      <Act
        label={t`Take my backing back`}
        organisation={organisation}
        deed={plain(proposals.reclaim({ organisation: addresses, id }))}
      />
    );
  return (
    <details open={how === "Lapsed"}>
      <summary>
        <Trans>
          Take back what you put on it (<Amount units={backing} symbol={symbol} />)
        </Trans>
      </summary>
      <AmountInput label={t`How many to take back`} field={amount} symbol={symbol} has={backing} />
      <Act
        isMinor
        label={t`Take back`}
        organisation={organisation}
        deed={
          amount.value === undefined
            ? undefined
            : plain(proposals.withdraw({ organisation: addresses, id, amount: amount.value }))
        }
        onDone={() => {
          amount.write("");
        }}
      />
    </details>
  );
}

/** A backer's part of what was issued. */
export function Claim({ organisation, account, proposal: { id, claimable, claimed } }: ProposalProps) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const [got, setGot] = useState(0n);
  return (
    <>
      {claimed > 0n && (
        <p>
          <Trans>
            <Amount units={claimed} symbol={symbol} /> of what was issued for it were sent to you.
          </Trans>
        </p>
      )}
      {claimable > 0n && account && (
        <>
          <p>
            <Trans>
              Your part of what was issued for it: <Amount units={claimable} symbol={symbol} />.
            </Trans>
          </p>
          <Act
            label={t`Claim my part`}
            organisation={organisation}
            deed={plain(proposals.claim({ organisation: addresses, id, backer: account.account }))}
            onDone={() => {
              setGot(claimable);
            }}
          />
        </>
      )}
      {got > 0n && <StakeIt organisation={organisation} amount={got} />}
    </>
  );
}
