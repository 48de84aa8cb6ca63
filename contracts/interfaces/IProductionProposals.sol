// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";
import {Share} from "./Share.sol";

/// @title IProductionProposals
/// @notice Calls for new production that stakeholders back with tokens. A proposal says what is to be made, by whom, until
/// when, what backing it takes, and what reward is asked for it then, of which the backers have a part. Backing that reaches
/// the goal waits until the work is delivered, as a contribution that this contract itself submits to the registry.
/// Accepted there, the backing is the deliverers'; settled, the backers claim their part of what was issued.
/// @dev States; no other edge exists:
///
/// | from | when | to |
/// |---|---|---|
/// | None | open | Open |
/// | Open | back, goal reached | Funded |
/// | Open | `deadline` reached, the organisation dissolved, or deliverers of more than half of the parts declined | Lapsed |
/// | Funded | deliver | Delivered |
/// | Funded | `deliverBy` reached, or the organisation dissolved | Failed |
/// | Funded | deliverers of more than half of the parts declined and nothing was ever delivered, or all of them | Failed |
/// | Delivered | rejected, vetoed or taken back, before `deliverBy` and dissolution | Funded |
/// | Delivered | rejected or vetoed, from then on: 30 days after, in which the owner may overrule, or at dissolution | Failed |
/// | Delivered | taken back, from then on | Failed |
/// | Funded | the last delivery was rejected or vetoed, and `deliverBy` comes while the owner may overrule | Delivered |
/// | Funded | the last delivery was rejected or vetoed, and the owner overrules | Accepted |
/// | Delivered | accepted by the registry | Accepted |
/// | Accepted | complete | Completed |
///
/// Backing: backers withdraw while a proposal is Open or Lapsed, and reclaim when it has Failed, for ever; nothing pauses
/// that. `deliverBy` tests the submission, so a review may go on beyond it; anyone ends one with the registry's `decide`. Of
/// several deliveries the owner can overrule the last one only, so that nothing is issued twice for a proposal, and none once
/// the deliverers declined.
///
/// Veto: backers of more than half of the goal reject a delivery while it is reviewed. That frees no backing by itself:
/// deliverers may deliver again until `deliverBy`, and the owner may overrule for 30 days, so that work is not had for
/// nothing.
///
/// Rewards: the contribution names this contract first, with `backersBps`, and the deliverers with their parts. A backer's
/// running total is their backing's part of what was sent here for the proposal, rounded down; so what rounding leaves here is
/// less than 1 wei for each backer.
///
/// Nothing but a contribution submitted by {deliver} completes a proposal. Backers and deliverers may object to it, not
/// approve. Nobody is bound by being named as a deliverer: who does nothing loses nothing, and may decline.
///
/// Layout of a clone's arguments: token, registry, reserve, 20 bytes each.
///
/// Warning: backing waits here and not in {IStake}: it neither votes, vetoes decisions nor makes a curator meanwhile, though it
/// counts in the circulating supply. Any one of the deliverers may deliver, or take a delivery back: they must trust each
/// other. Backing goes to the deliverers once the contribution is accepted, while the budget of issuance may pay the reward
/// later, and after dissolution never. The registry keeps a backer's account from approving, not their second one. Tokens sent
/// here past these functions are nobody's.
interface IProductionProposals is IPausable {
    /// @notice See the table of {IProductionProposals}.
    enum ProposalState {
        None,
        Open,
        Lapsed,
        Funded,
        Delivered,
        Failed,
        Accepted,
        Completed
    }

    /// @param goal Tokens of backing that it takes (18 decimals), positive.
    /// @param reward Tokens that the contribution will ask for (18 decimals), within its kind's limit.
    /// @param deadline The first second in which it can no longer be backed: at most 366 days from now (seconds).
    /// @param deliverBy The first second in which it can no longer be delivered: after `deadline`, at most 5 years after it.
    /// @param backersBps The backers' part of what is issued for it, 1 to 5,000.
    /// @param kind Kind of the contribution.
    /// @param deliverers Who will make it: 1 to 63 accounts, each once, with their parts of what is issued; with `backersBps`
    /// they sum to 10,000 bps, so that each part is exactly what it says. The backing is theirs in the same proportion.
    /// @param contentHash Hash of the call for production.
    /// @param uri Where to read it.
    struct Terms {
        uint112 goal;
        uint112 reward;
        uint64 deadline;
        uint64 deliverBy;
        uint16 backersBps;
        uint8 kind;
        Share[] deliverers;
        bytes32 contentHash;
        string uri;
    }

