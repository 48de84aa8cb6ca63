// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC20BurnableUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20BurnableUpgradeable.sol";
import {ERC20PermitUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20PermitUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";
import {IERC7572} from "./interfaces/IERC7572.sol";
import {CloneArguments} from "./libraries/CloneArguments.sol";

/// @title CdpoToken
/// @notice The project token. Documentation: {ICdpoToken}.
contract CdpoToken is ICdpoToken, ERC20BurnableUpgradeable, ERC20PermitUpgradeable, OwnableUpgradeable {
    /// @dev The curve's domain, and two amounts fit in a slot.
    uint256 private constant MAX_SUPPLY = type(uint112).max;

    string private _contractURI;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ICdpoToken
    function initialize(
        string calldata name_,
        string calldata symbol_,
        string calldata contractURI_,
        address owner_
    ) external initializer {
        __ERC20_init(name_, symbol_);
        __Ownable_init(owner_);
        _contractURI = contractURI_;
    }

    // ---------------------------------------------------------------- minters

    /// @inheritdoc ICdpoToken
    function mint(address account, uint256 amount) external {
        require(isMinter(msg.sender), NotMinter(msg.sender));
        uint256 supply = Math.saturatingAdd(totalSupply(), amount);
        require(supply <= MAX_SUPPLY, SupplyCapExceeded(supply, MAX_SUPPLY));
        _mint(account, amount);
    }

    /// @inheritdoc ICdpoToken
    function redeemFrom(address holder, uint256 amount) external {
        require(msg.sender == reserve(), NotReserve(msg.sender));
        _burn(holder, amount);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc ICdpoToken
    function setContractURI(string calldata newURI) external onlyOwner {
        _contractURI = newURI;
        emit ContractURIUpdated();
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IERC7572
    function contractURI() external view returns (string memory) {
        return _contractURI;
    }

    /// @inheritdoc ICdpoToken
    function isMinter(address account) public view returns (bool) {
        if (account == address(0)) return false; // what a launch without presale has in its place
        return account == reserve() || account == issuance() || account == presale();
    }

    /// @inheritdoc ICdpoToken
    function reserve() public view returns (address) {
        return CloneArguments.addressAt(0);
    }

    /// @inheritdoc ICdpoToken
    function issuance() public view returns (address) {
        return CloneArguments.addressAt(20);
    }

    /// @inheritdoc ICdpoToken
    function presale() public view returns (address) {
        return CloneArguments.addressAt(40);
    }

    // ---------------------------------------------------------------- internals

    /// @dev The EIP-712 domain has the token's name, which never changes: no copy of it in storage.
    function _EIP712Name() internal view override returns (string memory) {
        return name();
    }

    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }
}
