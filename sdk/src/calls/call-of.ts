/** How a call is made of an ABI, a function's name and its arguments, with types. */
import * as AbiItem from "ox/AbiItem";
import * as AbiParameters from "ox/AbiParameters";
import type { EnumName, enums } from "../abi/enums.ts";
import { enums as members } from "../abi/enums.ts";
import type { Address, Call, Hex, OrganisationAddresses } from "../types.ts";

/** A parameter of an ABI. */
export interface Parameter {
  readonly name?: string | undefined;
  readonly type: string;
  readonly internalType?: string | undefined;
  readonly components?: readonly Parameter[] | undefined;
}

/** A function of an ABI. */
export interface AbiFunction {
  readonly type: "function";
  readonly name: string;
  readonly stateMutability: string;
  readonly inputs: readonly Parameter[];
}

/** An ABI, as of `cdpo-sdk/abi`. */
export type Abi = readonly { readonly type: string }[];

/** What a parameter takes: integers as bigint or number, members of enums also by name, structs as objects. */
export type InputOf<P> = P extends { readonly type: `${infer Element}[]` }
  ? readonly InputOf<Omit<P, "type" | "internalType"> & { readonly type: Element }>[]
  : P extends { readonly internalType: `enum ${infer Name extends EnumName}` }
    ? (typeof enums)[Name][number] | bigint | number
    : P extends { readonly type: "tuple"; readonly components: infer Components extends readonly Parameter[] }
      ? {
          readonly [
            C in Components[number] as C extends { readonly name: infer Name extends string } ? Name : never
          ]: InputOf<C>;
        }
      : P extends { readonly type: `uint${string}` | `int${string}` }
        ? bigint | number
        : P extends { readonly type: "bool" }
          ? boolean
          : P extends { readonly type: "string" }
            ? string
            : Hex;

type InputsOf<P extends readonly Parameter[]> = { readonly [At in keyof P]: InputOf<P[At]> };

type Writing<A extends Abi> = Extract<
  A[number],
  { readonly type: "function"; readonly stateMutability: "nonpayable" | "payable" }
>;

/** The names of the functions of an ABI that change something. */
export type WritingName<A extends Abi> =
  Writing<A> extends { readonly name: infer Name extends string } ? Name : never;

/** The arguments of such a function; of overloads either list. */
export type ArgsOf<A extends Abi, N extends string> =
  Extract<Writing<A>, { readonly name: N }> extends infer F
    ? F extends { readonly inputs: infer Inputs extends readonly Parameter[] }
      ? InputsOf<Inputs>
      : never
    : never;

/**
 * A call of the contract at `address`. Throws an Error when the ABI has no such function with as many arguments, or an argument
 * does not fit its type.
 */
export function callOf<const A extends Abi, N extends WritingName<A>>({
  abi,
  address,
  functionName,
  args,
  value = 0n,
}: {
  readonly abi: A;
  readonly address: Address;
  readonly functionName: N;
  readonly args: ArgsOf<A, N>;
  /** Wei of the chain's coin that are sent along. */
  readonly value?: bigint;
}): Call {
  const values = args as readonly unknown[];
  return { to: address, value, data: encodeCall(functionIn(abi, functionName, values.length), values) };
}

/** The functions of an ABI. */
export function functionsOf(abi: Abi): AbiFunction[] {
  return abi.filter((item): item is AbiFunction => item.type === "function");
}

/** The function of that name with so many arguments. Throws an Error when there is none. */
export function functionIn(abi: Abi, name: string, count: number): AbiFunction {
  const named = functionsOf(abi).filter((item) => item.name === name);
  const found = named.find(({ inputs }) => inputs.length === count);
  if (found !== undefined) return found;
  if (named[0] === undefined)
    throw new Error(`there is no function ${name}: look it up in the contract's ABI`);
  throw new Error(`${name} takes ${named[0].inputs.length} arguments, not ${count}`);
}

/** The data of a call. Throws an Error when an argument does not fit. */
export function encodeCall(fragment: AbiFunction, args: readonly unknown[]): Hex {
  const values = fragment.inputs.map((input, at) => plainOf(input, args[at]));
  const encoded = AbiParameters.encode(fragment.inputs as never, values as never);
  return `${selectorOf(fragment)}${encoded.slice(2)}`;
}

/** The first four bytes of a function's data. */
export function selectorOf(fragment: AbiFunction): Hex {
  let selector = selectors.get(fragment);
  if (selector === undefined) {
    selector = AbiItem.getSelector(fragment as never);
    selectors.set(fragment, selector);
  }
  return selector;
}

const selectors = new WeakMap<AbiFunction, Hex>();

/** What the encoder takes: members of enums by number. */
export function plainOf(parameter: Parameter, value: unknown): unknown {
  const { type, internalType, components } = parameter;
  if (type.endsWith("[]")) {
    const element = {
      ...parameter,
      type: type.slice(0, -2),
      internalType: internalType?.replace(/\[\]$/, ""),
    };
    return (value as readonly unknown[]).map((each) => plainOf(element, each));
  }
  if (components !== undefined) {
    const struct = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(components.map((each) => [each.name, plainOf(each, struct[each.name ?? ""])]));
  }
  if (type.includes("int") && (typeof value === "number" || isDigits(value))) return BigInt(value);
  if (typeof value !== "string" || internalType?.startsWith("enum ") !== true) return value;
  const names: readonly string[] = members[internalType.slice(5) as EnumName];
  const number = names.indexOf(value);
  if (number < 0) throw new Error(`"${value}" is none of ${names.join(", ")}`);
  return BigInt(number);
}

/** Libraries write integers as texts, too. */
const isDigits = (value: unknown): value is string => typeof value === "string" && /^\d+$/.test(value);

/** What every action of an organisation is given, besides what it is about. */
export type For<T> = { readonly organisation: OrganisationAddresses } & Readonly<T>;

/** Calls of one contract of an organisation. */
export type CallsTo<A extends Abi> = <N extends WritingName<A>>(
  organisation: OrganisationAddresses,
  functionName: N,
  ...args: ArgsOf<A, N> extends infer Args extends readonly unknown[] ? Args : never
) => Call;

/** Makes {@link CallsTo} the contract that is called `name`. They throw an Error where the organisation has none. */
export function callsTo<const A extends Abi>(abi: A, name: keyof OrganisationAddresses): CallsTo<A> {
  return (organisation, functionName, ...args) =>
    callOf({ abi, address: addressIn(organisation, name), functionName, args: args as never });
}

/** Where a contract of an organisation is. Throws an Error where it has none, as without a presale. */
export function addressIn(organisation: OrganisationAddresses, name: keyof OrganisationAddresses): Address {
  const address = organisation[name];
  if (address === undefined) {
    throw new Error(`this organisation has no ${name}: it grows its liquidity without a presale`);
  }
  return address;
}
