/** What the report says of the reserve's sources and of those who backed new work. */
import { bps, euros, grouped, percent, plural, tokens } from "../../report/format.ts";
import type { Json } from "../../report/json.ts";
import type { Section } from "../../report/model.ts";
import { SOURCES } from "../../books/gifts.ts";
import { open, redeemed } from "../../books/vouchers.ts";
import type { GrowingRun } from "../model.ts";
import { backersOf, backingOf, SOURCE_NAMES, ticketFigures } from "./value-figures.ts";

/** Where the reserve came from, to the asset unit. */
export function sourcesSection({ garden }: GrowingRun): Section {
  const { gifts, paidByBuyers, paidToSellers, reserve, buys, sells } = garden.books;
  const row = (name: string, times: number, amount: bigint): string[] => [
    ...[name, grouped(times), euros(amount, 6), percent(amount, gifts.total + paidByBuyers)],
  ];
  const used = SOURCES.filter((source) => gifts.times[source] > 0);
  return {
    title: "Where the reserve came from",
    intro:
      "Each gift, to the last unit. Their sum and that of the donations are what the reserve’s own counters say (giftsReceived, donationsReceived), and all of it, with what buyers paid and sellers took, is what the reserve counts. No token was minted for a gift.",
    table: {
      caption: "Sources of the reserve",
      columns: [
        { title: "Source" },
        { title: "Times", align: "right" },
        { title: "Amount", align: "right" },
        { title: "Of all that came in", align: "right" },
      ],
      rows: [
        ...used.map((source) => row(SOURCE_NAMES[source], gifts.times[source], gifts.given[source])),
        row("Paid by buyers, for tokens", buys, paidByBuyers),
        ["Taken by sellers, for tokens", grouped(sells), `−${euros(paidToSellers, 6)}`, ""],
        ["In the reserve", "", euros(reserve, 6), ""],
      ],
    },
  };
}

/** Who backed the work that was delivered, and what came of it. */
export function backersSection(run: GrowingRun): Section[] {
  const proposals = [...run.garden.books.backings.proposals.values()];
  return proposals
    .filter(({ completedAt }) => completedAt !== 0)
    .map((proposal) => {
      const { uri, goal, reward, paid, minted, backersBps } = proposal;
      const rest = paid === reward ? "all of it was paid" : `${tokens(paid)} of it were paid`;
      return {
        title: "Who backed new work",
        intro: `Holders put ${tokens(goal)} tokens on it so that ${uri} would be made. Their backing went to its makers when the curators had accepted it, and of the ${tokens(reward)} tokens that recognise it ${bps(backersBps)} belong to the backers, in proportion to the wei: ${rest}, ${tokens(minted)} for them. Had it not been delivered, all of it would have gone back.`,
        table: {
          caption: `Backers of ${uri}`,
          columns: [
            { title: "Backer" },
            { title: "Put on it", align: "right" },
            { title: "Gets", align: "right" },
            { title: "Claimed", align: "right" },
            { title: "More than that", align: "right" },
          ],
          rows: backersOf(run, proposal).map(({ agent, backing, reward: got, claimed }) => [
            ...[agent.label, tokens(backing), tokens(got), tokens(claimed), percent(got - backing, backing)],
          ]),
        },
      };
    });
}

/** What came from outside, and what tokens bought, for `summary.json`. */
export function summaryOfValue(run: GrowingRun): { [key: string]: Json } {
  const { garden, world, opening } = run;
  const { gifts, vouchers, backings } = garden.books;
  const { offer, worthWhenBought, riders, citySold, cityGot } = ticketFigures(run);
  return {
    sources: SOURCES.filter((source) => gifts.times[source] > 0).map((source) => ({
      source,
      times: gifts.times[source],
      amountUnits: gifts.given[source],
    })),
    atOpeningUnits: opening.reserve,
    pledges: [...gifts.pledges.values()].map((pledge) => ({
      number: pledge.id,
      donor: world.labelOf(pledge.donor),
      kind: pledge.source,
      amountUnits: pledge.amount,
      passedOnUnits: pledge.passedOn,
      returnedUnits: pledge.returned,
    })),
    licences: {
      bought: gifts.licencesBought,
      renewed: gifts.licencesRenewed,
      free: gifts.commonsClaimed,
      toMakersUnits: gifts.toMakers,
      toReserveUnits: gifts.given.licences,
    },
    tickets: {
      priceWei: offer.price,
      sold: offer.sold,
      redeemed: redeemed(offer),
      redeemedAtGate: offer.redeemedAtGate,
      returned: offer.returned,
      open: open(offer),
      waitingWei: vouchers.waiting,
      riders,
      worthWhenBoughtUnits: worthWhenBought,
      toCityWei: offer.toPartner,
      citySoldWei: citySold,
      cityGotUnits: cityGot,
    },
    proposals: [...backings.proposals.values()].map((proposal) => ({
      number: proposal.id,
      what: proposal.uri,
      goalWei: proposal.goal,
      rewardWei: proposal.reward,
      backers: proposal.backings.size,
      completed: proposal.completedAt !== 0,
      backingWei: backingOf(proposal),
      reclaimedWei: proposal.reclaimed,
      paidWei: proposal.paid,
      mintedForBackersWei: proposal.minted,
      claimedWei: proposal.claimed,
    })),
    waitingInContractsWei: garden.books.waiting,
    auditedFigures: run.audited,
  };
}

/** Tiles of what tokens bought, for the top of the page. */
export function valueTiles(run: GrowingRun): { value: string; label: string; note: string }[] {
  const { offer, riders } = ticketFigures(run);
  const { backings } = run.garden.books;
  const [funded] = backings.proposals.values();
  const backers = funded === undefined ? 0 : funded.backings.size;
  return [
    {
      value: `${grouped(redeemed(offer))} rides`,
      label: "Paid with tokens in the city",
      note: `${tokens(offer.price)} tokens each; ${plural(riders, "holder")} bought ${grouped(offer.sold)} tickets`,
    },
    {
      value: tokens(funded?.goal ?? 0n, 0),
      label: "Tokens put on new work",
      note: `by ${plural(backers, "backer")}, who get ${tokens(funded?.minted ?? 0n)} newly issued ones for it`,
    },
  ];
}
