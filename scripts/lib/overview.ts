/** The state of an organisation as people read it. */
import { formatTable } from "./cli.ts";
import { IMPLEMENTATION_NAMES, IMPLEMENTATIONS, type ImplementationName } from "../../launch/index.ts";
import { formatAmount, formatBps, formatDuration } from "../../sdk/src/units.ts";
import type { FoundOrganisation } from "./organisation.ts";
import type { DescribedState } from "./state.ts";

/** What a view tells. */
type Value = string | boolean | bigint | readonly Value[] | { readonly [key: string]: Value };
type ContractState = Readonly<Record<string, Value>>;

type Unit = "tokens" | "money" | "bps" | "part" | "rate" | "time" | "duration" | "plain";

/** Units by the name of a view, of a field, or of the view with the field; the rest is told by how a name ends. */
const UNITS: Readonly<Record<string, Unit>> = {
  totalSupply: "tokens",
  "runningBatch.missing": "tokens",
  "runningBatch.room": "tokens",
  "runningBatch.end": "time",
  "runningBatch.windowCredit": "part",
  "runningBatch.giftCredit": "part",
  "runningBatch.pendingGiftCredit": "part",
  "giftCredit.dripped": "part",
  "giftCredit.pending": "part",
  totalRecognised: "tokens",
  curationStake: "tokens",
  deposit: "tokens",
  baseAmount: "tokens",
  circulating: "tokens",
  floor: "tokens",
  electorate: "tokens",
  "total stake": "tokens",
  "quorum now": "tokens",
  minimumTokens: "tokens",
  soldTokens: "tokens",
  founderTokens: "tokens",
  supplyAtOpening: "tokens",
  proposalThreshold: "tokens",
  reserveBalance: "money",
  minimumReserve: "money",
  "pendingGifts.pending": "money",
  "pendingGifts.end": "time",
  "drip.pending": "money",
  "drip.rho": "money",
  "drip.rate": "rate",
  "drip.end": "time",
  "drip.renewable": "time",
  tributeOwed: "money",
  giftsReceived: "money",
  donationsReceived: "money",
  spotPrice: "money",
  backing: "money",
  price: "money",
  minimum: "money",
  maximum: "money",
  perPartnerMaximum: "money",
  raised: "money",
  opens: "time",
  closes: "time",
  releaseBy: "time",
  getMinDelay: "duration",
  votingDelay: "duration",
  cliff: "duration",
  lateQuorumVoteExtension: "duration",
};

const ENDINGS: readonly (readonly [ending: RegExp, unit: Unit])[] = [
  [/[bB]ps$/, "bps"],
  [/(At|Until)$/, "time"],
  [/([pP]eriod|[wW]indow|[dD]uration)$/, "duration"],
];

/** What says nothing about an organisation: constants of standards, and what the table of addresses has. */
const NOISE =
  /^(DOMAIN_SEPARATOR|CLOCK_MODE|COUNTING_MODE|BALLOT_TYPEHASH|EXTENDED_BALLOT_TYPEHASH|[A-Z_]+_ROLE|eip712Domain|clock|decimals|name|symbol|version)$/;

