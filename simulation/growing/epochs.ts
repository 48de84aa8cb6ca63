/** Recognition of thousands at once: ledgers of use, proposed, challenged, paid by batches in proportion, claimed. */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildEpoch, LEDGER } from "../../ledger/builder/build.ts";
import { readEpochConfig } from "../../ledger/builder/config.ts";
import { withDrafts } from "../../ledger/drafts.ts";
import { formulaOf } from "../../ledger/builder/format.ts";
import { compareWith, type Facts } from "../../ledger/builder/summary.ts";
import { checkLedger, treeOf } from "../../ledger/verifier/verify.ts";
import type { Leaf, MerkleTree } from "../../sdk/src/ledger.ts";
import type { Agent } from "../world/agents.ts";
import { amountOf, textOf } from "../world/events.ts";
import { CallReverted } from "../world/chain.ts";
import { ConservationBroken } from "../world/conservation.ts";
import type { RealWork } from "../people/history.ts";
import type { Plan } from "../people/plan.ts";
import type { Random } from "../world/random.ts";
import { REVIEW_WINDOW, type Recognition } from "../people/recognition.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";
import { QUARTERS, writeUse, type Quarter } from "./use.ts";

/** The step of the flow in which contributions are recognised. */
const STEP = "2";
/** Days after a quarter in which its ledger is made. */
const DAYS_TO_COUNT = 3;
/** Producers who claim, those with the largest awards. */
const CLAIMING_PRODUCERS = 12;
/** Those who claim at once; the others claim together with the next epoch. */
const PROMPT_BPS = 5_000;
const LATEST_CLAIM_DAYS = 25;
/** Binary places of the part that is paid of an epoch. */
const RATIO_BITS = 159n;

/** An epoch on chain, its ledger, and what became of it. Times are seconds, 0 for what did not happen. */
export interface OnChainEpoch {
  readonly quarter: Quarter;
  readonly id: bigint;
  /** Computed from the ledger alone, as anyone can. */
  readonly facts: Facts;
  /** The ledger's name beside the report, and its text. */
  readonly file: string;
  readonly content: Uint8Array;
  readonly proposedAt: number;
  activatedAt: number;
  openedAt: number;
}

/** A ledger as its readers have it: checked, and with its tree. */
interface Ledger {
  readonly facts: Facts;
  readonly content: Uint8Array;
  readonly leaves: readonly Leaf[];
  readonly tree: MerkleTree;
}

interface Award {
  readonly epoch: OnChainEpoch;
  readonly leaf: Leaf;
  readonly proof: readonly string[];
}

/** What someone is going to claim. */
interface Claimant {
  readonly agent: Agent;
  awards: Award[];
  /** Days since the start; all that is open by then is claimed at once. */
  due: number;
}

/** The epochs of one organisation. */
export class Epochs {
  readonly #world: World;
  readonly #organisation: Organisation;
  readonly #random: Random;
  readonly #plan: Plan;
  readonly #real: RealWork;
  readonly #award: bigint;
  readonly #recognition: Recognition;
  readonly #ledgers = new Map<bigint, Ledger>();
  readonly #claimants = new Map<string, Claimant>();
  readonly all: OnChainEpoch[] = [];
  /** How many accounts claimed from several epochs in one call. */
  claimedTogether = 0;

  constructor({
    world,
    organisation,
    random,
    plan,
    real,
    award,
    recognition,
  }: {
    readonly world: World;
    readonly organisation: Organisation;
    readonly random: Random;
    readonly plan: Plan;
    readonly real: RealWork;
    /** Token wei that each epoch awards. */
    readonly award: bigint;
    /** Is told what people earn. */
    readonly recognition: Recognition;
  }) {
    this.#world = world;
    this.#organisation = organisation;
    this.#random = random;
    this.#plan = plan;
    this.#real = real;
    this.#award = award;
    this.#recognition = recognition;
  }

