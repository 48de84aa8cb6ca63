/** Texts and files whose hash the chain keeps: hashed in the browser, sent nowhere. */
import { Trans, useLingui } from "@lingui/react/macro";
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import type { Hex } from "cdpo-sdk/state";
import { useId, useState } from "react";

/** No hash. */
export const NO_HASH: Hex = `0x${"0".repeat(64)}`;

/** What is hashed: a text, a file, or nothing. */
export interface Evidence {
  readonly text: string;
  readonly write: (text: string) => void;
  readonly file: { readonly name: string; readonly size: number } | undefined;
  readonly choose: (file: File | undefined) => Promise<void>;
  /** Forgets text and file. */
  readonly clear: () => void;
  /** How often it was cleared: browsers empty a field of a file only by another one. */
  readonly cleared: number;
  /** keccak256 of it; zeros for nothing. */
  readonly hash: Hex;
}

/** Keeps a text or a file, and its hash. */
export function useEvidence(): Evidence {
  const [text, write] = useState("");
  const [chosen, setChosen] = useState<{ name: string; size: number; hash: Hex }>();
  const [cleared, count] = useState(0);
  const hash = chosen?.hash ?? (text === "" ? NO_HASH : Hash.keccak256(OxHex.fromString(text)));
  return {
    text,
    write,
    file: chosen,
    hash,
    cleared,
    clear: () => {
      write("");
      setChosen(undefined);
      count(cleared + 1);
    },
    choose: async (file) => {
      if (file === undefined) {
        setChosen(undefined);
        return;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      setChosen({ name: file.name, size: file.size, hash: Hash.keccak256(bytes, { as: "Hex" }) });
    },
  };
}

/** Fields of it. */
export function EvidenceInput({ label, evidence }: { readonly label: string; readonly evidence: Evidence }) {
  const { t } = useLingui();
  const id = useId();
  const { file, text, hash } = evidence;
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className="field">
        <label htmlFor={`${id}-text`}>{t`As a text`}</label>
        <div className="control">
          <textarea
            id={`${id}-text`}
            rows={3}
            value={text}
            disabled={file !== undefined}
            onChange={(event) => {
              evidence.write(event.target.value);
            }}
          />
        </div>
      </div>
      <div className="field">
        <label htmlFor={`${id}-file`}>{t`or as a file`}</label>
        <div className="control">
          <input
            key={evidence.cleared}
            id={`${id}-file`}
            type="file"
            onChange={(event) => {
              void evidence.choose(event.target.files?.[0]);
            }}
          />
        </div>
        <p className="hint" aria-live="polite">
          {hash === NO_HASH ? (
            <Trans>
              Only its hash goes to the chain; keep it where others find it, and give that address below.
            </Trans>
          ) : (
            <Trans>
              Its hash (keccak256): <code>{hash}</code>
            </Trans>
          )}
        </p>
      </div>
    </fieldset>
  );
}
