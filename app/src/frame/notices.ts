/** What happens to what was sent: notices that stay until they are put away. */
import type { Hex } from "cdpo-sdk/state";
import { useSyncExternalStore } from "react";

/** A notice. */
export interface Notice {
  readonly key: number;
  readonly tone: "busy" | "good" | "bad" | "plain";
  readonly text: string;
  readonly detail?: string | undefined;
  /** Of the transaction that it tells of. */
  readonly hash?: Hex | undefined;
  /** What can be done about it. */
  readonly offer?: { readonly label: string; readonly run: () => Promise<void> } | undefined;
}

let notices: readonly Notice[] = [];
let last = 0;
const listeners = new Set<() => void>();

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/** Tells something; answers its key. */
export function note(notice: Omit<Notice, "key">): number {
  set([...notices, { ...notice, key: ++last }]);
  return last;
}

/** Tells more of it. */
export function renote(key: number, change: Partial<Omit<Notice, "key">>): void {
  set(notices.map((each) => (each.key === key ? { ...each, ...change } : each)));
}

/** Puts it away. */
export function dismiss(key: number): void {
  set(notices.filter((each) => each.key !== key));
}

/** All that are there. */
export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
}
