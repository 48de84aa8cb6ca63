/** What the browser keeps of a reader's choices; some keep nothing, and then nothing is kept. */
const PREFIX = "cdpo.";

/** What was kept under a name. */
export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps something, or with undefined no longer. */
export function keep(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // a browser that keeps nothing
  }
}
