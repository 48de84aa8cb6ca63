import { expect } from "chai";
import { formatEther, Signature } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Address } from "../../sdk/src/types.ts";
import type { ContributionRegistry } from "../../typechain-types/index.ts";
import { startCommandNode, type CommandNode, type Launched } from "../lib/commands.ts";
import { DAY, launchSale, release, ROLES, stakes } from "../lib/command-stages.ts";

const ETHER = 10n ** 18n;

describe("commands: coins and tokens", () => {
  let node: CommandNode;
  let shop: Launched;
  let wrapped: Address;
  before(async () => {
    node = await startCommandNode({ wrapped: true });
    const gateway = await node.ethers.getContractAt("NativeGateway", node.suite.periphery.gateway ?? "");
    wrapped = (await gateway.wrapped()) as Address;
    shop = await node.launch({ example: "bootstrapped", name: "Shop", symbol: "SHOP", asset: wrapped });
  });
  after(() => node.close());

  it("wrap and unwrap", async () => {
    expect(await node.succeeds("coin wrap", "2", "--from", "6")).to.equal("Wrapped 2 ETH.");
    expect(await node.succeeds("coin unwrap", "0.5", "--from", "6")).to.equal("Unwrapped 0.5 ETH.");
    const weth = await node.ethers.getContractAt("WrappedNative", wrapped);
    expect(await weth.balanceOf(node.accounts[6] ?? "")).to.equal((3n * ETHER) / 2n);
  });

  it("go into a presale and come back, leaving the gateway no right", async () => {
    await node.wait(DAY);
    const { presale } = shop.cdpo;
    if (presale === undefined) throw new Error("it was launched with a presale");
    expect(await node.succeeds("coin contribute", "100", "--from", "6")).to.equal(
      "Contributed 100 ETH; raised so far: 100 ETH.",
    );
    expect(await node.succeeds("coin contribute", "50", "--for", "signer:7", "--from", "8")).to.equal(
      "Contributed 50 ETH; raised so far: 150 ETH.",
    );
    // Wrapped they are approved, as this asset takes no permits.
    await node.succeeds("coin wrap", "1", "--from", "9");
    expect(await node.succeeds("contribute", "1", "--from", "9", "--dry-run")).to.match(
      /^Dry run: Contribute 1 WNAT to the presale\. 3 calls of 0x\w{40}:\n1\. Lets /,
    );
    expect(await node.succeeds("contribute", "1", "--from", "9")).to.equal(
      "Approved 1 WNAT.\nContributed 1 WNAT; raised so far: 151 WNAT.",
    );
    expect(await shop.asset.allowance(node.signer(9), presale)).to.equal(0n);
    expect(await node.fails("coin refund", "--from", "6")).to.match(/^the contracts refuse: /);
    const minimum = (await presale.terms()).minimum;
    expect(minimum).to.be.greaterThan(151n * ETHER);
    await node.wait(60 * DAY);
    expect(await node.succeeds("coin refund", "--from", "6")).to.equal("Refunded 100 ETH.");
    const gateway = node.suite.periphery.gateway ?? "";
    expect(await presale.isOperator(node.accounts[6] ?? "", gateway)).to.equal(false);
    expect(await node.succeeds("refund", "--from", "7", "--to", "signer:9")).to.equal("Refunded 50 WNAT.");
  });

  it("buy, sell, give and redeem, to the unit what the market says", async () => {
    const market = await node.launch({
      ...{ example: "growing", name: "Market", symbol: "MKT", asset: wrapped },
      change(config) {
        config.reserve.minimumReserve = ETHER;
        config.issuance.baseAmount = 50n * ETHER;
      },
    });
    const { registry, token, reserve } = market.cdpo;
    const own = ["--organisation", "MKT"];
    const shares = [{ account: node.accounts[3] ?? "", bps: 10_000n }];
    for (let round = 0; round < 4; ++round) {
      await registry.connect(node.signer(3)).submit(0n, 50n * ETHER, shares, `0x${"0".repeat(64)}`, "");
      const id = await registry.contributionCount();
      for (const curator of await curatorsOf(registry)) await registry.connect(curator).review(id, true, "");
    }
    await node.wait(9 * DAY);
    await node.succeeds("tend", ...own);
    await node.wait(8 * DAY);
    await node.succeeds("tend", ...own);
    expect(await node.succeeds("coin donate", "40", "--note", "thanks", "--from", "6", ...own)).to.equal(
      "Donated 40 ETH to the holders of MKT.",
    );
    await node.succeeds("open", ...own);
    const bought = await node.json("coin buy", "1", "--from", "7", ...own);
    expect(await token.balanceOf(node.accounts[7] ?? "")).to.equal(BigInt(String(bought["tokensOut"])));
    await node.succeeds("coin buy-exact", "0.5", "--from", "8", ...own);
    expect(await token.balanceOf(node.accounts[8] ?? "")).to.equal(ETHER / 2n);
    expect(await node.succeeds("coin sell", "0.5", "--from", "8", ...own)).to.match(
      /^Signed a permit for 0\.5 MKT\.\nSold 0\.5 MKT for /,
    );
    expect(await token.allowance(node.accounts[8] ?? "", node.suite.periphery.gateway ?? "")).to.equal(0n);
    await node.succeeds("coin wrap", "20", "--from", "8", ...own);
    const exact = await node.json("buy-exact", "0.25", "--from", "8", ...own);
    expect(await token.balanceOf(node.accounts[8] ?? "")).to.equal(ETHER / 4n);
    // What was approved above the price is taken back.
    expect(await market.asset.allowance(node.accounts[8] ?? "", reserve)).to.equal(0n);
    expect(exact["transactions"]).to.have.lengthOf(3);
    expect(await node.succeeds("quote", "buy", "1", ...own)).to.match(/^1 WNAT buy [\d.]+ MKT, /);
    expect(await node.fails("coin redeem", "--from", "7", ...own)).to.match(/^the contracts refuse: /);

    expect(await node.succeeds("send", "0.1", "signer:9", "--from", "7", ...own)).to.equal(
      `Sent 0.1 MKT to ${node.accounts[9] ?? ""}.`,
    );
    expect(await node.succeeds("allow", "0.05", "signer:12", "--from", "9", ...own)).to.equal(
      `${node.accounts[12] ?? ""} may take 0.05 MKT.`,
    );
    await node.succeeds("send-from", "0.02", "signer:9", "signer:12", "--from", "12", ...own);
    await node.succeeds("burn-from", "0.03", "signer:9", "--from", "12", ...own);
    expect(await node.succeeds("burn", "0.05", "--from", "9", ...own)).to.equal("Burned 0.05 MKT.");
    expect(await token.balanceOf(node.accounts[9] ?? "")).to.equal(0n);
    expect(await token.balanceOf(node.accounts[12] ?? "")).to.equal(ETHER / 50n);
    expect(await node.fails("send", "1.0000000000000000001", "signer:9", ...own)).to.match(
      /^amount: expected an amount/,
    );

    const deadline = 2n ** 40n;
    const signed = await node.signer(7).signTypedData(
      {
        name: await token.name(),
        version: "1",
        chainId: 31_337n,
        verifyingContract: await token.getAddress(),
      },
      {
        Permit: [
          "owner address",
          "spender address",
          "value uint256",
          "nonce uint256",
          "deadline uint256",
        ].map((field) => ({ name: field.split(" ")[0] ?? "", type: field.split(" ")[1] ?? "" })),
      },
      {
        owner: node.accounts[7],
        spender: node.accounts[12],
        value: 7n,
        nonce: await token.nonces(node.accounts[7] ?? ""),
        deadline,
      },
    );
    const { v, r, s } = Signature.from(signed);
    const permit = JSON.stringify({
      owner: node.accounts[7],
      value: "7",
      deadline: String(deadline),
      v,
      r,
      s,
    });
    const twice = permit.replace("{", '{"value":"9",');
    expect(await node.fails("allow-signed", twice, "signer:12", ...own)).to.equal(
      'permit: has the key "value" twice in one object, again in line 1: leave one of them out; expected JSON with owner, value, deadline, v, r and s ("cdpo allow-signed --help")',
    );
    await node.succeeds("allow-signed", permit, "signer:12", ...own);
    expect(await token.allowance(node.accounts[7] ?? "", node.accounts[12] ?? "")).to.equal(7n);
  });

  it("are what tokens are redeemed for after a dissolution", async () => {
    const which = ["--organisation", "VAN"];
    const sale = await launchSale(node, {
      ...{ name: "Van", symbol: "VAN", asset: wrapped },
      change: (config) => {
        config.reserve.minimumReserve = 10n * ETHER;
        config.presale.minimum = 400n * ETHER;
      },
    });
    const { stake, reserve, token } = sale.cdpo;
    const [partner, second] = [ROLES.partner, ROLES.second];
    await node.succeeds("coin contribute", "300", "--from", String(partner), ...which);
    await node.succeeds("coin contribute", "100", "--from", String(second), ...which);
    await release(node, sale);
    for (const [account, amount] of [
      [partner, 120n],
      [second, 36n],
    ] as const) {
      await sale.presale.connect(node.signer(account)).claim(node.signer(account));
      await stakes(node, sale, [account, amount]);
    }
    await node.wait(31 * DAY);
    for (const account of [partner, second]) await stake.connect(node.signer(account)).consentToDissolve();
    await node.wait(14 * DAY);
    await reserve.dissolve();
    const [supply, balance] = [await token.totalSupply(), await reserve.reserveBalance()];
    const from = ["--from", String(second)];
    const before = await node.ethers.provider.getBalance(node.accounts[9] ?? "");
    const first = (balance * ETHER) / supply;
    expect(await node.succeeds("coin redeem", "1", "--to", "signer:9", ...from, ...which)).to.equal(
      `Approved 1 VAN.\nRedeemed 1 VAN for ${formatEther(first)} ETH.`,
    );
    expect(await node.ethers.provider.getBalance(node.accounts[9] ?? "")).to.equal(before + first);
    const rest = ((balance - first) * 3n * ETHER) / (supply - ETHER);
    expect(await node.succeeds("coin redeem", "--to", "signer:9", ...from, ...which)).to.equal(
      `Approved 3 VAN.\nRedeemed 3 VAN for ${formatEther(rest)} ETH.`,
    );
    expect(await node.ethers.provider.getBalance(node.accounts[9] ?? "")).to.equal(before + first + rest);
    expect(await token.balanceOf(node.signer(second))).to.equal(0n);
    expect(await token.allowance(node.signer(second), node.suite.periphery.gateway ?? "")).to.equal(0n);
    expect(await node.fails("coin redeem", ...from, ...which)).to.equal(
      `${node.accounts[second] ?? ""} has no VAN to redeem`,
    );
  });

  /** Those of the node's accounts who may review. */
  async function curatorsOf(registry: ContributionRegistry): Promise<HardhatEthersSigner[]> {
    const curators: HardhatEthersSigner[] = [];
    for (const [at, account] of node.accounts.entries()) {
      if ((await registry.curatorSince(account)) > 0n && at !== 3) curators.push(node.signer(at));
    }
    return curators;
  }
});
