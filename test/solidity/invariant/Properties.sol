// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {Handler} from "./Handler.sol";
import {Launch} from "../lib/Launch.sol";

/// @title Properties
/// @notice What all campaigns share: which functions the runner calls, and how a finding turns a test red.
abstract contract Properties is Launch {
    /// @dev The shape in which the runner asks for functions to call.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @notice A handler saw property `number` violated.
    error PropertyViolated(uint256 number, string what);
    /// @notice `action` never did its work, so a campaign would prove nothing about it.
    error ActionNeverDone(string action);
    /// @notice Of `attempts` calls in a run only `effects` did their work, or were refused as they must be.
    error RunIdle(uint256 attempts, uint256 effects);

    uint256 private constant WARM_UP_ROUNDS = 32;

    /// @dev What the warm-up never did: told at the end of a run, as a `setUp` that fails shows all of its calls.
    string private _neverDone;
    uint256 private _attemptsBefore;
    uint256 private _effectsBefore;

    /// @notice Asked by the runner: the contracts to call.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler());
    }

    /// @notice Asked by the runner: their functions to call.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handler()), _selectors());
    }

    /// @notice Called by the runner at the end of each run: half of its calls must have done something, and whatever the
    /// handler saw violated counts, under any test's name.
    function afterInvariant() external view {
        require(bytes(_neverDone).length == 0, ActionNeverDone(_neverDone));
        uint256 attempts = _handler().attempts() - _attemptsBefore;
        uint256 effects = _handler().successes() + _handler().refusals() - _effectsBefore;
        require(2 * effects >= attempts, RunIdle(attempts, effects));
        (bool found, uint256 number) = _handler().firstViolated();
        if (found) _holds(number);
    }

    /// @notice Asked by the runner after each call: all properties of a campaign, so that each of them is seen in each run.
    function invariant_AllProperties() external view {
        property_00_WrongCallsRevertByName();
        _allHold();
    }

    /// @dev The properties of one campaign, each of which reverts with {PropertyViolated}.
    function _allHold() internal view virtual;

    function property_00_WrongCallsRevertByName() public view {
        _holds(_handler().NAMED_ERRORS());
    }

    /// @dev Ends `setUp`: a fixed sequence of all actions with which each run begins, and in which none may stay idle; but
    /// for the last `leftOut` of them, where they would end what a campaign begins with.
    function _warmUp(uint256 leftOut) internal {
        _warmUp(leftOut, WARM_UP_ROUNDS);
    }

    /// @dev The same with as many rounds as a campaign can afford, whose actions look at much.
    function _warmUp(uint256 leftOut, uint256 rounds) internal {
        bytes4[] memory selectors = _selectors();
        for (uint256 round = 0; round < rounds; ++round) {
            for (uint256 i = 0; i < selectors.length - leftOut; ++i) {
                uint256 seed = uint256(keccak256(abi.encode(round, i)));
                bytes memory data = abi.encodePacked(selectors[i], seed, seed >> 64, seed >> 128, seed >> 192);
                (bool ok, bytes memory reason) = address(_handler()).call(data);
                if (!ok) {
                    assembly ("memory-safe") {
                        revert(add(reason, 32), mload(reason))
                    }
                }
            }
        }
        string[] memory actions = _actions();
        for (uint256 i = 0; i < actions.length - leftOut; ++i) {
            if (_handler().calls(actions[i]) == 0) _neverDone = actions[i];
        }
        if (_handler().refusals() == 0) _neverDone = "a wrong call";
        _attemptsBefore = _handler().attempts();
        _effectsBefore = _handler().successes() + _handler().refusals();
    }

    function _holds(uint256 number) internal view {
        string memory what = _handler().violation(number);
        require(bytes(what).length == 0, PropertyViolated(number, what));
    }

    function _handler() internal view virtual returns (Handler);

    function _selectors() internal pure virtual returns (bytes4[] memory);

    function _actions() internal pure virtual returns (string[] memory);
}
