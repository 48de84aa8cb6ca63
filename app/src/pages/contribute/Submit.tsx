/** Submitting a contribution. */
import { Trans, useLingui } from "@lingui/react/macro";
import { recognition } from "cdpo-sdk/calls";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { AmountInput, Choice, Input, useAmountField, useTextField } from "../../parts/forms/fields.tsx";
import { EvidenceInput, useEvidence } from "../../parts/forms/hashing.tsx";
import { SharesInput, useShares } from "../../parts/forms/SharesInput.tsx";
import { Amount, Share, Span } from "../../parts/words.tsx";
import { useKindNames } from "../../parts/kinds.ts";

/** The form. */
export function Submit(props: PageProps) {
  const [round, setRound] = useState(0);
  const { actor } = useChain();
  return (
    <Form
      key={`${round} ${actor?.address ?? ""}`}
      {...props}
      onDone={() => {
        setRound(round + 1);
      }}
    />
  );
}

function Form({ organisation, state, onDone }: PageProps & { readonly onDone: () => void }) {
  const { t } = useLingui();
  const { actor } = useChain();
  const nameOf = useKindNames(organisation);
  const { addresses, symbol } = organisation;
  const { incentives, reviewTerms, takesDeposits } = state.contracts.registry;
  const active = state.kinds.filter((each) => each.active);
  const [chosen, choose] = useState(active[0]?.kind ?? 0);
  const kind = active.find((each) => each.kind === chosen);
  const reward = useAmountField({
    most: kind?.maxReward,
    tooMuch: t`That is more than this kind earns at most.`,
  });
  const evidence = useEvidence();
  const uri = useTextField();
  const shares = useShares({ initial: [{ account: actor?.address ?? "", part: "100 %" }] });
  const deposit = takesDeposits ? incentives.deposit : 0n;
  const amount = reward.value;
  const parts = shares.value;
  if (active.length === 0)
    return (
      <p>
        <Trans>No kind of contribution is open now.</Trans>
      </p>
    );
  return (
    <>
      <p>
        <Trans>
          Curators review it for <Span seconds={reviewTerms.reviewWindow} />; what{" "}
          {String(reviewTerms.quorum)} of them approve, and fewer object to, earns tokens from the next
          batches.
        </Trans>
      </p>
      <Choice
        label={t`What kind`}
        value={String(chosen)}
        choose={(each) => {
          choose(Number(each));
        }}
        among={active.map(({ kind: each }) => [String(each), nameOf(BigInt(each))])}
      />
      <AmountInput
        label={t`How much it should earn`}
        field={reward}
        symbol={symbol}
        hint={
          kind && (
            <Trans>
              <Amount units={kind.maxReward} symbol={symbol} /> at most.
            </Trans>
          )
        }
      />
      <EvidenceInput label={t`Evidence: what was made`} evidence={evidence} />
      <Input
        label={t`Where it can be seen`}
        field={uri}
        placeholder="https://…"
        hint={<Trans>An address or a few words; everybody reads it.</Trans>}
      />
      <SharesInput label={t`Who made it, and with what part`} field={shares} />
      {deposit > 0n && (
        <p className="hint">
          <Trans>
            A deposit of <Amount units={deposit} symbol={symbol} /> is taken and goes back when the review
            ends, unless a quorum of curators objects.
          </Trans>
        </p>
      )}
      {incentives.reviewerRewardBps > 0n && (
        <p className="hint">
          <Trans>
            Reviewers get <Share bps={incentives.reviewerRewardBps} /> on top of it.
          </Trans>
        </p>
      )}
      <Act
        label={t`Submit it`}
        organisation={organisation}
        deed={
          amount === undefined || parts === undefined
            ? undefined
            : {
                calls: (allowing) =>
                  recognition.submit({
                    organisation: addresses,
                    kind: chosen,
                    reward: amount,
                    shares: parts,
                    contentHash: evidence.hash,
                    uri: uri.value ?? "",
                    deposit,
                    ...allowing,
                  }),
                spend:
                  deposit === 0n
                    ? undefined
                    : { token: addresses.token, spender: addresses.registry, amount: deposit },
              }
        }
        onDone={onDone}
      />
    </>
  );
}
