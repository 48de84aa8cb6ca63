/** A wallet that is put into the browser: it announces itself as real ones do, and does what its test says. */
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "playwright-core";
import { request } from "../../../test/lib/nodes.ts";

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

  /** What {@link request} of the node answers to transactions and signatures, and what it knows itself. */
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
        return request(this.#url, method, [...params]);
    }
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
