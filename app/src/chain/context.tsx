/** The chain that is shown, how it is read, and who acts. */
import { httpRpc, type Address, type Rpc } from "cdpo-sdk/state";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import type { ChainConfig } from "./config.ts";
import { useWallets, type Connection } from "./wallets.ts";

/** Who acts: the wallet's account, or an address that somebody prepares files for. */
export interface Actor {
  readonly address: Address;
  /** `file`: nothing is sent, each action writes a file for the address's Safe. */
  readonly by: "wallet" | "file";
}

interface Shown {
  readonly chains: readonly ChainConfig[];
  readonly chain: ChainConfig;
  readonly show: (chainId: number) => void;
  /** Reads the chain; undefined where neither a node nor a wallet is there. */
  readonly rpc: Rpc | undefined;
  readonly connection: Connection | undefined;
  /** Whether the wallet is on another chain. */
  readonly isElsewhere: boolean;
  readonly actor: Actor | undefined;
  /** Acts for an address, or for oneself again. */
  readonly actFor: (address: Address | undefined) => void;
}

const ChainContext = createContext<Shown | undefined>(undefined);

/** What all pages share. */
export function useChain(): Shown {
  const shown = useContext(ChainContext);
  if (shown === undefined) throw new Error("there is no chain here");
  return shown;
}

/** Gives the pages their chain. */
export function ChainProvider({
  chains,
  children,
}: {
  readonly chains: readonly ChainConfig[];
  readonly children: ReactNode;
}) {
  const [first] = chains;
  if (first === undefined) throw new Error("there are no chains");
  const [chainId, show] = useState(first.chainId);
  const [behalf, actFor] = useState<Address>();
  const { connection } = useWallets();
  const chain = chains.find((each) => each.chainId === chainId) ?? first;
  const node = useMemo(
    () => (chain.rpc === undefined ? undefined : httpRpc({ url: chain.rpc })),
    [chain.rpc],
  );
  const isElsewhere = connection !== undefined && connection.chainId !== chain.chainId;
  const shown = useMemo((): Shown => {
    const rpc = node ?? (isElsewhere ? undefined : connection?.wallet.provider);
    const account = connection?.account;
    const actor: Actor | undefined =
      behalf !== undefined ? { address: behalf, by: "file" } : account && { address: account, by: "wallet" };
    return { chains, chain, show, rpc, connection, isElsewhere, actor, actFor };
  }, [chains, chain, node, connection, isElsewhere, behalf]);
  return <ChainContext value={shown}>{children}</ChainContext>;
}
