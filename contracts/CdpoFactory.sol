// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress} from "./interfaces/Errors.sol";
import {ICdpoFactory} from "./interfaces/ICdpoFactory.sol";
import {ICdpoGovernor} from "./interfaces/ICdpoGovernor.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";
import {ICdpoTimelock} from "./interfaces/ICdpoTimelock.sol";
import {IContributionEpochs} from "./interfaces/IContributionEpochs.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IIssuance} from "./interfaces/IIssuance.sol";
import {ILiquidityReserve} from "./interfaces/ILiquidityReserve.sol";
import {ILicenceOffice} from "./interfaces/ILicenceOffice.sol";
import {IPartnerAcceptance} from "./interfaces/IPartnerAcceptance.sol";
import {IPledgeBook} from "./interfaces/IPledgeBook.sol";
import {IPresale} from "./interfaces/IPresale.sol";
import {ISaleTerms} from "./interfaces/ISaleTerms.sol";
import {IProductionBudget} from "./interfaces/IProductionBudget.sol";
import {IProductionProposals} from "./interfaces/IProductionProposals.sol";
import {IStake} from "./interfaces/IStake.sol";

/// @title CdpoFactory
/// @notice Launches organisations as clones of locked implementations. Documentation: {ICdpoFactory}.
contract CdpoFactory is ICdpoFactory {
    using SlotDerivation for bytes32;
    using TransientSlot for *;

    /// @dev The contracts in the order of {Cdpo}.
    enum Role {
        Token,
        Issuance,
        Registry,
        Epochs,
        Stake,
        Proposals,
        Reserve,
        Presale,
        Custody,
        Budget,
        PledgeBook,
        LicenceOffice,
        PartnerAcceptance,
        Timelock,
        Governor
    }

    uint256 private constant MAX_FOUNDERS = 64;

    /// @dev Asks whoever creates it for the code to install: staticcall(gas, caller, no data), return of the answer.
    bytes15 private constant INIT_CODE = 0x5f5f5f5f335afa503d5f5f3e3d5ff3;
    bytes32 private constant INIT_CODE_HASH = keccak256(abi.encodePacked(INIT_CODE));
    /// @dev EIP-1167, before and after the implementation's address.
    bytes10 private constant CLONE_HEAD = 0x363d3d373d3d3d363d73;
    bytes15 private constant CLONE_TAIL = 0x5af43d82803e903d91602b57fd5bf3;

    /// @dev What is being installed, set for the moment of one creation only: the implementation, and the length of the arguments
    /// behind the EIP-1167 code. The arguments themselves lie in transient storage from {ARGUMENTS} on, a word in each slot.
    address private transient _installing;
    uint256 private transient _argumentsLength;
    bytes32 private constant ARGUMENTS = keccak256("CdpoFactory.arguments");

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
                implementations_.stake != address(0) &&
                implementations_.proposals != address(0) &&
                implementations_.reserve != address(0) &&
                implementations_.presale != address(0) &&
                implementations_.custody != address(0) &&
                implementations_.budget != address(0) &&
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
        _clone(cdpo, salt, config.reserve);
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

    /// @dev The answer to {INIT_CODE}. Only the code that {_install} is creating can ask while there is something to answer:
    /// nobody else's code runs in that moment, and whoever creates the same code elsewhere asks themselves, not this factory.
    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        require(_installing != address(0), NothingToInstall());
        bytes memory arguments = new bytes(_argumentsLength);
        for (uint256 i = 0; i < arguments.length; i += 32) {
            bytes32 word = ARGUMENTS.offset(i).asBytes32().tload();
            assembly ("memory-safe") {
                mstore(add(add(arguments, 32), i), word) // memory is given out in whole words, so that the last one fits
            }
        }
        bytes memory code = abi.encodePacked(CLONE_HEAD, _installing, CLONE_TAIL, arguments);
        assembly ("memory-safe") {
            return(add(code, 32), mload(code))
        }
    }

    // ---------------------------------------------------------------- addresses

    function _saltOf(address launcher, string calldata name) private pure returns (bytes32) {
        return keccak256(abi.encode(launcher, name));
    }

    /// @dev Salts of organisations are hashes: that two of them differ in the last four bits only does not happen.
    function _roleSalt(bytes32 salt, Role role) private pure returns (bytes32) {
        return salt ^ bytes32(uint256(role));
    }

    function _launched(uint256 index) private view returns (Cdpo memory cdpo) {
        cdpo = _addressesOf(_salts[index]);
        if (cdpo.presale.code.length == 0) _leaveOutPresale(cdpo);
    }

    function _leaveOutPresale(Cdpo memory cdpo) private pure {
        (cdpo.presale, cdpo.custody, cdpo.budget) = (address(0), address(0), address(0));
    }

    function _addressesOf(bytes32 salt) private view returns (Cdpo memory cdpo) {
        cdpo.token = _addressOf(salt, Role.Token);
        cdpo.issuance = _addressOf(salt, Role.Issuance);
        cdpo.registry = _addressOf(salt, Role.Registry);
        cdpo.epochs = _addressOf(salt, Role.Epochs);
        cdpo.stake = _addressOf(salt, Role.Stake);
        cdpo.proposals = _addressOf(salt, Role.Proposals);
        cdpo.reserve = _addressOf(salt, Role.Reserve);
        cdpo.presale = _addressOf(salt, Role.Presale);
        cdpo.custody = _addressOf(salt, Role.Custody);
        cdpo.budget = _addressOf(salt, Role.Budget);
        cdpo.pledgeBook = _addressOf(salt, Role.PledgeBook);
        cdpo.licenceOffice = _addressOf(salt, Role.LicenceOffice);
        cdpo.partnerAcceptance = _addressOf(salt, Role.PartnerAcceptance);
        cdpo.timelock = _addressOf(salt, Role.Timelock);
        cdpo.governor = _addressOf(salt, Role.Governor);
    }

    function _addressOf(bytes32 salt, Role role) private view returns (address) {
        return Create2.computeAddress(_roleSalt(salt, role), INIT_CODE_HASH);
    }

    // ---------------------------------------------------------------- clones

    function _clone(Cdpo memory cdpo, bytes32 salt, ILiquidityReserve.Terms calldata reserve) private {
        Cdpo memory source = _implementations;
        _install(source.token, salt, Role.Token, abi.encodePacked(cdpo.reserve, cdpo.issuance, cdpo.presale));
        _install(source.issuance, salt, Role.Issuance, "");
        _install(source.registry, salt, Role.Registry, "");
        _install(source.epochs, salt, Role.Epochs, abi.encodePacked(cdpo.token));
        _install(source.stake, salt, Role.Stake, "");
        _install(source.proposals, salt, Role.Proposals, abi.encodePacked(cdpo.token, cdpo.registry, cdpo.reserve));
        _install(
            source.reserve,
            salt,
            Role.Reserve,
            abi.encodePacked(cdpo.token, reserve.asset, reserve.reserveRatioBps)
        );
        if (cdpo.presale != address(0)) {
            _installPresale(cdpo, source, salt, reserve.asset);
        }
        _install(source.pledgeBook, salt, Role.PledgeBook, "");
        _install(
            source.licenceOffice,
            salt,
            Role.LicenceOffice,
            abi.encodePacked(cdpo.reserve, cdpo.epochs, cdpo.timelock)
        );
        _install(
            source.partnerAcceptance,
            salt,
            Role.PartnerAcceptance,
            abi.encodePacked(cdpo.token, cdpo.reserve, cdpo.timelock)
        );
        _install(source.timelock, salt, Role.Timelock, "");
        _install(source.governor, salt, Role.Governor, "");
    }

    function _installPresale(Cdpo memory cdpo, Cdpo memory source, bytes32 salt, address asset) private {
        _install(
            source.presale,
            salt,
            Role.Presale,
            abi.encodePacked(cdpo.token, cdpo.reserve, asset, cdpo.stake, cdpo.custody, cdpo.budget, cdpo.timelock)
        );
        _install(source.custody, salt, Role.Custody, abi.encodePacked(cdpo.presale, cdpo.timelock, cdpo.token, asset));
        _install(source.budget, salt, Role.Budget, abi.encodePacked(cdpo.presale, asset, cdpo.stake, cdpo.timelock));
    }

    /// @dev Creates the clone of a role. Should this fail for want of gas, nothing is where its address says, and the call
    /// of `initialize` that follows for each clone reverts.
    function _install(address implementation, bytes32 salt, Role role, bytes memory arguments) private {
        bytes32 initCode = INIT_CODE;
        bytes32 roleSalt = _roleSalt(salt, role);
        _installing = implementation;
        _argumentsLength = arguments.length;
        for (uint256 i = 0; i < arguments.length; i += 32) {
            bytes32 word;
            assembly ("memory-safe") {
                word := mload(add(add(arguments, 32), i)) // what the last one has beyond the end is not installed
            }
            ARGUMENTS.offset(i).asBytes32().tstore(word);
        }
        assembly ("memory-safe") {
            mstore(0, initCode)
            pop(create2(0, 0, 15, roleSalt))
        }
        _installing = address(0);
    }

    // ---------------------------------------------------------------- initialisers

    function _initialize(Cdpo memory cdpo, LaunchConfig calldata config) private {
        ICdpoToken(cdpo.token).initialize(config.name, config.symbol, config.contractURI, cdpo.timelock);
        ILiquidityReserve(cdpo.reserve).initialize(
            cdpo.timelock,
            cdpo.presale,
            cdpo.stake,
            config.issuance.baseAmount,
            config.reserve
        );
        _initializeTimelock(cdpo, config);
        _initializeRecognition(cdpo, config);
        _initializeStake(cdpo, config);
        IPledgeBook(cdpo.pledgeBook).initialize(cdpo.reserve, cdpo.timelock);
        ILicenceOffice(cdpo.licenceOffice).initialize(cdpo.registry);
        IPartnerAcceptance(cdpo.partnerAcceptance).initialize();
        if (config.withPresale) _initializePresale(cdpo, config);
        _initializeGovernor(cdpo, config.governance);
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
                require(founders[i] != config.presale.trustee, ISaleTerms.TrusteeNotIndependent(founders[i]));
            }
        }
        ICdpoTimelock(cdpo.timelock).initialize(
            ICdpoTimelock.Setup({
                delay: config.governance.timelockDelay,
                founders: founders,
                governorProposes: governorProposes,
                governor: cdpo.governor,
                guardian: config.governance.guardian,
                stake: cdpo.stake,
                registry: cdpo.registry,
                epochs: cdpo.epochs,
                daoURI: config.daoURI
            })
        );
    }

    function _initializeRecognition(Cdpo memory cdpo, LaunchConfig calldata config) private {
        address[] memory issuers = new address[](2);
        (issuers[0], issuers[1]) = (cdpo.registry, cdpo.epochs);
        IIssuance(cdpo.issuance).initialize(cdpo.token, cdpo.reserve, cdpo.timelock, issuers, config.issuance);
        IContributionRegistry(cdpo.registry).initialize(
            cdpo.token,
            cdpo.issuance,
            cdpo.stake,
            cdpo.proposals,
            cdpo.timelock,
            config.withPresale, // elsewhere newcomers have no tokens to deposit
            config.registry
        );
        IProductionProposals(cdpo.proposals).initialize(cdpo.timelock);
        IContributionEpochs(cdpo.epochs).initialize(
            cdpo.issuance,
            cdpo.registry,
            cdpo.stake,
            cdpo.timelock,
            config.epochs
        );
    }

    function _initializeStake(Cdpo memory cdpo, LaunchConfig calldata config) private {
        IStake(cdpo.stake).initialize(
            IStake.Parties({
                token: cdpo.token,
                timelock: cdpo.timelock,
                governor: cdpo.governor,
                registry: cdpo.registry,
                epochs: cdpo.epochs,
                issuance: cdpo.issuance,
                reserve: cdpo.reserve,
                presale: cdpo.presale,
                budget: cdpo.budget
            }),
            config.governance.vetoBps,
            config.issuance.baseAmount
        );
    }

    function _initializePresale(Cdpo memory cdpo, LaunchConfig calldata config) private {
        IProductionBudget(cdpo.budget).initialize(config.budget);
        IPresale(cdpo.presale).initialize(config.presale);
    }

    function _initializeGovernor(Cdpo memory cdpo, GovernanceTerms calldata terms) private {
        ICdpoGovernor(cdpo.governor).initialize(
            cdpo.token,
            cdpo.stake,
            cdpo.timelock,
            ICdpoGovernor.Terms(terms.votingDelay, terms.votingPeriod, terms.proposalThresholdBps, terms.quorumBps)
        );
    }
}
