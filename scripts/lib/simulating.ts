/** What the commands that simulate have in common. */
import { OPTIONS_HELP, readOptions, simulate, type Flow } from "../../simulation/index.ts";
import { refreshTypes } from "./build.ts";
import { createProgress, fail, messageOf } from "./cli.ts";

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
    // What has changed in the contracts is compiled in a process of its own.
    await simulate({ flow, options, compile: refreshTypes, progress: createProgress() });
  } catch (error) {
    fail(messageOf(error));
  }
}
