/** Commands that simulate both flows through the real contracts. */
import { z } from "zod";
import { tool, type Command } from "../frame/command.ts";

const ABOUT = {
  bootstrapped: "simulates bootstrapped liquidity, from presale to exits, and writes a report",
  growing: "simulates growing liquidity, from first contributions to gifts and offers, and writes a report",
} as const;

export const SIMULATE: readonly Command[] = (["bootstrapped", "growing"] as const).map((flow) =>
  tool({
    ...{ name: `simulate ${flow}`, group: "simulations", takes: "nothing" },
    summary: ABOUT[flow],
    options: {
      seed: "a whole number; the same seed and history give the same report (default: 1)",
      git: "a folder in the git repository whose authors are the producers (default: this repository)",
      out: "the report goes into a folder of its own in here (default: reports)",
    },
    schema: () => z.record(z.string(), z.string()),
    async run({ say }, args) {
      const { readOptions, simulate } = await import("../lib/simulation/command.ts");
      const { BOOTSTRAPPED, GROWING } = await import("../lib/simulation/flows.ts");
      const options = readOptions(Object.entries(args).flatMap(([name, value]) => [`--${name}`, value]));
      if (options === null) return undefined;
      const page = await simulate({ bootstrapped: BOOTSTRAPPED, growing: GROWING }[flow], options);
      say(`Open ${page} in a browser.`);
      return { page };
    },
  }),
);
