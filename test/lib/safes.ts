/** Real Safes (1.4.1) on the test chain, operated from files as Safe's Transaction Builder does. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  Contract,
  ContractFactory,
  Interface,
  ZeroAddress,
  concat,
  getBytes,
  solidityPacked,
  type TransactionReceipt,
} from "ethers";
import { callsOfBatch, type SafeBatch } from "../../sdk/src/safe.ts";
import type { Connection } from "./fixtures.ts";

interface Artifact {
  readonly abi: readonly string[];
  readonly bytecode: string;
}

function artifactOf(path: string): Artifact {
  const file = createRequire(import.meta.url).resolve(
    `@safe-global/safe-contracts/build/artifacts/contracts/${path}`,
  );
  return JSON.parse(readFileSync(file, "utf8")) as Artifact;
}

/** A Safe and those who sign for it. */
export interface Safe {
  readonly address: string;
  /** Signs with all owners what a file of the Builder says, and executes it: several transactions through MultiSend. */
  execute(batch: SafeBatch): Promise<TransactionReceipt>;
}

/** Deploys a Safe whose owners all have to sign. */
export async function deploySafe(
  { ethers }: Pick<Connection, "ethers">,
  owners: readonly HardhatEthersSigner[],
): Promise<Safe> {
  const [deployer] = await ethers.getSigners();
  if (deployer === undefined) throw new Error("the chain has no accounts");
  const deployed = async (path: string): Promise<string> => {
    const { abi, bytecode } = artifactOf(path);
    const contract = await new ContractFactory(abi, bytecode, deployer).deploy();
    await contract.waitForDeployment();
    return contract.getAddress();
  };
  const singleton = await deployed("Safe.sol/Safe.json");
  const factory = await deployed("proxies/SafeProxyFactory.sol/SafeProxyFactory.json");
  const multiSend = await deployed("libraries/MultiSendCallOnly.sol/MultiSendCallOnly.json");
  const { abi } = artifactOf("Safe.sol/Safe.json");
  const setup = new Interface(abi).encodeFunctionData("setup", [
    owners.map((owner) => owner.address),
    owners.length,
    ZeroAddress,
    "0x",
    ZeroAddress,
    ZeroAddress,
    0n,
    ZeroAddress,
  ]);
  const proxies = new Contract(
    factory,
    artifactOf("proxies/SafeProxyFactory.sol/SafeProxyFactory.json").abi,
    deployer,
  );
  const create = proxies.getFunction("createProxyWithNonce");
  const address = String(await create.staticCall(singleton, setup, 1n));
  await create(singleton, setup, 1n);
  const safe = new Contract(address, abi, deployer);

  const execute = async (batch: SafeBatch): Promise<TransactionReceipt> => {
    const calls = callsOfBatch(batch);
    const [only] = calls;
    if (only === undefined) throw new Error("the file has no transactions");
    const packed = concat(
      calls.map(({ to, value, data }) =>
        solidityPacked(
          ["uint8", "address", "uint256", "uint256", "bytes"],
          [0, to, value, getBytes(data).length, data],
        ),
      ),
    );
    const many = new Interface(["function multiSend(bytes)"]).encodeFunctionData("multiSend", [packed]);
    const sent =
      calls.length === 1 ? { ...only, operation: 0 } : { to: multiSend, value: 0n, data: many, operation: 1 };
    const nonce = (await safe.getFunction("nonce")()) as bigint;
    const message = {
      ...sent,
      safeTxGas: 0n,
      baseGas: 0n,
      gasPrice: 0n,
      gasToken: ZeroAddress,
      refundReceiver: ZeroAddress,
      nonce,
    };
    const field = (type: string, name: string) => ({ type, name });
    const types = {
      SafeTx: [
        field("address", "to"),
        field("uint256", "value"),
        field("bytes", "data"),
        field("uint8", "operation"),
        field("uint256", "safeTxGas"),
        field("uint256", "baseGas"),
        field("uint256", "gasPrice"),
        field("address", "gasToken"),
        field("address", "refundReceiver"),
        field("uint256", "nonce"),
      ],
    };
    const domain = { chainId: BigInt(batch.chainId), verifyingContract: address };
    const sorted = [...owners].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
    const signatures = await Promise.all(sorted.map((owner) => owner.signTypedData(domain, types, message)));
    const transaction = (await safe.getFunction("execTransaction")(
      ...[sent.to, sent.value, sent.data, sent.operation, 0n, 0n, 0n, ZeroAddress, ZeroAddress],
      concat(signatures),
    )) as { wait(): Promise<TransactionReceipt | null> };
    const receipt = await transaction.wait();
    if (receipt === null) throw new Error("the Safe's transaction was not mined");
    return receipt;
  };
  return { address, execute };
}
