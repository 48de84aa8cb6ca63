/** Everything that people do with an organisation, from the command line: one command, one action. */
import { parseArgs } from "node:util";
import type { RefusingOrganisation } from "../sdk/src/errors/index.ts";
import { ChainError, explain, openChain, type Chain } from "./lib/chain.ts";
import { fail, fieldErrorOf, messageOf } from "./lib/cli.ts";
import type { Command, Context } from "./lib/commands/command.ts";
import { CONTRIBUTIONS } from "./lib/commands/contributions.ts";
import { GIFTS } from "./lib/commands/gifts.ts";
import { GOVERNANCE } from "./lib/commands/governance.ts";
import { MARKET } from "./lib/commands/market.ts";
import { PRESALE } from "./lib/commands/presale.ts";
import { STAKES } from "./lib/commands/stakes.ts";
import { attachCdpo } from "../launch/index.ts";
import { ACTING_HELP, ORGANISATION, SENDING } from "./lib/options.ts";
import { findOrganisation } from "./lib/organisation.ts";
import { parseConfirmations } from "./lib/sending.ts";

const GROUPS: readonly (readonly [heading: string, commands: Readonly<Record<string, Command>>])[] = [
  ["presale", PRESALE],
  ["contributions", CONTRIBUTIONS],
  ["market", MARKET],
  ["gifts", GIFTS],
  ["stakes", STAKES],
  ["decisions", GOVERNANCE],
];
const COMMANDS: Readonly<Record<string, Command>> = Object.assign(
  {},
  ...GROUPS.map(([, commands]) => commands),
) as Record<string, Command>;

const [name = "--help", ...rest] = process.argv.slice(2);
if (name === "--help" || name === "help") {
  console.log(overview());
  process.exit(0);
}
const found = COMMANDS[name] ?? fail(`there is no command "${name}" ("npm run cdpo" lists them)`);
const { values, positionals } = read(found);
const network = String(values["network"]);
let chain: Chain | undefined;
let refusing: RefusingOrganisation | undefined;
try {
  const confirmations = parseConfirmations(values["confirmations"] as string | undefined);
  chain = await openChain(network, { from: values["from"] as string | undefined });
  const organisation = await findOrganisation({
    chain,
    folder: String(values["deployments"]),
    which: values["organisation"] as string | undefined,
  });
  refusing = organisation;
  const { ethers, signer } = chain;
  const cdpo = await attachCdpo({ ethers, addresses: organisation.addresses, signer });
  const sending = { yes: values["yes"] === true, confirmations };
  console.log(await run({ chain, organisation, cdpo, sending }));
  await chain.close();
} catch (thrown) {
  fail(await explain({ thrown, network, chain, organisation: refusing }));
}

/** Checks the arguments and does it. */
async function run(context: Context): Promise<string> {
  const given: Record<string, unknown> = {};
  for (const option of Object.keys(found.options)) {
    if (values[option] !== undefined) given[option] = values[option];
  }
  for (const [at, positional] of found.positionals.entries()) {
    if (positionals[at] !== undefined) given[bare(positional)] = positionals[at];
  }
  const parsed = found.schema(context).safeParse(given);
  if (!parsed.success)
    throw new ChainError(`${fieldErrorOf(parsed.error)} ("npm run cdpo -- ${name} --help")`);
  return found.run(context, parsed.data);
}

interface OwnOption {
  readonly type: "string";
  readonly multiple: boolean;
}

/** The arguments of a command as they are written. */
function read(wanted: Command) {
  try {
    const own = Object.keys(wanted.options).map((option) => [
      option,
      { type: "string", multiple: wanted.repeated?.includes(option) ?? false },
    ]);
    const parsed = parseArgs({
      args: rest,
      options: { ...SENDING, ...ORGANISATION, ...(Object.fromEntries(own) as Record<string, OwnOption>) },
      allowPositionals: true,
    });
    const { values: given, positionals: places } = parsed as {
      readonly values: Readonly<Record<string, unknown>>;
      readonly positionals: readonly string[];
    };
    if (given["help"] === true) {
      console.log(describe(wanted));
      process.exit(0);
    }
    if (places.length > wanted.positionals.length) {
      throw new Error(`"${places[wanted.positionals.length] ?? ""}" is one argument too many`);
    }
    return { values: given, positionals: places };
  } catch (thrown) {
    fail(`${messageOf(thrown)} ("npm run cdpo -- ${name} --help")`);
  }
}

function bare(positional: string): string {
  return positional.replace(/^\[(.*)\]$/, "$1");
}

function usage(command: string, { positionals }: Command): string {
  return [command, ...positionals.map((positional) => positional.toUpperCase())].join(" ");
}

function describe(wanted: Command): string {
  const own = Object.entries(wanted.options).map(
    ([option, what]) => `  --${`${option} …`.padEnd(17)} ${what}`,
  );
  return [`${usage(name, wanted)}: ${wanted.summary}`, "", ...own, ACTING_HELP].join("\n");
}

function overview(): string {
  const groups = GROUPS.map(([heading, commands]) =>
    [
      `${heading}:`,
      ...Object.entries(commands).map(
        ([command, entry]) => `  ${usage(command, entry).padEnd(30)} ${entry.summary}`,
      ),
    ].join("\n"),
  );
  return [
    "Everything that people do with an organisation. Amounts are in whole units, such as 12.5.",
    "",
    "Usage: npm run cdpo -- COMMAND [arguments] [options]",
    "",
    groups.join("\n\n"),
    "",
    "options:",
    ACTING_HELP,
    "",
    '"npm run cdpo -- COMMAND --help" shows the options of a command; "npm run status" shows the organisation.',
  ].join("\n");
}
