// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {InvalidRecipient, Paused, PauseTooSoon, ZeroAmount} from "../../../contracts/interfaces/Errors.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {IPausable} from "../../../contracts/interfaces/IPausable.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {ISaleTerms} from "../../../contracts/interfaces/ISaleTerms.sol";
import {IStake} from "../../../contracts/interfaces/IStake.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title PresaleHandler
/// @notice Partners, founders, trustee and strangers at several presales at once, in all their states.
contract PresaleHandler is Handler {
    /// @dev One presale: its organisation, its terms, and what must have happened to money and tokens.
    /// @param opensAt, closesAt, releaseBy Seconds.
    /// @param contributed Asset units taken from partners.
    /// @param refunded Asset units sent back.
    /// @param forced Asset units sent to the presale past its functions.
    /// @param claimed Tokens that left the presale, sent or staked.
    /// @param staked Tokens that claims, or accounts themselves, staked and did not unstake.
    /// @param toBudget Asset units that the release sent to the budget.
    /// @param given Asset units given to the reserve.
    /// @param releasedAt Seconds, 0 before.
    /// @param pausedUntil When contributions may go on, seconds.
    /// @param seen The last state seen.
    struct Sale {
        Organisation org;
        uint256 price;
        uint256 minimum;
        uint256 maximum;
        uint256 perPartnerMaximum;
        uint256 opensAt;
        uint256 closesAt;
        uint256 releaseBy;
        uint256 founderBps;
        ISaleTerms.Vesting founderVesting;
        ISaleTerms.Vesting partnerVesting;
        uint256 contributed;
        uint256 refunded;
        uint256 forced;
        uint256 claimed;
        uint256 staked;
        uint256 toBudget;
        uint256 given;
        uint256 releasedAt;
        uint256 pausedUntil;
        IPresale.State seen;
    }

    /// @dev What one account did at one sale, and the most of its tokens seen vested.
    /// @param claimed Whether it has claimed.
    /// @param vesting What its claim staked.
    /// @param sent What its claim sent, and what it unstaked, less what it staked itself; more than that never came out.
    /// @param staked What lies in the stake in its name.
    struct Partner {
        uint256 founderBps;
        uint256 contributed;
        uint256 refunded;
        bool claimed;
        uint256 vesting;
        int256 sent;
        uint256 staked;
        uint256 vested;
    }

    /// @dev Findings about the price at which a release opens the market.
    uint256 public constant OPENING_PRICE = 1_000;

    uint256 private constant WHOLE_TOKEN = 1e18;
    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    uint256 private constant DEAD_SUPPLY = 0.001e18; // minted at opening

    Sale[] private _sales;
    mapping(uint256 sale => mapping(address account => Partner)) private _partners;

    constructor(address[] memory actors_) Handler(actors_) {}

    /// @notice Takes up a presale; each actor has `funds` asset units for it.
    function add(Organisation calldata org, uint256 funds) external {
        IPresale.Terms memory terms = org.presale.terms();
        Sale storage sale = _sales.push();
        sale.org = org;
        sale.price = terms.price;
        sale.minimum = terms.minimum;
        sale.maximum = terms.maximum;
        sale.perPartnerMaximum = terms.perPartnerMaximum;
        sale.opensAt = terms.opens;
        sale.closesAt = terms.closes;
        sale.releaseBy = terms.releaseBy;
        sale.founderBps = terms.founderBps;
        sale.founderVesting = terms.founderVesting;
        sale.partnerVesting = terms.partnerVesting;
        for (uint256 i = 0; i < terms.founders.length; ++i) {
            _partners[_sales.length - 1][terms.founders[i].account].founderBps = terms.founders[i].bps;
        }
        for (uint256 i = 0; i < actors.length; ++i) {
            org.asset.mint(actors[i], funds);
            vm.prank(actors[i]);
            org.asset.approve(address(org.presale), type(uint256).max);
            vm.prank(actors[i]);
            org.asset.approve(address(org.reserve), type(uint256).max);
            vm.prank(actors[i]);
            org.token.approve(address(org.stake), type(uint256).max);
        }
    }

    // ---------------------------------------------------------------- partners

    function contribute(uint256 saleSeed, uint256 partnerSeed, uint256 amountSeed) external action {
        uint256 id = _prefer(saleSeed, IPresale.State.Open);
        uint256 most = (_sales[id].maximum * 2) / 3; // above what one partner may give
        uint256 amount = amountSeed % 3 == 0 ? amountSeed % (most + 1) : _scaled(amountSeed, most);
        contributeAs(id, _pick(partnerSeed), amount);
    }

    /// @notice Several partners in a row, enough to reach minimum or maximum now and then.
    function contributeTogether(uint256 saleSeed, uint256 seed) external action {
        uint256 id = _prefer(saleSeed, IPresale.State.Open);
        for (uint256 i = 0; i < 4; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            contributeAs(id, _pick(random), (random >> 8) % (_sales[id].maximum / 2));
        }
    }

    /// @notice Offers `amount`; succeeds or fails exactly as the terms say.
    function contributeAs(uint256 id, address partner, uint256 amount) public {
        Sale storage sale = _sales[id];
        Partner storage p = _partners[id][partner];
        bytes memory data = abi.encodeCall(IPresale.contribute, (amount, new bytes32[](0)));
        uint256 taken = _min(amount, _min(sale.perPartnerMaximum - p.contributed, sale.maximum - sale.contributed));
        bytes memory expected;
        if (expectedState(id) != IPresale.State.Open) {
            expected = _wrongState(id, IPresale.State.Open);
        } else if (block.timestamp < sale.pausedUntil) {
            expected = abi.encodeWithSelector(Paused.selector, sale.pausedUntil);
        } else if (amount == 0) {
            expected = abi.encodeWithSelector(ZeroAmount.selector);
        } else if (p.contributed == sale.perPartnerMaximum) {
            expected = abi.encodeWithSelector(IPresale.PartnerMaximumReached.selector, partner, sale.perPartnerMaximum);
        } else if ((p.contributed + taken) * WHOLE_TOKEN < sale.price) {
            uint256 given = p.contributed + taken;
            expected = abi.encodeWithSelector(ISaleTerms.ContributionTooSmall.selector, given, sale.price);
        }
        if (expected.length > 0) return _mustRevert(partner, address(sale.org.presale), data, expected);

        uint256 funds = sale.org.asset.balanceOf(partner);
        uint256 held = sale.org.asset.balanceOf(address(sale.org.presale));
        vm.prank(partner);
        uint256 answer = sale.org.presale.contribute(amount, new bytes32[](0));
        uint256 paid = funds - sale.org.asset.balanceOf(partner);
        _check(17, answer == taken && paid == taken, "took another sum than there was room for");
        _check(16, sale.org.asset.balanceOf(address(sale.org.presale)) == held + paid, "money got lost on its way in");
        sale.contributed += paid;
        p.contributed += paid;
        _noteStates();
        _did("contribute");
    }

    function refund(uint256 saleSeed, uint256 partnerSeed, uint256 recipientSeed) external action {
        uint256 id = _prefer(saleSeed, IPresale.State.Refunding);
        Sale storage sale = _sales[id];
        address partner = _pick(partnerSeed);
        Partner storage p = _partners[id][partner];
        address recipient = _recipient(sale, recipientSeed);
        uint256 due = p.contributed - p.refunded;
        bytes memory expected;
        if (_swallows(sale, recipient)) {
            expected = abi.encodeWithSelector(InvalidRecipient.selector, recipient);
        } else if (expectedState(id) != IPresale.State.Refunding) {
            expected = _wrongState(id, IPresale.State.Refunding);
        } else if (due == 0) {
            expected = abi.encodeWithSelector(IPresale.NothingToTake.selector, partner);
        }
        bytes memory data = abi.encodeCall(IPresale.refund, (recipient));
        if (expected.length > 0) return _mustRevert(partner, address(sale.org.presale), data, expected);

        _noteExit(sale);
        uint256 funds = sale.org.asset.balanceOf(recipient);
        vm.prank(partner);
        uint256 answer = sale.org.presale.refund(recipient);
        uint256 received = sale.org.asset.balanceOf(recipient) - funds;
        _check(20, answer == due && received == due, "a partner got back another sum than given");
        sale.refunded += received;
        p.refunded += received;
        _noteStates();
        _did("refund");
    }

    function claim(uint256 saleSeed, uint256 accountSeed, uint256 recipientSeed) external action {
        uint256 id = _prefer(saleSeed, IPresale.State.Released);
        Sale storage sale = _sales[id];
        address account = _pick(accountSeed);
        Partner storage p = _partners[id][account];
        address recipient = _recipient(sale, recipientSeed);
        uint256 vested = expectedVested(id, account);
        uint256 vesting = _tokensOf(sale, p) - (sale.releasedAt == 0 ? 0 : vested);
        bytes memory expected;
        if (expectedState(id) != IPresale.State.Released) {
            expected = _wrongState(id, IPresale.State.Released);
        } else if (_swallows(sale, recipient) || recipient == address(sale.org.stake)) {
            expected = abi.encodeWithSelector(InvalidRecipient.selector, recipient);
        } else if (p.claimed || vested + vesting == 0) {
            expected = abi.encodeWithSelector(IPresale.NothingToTake.selector, account);
        }
        bytes memory data = abi.encodeCall(IPresale.claim, (recipient));
        if (expected.length > 0) return _mustRevert(account, address(sale.org.presale), data, expected);

        _noteExit(sale);
        uint256 held = sale.org.token.balanceOf(recipient);
        uint256 votes = sale.org.stake.getVotes(account);
        vm.prank(account);
        (uint256 sent, uint256 staked) = sale.org.presale.claim(recipient);
        bool exact = sent == vested && sale.org.token.balanceOf(recipient) - held == vested;
        _check(24, exact, "claimed another amount than vested");
        exact = staked == vesting && sale.org.stake.getVotes(account) - votes == vesting;
        _check(24, exact, "another amount than what still vests was staked");
        sale.claimed += vested + vesting;
        sale.staked += vesting;
        p.claimed = true;
        p.vesting = vesting;
        p.sent += int256(vested);
        p.staked += vesting;
        _noteStates();
        _did("claim");
        if (vesting > 0) _did("claimVesting");
    }

    /// @notice Property 24: of a stake exactly what has not vested is barred, to the wei. At times an account stakes more.
    function unstake(uint256 saleSeed, uint256 accountSeed, uint256 amountSeed) external action {
        uint256 id = _prefer(saleSeed, IPresale.State.Released);
        Sale storage sale = _sales[id];
        address account = _pick(accountSeed);
        Partner storage p = _partners[id][account];
        if (amountSeed % 4 == 0) return _stakeMore(sale, p, account, amountSeed / 4);
        if (p.staked == 0) return;
        uint256 barred = p.vesting == 0 ? 0 : _tokensOf(sale, p) - expectedVested(id, account);
        uint256 free = p.staked - barred;
        _check(24, sale.org.stake.unstakable(account) == free, "another part of a stake is barred than what vests");
        uint256 amount = amountSeed % 4 == 1 ? free + 1 : _scaled(amountSeed, free);
        if (amount > free) {
            bytes memory data = abi.encodeCall(IStake.unstake, (amount, account));
            bytes memory expected = abi.encodeWithSelector(IStake.StakeHeld.selector, account, amount, free);
            return _mustRevert(account, address(sale.org.stake), data, expected);
        }
        uint256 held = sale.org.token.balanceOf(account);
        vm.prank(account);
        sale.org.stake.unstake(amount, account);
        _check(24, sale.org.token.balanceOf(account) - held == amount, "unstaked another amount");
        sale.staked -= amount;
        p.staked -= amount;
        p.sent += int256(amount);
        _did("unstake");
    }

    // ---------------------------------------------------------------- trustee

    function release(uint256 saleSeed) external action {
        uint256 id = _prefer(saleSeed, IPresale.State.Ended);
        releaseAs(id, _sales[id].org.presale.terms().trustee);
    }

    /// @notice Releases; succeeds or fails exactly as the terms say.
    function releaseAs(uint256 id, address sender) public {
        Sale storage sale = _sales[id];
        Organisation memory org = sale.org;
        _noteStates();
        bytes memory expected;
        if (sender != org.presale.terms().trustee) {
            expected = abi.encodeWithSelector(IPresale.NotTrustee.selector, sender);
        } else if (expectedState(id) != IPresale.State.Ended) {
            expected = _wrongState(id, IPresale.State.Ended);
        }
        if (expected.length > 0) {
            return _mustRevert(sender, address(org.presale), abi.encodeCall(IPresale.release, ()), expected);
        }
        _noteExit(sale);
        uint256 budget = org.asset.balanceOf(address(org.budget));
        uint256 reserve = org.asset.balanceOf(address(org.reserve));
        _check(25, reserve == 0, "the reserve took something before the release");
        uint256 trustee = org.asset.balanceOf(sender);
        vm.prank(sender);
        org.presale.release();
        sale.releasedAt = block.timestamp;
        sale.toBudget = org.asset.balanceOf(address(org.budget)) - budget;
        uint256 toReserve = org.asset.balanceOf(address(org.reserve)) - reserve;
        _check(21, toReserve + sale.toBudget == sale.contributed, "a release lost money");
        _check(21, org.asset.balanceOf(sender) == trustee, "a release paid the trustee");
        _checkOpening(sale, toReserve);
        _noteStates();
        _did("release");
    }

    // ---------------------------------------------------------------- everyone at once

    /// @notice Property 20: alone and in any order, each partner of a failed sale gets back all they gave. Of a released
    /// one, each account gets all its tokens in the end, or all but what of a founder's part had not vested at a dissolution
    /// (24). Simulated.
    function everyoneLeaves(uint256 saleSeed, uint256 seed) external action {
        uint256 id = saleSeed % _sales.length;
        IPresale.State state = expectedState(id);
        if (state != IPresale.State.Refunding && state != IPresale.State.Released) return;
        bool refunding = state == IPresale.State.Refunding;
        uint256 time = block.timestamp;
        try this.simulateLeaving(id, seed) {
            return;
        } catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            _check(refunding ? 20 : 24, bytes(problem).length == 0, problem);
            _did("everyoneLeaves");
            if (!refunding && seed % 2 == 1) _did("dissolvedAndLeft");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateLeaving(uint256 id, uint256 seed) external {
        Sale storage sale = _sales[id];
        address[] memory accounts = _shuffledActors(seed);
        address recipient = address(0xBEEF);
        if (sale.releasedAt == 0) {
            uint256 refunded;
            for (uint256 i = 0; i < accounts.length; ++i) {
                Partner storage p = _partners[id][accounts[i]];
                uint256 due = p.contributed - p.refunded;
                if (due == 0) continue;
                vm.prank(accounts[i]);
                if (sale.org.presale.refund(recipient) != due) revert Simulated("refunded another sum than was given");
                refunded += due;
            }
            if (sale.org.asset.balanceOf(recipient) != refunded) revert Simulated("the recipient got less");
            revert Simulated("");
        }
        bool dissolved = seed % 2 == 1;
        uint256[] memory dues = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            Partner storage p = _partners[id][accounts[i]];
            uint256 all = _tokensOf(sale, p);
            uint256 asFounder = all - (p.contributed * WHOLE_TOKEN) / sale.price;
            uint256 elapsed = block.timestamp - sale.releasedAt;
            uint256 lost = dissolved ? asFounder - _vested(asFounder, elapsed, sale.founderVesting) : 0;
            dues[i] = uint256(int256(all - lost) - p.sent);
        }
        if (dissolved) {
            vm.prank(sale.org.timelock);
            sale.org.reserve.dissolve();
            vm.warp(block.timestamp + 1 + ((seed >> 1) % 400 days));
        } else vm.warp(sale.releasedAt + 3_650 days);
        uint256 received;
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (_leave(sale.org, accounts[i], recipient) != dues[i]) {
                revert Simulated("an account left with another amount than its own");
            }
            received += dues[i];
        }
        if (sale.org.token.balanceOf(recipient) != received) revert Simulated("the recipient got less");
        uint256 left =
            sale.org.token.balanceOf(address(sale.org.presale)) + sale.org.token.balanceOf(address(sale.org.stake));
        revert Simulated(left <= 2 * accounts.length ? "" : "more than dust was left");
    }

    // ---------------------------------------------------------------- strangers, gifts, time

    /// @notice What others may not do: release (not even the treasury), open the market past the presale, mint.
    function meddle(uint256 saleSeed, uint256 senderSeed, uint256 kind) external action {
        if (kind % 3 == 0) {
            address stranger = kind % 5 == 0 ? _sales[saleSeed % _sales.length].org.timelock : _pick(senderSeed);
            releaseAs(_prefer(saleSeed, IPresale.State.Ended), stranger);
        } else if (kind % 3 == 1) {
            _meddleWithReserve(saleSeed % _sales.length, _pick(senderSeed));
        } else {
            Organisation storage org = _sales[saleSeed % _sales.length].org;
            address[4] memory insiders = [
                org.timelock,
                org.presale.terms().trustee,
                address(org.factory),
                address(this)
            ];
            uint256 index = senderSeed % (insiders.length + actors.length);
            _mustNotMint(org, index < insiders.length ? insiders[index] : _pick(index), _scaled(kind, 1e24));
        }
        _did("meddle");
    }

    function forceTransfer(uint256 saleSeed, uint256 senderSeed, uint256 amountSeed) external action {
        Sale storage sale = _sales[saleSeed % _sales.length];
        address sender = _pick(senderSeed);
        uint256 funds = sale.org.asset.balanceOf(sender) / 1_000;
        if (funds == 0) return;
        uint256 amount = _scaled(amountSeed, funds);
        vm.prank(sender);
        assert(sale.org.asset.transfer(address(sale.org.presale), amount));
        sale.forced += amount;
        _noteStates();
        _did("forceTransfer");
    }

    /// @notice Gives to the reserve past the sale, which takes nothing as long as the sale may be released.
    function giveToReserve(uint256 saleSeed, uint256 senderSeed, uint256 amountSeed) external action {
        uint256 id = saleSeed % _sales.length;
        Sale storage sale = _sales[id];
        address sender = _pick(senderSeed);
        uint256 funds = sale.org.asset.balanceOf(sender) / 100;
        if (funds == 0) return;
        uint256 amount = _scaled(amountSeed, funds);
        IPresale.State state = expectedState(id);
        if (state != IPresale.State.Released && state != IPresale.State.Refunding) {
            bytes4 selector = ILiquidityReserve.PresalePending.selector;
            bytes memory expected = abi.encodeWithSelector(selector, address(sale.org.presale));
            bytes memory data = abi.encodeCall(ILiquidityReserve.donate, (amount, ""));
            return _mustRevert(sender, address(sale.org.reserve), data, expected);
        }
        vm.prank(sender);
        sale.org.reserve.donate(amount, "");
        sale.given += amount;
        _did("giveToReserve");
    }

    /// @notice Property 43: the owner pauses contributions, or ends a pause.
    function pause(uint256 saleSeed, uint256 senderSeed, uint256 kind) external action {
        Sale storage sale = _sales[saleSeed % _sales.length];
        address presale = address(sale.org.presale);
        bytes memory data = abi.encodeCall(IPausable.pause, ());
        if (kind % 4 == 0) {
            address stranger = _pick(senderSeed);
            bytes4 selector = OwnableUpgradeable.OwnableUnauthorizedAccount.selector;
            return _mustRevert(stranger, presale, data, abi.encodeWithSelector(selector, stranger));
        }
        if (block.timestamp < sale.pausedUntil && kind % 2 == 1) {
            vm.prank(sale.org.timelock);
            sale.org.presale.unpause();
            sale.pausedUntil = block.timestamp;
            return _did("unpause");
        }
        uint256 notBefore = sale.pausedUntil == 0 ? 0 : sale.pausedUntil + 14 days;
        if (block.timestamp < notBefore) {
            bytes memory tooSoon = abi.encodeWithSelector(PauseTooSoon.selector, notBefore);
            return _mustRevert(sale.org.timelock, presale, data, tooSoon);
        }
        vm.prank(sale.org.timelock);
        sale.org.presale.pause();
        sale.pausedUntil = block.timestamp + 14 days;
        _did("pause");
    }

    function warp(uint256 secondsAhead) external action {
        _pass(_scaled(secondsAhead, 4 days));
        _noteStates();
        _did("warp");
    }

    /// @notice Goes to the second before, at or after the next moment at which something changes at a sale.
    function warpToEdge(uint256 saleSeed, uint256 offset) external action {
        Sale storage sale = _sales[saleSeed % _sales.length];
        uint256[7] memory edges = [sale.opensAt, sale.closesAt, sale.releaseBy, 0, 0, 0, 0];
        if (sale.releasedAt != 0) {
            edges[3] = sale.releasedAt + sale.partnerVesting.cliff;
            edges[4] = sale.releasedAt + sale.partnerVesting.duration;
            edges[5] = sale.releasedAt + sale.founderVesting.cliff;
            edges[6] = sale.releasedAt + sale.founderVesting.duration;
        }
        uint256 next = type(uint256).max;
        for (uint256 i = 0; i < edges.length; ++i) {
            if (edges[i] > block.timestamp + 1 && edges[i] < next) next = edges[i];
        }
        // Not so far that all sales are over at once.
        if (next > block.timestamp + 40 days) _pass(5 days);
        else vm.warp(next - 1 + (offset % 3));
        _noteStates();
        _did("warpToEdge");
    }

    // ---------------------------------------------------------------- views for the properties

    function saleCount() external view returns (uint256) {
        return _sales.length;
    }

    function saleAt(uint256 id) external view returns (Sale memory) {
        return _sales[id];
    }

    function partnerOf(uint256 id, address account) external view returns (Partner memory) {
        return _partners[id][account];
    }

    /// @notice The state by the table of IPresale.
    function expectedState(uint256 id) public view returns (IPresale.State) {
        Sale storage sale = _sales[id];
        if (sale.releasedAt != 0) return IPresale.State.Released;
        if (block.timestamp < sale.opensAt) return IPresale.State.Upcoming;
        if (block.timestamp < sale.closesAt && sale.contributed < sale.maximum) return IPresale.State.Open;
        bool late = block.timestamp >= sale.releaseBy;
        return sale.contributed < sale.minimum || late ? IPresale.State.Refunding : IPresale.State.Ended;
    }

    /// @notice Tokens of `account` vested by now.
    function expectedVested(uint256 id, address account) public view returns (uint256) {
        Sale storage sale = _sales[id];
        if (sale.releasedAt == 0) return 0;
        Partner storage p = _partners[id][account];
        uint256 asPartner = (p.contributed * WHOLE_TOKEN) / sale.price;
        uint256 asFounder = _tokensOf(sale, p) - asPartner;
        uint256 elapsed = block.timestamp - sale.releasedAt;
        return _vested(asPartner, elapsed, sale.partnerVesting) + _vested(asFounder, elapsed, sale.founderVesting);
    }

    /// @notice All tokens of `account` in the end, and those of them that it gets as a founder.
    function expectedTokens(uint256 id, address account) external view returns (uint256 all, uint256 asFounder) {
        Partner storage p = _partners[id][account];
        all = _tokensOf(_sales[id], p);
        asFounder = all - (p.contributed * WHOLE_TOKEN) / _sales[id].price;
    }

    // ---------------------------------------------------------------- internals

    function _stakeMore(Sale storage sale, Partner storage p, address account, uint256 seed) private {
        uint256 funds = sale.org.token.balanceOf(account);
        if (funds == 0) return;
        uint256 amount = _scaled(seed, funds);
        vm.prank(account);
        sale.org.stake.stake(amount);
        sale.staked += amount;
        p.staked += amount;
        p.sent -= int256(amount);
        _did("stakeMore");
    }

    /// @dev Claims and unstakes all that `account` can have; a second try brings nothing.
    function _leave(Organisation memory org, address account, address recipient) private returns (uint256 got) {
        (uint256 vested, uint256 vesting) = org.presale.previewClaim(account);
        if (vesting > 0) revert Simulated("something vests after the end");
        if (vested > 0) {
            vm.prank(account);
            (got, vesting) = org.presale.claim(recipient);
            if (got != vested || vesting > 0) revert Simulated("a claim brought another amount than shown");
        }
        uint256 free = org.stake.unstakable(account);
        if (free > 0) {
            vm.prank(account);
            org.stake.unstake(free, recipient);
            got += free;
        }
        // What a dissolution took of a founder has no voice, whether it was taken out of the stake yet or not.
        if (org.stake.getVotes(account) != 0) revert Simulated("a part of a stake was kept");
        (vested, vesting) = org.presale.previewClaim(account);
        if (vested + vesting + org.stake.unstakable(account) > 0) revert Simulated("something can be had twice");
    }

    function _meddleWithReserve(uint256 id, address sender) private {
        Sale storage sale = _sales[id];
        address reserve = address(sale.org.reserve);
        IPresale.State state = expectedState(id);
        bytes memory expected = abi.encodeWithSelector(ILiquidityReserve.NotPresale.selector, sender);
        _mustRevert(sender, reserve, abi.encodeCall(ILiquidityReserve.openAtPresalePrice, (sale.price)), expected);
        if (state == IPresale.State.Released || state == IPresale.State.Refunding) return;
        expected = abi.encodeWithSelector(ILiquidityReserve.PresalePending.selector, address(sale.org.presale));
        _mustRevert(sender, reserve, abi.encodeCall(ILiquidityReserve.open, ()), expected);
    }

    /// @dev The market opens at the presale's price: R0 is the least whole sum with R0/(w·S) ≥ price.
    function _checkOpening(Sale storage sale, uint256 toReserve) private {
        Organisation memory org = sale.org;
        uint256 sold = (sale.contributed * WHOLE_TOKEN) / sale.price;
        uint256 supply = sold + (sold * sale.founderBps) / WHOLE_BPS + DEAD_SUPPLY;
        uint256 exact = sale.price * org.reserve.reserveRatioBps() * supply; // times 1e18 · 1e4
        uint256 scale = WHOLE_TOKEN * WHOLE_BPS;
        bool atPrice = toReserve * scale >= exact && (toReserve - 1) * scale < exact;
        _check(OPENING_PRICE, org.token.totalSupply() == supply, "another supply than sold");
        _check(OPENING_PRICE, atPrice, "the market did not open at the presale's price");
        _check(OPENING_PRICE, org.reserve.reserveBalance() == toReserve, "R is not what was paid in");
        (uint256 pending, ) = org.reserve.pendingGifts();
        _check(OPENING_PRICE, pending == 0 && sale.given == 0, "something was given before the release");
        bool open = org.reserve.marketState() == ILiquidityReserve.MarketState.Open;
        _check(OPENING_PRICE, open, "the market did not open");
    }

    /// @dev Property 43: a refund, claim or release that comes next must work in a pause, too; if not, it reverts.
    function _noteExit(Sale storage sale) private {
        if (block.timestamp < sale.pausedUntil) _did("exitWhilePaused");
    }

    /// @dev Properties 18 and 24 over time.
    function _noteStates() private {
        for (uint256 id = 0; id < _sales.length; ++id) {
            Sale storage sale = _sales[id];
            IPresale.State state = sale.org.presale.state();
            if (state != sale.seen) {
                _check(18, _isReachable(sale.seen, state), "a sale went along no declared edge");
                sale.seen = state;
            }
            if (state != IPresale.State.Released) continue;
            for (uint256 i = 0; i < actors.length; ++i) {
                Partner storage p = _partners[id][actors[i]];
                uint256 vested = sale.org.presale.tokensOf(actors[i]).vested;
                _check(24, vested >= p.vested, "vested tokens became fewer");
                p.vested = vested;
            }
        }
    }

    /// @dev Declared edges and, as time may skip states, their combinations.
    function _isReachable(IPresale.State from, IPresale.State to) private pure returns (bool) {
        if (from == IPresale.State.Upcoming) return to == IPresale.State.Open || to == IPresale.State.Refunding;
        if (from == IPresale.State.Open) return to == IPresale.State.Ended || to == IPresale.State.Refunding;
        if (from == IPresale.State.Ended) return to == IPresale.State.Released || to == IPresale.State.Refunding;
        return false;
    }

    /// @dev Mostly a sale in `wanted`, when there is one; otherwise any.
    function _prefer(uint256 seed, IPresale.State wanted) private view returns (uint256) {
        uint256 count = _sales.length;
        if (seed % 4 == 0) return (seed / 4) % count;
        for (uint256 i = 0; i < count; ++i) {
            uint256 id = (seed / 4 + i) % count;
            if (expectedState(id) == wanted) return id;
        }
        return (seed / 4) % count;
    }

    /// @dev Mostly another actor, at times an address that would swallow the value.
    function _recipient(Sale storage sale, uint256 seed) private view returns (address) {
        if (seed % 16 == 0) return address(0);
        if (seed % 16 == 1) return address(sale.org.presale);
        if (seed % 16 == 2) return address(sale.org.token);
        if (seed % 16 == 3) return address(sale.org.stake);
        return _pick(seed / 16);
    }

    function _swallows(Sale storage sale, address recipient) private view returns (bool) {
        if (recipient == address(0) || recipient == address(sale.org.presale)) return true;
        return recipient == address(sale.org.token);
    }

    function _wrongState(uint256 id, IPresale.State needed) private view returns (bytes memory) {
        return abi.encodeWithSelector(IPresale.WrongState.selector, expectedState(id), needed);
    }

    function _tokensOf(Sale storage sale, Partner storage p) private view returns (uint256) {
        uint256 sold = (sale.contributed * WHOLE_TOKEN) / sale.price;
        uint256 founders = (sold * sale.founderBps) / WHOLE_BPS;
        return (p.contributed * WHOLE_TOKEN) / sale.price + (founders * p.founderBps) / WHOLE_BPS;
    }

    function _vested(uint256 total, uint256 elapsed, ISaleTerms.Vesting storage v) private view returns (uint256) {
        if (elapsed < v.cliff) return 0;
        return elapsed >= v.duration ? total : (total * elapsed) / v.duration;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
