/** A city takes tokens as tickets: holders buy vouchers, ride on them, and return those that were left. */
import type { Agent } from "../world/agents.ts";
import { only, walletOf } from "../world/agents.ts";
import { DAY, startOf, type Call } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { amountOf } from "../world/events.ts";
import { schedule, type Scheduled } from "../people/governance.ts";
import type { Random } from "../world/random.ts";
import type { Recognition } from "../people/recognition.ts";
import { downTo, least, TIMELOCK_DELAY, TOKEN } from "../people/terms.ts";
import { offerTermsHash } from "../../sdk/src/calls/terms-hash.ts";
import {
  encodeVoucherCode,
  parseVoucherCode,
  redemptionOf,
  refusalOf,
  signRedemption,
} from "../../sdk/src/vouchers/index.ts";
import type { OfferRecord } from "../books/vouchers.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { ValuePlan } from "./value-plan.ts";

/** The step of the flow in which tokens are taken as tickets. */
const STEP = "9";
const NAME = "City ticket, one ride";
const CITY_NAME = "The city";
const KEEP = 0n;
/** What a ticket loses to the treasury that comes back expired. */
const FEE_BPS = 200n;
/** A cent of a token. */
const CENT = TOKEN / 100n;
/** Of what someone has, the part that goes into tickets at most. */
const SPENT_BPS = 5_000n;
/** Chances on a day: to buy, to ride, and to bring back what was left. */
const RIDE_BPS = 900;
const RETURN_BPS = 800;
/** Rides that are paid at the gate, with the code that a telephone shows; the others acknowledge them themselves. */
const AT_GATE_BPS = 6_500;
const CODE_SECONDS = 3_600n;

interface Rider {
  readonly agent: Agent;
  /** Days since the start. */
  readonly day: number;
  readonly wanted: bigint;
  vouchers: bigint;
  codes: bigint;
}

/** The tickets of one city for the tokens of one organisation. */
export class Ticketing {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #plan: ValuePlan["tickets"];
  readonly #recognition: Recognition;
  #scheduled: Scheduled | undefined;
  #riders: Rider[] = [];
  #offer: bigint | undefined;
  #termsHash = "";

