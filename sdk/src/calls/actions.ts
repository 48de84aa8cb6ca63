/** Calls as people write them for decisions: `reserve.setTributes(100, 50)`. */
import * as Address_ from "ox/Address";
import type { Address, Call, OrganisationAddresses } from "../types.ts";
import { encodeCall, functionsOf, type AbiFunction, type Parameter } from "./call-of.ts";
import { ORGANISATION } from "./contracts.ts";
import { decodeCall } from "./decode.ts";

/** A text is no call; the message says why, and how it is written. */
export class ActionError extends Error {
  override readonly name = "ActionError";
}

type Addresses = Partial<Record<keyof OrganisationAddresses, string | undefined>>;
type Value = string | boolean | Value[];

const NAMES = Object.keys(ORGANISATION) as readonly (keyof OrganisationAddresses)[];

/**
 * Reads a call of one of the organisation's contracts, with arguments as in Solidity: numbers in the smallest units, texts in
 * quotes, lists and structs in brackets. Throws {@link ActionError} when it cannot be one.
 */
export function parseAction({
  written,
  addresses,
}: {
  readonly written: string;
  readonly addresses: Addresses;
}): Call {
  const [, contract = "", method = "", list = ""] = /^(\w+)\.(\w+)\(([\s\S]*)\)$/.exec(written.trim()) ?? [];
  const name = NAMES.find((known) => known === contract);
  const to = name && addresses[name];
  if (name === undefined || to === undefined) {
    const known = NAMES.filter((candidate) => addresses[candidate] !== undefined);
    throw new ActionError(
      `"${written}" is no call: write it as reserve.setTributes(100, 100), with one of ${known.join(", ")}`,
    );
  }
  const values = parseValues(list);
  const matching = functionsOf(ORGANISATION[name].abi).filter((item) => item.name === method);
  if (matching.length === 0) throw new ActionError(`${name} has no function ${method}`);
  const fragment = matching.find(({ inputs }) => inputs.length === values.length);
  if (fragment === undefined) {
    const [{ inputs } = { inputs: [] }] = matching;
    throw new ActionError(`${method} takes ${inputs.length} arguments, not ${values.length}: ${written}`);
  }
  try {
    const args = fragment.inputs.map((input, at) => valueOf(input, values[at] ?? ""));
    return { to: to as Address, value: 0n, data: encodeCall(fragment, args) };
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.message.split("\n")[0] ?? "") : String(thrown);
    throw new ActionError(`an argument of ${signatureOf(fragment)} does not fit: ${why}`, { cause: thrown });
  }
}

/** A call as {@link parseAction} reads it; by target and selector where it is of another contract. */
export function writeAction({
  call,
  addresses,
}: {
  readonly call: Call;
  readonly addresses: Addresses;
}): string {
  const { to, value, data } = call;
  const paid = value === 0n ? "" : ` with ${value} wei`;
  const name = NAMES.find((known) => addresses[known]?.toLowerCase() === to.toLowerCase());
  const decoded = name && decodeCall(ORGANISATION[name].abi, data);
  if (!name || !decoded) return `${to}.${data.slice(0, 10)}(…)${paid}`;
  const { fragment, args } = decoded;
  const shown = fragment.inputs.map((input, at) => showValue(input, args[at]));
  return `${name}.${fragment.name}(${shown.join(", ")})${paid}`;
}

function showValue(parameter: Parameter, value: unknown): string {
  const { type, components } = parameter;
  if (type.endsWith("]")) {
    const element = { ...parameter, type: type.slice(0, type.lastIndexOf("[")) };
    return `[${(value as readonly unknown[]).map((each) => showValue(element, each)).join(", ")}]`;
  }
  if (components !== undefined) {
    const struct = value as Readonly<Record<string, unknown>>;
    return `[${components.map((each) => showValue(each, struct[each.name ?? ""])).join(", ")}]`;
  }
  if (type === "address") return Address_.checksum(value as Address);
  return type === "string" ? JSON.stringify(value) : String(value);
}

const typeOf = ({ type, components }: Parameter): string =>
  components === undefined ? type : `(${components.map(typeOf).join(",")})${type.slice("tuple".length)}`;

const signatureOf = ({ name, inputs }: AbiFunction): string => `${name}(${inputs.map(typeOf).join(",")})`;

/** What an encoder takes for a written value. */
function valueOf(parameter: Parameter, written: Value): unknown {
  const { name = "", type, components } = parameter;
  const wrong = (what: string): never => {
    throw new Error(`${name === "" ? type : name} must be ${what}, not ${JSON.stringify(written)}`);
  };
  if (type.endsWith("]")) {
    if (!Array.isArray(written)) return wrong("a list in brackets");
    const element = { ...parameter, type: type.slice(0, type.lastIndexOf("[")) };
    return written.map((each) => valueOf(element, each));
  }
  if (components !== undefined) {
    if (!Array.isArray(written) || written.length !== components.length) {
      return wrong(
        `${components.length} values in brackets: ${components.map((each) => each.name).join(", ")}`,
      );
    }
    return Object.fromEntries(components.map((each, at) => [each.name, valueOf(each, written[at] ?? "")]));
  }
  if (type === "bool") return typeof written === "boolean" ? written : wrong("true or false");
  if (typeof written !== "string") return wrong(`a value of the type ${type}`);
  if (type === "string") return written;
  if (type.startsWith("uint") || type.startsWith("int")) {
    return /^-?\d+$|^0x[0-9a-fA-F]+$/.test(written)
      ? BigInt(written)
      : wrong("a whole number in smallest units");
  }
  if (type === "address") {
    // In mixed case the letters are a checksum.
    const isMixed = /[a-f]/.test(written.slice(2)) && /[A-F]/.test(written.slice(2));
    return Address_.validate(written, { strict: isMixed })
      ? written
      : wrong("an address with 40 digits and a right checksum");
  }
  const length = Number(type.slice("bytes".length));
  const isFit =
    /^0x(?:[0-9a-fA-F]{2})*$/.test(written) && (length === 0 || written.length === 2 + 2 * length);
  return isFit ? written : wrong(`${length === 0 ? "" : `${length} `}bytes as 0x…`);
}

// ---------------------------------------------------------------- arguments

/** `1, "a, b", [0x12, true]` as values. */
function parseValues(list: string): Value[] {
  let at = 0;
  const skip = (): void => {
    while (/\s/.test(list[at] ?? "")) ++at;
  };
  const wrong = (): never => {
    throw new ActionError(
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
