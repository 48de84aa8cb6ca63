/** What the treasury is to do, written as its commands. */
import { CommanderError } from "commander";
import type { Call } from "../../../sdk/src/types.ts";
import { fieldErrorOf } from "../../lib/cli.ts";
import { ChainError } from "../../lib/chain.ts";
import type { Command, Context } from "../../frame/command.ts";
import { programOf, type Parsed } from "../../frame/program.ts";

/** The calls of a command such as `set-tributes 1% "0.5 %"`. Throws {@link ChainError} when it is none of the treasury's. */
export async function actionsOf({
  context,
  written,
  all,
}: {
  readonly context: Context;
  readonly written: string;
  /** All commands there are. */
  readonly all: readonly Command[];
}): Promise<readonly Call[]> {
  const commands = all.filter((each) => each.kind === "acting" && each.it.by === "treasury");
  let parsed: Parsed | undefined;
  const program = programOf({ commands, write: () => undefined, onParsed: (found) => (parsed = found) });
  try {
    await program.parseAsync(wordsOf(written), { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const said = thrown.message.replace(/^error: /, "").replace(/\s+/g, " ");
    throw new ChainError(`--do '${written}': ${said} ("cdpo" lists the commands of the treasury)`);
  }
  if (parsed?.command.kind !== "acting") throw new ChainError(`--do '${written}' is no command`);
  const { it } = parsed.command;
  const args = it.schema(context).safeParse(parsed.own);
  if (!args.success) throw new ChainError(`--do '${written}': ${fieldErrorOf(args.error)}`);
  return (await it.plan(context, args.data)).calls;
}

/** The words of a line, as a shell splits it: quotes keep spaces together. */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) =>
    word.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_, double: string | undefined, single: string | undefined) =>
        double === undefined ? (single ?? "") : double.replace(/\\(.)/g, "$1"),
    ),
  );
}
