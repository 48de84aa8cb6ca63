/** The command line of all commands: what is parsed, and what its help says. */
import { Command as Program, Option } from "commander";
import { DEPLOYMENTS } from "../lib/address-book.ts";
import { NETWORKS } from "../lib/place.ts";
import type { Command, CommonOptions, OptionSpec } from "./command.ts";

/** Options and arguments of a command as they were written, by their names. */
export interface Parsed {
  readonly command: Command;
  readonly common: CommonOptions;
  readonly own: Readonly<Record<string, unknown>>;
}

/** Which options of the frame a command takes. */
type Takes = "nothing" | "reading" | "sending" | "organisation" | "acting" | "deciding";

/** The options of the frame: what each takes, what it means, and who takes it. */
const COMMON: readonly (readonly [flags: string, what: string, takers: readonly Takes[]])[] = [
  [
    "--from <account>",
    'who sends: a number or address of the network\'s accounts, or "signer:1" (default: 0)',
    ["sending", "acting", "deciding"],
  ],
  ["--propose <why>", "propose to the stakeholders that the treasury does it", ["deciding"]],
  ["--schedule <why>", "schedule in the treasury that it does it; founders only", ["deciding"]],
  ["--dry-run", "try it, tell the outcome, and send nothing", ["acting", "deciding"]],
  [
    "--safe <file>",
    "write it for the Transaction Builder of the Safe --from, and send nothing",
    ["acting", "deciding"],
  ],
  ["--yes", "send on a public chain without asking", ["sending", "acting", "deciding"]],
  [
    "--confirmations <number>",
    "blocks to wait for (default: 2 on a public chain, 1 on a local one)",
    ["sending", "acting", "deciding"],
  ],
  [
    "--organisation <which>",
    "address of its token, number, name or symbol (default: the only one in the records)",
    ["organisation", "acting", "deciding"],
  ],
  ["--network <name>", NETWORKS, ["reading", "sending", "organisation", "acting", "deciding"]],
  [
    "--deployments <folder>",
    `where the records are (default: ${DEPLOYMENTS})`,
    ["reading", "sending", "organisation", "acting", "deciding"],
  ],
  [
    "--json",
    "tell it as one JSON document",
    ["nothing", "reading", "sending", "organisation", "acting", "deciding"],
  ],
];

/** What `command` takes of them. */
export function takesOf(command: Command): Takes {
  if (command.kind === "reading") return "organisation";
  if (command.kind === "tool") return command.it.takes;
  return command.it.by === "treasury" ? "deciding" : "acting";
}

/** The options of a command, its own first, as `--name` with what it takes. */
export function optionsOf(command: Command): {
  readonly own: readonly Option[];
  readonly common: readonly Option[];
} {
  const takes = takesOf(command);
  const own = Object.entries(command.options ?? {}).map(([name, spec]) => ownOption(name, spec));
  const names = new Set(own.map(({ long }) => long));
  const common = COMMON.filter(([, , takers]) => takers.includes(takes))
    .map(([flags, what]) => new Option(flags, what))
    .filter(({ long }) => !names.has(long));
  return { own, common };
}

/**
 * All commands as a program of commander. `onParsed` is told which was written, and with what; nothing else happens. Throws a
 * CommanderError for what cannot be parsed, and after help.
 */
export function programOf({
  commands,
  write,
  onParsed,
}: {
  readonly commands: readonly Command[];
  /** Where help goes. */
  readonly write: (text: string) => void;
  readonly onParsed: (parsed: Parsed) => void;
}): Program {
  const program = prepared(new Program("cdpo"), write);
  program
    .usage("COMMAND [arguments] [options]")
    .description(
      "Everything that people do with an organisation. Amounts are in whole units, such as 12.5.\n" +
        'Write it as "npx cdpo COMMAND …".',
    )
    .addHelpText(
      "after",
      '\n"cdpo COMMAND --help" shows the options of a command; "cdpo status" shows the organisation.',
    );
  for (const command of commands) {
    const [first = "", second] = command.name.split(" ");
    if (second === undefined) {
      fill(prepared(program.command(first), write).helpGroup(`${command.group}:`), command, onParsed);
      continue;
    }
    const noun =
      program.commands.find((each) => each.name() === first) ??
      prepared(program.command(first), write)
        .usage("COMMAND [arguments] [options]")
        .helpGroup(`${command.group}:`);
    fill(prepared(noun.command(second), write), command, onParsed);
    noun.summary(noun.commands.map((each) => each.name()).join(", "));
  }
  return program;
}

