/** More of a long list. */
import { Trans } from "@lingui/react/macro";
import { useState } from "react";

/** How much of a list is shown, and what shows a page more. */
export function useMore(page: number): readonly [shown: number, more: () => void] {
  const [shown, show] = useState(page);
  return [
    shown,
    () => {
      show(shown + page);
    },
  ];
}

/** The button; nothing where all is shown. */
export function More({
  shown,
  of,
  more,
}: {
  readonly shown: number;
  readonly of: number;
  readonly more: () => void;
}) {
  if (of <= shown) return null;
  return (
    <button type="button" className="minor" onClick={more}>
      <Trans>
        Show more ({shown} of {of})
      </Trans>
    </button>
  );
}
