/** What the page costs who opens it, compressed as servers send it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { builtPage } from "./lib/built.ts";
import { openStage, settled, type Stage } from "./lib/stage.ts";

/** Bytes; the studio reads and checks a whole configuration. */
const PAGES = [
  ["/", 250_000],
  ["/o/0", 250_000],
  ["/o/0/market", 250_000],
  ["/o/0/presale", 250_000],
  ["/launch", 280_000],
] as const;

describe("page: weight", () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await stage.node.launch({ example: "bootstrapped", name: "Car", symbol: "CAR" });
  });
  after(() => stage.close());

  for (const [path, most] of PAGES) {
    it(`is at most ${most} bytes for ${path}, all from its own host but the node`, async () => {
      const { context } = await stage.person(0, { isReader: true });
      const fresh = await context.browser()?.newContext();
      const page = await fresh?.newPage();
      const asked: URL[] = [];
      page?.on("request", (each) => asked.push(new URL(each.url())));
      await page?.goto(`${stage.url}/#${path}`);
      await page?.locator("main h1").first().waitFor();
      if (page) await settled(page);
      await fresh?.close();
      await context.close();
      const folder = await builtPage();
      const own = asked.filter(({ origin }) => origin === stage.url);
      const files = [...new Set(own.map(({ pathname }) => pathname))].filter(
        (each) => each !== "/config.json",
      );
      let bytes = 0;
      for (const file of files) {
        bytes += gzipSync(await readFile(join(folder, file === "/" ? "index.html" : file))).length;
      }
      expect(bytes).to.be.greaterThan(50_000);
      expect(bytes).to.be.at.most(most);
      const others = [...new Set(asked.map(({ origin }) => origin))].filter((each) => each !== stage.url);
      expect(others).to.deep.equal([new URL(stage.node.url).origin]);
    });
  }
});
