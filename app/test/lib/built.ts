/** The page as it is built, once for all tests of a run. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const APP = fileURLToPath(new URL("../..", import.meta.url));
let building: Promise<string> | undefined;

/** The folder with the page; builds it the first time. */
export function builtPage(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  const vite = join(APP, "node_modules", "vite", "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build", APP, "--logLevel", "warn"], {
    cwd: APP,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error("the page could not be built, as told above");
  return join(APP, "dist");
}
