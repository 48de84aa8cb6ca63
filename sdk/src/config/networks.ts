/** The public test networks that the suite is made for: what hardhat.config.ts, scripts and documentation say of each. */

/** A public network by its name in hardhat.config.ts. */
export interface PublicNetwork {
  readonly title: string;
  readonly chainId: number;
  /** The variable with the address of a node, in the keystore or the environment. */
  readonly urlVariable: string;
  /** Symbol of the coin that gas is paid in. */
  readonly coin: string;
  /** Where its blocks are shown; a transaction is at `/tx/` and its hash. */
  readonly explorer: string;
  /** Its wrapped form, where one is known: what NativeGateway deals in. */
  readonly wrappedNative?: string;
}

/** The variable with the key that pays. */
export const KEY_VARIABLE = "DEPLOYER_PRIVATE_KEY";

/** The wrapped ether that every chain of the OP stack has from its beginning. */
const OP_STACK_WETH = "0x4200000000000000000000000000000000000006";

/** The public test networks that are known, by their names. */
export const PUBLIC_NETWORKS: Readonly<Record<string, PublicNetwork>> = {
  sepolia: {
    title: "Sepolia",
    chainId: 11_155_111,
    urlVariable: "SEPOLIA_RPC_URL",
    coin: "ETH",
    explorer: "https://sepolia.etherscan.io",
    wrappedNative: "0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14",
  },
  baseSepolia: {
    title: "Base Sepolia",
    chainId: 84_532,
    urlVariable: "BASE_SEPOLIA_RPC_URL",
    coin: "ETH",
    explorer: "https://sepolia.basescan.org",
    wrappedNative: OP_STACK_WETH,
  },
  opSepolia: {
    title: "OP Sepolia",
    chainId: 11_155_420,
    urlVariable: "OP_SEPOLIA_RPC_URL",
    coin: "ETH",
    explorer: "https://sepolia-optimism.etherscan.io",
    wrappedNative: OP_STACK_WETH,
  },
  arbitrumSepolia: {
    title: "Arbitrum Sepolia",
    chainId: 421_614,
    urlVariable: "ARBITRUM_SEPOLIA_RPC_URL",
    coin: "ETH",
    explorer: "https://sepolia.arbiscan.io",
    wrappedNative: "0x980B62Da83eFf3D4576C647993b0c1D7faf17c73",
  },
  chiado: {
    title: "Gnosis Chiado",
    chainId: 10_200,
    urlVariable: "CHIADO_RPC_URL",
    coin: "xDAI",
    explorer: "https://gnosis-chiado.blockscout.com",
    wrappedNative: "0x18c8a7ec7897177E4529065a7E7B0878358B3BfF",
  },
  // CELO is an ERC-20 token by itself: there is no wrapped form to deal in.
  celoSepolia: {
    title: "Celo Sepolia",
    chainId: 11_142_220,
    urlVariable: "CELO_SEPOLIA_RPC_URL",
    coin: "CELO",
    explorer: "https://celo-sepolia.blockscout.com",
  },
};

/** What is known of a chain; undefined for local ones and strangers. */
export function publicNetworkOf(chainId: number): PublicNetwork | undefined {
  return Object.values(PUBLIC_NETWORKS).find((network) => network.chainId === chainId);
}
