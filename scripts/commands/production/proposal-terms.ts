/** The terms of a proposal as people write and read them. */
import { z } from "zod";
import { account, amount, list, object, percentage, text, time } from "../../../sdk/src/config/index.ts";
import { proposalTermsHash } from "../../../sdk/src/calls/index.ts";
import type { ProposalTerms } from "../../../sdk/src/calls/nouns/proposals.ts";
import { formatBps, TOKEN_DECIMALS } from "../../../sdk/src/units.ts";
import type { Hex } from "../../../sdk/src/types.ts";
import type { ReadingContext } from "../../frame/command.ts";
import { eventsOf } from "../../frame/history.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { kindArgument } from "../recognition/recognition.ts";

/** What a file of terms is like; shown in the command's help. */
export const PROPOSAL_EXAMPLE = `{ "goal": "100", "reward": "50", "kind": "production", "deadline": "+30 days", "deliverBy": "+120 days",
  "backers": "20 %", "deliverers": [{ "account": "0x…", "share": "80 %" }], "uri": "https://…", and, if one likes,
  "contentHash": "0x…", the hash of what stands there }; the parts are of what is issued, and sum to 100 %.`;

const NO_HASH: Hex = `0x${"0".repeat(64)}`;

/** Terms in a file, as the contract takes them. Moments are of the chain's time. */
export function proposalTermsSchema({ accounts, now }: Pick<ReadingContext, "accounts" | "now">) {
  const tokensField = amount({ decimals: TOKEN_DECIMALS, min: 1n });
  return object({
    goal: tokensField,
    reward: tokensField,
    kind: kindArgument,
    deadline: time(now),
    deliverBy: time(now),
    backers: percentage({ min: 1n, max: 5_000n }),
    deliverers: list(
      object({
        account: account((index) => accounts[index]),
        share: percentage({ min: 1n, max: 9_999n }),
      }),
      { each: "deliverer", min: 1 },
    ),
    contentHash: z
      .string()
      .regex(/^0x[0-9a-fA-F]{64}$/, 'expected a hash: "0x" and 64 hexadecimal digits')
      .transform((written) => written.toLowerCase() as Hex)
      .default(NO_HASH),
    uri: text("where anyone finds what is to be made"),
  }).transform(
    ({ goal, reward, kind, deadline, deliverBy, backers, deliverers, contentHash, uri }, issue) => {
      const whole = deliverers.reduce((sum, { share }) => sum + share, backers);
      if (whole !== 10_000n) {
        const message = `the parts of backers and deliverers sum to ${formatBps(whole)}, not to 100 %`;
        issue.addIssue({ code: "custom", message, path: ["deliverers"] });
        return z.NEVER;
      }
      return {
        ...{ goal, reward, deadline, deliverBy, backersBps: backers, kind, contentHash, uri },
        deliverers: deliverers.map(({ account: who, share }) => ({ account: who, bps: share })),
      };
    },
  );
}

/** What a proposal was opened with, by its event. Throws {@link ChainError} when there is none. */
export async function openedAs(context: ReadingContext, id: bigint): Promise<ProposalTerms> {
  const found = (await eventsOf(context, "proposals", "ProposalOpened")).find((each) => each.id === id);
  if (found === undefined) throw new ChainError(`there is no proposal ${id}: "cdpo proposal list" shows all`);
  // What an event says of it counts only as far as the chain has its hash.
  const { termsHash } = await context.contracts.proposals.proposal(id);
  if (proposalTermsHash(found.terms) !== termsHash)
    throw new ChainError(`the node tells other terms of proposal ${id} than the chain has: ask another node`);
  return found.terms;
}

/** Who delivers a proposal, as calls name them. */
export async function deliverersOf(context: ReadingContext, id: bigint) {
  const { deliverers } = await openedAs(context, id);
  return deliverers.map(({ account: who, bps }) => ({ account: who, bps: Number(bps) }));
}

/** Terms in words, a name and a value each. */
export function proposalInWords(
  context: Pick<ReadingContext, "organisation">,
  terms: ProposalTerms,
): [name: string, value: string][] {
  return [
    ["goal", `${tokens(context, terms.goal)} of backing until ${moment(terms.deadline)}`],
    ["asks for", `${tokens(context, terms.reward)}, delivered by ${moment(terms.deliverBy)}`],
    ["the backers' part", formatBps(BigInt(terms.backersBps))],
    ...terms.deliverers.map(({ account: who, bps }): [string, string] => [
      "deliverer",
      `${who}, ${formatBps(BigInt(bps))}`,
    ]),
    ["described at", terms.uri],
  ];
}
