/** Runs a command of `cdpo` in this process. */
import { CommanderError } from "commander";
import { getAddress } from "ethers";
import type { ZodType } from "zod";
import { fromEthers, contractsOf } from "../../sdk/src/ethers.ts";
import type { RefusingOrganisation } from "../../sdk/src/errors/index.ts";
import { shownText } from "../../sdk/src/text.ts";
import { account, looksLikeAddress } from "../../sdk/src/config/index.ts";
import type { Address } from "../../sdk/src/types.ts";
import { ChainError, openReader, openSender, type ChainReader, type Sender } from "../lib/chain.ts";
import { explainThrown } from "../lib/explain.ts";
import { fieldErrorOf } from "../lib/cli.ts";
import { findOrganisation } from "../lib/organisation.ts";
import { parseConfirmations } from "../lib/sending.ts";
import { carryOut, type Done } from "./act.ts";
import type { Command, CommonOptions, Context, Io, ReadingContext } from "./command.ts";
import { proposing, scheduling } from "./deciding.ts";
import { programOf, type Parsed } from "./program.ts";

/**
 * Runs the command that `argv` says, and returns the exit code: 0, or 1 when something is wrong. What it tells goes to stdout,
 * what is wrong to stderr; with `--json` both are one document on stdout.
 */
export async function runCdpo(
  commands: readonly Command[],
  argv: readonly string[],
  io: Io,
): Promise<number> {
  let parsed: Parsed | undefined;
  const program = programOf({
    commands,
    write: (text) => io.stdout.write(text),
    onParsed: (found) => (parsed = found),
  });
  try {
    if (argv.length === 0 || (argv.length === 1 && argv[0] === "help")) {
      io.stdout.write(program.helpInformation());
      return 0;
    }
    await program.parseAsync([...argv], { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return 0;
    const sentence = inOneSentence(thrown, { commands, argv });
    return fail(io, argv.includes("--json"), { sentence });
  }
  return parsed === undefined ? 0 : run(parsed, io);
}

/** What cannot be parsed, and how to go on. */
function inOneSentence(
  { message, code }: CommanderError,
  { commands, argv }: { readonly commands: readonly Command[]; readonly argv: readonly string[] },
): string {
  const said = message.replace(/^error: /, "").replace(/\s+/g, " ");
  const [first = "", second = ""] = argv;
  if (code === "commander.help") return `which of its commands? "cdpo ${first} --help" lists them`;
  if (code === "commander.unknownCommand") {
    const [, name = ""] = /unknown command '(.*?)'/.exec(said) ?? [];
    const [, nearest] = /Did you mean (?:one of )?(.*?)\?/.exec(said) ?? [];
    const hint = nearest === undefined ? "" : `, did you mean "${nearest.replaceAll(", ", '" or "')}"?`;
    const where = name === first ? "cdpo" : `cdpo ${first} --help`;
    return `there is no command "${name === first ? name : `${first} ${name}`}"${hint} ("${where}" lists them)`;
  }
  const names = commands.map(({ name }) => name);
  const known = names.find((name) => name === `${first} ${second}`) ?? first;
  const how = `("cdpo ${known} --help")`;
  if (code === "commander.excessArguments") {
    const [, expected = "0"] = /Expected (\d+)/.exec(said) ?? [];
    const [, listed = ""] = /: (.*)\.$/.exec(said) ?? [];
    return `"${listed.split(", ")[Number(expected)] ?? ""}" is one argument too many ${how}`;
  }
  return `${said} ${how}`;
}

interface Failure {
  readonly sentence: string;
  readonly name?: string | undefined;
  readonly args?: unknown;
}

function fail(io: Io, json: boolean, failure: Failure): number {
  if (json) io.stdout.write(`${inJson({ error: failure })}\n`);
  else io.stderr.write(`error: ${printable(failure.sentence)}\n`);
  return 1;
}

function inJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each), 2);
}

/** Opened on the way, for closing and for words about what went wrong. */
interface Opened {
  chain?: ChainReader | undefined;
  organisation?: RefusingOrganisation | undefined;
}

async function run({ command, common, own }: Parsed, given: Io): Promise<number> {
  const { json } = common;
  const io: Io = json ? { ...given, asks: given.stderr } : given;
  const said: string[] = [];
  const say = (sentence: string): void => {
    if (json) said.push(...sentence.split("\n"));
    else io.stdout.write(`${printable(sentence)}\n`);
  };
  const opened: Opened = {};
  const network = common.network ?? (command.kind === "tool" ? "default" : "localhost");
  try {
    if (command.kind === "tool") {
      const args = checked(command, command.it.schema(), own);
      const value = await command.it.run({ io, json, common, say, opened }, args);
      if (json) io.stdout.write(`${inJson(value ?? { command: command.name, said })}\n`);
    } else if (command.kind === "reading") {
      const context = await openReading({ command, common, own, io, say, opened, network });
      const { value, words } = await command.it.read(
        context,
        checked(command, command.it.schema(context), own),
      );
      io.stdout.write(`${json ? inJson(value) : printable(words)}\n`);
    } else {
      const context = await openActing({ common, io, say, opened, network });
      const args = checked(command, command.it.schema(context), own);
      const done = await act({ command, common, context, args, io });
      if (json) io.stdout.write(`${inJson(document({ command, context, said, done }))}\n`);
    }
    return 0;
  } catch (thrown) {
    const { chain, organisation } = opened;
    return fail(io, json, await explainThrown({ thrown, network, chain, organisation }));
  } finally {
    await opened.chain?.close();
  }
}

