/** Shows all state of an organisation, for people or as JSON. */
import { explain, openReader, type ChainReader } from "./lib/chain.ts";
import { fail } from "./lib/cli.ts";
import { LOOKING_HELP, ORGANISATION, READING, readOptions } from "./lib/options.ts";
import { findOrganisation } from "./lib/organisation.ts";
import { describeState } from "./lib/overview.ts";
import { readState } from "./lib/state.ts";

const HELP = `Shows all state of an organisation, as of the latest block. Sends nothing and needs no key.

Usage: npm run status -- [ORGANISATION] [options]

  --json              as JSON: amounts in the smallest units, times in seconds
${LOOKING_HELP}`;

const { values, positionals } = readOptions({
  options: { ...READING, ...ORGANISATION, json: { type: "boolean", default: false } },
  help: HELP,
  positionals: true,
});
if (positionals.length > 1)
  fail(`"${positionals[1] ?? ""}" is one argument too many (--help lists the options)`);
const { network, deployments: folder } = values;
let chain: ChainReader | undefined;
try {
  chain = await openReader(network);
  const organisation = await findOrganisation({
    chain,
    folder,
    which: values.organisation ?? positionals[0],
  });
  const { chainId } = chain;
  const state = await readState({ chain, organisation });
  if (values.json) {
    const periphery = Object.fromEntries(organisation.periphery);
    const all = { chainId, network, ...organisation, ...state, periphery, organisation: undefined };
    console.log(
      JSON.stringify(all, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2),
    );
  } else {
    console.log(describeState({ organisation, state, network, chainId }));
  }
  await chain.close();
} catch (thrown) {
  fail(await explain({ thrown, network, chain }));
}
