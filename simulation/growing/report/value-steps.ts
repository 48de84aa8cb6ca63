/** The steps of the flow in which others give and pay, and tokens buy something. */
import { bps, day, euros, grouped, plural, tokens } from "../../report/format.ts";
import type { Step } from "../../report/model.ts";
import { DAY } from "../../world/chain.ts";
import type { PledgeRecord, Source } from "../../books/gifts.ts";
import { open, redeemed } from "../../books/vouchers.ts";
import type { GrowingRun } from "../model.ts";
import { backingOf, ticketFigures } from "./value-figures.ts";

/** Step 5: donations, and pledges in each of their forms. */
export function givingStep(run: GrowingRun): Step {
  const { garden, world, giving, minimumReserve, opening } = run;
  const { gifts } = garden.books;
  const pledges = [...gifts.pledges.values()];
  const of = (source: Source, kept: boolean): PledgeRecord | undefined =>
    pledges.find((pledge) => pledge.source === source && pledge.passedOn > 0n === kept);
  const [first, ...others] = giving.donations;
  if (first === undefined) throw new Error("a first gift is part of the flow");
  const ended = ({ endedAt }: PledgeRecord): string => (endedAt === 0 ? "later" : `on ${day(endedAt)}`);
  const who = ({ donor }: PledgeRecord): string => world.labelOf(donor);
  const [matching, verified] = [of("matching", true), of("verified", true)];
  const [kept, open] = [of("conditions", true), of("conditions", false)];
  const broken = of("verified", false);
  return {
    number: "5",
    title: "Others recognise what was made",
    when: `from ${day(first.time)}`,
    paragraphs: [
      `${first.agent.label} gave ${euros(first.amount)} to the reserve. The market needs ${euros(minimumReserve)} to open, so an attempt to open it was refused (ReserveTooSmall). Nobody is paid for a gift in tokens: it belongs to all who hold the token.`,
      ...(verified === undefined
        ? []
        : [
            `${who(verified)} pledged ${euros(verified.amount)} for an inventory of what was made. The money was locked, and went to the reserve ${ended(verified)}, when a verifier whom it had named confirmed the inventory; a call by anyone else was refused (NotVerifier). That was enough to open the market.`,
          ]),
      ...(matching === undefined
        ? []
        : [
            `${who(matching)} locked ${euros(matching.amount)} to double what others give: after that they gave ${euros(others.reduce((sum, { amount }) => sum + amount, 0n))}, and to ${plural(giving.matchings, "donation")} that chose the grant it added ${euros(matching.passedOn)}${matching.passedOn === matching.amount ? `, until the grant was used up ${ended(matching)}` : ""}.`,
          ]),
      ...[kept, open].flatMap((pledge) =>
        pledge === undefined
          ? []
          : [
              `${who(pledge)} pledged ${euros(pledge.amount)} on a condition that a contract reads: ${tokens(giving.recognisedNeeded, 0)} tokens recognised in all. ${pledge.passedOn > 0n ? `It came true, and a reader sent the money to the reserve ${ended(pledge)}.` : pledge.returned > 0n ? `It did not come true in time, and the money went back ${ended(pledge)}.` : "It has not come true yet."}`,
            ],
      ),
      ...(giving.standing === undefined
        ? []
        : [
            `${giving.standing.agent.label} let ${euros(giving.standing.amount)} be taken from an allowance every ten days: ${plural(giving.standing.payments, "payment")} from ${day(giving.standing.startedAt)} on, each but the first made by a reader who passed by. One that nobody made lapsed.${giving.standing.endedAt === 0 ? "" : ` ${day(giving.standing.endedAt)} the donor ended it, and no more could be taken.`}`,
          ]),
      ...(broken === undefined
        ? []
        : [
            `Not every promise comes true: ${who(broken)} pledged ${euros(broken.amount)} for a translation that nobody made. After the deadline it took all of it back, ${ended(broken)}.`,
          ]),
      `By the opening the reserve had ${euros(opening.reserve)}; in all ${euros(gifts.total)} were given.${gifts.given.absorbed > 0n ? ` ${euros(gifts.given.absorbed)} of it had been sent to the reserve’s address by mistake, and a reader had them counted.` : ""}`,
    ],
  };
}

