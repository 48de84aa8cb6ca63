import { expect } from "chai";
import { network } from "hardhat";
import type { ICdpoFactory } from "../typechain-types/CdpoFactory.ts";
import { IMPLEMENTATION_NAMES, addressesOf, launchCdpo } from "../scripts/lib/deployment.ts";
import { DAY, HOUR, ZERO_ADDRESS, launchGrowing, launchPresale, type Scenario } from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const growing = (): Promise<Scenario> => launchGrowing(connection);
const bootstrapped = (): Promise<Scenario> => launchPresale(connection);

describe("CdpoFactory", () => {
  describe("constructor", () => {
    it("refuses a missing implementation", async () => {
      const { factory } = await loadFixture(growing);
      const cdpo = addressesOf(await factory.implementations());
      const complete: ICdpoFactory.CdpoStruct = {
        ...cdpo,
        presale: cdpo.presale ?? ZERO_ADDRESS,
        escrow: cdpo.escrow ?? ZERO_ADDRESS,
      };
      const deployer = await ethers.getContractFactory("CdpoFactory");
      for (const name of IMPLEMENTATION_NAMES) {
        await expect(deployer.deploy({ ...complete, [name]: ZERO_ADDRESS })).to.be.revertedWithCustomError(
          factory,
          "ZeroAddress",
        );
      }
    });
  });

  describe("launch", () => {
    it("wires a growing organisation: one owner, fixed minters, no presale", async () => {
      const scenario = await loadFixture(growing);
      const { token, issuance, registry, epochs, reserve, timelock, addresses, config, actors } = scenario;
      const { pledgeBook, licenceOffice, partnerAcceptance, proposals } = scenario;
      const owned = [
        token,
        issuance,
        registry,
        epochs,
        reserve,
        pledgeBook,
        licenceOffice,
        partnerAcceptance,
        proposals,
      ];
      for (const contract of owned) {
        expect(await contract.owner()).to.equal(addresses.timelock);
      }
      expect(await pledgeBook.reserve()).to.equal(addresses.reserve);
      expect(await licenceOffice.recognitionSources()).to.deep.equal([addresses.registry]);
      expect(await licenceOffice.name()).to.equal("Shared car licence");
      expect(await partnerAcceptance.token()).to.equal(addresses.token);
      expect(await partnerAcceptance.treasury()).to.equal(addresses.timelock);
      expect(await timelock.daoURI()).to.equal(config.daoURI);
      expect(await token.name()).to.equal(config.name);
      expect(await token.symbol()).to.equal(config.symbol);
      expect(await token.contractURI()).to.equal(config.contractURI);
      expect(await token.reserve()).to.equal(addresses.reserve);
      for (const [account, minter] of [
        [addresses.reserve, true],
        [addresses.issuance, true],
        [addresses.registry, false],
        [addresses.timelock, false],
        [actors.deployer.address, false],
        [ZERO_ADDRESS, false],
      ] as const) {
        expect(await token.isMinter(account), account).to.equal(minter);
      }
      for (const [account, issuer] of [
        [addresses.registry, true],
        [addresses.epochs, true],
        [addresses.stakeLock, false],
        [addresses.proposals, false],
        [addresses.timelock, false],
        [actors.deployer.address, false],
      ] as const) {
        expect(await issuance.isIssuer(account), account).to.equal(issuer);
      }
      expect(await timelock.getMinDelay()).to.equal(2n * DAY);
      const proposer = await timelock.PROPOSER_ROLE();
      const canceller = await timelock.CANCELLER_ROLE();
      const executor = await timelock.EXECUTOR_ROLE();
      const admin = await timelock.DEFAULT_ADMIN_ROLE();
      for (const founder of actors.founders) {
        expect(await timelock.hasRole(proposer, founder)).to.equal(true);
        expect(await timelock.hasRole(canceller, founder)).to.equal(true);
        expect(await timelock.hasRole(admin, founder)).to.equal(false);
      }
      expect(await timelock.hasRole(executor, ZERO_ADDRESS)).to.equal(true);
      expect(await timelock.hasRole(proposer, actors.deployer)).to.equal(false);
      expect(await timelock.hasRole(admin, actors.deployer)).to.equal(false);
      expect(await timelock.hasRole(admin, timelock)).to.equal(true);
      expect(await token.totalSupply()).to.equal(0n);
      expect(addresses.presale).to.equal(undefined);
    });

    it("gives the presale the right to mint, and the reserve its presale", async () => {
      const { token, reserve, addresses } = await loadFixture(bootstrapped);
      expect(await token.isMinter(addresses.presale ?? "")).to.equal(true);
      expect(await reserve.presale()).to.equal(addresses.presale);
      expect(await reserve.awaitsPresale()).to.equal(true);
    });

    it("sets up the Governor on token, presale and timelock, and makes it no proposer unless told so", async () => {
      const { governor, timelock, addresses } = await loadFixture(bootstrapped);
      expect(await governor.token()).to.equal(addresses.token);
      expect(await governor.presale()).to.equal(addresses.presale);
      expect(await governor.timelock()).to.equal(addresses.timelock);
      expect(await governor.votingDelay()).to.equal(DAY);
      expect(await governor.votingPeriod()).to.equal(5n * DAY);
      expect(await governor.proposalThreshold()).to.equal(0n);
      expect(await governor["quorumNumerator()"]()).to.equal(1_000n);
      for (const role of [await timelock.PROPOSER_ROLE(), await timelock.CANCELLER_ROLE()]) {
        expect(await timelock.hasRole(role, governor)).to.equal(false);
      }
    });

    it("makes the Governor a proposer, beside founders or alone", async () => {
      for (const founders of [undefined, []]) {
        const { timelock, governor, config, actors } = await launchGrowing(connection, {
          governance: {
            governorProposes: true,
            proposalThreshold: 3n,
            ...(founders === undefined ? {} : { founders }),
          },
        });
        expect(await governor.presale()).to.equal(ZERO_ADDRESS);
        expect(await governor.proposalThreshold()).to.equal(3n);
        for (const role of [await timelock.PROPOSER_ROLE(), await timelock.CANCELLER_ROLE()]) {
          expect(await timelock.hasRole(role, governor)).to.equal(true);
          for (const founder of actors.founders) {
            expect(await timelock.hasRole(role, founder)).to.equal(config.governance.founders.length > 0);
          }
        }
        expect(await timelock.hasRole(await timelock.DEFAULT_ADMIN_ROLE(), governor)).to.equal(false);
      }
    });

    it("lists what it launched", async () => {
      const { factory, config, addresses, actors } = await loadFixture(bootstrapped);
      const second = await launchCdpo({
        ethers,
        factory,
        signer: actors.stranger,
        config: { ...config, name: "Second", symbol: "TWO", withPresale: false },
      });
      expect(second.index).to.equal(1n);
      expect(addressesOf(await factory.cdpoAt(0n))).to.deep.equal(addresses);
      expect(addressesOf(await factory.cdpoAt(1n))).to.deep.equal(second.addresses);
      expect(await factory.cdpoCount()).to.equal(2n);
      expect(await factory.isCdpoToken(addresses.token)).to.equal(true);
      expect(await factory.isCdpoToken(second.addresses.token)).to.equal(true);
      expect(await factory.isCdpoToken(addresses.reserve)).to.equal(false);
      const listed = async (from: bigint, count: bigint) =>
        (await factory.cdpos(from, count)).map((cdpo) => addressesOf(cdpo));
      expect(await listed(0n, 1n)).to.deep.equal([addresses]);
      expect(await listed(1n, 2n ** 256n - 1n)).to.deep.equal([second.addresses]);
      expect(await listed(0n, 2n)).to.deep.equal([addresses, second.addresses]);
      for (const [from, count] of [
        [0n, 0n],
        [2n, 1n],
        [2n ** 256n - 1n, 1n],
      ] as const) {
        expect(await listed(from, count)).to.deep.equal([]);
      }
      await expect(factory.cdpoAt(2n))
        .to.be.revertedWithCustomError(factory, "IndexOutOfRange")
        .withArgs(2n, 2n);
      const launched = second.receipt.logs
        .map((log) => factory.interface.parseLog(log))
        .find((event) => event?.name === "CdpoLaunched");
      expect(launched?.args.toArray().slice(0, 5)).to.deep.equal([
        actors.stranger.address,
        second.addresses.token,
        1n,
        "Second",
        "TWO",
      ]);
    });

    it("puts contracts where it says beforehand, which depends on launcher and name alone", async () => {
      const { factory, config, addresses, actors } = await loadFixture(bootstrapped);
      expect(addressesOf(await factory.predict(actors.deployer, config.name, true))).to.deep.equal(addresses);
      const expected = addressesOf(await factory.predict(actors.stranger, "Bakery", false));
      const code = (await factory.implementations()).token.slice(2).toLowerCase();
      const salt = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(["address", "string"], [actors.stranger.address, "Bakery"]),
      );
      const initCode = `0x3d602d80600a3d3981f3363d3d373d3d3d363d73${code}5af43d82803e903d91602b57fd5bf3`;
      expect(expected.token).to.equal(
        ethers.getCreate2Address(await factory.getAddress(), salt, ethers.keccak256(initCode)),
      );
      expect(expected.presale).to.equal(undefined);
      // Another's launch of that name before changes nothing.
      await factory.connect(actors.donor).launch({ ...config, name: "Bakery" });
      const { addresses: launched } = await launchCdpo({
        ethers,
        factory,
        signer: actors.stranger,
        config: { ...config, name: "Bakery", symbol: "BUN", withPresale: false },
      });
      expect(launched).to.deep.equal(expected);
    });

    it("refuses a name that its launcher has used, so that a launch sent twice launches once", async () => {
      const { factory, config, addresses, actors } = await loadFixture(bootstrapped);
      for (const withPresale of [true, false]) {
        await expect(factory.connect(actors.deployer).launch({ ...config, symbol: "OTHER", withPresale }))
          .to.be.revertedWithCustomError(factory, "AlreadyLaunched")
          .withArgs(actors.deployer.address, config.name, addresses.token);
      }
      expect(await factory.cdpoCount()).to.equal(1n);
    });

    it("shares implementations but no state, and its clones cannot be set up again", async () => {
      const {
        factory,
        token,
        issuance,
        registry,
        epochs,
        stakeLock,
        proposals,
        timelock,
        governor,
        addresses,
        config,
      } = await loadFixture(growing);
      const implementations = await factory.implementations();
      const {
        token: t,
        issuance: i,
        registry: r,
        epochs: e,
        stakeLock: s,
        proposals: p,
        timelock: l,
        governor: g,
      } = implementations;
      for (const [target, implementation] of [
        [token, t],
        [issuance, i],
        [registry, r],
        [epochs, e],
        [stakeLock, s],
        [proposals, p],
        [timelock, l],
        [governor, g],
      ] as const) {
        expect(implementation).to.not.equal(await target.getAddress());
      }
      const { reserve } = addresses;
      for (const at of [token, token.attach(t) as typeof token]) {
        await expect(
          at.initialize("", "", "", reserve, reserve, reserve, reserve),
        ).to.be.revertedWithCustomError(token, "InvalidInitialization");
      }
      for (const at of [issuance, issuance.attach(i) as typeof issuance]) {
        await expect(
          at.initialize(reserve, reserve, reserve, [reserve], config.issuance),
        ).to.be.revertedWithCustomError(issuance, "InvalidInitialization");
      }
      for (const at of [registry, registry.attach(r) as typeof registry]) {
        await expect(
          at.initialize(reserve, reserve, reserve, reserve, reserve, config.registry),
        ).to.be.revertedWithCustomError(registry, "InvalidInitialization");
      }
      for (const at of [epochs, epochs.attach(e) as typeof epochs]) {
        await expect(
          at.initialize(reserve, reserve, reserve, reserve, reserve, config.epochs),
        ).to.be.revertedWithCustomError(epochs, "InvalidInitialization");
      }
      for (const at of [stakeLock, stakeLock.attach(s) as typeof stakeLock]) {
        await expect(at.initialize(reserve, reserve, reserve, reserve, 1_000n)).to.be.revertedWithCustomError(
          stakeLock,
          "InvalidInitialization",
        );
      }
      for (const at of [proposals, proposals.attach(p) as typeof proposals]) {
        await expect(at.initialize(reserve, reserve, reserve)).to.be.revertedWithCustomError(
          proposals,
          "InvalidInitialization",
        );
      }
      for (const at of [timelock, timelock.attach(l) as typeof timelock]) {
        await expect(
          at["initialize(uint256,address[],address,address,string)"](DAY, [], reserve, reserve, ""),
        ).to.be.revertedWithCustomError(timelock, "InvalidInitialization");
      }
      const { votingDelay, votingPeriod, proposalThreshold, quorumBps } = config.governance;
      for (const at of [governor, governor.attach(g) as typeof governor]) {
        await expect(
          at.initialize(reserve, reserve, reserve, {
            votingDelay,
            votingPeriod,
            proposalThreshold,
            quorumBps,
          }),
        ).to.be.revertedWithCustomError(governor, "InvalidInitialization");
      }
    });

    const refuses = (
      title: string,
      change: (scenario: Scenario) => Partial<ICdpoFactory.LaunchConfigStruct>,
      error: string,
      args: (scenario: Scenario) => unknown[],
    ): void => {
      it(`refuses ${title}`, async () => {
        const scenario = await loadFixture(bootstrapped);
        const { factory, config, presale, timelock } = scenario;
        const contract =
          { TrusteeNotIndependent: presale, TimelockDelayOutOfRange: timelock }[error] ?? factory;
        const launch = expect(
          factory.launch({ ...config, ...change(scenario) }),
        ).to.be.revertedWithCustomError(contract, error);
        const expected = args(scenario);
        await (expected.length === 0 ? launch : launch.withArgs(...expected));
        expect(await factory.cdpoCount()).to.equal(1n);
      });
    };
    const governance = (terms: Partial<ICdpoFactory.GovernanceTermsStruct>) => (scenario: Scenario) => ({
      governance: { ...scenario.config.governance, ...terms },
    });
    const many = (count: number) => Array.from({ length: count }, (_, at) => ethers.toBeHex(at + 1, 20));
    refuses(
      "an empty name",
      () => ({ name: "" }),
      "EmptyName",
      () => [],
    );
    refuses(
      "an empty symbol",
      () => ({ symbol: "" }),
      "EmptyName",
      () => [],
    );
    refuses(
      "a delay below an hour",
      governance({ timelockDelay: HOUR - 1n }),
      "TimelockDelayOutOfRange",
      () => [HOUR - 1n],
    );
    refuses(
      "a delay above 30 days",
      governance({ timelockDelay: 30n * DAY + 1n }),
      "TimelockDelayOutOfRange",
      () => [30n * DAY + 1n],
    );
    refuses("no founder", governance({ founders: [] }), "FounderCountOutOfRange", () => [0n, 64n]);
    refuses(
      "65 founders beside a Governor that proposes",
      governance({ founders: many(65), governorProposes: true }),
      "FounderCountOutOfRange",
      () => [65n, 64n],
    );
    refuses("65 founders", governance({ founders: many(65) }), "FounderCountOutOfRange", () => [65n, 64n]);
    refuses(
      "a founder at the zero address",
      governance({ founders: [ZERO_ADDRESS] }),
      "ZeroAddress",
      () => [],
    );
    refuses(
      "a trustee who is a founder",
      ({ config, actors }) => ({
        presale: { ...config.presale, trustee: actors.founders[1].address },
      }),
      "TrusteeNotIndependent",
      ({ actors }) => [actors.founders[1].address],
    );

    it("refuses a trustee who is the treasury to be", async () => {
      const { factory, config, presale, actors } = await loadFixture(bootstrapped);
      const { timelock: treasury } = await factory.predict(actors.stranger, config.name, true);
      await expect(factory.launch({ ...config, presale: { ...config.presale, trustee: treasury } }))
        .to.be.revertedWithCustomError(presale ?? factory, "TrusteeNotIndependent")
        .withArgs(treasury);
    });

    it("accepts each bound itself, and a founder as trustee when there is no presale to hold", async () => {
      const { factory, config, actors } = await loadFixture(growing);
      for (const [at, change] of [
        {
          governance: {
            ...config.governance,
            timelockDelay: HOUR,
            founders: many(64),
            vetoBps: 100n,
            guardian: ZERO_ADDRESS,
          },
        },
        {
          governance: {
            ...config.governance,
            timelockDelay: 30n * DAY,
            founders: many(1),
            vetoBps: 5_000n,
            guardian: ZERO_ADDRESS,
          },
        },
        { presale: { ...config.presale, trustee: actors.founders[0].address } },
      ].entries()) {
        const bounds = { ...config, ...change, name: `Bound ${at}` };
        await expect(factory.launch(bounds)).to.emit(factory, "CdpoLaunched");
      }
    });
  });

  describe("the timelock", () => {
    it("lets founders propose, anyone execute what is due, and nobody skip the delay", async () => {
      const { timelock, registry, addresses, actors } = await loadFixture(growing);
      const call = registry.interface.encodeFunctionData("setCurator", [actors.stranger.address, true]);
      const operation = [addresses.registry, 0n, call, ethers.ZeroHash, ethers.ZeroHash] as const;
      await expect(
        timelock.connect(actors.stranger).schedule(...operation, 2n * DAY),
      ).to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount");
      await expect(timelock.connect(actors.founders[0]).schedule(...operation, 2n * DAY - 1n))
        .to.be.revertedWithCustomError(timelock, "TimelockInsufficientDelay")
        .withArgs(2n * DAY - 1n, 2n * DAY);
      await timelock.connect(actors.founders[0]).schedule(...operation, 2n * DAY);
      await expect(timelock.execute(...operation)).to.be.revertedWithCustomError(
        timelock,
        "TimelockUnexpectedOperationState",
      );
      await time.increase(2n * DAY);
      await expect(timelock.connect(actors.stranger).execute(...operation))
        .to.emit(registry, "CuratorSet")
        .withArgs(actors.stranger.address, true);
    });

    it("is the treasury: what it holds moves by its operations alone", async () => {
      const { timelock, asset, addresses, actors, unit } = await loadFixture(growing);
      await asset.mint(addresses.timelock, 5n * unit);
      const call = asset.interface.encodeFunctionData("transfer", [actors.stranger.address, 5n * unit]);
      const operation = [await asset.getAddress(), 0n, call, ethers.ZeroHash, ethers.ZeroHash] as const;
      await timelock.connect(actors.founders[1]).schedule(...operation, 2n * DAY);
      await time.increase(2n * DAY);
      await expect(timelock.execute(...operation)).to.changeTokenBalances(
        ethers,
        asset,
        [addresses.timelock, actors.stranger],
        [-5n * unit, 5n * unit],
      );
    });
  });

  describe("the organisation's metadata", () => {
    it("stands at the timelock, and only a proposal changes it", async () => {
      const { timelock, addresses, owner, actors } = await loadFixture(growing);
      expect(await timelock.daoURI()).to.equal("ipfs://car-dao");
      for (const account of [actors.founders[0], actors.guardian, actors.stranger]) {
        await expect(timelock.connect(account).setDaoURI("ipfs://x"))
          .to.be.revertedWithCustomError(timelock, "TimelockUnauthorizedCaller")
          .withArgs(account.address);
      }
      await expect(timelock.connect(owner).setDaoURI("ipfs://new"))
        .to.emit(timelock, "DAOURIUpdate")
        .withArgs(addresses.timelock, "ipfs://new");
      expect(await timelock.daoURI()).to.equal("ipfs://new");
    });

    it("can be found by ERC-165, as can what the timelock receives", async () => {
      const { timelock } = await loadFixture(growing);
      const daoURI = ethers.id("daoURI()").slice(0, 10);
      for (const [id, supported] of [
        [daoURI, true],
        ["0x01ffc9a7", true],
        ["0x4e2312e0", true],
        ["0xffffffff", false],
      ] as const) {
        expect(await timelock.supportsInterface(id), id).to.equal(supported);
      }
    });
  });

  describe("gas", () => {
    it("launches a bootstrapped organisation for less than 4,000,000", async () => {
      const { factory, config } = await loadFixture(bootstrapped);
      const receipt = await (await factory.launch(config)).wait();
      expect(receipt?.gasUsed).to.be.at.most(gasCeiling(4_000_000n));
    });
  });
});
