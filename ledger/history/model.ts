/**
 * The contribution ledger: what each commit of a git history is worth in tokens, and to whom.
 *
 * The same history, accounts and parameters give the same ledger, byte for byte, so that everyone can check an
 * import, and a hash on chain says which text was meant.
 */

/** Name and version of the formula; another rule is another version. */
export const FORMULA = "git-capped-sqrt/2";

const TOKEN = 10n ** 18n;
export const FULL_BPS = 10_000;

/** What the formula depends on. Awards are in token wei (18 decimals), lines are added plus removed. */
export interface FormulaParameters {
  /** For every commit. */
  readonly base: bigint;
  /** Times the square root of the lines. */
  readonly unit: bigint;
  /** Lines of one commit beyond it count nothing. */
  readonly lineCap: number;
  /** For one commit, shared by its authors. */
  readonly maxAward: bigint;
  /** Globs of files that count nothing: generated, locked, vendored, pictures, data. See `matcherOf`. */
  readonly ignored: readonly string[];
  /** Globs of documentation, tests and continuous integration. */
  readonly maintenance: readonly string[];
}

/** One token, and one for each unit of √lines, up to 51 tokens (2,500 lines and more). */
export const DEFAULT_PARAMETERS: FormulaParameters = {
  base: TOKEN,
  unit: TOKEN,
  lineCap: 2_500,
  maxAward: 51n * TOKEN,
  ignored: [
    ...["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"],
    ...["deno.lock", "Cargo.lock", "Gemfile.lock", "composer.lock", "poetry.lock", "Pipfile.lock", "uv.lock"],
    ...["pdm.lock", "go.sum", "mix.lock", "pubspec.lock", "Podfile.lock", "flake.lock", "gradle.lockfile"],
    ...["node_modules/", "typechain-types/", "typechain/", "dist/", "vendor/", "vendored/", "third_party/"],
    ...["*.min.js", "*.min.mjs", "*.min.css", "*.bundle.js", "*.map", "*.generated.*", "*.pb.go", "*_pb2.py"],
    ...["*.snap", "*.designer.cs", "*.g.cs", "*.g.dart", "*.freezed.dart", "*_generated.*", "*.pbxproj"],
    ...["_build/", "htmlcov/", "javadoc/", "apidocs/", "jsdoc/", "site-packages/", "Pods/", "Carthage/"],
    ...[
      "*.svg",
      "*.png",
      "*.jpg",
      "*.jpeg",
      "*.gif",
      "*.webp",
      "*.avif",
      "*.ico",
      "*.bmp",
      "*.tif",
      "*.tiff",
    ],
    ...["*.eps", "*.ai", "*.psd", "*.xcf", "*.drawio", "*.pdf"],
    ...[
      "*.csv",
      "*.tsv",
      "*.jsonl",
      "*.ndjson",
      "*.geojson",
      "*.parquet",
      "*.xlsx",
      "*.ods",
      "*.sqlite",
      "*.db",
    ],
  ],
  maintenance: [
    ...[
      "docs/",
      "doc/",
      "*.md",
      "*.mdx",
      "*.rst",
      "*.adoc",
      "LICENSE",
      "LICENSE.txt",
      "CHANGELOG",
      "AUTHORS",
    ],
    ...["test/", "tests/", "__tests__/", "spec/", "*.test.*", "*.spec.*", "*_test.*", "test_*.py", "*.t.sol"],
    ...[".github/", ".circleci/", ".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "Jenkinsfile"],
  ],
};

/** An account's part of an award, as the contracts' `Share`; the parts of one award sum to 10,000. */
export interface Share {
  readonly account: string;
  readonly bps: number;
}

export type Kind = "production" | "use" | "maintenance";

/** One recognised contribution. */
export interface Row {
  readonly index: number;
  /** The commit's hash. */
  readonly id: string;
  /** Of the author: the first share's. */
  readonly account: string;
  readonly author: string;
  /** Names of the other shares' accounts, in their order. */
  readonly coAuthors: readonly string[];
  readonly kind: Kind;
  /** Seconds since 1970. */
  readonly date: number;
  readonly subject: string;
  /** Files touched, without the ignored ones. */
  readonly files: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** Token wei, 18 decimals, shared by all the authors. */
  readonly award: bigint;
  readonly shares: readonly Share[];
}

/** Where the rows come from and how they were valued. */
export interface Header {
  /** Name of the repository. */
  readonly source: string;
  /** Hash of the commit whose history this is. */
  readonly head: string;
  readonly formula: typeof FORMULA;
  readonly parameters: FormulaParameters;
  /** First and last author date, in seconds since 1970, both inclusive; null without a limit. */
  readonly since: number | null;
  readonly until: number | null;
  /** Rows. */
  readonly commits: number;
  readonly mergesSkipped: number;
  readonly outsideWindow: number;
  /** Accounts with a share. */
  readonly contributors: number;
  /** Token wei. */
  readonly totalAward: bigint;
  readonly warnings: readonly string[];
}

/** The rows are ordered by date and then by id. */
export interface Ledger {
  readonly header: Header;
  readonly rows: readonly Row[];
}
