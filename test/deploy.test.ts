import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { HDNodeWallet, Mnemonic, Wallet } from "ethers";
import { network } from "hardhat";
import type { NetworkConfigOverride } from "hardhat/types/config";
import type { JsonRpcServer } from "hardhat/types/network";
import {
  AddressBookError,
  cdpoAddressesOf,
  emptyAddressBook,
  readAddressBook,
  suiteAddressesOf,
  writeAddressBook,
  type AddressBook,
} from "../scripts/lib/address-book.ts";
import { deployTestAsset, readAsset } from "../scripts/lib/asset.ts";
import { runCdpo } from "../scripts/commands/index.ts";
import { buildContracts, profileFor } from "../scripts/lib/build.ts";
import { ChainError, openChain, openReader, type Chain } from "../scripts/lib/chain.ts";
import { explain } from "../scripts/lib/explain.ts";
import { assetOf, LaunchConfigError, parseLaunchConfig } from "../sdk/src/config/index.ts";
import type { Address } from "../sdk/src/types.ts";
import {
  addressesOf,
  attachCdpo,
  deploySuite,
  estimateSuite,
  ForeignCodeError,
  IMPLEMENTATIONS,
  launchCdpo,
  PERIPHERY,
  readLaunch,
  type DeploymentIntent,
  type DeploymentStep,
  type PartialSuiteAddresses,
} from "../launch/index.ts";
import { PUBLIC_NETWORKS } from "../sdk/src/config/networks.ts";
import { confirmationsOf, confirmCost, parseConfirmations } from "../scripts/lib/sending.ts";
import { ZERO_ADDRESS } from "./lib/fixtures.ts";
import {
  request,
  runScript,
  startKillingProxy,
  startProxy,
  type KillingProxy,
  type Outcome,
} from "./lib/nodes.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CHAIN_ID = 31_337;
const SEPOLIA = 11_155_111;
const GROWING = join(ROOT, "examples", "growing.json");
const growing: unknown = JSON.parse(readFileSync(GROWING, "utf8"));

/** The contracts in the order of deployment, where there is no wrapped native currency. */
const CONTRACTS = [
  ...Object.keys(IMPLEMENTATIONS),
  "factory",
  ...Object.keys(PERIPHERY).filter((name) => name !== "gateway"),
];
/** A new chain has no deterministic proxy: its deployer gets money in the first block, and deploys it in the second. */
const PROXY_BLOCKS = 2;
/** The block of a new chain that the factory comes in. */
const FACTORY_BLOCK = PROXY_BLOCKS + CONTRACTS.indexOf("factory") + 1;
const ALL_BLOCKS = PROXY_BLOCKS + CONTRACTS.length;

