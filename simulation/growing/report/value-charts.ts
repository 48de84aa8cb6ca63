/** The charts of where the reserve came from and of what a token bought. */
import { bps, euros, grouped, plural, tokens } from "../../report/format.ts";
import type { Chart, Table } from "../../report/model.ts";
import { sourcesChart, usesChart, type Use } from "../../report/charts/value.ts";
import { open, redeemed } from "../../books/vouchers.ts";
import type { GrowingRun } from "../model.ts";
import { backingOf, ticketFigures } from "./value-figures.ts";

export function valueCharts(run: GrowingRun): Chart[] {
  const { garden } = run;
  const { gifts, paidByBuyers, paidToSellers, reserve } = garden.books;
  const { offer, citySold } = ticketFigures(run);
  return [
    sourcesChart({
      title: "How the reserve grew, by source",
      takeaway: `${euros(gifts.total, 0)} were given, ${euros(paidByBuyers, 0)} paid by buyers and ${euros(paidToSellers, 0)} taken by sellers: ${euros(reserve, 0)} are in the reserve, what still drips in among them.`,
      alt: "Stacked areas: euros that came into the reserve by source over time, what sellers took below the line, and the reserve that is left.",
      samples: garden.samples,
    }),
    usesChart({
      title: "What became of tokens that people used",
      takeaway: `${tokens(offer.toPartner)} tokens took people through the city, ${grouped(redeemed(offer))} rides at ${tokens(offer.price)} each; the city sold ${tokens(citySold)} of them and keeps the others. What backed new work went to its makers, or came back.`,
      alt: "Stacked bars: tokens spent on tickets, returned and waiting; what the city kept and sold; what backed two proposals, and what backers were paid.",
      uses: usesOf(run),
      table: usesTable(run),
    }),
  ];
}

function usesOf(run: GrowingRun): Use[] {
  const { offer, citySold } = ticketFigures(run);
  const proposals = [...run.garden.books.backings.proposals.values()];
  return [
    {
      label: "City tickets",
      parts: {
        spent: redeemed(offer) * offer.price,
        back: offer.returned * offer.price,
        waiting: open(offer) * offer.price,
      },
    },
    { label: "City’s income", parts: { kept: offer.toPartner - citySold, sold: citySold } },
    ...proposals.flatMap((proposal): Use[] => {
      const backing = backingOf(proposal);
      const done = proposal.completedAt !== 0;
      const { uri, reclaimed, minted, claimed } = proposal;
      const parts = { spent: done ? backing : 0n, back: reclaimed, waiting: done ? 0n : backing };
      return [
        { label: titleOf(uri), parts },
        ...(minted > 0n
          ? [{ label: "Its backers", parts: { issued: claimed, waiting: minted - claimed } }]
          : []),
      ];
    }),
  ];
}

/** `Audio edition` for `an audio edition`. */
function titleOf(work: string): string {
  const name = work.replace(/^an? /, "");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function usesTable(run: GrowingRun): Table {
  const { offer, cheapest, dearest, worthWhenBought, citySold, cityGot } = ticketFigures(run);
  const proposals = [...run.garden.books.backings.proposals.values()];
  const row = (what: string, count: string, wei: bigint, remark: string): string[] => [
    ...[what, count, tokens(wei), remark],
  ];
  return {
    caption: "What a token bought",
    columns: [
      { title: "What" },
      { title: "How many", align: "right" },
      { title: "Tokens", align: "right" },
      { title: "" },
    ],
    rows: [
      row(
        "Tickets sold",
        grouped(offer.sold),
        offer.sold * offer.price,
        `${tokens(offer.price)} tokens each, ${euros(cheapest)} to ${euros(dearest)} when bought, ${euros(worthWhenBought)} in all`,
      ),
      row(
        "redeemed at the gate",
        grouped(offer.redeemedAtGate),
        offer.redeemedAtGate * offer.price,
        "with a code that the holder signed",
      ),
      row(
        "redeemed by holders",
        grouped(offer.redeemedAlone),
        offer.redeemedAlone * offer.price,
        "who acknowledged the ride",
      ),
      row("returned", grouped(offer.returned), offer.returned * offer.price, "after they had expired"),
      row("waiting", grouped(open(offer)), open(offer) * offer.price, "may be returned for ever"),
      row("The city’s tokens", "", offer.toPartner, `${euros(cityGot)} for those it sold`),
      row("sold on the market", "", citySold, ""),
      row("kept", "", offer.toPartner - citySold, ""),
      ...proposals.flatMap((proposal) => {
        const { uri, backings, minted, claimed, reclaimed, backersBps, paid, parts, completedAt } = proposal;
        const backing = backingOf(proposal);
        const backers = grouped(backings.size);
        if (completedAt === 0) {
          return [
            row(`Put on ${uri}`, backers, backing + reclaimed, "delivered by nobody"),
            row("taken back", "", reclaimed, ""),
            row("waiting", "", backing, "may be taken back for ever"),
          ];
        }
        return [
          row(`Put on ${uri}`, backers, backing, "handed over to its makers"),
          row(
            "paid for it",
            plural(parts, "batch", "batches"),
            paid,
            `${bps(backersBps)} of it to its backers`,
          ),
          row("claimed by backers", "", claimed, `of ${tokens(minted)}`),
        ];
      }),
    ],
  };
}
