// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISweepable} from "./ISweepable.sol";

/// @title IResourceCustody
/// @notice Resources given instead of money, as deeds: documents named by their hash and, if there is one, an ERC-721 that
/// is kept here until the release. A resource that the trustee accepts is credited at the presale's price. Nobody votes on
/// it: its acceptance opens refunds in {IPresale}, so that whoever disagrees leaves whole, and there is no release until they
/// are closed. Exists beside a presale only.
/// @dev A resource:
///
/// | from | call, by whom, when | to |
/// |---|---|---|
/// | None | offerResource, anyone who has not passed a position on, sale Upcoming or Open | Offered |
/// | Offered | acceptResource, trustee, sale Open or Ended, before its `closes`, no change of the trustee pending | Accepted |
/// | Offered, Accepted | returnResource, trustee, sale Upcoming, Open or Ended | Returned |
/// | Offered, Returned | withdrawResource, who offered it, ever | Withdrawn |
/// | Accepted | withdrawResource, who offered it, sale Refunding, or while refunds are open for what was accepted before | Withdrawn |
/// | Accepted, with an ERC-721 | deliverResource, anyone, sale Released | Delivered, to the treasury |
///
/// Every other call in every other state reverts. Who offered a resource leaves by the partners' rule: refunds are open for
/// what was accepted before the newest acceptance, or before the trustee's change was announced. "Who offered it" follows a
/// position that moves ({IPresale-holderOf}).
///
/// An accepted resource adds no money and does not count for the minimum. The release needs resources to be at most
/// `maxResourceBps` of the sold tokens; the trustee can always return some. A pause stops nothing here.
/// Warning: a trustee together with someone who offers junk takes from the partners who stay what {IPresale} says; look at
/// what was accepted while refunds are open.
/// Warning: an ERC-721 is its own contract: one that refuses to move stays where it is.
/// @dev Assumes that the presale is that of the same launch. What is fixed for ever is read from the clone's code.
interface IResourceCustody is ISweepable {
    /// @notice See the table of {IResourceCustody}.
    enum ResourceState {
        None,
        Offered,
        Accepted,
        Returned,
        Withdrawn,
        Delivered
    }

    /// @param offerer Who offered it, or once accepted what the position began as that was credited; {IPresale-holderOf} of
    /// them takes it back.
    /// @param state See the table.
    /// @param round Number of the refunds that its acceptance opened; 0 when it was never accepted.
    /// @param value Asset units.
    /// @param nftContract ERC-721 contract of what is kept here, or the zero address.
    /// @param nftId Its id.
    struct Resource {
        address offerer;
        ResourceState state;
        uint24 round;
        uint112 value;
        address nftContract;
        uint256 nftId;
    }

    /// @notice `offerer` offers a resource worth `value` asset units. `deedHash` and `uri` are its deed.
    event ResourceOffered(
        uint256 indexed id,
        address indexed offerer,
        uint256 value,
        bytes32 deedHash,
        string uri,
        address nftContract,
        uint256 nftId
    );
    /// @notice The trustee accepted the resource, and `holder` was credited `tokens` (18 decimals).
    event ResourceAccepted(uint256 indexed id, address indexed holder, uint256 tokens);
    /// @notice The trustee returned the resource.
    event ResourceReturned(uint256 indexed id);
    /// @notice Who offered the resource took it back; what was in custody went to `recipient`.
    event ResourceWithdrawn(uint256 indexed id, address indexed recipient);
    /// @notice What was in custody went to `treasury`.
    event ResourceDelivered(uint256 indexed id, address indexed treasury);

    /// @notice Resource `id` is `actual`.
    error WrongResourceState(uint256 id, ResourceState actual);
    /// @notice ERC-721 `nftId` of `nftContract` did not arrive, or nothing is in custody.
    error NotInCustody(address nftContract, uint256 nftId);
    /// @notice Resource `id` does not belong to `account`.
    error NotOfferer(uint256 id, address account);
    /// @notice Only asset and token of the organisation can be swept here, not `token`.
    error NotSweepable(address token);

    /// @notice Offers a resource; anyone, as the trustee decides whether it is accepted.
    /// @param value What it is worth, in asset units: tokens for it are at the presale's price, rounded down.
    /// @param deedHash Hash of the deed, a document that says what is given and how.
    /// @param uri Where the deed is.
    /// @param nftContract ERC-721 contract of a token to take into custody (approve it first), or the zero address.
    /// @param nftId Its id.
    /// Errors: WrongState, PositionPassedOn, ContributionTooSmall, NotInCustody, and those of the ERC-721.
    function offerResource(
        uint112 value,
        bytes32 deedHash,
        string calldata uri,
        address nftContract,
        uint256 nftId
    ) external returns (uint256 id);

    /// @notice Accepts a resource at the offered value: credits it, and opens refunds of what was given before. Only the
    /// trustee. Errors: NotTrustee, WrongState, AcceptanceOver, ChangePending, WrongResourceState, PositionPassedOn.
    function acceptResource(uint256 id) external;

    /// @notice Returns a resource, and takes its credit back; only the trustee, before the release. Refunds stay open as long
    /// as they were. Errors: NotTrustee, WrongState, WrongResourceState.
    function returnResource(uint256 id) external;

    /// @notice Takes a resource back, and sends what is in custody to `recipient`. See the table for an accepted one.
    /// Errors: NotOfferer, InvalidRecipient, WrongResourceState.
    function withdrawResource(uint256 id, address recipient) external;

    /// @notice Sends what is in custody of an accepted resource to the treasury, after the release; anyone.
    /// Errors: WrongState, WrongResourceState, NotInCustody.
    function deliverResource(uint256 id) external;

    /// @notice How many resources were offered; ids start at 1.
    function resourceCount() external view returns (uint256);

    /// @notice Resource `id`; state None when there is none.
    function resourceOf(uint256 id) external view returns (Resource memory);

    /// @notice Whether an accepted resource can be withdrawn now by whom it belongs to.
    function isWithdrawable(uint256 id) external view returns (bool);

    /// @notice The presale that this custody is for.
    function presale() external view returns (address);

    /// @notice Where what was released goes: the organisation's timelock, for ever.
    function treasury() external view returns (address);
}
