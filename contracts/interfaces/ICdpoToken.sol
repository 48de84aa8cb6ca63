// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/// @title ICdpoToken
/// @notice The project token: money inside the organisation and its network, and a stake in it. 18 decimals.
/// ERC-20, ERC-2612 permit, ERC-5805 votes, ERC-6093 errors, ERC-7572 contract metadata, ERC-5313 owner.
/// @dev The votes clock moves in whole hours: `clock()` is the timestamp (seconds) of the current hour's start. All
/// changes of one hour share a checkpoint, and past look-ups answer for hours that are over.
/// Warning: what is received within the hour of a snapshot counts in that snapshot.
interface ICdpoToken is IERC20, IERC5805 {
    /// @notice Metadata changed (ERC-7572).
    event ContractURIUpdated();

    /// @notice `account` is not one of the minters fixed at launch.
    error NotMinter(address account);
    /// @notice `account` is not the reserve fixed at launch.
    error NotReserve(address account);

    /// @notice Sets up a clone, once.
    /// @param name_ ERC-20 name, also the name of the EIP-712 domain.
    /// @param symbol_ ERC-20 symbol.
    /// @param contractURI_ ERC-7572 metadata URI, may be empty.
    /// @param owner_ The organisation's timelock.
    /// @param reserve_ The liquidity reserve: mints what is bought, burns what is sold.
    /// @param issuance_ Mints recognised contributions.
    /// @param presale_ Mints partners' and founders' tokens, or the zero address in a launch without presale.
    function initialize(
        string calldata name_,
        string calldata symbol_,
        string calldata contractURI_,
        address owner_,
        address reserve_,
        address issuance_,
        address presale_
    ) external;

    /// @notice Mints `amount` (18 decimals) to `account`. Only the minters fixed at launch; nobody can add one.
    /// Errors: NotMinter, ERC20ExceededSafeSupply above 2^112 − 1, ERC20InvalidReceiver.
    function mint(address account, uint256 amount) external;

    /// @notice Burns `amount` (18 decimals) of `holder` without allowance. Only the reserve, which calls it for its own
    /// caller alone, so that a sell needs no approval. Errors: NotReserve, ERC20InsufficientBalance.
    function redeemFrom(address holder, uint256 amount) external;

    /// @notice Sets the ERC-7572 metadata URI. Only the owner.
    function setContractURI(string calldata newURI) external;

    /// @notice ERC-7572 metadata URI.
    function contractURI() external view returns (string memory);

    /// @notice Whether `account` may mint: Issuance, Presale and LiquidityReserve of this organisation, for ever.
    function isMinter(address account) external view returns (bool);

    /// @notice The liquidity reserve of this organisation.
    function reserve() external view returns (address);
}
