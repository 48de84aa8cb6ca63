/** What the report says of the attempt to buy the votes. */
import { day, euros, grouped, percent, plural, tokens } from "../../report/format.ts";
import type { Json } from "../../report/json.ts";
import type { Chart, Section, Step } from "../../report/model.ts";
import { sumsChart } from "../../report/charts/stakes.ts";
import { TOKEN } from "../../people/terms.ts";
import type { GrowingRun } from "../model.ts";

/** Step 11. */
export function raidStep({ raid }: GrowingRun): Step {
  return {
    number: "11",
    title: "Somebody tries to buy the votes",
    when: `${day(raid.time)} to ${day(raid.endedAt)}`,
    paragraphs: [
      `A raider wanted what was in the treasury, ${euros(raid.treasury)}. The reserve sells tokens to anyone, so it bought ${tokens(raid.bought)}, more than all others together had staked (${tokens(raid.othersStaked)}), and staked them. As the price rises with each token, that took ${euros(raid.paid)}: ${euros(raid.priceBefore)} for a token before, ${euros(raid.priceAfter)} after. Then it proposed to pay itself the treasury.`,
      `Votes count what was staked a day later, so everybody had a day. ${plural(raid.leavers, "stakeholder")} did not want to argue, took their stakes back and sold ${tokens(raid.leftWith)} tokens for ${euros(raid.leaversGot)}, paid by the raider: at the price before they would have been worth ${euros((raid.leftWith * raid.priceBefore) / TOKEN)}. ${plural(raid.votersAgainst, "other")} stayed and voted against it with ${tokens(raid.against)}; the raider had ${tokens(raid.inFavour)}, and won.`,
      `A decision that has won waits two days before it can be carried out. In that time ${plural(raid.vetoers, "stakeholder")} vetoed it with the ${tokens(raid.vetoed)} tokens that they had staked before it was proposed; ${tokens(raid.vetoThreshold)} suffice, and it was cancelled on ${day(raid.vetoedAt)}. A veto counts no stake that came later, so none could be bought against them.`,
      `The raider sold everything again, on a market where others had sold before it, and got ${euros(raid.got)}. It lost ${euros(raid.paid - raid.got)}, which those who left and all who still hold tokens have now. The treasury has what it had.`,
    ],
  };
}

export function raidChart({ raid }: GrowingRun): Chart {
  return sumsChart({
    id: "raid",
    title: "What it costs to buy the votes",
    takeaway: `The raider paid ${euros(raid.paid, 0)} to outvote everybody, and got ${euros(raid.got, 0)} back: ${euros(raid.paid - raid.got, 0)} lost for a treasury of ${euros(raid.treasury, 0)} that it did not get.`,
    alt: `Bars: the raider paid ${euros(raid.paid, 0)} and got back ${euros(raid.got, 0)}; those who left before the vote got ${euros(raid.leaversGot, 0)}; the treasury still has ${euros(raid.treasury, 0)}.`,
    sums: [
      { label: "The raider paid", what: "Paid", amount: raid.paid },
      { label: "The raider got back", what: "Got", amount: raid.got },
      { label: "Who left first got", what: "Got", amount: raid.leaversGot },
      { label: "The treasury has", what: "Untouched", amount: raid.treasury },
    ],
    table: {
      caption: "The attempt, in figures",
      columns: [{ title: "" }, { title: "Tokens", align: "right" }, { title: "Euros", align: "right" }],
      rows: [
        ["Bought and staked by the raider", tokens(raid.bought), euros(raid.paid)],
        ["Staked by all others before", tokens(raid.othersStaked), ""],
        [
          `Sold by ${plural(raid.leavers, "stakeholder")} who left first`,
          tokens(raid.leftWith),
          euros(raid.leaversGot),
        ],
        ["Votes for it", tokens(raid.inFavour), ""],
        [`Votes against it, of ${plural(raid.votersAgainst, "stakeholder")}`, tokens(raid.against), ""],
        [`Vetoes, of ${plural(raid.vetoers, "stakeholder")}`, tokens(raid.vetoed), ""],
        ["Vetoes that suffice", tokens(raid.vetoThreshold), ""],
        ["Sold again by the raider", tokens(raid.bought), euros(raid.got)],
        ["Lost by the raider", "", euros(raid.paid - raid.got)],
        ["In the treasury, before and after", "", euros(raid.treasury)],
      ],
    },
  });
}

/** What decides, beside money. */
export function voiceSection({ raid, decision, garden, curationStake }: GrowingRun): Section {
  const { stakes } = garden.books;
  const all = decision.inFavour + decision.against;
  return {
    title: "Who decides",
    intro:
      "What is staked votes, reviews and vetoes; what is not is money. Votes on the losing side are free when voting ends, those on the winning side a week later, for a decision a week after it was carried out; reviews until the contribution is paid or rejected.",
    table: {
      caption: "Stakes and decisions",
      columns: [{ title: "" }, { title: "Tokens", align: "right" }, { title: "" }],
      rows: [
        ["Staked now", tokens(stakes.total), `by ${plural(stakes.holders, "stakeholder")}`],
        ["Staked at most", tokens(stakes.greatest), ""],
        ["Makes a curator", tokens(curationStake), ""],
        [
          "For longer claims",
          tokens(decision.inFavour),
          `${percent(decision.inFavour, all)} of ${plural(decision.voters, "vote")}; ${decision.executed ? `carried out on ${day(decision.endedAt)}` : "defeated"}`,
        ],
        ["Needed in favour", tokens(decision.quorum), "10% of what circulates"],
        ["For paying the raider", tokens(raid.inFavour), `won, and vetoed on ${day(raid.vetoedAt)}`],
        ["Against it", tokens(raid.against), plural(raid.votersAgainst, "vote")],
        ["Vetoes", tokens(raid.vetoed), `${tokens(raid.vetoThreshold)} suffice`],
        ["Holds in all", "", grouped(stakes.begun)],
      ],
    },
  };
}

/** The attempt for `summary.json`. */
export function summaryOfRaid({ raid }: GrowingRun): { [key: string]: Json } {
  return {
    time: raid.time,
    endedAt: raid.endedAt,
    treasuryUnits: raid.treasury,
    othersStakedWei: raid.othersStaked,
    boughtWei: raid.bought,
    paidUnits: raid.paid,
    gotUnits: raid.got,
    lostUnits: raid.paid - raid.got,
    priceBeforeUnits: raid.priceBefore,
    priceAfterUnits: raid.priceAfter,
    leavers: raid.leavers,
    leftWithWei: raid.leftWith,
    leaversGotUnits: raid.leaversGot,
    inFavourWei: raid.inFavour,
    againstWei: raid.against,
    votersAgainst: raid.votersAgainst,
    vetoers: raid.vetoers,
    vetoedWei: raid.vetoed,
    vetoThresholdWei: raid.vetoThreshold,
  };
}
