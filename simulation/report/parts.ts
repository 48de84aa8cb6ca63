/** What the reports of both flows have in common. */
import { day, euros, grouped, instant, percent, plural, tokens } from "./format.ts";
import type { Data } from "./files.ts";
import type { Section, Step } from "./model.ts";
import type { batchChart } from "./charts/process.ts";
import type { Agent, Role } from "../world/agents.ts";
import type { EveryoneSold } from "../world/everyone-sells.ts";
import { MAX_CONTRIBUTIONS, type RealWork } from "../people/history.ts";
import type { Plan } from "../people/plan.ts";
import type { Recognition } from "../people/recognition.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

const LISTED_PRODUCERS = 15;

/** Every event as a row of `events.csv`. */
export function eventTable({ events }: World): Data["events"] {
  return {
    columns: [
      ...["number", "step", "time", "organisation", "contract", "event", "actor"],
      ...["tokens_wei", "asset_units", "details"],
    ],
    rows: events.map((event, at) => [
      `${at + 1}`,
      event.step,
      instant(event.time),
      event.organisation,
      event.contract,
      event.name,
      event.actor,
      event.tokens?.toString() ?? "",
      event.asset?.toString() ?? "",
      event.details,
    ]),
  };
}

/** Where the real contributions come from, in one sentence. */
export function sourceOf(real: RealWork): string {
  if (real.commits === 0) return "No history: the contributions are those of seeded readers and curators.";
  const dates =
    real.from === 0 || day(real.from) === day(real.to)
      ? `of ${day(real.to)}`
      : `from ${day(real.from)} to ${day(real.to)}`;
  return `A git history of ${plural(real.commits, "commit")} ${dates} by ${plural(real.producers.length, "author")}, at commit ${real.head.slice(0, 12)}; valued by the formula ${real.formula}.`;
}

/** The rows of a step's notes become its paragraphs. */
export function withNotes(world: World, number: string, paragraphs: readonly string[]): Step["paragraphs"] {
  return [...paragraphs, ...world.notes.filter(({ step }) => step === number).map(({ text }) => text)];
}

/** How contributions were recognised, as a sentence. */
export function recognitionSentence({ books }: Organisation): string {
  const all = [...books.contributions.values()];
  const rejected = all.filter(({ status }) => status === "rejected").length;
  return (
    `${plural(all.length, "contribution")} were submitted. One that the curators agreed on was decided a day after the ` +
    `second approval, so that others still had time to object; the others after three days. ` +
    `${grouped(rejected)} were rejected, as counted before.`
  );
}

/** How awards were paid, as a sentence. */
export function batchSentence({ books }: Organisation): string {
  const { batches, awards, lapsed, paid, open, void: tooLarge } = books.issuance;
  const due = batches.filter(({ missing }) => missing > 0n);
  const full = due.filter((batch) => batch.paid === batch.missing).length;
  const entered = [...awards.values()].reduce((sum, award) => sum + award.entered, 0n);
  return (
    `Nobody gained by calling first: what was accepted in two weeks was one batch, and after them everyone in it was paid ` +
    `the same part. ${plural(due.length, "batch", "batches")} paid ${tokens(paid)} of ${tokens(entered)} tokens awarded; ` +
    `${grouped(full)} of them paid all that was due, the others in proportion, the rest with the next two. ` +
    (lapsed === 0n
      ? "Nothing lapsed."
      : `${tokens(lapsed)} tokens, ${percent(lapsed, entered)}, were not paid by three batches and lapsed.`) +
    (tooLarge === 0n
      ? ""
      : ` ${tokens(tooLarge)} were void at once, more than three windows could ever pay.`) +
    (open === 0n ? "" : ` ${tokens(open)} are due in the next ones.`)
  );
}

/** The batches that had something to pay, with the room that was last seen. */
export function batchesOf({ books, batches }: Organisation): Parameters<typeof batchChart>[0]["batches"] {
  return books.issuance.batches
    .filter(({ missing }) => missing > 0n)
    .map(({ number, time, missing, paid }) => {
      const room = batches.get(number)?.room ?? paid;
      return { time, missing, paid, room: paid < missing || room < paid ? paid : room };
    });
}

