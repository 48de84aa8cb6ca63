import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash, id, toBeHex } from "ethers";
import type { CdpoTimelock } from "../typechain-types/index.ts";
import type { ICdpoTimelock } from "../typechain-types/governance/CdpoTimelock.ts";
import { cloneOf, everyoneBut, executeAs } from "./lib/contributions.ts";
import { DAY, ZERO_ADDRESS, actorsOf, launchGrowing, type Scenario } from "./lib/fixtures.ts";
import { counting, settled as settledWith } from "./lib/stakes.ts";
import { Tag, operationOf, queued } from "./lib/votes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const PROPOSER = id("PROPOSER_ROLE");
const CANCELLER = id("CANCELLER_ROLE");
const EXECUTOR = id("EXECUTOR_ROLE");
const GUARDIAN = id("GUARDIAN_ROLE");
const ADMIN = ZeroHash;
const INITIALIZE = "initialize((uint256,address[],bool,address,address,address,address,address,string))";

const growing = (): Promise<Scenario> => launchGrowing(connection);
/** The Governor proposes beside two founders. */
const shared = (): Promise<Scenario> => launchGrowing(connection, { governance: { governorProposes: true } });
const settled = (): Promise<Scenario> => settledWith(connection);

/** A clone that nobody has set up. */
async function bare(): Promise<CdpoTimelock> {
  const { clone } = await cloneOf(connection, "CdpoTimelock");
  return ethers.getContractAt("CdpoTimelock", clone);
}

/** Setup with two founders; the other contracts are made up. */
async function setupOf(changes: Partial<ICdpoTimelock.SetupStruct> = {}): Promise<ICdpoTimelock.SetupStruct> {
  const { founders, guardian } = await actorsOf(ethers);
  return {
    delay: 3n * DAY,
    founders: founders.map(({ address }) => address),
    governorProposes: false,
    governor: toBeHex(0x60, 20),
    guardian: guardian.address,
    stake: toBeHex(0x61, 20),
    registry: toBeHex(0x62, 20),
    epochs: toBeHex(0x63, 20),
    daoURI: "ipfs://dao",
    ...changes,
  };
}

/** A call that does nothing: the token's totalSupply(). */
const callOf = ({ addresses }: Scenario, salt = ZeroHash) =>
  [addresses.token, 0n, "0x18160ddd", ZeroHash, salt] as const;
const batchOf = (
  { addresses }: Scenario,
  salt = ZeroHash,
): readonly [string[], bigint[], string[], string, string] => [
  [addresses.token],
  [0n],
  ["0x18160ddd"],
  ZeroHash,
  salt,
];

