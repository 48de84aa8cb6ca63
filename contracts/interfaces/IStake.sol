// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/// @title IStake
/// @notice Where a holder becomes a voice: whoever stakes project tokens votes, curates, vetoes and can consent to a
/// dissolution. One rule: who decides, stays; who disagrees can leave first.
/// @dev ERC-5805 votes and an ERC-6372 clock in seconds over staked amounts. An account votes with its own stake: it is its
/// own delegate, and delegating reverts. Nobody owns this contract and nothing in it can be paused. Amounts are project
/// tokens with 18 decimals, times are seconds.
///
/// **Holds.** What an account does with its stake holds it, until the matter's state says that it is over:
///
/// | act | holds | until |
/// |---|---|---|
/// | vote against that lost, abstention, any vote in a poll | all | voting ends |
/// | vote against that won | all | a week after voting ended |
/// | vote for that lost | all | voting ends |
/// | vote for that won, proposing a decision | all | a week after the decision was carried out; at once when it expired or was vetoed |
/// | veto below its threshold | all | its account takes it back, or the matter is over |
/// | veto that succeeded | all | a week later |
/// | approval or objection of a curator by stake, proposing an epoch | `curationStake` | the award is final, or the matter was rejected |
/// | objection to a milestone ({IProductionBudget}) | the stake that it weighs by | the window of the approval ends |
/// | consent to dissolve | all | the round is over: 14 days without a notice, or the end of the notice's term |
///
/// A hold ends by {close}, which anyone may call; there are no lists and no loops. Each hold has a latest end, after which it
/// can be closed whatever the forum answers. What is staked while a hold of all runs is held with the rest. A dissolution
/// of the organisation ends all holds.
///
/// **Vesting.** A claim of {IPresale} stakes what still vests. It votes like any stake; the schedule only bars unstaking. What of a
/// founder's part can never vest any more has no voice from that moment, and does not circulate. A dissolution frees what partners
/// have, and burns what had not vested of founders' parts. A position that moves takes what vests of its stake along.
///
/// **Veto.** It weighs the lesser of the stake now and one second before the matter was proposed; of a founder's tokens that
/// still vest nothing counts in decisions. The threshold is a part of the largest of: the lesser of the total stake one second
/// and 30 days before the matter was proposed; the {floor}; a fifth of what circulates (the least seen since the first veto of
/// the matter).
///
/// **Dissolution by consent.** A round opens with the first consent. A consent weighs the lesser of the stake now and 30 days
/// before the round opened. When more than the reserve's `dissolveBps` of what circulates (the least seen in the round)
/// consent within 14 days, the notice begins: 14 days later the reserve can be dissolved, for 14 days. After the term there is
/// no new round for 14 days.
///
/// Warning: voting with a borrowed or rented stake is not prevented, only held: the lender's tokens are in it as long as the
/// table says. Shares of a vault that stakes can be traded; selling what one did not stake cannot be prevented either.
interface IStake is IERC5805 {
    /// @param token The project token.
    /// @param timelock Owner and treasury of the organisation: cannot stake, and its tokens do not circulate.
    /// @param governor Forum of decisions.
    /// @param registry Forum of contributions.
    /// @param epochs Forum of epochs; tokens that wait there do not circulate.
    /// @param issuance Tokens that wait there do not circulate.
    /// @param reserve Asked whether the organisation is dissolved.
    /// @param presale The presale, or the zero address without one.
    /// @param budget Forum of objections to milestones, or the zero address without a presale.
    struct Parties {
        address token;
        address timelock;
        address governor;
        address registry;
        address epochs;
        address issuance;
        address reserve;
        address presale;
        address budget;
    }

    /// @param wholeHolds How many holds of all run.
    /// @param partHolds How many holds of a part run.
    /// @param partHeld What those hold together (the largest of them; they overlap).
    /// @param vesting Whether the account staked a claim of the presale.
    struct Account {
        uint32 wholeHolds;
        uint32 partHolds;
        uint112 partHeld;
        bool vesting;
    }

