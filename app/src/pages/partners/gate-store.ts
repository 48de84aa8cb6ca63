/** What a gate keeps in the browser: the list of the morning, and the codes that it let in. */
import type { Address, OrganisationState, Rpc } from "cdpo-sdk/state";
import { makeHolderList, OfflineGate, type HolderList } from "cdpo-sdk/vouchers";
import { keep, kept } from "../../frame/kept.ts";

/** A code that was let in. */
export interface Taken {
  readonly text: string;
  /** When (seconds, of this device). */
  readonly at: number;
  /** Whether its redemption is in a block. */
  readonly isSent: boolean;
}

/** A gate's day. */
export interface Day {
  readonly organisation: string;
  readonly symbol: string;
  readonly partner: Address;
  readonly list: HolderList;
  readonly names: ReadonlyMap<bigint, string>;
  /** When the list was made (seconds, of this device), and as of which block. */
  readonly madeAt: number;
  readonly block: bigint;
  /** Seconds that the chain was ahead of this device then. */
  readonly ahead: number;
  readonly taken: readonly Taken[];
}

const keyOf = (chainId: number, which: string): string => `gate.${chainId}.${which}`;

/** Seconds of this device. */
export const deviceNow = (): number => Math.floor(Date.now() / 1_000);

/** What is kept for an organisation's gate here. */
export function readDay(chainId: number, which: string): Day | undefined {
  const text = kept(keyOf(chainId, which));
  if (text === undefined) return undefined;
  try {
    const json = JSON.parse(text) as Written;
    const { offers, held, chainId: listed, contract } = json.list;
    return {
      ...json,
      block: BigInt(json.block),
      names: new Map(json.names.map(([id, name]) => [BigInt(id), name])),
      list: {
        ...{ chainId: BigInt(listed), contract, offers: offers.map(BigInt) },
        held: new Map(held.map(([key, count]) => [key, BigInt(count)])),
      },
    };
  } catch {
    return undefined;
  }
}

/** Keeps it. */
export function keepDay(chainId: number, which: string, day: Day): void {
  const { chainId: listed, contract, offers, held } = day.list;
  const written: Written = {
    ...day,
    block: String(day.block),
    names: [...day.names].map(([id, name]) => [String(id), name]),
    list: {
      ...{ chainId: String(listed), contract, offers: offers.map(String) },
      held: [...held].map(([key, count]) => [key, String(count)]),
    },
  };
  keep(keyOf(chainId, which), JSON.stringify(written));
}

/** The gate by what it let in already. */
export const gateOf = ({ list, taken }: Day): OfflineGate =>
  new OfflineGate(
    list,
    taken.map(({ text }) => text),
  );

/** A new list from the chain; codes that were not redeemed yet stay, and count by it. */
export async function startDay({
  rpc,
  state: { organisation, offers: all, block, time },
  partner,
  before,
}: {
  readonly rpc: Rpc;
  readonly state: OrganisationState;
  readonly partner: Address;
  readonly before: Day | undefined;
}): Promise<Day> {
  const own = all.filter(
    (offer) => offer.partner === partner && (offer.state === "OnSale" || offer.state === "SaleOver"),
  );
  const list = await makeHolderList({
    ...{ rpc, contract: organisation.addresses.partnerAcceptance, fromBlock: organisation.block },
    offers: own.map(({ id }) => id),
  });
  const now = deviceNow();
  return {
    ...{ organisation: organisation.name, symbol: organisation.symbol, partner, list, block },
    names: new Map(own.map(({ id, terms }) => [id, terms.name])),
    ...{ madeAt: now, ahead: Number(time) - now },
    taken: (before?.taken ?? []).filter(({ isSent }) => !isSent),
  };
}

// ---------------------------------------------------------------- internals

interface Written extends Omit<Day, "block" | "names" | "list"> {
  readonly block: string;
  readonly names: readonly (readonly [string, string])[];
  readonly list: {
    readonly chainId: string;
    readonly contract: Address;
    readonly offers: readonly string[];
    readonly held: readonly (readonly [string, string])[];
  };
}
