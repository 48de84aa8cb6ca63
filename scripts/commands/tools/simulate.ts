/** Commands that simulate both flows through the real contracts. */
import { z } from "zod";
import { tool, type Command } from "../../frame/command.ts";
import { refreshTypes } from "../../lib/build.ts";
import { ChainError } from "../../lib/chain.ts";
import { createProgress } from "../../lib/cli.ts";

const ABOUT = {
  bootstrapped: "simulates bootstrapped liquidity, from presale to exits, and writes a report",
  growing: "simulates growing liquidity, from first contributions to gifts and offers, and writes a report",
} as const;

/** What draws charts; of the published package who simulates installs it besides. */
const DRAWING = ["vega", "vega-lite"];

function expectDrawing(): void {
  const missing = DRAWING.filter((name) => {
    try {
      return import.meta.resolve(name) === "";
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return;
  throw new ChainError(
    `charts are drawn by packages that are not installed: npm install ${missing.join(" ")}`,
  );
}

export const SIMULATE: readonly Command[] = (["bootstrapped", "growing"] as const).map((flow) =>
  tool({
    ...{ name: `simulate ${flow}`, group: "simulations", takes: "nothing" },
    summary: ABOUT[flow],
    options: {
      seed: "a whole number; the same seed and history give the same report (default: 1)",
      git: "a folder in the git repository whose authors are the producers (default: the current folder)",
      out: "the report goes into a folder of its own in here (default: reports)",
      "no-checks": { what: "do not compare books and contracts after each transaction", flag: true },
    },
    schema: () => z.record(z.string(), z.union([z.string(), z.boolean()])),
    async run({ io, say }, args) {
      const { BOOTSTRAPPED, GROWING, readOptions, simulate, simulatedInWords } =
        await import("../../../simulation/index.ts");
      const options = readOptions(
        Object.entries(args).flatMap(([name, value]) =>
          typeof value === "string" ? [`--${name}`, value] : value ? [`--${name}`] : [],
        ),
      );
      if (options === null) return undefined;
      expectDrawing();
      const simulated = await simulate({
        flow: { bootstrapped: BOOTSTRAPPED, growing: GROWING }[flow],
        options,
        // What has changed in the contracts is compiled in a process of its own.
        compile: refreshTypes,
        progress: createProgress(io.stderr),
      });
      say(simulatedInWords(simulated));
      return simulated;
    },
  }),
);
