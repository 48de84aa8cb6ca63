// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IPausable} from "./IPausable.sol";

/// @title IPartnerAcceptance
/// @notice What partners accept the project token for: a city its bus tickets, another organisation its own services. A
/// partner publishes an offer; who buys it gets vouchers, and the tokens wait here. A voucher redeemed passes its tokens on
/// as the offer says; one that its partner no longer honours brings them back to whoever holds it.
/// @dev Vouchers are ERC-1155 tokens with the offer's id; they may be transferred, and belong to whoever holds them. An
/// offer's terms never change; other terms are another offer. States; "yes" is what holders and gates may do:
///
/// | state | from when | purchase | redeemVoucher | redeemFor | returnVoucher |
/// |---|---|---|---|---|---|
/// | Announced | publish | no | no voucher yet | no voucher yet | no voucher yet |
/// | OnSale | `opens` | yes | yes | yes | no |
/// | SaleOver | `closes`, or the organisation dissolved | no | yes | yes | no |
/// | Withdrawn | withdrawOffer | no | yes | no | yes |
/// | Expired | `validUntil` | no | no | no | yes |
///
/// After a withdrawal a holder may still acknowledge himself what he was given; codes that he signed before are void.
/// Vouchers come back only when nothing is sold any more, so they free neither stock nor quota: what was redeemed, came
/// back and is open is what was sold. A pause stops purchases, and nothing else. Tokens sent here past the functions
/// change nothing and stay here.
///
/// Assumptions: the token is a {CdpoToken}; a holder shows a signed code only to a gate that delivers.
/// Warning: anyone may publish, and calls himself what he likes: {isVerified} tells whom the organisation knows.
/// Warning: a partner who vanishes without withdrawing his offer leaves its tokens waiting until `validUntil`.
interface IPartnerAcceptance is IERC1155MetadataURI, IPausable {
    /// @notice What becomes of a redeemed voucher's tokens: all to the partner; burned, for all holders; or a part to the
    /// treasury and the rest to the partner.
    enum Settlement {
        Keep,
        Burn,
        Share
    }

    /// @notice See the table of {IPartnerAcceptance}.
    enum OfferState {
        None,
        Announced,
        OnSale,
        SaleOver,
        Withdrawn,
        Expired
    }

    /// @param name What is offered, 1 to 64 bytes.
    /// @param uri Where it is described, 1 to 256 bytes.
    /// @param price Tokens (18 decimals) for one voucher, positive.
    /// @param stock Vouchers in all, positive.
    /// @param periodQuota Vouchers sold in one period at most; 0 for no such limit.
    /// @param period Seconds of a period, counted from `opens`; 0 exactly when `periodQuota` is.
    /// @param opens The first second of the sale; may lie in the past, so that periods are calendar days.
    /// @param closes The first second after the sale.
    /// @param validUntil The first second in which vouchers are no longer redeemed; within 10 years.
    /// @param treasuryBps For Share: the treasury's part of the price, 1 to 10,000 bps; rounded up, for each voucher.
    /// @param settlement What becomes of the tokens.
    struct OfferTerms {
        string name;
        string uri;
        uint112 price;
        uint64 stock;
        uint64 periodQuota;
        uint32 period;
        uint64 opens;
        uint64 closes;
        uint64 validUntil;
        uint16 treasuryBps;
        Settlement settlement;
    }

    /// @param id The offer.
    /// @param partner Who published it.
    /// @param verified Whether the organisation knows the partner.
    /// @param state Its state now.
    /// @param terms Its terms.
    /// @param sold Vouchers sold; those redeemed, returned and open add up to it.
    /// @param open Vouchers that holders have.
    /// @param redeemed Vouchers redeemed.
    /// @param returned Vouchers that came back.
    /// @param stockLeft Vouchers not sold.
    /// @param quotaLeft Vouchers that the quota leaves in this period; `stockLeft` without a quota, 0 before the sale.
    /// @param periodEnds When the next period begins (seconds); 0 without a quota and before the sale.
    /// @param tokensWaiting Tokens (18 decimals) that wait for open vouchers.
    /// @param toPartner Tokens that redeemed vouchers brought the partner.
    /// @param toTreasury Tokens that they brought the treasury.
    /// @param burned Tokens that were burned for them.
    struct Dashboard {
        uint256 id;
        address partner;
        bool verified;
        OfferState state;
        OfferTerms terms;
        uint64 sold;
        uint64 open;
        uint64 redeemed;
        uint64 returned;
        uint64 stockLeft;
        uint64 quotaLeft;
        uint64 periodEnds;
        uint256 tokensWaiting;
        uint256 toPartner;
        uint256 toTreasury;
        uint256 burned;
    }

