// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {InvalidRecipient} from "../interfaces/Errors.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {ISaleTerms} from "../interfaces/ISaleTerms.sol";
import {IResourceCustody} from "../interfaces/IResourceCustody.sol";
import {ISweepable} from "../interfaces/ISweepable.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {Stray} from "../libraries/Stray.sol";

/// @title ResourceCustody
/// @notice Resources of a presale and their deeds. Documentation: {IResourceCustody}.
/// @dev Clone arguments: presale, treasury, token, asset. There is nothing to set up, and so nothing that anyone could set up.
contract ResourceCustody is IResourceCustody, ReentrancyGuardTransient {
    uint256 public resourceCount;
    mapping(uint256 id => Resource) private _resources;

    modifier onlyTrustee() {
        require(msg.sender == _presale().trustee(), IPresale.NotTrustee(msg.sender));
        _;
    }

    // ---------------------------------------------------------------- who offers

    /// @inheritdoc IResourceCustody
    function offerResource(
        uint112 value,
        bytes32 deedHash,
        string calldata uri,
        address nftContract,
        uint256 nftId
    ) external nonReentrant returns (uint256 id) {
        IPresale.State sale = _presale().state();
        require(
            sale == IPresale.State.Upcoming || sale == IPresale.State.Open,
            IPresale.WrongState(sale, IPresale.State.Open)
        );
        bool passedOn = _presale().positionOf(msg.sender).standing == IPresale.Standing.PassedOn;
        require(!passedOn, IPresale.PositionPassedOn(msg.sender));
        if (_presale().tokensFor(value) == 0) revert ISaleTerms.ContributionTooSmall(value, _presale().terms().price);
        id = ++resourceCount;
        Resource storage r = _resources[id];
        (r.offerer, ) = _presale().givenBy(msg.sender);
        r.state = ResourceState.Offered;
        r.value = value;
        r.nftContract = nftContract;
        r.nftId = nftId;
        emit ResourceOffered(id, msg.sender, value, deedHash, uri, nftContract, nftId);
        if (nftContract == address(0)) return id;
        IERC721(nftContract).transferFrom(msg.sender, address(this), nftId);
        require(IERC721(nftContract).ownerOf(nftId) == address(this), NotInCustody(nftContract, nftId));
    }

    /// @inheritdoc IResourceCustody
    function withdrawResource(uint256 id, address recipient) external nonReentrant {
        Resource storage r = _resources[id];
        require(
            r.state != ResourceState.None && msg.sender == _presale().holderOf(r.offerer),
            NotOfferer(id, msg.sender)
        );
        require(recipient != address(0) && recipient != address(this), InvalidRecipient(recipient));
        ResourceState current = r.state;
        require(
            current == ResourceState.Offered || current == ResourceState.Returned || isWithdrawable(id),
            WrongResourceState(id, current)
        );
        r.state = ResourceState.Withdrawn;
        emit ResourceWithdrawn(id, recipient);
        // In a sale that failed no credit becomes a token any more.
        if (current == ResourceState.Accepted && !_presale().failed()) {
            _presale().uncreditResource(r.offerer, r.value, true);
        }
        _send(r, recipient);
    }

    // ---------------------------------------------------------------- trustee

    /// @inheritdoc IResourceCustody
    function acceptResource(uint256 id) external onlyTrustee nonReentrant {
        Resource storage r = _inState(id, ResourceState.Offered);
        r.state = ResourceState.Accepted;
        // Its offerer may have taken a position since: the credit is part of that, and moves with it.
        (address holder, address origin, uint256 tokens, uint24 round) = _presale().creditResource(r.offerer, r.value);
        (r.offerer, r.round) = (origin, round);
        emit ResourceAccepted(id, holder, tokens);
    }

    /// @inheritdoc IResourceCustody
    function returnResource(uint256 id) external onlyTrustee nonReentrant {
        IPresale.State sale = _presale().state();
        require(sale < IPresale.State.Released, IPresale.WrongState(sale, IPresale.State.Ended));
        Resource storage r = _resources[id];
        ResourceState current = r.state;
        require(current == ResourceState.Offered || current == ResourceState.Accepted, WrongResourceState(id, current));
        r.state = ResourceState.Returned;
        emit ResourceReturned(id);
        if (current == ResourceState.Accepted) _presale().uncreditResource(r.offerer, r.value, false);
    }

    // ---------------------------------------------------------------- anyone

    /// @inheritdoc IResourceCustody
    function deliverResource(uint256 id) external nonReentrant {
        IPresale.State sale = _presale().state();
        require(sale == IPresale.State.Released, IPresale.WrongState(sale, IPresale.State.Released));
        Resource storage r = _inState(id, ResourceState.Accepted);
        require(r.nftContract != address(0), NotInCustody(address(0), 0));
        r.state = ResourceState.Delivered;
        emit ResourceDelivered(id, treasury());
        _send(r, treasury());
    }

    /// @inheritdoc ISweepable
    /// @dev Of asset and project token nothing is ever kept here. Anything else may be the contract of a deed, and move it.
    function sweep(address token) external nonReentrant returns (uint256 amount) {
        require(token == CloneArguments.addressAt(40) || token == CloneArguments.addressAt(60), NotSweepable(token));
        return Stray.sweep(token, 0, treasury());
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IResourceCustody
    function resourceOf(uint256 id) external view returns (Resource memory) {
        return _resources[id];
    }

    /// @inheritdoc IResourceCustody
    function isWithdrawable(uint256 id) public view returns (bool) {
        Resource storage r = _resources[id];
        if (r.state != ResourceState.Accepted) return false;
        (bool open, , uint24 round, ) = _presale().refunds();
        return _presale().failed() || (open && r.round < round);
    }

    /// @inheritdoc IResourceCustody
    function presale() public view returns (address) {
        return CloneArguments.addressAt(0);
    }

    /// @inheritdoc IResourceCustody
    function treasury() public view returns (address) {
        return CloneArguments.addressAt(20);
    }

    // ---------------------------------------------------------------- internals

    function _send(Resource storage r, address recipient) private {
        if (r.nftContract != address(0)) IERC721(r.nftContract).transferFrom(address(this), recipient, r.nftId);
    }

    function _inState(uint256 id, ResourceState needed) private view returns (Resource storage r) {
        r = _resources[id];
        require(r.state == needed, WrongResourceState(id, r.state));
    }

    function _presale() private view returns (IPresale) {
        return IPresale(presale());
    }
}
