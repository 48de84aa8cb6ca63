/** A wallet that is put into the browser: it announces itself as real ones do, and does what its test says. */
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "playwright-core";

/** What a page asks of a wallet. */
export interface Asked {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** How it answers, where that is not what the node does. */
export type Answering = (asked: Asked) => unknown;

/** As wallets refuse (EIP-1193). */
export class WalletError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** What of it runs in the browser; it asks by this name. */
const IN_BROWSER = fileURLToPath(new URL("wallet-in-browser.js", import.meta.url));
const BINDING = "askWalletOfTest";

/** One wallet, of one browser. */
export class Wallet {
  /** Who it acts for. */
  account: string;
  chainId = 31_337;
  /** All that was asked. */
  readonly asked: Asked[] = [];
  /** Answers first; undefined: as usual. */
  answering: Answering | undefined;
  readonly #url: string;

  constructor(url: string, account: string) {
    this.#url = url;
    this.account = account;
  }

  /** What the node answers to transactions and signatures, and what the wallet knows itself. */
  async answer(asked: Asked): Promise<unknown> {
    this.asked.push(asked);
    const own: unknown = await this.answering?.(asked);
    if (own !== undefined) return own;
    const { method, params = [] } = asked;
    switch (method) {
      case "eth_accounts":
      case "eth_requestAccounts":
        return [this.account];
      case "eth_chainId":
        return `0x${this.chainId.toString(16)}`;
      case "wallet_switchEthereumChain":
        this.chainId = Number((params[0] as { readonly chainId: string }).chainId);
        return null;
      case "wallet_revokePermissions":
        return null;
      case "wallet_getCapabilities":
        throw new WalletError(4200, "this wallet does not know that");
      default:
        return this.#ask(method, params);
    }
  }

  /** As a wallet passes on what its node says, also why it refuses. */
  async #ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const response = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as {
      readonly result?: unknown;
      readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
    };
    if (error !== undefined)
      throw Object.assign(new WalletError(error.code, error.message), { data: error.data });
    return result;
  }
}

/** Puts a wallet into a browser, before its pages load. */
export async function putWallet(context: BrowserContext, wallet: Wallet): Promise<void> {
  await context.exposeBinding(BINDING, async (_source, asked: Asked) => {
    try {
      return { result: await wallet.answer(asked) };
    } catch (thrown) {
      const { code, message, data } = thrown as { code?: number; message: string; data?: unknown };
      return { error: { code: code ?? -32_603, message, data } };
    }
  });
  await context.addInitScript({ path: IN_BROWSER });
}
