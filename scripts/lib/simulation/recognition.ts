/** Recognition as it goes on day by day: submit, review, decide, settle within the budget. */
import type { Agent } from "./agents.ts";
import { amountOf } from "./events.ts";
import { DAY } from "./chain.ts";
import type { Work } from "./history.ts";
import type { Plan, Planned } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Organisation, World } from "./world.ts";

/** Contract values of the three kinds. */
const KIND_NUMBERS = { production: 0, use: 1, maintenance: 2 } as const;

export const REVIEW_WINDOW = 3 * DAY;
export const QUORUM = 2;
/** Less room than a token is left for later. */
export const LEAST_ROOM = 10n ** 18n;
const DELEGATES_BPS = 6_000;
const THIRD_REVIEW_BPS = 3_000;

interface Case {
  readonly planned: Planned;
  readonly id: bigint;
  readonly submittedAt: number;
}

interface Curator {
  readonly agent: Agent;
  readonly since: number;
}

/** The recognition of one organisation's contributions. */
export class Recognition {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #steps: { readonly recognise: string; readonly join: string };
  readonly #curators: Curator[];
  #waiting: readonly Planned[];
  #submitted: Case[] = [];
  #reviewed: Case[] = [];
  #accepted: Case[] = [];
  readonly #members = new Set<string>();
  /** What someone earned since it was last asked for, by account. */
  readonly earned = new Map<string, bigint>();
  /** When the first token was issued; 0 before. */
  firstSettledAt = 0;
  firstDecidedAt = 0;
  rejected = 0;

  constructor({
    world,
    organisation,
    plan,
    random,
    curators,
    steps,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly plan: Plan;
    readonly random: Random;
    readonly curators: readonly Agent[];
    /** The steps of the flow in which contributions are recognised, and in which people become stakeholders. */
    readonly steps: { readonly recognise: string; readonly join: string };
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#steps = steps;
    this.#curators = curators.map((agent) => ({ agent, since: world.chain.now }));
    this.#waiting = plan.planned;
  }

  /** How many people received tokens for contributions. */
  get members(): number {
    return this.#members.size;
  }

  /** Whether something is planned, under review, or waits for the budget. */
  get busy(): boolean {
    const queues = [this.#waiting, this.#submitted, this.#reviewed, this.#accepted];
    return queues.some((queue) => queue.length > 0);
  }

  /** The owner named a curator, just now. */
  addCurator(agent: Agent): void {
    this.#curators.push({ agent, since: this.#world.chain.now });
  }

  /** Someone submitted a contribution on another way, just now: it is reviewed and settled as all others are. */
  adopt({
    id,
    submitter,
    work,
  }: {
    readonly id: bigint;
    readonly submitter: Agent;
    readonly work: Work;
  }): void {
    const { now } = this.#world.chain;
    const planned = { day: 0, submitter, work, doubtful: false };
    this.#submitted.push({ planned, id, submittedAt: now });
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    await this.#review();
    await this.#decide();
    await this.#submit(day);
    await this.#settle();
  }

  async #submit(day: number): Promise<void> {
    const due = this.#waiting.filter((planned) => planned.day <= day);
    this.#waiting = this.#waiting.slice(due.length);
    for (const planned of due) {
      const { kind, reward, shares, contentHash, uri } = planned.work;
      const args = [KIND_NUMBERS[kind], reward, shares, contentHash, uri];
      const events = await this.#act(planned.submitter, "submit", args);
      const submitted = events.find(({ name }) => name === "ContributionSubmitted");
      if (submitted === undefined) throw new Error(`the submission of ${uri} left no event`);
      this.#submitted.push({ planned, id: amountOf(submitted, "id"), submittedAt: this.#world.chain.now });
    }
  }

  async #review(): Promise<void> {
    const due = this.#submitted;
    this.#submitted = [];
    for (const item of due) {
      const involved = new Set(item.planned.work.shares.map(({ account }) => account));
      const eligible = this.#curators.filter(
        ({ agent, since }) => since < item.submittedAt && !involved.has(agent.address),
      );
      const count = QUORUM + (this.#random.chance(THIRD_REVIEW_BPS) ? 1 : 0);
      for (const { agent } of this.#random.shuffle(eligible).slice(0, count)) {
        const approve = !item.planned.doubtful;
        const note = approve ? "seen and checked" : "counted before";
        await this.#act(agent, "review", [item.id, approve, note]);
      }
      this.#reviewed.push(item);
    }
  }

  async #decide(): Promise<void> {
    const { chain } = this.#world;
    const due = this.#reviewed.filter(({ submittedAt }) => chain.now >= submittedAt + REVIEW_WINDOW);
    this.#reviewed = this.#reviewed.slice(due.length);
    for (const item of due) {
      await this.#act(item.planned.submitter, "decide", [item.id]);
      this.firstDecidedAt ||= chain.now;
      if (this.#organisation.books.contributions.get(item.id)?.status === "accepted")
        this.#accepted.push(item);
      else this.rejected++;
    }
  }

  async #settle(): Promise<void> {
    if (this.#accepted.length === 0) return;
    const { chain } = this.#world;
    // The window is that of the next block's time.
    await chain.mine();
    let room = await this.#world.sampleBudget(this.#organisation);
    while (room >= LEAST_ROOM) {
      const [item] = this.#accepted;
      if (item === undefined) break;
      const { shares } = item.planned.work;
      const events = await this.#act(item.planned.submitter, "settle", [item.id, shares]);
      this.firstSettledAt ||= chain.now;
      let minted = 0n;
      for (const event of events) {
        if (event.name !== "Issued") continue;
        const [account, amount] = [event.args.getValue("to") as string, amountOf(event, "amount")];
        this.earned.set(account, (this.earned.get(account) ?? 0n) + amount);
        minted += amount;
        await this.#welcome(account);
      }
      room -= minted;
      if (this.#organisation.books.contributions.get(item.id)?.status !== "settled") break;
      this.#accepted.shift();
    }
    await this.#world.sampleBudget(this.#organisation);
  }

  /** Who holds tokens for the first time may give themselves the votes that come with them. */
  async #welcome(account: string): Promise<void> {
    if (this.#members.has(account)) return;
    const agent = this.#world.cast.byAddress(account);
    // A contract that has a share is no one.
    if (agent === undefined) return;
    this.#members.add(account);
    if (!this.#random.chance(DELEGATES_BPS)) return;
    await this.#world.act(this.#steps.join, agent, this.#organisation.call("token", "delegate", [account]));
  }

  #act(agent: Agent, name: string, args: readonly unknown[]): ReturnType<World["act"]> {
    return this.#world.act(this.#steps.recognise, agent, this.#organisation.call("registry", name, args));
  }
}