    /// @param goal Tokens of backing that it takes (18 decimals).
    /// @param raised Its backing when it was funded, or now if it is not (18 decimals).
    /// @param backersBps The backers' part of what is issued for it.
    /// @param kind Kind of the contribution.
    /// @param completed Whether the deliverers have the backing.
    /// @param released Whether enough deliverers declined.
    /// @param reward Tokens that the contribution asks for (18 decimals).
    /// @param deadline The first second in which it can no longer be backed.
    /// @param deliverBy The first second in which it can no longer be delivered.
    /// @param contributionId Number of the last delivery in the registry; 0 before the first.
    /// @param declinedBps Parts of the deliverers who declined, in bps.
    /// @param deliverersHash keccak256 of the ABI-encoded `Share[]` of the deliverers.
    /// @param termsHash keccak256 of the ABI-encoded {Terms}.
    struct Proposal {
        uint112 goal;
        uint112 raised;
        uint16 backersBps;
        uint8 kind;
        bool completed;
        bool released;
        uint112 reward;
        uint40 deadline;
        uint40 deliverBy;
        uint64 contributionId;
        uint16 declinedBps;
        bytes32 deliverersHash;
        bytes32 termsHash;
    }

    /// @notice All that a page shows of a proposal to an account.
    /// @param id Its number.
    /// @param state See {ProposalState}.
    /// @param proposal What is stored of it.
    /// @param minted Tokens issued to its backers so far (18 decimals).
    /// @param deposit What delivering would deposit now (18 decimals).
    /// @param backing What the account put on it (18 decimals).
    /// @param claimed What of `minted` was sent to it (18 decimals).
    /// @param claimable What of `minted` it can claim now (18 decimals).
    struct Overview {
        uint256 id;
        ProposalState state;
        Proposal proposal;
        uint256 minted;
        uint256 deposit;
        uint256 backing;
        uint256 claimed;
        uint256 claimable;
    }

    /// @notice `proposer` opened proposal `id`, with terms of hash `termsHash`. They have no further part in it by that.
    event ProposalOpened(uint256 indexed id, address indexed proposer, Terms terms, bytes32 termsHash);
    /// @notice `backer` put `amount` on proposal `id`, which has a backing of `raised` by now (18 decimals).
    event ProposalBacked(uint256 indexed id, address indexed backer, uint256 amount, uint256 raised);
    /// @notice `backer` took back `amount` before proposal `id` was funded; `raised` is left (18 decimals).
    event BackingWithdrawn(uint256 indexed id, address indexed backer, uint256 amount, uint256 raised);
    /// @notice Proposal `id` reached its goal: its backing waits for the delivery.
    event ProposalFunded(uint256 indexed id);
    /// @notice `deliverer` delivered proposal `id` as contribution `contributionId`, with a deposit (18 decimals).
    event ProposalDelivered(
        uint256 indexed id,
        uint256 indexed contributionId,
        address indexed deliverer,
        uint256 deposit
    );
    /// @notice `deliverer` took a delivery back before it was decided.
    event DeliveryWithdrawn(uint256 indexed id, uint256 indexed contributionId, address indexed deliverer);
    /// @notice The registry had returned the deposit of a delivery, `amount`; it goes back to `deliverer`, who made it.
    event DeliveryDepositReturned(uint256 indexed contributionId, address indexed deliverer, uint256 amount);
    /// @notice `backer` vetoes delivery `contributionId` with `weight` of backing; `total` of all vetoes, more than half of the
    /// goal rejects (18 decimals).
    event DeliveryVetoed(
        uint256 indexed id,
        uint256 indexed contributionId,
        address indexed backer,
        uint256 weight,
        uint256 total
    );
    /// @notice `deliverer`, with a part of `bps`, declines; `declinedBps` of all deliverers' parts.
    event DelivererDeclined(uint256 indexed id, address indexed deliverer, uint16 bps, uint16 declinedBps);
    /// @notice Enough deliverers declined: the backing of proposal `id` is its backers' again.
    event ProposalReleased(uint256 indexed id);
    /// @notice The backing of proposal `id`, `amount` in all, went to its deliverers.
    event ProposalCompleted(uint256 indexed id, uint256 indexed contributionId, uint256 amount);
    /// @notice `backer` took back their whole backing `amount` of proposal `id`, which had failed.
    event BackingReclaimed(uint256 indexed id, address indexed backer, uint256 amount);
    /// @notice `backer` was sent `amount` of what was issued for proposal `id` (18 decimals).
    event BackerRewardClaimed(uint256 indexed id, address indexed backer, uint256 amount);