// ---------------------------------------------------------------- internals

function prepared(program: Program, write: (text: string) => void): Program {
  return program
    .exitOverride()
    .helpOption("--help", "this text")
    .helpCommand(false)
    .configureOutput({
      writeOut: write,
      writeErr: write,
      outputError: () => undefined,
      getOutHelpWidth: () => 100,
    })
    .configureHelp({
      subcommandTerm: (each) => `${each.name()} ${shortUsage(each)}`.trim(),
      sortSubcommands: false,
    });
}

/** The arguments alone. */
function shortUsage(command: Program): string {
  return command.commands.length > 0
    ? "…"
    : command.usage().replace(" [options]", "").replace("[options]", "");
}

function fill(program: Program, command: Command, onParsed: (parsed: Parsed) => void): void {
  const { summary, details, arguments: places = {} } = command;
  program.summary(summary).description(`${summary[0]?.toUpperCase() ?? ""}${summary.slice(1)}.`);
  if (details !== undefined) program.addHelpText("after", `\n${details}`);
  const names = Object.keys(places);
  program.usage([...names.map(shownArgument), "[options]"].join(" "));
  // What is missing is told by the argument's own field, with what it expects.
  for (const [written, what] of Object.entries(places)) {
    program.argument(`[${bare(written)}${written.includes("…") ? "..." : ""}]`, what);
  }
  const { own, common } = optionsOf(command);
  for (const option of own) program.addOption(option);
  for (const option of common) program.addOption(option.helpGroup("Options of all commands:"));
  program.action((...given: readonly unknown[]) => {
    const values = program.opts<Readonly<Record<string, unknown>>>();
    const written: Record<string, unknown> = {};
    names.forEach((name, at) => {
      const value = given[at];
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
      if (!isEmpty) written[bare(name)] = value;
    });
    for (const option of own) {
      const value = values[option.attributeName()];
      // commander reads "--no-build" as "build: false", and has "build: true" without it.
      if (option.negate) written[option.name()] = value === false;
      else if (value !== undefined) written[option.name()] = value;
    }
    onParsed({
      command,
      own: written,
      common: commonOf(values, new Set(own.map((each) => each.attributeName()))),
    });
  });
}

function commonOf(all: Readonly<Record<string, unknown>>, own: ReadonlySet<string>): CommonOptions {
  const text = (name: string): string | undefined =>
    own.has(name) ? undefined : (all[name] as string | undefined);
  return {
    network: text("network"),
    deployments: text("deployments") ?? DEPLOYMENTS,
    organisation: text("organisation"),
    from: text("from"),
    yes: all["yes"] === true,
    confirmations: text("confirmations"),
    json: all["json"] === true,
    dryRun: all["dryRun"] === true,
    safe: text("safe"),
    propose: text("propose"),
    schedule: text("schedule"),
  };
}

function ownOption(name: string, spec: OptionSpec): Option {
  if (typeof spec === "string") return new Option(`--${name} <value>`, spec);
  const { what, flag, repeated, takes = "value" } = spec;
  if (flag === true) return new Option(`--${name}`, what);
  const option = new Option(`--${name} <${takes}>`, what);
  if (repeated !== true) return option;
  return option.argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}

/** The name of an argument without the signs that tell whether it may be left out. */
export function bare(written: string): string {
  return written.replace(/^\[(.*)\]$/, "$1").replace("…", "");
}

/** "[amount]" as "[AMOUNT]". */
function shownArgument(written: string): string {
  return written.toUpperCase();
}
