/** Founders hand the organisation over to those who are left as proposers: the Governor, or other accounts. */
import { ZeroHash } from "ethers";
import { ChainError, explain, openChain, type Chain } from "./lib/chain.ts";
import { fail, formatTable } from "./lib/cli.ts";
import { moment, send } from "./lib/commands/command.ts";
import { saltOf } from "./lib/commands/operations.ts";
import { attachCdpo, type CdpoContracts } from "../launch/index.ts";
import { formatAmount, formatDuration } from "../sdk/src/units.ts";
import { ACTING_HELP, ORGANISATION, readOptions, SENDING } from "./lib/options.ts";
import { findOrganisation, type FoundOrganisation } from "./lib/organisation.ts";
import { who } from "./lib/overview.ts";
import { parseConfirmations } from "./lib/sending.ts";
import { readDecided } from "./lib/state.ts";

const HELP = `Founders give their rights in the timelock up: to propose, and to cancel what is scheduled. Whoever is left as
proposer, the Governor above all, decides alone from then on. Without --renounce or --schedule it only shows what would
change, what is still pending, and what speaks against it.

Usage: npm run handover -- [options]

  --renounce          the sender gives up its own rights, at once and for ever
  --schedule          the sender schedules in the timelock that all founders lose their rights
  --run               does what --schedule scheduled, after the delay of the timelock
  --keep-cancelling   the right to cancel stays, as a safeguard for a first time
  --anyway            also while something is pending, or while so little is staked that few could decide for all
${ACTING_HELP}`;

const DESCRIPTION = "Founders hand over";
/** States of a poll on which people still vote. */
const LIVE: readonly string[] = ["Pending", "Active"];
/** A handover waits until so many times the quorum is staked. */
const LEAST_QUORA = 2n;

const { values } = readOptions({
  options: {
    ...SENDING,
    ...ORGANISATION,
    renounce: { type: "boolean", default: false },
    schedule: { type: "boolean", default: false },
    run: { type: "boolean", default: false },
    "keep-cancelling": { type: "boolean", default: false },
    anyway: { type: "boolean", default: false },
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
  const { roles } = await readDecided({ chain, organisation });
  const { governor } = organisation.addresses;
  const proposers = roles.PROPOSER_ROLE ?? [];
  const leaves = (account: string): boolean =>
    values.renounce
      ? account === sender
      : account !== governor && account !== organisation.addresses.timelock;
  const left = proposers.filter((account) => !leaves(account));
  const given: Given[] = [];
  const names = values["keep-cancelling"]
    ? (["PROPOSER_ROLE"] as const)
    : (["PROPOSER_ROLE", "CANCELLER_ROLE"] as const);
  for (const name of names) {
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
  const objections = await objectionsTo({ context, organisation, cdpo, own: await operationOf(cdpo, given) });
  for (const objection of objections) console.log(`not yet: ${objection}`);
  const acts = values.renounce || values.schedule || values.run;
  if (acts && objections.length > 0 && !values.anyway) {
    throw new ChainError(
      `${objections.length === 1 ? "one thing speaks" : `${objections.length} things speak`} against it, see above: settle that first, or say --anyway`,
    );
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

/** What is pending, and whether enough is staked; but the handover itself. Each in a sentence. */
async function objectionsTo({
  context: { chain },
  organisation,
  cdpo,
  own,
}: {
  readonly context: Sending;
  readonly organisation: FoundOrganisation;
  readonly cdpo: CdpoContracts;
  /** The operation that hands over, which is no objection to itself. */
  readonly own: Revocation;
}): Promise<string[]> {
  const tokens = (units: bigint): string => `${formatAmount(units, 18)} ${organisation.symbol}`;
  const objections: string[] = [];
  const { operations, decisions } = await readDecided({ chain, organisation });
  for (const { id, calls, from } of operations) {
    if (id === own.id) continue;
    objections.push(`${calls.join("; ")} is scheduled and can be run from ${moment(from)} on (${id})`);
  }
  for (const { id, state, description, poll } of decisions) {
    if (!poll || !LIVE.includes(state)) continue;
    objections.push(
      `the poll "${description.split("\n", 1)[0] ?? ""}" is ${state.toLowerCase()}, and never binds (${id})`,
    );
  }
  const latest = await chain.ethers.provider.getBlock("latest");
  const staked = await cdpo.stake.getPastTotalSupply(BigInt(latest?.timestamp ?? 0) - 1n);
  const quorum = await cdpo.governor.quorum(0n);
  if (staked < LEAST_QUORA * quorum) {
    objections.push(
      `${tokens(staked)} are staked, less than twice the ${tokens(quorum)} that carry a decision: few could decide for all`,
    );
  }
  return objections;
}

/** The operation of the timelock by which roles are revoked. */
interface Revocation {
  readonly id: string;
  readonly batch: readonly [
    targets: string[],
    values: bigint[],
    calls: string[],
    predecessor: string,
    salt: string,
  ];
}

async function operationOf(
  { timelock, addresses }: CdpoContracts,
  given: readonly Given[],
): Promise<Revocation> {
  const calls = given.map(({ role, account }) =>
    timelock.interface.encodeFunctionData("revokeRole", [role, account]),
  );
  const batch = [
    given.map(() => addresses.timelock),
    given.map(() => 0n),
    calls,
    ZeroHash,
    saltOf(DESCRIPTION),
  ] as const;
  return { id: await timelock.hashOperationBatch(...batch), batch };
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
  const { timelock } = cdpo;
  const { id, batch } = await operationOf(cdpo, given);
  if (values.run) {
    if (!(await timelock.isOperationPending(id))) {
      throw new ChainError(
        "this handover is not scheduled: schedule it with --schedule, and run it with the same options",
      );
    }
    if (!(await timelock.isOperationReady(id))) {
      throw new ChainError(`the handover can be run from ${moment(await timelock.getTimestamp(id))} on`);
    }
    await send(context, timelock.executeBatch.populateTransaction(...batch));
    console.log("Handed over.");
    return;
  }
  if (await timelock.isOperationPending(id)) {
    throw new ChainError(
      `this handover is scheduled already: it can be run from ${moment(await timelock.getTimestamp(id))} on`,
    );
  }
  const delay = await timelock.getMinDelay();
  await send(context, timelock.scheduleBatch.populateTransaction(...batch, delay));
  console.log(`Scheduled as ${id}; --run does it in ${formatDuration(delay)}, unless stakeholders veto it.`);
}
