/** Commands of the timelock, which is owner and treasury; of its guardian; and of the terms of decisions. */
import { z } from "zod";
import { decisions, token, treasury } from "../../../sdk/src/calls/index.ts";
import { amount, duration, text } from "../../../sdk/src/config/index.ts";
import { erc20Abi } from "../../../sdk/src/abi/Erc20.ts";
import { read, readOne } from "../../../sdk/src/state/index.ts";
import { DAY, formatAmount, formatBps, formatDuration } from "../../../sdk/src/units.ts";
import { accountArgument, coinAmount, oneOf, part } from "../../frame/arguments.ts";
import { acting, type Command } from "../../frame/command.ts";
import { coins } from "../../frame/words.ts";

const { PAUSABLE, OWNED } = treasury;
const ROLES = ["proposer", "executor", "canceller", "guardian"] as const;
const contract = oneOf(PAUSABLE);
const CONTRACT = { contract: PAUSABLE.join(", ") };
const ROLE = { role: ROLES.join(", ") };
const role = oneOf(ROLES);

const guardian = "guardian";
const group = "treasury";

export const TREASURY: readonly Command[] = [
  acting({
    ...{ name: "pause", group: guardian },
    summary: "pauses what brings value in or issues tokens, at once, for 14 days at most; the guardian only",
    arguments: { "contracts…": `some of ${PAUSABLE.join(", ")}` },
    schema: () =>
      z.object({
        contracts: z.array(contract, { error: `is missing, expected some of ${PAUSABLE.join(", ")}` }),
      }),
    plan: (context, { contracts }) => ({
      words: `Pause ${contracts.join(", ")}`,
      calls: treasury.pause({ organisation: context.addresses, contracts }),
      tell: () => `Paused ${contracts.join(", ")} for 14 days, or until the treasury ends it.`,
    }),
  }),

  acting({
    ...{ name: "treasury pay", group, by: "treasury" },
    summary: "sends asset, project tokens or any other token of the treasury",
    arguments: { amount: "in whole units", to: "who gets it" },
    options: { token: "asset (default), project, or the address of a token" },
    schema: (context) =>
      z.object({
        amount: z.string({ error: "is missing, expected an amount such as 12.5" }),
        to: accountArgument(context),
        token: z.union([oneOf(["asset", "project"]), accountArgument(context)]).default("asset"),
      }),
    async plan({ rpc, addresses, organisation }, { amount: written, to, token: which }) {
      const at =
        which === "asset" ? organisation.asset.address : which === "project" ? addresses.token : which;
      const [decimals, symbol] = await Promise.all([
        readOne(rpc, read({ address: at, abi: erc20Abi, functionName: "decimals" })),
        readOne(rpc, read({ address: at, abi: erc20Abi, functionName: "symbol" })),
      ]);
      const units = amount({ decimals: Number(decimals), min: 1n }).parse(written);
      return {
        words: `Pay ${formatAmount(units, Number(decimals))} ${symbol} to ${to}`,
        calls: token.transfer({ token: at, to, amount: units }),
      };
    },
  }),

  acting({
    ...{ name: "treasury pay-coins", group, by: "treasury" },
    summary: "sends coins of the chain that the treasury has",
    arguments: { amount: "of coins", to: "who gets them" },
    schema: (context) => z.object({ amount: coinAmount(), to: accountArgument(context) }),
    plan: (context, { amount: value, to }) => ({
      words: `Pay ${coins(context, value)} to ${to}`,
      calls: [{ to, value, data: "0x" }],
    }),
  }),

  acting({
    ...{ name: "pause-one", group, by: "treasury" },
    summary: "pauses one contract",
    arguments: CONTRACT,
    schema: () => z.object({ contract }),
    plan: ({ addresses: organisation }, { contract: name }) => ({
      words: `Pause ${name}`,
      calls: treasury.pauseOne({ organisation, contract: name }),
    }),
  }),

  acting({
    ...{ name: "unpause", group, by: "treasury" },
    summary: "ends a pause early",
    arguments: CONTRACT,
    schema: () => z.object({ contract }),
    plan: ({ addresses: organisation }, { contract: name }) => ({
      words: `End the pause of ${name}`,
      calls: treasury.unpause({ organisation, contract: name }),
    }),
  }),

  acting({
    ...{ name: "grant-role", group, by: "treasury" },
    summary: "gives an account a right in the timelock",
    arguments: { ...ROLE, account: "who" },
    schema: (context) => z.object({ role, account: accountArgument(context) }),
    plan: ({ addresses: organisation }, { role: name, account }) => ({
      words: `Make ${account} ${name}`,
      calls: treasury.grantRole({ organisation, role: name, account }),
    }),
  }),

  acting({
    ...{ name: "revoke-role", group, by: "treasury" },
    summary: "takes a right in the timelock from an account",
    arguments: { ...ROLE, account: "who" },
    schema: (context) => z.object({ role, account: accountArgument(context) }),
    plan: ({ addresses: organisation }, { role: name, account }) => ({
      words: `Make ${account} ${name} no longer`,
      calls: treasury.revokeRole({ organisation, role: name, account }),
    }),
  }),

  acting({
    ...{ name: "renounce-role", group },
    summary: 'gives a right of the sender up, at once and for ever; founders: see "cdpo handover" first',
    arguments: ROLE,
    schema: () => z.object({ role }),
    plan: ({ addresses: organisation, sender }, { role: name }) => ({
      words: `Give the right of ${name} up`,
      calls: treasury.renounceRole({ organisation, role: name, account: sender }),
      tell: () => `${sender} is ${name} no longer.`,
    }),
  }),

  acting({
    ...{ name: "set-delay", group, by: "treasury" },
    summary: "sets how long what is scheduled waits, 2 to 30 days",
    arguments: { delay: 'such as "3 days"' },
    schema: () => z.object({ delay: duration({ min: 2n * DAY, max: 30n * DAY }) }),
    plan: ({ addresses: organisation }, { delay }) => ({
      words: `Let operations wait ${formatDuration(delay)}`,
      calls: treasury.updateDelay({ organisation, delay }),
    }),
  }),

  acting({
    ...{ name: "set-dao-uri", group, by: "treasury" },
    summary: "says where the organisation's page of data is (ERC-4824)",
    arguments: { uri: "where" },
    schema: () => z.object({ uri: text("where it is", { empty: true }) }),
    plan: ({ addresses: organisation }, { uri }) => ({
      words: "Say where the organisation's data is",
      calls: treasury.setDaoURI({ organisation, uri }),
    }),
  }),

  acting({
    ...{ name: "set-token-uri", group, by: "treasury" },
    summary: "says where the token's page of data is (ERC-7572)",
    arguments: { uri: "where" },
    schema: () => z.object({ uri: text("where it is", { empty: true }) }),
    plan: ({ addresses: organisation }, { uri }) => ({
      words: "Say where the token's data is",
      calls: token.setContractURI({ organisation, uri }),
    }),
  }),

  acting({
    ...{ name: "transfer-ownership", group, by: "treasury" },
    summary: "gives a contract another owner: the treasury can then no longer change its terms",
    arguments: { contract: OWNED.join(", "), owner: "who" },
    schema: (context) => z.object({ contract: oneOf(OWNED), owner: accountArgument(context) }),
    plan: ({ addresses: organisation }, { contract: name, owner }) => ({
      words: `Give ${name} to ${owner}`,
      calls: treasury.transferOwnership({ organisation, contract: name, owner }),
    }),
  }),

  acting({
    ...{ name: "renounce-ownership", group, by: "treasury" },
    summary: "leaves a contract without an owner, for ever: its terms never change again",
    arguments: { contract: OWNED.join(", ") },
    schema: () => z.object({ contract: oneOf(OWNED) }),
    plan: ({ addresses: organisation }, { contract: name }) => ({
      words: `Fix the terms of ${name} for ever`,
      calls: treasury.renounceOwnership({ organisation, contract: name }),
    }),
  }),
];

