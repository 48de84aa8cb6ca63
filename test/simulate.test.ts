import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { interfaceOf } from "../launch/index.ts";
import { ImportError } from "../ledger/import-error.ts";
import { toCsv } from "../ledger/csv.ts";
import { toJson } from "../simulation/report/json.ts";
import { writeReport } from "../simulation/report/files.ts";
import { decimal, euros, percent } from "../simulation/report/format.ts";
import { batchAnswers } from "../simulation/world/batch.ts";
import { Chain } from "../simulation/world/chain.ts";
import { runCdpo } from "../scripts/commands/index.ts";
import { readOptions, simulatedInWords, type Flow, type Simulated } from "../simulation/command.ts";
import { BOOTSTRAPPED, GROWING } from "../simulation/flows.ts";
import { MAX_CONTRIBUTIONS, readRealWork } from "../simulation/people/history.ts";
import { Random } from "../simulation/world/random.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TOKEN = 10n ** 18n;
const WHOLE_BPS = 10_000n;

/** Rows of a CSV file by column, read without the code that wrote it. */
function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g;
  for (const [, value = "", end] of text.matchAll(field)) {
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === "\n") rows.push([]);
  }
  rows.pop();
  const [columns = [], ...body] = rows;
  return body.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ""])));
}

/** An argument among an event's details. */
function detail(row: Record<string, string>, name: string): string {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(row["details"] ?? "")?.[1] ?? "";
}

function total(rows: readonly Record<string, string>[], column: string): bigint {
  return rows.reduce((sum, row) => sum + BigInt(row[column] ?? ""), 0n);
}

/** Contracts in which tokens wait for someone. */
const CONTRACTS_WITH_TOKENS = ["issuance", "registry", "epochs", "partnerAcceptance", "proposals"];
const DAY = 86_400;
/** A window of issuance, and how many batches pay an award. */
const WINDOW = 14 * DAY;
const LIVES = 3n;
/** What rounding moves in a batch at most, in token wei. */
const DUST = 10n;

/** What a column adds up to over all events of a name. */
function sumOf(rows: readonly Record<string, string>[], name: string, column = "tokens_wei"): bigint {
  return total(
    rows.filter(({ event }) => event === name),
    column,
  );
}

/** Token wei that someone has, by the token's transfers alone. */
function heldBy(rows: readonly Record<string, string>[], label: string): bigint {
  return rows
    .filter(({ contract, event }) => contract === "token" && event === "Transfer")
    .reduce((sum, row) => {
      const amount = BigInt(row["tokens_wei"] ?? "");
      if (detail(row, "to") === label) sum += amount;
      if (detail(row, "from") === label) sum -= amount;
      return sum;
    }, 0n);
}

/** A repository of `commits` commits by three authors, `apart` seconds from each other, the same each time. */
function createRepository(path: string, commits: number, apart = 90_000): void {
  const parts: string[] = [];
  for (let number = 1; number <= commits; number++) {
    const author = `Author ${number % 3} <author${number % 3}@example.org> ${1_600_000_000 + number * apart} +0200`;
    const text = `${"line\n".repeat(number % 40)}${number}\n`;
    const file = number % 4 === 0 ? "docs/page.md" : `src/part${number % 5}.ts`;
    parts.push(
      `commit refs/heads/main\nmark :${number}\nauthor ${author}\ncommitter ${author}\ndata 6\nChange\n` +
        `${number > 1 ? `from :${number - 1}\n` : ""}M 100644 inline ${file}\ndata ${text.length}\n${text}\n`,
    );
  }
  const git = (...args: string[]): void => void execFileSync("git", ["-C", path, ...args]);
  mkdirSync(path, { recursive: true });
  git("init", "-q", "-b", "main");
  execFileSync("git", ["-C", path, "fast-import", "--quiet"], { input: parts.join("") });
}

async function report(flow: Flow, repository: string, folder: string): Promise<void> {
  const real = await readRealWork({ path: repository, explicit: true });
  const outcome = await flow.run({
    seed: 7,
    real,
    checks: true,
    command: `npm run simulate:${flow.name} -- --seed 7 --git <the repository at ${real.head.slice(0, 12)}>`,
    onProgress: () => undefined,
  });
  await writeReport({ folder, ...outcome });
}

/** `cdpo simulate … --json` in a terminal of the usual width, in which progress is drawn. */
async function byCommand(
  flow: string,
  ...args: readonly string[]
): Promise<{ readonly out: string; readonly error: string }> {
  const told = { out: "", error: "" };
  const { CI: before } = process.env;
  delete process.env["CI"];
  try {
    const code = await runCdpo(["simulate", flow, ...args, "--json"], {
      stdout: { write: (text: string) => (told.out += text) },
      stderr: Object.assign({ write: (text: string) => (told.error += text) }, { isTTY: true, columns: 80 }),
    });
    expect(code).to.equal(0);
  } finally {
    if (before !== undefined) process.env["CI"] = before;
  }
  return told;
}

/** What came from outside, and what tokens bought. */
interface Value {
  readonly sources: readonly {
    readonly source: string;
    readonly times: number;
    readonly amountUnits: string;
  }[];
  readonly pledges: readonly Readonly<
    Record<"kind" | "amountUnits" | "passedOnUnits" | "returnedUnits", string>
  >[];
  readonly licences: {
    readonly bought: number;
    readonly renewed: number;
    readonly free: number;
    readonly toMakersUnits: string;
    readonly toReserveUnits: string;
  };
  readonly tickets: Readonly<
    Record<
      | "priceWei"
      | "sold"
      | "redeemed"
      | "redeemedAtGate"
      | "returned"
      | "open"
      | "waitingWei"
      | "toCityWei"
      | "citySoldWei",
      string
    >
  >;
  readonly proposals: readonly (Readonly<
    Record<
      | "what"
      | "goalWei"
      | "rewardWei"
      | "backingWei"
      | "reclaimedWei"
      | "paidWei"
      | "mintedForBackersWei"
      | "claimedWei",
      string
    >
  > & { readonly completed: boolean })[];
  readonly waitingInContractsWei: string;
}

/** What the production budget of a presale received, and where it went. */
interface Money {
  readonly budgetUnits: string;
  readonly paidUnits: string;
  readonly owedUnits: string;
  readonly fetchedUnits: string;
  readonly leftUnits: string;
  readonly resources: readonly {
    readonly valueUnits: string;
    readonly tokensWei: string;
    readonly status: string;
  }[];
  readonly milestones: readonly {
    readonly index: number;
    readonly amountUnits: string;
    readonly outcome: string;
  }[];
  readonly flows: readonly { readonly from: string; readonly to: string; readonly units: string }[];
}

interface Summary {
  readonly checks: number;
  readonly organisation: {
    readonly supplyWei: string;
    readonly mintedWei: Record<string, string>;
    readonly burnedWei: string;
    readonly reserveUnits: string;
    readonly raisedUnits: string;
    readonly refundedUnits: string;
    readonly buys: number;
    readonly sells: number;
    readonly contributions: {
      readonly submitted: number;
      readonly paidInParts: number;
      readonly rejected: number;
    };
    readonly awards: Readonly<
      Record<"askedWei" | "voidWei" | "paidWei" | "lapsedWei" | "openWei", string>
    > & {
      readonly batches: readonly Readonly<Record<"number" | "missingWei" | "paidWei", string>>[];
    };
    readonly stakes: Readonly<Record<"stakedWei" | "greatestWei", string>> & {
      readonly stakeholders: number;
    };
  };
  readonly decision: Readonly<Record<"number" | "inFavourWei" | "againstWei" | "quorumWei", string>> & {
    readonly executed: boolean;
    readonly voters: number;
  };
  readonly raid?: Readonly<
    Record<
      | "treasuryUnits"
      | "othersStakedWei"
      | "boughtWei"
      | "paidUnits"
      | "gotUnits"
      | "lostUnits"
      | "leftWithWei"
      | "leaversGotUnits"
      | "inFavourWei"
      | "againstWei"
      | "vetoedWei"
      | "vetoThresholdWei",
      string
    >
  > &
    Readonly<Record<"leavers" | "vetoers" | "votersAgainst", number>>;
  readonly opening: {
    readonly reserveUnits: string;
    readonly supplyWei: string;
    readonly priceUnits?: string;
  };
  readonly end: { readonly priceUnits: string };
  readonly everyoneSells: Record<
    string,
    {
      readonly reserveLeftUnits: string;
      readonly supplyLeftWei: string;
      readonly waitingWei: string;
      readonly waitingWorthUnits: string;
      readonly lostWei: string;
      readonly paidMeanwhileWei: string;
    }
  >;
  readonly agents: { readonly seeded: number; readonly producers: number };
  readonly failedSale?: { readonly raisedUnits: string; readonly refundedUnits: string };
  readonly value?: Value;
  readonly money?: Money;
  readonly epochs?: readonly { readonly number: string; readonly ledger: string; readonly root: string }[];
  readonly earlyContributors?: readonly { readonly heldWei: string; readonly atSpotUnits: string }[];
}

