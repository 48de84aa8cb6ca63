/** New work that holders back with their tokens: one proposal that is delivered, and one that nobody delivers. */
import { id as hashOf, type Result } from "ethers";
import type { Agent } from "../world/agents.ts";
import type { ProposalRecord } from "../books/backings.ts";
import { startOf, type Call } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { amountOf } from "../world/events.ts";
import type { Random } from "../world/random.ts";
import type { Recognition } from "../people/recognition.ts";
import { least, WHOLE_BPS } from "../people/terms.ts";
import { proposalTermsHash } from "../../sdk/src/calls/terms-hash.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import type { ValuePlan } from "./value-plan.ts";

/** The step of the flow in which holders fund new work. */
const STEP = "10";
const PRODUCTION = 0n;
/** What the makers get of the backing, and of what of the reward is not the backers', in bps; they sum to 10,000. */
const PARTS = [5_000n, 3_000n, 2_000n] as const;
const WORKS = ["an audio edition", "a printed atlas"] as const;
/** Of what someone has, the part that they put on it. */
const BACKING_BPS = [1_500, 4_000] as const;
const LEAST_BACKING = 10n ** 17n;
/** And of the goal, the part that one backer gives at first, at most. */
const LARGEST_BACKING_BPS = 1_200n;
const BACKERS = 12;
/** On the last days of funding, who has most gives more of it. */
const LAST_DAYS = 3;
const LARGE_BACKING_BPS = 6_000n;
/** Chances of a backer to claim or to take back on a day. */
const CLAIM_BPS = 1_200;
const TAKE_BACK_BPS = 3_500;

/** A proposal, and what its makers and backers mean to do. */
interface Proposal {
  readonly id: bigint;
  readonly termsHash: string;
  readonly work: string;
  readonly makers: readonly { readonly account: string; readonly bps: bigint }[];
  readonly backers: readonly { readonly agent: Agent; readonly day: number }[];
  readonly deadlineDay: number;
  readonly willDeliver: boolean;
}

