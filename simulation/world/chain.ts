/**
 * The embedded chain of a simulation: in this process, without signatures, with a clock of its own.
 *
 * Nothing here depends on the wall clock: each block's time is set before it is mined, so that the same actions give
 * the same chain on any day and machine. Gas costs nothing, and every account is impersonated.
 */
import { resolve } from "node:path";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { dataSlice, getAddress, keccak256, type Interface, type Result } from "ethers";
import { committedCode, initCodeOf, type CompiledName } from "../../launch/index.ts";
import { encodeCall } from "./abi.ts";
import { batchAnswers, batchProgram } from "./batch.ts";

/** 1 January 2026, 00:00 UTC: when each simulation starts. */
export const START_TIME = 1_767_225_600;
export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** When a day since the start begins, in seconds. */
export function startOf(day: number): number {
  return START_TIME + day * DAY;
}

const CHAIN_ID = 31_337;
const NETWORK = "simulation";
const ROOT = resolve(import.meta.dirname, "../..");
/**
 * Where there is nothing: a chain that finds the compiler's outputs keeps all of them, to tell lines of Solidity when a call
 * fails. That takes many seconds and most of the memory; refusals are decoded here.
 */
const NO_ARTIFACTS = "cache/simulation";

/** Enough for the largest action of a simulation; a fixed limit saves an estimate for each transaction. */
const GAS_LIMIT = "0x989680"; // 10,000,000
const MAX_SECONDS_BETWEEN_BLOCKS = 240;
/** Asked at once at most: the program that asks must not be longer than 49,152 bytes (EIP-3860). */
const QUESTIONS = 150;

/** As a node returns it. */
export interface RawLog {
  readonly address: string;
  readonly topics: string[];
  readonly data: string;
}

interface RawReceipt {
  readonly status: string;
  readonly logs: readonly RawLog[];
}

/** One call of a contract's function. */
export interface Call {
  readonly contract: { readonly interface: Interface };
  readonly address: string;
  readonly name: string;
  readonly args?: readonly unknown[];
  /** Which value of its answer is asked for where one whole number is, by its name; the first if not given. */
  readonly field?: string;
}

/** A call was refused on chain. */
export class CallReverted extends Error {
  override readonly name = "CallReverted";
}

/** The chain, its clock, and how many transactions it took. */
export class Chain {
  readonly ethers: HardhatEthers;
  readonly id = BigInt(CHAIN_ID);
  /** Transactions sent through {@link send}, without those on copies of the chain. */
  transactions = 0;
  /** Transactions with those. */
  sent = 0;
  readonly #request: (method: string, params: unknown[]) => Promise<unknown>;
  readonly #close: () => Promise<void>;
  readonly #impersonated = new Set<string>();
  /** What was answered since the last block: until the next one the same question has the same answer. */
  readonly #answers = new Map<string, unknown>();
  #now = START_TIME;
  #lastBlock = START_TIME;
  #gap = 0;

  private constructor(
    ethers: HardhatEthers,
    request: (method: string, params: unknown[]) => Promise<unknown>,
    close: () => Promise<void>,
  ) {
    this.ethers = ethers;
    this.#request = request;
    this.#close = close;
  }

  /** Starts a chain whose first block is at {@link START_TIME}; with `sameTimes` blocks may have the time of the one before. */
  static async create({ sameTimes = false }: { readonly sameTimes?: boolean } = {}): Promise<Chain> {
    // EDR's own switch; without it each block's whole state is kept, in most of the memory, in case somebody asks for it.
    process.env["__EDR_MAX_CACHED_STATES"] ??= "10";
    const { network } = await createHardhatRuntimeEnvironment(
      {
        plugins: [hardhatEthers],
        paths: { artifacts: NO_ARTIFACTS },
        networks: {
          [NETWORK]: {
            type: "edr-simulated",
            chainId: CHAIN_ID,
            initialDate: new Date(START_TIME * 1_000).toISOString(),
            initialBaseFeePerGas: 0,
            gasPrice: 0n,
            allowBlocksWithSameTimestamp: sameTimes,
            loggingEnabled: false,
          },
        },
      },
      {},
      ROOT,
    );
    const connection = await network.create(NETWORK);
    const request = async (method: string, params: unknown[]): Promise<unknown> =>
      connection.provider.request({ method, params });
    return new Chain(connection.ethers, request, () => connection.close());
  }

  async close(): Promise<void> {
    await this.#close();
  }

  /** Time of the last block, or what {@link passTo} set since. */
  get now(): number {
    return this.#now;
  }