/** Founders' tokens (wei, rounded up) that can never vest, as their part of the budget is the partners' again. */
function lostByFounders(rows: readonly Record<string, string>[]): bigint {
  const of = (event: string) => rows.filter((row) => row["event"] === event);
  const [released] = of("Released");
  if (released === undefined) return 0n;
  const budget = total(of("BudgetReceived"), "asset_units");
  const owed = total(
    [...of("MilestoneRefused"), ...of("MilestoneMissed"), ...of("PlanEnded")],
    "asset_units",
  );
  return (BigInt(detail(released, "founderTokens")) * owed + budget - 1n) / budget;
}

describe("simulations", () => {
  const folder = mkdtempSync(join(tmpdir(), "cdpo-simulate-"));
  const repository = join(folder, "repository");
  const read = (flow: string, file: string): string => readFileSync(join(folder, "one", flow, file), "utf8");
  const summaryOf = (flow: string): Summary => JSON.parse(read(flow, "summary.json")) as Summary;
  const flows = [BOOTSTRAPPED, GROWING];
  let withoutHistory: ReturnType<Flow["run"]>;

  before(async () => {
    createRepository(repository, 24);
    for (const flow of flows) await report(flow, repository, join(folder, "one", flow.name));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [flow, label] of [
    [BOOTSTRAPPED, "Commons"],
    [GROWING, "Garden"],
  ] as const) {
    describe(flow.name, () => {
      const ofOrganisation = (): Record<string, string>[] =>
        parseCsv(read(flow.name, "events.csv")).filter(({ organisation }) => organisation === label);

      it("gives the same files by the command, in another folder and time zone, and says that it checked nothing", async () => {
        const elsewhere = join(folder, "elsewhere", flow.name);
        cpSync(repository, elsewhere, { recursive: true });
        const zone = process.env["TZ"];
        process.env["TZ"] = "Pacific/Auckland";
        const out = join(folder, "two");
        const options = ["--git", elsewhere, "--out", out, "--no-checks", "--seed", "7"];
        const told = await byCommand(flow.name, ...options).finally(() => {
          if (zone === undefined) delete process.env["TZ"];
          else process.env["TZ"] = zone;
        });
        const files = readdirSync(join(folder, "one", flow.name));
        expect(files).to.include.members([
          "index.html",
          "events.csv",
          "summary.json",
          "price.svg",
          "supply.svg",
        ]);
        expect(readdirSync(join(out, flow.name))).to.deep.equal(files);
        const { checks } = summaryOf(flow.name);
        expect(checks).to.be.greaterThan(1_000);
        const comparisons = (count: number): string => `the contracts</dt><dd>${count.toLocaleString("en")}`;
        const unchecked = (text: string, file: string): string => {
          if (file === "summary.json") return text.replace(`"checks": ${checks}`, `"checks": 0`);
          return file === "index.html" ? text.replace(comparisons(checks), comparisons(0)) : text;
        };
        for (const file of files) {
          const again = readFileSync(join(out, flow.name, file), "utf8");
          expect(again === unchecked(read(flow.name, file), file), `${file} differs`).to.equal(true);
        }

        // Results are one document on standard output, progress is on standard error.
        const page = join(out, flow.name, "index.html");
        const { figures, ...document } = JSON.parse(told.out) as Simulated;
        expect(document).to.deep.include({ page, checked: false, notes: [] });
        expect(figures.length).to.be.greaterThan(2);
        for (const { label } of figures) expect(readFileSync(page, "utf8")).to.contain(label);
        expect(document.transactions).to.be.greaterThan(100);
        expect(told.error.startsWith(`\r\u001b[2K${flow.name}: `)).to.equal(true);
        expect(told.error.endsWith("\r\u001b[2K")).to.equal(true);
      });

      it("has a supply by origin that the events add up to", () => {
        const rows = ofOrganisation();
        const named = (name: string): Record<string, string>[] => rows.filter(({ event }) => event === name);
        const { organisation } = summaryOf(flow.name);
        const transfers = rows.filter((row) => row["contract"] === "token" && row["event"] === "Transfer");
        const minted = transfers.filter((row) => detail(row, "from") === "nobody");
        const burned = transfers.filter((row) => detail(row, "to") === "nobody");
        expect(total(minted, "tokens_wei") - total(burned, "tokens_wei")).to.equal(
          BigInt(organisation.supplyWei),
        );
        expect(total(burned, "tokens_wei")).to.equal(BigInt(organisation.burnedWei));
        expect(total(named("Sold"), "tokens_wei")).to.equal(BigInt(organisation.burnedWei));
        expect(total(named("Bought"), "tokens_wei")).to.equal(BigInt(organisation.mintedWei["market"] ?? ""));
        const kinds = new Map(
          named("ContributionSubmitted").map((row) => [detail(row, "id"), detail(row, "kind")]),
        );
        const kindOfAward = new Map(
          named("ContributionAwarded").map((row) => [detail(row, "award"), kinds.get(detail(row, "id"))]),
        );
        const taken = (of: string | undefined): bigint =>
          total(
            named("AwardTaken").filter((row) => kindOfAward.get(detail(row, "award")) === of),
            "tokens_wei",
          );
        ["production", "use", "maintenance"].forEach((kind, number) => {
          expect(taken(number.toString()), kind).to.equal(BigInt(organisation.mintedWei[kind] ?? ""));
        });
        expect(taken(undefined)).to.equal(BigInt(organisation.mintedWei["epochs"] ?? ""));
        expect(sumOf(rows, "BatchPaid") - sumOf(rows, "AwardTaken")).to.equal(
          BigInt(organisation.mintedWei["batches"] ?? ""),
        );
        const sold = named("Released").reduce((sum, row) => sum + BigInt(detail(row, "soldTokens")), 0n);
        expect(sold).to.equal(BigInt(organisation.mintedWei["partners"] ?? ""));
      });

      it("has a reserve that the events add up to", () => {
        const rows = ofOrganisation();
        const amounts = (name: string, ...details: string[]): bigint =>
          rows
            .filter(({ event }) => event === name)
            .reduce((sum, row) => sum + details.reduce((all, one) => all + BigInt(detail(row, one)), 0n), 0n);
        const opened = flow.name === "bootstrapped" ? amounts("MarketOpened", "reserve") : 0n;
        const net =
          opened +
          amounts("Donated", "amount") +
          amounts("GiftReceived", "amount") +
          amounts("Absorbed", "amount") +
          amounts("Bought", "assetIn") -
          amounts("Bought", "tribute") -
          amounts("Sold", "assetOut", "tribute");
        const { organisation } = summaryOf(flow.name);
        expect(net).to.equal(BigInt(organisation.reserveUnits));
        expect(rows.filter(({ event }) => event === "Bought")).to.have.lengthOf(organisation.buys);
        expect(rows.filter(({ event }) => event === "Sold")).to.have.lengthOf(organisation.sells);
      });

      it("recognises contributions by batches, in which everyone is paid the same part", () => {
        const rows = ofOrganisation();
        const named = (name: string): Record<string, string>[] => rows.filter(({ event }) => event === name);
        const { contributions, awards } = summaryOf(flow.name).organisation;
        const decided = named("ContributionDecided");
        const accepted = decided.filter((row) => detail(row, "accepted") === "true");
        expect(named("ContributionSubmitted")).to.have.lengthOf(contributions.submitted);
        expect(decided.length - accepted.length).to.equal(contributions.rejected);
        expect(contributions.rejected).to.be.greaterThan(0);
        expect(contributions.paidInParts).to.be.greaterThan(0);

        // Each batch pays what was entered in it and in the two before, each the same part of what it misses.
        let running = 1n;
        let [entered, lapsed] = [0n, 0n];
        const living = new Map<bigint, bigint>();
        for (const row of rows) {
          if (row["event"] === "AwardEntered") {
            const amount = BigInt(row["tokens_wei"] ?? "");
            expect(BigInt(detail(row, "batch"))).to.equal(running);
            living.set(running, (living.get(running) ?? 0n) + amount);
            entered += amount;
          } else if (row["event"] === "BatchPaid") {
            const [missing, paid] = [BigInt(detail(row, "missing")), BigInt(row["tokens_wei"] ?? "")];
            expect(BigInt(detail(row, "batch"))).to.equal(running);
            // The contracts round each cohort down: what that moves is a unit or two.
            const due = [...living.values()].reduce((sum, amount) => sum + amount, 0n);
            expect(missing - due >= -DUST && missing - due <= DUST).to.equal(true);
            expect(paid <= missing).to.equal(true);
            // What each cohort misses afterwards is the same part of what it missed before.
            for (const [number, amount] of living) {
              if (missing > 0n) living.set(number, (amount * (missing - paid)) / missing);
            }
            running += 1n;
            lapsed += living.get(running - LIVES) ?? 0n;
            living.delete(running - LIVES);
          }
        }
        const open = [...living.values()].reduce((sum, amount) => sum + amount, 0n);
        expect(entered).to.equal(BigInt(awards.askedWei) - BigInt(awards.voidWei));
        expect(sumOf(rows, "BatchPaid")).to.equal(BigInt(awards.paidWei));
        expect(entered - BigInt(awards.paidWei)).to.equal(BigInt(awards.lapsedWei) + BigInt(awards.openWei));
        const dust = BigInt(awards.batches.length) * DUST;
        for (const difference of [lapsed - BigInt(awards.lapsedWei), open - BigInt(awards.openWei)]) {
          expect(difference >= -dust && difference <= dust).to.equal(true);
        }
        expect(awards.batches.some((batch) => BigInt(batch.paidWei) < BigInt(batch.missingWei))).to.equal(
          true,
        );
        // Windows are two weeks long, and nobody is paid within one.
        const times = named("BatchPaid").map((row) => Date.parse(row["time"] ?? "") / 1_000);
        const opened = Date.parse(named("MarketOpened")[0]?.["time"] ?? "") / 1_000;
        for (const [at, time] of times.entries()) {
          const before = times[at - 1];
          if (before === undefined || time === opened || before === time) continue;
          expect(time - before, `batch ${at + 1}`).to.be.greaterThan(WINDOW - 2 * DAY);
        }
      });

      it("lets stakes vote: one decision is proposed, voted, queued and carried out", () => {
        const rows = ofOrganisation();
        const {
          decision,
          organisation: { stakes },
        } = summaryOf(flow.name);
        const of = (event: string): Record<string, string>[] =>
          rows.filter((row) => row["event"] === event && detail(row, "proposalId") === decision.number);
        const [proposed] = of("ProposalCreated");
        const votes = of("VoteCast");
        expect(decision.executed).to.equal(true);
        expect(of("ProposalQueued")).to.have.lengthOf(1);
        expect(of("ProposalExecuted")).to.have.lengthOf(1);
        expect(votes).to.have.lengthOf(decision.voters);
        expect(new Set(votes.map(({ actor }) => actor)).size).to.equal(votes.length);
        expect(votes.length).to.be.greaterThan(5);
        const weigh = (support: string): bigint =>
          votes
            .filter((row) => detail(row, "support") === support)
            .reduce((sum, row) => sum + BigInt(detail(row, "weight")), 0n);
        expect([weigh("1"), weigh("0")]).to.deep.equal([
          BigInt(decision.inFavourWei),
          BigInt(decision.againstWei),
        ]);
        // A tenth of what circulated: neither what waits to be collected, nor what is dead or founders lost, rounded up.
        const until = rows.slice(0, rows.indexOf(proposed ?? {}));
        const transfers = until.filter(({ contract, event }) => contract === "token" && event === "Transfer");
        const supply = transfers.reduce((sum, row) => {
          const amount = BigInt(row["tokens_wei"] ?? "");
          if (detail(row, "from") === "nobody") return sum + amount;
          return detail(row, "to") === "nobody" ? sum - amount : sum;
        }, 0n);
        const idle = [`issuance of ${label}`, `epochs of ${label}`, "dead address"];
        const circulating = idle.reduce(
          (sum, name) => sum - heldBy(until, name),
          supply - lostByFounders(until),
        );
        expect(BigInt(decision.quorumWei)).to.equal((circulating + 9n) / 10n);
        expect(weigh("1") >= BigInt(decision.quorumWei) && weigh("1") > weigh("0")).to.equal(true);
        // Whoever voted for it was held until a week after it was carried out.
        const at = (row: Record<string, string> | undefined): number =>
          Date.parse(row?.["time"] ?? "") / 1_000;
        const [executed] = of("ProposalExecuted");
        const closed = rows.filter(
          (row) => row["event"] === "HoldClosed" && detail(row, "id") === decision.number,
        );
        expect(closed.length).to.be.greaterThan(votes.length);
        for (const row of closed) {
          const isFor = detail(row, "tag") === "1" || detail(row, "tag") === "3";
          if (isFor) expect(at(row) - at(executed)).to.be.at.least(7 * DAY);
        }
        // What is staked is what was staked, and neither taken back nor lost by founders, whose tokens wait to be burned.
        const lost = sumOf(rows, "StakeForfeited");
        expect(sumOf(rows, "Staked") - sumOf(rows, "Unstaked") - lost).to.equal(BigInt(stakes.stakedWei));
        expect(heldBy(rows, `stake of ${label}`)).to.equal(BigInt(stakes.stakedWei) + lost);
      });

      it("has contributions reviewed by those whose stake makes them curators, too", () => {
        const rows = ofOrganisation();
        const held = rows.filter(
          (row) => row["event"] === "HoldBegun" && detail(row, "forum") === `registry of ${label}`,
        );
        expect(held).to.not.be.empty;
        const reviews = new Set(
          rows
            .filter(({ event }) => event === "ContributionReviewed")
            .map((row) => `${row["actor"] ?? ""}/${detail(row, "id")}`),
        );
        for (const row of held) {
          expect(reviews.has(`${detail(row, "account")}/${detail(row, "id")}`)).to.equal(true);
          expect(detail(row, "account")).to.not.match(/^Curator [1-4]$/);
        }
      });

      it("takes the owner's path: scheduled, then executed by anyone", () => {
        const events = ofOrganisation().filter(({ contract }) => contract === "timelock");
        expect(events.filter(({ event }) => event === "CallScheduled")).to.not.be.empty;
        const executed = events.filter(({ event }) => event === "CallExecuted");
        expect(executed).to.not.be.empty;
        for (const { actor } of executed) expect(actor).to.match(/^Reader /);
      });

      it("shows the largest holder's part of all there is, as it says", () => {
        const [, said] =
          /The largest holder has ([\d.]+%) of the supply/.exec(read(flow.name, "index.html")) ?? [];
        expect(read(flow.name, "holders.svg")).to.contain(`>${said ?? "nothing"}<`);
      });

      it("pays everyone when everyone sells, in either order", () => {
        for (const sale of Object.values(summaryOf(flow.name).everyoneSells)) {
          const rows = ofOrganisation();
          const inContracts = [...CONTRACTS_WITH_TOKENS].map((name) => heldBy(rows, `${name} of ${label}`));
          const waiting = inContracts.reduce((sum, amount) => sum + amount, 0n);
          expect(inContracts[0]).to.equal(sumOf(rows, "BatchPaid") - sumOf(rows, "AwardTaken"));
          expect(inContracts[2]).to.equal(sumOf(rows, "EpochOpened") - sumOf(rows, "AwardClaimed"));
          // The treasury has the fees of vouchers that came back.
          const treasury = heldBy(rows, `timelock of ${label}`);
          expect(BigInt(sale.waitingWei)).to.equal(waiting + treasury + BigInt(sale.paidMeanwhileWei));
          const lost = BigInt(sale.lostWei);
          expect(BigInt(sale.supplyLeftWei)).to.equal(TOKEN / 1_000n + BigInt(sale.waitingWei) + lost);
          // Each of three founders' parts is rounded up.
          const exact = lostByFounders(rows);
          expect(lost >= exact && lost <= exact + 3n, `${lost} of ${exact}`).to.equal(true);
          expect(BigInt(sale.reserveLeftUnits) >= BigInt(sale.waitingWorthUnits)).to.equal(true);
          // What rounding left is worth nothing.
          expect(BigInt(sale.waitingWorthUnits) > 0n).to.equal(BigInt(sale.waitingWei) > TOKEN / 1_000n);
        }
      });

      it("shows at least 30 agents, all charts, and nothing from elsewhere", () => {
        const { agents } = summaryOf(flow.name);
        expect(agents.seeded).to.be.at.least(30);
        expect(agents.producers).to.equal(3);
        const page = read(flow.name, "index.html");
        expect(page.match(/<svg /g)).to.have.lengthOf(flow === GROWING ? 18 : 16);
        expect(page).to.not.match(/(?:src|href)="(?:https?:)?\/\//);
        expect(page).to.not.match(/<script|NaN|undefined|\[object/);
        const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).to.equal(ids.length);
        for (const file of readdirSync(join(folder, "one", flow.name)).filter((name) =>
          name.endsWith(".svg"),
        )) {
          expect(read(flow.name, file), file).to.match(/^<\?xml [^]*<svg [^]*<\/svg>\n$/);
        }
      });
    });
  }

  describe("bootstrapped only", () => {
    it("refunds each partner of the failed sale exactly what was given, and mints nothing there", () => {
      const rows = parseCsv(read("bootstrapped", "events.csv")).filter(
        ({ organisation }) => organisation === "First attempt",
      );
      const byPartner = (name: string): Map<string, bigint> => {
        const sums = new Map<string, bigint>();
        for (const row of rows.filter(({ event }) => event === name)) {
          const partner = detail(row, "partner");
          sums.set(partner, (sums.get(partner) ?? 0n) + BigInt(row["asset_units"] ?? ""));
        }
        return sums;
      };
      const given = byPartner("Contributed");
      expect(given.size).to.be.greaterThan(1);
      const sorted = (sums: Map<string, bigint>): [string, bigint][] =>
        [...sums].sort(([a], [b]) => a.localeCompare(b, "en"));
      expect(sorted(byPartner("Refunded"))).to.deep.equal(sorted(given));
      expect(rows.filter((row) => row["contract"] === "token" && row["event"] === "Transfer")).to.be.empty;
      const { failedSale } = summaryOf("bootstrapped");
      expect(failedSale?.refundedUnits).to.equal(failedSale?.raisedUnits);
    });

    it("opens the market within one asset unit of w · price · S", () => {
      const { opening } = summaryOf("bootstrapped");
      const unit = WHOLE_BPS * TOKEN;
      const excess =
        BigInt(opening.reserveUnits) * unit -
        5_000n * BigInt(opening.priceUnits ?? "") * BigInt(opening.supplyWei);
      expect(excess >= 0n && excess < unit).to.equal(true);
    });

    it("credits resources at the sale's price, and gives back the one that made partners leave", () => {
      const { money, opening } = summaryOf("bootstrapped");
      const price = BigInt(opening.priceUnits ?? "");
      expect(money?.resources.map(({ status }) => status)).to.deep.equal([
        "delivered",
        "accepted",
        "withdrawn",
      ]);
      for (const { valueUnits, tokensWei, status } of money?.resources ?? []) {
        const credited = status === "withdrawn" ? 0n : (BigInt(valueUnits) * TOKEN) / price;
        expect(BigInt(tokensWei)).to.equal(credited);
      }
      const rows = parseCsv(read("bootstrapped", "events.csv"));
      const returned = rows.filter(({ event }) => event === "ResourceReturned");
      expect(returned.map((row) => detail(row, "id"))).to.deep.equal(["3"]);
      // Three partners left whole within the window that the acceptance opened, and two came back once it was gone.
      const sale = rows.filter((row) => row["organisation"] === "Commons" && row["contract"] === "presale");
      const refunds = sale.filter(({ event }) => event === "Refunded");
      expect(refunds.length).to.equal(3);
      const position = (partner: string, before: number): bigint =>
        sale.slice(0, before).reduce((sum, row) => {
          if (detail(row, "partner") !== partner) return sum;
          const units = BigInt(row["asset_units"] ?? "0");
          return row["event"] === "Contributed"
            ? sum + units
            : row["event"] === "Refunded"
              ? sum - units
              : sum;
        }, 0n);
      const back = refunds.filter((row) => {
        const partner = detail(row, "partner");
        expect(position(partner, sale.indexOf(row) + 1)).to.equal(0n);
        return position(partner, sale.length) >= BigInt(row["asset_units"] ?? "");
      });
      expect(back.length).to.be.greaterThan(1);
      const deeds = rows.filter((row) => row["contract"] === "TestDeed" && row["event"] === "Transfer");
      const last = (id: string): string => {
        const moves = deeds.filter((row) => detail(row, "tokenId") === id);
        return detail(moves.at(-1) ?? {}, "to");
      };
      expect(last("1")).to.equal("timelock of Commons");
      expect(last("2")).to.equal(detail(deeds.find((row) => detail(row, "tokenId") === "2") ?? {}, "to"));
    });

    it("pays milestones that were met, and owes those refused or missed to the partners, who fetch their part", () => {
      const { money, organisation, opening } = summaryOf("bootstrapped");
      if (money === undefined) throw new Error("the summary has no money");
      const given = BigInt(organisation.raisedUnits) - BigInt(organisation.refundedUnits);
      const budget = given - BigInt(opening.reserveUnits);
      expect(BigInt(money.budgetUnits)).to.equal(budget);
      expect(money.milestones.map(({ index, outcome }) => [index, outcome])).to.deep.equal([
        [0, "paid"],
        [1, "refused"],
        [2, "paid"],
        [3, "missed"],
      ]);
      // Each brings its part of what is left among the parts not settled, rounded down; the last one all.
      let [left, open] = [budget, 10_000n];
      for (const [at, { amountUnits }] of money.milestones.entries()) {
        const bps = [3_500n, 2_000n, 2_500n, 2_000n][at] ?? 0n;
        expect(BigInt(amountUnits)).to.equal((left * bps) / open);
        left -= BigInt(amountUnits);
        open -= bps;
      }
      expect(left).to.equal(0n);
      expect(BigInt(money.leftUnits)).to.equal(0n);
      const rows = parseCsv(read("bootstrapped", "events.csv")).filter(
        (row) => row["organisation"] === "Commons",
      );
      const sum = (event: string) =>
        total(
          rows.filter((row) => row["event"] === event),
          "asset_units",
        );
      expect(sum("MilestonePaid")).to.equal(BigInt(money.paidUnits));
      expect(sum("MilestoneRefused") + sum("PlanEnded")).to.equal(BigInt(money.owedUnits));
      expect(BigInt(money.paidUnits) + BigInt(money.owedUnits)).to.equal(budget);
      expect(sum("MilestoneReturned")).to.equal(0n);
      expect(rows.filter((row) => row["event"] === "MilestoneReturned").length).to.equal(1);
      // Each partner fetched at most their part of what was owed by then, by what they gave; nothing of it went to the reserve.
      expect(sum("GiftReceived")).to.equal(0n);
      const [gave, fetched] = [new Map<string, bigint>(), new Map<string, bigint>()];
      let owed = 0n;
      for (const row of rows) {
        const [partner, units] = [detail(row, "partner"), BigInt(row["asset_units"] ?? "0")];
        const add = (sums: Map<string, bigint>, amount: bigint) =>
          sums.set(partner, (sums.get(partner) ?? 0n) + amount);
        if (row["event"] === "Contributed") add(gave, units);
        if (row["event"] === "Refunded") add(gave, -units);
        if (row["event"] === "MilestoneRefused" || row["event"] === "PlanEnded") owed += units;
        if (row["event"] !== "Fetched") continue;
        add(fetched, units);
        expect(fetched.get(partner)).to.equal((owed * (gave.get(partner) ?? 0n)) / given);
      }
      expect(fetched.size).to.be.greaterThan(5);
      expect(sum("Fetched")).to.equal(BigInt(money.fetchedUnits));
    });

    it("stakes what vests of a claim, and lets it be taken back no earlier than it vests", () => {
      const rows = parseCsv(read("bootstrapped", "events.csv")).filter(
        (row) => row["organisation"] === "Commons",
      );
      const at = (row: Record<string, string> | undefined): number => Date.parse(row?.["time"] ?? "") / 1_000;
      const released = at(rows.find(({ event }) => event === "Released"));
      const claims = rows.filter(({ event }) => event === "Claimed");
      const founders = claims.filter(({ actor }) => actor?.startsWith("Founder"));
      expect([claims.length > founders.length, founders.length]).to.deep.equal([true, 3]);
      for (const claim of claims) {
        expect(detail(claim, "vested")).to.equal("0");
        const all = BigInt(detail(claim, "vesting"));
        const [cliff, duration] = claim["actor"]?.startsWith("Founder") ? [180, 360] : [30, 120];
        let taken = 0n;
        let staked = 0n;
        for (const row of rows) {
          if (detail(row, "account") !== claim["actor"]) continue;
          if (row["event"] === "Staked") staked += BigInt(row["tokens_wei"] ?? "");
          if (row["event"] !== "Unstaked") continue;
          taken += BigInt(row["tokens_wei"] ?? "");
          const since = BigInt(at(row) - released);
          const end = BigInt(duration * DAY);
          const vested = since < BigInt(cliff * DAY) ? 0n : since >= end ? all : (all * since) / end;
          expect(taken <= staked - all + vested, `${claim["actor"] ?? ""} ${row["time"] ?? ""}`).to.equal(
            true,
          );
        }
        expect(staked >= all).to.equal(true);
      }
      const unstaking = rows.filter(
        (row) => row["event"] === "Unstaked" && detail(row, "account").startsWith("Partner"),
      );
      expect(unstaking.length).to.be.greaterThan(5);
    });

    it("says of each euro where it went: what came into a place is what went out of it", () => {
      const { money, organisation } = summaryOf("bootstrapped");
      const sum = (side: "from" | "to", place: string): bigint =>
        (money?.flows ?? [])
          .filter((flow) => flow[side] === place)
          .reduce((all, { units }) => all + BigInt(units), 0n);
      for (const place of ["budget", "reserve"]) expect(sum("to", place), place).to.equal(sum("from", place));
      const given = BigInt(organisation.raisedUnits) - BigInt(organisation.refundedUnits);
      expect(sum("from", "partners")).to.equal(given);
      expect(sum("to", "now")).to.equal(BigInt(organisation.reserveUnits));
      const first = ["partners", "buyers", "donor", "resources"].reduce(
        (all, at) => all + sum("from", at),
        0n,
      );
      const ends = ["now", "sellers", "waiting", "fetched", "owed", "treasury"];
      const last = ends.reduce((all, at) => all + sum("to", at), 0n);
      expect(first).to.equal(last);
      expect(read("bootstrapped", "flow.svg")).to.match(/^<\?xml [^]*<svg [^]*<\/svg>\n$/);
    });
  });

  describe("growing only", () => {
    it("changes a parameter by a vote of the stakeholders", () => {
      const rows = parseCsv(read("growing", "events.csv"));
      const changed = rows.filter(({ event }) => event === "EpochTermsSet").at(-1);
      expect(JSON.stringify(changed)).to.contain(String(3 * 365 * DAY));
      expect(read("growing", "index.html")).to.contain("for three years instead of two");
    });

    it("does not sell its votes: who buys them outvotes everybody, is vetoed, and pays for it", () => {
      const rows = parseCsv(read("growing", "events.csv"));
      const { raid, decision } = summaryOf("growing");
      if (raid === undefined) throw new Error("nobody tried to buy the votes");
      const by = (event: string, actor = "Raider"): Record<string, string>[] =>
        rows.filter((row) => row["event"] === event && row["actor"] === actor);
      const [bought, ...more] = by("Bought");
      const [sold, ...others] = by("Sold");
      expect([more, others]).to.deep.equal([[], []]);
      expect(bought?.["tokens_wei"]).to.equal(raid.boughtWei);
      expect(sold?.["tokens_wei"]).to.equal(raid.boughtWei);
      expect(bought?.["asset_units"]).to.equal(raid.paidUnits);
      expect(sold?.["asset_units"]).to.equal(raid.gotUnits);
      expect(BigInt(raid.lostUnits)).to.equal(BigInt(raid.paidUnits) - BigInt(raid.gotUnits));
      expect(BigInt(raid.lostUnits) > 0n && BigInt(raid.paidUnits) > BigInt(raid.treasuryUnits)).to.equal(
        true,
      );

      // The raider had more votes than all others, and won the vote.
      const raided = rows.filter(
        (row) => row["event"] === "VoteCast" && detail(row, "proposalId") !== decision.number,
      );
      const weigh = (support: string): bigint =>
        raided
          .filter((row) => detail(row, "support") === support)
          .reduce((sum, row) => sum + BigInt(detail(row, "weight")), 0n);
      expect(weigh("1").toString()).to.equal(raid.inFavourWei);
      expect(weigh("0").toString()).to.equal(raid.againstWei);
      expect(raid.inFavourWei).to.equal(raid.boughtWei);
      expect(BigInt(raid.inFavourWei) > BigInt(raid.othersStakedWei)).to.equal(true);
      expect(raided.filter((row) => detail(row, "support") === "0")).to.have.lengthOf(raid.votersAgainst);

      // Others left first, at the raider's price.
      expect(raid.leavers).to.be.greaterThan(0);
      const from = rows.indexOf(by("ProposalCreated").at(-1) ?? {});
      const to = rows.indexOf(raided[0] ?? {});
      const left = rows.slice(from, to).filter(({ event, step }) => event === "Sold" && step === "7");
      expect(left.length).to.be.at.least(raid.leavers);

      // Vetoes by what was staked before the raid cancelled it; it was never carried out.
      const vetoes = rows.filter(({ event }) => event === "VetoCast");
      expect(vetoes).to.have.lengthOf(raid.vetoers);
      const vetoed = vetoes.reduce((sum, row) => sum + BigInt(detail(row, "weight")), 0n);
      expect(vetoed.toString()).to.equal(raid.vetoedWei);
      expect(BigInt(raid.vetoedWei) >= BigInt(raid.vetoThresholdWei)).to.equal(true);
      const last = vetoes.at(-1);
      const before = vetoed - BigInt(detail(last ?? {}, "weight"));
      expect(before < BigInt(raid.vetoThresholdWei)).to.equal(true);
      expect(rows.filter(({ event }) => event === "OperationVetoed")).to.have.lengthOf(1);
      const executed = rows.filter(({ event }) => event === "ProposalExecuted");
      expect(executed.map((row) => detail(row, "proposalId"))).to.deep.equal([decision.number]);
      expect(
        rows.filter((row) => row["contract"] === "asset" && detail(row, "to") === "Raider"),
      ).to.have.lengthOf(2);
      const page = read("growing", "index.html");
      expect(page)
        .to.contain("Somebody tries to buy the votes")
        .and.contain("What it costs to buy the votes");
    });

    it("has no money before the first gift, and values what early contributors hold", () => {
      const rows = parseCsv(read("growing", "events.csv"));
      const firstMoney = rows.findIndex((row) => row["contract"] === "asset");
      const firstIssue = rows.findIndex(({ event }) => event === "BatchPaid");
      expect(firstIssue).to.be.greaterThan(0).and.lessThan(firstMoney);
      const { earlyContributors = [], end } = summaryOf("growing");
      expect(earlyContributors).to.not.be.empty;
      for (const { heldWei, atSpotUnits } of earlyContributors) {
        expect(BigInt(atSpotUnits)).to.equal((BigInt(heldWei) * BigInt(end.priceUnits)) / TOKEN);
      }
    });
  });

  describe("value from third parties", () => {
    const rows = (): Record<string, string>[] =>
      parseCsv(read("growing", "events.csv")).filter(({ organisation }) => organisation === "Garden");
    const named = (all: readonly Record<string, string>[], event: string): Record<string, string>[] =>
      all.filter((row) => row["event"] === event);
    const valueOf = (): Value => {
      const { value } = summaryOf("growing");
      if (value === undefined) throw new Error("the growing flow has no figures of value");
      return value;
    };
    const at = (row: Record<string, string> | undefined): number => Date.parse(row?.["time"] ?? "") / 1_000;

    it("has a reserve whose sources add up, each to what its own events say", () => {
      const events = rows();
      const { sources } = valueOf();
      const by = new Map(sources.map(({ source, amountUnits }) => [source, BigInt(amountUnits)]));
      const forms = new Map(named(events, "Pledged").map((row) => [detail(row, "id"), detail(row, "form")]));
      const passedOn = (form: string): bigint =>
        total(
          named(events, "PledgePassedOn").filter((row) => forms.get(detail(row, "id")) === form),
          "asset_units",
        );
      const licences = [...named(events, "LicenceBought"), ...named(events, "LicenceRenewed")];
      const toReserve = licences.reduce(
        (sum, row) => sum + BigInt(detail(row, "price")) - BigInt(detail(row, "toMakers")),
        0n,
      );
      expect(by.get("donations")).to.equal(sumOf(events, "Donated", "asset_units"));
      expect(by.get("verified")).to.equal(passedOn("1"));
      expect(by.get("conditions")).to.equal(passedOn("2"));
      expect(by.get("matching")).to.equal(passedOn("4"));
      expect(by.get("licences")).to.equal(toReserve);
      expect(by.get("absorbed")).to.equal(sumOf(events, "Absorbed", "asset_units"));
      for (const [source, amount] of by) expect(amount > 0n, source).to.equal(true);
      const given = [...by.values()].reduce((sum, amount) => sum + amount, 0n);
      expect(given).to.equal(
        sumOf(events, "Donated", "asset_units") +
          sumOf(events, "GiftReceived", "asset_units") +
          sumOf(events, "Absorbed", "asset_units"),
      );
      const { reserveUnits } = summaryOf("growing").organisation;
      expect(given + sumOf(events, "Bought", "asset_units") - sumOf(events, "Sold", "asset_units")).to.equal(
        BigInt(reserveUnits),
      );
    });

    it("doubles the donations that chose the grant, to the unit, and returns what is left of it", () => {
      const events = rows();
      const pledged = named(events, "Pledged").find((row) => detail(row, "form") === "4");
      const matched = named(events, "DonationMatched");
      const sum = total(matched, "asset_units");
      const cap = BigInt(detail(pledged ?? {}, "amount"));
      const { passedOnUnits, returnedUnits } =
        valueOf().pledges.find(({ kind }) => kind === "matching") ?? {};
      expect(sum > 0n && sum <= cap).to.equal(true);
      expect([passedOnUnits, returnedUnits]).to.deep.equal([String(sum), String(cap - sum)]);
      // Each is the next donation of its donor, and the next gift of the grant.
      for (const row of matched) {
        const after = events.slice(events.indexOf(row));
        for (const name of ["Donated", "PledgePassedOn", "GiftReceived"]) {
          expect(named(after, name)[0]?.["asset_units"], name).to.equal(row["asset_units"]);
        }
        expect(detail(named(after, "Donated")[0] ?? {}, "donor")).to.equal(detail(row, "donor"));
      }
      expect(matched.map(({ actor }) => actor)).to.not.include(pledged?.["actor"]);
    });

    it("pays a standing gift once an interval, by whoever passes, but for one that lapsed, until its donor ends it", () => {
      // They are a contract of the whole chain, of no organisation.
      const events = parseCsv(read("growing", "events.csv"));
      const [started] = named(events, "StandingGiftStarted");
      const paid = named(events, "StandingGiftPaid");
      const [cancelled] = named(events, "StandingGiftCancelled");
      const interval = 10 * DAY;
      const intervals = Math.floor((at(cancelled) - at(started)) / interval);
      expect(paid.map((row) => Number(detail(row, "interval")))).to.deep.equal(
        Array.from({ length: intervals + 1 }, (_, number) => number).filter((number) => number !== 3),
      );
      const donor = started?.["actor"];
      expect(new Set(paid.map((row) => row["asset_units"]))).to.deep.equal(
        new Set([started?.["asset_units"]]),
      );
      for (const [number, row] of paid.entries()) {
        expect(row["actor"] === donor).to.equal(number === 0);
        const [donation] = named(events.slice(events.indexOf(row)), "Donated");
        expect(donation?.["asset_units"]).to.equal(row["asset_units"]);
        expect(detail(donation ?? {}, "donor")).to.equal(detail(row, "donor"));
      }
      expect(cancelled?.["actor"]).to.equal(donor);
    });

    it("keeps pledges until the verifier or the chain says so, and returns the one that nobody kept", () => {
      const events = rows();
      const idOf = (form: string): string[] =>
        named(events, "Pledged")
          .filter((row) => detail(row, "form") === form)
          .map((row) => detail(row, "id"));
      const [kept = "", broken = ""] = idOf("1");
      const [conditional = ""] = idOf("2");
      const passed = (id: string) =>
        named(events, "PledgePassedOn").filter((row) => detail(row, "id") === id);
      expect(passed(kept).map(({ actor }) => actor)).to.deep.equal(["Verifier"]);
      expect(passed(broken)).to.be.empty;
      const pledgedOn = events.find((row) => row["event"] === "Pledged" && detail(row, "id") === conditional);
      const needed = BigInt(`0x${detail(pledgedOn ?? {}, "data").slice(-64)}`);
      const [fulfilled] = passed(conditional);
      const recognisedUntil = (row: Record<string, string> | undefined): bigint =>
        sumOf(events.slice(0, events.indexOf(row ?? {})), "ContributionPaid") +
        sumOf(events.slice(0, events.indexOf(row ?? {})), "ReviewRewardPaid");
      expect(recognisedUntil(fulfilled) >= needed).to.equal(true);
      expect(recognisedUntil(pledgedOn) < needed).to.equal(true);
      const [returned] = named(events, "PledgeReturned");
      expect(detail(returned ?? {}, "id")).to.equal(broken);
      expect(detail(returned ?? {}, "recipient")).to.equal(detail(returned ?? {}, "donor"));
      expect(at(returned) >= Number(detail(pledgedOn ?? {}, "deadline")) - 35 * DAY).to.equal(true);
      for (const { amountUnits, passedOnUnits, returnedUnits } of valueOf().pledges) {
        expect(BigInt(passedOnUnits) + BigInt(returnedUnits)).to.equal(BigInt(amountUnits));
      }
      expect(moneyOf("pledgeBook of Garden")).to.equal(0n);
    });

    it("splits what licences cost between makers and holders, and lets commoners have them for free", () => {
      const events = rows();
      const { bought, renewed, free, toMakersUnits, toReserveUnits } = valueOf().licences;
      expect(named(events, "LicenceBought")).to.have.lengthOf(bought);
      expect(named(events, "LicenceRenewed")).to.have.lengthOf(renewed);
      expect(named(events, "CommonsLicenceClaimed")).to.have.lengthOf(free);
      expect(Math.min(bought, renewed, free)).to.be.greaterThan(0);
      const paid = [...named(events, "LicenceBought"), ...named(events, "LicenceRenewed")];
      const price = total(paid, "asset_units");
      expect(BigInt(toMakersUnits)).to.equal((price * 4_000n) / WHOLE_BPS);
      expect(BigInt(toMakersUnits) + BigInt(toReserveUnits)).to.equal(price);
      const collected = total(named(events, "MakersPartCollected"), "asset_units");
      expect(collected > 0n).to.equal(true);
      expect(moneyOf("timelock of Garden")).to.equal(collected);
      expect(moneyOf("licenceOffice of Garden")).to.equal(BigInt(toMakersUnits) - collected);
      const recognised = new Map<string, bigint>();
      for (const row of events) {
        if (row["event"] === "ContributionPaid" || row["event"] === "ReviewRewardPaid") {
          const to = detail(row, row["event"] === "ContributionPaid" ? "producer" : "reviewer");
          recognised.set(to, (recognised.get(to) ?? 0n) + BigInt(row["tokens_wei"] ?? ""));
        } else if (row["event"] === "CommonsLicenceClaimed") {
          expect(BigInt(detail(row, "recognised"))).to.equal(recognised.get(row["actor"] ?? ""));
        }
      }
    });

    it("sells city tickets whose tokens wait, and pass on or come back to the wei", () => {
      const events = rows();
      const { tickets } = valueOf();
      const price = BigInt(tickets.priceWei);
      const quantities = (event: string): bigint =>
        named(events, event).reduce((sum, row) => sum + BigInt(detail(row, "quantity")), 0n);
      const [sold, redeemed] = [quantities("VouchersBought"), quantities("VouchersRedeemed")];
      const returned = quantities("VouchersReturned");
      expect([tickets.sold, tickets.redeemed, tickets.returned].map(BigInt)).to.deep.equal([
        ...[sold, redeemed, returned],
      ]);
      expect(BigInt(tickets.open)).to.equal(sold - redeemed - returned);
      expect(BigInt(tickets.waitingWei)).to.equal((sold - redeemed - returned) * price);
      expect(heldBy(events, "partnerAcceptance of Garden")).to.equal(BigInt(tickets.waitingWei));
      expect(BigInt(tickets.toCityWei)).to.equal(redeemed * price);
      expect(heldBy(events, "City")).to.equal(BigInt(tickets.toCityWei) - BigInt(tickets.citySoldWei));
      const atGate = named(events, "VouchersRedeemed").filter(({ actor }) => actor === "Ticket gate");
      expect(atGate.length).to.be.greaterThan(5);
      for (const row of atGate) expect(detail(row, "holder")).to.not.equal("Ticket gate");
      expect(atGate.reduce((sum, row) => sum + BigInt(detail(row, "quantity")), 0n)).to.equal(
        BigInt(tickets.redeemedAtGate),
      );
      expect(sold > redeemed && returned > 0n).to.equal(true);
    });

    it("hands the backing over for what was delivered, with the backers' part, and back for what was not", () => {
      const events = rows();
      const { proposals } = valueOf();
      const [funded, failed] = proposals;
      if (funded === undefined || failed === undefined) throw new Error("two proposals are part of the flow");
      const of = (event: string, id: string): Record<string, string>[] =>
        named(events, event).filter((row) => detail(row, "id") === id);
      for (const [at, id] of ["1", "2"].entries()) {
        expect(total(of("ProposalBacked", id), "tokens_wei")).to.equal(BigInt(proposals[at]?.goalWei ?? ""));
      }
      expect(funded.completed).to.equal(true);
      expect(total(of("ProposalCompleted", "1"), "tokens_wei")).to.equal(BigInt(funded.goalWei));
      expect(funded.backingWei).to.equal(funded.goalWei);
      const contribution = detail(of("ProposalDelivered", "1")[0] ?? {}, "contributionId");
      const payments = of("ContributionPaid", contribution);
      expect(total(payments, "tokens_wei")).to.equal(BigInt(funded.paidWei));
      const minted = (BigInt(funded.paidWei) * 4_500n) / WHOLE_BPS;
      expect(BigInt(funded.mintedForBackersWei)).to.equal(minted);
      const claims = new Map<string, bigint>();
      for (const row of of("BackerRewardClaimed", "1")) {
        const backer = detail(row, "backer");
        claims.set(backer, (claims.get(backer) ?? 0n) + BigInt(row["tokens_wei"] ?? ""));
      }
      const backings = new Map<string, bigint>();
      for (const row of of("ProposalBacked", "1")) {
        backings.set(
          row["actor"] ?? "",
          (backings.get(row["actor"] ?? "") ?? 0n) + BigInt(row["tokens_wei"] ?? ""),
        );
      }
      for (const [backer, claimed] of claims) {
        const most = (minted * (backings.get(backer) ?? 0n)) / BigInt(funded.goalWei);
        expect(claimed > 0n && claimed <= most, backer).to.equal(true);
      }
      expect([...claims.values()].reduce((sum, amount) => sum + amount, 0n)).to.equal(
        BigInt(funded.claimedWei),
      );
      for (const row of of("ContributionReviewed", contribution)) {
        expect([...backings.keys()]).to.not.include(row["actor"]);
        expect(row["actor"]).to.match(/^Curator /);
      }
      expect(failed.completed).to.equal(false);
      expect(of("ProposalDelivered", "2")).to.be.empty;
      expect(total(of("BackingReclaimed", "2"), "tokens_wei")).to.equal(BigInt(failed.reclaimedWei));
      expect(BigInt(failed.reclaimedWei) + BigInt(failed.backingWei)).to.equal(BigInt(failed.goalWei));
      expect(heldBy(events, "proposals of Garden")).to.equal(
        BigInt(failed.backingWei) + minted - BigInt(funded.claimedWei),
      );
    });

    it("shows the sources and what a token bought, and says what waits in contracts", () => {
      const page = read("growing", "index.html");
      for (const text of [
        "How the reserve grew, by source",
        "What a token bought",
        "Where the reserve came from",
      ]) {
        expect(page).to.include(text);
      }
      const events = rows();
      const waiting = CONTRACTS_WITH_TOKENS.reduce(
        (sum, name) => sum + heldBy(events, `${name} of Garden`),
        0n,
      );
      expect(BigInt(valueOf().waitingInContractsWei)).to.equal(waiting);
    });

    /** Asset units that someone has, by the asset's transfers alone. */
    function moneyOf(label: string): bigint {
      const transfers = parseCsv(read("growing", "events.csv")).filter(
        ({ contract, event }) => contract === "asset" && event === "Transfer",
      );
      return transfers.reduce((sum, row) => {
        const amount = BigInt(row["asset_units"] ?? "");
        if (detail(row, "to") === label) sum += amount;
        if (detail(row, "from") === label) sum -= amount;
        return sum;
      }, 0n);
    }
  });

  describe("recognition of thousands at once", () => {
    interface LedgerLine {
      readonly account?: string;
      readonly index?: number;
      readonly amount?: string;
    }
    const rows = (): Record<string, string>[] => parseCsv(read("growing", "events.csv"));
    const named = (all: readonly Record<string, string>[], name: string, epoch: string) =>
      all.filter((row) => row["event"] === name && detail(row, "epoch") === epoch);

    /** The published ledgers, read without the tool that wrote them. */
    const ledgers: {
      readonly number: string;
      readonly ledger: string;
      readonly root: string;
      readonly contentHash: string;
      readonly leaves: readonly [number, string, bigint][];
    }[] = [];

    before(() => {
      for (const { number, ledger, root } of summaryOf("growing").epochs ?? []) {
        const content = readFileSync(join(folder, "one", "growing", ledger));
        const leaves = content
          .toString("utf8")
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as LedgerLine)
          .flatMap(({ index, account, amount }): [number, string, bigint][] =>
            index === undefined || account === undefined ? [] : [[index, account, BigInt(amount ?? "")]],
          );
        const contentHash = `0x${createHash("sha256").update(content).digest("hex")}`;
        ledgers.push({ number, ledger, root, contentHash, leaves });
      }
      expect(ledgers).to.have.lengthOf(2);
    });

    it("proposes what the published ledgers say, of 10,000 accounts and more each", () => {
      const events = rows();
      for (const { number, leaves, root, contentHash, ledger } of ledgers) {
        const { root: rebuilt } = StandardMerkleTree.of([...leaves], ["uint256", "address", "uint256"]);
        const [proposed, ...others] = named(events, "EpochProposed", number);
        expect(others).to.be.empty;
        expect(leaves.length).to.be.at.least(10_000);
        expect(new Set(leaves.map(([, account]) => account)).size).to.equal(leaves.length);
        expect(root).to.equal(rebuilt);
        expect(proposed?.["details"]).to.include(
          `root=${rebuilt}; total=${leaves.reduce((sum, [, , amount]) => sum + amount, 0n)}; ` +
            `count=${leaves.length}; contentHash=${contentHash}; uri=${ledger}; `,
        );
        const page = read("growing", "index.html");
        expect(page).to.include(`/${ledger}`).and.include(`--root ${root} --total `);
      }
    });

    /** What was paid for an epoch, and of that for a leaf, as the ratio of the two is kept on chain. */
    const paidFor = (number: string, leaves: readonly [number, string, bigint][]) => {
      const [opened] = named(rows(), "EpochOpened", number);
      const paid = BigInt(opened?.["tokens_wei"] ?? "");
      const sum = leaves.reduce((all, [, , amount]) => all + amount, 0n);
      return { paid, sum, ofLeaf: (amount: bigint) => (amount * ((paid << 159n) / sum)) >> 159n };
    };

    it("activates after the challenge window, and opens when batches have paid, in proportion", () => {
      const events = rows();
      for (const { number, leaves } of ledgers) {
        const timesOf = (name: string): number[] =>
          named(events, name, number).map((row) => Date.parse(row["time"] ?? "") / 1_000);
        const [proposed = 0] = timesOf("EpochProposed");
        const [activated = 0] = timesOf("EpochActivated");
        const [opened = 0] = timesOf("EpochOpened");
        expect(activated - proposed).to.be.at.least(3 * DAY);
        expect(opened)
          .to.be.greaterThan(activated)
          .and.lessThan(activated + (Number(LIVES) + 1) * WINDOW);
        const { paid, sum } = paidFor(number, leaves);
        expect(paid > 0n && paid < sum).to.equal(true);
        const award = detail(named(events, "EpochActivated", number)[0] ?? {}, "award");
        const taken = events.filter((row) => row["event"] === "AwardTaken" && detail(row, "award") === award);
        expect(taken).to.have.lengthOf(1);
        expect(total(taken, "tokens_wei")).to.equal(paid);
        for (const time of timesOf("AwardClaimed")) expect(time).to.be.greaterThan(opened);
      }
    });

    it("pays a few dozen claims, alone and together, their part of what the ledgers award to the wei", () => {
      const events = rows();
      const paid = new Map<string, bigint>();
      for (const { number, leaves } of ledgers) {
        const { ofLeaf } = paidFor(number, leaves);
        const byIndex = new Map(leaves.map(([index, , amount]) => [index.toString(), ofLeaf(amount)]));
        const claims = named(events, "AwardClaimed", number);
        expect(claims.length).to.be.at.least(24);
        expect(new Set(claims.map((row) => detail(row, "index"))).size).to.equal(claims.length);
        for (const row of claims) {
          expect(BigInt(row["tokens_wei"] ?? "")).to.equal(byIndex.get(detail(row, "index")));
          const account = detail(row, "account");
          expect(account).to.equal(row["actor"]);
          paid.set(account, (paid.get(account) ?? 0n) + BigInt(row["tokens_wei"] ?? ""));
        }
      }
      const transfers = events.filter(
        (row) => row["event"] === "Transfer" && detail(row, "from") === "epochs of Garden",
      );
      const received = new Map<string, bigint>();
      for (const row of transfers) {
        const to = detail(row, "to");
        received.set(to, (received.get(to) ?? 0n) + BigInt(row["tokens_wei"] ?? ""));
      }
      expect([...received].sort()).to.deep.equal([...paid].sort());
      expect(paid.size).to.be.at.least(24);
      // Who claims from both epochs in one call gets one transfer.
      expect(transfers.length)
        .to.be.greaterThan(paid.size)
        .and.lessThan(2 * paid.size);
    });
  });

  describe("without a usable history", () => {
    it("runs without producers, and says so, in a folder that is no repository", async () => {
      const empty = join(folder, "empty");
      mkdirSync(empty, { recursive: true });
      const real = await readRealWork({ path: empty, explicit: true });
      expect(real.works).to.be.empty;
      expect(real.notes.join(" ")).to.match(
        /^The folder given is not a git repository\. .* without producers/,
      );
      withoutHistory = GROWING.run({
        seed: 1,
        real,
        checks: false,
        command: "",
        onProgress: () => undefined,
      });
      const outcome = await withoutHistory;
      expect(outcome.report.notes).to.deep.equal(real.notes);
      expect(outcome.sent).to.be.greaterThan(100);
    });

    it("says that a repository has no commits", async () => {
      const bare = join(folder, "no-commits");
      mkdirSync(bare, { recursive: true });
      execFileSync("git", ["-C", bare, "init", "-q"]);
      const real = await readRealWork({ path: bare, explicit: true });
      expect(real.notes.join(" ")).to.match(/has no commits .* without producers/);
    });

    it("says that a history is shallow, and takes what there is", async () => {
      const shallow = join(folder, "shallow");
      execFileSync("git", ["clone", "-q", "--depth", "4", `file://${repository}`, shallow], {
        stdio: "ignore",
      });
      const real = await readRealWork({ path: shallow, explicit: true });
      // What the fourth changes is unknown.
      expect(real.works).to.have.lengthOf(3);
      expect(real.notes.join(" ")).to.match(/history is shallow/);
    });

    it("refuses a path that does not exist", async () => {
      const missing = join(folder, "missing");
      const thrown = await readRealWork({ path: missing, explicit: true }).catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(ImportError);
      expect((thrown as Error).message).to.equal(`${missing} does not exist.`);
    });
  });

  describe("a long history", () => {
    for (const { apart, period } of [
      // Twelve commits an hour, each by one of three authors, of one of two kinds.
      { apart: 300, period: "hour" },
      { apart: 3_600, period: "day" },
      { apart: 90_000, period: "week" },
    ]) {
      it(`is put together by the ${period}, the shortest period that is enough, without losing any award`, async () => {
        const long = join(folder, `long-${period}`);
        createRepository(long, MAX_CONTRIBUTIONS + 30, apart);
        const real = await readRealWork({ path: long, explicit: true });
        expect(real.commits).to.equal(MAX_CONTRIBUTIONS + 30);
        expect(real.works.length).to.be.within(MAX_CONTRIBUTIONS / 4, MAX_CONTRIBUTIONS);
        expect(real.notes).to.deep.equal([
          `The history has 430 commits: they were put together by authors, kind and ${period}, as ${real.works.length} contributions.`,
        ]);
        expect(real.works.reduce((sum, { reward }) => sum + reward, 0n)).to.equal(real.total);
        const { works: apiece } = await readRealWork({ path: repository, explicit: true });
        expect(apiece).to.have.lengthOf(24);
        expect(new Set(real.works.map(({ contentHash }) => contentHash)).size).to.equal(real.works.length);
      });
    }
  });

  describe("command line", () => {
    const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(process.execPath, ["--import", "tsx", join(ROOT, "scripts/simulate-growing.ts"), ...args], {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, CI: "true" },
      });

    it("fails with one sentence for a path that does not exist", () => {
      const { status, stderr } = run("--git", join(folder, "missing"));
      expect(status).to.equal(1);
      expect(stderr.trim()).to.equal(`error: ${join(folder, "missing")} does not exist.`);
    });

    it("tells what it came to after what is to be known about the history", () => {
      const words = simulatedInWords({
        ...{ title: "A commons", figures: [{ label: "Tokens", value: "915", note: "for work" }] },
        ...{ notes: ["It is shallow."], transactions: 300, seconds: 2, checked: false, page: "a/index.html" },
      });
      expect(words.split("\n").map((line) => line.trimEnd())).to.deep.equal([
        "Note: It is shallow.",
        "A commons",
        "---------  ---  --------",
        "Tokens     915  for work",
        "",
        "300 transactions in 2.0 s (150 a second, without checks).",
        "Report: a/index.html",
      ]);
    });

    it("reads its options, and refuses wrong ones with their name", () => {
      expect(readOptions([])).to.deep.equal({ seed: 1, out: "reports", checks: true });
      expect(readOptions(["--seed", "42", "--git", ".", "--out", "x"])).to.deep.equal({
        seed: 42,
        git: ".",
        out: "x",
        checks: true,
      });
      expect(readOptions(["--no-checks"])?.checks).to.equal(false);
      expect(readOptions(["--help"])).to.equal(null);
      expect(() => readOptions(["--seed", "many"])).to.throw(/^--seed is not a whole number\.$/);
      expect(() => readOptions(["--seed", "2147483648"])).to.throw(/^--seed is above 2147483647\.$/);
      expect(() => readOptions(["--speed", "1"])).to.throw(/'--speed'; --help lists the options\.$/);
    });

    it("says where a report cannot be written", async () => {
      const file = join(folder, "a-file");
      writeFileSync(file, "");
      const outcome = await withoutHistory;
      const thrown = await writeReport({ folder: join(file, "growing"), ...outcome }).catch(
        (error: unknown) => error,
      );
      expect((thrown as NodeJS.ErrnoException).code).to.equal("ENOTDIR");
    });
  });

  describe("parts", () => {
    it("draws the same numbers for the same seed and name, whatever was drawn before", () => {
      const one = new Random(5);
      const two = new Random(5);
      one.int(0, 9);
      expect(one.fork("a").amount(0n, 2n ** 90n)).to.equal(two.fork("a").amount(0n, 2n ** 90n));
      expect(two.fork("a").int(0, 2 ** 30)).to.not.equal(two.fork("b").int(0, 2 ** 30));
      expect(() => two.pick([])).to.throw("nothing to pick from");
    });

    it("writes numbers alike everywhere", () => {
      expect(decimal(1_234_567_895_000n, 6, 2)).to.equal("1,234,567.90");
      expect(decimal(-4_000n, 6, 2)).to.equal("0.00");
      expect(decimal(-1_994_999n, 6, 2)).to.equal("−1.99");
      expect(euros(5_000_000n)).to.equal("€5.00");
      expect(percent(1n, 3n)).to.equal("33.3%");
      expect(percent(1n, 0n)).to.equal("–");
    });

    it("writes cells that no spreadsheet runs, and JSON with sorted keys", () => {
      expect(toCsv(["a", "b"], [["=1", 'x "y", z']])).to.equal(`a,b\n'=1,"x ""y"", z"\n`);
      expect(toCsv(["=a"], [["\uff1d1"], ["a;b"], [" -1"], ["\rx"]])).to.equal(
        `'=a\n'\uff1d1\n"a;b"\n"' -1"\n"'\rx"\n`,
      );
      expect(toJson({ b: 2n ** 70n, a: [null, true] })).to.equal(
        '{\n  "a": [\n    null,\n    true\n  ],\n  "b": "1180591620717411303424"\n}\n',
      );
    });

    it("asks several questions at once, and fails when one of them fails", async () => {
      const chain = await Chain.create();
      try {
        const address = await chain.deploy("TestAsset", ["A", "A", 6]);
        const contract = { interface: await interfaceOf("TestAsset") };
        const call = { contract, address, name: "decimals" };
        const balance = { contract, address, name: "balanceOf", args: [address] };
        expect(await chain.readAmounts([call, balance, call])).to.deep.equal([6n, 0n, 6n]);
        const transfer = { contract, address, name: "transfer", args: [address, 1n] };
        const thrown = await chain.readAmounts([call, transfer]).catch((error: unknown) => error);
        expect((thrown as Error).message).to.equal("one of decimals, transfer was refused");
        expect(() => batchAnswers("0x", 1)).to.throw("1 questions were answered by 0x");
      } finally {
        await chain.close();
      }
    });
  });
});