/** What people did with their stakes, as a sentence. */
export function stakeSentence({ books }: Organisation, recognition: Recognition): string {
  const { stakes } = books;
  return (
    `Tokens are money, a stake is a voice: ${plural(stakes.stakes.size, "participant")} staked tokens to have one, up to ` +
    `${tokens(stakes.greatest, 0)} at a time. With theirs, ${plural(recognition.curatorsByStake.size, "stakeholder")} ` +
    `became curators beside those who were named, and reviewed ${plural(recognition.reviewsByStake, "time")}. ` +
    `${plural(stakes.begun, "vote, review or veto", "votes, reviews and vetoes")} held stakes until the matter was over, ` +
    `and whoever came by ended the hold; the rest could be taken back at any time.`
  );
}

/** Who was recognised for what: the producers of the history, and the seeded agents by group. */
export function recognisedSection(world: World, organisation: Organisation): Section {
  const { recognised, unclaimed, backings } = organisation.books;
  const total = [...recognised.values()].reduce((sum, amount) => sum + amount, unclaimed);
  const forProducers =
    organisation.books.epochs.size === 0 ? "production, maintenance" : "production, maintenance, use of it";
  const own = (role: Role): { agent: Agent; amount: bigint }[] =>
    world.cast
      .of(role)
      .map((agent) => ({ agent, amount: recognised.get(agent.address) ?? 0n }))
      .filter(({ amount }) => amount > 0n)
      .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1));
  const row = (label: string, what: string, amount: bigint, held: bigint): string[] => [
    ...[label, what, tokens(amount), percent(amount, total), tokens(held)],
  ];
  const heldBy = (agents: readonly { agent: Agent }[]): bigint =>
    agents.reduce((sum, { agent }) => sum + organisation.books.holdingOf(agent.address), 0n);
  const sum = (agents: readonly { amount: bigint }[]): bigint =>
    agents.reduce((all, { amount }) => all + amount, 0n);
  const producers = own("producer");
  const listed = producers.slice(0, LISTED_PRODUCERS);
  const others = producers.slice(LISTED_PRODUCERS);
  const [readers, visitors, curators, makers] = [own("reader"), own("visitor"), own("curator"), own("maker")];
  const backers = new Set([...backings.proposals.values()].flatMap(({ claims }) => [...claims.keys()]));
  return {
    title: "Who was recognised",
    intro:
      "Producers are the authors of the git history, with what the ledger’s formula awards their commits. All others are seeded agents.",
    table: {
      caption: "Tokens paid for contributions",
      columns: [
        { title: "Who" },
        { title: "For" },
        { title: "Paid", align: "right" },
        { title: "Share", align: "right" },
        { title: "Has now", align: "right" },
      ],
      rows: [
        ...listed.map(({ agent, amount }) =>
          row(agent.label, forProducers, amount, organisation.books.holdingOf(agent.address)),
        ),
        ...(others.length > 0
          ? [row(plural(others.length, "more producer"), forProducers, sum(others), heldBy(others))]
          : []),
        ...(makers.length > 0
          ? [row(plural(makers.length, "maker"), "work that holders funded", sum(makers), heldBy(makers))]
          : []),
        ...(backings.minted > 0n
          ? [
              [
                ...[plural(backers.size, "backer"), "their part of that work", tokens(backings.minted)],
                ...[percent(backings.minted, total), "beside other tokens"],
              ],
            ]
          : []),
        ...(readers.length > 0
          ? [row(plural(readers.length, "reader"), "use", sum(readers), heldBy(readers))]
          : []),
        ...(visitors.length > 0
          ? [row(plural(visitors.length, "visitor"), "use, in epochs", sum(visitors), heldBy(visitors))]
          : []),
        ...(unclaimed > 0n ? [row("not claimed yet", "use, in epochs", unclaimed, unclaimed)] : []),
        ...(curators.length > 0
          ? [row(plural(curators.length, "curator"), "maintenance", sum(curators), heldBy(curators))]
          : []),
      ],
    },
  };
}

