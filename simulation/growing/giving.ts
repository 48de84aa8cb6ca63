/** Gifts to the reserve: donations, a grant that doubles them, pledges by a verifier and on a condition, stray money. */
import { AbiCoder } from "ethers";
import { only, type Agent } from "../world/agents.ts";
import { DAY, startOf, type Call } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { amountOf, type RecordedEvent } from "../world/events.ts";
import type { PledgeRecord } from "../books/gifts.ts";
import type { Random } from "../world/random.ts";
import { downTo, EURO } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { ValuePlan } from "./value-plan.ts";

/** The step of the flow in which others give. */
const STEP = "5";

/** A donation, by whom. */
export interface Donation {
  readonly time: number;
  readonly agent: Agent;
  readonly amount: bigint;
}

/** A gift that repeated, and how it ended. */
export interface Standing {
  readonly id: bigint;
  readonly agent: Agent;
  readonly amount: bigint;
  readonly startedAt: number;
  payments: number;
  /** In seconds; 0 while it runs. */
  endedAt: number;
}

/** All that is given and pledged to one organisation. */
export class Giving {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #plan: ValuePlan;
  readonly #donors: readonly { readonly agent: Agent; readonly day: number; readonly amount: bigint }[];
  readonly donations: Donation[] = [];
  standing: Standing | undefined;
  /** Ids of the pledges, once they are made. */
  #matching: bigint | undefined;
  #verified: bigint | undefined;
  #broken: bigint | undefined;
  #conditional: { readonly id: bigint; readonly data: string } | undefined;
  /** Token wei of recognised contributions on which the foundation pledged. */
  recognisedNeeded = 0n;
  /** How many donations chose the matching grant. */
  matchings = 0;

  constructor({
    world,
    organisation,
    random,
    plan,
    minimumReserve,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly random: Random;
    readonly plan: ValuePlan;
    readonly minimumReserve: bigint;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#plan = plan;
    const { fromDay, toDay, leastBps, mostBps } = plan.donors;
    this.#donors = world.cast
      .of("donor")
      .slice(1)
      .map((agent) => ({
        agent,
        day: random.int(fromDay, toDay),
        amount: downTo(random.part(minimumReserve, leastBps, mostBps), 5n * EURO),
      }));
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    const { firstGift, matching, verified, conditional, broken, stray } = this.#plan;
    const [first] = this.#world.cast.of("donor");
    if (first !== undefined && day === firstGift.day) {
      await this.#donate(first, firstGift.amount, "thank you for what you made");
    }
    if (day === matching.day) {
      const args = [matching.cap, startOf(matching.until), "doubles what others give"];
      this.#matching = await this.#pledge("sponsor", "pledgeMatching", args);
    }
    for (const donor of this.#donors) {
      if (donor.day === day) await this.#donateMatched(donor.agent, donor.amount);
    }
    await this.#standing(day);
    if (day === verified.day)
      this.#verified = await this.#pledgeTo(0, verified, "an inventory of what was made");
    if (day === broken.day) this.#broken = await this.#pledgeTo(1, broken, "a translation of all of it");
    if (day === verified.confirmedDay && this.#verified !== undefined) await this.#confirm(this.#verified);
    if (day === conditional.day) await this.#pledgeOnRecognition();
    if (day > conditional.day) await this.#fulfil();
    if (day === broken.reclaimedDay && this.#broken !== undefined) await this.#reclaim(this.#broken);
    if (day === stray.day) await this.#stray(first, stray.amount);
    if (day === stray.countedDay)
      await this.#act(this.#anyone(), this.#organisation.call("reserve", "absorb"));
    // Who pledged takes back what is left, a day after the end.
    for (const pledge of this.#organisation.books.gifts.pledges.values()) {
      const over = this.#world.chain.now >= pledge.deadline + DAY;
      if (pledge.endedAt === 0 && over && pledge.id !== this.#broken) await this.#reclaim(pledge.id);
    }
  }

  async #donate(agent: Agent, amount: bigint, note: string): Promise<void> {
    const { chain } = this.#world;
    await this.#world.fund(STEP, agent, amount);
    await this.#world.approve(STEP, agent, this.#organisation.address("reserve"));
    await this.#act(agent, this.#organisation.call("reserve", "donate", [amount, note]));
    this.donations.push({ time: chain.now, agent, amount });
  }

  /** Gives through the grant what that doubles now, and the rest besides. */
  async #donateMatched(agent: Agent, amount: bigint): Promise<void> {
    const { chain } = this.#world;
    const grant = this.#matching;
    const matchable =
      grant === undefined || !this.#waits(grant)
        ? 0n
        : await chain.readAmount(this.#book("matchable", [grant]));
    const matched = matchable < amount ? matchable : amount;
    if (matched > 0n) {
      await this.#world.fund(STEP, agent, matched);
      await this.#world.approve(STEP, agent, this.#organisation.address("pledgeBook"));
      await this.#act(agent, this.#book("donateMatched", [grant, matched, agent.address]));
      this.donations.push({ time: chain.now, agent, amount: matched });
      this.matchings++;
    }
    if (amount > matched) await this.#donate(agent, amount - matched, "thank you");
  }

  /** A donor lets so much be taken every few days; whoever passes by makes the payment that is due. */
  async #standing(day: number): Promise<void> {
    const { chain } = this.#world;
    const plan = this.#plan.standing;
    const agent = this.#world.cast.of("donor").at(-1);
    if (agent === undefined) return;
    if (day === plan.day) {
      await this.#world.fund(STEP, agent, plan.amount);
      const call = this.#world.standingCall("start", [
        this.#organisation.address("token"),
        plan.amount,
        plan.everyDays * DAY,
        "every ten days",
      ]);
      await this.#world.approve(STEP, agent, call.address);
      const events = await this.#act(agent, call);
      const started = events.find((event) => event.name === "StandingGiftStarted");
      if (started === undefined) throw new Error("a standing gift left no event");
      const id = amountOf(started, "id");
      this.standing = { id, agent, amount: plan.amount, startedAt: chain.now, payments: 1, endedAt: 0 };
    }
    const { standing } = this;
    if (standing === undefined || standing.endedAt > 0) return;
    const [interval, rest] = [
      Math.floor((day - plan.day) / plan.everyDays),
      (day - plan.day) % plan.everyDays,
    ];
    if (interval > 0 && rest === 1 && interval !== plan.missed) {
      // What they had may have gone elsewhere meanwhile.
      await this.#world.fund(STEP, standing.agent, plan.amount);
      await this.#act(this.#anyone(), this.#world.standingCall("pay", [standing.id]));
      standing.payments++;
    }
    if (day === plan.cancelledDay) {
      await this.#act(standing.agent, this.#world.standingCall("cancel", [standing.id]));
      standing.endedAt = chain.now;
      if (!(await this.#world.refuses(this.#world.standingCall("pay", [standing.id]), "NotRunning"))) {
        throw new ConservationBroken("a standing gift that ended could have been paid");
      }
    }
  }

  async #pledgeTo(
    institution: number,
    { amount, until }: { readonly amount: bigint; readonly until: number },
    what: string,
  ): Promise<bigint> {
    const verifier = only(this.#world.cast, "verifier");
    const args = [amount, verifier.address, startOf(until), what];
    return this.#pledge("institution", "pledge", args, institution);
  }

  async #pledge(
    role: "sponsor" | "institution" | "foundation",
    name: string,
    args: readonly unknown[],
    at = 0,
  ): Promise<bigint> {
    const agent = this.#world.cast.of(role)[at];
    if (agent === undefined) throw new Error(`there is no ${role} to pledge`);
    const [amount] = args;
    await this.#world.fund(STEP, agent, amount as bigint);
    await this.#world.approve(STEP, agent, this.#organisation.address("pledgeBook"));
    const events = await this.#act(agent, this.#book(name, args));
    const pledged = events.find((event) => event.name === "Pledged");
    if (pledged === undefined) throw new Error(`the pledge of ${agent.label} left no event`);
    return amountOf(pledged, "id");
  }

