/** The two flows of the essay, as the scripts run them. */
import { runBootstrapped } from "./bootstrapped/run.ts";
import { bootstrappedReport, bootstrappedSummary } from "./bootstrapped/report.ts";
import type { Flow } from "./command.ts";
import { runGrowing } from "./growing/run.ts";
import { growingReport, growingSummary } from "./growing/report/report.ts";
import { eventTable } from "./report/parts.ts";

export const BOOTSTRAPPED: Flow = {
  name: "bootstrapped",
  about: `Simulates bootstrapped liquidity through the real contracts: a presale that fails and refunds everyone, one that
succeeds, and the organisation's first months on the market, with seeded agents and the work of a git history.`,
  run: async ({ command, ...input }) => {
    const run = await runBootstrapped(input);
    return {
      report: bootstrappedReport(run, command),
      data: { events: eventTable(run.world), summary: bootstrappedSummary(run) },
      sent: run.world.chain.sent,
    };
  },
};

export const GROWING: Flow = {
  name: "growing",
  about: `Simulates growing liquidity through the real contracts: tokens for contributions without any money, one by one and
in epochs of thousands, gifts months later that open the market, and what became of the early contributors' tokens.`,
  run: async ({ command, ...input }) => {
    const run = await runGrowing(input);
    return {
      report: growingReport(run, command),
      data: {
        events: eventTable(run.world),
        summary: growingSummary(run),
        ledgers: run.epochs.all.map(({ file, content }) => ({ name: file, content })),
      },
      sent: run.world.chain.sent,
    };
  },
};
