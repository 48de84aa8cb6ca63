/** What contracts say when they are asked for nothing in particular: their views without arguments. */
import type { Address } from "../types.ts";
import { listOf, mapped, one, type Part } from "./parts.ts";
import type { Abi, Read, ViewOf } from "./read.ts";
import type { AbiFunction, ResultOf } from "./values.ts";

/** What says nothing about an organisation: constants of standards. */
type Constant =
  | "DOMAIN_SEPARATOR"
  | "CLOCK_MODE"
  | "COUNTING_MODE"
  | "BALLOT_TYPEHASH"
  | "EXTENDED_BALLOT_TYPEHASH"
  | "eip712Domain"
  | "clock"
  | "version"
  | `${string}_ROLE`;

const CONSTANT =
  /^(DOMAIN_SEPARATOR|CLOCK_MODE|COUNTING_MODE|(EXTENDED_)?BALLOT_TYPEHASH|eip712Domain|clock|version|[A-Z_]+_ROLE)$/;

type Asked<A extends Abi> = Exclude<
  Extract<ViewOf<A>, { readonly name: string; readonly inputs: readonly [] }>,
  { readonly name: Constant }
>;

/** What a contract says of itself, by its views' names. */
export type Views<A extends Abi> = { readonly [F in Asked<A> as F["name"]]: ResultOf<F> };

/** All views without arguments of a contract. None of the suite's ever refuses: where one does, another contract stands. */
export function viewsOf<const A extends Abi>({
  address,
  abi,
}: {
  readonly address: Address;
  readonly abi: A;
}): Part<Views<A>> {
  const reads = (abi as Abi as readonly AbiFunction[]).flatMap((fragment): Read[] => {
    const { type, name, stateMutability, inputs } = fragment;
    const isView = (type as string) === "function" && /view|pure/.test(stateMutability);
    if (!isView || inputs.length > 0 || CONSTANT.test(name)) return [];
    return [{ address, abi: [fragment], functionName: name, args: [] }];
  });
  return mapped(
    listOf(reads.map(one)),
    (answers) =>
      Object.fromEntries(reads.map(({ functionName }, at) => [functionName, answers[at]])) as Views<A>,
  );
}
