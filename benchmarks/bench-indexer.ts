/**
 * How long the indexer takes for 100,000 events of a mixed life, from its start until it answers all of them, and how long a
 * page waits for its answers then; on PGlite, and on PostgreSQL where DATABASE_URL names a server.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Interface } from "ethers";
import { network } from "hardhat";
import { eventsOf, SOURCES, whyLeftOut } from "../indexer/src/sources.ts";
import { deploySuite, type SuiteAddresses } from "../launch/index.ts";
import { emptyAddressBook, writeAddressBook, type AddressBook } from "../scripts/lib/address-book.ts";
import { createProgress, fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import type { Connection } from "../test/lib/fixtures.ts";
import { installIndexer, startIndexer, type RunningIndexer } from "../test/lib/indexer.ts";
import { request, startHardhatNode } from "../test/lib/nodes.ts";
import { servePage } from "../app/test/lib/stage.ts";
import { Crowd } from "./indexer/crowd.ts";
import { Life, personOf } from "./indexer/life.ts";
import { QUESTIONS, type Subject } from "./indexer/questions.ts";
import { openOften } from "./lib/opening.ts";
import { formatMarkdownTable, formatNumber, writeReport } from "./lib/report.ts";

const EVENTS = Number(process.env["BENCH_EVENTS"] ?? 100_000);
const ORGANISATIONS = 4;
const PEOPLE = 40;
const PER_BLOCK = 100;
const CHAIN_ID = 31_337;
/** Times that each question is asked; the median counts. */
const ROUNDS = 5;

const hex = (value: number): string => `0x${value.toString(16)}`;

/** Counts the events that the indexer keeps, from what the node has of the contracts. */
class Counter {
  readonly kinds = new Map<string, number>();
  total = 0;
  #next = 0;
  readonly #url: string;
  readonly #names = new Map<string, ReadonlyMap<string, string>>();

  constructor(url: string) {
    this.#url = url;
  }

  watch(source: keyof typeof SOURCES, address: string): void {
    const abi = new Interface(SOURCES[source]);
    const kept = eventsOf(source).filter((name) => whyLeftOut(source, name) === undefined);
    const topics = kept.map((name) => [abi.getEvent(name)?.topicHash ?? "", `${source}:${name}`] as const);
    this.#names.set(address.toLowerCase(), new Map(topics));
  }

