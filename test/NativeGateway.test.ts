import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { network } from "hardhat";
import type { HostileOrganisation, NativeGateway, WrappedNative } from "../typechain-types/index.ts";
import {
  DAY,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
  issueBase,
  launchGrowing,
  launchPresale,
  type PresaleScenario,
  type Scenario,
} from "./lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const FOREVER = ethers.MaxUint256;

interface Gateway {
  readonly wrapped: WrappedNative;
  readonly gateway: NativeGateway;
}
type Market = Scenario & Gateway;
type Sale = PresaleScenario & Gateway;

async function gatewayFor(scenario: Scenario, wrapped: WrappedNative): Promise<NativeGateway> {
  return ethers.deployContract("NativeGateway", [
    await scenario.factory.getAddress(),
    await wrapped.getAddress(),
  ]);
}

/** 1,500 tokens, a reserve of 30 ether at w = 50 %. */
async function openMarket(): Promise<Market> {
  const wrapped = await ethers.deployContract("WrappedNative");
  const scenario = await launchGrowing(connection, {
    asset: await wrapped.getAddress(),
    reserve: { minimumReserve: WHOLE },
  });
  await issueBase(connection, scenario);
  const gateway = await gatewayFor(scenario, wrapped);
  await gateway.connect(scenario.actors.donor).donate(scenario.token, "first", { value: 30n * WHOLE });
  await scenario.reserve.open();
  return { ...scenario, wrapped, gateway };
}

/** Price 0.01 ether, minimum 10, maximum 100, at most 60 each. */
async function openSale(allowlistRoot = ethers.ZeroHash): Promise<Sale> {
  const wrapped = await ethers.deployContract("WrappedNative");
  const scenario = await launchPresale(connection, {
    asset: await wrapped.getAddress(),
    presale: {
      price: WHOLE / 100n,
      minimum: 10n * WHOLE,
      maximum: 100n * WHOLE,
      perPartnerMaximum: 60n * WHOLE,
      allowlistRoot,
    },
  });
  await time.increaseTo((await scenario.presale.terms()).opens);
  return { ...scenario, wrapped, gateway: await gatewayFor(scenario, wrapped) };
}
const sale = (): Promise<Sale> => openSale();

async function failedSale(): Promise<Sale> {
  const scenario = await openSale();
  const { gateway, token, actors, presale } = scenario;
  const [partner] = actors.partners;
  await gateway.connect(partner).contribute(token, partner, [], { value: 5n * WHOLE });
  await time.increaseTo((await presale.terms()).closes);
  return scenario;
}

/** A gateway for which one hostile contract is factory, token, reserve and presale. */
async function hostile(): Promise<Gateway & { readonly organisation: HostileOrganisation }> {
  const wrapped = await ethers.deployContract("WrappedNative");
  const organisation = await ethers.deployContract("HostileOrganisation", [await wrapped.getAddress()]);
  const gateway = await ethers.deployContract("NativeGateway", [
    await organisation.getAddress(),
    await wrapped.getAddress(),
  ]);
  return { wrapped, organisation, gateway };
}

/** Nothing is left behind: no currency, no wrapped currency, no token, no allowance. */
async function holdsNothing({ gateway, wrapped, token, reserve, presale }: Market | Sale): Promise<void> {
  expect(await ethers.provider.getBalance(gateway)).to.equal(0n);
  expect(await wrapped.balanceOf(gateway)).to.equal(0n);
  expect(await token.balanceOf(gateway)).to.equal(0n);
  for (const spender of [reserve, presale]) {
    if (spender !== undefined) expect(await wrapped.allowance(gateway, spender)).to.equal(0n);
  }
}

