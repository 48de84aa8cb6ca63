/** Selling or redeeming all that one has, with limits that are shown and can be changed. */
import { Trans, useLingui } from "@lingui/react/macro";
import { gateway as coins, market as markets, type Call } from "cdpo-sdk/calls";
import { minimumOf } from "cdpo-sdk/market";
import { formatBps, formatDuration } from "cdpo-sdk/units";
import { useChain } from "../../chain/context.tsx";
import { plain, type Deed } from "../../chain/deeds.ts";
import { useLanguage } from "../../frame/language.tsx";
import { Act } from "../../parts/act/Act.tsx";
import {
  AddressInput,
  Input,
  useAddressField,
  useShareField,
  useSpanField,
} from "../../parts/forms/fields.tsx";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { useGateway } from "../../parts/money/use-gateway.ts";
import type { LeavingProps } from "./Holdings.tsx";
import { proceedsOf, type Leaving } from "./leaving.ts";

export function SellAll({
  organisation,
  state,
  leaving,
  before,
}: LeavingProps & {
  readonly leaving: Leaving;
  /** What brings the rest to hand first. */
  readonly before: readonly Call[];
}) {
  const { t } = useLingui();
  const { chain, actor } = useChain();
  const { language } = useLanguage();
  const slippage = useShareField(formatBps(50n, language));
  const span = useSpanField(formatDuration(1_800n, language));
  const elsewhere = useAddressField();
  const gateway = useGateway(organisation);
  const { addresses } = organisation;
  const { marketState } = state.contracts.reserve;
  const isRedeem = marketState === "Dissolved";
  const recipient = elsewhere.written.trim() === "" ? actor?.address : elsewhere.value;
  const hand = proceedsOf(state, leaving.atHand);
  const all = proceedsOf(state, leaving.now);
  if (marketState === "Closed") {
    return (
      <p>
        <Trans>There is no market yet: hold your tokens, or give them to somebody else.</Trans>
      </p>
    );
  }

  const orderOf = (tokens: bigint, assets: bigint | undefined): readonly Call[] | undefined => {
    if (recipient === undefined || assets === undefined) return undefined;
    if (isRedeem) return markets.redeem({ organisation: addresses, tokens, recipient });
    if (slippage.value === undefined || slippage.value > 10_000n || span.value === undefined)
      return undefined;
    return markets.sell({
      organisation: addresses,
      tokens,
      minimum: minimumOf(assets, slippage.value),
      recipient,
      deadline: deadlineOf(state.time, span.value),
    });
  };
  const selling = orderOf(leaving.atHand, hand?.assets);
  const atOnce = before.length > 0 ? orderOf(leaving.now, all?.assets) : undefined;
  const byCoin = ((): Deed | undefined => {
    if (gateway === undefined || recipient === undefined || hand === undefined) return undefined;
    const spend = { token: addresses.token, spender: gateway, amount: leaving.atHand };
    const order = { organisation: addresses, gateway, tokens: leaving.atHand, recipient };
    if (isRedeem) return { spend, calls: (allowing) => coins.redeem({ ...order, ...allowing }) };
    const { value: within } = span;
    const { value: part } = slippage;
    if (within === undefined || part === undefined || part > 10_000n) return undefined;
    const minimum = minimumOf(hand.assets, part);
    const deadline = deadlineOf(state.time, within);
    return { spend, calls: (allowing) => coins.sell({ ...order, minimum, deadline, ...allowing }) };
  })();

  return (
    <>
      <p>
        {hand === undefined ? (
          <Trans>You have nothing at hand that would bring something.</Trans>
        ) : (
          <Trans>
            <Tokens of={organisation} units={leaving.atHand} /> at hand bring{" "}
            <Money of={organisation} units={hand.assets} /> in the next block.
          </Trans>
        )}
      </p>
      <details>
        <summary>
          <Trans>Limits and recipient</Trans>
        </summary>
        {!isRedeem && (
          <>
            <Input
              label={t`The price may fall by`}
              field={slippage}
              hint={t`If it falls more before your turn, nothing is sold.`}
            />
            <Input
              label={t({ message: "Within", context: "exit" })}
              field={span}
              hint={t`What is not done by then is not done at all.`}
            />
          </>
        )}
        <AddressInput label={t`Recipient of the money`} field={elsewhere} hint={t`Empty: yourself.`} />
      </details>
      <Act
        label={isRedeem ? t`Redeem what is at hand` : t`Sell what is at hand`}
        organisation={organisation}
        deed={selling && plain(selling)}
        blocked={leaving.atHand === 0n ? t`You have no tokens at hand.` : undefined}
      />
      {gateway !== undefined && leaving.atHand > 0n && (
        <Act isMinor label={t`The same, paid in ${chain.coin}`} organisation={organisation} deed={byCoin} />
      )}
      {atOnce !== undefined && all !== undefined && (
        <>
          <p>
            <Trans>
              Or all steps at once: <Tokens of={organisation} units={leaving.now} /> bring{" "}
              <Money of={organisation} units={all.assets} />.
            </Trans>
          </p>
          <Act
            isMinor
            label={t`Leave with everything that is free`}
            organisation={organisation}
            deed={plain([...before, ...atOnce])}
          />
        </>
      )}
    </>
  );
}

/** In whole minutes, so that it is not another order each second; no sooner than the clock here says, as blocks may be old. */
function deadlineOf(time: bigint, within: bigint): bigint {
  const clock = BigInt(Math.floor(Date.now() / 1_000));
  const last = (time > clock ? time : clock) + within;
  return last + 60n - (last % 60n);
}
