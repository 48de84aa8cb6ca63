import { expect } from "chai";
import { network } from "hardhat";
import { cdpoTokenAbi, licenceOfficeAbi, liquidityReserveAbi } from "../../sdk/src/abi/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import {
  DeepReorganisationError,
  followHistory,
  readEvents,
  readHistory,
  type Change,
} from "../../sdk/src/history/index.ts";
import { contractsAt } from "../../sdk/src/state/index.ts";
import type { Address, Hex, OrganisationAddresses, Rpc } from "../../sdk/src/types.ts";
import { launchGrowing, launchOpenMarket, type Connection, type Scenario } from "../lib/fixtures.ts";
import { busy } from "../lib/stages.ts";

const NEVER = 2n ** 256n - 1n;

interface Filter {
  readonly fromBlock?: Hex;
  readonly toBlock?: Hex;
  readonly blockHash?: Hex;
}

/** A node that refuses what has more than so many blocks or logs; tells the ranges that it was asked for. */
function limited(
  rpc: Rpc,
  { blocks = NEVER, logs = Infinity }: { readonly blocks?: bigint; readonly logs?: number },
) {
  const sizes: bigint[] = [];
  return {
    sizes,
    request: async (args: Parameters<Rpc["request"]>[0]): Promise<unknown> => {
      const answer = await rpc.request(args);
      if (args.method !== "eth_getLogs") return answer;
      const { fromBlock, toBlock } = (args.params ?? [])[0] as Filter;
      if (fromBlock === undefined || toBlock === undefined) return answer;
      const size = BigInt(toBlock) - BigInt(fromBlock) + 1n;
      sizes.push(size);
      if (size > blocks || (answer as unknown[]).length > logs)
        throw new Error("query returned more than allowed");
      return answer;
    },
  };
}

async function scene(stage: (connection: Connection) => Promise<Scenario>) {
  const connection = await network.create();
  const scenario = await stage(connection);
  const { reserve, token, presale } = contractsAt(scenario.addresses as unknown as OrganisationAddresses);
  const latest = async (): Promise<bigint> => BigInt(await connection.ethers.provider.getBlockNumber());
  return {
    ...{ connection, scenario, latest, presale },
    rpc: fromEthers(connection.ethers.provider),
    contracts: { reserve, token },
  };
}

/** Which event where; what is the same for the same log. */
const keyOf = (event: { readonly blockHash: Hex; readonly logIndex: number }): string =>
  `${event.blockHash}/${event.logIndex}`;

