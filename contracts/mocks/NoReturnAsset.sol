// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title NoReturnAsset
/// @notice A 6-decimal asset whose transfers and approvals return nothing, and which refuses to change an allowance that
/// is neither zero nor set to zero, as the best-known dollar token does.
contract NoReturnAsset {
    /// @notice The allowance `current` must be set to zero before another is set.
    error AllowanceNotZero(uint256 current);

    // solhint-disable-next-line const-name-snakecase
    uint8 public constant decimals = 6;
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    /// @notice Mints `amount` asset units to `account`; anyone may call.
    function mint(address account, uint256 amount) external {
        balanceOf[account] += amount;
    }

    function approve(address spender, uint256 amount) external {
        uint256 current = allowance[msg.sender][spender];
        require(amount == 0 || current == 0, AllowanceNotZero(current));
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
