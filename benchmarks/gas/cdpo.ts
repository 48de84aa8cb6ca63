/** The suite's own operations. Organisations are launched as tests and scripts launch them. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { MaxUint256, type ContractTransactionResponse } from "ethers";
import {
  DAY,
  WHOLE,
  launchOpenMarket,
  launchPresale,
  signerOf,
  type PresaleScenario,
  type Scenario,
} from "../../test/lib/fixtures.ts";
import {
  Tag,
  Vote,
  actionOf,
  callsOf,
  propose,
  toEnd,
  toVoting,
  type Proposal,
} from "../../test/lib/votes.ts";
import { OURS, atNewDay, atNewHour, measuresOf, soonAfter, type Measure } from "../lib/measures.ts";
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
  /** The reserve as a sender: may mint. */
  readonly minter: HardhatEthersSigner;
}

async function openMarket(chain: Chain): Promise<Market> {
  const scenario = await launchOpenMarket(chain, { governance: { governorProposes: true } });
  const { actors, reserve, addresses } = scenario;
  const [holder, otherHolder] = actors.partners;
  for (const trader of [holder, otherHolder]) {
    await reserve.connect(trader).buy(1_000n * scenario.unit, 0n, trader, DEADLINE);
  }
  return {
    ...scenario,
    newcomer: actors.stranger,
    holder,
    otherHolder,
    minter: await signerOf(chain, addresses.reserve),
  };
}

type Trader = "newcomer" | "holder" | "otherHolder";

const buy =
  (who: Trader) =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.reserve.connect(market[who]).buy(ASSET_IN, TOKENS_IN / 10n, market[who], DEADLINE);

const sell =
  (who: "holder") =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.reserve.connect(market[who]).sell(TOKENS_IN, ASSET_IN / 10n, market[who], DEADLINE);

const give = ({ reserve, holder }: Market): Promise<ContractTransactionResponse> =>
  reserve.connect(holder).donate(ASSET_IN, "for the common good!");

const mint =
  (who: Trader) =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.token.connect(market.minter).mint(market[who], TOKENS_IN);

const transfer =
  (to: Trader) =>
  (market: Market): Promise<ContractTransactionResponse> =>
    market.token.connect(market.holder).transfer(market[to], TOKENS_IN);

/** A gift was given some hours ago. */
async function dripping(world: Market, { networkHelpers }: Chain): Promise<void> {
  await give(world);
  await networkHelpers.time.increase(12_345n);
}

const market = measuresOf<Market>({
  subject: OURS,
  world: openMarket,
  rows: [
    {
      operation: "buy",
      conditions: "holder",
      chart: { panel: "Buy" },
      prepare: soonAfter(buy("otherHolder")),
      send: buy("holder"),
    },
    {
      operation: "buy",
      conditions: "holder, first trade of a day",
      prepare: atNewDay,
      send: buy("holder"),
    },
    {
      operation: "buy",
      conditions: "holder, while a gift drips",
      chart: { panel: "Buy", note: "while a gift drips" },
      prepare: dripping,
      send: buy("holder"),
    },
    {
      operation: "buy",
      conditions: "first-time buyer",
      prepare: soonAfter(buy("holder")),
      send: buy("newcomer"),
    },
    {
      operation: "sell",
      conditions: "holder",
      chart: { panel: "Sell" },
      prepare: soonAfter(buy("otherHolder")),
      send: sell("holder"),
    },
    {
      operation: "sell",
      conditions: "holder, first trade of a day",
      prepare: atNewDay,
      send: sell("holder"),
    },
    {
      operation: "sell",
      conditions: "holder, while a gift drips",
      chart: { panel: "Sell", note: "while a gift drips" },
      prepare: dripping,
      send: sell("holder"),
    },
    {
      operation: "gift",
      conditions: "nothing drips, a note of 20 bytes",
      prepare: async (world, chain) => {
        await give(world);
        await chain.networkHelpers.time.increase(30n * DAY);
      },
      send: give,
    },
    {
      operation: "gift",
      conditions: "while another drips, a note of 20 bytes",
      chart: { panel: "Give" },
      prepare: dripping,
      send: give,
    },
    {
      operation: "mint",
      conditions: "holder",
      chart: { panel: "Mint" },
      prepare: atNewHour,
      send: mint("holder"),
    },
    {
      operation: "mint",
      conditions: "first tokens of the account",
      prepare: atNewHour,
      send: mint("newcomer"),
    },
    {
      operation: "transfer",
      conditions: "holder to holder",
      chart: { panel: "Transfer" },
      prepare: atNewHour,
      send: transfer("otherHolder"),
    },
    {
      operation: "transfer",
      conditions: "holder to new account",
      prepare: atNewHour,
      send: transfer("newcomer"),
    },
    {
      operation: "launch",
      conditions: "growing organisation: 2 founders, 3 curators",
      prepare: atNewHour,
      send: ({ factory, config }) => factory.launch({ ...config, name: "Growing", withPresale: false }),
    },
  ],
});

// ---------------------------------------------------------------- voice

interface Voices extends Market {
  /** Has staked, and votes. */
  readonly staker: HardhatEthersSigner;
  /** A decision that can be voted on. */
  readonly id: bigint;
}

