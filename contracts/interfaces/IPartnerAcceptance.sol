// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IERC7572} from "./IERC7572.sol";
import {IPausable} from "./IPausable.sol";
import {IPublicText} from "./IPublicText.sol";

/// @title IPartnerAcceptance
/// @notice What partners accept the project token for: a city its bus tickets, another organisation its own services. A
/// partner publishes an offer; who buys it gets vouchers, and the tokens wait here. A voucher redeemed passes its tokens on
/// as the offer says; one that its partner no longer honours brings them back to whoever holds it.
/// @dev Vouchers are ERC-1155 tokens with the offer's id; they belong to whoever holds them, and may be transferred unless the
/// offer binds them. An offer's terms never change; other terms are another offer. States; "yes" is what holders and gates may
/// do:
///
/// | state | from when | purchase | redeemVoucher | redeemFor, redeemMany | returnVoucher |
/// |---|---|---|---|---|---|
/// | Announced | publish | no | no voucher yet | no voucher yet | no voucher yet |
/// | OnSale | `opens` | yes | yes | yes | no |
/// | SaleOver | `closes`, or the organisation dissolved | no | yes | yes | no |
/// | Withdrawn | withdrawOffer | no | yes | no | yes, whole |
/// | Expired | `validUntil` | no | no | no | yes, less the fee |
///
/// After a withdrawal a holder may still acknowledge what they were given; codes that they signed before are void.
/// Vouchers come back only when nothing is sold any more, so they free neither stock nor quota: what was redeemed, came
/// back and is open is what was sold. A pause stops purchases, and nothing else. Tokens sent here past the functions
/// change nothing and stay here.
///
/// *Codes.* A holder signs how many vouchers of an offer may be redeemed with a nonce until a deadline; a gate redeems that many
/// or fewer, and the nonce is used. A code that is refused in a batch uses nothing: it can be tried again until its deadline.
/// Gates without a connection keep codes and pass them to one account that redeems: docs/partners.md.
///
/// *Metadata* show words and links of a partner only while the organisation knows them ({partnerName}); {refreshURI} tells
/// readers that this changed.
///
/// Layout of a clone's arguments: token, reserve, treasury, 20 bytes each.
///
/// Assumptions: the token is a {CdpoToken}; a holder shows a signed code only to a gate that delivers.
/// Warning: anyone may publish, and call themselves what they like in {OfferTerms}: {isVerified} tells whom the organisation
/// knows. Limits for accounts are kept by many accounts; bound vouchers can be handed on with an account that has code.
/// Warning: a partner who vanishes without withdrawing their offer leaves its tokens waiting until `validUntil`, and then the
/// fee is lost.
interface IPartnerAcceptance is IERC1155MetadataURI, IERC7572, IPausable, IPublicText {
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

    /// @notice What would become, or became, of a code. Redeemed is the only one in which anything happens.
    enum Outcome {
        Redeemed,
        OfferOver,
        CodeExpired,
        NonceUsed,
        QuantityOutOfRange,
        TooFewVouchers,
        WrongSignature
    }

    /// @notice A holder's code at a gate.
    /// @param holder Whose vouchers they are.
    /// @param offer Of which offer.
    /// @param signed How many vouchers the holder signed for.
    /// @param quantity How many are redeemed: 1 to `signed`.
    /// @param nonce Any number that `holder` has not used here: several codes may be outstanding, in any order. Nonces that
    /// differ only in their lowest 8 bits share a storage slot: counting up is cheapest.
    /// @param deadline The last second of the code.
    /// @param signature Of {redemptionHash}; a key's, or a contract's (ERC-1271), which can spend 300,000 gas on it.
    struct Redemption {
        address holder;
        uint256 offer;
        uint256 signed;
        uint256 quantity;
        uint256 nonce;
        uint256 deadline;
        bytes signature;
    }

