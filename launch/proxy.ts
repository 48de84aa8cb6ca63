/** The deterministic proxy: through it each contract of the suite is at the same address on every chain. */
import { Transaction, type Signer } from "ethers";
import {
  deterministicAddress,
  deterministicDeployment,
  DETERMINISTIC_PROXY,
} from "../sdk/src/addresses/index.ts";
import type { Hex } from "../sdk/src/types.ts";
import type { ChainEthers } from "./compiled.ts";

/** What deploys the proxy, the same on every chain: the signature was chosen, so nobody has a key for its sender. */
const PROXY_TRANSACTION =
  "0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffff" +
  "ffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba0" +
  `${"22".repeat(32)}a0${"22".repeat(32)}`;

/** Whether the proxy is on the chain that puts contracts at the same address everywhere. */
export async function isProxyThere(ethers: ChainEthers): Promise<boolean> {
  return (await ethers.provider.getCode(DETERMINISTIC_PROXY)) !== "0x";
}

/** Puts the proxy on a chain that has none, as local ones begin. */
export async function ensureProxy({
  ethers,
  signer,
}: {
  readonly ethers: ChainEthers;
  readonly signer: Signer;
}): Promise<void> {
  if (await isProxyThere(ethers)) return;
  const { from, gasLimit, gasPrice } = Transaction.from(PROXY_TRANSACTION);
  if (from === null) throw new Error("the transaction that deploys the proxy has no sender");
  const missing = gasLimit * (gasPrice ?? 0n) - (await ethers.provider.getBalance(from));
  if (missing > 0n) await (await signer.sendTransaction({ to: from, value: missing })).wait();
  const sent = await ethers.provider.broadcastTransaction(PROXY_TRANSACTION);
  await sent.wait();
}

/**
 * Puts a contract where its code and its constructor's arguments say, unless it is there; returns whether it was not. What
 * was sent before must be in a block: a second deployment fails.
 */
export async function deployOnce({
  ethers,
  signer,
  initCode,
}: {
  readonly ethers: ChainEthers;
  readonly signer: Signer;
  readonly initCode: Hex;
}): Promise<boolean> {
  if ((await ethers.provider.getCode(deterministicAddress(initCode))) !== "0x") return false;
  await ensureProxy({ ethers, signer });
  const sent = await signer.sendTransaction({
    to: DETERMINISTIC_PROXY,
    data: deterministicDeployment(initCode),
  });
  await sent.wait();
  return true;
}
