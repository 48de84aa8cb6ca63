/** Reading what a page tells to its end, and what it links to. */
import { text } from "node:stream/consumers";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { settled, type Person } from "./stage.ts";

/** Of the activity. */
export const EVENTS = { table: /^Events/, further: /^Read(ing)? further back/ };

export const TRADES_TOLD = { table: /^Trades/, further: /^Older trades$/ };
export const HOLDERS = { table: /^Holders/, further: /^More holders$/ };

/** Reads something to its end, and its file. */
export const READINGS: Readonly<Record<string, (person: Person, account: string) => Promise<string>>> = {
  "all activity": readAll,
  "activity of one kind": async ({ page, go }) => {
    await go("/o/0/activity");
    await page.getByLabel("What", { exact: true }).selectOption("tokens");
    return fileOf(page, EVENTS);
  },
  "an account's activity": async ({ page, go }, account) => {
    await go("/o/0/activity");
    await page.getByLabel("Only of this account").fill(account);
    return fileOf(page, EVENTS);
  },
  "an account's activity of one kind": async ({ page, go }, account) => {
    await go("/o/0/activity");
    await page.getByLabel("What", { exact: true }).selectOption("contributions");
    await page.getByLabel("Only of this account").fill(account);
    return fileOf(page, EVENTS);
  },
  trades: async ({ page, go }) => {
    await go("/o/0/market");
    return fileOf(page, TRADES_TOLD);
  },
  holders: async ({ page, go }) => {
    await go("/o/0");
    return fileOf(page, HOLDERS);
  },
};

/** The file of a table, once all of it was read by the button of this name. */
export async function fileOf(
  page: Page,
  { table, further }: { readonly table: RegExp; readonly further: RegExp },
): Promise<string> {
  await settled(page);
  const section = page.locator("section").filter({ has: page.getByRole("table", { name: table }) });
  const csv = section.getByRole("button", { name: "All as CSV" }).last();
  await csv.waitFor();
  const more = section.getByRole("button", { name: further });
  // It is gone once all is read, perhaps between being looked at and being pressed.
  for (;;) {
    const [button] = await more.elementHandles();
    if (button === undefined) break;
    if ((await button.getAttribute("aria-disabled")) !== "true") await button.dispatchEvent("click");
    await page.waitForTimeout(50);
  }
  const downloading = page.waitForEvent("download");
  await csv.click();
  return text(await (await downloading).createReadStream());
}

/** Files can be long: tells the first lines that differ, and then the whole. */
export function expectSame(one: string, other: string): void {
  const [lines, others] = [one.split("\r\n"), other.split("\r\n")];
  const at = lines.findIndex((line, i) => line !== others[i]);
  if (at >= 0) expect(lines.slice(at, at + 3)).to.deep.equal(others.slice(at, at + 3));
  expect(one).to.equal(other);
}

/** All that happened. */
export async function readAll({ page, go }: Person): Promise<string> {
  await go("/o/0/activity");
  return fileOf(page, EVENTS);
}

/** What a link leads to, asked as a feed reader or a calendar does. */
export async function linked(
  page: Page,
  name: string,
): Promise<{ readonly url: string; readonly type: string | null; readonly text: string }> {
  const url = (await page.getByRole("link", { name }).getAttribute("href")) ?? "";
  const response = await fetch(url);
  return { url, type: response.headers.get("content-type"), text: await response.text() };
}