async function permitFor(
  { token, gateway }: Market,
  owner: HardhatEthersSigner,
  value: bigint,
): Promise<{ deadline: bigint; v: number; r: string; s: string }> {
  const deadline = BigInt(await time.latest()) + HOUR;
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const signature = await owner.signTypedData(
    { name, version, chainId, verifyingContract },
    {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    {
      owner: owner.address,
      spender: await gateway.getAddress(),
      value,
      nonce: await token.nonces(owner),
      deadline,
    },
  );
  const { v, r, s } = ethers.Signature.from(signature);
  return { deadline, v, r, s };
}

describe("NativeGateway", () => {
  it("knows its factory and the wrapped currency, and refuses zero addresses", async () => {
    const { gateway, factory, wrapped } = await loadFixture(openMarket);
    expect(await gateway.factory()).to.equal(await factory.getAddress());
    expect(await gateway.wrapped()).to.equal(await wrapped.getAddress());
    for (const [f, w] of [
      [ZERO_ADDRESS, await wrapped.getAddress()],
      [await factory.getAddress(), ZERO_ADDRESS],
    ] as const) {
      await expect(ethers.deployContract("NativeGateway", [f, w])).to.be.revertedWithCustomError(
        gateway,
        "ZeroAddress",
      );
    }
  });

  it("refuses stray currency", async () => {
    const { gateway, actors } = await loadFixture(openMarket);
    await expect(actors.stranger.sendTransaction({ to: await gateway.getAddress(), value: 1n }))
      .to.be.revertedWithCustomError(gateway, "StrayNative")
      .withArgs(actors.stranger.address);
  });

  describe("which organisations", () => {
    const eachCall = ({ gateway, actors }: Market | Sale, token: string): (() => Promise<unknown>)[] => {
      const caller = gateway.connect(actors.producers[0]);
      const { address } = actors.producers[0];
      const value = { value: 10n };
      return [
        () => caller.buy(token, 0n, address, FOREVER, value),
        () => caller.buyExact(token, 1n, address, FOREVER, value),
        () => caller.sell(token, 1n, 0n, address, FOREVER),
        () => caller.sellWithPermit(token, 1n, 0n, address, FOREVER, 27, ethers.ZeroHash, ethers.ZeroHash),
        () => caller.contribute(token, address, [], value),
        () => caller.refund(token, address),
        () => caller.donate(token, "", value),
      ];
    };

    it("refuses a token that the factory did not launch", async () => {
      const scenario = await loadFixture(openMarket);
      const { organisation } = await hostile();
      const stranger = await organisation.getAddress();
      for (const call of eachCall(scenario, stranger)) {
        await expect(call())
          .to.be.revertedWithCustomError(scenario.gateway, "UnknownOrganisation")
          .withArgs(stranger);
      }
    });

    it("refuses an organisation with another asset", async () => {
      const scenario = await loadFixture(sale);
      const { factory, config, asset, gateway } = scenario;
      const other = { ...config, reserve: { ...config.reserve, asset: await asset.getAddress() } };
      await factory.launch({ ...other, presale: { ...config.presale, closes: (await time.latest()) + 100 } });
      const { token } = await factory.cdpoAt((await factory.cdpoCount()) - 1n);
      for (const call of eachCall(scenario, token)) {
        await expect(call())
          .to.be.revertedWithCustomError(gateway, "AssetNotNative")
          .withArgs(await asset.getAddress());
      }
    });

    it("refuses to contribute to, or refund from, an organisation without a presale", async () => {
      const { gateway, token, actors } = await loadFixture(openMarket);
      const caller = gateway.connect(actors.partners[0]);
      await expect(caller.contribute(token, actors.partners[0], [], { value: 1n }))
        .to.be.revertedWithCustomError(gateway, "NoPresale")
        .withArgs(await token.getAddress());
      await expect(caller.refund(token, actors.partners[0]))
        .to.be.revertedWithCustomError(gateway, "NoPresale")
        .withArgs(await token.getAddress());
    });
  });

  describe("buy", () => {
    it("buys for all that is sent, at the reserve's own quote", async () => {
      const scenario = await loadFixture(openMarket);
      const { gateway, reserve, token, wrapped, actors } = scenario;
      const [tokensOut] = await reserve.quoteBuy(WHOLE);
      const buy = gateway.connect(actors.partners[0]).buy(token, tokensOut, actors.stranger, FOREVER, {
        value: WHOLE,
      });
      await expect(buy)
        .to.emit(reserve, "Bought")
        .withArgs(await gateway.getAddress(), actors.stranger.address, WHOLE, tokensOut, 0n);
      await expect(buy).to.changeEtherBalances(
        ethers,
        [actors.partners[0], actors.stranger, gateway, wrapped],
        [-WHOLE, 0n, 0n, WHOLE],
      );
      await expect(buy).to.changeTokenBalances(ethers, wrapped, [gateway, reserve], [0n, WHOLE]);
      await expect(buy).to.changeTokenBalances(
        ethers,
        token,
        [actors.partners[0], actors.stranger, gateway],
        [0n, tokensOut, 0n],
      );
      await holdsNothing(scenario);
    });

    it("passes limits on, and refuses recipients at which tokens would be lost", async () => {
      const { gateway, reserve, token, actors } = await loadFixture(openMarket);
      const caller = gateway.connect(actors.partners[0]);
      const [tokensOut] = await reserve.quoteBuy(WHOLE);
      await expect(
        caller.buy(token, tokensOut + 1n, actors.partners[0], FOREVER, { value: WHOLE }),
      ).to.be.revertedWithCustomError(reserve, "SlippageExceeded");
      await expect(
        caller.buy(token, 0n, actors.partners[0], 1n, { value: WHOLE }),
      ).to.be.revertedWithCustomError(reserve, "DeadlineExpired");
      for (const recipient of [ZERO_ADDRESS, await gateway.getAddress(), await gateway.wrapped()]) {
        await expect(caller.buy(token, 0n, recipient, FOREVER, { value: WHOLE }))
          .to.be.revertedWithCustomError(gateway, "InvalidRecipient")
          .withArgs(recipient);
        await expect(caller.buyExact(token, 1n, recipient, FOREVER, { value: WHOLE }))
          .to.be.revertedWithCustomError(gateway, "InvalidRecipient")
          .withArgs(recipient);
      }
    });
  });

  describe("buyExact", () => {
    it("gives the caller back what the reserve does not take", async () => {
      const { gateway, wrapped, organisation } = await hostile();
      const [caller, recipient] = (await ethers.getSigners()) as [HardhatEthersSigner, HardhatEthersSigner];
      await organisation.setAmounts(WHOLE / 4n, 0n, WHOLE / 4n);
      const call = gateway.connect(caller).buyExact(organisation, 7n, recipient, FOREVER, { value: WHOLE });
      await expect(call).to.changeEtherBalances(
        ethers,
        [caller, recipient, gateway, wrapped],
        [-WHOLE / 4n, 0n, 0n, WHOLE / 4n],
      );
      await expect(call).to.changeTokenBalances(ethers, wrapped, [gateway, organisation], [0n, WHOLE / 4n]);
      expect(await wrapped.allowance(gateway, organisation)).to.equal(0n);
    });
  });

  describe("redeem", () => {
    it("pays the caller's part of a dissolved reserve in native currency, also to another", async () => {
      const scenario = await loadFixture(openMarket);
      const { gateway, reserve, token, wrapped, actors, owner } = scenario;
      const [holder] = actors.producers;
      await reserve.connect(owner).dissolve();
      const due = ((await reserve.reserveBalance()) * 100n * WHOLE) / (await token.totalSupply());
      await expect(gateway.connect(holder).redeem(token, 100n * WHOLE, holder))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await gateway.getAddress(), 0n, 100n * WHOLE);
      await token.connect(holder).approve(gateway, 100n * WHOLE);
      for (const recipient of [ZERO_ADDRESS, await gateway.getAddress(), await wrapped.getAddress()]) {
        await expect(gateway.connect(holder).redeem(token, 100n * WHOLE, recipient))
          .to.be.revertedWithCustomError(gateway, "InvalidRecipient")
          .withArgs(recipient);
      }
      const redeem = gateway.connect(holder).redeem(token, 100n * WHOLE, actors.stranger);
      await expect(redeem).to.changeTokenBalances(ethers, token, [holder, gateway], [-100n * WHOLE, 0n]);
      await expect(redeem).to.changeEtherBalances(
        ethers,
        [holder, actors.stranger, gateway, wrapped],
        [0n, due, 0n, -due],
      );
      await holdsNothing(scenario);
    });
  });

  describe("sell", () => {
    it("pulls the caller's tokens and pays in native currency, also to another", async () => {
      const scenario = await loadFixture(openMarket);
      const { gateway, reserve, token, wrapped, actors } = scenario;
      const [seller] = actors.producers;
      const [assetOut] = await reserve.quoteSell(100n * WHOLE);
      await expect(gateway.connect(seller).sell(token, 100n * WHOLE, 0n, actors.stranger, FOREVER))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await gateway.getAddress(), 0n, 100n * WHOLE);
      await token.connect(seller).approve(gateway, 100n * WHOLE);
      const sell = gateway.connect(seller).sell(token, 100n * WHOLE, assetOut, actors.stranger, FOREVER);
      await expect(sell)
        .to.emit(reserve, "Sold")
        .withArgs(await gateway.getAddress(), await gateway.getAddress(), 100n * WHOLE, assetOut, 0n);
      await expect(sell).to.changeTokenBalances(ethers, token, [seller, gateway], [-100n * WHOLE, 0n]);
      await expect(sell).to.changeEtherBalances(
        ethers,
        [seller, actors.stranger, gateway, wrapped],
        [0n, assetOut, 0n, -assetOut],
      );
      await holdsNothing(scenario);
    });

    it("works with a signature, also when someone used it before", async () => {
      const scenario = await loadFixture(openMarket);
      const { gateway, reserve, token, actors } = scenario;
      const [seller] = actors.producers;
      for (const frontRun of [false, true]) {
        const [assetOut] = await reserve.quoteSell(10n * WHOLE);
        const { deadline, v, r, s } = await permitFor(scenario, seller, 10n * WHOLE);
        if (frontRun) {
          await token.connect(actors.stranger).permit(seller, gateway, 10n * WHOLE, deadline, v, r, s);
        }
        await expect(
          gateway.connect(seller).sellWithPermit(token, 10n * WHOLE, 0n, seller, deadline, v, r, s),
        ).to.changeEtherBalances(ethers, [seller, gateway], [assetOut, 0n]);
        expect(await token.allowance(seller, gateway)).to.equal(0n);
      }
      await holdsNothing(scenario);
    });

    it("sells nothing of another's by their signature or approval", async () => {
      const scenario = await loadFixture(openMarket);
      const { gateway, token, actors } = scenario;
      const [victim] = actors.producers;
      const { deadline, v, r, s } = await permitFor(scenario, victim, 10n * WHOLE);
      await token.connect(victim).approve(gateway, WHOLE);
      await expect(
        gateway
          .connect(actors.stranger)
          .sellWithPermit(token, 10n * WHOLE, 0n, actors.stranger, deadline, v, r, s),
      )
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await gateway.getAddress(), 0n, 10n * WHOLE);
    });

    it("passes limits on, and refuses recipients at which currency would be lost", async () => {
      const { gateway, reserve, token, actors } = await loadFixture(openMarket);
      const [seller] = actors.producers;
      await token.connect(seller).approve(gateway, WHOLE);
      const caller = gateway.connect(seller);
      const [assetOut] = await reserve.quoteSell(WHOLE);
      await expect(caller.sell(token, WHOLE, assetOut + 1n, seller, FOREVER))
        .to.be.revertedWithCustomError(reserve, "SlippageExceeded")
        .withArgs(assetOut, assetOut + 1n);
      await expect(caller.sell(token, WHOLE, 0n, seller, 1n)).to.be.revertedWithCustomError(
        reserve,
        "DeadlineExpired",
      );
      for (const recipient of [ZERO_ADDRESS, await gateway.getAddress(), await gateway.wrapped()]) {
        await expect(caller.sell(token, WHOLE, 0n, recipient, FOREVER))
          .to.be.revertedWithCustomError(gateway, "InvalidRecipient")
          .withArgs(recipient);
      }
    });

    it("reverts as a whole when the recipient refuses, who may name another", async () => {
      const scenario = await loadFixture(openMarket);
      const { gateway, token, wrapped, actors } = scenario;
      const refuser = await ethers.deployContract("HostileOrganisation", [await wrapped.getAddress()]);
      await refuser.setRefuses(true);
      const [seller] = actors.producers;
      const [assetOut] = await scenario.reserve.quoteSell(WHOLE);
      await token.connect(seller).approve(gateway, WHOLE);
      const before = await token.balanceOf(seller);
      await expect(gateway.connect(seller).sell(token, WHOLE, 0n, refuser, FOREVER))
        .to.be.revertedWithCustomError(refuser, "Refused")
        .withArgs(assetOut);
      expect(await token.balanceOf(seller)).to.equal(before);
      await gateway.connect(seller).sell(token, WHOLE, 0n, seller, FOREVER);
      await holdsNothing(scenario);
    });
  });

  describe("contribute", () => {
    it("credits the account and gives back what the presale does not take", async () => {
      const scenario = await loadFixture(sale);
      const { gateway, presale, token, wrapped, actors } = scenario;
      const [payer, partner] = actors.partners;
      const given = gateway.connect(payer).contribute(token, partner, [], { value: 70n * WHOLE });
      await expect(given)
        .to.emit(presale, "Contributed")
        .withArgs(partner.address, 60n * WHOLE, 60n * WHOLE);
      await expect(given).to.changeEtherBalances(
        ethers,
        [payer, partner, gateway, wrapped],
        [-60n * WHOLE, 0n, 0n, 60n * WHOLE],
      );
      await expect(given).to.changeTokenBalances(ethers, wrapped, [gateway, presale], [0n, 60n * WHOLE]);
      expect((await presale.positionOf(partner)).contributed).to.equal(60n * WHOLE);
      expect((await presale.positionOf(gateway)).contributed).to.equal(0n);
      await holdsNothing(scenario);
      // The sale's maximum: 40 are left.
      await expect(
        gateway.connect(payer).contribute(token, payer, [], { value: 41n * WHOLE }),
      ).to.changeEtherBalances(ethers, [payer, wrapped], [-40n * WHOLE, 40n * WHOLE]);
      await holdsNothing(scenario);
    });

    it("passes the proof on, for the account", async () => {
      const [, , , , , , , listed] = await ethers.getSigners();
      const tree = StandardMerkleTree.of([[listed?.address ?? ""], [ZERO_ADDRESS]], ["address"]);
      const { gateway, presale, token, actors } = await openSale(tree.root);
      const caller = gateway.connect(actors.stranger);
      const proof = tree.getProof([actors.partners[0].address]);
      await expect(caller.contribute(token, actors.stranger, proof, { value: WHOLE }))
        .to.be.revertedWithCustomError(presale, "NotAllowed")
        .withArgs(actors.stranger.address);
      await expect(caller.contribute(token, actors.partners[0], proof, { value: WHOLE })).to.emit(
        presale,
        "Contributed",
      );
    });

    it("credits neither itself nor nobody", async () => {
      const { gateway, token, actors } = await loadFixture(sale);
      for (const account of [ZERO_ADDRESS, await gateway.getAddress(), await gateway.wrapped()]) {
        await expect(gateway.connect(actors.partners[0]).contribute(token, account, [], { value: WHOLE }))
          .to.be.revertedWithCustomError(gateway, "InvalidRecipient")
          .withArgs(account);
      }
    });

    it("reverts as a whole when the payer refuses their surplus, and cannot be re-entered with it", async () => {
      const scenario = await loadFixture(sale);
      const { gateway, presale, token, wrapped } = scenario;
      const payer = await ethers.deployContract("HostileOrganisation", [await wrapped.getAddress()]);
      const data = gateway.interface.encodeFunctionData("contribute", [
        await token.getAddress(),
        await payer.getAddress(),
        [],
      ]);
      await payer.setRefuses(true);
      await expect(payer.act(gateway, data, { value: 61n * WHOLE }))
        .to.be.revertedWithCustomError(payer, "Refused")
        .withArgs(WHOLE);
      expect(await presale.raised()).to.equal(0n);
      await payer.setRefuses(false);
      await payer.setHook(
        gateway,
        gateway.interface.encodeFunctionData("refund", [await token.getAddress(), await payer.getAddress()]),
      );
      await payer.act(gateway, data, { value: 61n * WHOLE });
      expect(await payer.hookSucceeded()).to.equal(false);
      expect(await payer.hookResult()).to.equal(
        gateway.interface.encodeErrorResult("ReentrancyGuardReentrantCall"),
      );
      expect(await presale.raised()).to.equal(60n * WHOLE);
      await holdsNothing(scenario);
    });
  });

  describe("refund", () => {
    it("refunds the caller in native currency, also to another", async () => {
      const scenario = await loadFixture(failedSale);
      const { gateway, presale, token, wrapped, actors } = scenario;
      const [partner] = actors.partners;
      await expect(gateway.connect(partner).refund(token, partner))
        .to.be.revertedWithCustomError(presale, "NotOperator")
        .withArgs(partner.address, await gateway.getAddress());
      await presale.connect(partner).setOperator(gateway, true);
      // The gateway acts for its caller alone.
      await expect(gateway.connect(actors.stranger).refund(token, actors.stranger))
        .to.be.revertedWithCustomError(presale, "NotOperator")
        .withArgs(actors.stranger.address, await gateway.getAddress());
      const refund = gateway.connect(partner).refund(token, actors.donor);
      await expect(refund)
        .to.emit(presale, "Refunded")
        .withArgs(partner.address, await gateway.getAddress(), 5n * WHOLE);
      await expect(refund).to.changeEtherBalances(
        ethers,
        [partner, actors.donor, gateway, wrapped],
        [0n, 5n * WHOLE, 0n, -5n * WHOLE],
      );
      await holdsNothing(scenario);
    });

    it("refuses recipients at which currency would be lost", async () => {
      const { gateway, presale, token, actors } = await loadFixture(failedSale);
      const [partner] = actors.partners;
      await presale.connect(partner).setOperator(gateway, true);
      for (const recipient of [ZERO_ADDRESS, await gateway.getAddress(), await gateway.wrapped()]) {
        await expect(gateway.connect(partner).refund(token, recipient))
          .to.be.revertedWithCustomError(gateway, "InvalidRecipient")
          .withArgs(recipient);
      }
    });
  });

  describe("donate", () => {
    it("gives all that is sent, as a donation of the caller", async () => {
      const scenario = await loadFixture(openMarket);
      const { gateway, reserve, token, wrapped, actors } = scenario;
      const before = await reserve.donatedBy(actors.donor);
      const gift = gateway.connect(actors.donor).donate(token, "for the server", { value: 2n * WHOLE });
      await expect(gift)
        .to.emit(reserve, "Donated")
        .withArgs(actors.donor.address, await gateway.getAddress(), 2n * WHOLE, "for the server");
      expect(await reserve.donatedBy(actors.donor)).to.equal(before + 2n * WHOLE);
      expect(await reserve.donatedBy(gateway)).to.equal(0n);
      await expect(gift).to.changeEtherBalances(ethers, [actors.donor, gateway], [-2n * WHOLE, 0n]);
      await expect(gift).to.changeTokenBalances(ethers, wrapped, [gateway, reserve], [0n, 2n * WHOLE]);
      await holdsNothing(scenario);
    });

    it("refuses nothing at all", async () => {
      const { gateway, reserve, token, actors } = await loadFixture(openMarket);
      await expect(gateway.connect(actors.donor).donate(token, "")).to.be.revertedWithCustomError(
        reserve,
        "ZeroAmount",
      );
    });
  });

  // What the check of the factory keeps out, and what would happen without it: a hostile organisation gets what its own
  // caller brought, at most.
  describe("with a hostile reserve and presale", () => {
    const calls = async (gateway: NativeGateway, organisation: HostileOrganisation, to: string) => {
      const token = await organisation.getAddress();
      return {
        buyExact: gateway.interface.encodeFunctionData("buyExact", [token, 1n, to, FOREVER]),
        contribute: gateway.interface.encodeFunctionData("contribute", [token, to, []]),
        buy: gateway.interface.encodeFunctionData("buy", [token, 0n, to, FOREVER]),
        donate: gateway.interface.encodeFunctionData("donate", [token, ""]),
        sell: gateway.interface.encodeFunctionData("sell", [token, 1n, 0n, to, FOREVER]),
        sellWithPermit: gateway.interface.encodeFunctionData("sellWithPermit", [
          token,
          1n,
          0n,
          to,
          FOREVER,
          27,
          ethers.ZeroHash,
          ethers.ZeroHash,
        ]),
        refund: gateway.interface.encodeFunctionData("refund", [token, to]),
      };
    };

    it("cannot be re-entered from any call into any call", async () => {
      const { gateway, organisation } = await loadFixture(hostile);
      const [, caller] = (await ethers.getSigners()) as [HardhatEthersSigner, HardhatEthersSigner];
      const all = Object.entries(await calls(gateway, organisation, caller.address));
      const guard = gateway.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      for (const [outer, data] of all) {
        for (const [, inner] of all) {
          await organisation.setHook(gateway, inner);
          const value = outer.startsWith("sell") || outer === "refund" ? 0n : 100n;
          await caller.sendTransaction({ to: await gateway.getAddress(), data, value });
          expect(await organisation.hookResult(), outer).to.equal(guard);
          expect(await organisation.hookSucceeded()).to.equal(false);
        }
      }
    });

    it("pays out no more than it was given, whatever the organisation says", async () => {
      const { gateway, organisation, wrapped } = await loadFixture(hostile);
      const [, caller] = (await ethers.getSigners()) as [HardhatEthersSigner, HardhatEthersSigner];
      const { buyExact, contribute, sell, refund } = await calls(gateway, organisation, caller.address);
      const send = (data: string, value: bigint) => caller.sendTransaction({ to: gateway, data, value });
      // It takes all and says that it took nothing: there is nothing to give back.
      await organisation.setAmounts(100n, 0n, 0n);
      for (const data of [buyExact, contribute]) {
        await expect(send(data, 100n))
          .to.be.revertedWithCustomError(wrapped, "ERC20InsufficientBalance")
          .withArgs(await gateway.getAddress(), 0n, 100n);
      }
      // It takes more than was sent.
      await organisation.setAmounts(101n, 0n, 101n);
      for (const data of [buyExact, contribute]) {
        await expect(send(data, 100n)).to.be.revertedWithCustomError(wrapped, "ERC20InsufficientAllowance");
      }
      // It says that it took more than was sent.
      await organisation.setAmounts(0n, 0n, 101n);
      for (const data of [buyExact, contribute]) await expect(send(data, 100n)).to.be.revertedWithPanic(0x11);
      // It says that it paid more than it did.
      await wrapped.connect(caller).deposit({ value: 1_000n });
      await wrapped.connect(caller).transfer(organisation, 1_000n);
      await organisation.setAmounts(0n, 10n, 11n);
      for (const data of [sell, refund]) {
        await expect(send(data, 0n))
          .to.be.revertedWithCustomError(wrapped, "ERC20InsufficientBalance")
          .withArgs(await gateway.getAddress(), 10n, 11n);
      }
      await organisation.setAmounts(0n, 11n, 11n);
      await expect(send(refund, 0n)).to.changeEtherBalances(ethers, [caller, gateway], [11n, 0n]);
    });

    it("has no way to another's approvals or to a later caller's money", async () => {
      const { gateway, organisation, wrapped } = await loadFixture(hostile);
      const [, victim, other] = (await ethers.getSigners()) as [
        HardhatEthersSigner,
        HardhatEthersSigner,
        HardhatEthersSigner,
      ];
      await wrapped.connect(victim).deposit({ value: 1_000n });
      await wrapped.connect(victim).approve(gateway, 1_000n);
      // It says that it took all, takes nothing, and keeps its allowance for later.
      await organisation.setAmounts(0n, 0n, 100n);
      const { buyExact } = await calls(gateway, organisation, other.address);
      await other.sendTransaction({ to: gateway, data: buyExact, value: 100n });
      expect(await wrapped.allowance(gateway, organisation)).to.equal(100n);
      // A later caller's surplus is their own, in full.
      await organisation.setAmounts(30n, 0n, 30n);
      await expect(
        victim.sendTransaction({ to: gateway, data: buyExact, value: 50n }),
      ).to.changeEtherBalances(ethers, [victim], [-30n]);
      expect(await wrapped.balanceOf(victim)).to.equal(1_000n);
      expect(await wrapped.balanceOf(gateway)).to.equal(100n);
      expect(await wrapped.allowance(gateway, organisation)).to.equal(0n);
    });
  });

  it("lets its sale be released, and partners sell to native currency", async () => {
    const scenario = await loadFixture(sale);
    const { gateway, presale, token, reserve, actors } = scenario;
    const [partner] = actors.partners;
    await gateway.connect(partner).contribute(token, partner, [], { value: 20n * WHOLE });
    await time.increaseTo((await presale.terms()).closes);
    await presale.connect(actors.trustee).release();
    await time.increase(DAY);
    await presale.connect(partner).claim(partner);
    const tokens = await token.balanceOf(partner);
    expect(tokens).to.equal(2_000n * WHOLE);
    const [assetOut] = await reserve.quoteSell(tokens);
    await token.connect(partner).approve(gateway, tokens);
    await expect(
      gateway.connect(partner).sell(token, tokens, assetOut, partner, FOREVER),
    ).to.changeEtherBalances(ethers, [partner], [assetOut]);
    await holdsNothing(scenario);
  });
});
