import type { Sentences } from "../table.ts";

/** The market, gifts, pledges, licences, and the chain's own coin. */
export const MARKET = {
  "WrongMarketState(uint8 actual, uint8 needed)": [
    "The market is {actual:MarketState}; for this it must be {needed:MarketState}.",
    "Markkina on {actual:MarketState}; tähän sen pitää olla {needed:MarketState}.",
  ],
  "PresalePending(address presale)": [
    "The presale is not over: the market opens by its release, or otherwise only after it has failed.",
    "Ennakkomyynti on kesken: markkina avautuu, kun sen varat vapautetaan, tai muuten vasta, kun se on epäonnistunut.",
  ],
  "NotPresale(address account)": [
    "Only the presale of the organisation may do this, not {account}.",
    "Tämän saa tehdä vain organisaation ennakkomyynti, ei {account}.",
  ],
  "ReserveTooSmall(uint256 reserve, uint256 minimum)": [
    "The reserve holds {reserve:money}, and {minimum:money} are needed to open the market. It opens when gifts have brought the rest.",
    "Varannossa on {reserve:money}; markkinan avaamiseen tarvitaan {minimum:money}. Se avautuu, kun lahjat ovat tuoneet puuttuvan.",
  ],
  "SupplyTooSmall(uint256 supply, uint256 minimum)": [
    "There are {supply:tokens}, and {minimum:tokens} are needed to open the market. It opens when more contributions are recognised.",
    "Liikkeelle on laskettu {supply:tokens}; markkinan avaamiseen tarvitaan {minimum:tokens}. Se avautuu, kun kontribuutioita on tunnustettu lisää.",
  ],
  "TradeTooSmall(uint256 amountIn)": [
    "The amount is so small that you would get nothing for it. Enter a larger one.",
    "Määrä on niin pieni, ettet saisi siitä mitään. Anna suurempi määrä.",
  ],
  "CostExceeded(uint256 cost, uint256 max)": [
    "The price has moved: it would cost {cost:money}, and you accept {max:money} at most. Look at the new price and try again.",
    "Hinta on muuttunut: maksaisit {cost:money}, ja hyväksyt enintään {max:money}. Katso uusi hinta ja yritä uudelleen.",
  ],
  "OnlyByConsent()": [
    "The organisation is dissolved only by the consent of its stakeholders, now that founders no longer propose. Give notice with their consent.",
    "Organisaation voi purkaa vain osakkaiden suostumuksella, koska perustajat eivät enää esitä toimia. Hanki osakkaiden suostumus, ja ilmoita purkamisesta sen nojalla.",
  ],
  "NotDissolvable()": [
    "The organisation cannot be dissolved now: stakeholders have not consented, or their notice has not passed, or it has lapsed.",
    "Organisaatiota ei voi nyt purkaa: osakkaat eivät ole suostuneet, ilmoitusaika on kesken, tai ilmoitus on rauennut.",
  ],
  "TreasuryCannotRedeem(address treasury)": [
    "The treasury's own tokens were burned with the dissolution, and redeem nothing.",
    "Kassan omat poletit poltettiin, kun organisaatio purettiin, eikä niillä voi lunastaa mitään.",
  ],
  "RenewedTooSoon(uint64 notBefore)": [
    "The rate at which gifts drip can be renewed from {notBefore:time} on.",
    "Lahjojen tihkumisnopeuden voi päivittää aikaisintaan {notBefore:time}.",
  ],
  "NobodyToRedeem(uint256 reserve)": [
    "Nobody holds tokens, so that nobody could ever fetch the {reserve:money} of the reserve. Issue tokens first.",
    "Kenelläkään ei ole poletteja, joten varantoa ({reserve:money}) ei voisi lunastaa kukaan. Laske ensin poletteja liikkeelle.",
  ],
  "DissolvedThisSecond(uint64 timestamp)": [
    "The organisation was dissolved this very second. Redeem in a moment.",
    "Organisaatio purettiin juuri tällä sekunnilla. Lunasta hetken kuluttua.",
  ],
  "WrongPledgeState(uint256 id, uint8 actual, uint8 needed)": [
    "Pledge {id} {actual:PledgeState}; for this it must be one that {needed:PledgeState}.",
    "Lupaus {id} {actual:PledgeState}; tähän tarvitaan lupaus, joka {needed:PledgeState}.",
  ],
  "WrongPledgeForm(uint256 id, uint8 actual, uint8 needed)": [
    "Pledge {id} is {actual:PledgeForm}; this is for {needed:PledgeForm}.",
    "Lupaus {id} on {actual:PledgeForm}; tähän tarvitaan {needed:PledgeForm}.",
  ],
  "NotVerifier(uint256 id, address account)": [
    "Only the verifier of pledge {id} may do this, not {account}.",
    "Tämän saa tehdä vain lupauksen {id} todentaja, ei {account}.",
  ],
  "NotDonor(uint256 id, address account)": [
    "Only the donor of pledge {id} may do this, not {account}.",
    "Tämän saa tehdä vain lupauksen {id} antaja, ei {account}.",
  ],
  "ConditionWithoutCode(address condition)": [
    "There is no contract at {condition} that could tell whether the condition is met. Check the address and the network.",
    "Osoitteessa {condition} ei ole sopimusta, joka voisi kertoa, onko ehto täyttynyt. Tarkista osoite ja verkko.",
  ],
  "ConditionDataMismatch(uint256 id, bytes32 expected, bytes32 got)": [
    "The data are not those that pledge {id} was made with. Load them anew.",
    "Tiedot eivät ole ne, joilla lupaus {id} annettiin. Lataa ne uudelleen.",
  ],
  "ConditionNotMet(uint256 id)": [
    "The condition of pledge {id} is not met yet. Try again when it is.",
    "Lupauksen {id} ehto ei ole vielä täyttynyt. Yritä uudelleen, kun se on täyttynyt.",
  ],
  "MatchUnavailable(uint256 id, uint256 amount, uint256 left)": [
    "Grant {id} can match {left:money} now, less than your donation of {amount:money}. Give that much, and the rest without a match or later.",
    "Vastinrahaa (lupaus {id}) on nyt tarjolla {left:money}, mutta lahjasi on {amount:money}. Anna nyt sen verran, ja loput myöhemmin tai ilman vastinrahaa.",
  ],
  "GoalBelowPledge(uint256 goal, uint256 amount)": [
    "The goal of {goal:money} is below the pledge of {amount:money}: others must give as much at least. Raise the goal.",
    "Tavoite {goal:money} on pienempi kuin lupaus {amount:money}: muiden on annettava vähintään yhtä paljon. Nosta tavoitetta.",
  ],
  "UnknownTier(uint256 tier)": [
    "There is no tier {tier} of licences. Look at the list.",
    "Lisenssiluokkaa {tier} ei ole. Katso luettelosta.",
  ],
  "TierNotActive(uint256 tier)": [
    "Tier {tier} of licences is not sold now. Choose another.",
    "Lisenssiluokkaa {tier} ei nyt myydä. Valitse toinen.",
  ],
  "TierNotForCommons(uint256 tier)": [
    "Tier {tier} of licences is never free, not even for contributors. It can be bought.",
    "Lisenssiluokka {tier} ei ole koskaan ilmainen, ei edes tekijöille. Sen voi ostaa.",
  ],
  "LicenceDurationOutOfRange(uint64 duration)": [
    "A licence of {duration:duration} does not fit: choose 1 day to 10 years.",
    "Lisenssin kesto ei käy: {duration:duration}. Valitse 1 päivä – 10 vuotta.",
  ],
  "MakersShareOutOfRange(uint16 bps, uint16 max)": [
    "The makers' part, {bps:bps}, must be {max:bps} at most.",
    "Tekijöiden osan enimmäismäärä on {max:bps}; annettu on {bps:bps}.",
  ],
  "PriceAboveMaximum(uint256 price, uint256 max)": [
    "The price is {price:money}, and you accept {max:money} at most. Look at the new price and try again.",
    "Hinta on {price:money}, ja hyväksyt enintään {max:money}. Katso uusi hinta ja yritä uudelleen.",
  ],
  "ExtensionTooLong(uint256 id, uint64 expires, uint64 latest)": [
    "The licence would run until {expires:time}, and {latest:time} is the latest. Buy for a shorter time, or later.",
    "Lisenssi olisi voimassa {expires:time} asti; myöhäisin mahdollinen on {latest:time}. Osta lyhyemmäksi aikaa tai myöhemmin.",
  ],
  "NotTierDuration(uint64 duration, uint64 needed)": [
    "The licence is extended by {needed:duration} at a time, not by {duration:duration}.",
    "Lisenssin jatkoaika on kerralla {needed:duration}; pyydetty on {duration:duration}.",
  ],
  "LicenceNotTransferable(uint256 id)": [
    "Licence {id} stays with its licensee and cannot be passed on. Buy one for the other account.",
    "Lisenssi {id} pysyy haltijallaan, eikä sitä voi siirtää. Osta toiselle tilille oma.",
  ],
  "NotLicensee(uint256 id, address account)": [
    "Licence {id} is not that of {account}. Check its number.",
    "Lisenssi {id} ei kuulu tilille {account}. Tarkista numero.",
  ],
  "CommonsLicenceInUse(address contributor, address licensee, uint64 until)": [
    "The free licence of {contributor} is used by {licensee} until {until:time}. Buy one, or wait.",
    "Tilin {contributor} ilmainen lisenssi on käytössä: haltija {licensee}, {until:time} asti. Osta oma, tai odota.",
  ],
  "NotTreasury(address account)": [
    "Only the treasury may name another recipient than itself, not {account}.",
    "Vain kassa saa nimetä muun vastaanottajan kuin itsensä, ei {account}.",
  ],
  "NotEnoughRecognised(address account, uint256 recognised, uint256 minimum)": [
    "{account} was recognised for {recognised:tokens}, and a free licence takes {minimum:tokens}. Buy one, or contribute more.",
    "Tilin {account} tunnustetut kontribuutiot: {recognised:tokens}; ilmaiseen lisenssiin tarvitaan {minimum:tokens}. Osta lisenssi, tai tee lisää kontribuutioita.",
  ],
  "AwardNotClaimed(address account, uint256 epoch, uint256 index)": [
    "{account} has not claimed entry {index} of epoch {epoch} as stated. Claim it first, or load the published ledger anew.",
    "Tili {account} ei ole nostanut kauden {epoch} riviä {index} sellaisena kuin ilmoitettiin. Nosta se ensin, tai lataa julkaistu kirjanpito uudelleen.",
  ],
  "AwardsExceedClaims(uint256 epoch, uint256 counted, uint256 claimed)": [
    "With this award epoch {epoch} would count for {counted:tokens}, and {claimed:tokens} of it were claimed: its ledger promised more than its total. It cannot count here.",
    "Tämän palkkion kanssa kaudesta {epoch} laskettaisiin {counted:tokens}, mutta siitä on nostettu {claimed:tokens}: kirjanpito lupasi enemmän kuin yhteismääränsä. Palkkiota ei voi laskea mukaan.",
  ],
  "TooManySources(uint256 count, uint256 max)": [
    "{count} sources of recognition are listed; {max} are possible. Leave some out.",
    "Tunnustuksen lähteitä on lueteltu {count}; niitä voi olla enintään {max}. Jätä osa pois.",
  ],
  "SourceNamedTwice(address source)": [
    "{source} stands in the list of sources twice, which would count its recognition twice. Name it once.",
    "Lähde {source} on luettelossa kahdesti, jolloin sen tunnustukset laskettaisiin kahdesti. Mainitse se kerran.",
  ],
  "IntervalOutOfRange(uint32 interval)": [
    "A standing gift every {interval:duration} does not fit: choose 1 to 366 days.",
    "Toistuvan lahjan väli ei käy: {interval:duration}. Valitse 1–366 päivää.",
  ],
  "NotDueBefore(uint256 id, uint256 from)": [
    "Standing gift {id} is paid again from {from:time} on.",
    "Toistuva lahja {id} maksetaan seuraavan kerran aikaisintaan {from:time}.",
  ],
  "NotRunning(uint256 id)": [
    "Standing gift {id} was never started, or has ended. Check its number, or start a new one.",
    "Toistuvaa lahjaa {id} ei ole aloitettu, tai se on päättynyt. Tarkista numero, tai aloita uusi.",
  ],
  "NotGiver(uint256 id, address account)": [
    "Only who gives standing gift {id} may do this, not {account}.",
    "Tämän saa tehdä vain toistuvan lahjan {id} antaja, ei {account}.",
  ],
  "AssetNotNative(address asset)": [
    "The reserve of this organisation holds {asset}, not the coin of the chain. Pay with that asset.",
    "Tämän organisaation varannon raha ei ole ketjun oma raha vaan {asset}. Maksa sillä.",
  ],
  "NoPresale(address token)": [
    "The organisation of {token} has no presale.",
    "Organisaatiolla, jonka poletti on {token}, ei ole ennakkomyyntiä.",
  ],
  "StrayNative(address sender)": [
    "Coins sent here directly would be lost. Use the functions for buying and giving.",
    "Tänne suoraan lähetetty raha katoaisi. Käytä osto- ja lahjoitustoimintoja.",
  ],
} as const satisfies Sentences;
