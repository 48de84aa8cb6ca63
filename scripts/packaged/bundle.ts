/**
 * The commands as the published package has them: one folder of JavaScript, as Node strips no types in node_modules, and of
 * what is compiled what they deploy. Packages stay outside; those that it needs are `dependencies` of package.json.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { artifacts } from "hardhat";
import {
  committedCode,
  contractNameOf,
  IMPLEMENTATION_NAMES,
  PERIPHERY_NAMES,
  type CompiledName,
} from "../../launch/index.ts";
import { ROOT } from "../lib/place.ts";

/** As deep in the package as these sources are in a clone. */
const FOLDER = join(ROOT, "dist", "cdpo");
/** What the commands deploy, or compare with what is on a chain. */
const DEPLOYED: readonly CompiledName[] = [
  ...([...IMPLEMENTATION_NAMES, "factory", ...PERIPHERY_NAMES] as const).map((name) => contractNameOf(name)),
  "TestAsset",
];

/** Writes the folder anew; the packages that it imports, by name. */
export async function bundleCommands(): Promise<readonly string[]> {
  await rm(FOLDER, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      cdpo: "scripts/cdpo.ts",
      "hardhat.config": "scripts/packaged/hardhat.config.ts",
    },
    outdir: FOLDER,
    chunkNames: "[name]-[hash]",
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node22" },
    ...{ packages: "external", metafile: true, logLevel: "warning" },
  });
  for (const name of DEPLOYED) await writeArtifact(name);
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
  return [...new Set(imported.filter((path) => !path.startsWith("node:")).map(packageOf))].sort();
}

async function writeArtifact(name: CompiledName): Promise<void> {
  // Without the build that it came from, which is not in the package.
  const artifact = { ...(await artifacts.readArtifact(name)), buildInfoId: undefined };
  if (artifact.bytecode !== (await committedCode(name))) {
    throw new Error(`${name} is compiled to another code than that of its types: run "hardhat build" first`);
  }
  const file = join(FOLDER, "artifacts", artifact.sourceName, `${name}.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(artifact));
}

/** `@scope/name/path` is of `@scope/name`. */
function packageOf(path: string): string {
  return path
    .split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}
