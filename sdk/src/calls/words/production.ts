import { OWNED, PAUSE, SWEEP, either, type Words } from "./table.ts";

export const PRESALE: Words = {
  ...PAUSE,
  ...SWEEP,
  contribute: [
    "Gives up to {amount:money} to the presale.",
    "Antaa ennakkomyyntiin enintään {amount:money}.",
  ],
  contributeFor: [
    "Gives up to {amount:money} to the presale in the name of {account}.",
    "Antaa ennakkomyyntiin enintään {amount:money} tilin {account} nimissä.",
  ],
  contributeWithPermit: [
    "Gives up to {amount:money} to the presale with a permit.",
    "Antaa ennakkomyyntiin enintään {amount:money} allekirjoitetulla luvalla.",
  ],
  claim: [
    "Takes the caller's tokens of the presale: what has vested goes to {recipient}, the rest is staked for the caller.",
    "Nostaa omat polettinsa ennakkomyynnistä: kertyneet menevät saajalle {recipient}, loput omaksi panokseksi.",
  ],
  refund: [
    "Takes the caller's money in the presale back, paid to {recipient}.",
    "Ottaa omat rahansa takaisin ennakkomyynnistä, maksu saajalle {recipient}.",
  ],
  refundFrom: [
    "Takes the money of {account} in the presale back, paid to {recipient}.",
    "Ottaa tilin {account} rahat takaisin ennakkomyynnistä, maksu saajalle {recipient}.",
  ],
  setOperator: either(
    "allowed",
    [
      "Lets {operator} take the caller's money in the presale back for them.",
      "Antaa tilille {operator} luvan hakea rahat puolestaan takaisin ennakkomyynnistä.",
    ],
    [
      "No longer lets {operator} take the caller's money in the presale back.",
      "Peruu tilin {operator} luvan hakea rahat takaisin ennakkomyynnistä.",
    ],
  ),
  offerPosition: ({ recipient }) =>
    BigInt(recipient as string) === 0n
      ? [
          "No longer offers the caller's place in the presale.",
          "Ei enää tarjoa omaa asemaansa ennakkomyynnissä.",
        ]
      : [
          "Offers the caller's place in the presale to {recipient}.",
          "Tarjoaa omaa asemaansa ennakkomyynnissä tilille {recipient}.",
        ],
  takePosition: [
    "Takes the place of {account} in the presale.",
    "Ottaa tilin {account} aseman ennakkomyynnissä.",
  ],
  release: [
    "Releases the money of the presale: the market opens, the rest becomes the production budget.",
    "Vapauttaa ennakkomyynnin varat: markkina avautuu, ja lopuista tulee tuotantobudjetti.",
  ],
  announceTrustee: [
    "Announces {candidate_} as the new trustee; partners can take their money back for 14 days.",
    "Ilmoittaa uudeksi luotetuksi osapuoleksi {candidate_}; kumppanit voivat ottaa rahansa takaisin 14 päivän ajan.",
  ],
  cancelTrustee: [
    "Takes the announcement of a new trustee back.",
    "Peruu ilmoituksen uudesta luotetusta osapuolesta.",
  ],
  completeTrustee: [
    "Makes the announced candidate the trustee.",
    "Tekee ilmoitetusta ehdokkaasta luotetun osapuolen.",
  ],
};

export const CUSTODY: Words = {
  ...SWEEP,
  offerResource: [
    "Offers a resource worth {value:money} for tokens[; see {uri:text}][; its deed is number {nftId:number} of {nftContract}].",
    "Tarjoaa resurssia poletteja vastaan, arvo {value:money}[; katso {uri:text}][; saantokirja {nftId:number}, sopimus {nftContract}].",
  ],
  withdrawResource: [
    "Takes resource {id} back, for {recipient}.",
    "Ottaa resurssin {id} takaisin, saaja {recipient}.",
  ],
  acceptResource: [
    "Accepts resource {id}: who gave before can take their money back for a while.",
    "Hyväksyy resurssin {id}: aiemmin antaneet voivat jonkin aikaa ottaa rahansa takaisin.",
  ],
  returnResource: ["Returns resource {id} to who offered it.", "Palauttaa resurssin {id} tarjoajalleen."],
  deliverResource: [
    "Sends the deed of resource {id} to the treasury.",
    "Siirtää resurssin {id} saantokirjan kassaan.",
  ],
};

