/** Sending calls by a wallet, and what becomes of them. */
import { approval, token, type Call } from "cdpo-sdk/calls";
import { signByWallet, signPermit, type Allowing, type SignedPermit } from "cdpo-sdk/permits";
import { allowanceOf } from "cdpo-sdk/rehearsal";
import { RpcError, type Address, type Hex, type Rpc } from "cdpo-sdk/state";
import { executedBySafe, minedReceipt, pause, receiptOf, type Receipt } from "./waiting.ts";
import type { Connection } from "./wallets.ts";

/** How far sending is. */
export type Progress =
  | { readonly step: "signing" }
  /** The wallet asks its owner; of several calls, which one. */
  | { readonly step: "asking"; readonly at: number; readonly of: number }
  | { readonly step: "sent"; readonly hash: Hex; readonly at: number; readonly of: number }
  /** An account with code: others have to sign, too. */
  | { readonly step: "proposed"; readonly id: string }
  /** Somebody sent the same for more gas. */
  | { readonly step: "faster"; readonly by: Hex }
  | { readonly step: "done"; readonly hash: Hex | undefined; readonly block: bigint }
  | Ended;

/** It came to nothing, or not to all. */
export interface Ended {
  readonly step: "ended";
  readonly why: "rejected" | "elsewhere" | "cancelled" | "failed";
  /** How many calls were done before, of how many. */
  readonly done: number;
  readonly of: number;
  /** Of the transaction that tells more. */
  readonly hash?: Hex | undefined;
  readonly thrown?: unknown;
  /** Takes back what it left allowed; undefined where nothing was. */
  readonly undo?: Undo | undefined;
}

/** What takes an allowance back: calls, of which a permit has to be signed first. */
export type Undo = (sign: Signing) => Promise<readonly Call[]>;

/** Who signs. */
export type Signing = Pick<Connection, "account" | "wallet"> & { readonly rpc: Rpc };

/** What is taken of the sender's tokens, and by which contract. */
export interface Spend {
  readonly token: Address;
  readonly spender: Address;
  readonly amount: bigint;
}

/** With what the spender may take already, and whether a signature can allow it. */
export type Allowed = Spend & { readonly allowance: bigint; readonly takesPermits: boolean };

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

/** What a spender may take of an owner now. */
export async function allowanceNow(
  rpc: Rpc,
  { token: asset, spender }: Spend,
  owner: Address,
): Promise<bigint> {
  const { to, data } = allowanceOf(asset, owner, spender);
  return BigInt((await rpc.request({ method: "eth_call", params: [{ to, data }, "latest"] })) as string);
}

/** What is sent, by whom, and who is told of it. */
export interface Sending {
  readonly rpc: Rpc;
  readonly connection: Connection;
  /** The chain that it is for: a wallet that shows another one sends nothing. */
  readonly chainId: number;
  readonly calls: (allowing: Allowing) => readonly Call[];
  readonly spend: Allowed | undefined;
  readonly tell: (progress: Progress) => void;
}

/** Sends calls, by one signature where the wallet can; tells how far it is, and ends when nothing more happens. */
export async function send(sending: Sending): Promise<void> {
  const { rpc, connection, chainId, calls: callsOf, spend, tell } = sending;
  const { account, wallet } = connection;
  let done = 0;
  let of = 1;
  let permit: SignedPermit | undefined;
  const end = async ({ why, hash, thrown }: Pick<Ended, "why" | "hash" | "thrown">): Promise<void> => {
    const undo = spend && (await undoOf({ rpc, account, spend, permit, isKnown: hash !== undefined }));
    tell({ step: "ended", why, done, of, hash, thrown, undo });
  };
  try {
    await expectChain(sending);
    const byContract = await isContract(rpc, account);
    if (spend !== undefined && spend.takesPermits && !byContract && spend.allowance < spend.amount) {
      tell({ step: "signing" });
      permit = await permitFor({ rpc, account, wallet }, spend, spend.amount);
    }
    const calls = callsOf(permit === undefined ? { allowance: spend?.allowance } : { permit });
    of = calls.length;
    if (of > 1 && (byContract || (await isAtomic(connection, chainId)))) {
      tell({ step: "asking", at: 1, of: 1 });
      await sendTogether(sending, calls, byContract, end);
      return;
    }
    let last: Receipt | undefined;
    for (const call of calls) {
      await expectChain(sending);
      tell({ step: "asking", at: done + 1, of });
      const { to, data } = call;
      const transaction = { from: account, to, value: `0x${call.value.toString(16)}`, data };
      const hash = (await wallet.provider.request({
        method: "eth_sendTransaction",
        params: [transaction],
      })) as Hex;
      if (byContract) {
        tell({ step: "proposed", id: hash });
        last = await executedBySafe({ rpc, account, id: hash });
      } else {
        tell({ step: "sent", hash, at: done + 1, of });
        const found = await receiptOf({ rpc, account, hash, to, data });
        if ("by" in found) {
          if (found.isCancelled) {
            await end({ why: "cancelled", hash: found.by });
            return;
          }
          tell({ step: "faster", by: found.by });
          last = await minedReceipt(rpc, found.by);
        } else last = found;
      }
      if (last.status === "0x0") {
        await end({ why: "failed", hash, thrown: await reasonOf(rpc, transaction, last) });
        return;
      }
      done++;
    }
    if (last) tell({ step: "done", hash: last.transactionHash, block: BigInt(last.blockNumber) });
  } catch (thrown) {
    const why = isRejected(thrown) ? "rejected" : thrown instanceof ElsewhereError ? "elsewhere" : "failed";
    await end({ why, thrown });
  }
}

