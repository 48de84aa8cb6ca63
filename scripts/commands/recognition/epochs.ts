/** Commands of epochs on chain, from proposal to expiry; `ledger …` makes and verifies what they propose. */
import { z } from "zod";
import { epochs, type EpochClaim } from "../../../sdk/src/calls/index.ts";
import { duration, text } from "../../../sdk/src/config/index.ts";
import type { Address, Hex } from "../../../sdk/src/types.ts";
import { DAY } from "../../../sdk/src/units.ts";
import { accountArgument, countArgument, note, numberArgument } from "../../frame/arguments.ts";
import { acting, type ReadingContext } from "../../frame/command.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { checkedFacts, leafIn } from "../../ledgers/checked.ts";
import { statusInWords, type EpochStatus } from "../../ledgers/on-chain.ts";

const group = "epochs";
const epoch = numberArgument("the number of an epoch");
const EPOCH = { epoch: "its number" };
const ledger = text("a ledger, or the folder of an epoch");
const LEDGER = "a ledger (ledger.jsonl), or the folder of an epoch";

/** An epoch that came to nothing: its ledger may be proposed again. */
const ENDED: readonly EpochStatus[] = ["rejected", "withdrawn", "void"];
/** What has to happen before claims of an epoch are open. */
const NEXT: Readonly<Record<EpochStatus, string>> = {
  none: "check its number",
  proposed: "activate it when its challenge window is over",
  rejected: "propose a mended one",
  withdrawn: "propose it again, or a mended one",
  void: "nobody activated it in time, or nothing was paid for it",
  active: "open it when batches have paid all that they pay for it",
  open: "claim",
  expired: "what was not claimed is the treasury's",
};

