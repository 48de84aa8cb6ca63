/** The suite's own operations. Organisations are launched as tests and scripts launch them. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { ContractTransactionResponse } from "ethers";
import {
  DAY,
  WHOLE,
  launchOpenMarket,
  launchPresale,
  signerOf,
  type PresaleScenario,
  type Scenario,
} from "../../test/lib/fixtures.ts";
import { OURS, atNewHour, laterInHour, measuresOf, type Measure } from "../lib/measures.ts";
import type { Chain } from "../lib/suite.ts";

/** Amounts without round digits, as quotes have them: zero bytes in call data are cheaper. */
export const ASSET_IN = 23_456_789_012_345_678_901n;
export const TOKENS_IN = 12_345_678_901_234_567_890n;
/** Far away, in the length that a time has. */
const DEADLINE = 0xffff_ffffn;

// ---------------------------------------------------------------- market

interface Market extends Scenario {
  readonly newcomer: HardhatEthersSigner;
  readonly holder: HardhatEthersSigner;
  readonly otherHolder: HardhatEthersSigner;
  /** A holder that votes for itself. */
  readonly voter: HardhatEthersSigner;
  readonly otherVoter: HardhatEthersSigner;
  /** The reserve as a sender: may mint. */
  readonly minter: HardhatEthersSigner;
}

async function openMarket(chain: Chain): Promise<Market> {
  const scenario = await launchOpenMarket(chain);
  const { actors, reserve, token, addresses } = scenario;
  const [holder, otherHolder, voter] = actors.partners;
  const otherVoter = actors.donor;
  for (const trader of [holder, otherHolder, voter, otherVoter]) {
    await reserve.connect(trader).buy(1_000n * scenario.unit, 0n, trader, DEADLINE);
  }
  for (const trader of [voter, otherVoter]) await token.connect(trader).delegate(trader);
  // The hour of these trades is over.
  await chain.networkHelpers.time.increase(DAY);
  return {
    ...scenario,
    newcomer: actors.stranger,
    holder,
    otherHolder,
    voter,
    otherVoter,
    minter: await signerOf(chain, addresses.reserve),
  };
}

const buy =
  (who: "newcomer" | "holder" | "otherHolder" | "voter" | "otherVoter") =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.reserve.connect(market[who]).buy(ASSET_IN, TOKENS_IN / 10n, market[who], DEADLINE);

const sell =
  (who: "holder" | "voter") =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.reserve.connect(market[who]).sell(TOKENS_IN, ASSET_IN / 10n, market[who], DEADLINE);

const mint =
  (who: "newcomer" | "holder" | "otherHolder" | "voter" | "otherVoter") =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.token.connect(market.minter).mint(market[who], TOKENS_IN);

const transfer =
  (from: "holder" | "voter", to: "newcomer" | "otherHolder" | "otherVoter") =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.token.connect(market[from]).transfer(market[to], TOKENS_IN);

