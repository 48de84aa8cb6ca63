/** What `epoch` and `cdpo ledger` do with ledgers: they are made, verified, proven and explained, without a chain. */
import { join } from "node:path";
import { buildEpoch, PROOFS } from "../../ledger/builder/build.ts";
import { readEpochConfig } from "../../ledger/builder/config.ts";
import { compareWith, readSummary, type Expected } from "../../ledger/builder/summary.ts";
import { ImportError } from "../../ledger/import-error.ts";
import { describe, explain } from "../../ledger/verifier/explain.ts";
import { checkShards } from "../../ledger/verifier/proofs.ts";
import { treeOf } from "../../ledger/verifier/verify.ts";
import { shardDigits } from "../../sdk/src/ledger.ts";
import { formatTable } from "../lib/cli.ts";
import { checkFile, factsOf, leafIn, placesOf, printFacts, withProgress, type Say } from "./checked.ts";
import { readProposal } from "./on-chain.ts";

/** Reads sources, values them by rules, and writes the folder of an epoch. */
export async function build(
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

/** Values every row again, and compares with what is given, written beside it, or on chain. */
export async function verify(
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
      : await readProposal({ network: name, epochs, number: BigInt(number) });
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

/** Tells what an account claims with. */
export async function proof(
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

/** Tells every row behind an account's award. */
export async function explainAccount(
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