    /// @notice A backers' part of `bps` is outside 1 to `max`.
    error BackersShareOutOfRange(uint16 bps, uint16 max);
    /// @notice Proposal `id` is `state`, which the call does not allow.
    error WrongProposalState(uint256 id, ProposalState state);
    /// @notice `account` put `backing` on proposal `id`, less than `amount` (18 decimals).
    error BackingTooSmall(uint256 id, address account, uint256 amount, uint256 backing);
    /// @notice Proposal `id` is another than the caller means: its terms' hash is `actual`.
    error ProposalTermsMismatch(uint256 id, bytes32 actual, bytes32 meant);
    /// @notice `account` vetoed delivery `contributionId` before.
    error AlreadyVetoed(uint256 contributionId, address account);
    /// @notice `account` declined proposal `id` before.
    error AlreadyDeclined(uint256 id, address account);
    /// @notice `account` put nothing on proposal `id`.
    error NotBacker(uint256 id, address account);
    /// @notice `account` is none of the deliverers of proposal `id`.
    error NotDeliverer(uint256 id, address account);
    /// @notice The deliverers passed for proposal `id` are not those it was opened with.
    error DeliverersMismatch(uint256 id, bytes32 expected, bytes32 got);
    /// @notice There is nothing of the reward of proposal `id` for `account` now.
    error NothingToClaim(uint256 id, address account);
    /// @notice The registry did not return a deposit for delivery `contributionId` that is still here.
    error NoDepositDue(uint256 contributionId);

    /// @notice Sets up a clone, once. Errors: ZeroAddress, OwnableInvalidOwner.
    /// @param owner_ The organisation's timelock, which may pause.
    function initialize(address owner_) external;

    /// @notice Opens a proposal; anyone may.
    /// Errors: Paused, WrongMarketState after dissolution, ZeroAmount, BackersShareOutOfRange, DeadlineOutOfRange (of
    /// `deadline` or `deliverBy`), KindNotActive, RewardOutOfRange, ShareCountOutOfRange, ZeroAddress, InvalidShare,
    /// SharesNotWhole.
    function open(Terms calldata terms) external returns (uint256 id);

    /// @notice Puts up to `amount` (18 decimals; approve it first) on an open proposal; what exceeds the goal is not taken.
    /// @param termsHash keccak256 of the ABI-encoded {Terms} that the caller means to back, whatever stands under that number
    /// by then.
    /// Errors: Paused, WrongProposalState, ProposalTermsMismatch, ZeroAmount.
    /// @return taken Tokens put on it now (18 decimals).
    function back(uint256 id, uint256 amount, bytes32 termsHash) external returns (uint256 taken);

    /// @notice As {back} with an ERC-2612 permit for `amount`; a permit used before by another is no matter.
    function backWithPermit(
        uint256 id,
        uint256 amount,
        bytes32 termsHash,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 taken);

    /// @notice Takes back `amount` (18 decimals) of the caller's backing of a proposal that is Open or Lapsed. Never paused.
    /// Errors: WrongProposalState, ZeroAmount, BackingTooSmall.
    function withdraw(uint256 id, uint256 amount) external;

    /// @notice Takes back the caller's whole backing of a proposal that has Failed, for ever. Never paused.
    /// Errors: WrongProposalState, NotBacker.
    /// @return amount Tokens sent (18 decimals).
    function reclaim(uint256 id) external returns (uint256 amount);

