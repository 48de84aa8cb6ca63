import { expect } from "chai";
import { network } from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Signature, ZeroHash } from "ethers";
import { offerTermsHash } from "../sdk/src/calls/terms-hash.ts";
import { redemptionOf, signRedemption, type VoucherCode } from "../sdk/src/vouchers/index.ts";
import type { IPartnerAcceptance } from "../typechain-types/interfaces/IPartnerAcceptance.ts";
import { cloneOf, cloneWith, everyoneBut, executeAs, inOneBlock } from "./lib/contributions.ts";
import { DAY, WHOLE, ZERO_ADDRESS, launchGrowing, launchOpenMarket } from "./lib/fixtures.ts";
import { endow } from "./lib/stakes.ts";
import { signPermit } from "./lib/permits.ts";
import {
  PAUSE,
  REST,
  purchase,
  termsHashOf,
  withPartnerAcceptance,
  type PartnerScenario,
} from "./lib/third-parties.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const YEAR = 365n * DAY;
const TEN_YEARS = 3_650n * DAY;
const NEVER = 2n ** 256n - 1n;
const CHAIN = 31_337n;
/** A price that no split divides evenly. */
const PRICE = 2n * WHOLE + 7n;
const STOCK = 100n;
const QUOTA = 10n;
const TICKET = 1n;

const Settlement = { Keep: 0n, Burn: 1n, Share: 2n } as const;
const State = { None: 0n, Announced: 1n, OnSale: 2n, SaleOver: 3n, Withdrawn: 4n, Expired: 5n } as const;

const now = async (): Promise<bigint> => BigInt(await time.latest());

/** An offer that opened now, for 90 days, valid for a year; 10 a day. */
const ticketTerms = (
  opens: bigint,
  changes: Partial<IPartnerAcceptance.OfferTermsStruct> = {},
): IPartnerAcceptance.OfferTermsStruct => ({
  name: "Day ticket",
  uri: "ipfs://ticket",
  price: PRICE,
  stock: STOCK,
  periodQuota: QUOTA,
  period: DAY,
  opens,
  closes: opens + 90n * DAY,
  validUntil: opens + YEAR,
  treasuryBps: 0n,
  settlement: Settlement.Keep,
  perAccount: 0n,
  feeBps: 0n,
  bound: false,
  ...changes,
});

type Scenario = PartnerScenario & {
  /** The city: publishes offers; not a partner of the presale's kind. */
  readonly city: HardhatEthersSigner;
  readonly gate: HardhatEthersSigner;
  readonly holder: HardhatEthersSigner;
  readonly other: HardhatEthersSigner;
  readonly opens: bigint;
};

/** Offer 1 of the city, on sale; the holder has 1,000 tokens, the other 500. */
async function published(): Promise<Scenario> {
  const scenario = await withPartnerAcceptance(connection, await launchOpenMarket(connection));
  const [city, gate] = scenario.actors.curators;
  const [holder, other] = scenario.actors.producers;
  const opens = (await now()) + 1n;
  await scenario.acceptance.connect(city).publish(ticketTerms(opens));
  await scenario.acceptance.connect(city).setGate(gate, true);
  return { ...scenario, city, gate, holder, other, opens };
}

/** The holder has 6 vouchers of offer 1. */
async function bought(): Promise<Scenario> {
  const scenario = await published();
  await purchase(scenario.acceptance.connect(scenario.holder), TICKET, 6n, scenario.holder);
  return scenario;
}

/** As {@link bought}, for an offer with the settlement named; it is offer 2. */
const settledBy = async (
  scenario: Scenario,
  changes: Partial<IPartnerAcceptance.OfferTermsStruct>,
): Promise<bigint> => {
  const { acceptance, city, holder } = scenario;
  await acceptance
    .connect(city)
    .publish(ticketTerms(await now(), { period: 0n, periodQuota: 0n, ...changes }));
  const id = await acceptance.offerCount();
  await purchase(acceptance.connect(holder), id, 6n, holder);
  return id;
};

async function codeOf(
  { acceptance, holder }: Pick<Scenario, "acceptance" | "holder">,
  changes: Partial<VoucherCode> = {},
  signer: HardhatEthersSigner = holder,
): Promise<VoucherCode> {
  const redemption = {
    chainId: CHAIN,
    contract: await acceptance.getAddress(),
    offer: TICKET,
    quantity: 2n,
    holder: holder.address,
    nonce: 0n,
    deadline: (await now()) + 3_600n,
    ...changes,
  };
  return signRedemption(signer, redemption);
}

/** Has `gate` redeem by `code`, or what a gate makes of it; fewer vouchers than it was signed for when `quantity` says so. */
const redeem = (
  acceptance: PartnerScenario["acceptance"],
  gate: HardhatEthersSigner,
  code: VoucherCode,
  quantity = code.quantity,
) => acceptance.connect(gate).redeemFor(redemptionOf(code, quantity));

/** {@link IPartnerAcceptance.Outcome}. */
const Outcome = {
  Redeemed: 0n,
  OfferOver: 1n,
  CodeExpired: 2n,
  NonceUsed: 3n,
  QuantityOutOfRange: 4n,
  TooFewVouchers: 5n,
  WrongSignature: 6n,
} as const;

/** The offer's terms, as a clone of any organisation with this token may have them. */
const twinOf = async ({ acceptance, addresses }: Scenario): Promise<PartnerScenario["acceptance"]> => {
  const { implementation } = await cloneOf(connection, "PartnerAcceptance");
  const { token, reserve, timelock } = addresses;
  return acceptance.attach(
    await cloneWith(connection, implementation, [token, reserve, timelock]),
  ) as typeof acceptance;
};

