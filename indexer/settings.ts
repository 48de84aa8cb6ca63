/** What the indexer is told: which chain, through which node, since when. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The chain id of development nodes. */
export const LOCAL_CHAIN = 31_337;
const LOCAL_URL = "http://127.0.0.1:8545";
// Ponder runs this without import.meta.dirname.
const HERE = dirname(fileURLToPath(import.meta.url));
const DEPLOYMENTS = join(HERE, "..", "deployments");

type Address = `0x${string}`;

/** What the indexer runs with. */
export interface Settings {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly factory: Address;
  /** The contract of standing gifts that all organisations share; undefined where there is none. */
  readonly standingGifts: Address | undefined;
  /** No event of the factory is in an older block. */
  readonly startBlock: number;
  /** How often it asks for new blocks (milliseconds). */
  readonly pollingInterval: number;
  /** Where the embedded database is; undefined where `databaseUrl` says another. */
  readonly folder: string | undefined;
  /** A PostgreSQL database. */
  readonly databaseUrl: string | undefined;
  readonly hostname: string;
  readonly port: number;
  /** The schema of the tables, and that of the views which dapps read. */
  readonly schema: string;
  readonly viewsSchema: string;
}

/** A setting is missing or wrong; the message is one sentence. */
export class SettingsError extends Error {}

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "is not an address")
  .transform((written) => written.toLowerCase() as Address);
const number = z
  .string()
  .regex(/^\d{1,9}$/, "is not a whole number")
  .transform(Number);
const schemaName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,44}$/,
    "is not the name of a schema: a letter first, then at most 44 small letters, digits and _",
  );
const url = z.url({
  protocol: /^https?$/,
  error: "is not an address of a node: it begins with http:// or https://",
});

const environment = z.object({
  CDPO_CHAIN_ID: number.default(LOCAL_CHAIN),
  CDPO_RPC_URL: url.optional(),
  CDPO_DEPLOYMENTS: z.string().default(DEPLOYMENTS),
  CDPO_FACTORY: address.optional(),
  CDPO_STANDING_GIFTS: address.optional(),
  CDPO_START_BLOCK: number.optional(),
  CDPO_POLLING_INTERVAL: number.default(1_000),
  CDPO_INDEXER_FOLDER: z.string().default(join(HERE, ".ponder", "pglite")),
  CDPO_INDEXER_HOSTNAME: z.string().default("127.0.0.1"),
  CDPO_INDEXER_PORT: number
    .refine((port) => port < 65_536, "is not a port: 65535 is the last")
    .default(42_069),
  CDPO_INDEXER_SCHEMA: schemaName.default("v1"),
  CDPO_INDEXER_VIEWS: schemaName.default("cdpo"),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: "is not an address of a database: it begins with postgres://",
    })
    .optional(),
});

const book = z.object({
  chainId: z.int(),
  block: z.int().nullable(),
  factory: address.nullable(),
  periphery: z.object({ standingGifts: address.optional() }).default({}),
});

/** The settings of an environment, empty variables left out. Throws {@link SettingsError} that says what to do. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SettingsError(`${String(issue?.path[0])} ${issue?.message ?? ""}`);
  }
  const told = parsed.data;
  const chainId = told.CDPO_CHAIN_ID;
  const rpcUrl = told.CDPO_RPC_URL ?? (chainId === LOCAL_CHAIN ? LOCAL_URL : undefined);
  if (rpcUrl === undefined) {
    throw new SettingsError(`CDPO_RPC_URL is missing: give the address of a node of chain ${chainId}`);
  }
  const listed = told.CDPO_FACTORY === undefined ? readBook(told.CDPO_DEPLOYMENTS, chainId) : undefined;
  const factory = told.CDPO_FACTORY ?? listed?.factory ?? undefined;
  const startBlock = told.CDPO_START_BLOCK ?? listed?.block ?? undefined;
  if (factory === undefined) {
    throw new SettingsError(
      `no factory is deployed on chain ${chainId}: deploy the suite, or give CDPO_FACTORY and CDPO_START_BLOCK`,
    );
  }
  if (startBlock === undefined) {
    throw new SettingsError("CDPO_START_BLOCK is missing: give the block in which the factory was deployed");
  }
  return {
    chainId,
    rpcUrl,
    factory,
    startBlock,
    standingGifts: told.CDPO_STANDING_GIFTS ?? listed?.periphery.standingGifts,
    pollingInterval: told.CDPO_POLLING_INTERVAL,
    folder: told.DATABASE_URL === undefined ? told.CDPO_INDEXER_FOLDER : undefined,
    databaseUrl: told.DATABASE_URL,
    hostname: told.CDPO_INDEXER_HOSTNAME,
    port: told.CDPO_INDEXER_PORT,
    schema: told.CDPO_INDEXER_SCHEMA,
    viewsSchema: told.CDPO_INDEXER_VIEWS,
  };
}

// ---------------------------------------------------------------- internals

/** What deployments/<chain id>.json says; undefined when there is no such file. */
function readBook(folder: string, chainId: number): z.infer<typeof book> | undefined {
  const file = join(folder, `${chainId}.json`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SettingsError(`${file} cannot be read`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SettingsError(`${file} is not JSON`);
  }
  const parsed = book.safeParse(json);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join(".") ?? "";
    throw new SettingsError(`${file} is no book of deployments${path === "" ? "" : `: look at its ${path}`}`);
  }
  if (parsed.data.chainId !== chainId) {
    throw new SettingsError(`${file} is the book of chain ${parsed.data.chainId}, not of chain ${chainId}`);
  }
  return parsed.data;
}
