// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";

/// @title ILiquidityReserve
/// @notice The common liquidity reserve behind the token and the market drawn on it. No one can take from it except by
/// giving tokens back: there is no withdrawal, no fee to anyone but the tribute to the treasury, no pause of exits (see
/// {IPausable} for what a pause stops: buying and donating).
/// @dev Constant reserve ratio w (Bancor's formula): spot price p = R / (w·S). The reserve's asset is accounted
/// internally, so transfers past the functions change no quote. All amounts are below 2^112.
///
/// **Gifts drip.** What comes in without a mint while the market is open is pending first (P) and moves into R at one rate
/// for all of it. Buys are priced with R + P, sells with R: who comes after a gift pays for it. A gift is out after a
/// `dripPeriod` T, or later if it is large: no more than ρ/4 arrives in a period, unless more is needed for all to be out in
/// 52 periods. ρ is an R that nobody can inflate for a moment: R at opening, then at each gift and renewal the lesser of R
/// and ρ·(1 + periods since the last renewal). A gift raises the rate by no more than what it would drip at alone and
/// never slows what drips, so dust changes nothing; {renewDrip}, once a period by anyone, brings the rate in line with ρ,
/// up or down. While the market is closed gifts only gather: they are the opening reserve of a growing organisation. Before
/// a presale's release nothing is taken, as it would be lost if the sale failed and no token came to exist: who wants to
/// give then, pledges ({IPledgeBook}).
/// Warning: who comes before a gift takes part in it. Who pays b just before a gift, when R is the reserve, can sell with a
/// gain of b/(R + b) of what has dripped of it since, if all others stay, and of more if others sell first. That is at most
/// b/4 a period, as no more than ρ/4 drips in one unless more than 13 ρ is pending.
///
/// **Gifts widen issuance.** A gift g carries credit to issue giftIssuanceBps · w · ln(1 + g/(R + P)), a part of the
/// supply (see {IIssuance}), fixed when it arrives, which drips in the same proportion as the gifts. Gifts before or at
/// opening carry none.
///
/// **One-block rule.** Let R0, S0 be reserve and supply before the first trade at this block's timestamp. At the same
/// timestamp a sell pays at most k·R0/(w·S0), and a buy gives at most d·w·S0/R0. What that leaves over stays in the
/// reserve. So nobody profits from trading both ways within a block, with their own or borrowed money, and around
/// another's trade. A seller after buys alone gets at least the quote at R0, S0, and so does a buyer after sells alone
/// while no gift is pending, both to a unit a trade; trades of the same direction before theirs cost them, as on any
/// market: that is what their minimum is for. Warning: while gifts are pending, sells before a buy make it dearer, as it
/// joins fewer holders in what is pending. Warning: the rule does not cover several blocks.
///
/// **Dissolution** ends the market for ever: by the treasury, as long as founders propose its actions; by anyone once
/// stakeholders consented and their notice has passed (see {IStake}). Awards whose batch is due are paid first. All that is
/// pending counts at once, founders' unvested tokens and the treasury's own are burned, a presale not yet released turns to
/// refunding, nothing is issued any more, and from the next second on {redeem} pays R·k/S, for ever, in any order. Money of
/// the production budget is not part of R. What reaches the reserve later {absorb} shares among those who have not redeemed.
/// Warning: that the dissolution can be seen coming invites a run before it, as who sells first is paid by the curve.
/// Warning: tokens burned at dissolution leave more for all others; who buys before gains by it where those tokens are more
/// than 1 − w of the supply.
///
/// Warning: a low ratio invites a bank run: the first 10 % of the supply sold take 1 − 0.9^(1/w) of the reserve: 10 % at
/// w = 100 %, 19 % at 50 %, 41 % at 20 %.
///
/// @dev Token, asset and w are values behind the clone's code: token (20 bytes) | asset (20) | w in bps (2), see
/// {ICdpoFactory}. Assumes they are the token of the organisation and the asset and ratio of {Terms}.
interface ILiquidityReserve is IPausable {
    /// @notice Closed until the presale is released, or until enough was given; then open; from either of them dissolved,
    /// for ever.
    enum MarketState {
        Closed,
        Open,
        Dissolved
    }

