/** Uniswap v2 (router, pair), as published on npm. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256, type Contract } from "ethers";
import type { TestAsset } from "../../typechain-types/index.ts";
import { atNewHour, soonAfter, measuresOf, type Measure } from "../lib/measures.ts";
import { call, deploy, prebuilt } from "../lib/peers.ts";
import type { Chain } from "../lib/suite.ts";
import { ASSET_IN, TOKENS_IN } from "./cdpo.ts";
import { deployVotesToken, mintVotes } from "./tokens.ts";

const UNISWAP = "Uniswap v2";
const DEADLINE = 0xffff_ffffn;
const WHOLE = 10n ** 18n;

interface Pool {
  readonly asset: TestAsset;
  readonly token: Contract;
  readonly factory: Contract;
  readonly router: Contract;
  readonly newcomer: HardhatEthersSigner;
  readonly holder: HardhatEthersSigner;
  readonly otherHolder: HardhatEthersSigner;
}

/** A pool with 10,000 of each; `deployToken` makes the token traded against a plain ERC-20 asset. */
async function openPool(
  chain: Chain,
  deployToken: (chain: Chain) => Promise<Contract>,
  mint: (token: Contract, to: HardhatEthersSigner, amount: bigint) => Promise<unknown>,
): Promise<Pool> {
  const { ethers } = chain;
  const [deployer, newcomer, holder, otherHolder] = await ethers.getSigners();
  if (!deployer || !newcomer || !holder || !otherHolder) throw new Error("the chain has too few accounts");
  const weth = await deploy(prebuilt("@uniswap/v2-periphery/build/WETH9.json"), deployer);
  const factory = await deploy(prebuilt("@uniswap/v2-core/build/UniswapV2Factory.json"), deployer, [
    deployer.address,
  ]);
  const router = await deploy(prebuilt("@uniswap/v2-periphery/build/UniswapV2Router02.json"), deployer, [
    await factory.getAddress(),
    await weth.getAddress(),
  ]);
  const asset = await ethers.deployContract("TestAsset", ["Test euro", "EURT", 18]);
  const token = await deployToken(chain);
  for (const account of [deployer, newcomer, holder, otherHolder]) {
    await asset.mint(account, 100_000n * WHOLE);
    await asset.connect(account).approve(router, MaxUint256);
    await call(token, account, "approve", router, MaxUint256);
  }
  for (const account of [deployer, holder, otherHolder]) await mint(token, account, 100_000n * WHOLE);
  const pool = { asset, token, factory, router, newcomer, holder, otherHolder };
  const amount = 10_000n * WHOLE;
  await call(
    router,
    deployer,
    "addLiquidity",
    await asset.getAddress(),
    await token.getAddress(),
    amount,
    amount,
    0n,
    0n,
    deployer.address,
    DEADLINE,
  );
  // The pair's price oracle has counted before.
  await atNewHour(undefined, chain);
  await swap("otherHolder")(pool);
  return pool;
}

const swap =
  (who: "newcomer" | "holder" | "otherHolder") =>
  async ({ router, asset, token, ...pool }: Pool) =>
    call(
      router,
      pool[who],
      "swapExactTokensForTokens",
      ASSET_IN,
      TOKENS_IN / 10n,
      [await asset.getAddress(), await token.getAddress()],
      pool[who].address,
      DEADLINE,
    );

const swapBack =
  (who: "holder") =>
  async ({ router, asset, token, ...pool }: Pool) =>
    call(
      router,
      pool[who],
      "swapExactTokensForTokens",
      TOKENS_IN,
      ASSET_IN / 10n,
      [await token.getAddress(), await asset.getAddress()],
      pool[who].address,
      DEADLINE,
    );

async function plainPool(chain: Chain): Promise<Pool> {
  return openPool(
    chain,
    async ({ ethers }) =>
      (await ethers.deployContract("TestAsset", ["Project", "PRJ", 18])) as unknown as Contract,
    (token, to, amount) => call(token, to, "mint", to.address, amount),
  );
}

async function votesPool(chain: Chain): Promise<Pool> {
  return openPool(chain, (to) => deployVotesToken(to, "OpenZeppelinVotes"), mintVotes);
}

const plain = measuresOf<Pool>({
  subject: UNISWAP,
  world: plainPool,
  rows: [
    {
      operation: "buy",
      conditions: "holder, plain ERC-20",
      chart: { panel: "Buy", note: "plain token" },
      prepare: soonAfter(swap("otherHolder")),
      send: swap("holder"),
    },
    {
      operation: "buy",
      conditions: "first-time buyer, plain ERC-20",
      prepare: soonAfter(swap("holder")),
      send: swap("newcomer"),
    },
    {
      operation: "sell",
      conditions: "holder, plain ERC-20, besides the approval",
      chart: { panel: "Sell", note: "plain token, besides an approval" },
      prepare: soonAfter(swap("otherHolder")),
      send: swapBack("holder"),
    },
    {
      operation: "approve",
      conditions: "of a plain ERC-20 to the router, before a sell",
      prepare: async ({ token, router, holder }) => call(token, holder, "approve", router, 0n),
      send: ({ token, router, holder }) => call(token, holder, "approve", router, TOKENS_IN),
    },
    {
      operation: "launch",
      conditions: "a pair alone: no token, no liquidity",
      send: async ({ asset, factory, router, holder }) =>
        call(factory, holder, "createPair", await asset.getAddress(), await router.getAddress()),
    },
  ],
});

const votes = measuresOf<Pool>({
  subject: UNISWAP,
  world: votesPool,
  rows: [
    {
      operation: "buy",
      conditions: "holder, OpenZeppelin votes token",
      chart: { panel: "Buy", note: "votes token" },
      prepare: soonAfter(swap("otherHolder")),
      send: swap("holder"),
    },
    {
      operation: "sell",
      conditions: "holder, OpenZeppelin votes token, besides the approval",
      chart: { panel: "Sell", note: "votes token, besides an approval" },
      prepare: soonAfter(swap("otherHolder")),
      send: swapBack("holder"),
    },
  ],
});

export const uniswapMeasures: readonly Measure[] = [...plain, ...votes];
