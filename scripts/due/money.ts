/** What is due of the reserve, gifts, licences, presale and budget. */
import {
  budget as budgeting,
  custody as keeping,
  gifts,
  licences as licensing,
  market,
  presale as selling,
} from "../../sdk/src/calls/index.ts";
import { standingGiftsAbi } from "../../sdk/src/abi/StandingGifts.ts";
import { contractAt } from "../../sdk/src/ethers.ts";
import { balanceAt } from "../frame/checks.ts";
import { eventsOf } from "../frame/history.ts";
import { money, tokens } from "../frame/words.ts";
import { candidate, type Candidate, type Kind } from "./candidate.ts";

// Members of enums in the contracts' interfaces.
const DISSOLVED = 2n;
const GIFT_RUNNING = 1n;
/** Standing gifts that are read at once. */
const PAGE = 100n;

export const reserve: Kind = async (context) => {
  const { contracts, addresses: organisation, now } = context;
  const ifPositive = true;
  const candidates = [
    candidate(
      "count what was sent to the reserve past its functions as a gift",
      market.absorb({ organisation }),
      { ifPositive },
    ),
    candidate("send the tribute collected to the treasury", market.collectTribute({ organisation }), {
      ifPositive,
    }),
  ];
  const { pending, renewable } = await contracts.reserve.drip();
  if (pending > 0n && renewable <= now) {
    const words = `renew the rate at which gifts drip, of which ${money(context, pending)} are pending`;
    candidates.push(candidate(words, market.renewDrip({ organisation })));
  }
  const treasury = await balanceAt(context, organisation.token, organisation.timelock);
  if ((await contracts.reserve.marketState()) === DISSOLVED && treasury > 0n) {
    const words = `burn ${tokens(context, treasury)} of the dissolved treasury`;
    candidates.push(candidate(words, market.burnTreasury({ organisation })));
  }
  return candidates;
};

export const pledges: Kind = async (context) => {
  const { addresses: organisation } = context;
  return (await eventsOf(context, "pledgeBook", "Pledged")).flatMap(({ id, data }) => [
    candidate(`pass pledge ${id} on, whose condition holds`, gifts.fulfil({ organisation, id, data })),
    candidate(`pass pledge ${id} on, which is owed`, gifts.passOn({ organisation, id })),
  ]);
};

export const standing: Kind = async (context) => {
  const { organisation, addresses, chain } = context;
  const standingGifts = organisation.suite?.standingGifts;
  if (standingGifts === undefined) return [];
  const { provider: runner } = chain.ethers;
  const contract = contractAt({ address: standingGifts, abi: standingGiftsAbi, runner });
  const count = await contract.giftCount();
  const candidates: Candidate[] = [];
  for (let from = 1n; from <= count; from += PAGE) {
    const { page, states } = await contract.gifts(from, PAGE);
    for (const [at, gift] of page.entries()) {
      if (gift.reserve !== addresses.reserve || states[at] !== GIFT_RUNNING) continue;
      const id = from + BigInt(at);
      const words = `pay ${money(context, gift.amount)} of standing gift ${id}`;
      candidates.push(candidate(words, gifts.payStanding({ standingGifts, id })));
    }
  }
  return candidates;
};

export const presale: Kind = async ({ contracts, addresses: organisation }) => {
  const { custody } = contracts;
  if (custody === undefined) return [];
  const candidates = [
    candidate("make the new trustee the trustee", selling.completeTrustee({ organisation })),
  ];
  const resources = await custody.resourceCount();
  for (let id = 1n; id <= resources; ++id) {
    const words = `deliver resource ${id} to the treasury`;
    candidates.push(candidate(words, keeping.deliverResource({ organisation, id })));
  }
  return candidates;
};

export const budget: Kind = async ({ contracts, addresses: organisation }) => {
  if (contracts.budget === undefined) return [];
  const index = await contracts.budget.turn();
  return [
    candidate(`pay milestone ${index} to the treasury`, budgeting.payMilestone({ organisation, index })),
    candidate(`end milestone ${index}, which failed`, budgeting.failMilestone({ organisation, index })),
  ];
};

export const licences: Kind = ({ addresses: organisation }) => [
  candidate(
    "send the treasury the makers' part of licences",
    licensing.collectMakersPart({ organisation, recipient: organisation.timelock }),
  ),
];