describe("deployment", () => {
  describe("deploySuite", () => {
    it("deploys each contract once, and the factory knows the implementations", async () => {
      const { ethers } = await network.create();
      const steps: DeploymentStep[] = [];
      const { factory, addresses } = await deploySuite({ ethers, onStep: (step) => void steps.push(step) });
      expect(steps.map(({ contract }) => contract)).to.deep.equal(CONTRACTS);
      expect(steps.map(({ reused }) => reused)).to.deep.equal(CONTRACTS.map(() => false));
      expect(steps.map(({ block }) => block)).to.deep.equal(CONTRACTS.map((_, at) => PROXY_BLOCKS + at + 1));
      expect(steps.at(-1)?.addresses).to.deep.equal(addresses);
      expect(addressesOf(await factory.implementations())).to.deep.equal(addresses.implementations);
      expect(await factory.getAddress()).to.equal(addresses.factory);
    });

    it("deploys nothing when all is there", async () => {
      const { ethers } = await network.create();
      const { addresses } = await deploySuite({ ethers });
      const block = await ethers.provider.getBlockNumber();
      const steps: DeploymentStep[] = [];
      const again = await deploySuite({ ethers, addresses, onStep: (step) => void steps.push(step) });
      expect(again.addresses).to.deep.equal(addresses);
      expect(steps.map(({ reused }) => reused)).to.deep.equal(CONTRACTS.map(() => true));
      expect(steps.map(({ block: of }) => of)).to.deep.equal(CONTRACTS.map(() => undefined));
      expect(await ethers.provider.getBlockNumber()).to.equal(block);
    });

    it("continues where an interrupted run stopped, wherever that is", async () => {
      for (let stop = 1; stop < CONTRACTS.length; ++stop) {
        const { ethers } = await network.create();
        let known: PartialSuiteAddresses = {};
        let steps = 0;
        const interrupted = deploySuite({
          ethers,
          onStep: ({ addresses }) => {
            known = addresses;
            if (++steps === stop) throw new Error("interrupted");
          },
        });
        expect(await thrownBy(interrupted)).to.equal("interrupted");
        const { addresses } = await deploySuite({ ethers, addresses: known });
        expect(addresses.implementations).to.include(known.implementations);
        expect(addresses.periphery).to.include(known.periphery);
        if (known.factory !== undefined) expect(addresses.factory).to.equal(known.factory);
        expect(await ethers.provider.getBlockNumber(), `stopped after ${stop}`).to.equal(ALL_BLOCKS);
      }
    });

    it("finds without any record what an interrupted run deployed", async () => {
      const { ethers } = await network.create();
      const { addresses } = await deploySuite({ ethers });
      const block = await ethers.provider.getBlockNumber();
      expect((await deploySuite({ ethers })).addresses).to.deep.equal(addresses);
      expect(await ethers.provider.getBlockNumber()).to.equal(block);
    });

    it("deploys to the same addresses on every chain, whoever sends", async () => {
      const first = await network.create();
      const other = await network.create({ network: "default", override: { chainId: 1_234 } });
      const [, , third] = await other.ethers.getSigners();
      const { addresses } = await deploySuite({ ethers: first.ethers });
      expect((await deploySuite({ ethers: other.ethers, signer: third })).addresses).to.deep.equal(addresses);
      const { data } = await (await first.ethers.getContractFactory("CdpoToken")).getDeployTransaction();
      expect(addresses.implementations.token).to.equal(
        first.ethers.getCreate2Address(
          "0x4e59b44847b379578588920cA78FbF26c0B4956C",
          first.ethers.ZeroHash,
          first.ethers.keccak256(data),
        ),
      );
    });

    it("keeps what the records have elsewhere, with a factory of its own", async () => {
      const { ethers } = await network.create();
      const { addresses } = await deploySuite({ ethers });
      const token = await (await ethers.deployContract("CdpoToken")).getAddress();
      const implementations = { ...addresses.implementations, token };
      const seen: PartialSuiteAddresses[] = [];
      const again = await deploySuite({
        ethers,
        addresses: { factory: addresses.factory, implementations },
        onStep: (step) => void seen.push(step.addresses),
      });
      expect(again.addresses.implementations).to.deep.equal(implementations);
      expect(again.addresses.factory).to.not.equal(addresses.factory);
      expect((await again.factory.implementations()).token).to.equal(token);
      expect(again.addresses.periphery.lens).to.equal(addresses.periphery.lens);
      // Until the new factory is there, none is recorded.
      const at = CONTRACTS.indexOf("factory");
      expect(seen.slice(0, at).map(({ factory }) => factory)).to.deep.equal(Array(at).fill(undefined));
      expect((await deploySuite({ ethers, addresses: again.addresses })).addresses).to.deep.equal(
        again.addresses,
      );
    });

    it("refuses other code at a known address", async () => {
      const { ethers } = await network.create();
      const { addresses } = await deploySuite({ ethers });
      const implementations = { ...addresses.implementations, presale: addresses.implementations.token };
      const mixed = deploySuite({ ethers, addresses: { ...addresses, implementations } });
      expect(await thrownBy(mixed, ForeignCodeError)).to.equal(
        `the Presale at ${implementations.presale} is not what these sources and compiler settings build`,
      );
    });

    it("deploys a gateway where the wrapped native currency is known, and it and standing gifts anew for another factory", async () => {
      const { ethers } = await network.create();
      const without = await deploySuite({ ethers });
      expect(without.addresses.periphery.gateway).to.equal(undefined);
      const wrapped = await ethers.deployContract("WrappedNative");
      const wrappedNative = await wrapped.getAddress();
      const first = await deploySuite({ ethers, addresses: without.addresses, wrappedNative });
      expect(first.addresses.factory).to.equal(without.addresses.factory);
      const { gateway } = first.addresses.periphery;
      const contract = await ethers.getContractAt("NativeGateway", gateway ?? "");
      expect(await contract.factory()).to.equal(first.addresses.factory);
      expect(await contract.wrapped()).to.equal(wrappedNative);

      const same = await deploySuite({ ethers, addresses: first.addresses, wrappedNative });
      expect(same.addresses).to.deep.equal(first.addresses);
      const token = await (await ethers.deployContract("CdpoToken")).getAddress();
      const otherFactory = await deploySuite({
        ethers,
        addresses: { ...first.addresses, implementations: { ...first.addresses.implementations, token } },
        wrappedNative,
      });
      expect(otherFactory.addresses.periphery.gateway).to.not.equal(gateway);
      const { standingGifts } = otherFactory.addresses.periphery;
      expect(standingGifts).to.not.equal(first.addresses.periphery.standingGifts);
      const gifts = await ethers.getContractAt("StandingGifts", standingGifts);
      expect(await gifts.factory()).to.equal(otherFactory.addresses.factory);
      expect(otherFactory.addresses.periphery.lens).to.equal(first.addresses.periphery.lens);
      const otherWrapped = await deploySuite({
        ethers,
        addresses: first.addresses,
        wrappedNative: first.addresses.periphery.lens,
      });
      expect(otherWrapped.addresses.periphery.gateway).to.not.equal(gateway);
    });

    it("says where each contract will be before it is sent", async () => {
      const { ethers } = await network.create();
      const intents: DeploymentIntent[] = [];
      const steps: DeploymentStep[] = [];
      await deploySuite({
        ethers,
        beforeStep: (intent) => void intents.push(intent),
        onStep: (step) => void steps.push(step),
      });
      expect(intents.map(({ contract, address }) => [contract, address])).to.deep.equal(
        steps.map(({ contract, address }) => [contract, address]),
      );
      expect(intents.map(({ block }) => block)).to.deep.equal(CONTRACTS.map((_, at) => PROXY_BLOCKS + at));
    });

    it("estimates the gas of what is missing", async () => {
      const { ethers } = await network.create();
      const [signer] = await ethers.getSigners();
      if (signer === undefined) throw new Error("there is no signer");
      const estimates = await estimateSuite({ ethers, signer });
      expect(estimates.map(({ contract }) => contract)).to.deep.equal(CONTRACTS);
      const { addresses } = await deploySuite({ ethers });
      for (const [at, { contract, gas }] of estimates.entries()) {
        const block = await ethers.provider.getBlock(PROXY_BLOCKS + at + 1);
        const spent = block?.gasUsed ?? 0n;
        expect(gas, contract).to.be.within(spent, (spent * 103n) / 100n);
      }
      expect(await estimateSuite({ ethers, signer, addresses })).to.deep.equal([]);
    });

    it("sends from the signer that it is given", async () => {
      const { ethers } = await network.create();
      const [, second] = await ethers.getSigners();
      await deploySuite({ ethers, signer: second });
      expect(await second?.getNonce()).to.equal(CONTRACTS.length + 1);
    });
  });

  describe("launchCdpo", () => {
    async function launch(file: string) {
      const { ethers } = await network.create();
      const signers = await ethers.getSigners();
      const { factory } = await deploySuite({ ethers });
      const asset = await ethers.deployContract("TestAsset", ["Test asset", "TEST", 18]);
      const config = parseLaunchConfig({
        json: JSON.parse(readFileSync(join(ROOT, "examples", file), "utf8")),
        assetDecimals: 18,
        now: BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0),
        resolveAccount: (index) => signers[index]?.address,
      });
      config.reserve.asset = (await asset.getAddress()) as Address;
      const nonces: number[] = [];
      const cdpo = await launchCdpo({
        ethers,
        factory,
        config,
        beforeSending: (nonce) => void nonces.push(nonce),
      });
      return { ethers, factory, asset, cdpo, nonces };
    }

    it("attaches the contracts that the factory lists", async () => {
      const { ethers, factory, cdpo, nonces } = await launch("bootstrapped.json");
      expect(addressesOf(await factory.cdpoAt(0))).to.deep.equal(cdpo.addresses);
      expect(cdpo.index).to.equal(0n);
      const transaction = await ethers.provider.getTransaction(cdpo.receipt.hash);
      expect(nonces).to.deep.equal([transaction?.nonce]);
      expect(await cdpo.token.reserve()).to.equal(cdpo.addresses.reserve);
      expect(await cdpo.reserve.presale()).to.equal(cdpo.addresses.presale);
      expect(await cdpo.issuance.isIssuer(cdpo.addresses.registry)).to.equal(true);
      expect(await cdpo.registry.contributionCount()).to.equal(0n);
      expect(await cdpo.presale?.raised()).to.equal(0n);
      expect(await cdpo.token.owner()).to.equal(await cdpo.timelock.getAddress());
      const [, second] = await ethers.getSigners();
      const attached = await attachCdpo({ ethers, addresses: cdpo.addresses, signer: second });
      expect(attached.token.runner).to.equal(second);
    });

    it("has no presale when there is none", async () => {
      const { factory, cdpo } = await launch("growing.json");
      expect((await factory.cdpoAt(0)).presale).to.equal(ZERO_ADDRESS);
      expect(cdpo.addresses.presale).to.equal(undefined);
      expect(cdpo.presale).to.equal(undefined);
    });

    it("says so when a transaction launched nothing", async () => {
      const { ethers, factory, asset } = await launch("growing.json");
      const receipt = await (await asset.mint(factory, 1n)).wait();
      if (receipt === null) throw new Error("the mint has no receipt");
      expect(await thrownBy(readLaunch({ ethers, factory, receipt }))).to.equal(
        `transaction ${receipt.hash} launched no organisation at factory ${await factory.getAddress()}`,
      );
    });
  });
});

