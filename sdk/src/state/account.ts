/** What one account has in an organisation. */
import { erc20Abi } from "../abi/Erc20.ts";
import type { Address, Rpc } from "../types.ts";
import { contractsAt } from "./contracts.ts";
import { readHolds, type Hold } from "./holds.ts";
import type { Organisation } from "./open.ts";
import { blockOf, organisationReads, type ContractViews } from "./organisation.ts";
import { askPart, listOf, mapped, one, together, type Part, type StateOf } from "./parts.ts";
import { read } from "./read.ts";
import type { OwedRecognition } from "./recognition/owed.ts";
import { readOwed } from "./recognition/read.ts";

/** What {@link accountReads} asks; amounts of tokens have 18 decimals, others are asset units. */
export type AccountViews = StateOf<ReturnType<typeof accountReads>>;

/** Everything about an account. */
export interface AccountState extends AccountViews {
  readonly account: Address;
  readonly block: bigint;
  /** Time of that block (seconds). */
  readonly time: bigint;
  /** What holds its stake. */
  readonly holds: readonly Hold[];
  /** What recognition owes to it; undefined without events. */
  readonly owed: OwedRecognition | undefined;
}

/**
 * What contracts say of an account, in one call of Multicall3; `contracts` tell how many offers, tiers and proposals there
 * are.
 */
export function accountReads({
  organisation: { addresses, asset },
  contracts: views,
  account,
}: {
  readonly organisation: Pick<Organisation, "addresses" | "asset">;
  readonly contracts: ContractViews;
  readonly account: Address;
}) {
  const at = contractsAt(addresses);
  const { token, stake, registry, reserve, presale, budget, proposals, licenceOffice, partnerAcceptance } =
    at;
  const args = [account] as const;
  const tiers = upTo(views.licenceOffice.tierCount);
  const offers = upTo(views.partnerAcceptance.offerCount);
  const licences = read({
    ...licenceOffice,
    functionName: "licencesOf",
    args: [account, 1n, views.licenceOffice.tierCount],
  });
  const vouchers = read({
    ...partnerAcceptance,
    functionName: "balanceOfBatch",
    args: [offers.map(() => account), offers],
  });
  const backings = read({
    ...proposals,
    functionName: "overviews",
    args: [1n, views.proposals.proposalCount, account],
  });
  return together({
    /** At hand. */
    tokens: one(read({ ...token, functionName: "balanceOf", args })),
    asset: one(read({ address: asset.address, abi: erc20Abi, functionName: "balanceOf", args })),
    /** All of it is votes; what neither is held nor vests can be unstaked now. */
    stake: one(read({ ...stake, functionName: "getVotes", args })),
    unstakable: one(read({ ...stake, functionName: "unstakable", args })),
    /** How much holds it, and whether a part vests. */
    stakeAccount: one(read({ ...stake, functionName: "accountOf", args })),
    /** With what it consents to dissolve in the running round. */
    consent: one(read({ ...stake, functionName: "consentOf", args: [views.stake.roundCount, account] })),
    /** The decision that it proposed last, and that may be live. */
    lastDecision: one(read({ ...at.governor, functionName: "lastDecisionOf", args })),
    /** Recognised for contributions and epochs, ever. */
    recognised: one(read({ ...registry, functionName: "recognisedOf", args })),
    /** Since when it is a named curator (seconds); 0 if it is none. */
    curatorSince: one(read({ ...registry, functionName: "curatorSince", args })),
    donated: one(read({ ...reserve, functionName: "donatedBy", args })),
    /** As partner, founder or giver of resources; undefined without a presale. */
    presale:
      presale &&
      together({
        position: one(read({ ...presale, functionName: "positionOf", args })),
        /** Vested, still vesting and forfeited, claimed or not. */
        tokens: one(read({ ...presale, functionName: "tokensOf", args })),
        /** What a claim would send and stake now. */
        claimable: one(read({ ...presale, functionName: "previewClaim", args })),
        refundable: one(read({ ...presale, functionName: "refundableOf", args })),
        /** The account that the position began with, and what was given. */
        given: one(read({ ...presale, functionName: "givenBy", args })),
      }),
    /** Its part of production money that was not spent, and the weight of its objection now; undefined without a budget. */
    budget:
      budget &&
      together({
        fetchable: one(read({ ...budget, functionName: "fetchable", args })),
        objectionWeight: one(read({ ...budget, functionName: "objectionWeightOf", args })),
      }),
    /** Its licence of each tier that it has one of, and whether that is valid now. */
    licences: mapped(
      together({
        ids: one(licences),
        valid: listOf(
          tiers.map((tier) =>
            one(read({ ...licenceOffice, functionName: "isLicensed", args: [account, tier] })),
          ),
        ),
      }),
      ({ ids, valid }) =>
        ids
          .map((id, i) => ({ id, tier: BigInt(i + 1), isValid: valid[i] ?? false }))
          .filter(({ id }) => id > 0n),
    ),
    /** Vouchers at hand, by offer. */
    vouchers: mapped(one(vouchers), (balances) =>
      balances
        .map((quantity, i) => ({ offer: BigInt(i + 1), quantity }))
        .filter(({ quantity }) => quantity > 0n),
    ),
    /** What it put on proposals, and can claim of them. */
    backings: mapped(one(backings), (overviews) =>
      overviews
        .filter(({ backing, claimable }) => backing > 0n || claimable > 0n)
        .map(({ id, state, backing, claimed, claimable }) => ({
          proposal: id,
          state,
          backing,
          claimed,
          claimable,
        })),
    ),
  } satisfies Readonly<Record<string, Part<unknown> | undefined>>);
}

/**
 * Everything about an account, as of the latest block or `block`. `contracts` of an organisation's state as of that block
 * spares reading them again; `fromEvents: false` leaves out what holds the stake, and what recognition owes. What an epoch
 * owes is known from the epoch's ledger only, see {@link leafReads}.
 */
export async function readAccount({
  rpc,
  organisation,
  account,
  block: at,
  contracts,
  fromEvents = true,
  signal,
}: {
  readonly rpc: Rpc;
  readonly organisation: Organisation;
  readonly account: Address;
  readonly block?: bigint | undefined;
  readonly contracts?: ContractViews | undefined;
  readonly fromEvents?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}): Promise<AccountState> {
  const { number: block, time } = await blockOf(rpc, at);
  const known =
    contracts ?? (await askPart(rpc, organisationReads({ organisation, time }), { block })).contracts;
  const reading = { rpc, organisation, account, block, signal };
  const [views, holds, owed] = await Promise.all([
    askPart(rpc, accountReads({ organisation, contracts: known, account }), { block }),
    fromEvents ? readHolds(reading) : [],
    fromEvents ? readOwed({ ...reading, contracts: known }) : undefined,
  ]);
  return { account, block, time, ...views, holds, owed };
}

// ---------------------------------------------------------------- internals

function upTo(count: bigint): bigint[] {
  return Array.from({ length: Number(count) }, (_, at) => BigInt(at + 1));
}
