/** What an account has in an organisation, and what it could have of it now. */
import { marketOfViews, previewSell, quoteRedeem, MarketError, type Market } from "cdpo-sdk/market";
import type { AccountState, OrganisationState } from "cdpo-sdk/state";

/** Tokens by what keeps them; 18 decimals. */
export interface Leaving {
  readonly atHand: bigint;
  /** Of the stake: what can be unstaked now. */
  readonly free: bigint;
  /** Of the stake: what decisions hold. */
  readonly held: bigint;
  /** Of the stake, or of what is not claimed: what still vests. */
  readonly vesting: bigint;
  /** What a claim of the presale would send now. */
  readonly claimable: bigint;
  /** Whether there is something to claim, vested or not. */
  readonly canClaim: boolean;
  /** What can be sold in one go: at hand, free and claimable. */
  readonly now: bigint;
  readonly all: bigint;
  /** Until when something vests (seconds); undefined where nothing does. */
  readonly vestsUntil: bigint | undefined;
}

/** All of it. */
export function leavingOf(state: OrganisationState, account: AccountState): Leaving {
  const { tokens: atHand, stake, unstakable: free, presale: place } = account;
  const claimable = place?.claimable.vested ?? 0n;
  const unclaimed = place?.claimable.vesting ?? 0n;
  const vestingInStake =
    place?.position.standing === "Staked" ? place.tokens.vesting + place.tokens.founderVesting : 0n;
  const rest = stake - free;
  const stillVesting = vestingInStake < rest ? vestingInStake : rest;
  const terms = state.contracts.presale?.terms;
  const releasedAt = state.contracts.presale?.releasedAt ?? 0n;
  const lengths = [
    (place?.position.contributed ?? 0n) > 0n ? (terms?.partnerVesting.duration ?? 0n) : 0n,
    (place?.position.resourceTokens ?? 0n) > 0n ? (terms?.resourceVesting.duration ?? 0n) : 0n,
    (place?.position.founderBps ?? 0n) > 0n ? (terms?.founderVesting.duration ?? 0n) : 0n,
  ];
  const vesting = stillVesting + unclaimed;
  const longest = lengths.reduce((most, each) => (each > most ? each : most), 0n);
  return {
    atHand,
    free,
    held: rest - stillVesting,
    vesting,
    claimable,
    canClaim: claimable + unclaimed > 0n,
    now: atHand + free + claimable,
    all: atHand + stake + claimable + unclaimed,
    vestsUntil: vesting > 0n ? releasedAt + longest : undefined,
  };
}

/** The market as it is at the block of the state. */
export function marketOf({ contracts: { reserve, token }, time }: OrganisationState): Market {
  const { marketState: state, reserveBalance, drip, giftCredit, terms } = reserve;
  return marketOfViews(
    {
      state,
      supply: token.totalSupply,
      reserve: reserveBalance,
      drip,
      giftCreditDripped: giftCredit.dripped,
      giftCreditPending: giftCredit.pending,
      terms,
    },
    time,
  );
}

/** What tokens would bring in the next block. */
export interface Proceeds {
  /** Asset units, after tribute. */
  readonly assets: bigint;
  readonly tribute: bigint;
  /** By how much the sale itself lowers the price that it gets, in bps. */
  readonly impactBps: bigint;
}

/** Undefined where nothing is paid: no market, nothing to sell, or so little that it brings nothing. */
export function proceedsOf(state: OrganisationState, tokens: bigint): Proceeds | undefined {
  const market = marketOf(state);
  if (tokens === 0n || market.state === "Closed") return undefined;
  try {
    if (market.state === "Dissolved") {
      return { assets: quoteRedeem({ market, amount: tokens }), tribute: 0n, impactBps: 0n };
    }
    const { amountOut, tribute, impactBps } = previewSell({ market, amount: tokens, time: state.time + 1n });
    return { assets: amountOut, tribute, impactBps };
  } catch (thrown) {
    if (thrown instanceof MarketError) return undefined;
    throw thrown;
  }
}
