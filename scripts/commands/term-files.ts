/** Files of terms as people write them: JSON with amounts in whole units, parts in per cent and dates. */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { JsonError, lineOf, parseJson, problemsOf } from "../../sdk/src/config/index.ts";
import { ChainError } from "../lib/chain.ts";

/** The terms in a file. Throws {@link ChainError} with all that is wrong in it. */
export async function termsIn<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(jsonIn(file, await contentOf(file)));
  if (parsed.success) return parsed.data;
  throw new ChainError(`${file}: ${problemsOf(parsed.error).map(lineOf).join("; ")}`);
}

function jsonIn(file: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (thrown) {
    if (thrown instanceof JsonError) throw new ChainError(`${file} ${thrown.message}`);
    throw thrown;
  }
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new ChainError(`${file} cannot be read: check the path`);
  }
}
