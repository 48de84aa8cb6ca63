/** What enums of the contracts are called in sentences, member by member in the order of the contracts. */
import type { Language } from "../units.ts";

type Words = Readonly<Record<Language, readonly string[]>>;

/** By what sentences call them; `en` and `fi` have as many members. */
export const ENUM_WORDS = {
  ContributionKind: {
    en: ["production", "use", "maintenance"],
    fi: ["tuotanto", "käyttö", "ylläpito"],
  },
  ContributionStatus: {
    en: ["does not exist", "is under review", "was accepted", "was rejected", "was withdrawn"],
    fi: ["ei ole olemassa", "on arvioitavana", "on hyväksytty", "on hylätty", "on vedetty pois"],
  },
  DecisionState: {
    en: [
      "waiting for its vote",
      "being voted on",
      "cancelled",
      "defeated",
      "agreed on",
      "queued",
      "expired",
      "carried out",
    ],
    fi: [
      "odottaa äänestystä",
      "äänestettävänä",
      "peruttu",
      "hylätty",
      "hyväksytty",
      "aikalukossa",
      "vanhentunut",
      "toteutettu",
    ],
  },
  EpochStatus: {
    en: [
      "does not exist",
      "is proposed",
      "was rejected",
      "was withdrawn",
      "is void",
      "waits for its payment",
      "is open for claims",
      "has expired",
    ],
    fi: [
      "ei ole olemassa",
      "on esitetty",
      "on hylätty",
      "on vedetty pois",
      "on mitätön",
      "odottaa maksuaan",
      "on nostettavana",
      "on vanhentunut",
    ],
  },
  MarketState: { en: ["closed", "open", "dissolved"], fi: ["kiinni", "auki", "purettu"] },
  MilestoneState: {
    en: ["is planned", "was approved", "was paid", "was refused", "was missed"],
    fi: ["on suunniteltu", "on hyväksytty", "on maksettu", "on hylätty", "on jäänyt saavuttamatta"],
  },
  OfferState: {
    en: [
      "does not exist",
      "is not on sale yet",
      "is on sale",
      "is sold no longer",
      "was withdrawn",
      "has expired",
    ],
    fi: [
      "ei ole olemassa",
      "ei ole vielä myynnissä",
      "on myynnissä",
      "ei ole enää myynnissä",
      "on vedetty pois",
      "on vanhentunut",
    ],
  },
  OperationState: {
    en: ["unknown", "waiting", "due", "done"],
    fi: ["tuntematon", "odottaa", "aika on tullut", "tehty"],
  },
  PledgeForm: {
    en: [
      "no pledge",
      "a pledge that a verifier confirms",
      "a pledge with a condition",
      "a pledge with a goal of donations",
      "a grant that matches donations",
    ],
    fi: [
      "olematon lupaus",
      "todentajan vahvistettava lupaus",
      "ehdollinen lupaus",
      "lupaus, jolla on lahjatavoite",
      "vastinrahalupaus",
    ],
  },
  PledgeState: {
    en: [
      "does not exist",
      "is open",
      "is owed to the reserve",
      "was kept",
      "can be returned",
      "was returned",
    ],
    fi: [
      "ei ole olemassa",
      "on avoinna",
      "kuuluu varannolle",
      "on pidetty",
      "on palautettavissa",
      "on palautettu",
    ],
  },
  ProposalState: {
    en: [
      "does not exist",
      "is open for backing",
      "has lapsed",
      "is funded",
      "was delivered",
      "has failed",
      "was accepted",
      "is complete",
    ],
    fi: [
      "ei ole olemassa",
      "on tuettavana",
      "on rauennut",
      "on rahoitettu",
      "on toimitettu",
      "on epäonnistunut",
      "on hyväksytty",
      "on valmis",
    ],
  },
  ResourceState: {
    en: ["does not exist", "is offered", "was accepted", "was returned", "was withdrawn", "was delivered"],
    fi: [
      "ei ole olemassa",
      "on tarjottu",
      "on hyväksytty",
      "on palautettu",
      "on vedetty pois",
      "on toimitettu",
    ],
  },
  SaleState: {
    en: ["has not begun", "is open", "has ended", "was released", "gives refunds"],
    fi: ["ei ole alkanut", "on auki", "on päättynyt", "on vapautettu", "palauttaa rahoja"],
  },
  Settlement: {
    en: ["keep the tokens", "burn the tokens", "share the tokens"],
    fi: ["pitää poletit", "polttaa poletit", "jakaa poletit"],
  },
  VoucherOutcome: {
    en: [
      "it is redeemed",
      "the offer is over",
      "the code has expired",
      "the code was shown before",
      "the quantity does not fit",
      "the holder has too few vouchers",
      "the signature is not the holder's",
    ],
    fi: [
      "se on lunastettu",
      "tarjous on ohi",
      "koodi on vanhentunut",
      "koodi on jo näytetty",
      "määrä ei käy",
      "haltijalla on liian vähän lippuja",
      "allekirjoitus ei ole haltijan",
    ],
  },
} as const satisfies Record<string, Words>;

/** Enums as they stand in the contracts, by what sentences call them. */
export const ENUM_TYPES = {
  ContributionStatus: "IContributionRegistry.Status",
  DecisionState: "IGovernor.ProposalState",
  EpochStatus: "IContributionEpochs.Status",
  MarketState: "ILiquidityReserve.MarketState",
  MilestoneState: "IProductionBudget.MilestoneState",
  OfferState: "IPartnerAcceptance.OfferState",
  OperationState: "TimelockControllerUpgradeable.OperationState",
  PledgeForm: "IPledgeBook.Form",
  PledgeState: "IPledgeBook.PledgeState",
  ProposalState: "IProductionProposals.ProposalState",
  ResourceState: "IResourceCustody.ResourceState",
  SaleState: "IPresale.State",
  Settlement: "IPartnerAcceptance.Settlement",
  VoucherOutcome: "IPartnerAcceptance.Outcome",
} as const;

/** Why the language itself gave up. */
export const PANICS: Readonly<Record<string, readonly [en: string, fi: string]>> = {
  "1": ["an assertion did not hold", "varmistus ei pitänyt"],
  "17": ["a number became too large or too small", "luku kasvoi liian suureksi tai väheni liian pieneksi"],
  "18": ["it divided by zero", "se jakoi nollalla"],
  "33": ["a value is outside of its choices", "arvo on vaihtoehtojensa ulkopuolella"],
  "34": ["its storage is broken", "sen muisti on rikki"],
  "49": ["it took from an empty list", "se otti tyhjästä luettelosta"],
  "50": ["a list is shorter than was asked for", "luettelo on pyydettyä lyhyempi"],
  "65": ["it asked for too much memory", "se pyysi liikaa muistia"],
  "81": ["it called a function that is not there", "se kutsui olematonta toimintoa"],
};
