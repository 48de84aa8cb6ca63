// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";

/// @title IPledgeBook
/// @notice Conditional commitments to the reserve: a donor or an institution locks money now, and it goes to the reserve,
/// as a gift to all holders, once what it was promised for has come true. Otherwise the donor takes it back.
/// @dev Four forms, each with a deadline:
///
/// | form | made by | goes to the reserve when |
/// |---|---|---|
/// | Verified | pledge | the verifier whom the donor named confirms |
/// | Conditional | pledgeOn | a call of fulfil finds that a condition read from chain holds |
/// | Goal | pledgeOnDonations | a call of fulfil finds that others donated at least a sum since |
/// | Matching | pledgeMatching | a donor chooses it: donateMatched doubles their gift from it |
///
/// States; no other edge exists:
///
/// | from | when | to |
/// |---|---|---|
/// | None | pledge, pledgeOn, pledgeOnDonations, pledgeMatching | Open |
/// | Open | confirm, fulfil | Owed, and at once Fulfilled if the reserve takes it |
/// | Open | donateMatched, and nothing is left of it | Fulfilled |
/// | Owed | passOn, by anyone, at any time | Fulfilled |
/// | Open | `deadline` reached, or decline by the verifier | Returnable |
/// | Open, Owed | the organisation is dissolved | Returnable |
/// | Returnable | reclaim | Returned |
///
/// What was found to be met before the deadline is owed, though the reserve may take it only later (a presale is not
/// released, the asset does not move).
///
/// What a pledge brings counts as a gift, never as a donation, so pledges do not set each other off. It drips like any
/// gift, and gathers while the market is closed. A pause stops new pledges, and nothing else.
///
/// **Bound of matching.** While the market is open, all grants together match at most 2 % of ρ ({ILiquidityReserve}) at once,
/// and as much again in each drip period: {matchingLeft}. Who buys before their own matched donation d has g of what comes
/// in and gains g·2d − d, so without the bound a grant would be paid to whoever is largest for a moment.
/// Warning: that is bounded, not excluded: in each period a farmer with g above a half can gain (2g − 1)·2 % of ρ, at
/// w = 100 % without a risk from others who sell. A goal of donations must be no less than what is pledged on it, so that it
/// pays no more than a grant; conditions are the donor's choice: one that a stranger can meet for less than g of the pledge
/// pays them, and so does one goal for several pledges.
interface IPledgeBook is IPausable {
    /// @notice See the table of {IPledgeBook}.
    enum Form {
        None,
        Verified,
        Conditional,
        Goal,
        Matching
    }

    /// @notice See the table of {IPledgeBook}.
    enum PledgeState {
        None,
        Open,
        Owed,
        Fulfilled,
        Returnable,
        Returned
    }

    /// @param donor Who locked the money, and may take back what is left.
    /// @param deadline The first second in which nothing can meet it any more (seconds).
    /// @param form How it is fulfilled.
    /// @param met Whether a call found before the deadline that it is to go to the reserve.
    /// @param returned Whether the donor took back what was left.
    /// @param amount Asset units pledged.
    /// @param passedOn Asset units of them that went to the reserve.
    /// @param arbiter The verifier or the condition; the zero address for the other forms.
    /// @param dataHash keccak256 of the condition's data.
    /// @param goal Asset units that others must have donated, ever; for that form only.
    struct Pledge {
        address donor;
        uint64 deadline;
        Form form;
        bool met;
        bool returned;
        uint112 amount;
        uint112 passedOn;
        address arbiter;
        bytes32 dataHash;
        uint256 goal;
    }

    /// @notice `donor` pledged `amount` asset units until `deadline` (seconds). `arbiter` is the verifier or the condition,
    /// `data` what the condition is about.
    event Pledged(
        uint256 indexed id,
        address indexed donor,
        address indexed arbiter,
        Form form,
        uint256 amount,
        uint64 deadline,
        bytes data,
        string uri
    );
    /// @notice Pledge `id` of `amount` asset units is owed to the reserve: its verifier confirmed, or its condition or goal was
    /// found to be met.
    event PledgeMet(uint256 indexed id, uint256 amount);
    /// @notice The verifier of pledge `id` says that what it was promised for will not come true.
    event PledgeDeclined(uint256 indexed id, address indexed verifier);
    /// @notice `payer` gave `amount` asset units in the name of `donor`, and grant `id` as much again.
    event DonationMatched(uint256 indexed id, address indexed donor, address indexed payer, uint256 amount);
    /// @notice `amount` asset units of pledge `id` went to the reserve, `passedOn` of it in all so far.
    event PledgePassedOn(uint256 indexed id, uint256 amount, uint256 passedOn);
    /// @notice `donor` had what was left of pledge `id`, `amount` asset units, sent back to `recipient`.
    event PledgeReturned(uint256 indexed id, address indexed donor, address indexed recipient, uint256 amount);

