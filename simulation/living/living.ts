/** A chain to try everything on: the organisations of both flows after their first year, and one whose presale has begun. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseLaunchConfig } from "../../sdk/src/config/index.ts";
import type { Deployments } from "../../sdk/src/addresses/index.ts";
import type { Address } from "../../sdk/src/types.ts";
import { createCast, walletOf, type Agent } from "../world/agents.ts";
import { DAY } from "../world/chain.ts";
import { Random } from "../world/random.ts";
import { World } from "../world/world.ts";
import { serve } from "./node.ts";
import type { Counts, Sent, Told } from "./record.ts";
import { replay } from "./replay.ts";

/** A chain that is served. */
export interface Living {
  readonly url: string;
  readonly book: Deployments;
  /** Who can be played, in the order of the node's accounts. */
  readonly people: readonly Pick<Agent, "label" | "address">[];
  close(): Promise<void>;
}

const FLOWS = ["growing", "bootstrapped"] as const;
/** The configuration of the third organisation, and who is who in it: its `signer:1` is the second of these. */
const EXAMPLE = join(import.meta.dirname, "../../examples/bootstrapped.json");
const FIRST = ["Partner 1", "Founder 1", "Founder 2", "Trustee", "Curator 1", "Curator 2"];
/** Of the asset, which has 6 decimals: what everybody has, and what who gives first gives. */
const PURSE = 20_000n * 10n ** 6n;
const GIVEN = 1_000n * 10n ** 6n;

/** Runs the flows in processes of their own, puts what happened on one chain, and serves it. */
export async function startLiving({
  seed = 1,
  port,
  tell,
}: {
  readonly seed?: number;
  /** 0: any that is free. */
  readonly port: number;
  readonly tell: (sentence: string) => void;
}): Promise<Living> {
  const recorded = await Promise.all(FLOWS.map((flow) => record({ flow, seed, tell })));
  const [one] = recorded;
  if (one === undefined) throw new Error("there are no flows");
  const counts = most(recorded.map((each) => each.counts));
  const cast = createCast({ random: new Random(seed), counts, producers: [] });
  const world = await World.create(cast, { checks: false, sameTimes: true });
  if (world.assetAddress !== one.asset) throw new Error("the chains of the flows began differently");
  await replay({
    world,
    histories: recorded.map(({ sent }) => sent),
    onProgress: (done, of) => {
      tell(`${done} of ${of} transactions on one chain`);
    },
  });
  const people = inOrder(cast.all);
  await beginPresale(world, people);
  const keyholders = people.map((agent) => ({ label: agent.label, wallet: walletOf(agent) }));
  const node = await serve({ world, keyholders, port });
  const { implementations, periphery, factory } = world.suite.addresses;
  const book = {
    chainId: Number(world.chain.id),
    block: 1,
    factory: factory as Address,
    implementations,
    periphery,
    organisations: [],
  } as unknown as Deployments;
  return {
    url: node.url,
    book,
    people,
    async close() {
      await node.close();
      await world.close();
    },
  };
}

// ---------------------------------------------------------------- internals

async function record({
  flow,
  seed,
  tell,
}: {
  readonly flow: (typeof FLOWS)[number];
  readonly seed: number;
  readonly tell: (sentence: string) => void;
}): Promise<Extract<Told, { readonly sent: readonly Sent[] }>> {
  const child = fork(join(import.meta.dirname, "record.ts"), [flow, String(seed)], {
    execArgv: process.execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const end = () => child.kill();
  process.once("exit", end);
  let ended: Extract<Told, { readonly sent: readonly Sent[] }> | undefined;
  child.on("message", (told: Told) => {
    if ("progress" in told) tell(`${flow} liquidity: ${told.progress}`);
    else ended = told;
  });
  await once(child, "close");
  process.off("exit", end);
  if (ended === undefined) throw new Error(`the simulation of ${flow} liquidity ended early`);
  return ended;
}

/** As many of each role as either flow has: those of one role are the same people in both. */
function most(all: readonly Counts[]): Counts {
  const counts: Counts = {};
  for (const [role, count] of all.flatMap((each) => Object.entries(each) as [keyof Counts, number][])) {
    counts[role] = Math.max(counts[role] ?? 0, count);
  }
  return counts;
}

/** Those that newcomers begin as first. */
function inOrder(agents: readonly Agent[]): Agent[] {
  const first = FIRST.flatMap((label) => agents.find((agent) => agent.label === label) ?? []);
  return [...first, ...agents.filter((agent) => !first.includes(agent))];
}

/** The third organisation: its sale is open, some gave already, and everybody has money. */
async function beginPresale(world: World, people: readonly Agent[]): Promise<void> {
  const { chain } = world;
  const latest = await chain.ethers.provider.getBlock("latest");
  chain.passTo((latest?.timestamp ?? 0) + 60);
  const config = parseLaunchConfig({
    json: JSON.parse(await readFile(EXAMPLE, "utf8")),
    assetDecimals: 6,
    now: BigInt(chain.now),
    resolveAccount: (index) => people[index]?.address,
  });
  config.reserve.asset = world.assetAddress as Address;
  const car = await world.launch("1", "Car", config);
  for (const person of people) await world.fund("1", person, PURSE);
  chain.passTo(chain.now + 2 * DAY);
  for (const [at, partner] of people
    .filter(({ role }) => role === "partner")
    .slice(1, 6)
    .entries()) {
    chain.passTo(chain.now + DAY);
    await world.approve("2", partner, car.address("presale"));
    await world.act("2", partner, car.call("presale", "contribute", [GIVEN * BigInt(at + 1), []]));
  }
}