export const BUDGET: Words = {
  ...SWEEP,
  approveMilestone: [
    "Approves milestone {index} of the production budget; partners may object for a while.",
    "Hyväksyy tuotantobudjetin välitavoitteen {index}; kumppanit voivat jonkin aikaa vastustaa.",
  ],
  refuseMilestone: [
    "Refuses milestone {index}: its part of the budget belongs to the partners again.",
    "Hylkää välitavoitteen {index}: sen osa budjetista kuuluu taas kumppaneille.",
  ],
  objectToMilestone: ["Objects to milestone {index}.", "Vastustaa välitavoitetta {index}."],
  payMilestone: ["Pays milestone {index} to the treasury.", "Maksaa välitavoitteen {index} kassaan."],
  failMilestone: [
    "Says that milestone {index} was missed.",
    "Toteaa välitavoitteen {index} jääneen saavuttamatta.",
  ],
  fetch: [
    "Takes the caller's part of what belongs to the partners again, paid to {recipient}.",
    "Nostaa oman osansa siitä, mikä on palautunut kumppaneille, maksu saajalle {recipient}.",
  ],
};

export const REGISTRY: Words = {
  ...OWNED,
  submit: [
    "Submits a contribution ({kind:kind}) for {reward:tokens}, for {shares:shares}[; see {uri:text}].",
    "Jättää arvioitavaksi kontribuution ({kind:kind}), palkkio {reward:tokens}, saajat {shares:shares}[; katso {uri:text}].",
  ],
  withdraw: ["Takes contribution {id} back.", "Vetää kontribuution {id} pois."],
  review: either(
    "approve",
    [
      "Approves contribution {id}[, with the note {note:quoted}].",
      "Puoltaa kontribuutiota {id}[; perustelu {note:quoted}].",
    ],
    [
      "Objects to contribution {id}[, with the note {note:quoted}].",
      "Vastustaa kontribuutiota {id}[; perustelu {note:quoted}].",
    ],
  ),
  reviewMany: either(
    "approve",
    [
      "Approves contributions {ids:numbers}[, with the note {note:quoted}].",
      "Puoltaa kontribuutioita {ids:numbers}[; perustelu {note:quoted}].",
    ],
    [
      "Objects to contributions {ids:numbers}[, with the note {note:quoted}].",
      "Vastustaa kontribuutioita {ids:numbers}[; perustelu {note:quoted}].",
    ],
  ),
  veto: ["Vetoes contribution {id}.", "Estää kontribuution {id}."],
  decide: [
    "Decides on contribution {id}, whose review is over.",
    "Ratkaisee kontribuution {id}, jonka arviointi on päättynyt.",
  ],
  settle: [
    "Pays out contribution {id} to {shares:shares}.",
    "Maksaa kontribuution {id} palkkion, saajat {shares:shares}.",
  ],
  claimFor: [
    "Pays {account} their part of contribution {id}.",
    "Maksaa tilille {account} sen osan kontribuution {id} palkkiosta.",
  ],
  collectReviewRewards: [
    "Pays {reviewer} the reviewers' rewards of contributions {ids:numbers}.",
    "Maksaa arvioijalle {reviewer} palkkiot kontribuutioista {ids:numbers}.",
  ],
  overrule: [
    "Accepts contribution {id} although it was vetoed or rejected.",
    "Hyväksyy kontribuution {id}, vaikka se estettiin tai hylättiin.",
  ],
  setCurator: either(
    "allowed",
    ["Names {curator} a curator.", "Nimeää kuraattoriksi {curator}."],
    ["No longer names {curator} a curator.", "Poistaa kuraattorin {curator}."],
  ),
  setCurationStake: ({ curationStake_: amount }) =>
    amount === 0n
      ? ["Lets only named curators review.", "Antaa vain nimettyjen kuraattorien arvioida."]
      : [
          "Makes whoever has staked {curationStake_:tokens} a curator.",
          "Tekee kuraattoriksi jokaisen, jonka panos on vähintään {curationStake_:tokens}.",
        ],
  setIncentives: [
    "Sets the deposit of a submission to {deposit_:tokens} and the reviewers' part to {reviewerRewardBps_:bps}.",
    "Asettaa kontribuution pantiksi {deposit_:tokens} ja arvioijien osaksi {reviewerRewardBps_:bps}.",
  ],
  setKind: either(
    "active",
    [
      "Sets contributions of kind {kind:kind} to {name:quoted}, {maxReward:tokens} at most.",
      "Asettaa kontribuutiolajin {kind:kind}: nimi {name:quoted}, enintään {maxReward:tokens}.",
    ],
    [
      "Takes no more contributions of kind {kind:kind} ({name:quoted}).",
      "Ei ota enää vastaan tämän lajin kontribuutioita: {kind:kind} ({name:quoted}).",
    ],
  ),
  setReviewTerms: [
    "Sets the review of contributions to {reviewWindow_:duration} and {quorum_} approvals.",
    "Asettaa kontribuutioiden arviointiajaksi {reviewWindow_:duration} ja puoltojen määräksi {quorum_}.",
  ],
};

