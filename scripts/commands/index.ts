/** All commands of `cdpo`, in the order in which its help lists them. */
import { z } from "zod";
import { oneOf } from "../frame/arguments.ts";
import { tool, type Command, type Io } from "../frame/command.ts";
import { completionOf, SHELLS } from "../frame/completion.ts";
import { runCdpo as run } from "../frame/run.ts";
import { BUDGET } from "./bootstrap/budget.ts";
import { CUSTODY } from "./bootstrap/custody.ts";
import { POSITIONS } from "./bootstrap/positions.ts";
import { COIN } from "./market/coin.ts";
import { decisionCommands } from "./governance/decisions.ts";
import { DEPLOY } from "./tools/deploy.ts";
import { EPOCHS } from "./recognition/epochs.ts";
import { GIFTS } from "./market/gifts.ts";
import { HANDOVER } from "./tools/handover.ts";
import { LAUNCH } from "./tools/launch.ts";
import { LEDGERS } from "./tools/ledger.ts";
import { MARKET } from "./market/market.ts";
import { GATES } from "./partner/gates.ts";
import { LICENCES } from "./partner/licences.ts";
import { OFFERS } from "./partner/offers.ts";
import { TIERS } from "./partner/tiers.ts";
import { VOUCHERS } from "./partner/vouchers.ts";
import { PRESALE } from "./bootstrap/presale.ts";
import { DELIVERIES } from "./production/deliveries.ts";
import { PROPOSALS } from "./production/proposals.ts";
import { ISSUANCE } from "./recognition/issuance.ts";
import { RECOGNITION } from "./recognition/recognition.ts";
import { RECOGNITION_TERMS } from "./recognition/terms.ts";
import { SIMULATE } from "./tools/simulate.ts";
import { STAKE } from "./governance/stake.ts";
import { STANDING } from "./market/standing.ts";
import { STATUS } from "./tools/status.ts";
import { TEND } from "./tend.ts";
import { ORDER } from "./market/order.ts";
import { TOKENS } from "./market/tokens.ts";
import { DECISION_TERMS, TREASURY } from "./governance/treasury.ts";
import { VERIFY } from "./tools/verify.ts";

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
