/** The chain that a script works on. */
import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { toBeHex } from "ethers";
import hre, { network } from "hardhat";
import type { NetworkConfigOverride } from "hardhat/types/config";
import type { NetworkConnection } from "hardhat/types/network";
import { publicNetworkOf, PUBLIC_NETWORKS } from "../../sdk/src/config/networks.ts";
import { asHardhatError, isUnreachable } from "./causes.ts";

/** The chain id of Hardhat's and anvil's chains, in memory and as a node. */
const LOCAL_CHAIN = 31_337;

/** A key that everybody knows, for who only reads: so no node is asked for its accounts, which some refuse. */
export const READER_KEY = toBeHex(1, 32);

/** A chain that a script reads from. */
export interface ChainReader {
  readonly ethers: HardhatEthers;
  /** The network's name in hardhat.config.ts. */
  readonly network: string;
  readonly chainId: number;
  /** Whether it lives in this process only and is gone with it. */
  readonly inMemory: boolean;
  /** Whether it is a chain of Hardhat or anvil, in memory or as a node. */
  readonly local: boolean;
  /** Whether test assets may be deployed: local and public test networks. */
  readonly forTests: boolean;
  /** Symbol of the coin that gas is paid in. */
  readonly coin: string;
  /** Time of the latest block (seconds). */
  readonly now: bigint;
  close(): Promise<void>;
}

/** A chain that a script sends to. */
export interface Chain extends ChainReader {
  /** Pays for what the script sends. */
  readonly signer: HardhatEthersSigner;
  readonly signers: readonly HardhatEthersSigner[];
}

/** Something is wrong in a way that the user can mend; the message is the sentence to show. */
export class ChainError extends Error {}

/** Several things are wrong; the message has a line for each. */
export class ListedError extends ChainError {}

/** Connects to a network of hardhat.config.ts. Throws what {@link explain} puts into words. */
export async function openChain(
  name: string,
  {
    override,
    from,
  }: {
    readonly override?: NetworkConfigOverride | undefined;
    /** Who sends: an address or number of the network's accounts; the first one if not given. */
    readonly from?: string | undefined;
  } = {},
): Promise<Chain> {
  const connection = await network.create({ network: name, ...(override && { override }) });
  const chain = await describeChain(connection);
  const signers = await signersOf(chain);
  const signer = signers.find(({ address }, at) =>
    from === undefined || /^\d+$/.test(from)
      ? at === Number(from ?? 0)
      : address.toLowerCase() === from.toLowerCase(),
  );
  if (signer === undefined) {
    throw new ChainError(
      from === undefined
        ? `network "${name}" has no account to send from: give it accounts in hardhat.config.ts`
        : `network "${name}" has no account ${from}: --from takes ${accountsInWords(signers)}`,
    );
  }
  return { ...chain, signer, signers };
}

/** Connects to a network only to read: no key is needed. Throws what {@link explain} puts into words. */
export async function openReader(
  name: string,
  { override }: { readonly override?: NetworkConfigOverride | undefined } = {},
): Promise<ChainReader> {
  const { [name]: configured } = hre.config.networks;
  const keyed = configured?.type === "http" && configured.accounts !== "remote";
  const accounts = keyed ? { accounts: [READER_KEY] } : {};
  return describeChain(await network.create({ network: name, override: { ...override, ...accounts } }));
}

/** A chain on which somebody acts, who need not have a key here. */
export interface Sender extends ChainReader {
  readonly sender: string;
  /** Undefined when nothing is to be signed, and the sender's key is not here. */
  readonly signer: HardhatEthersSigner | undefined;
  readonly signers: readonly HardhatEthersSigner[];
}

/**
 * Connects to a network to act as `from`: a number or address of its accounts, the first one if not given. Where nothing
 * is signed, any address will do, and no key is needed. Throws what {@link explain} puts into words.
 */
export async function openSender(
  name: string,
  {
    override,
    from,
    signs,
  }: {
    readonly override?: NetworkConfigOverride | undefined;
    readonly from?: string | undefined;
    readonly signs: boolean;
  },
): Promise<Sender> {
  if (signs || from === undefined || /^\d+$/.test(from)) {
    const chain = await openChain(name, { override, from });
    return { ...chain, sender: chain.signer.address };
  }
  const { [name]: configured } = hre.config.networks;
  const isLocal = configured?.type !== "http" || configured.accounts === "remote";
  const chain = isLocal
    ? await describeChain(await network.create({ network: name, ...(override && { override }) }))
    : await openReader(name, { override });
  const signers = chain.local ? await chain.ethers.getSigners().catch(() => []) : [];
  return { ...chain, sender: from, signer: undefined, signers };
}

// ---------------------------------------------------------------- internals

/** What a connection leads to; refuses another chain than the configuration names. */
async function describeChain(connection: NetworkConnection): Promise<ChainReader> {
  const { ethers, networkName: name, networkConfig } = connection;
  const { chainId: actual } = await ethers.provider.getNetwork();
  const chainId = Number(actual);
  const { chainId: expected } = networkConfig;
  if (expected !== undefined && chainId !== expected) {
    const { title, urlVariable } = PUBLIC_NETWORKS[name] ?? {
      title: name,
      urlVariable: "the URL in hardhat.config.ts",
    };
    throw new ChainError(
      `the node of network "${name}" is on chain ${chainId}, but ${title} is chain ${expected}: ` +
        `let ${urlVariable} be the address of a node of ${title}`,
    );
  }
  const latest = await ethers.provider.getBlock("latest");
  if (latest === null) {
    throw new ChainError(`network "${name}" has no block yet: wait until its node is ready`);
  }
  const local = chainId === LOCAL_CHAIN;
  const known = publicNetworkOf(chainId);
  return {
    ethers,
    network: name,
    chainId,
    inMemory: networkConfig.type === "edr-simulated",
    local,
    forTests: local || known !== undefined,
    coin: known?.coin ?? "ETH",
    now: BigInt(latest.timestamp),
    close: () => connection.close(),
  };
}

function accountsInWords(signers: readonly HardhatEthersSigner[]): string {
  const [only] = signers;
  if (signers.length === 1) return `0 or ${only?.address ?? ""}`;
  return `a number from 0 to ${signers.length - 1}, or the address of one of its accounts`;
}

/** The accounts of a network; what is wrong with a key is said without showing it. */
async function signersOf({
  ethers,
  network: name,
}: {
  readonly ethers: HardhatEthers;
  readonly network: string;
}): Promise<HardhatEthersSigner[]> {
  try {
    return await ethers.getSigners();
  } catch (thrown) {
    if (asHardhatError(thrown) !== undefined || isUnreachable(thrown)) throw thrown;
    throw new ChainError(
      `the accounts of network "${name}" cannot be used: each private key is "0x" and 64 hexadecimal digits`,
    );
  }
}