  /** All accounts of all ledgers, those of several more than once. */
  accounts(): string[] {
    return [...this.#ledgers.values()].flatMap(({ leaves }) => leaves.map(({ account }) => account));
  }

  /** All that is to be done on a day. */
  async day(day: number): Promise<void> {
    for (const quarter of QUARTERS) {
      if (day === quarter.toDay + DAYS_TO_COUNT) await this.#propose(quarter);
    }
    for (const epoch of this.all) {
      if (epoch.activatedAt === 0) await this.#activate(epoch);
      if (epoch.activatedAt !== 0 && epoch.openedAt === 0) await this.#open(epoch, day);
    }
    for (const claimant of this.#claimants.values()) {
      if (claimant.due <= day && claimant.awards.length > 0) await this.#claim(claimant);
    }
  }

  /** A curator builds a quarter's ledger and proposes it; from the chain and the ledger alone anyone can check it. */
  async #propose(quarter: Quarter): Promise<void> {
    const { chain, cast } = this.#world;
    const ledger = await this.#build(quarter);
    const { root, total, count, contentHash, formula, name } = ledger.facts;
    const file = `ledger-${name}.jsonl`;
    const [curator] = cast.of("curator");
    if (curator === undefined) throw new Error("there is no curator to propose an epoch");
    const args = [root, total, count, contentHash, file, formula];
    const events = await this.#act(curator, "propose", args);
    const proposed = events.find((event) => event.name === "EpochProposed");
    if (proposed === undefined) throw new Error(`the proposal of ${name} left no event`);
    const said = {
      ...{ root: textOf(proposed, "root"), total: amountOf(proposed, "total") },
      ...{ count: Number(amountOf(proposed, "count")), contentHash: textOf(proposed, "contentHash") },
      formula: textOf(proposed, "formula"),
    };
    compareWith({ computed: ledger.facts, expected: said, where: "the chain" });
    const id = amountOf(proposed, "epoch");
    this.#ledgers.set(id, ledger);
    const times = { proposedAt: chain.now, activatedAt: 0, openedAt: 0 };
    this.all.push({ quarter, id, facts: ledger.facts, file, content: ledger.content, ...times });
  }

  /** Builds a ledger with the ledger tool, and checks what came of it row by row. */
  async #build(quarter: Quarter): Promise<Ledger> {
    const folder = await mkdtemp(join(tmpdir(), "cdpo-epoch-"));
    return withDrafts([folder], async () => {
      const before = this.all.at(-1);
      const previous = before === undefined ? undefined : join(folder, before.file);
      if (before !== undefined && previous !== undefined) await writeFile(previous, before.content);
      const config = await writeUse({
        ...{ folder: join(folder, "use"), quarter, random: this.#random.fork(quarter.name) },
        ...{ plan: this.#plan, real: this.#real, total: this.#award, previous },
      });
      const place = join(folder, "epoch");
      const { summary } = await buildEpoch({ config: await readEpochConfig(config), folder: place });
      const file = join(place, LEDGER);
      const checked = await checkLedger({ file });
      const { header, leaves, contentHash, cid } = checked;
      const tree = treeOf(checked);
      const facts: Facts = {
        ...{ name: header.name, root: tree.root, total: header.total, count: leaves.length },
        ...{ contentHash, cid, formula: formulaOf(header), rows: header.rows },
      };
      compareWith({ computed: facts, expected: summary, where: "the builder" });
      return { facts, leaves, tree, content: await readFile(file) };
    });
  }

  async #activate(epoch: OnChainEpoch): Promise<void> {
    const { chain, cast } = this.#world;
    if (chain.now < epoch.proposedAt + REVIEW_WINDOW) return;
    await this.#act(this.#random.pick(cast.of("reader")), "activate", [epoch.id]);
    epoch.activatedAt = chain.now;
  }

