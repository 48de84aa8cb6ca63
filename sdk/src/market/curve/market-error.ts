/** Why there is no quote: the contracts' own errors, before anything is sent. */

/** Names of the suite's errors that quotes throw. */
export type MarketErrorName =
  | "AmountAboveSupply"
  | "AmountTooLarge"
  | "RatioOutOfRange"
  | "RenewedTooSoon"
  | "ReserveEmpty"
  | "SupplyCapExceeded"
  | "SupplyEmpty"
  | "TradeTooSmall"
  | "WrongMarketState"
  | "ZeroAmount";

const SENTENCES: Readonly<Record<MarketErrorName, string>> = {
  AmountAboveSupply: "more tokens than there are: ask for less",
  AmountTooLarge: "an amount beyond 2^112 − 1, the most that the market keeps: ask for less",
  RatioOutOfRange: "a reserve ratio outside 1 % to 100 %",
  RenewedTooSoon: "the rate of the gifts was renewed less than a drip period ago: wait until the time given",
  ReserveEmpty: "the reserve is empty: there is nothing to buy into before a gift arrives",
  SupplyCapExceeded: "more tokens than 2^112 − 1, the most that can ever exist: ask for less",
  SupplyEmpty: "there are no tokens yet, and so no price",
  TradeTooSmall: "a trade so small that nothing would come out: trade more",
  WrongMarketState: "the market is not in the state that this needs",
  ZeroAmount: "an amount of nothing: ask for more than zero",
};

/** The contracts would refuse with the error `error` and these `args`; the message says why, and what to do. */
export class MarketError extends Error {
  override readonly name = "MarketError";
  readonly error: MarketErrorName;
  readonly args: readonly bigint[];

  constructor(error: MarketErrorName, ...args: readonly bigint[]) {
    super(`${error}: ${SENTENCES[error]}${args.length === 0 ? "" : ` (${args.join(", ")})`}`);
    this.error = error;
    this.args = args;
  }
}
