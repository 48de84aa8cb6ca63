import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { AbiCoder, HDNodeWallet, Mnemonic } from "ethers";
import { network } from "hardhat";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { JsonRpcServer } from "hardhat/types/network";
import config from "../hardhat.config.ts";
import { emptyAddressBook, writeAddressBook, type AddressBook } from "../scripts/lib/address-book.ts";
import { deploySuite, IMPLEMENTATION_NAMES, IMPLEMENTATIONS } from "../launch/index.ts";
import {
  clonesOf,
  ExplorerError,
  verificationsOf,
  verify,
  verifyClone,
  type Clone,
  type Explorer,
  type Verification,
} from "../scripts/lib/verification.ts";
import { explorersAt, startExplorer, type Answer, type Asked, type StandIn } from "./lib/explorers.ts";
import { runScript } from "./lib/nodes.ts";

const SEPOLIA = 11_155_111;
const KEY = HDNodeWallet.fromMnemonic(
  Mnemonic.fromPhrase("test test test test test test test test test test test junk"),
).privateKey;

describe("verification", () => {
  let node: JsonRpcServer;
  let explorer: StandIn;
  let url = "";
  let nodeUrl = "";
  let book: AddressBook;
  let wrappedNative = "";
  const variables = { ETHERSCAN_API_KEY: "secret-key", DEPLOYER_PRIVATE_KEY: KEY };
  let asked: Asked[] = [];
  let answer: Answer = () => ({ json: {} });

  before(async () => {
    node = await network.createServer({ network: "default", override: { chainId: SEPOLIA } }, "127.0.0.1", 0);
    nodeUrl = `http://127.0.0.1:${(await node.listen()).port}`;
    explorer = await startExplorer((one) => {
      asked.push(one);
      return answer(one);
    });
    url = explorer.url;
    Object.assign(process.env, variables, { SEPOLIA_RPC_URL: nodeUrl });
    // Hardhat asks for a variable once: in an environment that another test used it may have been another node's.
    const { ethers } = await (await hardhat()).network.create("sepolia");
    const wrapped = await ethers.deployContract("WrappedNative");
    wrappedNative = await wrapped.getAddress();
    const { addresses } = await deploySuite({ ethers, wrappedNative });
    book = { ...emptyAddressBook(SEPOLIA), ...addresses, block: 1 };
  });
  after(async () => {
    for (const name of [...Object.keys(variables), "SEPOLIA_RPC_URL"])
      Reflect.deleteProperty(process.env, name);
    explorer.close();
    await node.close();
  });
  beforeEach(() => {
    asked = [];
  });

  /** Hardhat with explorers that are all the one of this test. */
  function hardhat(at = url): Promise<HardhatRuntimeEnvironment> {
    return createHardhatRuntimeEnvironment(
      { ...config, ...explorersAt(at, SEPOLIA) },
      { network: "sepolia", buildProfile: "default" },
    );
  }

  const find = (contract: string): Verification => {
    const found = verificationsOf({ book, wrappedNative }).find((entry) => entry.contract === contract);
    if (found === undefined) throw new Error(`${contract} is not in the book`);
    return found;
  };

  /** An explorer of Etherscan's kind that accepts everything. */
  const accepts: Answer = ({ query, method }) => {
    const action = query.get("action");
    if (action === "getsourcecode")
      return { json: { status: "1", message: "OK", result: [{ SourceCode: "" }] } };
    if (method === "POST") return { json: { status: "1", message: "OK", result: "receipt-of-it" } };
    return { json: { status: "1", message: "OK", result: "Pass - Verified" } };
  };

  describe("what a book has to verify", () => {
    it("is each contract with what its constructor was given", () => {
      const { factory, implementations, periphery } = book;
      const all = verificationsOf({ book, wrappedNative });
      expect(all.map(({ contract }) => contract)).to.deep.equal([
        ...Object.values(IMPLEMENTATIONS),
        "CdpoFactory",
        "MarketLens",
        "TotalRecognised",
        "StandingGifts",
        "NativeGateway",
      ]);
      expect(find("CdpoFactory")).to.deep.equal({
        contract: "CdpoFactory",
        address: factory,
        constructorArgs: [implementations],
      });
      expect(find("NativeGateway")).to.deep.equal({
        contract: "NativeGateway",
        address: periphery.gateway,
        constructorArgs: [factory, wrappedNative],
      });
      expect(find("StandingGifts")).to.deep.equal({
        contract: "StandingGifts",
        address: periphery.standingGifts,
        constructorArgs: [factory],
      });
      expect(find("CdpoToken").constructorArgs).to.deep.equal([]);
      expect(verificationsOf({ book: emptyAddressBook(5), wrappedNative })).to.deep.equal([]);
    });

    it("is each clone with its implementation, without a presale where there is none", () => {
      const clone = Object.fromEntries(IMPLEMENTATION_NAMES.map((name) => [name, book.factory ?? ""]));
      const organisation = {
        ...(clone as unknown as AddressBook["organisations"][number]),
        index: 0,
        name: "Shared car",
        symbol: "CAR",
        block: 2,
        transaction: `0x${"1".repeat(64)}`,
        asset: wrappedNative,
        presale: null,
      };
      const clones = clonesOf({ ...book, organisations: [organisation] });
      const present = IMPLEMENTATION_NAMES.filter((name) => organisation[name] !== null);
      expect(clones.map(({ contract }) => contract)).to.deep.equal(
        present.map((name) => IMPLEMENTATIONS[name]),
      );
      expect(clones[0]).to.deep.equal({
        contract: "CdpoToken",
        organisation: "Shared car",
        address: book.factory,
        implementation: book.implementations.token,
      });
    });
  });

  describe("Etherscan", () => {
    it("gets sources, settings and constructor arguments", async () => {
      answer = accepts;
      const verification = find("NativeGateway");
      expect(await verify({ hre: await hardhat(), explorer: "etherscan", verification })).to.equal(
        "verified",
      );
      const sent = asked.find(({ method }) => method === "POST");
      expect(sent?.query.get("apikey")).to.equal("secret-key");
      expect(sent?.query.get("chainid")).to.equal(String(SEPOLIA));
      const form = new URLSearchParams(sent?.body);
      expect(form.get("contractaddress")).to.equal(verification.address);
      expect(form.get("contractname")).to.contain("contracts/periphery/NativeGateway.sol:NativeGateway");
      // Of two addresses, without 0x.
      const encoded = AbiCoder.defaultAbiCoder().encode(
        ["address", "address"],
        [book.factory, wrappedNative],
      );
      expect(`0x${form.get("constructorArguements") ?? form.get("constructorArguments") ?? ""}`).to.equal(
        encoded,
      );
      const input = JSON.parse(form.get("sourceCode") ?? "{}") as { settings: { evmVersion: string } };
      expect(input.settings.evmVersion).to.equal("cancun");
    });

    it("is told that clones are proxies", async () => {
      answer = accepts;
      const clone: Clone = {
        contract: "CdpoToken",
        organisation: "Shared car",
        address: wrappedNative,
        implementation: book.implementations.token ?? "",
      };
      expect(await verifyClone({ hre: await hardhat(), clone })).to.equal("verified");
      expect(asked[0]?.query.get("action")).to.equal("verifyproxycontract");
      const form = new URLSearchParams(asked[0]?.body);
      expect(form.get("address")).to.equal(clone.address);
      expect(form.get("expectedimplementation")).to.equal(clone.implementation);
      answer = () => ({ json: { status: "0", message: "NOTOK", result: "no such proxy" } });
      expect(await verifyClone({ hre: await hardhat(), clone })).to.deep.equal({ failed: "no such proxy" });
    });

    it("may say that it cannot verify, or has verified before", async () => {
      const hre = await hardhat();
      const verification = find("MarketLens");
      answer = (one) =>
        one.query.get("action") === "checkverifystatus"
          ? { json: { status: "0", message: "NOTOK", result: "Fail - Unable to verify" } }
          : accepts(one);
      expect(await verify({ hre, explorer: "etherscan", verification })).to.deep.equal({
        failed: "Fail - Unable to verify",
      });
      answer = (one) =>
        one.method === "POST"
          ? { json: { status: "0", message: "NOTOK", result: "Contract source code already verified" } }
          : accepts(one);
      expect(await verify({ hre, explorer: "etherscan", verification })).to.equal("verified");
      answer = () => ({
        json: { status: "1", message: "OK", result: [{ SourceCode: "contract MarketLens {}" }] },
      });
      expect(await verify({ hre, explorer: "etherscan", verification })).to.equal("verified");
    });
  });

  it("works with Blockscout's interface", async () => {
    answer = (one) =>
      one.query.get("action") === "getsourcecode" ? { json: { status: "1", result: [{}] } } : accepts(one);
    const verification = find("MarketLens");
    expect(await verify({ hre: await hardhat(), explorer: "blockscout", verification })).to.equal("verified");
    expect(asked.some(({ path, method }) => path === "/blockscout" && method === "POST")).to.equal(true);
  });

  it("works with Sourcify's interface", async () => {
    const { address } = find("MarketLens");
    const about = { chainId: String(SEPOLIA), address, creationMatch: null, runtimeMatch: null };
    answer = ({ method, path }) => {
      if (method === "POST") return { status: 202, json: { verificationId: "a-job" } };
      if (path.endsWith("/v2/verify/a-job")) {
        const contract = { ...about, match: "exact_match" };
        return { json: { isJobCompleted: true, verificationId: "a-job", jobStartTime: "now", contract } };
      }
      return { status: 404, json: { ...about, match: null } };
    };
    const verification = find("MarketLens");
    expect(await verify({ hre: await hardhat(), explorer: "sourcify", verification })).to.equal("verified");
    const sent = asked.find(({ method }) => method === "POST");
    expect(sent?.path).to.equal(`/sourcify/v2/verify/${SEPOLIA}/${address}`);
  });

  it("says in one sentence that an explorer does not answer, or answers nonsense", async () => {
    const verification = find("MarketLens");
    const sentence =
      "does not answer as it should: look whether it works, and run this again, which goes on where it stopped";
    const ask = async (explorerName: Explorer, at?: string): Promise<unknown> =>
      verify({ hre: await hardhat(at), explorer: explorerName, verification }).catch(
        (thrown: unknown) => thrown,
      );
    const silent = await ask("blockscout", "http://127.0.0.1:1");
    expect(silent).to.be.instanceOf(ExplorerError);
    expect((silent as Error).message).to.equal(`Blockscout ${sentence}`);
    answer = () => ({ status: 500, json: { result: "broken" } });
    expect(((await ask("etherscan")) as Error).message).to.equal(`Etherscan ${sentence}`);
  });

  describe("verify.ts", () => {
    const run = async (args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
      const folder = mkdtempSync(join(tmpdir(), "verify-"));
      await writeAddressBook({ folder, book });
      const all = ["--no-build", "--build-profile", "default", "--deployments", folder, ...args];
      const { code, error } = await runScript({
        script: "verify.ts",
        args: all,
        env: { SEPOLIA_RPC_URL: nodeUrl, ...env },
      });
      rmSync(folder, { recursive: true });
      expect(code).to.equal(1);
      return error;
    };

    it("says what is missing", async () => {
      expect(await run([])).to.equal(
        "error: --network NAME is missing: verification is for public networks\n",
      );
      expect(await run(["--network", "sepolia", "--explorer", "googlescan"])).to.equal(
        'error: there is no explorer "googlescan", only etherscan, blockscout, sourcify\n',
      );
      expect(await run(["--network", "sepolia", "--explorer", "etherscan"])).to.equal(
        'error: ETHERSCAN_API_KEY is not set: run "npx hardhat keystore set ETHERSCAN_API_KEY", or set it in the environment\n',
      );
    });
  });
});
