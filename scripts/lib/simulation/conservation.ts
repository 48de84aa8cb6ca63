/** What must hold after each action: the contracts agree with the books that were kept from events alone. */
import type { Organisation, World } from "./world.ts";

/** Something was created, lost or promised twice: a defect of the contracts or of the simulation. */
export class ConservationBroken extends Error {
  override readonly name = "ConservationBroken";
}

function hold(condition: boolean, sentence: string): void {
  if (!condition) throw new ConservationBroken(sentence);
}

/**
 * Compares an organisation's contracts with its books. Throws {@link ConservationBroken} with one sentence unless:
 * Σ minted by origin − burned = supply = Σ balances; the reserve counts, pending gifts included, what came in without what went out, and holds
 * at least that and the tribute owed; the epochs hold what was minted for them and not claimed, each of them by itself;
 * the presale holds at least what partners may take back or the trustee release.
 */
export async function checkConservation(world: World, organisation: Organisation): Promise<void> {
  const { books, label, contracts } = organisation;
  const calls = [
    organisation.call("token", "totalSupply"),
    organisation.call("reserve", "reserveBalance"),
    organisation.call("reserve", "pendingGifts"),
    organisation.call("reserve", "tributeOwed"),
    world.assetCall("balanceOf", [organisation.address("reserve")]),
  ] as const;
  // Without a presale the last question is asked twice.
  const presale = contracts.presale === undefined ? "reserve" : "presale";
  const epochs = [...books.epochs.values()];
  const [supply, dripped, pending, tribute, held, inPresale, inEpochs, ...left] =
    await world.chain.readAmounts([
      ...calls,
      world.assetCall("balanceOf", [organisation.address(presale)]),
      organisation.call("token", "balanceOf", [organisation.address("epochs")]),
      ...epochs.map(({ id }) => organisation.call("epochs", "leftOf", [id])),
    ]);
  hold(
    supply === books.supply,
    `${label} has ${supply} token wei, but ${books.supply} were minted and not burned`,
  );
  let balances = 0n;
  for (const balance of books.balances.values()) balances += balance;
  hold(balances === supply, `holders of ${label} have ${balances} token wei of a supply of ${supply}`);
  hold(
    inEpochs === books.unclaimed,
    `the epochs of ${label} hold ${inEpochs} token wei, but ${books.unclaimed} were minted for them and not claimed`,
  );
  for (const [at, { id, status, funded, claimed }] of epochs.entries()) {
    const due = status === "open" ? funded - claimed : 0n;
    hold(
      left[at] === due,
      `epoch ${id} of ${label} has ${left[at]} token wei left for claims instead of ${due}`,
    );
  }
  const reserve = dripped + pending;
  hold(
    reserve === books.reserve,
    `the reserve of ${label} counts ${reserve} asset units, but ${books.reserve} came in and did not go out`,
  );
  hold(
    tribute === books.tribute,
    `the reserve of ${label} owes ${tribute} asset units of tribute instead of ${books.tribute}`,
  );
  hold(
    held >= reserve + tribute,
    `the reserve of ${label} holds ${held} asset units, but owes ${reserve} and a tribute of ${tribute}`,
  );
  hold(
    contracts.presale === undefined || inPresale >= books.heldByPresale,
    `the presale of ${label} holds ${inPresale} asset units of the ${books.heldByPresale} that partners gave`,
  );
}
