/** Files and folders that are made beside their place: gone when the work is done, and when the process is told to end. */
import { rmSync } from "node:fs";
import { rm } from "node:fs/promises";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What is removed when a signal comes. */
const drafts = new Set<string>();

/**
 * Does work that makes `paths`, files or folders, and removes what is left of them at the end: whether it succeeds, fails,
 * or is interrupted, as by Ctrl-C. What has to stay is moved away by the work, in one step.
 */
export async function withDrafts<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  if (drafts.size === 0) for (const signal of SIGNALS) process.on(signal, end);
  for (const path of paths) drafts.add(path);
  try {
    return await work();
  } finally {
    for (const path of paths) {
      // What cannot be removed, as its name is too long to exist, is no reason to hide how the work ended.
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
      drafts.delete(path);
    }
    if (drafts.size === 0) for (const signal of SIGNALS) process.off(signal, end);
  }
}

/** Removes all drafts, and ends the process as the signal does, unless somebody else listens to it. */
function end(signal: NodeJS.Signals): void {
  // What is being written may bring a file back into a folder that is being emptied.
  for (const path of drafts) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.off(signal, end);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
