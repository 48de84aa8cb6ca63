/** Founders hand the organisation over to those who are left as proposers: the Governor, or other accounts. */
import { id as hashOf, ZeroHash } from "ethers";
import { ChainError, explain, openChain, type Chain } from "./lib/chain.ts";
import { fail, formatTable } from "./lib/cli.ts";
import { moment, send } from "./lib/commands/command.ts";
import { attachCdpo, type CdpoContracts } from "./lib/deployment.ts";
import { formatDuration } from "./lib/fields.ts";
import { ACTING_HELP, ORGANISATION, readOptions, SENDING } from "./lib/options.ts";
import { findOrganisation, type FoundOrganisation } from "./lib/organisation.ts";
import { who } from "./lib/overview.ts";
import { parseConfirmations } from "./lib/sending.ts";
import { readRoles } from "./lib/state.ts";

const HELP = `Founders give their rights in the timelock up: to propose, and to cancel what is scheduled. Whoever is left as
proposer, the Governor above all, decides alone from then on. Without --renounce or --schedule it only shows what would
change.

Usage: npm run handover -- [options]

  --renounce          the sender gives up its own rights, at once and for ever
  --schedule          the sender schedules in the timelock that all founders lose their rights
  --run               does what --schedule scheduled, after the delay of the timelock
  --keep-cancelling   the right to cancel stays, as a safeguard for a first time
${ACTING_HELP}`;

const DESCRIPTION = "Founders hand over";

const { values } = readOptions({
  options: {
    ...SENDING,
    ...ORGANISATION,
    renounce: { type: "boolean", default: false },
    schedule: { type: "boolean", default: false },
    run: { type: "boolean", default: false },
    "keep-cancelling": { type: "boolean", default: false },
  },
  help: HELP,
});
const { network } = values;
let chain: Chain | undefined;
try {
  const sending = { yes: values.yes, confirmations: parseConfirmations(values.confirmations) };
  if ([values.renounce, values.schedule, values.run].filter(Boolean).length > 1) {
    throw new ChainError("--renounce, --schedule and --run are three ways: choose one");
  }
  chain = await openChain(network, { from: values.from });
  const folder = values.deployments;
  const organisation = await findOrganisation({ chain, folder, which: values.organisation });
  const { ethers, signer } = chain;
  const cdpo = await attachCdpo({ ethers, addresses: organisation.addresses, signer });
  await handOver({ context: { chain, sending }, organisation, cdpo });
  await chain.close();
} catch (thrown) {
  fail(await explain({ thrown, network, chain }));
}

interface Sending {
  readonly chain: Chain;
  readonly sending: { readonly yes: boolean; readonly confirmations: number | undefined };
}

/** A role of the timelock that an account has and gives up. */
interface Given {
  readonly name: string;
  readonly role: string;
  readonly account: string;
}

async function handOver({
  context,
  organisation,
  cdpo,
}: {
  readonly context: Sending;
  readonly organisation: FoundOrganisation;
  readonly cdpo: CdpoContracts;
}): Promise<void> {
  const { chain } = context;
  const { timelock } = cdpo;
  const sender = chain.signer.address;
  const roles = await readRoles({ chain, organisation, cdpo });
  const { governor } = organisation.addresses;
  const proposers = roles["PROPOSER_ROLE"] ?? [];
  const isFounder = (account: string): boolean =>
    values.renounce
      ? account === sender
      : account !== governor && account !== organisation.addresses.timelock;
  // Where there is no Governor, whoever schedules stays out of it: a proposer must be left.
  const leaves = (account: string): boolean =>
    isFounder(account) && (values.renounce || governor !== undefined || account !== sender);
  const left = proposers.filter((account) => !leaves(account));
  const given: Given[] = [];
  for (const name of values["keep-cancelling"] ? ["PROPOSER_ROLE"] : ["PROPOSER_ROLE", "CANCELLER_ROLE"]) {
    const role = name === "PROPOSER_ROLE" ? await timelock.PROPOSER_ROLE() : await timelock.CANCELLER_ROLE();
    for (const account of roles[name] ?? []) if (leaves(account)) given.push({ name, role, account });
  }
  if (left.length === 0) {
    throw new ChainError(
      `nobody would be left to propose anything for ${organisation.name}, as its Governor is no proposer yet: schedule ` +
        `'timelock.grantRole(${await timelock.PROPOSER_ROLE()}, ${governor})' with "npm run cdpo -- schedule" first`,
    );
  }
  const rows = given.map(({ name, account }) => [account, name]);
  if (rows.length > 0) console.log(formatTable({ columns: [{ title: "who" }, { title: "gives up" }], rows }));
  console.log(`left to propose: ${left.map((account) => who(account, organisation)).join(", ")}`);
  if (given.length === 0) {
    console.log("There is nothing to hand over.");
    return;
  }
  if (values.renounce) {
    for (const { role } of given)
      await send(context, timelock.renounceRole.populateTransaction(role, sender));
    console.log(`${sender} gave its rights up.`);
  } else if (values.schedule || values.run) {
    await revoke({ context, cdpo, given });
  } else {
    console.log("Nothing was sent: --renounce or --schedule does it.");
  }
}

/** Schedules that roles are revoked, or runs what was scheduled. */
async function revoke({
  context,
  cdpo,
  given,
}: {
  readonly context: Sending;
  readonly cdpo: CdpoContracts;
  readonly given: readonly Given[];
}): Promise<void> {
  const { timelock, addresses } = cdpo;
  const targets = given.map(() => addresses.timelock);
  const nothing = given.map(() => 0n);
  const calls = given.map(({ role, account }) =>
    timelock.interface.encodeFunctionData("revokeRole", [role, account]),
  );
  const salt = hashOf(DESCRIPTION);
  const id = await timelock.hashOperationBatch(targets, nothing, calls, ZeroHash, salt);
  if (values.run) {
    if (!(await timelock.isOperationPending(id))) {
      throw new ChainError(
        "this handover is not scheduled: schedule it with --schedule, and run it with the same options",
      );
    }
    if (!(await timelock.isOperationReady(id))) {
      throw new ChainError(`the handover can be run from ${moment(await timelock.getTimestamp(id))} on`);
    }
    await send(context, timelock.executeBatch.populateTransaction(targets, nothing, calls, ZeroHash, salt));
    console.log("Handed over.");
    return;
  }
  if (await timelock.isOperationPending(id)) {
    throw new ChainError(
      `this handover is scheduled already: it can be run from ${moment(await timelock.getTimestamp(id))} on`,
    );
  }
  const delay = await timelock.getMinDelay();
  await send(
    context,
    timelock.scheduleBatch.populateTransaction(targets, nothing, calls, ZeroHash, salt, delay),
  );
  console.log(`Scheduled as ${id}; --run does it in ${formatDuration(delay)}.`);
}
