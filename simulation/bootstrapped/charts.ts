/** The charts of the bootstrapped flow. */
import { figuresOf } from "./figures.ts";
import type { Mark } from "../report/charts/axes.ts";
import { priceChart, reserveChart } from "../report/charts/market.ts";
import { batchChart, presaleChart } from "../report/charts/process.ts";
import { euros, grouped, percent, tokens } from "../report/format.ts";
import type { Chart } from "../report/model.ts";
import { stakeChart } from "../report/charts/stakes.ts";
import { holdersChart, supplyChart } from "../report/charts/tokens.ts";
import { PRICE, type BootstrappedRun } from "./model.ts";
import { moneyChart } from "./money.ts";
import { batchesOf } from "../report/parts.ts";
import { holdersOf, holdingsOf } from "../report/holders.ts";

export function chartsOf(run: BootstrappedRun): Chart[] {
  const { failed, commons, terms, opening, world, cast } = run;
  const { books, last, issued, gift } = figuresOf(run);
  const leaving = world.notes.find(({ text }) => text.includes("left and sold everything"));
  const marks: Mark[] = [
    ...(leaving === undefined ? [] : [{ time: leaving.time, label: "a large partner leaves" }]),
    ...(gift === undefined ? [] : [{ time: gift.time, label: "a gift" }]),
  ];
  const market = commons.samples.filter(({ price }) => price > 0n);
  const holdings = holdingsOf(cast, commons);
  const batches = batchesOf(commons);
  const full = batches.filter(({ paid, missing }) => paid === missing).length;
  return [
    presaleChart({
      title: "Two sales of partnership",
      takeaway: `The first never reached its minimum, and all of it went back; the second ended at ${percent(books.given, terms.minimum)} of its minimum.`,
      alt: `Money in the two presales over time, with their minimums and maximums. The first reaches ${euros(failed.organisation.books.raised, 0)} and falls back to nothing; the second ends at ${euros(books.given, 0)}.`,
      sales: [
        { label: "First attempt: failed", ...failed.terms, held: failed.organisation.samples },
        {
          label: "Second: succeeded",
          ...terms,
          held: commons.samples.filter(({ time }) => time < opening.time),
        },
      ],
      table: {
        caption: "The two sales",
        columns: [
          { title: "Sale" },
          { title: "Minimum", align: "right" },
          { title: "Maximum", align: "right" },
          { title: "Raised", align: "right" },
          { title: "Refunded", align: "right" },
          { title: "Partners", align: "right" },
        ],
        rows: [
          { name: "first", sale: failed.terms, by: failed.organisation.books },
          { name: "second", sale: terms, by: books },
        ].map(({ name, sale, by }) => [
          name,
          euros(sale.minimum),
          euros(sale.maximum),
          euros(by.raised),
          euros(by.refunded),
          grouped(by.contributed.size),
        ]),
      },
    }),
    moneyChart(run),
    priceChart({
      title: "Price and backing",
      takeaway: `The market opened at exactly ${euros(PRICE)} and ended at ${euros(last.price)}; the reserve holds ${euros(last.backing)} for each token.`,
      alt: `Price and backing per token over time, from ${euros(PRICE)} at the opening to ${euros(last.price)} at the end.`,
      samples: commons.samples,
      openingPrice: PRICE,
      openingLabel: "Presale price",
      marks,
    }),
    supplyChart({
      title: "Where tokens come from",
      takeaway: `${percent(issued, books.supply + books.burned)} of all tokens ever minted were issued for contributions; ${tokens(books.burned, 0)} were sold back and burned.`,
      alt: "Stacked areas: tokens minted by origin over time, tokens burned below the line, and the supply that is left.",
      samples: market,
    }),
    reserveChart({
      title: "The common reserve",
      takeaway: `Buyers and a gift added to the ${euros(opening.reserve, 0)} of the opening, sellers took from it; ${euros(last.reserve, 0)} are left.`,
      alt: `Euros in the reserve over time, from ${euros(opening.reserve, 0)} to ${euros(last.reserve, 0)}.`,
      samples: market,
      marks,
    }),
    stakeChart({
      title: "Who has a voice",
      takeaway: `What vests is staked in its owners’ name and votes from the first day; ${percent(last.staked, last.supply)} of all tokens are staked at the end.`,
      alt: "Stacked areas: tokens that are staked and tokens that are not, over time, with the decision on the tribute.",
      samples: market,
      marks: [{ time: run.decision.proposedAt, label: "a decision on the tribute" }],
    }),
    batchChart({
      title: "What batches paid",
      takeaway:
        full === batches.length
          ? "Each batch had room for all: everyone was paid in full."
          : `${grouped(full)} of ${grouped(batches.length)} batches paid all that was due; in the others everyone got the same part, and the rest with the next two.`,
      alt: "Bars: tokens paid in each batch and tokens that were due and not paid in it, with the room of each.",
      batches,
    }),
    holdersChart({
      title: "Who has a share",
      takeaway: `The largest holder has ${percent(holdings[0]?.amount ?? 0n, books.supply)} of the supply, the ten largest ${percent(
        holdersOf(cast, commons)
          .slice(0, 10)
          .reduce((sum, { amount }) => sum + amount, 0n),
        books.supply,
      )}.`,
      alt: "Bars: the largest holders’ shares of the supply, all others together, and what waits in contracts.",
      holdings,
    }),
  ];
}
