// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress} from "./interfaces/Errors.sol";
import {ICdpoFactory} from "./interfaces/ICdpoFactory.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";
import {IContributionEpochs} from "./interfaces/IContributionEpochs.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IEscrow} from "./interfaces/IEscrow.sol";
import {IIssuance} from "./interfaces/IIssuance.sol";
import {ILiquidityReserve} from "./interfaces/ILiquidityReserve.sol";
import {ILicenceOffice} from "./interfaces/ILicenceOffice.sol";
import {IPledgeBook} from "./interfaces/IPledgeBook.sol";
import {IPresale} from "./interfaces/IPresale.sol";
import {IStakeLock} from "./interfaces/IStakeLock.sol";
import {CdpoTimelock} from "./governance/CdpoTimelock.sol";

/// @title CdpoFactory
/// @notice Launches organisations as clones of locked implementations. Documentation: {ICdpoFactory}.
contract CdpoFactory is ICdpoFactory {
    using Clones for address;

    uint64 private constant MIN_TIMELOCK_DELAY = 1 hours;
    uint64 private constant MAX_TIMELOCK_DELAY = 30 days;
    uint256 private constant MAX_FOUNDERS = 64;

    Cdpo private _implementations;
    /// @dev An organisation's addresses follow from its salt.
    bytes32[] private _salts;
    mapping(address token => bool) public isCdpoToken;

    /// @param implementations_ Locked implementations of all contracts. Errors: ZeroAddress.
    constructor(Cdpo memory implementations_) {
        require(
            implementations_.token != address(0) &&
                implementations_.issuance != address(0) &&
                implementations_.registry != address(0) &&
                implementations_.epochs != address(0) &&
                implementations_.stakeLock != address(0) &&
                implementations_.reserve != address(0) &&
                implementations_.presale != address(0) &&
                implementations_.escrow != address(0) &&
                implementations_.pledgeBook != address(0) &&
                implementations_.licenceOffice != address(0) &&
                implementations_.timelock != address(0),
            ZeroAddress()
        );
        _implementations = implementations_;
    }

    /// @inheritdoc ICdpoFactory
    function launch(LaunchConfig calldata config) external returns (Cdpo memory cdpo) {
        require(bytes(config.name).length > 0 && bytes(config.symbol).length > 0, EmptyName());
        bytes32 salt = _saltOf(msg.sender, config.name);
        cdpo = _addressesOf(salt);
        require(!isCdpoToken[cdpo.token], AlreadyLaunched(msg.sender, config.name, cdpo.token));
        if (!config.withPresale) _leaveOutPresale(cdpo);
        _salts.push(salt);
        isCdpoToken[cdpo.token] = true;
        _clone(cdpo, salt);
        _initialize(cdpo, config);
        emit CdpoLaunched(msg.sender, cdpo.token, _salts.length - 1, config.name, config.symbol, cdpo);
    }

    /// @inheritdoc ICdpoFactory
    function predict(
        address launcher,
        string calldata name,
        bool withPresale
    ) external view returns (Cdpo memory cdpo) {
        cdpo = _addressesOf(_saltOf(launcher, name));
        if (!withPresale) _leaveOutPresale(cdpo);
    }

    /// @inheritdoc ICdpoFactory
    function cdpoCount() external view returns (uint256) {
        return _salts.length;
    }

    /// @inheritdoc ICdpoFactory
    function cdpoAt(uint256 index) external view returns (Cdpo memory) {
        require(index < _salts.length, IndexOutOfRange(index, _salts.length));
        return _launched(index);
    }

    /// @inheritdoc ICdpoFactory
    function cdpos(uint256 from, uint256 count) external view returns (Cdpo[] memory page) {
        page = new Cdpo[](Math.min(count, Math.saturatingSub(_salts.length, from)));
        for (uint256 i = 0; i < page.length; ++i) page[i] = _launched(from + i);
    }

    /// @inheritdoc ICdpoFactory
    function implementations() external view returns (Cdpo memory) {
        return _implementations;
    }

    // ---------------------------------------------------------------- internals

    function _saltOf(address launcher, string calldata name) private pure returns (bytes32) {
        return keccak256(abi.encode(launcher, name));
    }

    function _launched(uint256 index) private view returns (Cdpo memory cdpo) {
        cdpo = _addressesOf(_salts[index]);
        if (cdpo.presale.code.length == 0) _leaveOutPresale(cdpo);
    }

    function _leaveOutPresale(Cdpo memory cdpo) private pure {
        (cdpo.presale, cdpo.escrow) = (address(0), address(0));
    }

    function _addressesOf(bytes32 salt) private view returns (Cdpo memory cdpo) {
        Cdpo memory source = _implementations;
        cdpo.token = source.token.predictDeterministicAddress(salt);
        cdpo.issuance = source.issuance.predictDeterministicAddress(salt);
        cdpo.registry = source.registry.predictDeterministicAddress(salt);
        cdpo.epochs = source.epochs.predictDeterministicAddress(salt);
        cdpo.stakeLock = source.stakeLock.predictDeterministicAddress(salt);
        cdpo.reserve = source.reserve.predictDeterministicAddress(salt);
        cdpo.presale = source.presale.predictDeterministicAddress(salt);
        cdpo.escrow = source.escrow.predictDeterministicAddress(salt);
        cdpo.pledgeBook = source.pledgeBook.predictDeterministicAddress(salt);
        cdpo.licenceOffice = source.licenceOffice.predictDeterministicAddress(salt);
        cdpo.timelock = source.timelock.predictDeterministicAddress(salt);
    }

    /// @dev Each implementation gives another address, so that one salt serves all.
    function _clone(Cdpo memory cdpo, bytes32 salt) private {
        Cdpo memory source = _implementations;
        source.token.cloneDeterministic(salt);
        source.issuance.cloneDeterministic(salt);
        source.registry.cloneDeterministic(salt);
        source.epochs.cloneDeterministic(salt);
        source.stakeLock.cloneDeterministic(salt);
        source.reserve.cloneDeterministic(salt);
        if (cdpo.presale != address(0)) {
            source.presale.cloneDeterministic(salt);
            source.escrow.cloneDeterministic(salt);
        }
        source.pledgeBook.cloneDeterministic(salt);
        source.licenceOffice.cloneDeterministic(salt);
        source.timelock.cloneDeterministic(salt);
    }

    function _initialize(Cdpo memory cdpo, LaunchConfig calldata config) private {
        _initializeTimelock(cdpo.timelock, config);
        ICdpoToken(cdpo.token).initialize(
            config.name,
            config.symbol,
            config.contractURI,
            cdpo.timelock,
            cdpo.reserve,
            cdpo.issuance,
            cdpo.presale
        );
        ILiquidityReserve(cdpo.reserve).initialize(
            cdpo.token,
            cdpo.timelock,
            cdpo.presale,
            config.issuance.baseAmount,
            config.reserve
        );
        _initializeRecognition(cdpo, config);
        IPledgeBook(cdpo.pledgeBook).initialize(cdpo.reserve, cdpo.timelock);
        ILicenceOffice(cdpo.licenceOffice).initialize(cdpo.reserve, cdpo.registry, cdpo.timelock);
        if (config.withPresale) {
            address trustee = config.presale.trustee;
            IEscrow(cdpo.escrow).initialize(cdpo.presale, cdpo.reserve, cdpo.timelock, trustee, config.escrow);
            IPresale(cdpo.presale).initialize(cdpo.token, cdpo.reserve, cdpo.timelock, cdpo.escrow, config.presale);
        }
    }

    function _initializeRecognition(Cdpo memory cdpo, LaunchConfig calldata config) private {
        address[] memory issuers = new address[](2);
        (issuers[0], issuers[1]) = (cdpo.registry, cdpo.epochs);
        IIssuance(cdpo.issuance).initialize(cdpo.token, cdpo.reserve, cdpo.timelock, issuers, config.issuance);
        IContributionRegistry(cdpo.registry).initialize(
            cdpo.token,
            cdpo.issuance,
            cdpo.stakeLock,
            cdpo.timelock,
            config.registry
        );
        IContributionEpochs(cdpo.epochs).initialize(
            cdpo.token,
            cdpo.issuance,
            cdpo.registry,
            cdpo.stakeLock,
            cdpo.timelock,
            config.epochs
        );
        IStakeLock(cdpo.stakeLock).initialize(
            cdpo.token,
            cdpo.presale,
            cdpo.registry,
            cdpo.epochs,
            config.governance.vetoBps
        );
    }

    function _initializeTimelock(address timelock, LaunchConfig calldata config) private {
        uint64 delay = config.governance.timelockDelay;
        require(delay >= MIN_TIMELOCK_DELAY && delay <= MAX_TIMELOCK_DELAY, TimelockDelayOutOfRange(delay));
        address[] calldata founders = config.governance.founders;
        require(
            founders.length > 0 && founders.length <= MAX_FOUNDERS,
            FounderCountOutOfRange(founders.length, MAX_FOUNDERS)
        );
        for (uint256 i = 0; i < founders.length; ++i) {
            require(founders[i] != address(0), ZeroAddress());
            if (config.withPresale) {
                require(founders[i] != config.presale.trustee, IPresale.TrusteeNotIndependent(founders[i]));
            }
        }
        CdpoTimelock(payable(timelock)).initialize(delay, founders, config.governance.guardian, config.daoURI);
    }
}
