/** Figures that several parts of the growing report use. */
import { type GrowingRun, type Worth } from "../model.ts";
import { holdersOf } from "../../report/holders.ts";

export function figuresOf(run: GrowingRun) {
  const { garden, cast, world } = run;
  const { books } = garden;
  const last = garden.samples.at(-1);
  if (last === undefined) throw new Error("the simulation kept no samples");
  const issued = (["production", "use", "maintenance", "epochs"] as const).reduce(
    (sum, origin) => sum + books.minted[origin],
    0n,
  );
  const holders = holdersOf(cast, garden);
  const given = books.gifts.total;
  const sellers = new Set(world.events.filter(({ name }) => name === "Sold").map(({ actor }) => actor));
  const early = sum(run.worthAtEnd, (worth) => worth.earned);
  const earlyThen = sum(run.worthAtOpening, (worth) => worth.earlyAtSpot);
  const earlyNow = sum(run.worthAtEnd, (worth) => worth.earlyAtSpot);
  return { books, last, issued, holders, given, sellers, early, earlyThen, earlyNow };
}

function sum(worth: readonly Worth[], of: (one: Worth) => bigint): bigint {
  return worth.reduce((total, one) => total + of(one), 0n);
}