const market = measuresOf<Market>({
  subject: OURS,
  world: openMarket,
  rows: [
    {
      operation: "buy",
      conditions: "holder, later in the hour",
      chart: { panel: "Buy" },
      prepare: laterInHour(buy("otherHolder")),
      send: buy("holder"),
    },
    {
      operation: "buy",
      conditions: "holder, first trade of the hour",
      chart: { panel: "Buy", note: "first trade of its hour" },
      prepare: atNewHour,
      send: buy("holder"),
    },
    {
      operation: "buy",
      conditions: "first-time buyer, later in the hour",
      prepare: laterInHour(buy("holder")),
      send: buy("newcomer"),
    },
    {
      operation: "buy",
      conditions: "first-time buyer, first trade of the hour",
      prepare: atNewHour,
      send: buy("newcomer"),
    },
    {
      operation: "buy",
      conditions: "self-delegated holder, again in the hour",
      prepare: laterInHour(buy("voter")),
      send: buy("voter"),
    },
    {
      operation: "buy",
      conditions: "self-delegated holder, first trade of the hour",
      prepare: atNewHour,
      send: buy("voter"),
    },
    {
      operation: "sell",
      conditions: "holder, later in the hour",
      chart: { panel: "Sell" },
      prepare: laterInHour(buy("otherHolder")),
      send: sell("holder"),
    },
    {
      operation: "sell",
      conditions: "holder, first trade of the hour",
      chart: { panel: "Sell", note: "first trade of its hour" },
      prepare: atNewHour,
      send: sell("holder"),
    },
    {
      operation: "sell",
      conditions: "self-delegated holder, again in the hour",
      prepare: laterInHour(buy("voter")),
      send: sell("voter"),
    },
    {
      operation: "sell",
      conditions: "self-delegated holder, first trade of the hour",
      prepare: atNewHour,
      send: sell("voter"),
    },
    {
      operation: "gift",
      conditions: "not the first gift, a note of 20 bytes",
      chart: { panel: "Give" },
      prepare: atNewHour,
      send: ({ reserve, holder }) => reserve.connect(holder).donate(ASSET_IN, "for the common good!"),
    },
    {
      operation: "mint",
      conditions: "holder, later in the hour",
      chart: { panel: "Mint" },
      prepare: laterInHour(mint("otherHolder")),
      send: mint("holder"),
    },
    {
      operation: "mint",
      conditions: "holder, first of the hour",
      chart: { panel: "Mint", note: "first of its hour" },
      prepare: atNewHour,
      send: mint("holder"),
    },
    {
      operation: "mint",
      conditions: "first tokens of the account, later in the hour",
      prepare: laterInHour(mint("holder")),
      send: mint("newcomer"),
    },
    {
      operation: "mint",
      conditions: "self-delegated holder, again in the hour",
      chart: { panel: "Mint to a self-delegated holder" },
      prepare: laterInHour(mint("voter")),
      send: mint("voter"),
    },
    {
      operation: "mint",
      conditions: "self-delegated holder, first of the hour",
      chart: { panel: "Mint to a self-delegated holder", note: "first of its hour" },
      prepare: atNewHour,
      send: mint("voter"),
    },
    {
      operation: "transfer",
      conditions: "holder to holder",
      chart: { panel: "Transfer" },
      prepare: atNewHour,
      send: transfer("holder", "otherHolder"),
    },
    {
      operation: "transfer",
      conditions: "holder to new account",
      prepare: atNewHour,
      send: transfer("holder", "newcomer"),
    },
    {
      operation: "transfer",
      conditions: "both self-delegated, again in the hour",
      chart: { panel: "Transfer between self-delegated holders" },
      prepare: laterInHour(transfer("voter", "otherVoter")),
      send: transfer("voter", "otherVoter"),
    },
    {
      operation: "transfer",
      conditions: "both self-delegated, first of the hour",
      chart: { panel: "Transfer between self-delegated holders", note: "first of its hour" },
      prepare: atNewHour,
      send: transfer("voter", "otherVoter"),
    },
    {
      operation: "delegate",
      conditions: "to oneself, first time",
      prepare: atNewHour,
      send: ({ token, holder }) => token.connect(holder).delegate(holder),
    },
    {
      operation: "launch",
      conditions: "growing organisation: 2 founders, 3 curators",
      prepare: atNewHour,
      send: ({ factory, config }) => factory.launch({ ...config, name: "Growing", withPresale: false }),
    },
  ],
});

// ---------------------------------------------------------------- presale

/** An open sale with one partner, and room for all others. */
async function openSale(chain: Chain): Promise<PresaleScenario> {
  const scenario = await launchPresale(chain);
  await chain.networkHelpers.time.increase(2n * DAY);
  await scenario.presale.connect(scenario.actors.partners[0]).contribute(1_000n * scenario.unit, []);
  return scenario;
}

