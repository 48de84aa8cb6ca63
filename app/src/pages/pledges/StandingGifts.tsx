/** Gifts that repeat: an allowance, and one payment an interval that anyone may have made. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { erc20Abi } from "cdpo-sdk/abi";
import { gifts } from "cdpo-sdk/calls";
import { nextPayment } from "cdpo-sdk/market";
import {
  listOf,
  one,
  read,
  together,
  type AccountState,
  type Address,
  type OrganisationState,
  type StandingGift,
} from "cdpo-sdk/state";
import { DAY } from "cdpo-sdk/units";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import {
  AmountInput,
  Input,
  useAmountField,
  useNumberField,
  useSpanField,
  useTextField,
} from "../../parts/forms/fields.tsx";
import { isSame, Money } from "../../parts/money/money.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Account, Span, Time } from "../../parts/words.tsx";
import { Older } from "../../parts/Older.tsx";

const YEAR = 366n * DAY;
const MOST_PAYMENTS = 1_000n;

interface Of {
  readonly state: OrganisationState;
  readonly standingGifts: Address;
}

export function StandingGifts({
  state,
  account,
  standingGifts,
}: Of & { readonly account: AccountState | undefined }) {
  const { organisation } = state;
  const running = state.standingGifts.filter((gift) => gift.state === "Running");
  const asset = { address: organisation.asset.address, abi: erc20Abi } as const;
  const covers = usePart(
    running.length === 0
      ? undefined
      : listOf(
          running.map(({ donor }) =>
            together({
              balance: one(read({ ...asset, functionName: "balanceOf", args: [donor] })),
              allowance: one(read({ ...asset, functionName: "allowance", args: [donor, standingGifts] })),
            }),
          ),
        ),
  );
  return (
    <>
      <p>
        <Trans>
          Who gives again and again allows payments once, and anyone may have each made when it is due. It
          ends by a press of its donor, and when a dissolution is announced; a payment that nobody made in its
          interval lapses.
        </Trans>
      </p>
      <Older list="standingGifts" of={state.standingGiftCount ?? 0n} />
      {running.length === 0 ? (
        <p className="hint">
          <Trans>Nobody does so now.</Trans>
        </p>
      ) : (
        <ul className="cards offers">
          {running.map((gift, at) => (
            <li key={String(gift.id)} className="card">
              <Gift {...{ gift, state, standingGifts }} covered={covers.data?.[at]} />
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>
          <h3>
            <StartTitle />
          </h3>
        </summary>
        <Start {...{ state, standingGifts, account }} />
      </details>
    </>
  );
}

const StartTitle = () => <Trans>Give again and again</Trans>;

function Gift({
  gift,
  covered,
  state,
  standingGifts,
}: Of & {
  readonly gift: StandingGift;
  readonly covered: { readonly balance: bigint; readonly allowance: bigint } | undefined;
}) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, time } = state;
  const next = nextPayment(gift, time);
  const lasts = covered === undefined ? undefined : covered.allowance / gift.amount;
  const canPay =
    covered === undefined || (covered.balance >= gift.amount && covered.allowance >= gift.amount);
  return (
    <>
      <p className="price">
        <Money of={organisation} units={gift.amount} /> / <Span seconds={gift.interval} />
      </p>
      <p>
        <Trans>
          by <Account address={gift.donor} />
        </Trans>{" "}
        <small>#{String(gift.id)}</small>
        <br />
        <Plural value={Number(gift.paid)} one="Paid # time." other="Paid # times." />{" "}
        {next.due ? (
          <Trans>The next payment is due now.</Trans>
        ) : (
          <Trans>
            The next from <Time at={next.from} /> on.
          </Trans>
        )}{" "}
        {lasts !== undefined && (
          <Plural
            value={Number(lasts)}
            _0="Its allowance is used up."
            one="Its allowance is enough for # payment."
            other="Its allowance is enough for # payments."
          />
        )}
        {!canPay && lasts !== undefined && lasts > 0n && (
          <>
            {" "}
            <Trans>Its donor has too little money now.</Trans>
          </>
        )}
      </p>
      {next.due && (
        <Act
          isMinor
          label={t`Have it paid`}
          organisation={organisation}
          deed={plain(gifts.payStanding({ standingGifts, id: gift.id }))}
          blocked={canPay ? undefined : t`Its donor has too little, or does not allow it any more.`}
        />
      )}
      {isSame(actor?.address, gift.donor) && (
        <Act
          isMinor
          label={t`End it at once`}
          organisation={organisation}
          deed={plain(gifts.cancelStanding({ standingGifts, id: gift.id }))}
        />
      )}
    </>
  );
}

function Start({ state, standingGifts, account }: Of & { readonly account: AccountState | undefined }) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = state;
  const { addresses, asset } = organisation;
  const amount = useAmountField({ decimals: asset.decimals, most: account?.asset });
  const interval = useSpanField();
  const payments = useNumberField({ initial: "12", most: MOST_PAYMENTS });
  const note = useTextField();
  // Its allowance is meant to stay, on top of that of other gifts: so no permit, and what is allowed already is added to.
  const allowed = usePart(
    actor &&
      one(
        read({
          ...{ address: asset.address, abi: erc20Abi, functionName: "allowance" },
          args: [actor.address, standingGifts],
        }),
      ),
  );
  const wrongSpan =
    interval.value !== undefined && (interval.value < DAY || interval.value > YEAR)
      ? t`Between a day and 366 days.`
      : undefined;
  const [units, every, times] = [amount.value, interval.value, payments.value];
  const calls =
    units === undefined ||
    every === undefined ||
    wrongSpan !== undefined ||
    times === undefined ||
    times === 0n ||
    allowed.data === undefined
      ? undefined
      : gifts.startStanding({
          ...{ organisation: addresses, standingGifts, asset: asset.address, amount: units },
          ...{ interval: every, payments: times, note: note.value ?? "", allowance: allowed.data },
        });
  return (
    <>
      <div className="fields">
        <AmountInput
          label={t`Each payment`}
          field={amount}
          symbol={asset.symbol}
          decimals={asset.decimals}
          has={account?.asset}
        />
        <Input
          label={t`How often`}
          field={{ ...interval, problem: interval.problem ?? wrongSpan }}
          placeholder={t`30 days`}
        />
        <Input
          isNumeric
          label={t`How many payments you allow, with the first`}
          field={payments}
          hint={
            units !== undefined &&
            times !== undefined && (
              <Trans>
                You allow <Money of={organisation} units={units * times} /> in all; the first is paid at once.
              </Trans>
            )
          }
        />
        <Input label={t`What for`} field={note} />
      </div>
      <Act
        label={t`Begin to give`}
        organisation={organisation}
        deed={calls && plain(calls)}
        onDone={() => {
          for (const field of [amount, note]) field.write("");
        }}
      />
    </>
  );
}
