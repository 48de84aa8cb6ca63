// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title INativeGateway
/// @notice Native currency in and out of organisations whose asset is its wrapped form (WETH): one gateway per chain, for
/// all organisations of one factory. An organisation is named by its token.
/// @dev Holds nothing between calls and keeps no allowance: what a call brings in leaves with it, the surplus back to the
/// caller. Whoever sends currency to it past the functions is refused; wrapped currency or tokens sent to it are lost.
/// Only organisations that the factory launched are dealt with, whose contracts are known. Nothing depends on that,
/// however: with nothing held, no allowance but the caller's of this very call, and no re-entrance, a hostile contract in
/// their place could keep what its own caller brought and no more.
/// The contracts of the organisation see this gateway as the caller: events name it as buyer and seller. Partner, donor and
/// recipient are the real ones.
interface INativeGateway {
    /// @notice The organisation's asset is `asset`, not wrapped native currency.
    error AssetNotNative(address asset);
    /// @notice The organisation of `token` has no presale.
    error NoPresale(address token);
    /// @notice `sender` sent currency past the functions: it would be lost.
    error StrayNative(address sender);

    /// @notice Buys tokens for all that is sent. As {ILiquidityReserve-buy}.
    /// Errors: UnknownOrganisation, AssetNotNative, InvalidRecipient, and those of `buy`.
    function buy(
        address token,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline
    ) external payable returns (uint256 tokensOut);

    /// @notice Buys exactly `tokensOut` (18 decimals) for at most what is sent; the surplus goes back to the caller. As
    /// {ILiquidityReserve-buyExact}. Errors: UnknownOrganisation, AssetNotNative, InvalidRecipient, those of `buyExact`,
    /// FailedCall when the caller refuses it.
    /// @return assetIn Wei paid.
    function buyExact(
        address token,
        uint256 tokensOut,
        address recipient,
        uint256 deadline
    ) external payable returns (uint256 assetIn);

    /// @notice Redeems `tokensIn` of the caller, who has approved them to this gateway, from a dissolved organisation, and sends
    /// their part of its reserve to `recipient` as native currency. As {ILiquidityReserve-redeem}.
    /// Errors: as {sell}, with those of `redeem`.
    /// @return assetOut Wei sent.
    function redeem(address token, uint256 tokensIn, address recipient) external returns (uint256 assetOut);

    /// @notice Sells `tokensIn` of the caller, who has approved them to this gateway, and sends the proceeds to `recipient`
    /// as native currency. As {ILiquidityReserve-sell}.
    /// Errors: UnknownOrganisation, AssetNotNative, InvalidRecipient, those of `sell`, ERC20InsufficientAllowance,
    /// FailedCall when the recipient refuses.
    /// @return assetOut Wei sent.
    function sell(
        address token,
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline
    ) external returns (uint256 assetOut);

    /// @notice As {sell}, with the caller's ERC-2612 permit of exactly `tokensIn` until the same `deadline` instead of an
    /// approval. A permit that someone else has used already does no harm.
    /// @return assetOut Wei sent.
    function sellWithPermit(
        address token,
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 assetOut);

    /// @notice Contributes what is sent to the presale and credits `account`; what the presale does not take goes back to
    /// the caller. As {IPresale-contributeFor}. Errors: UnknownOrganisation, AssetNotNative, NoPresale, InvalidRecipient,
    /// those of `contributeFor`, FailedCall when the caller refuses it.
    /// @return taken Wei taken.
    function contribute(
        address token,
        address account,
        bytes32[] calldata proof
    ) external payable returns (uint256 taken);

    /// @notice Has the caller, who has made this gateway their operator at the presale, refunded to `recipient` in native
    /// currency. As {IPresale-refundFrom}. Errors: UnknownOrganisation, AssetNotNative, NoPresale, InvalidRecipient,
    /// those of `refundFrom`, FailedCall when the recipient refuses.
    /// @return amount Wei sent.
    function refund(address token, address recipient) external returns (uint256 amount);

    /// @notice Gives all that is sent to the reserve, as a donation of the caller. As {ILiquidityReserve-donateFor}.
    /// Errors: UnknownOrganisation, AssetNotNative, and those of `donateFor`.
    function donate(address token, string calldata note) external payable;

    /// @notice The factory whose organisations are dealt with.
    function factory() external view returns (address);

    /// @notice The wrapped native currency.
    function wrapped() external view returns (address);
}
