/** The report of the growing flow. */
import { chartsOf } from "./charts.ts";
import { epochFigures, epochSection, epochSentence, summaryOfEpochs } from "./epochs.ts";
import { figuresOf } from "./figures.ts";
import type { Json } from "../../report/json.ts";
import { bps, day, euros, grouped, plural, tokens } from "../../report/format.ts";
import type { Report, Step } from "../../report/model.ts";
import { backersSection, sourcesSection, summaryOfValue, valueTiles } from "./value-sections.ts";
import { givingStep, valueSteps } from "./value-steps.ts";
import { raidStep, summaryOfRaid, voiceSection } from "./raid.ts";
import { CLOSED_GROWTH_BPS, OPEN_GROWTH_BPS, type GrowingRun } from "../model.ts";
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
} from "../../report/parts.ts";
import { giniPercent } from "../../report/holders.ts";
import { summaryOf, summaryOfDecision, summaryOfInput, summaryOfSale } from "../../report/summary.ts";
import { RESERVE_RATIO_BPS, VETO_BPS } from "../../people/terms.ts";

export function growingReport(run: GrowingRun, command: string): Report {
  const { garden, opening, recognition, real } = run;
  const { accounts, awarded, claimed, claims } = epochFigures(run);
  const { books, last, issued, holders, given, early, earlyThen, earlyNow } = figuresOf(run);
  return {
    eyebrow: "Growing liquidity · a simulated year",
    title: "A commons that began with work",
    story:
      `No one paid anything in. For eight months people built, used and looked after something, and ${plural(recognition.members, "participant")} were recognised with tokens that nobody could sell. ` +
      `Then others valued what had been made: gifts and a pledge that was kept brought ${euros(opening.reserve, 0)} to the common reserve, and on ${day(opening.time)} a reader opened the market. ` +
      `The same tokens, on the same contracts, had a price of ${euros(opening.spot)}: what those of the first three months had earned, ${tokens(early, 0)} tokens, was suddenly worth ${euros(earlyThen, 0)}, and ${euros(earlyNow, 0)} at the end of the year. ` +
      `By then ${euros(given, 0)} had been given, companies paid for licences, and a token bought rides in a city and a part in new work. Somebody who bought more votes than all others had was stopped by them, and lost ${euros(run.raid.paid - run.raid.got, 0)}.`,
    tiles: [
      {
        value: tokens(issued, 0),
        label: "Tokens for contributions",
        note: `without any money at first: ${plural(recognition.members, "participant")} recognised one by one, the others in epochs`,
      },
      {
        value: grouped(accounts),
        label: "Accounts in epochs",
        note: `${tokens(awarded)} tokens by ${plural(run.epochs.all.length, "Merkle root")}; ${plural(claims, "award")} of ${tokens(claimed)} claimed`,
      },
      {
        value: euros(given, 0),
        label: "Given, months later",
        note: "donations, a grant that doubled them, pledges, licences; no token was minted for them",
      },
      {
        value: euros(last.price),
        label: "Price of a token",
        note: `opened at ${euros(opening.spot)} on ${day(opening.time)}`,
      },
      {
        value: euros(last.reserve, 0),
        label: "In the common reserve",
        note: `opened with ${euros(opening.reserve, 0)}; nobody can withdraw from it`,
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
      ...valueTiles(run),
    ],
    stepsTitle:
      "Four steps without money, three that made it liquid, three that made it useful, and one attack",
    steps: stepsOf(run),
    charts: chartsOf(run),
    sections: [
      sourcesSection(run),
      ...backersSection(run),
      voiceSection(run),
      epochSection(run),
      recognisedSection(run.world, garden),
      everyoneSection(run.sold, run.soldReversed),
    ],
    howToRead: [
      ...HOW_TO_READ,
      "A gift drips into the reserve over a week, so that nobody gains by buying just before it; buyers pay for what still drips, sellers do not get it. Tokens paid for tickets and tokens put on new work wait in contracts of their own, and exist as all others do.",
    ],
    parameters: [
      ...commonParameters(run),
      ["Reserve ratio", bps(RESERVE_RATIO_BPS)],
      ["Least reserve to open the market", euros(run.minimumReserve)],
      [
        "Room for awards while closed",
        `${tokens(run.baseAmount, 0)} tokens in two weeks, or ${bps(CLOSED_GROWTH_BPS)} of the supply when that is more`,
      ],
      [
        "Room for awards while open",
        `${bps(OPEN_GROWTH_BPS)} of the supply in two weeks, and more after gifts`,
      ],
      ["Review", "2 approvals, then a day for objections; 3 days otherwise"],
      ["Curators", `named, or whoever stakes ${tokens(run.curationStake, 0)} tokens`],
      [
        "Decisions",
        "votes for it of 10% of what circulates, a day to leave before and two days to veto after the vote",
      ],
      ["Veto", `${bps(VETO_BPS)} of what is staked`],
    ],
    notes: real.notes,
    command,
  };
}

function stepsOf(run: GrowingRun): Step[] {
  const { garden, world, real, recognition, opening } = run;
  const { books, last, holders, sellers } = figuresOf(run);
  const began = recognition.firstPaidAt === 0 ? "none" : `from ${day(recognition.firstPaidAt)}`;
  const before = garden.samples.filter(({ time }) => time < opening.time).at(-1);
  return [
    {
      number: "1",
      title: "The organisation is designed and deployed",
      when: day(garden.samples[0]?.time ?? 0),
      paragraphs: [
        "Token, issuance, contribution registry, stake, reserve, timelock and Governor start in one transaction of the factory. There is no presale, and no money.",
      ],
    },
    {
      number: "2",
      title: "Tokens are issued for contributions",
      when: began,
      paragraphs: withNotes(world, "2", [
        sourceOf(real),
        recognitionSentence(garden),
        batchSentence(garden),
        epochSentence(run),
      ]),
    },
    {
      number: "3",
      title: "Participants become stakeholders",
      when: began,
      paragraphs: [
        `${plural(recognition.members, "participant")} hold tokens for what they did. Before there was any money, the supply reached ${tokens(before?.supply ?? 0n)} tokens.`,
        stakeSentence(garden, recognition),
      ],
    },
    {
      number: "4",
      title: "They hold",
      when: `until ${day(run.giving.donations[0]?.time ?? 0)}`,
      paragraphs: withNotes(world, "4", [
        `The tokens have no price yet, and still move: ${plural(run.thanks, "time")} someone thanked a reader with a few of theirs.`,
      ]),
    },
    givingStep(run),
    {
      number: "6",
      title: "Anyone may open the market",
      when: day(opening.time),
      paragraphs: [
        `${opening.opener.label} did, with one transaction: ${euros(opening.reserve)} behind ${tokens(opening.supply)} tokens, a price of ${euros(opening.spot, 6)}.`,
      ],
    },
    {
      number: "7",
      title: "The same tokens are liquid",
      when: `${day(opening.time)} to ${day(last.time)}`,
      paragraphs: [
        `${grouped(sellers.size)} stakeholders sold something, in ${plural(books.sells, "sale")}, and got ${euros(books.paidToSellers)}. ${plural(books.buys, "purchase")} brought ${euros(books.paidByBuyers)}. ${plural(holders.length, "stakeholder")} hold tokens at the end.`,
      ],
    },
    ...valueSteps(run),
    raidStep(run),
  ];
}

/** The figures for programs. */
export function growingSummary(run: GrowingRun): Json {
  const { last, given } = figuresOf(run);
  return {
    flow: "growing",
    seed: run.seed,
    input: summaryOfInput(run.real),
    agents: { seeded: run.cast.seeded, producers: run.real.producers.length },
    organisation: summaryOf(run.garden),
    epochs: summaryOfEpochs(run),
    minimumReserveUnits: run.minimumReserve,
    giftsUnits: given,
    decision: summaryOfDecision(run.decision),
    raid: summaryOfRaid(run),
    value: summaryOfValue(run),
    opening: {
      reserveUnits: run.opening.reserve,
      supplyWei: run.opening.supply,
      spotPriceUnits: run.opening.spot,
      time: run.opening.time,
    },
    earlyContributors: run.worthAtEnd.map((worth) => ({
      label: worth.agent.label,
      earnedWei: worth.earned,
      earlyAtSpotUnits: worth.earlyAtSpot,
      heldWei: worth.held,
      atSpotUnits: worth.atSpot,
      ifSoldUnits: worth.ifSold,
      receivedUnits: worth.received,
    })),
    end: { priceUnits: last.price, backingUnits: last.backing, time: last.time },
    everyoneSells: { random: summaryOfSale(run.sold), reversed: summaryOfSale(run.soldReversed) },
    transactions: run.world.chain.transactions,
    events: run.world.events.length,
    checks: run.world.checks,
  };
}
