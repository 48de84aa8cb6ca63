import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { inspect } from "node:util";
import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig, overrideTask } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import mocha from "mocha";
import { networks } from "./scripts/packaged/networks.ts";
import { steadyClock } from "./test/lib/clock.ts";

// The compiler is the npm package `solc`: nothing is downloaded at build time.
const compiler = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
};

// Cancun is what every network named in docs runs (transient storage, MCOPY).
const settings = { evmVersion: "cancun", optimizer: { enabled: true, runs: 1_000 } };

// Not through the IR they are too large to deploy with `settings`; 200 runs cost about 450 gas a vote or voucher.
const large = { ...compiler, settings: { ...settings, optimizer: { enabled: true, runs: 200 } } };
const LARGE = ["bootstrap/Presale.sol", "governance/CdpoGovernor.sol", "partner/PartnerAcceptance.sol"];

// Solidity tests deploy what was built of the contracts; they themselves are compiled three times as fast without the optimizer.
const tests = { ...compiler, settings: { ...settings, optimizer: { enabled: false } } };
const TESTS = readdirSync(`${import.meta.dirname}/test/solidity`, { recursive: true, encoding: "utf8" })
  .map((path) => `test/solidity/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".sol"));

const CODE_SIZE = "5574"; // solc's number of the warning

const buildOutput: HardhatPlugin = {
  id: "build-output",
  hookHandlers: {
    config: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            // Files are compiled together if their settings are one object.
            resolveUserConfig: async (userConfig, resolveVariable, next) => {
              const config = await next(userConfig, resolveVariable);
              for (const { overrides } of Object.values(config.solidity.profiles)) {
                const known = new Map<string, (typeof overrides)[string]>();
                for (const [file, override] of Object.entries(overrides)) {
                  const key = JSON.stringify(override);
                  overrides[file] = known.get(key) ?? override;
                  known.set(key, overrides[file]);
                }
              }
              return config;
            },
          }),
      }),
    solidity: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            // Hardhat leaves a core idle, one of the two that many machines have.
            build: (context, files, options, next) =>
              next(context, files, { ...options, concurrency: availableParallelism() }),
            // Warnings about dependencies are not for who builds this project; its own are errors in `npm run check`.
            // Tests run on a chain without a limit of code: a contract's size counts in the job that it is compiled by.
            getCompilationJobErrors: async (context, job, output, next) => {
              const errors = await next(context, job, output);
              const roots = [...job.dependencyGraph.getRoots().keys()];
              const isOfRoot = (message: string): boolean =>
                roots.some((root) => message.includes(root.slice(Math.max(0, root.indexOf("contracts/")))));
              return errors.filter(({ severity, formattedMessage = "", errorCode }) => {
                if (severity === "error") return true;
                if (formattedMessage.includes("node_modules")) return false;
                return errorCode !== CODE_SIZE || isOfRoot(formattedMessage);
              });
            },
            // Artifacts come in the order in which jobs finish; sorted, the TypeChain types are the same every time.
            processArtifactsAfterSuccessfulBuild: (_context, artifactPaths) => {
              (artifactPaths as string[]).sort();
              return Promise.resolve();
            },
          }),
      }),
  },
};

const SLOWEST = 8;

/**
 * Mocha's usual reporter, which keeps what it counted, as with files in parallel Hardhat knows no total of its own, and names
 * the files whose tests take longest.
 */
let counted = { passed: 0, failed: 0 };
class CountingSpec extends mocha.reporters.Spec {
  constructor(runner: mocha.Runner, options?: mocha.MochaOptions) {
    super(runner, options);
    const seconds = new Map<string, number>();
    runner.on("test end", ({ file = "", duration = 0 }) => {
      seconds.set(file, (seconds.get(file) ?? 0) + duration / 1_000);
    });
    runner.once("end", () => {
      counted = { passed: this.stats.passes, failed: this.stats.failures };
      const files = [...seconds].sort(([, one], [, other]) => other - one).slice(0, SLOWEST);
      const root = `${import.meta.dirname}/`;
      const told = files.map(
        ([file, took]) => `    ${took.toFixed(0).padStart(4)} s  ${file.replace(root, "")}`,
      );
      if (seconds.size > SLOWEST) console.log(`  Files that took longest:\n${told.join("\n")}\n`);
    });
  }
}

Object.assign(mocha.reporters, { CountingSpec });

/** Files in parallel tell their failures as JSON, which knows no bigints: what it cannot hold is told as text. */
interface Failing {
  fail: (this: unknown, test: unknown, error: unknown, force?: boolean) => void;
}
const runner = mocha.Runner.prototype as unknown as Failing;
const { fail } = runner;
runner.fail = function (test, error, force) {
  for (const [key, value] of Object.entries(error ?? {})) {
    try {
      JSON.stringify(value);
    } catch {
      Object.assign(error as object, { [key]: inspect(value, { depth: 8 }) });
    }
  }
  fail.call(this, test, error, force);
};

/** What has a command of its own, as it installs 260 MB: `npm run test:indexer`. */
const APART = "indexer/";

/** What takes longest, in processor time; `SLOWEST` are told after a run. Begun last, one of them would leave other cores idle. */
const LONGEST = [
  ...["simulate", "sdk/tarball", "deploy", "permissions", "package", "nodes", "sdk/state", "cdpo"],
  ...["BondingCurve", "PartnerAcceptance", "epoch", "attacks/governance", "Presale", "verify"],
].map((name) => `${name}.test.ts`);

/** All tests that `npm test` runs in mocha, the longest files first: whoever is free takes the next. */
function testsInOrder(): string[] {
  const folder = `${import.meta.dirname}/test`;
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".test.ts") && !path.startsWith(APART))
    .sort();
  const first = LONGEST.filter((path) => all.includes(path));
  return [...new Set([...first, ...all])].map((path) => `${folder}/${path}`);
}

const runTests = overrideTask(["test", "mocha"])
  .setInlineAction(async (taskArguments, _hre, runSuper) => {
    const { testFiles } = taskArguments as { readonly testFiles: readonly string[] };
    const files = testFiles.length > 0 ? testFiles : testsInOrder();
    const result = (await runSuper({ ...taskArguments, testFiles: files })) as { success: boolean };
    const summary = { ...counted, skipped: 0, todo: 0 };
    return result.success ? { success: true, value: { summary } } : { success: false, error: { summary } };
  })
  .build();

export default defineConfig({
  plugins: [buildOutput, steadyClock, hardhatToolboxMochaEthers],
  tasks: [runTests],
  solidity: {
    // Who runs a test in TypeScript compiles no test in Solidity, and chains need not read what came of those.
    splitTestsCompilation: true,
    profiles: {
      default: {
        compilers: [{ ...compiler, settings }],
        overrides: Object.fromEntries([
          ...LARGE.map((file) => [`contracts/${file}`, large] as const),
          ...TESTS.map((file) => [file, tests] as const),
        ]),
      },
      production: { ...compiler, isolated: false, settings: { ...settings, viaIR: true } },
    },
  },
  paths: {
    tests: { mocha: "./test", solidity: "./test/solidity" },
  },
  test: {
    // No limit of time: a slow machine proves nothing about the code.
    mocha: { timeout: 0, parallel: true, jobs: availableParallelism(), reporter: CountingSpec.name },
    solidity: {
      invariant: {
        // For each change; `npm run test:invariants` makes many more.
        runs: Number(process.env.INVARIANT_RUNS ?? 8),
        depth: Number(process.env.INVARIANT_DEPTH ?? 100),
        failOnRevert: true,
        shrinkRunLimit: 100,
      },
    },
  },
  networks,
  // Of the networks above, the one whose explorer Hardhat does not know.
  chainDescriptors: {
    11_142_220: {
      name: "Celo Sepolia",
      blockExplorers: {
        blockscout: {
          url: "https://celo-sepolia.blockscout.com",
          apiUrl: "https://celo-sepolia.blockscout.com/api",
        },
      },
    },
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  typechain: { outDir: "./typechain-types" },
});
