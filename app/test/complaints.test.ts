/** What users of other pages complain of, and no other test shows: new amounts, owners' transactions, lists, and what one writes. */
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Launched } from "../../test/lib/commands.ts";
import { openStage, settled, type Stage } from "./lib/stage.ts";

const DAY = 86_400;
const MONEY = 10n ** 6n;
const TOKEN = 10n ** 18n;
/** As in examples/growing.json. */
const [FOUNDER, CURATOR, SECOND_CURATOR] = [1, 4, 5];
const [MAKER, DONOR, READER] = [6, 7, 9];

describe("page: complaints", () => {
  let stage: Stage;
  let field: Launched;
  before(async () => {
    stage = await openStage();
    field = await stage.node.launch({
      ...{ example: "growing", name: "Field guide", symbol: "FIELD" },
      change: (config) => {
        config.issuance.baseAmount = 200n * TOKEN;
        config.reserve.minimumReserve = 1_000n * MONEY;
      },
    });
    const { registry } = field.cdpo;
    const [maker, donor] = [stage.node.signer(MAKER), stage.node.signer(DONOR)];
    const shares = [{ account: maker.address, bps: 10_000n }];
    const uri = "https://example.org/article";
    await registry.connect(maker).submit(0n, 250n * TOKEN, shares, `0x${"12".repeat(32)}`, uri);
    for (const account of [CURATOR, SECOND_CURATOR]) {
      await registry.connect(stage.node.signer(account)).review(1n, true, "");
    }
    await stage.node.wait(10 * DAY);
    await registry.decide(1n);
    await field.asset.mint(donor.address, 1_000n * MONEY);
    await field.asset.connect(donor).approve(field.cdpo.addresses.reserve, 10n * MONEY);
    for (let gift = 0; gift < 3; gift++) await field.cdpo.reserve.connect(donor).donate(MONEY, "");
  });
  after(() => stage.close());

  /** Exact amounts stand in the titles of what is shown. */
  const exactly = async (page: Page): Promise<bigint> => {
    const title = await page
      .locator("main p", { hasText: "can be sent to you now." })
      .locator(".amount")
      .getAttribute("title");
    const [, whole = "", part = ""] = /^([\d,]+)(?:\.(\d+))? FIELD$/.exec(title ?? "") ?? [];
    return BigInt(whole.replaceAll(",", "") + part.padEnd(18, "0"));
  };

  it("amounts that grow with what was paid long ago: an award says what is due now, and what was paid", async () => {
    const { page, go, act, context } = await stage.person(MAKER);
    const { token } = field.cdpo;
    const account = stage.node.accounts[MAKER] ?? "";
    const awards = page.locator("table", { has: page.locator("caption", { hasText: "Awards of yours" }) });
    const cells = () => awards.locator("tbody td .amount").allInnerTexts();
    // 200 of 255 in the first window, the rest in the second; of both 2 of 102 are the reviewers', rounded down.
    const first = 200n * TOKEN - (200n * TOKEN * 2n) / 102n;
    let got = 0n;
    for (const due of [first, 250n * TOKEN - first]) {
      await stage.node.wait(8 * DAY);
      await go("/o/0/contribute");
      await page.reload();
      await page.getByText("can be sent to you now.").waitFor();
      expect(await exactly(page)).to.equal(due);
      await act("Claim all that is owed");
      got += due;
      expect(await token.balanceOf(account)).to.equal(got);
      // Paid on chain is shown without loading the page again.
      await page.getByText("Nothing is due to you now.").waitFor();
      // What is paid in full is not owed any more.
      const row = got === first ? ["250 FIELD", "196.0784 FIELD", "0 FIELD"] : [];
      expect((await cells()).slice(0, 3)).to.deep.equal(row);
    }
    await context.close();
  });

  it("owners' transactions that mean nothing to people: what is scheduled says what it does, what changes, and whose it is", async () => {
    const founder = await stage.person(FOUNDER);
    await founder.go("/o/0/decide");
    await founder.page.getByLabel("What should be done").selectOption("Set the stake that makes a curator");
    await founder.page.getByLabel("How many tokens").fill("1500");
    await founder.page.getByRole("button", { name: "Add this to what is to be done" }).click();
    await founder.page.getByLabel("What for").fill("Curators should have more at stake");
    await founder.act("Schedule as a founder");
    await founder.context.close();

    const reader = await stage.person(READER, { isReader: true });
    await reader.go("/o/0/decide");
    const matter = reader.page.locator("article.matter");
    await matter.getByText("Tried on the chain as it is now").waitFor();
    expect(await matter.locator(".changes li").allInnerTexts()).to.deep.equal([
      "Stake that makes a curator: 1,000 FIELD → 1,500 FIELD",
    ]);
    const [meaning] = await matter.locator(".meaning").allInnerTexts();
    expect(meaning).to.match(/^Makes whoever has staked 1,500 FIELD/);
    await matter.getByText("As calls of contracts").click();
    const stake = 1_500n * TOKEN;
    expect(await matter.locator("code").allInnerTexts()).to.deep.equal([
      `registry.setCurationStake(${stake})`,
      field.cdpo.registry.interface.encodeFunctionData("setCurationStake", [stake]),
    ]);
    await reader.context.close();
  });

  it("lists that disagree, files that differ from the page: the same rows, and all of them", async () => {
    const { page, go, context } = await stage.person(READER, { isReader: true });
    await go("/o/0/activity");
    await page.getByLabel("What", { exact: true }).selectOption({ label: "market and donations" });
    await settled(page);
    await page.locator("table tbody tr").first().waitFor();
    const shown = await page.locator("table tbody td:last-child").allInnerTexts();
    const loaded = page.waitForEvent("download");
    await page.getByRole("button", { name: "All as CSV" }).click();
    const file = await (await loaded).path();
    const lines = (await readFile(file, "utf8")).replace("\ufeff", "").trimEnd().split("\r\n");
    expect(lines[0]).to.equal("When,What,Where,Block");
    expect(lines.slice(1).map((line) => line.split(",").at(-1))).to.deep.equal(shown);
    const donor = stage.node.accounts[DONOR] ?? "";
    const gifts = lines.slice(1).filter((line) => line.includes("1 tUSD") && line.includes(donor));
    const { reserve } = field.cdpo;
    expect(gifts).to.have.length((await reserve.queryFilter(reserve.filters.Donated())).length);
    expect(gifts).to.have.length(3);
    await context.close();
  });

  it("amounts below nothing, of too many digits, or in words: told beside the field, and nothing can be pressed", async () => {
    const { page, go, errors, wallet, context } = await stage.person(DONOR);
    await go("/o/0/pledges");
    const amount = page.getByLabel("Amount", { exact: true }).first();
    const donate = page.locator("main").getByRole("button", { name: "Donate", exact: true });
    const problem = page.locator(`[id="${(await amount.getAttribute("id")) ?? ""}-told"].reason`);
    const noNumber = "Write a number with at most 6 decimals, such as 1.5.";
    for (const [written, told] of [
      ["-5", noNumber],
      ["1.0000001", noNumber],
      ["five", noNumber],
      ["1e3", noNumber],
      ["0", "Write more than zero."],
      ["5000", "That is more than the 997 there are."],
    ] as const) {
      await amount.fill(written);
      expect(await problem.innerText(), written).to.equal(told);
      expect(await donate.getAttribute("aria-disabled"), written).to.equal("true");
    }
    await amount.fill("5");
    await problem.waitFor({ state: "detached" });
    expect(wallet.asked.map(({ method }) => method)).to.not.include("eth_sendTransaction");
    expect(errors).to.deep.equal([]);
    await context.close();
  });
});
