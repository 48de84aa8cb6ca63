/** Many accounts that send raw transactions to a development node, many of them in each block. */
import type { BaseContract } from "ethers";

/** Gas of every transaction: asking for an estimate takes longer than to run it. */
const GAS = "0x1e8480"; // 2,000,000
const COINS = `0x${(10n ** 24n).toString(16)}`;
/** Requests in one batch. */
const BATCH = 200;

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** What waits for the next block. */
export class Crowd {
  /** Transactions sent, and those of them that contracts refused. */
  sent = 0;
  refused = 0;
  readonly #url: string;
  readonly #perBlock: number;
  #waiting: object[] = [];

  constructor(url: string, { perBlock }: { readonly perBlock: number }) {
    this.#url = url;
    this.#perBlock = perBlock;
  }

  /** Lets anyone send, and blocks hold as many transactions as are meant. */
  async start(accounts: readonly string[]): Promise<void> {
    await this.#ask([
      ["evm_setAutomine", [false]],
      ["evm_setBlockGasLimit", [`0x${(BigInt(GAS) * BigInt(this.#perBlock + 1)).toString(16)}`]],
      ...accounts.flatMap((account) => [
        ["hardhat_impersonateAccount", [account]] as const,
        ["hardhat_setBalance", [account, COINS]] as const,
      ]),
    ]);
  }

  /** Has an account call a function. */
  send(from: string, to: string, contract: BaseContract, name: string, ...args: readonly unknown[]): void {
    const data = contract.interface.encodeFunctionData(name, args);
    this.#waiting.push({ from, to, data, gas: GAS });
  }

  /** Mines what waits, in the order in which it was sent, `seconds` after the last block. */
  async mine(seconds = 12): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from === 0 || from < waiting.length; from += this.#perBlock) {
      const block = waiting.slice(from, from + this.#perBlock);
      const hashes: unknown[] = [];
      for (let at = 0; at < block.length; at += BATCH) {
        const batch = block.slice(at, at + BATCH);
        hashes.push(...(await this.#ask(batch.map((each) => ["eth_sendTransaction", [each]] as const))));
      }
      await this.#ask([
        ["evm_increaseTime", [from === 0 ? seconds : 12]],
        ["evm_mine", []],
      ]);
      const receipts = (await this.#ask(
        hashes.map((hash) => ["eth_getTransactionReceipt", [hash]] as const),
      )) as ({ readonly status: string } | null)[];
      if (receipts.includes(null)) throw new Error("a block has not all that was sent for it");
      this.sent += receipts.length;
      this.refused += receipts.filter((receipt) => receipt?.status !== "0x1").length;
    }
  }

  async #ask(
    requests: readonly (readonly [method: string, params: readonly unknown[]])[],
  ): Promise<unknown[]> {
    if (requests.length === 0) return [];
    const body = requests.map(([method, params], id) => ({ jsonrpc: "2.0", id, method, params }));
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answers = (await response.json()) as Answer[];
    return answers.map(({ result, error }, at) => {
      if (error !== undefined) throw new Error(`${String(requests[at]?.[0])}: ${error.message}`);
      return result;
    });
  }
}