    /// @notice Pledge `id` is `actual`, the call needs `needed`.
    error WrongPledgeState(uint256 id, PledgeState actual, PledgeState needed);
    /// @notice Pledge `id` has the form `actual`, the call is for `needed`.
    error WrongPledgeForm(uint256 id, Form actual, Form needed);
    /// @notice `account` is not the verifier of pledge `id`.
    error NotVerifier(uint256 id, address account);
    /// @notice `account` is not the donor of pledge `id`.
    error NotDonor(uint256 id, address account);
    /// @notice There is no contract at `condition`.
    error ConditionWithoutCode(address condition);
    /// @notice The data passed for pledge `id` are not those pledged on.
    error ConditionDataMismatch(uint256 id, bytes32 expected, bytes32 got);
    /// @notice The condition of pledge `id` does not hold, or does not answer within its gas.
    error ConditionNotMet(uint256 id);
    /// @notice Grant `id` can match `left` asset units now, less than the donation of `amount`.
    error MatchUnavailable(uint256 id, uint256 amount, uint256 left);
    /// @notice A goal of donations of `goal` asset units is less than the `amount` pledged on it.
    error GoalBelowPledge(uint256 goal, uint256 amount);

    /// @notice Sets up a clone, once.
    /// @param reserve_ The liquidity reserve, already set up.
    /// @param owner_ The organisation's timelock.
    function initialize(address reserve_, address owner_) external;

    /// @notice Locks `amount` asset units (approve them first) until `verifier` confirms.
    /// @param deadline Up to when, 1 second to 10 years from now; then the donor takes the money back.
    /// @param uri What for.
    /// Errors: Paused, WrongMarketState, ZeroAmount, ZeroAddress, DeadlineOutOfRange, UnsupportedAsset.
    function pledge(
        uint256 amount,
        address verifier,
        uint64 deadline,
        string calldata uri
    ) external returns (uint256 id);

    /// @notice Locks `amount` asset units (approve them first) until `condition` holds.
    /// @param data What the condition is about; only its hash is stored, the event has it.
    /// Errors: as {pledge}, ConditionWithoutCode.
    function pledgeOn(
        uint256 amount,
        address condition,
        bytes calldata data,
        uint64 deadline,
        string calldata uri
    ) external returns (uint256 id);

    /// @notice Locks `amount` asset units (approve them first) until others than the caller have donated `goal` more.
    /// @param goal Asset units, at least `amount`.
    /// Errors: as {pledge}, GoalBelowPledge.
    function pledgeOnDonations(
        uint256 amount,
        uint256 goal,
        uint64 deadline,
        string calldata uri
    ) external returns (uint256 id);

    /// @notice Locks up to `amount` asset units (approve them first) to double gifts of donors who choose this grant.
    /// Errors: as {pledge}.
    function pledgeMatching(uint256 amount, uint64 deadline, string calldata uri) external returns (uint256 id);

    /// @notice Donates `amount` asset units of the caller (approve them first) in the name of `donor`, and grant `id` gives as
    /// much again, both in this call or neither. To the unit: where the grant or the bound of all grants leaves less than
    /// `amount` to match, nothing happens.
    /// @param donor Whose donation it is, usually the caller.
    /// Errors: WrongPledgeForm, WrongPledgeState, MatchUnavailable, those of {ILiquidityReserve-donateFor}.
    function donateMatched(uint256 id, uint256 amount, address donor) external;

    /// @notice Says that what pledge `id` was promised for has come true: it is owed to the reserve, and goes there if that
    /// takes it. Only its verifier. Errors: WrongPledgeForm, WrongPledgeState, NotVerifier.
    function confirm(uint256 id) external;

    /// @notice Says that what pledge `id` was promised for will not come true: the donor can take it back. Only its verifier.
    /// Errors: WrongPledgeForm, WrongPledgeState, NotVerifier.
    function decline(uint256 id) external;

    /// @notice Finds that the condition or the goal of pledge `id` is met: it is owed to the reserve, and goes there if that
    /// takes it; anyone may. The condition is asked with 200,000 gas.
    /// @param data What was pledged on; empty for a goal.
    /// Errors: WrongPledgeForm, WrongPledgeState, ConditionDataMismatch, ConditionNotMet.
    function fulfil(uint256 id, bytes calldata data) external;

    /// @notice Sends pledge `id`, which is owed, to the reserve; anyone may, at any time.
    /// Errors: WrongPledgeState, those of {ILiquidityReserve-receiveGift}.
    function passOn(uint256 id) external;

    /// @notice Sends what is left of pledge `id` to `recipient`, after its deadline or the organisation's dissolution. Only
    /// its donor; never ends, needs nobody else. Errors: NotDonor, WrongPledgeState, InvalidRecipient.
    /// @return amount Asset units sent.
    function reclaim(uint256 id, address recipient) external returns (uint256 amount);

    /// @notice How many pledges were made; ids run from 1.
    function pledgeCount() external view returns (uint256);

    /// @notice All that is stored of pledge `id`.
    function pledgeOf(uint256 id) external view returns (Pledge memory);

    /// @notice The state of pledge `id` now.
    function stateOf(uint256 id) external view returns (PledgeState);

    /// @notice Pledges from number `from` on (1 is the first), `count` at most, with their states now: for pages.
    function pledges(
        uint256 from,
        uint256 count
    ) external view returns (Pledge[] memory page, PledgeState[] memory states);

    /// @notice The largest donation that grant `id` matches now, asset units; 0 for other forms and states.
    function matchable(uint256 id) external view returns (uint256);

    /// @notice What all grants together can match now by their bound, asset units; type(uint256).max while the market is not
    /// open.
    function matchingLeft() external view returns (uint256);

    /// @notice The reserve that pledges go to.
    function reserve() external view returns (address);
}
