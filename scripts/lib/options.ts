/** Options that all scripts for a chain take, and the end of a script that failed. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { DEPLOYMENTS } from "./address-book.ts";
import { fail, messageOf } from "./cli.ts";

/** For any script that reads from a chain. */
export const READING = {
  network: { type: "string", default: "default" },
  deployments: { type: "string", default: DEPLOYMENTS },
  help: { type: "boolean", default: false },
} as const;

/** For any script that sends to a chain. */
export const SENDING = {
  ...READING,
  from: { type: "string" },
  yes: { type: "boolean", default: false },
  confirmations: { type: "string" },
} as const;

/** For scripts that deploy contracts or compare what is on the chain with these sources. */
export const BUILDING = {
  "build-profile": { type: "string" },
  "no-build": { type: "boolean", default: false },
} as const;

/** For scripts about an organisation that exists: in memory there is none. */
export const ORGANISATION = {
  network: { type: "string", default: "localhost" },
  organisation: { type: "string" },
} as const;

const REST_HELP = `  --deployments DIR   where the records are (default: deployments)
  --help              this text`;

const SENDER_HELP = `  --from ACCOUNT      who sends: a number or address of the network's accounts (default: 0)
  --yes               send on a public chain without asking
  --confirmations N   blocks to wait for (default: 2 on a public chain, 1 on a local one)`;

const ORGANISATION_HELP = `  --organisation O    address of its token, number, name or symbol (default: the only one in the records)
  --network NAME      a network of hardhat.config.ts (default: localhost)`;

export const SENDING_HELP = `${SENDER_HELP}
  --network NAME      a network of hardhat.config.ts (default: "default", a chain in memory: a rehearsal)
${REST_HELP}`;

/** For scripts that send to an organisation. */
export const ACTING_HELP = `${SENDER_HELP}
${ORGANISATION_HELP}
${REST_HELP}`;

/** For scripts that read an organisation. */
export const LOOKING_HELP = `${ORGANISATION_HELP}
${REST_HELP}`;

export const BUILDING_HELP = `  --build-profile P   how to compile (default: "production" for public networks, else "default")
  --no-build          take the contracts as they are compiled`;

/** The options given, or the end of the process: with the help, or with what is wrong with them. */
export function readOptions<T extends NonNullable<ParseArgsConfig["options"]>>({
  options,
  help,
  positionals = false,
  args = process.argv.slice(2),
}: {
  readonly options: T;
  readonly help: string;
  readonly positionals?: boolean;
  readonly args?: string[];
}) {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: positionals });
    if ((parsed.values as { help?: boolean }).help === true) {
      console.log(help);
      process.exit(0);
    }
    return parsed;
  } catch (thrown) {
    fail(`${messageOf(thrown)} (--help lists the options)`);
  }
}
