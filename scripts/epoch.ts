/** Makes epochs of recognition from real data, verifies, proves and explains them, and takes them to the chain. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { formatUnits } from "ethers";
import { z } from "zod";
import type { ContributionEpochs } from "../typechain-types/index.ts";
import { fail, fieldErrorOf, formatTable, messageOf } from "./lib/cli.ts";
import { isChecksummed } from "../ledger/contributors.ts";
import { buildEpoch, PROOFS } from "../ledger/builder/build.ts";
import { readEpochConfig } from "../ledger/builder/config.ts";
import { describe, explain } from "../ledger/verifier/explain.ts";
import { checkShards } from "../ledger/verifier/proofs.ts";
import type * as epochCalls from "./lib/epochs.ts";
import { checkedFacts, checkFile, factsOf, leafIn, placesOf, withProgress } from "./lib/ledgers.ts";
import { compareWith, readSummary, type Expected, type Facts } from "../ledger/builder/summary.ts";
import { treeOf } from "../ledger/verifier/verify.ts";
import { ImportError } from "../ledger/import-error.ts";
import { shardDigits } from "../sdk/src/ledger.ts";

const HELP = `Makes epochs of recognition: ledgers of awards that anyone can verify, claimed with Merkle proofs.

Usage: tsx scripts/epoch.ts COMMAND [options]

  build --config FILE --out DIR
      reads the sources that the config names, values them by its rules, and writes a folder with the canonical
      ledger (ledger.jsonl), what is proposed on chain (epoch.json) and a proof for every account (proofs/)

  verify --ledger PATH [--root HASH] [--total WEI] [--count N] [--content-hash HASH] [--epochs ADDRESS --number N]
      values every row of a ledger again, and computes root, total, count and content hash from that alone; PATH is a
      ledger or the folder of an epoch, whose other files are checked too

  proof --ledger PATH --account ADDRESS
      prints what an account claims with: index, amount and proof

  explain --ledger PATH --account ADDRESS
      prints every row behind an account's award, and what the rules made of them

  publish --ledger PATH --uri URI --epochs ADDRESS [--network NAME] [--from ACCOUNT]
      verifies the ledger and proposes it on chain; curators only

  object --epochs ADDRESS --number N [--note TEXT] [--network NAME] [--from ACCOUNT]
      objects to epoch N while it can be challenged; curators only

  activate --epochs ADDRESS --number N [--network NAME] [--from ACCOUNT]
      lets the total of epoch N enter issuance once its challenge window is over; anyone may, within 30 days after it

  open --epochs ADDRESS --number N [--network NAME] [--from ACCOUNT]
      opens claims of epoch N once batches have paid all that they pay for it; anyone may

  claim --ledger PATH --account ADDRESS --epochs ADDRESS --number N [--network NAME] [--from ACCOUNT]
      claims an account's part of what was paid for epoch N; anyone may, the account gets it

  With --epochs ADDRESS --number N [--network NAME], verify compares with what epoch N says on chain. ADDRESS is the
  organisation's "epochs" in deployments/, NAME a network of hardhat.config.ts (default: localhost), ACCOUNT a number or
  address of the network's accounts (default: 0).

  --help      this text

Formats, formulas and how to verify: docs/ledger.md.`;

const address = z
  .string({ error: "is missing" })
  .refine(
    isChecksummed,
    "is not an address with its checksum such as 0x5FbDB2315678afecb367f032d93F642f64180aa3",
  );
const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "is not 0x and 64 hexadecimal digits")
  .transform((written) => written.toLowerCase());
const path = z.string({ error: "is missing" }).min(1, "is empty");
const wei = z
  .string()
  .regex(/^\d{1,30}$/, "is not a whole number of token wei")
  .transform(BigInt);
const whole = z
  .string()
  .regex(/^\d{1,9}$/, "is not a whole number below a billion")
  .transform(Number);

const network = z.string().min(1, "is empty").default("localhost");
const sending = { epochs: address, network, from: z.string().min(1, "is empty").optional() };

const COMMANDS = {
  build: command(z.strictObject({ config: path, out: path }), build),
  verify: command(
    z.strictObject({
      ledger: path,
      root: hash.optional(),
      total: wei.optional(),
      count: whole.optional(),
      "content-hash": hash.optional(),
      ...{ epochs: address.optional(), number: whole.optional(), network },
    }),
    verify,
  ),
  proof: command(z.strictObject({ ledger: path, account: address }), proof),
  explain: command(z.strictObject({ ledger: path, account: address }), explainAccount),
  publish: command(z.strictObject({ ledger: path, uri: path, ...sending }), publish),
  object: command(z.strictObject({ number: whole, note: z.string().default(""), ...sending }), object),
  activate: command(z.strictObject({ number: whole, ...sending }), activate),
  open: command(z.strictObject({ number: whole, ...sending }), open),
  claim: command(z.strictObject({ ledger: path, account: address, number: whole, ...sending }), claim),
};

/** A command's options, read, and what it does with them. */
function command<T extends z.ZodRawShape>(
  shape: z.ZodObject<T>,
  run: (options: z.output<z.ZodObject<T>>, say: Say) => Promise<void>,
): { readonly names: readonly string[]; readonly run: (values: unknown, say: Say) => Promise<void> } {
  return {
    names: Object.keys(shape.shape),
    run: (values, say) => {
      const parsed = shape.safeParse(values);
      if (parsed.success) return run(parsed.data, say);
      throw new ImportError(`--${fieldErrorOf(parsed.error).replace(":", "")}; --help lists the options.`);
    },
  };
}

