/** The resources that partners offer in the sale: what becomes of each, by the trustee and by the partners. */
import { keccak256, toUtf8Bytes, ZeroAddress } from "ethers";
import { only, type Agent } from "../agents.ts";
import type { Call } from "../chain.ts";
import { EURO, upTo } from "../terms.ts";
import type { Organisation, World } from "../world.ts";
import { biggestPartners } from "./milestones.ts";

const STEP = "3";
/** Days since the start. */
const OFFERED_DAY = 52;
const ACCEPTED_DAY = 86;
const CONFIRMED_DAY = 89;

/** What somebody offers. `percent` of what the sale is sized for is what they say that it is worth. */
const OFFERS = [
  { what: "a car to be shared", percent: 9n, deed: 1n },
  { what: "a server for three years", percent: 4n, deed: undefined },
  { what: "a workshop", percent: 16n, deed: 2n },
] as const;
/** The workshop, which partners think is worth a third of that. */
const INFLATED = 3n;

/** Resources beside money: offered early in the sale, judged when most of the money is there. */
export class Resources {
  readonly #world: World;
  readonly #commons: Organisation;
  readonly #offerers: readonly Agent[];
  readonly #target: bigint;
  #deed: Pick<Call, "contract" | "address"> | undefined;

  constructor({ world, commons, target }: { world: World; commons: Organisation; target: bigint }) {
    this.#world = world;
    this.#commons = commons;
    this.#offerers = world.cast.of("partner").slice(0, OFFERS.length);
    this.#target = target;
  }

  /** What happens on a day of the sale. */
  async day(day: number): Promise<void> {
    if (day === OFFERED_DAY) await this.#offer();
    if (day === ACCEPTED_DAY) await this.#judge();
    if (day === CONFIRMED_DAY) await this.#confirm();
  }

  /** After the release: the car becomes the organisation's. */
  async deliver(): Promise<void> {
    const reader = this.#world.cast.of("reader")[0] ?? only(this.#world.cast, "trustee");
    await this.#world.act("5", reader, this.#commons.call("escrow", "deliverResource", [1n]));
    this.#world.note("5", `The deed of ${OFFERS[0].what} went from the escrow to the treasury.`);
  }

  async #offer(): Promise<void> {
    this.#deed = await this.#world.deploy("TestDeed");
    const { address } = this.#deed;
    const escrow = this.#commons.address("escrow");
    for (const [at, { what, percent, deed }] of OFFERS.entries()) {
      const offerer = this.#offerer(at);
      if (deed !== undefined) {
        await this.#world.act(STEP, offerer, { ...this.#deed, name: "mint", args: [offerer.address, deed] });
        await this.#world.act(STEP, offerer, { ...this.#deed, name: "approve", args: [escrow, deed] });
      }
      const value = upTo(10n * EURO, (this.#target * percent) / 100n);
      const hash = keccak256(toUtf8Bytes(`deed of ${what}`));
      const custody = deed === undefined ? [ZeroAddress, 0n] : [address, deed];
      const args = [value, hash, `ipfs://deed-${at + 1}`, ...custody];
      await this.#world.act(STEP, offerer, this.#commons.call("escrow", "offerResource", args));
    }
  }

  /** The trustee accepts all; partners with more than half of the money reject the one that is priced too high. */
  async #judge(): Promise<void> {
    const { trustee } = { trustee: only(this.#world.cast, "trustee") };
    for (const at of OFFERS.keys()) await this.#act(trustee, "acceptResource", [BigInt(at + 1)]);
    const resource = this.#commons.books.escrow.resources.get(INFLATED);
    let rejecting = 0;
    for (const partner of biggestPartners(this.#world, this.#commons)) {
      if (resource?.status !== "accepted") break;
      if (partner === this.#offerer(2)) continue;
      await this.#act(partner, "rejectResource", [INFLATED]);
      rejecting++;
    }
    if (resource?.status !== "rejected") {
      await this.#act(trustee, "returnResource", [INFLATED]);
      this.#world.note(STEP, `The trustee returned ${OFFERS[2].what}, whose appraisal partners doubted.`);
      return;
    }
    this.#world.note(
      STEP,
      `${this.#offerer(2).label} had ${OFFERS[2].what} appraised at three times its worth. The trustee accepted it; ${rejecting} partners with more than half of the money rejected it within the two days that they have.`,
    );
  }

  async #confirm(): Promise<void> {
    const reader = this.#world.cast.of("reader")[0] ?? only(this.#world.cast, "trustee");
    for (const id of [1n, 2n]) await this.#act(reader, "confirmResource", [id]);
    const offerer = this.#offerer(2);
    await this.#act(offerer, "withdrawResource", [INFLATED, offerer.address]);
    this.#world.note(
      STEP,
      `${this.#offerer(0).label} gave ${OFFERS[0].what}, its deed in custody, and ${this.#offerer(1).label} ${OFFERS[1].what}: both are partners at the sale’s price. The deed of ${OFFERS[2].what} went back to ${offerer.label}.`,
    );
  }

  async #act(agent: Agent, name: string, args: readonly unknown[]): Promise<void> {
    await this.#world.act(STEP, agent, this.#commons.call("escrow", name, args));
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
