// Pictures of each page for the documentation, of the page that `npm run app` serves: `node app/screenshots.mjs [address]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [address = "http://127.0.0.1:8080"] = process.argv.slice(2);
const folder = join(import.meta.dirname, "..", "docs", "page");
/** What is seen, and where: of the organisation that grew, the one that had a presale, and the one whose presale is open. */
const PAGES = {
  discover: "/",
  launch: "/launch",
  organisation: "/o/0",
  presale: "/o/3/presale",
  market: "/o/0/market",
  stake: "/o/0/stake",
  decide: "/o/0/decide",
  contribute: "/o/0/contribute",
  fund: "/o/0/fund",
  partners: "/o/0/partners",
  gate: "/o/0/gate",
  licences: "/o/0/licences",
  pledges: "/o/0/pledges",
  exit: "/o/2/exit",
  activity: "/o/0/activity",
};
const WAYS = [
  { width: 1280, height: 900, colorScheme: "light", locale: "en-GB" },
  { width: 390, height: 844, colorScheme: "dark", locale: "fi-FI" },
];

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
for (const { width, height, ...seeing } of WAYS) {
  const context = await browser.newContext({ viewport: { width, height }, timezoneId: "UTC", ...seeing });
  await context.addInitScript(() => localStorage.setItem("cdpo.wallet", "test-31337"));
  const page = await context.newPage();
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(`${address}/#${path}`);
    await page.locator("main h1").first().waitFor();
    await page.waitForFunction(() => document.querySelector(".waiting") === null);
    const file = join(folder, `${name}-${width}.jpg`);
    await page.screenshot({ path: file, type: "jpeg", quality: 70, fullPage: process.env.WHOLE === "1" });
    console.log(file);
  }
  await context.close();
}
await browser.close();
