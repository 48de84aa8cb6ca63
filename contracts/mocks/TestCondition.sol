// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title TestCondition
/// @notice A condition that answers as it is told to, or not at all. For tests only.
contract TestCondition {
    enum Behaviour {
        No,
        Yes,
        Revert,
        BurnGas,
        Flood,
        ShortAnswer,
        OtherThanOne,
        ChangeState
    }

    Behaviour public behaviour;
    uint256 private _written;

    /// @notice From now on the condition behaves like this.
    function behave(Behaviour behaviour_) external {
        behaviour = behaviour_;
    }

    function isMet(bytes calldata) external returns (bool) {
        Behaviour b = behaviour;
        // solhint-disable-next-line gas-custom-errors, reason-string
        require(b != Behaviour.Revert);
        if (b == Behaviour.ChangeState) ++_written;
        while (b == Behaviour.BurnGas) ++_written;
        assembly ("memory-safe") {
            mstore(0, eq(b, 1))
            if eq(b, 4) {
                return(0, 30000)
            }
            if eq(b, 5) {
                mstore(0, 1)
                return(31, 1)
            }
            if eq(b, 6) {
                mstore(0, 2)
            }
            if eq(b, 7) {
                mstore(0, 1)
            }
            return(0, 32)
        }
    }
}
