/**
 * Calls tried before anything is sent or approved: which is refused and why, what they return, and what they change.
 *
 * @module
 */
export { EXECUTOR } from "./executor.ts";
export {
  allowanceOf,
  balanceOf,
  rehearse,
  type Change,
  type Made,
  type Rehearsal,
  type Watch,
} from "./rehearse.ts";
