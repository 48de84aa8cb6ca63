import type { Sentences } from "../table.ts";

/** The presale, resources in custody, and the budget for production. */
export const PRESALE = {
  "WrongState(uint8 actual, uint8 needed)": [
    "The sale {actual:SaleState}; for this it must be one that {needed:SaleState}.",
    "Myynti {actual:SaleState}; tähän tarvitaan myynti, joka {needed:SaleState}.",
  ],
  "NotTrustee(address account)": [
    "Only the trustee may do this, not {account}.",
    "Tämän saa tehdä vain luotettu osapuoli, ei {account}.",
  ],
  "NotCustody(address account)": [
    "Only the custody of resources may do this, not {account}.",
    "Tämän saa tehdä vain resurssien säilytys, ei {account}.",
  ],
  "RefundsOpen(uint64 until)": [
    "Partners may take their money back until {until:time}. Try again afterwards.",
    "Kumppanit voivat ottaa rahansa takaisin {until:time} asti. Yritä sen jälkeen uudelleen.",
  ],
  "ChangePending(address candidate)": [
    "The trustee is about to change to {candidate}. Wait until that is done or taken back.",
    "Luotettu osapuoli on vaihtumassa; uusi on {candidate}. Odota, kunnes vaihto on tehty tai peruttu.",
  ],
  "NoChangePending()": [
    "No change of the trustee was announced. Announce one first.",
    "Luotetun osapuolen vaihtoa ei ole ilmoitettu. Ilmoita se ensin.",
  ],
  "AcceptanceOver(uint64 closes)": [
    "Resources could be accepted until {closes:time}.",
    "Resursseja voitiin hyväksyä {closes:time} asti.",
  ],
  "PositionPassedOn(address account)": [
    "{account} has passed its place in the sale on, and cannot have one again. Use another account.",
    "Tili {account} on luovuttanut asemansa myynnissä eikä voi saada uutta. Käytä toista tiliä.",
  ],
  "PositionNotOffered(address account, address recipient)": [
    "{account} did not offer its place in the sale to {recipient}. Ask them to do that first.",
    "Tili {account} ei ole tarjonnut asemaansa myynnissä tilille {recipient}. Pyydä ensin tarjoamaan sitä.",
  ],
  "CannotTakePosition(address account, address recipient)": [
    "{recipient} cannot take the place of {account}: it has one or passed one on, or one of the two is trustee, will be, or is the treasury. Use another account.",
    "Tili {recipient} ei voi ottaa tilin {account} asemaa: sillä on jo oma tai se on luovuttanut omansa, tai jompikumpi on nykyinen tai tuleva luotettu osapuoli tai kassa. Käytä toista tiliä.",
  ],
  "ResourcesAboveLimit(uint256 tokens, uint256 allowed)": [
    "Resources would get {tokens:tokens}, and only {allowed:tokens} of what is sold may go to them. The trustee must return some first.",
    "Resursseista annettaisiin {tokens:tokens}, mutta myytävästä saa mennä niihin enintään {allowed:tokens}. Luotetun osapuolen on ensin palautettava osa.",
  ],
  "NotAllowed(address account)": [
    "{account} is not on the list of partners, or the proof is wrong. Ask the organisation, or load the list anew.",
    "Tili {account} ei ole kumppaniluettelossa, tai todistus on väärä. Kysy organisaatiolta, tai lataa luettelo uudelleen.",
  ],
  "PartnerMaximumReached(address account, uint256 max)": [
    "{account} has given all that one partner may give, {max:money}.",
    "Tili {account} on antanut kaiken, mitä yksi kumppani saa antaa: {max:money}.",
  ],
  "ContributionTooSmall(uint256 amount, uint256 price)": [
    "{amount:money} buy no token: one costs {price:money}. Give more.",
    "Tällä ei saa yhtään polettia: {amount:money}. Yksi maksaa {price:money}. Anna enemmän.",
  ],
  "NotOperator(address account, address operator)": [
    "{operator} may not act for {account}. They have to allow it first.",
    "Tili {operator} ei saa toimia tilin {account} puolesta. Tilin haltijan on ensin annettava siihen lupa.",
  ],
  "NothingToTake(address account)": [
    "There is nothing for {account} to take now.",
    "Tilillä {account} ei ole nyt mitään nostettavaa.",
  ],
  "WrongMilestoneState(uint256 index, uint8 actual)": [
    "Milestone {index} {actual:MilestoneState}, which this does not fit.",
    "Välitavoite {index} {actual:MilestoneState}, eikä tämä sovi siihen.",
  ],
  "UnknownMilestone(uint256 index, uint256 count)": [
    "There is no milestone {index}: there are {count}, counted from 0.",
    "Välitavoitetta {index} ei ole: niitä on {count}, ja numerot alkavat nollasta.",
  ],
  "MilestoneOutOfTurn(uint256 index, uint256 turn)": [
    "It is not the turn of milestone {index}: next is {turn} (counted from 0; if there is none of this number, all are settled).",
    "Välitavoitteen {index} vuoro ei ole nyt: seuraava on {turn} (laskien nollasta; jos sellaista ei ole, kaikki on käsitelty).",
  ],
  "BudgetNotReceived()": [
    "There is no budget: the sale was not released.",
    "Budjettia ei ole: myynnin varoja ei ole vapautettu.",
  ],
  "ApprovalTooEarly(uint64 from)": [
    "A milestone can be approved from {from:time} on, so that partners can stake first.",
    "Välitavoitteen voi hyväksyä aikaisintaan {from:time}, jotta kumppanit ehtivät panna panoksensa.",
  ],
  "ApprovalOver(uint64 until)": [
    "The milestone could be approved until {until:time}. Its part goes back to the partners.",
    "Välitavoitteen olisi voinut hyväksyä {until:time} asti. Sen osa palaa kumppaneille.",
  ],
  "ObjectionsOpen(uint64 until)": [
    "Partners may object until {until:time}. Try again afterwards.",
    "Kumppanit voivat vastustaa {until:time} asti. Yritä sen jälkeen uudelleen.",
  ],
  "ObjectionsClosed(uint64 until)": [
    "Partners could object until {until:time}.",
    "Kumppanien vastustamisaika päättyi {until:time}.",
  ],
  "NothingToObjectWith(address account)": [
    "{account} has nothing to object with: it takes money given in the sale, and a stake that was there before the approval and still is.",
    "Tili {account} ei voi vastustaa: siihen tarvitaan myynnissä annettua rahaa ja panos, joka oli paikallaan ennen hyväksyntää ja on yhä.",
  ],
  "PositionAlreadyObjected(uint256 approval, address account)": [
    "{account} objects to this approval already: it counts once.",
    "Tili {account} vastustaa jo tätä hyväksyntää: vastalause lasketaan vain kerran.",
  ],
  "DissolutionNoticed(uint64 until)": [
    "A dissolution of the organisation was announced: nothing is paid from the budget until {until:time}.",
    "Organisaation purkamisesta on ilmoitettu: budjetista ei makseta mitään {until:time} asti.",
  ],
  "NotFailedYet(uint64 from)": [
    "The milestone can be given up from {from:time} on.",
    "Välitavoitteen voi todeta jääneen saavuttamatta aikaisintaan {from:time}.",
  ],
  "WrongResourceState(uint256 id, uint8 actual)": [
    "Resource {id} {actual:ResourceState}, which this does not fit.",
    "Resurssi {id} {actual:ResourceState}, eikä tämä sovi siihen.",
  ],
  "NotInCustody(address nftContract, uint256 nftId)": [
    "The deed {nftId} of {nftContract} did not arrive, or is not in custody. Check its number and approval.",
    "Saantokirja {nftId} (sopimus {nftContract}) ei saapunut, tai se ei ole säilytyksessä. Tarkista numero ja lupa.",
  ],
  "NotOfferer(uint256 id, address account)": [
    "Resource {id} does not belong to {account}.",
    "Resurssi {id} ei kuulu tilille {account}.",
  ],
  "NotSweepable(address token)": [
    "{token} cannot be moved out of here: only what was sent by mistake in the organisation's asset or token can.",
    "Tätä ei voi siirtää täältä pois: {token}. Siirtää voi vain erehdyksessä tänne lähetettyä varannon rahaa tai organisaation poletteja.",
  ],
  "BackersShareOutOfRange(uint16 bps, uint16 max)": [
    "The backers' part, {bps:bps}, must be above 0 and {max:bps} at most.",
    "Tukijoiden osan pitää olla yli 0 ja enintään {max:bps}; annettu on {bps:bps}.",
  ],
  "WrongProposalState(uint256 id, uint8 state)": [
    "Proposal {id} {state:ProposalState}, which this does not fit. Look at its state first.",
    "Ehdotus {id} {state:ProposalState}, eikä tämä sovi siihen. Katso ensin sen tila.",
  ],
  "BackingTooSmall(uint256 id, address account, uint256 amount, uint256 backing)": [
    "{account} has put {backing:tokens} on proposal {id}, less than {amount:tokens}. Enter a smaller amount.",
    "Tilin {account} tuki ehdotukselle {id} on vain {backing:tokens}; pyydetty on {amount:tokens}. Anna pienempi määrä.",
  ],
  "ProposalTermsMismatch(uint256 id, bytes32 actual, bytes32 meant)": [
    "Proposal {id} is not the one that you have read. Look at it again before you back it.",
    "Ehdotus {id} ei ole se, jonka olet lukenut. Katso se uudelleen, ennen kuin tuet sitä.",
  ],
  "AlreadyVetoed(uint256 contributionId, address account)": [
    "{account} has vetoed this delivery already: it counts once.",
    "Tili {account} on jo estänyt tämän toimituksen: esto lasketaan vain kerran.",
  ],
  "AlreadyDeclined(uint256 id, address account)": [
    "{account} has declined proposal {id} already.",
    "Tili {account} on jo kieltäytynyt toteuttamasta ehdotusta {id}.",
  ],
  "NotBacker(uint256 id, address account)": [
    "{account} has put nothing on proposal {id}.",
    "Tili {account} ei ole tukenut ehdotusta {id}.",
  ],
  "NotDeliverer(uint256 id, address account)": [
    "{account} is not among those who deliver proposal {id}.",
    "Tili {account} ei kuulu ehdotuksen {id} toteuttajiin.",
  ],
  "DeliverersMismatch(uint256 id, bytes32 expected, bytes32 got)": [
    "The deliverers are not those that proposal {id} was opened with. Load them anew.",
    "Toteuttajat eivät ole ne, joilla ehdotus {id} avattiin. Lataa tiedot uudelleen.",
  ],
  "NothingToClaim(uint256 id, address account)": [
    "There is nothing of the reward of proposal {id} for {account} now.",
    "Tilillä {account} ei ole nyt mitään nostettavaa ehdotuksen {id} palkkiosta.",
  ],
  "NoDepositDue(uint256 contributionId)": [
    "No deposit of this delivery waits to be fetched.",
    "Tämän toimituksen pantti ei ole palautettavana.",
  ],
} as const satisfies Sentences;
