/** Figures that several parts of the bootstrapped report use. */
import { holdersOf } from "../report/holders.ts";
import { PRICE, type BootstrappedRun } from "./model.ts";

export function figuresOf(run: BootstrappedRun) {
  const { commons, world, cast, opening } = run;
  const { books } = commons;
  const last = commons.samples.at(-1);
  if (last === undefined) throw new Error("the simulation kept no samples");
  const issued = books.minted.production + books.minted.use + books.minted.maintenance;
  const partners = cast.of("partner").filter(({ address }) => (books.contributed.get(address) ?? 0n) > 0n);
  const holders = holdersOf(cast, commons);
  const gift = world.events.find(({ contract, name }) => contract === "reserve" && name === "Donated");
  const sellers = new Set(world.events.filter(({ name }) => name === "Sold").map(({ actor }) => actor));
  const change = last.price - PRICE;
  return { books, last, issued, partners, holders, gift, sellers, change, opening };
}
