/** Calls back into functions and arguments. */
import * as AbiParameters from "ox/AbiParameters";
import type { Hex } from "../types.ts";
import { functionsOf, selectorOf, type Abi, type AbiFunction, type Parameter } from "./call-of.ts";

/** A call that was understood: integers are bigint, structs objects. */
export interface DecodedCall {
  readonly fragment: AbiFunction;
  readonly args: readonly unknown[];
}

/** Which function of `abi` a call is of, and its arguments; undefined when it is none, or its data does not fit. */
export function decodeCall(abi: Abi, data: Hex): DecodedCall | undefined {
  const selector = data.slice(0, 10).toLowerCase();
  const fragment = functionsOf(abi).find((item) => selectorOf(item) === selector);
  if (fragment === undefined) return undefined;
  if (fragment.inputs.length === 0) return { fragment, args: [] };
  try {
    // Without names ox gives lists, in the order of the inputs.
    const values = AbiParameters.decode(
      fragment.inputs as never,
      `0x${data.slice(10)}`,
    ) as readonly unknown[];
    return { fragment, args: fragment.inputs.map((input, at) => plainOf(input, values[at])) };
  } catch {
    return undefined;
  }
}

/** Small integers come as numbers. */
function plainOf(parameter: Parameter, value: unknown): unknown {
  const { type, components } = parameter;
  if (type.endsWith("]")) {
    const element = { ...parameter, type: type.slice(0, type.lastIndexOf("[")) };
    return (value as readonly unknown[]).map((each) => plainOf(element, each));
  }
  if (components === undefined) return typeof value === "number" ? BigInt(value) : value;
  const struct = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(components.map((each) => [each.name, plainOf(each, struct[each.name ?? ""])]));
}
