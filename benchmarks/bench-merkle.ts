/** Measures what time and memory Merkle trees of awards take to build, beside OpenZeppelin's library. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { createProgress, fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import { drawBars } from "./lib/chart.ts";
import { OURS } from "./lib/measures.ts";
import { formatMarkdownTable, formatNumber, writeReport } from "./lib/report.ts";
import { BENCHMARKS, ROOT, versionOf } from "./lib/suite.ts";

const COUNTS = [10_000, 100_000, 1_000_000];
const THEIRS = "OpenZeppelin's merkle-tree";
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

/** One tree, built in a process of its own. */
interface Row {
  readonly subject: string;
  readonly leaves: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  readonly root: string;
}

const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

async function buildOnce(
  library: string,
  flags: readonly string[],
  leaves: number,
): Promise<z.output<typeof answerShape>> {
  const script = join(BENCHMARKS, "merkle", "build-once.ts");
  const child = spawn(process.execPath, [...flags, "--import", TSX, script, library, leaves.toString()], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise((done) => child.once("close", done));
  if (code !== 0)
    throw new Error(`building ${leaves} leaves with ${library} ended with exit code ${String(code)}`);
  return answerShape.parse(JSON.parse(output));
}

async function measureBuilds(): Promise<Row[]> {
  const rows: Row[] = [];
  const progress = createProgress();
  for (const leaves of COUNTS) {
    const answers = new Set<string>();
    for (const { subject, library, flags } of LIBRARIES) {
      progress.update(`Building ${formatNumber(leaves)} leaves with ${subject} …`);
      const { root, proof, ms, processorMs, peakBytes } = await buildOnce(library, flags, leaves);
      answers.add(JSON.stringify([root, proof]));
      rows.push({
        subject,
        leaves,
        seconds: ms / 1_000,
        processorSeconds: processorMs / 1_000,
        peakMegabytes: peakBytes / 1e6,
        root,
      });
    }
    if (answers.size !== 1) throw new Error(`the trees of ${leaves} leaves are not the same`);
  }
  progress.done();
  return rows;
}

const seconds = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const titleOf = (leaves: number): string => `${formatNumber(leaves)} leaves`;

async function main(): Promise<void> {
  const rows = await measureBuilds();
  const panels = (valueOf: (row: Row) => number, textOf: (row: Row) => string) =>
    COUNTS.map((leaves) => ({
      title: titleOf(leaves),
      bars: rows
        .filter((row) => row.leaves === leaves)
        .map((row) => ({
          label: row.subject,
          value: valueOf(row),
          text: textOf(row),
          ours: row.subject === OURS,
        })),
    }));
  const charts = {
    "merkle-time": await drawBars({
      title: "Building a Merkle tree: processor time",
      subtitle: "Seconds, one process, logarithmic scale; green: this suite",
      scale: "log",
      domain: [0.01, 1_000],
      panels: panels(
        (row) => row.processorSeconds,
        (row) => `${seconds(row.processorSeconds)} s`,
      ),
    }),
    "merkle-memory": await drawBars({
      title: "Building a Merkle tree: memory",
      subtitle: "Peak resident memory of the whole process, leaves included; green: this suite",
      panels: panels(
        (row) => row.peakMegabytes,
        (row) => `${formatNumber(Math.round(row.peakMegabytes))} MB`,
      ),
    }),
  };
  const table = {
    columns: ["leaves →", "who", "processor time →", "time →", "peak memory →"],
    rows: rows.map((row) => [
      formatNumber(row.leaves),
      row.subject === OURS ? `**${row.subject}**` : row.subject,
      `${seconds(row.processorSeconds)} s`,
      `${seconds(row.seconds)} s`,
      `${formatNumber(Math.round(row.peakMegabytes))} MB`,
    ]),
  };
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`;
  const suite = versionOf(ROOT);
  const library = `@openzeppelin/merkle-tree ${versionOf("@openzeppelin/merkle-tree")}`;
  const paths = await writeReport({
    name: "merkle",
    title: "Merkle trees of the cDPO suite beside OpenZeppelin's",
    json: { suite, machine, library, builds: rows },
    charts,
    body: (chart) =>
      [
        "Each tree is built in a process of its own, and both libraries give the same root and proof. Processor time does not depend on what else runs on the machine; memory is the peak of the whole process, leaves included.",
        chart("merkle-time", "Bar chart: seconds to build a tree"),
        chart("merkle-memory", "Bar chart: memory to build a tree"),
        `### Building\n\n${formatMarkdownTable(table)}`,
        `### Measured with\n\n${machine}; cDPO suite ${suite}, ${library}.`,
      ].join("\n\n"),
  });
  console.log(
    formatTable({
      columns: table.columns.map((title) => ({
        title: title.replace(/ ?→$/, ""),
        align: title.endsWith("→") ? ("right" as const) : ("left" as const),
      })),
      rows: table.rows.map((row) => row.map((cell) => cell.replaceAll("**", ""))),
    }),
  );
  console.log(`\nWritten: ${paths.join(", ")}`);
}

try {
  await main();
} catch (thrown) {
  fail(messageOf(thrown));
}
