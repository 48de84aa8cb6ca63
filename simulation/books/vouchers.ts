/** What partners' vouchers were bought for, and what became of them; kept from events alone. */
import type { Result } from "ethers";
import { amountOf, textOf, type RecordedEvent } from "../world/events.ts";

/** One offer, as its events tell it; amounts in token wei. */
export interface OfferRecord {
  readonly id: bigint;
  readonly partner: string;
  readonly name: string;
  /** Of one voucher. */
  readonly price: bigint;
  readonly stock: bigint;
  sold: bigint;
  /** Vouchers redeemed by their holders themselves, and at gates. */
  redeemedAlone: bigint;
  redeemedAtGate: bigint;
  returned: bigint;
  toPartner: bigint;
  toTreasury: bigint;
  burned: bigint;
  /** What vouchers that came back left to the treasury. */
  fees: bigint;
}

/** Vouchers that were redeemed. */
export function redeemed({ redeemedAlone, redeemedAtGate }: OfferRecord): bigint {
  return redeemedAlone + redeemedAtGate;
}

/** Vouchers that holders have. */
export function open(offer: OfferRecord): bigint {
  return offer.sold - redeemed(offer) - offer.returned;
}

export class VoucherBooks {
  readonly offers = new Map<bigint, OfferRecord>();

  /** Tokens that wait for vouchers to be redeemed or returned. */
  get waiting(): bigint {
    let waiting = 0n;
    for (const offer of this.offers.values()) waiting += open(offer) * offer.price;
    return waiting;
  }

  /** Enters an event of PartnerAcceptance. */
  enter(event: RecordedEvent): void {
    switch (event.name) {
      case "OfferPublished": {
        const [id, terms] = [amountOf(event, "id"), event.args.getValue("terms") as Result];
        this.offers.set(id, {
          ...{ id, partner: textOf(event, "partner"), name: terms.getValue("name") as string },
          ...{ price: terms.getValue("price") as bigint, stock: terms.getValue("stock") as bigint },
          ...{ sold: 0n, redeemedAlone: 0n, redeemedAtGate: 0n, returned: 0n },
          ...{ toPartner: 0n, toTreasury: 0n, burned: 0n, fees: 0n },
        });
        break;
      }
      case "VouchersBought":
        this.#offerOf(event).sold += amountOf(event, "quantity");
        break;
      case "VouchersRedeemed": {
        const offer = this.#offerOf(event);
        const alone = textOf(event, "gate") === textOf(event, "holder");
        if (alone) offer.redeemedAlone += amountOf(event, "quantity");
        else offer.redeemedAtGate += amountOf(event, "quantity");
        offer.toPartner += amountOf(event, "toPartner");
        offer.toTreasury += amountOf(event, "toTreasury");
        offer.burned += amountOf(event, "burned");
        break;
      }
      case "VouchersReturned":
        this.#offerOf(event).returned += amountOf(event, "quantity");
        this.#offerOf(event).fees += amountOf(event, "fee");
    }
  }

  #offerOf(event: RecordedEvent): OfferRecord {
    const offer = this.offers.get(amountOf(event, "id"));
    if (offer === undefined) throw new Error(`${event.name} is of an offer that was never published`);
    return offer;
  }
}
