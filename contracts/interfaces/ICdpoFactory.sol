// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionEpochs} from "./IContributionEpochs.sol";
import {IContributionRegistry} from "./IContributionRegistry.sol";
import {IIssuance} from "./IIssuance.sol";
import {ILiquidityReserve} from "./ILiquidityReserve.sol";
import {IPresale} from "./IPresale.sol";
import {IProductionBudget} from "./IProductionBudget.sol";

/// @title ICdpoFactory
/// @notice Launches a whole organisation in one transaction, and is the directory of all launched.
/// Contracts are EIP-1167 clones: cheap, and not upgradeable after launch. Every field of the configuration is checked
/// by the contract that it is for, with an error of its own; see there for units and bounds.
/// @dev Where the clones are follows from this factory, the launcher, the organisation's name and the contract's role
/// (CREATE2), see {predict}; so nobody can take a launcher's addresses, and a launch that is sent twice launches once.
/// Some clones carry values behind their EIP-1167 code, packed, read with {CloneArguments}:
/// token: reserve (20 bytes), issuance (20), presale (20); reserve: token (20), asset (20), reserve ratio in bps (2);
/// epochs: token (20); proposals: token, registry, reserve; licence office: reserve, epochs, timelock; partner acceptance:
/// token, reserve, timelock; presale: token, reserve, asset, stake, custody, budget, timelock; custody: presale, timelock,
/// token, asset; budget: presale, asset, stake, timelock (20 each). So that these can name each other, all clones are created
/// by one and the same init code, which asks this factory for the code to install. Outside that very moment of a launch the
/// factory answers nobody.
interface ICdpoFactory {
    /// @param timelockDelay Seconds between scheduling and executing an owner's action, 2 to 30 days.
    /// @param vetoBps Part of the total stake whose veto rejects a contribution, an epoch or a queued decision, 100 to 2,000;
    /// see {IStake}.
    /// @param guardian Who may pause entrances once (see {ICdpoTimelock}), or the zero address.
    /// @param founders First proposers of the timelock, 1 to 64, or none if the Governor proposes; anyone may execute what is
    /// due.
    /// @param votingDelay See {ICdpoGovernor-Terms}, also for the next three.
    /// @param governorProposes Whether the Governor is a proposer of the timelock from the start. If not, founders can grant it
    /// the role later; until then votes are advice.
    struct GovernanceTerms {
        uint64 timelockDelay;
        uint16 vetoBps;
        address guardian;
        address[] founders;
        uint48 votingDelay;
        uint32 votingPeriod;
        uint16 proposalThresholdBps;
        uint16 quorumBps;
        bool governorProposes;
    }

    /// @param name Token and EIP-712 name.
    /// @param symbol Token symbol.
    /// @param contractURI ERC-7572 metadata of the token, may be empty.
    /// @param daoURI ERC-4824 metadata of the organisation, may be empty.
    /// @param governance Timelock, founders and votes.
    /// @param reserve Asset, ratio and tributes.
    /// @param issuance Budget of recognition.
    /// @param registry Review of contributions.
    /// @param epochs Recognition of many at once.
    /// @param withPresale Whether the organisation bootstraps its liquidity (presale) or grows it (none).
    /// @param presale Terms of the presale; ignored without one.
    /// @param budget Terms of its production budget; ignored without a presale.
    struct LaunchConfig {
        string name;
        string symbol;
        string contractURI;
        string daoURI;
        GovernanceTerms governance;
        ILiquidityReserve.Terms reserve;
        IIssuance.Terms issuance;
        IContributionRegistry.Terms registry;
        IContributionEpochs.Terms epochs;
        bool withPresale;
        IPresale.Terms presale;
        IProductionBudget.Terms budget;
    }

    /// @notice The contracts of one organisation; `presale`, `custody` and `budget` are the zero address without a
    /// presale.
    struct Cdpo {
        address token;
        address issuance;
        address registry;
        address epochs;
        address stake;
        address proposals;
        address reserve;
        address presale;
        address custody;
        address budget;
        address pledgeBook;
        address licenceOffice;
        address partnerAcceptance;
        address timelock;
        address governor;
    }

    /// @notice `launcher` launched organisation number `index`.
    event CdpoLaunched(
        address indexed launcher,
        address indexed token,
        uint256 indexed index,
        string name,
        string symbol,
        Cdpo cdpo
    );

    /// @notice `launcher` has launched an organisation of this name here: its token is `token`. Choose another name.
    error AlreadyLaunched(address launcher, string name, address token);
    /// @notice Only code that this factory is creating just now may ask for the code to install.
    error NothingToInstall();
    /// @notice Name or symbol is empty.
    error EmptyName();
    /// @notice There are `count` founders, 1 to `max` are needed; 0 only if the Governor proposes.
    error FounderCountOutOfRange(uint256 count, uint256 max);
    /// @notice `index` is not below the `count` of organisations.
    error IndexOutOfRange(uint256 index, uint256 count);

    /// @notice Launches an organisation; anyone may. The launcher gets no right by it.
    /// Errors: those above, and those of the contracts' `initialize`.
    function launch(LaunchConfig calldata config) external returns (Cdpo memory cdpo);

    /// @notice Where the contracts of an organisation of `launcher` with this name are, or would be.
    /// @param withPresale Whether it has a presale; without one the addresses of presale, custody and budget are zero.
    function predict(address launcher, string calldata name, bool withPresale) external view returns (Cdpo memory);

    /// @notice How many organisations were launched here.
    function cdpoCount() external view returns (uint256);

    /// @notice Organisation number `index`, from 0. Errors: IndexOutOfRange.
    function cdpoAt(uint256 index) external view returns (Cdpo memory);

    /// @notice Organisations from number `from` on, at most `count`; fewer, or none, at the directory's end.
    function cdpos(uint256 from, uint256 count) external view returns (Cdpo[] memory);

    /// @notice Whether `token` is the token of an organisation launched here.
    function isCdpoToken(address token) external view returns (bool);

    /// @notice The implementations that all organisations share.
    function implementations() external view returns (Cdpo memory);
}
