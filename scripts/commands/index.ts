/** All commands of `cdpo`, in the order in which its help lists them. */
import { z } from "zod";
import { oneOf } from "../frame/arguments.ts";
import { tool, type Command, type Io } from "../frame/command.ts";
import { completionOf, SHELLS } from "../frame/completion.ts";
import { runCdpo as run } from "../frame/run.ts";
import { BUDGET } from "./bootstrap/budget.ts";
import { CUSTODY } from "./bootstrap/custody.ts";
import { POSITIONS } from "./bootstrap/positions.ts";
import { COIN } from "./coin.ts";
import { decisionCommands } from "./decisions.ts";
import { DEPLOY } from "./deploy.ts";
import { EPOCHS } from "./epochs.ts";
import { GIFTS } from "./gifts.ts";
import { HANDOVER } from "./handover.ts";
import { LAUNCH } from "./launch.ts";
import { LEDGERS } from "./ledger.ts";
import { MARKET } from "./market.ts";
import { GATES } from "./partner/gates.ts";
import { LICENCES } from "./partner/licences.ts";
import { OFFERS } from "./partner/offers.ts";
import { TIERS } from "./partner/tiers.ts";
import { VOUCHERS } from "./partner/vouchers.ts";
import { PRESALE } from "./presale.ts";
import { DELIVERIES } from "./production/deliveries.ts";
import { PROPOSALS } from "./production/proposals.ts";
import { ISSUANCE, RECOGNITION, RECOGNITION_TERMS } from "./recognition.ts";
import { SIMULATE } from "./simulate.ts";
import { STAKE } from "./stake.ts";
import { STANDING } from "./standing.ts";
import { STATUS } from "./status.ts";
import { TEND } from "./tend.ts";
import { ORDER, TOKENS } from "./tokens.ts";
import { DECISION_TERMS, TREASURY } from "./treasury.ts";
import { VERIFY } from "./verify.ts";

export const COMMANDS: readonly Command[] = [
  ...[...DEPLOY, ...LAUNCH, ...STATUS, ...HANDOVER, ...VERIFY],
  ...[...PRESALE, ...POSITIONS, ...CUSTODY, ...BUDGET],
  ...[...RECOGNITION, ...EPOCHS, ...ISSUANCE],
  ...[...MARKET, ...COIN, ...TOKENS],
  ...[...GIFTS, ...STANDING],
  ...[...LICENCES, ...TIERS],
  ...[...OFFERS, ...VOUCHERS, ...GATES],
  ...[...PROPOSALS, ...DELIVERIES],
  ...[...STAKE, ...TEND],
  ...decisionCommands(() => COMMANDS),
  ...[...TREASURY, ...RECOGNITION_TERMS, ...DECISION_TERMS],
  ...ORDER,
  ...[...LEDGERS, ...SIMULATE],
  tool({
    name: "completion",
    group: "tools",
    summary: "prints a script with which bash, zsh or fish completes cdpo",
    details: 'For bash: "source <(cdpo completion bash)".',
    arguments: { shell: SHELLS.join(", ") },
    takes: "nothing",
    schema: () => z.object({ shell: oneOf(SHELLS) }),
    run({ io }, { shell }) {
      io.stdout.write(completionOf(shell, COMMANDS));
      return Promise.resolve();
    },
  }),
];

/** Runs a command in this process; the exit code. */
export function runCdpo(argv: readonly string[], io: Io): Promise<number> {
  return run(COMMANDS, argv, io);
}
