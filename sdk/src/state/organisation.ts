/** The whole state of an organisation as of one block: what `status`, page and indexer show. */
import { erc20Abi } from "../abi/Erc20.ts";
import { standingGiftsAbi } from "../abi/StandingGifts.ts";
import type { Address, Hex, Rpc } from "../types.ts";
import {
  contractsAt,
  type ContractAt,
  type ContractName,
  type ORGANISATION_ABIS,
  type PresaleName,
} from "./contracts.ts";
import { readGovernance, type Governance } from "./governance.ts";
import { listReads, type Newest, type Contribution, type Lists } from "./lists.ts";
import type { Organisation } from "./open.ts";
import { askPart, listOf, mapped, one, together, type Part } from "./parts.ts";
import { read } from "./read.ts";
import { viewsOf, type Views } from "./views.ts";

/** What each contract says of itself, by its views' names: amounts in the smallest units, times in seconds. */
export type ContractViews = {
  readonly [Name in ContractName]: Name extends PresaleName
    ? Views<(typeof ORGANISATION_ABIS)[Name]> | undefined
    : Views<(typeof ORGANISATION_ABIS)[Name]>;
};

/** What one call of Multicall3 tells. */
export interface OrganisationViews {
  readonly contracts: ContractViews;
  /** What is asked with arguments, so that views without them do not show it. */
  readonly voice: {
    /** All stakes, a second before the block (18 decimals). */
    readonly totalStake: bigint;
    /** What a decision proposed now needs votes for (18 decimals). */
    readonly quorum: bigint;
  };
  /** What the timelock has: asset units, and tokens (18 decimals). */
  readonly treasury: { readonly asset: bigint; readonly tokens: bigint };
  /** What contributions can be; 0 is production, 1 use, 2 maintenance. */
  readonly kinds: readonly Kind[];
  /** Those of all organisations of the chain; undefined where the suite is not known. */
  readonly standingGiftCount: bigint | undefined;
}

/** What a contribution can be, and the most it can be awarded (18 decimals). */
export interface Kind {
  readonly kind: number;
  readonly maxReward: bigint;
  readonly active: boolean;
  readonly version: bigint;
}

/** What issuance pays for an accepted contribution. */
export interface Payment {
  /** What batches paid for it by now (18 decimals). */
  readonly paid: bigint;
  /** What it would be paid in all if the running batch ended now (18 decimals). */
  readonly expected: bigint;
  /** Whether that is all it is ever paid. */
  readonly isFinal: boolean;
}

/** Everything. */
export interface OrganisationState extends OrganisationViews, Omit<Lists, "contributions">, Governance {
  readonly organisation: Organisation;
  readonly block: bigint;
  readonly blockHash: Hex;
  /** Time of that block (seconds). */
  readonly time: bigint;
  /** With what is paid for those that were accepted. */
  readonly contributions: readonly (Contribution & { readonly payment: Payment | undefined })[];
}

/** Kinds that are asked for: more than an organisation is likely to have. */
const MOST_KINDS = 16;

/**
 * What an organisation says in one call of Multicall3; `time` is that of the latest block, or earlier (seconds). For viem:
 * `decode(await client.multicall({ contracts: reads }))`.
 */
export function organisationReads({
  organisation: { addresses, asset, suite },
  time,
}: {
  readonly organisation: Pick<Organisation, "addresses" | "asset" | "suite">;
  readonly time: bigint;
}): Part<OrganisationViews> {
  const contracts = contractsAt(addresses);
  const { stake, governor, token, registry } = contracts;
  const views = Object.entries(contracts).map(
    ([name, at]) => [name, at && viewsOf(at as ContractAt)] as const,
  );
  const kinds = Array.from({ length: MOST_KINDS }, (_, kind) =>
    mapped(one(read({ ...registry, functionName: "kindOf", args: [kind] })), (answer) => ({
      kind,
      ...answer,
    })),
  );
  const balance = { functionName: "balanceOf", args: [addresses.timelock] } as const;
  return together({
    contracts: together(Object.fromEntries(views)) as unknown as Part<ContractViews>,
    voice: together({
      totalStake: one(read({ ...stake, functionName: "getPastTotalSupply", args: [time - 1n] })),
      quorum: one(read({ ...governor, functionName: "quorum", args: [0n] })),
    }),
    treasury: together({
      asset: one(read({ address: asset.address, abi: erc20Abi, ...balance })),
      tokens: one(read({ ...token, ...balance })),
    }),
    kinds: mapped(listOf(kinds), (all) => all.filter(({ version }) => version > 0n)),
    standingGiftCount:
      suite && one(read({ address: suite.standingGifts, abi: standingGiftsAbi, functionName: "giftCount" })),
  });
}

