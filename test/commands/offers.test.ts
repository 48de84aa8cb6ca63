import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseVoucherCode } from "../../sdk/src/vouchers/index.ts";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import {
  asTreasury,
  DAY,
  launchMarket,
  ROLES,
  said,
  timeOf,
  type LaunchedSale,
} from "../lib/command-stages.ts";

const { partner: holder, second, third: city } = ROLES;
const gate = 9;
const by = (account: number): string[] => ["--from", String(account)];
const WHOLE = 10n ** 18n;

const TICKET = {
  ...{ name: "Day ticket", uri: "https://city.example/ticket", price: "2.5", stock: 10 },
  ...{ opens: "+0", closes: "+30 days", validUntil: "+60 days", settlement: "share", treasuryShare: "10 %" },
  fee: "1 %",
};

describe("commands: partners' offers", () => {
  let node: CommandNode;
  let sale: LaunchedSale;
  let accounts: readonly string[];
  let file: (name: string, terms: object) => string;
  before(async () => {
    node = await startCommandNode();
    ({ accounts } = node);
    file = (name, terms) => {
      writeFileSync(join(node.folder, name), JSON.stringify(terms));
      return join(node.folder, name);
    };
    sale = await launchMarket(node, { name: "Kallio Shared Car", symbol: "KYYTI" });
  });
  after(() => node.close());

  describe("offers", () => {
    it("are published from a file of terms, which says all that is wrong with it", async () => {
      expect(await node.succeeds("offer list")).to.equal("No partner offers anything for KYYTI.");
      const wrong = file("wrong.json", { ...TICKET, price: 2.5, closes: "soon", colour: "red" });
      const said = await node.fails("offer publish", wrong, ...by(city));
      expect(said).to.contain(`${wrong}: price: expected an amount in quotes`);
      expect(said).to.contain('closes: expected a time such as "2027-03-01"');
      expect(said).to.contain("colour: is no field here");
      expect(await node.fails("offer publish", "/nowhere.json", ...by(city))).to.equal(
        "/nowhere.json cannot be read: check the path",
      );
      const terms = file("ticket.json", TICKET);
      expect(await node.succeeds("offer publish", terms, "--dry-run", ...by(city))).to.contain(
        'Dry run: Publish the offer "Day ticket" at 2.5 KYYTI. 1 call of ',
      );
    });

    it("are told with all that they say and brought", async () => {
      const published = await node.json("offer publish", file("ticket.json", TICKET), ...by(city));
      const { terms, partner } = await sale.cdpo.partnerAcceptance.dashboard(1n);
      expect(partner).to.equal(accounts[city]);
      const { termsHash } = await sale.cdpo.partnerAcceptance.dashboard(1n);
      expect(published).to.include({ offer: "1", termsHash });
      expect(terms.slice(2, 6)).to.deep.equal([(25n * WHOLE) / 10n, 10n, 0n, 0n]);
      expect(terms.slice(7)).to.deep.equal([
        ...[terms.opens + 30n * BigInt(DAY), terms.opens + 60n * BigInt(DAY), 1_000n, 2n, 0n, 100n, false],
      ]);
      expect(await node.succeeds("offer list")).to.equal(
        [
          "offer  name        state    price      left  until                 partner                                     known",
          "-----  ----------  -------  ---------  ----  --------------------  ------------------------------------------  -----",
          `    1  Day ticket  on sale  2.5 KYYTI  10    ${said(terms.closes)}  ${partner}  no`,
        ].join("\n"),
      );
      await asTreasury(node, "offer verify", "signer:8", "City of Helsinki");
      expect(await sale.cdpo.partnerAcceptance.partnerName(partner)).to.equal("City of Helsinki");
      expect(await node.succeeds("offer show", "1")).to.equal(
        [
          'offer: 1, "Day ticket"',
          "state: on sale",
          `partner: ${partner}, known as City of Helsinki`,
          "price: 2.5 KYYTI",
          "stock: 10 vouchers",
          `sold: from ${said(terms.opens)} until ${said(terms.closes)}`,
          `good until: ${said(terms.validUntil)}`,
          "tokens of redeemed vouchers: 10 % the treasury's, the rest the partner's",
          "fee of vouchers returned after that: 1 %",
          "vouchers can be passed on: yes",
          "described at: https://city.example/ticket",
          "sold so far: 0, 10 left",
          "of these: 0 open, 0 redeemed, 0 returned",
          "tokens that wait for open vouchers: 0 KYYTI",
          "brought the partner: 0 KYYTI",
          "brought the treasury: 0 KYYTI",
          "burned: 0 KYYTI",
          `hash of the terms: ${String(published["termsHash"])}`,
        ].join("\n"),
      );
      expect(await node.succeeds("offer refresh", "1")).to.equal("Told readers to look at offer 1 again.");
      await asTreasury(node, "offer verify", "signer:8");
      expect(await sale.cdpo.partnerAcceptance.isVerified(partner)).to.equal(false);
    });
  });

  describe("vouchers", () => {
    it("are bought at the offer's price, of the terms that were read", async () => {
      const { token, partnerAcceptance } = sale.cdpo;
      expect(
        await node.fails("voucher buy", "1", "2", "--terms", `0x${"1".repeat(64)}`, ...by(holder)),
      ).to.equal('offer 1 has other terms: "cdpo offer show 1" tells them');
      expect(await node.fails("voucher buy", "1", "11", ...by(holder))).to.equal(
        "the contracts refuse: You ask for 11 vouchers of offer 1, and 10 are left. Take fewer.",
      );
      const { termsHash, terms } = await partnerAcceptance.dashboard(1n);
      expect(await node.succeeds("voucher buy", "1", "6", "--terms", termsHash, ...by(holder))).to.equal(
        `Signed a permit for 15 KYYTI.\nBought 6 vouchers of "Day ticket" for 15 KYYTI, good until ${said(terms.validUntil)}.`,
      );
      expect(await token.balanceOf(node.signer(holder))).to.equal(11_985n * WHOLE);
      expect(await token.allowance(node.signer(holder), partnerAcceptance)).to.equal(0n);
      expect(await partnerAcceptance.balanceOf(node.signer(holder), 1n)).to.equal(6n);
      await node.succeeds("voucher buy", "1", "--to", "signer:7", ...by(holder));
      expect(await partnerAcceptance.balanceOf(node.signer(second), 1n)).to.equal(1n);
      expect(await node.succeeds("voucher list", accounts[holder] ?? "")).to.equal(
        [
          "offer  name        vouchers  good until            tokens that wait for them",
          "-----  ----------  --------  --------------------  -------------------------",
          `    1  Day ticket  6         ${said(terms.validUntil)}  15 KYYTI`,
        ].join("\n"),
      );
      expect(await node.json("voucher list", accounts[10] ?? "")).to.deep.equal([]);
    });

    it("are redeemed by who has them, and passed on", async () => {
      const { token, partnerAcceptance, timelock } = sale.cdpo;
      expect(await node.succeeds("voucher redeem", "1", "2", "--dry-run", ...by(holder))).to.contain(
        "Dry run: Redeem 2 vouchers of offer 1. 1 call of ",
      );
      expect(await node.succeeds("voucher redeem", "1", "2", ...by(holder))).to.equal(
        "Redeemed 2 vouchers of offer 1: 4.5 KYYTI went to the partner, 0.5 KYYTI to the treasury, 0 KYYTI were burned.",
      );
      expect(await token.balanceOf(node.signer(city))).to.equal((45n * WHOLE) / 10n);
      expect(await token.balanceOf(timelock)).to.equal(WHOLE / 2n);
      expect(await node.fails("voucher redeem", "1", ...by(10))).to.equal(
        `${accounts[10] ?? ""} has 0 vouchers of offer 1, not 1: "cdpo voucher list ${accounts[10] ?? ""}" shows all`,
      );
      expect(await node.succeeds("voucher give", "signer:7", "1=1", ...by(holder))).to.equal(
        `Passed 1 voucher of offer 1 on to ${accounts[second] ?? ""}.`,
      );
      expect(await partnerAcceptance.balanceOf(node.signer(second), 1n)).to.equal(2n);
      expect(await node.succeeds("voucher operator", "signer:10", ...by(holder))).to.equal(
        `${accounts[10] ?? ""} can pass on all vouchers of ${accounts[holder] ?? ""}.`,
      );
      expect(await partnerAcceptance.isApprovedForAll(node.signer(holder), node.signer(10))).to.equal(true);
      expect(await node.succeeds("voucher operator", "signer:10", "--end", ...by(holder))).to.equal(
        `${accounts[10] ?? ""} can pass on vouchers of ${accounts[holder] ?? ""} no longer.`,
      );
      expect(await partnerAcceptance.isApprovedForAll(node.signer(holder), node.signer(10))).to.equal(false);
    });
  });

  describe("gates", () => {
    it("redeem by codes that holders sign", async () => {
      const { partnerAcceptance, token } = sale.cdpo;
      expect(await node.succeeds("voucher code", "1", "--dry-run", ...by(holder))).to.match(
        /^Dry run: Sign a code for 1 voucher of offer 1\. 0 calls of /,
      );
      const asSafe = ["--from", accounts[holder] ?? "", "--safe", join(node.folder, "code.json")];
      expect(await node.fails("voucher code", "1", ...asSafe)).to.equal(
        "a code is signed with the sender's key, not sent: leave --safe out, and take an account of yours",
      );
      const code = await node.succeeds("voucher code", "1", "2", "--for", "1 day", ...by(holder));
      const parsed = parseVoucherCode(code);
      expect(parsed).to.deep.include({ offer: 1n, quantity: 2n, holder: accounts[holder], nonce: 0n });
      expect(await node.succeeds("gate check", code)).to.equal(
        [
          ...["offer: 1", "vouchers: 2", `holder: ${accounts[holder] ?? ""}`, "number of the code: 0"],
          ...[`good until: ${said(parsed.deadline)}`, "can be redeemed now: yes"],
        ].join("\n"),
      );
      expect(await node.fails("gate redeem", code, ...by(gate))).to.equal(
        "the contracts refuse: 0xa0Ee…9720 may not take vouchers of offer 1: only the partner and their gates may. The partner has to add it first.",
      );
      expect(await node.succeeds("gate list", accounts[city] ?? "")).to.equal(
        `${accounts[city] ?? ""} has no gates.`,
      );
      expect(await node.succeeds("gate set", "signer:9", "--dry-run", ...by(city))).to.contain(
        `Dry run: Make ${accounts[gate] ?? ""} a gate. 1 call of `,
      );
      expect(await node.succeeds("gate set", "signer:9", ...by(city))).to.equal(
        `${accounts[gate] ?? ""} redeems vouchers of the offers of ${accounts[city] ?? ""} with their holders' codes.`,
      );
      expect(await node.succeeds("gate list", accounts[city] ?? "")).to.equal(accounts[gate]);

      // Of the two that it is for one is used.
      const before = await token.balanceOf(node.signer(city));
      expect(await node.succeeds("gate redeem", code, "--quantity", "1", ...by(gate))).to.equal(
        "Redeemed 1 voucher by 1 code; 2.25 KYYTI went to the partner.",
      );
      expect(await token.balanceOf(node.signer(city))).to.equal(before + (225n * WHOLE) / 100n);
      expect(await node.fails("gate redeem", code, ...by(gate))).to.equal(
        `nothing can be redeemed: code 0 of ${accounts[holder] ?? ""}, the code was used before`,
      );
      expect(await node.json("gate check", code)).to.include({
        redeemable: false,
        why: "the code was used before",
      });
      expect(await partnerAcceptance.balanceOf(node.signer(holder), 1n)).to.equal(2n);
    });

    it("redeem many codes of a file, and tell which they cannot", async () => {
      const codes = [];
      for (const nonce of ["5", "6", "7"]) {
        const { code } = await node.json("voucher code", "1", "--nonce", nonce, ...by(holder));
        codes.push(String(code));
      }
      const other = await node.succeeds("voucher code", "1", ...by(second));
      const cancelled = await node.succeeds("voucher code", "1", "--nonce", "300", ...by(second));
      expect(await node.succeeds("voucher cancel", "300,1000", ...by(second))).to.equal(
        "Cancelled: codes with the numbers 300, 1000 redeem nothing.",
      );
      const kept = join(node.folder, "codes.txt");
      const lines = [...codes, codes[0], "", other, cancelled, "CDPO-VOUCHER:2"];
      writeFileSync(kept, lines.join("\r\n"));
      expect(await node.fails("gate redeem", "--file", "/nowhere", ...by(gate))).to.equal(
        "/nowhere cannot be read: check the path after --file",
      );
      expect(await node.fails("gate redeem", ...by(gate))).to.equal(
        "there is no code: write codes, or --file FILE",
      );
      expect(await node.succeeds("gate redeem", "--file", kept, ...by(gate))).to.equal(
        [
          'Not redeemed: line 7, which has the version "2", and only 1 is understood here.',
          `Not redeemed: code 7 of ${accounts[holder] ?? ""}, the holder has too few vouchers.`,
          `Not redeemed: code 300 of ${accounts[second] ?? ""}, the code was used before.`,
          "Redeemed 3 vouchers by 3 codes; 6.75 KYYTI went to the partner.",
        ].join("\n"),
      );
      expect(await sale.cdpo.partnerAcceptance.balanceOf(node.signer(holder), 1n)).to.equal(0n);
      expect(await sale.cdpo.partnerAcceptance.balanceOf(node.signer(second), 1n)).to.equal(1n);
      expect(await node.succeeds("gate set", "signer:9", "--end", ...by(city))).to.equal(
        `${accounts[gate] ?? ""} is a gate of ${accounts[city] ?? ""} no longer.`,
      );
      expect(await node.json("gate list", accounts[city] ?? "")).to.include({ partner: accounts[city] });
    });

    it("show a code as a picture, too", async () => {
      const told = await node.succeeds("voucher code", "1", "--qr", ...by(second));
      const [code = "", ...picture] = told.split("\n");
      expect(parseVoucherCode(code).holder).to.equal(accounts[second]);
      // Of a code of about 270 characters, two rows of squares in a line.
      expect(picture.length).to.be.greaterThan(20);
      expect(picture.join("")).to.match(/^[ █▀▄]+$/);
    });
  });

  describe("what is over", () => {
    it("brings tokens back: whole from an offer that was withdrawn, less a fee from one that is over", async () => {
      const { token, partnerAcceptance, timelock } = sale.cdpo;
      expect(await node.fails("voucher return", "1", ...by(second))).to.match(
        /^the contracts refuse: Vouchers of offer 1 are good until .* UTC .*\. They can be returned afterwards\.$/,
      );
      await node.succeeds(
        "offer publish",
        file("plain.json", { ...TICKET, settlement: "keep", treasuryShare: undefined }),
        ...by(city),
      );
      await node.succeeds("voucher buy", "2", "4", ...by(second));
      // Of two offers at once, there and back.
      expect(await node.succeeds("voucher give", "signer:10", "1=1", "2=4", ...by(second))).to.equal(
        `Passed 1 voucher of offer 1 and 4 vouchers of offer 2 on to ${accounts[10] ?? ""}.`,
      );
      expect(await partnerAcceptance.balanceOf(node.signer(10), 2n)).to.equal(4n);
      await node.succeeds("voucher give", "signer:7", "1=1", "2=4", ...by(10));
      expect(await node.fails("offer withdraw", "2", ...by(second))).to.equal(
        "the contracts refuse: Only the partner who made offer 2 may do this, not 0x14dC…9955.",
      );
      expect(await node.succeeds("offer withdraw", "2", ...by(city))).to.equal(
        "Withdrew offer 2; 4 vouchers that holders have can be returned whole.",
      );
      const before = await token.balanceOf(node.signer(second));
      expect(await node.succeeds("voucher return", "2", "1", ...by(second))).to.equal(
        "Returned 1 voucher of offer 2 for 2.5 KYYTI.",
      );
      expect(await node.json("voucher return", "2", "--to", "signer:10", ...by(second))).to.include({
        ...{ quantity: "3", amount: String((75n * WHOLE) / 10n), fee: "0" },
      });
      expect(await token.balanceOf(node.signer(second))).to.equal(before + (25n * WHOLE) / 10n);
      expect(await token.balanceOf(node.signer(10))).to.equal((75n * WHOLE) / 10n);

      await node.wait(60 * DAY);
      const treasury = await token.balanceOf(timelock);
      expect(await node.succeeds("voucher return", "1", ...by(second))).to.equal(
        "Returned 1 voucher of offer 1 for 2.475 KYYTI, after a fee of 0.025 KYYTI.",
      );
      expect(await token.balanceOf(timelock)).to.equal(treasury + WHOLE / 40n);
      expect((await partnerAcceptance.dashboard(1n)).open).to.equal(0n);
      expect(await timeOf(node)).to.be.greaterThan((await partnerAcceptance.dashboard(1n)).terms.validUntil);
    });
  });
});
