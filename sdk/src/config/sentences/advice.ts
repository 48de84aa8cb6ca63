/** What is told before a launch: what the terms mean, and what of it will be regretted. */
import type { Sentence } from "./say.ts";

/** Sentences, and parts of them, by their keys. */
export const ADVICE = {
  run: {
    en: "If everyone sells at once, {first}, {second}.",
    fi: "Jos kaikki myyvät yhtä aikaa, {first}, {second}.",
  },
  runPart: {
    en: "the first {sold} % of the tokens take {taken} of the reserve",
    fi: "ensimmäiset {sold} % poleteista vievät varannosta {taken}",
  },
  floor: {
    en: "Until {floor} exist ({how}) there is no market and no vote; founders decide.",
    fi: "Ennen kuin on olemassa {floor} ({how}), ei ole markkinaa eikä äänestyksiä; perustajat päättävät.",
  },
  floorOfPresale: {
    en: "what the presale's minimum buys; after a failed sale {base}",
    fi: "minkä ennakkomyynnin vähimmäismäärällä saa; epäonnistuneen myynnin jälkeen {base}",
  },
  byEpochs: { en: "by epochs", fi: "kausin" },
  byContribution: { en: "at least {count} contribution", fi: "vähintään {count} kontribuutio" },
  byContributions: { en: "at least {count} contributions", fi: "vähintään {count} kontribuutiota" },
  moneyAtMinimum: {
    en: "At the minimum, of {raised}: {parts}.",
    fi: "Vähimmäismäärällä ({raised}): {parts}.",
  },
  moneyAtMaximum: {
    en: "At the maximum, of {raised}: {parts}.",
    fi: "Enimmäismäärällä ({raised}): {parts}.",
  },
  moneyWithResources: {
    en: "With full resources, of {raised}: {parts}.",
    fi: "Kun resursseja on enimmäismäärä ({raised}): {parts}.",
  },
  moneyParts: {
    en: "{reserve} reserve, {production} production, {milestone} first milestone",
    fi: "varantoon {reserve}, tuotantoon {production}, ensimmäinen välitavoite {milestone}",
  },
  moneyTaken: {
    en: "{parts} (resources take {taken} from production)",
    fi: "{parts} (resurssit vievät tuotannolta {taken})",
  },
  founders: {
    en: "If the founders sell all of their tokens once they have vested, they take {share} of the reserve.",
    fi: "Jos perustajat myyvät kaikki polettinsa, kun ne ovat kertyneet, he vievät varannosta {share}.",
  },
  dilution: {
    en: "If an open market issues all it may, who does not contribute loses {share} of their share in a year.",
    fi: "Jos avoimella markkinalla lasketaan liikkeelle kaikki sallittu, se, joka ei tee kontribuutioita, menettää osuudestaan vuodessa {share}.",
  },
  votes: {
    en: "Outvoting {turnout} % of the supply with bought votes takes {paid} (R: the reserve), of which {lost} are lost if all others sell first: (1 + t)^(1/w) − 1 − t^(1/w) for a turnout t.",
    fi: "Ostetuin äänin {turnout} %:n voittamiseen kuluu {paid} (R: varanto), ja siitä menetetään {lost}, jos kaikki muut myyvät ensin: (1 + t)^(1/w) − 1 − t^(1/w), kun äänestäneiden osuus on t.",
  },
  grants: {
    en: "Once the market is open with a reserve of {reserve}, grants match at most {matched} in {period}; give larger ones as pledges with a condition.",
    fi: "Kun markkina on auki ja varannossa {reserve}, vastinrahaa voi yhden jakson ({period}) aikana saada enintään {matched}; anna suuremmat summat ehdollisina lupauksina.",
  },
  cheapVotes: {
    en: "reserve.ratio {ratio}: at such a ratio votes can be bought on the market and sold again for little (at 100 % for nothing). What protects the treasury there is the veto, not the price.",
    fi: "reserve.ratio {ratio}: näin suurella varantosuhteella ääniä voi ostaa markkinalta ja myydä taas lähes ilmaiseksi (100 %:lla ilmaiseksi). Kassaa suojaa silloin esto, ei hinta.",
  },
  fewCurators: {
    en: "registry.curators lists {count}, the quorum is {quorum}: who is named in a contribution cannot approve it, so that joint work of two curators could never be accepted. Name {needed} or more.",
    fi: "registry.curators luettelee {count}, ja puoltoja tarvitaan {quorum}: kontribuutiossa nimetty ei voi puoltaa sitä, joten kahden kuraattorin yhteistyötä ei voitaisi koskaan hyväksyä. Nimeä vähintään {needed}.",
  },
  largeReward: {
    en: "registry.maxReward.{kind} {reward} is more than three windows of a young organisation issue ({most}): what is above that is void when a contribution is accepted.",
    fi: "registry.maxReward.{kind} {reward} on enemmän kuin nuori organisaatio laskee liikkeelle kolmessa jaksossa ({most}): sen ylittävä osa mitätöityy, kun kontribuutio hyväksytään.",
  },
  trusteeWithoutCode: {
    en: "presale.trustee {trustee} is an account without code: if its key is lost, what it holds goes back to the partners. A Safe, whose signers can change, is safer; such a change is one that nobody sees here.",
    fi: "presale.trustee {trustee} on tili ilman sopimusta: jos sen avain katoaa, sen hallussa oleva palaa kumppaneille. Safe, jonka allekirjoittajat voivat vaihtua, on turvallisempi; sellaista vaihtoa ei täällä näe kukaan.",
  },
} as const satisfies Readonly<Record<string, Sentence>>;
