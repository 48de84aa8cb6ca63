/** What a ledger is compared with on chain; Hardhat is loaded only then, as ledgers need no chain. */
import { ImportError } from "../../ledger/import-error.ts";
import type { Expected } from "../../ledger/builder/summary.ts";
import { contributionEpochsAbi } from "../../sdk/src/abi/ContributionEpochs.ts";
import { enums } from "../../sdk/src/abi/enums.ts";
import type { Address } from "../../sdk/src/types.ts";
import type { ChainReader } from "../lib/chain.ts";

/** What an epoch proposes, and how far it is. */
export interface Proposal extends Expected {
  readonly uri: string;
  readonly status: EpochStatus;
}

/** As `IContributionEpochs.Status`, in the words of a sentence: "none", "proposed". */
export type EpochStatus = Lowercase<(typeof enums)["IContributionEpochs.Status"][number]>;

/** The status of an epoch in words. */
export function statusInWords(status: bigint): EpochStatus {
  return (enums["IContributionEpochs.Status"][Number(status)] ?? "None").toLowerCase() as EpochStatus;
}

/** Reads what an epoch proposes. Throws {@link ImportError} with what is wrong on the network in one sentence. */
export async function readProposal({
  network,
  epochs,
  number,
}: {
  readonly network: string;
  readonly epochs: string;
  readonly number: bigint;
}): Promise<Proposal> {
  const { openReader } = await import("../lib/chain.ts");
  const { explain } = await import("../lib/explain.ts");
  let chain;
  try {
    chain = await openReader(network);
    return await proposalOn(chain, { epochs, number });
  } catch (thrown) {
    throw new ImportError(`${await explain({ thrown, network, chain })}.`);
  } finally {
    await chain?.close();
  }
}

/** What an epoch proposes on a chain that is open. Throws {@link ChainError} where there is none. */
export async function proposalOn(
  chain: Pick<ChainReader, "ethers" | "network" | "chainId">,
  { epochs: address, number }: { readonly epochs: string; readonly number: bigint },
): Promise<Proposal> {
  const { ChainError } = await import("../lib/chain.ts");
  const { contractAt, fromEthers } = await import("../../sdk/src/ethers.ts");
  const { readEvents } = await import("../../sdk/src/history/read.ts");
  const { provider } = chain.ethers;
  if ((await provider.getCode(address)) === "0x") {
    throw new ChainError(
      `there is no contract at ${address} on network "${chain.network}": the address of "epochs" is in deployments/${chain.chainId}.json`,
    );
  }
  const contract = contractAt({ address, abi: contributionEpochsAbi, runner: provider });
  const last = await contract.epochCount();
  if (number === 0n || number > last) {
    throw new ChainError(`there is no epoch ${number}: the last one is ${last}`);
  }
  const { root, total, count, status, proposedAt } = await contract.epochAt(number);
  const block = await blockAt(chain, proposedAt);
  const events = await readEvents({
    rpc: fromEthers(provider),
    contracts: { epochs: { address: address as Address, abi: contributionEpochsAbi } },
    ...{ events: ["EpochProposed"], from: block, to: block },
  });
  const [proposed] = events.flatMap(({ event, args }) =>
    event === "EpochProposed" && args.epoch === number ? [args] : [],
  );
  if (proposed === undefined) {
    throw new ChainError(`the proposal of epoch ${number} left no event: ask another node`);
  }
  const { contentHash, formula, uri } = proposed;
  return { root, total, count: Number(count), contentHash, formula, uri, status: statusInWords(status) };
}

/** The first block at `time` (seconds) or later: times grow from block to block, so that few need to be asked for. */
async function blockAt({ ethers: { provider } }: Pick<ChainReader, "ethers">, time: bigint): Promise<bigint> {
  let [from, to] = [0, await provider.getBlockNumber()];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (BigInt((await provider.getBlock(middle))?.timestamp ?? 0) < time) from = middle + 1;
    else to = middle;
  }
  return BigInt(from);
}
