/**
 * How long people wait for the page: until its first content, until all of it is read from a chain without an indexer, and after
 * what they press and write. In Debian's chromium, as built for a server, on a network without delay.
 */
import { cpus } from "node:os";
import { openStage, settled, type Person, type Stage } from "../app/test/lib/stage.ts";
import { fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import { openOften } from "./lib/opening.ts";
import { formatMarkdownTable, writeReport } from "./lib/report.ts";

type Page = Person["page"];

const ROUNDS = 7;
const PAGES = [
  ["Discover", "/"],
  ["Launch", "/launch"],
  ["an organisation", "/o/0"],
  ["its presale", "/o/0/presale"],
  ["its market", "/o/0/market"],
  ["its decisions", "/o/0/decide"],
  ["its contributions", "/o/0/contribute"],
] as const;

/** The longest that any press or key waits for its paint, of those that a browser reports (16 ms and more). */
async function slowest(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(
    `window.told = []; new PerformanceObserver((list) => window.told.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "event", durationThreshold: 16 })`,
  );
  await act();
  await page.waitForTimeout(300);
  return page.evaluate<number>("Math.max(0, ...window.told)");
}

async function rowsOf(stage: Stage): Promise<(readonly [string, number, number])[]> {
  const { context, page: other } = await stage.person(0, { isReader: true });
  const browser = context.browser();
  if (browser === null) throw new Error("the browser is gone");
  await other.close();
  const rows: (readonly [string, number, number])[] = [];
  for (const [name, path] of PAGES) {
    const { first, whole } = await openOften({ browser, url: `${stage.url}/#${path}`, rounds: ROUNDS });
    rows.push([name, Math.round(first), Math.round(whole)]);
    console.log(`${name}: opened ${ROUNDS} times`);
  }
  await context.close();
  return rows;
}

async function interactions(stage: Stage): Promise<(readonly [string, number])[]> {
  const { page, go } = await stage.person(0);
  await go("/launch");
  await settled(page);
  const ratio = page.getByLabel("Reserve ratio").first();
  const design = await slowest(page, async () => {
    await ratio.fill("");
    await ratio.pressSequentially("42.5 %", { delay: 60 });
  });
  await go("/o/0");
  await settled(page);
  const links = await page.getByRole("navigation").last().getByRole("link").all();
  const pages = await slowest(page, async () => {
    for (const link of links.slice(0, 6)) {
      await link.click();
      await settled(page);
    }
  });
  const menus = await slowest(page, async () => {
    await page.getByRole("banner").getByRole("combobox").first().selectOption({ index: 1 });
    await page.waitForTimeout(300);
  });
  return [
    ["a key in the design studio, which draws the curve and checks all terms", design],
    ["from one page of an organisation to the next", pages],
    ["another language", menus],
  ];
}

async function main(): Promise<void> {
  console.log("Building the page, and starting a chain …");
  const stage = await openStage();
  try {
    await stage.node.launch({ example: "bootstrapped", name: "Car", symbol: "CAR" });
    const rows = await rowsOf(stage);
    const acts = await interactions(stage);
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`;
    const opening = {
      columns: ["opened for the first time", "first content, ms →", "all read from the chain, ms →"],
      rows: rows.map(([name, first, whole]) => [name, String(first), String(whole)]),
    };
    const acting = {
      columns: ["what is pressed or written", "slowest paint, ms →"],
      rows: acts.map(([name, slow]) => [name, String(slow)]),
    };
    const paths = await writeReport({
      name: "page",
      title: "How long people wait for the page",
      json: { machine, opening: rows, interactions: acts },
      charts: {},
      body: () =>
        [
          formatMarkdownTable(opening),
          formatMarkdownTable(acting),
          `Medians of ${ROUNDS} openings with an empty cache; browser, chain and server on one machine: ${machine}.`,
        ].join("\n\n"),
    });
    for (const { columns, rows: cells } of [opening, acting]) {
      console.log(
        formatTable({
          columns: columns.map((title, at) => ({
            title: title.replace(" →", ""),
            align: at > 0 ? "right" : "left",
          })),
          rows: cells,
        }),
      );
      console.log();
    }
    console.log(`Written: ${paths.join(", ")}`);
  } finally {
    await stage.close();
  }
}

main().catch((thrown: unknown) => {
  fail(messageOf(thrown));
});
