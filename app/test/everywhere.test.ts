/** Every page in both languages and both lights: nothing that axe finds, no error, nothing wider than the screen. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { openStage, settled, type Seeing, type Stage } from "./lib/stage.ts";

const AXE = fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url));
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

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

interface Seen {
  readonly violations: readonly Found[];
  readonly isWide: boolean;
}

describe("page: every page", () => {
  let stage: Stage;
  let axe = "";
  before(async () => {
    axe = await readFile(AXE, "utf8");
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
        const { violations, isWide } = await page.evaluate<Seen>(
          `(async () => { if (!window.axe) { ${axe} }
            const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
            return { violations, isWide: document.documentElement.scrollWidth > window.innerWidth }; })()`,
        );
        for (const { id, help, nodes } of violations) {
          const where = nodes.map(({ html }) => html.slice(0, 160)).join(" | ");
          wrong.push(`${path}: ${id}: ${help}: ${where}`);
        }
        if (isWide) wrong.push(`${path}: is wider than ${width} px`);
      }
      expect(wrong).to.deep.equal([]);
      expect(errors).to.deep.equal([]);
      await context.close();
    });
  }
});
