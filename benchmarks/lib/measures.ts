/** How gas is measured: named transactions, each alone in its block on a state that was put back before it. */
import type { ContractTransactionResponse } from "ethers";
import type { Chain } from "./suite.ts";

/** What is measured, in the order in which reports show it, with the words for it. */
export const OPERATIONS = {
  buy: "Buy from the market",
  sell: "Sell to the market",
  approve: "Approve (extra transaction, once or for each trade)",
  gift: "Give without getting tokens",
  contribute: "Contribute to a presale",
  refund: "Refund of a failed presale",
  release: "Close a successful presale",
  claim: "Claim presale tokens",
  merkleClaim: "Claim from a Merkle tree",
  submit: "Submit a contribution",
  review: "Review a contribution",
  decide: "Decide on a contribution",
  batch: "Settle a batch of issuance",
  settle: "Pay a contribution's producers",
  mint: "Token: mint",
  transfer: "Token: transfer",
  voice: "Get a voice, or give it back: stake, delegate",
  vote: "Propose and vote",
  launch: "Launch",
} as const;

export type Operation = keyof typeof OPERATIONS;

/** The name of this suite among the subjects. */
export const OURS = "cDPO suite";

/** The charts, and what they compare from top to bottom. */
export const FIGURES = {
  market: ["Buy", "Sell", "Give"],
  presale: ["Contribute, first time", "Contribute, again", "Refund", "Claim the tokens"],
  token: ["Mint", "Transfer", "Get a voice"],
} as const;

export type Figure = keyof typeof FIGURES;

/** Where a measure stands in the charts. */
export interface ChartBar {
  readonly panel: (typeof FIGURES)[Figure][number];
  /** What the bar is called besides its subject, where a subject has several. */
  readonly note?: string;
}

/** One transaction to measure. */
export interface Measure {
  readonly operation: Operation;
  /** {@link OURS} or a peer's name. */
  readonly subject: string;
  /** In which of several cases. */
  readonly conditions: string;
  readonly chart: ChartBar | undefined;
  /** Identifies the state that the measure starts from; deployed once, restored for each measure. */
  readonly world: unknown;
  deploy(chain: Chain): Promise<unknown>;
  prepare(world: unknown, chain: Chain): Promise<void>;
  send(world: unknown, chain: Chain): Promise<ContractTransactionResponse>;
}

/** Gas of one measure. */
export interface Measured {
  readonly operation: Operation;
  readonly subject: string;
  readonly conditions: string;
  readonly chart: ChartBar | undefined;
  readonly gas: bigint;
}

/** One transaction to measure on a state of a known type. */
export interface Row<World> {
  readonly operation: Operation;
  readonly conditions: string;
  readonly chart?: ChartBar;
  /** Runs before the measured transaction, in blocks of its own. */
  readonly prepare?: (world: World, chain: Chain) => Promise<unknown>;
  readonly send: (world: World, chain: Chain) => Promise<ContractTransactionResponse>;
}

/** The measures of one subject on one state. */
export function measuresOf<World>({
  subject,
  world,
  rows,
}: {
  readonly subject: string;
  readonly world: (chain: Chain) => Promise<World>;
  readonly rows: readonly Row<World>[];
}): Measure[] {
  return rows.map(({ operation, conditions, chart, prepare, send }) => ({
    operation,
    subject,
    conditions,
    chart,
    world,
    deploy: world,
    async prepare(deployed, chain) {
      await prepare?.(deployed as World, chain);
    },
    send: (deployed, chain) => send(deployed as World, chain),
  }));
}

/** Runs all measures on one chain; every one fails loudly when its transaction reverts. */
export async function runMeasures({
  chain,
  measures,
  onMeasured,
}: {
  readonly chain: Chain;
  readonly measures: readonly Measure[];
  readonly onMeasured?: (measured: Measured) => void;
}): Promise<Measured[]> {
  const { networkHelpers } = chain;
  const results = new Map<Measure, Measured>();
  const empty = await networkHelpers.takeSnapshot();
  for (const [world, sharing] of Map.groupBy(measures, (measure) => measure.world)) {
    await empty.restore();
    const [first] = sharing;
    if (first === undefined) throw new Error(`no measure on ${String(world)}`);
    const deployed = await first.deploy(chain);
    const ready = await networkHelpers.takeSnapshot();
    for (const measure of sharing) {
      await ready.restore();
      await measure.prepare(deployed, chain);
      const receipt = await (await measure.send(deployed, chain)).wait();
      if (receipt?.status !== 1) throw new Error(`${measure.subject}, ${measure.operation}: reverted`);
      const block = await receipt.getBlock();
      if (block.length !== 1)
        throw new Error(`${measure.subject}, ${measure.operation}: not alone in its block`);
      const { operation, subject, conditions, chart } = measure;
      const measured: Measured = { operation, subject, conditions, chart, gas: receipt.gasUsed };
      results.set(measure, measured);
      onMeasured?.(measured);
    }
  }
  return [...results.values()];
}

const HOUR = 3_600;

/** The next transaction is the first of its hour: for oracles that count time. */
export async function atNewHour(_world: unknown, { networkHelpers }: Chain): Promise<void> {
  const now = await networkHelpers.time.latest();
  // Past the next hour, so that nothing counted before is of the hour just ended.
  await networkHelpers.time.setNextBlockTimestamp(now - (now % HOUR) + 2 * HOUR + 600);
}

/** The next transaction is the first after more than a day. */
export async function atNewDay(_world: unknown, { networkHelpers }: Chain): Promise<void> {
  await networkHelpers.time.setNextBlockTimestamp((await networkHelpers.time.latest()) + 25 * HOUR);
}

/** The next transaction comes soon after `earlier` did the same kind of thing. */
export function soonAfter<World>(
  earlier: (world: World, chain: Chain) => Promise<ContractTransactionResponse>,
): (world: World, chain: Chain) => Promise<void> {
  return async (world, chain) => {
    await atNewHour(world, chain);
    await (await earlier(world, chain)).wait();
    await chain.networkHelpers.time.setNextBlockTimestamp((await chain.networkHelpers.time.latest()) + 12);
  };
}
