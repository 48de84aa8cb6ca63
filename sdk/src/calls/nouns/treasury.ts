/**
 * The timelock, which is the organisation's owner and treasury: founders' operations, the guardian's pause, roles, and what can
 * be done with every contract. Delays in seconds.
 */
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import { cdpoFactoryAbi } from "../../abi/CdpoFactory.ts";
import { cdpoTimelockAbi } from "../../abi/CdpoTimelock.ts";
import { iPausableAbi } from "../../abi/IPausable.ts";
import { liquidityReserveAbi } from "../../abi/LiquidityReserve.ts";
import type { Address, Call, Hex, OrganisationAddresses } from "../../types.ts";
import { addressIn, callOf, callsTo, type ArgsOf, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(cdpoTimelockAbi, "timelock");
const ZERO_HASH: Hex = `0x${"0".repeat(64)}`;

/** The rights that the timelock gives. */
export const ROLES = {
  proposer: "0xb09aa5aeb3702cfd50b6b62bc4532604938f21248a27a1d5ca736082b6819cc1",
  executor: "0xd8aa0f3194971a2a116679f7c2090f6939c8d4e01a2a8d7e41d55e5351469e63",
  canceller: "0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783",
  guardian: "0x55435dd261a4b9b3364963f7738a7a662ad9c84396d64be3365284bb7f0a5041",
} as const satisfies Readonly<Record<string, Hex>>;

/** A right of the timelock. */
export type Role = keyof typeof ROLES;

/** What is scheduled and then carried out: the same both times. */
export interface Operation {
  readonly calls: readonly Call[];
  /** An operation that has to be done before; none if not given. */
  readonly predecessor?: Hex | undefined;
  /** Tells operations with the same calls apart; see {@link saltOf}. */
  readonly salt?: Hex | undefined;
}

/** The salt of a founders' operation from words: others than the Governor's begin with twenty zero bytes. */
export function saltOf(description: string): Hex {
  return `0x${"0".repeat(40)}${Hash.keccak256(OxHex.fromString(description)).slice(42)}`;
}

/** Schedules an operation, to be carried out `delay` later. Only founders who still have the role. */
export const schedule = ({
  organisation,
  delay,
  calls,
  predecessor = ZERO_HASH,
  salt = ZERO_HASH,
}: For<Operation & { delay: bigint }>): Call[] => {
  const [only] = calls;
  if (calls.length === 1 && only !== undefined) {
    return [call(organisation, "schedule", only.to, only.value, only.data, predecessor, salt, delay)];
  }
  return [call(organisation, "scheduleBatch", ...columns(calls), predecessor, salt, delay)];
};

/** Carries out an operation whose time has come; anyone may. */
export const execute = ({
  organisation,
  calls,
  predecessor = ZERO_HASH,
  salt = ZERO_HASH,
}: For<Operation>): Call[] => {
  const [only] = calls;
  if (calls.length === 1 && only !== undefined) {
    return [call(organisation, "execute", only.to, only.value, only.data, predecessor, salt)];
  }
  return [call(organisation, "executeBatch", ...columns(calls), predecessor, salt)];
};

/** Takes back a founders' operation that waits. Only founders. */
export const cancel = ({ organisation, operation }: For<{ operation: Hex }>): Call[] => [
  call(organisation, "cancel", operation),
];

/** The contracts whose entrances can be paused for 14 days. */
export const PAUSABLE = [
  "reserve",
  "issuance",
  "presale",
  "pledgeBook",
  "licenceOffice",
  "partnerAcceptance",
  "proposals",
] as const satisfies readonly (keyof OrganisationAddresses)[];

/** One of {@link PAUSABLE}. */
export type Pausable = (typeof PAUSABLE)[number];

/** Pauses entrances, at once. Only the guardian. */
export const pause = ({ organisation, contracts }: For<{ contracts: readonly Pausable[] }>): Call[] => [
  call(
    organisation,
    "pause",
    contracts.map((name) => addressIn(organisation, name)),
  ),
];

// Through the timelock: as calls of an operation or a decision.

/** Pauses one contract's entrances. */
export const pauseOne = ({ organisation, contract }: For<{ contract: Pausable }>): Call[] => [
  callOf({ abi: iPausableAbi, address: addressIn(organisation, contract), functionName: "pause", args: [] }),
];

/** Ends a pause early. */
export const unpause = ({ organisation, contract }: For<{ contract: Pausable }>): Call[] => [
  callOf({
    abi: iPausableAbi,
    address: addressIn(organisation, contract),
    functionName: "unpause",
    args: [],
  }),
];

interface RoleOf {
  readonly role: Role;
  readonly account: Address;
}

/** Gives an account a right. */
export const grantRole = ({ organisation, role, account }: For<RoleOf>): Call[] => [
  call(organisation, "grantRole", ROLES[role], account),
];

/** Takes a right from an account. */
export const revokeRole = ({ organisation, role, account }: For<RoleOf>): Call[] => [
  call(organisation, "revokeRole", ROLES[role], account),
];

/** Gives up the caller's own right, at once: `account` is the caller. */
export const renounceRole = ({ organisation, role, account }: For<RoleOf>): Call[] => [
  call(organisation, "renounceRole", ROLES[role], account),
];

/** Sets the delay of operations to come, 2 to 30 days. */
export const updateDelay = ({ organisation, delay }: For<{ delay: bigint }>): Call[] => [
  call(organisation, "updateDelay", delay),
];

/** Says where the organisation's page of data is (ERC-4824). */
export const setDaoURI = ({ organisation, uri }: For<{ uri: string }>): Call[] => [
  call(organisation, "setDaoURI", uri),
];

/** The contracts that have an owner, which is the timelock. */
export const OWNED = [
  "token",
  "issuance",
  "registry",
  "epochs",
  "proposals",
  "reserve",
  "pledgeBook",
  "licenceOffice",
  "partnerAcceptance",
] as const satisfies readonly (keyof OrganisationAddresses)[];

/** One of {@link OWNED}. */
export type Owned = (typeof OWNED)[number];

/** Gives a contract another owner. Warning: the timelock can then no longer change its terms. */
export const transferOwnership = ({
  organisation,
  contract,
  owner,
}: For<{ contract: Owned; owner: Address }>): Call[] => [
  owned(organisation, contract, "transferOwnership", [owner]),
];

/** Leaves a contract without an owner, for ever: its terms never change again. */
export const renounceOwnership = ({ organisation, contract }: For<{ contract: Owned }>): Call[] => [
  owned(organisation, contract, "renounceOwnership", []),
];

/** Launches an organisation; the configuration is that of `cdpo-sdk/config`. Anyone may. */
export const launch = ({
  factory,
  config,
}: {
  readonly factory: Address;
  readonly config: LaunchConfig;
}): Call[] => [callOf({ abi: cdpoFactoryAbi, address: factory, functionName: "launch", args: [config] })];

/** All terms of a launch, as the factory takes them. */
export type LaunchConfig = ArgsOf<typeof cdpoFactoryAbi, "launch">[0];

type OwnerFunction = "transferOwnership" | "renounceOwnership";

// Every owned contract has the same two functions (OpenZeppelin's Ownable).
const owned = <N extends OwnerFunction>(
  organisation: OrganisationAddresses,
  contract: Owned,
  functionName: N,
  args: ArgsOf<typeof liquidityReserveAbi, N>,
): Call =>
  callOf({ abi: liquidityReserveAbi, address: addressIn(organisation, contract), functionName, args });

const columns = (calls: readonly Call[]) =>
  [calls.map(({ to }) => to), calls.map(({ value }) => value), calls.map(({ data }) => data)] as const;
