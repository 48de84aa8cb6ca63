/** Measures the gas of this suite's operations and of its peers', and writes the results. */
import { fail, formatTable, messageOf } from "../scripts/lib/cli.ts";
import { cdpoMeasures } from "./gas/cdpo.ts";
import { USUAL_DEPTH, claimMeasures } from "./gas/claims.ts";
import { crowdsaleMeasures } from "./gas/crowdsale.ts";
import { juiceboxMeasures } from "./gas/juicebox.ts";
import { tokenMeasures } from "./gas/tokens.ts";
import { uniswapMeasures } from "./gas/uniswap.ts";
import { drawBars, type Panel } from "./lib/chart.ts";
import { FIGURES, OPERATIONS, OURS, type Figure, type Operation } from "./lib/measures.ts";
import { measureInProfiles, type Row } from "./lib/profiles.ts";
import {
  conditionsOf,
  describeConditions,
  formatMarkdownTable,
  formatNumber,
  writeReport,
} from "./lib/report.ts";
import { DOCUMENTED, GAS_PEERS } from "./lib/subjects.ts";

const MEASURES = [
  ...cdpoMeasures,
  ...uniswapMeasures,
  ...juiceboxMeasures,
  ...crowdsaleMeasures,
  ...claimMeasures([USUAL_DEPTH]),
  ...tokenMeasures,
];

const TITLES: Record<Figure, string> = {
  market: "Trading on the market",
  presale: "Presale",
  token: "The token alone",
};

const DOCUMENTED_TEXT = `### Not measured in this run

Contracts of these peers are in no npm package (mint.club's \`mint.club-v2-sdk\` holds interfaces only), so the command cannot repeat
what follows. It was measured once while this suite was designed, on one harness: the optimizer as each project ships it, osaka
rules, \`gasUsed\` of receipts, an ERC-20 as the asset, a holder as the trader.`;

/** Rows of one operation, this suite's first, peers by name as they were measured. */
function rowsOf(rows: readonly Row[], operation: Operation): Row[] {
  const ofOperation = rows.filter((row) => row.operation === operation);
  return [
    ...ofOperation.filter(({ subject }) => subject === OURS),
    ...ofOperation.filter(({ subject }) => subject !== OURS),
  ];
}

function panelsOf(rows: readonly Row[], figure: Figure): Panel[] {
  return FIGURES[figure].map((title) => ({
    title,
    bars: rows.flatMap(({ chart, subject, gas }) =>
      chart?.panel === title
        ? [
            {
              label: chart.note === undefined ? subject : `${subject} (${chart.note})`,
              value: gas.production,
              text: formatNumber(gas.production),
              ours: subject === OURS,
            },
          ]
        : [],
    ),
  }));
}

async function main(): Promise<void> {
  const rows = await measureInProfiles(MEASURES);
  const conditions = conditionsOf(GAS_PEERS);
  const operations = (Object.keys(OPERATIONS) as Operation[]).filter(
    (operation) => rowsOf(rows, operation).length > 0,
  );
  const charts: Record<string, string> = {};
  for (const figure of Object.keys(FIGURES) as Figure[]) {
    charts[`gas-${figure}`] = await drawBars({
      title: TITLES[figure],
      subtitle: "Gas of one transaction, production profile, holders unless said; green: this suite",
      panels: panelsOf(rows, figure),
    });
  }
  const paths = await writeReport({
    name: "gas",
    title: "Gas of the cDPO suite beside its peers",
    json: { conditions, measures: rows, documented: DOCUMENTED },
    charts,
    body: (chart) =>
      [
        ...(Object.keys(FIGURES) as Figure[]).map((figure) =>
          chart(`gas-${figure}`, `Bar chart: ${TITLES[figure]}, gas of this suite and of peers`),
        ),
        ...operations.map(
          (operation) =>
            `### ${OPERATIONS[operation]}\n\n${formatMarkdownTable({
              columns: ["who", "case", "gas, default →", "gas, production →"],
              rows: rowsOf(rows, operation).map(({ subject, conditions: when, gas }) => [
                subject === OURS ? `**${subject}**` : subject,
                when,
                formatNumber(gas.default),
                formatNumber(gas.production),
              ]),
            })}`,
        ),
        DOCUMENTED_TEXT,
        formatMarkdownTable({
          columns: ["operation", "who", "case", "gas →"],
          rows: DOCUMENTED.map(({ operation, subject, conditions: when, gas }) => [
            OPERATIONS[operation],
            subject,
            when,
            formatNumber(gas),
          ]),
        }),
        `### Measured with\n\n${describeConditions(conditions)}`,
      ].join("\n\n"),
  });
  console.log(
    formatTable({
      columns: [
        { title: "operation" },
        { title: "who" },
        { title: "case" },
        { title: "default", align: "right" },
        { title: "production", align: "right" },
      ],
      rows: operations.flatMap((operation) =>
        rowsOf(rows, operation).map(({ subject, conditions: when, gas }) => [
          operation,
          subject,
          when,
          formatNumber(gas.default),
          formatNumber(gas.production),
        ]),
      ),
    }),
  );
  console.log(`\nWritten: ${paths.join(", ")}`);
}

try {
  await main();
} catch (thrown) {
  fail(messageOf(thrown));
}
