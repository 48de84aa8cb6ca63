/** Measures Merkle trees of awards beside their peers: gas of claims, time and memory of building; writes the results. */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import {
  DEPTHS,
  MOST_EPOCHS,
  TOKENS,
  UNISWAP,
  USUAL_DEPTH,
  caseOf,
  claimManyMeasures,
  claimMeasures,
} from "./gas/claims.ts";
import { drawBars } from "./lib/chart.ts";
import { OURS } from "./lib/measures.ts";
import { measureInProfiles, type Row } from "./lib/profiles.ts";
import {
  conditionsOf,
  describeConditions,
  formatMarkdownTable,
  formatNumber,
  writeReport,
} from "./lib/report.ts";
import { MERKLE_PEERS } from "./lib/subjects.ts";
import { PROFILES } from "./lib/suite.ts";
import { COUNTS, measureBuilds, type Build, type Built } from "./merkle/builds.ts";

const HELP = `Measures Merkle trees of awards beside their peers, and writes the results.

Usage: npm run bench:merkle -- [options]

  --limit SECONDS   a build that takes longer is stopped (default: 240; OpenZeppelin's library takes minutes for a
                    million leaves)
  --help            this text`;

/** What a timer can wait for. */
const limitShape = z.coerce
  .number("--limit is not a number")
  .int("--limit is not a whole number")
  .min(1, "--limit is below a second")
  .max(2_147_483, "--limit is longer than 24 days");

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

// ---------------------------------------------------------------- claims

type Gas = Row["gas"];
type FindGas = (subject: string, conditions: string) => Gas;

const finding =
  (rows: readonly Row[]): FindGas =>
  (subject, conditions) => {
    const row = rows.find((each) => each.subject === subject && each.conditions === conditions);
    if (row === undefined) throw new Error(`${subject}, ${conditions}: not measured`);
    return row.gas;
  };

/** Who pays what, as columns and bars name it. */
const CLAIMS = [
  { title: OURS, subject: OURS, conditions: (common: string) => common },
  {
    title: `Uniswap, ${TOKENS.suite}`,
    subject: UNISWAP,
    conditions: (common: string) => caseOf.paying("suite", common),
  },
  {
    title: `Uniswap, ${TOKENS.plain}`,
    subject: UNISWAP,
    conditions: (common: string) => caseOf.paying("plain", common),
  },
] as const;

const leavesAt = (depth: number): string => formatNumber(2 ** depth);
const inProfiles = (textOf: (profile: (typeof PROFILES)[number]) => string): string =>
  PROFILES.map(textOf).join(" / ");
const gasText = (gas: Gas): string => inProfiles((profile) => formatNumber(gas[profile]));

function claimTable(find: FindGas): Table {
  const cells = (common: string): string[] =>
    CLAIMS.map(({ subject, conditions }) => gasText(find(subject, conditions(common))));
  return {
    columns: ["case", "leaves →", ...CLAIMS.map(({ title }) => `${title} →`)],
    rows: [
      ...DEPTHS.map((depth) => [`depth ${depth}, holder`, leavesAt(depth), ...cells(caseOf.depth(depth))]),
      [`depth ${USUAL_DEPTH}, first tokens`, leavesAt(USUAL_DEPTH), ...cells(caseOf.first)],
    ],
  };
}

function claimManyTable(find: FindGas): Table {
  const many = (epochs: number, kept: boolean): Gas => find(OURS, caseOf.many(epochs, kept));
  const cells = (epochs: number, kept: boolean): string[] => [
    gasText(many(epochs, kept)),
    epochs === 1
      ? "–"
      : inProfiles((profile) => formatNumber(many(epochs, kept)[profile] - many(epochs - 1, kept)[profile])),
  ];
  const apart = find(UNISWAP, caseOf.paying("suite", caseOf.depth(USUAL_DEPTH)));
  return {
    columns: [
      "epochs →",
      "same index →",
      "the last of them →",
      "other indexes →",
      "the last of them →",
      "Uniswap, a transaction each →",
    ],
    rows: Array.from({ length: MOST_EPOCHS }, (_, at) => at + 1).map((epochs) => [
      formatNumber(epochs),
      ...cells(epochs, true),
      ...cells(epochs, false),
      inProfiles((profile) => formatNumber(epochs * apart[profile])),
    ]),
  };
}

const drawClaims = (find: FindGas): Promise<string> =>
  drawBars({
    title: "Claiming from a Merkle tree",
    subtitle: "Gas of one transaction, production profile, holders, bitmap word in use; green: this suite",
    panels: DEPTHS.map((depth) => ({
      title: `${leavesAt(depth)} leaves`,
      bars: CLAIMS.map(({ title, subject, conditions }) => {
        const { production } = find(subject, conditions(caseOf.depth(depth)));
        return { label: title, value: production, text: formatNumber(production), ours: subject === OURS };
      }),
    })),
  });

// ---------------------------------------------------------------- building

const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
const megabytes = (value: number): string => `${formatNumber(Math.round(value))} MB`;