/** Everything, in sections. */
export function describeState({
  organisation,
  state,
  network,
  chainId,
}: {
  readonly organisation: FoundOrganisation;
  readonly state: DescribedState;
  readonly network: string;
  readonly chainId: number;
}): string {
  const { name, symbol, index, addresses, asset } = organisation;
  const own = new Set<string>(
    [...Object.values<string | undefined>({ ...addresses }), asset.address].filter(
      (address) => address !== undefined,
    ),
  );
  const tokens = (units: bigint): string => `${formatAmount(units, 18)} ${symbol}`;
  const sections = [
    `${name} (${symbol}), organisation ${index} on network ${network} (chain ${chainId})\n` +
      `as of block ${state.block}, ${moment(state.time)}; reserve asset ${asset.symbol} at ${asset.address}`,
  ];
  const section = (
    heading: string,
    rows: readonly (readonly string[])[],
    titles: readonly string[],
  ): void => {
    if (rows.length === 0) return;
    sections.push(`${heading}\n${formatTable({ columns: titles.map((title) => ({ title })), rows })}`);
  };
  for (const contract of IMPLEMENTATION_NAMES) {
    const views = state.contracts[contract] as ContractState | undefined;
    if (views === undefined) continue;
    const rows = Object.entries({ ...views, ...askedOf(contract, state) })
      .filter(([view]) => !NOISE.test(view))
      .flatMap(([view, value]) => flatten(view, value))
      .filter(([, value]) => !own.has(value))
      .map(([path, value]) => [inWords(path), format({ path, value, organisation })]);
    section(`${contract}: ${IMPLEMENTATIONS[contract]} at ${addresses[contract] ?? ""}`, rows, ["", "value"]);
  }
  section(
    "open contributions",
    state.contributions.flatMap(({ id, status, reward, payment, approvals, objections, reviewEnd }) => {
      const isInReview = status === "Submitted";
      if (!isInReview && (payment === undefined || payment.isFinal)) return [];
      const now = isInReview
        ? `in review until ${moment(reviewEnd)}`
        : `accepted, ${tokens(payment?.paid ?? 0n)} paid, ${tokens(payment?.expected ?? 0n)} if the batch ended now`;
      return [[String(id), now, tokens(reward), `${approvals} for, ${objections} against`]];
    }),
    ["id", "status", "reward", "reviews"],
  );
  section(
    "roles in the timelock",
    Object.entries(state.roles).flatMap(([role, holders]) =>
      holders.map((holder) => [role, who(holder, organisation)]),
    ),
    ["role", "held by"],
  );
  section(
    "scheduled",
    state.operations.map(({ id, calls, from }) => [calls.join("; "), moment(from), id]),
    ["call", "from", "id"],
  );
  section(
    "decisions",
    state.decisions.map(({ id, state: now, description, poll, quorum, votesFor }) => [
      description.split("\n", 1)[0] ?? "",
      poll ? `${now.toLowerCase()}, a poll` : now.toLowerCase(),
      `${tokens(votesFor)} of ${tokens(quorum)}`,
      String(id),
    ]),
    ["decision", "state", "votes for", "id"],
  );
  return sections.join("\n\n");
}

/** What views without arguments do not say. */
function askedOf(contract: ImplementationName, { voice }: DescribedState): ContractState {
  if (contract === "stake") return { "total stake": voice.totalStake };
  if (contract === "governor") return { "quorum now": voice.quorum };
  return {};
}

/** An address, with the name of the contract if it is one of the organisation's. */
export function who(address: string, { addresses }: FoundOrganisation): string {
  if (BigInt(address) === 0n) return "anyone";
  const contract = IMPLEMENTATION_NAMES.find((name) => addresses[name] === address);
  return contract === undefined ? address : `${address} (${contract})`;
}

function flatten(path: string, value: Value): [path: string, value: string][] {
  if (typeof value === "string" || typeof value === "bigint") return [[path, String(value)]];
  if (typeof value === "boolean") return [[path, value ? "yes" : "no"]];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, entry]) =>
    flatten(isList ? `${path} ${key}` : `${path}.${key}`, entry),
  );
}

function inWords(path: string): string {
  return path
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .replaceAll(".", " ")
    .toLowerCase()
    .replace(/ bps$/, "");
}

function unitOf(path: string): Unit {
  const last = path.split(".").at(-1) ?? path;
  return UNITS[path] ?? UNITS[last] ?? ENDINGS.find(([ending]) => ending.test(last))?.[1] ?? "plain";
}

function format({
  path,
  value,
  organisation,
}: {
  readonly path: string;
  readonly value: string;
  readonly organisation: FoundOrganisation;
}): string {
  const { symbol, asset } = organisation;
  const unit = unitOf(path);
  if (unit === "plain" || !/^\d+$/.test(value)) return value;
  const units = BigInt(value);
  switch (unit) {
    case "tokens":
      return `${formatAmount(units, 18)} ${symbol}`;
    case "money":
      return `${formatAmount(units, asset.decimals)} ${asset.symbol}`;
    case "bps":
      return formatBps(units);
    case "rate": // a second, times 2^24
      return `${formatAmount((units * 86_400n) >> 24n, asset.decimals)} ${asset.symbol} a day`;
    case "part": // of the supply, 1e18 for all of it
      return `${formatAmount(units, 16)} % of the supply`;
    case "time":
      return units === 0n ? "never" : moment(units);
    case "duration":
      return formatDuration(units);
  }
}

/** Seconds since 1970 in words; what no calendar reaches stays a number. */
function moment(seconds: bigint): string {
  return seconds > 8_640_000_000_000n
    ? String(seconds)
    : new Date(Number(seconds) * 1_000).toISOString().replace(".000Z", "Z");
}
