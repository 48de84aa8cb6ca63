import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import { Interface } from "ethers";
import { network } from "hardhat";
import type { JsonRpcServer } from "hardhat/types/network";
import { cdpoGovernorAbi, cdpoTokenAbi, contributionRegistryAbi, erc20Abi } from "../../sdk/src/abi/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import {
  encodeRead,
  httpRpc,
  isRefusal,
  read,
  readAll,
  readOne,
  RefusedError,
  RpcError,
} from "../../sdk/src/state/index.ts";
import type { Address, Hex, Rpc } from "../../sdk/src/types.ts";
import { WHOLE, launchGrowing, type Connection } from "../lib/fixtures.ts";
import { installMulticall } from "../lib/multicall.ts";

const NOWHERE: Address = "0x00000000000000000000000000000000000000aa";

/** An organisation, and reads of it: two that answer, one that is refused, one of nothing. */
async function scene(connection: Connection) {
  const scenario = await launchGrowing(connection);
  const token = scenario.addresses.token as Address;
  const registry = scenario.addresses.registry as Address;
  const governor = scenario.addresses.governor as Address;
  const reads = [
    read({ address: token, abi: cdpoTokenAbi, functionName: "symbol" }),
    read({ address: registry, abi: contributionRegistryAbi, functionName: "reviewTerms" }),
    read({ address: governor, abi: cdpoGovernorAbi, functionName: "state", args: [5n] }),
    read({ address: NOWHERE, abi: erc20Abi, functionName: "totalSupply" }),
  ] as const;
  return { ...scenario, reads, rpc: fromEthers(connection.ethers.provider) };
}

/** Counts requests, and lets `refuse` answer some of them with an error. */
function watched(rpc: Rpc, refuse: (params: readonly unknown[]) => Error | undefined = () => undefined) {
  const requests: { readonly method: string; readonly params: readonly unknown[] }[] = [];
  let running = 0;
  let most = 0;
  return {
    requests,
    most: () => most,
    request: async ({ method, params = [] }: Parameters<Rpc["request"]>[0]): Promise<unknown> => {
      requests.push({ method, params });
      most = Math.max(most, ++running);
      try {
        const refusal = method === "eth_call" ? refuse(params) : undefined;
        if (refusal !== undefined) throw refusal;
        return await rpc.request({ method, params });
      } finally {
        --running;
      }
    },
  };
}