export const ISSUANCE: Words = {
  ...PAUSE,
  ...OWNED,
  settle: ["Pays the batches of awards that are due.", "Maksaa erääntyneet palkkioerät."],
  enter: [
    "Enters an award of {amount:tokens} into the running batch.",
    "Kirjaa palkkion {amount:tokens} kuluvaan palkkioerään.",
  ],
  take: [
    "Sends what award {award} was paid to {to}.",
    "Lähettää palkkiosta {award} maksetun osan, saaja {to}.",
  ],
  setGrowth: [
    "Sets the growth of the supply in a window to {closedGrowthBps_:bps} while the market is closed and {openGrowthBps_:bps} while it is open, and what may be issued from gifts to {giftIssuanceBps_:bps}.",
    "Asettaa polettimäärän kasvun jaksossa: markkina kiinni {closedGrowthBps_:bps}, markkina auki {openGrowthBps_:bps}; lahjoista {giftIssuanceBps_:bps}.",
  ],
  setIssuer: either(
    "allowed",
    ["Lets {issuer} enter awards.", "Antaa oikeuden kirjata palkkioita: {issuer}."],
    ["No longer lets {issuer} enter awards.", "Poistaa oikeuden kirjata palkkioita: {issuer}."],
  ),
};

export const EPOCHS: Words = {
  ...OWNED,
  propose: [
    "Proposes an epoch of {total:tokens} for {count} awards, by the formula {formula:quoted}[; see {uri:text}].",
    "Esittää kauden: {total:tokens}, palkkioita {count}, kaava {formula:quoted}[; katso {uri:text}].",
  ],
  object: [
    "Objects to epoch {epoch}[, with the note {note:quoted}].",
    "Vastustaa kautta {epoch}[; perustelu {note:quoted}].",
  ],
  veto: ["Vetoes epoch {epoch}.", "Estää kauden {epoch}."],
  withdraw: ["Takes epoch {epoch} back.", "Vetää kauden {epoch} pois."],
  activate: [
    "Enters epoch {epoch}, which nobody stopped, into a batch.",
    "Kirjaa palkkioerään kauden {epoch}, jota kukaan ei pysäyttänyt.",
  ],
  open: ["Opens epoch {epoch} for claims.", "Avaa kauden {epoch} nostettavaksi."],
  claim: [
    "Sends {account} its award of epoch {epoch}, {amount:tokens} of the epoch as proposed.",
    "Lähettää tilille {account} palkkion kaudesta {epoch}, esitetyn mukaan {amount:tokens}.",
  ],
  claimMany: [
    "Sends {account} its awards of {claims:count} epochs.",
    "Lähettää tilille {account} palkkiot kausista ({claims:count}).",
  ],
  expire: [
    "Sends what nobody claimed of epoch {epoch} to the treasury.",
    "Siirtää kassaan sen, mitä kaudesta {epoch} on jäänyt nostamatta.",
  ],
  overrule: [
    "Accepts epoch {epoch} although it was vetoed or rejected.",
    "Hyväksyy kauden {epoch}, vaikka se estettiin tai hylättiin.",
  ],
  setTerms: [
    "Sets epochs to come: challenged for {challengeWindow:duration}, stopped by {objectionQuorum} objections, claimed within {claimPeriod:duration}.",
    "Asettaa tulevien kausien ehdot: vastustamisaika {challengeWindow:duration}, pysäyttämiseen tarvittavia vastalauseita {objectionQuorum}, nostoaika {claimPeriod:duration}.",
  ],
};

