import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { ZeroHash } from "ethers";
import { eventsOf, HISTORY_ONLY, LEFT_OUT, SOURCES, whyLeftOut } from "../../indexer/src/sources.ts";
import { startCommandNode, type CommandNode } from "../lib/commands.ts";
import { launchMarket, ROLES, said, stakes, TOKEN, UNIT, type LaunchedSale } from "../lib/command-stages.ts";
import { installIndexer, startIndexer, type Row, type RunningIndexer } from "../lib/indexer.ts";
import { request, startProxy } from "../lib/nodes.ts";

/** What the indexer does at each event, of its own sources. */
interface Handling {
  readonly HANDLERS: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe("the indexer", () => {
  let node: CommandNode;
  let car: LaunchedSale;
  let indexer: RunningIndexer;
  let data: string;

  before(async () => {
    await installIndexer();
    data = mkdtempSync(join(tmpdir(), "indexer-"));
    node = await startCommandNode({ anvil: true });
    car = await launchMarket(node, { name: "Shared car", symbol: "CAR" });
    await stakes(node, car, [ROLES.partner, 100n]);
    await trade();
    await contribute();
    indexer = await startIndexer({ rpcUrl: node.url, deployments: node.folder, data });
    await indexer.reaches(node.url);
  });

  after(async () => {
    await indexer.stop();
    await node.close();
    rmSync(data, { recursive: true });
  });

  /** The third account buys, and sells a part of it. */
  async function trade(): Promise<void> {
    const { asset } = car;
    const { token, reserve } = car.cdpo;
    const buyer = node.signer(ROLES.third);
    await asset.mint(buyer, 1_000n * UNIT);
    await asset.connect(buyer).approve(reserve, 1_000n * UNIT);
    const latest = async (): Promise<number> =>
      (await node.ethers.provider.getBlock("latest"))?.timestamp ?? 0;
    await reserve.connect(buyer).buy(1_000n * UNIT, 0n, buyer, (await latest()) + 600);
    await node.wait(86_400);
    await token.connect(buyer).approve(reserve, 10n * TOKEN);
    await reserve.connect(buyer).sell(10n * TOKEN, 0n, buyer, (await latest()) + 600);
    await asset.mint(buyer, 50n * UNIT);
    await asset.connect(buyer).approve(reserve, 50n * UNIT);
    await reserve.connect(buyer).donate(50n * UNIT, "for the car");
  }

  /** The third account submits what it made, and a curator approves. */
  async function contribute(): Promise<void> {
    const { token, registry } = car.cdpo;
    const producer = node.signer(ROLES.third);
    await token.connect(producer).approve(registry, 10n * TOKEN);
    const shares = [{ account: producer.address, bps: 10_000n }];
    await registry.connect(producer).submit(0, 5n * TOKEN, shares, ZeroHash, "ipfs://made");
    await registry.connect(node.signer(ROLES.curator)).review(1n, true, "good work");
  }

  it("handles every event of the suite, or says why not", async () => {
    // Its sources are typed by what is installed for it alone.
    const path = new URL("../../indexer/src/handlers.ts", import.meta.url).href;
    const { HANDLERS } = (await import(path)) as Handling;
    const names = (Object.keys(SOURCES) as (keyof typeof SOURCES)[]).flatMap((source) =>
      eventsOf(source).map((event) => [source, event] as const),
    );
    const untold = names.filter(
      ([source, event]) => HANDLERS[source]?.[event] === undefined && whyLeftOut(source, event) === undefined,
    );
    expect(untold.map((name) => name.join(":"))).to.have.members(Object.keys(HISTORY_ONLY));
    const all = names.map((name) => name.join(":"));
    expect(all).to.include.members(Object.keys(LEFT_OUT));
    for (const [source, handlers] of Object.entries(HANDLERS))
      for (const event of Object.keys(handlers)) expect(all).to.include(`${source}:${event}`);
  });

  it("knows every organisation of the factory, and whose contracts are whose", async () => {
    const { addresses, index } = car.cdpo;
    const [organisation, ...others] = await indexer.rows(
      "organisations",
      "id name symbol token presale governor",
    );
    expect(others).to.deep.equal([]);
    expect(organisation).to.deep.equal({
      id: Number(index),
      name: "Shared car",
      symbol: "CAR",
      token: addresses.token.toLowerCase(),
      presale: addresses.presale?.toLowerCase(),
      governor: addresses.governor.toLowerCase(),
    });
    const contracts = await indexer.rows("contracts", "address organisation name");
    expect(contracts).to.have.deep.members(
      Object.entries(addresses).map(([name, address]) => ({
        address: address?.toLowerCase(),
        organisation: 0,
        name,
      })),
    );
  });

  it("has what every account holds and has staked, to the unit", async () => {
    const { token, stake } = car.cdpo;
    const holders = await indexer.rows("holders", "account balance");
    expect(holders.length).to.be.greaterThan(5);
    for (const { account, balance } of holders)
      expect(balance).to.equal(String(await token.balanceOf(String(account))), String(account));
    expect(await indexer.rows("tokens", "supply")).to.deep.equal([
      { supply: String(await token.totalSupply()) },
    ]);
    const sum = holders.reduce((total, { balance }) => total + BigInt(String(balance)), 0n);
    expect(sum).to.equal(await token.totalSupply());
    const stakers = await indexer.rows("stakers", "account amount");
    expect(stakers.length).to.be.greaterThan(0);
    for (const { account, amount } of stakers)
      expect(amount).to.equal(String(await stake.getVotes(String(account))), String(account));
  });

  it("has every trade with its price, and the prices of each day", async () => {
    const trades = await indexer.rows("trades", "kind asset tokens tribute price time");
    const { reserve } = car.cdpo;
    const [bought] = await reserve.queryFilter(reserve.filters.Bought());
    const [sold] = await reserve.queryFilter(reserve.filters.Sold());
    if (bought === undefined || sold === undefined) throw new Error("nothing was traded");
    const { assetIn, tokensOut } = bought.args;
    const { assetOut, tokensIn } = sold.args;
    expect([bought.args.tribute > 0n, sold.args.tribute > 0n]).to.deep.equal([true, true]);
    expect(trades.map(({ kind, price }) => [kind, price])).to.deep.equal([
      ["Buy", String(((assetIn - bought.args.tribute) * TOKEN) / tokensOut)],
      ["Sell", String(((assetOut + sold.args.tribute) * TOKEN) / tokensIn)],
    ]);
    expect(await indexer.rows("priceDays", "first highest lowest last trades")).to.deep.equal(
      trades.map(({ price }) => ({ first: price, highest: price, lowest: price, last: price, trades: 1 })),
    );
  });

  it("has presale, partners and budget as their contracts tell them", async () => {
    const { presale, budget } = car;
    const { presale: at } = car.cdpo.addresses;
    const [sale] = await indexer.rows("presales", "presale trustee given refunded opens closes");
    const terms = await presale.terms();
    expect(sale).to.deep.equal({
      presale: at?.toLowerCase(),
      trustee: (await presale.trustee()).toLowerCase(),
      ...{ given: String(40_000n * UNIT), refunded: "0" },
      ...{ opens: String(terms.opens), closes: String(terms.closes) },
    });
    const partners = await indexer.rows("partners", "account contributed claimed");
    expect(partners.length).to.equal(2);
    for (const { account, contributed, claimed } of partners) {
      expect(contributed).to.equal(String((await presale.positionOf(String(account))).contributed));
      expect(claimed).to.equal(true);
    }
    const told = await budget.account();
    expect(await indexer.rows("budgets", "received paid owed fetched")).to.deep.equal([
      {
        received: String(told.received),
        paid: String(told.paid),
        owed: String(told.owed),
        fetched: String(told.fetched),
      },
    ]);
    const milestones = await indexer.rows("milestones", "index bps dueAt state");
    expect(milestones.length).to.equal(Number(await budget.milestoneCount()));
    for (const { index, bps, dueAt, state } of milestones) {
      const milestone = await budget.milestoneOf(BigInt(String(index)));
      expect([bps, dueAt, state]).to.deep.equal([Number(milestone.bps), String(milestone.dueAt), "Planned"]);
    }
  });

  it("has what was given, and roles", async () => {
    const { reserve, registry, timelock } = car.cdpo;
    const donors = await indexer.rows("donors", "account donated");
    expect(donors).to.deep.equal([
      {
        account: (await node.signer(ROLES.third).getAddress()).toLowerCase(),
        donated: String(await reserve.donatedBy(node.signer(ROLES.third))),
      },
    ]);
    expect(await indexer.rows("giftSources", "source gifts amount")).to.deep.equal([
      { source: "donation", gifts: 1, amount: String(50n * UNIT) },
    ]);
    const roles = await indexer.rows("roles", "contract role account");
    const curators = roles.filter(({ role }) => role === "curator");
    expect(curators.length).to.equal(4);
    for (const { account } of curators) expect(await registry.curatorSince(String(account))).to.not.equal(0n);
    const proposers = roles.filter(({ role }) => role === "proposer");
    expect(proposers.length).to.be.greaterThan(0);
    for (const { account } of proposers)
      expect(await timelock.hasRole(await timelock.PROPOSER_ROLE(), String(account))).to.equal(true);
  });

  it("has contributions with their reviews", async () => {
    const { registry } = car.cdpo;
    const [contribution] = await indexer.rows(
      "contributions",
      "id submitter reward status approvals objections reviewEnd submittedAt deposit award decidedAt",
    );
    const told = await registry.contribution(1n);
    expect(contribution).to.deep.equal({
      id: "1",
      submitter: told.submitter.toLowerCase(),
      reward: String(told.reward),
      status: "Submitted",
      approvals: Number(told.approvals),
      objections: Number(told.objections),
      reviewEnd: String(told.reviewEnd),
      submittedAt: String(told.submittedAt),
      deposit: String(told.deposit),
      award: null,
      decidedAt: null,
    });
    expect(await indexer.rows("reviews", "contribution curator approve note")).to.deep.equal([
      {
        contribution: "1",
        curator: (await node.signer(ROLES.curator).getAddress()).toLowerCase(),
        approve: true,
        note: "good work",
      },
    ]);
  });

  it("has a feed and a calendar of an organisation and of an account", async () => {
    const account = (await node.signer(ROLES.third).getAddress()).toLowerCase();
    const told = async (path: string): Promise<string> => (await fetch(`${indexer.url}${path}`)).text();
    const feed = await told("/organisations/0/feed.atom");
    const [newest] = /<entry>[^]*?<\/entry>/.exec(feed) ?? [];
    const latest = await node.ethers.provider.getBlock("latest");
    const curator = node.signer(ROLES.curator).address.toLowerCase();
    expect(newest).to.equal(
      [
        "<entry>",
        `<id>urn:cdpo:31337:${latest?.transactions[0] ?? ""}:0</id>`,
        "<title>Contribution reviewed</title>",
        `<updated>${said(latest?.timestamp ?? 0)}</updated>`,
        `<content type="text">id: 1\ncurator: ${curator}\napprove: true\nnote: good work`,
      ].join("\n") +
        `\nblock: ${latest?.number ?? 0}\ntransaction: ${latest?.transactions[0] ?? ""}</content>\n</entry>`,
    );
    // A page has a hundred entries, and says where the older ones are; each event is told once.
    const all = [feed];
    for (let page: string | undefined = feed; page !== undefined;) {
      const next: string | undefined = /rel="next" href="([^"]*)"/.exec(page)?.[1];
      page = next && (await (await fetch(next)).text());
      if (page !== undefined) all.push(page);
    }
    const ids = [...all.join("").matchAll(/<id>urn:[^<]*<\/id>/g)].map(([id]) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    const kept = await indexer.rows("events", "id");
    expect(ids.length).to.equal(kept.length);

    const contribution = await car.cdpo.registry.contribution(1n);
    const moment = (seconds: bigint): string => said(seconds).replace(/[-:]/g, "");
    const review = [
      "BEGIN:VEVENT",
      `UID:${car.cdpo.addresses.registry.toLowerCase()}-1`,
      `DTSTAMP:${moment(contribution.submittedAt)}`,
      `DTSTART:${moment(contribution.submittedAt)}`,
      `DTEND:${moment(contribution.reviewEnd)}`,
      "SUMMARY:Review of contribution 1",
      "DESCRIPTION:Curators review it and stakeholders veto\\; afterwards anyone ha",
      " s it decided.",
      "END:VEVENT",
    ].join("\r\n");
    const calendar = await told("/organisations/0/calendar.ics");
    expect(calendar).to.include(review);
    // Nothing is settled: the first milestone's turn came 14 days after the release.
    const { dueAt } = await car.budget.milestoneOf(0n);
    const turn = (await car.presale.releasedAt()) + 14n * 86_400n;
    const { gracePeriod } = await car.budget.terms();
    const until = moment((dueAt > turn ? dueAt : turn) + gracePeriod);
    expect(calendar).to.include(`DTEND:${until}\r\nSUMMARY:Approval of milestone 1\r\n`);
    expect(await told(`/accounts/${account}/calendar.ics`)).to.include(
      review.replace("SUMMARY:", "SUMMARY:Shared car: "),
    );
    expect(await told(`/accounts/${account}/feed.atom`)).to.include("<title>Contribution submitted</title>");
    expect((await fetch(`${indexer.url}/organisations/7/feed.atom`)).status).to.equal(404);
  });

  it("loses and doubles nothing when the chain is rewritten", async () => {
    const snapshot = await request(node.url, "evm_snapshot", []);
    await trade();
    await stakes(node, car, [ROLES.partner, 50n]);
    await indexer.reaches(node.url);
    const rewritten = await indexer.everything();
    await request(node.url, "evm_revert", [snapshot]);
    await stakes(node, car, [ROLES.second, 7n]);
    for (let blocks = 0; blocks < 10; ++blocks) await request(node.url, "evm_mine", []);
    await indexer.reaches(node.url);
    const kept = await indexer.everything();
    expect(kept).to.not.deep.equal(rewritten);
    expect(kept).to.deep.equal(await everythingAnew());
  });

  it("goes on where it was when it was killed, and waits for a node that is away", async () => {
    await indexer.stop("SIGKILL");
    await trade();
    let isAway = false;
    const proxy = await startProxy(node.url, () => !isAway);
    try {
      indexer = await startIndexer({ rpcUrl: proxy.url, deployments: node.folder, data });
      await indexer.reaches(node.url);
      isAway = true;
      await stakes(node, car, [ROLES.second, 5n]);
      await trade();
      // The node is away for long enough that it is missed.
      await sleep(3_000);
      isAway = false;
      await indexer.reaches(node.url);
      expect(await indexer.everything()).to.deep.equal(await everythingAnew());
      expect(await indexer.stop()).to.equal(0);
    } finally {
      await proxy.close();
    }
    indexer = await startIndexer({ rpcUrl: node.url, deployments: node.folder, data });
  });

  /** All rows of all tables of an indexer that began with the chain as it is. */
  async function everythingAnew(): Promise<Record<string, Row[]>> {
    const folder = mkdtempSync(join(tmpdir(), "indexer-"));
    const fresh = await startIndexer({ rpcUrl: node.url, deployments: node.folder, data: folder });
    try {
      await fresh.reaches(node.url);
      return await fresh.everything();
    } finally {
      await fresh.stop();
      rmSync(folder, { recursive: true });
    }
  }
});
