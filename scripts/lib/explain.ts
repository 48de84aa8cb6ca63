/** What goes wrong with chains, in one sentence each. */
import { formatEther } from "ethers";
import hre from "hardhat";
import { explainError, type Explanation, type RefusingOrganisation } from "../../sdk/src/errors/index.ts";
import { ImportError } from "../../ledger/import-error.ts";
import { asHardhatError, isOutOfFunds, isUnreachable } from "./causes.ts";
import { ListedError, type Chain, type ChainReader } from "./chain.ts";
import { messageOf } from "./cli.ts";
import { HAS_SOURCES, typedHardhat } from "./place.ts";

// Numbers of Hardhat's own errors.
const VARIABLE_NOT_SET = 7;
const NO_JSON_RPC = 702;
const NETWORK_NOT_FOUND = 705;
const ARTIFACT_NOT_FOUND = 1_000;

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
