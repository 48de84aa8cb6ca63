// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ICdpoGovernor} from "../../../contracts/interfaces/ICdpoGovernor.sol";
import {ICdpoTimelock} from "../../../contracts/interfaces/ICdpoTimelock.sol";
import {ICdpoToken} from "../../../contracts/interfaces/ICdpoToken.sol";

// What the suite deploys as its Solidity tests call it: its own interfaces with those functions of OpenZeppelin's that have
// none. The tests deploy what the build made (vm.deployCode), so that they compile no contract once more.

/// @title IToken
/// @notice CdpoToken, with what it has of ERC20Burnable.
interface IToken is ICdpoToken {
    function burn(uint256 amount) external;
}

/// @title ITimelock
/// @notice CdpoTimelock, with what it has of TimelockController.
interface ITimelock is ICdpoTimelock, IAccessControl {
    function schedule(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) external;

    function execute(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt
    ) external payable;

    function getMinDelay() external view returns (uint256);

    function isOperationPending(bytes32 id) external view returns (bool);

    function hashOperation(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt
    ) external pure returns (bytes32);

    function hashOperationBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt
    ) external pure returns (bytes32);

    // solhint-disable-next-line func-name-mixedcase
    function GUARDIAN_ROLE() external view returns (bytes32);
}

/// @title IDecisions
/// @notice CdpoGovernor, with what it has of GovernorCountingSimple.
interface IDecisions is ICdpoGovernor {
    function propose(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        string calldata description
    ) external returns (uint256 id);

    function castVote(uint256 id, uint8 support) external returns (uint256 weight);

    function queue(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external returns (uint256 id);

    function execute(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external payable returns (uint256 id);

    function state(uint256 id) external view returns (IGovernor.ProposalState);

    function hasVoted(uint256 id, address account) external view returns (bool);

    function proposalDeadline(uint256 id) external view returns (uint256);

    function proposalEta(uint256 id) external view returns (uint256);

    function proposalVotes(uint256 id) external view returns (uint256 against, uint256 inFavour, uint256 abstained);
}
