/** Measures gas and precision of this suite's curve and of its peers' mathematics over one grid, and writes the results. */
import { fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import { KINDS, type Kind } from "./curve/grid.ts";
import { allQuestions, measureCurve, type CurveResult, type Quality } from "./curve/measure.ts";
import { drawBars } from "./lib/chart.ts";
import { OURS } from "./lib/measures.ts";
import { compile, deploy, pick, prebuilt } from "./lib/peers.ts";
import {
  conditionsOf,
  describeConditions,
  formatMarkdownTable,
  formatNumber,
  formatPart,
  writeReport,
} from "./lib/report.ts";
import { CURVE_PEERS } from "./lib/subjects.ts";
import { PROFILES, compilerOf, openEmptyChain, type Profile } from "./lib/suite.ts";

const CURVES = [
  { name: OURS, contract: "SuiteCurve" },
  ...CURVE_PEERS.map(({ name, contract }) => ({ name, contract })),
];
const BANCOR = "BancorCurve";

const TITLES: Record<Kind, string> = {
  buy: "Quotes of buys",
  sell: "Quotes of sells",
  cost: "Quotes of exact amounts out",
};

/** One curve in all profiles; its answers are the same in each. */
interface Row {
  readonly subject: string;
  readonly results: Readonly<Record<Profile, CurveResult>>;
}

async function measureAll(): Promise<Row[]> {
  console.log("Computing the exact answers …");
  const questions = allQuestions();
  const chain = await openEmptyChain();
  const [signer] = await chain.ethers.getSigners();
  if (!signer) throw new Error("the chain has no account");
  const formula = await deploy(
    prebuilt("@ablack/fundraising-bancor-formula/build/contracts/BancorFormula.json"),
    signer,
  );
  const results = new Map<string, Partial<Record<Profile, CurveResult>>>();
  for (const profile of PROFILES) {
    console.log(`Profile ${profile}: compiling …`);
    const artifacts = compile({
      settings: compilerOf(profile).settings,
      files: ["contracts/Curves.sol"],
    });
    for (const { name, contract } of CURVES) {
      console.log(`Profile ${profile}: asking ${name} …`);
      const bancor = contract === BANCOR;
      const curve = {
        contract: await deploy(pick(artifacts, contract), signer, bancor ? [await formula.getAddress()] : []),
        kinds: bancor ? KINDS.filter((kind) => kind !== "cost") : KINDS,
        batch: bancor ? 1 : 200,
      };
      results.set(name, { ...results.get(name), [profile]: await measureCurve({ curve, questions }) });
    }
  }
  await chain.close();
  return [...results].map(([subject, byProfile]) => ({
    subject,
    results: byProfile as Record<Profile, CurveResult>,
  }));
}

const formatError = (error: number): string => (error === 0 ? "below 1 unit" : error.toExponential(1));

/** Sums and maxima of buys and sells, which every curve answers. */
function tradesOf({ kinds: { buy, sell } }: CurveResult): Quality {
  if (buy === undefined || sell === undefined) throw new Error("a curve has no quotes");
  const answered = (quality: Quality): number => quality.points - quality.reverts;
  return {
    points: buy.points + sell.points,
    reverts: buy.reverts + sell.reverts,
    exact: buy.exact + sell.exact,
    favoursTrader: buy.favoursTrader + sell.favoursTrader,
    maxRelativeError: Math.max(buy.maxRelativeError, sell.maxRelativeError),
    meanGas: Math.round(
      (buy.meanGas * answered(buy) + sell.meanGas * answered(sell)) / (answered(buy) + answered(sell)),
    ),
    maxGas: Math.max(buy.maxGas, sell.maxGas),
  };
}

function tableOf({
  rows,
  qualityOf,
  withRoundTrips = false,
}: {
  readonly rows: readonly Row[];
  readonly qualityOf: (result: CurveResult) => Quality | undefined;
  readonly withRoundTrips?: boolean;
}): { columns: string[]; rows: string[][] } {
  const cells = rows.flatMap(({ subject, results }) => {
    const [usual, production] = [qualityOf(results.default), qualityOf(results.production)];
    if (usual === undefined || production === undefined) return [];
    const { points, reverts, exact, favoursTrader, maxRelativeError } = production;
    const { roundTrips } = results.production;
    return [
      [
        subject,
        `${formatNumber(usual.meanGas)} / ${formatNumber(usual.maxGas)}`,
        `${formatNumber(production.meanGas)} / ${formatNumber(production.maxGas)}`,
        formatPart(exact, points),
        formatPart(favoursTrader, points),
        formatError(maxRelativeError),
        formatPart(reverts, points),
        ...(withRoundTrips ? [formatPart(roundTrips.profits, roundTrips.points)] : []),
      ],
    ];
  });
  return {
    columns: [
      "mathematics",
      "gas mean / max, default →",
      "gas mean / max, production →",
      "exact to the unit →",
      "better for the trader than exact →",
      "largest relative error →",
      "reverts →",
      ...(withRoundTrips ? ["round trips that profit →"] : []),
    ],
    rows: cells,
  };
}

async function main(): Promise<void> {
  const rows = await measureAll();
  const conditions = conditionsOf(CURVE_PEERS);
  const trades = rows.map(({ subject, results }) => ({ subject, ...tradesOf(results.production) }));
  const [first] = trades;
  if (first === undefined) throw new Error("nothing was measured");
  const costs = rows[0]?.results.production.kinds.cost?.points ?? 0;

  const smallest = 1e-36;
  const charts = {
    "curve-gas": await drawBars({
      title: "What a quote costs",
      subtitle: `Mean gas of ${formatNumber(first.points)} buys and sells, production profile, logarithmic scale`,
      scale: "log",
      domain: [100, 100_000],
      panels: [
        {
          title: "",
          bars: trades.map(({ subject, meanGas }) => ({
            label: subject,
            value: meanGas,
            text: formatNumber(meanGas),
            ours: subject === OURS,
          })),
        },
      ],
    }),
    "curve-error": await drawBars({
      title: "How far a quote is from the exact one",
      subtitle: "Largest relative error beyond one unit of rounding, buys and sells, logarithmic scale",
      scale: "log",
      domain: [smallest, 1],
      panels: [
        {
          title: "",
          bars: trades.map(({ subject, maxRelativeError }) => ({
            label: subject,
            value: Math.max(maxRelativeError, smallest),
            text: formatError(maxRelativeError),
            ours: subject === OURS,
          })),
        },
      ],
    }),
  };
  const summary = tableOf({ rows, qualityOf: tradesOf, withRoundTrips: true });
  const paths = await writeReport({
    name: "curve",
    title: "Curve mathematics of the cDPO suite beside its peers",
    json: { conditions, curves: rows },
    charts,
    body: (chart) =>
      [
        `${formatNumber(first.points + costs)} points: ${formatNumber(first.points)} buys and sells, ${formatNumber(costs)} exact amounts out.`,
        chart("curve-gas", "Bar chart: mean gas of a quote by each library"),
        chart("curve-error", "Bar chart: largest relative error of a quote by each library"),
        `### Buys and sells\n\n${formatMarkdownTable(summary)}`,
        ...KINDS.map(
          (kind) =>
            `### ${TITLES[kind]}\n\n${formatMarkdownTable(tableOf({ rows, qualityOf: ({ kinds }) => kinds[kind] }))}`,
        ),
        `### Measured with\n\n${describeConditions(conditions)}`,
      ].join("\n\n"),
  });
  console.log(
    formatTable({
      columns: summary.columns.map((title) => ({
        title: title.replace(/ ?→$/, ""),
        align: title.endsWith("→") ? ("right" as const) : ("left" as const),
      })),
      rows: summary.rows,
    }),
  );
  console.log(`\nWritten: ${paths.join(", ")}`);
}

try {
  await main();
} catch (thrown) {
  fail(messageOf(thrown));
}
