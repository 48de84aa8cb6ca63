/**
 * For who works with ethers 6: its providers as transport, contracts typed by the ABIs, and sending calls.
 *
 * @module
 */
import {
  Contract,
  JsonRpcSigner,
  type BaseContract,
  type ContractRunner,
  type ContractTransaction,
  type ContractTransactionResponse,
  type Overrides,
  type Signer,
  type TransactionReceipt,
} from "ethers";
import { CONTRACT_NAMES, ORGANISATION_ABIS, type ContractName, type PresaleName } from "./state/contracts.ts";
import type { Abi } from "./state/read.ts";
import type { Parameter } from "./state/values.ts";
import type { Call, OrganisationAddresses, Rpc } from "./types.ts";

/** What of an ethers provider is needed: JsonRpcProvider, BrowserProvider, WebSocketProvider and Hardhat's have it. */
export interface SendingProvider {
  /** Sends a JSON-RPC request. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as ethers declares it
  send(method: string, params: any[]): Promise<any>;
}

/** An ethers provider as the transport that this package reads through. */
export function fromEthers(provider: SendingProvider): Rpc {
  return { request: ({ method, params = [] }) => provider.send(method, [...params]) };
}

/** What ethers gives for a parameter: every integer, and members of enums, a bigint. */
export type EthersValue<P> = P extends { readonly type: `${infer Element}[]` }
  ? EthersValue<Omit<P, "type"> & { readonly type: Element }>[]
  : P extends { readonly type: "tuple"; readonly components: infer Components extends readonly Parameter[] }
    ? EthersStruct<Components>
    : P extends { readonly type: `uint${string}` | `int${string}` }
      ? bigint
      : P extends { readonly type: "bool" }
        ? boolean
        : string;

type EthersStruct<Parameters extends readonly Parameter[]> = {
  [
    P in Parameters[number] as P extends { readonly name: infer Name extends string } ? Name : never
  ]: EthersValue<P>;
};

/** What ethers takes for a parameter. */
export type EthersArgument<P> = P extends { readonly type: `${infer Element}[]` }
  ? readonly EthersArgument<Omit<P, "type"> & { readonly type: Element }>[]
  : P extends { readonly type: "tuple"; readonly components: infer Components extends readonly Parameter[] }
    ? {
        readonly [
          C in Components[number] as C extends { readonly name: infer Name extends string } ? Name : never
        ]: EthersArgument<C>;
      }
    : P extends { readonly type: `uint${string}` | `int${string}` }
      ? bigint | number | string
      : P extends { readonly type: "bool" }
        ? boolean
        : P extends { readonly type: "address" }
          ? string | Addressed
          : string;

/** A contract or signer of ethers, which stands for its address. */
interface Addressed {
  getAddress(): Promise<string>;
}

type Arguments<Inputs extends readonly Parameter[]> = {
  [I in keyof Inputs]: EthersArgument<Inputs[I]>;
};

type Answer<Outputs> = Outputs extends readonly []
  ? undefined
  : Outputs extends readonly [infer Only]
    ? EthersValue<Only>
    : Outputs extends readonly Parameter[]
      ? { [I in keyof Outputs]: EthersValue<Outputs[I]> } & EthersStruct<Outputs>
      : never;

/** A function of a contract, as ethers has it. */
export interface TypedMethod<Args extends readonly unknown[], Result, Sent> {
  (...args: [...Args, overrides?: Overrides]): Promise<Sent>;
  /** What the call would answer, without sending it. Throws what the contract refuses with. */
  staticCall(...args: [...Args, overrides?: Overrides]): Promise<Result>;
  /** Gas that it would take. Throws what the contract refuses with. */
  estimateGas(...args: [...Args, overrides?: Overrides]): Promise<bigint>;
  /** The transaction, to be signed and sent by anything. */
  populateTransaction(...args: [...Args, overrides?: Overrides]): Promise<ContractTransaction>;
}

type MethodOf<F> = F extends {
  readonly inputs: infer Inputs extends readonly Parameter[];
  readonly outputs: infer Outputs;
  readonly stateMutability: infer Mutability;
}
  ? TypedMethod<
      Arguments<Inputs>,
      Answer<Outputs>,
      Mutability extends "view" | "pure" ? Answer<Outputs> : ContractTransactionResponse
    >
  : never;

type FunctionOf<A extends Abi> = Extract<A[number], { readonly type: "function"; readonly name: string }>;

/** An ethers contract whose functions are typed by its ABI. Of several of one name, ethers wants the signature. */
export type TypedContract<A extends Abi> = BaseContract & {
  readonly [F in FunctionOf<A> as F["name"]]: MethodOf<F>;
};

/** A contract of ethers, typed by the ABI. */
export function contractAt<const A extends Abi>({
  address,
  abi,
  runner,
}: {
  readonly address: string;
  readonly abi: A;
  readonly runner?: ContractRunner | null | undefined;
}): TypedContract<A> {
  return new Contract(address, abi, runner) as unknown as TypedContract<A>;
}

/** The contracts of an organisation; those of a presale are undefined where there is none. */
export type TypedContracts = {
  readonly [Name in ContractName]: Name extends PresaleName
    ? TypedContract<(typeof ORGANISATION_ABIS)[Name]> | undefined
    : TypedContract<(typeof ORGANISATION_ABIS)[Name]>;
};

/** The contracts of an organisation, connected to a provider or signer. */
export function contractsOf({
  addresses,
  runner,
}: {
  readonly addresses: OrganisationAddresses;
  readonly runner?: ContractRunner | null | undefined;
}): TypedContracts {
  return Object.fromEntries(
    CONTRACT_NAMES.map((name) => {
      const address = addresses[name];
      return [name, address && contractAt({ address, abi: ORGANISATION_ABIS[name], runner })];
    }),
  ) as unknown as TypedContracts;
}

/**
 * Sends calls one after the other, each once the one before is in a block, as a purchase needs its approval. Throws when
 * one fails; those before it stay done.
 */
export async function sendCalls(
  signer: Signer,
  calls: readonly Call[],
  { confirmations = 1 }: { readonly confirmations?: number | undefined } = {},
): Promise<TransactionReceipt[]> {
  const receipts: TransactionReceipt[] = [];
  // Wallets number transactions themselves. Others ask the provider, whose answer may be from before the last one.
  const first =
    signer instanceof JsonRpcSigner || calls.length === 0 ? undefined : await signer.getNonce("pending");
  for (const [at, { to, value, data }] of calls.entries()) {
    const nonce = first === undefined ? {} : { nonce: first + at };
    const sent = await signer.sendTransaction({ to, value, data, ...nonce });
    const receipt = await sent.wait(confirmations);
    if (receipt === null) throw new Error(`transaction ${sent.hash} has no receipt: ask the node for it`);
    receipts.push(receipt);
  }
  return receipts;
}
