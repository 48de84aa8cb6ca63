/** What an organisation has many of: contributions, epochs, proposals, pledges, licences, offers … */
import type { contributionEpochsAbi } from "../abi/ContributionEpochs.ts";
import type { contributionRegistryAbi } from "../abi/ContributionRegistry.ts";
import type { licenceOfficeAbi } from "../abi/LicenceOffice.ts";
import type { partnerAcceptanceAbi } from "../abi/PartnerAcceptance.ts";
import type { pledgeBookAbi } from "../abi/PledgeBook.ts";
import type { productionBudgetAbi } from "../abi/ProductionBudget.ts";
import type { productionProposalsAbi } from "../abi/ProductionProposals.ts";
import type { resourceCustodyAbi } from "../abi/ResourceCustody.ts";
import { standingGiftsAbi } from "../abi/StandingGifts.ts";
import type { Address } from "../types.ts";
import { contractsAt } from "./contracts.ts";
import type { Organisation } from "./open.ts";
import type { OrganisationViews } from "./organisation.ts";
import { listOf, mapped, one, together, type Part } from "./parts.ts";
import { read, type Abi, type ViewOf } from "./read.ts";
import type { ResultOf } from "./values.ts";

type AnswerOf<A extends Abi, Name> = ResultOf<Extract<ViewOf<A>, { readonly name: Name }>>;
type PageOf<A extends Abi, Name> =
  AnswerOf<A, Name> extends { readonly page: readonly (infer Item)[] } ? Item : never;

interface Numbered {
  readonly id: bigint;
}

/** A contribution; what issuance pays for it is its payment in the organisation's state. */
export type Contribution = Numbered & AnswerOf<typeof contributionRegistryAbi, "contribution">;
/** An epoch, with what of it is claimed and left to be claimed (18 decimals). */
export type Epoch = Numbered &
  AnswerOf<typeof contributionEpochsAbi, "epochAt"> & { readonly claimed: bigint };
/** A call for production; the account's parts are zeros when no account was asked for. */
export type Proposal = AnswerOf<typeof productionProposalsAbi, "overview">;
/** A part of the production budget, numbered from 0. */
export type Milestone = Numbered & AnswerOf<typeof productionBudgetAbi, "milestoneOf">;
/** Something given instead of money, see IResourceCustody. */
export type Resource = Numbered & AnswerOf<typeof resourceCustodyAbi, "resourceOf">;
/** A conditional commitment to the reserve, see IPledgeBook. */
export type Pledge = Numbered & PageOf<typeof pledgeBookAbi, "pledges"> & { readonly state: PledgeState };
/** A kind of licence, see ILicenceOffice. */
export type LicenceTier = Numbered & AnswerOf<typeof licenceOfficeAbi, "tierOf">;
/** What a partner accepts tokens for, see IPartnerAcceptance. */
export type Offer = AnswerOf<typeof partnerAcceptanceAbi, "dashboard">;
/** A gift that repeats, see IStandingGifts. */
export type StandingGift = Numbered &
  PageOf<typeof standingGiftsAbi, "gifts"> & { readonly state: GiftState };

type PledgeState = AnswerOf<typeof pledgeBookAbi, "stateOf">;
type GiftState = AnswerOf<typeof standingGiftsAbi, "stateOf">;

/** Each list in the order of its numbers. */
export interface Lists {
  readonly contributions: readonly Contribution[];
  readonly epochs: readonly Epoch[];
  readonly proposals: readonly Proposal[];
  readonly milestones: readonly Milestone[];
  readonly resources: readonly Resource[];
  readonly pledges: readonly Pledge[];
  readonly tiers: readonly LicenceTier[];
  readonly offers: readonly Offer[];
  /** Those for this organisation. */
  readonly standingGifts: readonly StandingGift[];
}

/** How many of each list are read, the newest; all of those that are left out. */
export type Newest = Readonly<Partial<Record<keyof Lists, bigint>>>;

/** What one view gives a page of. */
const PAGE = 25n;
const NOBODY: Address = "0x0000000000000000000000000000000000000000";

/**
 * The lists of an organisation, of each the `newest` only (as many of each, or of some so many), all if that is left out.
 * `views` tell how long they are; proposals show the parts of `account`.
 */
