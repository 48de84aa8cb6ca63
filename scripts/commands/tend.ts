/** The command on which the design lives: whatever is due and open to anyone, somebody has to call. */
import { z } from "zod";
import { acting, type Context, type Plan } from "../frame/command.ts";
import { counted, moment } from "../frame/words.ts";
import { readDue, readDueChoices, type DueChoice } from "../../sdk/src/due/index.ts";
import { readOrganisation } from "../../sdk/src/state/index.ts";

/** After so many rounds whatever is left can wait. */
const MOST_ROUNDS = 5;

export const TEND = [
  acting({
    ...{ name: "tend", group: "stakes" },
    summary: "makes every call that is due and open to anyone: pays, closes, opens, queues, carries out",
    details:
      "With --dry-run it tells what is due now. What is a choice, such as a dissolution, is told and not done.",
    schema: () => z.object({}),
    plan: (context) => round(context, 1, 0),
  }),
];

/** What is due now, and after it whatever that made due. */
async function round(context: Context, number: number, made: number): Promise<Plan> {
  const { rpc, organisation, sender: from } = context;
  const { name } = organisation;
  const state = await readOrganisation({ rpc, organisation });
  const due = await readDue({ rpc, state, from });
  const isLast = due.length === 0 || number === MOST_ROUNDS;
  return {
    words: `Make what is due in ${name}`,
    calls: due.map(({ call }) => call),
    apart: due.map(({ words }) => `Done: ${words}.`),
    tell: async () => {
      if (!isLast) return "";
      const total = made + (number === MOST_ROUNDS ? due.length : 0);
      const choices = (await readDueChoices({ rpc, state, from })).map(choiceInWords);
      const end =
        total === 0
          ? `Nothing is due in ${name}.`
          : `Made ${counted(total, "call")} that ${total === 1 ? "was" : "were"} due.`;
      return [...choices.map((choice) => `Not done, as it is a choice: ${choice}.`), end].join("\n");
    },
    next: isLast ? undefined : (sent) => round(context, number + 1, sent),
  };
}

function choiceInWords(choice: DueChoice): string {
  return choice.choice === "open"
    ? 'the market can be opened: "cdpo open"'
    : `stakeholders consented to dissolve (notice of ${moment(choice.noticeAt)}): "cdpo dissolve" ends the market for ever`;
}
