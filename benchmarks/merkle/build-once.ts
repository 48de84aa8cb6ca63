/** Builds one tree in this process, for `bench-merkle.ts`, and prints what it took. Arguments: library, leaves. */
import { constants, setPriority } from "node:os";
import { resourceUsage } from "node:process";
import { buildTree } from "../../ledger/builder/merkle.ts";
import { leavesOf } from "./leaves.ts";

const [library, written = ""] = process.argv.slice(2);
const count = Number(written);

/** Milliseconds from here to the call, on the wall and of the processor. */
function startClocks(): () => { readonly ms: number; readonly processorMs: number } {
  const wall = performance.now();
  const processor = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(processor);
    return { ms: performance.now() - wall, processorMs: (user + system) / 1_000 };
  };
}

async function build(): Promise<{
  readonly root: string;
  readonly proof: readonly string[];
  readonly ms: number;
  readonly processorMs: number;
}> {
  const middle = Math.floor(count / 2);
  if (library === "ours") {
    const stop = startClocks();
    const tree = buildTree({ leaves: leavesOf(count), count });
    return { ...stop(), root: tree.root, proof: tree.proofOf(middle) };
  }
  const { StandardMerkleTree } = await import("@openzeppelin/merkle-tree");
  const values = Array.from(leavesOf(count), ({ index, account, amount }) => [index, account, amount]);
  const stop = startClocks();
  const tree = StandardMerkleTree.of(values, ["uint256", "address", "uint256"]);
  return { ...stop(), root: tree.root, proof: tree.getProof(middle) };
}

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const built = await build();
console.log(JSON.stringify({ ...built, peakBytes: resourceUsage().maxRSS * 1_024 }));
