// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {ICdpoToken} from "../../../contracts/interfaces/ICdpoToken.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {ILicenceOffice} from "../../../contracts/interfaces/ILicenceOffice.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {IPartnerAcceptance} from "../../../contracts/interfaces/IPartnerAcceptance.sol";
import {IPausable} from "../../../contracts/interfaces/IPausable.sol";
import {IPledgeBook} from "../../../contracts/interfaces/IPledgeBook.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {IProductionBudget} from "../../../contracts/interfaces/IProductionBudget.sol";
import {IProductionProposals} from "../../../contracts/interfaces/IProductionProposals.sol";
import {IStake} from "../../../contracts/interfaces/IStake.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title SystemHandler
/// @notice Two living organisations, one grown and one bootstrapped, with assets of 18 and 6 decimals. The same people are in
/// both, the treasury of each takes part in the other, and whoever has a role uses it as it pleases them.
contract SystemHandler is Handler {
    /// @dev What belongs to somebody in one organisation and nobody else may lower.
    struct Belongings {
        uint256 asset;
        uint256 tokens;
        uint256 votes;
        uint256 given; // to the presale
        uint256 presaleTokens; // vested and vesting, as a partner
        uint256 fetchable;
        uint256 backing;
        uint256 vouchers;
        bool licensed;
    }

    uint256 private constant MOST = 6; // offers, proposals, pledges and contributions of a run in an organisation
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant NEVER = type(uint256).max;

    Organisation[2] private _orgs;
    address private immutable FOUNDER;
    address private immutable TRUSTEE;
    address private immutable GUARDIAN;
    /// @dev Who can be a caller: actors, founder, trustee, guardian, and the other organisation's treasury.
    address[] private _callers;
    /// @dev All that ever hold something.
    address[] private _places;
    /// @dev Deliverers of each proposal.
    mapping(uint256 org => mapping(uint256 id => address deliverer)) private _deliverers;

    constructor(address[] memory actors_, Organisation[2] memory orgs, address[3] memory roles) Handler(actors_) {
        (FOUNDER, TRUSTEE, GUARDIAN) = (roles[0], roles[1], roles[2]);
        for (uint256 i = 0; i < actors_.length; ++i) _callers.push(actors_[i]);
        for (uint256 i = 0; i < 3; ++i) _callers.push(roles[i]);
        for (uint256 o = 0; o < 2; ++o) {
            _orgs[o] = orgs[o];
            _callers.push(orgs[o].timelock);
            _remember(orgs[o]);
        }
        for (uint256 i = 0; i < _callers.length; ++i) {
            if (i < 8) _places.push(_callers[i]);
            for (uint256 o = 0; o < 2; ++o) _equip(_callers[i], orgs[o]);
        }
        _places.push(DEAD);
        _places.push(address(this));
    }

    modifier watched() {
        ++attempts;
        _;
        _look();
    }

    // ---------------------------------------------------------------- actions

    function trade(uint256 seed, uint256 amount) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        uint256 unit = 10 ** org.asset.decimals();
        uint256 tokens = _scaled(amount, org.token.balanceOf(caller) + 1);
        uint256 kind = (seed >> 64) % 4;
        bytes memory data;
        if (kind == 0) data = abi.encodeCall(ILiquidityReserve.buy, (_scaled(amount, 500 * unit), 0, caller, NEVER));
        if (kind == 1) data = abi.encodeCall(ILiquidityReserve.sell, (tokens, 0, caller, NEVER));
        if (kind == 2) {
            data = abi.encodeCall(ILiquidityReserve.buyExact, (_scaled(amount, 100e18), NEVER, caller, NEVER));
        }
        if (kind == 3) {
            data = abi.encodeCall(IERC20.transfer, (_callers[(seed >> 72) % _callers.length], tokens));
            return _act("transfer", caller, address(org.token), data);
        }
        _act("trade", caller, address(org.reserve), data);
    }

    function voice(uint256 seed, uint256 amount) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        uint256 kind = (seed >> 64) % 5;
        bytes memory data;
        if (kind < 2) data = abi.encodeCall(IStake.stake, (_scaled(amount, org.token.balanceOf(caller) + 1)));
        if (kind == 2) {
            address other = _pick(seed >> 72);
            data = abi.encodeCall(IStake.stakeFor, (other, _scaled(amount, org.token.balanceOf(caller) + 1)));
        }
        if (kind == 3)
            data = abi.encodeCall(IStake.unstake, (_scaled(amount, org.stake.unstakable(caller) + 1), caller));
        if (kind == 4) {
            data =
                (seed >> 80) % 2 == 0
                    ? abi.encodeCall(IStake.consentToDissolve, ())
                    : abi.encodeCall(IStake.takeBackConsent, ());
        }
        _act(kind == 3 ? "unstake" : "stake", caller, address(org.stake), data);
    }

    function recognise(uint256 seed, uint256 amount) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        uint256 count = org.registry.contributionCount();
        uint256 kind = (seed >> 64) % 4;
        if (count == 0 || (kind == 0 && count < MOST)) {
            bytes memory data = abi.encodeCall(
                IContributionRegistry.submit,
                (0, uint112(_scaled(amount, 200e18)), _whole(_pick(seed >> 72)), 0, "")
            );
            return _act("submit", caller, address(org.registry), data);
        }
        uint256 id = _recent(seed >> 80, count);
        if (kind == 1) {
            for (uint256 i = 0; i < 3; ++i) {
                bytes memory data = abi.encodeCall(IContributionRegistry.review, (id, (seed >> 96) % 8 != 0, ""));
                _act("review", _pick(i), address(org.registry), data);
            }
            return;
        }
        if (kind == 2) {
            if ((seed >> 96) % 4 == 0) _pass(10 days);
            return _act("decide", caller, address(org.registry), abi.encodeCall(IContributionRegistry.decide, (id)));
        }
        _act("settle", caller, address(org.issuance), abi.encodeCall(IIssuance.settle, ()));
    }

    function give(uint256 seed, uint256 amount) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        uint256 units = _scaled(amount, 100 * 10 ** org.asset.decimals());
        uint256 kind = (seed >> 64) % 6;
        uint256 pledges = org.pledgeBook.pledgeCount();
        bytes memory data;
        if (kind == 0) data = abi.encodeCall(ILiquidityReserve.donate, (units, ""));
        if (kind == 1) {
            _act("force", caller, address(org.asset), abi.encodeCall(IERC20.transfer, (address(org.reserve), units)));
            data = abi.encodeCall(ILiquidityReserve.absorb, ());
        }
        if (kind < 2) return _act("donate", caller, address(org.reserve), data);
        uint64 deadline = uint64(block.timestamp + 30 days);
        if (pledges == 0 || (kind == 2 && pledges < MOST)) {
            data =
                (seed >> 72) % 2 == 0
                    ? abi.encodeCall(IPledgeBook.pledge, (units, _pick(seed >> 80), deadline, ""))
                    : abi.encodeCall(IPledgeBook.pledgeMatching, (units, deadline, ""));
            return _act("pledge", caller, address(org.pledgeBook), data);
        }
        uint256 id = _recent(seed >> 80, pledges);
        IPledgeBook.Pledge memory p = org.pledgeBook.pledgeOf(id);
        for (uint256 i = pledges; kind == 4 && i > 0 && p.form != IPledgeBook.Form.Matching; --i) {
            (id, p) = (i, org.pledgeBook.pledgeOf(i));
        }
        if (kind == 3)
            return _act("confirm", p.arbiter, address(org.pledgeBook), abi.encodeCall(IPledgeBook.confirm, (id)));
        if (kind == 4) data = abi.encodeCall(IPledgeBook.donateMatched, (id, units / 100 + 1, caller));
        else data = abi.encodeCall(IPledgeBook.reclaim, (id, p.donor));
        _act(kind == 4 ? "match" : "reclaim", kind == 4 ? caller : p.donor, address(org.pledgeBook), data);
    }

    /// @notice What partners, trustee and anyone do with a released sale and its budget.
    function bootstrap(uint256 seed) external watched {
        Organisation storage org = _orgs[1];
        (, address caller) = _draw(seed);
        uint256 kind = (seed >> 64) % 8;
        address budget = address(org.budget);
        uint256 turn = org.budget.turn();
        if (kind == 0) {
            caller = _pick(seed >> 72);
            return _act("claim", caller, address(org.presale), abi.encodeCall(IPresale.claim, (caller)));
        }
        if (kind == 1) {
            return _act("approve", TRUSTEE, budget, abi.encodeCall(IProductionBudget.approveMilestone, (turn)));
        }
        if (kind == 2) {
            _act("approve", TRUSTEE, budget, abi.encodeCall(IProductionBudget.approveMilestone, (turn)));
            if ((seed >> 72) % 8 != 0) _passTo(org.budget, turn);
            return _act("pay", caller, budget, abi.encodeCall(IProductionBudget.payMilestone, (turn)));
        }
        if (kind == 3) {
            return _act("object", caller, budget, abi.encodeCall(IProductionBudget.objectToMilestone, (turn)));
        }
        if (kind == 4) {
            bool refuses = (seed >> 72) % 3 == 0;
            if (!refuses) return _act("fail", caller, budget, abi.encodeCall(IProductionBudget.failMilestone, (turn)));
            return _act("refuse", TRUSTEE, budget, abi.encodeCall(IProductionBudget.refuseMilestone, (turn)));
        }
        if (kind == 5) return _act("fetch", caller, budget, abi.encodeCall(IProductionBudget.fetch, (caller)));
        address other = _pick(seed >> 80);
        if (kind == 6) {
            return _act("offerPosition", caller, address(org.presale), abi.encodeCall(IPresale.offerPosition, (other)));
        }
        bytes memory take = abi.encodeCall(IPresale.takePosition, (other, new bytes32[](0)));
        _takes(caller, other, take);
    }

    function license(uint256 seed) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        uint256 kind = (seed >> 64) % 3;
        bytes memory data;
        if (kind == 0) data = abi.encodeCall(ILicenceOffice.buy, (1, _pick(seed >> 72), NEVER));
        if (kind == 1) data = abi.encodeCall(ILicenceOffice.collectMakersPart, (org.timelock));
        if (kind == 2) {
            uint112 price = uint112(_scaled(seed >> 72, 10 ** org.asset.decimals()));
            data = abi.encodeCall(ILicenceOffice.setTierOffer, (1, price, 0, 5_000, true));
            return _act("setTierOffer", org.timelock, address(org.licenceOffice), data);
        }
        _act(kind == 0 ? "license" : "collect", caller, address(org.licenceOffice), data);
    }

    function accept(uint256 seed, uint256 amount) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        IPartnerAcceptance partner = org.partnerAcceptance;
        uint256 offers = partner.offerCount();
        uint256 kind = (seed >> 64) % 5;
        if (offers == 0 || (kind == 0 && offers < MOST)) {
            IPartnerAcceptance.OfferTerms memory t;
            (t.name, t.uri, t.price, t.stock) = ("ride", "https://example.org", uint112(_scaled(amount, 1e18)), 1_000);
            (t.opens, t.closes) = (uint64(block.timestamp), uint64(block.timestamp + 3_000 days));
            (t.validUntil, t.treasuryBps) = (uint64(block.timestamp + 3_000 days), 1_000);
            t.settlement = IPartnerAcceptance.Settlement.Share;
            return _act("publish", caller, address(partner), abi.encodeCall(IPartnerAcceptance.publish, (t)));
        }
        uint256 id = _recent(seed >> 80, offers);
        IPartnerAcceptance.Dashboard memory d = partner.dashboard(id);
        uint256 count = 1 + (amount % 5);
        bytes memory data;
        if (kind == 0 || kind == 1) {
            data = abi.encodeCall(IPartnerAcceptance.purchase, (id, count, d.termsHash, _pick(seed >> 96)));
        }
        if (kind == 2) {
            uint256 held;
            for (uint256 i = 0; i < _callers.length && held == 0; ++i) {
                caller = _callers[i];
                held = IERC1155(address(partner)).balanceOf(caller, id);
            }
            data = abi.encodeCall(IPartnerAcceptance.redeemVoucher, (id, held == 0 ? 1 : _scaled(amount, held)));
        }
        if (kind == 3) data = abi.encodeCall(IPartnerAcceptance.returnVoucher, (id, count, caller));
        if (kind == 4) {
            if ((seed >> 104) % 4 != 0) return;
            data = abi.encodeCall(IPartnerAcceptance.withdrawOffer, (id));
            return _act("withdrawOffer", d.partner, address(partner), data);
        }
        _act(
            kind < 2
                ? "purchase"
                : kind == 2
                    ? "redeem"
                    : "return",
            caller,
            address(partner),
            data
        );
    }

    function back(uint256 seed, uint256 amount) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        IProductionProposals proposals = org.proposals;
        uint256 count = proposals.proposalCount();
        uint256 kind = (seed >> 64) % 6;
        if (count == 0 || (kind == 0 && count < MOST)) {
            IProductionProposals.Terms memory t;
            (t.goal, t.reward, t.backersBps) = (uint112(1 + (amount % 5e18)), 10e18, 3_000);
            (t.deadline, t.deliverBy) = (uint64(block.timestamp + 20 days), uint64(block.timestamp + 60 days));
            t.deliverers = new Share[](1);
            t.deliverers[0] = Share(_pick(seed >> 72), 7_000);
            uint256 before = count;
            _act("open", caller, address(proposals), abi.encodeCall(IProductionProposals.open, (t)));
            if (proposals.proposalCount() > before) {
                _deliverers[_orgIndex(seed)][before + 1] = t.deliverers[0].account;
            }
            return;
        }
        uint256 id = _recent(seed >> 80, count);
        Share[] memory deliverers = new Share[](1);
        deliverers[0] = Share(_deliverers[_orgIndex(seed)][id], 7_000);
        bytes32 termsHash = proposals.proposal(id).termsHash;
        uint256 tokens = _scaled(amount, org.token.balanceOf(caller) + 1);
        bytes memory data;
        if (kind <= 1) data = abi.encodeCall(IProductionProposals.back, (id, tokens, termsHash));
        if (kind == 2) {
            uint256 backing = proposals.backingOf(id, caller);
            data = abi.encodeCall(IProductionProposals.withdraw, (id, backing == 0 ? 1 : _scaled(amount, backing)));
        }
        if (kind == 3) data = abi.encodeCall(IProductionProposals.deliver, (id, deliverers, 0, ""));
        if (kind == 4) data = abi.encodeCall(IProductionProposals.complete, (id, deliverers));
        if (kind == 5) data = abi.encodeCall(IProductionProposals.reclaim, (id));
        _act("back", kind == 3 ? deliverers[0].account : caller, address(proposals), data);
    }

    /// @notice The owner, who may do much, but lowers nobody's belongings.
    function own(uint256 seed) external watched {
        Organisation storage org = _orgs[seed % 2];
        uint256 kind = (seed >> 64) % 5;
        address target = address(org.reserve);
        bytes memory data;
        if (kind == 0) {
            data = abi.encodeCall(
                ILiquidityReserve.setTributes,
                (uint16((seed >> 72) % 1_001), uint16((seed >> 88) % 1_001))
            );
        }
        if (kind == 1) data = abi.encodeCall(ILiquidityReserve.collectTribute, ());
        if (kind == 2) {
            bool named = org.registry.curatorSince(_pick(4)) > 0;
            (target, data) = (
                address(org.registry),
                abi.encodeCall(IContributionRegistry.setCurator, (_pick(4), !named))
            );
        }
        if (kind == 3) {
            (target, data) = (
                address(org.issuance),
                abi.encodeCall(IIssuance.setGrowth, (uint16((seed >> 72) % 500), 100, 1_000))
            );
        }
        if (kind == 4) data = abi.encodeCall(ILiquidityReserve.renewDrip, ());
        _act("own", org.timelock, target, data);
    }

    /// @notice Property 41: what is somebody's alone fails for everyone else, by name, whatever has happened before.
    function trespass(uint256 seed, uint256 amount) external watched {
        (Organisation storage org, address caller) = _draw(seed);
        Organisation storage other = _orgs[1 - _orgIndex(seed)];
        uint256 kind = (seed >> 64) % 9;
        (address target, bytes memory data) = (address(org.token), abi.encodeCall(ICdpoToken.mint, (caller, amount)));
        if (kind == 1)
            (target, data) = (address(org.reserve), abi.encodeCall(ILiquidityReserve.openAtPresalePrice, (1)));
        if (kind == 2) (target, data) = (address(_orgs[1].presale), abi.encodeCall(IPresale.dissolve, ()));
        if (kind == 3)
            (target, data) = (address(_orgs[1].budget), abi.encodeCall(IProductionBudget.receiveBudget, (1, 1)));
        if (kind == 4) (target, data) = (address(_orgs[1].budget), abi.encodeCall(IProductionBudget.dissolve, ()));
        if (kind == 5) (target, data) = (address(org.stake), abi.encodeCall(IStake.burnVesting, (amount)));
        if (kind == 6) {
            (target, data) = (address(org.stake), abi.encodeCall(IStake.moveVesting, (_pick(amount), caller, 1)));
        }
        if (kind == 7) (target, data) = (address(org.issuance), abi.encodeCall(IIssuance.enter, (uint112(amount))));
        if (kind == 8) {
            // What one organisation owns, the other's treasury does not.
            caller = other.timelock;
            (target, data) = (address(org.reserve), abi.encodeCall(ILiquidityReserve.setTributes, (1, 1)));
        }
        vm.prank(caller);
        (bool ok, bytes memory got) = target.call(data);
        _check(41, !ok && _isNamed(got), "a restricted call succeeded, or failed without a name");
        ++refusals;
        _did("trespass");
    }

    function warp(uint256 seed) external watched {
        uint256 kind = seed % 4;
        if (kind < 2) _pass(_bound(seed >> 8, 1, 12 hours));
        else if (kind == 2) _pass(_bound(seed >> 8, 1 days, 3 days));
        else if (calls["warp"] % 4 == 0) _pass(_bound(seed >> 8, 5 days, 20 days));
        _did("warp");
    }

    /// @notice Pauses everything, and everyone leaves with all they can; nothing of it stays (43).
    function leaveInPause(uint256 seed) external watched {
        (, bytes memory reason) = address(this).call(abi.encodeCall(this.simulatePause, (seed)));
        string memory problem = _problem(reason);
        _check(43, bytes(problem).length == 0, problem);
        _did("leaveInPause");
    }

    /// @notice Winds both organisations down: everyone redeems, returns, fetches and reclaims all; nothing of it stays (44).
    function windDown(uint256 seed) external watched {
        uint256 time = block.timestamp;
        (, bytes memory reason) = address(this).call(abi.encodeCall(this.simulateEnd, (seed)));
        vm.warp(time); // no revert undoes that
        string memory problem = _problem(reason);
        _check(44, bytes(problem).length == 0, problem);
        _did("windDown");
    }

    // ---------------------------------------------------------------- simulations

    function simulatePause(uint256 seed) external {
        for (uint256 o = 0; o < 2; ++o) {
            Organisation storage org = _orgs[o];
            address[7] memory pausable = [
                address(org.reserve),
                address(org.issuance),
                address(org.pledgeBook),
                address(org.licenceOffice),
                address(org.partnerAcceptance),
                address(org.proposals),
                address(org.presale)
            ];
            for (uint256 i = 0; i < pausable.length; ++i) {
                if (pausable[i] == address(0) || IPausable(pausable[i]).pausedUntil() > 0) continue;
                vm.prank(org.timelock);
                IPausable(pausable[i]).pause();
            }
        }
        address[] memory order = _shuffledActors(seed);
        for (uint256 i = 0; i < order.length; ++i) {
            for (uint256 o = 0; o < 2; ++o) _leave(_orgs[o], order[i]);
        }
        revert Simulated("");
    }

    /// @dev Unstakes, sells and fetches all that nothing holds.
    function _leave(Organisation storage org, address account) private {
        uint256 free = org.stake.unstakable(account);
        if (free > 0) _must(account, address(org.stake), abi.encodeCall(IStake.unstake, (free, account)), "unstake");
        uint256 tokens = org.token.balanceOf(account);
        // What is worth less than a unit cannot be sold, in a pause or not.
        if (tokens > 1e15) {
            bytes memory sell = abi.encodeCall(ILiquidityReserve.sell, (tokens, 0, account, NEVER));
            _must(account, address(org.reserve), sell, "sell");
        }
        if (address(org.budget) != address(0) && org.budget.fetchable(account) > 0) {
            _must(account, address(org.budget), abi.encodeCall(IProductionBudget.fetch, (account)), "fetch");
        }
    }

    function simulateEnd(uint256 seed) external {
        for (uint256 o = 0; o < 2; ++o) {
            vm.prank(_orgs[o].timelock);
            _orgs[o].reserve.dissolve();
        }
        // Deadlines of pledges, proposals and offers pass.
        _pass(3_100 days);
        for (uint256 o = 0; o < 2; ++o) _wind(_orgs[o], seed);
        revert Simulated("");
    }

    function _wind(Organisation storage org, uint256 seed) private {
        bytes memory absorb = abi.encodeCall(ILiquidityReserve.absorb, ());
        (bool absorbed, ) = address(org.reserve).call(absorb);
        absorbed;
        _windBooks(org);
        for (uint256 i = 0; i < _callers.length; ++i) {
            address account = _callers[(i + (seed % _callers.length)) % _callers.length];
            if (account == org.timelock) continue;
            if (address(org.presale) != address(0)) {
                (uint256 vested, uint256 vesting) = org.presale.previewClaim(account);
                bytes memory claim = abi.encodeCall(IPresale.claim, (account));
                if (vested + vesting > 0) _must(account, address(org.presale), claim, "claim at the end");
                bytes memory fetch = abi.encodeCall(IProductionBudget.fetch, (account));
                if (org.budget.fetchable(account) > 0) _must(account, address(org.budget), fetch, "fetch at the end");
            }
            uint256 free = org.stake.unstakable(account);
            bytes memory unstake = abi.encodeCall(IStake.unstake, (free, account));
            if (free > 0) _must(account, address(org.stake), unstake, "unstake at the end");
            if (org.stake.getVotes(account) != 0) revert Simulated("somebody's stake is left");
        }
        for (uint256 i = 0; i < _callers.length; ++i) {
            address account = _callers[i];
            uint256 tokens = org.token.balanceOf(account);
            if (account == org.timelock || tokens == 0) continue;
            vm.prank(account);
            (bool ok, bytes memory got) = address(org.reserve).call(
                abi.encodeCall(ILiquidityReserve.redeem, (tokens, account))
            );
            // Less than a unit is not paid.
            if (!ok && bytes4(got) != ILiquidityReserve.TradeTooSmall.selector)
                revert Simulated("somebody cannot redeem");
        }
        _dust(org);
    }

    function _windBooks(Organisation storage org) private {
        for (uint256 id = org.pledgeBook.pledgeCount(); id > 0; --id) {
            if (org.pledgeBook.stateOf(id) != IPledgeBook.PledgeState.Returnable) continue;
            address donor = org.pledgeBook.pledgeOf(id).donor;
            _must(donor, address(org.pledgeBook), abi.encodeCall(IPledgeBook.reclaim, (id, donor)), "reclaim a pledge");
        }
        for (uint256 id = org.partnerAcceptance.offerCount(); id > 0; --id) {
            for (uint256 i = 0; i < _callers.length; ++i) {
                uint256 open = IERC1155(address(org.partnerAcceptance)).balanceOf(_callers[i], id);
                if (open == 0) continue;
                bytes memory data = abi.encodeCall(IPartnerAcceptance.returnVoucher, (id, open, _callers[i]));
                _must(_callers[i], address(org.partnerAcceptance), data, "return vouchers");
            }
        }
        for (uint256 id = org.proposals.proposalCount(); id > 0; --id) {
            if (org.proposals.state(id) != IProductionProposals.ProposalState.Failed) continue;
            for (uint256 i = 0; i < _callers.length; ++i) {
                if (org.proposals.backingOf(id, _callers[i]) == 0) continue;
                bytes memory data = abi.encodeCall(IProductionProposals.reclaim, (id));
                _must(_callers[i], address(org.proposals), data, "reclaim backing");
            }
        }
        if (org.licenceOffice.makersDue() > 0) org.licenceOffice.collectMakersPart(org.timelock);
    }

    /// @dev A unit a call of asset stays behind at most, and what nobody's tokens redeem: those of the dead address and of what was
    /// issued and not fetched.
    function _dust(Organisation storage org) private view {
        uint256 left = org.asset.balanceOf(address(org.pledgeBook)) + org.asset.balanceOf(address(org.licenceOffice));
        if (address(org.presale) != address(0)) {
            left += org.asset.balanceOf(address(org.presale)) + org.asset.balanceOf(address(org.budget));
        }
        if (left > 2 * _callers.length) revert Simulated("more than dust is left in a contract");
        if (org.token.balanceOf(address(org.partnerAcceptance)) > 0) revert Simulated("tokens of vouchers are left");
        uint256 inReserve = org.asset.balanceOf(address(org.reserve));
        uint256 supply = org.token.totalSupply();
        uint256 kept = supply == 0 ? 0 : (org.reserve.backing() * supply) / 1e18;
        if (inReserve > kept + org.reserve.tributeOwed() + 3 * _callers.length + supply / 1e18 + 1) {
            revert Simulated("the reserve keeps what no token redeems");
        }
    }

    function _must(address caller, address target, bytes memory data, string memory what) private {
        vm.prank(caller);
        (bool ok, bytes memory got) = target.call(data);
        if (!ok) revert Simulated(string.concat("nobody could ", what, ": ", _name(got)));
    }

    // ---------------------------------------------------------------- what is watched

    /// @dev Property 42: `caller` does something, and nobody else has less afterwards; 41: what fails, fails by name.
    function _act(string memory name, address caller, address target, bytes memory data) private {
        Belongings[] memory before = _belongings();
        vm.prank(caller);
        (bool ok, bytes memory got) = target.call(data);
        if (!ok) {
            _check(NAMED_ERRORS, _isNamed(got), string.concat(name, " failed without a name"));
            ++refusals;
            return;
        }
        _compare(before, caller, address(0));
        _did(name);
    }

    /// @dev A position moves from who offered it: with their permission.
    function _takes(address caller, address from, bytes memory data) private {
        Belongings[] memory before = _belongings();
        vm.prank(caller);
        (bool ok, bytes memory got) = address(_orgs[1].presale).call(data);
        _check(NAMED_ERRORS, ok || _isNamed(got), "takePosition failed without a name");
        if (!ok) {
            ++refusals;
            return;
        }
        _compare(before, caller, from);
        _did("takePosition");
    }

    function _compare(Belongings[] memory before, address caller, address with) private {
        Belongings[] memory afterwards = _belongings();
        for (uint256 i = 0; i < before.length; ++i) {
            address owner = actors[i / 2];
            if (owner == caller || owner == with) continue;
            (Belongings memory a, Belongings memory b) = (before[i], afterwards[i]);
            bool kept = b.asset >= a.asset && b.tokens >= a.tokens && b.votes >= a.votes && b.given >= a.given;
            kept = kept && b.presaleTokens >= a.presaleTokens && b.fetchable >= a.fetchable;
            kept = kept && b.backing >= a.backing && b.vouchers >= a.vouchers && (b.licensed || !a.licensed);
            _check(42, kept, "somebody's call lowered what belongs to another");
        }
    }

    function _belongings() private view returns (Belongings[] memory list) {
        list = new Belongings[](2 * actors.length);
        for (uint256 i = 0; i < list.length; ++i) {
            address account = actors[i / 2];
            Organisation storage org = _orgs[i % 2];
            Belongings memory b = list[i];
            b.asset = org.asset.balanceOf(account);
            b.tokens = org.token.balanceOf(account);
            b.votes = org.stake.getVotes(account);
            b.licensed = org.licenceOffice.isLicensed(account, 1);
            for (uint256 id = org.proposals.proposalCount(); id > 0; --id) {
                b.backing += org.proposals.backingOf(id, account);
            }
            for (uint256 id = org.partnerAcceptance.offerCount(); id > 0; --id) {
                b.vouchers += IERC1155(address(org.partnerAcceptance)).balanceOf(account, id);
            }
            if (address(org.presale) == address(0)) continue;
            (, b.given) = org.presale.givenBy(account);
            IPresale.Tokens memory t = org.presale.tokensOf(account);
            b.presaleTokens = t.vested + t.vesting;
            b.fetchable = org.budget.fetchable(account);
        }
    }

    /// @dev Property 40: whatever there is of each asset and token is where it is known to be.
    function _look() private {
        for (uint256 o = 0; o < 2; ++o) {
            Organisation storage org = _orgs[o];
            (uint256 asset, uint256 tokens) = (0, 0);
            for (uint256 i = 0; i < _places.length; ++i) {
                asset += org.asset.balanceOf(_places[i]);
                tokens += org.token.balanceOf(_places[i]);
            }
            _check(40, asset == org.asset.totalSupply(), "asset units are nowhere");
            _check(40, tokens == org.token.totalSupply(), "tokens are nowhere");
            (uint256 pending, ) = org.reserve.pendingGifts();
            uint256 owed = org.reserve.reserveBalance() + pending + org.reserve.tributeOwed();
            _check(40, org.asset.balanceOf(address(org.reserve)) >= owed, "the reserve owes more than it holds");
        }
    }

    // ---------------------------------------------------------------- internals

    /// @dev Lets the objections to an approved milestone end.
    function _passTo(IProductionBudget budget, uint256 turn) private {
        if (turn >= budget.milestoneCount()) return;
        uint64 end = budget.milestoneOf(turn).objectionsEnd;
        if (end > block.timestamp) vm.warp(end);
    }

    /// @dev One of the numbers 1 to `count`, the last one every second time: what is old can mostly not be changed any more.
    function _recent(uint256 seed, uint256 count) private pure returns (uint256) {
        return seed % 2 == 0 ? count : 1 + ((seed >> 1) % count);
    }

    function _orgIndex(uint256 seed) private pure returns (uint256) {
        return seed % 2;
    }

    function _draw(uint256 seed) private view returns (Organisation storage org, address caller) {
        org = _orgs[_orgIndex(seed)];
        // Actors most often; roles and the treasuries now and then.
        uint256 drawn = (seed >> 8) % (2 * actors.length + _callers.length);
        caller = drawn < 2 * actors.length ? actors[drawn % actors.length] : _callers[drawn - 2 * actors.length];
    }

    function _whole(address account) private pure returns (Share[] memory shares) {
        shares = new Share[](1);
        shares[0] = Share(account, 10_000);
    }

    /// @dev A custom error, with its arguments or without; neither a panic, nor a text, nor nothing.
    function _isNamed(bytes memory got) private pure returns (bool) {
        if (got.length < 4) return false;
        bytes4 selector = bytes4(got);
        return selector != 0x4e487b71 && selector != 0x08c379a0; // Panic(uint256), Error(string)
    }

    function _equip(address account, Organisation memory org) private {
        org.asset.mint(account, 1e9 * 10 ** org.asset.decimals());
        address[4] memory takers = [
            address(org.reserve),
            address(org.pledgeBook),
            address(org.licenceOffice),
            address(org.presale)
        ];
        for (uint256 i = 0; i < takers.length; ++i) {
            if (takers[i] == address(0)) continue;
            vm.prank(account);
            org.asset.approve(takers[i], NEVER);
        }
        address[3] memory users = [address(org.stake), address(org.partnerAcceptance), address(org.proposals)];
        for (uint256 i = 0; i < users.length; ++i) {
            vm.prank(account);
            org.token.approve(users[i], NEVER);
        }
    }

    function _remember(Organisation memory org) private {
        address[15] memory places = [
            address(org.token),
            address(org.issuance),
            address(org.registry),
            address(org.epochs),
            address(org.stake),
            address(org.proposals),
            address(org.reserve),
            address(org.presale),
            address(org.custody),
            address(org.budget),
            address(org.pledgeBook),
            address(org.licenceOffice),
            address(org.partnerAcceptance),
            org.timelock,
            org.governor
        ];
        for (uint256 i = 0; i < places.length; ++i) if (places[i] != address(0)) _places.push(places[i]);
    }
}
