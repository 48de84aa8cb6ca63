/** Epochs on chain: proposing one, reading what was proposed, claiming from it. */
import type { ContributionEpochs } from "../../../typechain-types/index.ts";
import { ChainError, openChain, type Chain } from "../chain.ts";
import type { Leaf } from "../merkle.ts";
import type { Expected, Facts } from "./summary.ts";

/** As `IContributionEpochs.Status`. */
const STATUS = ["none", "proposed", "rejected", "active", "open", "expired"] as const;
type Status = (typeof STATUS)[number];

/** What has to happen before claims of an epoch are open. */
const NEXT: Readonly<Record<Status, string>> = {
  none: "check its number",
  proposed: "activate it when its challenge window is over, and fund it",
  rejected: "propose a mended one",
  active: "fund it until its total is whole",
  open: "claim",
  expired: "what was not claimed is burned",
};

/** An organisation's epochs, and the chain that they are on. */
export interface OnChain {
  readonly chain: Chain;
  readonly epochs: ContributionEpochs;
}

/** Connects to the epochs of an organisation. Throws {@link ChainError} when there are none at the address. */
export async function openEpochs({
  network,
  address,
}: {
  readonly network: string;
  readonly address: string;
}): Promise<OnChain> {
  const chain = await openChain(network);
  if ((await chain.ethers.provider.getCode(address)) === "0x") {
    throw new ChainError(
      `there is no contract at ${address} on network "${network}": the address of "epochs" is in deployments/${chain.chainId}.json`,
    );
  }
  const epochs = await chain.ethers.getContractAt("ContributionEpochs", address, chain.signer);
  return { chain, epochs: epochs };
}

/** Number of the epoch that proposes a root and was not rejected; null when there is none. */
export async function findProposed(epochs: ContributionEpochs, root: string): Promise<bigint | null> {
  for (let epoch = await epochs.epochCount(); epoch > 0n; epoch--) {
    const found = await epochs.epochAt(epoch);
    if (found.root === root && statusOf(found.status) !== "rejected") return epoch;
  }
  return null;
}

/** Proposes an epoch; answers its number. Only a curator may. */
export async function publishEpoch({
  epochs,
  facts,
  uri,
}: {
  readonly epochs: ContributionEpochs;
  readonly facts: Pick<Facts, "root" | "total" | "count" | "contentHash" | "formula">;
  readonly uri: string;
}): Promise<bigint> {
  const { root, total, count, contentHash, formula } = facts;
  const before = await findProposed(epochs, root);
  if (before !== null) {
    throw new ChainError(`epoch ${before} proposes this ledger already: claims name that number`);
  }
  const sent = await epochs.propose(root, total, count, contentHash, uri, formula);
  const receipt = await sent.wait();
  for (const log of receipt?.logs ?? []) {
    const event = epochs.interface.parseLog(log);
    if (event?.name === "EpochProposed") return event.args["epoch"] as bigint;
  }
  throw new ChainError(
    `the proposal in transaction ${sent.hash} left no event: check the address of the epochs`,
  );
}

/** What the chain says of an epoch, to compare a ledger with, and where its ledger is. */
export async function readProposal(
  epochs: ContributionEpochs,
  epoch: bigint,
): Promise<Expected & { readonly uri: string; readonly status: Status }> {
  const { root, total, count, status } = await epochs.epochAt(epoch);
  const [event] = await epochs.queryFilter(epochs.filters.EpochProposed(epoch), 0);
  if (event === undefined)
    throw new ChainError(`there is no epoch ${epoch}: the last one is ${await epochs.epochCount()}`);
  const { contentHash, formula, uri } = event.args;
  return { root, total, count: Number(count), contentHash, formula, uri, status: statusOf(status) };
}

/** Claims a leaf for its account; answers false when it was paid before. Says what is missing when claims are not open. */
export async function claimAward({
  epochs,
  epoch,
  leaf,
  proof,
}: {
  readonly epochs: ContributionEpochs;
  readonly epoch: bigint;
  readonly leaf: Leaf;
  readonly proof: readonly string[];
}): Promise<boolean> {
  const status = statusOf((await epochs.epochAt(epoch)).status);
  if (status !== "open") throw new ChainError(`epoch ${epoch} is ${status}: ${NEXT[status]}`);
  if (await epochs.isClaimed(epoch, leaf.index)) return false;
  await (await epochs.claim(epoch, leaf.index, leaf.account, leaf.amount, [...proof])).wait();
  return true;
}

function statusOf(status: bigint): Status {
  return STATUS[Number(status)] ?? "none";
}
