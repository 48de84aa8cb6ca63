/** What is due of the reserve, gifts, licences, presale and budget. */
import * as budgeting from "../calls/nouns/budget.ts";
import * as keeping from "../calls/nouns/custody.ts";
import * as gifts from "../calls/nouns/gifts.ts";
import * as licensing from "../calls/nouns/licences.ts";
import * as market from "../calls/nouns/market.ts";
import * as selling from "../calls/nouns/presale.ts";
import { candidate, money, tokens, type Candidate, type Kind } from "./candidate.ts";
import { eventsOf } from "./events.ts";

export const reserve: Kind = ({ state }) => {
  const { addresses: organisation } = state.organisation;
  const { drip, marketState } = state.contracts.reserve;
  const ifPositive = true;
  const candidates: Candidate[] = [
    candidate(
      "count what was sent to the reserve past its functions as a gift",
      market.absorb({ organisation }),
      { ifPositive },
    ),
    candidate("send the tribute collected to the treasury", market.collectTribute({ organisation }), {
      ifPositive,
    }),
  ];
  if (drip.pending > 0n && drip.renewable <= state.time) {
    const words = `renew the rate at which gifts drip, of which ${money(state, drip.pending)} are pending`;
    candidates.push(candidate(words, market.renewDrip({ organisation })));
  }
  const treasury = state.treasury.tokens;
  if (marketState === "Dissolved" && treasury > 0n) {
    const words = `burn ${tokens(state, treasury)} of the dissolved treasury`;
    candidates.push(candidate(words, market.burnTreasury({ organisation })));
  }
  return candidates;
};

export const pledges: Kind = async (tended) => {
  const { state } = tended;
  const { addresses: organisation } = state.organisation;
  if (!state.pledges.some((pledge) => pledge.state === "Open" || pledge.state === "Owed")) return [];
  const open = new Set(state.pledges.filter((each) => each.state === "Open").map(({ id }) => id));
  const owed = new Set(state.pledges.filter((each) => each.state === "Owed").map(({ id }) => id));
  return (await eventsOf(tended, "pledgeBook", "Pledged")).flatMap(({ id, data }) => [
    ...(open.has(id)
      ? [candidate(`pass pledge ${id} on, whose condition holds`, gifts.fulfil({ organisation, id, data }))]
      : []),
    ...(owed.has(id)
      ? [candidate(`pass pledge ${id} on, which is owed`, gifts.passOn({ organisation, id }))]
      : []),
  ]);
};

export const standing: Kind = ({ state }) => {
  const standingGifts = state.organisation.suite?.standingGifts;
  if (standingGifts === undefined) return [];
  return state.standingGifts
    .filter((gift) => gift.state === "Running")
    .map(({ id, amount }) =>
      candidate(
        `pay ${money(state, amount)} of standing gift ${id}`,
        gifts.payStanding({ standingGifts, id }),
      ),
    );
};

export const presale: Kind = ({ state }) => {
  const { addresses: organisation } = state.organisation;
  if (organisation.custody === undefined) return [];
  return [
    candidate("make the new trustee the trustee", selling.completeTrustee({ organisation })),
    ...state.resources.map(({ id }) =>
      candidate(`deliver resource ${id} to the treasury`, keeping.deliverResource({ organisation, id })),
    ),
  ];
};

export const budget: Kind = ({ state: { organisation: of, contracts } }) => {
  if (contracts.budget === undefined) return [];
  const { addresses: organisation } = of;
  const index = contracts.budget.turn;
  return [
    candidate(`pay milestone ${index} to the treasury`, budgeting.payMilestone({ organisation, index })),
    candidate(`end milestone ${index}, which failed`, budgeting.failMilestone({ organisation, index })),
  ];
};

export const licences: Kind = ({ state: { organisation: of } }) => [
  candidate(
    "send the treasury the makers' part of licences",
    licensing.collectMakersPart({ organisation: of.addresses, recipient: of.addresses.timelock }),
  ),
];