    /// @param total What vetoes the matter.
    /// @param circulating The least that circulated since its first veto.
    /// @param reachedAt When the threshold was reached, 0 before.
    struct VetoTally {
        uint112 total;
        uint112 circulating;
        uint32 reachedAt;
    }

    /// @param openedAt When the first consent was given.
    /// @param noticeAt When enough consented, 0 before.
    /// @param consented What consents.
    /// @param circulating The least that circulated since the round opened.
    struct Round {
        uint48 openedAt;
        uint48 noticeAt;
        uint112 consented;
        uint112 circulating;
    }

    /// @notice `payer` staked `amount` in the name of `account`, which has `stake` in all.
    event Staked(address indexed account, address indexed payer, uint256 amount, uint256 stake);
    /// @notice `account` unstaked `amount` to `recipient` and has `stake` left.
    event Unstaked(address indexed account, address indexed recipient, uint256 amount, uint256 stake);
    /// @notice What `account` did in matter `id` of `forum` under `tag` holds `amount` (`type(uint256).max`: all), until
    /// {close} and no longer than `atMost`.
    event HoldBegun(
        address indexed account,
        address indexed forum,
        uint256 indexed id,
        uint8 tag,
        uint256 amount,
        uint256 atMost
    );
    /// @notice A hold of `account` is over.
    event HoldClosed(address indexed account, address indexed forum, uint256 indexed id, uint8 tag);
    /// @notice `account` vetoes matter `id` of `forum` with `weight`; `total` of all vetoes, `threshold` rejects.
    event VetoCast(
        address indexed forum,
        uint256 indexed id,
        address indexed account,
        uint256 weight,
        uint256 total,
        uint256 threshold
    );
    /// @notice `account` took its veto of matter `id` of `forum` back; `total` is left.
    event VetoTakenBack(address indexed forum, uint256 indexed id, address indexed account, uint256 total);
    /// @notice `account` consents to dissolve with `weight` in round `round`; `consented` of all, more than `needed` is needed.
    event DissolutionConsented(
        address indexed account,
        uint256 indexed round,
        uint256 weight,
        uint256 consented,
        uint256 needed
    );
    /// @notice `account` took its consent back; `consented` is left.
    event ConsentTakenBack(address indexed account, uint256 indexed round, uint256 consented);
    /// @notice Enough consented: the reserve can be dissolved from `from` on, before `until`.
    event DissolutionNotice(uint256 indexed round, uint64 from, uint64 until);
    /// @notice As much circulates as the organisation decides from: from now on there are decisions.
    event Matured(uint256 circulating);
    /// @notice `amount` of the stake of `account`, which as a founder it can never keep any more, was taken out.
    event StakeForfeited(address indexed account, uint256 amount);
    /// @notice `amount` of the stake of `from`, which still vests, is `to`'s now, with the position that it belongs to.
    event VestingMoved(address indexed from, address indexed to, uint256 amount);
    /// @notice What was sent here past the functions, `amount`, went to the treasury.
    event Swept(uint256 amount);

    /// @notice `account` cannot stake: it is the zero address, this contract, or the treasury.
    error CannotStake(address account);
    /// @notice Of the stake of `account` only `free` is not held or vesting, less than `amount`.
    error StakeHeld(address account, uint256 amount, uint256 free);
    /// @notice An account votes with its own stake: there is no delegation.
    error DelegationUnsupported();
    /// @notice `account` is no forum that may hold stakes.
    error NotForum(address account);
    /// @notice `account` is held for this act already.
    error AlreadyHeld(address account, uint256 id, uint8 tag);
    /// @notice `account` is not held by `forum` for matter `id` under `tag`.
    error NothingHeld(address account, address forum, uint256 id, uint8 tag);
    /// @notice The hold of `account` goes on until `until` (`type(uint256).max`: while the matter is open).
    error StillHeld(address account, uint256 until);
    /// @notice `account` has no stake that weighs in this veto.
    error NothingToVetoWith(address account);
    /// @notice `account` has nothing more to consent with: its weight is the lesser of its stake now and 30 days before the
    /// round opened.
    error NothingToConsentWith(address account);
    /// @notice After a notice there is no new round until `until`.
    error DissolutionRests(uint64 until);
    /// @notice The consent of `account` is held: its round has a notice.
    error ConsentHeld(address account, uint256 round);
    /// @notice Round `round` is not over.
    error RoundRunning(uint256 round);
    /// @notice Never has as much circulated (`circulating`) as the organisation decides from (`floor`).
    error NotMatured(uint256 circulating, uint256 floor);
    /// @notice `vetoBps` is outside 100 to 2,000.
    error VetoShareOutOfRange(uint16 vetoBps);

