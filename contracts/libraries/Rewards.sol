// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {Share} from "../interfaces/Share.sol";
import {Reviews} from "./Reviews.sol";
import {Shares} from "./Shares.sol";

/// @title Rewards
/// @notice How what issuance pays for a contribution is divided between producers and reviewers, and who was sent what:
/// see {IContributionRegistry}.
library Rewards {
    using SafeERC20 for IERC20;
    using Reviews for IContributionRegistry.Contribution;
    using Shares for Share[];

    /// @notice What an account was sent for a contribution.
    struct Paid {
        uint128 asProducer;
        uint128 asReviewer;
    }

    /// @notice All that was sent, in which token, and where forfeited deposits go.
    struct Book {
        IERC20 token;
        address treasury;
        uint128 total;
        mapping(address account => uint256) paidTo;
        mapping(uint256 id => mapping(address account => Paid)) paid;
    }

    /// @notice What issuance paid by now: `producers` and `reviewers` together, and whether no more will come.
    struct Payment {
        uint256 producers;
        uint256 reviewers;
        bool isFinal;
    }

    /// @notice Enters an accepted contribution into issuance: its reward, and what comes on top for reviewers.
    function enter(IContributionRegistry.Contribution storage c, uint256 id, IIssuance issuance) internal {
        uint256 amount = c.reward + Shares.partOf(c.reward, bpsOf(c));
        (uint256 award, uint256 entered) = issuance.enter(amount);
        c.award = uint96(award); // numbers are counted one by one
        emit IContributionRegistry.ContributionAwarded(id, award, amount, entered);
    }

    /// @notice Fetches what issuance paid meanwhile.
    function pull(
        IContributionRegistry.Contribution storage c,
        IIssuance issuance
    ) internal returns (Payment memory payment) {
        if (c.award != 0) issuance.take(c.award, address(this));
        return paymentFor(c, issuance);
    }

    /// @notice Sends number `i` of the producers what is due to them.
    function payProducer(
        Book storage book,
        uint256 id,
        Share[] calldata shares,
        uint256 i,
        Payment memory payment
    ) internal returns (uint256 due) {
        address account = shares[i].account;
        Paid storage paid = book.paid[id][account];
        due = shares.partAt(i, payment.producers, payment.isFinal) - paid.asProducer;
        if (due == 0) return 0;
        paid.asProducer += uint128(due); // at most the reward, which is 112 bits
        emit IContributionRegistry.ContributionPaid(id, account, due);
        _send(book, account, due);
    }

    /// @notice Sends an account of which `part` is the reviewer's part what is due to them.
    function payReviewer(Book storage book, uint256 id, address account, uint256 part) internal returns (uint256 due) {
        Paid storage paid = book.paid[id][account];
        due = part - paid.asReviewer;
        if (due == 0) return 0;
        paid.asReviewer += uint128(due); // at most a part of the reward, which is 112 bits
        emit IContributionRegistry.ReviewRewardPaid(id, account, due);
        _send(book, account, due);
    }

    /// @notice Sends the deposit of a contribution whose review ended to the treasury or back.
    function releaseDeposit(Book storage book, IContributionRegistry.Contribution storage c, uint256 id) internal {
        uint256 amount = c.deposit;
        if (amount == 0) return;
        if (c.isObjected()) {
            emit IContributionRegistry.DepositForfeited(id, amount);
            book.token.safeTransfer(book.treasury, amount);
        } else {
            emit IContributionRegistry.DepositReturned(id, c.submitter, amount);
            book.token.safeTransfer(c.submitter, amount);
        }
    }

    /// @notice What issuance paid for an accepted contribution by now, divided.
    function paymentFor(
        IContributionRegistry.Contribution storage c,
        IIssuance issuance
    ) internal view returns (Payment memory payment) {
        if (c.award == 0) return Payment(0, 0, true);
        (uint256 paid, bool isFinal) = issuance.paidOf(c.award);
        uint256 reviewers = Shares.partOnTop(paid, bpsOf(c));
        return Payment(paid - reviewers, reviewers, isFinal);
    }

    /// @notice One reviewer's part of what all of them have, rounded down.
    function reviewerPart(
        IContributionRegistry.Contribution storage c,
        Payment memory payment
    ) internal view returns (uint256) {
        return Shares.equalPart(payment.reviewers, uint256(c.approvals) + c.objections);
    }

    /// @notice Reviewers' reward on top, in bps; none when the owner had to overrule them.
    function bpsOf(IContributionRegistry.Contribution storage c) internal view returns (uint16) {
        return c.isOverruled ? 0 : c.reviewerRewardBps;
    }

    function _send(Book storage book, address account, uint256 amount) private {
        book.paidTo[account] += amount;
        book.total += uint128(amount); // all that is ever minted is far below 128 bits
        book.token.safeTransfer(account, amount);
    }
}
