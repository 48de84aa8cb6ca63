// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress} from "../interfaces/Errors.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title Circulation
/// @notice What the shares that decide are parts of: see {IStake-circulating} and {IStake-floor}.
library Circulation {
    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    uint16 private constant MIN_VETO_BPS = 100; // 1 %
    uint16 private constant MAX_VETO_BPS = 2_000; // 20 %
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

    /// @notice Errors: ZeroAddress (presale and budget may be missing), VetoShareOutOfRange.
    function check(IStake.Parties calldata parties, uint16 vetoBps) internal pure {
        require(
            parties.token != address(0) &&
                parties.timelock != address(0) &&
                parties.governor != address(0) &&
                parties.registry != address(0) &&
                parties.epochs != address(0) &&
                parties.issuance != address(0) &&
                parties.reserve != address(0),
            ZeroAddress()
        );
        require(vetoBps >= MIN_VETO_BPS && vetoBps <= MAX_VETO_BPS, IStake.VetoShareOutOfRange(vetoBps));
    }

    /// @notice Whether `account` is registry or epochs.
    function isRecognition(IStake.Parties storage parties, address account) internal view returns (bool) {
        return account == parties.registry || account == parties.epochs;
    }

    /// @notice Whether `account` may hold stakes.
    function isForum(IStake.Parties storage parties, address account) internal view returns (bool) {
        return isRecognition(parties, account) || account == parties.governor || account == parties.budget;
    }

    /// @notice A part of the largest of what is staked, the floor, and a fifth of what circulates; rounded up. The floor is
    /// positive, so that it is at least 1 wei.
    function partOf(uint256 staked, uint256 floor_, uint256 circulating_, uint256 bps) internal pure returns (uint256) {
        return Math.mulDiv(Math.max(Math.max(staked, floor_), circulating_ / 5), bps, WHOLE_BPS, Math.Rounding.Ceil);
    }

    /// @notice The supply without what nobody can decide with. The parts lie with different accounts, so that their sum is at
    /// most the supply.
    function circulating(IStake.Parties storage parties) internal view returns (uint256) {
        IERC20 token = IERC20(parties.token);
        address presale = parties.presale;
        return
            token.totalSupply() -
            token.balanceOf(DEAD) -
            token.balanceOf(parties.epochs) -
            token.balanceOf(parties.issuance) -
            token.balanceOf(parties.timelock) -
            (presale == address(0) ? 0 : IPresale(presale).forfeitedTokens());
    }

    /// @notice The tokens of the presale's minimum; `baseAmount` without a presale or after a failed one.
    function floor(IStake.Parties storage parties, uint256 baseAmount) internal view returns (uint256) {
        IPresale presale = IPresale(parties.presale);
        if (address(presale) == address(0) || presale.failed()) return baseAmount;
        return presale.minimumTokens();
    }
}
