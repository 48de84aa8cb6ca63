/** Sending calls by a wallet, and what becomes of them. */
import { signByWallet, signPermit } from "cdpo-sdk/permits";
import { RpcError, type Address, type Hex, type Rpc } from "cdpo-sdk/state";
import type { Allowing } from "cdpo-sdk/permits";
import type { Call } from "cdpo-sdk/calls";
import { executedBySafe, minedReceipt, pause, receiptOf, type Receipt } from "./waiting.ts";
import type { Connection, Provider } from "./wallets.ts";

/** How far sending is. */
export type Progress =
  | { readonly step: "signing" }
  /** The wallet asks its owner; of several calls, which one. */
  | { readonly step: "asking"; readonly at: number; readonly of: number }
  | { readonly step: "sent"; readonly hash: Hex; readonly at: number; readonly of: number }
  /** An account with code: others have to sign, too. */
  | { readonly step: "proposed"; readonly id: string }
  | { readonly step: "done"; readonly hash: Hex | undefined; readonly block: bigint }
  | { readonly step: "rejected" }
  | { readonly step: "replaced"; readonly hash: Hex; readonly by: Hex; readonly isCancelled: boolean }
  | { readonly step: "failed"; readonly thrown: unknown; readonly hash?: Hex | undefined };

/** What is taken of the sender's tokens, and by which contract. */
export interface Spend {
  readonly token: Address;
  readonly spender: Address;
  readonly amount: bigint;
}

const PERMIT_LASTS = 3_600n;

/** Whether somebody said no in the wallet. */
export function isRejected(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; depth < 5 && typeof error === "object" && error !== null; ++depth) {
    const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
    if (code === 4001 || code === "ACTION_REJECTED" || code === 5750) return true;
    error = cause;
  }
  return false;
}

/** The code of an account that is a contract, such as a Safe; an account that lent itself code (EIP-7702) still has its key. */
export async function isContract(rpc: Rpc, account: Address): Promise<boolean> {
  const code = (await rpc.request({ method: "eth_getCode", params: [account, "latest"] })) as string;
  return code !== "0x" && !code.toLowerCase().startsWith("0xef0100");
}

/** Sends calls, by one signature where the wallet can; tells how far it is, and ends when nothing more happens. */
export async function send({
  rpc,
  connection: {
    account,
    chainId,
    wallet: { provider },
  },
  calls: callsOf,
  spend,
  now,
  tell,
}: {
  readonly rpc: Rpc;
  readonly connection: Connection;
  readonly calls: (allowing: Allowing) => readonly Call[];
  readonly spend: (Spend & { readonly allowance: bigint; readonly takesPermits: boolean }) | undefined;
  /** The present of the chain (seconds). */
  readonly now: bigint;
  readonly tell: (progress: Progress) => void;
}): Promise<void> {
  try {
    const byContract = await isContract(rpc, account);
    const permit =
      spend !== undefined && spend.takesPermits && !byContract && spend.allowance < spend.amount
        ? await permitFor({ rpc, provider, account, spend, deadline: now + PERMIT_LASTS, tell })
        : undefined;
    const calls = callsOf(permit === undefined ? { allowance: spend?.allowance } : { permit });
    if (calls.length > 1 && (byContract || (await isAtomic(provider, account, chainId)))) {
      await sendTogether({ rpc, provider, account, chainId, calls, byContract, tell });
      return;
    }
    await sendEach({ rpc, provider, account, calls, byContract, tell });
  } catch (thrown) {
    tell(isRejected(thrown) ? { step: "rejected" } : { step: "failed", thrown });
  }
}

// ---------------------------------------------------------------- internals

type Tell = (progress: Progress) => void;

interface Sending {
  readonly rpc: Rpc;
  readonly provider: Provider;
  readonly account: Address;
  readonly calls: readonly Call[];
  readonly byContract: boolean;
  readonly tell: Tell;
}

