/** Events of market, presale, gifts, licences and offers as sentences; see event-words.ts. */
import type { Pair } from "./event-words.ts";

export const WORDS_OF_MONEY: Readonly<Record<string, Pair>> = {
  "token:Transfer": ["{from:a} sent {value:k} to {to:a}", "{from:a} lähetti {value:k} tilille {to:a}"],
  "reserve:MarketOpened": [
    "The market opened with {reserve:m} behind {supply:k}",
    "Markkina avattiin: varannossa {reserve:m}, poletteja {supply:k}",
  ],
  "reserve:Bought": [
    "{buyer:a} bought {tokensOut:k} for {assetIn:m}",
    "{buyer:a} osti {tokensOut:k} hintaan {assetIn:m}",
  ],
  "reserve:Sold": [
    "{seller:a} sold {tokensIn:k} for {assetOut:m}",
    "{seller:a} myi {tokensIn:k} hintaan {assetOut:m}",
  ],
  "reserve:Donated": ["{donor:a} donated {amount:m}: {note:q}", "{donor:a} lahjoitti {amount:m}: {note:q}"],
  "reserve:GiftReceived": [
    "{giver:a} gave {amount:m} to all holders",
    "{giver:a} antoi kaikille haltijoille {amount:m}",
  ],
  "reserve:Absorbed": [
    "{amount:m} sent past the functions was counted as a gift",
    "Ohi toimintojen lähetetty {amount:m} laskettiin lahjaksi",
  ],
  "reserve:DripRateSet": ["Gifts drip until {end:s}", "Lahjat tippuvat varantoon {end:s} asti"],
  "reserve:TributesSet": [
    "Tributes were set: {entryTributeBps:b} of buys, {exitTributeBps:b} of sells",
    "Ostomaksuksi asetettiin {entryTributeBps:b}, myyntimaksuksi {exitTributeBps:b}",
  ],
  "reserve:TributeCollected": [
    "{amount:m} of tributes went to the treasury",
    "Osto- ja myyntimaksuja meni kassaan {amount:m}",
  ],
  "reserve:Dissolved": [
    "The organisation was dissolved with {reserve:m} behind {supply:k}",
    "Organisaatio purettiin: varannossa {reserve:m}, poletteja {supply:k}",
  ],
  "reserve:Redeemed": [
    "{holder:a} redeemed {tokensIn:k} for {assetOut:m}",
    "{holder:a} lunasti {tokensIn:k}, sai {assetOut:m}",
  ],
  "reserve:TreasuryBurned": [
    "{amount:k} of the dissolved treasury were burned",
    "Puretun kassan poletteja poltettiin {amount:k}",
  ],
  "presale:Contributed": [
    "{partner:a} gave {amount:m} to the presale ({raised:m} in all)",
    "{partner:a} antoi ennakkomyyntiin {amount:m} (yhteensä {raised:m})",
  ],
  "presale:Refunded": [
    "{partner:a} took {amount:m} back from the presale",
    "{partner:a} otti ennakkomyynnistä takaisin {amount:m}",
  ],
  "presale:Released": [
    "The presale was released: {toReserve:m} to the reserve, {toBudget:m} to production",
    "Ennakkomyynti vapautettiin: varantoon {toReserve:m}, tuotantoon {toBudget:m}",
  ],
  "presale:Claimed": [
    "{account:a} claimed {vested:k}, and {vesting:k} vest",
    "{account:a} nosti {vested:k}, ja {vesting:k} kertyy",
  ],
  "presale:PositionMoved": [
    "A place in the presale went from {account:a} to {recipient:a}",
    "Paikka ennakkomyynnissä siirtyi: {account:a} → {recipient:a}",
  ],
  "presale:TrusteeSet": ["{trustee:a} is the trustee", "{trustee:a} on luotettu osapuoli"],
  "presale:RefundsOpened": [
    "Partners can take money back until {until:s}",
    "Kumppanit voivat ottaa rahojaan takaisin {until:s} asti",
  ],
  "custody:ResourceOffered": [
    "{offerer:a} offered resource {id:n}, worth {value:m}: {uri:q}",
    "{offerer:a} tarjosi resurssin {id:n}, arvo {value:m}: {uri:q}",
  ],
  "custody:ResourceAccepted": [
    "Resource {id:n} was accepted for {tokens:k}",
    "Resurssi {id:n} hyväksyttiin: {tokens:k}",
  ],
  "custody:ResourceDelivered": ["Resource {id:n} went to the treasury", "Resurssi {id:n} siirtyi kassaan"],
  "custody:ResourceReturned": ["Resource {id:n} was returned", "Resurssi {id:n} palautettiin"],
  "custody:ResourceWithdrawn": ["Resource {id:n} was taken back", "Resurssi {id:n} otettiin takaisin"],
  "budget:BudgetReceived": [
    "{amount:m} came into the production budget",
    "Tuotantobudjettiin tuli {amount:m}",
  ],
  "budget:MilestoneApproved": [
    "Milestone {index:n} was approved; objections until {objectionsEnd:s}",
    "Välitavoite {index:n} hyväksyttiin; vastustaa voi {objectionsEnd:s} asti",
  ],
  "budget:MilestoneObjected": [
    "{partner:a} objected to milestone {index:n}",
    "{partner:a} vastusti välitavoitetta {index:n}",
  ],
  "budget:MilestonePaid": [
    "Milestone {index:n} was paid: {amount:m}",
    "Välitavoite {index:n} maksettiin: {amount:m}",
  ],
  "budget:MilestoneRefused": [
    "Milestone {index:n} was refused: {amount:m} go back to partners",
    "Välitavoite {index:n} hylättiin: {amount:m} palautuu kumppaneille",
  ],
  "budget:MilestoneMissed": [
    "Milestone {index:n} was missed: {amount:m} go back to partners",
    "Välitavoite {index:n} jäi saavuttamatta: {amount:m} palautuu kumppaneille",
  ],
  "budget:Fetched": [
    "{partner:a} fetched {amount:m} that was not spent",
    "{partner:a} nosti käyttämättä jääneestä {amount:m}",
  ],
  "pledgeBook:Pledged": [
    "{donor:a} pledged {amount:m} until {deadline:s}, pledge {id:n}: {uri:q}",
    "{donor:a} lupasi {amount:m} {deadline:s} asti, lupaus {id:n}: {uri:q}",
  ],
  "pledgeBook:PledgeMet": [
    "The condition of pledge {id:n} was met: {amount:m}",
    "Lupauksen {id:n} ehto täyttyi: {amount:m}",
  ],
  "pledgeBook:PledgePassedOn": [
    "{amount:m} of pledge {id:n} went to the reserve",
    "Lupauksesta {id:n} meni varantoon {amount:m}",
  ],
  "pledgeBook:PledgeDeclined": [
    "{verifier:a} declined pledge {id:n}",
    "{verifier:a} katsoi, ettei lupauksen {id:n} ehto täyty",
  ],
  "pledgeBook:PledgeReturned": [
    "{donor:a} took {amount:m} of pledge {id:n} back",
    "{donor:a} otti lupauksesta {id:n} takaisin {amount:m}",
  ],
  "pledgeBook:DonationMatched": [
    "Grant {id:n} doubled a gift of {donor:a}: {amount:m}",
    "Vastinraha {id:n} kaksinkertaisti lahjan: {donor:a}, {amount:m}",
  ],
  "standingGifts:StandingGiftStarted": [
    "{donor:a} gives {amount:m} again and again, gift {id:n}: {note:q}",
    "{donor:a} alkoi lahjoittaa toistuvasti {amount:m}, lahja {id:n}: {note:q}",
  ],
  "standingGifts:StandingGiftPaid": [
    "Gift {id:n} of {donor:a} was paid: {amount:m}",
    "Lahja {id:n} maksettiin: {donor:a}, {amount:m}",
  ],
  "licenceOffice:TierAdded": ["The kind of licences {name:q} was added", "Lisättiin lisenssiluokka {name:q}"],
  "licenceOffice:TierOfferSet": [
    "Licences of kind {tier:n} cost {price:m}",
    "Lisenssiluokan {tier:n} hinta on {price:m}",
  ],
  "licenceOffice:LicenceBought": [
    "{payer:a} bought licence {id:n} for {licensee:a}: {price:m}, until {expires:s}",
    "{payer:a} osti lisenssin {id:n} tilille {licensee:a}: {price:m}, {expires:s} asti",
  ],
  "licenceOffice:LicenceRenewed": [
    "{payer:a} extended licence {id:n}: {price:m}, until {expires:s}",
    "{payer:a} jatkoi lisenssiä {id:n}: {price:m}, {expires:s} asti",
  ],
  "licenceOffice:CommonsLicenceClaimed": [
    "{contributor:a} has the free licence {id:n} for {licensee:a}, until {expires:s}",
    "{contributor:a} otti ilmaisen lisenssin {id:n} tilille {licensee:a}, {expires:s} asti",
  ],
  "licenceOffice:MakersPartCollected": [
    "{amount:m} of licences went to {recipient:a}",
    "Lisenssien tuotosta {amount:m} meni tilille {recipient:a}",
  ],
  "partnerAcceptance:OfferPublished": [
    "{partner:a} published offer {id:n}",
    "{partner:a} julkaisi tarjouksen {id:n}",
  ],
  "partnerAcceptance:OfferWithdrawn": [
    "{partner:a} withdrew offer {id:n}",
    "{partner:a} veti pois tarjouksen {id:n}",
  ],
  "partnerAcceptance:PartnerVerified": [
    "The organisation knows {partner:a} as {name:q}",
    "Organisaatio tuntee kumppanin {partner:a}: {name:q}",
  ],
  "partnerAcceptance:GateSet": [
    "{gate:a} is a gate of {partner:a}, or no longer",
    "{gate:a} on kumppanin {partner:a} portti tai ei enää ole",
  ],
  "partnerAcceptance:VouchersBought": [
    "{payer:a} bought {quantity:n} vouchers of offer {id:n} for {cost:k}",
    "{payer:a} osti {quantity:n} lippua tarjouksesta {id:n}: {cost:k}",
  ],
  "partnerAcceptance:VouchersRedeemed": [
    "{quantity:n} vouchers of {holder:a} were redeemed, offer {id:n}: {toPartner:k} to the partner",
    "Lippuja lunastettiin {quantity:n}, tarjous {id:n}, haltija {holder:a}: kumppanille {toPartner:k}",
  ],
  "partnerAcceptance:VouchersReturned": [
    "{holder:a} returned {quantity:n} vouchers of offer {id:n} and got {amount:k}",
    "{holder:a} palautti {quantity:n} lippua tarjouksesta {id:n} ja sai {amount:k}",
  ],
};
