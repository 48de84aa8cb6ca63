/** Whether a file is the one whose hash was recorded. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { Hex } from "cdpo-sdk/state";
import { NO_HASH, useEvidence } from "../../parts/forms/hashing.tsx";

/** Compares in the browser. */
export function CheckFile({ hash }: { readonly hash: Hex }) {
  const { t } = useLingui();
  const evidence = useEvidence();
  if (hash === NO_HASH)
    return (
      <p className="hint">
        <Trans>No hash of its evidence was recorded.</Trans>
      </p>
    );
  const { file } = evidence;
  return (
    <div className="field">
      <p>
        <Trans>
          Hash of its evidence: <code>{hash}</code>
        </Trans>
      </p>
      <input
        type="file"
        aria-label={t`A file to compare with the recorded hash`}
        onChange={(event) => {
          void evidence.choose(event.target.files?.[0]);
        }}
      />
      {file !== undefined &&
        (evidence.hash === hash ? (
          <p className="hint">
            ✓ <Trans>{file.name} is what was recorded.</Trans>
          </p>
        ) : (
          <p className="reason">
            ✗ <Trans>{file.name} is something else.</Trans>
          </p>
        ))}
    </div>
  );
}
