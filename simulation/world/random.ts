/** Seeded chance: whole numbers only, so that every machine draws the same. */
import { id } from "ethers";
import { uniformBigInt } from "pure-rand/distribution/uniformBigInt";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

const WHOLE_BPS = 10_000;

/** The greatest seed there is. */
export const MAX_SEED = 0x7fffffff;

/** One stream of random numbers. Its forks are independent of it and of how much was drawn before. */
export class Random {
  readonly #seed: number;
  readonly #generator;

  constructor(seed: number) {
    this.#seed = seed;
    this.#generator = xoroshiro128plus(seed);
  }

  /** Another stream, the same for the same seed and name. */
  fork(name: string): Random {
    return new Random(Number(BigInt(id(`${this.#seed}:${name}`)) & BigInt(MAX_SEED)));
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  /** An amount, both ends included. */
  amount(from: bigint, to: bigint): bigint {
    return uniformBigInt(this.#generator, from, to);
  }

  /** A part of an amount between two limits in bps, rounded down. */
  part(whole: bigint, fromBps: number, toBps: number): bigint {
    return (whole * BigInt(this.int(fromBps, toBps))) / BigInt(WHOLE_BPS);
  }

  /** True in `bps` of 10,000 cases. */
  chance(bps: number): boolean {
    return this.int(1, WHOLE_BPS) <= bps;
  }

  /** One of them; throws when there is none. */
  pick<T>(from: readonly T[]): T {
    const [picked] = from.slice(from.length === 0 ? 0 : this.int(0, from.length - 1));
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }

  /** All of them in random order. */
  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const at = this.int(0, last);
      const [a, b] = [shuffled[last], shuffled[at]];
      if (a === undefined || b === undefined) continue;
      [shuffled[last], shuffled[at]] = [b, a];
    }
    return shuffled;
  }
}
