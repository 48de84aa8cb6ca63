/** Every event of the suite: what changes the tables, what is history only, what is left out and why. */
import { cdpoFactoryAbi } from "../../sdk/src/abi/CdpoFactory.ts";
import { standingGiftsAbi } from "../../sdk/src/abi/StandingGifts.ts";
import { ORGANISATION_ABIS } from "../../sdk/src/state/contracts.ts";

/** The contracts that are watched, by their names in ponder.config.ts. */
export const SOURCES = {
  factory: cdpoFactoryAbi,
  ...ORGANISATION_ABIS,
  standingGifts: standingGiftsAbi,
} as const;

/** What no contract of an organisation says in a way that anyone acts on. */
const LEFT_OUT_EVERYWHERE: Readonly<Record<string, string>> = {
  Initialized: "a clone is made once, at the launch",
  EIP712DomainChanged: "no contract of the suite ever changes its domain",
};

/** Events that are not even kept as history, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "token:Approval": "an allowance says what may happen; what happened is a Transfer",
  "licenceOffice:Approval": "licences cannot be passed on",
  "licenceOffice:ApprovalForAll": "licences cannot be passed on",
  "licenceOffice:Locked": "every licence is locked",
  "stake:DelegateChanged": "each account is its own delegate",
};

/** Why an event is left out; undefined if it is not. */
export function whyLeftOut(source: string, event: string): string | undefined {
  return LEFT_OUT[`${source}:${event}`] ?? LEFT_OUT_EVERYWHERE[event];
}

/** The names of a contract's events. */
export function eventsOf(source: keyof typeof SOURCES): string[] {
  return SOURCES[source].flatMap((item) => (item.type === "event" ? [item.name] : []));
}
