/** Proposing an epoch: a published ledger, verified here before. */
import { Trans, useLingui } from "@lingui/react/macro";
import { epochs } from "cdpo-sdk/calls";
import type { Hex } from "cdpo-sdk/state";
import { useState } from "react";
import { plain } from "../../../chain/deeds.ts";
import type { PageProps } from "../../../frame/OrganisationPages.tsx";
import { Act } from "../../../parts/act/Act.tsx";
import { Input, useTextField } from "../../../parts/forms/fields.tsx";
import { Amount, Span } from "../../../parts/words.tsx";
import { LedgerProgress } from "./LedgerProgress.tsx";
import { useLedger } from "./useLedger.ts";

const MOST = 2n ** 96n - 1n;

/** The form. */
export function ProposeEpoch({ organisation, state }: PageProps) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const { progress, check, forget } = useLedger();
  const uri = useTextField();
  const [round, next] = useState(0);
  const where = uri.value;
  const { terms } = state.contracts.epochs;
  const facts = progress.step === "verified" ? progress.facts : undefined;
  const live = ["Proposed", "Active", "Open", "Expired"];
  const twin = facts && state.epochs.find(({ root, status }) => root === facts.root && live.includes(status));
  const number = String(twin?.id ?? "");
  return (
    <>
      <p>
        <Trans>
          A ledger says who gets what for a time, by formulas that anyone can compute again. Curators and
          stakeholders may challenge it for <Span seconds={terms.challengeWindow} />; then it is paid like
          contributions.
        </Trans>
      </p>
      <div className="field">
        <label htmlFor="ledger-file">
          <Trans>The ledger (ledger.jsonl)</Trans>
        </label>
        <input
          // A new one once it was proposed: nothing else empties a field of files.
          key={round}
          id="ledger-file"
          type="file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            void file?.arrayBuffer().then((bytes) => {
              check({ bytes: new Uint8Array(bytes), facts: undefined });
            });
          }}
        />
        <LedgerProgress organisation={organisation} progress={progress} />
        {facts && (
          <p className="hint">
            <Trans>
              Root <code>{facts.root}</code>, formulas {facts.formula}. Whether the formulas give these
              amounts is for the command “cdpo ledger verify” to compute.
            </Trans>
          </p>
        )}
      </div>
      <Input
        label={t`Where anyone finds it`}
        field={uri}
        placeholder="https://…/ledger.jsonl"
        hint={<Trans>Put exactly this file there: its bytes have the hash that is proposed.</Trans>}
      />
      <Act
        label={t`Propose the epoch`}
        organisation={organisation}
        blocked={
          twin !== undefined
            ? t`Epoch ${number} proposes this ledger already.`
            : facts !== undefined && facts.total > MOST
              ? t`Its total is more than an epoch can have.`
              : undefined
        }
        deed={
          facts === undefined || where === undefined
            ? undefined
            : plain(
                epochs.propose({
                  organisation: addresses,
                  root: facts.root as Hex,
                  total: facts.total,
                  count: facts.count,
                  contentHash: facts.contentHash as Hex,
                  uri: where,
                  formula: facts.formula,
                }),
              )
        }
        onDone={() => {
          forget();
          next(round + 1);
          uri.write("");
        }}
      >
        {facts && (
          <p>
            <Trans>
              <Amount units={facts.total} symbol={symbol} /> for {facts.count} accounts.
            </Trans>
          </p>
        )}
      </Act>
    </>
  );
}