    /// @notice Sets up a clone, once. Errors: ZeroAddress, VetoShareOutOfRange.
    /// @param parties The contracts of the organisation.
    /// @param vetoBps_ Part of the base whose veto rejects, 100 to 2,000 bps, fixed for ever.
    /// @param baseAmount What the organisation decides from when it has no presale or a failed one.
    function initialize(Parties calldata parties, uint16 vetoBps_, uint112 baseAmount) external;

    // ---------------------------------------------------------------- stakeholders

    /// @notice Stakes `amount` of the caller's tokens; approve them first. Never paused. Errors: ZeroAmount, CannotStake.
    function stake(uint256 amount) external;

    /// @notice {stake} with an ERC-2612 permit. A permit that somebody else sent first does no harm.
    function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Stakes `amount` of the caller's tokens in the name of `account`, whose they are from then on.
    function stakeFor(address account, uint256 amount) external;

    /// @notice Gives `amount` of the caller's stake to `recipient`, at once. Never paused.
    /// Errors: ZeroAmount, InvalidRecipient, StakeHeld.
    function unstake(uint256 amount, address recipient) external;

    /// @notice Ends the hold of `account` for matter `id` of `forum` under `tag` (255: a veto) when it is over. Anyone.
    /// Errors: NothingHeld, StillHeld.
    function close(address forum, uint256 id, uint8 tag, address account) external;

    /// @notice Vetoes operation `id` of the timelock, a decision of the Governor or an action of founders, before it is
    /// carried out. Cast again, it counts what weighs more by then and compares anew; the threshold cancels the operation.
    /// Errors: NothingToVetoWith, and those of {ICdpoTimelock-vetoTerms}.
    function vetoDecision(bytes32 id) external returns (bool reached);

    /// @notice Takes the caller's veto of matter `id` of `forum` back: at once below the threshold, a week after it was
    /// reached otherwise. Errors: NothingHeld, StillHeld.
    function takeBackVeto(address forum, uint256 id) external;

    /// @notice Consents to dissolve the organisation; opens a round when none runs. Called again, it counts what weighs more
    /// by then and compares anew. Errors: NotMatured, NothingToConsentWith, DissolutionRests, AlreadyDissolved.
    function consentToDissolve() external;

    /// @notice Takes the caller's consent back before the notice. Errors: NothingToConsentWith, ConsentHeld.
    function takeBackConsent() external;

    /// @notice Lowers what the running round is measured by to what circulates now, if that is less. Anyone.
    function lowerDissolution() external;

    /// @notice Ends the hold of `account` by its consent in `round` once that is over. Anyone.
    /// Errors: NothingToConsentWith, RoundRunning.
    function closeConsent(uint256 round, address account) external;

    /// @notice Sends to the treasury what was sent here past the functions. Anyone.
    function sweep() external returns (uint256 amount);

    /// @notice Takes out of the stake of `account` what it lost as a founder, so that it no longer counts in the total stake
    /// either; its voice ended when it was lost. Anyone.
    /// @return amount Tokens taken out (18 decimals); may be 0.
    function forfeit(address account) external returns (uint256 amount);

    /// @notice Records that as much circulates as the organisation decides from. Anyone; the Governor calls it.
    /// Errors: NotMatured.
    function mature() external;

    // ---------------------------------------------------------------- presale and forums

