/** What the contracts themselves say in the end of each pledge, offer and proposal, against the books. */
import type { IPledgeBook } from "../../../../typechain-types/liquidity/PledgeBook.ts";
import type { IPartnerAcceptance } from "../../../../typechain-types/partner/PartnerAcceptance.ts";
import type { IProductionProposals } from "../../../../typechain-types/production/ProductionProposals.ts";
import { ConservationBroken } from "../conservation.ts";
import { open, redeemed } from "../voucher-books.ts";
import type { Organisation, World } from "../world.ts";

/** Throws {@link ConservationBroken} at the first difference. Returns how many figures were compared. */
export async function audit({
  world,
  organisation,
}: {
  readonly world: World;
  readonly organisation: Organisation;
}): Promise<number> {
  const { gifts, vouchers, stakes } = organisation.books;
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
  for (const { id, minted, stakes: backings, claims } of stakes.proposals.values()) {
    for (const [account, stake] of backings) {
      const told = await read<IProductionProposals.OverviewStructOutput>("proposals", "overview", [
        id,
        account,
      ]);
      same(
        `proposal ${id} of ${world.labelOf(account)}`,
        [told.minted, told.stake, told.claimed],
        [minted, stake, claims.get(account) ?? 0n],
      );
    }
  }
  return compared;
}

type Contract = Parameters<Organisation["call"]>[0];
