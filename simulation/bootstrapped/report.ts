/** The report of the bootstrapped flow. */
import { figuresOf } from "./figures.ts";
import { chartsOf } from "./charts.ts";
import type { Json } from "../report/json.ts";
import { bps, day, euros, grouped, percent, plural, tokens } from "../report/format.ts";
import type { Report, Section, Step } from "../report/model.ts";
import { EXIT_TRIBUTE_BPS, FOUNDER_BPS, OPEN_GROWTH_BPS, PRICE, type BootstrappedRun } from "./model.ts";
import { milestonesSection, moneySummary, resourcesSection } from "./money.ts";
import {
  batchSentence,
  commonParameters,
  everyoneSection,
  HOW_TO_READ,
  recognisedSection,
  recognitionSentence,
  sourceOf,
  stakeSentence,
  withNotes,
} from "../report/parts.ts";
import { giniPercent } from "../report/holders.ts";
import { summaryOf, summaryOfDecision, summaryOfInput, summaryOfSale } from "../report/summary.ts";
import { RESERVE_RATIO_BPS } from "../people/terms.ts";

export function bootstrappedReport(run: BootstrappedRun, command: string): Report {
  const { failed, commons, opening, real } = run;
  const { books, last, issued, partners, holders, change } = figuresOf(run);
  const failedRaised = failed.organisation.books.raised;
  return {
    eyebrow: "Bootstrapped liquidity · a simulated year",
    title: "A commons that began with partners",
    story:
      `A first attempt found too little support: ${euros(failedRaised, 0)} of the ${euros(failed.terms.minimum, 0)} it needed, and ${plural(failed.refunds, "partner")} took back every cent. ` +
      `A second, smaller one convinced ${plural(partners.length, "partner")}, who gave ${euros(books.given, 0)} to a trustee. On ${day(opening.time)} the trustee released it and the market opened at exactly the price that the partners had paid, ${euros(PRICE)}. ` +
      `Since then ${tokens(issued, 0)} tokens were issued to those who build, use and look after the commons, and ${plural(holders.length, "stakeholder")} hold tokens that anyone can sell to the common reserve at any time.`,
    tiles: [
      {
        value: euros(books.given, 0),
        label: "Given by partners",
        note: `${plural(partners.length, "partner")}; the first attempt was refunded in full`,
      },
      {
        value: euros(last.reserve, 0),
        label: "In the common reserve",
        note: `opened with ${euros(opening.reserve, 0)}; nobody can withdraw from it`,
      },
      {
        value: euros(last.price),
        label: "Price of a token",
        note: `opened at ${euros(PRICE)}, ${change < 0n ? "down" : "up"} ${percent(change < 0n ? -change : change, PRICE)}`,
      },
      {
        value: tokens(issued, 0),
        label: "Tokens for contributions",
        note: `to ${plural(run.recognition.members, "participant")}, a batch every two weeks`,
      },
      {
        value: grouped(holders.length),
        label: "Stakeholders",
        note: `of ${tokens(last.supply, 0)} tokens; Gini ${giniPercent(holders.map(({ amount }) => amount))}%`,
      },
      {
        value: `${grouped(books.buys)} / ${grouped(books.sells)}`,
        label: "Buys and sells",
        note: `${euros(books.paidByBuyers, 0)} paid in, ${euros(books.paidToSellers, 0)} paid out`,
      },
    ],
    stepsTitle: "Eight steps, after a false start",
    steps: stepsOf(run),
    charts: chartsOf(run),
    sections: [
      partnersSection(run),
      resourcesSection(run),
      milestonesSection(run),
      recognisedSection(run.world, commons),
      everyoneSection(run.sold, run.soldReversed),
    ],
    howToRead: HOW_TO_READ,
    parameters: [
      ...commonParameters(run),
      ["Presale price", `${euros(PRICE)} per token`],
      [
        "Sale that failed",
        `minimum ${euros(failed.terms.minimum, 0)}, maximum ${euros(failed.terms.maximum, 0)}`,
      ],
      [
        "Sale that succeeded",
        `minimum ${euros(run.terms.minimum, 0)}, maximum ${euros(run.terms.maximum, 0)}, at most ${euros(run.terms.perPartnerMaximum, 0)} from one partner`,
      ],
      ["Founders", `${bps(FOUNDER_BPS)} on top of the sold tokens, over 360 days, none before 180`],
      ["Reserve ratio", bps(RESERVE_RATIO_BPS)],
      ["Room for awards", `${bps(OPEN_GROWTH_BPS)} of the supply in two weeks, and more after gifts`],
      ["Exit tribute", `none, then ${bps(EXIT_TRIBUTE_BPS)} by decision of the stakeholders`],
      ["Review", "2 approvals, then a day for objections; 3 days otherwise"],
      ["Curators", `named, or whoever stakes ${tokens(run.curationStake, 0)} tokens`],
      [
        "Decisions",
        "votes for it of 10% of what circulates, a day to leave before and two days to veto after the vote",
      ],
      ["Partners’ vesting", "nothing for 30 days, all after 120"],
      ["Founders’ vesting", "nothing for 180 days, all after 360, and no faster than the budget is paid"],
      ["Vesting of tokens for resources", "nothing for 30 days, all after 180"],
      ["Budget", "a week to object to a milestone, 30 days of grace"],
    ],
    notes: real.notes,
    command,
  };
}

