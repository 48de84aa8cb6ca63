/** Recognition as it goes on day by day: submit, review, decide; and after each window of issuance everyone is paid. */
import type { Agent } from "../world/agents.ts";
import { amountOf, textOf } from "../world/events.ts";
import { DAY } from "../world/chain.ts";
import type { Work } from "./history.ts";
import type { Plan, Planned } from "./plan.ts";
import type { Random } from "../world/random.ts";
import type { Staking } from "./staking.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

/** Contract values of the three kinds. */
const KIND_NUMBERS = { production: 0, use: 1, maintenance: 2 } as const;

export const REVIEW_WINDOW = 3 * DAY;
export const QUORUM = 2;
const THIRD_REVIEW_BPS = 3_000;
/** How often one of a contribution's reviewers is a curator by stake, when there is one. */
const BY_STAKE_BPS = 3_500;
/** Days between the times at which curators collect what they earned by reviewing. */
const COLLECTING_DAYS = 60;

interface Case {
  readonly planned: Planned;
  readonly id: bigint;
  readonly submittedAt: number;
  /** Whether backers of a proposal, who may not approve it, are behind it. */
  readonly backed: boolean;
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
  readonly #staking: Staking;
  readonly #step: string;
  readonly #curators: Curator[];
  readonly #curationStake: bigint;
  #windowEnd = 0;
  #batchesSeen = 0;
  #waiting: readonly Planned[];
  #submitted: Case[] = [];
  #reviewed: Case[] = [];
  #accepted: Case[] = [];
  readonly #members = new Set<string>();
  /** Contributions that each curator reviewed and was not paid for yet. */
  readonly #reviewedBy = new Map<Agent, Set<bigint>>();
  /** What someone earned since it was last asked for, by account. */
  readonly earned = new Map<string, bigint>();
  /** When the first token was paid; 0 before. */
  firstPaidAt = 0;
  firstDecidedAt = 0;
  rejected = 0;
  /** Reviews by curators who are it by their stake, and who they were. */
  reviewsByStake = 0;
  readonly curatorsByStake = new Set<string>();

  constructor({
    world,
    organisation,
    plan,
    random,
    staking,
    curators,
    curationStake,
    step,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly plan: Plan;
    readonly random: Random;
    /** Is told who has tokens for the first time. */
    readonly staking: Staking;
    readonly curators: readonly Agent[];
    /** Token wei that make a curator. */
    readonly curationStake: bigint;
    /** The step of the flow in which contributions are recognised. */
    readonly step: string;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#staking = staking;
    this.#step = step;
    this.#curators = curators.map((agent) => ({ agent, since: world.chain.now }));
    this.#curationStake = curationStake;
    this.#waiting = plan.planned;
  }

  /** How many people received tokens for contributions. */
  get members(): number {
    return this.#members.size;
  }

  /** The owner named a curator, just now. */
  addCurator(agent: Agent): void {
    this.#curators.push({ agent, since: this.#world.chain.now });
  }

  /** Someone delivered a proposal, just now: it is reviewed and paid as all other contributions are. */
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
    this.#submitted.push({ planned, id, submittedAt: now, backed: true });
  }

  /** Someone got tokens for what they did, and may want a voice. */
  async earn(account: string, amount: bigint): Promise<void> {
    this.earned.set(account, (this.earned.get(account) ?? 0n) + amount);
    const agent = this.#world.cast.byAddress(account);
    // A contract that has a share is no one.
    if (agent !== undefined) await this.#staking.welcome(agent);
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    await this.#settleBatch();
    await this.#pay();
    await this.#review();
    await this.#decide();
    await this.#submit(day);
    if (day % COLLECTING_DAYS === 0) await this.#collect();
  }

