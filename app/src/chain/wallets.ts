/** Wallets in the browser (EIP-6963), and the one that is connected. */
import type { Address, Rpc } from "cdpo-sdk/state";
import { checksum } from "ox/Address";
import { useSyncExternalStore } from "react";
import { keep, kept } from "../frame/kept.ts";

/** Under what the wallet is kept that was connected last. */
const KEPT = "wallet";

/** A wallet as pages see it (EIP-1193). */
export interface Provider extends Rpc {
  on?(event: string, listener: (value: never) => void): unknown;
  removeListener?(event: string, listener: (value: never) => void): unknown;
}

/** A wallet that announced itself. */
export interface Wallet {
  readonly id: string;
  readonly name: string;
  /** A picture as a data address. */
  readonly icon: string | undefined;
  readonly provider: Provider;
  /** Whether a local node signs, for trying the page out. */
  readonly isTest?: boolean | undefined;
}

/** What is connected. */
export interface Connection {
  readonly wallet: Wallet;
  readonly account: Address;
  readonly chainId: number;
}

interface State {
  readonly wallets: readonly Wallet[];
  readonly connection: Connection | undefined;
}

let state: State = { wallets: [], connection: undefined };
const listeners = new Set<() => void>();

function set(change: Partial<State>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

/** Wallets and connection, as they change. */
export function useWallets(): State {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** Adds a wallet, once; one that was connected before is connected again where it still agrees. */
export function announce(wallet: Wallet): void {
  if (state.wallets.some(({ id }) => id === wallet.id)) return;
  set({ wallets: [...state.wallets, wallet] });
  if (kept(KEPT) === wallet.id && state.connection === undefined) {
    // One that does not answer yet is connected by its owner.
    connect(wallet, "eth_accounts").catch(() => undefined);
  }
}

interface Announced {
  readonly info: { readonly rdns: string; readonly name: string; readonly icon?: string };
  readonly provider: Provider;
}

/** Asks wallets to announce themselves, now and as they load. */
export function findWallets(): void {
  window.addEventListener("eip6963:announceProvider", (event) => {
    const { info, provider } = (event as CustomEvent<Announced>).detail;
    const icon = info.icon?.startsWith("data:image/") === true ? info.icon : undefined;
    announce({ id: info.rdns, name: info.name, icon, provider });
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
}

/** Stops what the last connection listens to. */
let unlisten = (): void => undefined;

/** Connects: asks for accounts, or with `eth_accounts` only for those that the wallet shows already. */
export async function connect(
  wallet: Wallet,
  method: "eth_requestAccounts" | "eth_accounts" = "eth_requestAccounts",
): Promise<void> {
  const { provider } = wallet;
  const [accounts, chain] = await Promise.all([
    provider.request({ method }) as Promise<readonly Address[]>,
    provider.request({ method: "eth_chainId" }) as Promise<string>,
  ]);
  const [first] = accounts;
  if (first === undefined) return;
  // Many wallets leave the checksum out, which pages ask for.
  const account = checksum(first);
  unlisten();
  set({ connection: { wallet, account, chainId: Number(chain) } });
  keep(KEPT, wallet.id);
  const accountsChanged = ([next]: readonly Address[]): void => {
    if (next === undefined) disconnect();
    else if (state.connection) {
      set({ connection: { ...state.connection, account: checksum(next) } });
    }
  };
  const chainChanged = (id: string): void => {
    if (state.connection) set({ connection: { ...state.connection, chainId: Number(id) } });
  };
  provider.on?.("accountsChanged", accountsChanged);
  provider.on?.("chainChanged", chainChanged);
  provider.on?.("disconnect", disconnect);
  unlisten = () => {
    provider.removeListener?.("accountsChanged", accountsChanged);
    provider.removeListener?.("chainChanged", chainChanged);
    provider.removeListener?.("disconnect", disconnect);
  };
}

/** Forgets the wallet, and asks it to forget the page where it can. */
export function disconnect(): void {
  const { connection } = state;
  unlisten();
  unlisten = () => undefined;
  keep(KEPT, undefined);
  set({ connection: undefined });
  void connection?.wallet.provider
    .request({ method: "wallet_revokePermissions", params: [{ eth_accounts: {} }] })
    .catch(() => undefined);
}

/** Asks the wallet to show another chain; one that it does not know is described to it. */
export async function switchChain(
  { wallet: { provider } }: Connection,
  chain: {
    readonly chainId: number;
    readonly title: string;
    readonly rpc: string | undefined;
    readonly coin: string;
  },
): Promise<void> {
  const chainId = `0x${chain.chainId.toString(16)}`;
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
  } catch (thrown) {
    if ((thrown as { readonly code?: number }).code !== 4902 || chain.rpc === undefined) throw thrown;
    const nativeCurrency = { name: chain.coin, symbol: chain.coin, decimals: 18 };
    await provider.request({
      method: "wallet_addEthereumChain",
      params: [{ chainId, chainName: chain.title, rpcUrls: [chain.rpc], nativeCurrency }],
    });
  }
  const now = (await provider.request({ method: "eth_chainId" })) as string;
  if (state.connection) set({ connection: { ...state.connection, chainId: Number(now) } });
}
