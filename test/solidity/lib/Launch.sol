// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IContributionEpochs} from "../../../contracts/interfaces/IContributionEpochs.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {ILicenceOffice} from "../../../contracts/interfaces/ILicenceOffice.sol";
import {IPartnerAcceptance} from "../../../contracts/interfaces/IPartnerAcceptance.sol";
import {IPledgeBook} from "../../../contracts/interfaces/IPledgeBook.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {ISaleTerms} from "../../../contracts/interfaces/ISaleTerms.sol";
import {IProductionBudget} from "../../../contracts/interfaces/IProductionBudget.sol";
import {IProductionProposals} from "../../../contracts/interfaces/IProductionProposals.sol";
import {IResourceCustody} from "../../../contracts/interfaces/IResourceCustody.sol";
import {IStake} from "../../../contracts/interfaces/IStake.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {ITimelock, IToken} from "./Deployed.sol";
import {vm} from "./Vm.sol";

/// @dev One launched organisation with the asset of its reserve.
struct Organisation {
    ICdpoFactory factory;
    TestAsset asset;
    IToken token;
    IIssuance issuance;
    IContributionRegistry registry;
    IContributionEpochs epochs;
    IStake stake;
    IProductionProposals proposals;
    ILiquidityReserve reserve;
    IPresale presale;
    IResourceCustody custody;
    IProductionBudget budget;
    IPledgeBook pledgeBook;
    ILicenceOffice licenceOffice;
    IPartnerAcceptance partnerAcceptance;
    address timelock;
    address governor;
}

