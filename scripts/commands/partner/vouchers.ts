/** Commands of those who hold vouchers of partners' offers. */
import { renderUnicodeCompact } from "uqr";
import { z } from "zod";
import { offers, offerTermsHash } from "../../../sdk/src/calls/index.ts";
import { duration } from "../../../sdk/src/config/index.ts";
import { askPart, contractsAt, listOf, one, read, together } from "../../../sdk/src/state/index.ts";
import { DAY, HOUR } from "../../../sdk/src/units.ts";
import { encodeVoucherCode, signRedemption, unusedNonce } from "../../../sdk/src/vouchers/index.ts";
import { accountArgument, hashArgument, numberArgument, numbersArgument } from "../../frame/arguments.ts";
import { allowingTokens, taking, tradeDeadline } from "../../frame/checks.ts";
import { acting, reading, type Context } from "../../frame/command.ts";
import { counted, moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { tableOf } from "../lists.ts";
import { offerAt } from "./offers.ts";

const group = "vouchers";
const offer = numberArgument("the number of an offer");
const quantity = numberArgument("how many");
const OFFER = { offer: 'its number ("cdpo offer list")' };
const ONE = { ...OFFER, "[quantity]": "how many vouchers (default: 1)" };
const vouchers = (count: bigint): string => counted(Number(count), "voucher");

export const VOUCHERS = [
  acting({
    ...{ name: "voucher buy", group },
    summary: "buys vouchers of an offer at its price; their tokens wait until they are redeemed or returned",
    arguments: ONE,
    options: {
      to: "whose vouchers they are (default: the sender's)",
      terms: 'the hash of the terms that you read ("cdpo offer show"): nothing else is bought',
    },
    schema: (context) =>
      z.object({
        ...{ offer, quantity: quantity.default(1n) },
        to: accountArgument(context).optional(),
        terms: hashArgument("the hash of an offer's terms").optional(),
      }),
    async plan(context, { offer: id, quantity: count, to: recipient = context.sender, terms: meant }) {
      const { addresses: organisation, contracts, sender } = context;
      const { partner, terms } = await offerAt(context, id);
      const termsHash = offerTermsHash(partner, terms);
      if (meant !== undefined && meant !== termsHash)
        throw new ChainError(`offer ${id} has other terms: "cdpo offer show ${id}" tells them`);
      const [cost] = await contracts.partnerAcceptance.quote(id, count, sender);
      const { token, partnerAcceptance: spender } = organisation;
      const { amount, allowance } = await allowingTokens(context, spender, cost);
      const taken = { token, spender, amount, allowance, deadline: tradeDeadline(context) };
      const buying = { organisation, id, quantity: count, cost, termsHash, recipient };
      return {
        words: `Buy ${vouchers(count)} of "${terms.name}" for ${tokens(context, cost)}`,
        ...taking(taken, (allowing) => offers.purchase({ ...buying, ...allowing })),
        tell: (outcome) => {
          const { cost: paid } = outcome.event("partnerAcceptance", "VouchersBought");
          const words = `Bought ${vouchers(count)} of "${terms.name}" for ${tokens(context, paid)}, good until ${moment(terms.validUntil)}.`;
          return { words, data: { offer: id, quantity: count, cost: paid } };
        },
      };
    },
  }),

  acting({
    ...{ name: "voucher code", group },
    summary: "signs a code with which a partner's gate redeems vouchers of the sender; sends nothing",
    details:
      "Show it to a gate that delivers, and to nobody else: whoever has it as a gate can redeem it once.",
    arguments: ONE,
    options: {
      for: 'how long it is good (default: "36 hours")',
      nonce: "a number that no other code of the sender has (default: the first that is not used)",
      qr: { what: "also as a QR code", flag: true },
    },
    schema: () =>
      z.object({
        ...{ offer, quantity: quantity.default(1n) },
        for: duration({ min: 60n, max: 365n * DAY }).default(36n * HOUR),
        nonce: numberArgument("a number").optional(),
        qr: z.boolean().default(false),
      }),
    async plan(context, { offer: id, quantity: count, for: length, nonce: chosen, qr }) {
      const { addresses, chain, rpc, sender, signer, now } = context;
      const contract = addresses.partnerAcceptance;
      if (signer === undefined) {
        throw new ChainError(
          "a code is signed with the sender's key, not sent: leave --safe out, and take an account of yours",
        );
      }
      await expectVouchers(context, id, count);
      const nonce = chosen ?? (await unusedNonce({ rpc, contract, holder: sender }));
      const deadline = now + length;
      return {
        words: `Sign a code for ${vouchers(count)} of offer ${id}`,
        calls: [],
        tell: async () => {
          const redemption = { chainId: BigInt(chain.chainId), contract, offer: id, quantity: count };
          const signed = await signRedemption(signer, { ...redemption, holder: sender, nonce, deadline });
          const code = encodeVoucherCode(signed);
          const words = [code, ...(qr ? [renderUnicodeCompact(code)] : [])].join("\n");
          return { words, data: { code, nonce, deadline } };
        },
      };
    },
  }),

  acting({
    ...{ name: "voucher redeem", group },
    summary: "redeems vouchers of the sender, who so says that they got what was offered",
    arguments: ONE,
    schema: () => z.object({ offer, quantity: quantity.default(1n) }),
    async plan(context, { offer: id, quantity: count }) {
      await expectVouchers(context, id, count);
      return {
        words: `Redeem ${vouchers(count)} of offer ${id}`,
        calls: offers.redeem({ organisation: context.addresses, id, quantity: count }),
        tell: (outcome) => {
          const { toPartner, toTreasury, burned } = outcome.event("partnerAcceptance", "VouchersRedeemed");
          const words =
            `Redeemed ${vouchers(count)} of offer ${id}: ${tokens(context, toPartner)} went to the partner, ` +
            `${tokens(context, toTreasury)} to the treasury, ${tokens(context, burned)} were burned.`;
          return { words, data: { offer: id, quantity: count, toPartner, toTreasury, burned } };
        },
      };
    },
  }),

  acting({
    ...{ name: "voucher return", group },
    summary: "returns vouchers of the sender for their tokens, once the offer was withdrawn or they expired",
    arguments: { ...OFFER, "[quantity]": "how many vouchers (default: all)" },
    options: { to: "who gets the tokens (default: the sender)" },
    schema: (context) =>
      z.object({ offer, quantity: quantity.optional(), to: accountArgument(context).optional() }),
    async plan(context, { offer: id, quantity: chosen, to: recipient = context.sender }) {
      const count = chosen ?? (await context.contracts.partnerAcceptance.balanceOf(context.sender, id));
      await expectVouchers(context, id, count);
      return {
        words: `Return ${vouchers(count)} of offer ${id}`,
        calls: offers.returnVoucher({ organisation: context.addresses, id, quantity: count, recipient }),
        tell: (outcome) => {
          const { amount, fee } = outcome.event("partnerAcceptance", "VouchersReturned");
          const lost = fee === 0n ? "" : `, after a fee of ${tokens(context, fee)}`;
          const words = `Returned ${vouchers(count)} of offer ${id} for ${tokens(context, amount)}${lost}.`;
          return { words, data: { offer: id, quantity: count, amount, fee } };
        },
      };
    },
  }),

  acting({
    ...{ name: "voucher cancel", group },
    summary: "makes codes of the sender worthless, by their numbers",
    arguments: { nonces: "the number of a code, or several as 3,4,5" },
    schema: () => z.object({ nonces: numbersArgument("the number of a code") }),
    plan: (context, { nonces }) => ({
      words: `Cancel codes ${nonces.join(", ")}`,
      calls: offers.cancelNonces({ organisation: context.addresses, nonces }),
      tell: () => `Cancelled: codes with the numbers ${nonces.join(", ")} redeem nothing.`,
    }),
  }),

  acting({
    ...{ name: "voucher give", group },
    summary: "passes vouchers of the sender on, where their offer lets that be",
    arguments: { to: "who gets them", "vouchers…": "an offer and how many, such as 3=2" },
    schema: (context) =>
      z.object({
        to: accountArgument(context),
        vouchers: z.array(
          z
            .string()
            .regex(/^\d{1,28}=[1-9]\d{0,17}$/, "expected an offer and how many, such as 3=2")
            .transform((written) => {
              const [id = "", count = ""] = written.split("=");
              return { id: BigInt(id), quantity: BigInt(count) };
            }),
          { error: "is missing, expected an offer and how many, such as 3=2" },
        ),
      }),
    async plan(context, { to, vouchers: given }) {
      for (const { id, quantity: count } of given) await expectVouchers(context, id, count);
      const all = given.map(({ id, quantity: count }) => `${vouchers(count)} of offer ${id}`).join(" and ");
      return {
        words: `Pass ${all} on to ${to}`,
        calls: offers.transfer({
          ...{ organisation: context.addresses, from: context.sender, to, vouchers: given },
        }),
        tell: () => `Passed ${all} on to ${to}.`,
      };
    },
  }),

  acting({
    ...{ name: "voucher operator", group },
    summary: "lets an account pass on all vouchers of the sender, or no longer",
    arguments: { account: "the operator" },
    options: { end: { what: "no longer", flag: true } },
    schema: (context) => z.object({ account: accountArgument(context), end: z.boolean().default(false) }),
    plan: (context, { account: operator, end }) => ({
      words: end ? `End the right of operator ${operator}` : `Make ${operator} operator of vouchers`,
      calls: offers.setApprovalForAll({ organisation: context.addresses, operator, approved: !end }),
      tell: () =>
        end
          ? `${operator} can pass on vouchers of ${context.sender} no longer.`
          : `${operator} can pass on all vouchers of ${context.sender}.`,
    }),
  }),

  reading({
    ...{ name: "voucher list", group },
    summary: "lists the vouchers that an account has",
    arguments: { account: "whose" },
    schema: (context) => z.object({ account: accountArgument(context) }),
    async read(context, { account }) {
      const { partnerAcceptance: at } = contractsAt(context.addresses);
      const count = await context.contracts.partnerAcceptance.offerCount();
      const ids = Array.from({ length: Number(count) }, (_, index) => BigInt(index + 1));
      const all = await askPart(
        context.rpc,
        listOf(
          ids.map((id) =>
            together({
              quantity: one(read({ ...at, functionName: "balanceOf", args: [account, id] })),
              offer: one(read({ ...at, functionName: "dashboard", args: [id] })),
            }),
          ),
        ),
      );
      const value = all
        .filter(({ quantity: count }) => count > 0n)
        .map(({ quantity: held, offer: { id, state, terms } }) => ({
          ...{ offer: id, name: terms.name, quantity: held, state, validUntil: terms.validUntil },
          waiting: held * terms.price,
        }));
      const words = tableOf({
        columns: ["offer", "name", "vouchers", "good until", "tokens that wait for them"],
        rows: value.map((each) => [
          ...[String(each.offer), each.name, String(each.quantity), moment(each.validUntil)],
          tokens(context, each.waiting),
        ]),
        none: `${account} has no vouchers.`,
      });
      return { value, words };
    },
  }),
];

/** Says what is missing when the sender has fewer vouchers than they name. */
async function expectVouchers({ contracts, sender }: Context, id: bigint, count: bigint): Promise<void> {
  const held = await contracts.partnerAcceptance.balanceOf(sender, id);
  if (count > held || held === 0n)
    throw new ChainError(
      `${sender} has ${vouchers(held)} of offer ${id}, not ${count === 0n ? "one" : count}: "cdpo voucher list ${sender}" shows all`,
    );
}
