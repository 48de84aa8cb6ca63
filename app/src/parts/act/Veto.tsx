/** The veto of stakeholders against one matter: what weighs, what it takes, and what one can do. */
import { Trans, useLingui } from "@lingui/react/macro";
import { stake, type Call } from "cdpo-sdk/calls";
import {
  contractsAt,
  one,
  read,
  together,
  type AccountState,
  type Address,
  type Organisation,
} from "cdpo-sdk/state";
import { useAsk } from "../../chain/asking.ts";
import { plain } from "../../chain/deeds.ts";
import { Act } from "./Act.tsx";
import { Bar } from "../pictures/Bar.tsx";
import { Amount } from "../words.tsx";

/** By what a veto is measured, as in IStake. */
export interface VetoTerms {
  readonly proposedAt: bigint;
  readonly bps: bigint;
  readonly minimum: bigint;
}

/** The picture and the button. */
export function Veto({
  organisation,
  account,
  forum,
  id,
  terms: { proposedAt, bps, minimum },
  calls,
}: {
  readonly organisation: Organisation;
  readonly account: AccountState | undefined;
  readonly forum: Address;
  readonly id: bigint;
  readonly terms: VetoTerms;
  /** Those that veto. */
  readonly calls: readonly Call[];
}) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const at = contractsAt(addresses).stake;
  const who = account?.account ?? "0x0000000000000000000000000000000000000000";
  const { data } = useAsk(
    ["veto", forum, id, who, proposedAt],
    together({
      tally: one(read({ ...at, functionName: "vetoTally", args: [forum, id] })),
      threshold: one(
        read({ ...at, functionName: "vetoThreshold", args: [forum, id, proposedAt, bps, minimum] }),
      ),
      own: one(read({ ...at, functionName: "vetoOf", args: [forum, id, who] })),
      before: one(read({ ...at, functionName: "getPastVotes", args: [who, proposedAt - 1n] })),
    }),
  );
  if (data === undefined) return null;
  const { tally, threshold, own, before } = data;
  const weighs = account === undefined ? 0n : account.stake < before ? account.stake : before;
  return (
    <>
      <Bar
        caption={t`Veto of stakeholders`}
        parts={[
          {
            label: <Trans>vetoed with</Trans>,
            value: tally.total,
            shown: <Amount units={tally.total} symbol={symbol} />,
            tone: "second",
          },
        ]}
        marks={[
          {
            label: <Trans>stops it from</Trans>,
            at: threshold,
            shown: <Amount units={threshold} symbol={symbol} />,
          },
        ]}
      />
      {own > 0n ? (
        <>
          <p>
            <Trans>
              You veto it with <Amount units={own} symbol={symbol} />.
            </Trans>
          </p>
          <Act
            isMinor
            label={t`Take my veto back`}
            organisation={organisation}
            deed={plain(stake.takeBackVeto({ organisation: addresses, forum, id }))}
          />
        </>
      ) : (
        <>
          {account !== undefined && (
            <p className="hint">
              <Trans>
                Your veto would weigh <Amount units={weighs} symbol={symbol} />: the lesser of your stake now
                and just before this was proposed. It holds your whole stake until you take it back; if it
                succeeds, for a week.
              </Trans>
            </p>
          )}
          <Act isMinor label={t`Veto`} organisation={organisation} deed={plain(calls)} />
        </>
      )}
    </>
  );
}
