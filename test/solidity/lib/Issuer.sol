// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Launch, Organisation} from "./Launch.sol";
import {vm} from "./Vm.sol";

/// @title Issuer
/// @notice How a Solidity test that is an issuer gives first tokens to holders: awards of one batch, which its window pays.
abstract contract Issuer is Launch {
    /// @dev Names this contract an issuer, and has it issue `each` to all of `holders` within the room of one closed window.
    function _issue(Organisation memory organisation, address[] memory holders, uint256 each) internal {
        _nameIssuer(organisation, address(this));
        uint256[] memory awards = new uint256[](holders.length);
        for (uint256 i = 0; i < holders.length; ++i) (awards[i], ) = organisation.issuance.enter(each);
        vm.warp(organisation.issuance.runningBatch().end);
        for (uint256 i = 0; i < holders.length; ++i) organisation.issuance.take(awards[i], holders[i]);
    }
}
