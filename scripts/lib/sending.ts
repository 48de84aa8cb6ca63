/** Sending on public chains: what it costs, whether that is wanted, and how long to wait. */
import { createInterface } from "node:readline/promises";
import { formatEther, formatUnits } from "ethers";
import { ChainError, type Chain } from "./chain.ts";
import { outOfFunds } from "./explain.ts";

/** How a user wants to send. */
export interface SendingOptions {
  /** Send on a public chain without asking. */
  readonly yes: boolean;
  /** Blocks to wait for; undefined for the usual number. */
  readonly confirmations: number | undefined;
}

/** Someone to ask. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

const PUBLIC_CONFIRMATIONS = 2;
const MAX_CONFIRMATIONS = 1_000;

/** The blocks to wait for: 2 on a public chain, 1 on a local one, unless the user says otherwise. */
export function confirmationsOf({
  chain,
  confirmations,
}: {
  readonly chain: Pick<Chain, "local">;
  readonly confirmations: number | undefined;
}): number {
  return confirmations ?? (chain.local ? 1 : PUBLIC_CONFIRMATIONS);
}

/** The number of blocks in an option; throws {@link ChainError} when that is none. */
export function parseConfirmations(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const blocks = Number(written);
  if (/^\d+$/.test(written) && blocks >= 1 && blocks <= MAX_CONFIRMATIONS) return blocks;
  throw new ChainError(`--confirmations takes a number from 1 to ${MAX_CONFIRMATIONS}, not "${written}"`);
}

/**
 * On a public chain, says what transactions cost, and asks whether to send them. Throws {@link ChainError} when the
 * account cannot pay, when there is nobody to ask, or when the answer is no. Silent on a local chain.
 */
export async function confirmCost({
  chain,
  gas,
  yes,
  terminal = { input: process.stdin, output: process.stdout },
}: {
  readonly chain: Chain;
  /** Estimated units. */
  readonly gas: bigint;
  readonly yes: boolean;
  readonly terminal?: Terminal;
}): Promise<void> {
  if (chain.local) return;
  const { provider } = chain.ethers;
  const { maxFeePerGas, gasPrice } = await provider.getFeeData();
  const price = maxFeePerGas ?? gasPrice ?? 0n;
  const cost = gas * price;
  const balance = await provider.getBalance(chain.signer.address);
  terminal.output.write(
    `gas: ${gas.toLocaleString("en")} units at up to ${formatUnits(price, "gwei")} gwei, ` +
      `${formatEther(cost)} ${chain.coin} at most; ${chain.signer.address} has ${formatEther(balance)} ${chain.coin}\n`,
  );
  if (balance < cost) throw new ChainError(await outOfFunds({ chain, cost }));
  if (yes) return;
  if (terminal.input.isTTY !== true) {
    throw new ChainError(
      "sending on a public chain needs your consent: run this in a terminal, or with --yes",
    );
  }
  const prompt = createInterface(terminal);
  const answer = await prompt.question(`Send it on network "${chain.network}"? [y/N] `);
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new ChainError("nothing was sent, as you did not say yes");
}
