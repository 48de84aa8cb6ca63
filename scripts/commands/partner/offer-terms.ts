/** The terms of a partner's offer as people write and read them. */
import {
  amount,
  duration,
  object,
  percentage,
  text,
  time,
  wholeNumber,
  yesOrNo,
} from "../../../sdk/src/config/index.ts";
import type { Offer } from "../../../sdk/src/state/index.ts";
import { formatBps, formatDuration, TOKEN_DECIMALS } from "../../../sdk/src/units.ts";
import { oneOf, WHOLE_BPS } from "../../frame/arguments.ts";
import type { ReadingContext } from "../../frame/command.ts";
import { counted, moment, tokens } from "../../frame/words.ts";

/** What a file of terms is like; shown in the command's help. */
export const OFFER_EXAMPLE = `{ "name": "Day ticket", "uri": "https://city.example/ticket", "price": "2.5", "stock": 1000,
  "opens": "2027-03-01", "closes": "2027-06-01", "validUntil": "2027-12-31",
  "settlement": "keep" (or "burn"; or "share" with "treasuryShare": "10 %"),
  and, if one likes, "perPeriod": 100, "period": "1 day", "perAccount": 4, "fee": "1 %", "bound": true }`;

const MOST = Number.MAX_SAFE_INTEGER;
const SETTLEMENTS = { keep: "Keep", burn: "Burn", share: "Share" } as const;

/** Terms in a file, as the contract takes them. Moments are of the chain's time `now`. */
export function offerTermsSchema(now: bigint) {
  return object({
    name: text("what is offered"),
    uri: text("a link of https or ipfs to where it is described"),
    price: amount({ decimals: TOKEN_DECIMALS, min: 1n }),
    stock: wholeNumber({ min: 1, max: MOST }),
    perPeriod: wholeNumber({ min: 1, max: MOST }).default(0n),
    period: duration({ min: 1n, max: 2n ** 32n - 1n }).default(0n),
    perAccount: wholeNumber({ min: 1, max: MOST }).default(0n),
    opens: time(now),
    closes: time(now),
    validUntil: time(now),
    settlement: oneOf(["keep", "burn", "share"]),
    treasuryShare: percentage({ min: 1n, max: WHOLE_BPS }).default(0n),
    fee: percentage({ max: 500n }).default(0n),
    bound: yesOrNo().default(false),
  }).transform(({ settlement, ...terms }) => ({
    ...{ name: terms.name, uri: terms.uri, price: terms.price, stock: terms.stock },
    ...{ periodQuota: terms.perPeriod, period: terms.period, perAccount: terms.perAccount },
    ...{ opens: terms.opens, closes: terms.closes, validUntil: terms.validUntil },
    ...{ settlement: SETTLEMENTS[settlement], treasuryBps: terms.treasuryShare },
    ...{ feeBps: terms.fee, bound: terms.bound },
  }));
}

/** Terms in words, a name and a value each. */
export function offerInWords(
  context: Pick<ReadingContext, "organisation">,
  terms: Offer["terms"],
): [name: string, value: string][] {
  const { period, periodQuota, perAccount, settlement, treasuryBps, feeBps } = terms;
  const each = period === 0n ? "in all" : `each ${formatDuration(period)}`;
  return [
    ["price", tokens(context, terms.price)],
    ["stock", counted(Number(terms.stock), "voucher")],
    ...(periodQuota === 0n ? [] : [pair("sold at most", `${periodQuota} ${each}`)]),
    ...(perAccount === 0n ? [] : [pair("an account buys at most", `${perAccount} ${each}`)]),
    ["sold", `from ${moment(terms.opens)} until ${moment(terms.closes)}`],
    ["good until", moment(terms.validUntil)],
    ["tokens of redeemed vouchers", SETTLED[settlement](treasuryBps)],
    ["fee of vouchers returned after that", feeBps === 0n ? "none" : formatBps(feeBps)],
    ["vouchers can be passed on", terms.bound ? "no" : "yes"],
    ["described at", terms.uri],
  ];
}

const pair = (name: string, value: string): [name: string, value: string] => [name, value];

const SETTLED: Readonly<Record<Offer["terms"]["settlement"], (bps: bigint) => string>> = {
  Keep: () => "the partner's",
  Burn: () => "burned",
  Share: (bps) => `${formatBps(bps)} the treasury's, the rest the partner's`,
};
