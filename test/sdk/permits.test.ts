import { expect } from "chai";
import { Signature, Wallet, verifyTypedData } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import { gifts, market, presale, stake } from "../../sdk/src/calls/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import {
  allow,
  hashTypedData,
  permitDomainOf,
  permitTypedData,
  signByWallet,
  signPermit,
  splitSignature,
  type Sign,
} from "../../sdk/src/permits.ts";
import type { Address, Call, OrganisationAddresses, Rpc } from "../../sdk/src/types.ts";
import { WHOLE, launchOpenMarket, launchPresale } from "../lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const rpc: Rpc = fromEthers(ethers.provider);
const NEVER = 2n ** 255n;

describe("sdk/permits", () => {
  const wallet = new Wallet(`0x${"11".repeat(32)}`);
  const signer =
    (from: { signTypedData: Wallet["signTypedData"] }): Sign =>
    (typed) =>
      from.signTypedData(typed.domain, typed.types, typed.message);

  it("is the typed data that ethers hashes and recovers", async () => {
    const domain = {
      name: "Test euro",
      version: "1",
      chainId: 5n,
      verifyingContract: `0x${"22".repeat(20)}`,
    } as const;
    const typed = permitTypedData(domain, {
      owner: wallet.address as Address,
      spender: `0x${"33".repeat(20)}`,
      value: 7n,
      nonce: 3n,
      deadline: 9n,
    });
    const signature = await signer(wallet)(typed);
    expect(verifyTypedData(typed.domain, typed.types, typed.message, signature)).to.equal(wallet.address);
    expect(Wallet.createRandom().signingKey.sign(hashTypedData(typed)).v).to.be.oneOf([27, 28]);
  });

  it("splits signatures as ethers does, of 65 bytes and of 64, and refuses others", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (digest) => {
        const { v, r, s, serialized, compactSerialized } = wallet.signingKey.sign(digest);
        expect(splitSignature(serialized)).to.deep.equal({ v, r, s });
        expect(splitSignature(compactSerialized)).to.deep.equal({ v, r, s });
        // Some wallets count from 0.
        expect(splitSignature(`${serialized.slice(0, -2)}0${String(v - 27)}`)).to.deep.equal({ v, r, s });
        expect(Signature.from(serialized).v).to.equal(v);
      }),
      { seed: 20_261_133 },
    );
    for (const wrong of ["0x", "0x12", `0x${"ab".repeat(66)}`, "hello"]) {
      expect(() => splitSignature(wrong), wrong).to.throw("no signature of a key");
    }
  });

  it("buys, stakes, contributes and donates with a permit of exactly what is taken, and leaves nothing allowed", async () => {
    const scenario = await launchOpenMarket(connection, { decimals: 6, launch: { name: "Buying" } });
    const { actors, asset, token, unit, addresses } = scenario;
    const organisation = addresses as unknown as OrganisationAddresses;
    const [, , , , , , , , , , , , , , , , , , who] = await ethers.getSigners();
    if (who === undefined) throw new Error("the chain has too few accounts");
    const owner = who.address as Address;
    await asset.mint(who, 1_000n * unit);
    const money = (await asset.getAddress()) as Address;
    const deadline = BigInt(await networkHelpers.time.latest()) + 3_600n;
    const sign = signer(who);
    const perform = async (calls: readonly Call[]) => {
      for (const call of calls) await who.sendTransaction(call);
    };
    const mayTake = async (of: Address, spender: Address) =>
      (of === money ? asset : token).allowance(owner, spender);

    const base = { rpc, owner, deadline, sign };
    const toReserve = { ...base, token: money, spender: organisation.reserve };
    const allowing = await allow({ ...toReserve, amount: 100n * unit });
    expect(allowing.permit?.value).to.equal(100n * unit);
    const order = { organisation, asset: money, recipient: owner, deadline };
    const buying = market.buy({ ...order, amount: 100n * unit, minimum: 1n, ...allowing });
    expect(buying).to.have.lengthOf(1);
    await perform(buying);
    expect(await token.balanceOf(who)).to.be.above(WHOLE);
    expect(await mayTake(money, organisation.reserve)).to.equal(0n);

    const exact = market.buyExact({
      ...order,
      tokens: WHOLE,
      maximum: 50n * unit,
      ...(await allow({ ...toReserve, amount: 50n * unit })),
    });
    await perform(exact);
    expect(await mayTake(money, organisation.reserve), "what was too much is taken back").to.equal(0n);

    await perform(
      gifts.donate({
        organisation,
        asset: money,
        amount: 7n,
        note: "",
        ...(await allow({ ...toReserve, amount: 7n })),
      }),
    );
    expect(await mayTake(money, organisation.reserve)).to.equal(0n);

    const toStake = { ...base, token: organisation.token, spender: organisation.stake, amount: WHOLE };
    await perform(stake.stake({ organisation, amount: WHOLE, ...(await allow(toStake)) }));
    expect(await scenario.stake.getVotes(who)).to.equal(WHOLE);
    expect(await mayTake(organisation.token, organisation.stake)).to.equal(0n);

    // Without somebody who signs: an approval of the exact amount. What is allowed already is used.
    const plain = await allow({ ...toReserve, amount: 9n, sign: undefined });
    expect(plain).to.deep.equal({ allowance: 0n });
    await perform(gifts.donate({ organisation, asset: money, amount: 9n, note: "", ...plain }));
    expect(await mayTake(money, organisation.reserve)).to.equal(0n);
    await asset.connect(who).approve(organisation.reserve, NEVER);
    expect(await allow({ ...toReserve, amount: 9n })).to.deep.equal({ allowance: NEVER });

    // Accounts with code have no key that a permit could be of.
    const contract = organisation.timelock;
    expect(await allow({ ...toReserve, owner: contract, amount: 9n })).to.deep.equal({ allowance: 0n });
    expect(actors.partners).to.have.lengthOf(3);
  });

  it("contributes to a presale, and takes back what the sale had no room for", async () => {
    const scenario = await launchPresale(connection, { decimals: 6, launch: { name: "Selling" } });
    const { presale: sale, actors, asset, unit } = scenario;
    const organisation = scenario.addresses as unknown as OrganisationAddresses;
    await networkHelpers.time.increaseTo((await sale.terms()).opens);
    const [partner] = actors.partners;
    await asset.connect(partner).approve(sale, 0n);
    const money = (await asset.getAddress()) as Address;
    const amount = 6_500n * unit; // a partner may give 6,000
    const allowing = await allow({
      ...{
        rpc,
        owner: partner.address as Address,
        token: money,
        spender: organisation.presale as Address,
        amount,
      },
      deadline: BigInt(await networkHelpers.time.latest()) + 3_600n,
      sign: signer(partner),
    });
    for (const call of presale.contribute({ organisation, asset: money, amount, ...allowing })) {
      await partner.sendTransaction(call);
    }
    expect(await sale.raised()).to.equal(6_000n * unit);
    expect(await asset.allowance(partner, sale)).to.equal(0n);
  });

  it("knows which tokens take permits, asks wallets as EIP-1193 says, and tells who cannot", async () => {
    const { asset, token, actors } = await launchOpenMarket(connection, { launch: { name: "Permitting" } });
    const ownToken = (await token.getAddress()) as Address;
    const domain = await permitDomainOf(rpc, ownToken);
    expect([domain?.name, domain?.version, domain?.chainId]).to.deep.equal(["Permitting", "1", 31_337n]);
    expect((await permitDomainOf(rpc, (await asset.getAddress()) as Address))?.name).to.equal("Test euro");
    const without = await ethers.deployContract("NoReturnAsset");
    const plain = (await without.getAddress()) as Address;
    expect(await permitDomainOf(rpc, plain)).to.equal(undefined);
    const [holder] = actors.producers;
    const wallet = signByWallet(connection.provider, holder.address as Address);
    const permit = {
      ...{ rpc, owner: holder.address as Address, spender: actors.stranger.address as Address },
      ...{ value: 5n, deadline: NEVER, sign: wallet },
    };
    const { v, r, s } = await signPermit({ ...permit, token: ownToken });
    await token.permit(holder, actors.stranger, 5n, NEVER, v, r, s);
    expect(await token.allowance(holder, actors.stranger)).to.equal(5n);
    let thrown: unknown;
    await signPermit({ ...permit, token: plain }).catch((error: unknown) => (thrown = error));
    expect(String(thrown)).to.contain("takes no permits: approve the amount instead");
  });
});
