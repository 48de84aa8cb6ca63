/** Commands of ledgers: made of real histories, verified, proven and explained; they need no chain. */
import { z } from "zod";
import { NETWORKS } from "../../lib/place.ts";
import { tool, type Command, type OptionSpec } from "../../frame/command.ts";

const group = "ledgers";
const many = (what: string): OptionSpec => ({ what, repeated: true });
const LEDGER = "a ledger, or the folder of an epoch";

/** A command of scripts/epoch.ts, which reads its options itself. */
function ofEpochs({
  name,
  summary,
  options,
}: {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
}): Command {
  return tool({
    ...{ name: `ledger ${name}`, group, takes: "nothing", summary, options },
    details: "Formats, formulas and how to verify: docs/ledger.md.",
    schema: () => z.record(z.string(), z.unknown()),
    async run({ say }, args) {
      const { runEpoch } = await import("../../epoch.ts");
      await runEpoch([name, ...written(args)], say);
    },
  });
}

export const LEDGERS: readonly Command[] = [
  tool({
    ...{ name: "ledger import", group, takes: "nothing" },
    summary: "turns the history of a git repository into a ledger: who made what, and its award",
    details:
      'Co-authors ("Co-authored-by: Name <email>") share a commit\'s award equally; .mailmap is applied; merge commits do not ' +
      "count. The same history and options give the same files, byte for byte.",
    options: {
      git: "a folder in the repository (default: .)",
      out: "where the ledger is written, as JSON",
      csv: "where its rows are written, as a table",
      accounts:
        'JSON: {"email or name": "0x… address with checksum"}; everyone else gets a demo account, whose key everyone can compute: never send value to those',
      source: "what the ledger calls the repository (default: the name of its folder)",
      since: "only commits written on this day or later, UTC (2024-01-31, or 2024-01-31T12:00:00Z)",
      until: "only commits written on this day or earlier, UTC",
      base: "tokens for every commit (default: 1)",
      unit: "tokens times the square root of the lines added and removed (default: 1)",
      "line-cap": "lines of one commit that count at most (default: 2500)",
      "max-award": "tokens for one commit at most (default: 51)",
      ignore: many("files that count nothing, besides lock files, generated and vendored ones"),
      maintenance: many("files that are maintenance, besides documentation, tests and CI"),
      top: "contributors in the summary (default: 10)",
    },
    schema: () => z.record(z.string(), z.unknown()),
    async run({ say }, args) {
      const { runImport } = await import("../../import-contributions.ts");
      await runImport(written(args), say);
    },
  }),

  ofEpochs({
    name: "build",
    summary: "reads sources, values them by rules, and writes ledger, proposal and proofs into a folder",
    options: { config: "what is read, and by which rules", out: "the folder" },
  }),

  ofEpochs({
    name: "verify",
    summary: "values every row of a ledger again, and computes root, total, count and content hash",
    options: {
      ledger: LEDGER,
      root: "what it should be",
      total: "what it should be, in wei",
      count: "what it should be",
      "content-hash": "what it should be",
      epochs: 'address of the organisation\'s "epochs" in deployments/, to compare with the chain',
      number: "the epoch there",
      network: `${NETWORKS} (default: localhost)`,
    },
  }),

  ofEpochs({
    name: "proof",
    summary: "prints what an account claims with: index, amount and proof",
    options: { ledger: LEDGER, account: "whose" },
  }),

  ofEpochs({
    name: "explain",
    summary: "prints every row behind an account's award, and what the rules made of them",
    options: { ledger: LEDGER, account: "whose" },
  }),
];

/** Options as they are written. */
function written(args: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(args).flatMap(([option, value]) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).flatMap((each) => [
      `--${option}`,
      String(each),
    ]),
  );
}