/// @title Launch
/// @notice The one way in which the Solidity tests get an organisation: CdpoFactory.launch.
abstract contract Launch {
    error NotDeployed(string name);

    uint256 internal constant WHOLE = 1e18; // one whole token
    uint256 internal constant START = 1_800_000_000; // January 2027, so that nothing happens near time zero
    address internal constant FOUNDER = address(0xF0);
    address internal constant CO_FOUNDER = address(0xF1);
    address internal constant TRUSTEE = address(0x7A);
    address internal constant GUARDIAN = address(0x6A);
    uint256 internal constant ACTOR_COUNT = 5;

    ICdpoFactory private _factory;

    /// @dev The accounts that act, from 0 to ACTOR_COUNT − 1. The first three are curators.
    function _actor(uint256 index) internal pure returns (address) {
        return address(uint160(0xAC7000 + index));
    }

    function _actors() internal pure returns (address[] memory actors) {
        actors = new address[](ACTOR_COUNT);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) actors[i] = _actor(i);
    }

    /// @notice A growing launch; all terms but those passed are moderate.
    function _growingConfig(
        address asset,
        uint256 unit,
        uint16 ratioBps,
        uint16 tributeBps
    ) internal pure returns (ICdpoFactory.LaunchConfig memory config) {
        config.name = "Commons";
        config.symbol = "COMM";
        config.governance.timelockDelay = 2 days;
        config.governance.founders = new address[](1);
        config.governance.founders[0] = FOUNDER;
        config.governance.vetoBps = 1_000;
        config.governance.guardian = GUARDIAN;
        config.governance.votingDelay = 1 days;
        config.governance.votingPeriod = 5 days;
        config.governance.proposalThresholdBps = 100;
        config.governance.quorumBps = 1_000;
        config.reserve.asset = asset;
        config.reserve.reserveRatioBps = ratioBps;
        config.reserve.minimumReserve = uint112(1_000 * unit);
        config.reserve.entryTributeBps = tributeBps;
        config.reserve.exitTributeBps = tributeBps;
        config.reserve.dripPeriod = 7 days;
        config.reserve.dissolveBps = 6_000;
        config.issuance = IIssuance.Terms(30 days, uint112(10_000 * WHOLE), 1_000, 200, 1_000);
        config.registry.reviewWindow = 3 days;
        config.registry.quorum = 2;
        config.registry.maxProduction = uint112(5_000 * WHOLE);
        config.registry.maxUse = uint112(500 * WHOLE);
        config.registry.maxMaintenance = uint112(2_000 * WHOLE);
        config.registry.curators = new address[](3);
        for (uint256 i = 0; i < 3; ++i) config.registry.curators[i] = _actor(i);
        config.epochs = IContributionEpochs.Terms(3 days, 2, 730 days);
    }

    /// @notice A bootstrapped launch: sells from 10 days to 40 days after now, released until 70 days after now.
    /// Two founders share their part 70 : 30, vested over two years with a cliff of one.
    function _presaleConfig(
        address asset,
        uint256 unit,
        uint16 ratioBps,
        uint16 founderBps,
        uint112 price
    ) internal view returns (ICdpoFactory.LaunchConfig memory config) {
        config = _growingConfig(asset, unit, ratioBps, 0);
        config.withPresale = true;
        IPresale.Terms memory sale = config.presale;
        sale.trustee = TRUSTEE;
        sale.price = price;
        sale.minimum = uint112(10_000 * unit);
        sale.maximum = uint112(30_000 * unit);
        sale.perPartnerMaximum = uint112(12_000 * unit);
        sale.opens = uint64(block.timestamp + 10 days);
        sale.closes = uint64(block.timestamp + 40 days);
        sale.releaseBy = uint64(block.timestamp + 70 days);
        sale.founderBps = founderBps;
        if (founderBps > 0) {
            sale.founders = new Share[](2);
            sale.founders[0] = Share(FOUNDER, 7_000);
            sale.founders[1] = Share(CO_FOUNDER, 3_000);
            sale.founderVesting = ISaleTerms.Vesting(365 days, 730 days);
        }
        sale.challengeWindow = 5 days;
        config.budget.objectionWindow = 7 days;
        config.budget.gracePeriod = 20 days;
        config.budget.milestones = new IProductionBudget.Milestone[](3);
        config.budget.milestones[0] = IProductionBudget.Milestone(3_333, 10 days, "first");
        config.budget.milestones[1] = IProductionBudget.Milestone(1, 40 days, "second");
        config.budget.milestones[2] = IProductionBudget.Milestone(6_666, 100 days, "third");
    }

    function _launch(
        TestAsset asset,
        ICdpoFactory.LaunchConfig memory config
    ) internal returns (Organisation memory organisation) {
        ICdpoFactory factory = _deployedFactory();
        // One launcher launches each name once.
        config.name = string.concat(config.name, " ", Strings.toString(factory.cdpoCount()));
        ICdpoFactory.Cdpo memory cdpo = factory.launch(config);
        organisation.factory = factory;
        organisation.asset = asset;
        organisation.token = IToken(cdpo.token);
        organisation.issuance = IIssuance(cdpo.issuance);
        organisation.registry = IContributionRegistry(cdpo.registry);
        organisation.epochs = IContributionEpochs(cdpo.epochs);
        organisation.stake = IStake(cdpo.stake);
        organisation.proposals = IProductionProposals(cdpo.proposals);
        organisation.reserve = ILiquidityReserve(cdpo.reserve);
        organisation.presale = IPresale(cdpo.presale);
        organisation.custody = IResourceCustody(cdpo.custody);
        organisation.budget = IProductionBudget(cdpo.budget);
        organisation.pledgeBook = IPledgeBook(cdpo.pledgeBook);
        organisation.licenceOffice = ILicenceOffice(cdpo.licenceOffice);
        organisation.partnerAcceptance = IPartnerAcceptance(cdpo.partnerAcceptance);
        organisation.timelock = cdpo.timelock;
        organisation.governor = cdpo.governor;
    }

    /// @dev Names `issuer` beside the registry, through the timelock's whole delay as founders would.
    function _nameIssuer(Organisation memory organisation, address issuer) internal {
        ITimelock timelock = ITimelock(organisation.timelock);
        bytes memory call = abi.encodeCall(IIssuance.setIssuer, (issuer, true));
        uint256 delay = timelock.getMinDelay();
        vm.prank(FOUNDER);
        timelock.schedule(address(organisation.issuance), 0, call, 0, 0, delay);
        vm.warp(block.timestamp + delay);
        timelock.execute(address(organisation.issuance), 0, call, 0, 0);
    }

    function _deployedFactory() private returns (ICdpoFactory) {
        if (address(_factory) == address(0)) {
            ICdpoFactory.Cdpo memory implementations = ICdpoFactory.Cdpo({
                token: _deployed("CdpoToken"),
                issuance: _deployed("Issuance"),
                registry: _deployed("ContributionRegistry"),
                epochs: _deployed("ContributionEpochs"),
                stake: _deployed("Stake"),
                proposals: _deployed("ProductionProposals"),
                reserve: _deployed("LiquidityReserve"),
                presale: _deployed("Presale"),
                custody: _deployed("ResourceCustody"),
                budget: _deployed("ProductionBudget"),
                pledgeBook: _deployed("PledgeBook"),
                licenceOffice: _deployed("LicenceOffice"),
                partnerAcceptance: _deployed("PartnerAcceptance"),
                timelock: _deployed("CdpoTimelock"),
                governor: _deployed("CdpoGovernor")
            });
            _factory = ICdpoFactory(_deployed("CdpoFactory", abi.encode(implementations)));
        }
        return _factory;
    }

    /// @dev Deploys what the build made of the contract `name`, in the file of that name.
    function _deployed(string memory name) internal returns (address) {
        return _deployed(name, "");
    }

    function _deployed(string memory name, bytes memory constructorArguments) private returns (address deployed) {
        bytes memory code = bytes.concat(vm.getCode(string.concat(name, ".sol:", name)), constructorArguments);
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
        }
        require(deployed != address(0), NotDeployed(name));
    }
}
