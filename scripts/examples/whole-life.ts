/**
 * The whole life of an organisation, from the command line only: deployment, launch, presale, release, contributions, trade,
 * stakes, a decision, a veto, handover, dissolution. Each step is a command that anybody can type; only the time between them is moved
 * by the development node. Start one with "npm run node", or anvil, and run this beside it.
 */
import { parseArgs } from "node:util";
import { runCdpo } from "../commands/index.ts";

const DAY = 86_400;
const CONFIG = "scripts/examples/whole-life.json";

const HELP = `Lives the whole life of an organisation on a development node, by the commands of docs/deploy.md.

Usage: npm run whole-life -- [options]

  --deployments DIR   where the records are (default: deployments)
  --no-build          take the contracts as they are compiled
  --help              this text

The node is that of network localhost: LOCALHOST_RPC_URL, or http://127.0.0.1:8545.`;

const { values } = parseArgs({
  options: {
    deployments: { type: "string", default: "deployments" },
    "no-build": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const rpc = process.env["LOCALHOST_RPC_URL"] ?? "http://127.0.0.1:8545";
const build = values["no-build"] ? ["--no-build"] : [];

await chapter("Deployment, once per chain", async () => {
  await run("deploy", ["--network", "localhost", ...build]);
});

await chapter("Launch, in one transaction", async () => {
  await run("launch", ["--network", "localhost", "--config", CONFIG, ...build]);
});

await chapter("Presale: partners pay under a trustee", async () => {
  await wait("1 day", DAY);
  for (const partner of ["6", "7"]) {
    await cdpo("mint-asset", "20000", "--from", partner);
    await cdpo("contribute", "10000", "--from", partner);
  }
});

await chapter(
  "Release: the trustee opens the market at the presale's price; what vests is staked",
  async () => {
    await wait("20 days", 20 * DAY);
    await cdpo("release", "--from", "3");
    for (const partner of ["6", "7"]) await cdpo("claim", "--from", partner);
  },
);

await chapter(
  "Contributions: submitted, reviewed, paid in tokens with all others of their batch",
  async () => {
    await cdpo("submit", "150", "--from", "8", "--uri", "https://example.org/workbench");
    await cdpo("review", "1", "approve", "--from", "4", "--note", "sturdy");
    await cdpo("review", "1", "approve", "--from", "5");
    await wait("a third of the review window, a day", DAY);
    await cdpo("decide", "1");
    await wait("the window of issuance, 7 days", 7 * DAY);
    await cdpo("tend");
  },
);

await chapter("Trade: anyone buys and sells, and gifts are for all", async () => {
  await cdpo("mint-asset", "3000", "--from", "9");
  await cdpo("buy", "2000", "--from", "9");
  await cdpo("donate", "500", "--from", "9", "--note", "thanks for the drill");
  await cdpo("sell", "20", "--from", "8");
});

await chapter("Stakes: who wants a voice puts tokens down", async () => {
  await cdpo("stake", "50", "--from", "8");
  await cdpo("stake", "500", "--from", "9");
});

await chapter("A decision: stakeholders lower the tributes", async () => {
  const proposed = await cdpo(
    "propose",
    ...["--call", "reserve.setTributes(50, 50)", "--description", "Lower the tributes", "--from", "6"],
  );
  const id = idIn(proposed);
  await wait("the voting delay of 1 day", DAY + 1);
  await cdpo("vote", id, "for", "--from", "6", "--reason", "more trade");
  await cdpo("vote", id, "for", "--from", "8");
  await cdpo("vote", id, "against", "--from", "9");
  await wait("the voting period of 3 days", 3 * DAY);
  await cdpo("queue", id);
  await cdpo("close", "--from", "9");
  await cdpo("unstake", "100", "--from", "9");
  await wait("the timelock's 2 days", 2 * DAY);
  await cdpo("execute", id);
  await wait("the week that holds who voted for it", 7 * DAY);
  await cdpo("tend");
});

await chapter("A veto: stakeholders stop what founders scheduled", async () => {
  const scheduled = await cdpo(
    "schedule",
    ...["--call", "reserve.setTributes(1000, 1000)", "--description", "High tributes", "--from", "1"],
  );
  await cdpo("veto", "decision", idIn(scheduled), "--from", "7");
});

await chapter("Handover: the founders leave it to the stakeholders", async () => {
  await run("handover", ["--schedule", "--from", "1"]);
  await wait("the timelock's 2 days", 2 * DAY);
  await run("handover", ["--run", "--from", "1"]);
});

await chapter("The state of it all", async () => {
  await run("status", ["--network", "localhost"]);
});

await chapter("Dissolution: by the consent of stakeholders, and everyone's exit", async () => {
  await wait("30 days, as no younger stake counts,", 30 * DAY);
  await cdpo("consent", "--from", "6");
  await cdpo("consent", "--from", "7");
  await wait("14 days", 14 * DAY);
  await cdpo("dissolve", "--from", "6");
  for (const holder of ["6", "7", "8", "9"]) await cdpo("unstake", "--from", holder);
  for (const holder of ["6", "7", "8", "9"]) await cdpo("redeem", "--from", holder);
  await cdpo("tend");
});

// ---------------------------------------------------------------- the ways of a script

async function chapter(heading: string, steps: () => Promise<void>): Promise<void> {
  console.log(`\n## ${heading}`);
  await steps();
}

/** One action of one account. */
async function cdpo(...args: string[]): Promise<string> {
  return run("cdpo", args);
}

/** Runs what `npm run <script>` runs, and shows both the command and what it says. */
async function run(script: string, args: readonly string[]): Promise<string> {
  const shown = args
    .filter((arg) => arg !== "--no-build")
    .map((arg) => (/[^\w./:-]/.test(arg) ? `'${arg}'` : arg));
  console.log(`\n$ npm run ${script} -- ${shown.join(" ")}`);
  let out = "";
  const write = (text: string): void => {
    out += text;
    process.stdout.write(text);
  };
  const argv = [...(script === "cdpo" ? [] : [script]), ...args, "--deployments", values.deployments];
  const code = await runCdpo(argv, { stdout: { write }, stderr: process.stderr, override: { url: rpc } });
  if (code !== 0) {
    console.error(`error: npm run ${script} failed, see above; start the node anew and run this again`);
    process.exit(1);
  }
  return out;
}

/** Moves the time of the development node. */
async function wait(words: string, seconds: number): Promise<void> {
  console.log(`\n# ${words} later`);
  await request("evm_increaseTime", [seconds]);
  await request("evm_mine", []);
}

async function request(method: string, params: readonly unknown[]): Promise<void> {
  const response = await fetch(rpc, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { error } = (await response.json()) as { readonly error?: { readonly message: string } };
  if (error === undefined) return;
  console.error(`error: the node refuses ${method} (${error.message}): only development nodes move time`);
  process.exit(1);
}

/** The first hash or long number that a command printed. */
function idIn(out: string): string {
  const [, id] = /as (0x[0-9a-f]{64}|\d{20,})/.exec(out) ?? [];
  if (id !== undefined) return id;
  console.error("error: the command above printed no id");
  process.exit(1);
}