function stepsOf(run: BootstrappedRun): Step[] {
  const { failed, commons, terms, opening, world, real, recognition } = run;
  const { books, last, issued, partners, holders, gift, sellers } = figuresOf(run);
  const first = failed.organisation;
  const raised = [...commons.samples].find((sample) => sample.raised > 0n);
  const keepers = holders.filter(({ agent }) => !sellers.has(agent.label)).length;
  return [
    {
      number: "0",
      title: "A first attempt fails, and costs nobody anything",
      when: `${day(failed.terms.opens)} to ${day(failed.terms.closes)}`,
      paragraphs: [
        `The first sale asked for at least ${euros(failed.terms.minimum, 0)}. ${plural(first.books.contributed.size, "partner")} gave ${euros(first.books.raised, 0)}, ${percent(first.books.raised, failed.terms.minimum)} of it. When the sale closed it turned to refunding by itself: no one had to decide it, and no token was ever minted.`,
        `${plural(failed.refunds, "partner")} took back ${euros(first.books.refunded)}, to the last cent of what they had given.`,
      ],
    },
    {
      number: "1",
      title: "The organisation is designed and deployed",
      when: day(commons.samples[0]?.time ?? 0),
      paragraphs: [
        "Token, issuance, contribution registry, stake, reserve, presale, timelock and Governor start in one transaction of the factory, with a smaller minimum. The terms are fixed for ever; the owner is the organisation’s own timelock.",
      ],
    },
    {
      number: "2",
      title: "A presale of partnership",
      when: `opened ${day(terms.opens)}`,
      paragraphs: [
        `One token for ${euros(PRICE)}, at least ${euros(terms.minimum, 0)} and at most ${euros(terms.maximum, 0)} in all. The sale was sized so that the work expected in the following months fits the issuance budget.`,
      ],
    },
    {
      number: "3",
      title: "Partners give money and resources under a trustee",
      when: `${day(raised?.time ?? terms.opens)} to ${day(terms.closes)}`,
      paragraphs: withNotes(world, "3", [
        `${plural(partners.length, "partner")} gave ${euros(books.given, 0)}. Until the release it could only have gone back to them.`,
      ]),
    },
    {
      number: "4",
      title: "Partners become stakeholders",
      when: `from ${day(opening.time)}`,
      paragraphs: [
        `The release minted ${tokens(books.minted.partners, 0)} tokens for partners and ${tokens(books.minted.founders, 0)} for the founders: pay for their early work, at the partners’ price. They claimed within days. As both vest, partners’ over 120 days and founders’ over 360 and no faster than the production budget is paid, their claims were staked in their own names: all of it had a voice at once, and what had vested could be taken back.`,
      ],
    },
    {
      number: "5",
      title: "The reserve gives the token its liquidity and its price",
      when: day(opening.time),
      paragraphs: [
        `The trustee released the money: ${euros(opening.reserve)} into the reserve behind ${tokens(opening.supply)} tokens, ${euros(opening.toBudget)} into the production budget, which milestones release. The market opened at ${euros(opening.spot, 6)}, the presale’s price, within one millionth of a euro in the reserve: checked on chain.`,
      ],
    },
    {
      number: "6",
      title: "Tokens are issued for contributions",
      when: recognition.firstPaidAt === 0 ? "none" : `${day(recognition.firstPaidAt)} to ${day(last.time)}`,
      paragraphs: withNotes(world, "6", [
        sourceOf(real),
        recognitionSentence(commons),
        batchSentence(commons),
      ]),
    },
    {
      number: "7",
      title: "Participants become stakeholders",
      when: recognition.firstPaidAt === 0 ? "none" : `from ${day(recognition.firstPaidAt)}`,
      paragraphs: withNotes(world, "7", [
        `${plural(recognition.members, "participant")} received ${tokens(issued)} tokens: ${tokens(books.minted.production)} for production, ${tokens(books.minted.use)} for use, ${tokens(books.minted.maintenance)} for maintenance. Work from before the release was reviewed at once, and paid with the first batches after it.`,
        stakeSentence(commons, recognition),
      ]),
    },
    {
      number: "8",
      title: "Stakeholders liquidate, or hold",
      when: `${day(opening.time)} to ${day(last.time)}`,
      paragraphs: withNotes(world, "8", [
        `${grouped(sellers.size)} stakeholders sold something, in ${plural(books.sells, "sale")}, and got ${euros(books.paidToSellers)}; ${grouped(keepers)} of today’s ${grouped(holders.length)} never sold. ${plural(books.buys, "purchase")} brought ${euros(books.paidByBuyers)}.`,
        ...(gift?.asset == null
          ? []
          : [
              `On ${day(gift.time)} a donor gave ${euros(gift.asset)} to the reserve of all holders: no token was minted, and each one is backed by more.`,
            ]),
        "Partners took stakes back as they vested, the founders what had vested after half a year, and again at the end.",
      ]),
    },
  ];
}

