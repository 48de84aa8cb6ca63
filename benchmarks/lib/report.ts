/** Where results go: JSON, Markdown tables and charts under results/, and the marked parts of docs/performance.md. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { format, resolveConfig } from "prettier";
import { peerVersion } from "./peers.ts";
import type { Peer } from "./subjects.ts";
import {
  BENCHMARKS,
  HARDFORK,
  ROOT,
  compilerOf,
  versionOf,
  type CompilerSettings,
  type Profile,
} from "./suite.ts";

const RESULTS = join(BENCHMARKS, "results");
const DOCUMENT = join(ROOT, "docs", "performance.md");

/** Under which versions and settings figures were measured. */
export interface Conditions {
  readonly suite: string;
  readonly hardhat: string;
  readonly hardfork: string;
  readonly compiler: string;
  readonly profiles: Readonly<Record<Profile, CompilerSettings>>;
  readonly peers: readonly (Peer & { readonly version: string })[];
}

export function conditionsOf(peers: readonly Peer[]): Conditions {
  return {
    suite: versionOf(ROOT),
    hardhat: versionOf("hardhat"),
    hardfork: HARDFORK,
    compiler: compilerOf("production").version,
    profiles: { default: compilerOf("default").settings, production: compilerOf("production").settings },
    peers: peers.map(({ name, package: from, build }) => ({
      name,
      package: from,
      build,
      version: from.startsWith("@openzeppelin/") ? versionOf(from) : peerVersion(from),
    })),
  };
}

/** The conditions in words, as a Markdown list and a table of the peers. */
export function describeConditions({
  suite,
  hardhat,
  hardfork,
  compiler,
  profiles,
  peers,
}: Conditions): string {
  const settings = ({ evmVersion, optimizer, viaIR }: CompilerSettings): string =>
    [
      `EVM version ${evmVersion ?? "of the compiler"}`,
      optimizer?.enabled === true
        ? `optimizer for ${formatNumber(optimizer.runs ?? 200)} runs`
        : "no optimizer",
      viaIR === true ? "through the IR pipeline" : "without the IR pipeline",
    ].join(", ");
  return [
    `- cDPO suite ${suite}, Hardhat ${hardhat}, embedded chain under ${hardfork} rules.`,
    `- solc ${compiler}; profile _default_: ${settings(profiles.default)}.`,
    `- Profile _production_, for public deployments: ${settings(profiles.production)}.`,
    "",
    formatMarkdownTable({
      columns: ["peer", "npm package", "version", "build"],
      rows: peers.map((peer) => [peer.name, `\`${peer.package}\``, peer.version, peer.build]),
    }),
  ].join("\n");
}

/** What a command found, for {@link writeReport}. */
export interface Report {
  /** Names the files and the marked part of the document. */
  readonly name: "gas" | "curve" | "merkle" | "quotes" | "indexer" | "page";
  readonly title: string;
  readonly json: unknown;
  readonly charts: Readonly<Record<string, string>>;
  /** The Markdown body; `chart` gives the reference to one of {@link charts}. */
  readonly body: (chart: (name: string, text: string) => string) => string;
}

/** Writes all files of a report; they are the same for the same figures. Answers their paths from the root. */
export async function writeReport({ name, title, json, charts, body }: Report): Promise<string[]> {
  await mkdir(RESULTS, { recursive: true });
  const referring = (folder: string) => (chart: string, text: string) =>
    `![${text}](${join(folder, `${chart}.svg`).replaceAll("\\", "/")})`;
  const files: [path: string, content: string][] = [
    [join(RESULTS, `${name}.json`), JSON.stringify(json)],
    [join(RESULTS, `${name}.md`), `# ${title}\n\n${GENERATED(name)}\n\n${body(referring("."))}\n`],
    ...Object.entries(charts).map(([chart, svg]): [string, string] => [join(RESULTS, `${chart}.svg`), svg]),
  ];
  const document = await readFile(DOCUMENT, "utf8");
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [document.indexOf(start), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no part between ${start} and ${end}`);
  const part = body(referring("../benchmarks/results"));
  files.push([DOCUMENT, `${document.slice(0, from)}${start}\n\n${part}\n\n${document.slice(to)}`]);
  for (const [path, content] of files) await writeFile(path, await pretty(path, content));
  return files.map(([path]) => relative(ROOT, path));
}

/** A Markdown table; columns whose title ends in `→` are aligned right, without the arrow. */
export function formatMarkdownTable({
  columns,
  rows,
}: {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map((column) => column.replace(/ ?→$/, ""))),
    line(columns.map((column) => (column.endsWith("→") ? "---:" : "---"))),
    ...rows.map(line),
  ].join("\n");
}

/** Whole numbers with thousands separated. */
export function formatNumber(value: number | bigint): string {
  return value.toLocaleString("en-US");
}

/** A part of a whole in per cent: nothing and a little are told apart. */
export function formatPart(part: number, whole: number): string {
  if (part === 0) return "0";
  const percent = (100 * part) / whole;
  return percent < 0.1
    ? `${formatNumber(part)} (< 0.1 %)`
    : `${formatNumber(part)} (${percent.toFixed(1)} %)`;
}

// ---------------------------------------------------------------- internals

const GENERATED = (name: string): string =>
  `<!-- Written by \`npm run bench:${name}\`: change the command, not this file. -->`;

async function pretty(path: string, content: string): Promise<string> {
  if (path.endsWith(".svg")) return content;
  return format(content, { ...(await resolveConfig(path)), filepath: path });
}
