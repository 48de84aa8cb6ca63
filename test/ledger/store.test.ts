import { expect } from "chai";
import fc from "fast-check";
import { compareRows, type Row } from "../../ledger/builder/format.ts";
import type { Gathered, Undoing } from "../../ledger/builder/gather.ts";
import { openStore, takenBack, type Reason } from "../../ledger/builder/store.ts";
import { all, createTestFolder } from "../lib/files.ts";

const folder = createTestFolder("store");
const ACCOUNT = "0x0553b0185A35Cd5bb6386747517eF7e53B15e287";

interface Deed {
  readonly row: Gathered;
  readonly undoes: number | null;
  readonly known: boolean;
}

const IDS = ["a", "b", "é", "😀", "\uffee", "A"];

/** Histories of few sources, times and patches, so that they meet often. */
const histories = fc
  .uniqueArray(
    fc.record({
      source: fc.constantFrom("code", "wiki"),
      id: fc.constantFrom(...IDS),
      date: fc.nat(4),
      wait: fc.nat(2),
      patch: fc.option(fc.constantFrom("aa", "bb"), { freq: 1 }),
      undoes: fc.option(fc.nat(5), { freq: 2 }),
      known: fc.boolean(),
    }),
    { selector: ({ source, id }) => `${source} ${id}`, maxLength: 12 },
  )
  .map((deeds) =>
    deeds.map(({ source, id, date, wait, patch, undoes, known }): Deed => {
      const shares = [{ account: ACCOUNT, bps: 10_000 }];
      const kind = "production";
      return {
        row: { source, id, kind, date, entered: date + wait, patch, size: 1, note: "", shares },
        ...{ undoes, known: known && date === 0 },
      };
    }),
  );

const undoingsOf = (deeds: readonly Deed[]): Undoing[] =>
  deeds.flatMap(({ row, undoes }) =>
    undoes === null ? [] : [{ ...row, undoes: IDS[undoes] ?? "" } satisfies Undoing],
  );

/** Whether something stands, by asking who takes it back, and who takes those back, and so on. */
function isUndone(deed: { source: string; id: string }, undoings: readonly Undoing[]): boolean {
  const own = undoings.find(({ source, id }) => source === deed.source && id === deed.id);
  return undoings.some(
    (by) =>
      by.source === deed.source &&
      by.undoes === deed.id &&
      by.id !== deed.id &&
      (own === undefined ||
        by.entered > own.entered ||
        (by.entered === own.entered && by.date >= own.date)) &&
      !isUndone(by, undoings),
  );
}

/** Strictly later ones only, so that the slow way ends. */
const ordered = (undoings: readonly Undoing[]): boolean =>
  undoings.every((a, at) =>
    undoings.every(
      (b, other) => at === other || a.source !== b.source || a.entered !== b.entered || a.date !== b.date,
    ),
  );

describe("What counts once", () => {
  after(() => {
    folder.remove();
  });

  it("knows what was taken back, and what stands again", () => {
    const undo = (id: string, entered: number, undoes: string): Undoing => ({
      ...{ source: "code", id, date: 0, entered, undoes },
    });
    expect(takenBack([undo("b", 1, "a")])).to.have.deep.members([
      ["code", "b"],
      ["code", "a"],
    ]);
    // Taking back what took back: the first stands, and nobody is paid for the others.
    expect(takenBack([undo("b", 1, "a"), undo("c", 2, "b")])).to.have.deep.members([
      ["code", "b"],
      ["code", "c"],
    ]);
    expect(takenBack([undo("d", 3, "c"), undo("b", 1, "a"), undo("c", 2, "b")])).to.have.deep.members([
      ["code", "a"],
      ["code", "b"],
      ["code", "c"],
      ["code", "d"],
    ]);
    // Nothing takes back itself, or what came after it.
    expect(takenBack([undo("a", 1, "a")])).to.deep.equal([["code", "a"]]);
  });

  it("counts random histories as a slow and simple reference does, in the ledger's order", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (deeds) => {
        const undoings = undoingsOf(deeds);
        fc.pre(ordered(undoings));
        const known = deeds.filter((deed) => deed.known).map(({ row }) => row);
        const isVoid = ({ row, undoes }: Deed): boolean => undoes !== null || isUndone(row, undoings);
        const keyOf = ({ entered, date, source, id }: Gathered): string =>
          JSON.stringify([entered, date, source, Buffer.from(id).toString("hex")]);
        const reasonOf = (deed: Deed): Reason => {
          if (isVoid(deed)) return "taken back";
          const { patch } = deed.row;
          if (deed.known || (patch !== null && known.some((row) => row.patch === patch))) {
            return "already recognised";
          }
          if (patch === null) return null;
          const same = deeds.filter((other) => other.row.patch === patch && !isVoid(other));
          const first = same.map(({ row }) => keyOf(row)).sort()[0];
          return first === keyOf(deed.row) ? null : "the same work again";
        };
        const expected = deeds
          .map((deed) => ({ row: deed.row, reason: reasonOf(deed), text: JSON.stringify(deed.row) }))
          .sort((a, b) => compareRows(a.row, b.row));

        const store = await openStore(folder.fresh("rows"));
        try {
          for (const { row } of deeds) store.push(row);
          for (const row of known) store.recognise({ ...row, rule: "", parts: [] } satisfies Row);
          expect(await all(store.sorted(undoings))).to.deep.equal(expected);
        } finally {
          store.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});
