/** Partners' offers through the page: published, bought, shown as codes, let in at a gate without a network, and returned. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { decodeQR } from "qr/decode.js";
import { encodeVoucherCode, parseVoucherCode } from "../../sdk/src/vouchers/index.ts";
import { DAY, launchMarket, ROLES, TOKEN, type LaunchedSale } from "../../test/lib/command-stages.ts";
import { openStage, type Person, type Stage } from "./lib/stage.ts";

const { partner: HOLDER, second: FRIEND, third: CITY } = ROLES;
const [GATE, GUEST] = [9, 10];
const TENTH = TOKEN / 10n;

describe("page: partners' offers", () => {
  let stage: Stage;
  let car: LaunchedSale;
  let city: Person;
  let holder: Person;
  let gate: Person;
  before(async () => {
    stage = await openStage();
    car = await launchMarket(stage.node, { name: "Car", symbol: "CAR" });
  });
  after(() => stage.close());

  const account = (at: number) => stage.node.accounts[at] ?? "0x";
  const tokensOf = (at: number) => car.cdpo.token.balanceOf(account(at));
  const inTreasury = () => car.cdpo.token.balanceOf(car.cdpo.addresses.timelock);
  const vouchersOf = (at: number, offer = 1n) => car.cdpo.partnerAcceptance.balanceOf(account(at), offer);

  it("are published by anyone, with the terms that were written and their hash", async () => {
    city = await stage.person(CITY);
    const { page, go, act } = city;
    await go("/o/0/partners");
    await page.getByText("Nobody offers anything for CAR yet. Anyone may be the first.").waitFor();
    await open(page, "Offer something for CAR");
    for (const [label, text] of [
      ["What you offer", "Day ticket"],
      ["Where it is described", "https://city.example/ticket"],
      ["Price of a voucher", "2.5"],
      ["How many in all", "10"],
      ["Sale ends", "+30 days"],
      ["Vouchers are good until", "+20 days"],
    ] as const) {
      await page.getByLabel(label, { exact: true }).fill(text);
    }
    await page
      .getByText("The sale must begin before it ends, and vouchers be good at least until then.")
      .waitFor();
    const publish = page.getByRole("button", { name: "Publish the offer", exact: true });
    expect(await publish.getAttribute("aria-disabled")).to.equal("true");
    await page.getByLabel("Vouchers are good until", { exact: true }).fill("+60 days");
    await page.getByLabel("Tokens of redeemed vouchers", { exact: true }).selectOption("Share");
    await page.getByLabel("The treasury's part", { exact: true }).fill("10 %");
    await open(page, "Limits and fee");
    await page.getByLabel("Fee of vouchers returned after they expired", { exact: true }).fill("1 %");
    await act("Publish the offer");
    const { terms, termsHash, partner } = await car.cdpo.partnerAcceptance.dashboard(1n);
    expect([partner, ...terms.slice(0, 6)]).to.deep.equal([
      ...[account(CITY), "Day ticket", "https://city.example/ticket", 25n * TENTH, 10n, 0n, 0n],
    ]);
    // As in examples: share, a tenth of it the treasury's, 1 % of what comes back late.
    expect(terms.slice(7)).to.deep.equal([
      ...[terms.opens + 30n * BigInt(DAY), terms.opens + 60n * BigInt(DAY), 1_000n, 2n, 0n, 100n, false],
    ]);
    await open(page, "All terms");
    await page.locator("dd code", { hasText: termsHash }).waitFor();

    await page.getByLabel("A new gate", { exact: true }).fill(account(GATE));
    await act("Let it redeem");
    expect(await car.cdpo.partnerAcceptance.isGate(account(CITY), account(GATE))).to.equal(true);
    await page.getByRole("button", { name: "End it", exact: true }).waitFor();
  });

  it("are bought at their price with one signature, for oneself and for others", async () => {
    holder = await stage.person(HOLDER);
    const { page, go, act, wallet } = holder;
    await go("/o/0/partners");
    const count = page.getByLabel("How many", { exact: true });
    await count.fill("11");
    await page.getByText("The largest possible is 10.").waitFor();
    await count.fill("4");
    await page.getByText("They cost 10 CAR.").waitFor();
    await act("Buy vouchers");
    expect([await tokensOf(HOLDER), await vouchersOf(HOLDER)]).to.deep.equal([11_990n * TOKEN, 4n]);
    const { partnerAcceptance, token } = car.cdpo;
    expect(await token.allowance(account(HOLDER), partnerAcceptance)).to.equal(0n);
    expect(wallet.asked.filter(({ method }) => method === "eth_sendTransaction")).to.have.length(1);
    await page.getByLabel("For somebody else").check();
    await page.getByLabel("Who gets them").fill(account(FRIEND));
    await act("Buy vouchers");
    expect([await tokensOf(HOLDER), await vouchersOf(FRIEND)]).to.deep.equal([119_875n * TENTH, 1n]);
    // The next ones are nobody's before they are said to be.
    expect(await page.getByLabel("Who gets them").inputValue()).to.equal("");
  });

  it("show a code, as text and picture alike, which is all that is printed, on one sheet", async () => {
    const { page, context } = holder;
    const text = await makeCode(page);
    expect(parseVoucherCode(text)).to.deep.include({ offer: 1n, quantity: 1n, nonce: 0n });
    const picture = page.getByRole("dialog").locator("svg.qr");
    expect(
      readQr(await picture.getAttribute("viewBox"), await picture.locator(".ink").getAttribute("d")),
    ).to.equal(text);
    await page.emulateMedia({ media: "print" });
    const printed = await page.evaluate<string>("document.body.innerText");
    const lines = printed.split("\n").filter((line) => line.trim() !== "");
    expect(lines).to.have.length(3);
    expect([lines[0], lines[2]]).to.deep.equal(["Day ticket", text]);
    expect(lines[1]).to.match(/^1 voucher · good until .*20\d\d/);
    const sheets = (await page.pdf()).toString("latin1").match(/\/Type\s*\/Page\b/g) ?? [];
    expect(sheets).to.have.length(1);
    await page.emulateMedia({ media: null });
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy the text", exact: true }).click();
    await page.getByRole("button", { name: "Copied", exact: true }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).to.equal(text);
    await page.keyboard.press("Escape");
  });

  it("are let in once at a gate, also without a network, and redeemed when there is one again", async () => {
    const codes = [await holder.page.evaluate<string>("navigator.clipboard.readText()")];
    for (let more = 0; more < 2; more++) {
      codes.push(await makeCode(holder.page));
      await holder.page.keyboard.press("Escape");
    }
    gate = await stage.person(GATE);
    const { page, go, act, context } = gate;
    await go("/o/0/gate");
    await page.getByRole("button", { name: "Make the list", exact: true }).click();
    await page.getByText("2 holders of vouchers, Day ticket.").waitFor();
    expect(await show(page, codes[0])).to.equal("✓ Yes: One voucher: Day ticket");
    expect(await show(page, codes[0])).to.equal("✗ No: This very code was shown here before.");
    expect(await show(page, "CDPO-VOUCHER:1:nonsense")).to.equal("✗ No: This is no code of a voucher.");
    const forged = { ...parseVoucherCode(codes[1] ?? ""), holder: account(FRIEND) };
    expect(await show(page, encodeVoucherCode(forged))).to.equal(
      "✗ No: The holder of the vouchers did not sign it.",
    );

    await context.setOffline(true);
    await page.getByText("There is no network. Codes are checked by the list of the morning").waitFor();
    // Opened anew without a network, it is what it was.
    await page.reload();
    await page.getByText("1 code waits to be redeemed.").waitFor();
    const network = page.locator("[role=status]").first();
    expect(await network.innerText()).to.match(/^(Asking the chain|There is no network)\./);
    await network.getByText("There is no network.").waitFor();
    // It stays so while the node is asked again.
    await page.waitForEvent("requestfailed", (asked) => asked.postData()?.includes("getBlock") === true);
    expect(await network.innerText()).to.match(/^There is no network\./);
    expect(await show(page, codes[0])).to.equal("✗ No: This very code was shown here before.");
    expect(await show(page, codes[1])).to.equal("✓ Yes: One voucher: Day ticket");
    expect(await show(page, codes[2])).to.equal("✓ Yes: One voucher: Day ticket");
    await page.getByText("3 codes wait to be redeemed.").waitFor();
    await page.getByText("There is no network now: they stay on this device until there is one.").waitFor();

    // One of them its holder makes worthless meanwhile: it hinders none of the others.
    await holder.act("Make worthless", holder.page.locator("#vouchers ul.rows li").last());
    await context.setOffline(false);
    await page.getByRole("cell", { name: "the code was used or made worthless" }).waitFor();
    await act("Redeem all that can be redeemed");
    await page.getByText("1 code waits to be redeemed. 2 were redeemed by this list.").waitFor();
    // Twice 2.5, of which a tenth is the treasury's.
    expect([await tokensOf(CITY), await inTreasury(), await vouchersOf(HOLDER)]).to.deep.equal([
      ...[45n * TENTH, 5n * TENTH, 2n],
    ]);
    await page.getByRole("cell", { name: "the code was used or made worthless" }).waitFor();
    // Nobody shows again what can be redeemed no more.
    await holder.page.getByText("Codes that you made on this device").waitFor({ state: "detached" });
  });

  it("come back: whole when their partner withdraws, less the fee after they expired", async () => {
    const { partnerAcceptance } = car.cdpo;
    const { terms } = await partnerAcceptance.dashboard(1n);
    const asCity = partnerAcceptance.connect(stage.node.signer(CITY));
    await asCity.publish({
      ...{
        name: "Night ticket",
        uri: terms.uri,
        price: terms.price,
        stock: 5n,
        perAccount: 0n,
        bound: false,
      },
      ...{ periodQuota: 0n, period: 0n, opens: terms.opens, closes: terms.closes, feeBps: 100n },
      ...{ validUntil: terms.validUntil, settlement: 0n, treasuryBps: 0n },
    });
    const friend = await stage.person(FRIEND);
    await friend.go("/o/0/partners");
    const card = friend.page.locator("#offers li").filter({ hasText: "Night ticket" });
    await card.getByLabel("How many", { exact: true }).fill("3");
    await friend.act("Buy vouchers", card);
    expect([await tokensOf(FRIEND), await vouchersOf(FRIEND, 2n)]).to.deep.equal([39_925n * TENTH, 3n]);
    // One of them is given on.
    const night = friend.page.locator("li.card", { has: friend.page.getByLabel("How many to give on") });
    const held = night.filter({ hasText: "Night ticket" });
    await held.locator("summary", { hasText: "give them on" }).click();
    await held.getByLabel("How many to give on", { exact: true }).fill("4");
    await held
      .getByText(/largest possible is 3|more than the 3/)
      .first()
      .waitFor();
    await held.getByLabel("How many to give on", { exact: true }).fill("1");
    await held.getByLabel("To whom", { exact: true }).fill(account(GUEST));
    await friend.act("Give them on", held);
    expect([await vouchersOf(FRIEND, 2n), await vouchersOf(GUEST, 2n)]).to.deep.equal([2n, 1n]);

    const withdrawal = city.page.locator("details", { hasText: "Withdraw “Night ticket” for good" });
    await withdrawal.locator("summary").click();
    await city.act("Withdraw the offer", withdrawal);
    await friend.page.getByText("You get 5 CAR back, all that was paid for them.").waitFor();
    await friend.act("Return them");
    expect([await tokensOf(FRIEND), await vouchersOf(FRIEND, 2n)]).to.deep.equal([39_975n * TENTH, 0n]);
    await friend.context.close();

    await stage.node.wait(60 * DAY);
    const { page, act } = holder;
    await page.getByText("You get 4.95 CAR back; a fee of 0.05 CAR goes to the treasury.").waitFor();
    await act("Return them");
    expect([await tokensOf(HOLDER), await inTreasury(), await vouchersOf(HOLDER)]).to.deep.equal([
      ...[(1_199_245n * TENTH) / 10n, (55n * TENTH) / 10n, 0n],
    ]);
    for (const { errors } of [city, holder]) expect(errors).to.deep.equal([]);
  });
});

/** Shows a code at the gate by pasting it, and tells the verdict. */
async function show(page: Page, code = ""): Promise<string> {
  const verdict = page.locator(".verdict");
  await page.getByLabel("Or paste a code, or read it with a hand scanner").fill(code);
  await page.keyboard.press("Enter");
  return (await verdict.innerText()).replace("\n\n", ": ");
}

/** Opens what is folded. */
async function open(page: Page, words: string): Promise<void> {
  await page.locator("main summary", { hasText: words }).first().click();
}

/** Makes a code, and leaves its dialog open. */
async function makeCode(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Make a code to show", exact: true }).click();
  return page.getByRole("dialog").locator(".code code").innerText();
}

/** What a scanner reads of a picture. */
function readQr(viewBox: string | null, path: string | null): string {
  const scale = 4;
  const size = Number((viewBox ?? "").split(" ")[2]);
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of (path ?? "").matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < scale * scale; at++) {
      const [column, row] = [Number(x) * scale + (at % scale), Number(y) * scale + Math.floor(at / scale)];
      data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}
