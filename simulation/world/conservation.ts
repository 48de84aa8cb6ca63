/** What must hold after each action: the contracts agree with the books that were kept from events alone. */
import type { ImplementationName } from "../../launch/index.ts";
import type { Call } from "./chain.ts";
import type { Organisation } from "./organisation.ts";
import type { World } from "./world.ts";

/** Something was created, lost or promised twice: a defect of the contracts or of the simulation. */
export class ConservationBroken extends Error {
  override readonly name = "ConservationBroken";
}

function hold(condition: boolean, sentence: string): void {
  if (!condition) throw new ConservationBroken(sentence);
}

/** Asks all questions at once; answers those with a name by it, the others in their order. */
async function ask<Name extends string>(
  world: World,
  named: Readonly<Record<Name, Call>>,
  others: readonly Call[],
): Promise<[Record<Name, bigint>, readonly bigint[]]> {
  const names = Object.keys(named) as Name[];
  const answers = await world.chain.readAmounts([...names.map((name) => named[name]), ...others]);
  const byName = Object.fromEntries(names.map((name, at) => [name, answers[at]]));
  return [byName as Record<Name, bigint>, answers.slice(names.length)]; // there is one answer to each question
}

/**
 * Compares an organisation's contracts with its books. Throws {@link ConservationBroken} with one sentence unless:
 * Σ minted by origin − burned = supply = Σ balances; Issuance holds what batches paid and nobody fetched, and what the cohorts that batches
 * still pay were entered with and were paid is the books' to the wei; the registry holds what it fetched and did not send on; the reserve
 * counts, pending gifts included, what came in without what went out, and holds at least that and the tribute owed; it counts all gifts and
 * all donations that its givers gave, by source; stakes, pledges, epochs and proposals hold exactly what is in them for someone, each epoch
 * by itself; the makers of what was licensed have their part; the presale holds at least what partners may take back or the trustee
 * release, the production budget what no milestone has settled and what is the partners' again and not fetched.
 */
