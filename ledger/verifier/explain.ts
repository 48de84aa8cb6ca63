/** Why an account gets what it gets: every row behind its award, and what rules made of them. */
import { formatUnits } from "ethers";
import { formatTable } from "../../sdk/src/text.ts";
import { ImportError } from "../import-error.ts";
import type { Row } from "../builder/format.ts";
import type { Rule } from "../formulas/rules.ts";
import { checkLedger, type Checked } from "./verify.ts";

/** A row in which an account has a part. */
interface Behind {
  readonly row: Row;
  readonly bps: number;
  readonly value: bigint;
}

export interface Explanation {
  readonly checked: Checked;
  readonly account: string;
  /** In the ledger's order. */
  readonly rows: readonly Behind[];
  /** What each rule makes of the account's values. */
  readonly rules: readonly { readonly rule: Rule; readonly value: bigint; readonly amount: bigint }[];
  /** Token wei; 0 for an account without a leaf. */
  readonly amount: bigint;
  readonly index: number | null;
}

/** Checks the ledger and collects what concerns the account, which must be in it. */
export async function explain({
  file,
  account,
  onProgress,
}: {
  readonly file: string;
  readonly account: string;
  readonly onProgress?: (done: number, total: number) => void;
}): Promise<Explanation> {
  const rows: Behind[] = [];
  const checked = await checkLedger({
    file,
    onProgress,
    onRow: (row) => {
      const part = row.parts.find((each) => each.account === account);
      if (part !== undefined) rows.push({ row, bps: part.bps, value: part.value });
    },
  });
  if (rows.length === 0)
    throw new ImportError(`${account} is in no row of ${file}: check the address and the epoch.`);
  const leaf = checked.leaves.find((each) => each.account === account);
  return {
    checked,
    account,
    rows,
    rules: checked.valuation.accountOf(account),
    amount: leaf?.amount ?? 0n,
    index: leaf?.index ?? null,
  };
}

const tokens = (wei: bigint): string => formatUnits(wei, 18);

/** The explanation as text for a terminal. */
export function describe({ checked: { header }, account, rows, rules, amount, index }: Explanation): string {
  const table = formatTable({
    columns: [
      { title: "Date" },
      { title: "Source" },
      { title: "Id" },
      { title: "Kind" },
      { title: "Size", align: "right" },
      { title: "Share", align: "right" },
      { title: "Rule" },
      { title: "Value", align: "right" },
      { title: "What" },
    ],
    rows: rows.map(({ row, bps, value }) => [
      new Date(row.date * 1_000).toISOString().replace(".000Z", "Z"),
      row.source,
      row.id,
      row.kind,
      row.size.toString(),
      `${(bps / 100).toFixed(2)} %`,
      row.rule,
      tokens(value),
      row.note,
    ]),
  });
  const lines = rules.map(({ rule, value, amount: paid }) => {
    const parameters = Object.entries(rule.formula.parameters)
      .map(([key, each]) => `${key} ${typeof each === "bigint" ? tokens(each) : each}`)
      .join(", ");
    const capped = rule.maxPerPerson !== null && value > rule.maxPerPerson;
    const how =
      rule.pool === null
        ? capped
          ? `, of which at most ${tokens(paid)} tokens are paid in a period`
          : ""
        : `, of a pool of ${tokens(rule.pool)} in proportion: ${tokens(paid)} tokens`;
    return `Rule ${rule.name}: ${rule.formula.name} (${parameters}), values ${tokens(value)}${how}`;
  });
  const end =
    index === null
      ? `${account} gets nothing in ${header.name}.`
      : `${account} gets ${tokens(amount)} tokens in ${header.name}, at index ${index}.`;
  return [table, "", ...lines, end].join("\n");
}
