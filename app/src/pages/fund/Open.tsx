/** Opening a proposal. */
import { Trans, useLingui } from "@lingui/react/macro";
import { proposals } from "cdpo-sdk/calls";
import { formatBps, WHOLE_BPS } from "cdpo-sdk/units";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { useLanguage } from "../../frame/language.tsx";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import {
  AmountInput,
  Choice,
  Input,
  useAmountField,
  useShareField,
  useTextField,
  useTimeField,
} from "../../parts/forms/fields.tsx";
import { EvidenceInput, useEvidence } from "../../parts/forms/hashing.tsx";
import { SharesInput, useShares } from "../../parts/forms/SharesInput.tsx";
import { useKindNames } from "../../parts/kinds.ts";
import { Amount, Time } from "../../parts/words.tsx";

const MOST_BACKERS = 5_000n;

/** The form. */
export function Open(props: PageProps) {
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
  const { language } = useLanguage();
  const { addresses, symbol } = organisation;
  const active = state.kinds.filter((each) => each.active);
  const [chosen, choose] = useState(active[0]?.kind ?? 0);
  const kind = active.find((each) => each.kind === chosen);
  const goal = useAmountField();
  const reward = useAmountField({
    most: kind?.maxReward,
    tooMuch: t`That is more than this kind earns at most.`,
  });
  const backers = useShareField(formatBps(2_000n, language));
  const deadline = useTimeField("+30 days");
  const deliverBy = useTimeField("+120 days");
  const uri = useTextField();
  const evidence = useEvidence();
  const backersBps = backers.value ?? 0n;
  const rest = WHOLE_BPS - backersBps;
  const deliverers = useShares({
    initial: [{ account: actor?.address ?? "", part: formatBps(8_000n, language) }],
    whole: rest,
  });
  const nameOf = useKindNames(organisation);
  const terms =
    goal.value === undefined ||
    reward.value === undefined ||
    deadline.value === undefined ||
    deliverBy.value === undefined ||
    deliverers.value === undefined ||
    uri.value === undefined ||
    backersBps === 0n ||
    backersBps > MOST_BACKERS ||
    deliverBy.value <= deadline.value
      ? undefined
      : {
          goal: goal.value,
          reward: reward.value,
          deadline: deadline.value,
          deliverBy: deliverBy.value,
          backersBps,
          kind: chosen,
          deliverers: deliverers.value,
          contentHash: evidence.hash,
          uri: uri.value,
        };
  const isEarly =
    deadline.value !== undefined && deliverBy.value !== undefined && deliverBy.value <= deadline.value;
  return (
    <>
      <p>
        <Trans>
          Say what is to be made, by whom, until when, and what backing it takes. Nothing of it can be changed
          later.
        </Trans>
      </p>
      <EvidenceInput label={t`The call for production: its text`} evidence={evidence} />
      <Input
        label={t`Where it can be read`}
        field={uri}
        placeholder="https://…"
        hint={<Trans>Everybody reads it before they back it.</Trans>}
      />
      <Choice
        label={t`What kind of work`}
        value={String(chosen)}
        choose={(each) => {
          choose(Number(each));
        }}
        among={active.map(({ kind: each }) => [String(each), nameOf(BigInt(each))])}
      />
      <AmountInput
        label={t`Backing that it takes`}
        field={goal}
        symbol={symbol}
        hint={<Trans>It is the deliverers' when the work is accepted.</Trans>}
      />
      <AmountInput
        label={t`What it asks for, newly issued`}
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
      <Input
        label={t`The backers' part of what is issued`}
        field={{
          ...backers,
          problem: backersBps > MOST_BACKERS ? t`50 % at most.` : backers.problem,
        }}
      />
      <SharesInput label={t`Who makes it: with the backers' part they sum to 100 %`} field={deliverers} />
      <Input
        label={t`Can be backed until`}
        field={deadline}
        hint={deadline.value && <Time at={deadline.value} />}
      />
      <Input
        label={t`To be delivered by`}
        field={{
          ...deliverBy,
          problem: isEarly ? t`This is after the time in which it can be backed.` : deliverBy.problem,
        }}
        hint={deliverBy.value && <Time at={deliverBy.value} />}
      />
      <Act
        label={t`Open the proposal`}
        organisation={organisation}
        deed={terms && plain(proposals.open({ organisation: addresses, terms }))}
        onDone={onDone}
      />
    </>
  );
}
