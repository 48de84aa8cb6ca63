/** Commands of partners and their gates, where holders' codes redeem vouchers. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { partnerAcceptanceAbi } from "../../../sdk/src/abi/PartnerAcceptance.ts";
import { enums } from "../../../sdk/src/abi/enums.ts";
import { offers } from "../../../sdk/src/calls/index.ts";
import { text } from "../../../sdk/src/config/index.ts";
import { ask } from "../../../sdk/src/reading.ts";
import type { Call } from "../../../sdk/src/types.ts";
import {
  isSignedByHolder,
  parseVoucherCode,
  redemptionOf,
  refusalOf,
  VoucherCodeError,
  type VoucherCode,
} from "../../../sdk/src/vouchers/index.ts";
import { CODES_AT_ONCE, outcomeInWords } from "../../../sdk/src/vouchers/outcomes.ts";
import { accountArgument, numberArgument } from "../../frame/arguments.ts";
import { acting, reading, type Context, type ReadingContext } from "../../frame/command.ts";
import { eventsOf } from "../../frame/history.ts";
import { counted, moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { linesOf } from "../lists.ts";

const group = "gates";
export const GATES = [
  acting({
    ...{ name: "gate set", group },
    summary:
      "lets an account redeem vouchers of all offers of the sender by their holders' codes, or no longer",
    arguments: { account: "the gate" },
    options: { end: { what: "no longer", flag: true } },
    schema: (context) => z.object({ account: accountArgument(context), end: z.boolean().default(false) }),
    plan: (context, { account: gate, end }) => ({
      words: end ? `End gate ${gate}` : `Make ${gate} a gate`,
      calls: offers.setGate({ organisation: context.addresses, gate, allowed: !end }),
      tell: () =>
        end
          ? `${gate} is a gate of ${context.sender} no longer.`
          : `${gate} redeems vouchers of the offers of ${context.sender} with their holders' codes.`,
    }),
  }),

  acting({
    ...{ name: "gate redeem", group },
    summary: "redeems vouchers by their holders' codes; what cannot be redeemed is told and left out",
    details: "For the partner of the offers and for gates of theirs.",
    arguments: { "[codes…]": "what holders show" },
    options: {
      file: "a file with a code in each line, such as what a gate without a connection kept",
      quantity: "how many of the vouchers that a single code is for (default: all)",
    },
    schema: () =>
      z.object({
        codes: z.array(z.string()).default([]),
        file: text("a file").optional(),
        quantity: numberArgument("how many").optional(),
      }),
    async plan(context, { codes: given, file, quantity }) {
      const lines = [...given, ...(file === undefined ? [] : await linesIn(file))];
      if (lines.length === 0) throw new ChainError("there is no code: write codes, or --file FILE");
      const { codes, refused } = readCodes(context, lines);
      if (quantity !== undefined && (codes.length !== 1 || lines.length !== 1))
        throw new ChainError("--quantity is for a single code");
      const { good, calls } = await redeeming(context, { codes, quantity, refused });
      const left = refused.map(({ what, why }) => `Not redeemed: ${what}, ${why}.`);
      if (good === 0) throw new ChainError(`nothing can be redeemed: ${inOneLine(refused)}`);
      return {
        words: `Redeem ${counted(good, "code")}`,
        calls,
        tell: (outcome) => {
          const done = outcome.events("partnerAcceptance", "VouchersRedeemed");
          const late = outcome
            .events("partnerAcceptance", "RedemptionRefused")
            .map(({ holder, nonce, outcome: why }) => ({
              what: codeName(holder, nonce),
              why: outcomeInWords(why),
            }));
          const [count, toPartner] = done.reduce(
            ([all, sum], each) => [all + each.quantity, sum + each.toPartner],
            [0n, 0n],
          );
          const words = [
            ...left,
            ...late.map(({ what, why }) => `Not redeemed: ${what}, ${why}.`),
            `Redeemed ${counted(Number(count), "voucher")} by ${counted(done.length, "code")}; ${tokens(context, toPartner)} went to the partner.`,
          ].join("\n");
          const data = { vouchers: count, codes: done.length, toPartner, refused: [...refused, ...late] };
          return { words, data };
        },
      };
    },
  }),

  reading({
    ...{ name: "gate check", group },
    summary: "tells what a code is for, and whether it can be redeemed now",
    arguments: { code: "what a holder shows" },
    schema: () => z.object({ code: z.string({ error: "is missing, expected a code" }) }),
    async read(context, { code: written }) {
      const code = readCode(written);
      const why = await whyNot(context, code);
      const { offer, quantity, holder, nonce, deadline } = code;
      const words = linesOf([
        ["offer", String(offer)],
        ["vouchers", String(quantity)],
        ["holder", holder],
        ["number of the code", String(nonce)],
        ["good until", moment(deadline)],
        ["can be redeemed now", why === undefined ? "yes" : `no: ${why}`],
      ]);
      return {
        value: { offer, quantity, holder, nonce, deadline, redeemable: why === undefined, why },
        words,
      };
    },
  }),

  reading({
    ...{ name: "gate list", group },
    summary: "lists the gates of a partner",
    arguments: { account: "the partner, whose gates they are" },
    schema: (context) => z.object({ account: accountArgument(context) }),
    async read(context, { account: partner }) {
      const { partnerAcceptance } = context.contracts;
      const set = await eventsOf(context, "partnerAcceptance", "GateSet");
      const ever = [...new Set(set.filter((each) => each.partner === partner).map(({ gate }) => gate))];
      const are = await Promise.all(ever.map((gate) => partnerAcceptance.isGate(partner, gate)));
      const gates = ever.filter((_, at) => are[at] === true);
      const words = gates.length === 0 ? `${partner} has no gates.` : gates.join("\n");
      return { value: { partner, gates }, words };
    },
  }),
];

interface Refused {
  readonly what: string;
  readonly why: string;
}

const codeName = (holder: string, nonce: bigint): string => `code ${nonce} of ${holder}`;
const inOneLine = (refused: readonly Refused[]): string =>
  refused.map(({ what, why }) => `${what}, ${why}`).join("; ");

async function linesIn(file: string): Promise<string[]> {
  const content = await readFile(file, "utf8").catch(() => {
    throw new ChainError(`${file} cannot be read: check the path after --file`);
  });
  return content
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function readCode(written: string): VoucherCode {
  try {
    return parseVoucherCode(written);
  } catch (thrown) {
    if (thrown instanceof VoucherCodeError) throw new ChainError(`the code ${thrown.message}`);
    throw thrown;
  }
}

/** The codes in lines, each once, and why others are none for here. */
function readCodes(
  context: Context,
  lines: readonly string[],
): { readonly codes: readonly VoucherCode[]; readonly refused: Refused[] } {
  const codes = new Map<string, VoucherCode>();
  const refused: Refused[] = [];
  for (const [at, line] of lines.entries()) {
    try {
      const code = parseVoucherCode(line);
      const why = refusedHere(context, code);
      if (why === undefined) codes.set(`${code.holder}:${code.nonce}`, code);
      else refused.push({ what: codeName(code.holder, code.nonce), why });
    } catch (thrown) {
      if (!(thrown instanceof VoucherCodeError)) throw thrown;
      refused.push({ what: `line ${at + 1}`, why: `which ${thrown.message}` });
    }
  }
  return { codes: [...codes.values()], refused };
}