    /// @notice Delivers a funded proposal: submits its contribution to the registry. Only one of the deliverers, who
    /// approves the registry's deposit to this contract when there is one. Never paused.
    /// @param deliverers The deliverers, as the proposal was opened with.
    /// @param contentHash Hash of what was made.
    /// @param uri Where to read it.
    /// Errors: WrongProposalState, DeliverersMismatch, NotDeliverer, and the registry's.
    /// @return contributionId Number of the contribution.
    function deliver(
        uint256 id,
        Share[] calldata deliverers,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 contributionId);

    /// @notice Takes a delivery back before the registry has decided on it, and returns its deposit as far as the registry
    /// did. Only one of the deliverers. Never paused. Errors: WrongProposalState, DeliverersMismatch, NotDeliverer.
    function withdrawDelivery(uint256 id, Share[] calldata deliverers) external;

    /// @notice Vetoes a delivery with the caller's backing, while it is reviewed; more than half of the goal rejects it. Never
    /// paused. Errors: WrongProposalState, NotBacker, AlreadyVetoed, and the registry's ReviewOver.
    function vetoDelivery(uint256 id) external returns (bool rejected);

    /// @notice Says that the caller, one of the deliverers, will not deliver. Once that is said for more than half of the parts
    /// while nothing was ever delivered, or for all of them while nothing is reviewed, the backing is the backers' again. Never
    /// paused. Errors: WrongProposalState, DeliverersMismatch, NotDeliverer, AlreadyDeclined.
    function decline(uint256 id, Share[] calldata deliverers) external;

    /// @notice Sends the backing of an accepted proposal to its deliverers, each part rounded down, the rest to the last, and
    /// returns the deposit; anyone may call. Errors: WrongProposalState, DeliverersMismatch.
    function complete(uint256 id, Share[] calldata deliverers) external;

    /// @notice Sends the deposit of a delivery, once the registry returned it here, to who made it; anyone may call.
    /// Errors: NoDepositDue.
    /// @return amount Tokens sent (18 decimals).
    function returnDeposit(uint256 contributionId) external returns (uint256 amount);

    /// @notice Sends `backer` their part of what was issued for proposal `id` and not sent yet; anyone may call.
    /// Errors: NothingToClaim.
    /// @return amount Tokens sent (18 decimals).
    function claim(uint256 id, address backer) external returns (uint256 amount);

    /// @notice How many proposals were opened; ids run from 1.
    function proposalCount() external view returns (uint256);

    /// @notice What is stored of proposal `id`; zeros when it does not exist.
    function proposal(uint256 id) external view returns (Proposal memory);

    /// @notice See the table of {IProductionProposals}.
    function state(uint256 id) external view returns (ProposalState);

    /// @notice Tokens that `account` put on proposal `id` (18 decimals); they stay on record once it is completed.
    function backingOf(uint256 id, address account) external view returns (uint256);

    /// @notice What {claim} would send (18 decimals).
    function claimable(uint256 id, address account) external view returns (uint256);

    /// @notice What {returnDeposit} would send (18 decimals).
    function depositDue(uint256 contributionId) external view returns (uint256);

    /// @notice What vetoes delivery `contributionId` (18 decimals).
    function vetoesOf(uint256 contributionId) external view returns (uint256);

    /// @notice Whether `account` vetoed delivery `contributionId`.
    function hasVetoed(uint256 contributionId, address account) external view returns (bool);

    /// @notice Whether `account` declined proposal `id`.
    function hasDeclined(uint256 id, address account) external view returns (bool);

    /// @notice Whether contribution `contributionId` is the last delivery of its proposal and its backing is still there, so
    /// that it can be overruled. The registry asks.
    function isLastDelivery(uint256 contributionId) external view returns (bool);

    /// @notice Whether `account` backs the proposal that contribution `contributionId` delivers, so that it may not
    /// approve it. The registry asks. No one does in a contribution that was not delivered here.
    function isBacker(uint256 contributionId, address account) external view returns (bool);

    /// @notice All that a page shows of proposal `id` to `account`, which may be the zero address.
    function overview(uint256 id, address account) external view returns (Overview memory);

    /// @notice As {overview}, of up to `count` proposals from number `first` on.
    function overviews(uint256 first, uint256 count, address account) external view returns (Overview[] memory);
}