    /// @param name What is offered, 1 to 64 bytes of plain text ({PublicText}).
    /// @param uri Where it is described: a link of https or ipfs, at most 256 bytes.
    /// @param price Tokens (18 decimals) for one voucher, positive.
    /// @param stock Vouchers in all, positive.
    /// @param periodQuota Vouchers sold in one period at most; 0 for no such limit.
    /// @param period Seconds of a period, counted from `opens`; 0 for none, positive with a quota.
    /// @param opens The first second of the sale; may lie in the past, so that periods are calendar days.
    /// @param closes The first second after the sale.
    /// @param validUntil The first second in which vouchers are no longer redeemed; within 10 years.
    /// @param treasuryBps For Share: the treasury's part of the price, 1 to 10,000 bps; rounded up, for each voucher.
    /// @param settlement What becomes of the tokens.
    /// @param perAccount Vouchers that an account may buy in a period, in all without one; it buys for itself alone. 0 for no
    /// such limit.
    /// @param feeBps What a voucher loses to the treasury that comes back after `validUntil`, at most 500; rounded up, for
    /// each voucher. Nothing when the partner withdrew the offer.
    /// @param bound Whether vouchers stay with whom they were bought for.
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
        uint64 perAccount;
        uint16 feeBps;
        bool bound;
    }

    /// @param id The offer.
    /// @param partner Who published it.
    /// @param verified Whether the organisation knows the partner.
    /// @param state Its state now.
    /// @param terms Its terms.
    /// @param termsHash Their hash, see {purchase}.
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
    /// @param fees Tokens that vouchers which came back left to the treasury.
    struct Dashboard {
        uint256 id;
        address partner;
        bool verified;
        OfferState state;
        OfferTerms terms;
        bytes32 termsHash;
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
        uint256 fees;
    }

    /// @notice `partner` published offer `id`.
    event OfferPublished(uint256 indexed id, address indexed partner, OfferTerms terms);
    /// @notice `partner` withdrew offer `id` for good: its vouchers may be returned.
    event OfferWithdrawn(uint256 indexed id, address indexed partner);
    /// @notice `gate` may, or may no longer, redeem vouchers for `partner` with their holders' signatures.
    event GateSet(address indexed partner, address indexed gate, bool allowed);
    /// @notice The owner says under what name the organisation knows `partner`; empty: it does not, or no longer.
    event PartnerVerified(address indexed partner, string name);
    /// @notice `payer` bought `quantity` vouchers of offer `id` for `recipient`; `cost` tokens (18 decimals) wait for them.
    event VouchersBought(
        uint256 indexed id,
        address indexed payer,
        address indexed recipient,
        uint256 quantity,
        uint256 cost
    );
    /// @notice `quantity` vouchers of `holder` were redeemed, by the holder alone or at `gate` with the code of `nonce`
    /// (`type(uint256).max` without a code). Sums are tokens (18 decimals).
    event VouchersRedeemed(
        uint256 indexed id,
        address indexed holder,
        address indexed gate,
        uint256 quantity,
        uint256 nonce,
        uint256 toPartner,
        uint256 toTreasury,
        uint256 burned
    );
    /// @notice Of a batch of `gate` the code of `holder` with `nonce` was refused, and used nothing.
    event RedemptionRefused(
        uint256 indexed id,
        address indexed holder,
        address indexed gate,
        uint256 nonce,
        Outcome outcome
    );
    /// @notice `holder` returned `quantity` vouchers; of what was paid for them `amount` went to `recipient` and `fee` to the
    /// treasury (tokens, 18 decimals).
    event VouchersReturned(
        uint256 indexed id,
        address indexed holder,
        address indexed recipient,
        uint256 quantity,
        uint256 amount,
        uint256 fee
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
    /// @notice `account` is neither the partner of offer `id` nor one of their gates.
    error NotGate(uint256 id, address account);
    /// @notice The code of `holder` with `nonce` is refused: see {Outcome}.
    error CodeRefused(address holder, uint256 nonce, Outcome outcome);
    /// @notice Offer `id` is another than the caller means: its terms' hash is `actual`.
    error OfferTermsMismatch(uint256 id, bytes32 actual, bytes32 meant);
    /// @notice Offer `id` limits what an account buys, so that each buys for itself and not for `recipient`.
    error LimitedToCaller(uint256 id, address recipient);
    /// @notice Of the `quantity` vouchers asked of offer `id`, `account` may buy `left` in this period.
    error AccountLimitExceeded(uint256 id, address account, uint256 quantity, uint256 left);
    /// @notice Vouchers of offer `id` stay with whom they were bought for.
    error VoucherBound(uint256 id);
    /// @notice An offer must close after it opens, and be valid until then at least (seconds).
    error OfferTimesOutOfOrder(uint64 opens, uint64 closes, uint64 validUntil);
    /// @notice A quota needs a period (seconds), and a period a quota or a limit for accounts.
    error QuotaWithoutPeriod(uint64 periodQuota, uint32 period);
    /// @notice The treasury's part is `bps`; for Share it is 1 to 10,000, otherwise 0.
    error TreasuryShareOutOfRange(Settlement settlement, uint16 bps);
    /// @notice A fee of `bps` is above `max`.
    error FeeOutOfRange(uint16 bps, uint16 max);

    /// @notice Sets up a clone, once; the treasury becomes its owner. Errors: ZeroAddress, OwnableInvalidOwner.
    function initialize() external;

    // ---------------------------------------------------------------- owner

    /// @notice Says under what name the organisation knows `partner`, in at most 64 bytes of plain text; an empty name says that
    /// it does not, or no longer. Only the owner. Errors: ZeroAddress, TextLengthOutOfRange, TextNotPlain.
    function setVerified(address partner, string calldata name) external;

    // ---------------------------------------------------------------- partners

    /// @notice Publishes an offer; anyone may, and is its partner: also another organisation's timelock.
    /// @return id The offer's id, and that of its vouchers.
    /// Errors: ZeroAmount, TextLengthOutOfRange, TextNotPlain, LinkNotAllowed, OfferTimesOutOfOrder, DeadlineOutOfRange,
    /// QuotaWithoutPeriod, TreasuryShareOutOfRange, FeeOutOfRange.
    function publish(OfferTerms calldata terms) external returns (uint256 id);

    /// @notice Ends offer `id` for good: nothing more is sold, vouchers may be returned, codes signed for gates are void.
    /// Only its partner. Errors: UnknownOffer, NotPartner, OfferEnded.
    function withdrawOffer(uint256 id) external;

    /// @notice Lets `gate` redeem vouchers of all offers of the caller with their holders' signatures, or no longer.
    /// Errors: ZeroAddress.
    function setGate(address gate, bool allowed) external;

    /// @notice Tells readers what {uri} says of offer `id` now (the `URI` event of ERC-1155). Anyone. Errors: UnknownOffer.
    function refreshURI(uint256 id) external;

    // ---------------------------------------------------------------- holders

    /// @notice Buys `quantity` vouchers for `recipient` (approve the tokens first).
    /// @param termsHash keccak256 of the ABI-encoded (partner, {OfferTerms}): what the caller means to buy, and at what price,
    /// whatever stands under that number by then.
    /// @return cost Tokens paid: price times quantity, exactly.
    /// Errors: Paused, ZeroAmount, UnknownOffer, OfferTermsMismatch, OfferNotOnSale, StockExceeded, LimitedToCaller,
    /// AccountLimitExceeded, PeriodQuotaExceeded, ERC20InsufficientAllowance, ERC20InsufficientBalance,
    /// ERC1155InvalidReceiver.
    function purchase(
        uint256 id,
        uint256 quantity,
        bytes32 termsHash,
        address recipient
    ) external returns (uint256 cost);

    /// @notice As {purchase} with an ERC-2612 permit of the token for the cost; a permit used before by another is no matter.
    function purchaseWithPermit(
        uint256 id,
        uint256 quantity,
        bytes32 termsHash,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 cost);

    /// @notice Redeems `quantity` vouchers of the caller, who so acknowledges what they were given. Never paused.
    /// Errors: ZeroAmount, UnknownOffer, OfferEnded once expired, ERC1155InsufficientBalance.
    function redeemVoucher(uint256 id, uint256 quantity) external;

    /// @notice Redeems vouchers with their holder's signature, such as a ticket gate reads from a telephone. Only the offer's
    /// partner and their gates. Never paused. Errors: NotGate, CodeRefused, TooLittleGas.
    function redeemFor(Redemption calldata code) external;

    /// @notice {redeemFor} of many codes: one that is refused uses nothing, and the others are redeemed. Only who is a gate for
    /// all of them. Never paused. Asked by `eth_call` in the name of a gate, which needs no key, it tells what would become of
    /// codes together: of two for one voucher, the second has TooFewVouchers. Errors: NotGate, TooLittleGas.
    function redeemMany(Redemption[] calldata codes) external returns (Outcome[] memory outcomes);

    /// @notice Returns `quantity` vouchers of the caller once the offer was withdrawn or they have expired; what was paid for
    /// them, less the offer's fee when it was not withdrawn, goes to `recipient`. Never paused, never ends, needs nobody else.
    /// @return amount Tokens returned.
    /// Errors: ZeroAmount, UnknownOffer, VoucherStillValid, InvalidRecipient, ERC1155InsufficientBalance.
    function returnVoucher(uint256 id, uint256 quantity, address recipient) external returns (uint256 amount);

    /// @notice Cancels codes that the caller signed: the nonces 256 · `word` + i for each bit i set in `mask`.
    function cancelNonces(uint256 word, uint256 mask) external;

    // ---------------------------------------------------------------- views

    /// @notice All that a partner wants to know of their offer. Errors: UnknownOffer.
    function dashboard(uint256 id) external view returns (Dashboard memory);

    /// @notice How many offers were published; ids run from 1.
    function offerCount() external view returns (uint256);

    /// @notice The state of offer `id` now.
    function stateOf(uint256 id) external view returns (OfferState);

    /// @notice What `quantity` vouchers cost (tokens, 18 decimals), and how many `account` can buy in this second: 0 when the
    /// offer is not on sale, or sales are paused. Errors: UnknownOffer.
    function quote(
        uint256 id,
        uint256 quantity,
        address account
    ) external view returns (uint256 cost, uint256 available);

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

    /// @notice Under what name the organisation knows `partner`; empty when it does not.
    function partnerName(address partner) external view returns (string memory);

    /// @notice Whether the organisation knows `partner`.
    function isVerified(address partner) external view returns (bool);

    /// @notice "{organisation} voucher".
    function name() external view returns (string memory);

    /// @notice The token's symbol and "-V".
    function symbol() external view returns (string memory);

    /// @notice Vouchers of offer `id` that holders have.
    function totalSupply(uint256 id) external view returns (uint256);

    /// @notice Where the treasury's part and fees go: fixed at launch, whoever owns this contract later.
    function treasury() external view returns (address);

    /// @notice The project token.
    function token() external view returns (address);
}