describe("sdk: history", () => {
  describe("readHistory", () => {
    it("has the events that ethers finds, in order, typed and decoded", async () => {
      const { scenario, rpc, contracts, latest } = await scene(busy);
      const events = await readEvents({ rpc, contracts, from: 0n, to: await latest() });
      for (const [name, contract] of [
        ["reserve", scenario.reserve],
        ["token", scenario.token],
      ] as const) {
        const expected = await contract.queryFilter("*" as never, 0, "latest");
        const mine = events.filter((event) => event.contract === name);
        expect(mine.map(keyOf)).to.deep.equal(
          expected.map(({ blockHash, index }) => keyOf({ blockHash: blockHash as Hex, logIndex: index })),
        );
        for (const [at, { event, args, transactionHash, address }] of mine.entries()) {
          const log = expected[at];
          const parsed = contract.interface.parseLog(log ?? { topics: [], data: "0x" });
          expect(event).to.equal(parsed?.name);
          expect(args).to.deep.equal(Object.fromEntries(Object.entries(parsed?.args.toObject() ?? {})));
          expect([transactionHash, address]).to.deep.equal([log?.transactionHash, log?.address]);
        }
      }
      const places = events.map(({ blockNumber, logIndex }) => blockNumber * 10_000n + BigInt(logIndex));
      expect(places).to.deep.equal([...places].sort((a, b) => (a < b ? -1 : 1)));
      // The types tell events of contracts apart.
      for (const each of events) {
        if (each.contract === "reserve" && each.event === "Donated") {
          each.args.note satisfies string;
          each.args.amount satisfies bigint;
        }
        if (each.contract === "token" && each.event === "Transfer") each.args.from satisfies Address;
      }
      const donations = events.filter(({ event }) => event === "Donated");
      expect(donations).to.have.lengthOf(2);
    });

    it("has the events of the names and topics that are asked for, and none of contracts without any", async () => {
      const { scenario, rpc, contracts, latest, presale } = await scene(busy);
      const to = await latest();
      const range = { rpc, from: 0n, to };
      const named = await readEvents({
        ...range,
        contracts: { ...contracts, presale },
        events: ["Bought", "Donated"],
      });
      expect(new Set(named.map(({ event }) => event))).to.deep.equal(new Set(["Bought", "Donated"]));
      const donor = scenario.actors.donor.address;
      const topic: Hex = `0x${donor.slice(2).toLowerCase().padStart(64, "0")}`;
      const theirs = await readEvents({ ...range, contracts, events: ["Transfer"], topics: [null, topic] });
      expect(theirs.length).to.be.greaterThan(0);
      for (const each of theirs) expect(each.event === "Transfer" && each.args.to).to.equal(donor);
      const any = await readEvents({ ...range, contracts, topics: [null, topic] });
      expect(any.length).to.be.greaterThan(theirs.length - 1);
      expect(await readEvents({ ...range, contracts: { presale } })).to.deep.equal([]);
      expect(await readEvents({ ...range, contracts, events: ["Nonsense"] })).to.deep.equal([]);
      // Of two contracts with an event of one name, each is decoded by its own ABI.
      const { address } = contractsAt(scenario.addresses as unknown as OrganisationAddresses).licenceOffice;
      const licences = { licences: { address, abi: licenceOfficeAbi }, token: contracts.token };
      const transfers = await readEvents({ ...range, contracts: licences, events: ["Transfer"] });
      for (const each of transfers) {
        if (each.event !== "Transfer") throw new Error("it was not asked for");
        expect(Object.keys(each.args)).to.deep.equal(
          each.contract === "licences" ? ["from", "to", "tokenId"] : ["from", "to", "value"],
        );
      }
      expect(transfers.some(({ contract }) => contract === "licences")).to.equal(true);
    });

    it("survives nodes' limits: halves, and grows again", async () => {
      const { rpc, contracts, latest } = await scene(busy);
      const to = await latest();
      const expected = await readEvents({ rpc, contracts, from: 0n, to });
      for (const limits of [{ blocks: 7n }, { logs: 5 }, { blocks: 1n }, { blocks: 50n, logs: 8 }]) {
        const node = limited(rpc, limits);
        const pieces: bigint[] = [];
        const events: unknown[] = [];
        for await (const piece of readHistory({ rpc: node, contracts, from: 0n, to, chunk: 64n })) {
          expect(piece.from).to.equal(pieces.reduce((sum, size) => sum + size, 0n));
          pieces.push(piece.to - piece.from + 1n);
          events.push(...piece.events);
        }
        expect(events).to.deep.equal(expected);
        expect(node.sizes[0]).to.equal(64n);
      }
      const open = limited(rpc, {});
      await readEvents({ rpc: open, contracts, from: 0n, to, chunk: 1n });
      expect(open.sizes.slice(0, 4)).to.deep.equal([1n, 2n, 4n, 8n]);
      const strict = limited(rpc, { logs: 0 });
      expect(await thrownBy(readEvents({ rpc: strict, contracts, from: 0n, to }))).to.equal(
        "query returned more than allowed",
      );
      expect(await readEvents({ rpc, contracts, from: to + 1n, to })).to.deep.equal([]);
    });

    it("ends when it is aborted", async () => {
      const { rpc, contracts, latest } = await scene(launchOpenMarket);
      const controller = new AbortController();
      const seen: bigint[] = [];
      const reading = (async () => {
        const options = {
          rpc,
          contracts,
          from: 0n,
          to: await latest(),
          chunk: 1n,
          signal: controller.signal,
        };
        for await (const { to } of readHistory(options)) {
          seen.push(to);
          if (seen.length === 2) controller.abort(new Error("no longer wanted"));
        }
      })();
      expect(await thrownBy(reading)).to.equal("no longer wanted");
      expect(seen).to.have.lengthOf(2);
    });
  });

  describe("followHistory", () => {
    type Followed = Awaited<ReturnType<typeof scene>>["contracts"];

    /** Follows, and has what is known by now. */
    function follow(
      { rpc, contracts }: { readonly rpc: Rpc; readonly contracts: Followed },
      options: { readonly from?: bigint; readonly depth?: number } = {},
    ) {
      const controller = new AbortController();
      const { signal } = controller;
      const changes = followHistory({ rpc, contracts, from: 0n, interval: 1, signal, ...options });
      const known = new Map<string, unknown>();
      const apply = ({ added, removed }: Change<Parameters<typeof keyOf>[0]>): void => {
        for (const event of removed) expect(known.delete(keyOf(event)), "it was reported").to.equal(true);
        for (const event of added) {
          expect(known.has(keyOf(event)), "it is new").to.equal(false);
          known.set(keyOf(event), event);
        }
      };
      return {
        stop: () => {
          controller.abort();
        },
        changes,
        known,
        /** Follows until the head is this one. */
        async until(head: bigint, hash: string): Promise<Change<unknown>[]> {
          const seen: Change<unknown>[] = [];
          for (;;) {
            const { value, done } = await changes.next();
            if (done === true) throw new Error("it ended");
            apply(value);
            seen.push(value);
            if (value.head.number === head && value.head.hash === hash) return seen;
          }
        },
      };
    }

    async function headOf({ ethers }: Connection): Promise<readonly [bigint, string]> {
      const head = await ethers.provider.getBlock("latest");
      return [BigInt(head?.number ?? -1), head?.hash ?? ""];
    }

    it("reports the history, then what is new, and takes back what a reorganisation replaces", async () => {
      const all = await scene(launchOpenMarket);
      const { connection, scenario, rpc, contracts, latest } = all;
      const { reserve, actors, token } = scenario;
      const { ethers } = connection;
      const expectSame = async (known: ReadonlyMap<string, unknown>): Promise<void> => {
        const fresh = await readEvents({ rpc, contracts, from: 0n, to: await latest() });
        expect([...known.values()]).to.deep.equal(fresh);
      };
      for (const depth of [8, 64]) {
        const following = follow(all, { depth });
        await following.until(...(await headOf(connection)));
        await expectSame(following.known);

        const snapshot: unknown = await ethers.provider.send("evm_snapshot", []);
        await reserve.connect(actors.donor).donate(7n, "replaced");
        await token.connect(actors.producers[0]).transfer(actors.stranger, 1n);
        const added = (await following.until(...(await headOf(connection)))).flatMap(
          (change) => change.added,
        );
        expect(added.length).to.be.greaterThan(2);
        await expectSame(following.known);

        // Another history of the same length, then of another one.
        await ethers.provider.send("evm_revert", [snapshot]);
        const again: unknown = await ethers.provider.send("evm_snapshot", []);
        await reserve.connect(actors.stranger).donate(8n, "instead");
        await connection.networkHelpers.mine();
        const changes = await following.until(...(await headOf(connection)));
        expect(changes.flatMap((change) => change.removed)).to.deep.equal([...added].reverse());
        await expectSame(following.known);

        await ethers.provider.send("evm_revert", [again]);
        await following.until(...(await headOf(connection)));
        await expectSame(following.known);
        await reserve.connect(actors.stranger).donate(9n, "at last");
        await following.until(...(await headOf(connection)));
        await expectSame(following.known);
        following.stop();
        expect(await following.changes.next()).to.deep.equal({ value: undefined, done: true });
      }
    });

    it("says so when a reorganisation reaches further than it remembers", async () => {
      const all = await scene(launchOpenMarket);
      const { connection, scenario } = all;
      const { ethers, networkHelpers } = connection;
      const snapshot: unknown = await ethers.provider.send("evm_snapshot", []);
      await networkHelpers.mine(6);
      const following = follow(all, { depth: 3 });
      await following.until(...(await headOf(connection)));
      await ethers.provider.send("evm_revert", [snapshot]);
      await scenario.reserve.connect(scenario.actors.donor).donate(7n, "");
      await networkHelpers.mine(6);
      try {
        await following.until(...(await headOf(connection)));
        expect.fail("it went on");
      } catch (thrown) {
        expect(thrown).to.be.instanceOf(DeepReorganisationError);
        expect((thrown as Error).message).to.match(
          /^the chain was reorganised below block \d+: read the history again/,
        );
      }
    });

    it("begins in the future, and replaces all that it knows", async () => {
      const all = await scene(launchOpenMarket);
      const { connection, scenario, latest } = all;
      const { ethers, networkHelpers } = connection;
      const from = (await latest()) + 2n;
      const following = follow(all, { from, depth: 4 });
      const first = following.changes.next();
      await networkHelpers.mine();
      const snapshot: unknown = await ethers.provider.send("evm_snapshot", []);
      await scenario.reserve.connect(scenario.actors.donor).donate(7n, "first");
      const { value } = await first;
      expect(value?.head.number).to.equal(from);
      const before = value?.added ?? [];
      expect(before.length).to.be.greaterThan(0);
      await ethers.provider.send("evm_revert", [snapshot]);
      await networkHelpers.mine(2);
      const { value: next } = await following.changes.next();
      expect(next?.removed).to.deep.equal([...before].reverse());
      following.stop();
    });

    it("survives failures of the node, but not for ever", async () => {
      const all = await scene(launchGrowing);
      let failures = 3;
      const flaky: Rpc = {
        request: (args) =>
          failures-- > 0 ? Promise.reject(new Error("fetch failed")) : all.rpc.request(args),
      };
      const following = follow({ ...all, rpc: flaky });
      await following.until(...(await headOf(all.connection)));
      expect(following.known.size).to.be.greaterThan(0);
      failures = Infinity;
      expect(await thrownBy(following.changes.next())).to.equal("fetch failed");
    });
  });

  it("needs no more of an ABI than its events", async () => {
    const { rpc, contracts, latest } = await scene(launchOpenMarket);
    const [donated] = liquidityReserveAbi.filter(
      (entry) => entry.type === "event" && entry.name === "Donated",
    );
    if (donated === undefined) throw new Error("there is no such event");
    const to = await latest();
    const events = await readEvents({
      rpc,
      contracts: { reserve: { address: contracts.reserve.address, abi: [donated] } },
      from: 0n,
      to,
    });
    expect(events.map(({ event }) => event)).to.deep.equal(["Donated"]);
    expect(cdpoTokenAbi.length).to.be.greaterThan(0);
  });
});

async function thrownBy(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
  throw new Error("nothing was thrown");
}
