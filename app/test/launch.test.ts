/** The design studio: from a file, changed, saved as the same file, and launched by one transaction. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { parseLaunchConfig } from "../../sdk/src/config/index.ts";
import { openStage, settled, type Stage } from "./lib/stage.ts";

const [FOUNDER, TRUSTEE] = [1, 3];
const MONEY = 10n ** 6n;

describe("page: launch", () => {
  let stage: Stage;
  let asset: string;
  before(async () => {
    stage = await openStage();
    asset = await (
      await stage.node.ethers.deployContract("TestAsset", ["Test euro", "tEUR", 6])
    ).getAddress();
  });
  after(() => stage.close());

  it("designs from a file, says beside each field what is wrong, and saves what the command takes", async () => {
    const { page, go, errors, context } = await stage.person(FOUNDER, { isReader: true });
    await go("/launch");
    const file = join(stage.node.folder, "design.json");
    const example = await readFile(new URL("../../examples/bootstrapped.json", import.meta.url), "utf8");
    const text = example.replaceAll(
      /signer:(\d+)/g,
      (_, at: string) => stage.node.accounts[Number(at)] ?? "",
    );
    const design = JSON.parse(text) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...design, name: "Harbour Boat", symbol: "BOAT" }));
    await page.getByLabel("Load a design from a file").setInputFiles(file);
    await page.getByLabel("What the reserve holds").fill(asset);
    await page.getByText("This is Test euro (tEUR), with 6 decimals.").waitFor();
    const ratio = page.getByLabel("Reserve ratio", { exact: true });
    await ratio.fill("150 %");
    await page.getByText("1 field is wrong:").waitFor();
    const told = page.locator(`[id="${(await ratio.getAttribute("id")) ?? ""}-told"]`);
    expect(await told.innerText()).to.match(/100 %/);
    await page.getByText("Shown for the design as it was when nothing was wrong with it.").waitFor();
    await ratio.fill("40 %");
    await page.getByText("1 field is wrong:").waitFor({ state: "detached" });
    await page.getByLabel("Minimum", { exact: true }).fill("30000");
    // What it leads to is told of the design as it is now.
    await page.getByText("of 30,000 tEUR", { exact: false }).first().waitFor();

    const loaded = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the design as a file" }).click();
    const saved = await (await loaded).path();
    const json = JSON.parse(await readFile(saved, "utf8")) as Record<string, Record<string, unknown>>;
    expect([json["name"], json["reserve"]?.["ratio"], json["reserve"]?.["asset"]]).to.deep.equal([
      ...["Harbour Boat", "40 %", asset],
    ]);
    expect(json["presale"]?.["minimum"]).to.equal("30000");
    expect(json["budget"]).to.deep.equal(design["budget"]);
    // As the command reads it.
    const config = parseLaunchConfig({ json, assetDecimals: 6, now: 0n, resolveAccount: () => undefined });
    expect([config.name, config.reserve.reserveRatioBps]).to.deep.equal(["Harbour Boat", 4_000n]);
    expect(config.presale.minimum).to.equal(30_000n * MONEY);
    await writeFile(join(stage.node.folder, "boat.json"), await readFile(saved));
    expect(errors).to.deep.equal([]);
    await context.close();
  });

  it("launches by one transaction what was designed, and opens it", async () => {
    const { page, go, act, wallet, context } = await stage.person(FOUNDER);
    await go("/launch");
    await page.getByLabel("Load a design from a file").setInputFiles(join(stage.node.folder, "boat.json"));
    await settled(page);
    await act("Launch");
    expect(wallet.asked.filter(({ method }) => method === "eth_sendTransaction")).to.have.length(1);
    await page.getByText("Harbour Boat is launched.").waitFor();
    await page.getByRole("link", { name: "Open Harbour Boat" }).click();
    await page.locator("main h1", { hasText: "Harbour Boat" }).waitFor();
    const factory = await stage.node.ethers.getContractAt("CdpoFactory", stage.node.suite.factory);
    const { presale } = await factory.cdpoAt(0n);
    const sale = await stage.node.ethers.getContractAt("Presale", presale);
    const terms = await sale.terms();
    expect([terms.minimum, terms.maximum]).to.deep.equal([30_000n * MONEY, 120_000n * MONEY]);
    expect(await sale.trustee()).to.equal(stage.node.accounts[TRUSTEE]);
    await context.close();
  });
});
