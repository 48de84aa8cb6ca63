/** Commands of `cdpo` run in this process, on a node. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { network } from "hardhat";
import type { EthereumProvider, RequestArguments } from "hardhat/types/providers";
import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { runCdpo } from "../../scripts/commands/index.ts";
import {
  emptyAddressBook,
  listedAddressesOf,
  readAddressBook,
  writeAddressBook,
} from "../../scripts/lib/address-book.ts";
import { deploySuite, launchCdpo, type LaunchedCdpo, type SuiteAddresses } from "../../launch/index.ts";
import { parseLaunchConfig, type LaunchConfig } from "../../sdk/src/config/index.ts";
import type { Address } from "../../sdk/src/types.ts";
import type { TestAsset } from "../../typechain-types/index.ts";
import { request, startAnvil, type DevelopmentNode } from "./nodes.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHAIN_ID = 31_337;

/** How a command ended. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** An organisation on the node. */
export interface Launched {
  readonly cdpo: LaunchedCdpo;
  readonly asset: TestAsset;
}

/** A node with the suite, and the records of it. */
export interface CommandNode {
  readonly url: string;
  readonly ethers: HardhatEthers;
  /** The records. */
  readonly folder: string;
  readonly suite: SuiteAddresses;
  readonly accounts: readonly Address[];
  signer(at: number): HardhatEthersSigner;
  /**
   * Launches an organisation from a file of examples/ with an asset of its own (6 decimals), as `change` has it. `listed`:
   * whether the records have it; the factory's directory has it in any case.
   */
  launch(options: {
    readonly example: "bootstrapped" | "growing";
    readonly name: string;
    readonly symbol: string;
    readonly asset?: Address;
    readonly listed?: boolean;
    readonly change?: (config: LaunchConfig) => void;
  }): Promise<Launched>;
  /** Runs a command by its name, such as "epoch propose". */
  run(name: string, ...args: readonly string[]): Promise<Told>;
  /** What it tells, without the last line break; it must succeed, and say nothing on stderr. */
  succeeds(name: string, ...args: readonly string[]): Promise<string>;
  /** The sentence with which it fails. */
  fails(name: string, ...args: readonly string[]): Promise<string>;
  /** Its document, of `--json`. */
  json(name: string, ...args: readonly string[]): Promise<Record<string, unknown>>;
  /** Lets seconds pass. */
  wait(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts a node, and deploys the suite there; with a wrapped coin also the gateway. `anvil`: as a process of its own. */
export async function startCommandNode({ wrapped = false, anvil = false } = {}): Promise<CommandNode> {
  const node = anvil ? await startAnvil() : await startEmbedded();
  const { url } = node;
  const folder = mkdtempSync(join(tmpdir(), "cdpo-"));
  const override = { url };
  const connection = await network.create({ network: "localhost", override });
  if (anvil) waitForBlocks(connection.provider);
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const accounts = signers.map(({ address }) => address as Address);
  const wrappedNative = wrapped
    ? await (await ethers.deployContract("WrappedNative")).getAddress()
    : undefined;
  const { factory, addresses: suite } = await deploySuite({ ethers, wrappedNative });
  await writeAddressBook({
    folder,
    book: {
      ...emptyAddressBook(CHAIN_ID),
      ...suite,
      block: 1,
      periphery: suite.periphery,
      organisations: [],
    },
  });

  const run = async (name: string, ...args: readonly string[]): Promise<Told> => {
    let out = "";
    let error = "";
    const needsChain = !/^(ledger|simulate|completion)\b/.test(name);
    const records = needsChain ? ["--deployments", folder] : [];
    const code = await runCdpo([...name.split(" "), ...args, ...records], {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (error += text) },
      override,
    });
    return { code, out, error };
  };
  return {
    ...{ url, ethers, folder, suite, accounts, run },
    signer(at) {
      const found = signers[at];
      if (found === undefined) throw new Error(`the node has no account ${at}`);
      return found;
    },
    async launch({ example, name, symbol, asset: given, listed = true, change }) {
      const asset =
        given === undefined
          ? await ethers.deployContract("TestAsset", ["Test dollar", "tUSD", 6])
          : await ethers.getContractAt("TestAsset", given);
      const now = BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0);
      const config = parseLaunchConfig({
        json: JSON.parse(readFileSync(join(ROOT, "examples", `${example}.json`), "utf8")),
        assetDecimals: Number(await asset.decimals()),
        now,
        resolveAccount: (index) => accounts[index],
      });
      config.reserve.asset = (await asset.getAddress()) as Address;
      change?.(config);
      const cdpo = await launchCdpo({ ethers, factory, config: { ...config, name, symbol } });
      if (listed) {
        const { receipt, index } = cdpo;
        const book = await readAddressBook({ folder, chainId: CHAIN_ID });
        book.organisations.push({
          ...{ index: Number(index), name, symbol, asset: config.reserve.asset },
          ...{ block: receipt.blockNumber, transaction: receipt.hash },
          ...listedAddressesOf(cdpo.addresses),
        });
        await writeAddressBook({ folder, book });
      }
      return { cdpo, asset };
    },
    async succeeds(name, ...args) {
      const { code, out, error } = await run(name, ...args);
      expect([error, code], name).to.deep.equal(["", 0]);
      return out.replace(/\n$/, "");
    },
    async fails(name, ...args) {
      const { code, error } = await run(name, ...args);
      expect(code, name).to.equal(1);
      expect(error).to.match(/^error: [^\n]*\n$/);
      return error.slice("error: ".length, -1);
    },
    async json(name, ...args) {
      const { code, out, error } = await run(name, ...args, "--json");
      expect([error, code], `${name}: ${out}`).to.deep.equal(["", 0]);
      return JSON.parse(out) as Record<string, unknown>;
    },
    async wait(seconds) {
      await request(url, "evm_increaseTime", [seconds]);
      await request(url, "evm_mine", []);
    },
    async close() {
      await connection.close();
      await node.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A node of Hardhat's in this process. */
async function startEmbedded(): Promise<DevelopmentNode> {
  const server = await network.createServer("default", "127.0.0.1", 0);
  const url = `http://127.0.0.1:${(await server.listen()).port}`;
  return { url, stop: () => server.close() };
}

/** Has each transaction answered when it is in a block: anvil answers when it has it, and makes the block a moment later. */
function waitForBlocks(provider: EthereumProvider): void {
  const ask: (args: RequestArguments) => Promise<unknown> = provider.request.bind(provider);
  provider.request = async (args) => {
    const answer: unknown = await ask(args);
    if (args.method !== "eth_sendTransaction" && args.method !== "eth_sendRawTransaction") return answer;
    while ((await ask({ method: "eth_getTransactionReceipt", params: [answer] })) === null) await sleep(5);
    return answer;
  };
}
