// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ILiquidityReserve
/// @notice The common liquidity reserve behind the token and the market drawn on it. No one can take from it except by
/// giving tokens back: there is no withdrawal, no fee to anyone but the tribute to the treasury, no pause of exits.
/// @dev Constant reserve ratio w (Bancor's formula): spot price p = R / (w·S). The reserve's asset is accounted
/// internally, so transfers past the functions change no quote. All amounts are below 2^112.
/// Warning: a low ratio invites a bank run: the first 10 % of the supply sold take 1 − 0.9^(1/w) of the reserve: 10 % at
/// w = 100 %, 19 % at 50 %, 41 % at 20 %.
interface ILiquidityReserve {
    /// @notice Closed until the presale is released, or until enough was given; then open until dissolved.
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
    struct Terms {
        address asset;
        uint16 reserveRatioBps;
        uint112 minimumReserve;
        uint16 entryTributeBps;
        uint16 exitTributeBps;
    }

    /// @notice The market opened with `reserve` asset units behind `supply` tokens (18 decimals).
    event MarketOpened(uint256 reserve, uint256 supply);
    /// @notice `buyer` paid `assetIn` asset units, `tribute` of them to the treasury, for `tokensOut` to `recipient`.
    event Bought(address indexed buyer, address indexed recipient, uint256 assetIn, uint256 tokensOut, uint256 tribute);
    /// @notice `seller` gave `tokensIn` for `assetOut` asset units to `recipient`, after `tribute` to the treasury.
    event Sold(address indexed seller, address indexed recipient, uint256 tokensIn, uint256 assetOut, uint256 tribute);
    /// @notice `donor` gave `amount` asset units to all holders.
    event Donated(address indexed donor, uint256 amount, string note);
    /// @notice `giver` passed on `amount` asset units to all holders, not as a donation.
    event GiftReceived(address indexed giver, uint256 amount);
    /// @notice The organisation was dissolved.
    event OrganisationDissolved();
    /// @notice The owner set the tributes, in bps.
    event TributesSet(uint16 entryTributeBps, uint16 exitTributeBps);
    /// @notice `amount` asset units of tribute went to the treasury.
    event TributeCollected(address indexed treasury, uint256 amount);

    /// @notice The market is `actual`, the call needs `needed`.
    error WrongMarketState(MarketState actual, MarketState needed);
    /// @notice The presale is not released: gifts are refused until then, and only its release opens the market.
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
    /// @notice A minimum reserve of zero would open an empty market.
    error ZeroMinimumReserve();

    /// @notice Sets up a clone, once.
    /// @param token_ The project token.
    /// @param owner_ The organisation's timelock: owner and treasury.
    /// @param presale_ The presale whose release opens the market, or the zero address.
    /// @param minimumSupply_ Tokens (18 decimals) that must exist before anyone may open the market.
    /// @param terms_ Asset, ratio and tributes.
    function initialize(
        address token_,
        address owner_,
        address presale_,
        uint112 minimumSupply_,
        Terms calldata terms_
    ) external;

    /// @notice Opens the market once enough was given and issued; anyone may. In a launch with a presale only after that
    /// has failed. Mints 0.001 token to a dead address, so that the supply never reaches zero.
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
    /// Errors: WrongMarketState, DeadlineExpired, ZeroAmount, InvalidRecipient, UnsupportedAsset, SlippageExceeded,
    /// TradeTooSmall, and those of {BondingCurve}.
    function buy(
        uint256 assetIn,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline
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

    /// @notice Gives `amount` asset units (approve them first) to all holders: the reserve grows, no token is minted.
    /// Counts at opening while the market is closed. Errors: ZeroAmount, PresalePending, UnsupportedAsset.
    function donate(uint256 amount, string calldata note) external;

    /// @notice As {donate}, but not counted as a donation: for what pledges, licences and the like bring in.
    /// Errors: ZeroAmount, PresalePending, WrongMarketState, UnsupportedAsset.
    function receiveGift(uint256 amount) external;

    /// @notice Dissolves the organisation. Only the owner.
    function dissolve() external;

    /// @notice Sets the tributes in bps, at most 1,000 each. Only the owner. Errors: TributeOutOfRange.
    function setTributes(uint16 entryTributeBps_, uint16 exitTributeBps_) external;

    /// @notice Sends the tribute collected so far to the treasury; anyone may. Errors: ZeroAmount.
    /// @return amount Asset units sent.
    function collectTribute() external returns (uint256 amount);

    /// @notice What {buy} would give now. Errors as {buy}, but for the caller's limits.
    /// @return tokensOut Tokens (18 decimals).
    /// @return tribute Asset units of `assetIn` that go to the treasury, rounded up.
    function quoteBuy(uint256 assetIn) external view returns (uint256 tokensOut, uint256 tribute);

    /// @notice What {sell} would give now. Errors as {sell}, but for the caller's limits.
    /// @return assetOut Asset units after tribute.
    /// @return tribute Asset units that go to the treasury, rounded up.
    function quoteSell(uint256 tokensIn) external view returns (uint256 assetOut, uint256 tribute);

    /// @notice Price of an infinitely small trade before tribute: R·1e18 / (w·S), asset units per whole token, rounded
    /// down; 0 while the market is closed.
    function spotPrice() external view returns (uint256);

    /// @notice Reserve behind each whole token: R·1e18 / S, asset units, rounded down; 0 while there is no token.
    function backing() external view returns (uint256);

    /// @notice Closed or open.
    function marketState() external view returns (MarketState);

    /// @notice Whether the market waits for a presale that may still be released.
    function awaitsPresale() external view returns (bool);

    /// @notice When the market opened (seconds) and how many tokens (18 decimals) there were then; 0, 0 while closed.
    function opening() external view returns (uint64 openedAt, uint112 supplyAtOpening);

    /// @notice R: asset units behind the token.
    function reserveBalance() external view returns (uint256);

    /// @notice Asset units of tribute that wait for {collectTribute}.
    function tributeOwed() external view returns (uint256);

    /// @notice Asset units given without a mint, ever.
    function giftsReceived() external view returns (uint256);

    /// @notice Asset units that came by {donate}, ever: without pledges, licences, escrow and the like.
    function donationsReceived() external view returns (uint256);

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

    /// @notice The presale whose release opens the market, or the zero address.
    function presale() external view returns (address);
}
