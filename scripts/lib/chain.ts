/** The chain that a script works on, and what goes wrong with chains in one sentence each. */
import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { formatEther, Interface, isError } from "ethers";
import hre, { artifacts, network } from "hardhat";
import type { NetworkConfigOverride } from "hardhat/types/config";
import { messageOf } from "./cli.ts";
import { IMPLEMENTATIONS } from "./deployment.ts";

/** The chain id of Hardhat's own chains, in memory and as a node. */
const LOCAL_CHAIN = 31_337;

/** Public chains whose coins are worth nothing: Sepolia, Base, OP and Arbitrum Sepolia, Chiado, Alfajores, Celo Sepolia. */
const TEST_CHAINS: readonly number[] = [11_155_111, 84_532, 11_155_420, 421_614, 10_200, 44_787, 11_142_220];

/** A chain that a script is connected to. */
export interface Chain {
  readonly ethers: HardhatEthers;
  /** The network's name in hardhat.config.ts. */
  readonly network: string;
  readonly chainId: number;
  /** Whether it lives in this process only and is gone with it. */
  readonly inMemory: boolean;
  /** Whether it is Hardhat's own chain, in memory or as a node. */
  readonly local: boolean;
  /** Whether test assets may be deployed: local and public test networks. */
  readonly forTests: boolean;
  /** Pays for what the script sends. */
  readonly signer: HardhatEthersSigner;
  readonly signers: readonly HardhatEthersSigner[];
  /** Time of the latest block (seconds). */
  readonly now: bigint;
  close(): Promise<void>;
}

/** Something is wrong in a way that the user can mend; the message is the sentence to show. */
export class ChainError extends Error {}

/** Connects to a network of hardhat.config.ts. Throws what {@link explain} puts into words. */
export async function openChain(name: string, override?: NetworkConfigOverride): Promise<Chain> {
  const connection = await network.create({ network: name, ...(override && { override }) });
  const { ethers } = connection;
  const { chainId } = await ethers.provider.getNetwork();
  const signers = await signersOf({ ethers, network: name });
  const [signer] = signers;
  if (signer === undefined) {
    throw new ChainError(
      `network "${name}" has no account to send from: give it accounts in hardhat.config.ts`,
    );
  }
  const latest = await ethers.provider.getBlock("latest");
  if (latest === null)
    throw new ChainError(`network "${name}" has no block yet: wait until its node is ready`);
  const local = chainId === BigInt(LOCAL_CHAIN);
  return {
    ethers,
    network: name,
    chainId: Number(chainId),
    inMemory: connection.networkConfig.type === "edr-simulated",
    local,
    forTests: local || TEST_CHAINS.includes(Number(chainId)),
    signer,
    signers,
    now: BigInt(latest.timestamp),
    close: () => connection.close(),
  };
}

/** One sentence that says what is wrong and how to go on, for anything thrown while working on a network. */
export async function explain({
  thrown,
  network: name,
  chain,
}: {
  readonly thrown: unknown;
  readonly network: string;
  /** Undefined when the connection itself failed. */
  readonly chain?: Chain | undefined;
}): Promise<string> {
  const hardhat = asHardhatError(thrown);
  if (hardhat?.number === VARIABLE_NOT_SET) {
    const variable = String(hardhat.messageArguments["name"]);
    return `${variable} is not set: run "npx hardhat keystore set ${variable}", or set it in the environment`;
  }
  if (hardhat?.number === NETWORK_NOT_FOUND) {
    const known = Object.keys(hre.config.networks).join(", ");
    return `there is no network "${name}" in hardhat.config.ts, only ${known}`;
  }
  if (isUnreachable(thrown)) {
    return (
      `no node answers for network "${name}": ` +
      (name === "localhost" ? 'start one with "npx hardhat node --hostname 127.0.0.1"' : "check its URL") +
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
    const account = chain === undefined ? "the sending account" : await describeAccount(chain);
    return `${account} cannot pay for the gas: send it coins of network "${name}" and run this again`;
  }
  const revert = await revertOf(thrown);
  if (revert !== undefined) return `the contracts refuse: ${revert}`;
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

// ---------------------------------------------------------------- internals

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

async function describeAccount({ ethers, signer, network: name }: Chain): Promise<string> {
  const balance = await ethers.provider.getBalance(signer.address).catch(() => undefined);
  const has = balance === undefined ? "" : ` with a balance of ${formatEther(balance)}`;
  return `account ${signer.address} of network "${name}"${has}`;
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

/** Name and arguments of the suite's error that a transaction was refused with. */
async function revertOf(thrown: unknown): Promise<string | undefined> {
  for (const error of causesOf(thrown)) {
    const { data } = error as { data?: unknown };
    const hex = typeof data === "object" && data !== null ? (data as { data?: unknown }).data : data;
    if (typeof hex !== "string" || !/^0x[0-9a-f]{8}/i.test(hex)) continue;
    for (const contract of ["CdpoFactory", ...Object.values(IMPLEMENTATIONS)]) {
      const { abi } = await artifacts.readArtifact(contract);
      const parsed = new Interface(abi).parseError(hex);
      if (parsed !== null) return `${parsed.name}(${parsed.args.map(String).join(", ")})`;
    }
  }
  return undefined;
}
