/** The market on the reserve. Money in asset units, tokens with 18 decimals, deadlines in seconds, ratios in bps. */
import { liquidityReserveAbi } from "../../abi/LiquidityReserve.ts";
import type { Address, Call } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(liquidityReserveAbi, "reserve");

interface Order extends Allowing {
  readonly asset: Address;
  readonly recipient: Address;
  readonly deadline: bigint;
}

/** Buys tokens for `amount`, at least `minimum` of them; see `minimumOf` of `cdpo-sdk/market`. A permit's deadline is the order's. */
export const buy = ({
  organisation,
  asset,
  amount,
  minimum,
  recipient,
  deadline,
  ...allowing
}: For<Order & { amount: bigint; minimum: bigint }>): Call[] =>
  spending({
    ...allowing,
    token: asset,
    spender: organisation.reserve,
    amount,
    call: call(organisation, "buy", amount, minimum, recipient, deadline),
    withPermit: ({ deadline: signed, v, r, s }) =>
      call(organisation, "buyWithPermit", amount, minimum, recipient, signed, v, r, s),
  });

/** Buys exactly `tokens`, for `maximum` at most; what is left of the approval is taken back. */
export const buyExact = ({
  organisation,
  asset,
  tokens,
  maximum,
  recipient,
  deadline,
  ...allowing
}: For<Order & { tokens: bigint; maximum: bigint }>): Call[] =>
  spending({
    ...allowing,
    token: asset,
    spender: organisation.reserve,
    amount: maximum,
    call: call(organisation, "buyExact", tokens, maximum, recipient, deadline),
    atMost: true,
  });

/** Sells tokens of the caller, for at least `minimum`; nothing needs to be approved. */
export const sell = ({
  organisation,
  tokens,
  minimum,
  recipient,
  deadline,
}: For<{ tokens: bigint; minimum: bigint; recipient: Address; deadline: bigint }>): Call[] => [
  call(organisation, "sell", tokens, minimum, recipient, deadline),
];

/** Redeems tokens of the caller pro rata, after a dissolution. */
export const redeem = ({
  organisation,
  tokens,
  recipient,
}: For<{ tokens: bigint; recipient: Address }>): Call[] => [call(organisation, "redeem", tokens, recipient)];

/** Opens the market of an organisation that has the reserve for it; anyone may. */
export const open = ({ organisation }: For<unknown>): Call[] => [call(organisation, "open")];

/** Brings the rate at which gifts drip in line with the reserve; anyone may, once a drip period. */
export const renewDrip = ({ organisation }: For<unknown>): Call[] => [call(organisation, "renewDrip")];

/** Makes a gift of what was sent to the reserve past its functions; anyone may. */
export const absorb = ({ organisation }: For<unknown>): Call[] => [call(organisation, "absorb")];

/** Sends the tribute that has gathered to the treasury; anyone may. */
export const collectTribute = ({ organisation }: For<unknown>): Call[] => [
  call(organisation, "collectTribute"),
];

/** Burns what reached the treasury after a dissolution; anyone may. */
export const burnTreasury = ({ organisation }: For<unknown>): Call[] => [call(organisation, "burnTreasury")];

/** Dissolves the organisation: founders through the timelock, otherwise anyone once stakeholders consented and gave notice. */
export const dissolve = ({ organisation }: For<unknown>): Call[] => [call(organisation, "dissolve")];

/** Sets what of buys and sells goes to the treasury, 10 % each at most. Only the owner: through the timelock. */
export const setTributes = ({
  organisation,
  entryBps,
  exitBps,
}: For<{ entryBps: number; exitBps: number }>): Call[] => [
  call(organisation, "setTributes", entryBps, exitBps),
];