export const EPOCHS = [
  acting({
    ...{ name: "epoch propose", group },
    summary: "verifies a ledger and proposes it; curators only",
    arguments: { ledger: LEDGER },
    options: { uri: "where anyone finds the ledger" },
    schema: () => z.object({ ledger, uri: text("where anyone finds the ledger") }),
    async plan(context, { ledger: path, uri }) {
      const { root, total, count, contentHash, formula } = await checkedFacts(path);
      const before = await findProposed(context, root);
      if (before !== undefined) {
        throw new ChainError(`epoch ${before} proposes this ledger already: claims name that number`);
      }
      const facts = { root: root as Hex, total, count, contentHash: contentHash as Hex, uri, formula };
      return {
        words: `Propose an epoch of ${tokens(context, total)} for ${count} accounts`,
        calls: epochs.propose({ organisation: context.addresses, ...facts }),
        tell: (outcome) => {
          const { epoch: number } = outcome.event("epochs", "EpochProposed");
          const words = `Proposed: epoch ${number}, ${tokens(context, total)} for ${count} accounts, for anyone to challenge until its window is over.`;
          return { words, data: { epoch: number, root, total } };
        },
      };
    },
  }),

  acting({
    ...{ name: "epoch object", group },
    summary: "objects to an epoch while it can be challenged; curators only",
    arguments: EPOCH,
    options: { note: "why" },
    schema: () => z.object({ epoch, note: note() }),
    async plan(context, { epoch: number, note: why }) {
      await expectStatus(context, number, "proposed");
      return {
        words: `Object to epoch ${number}`,
        calls: epochs.object({ organisation: context.addresses, epoch: number, note: why }),
        tell: async () => {
          const rejected = (await statusOf(context, number)) === "rejected";
          const words = `Objected to epoch ${number}${rejected ? ", which is rejected" : ""}.`;
          return { words, data: { rejected } };
        },
      };
    },
  }),

  acting({
    ...{ name: "epoch withdraw", group },
    summary: "takes an epoch back; who proposed it only",
    arguments: EPOCH,
    schema: () => z.object({ epoch }),
    async plan(context, { epoch: number }) {
      await expectStatus(context, number, "proposed");
      return {
        words: `Withdraw epoch ${number}`,
        calls: epochs.withdraw({ organisation: context.addresses, epoch: number }),
        tell: () => `Withdrew epoch ${number}.`,
      };
    },
  }),

  acting({
    ...{ name: "epoch activate", group },
    summary:
      "lets an epoch enter issuance once its challenge window is over; anyone, within 30 days after it",
    arguments: EPOCH,
    schema: () => z.object({ epoch }),
    async plan(context, { epoch: number }) {
      await expectStatus(context, number, "proposed");
      return {
        words: `Activate epoch ${number}`,
        calls: epochs.activate({ organisation: context.addresses, epoch: number }),
        tell: (outcome) => {
          const { entered } = outcome.event("epochs", "EpochActivated");
          const words = `Activated: ${tokens(context, entered)} of epoch ${number} are due in this batch of issuance and the next two.`;
          return { words, data: { entered } };
        },
      };
    },
  }),

  acting({
    ...{ name: "epoch open", group },
    summary: "opens claims of an epoch once batches have paid all that they pay for it; anyone",
    arguments: EPOCH,
    schema: () => z.object({ epoch }),
    async plan(context, { epoch: number }) {
      await expectStatus(context, number, "active");
      return {
        words: `Open claims of epoch ${number}`,
        calls: epochs.open({ organisation: context.addresses, epoch: number }),
        tell: (outcome) => {
          const [opened] = outcome.events("epochs", "EpochOpened");
          const paid = opened?.paid ?? 0n;
          const words =
            opened === undefined
              ? `Nothing was paid for epoch ${number}: it is void.`
              : `Opened: ${tokens(context, paid)} were paid for epoch ${number}, and can be claimed in proportion until ${moment(opened.expiresAt)}.`;
          return { words, data: { paid } };
        },
      };
    },
  }),

  acting({
    ...{ name: "epoch claim", group },
    summary: "claims an account's part of epochs, which the account gets; anyone may",
    arguments: { epoch: "its number", ledger: LEDGER, "[account]": "whose part (default: the sender's)" },
    options: { also: { what: "another epoch and its ledger, such as 4=march", repeated: true } },
    schema: (context) =>
      z.object({
        ...{ epoch, ledger },
        account: accountArgument(context).optional(),
        also: z
          .array(
            z
              .string()
              .regex(/^\d{1,28}=.+$/, "expected the number of an epoch and its ledger, such as 4=march"),
          )
          .default([]),
      }),
    async plan(context, { epoch: number, ledger: path, account = context.sender, also }) {
      const wanted = [
        [number, path] as const,
        ...also.map((each) => {
          const at = each.indexOf("=");
          return [BigInt(each.slice(0, at)), each.slice(at + 1)] as const;
        }),
      ];
      const claims: EpochClaim[] = [];
      let awarded = 0n;
      for (const [each, from] of wanted) {
        const claim = await claimOf(context, { epoch: each, path: from, account });
        if (claim === undefined) continue;
        claims.push(claim);
        awarded += claim.amount;
      }
      const all = wanted.map(([each]) => each).join(", ");
      if (claims.length === 0)
        throw new ChainError(`${account} has claimed their part of epoch ${all} already`);
      return {
        words: `Claim the part of ${account} in epoch ${all}`,
        calls: epochs.claim({ organisation: context.addresses, account, claims }),
        tell: (outcome) => {
          const paid = outcome.events("epochs", "AwardClaimed").reduce((sum, { amount }) => sum + amount, 0n);
          const words = `Claimed: ${tokens(context, paid)} of the ${tokens(context, awarded)} that epoch ${all} awards to ${account}.`;
          return { words, data: { paid, awarded } };
        },
      };
    },
  }),

  acting({
    ...{ name: "epoch expire", group },
    summary: "sends what nobody claimed in time to the treasury; anyone",
    arguments: EPOCH,
    schema: () => z.object({ epoch }),
    async plan(context, { epoch: number }) {
      await expectStatus(context, number, "open");
      return {
        words: `Expire epoch ${number}`,
        calls: epochs.expire({ organisation: context.addresses, epoch: number }),
        tell: (outcome) => {
          const { unclaimed } = outcome.event("epochs", "EpochExpired");
          const words = `Epoch ${number} has expired: ${tokens(context, unclaimed)} went to the treasury.`;
          return { words, data: { unclaimed } };
        },
      };
    },
  }),

  acting({
    ...{ name: "epoch set-terms", group: "terms, which the treasury sets", by: "treasury" },
    summary: "sets the terms of epochs to come",
    arguments: { window: 'to challenge, such as "7 days"', objections: "that reject", claims: "how long" },
    schema: () =>
      z.object({
        window: duration({ min: DAY, max: 60n * DAY }),
        objections: countArgument({ min: 1, max: 255 }),
        claims: duration({ min: DAY, max: 3_650n * DAY }),
      }),
    plan: ({ addresses: organisation }, { window, objections, claims }) => ({
      words: "Set the terms of epochs",
      calls: epochs.setTerms({
        organisation,
        challengeWindow: Number(window),
        objectionQuorum: Number(objections),
        claimPeriod: Number(claims),
      }),
    }),
  }),
];

async function statusOf({ contracts }: ReadingContext, number: bigint): Promise<EpochStatus> {
  const { status } = await contracts.epochs.epochAt(number);
  return statusInWords(status);
}

/** Says what is missing when an epoch is not as far as it should be. */
async function expectStatus(context: ReadingContext, number: bigint, wanted: EpochStatus): Promise<void> {
  const status = await statusOf(context, number);
  if (status !== wanted) throw new ChainError(`epoch ${number} is ${status}: ${NEXT[status]}`);
}

/** Number of the epoch that proposes a root and did not come to nothing. */
async function findProposed({ contracts }: ReadingContext, root: string): Promise<bigint | undefined> {
  for (let number = await contracts.epochs.epochCount(); number > 0n; number--) {
    const found = await contracts.epochs.epochAt(number);
    if (found.root === root && !ENDED.includes(statusInWords(found.status))) return number;
  }
  return undefined;
}

/** What an account claims with; undefined when it did. */
async function claimOf(
  context: ReadingContext,
  {
    epoch: number,
    path,
    account,
  }: { readonly epoch: bigint; readonly path: string; readonly account: Address },
): Promise<EpochClaim | undefined> {
  await expectStatus(context, number, "open");
  const { root, leaf, proof } = await leafIn(path, account);
  const proposed = await context.contracts.epochs.epochAt(number);
  if (proposed.root !== root)
    throw new ChainError(`${path} is not the ledger of epoch ${number}: its root is another`);
  if (await context.contracts.epochs.isClaimed(number, leaf.index)) return undefined;
  return { epoch: number, index: BigInt(leaf.index), amount: leaf.amount, proof: proof as Hex[] };
}
