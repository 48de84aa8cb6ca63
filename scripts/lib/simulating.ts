/** What the commands that simulate have in common. */
import {
  OPTIONS_HELP,
  readOptions,
  simulate,
  type Flow,
  type SimulationOptions,
} from "../../simulation/index.ts";
import { refreshTypes } from "./build.ts";
import { createProgress, fail, messageOf } from "./cli.ts";

/** Compiles where the contracts have changed, in a process of its own, runs flows, and returns the paths of their pages. */
export async function simulateCompiled(
  flows: readonly Flow[],
  options: SimulationOptions,
): Promise<readonly string[]> {
  let compiled: Promise<void> | undefined;
  const compile = (): Promise<void> => (compiled ??= refreshTypes());
  const pages: string[] = [];
  for (const flow of flows) {
    pages.push(await simulate({ flow, options, compile, progress: createProgress() }));
  }
  return pages;
}

/** The whole body of a command that simulates one flow. */
export async function runSimulation(flow: Flow): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === null) {
      console.log(
        `${flow.about}\n\nUsage: tsx scripts/simulate-${flow.name}.ts [options]\n\n${OPTIONS_HELP}`,
      );
      return;
    }
    await simulateCompiled([flow], options);
  } catch (error) {
    fail(messageOf(error));
  }
}