const terms = "terms, which the treasury sets";

/** The terms of decisions. */
export const DECISION_TERMS: readonly Command[] = [
  acting({
    ...{ name: "set-quorum", group: terms, by: "treasury" },
    summary: "sets the quorum of decisions to come, of what circulates",
    arguments: { part: 'such as "5 %"' },
    schema: () => z.object({ part: part({ min: 100n, max: 2_000n }) }),
    plan: ({ addresses: organisation }, { part: bps }) => ({
      words: `Let ${formatBps(bps)} carry a decision`,
      calls: decisions.setQuorumBps({ organisation, bps: Number(bps) }),
    }),
  }),

  acting({
    ...{ name: "set-proposal-threshold", group: terms, by: "treasury" },
    summary: "sets what proposing takes, of what circulates",
    arguments: { part: 'such as "0.5 %"' },
    schema: () => z.object({ part: part({ min: 50n, max: 200n }) }),
    plan: ({ addresses: organisation }, { part: bps }) => ({
      words: `Let proposing take ${formatBps(bps)}`,
      calls: decisions.setProposalThreshold({ organisation, bps: Number(bps) }),
    }),
  }),

  acting({
    ...{ name: "set-voting-delay", group: terms, by: "treasury" },
    summary: "sets the time between proposing and voting, 1 to 30 days",
    arguments: { delay: 'such as "2 days"' },
    schema: () => z.object({ delay: duration({ min: DAY, max: 30n * DAY }) }),
    plan: ({ addresses: organisation }, { delay }) => ({
      words: `Let voting begin ${formatDuration(delay)} after proposing`,
      calls: decisions.setVotingDelay({ organisation, delay: Number(delay) }),
    }),
  }),

  acting({
    ...{ name: "set-voting-period", group: terms, by: "treasury" },
    summary: "sets how long is voted, 3 to 30 days",
    arguments: { period: 'such as "7 days"' },
    schema: () => z.object({ period: duration({ min: 3n * DAY, max: 30n * DAY }) }),
    plan: ({ addresses: organisation }, { period }) => ({
      words: `Let voting last ${formatDuration(period)}`,
      calls: decisions.setVotingPeriod({ organisation, period: Number(period) }),
    }),
  }),

  acting({
    ...{ name: "set-late-quorum", group: terms, by: "treasury" },
    summary: "sets by how much a quorum that is reached late extends the vote, 1 to 7 days",
    arguments: { extension: 'such as "1 day"' },
    schema: () => z.object({ extension: duration({ min: DAY, max: 7n * DAY }) }),
    plan: ({ addresses: organisation }, { extension }) => ({
      words: `Let a late quorum extend the vote by ${formatDuration(extension)}`,
      calls: decisions.setLateQuorumVoteExtension({ organisation, extension: Number(extension) }),
    }),
  }),
];
