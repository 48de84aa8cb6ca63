import { OWNED, PAUSE, either, type Words } from "./table.ts";

const UNLIMITED = 2n ** 255n;

/** Any ERC-20 token; `amount` is said in its units where they are known. */
export const ERC20: Words = {
  approve: ({ value }) =>
    value === 0n
      ? [
          "Takes back what {spender} may take of {self:self}.",
          "Peruu luvan ottaa polettia {self:self}: {spender}.",
        ]
      : (value as bigint) >= UNLIMITED
        ? [
            "Lets {spender} take any amount of {self:self}, without a limit.",
            "Antaa luvan ottaa polettia {self:self} rajatta: {spender}.",
          ]
        : ["Lets {spender} take {value:own}.", "Antaa luvan ottaa {value:own}: {spender}."],
  transfer: ["Sends {value:own} to {to}.", "Lähettää {value:own}, saaja {to}."],
  transferFrom: ["Sends {value:own} of {from} to {to}.", "Lähettää {value:own} tililtä {from}, saaja {to}."],
  permit: [
    "Brings the permit of {owner} for {spender} to take {value:own} until {deadline:time}.",
    "Toimittaa tilin {owner} luvan ottaa {value:own} {deadline:time} asti: {spender}.",
  ],
};

export const TOKEN: Words = {
  ...ERC20,
  ...OWNED,
  burn: ["Burns {value:tokens} of the caller.", "Polttaa omia poletteja: {value:tokens}."],
  burnFrom: ["Burns {value:tokens} of {account}.", "Polttaa tilin {account} poletteja: {value:tokens}."],
  setContractURI: [
    "Says that the token is described at {newURI:text}.",
    "Asettaa poletin kuvauksen osoitteeksi {newURI:text}.",
  ],
};

export const WRAPPED: Words = {
  ...ERC20,
  deposit: ["Wraps {sent:coins}.", "Käärii {sent:coins}."],
  withdraw: ["Unwraps {amount:coins}.", "Purkaa kääreestä {amount:coins}."],
};

export const RESERVE: Words = {
  ...PAUSE,
  ...OWNED,
  buy: [
    "Buys tokens for {assetIn:money}, at least {minTokensOut:tokens}, for {recipient}, until {deadline:time}.",
    "Ostaa poletteja, hinta {assetIn:money}, vähintään {minTokensOut:tokens}, saaja {recipient}, viimeistään {deadline:time}.",
  ],
  buyWithPermit: [
    "Buys tokens for {assetIn:money} with a permit, at least {minTokensOut:tokens}, for {recipient}, until {deadline:time}.",
    "Ostaa poletteja allekirjoitetulla luvalla, hinta {assetIn:money}, vähintään {minTokensOut:tokens}, saaja {recipient}, viimeistään {deadline:time}.",
  ],
  buyExact: [
    "Buys {tokensOut:tokens} for {maxAssetIn:money} at most, for {recipient}, until {deadline:time}.",
    "Ostaa {tokensOut:tokens}, hinta enintään {maxAssetIn:money}, saaja {recipient}, viimeistään {deadline:time}.",
  ],
  sell: [
    "Sells {tokensIn:tokens} for at least {minAssetOut:money}, paid to {recipient}, until {deadline:time}.",
    "Myy {tokensIn:tokens}, hinta vähintään {minAssetOut:money}, maksu saajalle {recipient}, viimeistään {deadline:time}.",
  ],
  redeem: [
    "Redeems {tokensIn:tokens} of the dissolved organisation, paid to {recipient}.",
    "Lunastaa puretun organisaation varoja, {tokensIn:tokens}, maksu saajalle {recipient}.",
  ],
  open: ["Opens the market.", "Avaa markkinan."],
  renewDrip: [
    "Brings the rate at which gifts drip in line with the reserve.",
    "Päivittää lahjojen tihkumisnopeuden varannon mukaiseksi.",
  ],
  absorb: [
    "Makes a gift of what was sent to the reserve past its functions.",
    "Muuttaa lahjaksi sen, mitä on lähetetty varantoon toimintojen ohi.",
  ],
  collectTribute: [
    "Sends the tribute that has gathered to the treasury.",
    "Siirtää kertyneet osto- ja myyntimaksut kassaan.",
  ],
  dissolve: ["Dissolves the organisation.", "Purkaa organisaation."],
  burnTreasury: ["Burns the tokens of the treasury.", "Polttaa kassan poletit."],
  setTributes: [
    "Sets the tribute of buys to {entryTributeBps_:bps} and of sells to {exitTributeBps_:bps}.",
    "Asettaa ostomaksuksi {entryTributeBps_:bps} ja myyntimaksuksi {exitTributeBps_:bps}.",
  ],
  donate: [
    "Donates {amount:money} to the reserve[, with the note {note:quoted}].",
    "Lahjoittaa varantoon {amount:money}[; viesti {note:quoted}].",
  ],
  donateFor: [
    "Donates {amount:money} to the reserve in the name of {donor}[, with the note {note:quoted}].",
    "Lahjoittaa varantoon {amount:money} tilin {donor} nimissä[; viesti {note:quoted}].",
  ],
  receiveGift: ["Gives {amount:money} to the reserve.", "Antaa varantoon {amount:money}."],
};

