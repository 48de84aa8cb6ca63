// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title HostileOrganisation
/// @notice Plays factory, token, reserve, presale and receiver at once, each as hostile as told: what it takes and what it
/// says that it took or paid are two things, and it may call back while it is called.
contract HostileOrganisation {
    IERC20 public immutable asset;
    uint256 private _taken;
    uint256 private _paid;
    uint256 private _claimed;
    address private _target;
    bytes private _data;
    bool private _refuses;
    /// @notice Whether the last call back succeeded, and what it returned.
    bool public hookSucceeded;
    bytes public hookResult;

    /// @notice This receiver takes no native currency.
    error Refused(uint256 amount);

    constructor(IERC20 asset_) {
        asset = asset_;
    }

    // solhint-disable-next-line no-complex-fallback
    receive() external payable {
        require(!_refuses, Refused(msg.value));
        _callBack();
    }

    /// @notice From now on it takes `taken` asset units of the allowance, pays `paid`, and says that it was `claimed`.
    function setAmounts(uint256 taken, uint256 paid, uint256 claimed) external {
        (_taken, _paid, _claimed) = (taken, paid, claimed);
    }

    /// @notice The next time that it is called it calls `target` with `data`.
    function setHook(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @notice From now on it refuses native currency, or accepts it again.
    function setRefuses(bool refuses) external {
        _refuses = refuses;
    }

    /// @notice Calls `target` as itself.
    function act(address target, bytes calldata data) external payable returns (bytes memory result) {
        bool ok;
        // solhint-disable-next-line avoid-low-level-calls
        (ok, result) = target.call{value: msg.value}(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }

    function buy(uint256, uint256, address, uint256) external returns (uint256) {
        return _trade();
    }

    function buyExact(uint256, uint256, address, uint256) external returns (uint256) {
        return _trade();
    }

    function sell(uint256, uint256, address, uint256) external returns (uint256) {
        return _trade();
    }

    function donateFor(address, uint256, string calldata) external {
        _trade();
    }

    function contributeFor(address, uint256, bytes32[] calldata) external returns (uint256) {
        return _trade();
    }

    function refundFrom(address, address) external returns (uint256) {
        return _trade();
    }

    function transferFrom(address, address, uint256) external returns (bool) {
        _callBack();
        return true;
    }

    function isCdpoToken(address) external pure returns (bool) {
        return true;
    }

    function reserve() external view returns (address) {
        return address(this);
    }

    function presale() external view returns (address) {
        return address(this);
    }

    function _trade() private returns (uint256) {
        _callBack();
        if (_taken > 0) assert(asset.transferFrom(msg.sender, address(this), _taken));
        if (_paid > 0) assert(asset.transfer(msg.sender, _paid));
        return _claimed;
    }

    function _callBack() private {
        if (_target == address(0)) return;
        address target = _target;
        _target = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        (hookSucceeded, hookResult) = target.call(_data);
    }
}