describe("CdpoTimelock", () => {
  describe("initialize", () => {
    const rolesOf = async (timelock: CdpoTimelock, account: string): Promise<string[]> => {
      const held: string[] = [];
      for (const role of [PROPOSER, CANCELLER, EXECUTOR, GUARDIAN, ADMIN]) {
        if (await timelock.hasRole(role, account)) held.push(role);
      }
      return held;
    };

    it("gives all their roles, and nobody else any", async () => {
      const { founders, guardian, stranger } = await actorsOf(ethers);
      for (const governorProposes of [false, true]) {
        const timelock = await bare();
        const setup = await setupOf({ governorProposes });
        await timelock[INITIALIZE](setup);
        expect(await timelock.getMinDelay()).to.equal(3n * DAY);
        expect(await timelock.daoURI()).to.equal("ipfs://dao");
        expect(await timelock.governor()).to.equal(setup.governor);
        expect(await timelock.foundersPropose()).to.equal(true);
        expect(await timelock.GUARDIAN_ROLE()).to.equal(GUARDIAN);
        for (const { address } of founders) {
          expect(await rolesOf(timelock, address)).to.deep.equal([PROPOSER, CANCELLER]);
        }
        expect(await rolesOf(timelock, setup.governor as string)).to.deep.equal(
          governorProposes ? [PROPOSER] : [],
        );
        expect(await rolesOf(timelock, guardian.address)).to.deep.equal([GUARDIAN]);
        expect(await rolesOf(timelock, stranger.address)).to.deep.equal([]);
        expect(await rolesOf(timelock, ZERO_ADDRESS)).to.deep.equal([EXECUTOR]);
        expect(await rolesOf(timelock, await timelock.getAddress())).to.deep.equal([ADMIN]);
      }
    });

    it("needs no founder when the Governor proposes, and no guardian", async () => {
      const timelock = await bare();
      await timelock[INITIALIZE](
        await setupOf({ founders: [], governorProposes: true, guardian: ZERO_ADDRESS }),
      );
      expect(await timelock.foundersPropose()).to.equal(false);
      expect(await timelock.hasRole(GUARDIAN, ZERO_ADDRESS)).to.equal(false);
    });

    it("refuses that nobody proposes", async () => {
      const timelock = await bare();
      for (const founders of [[], [toBeHex(0x60, 20)]]) {
        await expect(timelock[INITIALIZE](await setupOf({ founders })))
          .to.be.revertedWithCustomError(timelock, "LastProposer")
          .withArgs(ZERO_ADDRESS);
      }
    });

    it("refuses a missing contract", async () => {
      const timelock = await bare();
      for (const field of ["governor", "stake", "registry", "epochs"] as const) {
        await expect(
          timelock[INITIALIZE](await setupOf({ [field]: ZERO_ADDRESS })),
        ).to.be.revertedWithCustomError(timelock, "ZeroAddress");
      }
    });

    it("takes a delay of 2 to 30 days", async () => {
      for (const delay of [0n, 2n * DAY - 1n, 30n * DAY + 1n, 2n ** 256n - 1n]) {
        const timelock = await bare();
        await expect(timelock[INITIALIZE](await setupOf({ delay })))
          .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfRange")
          .withArgs(delay);
      }
      for (const delay of [2n * DAY, 30n * DAY]) {
        const timelock = await bare();
        await timelock[INITIALIZE](await setupOf({ delay }));
        expect(await timelock.getMinDelay()).to.equal(delay);
      }
    });

    it("works once, and never on the implementation", async () => {
      const { implementation, clone } = await cloneOf(connection, "CdpoTimelock");
      const timelock = await ethers.getContractAt("CdpoTimelock", clone);
      await timelock[INITIALIZE](await setupOf());
      for (const at of [timelock, await ethers.getContractAt("CdpoTimelock", implementation)]) {
        await expect(at[INITIALIZE](await setupOf())).to.be.revertedWithCustomError(
          at,
          "InvalidInitialization",
        );
        await expect(
          at["initialize(uint256,address[],address[],address)"](DAY, [clone], [clone], clone),
        ).to.be.revertedWithCustomError(at, "InvalidInitialization");
      }
    });
  });

  describe("delays", () => {
    const update = (timelock: CdpoTimelock, delay: bigint) =>
      timelock.interface.encodeFunctionData("updateDelay", [delay]);

    it("keep to the bounds of the launch", async () => {
      const { timelock, owner } = await loadFixture(growing);
      for (const delay of [0n, 2n * DAY - 1n, 30n * DAY + 1n, 2n ** 256n - 1n]) {
        await expect(timelock.connect(owner).updateDelay(delay))
          .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfRange")
          .withArgs(delay);
      }
      for (const [before, delay] of [
        [2n * DAY, 30n * DAY],
        [30n * DAY, 2n * DAY],
      ] as const) {
        await expect(timelock.connect(owner).updateDelay(delay))
          .to.emit(timelock, "MinDelayChange")
          .withArgs(before, delay);
        expect(await timelock.getMinDelay()).to.equal(delay);
      }
    });

    it("change by an action of the timelock, and count from the next one scheduled", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(timelock.connect(signer).updateDelay(3n * DAY))
          .to.be.revertedWithCustomError(timelock, "TimelockUnauthorizedCaller")
          .withArgs(signer.address);
      }
      const to = await timelock.getAddress();
      await expect(executeAs(connection, scenario, actors.stranger, { to, data: update(timelock, 5n * DAY) }))
        .to.emit(timelock, "MinDelayChange")
        .withArgs(2n * DAY, 5n * DAY);
      const next = [to, 0n, update(timelock, 3n * DAY), ZeroHash, ZeroHash] as const;
      await expect(timelock.connect(actors.founders[0]).schedule(...next, 5n * DAY - 1n))
        .to.be.revertedWithCustomError(timelock, "TimelockInsufficientDelay")
        .withArgs(5n * DAY - 1n, 5n * DAY);
      await timelock.connect(actors.founders[0]).schedule(...next, 5n * DAY);
    });

    it("are at most 30 days: nothing is scheduled to outlive those who could veto it", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors } = scenario;
      const founder = timelock.connect(actors.founders[0]);
      for (const delay of [30n * DAY + 1n, 3_650n * DAY]) {
        await expect(founder.schedule(...callOf(scenario), delay))
          .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfRange")
          .withArgs(delay);
        await expect(founder.scheduleBatch(...batchOf(scenario), delay))
          .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfRange")
          .withArgs(delay);
      }
      await founder.schedule(...callOf(scenario), 30n * DAY);
      await founder.scheduleBatch(...batchOf(scenario), 30n * DAY);
    });
  });

  describe("operations", () => {
    it("expire when they were ready for 14 days, and can be scheduled again", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors } = scenario;
      const founder = timelock.connect(actors.founders[0]);
      const call = callOf(scenario);
      const batch = batchOf(scenario);
      const ids = [
        await timelock.hashOperation(...call),
        await timelock.hashOperationBatch(...batch),
      ] as const;
      await founder.schedule(...call, 2n * DAY);
      await founder.scheduleBatch(...batch, 2n * DAY);
      const expires = [
        (await timelock.getTimestamp(ids[0])) + 14n * DAY,
        (await timelock.getTimestamp(ids[1])) + 14n * DAY,
      ] as const;
      const snapshot = await networkHelpers.takeSnapshot();
      await time.increaseTo(expires[0] - 1n);
      for (const operation of ids) {
        expect(await timelock.isOperationReady(operation)).to.equal(true);
        expect(await timelock.isOperationPending(operation)).to.equal(true);
      }
      await time.increaseTo(expires[1]);
      for (const operation of ids) {
        expect(await timelock.getOperationState(operation)).to.equal(0n);
        expect(await timelock.isOperation(operation)).to.equal(false);
        await expect(timelock.connect(actors.founders[1]).cancel(operation))
          .to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState")
          .withArgs(operation, toBeHex(0b0110, 32));
      }
      await expect(timelock.execute(...call))
        .to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState")
        .withArgs(ids[0], toBeHex(0b0100, 32));
      await expect(timelock.executeBatch(...batch))
        .to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState")
        .withArgs(ids[1], toBeHex(0b0100, 32));
      await founder.schedule(...call, 2n * DAY);
      await founder.scheduleBatch(...batch, 2n * DAY);
      await time.increase(2n * DAY);
      await timelock.connect(actors.stranger).execute(...call);
      await timelock.connect(actors.stranger).executeBatch(...batch);
      await time.increase(30n * DAY);
      for (const operation of ids) expect(await timelock.isOperationDone(operation)).to.equal(true);
      await snapshot.restore();
      await time.setNextBlockTimestamp(expires[0] - 1n);
      await timelock.execute(...call);
    });

    it("that an expired one had to precede wait for it for ever", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors, addresses } = scenario;
      const founder = timelock.connect(actors.founders[0]);
      const first = callOf(scenario);
      const predecessor = await timelock.hashOperation(...first);
      const second = [addresses.token, 0n, "0x18160ddd", predecessor, ZeroHash] as const;
      await founder.schedule(...first, 2n * DAY);
      await time.increase(10n * DAY);
      await founder.schedule(...second, 2n * DAY);
      await time.increase(10n * DAY);
      await expect(timelock.execute(...second))
        .to.be.revertedWithCustomError(timelock, "TimelockUnexecutedPredecessor")
        .withArgs(predecessor);
    });

    it("of founders take no salt of the Governor's, scheduling or executing; single ones any", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors } = scenario;
      const founder = timelock.connect(actors.founders[0]);
      for (const salt of [toBeHex(1n << 96n, 32), toBeHex(2n ** 256n - 1n, 32)]) {
        await expect(founder.scheduleBatch(...batchOf(scenario, salt), 2n * DAY))
          .to.be.revertedWithCustomError(timelock, "ReservedSalt")
          .withArgs(salt);
        await expect(founder.executeBatch(...batchOf(scenario, salt)))
          .to.be.revertedWithCustomError(timelock, "ReservedSalt")
          .withArgs(salt);
        await founder.schedule(...callOf(scenario, salt), 2n * DAY);
      }
      const free = toBeHex((1n << 96n) - 1n, 32);
      await founder.scheduleBatch(...batchOf(scenario, free), 2n * DAY);
      await time.increase(2n * DAY);
      await timelock.connect(actors.stranger).executeBatch(...batchOf(scenario, free));
      await timelock.connect(actors.stranger).execute(...callOf(scenario, toBeHex(1n << 96n, 32)));
    });

    it("are scheduled and cancelled by who has the role, and by nobody else", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors } = scenario;
      const operation = await timelock.hashOperation(...callOf(scenario));
      for (const { signer } of await everyoneBut(connection, scenario, "founder")) {
        await expect(timelock.connect(signer).schedule(...callOf(scenario), 2n * DAY))
          .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
          .withArgs(signer.address, PROPOSER);
        await expect(timelock.connect(signer).scheduleBatch(...batchOf(scenario), 2n * DAY))
          .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
          .withArgs(signer.address, PROPOSER);
        await expect(timelock.connect(signer).cancel(operation))
          .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
          .withArgs(signer.address, CANCELLER);
      }
      await timelock.connect(actors.founders[0]).schedule(...callOf(scenario), 2n * DAY);
      await expect(timelock.connect(actors.founders[1]).cancel(operation))
        .to.emit(timelock, "Cancelled")
        .withArgs(operation);
    });

    it("have a number each time they are scheduled, under which their vetoes are kept", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors } = scenario;
      const founder = timelock.connect(actors.founders[0]);
      const operation = await timelock.hashOperation(...callOf(scenario));
      expect(await timelock.matterOf(operation)).to.equal(0n);
      expect(await timelock.heldUntil(0n, Tag.Veto)).to.equal(0n);
      await founder.schedule(...callOf(scenario), 2n * DAY);
      const first = await timelock.matterOf(operation);
      const scheduledAt = BigInt(await time.latest());
      expect(await timelock.vetoTerms(operation)).to.deep.equal([first, scheduledAt, 0n, 0n]);
      expect(await timelock.heldUntil(first, Tag.Veto)).to.equal(2n ** 256n - 1n);
      await founder.cancel(operation);
      expect(await timelock.heldUntil(first, Tag.Veto)).to.equal(0n);
      await founder.schedule(...callOf(scenario), 2n * DAY);
      const second = await timelock.matterOf(operation);
      expect(second).not.to.equal(first);
      expect(await timelock.heldUntil(first, Tag.Veto)).to.equal(0n);
      expect(await timelock.heldUntil(second, Tag.Veto)).to.equal(2n ** 256n - 1n);
      await time.increase(2n * DAY);
      await timelock.execute(...callOf(scenario));
      expect(await timelock.heldUntil(second, Tag.Veto)).to.equal(0n);
      await expect(timelock.vetoTerms(operation))
        .to.be.revertedWithCustomError(timelock, "OperationNotPending")
        .withArgs(operation);
    });

    it("of the Governor are told apart from founders'", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, actors, addresses } = scenario;
      const proposal = await counting(scenario);
      await queued(connection, scenario, proposal, [actors.producers[0]]);
      await timelock.connect(actors.founders[0]).scheduleBatch(...batchOf(scenario), 2n * DAY);
      expect(await timelock.isDecision(operationOf(addresses.governor, proposal))).to.equal(true);
      expect(await timelock.isDecision(await timelock.hashOperationBatch(...batchOf(scenario)))).to.equal(
        false,
      );
    });
  });

  describe("roles", () => {
    const grant = async (scenario: Scenario, role: string, account: string): Promise<unknown> =>
      scenario.timelock.connect(scenario.owner).grantRole(role, account);

    it("of the last founder cannot be given up or taken before the Governor proposes", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors, owner, addresses } = scenario;
      const [first, second] = actors.founders;
      await timelock.connect(first).renounceRole(PROPOSER, first);
      expect(await timelock.foundersPropose()).to.equal(true);
      await expect(timelock.connect(second).renounceRole(PROPOSER, second))
        .to.be.revertedWithCustomError(timelock, "LastProposer")
        .withArgs(second.address);
      await expect(timelock.connect(owner).revokeRole(PROPOSER, second))
        .to.be.revertedWithCustomError(timelock, "LastProposer")
        .withArgs(second.address);
      // Who has no role loses none.
      await timelock.connect(owner).revokeRole(PROPOSER, first);
      await timelock.connect(owner).revokeRole(PROPOSER, addresses.governor);
      await grant(scenario, PROPOSER, addresses.governor);
      await timelock.connect(second).renounceRole(PROPOSER, second);
      expect(await timelock.foundersPropose()).to.equal(false);
    });

    it("of founders may grow and shrink as long as one of them has it", async () => {
      const scenario = await loadFixture(shared);
      const { timelock, actors, owner } = scenario;
      const [first, second] = actors.founders;
      await grant(scenario, PROPOSER, actors.stranger.address);
      await grant(scenario, PROPOSER, actors.stranger.address); // had it already
      for (const founder of [first, second]) await timelock.connect(founder).renounceRole(PROPOSER, founder);
      expect(await timelock.foundersPropose()).to.equal(true);
      await grant(scenario, PROPOSER, first.address);
      await timelock.connect(owner).revokeRole(PROPOSER, actors.stranger);
      await timelock.connect(owner).revokeRole(PROPOSER, actors.stranger); // had it no more
      expect(await timelock.foundersPropose()).to.equal(true);
      await timelock.connect(first).renounceRole(PROPOSER, first);
      expect(await timelock.foundersPropose()).to.equal(false);
    });

    it("are handed over for ever: then the Governor alone proposes and cannot lose it", async () => {
      const scenario = await loadFixture(shared);
      const { timelock, actors, owner, addresses } = scenario;
      for (const founder of actors.founders) await timelock.connect(founder).renounceRole(PROPOSER, founder);
      for (const account of [actors.founders[0].address, addresses.timelock, actors.stranger.address]) {
        await expect(grant(scenario, PROPOSER, account))
          .to.be.revertedWithCustomError(timelock, "OnlyGovernorProposes")
          .withArgs(account);
      }
      await expect(timelock.connect(owner).revokeRole(PROPOSER, addresses.governor))
        .to.be.revertedWithCustomError(timelock, "LastProposer")
        .withArgs(addresses.governor);
      await grant(scenario, PROPOSER, addresses.governor); // has it already
      expect(await timelock.hasRole(PROPOSER, addresses.governor)).to.equal(true);
      // Cancellers may be named; they cancel nothing of the Governor's.
      await grant(scenario, CANCELLER, actors.stranger.address);
    });

    it("are handed over from the start by a launch without founders", async () => {
      const scenario = await launchGrowing(connection, {
        governance: { founders: [], governorProposes: true },
      });
      const { timelock, actors } = scenario;
      expect(await timelock.foundersPropose()).to.equal(false);
      await expect(grant(scenario, PROPOSER, actors.founders[0].address))
        .to.be.revertedWithCustomError(timelock, "OnlyGovernorProposes")
        .withArgs(actors.founders[0].address);
    });

    it("of the Governor can be given and taken while founders propose", async () => {
      const scenario = await loadFixture(shared);
      const { timelock, actors, owner, addresses } = scenario;
      const [first, second] = actors.founders;
      await timelock.connect(owner).revokeRole(PROPOSER, addresses.governor);
      expect(await timelock.hasRole(PROPOSER, addresses.governor)).to.equal(false);
      await grant(scenario, PROPOSER, addresses.governor);
      // Founders are counted without it.
      await timelock.connect(first).renounceRole(PROPOSER, first);
      expect(await timelock.foundersPropose()).to.equal(true);
      await timelock.connect(owner).revokeRole(PROPOSER, addresses.governor);
      await expect(timelock.connect(second).renounceRole(PROPOSER, second))
        .to.be.revertedWithCustomError(timelock, "LastProposer")
        .withArgs(second.address);
    });

    it("change by operations only: nobody else becomes admin, and the timelock stays it", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors, owner, addresses } = scenario;
      for (const account of [actors.founders[0].address, actors.stranger.address, addresses.governor]) {
        await expect(grant(scenario, ADMIN, account))
          .to.be.revertedWithCustomError(timelock, "AdminIsTimelock")
          .withArgs(account);
      }
      await grant(scenario, ADMIN, addresses.timelock); // is it already
      await expect(timelock.connect(owner).revokeRole(ADMIN, addresses.timelock))
        .to.be.revertedWithCustomError(timelock, "AdminIsTimelock")
        .withArgs(addresses.timelock);
      await expect(timelock.connect(owner).renounceRole(ADMIN, addresses.timelock))
        .to.be.revertedWithCustomError(timelock, "AdminIsTimelock")
        .withArgs(addresses.timelock);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        for (const role of [PROPOSER, CANCELLER, EXECUTOR, GUARDIAN, ADMIN]) {
          await expect(timelock.connect(signer).grantRole(role, signer))
            .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
            .withArgs(signer.address, ADMIN);
        }
      }
    });

    it("of executing are everyone's: founders cannot take it away and keep decisions from being carried out", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, actors, owner } = scenario;
      await expect(timelock.connect(owner).revokeRole(EXECUTOR, ZERO_ADDRESS)).to.be.revertedWithCustomError(
        timelock,
        "EveryoneExecutes",
      );
      await grant(scenario, EXECUTOR, actors.stranger.address);
      await timelock.connect(owner).revokeRole(EXECUTOR, actors.stranger);
      expect(await timelock.hasRole(EXECUTOR, ZERO_ADDRESS)).to.equal(true);
    });
  });

  describe("ERC-4824 and ERC-165", () => {
    it("tells where its metadata are, which change by an operation", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, owner, addresses } = scenario;
      expect(await timelock.daoURI()).to.equal("ipfs://car-dao");
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(timelock.connect(signer).setDaoURI("ipfs://mine"))
          .to.be.revertedWithCustomError(timelock, "TimelockUnauthorizedCaller")
          .withArgs(signer.address);
      }
      await expect(timelock.connect(owner).setDaoURI("ipfs://new"))
        .to.emit(timelock, "DAOURIUpdate")
        .withArgs(addresses.timelock, "ipfs://new");
      expect(await timelock.daoURI()).to.equal("ipfs://new");
    });

    it("answers for what it is", async () => {
      const { timelock } = await loadFixture(growing);
      // ERC-165, ERC-4824 (daoURI()), access control, ERC-1155 receiver; nothing else.
      for (const [interfaceId, answer] of [
        ["0x01ffc9a7", true],
        [id("daoURI()").slice(0, 10), true],
        ["0x7965db0b", true],
        ["0x4e2312e0", true],
        ["0xffffffff", false],
      ] as const) {
        expect([interfaceId, await timelock.supportsInterface(interfaceId)]).to.deep.equal([
          interfaceId,
          answer,
        ]);
      }
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
      const scenario = await loadFixture(growing);
      const { actors, addresses } = scenario;
      const [holder] = actors.partners;
      const deed = await ethers.deployContract("TestDeed");
      await deed.mint(holder, 1n);
      await deed.connect(holder)["safeTransferFrom(address,address,uint256)"](holder, addresses.timelock, 1n);
      expect(await deed.ownerOf(1n)).to.equal(addresses.timelock);
      const data = deed.interface.encodeFunctionData("transferFrom", [
        addresses.timelock,
        actors.stranger.address,
        1n,
      ]);
      await executeAs(connection, scenario, actors.stranger, { to: await deed.getAddress(), data });
      expect(await deed.ownerOf(1n)).to.equal(actors.stranger.address);
    });

    it("takes ERC-1155 tokens, one or a batch", async () => {
      const { timelock } = await loadFixture(growing);
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
    it("pauses once, whatever is named, and nobody else can", async () => {
      const scenario = await loadFixture(growing);
      const { timelock, reserve, issuance, actors, addresses } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario)) {
        await expect(timelock.connect(signer).pause([addresses.reserve]))
          .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
          .withArgs(signer.address, GUARDIAN);
      }
      const targets = [addresses.reserve, addresses.issuance];
      const sent = timelock.connect(actors.guardian).pause(targets);
      await expect(sent).to.emit(timelock, "GuardianPaused").withArgs(actors.guardian.address, targets);
      for (const target of [reserve, issuance]) await expect(sent).to.emit(target, "PausedUntilSet");
      await expect(timelock.connect(actors.guardian).pause(targets))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(actors.guardian.address, GUARDIAN);
    });

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