/** The trustee has not released in time. */
async function afterFailure({ presale, actors }: PresaleScenario, { networkHelpers }: Chain): Promise<void> {
  await presale.connect(actors.partners[1]).contribute(ASSET_IN, []);
  const { releaseBy } = await presale.terms();
  await networkHelpers.time.increaseTo(releaseBy);
}

async function afterClose({ presale, actors }: PresaleScenario, { networkHelpers }: Chain): Promise<void> {
  await presale.connect(actors.partners[1]).contribute(ASSET_IN, []);
  const { closes } = await presale.terms();
  await networkHelpers.time.increaseTo(closes);
}

async function afterRelease(scenario: PresaleScenario, chain: Chain): Promise<void> {
  await afterClose(scenario, chain);
  await scenario.presale.connect(scenario.actors.trustee).release();
  // Founders' tokens have begun to vest.
  await chain.networkHelpers.time.increase(100n * DAY);
}

const sale = measuresOf<PresaleScenario>({
  subject: OURS,
  world: openSale,
  rows: [
    {
      operation: "contribute",
      conditions: "first of the partner, ERC-20",
      chart: { panel: "Contribute, first time", note: "ERC-20" },
      send: ({ presale, actors }) => presale.connect(actors.partners[1]).contribute(ASSET_IN, []),
    },
    {
      operation: "contribute",
      conditions: "again, ERC-20",
      chart: { panel: "Contribute, again", note: "ERC-20" },
      send: ({ presale, actors }) => presale.connect(actors.partners[0]).contribute(ASSET_IN, []),
    },
    {
      operation: "refund",
      conditions: "ERC-20",
      chart: { panel: "Refund", note: "ERC-20" },
      prepare: afterFailure,
      send: ({ presale, actors }) => presale.connect(actors.partners[1]).refund(actors.partners[1]),
    },
    {
      operation: "release",
      conditions: "mints all tokens, opens the market, pays the rest out",
      prepare: afterClose,
      send: ({ presale, actors }) => presale.connect(actors.trustee).release(),
    },
    {
      operation: "claim",
      conditions: "partner, all at once",
      chart: { panel: "Claim the tokens", note: "votes token" },
      prepare: afterRelease,
      send: ({ presale, actors }) => presale.connect(actors.partners[1]).claim(actors.partners[1]),
    },
    {
      operation: "claim",
      conditions: "founder, first part of the vesting",
      prepare: afterRelease,
      send: ({ presale, actors }) => presale.connect(actors.founders[0]).claim(actors.founders[0]),
    },
    {
      operation: "launch",
      conditions: "bootstrapped organisation: 2 founders, 3 curators",
      prepare: atNewHour,
      send: async ({ factory, config }, { networkHelpers }) => {
        const now = BigInt(await networkHelpers.time.latest());
        const { presale } = config;
        return factory.launch({
          ...config,
          presale: { ...presale, opens: now + DAY, closes: now + 31n * DAY, releaseBy: now + 61n * DAY },
        });
      },
    },
  ],
});

/** A sale for the 1,024 accounts of a list. */
async function listedSale(chain: Chain): Promise<PresaleScenario & { readonly proof: string[] }> {
  const [, partner] = (await chain.ethers.getSigners()).slice(7);
  if (partner === undefined) throw new Error("the chain has too few accounts");
  const others = Array.from({ length: 1_023 }, (_, at) => [chain.ethers.toBeHex(at + 1, 20)]);
  const tree = StandardMerkleTree.of([[partner.address], ...others], ["address"]);
  const scenario = await launchPresale(chain, { presale: { allowlistRoot: tree.root } });
  if (scenario.actors.partners[1].address !== partner.address) throw new Error("the actors have moved");
  await chain.networkHelpers.time.increase(2n * DAY);
  return { ...scenario, proof: tree.getProof(0) };
}

