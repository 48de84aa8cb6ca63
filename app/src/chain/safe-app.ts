/**
 * Inside a Safe's own page (as a Safe App) the Safe is the wallet, and no other. The messages are those of Safe Apps SDK 9, whose
 * package brings a hundred megabytes for them.
 */
import type { Address, Hex } from "cdpo-sdk/state";
import { announce, connect, type Provider } from "./wallets.ts";

/** Whoever embeds the page and is no Safe does not answer. */
const ANSWERS_WITHIN = 3_000;
const SDK_VERSION = "9.1.0";
/** As wallets say that they do not know a method (EIP-1193). */
const UNSUPPORTED = 4200;

interface SafeInfo {
  readonly safeAddress: Address;
  readonly chainId: number;
}

interface Answer {
  readonly id: string;
  readonly success: boolean;
  readonly data?: unknown;
  readonly error?: string;
}

interface Transaction {
  readonly to: Address;
  readonly value?: Hex;
  readonly data?: Hex;
}

/** Connects the Safe whose page shows this one; elsewhere it does nothing. */
export async function connectSafe(): Promise<void> {
  if (window.parent === window) return;
  const silence = new Promise<undefined>((resolve) => setTimeout(resolve, ANSWERS_WITHIN, undefined));
  const safe = await Promise.race([ask("getSafeInfo"), silence]);
  if (safe === undefined) return;
  const wallet = { id: "safe", name: "Safe", icon: undefined, provider: providerOf(safe as SafeInfo) };
  announce(wallet);
  await connect(wallet);
}

// ---------------------------------------------------------------- internals

let last = 0;
const waiting = new Map<string, (answer: Answer) => void>();
let listens = false;

/** Asks the page around this one. */
function ask(method: string, params?: unknown): Promise<unknown> {
  if (!listens) {
    window.addEventListener("message", ({ source, data }: MessageEvent<Answer | undefined>) => {
      if (source === window.parent && data !== undefined) waiting.get(data.id)?.(data);
    });
    listens = true;
  }
  const id = `cdpo-${++last}`;
  return new Promise((resolve, reject) => {
    waiting.set(id, ({ success, data, error }) => {
      waiting.delete(id);
      if (success) resolve(data);
      else reject(new Error(error ?? "the Safe refused"));
    });
    window.parent.postMessage({ id, method, params, env: { sdkVersion: SDK_VERSION } }, "*");
  });
}

function providerOf({ safeAddress, chainId }: SafeInfo): Provider {
  const propose = async (transactions: readonly Transaction[]): Promise<Hex> => {
    const txs = transactions.map(({ to, value = "0x0", data = "0x" }) => ({
      to,
      value: BigInt(value).toString(),
      data,
    }));
    const { safeTxHash } = (await ask("sendTransactions", { txs })) as { readonly safeTxHash: Hex };
    return safeTxHash;
  };
  return {
    async request({ method, params = [] }) {
      switch (method) {
        case "eth_accounts":
        case "eth_requestAccounts":
          return [safeAddress];
        case "eth_chainId":
          return `0x${chainId.toString(16)}`;
        case "eth_sendTransaction":
          return propose([params[0] as Transaction]);
        case "wallet_sendCalls":
          return { id: await propose((params[0] as { readonly calls: readonly Transaction[] }).calls) };
        case "wallet_getCallsStatus":
          return statusOf(params[0] as Hex);
        case "wallet_revokePermissions":
          return null;
        case "wallet_switchEthereumChain":
        case "wallet_getCapabilities":
        case "eth_signTypedData_v4":
          throw Object.assign(new Error(`a Safe does not answer ${method}`), { code: UNSUPPORTED });
        default:
          return ask("rpcCall", { call: method, params });
      }
    },
  };
}

/** As EIP-5792 has it: 100 while its owners sign. */
async function statusOf(safeTxHash: Hex): Promise<unknown> {
  const { txStatus, txHash } = (await ask("getTxBySafeTxHash", { safeTxHash })) as {
    readonly txStatus: string;
    readonly txHash?: Hex | null;
  };
  if (txStatus === "CANCELLED") return { status: 400 };
  if (txHash === undefined || txHash === null) return { status: 100 };
  const receipt = await ask("rpcCall", { call: "eth_getTransactionReceipt", params: [txHash] });
  if (receipt === null) return { status: 100 };
  return { status: txStatus === "SUCCESS" ? 200 : 500, receipts: [receipt] };
}
