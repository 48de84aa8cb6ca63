/**
 * Gates without a connection and without a key, such as buses: they check codes against a list of the morning and keep them;
 * one account of the depot, a gate for the contract, redeems what all of them kept, in batches.
 *
 * What a bus cannot see is what was shown to another bus since the list was made. So it lets in for one voucher a code and for
 * no more codes of a holder than the list says they have; whoever shows one voucher to several buses rides at the city's cost,
 * one ticket for each bus too many, is told by the depot, and is not on the next list until what they owe was redeemed. A code
 * that is refused uses nothing, so it is tried again until its deadline: a voucher bought meanwhile pays for it.
 */
import { getAddress, getBytes, verifyTypedData, type Provider } from "ethers";
import type { PartnerAcceptance } from "../../typechain-types/index.ts";
import { messageOf } from "./cli.ts";
import {
  VoucherCodeError,
  encodeVoucherCode,
  parseVoucherCode,
  redemptionOf,
  refusalOf,
  typedDataOf,
  type VoucherCode,
} from "./voucher-code.ts";

const HOUR = 3_600n;
/** How long a telephone makes a code for a bus good, in seconds: the depot redeems that night, or the next one. */
export const OFFLINE_VALIDITY = 36n * HOUR;
/** What of it must be left when the code is shown. */
const LEAST_LEFT = 24n * HOUR;
/** Codes in a transaction: about 75,000 gas each. */
const BATCH = 50;

/** As IPartnerAcceptance.Outcome, in words. */
const OUTCOMES = [
  "redeemed",
  "the offer is over",
  "the code has expired",
  "the code was used before",
  "the code is for another quantity",
  "the holder has too few vouchers",
  "the holder did not sign it",
] as const;

/** What a bus carries for a day. */
export interface HolderList {
  readonly chainId: bigint;
  readonly contract: string;
  readonly offers: readonly bigint[];
  /** Vouchers by offer and holder; see {@link keyOf}. */
  readonly held: ReadonlyMap<string, bigint>;
}

/** What became of a code that was shown. */
export type Shown =
  { readonly letIn: true; readonly code: VoucherCode } | { readonly letIn: false; readonly why: string };

/** A code that could not be redeemed, and why. */
export interface Refused {
  readonly code: VoucherCode;
  readonly why: string;
}

const keyOf = (offer: bigint, holder: string): string => `${offer}:${getAddress(holder)}`;

/**
 * Makes the list of the morning from the chain. Accounts with code are left out, as no bus can ask them whether a signature is
 * theirs; so are those who owe a ticket.
 */
export async function makeHolderList({
  acceptance,
  provider,
  offers,
  fromBlock,
  owing = new Set(),
}: {
  readonly acceptance: PartnerAcceptance;
  readonly provider: Provider;
  readonly offers: readonly bigint[];
  /** When the first of the offers was published, or earlier. */
  readonly fromBlock: number;
  readonly owing?: ReadonlySet<string>;
}): Promise<HolderList> {
  const bought = await acceptance.queryFilter(acceptance.filters.TransferSingle(), fromBlock);
  const moved = await acceptance.queryFilter(acceptance.filters.TransferBatch(), fromBlock);
  const holders = new Set([...bought, ...moved].map(({ args }) => args.to));
  const held = new Map<string, bigint>();
  for (const holder of holders) {
    if (BigInt(holder) === 0n || owing.has(holder) || (await provider.getCode(holder)) !== "0x") continue;
    const balances = await acceptance.balanceOfBatch(
      offers.map(() => holder),
      [...offers],
    );
    for (const [at, offer] of offers.entries()) {
      const vouchers = balances[at] ?? 0n;
      if (vouchers > 0n) held.set(keyOf(offer, holder), vouchers);
    }
  }
  const { chainId } = await provider.getNetwork();
  return { chainId, contract: await acceptance.getAddress(), offers, held };
}

/** One bus: has no key, asks nobody, forgets at night. */
export class OfflineGate {
  readonly #list: HolderList;
  readonly #taken = new Map<string, VoucherCode>();
  readonly #rides = new Map<string, bigint>();

  constructor(list: HolderList) {
    this.#list = list;
  }

