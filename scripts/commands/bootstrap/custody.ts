/** Commands of resources that partners give instead of money: who offers them, the trustee, and anyone. */
import { z } from "zod";
import { custody } from "../../../sdk/src/calls/index.ts";
import { contractsAt, one, read, together } from "../../../sdk/src/state/index.ts";
import { text } from "../../../sdk/src/config/index.ts";
import { accountArgument, assetAmount, hashOfFile, numberArgument } from "../../frame/arguments.ts";
import { presaleOf } from "../../frame/checks.ts";
import { acting, reading, type ReadingContext } from "../../frame/command.ts";
import { moment, money, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { everyOne, stateInWords, tableOf } from "../lists.ts";

const group = "resources of the presale";
const resource = numberArgument("the number of a resource");
const RESOURCE = { resource: "its number" };

export const CUSTODY = [
  acting({
    ...{ name: "resource offer", group },
    summary: "offers a resource to the presale at a value; its trustee decides whether it is accepted",
    details:
      "Tokens for it are at the presale's price. An ERC-721 that stands for it goes into custody with the offer.",
    arguments: { value: "what it is worth, of the asset" },
    options: {
      text: "a file with its deed: a document that says what is given and how, whose hash is kept",
      uri: "where anyone finds the deed",
      deed: "the contract of an ERC-721 that stands for it",
      id: "the number of the deed there",
    },
    schema: (context) =>
      z.object({
        value: assetAmount(context),
        text: text("a file").optional(),
        uri: text("where anyone finds the deed", { empty: true }).default(""),
        deed: accountArgument(context).optional(),
        id: numberArgument("the number of the deed").optional(),
      }),
    async plan(context, { value, text: file, uri, deed: contract, id }) {
      presaleOf(context);
      if ((contract === undefined) !== (id === undefined))
        throw new ChainError("a deed has a contract and a number: write both --deed and --id");
      const deed = contract === undefined || id === undefined ? undefined : { contract, id };
      const deedHash = await hashOfFile(file, "text");
      return {
        words: `Offer a resource worth ${money(context, value)}`,
        calls: custody.offerResource({ organisation: context.addresses, value, deedHash, uri, deed }),
        tell: (outcome) => {
          const { id: resource } = outcome.event("custody", "ResourceOffered");
          const kept = deed === undefined ? "" : ", with its deed in custody";
          const words = `Offered: resource ${resource}, worth ${money(context, value)}${kept}. The trustee accepts or returns it.`;
          return { words, data: { resource, value, deedHash } };
        },
      };
    },
  }),

  acting({
    ...{ name: "resource accept", group },
    summary:
      "accepts a resource at its value, which opens refunds of what was given before; the trustee only",
    arguments: RESOURCE,
    schema: () => z.object({ resource }),
    plan(context, { resource: id }) {
      const { presale } = presaleOf(context);
      return {
        words: `Accept resource ${id}`,
        calls: custody.acceptResource({ organisation: context.addresses, id }),
        tell: async (outcome) => {
          const { holder, tokens: credited } = outcome.event("custody", "ResourceAccepted");
          const [, until] = await presale.refunds();
          const words = `Accepted resource ${id}: ${tokens(context, credited)} for ${holder} at the release. Who gave before can have their money back until ${moment(until)}.`;
          return { words, data: { holder, tokens: credited, refundsUntil: until } };
        },
      };
    },
  }),

  acting({
    ...{ name: "resource return", group },
    summary: "returns a resource to who offered it, accepted or not, before the release; the trustee only",
    arguments: RESOURCE,
    schema: () => z.object({ resource }),
    plan(context, { resource: id }) {
      presaleOf(context);
      return {
        words: `Return resource ${id}`,
        calls: custody.returnResource({ organisation: context.addresses, id }),
        tell: () => `Returned resource ${id}: who offered it withdraws what is in custody.`,
      };
    },
  }),

  acting({
    ...{ name: "resource withdraw", group },
    summary: "takes a resource back that was not accepted, was returned, or while refunds are open for it",
    arguments: RESOURCE,
    options: { to: "who gets the deed (default: the sender)" },
    schema: (context) => z.object({ resource, to: accountArgument(context).optional() }),
    plan(context, { resource: id, to: recipient = context.sender }) {
      presaleOf(context);
      return {
        words: `Withdraw resource ${id}`,
        calls: custody.withdrawResource({ organisation: context.addresses, id, recipient }),
        tell: () => `Withdrew resource ${id}; what was in custody went to ${recipient}.`,
      };
    },
  }),

  acting({
    ...{ name: "resource deliver", group },
    summary: "sends the deed of an accepted resource to the treasury after the release; anyone",
    arguments: RESOURCE,
    schema: () => z.object({ resource }),
    plan(context, { resource: id }) {
      presaleOf(context);
      return {
        words: `Deliver resource ${id}`,
        calls: custody.deliverResource({ organisation: context.addresses, id }),
        tell: (outcome) => {
          const { treasury } = outcome.event("custody", "ResourceDelivered");
          return { words: `Delivered resource ${id} to the treasury.`, data: { treasury } };
        },
      };
    },
  }),

  reading({
    ...{ name: "resource list", group },
    summary: "lists the resources that were offered",
    schema: () => z.object({}),
    async read(context) {
      const value = await resourcesOf(context);
      const words = tableOf({
        columns: ["resource", "state", "worth", "of", "deed", "can be withdrawn"],
        rows: value.map(({ id, state, value: worth, offerer, nftContract, nftId, withdrawable }) => [
          String(id),
          stateInWords(state),
          money(context, worth),
          offerer,
          BigInt(nftContract) === 0n ? "none" : `${nftId} of ${nftContract}`,
          withdrawable ? "yes" : "no",
        ]),
        none: `No resource was offered to ${context.organisation.name}.`,
      });
      return { value, words };
    },
  }),
];

async function resourcesOf(context: ReadingContext) {
  const { custody: views } = presaleOf(context);
  const { custody: at } = contractsAt(context.addresses);
  if (at === undefined) return [];
  const all = await everyOne(context, {
    count: await views.resourceCount(),
    each: (id) =>
      together({
        resource: one(read({ ...at, functionName: "resourceOf", args: [id] })),
        isWithdrawable: one(read({ ...at, functionName: "isWithdrawable", args: [id] })),
      }),
  });
  // Before it is accepted, and once it was returned, it can be withdrawn in any case.
  return all.map(({ id, resource, isWithdrawable }) => ({
    id,
    ...resource,
    withdrawable: isWithdrawable || resource.state === "Offered" || resource.state === "Returned",
  }));
}
