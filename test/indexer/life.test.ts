import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Interface } from "ethers";
import { network } from "hardhat";
import { eventsOf, HISTORY_ONLY, SOURCES, whyLeftOut } from "../../indexer/src/sources.ts";
import { deploySuite } from "../../launch/index.ts";
import { emptyAddressBook, writeAddressBook } from "../../scripts/lib/address-book.ts";
import { fromEthers } from "../../sdk/src/ethers.ts";
import type { Deployments } from "../../sdk/src/addresses/index.ts";
import {
  openOrganisation,
  readHolds,
  readOrganisation,
  type OrganisationState,
} from "../../sdk/src/state/index.ts";
import type { Connection } from "../lib/fixtures.ts";
import { installIndexer, startIndexer, type Row, type RunningIndexer } from "../lib/indexer.ts";
import { liveAll } from "../lib/lives.ts";
import type { Stage } from "../lib/stages.ts";

/* Rows beside what the contracts themselves say, of organisations to which nearly everything has happened. */

const CHAIN_ID = 31_337;
/** What nothing in these lives does. */
const NEVER_HAPPENED = [
  "epochs:EpochVoided", // a window without any room
  "factory:CdpoLaunched", // not of an organisation's contract
  "standingGifts:StandingGiftCancelled",
  "standingGifts:StandingGiftPaid",
  "standingGifts:StandingGiftStarted",
];