describe("sdk: reading", () => {
  describe("read", () => {
    it("encodes as ethers does, by the number of arguments where a name is overloaded", () => {
      const ethers = new Interface(cdpoGovernorAbi);
      const account: Address = "0x00000000000000000000000000000000000000AA";
      const at = { address: NOWHERE, abi: cdpoGovernorAbi };
      expect(encodeRead(read({ ...at, functionName: "nonces", args: [account] }))).to.equal(
        ethers.encodeFunctionData("nonces(address)", [account]),
      );
      expect(encodeRead(read({ ...at, functionName: "nonces", args: [account, 7n] }))).to.equal(
        ethers.encodeFunctionData("nonces(address,uint192)", [account, 7n]),
      );
      expect(() => read({ ...at, functionName: "nonces", args: [account, 7n, 8n] as never })).to.throw(
        "there is no function nonces with 3 arguments in the ABI",
      );
    });
  });

  describe("readAll", () => {
    it("tells answers by the names and in the types of the ABI, and what was refused", async () => {
      const { reads, rpc, config, governor } = await scene(await network.create());
      const [symbol, terms, state, supply] = await readAll(rpc, reads);
      expect(symbol).to.deep.equal({ status: "success", result: "CAR" });
      const result = { reviewWindow: config.registry.reviewWindow, quorum: config.registry.quorum };
      expect(terms).to.deep.equal({ status: "success", result });
      if (terms.status === "success") terms.result.quorum satisfies bigint;
      if (state.status !== "failure" || supply.status !== "failure") throw new Error("they were not refused");
      if (!(state.error instanceof RefusedError)) throw state.error;
      const { data, address, functionName } = state.error;
      expect([address, functionName]).to.deep.equal([await governor.getAddress(), "state"]);
      expect(governor.interface.parseError(data)?.name).to.equal("GovernorNonexistentProposal");
      expect(supply.error.message).to.equal(
        `totalSupply of ${NOWHERE} refuses, or there is no such contract`,
      );
      expect(await readAll(rpc, [])).to.deep.equal([]);
    });

    it("is one request where there is Multicall3, else one each and few at a time, with the same answers", async () => {
      const connection = await network.create();
      const { reads, rpc } = await scene(connection);
      const many = Array.from({ length: 10 }, () => reads).flat();
      const single = watched(rpc);
      const expected = await readAll(single, many, { concurrency: 3 });
      expect(single.requests.filter(({ method }) => method === "eth_call")).to.have.lengthOf(40);
      expect(single.most()).to.equal(3);
      await installMulticall(connection);
      const together = watched(fromEthers(connection.ethers.provider));
      expect(await readAll(together, many)).to.deep.equal(expected);
      expect(together.requests.map(({ method }) => method)).to.deep.equal(["eth_getCode", "eth_call"]);
      expect(together.requests[1]?.params).to.deep.include("latest");
      expect(await readAll(together, many)).to.deep.equal(expected);
      expect(together.requests).to.have.lengthOf(3);
    });

    it("reads all of one block, also in several requests", async () => {
      const connection = await network.create();
      const { reads, rpc: plain, token, actors, issuance, owner } = await scene(connection);
      expect(await issuance.owner()).to.equal(owner.address);
      for (const multicall of [false, true]) {
        if (multicall) await installMulticall(connection);
        const before = await connection.ethers.provider.getBlockNumber();
        const rpc = watched(multicall ? fromEthers(connection.ethers.provider) : plain);
        await readAll(rpc, [...reads, ...reads], { callsPerRequest: 3 });
        const tags = rpc.requests
          .filter(({ method }) => method === "eth_call")
          .map(({ params }) => params[1]);
        expect(new Set(tags)).to.deep.equal(new Set([`0x${before.toString(16)}`]));
      }
      const supply = read({
        address: (await token.getAddress()) as Address,
        abi: cdpoTokenAbi,
        functionName: "totalSupply",
      });
      const block = BigInt(await connection.ethers.provider.getBlockNumber());
      const minter = await connection.ethers.getImpersonatedSigner(await issuance.getAddress());
      await connection.networkHelpers.setBalance(minter.address, WHOLE);
      await token.connect(minter).mint(actors.donor, 5n);
      expect(await readOne(plain, supply, { block })).to.equal(0n);
      expect(await readOne(plain, supply)).to.equal(5n);
    });

    it("asks for less when a node refuses much at once, and says what a node says that answers nothing", async () => {
      const connection = await network.create();
      const { reads } = await scene(connection);
      await installMulticall(connection);
      const rpc = fromEthers(connection.ethers.provider);
      const many = Array.from({ length: 8 }, () => reads).flat();
      const expected = await readAll(rpc, many);
      const tooLarge = new RpcError({ code: -32_000, message: "request exceeds the limit" });
      const isLarge = ([call]: readonly unknown[]): boolean =>
        (call as { readonly data: Hex }).data.length > 3_000;
      const limited = watched(rpc, (params) => (isLarge(params) ? tooLarge : undefined));
      expect(await readAll(limited, many)).to.deep.equal(expected);
      const outOfGas = new RpcError({ code: -32_000, message: "out of gas" });
      const gas = watched(rpc, (params) => (isLarge(params) ? outOfGas : undefined));
      expect(await readAll(gas, many)).to.deep.equal(expected);
      const dead = watched(rpc, () => new Error("fetch failed"));
      expect(await thrownBy(readAll(dead, many))).to.equal("fetch failed");
      const alone = watched(
        { request: (args) => (args.method === "eth_getCode" ? Promise.resolve("0x") : rpc.request(args)) },
        () => new Error("fetch failed"),
      );
      expect(await thrownBy(readAll(alone, many))).to.equal("fetch failed");
      expect(await thrownBy(readOne(rpc, reads[3]))).to.contain("refuses, or there is no such contract");
    });

    it("asks again whether there is Multicall3 when the node did not say", async () => {
      const connection = await network.create();
      const { reads, rpc } = await scene(connection);
      let failing = true;
      const flaky: Rpc = {
        request: (args) => {
          if (failing && args.method === "eth_getCode") return Promise.reject(new Error("busy"));
          return rpc.request(args);
        },
      };
      expect(await thrownBy(readAll(flaky, reads))).to.equal("busy");
      failing = false;
      expect((await readAll(flaky, reads))[0].status).to.equal("success");
    });

    it("takes what another contract answers for a refusal", async () => {
      const { rpc, addresses } = await scene(await network.create());
      const [outcome] = await readAll(rpc, [
        read({ address: addresses.stake as Address, abi: cdpoTokenAbi, functionName: "contractURI" }),
      ]);
      expect(outcome.status).to.equal("failure");
    });
  });

  describe("isRefusal", () => {
    it("tells what a contract says from what a node or network says", () => {
      const data = "0x1234";
      const cases: readonly (readonly [unknown, Hex | undefined])[] = [
        [new RpcError({ code: 3, message: "execution reverted", data }), data],
        [{ code: -32_603, message: "Internal error", data: { data, message: "reverted" } }, data],
        [{ code: "CALL_EXCEPTION" }, "0x"],
        [new Error("missing", { cause: { code: 3 } }), "0x"],
        [{ message: "could not", error: { message: "VM Exception: invalid opcode" } }, "0x"],
        [new Error("fetch failed"), undefined],
        [new RpcError({ code: -32_005, message: "too many requests" }), undefined],
        ["text", undefined],
        [undefined, undefined],
      ];
      for (const [thrown, refusal] of cases) expect(isRefusal(thrown)).to.equal(refusal);
    });
  });

  describe("httpRpc", () => {
    let node: JsonRpcServer;
    let proxy: Server;
    let url = "";
    let nodeUrl = "";
    let bodies: unknown[] = [];
    /** What the proxy answers instead of the node. */
    let instead:
      | ((
          body: unknown,
        ) =>
          | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
          | undefined)
      | undefined;

    before(async () => {
      node = await network.createServer("default", "127.0.0.1", 0);
      nodeUrl = `http://127.0.0.1:${(await node.listen()).port}`;
      proxy = createServer((request, response) => {
        void (async () => {
          const body = await text(request);
          bodies.push(JSON.parse(body));
          const answer = instead?.(JSON.parse(body));
          if (answer !== undefined) {
            response.writeHead(answer.status, answer.headers).end(answer.body);
            return;
          }
          const passed = await fetch(nodeUrl, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body,
          });
          response.writeHead(passed.status, { "content-type": "application/json" }).end(await passed.text());
        })();
      });
      await new Promise<void>((resolve) => {
        proxy.listen(0, "127.0.0.1", resolve);
      });
      url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    });
    after(async () => {
      proxy.close();
      await node.close();
    });
    beforeEach(() => {
      bodies = [];
      instead = undefined;
    });

    it("sends what is asked at once as batches", async () => {
      const rpc = httpRpc({ url, batchSize: 3 });
      const ask = () => rpc.request({ method: "eth_chainId" });
      expect(await Promise.all([ask(), ask(), ask(), ask()])).to.deep.equal(Array(4).fill("0x7a69"));
      expect(bodies.map((body) => (Array.isArray(body) ? body.length : 1))).to.have.members([3, 1]);
      bodies = [];
      expect(await ask()).to.equal("0x7a69");
      expect(bodies).to.deep.equal([{ jsonrpc: "2.0", id: 5, method: "eth_chainId", params: [] }]);
    });

    it("asks one by one where a node takes no batches", async () => {
      const error = {
        jsonrpc: "2.0",
        id: null,
        error: { code: -32_600, message: "batches are not supported" },
      };
      instead = (body) => (Array.isArray(body) ? { status: 200, body: JSON.stringify(error) } : undefined);
      const rpc = httpRpc({ url });
      const ask = () => rpc.request({ method: "eth_chainId" });
      expect(await Promise.all([ask(), ask()])).to.deep.equal(["0x7a69", "0x7a69"]);
      bodies = [];
      expect(await Promise.all([ask(), ask()])).to.deep.equal(["0x7a69", "0x7a69"]);
      expect(bodies.some(Array.isArray)).to.equal(false);
    });

    it("waits for a node that is busy, but not for ever", async () => {
      let busy = 2;
      instead = () =>
        busy-- > 0 ? { status: 429, body: "slow down", headers: { "retry-after": "0.001" } } : undefined;
      expect(await httpRpc({ url }).request({ method: "eth_chainId" })).to.equal("0x7a69");
      expect(bodies).to.have.lengthOf(3);
      instead = () => ({ status: 503, body: "down" });
      expect(await thrownBy(httpRpc({ url, retries: 0 }).request({ method: "eth_chainId" }))).to.equal(
        "the node answers with HTTP status 503 and no JSON: check its address",
      );
    });

    it("passes on what the node says of each request", async () => {
      const rpc = httpRpc({ url });
      const answers = await Promise.allSettled([
        rpc.request({ method: "eth_chainId" }),
        rpc.request({ method: "eth_nonsense" }),
      ]);
      expect(answers.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected"]);
      const [, refused] = answers;
      const reason: unknown = (refused as PromiseRejectedResult).reason;
      expect(reason).to.be.instanceOf(RpcError);
      expect((reason as RpcError).code).to.equal(-32_004);
      instead = () => ({ status: 200, body: "null" });
      expect(await thrownBy(rpc.request({ method: "eth_chainId" }))).to.equal(
        "the node answers a request with nothing",
      );
      const gone = httpRpc({ url: "http://127.0.0.1:1" });
      expect(
        await thrownBy(
          Promise.all([gone.request({ method: "eth_chainId" }), gone.request({ method: "eth_chainId" })]),
        ),
      ).to.equal("fetch failed");
    });

    it("reads an organisation through a node", async () => {
      const connection = await network.create({ network: "localhost", override: { url: nodeUrl } });
      const asset = await connection.ethers.deployContract("TestAsset", ["Test euro", "EURT", 6]);
      const address = (await asset.getAddress()) as Address;
      const rpc = httpRpc({ url });
      const [symbol, decimals] = await readAll(rpc, [
        read({ address, abi: erc20Abi, functionName: "symbol" }),
        read({ address, abi: erc20Abi, functionName: "decimals" }),
      ]);
      expect([symbol, decimals]).to.deep.equal([
        { status: "success", result: "EURT" },
        { status: "success", result: 6n },
      ]);
    });
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
