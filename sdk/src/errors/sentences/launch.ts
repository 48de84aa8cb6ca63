import type { Sentences } from "../table.ts";

/** What the terms of a launch, or a change of them, may not be. */
export const LAUNCH = {
  "AlreadyLaunched(address launcher, string name, address token)": [
    "{launcher} has launched an organisation of the name {name} already; its token is {token}. Choose another name.",
    "Tili {launcher} on jo perustanut organisaation, jonka nimi on {name} ja poletti {token}. Valitse toinen nimi.",
  ],
  "NothingToInstall()": [
    "This only works while the factory creates a contract. There is nothing to do here.",
    "Tämä toimii vain silloin, kun tehdas luo sopimusta. Tässä ei ole mitään tehtävää.",
  ],
  "EmptyName()": ["The name or the symbol is empty. Enter both.", "Nimi tai tunnus on tyhjä. Anna molemmat."],
  "FounderCountOutOfRange(uint256 count, uint256 max)": [
    "{count} founders are listed; name 1 to {max}, or none only if stakeholders' decisions propose from the start.",
    "Perustajia on lueteltu {count}; nimeä 1–{max}. Ilman perustajia voi aloittaa vain, jos osakkaat päättävät alusta asti.",
  ],
  "IndexOutOfRange(uint256 index, uint256 count)": [
    "There is no organisation number {index}: {count} were launched here, counted from 0.",
    "Organisaatiota numero {index} ei ole: perustettuja on {count}, ja numerot alkavat nollasta.",
  ],
  "VotingDelayOutOfRange(uint48 delay)": [
    "The delay before a vote, {delay:duration}, must be 1 to 30 days.",
    "Äänestystä edeltävän ajan pitää olla 1–30 päivää; annettu on {delay:duration}.",
  ],
  "VotingPeriodOutOfRange(uint32 period)": [
    "The length of a vote, {period:duration}, must be 3 to 30 days.",
    "Äänestyksen pitää kestää 3–30 päivää; annettu on {period:duration}.",
  ],
  "ProposalThresholdOutOfRange(uint256 bps)": [
    "The stake needed to propose, {bps:bps}, must be 0.5 % to 2 % of what circulates.",
    "Päätöksen esittämiseen vaadittavan panoksen pitää olla 0,5–2 % liikkeellä olevasta; annettu on {bps:bps}.",
  ],
  "QuorumOutOfRange(uint256 quorumBps)": [
    "The quorum, {quorumBps:bps}, must be 1 % to 20 % of what circulates.",
    "Päätösvaltaisuusrajan pitää olla 1–20 % liikkeellä olevasta; annettu on {quorumBps:bps}.",
  ],
  "VoteExtensionOutOfRange(uint48 extension)": [
    "The extension of a vote, {extension:duration}, must be 1 to 7 days.",
    "Äänestyksen jatkoajan pitää olla 1–7 päivää; annettu on {extension:duration}.",
  ],
  "TimelockDelayOutOfRange(uint256 delay)": [
    "The delay, {delay:duration}, must be 2 to 30 days (a single operation's may not be above 30).",
    "Viiveen pitää olla 2–30 päivää (yksittäisen toimen enintään 30); annettu on {delay:duration}.",
  ],
  "VetoShareOutOfRange(uint16 vetoBps)": [
    "The part needed for a veto, {vetoBps:bps}, must be 1 % to 20 %.",
    "Estoon vaadittavan osuuden pitää olla 1–20 %; annettu on {vetoBps:bps}.",
  ],
  "ChallengeWindowOutOfRange(uint24 challengeWindow)": [
    "The time to challenge an epoch, {challengeWindow:duration}, must be 1 hour to 90 days.",
    "Kauden vastustamisajan pitää olla 1 tunti – 90 päivää; annettu on {challengeWindow:duration}.",
  ],
  "ZeroObjectionQuorum()": [
    "The number of objections that stop an epoch is zero: every epoch would be rejected. Choose 1 or more.",
    "Kauden pysäyttävien vastalauseiden määrä on nolla: jokainen kausi hylättäisiin. Valitse vähintään 1.",
  ],
  "ClaimPeriodOutOfRange(uint32 claimPeriod)": [
    "The time to claim, {claimPeriod:duration}, must be 180 days to 10 years (3,650 days).",
    "Nostoajan pitää olla 180 päivää – 10 vuotta (3 650 päivää); annettu on {claimPeriod:duration}.",
  ],
  "ReviewWindowOutOfRange(uint24 reviewWindow)": [
    "The time for reviews, {reviewWindow:duration}, must be 1 hour to 90 days.",
    "Arviointiajan pitää olla 1 tunti – 90 päivää; annettu on {reviewWindow:duration}.",
  ],
  "ZeroQuorum()": [
    "The number of approvals needed is zero: anything would be accepted without a review. Choose 1 or more.",
    "Vaadittavien puoltojen määrä on nolla: kaikki hyväksyttäisiin arvioimatta. Valitse vähintään 1.",
  ],
  "ReviewerRewardOutOfRange(uint16 bps)": [
    "The reviewers' reward, {bps:bps}, must be 20 % at most.",
    "Arvioijien palkkion pitää olla enintään 20 %; annettu on {bps:bps}.",
  ],
  "TooFewCurators(uint256 count, uint8 quorum)": [
    "{count} curators are named, but {quorum} approvals are needed: nothing could ever be accepted. Name more curators, or ask for fewer approvals.",
    "Kuraattoreita on nimetty {count}, mutta puoltoja tarvitaan {quorum}: mitään ei voitaisi koskaan hyväksyä. Nimeä lisää kuraattoreita tai vaadi vähemmän puoltoja.",
  ],
  "DepositsNotTaken(uint112 deposit)": [
    "A deposit of {deposit:tokens} is asked for, but without a presale newcomers have no tokens to deposit. Leave it at zero.",
    "Pantiksi vaaditaan {deposit:tokens}, mutta ilman ennakkomyyntiä tulokkailla ei ole poletteja, joista sen maksaisi. Jätä pantti nollaksi.",
  ],
  "PeriodOutOfRange(uint64 period)": [
    "The period of issuance, {period:duration}, must be 7 to 90 days.",
    "Liikkeeseenlaskun jakson pitää olla 7–90 päivää; annettu on {period:duration}.",
  ],
  "GrowthOutOfRange(uint16 bps, uint16 max)": [
    "The growth per period, {bps:bps}, must be {max:bps} at most.",
    "Jakson kasvun enimmäismäärä on {max:bps}; annettu on {bps:bps}.",
  ],
  "BaseAmountTooSmall(uint112 baseAmount)": [
    "The base amount of issuance, {baseAmount:tokens}, must be one whole token at least.",
    "Liikkeeseenlaskun perusmäärän pitää olla vähintään yksi kokonainen poletti; annettu on {baseAmount:tokens}.",
  ],
  "TributeOutOfRange(uint16 bps, uint16 max)": [
    "The tribute, {bps:bps}, must be {max:bps} at most.",
    "Osto- ja myyntimaksun enimmäismäärä on {max:bps}; annettu on {bps:bps}.",
  ],
  "DripPeriodOutOfRange(uint32 dripPeriod)": [
    "The time over which gifts drip into the reserve, {dripPeriod:duration}, must be 1 to 90 days.",
    "Lahjojen pitää tihkua varantoon 1–90 päivän aikana; annettu on {dripPeriod:duration}.",
  ],
  "DissolveBpsOutOfRange(uint16 bps)": [
    "The part needed to dissolve, {bps:bps}, must be 50 % to 95 % of what circulates.",
    "Purkamiseen vaadittavan osuuden pitää olla 50–95 % liikkeellä olevasta; annettu on {bps:bps}.",
  ],
  "ZeroMinimumReserve()": [
    "The minimum reserve is zero: an empty market would open. Enter one above zero.",
    "Vähimmäisvaranto on nolla: markkina avautuisi tyhjänä. Anna nollaa suurempi määrä.",
  ],
  "AssetIsOwnToken(address token)": [
    "The asset of the reserve is the organisation's own token, {token}. Choose another asset.",
    "Varannon rahana olisi organisaation oma poletti, {token}. Valitse toinen raha.",
  ],
  "ReleaseTooEarly(uint64 closes, uint64 challengeWindow, uint64 releaseBy)": [
    "The sale closes on {closes:time} and must be released by {releaseBy:time}: that is too short. Leave the time to challenge resources ({challengeWindow:duration}) and 14 days more between them.",
    "Myynti päättyy {closes:time} ja varat on vapautettava viimeistään {releaseBy:time}: aika on liian lyhyt. Jätä väliin resurssien vastustamisaika ({challengeWindow:duration}) ja 14 päivää lisää.",
  ],
  "ResourceShareOutOfRange(uint16 bps)": [
    "The part for resources, {bps:bps}, must be 50 % at most.",
    "Resurssien osuuden pitää olla enintään 50 %; annettu on {bps:bps}.",
  ],
  "ResourceWindowOutOfRange(uint64 window)": [
    "The time to challenge a resource, {window:duration}, must be 3 to 30 days.",
    "Resurssin vastustamisajan pitää olla 3–30 päivää; annettu on {window:duration}.",
  ],
  "SaleAboveSupplyCap(uint256 tokens, uint256 cap)": [
    "At its maximum the sale would need more tokens than there can be, and could never be released. Lower the maximum, or raise the price.",
    "Enimmäismäärällään myynti vaatisi enemmän poletteja kuin niitä voi olla, eikä varoja voitaisi koskaan vapauttaa. Laske enimmäismäärää tai nosta hintaa.",
  ],
  "TrusteeNotIndependent(address trustee)": [
    "The trustee {trustee} is a founder or the treasury. Name an independent third party.",
    "Luotettu osapuoli {trustee} on perustaja tai kassa. Nimeä riippumaton kolmas osapuoli.",
  ],
  "ZeroPrice()": ["The price is zero. Enter one above zero.", "Hinta on nolla. Anna nollaa suurempi hinta."],
  "LimitsOutOfOrder(uint112 minimum, uint112 maximum, uint112 perPartnerMaximum)": [
    "The limits do not fit together: minimum {minimum:money}, maximum {maximum:money}, per partner {perPartnerMaximum:money}. None may be zero, and none may be above the maximum.",
    "Rajat eivät sovi yhteen: vähintään {minimum:money}, enintään {maximum:money}, kumppania kohti {perPartnerMaximum:money}. Mikään ei saa olla nolla eikä enimmäismäärää suurempi.",
  ],
  "TimesOutOfOrder(uint64 opens, uint64 closes, uint64 releaseBy)": [
    "The times do not fit together: opens {opens:time}, closes {closes:time}, release by {releaseBy:time}. The sale must close in the future, within 366 days and after it opens; the release must follow within 180 days.",
    "Ajat eivät sovi yhteen: avautuu {opens:time}, päättyy {closes:time}, vapautus viimeistään {releaseBy:time}. Myynnin pitää päättyä avautumisensa jälkeen, tulevaisuudessa ja 366 päivän kuluessa; vapautuksen pitää seurata 180 päivän kuluessa.",
  ],
  "FounderShareOutOfRange(uint16 founderBps, uint256 founders)": [
    "The founders' share is {founderBps:bps} for {founders} founders. It must be 50 % at most, and either both or neither may be zero.",
    "Perustajien osuus on {founderBps:bps} ja perustajia {founders}. Osuus saa olla enintään 50 %, ja nollia saavat olla vain molemmat yhtä aikaa.",
  ],
  "VestingOutOfRange(uint64 cliff, uint64 duration)": [
    "Vesting over {duration:duration}, with nothing before {cliff:duration}, does not fit: the wait may not be longer than the whole, founders and resources vest over 180 days at least, and nobody over more than 10 years.",
    "Kertyminen (kesto {duration:duration}, alussa odotusta {cliff:duration}) ei käy: odotus ei saa olla kestoa pidempi, perustajien ja resurssien osuudet kertyvät vähintään 180 päivää, eikä kenenkään osuus kerry yli 10 vuotta.",
  ],
  "ReserveUnderfunded(uint256 required, uint256 minimum)": [
    "The sale's minimum, {minimum:money}, would not pay for the opening reserve of {required:money}. Raise the minimum, or lower the reserve ratio, the founders' share or the part for resources.",
    "Myynnin vähimmäismäärä {minimum:money} ei riittäisi avausvarantoon, joka on {required:money}. Nosta vähimmäismäärää, tai laske varantosuhdetta, perustajien osuutta tai resurssien osuutta.",
  ],
  "ObjectionWindowOutOfRange(uint64 window)": [
    "The time to object to a milestone, {window:duration}, must be 7 to 30 days.",
    "Välitavoitteen vastustamisajan pitää olla 7–30 päivää; annettu on {window:duration}.",
  ],
  "GracePeriodOutOfRange(uint64 gracePeriod)": [
    "The grace after a milestone, {gracePeriod:duration}, must be 14 to 365 days.",
    "Välitavoitteen lisäajan pitää olla 14–365 päivää; annettu on {gracePeriod:duration}.",
  ],
  "MilestoneCountOutOfRange(uint256 count, uint256 max)": [
    "{count} milestones are listed; 1 to {max} are needed.",
    "Välitavoitteita on lueteltu {count}; niitä pitää olla 1–{max}.",
  ],
  "InvalidMilestone(uint256 index)": [
    "Milestone {index} (counted from 0) has no part of the budget, is due before the one listed before it, or later than in ten years. Mend it.",
    "Välitavoitteella {index} (laskien nollasta) ei ole osaa budjetista, tai se erääntyy ennen edellistä tai yli kymmenen vuoden päästä. Korjaa se.",
  ],
  "MilestonesNotWhole(uint256 sumBps)": [
    "The milestones' parts sum to {sumBps:bps} instead of 100 %. Mend them.",
    "Välitavoitteiden osien summa on {sumBps:bps}, mutta sen pitää olla 100 %. Korjaa osat.",
  ],
} as const satisfies Sentences;
