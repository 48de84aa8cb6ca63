import { expect } from "chai";
import { FunctionFragment, type BaseContract, type ParamType } from "ethers";
import { network } from "hardhat";
import type { CdpoFactory, ICdpoFactory } from "../typechain-types/CdpoFactory.ts";
import { IMPLEMENTATION_NAMES, addressesOf, launchCdpo, type CdpoAddresses } from "../launch/index.ts";
import { cloneCodeOf } from "./lib/clones.ts";
import { DAY, ZERO_ADDRESS, launchGrowing, launchPresale, type Scenario } from "./lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const growing = (): Promise<Scenario> => launchGrowing(connection);
const bootstrapped = (): Promise<Scenario> => launchPresale(connection);

/** Creates what whoever creates it answers: staticcall(gas, caller, nothing), return of the answer. */
const INIT_CODE = "0x5f5f5f5f335afa503d5f5f3e3d5ff3";

/** An organisation's addresses by role, computed here and not by the contract. */
async function computedAddresses(
  factory: CdpoFactory,
  launcher: string,
  name: string,
): Promise<CdpoAddresses> {
  const at = await factory.getAddress();
  const salt = BigInt(
    ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(["address", "string"], [launcher, name])),
  );
  const addresses = IMPLEMENTATION_NAMES.map((role, number) => [
    role,
    ethers.getCreate2Address(at, ethers.toBeHex(salt ^ BigInt(number), 32), ethers.keccak256(INIT_CODE)),
  ]);
  return Object.fromEntries(addresses) as CdpoAddresses;
}

/** What stands behind the EIP-1167 code of an organisation's clones. */
async function valuesOf({
  addresses,
  config,
}: Scenario): Promise<Partial<Record<keyof CdpoAddresses, string[]>>> {
  const { token, reserve, issuance, presale = ZERO_ADDRESS, custody, budget, stake, timelock } = addresses;
  const asset = await ethers.resolveAddress(config.reserve.asset);
  return {
    token: [reserve, issuance, presale],
    reserve: [token, asset, ethers.toBeHex(BigInt(config.reserve.reserveRatioBps), 2)],
    epochs: [token],
    proposals: [token, addresses.registry, reserve],
    licenceOffice: [reserve, addresses.epochs, addresses.timelock],
    partnerAcceptance: [token, reserve, addresses.timelock],
    ...(custody === undefined || budget === undefined
      ? {}
      : {
          presale: [token, reserve, asset, stake, custody, budget, timelock],
          custody: [presale, timelock, token, asset],
          budget: [presale, asset, stake, timelock],
        }),
  };
}

/** A value of a parameter's type, made of zeros. */
function zeroOf(type: ParamType): unknown {
  if (type.isArray()) return [];
  if (type.isTuple()) return type.components.map(zeroOf);
  if (type.type === "address") return ZERO_ADDRESS;
  if (type.type === "bool") return false;
  if (type.type === "string") return "";
  return type.type.startsWith("bytes") ? ethers.ZeroHash : 0n;
}