// ---------------------------------------------------------------- internals

class ElsewhereError extends Error {}

/** Contracts have the same addresses on every chain: what is meant for one must not be signed on another. */
async function expectChain({ connection, chainId }: Pick<Sending, "connection" | "chainId">): Promise<void> {
  const shown = await connection.wallet.provider.request({ method: "eth_chainId" });
  if (Number(shown) !== chainId) throw new ElsewhereError();
}

/** A permit; undefined where the wallet signs none: an approval does the same. */
async function permitFor(
  { rpc, account, wallet: { provider } }: Signing,
  { token: asset, spender }: Spend,
  value: bigint,
): Promise<SignedPermit | undefined> {
  try {
    const sign = signByWallet(provider, account);
    // The block of now: a dialog may have been open for long.
    const block = await rpc.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
    const deadline = BigInt((block as { readonly timestamp: Hex }).timestamp) + PERMIT_LASTS;
    return await signPermit({ rpc, token: asset, owner: account, spender, value, deadline, sign });
  } catch (thrown) {
    if (isRejected(thrown)) throw thrown;
    return undefined;
  }
}

/** What takes back what an action that ended left allowed: more than before, or a permit that others saw and can bring in. */
async function undoOf({
  rpc,
  account,
  spend,
  permit,
  isKnown,
}: {
  readonly rpc: Rpc;
  readonly account: Address;
  readonly spend: Allowed;
  readonly permit: SignedPermit | undefined;
  /** Whether the permit may have been seen. */
  readonly isKnown: boolean;
}): Promise<Undo | undefined> {
  const { token: asset, spender, allowance: before } = spend;
  const left = await allowanceNow(rpc, spend, account).catch(() => before);
  if (left > before) {
    // Some assets (USDT) change what is allowed only to nothing and from nothing.
    const amounts = before === 0n ? [0n] : [0n, before];
    return () => Promise.resolve(amounts.map((amount) => approval(asset, spender, amount)));
  }
  if (permit === undefined || !isKnown) return undefined;
  return async (signing) => {
    const other = await permitFor(signing, spend, before);
    if (other === undefined) throw new Error("the wallet signs no permits any more");
    return token.permit({ token: asset, spender, permit: other });
  };
}

async function isAtomic({ account, wallet: { provider } }: Connection, chainId: number): Promise<boolean> {
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

/** Why a transaction failed: it is made once more, as of the block before. */
async function reasonOf(rpc: Rpc, transaction: unknown, { blockNumber }: Receipt): Promise<unknown> {
  try {
    const block = `0x${(BigInt(blockNumber) - 1n).toString(16)}`;
    await rpc.request({ method: "eth_call", params: [transaction, block] });
    return new RpcError({ code: -32_000, message: "it failed, and nobody says why" });
  } catch (reason) {
    return reason;
  }
}

async function sendTogether(
  { connection: { account, wallet }, chainId, tell }: Sending,
  calls: readonly Call[],
  byContract: boolean,
  end: (ended: Pick<Ended, "why" | "hash" | "thrown">) => Promise<void>,
): Promise<void> {
  const ask = (method: string, ...params: readonly unknown[]) => wallet.provider.request({ method, params });
  const answer = await ask("wallet_sendCalls", {
    version: "2.0.0",
    chainId: `0x${chainId.toString(16)}`,
    from: account,
    atomicRequired: true,
    calls: calls.map(({ to, value, data }) => ({ to, value: `0x${value.toString(16)}`, data })),
  });
  const id = typeof answer === "string" ? answer : (answer as { readonly id: string }).id;
  if (byContract) tell({ step: "proposed", id });
  for (;;) {
    await pause();
    const { status, receipts } = (await ask("wallet_getCallsStatus", id)) as {
      readonly status: number;
      readonly receipts?: readonly { readonly transactionHash: Hex; readonly blockNumber: Hex }[];
    };
    // A Safe says nothing at all of some states.
    if (!(status >= 200)) continue;
    const receipt = receipts?.at(-1);
    if (status === 200 && receipt !== undefined) {
      tell({ step: "done", hash: receipt.transactionHash, block: BigInt(receipt.blockNumber) });
    } else {
      const thrown = new Error(`the wallet says status ${status}`);
      await end({ why: "failed", thrown, hash: receipt?.transactionHash });
    }
    return;
  }
}
