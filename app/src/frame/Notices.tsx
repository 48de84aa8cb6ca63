/** Notices in the corner, read out as they change. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useChain } from "../chain/context.tsx";
import { dismiss, useNotices } from "./notices.ts";

/** All notices. */
export function Notices() {
  const { t } = useLingui();
  const { chain } = useChain();
  const notices = useNotices();
  return (
    <section className="notices" aria-live="polite" aria-label={t`What was sent`}>
      {notices.map(({ key, tone, text, detail, hash, offer }) => (
        <article key={key} className={`notice ${tone}`}>
          <p>
            <strong>{text}</strong>
          </p>
          {detail !== undefined && <p>{detail}</p>}
          {hash !== undefined && chain.explorer !== undefined && (
            <a href={`${chain.explorer}/tx/${hash}`} target="_blank" rel="noreferrer">
              <Trans>See the transaction</Trans>
            </a>
          )}
          {hash !== undefined && chain.explorer === undefined && (
            <code title={hash}>{hash.slice(0, 10)}…</code>
          )}
          {offer !== undefined && (
            <button
              type="button"
              className="minor"
              onClick={() => {
                dismiss(key);
                void offer.run();
              }}
            >
              {offer.label}
            </button>
          )}
          <button
            type="button"
            className="icon"
            aria-label={t`Put away: ${text}`}
            onClick={() => {
              dismiss(key);
            }}
          >
            ×
          </button>
        </article>
      ))}
    </section>
  );
}