/** One holder has a stake of long ago, a producer proposed; another holder has only approved. */
async function openVote(chain: Chain): Promise<Voices> {
  const world = await openMarket(chain);
  const { token, stake, governor, asset, actors, addresses } = world;
  const [proposer] = actors.producers;
  const staker = world.otherHolder;
  for (const account of [world.holder, staker, proposer]) {
    await token.connect(account).approve(addresses.stake, MaxUint256);
  }
  for (const account of [staker, proposer]) await stake.connect(account).stake(10n * TOKENS_IN);
  await chain.networkHelpers.time.increase(31n * DAY);
  const proposal: Proposal = { actions: [await actionOf(asset, "totalSupply")], description: "Count" };
  const id = await propose(governor, proposer, proposal);
  await toVoting(chain, governor, id);
  return { ...world, staker, id };
}

const voteFor = ({ governor, staker, id }: Voices): Promise<ContractTransactionResponse> =>
  governor.connect(staker).castVote(id, Vote.For);

const voices = measuresOf<Voices>({
  subject: OURS,
  world: openVote,
  rows: [
    {
      operation: "voice",
      conditions: "stake, first time of the account",
      chart: { panel: "Get a voice", note: "stake" },
      send: ({ stake, holder }) => stake.connect(holder).stake(TOKENS_IN),
    },
    {
      operation: "voice",
      conditions: "stake more",
      send: ({ stake, staker }) => stake.connect(staker).stake(TOKENS_IN),
    },
    {
      operation: "voice",
      conditions: "unstake a part",
      send: ({ stake, staker }) => stake.connect(staker).unstake(TOKENS_IN, staker),
    },
    {
      operation: "voice",
      conditions: "unstake all",
      send: ({ stake, staker }) => stake.connect(staker).unstake(10n * TOKENS_IN, staker),
    },
    {
      operation: "vote",
      conditions: "propose a decision of one call",
      send: ({ governor, staker, asset }) =>
        actionOf(asset, "decimals").then((action) =>
          governor
            .connect(staker)
            .propose(...callsOf({ actions: [action], description: "" }), "Count decimals"),
        ),
    },
    {
      operation: "vote",
      conditions: "first vote on the decision",
      send: voteFor,
    },
    {
      operation: "vote",
      conditions: "the vote that fills the quorum",
      prepare: ({ governor, actors, id }) => governor.connect(actors.producers[0]).castVote(id, Vote.For),
      send: voteFor,
    },
    {
      operation: "vote",
      conditions: "close the hold of a vote that lost",
      prepare: async (world, chain) => {
        await voteFor(world);
        await toEnd(chain, world.governor, world.id);
      },
      send: ({ stake, addresses, id, staker, newcomer }) =>
        stake.connect(newcomer).close(addresses.governor, id, Tag.For, staker),
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
      chart: { panel: "Claim the tokens", note: "all at once" },
      prepare: afterRelease,
      send: ({ presale, actors }) => presale.connect(actors.partners[1]).claim(actors.partners[1]),
    },
    {
      operation: "claim",
      conditions: "founder, a part has vested, the rest is staked",
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

/** A sale whose partners' tokens vest over a year. */
async function vestingSale(chain: Chain): Promise<PresaleScenario> {
  const partnerVesting = { cliff: 0n, duration: 360n * DAY };
  const scenario = await launchPresale(chain, { presale: { partnerVesting } });
  await chain.networkHelpers.time.increase(2n * DAY);
  await scenario.presale.connect(scenario.actors.partners[0]).contribute(1_000n * scenario.unit, []);
  return scenario;
}

const vesting = measuresOf<PresaleScenario>({
  subject: OURS,
  world: vestingSale,
  rows: [
    {
      operation: "claim",
      conditions: "partner, a part has vested, the rest is staked",
      chart: { panel: "Claim the tokens", note: "the rest is staked" },
      prepare: afterRelease,
      send: ({ presale, actors }) => presale.connect(actors.partners[1]).claim(actors.partners[1]),
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

/** The contribution that is measured; number 1 was paid before. */
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
  await batchEnd(world, chain);
  await world.registry.settle(1n, [...world.three]);
  return world;
}

/** The window of the running batch is over. */
async function batchEnd({ issuance }: Scenario, { networkHelpers }: Chain): Promise<void> {
  await networkHelpers.time.increaseTo((await issuance.runningBatch()).end);
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

/** The award is in a batch whose window is over. */
const due =
  (shares: "one" | "three") =>
  async (world: Recognition, chain: Chain): Promise<void> => {
    await reviewed(shares)(world, chain);
    await world.registry.decide(ID);
    await batchEnd(world, chain);
  };

const paid =
  (shares: "one" | "three") =>
  async (world: Recognition, chain: Chain): Promise<void> => {
    await due(shares)(world, chain);
    await world.issuance.settle();
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
      conditions: "accepted, first award of its batch",
      prepare: reviewed("one"),
      send: ({ registry: contract }) => contract.decide(ID),
    },
    {
      operation: "batch",
      conditions: "one award or many",
      prepare: due("one"),
      send: ({ issuance }) => issuance.settle(),
    },
    {
      operation: "settle",
      conditions: "one producer, the batch is paid",
      prepare: paid("one"),
      send: settle("one"),
    },
    {
      operation: "settle",
      conditions: "three producers, the batch is paid",
      prepare: paid("three"),
      send: settle("three"),
    },
    {
      operation: "settle",
      conditions: "one of three producers alone, the batch is paid",
      prepare: paid("three"),
      send: ({ registry: contract, three, actors }) => contract.claimFor(ID, [...three], actors.producers[0]),
    },
    {
      operation: "settle",
      conditions: "one producer, pays the overdue batch, too",
      prepare: due("one"),
      send: settle("one"),
    },
  ],
});

export const cdpoMeasures: readonly Measure[] = [
  ...market,
  ...voices,
  ...sale,
  ...vesting,
  ...list,
  ...registry,
];