/** Where what a command tells goes. */
type Say = (text: string) => void;

/** Runs a command by its name and options. Throws {@link ImportError} when something is wrong. */
export async function runEpoch(args: readonly string[], say: Say = console.log): Promise<void> {
  const [name = "", ...rest] = args;
  if (name === "--help" || rest.includes("--help")) {
    say(HELP);
    return;
  }
  const chosen = Object.entries(COMMANDS).find(([each]) => each === name)?.[1];
  if (chosen === undefined) {
    const names = Object.keys(COMMANDS).join(", ");
    throw new ImportError(
      name === ""
        ? `Name a command: ${names}; --help tells more.`
        : `There is no command "${name}": use ${names}.`,
    );
  }
  let values;
  try {
    ({ values } = parseArgs({
      args: rest,
      options: Object.fromEntries(chosen.names.map((option) => [option, { type: "string" }])),
    }));
  } catch (error) {
    throw new ImportError(`${messageOf(error).split(/\. |\.$/, 1)[0]}; --help lists the options.`);
  }
  await chosen.run({ ...values }, say);
}

// ---------------------------------------------------------------- commands

async function build(
  {
    config: file,
    out,
  }: {
    readonly config: string;
    readonly out: string;
  },
  say: Say,
): Promise<void> {
  const config = await readEpochConfig(file);
  const { summary, header, warnings } = await withProgress((onStep) =>
    buildEpoch({ config, folder: out, onStep }),
  );
  say(
    formatTable({
      columns: [{ title: "Source" }, { title: "Rows", align: "right" }, { title: "Left out" }],
      rows: header.sources.map(({ name, rows, leftOut }) => [
        name,
        rows.toString(),
        Object.entries(leftOut)
          .map(([reason, count]) => `${count} ${reason}`)
          .join(", "),
      ]),
    }),
  );
  say("");
  printFacts(summary, say);
  for (const warning of warnings) say(`Warning: ${warning}`);
  say(`Written: ${out}`);
}

async function verify(
  {
    ledger,
    root,
    total,
    count,
    "content-hash": contentHash,
    epochs,
    number,
    network: name,
  }: {
    readonly ledger: string;
    readonly epochs?: string | undefined;
    readonly number?: number | undefined;
    readonly network: string;
    readonly root?: string | undefined;
    readonly total?: bigint | undefined;
    readonly count?: number | undefined;
    readonly "content-hash"?: string | undefined;
  },
  say: Say,
): Promise<void> {
  if ((epochs === undefined) !== (number === undefined)) {
    throw new ImportError("--epochs and --number go together: the contract, and the epoch in it.");
  }
  const { file, folder } = await placesOf(ledger);
  const summary = folder === null ? null : await readSummary(folder);
  const proposal =
    epochs === undefined || number === undefined
      ? null
      : await onChain({ network: name, epochs }, (contract, { readProposal }) =>
          readProposal(contract, BigInt(number)),
        );
  const facts = await withProgress(async (onStep) => {
    const checked = await checkFile(file, onStep);
    const tree = treeOf(checked, (done, of) => {
      onStep("Building the tree", done, of);
    });
    const computed = factsOf(checked, tree.root);
    const given: Expected = { root, total, count, contentHash };
    compareWith({ computed, expected: given, where: "the command line" });
    if (proposal !== null) compareWith({ computed, expected: proposal, where: `epoch ${number} on chain` });
    if (summary !== null && folder !== null) {
      compareWith({ computed, expected: summary, where: join(folder, "epoch.json") });
      const { leaves } = checked;
      await checkShards({
        ...{ folder: join(folder, PROOFS), tree, leaves, digits: shardDigits(leaves.length) },
        onProgress: (done, of) => {
          onStep("Checking proofs", done, of);
        },
      });
    }
    return computed;
  });
  printFacts(facts, say);
  if (proposal !== null) say(`Epoch ${number} on chain is this ledger; it is ${proposal.status}.`);
  say("The ledger is what its rows and rules make it.");
}

