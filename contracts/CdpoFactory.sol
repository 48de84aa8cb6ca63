// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ZeroAddress} from "./interfaces/Errors.sol";
import {ICdpoFactory} from "./interfaces/ICdpoFactory.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";
import {IContributionEpochs} from "./interfaces/IContributionEpochs.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IIssuance} from "./interfaces/IIssuance.sol";
import {ILiquidityReserve} from "./interfaces/ILiquidityReserve.sol";
import {IPresale} from "./interfaces/IPresale.sol";
import {IProductionProposals} from "./interfaces/IProductionProposals.sol";
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
    Cdpo[] private _cdpos;
    mapping(address token => bool) public isCdpoToken;

    /// @param implementations_ Locked implementations of the nine contracts. Errors: ZeroAddress.
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
                implementations_.timelock != address(0),
            ZeroAddress()
        );
        _implementations = implementations_;
    }

    /// @inheritdoc ICdpoFactory
    function launch(LaunchConfig calldata config) external returns (Cdpo memory cdpo) {
        require(bytes(config.name).length > 0 && bytes(config.symbol).length > 0, EmptyName());
        cdpo = _clone(config.withPresale);
        _cdpos.push(cdpo);
        isCdpoToken[cdpo.token] = true;
        _initialize(cdpo, config);
        emit CdpoLaunched(msg.sender, cdpo.token, _cdpos.length - 1, config.name, config.symbol, cdpo);
    }

    /// @inheritdoc ICdpoFactory
    function cdpoCount() external view returns (uint256) {
        return _cdpos.length;
    }

    /// @inheritdoc ICdpoFactory
    function cdpoAt(uint256 index) external view returns (Cdpo memory) {
        require(index < _cdpos.length, IndexOutOfRange(index, _cdpos.length));
        return _cdpos[index];
    }

    /// @inheritdoc ICdpoFactory
    function implementations() external view returns (Cdpo memory) {
        return _implementations;
    }

    // ---------------------------------------------------------------- internals

    function _clone(bool withPresale) private returns (Cdpo memory cdpo) {
        Cdpo memory source = _implementations;
        cdpo.token = source.token.clone();
        cdpo.issuance = source.issuance.clone();
        cdpo.registry = source.registry.clone();
        cdpo.epochs = source.epochs.clone();
        cdpo.stakeLock = source.stakeLock.clone();
        cdpo.proposals = source.proposals.clone();
        cdpo.reserve = source.reserve.clone();
        if (withPresale) cdpo.presale = source.presale.clone();
        cdpo.timelock = source.timelock.clone();
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
        if (config.withPresale) {
            IPresale(cdpo.presale).initialize(cdpo.token, cdpo.reserve, cdpo.timelock, config.presale);
        }
    }

    function _initializeRecognition(Cdpo memory cdpo, LaunchConfig calldata config) private {
        // The factory owns Issuance until it has named the second issuer.
        IIssuance(cdpo.issuance).initialize(cdpo.token, cdpo.reserve, address(this), cdpo.registry, config.issuance);
        IIssuance(cdpo.issuance).setIssuer(cdpo.epochs, true);
        OwnableUpgradeable(cdpo.issuance).transferOwnership(cdpo.timelock);
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
        CdpoTimelock(payable(timelock)).initialize(delay, founders, config.governance.guardian);
    }
}
