/** Waiting for what was sent: its receipt, what took its place, or a Safe that executes it. */
import type { Address, Hex, Rpc } from "cdpo-sdk/state";

const LOOK_EACH = 1_000;

/** What became of a transaction, as nodes tell it. */
export interface Receipt {
  readonly transactionHash: Hex;
  readonly blockNumber: Hex;
  readonly status: Hex;
}

interface Transaction {
  readonly hash: Hex;
  readonly from: Address;
  readonly to: Address | null;
  readonly nonce: Hex;
  readonly input: Hex;
}

/** Waits for a transaction, or for the one that took its place. */
export async function receiptOf({
  rpc,
  account,
  hash,
  to,
  data,
}: {
  readonly rpc: Rpc;
  readonly account: Address;
  readonly hash: Hex;
  readonly to: Address;
  readonly data: Hex;
}): Promise<Receipt | { readonly by: Hex; readonly isCancelled: boolean }> {
  const ask = (method: string, ...params: readonly unknown[]) => rpc.request({ method, params });
  const seen = (await ask("eth_getTransactionByHash", hash)) as Transaction | null;
  let nonce = seen?.nonce;
  let from = BigInt((await ask("eth_blockNumber")) as Hex);
  for (;;) {
    const receipt = (await ask("eth_getTransactionReceipt", hash)) as Receipt | null;
    if (receipt !== null) return receipt;
    nonce ??= ((await ask("eth_getTransactionByHash", hash)) as Transaction | null)?.nonce;
    const used = BigInt((await ask("eth_getTransactionCount", account, "latest")) as Hex);
    if (nonce !== undefined && used > BigInt(nonce)) {
      const latest = BigInt((await ask("eth_blockNumber")) as Hex);
      for (; from <= latest; from++) {
        const block = (await ask("eth_getBlockByNumber", `0x${from.toString(16)}`, true)) as {
          readonly transactions: readonly Transaction[];
        };
        const other = block.transactions.find(
          (each) => each.from.toLowerCase() === account.toLowerCase() && each.nonce === nonce,
        );
        if (other === undefined || other.hash === hash) continue;
        const isSame = other.to?.toLowerCase() === to.toLowerCase() && other.input === data;
        return { by: other.hash, isCancelled: !isSame };
      }
    }
    await pause();
  }
}

/** Waits for the receipt of a transaction that is known to be mined. */
export async function minedReceipt(rpc: Rpc, hash: Hex): Promise<Receipt> {
  for (;;) {
    const receipt = await rpc.request({ method: "eth_getTransactionReceipt", params: [hash] });
    if (receipt !== null) return receipt as Receipt;
    await pause();
  }
}

/** keccak256 of `ExecutionSuccess(bytes32,uint256)` and `ExecutionFailure(bytes32,uint256)`, which a Safe emits. */
const SUCCESS = "0x442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e";
const FAILURE = "0x23428b18acfb3ea64b08dc0c1d296ea9c09702c09083ca5272e64d115b687d23";

/** Waits for a Safe to execute what was proposed: its hash is no transaction's, and comes in an event. */
export async function executedBySafe({
  rpc,
  account,
  id,
}: {
  readonly rpc: Rpc;
  readonly account: Address;
  readonly id: Hex;
}): Promise<Receipt> {
  const first = (await rpc.request({ method: "eth_blockNumber" })) as Hex;
  for (;;) {
    // Some wallets answer with the transaction after all.
    const receipt = await rpc.request({ method: "eth_getTransactionReceipt", params: [id] });
    if (receipt !== null) return receipt as Receipt;
    const filter = { address: account, fromBlock: first, toBlock: "latest", topics: [[SUCCESS, FAILURE]] };
    const logs = (await rpc.request({ method: "eth_getLogs", params: [filter] })) as readonly {
      readonly topics: readonly Hex[];
      readonly data: Hex;
      readonly transactionHash: Hex;
      readonly blockNumber: Hex;
    }[];
    const digits = id.slice(2).toLowerCase();
    const found = logs.find(({ topics, data }) => (topics[1] ?? data).toLowerCase().includes(digits));
    if (found !== undefined) {
      const { transactionHash, blockNumber, topics } = found;
      return { transactionHash, blockNumber, status: topics[0] === SUCCESS ? "0x1" : "0x0" };
    }
    await pause();
  }
}

/** Until it is looked again. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_EACH));
}
