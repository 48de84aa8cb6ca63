/** The way from a process into the commands. */
import { runCdpo } from "../index.ts";

/** Runs the command that the process was started with, behind the words of `name`, and ends the process with its exit code. */
export function main(...name: readonly string[]): void {
  const { stdin, stdout, stderr } = process;
  void runCdpo([...name, ...process.argv.slice(2)], { stdin, stdout, stderr }).then((code) => {
    // What was written is out before the process ends.
    stdout.write("", () => process.exit(code));
  });
}
