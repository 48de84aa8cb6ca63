// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress} from "./interfaces/Errors.sol";
import {ICdpoFactory} from "./interfaces/ICdpoFactory.sol";
import {ICdpoGovernor} from "./interfaces/ICdpoGovernor.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";
import {ICdpoTimelock} from "./interfaces/ICdpoTimelock.sol";
import {IContributionEpochs} from "./interfaces/IContributionEpochs.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IEscrow} from "./interfaces/IEscrow.sol";
import {IIssuance} from "./interfaces/IIssuance.sol";
import {ILiquidityReserve} from "./interfaces/ILiquidityReserve.sol";
import {ILicenceOffice} from "./interfaces/ILicenceOffice.sol";
import {IPartnerAcceptance} from "./interfaces/IPartnerAcceptance.sol";
import {IPledgeBook} from "./interfaces/IPledgeBook.sol";
import {IPresale} from "./interfaces/IPresale.sol";
import {IProductionProposals} from "./interfaces/IProductionProposals.sol";
import {IStakeLock} from "./interfaces/IStakeLock.sol";

/// @title CdpoFactory
/// @notice Launches organisations as clones of locked implementations. Documentation: {ICdpoFactory}.
contract CdpoFactory is ICdpoFactory {
    using Clones for address;

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
                implementations_.proposals != address(0) &&
                implementations_.reserve != address(0) &&
                implementations_.presale != address(0) &&
                implementations_.escrow != address(0) &&
                implementations_.pledgeBook != address(0) &&
                implementations_.licenceOffice != address(0) &&
                implementations_.partnerAcceptance != address(0) &&
                implementations_.timelock != address(0) &&
                implementations_.governor != address(0),
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
        cdpo.proposals = source.proposals.predictDeterministicAddress(salt);
        cdpo.reserve = source.reserve.predictDeterministicAddress(salt);
        cdpo.presale = source.presale.predictDeterministicAddress(salt);
        cdpo.escrow = source.escrow.predictDeterministicAddress(salt);
        cdpo.pledgeBook = source.pledgeBook.predictDeterministicAddress(salt);
        cdpo.licenceOffice = source.licenceOffice.predictDeterministicAddress(salt);
        cdpo.partnerAcceptance = source.partnerAcceptance.predictDeterministicAddress(salt);
        cdpo.timelock = source.timelock.predictDeterministicAddress(salt);
        cdpo.governor = source.governor.predictDeterministicAddress(salt);
    }

    /// @dev Each implementation gives another address, so that one salt serves all.
    function _clone(Cdpo memory cdpo, bytes32 salt) private {
        Cdpo memory source = _implementations;
        source.token.cloneDeterministic(salt);
        source.issuance.cloneDeterministic(salt);
        source.registry.cloneDeterministic(salt);
        source.epochs.cloneDeterministic(salt);
        source.stakeLock.cloneDeterministic(salt);
        source.proposals.cloneDeterministic(salt);
        source.reserve.cloneDeterministic(salt);
        if (cdpo.presale != address(0)) {
            source.presale.cloneDeterministic(salt);
            source.escrow.cloneDeterministic(salt);
        }
        source.pledgeBook.cloneDeterministic(salt);
        source.licenceOffice.cloneDeterministic(salt);
        source.partnerAcceptance.cloneDeterministic(salt);
        source.timelock.cloneDeterministic(salt);
        source.governor.cloneDeterministic(salt);
    }

    function _initialize(Cdpo memory cdpo, LaunchConfig calldata config) private {
        _initializeTimelock(cdpo, config);
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
        ILicenceOffice(cdpo.licenceOffice).initialize(cdpo.reserve, cdpo.registry, cdpo.epochs, cdpo.timelock);
        IPartnerAcceptance(cdpo.partnerAcceptance).initialize(cdpo.token, cdpo.timelock);
        if (config.withPresale) {
            address trustee = config.presale.trustee;
            IEscrow(cdpo.escrow).initialize(cdpo.presale, cdpo.reserve, cdpo.timelock, trustee, config.escrow);
            IPresale(cdpo.presale).initialize(cdpo.token, cdpo.reserve, cdpo.timelock, cdpo.escrow, config.presale);
        }
        _initializeGovernor(cdpo, config.governance);
    }

    function _initializeRecognition(Cdpo memory cdpo, LaunchConfig calldata config) private {
        address[] memory issuers = new address[](2);
        (issuers[0], issuers[1]) = (cdpo.registry, cdpo.epochs);
        IIssuance(cdpo.issuance).initialize(cdpo.token, cdpo.reserve, cdpo.timelock, issuers, config.issuance);
        IContributionRegistry(cdpo.registry).initialize(
            cdpo.token,
            cdpo.issuance,
            cdpo.stakeLock,
            cdpo.proposals,
            cdpo.timelock,
            config.registry
        );
        IProductionProposals(cdpo.proposals).initialize(cdpo.token, cdpo.registry, cdpo.timelock);
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

    function _initializeGovernor(Cdpo memory cdpo, GovernanceTerms calldata terms) private {
        ICdpoGovernor(cdpo.governor).initialize(
            cdpo.token,
            cdpo.presale,
            cdpo.timelock,
            ICdpoGovernor.Terms(terms.votingDelay, terms.votingPeriod, terms.proposalThreshold, terms.quorumBps)
        );
    }

    function _initializeTimelock(Cdpo memory cdpo, LaunchConfig calldata config) private {
        address[] calldata founders = config.governance.founders;
        bool governorProposes = config.governance.governorProposes;
        require(
            (founders.length > 0 || governorProposes) && founders.length <= MAX_FOUNDERS,
            FounderCountOutOfRange(founders.length, MAX_FOUNDERS)
        );
        for (uint256 i = 0; i < founders.length; ++i) {
            require(founders[i] != address(0), ZeroAddress());
            if (config.withPresale) {
                require(founders[i] != config.presale.trustee, IPresale.TrusteeNotIndependent(founders[i]));
            }
        }
        ICdpoTimelock(cdpo.timelock).initialize(
            config.governance.timelockDelay,
            founders,
            governorProposes ? cdpo.governor : address(0),
            config.governance.guardian,
            config.daoURI
        );
    }
}
