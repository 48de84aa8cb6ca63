/** What the commands that simulate have in common. */
import hre from "hardhat";
import {
  OPTIONS_HELP,
  readOptions,
  simulate,
  type Flow,
  type SimulationOptions,
} from "../../simulation/index.ts";
import { createProgress, fail, messageOf } from "./cli.ts";

/** Compiles what has changed, runs a flow, and returns the path of its page. */
export async function simulateCompiled(flow: Flow, options: SimulationOptions): Promise<string> {
  const progress = createProgress();
  progress.update(`${flow.name}: compiling the contracts`);
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  return simulate({ flow, options, progress });
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
    await simulateCompiled(flow, options);
  } catch (error) {
    fail(messageOf(error));
  }
}