function checked({ name }: Command, schema: ZodType, given: Readonly<Record<string, unknown>>): unknown {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ChainError(`${fieldErrorOf(parsed.error)} ("cdpo ${name} --help")`);
}

// ---------------------------------------------------------------- acting

async function act({
  command,
  common,
  context,
  args,
  io,
}: {
  readonly command: Command & { readonly kind: "acting" };
  readonly common: CommonOptions;
  readonly context: Context;
  readonly args: unknown;
  readonly io: Io;
}): Promise<Done> {
  const { dryRun, safe, yes, propose, schedule } = common;
  const how = { io, dryRun, safe, yes, confirmations: parseConfirmations(common.confirmations) };
  const plan = await command.it.plan(context, args);
  if (command.it.by !== "treasury") return carryOut(context, plan, how);
  if (propose !== undefined && schedule !== undefined)
    throw new ChainError("--propose and --schedule are two ways: choose one");
  const { calls } = plan;
  if (propose !== undefined) {
    return carryOut(context, await proposing(context, { calls, description: propose }), how);
  }
  if (schedule !== undefined) {
    return carryOut(context, await scheduling(context, { calls, description: schedule }), how);
  }
  // What the treasury could do now can be tried without asking anybody.
  if (dryRun) return carryOut({ ...context, sender: context.addresses.timelock }, plan, how);
  throw new ChainError(
    "only the treasury can do this: let stakeholders decide it with --propose WHY, or founders with --schedule WHY " +
      "(--dry-run alone tries whether it could do it now)",
  );
}

function document({
  command,
  context: { chain, organisation, sender },
  said,
  done,
}: {
  readonly command: Command;
  readonly context: Context;
  readonly said: readonly string[];
  readonly done: Done;
}): unknown {
  const { index, name, symbol, addresses } = organisation;
  return {
    command: command.name,
    network: chain.network,
    chainId: chain.chainId,
    organisation: { index, name, symbol, token: addresses.token },
    from: sender,
    said,
    ...done,
  };
}

// ---------------------------------------------------------------- opening

interface Opening {
  readonly common: CommonOptions;
  readonly io: Io;
  readonly say: (sentence: string) => void;
  readonly opened: Opened;
  readonly network: string;
}

async function openReading({
  command,
  own,
  ...opening
}: Opening & {
  readonly command: Command;
  readonly own: Readonly<Record<string, unknown>>;
}): Promise<ReadingContext> {
  const { common, io, opened, network } = opening;
  // `cdpo status FIELD` is short for `cdpo status --organisation FIELD`.
  const place = own["organisation"];
  const which = common.organisation ?? (typeof place === "string" ? place : undefined);
  const chain = await openReader(network, { override: io.override });
  opened.chain = chain;
  const accounts =
    command.options?.["account"] !== undefined || "account" in own ? await accountsOf(chain) : [];
  return contextOf({ ...opening, chain, accounts, which });
}

async function openActing(opening: Opening): Promise<Context> {
  const { common, io, opened, network } = opening;
  const signs = !common.dryRun && common.safe === undefined;
  parseConfirmations(common.confirmations);
  if (common.safe !== undefined && common.from === undefined) {
    throw new ChainError("--safe needs --from ADDRESS: the Safe that sends");
  }
  if (common.safe !== undefined && common.dryRun)
    throw new ChainError("--safe and --dry-run are two ways: choose one");
  const from = writtenAccount(common.from);
  const sender: Sender = await openSender(network, { override: io.override, from, signs });
  opened.chain = sender;
  const accounts = sender.local ? sender.signers.map(({ address }) => address as Address) : [];
  const context = await contextOf({ ...opening, chain: sender, accounts, which: common.organisation });
  return { ...context, sender: sender.sender as Address, signer: sender.signer };
}

/** "signer:3" as "3"; an address by the rules that hold for all addresses. */
function writtenAccount(from: string | undefined): string | undefined {
  const [, index] = /^signer:(\d{1,4})$/.exec(from ?? "") ?? [];
  if (index !== undefined || from === undefined || !looksLikeAddress(from)) return index ?? from;
  const parsed = account(() => undefined).safeParse(from);
  if (parsed.success) return parsed.data;
  throw new ChainError(`--from: ${fieldErrorOf(parsed.error)}`);
}

async function accountsOf({ local, ethers }: ChainReader): Promise<Address[]> {
  if (!local) return [];
  const listed = (await ethers.provider.send("eth_accounts", [])) as string[];
  return listed.map((account) => getAddress(account) as Address);
}

async function contextOf({
  common,
  say,
  opened,
  chain,
  accounts,
  which,
}: Opening & {
  readonly chain: ChainReader;
  readonly accounts: readonly Address[];
  readonly which: string | undefined;
}): Promise<ReadingContext> {
  const organisation = await findOrganisation({ chain, folder: common.deployments, which });
  opened.organisation = organisation;
  const { ethers, now } = chain;
  const { addresses } = organisation;
  return {
    chain,
    rpc: fromEthers(ethers.provider),
    organisation,
    addresses,
    contracts: contractsOf({ addresses, runner: ethers.provider }),
    accounts,
    now,
    say,
  };
}

/** Lines as a terminal shows them. */
function printable(text: string): string {
  return text.split("\n").map(shownText).join("\n");
}