describe("address book", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "address-book-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("is empty when there is no file, and reads what was written", async () => {
    expect(await readAddressBook({ folder, chainId: 5 })).to.deep.equal(emptyAddressBook(5));
    const book: AddressBook = {
      chainId: 5,
      block: 7,
      factory: "0x0165878A594ca255338adfa4d48449f69242Eb8F",
      implementations: { token: "0x5FbDB2315678afecb367f032d93F642f64180aa3" },
      periphery: { lens: "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512" },
      organisations: [],
      pendingDeployment: {
        contract: "factory",
        address: "0x0165878A594ca255338adfa4d48449f69242Eb8F",
        block: 6,
      },
      pendingLaunch: {
        name: "Shared car",
        symbol: "CAR",
        from: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        nonce: 3,
        block: 7,
      },
    };
    await writeAddressBook({ folder: join(folder, "made", "here"), book });
    expect(await readAddressBook({ folder: join(folder, "made", "here"), chainId: 5 })).to.deep.equal(book);
    expect(readdirSync(join(folder, "made", "here"))).to.deep.equal(["5.json"]);
  });

  it("takes what was perhaps deployed for deployed, to be looked for there", () => {
    const at = "0x0165878A594ca255338adfa4d48449f69242Eb8F";
    const book = emptyAddressBook(5);
    const known = (contract: string) =>
      suiteAddressesOf({ ...book, pendingDeployment: { contract, address: at, block: 6 } });
    expect(known("token").implementations).to.deep.equal({ token: at });
    expect(known("factory").factory).to.equal(at);
    expect(known("lens").periphery).to.deep.equal({ lens: at });
    expect(suiteAddressesOf(book)).to.deep.equal({ factory: undefined, implementations: {}, periphery: {} });
  });

  it("reads a book with a byte order mark in front", async () => {
    writeFileSync(join(folder, "5.json"), `\ufeff${JSON.stringify(emptyAddressBook(5))}`);
    expect(await readAddressBook({ folder, chainId: 5 })).to.deep.equal(emptyAddressBook(5));
  });

  it("reads a book of before the periphery", async () => {
    const before = { ...emptyAddressBook(5), periphery: undefined };
    writeFileSync(join(folder, "5.json"), JSON.stringify(before));
    expect(await readAddressBook({ folder, chainId: 5 })).to.deep.equal(emptyAddressBook(5));
  });

  it("keeps the old file when the new one cannot be written", async () => {
    mkdirSync(join(folder, "5.json"));
    expect(await thrownBy(writeAddressBook({ folder, book: emptyAddressBook(5) }))).to.contain("5.json");
    expect(readdirSync(folder)).to.deep.equal(["5.json"]);
  });

  it("refuses a file that is no such book", async () => {
    const file = join(folder, "5.json");
    const cases: readonly (readonly [text: string, message: string])[] = [
      [
        "{",
        `${file} is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2); repair it, or move ` +
          "it away to start anew",
      ],
      [
        '{"chainId": 5,\n"chainId": 6}',
        `${file} has the key "chainId" twice in one object, again in line 2: leave one of them out; repair it, or move ` +
          "it away to start anew",
      ],
      [
        JSON.stringify({ ...emptyAddressBook(5), factory: "0x12" }),
        `${file} is no list of deployments (factory: is not an address): repair it, or move it away to start anew`,
      ],
      [
        JSON.stringify({ ...emptyAddressBook(5), implementations: { stakeLock: ZERO_ADDRESS } }),
        `${file} lists contracts of version 0.1, where "stakeLock" stands for what is "stake" now: organisations of 0.1 ` +
          "do not upgrade, move the file away to start anew",
      ],
      [JSON.stringify(emptyAddressBook(6)), `${file} is for chain 6: give it the name of its chain`],
    ];
    for (const [text, message] of cases) {
      writeFileSync(file, text);
      expect(await thrownBy(readAddressBook({ folder, chainId: 5 }), AddressBookError)).to.equal(message);
    }
  });
});