export function listReads({
  organisation: { addresses, suite },
  views,
  newest,
  account = NOBODY,
}: {
  readonly organisation: Pick<Organisation, "addresses" | "suite">;
  readonly views: Pick<OrganisationViews, "contracts" | "standingGiftCount">;
  readonly newest?: bigint | Newest | undefined;
  readonly account?: Address | undefined;
}): Part<Lists> {
  const { registry, epochs, proposals, budget, custody, pledgeBook, licenceOffice, partnerAcceptance } =
    contractsAt(addresses);
  const { contracts, standingGiftCount } = views;
  const numbers = (list: keyof Lists, count: bigint, first = 1n): bigint[] => {
    const end = first + count;
    const most = typeof newest === "object" ? newest[list] : newest;
    const from = most === undefined || most > count ? first : end - most;
    return Array.from({ length: Number(end - from) }, (_, at) => from + BigInt(at));
  };
  const pages = (list: keyof Lists, count: bigint): (readonly [from: bigint, count: bigint])[] => {
    const [from = 1n, ...rest] = numbers(list, count);
    const length = count === 0n ? 0n : BigInt(rest.length + 1);
    const starts = Array.from(
      { length: Number((length + PAGE - 1n) / PAGE) },
      (_, at) => from + PAGE * BigInt(at),
    );
    return starts.map((start) => [start, from + length - start < PAGE ? from + length - start : PAGE]);
  };
  return together({
    contributions: listOf(
      numbers("contributions", contracts.registry.contributionCount).map((id) =>
        mapped(one(read({ ...registry, functionName: "contribution", args: [id] })), (c) => ({ id, ...c })),
      ),
    ),
    epochs: listOf(
      numbers("epochs", contracts.epochs.epochCount).map((id) =>
        mapped(
          together({
            epoch: one(read({ ...epochs, functionName: "epochAt", args: [id] })),
            claimed: one(read({ ...epochs, functionName: "claimedOf", args: [id] })),
          }),
          ({ epoch, claimed }) => ({ id, ...epoch, claimed }),
        ),
      ),
    ),
    proposals: flat(
      pages("proposals", contracts.proposals.proposalCount).map(([from, count]) =>
        one(read({ ...proposals, functionName: "overviews", args: [from, count, account] })),
      ),
    ),
    milestones: listOf(
      budget === undefined
        ? []
        : numbers("milestones", contracts.budget?.milestoneCount ?? 0n, 0n).map((id) =>
            mapped(one(read({ ...budget, functionName: "milestoneOf", args: [id] })), (m) => ({ id, ...m })),
          ),
    ),
    resources: listOf(
      custody === undefined
        ? []
        : numbers("resources", contracts.custody?.resourceCount ?? 0n).map((id) =>
            mapped(one(read({ ...custody, functionName: "resourceOf", args: [id] })), (r) => ({ id, ...r })),
          ),
    ),
    pledges: flat(
      pages("pledges", contracts.pledgeBook.pledgeCount).map(([from, count]) =>
        mapped(one(read({ ...pledgeBook, functionName: "pledges", args: [from, count] })), (answer) =>
          numbered(from, answer),
        ),
      ),
    ),
    tiers: listOf(
      numbers("tiers", contracts.licenceOffice.tierCount).map((id) =>
        mapped(one(read({ ...licenceOffice, functionName: "tierOf", args: [id] })), (t) => ({ id, ...t })),
      ),
    ),
    offers: listOf(
      numbers("offers", contracts.partnerAcceptance.offerCount).map((id) =>
        one(read({ ...partnerAcceptance, functionName: "dashboard", args: [id] })),
      ),
    ),
    standingGifts: mapped(
      flat(
        suite === undefined
          ? []
          : pages("standingGifts", standingGiftCount ?? 0n).map(([from, count]) =>
              mapped(
                one(
                  read({
                    address: suite.standingGifts,
                    abi: standingGiftsAbi,
                    functionName: "gifts",
                    args: [from, count],
                  }),
                ),
                (answer) => numbered(from, answer),
              ),
            ),
      ),
      (gifts) => gifts.filter(({ reserve }) => reserve.toLowerCase() === addresses.reserve.toLowerCase()),
    ),
  });
}

// ---------------------------------------------------------------- internals

function flat<Item>(parts: readonly Part<readonly Item[]>[]): Part<readonly Item[]> {
  return mapped(listOf(parts), (pages) => pages.flat());
}

/** A page whose first item has number `from`, with states. */
function numbered<Item, State>(
  from: bigint,
  { page, states }: { readonly page: readonly Item[]; readonly states: readonly State[] },
): (Numbered & Item & { readonly state: State })[] {
  return page.map((item, at) => ({ id: from + BigInt(at), ...item, state: states[at] as State }));
}
