/** Where the suite and its organisations are, chain by chain: the books that `npm run deploy` and `launch` write. */
import type { Address, Hex, OrganisationAddresses, SuiteAddresses } from "../types.ts";

/** The name of a contract that organisations are clones of. */
export type ImplementationName = keyof OrganisationAddresses;

/** One organisation in a book. */
export interface ListedOrganisation extends Readonly<
  Record<Exclude<ImplementationName, "presale" | "custody" | "budget">, Address>
> {
  /** Its number in the factory's directory. */
  readonly index: number;
  readonly name: string;
  readonly symbol: string;
  /** Block and transaction of the launch. */
  readonly block: number;
  readonly transaction: Hex;
  /** The token in the reserve. */
  readonly asset: Address;
  /** null in an organisation that grows its liquidity. */
  readonly presale: Address | null;
  readonly custody: Address | null;
  readonly budget: Address | null;
}

/** What is deployed on one chain: the form of deployments/<chain id>.json. */
export interface Deployments {
  readonly chainId: number;
  /** No event of the factory is older; null until there is one. */
  readonly block: number | null;
  readonly factory: Address | null;
  readonly implementations: { readonly [Name in ImplementationName]?: Address | undefined };
  readonly periphery: {
    readonly lens?: Address | undefined;
    readonly totalRecognised?: Address | undefined;
    readonly standingGifts?: Address | undefined;
    readonly gateway?: Address | undefined;
  };
  readonly organisations: readonly ListedOrganisation[];
}

/** Books by chain id. */
export type DeploymentsByChain = Readonly<Record<number, Deployments>>;

/** What is published with this version. The suite is on no public chain yet: own deployments are named with {@link defineDeployments}. */
export const deployments: DeploymentsByChain = {};

/**
 * Books of one's own, by chain id: each in the form of deployments/<chain id>.json, such as an imported JSON file. Of two
 * for one chain the later counts. Throws an error that names the field when something is no such book.
 */
export function defineDeployments(...books: readonly unknown[]): DeploymentsByChain {
  return Object.fromEntries(books.map(check).map((book) => [book.chainId, book]));
}

/** What all organisations of a chain share; undefined while the deployment is not finished. */
export function suiteOf(book: Deployments): SuiteAddresses | undefined {
  const { factory, periphery } = book;
  const { lens, totalRecognised, standingGifts, gateway } = periphery;
  if (factory === null || !lens || !totalRecognised || !standingGifts) return undefined;
  return { factory, lens, totalRecognised, standingGifts, gateway };
}

/** The contracts of a listed organisation. */
export function addressesOfListed(listed: ListedOrganisation): OrganisationAddresses {
  const { presale, custody, budget } = listed;
  return {
    token: listed.token,
    issuance: listed.issuance,
    registry: listed.registry,
    epochs: listed.epochs,
    stake: listed.stake,
    proposals: listed.proposals,
    reserve: listed.reserve,
    presale: presale ?? undefined,
    custody: custody ?? undefined,
    budget: budget ?? undefined,
    pledgeBook: listed.pledgeBook,
    licenceOffice: listed.licenceOffice,
    partnerAcceptance: listed.partnerAcceptance,
    timelock: listed.timelock,
    governor: listed.governor,
  };
}

// ---------------------------------------------------------------- internals

const NULLABLE: readonly string[] = ["presale", "custody", "budget"];
const ALWAYS: readonly string[] = [
  "asset",
  "token",
  "issuance",
  "registry",
  "epochs",
  "stake",
  "proposals",
  "reserve",
  "pledgeBook",
  "licenceOffice",
  "partnerAcceptance",
  "timelock",
  "governor",
];

type Fields = Readonly<Record<string, unknown>>;

function check(json: unknown): Deployments {
  const book = fieldsOf(json, "the book");
  if (typeof book["chainId"] !== "number") throw wrong("chainId", "a number");
  const block = book["block"] ?? null;
  if (block !== null && typeof block !== "number") throw wrong("block", "a number or null");
  const factory = book["factory"] ?? null;
  if (factory !== null) checkAddress("factory", factory);
  for (const group of ["implementations", "periphery"]) {
    for (const [name, at] of Object.entries(fieldsOf(book[group] ?? {}, group))) {
      checkAddress(`${group}.${name}`, at);
    }
  }
  const organisations = book["organisations"] ?? [];
  if (!Array.isArray(organisations)) throw wrong("organisations", "a list");
  organisations.forEach(checkOrganisation);
  const { implementations = {}, periphery = {} } = book;
  return {
    chainId: book["chainId"],
    block,
    factory,
    implementations,
    periphery,
    organisations,
  } as Deployments;
}

function checkOrganisation(json: unknown, at: number): void {
  const path = `organisations.${at}`;
  const listed = fieldsOf(json, path);
  for (const field of ["index", "block"]) {
    if (typeof listed[field] !== "number") throw wrong(`${path}.${field}`, "a number");
  }
  for (const field of ["name", "symbol", "transaction"]) {
    if (typeof listed[field] !== "string") throw wrong(`${path}.${field}`, "a text");
  }
  for (const field of ALWAYS) checkAddress(`${path}.${field}`, listed[field]);
  for (const field of NULLABLE) {
    if (listed[field] !== null) checkAddress(`${path}.${field}`, listed[field]);
  }
}

function fieldsOf(json: unknown, path: string): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrong(path, "an object");
  return json as Fields;
}

function checkAddress(path: string, value: unknown): void {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(value)) throw wrong(path, "an address");
}

function wrong(path: string, expected: string): Error {
  return new Error(
    `${path} of the deployments is not ${expected}: give what deployments/<chain id>.json has`,
  );
}
