/** Every page in both languages and both lights: nothing that axe finds, no error, nothing wider than the screen. */
import { expect } from "chai";
import { faultsOf } from "./lib/axe.ts";
import { openStage, settled, type Seeing, type Stage } from "./lib/stage.ts";

const PAGES = [
  ...["/", "/launch", "/o/0", "/o/0/presale", "/o/0/market", "/o/0/stake", "/o/0/decide", "/o/0/contribute"],
  ...[
    "/o/0/fund",
    "/o/0/partners",
    "/o/0/gate",
    "/o/0/licences",
    "/o/0/pledges",
    "/o/0/exit",
    "/o/0/activity",
  ],
  "/nowhere",
];
const WAYS: readonly Required<Seeing>[] = [
  { language: "en", colours: "light", width: 1_280 },
  { language: "fi", colours: "dark", width: 390 },
  { language: "en", colours: "dark", width: 1_280 },
  { language: "fi", colours: "light", width: 390 },
];

describe("page: every page", () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await stage.node.launch({ example: "bootstrapped", name: "Car", symbol: "CAR" });
    await stage.node.wait(2 * 86_400);
  });
  after(() => stage.close());

  for (const seeing of WAYS) {
    const { language, colours, width } = seeing;
    it(`can be read by everyone: ${language}, ${colours}, ${width} px`, async () => {
      const { page, context, go, errors } = await stage.person(6, seeing);
      const wrong: string[] = [];
      for (const path of PAGES) {
        await go(path);
        await page.locator("main h2, main form, main p").first().waitFor();
        await settled(page);
        wrong.push(...(await faultsOf(page)).map((fault) => `${path}: ${fault}`));
      }
      expect(wrong).to.deep.equal([]);
      expect(errors).to.deep.equal([]);
      await context.close();
    });
  }
});