  /** Anyone opens claims, once all that batches pay for it is paid. */
  async #open(epoch: OnChainEpoch, day: number): Promise<void> {
    const { chain, cast } = this.#world;
    const { epochs, issuance } = this.#organisation.books;
    const award = epochs.get(epoch.id)?.award;
    if (award === undefined || !issuance.isFinal(award)) return;
    await this.#act(this.#random.pick(cast.of("reader")), "open", [epoch.id]);
    epoch.openedAt = chain.now;
    this.#expect(epoch, day);
  }

  /** Visitors of the cast and the producers with the largest awards will claim. */
  #expect(epoch: OnChainEpoch, day: number): void {
    const { cast } = this.#world;
    const ledger = this.#ledgers.get(epoch.id);
    if (ledger === undefined) throw new Error(`epoch ${epoch.id} has no ledger`);
    const found = ledger.leaves.flatMap((leaf, at) => {
      const agent = cast.byAddress(leaf.account);
      return agent === undefined ? [] : [{ agent, leaf, at }];
    });
    const producers = found
      .filter(({ agent }) => agent.role === "producer")
      .sort((a, b) => (a.leaf.amount === b.leaf.amount ? 0 : a.leaf.amount > b.leaf.amount ? -1 : 1));
    const visitors = found.filter(({ agent }) => agent.role === "visitor");
    const last = epoch.quarter === QUARTERS.at(-1);
    for (const { agent, leaf, at } of [...visitors, ...producers.slice(0, CLAIMING_PRODUCERS)]) {
      const award: Award = { epoch, leaf, proof: ledger.tree.proofOf(at) };
      const claimant = this.#claimants.get(agent.address) ?? { agent, awards: [], due: Infinity };
      claimant.awards.push(award);
      if (last || this.#random.chance(PROMPT_BPS)) {
        claimant.due = day + this.#random.int(1, LATEST_CLAIM_DAYS);
      }
      this.#claimants.set(agent.address, claimant);
    }
  }

  /** Claims all that is open for someone, and compares what arrived with their part of what was paid, to the wei. */
  async #claim(claimant: Claimant): Promise<void> {
    const { agent, awards } = claimant;
    claimant.awards = [];
    claimant.due = Infinity;
    const balance = this.#organisation.call("token", "balanceOf", [agent.address]);
    const before = await this.#world.chain.readAmount(balance);
    const claims = awards.map(({ epoch, leaf: { index, amount }, proof }) => ({
      ...{ epoch: epoch.id, index, amount, proof },
    }));
    const [first] = claims;
    if (first === undefined) return;
    const together = claims.length > 1;
    const single = [first.epoch, first.index, agent.address, first.amount, first.proof];
    const [name, args] = together
      ? (["claimMany", [agent.address, claims]] as const)
      : (["claim", single] as const);
    await this.#act(agent, name, args);
    if (together) this.claimedTogether++;
    const due = awards.reduce((sum, { epoch, leaf }) => sum + this.#partOf(epoch, leaf), 0n);
    const received = (await this.#world.chain.readAmount(balance)) - before;
    if (received !== due) {
      throw new ConservationBroken(
        `${agent.label} received ${received} token wei from epochs instead of ${due}`,
      );
    }
    await this.#refusedAgain(agent, name, args);
    await this.#recognition.earn(agent.address, received);
  }

  /** A leaf's part of what was paid for its epoch, as the ratio of the two is kept on chain. */
  #partOf({ id, facts }: OnChainEpoch, { amount }: Leaf): bigint {
    const paid = this.#organisation.books.epochs.get(id)?.paid ?? 0n;
    return (amount * ((paid << RATIO_BITS) / facts.total)) >> RATIO_BITS;
  }

  async #refusedAgain(agent: Agent, name: string, args: readonly unknown[]): Promise<void> {
    const again = await this.#world.chain.read(this.#organisation.call("epochs", name, args)).then(
      () => "it was paid",
      (error: unknown) => {
        if (error instanceof CallReverted) return error.message;
        throw error;
      },
    );
    if (!again.includes("AlreadyClaimed")) {
      throw new ConservationBroken(`${agent.label} could have claimed twice: ${again}`);
    }
  }

  #act(agent: Agent, name: string, args: readonly unknown[]): ReturnType<World["act"]> {
    return this.#world.act(STEP, agent, this.#organisation.call("epochs", name, args));
  }
}