describe("deploy.ts and launch.ts", () => {
  let node: JsonRpcServer;
  let url = "";
  let folder = "";

  before(async () => {
    node = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await node.listen();
    url = `http://127.0.0.1:${port}`;
    folder = mkdtempSync(join(tmpdir(), "deployments-"));
  });
  after(async () => {
    await node.close();
    rmSync(folder, { recursive: true });
  });

  /** The node that a command uses, and the key that it signs with. */
  interface Place {
    readonly url: string;
    readonly key?: string;
  }

  /** Runs a command in this process, or in one of its own as a user who has set `env` up. */
  async function run(
    script: "deploy.ts" | "launch.ts",
    args: readonly string[],
    { place, env }: { readonly place?: Place; readonly env?: Record<string, string> | undefined } = {},
  ): Promise<Outcome> {
    const all = ["--no-build", "--deployments", folder, ...args];
    if (env !== undefined) return runScript({ script, args: all, env: { LOCALHOST_RPC_URL: url, ...env } });
    const { url: at, key } = place ?? { url };
    let [out, error] = ["", ""];
    const code = await runCdpo([script.replace(".ts", ""), ...all], {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (error += text) },
      override: args.includes("--network") ? { url: at, ...(key && { accounts: [key] }) } : undefined,
    });
    return { code, out, error };
  }

  const onNode = ["--network", "localhost"];
  const book = (): Promise<AddressBook> => readAddressBook({ folder, chainId: CHAIN_ID });
  const fileName = () => join(folder, `${CHAIN_ID}.json`);

  it("launches only where the suite is deployed", async () => {
    const { code, error } = await run("launch.ts", ["--config", GROWING, ...onNode]);
    expect(error).to.equal(
      'error: the suite is not deployed on network "localhost" (chain 31337): ' +
        'run "npm run deploy -- --network localhost" and this again\n',
    );
    expect(code).to.equal(1);
  });

  it("deploys, and records it", async () => {
    const { code, out, error } = await run("deploy.ts", onNode);
    expect([error, code]).to.deep.equal(["", 0]);
    expect(out).to.match(new RegExp(`CdpoFactory +0x[0-9a-fA-F]{40} +deployed in block ${FACTORY_BLOCK}\n`));
    expect(out).to.contain(`Recorded in ${fileName()}.`);
    expect(out).to.contain("without NativeGateway: no wrapped native currency is known here");
    const { factory, block, implementations, periphery, organisations } = await book();
    expect(out).to.contain(factory);
    expect(block).to.equal(FACTORY_BLOCK);
    expect(Object.keys(implementations)).to.deep.equal(Object.keys(IMPLEMENTATIONS));
    expect(Object.keys(periphery)).to.deep.equal(["lens", "totalRecognised", "standingGifts"]);
    expect(organisations).to.deep.equal([]);
  });

  it("deploys nothing the second time", async () => {
    const before = readFileSync(fileName(), "utf8");
    const { code, out } = await run("deploy.ts", onNode);
    expect(code).to.equal(0);
    expect(out).to.contain(`Nothing to deploy: all is on the chain, as ${fileName()} says.`);
    expect(out).to.not.contain("deployed in block");
    expect(readFileSync(fileName(), "utf8")).to.equal(before);
  });

  it("continues a deployment that was interrupted, and launches only then", async () => {
    const whole = await book();
    const implementations = { ...whole.implementations };
    delete implementations.presale;
    await writeAddressBook({ folder, book: { ...whole, factory: null, block: null, implementations } });
    const early = await run("launch.ts", ["--config", GROWING, ...onNode]);
    expect(early.error).to.match(
      /^error: the deployment of the suite on network "localhost" .* is unfinished: run /,
    );
    expect(early.code).to.equal(1);

    // All of it is where it must be, though the records have forgotten some.
    const { code, out } = await run("deploy.ts", onNode);
    expect(code).to.equal(0);
    expect(out.match(/was deployed/g)).to.have.lengthOf(CONTRACTS.length);
    expect(out).to.contain(`Recorded in ${fileName()}.`);
    const finished = await book();
    expect(finished.implementations).to.deep.equal(whole.implementations);
    expect(finished.factory).to.equal(whole.factory);
    expect(finished.periphery).to.deep.equal(whole.periphery);
    // The block before it: no event is older.
    expect(finished.block).to.equal(FACTORY_BLOCK - 1);
  });

  it("checks without sending", async () => {
    const before = readFileSync(fileName(), "utf8");
    const { code, out } = await run("launch.ts", ["--config", GROWING, "--dry-run", ...onNode]);
    expect(code).to.equal(0);
    expect(out).to.contain("reserve ratio");
    expect(out).to.contain("the first 10 % of the tokens take 16.1 % of the reserve");
    expect(out).to.contain("Dry run: the configuration is right.");
    expect(readFileSync(fileName(), "utf8")).to.equal(before);
  });

  it("launches, records it, and does not launch the same again by mistake", async () => {
    const { code, out, error } = await run("launch.ts", ["--config", GROWING, ...onNode]);
    expect([error, code]).to.deep.equal(["", 0]);
    const { organisations, pendingLaunch } = await book();
    expect(pendingLaunch).to.equal(undefined);
    const [listed] = organisations;
    if (listed === undefined) throw new Error("nothing was recorded");
    expect(listed).to.include({
      index: 0,
      name: "Open Field Guide",
      symbol: "FIELD",
      block: ALL_BLOCKS + 2,
      presale: null,
    });
    for (const address of [listed.token, listed.reserve, listed.asset]) expect(out).to.contain(address);
    const { ethers } = await network.create({ network: "localhost", override: { url } });
    const cdpo = await attachCdpo({ ethers, addresses: cdpoAddressesOf(listed) });
    expect(await cdpo.token.symbol()).to.equal("FIELD");
    expect(await cdpo.reserve.asset()).to.equal(listed.asset);

    const again = await run("launch.ts", ["--config", GROWING, ...onNode]);
    expect(again.error).to.equal(
      `error: ${fileName()} lists "Open Field Guide" as launched in block ${ALL_BLOCKS + 2}: choose another name\n`,
    );
    expect(again.code).to.equal(1);
  });

  it("asks the chain in a dry run when the asset is there", async () => {
    const [listed] = (await book()).organisations;
    const file = join(folder, "real-asset.json");
    const { reserve, ...rest } = growing as { reserve: object };
    writeFileSync(
      file,
      JSON.stringify({ ...rest, name: "Rehearsed", reserve: { ...reserve, asset: listed?.asset } }),
    );
    const { code, out } = await run("launch.ts", ["--config", file, "--dry-run", ...onNode]);
    expect(code).to.equal(0);
    expect(out).to.match(/the chain would accept it, for [23]\d{6} gas\. Nothing was sent\.\n$/);
  });

  it("records a launch that an interrupted run had sent, and forgets one that never arrived", async () => {
    const before = await book();
    const { ethers } = await network.create({ network: "localhost", override: { url } });
    const signers = await ethers.getSigners();
    const config = parseLaunchConfig({
      json: { ...(growing as object), name: "Interrupted" },
      assetDecimals: 18,
      now: 0n,
      resolveAccount: (index) => signers[index]?.address,
    });
    config.reserve.asset = (before.organisations[0]?.asset ?? "") as Address;
    const factory = await ethers.getContractAt("CdpoFactory", before.factory ?? "");
    const block = await ethers.provider.getBlockNumber();
    const { hash, nonce, from } = await factory.launch(config);
    const pending = { name: "Interrupted", symbol: "FIELD" };
    await writeAddressBook({
      folder,
      book: { ...before, pendingLaunch: { ...pending, from, nonce, block } },
    });
    const file = join(folder, "interrupted.json");
    writeFileSync(file, JSON.stringify({ ...(growing as object), name: "Interrupted" }));

    const found = await run("launch.ts", ["--config", file, ...onNode]);
    expect([found.error, found.code]).to.deep.equal(["", 0]);
    expect(found.out).to.contain("The launch that an earlier run sent has succeeded.");
    const after = await book();
    expect(after.pendingLaunch).to.equal(undefined);
    expect(after.organisations).to.have.lengthOf(2);
    expect(after.organisations[1]).to.include({ ...pending, index: 1, transaction: hash });
    expect(await factory.cdpoCount()).to.equal(2n);

    const lost = { name: "Lost", symbol: "FIELD" };
    const pendingLaunch = { ...lost, from, nonce: nonce + 1, block };
    await writeAddressBook({ folder, book: { ...before, pendingLaunch } });
    const lostFile = join(folder, "lost.json");
    writeFileSync(lostFile, JSON.stringify({ ...(growing as object), name: "Lost" }));
    const launched = await run("launch.ts", ["--config", lostFile, ...onNode]);
    expect([launched.error, launched.code]).to.deep.equal(["", 0]);
    expect((await book()).pendingLaunch).to.equal(undefined);
    expect((await book()).organisations[1]).to.include({ ...lost, index: 2 });
  });

  it("finds a launch that an interrupted run had sent on a node with a limit of blocks", async () => {
    const whole = await book();
    const { from, nonce, launched, rest } = await sentBefore(whole);
    const pendingLaunch = {
      name: launched.name,
      symbol: launched.symbol,
      from,
      nonce,
      block: launched.block - 1,
    };
    await writeAddressBook({ folder, book: { ...whole, organisations: rest, pendingLaunch } });
    await request(url, "hardhat_mine", ["0x1400"]);
    const spans: number[] = [];
    const limited = await startProxy(url, (body) => {
      const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: unknown[] };
      if (method !== "eth_getLogs") return true;
      const { fromBlock = "", toBlock = "" } = params[0] as { fromBlock?: string; toBlock?: string };
      const span = Number(toBlock) - Number(fromBlock) + 1;
      const error = { code: -32_005, message: "at most 800 blocks" };
      if (!(span <= 800)) return JSON.stringify({ jsonrpc: "2.0", id, error });
      spans.push(span);
      return true;
    });
    const file = join(folder, "limited.json");
    writeFileSync(file, JSON.stringify({ ...(growing as object), name: launched.name }));
    let [out, error] = ["", ""];
    const code = await runCdpo(
      ["launch", "--no-build", "--deployments", folder, "--config", file, ...onNode],
      {
        stdout: { write: (text) => (out += text) },
        stderr: { write: (text) => (error += text) },
        override: { url: limited.url },
      },
    ).finally(() => limited.close());
    expect([error, code]).to.deep.equal(["", 0]);
    expect(out).to.contain("The launch that an earlier run sent has succeeded.");
    expect((await book()).organisations).to.deep.equal([...rest, launched]);
    expect(spans.reduce((sum, span) => sum + span, 0)).to.be.greaterThan(0x1400);
  });

  /** The last organisation of the records, with what its launch was sent as. */
  async function sentBefore({ organisations }: AddressBook) {
    const launched = organisations.at(-1);
    if (launched === undefined) throw new Error("nothing was launched");
    const { ethers } = await network.create({ network: "localhost", override: { url } });
    const transaction = await ethers.provider.getTransaction(launched.transaction);
    if (transaction === null) throw new Error("the launch is not on the chain");
    const { from, nonce } = transaction;
    return { from, nonce, launched, rest: organisations.slice(0, -1) };
  }

  it("starts anew on a local chain that was started anew", async () => {
    const stale = await book();
    await writeAddressBook({
      folder,
      book: { ...stale, factory: "0x000000000000000000000000000000000000dEaD" },
    });
    const launch = await run("launch.ts", ["--config", GROWING, ...onNode]);
    expect(launch.error).to.equal(
      `error: the factory that ${fileName()} lists is not on network "localhost": ` +
        'run "npm run deploy -- --network localhost" and this again\n',
    );
    const { code, out } = await run("deploy.ts", onNode);
    expect(code).to.equal(0);
    expect(out).to.contain("or the contracts changed: deploying anew.");
    expect((await book()).organisations).to.deep.equal([]);
  });

  it("rehearses in memory, and leaves no record", async () => {
    rmSync(fileName());
    const launched = await run("launch.ts", ["--config", join(ROOT, "examples", "bootstrapped.json")]);
    expect([launched.error, launched.code]).to.deep.equal(["", 0]);
    expect(launched.out).to.contain("The chain is in memory, so the suite was deployed there first.");
    expect(launched.out).to.match(/presale +0x[0-9a-fA-F]{40}\n/);
    expect(existsSync(fileName())).to.equal(false);
  });

  describe("on a public chain", () => {
    let publicNode: JsonRpcServer;
    let place: Place = { url: "" };
    const onSepolia = ["--network", "sepolia", "--yes", "--confirmations", "1"];

    before(async () => {
      publicNode = await network.createServer(
        { network: "default", override: { chainId: SEPOLIA } },
        "127.0.0.1",
        0,
      );
      const mnemonic = Mnemonic.fromPhrase("test test test test test test test test test test test junk");
      place = {
        url: `http://127.0.0.1:${(await publicNode.listen()).port}`,
        key: HDNodeWallet.fromMnemonic(mnemonic).privateKey,
      };
    });
    after(async () => {
      await publicNode.close();
    });

    it("never begins anew by itself", async () => {
      const env = { SEPOLIA_RPC_URL: place.url, DEPLOYER_PRIVATE_KEY: place.key ?? "" };
      expect((await run("deploy.ts", onSepolia, { env })).code).to.equal(0);
      const file = join(folder, `${SEPOLIA}.json`);
      const whole = await readAddressBook({ folder, chainId: SEPOLIA });
      const gone = { ...whole.implementations, registry: "0x000000000000000000000000000000000000dEaD" };
      await writeAddressBook({ folder, book: { ...whole, implementations: gone } });
      const missing = await run("deploy.ts", onSepolia, { place });
      expect(missing.error).to.equal(
        `error: ${file} lists a ContributionRegistry that is not on the chain: check that network "sepolia" is the ` +
          "right one and in sync, or move the file away to deploy anew\n",
      );
      expect(missing.code).to.equal(1);

      const { token } = whole.implementations;
      await writeAddressBook({ folder, book: { ...whole, implementations: { ...gone, registry: token } } });
      const foreign = await run("deploy.ts", onSepolia, { place });
      expect(foreign.error).to.equal(
        `error: the ContributionRegistry at ${token ?? ""} is not what these sources and compiler settings build: ` +
          `check out the version that was deployed, or move ${file} away to deploy anew\n`,
      );
      expect(foreign.code).to.equal(1);
      await writeAddressBook({ folder, book: whole });
    });

    it("compares the chain with the one that the network should be", async () => {
      const { code, error } = await run("deploy.ts", ["--network", "baseSepolia"], { place });
      expect(error).to.equal(
        `error: the node of network "baseSepolia" is on chain ${SEPOLIA}, but Base Sepolia is chain 84532: ` +
          "let BASE_SEPOLIA_RPC_URL be the address of a node of Base Sepolia\n",
      );
      expect(code).to.equal(1);
    });

    /** The same chain before anything was deployed. */
    async function onFreshNode(test: (place: Place) => Promise<void>): Promise<void> {
      const fresh = await network.createServer(
        { network: "default", override: { chainId: SEPOLIA } },
        "127.0.0.1",
        0,
      );
      const { port } = await fresh.listen();
      rmSync(join(folder, `${SEPOLIA}.json`), { force: true });
      await test({ ...place, url: `http://127.0.0.1:${port}` });
      await fresh.close();
    }

    it("names the costs, and sends nothing without consent", async () => {
      await onFreshNode(async (fresh) => {
        const { code, out, error } = await run("deploy.ts", ["--network", "sepolia"], { place: fresh });
        expect(out).to.contain(
          "first the deterministic proxy, which is missing on this chain: its deployer gets 0.01 ETH",
        );
        expect(out).to.match(/to deploy: CdpoToken, .*CdpoFactory, .*NativeGateway\n/);
        expect(out).to.match(
          /gas: [\d,]{10,} units at up to [\d.]+ gwei, [\d.]+ ETH at most; 0x\w+ has 10000\.0 ETH\n/,
        );
        expect(error).to.equal(
          "error: sending on a public chain needs your consent: run this in a terminal, or with --yes\n",
        );
        expect(code).to.equal(1);
        expect(existsSync(join(folder, `${SEPOLIA}.json`))).to.equal(false);
      });
    });

    it("sends nothing that the account cannot pay", async () => {
      await onFreshNode(async (fresh) => {
        const poor = new Wallet(`0x${"22".repeat(32)}`);
        const { code, error } = await run("deploy.ts", onSepolia, {
          place: { ...fresh, key: poor.privateKey },
        });
        expect(error).to.match(
          new RegExp(
            `^error: account ${poor.address} of network "sepolia" with a balance of 0.0 cannot pay for the gas, ` +
              'up to [\\d.]+ ETH: send it coins of network "sepolia" and run this again\n$',
          ),
        );
        expect(code).to.equal(1);
      });
    });

    it("says in one sentence: a key that is none, without showing it", async () => {
      const { code, error } = await run("deploy.ts", onSepolia, {
        env: { SEPOLIA_RPC_URL: place.url, DEPLOYER_PRIVATE_KEY: "0xdeadbeef" },
      });
      expect(error).to.equal(
        'error: the accounts of network "sepolia" cannot be used: each private key is "0x" and 64 hexadecimal digits\n',
      );
      expect(code).to.equal(1);
    });

    it("knows no accounts by number", async () => {
      const { ethers } = await openChain("sepolia", {
        override: { url: place.url, accounts: [place.key ?? ""] },
      });
      const asset = await ethers.deployContract("TestAsset", ["Test asset", "TEST", 18]);
      const file = join(folder, "numbered.json");
      const { reserve, ...rest } = growing as { reserve: object };
      writeFileSync(
        file,
        JSON.stringify({ ...rest, reserve: { ...reserve, asset: await asset.getAddress() } }),
      );
      const { code, error } = await run("launch.ts", ["--config", file, ...onSepolia], { place });
      expect(error.split("\n")[1]).to.equal(
        '  governance.founders[0]: there is no account "signer:1" here: write an address with its checksum',
      );
      expect(code).to.equal(1);
    });
  });

  describe("killed", () => {
    let other: JsonRpcServer;
    let proxy: KillingProxy;
    before(async () => {
      other = await network.createServer("default", "127.0.0.1", 0);
      proxy = await startKillingProxy(`http://127.0.0.1:${(await other.listen()).port}`);
    });
    after(async () => {
      await proxy.close();
      await other.close();
    });

    it("continues a deployment killed after each transaction, with the same addresses and nothing twice", async () => {
      rmSync(fileName(), { force: true });
      for (let sent = 1; sent <= ALL_BLOCKS; ++sent) {
        proxy.armed = /./u;
        expect(await proxy.killable(run("deploy.ts", onNode, { place: proxy })), `run ${sent}`).to.equal(
          undefined,
        );
      }
      const { code, out, error } = await run("deploy.ts", onNode, { place: proxy });
      expect([error, code]).to.deep.equal(["", 0]);
      expect(out).to.contain("was sent by an earlier run");
      const { factory, block, implementations, periphery, pendingDeployment } = await book();
      expect(pendingDeployment).to.equal(undefined);
      const { ethers } = await network.create({ network: "localhost", override: { url: proxy.url } });
      expect(await ethers.provider.getBlockNumber()).to.equal(ALL_BLOCKS);
      const elsewhere = await deploySuite({ ethers: (await network.create()).ethers });
      expect({ factory, implementations, periphery }).to.deep.equal(elsewhere.addresses);
      expect(block).to.equal(FACTORY_BLOCK - 1);
    });

    it("finishes a launch killed after its transaction, and launches nothing twice", async () => {
      const { ethers } = await network.create({ network: "localhost", override: { url: proxy.url } });
      const asset = await ethers.deployContract("TestAsset", ["Test asset", "TEST", 18]);
      const file = join(folder, "killed.json");
      const { reserve, ...rest } = growing as { reserve: object };
      writeFileSync(
        file,
        JSON.stringify({ ...rest, reserve: { ...reserve, asset: await asset.getAddress() } }),
      );
      proxy.armed = /./u;
      const launching = run("launch.ts", ["--config", file, ...onNode], { place: proxy });
      expect(await proxy.killable(launching)).to.equal(undefined);
      expect((await book()).organisations).to.deep.equal([]);
      const { code, out, error } = await run("launch.ts", ["--config", file, ...onNode], { place: proxy });
      expect([error, code]).to.deep.equal(["", 0]);
      expect(out).to.contain("The launch that an earlier run sent has succeeded.");
      expect((await book()).organisations).to.have.lengthOf(1);
      const factory = await ethers.getContractAt("CdpoFactory", (await book()).factory ?? "");
      expect(await factory.cdpoCount()).to.equal(1n);
    });

    it("has one test asset, however often a launch is killed before", async () => {
      const { ethers } = await network.create({ network: "localhost", override: { url: proxy.url } });
      const [deployer] = await ethers.getSigners();
      if (deployer === undefined) throw new Error("the node has no accounts");
      const before = await deployer.getNonce();
      const file = join(folder, "one-asset.json");
      writeFileSync(file, JSON.stringify({ ...(growing as object), name: "One asset" }));
      proxy.armed = /./u;
      const killed = run("launch.ts", ["--config", file, ...onNode], { place: proxy });
      expect(await proxy.killable(killed)).to.equal(undefined);
      expect(await deployer.getNonce()).to.equal(before + 1);
      const { code, out, error } = await run("launch.ts", ["--config", file, ...onNode], { place: proxy });
      expect([error, code]).to.deep.equal(["", 0]);
      // The asset, and the launch.
      expect(await deployer.getNonce()).to.equal(before + 2);
      const asset = (await book()).organisations.at(-1)?.asset;
      expect(out).to.match(new RegExp(`^asset +${asset}$`, "m"));
      expect(out).to.not.contain("The test asset");
      const chain = { ethers, chainId: CHAIN_ID, forTests: true };
      expect((await readAsset({ chain, choice: assetOf(growing) })).address).to.equal(asset);
    });

    it("waits for a test asset that is sent and in no block yet", async () => {
      const file = join(folder, "waiting.json");
      const { reserve, ...rest } = growing as { reserve: { asset: object } };
      const asset = { test: { name: "Slow dollar", symbol: "tSLOW", decimals: 18 } };
      writeFileSync(file, JSON.stringify({ ...rest, name: "Waiting", reserve: { ...reserve, asset } }));
      await request(proxy.url, "evm_setAutomine", [false]);
      proxy.armed = /./u;
      const killed = run("launch.ts", ["--config", file, ...onNode], { place: proxy });
      expect(await proxy.killable(killed)).to.equal(undefined);
      const { ethers } = await network.create({ network: "localhost", override: { url: proxy.url } });
      const blocks = await ethers.provider.getBlockNumber();
      let asked = 0;
      const mining = await startProxy(proxy.url, async (body) => {
        // Once it has been told that something waits.
        if (!/"eth_getTransactionCount".*"pending"/u.test(body) || ++asked !== 2) return true;
        await request(proxy.url, "evm_mine", []);
        return request(proxy.url, "evm_setAutomine", [true]).then(() => true);
      });
      const { code, error } = await run("launch.ts", ["--config", file, ...onNode], {
        place: mining,
      }).finally(() => mining.close());
      expect([error, code]).to.deep.equal(["", 0]);
      // One block with the asset, and one with the launch.
      expect(await ethers.provider.getBlockNumber()).to.equal(blocks + 2);
      rmSync(fileName());
    });
  });

  describe("errors", () => {
    const cases: readonly (readonly [
      what: string,
      script: "deploy.ts" | "launch.ts",
      args: readonly string[],
      env: Record<string, string> | undefined,
      error: string,
    ])[] = [
      [
        "an unreachable node",
        "deploy.ts",
        onNode,
        { LOCALHOST_RPC_URL: "http://127.0.0.1:1" },
        'no node answers for network "localhost": start one with "npx hardhat node --hostname 127.0.0.1" and run this again',
      ],
      [
        "a variable that is not set",
        "launch.ts",
        ["--config", GROWING, "--network", "sepolia"],
        {},
        'SEPOLIA_RPC_URL is not set: run "npx hardhat keystore set SEPOLIA_RPC_URL", or set it in the environment',
      ],
      [
        "a key that is not set",
        "deploy.ts",
        ["--network", "sepolia"],
        { SEPOLIA_RPC_URL: "http://127.0.0.1:1" },
        'DEPLOYER_PRIVATE_KEY is not set: run "npx hardhat keystore set DEPLOYER_PRIVATE_KEY", or set it in the environment',
      ],
      [
        "an unknown option",
        "deploy.ts",
        ["--nework", "localhost"],
        undefined,
        `unknown option '--nework' (Did you mean --network?) ("cdpo deploy --help")`,
      ],
      [
        "a configuration that is not there",
        "launch.ts",
        ["--config", "no-such.json"],
        undefined,
        "no-such.json cannot be read: check the path after --config",
      ],
    ];
    for (const [what, script, args, env, error] of cases) {
      it(`says in one sentence: ${what}`, async () => {
        const outcome = await run(script, args, { env });
        expect(outcome.error).to.equal(`error: ${error}\n`);
        expect(outcome.code).to.equal(1);
        expect(existsSync(fileName())).to.equal(false);
      });
    }

    it("lists every problem of a configuration", async () => {
      const file = join(folder, "wrong.json");
      writeFileSync(file, JSON.stringify({ ...(growing as object), name: "", symbol: "" }));
      const { code, error } = await run("launch.ts", ["--config", file]);
      expect(error).to.equal(
        `error: ${file} cannot be launched; mend it and run this again:\n` +
          "  name: is empty, expected the organisation's name, such as 'Shared car'\n" +
          "  symbol: is empty, expected the token's symbol, such as 'CAR'\n",
      );
      expect(code).to.equal(1);
    });
  });
});

