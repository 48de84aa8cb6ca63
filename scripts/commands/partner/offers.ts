/** Commands of partners' offers: who publishes them, the treasury that knows partners, and readers. */
import { z } from "zod";
import { offers, offerTermsHash } from "../../../sdk/src/calls/index.ts";
import { text } from "../../../sdk/src/config/index.ts";
import { contractsAt, one, read, readOne, type Offer } from "../../../sdk/src/state/index.ts";
import { accountArgument, numberArgument } from "../../frame/arguments.ts";
import { acting, reading, type ReadingContext } from "../../frame/command.ts";
import { moment, tokens } from "../../frame/words.ts";
import { everyOne, linesOf, stateInWords, tableOf } from "../lists.ts";
import { termsIn } from "../term-files.ts";
import { OFFER_EXAMPLE, offerInWords, offerTermsSchema } from "./offer-terms.ts";

const group = "partners' offers";
const offer = numberArgument("the number of an offer");
const OFFER = { offer: "its number" };

export const OFFERS = [
  acting({
    ...{ name: "offer publish", group },
    summary: "publishes an offer of the sender's, for tokens; its terms never change",
    details: `The file of terms is JSON such as ${OFFER_EXAMPLE}`,
    arguments: { file: "its terms" },
    schema: () => z.object({ file: text("a file of terms") }),
    async plan(context, { file }) {
      const terms = await termsIn(file, offerTermsSchema(context.now));
      return {
        words: `Publish the offer "${terms.name}" at ${tokens(context, terms.price)}`,
        calls: offers.publish({ organisation: context.addresses, terms }),
        tell: (outcome) => {
          const { id } = outcome.event("partnerAcceptance", "OfferPublished");
          const words = `Published: offer ${id}, "${terms.name}" at ${tokens(context, terms.price)}, sold from ${moment(terms.opens)} until ${moment(terms.closes)}.`;
          return { words, data: { offer: id, termsHash: offerTermsHash(context.sender, terms) } };
        },
      };
    },
  }),

  acting({
    ...{ name: "offer withdraw", group },
    summary: "ends an offer for good: its vouchers can be returned, and codes are void; its partner only",
    arguments: OFFER,
    schema: () => z.object({ offer }),
    plan: (context, { offer: id }) => ({
      words: `Withdraw offer ${id}`,
      calls: offers.withdraw({ organisation: context.addresses, id }),
      tell: async () => {
        const { open } = await offerAt(context, id);
        const words = `Withdrew offer ${id}; ${open} vouchers that holders have can be returned whole.`;
        return { words, data: { open } };
      },
    }),
  }),

  acting({
    ...{ name: "offer refresh", group },
    summary: "tells readers such as marketplaces that an offer's data changed; anyone",
    arguments: OFFER,
    schema: () => z.object({ offer }),
    plan: (context, { offer: id }) => ({
      words: `Refresh the data of offer ${id}`,
      calls: offers.refreshURI({ organisation: context.addresses, id }),
      tell: () => `Told readers to look at offer ${id} again.`,
    }),
  }),

  acting({
    ...{ name: "offer verify", group, by: "treasury" },
    summary: "says under what name the organisation knows a partner; without a name that it does not",
    arguments: { partner: "who publishes offers", "[title]": "the name" },
    schema: (context) => z.object({ partner: accountArgument(context), title: text("a name").optional() }),
    plan: ({ addresses: organisation }, { partner, title: name = "" }) => ({
      words: name === "" ? `Know ${partner} no longer` : `Know ${partner} as ${name}`,
      calls: offers.setVerified({ organisation, partner, name }),
    }),
  }),

  reading({
    ...{ name: "offer list", group },
    summary: "lists the offers, what they cost and what is left of them",
    schema: () => z.object({}),
    async read(context) {
      const { partnerAcceptance: at } = contractsAt(context.addresses);
      const value = await everyOne(context, {
        count: await context.contracts.partnerAcceptance.offerCount(),
        each: (id) => one(read({ ...at, functionName: "dashboard", args: [id] })),
      });
      const words = tableOf({
        columns: ["offer", "name", "state", "price", "left", "until", "partner", "known"],
        rows: value.map(({ id, terms, state, stockLeft, partner, verified }) => [
          ...[String(id), terms.name, stateInWords(state), tokens(context, terms.price)],
          ...[String(stockLeft), moment(terms.closes), partner, verified ? "yes" : "no"],
        ]),
        none: `No partner offers anything for ${context.organisation.symbol}.`,
      });
      return { value, words };
    },
  }),

  reading({
    ...{ name: "offer show", group },
    summary: "tells all about an offer: its terms, what was sold, and what that brought",
    arguments: OFFER,
    schema: () => z.object({ offer }),
    async read(context, { offer: id }) {
      const value = await offerAt(context, id);
      const { terms, partner, verified, state } = value;
      const name = verified ? await context.contracts.partnerAcceptance.partnerName(partner) : "";
      const quota = terms.periodQuota === 0n ? [] : [["left in this period", quotaOf(value)] as const];
      const words = linesOf([
        ["offer", `${id}, "${terms.name}"`],
        ["state", stateInWords(state)],
        ["partner", verified ? `${partner}, known as ${name}` : `${partner}, whom nobody verified`],
        ...offerInWords(context, terms),
        ["sold so far", `${value.sold}, ${value.stockLeft} left`],
        ...quota,
        ["of these", `${value.open} open, ${value.redeemed} redeemed, ${value.returned} returned`],
        ["tokens that wait for open vouchers", tokens(context, value.tokensWaiting)],
        ["brought the partner", tokens(context, value.toPartner)],
        ["brought the treasury", tokens(context, value.toTreasury + value.fees)],
        ["burned", tokens(context, value.burned)],
        ["hash of the terms", value.termsHash],
      ]);
      return { value, words };
    },
  }),
];

/** All about an offer. */
export function offerAt(context: ReadingContext, id: bigint): Promise<Offer> {
  const { partnerAcceptance: at } = contractsAt(context.addresses);
  return readOne(context.rpc, read({ ...at, functionName: "dashboard", args: [id] }));
}

function quotaOf({ quotaLeft, periodEnds }: Offer): string {
  return periodEnds === 0n ? String(quotaLeft) : `${quotaLeft}, until ${moment(periodEnds)}`;
}
