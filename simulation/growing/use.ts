/** How people used what was made in a quarter: the tables and the configuration that an epoch is built from. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatUnits } from "ethers";
import { toCsv } from "../../ledger/csv.ts";
import { instant } from "../report/format.ts";
import { visitorAccount } from "../world/agents.ts";
import { DAY, HOUR, START_TIME } from "../world/chain.ts";
import type { RealWork } from "../people/history.ts";
import type { Plan } from "../people/plan.ts";
import type { Random } from "../world/random.ts";

/** A quarter whose use is recognised in one epoch. */
export interface Quarter {
  readonly name: string;
  /** Days since the start, both inclusive. */
  readonly fromDay: number;
  readonly toDay: number;
  /** Visitors who read something in it: so many accounts at least. */
  readonly visitors: number;
}

export const QUARTERS: readonly Quarter[] = [
  { name: "2026-q1", fromDay: 0, toDay: 89, visitors: 10_200 },
  { name: "2026-q2", fromDay: 90, toDay: 180, visitors: 11_000 },
];

/** Of what an epoch awards, the makers' part in bps; the readers get the rest. */
const MAKERS_BPS = 3_000n;
const WHOLE_BPS = 10_000n;
const MOST_VISITS = 3;
const MOST_PAGES = 40;
const MOST_VIEWS = 900;

const COLUMNS = ["id", "date", "person", "size"];

/**
 * Writes what {@link readEpochConfig} reads into a folder of its own, and answers the configuration's path. Visits are
 * seeded, each account's own; the makers are the authors of the history, by how often what they made was read: by seeded
 * numbers too, and shared as the work was.
 */
export async function writeUse({
  folder,
  quarter,
  random,
  plan,
  real,
  total,
  previous,
}: {
  readonly folder: string;
  readonly quarter: Quarter;
  readonly random: Random;
  readonly plan: Plan;
  readonly real: RealWork;
  /** Token wei that the epoch awards. */
  readonly total: bigint;
  /** The ledger of the epoch before, whose indices go on. */
  readonly previous: string | undefined;
}): Promise<string> {
  const { name, fromDay, toDay } = quarter;
  await mkdir(folder);
  await writeFile(join(folder, "visits.csv"), toCsv(COLUMNS, visitsOf(random.fork("visits"), quarter)));
  const views = viewsOf({ random: random.fork("views"), quarter, plan, real });
  const forMakers = views.length === 0 ? 0n : (total * MAKERS_BPS) / WHOLE_BPS;
  const sources = [{ name: "visits", type: "csv", files: ["visits.csv"], kind: "use" }];
  const rules: object[] = [
    {
      ...{ name: "readers", sources: ["visits"], formula: "square-root/1" },
      parameters: { base: "0", unit: "1", sizeCap: 25, max: "5" },
      pool: formatUnits(total - forMakers, 18),
    },
  ];
  if (views.length > 0) {
    await writeFile(join(folder, "views.csv"), toCsv(COLUMNS, views));
    sources.push({ name: "views", type: "csv", files: ["views.csv"], kind: "use" });
    rules.push({
      ...{ name: "makers", sources: ["views"], formula: "per-size/1" },
      parameters: { each: "1", sizeCap: MOST_VIEWS },
      pool: formatUnits(forMakers, 18),
    });
  }
  const config = join(folder, "epoch.json");
  const dayOf = (day: number): string => instant(START_TIME + day * DAY).slice(0, 10);
  const written = { name, since: dayOf(fromDay), until: dayOf(toDay), previous, sources, rules };
  await writeFile(config, JSON.stringify(written, null, 2));
  return config;
}

function visitsOf(random: Random, { fromDay, toDay, visitors }: Quarter): string[][] {
  return Array.from({ length: visitors }, (_, at) => {
    const account = visitorAccount(`Visitor ${at + 1}`);
    return Array.from({ length: random.int(1, MOST_VISITS) }, (_none, number) => [
      `visitor-${at + 1}/${number + 1}`,
      instant(START_TIME + random.int(fromDay, toDay) * DAY + random.int(0, 23) * HOUR),
      account,
      `${random.int(1, MOST_PAGES)}`,
    ]);
  }).flat();
}

/** Views of all that was made until the quarter's end, one row for each share. */
function viewsOf({
  random,
  quarter: { fromDay, toDay },
  plan,
  real,
}: {
  readonly random: Random;
  readonly quarter: Quarter;
  readonly plan: Plan;
  readonly real: RealWork;
}): string[][] {
  const made = new Set(real.works);
  return plan.planned
    .filter(({ work, day }) => made.has(work) && day <= toDay)
    .flatMap(({ work, day }) => {
      const views = random.int(20, MOST_VIEWS);
      const date = instant(START_TIME + Math.max(day, fromDay) * DAY);
      return work.shares.map(({ account, bps }, at) => [
        `${work.uri}/${at + 1}`,
        date,
        account,
        `${Math.round((views * bps) / Number(WHOLE_BPS))}`,
      ]);
    });
}