    /// @notice `partner` published offer `id`.
    event OfferPublished(uint256 indexed id, address indexed partner, OfferTerms terms);
    /// @notice `partner` withdrew offer `id` for good: its vouchers may be returned.
    event OfferWithdrawn(uint256 indexed id, address indexed partner);
    /// @notice `gate` may, or may no longer, redeem vouchers for `partner` with their holders' signatures.
    event GateSet(address indexed partner, address indexed gate, bool allowed);
    /// @notice The owner says whether the organisation knows `partner`.
    event PartnerVerified(address indexed partner, bool verified);
    /// @notice `payer` bought `quantity` vouchers of offer `id` for `recipient`; `cost` tokens (18 decimals) wait for them.
    event VouchersBought(
        uint256 indexed id,
        address indexed payer,
        address indexed recipient,
        uint256 quantity,
        uint256 cost
    );
    /// @notice `quantity` vouchers of `holder` were redeemed, by himself or at `gate`. Sums are tokens (18 decimals).
    event VouchersRedeemed(
        uint256 indexed id,
        address indexed holder,
        address indexed gate,
        uint256 quantity,
        uint256 toPartner,
        uint256 toTreasury,
        uint256 burned
    );
    /// @notice `holder` returned `quantity` vouchers; the `amount` paid for them (tokens, 18 decimals) went to `recipient`.
    event VouchersReturned(
        uint256 indexed id,
        address indexed holder,
        address indexed recipient,
        uint256 quantity,
        uint256 amount
    );
    /// @notice `holder` cancelled the nonces of `word` whose bits are set in `mask`.
    event NoncesCancelled(address indexed holder, uint256 word, uint256 mask);

    /// @notice There is no offer `id`.
    error UnknownOffer(uint256 id);
    /// @notice Offer `id` is `state`, and not on sale.
    error OfferNotOnSale(uint256 id, OfferState state);
    /// @notice Offer `id` is `state`: it is over for what the call wants of it.
    error OfferEnded(uint256 id, OfferState state);
    /// @notice Vouchers of offer `id` are good until `validUntil` (seconds), and not returned before.
    error VoucherStillValid(uint256 id, uint64 validUntil);
    /// @notice Of the `quantity` vouchers asked of offer `id`, `left` are in stock.
    error StockExceeded(uint256 id, uint256 quantity, uint256 left);
    /// @notice Of the `quantity` vouchers asked of offer `id`, `left` may be sold in this period.
    error PeriodQuotaExceeded(uint256 id, uint256 quantity, uint256 left);
    /// @notice `account` did not publish offer `id`.
    error NotPartner(uint256 id, address account);
    /// @notice `account` is neither the partner of offer `id` nor one of his gates.
    error NotGate(uint256 id, address account);
    /// @notice `holder` used or cancelled `nonce` before.
    error NonceAlreadyUsed(address holder, uint256 nonce);
    /// @notice `holder` did not sign this redemption, for this contract on this chain.
    error InvalidRedemptionSignature(address holder);
    /// @notice An offer's name or URI has `length` bytes instead of 1 to `max`.
    error OfferTextLength(uint256 length, uint256 max);
    /// @notice An offer must close after it opens, and be valid until then at least (seconds).
    error OfferTimesOutOfOrder(uint64 opens, uint64 closes, uint64 validUntil);
    /// @notice A quota needs a period (seconds), and a period a quota.
    error QuotaWithoutPeriod(uint64 periodQuota, uint32 period);
    /// @notice The treasury's part is `bps`; for Share it is 1 to 10,000, otherwise 0.
    error TreasuryShareOutOfRange(Settlement settlement, uint16 bps);

    /// @notice Sets up a clone, once.
    /// @param token_ The project token, already set up.
    /// @param owner_ The organisation's timelock: the owner, and for ever the treasury of offers that share.
    function initialize(address token_, address owner_) external;

    // ---------------------------------------------------------------- owner

    /// @notice Marks a partner as known to the organisation, or as no longer known: a mark only. Only the owner.
    /// Errors: ZeroAddress.
    function setVerified(address partner, bool verified) external;

    // ---------------------------------------------------------------- partners

    /// @notice Publishes an offer; anyone may, and is its partner: also another organisation's timelock.
    /// @return id The offer's id, and that of its vouchers.
    /// Errors: ZeroAmount, OfferTextLength, OfferTimesOutOfOrder, DeadlineOutOfRange, QuotaWithoutPeriod,
    /// TreasuryShareOutOfRange.
    function publish(OfferTerms calldata terms) external returns (uint256 id);

    /// @notice Ends offer `id` for good: nothing more is sold, vouchers may be returned, codes signed for gates are void.
    /// Only its partner. Errors: UnknownOffer, NotPartner, OfferEnded.
    function withdrawOffer(uint256 id) external;

    /// @notice Lets `gate` redeem vouchers of all offers of the caller with their holders' signatures, or no longer.
    /// Errors: ZeroAddress.
    function setGate(address gate, bool allowed) external;

