/** Epochs on chain: proposing one, reading what was proposed, activating and opening it, claiming from it. */
import type { Log, Result } from "ethers";
import type { ContributionEpochs } from "../../typechain-types/index.ts";
import { contractAt } from "../../launch/index.ts";
import { ChainError, openChain, type Chain } from "../lib/chain.ts";
import type { Leaf } from "../../sdk/src/ledger.ts";
import type { Expected, Facts } from "../../ledger/builder/summary.ts";

/** As `IContributionEpochs.Status`. */
const STATUS = ["none", "proposed", "rejected", "withdrawn", "void", "active", "open", "expired"] as const;
type Status = (typeof STATUS)[number];

/** What has to happen before claims of an epoch are open. */
const NEXT: Readonly<Record<Status, string>> = {
  none: "check its number",
  proposed: "activate it when its challenge window is over",
  rejected: "propose a mended one",
  withdrawn: "propose it again, or a mended one",
  void: "nobody activated it in time, or nothing was paid for it",
  active: "open it when batches have paid all that they pay for it",
  open: "claim",
  expired: "what was not claimed is the treasury's",
};
/** An epoch that came to nothing: its ledger may be proposed again. */
const ENDED: readonly Status[] = ["rejected", "withdrawn", "void"];

/** An organisation's epochs, and the chain that they are on. */
export interface OnChain {
  readonly chain: Chain;
  readonly epochs: ContributionEpochs;
}

/** Connects to the epochs of an organisation. Throws {@link ChainError} when there are none at the address. */
export async function openEpochs({
  network,
  address,
  from,
}: {
  readonly network: string;
  readonly address: string;
  /** Who sends: an address or number of the network's accounts; the first one if not given. */
  readonly from?: string | undefined;
}): Promise<OnChain> {
  const chain = await openChain(network, { from });
  if ((await chain.ethers.provider.getCode(address)) === "0x") {
    throw new ChainError(
      `there is no contract at ${address} on network "${network}": the address of "epochs" is in deployments/${chain.chainId}.json`,
    );
  }
  const epochs = await contractAt({ name: "ContributionEpochs", address, runner: chain.signer });
  return { chain, epochs };
}

/** Number of the epoch that proposes a root and did not come to nothing; null when there is none. */
export async function findProposed(epochs: ContributionEpochs, root: string): Promise<bigint | null> {
  for (let epoch = await epochs.epochCount(); epoch > 0n; epoch--) {
    const found = await epochs.epochAt(epoch);
    if (found.root === root && !ENDED.includes(statusOf(found.status))) return epoch;
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
  const event = eventIn(epochs, (await sent.wait())?.logs ?? [], "EpochProposed");
  if (event !== undefined) return event["epoch"] as bigint;
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

/** Lets a proposed epoch's total enter issuance; anyone may, once its challenge window is over. Answers what entered. */
export async function activateEpoch(epochs: ContributionEpochs, epoch: bigint): Promise<bigint> {
  await expectStatus(epochs, epoch, "proposed");
  const sent = await epochs.activate(epoch);
  const event = eventIn(epochs, (await sent.wait())?.logs ?? [], "EpochActivated");
  if (event === undefined) {
    throw new ChainError(
      `the activation in transaction ${sent.hash} left no event: check the address of the epochs`,
    );
  }
  return event["entered"] as bigint;
}

/** Opens claims of an active epoch; anyone may, once nothing more will be paid for it. Answers what was paid. */
export async function openEpoch(epochs: ContributionEpochs, epoch: bigint): Promise<bigint> {
  await expectStatus(epochs, epoch, "active");
  await (await epochs.open(epoch)).wait();
  return (await epochs.epochAt(epoch)).paid;
}

/** Objects to a proposed epoch; curators only. Answers whether that rejected it. */
export async function objectToEpoch(
  epochs: ContributionEpochs,
  epoch: bigint,
  note: string,
): Promise<boolean> {
  await expectStatus(epochs, epoch, "proposed");
  await (await epochs.object(epoch, note)).wait();
  return statusOf((await epochs.epochAt(epoch)).status) === "rejected";
}

/** Says what is missing when an epoch is not as far as it should be. */
async function expectStatus(epochs: ContributionEpochs, epoch: bigint, wanted: Status): Promise<void> {
  const status = statusOf((await epochs.epochAt(epoch)).status);
  if (status !== wanted) throw new ChainError(`epoch ${epoch} is ${status}: ${NEXT[status]}`);
}

/** Claims a leaf for its account, its part of what was paid; answers nothing when it was claimed before. Says what is missing when claims are not open. */
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
}): Promise<bigint | undefined> {
  await expectStatus(epochs, epoch, "open");
  if (await epochs.isClaimed(epoch, leaf.index)) return undefined;
  await (await epochs.claim(epoch, leaf.index, leaf.account, leaf.amount, [...proof])).wait();
  return epochs.payoutOf(epoch, leaf.amount);
}

/** The arguments of the first event of a name among a transaction's logs. */
function eventIn(epochs: ContributionEpochs, logs: readonly Log[], name: string): Result | undefined {
  for (const log of logs) {
    const event = epochs.interface.parseLog(log);
    if (event?.name === name) return event.args;
  }
  return undefined;
}

function statusOf(status: bigint): Status {
  return STATUS[Number(status)] ?? "none";
}
