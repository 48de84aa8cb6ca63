/** What the tests of recognition share: shares and their arithmetic, reviews, roles, seconds. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Decimal } from "decimal.js";
import { AbiCoder, ZeroHash, keccak256, type ContractTransactionResponse } from "ethers";
import type { ContributionRegistry } from "../../typechain-types/index.ts";
import { signerOf, type Connection, type Scenario } from "./fixtures.ts";

export const WHOLE_BPS = 10_000n;

/** As IContributionRegistry.Status. */
export const Status = {
  None: 0n,
  Submitted: 1n,
  Accepted: 2n,
  Rejected: 3n,
  Withdrawn: 4n,
} as const;
/** As IContributionRegistry.Standing. */
export const Standing = { None: 0n, Involved: 1n, Reviewed: 2n, InvolvedReviewed: 3n } as const;

/** As the Solidity struct. */
export interface Share {
  readonly account: string;
  readonly bps: bigint;
}

/** Pairs each account with its part. */
export function sharesOf(
  ...parts: readonly (readonly [{ readonly address: string } | string, bigint])[]
): Share[] {
  return parts.map(([account, bps]) => ({
    account: typeof account === "string" ? account : account.address,
    bps,
  }));
}

/** `count` made-up accounts, of which the last takes what does not divide. */
export function manyShares(count: number, whole = WHOLE_BPS): Share[] {
  const each = count === 0 ? 0n : whole / BigInt(count);
  return Array.from({ length: count }, (_, i) => ({
    account: `0x${(0xc0ffee00n + BigInt(i)).toString(16).padStart(40, "0")}`,
    bps: i === count - 1 ? whole - each * BigInt(count - 1) : each,
  }));
}

/** keccak256 of the ABI-encoded `Share[]`, encoded here and not by a contract. */
export function hashOf(shares: readonly Share[]): string {
  const values = shares.map(({ account, bps }) => [account, bps]);
  return keccak256(AbiCoder.defaultAbiCoder().encode(["tuple(address,uint16)[]"], [values]));
}

/** As event arguments are compared: structs as arrays. */
export function tuplesOf(shares: readonly Share[]): [string, bigint][] {
  return shares.map(({ account, bps }) => [account, bps]);
}

/** What is entered in issuance for a reward: it, and on top of it what reviewers get, rounded down. */
export function awardFor(reward: bigint, reviewerBps: bigint): bigint {
  return reward + (reward * reviewerBps) / WHOLE_BPS;
}

const Exact = Decimal.clone({ precision: 60 });

/** What of a payment producers and reviewers have: the latter their part of the whole, rounded down. */
export function divided(paid: bigint, reviewerBps: bigint): { producers: bigint; reviewers: bigint } {
  const exact = new Exact(paid.toString())
    .mul(reviewerBps.toString())
    .div((WHOLE_BPS + reviewerBps).toString());
  const reviewers = BigInt(exact.floor().toFixed());
  return { producers: paid - reviewers, reviewers };
}

/** Each producer's running total of what all have: rounded down, the rest to the last once no more will come. */
export function runningTotals(producers: bigint, shares: readonly Share[], isFinal: boolean): bigint[] {
  const totals = shares.map(({ bps }) => (producers * bps) / WHOLE_BPS);
  const last = totals.pop();
  if (last === undefined) return [];
  return [...totals, isFinal ? producers - sumOf(totals) : last];
}

export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** The least of some amounts. */
export function least(first: bigint, ...others: readonly bigint[]): bigint {
  return others.reduce((min, amount) => (amount < min ? amount : min), first);
}

/** What a test says of its contribution; the rest is a production of the first producer alone, worth 100 tokens. */
export interface Submission {
  readonly submitter: HardhatEthersSigner;
  readonly shares: readonly Share[];
  readonly kind: bigint;
  readonly reward: bigint;
  readonly contentHash: string;
  readonly uri: string;
}

export function submissionOf(scenario: Scenario, changes: Partial<Submission> = {}): Submission {
  return {
    submitter: scenario.actors.stranger,
    shares: sharesOf([scenario.actors.producers[0], WHOLE_BPS]),
    kind: 0n,
    reward: 100n * 10n ** 18n,
    contentHash: keccak256("0xc0de"),
    uri: "ipfs://work",
    ...changes,
  };
}

export async function submit(
  registry: ContributionRegistry,
  { submitter, kind, reward, shares, contentHash, uri }: Submission,
): Promise<ContractTransactionResponse> {
  return registry.connect(submitter).submit(kind, reward, [...shares], contentHash, uri);
}

/** Submits and returns the id. */
export async function submitted(scenario: Scenario, changes: Partial<Submission> = {}): Promise<bigint> {
  await submit(scenario.registry, submissionOf(scenario, changes));
  return scenario.registry.contributionCount();
}

/** The first second in which a contribution can be decided, as things stand. */
export async function reviewEnd(registry: ContributionRegistry, id: bigint): Promise<bigint> {
  return (await registry.contribution(id)).reviewEnd;
}

/** Waits until the award of a contribution is final: three windows at most. */
export async function paidOut(
  { networkHelpers }: Connection,
  { registry, issuance }: Scenario,
  id: bigint,
): Promise<void> {
  while (!(await registry.isFinal(id))) {
    await networkHelpers.time.increaseTo((await issuance.runningBatch()).end);
    await networkHelpers.mine();
  }
}

