/** The one button by which anything is done: tried before, told in words, confirmed, followed to its end. */
import { Trans, useLingui } from "@lingui/react/macro";
import { suiteOf } from "cdpo-sdk/addresses";
import { describeCalls } from "cdpo-sdk/calls";
import { explainError } from "cdpo-sdk/errors";
import { safeForms } from "cdpo-sdk/safe";
import type { Organisation } from "cdpo-sdk/state";
import { useId, useState, type ReactNode } from "react";
import { useChain } from "../chain/context.tsx";
import { takeBack, useTrial, type Deed, type Trial } from "../chain/deeds.ts";
import { useBlock } from "../chain/queries.ts";
import { send, type Spend } from "../chain/sending.ts";
import { switchChain } from "../chain/wallets.ts";
import { download } from "../frame/download.ts";
import { useLanguage } from "../frame/language.tsx";
import { note, renote } from "../frame/notices.ts";
import { openWallets } from "../frame/Wallets.tsx";
import { Dialog } from "./Dialog.tsx";
import { Amount } from "./words.tsx";

/** What the button is of. */
export interface ActProps {
  /** The button's words, an imperative: "Stake". */
  readonly label: string;
  /** What it does; undefined while something is not filled in. */
  readonly deed: Deed | undefined;
  readonly organisation?: Organisation | undefined;
  /** Why it cannot be done, where the page knows it without asking. */
  readonly blocked?: string | undefined;
  /** Shown before it is confirmed, such as what a quote promises. */
  readonly children?: ReactNode;
  readonly onDone?: (() => void) | undefined;
  readonly isMinor?: boolean | undefined;
}

