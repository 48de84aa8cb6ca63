/** The production budget and its milestones, numbered from 0. */
import { productionBudgetAbi } from "../../abi/ProductionBudget.ts";
import type { Address, Call } from "../../types.ts";
import { callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(productionBudgetAbi, "budget");

/** Approves the milestone whose turn it is: partners may object for a while. Only the trustee. */
export const approveMilestone = ({ organisation, index }: For<{ index: bigint }>): Call[] => [
  call(organisation, "approveMilestone", index),
];

/** Refuses it for good: its part belongs to the partners again. Only the trustee. */
export const refuseMilestone = ({ organisation, index }: For<{ index: bigint }>): Call[] => [
  call(organisation, "refuseMilestone", index),
];

/** Objects to an approved milestone with what the caller gave and has staked. Only partners. */
export const objectToMilestone = ({ organisation, index }: For<{ index: bigint }>): Call[] => [
  call(organisation, "objectToMilestone", index),
];

/** Pays an approved milestone to the treasury once nobody can object any more; anyone may. */
export const payMilestone = ({ organisation, index }: For<{ index: bigint }>): Call[] => [
  call(organisation, "payMilestone", index),
];

/** Says that a milestone was missed; anyone may, after its grace. */
export const failMilestone = ({ organisation, index }: For<{ index: bigint }>): Call[] => [
  call(organisation, "failMilestone", index),
];

/** Takes the caller's part of what belongs to the partners again. */
export const fetch = ({ organisation, recipient }: For<{ recipient: Address }>): Call[] => [
  call(organisation, "fetch", recipient),
];

/** Sends what came here past the functions to the treasury; anyone may. */
export const sweep = ({ organisation, token }: For<{ token: Address }>): Call[] => [
  call(organisation, "sweep", token),
];