/** Submits, has two curators approve, waits for the review's end, decides; returns the id. */
export async function accepted(
  connection: Connection,
  scenario: Scenario,
  changes: Partial<Submission> = {},
): Promise<bigint> {
  const { registry, actors } = scenario;
  const id = await submitted(scenario, changes);
  for (const curator of actors.curators.slice(0, 2)) await registry.connect(curator).review(id, true, "");
  await connection.networkHelpers.time.increaseTo(await reviewEnd(registry, id));
  await registry.decide(id);
  return id;
}

/** As {@link accepted}, but with nobody in favour. */
export async function rejected(connection: Connection, scenario: Scenario): Promise<bigint> {
  const id = await submitted(scenario);
  await connection.networkHelpers.time.increaseTo(await reviewEnd(scenario.registry, id));
  await scenario.registry.decide(id);
  return id;
}

/** Someone, and what to call them in a test's name. */
export interface Caller {
  readonly role: Role;
  readonly signer: HardhatEthersSigner;
}

export const ROLES = [
  "deployer",
  "founder",
  "trustee",
  "curator",
  "partner",
  "producer",
  "donor",
  "stranger",
  "owner",
  "factory",
  "token",
  "issuance",
  "registry",
  "epochs",
  "stake",
  "proposals",
  "reserve",
  "presale",
  "governor",
] as const;

export type Role = (typeof ROLES)[number];

/** Everyone that there is in an organisation, people and contracts, but `allowed`. */
export async function everyoneBut(
  connection: Connection,
  { actors, owner, factory, addresses }: Scenario,
  ...allowed: readonly Role[]
): Promise<Caller[]> {
  const people: Partial<Record<Role, HardhatEthersSigner>> = {
    deployer: actors.deployer,
    founder: actors.founders[0],
    trustee: actors.trustee,
    curator: actors.curators[0],
    partner: actors.partners[0],
    producer: actors.producers[0],
    donor: actors.donor,
    stranger: actors.stranger,
    owner,
  };
  const contracts: Partial<Record<Role, string | undefined>> = {
    factory: await factory.getAddress(),
    ...addresses,
  };
  const callers: Caller[] = [];
  for (const role of ROLES) {
    if (allowed.includes(role)) continue;
    const person = people[role];
    const contract = contracts[role];
    if (person !== undefined) callers.push({ role, signer: person });
    else if (contract !== undefined) callers.push({ role, signer: await signerOf(connection, contract) });
  }
  return callers;
}

/** Deploys an implementation and a bare EIP-1167 clone of it that nobody has set up; returns both addresses. */
export async function cloneOf(
  { ethers }: Connection,
  contract: string,
): Promise<{ implementation: string; clone: string }> {
  const creator = await ethers.getContractFactory(contract);
  const implementation = await (await creator.deploy()).getAddress();
  const code = `0x3d602d80600a3d3981f3363d3d373d3d3d363d73${implementation.slice(2)}5af43d82803e903d91602b57fd5bf3`;
  const [deployer] = await ethers.getSigners();
  const transaction = await deployer?.sendTransaction({ data: code });
  const clone = (await transaction?.wait())?.contractAddress;
  if (clone == null) throw new Error("the clone was not deployed");
  return { implementation, clone };
}

/** A clone of `implementation` with addresses behind its code, as the factory makes them; nothing is set up. */
export async function cloneWith(
  { ethers }: Connection,
  implementation: string,
  addresses: readonly string[],
): Promise<string> {
  const bare = (hex: string): string => hex.slice(2).toLowerCase();
  const code = `363d3d373d3d3d363d73${bare(implementation)}5af43d82803e903d91602b57fd5bf3${addresses.map(bare).join("")}`;
  const length = (code.length / 2).toString(16).padStart(2, "0");
  const [deployer] = await ethers.getSigners();
  const transaction = await deployer?.sendTransaction({ data: `0x3d60${length}80600a3d3981f3${code}` });
  const clone = (await transaction?.wait())?.contractAddress;
  if (clone == null) throw new Error("the clone was not deployed");
  return clone;
}

/** Sends all of `calls` so that they are mined, in this order, in one block, at `timestamp` when one is given. */
export async function inOneBlock(
  { ethers, networkHelpers }: Connection,
  calls: readonly (() => Promise<ContractTransactionResponse>)[],
  timestamp?: bigint,
): Promise<ContractTransactionResponse[]> {
  await ethers.provider.send("evm_setAutomine", [false]);
  try {
    if (timestamp !== undefined) await networkHelpers.time.setNextBlockTimestamp(timestamp);
    const sent: ContractTransactionResponse[] = [];
    for (const call of calls) sent.push(await call());
    await networkHelpers.mine();
    return sent;
  } finally {
    await ethers.provider.send("evm_setAutomine", [true]);
  }
}

/** Has the organisation's timelock call `target`, in a transaction of `origin`: caller and origin differ. */
export async function executeAs(
  { networkHelpers }: Connection,
  { timelock, actors }: Scenario,
  origin: HardhatEthersSigner,
  { to, data }: { readonly to: string; readonly data: string },
): Promise<ContractTransactionResponse> {
  const delay = await timelock.getMinDelay();
  await timelock.connect(actors.founders[0]).schedule(to, 0n, data, ZeroHash, ZeroHash, delay);
  await networkHelpers.time.increase(delay);
  return timelock.connect(origin).execute(to, 0n, data, ZeroHash, ZeroHash);
}