function partnersSection({ commons, cast, opening }: BootstrappedRun): Section {
  const { books } = commons;
  const rows = cast
    .of("partner")
    .map((agent) => ({ agent, gave: books.contributed.get(agent.address) ?? 0n }))
    .filter(({ gave }) => gave > 0n)
    .sort((a, b) => (a.gave === b.gave ? 0 : a.gave > b.gave ? -1 : 1));
  return {
    title: "The partners",
    intro: `Each got one token for ${euros(PRICE)} on ${day(opening.time)}, staked in their name until it had vested.`,
    table: {
      caption: "What partners gave, and what they have",
      columns: [
        { title: "Partner" },
        { title: "Gave", align: "right" },
        { title: "Tokens then", align: "right" },
        { title: "Tokens now", align: "right" },
        { title: "Of them staked", align: "right" },
      ],
      rows: rows.map(({ agent, gave }) => [
        agent.label,
        euros(gave),
        tokens((gave * 10n ** 18n) / PRICE),
        tokens(books.holdingOf(agent.address)),
        tokens(books.stakes.stakeOf(agent.address)),
      ]),
    },
  };
}

/** The figures for programs. */
export function bootstrappedSummary(run: BootstrappedRun): Json {
  const { last } = figuresOf(run);
  return {
    flow: "bootstrapped",
    seed: run.seed,
    input: summaryOfInput(run.real),
    agents: { seeded: run.cast.seeded, producers: run.real.producers.length },
    failedSale: summaryOf(run.failed.organisation),
    organisation: summaryOf(run.commons),
    opening: {
      priceUnits: PRICE,
      reserveUnits: run.opening.reserve,
      supplyWei: run.opening.supply,
      toBudgetUnits: run.opening.toBudget,
      spotPriceUnits: run.opening.spot,
      time: run.opening.time,
    },
    decision: summaryOfDecision(run.decision),
    money: moneySummary(run),
    end: { priceUnits: last.price, backingUnits: last.backing, time: last.time },
    everyoneSells: { random: summaryOfSale(run.sold), reversed: summaryOfSale(run.soldReversed) },
    transactions: run.world.chain.transactions,
    events: run.world.events.length,
    checks: run.world.checks,
  };
}
