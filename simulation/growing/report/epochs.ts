/** What the report says of recognition at scale, and how anyone verifies it. */
import { day, grouped, percent, plural, tokens } from "../../report/format.ts";
import type { Json } from "../../report/json.ts";
import type { Section, TableColumn } from "../../report/model.ts";
import type { EpochRecord } from "../../books/records.ts";
import type { GrowingRun } from "../model.ts";
import type { OnChainEpoch } from "../epochs.ts";

/** An epoch with what the books have of it. */
interface Seen extends OnChainEpoch {
  readonly record: EpochRecord;
}

function seen({ epochs, garden }: GrowingRun): Seen[] {
  return epochs.all.map((epoch) => {
    const record = garden.books.epochs.get(epoch.id);
    if (record === undefined) throw new Error(`the books have no epoch ${epoch.id}`);
    return { ...epoch, record };
  });
}

/** Figures of all epochs together. */
export function epochFigures(run: GrowingRun): {
  readonly accounts: number;
  readonly awarded: bigint;
  readonly claims: number;
  readonly claimed: bigint;
} {
  const accounts = new Set(run.epochs.accounts());
  const records = [...run.garden.books.epochs.values()];
  return {
    accounts: accounts.size,
    awarded: records.reduce((sum, { paid }) => sum + paid, 0n),
    claims: records.reduce((sum, { claims }) => sum + claims, 0),
    claimed: records.reduce((sum, { claimed }) => sum + claimed, 0n),
  };
}

/** How the epochs went, as a paragraph of a step. */
export function epochSentence(run: GrowingRun): string {
  const { accounts, awarded, claims, claimed } = epochFigures(run);
  const parts = seen(run).map(({ record }) => percent(record.paid, record.total));
  return (
    `Use was recognised by the quarter: ${plural(parts.length, "ledger")} with ${grouped(accounts)} accounts in all, each proposed as one Merkle root, open to challenge for three days, and then one award among the others. Batches paid ${tokens(awarded)} tokens for them, ${parts.join(" and ")} of what the ledgers award, and everyone in a ledger has the same part. ` +
    `So far ${plural(claims, "award")} of ${tokens(claimed)} tokens were claimed, ${grouped(run.epochs.claimedTogether)} times those of both ledgers in one call; each payment was right to the wei, and none could be had twice.`
  );
}

/** The epochs side by side, and how to verify them. */
export function epochSection(run: GrowingRun): Section {
  const epochs = seen(run);
  const row = (title: string, of: (epoch: Seen) => string): string[] => [title, ...epochs.map(of)];
  const date = (time: number): string => (time === 0 ? "not yet" : day(time));
  return {
    title: "Recognition of thousands at once",
    intro:
      "An epoch recognises everyone who is in a published ledger by one root on chain; what batches pay for it is one sum, which waits in the contract until it is claimed, each award in proportion. The ledgers are beside this page. From a ledger alone, anyone values every row again by the rules in its first line, builds the tree, and compares root, total, number of accounts and content hash with what was proposed:",
    commands: epochs.map(({ file, facts: { root, total, count, contentHash } }) =>
      [
        `npm run epoch -- verify --ledger <the folder of this page>/${file}`,
        `--root ${root} --total ${total} --count ${count}`,
        `--content-hash ${contentHash}`,
      ].join(" \\\n  "),
    ),
    table: {
      caption: "The epochs",
      columns: [
        { title: "" },
        ...epochs.map(({ quarter }): TableColumn => ({ title: quarter.name, align: "right" })),
      ],
      rows: [
        row("Ledger", ({ file }) => file),
        row("Rows of use", ({ facts }) => grouped(facts.rows)),
        row("Accounts", ({ facts }) => grouped(facts.count)),
        row("Tokens awarded", ({ facts }) => tokens(facts.total)),
        row("Proposed", ({ proposedAt }) => date(proposedAt)),
        row("Unchallenged, activated", ({ activatedAt }) => date(activatedAt)),
        row("Paid, and open to claims", ({ openedAt }) => date(openedAt)),
        row("Tokens paid", ({ record }) => tokens(record.paid)),
        row("Of what the ledger awards", ({ record }) => percent(record.paid, record.total)),
        row("Claims", ({ record }) => grouped(record.claims)),
        row("Tokens claimed", ({ record }) => tokens(record.claimed)),
        row("Tokens that wait to be claimed", ({ record }) => tokens(record.paid - record.claimed)),
        row("Formulas", ({ facts }) => facts.formula),
        row("Root", ({ facts }) => shortened(facts.root)),
        row("Content hash", ({ facts }) => shortened(facts.contentHash)),
      ],
    },
  };
}

function shortened(hash: string): string {
  return `${hash.slice(0, 10)}…${hash.slice(-8)}`;
}

/** The epochs for `summary.json`. */
export function summaryOfEpochs(run: GrowingRun): Json {
  return seen(run).map(({ id, file, facts, record, proposedAt, activatedAt, openedAt }) => ({
    number: id,
    ledger: file,
    root: facts.root,
    contentHash: facts.contentHash,
    formula: facts.formula,
    rows: facts.rows,
    accounts: facts.count,
    totalWei: facts.total,
    paidWei: record.paid,
    claims: record.claims,
    claimedWei: record.claimed,
    proposedAt,
    activatedAt,
    openedAt,
  }));
}
