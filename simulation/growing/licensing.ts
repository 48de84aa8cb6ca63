/** Companies pay for commercial use of the commons; those who made it have the licence for free. */
import { id } from "ethers";
import type { Agent } from "../world/agents.ts";
import { DAY, type Call } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { schedule, type Scheduled } from "../people/governance.ts";
import type { Random } from "../world/random.ts";
import { TIMELOCK_DELAY } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { ValuePlan } from "./value-plan.ts";

/** The step of the flow in which licences are sold. */
const STEP = "8";
const TIER = 1n;
const TIER_NAME = "Commercial use, a month";
/** How many times a company renews at most; the first as long as it can. */
const RENEWALS = [9, 1, 0] as const;
/** Days from the end of a licence on in which its company renews. */
const RENEWAL_DAYS_BEFORE = 2;
const MOST_COMMONERS = 9;

interface Licensee {
  readonly agent: Agent;
  /** Days since the start. */
  due: number;
  licensed: boolean;
  renewalsLeft: number;
}

/** The licences of one organisation. */
export class Licensing {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #plan: ValuePlan["licences"];
  readonly #licensees: Licensee[];
  #commoners: { readonly agent: Agent; readonly day: number }[] = [];
  #scheduled: Scheduled | undefined;
  #open = false;

  constructor({
    world,
    organisation,
    random,
    plan,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly random: Random;
    readonly plan: ValuePlan;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#plan = plan.licences;
    this.#licensees = world.cast.of("company").map((agent, at) => ({
      agent,
      due: random.int(this.#plan.firstDay, this.#plan.lastDay),
      licensed: false,
      renewalsLeft: RENEWALS[at] ?? 0,
    }));
    // The first is early, and stays.
    const [first] = this.#licensees;
    if (first !== undefined) first.due = this.#plan.firstDay;
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    const { chain } = this.#world;
    if (day === this.#plan.tierDay) await this.#decide();
    if (this.#scheduled !== undefined && chain.now >= this.#scheduled.dueAt) {
      await this.#scheduled.execute(STEP, this.#random.pick(this.#world.cast.of("reader")));
      this.#scheduled = undefined;
      this.#open = true;
    }
    if (!this.#open) return;
    for (const licensee of this.#licensees) if (licensee.due <= day) await this.#pay(licensee, day);
    if (day === this.#plan.commonsFromDay) await this.#findCommoners();
    for (const { agent, day: due } of this.#commoners) if (due === day) await this.#claim(agent);
    if (day === this.#plan.commonsToDay) {
      // Anyone sends the treasury what is the makers'.
      const anyone = this.#random.pick(this.#world.cast.of("reader"));
      await this.#act(anyone, this.#office("collectMakersPart", [this.#organisation.address("timelock")]));
    }
  }

  /** The organisation decides on a tier, by the owner's path. */
  async #decide(): Promise<void> {
    const { price, commonsMinimum, duration, makersBps } = this.#plan;
    const terms = {
      ...{ name: TIER_NAME, termsURI: "https://garden.example/licence.txt", termsHash: id(TIER_NAME) },
      ...{ price, commonsMinimum, duration: BigInt(duration), makersBps: BigInt(makersBps), active: true },
    };
    this.#scheduled = await schedule({
      ...{ world: this.#world, organisation: this.#organisation, step: STEP },
      founder: this.#random.pick(this.#world.cast.of("founder")),
      action: this.#office("addTier", [terms]),
      delay: TIMELOCK_DELAY,
    });
  }

  async #pay(licensee: Licensee, day: number): Promise<void> {
    const { agent, licensed } = licensee;
    const { price, duration } = this.#plan;
    await this.#world.fund(STEP, agent, price);
    await this.#world.approve(STEP, agent, this.#organisation.address("licenceOffice"));
    if (!licensed) {
      if (
        !(await this.#world.refuses(
          this.#office("claimCommons", [TIER, agent.address, []]),
          "NotEnoughRecognised",
          agent,
        ))
      ) {
        throw new ConservationBroken(`${agent.label} contributed nothing and could have a free licence`);
      }
      licensee.licensed = true;
    } else {
      licensee.renewalsLeft--;
    }
    await this.#act(agent, this.#office("buy", [TIER, agent.address, price]));
    if ((await this.#licensed(agent)) !== 1n) {
      throw new ConservationBroken(`${agent.label} paid for a licence and has none`);
    }
    const next = day + duration / DAY - RENEWAL_DAYS_BEFORE;
    licensee.due = licensee.renewalsLeft > 0 ? next : Infinity;
  }

  /** Some of those who were recognised for enough will claim. */
  async #findCommoners(): Promise<void> {
    const { commonsMinimum, commonsFromDay, commonsToDay } = this.#plan;
    const { all } = this.#world.cast;
    const recognised = await this.#world.chain.readAmounts(
      all.map(({ address }) => this.#office("recognisedOf", [address])),
    );
    const enough = all.filter((_, at) => (recognised[at] ?? 0n) >= commonsMinimum);
    this.#commoners = this.#random
      .shuffle(enough)
      .slice(0, MOST_COMMONERS)
      .map((agent) => ({ agent, day: this.#random.int(commonsFromDay, commonsToDay) }));
  }

  async #claim(agent: Agent): Promise<void> {
    await this.#act(agent, this.#office("claimCommons", [TIER, agent.address, []]));
    if ((await this.#licensed(agent)) !== 1n) {
      throw new ConservationBroken(`${agent.label} claimed a free licence and has none`);
    }
  }

  async #licensed(agent: Agent): Promise<bigint> {
    const [licensed] = await this.#world.chain.readAmounts([
      this.#office("isLicensed", [agent.address, TIER]),
    ]);
    return licensed;
  }

  #office(name: string, args: readonly unknown[]): Call {
    return this.#organisation.call("licenceOffice", name, args);
  }

  async #act(agent: Agent, call: Call): ReturnType<World["act"]> {
    const events = await this.#world.act(STEP, agent, call);
    await this.#world.sample(this.#organisation);
    return events;
  }
}
