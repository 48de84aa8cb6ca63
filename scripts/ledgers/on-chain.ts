/** What `epoch` does with ledgers on chain; Hardhat is loaded only then. */
import { formatUnits } from "ethers";
import { ImportError } from "../../ledger/import-error.ts";
import type { ContributionEpochs } from "../../typechain-types/index.ts";
import { checkedFacts, leafIn, printFacts, type Say } from "./checked.ts";
import type * as epochCalls from "./epochs.ts";

/** Where and as whom a command sends. */
export interface Sending {
  readonly epochs: string;
  readonly network: string;
  readonly from?: string | undefined;
}

/** Verifies a ledger and proposes it. */
export async function publish(
  { ledger, uri, ...sender }: Sending & { readonly ledger: string; readonly uri: string },
  say: Say,
): Promise<void> {
  const facts = await checkedFacts(ledger);
  const number = await onChain(sender, (epochs, { publishEpoch }) => publishEpoch({ epochs, facts, uri }));
  printFacts(facts, say);
  say(`Proposed: epoch ${number}, for anyone to challenge until its window is over.`);
}

/** Objects to an epoch. */
export async function object(
  { number, note, ...sender }: Sending & { readonly number: number; readonly note: string },
  say: Say,
): Promise<void> {
  const rejected = await onChain(sender, (epochs, { objectToEpoch }) =>
    objectToEpoch(epochs, BigInt(number), note),
  );
  say(`Objected to epoch ${number}${rejected ? ", which is rejected" : ""}.`);
}

/** Lets an epoch enter issuance. */
export async function activate(
  { number, ...sender }: Sending & { readonly number: number },
  say: Say,
): Promise<void> {
  const entered = await onChain(sender, (epochs, { activateEpoch }) => activateEpoch(epochs, BigInt(number)));
  say(
    `Activated: ${formatUnits(entered, 18)} tokens of epoch ${number} are due in this batch of issuance and the next two.`,
  );
}

/** Opens claims of an epoch. */
export async function open(
  { number, ...sender }: Sending & { readonly number: number },
  say: Say,
): Promise<void> {
  const paid = await onChain(sender, (epochs, { openEpoch }) => openEpoch(epochs, BigInt(number)));
  say(
    paid === 0n
      ? `Nothing was paid for epoch ${number}: it is void.`
      : `Opened: ${formatUnits(paid, 18)} tokens were paid for epoch ${number}, and can be claimed in proportion.`,
  );
}

/** Claims an account's part of an epoch. */
export async function claim(
  {
    ledger,
    account,
    number,
    ...sender
  }: Sending & { readonly ledger: string; readonly account: string; readonly number: number },
  say: Say,
): Promise<void> {
  const { leaf, proof: siblings } = await leafIn(ledger, account);
  const paid = await onChain(sender, (epochs, { claimAward }) =>
    claimAward({ epochs, epoch: BigInt(number), leaf, proof: siblings }),
  );
  const awarded = formatUnits(leaf.amount, 18);
  say(
    paid === undefined
      ? `${account} has claimed the ${awarded} tokens of epoch ${number} already.`
      : `Claimed: ${formatUnits(paid, 18)} of the ${awarded} tokens that epoch ${number} awards to ${account}.`,
  );
}

/** Works on the contract of a network; what goes wrong there is said in one sentence. Others need no chain to start. */
export async function onChain<T>(
  { network: name, epochs: address, from }: Sending,
  run: (epochs: ContributionEpochs, calls: typeof epochCalls) => Promise<T>,
): Promise<T> {
  const { explain: explainChain } = await import("../lib/explain.ts");
  const calls = await import("./epochs.ts");
  let opened;
  try {
    opened = await calls.openEpochs({ network: name, address, from });
    return await run(opened.epochs, calls);
  } catch (thrown) {
    throw new ImportError(`${await explainChain({ thrown, network: name, chain: opened?.chain })}.`);
  } finally {
    await opened?.chain.close();
  }
}
