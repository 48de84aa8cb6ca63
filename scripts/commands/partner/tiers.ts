/** Commands of the tiers of licences, which the treasury sets. */
import { z } from "zod";
import { licences } from "../../../sdk/src/calls/index.ts";
import { duration, text } from "../../../sdk/src/config/index.ts";
import { contractsAt, one, read } from "../../../sdk/src/state/index.ts";
import { DAY, formatBps, formatDuration } from "../../../sdk/src/units.ts";
import {
  accountArgument,
  assetAmount,
  hashOfFile,
  numberArgument,
  oneOf,
  part,
  tokenAmount,
} from "../../frame/arguments.ts";
import { acting, reading } from "../../frame/command.ts";
import { money, tokens } from "../../frame/words.ts";
import { everyOne, tableOf } from "../lists.ts";

const group = "licences";
const tier = numberArgument("the number of a tier");
const FREE_FROM = "recognised tokens from which on it is free; 0: never";
const MAKERS = "the makers' part of the price";

export const TIERS = [
  acting({
    ...{ name: "tier add", group, by: "treasury" },
    summary: "adds a tier of licences; its name, duration and terms never change",
    arguments: { title: "what it is called", price: "for its duration, of the asset" },
    options: {
      uri: "where its terms can be read, a link of https or ipfs",
      text: "a file with its terms, whose hash is kept",
      duration: 'how long a licence runs (default: "1 year")',
      "free-from": `${FREE_FROM} (default)`,
      makers: `${MAKERS} (default: "0 %")`,
      closed: { what: "it is not sold yet", flag: true },
    },
    schema: (context) =>
      z.object({
        title: text("what it is called"),
        price: assetAmount(context),
        uri: text("where its terms can be read"),
        text: text("a file"),
        duration: duration({ min: DAY, max: 3_650n * DAY }).default(365n * DAY),
        "free-from": tokenAmount(0n).default(0n),
        makers: part().default(0n),
        closed: z.boolean().default(false),
      }),
    async plan(context, { title, price, uri, text: file, duration: length, makers, closed, ...rest }) {
      const terms = {
        ...{ name: title, termsURI: uri, termsHash: await hashOfFile(file, "text"), price },
        ...{ commonsMinimum: rest["free-from"], duration: length, makersBps: Number(makers) },
        active: !closed,
      };
      return {
        words: `Add the tier of licences "${title}" at ${money(context, price)} for ${formatDuration(length)}`,
        calls: licences.addTier({ organisation: context.addresses, terms }),
      };
    },
  }),

  acting({
    ...{ name: "tier set", group, by: "treasury" },
    summary: "changes what is still to be sold of a tier; what is not named stays as it is",
    arguments: { tier: "its number" },
    options: {
      price: "for its duration, of the asset",
      "free-from": FREE_FROM,
      makers: MAKERS,
      sold: "yes or no",
    },
    schema: (context) =>
      z.object({
        tier,
        price: assetAmount(context).optional(),
        "free-from": tokenAmount(0n).optional(),
        makers: part().optional(),
        sold: oneOf(["yes", "no"]).optional(),
      }),
    async plan(context, { tier: number, price, makers, sold, ...rest }) {
      const { addresses: organisation, contracts } = context;
      const now = await contracts.licenceOffice.tierOf(number);
      const offer = {
        price: price ?? now.price,
        commonsMinimum: rest["free-from"] ?? now.commonsMinimum,
        makersBps: Number(makers ?? now.makersBps),
        active: sold === undefined ? now.active : sold === "yes",
      };
      return {
        words: `Set the offer of tier ${number}: ${money(context, offer.price)}, ${offer.active ? "sold" : "not sold"}`,
        calls: licences.setTierOffer({ organisation, tier: number, ...offer }),
      };
    },
  }),

  acting({
    ...{ name: "tier sources", group, by: "treasury" },
    summary: "sets the contracts whose word on contributions counts for free licences, at most 4",
    details: "None of them may count awards of epochs, which are shown when a free licence is claimed.",
    arguments: { "contracts…": "with recognisedOf(account), such as the registry" },
    schema: (context) =>
      z.object({ contracts: z.array(accountArgument(context), { error: "is missing, expected contracts" }) }),
    plan: ({ addresses: organisation }, { contracts: sources }) => ({
      words: "Set whose word on contributions counts for free licences",
      calls: licences.setRecognitionSources({ organisation, sources }),
    }),
  }),

  acting({
    ...{ name: "tier collect", group, by: "treasury" },
    summary: "sends the makers' part of licences elsewhere, as when the asset refuses the treasury",
    arguments: { to: "who gets it" },
    schema: (context) => z.object({ to: accountArgument(context) }),
    plan: ({ addresses: organisation }, { to: recipient }) => ({
      words: `Send the makers' part of licences to ${recipient}`,
      calls: licences.collectMakersPart({ organisation, recipient }),
    }),
  }),

  reading({
    ...{ name: "tier list", group },
    summary: "lists the tiers of licences, and what they cost",
    schema: () => z.object({}),
    async read(context) {
      const { licenceOffice: at } = contractsAt(context.addresses);
      const value = await everyOne(context, {
        count: await context.contracts.licenceOffice.tierCount(),
        each: (id) => one(read({ ...at, functionName: "tierOf", args: [id] })),
      });
      const words = tableOf({
        columns: ["tier", "name", "price", "for", "makers' part", "free from", "sold", "terms"],
        rows: value.map((each) => [
          ...[String(each.id), each.name, money(context, each.price), formatDuration(each.duration)],
          formatBps(each.makersBps),
          each.commonsMinimum === 0n ? "never" : tokens(context, each.commonsMinimum),
          ...[each.active ? "yes" : "no", each.termsURI],
        ]),
        none: `${context.organisation.name} has no tiers of licences: the treasury adds them ("cdpo tier add").`,
      });
      return { value, words };
    },
  }),
];