async function proof(
  {
    ledger,
    account,
  }: {
    readonly ledger: string;
    readonly account: string;
  },
  say: Say,
): Promise<void> {
  const { root, leaf, proof: siblings } = await leafIn(ledger, account);
  const found = { root, ...leaf, amount: leaf.amount.toString(), proof: siblings };
  say(JSON.stringify(found, null, 2));
}

async function explainAccount(
  {
    ledger,
    account,
  }: {
    readonly ledger: string;
    readonly account: string;
  },
  say: Say,
): Promise<void> {
  const { file } = await placesOf(ledger);
  const explanation = await withProgress((onStep) =>
    explain({
      file,
      account,
      onProgress: (done, total) => {
        onStep("Checking rows", done, total);
      },
    }),
  );
  say(describe(explanation));
}

/** Where and as whom a command sends. */
interface Sending {
  readonly epochs: string;
  readonly network: string;
  readonly from?: string | undefined;
}

async function publish(
  { ledger, uri, ...sender }: Sending & { readonly ledger: string; readonly uri: string },
  say: Say,
): Promise<void> {
  const facts = await checkedFacts(ledger);
  const number = await onChain(sender, (epochs, { publishEpoch }) => publishEpoch({ epochs, facts, uri }));
  printFacts(facts, say);
  say(`Proposed: epoch ${number}, for anyone to challenge until its window is over.`);
}

async function object(
  { number, note, ...sender }: Sending & { readonly number: number; readonly note: string },
  say: Say,
): Promise<void> {
  const rejected = await onChain(sender, (epochs, { objectToEpoch }) =>
    objectToEpoch(epochs, BigInt(number), note),
  );
  say(`Objected to epoch ${number}${rejected ? ", which is rejected" : ""}.`);
}

async function activate(
  { number, ...sender }: Sending & { readonly number: number },
  say: Say,
): Promise<void> {
  const entered = await onChain(sender, (epochs, { activateEpoch }) => activateEpoch(epochs, BigInt(number)));
  say(
    `Activated: ${formatUnits(entered, 18)} tokens of epoch ${number} are due in this batch of issuance and the next two.`,
  );
}

async function open({ number, ...sender }: Sending & { readonly number: number }, say: Say): Promise<void> {
  const paid = await onChain(sender, (epochs, { openEpoch }) => openEpoch(epochs, BigInt(number)));
  say(
    paid === 0n
      ? `Nothing was paid for epoch ${number}: it is void.`
      : `Opened: ${formatUnits(paid, 18)} tokens were paid for epoch ${number}, and can be claimed in proportion.`,
  );
}

async function claim(
  {
    ledger,
    account,
    number,
    ...sender
  }: Sending & { readonly ledger: string; readonly account: string; readonly number: number },
  say: Say,
): Promise<void> {
  const { leaf, proof: siblings } = await leafIn(ledger, account);
  const paid = await onChain(sender, (epochs, { claimAward }) =>
    claimAward({ epochs, epoch: BigInt(number), leaf, proof: siblings }),
  );
  const awarded = formatUnits(leaf.amount, 18);
  say(
    paid === undefined
      ? `${account} has claimed the ${awarded} tokens of epoch ${number} already.`
      : `Claimed: ${formatUnits(paid, 18)} of the ${awarded} tokens that epoch ${number} awards to ${account}.`,
  );
}

// ---------------------------------------------------------------- helpers

/** Works on the contract of a network; what goes wrong there is said in one sentence. Others need no chain to start. */
async function onChain<T>(
  { network: name, epochs: address, from }: Sending,
  run: (epochs: ContributionEpochs, calls: typeof epochCalls) => Promise<T>,
): Promise<T> {
  const { explain: explainChain } = await import("./lib/chain.ts");
  const calls = await import("./lib/epochs.ts");
  let opened;
  try {
    opened = await calls.openEpochs({ network: name, address, from });
    return await run(opened.epochs, calls);
  } catch (thrown) {
    throw new ImportError(`${await explainChain({ thrown, network: name, chain: opened?.chain })}.`);
  } finally {
    await opened?.chain.close();
  }
}

function printFacts({ name, root, total, count, contentHash, cid, formula, rows }: Facts, say: Say): void {
  const facts = [
    ["epoch", name],
    ["rows", rows.toString()],
    ["accounts", count.toString()],
    ["total", `${formatUnits(total, 18)} tokens (${total} wei)`],
    ["root", root],
    ["content hash", contentHash],
    ["CID", cid],
    ["formula", formula],
  ];
  const width = Math.max(...facts.map(([title = ""]) => title.length));
  for (const [title = "", fact = ""] of facts) say(`${title.padEnd(width)}  ${fact}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Garbage is collected before memory grows by a quarter, so that a million rows need little of it.
  setFlagsFromString("--heap-growing-percent=25");
  try {
    await runEpoch(process.argv.slice(2));
  } catch (error) {
    // A config may be wrong in several places, a line each.
    fail(error instanceof ImportError ? error.message : messageOf(error));
  }
}
