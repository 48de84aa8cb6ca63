/** How much of long lists is read: the newest first, and older ones as they are asked for. */
import type { Lists } from "cdpo-sdk/state";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { useChain } from "./context.tsx";

interface Older {
  /** How many of a list are read. */
  readonly lengthOf: (list: keyof Lists) => bigint;
  /** Has as many more of it read. */
  readonly read: (list: keyof Lists) => void;
}

const OlderContext = createContext<Older | undefined>(undefined);

/** What is read of each list. */
export function useOlder(): Older {
  const older = useContext(OlderContext);
  if (older === undefined) throw new Error("there are no lists here");
  return older;
}

/** Keeps it for one organisation. */
export function OlderProvider({ children }: { readonly children: ReactNode }) {
  const { listed } = useChain().chain;
  const [lengths, setLengths] = useState<Readonly<Partial<Record<keyof Lists, bigint>>>>({});
  const older = useMemo((): Older => {
    const lengthOf = (list: keyof Lists) => lengths[list] ?? listed;
    return {
      lengthOf,
      read: (list) => {
        setLengths({ ...lengths, [list]: lengthOf(list) + listed });
      },
    };
  }, [lengths, listed]);
  return <OlderContext value={older}>{children}</OlderContext>;
}
