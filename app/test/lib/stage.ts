/** Where the page is tested: a node with the suite, the page as it is built, and people with browsers and wallets. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from "playwright-core";
import { startCommandNode, type CommandNode } from "../../../test/lib/commands.ts";
import { builtPage } from "./built.ts";
import { putWallet, Wallet } from "./wallet.ts";

export type { Browser };

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
/** What does not come in so long (ms) does not come; nothing is measured by it. */
const GIVE_UP = Number(process.env["GIVE_UP"] ?? 300_000);
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** How somebody sees the page. */
export interface Seeing {
  readonly language?: "en" | "fi";
  readonly colours?: "light" | "dark";
  readonly width?: number;
}

/** Somebody in front of the page. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly wallet: Wallet;
  /** What their browser's console called an error. */
  readonly errors: string[];
  /** Goes to an address behind #. */
  readonly go: (path: string) => Promise<void>;
  /**
   * Presses a button by its words, in a part of the page or anywhere, and confirms it in the dialog that opens; waits until it
   * is done.
   */
  readonly act: (label: string | RegExp, within?: Locator) => Promise<void>;
  /** Connects the wallet of the test. */
  readonly connect: () => Promise<void>;
}

/** The place. */
export interface Stage {
  readonly node: CommandNode;
  /** Where the page is. */
  readonly url: string;
  /** Somebody with the account of this number, connected unless `isReader`. */
  person(account: number, seeing?: Seeing & { readonly isReader?: boolean }): Promise<Person>;
  /** What `config.json` says besides. */
  readonly extra: Record<string, unknown>;
  close(): Promise<void>;
}

/** Waits until nothing on a page is still being read. */
export async function settled(page: Page): Promise<void> {
  const waiting = page.locator(".waiting");
  while ((await waiting.count()) > 0) await page.waitForTimeout(50);
}

/** A button of the page that can be pressed. */
export function button(page: Page, label: string) {
  return page.locator("main").getByRole("button", { name: label, exact: true, disabled: false }).first();
}

/** Presses a button, and confirms. */
export async function press(page: Page, label: string): Promise<void> {
  await button(page, label).click();
  await page.getByRole("dialog").getByRole("button", { name: label, exact: true }).click();
}

/** The page on a server of its own, with what `config.json` says of its one chain, and a browser. */
export async function servePage(
  chain: () => Readonly<Record<string, unknown>>,
): Promise<{ readonly url: string; readonly browser: Browser; readonly close: () => Promise<void> }> {
  const folder = await builtPage();
  const server = serveFolder(folder, () => JSON.stringify({ chains: [chain()] }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser,
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Builds the page if that is not done, and opens the place. */
export async function openStage({ wrapped = false } = {}): Promise<Stage> {
  const node = await startCommandNode({ wrapped });
  const extra: Record<string, unknown> = {};
  const { url, browser, close } = await servePage(() => ({
    title: "Test chain",
    rpc: node.url,
    everySeconds: 0.5,
    book: { chainId: 31_337, block: 1, ...node.suite, organisations: [] },
    ...extra,
  }));
  return {
    node,
    url,
    extra,
    person: (account, seeing) => newPerson({ browser, node, url, account, ...seeing }),
    async close() {
      await close();
      await node.close();
    },
  };
}

// ---------------------------------------------------------------- internals

function serveFolder(folder: string, config: () => string): Server {
  return createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://page").pathname).replace(/\/$/, "/index.html");
    if (path === "/config.json") {
      response.setHeader("content-type", "application/json");
      response.end(config());
      return;
    }
    readFile(join(folder, path)).then(
      (bytes) => {
        response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
}

async function newPerson({
  browser,
  node,
  url,
  account,
  language = "en",
  colours = "light",
  width = 1_280,
  isReader = false,
}: Seeing & {
  readonly browser: Browser;
  readonly node: CommandNode;
  readonly url: string;
  readonly account: number;
  readonly isReader?: boolean;
}): Promise<Person> {
  const context = await browser.newContext({
    locale: language === "fi" ? "fi-FI" : "en-GB",
    timezoneId: "UTC",
    colorScheme: colours,
    viewport: { width, height: 900 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(GIVE_UP);
  const wallet = new Wallet(node.url, node.accounts[account] ?? "");
  if (!isReader) await putWallet(context, wallet);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  const person: Person = {
    ...{ page, context, wallet, errors },
    async go(path) {
      await page.goto(`${url}/#${path}`);
      await page.locator("main h1").first().waitFor();
    },
    async connect() {
      await page
        .getByRole("banner")
        .getByRole("button", { name: /^Connect$|^Yhdistä lompakko$/ })
        .click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /Wallet of a test/ })
        .click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
    },
    async act(label, within = page.locator("main")) {
      const exact = typeof label === "string";
      const button = within.getByRole("button", { name: label, exact, disabled: false });
      await button.first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: label, exact }).click();
      await dialog.waitFor({ state: "detached" });
      await page.locator(".notice.good").last().waitFor();
      await page.locator(".notice.good .icon").last().click();
    },
  };
  await person.go("/");
  if (!isReader) await person.connect();
  return person;
}
