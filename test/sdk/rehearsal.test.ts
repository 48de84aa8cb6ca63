import { expect } from "chai";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { AbiCoder, Interface } from "ethers";
import { network } from "hardhat";
import { market, presale, stake, token, treasury } from "../../sdk/src/calls/index.ts";
import { explainError } from "../../sdk/src/errors/index.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import { allowanceOf, balanceOf, rehearse } from "../../sdk/src/rehearsal/index.ts";
import { RpcError } from "../../sdk/src/state/index.ts";
import type { Address, Call, OrganisationAddresses, Rpc } from "../../sdk/src/types.ts";
import { launchOpenMarket, launchPresale, WHOLE } from "../lib/fixtures.ts";
import { startAnvil, type DevelopmentNode } from "../lib/nodes.ts";

const FAR = 2n ** 40n;

describe("sdk/rehearsal", () => {
  const connection = network.create();

  describe("in memory", () => {
    it("tells of a purchase what really happens, to the unit, and sends nothing", async () => {
      const { ethers, ...rest } = await connection;
      await trade({ connection: { ethers, ...rest } });
    });

    it("stops at what is refused, with the contract's answer, and allows nothing", async () => {
      const used = await connection;
      const { asset, addresses, actors, unit } = await launchPresale(used, { launch: { name: "Early" } });
      const organisation = addresses as unknown as OrganisationAddresses;
      const [partner] = actors.partners;
      const money = (await asset.getAddress()) as Address;
      const rpc = fromEthers(used.ethers.provider);
      const from = partner.address as Address;
      const calls = presale.contribute({ organisation, asset: money, amount: 7n * unit });
      const { inOrder, made, refused, watched } = await rehearse({ rpc, from, calls });
      expect([inOrder, made.length, watched]).to.deep.equal([true, 1, undefined]);
      expect(refused?.at).to.equal(1);
      const explained = explainError({ data: refused?.data });
      expect(explained?.name).to.equal("WrongState");
    });

    it("sends coins along, and counts them", async () => {
      const { ethers } = await connection;
      const wrapped = await ethers.deployContract("WrappedNative");
      const [, sender] = await ethers.getSigners();
      if (sender === undefined) throw new Error("there is no account");
      const from = sender.address as Address;
      const to = (await wrapped.getAddress()) as Address;
      const calls = [
        ...token.wrap({ wrapped: to, amount: 5n }),
        ...token.unwrap({ wrapped: to, amount: 2n }),
      ];
      const before = await ethers.provider.getBalance(from);
      const { watched, coins, made } = await rehearse({
        ...{ rpc: fromEthers(ethers.provider), from, calls },
        watch: { wrapped: balanceOf(to, from) },
      });
      expect(watched).to.deep.equal({ wrapped: { before: 0n, after: 3n } });
      expect(coins).to.deep.equal({ before, after: before - 3n });
      for (const { gas } of made) expect(gas).to.be.greaterThan(2_000n).and.lessThan(60_000n);
      const tooMuch = await rehearse({
        ...{ rpc: fromEthers(ethers.provider), from },
        calls: token.wrap({ wrapped: to, amount: before + 1n }),
      });
      expect(tooMuch.refused).to.deep.equal({ at: 0, data: "0x" });
    });

    it("gives back what calls return, of any length, and takes ERC-721 and ERC-1155 as an account does", async () => {
      const { ethers } = await connection;
      const rpc = fromEthers(ethers.provider);
      const from: Address = "0x00000000000000000000000000000000000000AA";
      // The precompile at 4 returns what it is given.
      const echo = (data: Call["data"]): Call => ({
        to: "0x0000000000000000000000000000000000000004",
        value: 0n,
        data,
      });
      const given = ["0x", "0x01", `0x${"ab".repeat(33)}`, `0x${"cd".repeat(1_000)}`] as const;
      const { made } = await rehearse({ rpc, from, calls: given.map(echo) });
      expect(made.map(({ returned }) => returned)).to.deep.equal(given);
      const { made: none, refused, coins } = await rehearse({ rpc, from, calls: [] });
      expect([none, refused, coins]).to.deep.equal([[], undefined, { before: 0n, after: 0n }]);
    });
  });

  describe("where the node knows no overrides", () => {
    const misunderstanding = (rpc: Rpc, how: (params: readonly unknown[]) => unknown): Rpc => ({
      request: ({ method, params = [] }) =>
        params.length > 2 ? Promise.resolve().then(() => how(params)) : rpc.request({ method, params }),
    });
    const WAYS = {
      "says so": () => {
        throw new RpcError({ code: -32_602, message: "too many arguments, want at most 2" });
      },
      "ignores them": () => "0x",
      "answers with something else": () => `0x${"00".repeat(31)}01`,
    };
    for (const [way, how] of Object.entries(WAYS)) {
      it(`tries each call that needs no earlier one, when it ${way}`, async () => {
        const used = await connection;
        const { asset, addresses, actors, unit } = await launchPresale(used, { launch: { name: way } });
        const organisation = addresses as unknown as OrganisationAddresses;
        const [partner] = actors.partners;
        const from = partner.address as Address;
        const money = (await asset.getAddress()) as Address;
        const rpc = misunderstanding(fromEthers(used.ethers.provider), how);
        const early = presale.contribute({ organisation, asset: money, amount: 7n * unit });
        const found = await rehearse({ rpc, from, calls: early });
        expect([found.inOrder, found.made.length, found.refused?.at]).to.deep.equal([false, 1, 1]);
        expect(explainError({ data: found.refused?.data })?.name).to.equal("WrongState");
        // A purchase that fails without its approval is no refusal.
        const open = await launchOpenMarket(used, { decimals: 6, launch: { name: `${way}, open` } });
        const staking = stake.stake({
          organisation: open.addresses as unknown as OrganisationAddresses,
          amount: WHOLE,
        });
        const holder = open.actors.stranger.address as Address;
        const unknown = await rehearse({ rpc, from: holder, calls: staking });
        expect([unknown.inOrder, unknown.made.length, unknown.refused]).to.deep.equal([false, 1, undefined]);
      });
    }

    it("does not take a node that does not answer for one", async () => {
      const down: Rpc = { request: () => Promise.reject(new Error("fetch failed")) };
      const from: Address = "0x00000000000000000000000000000000000000AA";
      const thrown = await rehearse({ rpc: down, from, calls: [] }).catch((error: unknown) => error);
      expect(String(thrown)).to.equal("Error: fetch failed");
    });
  });

  describe("on anvil", () => {
    let node: DevelopmentNode;
    before(async () => {
      node = await startAnvil();
    });
    after(() => node.stop());

    it("tells of a purchase what really happens", async () => {
      const override = { url: node.url };
      await trade({ connection: await network.create({ network: "localhost", override }) });
    });
  });

  /** Buys, stakes a part and burns another, rehearsed and done; and what the guardian may not. */
  async function trade({ connection: used }: { connection: Parameters<typeof launchOpenMarket>[0] }) {
    const { ethers } = used as { readonly ethers: HardhatEthers };
    const scenario = await launchOpenMarket(used, { decimals: 6, launch: { name: "Rehearsed" } });
    const { asset, unit, addresses, actors } = scenario;
    const organisation = addresses as unknown as OrganisationAddresses;
    const who = actors.stranger;
    const from = who.address as Address;
    const money = (await asset.getAddress()) as Address;
    const had = await asset.balanceOf(from);
    await (await asset.connect(who).approve(organisation.reserve, 0n)).wait();
    const rpc = fromEthers(ethers.provider);
    const calls = [
      ...market.buy({
        ...{ organisation, asset: money, amount: 100n * unit, minimum: 0n, recipient: from, deadline: FAR },
      }),
      ...stake.stake({ organisation, amount: 3n * 10n ** 15n }),
      ...token.burn({ organisation, amount: 10n ** 15n }),
    ];
    const watch = {
      money: balanceOf(money, from),
      tokens: balanceOf(organisation.token, from),
      allowed: allowanceOf(money, from, organisation.reserve),
    };
    const nonce = await ethers.provider.getTransactionCount(from);
    const { inOrder, made, refused, watched } = await rehearse({ rpc, from, calls, watch });
    expect([inOrder, made.length, refused]).to.deep.equal([true, 5, undefined]);
    expect(await ethers.provider.getTransactionCount(from)).to.equal(nonce);
    expect(await asset.allowance(from, organisation.reserve)).to.equal(0n);
    // The function's answer is what the balance says.
    const [bought] = AbiCoder.defaultAbiCoder().decode(["uint256"], made[1]?.returned ?? "0x") as unknown as [
      bigint,
    ];
    const { token: project } = scenario;
    for (const call of calls) await (await who.sendTransaction(call)).wait();
    const after = { money: await asset.balanceOf(from), tokens: await project.balanceOf(from) };
    expect(after.money).to.equal(had - 100n * unit);
    expect(watched).to.deep.equal({
      money: { before: had, after: had - 100n * unit },
      tokens: { before: 0n, after: after.tokens },
      allowed: { before: 0n, after: 0n },
    });
    expect(after.tokens).to.equal(bought - 4n * 10n ** 15n);
    const refusal = await rehearse({
      rpc,
      from,
      calls: treasury.pause({ organisation, contracts: ["reserve"] }),
    });
    expect(refusal.refused?.at).to.equal(0);
    const { name } = explainError({ data: refusal.refused?.data }) ?? {};
    expect(name).to.equal("AccessControlUnauthorizedAccount");
    expect(
      new Interface(["error AccessControlUnauthorizedAccount(address,bytes32)"]).parseError(
        refusal.refused?.data ?? "0x",
      )?.args[0],
    ).to.equal(from);
  }
});
