/** What the suite's errors mean: the sentence that documents each in the Solidity sources, with the values in it. */
import { glob, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ErrorDescription } from "ethers";
import { parseNatspec } from "./natspec.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * An error in words: `slippage exceeded: got (5) is less than the min (6) that the caller accepts`. Errors of others than
 * the suite have no sentence; their values follow by name.
 */
export async function describeError(error: ErrorDescription): Promise<string> {
  const name = error.name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ").toLowerCase();
  const source = await findSource(error.name);
  const values = new Map(
    error.fragment.inputs.map((input, at) => [
      input.name || String(at),
      membersOf({ source, type: source?.types[at] })?.[Number(error.args[at])] ?? String(error.args[at]),
    ]),
  );
  if (source === undefined) {
    return [name, ...[...values].map(([key, value]) => `${key} ${value}`)].join(", ");
  }
  const said = new Set<string>();
  const sentence = source.notice
    .replace(/\s+/g, " ")
    .replace(/`(\w+)`/g, (written, key: string) => {
      const value = values.get(key);
      if (value === undefined) return written.slice(1, -1);
      said.add(key);
      return `${key} (${value})`;
    })
    .replace(/\{(\w+)(?:-(\w+))?\}/g, (_, first: string, second?: string) => second ?? first)
    .replace(/\.$/, "");
  const rest = [...values].filter(([key]) => !said.has(key)).map(([key, value]) => `${key} ${value}`);
  return `${name}: ${[sentence, ...rest].join("; ")}`;
}

/** The members of an enum of the suite, undefined when there is none of this name. */
export async function enumMembers(type: string): Promise<readonly string[] | undefined> {
  for await (const file of glob("contracts/**/*.sol", { cwd: ROOT })) {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), "utf8");
    const members = membersOf({ source: { text }, type });
    if (members !== undefined) return members;
  }
  return undefined;
}

interface ErrorSource {
  readonly notice: string;
  /** The types of its arguments, as written. */
  readonly types: readonly string[];
  /** The file that defines it. */
  readonly text: string;
}

async function findSource(name: string): Promise<ErrorSource | undefined> {
  for await (const file of glob("contracts/**/*.sol", { cwd: ROOT })) {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), "utf8");
    const found = new RegExp(`((?:^ *///.*\\n)*)^ *error ${name}\\(([^)]*)\\)`, "m").exec(text);
    if (found === null) continue;
    const [, comment = "", inputs = ""] = found;
    return {
      notice: parseNatspec(comment.trimEnd()).notice,
      types: inputs.split(",").map((input) => input.trim().split(" ", 1)[0] ?? ""),
      text,
    };
  }
  return undefined;
}

/** The members of an enum that the error's file defines. */
function membersOf({
  source,
  type,
}: {
  readonly source: Pick<ErrorSource, "text"> | undefined;
  readonly type: string | undefined;
}): readonly string[] | undefined {
  if (source === undefined || type === undefined || !/^[A-Z]\w*$/.test(type)) return undefined;
  const [, members] = new RegExp(`enum ${type} \\{([^}]*)\\}`).exec(source.text) ?? [];
  return members?.split(",").map((member) => member.trim());
}
