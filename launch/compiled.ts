/** The contracts as they are compiled, typed; a chain need not know them. */
import { artifacts } from "hardhat";
import {
  Contract,
  ContractFactory,
  Interface,
  type ContractRunner,
  type Provider,
  type Signer,
} from "ethers";
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

// Parsing an ABI takes longer than most calls.
const interfaces = new Map<string, Promise<Interface>>();

/** The interface of a contract, the same object each time. */
export async function interfaceOf(name: CompiledName): Promise<Interface> {
  const known = interfaces.get(name) ?? artifacts.readArtifact(name).then(({ abi }) => new Interface(abi));
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
export async function initCodeOf(name: CompiledName, args: readonly unknown[] = []): Promise<Hex> {
  const { bytecode } = await artifacts.readArtifact(name);
  const factory = new ContractFactory(await interfaceOf(name), bytecode);
  return (await factory.getDeployTransaction(...args)).data as Hex;
}
