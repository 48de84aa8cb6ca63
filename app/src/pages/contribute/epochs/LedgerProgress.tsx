/** How far fetching and verifying a ledger is, in words. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Organisation } from "cdpo-sdk/state";
import { Amount } from "../../../parts/words.tsx";
import type { Progress } from "./useLedger.ts";

/** Told as it goes on. */
export function LedgerProgress({
  organisation,
  progress,
}: {
  readonly organisation: Organisation;
  readonly progress: Progress;
}) {
  const { t } = useLingui();
  switch (progress.step) {
    case "none":
      return null;
    case "fetching":
      return (
        <p role="status">
          <Trans>Fetching the ledger …</Trans>{" "}
          <progress
            aria-label={t`Fetched`}
            value={progress.total === undefined ? undefined : progress.done}
            max={progress.total}
          />
        </p>
      );
    case "checking":
      return (
        <p role="status">
          {progress.count === undefined ? (
            <Trans>Reading the ledger …</Trans>
          ) : (
            <Plural value={progress.count} one="Checking # entry …" other="Checking # entries …" />
          )}{" "}
          <progress aria-label={t`Checking`} />
        </p>
      );
    case "failed":
      return (
        <p className="reason" role="alert">
          <Trans>This ledger cannot be used:</Trans> {progress.message}
        </p>
      );
    case "verified": {
      const { name, facts } = progress;
      return (
        <p role="status">
          ✓{" "}
          <Trans>
            “{name}” is verified: root, content hash,{" "}
            <Amount units={facts.total} symbol={organisation.symbol} /> in all
          </Trans>
          , <Plural value={facts.count} one="# entry." other="# entries." />
        </p>
      );
    }
  }
}
