/** Uniswap v2 (router, pair) and Uniswap's Merkle distributor, as published on npm. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { MaxUint256, concat, keccak256, solidityPackedKeccak256, type Contract } from "ethers";
import type { TestAsset } from "../../typechain-types/index.ts";
import { atNewHour, laterInHour, measuresOf, type Measure } from "../lib/measures.ts";
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
      prepare: laterInHour(swap("otherHolder")),
      send: swap("holder"),
    },
    {
      operation: "buy",
      conditions: "first-time buyer, plain ERC-20",
      prepare: laterInHour(swap("holder")),
      send: swap("newcomer"),
    },
    {
      operation: "sell",
      conditions: "holder, plain ERC-20, besides the approval",
      chart: { panel: "Sell", note: "plain token, besides an approval" },
      prepare: laterInHour(swap("otherHolder")),
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
      prepare: laterInHour(swap("otherHolder")),
      send: swap("holder"),
    },
    {
      operation: "sell",
      conditions: "holder, OpenZeppelin votes token, besides the approval",
      chart: { panel: "Sell", note: "votes token, besides an approval" },
      prepare: laterInHour(swap("otherHolder")),
      send: swapBack("holder"),
    },
  ],
});

// ---------------------------------------------------------------- Merkle distributor

const LEAVES = 1_024;
/** The claim of an account that holds the token; the next one's holds none. */
const INDEX = 700;

interface Distribution {
  readonly distributor: Contract;
  readonly anyone: HardhatEthersSigner;
  readonly claims: readonly { readonly index: bigint; readonly account: string; readonly amount: bigint }[];
  readonly levels: readonly (readonly string[])[];
}

/** A leaf beside the measured ones is claimed: their word of the bitmap is not empty. */
async function distribution({ ethers }: Chain): Promise<Distribution> {
  const [anyone] = await ethers.getSigners();
  if (!anyone) throw new Error("the chain has no account");
  const asset = await ethers.deployContract("TestAsset", ["Test euro", "EURT", 18]);
  const claims = Array.from({ length: LEAVES }, (_, at) => ({
    index: BigInt(at),
    account: ethers.getCreateAddress({ from: anyone.address, nonce: 1_000_000 + at }),
    amount: TOKENS_IN + BigInt(at),
  }));
  const levels = levelsOf(
    claims.map(({ index, account, amount }) =>
      solidityPackedKeccak256(["uint256", "address", "uint256"], [index, account, amount]),
    ),
  );
  const root = levels.at(-1)?.[0];
  const distributor = await deploy(
    prebuilt("@uniswap/merkle-distributor/build/MerkleDistributor.json"),
    anyone,
    [await asset.getAddress(), root],
  );
  await asset.mint(distributor, 10n ** 6n * WHOLE);
  const world = { distributor, anyone, claims, levels };
  await claim(world, INDEX - 1);
  const holder = claims[INDEX]?.account;
  if (holder === undefined) throw new Error(`there is no claim ${INDEX}`);
  await asset.mint(holder, 1n);
  return world;
}

function levelsOf(leaves: readonly string[]): string[][] {
  const levels = [[...leaves]];
  for (let level = levels[0] ?? []; level.length > 1; levels.push(level)) {
    level = Array.from({ length: level.length / 2 }, (_, at) =>
      keccak256(concat(level.slice(2 * at, 2 * at + 2).toSorted())),
    );
  }
  return levels;
}

function claim({ distributor, anyone, claims, levels }: Distribution, at: number) {
  const entry = claims[at];
  if (entry === undefined) throw new Error(`there is no claim ${at}`);
  const proof = levels.slice(0, -1).map((level, depth) => level[(at >> depth) ^ 1]);
  return call(distributor, anyone, "claim", entry.index, entry.account, entry.amount, proof);
}

const distributor = measuresOf<Distribution>({
  subject: "Uniswap Merkle distributor",
  world: distribution,
  rows: [
    {
      operation: "merkleClaim",
      conditions: "1,024 leaves, plain ERC-20, holder, bitmap word in use",
      send: (world) => claim(world, INDEX),
    },
    {
      operation: "merkleClaim",
      conditions: "1,024 leaves, plain ERC-20, first tokens of the account, bitmap word in use",
      send: (world) => claim(world, INDEX + 1),
    },
  ],
});

export const uniswapMeasures: readonly Measure[] = [...plain, ...votes, ...distributor];
