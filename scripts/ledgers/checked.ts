/** What a ledger says, verified: the facts that are proposed, and the leaf that an account claims. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { formatUnits } from "ethers";
import { createProgress, type Progress } from "../lib/cli.ts";
import { ImportError } from "../../ledger/import-error.ts";
import type { Leaf } from "../../sdk/src/ledger.ts";
import { LEDGER, type OnStep } from "../../ledger/builder/build.ts";
import { formulaOf } from "../../ledger/builder/format.ts";
import type { Facts } from "../../ledger/builder/summary.ts";
import { checkLedger, treeOf, type Checked } from "../../ledger/verifier/verify.ts";

/** A ledger by itself, or in the folder of an epoch. Throws {@link ImportError} when there is none. */
export async function placesOf(
  ledger: string,
): Promise<{ readonly file: string; readonly folder: string | null }> {
  const found = await stat(ledger).catch(() => null);
  if (found === null) throw new ImportError(`${ledger} does not exist.`);
  return found.isDirectory()
    ? { file: join(ledger, LEDGER), folder: ledger }
    : { file: ledger, folder: null };
}

/** Values every row of a ledger again. */
export function checkFile(file: string, onStep: OnStep): Promise<Checked> {
  return checkLedger({
    file,
    onProgress: (done, total) => {
      onStep("Checking rows", done, total);
    },
  });
}

/** What is proposed of a checked ledger. */
export function factsOf({ header, leaves, contentHash, cid }: Checked, root: string): Facts {
  const { name, total, rows } = header;
  return { name, root, total, count: leaves.length, contentHash, cid, formula: formulaOf(header), rows };
}

/** The facts of a ledger, from its rows alone. */
export async function checkedFacts(ledger: string): Promise<Facts> {
  const { file } = await placesOf(ledger);
  return withProgress(async (onStep) => {
    const checked = await checkFile(file, onStep);
    return factsOf(checked, treeOf(checked).root);
  });
}

/** An account's leaf, and its proof. Throws {@link ImportError} when it gets nothing. */
export async function leafIn(
  ledger: string,
  account: string,
): Promise<{ readonly root: string; readonly leaf: Leaf; readonly proof: readonly string[] }> {
  const { file } = await placesOf(ledger);
  return withProgress(async (onStep) => {
    const checked = await checkFile(file, onStep);
    const at = checked.leaves.findIndex((leaf) => leaf.account === account);
    const leaf = checked.leaves[at];
    if (leaf === undefined) {
      throw new ImportError(`${account} gets nothing in ${file}: check the address and the epoch.`);
    }
    const tree = treeOf(checked);
    return { root: tree.root, leaf, proof: tree.proofOf(at) };
  });
}

/** Shows what goes on while something long runs. */
export async function withProgress<T>(run: (onStep: OnStep) => Promise<T>): Promise<T> {
  const progress: Progress = createProgress();
  let calls = 0;
  try {
    return await run((step, done, total) => {
      if ((calls++ & 0x3f) === 0)
        progress.update(`${step}: ${done}${total === undefined ? "" : ` of ${total}`}`);
    });
  } finally {
    progress.done();
  }
}

/** Where what a command tells goes. */
export type Say = (text: string) => void;

/** Tells what a ledger comes to. */
export function printFacts(
  { name, root, total, count, contentHash, cid, formula, rows }: Facts,
  say: Say,
): void {
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