/** Why a code is none for this organisation; its time is the chain's to tell. */
function refusedHere({ addresses, chain }: ReadingContext, code: VoucherCode): string | undefined {
  const here = { chainId: BigInt(chain.chainId), contract: addresses.partnerAcceptance };
  return refusalOf({ code, ...here, offers: [code.offer], now: 0n });
}

/** Asks the chain what would become of codes, and builds calls of those that are good; the others go to `refused`. */
async function redeeming(
  { addresses: organisation, rpc, sender }: Context,
  {
    codes,
    quantity,
    refused,
  }: {
    readonly codes: readonly VoucherCode[];
    readonly quantity: bigint | undefined;
    readonly refused: Refused[];
  },
): Promise<{ readonly good: number; readonly calls: readonly Call[] }> {
  const calls: Call[] = [];
  let good = 0;
  for (let from = 0; from < codes.length; from += CODES_AT_ONCE) {
    const batch = codes.slice(from, from + CODES_AT_ONCE);
    const redemptions = batch.map((code) => redemptionOf(code, quantity));
    const [answers] = await ask({
      ...{ rpc, abi: partnerAcceptanceAbi, address: organisation.partnerAcceptance },
      ...{ functionName: "redeemMany", args: [redemptions], from: sender },
    });
    const outcomes = (answers as readonly (bigint | number)[]).map(Number);
    for (const [at, { holder, nonce }] of batch.entries()) {
      const outcome = outcomes[at] ?? 0;
      if (outcome !== 0) refused.push({ what: codeName(holder, nonce), why: outcomeInWords(outcome) });
    }
    const redeemable = redemptions.filter((_, at) => outcomes[at] === 0);
    if (redeemable.length > 0) calls.push(...offers.redeemCodes({ organisation, codes: redeemable }));
    good += redeemable.length;
  }
  return { good, calls };
}

/** Why the chain would refuse a code now; undefined when it would not. */
async function whyNot(context: ReadingContext, code: VoucherCode): Promise<string | undefined> {
  const { partnerAcceptance } = context.contracts;
  const here = refusedHere(context, code);
  if (here !== undefined) return here;
  const [count, state, isUsed, held, isSigned] = await Promise.all([
    partnerAcceptance.offerCount(),
    partnerAcceptance.stateOf(code.offer),
    partnerAcceptance.isNonceUsed(code.holder, code.nonce),
    partnerAcceptance.balanceOf(code.holder, code.offer),
    isSignedByHolder(context.rpc, code),
  ]);
  if (code.offer > count) return "there is no such offer";
  const named = enums["IPartnerAcceptance.OfferState"][Number(state)];
  if (named !== "OnSale" && named !== "SaleOver") return outcomeInWords("OfferOver");
  if (context.now > code.deadline) return outcomeInWords("CodeExpired");
  if (isUsed) return outcomeInWords("NonceUsed");
  if (held < code.quantity) return outcomeInWords("TooFewVouchers");
  return isSigned ? undefined : outcomeInWords("WrongSignature");
}
