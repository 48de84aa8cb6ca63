import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { MaxUint256, Signature } from "ethers";
import { network } from "hardhat";
import type { CdpoToken } from "../typechain-types/index.ts";
import { cloneCodeOf, cloneWith } from "./lib/clones.ts";
import { everyoneBut, executeAs } from "./lib/contributions.ts";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchPresale,
  signerOf,
  type PresaleScenario,
} from "./lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = <T>(fixture: () => Promise<T>): Promise<T> => networkHelpers.loadFixture(fixture);

/** The greatest supply: what fits in 112 bits. */
const CAP = 2n ** 112n - 1n;

interface TokenScenario extends PresaleScenario {
  /** The reserve, which mints and burns; the others mint. */
  readonly reserveSigner: HardhatEthersSigner;
  readonly issuanceSigner: HardhatEthersSigner;
  readonly presaleSigner: HardhatEthersSigner;
}

/** An organisation with all three minters, without tokens. */
async function launched(): Promise<TokenScenario> {
  const scenario = await launchPresale(connection);
  const { addresses } = scenario;
  return {
    ...scenario,
    reserveSigner: await signerOf(connection, addresses.reserve),
    issuanceSigner: await signerOf(connection, addresses.issuance),
    presaleSigner: await signerOf(connection, await scenario.presale.getAddress()),
  };
}

interface FundedScenario extends TokenScenario {
  readonly holder: HardhatEthersSigner;
  readonly other: HardhatEthersSigner;
  readonly spender: HardhatEthersSigner;
}

/** The same with 1,000 tokens of a holder and 500 of another. */
async function funded(): Promise<FundedScenario> {
  const scenario = await launched();
  const { token, reserveSigner, actors } = scenario;
  const [holder, other] = actors.producers;
  await token.connect(reserveSigner).mint(holder, 1_000n * WHOLE);
  await token.connect(reserveSigner).mint(other, 500n * WHOLE);
  return { ...scenario, holder, other, spender: actors.stranger };
}

async function grown() {
  return launchGrowing(connection);
}

/** A clone that nobody has set up, with what is behind its code. */
async function bare() {
  const [, owner, reserve, issuance, presale] = (await ethers.getSigners()).map(({ address }) => address) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const { implementation, clone } = await cloneWith(connection, "CdpoToken", [reserve, issuance, presale]);
  return {
    implementation: await ethers.getContractAt("CdpoToken", implementation),
    token: await ethers.getContractAt("CdpoToken", clone),
    owner,
    reserve,
    issuance,
    presale,
  };
}

async function now(): Promise<bigint> {
  return BigInt(await time.latest());
}

interface Domain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  readonly verifyingContract: string;
}

async function domainOf(token: CdpoToken, changes: Partial<Domain> = {}): Promise<Domain> {
  const { chainId } = await ethers.provider.getNetwork();
  return {
    name: "Shared car",
    version: "1",
    chainId,
    verifyingContract: await token.getAddress(),
    ...changes,
  };
}

interface Permit {
  readonly owner: string;
  readonly spender: string;
  readonly value: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
}

async function signPermit(signer: HardhatEthersSigner, domain: Domain, permit: Permit): Promise<Signature> {
  const fields = ["address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline"];
  return Signature.from(await signer.signTypedData({ ...domain }, { Permit: typed(fields) }, permit));
}

function typed(fields: readonly string[]): { name: string; type: string }[] {
  return fields.map((field) => {
    const [type = "", name = ""] = field.split(" ");
    return { name, type };
  });
}

