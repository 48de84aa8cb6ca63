/** The contracts as they are compiled, typed; a chain need not know them. */
import { artifacts } from "hardhat";
import { Contract, Interface, type ContractRunner, type Provider, type Signer } from "ethers";
import type { Hex } from "../sdk/src/types.ts";
import type * as typechain from "../typechain-types/index.ts";

/** Of a Hardhat connection's ethers, what deploying and launching needs. */
export interface ChainEthers {
  readonly provider: Provider;
  getSigners(): Promise<readonly Signer[]>;
}

/** A contract of these sources, by its name in Solidity. */
export type CompiledName = {
  [Name in keyof typeof typechain]: Name extends `${infer Contract}__factory` ? Contract : never;
}[keyof typeof typechain];

/** The typed contract of a name. */
export type ContractOf<Name extends CompiledName> = ReturnType<
  (typeof typechain)[`${Name}__factory`]["connect"]
>;

/** Where the code comes from that creates a contract, as hex. */
export type CodeSource = (name: CompiledName) => Promise<string>;

/** As it was last compiled here, by whatever profile. */
export const builtCode: CodeSource = async (name) => (await artifacts.readArtifact(name)).bytecode;

/** As it is committed with the types, by the default profile: needs no compiler. */
export const committedCode: CodeSource = async (name) => {
  const types = await import("../typechain-types/index.ts");
  const factory = types[`${name}__factory`];
  if (!("bytecode" in factory)) throw new Error(`${name} is an interface: nothing creates it`);
  return factory.bytecode;
};

// Parsing an ABI takes longer than most calls.
const interfaces = new Map<string, Promise<Interface>>();

/** The interface of a contract, the same object each time. */
export async function interfaceOf(name: CompiledName): Promise<Interface> {
  const known =
    interfaces.get(name) ??
    import("../typechain-types/index.ts").then((types) => new Interface(types[`${name}__factory`].abi));
  interfaces.set(name, known);
  return known;
}

/** A contract of this name at an address, called through a runner. */
export async function contractAt<Name extends CompiledName>({
  name,
  address,
  runner,
}: {
  readonly name: Name;
  readonly address: string;
  readonly runner: ContractRunner;
}): Promise<ContractOf<Name>> {
  const contract: unknown = new Contract(address, await interfaceOf(name), runner);
  return contract as ContractOf<Name>; // TypeChain's types are made of the same ABI
}

/** What creates a contract, its constructor's arguments included. */
export async function initCodeOf(
  name: CompiledName,
  args: readonly unknown[] = [],
  codeOf: CodeSource = builtCode,
): Promise<Hex> {
  // What ethers' ContractFactory does, which goes through the code byte by byte three times.
  const encoded = (await interfaceOf(name)).encodeDeploy(args);
  return `${(await codeOf(name)) as Hex}${encoded.slice(2)}`;
}
