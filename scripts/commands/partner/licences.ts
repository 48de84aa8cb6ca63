/** Commands of licences for commercial use, which are free for commoners: who buys, contributors, and anyone. */
import { z } from "zod";
import { licences, type EpochClaim } from "../../../sdk/src/calls/index.ts";
import { contractsAt, one, read, together } from "../../../sdk/src/state/index.ts";
import type { Hex } from "../../../sdk/src/types.ts";
import { accountArgument, assetAmount, numberArgument } from "../../frame/arguments.ts";
import { allowingMoney, taking, tradeDeadline } from "../../frame/checks.ts";
import { acting, reading, type Context } from "../../frame/command.ts";
import { moment, money, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { leafIn } from "../../ledgers/checked.ts";
import { everyOne, tableOf } from "../lists.ts";

const group = "licences";
const tier = numberArgument("the number of a tier");
const licence = numberArgument("the number of a licence");
const TIER = { tier: 'its number ("cdpo tier list")' };
const FOR = "whose licence it is (default: the sender's)";

export const LICENCES = [
  acting({
    ...{ name: "licence buy", group },
    summary: "buys a licence of a tier for its duration, or extends the one there is",
    arguments: TIER,
    options: { for: FOR, max: "the most that is paid, of the asset (default: the price now)" },
    schema: (context) =>
      z.object({
        tier,
        for: accountArgument(context).optional(),
        max: assetAmount(context).optional(),
      }),
    async plan(context, { tier: number, for: licensee = context.sender, max }) {
      const { addresses: organisation, contracts } = context;
      const [price] = await contracts.licenceOffice.quote(number);
      const { licenceOffice: spender } = organisation;
      const maxPrice = max ?? price;
      const { asset: token, allowance } = await allowingMoney(context, spender, maxPrice);
      const taken = { token, spender, amount: maxPrice, allowance, deadline: tradeDeadline(context) };
      const wanted = { organisation, asset: token, tier: number, licensee, maxPrice };
      return {
        words: `Buy a licence of tier ${number} for ${money(context, maxPrice)} at most`,
        ...taking(taken, (allowing) => licences.buy({ ...wanted, ...allowing })),
        tell: (outcome) => {
          const [renewed] = outcome.events("licenceOffice", "LicenceRenewed");
          const {
            id,
            expires,
            toMakers,
            price: paid,
          } = renewed ?? outcome.event("licenceOffice", "LicenceBought");
          const words =
            `${renewed === undefined ? "Bought" : "Extended"} licence ${id} of ${licensee} for ${money(context, paid)}, ` +
            `${money(context, toMakers)} of it the makers' part: valid until ${moment(expires)}.`;
          return { words, data: { licence: id, price: paid, toMakers, expires } };
        },
      };
    },
  }),

  acting({
    ...{ name: "licence extend", group },
    summary: "extends a licence by its tier's duration, for whomever it is",
    arguments: { licence: "its number" },
    options: { max: "the most that is paid, of the asset (default: the price now)" },
    schema: (context) => z.object({ licence, max: assetAmount(context).optional() }),
    async plan(context, { licence: id, max }) {
      const { addresses: organisation, contracts } = context;
      const { tier: number } = await contracts.licenceOffice.licence(id);
      if (number === 0n) throw new ChainError(`there is no licence ${id}: "cdpo licence list" shows all`);
      const { duration, price } = await contracts.licenceOffice.tierOf(number);
      const { amount: maxPrice, ...allowing } = await allowingMoney(
        context,
        organisation.licenceOffice,
        max ?? price,
      );
      return {
        words: `Extend licence ${id} for ${money(context, maxPrice)} at most`,
        calls: licences.renew({ organisation, ...allowing, id, duration, maxPrice }),
        tell: (outcome) => {
          const { price: paid, expires, toMakers } = outcome.event("licenceOffice", "LicenceRenewed");
          const words = `Extended licence ${id} for ${money(context, paid)}: valid until ${moment(expires)}.`;
          return { words, data: { licence: id, price: paid, toMakers, expires } };
        },
      };
    },
  }),

  acting({
    ...{ name: "licence claim", group },
    summary: "claims the free licence of a tier for what the sender contributed; claiming again renews it",
    arguments: TIER,
    options: {
      for: FOR,
      award: {
        what: "an epoch whose award the sender claimed, with its ledger, such as 3=march: it counts besides",
        repeated: true,
      },
    },
    schema: (context) =>
      z.object({
        tier,
        for: accountArgument(context).optional(),
        award: z
          .array(
            z
              .string()
              .regex(/^\d{1,28}=.+$/, "expected the number of an epoch and its ledger, such as 3=march"),
          )
          .default([]),
      }),
    async plan(context, { tier: number, for: licensee = context.sender, award }) {
      const awards = await Promise.all(award.map((each) => awardOf(context, each)));
      return {
        words: `Claim the free licence of tier ${number}`,
        calls: licences.claimCommons({ organisation: context.addresses, tier: number, licensee, awards }),
        tell: (outcome) => {
          const { id, recognised, expires } = outcome.event("licenceOffice", "CommonsLicenceClaimed");
          const words = `Licence ${id} of ${licensee} is free for ${tokens(context, recognised)} of recognised contributions: valid until ${moment(expires)}.`;
          return { words, data: { licence: id, recognised, expires } };
        },
      };
    },
  }),

  acting({
    ...{ name: "licence cancel", group },
    summary: "ends a licence of the sender now, without money back",
    arguments: { licence: "its number" },
    schema: () => z.object({ licence }),
    plan: (context, { licence: id }) => ({
      words: `End licence ${id}`,
      calls: licences.cancel({ organisation: context.addresses, id }),
      tell: () => `Ended licence ${id}.`,
    }),
  }),

  acting({
    ...{ name: "licence collect", group },
    summary: "sends the makers' part of what licences brought to the treasury; anyone",
    schema: () => z.object({}),
    async plan(context) {
      const { addresses: organisation, contracts } = context;
      const recipient = organisation.timelock;
      const due = await contracts.licenceOffice.makersDue();
      return {
        words: `Send the makers' part of licences, ${money(context, due)}, to the treasury`,
        calls: licences.collectMakersPart({ organisation, recipient }),
        tell: (outcome) => {
          const { amount } = outcome.event("licenceOffice", "MakersPartCollected");
          return { words: `Sent ${money(context, amount)} to the treasury.`, data: { amount, recipient } };
        },
      };
    },
  }),

  reading({
    ...{ name: "licence list", group },
    summary: "lists the licences that were given, or those of one account",
    arguments: { "[account]": "whose" },
    schema: (context) => z.object({ account: accountArgument(context).optional() }),
    async read(context, { account }) {
      const { licenceOffice: at } = contractsAt(context.addresses);
      const all = await everyOne(context, {
        count: await context.contracts.licenceOffice.licenceCount(),
        each: (id) =>
          together({
            licensee: one(read({ ...at, functionName: "ownerOf", args: [id] })),
            licence: one(read({ ...at, functionName: "licence", args: [id] })),
          }),
      });
      const value = all
        .map(({ id, licensee, licence: { tier: number, expires } }) => ({
          ...{ id, tier: number, licensee, expires, valid: expires > context.now },
        }))
        .filter(({ licensee }) => account === undefined || licensee === account);
      const words = tableOf({
        columns: ["licence", "tier", "of", "valid", "until"],
        rows: value.map(({ id, tier: number, licensee, valid, expires }) => [
          ...[String(id), String(number), licensee, valid ? "yes" : "no", moment(expires)],
        ]),
        none: account === undefined ? "No licence was given." : `${account} has no licence.`,
      });
      return { value, words };
    },
  }),
];

/** The sender's claimed award of an epoch, written as `3=march`. */
async function awardOf({ contracts, sender }: Context, written: string): Promise<EpochClaim> {
  const at = written.indexOf("=");
  const [epoch, path] = [BigInt(written.slice(0, at)), written.slice(at + 1)];
  const { root, leaf, proof } = await leafIn(path, sender);
  const proposed = await contracts.epochs.epochAt(epoch);
  if (proposed.root !== root)
    throw new ChainError(`${path} is not the ledger of epoch ${epoch}: its root is another`);
  return { epoch, index: BigInt(leaf.index), amount: leaf.amount, proof: proof as Hex[] };
}
