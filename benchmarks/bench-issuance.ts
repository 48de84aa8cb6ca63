/**
 * What metering of issuance prevents, on the contracts: the reserve of an open market in which everything issued in a
 * window is sold in it and nobody buys. Draws benchmarks/results/issuance.svg.
 */
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import { launchOpenMarket, signerOf } from "../test/lib/fixtures.ts";
import { drawLines, type Line } from "./lib/chart.ts";
import { BENCHMARKS, openChain, ROOT, type Chain } from "./lib/suite.ts";

const WINDOWS = 24;
/** How many batches pay an award. */
const BATCHES = 3;
const NEVER = 2n ** 256n - 1n;

/** How much is issued in each window. */
interface Rule {
  readonly label: string;
  readonly color: string;
  /** Room in bps of the supply, or tokens a window past all metering, as of an issuer without a budget. */
  readonly openGrowthBps?: bigint;
  readonly flatBps?: bigint;
  /** Given in each window, in bps of the reserve at opening. */
  readonly giftBps?: bigint;
}

const RULES: readonly Rule[] = [
  { label: "no meter: 10 % of the first supply", color: "#b42318", flatBps: 1_000n },
  { label: "no meter: 5 % of the first supply", color: "#e0823d", flatBps: 500n },
  { label: "metered at 2 %", color: "#0b7a53", openGrowthBps: 200n },
  { label: "metered at 1 %", color: "#3f8fce", openGrowthBps: 100n },
  { label: "metered at 1 %, gifts of 2 %", color: "#6b4fb3", openGrowthBps: 100n, giftBps: 200n },
];

/** The reserve at the end of each window, in per cent of what it was at opening. */
async function run(chain: Chain, rule: Rule): Promise<number[]> {
  const { networkHelpers } = chain;
  const scenario = await launchOpenMarket(chain, {
    issuance: { openGrowthBps: rule.openGrowthBps ?? 0n, giftIssuanceBps: 1_000n },
  });
  const { reserve, token, issuance, actors, addresses, unit } = scenario;
  const producer = actors.producers[2];
  const issuer = await signerOf(chain, addresses.registry);
  const unmetered = await signerOf(chain, addresses.issuance);
  const first = await token.totalSupply();
  const opening = 3_000n * unit;
  const left = [100];
  const awards: bigint[] = [];
  for (let window = 0; window < WINDOWS; window++) {
    if (rule.giftBps !== undefined) {
      await reserve.connect(actors.donor).donate((opening * rule.giftBps) / 10_000n, "");
    }
    if (rule.flatBps === undefined) {
      // More than any batch can pay.
      await issuance.connect(issuer).enter(first);
      awards.push(await issuance.awardCount());
    } else {
      await token.connect(unmetered).mint(producer, (first * rule.flatBps) / 10_000n);
    }
    await networkHelpers.time.increaseTo((await issuance.runningBatch()).end);
    for (const award of awards.slice(-BATCHES)) await issuance.connect(issuer).take(award, producer);
    const earned = await token.balanceOf(producer);
    if (earned > 0n) await reserve.connect(producer).sell(earned, 0n, producer, NEVER);
    left.push(Number(((await reserve.reserveBalance()) * 1_000_000n) / opening) / 10_000);
  }
  return left;
}

async function main(): Promise<void> {
  const lines: Line[] = [];
  for (const rule of RULES) {
    console.log(`${rule.label} …`);
    const chain = await openChain("default");
    lines.push({ label: rule.label, color: rule.color, values: await run(chain, rule) });
    await chain.close();
  }
  const svg = await drawLines({
    title: "What metering prevents",
    subtitle: "Reserve at w = 50 % when everything issued is sold at once and nobody buys",
    x: "windows of 30 days since the market opened",
    y: "reserve, % of what it was",
    lines,
  });
  const file = join(BENCHMARKS, "results", "issuance.svg");
  await writeFile(file, svg);
  const rows = lines.map(({ label, values }) => [
    label,
    ...[6, 12, 24].map((at) => `${(values[at] ?? Number.NaN).toFixed(1)} %`),
  ]);
  console.log(
    formatTable({
      columns: [
        { title: "issued a window" },
        { title: "after 6" },
        { title: "after 12" },
        { title: "after 24" },
      ],
      rows,
    }),
  );
  console.log(`Drew ${relative(ROOT, file)}.`);
}

main().catch((thrown: unknown) => {
  fail(messageOf(thrown));
});
