/** Commands of proposals for new production: who opens and backs them, and who reads. */
import { z } from "zod";
import { proposals, proposalTermsHash } from "../../../sdk/src/calls/index.ts";
import { text } from "../../../sdk/src/config/index.ts";
import { askPart, contractsAt, one, read, type Proposal } from "../../../sdk/src/state/index.ts";
import type { Address } from "../../../sdk/src/types.ts";
import { accountArgument, hashArgument, numberArgument, tokenAmount } from "../../frame/arguments.ts";
import { allowingTokens, taking, tradeDeadline } from "../../frame/checks.ts";
import { acting, reading, type ReadingContext } from "../../frame/command.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { everyOne, linesOf, stateInWords, tableOf } from "../lists.ts";
import { termsIn } from "../term-files.ts";
import { openedAs, PROPOSAL_EXAMPLE, proposalInWords, proposalTermsSchema } from "./proposal-terms.ts";

export const group = "proposals";
export const proposal = numberArgument("the number of a proposal");
export const PROPOSAL = { proposal: "its number" };
const NOBODY: Address = "0x0000000000000000000000000000000000000000";

export const PROPOSALS = [
  acting({
    ...{ name: "proposal open", group },
    summary: "opens a proposal for new production that stakeholders back with tokens",
    details: `The file of terms is JSON such as ${PROPOSAL_EXAMPLE}`,
    arguments: { file: "its terms" },
    schema: () => z.object({ file: text("a file of terms") }),
    async plan(context, { file }) {
      const terms = await termsIn(file, proposalTermsSchema(context));
      return {
        words: `Open a proposal with a goal of ${tokens(context, terms.goal)}`,
        calls: proposals.open({ organisation: context.addresses, terms }),
        tell: (outcome) => {
          const { id, termsHash } = outcome.event("proposals", "ProposalOpened");
          const words = `Opened: proposal ${id}, to be backed with ${tokens(context, terms.goal)} until ${moment(terms.deadline)} and delivered by ${moment(terms.deliverBy)}.`;
          return { words, data: { proposal: id, termsHash } };
        },
      };
    },
  }),

  acting({
    ...{ name: "proposal back", group },
    summary: "puts tokens on a proposal, up to what its goal still needs",
    arguments: { ...PROPOSAL, amount: "of tokens" },
    options: {
      terms: 'the hash of the terms that you read ("cdpo proposal show"): nothing else is backed',
    },
    schema: () =>
      z.object({
        ...{ proposal, amount: tokenAmount() },
        terms: hashArgument("the hash of a proposal's terms").optional(),
      }),
    async plan(context, { proposal: id, amount: wanted, terms: meant }) {
      const { addresses: organisation } = context;
      const termsHash = proposalTermsHash(await openedAs(context, id));
      if (meant !== undefined && meant !== termsHash)
        throw new ChainError(`proposal ${id} has other terms: "cdpo proposal show ${id}" tells them`);
      const { token, proposals: spender } = organisation;
      const { amount: most, allowance } = await allowingTokens(context, spender, wanted);
      const taken = { token, spender, amount: most, allowance, deadline: tradeDeadline(context) };
      const backing = { organisation, id, amount: most, termsHash };
      return {
        words: `Back proposal ${id} with ${tokens(context, wanted)} at most`,
        ...taking(taken, (allowing) => proposals.back({ ...backing, ...allowing })),
        tell: (outcome) => {
          const { amount, raised } = outcome.event("proposals", "ProposalBacked");
          const funded = outcome.events("proposals", "ProposalFunded").length > 0;
          const rest = amount < wanted ? ", as it needed no more" : "";
          const end = funded ? "Its goal is reached." : `It has ${tokens(context, raised)} now.`;
          const words = `Backed proposal ${id} with ${tokens(context, amount)}${rest}. ${end}`;
          return { words, data: { proposal: id, amount, raised, funded } };
        },
      };
    },
  }),

  acting({
    ...{ name: "proposal take-back", group },
    summary: "takes backing back, while a proposal is open or once it has lapsed or failed",
    arguments: { ...PROPOSAL, "[amount]": "of tokens (default: all; of a failed one always all)" },
    schema: () => z.object({ proposal, amount: tokenAmount().optional() }),
    async plan(context, { proposal: id, amount: chosen }) {
      const { addresses: organisation } = context;
      const { state, backing } = await overviewOf(context, id, context.sender);
      if (backing === 0n)
        throw new ChainError(
          `${context.sender} has nothing on proposal ${id}: "cdpo proposal list" shows all`,
        );
      const failed = state === "Failed";
      const amount = failed ? backing : (chosen ?? backing);
      return {
        words: `Take ${tokens(context, amount)} back from proposal ${id}`,
        calls: failed
          ? proposals.reclaim({ organisation, id })
          : proposals.withdraw({ organisation, id, amount }),
        tell: (outcome) => {
          const [withdrawn] = outcome.events("proposals", "BackingWithdrawn");
          const { amount: taken } = withdrawn ?? outcome.event("proposals", "BackingReclaimed");
          const words = `Took ${tokens(context, taken)} back from proposal ${id}.`;
          return { words, data: { proposal: id, amount: taken } };
        },
      };
    },
  }),

  acting({
    ...{ name: "proposal veto", group },
    summary: "vetoes the delivery of a proposal with the sender's backing; backers only",
    arguments: PROPOSAL,
    schema: () => z.object({ proposal }),
    plan: (context, { proposal: id }) => ({
      words: `Veto the delivery of proposal ${id}`,
      calls: proposals.vetoDelivery({ organisation: context.addresses, id }),
      tell: async (outcome) => {
        const { weight, total } = outcome.event("proposals", "DeliveryVetoed");
        const { state } = await overviewOf(context, id, context.sender);
        const rejected = state !== "Delivered";
        const end = rejected
          ? "The delivery is rejected."
          : `Vetoes together: ${tokens(context, total)}; more than half of the goal rejects it.`;
        const words = `Vetoed the delivery of proposal ${id} with ${tokens(context, weight)}. ${end}`;
        return { words, data: { proposal: id, weight, total, rejected } };
      },
    }),
  }),

  acting({
    ...{ name: "proposal claim", group },
    summary: "sends a backer their part of what was issued for a proposal; anyone",
    arguments: { ...PROPOSAL, "[account]": "the backer (default: the sender)" },
    schema: (context) => z.object({ proposal, account: accountArgument(context).optional() }),
    plan: (context, { proposal: id, account: backer = context.sender }) => ({
      words: `Claim the part of ${backer} in proposal ${id}`,
      calls: proposals.claim({ organisation: context.addresses, id, backer }),
      tell: (outcome) => {
        const { amount } = outcome.event("proposals", "BackerRewardClaimed");
        const words = `Sent ${tokens(context, amount)} of proposal ${id} to ${backer}.`;
        return { words, data: { proposal: id, backer, amount } };
      },
    }),
  }),

  reading({
    ...{ name: "proposal list", group },
    summary: "lists the proposals for production, with their backing and dates",
    arguments: { "[account]": "whose backing is told, too" },
    schema: (context) => z.object({ account: accountArgument(context).optional() }),
    async read(context, { account: who = NOBODY }) {
      const { proposals: at } = contractsAt(context.addresses);
      const value = await everyOne(context, {
        count: await context.contracts.proposals.proposalCount(),
        each: (id) => one(read({ ...at, functionName: "overview", args: [id, who] })),
      });
      const mine = who === NOBODY ? [] : ["backing", "can claim"];
      const words = tableOf({
        columns: ["proposal", "state", "backing", "of", "reward", "until", "delivered by", ...mine],
        rows: value.map(({ id, state, proposal: p, backing, claimable }) => [
          ...[String(id), stateInWords(state), tokens(context, p.raised), tokens(context, p.goal)],
          ...[tokens(context, p.reward), moment(p.deadline), moment(p.deliverBy)],
          ...(who === NOBODY ? [] : [tokens(context, backing), tokens(context, claimable)]),
        ]),
        none: `There are no proposals: "cdpo proposal open" makes one.`,
      });
      return { value, words };
    },
  }),

  reading({
    ...{ name: "proposal show", group },
    summary: "tells all about a proposal",
    arguments: { ...PROPOSAL, "[account]": "whose backing is told, too" },
    schema: (context) => z.object({ proposal, account: accountArgument(context).optional() }),
    async read(context, { proposal: id, account: who }) {
      const [terms, overview] = await Promise.all([
        openedAs(context, id),
        overviewOf(context, id, who ?? NOBODY),
      ]);
      const { proposal: p, state, minted, deposit, backing, claimable } = overview;
      const words = linesOf([
        ["proposal", String(id)],
        ["state", stateInWords(state)],
        ...proposalInWords(context, terms),
        ["backing", tokens(context, p.raised)],
        ["issued to backers", tokens(context, minted)],
        ["delivering deposits", tokens(context, deposit)],
        ...(p.contributionId === 0n
          ? []
          : [["delivered as contribution", String(p.contributionId)] as const]),
        ...(who === undefined ? [] : [[`backing of ${who}`, tokens(context, backing)] as const]),
        ...(who === undefined ? [] : [["they can claim", tokens(context, claimable)] as const]),
        ["hash of the terms", p.termsHash],
      ]);
      return { value: { ...overview, terms }, words };
    },
  }),
];

/** All about a proposal, and what `account` has in it. Throws {@link ChainError} when there is none. */
export async function overviewOf(context: ReadingContext, id: bigint, account: Address): Promise<Proposal> {
  const { proposals: at } = contractsAt(context.addresses);
  const overview = await askPart(
    context.rpc,
    one(read({ ...at, functionName: "overview", args: [id, account] })),
  );
  if (overview.state === "None")
    throw new ChainError(`there is no proposal ${id}: "cdpo proposal list" shows all`);
  return overview;
}
