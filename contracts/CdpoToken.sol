// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {ERC20BurnableUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20BurnableUpgradeable.sol";
import {ERC20PermitUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {ERC20VotesUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20VotesUpgradeable.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {VotesUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/utils/VotesUpgradeable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {ZeroAddress} from "./interfaces/Errors.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";

/// @title CdpoToken
/// @notice The project token. Documentation: {ICdpoToken}.
contract CdpoToken is
    ICdpoToken,
    ERC20BurnableUpgradeable,
    ERC20PermitUpgradeable,
    ERC20VotesUpgradeable,
    OwnableUpgradeable
{
    uint48 private constant CLOCK_STEP = 1 hours;

    string private _contractURI;
    mapping(address account => bool) public isMinter;
    address public reserve;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ICdpoToken
    function initialize(
        string calldata name_,
        string calldata symbol_,
        string calldata contractURI_,
        address owner_,
        address reserve_,
        address issuance_,
        address presale_
    ) external initializer {
        require(reserve_ != address(0) && issuance_ != address(0), ZeroAddress());
        __ERC20_init(name_, symbol_);
        __ERC20Permit_init(name_);
        __Ownable_init(owner_);
        _contractURI = contractURI_;
        reserve = reserve_;
        isMinter[reserve_] = true;
        isMinter[issuance_] = true;
        if (presale_ != address(0)) isMinter[presale_] = true;
    }

    // ---------------------------------------------------------------- minters

    /// @inheritdoc ICdpoToken
    function mint(address account, uint256 amount) external {
        require(isMinter[msg.sender], NotMinter(msg.sender));
        _mint(account, amount);
    }

    /// @inheritdoc ICdpoToken
    function redeemFrom(address holder, uint256 amount) external {
        require(msg.sender == reserve, NotReserve(msg.sender));
        _burn(holder, amount);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc ICdpoToken
    function setContractURI(string calldata newURI) external onlyOwner {
        _contractURI = newURI;
        emit ContractURIUpdated();
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ICdpoToken
    function contractURI() external view returns (string memory) {
        return _contractURI;
    }

    /// @notice The start of the current hour (seconds): the timepoint of checkpoints made now.
    function clock() public view override(VotesUpgradeable, IERC6372) returns (uint48) {
        uint48 timestamp = uint48(block.timestamp); // 48 bits of seconds last for millions of years
        return timestamp - (timestamp % CLOCK_STEP);
    }

    /// @notice Timepoints are timestamps in seconds, in steps of an hour.
    function CLOCK_MODE() public pure override(VotesUpgradeable, IERC6372) returns (string memory) {
        return "mode=timestamp&step=3600";
    }

    /// @notice The next unused permit and delegation nonce of `account`.
    function nonces(address account) public view override(ERC20PermitUpgradeable, NoncesUpgradeable) returns (uint256) {
        return super.nonces(account);
    }

    /// @notice Whom `account` delegates to. The zero address, which mints come from and burns go to, never delegates: to
    /// say so without a look into storage saves each of them 2,100 gas.
    function delegates(address account) public view override(VotesUpgradeable, IVotes) returns (address) {
        return account == address(0) ? address(0) : super.delegates(account);
    }

    // ---------------------------------------------------------------- internals

    function _update(
        address from,
        address to,
        uint256 amount
    ) internal override(ERC20Upgradeable, ERC20VotesUpgradeable) {
        super._update(from, to, amount);
    }

    /// @dev The curve's domain, and two amounts fit in a slot.
    function _maxSupply() internal pure override returns (uint256) {
        return type(uint112).max;
    }
}
