/** Where each euro of the bootstrapped organisation went: for the picture, the tables, and programs. */
import { euros, bps, day, tokens } from "../report/format.ts";
import { flowChart, type Flow, type Place } from "../report/charts/flow.ts";
import type { Json } from "../report/json.ts";
import type { Chart, Section } from "../report/model.ts";
import { DAY } from "../world/chain.ts";
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
  { id: "waiting", label: "Waits for milestones", short: "Waits", column: 3 },
  { id: "fetched", label: "Back with the partners", short: "Back", column: 3 },
  { id: "owed", label: "Partners may fetch", short: "To fetch", column: 3 },
  { id: "treasury", label: "Treasury, for production", short: "Treasury", column: 3 },
];

/** Every flow of money, and of what resources are worth; asset units. */
export function flowsOf({ commons }: BootstrappedRun): Flow[] {
  const { books } = commons;
  const { budget, gifts } = books;
  const tribute = books.tribute + books.tributeCollected;
  return [
    { from: "partners", to: "budget", amount: budget.received, colour: "green" },
    { from: "partners", to: "reserve", amount: books.given - budget.received, colour: "blue" },
    { from: "buyers", to: "reserve", amount: books.paidByBuyers, colour: "orange" },
    { from: "donor", to: "reserve", amount: gifts.given.donations, colour: "purple" },
    { from: "resources", to: "treasury", amount: books.resources.value, colour: "brown" },
    { from: "budget", to: "waiting", amount: budget.left, colour: "grey" },
    { from: "budget", to: "treasury", amount: budget.paid, colour: "green" },
    { from: "budget", to: "fetched", amount: budget.fetched, colour: "vermilion" },
    { from: "budget", to: "owed", amount: budget.toFetch, colour: "grey" },
    { from: "reserve", to: "now", amount: books.reserve, colour: "blue" },
    { from: "reserve", to: "sellers", amount: books.paidToSellers, colour: "orange" },
    { from: "reserve", to: "treasury", amount: tribute, colour: "sky" },
  ];
}

export function moneyChart(run: BootstrappedRun): Chart {
  const { budget } = run.commons.books;
  return flowChart({
    title: "Where each euro went",
    takeaway: `Of ${euros(budget.received, 0)} for production, ${euros(budget.paid, 0)} were paid for milestones that were met; ${euros(budget.owed, 0)} of those refused or missed are the partners’ again, who fetched ${euros(budget.fetched, 0)} of it.`,
    alt: `Bands from where money came from (partners, buyers, a gift, resources) through production budget and reserve to where it is: ${euros(run.commons.books.reserve, 0)} in the reserve, ${euros(run.commons.books.paidToSellers, 0)} paid to sellers, ${euros(budget.paid, 0)} in the treasury for production, ${euros(budget.owed, 0)} back to the partners.`,
    places: PLACES,
    flows: flowsOf(run),
  });
}

export function resourcesSection({ commons, world }: BootstrappedRun): Section {
  return {
    title: "What partners gave beside money",
    intro: `A resource is credited at the sale’s price of ${euros(PRICE)} a token, when the trustee has accepted it. That opens refunds: who disagrees takes back all they gave before.`,
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
      rows: [...commons.books.resources.resources.values()].map((resource) => [
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
  const { budget } = commons.books;
  return {
    title: "The milestones of the budget",
    intro:
      "The trustee approves what was reached, one milestone after the other; partners can object to an approval with what they gave and staked. What is refused or missed is the partners’ again, by what each gave.",
    table: {
      caption: "Milestones and where their part of the budget went",
      columns: [
        ...[{ title: "Milestone" }, { title: "Part", align: "right" as const }, { title: "Due" }],
        ...[{ title: "Amount", align: "right" as const }, { title: "Went to" }, { title: "On" }],
      ],
      rows: MILESTONES.map(({ name, bps: part, due }, index) => {
        const settled = budget.milestones.find((one) => one.index === index);
        return [
          name,
          bps(part),
          day(opening.time + due * DAY),
          settled === undefined ? "" : euros(settled.amount),
          settled === undefined
            ? "waits"
            : settled.outcome === "paid"
              ? "treasury"
              : `partners: ${settled.outcome}`,
          settled === undefined ? "" : day(settled.time),
        ];
      }),
    },
  };
}

/** The figures for programs. */
export function moneySummary(run: BootstrappedRun): Json {
  const { budget, resources } = run.commons.books;
  return {
    budgetUnits: budget.received,
    paidUnits: budget.paid,
    owedUnits: budget.owed,
    fetchedUnits: budget.fetched,
    leftUnits: budget.left,
    resources: [...resources.resources.values()].map(({ id, value, tokens: wei, status }) => ({
      ...{ id: Number(id), valueUnits: value, tokensWei: wei, status },
    })),
    milestones: budget.milestones.map(({ index, amount, outcome, time }) => ({
      ...{ index, amountUnits: amount, outcome, time },
    })),
    flows: flowsOf(run).map(({ from, to, amount }) => ({ from, to, units: amount })),
  };
}