  /** Lets time pass; times that are over are ignored. */
  passTo(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  /** Fixes the time of the next block, which someone else mines. Blocks are minutes apart, as in life. */
  async setNextBlock(): Promise<void> {
    this.#gap = (this.#gap * 73 + 41) % MAX_SECONDS_BETWEEN_BLOCKS;
    this.#now += 1 + this.#gap;
    this.#lastBlock = this.#now;
    this.#answers.clear();
    await this.#request("evm_setNextBlockTimestamp", [this.#now]);
  }

  /** Deploys a contract from an account of its own, so that its address follows from what it is, and answers that. */
  async deploy(name: CompiledName, args: readonly unknown[] = []): Promise<string> {
    const data = await initCodeOf(name, args, committedCode);
    const from = dataSlice(keccak256(data), 12);
    await this.#request("hardhat_impersonateAccount", [from]);
    const hash = await this.#request("eth_sendTransaction", [
      { from, data, gas: GAS_LIMIT, gasPrice: "0x0" },
    ]);
    const receipt = await this.#request("eth_getTransactionReceipt", [hash]);
    const { contractAddress: address } = receipt as { readonly contractAddress: string | null };
    if (address === null) throw new Error(`${name} was not deployed`);
    return getAddress(address);
  }

  /** Sends a transaction in a block of its own, and returns its logs. Throws {@link CallReverted}. */
  async send(from: string, call: Call): Promise<readonly RawLog[]> {
    if (!this.#impersonated.has(from)) {
      await this.#request("hardhat_impersonateAccount", [from]);
      this.#impersonated.add(from);
    }
    await this.setNextBlock();
    this.transactions++;
    this.sent++;
    const data = encodeCall(call.contract.interface, call.name, call.args ?? []);
    const transaction = { from, to: call.address, data, gas: GAS_LIMIT, gasPrice: "0x0" };
    let hash: unknown;
    try {
      hash = await this.#request("eth_sendTransaction", [transaction]);
    } catch (error) {
      throw reverted(call, error);
    }
    const receipt = (await this.#request("eth_getTransactionReceipt", [hash])) as RawReceipt;
    if (receipt.status !== "0x1") throw new CallReverted(`${call.name} failed in a block`);
    return receipt.logs;
  }

  /** What a function answers after the last block, to a caller when it matters who asks. */
  async read(call: Call, from?: string): Promise<Result> {
    const data = encodeCall(call.contract.interface, call.name, call.args ?? []);
    const question = { to: call.address, data, ...(from === undefined ? {} : { from }) };
    try {
      const answer = await this.#ask(question);
      return call.contract.interface.decodeFunctionResult(call.name, answer as string);
    } catch (error) {
      throw reverted(call, error);
    }
  }

  /** As {@link read}, for functions with one whole number as the answer. */
  async readAmount(call: Call): Promise<bigint> {
    const answer = await this.read({ ...call });
    if (call.field === undefined) return answer[0] as bigint;
    return (answer.length === 1 ? (answer[0] as Result) : answer).getValue(call.field) as bigint;
  }

  /** As {@link readAmount} for several at once, which is faster. */
  async readAmounts<const Calls extends readonly Call[]>(
    calls: Calls,
  ): Promise<{ [At in keyof Calls]: bigint }> {
    const answers: bigint[] = [];
    for (let from = 0; from < calls.length; from += QUESTIONS) {
      answers.push(...(await this.#askMany(calls.slice(from, from + QUESTIONS))));
    }
    return answers as { [At in keyof Calls]: bigint };
  }

  /** Fails when the last block was mined at a time that was not set, and so depends on the machine. */
  async checkClock(): Promise<void> {
    const block = (await this.#request("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
    const time = Number(block.timestamp);
    if (time !== this.#lastBlock) {
      throw new Error(`the chain's last block is at ${time} instead of ${this.#lastBlock}`);
    }
  }

  /** All logs since the chain began. */
  async allLogs(): Promise<readonly RawLog[]> {
    return (await this.#request("eth_getLogs", [{ fromBlock: "0x0", toBlock: "latest" }])) as RawLog[];
  }

  /** An empty block at the time now, so that what depends on time can be read. */
  async mine(): Promise<void> {
    await this.setNextBlock();
    await this.#request("evm_mine", []);
  }

  /** Tries something out, and returns to the state before it. */
  async onSnapshot<T>(attempt: () => Promise<T>): Promise<T> {
    const { transactions } = this;
    const [now, gap, lastBlock] = [this.#now, this.#gap, this.#lastBlock];
    const snapshot = await this.#request("evm_snapshot", []);
    try {
      return await attempt();
    } finally {
      await this.#request("evm_revert", [snapshot]);
      [this.#now, this.#gap, this.#lastBlock] = [now, gap, lastBlock];
      this.transactions = transactions;
      this.#answers.clear();
    }
  }

  async #askMany(calls: readonly Call[]): Promise<bigint[]> {
    const questions = calls.map((call) => ({
      address: call.address,
      data: encodeCall(call.contract.interface, call.name, call.args ?? []),
      word: wordOf(call),
    }));
    let answer: unknown;
    try {
      answer = await this.#ask({ data: batchProgram(questions) });
    } catch {
      throw new CallReverted(`one of ${calls.map(({ name }) => name).join(", ")} was refused`);
    }
    return batchAnswers(answer as string, calls.length);
  }

  async #ask(question: Readonly<Record<string, string>>): Promise<unknown> {
    const key = `${question["from"] ?? ""}>${question["to"] ?? ""}>${question["data"] ?? ""}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = await this.#request("eth_call", [question, "latest"]);
    this.#answers.set(key, answer);
    return answer;
  }
}

/** Where the value that is asked for stands in a function's answer: each value takes one word. */
function wordOf({ contract, name, field }: Call): number {
  if (field === undefined) return 0;
  const outputs = contract.interface.getFunction(name)?.outputs ?? [];
  const [first] = outputs;
  const values = outputs.length === 1 ? (first?.components ?? outputs) : outputs;
  const word = values.findIndex((value) => value.name === field);
  if (word < 0) throw new Error(`${name} answers nothing that is called ${field}`);
  return word;
}

/** Names the contract's own error with its values where the chain tells it. */
function reverted(call: Call, error: unknown): CallReverted {
  const data = (error as { readonly data?: unknown }).data;
  const hex = typeof data === "string" ? data : (data as { readonly data?: unknown } | undefined)?.data;
  if (typeof hex === "string" && hex.length >= 10) {
    const parsed = call.contract.interface.parseError(hex);
    if (parsed !== null) {
      return new CallReverted(`${call.name} was refused: ${parsed.name}(${parsed.args.join(", ")})`);
    }
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new CallReverted(`${call.name} was refused: ${reason}`);
}