describe("PartnerAcceptance", () => {
  describe("initialize", () => {
    it("knows its token, owner and treasury, and what it is", async () => {
      const { acceptance, addresses } = await loadFixture(published);
      expect(await acceptance.token()).to.equal(addresses.token);
      expect(await acceptance.owner()).to.equal(addresses.timelock);
      expect(await acceptance.treasury()).to.equal(addresses.timelock);
      expect(await acceptance.pausedUntil()).to.equal(0n);
      expect(await acceptance.name()).to.equal("Shared car voucher");
      expect(await acceptance.symbol()).to.equal("CAR-V");
      const described = (await acceptance.contractURI()).split(",")[1] ?? "";
      expect(JSON.parse(Buffer.from(described, "base64").toString())).to.deep.equal({
        name: "Shared car voucher",
        symbol: "CAR-V",
        description:
          "Vouchers for what partners offer. Anyone may offer: each voucher says whether the organisation knows its partner.",
      });
      for (const [id, supported] of [
        ["0xd9b67a26", true],
        ["0x0e89341c", true],
        ["0x01ffc9a7", true],
        ["0xffffffff", false],
      ] as const) {
        expect(await acceptance.supportsInterface(id), id).to.equal(supported);
      }
      const domain = await acceptance.eip712Domain();
      expect([domain.name, domain.version, domain.chainId, domain.verifyingContract]).to.deep.equal([
        "PartnerAcceptance",
        "1",
        CHAIN,
        await acceptance.getAddress(),
      ]);
    });

    it("is locked on the implementation and works once on a clone", async () => {
      const { acceptance } = await loadFixture(published);
      const { implementation } = await cloneOf(connection, "PartnerAcceptance");
      for (const target of [acceptance, acceptance.attach(implementation) as typeof acceptance]) {
        await expect(target.initialize()).to.be.revertedWithCustomError(acceptance, "InvalidInitialization");
      }
    });

    it("refuses zero addresses", async () => {
      const { acceptance, addresses } = await loadFixture(published);
      const { implementation } = await cloneOf(connection, "PartnerAcceptance");
      const bare = async (...args: string[]) =>
        acceptance.attach(await cloneWith(connection, implementation, args)) as typeof acceptance;
      const { token, reserve, timelock } = addresses;
      await expect((await bare(ZERO_ADDRESS, reserve, timelock)).initialize()).to.be.revertedWithCustomError(
        acceptance,
        "ZeroAddress",
      );
      await expect((await bare(token, reserve, ZERO_ADDRESS)).initialize())
        .to.be.revertedWithCustomError(acceptance, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("the owner's calls", () => {
    it("are the owner's alone", async () => {
      const scenario = await loadFixture(published);
      const { acceptance, city } = scenario;
      for (const { role, signer } of await everyoneBut(connection, scenario, "owner")) {
        const as = acceptance.connect(signer);
        for (const call of [() => as.setVerified(city, "City"), () => as.pause(), () => as.unpause()]) {
          await expect(call(), role)
            .to.be.revertedWithCustomError(acceptance, "OwnableUnauthorizedAccount")
            .withArgs(signer.address);
        }
      }
    });

    it("say under what name partners are known, and no longer", async () => {
      const { acceptance, owner, city, other } = await loadFixture(published);
      expect((await acceptance.dashboard(TICKET)).verified).to.equal(false);
      for (const name of ["City of Åbo", ""]) {
        await expect(acceptance.connect(owner).setVerified(city, name))
          .to.emit(acceptance, "PartnerVerified")
          .withArgs(city.address, name);
        expect(await acceptance.partnerName(city)).to.equal(name);
        expect(await acceptance.isVerified(city)).to.equal(name !== "");
        expect(await acceptance.isVerified(other)).to.equal(false);
        expect((await acceptance.dashboard(TICKET)).verified).to.equal(name !== "");
      }
      await expect(acceptance.connect(owner).setVerified(ZERO_ADDRESS, "x")).to.be.revertedWithCustomError(
        acceptance,
        "ZeroAddress",
      );
      await expect(acceptance.connect(owner).setVerified(city, "x".repeat(65)))
        .to.be.revertedWithCustomError(acceptance, "TextLengthOutOfRange")
        .withArgs(65n, 64n);
      await expect(acceptance.connect(owner).setVerified(city, "a\u0000"))
        .to.be.revertedWithCustomError(acceptance, "TextNotPlain")
        .withArgs(1n);
    });
  });

  describe("publish", () => {
    it("is for anyone, with terms that stay", async () => {
      const { acceptance, actors } = await loadFixture(published);
      const partner = actors.stranger;
      const opens = (await now()) + DAY;
      const terms = ticketTerms(opens, {
        name: "Month ticket",
        uri: "https://city.example/month",
        price: 3n,
        stock: 5n,
        periodQuota: 2n,
        period: 3_600n,
        treasuryBps: 250n,
        settlement: Settlement.Share,
        perAccount: 3n,
        feeBps: 500n,
        bound: true,
      });
      const sent = acceptance.connect(partner).publish(terms);
      await expect(sent)
        .to.emit(acceptance, "OfferPublished")
        .withArgs(2n, partner.address, Object.values(terms));
      await expect(sent)
        .to.emit(acceptance, "URI")
        .withArgs(await acceptance.uri(2n), 2n);
      const board = await acceptance.dashboard(2n);
      expect([...board.terms]).to.deep.equal(Object.values(terms));
      expect(board.termsHash).to.equal(offerTermsHash(partner.address, terms));
      expect([...board].filter((_, at) => at !== 4 && at !== 5)).to.deep.equal([
        2n,
        partner.address,
        false,
        State.Announced,
        ...[0n, 0n, 0n, 0n],
        ...[5n, 0n, 0n],
        ...[0n, 0n, 0n, 0n, 0n],
      ]);
      expect(await acceptance.offerCount()).to.equal(2n);
    });

    const at = (opens: bigint) => ({
      opens,
      closes: opens + 90n * DAY,
      validUntil: opens + YEAR,
    });
    const refused: readonly [
      string,
      (t: bigint) => Partial<IPartnerAcceptance.OfferTermsStruct>,
      string,
      (t: bigint) => unknown[],
    ][] = [
      ["no price", () => ({ price: 0n }), "ZeroAmount", () => []],
      ["no stock", () => ({ stock: 0n }), "ZeroAmount", () => []],
      ["no name", () => ({ name: "" }), "TextLengthOutOfRange", () => [0n, 64n]],
      [
        "a name of 65 bytes",
        () => ({ name: "ä".repeat(32) + "x" }),
        "TextLengthOutOfRange",
        () => [65n, 64n],
      ],
      ["a name that turns round", () => ({ name: "Ticket\u202e" }), "TextNotPlain", () => [6n]],
      ["no URI", () => ({ uri: "" }), "TextLengthOutOfRange", () => [0n, 256n]],
      [
        "a URI of 257 bytes",
        () => ({ uri: `https://${"x".repeat(249)}` }),
        "TextLengthOutOfRange",
        () => [257n, 256n],
      ],
      ["a link to run", () => ({ uri: "javascript:alert(1)" }), "LinkNotAllowed", () => [0n]],
      ["a fee above 5 %", () => ({ feeBps: 501n }), "FeeOutOfRange", () => [501n, 500n]],
      [
        "a close at its opening",
        (t) => ({ opens: t + 9n, closes: t + 9n, validUntil: t + DAY }),
        "OfferTimesOutOfOrder",
        (t) => [t + 9n, t + 9n, t + DAY],
      ],
      [
        "vouchers that end before the sale",
        (t) => ({ opens: t, closes: t + DAY, validUntil: t + DAY - 1n }),
        "OfferTimesOutOfOrder",
        (t) => [t, t + DAY, t + DAY - 1n],
      ],
      [
        "a sale that is over",
        (t) => ({ opens: t - DAY, closes: t, validUntil: t + DAY }),
        "DeadlineOutOfRange",
        (t) => [t, t + 1n, t + TEN_YEARS],
      ],
      [
        "more than ten years",
        (t) => ({ ...at(t), validUntil: t + TEN_YEARS + 1n }),
        "DeadlineOutOfRange",
        (t) => [t + TEN_YEARS + 1n, t + 1n, t + TEN_YEARS],
      ],
      ["a quota without a period", () => ({ period: 0n }), "QuotaWithoutPeriod", () => [QUOTA, 0n]],
      ["a period without a quota", () => ({ periodQuota: 0n }), "QuotaWithoutPeriod", () => [0n, DAY]],
      [
        "a share of nothing",
        () => ({ settlement: Settlement.Share, treasuryBps: 0n }),
        "TreasuryShareOutOfRange",
        () => [Settlement.Share, 0n],
      ],
      [
        "a share above all",
        () => ({ settlement: Settlement.Share, treasuryBps: 10_001n }),
        "TreasuryShareOutOfRange",
        () => [Settlement.Share, 10_001n],
      ],
      [
        "a share of what is kept",
        () => ({ settlement: Settlement.Keep, treasuryBps: 1n }),
        "TreasuryShareOutOfRange",
        () => [Settlement.Keep, 1n],
      ],
      [
        "a share of what is burned",
        () => ({ settlement: Settlement.Burn, treasuryBps: 1n }),
        "TreasuryShareOutOfRange",
        () => [Settlement.Burn, 1n],
      ],
    ];
    for (const [title, changes, error, args] of refused) {
      it(`is refused with ${title}`, async () => {
        const { acceptance, city } = await loadFixture(published);
        const t = (await now()) + 10n;
        await time.setNextBlockTimestamp(t);
        const attempt = expect(
          acceptance.connect(city).publish(ticketTerms(t, changes(t))),
        ).to.be.revertedWithCustomError(acceptance, error);
        await (args(t).length === 0 ? attempt : attempt.withArgs(...args(t)));
      });
    }

    it("is taken at each bound", async () => {
      const { acceptance, city } = await loadFixture(published);
      for (const changes of [
        (t: bigint) => ({
          name: "x".repeat(64),
          uri: `https://${"x".repeat(248)}`,
          feeBps: 500n,
          perAccount: 2n ** 64n - 1n,
          price: 1n,
          stock: 1n,
          periodQuota: 1n,
          period: 1n,
          opens: 0n,
          closes: t + 1n,
          validUntil: t + 1n,
        }),
        (t: bigint) => ({
          price: 2n ** 112n - 1n,
          stock: 2n ** 64n - 1n,
          periodQuota: 2n ** 64n - 1n,
          period: 2n ** 32n - 1n,
          opens: t + TEN_YEARS - 1n,
          closes: t + TEN_YEARS,
          validUntil: t + TEN_YEARS,
          settlement: Settlement.Share,
          treasuryBps: 10_000n,
        }),
        () => ({
          name: "x",
          uri: "ipfs://x",
          bound: true,
          settlement: Settlement.Share,
          treasuryBps: 1n,
          periodQuota: 0n,
          period: 0n,
        }),
      ]) {
        const t = (await now()) + 10n;
        await time.setNextBlockTimestamp(t);
        const terms = ticketTerms(t, changes(t));
        await acceptance.connect(city).publish(terms);
        const { terms: stored } = await acceptance.dashboard(await acceptance.offerCount());
        expect([...stored]).to.deep.equal(Object.values(terms));
      }
    });
  });

  describe("unknown offers", () => {
    it("are refused by name everywhere", async () => {
      const { acceptance, city, holder } = await loadFixture(published);
      for (const id of [0n, 2n, NEVER]) {
        for (const call of [
          () => acceptance.connect(city).withdrawOffer(id),
          () => purchase(acceptance.connect(holder), id, 1n, holder),
          () => acceptance.connect(holder).redeemVoucher(id, 1n),
          () => acceptance.connect(holder).returnVoucher(id, 1n, holder),
          () => acceptance.dashboard(id),
          () => acceptance.quote(id, 1n, holder),
          () => acceptance.refreshURI(id),
          () => acceptance.uri(id),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(acceptance, "UnknownOffer").withArgs(id);
        }
        expect(await acceptance.stateOf(id)).to.equal(State.None);
      }
    });
  });

  describe("withdrawOffer", () => {
    it("is the partner's alone", async () => {
      const scenario = await loadFixture(published);
      const { acceptance, city, gate } = scenario;
      const callers = await everyoneBut(connection, scenario, "curator");
      for (const { role, signer } of [...callers, { role: "gate", signer: gate }]) {
        await expect(acceptance.connect(signer).withdrawOffer(TICKET), role)
          .to.be.revertedWithCustomError(acceptance, "NotPartner")
          .withArgs(TICKET, signer.address);
      }
      await expect(acceptance.connect(city).withdrawOffer(TICKET))
        .to.emit(acceptance, "OfferWithdrawn")
        .withArgs(TICKET, city.address);
      expect(await acceptance.stateOf(TICKET)).to.equal(State.Withdrawn);
    });

    it("is final, and ends with the vouchers", async () => {
      const { acceptance, city, holder, opens } = await loadFixture(published);
      await acceptance.connect(city).publish(ticketTerms(opens));
      await acceptance.connect(city).withdrawOffer(TICKET);
      await expect(acceptance.connect(city).withdrawOffer(TICKET))
        .to.be.revertedWithCustomError(acceptance, "OfferEnded")
        .withArgs(TICKET, State.Withdrawn);
      await expect(purchase(acceptance.connect(holder), TICKET, 1n, holder))
        .to.be.revertedWithCustomError(acceptance, "OfferNotOnSale")
        .withArgs(TICKET, State.Withdrawn);
      expect(await acceptance.quote(TICKET, 1n, holder)).to.deep.equal([PRICE, 0n]);
      expect(await acceptance.stateOf(2n)).to.equal(State.OnSale);
      await time.setNextBlockTimestamp(opens + YEAR);
      await expect(acceptance.connect(city).withdrawOffer(2n))
        .to.be.revertedWithCustomError(acceptance, "OfferEnded")
        .withArgs(2n, State.Expired);
      await networkHelpers.mine();
      expect(await acceptance.stateOf(TICKET)).to.equal(State.Expired);
    });

    it("is possible before the sale and after it", async () => {
      const { acceptance, city, opens } = await loadFixture(published);
      await acceptance.connect(city).publish(ticketTerms((await now()) + DAY));
      await acceptance.connect(city).withdrawOffer(2n);
      expect(await acceptance.stateOf(2n)).to.equal(State.Withdrawn);
      await time.increaseTo(opens + 90n * DAY);
      expect(await acceptance.stateOf(TICKET)).to.equal(State.SaleOver);
      await acceptance.connect(city).withdrawOffer(TICKET);
      expect(await acceptance.stateOf(TICKET)).to.equal(State.Withdrawn);
    });
  });

  describe("purchase", () => {
    it("mints vouchers for exactly their price, which waits", async () => {
      const { acceptance, token, holder, other, city, addresses } = await loadFixture(published);
      expect(await acceptance.quote(TICKET, 3n, holder)).to.deep.equal([3n * PRICE, QUOTA]);
      const hash = await termsHashOf(acceptance, TICKET);
      expect(await acceptance.connect(holder).purchase.staticCall(TICKET, 3n, hash, other)).to.equal(
        3n * PRICE,
      );
      const sent = purchase(acceptance.connect(holder), TICKET, 3n, other);
      await expect(sent)
        .to.emit(acceptance, "VouchersBought")
        .withArgs(TICKET, holder.address, other.address, 3n, 3n * PRICE);
      await expect(sent)
        .to.emit(acceptance, "TransferSingle")
        .withArgs(holder.address, ZERO_ADDRESS, other.address, TICKET, 3n);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [holder, other, acceptance, city, addresses.timelock],
        [-3n * PRICE, 0n, 3n * PRICE, 0n, 0n],
      );
      expect(await acceptance.balanceOf(other, TICKET)).to.equal(3n);
      expect(await acceptance.balanceOf(holder, TICKET)).to.equal(0n);
      expect(await acceptance.quote(TICKET, 0n, holder)).to.deep.equal([0n, QUOTA - 3n]);
      expect(await acceptance.totalSupply(TICKET)).to.equal(3n);
      const board = await acceptance.dashboard(TICKET);
      expect([board.sold, board.open, board.redeemed, board.returned]).to.deep.equal([3n, 3n, 0n, 0n]);
      expect([board.stockLeft, board.quotaLeft, board.tokensWaiting]).to.deep.equal([97n, 7n, 3n * PRICE]);
    });

    it("is of what the buyer means, whatever stands under that number", async () => {
      const { acceptance, holder, city, other, opens } = await loadFixture(published);
      const actual = await termsHashOf(acceptance, TICKET);
      const terms = ticketTerms(opens);
      expect(actual).to.equal(offerTermsHash(city.address, terms));
      const others = [
        offerTermsHash(other.address, terms),
        ...(
          [
            { name: "Day tickeT" },
            { uri: "ipfs://ticket2" },
            { price: PRICE + 1n },
            { stock: STOCK + 1n },
            { periodQuota: QUOTA + 1n },
            { period: DAY + 1n },
            { opens: opens + 1n },
            { closes: opens + 91n * DAY },
            { validUntil: opens + YEAR + 1n },
            { treasuryBps: 1n },
            { settlement: Settlement.Burn },
            { perAccount: 1n },
            { feeBps: 1n },
            { bound: true },
          ] as const
        ).map((change) => offerTermsHash(city.address, ticketTerms(opens, change))),
      ];
      expect(new Set([actual, ...others]).size).to.equal(others.length + 1);
      for (const meant of others) {
        await expect(acceptance.connect(holder).purchase(TICKET, 1n, meant, holder))
          .to.be.revertedWithCustomError(acceptance, "OfferTermsMismatch")
          .withArgs(TICKET, actual, meant);
      }
    });

    it("is for the caller alone, and for so many, where accounts are limited", async () => {
      const { acceptance, city, holder, other } = await loadFixture(published);
      const opens = (await now()) + 10n;
      // Three a day for each; and three in all, for ever, without periods.
      await acceptance.connect(city).publish(ticketTerms(opens, { periodQuota: 0n, perAccount: 3n }));
      await acceptance
        .connect(city)
        .publish(ticketTerms(opens, { periodQuota: 0n, period: 0n, perAccount: 3n }));
      await time.increaseTo(opens);
      for (const id of [2n, 3n]) {
        await expect(purchase(acceptance.connect(holder), id, 1n, other))
          .to.be.revertedWithCustomError(acceptance, "LimitedToCaller")
          .withArgs(id, other.address);
        expect(await acceptance.quote(id, 1n, holder)).to.deep.equal([PRICE, 3n]);
        await expect(purchase(acceptance.connect(holder), id, 4n, holder))
          .to.be.revertedWithCustomError(acceptance, "AccountLimitExceeded")
          .withArgs(id, holder.address, 4n, 3n);
        await purchase(acceptance.connect(holder), id, 1n, holder);
        await purchase(acceptance.connect(holder), id, 2n, holder);
        expect(await acceptance.quote(id, 1n, holder)).to.deep.equal([PRICE, 0n]);
        expect(await acceptance.quote(id, 1n, other)).to.deep.equal([PRICE, 3n]);
        await expect(purchase(acceptance.connect(holder), id, 1n, holder))
          .to.be.revertedWithCustomError(acceptance, "AccountLimitExceeded")
          .withArgs(id, holder.address, 1n, 0n);
        await purchase(acceptance.connect(other), id, 3n, other);
      }
      await time.setNextBlockTimestamp(opens + DAY - 1n);
      await expect(purchase(acceptance.connect(holder), 2n, 1n, holder)).to.be.revertedWithCustomError(
        acceptance,
        "AccountLimitExceeded",
      );
      await time.setNextBlockTimestamp(opens + DAY);
      await purchase(acceptance.connect(holder), 2n, 3n, holder);
      await expect(purchase(acceptance.connect(holder), 3n, 1n, holder)).to.be.revertedWithCustomError(
        acceptance,
        "AccountLimitExceeded",
      );
      const { quotaLeft, stockLeft } = await acceptance.dashboard(2n);
      expect([quotaLeft, stockLeft]).to.deep.equal([91n, 91n]);
    });

    it("is refused for nothing, for nobody, and for this contract", async () => {
      const { acceptance, holder } = await loadFixture(published);
      await expect(purchase(acceptance.connect(holder), TICKET, 0n, holder)).to.be.revertedWithCustomError(
        acceptance,
        "ZeroAmount",
      );
      for (const recipient of [ZERO_ADDRESS, await acceptance.getAddress()]) {
        await expect(purchase(acceptance.connect(holder), TICKET, 1n, recipient))
          .to.be.revertedWithCustomError(acceptance, "ERC1155InvalidReceiver")
          .withArgs(recipient);
      }
    });

    it("needs allowance and tokens", async () => {
      const { acceptance, token, holder, actors } = await loadFixture(published);
      const address = await acceptance.getAddress();
      await token.connect(holder).approve(address, PRICE - 1n);
      await expect(purchase(acceptance.connect(holder), TICKET, 1n, holder))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(address, PRICE - 1n, PRICE);
      await expect(purchase(acceptance.connect(actors.stranger), TICKET, 1n, holder))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(actors.stranger.address, 0n, PRICE);
    });

    it("is possible from the second of the opening to the one before the close", async () => {
      const { acceptance, city, holder } = await loadFixture(published);
      const opens = (await now()) + DAY;
      await acceptance.connect(city).publish(ticketTerms(opens, { closes: opens + 5n * DAY }));
      const buy = () => purchase(acceptance.connect(holder), 2n, 1n, holder);
      for (const [at, state] of [
        [opens - 1n, State.Announced],
        [opens, State.OnSale],
        [opens + 5n * DAY - 1n, State.OnSale],
        [opens + 5n * DAY, State.SaleOver],
        [opens + YEAR - 1n, State.SaleOver],
        [opens + YEAR, State.Expired],
      ] as const) {
        await time.setNextBlockTimestamp(at);
        if (state === State.OnSale) await buy();
        else {
          await expect(buy()).to.be.revertedWithCustomError(acceptance, "OfferNotOnSale").withArgs(2n, state);
          await networkHelpers.mine(); // at that second
        }
        expect(await acceptance.stateOf(2n)).to.equal(state);
        const board = await acceptance.dashboard(2n);
        expect(board.state).to.equal(state);
        if (state === State.Announced) {
          expect([board.quotaLeft, board.periodEnds]).to.deep.equal([0n, 0n]);
        }
        if (state !== State.OnSale)
          expect(await acceptance.quote(2n, 2n, holder)).to.deep.equal([2n * PRICE, 0n]);
      }
    });

    it("ends with the stock", async () => {
      const { acceptance, city, holder } = await loadFixture(published);
      await acceptance
        .connect(city)
        .publish(ticketTerms(await now(), { stock: 5n, period: 0n, periodQuota: 0n }));
      const buy = (quantity: bigint) => purchase(acceptance.connect(holder), 2n, quantity, holder);
      await expect(buy(6n)).to.be.revertedWithCustomError(acceptance, "StockExceeded").withArgs(2n, 6n, 5n);
      await expect(buy(2n ** 64n + 1n))
        .to.be.revertedWithCustomError(acceptance, "StockExceeded")
        .withArgs(2n, 2n ** 64n + 1n, 5n);
      await buy(3n);
      expect(await acceptance.quote(2n, 1n, holder)).to.deep.equal([PRICE, 2n]);
      await expect(buy(3n)).to.be.revertedWithCustomError(acceptance, "StockExceeded").withArgs(2n, 3n, 2n);
      await buy(2n);
      const board = await acceptance.dashboard(2n);
      expect([board.sold, board.stockLeft, board.quotaLeft, board.periodEnds]).to.deep.equal([
        5n,
        0n,
        0n,
        0n,
      ]);
      // What is redeemed comes not back into stock.
      await acceptance.connect(holder).redeemVoucher(2n, 5n);
      await expect(buy(1n)).to.be.revertedWithCustomError(acceptance, "StockExceeded").withArgs(2n, 1n, 0n);
    });

    it("ends with the period's quota, and goes on in the second of the next", async () => {
      const { acceptance, holder, opens } = await loadFixture(published);
      const buy = (quantity: bigint) => purchase(acceptance.connect(holder), TICKET, quantity, holder);
      const board = async () => {
        const { quotaLeft, periodEnds } = await acceptance.dashboard(TICKET);
        return [quotaLeft, periodEnds];
      };
      await expect(buy(11n))
        .to.be.revertedWithCustomError(acceptance, "PeriodQuotaExceeded")
        .withArgs(TICKET, 11n, 10n);
      await buy(4n);
      await buy(5n);
      expect(await board()).to.deep.equal([1n, opens + DAY]);
      await time.setNextBlockTimestamp(opens + DAY - 1n);
      await expect(buy(2n))
        .to.be.revertedWithCustomError(acceptance, "PeriodQuotaExceeded")
        .withArgs(TICKET, 2n, 1n);
      await time.setNextBlockTimestamp(opens + DAY);
      await buy(10n);
      expect(await board()).to.deep.equal([0n, opens + 2n * DAY]);
      await expect(buy(1n))
        .to.be.revertedWithCustomError(acceptance, "PeriodQuotaExceeded")
        .withArgs(TICKET, 1n, 0n);
      // Quotas of periods without sales do not add up.
      await time.increaseTo(opens + 7n * DAY);
      expect(await board()).to.deep.equal([10n, opens + 8n * DAY]);
      expect(await acceptance.quote(TICKET, 1n, holder)).to.deep.equal([PRICE, 10n]);
      await buy(1n);
      expect(await board()).to.deep.equal([9n, opens + 8n * DAY]);
    });

    it("may be limited by the stock inside a period", async () => {
      const { acceptance, city, holder } = await loadFixture(published);
      await acceptance.connect(city).publish(ticketTerms(await now(), { stock: 4n }));
      expect(await acceptance.quote(2n, 1n, holder)).to.deep.equal([PRICE, 4n]);
      await expect(purchase(acceptance.connect(holder), 2n, 5n, holder))
        .to.be.revertedWithCustomError(acceptance, "StockExceeded")
        .withArgs(2n, 5n, 4n);
    });

    it("counts periods from an opening in the past", async () => {
      const { acceptance, city, holder } = await loadFixture(published);
      const midnight = ((await now()) / DAY) * DAY;
      await acceptance
        .connect(city)
        .publish(ticketTerms(0n, { closes: midnight + 9n * DAY, validUntil: midnight + 9n * DAY }));
      await purchase(acceptance.connect(holder), 2n, 10n, holder);
      expect((await acceptance.dashboard(2n)).periodEnds).to.equal(midnight + DAY);
      await time.setNextBlockTimestamp(midnight + DAY);
      await purchase(acceptance.connect(holder), 2n, 10n, holder);
    });

    describe("with a permit", () => {
      const signed = async ({ acceptance, token, holder }: Scenario, value: bigint) => {
        await token.connect(holder).approve(acceptance, 0n);
        const deadline = (await now()) + DAY;
        const spender = await acceptance.getAddress();
        return {
          deadline,
          ...(await signPermit(token, { owner: holder, spender, value, deadline }).then(({ v, r, s }) => ({
            v,
            r,
            s,
          }))),
        };
      };

      it("needs no approval", async () => {
        const scenario = await loadFixture(published);
        const { acceptance, token, holder, other } = scenario;
        const hash = await termsHashOf(acceptance, TICKET);
        const { deadline, v, r, s } = await signed(scenario, 2n * PRICE);
        const call = [TICKET, 2n, hash, other, deadline, v, r, s] as const;
        expect(await acceptance.connect(holder).purchaseWithPermit.staticCall(...call)).to.equal(2n * PRICE);
        await expect(acceptance.connect(holder).purchaseWithPermit(...call)).to.changeTokenBalances(
          ethers,
          token,
          [holder, acceptance],
          [-2n * PRICE, 2n * PRICE],
        );
        expect(await acceptance.balanceOf(other, TICKET)).to.equal(2n);
        expect(await token.allowance(holder, acceptance)).to.equal(0n);
      });

      it("works when someone used the permit before", async () => {
        const scenario = await loadFixture(published);
        const { acceptance, token, holder, actors } = scenario;
        const { deadline, v, r, s } = await signed(scenario, PRICE);
        await token.connect(actors.stranger).permit(holder, acceptance, PRICE, deadline, v, r, s);
        const hash = await termsHashOf(acceptance, TICKET);
        await acceptance.connect(holder).purchaseWithPermit(TICKET, 1n, hash, holder, deadline, v, r, s);
        expect(await acceptance.balanceOf(holder, TICKET)).to.equal(1n);
      });

      it("is of no use to others, nor for more", async () => {
        const scenario = await loadFixture(published);
        const { acceptance, token, holder, other } = scenario;
        const { deadline, v, r, s } = await signed(scenario, PRICE);
        await token.connect(other).approve(acceptance, 0n);
        const hash = await termsHashOf(acceptance, TICKET);
        for (const [signer, quantity] of [
          [other, 1n],
          [holder, 2n],
        ] as const) {
          await expect(
            acceptance.connect(signer).purchaseWithPermit(TICKET, quantity, hash, signer, deadline, v, r, s),
          )
            .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
            .withArgs(await acceptance.getAddress(), 0n, quantity * PRICE);
        }
        await expect(
          acceptance.connect(holder).purchaseWithPermit(TICKET, 1n, ZeroHash, holder, deadline, v, r, s),
        )
          .to.be.revertedWithCustomError(acceptance, "OfferTermsMismatch")
          .withArgs(TICKET, hash, ZeroHash);
        const left = (await acceptance.dashboard(TICKET)).stockLeft;
        await expect(
          acceptance.connect(holder).purchaseWithPermit(TICKET, NEVER, hash, holder, deadline, v, r, s),
        )
          .to.be.revertedWithCustomError(acceptance, "StockExceeded")
          .withArgs(TICKET, NEVER, left);
      });
    });
  });

  describe("redeemVoucher", () => {
    it("passes the tokens to the partner", async () => {
      const { acceptance, token, holder, city, addresses } = await loadFixture(bought);
      const sent = acceptance.connect(holder).redeemVoucher(TICKET, 2n);
      await expect(sent)
        .to.emit(acceptance, "VouchersRedeemed")
        .withArgs(TICKET, holder.address, holder.address, 2n, NEVER, 2n * PRICE, 0n, 0n);
      await expect(sent)
        .to.emit(acceptance, "TransferSingle")
        .withArgs(holder.address, holder.address, ZERO_ADDRESS, TICKET, 2n);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [holder, city, acceptance, addresses.timelock],
        [0n, 2n * PRICE, -2n * PRICE, 0n],
      );
      expect(await acceptance.balanceOf(holder, TICKET)).to.equal(4n);
      const board = await acceptance.dashboard(TICKET);
      expect([board.sold, board.open, board.redeemed, board.returned]).to.deep.equal([6n, 4n, 2n, 0n]);
      expect([board.tokensWaiting, board.toPartner, board.toTreasury, board.burned]).to.deep.equal([
        4n * PRICE,
        2n * PRICE,
        0n,
        0n,
      ]);
    });

    it("burns them, for all holders, when the offer says so", async () => {
      const scenario = await loadFixture(published);
      const { acceptance, token, holder, city, addresses } = scenario;
      const id = await settledBy(scenario, { settlement: Settlement.Burn });
      const supply = await token.totalSupply();
      const sent = acceptance.connect(holder).redeemVoucher(id, 4n);
      await expect(sent)
        .to.emit(acceptance, "VouchersRedeemed")
        .withArgs(id, holder.address, holder.address, 4n, NEVER, 0n, 0n, 4n * PRICE);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [holder, city, acceptance, addresses.timelock],
        [0n, 0n, -4n * PRICE, 0n],
      );
      expect(await token.totalSupply()).to.equal(supply - 4n * PRICE);
      const board = await acceptance.dashboard(id);
      expect([board.tokensWaiting, board.toPartner, board.toTreasury, board.burned]).to.deep.equal([
        2n * PRICE,
        0n,
        0n,
        4n * PRICE,
      ]);
    });

    for (const bps of [1n, 3_333n, 5_000n, 9_999n, 10_000n]) {
      it(`35: splits sum exactly with ${bps} bps for the treasury, one by one or together`, async () => {
        const scenario = await loadFixture(published);
        const { acceptance, token, holder, city, addresses } = scenario;
        for (const price of [1n, 3n, 10_001n, PRICE]) {
          const id = await settledBy(scenario, { settlement: Settlement.Share, treasuryBps: bps, price });
          const each = (price * bps + 9_999n) / 10_000n;
          for (const quantity of [1n, 2n, 3n]) {
            const toTreasury = each * quantity;
            const toPartner = price * quantity - toTreasury;
            const sent = acceptance.connect(holder).redeemVoucher(id, quantity);
            await expect(sent)
              .to.emit(acceptance, "VouchersRedeemed")
              .withArgs(id, holder.address, holder.address, quantity, NEVER, toPartner, toTreasury, 0n);
            await expect(sent).to.changeTokenBalances(
              ethers,
              token,
              [city, addresses.timelock, acceptance],
              [toPartner, toTreasury, -price * quantity],
            );
          }
          const board = await acceptance.dashboard(id);
          expect([board.tokensWaiting, board.toPartner, board.toTreasury, board.burned]).to.deep.equal([
            0n,
            6n * (price - each),
            6n * each,
            0n,
          ]);
        }
      });
    }

    it("pays the treasury of the launch, whoever owns the contract", async () => {
      const scenario = await loadFixture(published);
      const { acceptance, token, owner, holder, addresses } = scenario;
      const id = await settledBy(scenario, { settlement: Settlement.Share, treasuryBps: 10_000n });
      await acceptance.connect(owner).renounceOwnership();
      await expect(acceptance.connect(holder).redeemVoucher(id, 1n)).to.changeTokenBalances(
        ethers,
        token,
        [addresses.timelock, acceptance],
        [PRICE, -PRICE],
      );
    });

    it("is whoever's holds the vouchers, and for no more than they hold", async () => {
      const { acceptance, holder, other, city, gate } = await loadFixture(bought);
      await acceptance.connect(holder).safeTransferFrom(holder, other, TICKET, 2n, "0x");
      for (const [account, held, quantity] of [
        [holder, 4n, 5n],
        [other, 2n, 3n],
        [city, 0n, 1n],
        [gate, 0n, 1n],
      ] as const) {
        await expect(acceptance.connect(account).redeemVoucher(TICKET, quantity))
          .to.be.revertedWithCustomError(acceptance, "ERC1155InsufficientBalance")
          .withArgs(account.address, held, quantity, TICKET);
      }
      await expect(acceptance.connect(holder).redeemVoucher(TICKET, 0n)).to.be.revertedWithCustomError(
        acceptance,
        "ZeroAmount",
      );
      await acceptance.connect(other).redeemVoucher(TICKET, 2n);
      await acceptance.connect(holder).redeemVoucher(TICKET, 4n);
      expect((await acceptance.dashboard(TICKET)).open).to.equal(0n);
    });

    it("is possible until the second before validUntil, also after the sale and after a withdrawal", async () => {
      const { acceptance, city, holder, opens } = await loadFixture(bought);
      await acceptance.connect(city).withdrawOffer(TICKET);
      await acceptance.connect(holder).redeemVoucher(TICKET, 1n);
      await time.setNextBlockTimestamp(opens + YEAR - 1n);
      await acceptance.connect(holder).redeemVoucher(TICKET, 1n);
      await time.setNextBlockTimestamp(opens + YEAR);
      await expect(acceptance.connect(holder).redeemVoucher(TICKET, 1n))
        .to.be.revertedWithCustomError(acceptance, "OfferEnded")
        .withArgs(TICKET, State.Expired);
    });
  });

  describe("redeemFor", () => {
    it("redeems with the holder's signature, at the gate or by the partner", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, token, holder, city, gate, addresses } = scenario;
      const sent = redeem(acceptance, gate, await codeOf(scenario));
      await expect(sent)
        .to.emit(acceptance, "VouchersRedeemed")
        .withArgs(TICKET, holder.address, gate.address, 2n, 0n, 2n * PRICE, 0n, 0n);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [holder, gate, city, acceptance, addresses.timelock],
        [0n, 0n, 2n * PRICE, -2n * PRICE, 0n],
      );
      expect(await acceptance.balanceOf(holder, TICKET)).to.equal(4n);
      await expect(redeem(acceptance, city, await codeOf(scenario, { nonce: 1n, quantity: 4n })))
        .to.emit(acceptance, "VouchersRedeemed")
        .withArgs(TICKET, holder.address, city.address, 4n, 1n, 4n * PRICE, 0n, 0n);
      const board = await acceptance.dashboard(TICKET);
      expect([board.open, board.redeemed]).to.deep.equal([0n, 6n]);
    });

    it("takes codes in any order, each once", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, gate } = scenario;
      const nonces = [NEVER, 255n, 0n, 256n, 1n];
      for (const nonce of nonces) {
        expect(await acceptance.isNonceUsed(holder, nonce)).to.equal(false);
        const code = await codeOf(scenario, { nonce, quantity: 1n });
        await redeem(acceptance, gate, code);
        expect(await acceptance.isNonceUsed(holder, nonce)).to.equal(true);
        await expect(redeem(acceptance, gate, code))
          .to.be.revertedWithCustomError(acceptance, "CodeRefused")
          .withArgs(holder.address, nonce, Outcome.NonceUsed);
      }
      for (const nonce of nonces) expect(await acceptance.isNonceUsed(holder, nonce)).to.equal(true);
      for (const nonce of [2n, 254n, 257n, 511n])
        expect(await acceptance.isNonceUsed(holder, nonce)).to.equal(false);
      expect(await acceptance.isNonceUsed(gate, 0n)).to.equal(false);
      expect(await acceptance.balanceOf(holder, TICKET)).to.equal(1n);
    });

    it("takes two codes in one block", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, gate, city } = scenario;
      const first = await codeOf(scenario, { nonce: 7n, quantity: 1n });
      const second = await codeOf(scenario, { nonce: 8n, quantity: 1n });
      await inOneBlock(connection, [
        () => redeem(acceptance, gate, second),
        () => redeem(acceptance, city, first),
      ]);
      expect(await acceptance.balanceOf(holder, TICKET)).to.equal(4n);
    });

    it("is the partner's and their gates' alone", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, city, gate, other, actors } = scenario;
      const code = await codeOf(scenario);
      // Someone else's gate, and a gate of the holder's own.
      await acceptance.connect(other).setGate(actors.stranger, true);
      await acceptance.connect(holder).setGate(holder, true);
      for (const { role, signer } of await everyoneBut(connection, scenario, "curator")) {
        await expect(redeem(acceptance, signer, code), role)
          .to.be.revertedWithCustomError(acceptance, "NotGate")
          .withArgs(TICKET, signer.address);
      }
      await expect(acceptance.connect(city).setGate(gate, false))
        .to.emit(acceptance, "GateSet")
        .withArgs(city.address, gate.address, false);
      expect(await acceptance.isGate(city, gate)).to.equal(false);
      await expect(redeem(acceptance, gate, code))
        .to.be.revertedWithCustomError(acceptance, "NotGate")
        .withArgs(TICKET, gate.address);
      await expect(acceptance.connect(city).setGate(gate, true))
        .to.emit(acceptance, "GateSet")
        .withArgs(city.address, gate.address, true);
      await redeem(acceptance, gate, code);
      await expect(acceptance.connect(city).setGate(ZERO_ADDRESS, true)).to.be.revertedWithCustomError(
        acceptance,
        "ZeroAddress",
      );
    });

    it("refuses a code of which anything was changed", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, other, gate, city, opens } = scenario;
      await acceptance.connect(city).publish(ticketTerms(opens));
      await purchase(acceptance.connect(holder), 2n, 2n, holder);
      await purchase(acceptance.connect(other), TICKET, 2n, other);
      const code = await codeOf(scenario);
      for (const change of [
        { holder: other.address },
        { offer: 2n },
        { quantity: 3n },
        { nonce: 1n },
        { deadline: code.deadline + 1n },
      ]) {
        const changed = { ...code, ...change };
        await expect(redeem(acceptance, gate, changed), Object.keys(change).join())
          .to.be.revertedWithCustomError(acceptance, "CodeRefused")
          .withArgs(changed.holder, changed.nonce, Outcome.WrongSignature);
      }
      await redeem(acceptance, gate, code);
    });

    it("refuses what was signed for another chain, contract or form, or by another key", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, token, holder, other, gate, city } = scenario;
      const { clone } = await cloneOf(connection, "PartnerAcceptance");
      const good = await codeOf(scenario);
      const { r, s, v } = Signature.from(good.signature);
      const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const malleable = ethers.concat([r, ethers.toBeHex(order - BigInt(s), 32), v === 27 ? "0x1c" : "0x1b"]);
      const signatures: readonly [string, string][] = [
        ["chain", (await codeOf(scenario, { chainId: 1n })).signature],
        ["contract", (await codeOf(scenario, { contract: clone })).signature],
        ["token", (await codeOf(scenario, { contract: await token.getAddress() })).signature],
        ["key", (await codeOf(scenario, { holder: holder.address }, other)).signature],
        ["partner", (await codeOf(scenario, { holder: holder.address }, city)).signature],
        ["malleable", malleable],
        ["compact", Signature.from(good.signature).compactSerialized],
        ["short", ethers.dataSlice(good.signature, 0, 64)],
        ["long", `${good.signature}00`],
        ["empty", "0x"],
        ["zeros", `0x${"00".repeat(65)}`],
        ["message", await holder.signMessage("redeem")],
      ];
      for (const [title, signature] of signatures) {
        await expect(redeem(acceptance, gate, { ...good, signature }), title)
          .to.be.revertedWithCustomError(acceptance, "CodeRefused")
          .withArgs(holder.address, 0n, Outcome.WrongSignature);
      }
      // The zero address has nothing, so that nonsense recovered to it is not even asked.
      await expect(
        redeem(acceptance, gate, { ...good, holder: ZERO_ADDRESS, signature: `0x${"00".repeat(65)}` }),
      )
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(ZERO_ADDRESS, 0n, Outcome.TooFewVouchers);
      await redeem(acceptance, gate, good);
    });

    it("is not to be replayed at another organisation's contract with the same offer", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, token, city, holder, gate, opens } = scenario;
      const twin = await twinOf(scenario);
      await twin.initialize();
      await twin.connect(city).publish(ticketTerms(opens));
      await twin.connect(city).setGate(gate, true);
      await token.connect(holder).approve(twin, NEVER);
      await purchase(twin.connect(holder), TICKET, 2n, holder);
      const code = await codeOf(scenario);
      await redeem(acceptance, gate, code);
      await expect(redeem(twin, gate, code))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(holder.address, 0n, Outcome.WrongSignature);
    });

    it("is good until its deadline, that second included", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, gate } = scenario;
      const deadline = (await now()) + 100n;
      const first = await codeOf(scenario, { deadline, nonce: 0n });
      const second = await codeOf(scenario, { deadline, nonce: 1n });
      await time.setNextBlockTimestamp(deadline);
      await redeem(acceptance, gate, first);
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(redeem(acceptance, gate, second))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(second.holder, 1n, Outcome.CodeExpired);
    });

    it("ends with the offer: withdrawn or expired, codes are void", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, gate, city, opens } = scenario;
      const code = await codeOf(scenario, { deadline: NEVER });
      const snapshot = await networkHelpers.takeSnapshot();
      await acceptance.connect(city).withdrawOffer(TICKET);
      await expect(redeem(acceptance, gate, code))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(code.holder, 0n, Outcome.OfferOver);
      await snapshot.restore();
      await time.setNextBlockTimestamp(opens + YEAR);
      await expect(redeem(acceptance, gate, code))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(code.holder, 0n, Outcome.OfferOver);
      await snapshot.restore();
      await time.setNextBlockTimestamp(opens + YEAR - 1n);
      await redeem(acceptance, gate, code);
    });

    it("is worth nothing when the vouchers were given away, nor for none", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, other, gate } = scenario;
      await acceptance.connect(holder).safeTransferFrom(holder, other, TICKET, 5n, "0x");
      const code = await codeOf(scenario);
      for (const [quantity, outcome] of [
        [2n, Outcome.TooFewVouchers],
        [3n, Outcome.QuantityOutOfRange],
        [0n, Outcome.QuantityOutOfRange],
      ] as const) {
        await expect(redeem(acceptance, gate, code, quantity))
          .to.be.revertedWithCustomError(acceptance, "CodeRefused")
          .withArgs(holder.address, 0n, outcome);
      }
      expect(await acceptance.isNonceUsed(holder, 0n)).to.equal(false);
    });

    it("redeems fewer than were signed for, and the code is used", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, gate } = scenario;
      const code = await codeOf(scenario, { quantity: 5n, nonce: 9n });
      await expect(redeem(acceptance, gate, code, 2n))
        .to.emit(acceptance, "VouchersRedeemed")
        .withArgs(TICKET, holder.address, gate.address, 2n, 9n, 2n * PRICE, 0n, 0n);
      expect(await acceptance.balanceOf(holder, TICKET)).to.equal(4n);
      await expect(redeem(acceptance, gate, code, 1n))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(holder.address, 9n, Outcome.NonceUsed);
    });

    it("hashes as EIP-712 says", async () => {
      const { acceptance, holder } = await loadFixture(published);
      const redemption = [holder.address, 3n, 4n, 5n, 6n] as const;
      const types = ["address", "uint256", "uint256", "uint256", "uint256"];
      const typeHash = ethers.id(
        "Redemption(address holder,uint256 offer,uint256 quantity,uint256 nonce,uint256 deadline)",
      );
      const coder = ethers.AbiCoder.defaultAbiCoder();
      const struct = ethers.keccak256(coder.encode(["bytes32", ...types], [typeHash, ...redemption]));
      const domain = ethers.keccak256(
        coder.encode(
          ["bytes32", "bytes32", "bytes32", "uint256", "address"],
          [
            ethers.id("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            ethers.id("PartnerAcceptance"),
            ethers.id("1"),
            CHAIN,
            await acceptance.getAddress(),
          ],
        ),
      );
      expect(await acceptance.redemptionHash(...redemption)).to.equal(
        ethers.keccak256(ethers.concat(["0x1901", domain, struct])),
      );
    });
  });

  describe("redeemMany", () => {
    it("redeems what is good, says why the rest is not, and uses nothing of that", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, token, holder, other, gate, city, opens } = scenario;
      await purchase(acceptance.connect(other), TICKET, 1n, other);
      await acceptance.connect(city).publish(ticketTerms(opens));
      await acceptance.connect(city).withdrawOffer(2n);
      const late = await codeOf(scenario, { deadline: (await now()) - 1n, nonce: 1n });
      const good = await codeOf(scenario, { nonce: 2n });
      const forged = await codeOf(scenario, { nonce: 3n }, other);
      const over = await codeOf(scenario, { offer: 2n, nonce: 4n });
      const poor = await codeOf({ ...scenario, holder: other }, { nonce: 5n });
      const last = await codeOf(scenario, { nonce: 6n, quantity: 4n });
      const many = await codeOf(scenario, { nonce: 7n, quantity: 1n });
      const codes = [late, good, forged, over, poor, good, last, many].map((code) => redemptionOf(code));
      const expected = [
        Outcome.CodeExpired,
        Outcome.Redeemed,
        Outcome.WrongSignature,
        Outcome.OfferOver,
        Outcome.TooFewVouchers,
        Outcome.NonceUsed,
        Outcome.Redeemed,
        Outcome.TooFewVouchers,
      ];
      // Asked before, and sent.
      expect(await acceptance.connect(gate).redeemMany.staticCall(codes)).to.deep.equal(expected);
      const sent = acceptance.connect(gate).redeemMany(codes);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [city, acceptance, gate],
        [6n * PRICE, -6n * PRICE, 0n],
      );
      for (const [at, outcome] of expected.entries()) {
        const code = codes[at];
        if (code === undefined) throw new Error("as many codes as outcomes");
        if (outcome === Outcome.Redeemed) {
          await expect(sent)
            .to.emit(acceptance, "VouchersRedeemed")
            .withArgs(
              code.offer,
              code.holder,
              gate.address,
              code.quantity,
              code.nonce,
              code.quantity * PRICE,
              0n,
              0n,
            );
        } else {
          await expect(sent)
            .to.emit(acceptance, "RedemptionRefused")
            .withArgs(code.offer, code.holder, gate.address, code.nonce, outcome);
        }
      }
      for (const [nonce, used] of [
        [1n, false],
        [2n, true],
        [3n, false],
        [4n, false],
        [6n, true],
        [7n, false],
      ] as const) {
        expect(await acceptance.isNonceUsed(holder, nonce), nonce.toString()).to.equal(used);
      }
      expect(await acceptance.isNonceUsed(other, 5n)).to.equal(false);
      // What was refused for want of vouchers is good once they are there.
      await purchase(acceptance.connect(holder), TICKET, 1n, other);
      expect(await acceptance.connect(gate).redeemMany.staticCall([redemptionOf(poor)])).to.deep.equal([
        Outcome.Redeemed,
      ]);
    });

    it("is for who is a gate of all offers in it", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, other, gate, opens } = scenario;
      await acceptance.connect(other).publish(ticketTerms(opens));
      const code = await codeOf(scenario);
      for (const offer of [2n, 3n, 0n]) {
        await expect(
          acceptance.connect(gate).redeemMany([redemptionOf(code), { ...redemptionOf(code), offer }]),
        )
          .to.be.revertedWithCustomError(acceptance, "NotGate")
          .withArgs(offer, gate.address);
      }
      expect(await acceptance.connect(gate).redeemMany.staticCall([])).to.deep.equal([]);
    });
  });

  describe("cancelNonces", () => {
    it("makes the caller's codes void, and nobody else's", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, other, gate } = scenario;
      await purchase(acceptance.connect(other), TICKET, 2n, other);
      await expect(acceptance.connect(holder).cancelNonces(1n, 0b101n))
        .to.emit(acceptance, "NoncesCancelled")
        .withArgs(holder.address, 1n, 0b101n);
      for (const [nonce, used] of [
        [0n, false],
        [255n, false],
        [256n, true],
        [257n, false],
        [258n, true],
        [259n, false],
      ] as const) {
        expect(await acceptance.isNonceUsed(holder, nonce), nonce.toString()).to.equal(used);
        expect(await acceptance.isNonceUsed(other, nonce)).to.equal(false);
      }
      await expect(redeem(acceptance, gate, await codeOf(scenario, { nonce: 258n })))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(holder.address, 258n, Outcome.NonceUsed);
      // Those cancelled before stay so.
      await acceptance.connect(holder).cancelNonces(1n, 0b10n);
      expect(await acceptance.isNonceUsed(holder, 256n)).to.equal(true);
      await redeem(acceptance, gate, await codeOf(scenario, { nonce: 259n }));
      await redeem(acceptance, gate, await codeOf({ ...scenario, holder: other }, { nonce: 256n }));
    });
  });

  describe("returnVoucher", () => {
    it("gives back exactly what was paid, once the offer was withdrawn", async () => {
      const { acceptance, token, holder, other, city, addresses } = await loadFixture(bought);
      await acceptance.connect(city).withdrawOffer(TICKET);
      expect(await acceptance.connect(holder).returnVoucher.staticCall(TICKET, 4n, other)).to.equal(
        4n * PRICE,
      );
      const sent = acceptance.connect(holder).returnVoucher(TICKET, 4n, other);
      await expect(sent)
        .to.emit(acceptance, "VouchersReturned")
        .withArgs(TICKET, holder.address, other.address, 4n, 4n * PRICE, 0n);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [holder, other, acceptance, city, addresses.timelock],
        [0n, 4n * PRICE, -4n * PRICE, 0n, 0n],
      );
      expect(await acceptance.balanceOf(holder, TICKET)).to.equal(2n);
      const board = await acceptance.dashboard(TICKET);
      expect([board.sold, board.open, board.redeemed, board.returned]).to.deep.equal([6n, 2n, 0n, 4n]);
      expect([board.stockLeft, board.tokensWaiting, board.toPartner]).to.deep.equal([94n, 2n * PRICE, 0n]);
    });

    it("is possible from validUntil on, for ever", async () => {
      const { acceptance, token, holder, opens } = await loadFixture(bought);
      const give = () => acceptance.connect(holder).returnVoucher(TICKET, 1n, holder);
      const validUntil = opens + YEAR;
      for (const at of [opens + DAY, opens + 90n * DAY, validUntil - 1n]) {
        await time.setNextBlockTimestamp(at);
        await expect(give())
          .to.be.revertedWithCustomError(acceptance, "VoucherStillValid")
          .withArgs(TICKET, validUntil);
      }
      for (const at of [validUntil, validUntil + 1n, validUntil + 100n * YEAR]) {
        await time.setNextBlockTimestamp(at);
        await expect(give()).to.changeTokenBalances(ethers, token, [holder, acceptance], [PRICE, -PRICE]);
      }
    });

    for (const [feeBps, price] of [
      [1n, 1n],
      [500n, PRICE],
      [333n, 10_001n],
    ] as const) {
      it(`leaves ${feeBps} bps of ${price} to the treasury, rounded up, when it has expired`, async () => {
        const scenario = await loadFixture(published);
        const { acceptance, token, holder, other, city, addresses } = scenario;
        const id = await settledBy(scenario, { feeBps, price });
        const fee = (price * feeBps + 9_999n) / 10_000n;
        const { terms } = await acceptance.dashboard(id);
        await time.increaseTo(terms.validUntil);
        const amount = 4n * (price - fee);
        expect(await acceptance.connect(holder).returnVoucher.staticCall(id, 4n, other)).to.equal(amount);
        const sent = acceptance.connect(holder).returnVoucher(id, 4n, other);
        await expect(sent)
          .to.emit(acceptance, "VouchersReturned")
          .withArgs(id, holder.address, other.address, 4n, amount, 4n * fee);
        await expect(sent).to.changeTokenBalances(
          ethers,
          token,
          [holder, other, acceptance, city, addresses.timelock],
          [0n, amount, -4n * price, 0n, 4n * fee],
        );
        const board = await acceptance.dashboard(id);
        expect([board.fees, board.returned, board.toTreasury]).to.deep.equal([4n * fee, 4n, 0n]);
      });
    }

    it("leaves nothing to anybody when the partner withdrew, also once it has expired", async () => {
      const scenario = await loadFixture(published);
      const { acceptance, token, holder, city, addresses } = scenario;
      const id = await settledBy(scenario, { feeBps: 500n });
      await acceptance.connect(city).withdrawOffer(id);
      const give = () => acceptance.connect(holder).returnVoucher(id, 3n, holder);
      const moved = [3n * PRICE, -3n * PRICE, 0n];
      await expect(give()).to.changeTokenBalances(
        ethers,
        token,
        [holder, acceptance, addresses.timelock],
        moved,
      );
      await time.increaseTo((await acceptance.dashboard(id)).terms.validUntil);
      await expect(give()).to.changeTokenBalances(
        ethers,
        token,
        [holder, acceptance, addresses.timelock],
        moved,
      );
      expect((await acceptance.dashboard(id)).fees).to.equal(0n);
    });

    it("is whoever's holds the vouchers, for no more than they hold, to an account that can use the tokens", async () => {
      const { acceptance, token, holder, other, city } = await loadFixture(bought);
      await acceptance.connect(holder).safeTransferFrom(holder, other, TICKET, 2n, "0x");
      await acceptance.connect(city).withdrawOffer(TICKET);
      for (const [account, held, quantity] of [
        [holder, 4n, 5n],
        [other, 2n, 3n],
        [city, 0n, 1n],
      ] as const) {
        await expect(acceptance.connect(account).returnVoucher(TICKET, quantity, account))
          .to.be.revertedWithCustomError(acceptance, "ERC1155InsufficientBalance")
          .withArgs(account.address, held, quantity, TICKET);
      }
      await expect(
        acceptance.connect(holder).returnVoucher(TICKET, 0n, holder),
      ).to.be.revertedWithCustomError(acceptance, "ZeroAmount");
      for (const recipient of [ZERO_ADDRESS, await acceptance.getAddress(), await token.getAddress()]) {
        await expect(acceptance.connect(holder).returnVoucher(TICKET, 1n, recipient))
          .to.be.revertedWithCustomError(acceptance, "InvalidRecipient")
          .withArgs(recipient);
      }
      await expect(acceptance.connect(other).returnVoucher(TICKET, 2n, other)).to.changeTokenBalances(
        ethers,
        token,
        [other, holder],
        [2n * PRICE, 0n],
      );
    });
  });

  describe("tokens sent past the functions", () => {
    it("change nothing", async () => {
      const { acceptance, token, holder, other, city } = await loadFixture(bought);
      const before = await acceptance.dashboard(TICKET);
      await token.connect(other).transfer(acceptance, 99n * WHOLE);
      expect(await acceptance.dashboard(TICKET)).to.deep.equal(before);
      await acceptance.connect(holder).redeemVoucher(TICKET, 3n);
      await acceptance.connect(city).withdrawOffer(TICKET);
      await acceptance.connect(holder).returnVoucher(TICKET, 3n, holder);
      expect(await token.balanceOf(acceptance)).to.equal(99n * WHOLE);
    });
  });

  describe("bound vouchers", () => {
    it("are redeemed and returned, given to whom they are bought for, and never passed on", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, holder, other, gate } = scenario;
      const id = await settledBy(scenario, { bound: true });
      await acceptance.connect(holder).setApprovalForAll(gate, true);
      for (const signer of [holder, gate]) {
        const as = acceptance.connect(signer);
        for (const call of [
          () => as.safeTransferFrom(holder, other, id, 1n, "0x"),
          () => as.safeTransferFrom(holder, other, id, 0n, "0x"),
          () => as.safeBatchTransferFrom(holder, other, [TICKET, id], [1n, 1n], "0x"),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(acceptance, "VoucherBound").withArgs(id);
        }
      }
      await purchase(acceptance.connect(holder), id, 1n, other);
      await acceptance.connect(other).redeemVoucher(id, 1n);
      await redeem(acceptance, gate, await codeOf(scenario, { offer: id }));
      await time.increaseTo((await acceptance.dashboard(id)).terms.validUntil);
      await acceptance.connect(holder).returnVoucher(id, 4n, other);
      expect(await acceptance.totalSupply(id)).to.equal(0n);
    });
  });

  describe("metadata", () => {
    async function metadata(acceptance: PartnerScenario["acceptance"], id: bigint) {
      const uri = await acceptance.uri(id);
      const prefix = "data:application/json;base64,";
      expect(uri.startsWith(prefix)).to.equal(true);
      const json = JSON.parse(Buffer.from(uri.slice(prefix.length), "base64").toString()) as Record<
        string,
        unknown
      > & {
        image: string;
      };
      const image = "data:image/svg+xml;base64,";
      expect(json.image.startsWith(image)).to.equal(true);
      return { json, svg: Buffer.from(json.image.slice(image.length), "base64").toString() };
    }

    it("says what a voucher of a known partner is for, of whom, for how much and until when", async () => {
      const { acceptance, owner, city, opens } = await loadFixture(published);
      await acceptance.connect(owner).setVerified(city, "City of Åbo");
      const { json, svg } = await metadata(acceptance, TICKET);
      const date = new Date(Number(opens + YEAR) * 1_000).toISOString().slice(0, 10);
      const by = `City of Åbo (${city.address})`;
      expect({ ...json, image: "" }).to.deep.equal({
        name: "Shared car voucher #1",
        description: `Day ticket, offered by ${by}, bought for 2.000000000000000007 CAR, valid until ${date} (UTC)`,
        decimals: 0,
        external_url: "ipfs://ticket",
        attributes: [
          { trait_type: "Verified", value: "yes" },
          { trait_type: "Partner", value: by },
          { trait_type: "Price", value: "2.000000000000000007 CAR" },
          { display_type: "date", trait_type: "Valid until", value: Number(opens + YEAR) },
          { trait_type: "Fee for returning, bps", value: 0 },
          { trait_type: "Can be passed on", value: "yes" },
        ],
        image: "",
      });
      for (const part of [
        "Shared car voucher #1",
        "Day ticket",
        "City of Åbo",
        city.address,
        `valid until ${date}`,
      ]) {
        expect(svg).to.include(`>${part}</text>`);
      }
      expect(svg.startsWith("<svg ") && svg.endsWith("</svg>")).to.equal(true);
    });

    it("shows no word and no link of who is not known, and tells readers when that changes", async () => {
      const { acceptance, owner, city, actors, opens } = await loadFixture(published);
      const partner = actors.stranger;
      const terms = ticketTerms(opens, {
        name: "[Claim 500 CAR refund](https://x.example)",
        uri: "https://x.example/claim",
        feeBps: 250n,
        bound: true,
      });
      await acceptance.connect(partner).publish(terms);
      const { json, svg } = await metadata(acceptance, 2n);
      const date = new Date(Number(opens + YEAR) * 1_000).toISOString().slice(0, 10);
      expect({ ...json, image: "" }).to.deep.equal({
        name: "Shared car: UNVERIFIED offer #2",
        description: `The organisation does not know who offers this, and shows none of their words: offered by ${partner.address}, bought for 2.000000000000000007 CAR, valid until ${date} (UTC)`,
        decimals: 0,
        attributes: [
          { trait_type: "Verified", value: "no" },
          { trait_type: "Partner", value: partner.address },
          { trait_type: "Price", value: "2.000000000000000007 CAR" },
          { display_type: "date", trait_type: "Valid until", value: Number(opens + YEAR) },
          { trait_type: "Fee for returning, bps", value: 250 },
          { trait_type: "Can be passed on", value: "no" },
        ],
        image: "",
      });
      for (const text of [JSON.stringify(json), svg]) {
        expect(text).to.not.include("Claim");
        expect(text).to.not.include("x.example");
      }
      expect(svg).to.include(">not known to the organisation</text>");
      const before = await acceptance.uri(TICKET);
      await acceptance.connect(owner).setVerified(city, "City");
      const after = await acceptance.uri(TICKET);
      expect(after).to.not.equal(before);
      await expect(acceptance.connect(partner).refreshURI(TICKET))
        .to.emit(acceptance, "URI")
        .withArgs(after, TICKET);
    });

    it("cannot be broken by the words of a partner", async () => {
      const { acceptance, owner, city, opens } = await loadFixture(published);
      const name = 'Ä "q" \\ </text><script>&';
      await acceptance.connect(owner).setVerified(city, '<b>&"');
      await acceptance.connect(city).publish(ticketTerms(opens, { name }));
      const { json, svg } = await metadata(acceptance, 2n);
      expect((json["description"] as string).startsWith(`${name}, offered by <b>&" (0x`)).to.equal(true);
      expect(svg).to.include('>Ä "q" \\ &lt;/text&gt;&lt;script&gt;&amp;</text>');
      expect(svg).to.include('>&lt;b&gt;&amp;"</text>');
    });

    for (const [price, text] of [
      [1n, "0.000000000000000001"],
      [10n ** 17n, "0.1"],
      [WHOLE, "1"],
      [1_050n * 10n ** 16n, "10.5"],
      [2n ** 112n - 1n, "5192296858534827.628530496329220095"],
    ] as const) {
      it(`writes a price of ${text} tokens`, async () => {
        const { acceptance, city, opens } = await loadFixture(published);
        await acceptance.connect(city).publish(ticketTerms(opens, { price }));
        const { json } = await metadata(acceptance, 2n);
        expect((json["attributes"] as { value: unknown }[])[2]?.value).to.equal(`${text} CAR`);
      });
    }
  });

  describe("holders that are contracts", () => {
    async function wallets() {
      const scenario = await published();
      const { acceptance, token, holder } = scenario;
      const wallet = await ethers.deployContract("TestWallet", [holder.address]);
      await token.connect(holder).transfer(wallet, 100n * WHOLE);
      await wallet.execute(
        token,
        token.interface.encodeFunctionData("approve", [await acceptance.getAddress(), NEVER]),
      );
      return { ...scenario, wallet };
    }

    it("must take the vouchers", async () => {
      const { acceptance, holder, wallet } = await loadFixture(wallets);
      await wallet.setRefuses(true);
      await expect(purchase(acceptance.connect(holder), TICKET, 1n, wallet))
        .to.be.revertedWithCustomError(acceptance, "ERC1155InvalidReceiver")
        .withArgs(await wallet.getAddress());
      const plain = await ethers.deployContract("TestCondition");
      await expect(purchase(acceptance.connect(holder), TICKET, 1n, plain))
        .to.be.revertedWithCustomError(acceptance, "ERC1155InvalidReceiver")
        .withArgs(await plain.getAddress());
      await wallet.setRefuses(false);
      await purchase(acceptance.connect(holder), TICKET, 1n, wallet);
      expect(await acceptance.balanceOf(wallet, TICKET)).to.equal(1n);
    });

    it("sign by ERC-1271, for themselves alone", async () => {
      const scenario = await loadFixture(wallets);
      const { acceptance, token, holder, other, gate, city, wallet } = scenario;
      const twin = await ethers.deployContract("TestWallet", [holder.address]);
      for (const to of [wallet, twin]) await purchase(acceptance.connect(holder), TICKET, 2n, to);
      const code = await codeOf(scenario, { holder: await wallet.getAddress() });
      const byOther = await codeOf(scenario, { holder: await wallet.getAddress() }, other);
      await expect(redeem(acceptance, gate, byOther))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(code.holder, 0n, Outcome.WrongSignature);
      const elsewhere = { ...code, holder: await twin.getAddress() };
      await expect(redeem(acceptance, gate, elsewhere))
        .to.be.revertedWithCustomError(acceptance, "CodeRefused")
        .withArgs(elsewhere.holder, 0n, Outcome.WrongSignature);
      await expect(redeem(acceptance, gate, code)).to.changeTokenBalances(
        ethers,
        token,
        [city, acceptance],
        [2n * PRICE, -2n * PRICE],
      );
      expect(await acceptance.balanceOf(wallet, TICKET)).to.equal(0n);
      expect(await acceptance.balanceOf(twin, TICKET)).to.equal(2n);
      // Contracts that answer nothing, or nonsense, or a megabyte.
      for (const answer of [0n, 1n, 2n]) {
        const hostile = await ethers.deployContract("HostileWallet");
        await hostile.setAnswer(answer);
        await purchase(acceptance.connect(holder), TICKET, 1n, hostile);
        const mute = { ...code, holder: await hostile.getAddress(), nonce: 1n, quantity: 1n };
        await expect(redeem(acceptance, gate, mute), answer.toString())
          .to.be.revertedWithCustomError(acceptance, "CodeRefused")
          .withArgs(mute.holder, 1n, Outcome.WrongSignature);
      }
    });

    it("cannot enter again while they take vouchers", async () => {
      const scenario = await loadFixture(wallets);
      const { acceptance, token, holder, city, wallet, opens } = scenario;
      const address = await wallet.getAddress();
      // Offer 2 was withdrawn, and the wallet has a voucher of it; so it could return and redeem.
      await acceptance.connect(city).publish(ticketTerms(opens));
      await purchase(acceptance.connect(holder), 2n, 1n, wallet);
      await acceptance.connect(city).withdrawOffer(2n);
      // Offer 3 is the wallet's own, so it is its gate.
      await wallet.execute(
        acceptance,
        acceptance.interface.encodeFunctionData("publish", [ticketTerms(opens)]),
      );
      await purchase(acceptance.connect(holder), 3n, 1n, wallet);
      const code = await codeOf(scenario, { holder: address, offer: 3n, quantity: 1n });
      const calls = acceptance.interface;
      const hash = await termsHashOf(acceptance, TICKET);
      for (const data of [
        calls.encodeFunctionData("purchase", [TICKET, 1n, hash, address]),
        calls.encodeFunctionData("purchaseWithPermit", [
          TICKET,
          1n,
          hash,
          address,
          0n,
          27,
          ZeroHash,
          ZeroHash,
        ]),
        calls.encodeFunctionData("redeemVoucher", [TICKET, 1n]),
        calls.encodeFunctionData("redeemFor", [redemptionOf(code)]),
        calls.encodeFunctionData("redeemMany", [[redemptionOf(code)]]),
        calls.encodeFunctionData("returnVoucher", [2n, 1n, address]),
      ]) {
        const snapshot = await networkHelpers.takeSnapshot();
        const held = await token.balanceOf(acceptance);
        await wallet.setHook(acceptance, data);
        await purchase(acceptance.connect(holder), TICKET, 1n, wallet);
        expect(await wallet.hookSucceeded()).to.equal(false);
        expect(await wallet.hookResult()).to.equal(calls.encodeErrorResult("ReentrancyGuardReentrantCall"));
        expect(await token.balanceOf(acceptance)).to.equal(held + PRICE);
        await snapshot.restore();
        // The same call is allowed when nothing is under way.
        await purchase(acceptance.connect(holder), TICKET, 1n, wallet);
        await wallet.execute(acceptance, data);
        await snapshot.restore();
      }
    });

    it("find all written when they are called: what they pass on at once is theirs", async () => {
      const { acceptance, holder, other, wallet, token } = await loadFixture(wallets);
      const address = await wallet.getAddress();
      await wallet.setHook(
        acceptance,
        acceptance.interface.encodeFunctionData("safeTransferFrom", [
          address,
          other.address,
          TICKET,
          1n,
          "0x",
        ]),
      );
      await purchase(acceptance.connect(holder), TICKET, 1n, wallet);
      expect(await wallet.hookSucceeded()).to.equal(true);
      expect(await acceptance.balanceOf(other, TICKET)).to.equal(1n);
      expect(await acceptance.balanceOf(wallet, TICKET)).to.equal(0n);
      const board = await acceptance.dashboard(TICKET);
      expect([board.sold, board.open, board.tokensWaiting]).to.deep.equal([1n, 1n, PRICE]);
      expect(await token.balanceOf(acceptance)).to.equal(PRICE);
    });
  });

  describe("pause", () => {
    it("stops purchases for 14 days at most, and nothing else", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, owner, city, holder, gate, opens } = scenario;
      const start = (await now()) + 10n;
      await time.setNextBlockTimestamp(start);
      await expect(acceptance.connect(owner).pause())
        .to.emit(acceptance, "PausedUntilSet")
        .withArgs(start + PAUSE);
      expect(await acceptance.pausedUntil()).to.equal(start + PAUSE);
      expect(await acceptance.quote(TICKET, 1n, holder)).to.deep.equal([PRICE, 0n]);
      for (const call of [
        () => purchase(acceptance.connect(holder), TICKET, 1n, holder),
        () =>
          acceptance
            .connect(holder)
            .purchaseWithPermit(TICKET, 1n, ZeroHash, holder, 0n, 27, ZeroHash, ZeroHash),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(acceptance, "Paused")
          .withArgs(start + PAUSE);
      }
      await acceptance.connect(holder).redeemVoucher(TICKET, 1n);
      await redeem(acceptance, gate, await codeOf(scenario));
      await acceptance.connect(holder).cancelNonces(0n, 2n);
      await acceptance.connect(city).publish(ticketTerms(opens));
      await acceptance.connect(city).setGate(gate, false);
      await acceptance.connect(city).withdrawOffer(TICKET);
      await acceptance.connect(holder).returnVoucher(TICKET, 3n, holder);
      await time.setNextBlockTimestamp(start + PAUSE);
      await purchase(acceptance.connect(holder), 2n, 1n, holder);
      await expect(acceptance.connect(owner).pause())
        .to.be.revertedWithCustomError(acceptance, "PauseTooSoon")
        .withArgs(start + PAUSE + REST);
    });

    it("can end early, and not when there is none", async () => {
      const { acceptance, owner, holder } = await loadFixture(published);
      await expect(acceptance.connect(owner).unpause()).to.not.emit(acceptance, "PausedUntilSet");
      await acceptance.connect(owner).pause();
      const end = (await now()) + 10n;
      await time.setNextBlockTimestamp(end);
      await expect(acceptance.connect(owner).unpause()).to.emit(acceptance, "PausedUntilSet").withArgs(end);
      expect(await acceptance.pausedUntil()).to.equal(end);
      await purchase(acceptance.connect(holder), TICKET, 1n, holder);
    });
  });

  describe("dissolution", () => {
    it("ends the sale; vouchers are redeemed and returned as before", async () => {
      const scenario = await loadFixture(bought);
      const { acceptance, token, owner, reserve, holder, city, gate, opens, asset } = scenario;
      await acceptance.connect(city).publish(ticketTerms(opens + 30n * DAY));
      await reserve.connect(owner).dissolve();
      for (const id of [TICKET, 2n]) {
        expect(await acceptance.stateOf(id)).to.equal(State.SaleOver);
        expect((await acceptance.dashboard(id)).state).to.equal(State.SaleOver);
        expect(await acceptance.quote(id, 1n, holder)).to.deep.equal([PRICE, 0n]);
        await expect(purchase(acceptance.connect(holder), id, 1n, holder))
          .to.be.revertedWithCustomError(acceptance, "OfferNotOnSale")
          .withArgs(id, State.SaleOver);
      }
      await acceptance.connect(holder).redeemVoucher(TICKET, 1n);
      await redeem(acceptance, gate, await codeOf(scenario));
      expect(await token.balanceOf(city)).to.equal(3n * PRICE);
      await expect(acceptance.connect(holder).returnVoucher(TICKET, 1n, holder))
        .to.be.revertedWithCustomError(acceptance, "VoucherStillValid")
        .withArgs(TICKET, opens + YEAR);
      await acceptance.connect(city).withdrawOffer(TICKET);
      expect(await acceptance.stateOf(TICKET)).to.equal(State.Withdrawn);
      await acceptance.connect(holder).returnVoucher(TICKET, 3n, holder);
      // The partner has their part of the reserve as every holder has.
      const money = await asset.balanceOf(city);
      await reserve.connect(city).redeem(3n * PRICE, city);
      expect(await asset.balanceOf(city)).to.be.greaterThan(money);
    });

    it("leaves the market's other states alone: offers are sold before it opens", async () => {
      const scenario = await withPartnerAcceptance(connection, await launchGrowing(connection));
      const { acceptance, actors } = scenario;
      const [holder] = actors.producers;
      await endow(connection, scenario, [holder, 10n * WHOLE]);
      await acceptance.connect(actors.stranger).publish(ticketTerms(await now()));
      await purchase(acceptance.connect(holder), 1n, 1n, holder);
      expect(await acceptance.balanceOf(holder, 1n)).to.equal(1n);
    });
  });

  describe("two organisations", () => {
    it("accept each other's tokens for their offers, and hold or sell what they take", async () => {
      const car = await withPartnerAcceptance(connection, await launchOpenMarket(connection));
      const net = await withPartnerAcceptance(
        connection,
        await launchOpenMarket(connection, { launch: { name: "Mesh network", symbol: "NET" } }),
      );
      const { founders, producers, stranger, curators } = car.actors;
      const [driver, gate] = [producers[0], curators[0]];
      const call = (
        to: PartnerScenario["acceptance"],
        name: "publish" | "setGate",
        args: readonly unknown[],
      ) =>
        to.getAddress().then((address) => ({
          to: address,
          data: to.interface.encodeFunctionData(name as "publish", args as never),
        }));
      const terms = (opens: bigint, name: string, price: bigint) =>
        ticketTerms(opens, { name, price, period: 0n, periodQuota: 0n });

      // The network offers a month of access for the car's tokens, the car a day of driving for the network's.
      const opens = await now();
      await executeAs(
        connection,
        net,
        stranger,
        await call(car.acceptance, "publish", [terms(opens, "Access", 5n * WHOLE)]),
      );
      await executeAs(connection, net, stranger, await call(car.acceptance, "setGate", [gate.address, true]));
      await executeAs(
        connection,
        car,
        stranger,
        await call(net.acceptance, "publish", [terms(opens, "Drive", 8n * WHOLE)]),
      );
      await executeAs(connection, car, stranger, await call(net.acceptance, "setGate", [gate.address, true]));
      for (const [here, there] of [
        [car, net],
        [net, car],
      ] as const) {
        expect((await here.acceptance.dashboard(1n)).partner).to.equal(there.addresses.timelock);
        await executeAs(connection, here, founders[0], {
          to: await here.acceptance.getAddress(),
          data: here.acceptance.interface.encodeFunctionData("setVerified", [
            there.addresses.timelock,
            "Friends",
          ]),
        });
        expect((await here.acceptance.dashboard(1n)).verified).to.equal(true);
      }

      // Holders of each buy from the other, and redeem at the gate.
      for (const [here, there, price, quantity] of [
        [car, net, 5n * WHOLE, 3n],
        [net, car, 8n * WHOLE, 2n],
      ] as const) {
        await purchase(here.acceptance.connect(driver), 1n, quantity, driver);
        const code = await codeOf({ acceptance: here.acceptance, holder: driver }, { quantity });
        await expect(redeem(here.acceptance, gate, code)).to.changeTokenBalances(
          ethers,
          here.token,
          [there.addresses.timelock, here.acceptance],
          [price * quantity, -price * quantity],
        );
      }

      // The network holds its 15 CAR; the car sells 10 of its 16 NET to the network's reserve.
      const deadline = (await now()) + 10n * DAY;
      const money = await net.asset.balanceOf(car.addresses.timelock);
      const paid = await net.reserve.connect(car.owner).sell.staticCall(10n * WHOLE, 0n, car.owner, deadline);
      await executeAs(connection, car, founders[1], {
        to: net.addresses.reserve,
        data: net.reserve.interface.encodeFunctionData("sell", [
          10n * WHOLE,
          0n,
          car.addresses.timelock,
          deadline,
        ]),
      });
      expect(await net.token.balanceOf(car.addresses.timelock)).to.equal(6n * WHOLE);
      expect(await car.token.balanceOf(net.addresses.timelock)).to.equal(15n * WHOLE);
      const got = (await net.asset.balanceOf(car.addresses.timelock)) - money;
      expect(got).to.be.at.least(paid);
      expect(got).to.be.greaterThan(0n);
      for (const here of [car, net]) {
        expect(await here.token.balanceOf(here.acceptance)).to.equal(0n);
        const board = await here.acceptance.dashboard(1n);
        expect([board.open, board.returned, board.tokensWaiting]).to.deep.equal([0n, 0n, 0n]);
      }
    });
  });
});
