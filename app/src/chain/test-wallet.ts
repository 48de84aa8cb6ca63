/** A wallet for trying the page out on a local chain: its node signs for the accounts that it begins with. */
import { httpRpc, type Address } from "cdpo-sdk/state";
import * as OxAddress from "ox/Address";
import { keep, kept } from "../frame/kept.ts";
import type { ChainConfig } from "./config.ts";
import { announce, type Provider } from "./wallets.ts";

const KEPT = "test-account";

/** An account of a local node, and what it is called. */
export interface Person {
  readonly label: string;
  readonly address: Address;
}

type Listener = (value: never) => void;

/** The one wallet of each local chain that says it has one. */
const wallets = new Map<number, TestWallet>();

/** Announces the test wallet of a local chain; does nothing for others. */
export function announceTestWallets({ chainId, rpc, testWallet }: ChainConfig): void {
  if (!testWallet || rpc === undefined) return;
  const wallet = new TestWallet(rpc);
  wallets.set(chainId, wallet);
  announce({ id: `test-${chainId}`, name: "Test wallet", icon: undefined, provider: wallet, isTest: true });
}

/** The test wallet of a chain, to choose its account with. */
export const testWalletOf = (chainId: number): TestWallet | undefined => wallets.get(chainId);

/** Answers as a wallet; the node signs. */
export class TestWallet implements Provider {
  readonly #node: Provider;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(url: string) {
    this.#node = httpRpc({ url });
  }

  async request(args: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown> {
    const { method } = args;
    if (method === "eth_requestAccounts" || method === "eth_accounts") {
      const accounts = await this.accounts();
      const chosen = accounts.find((each) => each === kept(KEPT)) ?? accounts[0];
      return chosen === undefined ? [] : [chosen];
    }
    if (method === "wallet_revokePermissions" || method === "wallet_switchEthereumChain") return null;
    return this.#node.request(args);
  }

  /** All that the node signs for. */
  async accounts(): Promise<readonly Address[]> {
    const accounts = (await this.#node.request({ method: "eth_accounts" })) as readonly Address[];
    return accounts.map((each) => OxAddress.checksum(each));
  }

  /** The same with their names, where the node knows some. */
  async people(): Promise<readonly Person[]> {
    try {
      return (await this.#node.request({ method: "cdpo_people" })) as readonly Person[];
    } catch {
      return (await this.accounts()).map((address, at) => ({ address, label: `Account ${at}` }));
    }
  }

  /** Lets time pass on the chain (seconds). */
  async pass(seconds: number): Promise<void> {
    await this.#node.request({ method: "evm_increaseTime", params: [seconds] });
    await this.#node.request({ method: "evm_mine", params: [] });
  }

  /** Acts with another account. */
  choose(account: Address): void {
    keep(KEPT, account);
    for (const listener of this.#listeners.get("accountsChanged") ?? []) listener([account] as never);
  }

  on(event: string, listener: Listener): void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(listener));
  }

  removeListener(event: string, listener: Listener): void {
    this.#listeners.get(event)?.delete(listener);
  }
}
