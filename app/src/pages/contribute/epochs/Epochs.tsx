/** Epochs: many awards under one ledger, from its proposal to the claims. */
import { Trans, useLingui } from "@lingui/react/macro";
import { epochs as building, type EpochClaim } from "cdpo-sdk/calls";
import { leafReads } from "cdpo-sdk/state";
import { useState } from "react";
import { useAsk } from "../../../chain/asking.ts";
import { plain } from "../../../chain/deeds.ts";
import type { PageProps } from "../../../frame/OrganisationPages.tsx";
import { Act } from "../../../parts/act/Act.tsx";
import { StakeIt } from "../../../parts/act/StakeIt.tsx";
import { Amount } from "../../../parts/words.tsx";
import { Epoch } from "./Epoch.tsx";
import { isSame } from "../../../parts/same.ts";
import { Older } from "../../../parts/Older.tsx";

/** A leaf of who acts, found in a verified ledger. */
export interface Found extends EpochClaim {
  readonly account: string;
}

const CLOSED = ["Rejected", "Withdrawn", "Void", "Expired"];

/** The list, and claiming of several at once. */
export function Epochs(props: PageProps) {
  const { t } = useLingui();
  const { organisation, state, account } = props;
  const { addresses, symbol } = organisation;
  const [found, setFound] = useState<readonly Found[]>([]);
  const [got, setGot] = useState(0n);
  const who = account?.account;
  const own = found.filter((each) => isSame(each.account, who));
  const { data: leaves } = useAsk(
    ["leaves", who, ...own.map(({ epoch, index }) => `${epoch}:${index}`)],
    own.length === 0 ? undefined : leafReads({ organisation, leaves: own }),
  );
  const claims = own.filter((each) =>
    leaves?.some(({ epoch, index, due }) => epoch === each.epoch && index === each.index && due > 0n),
  );
  const due = (leaves ?? []).reduce((sum, leaf) => sum + leaf.due, 0n);
  const all = [...state.epochs].reverse();
  const live = all.filter(({ status }) => !CLOSED.includes(status));
  const over = all.filter(({ status }) => CLOSED.includes(status));
  const find = (one: Found) => {
    setFound([...found.filter((each) => each.epoch !== one.epoch || each.account !== one.account), one]);
  };
  return (
    <>
      {all.length === 0 && (
        <p>
          <Trans>No epoch was proposed yet.</Trans>
        </p>
      )}
      {who !== undefined && claims.length > 0 && (
        <>
          <p>
            <Trans>
              In the ledgers that you opened <Amount units={due} symbol={symbol} /> are due to you.
            </Trans>
          </p>
          <Act
            label={claims.length === 1 ? t`Claim it` : t`Claim all of it`}
            organisation={organisation}
            deed={plain(
              building.claim({
                organisation: addresses,
                account: who,
                claims: claims.map(({ epoch, index, amount, proof }) => ({ epoch, index, amount, proof })),
              }),
            )}
            onDone={() => {
              setGot(due);
            }}
          />
        </>
      )}
      {got > 0n && <StakeIt organisation={organisation} amount={got} />}
      {live.map((epoch) => (
        <Epoch key={String(epoch.id)} {...props} epoch={epoch} found={own} onFound={find} />
      ))}
      {over.length > 0 && (
        <details>
          <summary>
            <Trans>Earlier epochs</Trans>
          </summary>
          {over.map((epoch) => (
            <Epoch key={String(epoch.id)} {...props} epoch={epoch} found={own} onFound={find} />
          ))}
        </details>
      )}
      <Older list="epochs" of={state.contracts.epochs.epochCount} />
    </>
  );
}