/** What happened on the copy of the chain on which everyone sold. */
export function everyoneSection(sold: EveryoneSold, reversed: EveryoneSold): Section {
  const row = (name: string, result: EveryoneSold): string[] => [
    name,
    grouped(result.sellers),
    euros(result.firstPrice, 4),
    euros(result.lastPrice, 4),
    euros(result.paid, 6),
    euros(result.tribute, 6),
    euros(result.reserveLeft, 6),
  ];
  const lost =
    sold.lost === 0n
      ? ""
      : `; ${tokens(sold.lost)} tokens that founders lost, as a part of the budget was never paid, nobody can sell`;
  const waiting =
    sold.waiting === 0n
      ? ""
      : ` and the ${tokens(sold.waiting)} tokens that wait in contracts for whoever claims them, which would get ${euros(sold.waitingWorth, 6)}`;
  return {
    title: "And if everyone sold?",
    intro: `On a copy of the chain, when nothing vested or was held any more, every holder took the stake back and sold everything: once in a random order, once in the reverse. Everyone was paid, and what is left still backs the 0.001 token at the dead address${waiting}${lost}. Early sellers get more than late ones: that is what a reserve ratio below 100% means.`,
    table: {
      caption: "Two orders of selling",
      columns: [
        { title: "Order" },
        { title: "Sellers", align: "right" },
        { title: "First got per token", align: "right" },
        { title: "Last got per token", align: "right" },
        { title: "Paid in all", align: "right" },
        { title: "Tribute", align: "right" },
        { title: "Left in the reserve", align: "right" },
      ],
      rows: [row("random", sold), row("reversed", reversed)],
    },
  };
}

export const HOW_TO_READ: readonly string[] = [
  "Price is what an infinitely small trade costs now. The reserve holds half of price × supply (a reserve ratio of 50%), so a large sale moves the price: selling 10% of all tokens takes 19% of the reserve.",
  "Backing is the reserve divided by all tokens: what each would get if the reserve were shared out equally.",
  "Tokens come into being in few ways, each of which a chart shows: sold to partners before the start, vesting for founders, issued for contributions within a budget, or bought on the market. Selling on the market burns them.",
  "The room of a window (two weeks) limits what may be issued for contributions, so that recognition cannot drain what backs the token. What was accepted in it is one batch: everyone in it is paid the same part, the rest with the next two batches, and what three batches did not pay has lapsed. So nobody gains by calling first, and nobody can crowd others out for long.",
  "A token is money; a staked token is a voice: it votes, reviews and vetoes. Who decides, stays: a vote, a review or a veto holds the stake until the matter is over. Who disagrees can leave first.",
  "The contributions of producers are real, from the git history; their awards follow the ledger’s published formula. Everything that people decide here (to give, buy, sell, keep) is drawn from the seed, and says nothing about the authors.",
  "After each action, the simulation compared its own books, kept from events, with the contracts, and would have stopped at the first difference.",
];

/** The parameters that both flows have. */
export function commonParameters({
  seed,
  real,
  plan,
  world,
}: {
  readonly seed: number;
  readonly real: RealWork;
  readonly plan: Plan;
  readonly world: World;
}): [string, string][] {
  return [
    ["Seed", seed.toString()],
    ["Contributions from", sourceOf(real)],
    [
      "Contributions in the run",
      `${plural(plan.planned.length, "contribution")}, ${grouped(real.works.length)} of them from the history (at most ${MAX_CONTRIBUTIONS}), asking for ${tokens(plan.total)} tokens in all`,
    ],
    [
      "Who takes part",
      `${plural(world.cast.seeded, "seeded agent")} and ${plural(real.producers.length, "producer")}`,
    ],
    ["Asset", "a test euro with 6 decimals"],
    [
      "Transactions",
      `${grouped(world.chain.transactions)}, each in a block of its own, with ${grouped(world.events.length)} events`,
    ],
    ["Comparisons of the books with the contracts", grouped(world.checks)],
  ];
}