    /// @notice Stakes `amount`, which the presale approved, for a claim of `account` that still vests. Only the presale.
    /// Errors: NotPresale.
    function stakeVesting(address account, uint256 amount) external;

    /// @notice Moves what vests of the stake of `from`, `amount`, to `to`, which takes its position. Only the presale.
    /// Errors: NotPresale, StakeHeld (also when anything else in the stake of `from` is held).
    function moveVesting(address from, address to, uint256 amount) external;

    /// @notice Burns `amount` of founders' staked tokens that had not vested, at dissolution. Only the presale.
    /// Errors: NotPresale.
    function burnVesting(uint256 amount) external;

    /// @notice Holds `amount` (`type(uint256).max`: all) of the stake of `account`, which just acted in matter `id` under
    /// `tag`, until the forum says that it is over and no later than `atMost`. Only Governor, registry, epochs and the production
    /// budget, once for each act. Errors: NotForum, AlreadyHeld.
    function hold(uint256 id, address account, uint8 tag, uint256 amount, uint256 atMost) external;

    /// @notice Counts the veto of `account`, the forum's caller, in matter `id` that was proposed at `proposedAt`, and holds
    /// its stake. Only registry and epochs. Errors: NotForum, NothingToVetoWith.
    /// @param bps Part of the base that rejects; 0 for `vetoBps`.
    /// @param minimum Least threshold.
    /// @return reached Whether all vetoes together reach the threshold.
    function castVeto(
        uint256 id,
        address account,
        uint64 proposedAt,
        uint256 bps,
        uint256 minimum
    ) external returns (bool reached);

    // ---------------------------------------------------------------- views

    /// @notice The project token.
    function token() external view returns (address);

    /// @notice Part of the base whose veto rejects, in bps.
    function vetoBps() external view returns (uint16);

    /// @notice Holds of `account`.
    function accountOf(address account) external view returns (Account memory);

    /// @notice What `account` could unstake now: its stake without what is held or vests.
    function unstakable(address account) external view returns (uint256);

    /// @notice The latest end of the hold of `account` for matter `id` of `forum` under `tag`; 0 if there is none.
    function holdOf(address forum, uint256 id, uint8 tag, address account) external view returns (uint256 atMost);

    /// @notice Vetoes of matter `id` of `forum`.
    function vetoTally(address forum, uint256 id) external view returns (VetoTally memory);

    /// @notice With what `account` vetoes matter `id` of `forum`.
    function vetoOf(address forum, uint256 id, address account) external view returns (uint256);

    /// @notice What rejects matter `id` of `forum` now, rounded up, at least 1 wei. Parameters as in {castVeto}.
    function vetoThreshold(
        address forum,
        uint256 id,
        uint64 proposedAt,
        uint256 bps,
        uint256 minimum
    ) external view returns (uint256);

    /// @notice The supply without the dead address, what waits in epochs and Issuance, the treasury's, and what founders can never
    /// vest any more.
    function circulating() external view returns (uint256);

    /// @notice What has to circulate once before anything is decided, and what shares are at least of: the tokens of the
    /// presale's minimum; the launch's `baseAmount` without a presale or after a failed one.
    function floor() external view returns (uint256);

    /// @notice The larger of {floor} and {circulating}: what quorum and proposal threshold are parts of.
    function electorate() external view returns (uint256);

    /// @notice Whether as much as {floor} circulates or was recorded by {mature}.
    function matured() external view returns (bool);

    /// @notice Whether stakeholders' consent and the time of its notice allow to dissolve now.
    function dissolutionDue() external view returns (bool);

    /// @notice When the term of the last dissolution notice ends, or ended (seconds); 0 without one, and once another round runs.
    function noticeEnds() external view returns (uint64);

    /// @notice Number of the last round of consent, 0 before the first.
    function roundCount() external view returns (uint256);

    /// @notice Round number `round`.
    function roundOf(uint256 round) external view returns (Round memory);

    /// @notice With what `account` consents in `round`.
    function consentOf(uint256 round, address account) external view returns (uint256);
}
