import type { Sentences } from "../table.ts";

/** What several contracts refuse, and what the curve cannot count. */
export const COMMON = {
  "ZeroAmount()": [
    "The amount is zero. Enter one above zero.",
    "Määrä on nolla. Anna nollaa suurempi määrä.",
  ],
  "ZeroAddress()": [
    "An address that is needed is missing. Enter it and try again.",
    "Tarvittava osoite puuttuu. Anna se ja yritä uudelleen.",
  ],
  "InvalidRecipient(address recipient)": [
    "What is sent to {recipient} would be lost. Name an account that can use it.",
    "Vastaanottajalle {recipient} lähetetty katoaisi. Nimeä tili, joka voi käyttää saamaansa.",
  ],
  "UnsupportedAsset(address asset, uint256 expected, uint256 received)": [
    "The asset {asset} delivered another amount than was sent: assets that take a fee or change balances by themselves cannot be used here. Choose another asset.",
    "Rahaa {asset} tuli perille eri määrä kuin lähetettiin: raha, joka perii siirtomaksun tai muuttaa saldoja itsestään, ei sovi tähän. Valitse toinen raha.",
  ],
  "UnsupportedDecimals(address asset, uint8 decimals)": [
    "The asset {asset} has {decimals} decimals; 6 to 18 are supported. Choose another asset.",
    "Rahan {asset} desimaalien määrä on {decimals}; tuettu määrä on 6–18. Valitse toinen raha.",
  ],
  "SlippageExceeded(uint256 got, uint256 min)": [
    "The price has moved: what you would get is {got:below:min} below the least that you accept[ ({got:out} instead of {min:out})]. Look at the new price and try again, or accept a larger change.",
    "Hinta on muuttunut: saisit {got:below:min} vähemmän kuin vähintään hyväksyt[ ({got:out}, alaraja {min:out})]. Katso uusi hinta ja yritä uudelleen, tai hyväksy suurempi muutos.",
  ],
  "DeadlineExpired(uint256 deadline, uint256 timestamp)": [
    "The deadline has passed: {deadline:time}. Try again with a later one.",
    "Määräaika on mennyt umpeen: {deadline:time}. Yritä uudelleen myöhemmällä määräajalla.",
  ],
  "ShareCountOutOfRange(uint256 count, uint256 max)": [
    "{count} people are listed; name 1 to {max}. Split larger work into several contributions.",
    "Henkilöitä on lueteltu {count}; nimeä 1–{max}. Jaa suurempi työ useaan kontribuutioon.",
  ],
  "SharesNotWhole(uint256 sumBps)": [
    "The shares sum to {sumBps:bps} instead of 100 %. Mend them and try again.",
    "Osuuksien summa on {sumBps:bps}, mutta sen pitää olla 100 %. Korjaa osuudet ja yritä uudelleen.",
  ],
  "InvalidShare(address account, uint16 bps)": [
    "{account} is listed twice, or has a share of zero. List each account once, with a share above zero.",
    "Tili {account} on luettelossa kahdesti, tai sen osuus on nolla. Luettele jokainen tili kerran ja anna sille nollaa suurempi osuus.",
  ],
  "Paused(uint64 until)": [
    "The guardian has paused what brings value in or issues tokens, until {until:time}. Selling, refunds and withdrawals work meanwhile; try this again afterwards.",
    "Vartija on keskeyttänyt sisään tulevat maksut ja polettien liikkeeseenlaskun; keskeytys päättyy {until:time}. Myynti, palautukset ja nostot toimivat sillä välin. Yritä tätä sen jälkeen uudelleen.",
  ],
  "PauseTooSoon(uint64 notBefore)": [
    "After a pause there must be a rest: the next one is possible from {notBefore:time} on.",
    "Keskeytyksen jälkeen on oltava tauko: seuraava on mahdollinen vasta {notBefore:time}.",
  ],
  "AlreadyDissolved(uint64 since)": [
    "The organisation was dissolved on {since:time}. Tokens can be redeemed for their part of the reserve.",
    "Organisaatio purettiin {since:time}. Poleteilla voi lunastaa niiden osuuden varannosta.",
  ],
  "NotCurator(uint256 id, address account)": [
    "{account} was not a curator when contribution or epoch {id} was submitted, or is none now. Ask a curator, or stake enough before the next one.",
    "Tili {account} ei ollut kuraattori, kun kontribuutio tai kausi {id} jätettiin, tai ei ole enää. Pyydä kuraattoria tekemään tämä, tai pane panokseksi tarpeeksi poletteja ennen seuraavaa.",
  ],
  "DeadlineOutOfRange(uint64 deadline, uint64 earliest, uint64 latest)": [
    "The deadline {deadline:time} does not fit. Choose one from {earliest:time} to {latest:time}.",
    "Määräaika {deadline:time} ei käy. Valitse aikaisintaan {earliest:time} ja viimeistään {latest:time}.",
  ],
  "UnknownOrganisation(address token)": [
    "No organisation with the token {token} was launched here. Check the address and the network.",
    "Täällä ei ole perustettu organisaatiota, jonka poletti on {token}. Tarkista osoite ja verkko.",
  ],
  "TooLittleGas(uint256 left, uint256 most)": [
    "The transaction has too little gas to check a signature. Send it with a higher gas limit.",
    "Gas ei riitä allekirjoituksen tarkistamiseen. Lähetä tapahtuma suuremmalla gas-rajalla.",
  ],
  "RatioOutOfRange(uint256 ratioBps, uint256 min, uint256 max)": [
    "The reserve ratio {ratioBps:bps} does not fit. Choose one from {min:bps} to {max:bps}.",
    "Varantosuhde {ratioBps:bps} ei käy. Valitse vähintään {min:bps} ja enintään {max:bps}.",
  ],
  "AmountTooLarge(uint256 amount, uint256 max)": [
    "The amount, or what it would come to, is larger than the market can count. Enter a smaller one.",
    "Määrä tai siitä laskettu tulos on suurempi kuin markkina pystyy laskemaan. Anna pienempi määrä.",
  ],
  "AmountAboveSupply(uint256 amount, uint256 supply)": [
    "There are only {supply:tokens}, fewer than {amount:tokens}. Enter a smaller amount.",
    "Poletteja ei ole niin paljon: kaikkiaan {supply:tokens}, pyydetty {amount:tokens}. Anna pienempi määrä.",
  ],
  "SupplyEmpty()": [
    "There are no tokens yet, so there is no price. Come back when some were issued.",
    "Poletteja ei vielä ole, joten ei ole hintaakaan. Palaa, kun niitä on laskettu liikkeelle.",
  ],
  "ReserveEmpty()": [
    "The reserve is empty, so nothing can be bought. It fills again with the next gift.",
    "Varanto on tyhjä, joten mitään ei voi ostaa. Se täyttyy seuraavasta lahjasta.",
  ],
  "TextLengthOutOfRange(uint256 length, uint256 max)": [
    "The text is {length} bytes long; 1 to {max} are possible. Shorten it, or write something. (Letters such as ä count as two bytes.)",
    "Tekstin pituus on {length} tavua; mahdollista on 1–{max}. Lyhennä tekstiä tai kirjoita jotain. (Esimerkiksi ä-kirjain vie kaksi tavua.)",
  ],
  "TextNotPlain(uint256 position)": [
    "The text has an invisible or forbidden character after {position} bytes. Remove it; typing the text anew helps.",
    "Tekstissä on näkymätön tai kielletty merkki {position} tavun jälkeen. Poista se; tekstin kirjoittaminen uudelleen auttaa.",
  ],
  "LinkNotAllowed(uint256 position)": [
    "The link is wrong from byte {position} on: it must begin with https:// or ipfs:// and have no special characters. Mend it.",
    "Linkissä on virhe tavusta {position} alkaen: alussa pitää olla https:// tai ipfs://, eikä erikoismerkkejä saa olla. Korjaa linkki.",
  ],
} as const satisfies Sentences;
