/** The indexer as a process of its own, and what it answers. */
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import * as indexer from "../../scripts/lib/indexer.ts";
import { freePort, request } from "./nodes.ts";

export { installIndexer } from "../../scripts/lib/indexer.ts";

/** A row of a table, by its columns. */
export type Row = Readonly<Record<string, unknown>>;

export interface RunningIndexer {
  readonly url: string;
  /** Of what starts Ponder, and of the group of both. */
  readonly pid: number | undefined;
  /** Waits until it has the latest block of the node. */
  reaches(node: string): Promise<void>;
  /** What a GraphQL query answers. */
  query(query: string, variables?: Row): Promise<Record<string, unknown>>;
  /** All rows of a table, by the name of its list, in the order of its keys. */
  rows(list: string, columns: string): Promise<Row[]>;
  /** All rows of all tables, by the names of their lists. */
  everything(): Promise<Record<string, Row[]>>;
  /** Lets it end as on SIGTERM, or kills it. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

/** The databases of PostgreSQL that were made, by the folders that they stand for. */
const databases = new Map<string, string>();

/** Where tables are: in the folder, or in a database of its own where DATABASE_URL says that PostgreSQL is tested. */
function placeOf(data: string): Record<string, string> {
  const server = process.env["DATABASE_URL"];
  if (server === undefined) return { CDPO_INDEXER_FOLDER: data };
  const name = basename(data).toLowerCase().replace(/\W/g, "_");
  const known = databases.get(data);
  if (known !== undefined) return { DATABASE_URL: known };
  const made = spawnSync("psql", [server, "--quiet", "--command", `create database ${name}`], {
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`psql cannot make a database: ${made.stderr}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  databases.set(data, url);
  return { DATABASE_URL: url };
}

/** Starts it on a node, with a book of deployments; its tables are where `data` stands for. */
export async function startIndexer({
  rpcUrl,
  deployments,
  data,
  port,
}: {
  readonly rpcUrl: string;
  readonly deployments: string;
  readonly data: string;
  /** Any that is free where none is given. */
  readonly port?: number;
}): Promise<RunningIndexer> {
  const { url, pid, until, ended, stop } = await indexer.startIndexer({
    settings: {
      ...{ CDPO_RPC_URL: rpcUrl, CDPO_DEPLOYMENTS: deployments, CDPO_POLLING_INTERVAL: "100" },
      ...placeOf(data),
    },
    port: port ?? (await freePort()),
    // Killing it takes Ponder with it.
    isGroup: true,
  });
  const query: RunningIndexer["query"] = async (text, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: text, variables }),
    });
    const { data: answer, errors } = (await response.json()) as {
      data?: Record<string, unknown>;
      errors?: unknown;
    };
    if (answer === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
    return answer;
  };
  const rows = async (list: string, columns: string): Promise<Row[]> => {
    const found: Row[] = [];
    for (let after: string | null = null; ;) {
      const page: string = after === null ? "" : `, after: ${JSON.stringify(after)}`;
      const answer = await query(
        `{ ${list}(limit: 1000${page}) { items { ${columns} } pageInfo { hasNextPage endCursor } } }`,
      );
      const { items, pageInfo } = answer[list] as {
        items: Row[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      found.push(...items);
      if (!pageInfo.hasNextPage) return found;
      after = pageInfo.endCursor;
    }
  };
  return {
    url,
    query,
    pid,
    async reaches(node) {
      const latest = Number(await request(node, "eth_blockNumber", []));
      await until(`block ${latest}`, async () => {
        const status = (await (await fetch(`${url}/status`)).json()) as {
          cdpo: { block: { number: number } };
        };
        return status.cdpo.block.number >= latest;
      });
    },
    rows,
    async everything() {
      const found: Record<string, Row[]> = {};
      for (const { list, columns } of await tablesOf(query)) {
        const all = await rows(list, columns.join(" "));
        found[list] = all.sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
      }
      return found;
    },
    async stop(signal = "SIGTERM") {
      if (signal === "SIGTERM") return stop();
      if (pid !== undefined) process.kill(-pid, signal);
      return ended;
    },
  };
}

interface GraphTypeName {
  readonly name: string | null;
  readonly ofType?: GraphTypeName | null;
}
interface GraphType {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: GraphTypeName }[] | null;
}

/** The lists of a GraphQL schema, and the columns of their rows. */
async function tablesOf(
  query: RunningIndexer["query"],
): Promise<readonly { readonly list: string; readonly columns: readonly string[] }[]> {
  const { __schema: schema } = (await query(
    "{ __schema { types { name fields { name type { name ofType { name ofType { name } } } } } } }",
  )) as { __schema: { types: readonly GraphType[] } };
  const nameOf = ({ name, ofType }: GraphTypeName): string => name ?? (ofType ? nameOf(ofType) : "");
  const fieldsOf = (name: string) => schema.types.find((type) => type.name === name)?.fields ?? [];
  return fieldsOf("Query").flatMap(({ name: list, type }) => {
    const table = /^(.*)Page$/.exec(nameOf(type))?.[1];
    if (table === undefined) return [];
    // Rows of other tables are told by those tables.
    const own = fieldsOf(table).filter((field) => fieldsOf(nameOf(field.type)).length === 0);
    return [{ list, columns: own.map(({ name }) => name) }];
  });
}
