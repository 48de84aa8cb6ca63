/** What can be wrong with a configuration. Each goes on after the name of a field: `reserve.ratio: must be …`. */
import type { Language } from "../../units.ts";
import { sayIn, type Say, type Sentence } from "./say.ts";

/** What a field must hold: stands behind "expected", in Finnish behind "tässä pitää olla". */
const EXPECTED = {
  amount: {
    en: 'an amount in quotes such as "250" or "0.25", with at most {decimals} decimals',
    fi: 'määrä lainausmerkeissä, kuten "250" tai "0.25", ja siinä enintään {decimals} desimaalia',
  },
  duration: {
    en: 'a duration such as "30 days", "72 hours", "1 year" (365 days) or "0"',
    fi: 'kesto, kuten "30 days" (päivää), "72 hours" (tuntia), "1 year" (365 päivää) tai "0"',
  },
  time: {
    en: 'a time such as "2027-03-01", "2027-03-01T12:00:00Z" or "+7 days" (from now)',
    fi: 'ajankohta, kuten "2027-03-01", "2027-03-01T12:00:00Z" tai "+7 days" (päivää tästä hetkestä)',
  },
  percentage: {
    en: 'a percentage such as "50 %" or "2.25 %", or "225 bps"',
    fi: 'prosenttiosuus, kuten "50 %" tai "2.25 %", tai "225 bps"',
  },
  wholeNumber: { en: "a whole number from {min} to {max}", fi: "kokonaisluku väliltä {min}–{max}" },
  yesOrNo: { en: "true or false, without quotes", fi: "true tai false ilman lainausmerkkejä" },
  address: {
    en: 'an address with its checksum such as "0x5FbDB2315678afecb367f032d93F642f64180aa3"',
    fi: 'tarkistussummallinen osoite, kuten "0x5FbDB2315678afecb367f032d93F642f64180aa3"',
  },
  account: {
    en: 'an address with its checksum, or on a local chain "signer:0" for the node\'s first account',
    fi: 'tarkistussummallinen osoite, tai paikallisessa ketjussa "signer:0", joka on solmun ensimmäinen tili',
  },
  root: {
    en: 'the root of a Merkle tree of addresses: "0x" and 64 hexadecimal digits',
    fi: 'osoitteista tehdyn Merkle-puun juuri: "0x" ja 64 heksadesimaalimerkkiä',
  },
  listUpTo: { en: "a list of at most {most} {each}", fi: "luettelo, jossa on enintään {most} {each}" },
  listFrom: { en: "a list of {min} to {most} {each}", fi: "luettelo, jossa on {min}–{most} {each}" },
  founders: { en: "founders", fi: "perustajaa" },
  curators: { en: "curators", fi: "kuraattoria" },
  milestones: { en: "milestones", fi: "välitavoitetta" },
  object: { en: "an object with {names}", fi: "olio, jossa on {names}" },
  organisationName: {
    en: "the organisation's name, such as 'Shared car'",
    fi: "organisaation nimi, kuten 'Yhteisauto'",
  },
  tokenSymbol: { en: "the token's symbol, such as 'CAR'", fi: "poletin tunnus, kuten 'AUTO'" },
  contractURI: {
    en: "a URI with the token's metadata (ERC-7572), or an empty text",
    fi: "URI, josta löytyvät poletin tiedot (ERC-7572), tai tyhjä teksti",
  },
  daoURI: {
    en: "a URI with the organisation's metadata (ERC-4824), or an empty text",
    fi: "URI, josta löytyvät organisaation tiedot (ERC-4824), tai tyhjä teksti",
  },
  milestone: {
    en: "what must be reached, such as 'ten cars on the road'",
    fi: "kuvaus siitä, mitä pitää saavuttaa, kuten 'kymmenen autoa liikenteessä'",
  },
  asset: {
    en: 'the address of an ERC-20 token, or {"test": {"name", "symbol", "decimals"}} on a test network',
    fi: 'ERC-20-poletin osoite, tai testiverkossa {"test": {"name", "symbol", "decimals"}}',
  },
  assetName: { en: "the test asset's name", fi: "testirahan nimi" },
  assetSymbol: { en: "the test asset's symbol", fi: "testirahan tunnus" },
} as const satisfies Readonly<Record<string, Sentence>>;

