import { expect } from "chai";
import { Wallet, ZeroHash } from "ethers";
import { network } from "hardhat";
import { offerTermsHash, offers } from "../../sdk/src/calls/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import type { Address, Hex, OrganisationAddresses } from "../../sdk/src/types.ts";
import {
  OFFLINE_VALIDITY,
  OfflineGate,
  encodeVoucherCode,
  isSignedByHolder,
  makeHolderList,
  parseVoucherCode,
  redemptionOf,
  signRedemption,
  unusedNonce,
} from "../../sdk/src/vouchers/index.ts";
import { DAY, WHOLE, launchOpenMarket } from "../lib/fixtures.ts";
import { offer } from "../lib/stages.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const rpc = fromEthers(ethers.provider);

describe("sdk/vouchers", () => {
  it("goes from an offer to the gate without ethers' contracts, and counts nonces", async () => {
    const scenario = await launchOpenMarket(connection, { launch: { name: "Tickets" } });
    const { actors, partnerAcceptance: acceptance, token } = scenario;
    const organisation = scenario.addresses as unknown as OrganisationAddresses;
    const contract = organisation.partnerAcceptance;
    const [holder] = actors.producers;
    const [city] = actors.partners;
    const terms = { ...offer(BigInt(await networkHelpers.time.latest())), settlement: "Keep" } as const;
    for (const call of offers.publish({ organisation, terms })) await city.sendTransaction(call);
    const termsHash = offerTermsHash(city.address, terms);
    const buying = { organisation, id: 1n, quantity: 4n, cost: 4n * WHOLE, termsHash };
    for (const call of offers.purchase({ ...buying, recipient: holder.address as Address })) {
      await holder.sendTransaction(call);
    }
    expect(await token.allowance(holder, acceptance)).to.equal(0n);
    // Of other terms nothing is bought.
    const [, wrong] = offers.purchase({
      ...buying,
      termsHash: ZeroHash as Hex,
      recipient: holder.address as Address,
    });
    await expect(holder.sendTransaction(wrong ?? {})).to.be.revertedWithCustomError(
      acceptance,
      "OfferTermsMismatch",
    );

    const nonceNow = () => unusedNonce({ rpc, contract, holder: holder.address as Address });
    expect(await nonceNow()).to.equal(0n);
    const redemption = async () => ({
      ...{ chainId: 31_337n, contract, offer: 1n, quantity: 2n, holder: holder.address },
      ...{ nonce: await nonceNow(), deadline: BigInt(await networkHelpers.time.latest()) + DAY },
    });
    const shown = encodeVoucherCode(await signRedemption(holder, await redemption()));
    const code = parseVoucherCode(shown);
    expect(await isSignedByHolder(rpc, code)).to.equal(true);
    expect(await isSignedByHolder(rpc, { ...code, quantity: 3n })).to.equal(false);
    expect(await isSignedByHolder(rpc, { ...code, signature: "0x12" })).to.equal(false);
    for (const call of offers.redeemCodes({ organisation, codes: [redemptionOf(code, 1n)] }))
      await city.sendTransaction(call);
    expect(await token.balanceOf(city)).to.equal(WHOLE);
    expect(await nonceNow()).to.equal(1n);
    for (const call of offers.cancelNonces({ organisation, nonces: [1n, 2n] }))
      await holder.sendTransaction(call);
    expect(await nonceNow()).to.equal(3n);

    const list = await makeHolderList({ rpc, contract, offers: [1n], fromBlock: 0n, owing: new Set() });
    expect([...list.held]).to.deep.equal([[`1:${holder.address.toLowerCase()}`, 3n]]);
    const without = await makeHolderList({
      rpc,
      contract,
      offers: [1n],
      fromBlock: 0n,
      owing: new Set([holder.address]),
    });
    expect(without.held.size).to.equal(0);
  });

  it("asks a holder's code as the contract does (ERC-1271), and its key where the code does not answer", async () => {
    const { partnerAcceptance: acceptance } = await launchOpenMarket(connection, {
      launch: { name: "Wallets" },
    });
    const contract = (await acceptance.getAddress()) as Address;
    const owner = new Wallet(`0x${"55".repeat(32)}`);
    const codeOf = async (holder: string) =>
      signRedemption(owner, {
        chainId: 31_337n,
        contract,
        offer: 1n,
        quantity: 1n,
        holder,
        nonce: 0n,
        deadline: 2n ** 40n,
      });
    const walletOf = await ethers.deployContract("TestWallet", [owner.address]);
    const asContract = await codeOf(await walletOf.getAddress());
    expect(await isSignedByHolder(rpc, asContract)).to.equal(true);
    expect(await isSignedByHolder(rpc, { ...asContract, nonce: 1n })).to.equal(false);
    // An account whose code (EIP-7702) answers nothing signs with its own key.
    await networkHelpers.setCode(owner.address, "0x00");
    expect(await isSignedByHolder(rpc, await codeOf(owner.address))).to.equal(true);
    // A contract that refuses every question signs nothing.
    expect(await isSignedByHolder(rpc, await codeOf(contract))).to.equal(false);
    // A node that does not answer is not a wrong signature.
    const dead = { request: () => Promise.reject(new Error("connect ECONNREFUSED")) };
    let thrown: unknown;
    await isSignedByHolder(dead, asContract).catch((error: unknown) => (thrown = error));
    expect(String(thrown)).to.contain("ECONNREFUSED");
  });

  it("lets a gate go on after it was interrupted, and names what it refuses", async () => {
    const holder = Wallet.createRandom();
    const contract = Wallet.createRandom().address as Address;
    const key = holder.address.toLowerCase();
    const list = { chainId: 31_337n, contract, offers: [1n, 2n], held: new Map([[`1:${key}`, 2n]]) };
    const now = 1_800_000_000n;
    const codeOf = async (change: object, signer: { signTypedData: Wallet["signTypedData"] } = holder) =>
      encodeVoucherCode(
        await signRedemption(signer, {
          ...{ chainId: 31_337n, contract, offer: 1n, quantity: 1n, holder: holder.address, nonce: 0n },
          ...{ deadline: now + OFFLINE_VALIDITY, ...change },
        }),
      );
    const first = await codeOf({});
    const gate = new OfflineGate(list);
    expect(gate.show(first, now).letIn).to.equal(true);
    const again = new OfflineGate(list, gate.takings);
    expect(again.takings).to.deep.equal([first]);
    const reasonOf = (text: string): string => {
      const shown = again.show(text, now);
      return shown.letIn ? "let in" : shown.reason;
    };
    expect(reasonOf(first)).to.equal("ShownBefore");
    expect(reasonOf("a ticket")).to.equal("NoCode");
    expect(reasonOf(await codeOf({ chainId: 1n }))).to.equal("OtherChain");
    expect(reasonOf(await codeOf({ contract: holder.address }))).to.equal("OtherContract");
    expect(reasonOf(await codeOf({ offer: 3n }))).to.equal("OtherOffer");
    expect(reasonOf(await codeOf({ deadline: now - 1n }))).to.equal("Ended");
    expect(reasonOf(await codeOf({ nonce: 1n, quantity: 2n }))).to.equal("SeveralVouchers");
    expect(reasonOf(await codeOf({ nonce: 1n, deadline: now + DAY - 1n }))).to.equal("EndsTooSoon");
    expect(reasonOf(await codeOf({ nonce: 1n, offer: 2n }))).to.equal("NoVoucher");
    expect(reasonOf(await codeOf({ nonce: 1n }, Wallet.createRandom()))).to.equal("NotSigned");
    expect(reasonOf(await codeOf({ nonce: 1n }))).to.equal("let in");
    expect(reasonOf(await codeOf({ nonce: 2n }))).to.equal("VouchersUsed");
  });
});