export const PROPOSALS: Words = {
  ...PAUSE,
  ...OWNED,
  open: [
    "Opens a proposal ({kind:kind}) for {reward:tokens}, with a goal of {goal:tokens} of backing until {deadline:time}, to be delivered by {deliverBy:time} by {deliverers:shares}; backers get {backersBps:bps}[; see {uri:text}].",
    "Avaa ehdotuksen ({kind:kind}), palkkio {reward:tokens}, tukitavoite {goal:tokens} viimeistään {deadline:time}, toimitus viimeistään {deliverBy:time}, toteuttajat {deliverers:shares}; tukijoille {backersBps:bps}[; katso {uri:text}].",
  ],
  back: ["Puts up to {amount:tokens} on proposal {id}.", "Tukee ehdotusta {id}, enintään {amount:tokens}."],
  backWithPermit: [
    "Puts up to {amount:tokens} on proposal {id} with a permit.",
    "Tukee ehdotusta {id} allekirjoitetulla luvalla, enintään {amount:tokens}.",
  ],
  withdraw: [
    "Takes {amount:tokens} of backing back from proposal {id}.",
    "Ottaa tukeaan takaisin ehdotuksesta {id}: {amount:tokens}.",
  ],
  reclaim: [
    "Takes the caller's backing of proposal {id}, which failed, back.",
    "Ottaa oman tukensa takaisin epäonnistuneesta ehdotuksesta {id}.",
  ],
  deliver: [
    "Delivers proposal {id}, by {deliverers:shares}[; see {uri:text}].",
    "Toimittaa ehdotuksen {id} tuloksen, toteuttajat {deliverers:shares}[; katso {uri:text}].",
  ],
  withdrawDelivery: ["Takes the delivery of proposal {id} back.", "Vetää ehdotuksen {id} toimituksen pois."],
  vetoDelivery: [
    "Vetoes the delivery of proposal {id} with the caller's backing.",
    "Estää ehdotuksen {id} toimituksen oman tukensa nojalla.",
  ],
  decline: [
    "Says that the caller will not deliver proposal {id}.",
    "Kieltäytyy toteuttamasta ehdotusta {id}.",
  ],
  complete: [
    "Sends the backing of proposal {id} to its deliverers, {deliverers:shares}.",
    "Lähettää ehdotuksen {id} tuen toteuttajille: {deliverers:shares}.",
  ],
  returnDeposit: [
    "Sends the deposit of delivery {contributionId} back.",
    "Palauttaa toimituksen {contributionId} pantin.",
  ],
  claim: [
    "Sends {backer} their part of what was issued for proposal {id}.",
    "Lähettää tukijalle {backer} tämän osan ehdotuksen {id} palkkiosta.",
  ],
};
