/** What contracts answer, as people write it: every integer a bigint, members of enums by name, structs as objects. */
import { enums, type EnumName } from "../abi/enums.ts";
import type { Address, Hex } from "../types.ts";

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
  readonly stateMutability: "pure" | "view" | "nonpayable" | "payable";
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly Parameter[];
}

/** What is told of a parameter's value. */
export type ValueOf<P> = P extends { readonly type: `${infer Element}[]` }
  ? readonly ValueOf<ElementOf<P, Element>>[]
  : P extends { readonly internalType: `enum ${infer Name extends EnumName}` }
    ? (typeof enums)[Name][number]
    : P extends { readonly type: "tuple"; readonly components: infer Components }
      ? StructOf<Components>
      : P extends { readonly type: infer Type }
        ? PlainOf<Type>
        : unknown;

type ElementOf<P, Element> = Omit<P, "type" | "internalType"> & { readonly type: Element } & (P extends {
    readonly internalType: `${infer Internal}[]`;
  }
    ? { readonly internalType: Internal }
    : unknown);

type PlainOf<Type> = Type extends `uint${string}` | `int${string}`
  ? bigint
  : Type extends "bool"
    ? boolean
    : Type extends "address"
      ? Address
      : Type extends `bytes${string}`
        ? Hex
        : Type extends "string"
          ? string
          : unknown;

type StructOf<Parameters> = Parameters extends readonly Parameter[]
  ? {
      readonly [
        P in Parameters[number] as P extends { readonly name: infer Name extends string } ? Name : never
      ]: ValueOf<P>;
    }
  : unknown;

/** What is told of a function's answer: one value, or several by their names. */
export type ResultOf<F> = F extends { readonly outputs: infer Outputs }
  ? Outputs extends readonly [infer Only]
    ? ValueOf<Only>
    : StructOf<Outputs>
  : unknown;

/** The arguments of a function, in the types that viem and ox take. */
export type ArgumentsOf<F> = F extends { readonly inputs: infer Inputs extends readonly Parameter[] }
  ? { readonly [I in keyof Inputs]: ArgumentOf<Inputs[I]> }
  : readonly unknown[];

type ArgumentOf<P> = P extends { readonly type: `${string}[]` | "tuple" }
  ? unknown
  : P extends { readonly type: `uint${Small}` }
    ? number | bigint
    : P extends { readonly type: infer Type }
      ? PlainOf<Type>
      : unknown;

type Small = 8 | 16 | 24 | 32 | 40 | 48;

/** What a function's decoded answer is told as; `answer` as viem and ox give it: a value, or several in order. */
export function resultOf({
  outputs,
  answer,
}: {
  readonly outputs: readonly Parameter[];
  readonly answer: unknown;
}): unknown {
  const [only] = outputs;
  if (only === undefined) return undefined;
  return outputs.length === 1 ? valueOf(only, answer) : structOf(outputs, answer);
}

/** What a decoded value is told as. */
export function valueOf(parameter: Parameter, value: unknown): unknown {
  if (parameter.type.endsWith("]")) {
    const element = { ...parameter, type: parameter.type.slice(0, parameter.type.lastIndexOf("[")) };
    return (value as readonly unknown[]).map((each) => valueOf(element, each));
  }
  if (parameter.components !== undefined) return structOf(parameter.components, value);
  if (typeof value !== "number" && typeof value !== "bigint") return value;
  const [, name = ""] = /^enum ([\w.]+)/.exec(parameter.internalType ?? "") ?? [];
  const members = (enums as Readonly<Record<string, readonly string[]>>)[name];
  return members?.[Number(value)] ?? BigInt(value);
}

/** Structs are decoded as objects, or as lists where a member has no name. */
function structOf(members: readonly Parameter[], value: unknown): Record<string, unknown> {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : undefined;
  const named = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    members.map((member, at) => {
      const name = member.name ?? String(at);
      return [name, valueOf(member, list ? list[at] : named[name])];
    }),
  );
}