  constructor({
    world,
    organisation,
    random,
    plan,
    recognition,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly random: Random;
    readonly plan: ValuePlan;
    /** Is told what the city earns. */
    readonly recognition: Recognition;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#plan = plan.tickets;
    this.#recognition = recognition;
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    const { chain, cast } = this.#world;
    const { verifyDay, publishDay, opensDay, closesDay, validUntilDay } = this.#plan;
    if (day === verifyDay) {
      this.#scheduled = await schedule({
        ...{ world: this.#world, organisation: this.#organisation, step: STEP },
        founder: this.#random.pick(cast.of("founder")),
        action: this.#call("setVerified", [only(cast, "city").address, CITY_NAME]),
        delay: TIMELOCK_DELAY,
      });
    }
    if (this.#scheduled !== undefined && chain.now >= this.#scheduled.dueAt) {
      await this.#scheduled.execute(STEP, this.#random.pick(cast.of("reader")));
      this.#scheduled = undefined;
    }
    if (day === publishDay) await this.#publish();
    if (this.#offer === undefined) return;
    if (day >= opensDay && day < closesDay) {
      for (const rider of this.#riders) if (rider.day === day) await this.#buy(this.#offer, rider);
    }
    for (const rider of this.#riders) {
      if (rider.vouchers === 0n) continue;
      if (day < validUntilDay && this.#random.chance(RIDE_BPS)) await this.#ride(this.#offer, rider);
      if (day > validUntilDay && this.#random.chance(RETURN_BPS)) await this.#return(this.#offer, rider);
    }
  }

  /** The city publishes its offer and names its gate. */
  async #publish(): Promise<void> {
    const { cast, chain } = this.#world;
    const { opensDay, closesDay, validUntilDay, worth, stock, quota } = this.#plan;
    const city = only(cast, "city");
    const spot = await chain.readAmount(this.#organisation.call("reserve", "spotPrice"));
    const terms = {
      ...{
        name: NAME,
        uri: "https://city.example/tickets",
        price: downTo((worth * TOKEN) / spot, CENT),
        stock,
      },
      ...{ periodQuota: quota, period: 7 * DAY, opens: startOf(opensDay), closes: startOf(closesDay) },
      ...{ validUntil: startOf(validUntilDay), treasuryBps: 0n, settlement: KEEP },
      ...{ perAccount: 0n, feeBps: FEE_BPS, bound: false },
    };
    const events = await this.#act(city, "publish", [terms]);
    const published = events.find(({ name }) => name === "OfferPublished");
    if (published === undefined) throw new Error("the city's offer left no event");
    this.#offer = amountOf(published, "id");
    this.#termsHash = offerTermsHash(city.address, terms);
    await this.#act(city, "setGate", [only(cast, "gate").address, true]);
    this.#expectRiders();
  }

  /** Holders of different kinds will ride. */
  #expectRiders(): void {
    const { cast } = this.#world;
    const { riders, opensDay, closesDay, fewest, most } = this.#plan;
    this.#riders = this.#random
      .shuffle([...cast.of("reader"), ...cast.of("holder"), ...cast.of("curator"), ...cast.of("maker")])
      .slice(0, riders)
      .map((agent) => ({
        ...{ agent, day: this.#random.int(opensDay, closesDay - 1) },
        ...{ wanted: BigInt(this.#random.int(fewest, most)), vouchers: 0n, codes: 0n },
      }));
  }

  async #buy(offer: bigint, rider: Rider): Promise<void> {
    const { chain } = this.#world;
    const { agent, wanted } = rider;
    const { price } = this.#record(offer);
    const has = this.#organisation.books.balanceOf(agent.address);
    const affordable = (has * SPENT_BPS) / 10_000n / price;
    const [, available] = (await chain.read(this.#call("quote", [offer, 1n, agent.address]))) as unknown as [
      bigint,
      bigint,
    ];
    const quantity = least(wanted, affordable, available);
    if (quantity === 0n) return;
    const spender = this.#organisation.address("partnerAcceptance");
    await this.#world.approve(STEP, agent, spender, this.#organisation);
    await this.#act(agent, "purchase", [offer, quantity, this.#termsHash, agent.address]);
    rider.vouchers += quantity;
  }

  async #ride(offer: bigint, rider: Rider): Promise<void> {
    const { cast } = this.#world;
    const quantity = least(rider.vouchers, BigInt(this.#random.int(1, 2)));
    if (this.#random.chance(AT_GATE_BPS)) await this.#passGate(offer, rider, quantity);
    else await this.#act(rider.agent, "redeemVoucher", [offer, quantity]);
    rider.vouchers -= quantity;
    const city = only(cast, "city").address;
    const { earned } = this.#recognition;
    earned.set(city, (earned.get(city) ?? 0n) + this.#record(offer).price * quantity);
  }

  /** The rider's telephone shows a code, and the gate reads it; used twice, it is refused. */
  async #passGate(offer: bigint, rider: Rider, quantity: bigint): Promise<void> {
    const { cast, chain } = this.#world;
    const wallet = walletOf(rider.agent);
    const contract = this.#organisation.address("partnerAcceptance");
    const redemption = {
      ...{ chainId: chain.id, contract, offer, quantity, holder: wallet.address, nonce: rider.codes++ },
      deadline: BigInt(chain.now) + CODE_SECONDS,
    };
    const shown = encodeVoucherCode(await signRedemption(wallet, redemption));
    const code = parseVoucherCode(shown);
    const refusal = refusalOf({
      ...{ code, chainId: chain.id, contract },
      offers: [offer],
      now: BigInt(chain.now),
    });
    if (refusal !== undefined) throw new Error(refusal);
    const args = [redemptionOf(code)];
    const gate = only(cast, "gate");
    await this.#act(gate, "redeemFor", args);
    if (!(await this.#world.refuses(this.#call("redeemFor", args), "CodeRefused", gate))) {
      throw new ConservationBroken(`${rider.agent.label} could have paid twice with one code`);
    }
  }

  async #return(offer: bigint, rider: Rider): Promise<void> {
    const { agent, vouchers } = rider;
    const { price } = this.#record(offer);
    const before = this.#organisation.books.balanceOf(agent.address);
    await this.#act(agent, "returnVoucher", [offer, vouchers, agent.address]);
    rider.vouchers = 0n;
    const fee = (price * FEE_BPS + 9_999n) / 10_000n; // the holders' part is rounded up
    if (this.#organisation.books.balanceOf(agent.address) - before !== vouchers * (price - fee)) {
      throw new ConservationBroken(`${agent.label} got back something else than was paid, less the fee`);
    }
  }

  #record(id: bigint): OfferRecord {
    const record = this.#organisation.books.vouchers.offers.get(id);
    if (record === undefined) throw new Error(`the books have no offer ${id}`);
    return record;
  }

  #call(name: string, args: readonly unknown[]): Call {
    return this.#organisation.call("partnerAcceptance", name, args);
  }

  #act(agent: Agent, name: string, args: readonly unknown[]): ReturnType<World["act"]> {
    return this.#world.act(STEP, agent, this.#call(name, args));
  }
}