    /// @param asset The ERC-20 in the reserve, 6 to 18 decimals, plain: no fee on transfer, no rebasing.
    /// @param reserveRatioBps w in bps, 100 to 10,000, fixed for ever.
    /// @param minimumReserve Asset units that must be in the reserve before anyone may open the market.
    /// @param entryTributeBps Part of what buyers pay that goes to the treasury, in bps, at most 1,000.
    /// @param exitTributeBps Part of what sellers get that goes to the treasury, in bps, at most 1,000.
    /// @param dripPeriod Seconds over which a small gift alone moves into the reserve, 1 to 90 days, fixed for ever.
    /// @param dissolveBps Stakeholders of more than this part of what circulates can dissolve, in bps, 5,000 to 9,500, fixed
    /// for ever (see {IStake}).
    struct Terms {
        address asset;
        uint16 reserveRatioBps;
        uint112 minimumReserve;
        uint16 entryTributeBps;
        uint16 exitTributeBps;
        uint32 dripPeriod;
        uint16 dissolveBps;
    }

    /// @param pending P now, asset units, rounded up.
    /// @param rate Asset units a second that move into R, times 2^24, rounded up; 0 when nothing is pending.
    /// @param rho ρ as a gift or renewal would find it now, asset units, see above.
    /// @param end When all that is pending will have dripped (seconds), if nothing else happens; 0 when nothing is.
    /// @param renewable From when on {renewDrip} may be called (seconds).
    struct DripState {
        uint256 pending;
        uint256 rate;
        uint256 rho;
        uint64 end;
        uint64 renewable;
    }

    /// @notice The market opened with `reserve` asset units behind `supply` tokens (18 decimals).
    event MarketOpened(uint256 reserve, uint256 supply);
    /// @notice `buyer` paid `assetIn` asset units, `tribute` of them to the treasury, for `tokensOut` to `recipient`.
    event Bought(address indexed buyer, address indexed recipient, uint256 assetIn, uint256 tokensOut, uint256 tribute);
    /// @notice `seller` gave `tokensIn` for `assetOut` asset units to `recipient`, after `tribute` to the treasury.
    event Sold(address indexed seller, address indexed recipient, uint256 tokensIn, uint256 assetOut, uint256 tribute);
    /// @notice `amount` asset units were given to all holders and count as a donation of `donor`; `payer` named them and paid.
    event Donated(address indexed donor, address indexed payer, uint256 amount, string note);
    /// @notice `giver` gave `amount` asset units to all holders, not as a donation: a pledge, revenue.
    event GiftReceived(address indexed giver, uint256 amount);
    /// @notice `caller` had `amount` asset units, sent past the functions, counted as a gift.
    event Absorbed(address indexed caller, uint256 amount);
    /// @notice What is pending drips at `rate` (asset units a second, times 2^24) from now on, after a gift or a renewal, and
    /// will be out at `end` (seconds).
    event DripRateSet(uint256 rate, uint64 end);
    /// @notice The owner set the tributes, in bps.
    event TributesSet(uint16 entryTributeBps, uint16 exitTributeBps);
    /// @notice `amount` asset units of tribute went to the treasury.
    event TributeCollected(address indexed treasury, uint256 amount);

    /// @notice `by` dissolved the organisation: `reserve` asset units for `supply` tokens (18 decimals).
    event Dissolved(address indexed by, uint256 reserve, uint256 supply);
    /// @notice `amount` tokens (18 decimals) of the treasury were burned after the dissolution.
    event TreasuryBurned(uint256 amount);
    /// @notice `holder` gave `tokensIn` for their part of the dissolved reserve, `assetOut` asset units to `recipient`.
    event Redeemed(address indexed holder, address indexed recipient, uint256 tokensIn, uint256 assetOut);