/** What issuance pays for contributions that were accepted. */
export function paymentReads({
  organisation: { addresses },
  contributions,
}: {
  readonly organisation: Pick<Organisation, "addresses">;
  readonly contributions: readonly Contribution[];
}): Part<ReadonlyMap<bigint, Payment>> {
  const { registry, issuance } = contractsAt(addresses);
  const accepted = contributions.filter(({ status }) => status === "Accepted");
  const parts = accepted.map(({ id, award }) =>
    mapped(
      together({
        isFinal: one(read({ ...registry, functionName: "isFinal", args: [id] })),
        paidOf: one(read({ ...issuance, functionName: "paidOf", args: [award] })),
        expected: one(read({ ...issuance, functionName: "previewPaid", args: [award] })),
      }),
      ({ isFinal, paidOf, expected }) => [id, { paid: paidOf.paid, expected, isFinal }] as const,
    ),
  );
  return mapped(listOf(parts), (payments) => new Map(payments));
}

/**
 * Everything about an organisation, as of the latest block or `block`: three calls of Multicall3 where the chain has it,
 * and the events of timelock and Governor, which `fromEvents: false` leaves out. Of long lists the `newest` only, if that
 * is given, for all or for some of them; `account` shows in its proposals.
 */
export async function readOrganisation({
  rpc,
  organisation,
  block: at,
  newest,
  account,
  fromEvents = true,
  signal,
}: {
  readonly rpc: Rpc;
  readonly organisation: Organisation;
  readonly block?: bigint | undefined;
  readonly newest?: bigint | Newest | undefined;
  readonly account?: Address | undefined;
  readonly fromEvents?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}): Promise<OrganisationState> {
  const { number: block, hash: blockHash, time } = await blockOf(rpc, at);
  const [views, governance] = await Promise.all([
    askPart(rpc, organisationReads({ organisation, time }), { block }),
    fromEvents ? readGovernance({ rpc, organisation, block, signal }) : NO_GOVERNANCE,
  ]);
  signal?.throwIfAborted();
  const lists = await askPart(rpc, listReads({ organisation, views, newest, account }), { block });
  const { contributions, ...others } = lists;
  const payments = await askPart(rpc, paymentReads({ organisation, contributions }), { block });
  return {
    organisation,
    block,
    blockHash,
    time,
    ...views,
    ...others,
    contributions: contributions.map((each) => ({ ...each, payment: payments.get(each.id) })),
    ...governance,
  };
}

/** Number, hash and time (seconds) of a block, the latest if none is given. */
export async function blockOf(
  rpc: Rpc,
  number?: bigint,
): Promise<{ readonly number: bigint; readonly hash: Hex; readonly time: bigint }> {
  const tag = number === undefined ? "latest" : `0x${number.toString(16)}`;
  const found = (await rpc.request({ method: "eth_getBlockByNumber", params: [tag, false] })) as {
    readonly number: Hex;
    readonly hash: Hex;
    readonly timestamp: Hex;
  } | null;
  if (found === null) throw new Error(`the node has no block ${tag}: wait until it is in sync`);
  return { number: BigInt(found.number), hash: found.hash, time: BigInt(found.timestamp) };
}

// ---------------------------------------------------------------- internals

const NO_GOVERNANCE: Governance = { roles: {}, operations: [], decisions: [] };
