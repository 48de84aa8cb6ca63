// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";

/// @title IPledgeBook
/// @notice Conditional commitments to the reserve: a donor or an institution locks money now, and it goes to the reserve,
/// as a gift to all holders, once what it was promised for has come true. Otherwise the donor takes it back.
/// @dev Three forms, each with a deadline:
///
/// | form | made by | goes to the reserve when |
/// |---|---|---|
/// | Verified | pledge | the verifier whom the donor named confirms |
/// | Conditional | pledgeOn | a condition read from chain holds and anyone calls fulfil |
/// | Matching | pledgeMatching | others donate: as much again, up to the pledged amount, as often as anyone calls matchDonations |
///
/// States; no other edge exists:
///
/// | from | when | to |
/// |---|---|---|
/// | None | pledge, pledgeOn, pledgeMatching | Open |
/// | Open | all of it went to the reserve | Fulfilled |
/// | Open | `deadline` reached, or the organisation dissolved | Returnable |
/// | Returnable | reclaim | Returned |
///
/// What a pledge brings counts as a gift, never as a donation, so pledges do not set each other off. It drips like any
/// gift, and gathers while the market is closed. A pause stops new pledges, and nothing else.
/// Warning: matching counts every donation but the donor's own from the pledge's creation on. Who donates from a second
/// account to have his own pledge matched gains nothing: he only gives more himself. But a stakeholder with more than half
/// of the tokens gets more backing from a matched donation than it costs him.
interface IPledgeBook is IPausable {
    /// @notice See the table of {IPledgeBook}.
    enum Form {
        None,
        Verified,
        Conditional,
        Matching
    }

    /// @notice See the table of {IPledgeBook}.
    enum PledgeState {
        None,
        Open,
        Fulfilled,
        Returnable,
        Returned
    }

    /// @param donor Who locked the money, and may take back what is left.
    /// @param deadline The first second in which it can no longer go to the reserve (seconds).
    /// @param form How it is fulfilled.
    /// @param returned Whether the donor took back what was left.
    /// @param amount Asset units pledged.
    /// @param passedOn Asset units of them that went to the reserve.
    /// @param arbiter The verifier or the condition; the zero address for matching.
    /// @param dataHash keccak256 of the condition's data.
    /// @param othersBefore Asset units that others had donated, ever, when the pledge was made; for matching only.
    struct Pledge {
        address donor;
        uint64 deadline;
        Form form;
        bool returned;
        uint112 amount;
        uint112 passedOn;
        address arbiter;
        bytes32 dataHash;
        uint256 othersBefore;
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
    /// @notice Others have donated nothing that pledge `id` has not matched already.
    error NothingToMatch(uint256 id);

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

    /// @notice Locks up to `amount` asset units (approve them first) to double what others donate from now on.
    /// Errors: as {pledge}.
    function pledgeMatching(uint256 amount, uint64 deadline, string calldata uri) external returns (uint256 id);

    /// @notice Says that what pledge `id` was promised for has come true: it goes to the reserve. Only its verifier.
    /// Errors: WrongPledgeForm, WrongPledgeState, NotVerifier, those of {ILiquidityReserve-receiveGift}.
    function confirm(uint256 id) external;

    /// @notice Sends pledge `id` to the reserve if its condition holds; anyone may. The condition is asked with 200,000 gas.
    /// @param data What was pledged on.
    /// Errors: WrongPledgeForm, WrongPledgeState, ConditionDataMismatch, ConditionNotMet, those of
    /// {ILiquidityReserve-receiveGift}.
    function fulfil(uint256 id, bytes calldata data) external;

    /// @notice Sends to the reserve as much of pledge `id` as others donated since it was made and it has not matched yet;
    /// anyone may, before the deadline, as often as there is something.
    /// Errors: WrongPledgeForm, WrongPledgeState, NothingToMatch, those of {ILiquidityReserve-receiveGift}.
    /// @return amount Asset units that went to the reserve now.
    function matchDonations(uint256 id) external returns (uint256 amount);

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

    /// @notice Asset units that {matchDonations} would pass on now; 0 for other forms and states.
    function matchable(uint256 id) external view returns (uint256);

    /// @notice The reserve that pledges go to.
    function reserve() external view returns (address);
}
