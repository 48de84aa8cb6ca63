import type { Sentences } from "../table.ts";

/** Partners' offers and their vouchers. */
export const PARTNERS = {
  "UnknownOffer(uint256 id)": [
    "There is no offer {id}. Look at the list.",
    "Tarjousta {id} ei ole. Katso luettelosta.",
  ],
  "OfferNotOnSale(uint256 id, uint8 state)": [
    "Offer {id} {state:OfferState}, so that nothing can be bought.",
    "Tarjous {id} {state:OfferState}, joten siitä ei voi ostaa mitään.",
  ],
  "OfferEnded(uint256 id, uint8 state)": [
    "Offer {id} {state:OfferState}: it is too late for this.",
    "Tarjous {id} {state:OfferState}: tähän on liian myöhäistä.",
  ],
  "VoucherStillValid(uint256 id, uint64 validUntil)": [
    "Vouchers of offer {id} are good until {validUntil:time}. They can be returned afterwards.",
    "Tarjouksen {id} liput ovat voimassa {validUntil:time} asti. Ne voi palauttaa sen jälkeen.",
  ],
  "StockExceeded(uint256 id, uint256 quantity, uint256 left)": [
    "You ask for {quantity} vouchers of offer {id}, and {left} are left. Take fewer.",
    "Tarjouksen {id} lippuja on jäljellä {left}; pyydetty on {quantity}. Ota vähemmän.",
  ],
  "PeriodQuotaExceeded(uint256 id, uint256 quantity, uint256 left)": [
    "You ask for {quantity} vouchers of offer {id}, and {left} are left in this period. Take fewer, or come back in the next one.",
    "Tarjouksen {id} lippuja on tässä jaksossa jäljellä {left}; pyydetty on {quantity}. Ota vähemmän, tai palaa seuraavassa jaksossa.",
  ],
  "NotPartner(uint256 id, address account)": [
    "Only the partner who made offer {id} may do this, not {account}.",
    "Tämän saa tehdä vain tarjouksen {id} tehnyt kumppani, ei {account}.",
  ],
  "NotGate(uint256 id, address account)": [
    "{account} may not take vouchers of offer {id}: only the partner and their gates may. The partner has to add it first.",
    "Tili {account} ei saa ottaa vastaan tarjouksen {id} lippuja: sen saavat tehdä vain kumppani ja tämän portit. Kumppanin on ensin lisättävä tili portiksi.",
  ],
  "CodeRefused(address holder, uint256 nonce, uint8 outcome)": [
    "The code of {holder} is refused: {outcome:VoucherOutcome}.",
    "Koodi hylätään (haltija {holder}): {outcome:VoucherOutcome}.",
  ],
  "OfferTermsMismatch(uint256 id, bytes32 actual, bytes32 meant)": [
    "Offer {id} is not the one that you have read. Look at it again before you buy.",
    "Tarjous {id} ei ole se, jonka olet lukenut. Katso se uudelleen, ennen kuin ostat.",
  ],
  "LimitedToCaller(uint256 id, address recipient)": [
    "Offer {id} limits what each account buys, so that nobody can buy for {recipient}. Let them buy it themselves.",
    "Tarjouksessa {id} on tilikohtainen ostoraja, joten tilille {recipient} ei voi ostaa kukaan muu. Anna saajan ostaa itse.",
  ],
  "AccountLimitExceeded(uint256 id, address account, uint256 quantity, uint256 left)": [
    "{account} may buy {left} more vouchers of offer {id} in this period, not {quantity}. Take fewer, or come back in the next one.",
    "Tili {account} voi tässä jaksossa ostaa tarjouksesta {id} vielä näin monta lippua: {left}; pyydetty on {quantity}. Ota vähemmän, tai palaa seuraavassa jaksossa.",
  ],
  "VoucherBound(uint256 id)": [
    "Vouchers of offer {id} stay with whom they were bought for, and cannot be passed on.",
    "Tarjouksen {id} liput pysyvät sillä, jolle ne ostettiin, eikä niitä voi siirtää.",
  ],
  "OfferTimesOutOfOrder(uint64 opens, uint64 closes, uint64 validUntil)": [
    "The times do not fit together: sold from {opens:time} to {closes:time}, good until {validUntil:time}. The sale must end after it begins, and vouchers must be good until then at least.",
    "Ajat eivät sovi yhteen: myynti alkaa {opens:time}, päättyy {closes:time}, liput voimassa {validUntil:time} asti. Myynnin pitää päättyä alkamisensa jälkeen, ja lippujen olla voimassa vähintään siihen asti.",
  ],
  "QuotaWithoutPeriod(uint64 periodQuota, uint32 period)": [
    "A quota of {periodQuota} and a period of {period:duration} do not fit: a quota needs a period, and a period a quota or a limit for each account.",
    "Kiintiö {periodQuota} ja jakso {period:duration} eivät sovi yhteen: kiintiö tarvitsee jakson, ja jakso kiintiön tai tilikohtaisen rajan.",
  ],
  "TreasuryShareOutOfRange(uint8 settlement, uint16 bps)": [
    "The treasury's part is {bps:bps}, and the partner wants to {settlement:Settlement}: only who shares gives a part, above 0 and 100 % at most.",
    "Kassan osa on {bps:bps}, ja kumppani aikoo {settlement:Settlement}: osan antaa vain se, joka jakaa poletit, ja osan pitää olla yli 0 ja enintään 100 %.",
  ],
  "FeeOutOfRange(uint16 bps, uint16 max)": [
    "The fee for returning a voucher, {bps:bps}, must be {max:bps} at most.",
    "Lipun palautusmaksun enimmäismäärä on {max:bps}; annettu on {bps:bps}.",
  ],
} as const satisfies Sentences;