    /// @notice The market is `actual`, the call needs `needed`.
    error WrongMarketState(MarketState actual, MarketState needed);
    /// @notice The presale may still be released, and until it failed only its release opens the market.
    error PresalePending(address presale);
    /// @notice `account` is not the presale fixed at launch.
    error NotPresale(address account);
    /// @notice The reserve holds `reserve` asset units of the `minimum` needed to open.
    error ReserveTooSmall(uint256 reserve, uint256 minimum);
    /// @notice `supply` tokens (18 decimals) were issued of the `minimum` needed to open.
    error SupplyTooSmall(uint256 supply, uint256 minimum);
    /// @notice `amountIn` is so small that the caller would get nothing for it.
    error TradeTooSmall(uint256 amountIn);
    /// @notice A tribute is above `max`, in bps.
    error TributeOutOfRange(uint16 bps, uint16 max);
    /// @notice A drip period of `dripPeriod` seconds is outside 1 to 90 days.
    error DripPeriodOutOfRange(uint32 dripPeriod);
    /// @notice The tokens cost `cost` asset units, more than the `max` that the caller accepts.
    error CostExceeded(uint256 cost, uint256 max);
    /// @notice A part of `bps` of the supply to dissolve is outside 5,000 to 9,500.
    error DissolveBpsOutOfRange(uint16 bps);
    /// @notice Founders no longer propose the treasury's actions: only stakeholders' consent dissolves.
    error OnlyByConsent();
    /// @notice Stakeholders have not consented to dissolve, or their notice has not passed, or its term has.
    error NotDissolvable();
    /// @notice The treasury's own tokens are burned at dissolution, not redeemed.
    error TreasuryCannotRedeem(address treasury);
    /// @notice The rate of the drip can be renewed from `notBefore` (seconds) on.
    error RenewedTooSoon(uint64 notBefore);
    /// @notice Nobody could ever redeem the `reserve` asset units, as there is no token but at the dead address.
    error NobodyToRedeem(uint256 reserve);
    /// @notice The asset is the organisation's own token.
    error AssetIsOwnToken(address token);
    /// @notice Nothing is redeemed in the second of the dissolution.
    error DissolvedThisSecond(uint64 timestamp);
    /// @notice A minimum reserve of zero would open an empty market.
    error ZeroMinimumReserve();

    /// @notice Sets up a clone, once.
    /// @param owner_ The organisation's timelock: owner, and treasury for ever.
    /// @param presale_ The presale whose release opens the market, or the zero address.
    /// @param stake_ The organisation's stake, asked whether stakeholders consented to dissolve.
    /// @param minimumSupply_ Tokens (18 decimals) that must exist before anyone may open the market.
    /// @param terms_ Asset, ratio, tributes, drip period and part that can dissolve.
    /// Errors: ZeroAddress, UnsupportedDecimals, RatioOutOfRange, ZeroMinimumReserve, DripPeriodOutOfRange,
    /// DissolveBpsOutOfRange, TributeOutOfRange.
    function initialize(
        address owner_,
        address presale_,
        address stake_,
        uint112 minimumSupply_,
        Terms calldata terms_
    ) external;

    /// @notice Opens the market once enough was given and issued; anyone may. In a launch with a presale only after that
    /// has failed. Awards whose batch runs are paid first. Mints 0.001 token to a dead address, so that the supply never
    /// reaches zero.
    /// Errors: WrongMarketState, PresalePending, ReserveTooSmall, SupplyTooSmall.
    function open() external;

    /// @notice Opens the market at the presale's price: pulls R0 = ⌈w · price · supply⌉ asset units from the presale,
    /// the supply including the 0.001 token minted to a dead address. Only the presale, from its release.
    /// Errors: NotPresale, WrongMarketState, UnsupportedAsset.
    /// @param price Asset units per whole token.
    /// @return taken R0 in asset units.
    function openAtPresalePrice(uint256 price) external returns (uint256 taken);

    /// @notice Buys tokens for `assetIn` asset units (approve them first); the quote is rounded down.
    /// @param minTokensOut Least tokens (18 decimals) that the caller accepts.
    /// @param recipient Who gets the tokens.
    /// @param deadline Last second at which the caller wants this.
    /// Errors: Paused, WrongMarketState, DeadlineExpired, ZeroAmount, InvalidRecipient, UnsupportedAsset, SlippageExceeded,
    /// TradeTooSmall, and those of {BondingCurve}.
    function buy(
        uint256 assetIn,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline
    ) external returns (uint256 tokensOut);

    /// @notice Buys exactly `tokensOut` (18 decimals) for as little as the formula asks, rounded up.
    /// @param maxAssetIn Most asset units, with tribute, that the caller accepts; approve them first.
    /// @param recipient Who gets the tokens.
    /// @param deadline Last second at which the caller wants this.
    /// Errors: as {buy}, with CostExceeded instead of SlippageExceeded.
    /// @return assetIn Asset units paid, with tribute.
    function buyExact(
        uint256 tokensOut,
        uint256 maxAssetIn,
        address recipient,
        uint256 deadline
    ) external returns (uint256 assetIn);

