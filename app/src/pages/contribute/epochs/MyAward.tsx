/** What an account has in an epoch: looked up in its ledger, which is verified first. */
import { Trans, useLingui } from "@lingui/react/macro";
import { epochs } from "cdpo-sdk/calls";
import { leafReads, type Address } from "cdpo-sdk/state";
import { useEffect, useId } from "react";
import { useAsk } from "../../../chain/asking.ts";
import { plain } from "../../../chain/deeds.ts";
import { Act } from "../../../parts/act/Act.tsx";
import { isSame } from "../../../parts/same.ts";
import { useAddressField } from "../../../parts/forms/fields.tsx";
import { Amount } from "../../../parts/words.tsx";
import type { EpochProps } from "./Epoch.tsx";
import { LedgerProgress } from "./LedgerProgress.tsx";
import type { ProposedEpoch } from "../records.ts";
import { useLedger } from "./useLedger.ts";

/** Opens the ledger from its address or a file. */
export function MyAward({
  organisation,
  account,
  epoch,
  proposed,
  onFound,
}: EpochProps & { readonly proposed: ProposedEpoch }) {
  const { t } = useLingui();
  const id = useId();
  const { progress, check, fetchFrom } = useLedger();
  const other = useAddressField();
  const { symbol } = organisation;
  const whose = other.value ?? account?.account;
  const facts = {
    root: epoch.root,
    total: epoch.total,
    count: Number(epoch.count),
    contentHash: proposed.contentHash,
  };
  const entry = progress.step === "verified" ? progress.entry : undefined;
  const isFetchable = /^https?:\/\//i.test(proposed.uri);
  const isOwn = isSame(entry?.leaf.account, account?.account);
  const claim = entry && {
    epoch: epoch.id,
    index: BigInt(entry.leaf.index),
    amount: entry.leaf.amount,
    proof: entry.proof,
  };
  const { data } = useAsk(
    ["leaf", epoch.id, entry?.leaf.index],
    claim && leafReads({ organisation, leaves: [claim] }),
  );
  const leaf = entry === undefined ? undefined : data?.[0];
  const key = entry && `${entry.leaf.index}${entry.leaf.account}`;
  useEffect(() => {
    if (entry === undefined || claim === undefined) return;
    onFound({ ...claim, account: entry.leaf.account });
    // Once for each entry that is found.
  }, [key]);
  return (
    <>
      <div className="acts">
        {isFetchable && (
          <button
            type="button"
            className="minor"
            onClick={() => {
              void fetchFrom(proposed.uri).then((bytes) => {
                if (bytes) check({ bytes, facts, account: whose });
              });
            }}
          >
            <Trans>Look up my award in its ledger</Trans>
          </button>
        )}
        <div className="field">
          <label htmlFor={id}>
            {isFetchable ? (
              <Trans>or in a file that you have</Trans>
            ) : (
              <Trans>Look it up in the ledger's file</Trans>
            )}
          </label>
          <input
            id={id}
            type="file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              void file?.arrayBuffer().then((bytes) => {
                check({ bytes: new Uint8Array(bytes), facts, account: whose });
              });
            }}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-whose`}>
            <Trans>of another account</Trans>
          </label>
          <input
            id={`${id}-whose`}
            value={other.written}
            placeholder="0x…"
            aria-invalid={other.problem !== undefined}
            onChange={(event) => {
              other.write(event.target.value);
            }}
          />
          {other.problem !== undefined && <p className="reason">{other.problem}</p>}
        </div>
      </div>
      <LedgerProgress organisation={organisation} progress={progress} />
      {progress.step === "verified" &&
        (entry === undefined ? (
          <p>
            {whose === undefined
              ? t`Connect a wallet, or write an address to look up.`
              : t`This account has no award in it.`}
          </p>
        ) : (
          <>
            <p>
              <Trans>
                The award is <Amount units={entry.leaf.amount} symbol={symbol} />.
              </Trans>{" "}
              {leaf?.isClaimed === true && <Trans>It was claimed.</Trans>}
              {leaf !== undefined && leaf.due > 0n && isOwn && (
                <Trans>
                  <Amount units={leaf.due} symbol={symbol} /> of it can be claimed now, above.
                </Trans>
              )}
            </p>
            {leaf !== undefined && leaf.due > 0n && !isOwn && claim && (
              <Act
                isMinor
                label={t`Claim it for this account`}
                organisation={organisation}
                deed={plain(
                  epochs.claim({
                    organisation: organisation.addresses,
                    account: entry.leaf.account as Address,
                    claims: [claim],
                  }),
                )}
              />
            )}
            <details>
              <summary>
                <Trans>For what</Trans>
              </summary>
              <ul>
                {entry.rows.slice(0, 100).map((row, at) => (
                  <li key={at}>
                    <code>{JSON.stringify(row)}</code>
                  </li>
                ))}
              </ul>
            </details>
          </>
        ))}
    </>
  );
}