/** Numbers as texts, accounts in small letters: so that what GraphQL and the sdk answer can be compared. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (typeof value === "string") return /^0x[0-9a-fA-F]*$/.test(value) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

interface Life {
  readonly stage: Stage;
  readonly state: OrganisationState;
  readonly holds: Awaited<ReturnType<typeof readHolds>>;
}

describe("the indexer, beside the contracts", () => {
  let connection: Connection;
  /** What is to be ended, in the order in which it was begun. */
  const ends: (() => Promise<unknown>)[] = [];
  let indexer: RunningIndexer;
  let lives: readonly Life[];
  let standingGifts: string;
  const folders = [mkdtempSync(join(tmpdir(), "indexer-")), mkdtempSync(join(tmpdir(), "cdpo-"))] as const;

  before(async () => {
    await installIndexer();
    const server = await network.createServer("default", "127.0.0.1", 0);
    const url = `http://127.0.0.1:${(await server.listen()).port}`;
    ends.push(() => server.close());
    const local = await network.create({ network: "localhost", override: { url } });
    ends.push(() => local.close());
    connection = local;
    const [data, folder] = folders;
    const stages = await liveAll(connection);
    const { addresses: suite } = await deploySuite({ ethers: connection.ethers });
    ({ standingGifts } = suite.periphery);
    const book = { ...emptyAddressBook(CHAIN_ID), ...suite, block: 1, organisations: [] };
    await writeAddressBook({ folder, book });
    const rpc = fromEthers(connection.ethers.provider);
    const known: Life[] = [];
    for (const stage of stages) {
      const organisation = await openOrganisation({
        rpc,
        book: book as Deployments,
        which: stage.addresses.token,
      });
      const state = await readOrganisation({ rpc, organisation });
      known.push({ stage, state, holds: await readHolds({ rpc, organisation, block: state.block }) });
    }
    lives = known;
    indexer = await startIndexer({ rpcUrl: url, deployments: folder, data });
    ends.push(() => indexer.stop());
    await indexer.reaches(url);
  });

  after(async () => {
    for (const end of ends.reverse()) await end();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** The rows of a contract, without the column that names it. */
  async function rowsOf(
    list: string,
    [column, address]: readonly [column: string, address: string | undefined],
    columns: string,
  ): Promise<unknown[]> {
    const rows = await indexer.rows(list, `${column} ${columns}`);
    return rows
      .filter((row) => row[column] === address?.toLowerCase())
      .map((row) => plain(Object.fromEntries(Object.entries(row).filter(([name]) => name !== column))));
  }

  /** Compares the rows of each life's contract with what is told there, in any order. */
  async function compare(
    list: string,
    column: keyof Stage["addresses"],
    columns: string,
    told: (life: Life) => readonly Row[] | Promise<readonly Row[]>,
  ): Promise<void> {
    let count = 0;
    for (const life of lives) {
      const rows = await rowsOf(list, [column, life.stage.addresses[column]], columns);
      const expected = await told(life);
      count += expected.length;
      expect(rows, `${list} of ${life.state.organisation.name}`).to.have.deep.members(
        expected.map((row) => plain(row)) as Row[],
      );
    }
    expect(count, list).to.be.greaterThan(0);
  }

  it("is tried with everything that changes a row, but for what never happened", async () => {
    const seen = new Set<string>();
    for (const { stage } of lives) {
      for (const [name, address] of Object.entries<string | undefined>(stage.addresses)) {
        if (address === undefined) continue;
        const abi = new Interface(SOURCES[name as keyof typeof SOURCES]);
        for (const log of await connection.ethers.provider.getLogs({ address, fromBlock: 0 }))
          seen.add(`${name}:${abi.parseLog(log)?.name ?? ""}`);
      }
    }
    const unseen = (Object.keys(SOURCES) as (keyof typeof SOURCES)[]).flatMap((source) =>
      eventsOf(source)
        .filter((name) => whyLeftOut(source, name) === undefined)
        .map((name) => `${source}:${name}`)
        .filter((name) => !seen.has(name) && !(name in HISTORY_ONLY)),
    );
    expect(unseen).to.have.members(NEVER_HAPPENED);
  });

  it("has every organisation, and each of its events once, with the launch the newest of none", async () => {
    const { ethers } = connection;
    for (const { stage, state } of lives) {
      const { index } = state.organisation;
      const own = Object.values<string | undefined>(stage.addresses).filter((each) => each !== undefined);
      let count = 1; // the launch
      for (const [name, address] of Object.entries<string | undefined>(stage.addresses)) {
        if (address === undefined) continue;
        const source = name as keyof typeof SOURCES;
        const abi = new Interface(SOURCES[source]);
        const logs = await ethers.provider.getLogs({ address, fromBlock: 0 });
        const names = logs.map((log) => abi.parseLog(log)?.name ?? "");
        // A presale begins with its Initialized.
        count += names.filter(
          (each) =>
            whyLeftOut(source, each) === undefined || (source === "presale" && each === "Initialized"),
        ).length;
      }
      expect(own.length).to.be.greaterThan(11);
      const gifts = state.standingGifts.reduce(
        (sum, { paid, cancelled }) => sum + Number(paid) + 1 + Number(cancelled),
        0,
      );
      const { events } = (await indexer.query(
        `{ events(where: { organisation: ${index} }, limit: 1) { totalCount } }`,
      )) as { events: { totalCount: number } };
      expect(events.totalCount, state.organisation.name).to.equal(count + gifts);
    }
    expect(await indexer.rows("earlys", "contract")).to.deep.equal([]);
    const { events } = (await indexer.query(
      "{ events(where: { organisation: null }, limit: 1) { totalCount } }",
    )) as { events: { totalCount: number } };
    expect(events.totalCount).to.equal(0);
  });

  it("has markets, holders, stakes and what holds them", async () => {
    await compare(
      "markets",
      "reserve",
      "state entryTribute exitTribute openedAt dissolvedAt",
      ({ state }) => {
        const { marketState, terms, dissolvedAt, opening } = state.contracts.reserve;
        return [
          {
            ...{ state: marketState, entryTribute: terms.entryTributeBps, exitTribute: terms.exitTributeBps },
            ...{ openedAt: opening || null, dissolvedAt: dissolvedAt || null },
          },
        ];
      },
    );
    for (const { stage } of lives) {
      const holders = await rowsOf("holders", ["token", stage.addresses.token], "account balance");
      const stakers = await rowsOf("stakers", ["stake", stage.addresses.stake], "account amount");
      for (const { account, balance } of holders as { account: string; balance: string }[])
        expect(balance, account).to.equal(String(await stage.token.balanceOf(account)));
      for (const { account, amount } of stakers as { account: string; amount: string }[])
        expect(amount, account).to.equal(String(await stage.stake.getVotes(account)));
      const sum = (holders as { balance: string }[]).reduce((all, { balance }) => all + BigInt(balance), 0n);
      expect(sum).to.equal(await stage.token.totalSupply());
    }
    for (const { stage, state } of lives) {
      // What a drip was set to, until it has ended.
      const [market] = (await rowsOf(
        "markets",
        ["reserve", stage.addresses.reserve],
        "dripRate dripEnds",
      )) as [{ readonly dripRate: string; readonly dripEnds: string }];
      const { rate, end } = await stage.reserve.drip();
      if (BigInt(market.dripEnds) > state.time)
        expect([market.dripRate, market.dripEnds]).to.deep.equal([String(rate), String(end)]);
      else expect(rate).to.equal(0n);
    }
    await compare("holds", "stake", "account forum matter tag", ({ holds }) =>
      holds.map(({ account, forum, id, tag }) => ({ account, forum, matter: id, tag })),
    );
    for (const { stage } of lives) {
      const vetoes = (await rowsOf(
        "vetos",
        ["stake", stage.addresses.stake],
        "account forum matter weight",
      )) as {
        readonly account: string;
        readonly forum: string;
        readonly matter: string;
        readonly weight: string;
      }[];
      for (const { account, forum, matter, weight } of vetoes)
        expect(weight).to.equal(String(await stage.stake.vetoOf(forum, matter, account)));
    }
  });

  it("has gifts by source, pledges and standing gifts", async () => {
    for (const { stage, state } of lives) {
      const sources = (await rowsOf(
        "giftSources",
        ["reserve", stage.addresses.reserve],
        "source amount",
      )) as {
        readonly source: string;
        readonly amount: string;
      }[];
      const of = (which: (source: string) => boolean): bigint =>
        sources.filter(({ source }) => which(source)).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      const { donationsReceived, giftsReceived } = state.contracts.reserve;
      expect(of((source) => source === "donation")).to.equal(donationsReceived);
      expect(of(() => true)).to.equal(giftsReceived);
    }
    await compare(
      "pledges",
      "pledgeBook",
      "id donor form arbiter amount deadline met passedOn returned",
      ({ state }) =>
        state.pledges.map(({ id, donor, form, arbiter, amount, deadline, met, passedOn, returned }) => ({
          ...{ id, donor, form, arbiter, amount, deadline, met, passedOn, returned },
        })),
    );
    const rows = await indexer.rows(
      "standingGifts",
      "id token donor amount interval startedAt payments lastInterval cancelled",
    );
    const told = lives.flatMap(({ stage, state }) =>
      state.standingGifts.map(
        ({ id, donor, amount, interval, startedAt, paid, lastInterval, cancelled }) => ({
          ...{ id, token: stage.addresses.token, donor, amount, interval, startedAt, payments: paid },
          ...{ lastInterval, cancelled },
        }),
      ),
    );
    expect(told.length).to.equal(2);
    expect(rows.map(plain)).to.have.deep.members(told.map(plain) as Row[]);
    expect(standingGifts).to.match(/^0x/);
  });

  it("has presales, partners, resources and budgets", async () => {
    await compare(
      "presales",
      "presale",
      "trustee candidate price minimum maximum opens closes releaseBy refundRound refundsUntil releasedAt",
      async ({ stage: { presale } }) => {
        if (presale === undefined) return [];
        const { price, minimum, maximum, opens, closes, releaseBy } = await presale.terms();
        const { until, round, candidate } = await presale.refunds();
        return [
          {
            ...{ trustee: await presale.trustee(), price, minimum, maximum, opens, closes, releaseBy },
            candidate: BigInt(candidate) === 0n ? null : candidate,
            ...{ refundRound: round || null, refundsUntil: until || null },
            releasedAt: (await presale.releasedAt()) || null,
          },
        ];
      },
    );
    await compare("budgets", "budget", "received paid owed fetched", async ({ stage: { budget } }) => {
      if (budget === undefined) return [];
      const { received, paid, owed, fetched } = await budget.account();
      return received === 0n ? [] : [{ received, paid, owed, fetched }];
    });
    await compare(
      "milestones",
      "budget",
      "index bps state dueAt objectionsEnd objecting descriptionHash",
      ({ state }) =>
        state.contracts.budget?.account.received === 0n
          ? []
          : state.milestones.map(
              ({ id, bps, state: now, dueAt, objectionsEnd, objecting, descriptionHash }) => ({
                ...{ index: id, bps, state: now, dueAt, objectionsEnd, objecting, descriptionHash },
              }),
            ),
    );
    await compare("resources", "custody", "id offerer state value nftContract nftId", ({ state }) =>
      state.resources.map(({ id, offerer, state: now, value, nftContract, nftId }) => ({
        ...{ id, offerer, state: now, value, nftContract, nftId },
      })),
    );
    for (const { stage } of lives) {
      const { presale } = stage;
      if (presale === undefined) continue;
      const partners = (await rowsOf(
        "partners",
        ["presale", stage.addresses.presale],
        "account contributed resourceTokens claimed",
      )) as { account: string; contributed: string; resourceTokens: string; claimed: boolean }[];
      expect(partners.length).to.be.greaterThan(2);
      for (const { account, contributed, resourceTokens, claimed } of partners) {
        const told = await presale.positionOf(account);
        expect([contributed, resourceTokens, claimed], account).to.deep.equal([
          String(told.contributed),
          String(told.resourceTokens),
          told.standing === 1n || told.standing === 2n,
        ]);
      }
    }
  });

  it("has contributions, epochs and what issuance pays for them", async () => {
    await compare(
      "contributions",
      "registry",
      "id submitter kind reward status submittedAt reviewEnd deposit depositReturned approvals objections decidedAt overruled award paid",
      async ({ stage, state }) =>
        Promise.all(
          state.contributions.map(async ({ id, decidedAt, award, isOverruled, ...told }) => ({
            ...{ id, submitter: told.submitter, kind: told.kind, reward: told.reward, status: told.status },
            ...{ submittedAt: told.submittedAt, reviewEnd: told.reviewEnd },
            ...{
              deposit: told.deposit,
              depositReturned: told.deposit === 0n ? null : await returnedOf(stage, id),
              approvals: told.approvals,
              objections: told.objections,
            },
            ...{ decidedAt: decidedAt || null, overruled: isOverruled, award: award || null },
            paid: await paidFor(stage, id),
          })),
        ),
    );
    await compare(
      "epochs",
      "epochs",
      "id proposer root total count status proposedAt challengeEnd objections award paid expiresAt claimed unclaimed",
      ({ state }) =>
        state.epochs.map(({ id, proposer, root, total, count, status, ...told }) => ({
          ...{ id, proposer, root, total, count, status, proposedAt: told.proposedAt },
          ...{ challengeEnd: told.proposedAt + told.challengeWindow, objections: told.objections },
          ...{ award: told.award || null, paid: told.paid || null, expiresAt: told.expiresAt || null },
          ...{ claimed: told.claimed, unclaimed: told.unclaimed || null },
        })),
    );
    await compare("awards", "issuance", "id issuer batch entered taken", async ({ stage: { issuance } }) => {
      const count = Number(await issuance.awardCount());
      return Promise.all(
        Array.from({ length: count }, async (_, at) => {
          const { issuer, batch, entered, taken } = await issuance.awardOf(at + 1);
          return { id: at + 1, issuer, batch, entered, taken };
        }),
      );
    });
    await compare("kinds", "registry", "kind maxReward active version", ({ state }) =>
      state.kinds.map(({ kind, maxReward, active, version }) => ({ kind, maxReward, active, version })),
    );
  });

  /** What became of a contribution's deposit, if anything. */
  async function returnedOf({ registry }: Stage, id: bigint): Promise<boolean | null> {
    const forfeited = await registry.queryFilter(registry.filters.DepositForfeited(id));
    if (forfeited.length > 0) return false;
    return (await registry.isDepositReturned(id)) || null;
  }

  /** What producers were sent for a contribution. */
  async function paidFor({ registry }: Stage, id: bigint): Promise<bigint> {
    const sent = await registry.queryFilter(registry.filters.ContributionPaid(id));
    return sent.reduce((sum, { args }) => sum + args.amount, 0n);
  }

  it("has proposals with their backings", async () => {
    await compare(
      "proposals",
      "proposals",
      "id goal reward raised deadline deliverBy backersBps kind completed released contribution declinedBps termsHash",
      ({ state }) =>
        state.proposals.map(({ id, proposal: { contributionId, ...told } }) => ({
          ...{ id, goal: told.goal, reward: told.reward, raised: told.raised, deadline: told.deadline },
          ...{ deliverBy: told.deliverBy, backersBps: told.backersBps, kind: told.kind },
          ...{ completed: told.completed, released: told.released, declinedBps: told.declinedBps },
          ...{ contribution: contributionId || null, termsHash: told.termsHash },
        })),
    );
    for (const { stage } of lives) {
      const backings = (await rowsOf(
        "backings",
        ["proposals", stage.addresses.proposals],
        "proposal backer amount",
      )) as { proposal: string; backer: string; amount: string }[];
      for (const { proposal, backer, amount } of backings)
        expect(amount, proposal).to.equal(String(await stage.proposals.backingOf(proposal, backer)));
    }
  });

  it("has decisions, operations, rounds of dissolution and roles", async () => {
    await compare(
      "decisions",
      "governor",
      "id proposer description voteStart voteEnd votesFor votesAgainst votesAbstain",
      ({ state }) =>
        state.decisions.map(({ id, proposer, description, voteStart, voteEnd, ...told }) => ({
          ...{ id, proposer, description, voteStart, voteEnd, votesFor: told.votesFor },
          ...{ votesAgainst: told.votesAgainst, votesAbstain: told.votesAbstain },
        })),
    );
    for (const { stage, state } of lives) {
      const operations = (await rowsOf(
        "operations",
        ["timelock", stage.addresses.timelock],
        "id readyAt executedAt cancelledAt vetoed",
      )) as { id: string; readyAt: string; executedAt: string | null; cancelledAt: string | null }[];
      const pending = new Map<string, bigint>(state.operations.map(({ id, from }) => [id, from]));
      for (const { id, readyAt, executedAt, cancelledAt } of operations) {
        expect(await stage.timelock.isOperationDone(id)).to.equal(executedAt !== null);
        if (pending.has(id))
          expect([readyAt, executedAt, cancelledAt]).to.deep.equal([String(pending.get(id)), null, null]);
      }
      for (const id of pending.keys()) expect(operations.map((each) => each.id)).to.include(id);
      for (const [name, role] of [
        ["PROPOSER_ROLE", "proposer"],
        ["CANCELLER_ROLE", "canceller"],
        ["GUARDIAN_ROLE", "guardian"],
      ] as const) {
        const rows = (await rowsOf("roles", ["contract", stage.addresses.timelock], "role account")) as Row[];
        const accounts = rows.filter((row) => row["role"] === role).map(({ account }) => account);
        expect(accounts, role).to.have.members((state.roles[name] ?? []).map((each) => each.toLowerCase()));
      }
    }
    await compare("dissolutionRounds", "stake", "round openedAt consented noticedAt", async ({ stage }) => {
      const count = Number(await stage.stake.roundCount());
      return Promise.all(
        Array.from({ length: count }, async (_, at) => {
          const { openedAt, consented, noticeAt } = await stage.stake.roundOf(at + 1);
          return { round: at + 1, openedAt, consented, noticedAt: noticeAt || null };
        }),
      );
    });
    for (const { stage } of lives) {
      const consents = (await rowsOf(
        "dissolutionConsents",
        ["stake", stage.addresses.stake],
        "round account weight",
      )) as { round: string; account: string; weight: string }[];
      for (const { round, account, weight } of consents)
        expect(weight).to.equal(String(await stage.stake.consentOf(round, account)));
    }
    const pauses = await indexer.rows("pauses", "contract until");
    for (const { stage } of lives) {
      for (const name of ["issuance", "pledgeBook", "reserve", "proposals", "licenceOffice"] as const) {
        const paused = pauses.find(({ contract }) => contract === stage.addresses[name].toLowerCase());
        expect(paused?.["until"] ?? "0", name).to.equal(String(await stage[name].pausedUntil()));
      }
    }
  });

  it("has licences, offers and vouchers", async () => {
    await compare(
      "licenceTiers",
      "licenceOffice",
      "tier name duration termsHash termsUri price commonsMinimum makersBps active",
      ({ state }) =>
        state.tiers.map(({ id, termsURI, ...told }) => ({
          ...{ tier: id, name: told.name, duration: told.duration, termsHash: told.termsHash },
          ...{ termsUri: termsURI, price: told.price, commonsMinimum: told.commonsMinimum },
          ...{ makersBps: told.makersBps, active: told.active },
        })),
    );
    await compare(
      "licences",
      "licenceOffice",
      "id tier expires licensee",
      async ({ stage: { licenceOffice } }) => {
        const count = Number(await licenceOffice.licenceCount());
        return Promise.all(
          Array.from({ length: count }, async (_, at) => {
            const { tier, expires } = await licenceOffice.licence(at + 1);
            return { id: at + 1, tier, expires, licensee: await licenceOffice.ownerOf(at + 1) };
          }),
        );
      },
    );
    const terms =
      "name uri price stock periodQuota period opens closes validUntil treasuryBps settlement perAccount feeBps bound";
    await compare(
      "offers",
      "partnerAcceptance",
      `id partner ${terms} sold redeemed returned toPartner toTreasury burned fees`,
      ({ state }) =>
        state.offers.map(({ id, partner, terms: said, sold, redeemed, returned, ...told }) => ({
          ...{ id, partner, ...said, sold, redeemed, returned },
          ...{ toPartner: told.toPartner, toTreasury: told.toTreasury, burned: told.burned, fees: told.fees },
        })),
    );
    for (const { stage, state } of lives) {
      const vouchers = (await rowsOf(
        "vouchers",
        ["partnerAcceptance", stage.addresses.partnerAcceptance],
        "offer account quantity",
      )) as { offer: string; account: string; quantity: string }[];
      for (const { offer, account, quantity } of vouchers)
        expect(quantity).to.equal(String(await stage.partnerAcceptance.balanceOf(account, offer)));
      for (const { id, sold, redeemed, returned } of state.offers) {
        const left = vouchers.filter(({ offer }) => offer === String(id));
        expect(left.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n)).to.equal(
          sold - redeemed - returned,
        );
      }
    }
  });

  it("answers every query of its README, with rows", async () => {
    const readme = readFileSync(new URL("../../indexer/README.md", import.meta.url), "utf8");
    const queries = [...readme.matchAll(/```graphql\n([^]*?)```/g)].map(([, query = ""]) => query);
    expect(queries.length).to.equal(5);
    const [{ stage, state }] = lives as [Life, ...Life[]];
    const { token, reserve, registry } = stage.addresses;
    const own = Object.entries({ token, reserve, registry, account: stage.holder.address });
    const variables = {
      organisation: state.organisation.index,
      ...Object.fromEntries(own.map(([name, address]) => [name, address.toLowerCase()])),
    };
    for (const query of queries) {
      const answer = await indexer.query(query, variables);
      for (const [list, page] of Object.entries(answer))
        expect((page as { items: Row[] }).items.length, list).to.be.greaterThan(0);
    }
  });

  it("pages through events newest first, each once, those of an account among them", async () => {
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const where = 'where: { organisation: 0 }, orderBy: "id", orderDirection: "desc", limit: 50';
      const { events } = (await indexer.query(
        `query ($after: String) { events(${where}, after: $after) { items { id } pageInfo { endCursor hasNextPage } } }`,
        { after },
      )) as { events: { items: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
      seen.push(...events.items.map(({ id }) => id));
      if (!events.pageInfo.hasNextPage) break;
      after = events.pageInfo.endCursor;
    }
    const all = (await indexer.rows("events", "id organisation")).filter((row) => row["organisation"] === 0);
    expect(seen).to.deep.equal(
      all
        .map(({ id }) => String(id))
        .sort()
        .reverse(),
    );
    const [{ stage }] = lives as [Life, ...Life[]];
    const account = stage.holder.address.toLowerCase();
    const named = (await indexer.rows("events", "id args organisation")).filter(
      ({ args, organisation }) =>
        organisation === 0 && JSON.stringify(args).toLowerCase().includes(`"${account}"`),
    );
    const own = (await indexer.rows("accountEvents", "account eventId organisation")).filter(
      (row) => row["account"] === account && row["organisation"] === 0,
    );
    expect(own.map(({ eventId }) => eventId)).to.have.members(named.map(({ id }) => id));
  });

  it("answers SQL that reads, and refuses what would write", async () => {
    const sql = async (text: string): Promise<{ readonly status: number; readonly told: string }> => {
      const asked = encodeURIComponent(JSON.stringify({ json: { sql: text, params: [] } }));
      const response = await fetch(`${indexer.url}/sql/db?sql=${asked}`);
      return { status: response.status, told: await response.text() };
    };
    const { status, told } = await sql("select id, name from organisation order by id");
    expect(status).to.equal(200);
    expect(told).to.include(lives[1]?.state.organisation.name ?? "?");
    for (const text of [
      "delete from event",
      "update organisation set name = 'mine'",
      "drop table holder",
      "insert into pause values ('0x00', 1, 2)",
      "select 1; delete from event",
    ]) {
      expect((await sql(text)).status, text).to.be.greaterThan(399);
    }
    expect((await indexer.rows("organisations", "name")).length).to.equal(lives.length);
  });

  it("lets pages of other origins read", async () => {
    for (const path of ["graphql", "organisations/0/feed.atom", "organisations/0/calendar.ics", "status"]) {
      const { headers } = await fetch(`${indexer.url}/${path}`, {
        headers: { origin: "https://elsewhere.example" },
      });
      expect(headers.get("access-control-allow-origin"), path).to.equal("*");
    }
    const asked = await fetch(`${indexer.url}/graphql`, {
      method: "OPTIONS",
      headers: {
        origin: "https://elsewhere.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(asked.status).to.equal(204);
    expect(asked.headers.get("access-control-allow-headers")).to.equal("content-type");
  });

  it("has every kind of window in the calendars, with its end after its beginning", async () => {
    const titles = new Set<string>();
    for (const { state } of lives) {
      const response = await fetch(`${indexer.url}/organisations/${state.organisation.index}/calendar.ics`);
      for (const event of (await response.text()).replaceAll("\r\n ", "").split("BEGIN:VEVENT").slice(1)) {
        const field = (name: string): string => new RegExp(`^${name}:(.*)\r$`, "m").exec(event)?.[1] ?? "";
        expect(field("DTEND") > field("DTSTART"), event).to.equal(true);
        titles.add(
          field("SUMMARY")
            .replace(/^(Delay of operation|On sale|Pause|Ready|To queue|Valid|Vote).*/, "$1")
            .replace(/ \(.*/, "")
            .replace(/\d+/g, "N"),
        );
      }
    }
    expect([...titles].sort()).to.deep.equal([
      "Backing of proposal N",
      "Challenge of epoch N",
      "Claims of epoch N",
      "Consent to dissolve\\, round N",
      "Delay of operation",
      "Delivery of proposal N",
      "Notice of dissolution",
      "On sale",
      "Pause",
      "Pledge N",
      "Presale",
      "Ready",
      "Refunds",
      "Release of the presale",
      "Review of contribution N",
      "The organisation can be dissolved",
      "To queue",
      "Valid",
      "Vote",
    ]);
    const [{ stage }, { stage: dissolved }] = lives as [Life, Life, ...Life[]];
    const { noticeAt } = await dissolved.stake.roundOf(1);
    const days = (count: bigint): string =>
      new Date(Number(noticeAt + count * 86_400n) * 1_000).toISOString().replace(/[-:]|\.000/g, "");
    const calendar = await (await fetch(`${indexer.url}/organisations/1/calendar.ics`)).text();
    expect(calendar).to.include(
      `DTSTART:${days(0n)}\r\nDTEND:${days(14n)}\r\nSUMMARY:Notice of dissolution\r\n`,
    );
    expect(calendar).to.include(
      `DTSTART:${days(14n)}\r\nDTEND:${days(28n)}\r\nSUMMARY:The organisation can be dissolved\r\n`,
    );
    const own = await (await fetch(`${indexer.url}/accounts/${stage.licensee.address}/calendar.ics`)).text();
    expect(own).to.include("SUMMARY:Shared car: Licence: Print\r\n");
  });
});
