/** Running a simulation from a command: its options, progress, and what it came to. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { fieldErrorOf, formatTable, messageOf } from "../sdk/src/text.ts";
import { writeReport, type Data } from "./report/files.ts";
import type { Report, Tile } from "./report/model.ts";
import { keepSmall } from "./memory.ts";
import { readRealWork, type RealWork } from "./people/history.ts";
import { MAX_SEED } from "./world/random.ts";

const DEFAULT_SEED = 1;
/** Days of a flow between the times at which garbage is cleared. */
const CLEARING_DAYS = 30;

const optionsShape = z.object({
  seed: z
    .string()
    .regex(/^\d{1,10}$/, "is not a whole number")
    .transform(Number)
    .refine((seed) => seed <= MAX_SEED, `is above ${MAX_SEED}`)
    .default(DEFAULT_SEED),
  git: z.string().min(1, "is empty").optional(),
  out: z.string().min(1, "is empty").default("reports"),
  checks: z.boolean(),
});

export type SimulationOptions = z.output<typeof optionsShape>;

/** A finished simulation, ready to be written. */
export interface Outcome {
  readonly report: Report;
  readonly data: Data;
  /** Transactions sent, those on copies of the chain included, for the speed that is told. */
  readonly sent: number;
}

/** One of the two flows. */
export interface Flow {
  readonly name: "bootstrapped" | "growing";
  readonly about: string;
  readonly run: (input: {
    readonly seed: number;
    readonly real: RealWork;
    /** Whether the books are compared with the contracts after each action; everything else is the same without. */
    readonly checks: boolean;
    readonly command: string;
    readonly onProgress: (day: number, days: number, transactions: number) => void;
  }) => Promise<Outcome>;
}

/** The command line's options, or null when it asks for help. Throws an error with one sentence. */
export function readOptions(args: readonly string[]): SimulationOptions | null {
  const one = { type: "string" } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { seed: one, git: one, out: one, "no-checks": { type: "boolean" }, help: { type: "boolean" } },
    }));
  } catch (error) {
    throw new Error(`${messageOf(error).split(/\. |\.$/, 1)[0] ?? ""}; --help lists the options.`);
  }
  if (values.help === true) return null;
  const parsed = optionsShape.safeParse({ ...values, checks: values["no-checks"] !== true });
  if (!parsed.success) throw new Error(`--${fieldErrorOf(parsed.error).replace(":", "")}.`);
  return parsed.data;
}

export const OPTIONS_HELP = `  --seed N     a whole number; the same seed and history give the same report (default: ${DEFAULT_SEED})
  --git PATH   a folder in the git repository whose authors are the producers (default: the current folder)
  --out DIR    the report goes into a folder of its own in here (default: reports)
  --no-checks  do not compare books and contracts after each transaction, which takes most of the time
  --help       this text`;

/** What shows how far a simulation is. */
export interface Progress {
  /** Says what is done now; called often. */
  update(text: string): void;
  /** Before something else is printed, and in the end. */
  done(): void;
}

/** What a simulation came to. */
export interface Simulated {
  readonly title: string;
  /** What its report shows first. */
  readonly figures: readonly Tile[];
  /** About the history: what is missing, was left out or put together. */
  readonly notes: readonly string[];
  /** Transactions sent, those on copies of the chain included. */
  readonly transactions: number;
  readonly seconds: number;
  readonly checked: boolean;
  /** The path of the report's page. */
  readonly page: string;
}

/**
 * Runs a flow and writes its report. The types must be made of the contracts once `compile` has been awaited, which is after
 * the history was read.
 */
export async function simulate({
  flow,
  options: { seed, git, out, checks },
  compile,
  progress,
}: {
  readonly flow: Flow;
  readonly options: SimulationOptions;
  readonly compile: () => Promise<void>;
  readonly progress: Progress;
}): Promise<Simulated> {
  const clear = keepSmall();
  try {
    const real = await readRealWork({
      path: git ?? process.cwd(),
      explicit: git !== undefined,
      onProgress: ({ done, total }) => {
        progress.update(`${flow.name}: reading commit ${done} of ${total}`);
      },
    });
    progress.update(`${flow.name}: compiling what has changed`);
    await compile();
    const repository =
      git === undefined ? "" : ` --git <the repository at ${real.head.slice(0, 12) || "no commit"}>`;
    const command = `npm run simulate:${flow.name} -- --seed ${seed}${repository}`;
    clear();
    const started = performance.now();
    const { report, data, sent } = await flow.run({
      seed,
      real,
      checks,
      command,
      onProgress: (day, days, count) => {
        if (day % CLEARING_DAYS === 0) clear();
        progress.update(`${flow.name}: day ${day} of ${days}, ${count} transactions`);
      },
    });
    const seconds = (performance.now() - started) / 1_000;
    clear();
    progress.update(`${flow.name}: drawing the report`);
    const folder = join(out, flow.name);
    await writeReport({ folder, report, data }).catch((error: unknown) => {
      throw new Error(`The report cannot be written to ${folder}: ${messageOf(error)}.`);
    });
    const { title, tiles: figures } = report;
    const page = join(folder, "index.html");
    return { title, figures, notes: real.notes, transactions: sent, seconds, checked: checks, page };
  } finally {
    progress.done();
  }
}

/** What a simulation came to, as people read it. */
export function simulatedInWords(simulated: Simulated): string {
  const { title, figures, notes, transactions, seconds, checked, page } = simulated;
  const speed = Math.round(transactions / seconds);
  return [
    ...notes.map((note) => `Note: ${note}`),
    formatTable({
      columns: [{ title }, { title: "", align: "right" }, { title: "" }],
      rows: figures.map(({ label, value, note }) => [label, value, note]),
    }),
    "",
    `${transactions} transactions in ${seconds.toFixed(1)} s (${speed} a second${checked ? ", checks included" : ", without checks"}).`,
    `Report: ${page}`,
  ].join("\n");
}