  /** What is left to be paid in the end: what batches paid, and what reviewers did not collect. */
  async finish(): Promise<void> {
    await this.#pay();
    await this.#collect();
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
      const id = amountOf(submitted, "id");
      this.#submitted.push({ planned, id, submittedAt: this.#world.chain.now, backed: false });
    }
  }

  async #review(): Promise<void> {
    const due = this.#submitted;
    this.#submitted = [];
    for (const item of due) {
      const involved = new Set(item.planned.work.shares.map(({ account }) => account));
      involved.add(item.planned.submitter.address);
      const eligible = this.#curators
        .filter(({ agent, since }) => since < item.submittedAt && !involved.has(agent.address))
        .map(({ agent }) => agent);
      const count = QUORUM + (this.#random.chance(THIRD_REVIEW_BPS) ? 1 : 0);
      const reviewers = this.#random.shuffle(eligible).slice(0, count);
      const byStake = await this.#curatorByStake(item, involved);
      if (byStake !== undefined) reviewers.splice(0, reviewers.length >= QUORUM ? 1 : 0, byStake);
      for (const agent of reviewers) {
        const approve = !item.planned.doubtful;
        const note = approve ? "seen and checked" : "counted before";
        await this.#act(agent, "review", [item.id, approve, note]);
        this.#reviewedBy.set(agent, (this.#reviewedBy.get(agent) ?? new Set()).add(item.id));
      }
      this.#reviewed.push(item);
    }
  }

  /** Sometimes one of those whose stake makes them curators reviews, who has no part in the work. */
  async #curatorByStake(
    { submittedAt, backed }: Case,
    involved: ReadonlySet<string>,
  ): Promise<Agent | undefined> {
    if (backed || !this.#random.chance(BY_STAKE_BPS)) return undefined;
    const { stakes } = this.#organisation.books;
    const named = new Set(this.#curators.map(({ agent }) => agent));
    const candidates = this.#world.cast.all.filter(
      (agent) =>
        stakes.stakeOf(agent.address) >= this.#curationStake &&
        !named.has(agent) &&
        !involved.has(agent.address),
    );
    if (candidates.length === 0) return undefined;
    const agent = this.#random.pick(candidates);
    // Who staked after the submission may not review it.
    const asked = this.#organisation.call("registry", "isCurator", [agent.address, submittedAt]);
    const call = { ...asked, field: "eligible" };
    if ((await this.#world.chain.readAmounts([call]))[0] === 0n) return undefined;
    this.reviewsByStake++;
    this.curatorsByStake.add(agent.address);
    return agent;
  }

  async #decide(): Promise<void> {
    const { chain } = this.#world;
    const { contributions } = this.#organisation.books;
    const isDue = ({ id, submittedAt }: Case): boolean => {
      const decidedFrom = contributions.get(id)?.decidedFrom ?? 0;
      return chain.now >= (decidedFrom === 0 ? submittedAt + REVIEW_WINDOW : decidedFrom);
    };
    const due = this.#reviewed.filter(isDue);
    this.#reviewed = this.#reviewed.filter((item) => !due.includes(item));
    for (const item of due) {
      await this.#act(item.planned.submitter, "decide", [item.id]);
      this.firstDecidedAt ||= chain.now;
      if (contributions.get(item.id)?.status === "accepted") this.#accepted.push(item);
      else this.rejected++;
    }
  }

  /** Once a window of issuance is over, anyone has its batch paid; not while a presale may still be released. */
  async #settleBatch(): Promise<void> {
    const { chain, cast } = this.#world;
    const { books } = this.#organisation;
    if (chain.now >= this.#windowEnd) {
      await chain.mine();
      const call = { ...this.#organisation.call("issuance", "runningBatch"), field: "number" };
      if ((await chain.readAmounts([call]))[0] > books.issuance.running) {
        const settle = this.#organisation.call("issuance", "settle");
        await this.#world.act(this.#step, this.#random.pick(cast.of("reader")), settle);
      }
    }
    const { end } = await this.#world.sampleBatch(this.#organisation);
    this.#windowEnd = end;
  }

  /** Everyone's part of what batches have paid since. */
  async #pay(): Promise<void> {
    const { books } = this.#organisation;
    const { length } = books.issuance.batches;
    if (length === this.#batchesSeen) return;
    this.#batchesSeen = length;
    for (const item of this.#accepted) {
      const record = books.contributions.get(item.id);
      if (record === undefined) throw new Error(`the books have no contribution ${item.id}`);
      const award = books.issuance.awards.get(record.award);
      if (award === undefined || books.issuance.paidOf(record.award) === award.taken) continue;
      const { shares } = item.planned.work;
      const events = await this.#act(item.planned.submitter, "settle", [item.id, shares]);
      this.firstPaidAt ||= this.#world.chain.now;
      for (const event of events) {
        if (event.name !== "ContributionPaid") continue;
        await this.#reward(textOf(event, "producer"), amountOf(event, "amount"));
      }
    }
    this.#accepted = this.#accepted.filter(({ id }) => {
      const record = books.contributions.get(id);
      return record !== undefined && !books.issuance.isFinal(record.award);
    });
  }

  /** Curators collect what is due for their reviews. */
  async #collect(): Promise<void> {
    const { books } = this.#organisation;
    for (const [agent, ids] of this.#reviewedBy) {
      const over = [...ids].filter((id) => {
        const record = books.contributions.get(id);
        if (record === undefined || record.status !== "accepted") return record?.status === "rejected";
        return books.issuance.isFinal(record.award);
      });
      if (over.length === 0) continue;
      for (const id of over) ids.delete(id);
      const due = await this.#world.chain.readAmounts(
        over.map((id) => this.#organisation.call("registry", "reviewRewardOf", [id, agent.address])),
      );
      if (due.every((amount) => amount === 0n)) continue;
      const events = await this.#act(agent, "collectReviewRewards", [agent.address, over]);
      for (const event of events) {
        if (event.name === "ReviewRewardPaid") await this.#reward(agent.address, amountOf(event, "amount"));
      }
    }
  }

  async #reward(account: string, amount: bigint): Promise<void> {
    if (this.#world.cast.byAddress(account) !== undefined) this.#members.add(account);
    await this.earn(account, amount);
  }

  #act(agent: Agent, name: string, args: readonly unknown[]): ReturnType<World["act"]> {
    return this.#world.act(this.#step, agent, this.#organisation.call("registry", name, args));
  }
}