    /// @notice {buy} with an ERC-2612 permit of the asset for `assetIn`, valid until `deadline`. A permit that someone
    /// else sent first does no harm: the allowance counts.
    function buyWithPermit(
        uint256 assetIn,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 tokensOut);

    /// @notice Sells `tokensIn` of the caller (no approval needed); the quote is rounded down. Can never be paused.
    /// @param minAssetOut Least asset units, after tribute, that the caller accepts.
    /// @param recipient Who gets the asset.
    /// @param deadline Last second at which the caller wants this.
    /// Errors: WrongMarketState, DeadlineExpired, ZeroAmount, InvalidRecipient, SlippageExceeded, TradeTooSmall,
    /// ERC20InsufficientBalance, and those of {BondingCurve}.
    function sell(
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline
    ) external returns (uint256 assetOut);

    /// @notice Gives `amount` asset units (approve them first) to all holders: no token is minted, and the reserve grows
    /// as gifts drip. Counts as a donation of the caller. Errors: Paused, PresalePending, AlreadyDissolved, ZeroAmount,
    /// UnsupportedAsset.
    function donate(uint256 amount, string calldata note) external;

    /// @notice {donate} of the caller that counts as a donation of `donor`: how gateways and others pass on what they were
    /// given for it. Errors: as {donate}, ZeroAddress.
    /// Warning: anyone can name anyone. Who paid stands in the event beside `donor`.
    function donateFor(address donor, uint256 amount, string calldata note) external;

    /// @notice Takes `amount` asset units (approve them first) as a gift that is no donation and counts for no matching
    /// grant: pledges, revenue, for example. Anyone may; never paused, as those must be able to end.
    /// Errors: PresalePending, AlreadyDissolved, ZeroAmount, UnsupportedAsset.
    function receiveGift(uint256 amount) external;

    /// @notice Counts asset units that were sent past the functions as a gift; anyone may, also after a dissolution: then
    /// those who have not redeemed share them. What is more than the books can hold waits. Errors: PresalePending, ZeroAmount.
    /// @return amount Asset units counted.
    function absorb() external returns (uint256 amount);

    /// @notice Brings the rate of the drip in line with ρ, once a `dripPeriod`: at least P/T, but no more than ρ/4 a period
    /// unless more is needed for all to be out 52 periods after the last gift that asked for it. Anyone may.
    /// Errors: WrongMarketState, RenewedTooSoon.
    /// Warning: who sells right before and buys back later makes ρ smaller for a period; with R sold down to f·R that costs
    /// them P·(1/f − 1), as buys pay for what is pending.
    function renewDrip() external;

    /// @notice Ends the market for ever. The treasury, while founders propose its actions, whoever owns the reserve by then;
    /// or anyone while {IStake-dissolutionDue}. What was sent past the functions before it counts as well. Errors:
    /// AlreadyDissolved, OnlyByConsent, NotDissolvable, NobodyToRedeem.
    /// Warning: gifts to an organisation without a token stop its dissolution.
    function dissolve() external;

    /// @notice Burns what reached the treasury since the dissolution; anyone may. Errors: WrongMarketState.
    /// @return amount Tokens burned (18 decimals); may be 0.
    function burnTreasury() external returns (uint256 amount);

    /// @notice Gives the part R·k/S of a dissolved reserve for `tokensIn` of the caller (no approval needed), rounded down;
    /// for ever, without tribute. What partners did not claim they can claim and redeem at any time.
    /// Errors: WrongMarketState, DissolvedThisSecond, ZeroAmount, InvalidRecipient, TreasuryCannotRedeem, TradeTooSmall,
    /// AmountAboveSupply, ERC20InsufficientBalance.
    /// @return assetOut Asset units to `recipient`.
    function redeem(uint256 tokensIn, address recipient) external returns (uint256 assetOut);

    /// @notice Sets the tributes in bps, at most 1,000 each. Only the owner. Errors: TributeOutOfRange.
    function setTributes(uint16 entryTributeBps_, uint16 exitTributeBps_) external;