/** Bars of the builds that ended. */
const buildPanels = (
  builds: readonly Build[],
  valueOf: (built: Built) => number,
  textOf: (value: number) => string,
) =>
  COUNTS.map((count) => ({
    title: `${formatNumber(count)} leaves`,
    bars: builds.flatMap(({ subject, leaves, built }) =>
      leaves === count && built !== null
        ? [
            {
              label: subject,
              value: valueOf(built),
              text: textOf(valueOf(built)),
              ours: subject === OURS,
            },
          ]
        : [],
    ),
  }));

const buildTable = (builds: readonly Build[], limitSeconds: number): Table => ({
  columns: ["leaves →", "who", "processor time →", "time →", "peak memory →"],
  rows: builds.map(({ subject, leaves, built }) => [
    formatNumber(leaves),
    subject === OURS ? `**${subject}**` : subject,
    ...(built === null
      ? ["–", `stopped after ${limitSeconds} s`, "–"]
      : [seconds(built.processorSeconds), seconds(built.seconds), megabytes(built.peakMegabytes)]),
  ]),
});

function describeBuilds(builds: readonly Build[], limitSeconds: number): string {
  const same = builds.some(({ built }) => built === null)
    ? "wherever both ended, both give the same root and the same proof"
    : "both give the same root and the same proof at every size";
  return `Each tree is built in a process of its own, at low priority, and stopped after ${limitSeconds} seconds; ${same}. Processor time depends little on what else runs on the machine; time on the wall, and so whether a build ends within the limit, depends on it. Memory is the peak of the whole process, leaves included.`;
}

// ---------------------------------------------------------------- report

function printTable({ columns, rows }: Table): void {
  console.log(
    formatTable({
      columns: columns.map((title) => ({
        title: title.replace(/ ?→$/, ""),
        align: title.endsWith("→") ? ("right" as const) : ("left" as const),
      })),
      rows: rows.map((row) => row.map((cell) => cell.replaceAll("**", ""))),
    }),
  );
}

/** The limit of a build in seconds. */
function limitFromCommandLine(): number {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        limit: { type: "string", default: "240" },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (thrown) {
    fail(`${messageOf(thrown)} (--help lists the options)`);
  }
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const limit = limitShape.safeParse(values.limit);
  return limit.success ? limit.data : fail(limit.error.issues[0]?.message ?? "--limit is refused");
}

async function main(): Promise<void> {
  const limitSeconds = limitFromCommandLine();
  const claims = await measureInProfiles([...claimMeasures(), ...claimManyMeasures()]);
  const builds = await measureBuilds(limitSeconds);
  const find = finding(claims);
  const charts = {
    "merkle-gas": await drawClaims(find),
    "merkle-time": await drawBars({
      title: "Building a Merkle tree: processor time",
      subtitle: "Seconds, one process, logarithmic scale; green: this suite",
      scale: "log",
      domain: [0.01, 1_000],
      panels: buildPanels(builds, ({ processorSeconds }) => processorSeconds, seconds),
    }),
    "merkle-memory": await drawBars({
      title: "Building a Merkle tree: memory",
      subtitle: "Peak resident memory of the whole process, leaves included; green: this suite",
      panels: buildPanels(builds, ({ peakMegabytes }) => peakMegabytes, megabytes),
    }),
  };
  const tables = {
    claim: claimTable(find),
    claimMany: claimManyTable(find),
    build: buildTable(builds, limitSeconds),
  };
  const conditions = conditionsOf(MERKLE_PEERS);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`;
  const profiles = PROFILES.map((profile) => `_${profile}_`).join(" / ");
  const paths = await writeReport({
    name: "merkle",
    title: "Merkle trees of the cDPO suite beside their peers",
    json: { conditions, machine, limitSeconds, claims, builds },
    charts,
    body: (chart) =>
      [
        chart("merkle-gas", "Bar chart: gas of a claim by depth, this suite and Uniswap's distributor"),
        `### Claiming from one tree\n\nGas in the profiles ${profiles}; other leaves of the same word of the bitmap were claimed before.`,
        formatMarkdownTable(tables.claim),
        "Uniswap's distributor is a contract for one tree, with root and token in its code. Here one contract, a clone, holds all epochs, pays each leaf in proportion to what batches paid and keeps what is left of each apart; its token is a clone, too. 1inch's distributors are not measured, as no npm package with their contracts is known to us.",
        `### Claiming several epochs at once\n\nAll of depth ${USUAL_DEPTH}, by a holder, in the profiles ${profiles}: \`claimMany\`, where the account keeps its index from epoch to epoch or has one in another word each time, and what as many transactions to Uniswap's distributor cost that pay ${TOKENS.suite}.`,
        formatMarkdownTable(tables.claimMany),
        `### Building\n\n${describeBuilds(builds, limitSeconds)}`,
        chart("merkle-time", "Bar chart: seconds to build a tree"),
        chart("merkle-memory", "Bar chart: memory to build a tree"),
        formatMarkdownTable(tables.build),
        `### Measured with\n\n${describeConditions(conditions)}\n\nTrees were built on ${machine}.`,
      ].join("\n\n"),
  });
  for (const table of Object.values(tables)) {
    printTable(table);
    console.log();
  }
  console.log(`Written: ${paths.join(", ")}`);
}

try {
  await main();
} catch (thrown) {
  fail(messageOf(thrown));
}
