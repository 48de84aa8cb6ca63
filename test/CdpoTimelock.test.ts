import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash, id } from "ethers";
import type { CdpoTimelock } from "../typechain-types/index.ts";
import { cloneOf, everyoneBut, executeAs } from "./lib/contributions.ts";
import { DAY, HOUR, ZERO_ADDRESS, actorsOf, launchGrowing, type Scenario } from "./lib/fixtures.ts";
import { withLicenceOffice } from "./lib/third-parties.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const PROPOSER = id("PROPOSER_ROLE");
const CANCELLER = id("CANCELLER_ROLE");
const EXECUTOR = id("EXECUTOR_ROLE");
const GUARDIAN = id("GUARDIAN_ROLE");
const INITIALIZE = "initialize(uint256,address[],address,address,string)";

const growing = (): Promise<Scenario> => launchGrowing(connection);

/** A clone that nobody has set up. */
async function bare(): Promise<CdpoTimelock> {
  const { clone } = await cloneOf(connection, "CdpoTimelock");
  return ethers.getContractAt("CdpoTimelock", clone);
}

describe("CdpoTimelock", () => {
  describe("initialize", () => {
    it("gives each his roles, and nobody else any", async () => {
      const { founders, deployer: governor, guardian, stranger } = await actorsOf(ethers);
      const timelock = await bare();
      await timelock[INITIALIZE](3n * DAY, [...founders], governor, guardian, "ipfs://dao");
      expect(await timelock.getMinDelay()).to.equal(3n * DAY);
      expect(await timelock.daoURI()).to.equal("ipfs://dao");
      expect(await timelock.GUARDIAN_ROLE()).to.equal(GUARDIAN);
      const rolesOf = async (account: { readonly address: string } | string) => {
        const address = typeof account === "string" ? account : account.address;
        const held: string[] = [];
        for (const role of [PROPOSER, CANCELLER, EXECUTOR, GUARDIAN, ZeroHash]) {
          if (await timelock.hasRole(role, address)) held.push(role);
        }
        return held;
      };
      for (const proposer of [...founders, governor]) {
        expect(await rolesOf(proposer)).to.deep.equal([PROPOSER, CANCELLER]);
      }
      expect(await rolesOf(guardian)).to.deep.equal([GUARDIAN]);
      expect(await rolesOf(stranger)).to.deep.equal([]);
      expect(await rolesOf(ZERO_ADDRESS)).to.deep.equal([EXECUTOR]);
      expect(await rolesOf(await timelock.getAddress())).to.deep.equal([ZeroHash]);
    });

    it("needs no founder, no governor and no guardian", async () => {
      const timelock = await bare();
      await timelock[INITIALIZE](DAY, [], ZERO_ADDRESS, ZERO_ADDRESS, "");
      for (const role of [PROPOSER, CANCELLER, GUARDIAN]) {
        expect(await timelock.hasRole(role, ZERO_ADDRESS)).to.equal(false);
      }
    });

    it("takes a delay of 1 hour to 30 days", async () => {
      for (const delay of [0n, HOUR - 1n, 30n * DAY + 1n, 2n ** 256n - 1n]) {
        const timelock = await bare();
        await expect(timelock[INITIALIZE](delay, [], ZERO_ADDRESS, ZERO_ADDRESS, ""))
          .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfRange")
          .withArgs(delay);
      }
      for (const delay of [HOUR, 30n * DAY]) {
        const timelock = await bare();
        await timelock[INITIALIZE](delay, [], ZERO_ADDRESS, ZERO_ADDRESS, "");
        expect(await timelock.getMinDelay()).to.equal(delay);
      }
    });

    it("works once, and never on the implementation", async () => {
      const { implementation, clone } = await cloneOf(connection, "CdpoTimelock");
      const timelock = await ethers.getContractAt("CdpoTimelock", clone);
      await timelock[INITIALIZE](DAY, [], ZERO_ADDRESS, ZERO_ADDRESS, "");
      for (const at of [timelock, await ethers.getContractAt("CdpoTimelock", implementation)]) {
        await expect(at[INITIALIZE](DAY, [], clone, clone, "")).to.be.revertedWithCustomError(
          at,
          "InvalidInitialization",
        );
        await expect(
          at["initialize(uint256,address[],address[],address)"](DAY, [clone], [clone], clone),
        ).to.be.revertedWithCustomError(at, "InvalidInitialization");
      }
    });
  });

  describe("updateDelay", () => {
    const update = (timelock: CdpoTimelock, delay: bigint) =>
      timelock.interface.encodeFunctionData("updateDelay", [delay]);

    it("keeps to the bounds of the launch", async () => {
      const { timelock, owner } = await loadFixture(growing);
      for (const delay of [0n, HOUR - 1n, 30n * DAY + 1n, 2n ** 256n - 1n]) {
        await expect(timelock.connect(owner).updateDelay(delay))
          .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfRange")
          .withArgs(delay);
      }
      expect(await timelock.getMinDelay()).to.equal(2n * DAY);
      for (const [before, delay] of [
        [2n * DAY, HOUR],
        [HOUR, 30n * DAY],
      ] as const) {
        await expect(timelock.connect(owner).updateDelay(delay))
          .to.emit(timelock, "MinDelayChange")
          .withArgs(before, delay);
        expect(await timelock.getMinDelay()).to.equal(delay);
      }
    });

    it("is an action of the timelock, and counts from the next one scheduled", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(timelock.connect(signer).updateDelay(DAY))
          .to.be.revertedWithCustomError(timelock, "TimelockUnauthorizedCaller")
          .withArgs(signer.address);
      }
      const to = await timelock.getAddress();
      await expect(executeAs(connection, scenario, actors.stranger, { to, data: update(timelock, 5n * DAY) }))
        .to.emit(timelock, "MinDelayChange")
        .withArgs(2n * DAY, 5n * DAY);
      const next = [to, 0n, update(timelock, DAY), ZeroHash, ZeroHash] as const;
      await expect(timelock.connect(actors.founders[0]).schedule(...next, 5n * DAY - 1n))
        .to.be.revertedWithCustomError(timelock, "TimelockInsufficientDelay")
        .withArgs(5n * DAY - 1n, 5n * DAY);
      await timelock.connect(actors.founders[0]).schedule(...next, 5n * DAY);
    });
  });

  describe("the treasury", () => {
    it("takes native currency and pays it by an action", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors, addresses } = scenario;
      const before = await ethers.provider.getBalance(timelock);
      await actors.donor.sendTransaction({ to: addresses.timelock, value: 7n });
      expect(await ethers.provider.getBalance(timelock)).to.equal(before + 7n);
      const receiver = ethers.getAddress(ethers.toBeHex(0xbeef, 20));
      const payment = [receiver, 7n, "0x", ZeroHash, ZeroHash] as const;
      await timelock.connect(actors.founders[0]).schedule(...payment, 2n * DAY);
      await time.increase(2n * DAY);
      await expect(timelock.connect(actors.stranger).execute(...payment)).to.changeEtherBalances(
        ethers,
        [timelock, receiver],
        [-7n, 7n],
      );
    });

    it("takes an ERC-721 token by a safe transfer and gives it away by an action", async () => {
      const scenario = await withLicenceOffice(connection, await loadFixture(growing));
      const { office, owner, actors, addresses, unit } = scenario;
      const [holder] = actors.partners;
      await office.connect(owner).addTier({
        name: "Commercial use",
        termsURI: "ipfs://terms",
        termsHash: id("terms"),
        price: unit,
        commonsMinimum: 0n,
        duration: 365n * DAY,
        makersBps: 10_000n,
        active: true,
      });
      await office.connect(holder).buy(1n, holder, unit);
      await office
        .connect(holder)
        ["safeTransferFrom(address,address,uint256)"](holder, addresses.timelock, 1n);
      expect(await office.ownerOf(1n)).to.equal(addresses.timelock);
      const data = office.interface.encodeFunctionData("transferFrom", [
        addresses.timelock,
        actors.stranger.address,
        1n,
      ]);
      await executeAs(connection, scenario, actors.stranger, { to: await office.getAddress(), data });
      expect(await office.ownerOf(1n)).to.equal(actors.stranger.address);
    });

    it("takes ERC-1155 tokens, one or a batch", async () => {
      const { timelock } = await loadFixture(growing);
      expect(await timelock.supportsInterface("0x4e2312e0")).to.equal(true); // IERC1155Receiver
      const anyone = ZERO_ADDRESS;
      expect(await timelock.onERC1155Received.staticCall(anyone, anyone, 1n, 2n, "0x")).to.equal(
        "0xf23a6e61",
      );
      expect(await timelock.onERC1155BatchReceived.staticCall(anyone, anyone, [1n], [2n], "0x")).to.equal(
        "0xbc197c81",
      );
    });
  });

  describe("the guardian", () => {
    it("can be another account after the first used the role", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, reserve, actors, addresses } = scenario;
      await timelock.connect(actors.guardian).pause([addresses.reserve]);
      const data = timelock.interface.encodeFunctionData("grantRole", [GUARDIAN, actors.donor.address]);
      await time.increase(30n * DAY);
      await executeAs(connection, scenario, actors.stranger, { to: addresses.timelock, data });
      await expect(timelock.connect(actors.guardian).pause([addresses.reserve]))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(actors.guardian.address, GUARDIAN);
      await expect(timelock.connect(actors.donor).pause([addresses.reserve])).to.emit(
        reserve,
        "PausedUntilSet",
      );
      expect(await timelock.hasRole(GUARDIAN, actors.donor)).to.equal(false);
    });
  });
});
