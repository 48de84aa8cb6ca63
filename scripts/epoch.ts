/** Makes epochs of recognition from real data, verifies, proves and explains them; `cdpo epoch …` takes them to the chain. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { z } from "zod";
import { fail, fieldErrorOf, messageOf } from "./lib/cli.ts";
import { isChecksummed } from "../ledger/contributors.ts";
import { ImportError } from "../ledger/import-error.ts";
import type { Say } from "./ledgers/checked.ts";
import { build, explainAccount, proof, verify } from "./ledgers/local.ts";

const HELP = `Makes epochs of recognition: ledgers of awards that anyone can verify, claimed with Merkle proofs.

Usage: tsx scripts/epoch.ts COMMAND [options]

  build --config FILE --out DIR
      reads the sources that the config names, values them by its rules, and writes a folder with the canonical
      ledger (ledger.jsonl), what is proposed on chain (epoch.json) and a proof for every account (proofs/)

  verify --ledger PATH [--root HASH] [--total WEI] [--count N] [--content-hash HASH] [--epochs ADDRESS --number N]
      values every row of a ledger again, and computes root, total, count and content hash from that alone; PATH is a
      ledger or the folder of an epoch, whose other files are checked too

  proof --ledger PATH --account ADDRESS
      prints what an account claims with: index, amount and proof

  explain --ledger PATH --account ADDRESS
      prints every row behind an account's award, and what the rules made of them

  With --epochs ADDRESS --number N [--network NAME], verify compares with what epoch N says on chain. ADDRESS is the
  organisation's "epochs" in deployments/, NAME a network of hardhat.config.ts (default: localhost). "npm run cdpo -- epoch
  propose", and so on to "epoch claim", does on chain what there is to do.

  --help      this text

Formats, formulas and how to verify: docs/ledger.md.`;

const address = z
  .string({ error: "is missing" })
  .refine(
    isChecksummed,
    "is not an address with its checksum such as 0x5FbDB2315678afecb367f032d93F642f64180aa3",
  );
const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "is not 0x and 64 hexadecimal digits")
  .transform((written) => written.toLowerCase());
const path = z.string({ error: "is missing" }).min(1, "is empty");
const wei = z
  .string()
  .regex(/^\d{1,30}$/, "is not a whole number of token wei")
  .transform(BigInt);
const whole = z
  .string()
  .regex(/^\d{1,9}$/, "is not a whole number below a billion")
  .transform(Number);

const network = z.string().min(1, "is empty").default("localhost");

const COMMANDS = {
  build: command(z.strictObject({ config: path, out: path }), build),
  verify: command(
    z.strictObject({
      ledger: path,
      root: hash.optional(),
      total: wei.optional(),
      count: whole.optional(),
      "content-hash": hash.optional(),
      ...{ epochs: address.optional(), number: whole.optional(), network },
    }),
    verify,
  ),
  proof: command(z.strictObject({ ledger: path, account: address }), proof),
  explain: command(z.strictObject({ ledger: path, account: address }), explainAccount),
};

/** A command's options, read, and what it does with them. */
function command<T extends z.ZodRawShape>(
  shape: z.ZodObject<T>,
  run: (options: z.output<z.ZodObject<T>>, say: Say) => Promise<void>,
): { readonly names: readonly string[]; readonly run: (values: unknown, say: Say) => Promise<void> } {
  return {
    names: Object.keys(shape.shape),
    run: (values, say) => {
      const parsed = shape.safeParse(values);
      if (parsed.success) return run(parsed.data, say);
      throw new ImportError(`--${fieldErrorOf(parsed.error).replace(":", "")}; --help lists the options.`);
    },
  };
}

/** Runs a command by its name and options. Throws {@link ImportError} when something is wrong. */
export async function runEpoch(args: readonly string[], say: Say = console.log): Promise<void> {
  const [name = "", ...rest] = args;
  if (name === "--help" || rest.includes("--help")) {
    say(HELP);
    return;
  }
  const chosen = Object.entries(COMMANDS).find(([each]) => each === name)?.[1];
  if (chosen === undefined) {
    const names = Object.keys(COMMANDS).join(", ");
    throw new ImportError(
      name === ""
        ? `Name a command: ${names}; --help tells more.`
        : `There is no command "${name}": use ${names}.`,
    );
  }
  let values;
  try {
    ({ values } = parseArgs({
      args: rest,
      options: Object.fromEntries(chosen.names.map((option) => [option, { type: "string" }])),
    }));
  } catch (error) {
    throw new ImportError(`${messageOf(error).split(/\. |\.$/, 1)[0]}; --help lists the options.`);
  }
  await chosen.run({ ...values }, say);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Garbage is collected before memory grows by a quarter, so that a million rows need little of it.
  setFlagsFromString("--heap-growing-percent=25");
  try {
    await runEpoch(process.argv.slice(2));
  } catch (error) {
    // A config may be wrong in several places, a line each.
    fail(error instanceof ImportError ? error.message : messageOf(error));
  }
}