describe("chain", () => {
  const key = `0x${"11".repeat(32)}`;
  let node: JsonRpcServer;
  let nodeUrl = "";
  let stranger: Server;
  let strangerUrl = "";

  before(async () => {
    node = await network.createServer("default", "127.0.0.1", 0);
    nodeUrl = `http://127.0.0.1:${(await node.listen()).port}`;
    stranger = createServer((_, response) => response.end("<html>")).listen(0, "127.0.0.1");
    await new Promise((resolve) => stranger.once("listening", resolve));
    strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  });
  after(async () => {
    stranger.close();
    await node.close();
  });
  /** The sentence for what goes wrong when the suite is deployed on the network. */
  async function sentenceFor(name: string, override?: NetworkConfigOverride): Promise<string> {
    let chain: Chain | undefined;
    try {
      chain = await openChain(name, { override });
      await deploySuite({ ethers: chain.ethers, signer: chain.signer });
    } catch (thrown) {
      return await explain({ thrown, network: name, chain });
    }
    return "";
  }

  it("says that a public node is unreachable, without the secret in its address", async () => {
    const override = { url: "http://127.0.0.1:1/secret", accounts: [key] };
    expect(await sentenceFor("sepolia", override)).to.equal(
      'no node answers for network "sepolia": check its URL and run this again',
    );
  });

  it("says that what answers is no node", async () => {
    const override = { url: strangerUrl, accounts: [key] };
    expect(await sentenceFor("sepolia", override)).to.equal(
      'what answers for network "sepolia" is no Ethereum node: check its URL and run this again',
    );
  });

  it("says that the node is on another chain", async () => {
    expect(await sentenceFor("chiado", { url: nodeUrl, accounts: [key] })).to.equal(
      'the node of network "chiado" is on chain 31337, but Gnosis Chiado is chain 10200: ' +
        "let CHIADO_RPC_URL be the address of a node of Gnosis Chiado",
    );
  });

  it("sends from the account that one names", async () => {
    const second = (await openChain("default")).signers[1]?.address ?? "";
    for (const from of ["1", second, second.toLowerCase()]) {
      expect((await openChain("default", { from })).signer.address).to.equal(second);
    }
    expect(await thrownBy(openChain("default", { from: "99" }), ChainError)).to.equal(
      'network "default" has no account 99: --from takes a number from 0 to 19, or the address of one of its accounts',
    );
  });

  it("reads without a key", async () => {
    const chain = await openReader("default");
    expect(chain).to.include({ chainId: CHAIN_ID, inMemory: true });
    expect(await thrownBy(openReader("atlantis"))).to.contain("atlantis");
  });

  it("says that nobody knows the network", async () => {
    expect(await sentenceFor("atlantis")).to.match(
      /^there is no network "atlantis" in hardhat\.config\.ts, only .*localhost/,
    );
  });

  it("says who has no funds", async () => {
    const override = { url: nodeUrl, accounts: [key], chainId: CHAIN_ID };
    expect(await sentenceFor("sepolia", override)).to.equal(
      `account ${new Wallet(key).address} of network "sepolia" with a balance of 0.0 cannot pay for the gas: ` +
        'send it coins of network "sepolia" and run this again',
    );
  });

  it("says what the contracts refuse, in memory and over a node", async () => {
    const inMemory = await openChain("default");
    const overNode = await openChain("localhost", { override: { url: nodeUrl } });
    for (const { ethers } of [inMemory, overNode]) {
      const { factory } = await deploySuite({ ethers });
      const asset = await ethers.deployContract("TestAsset", ["Test asset", "TEST", 18]);
      const signers = await ethers.getSigners();
      const config = parseLaunchConfig({
        json: growing,
        assetDecimals: 18,
        now: inMemory.now,
        resolveAccount: (index) => signers[index]?.address,
      });
      config.reserve.asset = (await asset.getAddress()) as Address;
      config.issuance.period = 5n;
      const refused = await launchCdpo({ ethers, factory, config }).catch((thrown: unknown) => thrown);
      expect(await explain({ thrown: refused, network: "default" })).to.equal(
        "the contracts refuse: The period of issuance, 5 seconds, must be 7 to 90 days.",
      );
    }
  });

  it("shows the first line of anything else, without addresses of nodes", async () => {
    const thrown = new Error("no luck at https://node.example/v2/secret today\nat somewhere");
    expect(await explain({ thrown, network: "default" })).to.equal("no luck at (URL) today");
  });

  it("knows what may be done where", async () => {
    const chain = await openChain("default");
    expect(chain).to.include({ chainId: CHAIN_ID, inMemory: true, local: true, forTests: true });
    expect(chain.coin).to.equal("ETH");
    const override = { url: nodeUrl, accounts: [key], chainId: CHAIN_ID };
    const remote = await openChain("sepolia", { override });
    expect(remote).to.include({ chainId: CHAIN_ID, inMemory: false, local: true });
  });
});

