/** What has older ones read of a long list; nothing where all of it is read. */
import { Trans } from "@lingui/react/macro";
import type { Lists } from "cdpo-sdk/state";
import { useOlder } from "../chain/older.tsx";

/** The button. `of`: how long the list is. */
export function Older({ list, of }: { readonly list: keyof Lists; readonly of: bigint }) {
  const { lengthOf, read } = useOlder();
  const [shown, all] = [String(lengthOf(list)), String(of)];
  if (of <= lengthOf(list)) return null;
  return (
    <div className="buttons">
      <button
        type="button"
        className="minor"
        onClick={() => {
          read(list);
        }}
      >
        <Trans>
          Older ones (the newest {shown} of {all} are read)
        </Trans>
      </button>
    </div>
  );
}
