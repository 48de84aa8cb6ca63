/** The command by which founders hand the organisation over to those who are left as proposers. */
import { z } from "zod";
import { treasury, type TreasuryRole } from "../../../sdk/src/calls/index.ts";
import type { Address, Call, Hex } from "../../../sdk/src/types.ts";
import { formatDuration } from "../../../sdk/src/units.ts";
import { acting, type Context, type Plan } from "../../frame/command.ts";
import { executionOf } from "../../frame/history.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { formatTable } from "../../lib/cli.ts";
import { who } from "../../lib/overview.ts";
import { readDecided } from "../../lib/state.ts";

const DESCRIPTION = "Founders hand over";
/** States of a poll on which people still vote. */
const LIVE: readonly string[] = ["Pending", "Active"];
/** A handover waits until so many times the quorum is staked. */
const LEAST_QUORA = 2n;
const NO_PREDECESSOR: Hex = `0x${"0".repeat(64)}`;

const flag = (what: string) => ({ what, flag: true }) as const;

export const HANDOVER = [
  acting({
    ...{ name: "handover", group: "organisations" },
    summary: "has founders give their rights in the timelock up: to propose, and to cancel what is scheduled",
    details:
      "Whoever is left as proposer, the Governor above all, decides alone from then on. Without --renounce or --schedule it only " +
      "shows what would change, what is still pending, and what speaks against it.",
    options: {
      renounce: flag("the sender gives up its own rights, at once and for ever"),
      schedule: flag("the sender schedules in the timelock that all founders lose their rights"),
      run: flag("does what --schedule scheduled, after the delay of the timelock"),
      "keep-cancelling": flag("the right to cancel stays, as a safeguard for a first time"),
      anyway: flag(
        "also while something is pending, or while so little is staked that few could decide for all",
      ),
    },
    schema: () =>
      z.object({
        renounce: z.boolean().default(false),
        schedule: z.boolean().default(false),
        run: z.boolean().default(false),
        "keep-cancelling": z.boolean().default(false),
        anyway: z.boolean().default(false),
      }),
    plan: handOver,
  }),
];

interface Options {
  readonly renounce: boolean;
  readonly schedule: boolean;
  readonly run: boolean;
  readonly "keep-cancelling": boolean;
  readonly anyway: boolean;
}

/** A role of the timelock that an account has and gives up. */
interface Given {
  readonly name: string;
  readonly role: TreasuryRole;
  readonly account: Address;
}

async function handOver(context: Context, options: Options): Promise<Plan> {
  const { chain, organisation, addresses, sender } = context;
  if ([options.renounce, options.schedule, options.run].filter(Boolean).length > 1) {
    throw new ChainError("--renounce, --schedule and --run are three ways: choose one");
  }
  const { roles } = await readDecided({ chain, organisation });
  const { governor, timelock } = addresses;
  const leaves = (account: string): boolean =>
    options.renounce ? account === sender : account !== governor && account !== timelock;
  const left = (roles.PROPOSER_ROLE ?? []).filter((account) => !leaves(account));
  const names = [
    ["PROPOSER_ROLE", "proposer"],
    ...(options["keep-cancelling"] ? [] : [["CANCELLER_ROLE", "canceller"] as const]),
  ] as const;
  const given = names.flatMap(([name, role]) =>
    (roles[name] ?? []).filter(leaves).map((account): Given => ({ name, role, account })),
  );
  if (left.length === 0) {
    throw new ChainError(
      `nobody would be left to propose anything for ${organisation.name}, as its Governor is no proposer yet: ` +
        `"cdpo grant-role proposer ${governor} --schedule WHY" first`,
    );
  }
  const rows = given.map(({ name, account }) => [account, name]);
  if (rows.length > 0) context.say(formatTable({ columns: [{ title: "who" }, { title: "gives up" }], rows }));
  context.say(`left to propose: ${left.map((account) => who(account, organisation)).join(", ")}`);
  const words = `Hand ${organisation.name} over`;
  if (given.length === 0) return { words, calls: [], tell: () => "There is nothing to hand over." };
  const revocation = await revocationOf(context, given);
  const objections = await objectionsTo(context, revocation.id);
  for (const objection of objections) context.say(`not yet: ${objection}`);
  const acts = options.renounce || options.schedule || options.run;
  if (acts && objections.length > 0 && !options.anyway) {
    throw new ChainError(
      `${objections.length === 1 ? "one thing speaks" : `${objections.length} things speak`} against it, see above: settle that first, or say --anyway`,
    );
  }
  if (!acts) return { words, calls: [], tell: () => "Nothing was sent: --renounce or --schedule does it." };
  if (options.renounce) {
    return {
      words: `Give the rights of ${sender} up`,
      calls: given.flatMap(({ role }) =>
        treasury.renounceRole({ organisation: addresses, role, account: sender }),
      ),
      tell: () => `${sender} gave its rights up.`,
    };
  }
  return options.run ? runOf(context, revocation) : scheduleOf(context, revocation);
}