export async function checkConservation(world: World, organisation: Organisation): Promise<void> {
  const { books, label, contracts } = organisation;
  const { gifts, backings, issuance, stakes } = books;
  const token = (name: ImplementationName): Call =>
    organisation.call("token", "balanceOf", [organisation.address(name)]);
  const money = (name: ImplementationName): Call =>
    world.assetCall("balanceOf", [organisation.address(name)]);
  const epochs = [...books.epochs.values()];
  const questions = {
    supply: organisation.call("token", "totalSupply"),
    dripped: organisation.call("reserve", "reserveBalance"),
    pending: organisation.call("reserve", "pendingGifts"),
    tribute: organisation.call("reserve", "tributeOwed"),
    gifts: organisation.call("reserve", "giftsReceived"),
    donations: organisation.call("reserve", "donationsReceived"),
    inReserve: money("reserve"),
    inPledges: money("pledgeBook"),
    inLicences: money("licenceOffice"),
    inTreasury: money("timelock"),
    // Without a presale one question is asked twice.
    inPresale: money(contracts.presale === undefined ? "reserve" : "presale"),
    inBudget: money(contracts.budget === undefined ? "reserve" : "budget"),
    batch: { ...organisation.call("issuance", "runningBatch"), field: "number" },
    inIssuance: token("issuance"),
    inRegistry: token("registry"),
    inEpochs: token("epochs"),
    inStake: token("stake"),
    inProposals: token("proposals"),
    inVouchers: token("partnerAcceptance"),
  };
  const lefts = epochs.map(({ id }) => organisation.call("epochs", "leftOf", [id]));
  const cohorts = issuance.living();
  const ofCohorts = cohorts.flatMap(({ number }) => {
    const call = organisation.call("issuance", "cohortOf", [number]);
    return [
      { ...call, field: "entered" },
      { ...call, field: "paid" },
    ];
  });
  const [chain, others] = await ask(world, questions, [...lefts, ...ofCohorts]);
  const leftOf = others.slice(0, lefts.length);
  for (const [at, { number, entered, paid }] of cohorts.entries()) {
    const [enteredThere, paidThere] = others.slice(lefts.length + 2 * at);
    // Its views count a batch that is overdue as paid.
    hold(
      enteredThere === entered && (paidThere === paid || chain.batch > issuance.running),
      `batch ${number} of ${label} was entered with ${enteredThere} and paid ${paidThere} token wei instead of ${entered} and ${paid}`,
    );
  }
  hold(
    chain.supply === books.supply,
    `${label} has ${chain.supply} token wei, but ${books.supply} were minted and not burned`,
  );
  let balances = 0n;
  for (const balance of books.balances.values()) balances += balance;
  hold(
    balances === chain.supply,
    `holders of ${label} have ${balances} token wei of a supply of ${chain.supply}`,
  );
  hold(
    chain.inIssuance === issuance.waiting,
    `the issuance of ${label} holds ${chain.inIssuance} token wei, but ${issuance.waiting} were paid by batches and not fetched`,
  );
  hold(
    chain.inRegistry === books.inRegistry,
    `the registry of ${label} holds ${chain.inRegistry} token wei, but ${books.inRegistry} were fetched and not sent on`,
  );
  hold(
    chain.inStake === stakes.total + stakes.forfeited,
    `the stake of ${label} holds ${chain.inStake} token wei, but ${stakes.total} are staked, and ${stakes.forfeited} were lost by founders`,
  );
  hold(
    chain.inEpochs === books.unclaimed,
    `the epochs of ${label} hold ${chain.inEpochs} token wei, but ${books.unclaimed} were paid for them and not claimed`,
  );
  for (const [at, { id, status, paid, claimed }] of epochs.entries()) {
    const due = status === "open" ? paid - claimed : 0n;
    hold(
      leftOf[at] === due,
      `epoch ${id} of ${label} has ${leftOf[at]} token wei left for claims instead of ${due}`,
    );
  }
  hold(
    chain.inProposals === backings.backed + backings.unclaimed,
    `the proposals of ${label} hold ${chain.inProposals} token wei, but ${backings.backed} back them and ${backings.unclaimed} wait for backers`,
  );
  hold(
    chain.inVouchers === books.vouchers.waiting,
    `the partners' offers of ${label} hold ${chain.inVouchers} token wei, but ${books.vouchers.waiting} wait for vouchers`,
  );
  const reserve = chain.dripped + chain.pending;
  hold(
    reserve === books.reserve,
    `the reserve of ${label} counts ${reserve} asset units, but ${books.reserve} came in and did not go out`,
  );
  hold(
    chain.gifts === gifts.total && chain.donations === gifts.given.donations,
    `the reserve of ${label} counts ${chain.gifts} asset units of gifts and ${chain.donations} of donations, but ${gifts.total} and ${gifts.given.donations} were given`,
  );
  hold(
    chain.tribute === books.tribute,
    `the reserve of ${label} owes ${chain.tribute} asset units of tribute instead of ${books.tribute}`,
  );
  hold(
    chain.inReserve >= reserve + chain.tribute,
    `the reserve of ${label} holds ${chain.inReserve} asset units, but owes ${reserve} and a tribute of ${chain.tribute}`,
  );
  hold(
    chain.inPledges === gifts.pledged && chain.inLicences === gifts.toMakers - gifts.collected,
    `pledges and licences of ${label} hold ${chain.inPledges} and ${chain.inLicences} asset units instead of ${gifts.pledged} and ${gifts.toMakers - gifts.collected}`,
  );
  hold(
    chain.inTreasury === gifts.collected + books.tributeCollected + books.budget.paid,
    `the treasury of ${label} holds ${chain.inTreasury} asset units, but it collected ${gifts.collected} of licences, ${books.tributeCollected} of tribute, and ${books.budget.paid} of milestones`,
  );
  hold(
    contracts.budget === undefined || chain.inBudget === books.budget.left + books.budget.toFetch,
    `the production budget of ${label} holds ${chain.inBudget} asset units, but no milestone has settled ${books.budget.left}, and partners may fetch ${books.budget.toFetch}`,
  );
  hold(
    contracts.presale === undefined || chain.inPresale >= books.heldByPresale,
    `the presale of ${label} holds ${chain.inPresale} asset units of the ${books.heldByPresale} that partners gave`,
  );
}
