/** The charts of the growing flow. */
import { figuresOf } from "./figures.ts";
import { priceChart } from "../../report/charts/market.ts";
import { batchChart } from "../../report/charts/process.ts";
import { bps, day, euros, grouped, percent, tokens } from "../../report/format.ts";
import type { Chart, Table } from "../../report/model.ts";
import { holdersChart, supplyChart, worthChart } from "../../report/charts/tokens.ts";
import { EARLY_DAYS, OPEN_GROWTH_BPS, type GrowingRun } from "../model.ts";
import type { Mark } from "../../report/charts/axes.ts";
import { stakeChart } from "../../report/charts/stakes.ts";
import { raidChart } from "./raid.ts";
import { valueCharts } from "./value-charts.ts";
import { batchesOf } from "../../report/parts.ts";
import { holdingsOf } from "../../report/holders.ts";

const SHOWN_EARLY = 12;

function worthTable(run: GrowingRun): Table {
  const then = new Map(run.worthAtOpening.map((worth) => [worth.agent.label, worth]));
  return {
    caption: `Those recognised in the first ${EARLY_DAYS} days`,
    columns: [
      { title: "Contributor" },
      { title: "Earned early", align: "right" },
      { title: "Worth at opening", align: "right" },
      { title: "Worth at the end", align: "right" },
      { title: "Has now, in all", align: "right" },
      { title: "At spot price", align: "right" },
      { title: "If all sold now", align: "right" },
      { title: "Got by selling", align: "right" },
    ],
    rows: run.worthAtEnd.map((worth) => [
      worth.agent.label,
      tokens(worth.earned),
      euros(then.get(worth.agent.label)?.earlyAtSpot ?? 0n),
      euros(worth.earlyAtSpot),
      tokens(worth.held),
      euros(worth.atSpot),
      euros(worth.ifSold),
      euros(worth.received),
    ]),
  };
}

export function chartsOf(run: GrowingRun): Chart[] {
  const { garden, cast, opening } = run;
  const { books, last, early, earlyThen, earlyNow } = figuresOf(run);
  const holdings = holdingsOf(cast, garden);
  const batches = batchesOf(garden);
  const full = batches.filter(({ paid, missing }) => paid === missing).length;
  const { raid, decision } = run;
  const attack: Mark = { time: raid.time, label: "somebody tries to buy the votes" };
  const worth = run.worthAtEnd.slice(0, SHOWN_EARLY);
  const then = new Map(run.worthAtOpening.map((one) => [one.agent.label, one]));
  return [
    worthChart({
      title: "What early contributors’ tokens became worth",
      takeaway: `The ${tokens(early)} tokens earned in the first ${EARLY_DAYS} days had no price for months; at the market’s price they were worth ${euros(earlyThen)} when it opened, and ${euros(earlyNow)} at the end.`,
      alt: "Bars: for each early contributor, the worth of the tokens earned early, when the market opened and at the end.",
      worth: worth.map((one) => ({
        label: one.agent.label,
        atOpening: then.get(one.agent.label)?.earlyAtSpot ?? 0n,
        atEnd: one.earlyAtSpot,
      })),
      table: worthTable(run),
    }),
    supplyChart({
      title: "Where tokens come from",
      takeaway: `Until ${day(opening.time)} every token was issued for a contribution; since then ${tokens(books.minted.market, 0)} were bought, and ${tokens(books.burned, 0)} sold back and burned.`,
      alt: "Stacked areas: tokens minted by origin over time, tokens burned below the line, and the supply that is left.",
      samples: garden.samples,
    }),
    ...valueCharts(run),
    priceChart({
      title: "Price and backing, since there is a market",
      takeaway: `The market opened at ${euros(opening.spot)} and ended at ${euros(last.price)}; the reserve holds ${euros(last.backing)} for each token.`,
      alt: `Price and backing per token over time, from ${euros(opening.spot)} at the opening to ${euros(last.price)} at the end.`,
      samples: garden.samples,
      openingPrice: opening.spot,
      openingLabel: "Price at the opening",
      marks: [attack],
    }),
    stakeChart({
      title: "Who has a voice",
      takeaway: `${percent(last.staked, last.supply)} of all tokens are staked at the end; the others are money only. The stakes that decided were held until it was carried out.`,
      alt: "Stacked areas: tokens that are staked and tokens that are not, over time, with the decision and the attempt to buy the votes.",
      samples: garden.samples,
      marks: [{ time: decision.proposedAt, label: "a decision" }, attack],
    }),
    raidChart(run),
    batchChart({
      title: "What batches paid",
      takeaway:
        full === batches.length
          ? "Each batch had room for all: everyone was paid in full."
          : `${grouped(full)} of ${grouped(batches.length)} batches paid all that was due; in the others everyone got the same part, and the rest with the next two. Since the market opened the room is ${bps(OPEN_GROWTH_BPS)} of the supply, to keep what backs the token.`,
      alt: "Bars: tokens paid in each batch and tokens that were due and not paid in it, with the room of each.",
      batches,
    }),
    holdersChart({
      title: "Who has a share",
      takeaway: `The largest holder has ${percent(holdings[0]?.amount ?? 0n, books.supply)} of the supply.`,
      alt: "Bars: the largest holders’ shares of the supply, and all others together.",
      holdings,
    }),
  ];
}