describe("sending", () => {
  it("asks on a public chain only, and takes nothing but yes", async () => {
    const local = await openChain("default");
    const chain = { ...local, local: false, network: "sepolia" };
    const ask = async (answer: string, { isTTY = true, of = chain } = {}): Promise<string> => {
      const input = Object.assign(Readable.from([answer]), { isTTY });
      const output = new PassThrough();
      await confirmCost({ chain: of, gas: 1_000_000n, yes: false, terminal: { input, output } });
      return String(output.read());
    };
    for (const answer of ["y\n", "YES\n", " yes \n"]) {
      expect(await ask(answer)).to.match(
        /^gas: 1,000,000 units at .*ETH\nSend it on network "sepolia"\? \[y\/N\] $/,
      );
    }
    for (const answer of ["\n", "n\n", "yep\n"]) {
      expect(await thrownBy(ask(answer), ChainError)).to.equal("nothing was sent, as you did not say yes");
    }
    expect(await thrownBy(ask("y\n", { isTTY: false }), ChainError)).to.contain("or with --yes");
    expect(await ask("n\n", { of: local })).to.equal("null");
  });

  it("waits for two blocks on a public chain, one on a local, or as many as one says", () => {
    expect(confirmationsOf({ chain: { local: true }, confirmations: undefined })).to.equal(1);
    expect(confirmationsOf({ chain: { local: false }, confirmations: undefined })).to.equal(2);
    expect(confirmationsOf({ chain: { local: false }, confirmations: parseConfirmations("7") })).to.equal(7);
    expect(parseConfirmations(undefined)).to.equal(undefined);
    for (const written of ["0", "1001", "-1", "1.5", "two", ""]) {
      expect(() => parseConfirmations(written)).to.throw(
        ChainError,
        `--confirmations takes a number from 1 to 1000, not "${written}"`,
      );
    }
  });

  it("compiles for production on public networks, for which it needs a profile that there is", async () => {
    expect(Object.keys(PUBLIC_NETWORKS).map(profileFor)).to.deep.equal(
      Object.keys(PUBLIC_NETWORKS).map(() => "production"),
    );
    expect(["default", "localhost"].map(profileFor)).to.deep.equal(["default", "default"]);
    expect(await thrownBy(buildContracts("fast"), ChainError)).to.equal(
      'there is no build profile "fast" in hardhat.config.ts, only default, production',
    );
  });
});

