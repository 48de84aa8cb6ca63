/** What others published: texts that are compared with their hash, partners that an organisation knows. */
import { Trans, useLingui } from "@lingui/react/macro";
import { textHash } from "cdpo-sdk/calls";
import { useId, useState } from "react";
import { Account } from "./words.tsx";

/** Compares a file of the reader's with the hash of the terms; nothing leaves the browser. */
export function TextCheck({ hash }: { readonly hash: string }) {
  const { t } = useLingui();
  const id = useId();
  const [told, tell] = useState<{ readonly name: string; readonly fits: boolean }>();
  if (/^0x0*$/.test(hash)) {
    return (
      <p className="hint">
        <Trans>No text is kept with it: what stands at the link can change.</Trans>
      </p>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>
        <Trans>Check a text that you loaded against the hash on the chain</Trans>
      </label>
      <input
        id={id}
        type="file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file === undefined) return;
          void file.arrayBuffer().then((bytes) => {
            tell({ name: file.name, fits: textHash(new Uint8Array(bytes)) === hash.toLowerCase() });
          });
        }}
      />
      <p className={told?.fits === false ? "reason" : "hint"} role="status">
        {told === undefined
          ? t`The hash is ${hash}.`
          : told.fits
            ? t`✓ ${told.name} is the text that was published, to the byte.`
            : t`✗ ${told.name} is another text than was published, or another version of it.`}
      </p>
    </div>
  );
}

/** An account, and the name that the organisation knows it by, if any. */
export function KnownPartner({
  address,
  name,
}: {
  readonly address: string;
  readonly name: string | undefined;
}) {
  return name === undefined || name === "" ? (
    <>
      <Account address={address} /> · <Trans>not known to the organisation</Trans>
    </>
  ) : (
    <>
      ✓ {name} <Account address={address} />
    </>
  );
}
