/**
 * How many trades a second the sdk's model of the market computes, equal to the contracts to the wei: what a simulation, a
 * planner of orders or a page that plays with terms waits for. On one core, in processor time, so that what else runs on the
 * machine matters little.
 */
import { cpus } from "node:os";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import { buy, firstPriceOf, give, noDrip, sell, type Market } from "../sdk/src/market/index.ts";
import { formatBps, WHOLE_TOKEN } from "../sdk/src/units.ts";
import { formatMarkdownTable, formatNumber, writeReport } from "./lib/report.ts";

const RATIOS = [1_000n, 2_000n, 3_325n, 5_000n, 7_500n, 10_000n] as const;
const TRADES = 100_000;
const WARM_UP = 30_000;
const ROUNDS = 5;
const WEEK = 604_800n;
const HELD = 64; // purchases that are not sold again

/** 23,000 units behind 18,400 tokens, with tributes, while a gift of 1,000 drips. */
function marketOf(ratioBps: bigint): Market {
  const [reserve, supply] = [23_000n * WHOLE_TOKEN, 18_400n * WHOLE_TOKEN];
  const market: Market = {
    ...{ state: "Open", ratioBps, entryTributeBps: 50n, exitTributeBps: 25n, dripPeriod: WEEK },
    ...{ supply, total: reserve, drip: noDrip(reserve, 0n) },
    first: { ...firstPriceOf(reserve, supply), time: 0n },
  };
  return give({ market, amount: 1_000n * WHOLE_TOKEN, time: 1n, partBps: 1_000n });
}

/**
 * Trades of up to a hundredth of the reserve, as many buys as sells in any order, one in three in the second of the one before;
 * answers the last market.
 */
function trade(ratios: readonly bigint[], count: number): readonly Market[] {
  const rng = xoroshiro128plus(20_261_201);
  const markets = ratios.map(marketOf);
  const held = ratios.map((): bigint[] => []);
  let time = 2n;
  for (let done = 0; done < count; done++) {
    const at = done % ratios.length;
    const [market, bought] = [markets[at], held[at]];
    if (market === undefined || bought === undefined) throw new Error("there is no such market");
    const number = uniformInt(rng, 1, 2 ** 31 - 1);
    if (number % 3 > 0) time += 1n;
    const mine =
      bought.length > HELD / 2 && (bought.length >= HELD || number % 2 === 0) ? bought.pop() : undefined;
    if (mine === undefined) {
      const amount = BigInt(number) * 107n * 10n ** 9n + BigInt(number);
      const { quote, market: after } = buy({ market, amount, time });
      bought.push(quote.amountOut);
      markets[at] = after;
    } else markets[at] = sell({ market, amount: mine, time }).market;
  }
  return markets;
}

/** Trades a second of processor time: the median of some rounds. */
function speedOf(ratios: readonly bigint[]): number {
  trade(ratios, WARM_UP);
  const speeds = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    trade(ratios, TRADES);
    const { user, system } = process.cpuUsage(before);
    return TRADES / ((user + system) / 1_000_000);
  }).sort((a, b) => a - b);
  return Math.round((speeds[Math.floor(ROUNDS / 2)] ?? 0) / 1_000) * 1_000;
}

async function main(): Promise<void> {
  const rows = [
    ...RATIOS.map((ratio): [string, number] => [formatBps(ratio), speedOf([ratio])]),
    ["all of these in turn", speedOf(RATIOS)] satisfies [string, number],
  ];
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown processor"}, Node ${process.versions.node}`;
  const table = {
    columns: ["reserve ratio", "trades a second →"],
    rows: rows.map(([ratio, speed]) => [ratio, formatNumber(speed)]),
  };
  const paths = await writeReport({
    name: "quotes",
    title: "Speed of the sdk's model of the market",
    json: { machine, trades: TRADES, speeds: Object.fromEntries(rows) },
    charts: {},
    body: () =>
      [
        formatMarkdownTable(table),
        `One core, processor time, the median of ${ROUNDS} rounds of ${formatNumber(TRADES)} trades; ${machine}.`,
      ].join("\n\n"),
  });
  console.log(
    formatTable({
      columns: [{ title: "reserve ratio" }, { title: "trades a second", align: "right" }],
      rows: table.rows,
    }),
  );
  console.log(`Written: ${paths.join(", ")}`);
}

main().catch((thrown: unknown) => {
  fail(messageOf(thrown));
});
