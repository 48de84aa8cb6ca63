/** Terms and results of the growing flow. */
import type { Agent, Cast } from "../world/agents.ts";
import type { EveryoneSold } from "../world/everyone-sells.ts";
import type { Outcome } from "../people/governance.ts";
import type { RealWork } from "../people/history.ts";
import type { Plan } from "../people/plan.ts";
import type { Recognition } from "../people/recognition.ts";
import type { Epochs } from "./epochs.ts";
import type { Giving } from "./giving.ts";
import type { RaidOutcome } from "./raid.ts";
import type { ValuePlan } from "./value-plan.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

/** In one window of issuance. */
export const OPEN_GROWTH_BPS = 400n;
export const CLOSED_GROWTH_BPS = 500n;
/** Early contributors are those who were recognised in the first months. */
export const EARLY_DAYS = 90;

/** Days since the start. */
export const FIRST_GIFT_DAY = 236;
export const OPENING_DAY = 252;
export const LAST_DAY = 365;

/** What one early contributor has, at one time. */
export interface Worth {
  readonly agent: Agent;
  /** Token wei earned in the first months, and held now. */
  readonly earned: bigint;
  readonly held: bigint;
  /** Asset units that the tokens earned in the first months are worth at the spot price, whoever has them. */
  readonly earlyAtSpot: bigint;
  /** Asset units for what is held: at the spot price, and what selling all of it now would pay. */
  readonly atSpot: bigint;
  readonly ifSold: bigint;
  /** Asset units that the contributor got by selling so far. */
  readonly received: bigint;
}

/** All that a report of this flow is made of. */
export interface GrowingRun {
  readonly seed: number;
  readonly real: RealWork;
  readonly world: World;
  readonly cast: Cast;
  readonly plan: Plan;
  readonly garden: Organisation;
  readonly minimumReserve: bigint;
  readonly baseAmount: bigint;
  /** Token wei that make a curator. */
  readonly curationStake: bigint;
  readonly value: ValuePlan;
  readonly giving: Giving;
  /** How many figures of the contracts were compared with the books at the end. */
  readonly audited: number;
  readonly opening: {
    readonly time: number;
    readonly opener: Agent;
    readonly reserve: bigint;
    readonly supply: bigint;
    readonly spot: bigint;
  };
  readonly recognition: Recognition;
  readonly epochs: Epochs;
  readonly thanks: number;
  readonly decision: Outcome;
  readonly raid: RaidOutcome;
  readonly worthAtOpening: readonly Worth[];
  readonly worthAtEnd: readonly Worth[];
  readonly sold: EveryoneSold;
  readonly soldReversed: EveryoneSold;
}
