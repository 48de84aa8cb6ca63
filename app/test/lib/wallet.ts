/** A wallet that is put into the browser: it announces itself as real ones do, and does what its test says. */
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

const NAME = "Wallet of a test";
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
  await context.addInitScript(announceHere, { name: NAME, binding: BINDING });
}

/** Runs in the browser. */
function announceHere({ name, binding }: { readonly name: string; readonly binding: string }): void {
  type Listener = (value: unknown) => void;
  interface Answer {
    readonly result?: unknown;
    readonly error?: { readonly message: string };
  }
  const listeners = new Map<string, Set<Listener>>();
  const ask = (window as unknown as Record<string, (asked: unknown) => Promise<Answer>>)[binding];
  const provider = {
    async request(asked: unknown): Promise<unknown> {
      const { result, error } = (await ask?.(asked)) ?? {};
      if (error !== undefined) throw Object.assign(new Error(error.message), error);
      return result;
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
    },
  };
  Object.assign(window, {
    tellWalletEvent: (event: string, value: unknown) => {
      for (const listener of listeners.get(event) ?? []) listener(value);
    },
  });
  const info = { uuid: "0", name, icon: "data:image/svg+xml,<svg/>", rdns: "org.example.test" };
  const announce = () => {
    const detail = Object.freeze({ info, provider });
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  };
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
