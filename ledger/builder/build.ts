/** Builds an epoch: a folder with the canonical ledger, what is proposed on chain of it, and a proof for every account. */
import { createWriteStream, renameSync } from "node:fs";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../../sdk/src/text.ts";
import { withDrafts } from "../drafts.ts";
import { ImportError } from "../import-error.ts";
import { openPeople, type People } from "../people/people.ts";
import { shardDigits, type Leaf } from "../../sdk/src/ledger.ts";
import type { EpochConfig } from "./config.ts";
import { namesOf } from "./content.ts";
import { FORMAT, formulaOf, rowLine, type Header } from "./format.ts";
import { gather, type Gathering } from "./gather.ts";
import { createIds } from "./ids.ts";
import { checkReplaceable, writeManifest } from "./manifest.ts";
import { writeShards } from "../verifier/proofs.ts";
import { createValuation, type Valuation } from "../formulas/rules.ts";
import { openStore, type Store, type Stored } from "./store.ts";
import { SUMMARY, summaryText, type Summary } from "./summary.ts";
import { checkLedger, treeOf, type Checked } from "../verifier/verify.ts";
import { joinParts, summarise, type Indices } from "./assemble.ts";

/** Names of what is in an epoch's folder. */
export const LEDGER = "ledger.jsonl";
export const PROOFS = "proofs";

/** What is told of work that takes long. */
export type OnStep = (step: string, done: number, total?: number) => void;

export interface Built {
  readonly summary: Summary;
  readonly header: Header;
  readonly warnings: readonly string[];
}

/**
 * Builds everything beside its place, and puts it there at the end: a failure or an interruption leaves the folder as it
 * was, and nothing beside it. An epoch that was there is replaced, when nobody changed it or put something
 * beside it. Throws {@link ImportError} for everything that is wrong with the input.
 */
export async function buildEpoch({
  config,
  folder,
  onStep,
}: {
  readonly config: EpochConfig;
  readonly folder: string;
  readonly onStep?: OnStep | undefined;
}): Promise<Built> {
  const place = resolve(folder);
  await checkPlace(place);
  const people = await openPeople(config.accounts);
  const unwritable = (error: unknown): never => {
    throw new ImportError(`${folder} cannot be written: ${messageOf(error)}.`);
  };
  // All of it is removed at the end, so it must not have been there before.
  const beside = join(dirname(place), `.${basename(place)}.${process.pid}.tmp`);
  await mkdir(beside).catch(unwritable);
  return withDrafts([beside], async () => {
    const draft = join(beside, "new");
    await mkdir(draft).catch(unwritable);
    const built = await buildInto({ config, people, draft, onStep });
    const there = (await stat(place).catch(() => null)) !== null;
    // Building takes long: somebody may have put something there meanwhile.
    if (there) await checkPlace(place);
    try {
      if (there) swap({ draft, place, old: join(beside, "old") });
      else renameSync(draft, place);
    } catch (error) {
      unwritable(error);
    }
    return built;
  });
}

/** Puts a folder in the place of another, which stays when that fails; without a pause in which a signal could come. */
function swap({
  draft,
  place,
  old,
}: {
  readonly draft: string;
  readonly place: string;
  readonly old: string;
}): void {
  renameSync(place, old);
  try {
    renameSync(draft, place);
  } catch (error) {
    renameSync(old, place);
    throw error;
  }
}

/** Refuses a place that holds something else than an epoch, before anything long is done for it. */
async function checkPlace(place: string): Promise<void> {
  const parent = await stat(dirname(place)).catch(() => null);
  if (parent?.isDirectory() !== true) {
    throw new ImportError(`${place} cannot be written: its folder does not exist.`);
  }
  const there = await stat(place).catch(() => null);
  if (there === null) return;
  if (!there.isDirectory()) throw new ImportError(`${place} is a file: name a folder for the epoch.`);
  await checkReplaceable(place);
}

async function buildInto({
  config,
  people,
  draft,
  onStep,
}: {
  readonly config: EpochConfig;
  readonly people: People;
  readonly draft: string;
  readonly onStep: OnStep | undefined;
}): Promise<Built> {
  const ledger = join(draft, LEDGER);
  const { header, leaves, warnings } = await writeLedger({ config, people, draft, ledger, onStep });
  const tree = treeOf({ leaves }, (done, total) => onStep?.("Building the tree", done, total));
  const digits = shardDigits(leaves.length);
  await writeShards({
    ...{ folder: join(draft, PROOFS), tree, leaves, digits },
    onProgress: (done, total) => onStep?.("Writing proofs", done, total),
  });
  const summary: Summary = {
    format: FORMAT,
    name: header.name,
    root: tree.root,
    total: header.total,
    count: leaves.length,
    ...(await namesOf(ledger)),
    formula: formulaOf(header),
    rows: header.rows,
    ledgerBytes: (await stat(ledger)).size,
    shardDigits: digits,
  };
  await writeFile(join(draft, SUMMARY), summaryText(summary));
  await writeManifest(draft);
  return { summary, header, warnings };
}