/** The button. */
export function Act({ label, deed, organisation, blocked, children, onDone, isMinor = false }: ActProps) {
  const { t } = useLingui();
  const { chain, connection, isElsewhere, actor, rpc } = useChain();
  const trial = useTrial(blocked === undefined ? deed : undefined, organisation);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const className = isMinor ? "minor" : undefined;
  if (actor === undefined) {
    return (
      <button type="button" className={className} onClick={openWallets}>
        {label}
        <small>
          <Trans>Connect a wallet</Trans>
        </small>
      </button>
    );
  }
  if (isElsewhere && actor.by === "wallet" && connection) {
    return (
      <button
        type="button"
        className={className}
        onClick={() => {
          switchChain(connection, chain).catch((thrown: unknown) => {
            note({
              tone: "bad",
              text: t`The wallet did not switch: choose ${chain.title} in it.`,
              detail: (thrown as Error).message,
            });
          });
        }}
      >
        <Trans>Switch the wallet to {chain.title}</Trans>
      </button>
    );
  }
  const refusal = blocked ?? (deed && trial.data?.refusal);
  const waits = deed !== undefined && blocked === undefined && trial.data === undefined && !trial.isError;
  const cannot = deed === undefined || refusal !== undefined;
  const reason = refusal === "" ? t`The contracts refuse this now.` : refusal;
  return (
    <div className="act">
      <button
        type="button"
        className={className}
        // Stays in reach of keyboards and screen readers, which tell the reason.
        aria-disabled={cannot || waits}
        aria-describedby={reason === undefined ? undefined : id}
        onClick={() => {
          if (!cannot && !waits) setOpen(true);
        }}
      >
        {label}
      </button>
      {reason !== undefined && (
        <p id={id} className="reason">
          {reason}
        </p>
      )}
      {trial.isError && (
        <p className="reason">
          <Trans>The node does not answer, so nothing can be tried now.</Trans>
        </p>
      )}
      {isOpen && deed && trial.data && rpc && (
        <Confirm
          {...{ label, deed, organisation, onDone, children }}
          trial={trial.data}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

function Confirm({
  label,
  deed,
  trial,
  organisation,
  children,
  onDone,
  onClose,
}: Pick<ActProps, "label" | "organisation" | "children" | "onDone"> & {
  readonly deed: Deed;
  readonly trial: Trial;
  readonly onClose: () => void;
}) {
  const { t } = useLingui();
  const { actor, rpc, connection, chain } = useChain();
  const { data: block } = useBlock();
  const { language, timeZone } = useLanguage();
  const [isBusy, setBusy] = useState(false);
  if (actor === undefined || rpc === undefined || block === undefined) return null;
  const speaking = {
    organisation: { suite: suiteOf(chain.book), ...organisation, coin: chain.coin },
    language,
    timeZone,
    now: block.time,
  };
  const byPermit =
    actor.by === "wallet" && trial.spend?.takesPermits === true && trial.spend.allowance < trial.spend.amount;
  // A permit comes with the call: nothing is approved before it.
  const told = byPermit ? deed.calls({ allowance: trial.spend.amount }) : trial.calls;
  const meaning = describeCalls({ calls: told, ...speaking });
  // Something changed since the dialog opened; what is under way already says so itself.
  const isRefused = trial.refusal !== undefined && !isBusy;

  const write = () => {
    const { batch } = safeForms({
      calls: trial.calls,
      chainId: chain.chainId,
      from: actor.address,
      name: label,
      ...speaking,
    });
    download(
      `${label.toLowerCase().replace(/\W+/g, "-")}.json`,
      `${JSON.stringify(batch, null, 2)}\n`,
      "application/json",
    );
    note({ tone: "good", text: t`Written for the Transaction Builder of the Safe: ${label}` });
    onClose();
  };

  const go = () => {
    if (connection === undefined) return;
    setBusy(true);
    const key = note({ tone: "busy", text: label, detail: t`Confirm it in the wallet.` });
    const whenFailed = (spend: Spend | undefined) => async () => {
      if (spend === undefined) return;
      const { calls } = takeBack(spend);
      await send({ rpc, connection, calls, spend: undefined, now: block.time, tell: () => undefined });
    };
    void send({
      rpc,
      connection,
      calls: deed.calls,
      spend: trial.spend,
      now: block.time,
      tell: (progress) => {
        const { step } = progress;
        if (step === "signing")
          renote(key, { detail: t`Sign the permit in the wallet: it allows this one amount.` });
        else if (step === "asking") {
          const { at, of } = progress;
          renote(key, {
            detail: of === 1 ? t`Confirm it in the wallet.` : t`Confirm ${at} of ${of} in the wallet.`,
          });
        } else if (step === "sent") {
          const { at, of, hash } = progress;
          renote(key, {
            detail:
              of === 1 ? t`Sent, waiting for its block.` : t`${at} of ${of} sent, waiting for its block.`,
            hash,
          });
        } else if (step === "proposed") {
          renote(key, {
            detail: t`Proposed to the Safe: its other owners sign there. It is done once the Safe executes it.`,
          });
          onClose();
        } else if (step === "done") {
          const { hash } = progress;
          renote(key, { tone: "good", detail: t`Done in block ${String(progress.block)}.`, hash });
          onClose();
          onDone?.();
        } else if (step === "rejected") {
          renote(key, { tone: "plain", detail: t`Rejected in the wallet. Nothing was sent.` });
          setBusy(false);
        } else if (step === "replaced") {
          const { by, isCancelled } = progress;
          renote(
            key,
            isCancelled
              ? {
                  tone: "plain",
                  detail: t`Replaced in the wallet by another transaction: this one was not done.`,
                  hash: by,
                }
              : { detail: t`Replaced in the wallet by a faster one.`, hash: by },
          );
          if (isCancelled) onClose();
        } else {
          const { thrown, hash } = progress;
          const told = explainError({ thrown, call: trial.calls.at(-1)?.data, ...speaking })?.sentence;
          const message =
            thrown instanceof Error
              ? thrown.message
              : ((thrown as { message?: string } | null)?.message ?? "");
          renote(key, {
            tone: "bad",
            detail: t`Failed: ${told ?? message}`,
            hash,
            ...(trial.spend &&
              hash &&
              !trial.spend.takesPermits && {
                offer: { label: t`Take the approval back`, run: whenFailed(trial.spend) },
              }),
          });
          onClose();
        }
      },
    });
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
          <Changed
            change={trial.changes.asset}
            decimals={organisation.asset.decimals}
            symbol={organisation.asset.symbol}
          />
          <Changed change={trial.changes.tokens} decimals={18} symbol={organisation.symbol} />
        </dl>
      )}
      <div className="buttons">
        <button type="button" className="minor" onClick={onClose}>
          <Trans>Not now</Trans>
        </button>
        {actor.by === "file" ? (
          <button
            type="button"
            aria-disabled={isRefused}
            onClick={() => {
              if (!isRefused) write();
            }}
          >
            <Trans>Write the file for the Safe</Trans>
          </button>
        ) : (
          <button
            type="button"
            onClick={() => {
              if (!isBusy && !isRefused) go();
            }}
            aria-disabled={isBusy || isRefused}
          >
            {isBusy ? <Trans>Waiting for the wallet …</Trans> : label}
          </button>
        )}
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
