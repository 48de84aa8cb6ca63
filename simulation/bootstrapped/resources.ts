/** The resources that partners offer in the sale: what becomes of each, by the trustee and by the partners. */
import { keccak256, toUtf8Bytes, ZeroAddress } from "ethers";
import { only, type Agent } from "../world/agents.ts";
import type { Call } from "../world/chain.ts";
import { euros, plural } from "../report/format.ts";
import { give } from "../people/presale.ts";
import { EURO, upTo } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import { biggestPartners } from "./milestones.ts";

const STEP = "3";
/** Days since the start. */
const OFFERED_DAY = 52;
const ACCEPTED_DAY = 72;
const RETURNED_DAY = 75;
const BACK_DAY = 84;

/** What somebody offers. `percent` of what the sale is sized for is what they say that it is worth. */
const OFFERS = [
  { what: "a car to be shared", percent: 9n, deed: 1n },
  { what: "a server for three years", percent: 4n, deed: undefined },
  { what: "a workshop", percent: 16n, deed: 2n },
] as const;
/** The workshop, which partners think is worth a third of that. */
const INFLATED = 3n;
/** How many of the largest partners leave because of it. */
const DOUBTERS = 3;

/** Resources beside money: offered early in the sale, judged when most of the money is there. */
export class Resources {
  readonly #world: World;
  readonly #commons: Organisation;
  readonly #offerers: readonly Agent[];
  readonly #target: bigint;
  #deed: Pick<Call, "contract" | "address"> | undefined;
  /** Who left because of a resource, and what they had given (asset units). */
  readonly #left = new Map<Agent, bigint>();

  constructor({ world, commons, target }: { world: World; commons: Organisation; target: bigint }) {
    this.#world = world;
    this.#commons = commons;
    this.#offerers = world.cast.of("partner").slice(0, OFFERS.length);
    this.#target = target;
  }

  /** What happens on a day of the sale. */
  async day(day: number): Promise<void> {
    if (day === OFFERED_DAY) await this.#offer();
    if (day === ACCEPTED_DAY) {
      await this.#accept();
      await this.#leave();
    }
    if (day === RETURNED_DAY) await this.#return();
    if (day === BACK_DAY) await this.#comeBack();
  }

  /** After the release: the car becomes the organisation's. */
  async deliver(): Promise<void> {
    const reader = this.#world.cast.of("reader")[0] ?? only(this.#world.cast, "trustee");
    await this.#world.act("5", reader, this.#commons.call("custody", "deliverResource", [1n]));
    this.#world.note("5", `The deed of ${OFFERS[0].what} went from custody to the treasury.`);
  }

  async #offer(): Promise<void> {
    this.#deed = await this.#world.deploy("TestDeed");
    const { address } = this.#deed;
    const custody = this.#commons.address("custody");
    for (const [at, { what, percent, deed }] of OFFERS.entries()) {
      const offerer = this.#offerer(at);
      if (deed !== undefined) {
        await this.#world.act(STEP, offerer, { ...this.#deed, name: "mint", args: [offerer.address, deed] });
        await this.#world.act(STEP, offerer, { ...this.#deed, name: "approve", args: [custody, deed] });
      }
      const value = upTo(10n * EURO, (this.#target * percent) / 100n);
      const hash = keccak256(toUtf8Bytes(`deed of ${what}`));
      const kept = deed === undefined ? [ZeroAddress, 0n] : [address, deed];
      const args = [value, hash, `ipfs://deed-${at + 1}`, ...kept];
      await this.#world.act(STEP, offerer, this.#commons.call("custody", "offerResource", args));
    }
  }

  /** The trustee accepts all, which opens refunds of what was given before. */
  async #accept(): Promise<void> {
    const trustee = only(this.#world.cast, "trustee");
    for (const at of OFFERS.keys()) await this.#act(trustee, "custody", "acceptResource", [BigInt(at + 1)]);
  }

  /** Some of the largest partners think that one is priced too high, and take all back that they gave before. */
  async #leave(): Promise<void> {
    const offerers = new Set(this.#offerers);
    for (const partner of biggestPartners(this.#world, this.#commons)) {
      if (this.#left.size === DOUBTERS) break;
      if (offerers.has(partner)) continue;
      const due = this.#commons.call("presale", "refundableOf", [partner.address]);
      const amount = await this.#world.chain.readAmount(due);
      if (amount === 0n) continue;
      await this.#act(partner, "presale", "refund", [partner.address]);
      this.#left.set(partner, amount);
    }
  }

  /** The trustee gives way, and the resource goes back. */
  async #return(): Promise<void> {
    await this.#act(only(this.#world.cast, "trustee"), "custody", "returnResource", [INFLATED]);
    const offerer = this.#offerer(2);
    await this.#act(offerer, "custody", "withdrawResource", [INFLATED, offerer.address]);
    const gone = [...this.#left.values()].reduce((sum, amount) => sum + amount, 0n);
    this.#world.note(
      STEP,
      `${offerer.label} had ${OFFERS[2].what} appraised at three times its worth, and the trustee accepted it. An acceptance opens refunds: ${plural(this.#left.size, "partner")} took back ${euros(gone)}, all they had given. The trustee returned the resource, and its deed went back.`,
    );
  }

  /** Once it is gone, those who left give again, but for the largest of them. */
  async #comeBack(): Promise<void> {
    const back = [...this.#left].slice(1);
    for (const [partner, amount] of back) {
      await give({ world: this.#world, organisation: this.#commons, step: STEP, partner, amount });
    }
    this.#world.note(
      STEP,
      `${this.#offerer(0).label} gave ${OFFERS[0].what}, its deed in custody, and ${this.#offerer(1).label} ${OFFERS[1].what}: both are partners at the sale’s price. ${plural(back.length, "partner")} of those who had left came back.`,
    );
  }

  async #act(
    agent: Agent,
    contract: "custody" | "presale",
    name: string,
    args: readonly unknown[],
  ): Promise<void> {
    await this.#world.act(STEP, agent, this.#commons.call(contract, name, args));
  }

  #offerer(at: number): Agent {
    const offerer = this.#offerers[at];
    if (offerer === undefined) throw new Error("the simulation has too few partners");
    return offerer;
  }
}

/** What a resource is, in words. */
export function resourceTitle(id: bigint): string {
  return OFFERS[Number(id) - 1]?.what ?? `resource ${id}`;
}
