/** Every window of an organisation that is known from its events: from when until when who may do what. */
import { licenceWindows, offerWindows } from "./access.ts";
import { decisionWindows, dissolutionWindows, pauseWindows } from "./governance.ts";
import { milestoneWindows, pledgeWindows, saleWindows } from "./money.ts";
import { proposalWindows, recognitionWindows } from "./work.ts";
import type { OrganisationRow, Window } from "./window.ts";

export type { OrganisationRow, Window } from "./window.ts";

/** All windows of an organisation, whether they are over or not; with those of an account's own if it is given. */
export async function windowsOf(of: OrganisationRow, account?: `0x${string}`): Promise<Window[]> {
  const found = await Promise.all([
    saleWindows(of),
    milestoneWindows(of),
    pledgeWindows(of),
    recognitionWindows(of),
    proposalWindows(of),
    decisionWindows(of),
    dissolutionWindows(of),
    pauseWindows(of),
    offerWindows(of),
    account === undefined ? [] : licenceWindows(of, account),
  ]);
  return found.flat().sort((a, b) => Number(a.from - b.from) || a.uid.localeCompare(b.uid));
}
