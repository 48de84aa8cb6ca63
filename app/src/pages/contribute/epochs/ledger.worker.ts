/** Reads and verifies ledgers beside the page, which stays usable meanwhile. */
import { treeOf, verifyLedger, type EpochFacts, type Leaf, type LedgerEntry } from "cdpo-sdk/ledger";
import * as Hash from "ox/Hash";

/** What is asked: facts of a ledger that is to be proposed, or what accounts have in one that was. */
export type Question =
  | { readonly bytes: Uint8Array; readonly facts: EpochFacts; readonly account: `0x${string}` | undefined }
  | { readonly bytes: Uint8Array; readonly facts: undefined };

/** What is answered. */
export type Answer =
  | { readonly step: "failed"; readonly message: string }
  | { readonly step: "entries"; readonly count: number }
  | {
      readonly step: "verified";
      readonly name: string;
      readonly facts: EpochFacts & { readonly formula: string };
      readonly entry: LedgerEntry | undefined;
    };

self.onmessage = ({ data }: MessageEvent<Question>) => {
  const tell = (answer: Answer) => {
    self.postMessage(answer);
  };
  try {
    const { header, leaves } = entriesOf(data.bytes);
    tell({ step: "entries", count: leaves.length });
    const formula = formulaOf(header);
    const facts = data.facts ?? factsOf(data.bytes, leaves);
    const ledger = verifyLedger({ bytes: data.bytes, facts });
    const account = data.facts === undefined ? undefined : data.account;
    const entry = account === undefined ? undefined : ledger.entryOf(account);
    tell({ step: "verified", name: ledger.name, facts: { ...facts, formula }, entry });
  } catch (thrown) {
    tell({ step: "failed", message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
};

interface Header {
  readonly rows?: unknown;
  readonly rules?: unknown;
}

/** The first line, and the entries behind the rows; what is wrong with them `verifyLedger` says. */
function entriesOf(bytes: Uint8Array): { readonly header: Header; readonly leaves: readonly Leaf[] } {
  const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
  let header: Header;
  try {
    header = JSON.parse(lines[0] ?? "") as Header;
  } catch {
    throw new Error("the file is no ledger: its first line is no JSON");
  }
  const rows = typeof header.rows === "number" ? header.rows : 0;
  const leaves = lines.slice(1 + rows).map((line): Leaf => {
    const { index, account, amount } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return { index: Number(index), account: String(account), amount: BigInt(String(amount)) };
  });
  return { header, leaves };
}

/** What would be proposed of it. */
function factsOf(bytes: Uint8Array, leaves: readonly Leaf[]): EpochFacts {
  return {
    root: treeOf(leaves).root,
    total: leaves.reduce((sum, { amount }) => sum + amount, 0n),
    count: leaves.length,
    contentHash: Hash.sha256(bytes, { as: "Hex" }),
  };
}

/** The formulas by name and version, each once: what the contract's event says of it. */
function formulaOf({ rules }: Header): string {
  const all = Array.isArray(rules) ? (rules as readonly { readonly formula?: unknown }[]) : [];
  return [...new Set(all.map(({ formula }) => String(formula)))].join("+");
}
