/** What each export of the sdk costs who imports it, bundled, minified and gzipped. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const DOCUMENT = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));

/** The most that something may cost (bytes, gzipped): what is imported, and from where. */
export const SIZE_LIMITS = [
  ["abi", "iConditionAbi", 300],
  ["abi", "liquidityReserveAbi", 2_200],
  ["abi", "*", 21_000],
  ["addresses", "*", 7_500],
  ["state", "readAll, read", 17_000],
  ["state", "*", 46_000],
  ["history", "*", 17_000],
  ["ethers", "fromEthers, sendCalls", 500],
  ["ethers", "*", 18_000],
  ["calls", "market", 17_000],
  ["calls", "*", 62_000],
  ["market", "*", 9_000],
  ["rehearsal", "*", 52_000],
  ["permits", "*", 19_500],
  ["vouchers", "*", 45_000],
  ["safe", "*", 62_000],
  ["errors", "*", 42_000],
  ["config", "*", 125_000],
  ["units", "*", 2_200],
  ["ledger", "*", 8_500],
  ["due", "*", 62_000],
  ["access", "*", 48_000],
] as const;

/** A row of the table. */
export interface Size {
  readonly from: string;
  readonly what: string;
  readonly bytes: number;
  readonly limit: number;
}

/** Measures all that is exported; packages are looked up from `folder`, in which the sdk is installed. */
export async function measureSizes(folder: string, exported: readonly string[]): Promise<Size[]> {
  const sizes: Size[] = [];
  for (const [from, what, limit] of SIZE_LIMITS) {
    if (!exported.includes(from)) continue;
    sizes.push({ from, what, limit, bytes: gzipSync(await bundle(folder, from, what), { level: 9 }).length });
  }
  return sizes;
}

/** What a page carries that imports this. */
export async function bundle(folder: string, from: string, what: string): Promise<string> {
  const names = what === "*" ? "*" : `{ ${what} }`;
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from "cdpo-sdk/${from}";`, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    // A peer, which who imports `./ethers` has anyway.
    external: ["ethers"],
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

const BEGIN = "<!-- sizes of the sdk, written by UPDATE_SIZES=1 hardhat test test/sdk/tarball.test.ts -->";
const END = "<!-- end of sizes -->";

/** The table as docs/performance.md has it. */
export function tableOfSizes(sizes: readonly Size[]): string {
  const rows = sizes.map(
    ({ from, what, bytes, limit }) =>
      `| \`cdpo-sdk/${from}\` | ${what === "*" ? "everything" : `\`${what}\``} | ${kilobytes(bytes)} | ${kilobytes(limit)} |`,
  );
  return ["| export | imported | kB gzipped | limit |", "|---|---|---|---|", ...rows].join("\n");
}

/** The table in docs/performance.md. */
export function documentedSizes(): string {
  const text = readFileSync(DOCUMENT, "utf8");
  return text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim();
}

/** Writes the table into docs/performance.md. */
export function documentSizes(table: string): void {
  const text = readFileSync(DOCUMENT, "utf8");
  const [before = "", rest = ""] = text.split(BEGIN);
  const [, after = ""] = rest.split(END);
  writeFileSync(DOCUMENT, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}
