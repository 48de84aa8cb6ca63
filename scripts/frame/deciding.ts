/** What the treasury does: proposed to the stakeholders, or scheduled by founders. */
import { decisions, treasury } from "../../sdk/src/calls/index.ts";
import type { Call } from "../../sdk/src/types.ts";
import { formatDuration } from "../../sdk/src/units.ts";
import { ChainError } from "../lib/chain.ts";
import type { Context, Plan } from "./command.ts";
import { moment, tokens } from "./words.ts";

interface Wanted {
  readonly calls: readonly Call[];
  /** What for; part of its identity. */
  readonly description: string;
}

/** Proposes a decision to the stakeholders. Throws {@link ChainError} when the sender has staked too little for that. */
export async function proposing(context: Context, { calls, description }: Wanted): Promise<Plan> {
  const { addresses: organisation, contracts, sender } = context;
  const { governor, stake } = contracts;
  const [staked, needed] = await Promise.all([stake.getVotes(sender), governor.proposalThreshold()]);
  if (staked < needed) {
    throw new ChainError(
      `${sender} has staked ${tokens(context, staked)}, and proposing takes ${tokens(context, needed)}: stake more, or ask someone who has`,
    );
  }
  return {
    words: `Propose: ${description}`,
    calls: decisions.propose({ organisation, calls, description }),
    tell: async (outcome) => {
      const { proposalId: id, voteStart, voteEnd } = outcome.event("governor", "ProposalCreated");
      const { poll, quorum } = await governor.decisionOf(id);
      const said = `Proposed as ${id}; stakes of ${moment(voteStart)} count, until ${moment(voteEnd)}; ${tokens(context, quorum)} in favour are needed.`;
      const words = poll ? `${said} As the Governor is no proposer of the timelock, this is a poll.` : said;
      return { words, data: { decision: id, voteStart, voteEnd, quorum, poll } };
    },
  };
}

/** Schedules an operation of the founders. `more` is told behind it. Throws {@link ChainError} for what only a decision can do. */
export async function scheduling(
  { addresses: organisation, contracts }: Context,
  { calls, description }: Wanted,
  more = "",
): Promise<Plan> {
  if (calls.some(({ to }) => to === organisation.governor)) {
    throw new ChainError("only a decision changes the terms of decisions: propose it with --propose WHY");
  }
  const delay = await contracts.timelock.getMinDelay();
  const salt = treasury.saltOf(description);
  return {
    words: `Schedule: ${description}`,
    calls: treasury.schedule({ organisation, calls, delay, salt }),
    tell: (outcome) => {
      const { id } = outcome.event("timelock", "CallScheduled");
      const words = `Scheduled as ${id}; anyone can run it in ${formatDuration(delay)}, unless stakeholders veto it.${more}`;
      return { words, data: { operation: id, delay } };
    },
  };
}
