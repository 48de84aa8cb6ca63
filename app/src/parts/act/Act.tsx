/** The one button by which anything is done: tried before, told in words, confirmed, followed to its end. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { Organisation } from "cdpo-sdk/state";
import { useId, useState, type ReactNode } from "react";
import { useChain } from "../../chain/context.tsx";
import { useTrial, type Deed } from "../../chain/deeds.ts";
import { switchChain } from "../../chain/wallets.ts";
import { note } from "../../frame/notices.ts";
import { openWallets } from "../../frame/Wallets.tsx";
import { Confirm, type Opened } from "./Confirm.tsx";

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
  const { chain, connection, isElsewhere, actor } = useChain();
  const trial = useTrial(blocked === undefined ? deed : undefined, organisation);
  /** What was pressed: it stays what it was while its dialog is open, whatever the form says meanwhile. */
  const [opened, open] = useState<Opened>();
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
          if (deed && trial.data && !cannot) open({ deed, trial: trial.data, by: actor });
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
      {opened?.by.address === actor.address && opened.by.by === actor.by && (
        <Confirm
          {...{ label, organisation, onDone, children, opened }}
          onClose={() => {
            open(undefined);
          }}
        />
      )}
    </div>
  );
}