/** Steps 8 to 11: licences, tickets, proposals, and somebody who wants it all. */
export function valueSteps(run: GrowingRun): Step[] {
  const { garden, value, cast, world } = run;
  const { gifts, backings } = garden.books;
  const { licences } = value;
  const { offer, riders, cheapest, dearest, citySold, cityGot } = ticketFigures(run);
  const [funded, failed] = backings.proposals.values();
  if (funded === undefined || failed === undefined) throw new Error("two proposals are part of the flow");
  const when = (name: string): string => day(world.events.find((event) => event.name === name)?.time ?? 0);
  return [
    {
      number: "8",
      title: "Companies pay for commercial use",
      when: `from ${when("TierAdded")}`,
      paragraphs: [
        `The organisation decided on a licence of ${grouped(licences.duration / DAY)} days for ${euros(licences.price)}: ${plural(cast.of("company").length, "company", "companies")} bought ${grouped(gifts.licencesBought)} and renewed ${plural(gifts.licencesRenewed, "time")}. ${bps(licences.makersBps)} of the price, ${euros(gifts.toMakers)} so far, is the makers’ (${euros(gifts.collected)} of it in their treasury) and the rest, ${euros(gifts.given.licences)}, went to the reserve.`,
        `Commoners have the same licence for free: ${grouped(gifts.commonsClaimed)} of those with ${tokens(licences.commonsMinimum, 0)} recognised tokens or more claimed theirs. A company that had contributed nothing was refused (NotEnoughRecognised).`,
      ],
    },
    {
      number: "9",
      title: "A city takes tokens as tickets",
      when: `from ${when("OfferPublished")}`,
      paragraphs: [
        `The city offered ${grouped(offer.stock)} rides for ${tokens(offer.price)} tokens each, at most ${grouped(value.tickets.quota)} a week; at the market’s price that was ${euros(cheapest)} to ${euros(dearest)}. ${plural(riders, "holder")} bought ${grouped(offer.sold)} tickets, and their tokens waited in the contract.`,
        `${grouped(redeemed(offer))} were redeemed: ${grouped(offer.redeemedAtGate)} at a gate that read a signed code from the rider’s telephone, and refused it when it was shown again (CodeRefused); ${grouped(offer.redeemedAlone)} by the riders themselves. ${grouped(offer.returned)} that had expired were returned for what was paid, less a fee of 2 % (${tokens(offer.fees)} tokens) to the treasury, and ${grouped(open(offer))} still can be.`,
        `The city earned ${tokens(offer.toPartner)} tokens. It sold ${tokens(citySold)} of them on the market for ${euros(cityGot)}, and keeps the others, like any holder.`,
      ],
    },
    {
      number: "10",
      title: "Holders fund new work",
      when: `from ${when("ProposalOpened")}`,
      paragraphs: [
        `Makers proposed ${funded.uri}: ${plural(funded.backings.size, "holder")} put ${tokens(funded.goal)} tokens on it${funded.fundedAt === 0 ? ", not enough" : `, all of the goal, by ${day(funded.fundedAt)}`}. ${deliverySentence(funded)}`,
        `They proposed ${failed.uri}, too, and nobody delivered it: ${tokens(failed.reclaimed)} tokens went back to their backers${backingOf(failed) === 0n ? "" : `, and ${tokens(backingOf(failed))} wait for theirs`}.`,
      ],
    },
  ];
}

function deliverySentence({
  deliveredAt,
  completedAt,
  paid,
  reward,
  parts,
  minted,
  claimed,
}: {
  readonly deliveredAt: number;
  readonly completedAt: number;
  readonly paid: bigint;
  readonly reward: bigint;
  readonly parts: number;
  readonly minted: bigint;
  readonly claimed: bigint;
}): string {
  if (deliveredAt === 0) return "It was not delivered.";
  if (completedAt === 0) return `It was delivered on ${day(deliveredAt)} and is under review.`;
  return `It was delivered on ${day(deliveredAt)}, reviewed by curators of whom none had backed it, and on ${day(completedAt)} the backing was its makers’. ${tokens(paid)} of the ${tokens(reward)} tokens that recognise it were paid, by ${plural(parts, "batch", "batches")}; ${tokens(minted)} of them are the backers’, who claimed ${tokens(claimed)} so far.`;
}
