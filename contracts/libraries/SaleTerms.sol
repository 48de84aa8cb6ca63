// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {InvalidShare, ZeroAddress} from "../interfaces/Errors.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {Share} from "../interfaces/Share.sol";
import {Shares} from "./Shares.sol";

/// @title SaleTerms
/// @notice What the terms of a presale must be, and what vests by them: see {IPresale}.
library SaleTerms {
    using Shares for Share[];

    uint16 private constant MAX_FOUNDER_BPS = 5_000; // 50 % of the sold tokens, a third of all
    uint64 private constant MAX_SALE = 366 days;
    uint64 private constant MAX_RELEASE_DELAY = 180 days;
    uint64 private constant MIN_FOUNDER_VESTING = 180 days;
    uint64 private constant MAX_VESTING = 3_650 days; // 10 years

    /// @notice Checks the terms of a launch beside what they depend on; that no founder stands twice is for the caller.
    /// @param treasury The organisation's timelock.
    /// @param escrow Set up already, like the reserve.
    /// Errors: ZeroAddress, TrusteeNotIndependent, ZeroPrice, LimitsOutOfOrder, TimesOutOfOrder, ReleaseTooEarly,
    /// ReserveUnderfunded, VestingOutOfRange, FounderShareOutOfRange, and those of {Shares-validate}.
    function validate(
        IPresale.Terms calldata t,
        address treasury,
        IEscrow escrow,
        ILiquidityReserve reserve
    ) internal view {
        require(t.trustee != address(0), ZeroAddress());
        require(t.trustee != treasury, IPresale.TrusteeNotIndependent(t.trustee));
        require(t.price > 0, IPresale.ZeroPrice());
        require(
            t.minimum > 0 && t.minimum <= t.maximum && t.perPartnerMaximum > 0 && t.perPartnerMaximum <= t.maximum,
            IPresale.LimitsOutOfOrder(t.minimum, t.maximum, t.perPartnerMaximum)
        );
        require(
            t.closes > block.timestamp &&
                t.closes <= block.timestamp + MAX_SALE &&
                t.opens < t.closes &&
                t.releaseBy > t.closes &&
                t.releaseBy - t.closes <= MAX_RELEASE_DELAY,
            IPresale.TimesOutOfOrder(t.opens, t.closes, t.releaseBy)
        );
        uint64 window = escrow.challengeWindow();
        require(t.closes + window < t.releaseBy, IPresale.ReleaseTooEarly(t.closes, window, t.releaseBy));
        // The opening reserve is at most ⌈w·(1 + founders)/(1 − resources)·raised + w·price·0.001⌉ (last term: the tokens
        // minted to a dead address). If the minimum pays for it, every greater sum does, as then the factor is at most 1.
        uint256 moneyBps = Shares.WHOLE_BPS - escrow.maxResourceBps();
        uint256 scaled = t.minimum * (Shares.WHOLE_BPS + t.founderBps) * 1_000 + uint256(t.price) * moneyBps;
        uint256 required = Math.ceilDiv(reserve.reserveRatioBps() * scaled, 1_000 * Shares.WHOLE_BPS * moneyBps);
        require(required <= t.minimum, IPresale.ReserveUnderfunded(required, t.minimum));
        _checkVesting(t.partnerVesting, 0);
        require(
            t.founderBps <= MAX_FOUNDER_BPS && (t.founderBps > 0) == (t.founders.length > 0),
            IPresale.FounderShareOutOfRange(t.founderBps, t.founders.length)
        );
        if (t.founderBps == 0) return;
        t.founders.validate();
        _checkVesting(t.founderVesting, MIN_FOUNDER_VESTING);
        for (uint256 i = 0; i < t.founders.length; ++i) {
            require(t.founders[i].account != t.trustee, IPresale.TrusteeNotIndependent(t.trustee));
        }
    }

    /// @notice Keeps the founders' parts. Errors: InvalidShare (an account that stands twice).
    function enterFounders(
        IPresale.Terms calldata t,
        mapping(address account => IPresale.Position) storage positions
    ) internal {
        for (uint256 i = 0; i < t.founders.length; ++i) {
            Share calldata share = t.founders[i];
            require(positions[share.account].founderBps == 0, InvalidShare(share.account, share.bps));
            positions[share.account].founderBps = share.bps;
        }
    }

    /// @notice Checks that the allowlist, if there is one, has `account`. Errors: NotAllowed.
    function requireListed(bytes32 root, address account, bytes32[] calldata proof) internal pure {
        if (root == 0) return;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account))));
        require(MerkleProof.verifyCalldata(proof, root, leaf), IPresale.NotAllowed(account));
    }

    /// @notice What of `total` tokens has vested `elapsed` seconds after the release, rounded down.
    function vestedOf(
        IPresale.Vesting storage vesting,
        uint256 total,
        uint256 elapsed
    ) internal view returns (uint256) {
        uint256 duration = vesting.duration;
        if (elapsed >= duration) return total;
        if (elapsed < vesting.cliff) return 0;
        return Math.mulDiv(total, elapsed, duration);
    }

    function _checkVesting(IPresale.Vesting calldata vesting, uint64 minimum) private pure {
        require(
            vesting.cliff <= vesting.duration && vesting.duration >= minimum && vesting.duration <= MAX_VESTING,
            IPresale.VestingOutOfRange(vesting.cliff, vesting.duration)
        );
    }
}
