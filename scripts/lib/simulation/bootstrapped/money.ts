/** Where each euro of the bootstrapped organisation went: for the picture, the tables, and programs. */
import { euros, bps, day, tokens } from "../../report/format.ts";
import { flowChart, type Flow, type Place } from "../../report/flow-chart.ts";
import type { Json } from "../../report/json.ts";
import type { Chart, Section } from "../../report/model.ts";
import { DAY } from "../chain.ts";
import { MILESTONES } from "./milestones.ts";
import { PRICE, type BootstrappedRun } from "./model.ts";
import { resourceTitle } from "./resources.ts";

const PLACES: readonly Place[] = [
  { id: "partners", label: "Partners’ money", short: "Partners", column: 0 },
  { id: "buyers", label: "Paid by buyers", short: "Buyers", column: 0 },
  { id: "donor", label: "A gift", short: "Gift", column: 0 },
  { id: "resources", label: "Value of resources", short: "Resources", column: 0 },
  { id: "reserve", label: "Common reserve", short: "Reserve", column: 2 },
  { id: "budget", label: "Production budget", short: "Budget", column: 1 },
  { id: "now", label: "In the reserve now", short: "Now", column: 3 },
  { id: "sellers", label: "Paid to sellers", short: "Sellers", column: 3 },
  { id: "waiting", label: "Still in escrow", short: "Escrow", column: 3 },
  { id: "treasury", label: "Treasury, for production", short: "Treasury", column: 3 },
];

/** Every flow of money, and of what resources are worth; asset units. */
export function flowsOf({ commons }: BootstrappedRun): Flow[] {
  const { books } = commons;
  const { escrow, gifts } = books;
  let resources = 0n;
  for (const { status, value } of escrow.resources.values()) {
    if (status === "confirmed" || status === "delivered") resources += value;
  }
  const tribute = books.tribute + books.tributeCollected;
  return [
    { from: "partners", to: "budget", amount: escrow.budget, colour: "green" },
    { from: "partners", to: "reserve", amount: books.raised - escrow.budget, colour: "blue" },
    { from: "buyers", to: "reserve", amount: books.paidByBuyers, colour: "orange" },
    { from: "donor", to: "reserve", amount: gifts.given.donations, colour: "purple" },
    { from: "resources", to: "treasury", amount: resources, colour: "brown" },
    { from: "budget", to: "reserve", amount: escrow.failed, colour: "vermilion" },
    { from: "budget", to: "waiting", amount: escrow.left, colour: "grey" },
    { from: "budget", to: "treasury", amount: escrow.paid, colour: "green" },
    { from: "reserve", to: "now", amount: books.reserve, colour: "blue" },
    { from: "reserve", to: "sellers", amount: books.paidToSellers, colour: "orange" },
    { from: "reserve", to: "treasury", amount: tribute, colour: "sky" },
  ];
}

export function moneyChart(run: BootstrappedRun): Chart {
  const { escrow } = run.commons.books;
  return flowChart({
    title: "Where each euro went",
    takeaway: `Of ${euros(escrow.budget, 0)} for production, ${euros(escrow.paid, 0)} were paid for milestones that were met; ${euros(escrow.failed, 0)} of those stopped or missed went to the reserve of all holders.`,
    alt: `Bands from where money came from (partners, buyers, a gift, resources) through production budget and reserve to where it is: ${euros(run.commons.books.reserve, 0)} in the reserve, ${euros(run.commons.books.paidToSellers, 0)} paid to sellers, ${euros(escrow.paid, 0)} in the treasury for production.`,
    places: PLACES,
    flows: flowsOf(run),
  });
}

export function resourcesSection({ commons, world }: BootstrappedRun): Section {
  return {
    title: "What partners gave beside money",
    intro: `A resource is credited at the sale’s price of ${euros(PRICE)} a token, when the trustee has accepted it and partners with more than half of the money have not rejected it.`,
    table: {
      caption: "Resources and what became of them",
      columns: [
        ...[
          { title: "Resource" },
          { title: "Offered by" },
          { title: "Appraised at", align: "right" as const },
        ],
        ...[{ title: "Deed" }, { title: "Tokens", align: "right" as const }, { title: "Now" }],
      ],
      rows: [...commons.books.escrow.resources.values()].map((resource) => [
        resourceTitle(resource.id),
        world.labelOf(resource.offerer),
        euros(resource.value),
        resource.custody ? "in custody" : "document",
        tokens(resource.tokens),
        resource.status,
      ]),
    },
  };
}

export function milestonesSection({ commons, opening }: BootstrappedRun): Section {
  const { escrow } = commons.books;
  return {
    title: "The milestones of the budget",
    intro:
      "The trustee approves what was reached, partners can stop an approval, and what is stopped or missed goes to the reserve by anyone’s call.",
    table: {
      caption: "Milestones and where their part of the budget went",
      columns: [
        ...[{ title: "Milestone" }, { title: "Part", align: "right" as const }, { title: "Due" }],
        ...[{ title: "Amount", align: "right" as const }, { title: "Went to" }, { title: "On" }],
      ],
      rows: MILESTONES.map(({ name, bps: part, due }, index) => {
        const settled = escrow.milestones.find((one) => one.index === index);
        return [
          name,
          bps(part),
          day(opening.time + due * DAY),
          settled === undefined ? "" : euros(settled.amount),
          settled === undefined ? "waits in escrow" : settled.paid ? "treasury" : "reserve",
          settled === undefined ? "" : day(settled.time),
        ];
      }),
    },
  };
}

/** The figures for programs. */
export function moneySummary(run: BootstrappedRun): Json {
  const { escrow } = run.commons.books;
  return {
    budgetUnits: escrow.budget,
    paidUnits: escrow.paid,
    failedUnits: escrow.failed,
    leftUnits: escrow.left,
    resources: [...escrow.resources.values()].map(({ id, value, tokens: wei, status }) => ({
      ...{ id: Number(id), valueUnits: value, tokensWei: wei, status },
    })),
    milestones: escrow.milestones.map(({ index, amount, paid, time }) => ({
      ...{ index, amountUnits: amount, paid, time },
    })),
    flows: flowsOf(run).map(({ from, to, amount }) => ({ from, to, units: amount })),
  };
}
