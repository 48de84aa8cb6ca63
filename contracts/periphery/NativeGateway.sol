// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {InvalidRecipient, UnknownOrganisation, ZeroAddress} from "../interfaces/Errors.sol";
import {ICdpoFactory} from "../interfaces/ICdpoFactory.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {INativeGateway} from "../interfaces/INativeGateway.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IWrappedNative} from "../interfaces/IWrappedNative.sol";

/// @title NativeGateway
/// @notice Native currency in and out of organisations. Documentation: {INativeGateway}.
contract NativeGateway is INativeGateway, ReentrancyGuardTransient {
    using Address for address payable;
    using SafeERC20 for IERC20;

    address public immutable factory;
    address public immutable wrapped;

    /// @param factory_ The factory whose organisations are dealt with.
    /// @param wrapped_ The chain's wrapped native currency. Errors: ZeroAddress.
    constructor(address factory_, address wrapped_) {
        require(factory_ != address(0) && wrapped_ != address(0), ZeroAddress());
        factory = factory_;
        wrapped = wrapped_;
    }

    /// @notice Only what is unwrapped comes in like this. Errors: StrayNative.
    receive() external payable {
        require(msg.sender == wrapped, StrayNative(msg.sender));
    }

    // ---------------------------------------------------------------- market

    /// @inheritdoc INativeGateway
    function buy(
        address token,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline
    ) external payable nonReentrant returns (uint256 tokensOut) {
        address reserve = _reserveOf(token);
        _checkRecipient(recipient);
        _wrapFor(reserve);
        return ILiquidityReserve(reserve).buy(msg.value, minTokensOut, recipient, deadline);
    }

    /// @inheritdoc INativeGateway
    function buyExact(
        address token,
        uint256 tokensOut,
        address recipient,
        uint256 deadline
    ) external payable nonReentrant returns (uint256 assetIn) {
        address reserve = _reserveOf(token);
        _checkRecipient(recipient);
        _wrapFor(reserve);
        assetIn = ILiquidityReserve(reserve).buyExact(tokensOut, msg.value, recipient, deadline);
        _returnSurplus(reserve, assetIn);
    }

    /// @inheritdoc INativeGateway
    function sell(
        address token,
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline
    ) external nonReentrant returns (uint256 assetOut) {
        return _sell(token, tokensIn, minAssetOut, recipient, deadline);
    }

    /// @inheritdoc INativeGateway
    function sellWithPermit(
        address token,
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 assetOut) {
        // Whoever used the signature before has set the allowance with it; if not, the transfer fails by itself.
        try IERC20Permit(token).permit(msg.sender, address(this), tokensIn, deadline, v, r, s) {} catch {}
        return _sell(token, tokensIn, minAssetOut, recipient, deadline);
    }

    /// @inheritdoc INativeGateway
    function redeem(
        address token,
        uint256 tokensIn,
        address recipient
    ) external nonReentrant returns (uint256 assetOut) {
        address reserve = _reserveOf(token);
        IERC20(token).safeTransferFrom(msg.sender, address(this), tokensIn);
        assetOut = ILiquidityReserve(reserve).redeem(tokensIn, address(this));
        _unwrapTo(recipient, assetOut);
    }

    // ---------------------------------------------------------------- presale and gifts

    /// @inheritdoc INativeGateway
    function contribute(
        address token,
        address account,
        bytes32[] calldata proof
    ) external payable nonReentrant returns (uint256 taken) {
        address presale = _presaleOf(token);
        _checkRecipient(account);
        _wrapFor(presale);
        taken = IPresale(presale).contributeFor(account, msg.value, proof);
        _returnSurplus(presale, taken);
    }

    /// @inheritdoc INativeGateway
    function refund(address token, address recipient) external nonReentrant returns (uint256 amount) {
        amount = IPresale(_presaleOf(token)).refundFrom(msg.sender, address(this));
        _unwrapTo(recipient, amount);
    }

    /// @inheritdoc INativeGateway
    function donate(address token, string calldata note) external payable nonReentrant {
        address reserve = _reserveOf(token);
        _wrapFor(reserve);
        ILiquidityReserve(reserve).donateFor(msg.sender, msg.value, note);
    }

    // ---------------------------------------------------------------- internals

    function _sell(
        address token,
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline
    ) private returns (uint256 assetOut) {
        address reserve = _reserveOf(token);
        IERC20(token).safeTransferFrom(msg.sender, address(this), tokensIn);
        assetOut = ILiquidityReserve(reserve).sell(tokensIn, minAssetOut, address(this), deadline);
        _unwrapTo(recipient, assetOut);
    }

    function _wrapFor(address spender) private {
        IWrappedNative(wrapped).deposit{value: msg.value}();
        IERC20(wrapped).forceApprove(spender, msg.value);
    }

    function _returnSurplus(address spender, uint256 taken) private {
        uint256 surplus = msg.value - taken;
        if (surplus == 0) return;
        IERC20(wrapped).forceApprove(spender, 0);
        _unwrapTo(msg.sender, surplus);
    }

    function _unwrapTo(address recipient, uint256 amount) private {
        _checkRecipient(recipient);
        IWrappedNative(wrapped).withdraw(amount);
        payable(recipient).sendValue(amount);
    }

    function _checkRecipient(address recipient) private view {
        require(
            recipient != address(0) && recipient != address(this) && recipient != wrapped,
            InvalidRecipient(recipient)
        );
    }

    function _reserveOf(address token) private view returns (address reserve) {
        require(ICdpoFactory(factory).isCdpoToken(token), UnknownOrganisation(token));
        reserve = ICdpoToken(token).reserve();
        address asset = ILiquidityReserve(reserve).asset();
        require(asset == wrapped, AssetNotNative(asset));
    }

    function _presaleOf(address token) private view returns (address presale) {
        presale = ILiquidityReserve(_reserveOf(token)).presale();
        require(presale != address(0), NoPresale(token));
    }
}
