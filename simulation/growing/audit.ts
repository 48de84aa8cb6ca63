/** What the contracts themselves say in the end of each stake, award, pledge, offer and proposal, against the books. */
import type { IIssuance } from "../../typechain-types/Issuance.ts";
import type { IPledgeBook } from "../../typechain-types/liquidity/PledgeBook.ts";
import type { IPartnerAcceptance } from "../../typechain-types/partner/PartnerAcceptance.ts";
import type { IProductionProposals } from "../../typechain-types/production/ProductionProposals.ts";
import { ConservationBroken } from "../world/conservation.ts";
import { open, redeemed } from "../books/vouchers.ts";
import type { Organisation } from "../world/organisation.ts";
import type { World } from "../world/world.ts";

/** Throws {@link ConservationBroken} at the first difference. Returns how many figures were compared. */
export async function audit({
  world,
  organisation,
}: {
  readonly world: World;
  readonly organisation: Organisation;
}): Promise<number> {
  const { gifts, vouchers, backings, stakes, issuance } = organisation.books;
  let compared = 0;
  const same = (what: string, told: readonly unknown[], kept: readonly unknown[]): void => {
    if (told.join() !== kept.join()) {
      throw new ConservationBroken(`${what} says ${told.join(", ")}, but the books ${kept.join(", ")}`);
    }
    compared += kept.length;
  };
  const read = async <Answer>(
    contract: Contract,
    name: string,
    args: readonly unknown[],
  ): Promise<Answer> => {
    const [answer] = await world.chain.read(organisation.call(contract, name, args));
    return answer as Answer;
  };
  for (const { id, donor, amount, passedOn, returned } of gifts.pledges.values()) {
    const pledge = await read<IPledgeBook.PledgeStructOutput>("pledgeBook", "pledgeOf", [id]);
    const told = [pledge.donor, pledge.amount, pledge.passedOn, pledge.returned];
    same(`pledge ${id}`, told, [donor, amount, passedOn, returned > 0n]);
  }
  for (const offer of vouchers.offers.values()) {
    const board = await read<IPartnerAcceptance.DashboardStructOutput>("partnerAcceptance", "dashboard", [
      offer.id,
    ]);
    same(
      `offer ${offer.id}`,
      [board.sold, board.open, board.redeemed, board.returned, board.tokensWaiting, board.toPartner],
      [
        ...[offer.sold, open(offer), redeemed(offer), offer.returned],
        ...[open(offer) * offer.price, offer.toPartner],
      ],
    );
  }
  for (const { id, minted, backings: own, claims } of backings.proposals.values()) {
    for (const [account, backing] of own) {
      const told = await read<IProductionProposals.OverviewStructOutput>("proposals", "overview", [
        id,
        account,
      ]);
      same(
        `proposal ${id} of ${world.labelOf(account)}`,
        [told.minted, told.backing, told.claimed],
        [minted, backing, claims.get(account) ?? 0n],
      );
    }
  }
  for (const [account, stake] of stakes.stakes) {
    same(`the stake of ${world.labelOf(account)}`, [await read("stake", "getVotes", [account])], [stake]);
  }
  const recognised = await read("registry", "totalRecognised", []);
  same("the registry", [recognised], [organisation.books.paidByRegistry]);
  for (const [award, { batch, entered, taken }] of issuance.awards) {
    const told = await read<IIssuance.AwardStructOutput>("issuance", "awardOf", [award]);
    same(`award ${award}`, [told.batch, told.entered, told.taken], [batch, entered, taken]);
  }
  return compared;
}

type Contract = Parameters<Organisation["call"]>[0];
