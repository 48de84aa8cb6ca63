/**
 * What happened: events in pieces that nodes answer, and as they happen, through reorganisations.
 *
 * @module
 */
export { type Contracts, type EventOf, type Place } from "./decode.ts";
export { DeepReorganisationError, followHistory, type Change } from "./follow.ts";
export { readEvents, readHistory, type Piece } from "./read.ts";
