/** The test of the reserve: on a copy of the chain, everyone sells everything. */
import { MaxUint256 } from "ethers";
import type { Agent } from "./agents.ts";
import { CallReverted } from "./chain.ts";
import { ConservationBroken } from "./conservation.ts";
import type { Organisation, World } from "./world.ts";

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
  /** What is left: asset units behind token wei. */
  readonly reserveLeft: bigint;
  readonly supplyLeft: bigint;
}

const WHOLE_TOKEN = 10n ** 18n;

/**
 * Lets all who vest claim, then everyone sell in the order given. Nothing of it stays.
 * Throws {@link ConservationBroken} when the reserve could not pay someone, or no longer covers the rest.
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
    chain.passTo(vestedAt);
    await chain.mine();
    if (organisation.contracts.presale !== undefined) {
      for (const agent of order) {
        const claimable = await chain.readAmount(
          organisation.call("presale", "claimableOf", [agent.address]),
        );
        if (claimable > 0n) {
          await world.act("", agent, organisation.call("presale", "claim", [agent.address]));
        }
      }
    }
    const owedBefore = await chain.readAmount(organisation.call("reserve", "tributeOwed"));
    let [sellers, tooSmall, paid, firstPrice, lastPrice] = [0, 0, 0n, 0n, 0n];
    for (const agent of order) {
      const tokens = await chain.readAmount(organisation.call("token", "balanceOf", [agent.address]));
      if (tokens === 0n) continue;
      const before = await world.moneyOf(agent.address);
      try {
        const args = [tokens, 0n, agent.address, MaxUint256];
        await world.act("", agent, organisation.call("reserve", "sell", args));
      } catch (error) {
        if (!(error instanceof CallReverted)) throw error;
        if (!error.message.includes("TradeTooSmall")) {
          throw new ConservationBroken(`${agent.label} could not sell when everyone did: ${error.message}`);
        }
        tooSmall++;
        continue;
      }
      const got = (await world.moneyOf(agent.address)) - before;
      lastPrice = (got * WHOLE_TOKEN) / tokens;
      if (sellers === 0) firstPrice = lastPrice;
      sellers++;
      paid += got;
    }
    const [reserveLeft, supplyLeft, owed, held] = await Promise.all([
      chain.readAmount(organisation.call("reserve", "reserveBalance")),
      chain.readAmount(organisation.call("token", "totalSupply")),
      chain.readAmount(organisation.call("reserve", "tributeOwed")),
      world.moneyOf(organisation.address("reserve")),
    ]);
    const { waiting } = organisation.books;
    const waitingWorth =
      waiting === 0n ? 0n : await chain.readAmount(organisation.call("reserve", "quoteSell", [waiting]));
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
      reserveLeft,
      supplyLeft,
    };
  });
}
