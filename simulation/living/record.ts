/** A process of its own that runs one flow, and sends what happened on its chain. */
import { runBootstrapped } from "../bootstrapped/run.ts";
import type { Role } from "../world/agents.ts";
import { runGrowing } from "../growing/run.ts";
import { readRealWork } from "../people/history.ts";
import type { World } from "../world/world.ts";

/** A transaction as it was mined. */
export interface Sent {
  /** Of its block (seconds). */
  readonly time: number;
  readonly from: string;
  /** null: it deployed something. */
  readonly to: string | null;
  readonly data: string;
}

/** How many took part that have a key, by role. */
export type Counts = Partial<Record<Exclude<Role, "producer">, number>>;

/** What a process tells. */
export type Told =
  | { readonly progress: string }
  | {
      readonly sent: readonly Sent[];
      readonly counts: Counts;
      readonly asset: string;
      readonly suite: World["suite"]["addresses"];
    };

interface Block {
  readonly timestamp: string;
  readonly transactions: readonly {
    readonly from: string;
    readonly to: string | null;
    readonly input: string;
  }[];
}

/** All transactions of a chain, oldest first. */
async function sentOn(world: World): Promise<Sent[]> {
  const { provider } = world.chain.ethers;
  const sent: Sent[] = [];
  const last = await provider.getBlockNumber();
  for (let number = 1; number <= last; number++) {
    const block = (await provider.send("eth_getBlockByNumber", [`0x${number.toString(16)}`, true])) as Block;
    for (const { from, to, input } of block.transactions) {
      sent.push({ time: Number(block.timestamp), from, to, data: input });
    }
  }
  return sent;
}

const [flow, seed = "1"] = process.argv.slice(2);
const tell = (told: Told): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) throw new Error("this process is started by another one");
    process.send(told, undefined, undefined, () => {
      resolve();
    });
  });
const run = flow === "growing" ? runGrowing : runBootstrapped;
await run({
  seed: Number(seed),
  real: await readRealWork({ path: process.cwd(), explicit: false, onProgress: () => undefined }),
  checks: false,
  onProgress: (day, days) => {
    if (day % 30 === 0) void tell({ progress: `day ${day} of ${days}` });
  },
  onEnd: async (world) => {
    const { cast, suite, assetAddress: asset } = world;
    const counts: Counts = {};
    for (const { role } of cast.all) {
      if (role !== "producer" && role !== "visitor") counts[role] = (counts[role] ?? 0) + 1;
    }
    await tell({ sent: await sentOn(world), counts, asset, suite: suite.addresses });
  },
});
process.disconnect();