/** The proposals of one organisation. */
export class Proposing {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #plan: ValuePlan["proposals"];
  readonly #recognition: Recognition;
  readonly #all: Proposal[] = [];

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
    /** Has what is delivered reviewed and paid, as it does other work. */
    readonly recognition: Recognition;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#plan = plan.proposals;
    this.#recognition = recognition;
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    for (const [at, work] of WORKS.entries()) {
      if (this.#plan.openDays[at] === day) await this.#open(work, day, at === 0);
    }
    for (const proposal of this.#all) {
      const record = this.#record(proposal);
      if (record.fundedAt === 0 && day < proposal.deadlineDay) await this.#back(proposal, day);
      else if (record.completedAt !== 0) await this.#claim(proposal, record);
      else if (record.deliveredAt !== 0) await this.#complete(proposal, record);
      else if (proposal.willDeliver && record.fundedAt !== 0) {
        if (day >= this.#plan.deliverDay) await this.#deliver(proposal, record);
      } else if (this.#isOver(proposal, record)) await this.#takeBack(proposal, record);
    }
  }

  async #open(work: string, day: number, willDeliver: boolean): Promise<void> {
    const { cast } = this.#world;
    const { fundingDays, deliverWithinDays, reward, goal, backersBps } = this.#plan;
    const team = this.#random.shuffle(cast.of("maker"));
    const makers = team.map(({ address }, at) => ({
      account: address,
      bps: ((PARTS[at] ?? 0n) * (WHOLE_BPS - BigInt(backersBps))) / WHOLE_BPS,
    }));
    const [proposer] = team;
    if (proposer === undefined) throw new Error("there is no maker to propose");
    const deadlineDay = day + fundingDays;
    const terms = {
      ...{ goal, reward, backersBps: BigInt(backersBps), kind: PRODUCTION, deliverers: makers },
      ...{ deadline: startOf(deadlineDay), deliverBy: startOf(deadlineDay + deliverWithinDays) },
      ...{ contentHash: hashOf(work), uri: work },
    };
    const events = await this.#act(proposer, "open", [terms]);
    const opened = events.find(({ name }) => name === "ProposalOpened");
    if (opened === undefined) throw new Error(`the proposal of ${work} left no event`);
    const backers = this.#random
      .shuffle([...cast.of("reader"), ...cast.of("holder"), ...cast.of("producer"), ...cast.of("visitor")])
      .filter(({ address }) => this.#organisation.books.balanceOf(address) >= 4n * LEAST_BACKING)
      .slice(0, BACKERS)
      .map((agent) => ({ agent, day: this.#random.int(day + 1, deadlineDay - LAST_DAYS - 1) }));
    const id = amountOf(opened, "id");
    const termsHash = proposalTermsHash(terms);
    this.#all.push({ id, termsHash, work, makers, backers, deadlineDay, willDeliver });
  }

  /** Backers put a part of what they have on it; those who have most more on the last days, when something is missing. */
  async #back(proposal: Proposal, day: number): Promise<void> {
    const { books } = this.#organisation;
    for (const backer of proposal.backers) {
      if (backer.day !== day || this.#record(proposal).fundedAt !== 0) continue;
      const part = this.#random.part(books.balanceOf(backer.agent.address), ...BACKING_BPS);
      const amount = least(part, (this.#plan.goal * LARGEST_BACKING_BPS) / WHOLE_BPS);
      if (amount >= LEAST_BACKING) await this.#put(proposal, backer.agent, amount);
    }
    if (day < proposal.deadlineDay - LAST_DAYS) return;
    const richest = proposal.backers
      .map(({ agent }) => ({ agent, balance: books.balanceOf(agent.address) }))
      .sort((a, b) => (a.balance === b.balance ? 0 : a.balance > b.balance ? -1 : 1));
    for (const { agent, balance } of richest) {
      if (this.#record(proposal).fundedAt !== 0) return;
      const amount = (balance * LARGE_BACKING_BPS) / WHOLE_BPS;
      if (amount >= LEAST_BACKING) await this.#put(proposal, agent, amount);
    }
  }

  async #put({ id, termsHash }: Proposal, agent: Agent, amount: bigint): Promise<void> {
    const spender = this.#organisation.address("proposals");
    await this.#world.approve(STEP, agent, spender, this.#organisation);
    await this.#act(agent, "back", [id, amount, termsHash]);
  }

  /** One of the makers delivers; the curators review it as any other contribution. */
  async #deliver({ id, work, makers }: Proposal, { reward }: ProposalRecord): Promise<void> {
    const { cast } = this.#world;
    const deliverer = cast.byAddress(makers[0]?.account ?? "");
    if (deliverer === undefined) throw new Error(`nobody delivers ${work}`);
    const early = this.#call("complete", [id, makers]);
    if (!(await this.#world.refuses(early, "WrongProposalState"))) {
      throw new ConservationBroken(`the backing of ${work} could have been taken without a delivery`);
    }
    const contentHash = hashOf(`${work}, delivered`);
    const events = await this.#act(deliverer, "deliver", [id, makers, contentHash, work]);
    const submitted = events.find(({ name }) => name === "ContributionSubmitted");
    if (submitted === undefined) throw new Error(`the delivery of ${work} left no event`);
    const shares = (submitted.args.getValue("shares") as Result).map((share) => {
      const [account, bps] = share as [string, bigint];
      return { account, bps: Number(bps) };
    });
    const piece = { kind: "production", reward, shares, contentHash, uri: work } as const;
    this.#recognition.adopt({ id: amountOf(submitted, "id"), submitter: deliverer, work: piece });
  }

  /** Anyone hands the backing over, once the work is accepted. */
  async #complete({ id, makers }: Proposal, { contributionId }: ProposalRecord): Promise<void> {
    const status = this.#organisation.books.contributions.get(contributionId)?.status;
    if (status !== "accepted") return;
    const before = makers.map(({ account }) => this.#organisation.books.balanceOf(account));
    await this.#act(this.#random.pick(this.#world.cast.of("reader")), "complete", [id, makers]);
    for (const [at, { account }] of makers.entries()) {
      const got = this.#organisation.books.balanceOf(account) - (before[at] ?? 0n);
      await this.#recognition.earn(account, got);
    }
  }

  /** Backers claim their part of what was issued so far; it is theirs in proportion, to the wei. */
  async #claim({ id, work }: Proposal, { goal, minted, backings, claims }: ProposalRecord): Promise<void> {
    for (const [account, backing] of backings) {
      const due = (minted * backing) / goal - (claims.get(account) ?? 0n);
      if (due === 0n || !this.#random.chance(CLAIM_BPS)) continue;
      const agent = this.#agent(account);
      const before = this.#organisation.books.balanceOf(account);
      await this.#act(agent, "claim", [id, account]);
      const got = this.#organisation.books.balanceOf(account) - before;
      if (got !== due) {
        throw new ConservationBroken(`${agent.label} claimed ${got} token wei of ${work} instead of ${due}`);
      }
    }
  }

  /** Whether the backing can only go back. */
  #isOver({ deadlineDay }: Proposal, { fundedAt, deliverBy }: ProposalRecord): boolean {
    return this.#world.chain.now >= (fundedAt === 0 ? startOf(deadlineDay) : deliverBy);
  }

  async #takeBack({ id }: Proposal, { fundedAt, backings }: ProposalRecord): Promise<void> {
    for (const [account, backing] of backings) {
      if (backing === 0n || !this.#random.chance(TAKE_BACK_BPS)) continue;
      if (fundedAt === 0) await this.#act(this.#agent(account), "withdraw", [id, backing]);
      else await this.#act(this.#agent(account), "reclaim", [id]);
    }
  }

  #agent(account: string): Agent {
    const agent = this.#world.cast.byAddress(account);
    if (agent === undefined) throw new Error(`a backer at ${account} is nobody's account`);
    return agent;
  }

  #record({ id }: Proposal): ProposalRecord {
    const record = this.#organisation.books.backings.proposals.get(id);
    if (record === undefined) throw new Error(`the books have no proposal ${id}`);
    return record;
  }

  #call(name: string, args: readonly unknown[]): Call {
    return this.#organisation.call("proposals", name, args);
  }

  #act(agent: Agent, name: string, args: readonly unknown[]): ReturnType<World["act"]> {
    return this.#world.act(STEP, agent, this.#call(name, args));
  }
}
