/** What a page asks of an organisation, and of an account in it. */

/** Where an organisation and an account are. */
export interface Subject {
  readonly organisation: number;
  readonly token: string;
  readonly stake: string;
  readonly reserve: string;
  readonly registry: string;
  readonly governor: string;
  readonly account: string;
}

const EVENT = "id name source args time transaction";

/** Each question by what it asks for. */
export const QUESTIONS: Readonly<Record<string, (of: Subject) => string>> = {
  "the newest 100 events": ({ organisation }) =>
    `{ events(where: { organisation: ${organisation} }, orderBy: "id", orderDirection: "desc", limit: 100) {
       items { ${EVENT} } pageInfo { endCursor hasNextPage } } }`,
  "the newest 100 of two kinds": ({ organisation }) =>
    `{ events(where: { organisation: ${organisation}, name_in: ["Bought", "Sold"] }, orderBy: "id",
       orderDirection: "desc", limit: 100) { items { ${EVENT} } pageInfo { endCursor } } }`,
  "the newest 100 of an account": ({ organisation, account }) =>
    `{ accountEvents(where: { organisation: ${organisation}, account: "${account}" }, orderBy: "eventId",
       orderDirection: "desc", limit: 100) { items { event { ${EVENT} } } pageInfo { endCursor } } }`,
  "how many events there are": ({ organisation }) =>
    `{ events(where: { organisation: ${organisation} }, limit: 1) { totalCount } }`,
  "prices of each day": ({ reserve }) =>
    `{ priceDays(where: { reserve: "${reserve}" }, orderBy: "day", limit: 1000) {
       items { day first highest lowest last trades asset tokens } } }`,
  "the last 1,000 trades": ({ reserve }) =>
    `{ trades(where: { reserve: "${reserve}" }, orderBy: "time", orderDirection: "desc", limit: 1000) {
       items { id kind account asset tokens tribute price time } } }`,
  "the 1,000 largest holders": ({ token }) =>
    `{ holders(where: { token: "${token}", balance_gt: "0" }, orderBy: "balance", orderDirection: "desc", limit: 1000) {
       items { account balance } totalCount } }`,
  "gifts by source": ({ reserve }) =>
    `{ giftSources(where: { reserve: "${reserve}" }) { items { source gifts amount } } }`,
  "the newest 100 contributions with their reviews": ({ registry }) =>
    `{ contributions(where: { registry: "${registry}" }, orderBy: "id", orderDirection: "desc", limit: 100) {
       items { id submitter reward status uri reviews { items { curator approve note } } } } }`,
  "decisions with their votes": ({ governor }) =>
    `{ decisions(where: { governor: "${governor}" }, orderBy: "proposedAt", orderDirection: "desc", limit: 20) {
       items { id description votesFor votesAgainst votes { items { voter support weight } } } } }`,
};