async function permitFor({
  rpc,
  provider,
  account,
  spend: { token, spender, amount },
  deadline,
  tell,
}: {
  readonly rpc: Rpc;
  readonly provider: Provider;
  readonly account: Address;
  readonly spend: Spend;
  readonly deadline: bigint;
  readonly tell: Tell;
}) {
  tell({ step: "signing" });
  try {
    const sign = signByWallet(provider, account);
    return await signPermit({ rpc, token, owner: account, spender, value: amount, deadline, sign });
  } catch (thrown) {
    if (isRejected(thrown)) throw thrown;
    return undefined; // a wallet that signs no typed data: an approval does the same
  }
}

async function isAtomic(provider: Provider, account: Address, chainId: number): Promise<boolean> {
  try {
    const id = `0x${chainId.toString(16)}`;
    const answer = (await provider.request({
      method: "wallet_getCapabilities",
      params: [account, [id]],
    })) as Readonly<Record<string, { readonly atomic?: { readonly status?: string } } | undefined>>;
    return ["supported", "ready"].includes(answer[id]?.atomic?.status ?? "");
  } catch {
    return false;
  }
}

async function sendEach({ rpc, provider, account, calls, byContract, tell }: Sending): Promise<void> {
  let last: Receipt | undefined;
  for (const [index, { to, value, data }] of calls.entries()) {
    const place = { at: index + 1, of: calls.length };
    tell({ step: "asking", ...place });
    const transaction = { from: account, to, value: `0x${value.toString(16)}`, data };
    const hash = (await provider.request({ method: "eth_sendTransaction", params: [transaction] })) as Hex;
    if (byContract) {
      tell({ step: "proposed", id: hash });
      last = await executedBySafe({ rpc, account, id: hash });
    } else {
      tell({ step: "sent", hash, ...place });
      const found = await receiptOf({ rpc, account, hash, to, data });
      if ("by" in found) {
        tell({ step: "replaced", hash, ...found });
        if (found.isCancelled) return;
        last = await minedReceipt(rpc, found.by);
      } else last = found;
    }
    if (last.status === "0x0") {
      const block = `0x${(BigInt(last.blockNumber) - 1n).toString(16)}`;
      let thrown: unknown = new RpcError({ code: -32_000, message: "it failed, and nobody says why" });
      try {
        await rpc.request({ method: "eth_call", params: [transaction, block] });
      } catch (reason) {
        thrown = reason;
      }
      tell({ step: "failed", thrown, hash });
      return;
    }
  }
  if (last) tell({ step: "done", hash: last.transactionHash, block: BigInt(last.blockNumber) });
}

async function sendTogether({
  rpc,
  provider,
  account,
  chainId,
  calls,
  byContract,
  tell,
}: Sending & { readonly chainId: number }): Promise<void> {
  tell({ step: "asking", at: 1, of: 1 });
  const answer = await provider.request({
    method: "wallet_sendCalls",
    params: [
      {
        version: "2.0.0",
        chainId: `0x${chainId.toString(16)}`,
        from: account,
        atomicRequired: true,
        calls: calls.map(({ to, value, data }) => ({ to, value: `0x${value.toString(16)}`, data })),
      },
    ],
  });
  const id = typeof answer === "string" ? answer : (answer as { readonly id: string }).id;
  if (byContract) tell({ step: "proposed", id });
  for (;;) {
    await pause();
    const status = (await provider.request({ method: "wallet_getCallsStatus", params: [id] })) as {
      readonly status: number;
      readonly receipts?: readonly { readonly transactionHash: Hex; readonly blockNumber: Hex }[];
    };
    // A Safe says nothing at all of some states.
    if (!(status.status >= 200)) continue;
    const receipt = status.receipts?.at(-1);
    if (status.status === 200 && receipt !== undefined) {
      tell({ step: "done", hash: receipt.transactionHash, block: BigInt(receipt.blockNumber) });
    } else {
      const block = (await rpc.request({ method: "eth_blockNumber" })) as Hex;
      const message = `the wallet says status ${status.status} in block ${BigInt(block)}`;
      tell({ step: "failed", thrown: new Error(message), hash: receipt?.transactionHash });
    }
    return;
  }
}