describe("CdpoToken", () => {
  describe("initialize", () => {
    it("is locked on the implementation", async () => {
      const { implementation, owner } = await loadFixture(bare);
      await expect(implementation.initialize("A", "B", "", owner)).to.be.revertedWithCustomError(
        implementation,
        "InvalidInitialization",
      );
    });

    it("sets up a clone, whose code says who mints", async () => {
      const { token, owner, reserve, issuance, presale } = await loadFixture(bare);
      await expect(token.initialize("Bike", "BIK", "ipfs://bike", owner))
        .to.emit(token, "OwnershipTransferred")
        .withArgs(ZERO_ADDRESS, owner)
        .and.to.emit(token, "Initialized")
        .withArgs(1);
      expect(await token.name()).to.equal("Bike");
      expect(await token.symbol()).to.equal("BIK");
      expect(await token.decimals()).to.equal(18n);
      expect(await token.contractURI()).to.equal("ipfs://bike");
      expect(await token.owner()).to.equal(owner);
      expect(await token.reserve()).to.equal(reserve);
      expect(await token.issuance()).to.equal(issuance);
      expect(await token.presale()).to.equal(presale);
      expect(await token.totalSupply()).to.equal(0n);
      for (const minter of [reserve, issuance, presale]) expect(await token.isMinter(minter)).to.be.true;
      for (const other of [owner, ZERO_ADDRESS]) expect(await token.isMinter(other)).to.be.false;
      const { fields, name, version, chainId, verifyingContract, salt, extensions } =
        await token.eip712Domain();
      expect({ name, version, chainId, verifyingContract }).to.deep.equal({
        ...(await domainOf(token)),
        name: "Bike",
      });
      expect([fields, salt, [...extensions]]).to.deep.equal(["0x0f", ethers.ZeroHash, []]);
      expect(await token.DOMAIN_SEPARATOR()).to.equal(
        ethers.TypedDataEncoder.hashDomain(await domainOf(token, { name: "Bike" })),
      );
    });

    it("takes names of any length", async () => {
      const { token, owner } = await loadFixture(bare);
      const long = "A commons with a name of more than thirty-one bytes, ä ö €";
      await token.initialize(long, long, long, owner);
      expect(await token.name()).to.equal(long);
      expect(await token.symbol()).to.equal(long);
      expect(await token.contractURI()).to.equal(long);
      expect((await token.eip712Domain()).name).to.equal(long);
    });

    it("works once on a clone", async () => {
      const { token, owner } = await loadFixture(bare);
      await token.initialize("Bike", "BIK", "", owner);
      await expect(token.initialize("Bike", "BIK", "", owner)).to.be.revertedWithCustomError(
        token,
        "InvalidInitialization",
      );
    });

    it("reverts on a launched organisation's token, whoever calls", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario)) {
        await expect(
          scenario.token.connect(signer).initialize("A", "B", "", signer),
        ).to.be.revertedWithCustomError(scenario.token, "InvalidInitialization");
      }
    });

    it("reverts without an owner", async () => {
      const { token } = await loadFixture(bare);
      await expect(token.initialize("A", "B", "", ZERO_ADDRESS))
        .to.be.revertedWithCustomError(token, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });

    it("names no third minter without a presale", async () => {
      const scenario = await loadFixture(grown);
      const { token, addresses } = scenario;
      expect(await token.presale()).to.equal(ZERO_ADDRESS);
      expect(await token.isMinter(ZERO_ADDRESS)).to.be.false;
      expect(await token.isMinter(addresses.reserve)).to.be.true;
      expect(await token.isMinter(addresses.issuance)).to.be.true;
    });

    it("gives nobody a right to mint on the implementation, which has no values behind its code", async () => {
      const { implementation, reserve } = await loadFixture(bare);
      const code = (await ethers.provider.getCode(implementation)).slice(2);
      const valueAt = (offset: number): string =>
        ethers.getAddress(`0x${code.slice(2 * (45 + offset), 2 * (65 + offset))}`);
      expect(await implementation.reserve()).to.equal(valueAt(0));
      expect(await implementation.issuance()).to.equal(valueAt(20));
      expect(await implementation.presale()).to.equal(valueAt(40));
      await expect(implementation.mint(reserve, 1n)).to.be.revertedWithCustomError(
        implementation,
        "NotMinter",
      );
    });

    it("has EIP-1167 code with the minters behind it, in both flows", async () => {
      for (const fixture of [launched, grown]) {
        const { factory, addresses } = await loadFixture(fixture);
        const { token } = await factory.implementations();
        const { reserve, issuance, presale = ZERO_ADDRESS } = addresses;
        expect(await ethers.provider.getCode(addresses.token)).to.equal(
          cloneCodeOf(token, [reserve, issuance, presale]).toLowerCase(),
        );
      }
    });
  });

  describe("metadata", () => {
    it("is the launch's", async () => {
      const { token, addresses } = await loadFixture(launched);
      expect(await token.name()).to.equal("Shared car");
      expect(await token.symbol()).to.equal("CAR");
      expect(await token.decimals()).to.equal(18n);
      expect(await token.contractURI()).to.equal("ipfs://car");
      expect(await token.totalSupply()).to.equal(0n);
      expect(await token.reserve()).to.equal(addresses.reserve);
    });

    it("names the timelock as ERC-5313 owner", async () => {
      const { token, addresses } = await loadFixture(launched);
      const light = new ethers.Contract(
        addresses.token,
        ["function owner() view returns (address)"],
        ethers.provider,
      );
      expect(await light.getFunction("owner").staticCall()).to.equal(addresses.timelock);
      expect(await token.owner()).to.equal(addresses.timelock);
    });
  });

  describe("mint", () => {
    it("lets each minter mint", async () => {
      const { token, actors, reserveSigner, issuanceSigner, presaleSigner } = await loadFixture(launched);
      let supply = 0n;
      for (const minter of [reserveSigner, issuanceSigner, presaleSigner]) {
        const amount = 7n * WHOLE + supply + 1n;
        const transaction = token.connect(minter).mint(actors.stranger, amount);
        await expect(transaction)
          .to.emit(token, "Transfer")
          .withArgs(ZERO_ADDRESS, actors.stranger.address, amount);
        await expect(transaction).to.changeTokenBalances(
          ethers,
          token,
          [actors.stranger, minter, actors.producers[0]],
          [amount, 0n, 0n],
        );
        supply += amount;
        expect(await token.totalSupply()).to.equal(supply);
      }
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(launched);
      const { token, actors } = scenario;
      const others = await everyoneBut(connection, scenario, "reserve", "issuance", "presale");
      expect(others.map(({ role }) => role)).to.include.members(["owner", "founder", "registry", "factory"]);
      for (const { signer } of others) {
        expect(await token.isMinter(signer)).to.be.false;
        await expect(token.connect(signer).mint(actors.stranger, 1n))
          .to.be.revertedWithCustomError(token, "NotMinter")
          .withArgs(signer.address);
      }
      expect(await token.totalSupply()).to.equal(0n);
    });

    it("judges the caller, not the transaction's origin", async () => {
      const scenario = await loadFixture(launched);
      const { token, actors, reserveSigner, addresses } = scenario;
      const data = token.interface.encodeFunctionData("mint", [actors.stranger.address, 1n]);
      await expect(executeAs(connection, scenario, reserveSigner, { to: addresses.token, data }))
        .to.be.revertedWithCustomError(token, "NotMinter")
        .withArgs(addresses.timelock);
    });

    it("has two minters in a launch without presale", async () => {
      const scenario = await loadFixture(grown);
      const minters = [];
      for (const { role, signer } of await everyoneBut(connection, scenario)) {
        if (await scenario.token.isMinter(signer)) minters.push(role);
      }
      expect(minters).to.deep.equal(["issuance", "reserve"]);
    });

    it("reverts for the zero address", async () => {
      const { token, reserveSigner } = await loadFixture(launched);
      await expect(token.connect(reserveSigner).mint(ZERO_ADDRESS, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
    });

    it("mints up to 2^112 − 1 and not 1 wei more", async () => {
      const { token, actors, reserveSigner } = await loadFixture(launched);
      const minting = token.connect(reserveSigner);
      await expect(minting.mint(actors.stranger, CAP + 1n))
        .to.be.revertedWithCustomError(token, "SupplyCapExceeded")
        .withArgs(CAP + 1n, CAP);
      await expect(minting.mint(actors.stranger, MaxUint256))
        .to.be.revertedWithCustomError(token, "SupplyCapExceeded")
        .withArgs(MaxUint256, CAP);
      await minting.mint(actors.stranger, CAP - 1n);
      await minting.mint(actors.donor, 1n);
      expect(await token.totalSupply()).to.equal(CAP);
      await expect(minting.mint(actors.donor, 1n))
        .to.be.revertedWithCustomError(token, "SupplyCapExceeded")
        .withArgs(CAP + 1n, CAP);
      await expect(minting.mint(actors.donor, MaxUint256))
        .to.be.revertedWithCustomError(token, "SupplyCapExceeded")
        .withArgs(MaxUint256, CAP);
    });

    it("mints again what was burned of a full supply", async () => {
      const { token, actors, reserveSigner } = await loadFixture(launched);
      await token.connect(reserveSigner).mint(actors.stranger, CAP);
      await token.connect(actors.stranger).burn(3n);
      await expect(token.connect(reserveSigner).mint(actors.donor, 4n))
        .to.be.revertedWithCustomError(token, "SupplyCapExceeded")
        .withArgs(CAP + 1n, CAP);
      await token.connect(reserveSigner).mint(actors.donor, 3n);
      expect(await token.totalSupply()).to.equal(CAP);
    });
  });

  describe("redeemFrom", () => {
    it("lets the reserve burn without allowance", async () => {
      const { token, reserveSigner, holder, other } = await loadFixture(funded);
      const transaction = token.connect(reserveSigner).redeemFrom(holder, 400n * WHOLE);
      await expect(transaction)
        .to.emit(token, "Transfer")
        .withArgs(holder.address, ZERO_ADDRESS, 400n * WHOLE);
      await expect(transaction).to.changeTokenBalances(
        ethers,
        token,
        [holder, other, reserveSigner],
        [-400n * WHOLE, 0n, 0n],
      );
      expect(await token.totalSupply()).to.equal(1_100n * WHOLE);
    });

    it("leaves an allowance of the reserve as it is", async () => {
      const { token, reserveSigner, holder } = await loadFixture(funded);
      await token.connect(holder).approve(reserveSigner, 5n);
      await token.connect(reserveSigner).redeemFrom(holder, WHOLE);
      expect(await token.allowance(holder, reserveSigner)).to.equal(5n);
    });

    it("reverts for everyone else, the holder and other minters too", async () => {
      const scenario = await loadFixture(funded);
      const { token, holder } = scenario;
      const others = await everyoneBut(connection, scenario, "reserve");
      expect(others.map(({ role }) => role)).to.include.members(["owner", "producer", "issuance", "presale"]);
      for (const { signer } of others) {
        await token.connect(holder).approve(signer, MaxUint256);
        await expect(token.connect(signer).redeemFrom(holder, 1n))
          .to.be.revertedWithCustomError(token, "NotReserve")
          .withArgs(signer.address);
      }
      expect(await token.balanceOf(holder)).to.equal(1_000n * WHOLE);
    });

    it("judges the caller, not the transaction's origin", async () => {
      const scenario = await loadFixture(funded);
      const { token, holder, reserveSigner, addresses } = scenario;
      const data = token.interface.encodeFunctionData("redeemFrom", [holder.address, 1n]);
      await expect(executeAs(connection, scenario, reserveSigner, { to: addresses.token, data }))
        .to.be.revertedWithCustomError(token, "NotReserve")
        .withArgs(addresses.timelock);
    });

    it("reverts above the holder's balance", async () => {
      const { token, reserveSigner, holder } = await loadFixture(funded);
      await expect(token.connect(reserveSigner).redeemFrom(holder, 1_000n * WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(holder.address, 1_000n * WHOLE, 1_000n * WHOLE + 1n);
      await token.connect(reserveSigner).redeemFrom(holder, 1_000n * WHOLE);
      expect(await token.balanceOf(holder)).to.equal(0n);
    });

    it("reverts for the zero address", async () => {
      const { token, reserveSigner } = await loadFixture(funded);
      await expect(token.connect(reserveSigner).redeemFrom(ZERO_ADDRESS, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidSender")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("burn", () => {
    it("burns the caller's own tokens", async () => {
      const { token, holder, other } = await loadFixture(funded);
      const transaction = token.connect(holder).burn(1n);
      await expect(transaction).to.emit(token, "Transfer").withArgs(holder.address, ZERO_ADDRESS, 1n);
      await expect(transaction).to.changeTokenBalances(ethers, token, [holder, other], [-1n, 0n]);
      expect(await token.totalSupply()).to.equal(1_500n * WHOLE - 1n);
    });

    it("reverts above the balance", async () => {
      const { token, holder } = await loadFixture(funded);
      await expect(token.connect(holder).burn(1_000n * WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(holder.address, 1_000n * WHOLE, 1_000n * WHOLE + 1n);
    });
  });

  describe("burnFrom", () => {
    it("burns within an allowance and uses it up", async () => {
      const { token, holder, spender } = await loadFixture(funded);
      await token.connect(holder).approve(spender, 3n * WHOLE);
      const transaction = token.connect(spender).burnFrom(holder, 2n * WHOLE);
      await expect(transaction)
        .to.emit(token, "Transfer")
        .withArgs(holder.address, ZERO_ADDRESS, 2n * WHOLE);
      await expect(transaction).to.changeTokenBalances(ethers, token, [holder, spender], [-2n * WHOLE, 0n]);
      expect(await token.allowance(holder, spender)).to.equal(WHOLE);
      expect(await token.totalSupply()).to.equal(1_498n * WHOLE);
    });

    it("reverts above the allowance, for the owner and the minters too", async () => {
      const scenario = await loadFixture(funded);
      const { token, holder, spender } = scenario;
      await token.connect(holder).approve(spender, WHOLE);
      await expect(token.connect(spender).burnFrom(holder, WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(spender.address, WHOLE, WHOLE + 1n);
      for (const { signer } of await everyoneBut(connection, scenario, "stranger")) {
        await expect(token.connect(signer).burnFrom(holder, 1n))
          .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
          .withArgs(signer.address, 0n, 1n);
      }
    });
  });

  describe("transfer", () => {
    it("moves tokens and no supply", async () => {
      const { token, holder, other } = await loadFixture(funded);
      const transaction = token.connect(holder).transfer(other, 10n * WHOLE);
      await expect(transaction)
        .to.emit(token, "Transfer")
        .withArgs(holder.address, other.address, 10n * WHOLE);
      await expect(transaction).to.changeTokenBalances(
        ethers,
        token,
        [holder, other],
        [-10n * WHOLE, 10n * WHOLE],
      );
      expect(await token.totalSupply()).to.equal(1_500n * WHOLE);
    });

    it("reverts above the balance and to the zero address", async () => {
      const { token, holder, other } = await loadFixture(funded);
      await expect(token.connect(holder).transfer(other, 1_000n * WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(holder.address, 1_000n * WHOLE, 1_000n * WHOLE + 1n);
      await expect(token.connect(holder).transfer(ZERO_ADDRESS, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("transfer of everything, nothing, and to oneself", () => {
    it("moves the whole balance and leaves 0", async () => {
      const { token, holder, other } = await loadFixture(funded);
      await token.connect(holder).transfer(other, 1_000n * WHOLE);
      expect(await token.balanceOf(holder)).to.equal(0n);
      expect(await token.balanceOf(other)).to.equal(1_500n * WHOLE);
    });

    it("moves 0 tokens, with an event, also for who has none", async () => {
      const { token, spender, other } = await loadFixture(funded);
      const transaction = token.connect(spender).transfer(other, 0n);
      await expect(transaction).to.emit(token, "Transfer").withArgs(spender.address, other.address, 0n);
      await expect(transaction).to.changeTokenBalances(ethers, token, [spender, other], [0n, 0n]);
    });

    it("changes nothing when one transfers to oneself", async () => {
      const { token, holder } = await loadFixture(funded);
      const transaction = token.connect(holder).transfer(holder, 1_000n * WHOLE);
      await expect(transaction)
        .to.emit(token, "Transfer")
        .withArgs(holder.address, holder.address, 1_000n * WHOLE);
      expect(await token.balanceOf(holder)).to.equal(1_000n * WHOLE);
      await expect(token.connect(holder).transfer(holder, 1_000n * WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(holder.address, 1_000n * WHOLE, 1_000n * WHOLE + 1n);
    });

    it("answers true, as ERC-20 says", async () => {
      const { token, holder, other, spender } = await loadFixture(funded);
      expect(await token.connect(holder).transfer.staticCall(other, 1n)).to.be.true;
      expect(await token.connect(holder).approve.staticCall(spender, 1n)).to.be.true;
      await token.connect(holder).approve(spender, 1n);
      expect(await token.connect(spender).transferFrom.staticCall(holder, other, 1n)).to.be.true;
    });
  });

  describe("transferFrom", () => {
    it("reverts above the balance, whatever the allowance", async () => {
      const { token, holder, other, spender } = await loadFixture(funded);
      for (const allowance of [1_000n * WHOLE + 1n, MaxUint256]) {
        await token.connect(holder).approve(spender, allowance);
        await expect(token.connect(spender).transferFrom(holder, other, 1_000n * WHOLE + 1n))
          .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
          .withArgs(holder.address, 1_000n * WHOLE, 1_000n * WHOLE + 1n);
      }
    });

    it("reverts to and from the zero address", async () => {
      const { token, holder, other, spender } = await loadFixture(funded);
      await token.connect(holder).approve(spender, WHOLE);
      await expect(token.connect(spender).transferFrom(holder, ZERO_ADDRESS, WHOLE))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
      await expect(token.connect(spender).transferFrom(ZERO_ADDRESS, other, 0n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidApprover")
        .withArgs(ZERO_ADDRESS);
    });

    it("needs an allowance of one's own, too", async () => {
      const { token, holder, other } = await loadFixture(funded);
      await expect(token.connect(holder).transferFrom(holder, other, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(holder.address, 0n, 1n);
    });

    it("moves within an allowance and uses it up", async () => {
      const { token, holder, other, spender } = await loadFixture(funded);
      await expect(token.connect(holder).approve(spender, 3n * WHOLE))
        .to.emit(token, "Approval")
        .withArgs(holder.address, spender.address, 3n * WHOLE);
      await expect(token.connect(spender).transferFrom(holder, other, 2n * WHOLE)).to.changeTokenBalances(
        ethers,
        token,
        [holder, other, spender],
        [-2n * WHOLE, 2n * WHOLE, 0n],
      );
      expect(await token.allowance(holder, spender)).to.equal(WHOLE);
      await expect(token.connect(spender).transferFrom(holder, other, WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(spender.address, WHOLE, WHOLE + 1n);
    });

    it("leaves an unlimited allowance unlimited", async () => {
      const { token, holder, other, spender } = await loadFixture(funded);
      await token.connect(holder).approve(spender, MaxUint256);
      await token.connect(spender).transferFrom(holder, other, WHOLE);
      expect(await token.allowance(holder, spender)).to.equal(MaxUint256);
    });
  });

  describe("approve", () => {
    it("sets the allowance, and replaces the one before, above the balance as well", async () => {
      const { token, holder, spender, other } = await loadFixture(funded);
      for (const value of [1n, 5_000n * WHOLE, MaxUint256, 0n]) {
        await expect(token.connect(holder).approve(spender, value))
          .to.emit(token, "Approval")
          .withArgs(holder.address, spender.address, value);
        expect(await token.allowance(holder, spender)).to.equal(value);
      }
      expect(await token.allowance(spender, holder)).to.equal(0n);
      expect(await token.allowance(holder, other)).to.equal(0n);
    });

    it("reverts for the zero address", async () => {
      const { token, holder } = await loadFixture(funded);
      await expect(token.connect(holder).approve(ZERO_ADDRESS, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidSpender")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("votes", () => {
    it("has none: no votes, no delegates, no clock", async () => {
      const { addresses, holder } = await loadFixture(funded);
      const votes = new ethers.Contract(
        addresses.token,
        [
          "function getVotes(address) view returns (uint256)",
          "function getPastVotes(address, uint256) view returns (uint256)",
          "function delegates(address) view returns (address)",
          "function delegate(address)",
          "function clock() view returns (uint48)",
          "function CLOCK_MODE() view returns (string)",
        ],
        holder,
      );
      for (const [name, ...args] of [
        ["getVotes", holder],
        ["getPastVotes", holder, 1n],
        ["delegates", holder],
        ["delegate", holder],
        ["clock"],
        ["CLOCK_MODE"],
      ] as const) {
        await expect(votes.getFunction(name).staticCall(...args), name).to.be.revertedWithoutReason(ethers);
      }
    });
  });

  describe("setContractURI", () => {
    it("sets the URI for the owner", async () => {
      const { token, owner } = await loadFixture(launched);
      await expect(token.connect(owner).setContractURI("ipfs://new"))
        .to.emit(token, "ContractURIUpdated")
        .withArgs();
      expect(await token.contractURI()).to.equal("ipfs://new");
      await token.connect(owner).setContractURI("");
      expect(await token.contractURI()).to.equal("");
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.token.connect(signer).setContractURI("ipfs://mine"))
          .to.be.revertedWithCustomError(scenario.token, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
      expect(await scenario.token.contractURI()).to.equal("ipfs://car");
    });
  });

  describe("transferOwnership", () => {
    it("moves the owner's right and no right to mint", async () => {
      const { token, owner, actors } = await loadFixture(launched);
      await expect(token.connect(owner).transferOwnership(actors.donor))
        .to.emit(token, "OwnershipTransferred")
        .withArgs(owner.address, actors.donor.address);
      await token.connect(actors.donor).setContractURI("ipfs://donor");
      await expect(token.connect(owner).setContractURI("ipfs://late"))
        .to.be.revertedWithCustomError(token, "OwnableUnauthorizedAccount")
        .withArgs(owner.address);
      await expect(token.connect(actors.donor).mint(actors.donor, 1n))
        .to.be.revertedWithCustomError(token, "NotMinter")
        .withArgs(actors.donor.address);
    });

    it("reverts for everyone else, and so does renouncing", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.token.connect(signer).transferOwnership(signer))
          .to.be.revertedWithCustomError(scenario.token, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
        await expect(scenario.token.connect(signer).renounceOwnership())
          .to.be.revertedWithCustomError(scenario.token, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("permit", () => {
    async function permitted() {
      const scenario = await funded();
      const deadline = (await now()) + DAY;
      const permit: Permit = {
        owner: scenario.holder.address,
        spender: scenario.spender.address,
        value: 12n * WHOLE,
        nonce: 0n,
        deadline,
      };
      return { ...scenario, permit, domain: await domainOf(scenario.token) };
    }

    function submitPermit(token: CdpoToken, permit: Permit, { v, r, s }: Signature) {
      const { owner, spender, value, deadline } = permit;
      return token.permit(owner, spender, value, deadline, v, r, s);
    }

    it("approves by signature, submitted by anyone", async () => {
      const { token, holder, spender, actors, permit, domain } = await loadFixture(permitted);
      const signature = await signPermit(holder, domain, permit);
      await expect(submitPermit(token.connect(actors.donor), permit, signature))
        .to.emit(token, "Approval")
        .withArgs(holder.address, spender.address, 12n * WHOLE);
      expect(await token.allowance(holder, spender)).to.equal(12n * WHOLE);
      expect(await token.nonces(holder)).to.equal(1n);
      expect(await token.nonces(spender)).to.equal(0n);
    });

    it("5: reverts when the signature was used before", async () => {
      const { token, holder, permit, domain } = await loadFixture(permitted);
      const signature = await signPermit(holder, domain, permit);
      await submitPermit(token, permit, signature);
      await expect(submitPermit(token, permit, signature)).to.be.revertedWithCustomError(
        token,
        "ERC2612InvalidSigner",
      );
    });

    it("takes the next nonce after the first", async () => {
      const { token, holder, spender, permit, domain } = await loadFixture(permitted);
      await submitPermit(token, permit, await signPermit(holder, domain, permit));
      const next = { ...permit, nonce: 1n, value: 1n };
      await submitPermit(token, next, await signPermit(holder, domain, next));
      expect(await token.allowance(holder, spender)).to.equal(1n);
      expect(await token.nonces(holder)).to.equal(2n);
    });

    it("reverts for another chain, contract, name or version", async () => {
      const { token, holder, spender, permit, domain, addresses } = await loadFixture(permitted);
      const wrong: Partial<Domain>[] = [
        { chainId: domain.chainId + 1n },
        { verifyingContract: addresses.reserve },
        { name: "CAR" },
        { version: "2" },
      ];
      for (const changes of wrong) {
        const signature = await signPermit(holder, { ...domain, ...changes }, permit);
        await expect(submitPermit(token, permit, signature)).to.be.revertedWithCustomError(
          token,
          "ERC2612InvalidSigner",
        );
      }
      expect(await token.allowance(holder, spender)).to.equal(0n);
    });

    it("reverts when another signed", async () => {
      const { token, holder, other, permit, domain } = await loadFixture(permitted);
      await expect(submitPermit(token, permit, await signPermit(other, domain, permit)))
        .to.be.revertedWithCustomError(token, "ERC2612InvalidSigner")
        .withArgs(other.address, holder.address);
    });

    it("reverts when value or spender differ from the signed ones", async () => {
      const { token, holder, other, permit, domain } = await loadFixture(permitted);
      const signature = await signPermit(holder, domain, permit);
      for (const changes of [{ value: permit.value + 1n }, { spender: other.address }]) {
        await expect(submitPermit(token, { ...permit, ...changes }, signature)).to.be.revertedWithCustomError(
          token,
          "ERC2612InvalidSigner",
        );
      }
    });

    it("works in the deadline's second and reverts in the next", async () => {
      const { token, holder, permit, domain } = await loadFixture(permitted);
      const signature = await signPermit(holder, domain, permit);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(permit.deadline + 1n);
      await expect(submitPermit(token, permit, signature))
        .to.be.revertedWithCustomError(token, "ERC2612ExpiredSignature")
        .withArgs(permit.deadline);
      await snapshot.restore();
      await time.setNextBlockTimestamp(permit.deadline);
      await submitPermit(token, permit, signature);
      expect(await token.nonces(holder)).to.equal(1n);
    });
  });
});
