/** The chain's own coin for organisations whose asset is its wrapped form. Amounts in wei, tokens with 18 decimals. */
import { nativeGatewayAbi } from "../../abi/NativeGateway.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callOf, type ArgsOf, type For, type WritingName } from "../call-of.ts";

type Through<T> = For<T & { /** The chain's gateway, of its address book. */ readonly gateway: Address }>;

const through = <N extends WritingName<typeof nativeGatewayAbi>>(
  gateway: Address,
  functionName: N,
  args: ArgsOf<typeof nativeGatewayAbi, N>,
  value = 0n,
): Call => callOf({ abi: nativeGatewayAbi, address: gateway, functionName, args, value });

/** Buys tokens for `amount` coins. */
export const buy = ({
  organisation,
  gateway,
  amount,
  minimum,
  recipient,
  deadline,
}: Through<{ amount: bigint; minimum: bigint; recipient: Address; deadline: bigint }>): Call[] => [
  through(gateway, "buy", [organisation.token, minimum, recipient, deadline], amount),
];

/** Buys exactly `tokens`, for `maximum` coins at most: what is left comes back. */
export const buyExact = ({
  organisation,
  gateway,
  tokens,
  maximum,
  recipient,
  deadline,
}: Through<{ tokens: bigint; maximum: bigint; recipient: Address; deadline: bigint }>): Call[] => [
  through(gateway, "buyExact", [organisation.token, tokens, recipient, deadline], maximum),
];

/** Sells tokens of the caller for coins. */
export const sell = ({
  organisation,
  gateway,
  tokens,
  minimum,
  recipient,
  deadline,
  ...allowing
}: Through<Allowing & { tokens: bigint; minimum: bigint; recipient: Address; deadline: bigint }>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: gateway,
    amount: tokens,
    call: through(gateway, "sell", [organisation.token, tokens, minimum, recipient, deadline]),
    withPermit: ({ deadline: signed, v, r, s }) =>
      through(gateway, "sellWithPermit", [organisation.token, tokens, minimum, recipient, signed, v, r, s]),
  });

/** Redeems tokens of the caller for coins, after a dissolution. */
export const redeem = ({
  organisation,
  gateway,
  tokens,
  recipient,
  ...allowing
}: Through<Allowing & { tokens: bigint; recipient: Address }>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: gateway,
    amount: tokens,
    call: through(gateway, "redeem", [organisation.token, tokens, recipient]),
  });

/** Gives `amount` coins to the presale in the name of `account`; what it does not take comes back. */
export const contribute = ({
  organisation,
  gateway,
  amount,
  account,
  proof = [],
}: Through<{ amount: bigint; account: Address; proof?: readonly Hex[] }>): Call[] => [
  through(gateway, "contribute", [organisation.token, account, proof], amount),
];

/** Takes the caller's money in the presale back as coins; the gateway must be their operator (`presale.setOperator`). */
export const refund = ({ organisation, gateway, recipient }: Through<{ recipient: Address }>): Call[] => [
  through(gateway, "refund", [organisation.token, recipient]),
];

/** Gives `amount` coins to the reserve. */
export const donate = ({
  organisation,
  gateway,
  amount,
  note,
}: Through<{ amount: bigint; note: string }>): Call[] => [
  through(gateway, "donate", [organisation.token, note], amount),
];
