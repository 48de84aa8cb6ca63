// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICondition} from "../../interfaces/ICondition.sol";
import {ILiquidityReserve} from "../../interfaces/ILiquidityReserve.sol";

/// @title DonationsByOthers
/// @notice A condition: others than one donor have donated at least so much to a reserve. Pledges, licences, escrow and
/// absorbed tokens are no donations and do not count. One deployment serves all organisations.
contract DonationsByOthers is ICondition {
    /// @notice Whether others than `donor` have donated at least `target` asset units to `reserve`, ever.
    /// @param data `abi.encode(address reserve, address donor, uint256 target)`; {dataFor} makes it. The donor names all
    /// three: read them before you rely on a pledge.
    function isMet(bytes calldata data) external view returns (bool) {
        (address reserve, address donor, uint256 target) = abi.decode(data, (address, address, uint256));
        return _donatedByOthers(reserve, donor) >= target;
    }

    /// @notice The data for "others than `donor` donate `more` asset units to `reserve` from now on".
    function dataFor(address reserve, address donor, uint256 more) external view returns (bytes memory) {
        return abi.encode(reserve, donor, _donatedByOthers(reserve, donor) + more);
    }

    function _donatedByOthers(address reserve, address donor) private view returns (uint256) {
        return ILiquidityReserve(reserve).donationsReceived() - ILiquidityReserve(reserve).donatedBy(donor);
    }
}
