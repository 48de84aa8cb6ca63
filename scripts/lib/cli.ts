/** What every script of the suite shares on the command line: failing, tables, progress. */
export { fieldErrorOf, formatTable, messageOf, type Column } from "../../sdk/src/text.ts";

/** Writes one sentence to standard error and ends the process with exit code 1. */
export function fail(message: string): never {
  console.error(`error: ${message}`);
  process.exit(1);
}

/** Control characters, which a terminal would act on instead of showing. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/gu;

/** A line that overwrites itself while something long runs. */
export interface Progress {
  /** Shows the text; drawn at most ten times a second. */
  update(text: string): void;
  /** Clears the line. Safe to call twice. */
  done(): void;
}

/** A progress line on standard error; silent when that is no terminal, or when `CI` is set. */
export function createProgress(): Progress {
  const quiet = !process.stderr.isTTY || Boolean(process.env["CI"]);
  let drawnAt = 0;
  let drawn = false;
  return {
    update(text) {
      const now = Date.now();
      if (quiet || now - drawnAt < 100) return;
      drawnAt = now;
      drawn = true;
      const width = Math.max(1, (process.stderr.columns || 80) - 1);
      process.stderr.write(`\r\u001b[2K${text.replace(CONTROL, "?").slice(0, width)}`);
    },
    done() {
      if (drawn) process.stderr.write("\r\u001b[2K");
      drawn = false;
    },
  };
}