/** What is pending, and whether enough is staked; but the handover `own` itself. Each in a sentence. */
async function objectionsTo(context: Context, own: Hex): Promise<string[]> {
  const { chain, organisation, contracts } = context;
  const objections: string[] = [];
  const { operations, decisions } = await readDecided({ chain, organisation });
  for (const { id, calls, from } of operations) {
    if (id === own) continue;
    objections.push(`${calls.join("; ")} is scheduled and can be run from ${moment(from)} on (${id})`);
  }
  for (const { id, state, description, poll } of decisions) {
    if (!poll || !LIVE.includes(state)) continue;
    objections.push(
      `the poll "${description.split("\n", 1)[0] ?? ""}" is ${state.toLowerCase()}, and never binds (${id})`,
    );
  }
  const latest = await chain.ethers.provider.getBlock("latest");
  const staked = await contracts.stake.getPastTotalSupply(BigInt(latest?.timestamp ?? 0) - 1n);
  const quorum = await contracts.governor.quorum(0n);
  if (staked < LEAST_QUORA * quorum) {
    objections.push(
      `${tokens(context, staked)} are staked, less than twice the ${tokens(context, quorum)} that carry a decision: few could decide for all`,
    );
  }
  return objections;
}

/** The operation of the timelock by which roles are revoked. */
interface Revocation {
  readonly id: Hex;
  readonly calls: readonly Call[];
  readonly salt: Hex;
}

async function revocationOf(
  { contracts: { timelock }, addresses: organisation }: Context,
  given: readonly Given[],
): Promise<Revocation> {
  const calls = given.flatMap(({ role, account }) => treasury.revokeRole({ organisation, role, account }));
  const salt = treasury.saltOf(DESCRIPTION);
  const [only] = calls;
  const id =
    calls.length === 1 && only !== undefined
      ? await timelock.hashOperation(only.to, only.value, only.data, NO_PREDECESSOR, salt)
      : await timelock.hashOperationBatch(
          calls.map(({ to }) => to),
          calls.map(({ value }) => value),
          calls.map(({ data }) => data),
          NO_PREDECESSOR,
          salt,
        );
  return { id: id as Hex, calls, salt };
}

async function scheduleOf(context: Context, { id, calls, salt }: Revocation): Promise<Plan> {
  const { addresses: organisation, contracts } = context;
  const { timelock } = contracts;
  if (await timelock.isOperationPending(id)) {
    throw new ChainError(
      `this handover is scheduled already: it can be run from ${moment(await timelock.getTimestamp(id))} on`,
    );
  }
  const delay = await timelock.getMinDelay();
  return {
    words: "Schedule that founders lose their rights",
    calls: treasury.schedule({ organisation, calls, salt, delay }),
    tell: () => ({
      words: `Scheduled as ${id}; --run does it in ${formatDuration(delay)}, unless stakeholders veto it.`,
      data: { operation: id, delay },
    }),
  };
}

async function runOf(context: Context, { id, calls, salt }: Revocation): Promise<Plan> {
  const { timelock } = context.contracts;
  if (!(await timelock.isOperationPending(id))) {
    throw new ChainError(
      "this handover is not scheduled: schedule it with --schedule, and run it with the same options",
    );
  }
  if (!(await timelock.isOperationReady(id))) {
    throw new ChainError(`the handover can be run from ${moment(await timelock.getTimestamp(id))} on`);
  }
  return {
    words: "Take the founders' rights",
    calls: await executionOf(context, { id, calls, predecessor: NO_PREDECESSOR, salt }),
    tell: () => "Handed over.",
  };
}