export const GATEWAY: Words = {
  buy: [
    "Buys tokens for {sent:coins}, at least {minTokensOut:tokens}, for {recipient}, until {deadline:time}.",
    "Ostaa poletteja, hinta {sent:coins}, vähintään {minTokensOut:tokens}, saaja {recipient}, viimeistään {deadline:time}.",
  ],
  buyExact: [
    "Buys {tokensOut:tokens} for {sent:coins} at most, for {recipient}, until {deadline:time}.",
    "Ostaa {tokensOut:tokens}, hinta enintään {sent:coins}, saaja {recipient}, viimeistään {deadline:time}.",
  ],
  sell: [
    "Sells {tokensIn:tokens} for at least {minAssetOut:coins}, paid to {recipient}, until {deadline:time}.",
    "Myy {tokensIn:tokens}, hinta vähintään {minAssetOut:coins}, maksu saajalle {recipient}, viimeistään {deadline:time}.",
  ],
  sellWithPermit: [
    "Sells {tokensIn:tokens} with a permit for at least {minAssetOut:coins}, paid to {recipient}, until {deadline:time}.",
    "Myy {tokensIn:tokens} allekirjoitetulla luvalla, hinta vähintään {minAssetOut:coins}, maksu saajalle {recipient}, viimeistään {deadline:time}.",
  ],
  redeem: [
    "Redeems {tokensIn:tokens} of the dissolved organisation for coins, paid to {recipient}.",
    "Lunastaa puretun organisaation varoja, {tokensIn:tokens}, maksu saajalle {recipient}.",
  ],
  contribute: [
    "Gives up to {sent:coins} to the presale in the name of {account}.",
    "Antaa ennakkomyyntiin enintään {sent:coins} tilin {account} nimissä.",
  ],
  refund: [
    "Takes the caller's money in the presale back, paid to {recipient}.",
    "Ottaa omat rahansa takaisin ennakkomyynnistä, maksu saajalle {recipient}.",
  ],
  donate: [
    "Donates {sent:coins} to the reserve[, with the note {note:quoted}].",
    "Lahjoittaa varantoon {sent:coins}[; viesti {note:quoted}].",
  ],
};