  /** Counts those of the blocks since the last time; answers the last block. */
  async count(): Promise<number> {
    const last = Number(await request(this.#url, "eth_blockNumber", []));
    for (; this.#next <= last; this.#next += 100) {
      const toBlock = hex(Math.min(this.#next + 99, last));
      const range = { address: [...this.#names.keys()], fromBlock: hex(this.#next), toBlock };
      const logs = (await request(this.#url, "eth_getLogs", [range])) as readonly {
        readonly address: string;
        readonly topics: readonly string[];
      }[];
      for (const { address, topics } of logs) {
        const name = this.#names.get(address.toLowerCase())?.get(topics[0] ?? "");
        if (name === undefined) continue;
        this.kinds.set(name, (this.kinds.get(name) ?? 0) + 1);
        this.total += 1;
      }
    }
    this.#next = last + 1;
    return last;
  }
}

/** Lives on a node until there are enough events. */
async function live(url: string): Promise<{
  readonly suite: SuiteAddresses;
  readonly counter: Counter;
  readonly crowd: Crowd;
  readonly blocks: number;
  readonly days: number;
}> {
  const progress = createProgress();
  const connection = await network.create({ network: "localhost", override: { url } });
  const own: Connection = { ...connection, oneDirectory: true };
  const counter = new Counter(url);
  const crowd = new Crowd(url, { perBlock: PER_BLOCK });
  const people = Array.from({ length: PEOPLE }, (_, at) => personOf(at));
  const lives: Life[] = [];
  for (let made = 0; made < ORGANISATIONS; ++made) {
    await request(url, "evm_setAutomine", [true]);
    const life = await Life.begin(own, crowd, people);
    for (const [name, address] of life.contracts) counter.watch(name, address);
    lives.push(life);
  }
  const { addresses: suite } = await deploySuite({ ethers: connection.ethers });
  counter.watch("factory", suite.factory);
  let blocks = await counter.count();
  let day = 0;
  for (; counter.total < EVENTS; ++day) {
    for (const life of lives) await life.live(day);
    blocks = await counter.count();
    progress.update(`Day ${day + 1}: ${formatNumber(counter.total)} events`);
  }
  progress.done();
  await connection.close();
  return { suite, counter, crowd, blocks, days: day };
}

/** The median time of a question (ms). */
async function timeOf(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; ++round) {
    const begun = performance.now();
    await ask();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

/** The processor time of a process's children, in all of their threads (seconds); Linux only. */
function processorTimeOf(parent: number | undefined): number {
  const pids = execFileSync("ps", ["-o", "cputimes=", "--ppid", String(parent)], { encoding: "utf8" });
  return pids.split("\n").reduce((sum, line) => sum + Number(line), 0);
}

interface Measured {
  readonly database: string;
  readonly seconds: number;
  /** Of the indexer, with the database where it is embedded. */
  readonly processor: number;
  readonly answers: ReadonlyMap<string, number>;
}

/** What is measured: a node, the folder and the book of deployments on it, and how many events it has. */
interface Place {
  readonly url: string;
  readonly deployments: string;
  readonly book: AddressBook;
  readonly total: number;
}

/** What somebody waits for who opens the page of an organisation for the first time (ms). */
async function openPages({
  url,
  book,
  of: { organisation },
  indexer,
}: Place & { readonly of: Subject; readonly indexer: string }): Promise<[string, number][]> {
  const page = await servePage(() => ({ rpc: url, indexer, book }));
  try {
    const times: [string, number][] = [];
    for (const [name, path] of [
      ["the page of an organisation", ""],
      ["the page of its market", "/market"],
      ["the page of its activity", "/activity"],
    ] as const) {
      const at = `${page.url}/#/o/${organisation}${path}`;
      const { first, whole } = await openOften({ browser: page.browser, url: at, rounds: ROUNDS });
      times.push([`${name}: first content`, first], [`${name}: all of it`, whole]);
    }
    return times;
  } finally {
    await page.close();
  }
}

async function measure(database: string, own: Place): Promise<Measured> {
  const { url, deployments, total } = own;
  const data = mkdtempSync(join(tmpdir(), "indexer-"));
  const begun = performance.now();
  const indexer = await startIndexer({ rpcUrl: url, deployments, data });
  try {
    await indexer.reaches(url);
    const seconds = (performance.now() - begun) / 1_000;
    const processor = processorTimeOf(indexer.pid);
    const { events } = (await indexer.query("{ events(limit: 1) { totalCount } }")) as {
      readonly events: { readonly totalCount: number };
    };
    if (events.totalCount !== total) {
      throw new Error(`${database} has ${events.totalCount} events, the chain ${total}`);
    }
    const of = await subjectOf(indexer);
    const answers = new Map<string, number>();
    for (const [name, question] of Object.entries(QUESTIONS))
      answers.set(name, await timeOf(() => indexer.query(question(of))));
    for (const [name, path] of [
      ["feed of the organisation", `organisations/${of.organisation}/feed.atom`],
      ["calendar of the organisation", `organisations/${of.organisation}/calendar.ics`],
      ["calendar of the account", `accounts/${of.account}/calendar.ics`],
    ] as const)
      answers.set(name, await timeOf(async () => (await fetch(`${indexer.url}/${path}`)).text()));
    for (const [name, ms] of await openPages({ ...own, of, indexer: indexer.url })) answers.set(name, ms);
    return { database, seconds, processor, answers };
  } finally {
    await indexer.stop();
    rmSync(data, { recursive: true });
  }
}

async function subjectOf(indexer: RunningIndexer): Promise<Subject> {
  const [first] = await indexer.rows("organisations", "id token stake reserve registry governor");
  if (first === undefined) throw new Error("there is no organisation");
  const { id, ...addresses } = first as { readonly id: number } & Omit<Subject, "organisation" | "account">;
  return { organisation: id, ...addresses, account: personOf(0).toLowerCase() };
}

async function main(): Promise<void> {
  await installIndexer();
  const node = await startHardhatNode();
  const deployments = mkdtempSync(join(tmpdir(), "cdpo-"));
  try {
    const { suite, counter, crowd, blocks, days } = await live(node.url);
    const book = { ...emptyAddressBook(CHAIN_ID), ...suite, block: 1, organisations: [] };
    await writeAddressBook({ folder: deployments, book });
    const { total, kinds } = counter;
    const told = `${formatNumber(total)} events of ${kinds.size} kinds in ${formatNumber(blocks)} blocks, from ${formatNumber(crowd.sent)} transactions`;
    console.log(`${told} (${formatNumber(crowd.refused)} refused)`);
    const load = loadavg()[0] ?? 0;
    const own = { url: node.url, deployments, book, total };
    const server = process.env["DATABASE_URL"];
    Reflect.deleteProperty(process.env, "DATABASE_URL");
    const measured = [await measure("PGlite, embedded", own)];
    if (server !== undefined) {
      process.env["DATABASE_URL"] = server;
      measured.push(await measure("PostgreSQL", own));
    }
    const time = (ms: number | undefined): string => (ms === undefined ? "" : `${Math.round(ms)} ms`);
    const columns = measured.map(({ database }) => database);
    const rows = [
      ["all events, from the start", ...measured.map(({ seconds }) => `${seconds.toFixed(0)} s`)],
      ["processor time of the indexer", ...measured.map(({ processor }) => `${processor.toFixed(0)} s`)],
      ...[...(measured[0]?.answers.keys() ?? [])].map((name) => [
        name,
        ...measured.map(({ answers }) => time(answers.get(name))),
      ]),
    ];
    const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`;
    const largest = [...kinds].sort(([, one], [, other]) => other - one);
    const paths = await writeReport({
      name: "indexer",
      title: "Speed of the indexer",
      json: {
        ...{ machine, load, events: total, blocks, days, organisations: ORGANISATIONS, people: PEOPLE },
        kinds: Object.fromEntries(largest),
        measured: measured.map(({ answers, ...rest }) => ({ ...rest, answers: Object.fromEntries(answers) })),
      },
      charts: {},
      body: () =>
        [
          formatMarkdownTable({ columns: ["what", ...columns.map((name) => `${name} →`)], rows }),
          `${told} of ${ORGANISATIONS} organisations in ${days} days; the most frequent kind is ${formatNumber(((largest[0]?.[1] ?? 0) * 100) / total).slice(0, 4)} % of them. ` +
            `Node, database and indexer on one machine, which had a load of ${load.toFixed(1)} before; answers are the median of ${ROUNDS}; ${machine}.`,
        ].join("\n\n"),
    });
    console.log(
      formatTable({
        columns: [{ title: "what" }, ...columns.map((title) => ({ title, align: "right" as const }))],
        rows,
      }),
    );
    console.log(`Written: ${paths.join(", ")}`);
  } finally {
    await node.stop();
    rmSync(deployments, { recursive: true });
  }
}

main().then(
  // What Hardhat keeps open must not keep this waiting.
  () => process.exit(0),
  (thrown: unknown) => {
    fail(messageOf(thrown));
  },
);
