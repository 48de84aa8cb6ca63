/** History with an indexer, which the page must tell exactly as the chain does, and without one that went away. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { DAY, launchMarket, ROLES, UNIT, type LaunchedSale } from "../../test/lib/command-stages.ts";
import { installIndexer, startIndexer, type RunningIndexer } from "../../test/lib/indexer.ts";
import { freePort } from "../../test/lib/nodes.ts";
import { faultsOf } from "./lib/axe.ts";
import { tradeForDays, TRADES } from "./lib/market-life.ts";
import {
  EVENTS,
  expectSame,
  fileOf,
  HOLDERS,
  linked,
  readAll,
  READINGS,
  TRADES_TOLD,
} from "./lib/reading.ts";
import { openStage, settled, type Stage } from "./lib/stage.ts";

describe("page: history", () => {
  let stage: Stage;
  let car: LaunchedSale;
  let indexer: RunningIndexer;
  let data: string;
  let port: number;
  /** Who trades. */
  let account: string;
  /** Files of the page without an indexer, by what they are of. */
  const byChain = new Map<string, string>();

  before(async () => {
    await installIndexer();
    data = mkdtempSync(join(tmpdir(), "page-indexer-"));
    port = await freePort();
    stage = await openStage();
    car = await launchMarket(stage.node, { name: "Shared <car>", symbol: "CAR" });
    await tradeForDays(stage.node, car);
    account = stage.node.accounts[ROLES.third] ?? "";
    for (const [name, read] of Object.entries(READINGS)) {
      const reader = await stage.person(0, { isReader: true });
      byChain.set(name, await read(reader, account));
      await reader.page
        .getByText(/From the chain, as of block|Read from the chain/)
        .first()
        .waitFor();
      await reader.context.close();
    }
    await start();
    stage.extra["indexer"] = indexer.url;
  });
  after(async () => {
    await indexer.stop();
    await stage.close();
    rmSync(data, { recursive: true });
  });

  async function start(): Promise<void> {
    const { url: rpcUrl, folder: deployments } = stage.node;
    indexer = await startIndexer({ rpcUrl, deployments, data, port });
    await indexer.reaches(rpcUrl);
  }

  for (const [name, read] of Object.entries(READINGS)) {
    it(`tells ${name} to the end, in the same file as without an indexer`, async () => {
      const reader = await stage.person(0, { isReader: true });
      expectSame(await read(reader, account), byChain.get(name) ?? "");
      await reader.page
        .getByText(/From the indexer, as of block|told by the indexer/)
        .first()
        .waitFor();
      expect(await reader.page.getByText("The indexer does not answer").count()).to.equal(0);
      await reader.context.close();
    });
  }

  it("has on the page what is in the file, line by line", async () => {
    const reader = await stage.person(0, { isReader: true });
    const { page } = reader;
    const file = await readAll(reader);
    await page.getByText(/^From the indexer, as of block \d+, since block \d+/).waitFor();
    for (const more = page.getByRole("button", { name: /^Show more/ }); (await more.count()) > 0;)
      await more.click();
    const rows = await page.evaluate<string[][]>(
      `Array.from(document.querySelectorAll("main tbody tr"), (row) => [
        row.querySelector("time").dateTime,
        row.querySelector("td:last-child").textContent,
      ])`,
    );
    const lines = file.trim().split("\r\n").slice(1);
    expect(rows.length).to.be.greaterThan(TRADES);
    expect(rows).to.deep.equal(
      lines.map((line) => [line.slice(0, line.indexOf(",")), line.slice(line.lastIndexOf(",") + 1)]),
    );
    // Each purchase and sale of the contract, and nothing twice.
    const { reserve } = car.cdpo;
    const traded = [
      ...(await reserve.queryFilter(reserve.filters.Bought())),
      ...(await reserve.queryFilter(reserve.filters.Sold())),
    ];
    expect(lines.filter((line) => / (bought|sold) /.test(line)).length).to.equal(traded.length);
    expect(traded.length).to.equal(TRADES);
    await reader.context.close();
  });

  it("says that there is no feed without an indexer", async () => {
    delete stage.extra["indexer"];
    const { page, go, context } = await stage.person(0, { isReader: true });
    stage.extra["indexer"] = indexer.url;
    await go("/o/0");
    await page.getByText("There is no indexer here, so there is no feed").waitFor();
    await context.close();
  });

  it("draws the price day by day", async () => {
    const { page, go, context } = await stage.person(0, { isReader: true });
    await go("/o/0/market");
    await page.getByRole("img", { name: /^Prices at the end of 5 days with trades: / }).waitFor();
    await page.getByText("Day by day: 5 days").click();
    const days = page.getByRole("table", { name: /^Prices of each day/ }).locator("tbody tr");
    const counts = await days.locator("td:last-child").allTextContents();
    expect(counts).to.deep.equal(["64", "64", "64", "64", "64"]);
    await context.close();
  });

  it("shows a trade as soon as it is indexed", async () => {
    const { page, go, context } = await stage.person(0, { isReader: true });
    await go("/o/0/market");
    await page.getByText(/^From the indexer, as of block/).waitFor();
    const { reserve } = car.cdpo;
    const buyer = stage.node.signer(ROLES.third);
    const deadline = ((await stage.node.ethers.provider.getBlock("latest"))?.timestamp ?? 0) + DAY;
    await reserve.connect(buyer).buy(77n * UNIT, 0n, buyer, deadline);
    await page
      .getByRole("table", { name: /^Trades/ })
      .locator("tbody tr")
      .first()
      .getByText("77 tUSD")
      .waitFor();
    await context.close();
  });

  it("links to feed and calendar of an organisation, in both languages", async () => {
    for (const [language, feed, calendar] of [
      ["en", "Feed of what happens", "Calendar of what one may do until when"],
      ["fi", "Syöte tapahtumista", "Kalenteri siitä, mitä voi tehdä ja mihin mennessä"],
    ] as const) {
      const { page, go, context } = await stage.person(0, { isReader: true, language });
      await go("/o/0");
      const atom = await linked(page, feed);
      expect([atom.type, atom.url]).to.deep.equal([
        "application/atom+xml; charset=utf-8",
        `${indexer.url}/organisations/0/feed.atom`,
      ]);
      expect(atom.text)
        .to.include("<title>Shared &lt;car&gt;</title>")
        .and.include("<title>Contribution submitted</title>");
      const ics = await linked(page, calendar);
      expect(ics.type).to.equal("text/calendar; charset=utf-8");
      expect(ics.text)
        .to.match(/^BEGIN:VCALENDAR\r\n/)
        .and.include("SUMMARY:")
        .and.include("DTEND:");
      expect(await page.locator('head link[type="application/atom+xml"]').getAttribute("href")).to.equal(
        atom.url,
      );
      await context.close();
    }
  });

  it("can be read by everyone where the indexer tells", async () => {
    for (const seeing of [
      { language: "en", colours: "light", width: 1_280 },
      { language: "fi", colours: "dark", width: 390 },
    ] as const) {
      const { page, go, context, errors } = await stage.person(0, { isReader: true, ...seeing });
      for (const path of ["/o/0", "/o/0/market", "/o/0/activity"]) {
        await go(path);
        await page
          .getByRole("button", { name: /^All as CSV$|CSV/ })
          .first()
          .waitFor();
        await settled(page);
        await page.evaluate('for (const each of document.querySelectorAll("main details")) each.open = true');
        expect(await faultsOf(page), path).to.deep.equal([]);
      }
      expect(errors).to.deep.equal([]);
      await context.close();
    }
  });

  it("links to feed and calendar of who acts, where one chooses who acts", async () => {
    const { page, context, wallet } = await stage.person(ROLES.third);
    await page.getByRole("banner").getByRole("button", { name: /^0x/ }).click();
    const place = `${indexer.url}/accounts/${wallet.account.toLowerCase()}`;
    const atom = await linked(page, "Feed of what concerns my account");
    expect([atom.type, atom.url]).to.deep.equal([
      "application/atom+xml; charset=utf-8",
      `${place}/feed.atom`,
    ]);
    expect(atom.text).to.include("<title>Bought</title>");
    const ics = await linked(page, "Calendar of what I may do until when");
    expect([ics.type, ics.url]).to.deep.equal(["text/calendar; charset=utf-8", `${place}/calendar.ics`]);
    expect(ics.text).to.include("SUMMARY:Shared <car>: ");
    await context.close();
  });

  it("goes on from the chain where the indexer went away, says so, and loses and doubles nothing", async () => {
    delete stage.extra["indexer"];
    const other = await stage.person(0, { isReader: true });
    const whole = await readAll(other);
    const parts = [
      { path: "/o/0/market", what: TRADES_TOLD, all: await READINGS["trades"]?.(other, account) },
      { path: "/o/0", what: HOLDERS, all: await READINGS["holders"]?.(other, account) },
    ];
    await other.context.close();
    stage.extra["indexer"] = indexer.url;
    const amid = await Promise.all(
      parts.map(async (part) => {
        const midway = await stage.person(0, { isReader: true });
        await midway.go(part.path);
        await midway.page.getByRole("button", { name: part.what.further }).waitFor();
        expect(await midway.page.getByText("The indexer does not answer").count()).to.equal(0);
        return { ...part, midway };
      }),
    );

    const reader = await stage.person(0, { isReader: true });
    const { page } = reader;
    await reader.go("/o/0/activity");
    await page.getByText(/^From the indexer, as of block/).waitFor();
    await indexer.stop();
    await page.getByRole("button", { name: "Read further back" }).click();
    await page.getByText("The indexer does not answer, so the chain is read instead.").waitFor();
    expectSame(await fileOf(page, EVENTS), whole);
    for (const { midway, what, all } of amid) {
      expectSame(await fileOf(midway.page, what), all ?? "");
      await midway.page.getByText("The indexer does not answer, so the chain is read instead.").waitFor();
      await midway.context.close();
    }

    // Opened anew, all of it is the chain's.
    await page.reload();
    const number = await stage.node.ethers.provider.getBlockNumber();
    await page.getByText(`From the chain, as of block ${number}, since block`).waitFor();
    await page.getByText("The indexer does not answer, so the chain is read instead.").waitFor();
    for (const path of ["/o/0", "/o/0/market"]) {
      await reader.go(path);
      await page.getByText("The indexer does not answer, so the chain is read instead.").waitFor();
    }

    await start();
    await reader.go("/o/0/activity");
    await page.getByRole("button", { name: "Look for new events" }).click();
    await page.getByText(/^From the indexer, as of block/).waitFor();
    await reader.context.close();
  });
});
