/** Writes dist/abi, what the npm package has besides the Solidity sources: each ABI as JSON, and as a typed constant. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { artifacts } from "hardhat";

const FOLDER = fileURLToPath(new URL("../dist/abi", import.meta.url));

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const abis = new Map<string, Json>();
for (const name of await artifacts.getAllFullyQualifiedNames()) {
  if (!name.startsWith("contracts/") || name.startsWith("contracts/mocks/")) continue;
  const { abi, contractName } = await artifacts.readArtifact(name);
  if (abi.length > 0) abis.set(contractName, abi as Json);
}

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const code: string[] = [];
const types: string[] = [];
for (const [contract, abi] of [...abis].sort(([a], [b]) => (a < b ? -1 : 1))) {
  await writeFile(join(FOLDER, `${contract}.json`), `${JSON.stringify(abi, null, 2)}\n`);
  code.push(`export const ${constantOf(contract)} = ${JSON.stringify(abi)};`);
  types.push(`export declare const ${constantOf(contract)}: ${typeOf(abi)};`);
}
await writeFile(join(FOLDER, "index.js"), `${code.join("\n")}\n`);
await writeFile(join(FOLDER, "index.d.ts"), `${types.join("\n")}\n`);
console.log(`Wrote ${abis.size} ABIs to dist/abi.`);

/** `CdpoToken` is `cdpoTokenAbi`, `IPresale` is `iPresaleAbi`. */
function constantOf(contract: string): string {
  return `${contract.charAt(0).toLowerCase()}${contract.slice(1)}Abi`;
}

/** The type that `as const` would give. */
function typeOf(json: Json): string {
  if (Array.isArray(json)) return `readonly [${(json as readonly Json[]).map(typeOf).join(", ")}]`;
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  const fields = Object.entries(json).map(
    ([key, value]) => `readonly ${JSON.stringify(key)}: ${typeOf(value)}`,
  );
  return `{ ${fields.join("; ")} }`;
}