describe("asset", () => {
  it("reads a token's name, symbol and decimals", async () => {
    const chain = await openChain("default");
    const asset = { address: undefined, name: "Test euro", symbol: "tEUR", decimals: 6 };
    const address = await deployTestAsset({ chain, asset });
    expect(await readAsset({ chain, choice: { address } })).to.deep.equal({ ...asset, address });
  });

  it("deploys a test asset of one name, symbol and number of decimals once on a chain, and knows where it is", async () => {
    const chain = await openChain("default");
    const terms = { name: "Test euro", symbol: "tEUR", decimals: 6 };
    const choice = { test: terms };
    expect((await readAsset({ chain, choice })).address).to.equal(undefined);
    const [first, again] = [
      await deployTestAsset({ chain, asset: terms }),
      await deployTestAsset({ chain, asset: terms }),
    ];
    expect(again).to.equal(first);
    expect(await readAsset({ chain, choice })).to.deep.equal({ ...terms, address: first });
    // The proxy and who pays for it, and the asset.
    expect(await chain.ethers.provider.getBlockNumber()).to.equal(PROXY_BLOCKS + 1);
    for (const other of [{ name: "Test dollar" }, { symbol: "EUR" }, { decimals: 7 }]) {
      const asset = { ...terms, ...other };
      expect(await deployTestAsset({ chain, asset })).to.not.equal(first);
    }
  });

  it("makes test assets on test networks only", async () => {
    const chain = await openChain("default");
    const choice = assetOf(growing);
    expect(await readAsset({ chain, choice })).to.deep.equal({
      address: undefined,
      name: "Test dollar",
      symbol: "tUSD",
      decimals: 18,
    });
    const main = { ...chain, chainId: 1, forTests: false };
    expect(await thrownBy(readAsset({ chain: main, choice }), LaunchConfigError)).to.equal(
      "reserve.asset: test assets are for test networks, write the address of a token on chain 1",
    );
  });

  it("refuses what is no token, and decimals that the reserve refuses", async () => {
    const chain = await openChain("default");
    const { factory } = await deploySuite({ ethers: chain.ethers });
    for (const address of [await factory.getAddress(), chain.signer.address] as Address[]) {
      expect(await thrownBy(readAsset({ chain, choice: { address } }), LaunchConfigError)).to.equal(
        `reserve.asset: there is no ERC-20 token with name, symbol and decimals at ${address} on chain 31337`,
      );
    }
    for (const decimals of [5, 19]) {
      const asset = { address: undefined, name: "Odd", symbol: "ODD", decimals };
      const address = await deployTestAsset({ chain, asset });
      expect(await thrownBy(readAsset({ chain, choice: { address } }), LaunchConfigError)).to.equal(
        `reserve.asset: ODD has ${decimals} decimals, 6 to 18 are supported`,
      );
    }
  });
});

/** The message that a promise is rejected with, which must be an error of this class. */
async function thrownBy(
  promise: Promise<unknown>,
  kind: new (...args: never[]) => Error = Error,
): Promise<string> {
  const thrown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).to.be.instanceOf(kind);
  return (thrown as Error).message;
}
