/** The test of the reserve: on a copy of the chain, everyone sells everything. */
import { MaxUint256 } from "ethers";
import type { ImplementationName } from "../../launch/index.ts";
import type { Agent } from "./agents.ts";
import { CallReverted, DAY } from "./chain.ts";
import { ConservationBroken } from "./conservation.ts";
import { ISSUANCE_PERIOD } from "../people/terms.ts";
import type { Organisation } from "./organisation.ts";
import type { World } from "./world.ts";

/** What came of it, in one order of selling. */
export interface EveryoneSold {
  readonly sellers: number;
  /** Holders whose tokens are worth less than one asset unit. */
  readonly tooSmall: number;
  /** Asset units paid to the sellers, without tribute. */
  readonly paid: bigint;
  readonly tribute: bigint;
  /** Asset units per whole token that the first and the last seller got, rounded down. */
  readonly firstPrice: bigint;
  readonly lastPrice: bigint;
  /** Token wei that wait in contracts for someone, and asset units for them when they are sold after all others. */
  readonly waiting: bigint;
  readonly waitingWorth: bigint;
  /** Token wei in the stake that founders lost as the budget was not paid: nobody can ever sell them. */
  readonly lost: bigint;
  /** Token wei that batches paid on the copy, for awards that had been waiting. */
  readonly paidMeanwhile: bigint;
  /** What is left: asset units behind token wei. */
  readonly reserveLeft: bigint;
  readonly supplyLeft: bigint;
}

const WHOLE_TOKEN = 10n ** 18n;
/** After so long nothing that anyone did holds a stake. */
const HOLDS_END = 3 * ISSUANCE_PERIOD + 30 * DAY;
/** Contracts in which tokens wait for someone. */
const WAITING: readonly ImplementationName[] = [
  ...(["issuance", "registry", "epochs", "proposals", "partnerAcceptance", "timelock"] as const),
];

/**
 * Lets all who vest claim, everyone unstake, then everyone sell in the order given. Nothing of it stays.
 * Throws {@link ConservationBroken} when someone could not take a stake back, when the reserve could not pay someone, or no
 * longer covers the rest.
 */
export async function everyoneSells({
  world,
  organisation,
  order,
  vestedAt,
}: {
  readonly world: World;
  readonly organisation: Organisation;
  readonly order: readonly Agent[];
  /** When all vesting is over, in seconds. */
  readonly vestedAt: number;
}): Promise<EveryoneSold> {
  return world.rehearse(async () => {
    const { chain } = world;
    const [anyone] = order;
    if (anyone === undefined) throw new Error("nobody is there to sell");
    const supplyBefore = await chain.readAmount(organisation.call("token", "totalSupply"));
    chain.passTo(Math.max(vestedAt, chain.now + HOLDS_END));
    await world.act("", anyone, organisation.call("issuance", "settle"));
    const paidMeanwhile = (await chain.readAmount(organisation.call("token", "totalSupply"))) - supplyBefore;
    await freeEveryone({ world, organisation, order, anyone });
    const owedBefore = await chain.readAmount(organisation.call("reserve", "tributeOwed"));
    let [sellers, tooSmall, paid, firstPrice, lastPrice] = [0, 0, 0n, 0n, 0n];
    const holdings = await chain.readAmounts(
      order.map(({ address }) => organisation.call("token", "balanceOf", [address])),
    );
    for (const [at, agent] of order.entries()) {
      const tokens = holdings[at] ?? 0n;
      if (tokens === 0n) continue;
      let got = 0n;
      try {
        const args = [tokens, 0n, agent.address, MaxUint256];
        const events = await world.act("", agent, organisation.call("reserve", "sell", args));
        // What the asset itself says that it moved.
        for (const { contract, name, args: moved } of events) {
          if (contract !== "asset" || name !== "Transfer" || moved["to"] !== agent.address) continue;
          got += moved["value"] as bigint;
        }
      } catch (error) {
        if (!(error instanceof CallReverted)) throw error;
        if (!error.message.includes("TradeTooSmall")) {
          throw new ConservationBroken(`${agent.label} could not sell when everyone did: ${error.message}`);
        }
        tooSmall++;
        continue;
      }
      lastPrice = (got * WHOLE_TOKEN) / tokens;
      if (sellers === 0) firstPrice = lastPrice;
      sellers++;
      paid += got;
    }
    const [reserveLeft, supplyLeft, owed, held, lost, ...balances] = await chain.readAmounts([
      organisation.call("reserve", "reserveBalance"),
      organisation.call("token", "totalSupply"),
      organisation.call("reserve", "tributeOwed"),
      world.assetCall("balanceOf", [organisation.address("reserve")]),
      organisation.call("token", "balanceOf", [organisation.address("stake")]),
      ...WAITING.map((name) => organisation.call("token", "balanceOf", [organisation.address(name)])),
    ] as const);
    const waiting = balances.reduce((sum, balance) => sum + balance, 0n);
    const sale = organisation.call("reserve", "quoteSell", [waiting]);
    // What rounding left is worth less than the smallest unit.
    const isDust = waiting === 0n || (await world.refuses(sale, "TradeTooSmall"));
    const waitingWorth = isDust ? 0n : await chain.readAmount(sale);
    if (held < reserveLeft + owed) {
      throw new ConservationBroken(
        `after everyone sold, the reserve holds ${held} asset units of ${reserveLeft + owed} that it owes`,
      );
    }
    if (reserveLeft < waitingWorth) {
      throw new ConservationBroken(
        `after everyone sold, the reserve counts ${reserveLeft} asset units, less than the ${waitingWorth} for what waits in contracts`,
      );
    }
    return {
      sellers,
      tooSmall,
      paid,
      tribute: owed - owedBefore,
      firstPrice,
      lastPrice,
      waiting,
      waitingWorth,
      lost,
      paidMeanwhile,
      reserveLeft,
      supplyLeft,
    };
  });
}

/** Everyone claims what they have from the presale, all holds are closed, and everyone unstakes all. */
async function freeEveryone({
  world,
  organisation,
  order,
  anyone,
}: {
  readonly world: World;
  readonly organisation: Organisation;
  readonly order: readonly Agent[];
  readonly anyone: Agent;
}): Promise<void> {
  const { chain } = world;
  for (const { forum, id, tag, account } of organisation.books.stakes.holds) {
    await world.act("", anyone, organisation.call("stake", "close", [forum, id, tag, account]));
  }
  if (organisation.contracts.presale !== undefined) {
    const previews = await chain.readAmounts(
      order.flatMap(({ address }) => {
        const preview = organisation.call("presale", "previewClaim", [address]);
        return [
          { ...preview, field: "vested" },
          { ...preview, field: "vesting" },
        ];
      }),
    );
    for (const [at, agent] of order.entries()) {
      if (previews[2 * at] === 0n && previews[2 * at + 1] === 0n) continue;
      await world.act("", agent, organisation.call("presale", "claim", [agent.address]));
    }
  }
  // What a founder lost is no stake any more, and waits to be burned.
  const stakes = await chain.readAmounts(
    order.map(({ address }) => organisation.call("stake", "getVotes", [address])),
  );
  for (const [at, agent] of order.entries()) {
    const staked = stakes[at] ?? 0n;
    if (staked === 0n) continue;
    try {
      await world.act("", agent, organisation.call("stake", "unstake", [staked, agent.address]));
    } catch (error) {
      if (!(error instanceof CallReverted)) throw error;
      throw new ConservationBroken(`${agent.label} could not take the stake back: ${error.message}`);
    }
  }
}
