/** The chain that a script works on, and what goes wrong with chains in one sentence each. */
import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { formatEther, isError, toBeHex } from "ethers";
import hre, { network } from "hardhat";
import type { NetworkConfigOverride } from "hardhat/types/config";
import type { NetworkConnection } from "hardhat/types/network";
import { publicNetworkOf, PUBLIC_NETWORKS } from "../../sdk/src/config/networks.ts";
import { explainError, type Explanation, type RefusingOrganisation } from "../../sdk/src/errors/index.ts";
import { messageOf } from "./cli.ts";
import { HAS_SOURCES, typedHardhat } from "./place.ts";
import { ImportError } from "../../ledger/import-error.ts";

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

/** Something thrown while working on a network, and what is known of it. */
export interface Thrown {
  readonly thrown: unknown;
  readonly network: string;
  /** Undefined when the connection itself failed. */
  readonly chain?: ChainReader | undefined;
  /** Whose contracts refuse, as far as it is known: amounts are told in its units. */
  readonly organisation?: RefusingOrganisation | undefined;
}

/** What is wrong in a sentence; of an error of the contracts also its name and values. */
export interface Explained {
  readonly sentence: string;
  readonly name?: string | undefined;
  readonly args?: Readonly<Record<string, unknown>> | undefined;
}

/** {@link explain}, with the name and values of what the contracts answered. */
export async function explainThrown(what: Thrown): Promise<Explained> {
  const sentence = await explain(what);
  const refusal = sentence.startsWith(REFUSING) ? refusalIn(what) : undefined;
  return refusal === undefined ? { sentence } : { sentence, name: refusal.name, args: refusal.args };
}

const REFUSING = "the contracts refuse: ";

function refusalIn({ thrown, chain, organisation }: Thrown): Explanation | undefined {
  return explainError({ thrown, organisation: { coin: chain?.coin, ...organisation }, now: chain?.now });
}

/** One sentence that says what is wrong and how to go on, for anything thrown while working on a network. */
export async function explain({ thrown, network: name, chain, organisation }: Thrown): Promise<string> {
  // A config may be wrong in several places, a line each.
  if (thrown instanceof ListedError || thrown instanceof ImportError) return thrown.message;
  const hardhat = asHardhatError(thrown);
  if (hardhat?.number === VARIABLE_NOT_SET) {
    const variable = String(hardhat.messageArguments["name"]);
    return `${variable} is not set: run "${typedHardhat(`keystore set ${variable}`)}", or set it in the environment`;
  }
  if (hardhat?.number === NETWORK_NOT_FOUND) {
    const known = Object.keys(hre.config.networks).join(", ");
    return `there is no network "${name}"${HAS_SOURCES ? " in hardhat.config.ts" : ""}, only ${known}`;
  }
  if (isUnreachable(thrown)) {
    return (
      `no node answers for network "${name}": ` +
      (name === "localhost"
        ? `start one with "${typedHardhat("node --hostname 127.0.0.1")}"`
        : "check its URL") +
      " and run this again"
    );
  }
  if (hardhat?.number === NO_JSON_RPC) {
    return `what answers for network "${name}" is no Ethereum node: check its URL and run this again`;
  }
  if (hardhat?.number === ARTIFACT_NOT_FOUND) {
    return 'the contracts are not compiled: run "npx hardhat build" and this again';
  }
  if (isOutOfFunds(thrown)) {
    return chain !== undefined && "signer" in chain
      ? outOfFunds({ chain: chain as Chain })
      : `the sending account cannot pay for the gas: send it coins of network "${name}" and run this again`;
  }
  const refusal = refusalIn({ thrown, network: name, chain, organisation });
  if (refusal !== undefined) return `${REFUSING}${refusal.sentence}`;
  // Addresses of nodes often hold the key to them.
  return messageOf(thrown).replace(/(?:https?|wss?):\/\/\S+/g, "(URL)");
}

/** Whether a call failed in a contract, or there is no such function, and not on the way there. */
export function isRefusedCall(thrown: unknown): boolean {
  return [...causesOf(thrown)].some(
    (error) =>
      isError(error, "BAD_DATA") ||
      isError(error, "CALL_EXCEPTION") ||
      /revert/i.test(String((error as { message?: unknown }).message)),
  );
}

/** The sentence for an account that cannot pay. */
export async function outOfFunds({
  chain,
  cost,
}: {
  readonly chain: Chain;
  /** What it would have to pay, in wei, when that is known. */
  readonly cost?: bigint | undefined;
}): Promise<string> {
  const { ethers, signer, network: name, coin } = chain;
  const balance = await ethers.provider.getBalance(signer.address).catch(() => undefined);
  const has = balance === undefined ? "" : ` with a balance of ${formatEther(balance)}`;
  const gas = cost === undefined ? "the gas" : `the gas, up to ${formatEther(cost)} ${coin}`;
  return (
    `account ${signer.address} of network "${name}"${has} cannot pay for ${gas}: ` +
    `send it coins of network "${name}" and run this again`
  );
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

// Numbers of Hardhat's own errors.
const VARIABLE_NOT_SET = 7;
const NO_JSON_RPC = 702;
const NETWORK_NOT_FOUND = 705;
const ARTIFACT_NOT_FOUND = 1_000;
const UNREACHABLE: readonly unknown[] = [703, 704]; // refused, timed out

interface HardhatError {
  readonly number: number;
  readonly messageArguments: Readonly<Record<string, unknown>>;
}

function asHardhatError(thrown: unknown): HardhatError | undefined {
  if (!(thrown instanceof Error) || thrown.name !== "HardhatError") return undefined;
  const { number, messageArguments } = thrown as Error & Partial<HardhatError>;
  return number === undefined ? undefined : { number, messageArguments: messageArguments ?? {} };
}

/** The error itself and what it was caused by. */
function* causesOf(thrown: unknown): Generator<object> {
  for (let error = thrown, depth = 0; depth < 8 && typeof error === "object" && error !== null; ++depth) {
    yield error;
    error = (error as { cause?: unknown; error?: unknown }).cause ?? (error as { error?: unknown }).error;
  }
}

function isUnreachable(thrown: unknown): boolean {
  return [...causesOf(thrown)].some(
    (error) =>
      UNREACHABLE.includes(asHardhatError(error)?.number) ||
      /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|UND_ERR/.test(
        String((error as { code?: unknown }).code),
      ),
  );
}

function isOutOfFunds(thrown: unknown): boolean {
  return [...causesOf(thrown)].some(
    (error) =>
      isError(error, "INSUFFICIENT_FUNDS") ||
      /insufficient funds|have enough funds/i.test(String((error as { message?: unknown }).message)),
  );
}
