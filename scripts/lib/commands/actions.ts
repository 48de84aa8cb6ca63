/** Calls that an organisation decides on, as people write them: `reserve.setTributes(100, 50)`. */
import { Interface, type InterfaceAbi, type Result } from "ethers";
import { artifacts } from "hardhat";
import { ChainError } from "../chain.ts";
import { messageOf } from "../cli.ts";
import { IMPLEMENTATION_NAMES, IMPLEMENTATIONS, type CdpoAddresses } from "../deployment.ts";

/** One call. */
export interface Action {
  readonly target: string;
  readonly value: bigint;
  readonly data: string;
}

type Value = string | boolean | Value[];

/**
 * Reads a call of one of the organisation's contracts, with arguments as in Solidity: numbers in the smallest units,
 * texts in quotes, lists in brackets. Throws {@link ChainError} when it cannot be one.
 */
export async function parseAction({
  written,
  addresses,
}: {
  readonly written: string;
  readonly addresses: CdpoAddresses;
}): Promise<Action> {
  const [, contract = "", method = "", list = ""] = /^(\w+)\.(\w+)\(([\s\S]*)\)$/.exec(written.trim()) ?? [];
  const name = IMPLEMENTATION_NAMES.find((known) => known === contract);
  const target = name && addresses[name];
  if (name === undefined || target === undefined) {
    const known = IMPLEMENTATION_NAMES.filter((candidate) => addresses[candidate] !== undefined);
    throw new ChainError(
      `"${written}" is no call: write it as reserve.setTributes(100, 100), with one of ${known.join(", ")}`,
    );
  }
  const abi = await interfaceOf(IMPLEMENTATIONS[name]);
  const values = parseValues(list);
  const matching = abi.fragments.filter(
    (fragment) => fragment.type === "function" && (fragment as { name?: string }).name === method,
  );
  if (matching.length === 0) throw new ChainError(`${IMPLEMENTATIONS[name]} has no function ${method}`);
  const fragment = matching.find(({ inputs }) => inputs.length === values.length);
  if (fragment === undefined) {
    throw new ChainError(
      `${method} takes ${matching[0]?.inputs.length ?? 0} arguments, not ${values.length}: ${written}`,
    );
  }
  try {
    return { target, value: 0n, data: abi.encodeFunctionData(fragment.format("sighash"), values) };
  } catch (thrown) {
    throw new ChainError(`an argument of ${fragment.format("sighash")} does not fit: ${messageOf(thrown)}`);
  }
}

/** A call in words, as {@link parseAction} reads it; by target and selector where it is of another contract. */
export async function describeAction({
  action,
  addresses,
}: {
  readonly action: Action;
  readonly addresses: CdpoAddresses;
}): Promise<string> {
  const { target, value, data } = action;
  const paid = value === 0n ? "" : ` with ${value} wei`;
  const name = IMPLEMENTATION_NAMES.find((known) => addresses[known] === target);
  const parsed = name && (await interfaceOf(IMPLEMENTATIONS[name])).parseTransaction({ data });
  if (!name || !parsed) return `${target}.${data.slice(0, 10)}(…)${paid}`;
  return `${name}.${parsed.name}(${parsed.args.map(showValue).join(", ")})${paid}`;
}

async function interfaceOf(contract: string): Promise<Interface> {
  const { abi } = await artifacts.readArtifact(contract);
  return new Interface(abi as InterfaceAbi);
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return `[${(value as Result).map(showValue).join(", ")}]`;
  return typeof value === "string" && !/^0x[0-9a-fA-F]*$/.test(value) ? JSON.stringify(value) : String(value);
}

// ---------------------------------------------------------------- arguments

/** `1, "a, b", [0x12, true]` as values that ethers encodes. */
function parseValues(list: string): Value[] {
  let at = 0;
  const skip = (): void => {
    while (/\s/.test(list[at] ?? "")) ++at;
  };
  const wrong = (): never => {
    throw new ChainError(
      `"${list}" is no list of arguments: separate them by commas, and write texts in quotes`,
    );
  };
  const readList = (end: string): Value[] => {
    const values: Value[] = [];
    skip();
    if ((list[at] ?? "") === end) {
      ++at;
      return values;
    }
    for (;;) {
      values.push(readValue());
      skip();
      const next = list[at++] ?? "";
      if (next === end) return values;
      if (next !== ",") wrong();
    }
  };
  const readValue = (): Value => {
    skip();
    if (list[at] === "[") {
      ++at;
      return readList("]");
    }
    const [token] = /^(?:"(?:[^"\\]|\\.)*"|[\w.-]+)/.exec(list.slice(at)) ?? wrong();
    at += token.length;
    if (token.startsWith('"')) return JSON.parse(token) as string;
    return token === "true" || token === "false" ? token === "true" : token;
  };
  const values = readList("");
  return at > list.length ? values : wrong();
}
