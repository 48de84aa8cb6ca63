// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC7572} from "./IERC7572.sol";

/// @title ICdpoToken
/// @notice The project token: money inside the organisation and its network, and, staked, a voice in it ({IStake}).
/// 18 decimals. ERC-20, ERC-2612 permit, burning of one's own and of allowed tokens, ERC-6093 errors, ERC-7572 contract
/// metadata, ERC-5313 owner. It has no votes: a balance is money and nothing else.
/// @dev Who may mint and burn is fixed for ever in the clone's code (see {ICdpoFactory}).
interface ICdpoToken is IERC20, IERC7572 {
    /// @notice `account` is not one of the minters fixed at launch.
    error NotMinter(address account);
    /// @notice `account` is not the reserve fixed at launch.
    error NotReserve(address account);
    /// @notice Minting would make the supply `supply`, above `cap` (18 decimals).
    error SupplyCapExceeded(uint256 supply, uint256 cap);

    /// @notice Sets up a clone, once.
    /// @param name_ ERC-20 name, also the name of the EIP-712 domain (version "1").
    /// @param symbol_ ERC-20 symbol.
    /// @param contractURI_ ERC-7572 metadata URI, may be empty.
    /// @param owner_ The organisation's timelock.
    function initialize(
        string calldata name_,
        string calldata symbol_,
        string calldata contractURI_,
        address owner_
    ) external;

    /// @notice Mints `amount` (18 decimals) to `account`. Only the minters fixed at launch; nobody can add one.
    /// Errors: NotMinter, SupplyCapExceeded above 2^112 − 1, ERC20InvalidReceiver.
    function mint(address account, uint256 amount) external;

    /// @notice Burns `amount` (18 decimals) of `holder` without allowance. Only the reserve, which calls it for its own
    /// caller alone, so that a sell needs no approval, and for the treasury at dissolution.
    /// Errors: NotReserve, ERC20InsufficientBalance.
    function redeemFrom(address holder, uint256 amount) external;

    /// @notice Sets the ERC-7572 metadata URI. Only the owner.
    function setContractURI(string calldata newURI) external;

    /// @notice Whether `account` may mint: LiquidityReserve, Issuance and Presale of this organisation, for ever.
    function isMinter(address account) external view returns (bool);

    /// @notice The liquidity reserve of this organisation: mints what is bought, burns what is sold.
    function reserve() external view returns (address);

    /// @notice The issuance of this organisation: mints what recognised contributions are paid.
    function issuance() external view returns (address);

    /// @notice The presale of this organisation: mints partners' and founders' tokens. The zero address in a launch without
    /// presale.
    function presale() external view returns (address);
}
