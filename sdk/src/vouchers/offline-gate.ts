/**
 * Gates without a connection and without a key, such as buses: they check codes against a list of the morning and keep them;
 * one account of the depot, a gate for the contract, redeems what all of them kept, in batches.
 *
 * What a bus cannot see is what was shown to another bus since the list was made. So it lets in for one voucher a code and for
 * no more codes of a holder than the list says they have; whoever shows one voucher to several buses rides at the city's cost,
 * one ticket for each bus too many, is told by the depot, and is not on the next list until what they owe was redeemed. A code
 * that is refused uses nothing, so it is tried again until its deadline: a voucher bought meanwhile pays for it.
 */
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import { partnerAcceptanceAbi } from "../abi/PartnerAcceptance.ts";
import { callOf } from "../calls/call-of.ts";
import { readHistory } from "../history/index.ts";
import { ask, chainIdOf, hasCode } from "../reading.ts";
import { recoverSigner } from "../typed-data.ts";
import type { Address, Call, Hex, Rpc } from "../types.ts";
import {
  VoucherCodeError,
  encodeVoucherCode,
  parseVoucherCode,
  redemptionOf,
  refusalNameOf,
  refusalOf,
  typedDataOf,
  type CodeRefusal,
  type VoucherCode,
} from "./code.ts";
import { CODES_AT_ONCE, outcomeInWords } from "./outcomes.ts";

const HOUR = 3_600n;
/** How long a telephone makes a code for a bus good, in seconds: the depot redeems that night, or the next one. */
export const OFFLINE_VALIDITY = 36n * HOUR;
/** What of it must be left when the code is shown. */
const LEAST_LEFT = 24n * HOUR;
/** What a bus carries for a day. */
export interface HolderList {
  readonly chainId: bigint;
  readonly contract: Address;
  readonly offers: readonly bigint[];
  /** Vouchers by offer and holder: the key is the number, a colon and the address in small letters. */
  readonly held: ReadonlyMap<string, bigint>;
}

/** Why a gate lets nobody in by a code: for pages that say it in their own words. */
export type ShownRefusal =
  | CodeRefusal
  | "NoCode"
  | "SeveralVouchers"
  | "EndsTooSoon"
  | "ShownBefore"
  | "NoVoucher"
  | "VouchersUsed"
  | "NotSigned";

/** What became of a code that was shown; `why` is the end of a sentence. */
export type Shown =
  | { readonly letIn: true; readonly code: VoucherCode }
  | { readonly letIn: false; readonly reason: ShownRefusal; readonly why: string };

/** A code that could not be redeemed, and why. */
export interface Refused {
  readonly code: VoucherCode;
  readonly why: string;
}

const keyOf = (offer: bigint, holder: string): string => `${offer}:${holder.toLowerCase()}`;

/**
 * Makes the list of the morning from the chain. Accounts with code are left out, as no bus can ask them whether a signature is
 * theirs; so are those who owe a ticket.
 */
export async function makeHolderList({
  rpc,
  contract,
  offers,
  fromBlock,
  owing = new Set(),
}: {
  readonly rpc: Rpc;
  /** The organisation's PartnerAcceptance. */
  readonly contract: Address;
  readonly offers: readonly bigint[];
  /** When the first of the offers was published, or earlier. */
  readonly fromBlock: bigint;
  readonly owing?: ReadonlySet<string>;
}): Promise<HolderList> {
  const to = BigInt((await rpc.request({ method: "eth_blockNumber" })) as Hex);
  const contracts = { acceptance: { address: contract, abi: partnerAcceptanceAbi } } as const;
  const holders = new Set<Address>();
  const events = ["TransferSingle", "TransferBatch"];
  for await (const piece of readHistory({ rpc, contracts, events, from: fromBlock, to })) {
    for (const event of piece.events) holders.add((event.args as { readonly to: Address }).to);
  }
  const barred = new Set([...owing].map((holder) => holder.toLowerCase()));
  const held = new Map<string, bigint>();
  for (const holder of holders) {
    if (BigInt(holder) === 0n || barred.has(holder.toLowerCase()) || (await hasCode(rpc, holder))) continue;
    const args = [offers.map(() => holder), offers];
    const [balances] = await ask({
      rpc,
      abi: partnerAcceptanceAbi,
      address: contract,
      functionName: "balanceOfBatch",
      args,
    });
    for (const [at, offer] of offers.entries()) {
      const vouchers = (balances as readonly bigint[])[at] ?? 0n;
      if (vouchers > 0n) held.set(keyOf(offer, holder), vouchers);
    }
  }
  return { chainId: await chainIdOf(rpc), contract, offers, held };
}

/** One bus: has no key, asks nobody, forgets at night. */
export class OfflineGate {
  readonly #list: HolderList;
  readonly #taken = new Map<string, VoucherCode>();
  readonly #rides = new Map<string, bigint>();

  /** `taken` are codes that it let in by this list before, such as before a page was loaded again: they count. */
  constructor(list: HolderList, taken: readonly string[] = []) {
    this.#list = list;
    for (const text of taken) this.#take(parseVoucherCode(text));
  }

  /** Looks at what a telephone shows; `now` in seconds. */
  show(text: string, now: bigint): Shown {
    let code: VoucherCode;
    try {
      code = parseVoucherCode(text);
    } catch (error) {
      if (error instanceof VoucherCodeError)
        return { letIn: false, reason: "NoCode", why: `the code ${error.message}` };
      throw error;
    }
    const refusal = this.#refusalOf(code, now);
    if (refusal !== undefined) return { letIn: false, ...refusal };
    this.#take(code);
    return { letIn: true, code };
  }

