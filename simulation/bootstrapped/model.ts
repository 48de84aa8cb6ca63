/** Terms and results of the bootstrapped flow. */
import type { Cast } from "../world/agents.ts";
import { DAY } from "../world/chain.ts";
import type { EveryoneSold } from "../world/everyone-sells.ts";
import type { Outcome } from "../people/governance.ts";
import type { RealWork } from "../people/history.ts";
import type { Plan } from "../people/plan.ts";
import type { Recognition } from "../people/recognition.ts";
import { EURO, type PresalePlan } from "../people/terms.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

/** Asset units per whole token. */
export const PRICE = 5n * EURO;
export const FOUNDER_BPS = 2_000n;
/** Resources are at most this part of the sold tokens. */
export const MAX_RESOURCE_BPS = 2_000n;
/** In one window of issuance. */
export const OPEN_GROWTH_BPS = 100n;
export const EXIT_TRIBUTE_BPS = 100n;
/** The first curators are named at launch, the last one later. */
export const FIRST_CURATORS = 4;

/** Days since the start. */
export const FIRST_SALE = { opens: 3, closes: 33 };
export const SECOND_SALE = { launched: 45, opens: 47, closes: 92, releaseBy: 122 };
export const RELEASE_DAY = 95;
export const LAST_DAY = 365;

/** Vesting in seconds from the release: founders', partners' for money, and for resources. */
export const CLIFF = 180 * DAY;
export const VESTING = 360 * DAY;
export const PARTNER_CLIFF = 30 * DAY;
export const PARTNER_VESTING = 120 * DAY;
export const RESOURCE_VESTING = 180 * DAY;

/** The time of a day since the start, in seconds. */
export type At = (day: number) => number;

/** All that a report of this flow is made of. */
export interface BootstrappedRun {
  readonly seed: number;
  readonly real: RealWork;
  readonly world: World;
  readonly cast: Cast;
  readonly plan: Plan;
  readonly failed: {
    readonly organisation: Organisation;
    readonly terms: PresalePlan;
    readonly refunds: number;
  };
  readonly commons: Organisation;
  readonly terms: PresalePlan;
  readonly opening: {
    readonly time: number;
    readonly reserve: bigint;
    readonly supply: bigint;
    readonly toBudget: bigint;
    /** Asset units times 10^22: how far R0 is above w · price · S. */
    readonly excess: bigint;
    readonly spot: bigint;
  };
  readonly recognition: Recognition;
  /** Token wei that make a curator. */
  readonly curationStake: bigint;
  /** On the tribute. */
  readonly decision: Outcome;
  readonly sold: EveryoneSold;
  readonly soldReversed: EveryoneSold;
}
