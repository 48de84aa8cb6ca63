/** What every script of the suite shares on the command line: failing, tables, progress. */
import { shownText } from "../../sdk/src/text.ts";

export { fieldErrorOf, formatTable, messageOf, type Column } from "../../sdk/src/text.ts";

/** Writes one sentence to standard error and ends the process with exit code 1. */
export function fail(message: string): never {
  console.error(`error: ${message}`);
  process.exit(1);
}

/** Without a terminal, a line each so many milliseconds. */
const LINE_EVERY = 10_000;

/** What shows how far something long is. */
export interface Progress {
  /** Shows the text; drawn at most ten times a second. */
  update(text: string): void;
  /** Clears the line. Safe to call twice. */
  done(): void;
}

/** Where progress is shown: standard error, or what stands for it. */
interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Progress on standard error: in a terminal a line that overwrites itself, elsewhere a line each ten seconds, the first one
 * after as many; nothing when `CI` is set.
 */
export function createProgress(screen: Screen = process.stderr): Progress {
  const quiet = Boolean(process.env["CI"]);
  const overwrites = screen.isTTY === true;
  let drawnAt = overwrites ? 0 : Date.now();
  let drawn = false;
  return {
    update(text) {
      const now = Date.now();
      if (quiet || now - drawnAt < (overwrites ? 100 : LINE_EVERY)) return;
      drawnAt = now;
      const line = shownText(text);
      if (!overwrites) {
        screen.write(`${line}\n`);
        return;
      }
      drawn = true;
      const width = Math.max(1, (screen.columns || 80) - 1);
      screen.write(`\r\u001b[2K${line.slice(0, width)}`);
    },
    done() {
      if (drawn) screen.write("\r\u001b[2K");
      drawn = false;
    },
  };
}
