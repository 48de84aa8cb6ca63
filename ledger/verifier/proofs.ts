/**
 * Proofs in shards: what one account needs is in one small file, whose name is the beginning of its address. So a web page
 * reads some kilobytes, whatever the size of the epoch.
 */
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ImportError } from "../import-error.ts";
import { shardOf, type Leaf, type MerkleTree } from "../../sdk/src/ledger.ts";

/** What an account claims with. */
export interface Proof {
  readonly index: number;
  /** Token wei. */
  readonly amount: string;
  readonly proof: readonly string[];
}

/** A shard's file name and text: an object of proofs by address in small letters. */
interface Shard {
  readonly name: string;
  readonly text: string;
  /** Accounts in this and all shards before it. */
  readonly done: number;
}

interface Sharding {
  readonly tree: MerkleTree;
  /** Those of the tree, in its order, which is by address. */
  readonly leaves: readonly Leaf[];
  readonly digits: number;
}

function* shardsOf({ tree, leaves, digits }: Sharding): Generator<Shard, void, void> {
  for (let from = 0, to; from < leaves.length; from = to) {
    const name = shardOf(leaves[from]?.account ?? "", digits);
    const lines: string[] = [];
    for (to = from; to < leaves.length; to++) {
      const leaf = leaves[to];
      if (leaf === undefined || shardOf(leaf.account, digits) !== name) break;
      const proof: Proof = { index: leaf.index, amount: leaf.amount.toString(), proof: tree.proofOf(to) };
      lines.push(`${JSON.stringify(leaf.account.toLowerCase())}:${JSON.stringify(proof)}`);
    }
    yield { name, text: `{\n${lines.join(",\n")}\n}\n`, done: to };
  }
}

/** Writes all shards into a new folder. */
export async function writeShards({
  folder,
  onProgress,
  ...sharding
}: Sharding & {
  readonly folder: string;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}): Promise<void> {
  await mkdir(folder);
  for (const { name, text, done } of shardsOf(sharding)) {
    await writeFile(join(folder, name), text);
    onProgress?.(done, sharding.leaves.length);
  }
}

/** Throws {@link ImportError} for a shard that is not as the leaves make it, is missing, or is too many. */
export async function checkShards({
  folder,
  onProgress,
  ...sharding
}: Sharding & {
  readonly folder: string;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}): Promise<void> {
  const names = new Set(await readdir(folder).catch(() => []));
  for (const { name, text, done } of shardsOf(sharding)) {
    const there = names.delete(name) ? await readFile(join(folder, name), "utf8") : null;
    if (there !== text) {
      throw new ImportError(
        `${join(folder, name)} is ${there === null ? "missing" : "not what the ledger gives"}: build the epoch again.`,
      );
    }
    onProgress?.(done, sharding.leaves.length);
  }
  const [more] = names;
  if (more !== undefined)
    throw new ImportError(`${join(folder, more)} belongs to no account of the ledger: remove it.`);
}
