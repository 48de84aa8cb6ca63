import type { Sentences } from "../table.ts";

/** Contributions, epochs, issuance, and the token itself. */
export const CONTRIBUTIONS = {
  "NotMinter(address account)": [
    "{account} may not issue tokens: who may was fixed at launch.",
    "Tili {account} ei saa laskea poletteja liikkeelle: oikeudesta päätettiin organisaatiota perustettaessa.",
  ],
  "NotReserve(address account)": [
    "Only the reserve may take tokens back, not {account}.",
    "Vain varanto saa ottaa poletteja takaisin, ei {account}.",
  ],
  "SupplyCapExceeded(uint256 supply, uint256 cap)": [
    "There would be more tokens than there can ever be, {cap:tokens}. Use a smaller amount.",
    "Poletteja tulisi enemmän kuin niitä voi koskaan olla: enimmäismäärä on {cap:tokens}. Anna pienempi määrä.",
  ],
  "EmptyEpoch(bytes32 root, uint256 total, uint256 count)": [
    "The ledger is empty: it has {count} entries and {total:tokens} in all. Build it again.",
    "Kirjanpito on tyhjä: rivejä {count}, yhteensä {total:tokens}. Muodosta se uudelleen.",
  ],
  "WrongEpochStatus(uint256 epoch, uint8 status)": [
    "Epoch {epoch} {status:EpochStatus}, which this does not fit. Look at its state first.",
    "Kausi {epoch} {status:EpochStatus}, eikä tämä sovi siihen. Katso ensin sen tila.",
  ],
  "ChallengeOngoing(uint256 epoch, uint256 until)": [
    "Epoch {epoch} may be challenged until {until:time}. Activate it afterwards.",
    "Kautta {epoch} voi vastustaa {until:time} asti. Kirjaa se palkkioerään sen jälkeen.",
  ],
  "ChallengeOver(uint256 epoch, uint256 until)": [
    "The time to challenge epoch {epoch} ended on {until:time}.",
    "Kauden {epoch} vastustamisaika päättyi {until:time}.",
  ],
  "ProposerObjects(uint256 epoch, address account)": [
    "{account} proposed epoch {epoch}: to stop it, withdraw it.",
    "Tili {account} on itse esittänyt kauden {epoch}: pysäytä se vetämällä se pois.",
  ],
  "AlreadyObjected(uint256 epoch, address account)": [
    "{account} has objected to epoch {epoch} already: it counts once.",
    "Tili {account} on jo vastustanut kautta {epoch}: vastalause lasketaan vain kerran.",
  ],
  "NotProposer(uint256 epoch, address account)": [
    "Only who proposed epoch {epoch} may do this, not {account}.",
    "Tämän saa tehdä vain kauden {epoch} esittäjä, ei {account}.",
  ],
  "InvalidProof(uint256 epoch, uint256 index)": [
    "Nothing can be claimed with this proof: entry {index} of epoch {epoch} is another than published, or the epoch is not open for claims. Load the published ledger anew.",
    "Tällä todistuksella ei voi nostaa mitään: kauden {epoch} rivi {index} poikkeaa julkaistusta, tai kausi ei ole nostettavana. Lataa julkaistu kirjanpito uudelleen.",
  ],
  "EpochOverruleOver(uint256 epoch, uint256 until)": [
    "A decision could overrule the rejection of epoch {epoch} until {until:time}. Propose a new epoch.",
    "Kauden {epoch} hylkäämisen olisi voinut kumota päätöksellä {until:time} asti. Esitä uusi kausi.",
  ],
  "AwardNotFinal(uint256 epoch)": [
    "What epoch {epoch} gets is not final: more may still be issued for it. Come back when the next batch has been paid.",
    "Kauden {epoch} saama määrä ei ole lopullinen: sille voidaan vielä laskea liikkeelle lisää. Palaa, kun seuraava palkkioerä on maksettu.",
  ],
  "AlreadyClaimed(uint256 epoch, uint256 index)": [
    "Entry {index} of epoch {epoch} has been claimed already.",
    "Kauden {epoch} rivi {index} on jo nostettu.",
  ],
  "EpochExhausted(uint256 epoch, uint256 amount, uint256 left)": [
    "Of epoch {epoch} only {left:tokens} are left, too little for {amount:tokens}: its ledger promised more than its total. Tell who proposed it.",
    "Kaudesta {epoch} on jäljellä {left:tokens}, eikä se riitä: nostettavaa olisi {amount:tokens}. Kirjanpito lupasi enemmän kuin yhteismääränsä. Kerro asiasta kauden esittäjälle.",
  ],
  "NotExpired(uint256 epoch, uint256 expiresAt)": [
    "Epoch {epoch} can be claimed until {expiresAt:time}. Close it afterwards.",
    "Kauden {epoch} palkkiot voi nostaa {expiresAt:time} asti. Sulje kausi sen jälkeen.",
  ],
  "NoClaims()": [
    "No claims are listed. Name one at least.",
    "Nostettavia palkkioita ei ole lueteltu. Nimeä vähintään yksi.",
  ],
  "KindNotActive(uint8 kind)": [
    "Contributions of kind {kind:ContributionKind} are not recognised now. Choose another kind.",
    "Tämän lajin kontribuutioita ei nyt tunnusteta: {kind:ContributionKind}. Valitse toinen laji.",
  ],
  "RewardOutOfRange(uint256 reward, uint256 max)": [
    "The reward of {reward:tokens} does not fit: it must be above zero, and {max:tokens} at most for this kind.",
    "Palkkio {reward:tokens} ei käy: sen pitää olla nollaa suurempi, ja tässä lajissa enintään {max:tokens}.",
  ],
  "CuratorUnchanged(address account)": [
    "{account} is named twice, or is to be removed without being a curator. Mend the list.",
    "Tili {account} on nimetty kahdesti, tai se pitäisi poistaa, vaikkei se ole kuraattori. Korjaa luettelo.",
  ],
  "InvolvedApproves(uint256 id, address account)": [
    "{account} has a part in contribution {id}, so that they may object to it, but not approve it. Ask another curator.",
    "Tilillä {account} on osuus kontribuutiosta {id}, joten tili saa vastustaa sitä mutta ei puoltaa sitä. Pyydä toista kuraattoria.",
  ],
  "AlreadyReviewed(uint256 id, address account)": [
    "{account} has reviewed contribution {id} already: a review stands.",
    "Tili {account} on jo arvioinut kontribuution {id}: arvio on pysyvä.",
  ],
  "NotProposals(address account)": [
    "Only the organisation's proposals deliver like this, not {account}.",
    "Näin voi toimittaa vain organisaation ehdotusten sopimus, ei {account}.",
  ],
  "WrongStatus(uint256 id, uint8 status)": [
    "Contribution {id} {status:ContributionStatus}, which this does not fit. Look at its state first.",
    "Kontribuutio {id} {status:ContributionStatus}, eikä tämä sovi siihen. Katso ensin sen tila.",
  ],
  "ReviewOngoing(uint256 id, uint256 until)": [
    "Contribution {id} is under review until {until:time}. Try again afterwards.",
    "Kontribuutiota {id} arvioidaan {until:time} asti. Yritä sen jälkeen uudelleen.",
  ],
  "ReviewOver(uint256 id, uint256 until)": [
    "The review of contribution {id} ended on {until:time}. Have it decided.",
    "Kontribuution {id} arviointi päättyi {until:time}. Ratkaise se.",
  ],
  "NotSubmitter(uint256 id, address account)": [
    "Only who submitted contribution {id} may do this, not {account}.",
    "Tämän saa tehdä vain kontribuution {id} jättäjä, ei {account}.",
  ],
  "OverruleOver(uint256 id, uint256 until)": [
    "A decision could overrule the rejection of contribution {id} until {until:time}. Submit it anew.",
    "Kontribuution {id} hylkäämisen olisi voinut kumota päätöksellä {until:time} asti. Jätä se uudelleen.",
  ],
  "DeliveryReplaced(uint256 id)": [
    "Contribution {id} was a delivery that has been delivered again since: only the last one can be overruled.",
    "Kontribuutio {id} oli toimitus, jonka tilalle on sittemmin tullut uusi: vain viimeisimmän hylkäämisen voi kumota.",
  ],
  "NothingDue(uint256 id, address account)": [
    "There is nothing to pay for contribution {id} now[ to {account}]. What was accepted is paid when its batch has ended.",
    "Kontribuutiosta {id} ei ole nyt mitään maksettavaa[ tilille {account}]. Hyväksytty maksetaan, kun sen palkkioerä on päättynyt.",
  ],
  "NoReviewReward(address reviewer)": [
    "There is nothing to pay to {reviewer} for these reviews now.",
    "Tilille {reviewer} ei ole nyt mitään maksettavaa näistä arvioinneista.",
  ],
  "SharesMismatch(uint256 id, bytes32 expected, bytes32 got)": [
    "The shares are not those that contribution {id} was submitted with. Load them anew.",
    "Osuudet eivät ole ne, joilla kontribuutio {id} jätettiin. Lataa ne uudelleen.",
  ],
  "NotIssuer(address account)": [
    "{account} may not issue tokens for contributions.",
    "Tili {account} ei saa laskea poletteja liikkeelle kontribuutioista.",
  ],
  "NotIssuerOfAward(uint256 award, address account)": [
    "Award {award} was not entered by {account}, or there is none of this number.",
    "Palkkiota {award} ei ole kirjannut {account}, tai sellaista palkkiota ei ole.",
  ],
  "NotOpeningReserve(address account)": [
    "Only the reserve of the organisation opens the market, not {account}.",
    "Markkinan voi avata vain organisaation varanto, ei {account}.",
  ],
  "ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)": [
    "{spender} may move {allowance:tokens} for you, and {needed:tokens} are needed. Approve that much first.",
    "Sopimuksella {spender} on lupa siirtää puolestasi {allowance:tokens}; tarvitaan {needed:tokens}. Anna ensin lupa koko määrään.",
  ],
  "ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)": [
    "{sender} has {balance:tokens}, and {needed:tokens} are needed. Enter a smaller amount; what is staked must be taken out first.",
    "Tilillä {sender} on {balance:tokens}; tarvitaan {needed:tokens}. Anna pienempi määrä; panokseksi pannut on ensin nostettava.",
  ],
  "ERC20InvalidApprover(address approver)": [
    "The zero address cannot approve anything.",
    "Nollaosoite ei voi antaa lupia.",
  ],
  "ERC20InvalidReceiver(address receiver)": [
    "Tokens cannot be sent to {receiver:address}. Name another recipient.",
    "Poletteja ei voi lähettää tähän osoitteeseen: {receiver:address}. Nimeä toinen vastaanottaja.",
  ],
  "ERC20InvalidSender(address sender)": [
    "Tokens cannot be sent from {sender:address}.",
    "Poletteja ei voi lähettää tästä osoitteesta: {sender:address}.",
  ],
  "ERC20InvalidSpender(address spender)": [
    "The zero address cannot be approved. Name another account.",
    "Nollaosoitteelle ei voi antaa lupaa. Nimeä toinen tili.",
  ],
  "ERC2612ExpiredSignature(uint256 deadline)": [
    "The signed permission was good until {deadline:time}. Sign anew.",
    "Allekirjoitettu lupa oli voimassa {deadline:time} asti. Allekirjoita uudelleen.",
  ],
  "ERC2612InvalidSigner(address signer, address owner)": [
    "The permission was not signed by {owner}, or was signed for something else or used already. Sign anew.",
    "Luvan allekirjoittaja ei ole {owner}, tai lupa on annettu muuhun tai se on jo käytetty. Allekirjoita uudelleen.",
  ],
} as const satisfies Sentences;