describe("CdpoFactory", () => {
  describe("constructor", () => {
    it("refuses a missing implementation", async () => {
      const { factory } = await loadFixture(growing);
      const cdpo = addressesOf(await factory.implementations());
      const complete: ICdpoFactory.CdpoStruct = {
        ...cdpo,
        presale: cdpo.presale ?? ZERO_ADDRESS,
        custody: cdpo.custody ?? ZERO_ADDRESS,
        budget: cdpo.budget ?? ZERO_ADDRESS,
      };
      const deployer = await ethers.getContractFactory("CdpoFactory");
      for (const name of IMPLEMENTATION_NAMES) {
        await expect(deployer.deploy({ ...complete, [name]: ZERO_ADDRESS })).to.be.revertedWithCustomError(
          factory,
          "ZeroAddress",
        );
      }
    });

    it("are well below the size that chains allow, as is the factory", async () => {
      const { factory } = await loadFixture(growing);
      const all = addressesOf(await factory.implementations());
      const placed = [["factory", await factory.getAddress()], ...Object.entries(all)] as const;
      expect(placed).to.have.lengthOf(1 + IMPLEMENTATION_NAMES.length);
      for (const [name, address] of placed) {
        const code = await ethers.provider.getCode(address ?? "");
        expect((code.length - 2) / 2, name)
          .to.be.above(1_000)
          .and.below(24_000);
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
        [addresses.stake, false],
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

    it("sets up the Governor on stake and timelock, and makes it no proposer unless told so", async () => {
      const { governor, timelock, addresses } = await loadFixture(bootstrapped);
      expect(await governor.token()).to.equal(addresses.stake);
      expect(await governor.timelock()).to.equal(addresses.timelock);
      expect(await governor.votingDelay()).to.equal(DAY);
      expect(await governor.votingPeriod()).to.equal(5n * DAY);
      expect(await timelock.governor()).to.equal(addresses.governor);
      expect(await timelock.foundersPropose()).to.equal(true);
      for (const role of [await timelock.PROPOSER_ROLE(), await timelock.CANCELLER_ROLE()]) {
        expect(await timelock.hasRole(role, governor)).to.equal(false);
      }
    });

    it("makes the Governor a proposer, beside founders or alone", async () => {
      for (const founders of [undefined, []]) {
        const { timelock, governor, config, actors } = await launchGrowing(connection, {
          governance: { governorProposes: true, ...(founders === undefined ? {} : { founders }) },
        });
        const proposer = await timelock.PROPOSER_ROLE();
        expect(await timelock.hasRole(proposer, governor)).to.equal(true);
        expect(await timelock.foundersPropose()).to.equal(founders === undefined);
        for (const founder of actors.founders) {
          expect(await timelock.hasRole(proposer, founder)).to.equal(config.governance.founders.length > 0);
        }
        expect(await timelock.hasRole(await timelock.DEFAULT_ADMIN_ROLE(), governor)).to.equal(false);
      }
    });

    it("tells Stake its parties and its share, in both flows", async () => {
      for (const fixture of [growing, bootstrapped]) {
        const { stake, token, config, addresses, actors } = await loadFixture(fixture);
        expect(await stake.vetoBps()).to.equal(config.governance.vetoBps);
        const floor = addresses.presale === undefined ? 1_000n : 2_000n; // what 1,000 asset units buy at 0.50
        expect(await stake.floor()).to.equal(floor * 10n ** 18n);
        expect(await stake.matured()).to.equal(false);
        expect(await stake.electorate()).to.equal(floor * 10n ** 18n);
        expect(await stake.circulating()).to.equal(await token.totalSupply());
        expect(await stake.delegates(actors.donor)).to.equal(actors.donor.address);
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

    it("puts each contract where it says beforehand, which depends on launcher, name and role alone", async () => {
      const { factory, config, addresses, actors } = await loadFixture(bootstrapped);
      const { deployer, stranger } = actors;
      expect(addressesOf(await factory.predict(deployer, config.name, true))).to.deep.equal(addresses);
      expect(await computedAddresses(factory, deployer.address, config.name)).to.deep.equal(addresses);
      const expected = addressesOf(await factory.predict(stranger, "Bakery", false));
      expect(expected).to.deep.equal({
        ...(await computedAddresses(factory, stranger.address, "Bakery")),
        presale: undefined,
        custody: undefined,
        budget: undefined,
      });
      // Another's launch of that name before changes nothing.
      await factory.connect(actors.donor).launch({ ...config, name: "Bakery" });
      const { addresses: launched } = await launchCdpo({
        ethers,
        factory,
        signer: stranger,
        config: { ...config, name: "Bakery", symbol: "BUN", withPresale: false },
      });
      expect(launched).to.deep.equal(expected);
      expect(new Set(Object.values(addresses)).size).to.equal(IMPLEMENTATION_NAMES.length);
    });

    it("installs EIP-1167 code, byte for byte, with the values behind it that are fixed for ever", async () => {
      for (const fixture of [growing, bootstrapped]) {
        const scenario = await loadFixture(fixture);
        const implementations = addressesOf(await scenario.factory.implementations());
        const values = await valuesOf(scenario);
        for (const name of IMPLEMENTATION_NAMES) {
          const address = scenario.addresses[name];
          if (address === undefined) continue;
          const expected = cloneCodeOf(implementations[name] ?? "", values[name]);
          expect(await ethers.provider.getCode(address), name).to.equal(expected.toLowerCase());
        }
      }
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

    it("shares implementations but no state, and neither clones nor implementations can be set up again", async () => {
      const scenario = await loadFixture(bootstrapped);
      const { factory, addresses } = scenario;
      const implementations = addressesOf(await factory.implementations());
      for (const name of IMPLEMENTATION_NAMES) {
        const contract: BaseContract | undefined = scenario[name];
        if (contract === undefined) throw new Error(`the launch has no ${name}`);
        // The timelock has OpenZeppelin's, too; the custody has nothing to set up.
        const initializers = contract.interface.fragments.filter(
          (one): one is FunctionFragment => one instanceof FunctionFragment && one.name === "initialize",
        );
        const count = name === "timelock" ? 2 : name === "custody" ? 0 : 1;
        expect(initializers, name).to.have.lengthOf(count);
        expect(implementations[name]).to.not.equal(addresses[name]);
        for (const fragment of initializers) {
          const data = contract.interface.encodeFunctionData(fragment, fragment.inputs.map(zeroOf));
          for (const to of [addresses[name], implementations[name]]) {
            await expect(
              scenario.actors.stranger.call({ to: to ?? "", data }),
              name,
            ).to.be.revertedWithCustomError(contract, "InvalidInitialization");
          }
        }
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
      "a delay below two days",
      governance({ timelockDelay: 2n * DAY - 1n }),
      "TimelockDelayOutOfRange",
      () => [2n * DAY - 1n],
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
            timelockDelay: 2n * DAY,
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
            vetoBps: 2_000n,
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

  describe("the code that all clones are created with", () => {
    /** An asset that asks the factory what to install, from the middle of a launch too. */
    async function withThief() {
      const scenario = await growing();
      const refusal = scenario.factory.interface.getError("NothingToInstall")?.selector ?? "";
      const thief = await ethers.deployContract("CodeThief", [await scenario.factory.getAddress(), refusal]);
      return { ...scenario, thief, refusal };
    }

    it("is answered nothing outside a launch, whatever is asked and with whatever is sent along", async () => {
      const { factory, actors } = await loadFixture(growing);
      const to = await factory.getAddress();
      for (const data of ["0x", "0x00", "0x12345678", `0x${"ff".repeat(100)}`]) {
        await expect(actors.stranger.call({ to, data })).to.be.revertedWithCustomError(
          factory,
          "NothingToInstall",
        );
      }
      await expect(actors.stranger.sendTransaction({ to, value: 1n })).to.be.revertedWithoutReason(ethers);
    });

    it("is answered nothing in the middle of a launch to who is asked there, and not after it", async () => {
      const { factory, config, thief, actors } = await loadFixture(withThief);
      const asset = await thief.getAddress();
      // The launch asks the asset for its decimals, and that call asks the factory; it reverts if it is answered.
      const launched = await launchCdpo({
        ethers,
        factory,
        signer: actors.donor,
        config: { ...config, reserve: { ...config.reserve, asset } },
      });
      expect(await launched.reserve.asset()).to.equal(asset);
      expect(await thief.decimals()).to.equal(18n);
    });

    it("shows that the asset would notice an answer", async () => {
      const { thief, refusal, actors } = await loadFixture(withThief);
      const other = await ethers.deployContract("CodeThief", [await thief.getAddress(), "0x00000000"]);
      await expect(other.connect(actors.donor).decimals())
        .to.be.revertedWithCustomError(other, "Answered")
        .withArgs(refusal);
    });

    it("asks whoever creates it: elsewhere it takes no address of the factory's and installs a refusal", async () => {
      const { factory, thief, refusal, actors } = await loadFixture(withThief);
      const salt = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(["address", "string"], [actors.donor.address, "Target"]),
      );
      const created = await thief.create.staticCall(INIT_CODE, salt);
      await thief.create(INIT_CODE, salt);
      expect(created).to.equal(
        ethers.getCreate2Address(await thief.getAddress(), salt, ethers.keccak256(INIT_CODE)),
      );
      expect(await ethers.provider.getCode(created)).to.equal(refusal);
      const { token } = await factory.predict(actors.donor, "Target", true);
      expect(await ethers.provider.getCode(token)).to.equal("0x");
      expect(await factory.isCdpoToken(created)).to.equal(false);
    });

    it("installs nothing rather than a part when gas runs out, and the launch can be sent again", async () => {
      const { factory, config, actors } = await loadFixture(growing);
      const again = { ...config, name: "Again" };
      const expected = addressesOf(await factory.predict(actors.donor, "Again", false));
      const needed = await factory.connect(actors.donor).launch.estimateGas(again);
      for (let part = 1n; part < 40n; ++part) {
        const gasLimit = (needed * part) / 41n;
        if (gasLimit < 60_000n) continue;
        const sent = factory.connect(actors.donor).launch(again, { gasLimit });
        await expect(sent).to.be.revert(ethers);
        for (const address of Object.values<string | undefined>(expected)) {
          if (address !== undefined) expect(await ethers.provider.getCode(address)).to.equal("0x");
        }
      }
      expect(await factory.cdpoCount()).to.equal(1n);
      await factory.connect(actors.donor).launch(again);
      expect(addressesOf(await factory.cdpoAt(1n))).to.deep.equal(expected);
    });
  });
});