export const PLEDGES: Words = {
  ...PAUSE,
  ...OWNED,
  pledge: [
    "Pledges {amount:money} to the reserve, to be given when {verifier} confirms it, until {deadline:time}[; see {uri:text}].",
    "Lupaa varantoon {amount:money}, jos todentaja {verifier} vahvistaa ehdon viimeistään {deadline:time}[; katso {uri:text}].",
  ],
  pledgeOn: [
    "Pledges {amount:money} to the reserve, to be given when the contract {condition} says that its condition is met, until {deadline:time}[; see {uri:text}].",
    "Lupaa varantoon {amount:money}, jos sopimus {condition} toteaa ehdon täyttyneen viimeistään {deadline:time}[; katso {uri:text}].",
  ],
  pledgeOnDonations: [
    "Pledges {amount:money} to the reserve, to be given when others have donated {goal:money} more, until {deadline:time}[; see {uri:text}].",
    "Lupaa varantoon {amount:money}, jos muut ovat lahjoittaneet lisää {goal:money} viimeistään {deadline:time}[; katso {uri:text}].",
  ],
  pledgeMatching: [
    "Pledges a grant of {amount:money} that doubles gifts of donors who choose it, until {deadline:time}[; see {uri:text}].",
    "Lupaa vastinrahaa {amount:money}, joka kaksinkertaistaa sen valinneiden lahjat {deadline:time} asti[; katso {uri:text}].",
  ],
  donateMatched: [
    "Donates {amount:money} in the name of {donor}, doubled by grant {id}.",
    "Lahjoittaa {amount:money} tilin {donor} nimissä; vastinraha (lupaus {id}) kaksinkertaistaa lahjan.",
  ],
  confirm: ["Confirms what pledge {id} was promised for.", "Vahvistaa lupauksen {id} ehdon täyttyneen."],
  decline: [
    "Says that what pledge {id} was promised for will not come true.",
    "Toteaa, ettei lupauksen {id} ehto täyty.",
  ],
  fulfil: ["Finds that the condition of pledge {id} is met.", "Toteaa lupauksen {id} ehdon täyttyneen."],
  passOn: ["Sends pledge {id} to the reserve.", "Siirtää lupauksen {id} varantoon."],
  reclaim: [
    "Takes back what is left of pledge {id}, paid to {recipient}.",
    "Ottaa takaisin lupauksesta {id} jäljellä olevan, maksu saajalle {recipient}.",
  ],
};

export const STANDING_GIFTS: Words = {
  start: [
    "Gives {amount:money} to the reserve now and then every {interval:duration}[, with the note {note:quoted}].",
    "Antaa varantoon {amount:money} nyt ja sitten toistuvasti, väli {interval:duration}[; viesti {note:quoted}].",
  ],
  cancel: ["Ends standing gift {id}.", "Päättää toistuvan lahjan {id}."],
  pay: [
    "Makes the payment of standing gift {id} that is due.",
    "Maksaa toistuvan lahjan {id} erääntyneen erän.",
  ],
};

export const LICENCES: Words = {
  ...PAUSE,
  ...OWNED,
  addTier: [
    "Adds the licence {name:quoted} for {price:money} and {duration:duration}, {makersBps:bps} of it for the makers, free from {commonsMinimum:tokens} of recognition on.",
    "Lisää lisenssiluokan {name:quoted}: hinta {price:money}, kesto {duration:duration}, tekijöille {makersBps:bps}, ilmainen, kun tunnustettu on {commonsMinimum:tokens}.",
  ],
  setTierOffer: [
    "Sets licence {tier} to {price:money}, {makersBps:bps} of it for the makers, free from {commonsMinimum:tokens} of recognition on.",
    "Muuttaa lisenssiluokkaa {tier}: hinta {price:money}, tekijöille {makersBps:bps}, ilmainen, kun tunnustettu on {commonsMinimum:tokens}.",
  ],
  setRecognitionSources: [
    "Lets recognition of {sources:accounts} count for free licences.",
    "Asettaa, kenen antama tunnustus oikeuttaa ilmaisiin lisensseihin: {sources:accounts}.",
  ],
  buy: [
    "Buys or extends licence {tier} for {licensee}, for {maxPrice:money} at most.",
    "Ostaa luokan {tier} lisenssin tilille {licensee} tai jatkaa sitä, hinta enintään {maxPrice:money}.",
  ],
  buyWithPermit: [
    "Buys or extends licence {tier} for {licensee} with a permit, for {maxPrice:money} at most.",
    "Ostaa allekirjoitetulla luvalla luokan {tier} lisenssin tilille {licensee} tai jatkaa sitä, hinta enintään {maxPrice:money}.",
  ],
  renewSubscription: [
    "Extends licence number {id} by {duration:duration}.",
    "Jatkaa lisenssiä {id}, lisäaika {duration:duration}.",
  ],
  cancelSubscription: [
    "Ends licence number {id}, without money back.",
    "Päättää lisenssin {id} ilman hyvitystä.",
  ],
  claimCommons: [
    "Gives {licensee} the free licence {tier} for the caller's contributions.",
    "Antaa omien kontribuutioiden perusteella ilmaisen luokan {tier} lisenssin tilille {licensee}.",
  ],
  collectMakersPart: [
    "Sends the makers' part of licences to {recipient}.",
    "Siirtää tekijöiden osan lisensseistä saajalle {recipient}.",
  ],
};

