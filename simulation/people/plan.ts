/** When which contribution is submitted: the real ones in their order, and the seeded ones beside them. */
import { concat, id, keccak256, toBeHex } from "ethers";
import type { Agent, Cast } from "../world/agents.ts";
import type { RealWork, Work } from "./history.ts";
import type { Random } from "../world/random.ts";

const CENT = 10n ** 16n;
const WHOLE_BPS = 10_000n;
/** Of what readers and curators are to earn together, the readers' part in bps. */
const USE_BPS = 6_500n;
const DOUBTFUL_BPS = 500;
const DAYS_PER_MAINTENANCE = 30;
const USES_PER_READER = 7;
/** Works larger than this part of all that is asked for are submitted in parts, as three windows could not pay them. */
const LARGEST_BPS = 400n;

/** A contribution that will be submitted. */
export interface Planned {
  readonly day: number;
  readonly submitter: Agent;
  readonly work: Work;
  /** Whether curators will object; only ever to what seeded agents submit. */
  readonly doubtful: boolean;
}

/** All contributions of a simulation, by day. */
export interface Plan {
  readonly planned: readonly Planned[];
  /** Token wei asked for in all. */
  readonly total: bigint;
  /** The greatest reward of each kind. */
  readonly greatest: { readonly production: bigint; readonly use: bigint; readonly maintenance: bigint };
}

/** Days on which real work of a history is submitted: so much of it, between these days. */
export interface Stretch {
  readonly bps: number;
  readonly fromDay: number;
  readonly toDay: number;
}

function dayOf(rank: number, count: number, stretches: readonly Stretch[]): number {
  let begin = 0;
  const at = Math.floor((rank * Number(WHOLE_BPS)) / count);
  for (const { bps, fromDay, toDay } of stretches) {
    if (at < begin + bps) return fromDay + Math.floor(((at - begin) * (toDay - fromDay)) / bps);
    begin += bps;
  }
  return stretches.at(-1)?.toDay ?? 0;
}

/** Splits an amount by random weights into parts of whole cents of a token, none of them nothing. */
function split(random: Random, amount: bigint, count: number): bigint[] {
  const weights = Array.from({ length: count }, () => BigInt(random.int(40, 160)));
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  return weights.map((weight) => {
    const part = ((amount * weight) / sum / CENT) * CENT;
    return part > 0n ? part : CENT;
  });
}

/**
 * Plans a simulation. The readers' and curators' part is 30 % of what the producers ask for, and more when that is less
 * than `floor` in all: so a young history, or none, still has an organisation to recognise it.
 */
export function planContributions({
  random,
  cast,
  real,
  stretches,
  floor,
}: {
  readonly random: Random;
  readonly cast: Cast;
  readonly real: RealWork;
  /** Their parts sum to 10,000 bps. */
  readonly stretches: readonly Stretch[];
  /** Token wei. */
  readonly floor: bigint;
}): Plan {
  const usual = (real.total * 3n) / 10n;
  const rest = real.total + usual < floor ? floor - real.total : usual;
  const largest = ((real.total + rest) * LARGEST_BPS) / WHOLE_BPS;
  const byProducers = real.works.flatMap((work, rank) => {
    const [first] = work.shares;
    const submitter = first === undefined ? undefined : cast.byAddress(first.account);
    if (submitter === undefined) throw new Error(`nobody has the account of ${work.uri}`);
    const day = dayOf(rank, real.works.length, stretches);
    return partsOf(work, largest).map((part): Planned => ({ day, submitter, work: part, doubtful: false }));
  });

  const forUse = (rest * USE_BPS) / WHOLE_BPS;
  const begin = stretches[0]?.fromDay ?? 0;
  const end = stretches.at(-1)?.toDay ?? 0;

  const readers = cast.of("reader");
  const uses = readers.flatMap((reader) =>
    Array.from({ length: USES_PER_READER }, (_, number) => ({ reader, number })),
  );
  const useRewards = split(random, forUse, uses.length);
  const byReaders = uses.map(({ reader, number }, at): Planned => ({
    day: random.int(begin, end),
    submitter: reader,
    work: seededWork({ kind: "use", agent: reader, number, reward: useRewards[at] ?? CENT }),
    doubtful: random.chance(DOUBTFUL_BPS),
  }));

  const months = Math.max(1, Math.floor((end - begin) / DAYS_PER_MAINTENANCE));
  const duties = cast
    .of("curator")
    .flatMap((curator) => Array.from({ length: months }, (_, number) => ({ curator, number })));
  const dutyRewards = split(random, rest - forUse, duties.length);
  const byCurators = duties.map(({ curator, number }, at): Planned => ({
    day: begin + (number + 1) * DAYS_PER_MAINTENANCE - random.int(1, 8),
    submitter: curator,
    work: seededWork({ kind: "maintenance", agent: curator, number, reward: dutyRewards[at] ?? CENT }),
    doubtful: false,
  }));

  const planned = [...byProducers, ...byReaders, ...byCurators]
    .map((item, at) => ({ item, at }))
    .sort((a, b) => a.item.day - b.item.day || a.at - b.at)
    .map(({ item }) => item);
  const greatest = { production: CENT, use: CENT, maintenance: CENT };
  let total = 0n;
  for (const { work } of planned) {
    total += work.reward;
    if (work.reward > greatest[work.kind]) greatest[work.kind] = work.reward;
  }
  return { planned, total, greatest };
}

/** A work, or equal parts of it of which none is above `largest`. */
function partsOf(work: Work, largest: bigint): Work[] {
  const count = (work.reward + largest - 1n) / largest;
  if (count <= 1n) return [work];
  return Array.from({ length: Number(count) }, (_, at) => ({
    ...work,
    reward: work.reward / count + (at === 0 ? work.reward % count : 0n),
    contentHash: keccak256(concat([work.contentHash, toBeHex(at + 1, 32)])),
    uri: `${work.uri}/part-${at + 1}-of-${count}`,
  }));
}

function seededWork({
  kind,
  agent,
  number,
  reward,
}: {
  readonly kind: Work["kind"];
  readonly agent: Agent;
  readonly number: number;
  readonly reward: bigint;
}): Work {
  const uri = `${kind}:${agent.label.toLowerCase().replaceAll(" ", "-")}/${number + 1}`;
  return { kind, reward, shares: [{ account: agent.address, bps: 10_000 }], contentHash: id(uri), uri };
}
