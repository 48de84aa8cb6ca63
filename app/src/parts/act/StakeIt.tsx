/** What one may do with tokens that one just got. */
import { Trans } from "@lingui/react/macro";
import type { Organisation } from "cdpo-sdk/state";
import { formatAmount, TOKEN_DECIMALS } from "cdpo-sdk/units";
import { Amount } from "../words.tsx";

/** A link to the page of stakes with the amount filled in. */
export function StakeIt({
  organisation: { index, symbol },
  amount,
}: {
  readonly organisation: Organisation;
  readonly amount: bigint;
}) {
  return (
    <p className="warning" role="status">
      <Trans>
        You got <Amount units={amount} symbol={symbol} />. Staked, they are a voice:
      </Trans>{" "}
      <a href={`#/o/${index}/stake?amount=${formatAmount(amount, TOKEN_DECIMALS)}`}>
        <Trans>Stake it</Trans>
      </a>
    </p>
  );
}
