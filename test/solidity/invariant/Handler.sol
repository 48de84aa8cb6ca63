// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {ICdpoToken} from "../../../contracts/interfaces/ICdpoToken.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title Handler
/// @notice What all handlers share: actors, bounded inputs, findings and call counts.
/// @dev A handler never reverts (the runner fails on any revert). What it sees broken it notes under the property's
/// number; the test of that number reads the note after each call, and every campaign looks for notes in the end.
abstract contract Handler {
    /// @dev Findings about calls that must revert and did not, or with another error than the documented one.
    uint256 public constant NAMED_ERRORS = 0;

    /// @notice Accounts that act.
    address[] public actors;
    /// @notice How often each action did its work; actions that found nothing to do are not counted.
    mapping(string action => uint256) public calls;
    /// @notice All calls of actions; those of them that did their work; and wrong calls that were refused.
    uint256 public attempts;
    uint256 public successes;
    uint256 public refusals;
    /// @notice The first violation seen of each property; empty while it holds.
    mapping(uint256 property => string) public violation;

    uint256[] private _violated;

    /// @dev What a simulation found, told by reverting: nothing of it stays.
    error Simulated(string problem);

    constructor(address[] memory actors_) {
        actors = actors_;
    }

    /// @notice Whether any property was seen violated, and which first.
    function firstViolated() external view returns (bool found, uint256 number) {
        if (_violated.length > 0) return (true, _violated[0]);
    }

    /// @dev Every function that the runner calls.
    modifier action() {
        ++attempts;
        _;
    }

    function _did(string memory name) internal {
        ++calls[name];
        ++successes;
    }

    // ---------------------------------------------------------------- inputs

    function _pick(uint256 seed) internal view returns (address) {
        return actors[seed % actors.length];
    }

    /// @dev Spreads `value` over [min, max]: the runner's own inputs crowd at the ends of the type.
    function _bound(uint256 value, uint256 min, uint256 max) internal pure returns (uint256) {
        if (value >= min && value <= max) return value;
        return min + (value % (max - min + 1));
    }

    /// @dev An amount of 1 to `max`: mostly a sizeable part of `max`, every fourth time of any order of magnitude, so that
    /// single units are as common as fortunes.
    function _scaled(uint256 value, uint256 max) internal pure returns (uint256) {
        uint256 random = uint256(keccak256(abi.encode(value)));
        uint256 digits = 4;
        if (random & 3 == 0) for (uint256 rest = max / 10_000; rest > 0; rest /= 10) ++digits;
        uint256 most = max / 10 ** ((random >> 8) % digits);
        return most == 0 ? 1 : 1 + ((random >> 16) % most);
    }

    function _shuffledActors(uint256 seed) internal view returns (address[] memory list) {
        list = actors;
        for (uint256 i = list.length - 1; i > 0; --i) {
            uint256 j = uint256(keccak256(abi.encode(seed, i))) % (i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }

    function _pass(uint256 secondsAhead) internal {
        vm.warp(block.timestamp + secondsAhead);
    }

    // ---------------------------------------------------------------- findings

    function _check(uint256 property, bool holds, string memory what) internal {
        if (holds || bytes(violation[property]).length > 0) return;
        violation[property] = what;
        _violated.push(property);
    }

    /// @dev Calls as `sender`; the call must revert with exactly `expected`.
    function _mustRevert(address sender, address target, bytes memory data, bytes memory expected) internal {
        vm.prank(sender);
        (bool ok, bytes memory got) = target.call(data);
        _check(NAMED_ERRORS, !ok && keccak256(got) == keccak256(expected), string.concat("expected ", _name(expected)));
        ++refusals;
    }

    /// @dev Property 3: `sender` is no minter and mints nothing.
    function _mustNotMint(Organisation storage organisation, address sender, uint256 amount) internal {
        vm.prank(sender);
        (bool ok, bytes memory got) = address(organisation.token).call(
            abi.encodeCall(ICdpoToken.mint, (sender, amount))
        );
        bytes memory expected = abi.encodeWithSelector(ICdpoToken.NotMinter.selector, sender);
        _check(3, !ok && keccak256(got) == keccak256(expected), "a stranger minted");
    }

    /// @dev What a simulation told by reverting; empty when all was well.
    function _problem(bytes memory reason) internal pure returns (string memory) {
        if (bytes4(reason) != Simulated.selector) return string.concat("a simulation failed with ", _name(reason));
        bytes memory encoded = new bytes(reason.length - 4);
        for (uint256 i = 0; i < encoded.length; ++i) encoded[i] = reason[i + 4];
        return abi.decode(encoded, (string));
    }

    function _name(bytes memory expected) internal pure returns (string memory) {
        return string.concat("the error ", _hex(bytes4(expected)));
    }

    function _hex(bytes4 value) private pure returns (string memory) {
        bytes16 digits = "0123456789abcdef";
        bytes memory text = new bytes(10);
        text[0] = "0";
        text[1] = "x";
        for (uint256 i = 0; i < 4; ++i) {
            text[2 + 2 * i] = digits[uint8(value[i]) >> 4];
            text[3 + 2 * i] = digits[uint8(value[i]) & 15];
        }
        return string(text);
    }
}
