/**
 * The real part of a simulation: what people contributed, from the history of a git repository.
 *
 * A long history is put together by account, kind and period, the shortest period that gives few enough
 * contributions, so that a run stays short and no work is left out.
 */
import { concat, keccak256 } from "ethers";
import { messageOf } from "../../sdk/src/text.ts";
import { ImportError } from "../../ledger/import-error.ts";
import { importLedger } from "../../ledger/history/import.ts";
import type { Kind, Row, Share } from "../../ledger/history/model.ts";
import { contentHash } from "../../ledger/history/text.ts";

/** More contributions of a history than this are put together. */
export const MAX_CONTRIBUTIONS = 400;

/** Something that someone did and that is to be recognised. */
export interface Work {
  readonly kind: Kind;
  /** Token wei. */
  readonly reward: bigint;
  readonly shares: readonly Share[];
  readonly contentHash: string;
  readonly uri: string;
}

/** The history as contributions in the order in which they were made. */
export interface RealWork {
  readonly works: readonly Work[];
  /** Token wei of them all. */
  readonly total: bigint;
  readonly producers: readonly { readonly name: string; readonly account: string }[];
  readonly commits: number;
  /** Of the history's last commit; empty without a history. */
  readonly head: string;
  /** Author dates of the first and the last commit, in seconds; 0 without a history. */
  readonly from: number;
  readonly to: number;
  readonly formula: string;
  /** Sentences for the user about what is missing, was left out or put together. */
  readonly notes: readonly string[];
}

/** Work of nobody: what a simulation does without a history. */
function nothing(reason: string): RealWork {
  return {
    works: [],
    total: 0n,
    producers: [],
    commits: 0,
    head: "",
    from: 0,
    to: 0,
    formula: "",
    notes: [
      `${reason} The simulation goes on without producers: what is recognised is the use and maintenance by its seeded readers and curators.`,
    ],
  };
}

/** A missing path is the user's mistake, and an error; a history that cannot be read or is empty is none. */
export async function readRealWork({
  path,
  explicit,
  onProgress,
}: {
  readonly path: string;
  /** Whether the user named the path. */
  readonly explicit: boolean;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}): Promise<RealWork> {
  let imported;
  try {
    imported = await importLedger({
      path,
      source: "git",
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    if (explicit && /does not exist|is not a folder|cannot be read \(/.test(error.message)) throw error;
    // Where the repository is on this machine is no part of a report.
    return nothing(messageOf(error).replaceAll(path, explicit ? "The folder given" : "This folder"));
  }
  const { ledger, contributors } = imported;
  const { rows, header } = ledger;
  const { works, note } = put(rows);
  const names = new Map(contributors.toReversed().map(({ account, name }) => [account, name]));
  const accounts = [...new Set(rows.flatMap((row) => row.shares.map(({ account }) => account)))];
  return {
    works,
    total: works.reduce((sum, { reward }) => sum + reward, 0n),
    producers: accounts.map((account) => ({ account, name: names.get(account) ?? "" })),
    commits: header.commits,
    head: header.head,
    from: rows[0]?.date ?? 0,
    to: rows.at(-1)?.date ?? 0,
    formula: header.formula,
    notes: [...header.warnings.filter((warning) => !warning.includes("demo accounts")), ...note],
  };
}

const DAY_MS = 86_400_000;
/** From a Monday to a Sunday, as 1 January 1970 was a Thursday. */
const weekOf = (date: Date): string => String(Math.floor((date.getTime() / DAY_MS + 3) / 7));

const PERIODS = [
  { name: "hour", of: (date: Date) => date.toISOString().slice(0, 13) },
  { name: "day", of: (date: Date) => date.toISOString().slice(0, 10) },
  { name: "week", of: weekOf },
  { name: "month", of: (date: Date) => date.toISOString().slice(0, 7) },
  { name: "year", of: (date: Date) => date.toISOString().slice(0, 4) },
  { name: "lifetime", of: () => "all" },
] as const;

function put(rows: readonly Row[]): { works: Work[]; note: string[] } {
  if (rows.length <= MAX_CONTRIBUTIONS) return { works: rows.map((row) => single(row)), note: [] };
  let groups: Row[][] = [];
  let period: string = PERIODS[0].name;
  for (const { name, of } of PERIODS) {
    period = name;
    groups = [
      ...Map.groupBy(
        rows,
        (row) =>
          `${of(new Date(row.date * 1_000))}/${row.kind}/${row.shares.map(({ account }) => account).join("+")}`,
      ).values(),
    ];
    if (groups.length <= MAX_CONTRIBUTIONS) break;
  }
  const note = [
    `The history has ${rows.length} commits: they were put together by authors, kind and ${period}, as ${groups.length} contributions.`,
  ];
  const works = groups.map((group) => together(group, period));
  if (works.length <= MAX_CONTRIBUTIONS) return { works, note };
  const kept = new Set(
    works
      .map((work, at) => ({ work, at }))
      .sort((a, b) =>
        a.work.reward === b.work.reward ? a.at - b.at : a.work.reward > b.work.reward ? -1 : 1,
      )
      .slice(0, MAX_CONTRIBUTIONS)
      .map(({ at }) => at),
  );
  note.push(`Only the ${MAX_CONTRIBUTIONS} largest of those take part; ${works.length - kept.size} do not.`);
  return { works: works.filter((_, at) => kept.has(at)), note };
}

function single(row: Row): Work {
  const { kind, award, shares, id } = row;
  return { kind, reward: award, shares, contentHash: contentHash(row), uri: `git:${id}` };
}

function together(group: readonly Row[], period: string): Work {
  const [first] = group;
  if (first === undefined) throw new Error("a group of commits is empty");
  return {
    kind: first.kind,
    reward: group.reduce((sum, { award }) => sum + award, 0n),
    shares: first.shares,
    contentHash: keccak256(concat(group.map((row) => contentHash(row)))),
    uri: `git:${first.id}+${group.length - 1}-of-${period}`,
  };
}
