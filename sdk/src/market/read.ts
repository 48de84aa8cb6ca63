/**
 * The books of a market as a node gives them. The contract's views round P to whole units, so what they say of a later time may
 * be a unit off; its storage, whose layout never changes as no organisation can be upgraded, is exact at every time.
 */
import type { Address, Hex, Rpc } from "../types.ts";
import { unpackFirstPrice } from "./one-block.ts";
import { MARKET_STATES, type Market, type MarketState } from "./quotes.ts";

/** The storage slots of a LiquidityReserve that hold its books. */
export const MARKET_SLOTS = [0n, 1n, 2n, 3n, 4n] as const;

/** A market and when it was read. */
export interface MarketReading {
  readonly market: Market;
  readonly token: Address;
  readonly asset: Address;
  readonly block: bigint;
  /** The timestamp of that block, seconds: quotes for the next one are of a later time. */
  readonly time: bigint;
}

/** Reads the market of the organisation whose reserve is at `reserve`, all as of one block. */
export async function readMarket({
  rpc,
  reserve,
  block = "latest",
}: {
  readonly rpc: Rpc;
  readonly reserve: Address;
  readonly block?: bigint | "latest";
}): Promise<MarketReading> {
  const tag = block === "latest" ? block : hexOf(block);
  const header = (await rpc.request({ method: "eth_getBlockByNumber", params: [tag, false] })) as {
    readonly number: Hex;
    readonly timestamp: Hex;
  } | null;
  if (header === null) throw new Error(`the node has no block ${tag}: ask for one that is there`);
  const code = (await rpc.request({ method: "eth_getCode", params: [reserve, header.number] })) as Hex;
  const clone = marketCloneOf(code);
  const supplyCall = { to: clone.token, data: "0x18160ddd" }; // totalSupply()
  const [supply, ...slots] = (await Promise.all([
    rpc.request({ method: "eth_call", params: [supplyCall, header.number] }),
    ...MARKET_SLOTS.map((slot) =>
      rpc.request({ method: "eth_getStorageAt", params: [reserve, hexOf(slot), header.number] }),
    ),
  ])) as [Hex, ...Hex[]];
  return {
    market: marketOfStorage({ slots, supply: BigInt(supply), ratioBps: clone.ratioBps }),
    token: clone.token,
    asset: clone.asset,
    block: BigInt(header.number),
    time: BigInt(header.timestamp),
  };
}

/** What a reserve was given for ever at its launch, from its code. */
export function marketCloneOf(code: Hex): {
  readonly token: Address;
  readonly asset: Address;
  readonly ratioBps: bigint;
} {
  const values = code.slice(2 + 2 * 0x2d); // behind the EIP-1167 code
  if (values.length < 84) throw new Error("there is no reserve at this address: is it the right chain?");
  const address = (at: number): Address => `0x${values.slice(at, at + 40)}`;
  return { token: address(0), asset: address(40), ratioBps: BigInt(`0x${values.slice(80, 84)}`) };
}

/** The market whose books lie in the {@link MARKET_SLOTS} of its reserve, when `supply` tokens exist. */
export function marketOfStorage({
  slots,
  supply,
  ratioBps,
}: {
  readonly slots: readonly Hex[];
  readonly supply: bigint;
  readonly ratioBps: bigint;
}): Market {
  const [book, times, flow, credit, rho] = slots.map(BigInt);
  if (
    book === undefined ||
    times === undefined ||
    flow === undefined ||
    credit === undefined ||
    rho === undefined
  ) {
    throw new Error(`the books of a market are ${MARKET_SLOTS.length} slots, not ${slots.length}`);
  }
  return {
    state: stateOf(bits(times, 32, 8)),
    ratioBps,
    entryTributeBps: bits(times, 0, 16),
    exitTributeBps: bits(times, 16, 16),
    dripPeriod: bits(times, 136, 32),
    supply,
    total: bits(book, 0, 112),
    drip: {
      pending: bits(flow, 0, 136),
      rate: bits(flow, 136, 120),
      baseRate: bits(rho, 112, 120),
      since: bits(times, 72, 32),
      end: bits(times, 104, 32),
      rho: bits(rho, 0, 112),
      renewedAt: bits(credit, 224, 32),
      drippedCredit: bits(credit, 0, 128),
      pendingCredit: bits(credit, 128, 96),
    },
    first: { ...unpackFirstPrice(bits(book, 112, 112)), time: bits(book, 224, 32) },
  };
}

/** What {MarketLens-summary} says of a market, as any library decodes it. */
export interface MarketViews {
  readonly state: MarketState | bigint | number;
  readonly supply: bigint;
  readonly reserve: bigint;
  readonly drip: {
    readonly pending: bigint;
    readonly rate: bigint;
    readonly rho: bigint;
    readonly end: bigint;
    readonly renewable: bigint;
  };
  readonly giftCreditDripped: bigint;
  readonly giftCreditPending: bigint;
  readonly terms: {
    readonly reserveRatioBps: bigint | number;
    readonly entryTributeBps: bigint | number;
    readonly exitTributeBps: bigint | number;
    readonly dripPeriod: bigint | number;
  };
}

/**
 * A market from what its views said at `time` (the timestamp of the block that was asked): exact then and for the first trade of
 * the next timestamp as the lens previews it; while gifts drip, a later P may be one unit more or less than the contract's, and
 * its credit accordingly. It knows no one-block rule of trades before: quotes are those of the next block.
 */
export function marketOfViews(views: MarketViews, time: bigint): Market {
  const { drip, terms } = views;
  const dripPeriod = BigInt(terms.dripPeriod);
  return {
    state: typeof views.state === "string" ? views.state : stateOf(BigInt(views.state)),
    ratioBps: BigInt(terms.reserveRatioBps),
    entryTributeBps: BigInt(terms.entryTributeBps),
    exitTributeBps: BigInt(terms.exitTributeBps),
    dripPeriod,
    supply: views.supply,
    total: views.reserve + drip.pending,
    drip: {
      pending: drip.pending << 24n,
      rate: drip.rate,
      baseRate: 0n,
      since: time,
      end: drip.end,
      rho: drip.rho,
      renewedAt: drip.renewable - dripPeriod,
      drippedCredit: views.giftCreditDripped,
      pendingCredit: views.giftCreditPending,
    },
    first: { mantissa: 0n, exponent: 0n, time: -1n },
  };
}

const hexOf = (value: bigint): Hex => `0x${value.toString(16)}`;

const bits = (word: bigint, from: number, count: number): bigint =>
  BigInt.asUintN(count, word >> BigInt(from));

function stateOf(number: bigint): MarketState {
  const state = MARKET_STATES[Number(number)];
  if (state === undefined) throw new Error(`${number} is no state of a market`);
  return state;
}
