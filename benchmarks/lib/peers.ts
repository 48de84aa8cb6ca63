/** Contracts that are not of this suite: prebuilt ones from npm packages, and sources compiled here. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  Contract,
  ContractFactory,
  type ContractTransactionResponse,
  type InterfaceAbi,
  type Signer,
} from "ethers";
import { BENCHMARKS, ROOT, type CompilerSettings } from "./suite.ts";

const require = createRequire(join(BENCHMARKS, "package.json"));

/** What is needed to deploy a contract. */
export interface Artifact {
  readonly abi: InterfaceAbi;
  readonly bytecode: string;
}

/** Version of an installed peer. */
export function peerVersion(name: string): string {
  const file = readFileSync(join(BENCHMARKS, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(file) as { version: string }).version;
}

/** An artifact as its maintainers published it: `path` is that of the JSON file in the npm package. */
export function prebuilt(path: string): Artifact {
  const { abi, bytecode } = require(`./node_modules/${path}`) as Artifact;
  return { abi, bytecode: bytecode.startsWith("0x") ? bytecode : `0x${bytecode}` };
}

/** Compiles files of `benchmarks/`, with what they import, to the artifacts of their contracts by name. */
export function compile({
  settings,
  files,
}: {
  readonly settings: CompilerSettings;
  /** Paths from `benchmarks/`. */
  readonly files: readonly string[];
}): ReadonlyMap<string, Artifact> {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(
      files.map((file) => [`benchmarks/${file}`, { content: readSource(`benchmarks/${file}`) }]),
    ),
    settings: { ...settings, outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
  };
  const output = JSON.parse(
    (require("solc") as SolidityCompiler).compile(JSON.stringify(input), {
      import: (path) => importSource(path),
    }),
  ) as CompilerOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  const artifacts = new Map<string, Artifact>();
  for (const file of files) {
    for (const [name, { abi, evm }] of Object.entries(output.contracts[`benchmarks/${file}`] ?? {})) {
      artifacts.set(name, { abi, bytecode: `0x${evm.bytecode.object}` });
    }
  }
  return artifacts;
}

/** The artifact called `name`, which must be there. */
export function pick(artifacts: ReadonlyMap<string, Artifact>, name: string): Artifact {
  const artifact = artifacts.get(name);
  if (artifact === undefined)
    throw new Error(`no contract ${name} among ${[...artifacts.keys()].join(", ")}`);
  return artifact;
}

/** Deploys an artifact; `args` by position, or by the names that the constructor gives them. */
export async function deploy(
  artifact: Artifact,
  signer: Signer,
  args: readonly unknown[] | Readonly<Record<string, unknown>> = [],
): Promise<Contract> {
  const factory = new ContractFactory(artifact.abi, artifact.bytecode, signer);
  const values = Array.isArray(args)
    ? (args as readonly unknown[])
    : factory.interface.deploy.inputs.map(({ name }) => (args as Record<string, unknown>)[name]);
  const contract = await factory.deploy(...values);
  await contract.waitForDeployment();
  return new Contract(await contract.getAddress(), artifact.abi, signer);
}

/** Sends a transaction to `contract` from `signer`. */
export async function call(
  contract: Contract,
  signer: Signer,
  name: string,
  ...args: readonly unknown[]
): Promise<ContractTransactionResponse> {
  return new Contract(contract, contract.interface, signer).getFunction(name).send(...args);
}

// ---------------------------------------------------------------- internals

interface CompilerOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<
    Record<string, Readonly<Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>>
  >;
}

type Importer = (path: string) => { readonly contents: string } | { readonly error: string };

interface SolidityCompiler {
  compile(input: string, callbacks: { readonly import: Importer }): string;
}

function importSource(path: string): ReturnType<Importer> {
  try {
    return { contents: readSource(path) };
  } catch (thrown) {
    return { error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Sources of the suite by their path from the root; of packages from the installed peers, then the main install. */
function readSource(path: string): string {
  const places = /^(benchmarks|contracts)\//.test(path)
    ? [join(ROOT, path)]
    : [join(BENCHMARKS, "node_modules", path), join(ROOT, "node_modules", path)];
  const place = places.find((candidate) => existsSync(candidate));
  if (place === undefined) throw new Error(`${path} is in no installed package`);
  return readFileSync(place, "utf8");
}
