// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoToken} from "../../contracts/interfaces/ICdpoToken.sol";
import {TestAsset} from "../../contracts/mocks/TestAsset.sol";
import {Launch, Organisation} from "./lib/Launch.sol";
import {vm} from "./lib/Vm.sol";

/// @title CdpoTokenTest
/// @notice Who may change the supply. Numbers are the invariants'.
contract CdpoTokenTest is Launch {
    Organisation private _org;

    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        _org = _launch(asset, _presaleConfig(address(asset), 1e18, 5_000, 1_000, 1e18));
        vm.prank(address(_org.issuance));
        _org.token.mint(_actor(0), 1_000 * WHOLE);
    }

    function testFuzz_03_OnlyMintersMint(address caller, address to, uint256 amount) public {
        vm.assume(caller != address(_org.issuance));
        vm.assume(caller != address(_org.reserve));
        vm.assume(caller != address(_org.presale));
        vm.expectRevert(abi.encodeWithSelector(ICdpoToken.NotMinter.selector, caller));
        vm.prank(caller);
        _org.token.mint(to, amount);
    }

    function testFuzz_03_OnlyReserveRedeems(address caller, uint256 amount) public {
        vm.assume(caller != address(_org.reserve));
        vm.expectRevert(abi.encodeWithSelector(ICdpoToken.NotReserve.selector, caller));
        vm.prank(caller);
        _org.token.redeemFrom(_actor(0), amount);
    }

    function testFuzz_SupplyNeverExceedsCap(uint256 amount) public {
        uint256 cap = type(uint112).max;
        uint256 supply = _org.token.totalSupply();
        bool fits = amount <= cap - supply;
        uint256 wanted = amount > type(uint256).max - supply ? type(uint256).max : supply + amount;
        if (!fits) vm.expectRevert(abi.encodeWithSelector(ICdpoToken.SupplyCapExceeded.selector, wanted, cap));
        vm.prank(address(_org.issuance));
        _org.token.mint(_actor(1), amount);
        assert(_org.token.totalSupply() == (fits ? wanted : supply));
        assert(_org.token.balanceOf(_actor(1)) == (fits ? amount : 0));
    }
}
