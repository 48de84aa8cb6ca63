/** A simulated world: the chain, who acts on it, the organisations, and the record of all that happened. */
import { MaxUint256, ZeroAddress } from "ethers";
import type { ICdpoFactory } from "../../typechain-types/CdpoFactory.ts";
import {
  committedCode,
  deploySuite,
  IMPLEMENTATION_NAMES,
  IMPLEMENTATIONS,
  interfaceOf,
  launchCdpo,
  type CompiledName,
  type Suite,
} from "../../launch/index.ts";
import type { Agent, Cast } from "./agents.ts";
import { CallReverted, Chain, type Call, type RawLog } from "./chain.ts";
import { checkConservation } from "./conservation.ts";
import { decode, type KnownContract, type RecordedEvent } from "./events.ts";
import { Organisation, type BatchSample, type Sample } from "./organisation.ts";

/** Where the token dust goes that is minted at opening. */
const DEAD = "0x000000000000000000000000000000000000dEaD";

/** A sentence about what happened, for people. */
export interface Note {
  readonly step: string;
  readonly time: number;
  readonly text: string;
}

export class World {
  readonly chain: Chain;
  readonly cast: Cast;
  readonly events: RecordedEvent[] = [];
  readonly notes: Note[] = [];
  /** How many times the books were compared with the contracts. */
  checks = 0;
  readonly #organisations: Organisation[] = [];
  readonly #contracts = new Map<string, KnownContract>();
  readonly #labels = new Map<string, string>([
    [ZeroAddress, "nobody"],
    [DEAD, "dead address"],
  ]);
  readonly #approved = new Set<string>();
  readonly #suite: Suite;
  readonly #standingGifts: Call["contract"];
  readonly asset: Call["contract"];
  readonly assetAddress: string;
  readonly #conserves: boolean;
  #rehearsal = false;

  private constructor({
    chain,
    cast,
    suite,
    asset,
    assetAddress,
    standingGifts,
    conserves,
  }: {
    readonly chain: Chain;
    readonly cast: Cast;
    readonly suite: Suite;
    readonly asset: Call["contract"];
    readonly standingGifts: Call["contract"];
    readonly assetAddress: string;
    readonly conserves: boolean;
  }) {
    this.chain = chain;
    this.cast = cast;
    this.#suite = suite;
    this.asset = asset;
    this.assetAddress = assetAddress;
    this.#standingGifts = standingGifts;
    this.#conserves = conserves;
    for (const { address, label } of cast.all) this.#labels.set(address, label);
    this.#know(assetAddress, { organisation: "", contract: "asset", interface: asset.interface });
    this.#know(suite.addresses.factory, {
      organisation: "",
      contract: "factory",
      interface: suite.factory.interface,
    });
    this.#know(suite.addresses.periphery.standingGifts, {
      organisation: "",
      contract: "standingGifts",
      interface: standingGifts.interface,
    });
  }

  /**
   * Starts a chain and deploys the suite and a euro-like asset with 6 decimals. Unless `checks` is false, the books are
   * compared with the contracts after each action, which takes most of the time.
   */
  static async create(
    cast: Cast,
    { checks = true, ...options }: { readonly checks?: boolean; readonly sameTimes?: boolean } = {},
  ): Promise<World> {
    const chain = await Chain.create(options);
    await chain.setNextBlock();
    const suite = await deploySuite({
      ethers: chain.ethers,
      codeOf: committedCode,
      onStep: () => chain.setNextBlock(),
    });
    const assetAddress = await chain.deploy("TestAsset", ["Test euro", "tEUR", 6]);
    const asset = { interface: await interfaceOf("TestAsset") };
    const standingGifts = { interface: await interfaceOf("StandingGifts") };
    const world = new World({ chain, cast, suite, asset, assetAddress, standingGifts, conserves: checks });
    for (const name of IMPLEMENTATION_NAMES) {
      const known = await interfaceOf(IMPLEMENTATIONS[name]);
      const contract = `${name} implementation`;
      world.#know(suite.addresses.implementations[name], { organisation: "", contract, interface: known });
    }
    await chain.checkClock();
    world.#record("1", "Deployer", await chain.allLogs());
    return world;
  }

  /** Where the suite is that its organisations are launched with. */
  get suite(): Suite {
    return this.#suite;
  }

  async close(): Promise<void> {
    await this.chain.close();
  }

  /** Launches an organisation through the factory. */
  async launch(step: string, label: string, config: ICdpoFactory.LaunchConfigStruct): Promise<Organisation> {
    await this.chain.setNextBlock();
    const { ethers } = this.chain;
    const cdpo = await launchCdpo({ ethers, factory: this.#suite.factory, config });
    const organisation = new Organisation(label, cdpo);
    for (const contract of IMPLEMENTATION_NAMES) {
      const target = cdpo[contract];
      const address = cdpo.addresses[contract];
      if (target === undefined || address === undefined) continue;
      this.#know(address, { organisation: label, contract, interface: target.interface });
      this.#labels.set(address, `${contract} of ${label}`);
    }
    this.#organisations.push(organisation);
    this.#record(step, "Deployer", cdpo.receipt.logs as unknown as readonly RawLog[]);
    await this.sample(organisation);
    return organisation;
  }

  /** Someone does something: it is sent, recorded, and the books of all organisations are checked. */
  async act(step: string, agent: Agent, call: Call): Promise<readonly RecordedEvent[]> {
    const logs = await this.chain.send(agent.address, call);
    const events = this.#record(step, agent.label, logs);
    if (this.#rehearsal || !this.#conserves) return events;
    const touched = new Set(events.map(({ organisation }) => organisation));
    for (const organisation of this.#organisations) {
      if (!touched.has(organisation.label)) continue;
      await checkConservation(this, organisation);
      this.checks++;
    }
    return events;
  }

  /** Gives an agent test money. */
  async fund(step: string, agent: Agent, amount: bigint): Promise<void> {
    await this.act(step, agent, this.assetCall("mint", [agent.address, amount]));
  }

  /** Lets a contract take the agent's money, or tokens of an organisation; once for ever, as wallets do. */
  async approve(step: string, agent: Agent, spender: string, tokensOf?: Organisation): Promise<void> {
    const args = [spender, MaxUint256];
    const call = tokensOf?.call("token", "approve", args) ?? this.assetCall("approve", args);
    const key = `${agent.address}${spender}${call.address}`;
    if (this.#approved.has(key)) return;
    this.#approved.add(key);
    await this.act(step, agent, call);
  }

  /** Whether a call would be refused now by an error of this name; throws when it is for another reason. */
  async refuses(call: Call, error: string, from?: Agent): Promise<boolean> {
    try {
      await this.chain.read(call, from?.address);
      return false;
    } catch (thrown) {
      if (thrown instanceof CallReverted && thrown.message.includes(error)) return true;
      throw thrown;
    }
  }

  /** Deploys a contract that serves all organisations, and is none of the suite's. */
  async deploy(name: CompiledName): Promise<Pick<Call, "contract" | "address">> {
    await this.chain.setNextBlock();
    const address = await this.chain.deploy(name);
    const contract = { interface: await interfaceOf(name) };
    this.#know(address, { organisation: "", contract: name, ...contract });
    return { contract, address };
  }

  /** A call of the standing gifts that all organisations share. */
  standingCall(name: string, args: readonly unknown[]): Call {
    const address = this.#suite.addresses.periphery.standingGifts;
    return { contract: this.#standingGifts, address, name, args };
  }

  assetCall(name: string, args: readonly unknown[]): Call {
    return { contract: this.asset, address: this.assetAddress, name, args };
  }

  async moneyOf(address: string): Promise<bigint> {
    return this.chain.readAmount(this.assetCall("balanceOf", [address]));
  }

  /** Keeps the state of an organisation for the charts. */
  async sample(organisation: Organisation): Promise<Sample> {
    const { books, samples } = organisation;
    const [price, backing] = await this.chain.readAmounts([
      organisation.call("reserve", "spotPrice"),
      organisation.call("reserve", "backing"),
    ]);
    const { reserve, supply, burned, raised, heldByPresale: held } = books;
    const { paidByBuyers: paidIn, paidToSellers: paidOut } = books;
    const sample = {
      ...{ time: this.chain.now, price, backing, reserve, supply, burned, raised, held, paidIn, paidOut },
      ...{ minted: { ...books.minted }, given: { ...books.gifts.given }, staked: books.stakes.total },
    };
    if (samples.at(-1)?.time === sample.time) samples.pop();
    samples.push(sample);
    return sample;
  }

  /** Keeps what the running batch could pay for the charts. */
  async sampleBatch(organisation: Organisation): Promise<BatchSample> {
    const call = organisation.call("issuance", "runningBatch");
    const [number, end, missing, room] = await this.chain.readAmounts([
      { ...call, field: "number" },
      { ...call, field: "end" },
      { ...call, field: "missing" },
      { ...call, field: "room" },
    ]);
    const sample = { room, missing, end: Number(end) };
    organisation.batches.set(number, sample);
    return sample;
  }

  /** Tries something out without a trace in the record, the books or the chain. */
  async rehearse<T>(attempt: () => Promise<T>): Promise<T> {
    this.#rehearsal = true;
    const approved = [...this.#approved];
    try {
      return await this.chain.onSnapshot(attempt);
    } finally {
      this.#rehearsal = false;
      for (const key of this.#approved) if (!approved.includes(key)) this.#approved.delete(key);
    }
  }

  /** A sentence for the report. */
  note(step: string, text: string): void {
    if (!this.#rehearsal) this.notes.push({ step, time: this.chain.now, text });
  }

  labelOf(address: string): string {
    return this.#labels.get(address) ?? address;
  }

  #know(address: string, contract: KnownContract): void {
    this.#contracts.set(address.toLowerCase(), contract);
    this.#labels.set(address, contract.contract);
  }

  #record(step: string, actor: string, logs: readonly RawLog[]): readonly RecordedEvent[] {
    const events = logs.map((log) => {
      const from = this.#contracts.get(log.address.toLowerCase());
      if (from === undefined) throw new Error(`an unknown contract at ${log.address} emitted an event`);
      const labelOf = (address: string): string => this.labelOf(address);
      return decode({ log, from, labelOf, step, time: this.chain.now, actor });
    });
    if (this.#rehearsal) return events;
    this.events.push(...events);
    for (const organisation of this.#organisations) {
      organisation.books.enter(events.filter((event) => event.organisation === organisation.label));
    }
    return events;
  }
}