  /** What it kept, as it was shown: for the depot. */
  get takings(): string[] {
    return [...this.#taken.values()].map(encodeVoucherCode);
  }

  #take(code: VoucherCode): void {
    const key = keyOf(code.offer, code.holder);
    this.#rides.set(key, (this.#rides.get(key) ?? 0n) + 1n);
    this.#taken.set(`${code.holder}:${code.nonce}`, code);
  }

  #refusalOf(
    code: VoucherCode,
    now: bigint,
  ): { readonly reason: ShownRefusal; readonly why: string } | undefined {
    const { held, ...here } = this.#list;
    const no = (reason: ShownRefusal, why: string) => ({ reason, why });
    const reason = refusalNameOf({ code, ...here, now });
    if (reason !== undefined) return no(reason, refusalOf({ code, ...here, now }) ?? "");
    if (code.quantity !== 1n)
      return no(
        "SeveralVouchers",
        `the code is for ${code.quantity} vouchers, and a bus takes one at a time`,
      );
    if (code.deadline < now + LEAST_LEFT)
      return no("EndsTooSoon", "the code ends before the depot redeems it");
    if (this.#taken.has(`${code.holder}:${code.nonce}`))
      return no("ShownBefore", "the code was shown here before");
    const vouchers = held.get(keyOf(code.offer, code.holder)) ?? 0n;
    if (vouchers === 0n) return no("NoVoucher", "the holder had no voucher this morning");
    if ((this.#rides.get(keyOf(code.offer, code.holder)) ?? 0n) >= vouchers) {
      return no("VouchersUsed", `the holder had ${vouchers} this morning, and used as many here`);
    }
    return isSignedByKey(code) ? undefined : no("NotSigned", "the holder did not sign the code");
  }
}

/** What a transaction left, as ethers and viem tell it. */
export interface Mined {
  readonly logs: readonly {
    readonly address: string;
    readonly topics: readonly string[];
    readonly data: string;
  }[];
}

/**
 * Redeems what all buses kept by the account `gate`, a gate of the offers' partner, and says what could not be redeemed. A code
 * that two buses kept counts once; the chain is asked before anything is sent. `send` sends a call of `gate` and waits for it.
 */
export async function redeemTakings({
  rpc,
  contract,
  gate,
  takings,
  send,
}: {
  readonly rpc: Rpc;
  readonly contract: Address;
  readonly gate: Address;
  readonly takings: readonly string[];
  readonly send: (call: Call) => Promise<Mined>;
}): Promise<{ readonly redeemed: number; readonly refused: readonly Refused[] }> {
  const codes = takings.map((text) => parseVoucherCode(text));
  const refused: Refused[] = [];
  let redeemed = 0;
  for (let from = 0; from < codes.length; from += CODES_AT_ONCE) {
    const batch = codes.slice(from, from + CODES_AT_ONCE);
    const [outcomes] = await ask({
      rpc,
      abi: partnerAcceptanceAbi,
      address: contract,
      functionName: "redeemMany",
      args: [batch.map((code) => redemptionOf(code))],
      from: gate,
    });
    const outcomeAt = (at: number): number => Number((outcomes as readonly (bigint | number)[])[at]);
    const good = batch.filter((_, at) => outcomeAt(at) === 0);
    for (const [at, code] of batch.entries()) {
      if (outcomeAt(at) !== 0) refused.push({ code, why: outcomeInWords(outcomeAt(at)) });
    }
    if (good.length === 0) continue;
    const args = [good.map((code) => redemptionOf(code))] as const;
    const { logs } = await send(
      callOf({ abi: partnerAcceptanceAbi, address: contract, functionName: "redeemMany", args }),
    );
    // What changed in between is told by events: a code that was good when the chain was asked may be refused now.
    const missed = logs.flatMap((log) => refusalIn(log, contract) ?? []);
    for (const { holder, nonce, outcome } of missed) {
      const code = good.find((each) => each.holder.toLowerCase() === holder && each.nonce === nonce);
      if (code !== undefined) refused.push({ code, why: outcomeInWords(outcome) });
    }
    redeemed += good.length - missed.length;
  }
  return { redeemed, refused };
}

const REFUSED = /* @__PURE__ */ Hash.keccak256(
  /* @__PURE__ */ OxHex.fromString("RedemptionRefused(uint256,address,address,uint256,uint8)"),
);

/** What the contract says of a code that it refused. */
function refusalIn(
  { address, topics, data }: Mined["logs"][number],
  contract: Address,
): { readonly holder: string; readonly nonce: bigint; readonly outcome: number } | undefined {
  if (address.toLowerCase() !== contract.toLowerCase() || topics[0] !== REFUSED) return undefined;
  return {
    holder: `0x${(topics[2] ?? "").slice(-40)}`,
    nonce: BigInt(data.slice(0, 66)),
    outcome: Number(`0x${data.slice(66, 130)}`),
  };
}

/** Whether the contract would take the signature as the key's of the holder. */
function isSignedByKey(code: VoucherCode): boolean {
  return recoverSigner(typedDataOf(code), code.signature)?.toLowerCase() === code.holder.toLowerCase();
}
