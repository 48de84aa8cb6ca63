/** All commands of `cdpo`, in the order in which its help lists them. */
import { z } from "zod";
import { oneOf } from "../frame/arguments.ts";
import { tool, type Command, type Io } from "../frame/command.ts";
import { completionOf, SHELLS } from "../frame/completion.ts";
import { runCdpo as run } from "../frame/run.ts";
import { MARKET } from "./market.ts";

export const COMMANDS: readonly Command[] = [
  ...MARKET,
  tool({
    name: "completion",
    group: "tools",
    summary: "prints a script with which bash, zsh or fish completes cdpo",
    details: 'For bash: "source <(cdpo completion bash)".',
    arguments: { shell: SHELLS.join(", ") },
    takes: "nothing",
    schema: () => z.object({ shell: oneOf(SHELLS) }),
    run({ io }, { shell }) {
      io.stdout.write(completionOf(shell, COMMANDS));
      return Promise.resolve();
    },
  }),
];

/** Runs a command in this process; the exit code. */
export function runCdpo(argv: readonly string[], io: Io): Promise<number> {
  return run(COMMANDS, argv, io);
}