/** What is wrong with a field by itself. */
const FIELDS = {
  configuration: { en: "the configuration", fi: "asetukset" },
  missing: { en: "is missing, expected {expected}", fi: "puuttuu, ja tässä pitää olla {expected}" },
  expected: { en: "expected {expected}", fi: "tässä pitää olla {expected}" },
  expectedNot: { en: "expected {expected}, not {written}", fi: "tässä pitää olla {expected}, ei {written}" },
  empty: { en: "is empty, expected {expected}", fi: "on tyhjä, ja tässä pitää olla {expected}" },
  control: {
    en: "has control characters, expected {expected}",
    fi: "sisältää ohjausmerkkejä, ja tässä pitää olla {expected}",
  },
  noField: {
    en: "is no field here, expected {names}",
    fi: "ei ole kenttä tässä kohdassa; kentät ovat {names}",
  },
  aboveZero: { en: "must be above 0", fi: "pitää olla suurempi kuin 0" },
  atLeast: { en: "must be {least} at least", fi: "pitää olla vähintään {least}" },
  atMost: { en: "must be {most} at most", fi: "saa olla enintään {most}" },
  range: {
    en: "must be {min} to {max}, not {written}",
    fi: "pitää olla vähintään {min} ja enintään {max}, ei {written}",
  },
  noAmountNow: {
    en: '{meaning}, no longer an amount such as "{written}"',
    fi: '{meaning}, ei enää määrä, kuten "{written}"',
  },
  noSigner: {
    en: 'there is no account "{written}" here: write an address with its checksum',
    fi: 'tiliä "{written}" ei täällä ole: kirjoita tarkistussummallinen osoite',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

/** What is no address. */
const ADDRESSES = {
  oddSign: {
    en: "holds {sign} ({point}), which no address has: type it anew, or copy it from elsewhere",
    fi: "sisältää merkin, jota ei ole osoitteissa: {sign} ({point}); kirjoita osoite uudelleen, tai kopioi se muualta",
  },
  controlOrSpace: { en: "a control character or space", fi: "ohjausmerkki tai väli" },
  prefix: {
    en: 'has the prefix "{prefix}:", which is not read, as it could name another network than this: leave it out',
    fi: 'alkaa etuliitteellä "{prefix}:", jota ei lueta, koska se voisi tarkoittaa muuta verkkoa kuin tätä: jätä se pois',
  },
  name: {
    en: "{written} is a name, and who owns it can change what it stands for: write the address that it stands for now",
    fi: "{written} on nimi, ja sen omistaja voi vaihtaa, mitä se tarkoittaa: kirjoita osoite, jota se nyt tarkoittaa",
  },
  without0x: { en: 'lacks the "0x" in front: write it with it', fi: 'alusta puuttuu "0x": kirjoita se' },
  noAddress: { en: "{written} is no address", fi: "{written} ei ole osoite" },
  foreignSign: {
    en: 'has "{sign}", and an address has only digits and the letters a to f after "0x"',
    fi: 'sisältää merkin "{sign}", mutta osoitteessa on alun "0x" jälkeen vain numeroita ja kirjaimia a–f',
  },
  digitsMissing: {
    en: 'has {count} digits after "0x" instead of 40: some are missing',
    fi: 'alun "0x" jälkeen on {count} merkkiä, vaikka niitä pitää olla 40: osa puuttuu',
  },
  digitsTooMany: {
    en: 'has {count} digits after "0x" instead of 40: some are too many',
    fi: 'alun "0x" jälkeen on {count} merkkiä, vaikka niitä pitää olla 40: osa on liikaa',
  },
  zeroAddress: { en: "must not be the zero address", fi: "ei saa olla nollaosoite" },
  checksum: {
    en: "the checksum of {written} is wrong, it would be {right}: compare it with where you copied it from",
    fi: "osoitteen {written} tarkistussumma on väärä, oikein olisi {right}: vertaa siihen, mistä kopioit osoitteen",
  },
} as const satisfies Readonly<Record<string, Sentence>>;

/** What is no JSON, or ambiguous; goes on after the file's name. */
const JSONS = {
  notJson: { en: "is not JSON: {reason}", fi: "ei ole JSON-muotoa: {reason}" },
  jsonAt: { en: "wrong in line {line}, column {column}", fi: "virhe rivillä {line}, kohdassa {column}" },
  jsonEnds: { en: "it ends too early", fi: "teksti loppuu kesken" },
  jsonSomewhere: { en: "it is written otherwise", fi: "se on kirjoitettu muuten" },
  doubleKey: {
    en: "has the key {key} twice in one object, again in line {line}: leave one of them out",
    fi: "sisältää avaimen {key} kahdesti samassa oliossa, toisen kerran rivillä {line}: jätä toinen pois",
  },
} as const satisfies Readonly<Record<string, Sentence>>;

/** What does not fit together. */
const TOGETHER = {
  aboveMaximum: { en: "must not be above presale.maximum", fi: "ei saa olla suurempi kuin presale.maximum" },
  notInFuture: { en: "must lie in the future", fi: "pitää olla tulevaisuudessa" },
  tooFar: { en: "must be within 366 days from now", fi: "pitää olla 366 päivän kuluessa tästä hetkestä" },
  opensLate: { en: "must be before presale.closes", fi: "pitää olla aikaisempi kuin presale.closes" },
  buysNothing: {
    en: "buys no token: nobody could take part",
    fi: "ei riitä yhteenkään polettiin: kukaan ei voisi osallistua",
  },
  releaseBeforeClose: {
    en: "must be after presale.closes",
    fi: "pitää olla myöhäisempi kuin presale.closes",
  },
  releaseEarly: {
    en: "must be presale.challengeWindow and 14 days after presale.closes at least, so that whatever was accepted can be released",
    fi: "pitää olla vähintään ajan presale.challengeWindow ja 14 päivää myöhäisempi kuin presale.closes, jotta kaikki hyväksytty ehditään vapauttaa",
  },
  releaseLate: {
    en: "must be within 180 days after presale.closes",
    fi: "pitää olla 180 päivän kuluessa ajankohdasta presale.closes",
  },
  cliffLong: { en: "must not be longer than the duration", fi: "ei saa olla pidempi kuin duration" },
  halfYear: { en: "must be 180 days at least", fi: "pitää olla vähintään 180 päivää" },
  foundersWithoutShare: {
    en: "must be left out, as presale.founderShare is 0 %",
    fi: "pitää jättää pois, koska presale.founderShare on 0 %",
  },
  shareWithoutFounders: {
    en: "is missing: somebody must get the presale.founderShare",
    fi: "puuttuu: jonkun on saatava perustajien osuus (presale.founderShare)",
  },
  twice: { en: "{account} is listed twice", fi: "{account} on luettelossa kahdesti" },
  trusteeGets: {
    en: "is the trustee, who must be an independent third party",
    fi: "on luotettu osapuoli, jonka pitää olla riippumaton",
  },
  trusteeFounds: {
    en: "is the trustee of the presale, who must be an independent third party",
    fi: "on ennakkomyynnin luotettu osapuoli, jonka pitää olla riippumaton",
  },
  sharesSum: {
    en: "their shares sum to {sum} instead of 100 %",
    fi: "osuuksien summa on {sum}, vaikka sen pitää olla 100 %",
  },
  noFounderVesting: {
    en: "is missing: founders' tokens vest over 180 days at least",
    fi: "puuttuu: perustajien poletit kertyvät vähintään 180 päivän ajan",
  },
  manyMilestones: { en: "lists more than 32 milestones", fi: "luettelee yli 32 välitavoitetta" },
  milestoneOrder: {
    en: "must not be before that of the milestone listed before it",
    fi: "ei saa olla aikaisempi kuin edellisellä välitavoitteella",
  },
  reserveUnpaid: {
    en: "does not pay for the opening reserve of {required}: lower reserve.ratio, presale.founderShare or presale.maxResources, or raise the minimum",
    fi: "ei riitä avausvarantoon, joka on {required}: laske kohtaa reserve.ratio, presale.founderShare tai presale.maxResources, tai nosta vähimmäismäärää",
  },
  aboveCap: {
    en: "would sell more tokens than there can be, and could never be released: lower it, or raise presale.price",
    fi: "myisi enemmän poletteja kuin niitä voi olla, eikä varoja voitaisi koskaan vapauttaa: laske sitä, tai nosta hintaa (presale.price)",
  },
  thresholdNow: {
    en: 'is a part of what circulates, such as "1 %"',
    fi: 'on osa liikkeellä olevasta, kuten "1 %"',
  },
  growth: {
    en: "must be {most} at most for a period of {period} ({bound} in {boundPeriod}), not {growth}",
    fi: "saa olla enintään {most}, kun jakso on {period} ({bound} jaksossa {boundPeriod}), ei {growth}",
  },
  fewCurators: {
    en: "lists {count}, fewer than registry.quorum ({quorum}): in a young organisation nobody has stake yet, and no contribution could be accepted",
    fi: "luettelee vain {count}, vaikka registry.quorum on {quorum}: nuoressa organisaatiossa kenelläkään ei vielä ole panosta, eikä yhtään kontribuutiota voitaisi hyväksyä",
  },
  depositWithoutPresale: {
    en: "must be left out, as there is no presale: newcomers would have no tokens to deposit",
    fi: "pitää jättää pois, koska ennakkomyyntiä ei ole: tulokkailla ei olisi poletteja, joista pantin maksaisi",
  },
  nobodyProposes: {
    en: "names nobody, and governance.governorProposes is false: nobody could ever propose anything",
    fi: "ei nimeä ketään, ja governance.governorProposes on false: kukaan ei voisi koskaan esittää mitään",
  },
  noPresale: {
    en: "must be left out, as there is no presale",
    fi: "pitää jättää pois, koska ennakkomyyntiä ei ole",
  },
  noBudget: {
    en: "is missing: what a presale brings reaches the treasury by budget.milestones",
    fi: "puuttuu: ennakkomyynnin tuotto siirtyy kassaan välitavoittein (budget.milestones)",
  },
} as const satisfies Readonly<Record<string, Sentence>>;

/** All of them, by their keys. */
export const PROBLEMS = { ...EXPECTED, ...FIELDS, ...ADDRESSES, ...JSONS, ...TOGETHER } as const;

/** Says a problem in one language. */
export type SayProblem = Say<typeof PROBLEMS>;

/** What says problems in a language. */
export function problemsIn(language: Language): SayProblem {
  return sayIn(PROBLEMS, language);
}

/** Characters that cannot be seen, or hardly. */
export const ODD_SIGNS: Readonly<Record<string, Sentence>> = {
  "\u00a0": { en: "a space that breaks no line", fi: "sitova väli" },
  "\u00ad": { en: "a soft hyphen", fi: "tavutusvihje" },
  "\u200b": { en: "a zero width space", fi: "nollan levyinen väli" },
  "\u200c": { en: "a zero width non-joiner", fi: "nollan levyinen erotin" },
  "\u200d": { en: "a zero width joiner", fi: "nollan levyinen yhdistin" },
  "\u200e": { en: "a left-to-right mark", fi: "suuntamerkki vasemmalta oikealle" },
  "\u200f": { en: "a right-to-left mark", fi: "suuntamerkki oikealta vasemmalle" },
  "\u202a": { en: "a left-to-right embedding", fi: "upotus vasemmalta oikealle" },
  "\u202c": { en: "the end of a change of direction", fi: "suunnanvaihdon loppu" },
  "\u202d": { en: "a left-to-right override", fi: "pakotus vasemmalta oikealle" },
  "\u202e": { en: "a right-to-left override", fi: "pakotus oikealta vasemmalle" },
  "\u202f": { en: "a narrow space that breaks no line", fi: "kapea sitova väli" },
  "\u2060": { en: "a word joiner", fi: "sananyhdistin" },
  "\u2066": { en: "a left-to-right isolate", fi: "eristys vasemmalta oikealle" },
  "\u2069": { en: "the end of an isolate", fi: "eristyksen loppu" },
  "\ufeff": { en: "a byte order mark", fi: "tavujärjestysmerkki" },
};
