import { expect } from "chai";
import { network } from "hardhat";
import { liquidityReserveAbi } from "../../sdk/src/abi/index.ts";
import { contractAt, contractsOf, fromEthers, sendCalls } from "../../sdk/src/ethers.ts";
import { readOrganisation } from "../../sdk/src/state/index.ts";
import type { Address, Call, Hex, OrganisationAddresses } from "../../sdk/src/types.ts";
import { launchGrowing, launchOpenMarket, launchPresale, WHOLE } from "../lib/fixtures.ts";

const NEVER = 2n ** 256n - 1n;

describe("sdk: ethers", () => {
  it("makes a transport of a provider", async () => {
    const { ethers } = await network.create();
    const rpc = fromEthers(ethers.provider);
    expect(await rpc.request({ method: "eth_chainId" })).to.equal("0x7a69");
    const params = [ethers.ZeroAddress, "latest"] as const;
    expect(await rpc.request({ method: "eth_getCode", params })).to.equal("0x");
  });

  it("has an organisation's contracts, which answer and act as they are typed", async () => {
    const connection = await network.create();
    const scenario = await launchOpenMarket(connection);
    const { actors, unit } = scenario;
    const addresses = scenario.addresses as unknown as OrganisationAddresses;
    const [donor] = [actors.donor];
    const { reserve, token, issuance, presale, budget } = contractsOf({ addresses, runner: donor });
    expect([presale, budget]).to.deep.equal([undefined, undefined]);
    expect(await token.symbol()).to.equal("CAR");
    const quote = await reserve.quoteBuy(10n * unit);
    quote.tokensOut satisfies bigint;
    expect(quote.tokensOut).to.equal(quote[0]);
    expect(quote.tokensOut).to.equal((await scenario.reserve.quoteBuy(10n * unit)).tokensOut);
    expect((await issuance.terms()).period).to.equal((await scenario.issuance.terms()).period);
    const before = await token.balanceOf(donor);
    const got = await reserve.buy.staticCall(10n * unit, 0n, donor, NEVER);
    const { data } = await reserve.buy.populateTransaction(10n * unit, 0n, donor, NEVER);
    expect(data.slice(0, 10)).to.equal(reserve.interface.getFunction("buy")?.selector);
    expect(await reserve.buy.estimateGas(10n * unit, 0n, donor, NEVER)).to.be.lessThan(200_000n);
    await (await reserve.buy(10n * unit, 0n, donor, NEVER, { gasLimit: 300_000n })).wait();
    expect((await token.balanceOf(donor)) - before).to.equal(got);
    // @ts-expect-error: the types know that there is no such function
    expect(() => reserve.withdraw as unknown).to.not.throw();
    const alone = contractAt({
      address: addresses.reserve,
      abi: liquidityReserveAbi,
      runner: connection.ethers.provider,
    });
    expect(await alone.reserveBalance()).to.equal(await scenario.reserve.reserveBalance());
  });

  it("has the contracts of a presale where there is one", async () => {
    const { addresses, actors } = await launchPresale(await network.create());
    const { presale, custody, budget } = contractsOf({
      addresses: addresses as unknown as OrganisationAddresses,
      runner: actors.donor,
    });
    expect(await presale?.trustee()).to.equal(actors.trustee.address);
    expect(await custody?.resourceCount()).to.equal(0n);
    expect((await budget?.terms())?.milestones).to.have.lengthOf(3);
  });

  it("sends calls one after the other, and stops at one that fails", async () => {
    const connection = await network.create();
    const { token, asset, reserve, actors, addresses, unit } = await launchOpenMarket(connection);
    const { donor } = actors;
    await asset.connect(donor).approve(reserve, 0n);
    const call = (to: string, data: string): Call => ({ to: to as Address, value: 0n, data: data as Hex });
    const approval = asset.interface.encodeFunctionData("approve", [addresses.reserve, unit]);
    const purchase = reserve.interface.encodeFunctionData("buy", [unit, 0n, donor.address, NEVER]);
    const calls = [call(await asset.getAddress(), approval), call(addresses.reserve, purchase)];
    const receipts = await sendCalls(donor, calls);
    expect(receipts.map(({ status }) => status)).to.deep.equal([1, 1]);
    expect(await token.balanceOf(donor)).to.be.greaterThan(0n);
    const nonce = await donor.getNonce();
    await expect(sendCalls(donor, [calls[1] ?? call("", ""), ...calls])).to.be.revertedWithCustomError(
      asset,
      "ERC20InsufficientAllowance",
    );
    expect((await donor.getNonce()) - nonce).to.be.lessThan(2);
    expect(await sendCalls(donor, [])).to.deep.equal([]);
  });

  it("lets one read an organisation that grows", async () => {
    const connection = await network.create();
    const { addresses, asset } = await launchGrowing(connection);
    const { contracts } = await readOrganisation({
      rpc: fromEthers(connection.ethers.provider),
      organisation: {
        ...{ index: 0, name: "Shared car", symbol: "CAR", block: 0n, suite: undefined },
        addresses: addresses as unknown as OrganisationAddresses,
        asset: { address: (await asset.getAddress()) as Address, symbol: "EURT", decimals: 18 },
      },
    });
    expect(contracts.issuance.terms.baseAmount).to.equal(1_000n * WHOLE);
    expect(contracts.reserve.marketState).to.equal("Closed");
  });
});
