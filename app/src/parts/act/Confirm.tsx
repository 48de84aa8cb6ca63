/** Before it is done: what it is in words, and what it changes. */
import { Trans, useLingui } from "@lingui/react/macro";
import { suiteOf } from "cdpo-sdk/addresses";
import { describeCalls } from "cdpo-sdk/calls";
import { safeForms } from "cdpo-sdk/safe";
import type { Organisation } from "cdpo-sdk/state";
import { shownText } from "cdpo-sdk/units";
import { useState, type ReactNode } from "react";
import { useChain, type Actor } from "../../chain/context.tsx";
import { useTrial, type Deed, type Trial } from "../../chain/deeds.ts";
import { useOthers } from "../../chain/others.ts";
import { useBlock } from "../../chain/queries.ts";
import { send } from "../../chain/sending.ts";
import { download } from "../../frame/download.ts";
import { useLanguage } from "../../frame/language.tsx";
import { note } from "../../frame/notices.ts";
import { Dialog } from "../Dialog.tsx";
import { useTelling } from "./telling.ts";
import { Amount } from "../words.tsx";

/** What was pressed, by whom, and how it would have ended then. */
export interface Opened {
  readonly deed: Deed;
  readonly trial: Trial;
  readonly by: Actor;
}

/** The dialog. It tries the deed again with each block, and sends that deed and no other. */
export function Confirm({
  label,
  opened: { deed, trial: first, by },
  organisation,
  children,
  onDone,
  onClose,
}: {
  readonly label: string;
  readonly opened: Opened;
  readonly organisation: Organisation | undefined;
  readonly children: ReactNode;
  readonly onDone: (() => void) | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useLingui();
  const { rpc, connection, chain } = useChain();
  const { data: block } = useBlock();
  const { language, timeZone } = useLanguage();
  const { data: trial = first } = useTrial(deed, organisation);
  const [isBusy, setBusy] = useState(false);
  const others = useOthers(organisation);
  const speaking = {
    organisation: { suite: suiteOf(chain.book), ...organisation, coin: chain.coin, others },
    language,
    timeZone,
    now: block?.time,
  };
  const telling = useTelling({
    speaking,
    onClose,
    onDone,
    onRejected: () => {
      setBusy(false);
    },
  });
  if (rpc === undefined || block === undefined) return null;
  const byPermit =
    by.by === "wallet" && trial.spend?.takesPermits === true && trial.spend.allowance < trial.spend.amount;
  // A permit comes with the call: nothing is approved before it.
  const told = byPermit ? deed.calls({ allowance: trial.spend.amount }) : trial.calls;
  const meaning = describeCalls({ calls: told, ...speaking }).map(shownText);
  // What is under way already says so itself.
  const isRefused = trial.refusal !== undefined && !isBusy;

  const write = () => {
    const from = by.address;
    const { chainId } = chain;
    const { batch } = safeForms({ calls: trial.calls, chainId, from, name: label, ...speaking });
    const name = `${label.toLowerCase().replace(/\W+/g, "-")}.json`;
    download(name, `${JSON.stringify(batch, null, 2)}\n`, "application/json");
    note({ tone: "good", text: t`Written for the Transaction Builder of the Safe: ${label}` });
    onClose();
  };
  const go = () => {
    if (connection === undefined) return;
    setBusy(true);
    const { calls } = deed;
    const { spend } = trial;
    const place = { rpc, connection, chainId: chain.chainId };
    const tell = telling({ label, place, call: trial.calls.at(-1)?.data });
    void send({ ...place, calls, spend, tell });
  };

  return (
    <Dialog title={label} onClose={onClose}>
      <ol className="meaning">
        {meaning.map((sentence, at) => (
          <li key={at}>{sentence}</li>
        ))}
      </ol>
      {byPermit && (
        <p>
          <Trans>
            You sign a permit for exactly this amount first; it costs no gas, and nothing stays allowed.
          </Trans>
        </p>
      )}
      {children}
      {isRefused && (
        <p className="reason" role="alert">
          {trial.refusal === "" ? t`The contracts refuse this now.` : trial.refusal}
        </p>
      )}
      {trial.changes && organisation && (
        <dl className="changes">
          <Changed change={trial.changes.asset} {...organisation.asset} />
          <Changed change={trial.changes.tokens} decimals={18} symbol={organisation.symbol} />
        </dl>
      )}
      <div className="buttons">
        <button type="button" className="minor" onClick={onClose}>
          <Trans>Not now</Trans>
        </button>
        <button
          type="button"
          aria-disabled={isBusy || isRefused}
          onClick={() => {
            if (isBusy || isRefused) return;
            if (by.by === "file") write();
            else go();
          }}
        >
          {by.by === "file" ? (
            <Trans>Write the file for the Safe</Trans>
          ) : isBusy ? (
            <Trans>Waiting for the wallet …</Trans>
          ) : (
            label
          )}
        </button>
      </div>
    </Dialog>
  );
}

function Changed({
  change: { before, after },
  decimals,
  symbol,
}: {
  readonly change: { readonly before: bigint; readonly after: bigint };
  readonly decimals: number;
  readonly symbol: string;
}) {
  if (before === after) return null;
  return (
    <div>
      <dt>
        <Trans>Your {symbol}</Trans>
      </dt>
      <dd>
        <Amount units={before} decimals={decimals} /> →{" "}
        <Amount units={after} decimals={decimals} symbol={symbol} />
      </dd>
    </div>
  );
}
