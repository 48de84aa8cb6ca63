/** What the tests of production proposals share: stakeholders with tokens, proposals in each state, exact parts. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { keccak256, toUtf8Bytes, type ContractTransactionResponse } from "ethers";
import type { IProductionProposals } from "../../typechain-types/production/ProductionProposals.ts";
import type { ProductionProposals } from "../../typechain-types/index.ts";
import { reviewEnd, sharesOf, sumOf, type Share } from "./contributions.ts";
import { DAY, WHOLE, launchGrowing, type Connection, type Overrides, type Scenario } from "./fixtures.ts";
import { endow } from "./stakes.ts";

/** As IProductionProposals.ProposalState. */
export const State = {
  None: 0n,
  Open: 1n,
  Lapsed: 2n,
  Funded: 3n,
  Delivered: 4n,
  Failed: 5n,
  Accepted: 6n,
  Completed: 7n,
} as const;

export const CALL_HASH = keccak256(toUtf8Bytes("wanted: a cargo bicycle"));
export const WORK_HASH = keccak256(toUtf8Bytes("a cargo bicycle"));
const NEVER = 2n ** 256n - 1n;

/** Three backers, the first two of whom can reach the goal; a curator who backs; a producer. */
export const ENDOWED = [300n * WHOLE, 250n * WHOLE, 250n * WHOLE, 100n * WHOLE, 100n * WHOLE] as const;
export const GOAL = 400n * WHOLE + 7n;
export const REWARD = 2_345n * WHOLE + 11n;
export const BACKERS_BPS = 3_333n;

export type ProposalScenario = Scenario & {
  /** In the order of their parts. */
  readonly deliverers: readonly Share[];
};

/**
 * A growing organisation with 1,000 tokens among three partners, the last curator and the first producer, who have
 * approved the proposals; production is worth up to 5,000. Each window of 30 days issues 1,000, and 3,000 are entered at most.
 */
export async function launchWithStakeholders(
  connection: Connection,
  overrides: Overrides = {},
  launch: (connection: Connection, overrides: Overrides) => Promise<Scenario> = launchGrowing,
): Promise<ProposalScenario> {
  const scenario = await launch(connection, overrides);
  const { actors, token, registry, owner, proposals } = scenario;
  const holders = [...actors.partners, actors.curators[2], actors.producers[0]] as const;
  await endow(
    connection,
    scenario,
    ...holders.map((holder, i): [HardhatEthersSigner, bigint] => [holder, ENDOWED[i] ?? 0n]),
  );
  for (const holder of [...holders, actors.producers[1]])
    await token.connect(holder).approve(proposals, NEVER);
  await registry.connect(owner).setKind(0n, "production", 5_000n * WHOLE, true);
  const [first, second, third] = actors.producers;
  return { ...scenario, deliverers: sharesOf([first, 3_334n], [second, 2_001n], [third, 1_332n]) };
}

export async function now({ networkHelpers }: Connection): Promise<bigint> {
  return BigInt(await networkHelpers.time.latest());
}

/** Thirty days to back, sixty more to deliver. */
export async function termsOf(
  connection: Connection,
  { deliverers }: ProposalScenario,
  changes: Partial<IProductionProposals.TermsStruct> = {},
): Promise<IProductionProposals.TermsStruct> {
  const deadline = (await now(connection)) + 30n * DAY;
  return {
    goal: GOAL,
    reward: REWARD,
    deadline,
    deliverBy: deadline + 60n * DAY,
    backersBps: BACKERS_BPS,
    kind: 0n,
    deliverers: [...deliverers],
    contentHash: CALL_HASH,
    uri: "ipfs://call",
    ...changes,
  };
}

/** Opened by the stranger; returns the id. */
export async function opened(
  connection: Connection,
  scenario: ProposalScenario,
  changes: Partial<IProductionProposals.TermsStruct> = {},
): Promise<bigint> {
  const { proposals, actors } = scenario;
  await proposals.connect(actors.stranger).open(await termsOf(connection, scenario, changes));
  return proposals.proposalCount();
}

/** The backing by which {@link funded} reaches the usual goal, of the three partners and the last curator. */
export const BACKINGS = [200n * WHOLE + 1n, 133n * WHOLE + 3n, 66n * WHOLE + 2n, WHOLE + 1n] as const;

export function backersOf({ actors }: Scenario): HardhatEthersSigner[] {
  return [...actors.partners, actors.curators[2]];
}

/** Backed until the goal is reached, by the first backers alone when it is small. */
export async function funded(
  connection: Connection,
  scenario: ProposalScenario,
  changes: Partial<IProductionProposals.TermsStruct> = {},
): Promise<bigint> {
  const id = await opened(connection, scenario, changes);
  for (const [i, backer] of backersOf(scenario).entries()) {
    if ((await scenario.proposals.state(id)) !== State.Open) break;
    await back(scenario.proposals.connect(backer), id, BACKINGS[i] ?? 0n);
  }
  return id;
}

/** Delivered by `by`, the first deliverer unless told otherwise; returns the contribution. */
export async function deliver(
  { proposals, deliverers, actors }: ProposalScenario,
  id: bigint,
  by: HardhatEthersSigner = actors.producers[0],
): Promise<bigint> {
  await proposals.connect(by).deliver(id, [...deliverers], WORK_HASH, "ipfs://bicycle");
  return (await proposals.proposal(id)).contributionId;
}

/** Two curators say yes or no; then the review ends and is decided. */
export async function decide(
  { networkHelpers }: Connection,
  { registry, actors }: Scenario,
  contributionId: bigint,
  approve: boolean,
): Promise<void> {
  for (const curator of actors.curators.slice(0, 2)) {
    await registry.connect(curator).review(contributionId, approve, "");
  }
  await networkHelpers.time.increaseTo(await reviewEnd(registry, contributionId));
  await registry.decide(contributionId);
}

/** A proposal that its deliverers delivered and curators accepted. */
export async function acceptedProposal(
  connection: Connection,
  scenario: ProposalScenario,
  changes: Partial<IProductionProposals.TermsStruct> = {},
): Promise<{ id: bigint; contributionId: bigint }> {
  const id = await funded(connection, scenario, changes);
  const contributionId = await deliver(scenario, id);
  await decide(connection, scenario, contributionId, true);
  return { id, contributionId };
}

/** The shares of the contribution: backers first, then the deliverers with the parts that they were promised. */
export function contributionShares(backers: string, bps: bigint, deliverers: readonly Share[]): Share[] {
  return [{ account: backers, bps }, ...deliverers];
}

/** What each deliverer has of the backing, by what they have of all deliverers' parts: rounded down, the rest to the last. */
export function backingParts(total: bigint, deliverers: readonly Share[]): bigint[] {
  const all = sumOf(deliverers.map(({ bps }) => bps));
  const parts = deliverers.slice(0, -1).map(({ bps }) => (total * bps) / all);
  return [...parts, total - sumOf(parts)];
}

/** Has the account that `proposals` is connected with back what the proposal says by now. */
export async function back(
  proposals: ProductionProposals,
  id: bigint,
  amount: bigint,
): Promise<ContractTransactionResponse> {
  return proposals.back(id, amount, (await proposals.proposal(id)).termsHash);
}
