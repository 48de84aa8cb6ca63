/** Builds the same trees with this suite's builder and with OpenZeppelin's library, each in a process of its own. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { createProgress } from "../../scripts/lib/cli.ts";
import { OURS } from "../lib/measures.ts";
import { formatNumber } from "../lib/report.ts";
import { BENCHMARKS } from "../lib/suite.ts";

export const COUNTS = [10_000, 100_000, 1_000_000] as const;
export const THEIRS = "OpenZeppelin's merkle-tree";
/** OpenZeppelin's library keeps all nodes as texts: a million leaves do not fit in what Node takes by default. */
const HEAP_MB = 8_192;

const LIBRARIES = [
  { subject: OURS, library: "ours", flags: [] },
  { subject: THEIRS, library: "openzeppelin", flags: [`--max-old-space-size=${HEAP_MB}`] },
] as const;

const answerShape = z.strictObject({
  root: z.string(),
  proof: z.array(z.string()),
  ms: z.number(),
  processorMs: z.number(),
  peakBytes: z.number(),
});

/** What one tree took. */
export interface Built {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  readonly root: string;
}

export interface Build {
  readonly subject: string;
  readonly leaves: number;
  /** Null when it was stopped at the limit. */
  readonly built: Built | null;
}

/**
 * Builds all trees; fails when two libraries differ in the root or in a proof. A build that takes longer than
 * `limitSeconds` on the wall is stopped.
 */
export async function measureBuilds(limitSeconds: number): Promise<Build[]> {
  const builds: Build[] = [];
  const progress = createProgress();
  for (const leaves of COUNTS) {
    const answers = new Set<string>();
    for (const { subject, library, flags } of LIBRARIES) {
      progress.update(`Building ${formatNumber(leaves)} leaves with ${subject} …`);
      const answer = await buildOnce({ library, flags, leaves, limitSeconds });
      if (answer === undefined) {
        builds.push({ subject, leaves, built: null });
        continue;
      }
      const { root, proof, ms, processorMs, peakBytes } = answer;
      answers.add(JSON.stringify([root, proof]));
      const built = {
        seconds: ms / 1_000,
        processorSeconds: processorMs / 1_000,
        peakMegabytes: peakBytes / 1e6,
        root,
      };
      builds.push({ subject, leaves, built });
    }
    if (answers.size > 1) throw new Error(`the trees of ${leaves} leaves are not the same`);
  }
  progress.done();
  return builds;
}

// ---------------------------------------------------------------- internals

const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Undefined when the build was stopped at the limit. */
async function buildOnce({
  library,
  flags,
  leaves,
  limitSeconds,
}: {
  readonly library: string;
  readonly flags: readonly string[];
  readonly leaves: number;
  readonly limitSeconds: number;
}): Promise<z.output<typeof answerShape> | undefined> {
  const script = join(BENCHMARKS, "merkle", "build-once.ts");
  const child = spawn(process.execPath, [...flags, "--import", TSX, script, library, leaves.toString()], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: limitSeconds * 1_000,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise((done) => child.once("close", done));
  if (child.killed) return undefined;
  if (code !== 0)
    throw new Error(`building ${leaves} leaves with ${library} ended with exit code ${String(code)}`);
  return answerShape.parse(JSON.parse(output));
}
