// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ZeroAddress} from "../interfaces/Errors.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title Circulation
/// @notice What the shares that decide are parts of: see {IStake-circulating} and {IStake-floor}.
library Circulation {
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

    /// @notice Errors: ZeroAddress. Presale and budget may be missing.
    function check(IStake.Parties calldata parties) internal pure {
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
