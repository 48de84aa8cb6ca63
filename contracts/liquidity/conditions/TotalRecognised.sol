// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICondition} from "../../interfaces/ICondition.sol";
import {IContributionRegistry} from "../../interfaces/IContributionRegistry.sol";

/// @title TotalRecognised
/// @notice A condition: an organisation has recognised contributions worth at least so many tokens. One deployment serves
/// all organisations.
contract TotalRecognised is ICondition {
    /// @notice Whether a registry has minted at least `minimum` tokens for contributions, ever.
    /// @param data `abi.encode(address registry, uint256 minimum)`, the minimum in 18 decimals. The donor names the
    /// registry: read it before you rely on a pledge.
    function isMet(bytes calldata data) external view returns (bool) {
        (address registry, uint256 minimum) = abi.decode(data, (address, uint256));
        return IContributionRegistry(registry).totalRecognised() >= minimum;
    }
}
