// Before the page's tests: Debian's chromium is installed when no browser is there; CHROMIUM names another one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(chromium)) {
  console.log("Installing chromium (once) …");
  const install = ["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"];
  const isDone =
    process.env.CHROMIUM === undefined &&
    spawnSync("apt-get", ["update"], { stdio: "ignore" }).status === 0 &&
    spawnSync("apt-get", install, { stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  if (!isDone) {
    console.error(
      `error: there is no browser at ${chromium}: install chromium, or name a chromium by CHROMIUM`,
    );
    process.exit(1);
  }
}