/** Gathers, values and writes; what that takes is free again before the tree is built. */
async function writeLedger({
  config,
  people,
  draft,
  ledger,
  onStep,
}: {
  readonly config: EpochConfig;
  readonly people: People;
  readonly draft: string;
  readonly ledger: string;
  readonly onStep: OnStep | undefined;
}): Promise<{
  readonly header: Header;
  readonly leaves: readonly Leaf[];
  readonly warnings: readonly string[];
}> {
  const runs = join(draft, "runs");
  await mkdir(runs);
  const rowsFile = join(runs, "rows");
  const gathering = gather({
    config,
    people,
    onProgress: (source, read) => onStep?.(`Reading ${source}`, read),
  });
  const valuation = createValuation(config.rules);
  const store = await openStore(runs);
  let indices: Indices, rowsOf: Map<string, number>;
  try {
    indices = await readEarlier({ config, store, onStep });
    let gathered = 0;
    for await (const row of gathering.rows()) {
      store.push(row);
      gathered++;
    }
    rowsOf = await writeRows({
      rows: store.sorted(gathering.undoings),
      file: rowsFile,
      valuation,
      leftOut: gathering.leftOut,
      onRow: (done) => onStep?.("Valuing rows", done, gathered),
    });
  } finally {
    store.close();
  }
  const { header, leaves } = summarise({ config, gathering, rowsOf, valuation, indices });
  await joinParts({ file: ledger, header, rowsFile, leaves });
  await rm(runs, { recursive: true });
  const warnings = [...gathering.warnings];
  if (gathering.demoPeople.size > 0) {
    warnings.push(
      `${gathering.demoPeople.size} people have demo accounts, whose keys everyone can compute: publish this on test chains only.`,
    );
  }
  return { header, leaves, warnings };
}

/**
 * Reads earlier epochs: what they recognise is not recognised again, and accounts keep the indices that they have in the
 * previous one, which makes claims of both cheaper.
 */
async function readEarlier({
  config: { previous, earlier },
  store,
  onStep,
}: {
  readonly config: EpochConfig;
  readonly store: Store;
  readonly onStep: OnStep | undefined;
}): Promise<Indices> {
  const read = (file: string): Promise<Checked> =>
    checkLedger({
      file,
      onRow: (row) => {
        store.recognise(row);
      },
      onProgress: (done, total) => onStep?.("Reading an earlier epoch", done, total),
    });
  const hashes: string[] = [];
  for (const file of earlier) hashes.push((await read(file)).contentHash);
  if (previous === undefined) return { of: new Map(), next: 0, previous: null, earlier: hashes };
  const { leaves, header, contentHash } = await read(previous);
  return {
    of: new Map(leaves.map(({ account, index }) => [account, index])),
    next: header.nextIndex,
    previous: contentHash,
    earlier: [...hashes, contentHash],
  };
}

/** Values all rows and writes those that a rule fits; answers how many there are by source. */
async function writeRows({
  rows,
  file,
  valuation,
  leftOut,
  onRow,
}: {
  readonly rows: AsyncIterable<Stored>;
  readonly file: string;
  readonly valuation: Valuation;
  readonly leftOut: Gathering["leftOut"];
  readonly onRow: (done: number) => void;
}): Promise<Map<string, number>> {
  const rowsOf = new Map<string, number>();
  const ids = createIds();
  const count = (source: string, reason: string): void => {
    const reasons = leftOut.get(source);
    reasons?.set(reason, (reasons.get(reason) ?? 0) + 1);
  };
  async function* lines(): AsyncGenerator<string, void, void> {
    let before = "";
    let done = 0;
    let batch = "";
    for await (const { row, text, reason } of rows) {
      onRow(++done);
      // Counted when it was read: nobody is paid for it, and nobody else for the same work.
      if (row.shares.length === 0) continue;
      if (text === before) {
        // Exports overlap.
        count(row.source, "the same again");
        continue;
      }
      before = text;
      if (!ids.add(row.source, row.id)) {
        throw new ImportError(
          `The source "${row.source}" has the id ${JSON.stringify(row.id)} twice, with different contents: look for it in its files.`,
        );
      }
      if (reason !== null) {
        count(row.source, reason);
        continue;
      }
      const valued = valuation.value(row);
      if (valued === null) {
        count(row.source, "no rule is for them");
        continue;
      }
      rowsOf.set(row.source, (rowsOf.get(row.source) ?? 0) + 1);
      batch += rowLine({ ...row, rule: valued.rule.name, parts: valued.parts });
      if (batch.length >= 1 << 16) {
        yield batch;
        batch = "";
      }
    }
    yield batch;
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return rowsOf;
}