  /** The foundation reads what is recognised, and pledges on so much more. */
  async #pledgeOnRecognition(): Promise<void> {
    const { amount, until, moreRecognised } = this.#plan.conditional;
    const { chain } = this.#world;
    const condition = await this.#world.deploy("TotalRecognised");
    const recognised = await chain.readAmount(this.#organisation.call("registry", "totalRecognised"));
    this.recognisedNeeded = recognised + moreRecognised;
    const registry = this.#organisation.address("registry");
    const types = ["address", "uint256"];
    const data = AbiCoder.defaultAbiCoder().encode(types, [registry, this.recognisedNeeded]);
    const args = [amount, condition.address, data, startOf(until), "the next part of the work"];
    this.#conditional = { id: await this.#pledge("foundation", "pledgeOn", args), data };
  }

  /** Only the verifier named can confirm. */
  async #confirm(id: bigint): Promise<void> {
    const call = this.#book("confirm", [id]);
    if (!(await this.#world.refuses(call, "NotVerifier"))) {
      throw new ConservationBroken("a pledge could have been confirmed by anyone");
    }
    await this.#act(only(this.#world.cast, "verifier"), call);
  }

  /** Anyone sends on what the condition allows, once it holds. */
  async #fulfil(): Promise<void> {
    if (this.#conditional === undefined) return;
    const { id, data } = this.#conditional;
    if (!this.#waits(id)) return;
    const call = this.#book("fulfil", [id, data]);
    if (!(await this.#world.refuses(call, "ConditionNotMet"))) await this.#act(this.#anyone(), call);
  }

  async #reclaim(id: bigint): Promise<void> {
    const { donor } = this.#record(id);
    const agent = this.#world.cast.byAddress(donor);
    if (agent === undefined) throw new Error(`pledge ${id} was made by nobody`);
    await this.#act(agent, this.#book("reclaim", [id, donor]));
  }

  /** Someone sends money to the reserve as one sends money to a person. */
  async #stray(agent: Agent | undefined, amount: bigint): Promise<void> {
    if (agent === undefined) return;
    await this.#world.fund(STEP, agent, amount);
    await this.#act(
      agent,
      this.#world.assetCall("transfer", [this.#organisation.address("reserve"), amount]),
    );
  }

  /** Whether a pledge can still go to the reserve. */
  #waits(id: bigint): boolean {
    const { endedAt, deadline } = this.#record(id);
    // The next block is minutes later.
    return endedAt === 0 && this.#world.chain.now + DAY / 2 < deadline;
  }

  #record(id: bigint): PledgeRecord {
    const record = this.#organisation.books.gifts.pledges.get(id);
    if (record === undefined) throw new Error(`the books have no pledge ${id}`);
    return record;
  }

  #anyone(): Agent {
    return this.#random.pick(this.#world.cast.of("reader"));
  }

  #book(name: string, args: readonly unknown[]): Call {
    return this.#organisation.call("pledgeBook", name, args);
  }

  async #act(agent: Agent, call: Call): Promise<readonly RecordedEvent[]> {
    const events = await this.#world.act(STEP, agent, call);
    await this.#world.sample(this.#organisation);
    return events;
  }
}
