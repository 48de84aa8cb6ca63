// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Vm
/// @notice The few cheatcodes of Hardhat's Solidity test runner that the tests of this suite use.
/// @dev Only what is listed here is used, so a reader need not know forge-std. Times are seconds, amounts wei.
// solhint-disable-next-line interface-starts-with-i
interface Vm {
    // Fuzz inputs

    /// @notice Discards the current fuzz run when `condition` is false. Prefer bounding inputs: discarded runs count.
    function assume(bool condition) external pure;

    // Contracts

    /// @notice The creation code that the build made of `artifact`, "File.sol:Contract".
    function getCode(string calldata artifact) external view returns (bytes memory creationCode);

    // Callers and balances

    /// @notice Makes `sender` the caller of the next call only.
    function prank(address sender) external;

    /// @notice Makes `sender` the caller of all calls until `stopPrank`.
    function startPrank(address sender) external;

    /// @notice Ends `startPrank`.
    function stopPrank() external;

    /// @notice Sets the native balance of `account`.
    function deal(address account, uint256 balance) external;

    // Time and storage

    /// @notice Sets `block.timestamp`.
    function warp(uint256 timestamp) external;

    /// @notice Sets `block.number`.
    function roll(uint256 blockNumber) external;

    /// @notice Sets `block.chainid`.
    function chainId(uint256 id) external;

    /// @notice Reads a storage slot of `target`.
    function load(address target, bytes32 slot) external view returns (bytes32 value);

    /// @notice Writes a storage slot of `target`.
    function store(address target, bytes32 slot, bytes32 value) external;

    // Expectations on the next call

    /// @notice The next call must revert, with whatever data.
    function expectRevert() external;

    /// @notice The next call must revert with exactly `revertData`: `abi.encodeWithSelector(Error.selector, arguments)`.
    function expectRevert(bytes calldata revertData) external;

    /// @notice The next call must revert with the error `selector`, whatever its arguments.
    function expectPartialRevert(bytes4 selector) external;

    /// @notice The next call must emit the event that the test emits right after this line, topics and data alike.
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data, address emitter) external;

    // Keys and signatures

    /// @notice The address of `privateKey`.
    function addr(uint256 privateKey) external pure returns (address account);

    /// @notice Signs `digest` with `privateKey`.
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    // Reading failures

    /// @notice Gives `account` a name in traces.
    function label(address account, string calldata name) external;
}

/// @dev Where the runner answers: the last 20 bytes of keccak256("hevm cheat code").
Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