export const OFFERS: Words = {
  ...PAUSE,
  ...OWNED,
  publish: [
    "Publishes the offer {name:quoted}: {stock} vouchers at {price:tokens}, sold from {opens:time} to {closes:time}, good until {validUntil:time}; see {uri:text}.",
    "Julkaisee tarjouksen {name:quoted}: {stock} lippua, hinta {price:tokens}, myynti {opens:time} – {closes:time}, voimassa {validUntil:time} asti; katso {uri:text}.",
  ],
  withdrawOffer: ["Withdraws offer {id} for good.", "Vetää tarjouksen {id} pois lopullisesti."],
  setGate: either(
    "allowed",
    [
      "Lets {gate} redeem vouchers of the caller's offers.",
      "Antaa portille luvan lunastaa omien tarjousten lippuja: {gate}.",
    ],
    [
      "No longer lets {gate} redeem vouchers of the caller's offers.",
      "Peruu portin luvan lunastaa omien tarjousten lippuja: {gate}.",
    ],
  ),
  refreshURI: [
    "Tells readers what offer {id} says now.",
    "Kertoo lukijoille, mitä tarjouksessa {id} nyt sanotaan.",
  ],
  purchase: [
    "Buys {quantity} vouchers of offer {id} for {recipient}.",
    "Ostaa tarjouksen {id} lippuja ({quantity}) tilille {recipient}.",
  ],
  purchaseWithPermit: [
    "Buys {quantity} vouchers of offer {id} for {recipient} with a permit.",
    "Ostaa tarjouksen {id} lippuja ({quantity}) tilille {recipient} allekirjoitetulla luvalla.",
  ],
  redeemVoucher: [
    "Redeems {quantity} vouchers of offer {id}.",
    "Lunastaa tarjouksen {id} lippuja ({quantity}).",
  ],
  redeemFor: [
    "Redeems {quantity} vouchers of offer {offer} with the code of {holder}.",
    "Lunastaa tarjouksen {offer} lippuja ({quantity}) koodilla, haltija {holder}.",
  ],
  redeemMany: ["Redeems the codes of {codes:count} holders.", "Lunastaa koodeja ({codes:count})."],
  returnVoucher: [
    "Returns {quantity} vouchers of offer {id}; what was paid for them goes to {recipient}.",
    "Palauttaa tarjouksen {id} lippuja ({quantity}), hyvitys saajalle {recipient}.",
  ],
  cancelNonces: [
    "Makes voucher codes that the caller signed worthless.",
    "Mitätöi itse allekirjoitettuja lippukoodeja.",
  ],
  safeTransferFrom: [
    "Passes {value} vouchers of offer {id} of {from} on to {to}.",
    "Siirtää tarjouksen {id} lippuja ({value}) tililtä {from}, saaja {to}.",
  ],
  safeBatchTransferFrom: [
    "Passes vouchers of offers {ids:numbers} of {from} on to {to}.",
    "Siirtää tarjousten {ids:numbers} lippuja tililtä {from}, saaja {to}.",
  ],
  setApprovalForAll: either(
    "approved",
    [
      "Lets {operator} pass on all vouchers of the caller.",
      "Antaa luvan siirtää kaikkia omia lippuja: {operator}.",
    ],
    [
      "No longer lets {operator} pass on vouchers of the caller.",
      "Peruu luvan siirtää omia lippuja: {operator}.",
    ],
  ),
  setVerified: ({ name_: name }) =>
    name === ""
      ? [
          "Says that the organisation does not know {partner}.",
          "Toteaa, ettei organisaatio tunne kumppania {partner}.",
        ]
      : [
          "Says that the organisation knows {partner} as {name_:quoted}.",
          "Toteaa organisaation tuntevan kumppanin {partner} nimellä {name_:quoted}.",
        ],
};
