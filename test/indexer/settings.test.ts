import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readSettings, SettingsError, type Settings } from "../../indexer/settings.ts";

const FACTORY = `0x${"Ab".repeat(20)}`;
const GIFTS = `0x${"cd".repeat(20)}`;

describe("the indexer's settings", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "cdpo-"));
    const book = { chainId: 31_337, block: 7, factory: FACTORY, periphery: { standingGifts: GIFTS } };
    const undeployed = { chainId: 100, block: null, factory: null };
    for (const [name, text] of [
      ["31337", JSON.stringify(book)],
      ["100", JSON.stringify(undeployed)],
      ["10", "{"],
      ["8453", JSON.stringify({ ...book, factory: 5 })],
      ["42220", JSON.stringify(book)],
      ["1", "[]"],
    ] as const) {
      writeFileSync(join(folder, `${name}.json`), text);
    }
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (env: Readonly<Record<string, string>>): Settings =>
    readSettings({ CDPO_DEPLOYMENTS: folder, ...env });

  it("are those of a local chain, from its book of deployments, where nothing is said", () => {
    const { folder: data, ...others } = read({});
    expect(others).to.deep.equal({
      ...{ chainId: 31_337, rpcUrl: "http://127.0.0.1:8545", factory: FACTORY.toLowerCase() },
      ...{ startBlock: 7, standingGifts: GIFTS, pollingInterval: 1_000, databaseUrl: undefined },
      ...{ hostname: "127.0.0.1", port: 42_069, schema: "v1", viewsSchema: "cdpo" },
    });
    expect(data).to.match(/indexer[\\/]\.ponder[\\/]pglite$/);
  });

  it("are what is said, and an empty variable says nothing", () => {
    expect(
      read({
        ...{ CDPO_CHAIN_ID: "1", CDPO_RPC_URL: "https://node.example/key", CDPO_FACTORY: FACTORY },
        ...{ CDPO_START_BLOCK: "20000000", CDPO_STANDING_GIFTS: GIFTS, CDPO_POLLING_INTERVAL: "4000" },
        ...{ DATABASE_URL: "postgresql://cdpo@db/indexer", CDPO_INDEXER_HOSTNAME: "::1" },
        ...{ CDPO_INDEXER_PORT: "80", CDPO_INDEXER_SCHEMA: "v2", CDPO_INDEXER_VIEWS: "" },
      }),
    ).to.deep.equal({
      ...{ chainId: 1, rpcUrl: "https://node.example/key", factory: FACTORY.toLowerCase() },
      ...{ startBlock: 20_000_000, standingGifts: GIFTS, pollingInterval: 4_000, folder: undefined },
      ...{ databaseUrl: "postgresql://cdpo@db/indexer", hostname: "::1", port: 80 },
      ...{ schema: "v2", viewsSchema: "cdpo" },
    });
  });

  const schema = "is not the name of a schema: a letter first, then at most 44 small letters, digits and _";
  for (const [env, sentence] of [
    [{ CDPO_CHAIN_ID: "one" }, "CDPO_CHAIN_ID is not a whole number"],
    [{ CDPO_CHAIN_ID: "-1" }, "CDPO_CHAIN_ID is not a whole number"],
    [
      { CDPO_RPC_URL: "ftp://node" },
      "CDPO_RPC_URL is not an address of a node: it begins with http:// or https://",
    ],
    [
      { CDPO_RPC_URL: "node" },
      "CDPO_RPC_URL is not an address of a node: it begins with http:// or https://",
    ],
    [{ CDPO_FACTORY: "0x12" }, "CDPO_FACTORY is not an address"],
    [{ CDPO_STANDING_GIFTS: "gifts.eth" }, "CDPO_STANDING_GIFTS is not an address"],
    [{ CDPO_START_BLOCK: "1e6" }, "CDPO_START_BLOCK is not a whole number"],
    [{ CDPO_POLLING_INTERVAL: "0.5" }, "CDPO_POLLING_INTERVAL is not a whole number"],
    [{ CDPO_INDEXER_PORT: "http" }, "CDPO_INDEXER_PORT is not a whole number"],
    [{ CDPO_INDEXER_PORT: "65536" }, "CDPO_INDEXER_PORT is not a port: 65535 is the last"],
    [{ CDPO_INDEXER_SCHEMA: "V1" }, `CDPO_INDEXER_SCHEMA ${schema}`],
    [{ CDPO_INDEXER_VIEWS: "1a" }, `CDPO_INDEXER_VIEWS ${schema}`],
    [
      { DATABASE_URL: "mysql://db" },
      "DATABASE_URL is not an address of a database: it begins with postgres://",
    ],
    [{ CDPO_CHAIN_ID: "1" }, "CDPO_RPC_URL is missing: give the address of a node of chain 1"],
    [
      { CDPO_CHAIN_ID: "5", CDPO_RPC_URL: "http://n" },
      "no factory is deployed on chain 5: deploy the suite, or give CDPO_FACTORY and CDPO_START_BLOCK",
    ],
    [
      { CDPO_CHAIN_ID: "100", CDPO_RPC_URL: "http://n" },
      "no factory is deployed on chain 100: deploy the suite, or give CDPO_FACTORY and CDPO_START_BLOCK",
    ],
    [
      { CDPO_FACTORY: FACTORY },
      "CDPO_START_BLOCK is missing: give the block in which the factory was deployed",
    ],
  ] as const) {
    it(`say what is wrong in one sentence: ${JSON.stringify(env)}`, () => {
      expect(() => read(env))
        .to.throw(SettingsError)
        .with.property("message", sentence);
    });
  }

  for (const [chainId, problem] of [
    ["10", "is not JSON"],
    ["8453", "is no book of deployments: look at its factory"],
    ["1", "is no book of deployments"],
    ["42220", "is the book of chain 31337, not of chain 42220"],
  ] as const) {
    it(`say which book is none: ${chainId}.json`, () => {
      expect(() => read({ CDPO_CHAIN_ID: chainId, CDPO_RPC_URL: "http://n" }))
        .to.throw(SettingsError)
        .with.property("message", `${join(folder, `${chainId}.json`)} ${problem}`);
    });
  }
});
