// Fails with a sentence for each thing that is not where it belongs: imports that go the wrong way, folders with too many
// files, files too long for one reading. Plain Node, so that it runs before anything is installed:
// node scripts/check-layout.mjs [folder]
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

const MOST_FILES = 15;
const MOST_LINES = { ".ts": 300, ".sol": 400 };

/** What each folder may import of the others; test, benchmarks and examples may import everything. */
const LAYERS = {
  sdk: [],
  launch: ["sdk"],
  ledger: ["sdk"],
  indexer: ["sdk"],
  simulation: ["sdk", "launch", "ledger"],
  app: ["sdk", "indexer"],
  scripts: ["sdk", "launch", "ledger", "simulation", "indexer"],
};
/** What scripts may import of the simulation. */
const ENTRY = "simulation/index.ts";
/** The one file of the sdk that may import ethers: users of other libraries need not install it. */
const ETHERS = "sdk/src/ethers.ts";

/** Folders of more files, and why. */
const LARGE_FOLDERS = {
  "contracts/libraries": "small mechanisms, found by the name under which a contract imports them",
  "contracts/interfaces": "one interface for each contract: a dapp developer looks for it by name",
  "sdk/src/abi": "generated, one file for each contract",
  scripts: "one file for each command, where package.json and the documentation name it",
  test: "one file for each subject, found by its name",
  "docs/reference": "generated, one page for each contract",
  "docs/reference/sdk": "generated, one page for each import",
  "docs/page": "generated, two pictures of each page",
  "benchmarks/results": "generated, figures, table and charts of each measurement",
};
/** Everything below these is generated. */
const GENERATED = ["typechain-types/", "sdk/src/abi/"];
/** Everything below these is tests, which are as many and as long as there are cases. */
const TESTS = ["test/"];

/** Files of more lines, and why. */
const LONG_FILES = {
  "scripts/docs/permissions.ts": "one table: every restricted function and who may call it",
  "sdk/src/calls/words/production.ts": "one table: what each call of these contracts means in words",
};

/** The sentences about a folder's files; `files` are paths from `root` with slashes. */
export function problemsOf({ root, files, longFiles = LONG_FILES, largeFolders = LARGE_FOLDERS }) {
  const sources = files.filter((file) => /\.(?:ts|tsx|mts|mjs|js|sol)$/.test(file));
  return [
    ...folderProblems(files, largeFolders),
    ...sources.flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      return [...lengthProblems(file, text, longFiles), ...importProblems(file, text)];
    }),
    ...Object.keys(longFiles)
      .filter((file) => !files.includes(file) || !isLong(file, readFileSync(join(root, file), "utf8")))
      .map(
        (file) =>
          `${file} is on the list of long files, but is none: take it off the list in scripts/check-layout.mjs`,
      ),
  ];
}

function folderProblems(files, largeFolders) {
  const counts = new Map();
  for (const file of files) {
    const folder = dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > MOST_FILES && !isExcepted(folder, largeFolders))
    .map(
      ([folder, count]) =>
        `${folder} has ${count} files, more than ${MOST_FILES}: make folders in it that say what a reading finds there`,
    );
}

function isExcepted(folder, largeFolders) {
  if (folder === "." || folder in largeFolders) return true;
  return [...GENERATED, ...TESTS].some((start) => `${folder}/`.startsWith(start));
}

function lengthProblems(file, text, longFiles) {
  if (!isLong(file, text) || file in longFiles) return [];
  const most = MOST_LINES[posix.extname(file)];
  return [`${file} has ${linesOf(text)} lines, more than ${most}: split it where another subject begins`];
}

function isLong(file, text) {
  const extension = posix.extname(file);
  const [folder] = file.split("/");
  const counts = extension === ".sol" ? folder === "contracts" : folder in LAYERS;
  if (!counts || GENERATED.some((start) => file.startsWith(start))) return false;
  return linesOf(text) > (MOST_LINES[extension] ?? Infinity);
}

function linesOf(text) {
  return text.split("\n").length - 1;
}

function importProblems(file, text) {
  const [layer] = file.split("/");
  const allowed = LAYERS[layer];
  if (allowed === undefined) return [];
  return importsOf(text).flatMap((specifier) => {
    const problems = [];
    const target = targetOf(file, specifier);
    const [other] = target.split("/");
    if (target !== specifier && other in LAYERS && other !== layer && !allowed.includes(other)) {
      problems.push(
        `${file} imports ${target}: ${layer} may import ${allowed.length === 0 ? "no other folder" : `${allowed.join(", ")} only`}`,
      );
    } else if (layer === "scripts" && other === "simulation" && target !== ENTRY) {
      problems.push(`${file} imports ${target}: commands take what ${ENTRY} has, add it there`);
    }
    if (file.startsWith("sdk/src/")) {
      if (/^node:/.test(specifier) || /^@nomicfoundation\/|^hardhat(?:\/|$)/.test(specifier)) {
        problems.push(
          `${file} imports ${specifier}: the sdk runs in browsers, where there is neither Node nor Hardhat`,
        );
      } else if (/(?:^|\/)typechain-types\//.test(target)) {
        problems.push(`${file} imports ${target}: the sdk has ABIs of its own, in sdk/src/abi`);
      } else if (/^ethers(?:\/|$)/.test(specifier) && file !== ETHERS) {
        problems.push(
          `${file} imports ethers: only ${ETHERS} may, so that users of other libraries need not install it`,
        );
      }
    }
    return problems;
  });
}

/** What a source imports, with `import`, `export … from` or `import()`. */
function importsOf(text) {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g);
  return [...new Set([...found].map(([, specifier]) => specifier))];
}

/** The path from the root that a relative import means; a package by its name, the sdk's own by its folder. */
function targetOf(file, specifier) {
  if (specifier.startsWith(".")) return posix.normalize(posix.join(dirname(file), specifier));
  return /^cdpo-sdk(?:\/|$)/.test(specifier) ? specifier.replace("cdpo-sdk", "sdk") : specifier;
}

/** What git knows, or would take in, without what is deleted. */
function filesOf(root) {
  const { status, stdout, stderr } = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git cannot list the files of ${root}: ${stderr.trim()}`);
  return stdout.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

if (import.meta.filename === process.argv[1]) {
  const root = process.argv[2] ?? join(import.meta.dirname, "..");
  const problems = problemsOf({ root, files: filesOf(root) });
  for (const problem of problems) console.error(`error: ${problem}`);
  if (problems.length > 0) process.exit(1);
  console.log("Everything is where it belongs.");
}