const list = measuresOf({
  subject: OURS,
  world: listedSale,
  rows: [
    {
      operation: "contribute",
      conditions: "first of the sale, ERC-20, allowlist of 1,024",
      send: ({ presale, actors, proof }) => presale.connect(actors.partners[1]).contribute(ASSET_IN, proof),
    },
  ],
});

// ---------------------------------------------------------------- recognition

type Shares = readonly { readonly account: string; readonly bps: bigint }[];

interface Recognition extends Market {
  readonly one: Shares;
  readonly three: Shares;
}

/** The contribution that is measured; number 1 was settled before. */
const ID = 2n;
const REWARD = WHOLE;

/** An organisation whose three producers were recognised before and hold tokens. */
async function recognition(chain: Chain): Promise<Recognition> {
  const scenario = await openMarket(chain);
  const [a, b, c] = scenario.actors.producers.map(({ address }) => address);
  if (a === undefined || b === undefined || c === undefined) throw new Error("too few producers");
  const world: Recognition = {
    ...scenario,
    one: [{ account: a, bps: 10_000n }],
    three: [
      { account: a, bps: 5_000n },
      { account: b, bps: 3_000n },
      { account: c, bps: 2_000n },
    ],
  };
  await submit("three")(world);
  await review(1n, 0)(world);
  await review(1n, 1)(world);
  await chain.networkHelpers.time.increase(3n * DAY);
  await world.registry.decide(1n);
  await world.registry.settle(1n, [...world.three]);
  return world;
}

const submit = (shares: "one" | "three") => (world: Recognition) =>
  world.registry
    .connect(world.newcomer)
    .submit(0n, REWARD, [...world[shares]], `0x${"5a".repeat(32)}`, "https://example.org/commit/5a5a5a5a");

const review =
  (id: bigint, curator: 0 | 1) =>
  ({ registry, actors }: Recognition) =>
    registry.connect(actors.curators[curator]).review(id, true, "useful and well made");

const submitted =
  (shares: "one" | "three", reviews: 0 | 1 | 2 = 0) =>
  async (world: Recognition): Promise<void> => {
    await submit(shares)(world);
    if (reviews > 0) await review(ID, 0)(world);
    if (reviews > 1) await review(ID, 1)(world);
  };

const reviewed =
  (shares: "one" | "three") =>
  async (world: Recognition, { networkHelpers }: Chain): Promise<void> => {
    await submitted(shares, 2)(world);
    await networkHelpers.time.increase(3n * DAY);
  };

const decided =
  (shares: "one" | "three") =>
  async (world: Recognition, chain: Chain): Promise<void> => {
    await reviewed(shares)(world, chain);
    await world.registry.decide(ID);
    await atNewHour(world, chain);
  };

const settle = (shares: "one" | "three") => (world: Recognition) =>
  world.registry.settle(ID, [...world[shares]]);

const registry = measuresOf<Recognition>({
  subject: OURS,
  world: recognition,
  rows: [
    { operation: "submit", conditions: "one producer", send: submit("one") },
    { operation: "submit", conditions: "three producers", send: submit("three") },
    {
      operation: "review",
      conditions: "first review",
      prepare: submitted("one"),
      send: review(ID, 0),
    },
    {
      operation: "review",
      conditions: "second review",
      prepare: submitted("one", 1),
      send: review(ID, 1),
    },
    {
      operation: "decide",
      conditions: "accepted",
      prepare: reviewed("one"),
      send: ({ registry: contract }) => contract.decide(ID),
    },
    {
      operation: "settle",
      conditions: "one producer, first mint of the hour",
      prepare: decided("one"),
      send: settle("one"),
    },
    {
      operation: "settle",
      conditions: "three producers, first mint of the hour",
      prepare: decided("three"),
      send: settle("three"),
    },
  ],
});

export const cdpoMeasures: readonly Measure[] = [...market, ...sale, ...list, ...registry];