    /// @notice Sends the tribute collected so far to the treasury; anyone may. Errors: ZeroAmount.
    /// @return amount Asset units sent.
    function collectTribute() external returns (uint256 amount);

    /// @notice What {buy} would give at this very timestamp, under the one-block rule. Errors as {buy}, but for the
    /// caller's limits. A page shows {MarketLens-previewBuy}, which holds for a later block.
    /// @return tokensOut Tokens (18 decimals).
    /// @return tribute Asset units of `assetIn` that go to the treasury, rounded up.
    function quoteBuy(uint256 assetIn) external view returns (uint256 tokensOut, uint256 tribute);

    /// @notice What {buyExact} would cost at this very timestamp, under the one-block rule. Errors as {quoteBuy}.
    /// @return assetIn Asset units to pay, with tribute, rounded up.
    /// @return tribute Asset units of `assetIn` that go to the treasury.
    function quoteBuyExact(uint256 tokensOut) external view returns (uint256 assetIn, uint256 tribute);

    /// @notice What {sell} would give at this very timestamp, under the one-block rule. Errors as {sell}, but for the
    /// caller's limits. A page shows {MarketLens-previewSell}, which holds for a later block.
    /// @return assetOut Asset units after tribute.
    /// @return tribute Asset units that go to the treasury, rounded up.
    function quoteSell(uint256 tokensIn) external view returns (uint256 assetOut, uint256 tribute);

    /// @notice Price of an infinitely small sale before tribute: R·1e18 / (w·S), asset units per whole token, rounded
    /// down; 0 unless the market is open.
    function spotPrice() external view returns (uint256);

    /// @notice Reserve behind each whole token: R·1e18 / S, asset units, rounded down; while the market is closed what was
    /// given so far; once dissolved what {redeem} pays; 0 while there is no token.
    function backing() external view returns (uint256);

    /// @notice Closed, open or dissolved.
    function marketState() external view returns (MarketState);

    /// @notice Whether the market waits for a presale that may still be released.
    function awaitsPresale() external view returns (bool);

    /// @notice When the market opened (seconds); 0 if it has not.
    function opening() external view returns (uint64 openedAt);

    /// @notice When the organisation was dissolved (seconds); 0 if it was not.
    function dissolvedAt() external view returns (uint64);

    /// @notice Part of what circulates whose stakes can dissolve, in bps.
    function dissolveBps() external view returns (uint16);

    /// @notice R now: asset units behind the token, with what has dripped in; 0 while the market is closed, all of it once
    /// dissolved.
    function reserveBalance() external view returns (uint256);

    /// @notice P now: asset units given that have not yet dripped in, and when all will have (seconds); while the market
    /// is closed all that was given, and 0; once it is dissolved 0, 0.
    function pendingGifts() external view returns (uint256 pending, uint64 end);

    /// @notice Asset units of tribute that wait for {collectTribute}.
    function tributeOwed() external view returns (uint112);

    /// @notice How what is pending drips now; all zero but `pending` while the market is not open.
    function drip() external view returns (DripState memory);

    /// @notice Credit of issuance by gifts, in parts of the supply (1e18 = the whole supply). {Issuance} meters by it.
    /// @return dripped All that has ever dripped, rounded down; it only grows.
    /// @return pending What is still to drip; 0 once dissolved.
    function giftCredit() external view returns (uint256 dripped, uint256 pending);

    /// @notice Asset units given without a mint, ever: donations, other gifts and what was absorbed.
    function giftsReceived() external view returns (uint128);

    /// @notice Asset units given by {donate}, ever.
    function donationsReceived() external view returns (uint128);

    /// @notice Asset units that `account` gave by {donate}, ever.
    function donatedBy(address account) external view returns (uint256);

    /// @notice The terms now in force.
    function terms() external view returns (Terms memory);

    /// @notice w in bps.
    function reserveRatioBps() external view returns (uint16);

    /// @notice The asset in the reserve.
    function asset() external view returns (address);

    /// @notice The project token.
    function token() external view returns (address);

    /// @notice The organisation's stake.
    function stake() external view returns (address);

    /// @notice Where tributes go, and whose tokens a dissolution burns: the timelock, fixed at launch.
    function treasury() external view returns (address);

    /// @notice The presale whose release opens the market, or the zero address.
    function presale() external view returns (address);
}