  /** Looks at what a telephone shows; `now` in seconds. */
  show(text: string, now: bigint): Shown {
    let code: VoucherCode;
    try {
      code = parseVoucherCode(text);
    } catch (error) {
      if (error instanceof VoucherCodeError) return { letIn: false, why: `the code ${messageOf(error)}` };
      throw error;
    }
    const why = this.#refusalOf(code, now);
    if (why !== undefined) return { letIn: false, why };
    const key = keyOf(code.offer, code.holder);
    this.#rides.set(key, (this.#rides.get(key) ?? 0n) + 1n);
    this.#taken.set(`${code.holder}:${code.nonce}`, code);
    return { letIn: true, code };
  }

  /** What it kept, as it was shown: for the depot. */
  get takings(): string[] {
    return [...this.#taken.values()].map(encodeVoucherCode);
  }

  #refusalOf(code: VoucherCode, now: bigint): string | undefined {
    const { chainId, contract, offers, held } = this.#list;
    const refusal = refusalOf({ code, chainId, contract, offers, now });
    if (refusal !== undefined) return refusal;
    if (code.quantity !== 1n)
      return `the code is for ${code.quantity} vouchers, and a bus takes one at a time`;
    if (code.deadline < now + LEAST_LEFT) return "the code ends before the depot redeems it";
    if (this.#taken.has(`${code.holder}:${code.nonce}`)) return "the code was shown here before";
    const vouchers = held.get(keyOf(code.offer, code.holder)) ?? 0n;
    if (vouchers === 0n) return "the holder had no voucher this morning";
    if ((this.#rides.get(keyOf(code.offer, code.holder)) ?? 0n) >= vouchers) {
      return `the holder had ${vouchers} this morning, and used as many here`;
    }
    return isSignedByKey(code) ? undefined : "the holder did not sign the code";
  }
}

/**
 * Redeems, by the account that `acceptance` is connected with, what all buses kept, and says what could not be redeemed. A
 * code that two buses kept counts once; the chain is asked before anything is sent.
 */
export async function redeemTakings(
  acceptance: PartnerAcceptance,
  takings: readonly string[],
): Promise<{ readonly redeemed: number; readonly refused: readonly Refused[] }> {
  const codes = takings.map((text) => parseVoucherCode(text));
  const refused: Refused[] = [];
  let redeemed = 0;
  for (let from = 0; from < codes.length; from += BATCH) {
    const batch = codes.slice(from, from + BATCH);
    const outcomes = await acceptance.redeemMany.staticCall(batch.map((code) => redemptionOf(code)));
    const good = batch.filter((_, at) => outcomes[at] === 0n);
    for (const [at, code] of batch.entries()) {
      const outcome = Number(outcomes[at]);
      if (outcome !== 0) refused.push({ code, why: OUTCOMES[outcome] ?? `outcome ${outcome}` });
    }
    if (good.length === 0) continue;
    const receipt = await (await acceptance.redeemMany(good.map((code) => redemptionOf(code)))).wait();
    if (receipt === null) throw new Error("the batch was not mined");
    // What changed in between is told by events: a code that was good when the chain was asked may be refused now.
    let missed = 0;
    for (const log of receipt.logs) {
      const event = acceptance.interface.parseLog(log);
      if (event?.name !== "RedemptionRefused") continue;
      const code = good.find(
        ({ holder, nonce }) => holder === event.args["holder"] && nonce === event.args["nonce"],
      );
      if (code !== undefined)
        refused.push({ code, why: OUTCOMES[Number(event.args["outcome"])] ?? "refused" });
      missed++;
    }
    redeemed += good.length - missed;
  }
  return { redeemed, refused };
}

/** Whether the contract would take the signature as the key's of the holder: 65 bytes, the lower s, v of 27 or 28. */
function isSignedByKey(code: VoucherCode): boolean {
  const bytes = getBytes(code.signature);
  const last = bytes.at(-1);
  if (bytes.length !== 65 || (last !== 27 && last !== 28)) return false;
  const { domain, types, value } = typedDataOf(code);
  try {
    return verifyTypedData(domain, types, value, code.signature) === code.holder;
  } catch {
    return false; // no signature of any key
  }
}