    // ---------------------------------------------------------------- holders

    /// @notice Buys `quantity` vouchers for `recipient` (approve the tokens first).
    /// @param maxCost Most tokens (18 decimals) that the caller means to pay.
    /// @return cost Tokens paid: price times quantity, exactly.
    /// Errors: Paused, ZeroAmount, UnknownOffer, OfferNotOnSale, CostExceeded, StockExceeded, PeriodQuotaExceeded,
    /// ERC20InsufficientAllowance, ERC20InsufficientBalance, ERC1155InvalidReceiver.
    function purchase(uint256 id, uint256 quantity, uint256 maxCost, address recipient) external returns (uint256 cost);

    /// @notice As {purchase} with an ERC-2612 permit of the token for `maxCost`; a permit used before by another is no
    /// matter.
    function purchaseWithPermit(
        uint256 id,
        uint256 quantity,
        uint256 maxCost,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 cost);

    /// @notice Redeems `quantity` vouchers of the caller, who so acknowledges what he was given. Never paused.
    /// Errors: ZeroAmount, UnknownOffer, OfferEnded once expired, ERC1155InsufficientBalance.
    function redeemVoucher(uint256 id, uint256 quantity) external;

    /// @notice Redeems `quantity` vouchers of `holder` with his signature, such as a ticket gate reads from his telephone.
    /// Only the offer's partner and his gates. Never paused.
    /// @param nonce Any number that `holder` has not used here: several codes may be outstanding, in any order. Nonces that
    /// differ only in their lowest 8 bits share a storage slot: counting up is cheapest.
    /// @param deadline The last second of the code.
    /// @param signature Of {redemptionHash}; a key's, or a contract's (ERC-1271).
    /// Errors: ZeroAmount, UnknownOffer, OfferEnded, NotGate, DeadlineExpired, NonceAlreadyUsed,
    /// InvalidRedemptionSignature, ERC1155InsufficientBalance.
    function redeemFor(
        address holder,
        uint256 id,
        uint256 quantity,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Returns `quantity` vouchers of the caller once the offer was withdrawn or they have expired; what was paid
    /// for them goes to `recipient`. Never paused, never ends, needs nobody else.
    /// @return amount Tokens returned: price times quantity, exactly.
    /// Errors: ZeroAmount, UnknownOffer, VoucherStillValid, InvalidRecipient, ERC1155InsufficientBalance.
    function returnVoucher(uint256 id, uint256 quantity, address recipient) external returns (uint256 amount);

    /// @notice Cancels codes that the caller signed: the nonces 256 · `word` + i for each bit i set in `mask`.
    function cancelNonces(uint256 word, uint256 mask) external;

    // ---------------------------------------------------------------- views

    /// @notice All that a partner wants to know of his offer. Errors: UnknownOffer.
    function dashboard(uint256 id) external view returns (Dashboard memory);

    /// @notice The dashboards of `count` offers from id `from` on, or of as many as there are.
    function dashboards(uint256 from, uint256 count) external view returns (Dashboard[] memory);

    /// @notice The ids of `count` offers of `partner` from his offer number `from` (the first is 0) on, or of as many as
    /// there are.
    function offersOf(address partner, uint256 from, uint256 count) external view returns (uint256[] memory ids);

    /// @notice How many offers were published; ids run from 1.
    function offerCount() external view returns (uint256);

    /// @notice How many offers `partner` published.
    function offerCountOf(address partner) external view returns (uint256);

    /// @notice The state of offer `id` now.
    function stateOf(uint256 id) external view returns (OfferState);

    /// @notice What `quantity` vouchers cost (tokens, 18 decimals), and how many can be bought in this second: 0 when the
    /// offer is not on sale, or sales are paused. Errors: UnknownOffer.
    function quote(uint256 id, uint256 quantity) external view returns (uint256 cost, uint256 available);

    /// @notice What a holder signs for {redeemFor}: the EIP-712 hash of
    /// `Redemption(address holder,uint256 offer,uint256 quantity,uint256 nonce,uint256 deadline)` in the domain
    /// "PartnerAcceptance", "1", this chain, this contract.
    function redemptionHash(
        address holder,
        uint256 id,
        uint256 quantity,
        uint256 nonce,
        uint256 deadline
    ) external view returns (bytes32);

    /// @notice Whether `holder` has used or cancelled `nonce`.
    function isNonceUsed(address holder, uint256 nonce) external view returns (bool);

    /// @notice Whether `gate` may redeem for `partner`.
    function isGate(address partner, address gate) external view returns (bool);

    /// @notice Whether the organisation knows `partner`.
    function isVerified(address partner) external view returns (bool);

    /// @notice Where the treasury's part of offers that share goes: fixed at launch, whoever owns this contract later.
    function treasury() external view returns (address);

    /// @notice The project token.
    function token() external view returns (address);
}
